/**
 * Unboxed ints and bools: uops that only optimized traces contain. Bodies: stencils/lowered_int.c.
 *
 * `_I64_…` works on untagged 64-bit ints. `…_IMM` has its right operand as a 32-bit immediate, `…_UNCHECKED` is for operands whose ranges
 * exclude overflow. a > b is written b < a; not a < b is b <= a.
 */
import { ALLOCATES, boxes, commutative, exits, lowered, overflows } from './declare.ts';
import {
  binaryDigits as bits,
  equal,
  fixnum,
  floorDiv,
  floorMod,
  greater,
  greaterOf,
  greaterOrEqual,
  guards,
  less,
  lesser,
  lessOrEqual,
  type Meaning,
  notEqual,
  pass,
  powerOfInts,
  type Relation,
  same,
  tests,
} from './meaning.ts';
import type { RefValue } from './types.ts';

// ---- reference meaning ----

const MIN = -(1n << 63n);
const MAX = (1n << 63n) - 1n;
const EXACT = 1n << 53n;

type Binary = (a: bigint, b: bigint) => bigint | null;
const fits = (x: bigint | null): readonly RefValue[] | 'exit' =>
  x !== null && x >= MIN && x <= MAX ? [x] : 'exit';

const binary =
  (f: Binary): Meaning =>
  ([a, b]) =>
    fits(f(a as bigint, b as bigint));
const withImm =
  (f: Binary): Meaning =>
  ([a], [b]) =>
    fits(f(a as bigint, BigInt(b as number | bigint)));
const unary =
  (f: (a: bigint) => bigint): Meaning =>
  ([a]) =>
    fits(f(a as bigint));
const guardsImm =
  (f: Relation): Meaning =>
  ([a], [b]) =>
    pass(f(a as never, BigInt(b as number | bigint) as never));

const add: Binary = (a, b) => a + b;
const sub: Binary = (a, b) => a - b;
const mul: Binary = (a, b) => a * b;
const and: Binary = (a, b) => a & b;
const or: Binary = (a, b) => a | b;
const xor: Binary = (a, b) => a ^ b;
const div: Binary = (a, b) => (b === 0n ? null : floorDiv(a, b));
// The machine's division overflows on MIN / -1.
const mod: Binary = (a, b) => (b === 0n || (a === MIN && b === -1n) ? null : floorMod(a, b));
const shl: Binary = (a, n) => (n < 0n || n > 62n ? null : a << n);
const shr: Binary = (a, n) => (n < 0n ? null : a >> (n > 63n ? 63n : n));
const distance: Binary = (a, b) => (b > a ? b - a : 0n);
const fromEnd: Binary = (index, length) => (index < 0n ? index + length : index);
const exact = (a: bigint): boolean => a >= -EXACT && a <= EXACT;

// ---- declarations ----

const PAIR = 'left:i64, right:i64 -- res:i64';
const LEFT = 'left:i64 -- res:i64';
const ONE = 'value:i64 -- res:i64';
const TEST = 'left:i64, right:i64 -- res:bool';
const GUARD = 'left:i64, right:i64 --';
const IMM = 'imm/i32';

// biome-ignore format: a table
export const LOWERED_INT_UOPS = [
  lowered('_UNBOX_INT',  'value=int -- res:i64', 'fixnum → i64', { evaluate: unary((a) => a) }),
  lowered('_BOX_INT',    'value:i64 -- res',     'i64 → fixnum; exits beyond 63 bits',
      { exits, overflows, boxes, unchecked: '_TAG_INT', evaluate: ([a]) => fixnum(a as bigint) }),
  lowered('_MAKE_INT',   'value:i64 -- res',     'i64 → int of any size, where no exit may be',
      { boxes, effects: ALLOCATES, registers: 'regs', evaluate: same }),
  lowered('_TAG_INT',    'value:i64 -- res',     'i64 known to fit 63 bits → fixnum',
      { boxes, evaluate: unary((a) => a) }),
  lowered('_UNBOX_BOOL', 'value=bool -- res:bool', 'True or False → bool', { evaluate: same }),
  lowered('_BOX_BOOL',   'value:bool -- res',    'bool → True or False', { boxes, evaluate: same }),

  lowered('_I64_ADD', PAIR, 'left + right; exits on overflow',
      { operator: '+', exits, overflows, commutative, immediate: '_I64_ADD_IMM',
        unchecked: '_I64_ADD_UNCHECKED', evaluate: binary(add) }),
  lowered('_I64_SUB', PAIR, 'left - right; exits on overflow',
      { operator: '-', exits, overflows, immediate: '_I64_SUB_IMM', unchecked: '_I64_SUB_UNCHECKED',
        evaluate: binary(sub) }),
  lowered('_I64_POW', PAIR, 'left ** right; exits for a negative exponent or on overflow',
      { exits, registers: 'fixed', evaluate: binary(powerOfInts) }),
  lowered('_I64_MUL', PAIR, 'left * right; exits on overflow',
      { operator: '*', exits, overflows, commutative, immediate: '_I64_MUL_IMM',
        unchecked: '_I64_MUL_UNCHECKED', evaluate: binary(mul) }),

  lowered('_I64_ADD_UNCHECKED', PAIR, 'left + right, cannot overflow',
      { operator: '+', commutative, immediate: '_I64_ADD_IMM_UNCHECKED', evaluate: binary(add) }),
  lowered('_I64_SUB_UNCHECKED', PAIR, 'left - right, cannot overflow',
      { operator: '-', immediate: '_I64_SUB_IMM_UNCHECKED', evaluate: binary(sub) }),
  lowered('_I64_MUL_UNCHECKED', PAIR, 'left * right, cannot overflow',
      { operator: '*', commutative, immediate: '_I64_MUL_IMM_UNCHECKED', evaluate: binary(mul) }),

  lowered('_I64_ADD_IMM', LEFT, 'left + imm; exits on overflow',
      { operator: '+', imms: IMM, exits, overflows, unchecked: '_I64_ADD_IMM_UNCHECKED',
        evaluate: withImm(add) }),
  lowered('_I64_SUB_IMM', LEFT, 'left - imm; exits on overflow',
      { operator: '-', imms: IMM, exits, overflows, unchecked: '_I64_SUB_IMM_UNCHECKED',
        evaluate: withImm(sub) }),
  lowered('_I64_MUL_IMM', LEFT, 'left * imm; exits on overflow',
      { operator: '*', imms: IMM, exits, overflows, unchecked: '_I64_MUL_IMM_UNCHECKED',
        evaluate: withImm(mul) }),

  lowered('_I64_ADD_IMM_UNCHECKED', LEFT, 'left + imm, cannot overflow',
      { operator: '+', imms: IMM, evaluate: withImm(add) }),
  lowered('_I64_SUB_IMM_UNCHECKED', LEFT, 'left - imm, cannot overflow',
      { operator: '-', imms: IMM, evaluate: withImm(sub) }),
  lowered('_I64_MUL_IMM_UNCHECKED', LEFT, 'left * imm, cannot overflow',
      { operator: '*', imms: IMM, evaluate: withImm(mul) }),

  lowered('_I64_AND',     PAIR, 'left & right',
      { operator: '&', commutative, immediate: '_I64_AND_IMM', evaluate: binary(and) }),
  lowered('_I64_OR',      PAIR, 'left | right',
      { operator: '|', commutative, immediate: '_I64_OR_IMM', evaluate: binary(or) }),
  lowered('_I64_XOR',     PAIR, 'left ^ right',
      { operator: '^', commutative, immediate: '_I64_XOR_IMM', evaluate: binary(xor) }),
  lowered('_I64_AND_IMM', LEFT, 'left & imm', { operator: '&', imms: IMM, evaluate: withImm(and) }),
  lowered('_I64_OR_IMM',  LEFT, 'left | imm', { operator: '|', imms: IMM, evaluate: withImm(or) }),
  lowered('_I64_XOR_IMM', LEFT, 'left ^ imm', { operator: '^', imms: IMM, evaluate: withImm(xor) }),

  // The immediate forms of // and % are for positive divisors, hence no `immediate`: who knows the divisor names them.
  lowered('_I64_FLOORDIV',     PAIR, 'left // right; exits when right is 0 and on overflow',
      { operator: '//', exits, evaluate: binary(div) }),
  lowered('_I64_MOD',          PAIR, 'left % right, sign of right; exits when right is 0',
      { operator: '%', exits, evaluate: binary(mod) }),
  lowered('_I64_FLOORDIV_IMM', LEFT, 'left // imm; imm > 0',
      { operator: '//', imms: IMM, evaluate: withImm(div) }),
  lowered('_I64_MOD_IMM',      LEFT, 'left % imm; imm > 0',
      { operator: '%', imms: IMM, evaluate: withImm(mod) }),
  lowered('_I64_SHL',          PAIR, 'left << right; exits when right is not 0…62 and on overflow',
      { operator: '<<', exits, immediate: '_I64_SHL_IMM', evaluate: binary(shl) }),
  lowered('_I64_SHR',          PAIR, 'left >> right; exits when right is negative',
      { operator: '>>', exits, immediate: '_I64_SHR_IMM', evaluate: binary(shr) }),
  lowered('_I64_SHL_IMM',      LEFT, 'left << imm, 0 ≤ imm ≤ 62; exits on overflow',
      { operator: '<<', imms: IMM, exits, evaluate: withImm(shl) }),
  lowered('_I64_SHR_IMM',      LEFT, 'left >> imm, 0 ≤ imm ≤ 63',
      { operator: '>>', imms: IMM, evaluate: withImm(shr) }),

  lowered('_I64_NEG',         ONE,  '-value; exits on overflow',
      { exits, overflows, evaluate: unary((a) => -a) }),
  lowered('_I64_INVERT',      ONE,  '~value', { evaluate: unary((a) => ~a) }),
  lowered('_I64_ABS',         ONE,  'abs(value); exits on overflow',
      { exits, overflows, evaluate: unary((a) => (a < 0n ? -a : a)) }),
  lowered('_I64_MIN',         PAIR, 'the smaller one', { commutative, evaluate: binary(lesser) }),
  lowered('_I64_MAX',         PAIR, 'the larger one', { commutative, evaluate: binary(greaterOf) }),
  lowered('_I64_BIT_LENGTH',  ONE,  'bits of the magnitude', { evaluate: unary((a) => BigInt(bits(a).length)) }),
  lowered('_I64_BIT_COUNT',   ONE,  'ones in the magnitude',
      { evaluate: unary((a) => BigInt(bits(a).replaceAll('0', '').length)) }),
  lowered('_I64_OF_BOOL',     'value:bool -- res:i64', '0 or 1', { evaluate: ([a]) => [a ? 1n : 0n] }),
  lowered('_I64_DISTANCE',    PAIR, 'from left up to right; 0 when right is below',
      { evaluate: binary(distance) }),
  lowered('_NORMALIZE_INDEX', 'index:i64, length:i64 -- res:i64', 'index, from the end when it is negative',
      { evaluate: binary(fromEnd) }),

  lowered('_I64_LT',   TEST, 'left < right',
      { operator: '<', guard: '_GUARD_I64_LT', evaluate: tests(less) }),
  lowered('_I64_LE',   TEST, 'left <= right',
      { operator: '<=', guard: '_GUARD_I64_LE', evaluate: tests(lessOrEqual) }),
  lowered('_I64_EQ',   TEST, 'left == right',
      { operator: '==', commutative, guard: '_GUARD_I64_EQ', evaluate: tests(equal) }),
  lowered('_I64_NE',   TEST, 'left != right',
      { operator: '!=', commutative, guard: '_GUARD_I64_NE', evaluate: tests(notEqual) }),
  lowered('_BOOL_NOT', 'value:bool -- res:bool', 'not value', { evaluate: ([a]) => [!a] }),

  lowered('_GUARD_I64_LT', GUARD, 'exits unless left < right',
      { operator: '<', exits, negatedSwapped: '_GUARD_I64_LE', immediate: '_GUARD_I64_LT_IMM',
        immediateLeft: '_GUARD_I64_GT_IMM', evaluate: guards(less) }),
  lowered('_GUARD_I64_LE', GUARD, 'exits unless left <= right',
      { operator: '<=', exits, negatedSwapped: '_GUARD_I64_LT', immediate: '_GUARD_I64_LE_IMM',
        immediateLeft: '_GUARD_I64_GE_IMM', evaluate: guards(lessOrEqual) }),
  lowered('_GUARD_I64_EQ', GUARD, 'exits unless left == right',
      { operator: '==', exits, commutative, negated: '_GUARD_I64_NE', immediate: '_GUARD_I64_EQ_IMM',
        immediateLeft: '_GUARD_I64_EQ_IMM', evaluate: guards(equal) }),
  lowered('_GUARD_I64_NE', GUARD, 'exits unless left != right',
      { operator: '!=', exits, commutative, negated: '_GUARD_I64_EQ', immediate: '_GUARD_I64_NE_IMM',
        immediateLeft: '_GUARD_I64_NE_IMM', evaluate: guards(notEqual) }),

  lowered('_GUARD_I64_LT_IMM', 'left:i64 --', 'exits unless left < imm',
      { operator: '<', imms: IMM, exits, negated: '_GUARD_I64_GE_IMM', evaluate: guardsImm(less) }),
  lowered('_GUARD_I64_LE_IMM', 'left:i64 --', 'exits unless left <= imm',
      { operator: '<=', imms: IMM, exits, negated: '_GUARD_I64_GT_IMM', evaluate: guardsImm(lessOrEqual) }),
  lowered('_GUARD_I64_GT_IMM', 'left:i64 --', 'exits unless left > imm',
      { operator: '>', imms: IMM, exits, negated: '_GUARD_I64_LE_IMM', evaluate: guardsImm(greater) }),
  lowered('_GUARD_I64_GE_IMM', 'left:i64 --', 'exits unless left >= imm',
      { operator: '>=', imms: IMM, exits, negated: '_GUARD_I64_LT_IMM',
        evaluate: guardsImm(greaterOrEqual) }),
  lowered('_GUARD_I64_EQ_IMM', 'left:i64 --', 'exits unless left == imm',
      { operator: '==', imms: IMM, exits, negated: '_GUARD_I64_NE_IMM', evaluate: guardsImm(equal) }),
  lowered('_GUARD_I64_NE_IMM', 'left:i64 --', 'exits unless left != imm',
      { operator: '!=', imms: IMM, exits, negated: '_GUARD_I64_EQ_IMM', evaluate: guardsImm(notEqual) }),

  lowered('_GUARD_TRUE',      'value:bool --', 'exits unless value',
      { exits, negated: '_GUARD_FALSE', evaluate: ([a]) => pass(a === true) }),
  lowered('_GUARD_FALSE',     'value:bool --', 'exits if value',
      { exits, negated: '_GUARD_TRUE', evaluate: ([a]) => pass(a === false) }),
  lowered('_GUARD_INT',       'value --',      'exits unless a fixnum', { exits, proves: { value: 'int' } }),
  lowered('_GUARD_BOOL',      'value --',      'exits unless True or False',
      { exits, proves: { value: 'bool' } }),
  lowered('_GUARD_INDEX',     'index:i64, length:i64 --', 'exits unless 0 <= index < length',
      { exits, evaluate: ([i, n]) => pass((i as bigint) >= 0n && (i as bigint) < (n as bigint)) }),
  lowered('_GUARD_I64_EXACT', 'value:i64 --',  'exits unless a double can hold it: |value| <= 2**53',
      { exits, evaluate: ([a]) => pass(exact(a as bigint)) }),
];
