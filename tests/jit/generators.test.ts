/**
 * Generators are followed: the trace of a loop over them is a loop, and what C code drives runs from yield to
 * yield.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'generators-'));
afterAll(() => rmSync(folder, { recursive: true }));

const definitions = `
def count(n):
    i = 0
    while i < n:
        yield i
        i += 1

def squares(source):
    for x in source:
        yield x * x

def pieces(n):
    for i in range(n):
        yield from count(5)
`;

/** Optimized traces of the program, by the first line of their text: kind and name. */
function traces(program: string): Map<string, string> {
  const file = join(folder, 'program.py');
  writeFileSync(file, definitions + program);
  const { stderr } = spawnSync(process.execPath, [cli, '--dump=opt', file], { encoding: 'utf8' });
  return new Map(
    stderr
      .split(/^--- /m)
      .slice(1)
      .map((text) => [text.split('\n')[1], text]),
  );
}
const find = (all: Map<string, string>, start: string): string =>
  [...all].find(([title]) => title.startsWith(start))?.[1] ?? '';

it.each(['count(5000)', 'squares(count(5000))', 'pieces(2000)'])('a loop over %s is one', (source) => {
  const all = traces(`
def f():
    t = 0
    for x in ${source}:
        t += x
    return t

print(f())
`);
  const trace = find(all, 'trace loop program.py:');
  expect(trace).toContain('f\n');
  expect(trace).toContain('\nend loop');
  const [entry, loop] = trace.split('\nloop:\n');
  expect(entry).toContain('_GUARD_GENERATOR');
  expect(loop).not.toMatch(/_GUARD_GENERATOR|_LOAD_GENERATOR_SLOT|_SUSPEND_GENERATOR/);
});

it('what C code drives ends in a yield', () => {
  const all = traces('import math; print(math.fsum(squares(count(9000))))');
  expect(find(all, 'trace loop program.py:9 squares')).toContain('\nend yield');
  expect(traces('import math; print(math.fsum(x * 2 for x in range(9000)))').size).toBe(1);
});
