/**
 * Operators on tagged values, with their guards. Bodies: stencils/arithmetic.c.
 *
 * `_GUARD_TOS_x` looks at the top of the stack, `_GUARD_NOS_x` at the next one, as in CPython.
 */
import { ALLOCATES, RUNS_CODE, reads, uop } from './declare.ts';
import type { RefValue } from './types.ts';

const FIXNUM_MAX = (1n << 62n) - 1n;
const FIXNUM_MIN = -(1n << 62n);
const fixnum = (i: bigint): readonly RefValue[] | 'exit' => (i < FIXNUM_MIN || i > FIXNUM_MAX ? 'exit' : [i]);

type Ints = (a: bigint, b: bigint) => readonly RefValue[] | 'exit';
const onInts =
  (f: Ints) =>
  ([a, b]: readonly RefValue[]) =>
    f(a as bigint, b as bigint);
const onFloats =
  (f: (a: number, b: number) => RefValue) =>
  ([a, b]: readonly RefValue[]): readonly RefValue[] => [f(a as number, b as number)];

const isInt = (v: RefValue): boolean => typeof v === 'bigint';
const isFloat = (v: RefValue): boolean => typeof v === 'number';
const pass = (ok: boolean): readonly RefValue[] | 'exit' => (ok ? [] : 'exit');

/** Floor division and modulo of Python on bigints (JavaScript's truncate). */
export const floorDiv = (a: bigint, b: bigint): bigint => {
  const q = a / b;
  return q * b !== a && a < 0n !== b < 0n ? q - 1n : q;
};
export const floorMod = (a: bigint, b: bigint): bigint => {
  const r = a % b;
  return r !== 0n && r < 0n !== b < 0n ? r + b : r;
};

/** Does `a op b` hold under a COMPARE_OP mask? Bits: 1 unordered, 2 <, 4 >, 8 ==. */
export const compareMask = (a: number | bigint, b: number | bigint, oparg: number): boolean =>
  ((a < b ? 2 : a > b ? 4 : a === b ? 8 : 1) & oparg) !== 0;

const BOTH = 'left, right -- res';
const intOp = (name: `_${string}`, doc: string, f: Ints, more: { exits?: true; commutative?: true } = {}) =>
  uop(name, BOTH, doc, { ...more, evaluate: onInts(f) });
const floatOp = (name: `_${string}`, doc: string, f: (a: number, b: number) => number, commutative?: true) =>
  uop(name, BOTH, doc, {
    effects: ALLOCATES,
    registers: 'regs',
    evaluate: onFloats(f),
    ...(commutative ? { commutative } : {}),
  });
const MAX_EXACT = 1n << 53n;

export const ARITHMETIC_UOPS = [
  uop('_GUARD_TOS_INT', 'peek value --', 'top is a fixnum', {
    exits: true,
    evaluate: ([v]) => pass(isInt(v!)),
  }),
  uop('_GUARD_NOS_INT', 'peek left, peek unused --', 'next is a fixnum', {
    exits: true,
    evaluate: ([v]) => pass(isInt(v!)),
  }),
  uop('_GUARD_TOS_EXACT', 'peek value --', 'top, a fixnum, is at most 2**53 in magnitude', { exits: true }),
  uop('_GUARD_NOS_EXACT', 'peek left, peek unused --', 'next, a fixnum, is at most 2**53 in magnitude', {
    exits: true,
  }),
  uop('_GUARD_BOTH_INT', 'peek left, peek right --', 'both are fixnums', {
    exits: true,
    evaluate: ([a, b]) => pass(isInt(a!) && isInt(b!)),
  }),
  uop('_GUARD_TOS_FLOAT', 'peek value --', 'top is a float', {
    exits: true,
    evaluate: ([v]) => pass(isFloat(v!)),
  }),
  uop('_GUARD_NOS_FLOAT', 'peek left, peek unused --', 'next is a float', {
    exits: true,
    evaluate: ([v]) => pass(isFloat(v!)),
  }),
  uop('_GUARD_BOTH_FLOAT', 'peek left, peek right --', 'both are floats', {
    exits: true,
    evaluate: ([a, b]) => pass(isFloat(a!) && isFloat(b!)),
  }),
  uop('_GUARD_TOS_STR', 'peek value --', 'top is exactly a str', { exits: true }),
  uop('_GUARD_NOS_STR', 'peek left, peek unused --', 'next is exactly a str', { exits: true }),
  uop('_GUARD_BOTH_STR', 'peek left, peek right --', 'both are exactly str', { exits: true }),
  uop('_GUARD_TOS_LIST', 'peek value --', 'top is exactly a list', { exits: true }),
  uop('_GUARD_NOS_LIST', 'peek left, peek unused --', 'next is exactly a list', { exits: true }),
  uop('_GUARD_TOS_TUPLE', 'peek value --', 'top is exactly a tuple', { exits: true }),
  uop('_GUARD_NOS_TUPLE', 'peek left, peek unused --', 'next is exactly a tuple', { exits: true }),
  uop('_GUARD_TOS_DICT', 'peek value --', 'top is exactly a dict', { exits: true }),
  uop('_GUARD_NOS_DICT', 'peek left, peek unused --', 'next is exactly a dict', { exits: true }),
  uop('_GUARD_TOS_SET', 'peek value --', 'top is exactly a set or frozenset', { exits: true }),

  uop('_UNARY_NEGATIVE', 'value -- res', '', { effects: RUNS_CODE }),
  uop('_UNARY_INVERT', 'value -- res', '', { effects: RUNS_CODE }),
  uop('_UNARY_NOT', 'value -- res', 'value is a bool', { truth: true, evaluate: ([v]) => [!v] }),
  uop('_TO_BOOL', 'value -- res', '', { truth: true, effects: RUNS_CODE }),
  uop('_TO_BOOL_BOOL', 'value -- res', 'a bool stays itself', {
    truth: true,
    exits: true,
    evaluate: ([v]) => (typeof v === 'boolean' ? [v] : 'exit'),
  }),
  uop('_TO_BOOL_INT', 'value -- res', 'of a fixnum', {
    truth: true,
    exits: true,
    evaluate: ([v]) => (isInt(v!) ? [v !== 0n] : 'exit'),
  }),
  uop('_TO_BOOL_LIST', 'value -- res', 'of a list', { truth: true, exits: true, effects: reads('list') }),
  uop('_TO_BOOL_NONE', 'value -- res', 'of None', {
    truth: true,
    exits: true,
    evaluate: ([v]) => (v === null ? [false] : 'exit'),
  }),
  uop('_TO_BOOL_STR', 'value -- res', 'of a str', { truth: true, exits: true }),
  uop('_REPLACE_WITH_TRUE', 'value -- res', 'after a guard that instances of its class are always true', {
    truth: true,
  }),

  uop('_BINARY_OP', BOTH, 'any operator, subscript included', { imms: 'oparg', effects: RUNS_CODE }),
  intOp('_BINARY_OP_ADD_INT', 'exit when the sum is no fixnum', (a, b) => fixnum(a + b), {
    exits: true,
    commutative: true,
  }),
  intOp('_BINARY_OP_SUBTRACT_INT', 'exit when the difference is no fixnum', (a, b) => fixnum(a - b), {
    exits: true,
  }),
  intOp('_BINARY_OP_MULTIPLY_INT', 'exit when the product is no fixnum', (a, b) => fixnum(a * b), {
    exits: true,
    commutative: true,
  }),
  intOp(
    '_BINARY_OP_FLOOR_DIVIDE_INT',
    'exit for a zero divisor',
    (a, b) => (b ? fixnum(floorDiv(a, b)) : 'exit'),
    {
      exits: true,
    },
  ),
  intOp('_BINARY_OP_REMAINDER_INT', 'exit for a zero divisor', (a, b) => (b ? [floorMod(a, b)] : 'exit'), {
    exits: true,
  }),
  intOp(
    '_BINARY_OP_LSHIFT_INT',
    'exit for a count outside 0…62 or a result that is no fixnum',
    (a, b) => (b >= 0n && b < 63n ? fixnum(a << b) : 'exit'),
    { exits: true },
  ),
  intOp(
    '_BINARY_OP_RSHIFT_INT',
    'exit for a negative count',
    (a, b) => (b < 0n ? 'exit' : [b > 63n ? (a < 0n ? -1n : 0n) : a >> b]),
    {
      exits: true,
    },
  ),
  intOp('_BINARY_OP_AND_INT', '', (a, b) => [a & b], { commutative: true }),
  intOp('_BINARY_OP_OR_INT', '', (a, b) => [a | b], { commutative: true }),
  intOp('_BINARY_OP_XOR_INT', '', (a, b) => [a ^ b], { commutative: true }),
  uop('_BINARY_OP_TRUE_DIVIDE_INT', BOTH, 'exit for a zero divisor or an operand beyond 2**53', {
    exits: true,
    effects: ALLOCATES,
    registers: 'regs',
    evaluate: onInts((a, b) => {
      const exact = (i: bigint): boolean => i >= -MAX_EXACT && i <= MAX_EXACT;
      return b && exact(a) && exact(b) ? [Number(a) / Number(b)] : 'exit';
    }),
  }),
  floatOp('_BINARY_OP_ADD_FLOAT', '', (a, b) => a + b, true),
  floatOp('_BINARY_OP_SUBTRACT_FLOAT', '', (a, b) => a - b),
  floatOp('_BINARY_OP_MULTIPLY_FLOAT', '', (a, b) => a * b, true),
  uop('_BINARY_OP_TRUE_DIVIDE_FLOAT', BOTH, 'exit for a zero divisor', {
    exits: true,
    effects: ALLOCATES,
    registers: 'regs',
    evaluate: ([a, b]) => (b === 0 ? 'exit' : [(a as number) / (b as number)]),
  }),
  uop(
    '_BINARY_OP_POWER_FLOAT_INT',
    BOTH,
    'float ** 2 as a product; exit for another exponent or on overflow',
    {
      exits: true,
      effects: ALLOCATES,
      registers: 'regs',
      evaluate: ([a, b]) => {
        const square = (a as number) * (a as number);
        return b === 2n && Math.abs(square) !== Infinity ? [square] : 'exit';
      },
    },
  ),
  uop('_INT_TO_FLOAT', 'value -- res', 'a fixnum as float (round to nearest even)', {
    evaluate: ([v]) => [Number(v)],
  }),
  uop('_NOS_INT_TO_FLOAT', 'left, right -- res, kept', 'the same one below the top', {
    tier: 1,
    trace: 'virtual',
  }),
  uop('_BINARY_OP_ADD_UNICODE', BOTH, 'str + str', { effects: { ...ALLOCATES, writes: ['string-buffer'] } }),

  uop('_COMPARE_OP', BOTH, 'operator oparg >> 5; bit 4: result made a bool', {
    imms: 'oparg',
    effects: RUNS_CODE,
  }),
  uop('_COMPARE_OP_INT', BOTH, 'by the mask in the low bits of oparg', {
    truth: true,
    imms: 'oparg',
    evaluate: ([a, b], [oparg]) => [compareMask(a as bigint, b as bigint, Number(oparg))],
  }),
  uop('_COMPARE_OP_FLOAT', BOTH, 'by the mask in the low bits of oparg', {
    truth: true,
    imms: 'oparg',
    evaluate: ([a, b], [oparg]) => [compareMask(a as number, b as number, Number(oparg))],
  }),
  uop('_COMPARE_OP_STR', BOTH, '== and != by contents', { truth: true, imms: 'oparg', registers: 'fixed' }),
  uop('_IS_OP', BOTH, 'identity; 1 inverts', { truth: true, imms: 'oparg' }),
  uop('_CONTAINS_OP', BOTH, 'left in right; 1 inverts', { truth: true, imms: 'oparg', effects: RUNS_CODE }),
  uop('_CONTAINS_OP_SET', BOTH, '', { truth: true, imms: 'oparg', effects: RUNS_CODE }),
  uop('_CONTAINS_OP_DICT', BOTH, '', { truth: true, imms: 'oparg', effects: RUNS_CODE }),
  uop('_CONTAINS_OP_LIST', BOTH, '', { truth: true, imms: 'oparg', effects: RUNS_CODE }),
] as const;
