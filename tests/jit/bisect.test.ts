/**
 * `npm run bisect` finds the trace, the pass and the rewrite in compilers spoilt on purpose: a wrong result,
 * a crash, a hang.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { bisect, runner } from '../../scripts/bisect.ts';
import { breakPackage } from './broken-package.ts';

const folder = mkdtempSync(join(tmpdir(), 'bisect-'));
afterAll(() => rmSync(folder, { recursive: true }));
const program = join(folder, 'program.py');
writeFileSync(
  program,
  `def difference(n):
    t = 0
    for i in range(n):
        if i % 7 == 3:
            t += 1000 - i
        t = t ^ i
    return t

def items(n):
    a = list(range(n))
    t = 0
    for k in range(3 * n):
        t += a[k % n]
    return t

print(difference(9000), items(3000))
`,
);
const loop = join(folder, 'loop.py');
writeFileSync(
  loop,
  `def count(n):
    a = [0]
    while a[0] < n:
        a[0] += 1
    return a[0]

print(count(9000))
`,
);

/** Spoils what `pass` sees of instructions `op`, as one of its rewrites. */
const spoil = (pass: string, op: string, change: string): string => `
import { i64Const } from './ir/constants.ts';
import { ${pass} as Spoilt } from './optimizer/passes/${pass.toLowerCase()}.ts';
const visit = Spoilt.prototype.visit;
Spoilt.prototype.visit = function (inst: any) {
  const chain = (this as any).chain;
  const allowed = chain.rewrites < chain.limit && inst.op.name === '${op}';
  visit.call(this, allowed ? (${change}) : inst);
};`;

async function find(file: string, broken: string, seconds?: number) {
  const { cli, remove } = await breakPackage(broken);
  try {
    return bisect(runner(cli, ['--jit-exit-threshold=20', file], seconds));
  } finally {
    remove();
  }
}

it('a wrong result', async () => {
  const { found, text } = await find(
    program,
    spoil('Combine', '_I64_SUB', '{ ...inst, args: [inst.args[1], inst.args[0]] }'),
  );
  expect(found).toBe(true);
  expect(text).toMatch(/^wrong {4}stdout, line 1: "-?\d+ 13495500" instead of "-?\d+ 13495500"$/m);
  expect(text).toMatch(/^trace {4}(trace|bridge) \d+ (of \d+ at exit \d+ )?program\.py:[3-6] difference$/m);
  expect(text).toMatch(/^pass {5}combine$/m);
  expect(text).toMatch(/^rewrite {2}\d+: i\d+ = _I64_SUB /m);
  expect(text).toMatch(/^look {5}--trace-limit=\d+ --opt-only=\d+ --opt-limit=\d+ --dump=ir,opt$/m);
});

it('a crash', async () => {
  const { text } = await find(
    program,
    spoil('Heap', '_LOAD_ITEM', '{ ...inst, args: [inst.args[0], chain.constant(i64Const(2 ** 50))] }'),
  );
  expect(text).toMatch(/^wrong {4}killed by SIG(SEGV|BUS) instead of exit status 0$/m);
  expect(text).toMatch(/^trace {4}trace \d+ program\.py:12 items$/m);
  expect(text).toMatch(/^pass {5}heap$/m);
  expect(text).toMatch(/^rewrite {2}\d+: v\d+ = _LOAD_ITEM /m);
});

it('a hang', async () => {
  const { text } = await find(
    loop,
    spoil('Combine', '_I64_ADD_UNCHECKED', '{ ...inst, args: [inst.args[0], chain.constant(i64Const(0))] }'),
    2,
  );
  expect(text).toMatch(/^wrong {4}still running after 2 s instead of exit status 0$/m);
  expect(text).toMatch(/^trace {4}trace 0 loop\.py:3 count$/m);
  expect(text).toMatch(/^pass {5}combine$/m);
  expect(text).toMatch(/^rewrite {2}\d+: i\d+ = _I64_ADD_UNCHECKED /m);
});

it('nothing wrong', () => {
  const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
  expect(bisect(runner(cli, [program]))).toMatchObject({ found: false });
});
