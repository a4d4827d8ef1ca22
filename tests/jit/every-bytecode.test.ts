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
};

/** Bytecodes that no trace holds yet: awaiting ends a recording, and class bodies with free variables do. */
const NOT_YET = [
  ...[
    'GET_AWAITABLE',
    'GET_AITER',
    'GET_ANEXT',
    'END_ASYNC_FOR',
    'END_SEND',
    'CLEANUP_THROW',
    'JUMP_BACKWARD_NO_INTERRUPT',
  ],
  ...['LOAD_LOCALS', 'LOAD_FROM_DICT_OR_DEREF', 'LOAD_FROM_DICT_OR_GLOBALS', 'SETUP_ANNOTATIONS'],
];

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

it('compiles every bytecode but a few', () => {
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
  expect(missing.sort()).toEqual([...NOT_YET].sort());
});
