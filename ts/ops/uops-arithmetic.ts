/**
 * Operators on tagged values, with their guards. Bodies: stencils/arithmetic.c.
 *
 * `_GUARD_TOS_x` looks at the top of the stack, `_GUARD_NOS_x` at the next one, as in CPython.
 */
import { CompareMask } from '../contract/operators.ts';
import {
  ALLOCATES,
  commutative,
  entersMethod,
  exits,
  immutable,
  RAISES,
  RUNS_CODE,
  reads,
  truth,
  uop,
} from './declare.ts';
import {
  binaryDigits as bits,
  fixnum,
  floorDiv,
  floorMod,
  greaterOf,
  halfToEven,
  lesser,
  type Meaning,
  onFloats,
  onInts,
  pass,
  powerOfInts,
  small,
} from './meaning.ts';
import type { Effects, RefValue, Uop } from './types.ts';

// ---- reference meaning ----

const isInt = (v: RefValue | undefined): boolean => typeof v === 'bigint';
const isFloat = (v: RefValue | undefined): boolean => typeof v === 'number';
const firstIs =
  (is: (v: RefValue | undefined) => boolean): Meaning =>
  ([v]) =>
    pass(is(v));
const bothAre =
  (is: (v: RefValue | undefined) => boolean): Meaning =>
  ([a, b]) =>
    pass(is(a) && is(b));

const MAX_EXACT = 1n << 53n;
const exact = (i: bigint): boolean => i >= -MAX_EXACT && i <= MAX_EXACT;

const shiftLeft = onInts((a, b) => (b >= 0n && b < 63n ? fixnum(a << b) : 'exit'));
const shiftRight = onInts((a, b) => (b < 0n ? 'exit' : [a >> (b > 63n ? 63n : b)]));
const divideInts = onInts((a, b) => (b && exact(a) && exact(b) ? [Number(a) / Number(b)] : 'exit'));
const divideFloats = onFloats((a, b) => (b === 0 ? 'exit' : [a / b]));
const power: Meaning = ([a, b]) => {
  const square = (a as number) * (a as number);
  return b === 2n && Math.abs(square) !== Infinity ? [square] : 'exit';
};

const ofInt =
  (f: (a: bigint) => readonly RefValue[] | 'exit'): Meaning =>
  ([a]) =>
    f(a as bigint);
const ofFloat =
  (f: (a: number) => readonly RefValue[] | 'exit'): Meaning =>
  ([a]) =>
    f(a as number);

const { UNORDERED, LESS, GREATER, EQUAL } = CompareMask;
/** Does `a op b` hold under a COMPARE_OP mask? */
const holds: Meaning = ([a, b], [oparg]) => {
  const bit = a! < b! ? LESS : a! > b! ? GREATER : a === b ? EQUAL : UNORDERED;
  return [(bit & Number(oparg)) !== 0];
};

// ---- declarations ----

/** A float result may need a cell; the body stays free of calls where it does not. */
const BOXES: { effects: Effects; registers: Uop['registers'] } = { effects: ALLOCATES, registers: 'regs' };

/** A function of the C library: nothing is known of the last bit, so there is no reference meaning. */
const LIBM = { tier: 2, exits, immutable, ...BOXES, registers: 'fixed' } as const;

const TOS = 'peek value --';
const NOS = 'peek left, peek unused --';
const BOTH = 'peek left, peek right --';
const UNARY = 'value -- res';
const TO_BOOL = 'value -- res=bool';
const ANY = 'left, right -- res';
const TEST = 'left, right -- res=bool';
const INTS = 'left=int, right=int -- res=int';
const FLOATS = 'left=float, right=float -- res=float';

const ANYWHERE = { effects: RUNS_CODE } as const;
const COMPARISON = 'oparg:comparison';
const IN = { truth, imms: 'oparg:membership', effects: RUNS_CODE } as const;

// biome-ignore format: a table
export const ARITHMETIC_UOPS = [
  uop('_GUARD_TOS_INT',    TOS,                 'top is a fixnum',
      { exits, proves: { value: 'int' }, single: '_GUARD_INT', evaluate: firstIs(isInt) }),
  uop('_GUARD_NOS_INT',    NOS,                 'next is a fixnum',
      { exits, proves: { left: 'int' }, single: '_GUARD_INT', evaluate: firstIs(isInt) }),
  uop('_GUARD_BOTH_INT',   BOTH,                'both are fixnums',
      { exits, proves: { left: 'int', right: 'int' }, single: '_GUARD_INT', evaluate: bothAre(isInt) }),
  uop('_GUARD_TOS_EXACT',  'peek value=int --', 'top, a fixnum, is at most 2**53 in magnitude',
      { exits, unboxed: '_GUARD_I64_EXACT' }),
  uop('_GUARD_NOS_EXACT',  'peek left=int, peek unused --', 'next, a fixnum, is at most 2**53 in magnitude',
      { exits, unboxed: '_GUARD_I64_EXACT' }),
  uop('_GUARD_TOS_FLOAT',  TOS,                 'top is a float',
      { exits, proves: { value: 'float' }, single: '_GUARD_FLOAT', evaluate: firstIs(isFloat) }),
  uop('_GUARD_NOS_FLOAT',  NOS,                 'next is a float',
      { exits, proves: { left: 'float' }, single: '_GUARD_FLOAT', evaluate: firstIs(isFloat) }),
  uop('_GUARD_BOTH_FLOAT', BOTH,                'both are floats',
      { exits, proves: { left: 'float', right: 'float' }, single: '_GUARD_FLOAT',
        evaluate: bothAre(isFloat) }),
  uop('_GUARD_TOS_STR',    TOS,                 'top is exactly a str', { exits, proves: { value: 'str' } }),
  uop('_GUARD_NOS_STR',    NOS,                 'next is exactly a str',
      { exits, proves: { left: 'str' }, single: '_GUARD_TOS_STR' }),
  uop('_GUARD_BOTH_STR',   BOTH,                'both are exactly str',
      { exits, proves: { left: 'str', right: 'str' }, single: '_GUARD_TOS_STR' }),
  uop('_GUARD_TOS_LIST',   TOS,                 'top is exactly a list',
      { exits, proves: { value: 'list' } }),
  uop('_GUARD_NOS_LIST',   NOS,                 'next is exactly a list',
      { exits, proves: { left: 'list' }, single: '_GUARD_TOS_LIST' }),
  uop('_GUARD_TOS_TUPLE',  TOS,                 'top is exactly a tuple',
      { exits, proves: { value: 'tuple' } }),
  uop('_GUARD_NOS_TUPLE',  NOS,                 'next is exactly a tuple',
      { exits, proves: { left: 'tuple' }, single: '_GUARD_TOS_TUPLE' }),
  uop('_GUARD_TOS_DICT',   TOS,                 'top is exactly a dict',
      { exits, proves: { value: 'dict' } }),
  uop('_GUARD_NOS_DICT',   NOS,                 'next is exactly a dict',
      { exits, proves: { left: 'dict' }, single: '_GUARD_TOS_DICT' }),
  uop('_GUARD_TOS_SET',    TOS,                 'top is exactly a set or frozenset', { exits }),

  uop('_UNARY_NEGATIVE',    UNARY,   '', { effects: RUNS_CODE }),
  uop('_UNARY_INVERT',      UNARY,   '', { effects: RUNS_CODE }),
  uop('_UNARY_NOT',         'value=bool -- res=bool', 'value is a bool',
      { truth, unboxed: '_BOOL_NOT', evaluate: ([v]) => [!v] }),
  // numbers that built-in functions get (ts/recorder/builtin-calls.ts), and bools as numbers
  uop('_BOOL_AS_INT',       'value=bool -- res=int', '0 or 1',
      { tier: 2, unboxed: '_I64_OF_BOOL', evaluate: ([v]) => [v ? 1n : 0n] }),
  uop('_ABS_INT',           'value=int -- res=int', 'exit when the result is no fixnum',
      { tier: 2, exits, unboxed: '_I64_ABS', evaluate: ofInt((a) => fixnum(a < 0n ? -a : a)) }),
  uop('_BIT_LENGTH_INT',    'value=int -- res=int', 'bits of the magnitude',
      { tier: 2, unboxed: '_I64_BIT_LENGTH', evaluate: ofInt((a) => [BigInt(bits(a).length)]) }),
  uop('_BIT_COUNT_INT',     'value=int -- res=int', 'ones in the magnitude',
      { tier: 2, unboxed: '_I64_BIT_COUNT', evaluate: ofInt((a) => [BigInt(bits(a).replaceAll('0', '').length)]) }),
  uop('_MIN_INT',           INTS, '', { tier: 2, commutative, unboxed: '_I64_MIN', evaluate: onInts((a, b) => [lesser(a, b)]) }),
  uop('_MAX_INT',           INTS, '', { tier: 2, commutative, unboxed: '_I64_MAX', evaluate: onInts((a, b) => [greaterOf(a, b)]) }),
  uop('_ABS_FLOAT',         'value=float -- res=float', '',
      { tier: 2, ...BOXES, unboxed: '_F64_ABS', evaluate: ofFloat((a) => [Math.abs(a)]) }),
  uop('_SQRT_FLOAT',        'value=float -- res=float', 'exit below 0',
      { tier: 2, exits, ...BOXES, unboxed: '_F64_SQRT', evaluate: ofFloat((a) => (a < 0 ? 'exit' : [Math.sqrt(a)])) }),
  // the C library's
  uop('_SIN_FLOAT', 'value=float -- res=float', 'sin(value); exit unless the result is finite',
      { ...LIBM, unboxed: '_F64_SIN' }),
  uop('_COS_FLOAT', 'value=float -- res=float', 'cos(value); exit unless the result is finite',
      { ...LIBM, unboxed: '_F64_COS' }),
  uop('_TAN_FLOAT', 'value=float -- res=float', 'tan(value); exit unless the result is finite',
      { ...LIBM, unboxed: '_F64_TAN' }),
  uop('_ASIN_FLOAT', 'value=float -- res=float', 'asin(value); exit unless the result is finite',
      { ...LIBM, unboxed: '_F64_ASIN' }),
  uop('_ACOS_FLOAT', 'value=float -- res=float', 'acos(value); exit unless the result is finite',
      { ...LIBM, unboxed: '_F64_ACOS' }),
  uop('_ATAN_FLOAT', 'value=float -- res=float', 'atan(value); exit unless the result is finite',
      { ...LIBM, unboxed: '_F64_ATAN' }),
  uop('_EXP_FLOAT', 'value=float -- res=float', 'exp(value); exit unless the result is finite',
      { ...LIBM, unboxed: '_F64_EXP' }),
  uop('_LOG_FLOAT', 'value=float -- res=float', 'log(value); exit unless the result is finite',
      { ...LIBM, unboxed: '_F64_LOG' }),
  uop('_LOG2_FLOAT', 'value=float -- res=float', 'log2(value); exit unless the result is finite',
      { ...LIBM, unboxed: '_F64_LOG2' }),
  uop('_LOG10_FLOAT', 'value=float -- res=float', 'log10(value); exit unless the result is finite',
      { ...LIBM, unboxed: '_F64_LOG10' }),
  uop('_ATAN2_FLOAT', FLOATS, 'atan2(left, right); exit unless the result is finite',
      { ...LIBM, unboxed: '_F64_ATAN2' }),
  uop('_FMOD_FLOAT', FLOATS, 'fmod(left, right); exit unless the result is finite',
      { ...LIBM, unboxed: '_F64_FMOD' }),
  uop('_MIN_FLOAT',         FLOATS, 'the left one unless right < left',
      { tier: 2, ...BOXES, unboxed: '_F64_MIN', evaluate: onFloats((a, b) => [lesser(a, b)]) }),
  uop('_MAX_FLOAT',         FLOATS, 'the left one unless right > left',
      { tier: 2, ...BOXES, unboxed: '_F64_MAX', evaluate: onFloats((a, b) => [greaterOf(a, b)]) }),
  uop('_TRUNC_FLOAT',       'value=float -- res=int', 'exit when the result is no fixnum',
      { tier: 2, exits, unboxed: '_F64_TRUNC', evaluate: ofFloat((a) => small(Math.trunc(a))) }),
  uop('_FLOOR_FLOAT',       'value=float -- res=int', 'exit when the result is no fixnum',
      { tier: 2, exits, unboxed: '_F64_FLOOR', evaluate: ofFloat((a) => small(Math.floor(a))) }),
  uop('_CEIL_FLOAT',        'value=float -- res=int', 'exit when the result is no fixnum',
      { tier: 2, exits, unboxed: '_F64_CEIL', evaluate: ofFloat((a) => small(Math.ceil(a))) }),
  uop('_ROUND_FLOAT',       'value=float -- res=int', 'half to even; exit when the result is no fixnum',
      { tier: 2, exits, unboxed: '_F64_ROUND', evaluate: ofFloat((a) => small(halfToEven(a))) }),
  uop('_ORD',               'value=str -- res=int', 'exit unless it is one character', { tier: 2, exits }),
  uop('_CHR',               'value=int -- res=str', 'exit unless Latin-1', { tier: 2, exits }),

  uop('_TO_BOOL',           TO_BOOL, '', { truth, effects: RUNS_CODE }),
  uop('_TO_BOOL_METHOD',    'value -- new_frame:ptr', 'frame of a Python __bool__, or __len__', entersMethod),
  uop('_TO_BOOL_BOOL',      TO_BOOL, 'a bool stays itself',
      { truth, exits, evaluate: ([v]) => (typeof v === 'boolean' ? [v] : 'exit') }),
  uop('_TO_BOOL_INT',       TO_BOOL, 'of a fixnum',
      { truth, exits, evaluate: ([v]) => (isInt(v) ? [v !== 0n] : 'exit') }),
  uop('_TO_BOOL_LIST',      TO_BOOL, 'of a list', { truth, exits, effects: reads('list') }),
  uop('_TO_BOOL_NONE',      TO_BOOL, 'of None',
      { truth, exits, evaluate: ([v]) => (v === null ? [false] : 'exit') }),
  uop('_TO_BOOL_STR',       TO_BOOL, 'of a str', { truth, exits }),
  uop('_REPLACE_WITH_TRUE', TO_BOOL, 'after a guard that instances of its class are always true', { truth }),

  uop('_BINARY_OP',                  ANY,  'any operator, subscript included',
      { ...ANYWHERE, imms: 'oparg:operator' }),
  // of immutable objects of built-in classes (ts/recorder/pure-operators.ts)
  uop('_BINARY_OP_PURE',             ANY,  'the same, running no code', { tier: 2, effects: RAISES, immutable, imms: 'oparg:operator' }),
  uop('_BINARY_OP_COMPLEX',          ANY,  'the same where one is a complex number: no result is the same object as another', { tier: 2, effects: RAISES, imms: 'oparg:operator' }),
  uop('_POWER_INT',                  INTS, 'left ** right; exit for a negative exponent or when the power is no fixnum',
      { tier: 2, exits, registers: 'fixed', unboxed: '_I64_POW', evaluate: onInts((a, b) => fixnum(powerOfInts(a, b) ?? 1n << 62n)) }),
  uop('_BINARY_OP_ADD_INT',          INTS, 'exit when the sum is no fixnum',
      { operator: '+', exits, commutative, unboxed: '_I64_ADD', evaluate: onInts((a, b) => fixnum(a + b)) }),
  uop('_BINARY_OP_SUBTRACT_INT',     INTS, 'exit when the difference is no fixnum',
      { operator: '-', exits, unboxed: '_I64_SUB', evaluate: onInts((a, b) => fixnum(a - b)) }),
  uop('_BINARY_OP_MULTIPLY_INT',     INTS, 'exit when the product is no fixnum',
      { operator: '*', exits, commutative, unboxed: '_I64_MUL', evaluate: onInts((a, b) => fixnum(a * b)) }),
  uop('_BINARY_OP_FLOOR_DIVIDE_INT', INTS, 'exit for a zero divisor',
      { operator: '//', exits, unboxed: '_I64_FLOORDIV',
        evaluate: onInts((a, b) => (b ? fixnum(floorDiv(a, b)) : 'exit')) }),
  uop('_BINARY_OP_REMAINDER_INT',    INTS, 'exit for a zero divisor',
      { operator: '%', exits, unboxed: '_I64_MOD',
        evaluate: onInts((a, b) => (b ? [floorMod(a, b)] : 'exit')) }),
  uop('_BINARY_OP_LSHIFT_INT',       INTS, 'exit for a count outside 0…62 or a result that is no fixnum',
      { operator: '<<', exits, unboxed: '_I64_SHL', evaluate: shiftLeft }),
  uop('_BINARY_OP_RSHIFT_INT',       INTS, 'exit for a negative count',
      { operator: '>>', exits, unboxed: '_I64_SHR', evaluate: shiftRight }),
  uop('_BINARY_OP_AND_INT',          INTS, '',
      { operator: '&', commutative, unboxed: '_I64_AND', evaluate: onInts((a, b) => [a & b]) }),
  uop('_BINARY_OP_OR_INT',           INTS, '',
      { operator: '|', commutative, unboxed: '_I64_OR', evaluate: onInts((a, b) => [a | b]) }),
  uop('_BINARY_OP_XOR_INT',          INTS, '',
      { operator: '^', commutative, unboxed: '_I64_XOR', evaluate: onInts((a, b) => [a ^ b]) }),
  uop('_BINARY_OP_TRUE_DIVIDE_INT',  'left=int, right=int -- res=float',
      'exit for a zero divisor or an operand beyond 2**53',
      { operator: '/', exits, ...BOXES, evaluate: divideInts }),

  uop('_BINARY_OP_ADD_FLOAT',         FLOATS, '',
      { operator: '+', ...BOXES, commutative, unboxed: '_F64_ADD', evaluate: onFloats((a, b) => [a + b]) }),
  uop('_BINARY_OP_SUBTRACT_FLOAT',    FLOATS, '',
      { operator: '-', ...BOXES, unboxed: '_F64_SUB', evaluate: onFloats((a, b) => [a - b]) }),
  uop('_BINARY_OP_MULTIPLY_FLOAT',    FLOATS, '',
      { operator: '*', ...BOXES, commutative, unboxed: '_F64_MUL', evaluate: onFloats((a, b) => [a * b]) }),
  uop('_BINARY_OP_TRUE_DIVIDE_FLOAT', FLOATS, 'exit for a zero divisor',
      { operator: '/', exits, ...BOXES, unboxed: '_F64_DIV', evaluate: divideFloats }),
  uop('_BINARY_OP_POWER_FLOAT_INT',   'left=float, right=int -- res=float',
      'float ** 2 as a product; exit for another exponent or on overflow',
      { exits, ...BOXES, evaluate: power }),
  uop('_INT_TO_FLOAT',                'value=int -- res=float', 'a fixnum as float (round to nearest even)',
      { unboxed: '_I64_TO_F64', evaluate: ([v]) => [Number(v)] }),
  uop('_NOS_INT_TO_FLOAT',            'left=int, right -- res=float, kept', 'the same one below the top',
      { tier: 1, trace: 'virtual' }),
  uop('_BINARY_OP_ADD_UNICODE',       'left=str, right=str -- res=str', 'str + str',
      { effects: { ...ALLOCATES, writes: ['string-buffer'] } }),

  uop('_COMPARE_OP',       ANY,  'operator oparg >> 5; bit 4: result made a bool',
      { ...ANYWHERE, imms: COMPARISON }),
  uop('_COMPARE_OP_PURE',    'left, right -- res=bool', 'of immutable objects of built-in classes',
      { tier: 2, truth, effects: ALLOCATES, immutable, imms: COMPARISON }),
  uop('_COMPARE_OP_METHOD', 'peek left, peek right -- new_frame:ptr', 'frame of the left operand’s Python method',
      { ...entersMethod, imms: COMPARISON }),
  uop('_COMPARE_OP_INT',   'left=int, right=int -- res=bool', 'by the mask in the low bits of oparg',
      { truth, imms: COMPARISON, evaluate: holds }),
  uop('_COMPARE_OP_FLOAT', 'left=float, right=float -- res=bool', 'by the mask in the low bits of oparg',
      { truth, imms: COMPARISON, evaluate: holds }),
  uop('_COMPARE_OP_STR',   'left=str, right=str -- res=bool', '== and != by contents; exit for two that are very long',
      { truth, exits, immutable, imms: COMPARISON, registers: 'fixed' }),
  uop('_IS_OP',            TEST, 'identity; 1 inverts', { truth, imms: 'oparg:identity' }),
  uop('_CONTAINS_OP',      TEST, 'left in right; 1 inverts', IN),
  uop('_CONTAINS_OP_PURE', TEST, 'of immutable objects of built-in classes',
      { tier: 2, truth, effects: ALLOCATES, immutable, imms: 'oparg:membership' }),
  uop('_CONTAINS_OP_METHOD', 'left, right -- new_frame:ptr', 'frame of a Python __contains__',
      { ...entersMethod, imms: 'oparg:membership' }),
  uop('_CONTAINS_OP_SET',  TEST, '', IN),
  uop('_CONTAINS_OP_DICT', 'left, right=dict -- res=bool', '', IN),
  uop('_CONTAINS_OP_LIST', 'left, right=list -- res=bool', '', IN),
];
