/**
 * Every bytecode can be part of a trace: every_bytecode.py has a hot loop with each. A bytecode counts when a recording that holds it became
 * a trace.
 */
import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { BYTECODES } from '../../ts/ops/bytecodes.ts';
import { root } from '../program-list.ts';

/** Bytecodes that cannot be in one, with the reason. */
const NEVER: Readonly<Record<string, string>> = {
  CACHE: 'is never executed',
  EXTENDED_ARG: 'is part of the instruction after it',
  NOT_TAKEN: 'is skipped by the jump before it',
  CLEANUP_THROW:
    'runs first in a generator into which C code throws an exception while it delegates; no trace begins there',
};

/** Names of instructions in recordings that were compiled. */
function compiled(dump: string): Set<string> {
  const names = new Set<string>();
  let recording: string[] = [];
  for (const section of dump.split(/^--- /m)) {
    const [title = '', ...lines] = section.split('\n');
    if (title.startsWith('record ')) recording = lines;
    else if (title.startsWith('ir '))
      for (const line of recording)
        for (const name of line.match(/[A-Z][A-Z_0-9]{2,}/g) ?? []) names.add(name);
  }
  return names;
}

it('compiles every bytecode', () => {
  const run = spawnSync(
    process.execPath,
    [
      'dist/cli.js',
      '--jit-threshold=20',
      '--jit-exit-threshold=5',
      '--dump=record,ir',
      'tests/jit/every_bytecode.py',
    ],
    { cwd: root, encoding: 'utf8', maxBuffer: 1 << 29 },
  );
  expect(run.status, run.stderr.slice(-2000)).toBe(0);
  const names = compiled(run.stderr);
  const isCompiled = (name: string): boolean =>
    names.has(name) || [...names].some((other) => other.startsWith(`${name}_`));
  const missing = BYTECODES.map(({ name }) => name).filter((name) => !(name in NEVER) && !isCompiled(name));
  expect(missing).toEqual([]);
});
