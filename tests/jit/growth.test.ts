/**
 * Code grows with the program, not with the number of its paths: families of programs in which n is doubled. Counted, not timed: traces,
 * and bytes of machine code, which what compiling costs follows.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from '../program-list.ts';
import { splitCounts, type TraceCounts } from '../trace-counts.ts';

const cli = join(root, 'dist', 'cli.js');

const many = (n: number, line: (i: number) => string): string =>
  Array.from({ length: n }, (_, i) => line(i)).join('\n');

const families: Readonly<Record<string, (n: number) => string>> = {
  'functions that are called in turn': (n) => `
${many(n, (i) => `def f${i}(n):\n    s = 0\n    for i in range(n):\n        s += i * ${i + 1}\n    return s`)}
t = 0
for k in range(20):
${many(n, (i) => `    t += f${i}(300)`)}
print(t)`,
  'branches of a loop, one after the other, that go either way': (n) => `
def f(xs):
    s = 0
    for x in xs:
${many(n, (i) => `        if x >> ${i} & 1: s += ${i + 1}\n        else: s -= ${i + 2}`)}
    return s
x = 1
xs = []
for i in range(60000):
    x = x * 6364136223846793005 + 1442695040888963407 & 0xffffffffffffffff
    xs.append(x >> 30)
print(f(xs))`,
  'kinds of operands that a loop meets': (n) => `
${many(n, (i) => `class C${i}:\n    def __init__(self, x): self.${'abcdefgh'[i % 8]} = self.x = x\n    def m(self): return self.x + ${i}`)}
objects = [cls(i) for i in range(10) for cls in (${many(n, (i) => `C${i},`).replaceAll('\n', ' ')})]
t = 0
for k in range(40000 // len(objects)):
    for o in objects:
        if o.x > 3: t += o.m()
        else: t -= o.m()
print(t)`,
  'functions that call each other, or not': (n) => `
def f0(x, d): return x + d
${many(n, (i) => `def f${i + 1}(x, d):\n    if x >> ${i} & 1: return f${i}(x, d + 1) + 1\n    return f${i}(x, d) - 1`)}
x = 1
t = 0
for i in range(40000):
    x = x * 6364136223846793005 + 1442695040888963407 & 0xffffffffffffffff
    t += f${n}(x >> 30, 0)
print(t)`,
  'ways of a recursion': (n) => `
def f(x, d):
    if d == 0: return x
    k = x % ${n}
    x = (x * 48271 + 11) % 2147483647
${many(n, (i) => `    if k == ${i}: return f(x, d - 1) + ${i}`)}
t = 0
for i in range(6000): t += f(i, 12)
print(t)`,
};

/** Doubling n may double them, and a bit: the first traces of a loop are copies of all of it. */
const ROOM = 1.35;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pystitch-growth-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function counts(source: string): { output: string; counts: TraceCounts } {
  const file = join(folder, 'program.py');
  writeFileSync(file, source);
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [cli, '--jit-threshold=1039', '--dump=stats', file],
    { encoding: 'utf8' },
  );
  return { output: stdout, counts: splitCounts(stderr).counts };
}

it.each(Object.keys(families))('%s', (name) => {
  const [small, large] = [8, 16].map((n) => counts(families[name](n)));
  expect(small.output).toMatch(/^-?\d+\n$/);
  expect(large.counts.traces).toBeLessThan(2 * ROOM * small.counts.traces);
  expect(large.counts.bytes).toBeLessThan(2 * ROOM * small.counts.bytes);
});
