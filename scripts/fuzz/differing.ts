/** Runs a program in the modes of tier 2 and in CPython, and says where it differs from the interpreter. */
import { spawnSync } from 'node:child_process';
import { compare, type Difference, type Outcome } from './outcome.ts';
import type { Runner } from './runner.ts';

export function runCpython(cpython: string, source: string): Outcome {
  const { stdout, stderr, status } = spawnSync(cpython, ['-W', 'ignore', '-c', source], {
    encoding: 'utf8',
    timeout: 40_000,
    env: { ...process.env, PYTHONHASHSEED: '1' }, // as in child.mjs
  });
  if (status === null) return { end: 'hang', text: 'hangs' };
  if (status === 0) return { end: 'done', text: stdout };
  const last = stderr.trimEnd().split('\n').at(-1) ?? '';
  // Tracebacks append what may have been meant; the message of the exception does not have it.
  return { end: 'done', text: `${stdout}failed: ${last.replace(/\. Did you mean: .*/, '')}` };
}

/**
 * The first of the modes (`cpython` is one) in which the program shows something else than without tier 2;
 * null: none, or it never ends. `known` is its outcome in the interpreter, when the caller has it.
 */
export async function differing(
  runner: Runner,
  source: string,
  modes: readonly string[],
  cpython: string | undefined,
  known?: Outcome,
): Promise<Difference | null> {
  const want = known ?? (await runner.run(source, 'interpreter'));
  if (want.end === 'hang') return null;
  if (want.end !== 'done') return compare('interpreter', { end: 'done', text: '' }, want);
  for (const mode of modes) {
    if (mode === 'interpreter') continue;
    if (mode === 'cpython') {
      if (!cpython) continue;
      const theirs = runCpython(cpython, source);
      const difference = theirs.end === 'done' ? compare('cpython', theirs, want) : null;
      if (difference) return difference;
      continue;
    }
    const difference = compare(mode, want, await runner.run(source, mode));
    if (difference) return difference;
  }
  return null;
}
