/** The trace compiler is not loaded for what is over in a moment; who looks at traces gets them at once. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../program-list.ts';

const statistics = (rounds: number, ...options: string[]): string => {
  const program = `def f(n):\n  t = 0\n  for i in range(n): t += i\n  return t\nprint(f(${rounds}))`;
  const command = [join(root, 'dist', 'cli.js'), '--dump=stats', ...options, '-c', program];
  const { stdout, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8' });
  expect(stdout).toBe(`${(rounds * (rounds - 1)) / 2}\n`);
  return stderr;
};

it('a loop of 3,000 rounds, a twentieth of a millisecond, loads nothing', () => {
  expect(statistics(3000)).toBe('');
});

it('a loop that goes on is compiled', () => {
  expect(statistics(10_000_000)).toMatch(/^1 traces from 1 recordings/m);
});

it.each(['--jit-threshold=1039', '--jit-budget=30', '--trace-limit=5'])(
  '%s compiles the short one',
  (option) => {
    expect(statistics(3000, option)).toMatch(/^1 traces from 1 recordings/m);
  },
);
