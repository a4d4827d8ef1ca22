/** `--dump`, `--trace`, `--no-pass`: every stage of one small loop, as docs/debugging.md shows them. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'dumps-'));
const script = join(folder, 'loop.py');
writeFileSync(
  script,
  'def total(n):\n    s = 0\n    for i in range(n):\n        s += i * i\n    return s\n\nprint(total(3000))\n',
);
afterAll(() => rmSync(folder, { recursive: true }));

function run(...options: string[]): { status: number | null; stderr: string } {
  const { status, stderr } = spawnSync(process.execPath, [cli, ...options, script], { encoding: 'utf8' });
  return { status, stderr };
}
const titles = (text: string): string[] => text.match(/^--- .*$/gm) ?? [];

it('shows the stages in order', () => {
  const { stderr } = run('--dump=record,ir,opt:types,opt,regs,exits,asm,stats');
  expect(titles(stderr)).toEqual([
    '--- record loop loop.py:3 total',
    '--- ir loop loop.py:3 total',
    '--- opt:types loop loop.py:3 total',
    '--- opt loop loop.py:3 total',
    '--- regs loop 0 loop.py:3 total',
    '--- exits loop 0 loop.py:3 total',
    '--- asm loop 0 loop.py:3 total',
    '--- stats',
  ]);
  expect(stderr).toMatch(/^total:\d+ {2}FOR_ITER_RANGE \d+$/m);
  expect(stderr).toMatch(/^i\d+ = _I64_MUL i\d+, i\d+ {2}\? s\d+$/m);
  expect(stderr).toMatch(/^--- stats\n1 traces from 1 recordings/m);
});

it('shows only the traces that the filter names', () => {
  expect(titles(run('--dump=opt', '--trace=loop.py:3').stderr)).toHaveLength(1);
  expect(run('--dump=opt', '--trace=loop.py:4').stderr).toBe('');
});

it('leaves passes out', () => {
  const { stderr } = run('--dump=opt', '--no-pass=unbox');
  expect(stderr).toContain('_BINARY_OP_MULTIPLY_INT');
  expect(stderr).not.toContain('_I64_MUL');
});

it('refuses kinds and passes that it does not know', () => {
  expect(run('--dump=opt:nothing')).toMatchObject({ status: 2 });
  expect(run('--dump=everything')).toMatchObject({ status: 2 });
  expect(run('--no-pass=typos').stderr).toContain("--no-pass does not know 'typos': all, promote,");
});

it('takes a loop with few rounds for a loop', () => {
  const short = join(folder, 'short.py');
  for (const rounds of [2, 3, 4, 5]) {
    writeFileSync(
      short,
      `def f(n):\n    t = 0\n    for k in range(n):\n        for i in range(${rounds}):\n            t += i\n    return t\n\nprint(f(9000))\n`,
    );
    const { stderr } = spawnSync(process.execPath, [cli, '--dump=opt', short], { encoding: 'utf8' });
    const inner = stderr.split(/^--- /m).find((text) => text.startsWith('opt loop short.py:4'));
    expect(inner).toContain('\nend loop');
  }
});

it('gives a loop back to tier 1 when its trace is hardly entered before it is left', () => {
  const early = join(folder, 'early.py');
  writeFileSync(
    early,
    `def f(imports, n):
    total = 0
    for i in range(n):
        if imports:
            import sys
        total += i
    return total

print(f(False, 3000), sum(f(True, 3) for _ in range(9000)))
`,
  );
  const options = ['--dump=stats', '--jit-exit-threshold=5'];
  const { stdout, stderr } = spawnSync(process.execPath, [cli, ...options, early], { encoding: 'utf8' });
  expect(stdout).toBe('4498500 27000\n');
  expect(stderr).toMatch(/^ {2}1 × left-early$/m);
});
