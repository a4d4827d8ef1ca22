/**
 * A mistake of the compiler is counted and harms no program; whoever looks into it is told the place, and has
 * a file that replays it.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { StencilLibrary } from '../../ts/emit/library.ts';
import { printTrace } from '../../ts/ir/print.ts';
import { readReplay, replay } from '../../ts/jit/replay.ts';
import { breakPackage } from './broken-package.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'internal-error-'));
afterAll(() => rmSync(folder, { recursive: true }));
const program = join(folder, 'program.py');
writeFileSync(
  program,
  `class Point:
    def __init__(self, x):
        self.x = x

def total(points):
    t = 0
    for p in points:
        t += p.x * p.x
    return t

print(total([Point(i) for i in range(3000)]))
`,
);
const library = () => {
  const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
  return new StencilLibrary(readFileSync(join(root, 'build', 'stencils', `${machine}.bin`)));
};

const throwing = (file: string, name: string, method: string, condition = 'true'): string => `
import { ${name} as Spoilt } from './${file}.ts';
const right = (Spoilt.prototype as any).${method};
if (!right) throw new Error('${name} has no method ${method} to spoil');
(Spoilt.prototype as any).${method} = function (...args: any[]) {
  if (${condition}) throw new Error('spoilt on purpose');
  return right.apply(this, args);
};`;
const inPass = throwing('optimizer/passes/types', 'Types', 'arg', "args[0].op.name === '_I64_MUL'");

/** Runs the program with a broken compiler; files go to a folder of their own. */
async function run(broken: string, options: string[], debug = true) {
  const { cli, remove } = await breakPackage(broken);
  const files = mkdtempSync(join(folder, 'files-'));
  const { PYSTITCH_DEBUG: _, ...env } = process.env;
  // A threshold that is given: compiling has no budget then.
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [cli, '--jit-threshold=1039', ...options, program],
    {
      encoding: 'utf8',
      cwd: files,
      env: { ...env, TMPDIR: files, ...(debug ? { PYSTITCH_DEBUG: '1' } : {}) },
    },
  );
  remove();
  return { stdout, stderr, status, written: readdirSync(files).map((name) => join(files, name)) };
}

it('says pass and instruction, and writes a file that fails in the same place', async () => {
  const { stdout, stderr, written } = await run(inPass, []);
  expect(stdout).toBe('8995500500\n');
  expect(stderr).toMatch(/^pystitch: internal error of the compiler in trace \d+ program\.py:\d+ \w+$/m);
  expect(stderr).toMatch(/^step optimize, pass types, rewrite \d+: i\d+ = _I64_MUL i\d+, i\d+$/m);
  expect(stderr).toContain('Error: spoilt on purpose');
  expect(written).toHaveLength(1);
  expect(stderr).toContain(`npx tsx scripts/replay-trace.ts ${written[0]}\n`);
  // Our own compiler has no such mistake.
  const text = readFileSync(written[0], 'utf8');
  const again = replay(readReplay(text), library);
  expect(printTrace(again as never)).toContain('_I64_MUL');
  const { status, stdout: shown } = spawnSync('npx', ['tsx', 'scripts/replay-trace.ts', written[0]], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(status).toBe(0);
  expect(shown).toBe(`${printTrace(again as never)}\n`);
});

it('replays what the program asked of the heap', async () => {
  const { written } = await run(inPass, ['--no-pass=peel']);
  const saved = readReplay(readFileSync(written[0], 'utf8'));
  const program = spawnSync(
    process.execPath,
    [join(root, 'dist', 'cli.js'), '--no-pass=peel', '--dump=opt', join(folder, 'program.py')],
    { encoding: 'utf8' },
  ).stderr;
  const addresses = (text: string): string => text.replace(/#[0-9a-f]{6,}/g, '#');
  expect(addresses(program)).toContain(addresses(printTrace(replay(saved, library) as never)));
});

it('replays the back end too', async () => {
  const broken = throwing('emit/exit-table', 'ExitTable', 'add');
  const { stdout, stderr, written } = await run(broken, ['--dump=record,stats'], false);
  expect(stdout).toBe('8995500500\n');
  expect(stderr).toMatch(/^step allocate$/m);
  expect(stderr).toMatch(/^ {2}\d+ × internal-error$/m);
  const saved = readReplay(readFileSync(written[0], 'utf8'));
  expect(saved.head.backEnd?.room.spillBase).toBeGreaterThan(0);
  expect(replay(saved, library)).toHaveProperty('insts');
});

it('shows the recording when the recorder fails', async () => {
  const { stderr, written } = await run(throwing('recorder/recorder', 'Recorder', 'perform'), [
    '--dump=stats',
  ]);
  expect(stderr).toMatch(/^step record$/m);
  expect(readFileSync(written[0], 'utf8')).toMatch(/^\/\/ <module>:\d+ {2}FOR_ITER_RANGE /m);
});

it('finds a trace that is not well formed', async () => {
  const broken = `
import { Combine as Spoilt } from './optimizer/passes/combine.ts';
const visit = Spoilt.prototype.visit;
Spoilt.prototype.visit = function (inst: any) {
  const { chain } = this as any;
  if (chain.rewrites < chain.limit && inst.op.name === '_I64_MUL') inst = { ...inst, outs: [...inst.outs, ...inst.outs] };
  visit.call(this, inst);
};`;
  expect((await run(broken, [])).stderr).toMatch(/^step optimize, pass combine, rewrite \d+: .*_I64_MUL/m);
});

it('is silent, and writes nothing, when nobody asked', async () => {
  const { stdout, stderr, status, written } = await run(inPass, [], false);
  expect({ stdout, stderr, status }).toEqual({ stdout: '8995500500\n', stderr: '', status: 0 });
  expect(written).toEqual([]);
});
