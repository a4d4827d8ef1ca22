/**
 * The generic (unspecialized) bytecodes: the one place that says what exists, how wide its inline cache is, and what it
 * does to the stack. Compiler, disassembler, interpreter generator and trace recorder read them from here.
 *
 * An instruction is one 16-bit unit (low byte opcode, high byte oparg) followed by `caches` cache units; larger opargs
 * are prefixed by EXTENDED_ARG. Opcode numbers are table positions. Specialized forms follow these (see the other
 * files of this folder); they keep name family, cache size and stack effect of the generic form they replace.
 *
 * Names and meanings are CPython 3.14's (`Python/bytecodes.c`); where ours differs the doc line says "pystitch:".
 * Left out because values are not reference counted: LOAD_FAST_BORROW and LOAD_FAST_BORROW_LOAD_FAST_BORROW.
 * Conditional jumps have no cache unit here: branch history belongs to the trace recorder.
 *
 * The first cache unit of every cached instruction is its adaptive counter.
 */

/** What an oparg means. `jump*` count units from the end of the instruction and its caches. */
export type ArgKind =
  | 'none'
  | 'imm'
  | 'const'
  | 'name' // index into names, after shifting right by `nameShift`
  | 'local' // index into localsplus
  | 'localPair' // two localsplus indices below 16: first << 4 | second
  | 'cell' // index into localsplus, slot holds a cell
  | 'jumpForward'
  | 'jumpBackward'
  | 'compare' // CmpOp << 5 | 16 if the result is turned into a bool | mask
  | 'binaryOp' // index into BINARY_OPS
  | 'intrinsic1'
  | 'intrinsic2'
  | 'special' // index into SPECIAL_METHODS
  | 'commonConstant'; // index into COMMON_CONSTANTS

/** A fixed number of stack values, or one that depends on the oparg. */
export type StackCount = number | ((arg: number) => number);

export interface Bytecode {
  readonly name: string;
  readonly opcode: number;
  readonly arg: ArgKind;
  /** Cache units after the instruction. */
  readonly caches: number;
  readonly pops: StackCount;
  readonly pushes: StackCount;
  /** Low oparg bits that are flags, not part of the name index. */
  readonly nameShift: number;
  /** Control never reaches the next instruction. */
  readonly terminates: boolean;
  readonly doc: string;
}

type Row = readonly [
  name: string,
  arg: ArgKind,
  pops: StackCount,
  pushes: StackCount,
  doc: string,
  more?: { caches?: number; nameShift?: number; terminates?: boolean },
];

const bit0 = (arg: number): number => arg & 1;
const arg = (a: number): number => a;

// prettier-ignore
const rows: readonly Row[] = [
  ['CACHE', 'none', 0, 0, 'never executed: a zero cache unit reads as this'],
  ['NOP', 'none', 0, 0, 'nothing; keeps a line'],
  [
    'RESUME',
    'imm',
    0,
    0,
    'function entry (0), after yield (1), yield from (2), await (3); bit 2: inside the outermost handler. pystitch: its counter is the hot-entry counter',
    { caches: 1 },
  ],
  ['NOT_TAKEN', 'none', 0, 0, 'marks the fall-through of a conditional jump'],
  ['EXTENDED_ARG', 'imm', 0, 0, 'the next oparg is (this << 8 | its own)'],

  // stack and constants
  ['POP_TOP', 'none', 1, 0, ''],
  ['COPY', 'imm', arg, (a) => a + 1, 'push the value `arg` deep, 1 = top'],
  ['SWAP', 'imm', arg, arg, 'exchange top with the value `arg` deep, 1 = top'],
  ['PUSH_NULL', 'none', 0, 1, 'push the internal null: no self in a CALL'],
  ['LOAD_CONST', 'const', 0, 1, ''],
  ['LOAD_SMALL_INT', 'imm', 0, 1, 'the int 0 ≤ arg < 256'],
  ['LOAD_COMMON_CONSTANT', 'commonConstant', 0, 1, ''],

  // locals, cells, names
  ['LOAD_FAST', 'local', 0, 1, 'the slot is known to be bound'],
  ['LOAD_FAST_CHECK', 'local', 0, 1, 'UnboundLocalError when unbound'],
  ['LOAD_FAST_AND_CLEAR', 'local', 0, 1, 'push the slot (null when unbound) and unbind it'],
  ['LOAD_FAST_LOAD_FAST', 'localPair', 0, 2, ''],
  ['STORE_FAST', 'local', 1, 0, 'the value may be null: restoring after LOAD_FAST_AND_CLEAR'],
  ['STORE_FAST_LOAD_FAST', 'localPair', 1, 1, ''],
  ['STORE_FAST_STORE_FAST', 'localPair', 2, 0, 'top goes to the first slot'],
  ['DELETE_FAST', 'local', 0, 0, 'UnboundLocalError when unbound'],
  ['MAKE_CELL', 'local', 0, 0, 'wrap the slot (argument or unbound) into a new cell'],
  ['COPY_FREE_VARS', 'imm', 0, 0, 'copy the closure’s `arg` cells to the last localsplus slots'],
  ['LOAD_DEREF', 'cell', 0, 1, 'NameError / UnboundLocalError when empty'],
  ['STORE_DEREF', 'cell', 1, 0, ''],
  ['DELETE_DEREF', 'cell', 0, 0, ''],
  ['LOAD_FROM_DICT_OR_DEREF', 'cell', 1, 1, 'pop a namespace; value from it, else from the cell'],
  ['LOAD_NAME', 'name', 0, 1, 'namespace, globals, builtins', { caches: 6 }],
  ['STORE_NAME', 'name', 1, 0, '', { caches: 4 }],
  ['DELETE_NAME', 'name', 0, 0, ''],
  ['LOAD_GLOBAL', 'name', 0, (a) => 1 + (a & 1), 'bit 0: push null on top', { caches: 6, nameShift: 1 }],
  ['STORE_GLOBAL', 'name', 1, 0, '', { caches: 4 }],
  ['DELETE_GLOBAL', 'name', 0, 0, ''],
  ['LOAD_LOCALS', 'none', 0, 1, 'the frame’s namespace'],
  ['LOAD_FROM_DICT_OR_GLOBALS', 'name', 1, 1, 'pop a namespace; value from it, globals, builtins'],
  ['LOAD_BUILD_CLASS', 'none', 0, 1, 'builtins.__build_class__'],
  ['SETUP_ANNOTATIONS', 'none', 0, 0, '__annotations__ = {} in the namespace when missing'],

  // operators
  ['UNARY_NEGATIVE', 'none', 1, 1, ''],
  ['UNARY_NOT', 'none', 1, 1, 'operand is a bool'],
  ['UNARY_INVERT', 'none', 1, 1, ''],
  ['TO_BOOL', 'none', 1, 1, '', { caches: 5 }],
  ['BINARY_OP', 'binaryOp', 2, 1, '', { caches: 3 }],
  ['COMPARE_OP', 'compare', 2, 1, 'CmpOp = arg >> 5; bit 4: the result is made a bool', { caches: 1 }],
  ['IS_OP', 'imm', 2, 1, '1 inverts'],
  ['CONTAINS_OP', 'imm', 2, 1, '1 inverts; [item, container]', { caches: 1 }],

  // subscripts and attributes
  ['STORE_SUBSCR', 'none', 3, 0, '[value, container, key]', { caches: 1 }],
  ['DELETE_SUBSCR', 'none', 2, 0, '[container, key]'],
  ['BINARY_SLICE', 'none', 3, 1, '[container, start, stop]'],
  ['STORE_SLICE', 'none', 4, 0, '[value, container, start, stop]'],
  [
    'LOAD_ATTR',
    'name',
    1,
    (a) => 1 + (a & 1),
    'bit 0: method call form, pushes [function, self] or [attribute, null]',
    { caches: 13, nameShift: 1 },
  ],
  ['STORE_ATTR', 'name', 2, 0, '[value, object]', { caches: 6 }],
  ['DELETE_ATTR', 'name', 1, 0, ''],
  [
    'LOAD_SUPER_ATTR',
    'name',
    3,
    (a) => 1 + (a & 1),
    '[super, class, self]; bit 0: method form; bit 1: super had two arguments',
    { caches: 1, nameShift: 2 },
  ],
  ['LOAD_SPECIAL', 'special', 1, 2, '[object] → [method, self or null]'],

  // building
  ['BUILD_TUPLE', 'imm', arg, 1, ''],
  ['BUILD_LIST', 'imm', arg, 1, ''],
  ['BUILD_SET', 'imm', arg, 1, ''],
  ['BUILD_MAP', 'imm', (a) => 2 * a, 1, '[key, value, …]'],
  ['BUILD_STRING', 'imm', arg, 1, ''],
  ['BUILD_SLICE', 'imm', arg, 1, 'arg is 2 or 3'],
  [
    'BUILD_INTERPOLATION',
    'imm',
    (a) => 2 + bit0(a),
    1,
    '[value, source text, format spec if bit 0]; conversion = arg >> 2',
  ],
  ['BUILD_TEMPLATE', 'none', 2, 1, '[tuple of strings, tuple of interpolations]'],
  ['LIST_APPEND', 'imm', (a) => a + 1, arg, 'append top to the list `arg` deep once top is popped'],
  ['LIST_EXTEND', 'imm', (a) => a + 1, arg, ''],
  ['SET_ADD', 'imm', (a) => a + 1, arg, ''],
  ['SET_UPDATE', 'imm', (a) => a + 1, arg, ''],
  ['MAP_ADD', 'imm', (a) => a + 2, arg, '[key, value] are popped'],
  ['DICT_UPDATE', 'imm', (a) => a + 1, arg, ''],
  [
    'DICT_MERGE',
    'imm',
    (a) => a + 4,
    (a) => a + 3,
    'like DICT_UPDATE, refuses duplicate keys; names the callable in its errors',
  ],
  ['FORMAT_SIMPLE', 'none', 1, 1, 'format(value), str stays itself'],
  ['FORMAT_WITH_SPEC', 'none', 2, 1, '[value, spec]'],
  ['CONVERT_VALUE', 'imm', 1, 1, '1 str, 2 repr, 3 ascii'],

  // unpacking
  ['UNPACK_SEQUENCE', 'imm', 1, arg, 'first item ends on top', { caches: 1 }],
  ['UNPACK_EX', 'imm', 1, (a) => (a & 0xff) + 1 + (a >> 8), 'items before the star, plus items after << 8'],

  // calls and functions
  ['CALL', 'imm', (a) => a + 2, 1, '[callable, self or null, args…]', { caches: 9 }],
  [
    'CALL_KW',
    'imm',
    (a) => a + 3,
    1,
    '[callable, self or null, args…, tuple of keyword names]',
    { caches: 1 },
  ],
  ['CALL_FUNCTION_EX', 'none', 4, 1, '[callable, null, args iterable, kwargs mapping or null]'],
  ['CALL_INTRINSIC_1', 'intrinsic1', 1, 1, ''],
  ['CALL_INTRINSIC_2', 'intrinsic2', 2, 1, ''],
  ['MAKE_FUNCTION', 'none', 1, 1, '[code]'],
  [
    'SET_FUNCTION_ATTRIBUTE',
    'imm',
    2,
    1,
    '[value, function] → [function]; 1 defaults, 2 kwdefaults, 4 annotations, 8 closure, 16 annotate',
  ],
  ['RETURN_VALUE', 'none', 1, 0, '', { terminates: true }],

  // jumps and iteration
  ['JUMP_FORWARD', 'jumpForward', 0, 0, '', { terminates: true }],
  [
    'JUMP_BACKWARD',
    'jumpBackward',
    0,
    0,
    'checks for interrupts; its counter is the hot-loop counter',
    { caches: 1, terminates: true },
  ],
  ['JUMP_BACKWARD_NO_INTERRUPT', 'jumpBackward', 0, 0, '', { terminates: true }],
  ['POP_JUMP_IF_FALSE', 'jumpForward', 1, 0, 'operand is a bool'],
  ['POP_JUMP_IF_TRUE', 'jumpForward', 1, 0, 'operand is a bool'],
  ['POP_JUMP_IF_NONE', 'jumpForward', 1, 0, ''],
  ['POP_JUMP_IF_NOT_NONE', 'jumpForward', 1, 0, ''],
  ['GET_ITER', 'none', 1, 1, ''],
  ['GET_LEN', 'none', 1, 2, 'push len(top)'],
  [
    'FOR_ITER',
    'jumpForward',
    1,
    2,
    '[iter] → [iter, next]; when exhausted, jumps to the END_FOR at the target and over it: [iter]',
    { caches: 3 },
  ],
  ['END_FOR', 'none', 1, 0, 'target of FOR_ITER; executed only after a jump to it from elsewhere'],
  ['POP_ITER', 'none', 1, 0, 'the loop’s iterator'],

  // generators and coroutines
  [
    'RETURN_GENERATOR',
    'none',
    0,
    1,
    'make the frame a generator and return it; on resumption one value (the first send) is pushed',
  ],
  ['YIELD_VALUE', 'imm', 1, 1, 'the value sent is pushed on resumption; 1: part of yield from / await'],
  ['GET_YIELD_FROM_ITER', 'none', 1, 1, ''],
  [
    'SEND',
    'jumpForward',
    2,
    2,
    '[receiver, value] → [receiver, yielded], or jump with [receiver, returned]',
    { caches: 1 },
  ],
  ['END_SEND', 'none', 2, 1, '[receiver, value] → [value]'],
  [
    'CLEANUP_THROW',
    'none',
    3,
    2,
    '[receiver, last sent, exception] → [None, StopIteration.value], or re-raise',
  ],
  ['GET_AWAITABLE', 'imm', 1, 1, '1: of __aenter__, 2: of __aexit__ (for the error message)'],
  ['GET_AITER', 'none', 1, 1, ''],
  ['GET_ANEXT', 'none', 1, 2, '[aiter] → [aiter, awaitable]'],
  [
    'END_ASYNC_FOR',
    'jumpBackward',
    2,
    0,
    '[aiter, exception]: swallow StopAsyncIteration, else re-raise; the arg points back at the END_SEND',
  ],

  // exceptions
  ['RAISE_VARARGS', 'imm', arg, 0, '0 re-raise, 1 [exc], 2 [exc, cause]', { terminates: true }],
  [
    'RERAISE',
    'imm',
    (a) => a + 1,
    arg,
    '[lasti if arg, …, exc]: raise again, frame’s position from the lasti',
    { terminates: true },
  ],
  ['PUSH_EXC_INFO', 'none', 1, 2, '[exc] → [previously handled, exc]'],
  ['CHECK_EXC_MATCH', 'none', 2, 2, '[exc, type] → [exc, bool]'],
  ['CHECK_EG_MATCH', 'none', 2, 2, '[exc, type] → [rest, match or None]'],
  ['POP_EXCEPT', 'none', 1, 0, '[previously handled]: make it current again'],
  [
    'WITH_EXCEPT_START',
    'none',
    5,
    6,
    '[exit, self or null, lasti, previously handled, exc] → … + result of exit(type, exc, traceback)',
  ],

  // match
  ['MATCH_MAPPING', 'none', 1, 2, ''],
  ['MATCH_SEQUENCE', 'none', 1, 2, ''],
  ['MATCH_KEYS', 'none', 2, 3, '[subject, keys] → … + tuple of values or None'],
  [
    'MATCH_CLASS',
    'imm',
    3,
    1,
    '[subject, class, tuple of names] → tuple of attributes or None; arg positional patterns',
  ],

  // imports
  ['IMPORT_NAME', 'name', 2, 1, '[level, fromlist]'],
  ['IMPORT_FROM', 'name', 1, 2, '[module] → [module, attribute]'],
];

export const BYTECODES: readonly Bytecode[] = rows.map(([name, kind, pops, pushes, doc, more], opcode) => ({
  name,
  opcode,
  arg: kind,
  caches: more?.caches ?? 0,
  pops,
  pushes,
  nameShift: more?.nameShift ?? 0,
  terminates: more?.terminates ?? false,
  doc,
}));

const byName = new Map(BYTECODES.map((b) => [b.name, b]));

export const findBytecode = (name: string): Bytecode | undefined => byName.get(name);

/** The generic bytecode of that name; throws on a name that does not exist. */
export function bytecode(name: string): Bytecode {
  const found = findBytecode(name);
  if (!found) throw new Error(`no bytecode ${name}`);
  return found;
}

/** Units of an instruction with this argument, caches left out: EXTENDED_ARG prefixes have a byte each. */
export const argUnits = (arg: number): number =>
  arg < 1 << 8 ? 1 : arg < 1 << 16 ? 2 : arg < 1 << 24 ? 3 : 4;

export const countOf = (count: StackCount, oparg: number): number =>
  typeof count === 'number' ? count : count(oparg);

/** Values pushed minus values popped. */
export const stackEffect = (b: Bytecode, oparg: number): number =>
  countOf(b.pushes, oparg) - countOf(b.pops, oparg);
