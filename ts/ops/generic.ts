/**
 * The generic bytecodes as sequences of uops. Most are one uop of the same name; the others stand here.
 * Adaptive instructions begin with `_SPECIALIZE`, which counts down and rewrites the instruction (native/interp/specialize.c).
 */
import { BYTECODES } from './bytecodes.ts';
import type { Bytecode, Step } from './types.ts';

/** Generic instructions with an adaptive counter in their first cache unit. */
export const ADAPTIVE: ReadonlySet<string> = new Set([
  'LOAD_NAME',
  'STORE_NAME',
  'STORE_GLOBAL',
  'LOAD_GLOBAL',
  'TO_BOOL',
  'BINARY_OP',
  'COMPARE_OP',
  'CONTAINS_OP',
  'STORE_SUBSCR',
  'LOAD_ATTR',
  'STORE_ATTR',
  'UNPACK_SEQUENCE',
  'CALL',
  'CALL_KW',
  'FOR_ITER',
  'SEND',
]);

const expansions: Record<string, readonly Step[]> = {
  CACHE: ['_UNREACHABLE'],
  EXTENDED_ARG: ['_EXTENDED_ARG'],
  RESUME: ['_RESUME'],
  NOT_TAKEN: ['_NOP'],
  LOAD_FAST_LOAD_FAST: ['_LOAD_FAST>>4', '_LOAD_FAST&15'],
  STORE_FAST_LOAD_FAST: ['_STORE_FAST>>4', '_LOAD_FAST&15'],
  STORE_FAST_STORE_FAST: ['_STORE_FAST>>4', '_STORE_FAST&15'],
  LOAD_GLOBAL: ['_LOAD_GLOBAL', '_PUSH_NULL_CONDITIONAL'],
  CALL_FUNCTION_EX: ['_CALL_FUNCTION_EX_ENTER'],
  FORMAT_SIMPLE: ['_FORMAT_SIMPLE_ENTER'],
  FORMAT_WITH_SPEC: ['_FORMAT_WITH_SPEC_ENTER'],
  CONVERT_VALUE: ['_CONVERT_VALUE_ENTER'],
  JUMP_BACKWARD: ['_JUMP_BACKWARD_QUICKEN', '_HANDLE_PENDING', '_JUMP_BACKWARD'],
  JUMP_BACKWARD_NO_INTERRUPT: ['_JUMP_BACKWARD'],
  END_FOR: ['_POP_TOP'],
  POP_ITER: ['_POP_TOP'],
};

export const GENERIC: readonly Bytecode[] = BYTECODES.map(({ name, doc }) => {
  const steps = expansions[name] ?? ([`_${name}`] as const);
  return { name, doc, uops: ADAPTIVE.has(name) ? ['_SPECIALIZE', ...steps] : steps };
});
