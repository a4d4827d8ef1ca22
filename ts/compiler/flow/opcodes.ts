/**
 * Opcode numbers as the compiler uses them: those of `ts/ops/bytecodes.ts`, and above them the
 * pseudo-instructions, which exist only until assembly.
 */
import { INTRINSICS_1, INTRINSICS_2 } from '../../contract/operators.ts';
import { BYTECODES, bytecode, countOf, type StackCount } from '../../ops/bytecodes.ts';

/** Pseudo-instructions: name, values popped, values pushed (when jumping, for SETUP_*). */
const PSEUDO = {
  /** Replaced by the module's annotation set-up, if any. */
  ANNOTATIONS_PLACEHOLDER: [0, 0],
  JUMP: [0, 0],
  /** A jump that need not check for interrupts even if it goes backwards. */
  JUMP_NO_INTERRUPT: [0, 0],
  /** Conditional jumps that test a copy of the top. */
  JUMP_IF_FALSE: [1, 1],
  JUMP_IF_TRUE: [1, 1],
  /** Push a cell itself. */
  LOAD_CLOSURE: [0, 1],
  STORE_FAST_MAYBE_NULL: [1, 0],
  /** From here to POP_BLOCK exceptions go to the target, which gets [exc]; CLEANUP and WITH: [lasti, exc]. */
  SETUP_FINALLY: [0, 1],
  SETUP_CLEANUP: [0, 2],
  SETUP_WITH: [0, 1],
  POP_BLOCK: [0, 0],
} as const;

const FIRST_PSEUDO = 256;
type PseudoName = keyof typeof PSEUDO;
const pseudoNames = Object.keys(PSEUDO) as PseudoName[];
// biome-ignore format: a table
const REAL = [
  'NOP', 'RESUME', 'NOT_TAKEN', 'EXTENDED_ARG', 'POP_TOP', 'COPY', 'SWAP', 'PUSH_NULL',
  'LOAD_CONST', 'LOAD_SMALL_INT', 'LOAD_COMMON_CONSTANT',
  'LOAD_FAST', 'LOAD_FAST_CHECK', 'LOAD_FAST_AND_CLEAR', 'LOAD_FAST_LOAD_FAST', 'STORE_FAST',
  'STORE_FAST_LOAD_FAST', 'STORE_FAST_STORE_FAST', 'DELETE_FAST', 'MAKE_CELL', 'COPY_FREE_VARS',
  'LOAD_DEREF', 'STORE_DEREF', 'DELETE_DEREF', 'LOAD_FROM_DICT_OR_DEREF',
  'LOAD_NAME', 'STORE_NAME', 'DELETE_NAME', 'LOAD_GLOBAL', 'STORE_GLOBAL', 'DELETE_GLOBAL',
  'LOAD_LOCALS', 'LOAD_FROM_DICT_OR_GLOBALS', 'LOAD_BUILD_CLASS', 'SETUP_ANNOTATIONS',
  'UNARY_NEGATIVE', 'UNARY_NOT', 'UNARY_INVERT', 'TO_BOOL', 'BINARY_OP', 'COMPARE_OP', 'IS_OP',
  'CONTAINS_OP', 'STORE_SUBSCR', 'DELETE_SUBSCR', 'BINARY_SLICE', 'STORE_SLICE',
  'LOAD_ATTR', 'STORE_ATTR', 'DELETE_ATTR', 'LOAD_SUPER_ATTR', 'LOAD_SPECIAL',
  'BUILD_TUPLE', 'BUILD_LIST', 'BUILD_SET', 'BUILD_MAP', 'BUILD_STRING', 'BUILD_SLICE',
  'BUILD_INTERPOLATION', 'BUILD_TEMPLATE', 'LIST_APPEND', 'LIST_EXTEND', 'SET_ADD', 'SET_UPDATE',
  'MAP_ADD', 'DICT_UPDATE', 'DICT_MERGE', 'FORMAT_SIMPLE', 'FORMAT_WITH_SPEC', 'CONVERT_VALUE',
  'UNPACK_SEQUENCE', 'UNPACK_EX', 'CALL', 'CALL_KW', 'CALL_FUNCTION_EX', 'CALL_INTRINSIC_1',
  'CALL_INTRINSIC_2', 'MAKE_FUNCTION', 'SET_FUNCTION_ATTRIBUTE', 'RETURN_VALUE',
  'JUMP_FORWARD', 'JUMP_BACKWARD', 'JUMP_BACKWARD_NO_INTERRUPT',
  'POP_JUMP_IF_FALSE', 'POP_JUMP_IF_TRUE', 'POP_JUMP_IF_NONE', 'POP_JUMP_IF_NOT_NONE',
  'GET_ITER', 'GET_LEN', 'FOR_ITER', 'END_FOR', 'POP_ITER',
  'RETURN_GENERATOR', 'YIELD_VALUE', 'GET_YIELD_FROM_ITER', 'SEND', 'END_SEND', 'CLEANUP_THROW',
  'GET_AWAITABLE', 'GET_AITER', 'GET_ANEXT', 'END_ASYNC_FOR',
  'RAISE_VARARGS', 'RERAISE', 'PUSH_EXC_INFO', 'CHECK_EXC_MATCH', 'CHECK_EG_MATCH', 'POP_EXCEPT',
  'WITH_EXCEPT_START', 'MATCH_MAPPING', 'MATCH_SEQUENCE', 'MATCH_KEYS', 'MATCH_CLASS',
  'IMPORT_NAME', 'IMPORT_FROM',
] as const;

export const Op = Object.fromEntries([
  ...pseudoNames.map((name, i) => [name, FIRST_PSEUDO + i]),
  ...REAL.map((name) => [name, bytecode(name).opcode]),
]) as Readonly<Record<PseudoName | (typeof REAL)[number], number>>;

/** RESUME's argument: where the frame goes on; DEPTH1 is a flag, see labelExceptionTargets. */
export const Resume = { START: 0, AFTER_YIELD: 1, AFTER_YIELD_FROM: 2, AFTER_AWAIT: 3, DEPTH1: 4 } as const;

/** Arguments of CALL_INTRINSIC_1 and _2. */
export const intrinsic1 = (name: (typeof INTRINSICS_1)[number]): number => INTRINSICS_1.indexOf(name);
export const intrinsic2 = (name: (typeof INTRINSICS_2)[number]): number => INTRINSICS_2.indexOf(name);

/**
 * Longer displays and calls are built piecemeal to keep the stack low (CPython's _PY_STACK_USE_GUIDELINE).
 */
export const STACK_USE_GUIDELINE = 30;

export const OP_COUNT = FIRST_PSEUDO + pseudoNames.length;

const flag = (...ops: number[]): Uint8Array => {
  const flags = new Uint8Array(OP_COUNT);
  for (const op of ops) flags[op] = 1;
  return flags;
};

/** Control always goes elsewhere in the same code object. */
export const UNCONDITIONAL_JUMP = flag(
  ...[Op.JUMP, Op.JUMP_NO_INTERRUPT, Op.JUMP_FORWARD, Op.JUMP_BACKWARD, Op.JUMP_BACKWARD_NO_INTERRUPT],
);
export const CONDITIONAL_JUMP = flag(
  ...[Op.POP_JUMP_IF_FALSE, Op.POP_JUMP_IF_TRUE, Op.POP_JUMP_IF_NONE, Op.POP_JUMP_IF_NOT_NONE],
  ...[Op.JUMP_IF_FALSE, Op.JUMP_IF_TRUE, Op.FOR_ITER, Op.SEND, Op.END_ASYNC_FOR],
);
export const SCOPE_EXIT = flag(Op.RETURN_VALUE, Op.RAISE_VARARGS, Op.RERAISE);
/** Begins a range of code with an exception handler. */
export const BLOCK_PUSH = flag(Op.SETUP_FINALLY, Op.SETUP_CLEANUP, Op.SETUP_WITH);
export const JUMP = flag();
/** The argument is a label. */
export const HAS_TARGET = flag();
/** Ends a basic block. */
export const TERMINATOR = flag();
/** No fall-through. */
export const NO_FALLTHROUGH = flag();
for (let op = 0; op < OP_COUNT; op++) {
  JUMP[op] = UNCONDITIONAL_JUMP[op]! | CONDITIONAL_JUMP[op]!;
  HAS_TARGET[op] = JUMP[op]! | BLOCK_PUSH[op]!;
  TERMINATOR[op] = JUMP[op]! | SCOPE_EXIT[op]!;
  NO_FALLTHROUGH[op] = UNCONDITIONAL_JUMP[op]! | SCOPE_EXIT[op]!;
}

/** Checks for interrupts, so it must have a line of its own. */
export const EVAL_BREAK = flag(
  ...[Op.JUMP, Op.JUMP_BACKWARD, Op.RESUME, Op.CALL, Op.CALL_KW, Op.CALL_FUNCTION_EX],
);

const POPS: StackCount[] = [];
const PUSHES: StackCount[] = [];
for (const b of BYTECODES) {
  POPS[b.opcode] = b.pops;
  PUSHES[b.opcode] = b.pushes;
}
pseudoNames.forEach((name, i) => {
  [POPS[FIRST_PSEUDO + i], PUSHES[FIRST_PSEUDO + i]] = PSEUDO[name];
});

/** Change of the stack's height; SETUP_* have an effect only at their handler. */
export function effectOf(op: number, arg: number, jump: boolean): number {
  if (!jump && BLOCK_PUSH[op]) return 0;
  return countOf(PUSHES[op]!, arg) - countOf(POPS[op]!, arg);
}

export const CACHES = new Uint8Array(OP_COUNT);
for (const b of BYTECODES) CACHES[b.opcode] = b.caches;

export const opName = (op: number): string =>
  BYTECODES[op]?.name ?? pseudoNames[op - FIRST_PSEUDO] ?? `<${op}>`;
