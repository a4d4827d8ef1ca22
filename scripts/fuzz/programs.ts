/** Random programs (program.ts) print the same in the interpreter, in every mode of tier 2, and in CPython. */
import { differing } from './differing.ts';
import { firstDifference, type Outcome } from './outcome.ts';
import { type Line, randomProgram, render } from './program.ts';
import { modes, Runner } from './runner.ts';
import type { FuzzKind, Session } from './session.ts';
import { shrink } from './shrink.ts';

export const programs: FuzzKind = {
  name: 'programs',
  about: 'random programs, in every mode and in CPython',
  async run(session) {
    const runner = new Runner();
    for (const seed of session.seeds()) {
      session.count();
      await tryProgram(session, runner, randomProgram(seed), String(seed), [
        'cpython',
        ...Object.keys(modes),
      ]);
    }
    runner.stop();
  },
};

/**
 * Runs a program everywhere; one that differs is shrunk, as long as it fails in the same way, and reported. `known` is
 * its outcome in the interpreter, when the caller has it; `toSource` makes the text that runs of its lines.
 */
export async function tryProgram(
  session: Session,
  runner: Runner,
  program: Line[],
  name: string,
  usualModes: readonly string[],
  { known, toSource = render }: { known?: Outcome; toSource?: (lines: readonly Line[]) => string } = {},
): Promise<void> {
  const { cpython, modes: chosen } = session.options;
  const difference = await differing(
    runner,
    toSource(program),
    chosen.length > 0 ? chosen : usualModes,
    cpython,
    known,
  );
  if (!difference) return;
  const { mode, kind } = difference;
  console.log(`${name}: ${mode} differs (${kind}); shrinking`);
  let last = difference;
  const small = await shrink(program, async (lines) => {
    const now = await differing(runner, toSource(lines), [mode], cpython);
    if (now?.kind !== kind) return false;
    last = now;
    return true;
  });
  const finding = kind.startsWith('crash')
    ? 'crash'
    : kind === 'hang' || kind === 'internal error'
      ? kind
      : 'difference';
  session.report(
    finding,
    `${name}-${mode}.py`,
    toSource(small),
    `${mode}: ${kind}\n${firstDifference(last)}`,
  );
}
