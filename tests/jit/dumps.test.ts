/** `--dump`, `--trace`, `--no-pass`: every stage of one small loop, as docs/debugging.md shows them. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
    '--- record trace 0 loop.py:3 total',
    '--- ir trace 0 loop.py:3 total',
    '--- opt:types trace 0 loop.py:3 total',
    '--- opt trace 0 loop.py:3 total',
    '--- regs trace 0 loop.py:3 total',
    '--- exits trace 0 loop.py:3 total',
    '--- asm trace 0 loop.py:3 total',
    '--- stats',
  ]);
  expect(stderr).toMatch(/^total:\d+ {2}FOR_ITER_RANGE \d+$/m);
  expect(stderr).toMatch(/^i\d+ = _I64_MUL i\d+, i\d+ {2}\? s\d+$/m);
  expect(stderr).toMatch(/^--- stats\n1 traces from 1 recordings/m);
});

it('shows only the traces that the filter names', () => {
  expect(titles(run('--dump=opt', '--trace=loop.py:3').stderr)).toHaveLength(1);
});

it('says so when the filter names nothing, and which lines there are', () => {
  const missed = (place: string) => run('--dump=opt', `--trace=${place}`).stderr;
  expect(missed('loop.py:4')).toBe(
    'pystitch: --trace: no trace begins at loop.py:4; traces of that file begin at 3\n',
  );
  expect(missed('other.py:3')).toBe(
    'pystitch: --trace: no trace begins at other.py:3; traces begin in loop.py\n',
  );
  const idle = join(folder, 'idle.py');
  writeFileSync(idle, 'print(1)\n');
  const { stderr } = spawnSync(process.execPath, [cli, '--trace=idle.py:1', idle], { encoding: 'utf8' });
  expect(stderr).toBe('pystitch: --trace: no trace begins at idle.py:1; nothing was recorded\n');
});

it('names traces and bridges after the line where they begin, alike in dumps and jitdump', () => {
  const branchy = join(folder, 'branchy.py');
  writeFileSync(
    branchy,
    `def f(n):
    t = 0
    for i in range(n):
        if i % 3:
            t += 1
        else:
            t -= i
    return t

print(f(30000))
`,
  );
  const options = ['--dump=record,ir,opt,regs,exits,asm', '--jit-exit-threshold=5', `--perf=${folder}`];
  const { stderr, pid } = spawnSync(process.execPath, [cli, ...options, branchy], { encoding: 'utf8' });
  const [, kind] = /^--- record (bridge 1 of 0 at exit \d+ branchy\.py:4 f)$/m.exec(stderr) ?? [];
  expect(kind).toBeDefined();
  for (const stage of ['record', 'ir', 'opt', 'regs', 'exits', 'asm']) {
    expect(titles(stderr)).toContain(`--- ${stage} trace 0 branchy.py:3 f`);
    expect(titles(stderr)).toContain(`--- ${stage} ${kind}`);
  }
  // The exit has the name that the parent's own dumps have for it.
  const exit = / at (exit \d+) /.exec(kind as string)?.[1];
  expect(stderr.split(/^--- /m).find((text) => text.startsWith('exits trace 0'))).toContain(`\n${exit} `);
  const jitdump = readFileSync(join(folder, `jit-${pid}.dump`), 'latin1');
  expect(jitdump).toContain('trace 0 branchy.py:3 f\0');
  expect(jitdump).toContain(`${kind}\0`);
  const filtered = spawnSync(
    process.execPath,
    [cli, '--dump=opt', '--jit-exit-threshold=5', '--trace=branchy.py:4', branchy],
    { encoding: 'utf8' },
  );
  expect(titles(filtered.stderr)[0]).toBe(`--- opt ${kind}`);
  expect(filtered.stderr).not.toContain('--- opt trace');
});

it('stops after some traces', () => {
  const { stderr } = run('--dump=stats', '--trace-limit=0');
  expect(stderr).toMatch(/^0 traces from \d+ recordings/m);
  expect(stderr).toMatch(/^ {2}\d+ × trace-limit$/m);
  expect(run('--dump=stats', '--trace-limit=1').stderr).toMatch(/^1 traces from 1 recordings/m);
});

it('shows the last rewrite that a limit allows, and limits one trace alone', () => {
  expect(run('--dump=rewrite', '--opt-limit=5').stderr).toMatch(
    /^--- rewrite 5 of trace 0 loop\.py:3 total\n\w+: .*_[A-Z0-9_]+/,
  );
  const limited = run('--dump=opt', '--opt-limit=0').stderr;
  expect(run('--dump=opt', '--opt-limit=0', '--opt-only=0').stderr).toBe(limited);
  expect(run('--dump=opt', '--opt-limit=0', '--opt-only=1').stderr).toBe(run('--dump=opt').stderr);
  expect(run('--dump=opt').stderr).not.toBe(limited);
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
    const inner = stderr.split(/^--- /m).find((text) => /^opt .*\ntrace loop short\.py:4 /.test(text));
    expect(inner).toContain('\nend loop');
  }
});

it('gives loops and functions back to tier 1 when their traces are hardly entered before they are left', () => {
  const early = join(folder, 'early.py');
  writeFileSync(
    early,
    // An attribute of super() that is no method: no trace knows what that is.
    `class B:
    x = 1
class K(B):
    def make(self): return super().x

def f(makes, n, k=K()):
    total = 0
    for i in range(n):
        if makes: k.make()
        total += i
    return total

print(f(False, 3000), sum(f(True, 3) for _ in range(9000)))
`,
  );
  const options = ['--dump=stats', '--jit-exit-threshold=5'];
  const { stdout, stderr } = spawnSync(process.execPath, [cli, ...options, early], { encoding: 'utf8' });
  expect(stdout).toBe('4498500 27000\n');
  expect(stderr).toMatch(/^ {2}[1-9] × left-early$/m);
});
