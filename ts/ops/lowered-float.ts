/**
 * Unboxed floats: uops that only optimized traces contain. Bodies: stencils/lowered_float.c.
 *
 * `_F64_…` works on doubles. a > b is written b < a, but because of NaN not a < b is no comparison: `_GUARD_F64_NOT_…`.
 */
import { boxes, commutative, exits, immutable, lowered } from './declare.ts';
import {
  equal,
  greaterOf,
  guards,
  halfToEven,
  less,
  lesser,
  lessOrEqual,
  type Meaning,
  notEqual,
  onFloats,
  same,
  small,
  tests,
} from './meaning.ts';

// ---- reference meaning ----

/** CPython's float_rem: the remainder with the divisor's sign, zero included. */
function floorMod(a: number, b: number): number {
  const r = a % b;
  if (r === 0) return b < 0 ? -0 : 0;
  return b < 0 !== r < 0 ? r + b : r;
}
/** CPython's float_floor_div. */
function floorDiv(a: number, b: number): number {
  const r = a % b;
  let quotient = (a - r) / b;
  if (r !== 0 && b < 0 !== r < 0) quotient -= 1;
  if (quotient === 0) return a / b < 0 || Object.is(a / b, -0) ? -0 : 0;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}
/** Exits for a zero divisor. */
const division = (f: (a: number, b: number) => number): Meaning =>
  onFloats((a, b) => (b === 0 ? 'exit' : [f(a, b)]));
const unary =
  (f: (a: number) => number): Meaning =>
  ([a]) => [f(a as number)];
const sqrt: Meaning = ([a]) => ((a as number) < 0 ? 'exit' : [Math.sqrt(a as number)]);

const toInt =
  (round: (a: number) => number): Meaning =>
  ([a]) =>
    small(round(a as number));

// ---- declarations ----

const PAIR = 'left:f64, right:f64 -- res:f64';
const ONE = 'value:f64 -- res:f64';
const TO_INT = 'value:f64 -- res:i64';
const TEST = 'left:f64, right:f64 -- res:bool';
const GUARD = 'left:f64, right:f64 --';
/** A function of the C library, like _F64_POW. */
const LIBM = { exits, immutable, registers: 'fixed' } as const;

// biome-ignore format: a table
export const LOWERED_FLOAT_UOPS = [
  lowered('_UNBOX_FLOAT', 'value=float -- res:f64', 'flonum or Float cell → double', { evaluate: same }),
  lowered('_BOX_FLOAT',   'value:f64 -- res', 'double → flonum, in rare cases a Float cell',
      { boxes, effects: { allocates: true, raises: true }, registers: 'regs', evaluate: same }),
  // Number() of a bigint rounds to nearest even, as cvtsi2sd does.
  lowered('_I64_TO_F64',        'value:i64 -- res:f64', 'nearest double',
      { evaluate: ([a]) => [Number(a as bigint)] }),
  lowered('_GUARD_FLOAT',       'value --',             'exits unless a float exactly',
      { exits, proves: { value: 'float' } }),
  lowered('_GUARD_UNBOX_FLOAT', 'value -- res:f64',     'float → double; exits unless a float exactly',
      { exits, proves: { value: 'float' }, evaluate: ([a]) => (typeof a === 'number' ? [a] : 'exit') }),

  lowered('_F64_ADD',      PAIR, 'left + right',
      { operator: '+', commutative, evaluate: onFloats((a, b) => [a + b]) }),
  lowered('_F64_SUB',      PAIR, 'left - right', { operator: '-', evaluate: onFloats((a, b) => [a - b]) }),
  lowered('_F64_MUL',      PAIR, 'left * right',
      { operator: '*', commutative, evaluate: onFloats((a, b) => [a * b]) }),
  lowered('_F64_DIV',      PAIR, 'left / right; exits when right is 0',
      { operator: '/', exits, evaluate: division((a, b) => a / b) }),
  lowered('_F64_FLOORDIV', PAIR, 'left // right; exits when right is 0',
      { operator: '//', exits, registers: 'fixed', evaluate: division(floorDiv) }),
  lowered('_F64_MOD',      PAIR, 'left % right, sign of right; exits when right is 0',
      { operator: '%', exits, registers: 'fixed', evaluate: division(floorMod) }),
  // No reference meaning: the last bit is the C library's.
  lowered('_F64_POW',  PAIR, 'left ** right; exits unless left is positive and the result finite',
      { exits, registers: 'fixed' }),
  lowered('_F64_NEG',  ONE,  '-value', { evaluate: unary((a) => -a) }),
  lowered('_F64_ABS',  ONE,  'abs(value)', { evaluate: unary(Math.abs) }),
  lowered('_F64_SQRT', ONE,  'square root; exits when value < 0', { exits, evaluate: sqrt }),

  lowered('_F64_SIN', ONE, 'sin(value); exits unless the result is finite', LIBM),
  lowered('_F64_COS', ONE, 'cos(value); exits unless the result is finite', LIBM),
  lowered('_F64_TAN', ONE, 'tan(value); exits unless the result is finite', LIBM),
  lowered('_F64_ASIN', ONE, 'asin(value); exits unless the result is finite', LIBM),
  lowered('_F64_ACOS', ONE, 'acos(value); exits unless the result is finite', LIBM),
  lowered('_F64_ATAN', ONE, 'atan(value); exits unless the result is finite', LIBM),
  lowered('_F64_EXP', ONE, 'exp(value); exits unless the result is finite', LIBM),
  lowered('_F64_LOG', ONE, 'log(value); exits unless the result is finite', LIBM),
  lowered('_F64_LOG2', ONE, 'log2(value); exits unless the result is finite', LIBM),
  lowered('_F64_LOG10', ONE, 'log10(value); exits unless the result is finite', LIBM),
  lowered('_F64_ATAN2', PAIR, 'atan2(left, right); exits unless the result is finite', LIBM),
  lowered('_F64_FMOD', PAIR, 'fmod(left, right); exits unless the result is finite', LIBM),

  lowered('_F64_MIN',  PAIR, 'left unless right < left', { evaluate: onFloats((a, b) => [lesser(a, b)]) }),
  lowered('_F64_MAX',  PAIR, 'left unless right > left', { evaluate: onFloats((a, b) => [greaterOf(a, b)]) }),
  lowered('_F64_TRUNC', TO_INT, 'towards 0; exits unless below 2**62', { exits, evaluate: toInt(Math.trunc) }),
  lowered('_F64_FLOOR', TO_INT, 'down; exits unless below 2**62', { exits, evaluate: toInt(Math.floor) }),
  lowered('_F64_CEIL',  TO_INT, 'up; exits unless below 2**62', { exits, evaluate: toInt(Math.ceil) }),
  lowered('_F64_ROUND', TO_INT, 'half to even; exits unless below 2**62', { exits, evaluate: toInt(halfToEven) }),

  lowered('_F64_LT', TEST, 'left < right', { operator: '<', guard: '_GUARD_F64_LT', evaluate: tests(less) }),
  lowered('_F64_LE', TEST, 'left <= right',
      { operator: '<=', guard: '_GUARD_F64_LE', evaluate: tests(lessOrEqual) }),
  lowered('_F64_EQ', TEST, 'left == right',
      { operator: '==', commutative, guard: '_GUARD_F64_EQ', evaluate: tests(equal) }),
  lowered('_F64_NE', TEST, 'left != right',
      { operator: '!=', commutative, guard: '_GUARD_F64_NE', evaluate: tests(notEqual) }),

  lowered('_GUARD_F64_LT',     GUARD, 'exits unless left < right',
      { operator: '<', exits, negated: '_GUARD_F64_NOT_LT', evaluate: guards(less) }),
  lowered('_GUARD_F64_LE',     GUARD, 'exits unless left <= right',
      { operator: '<=', exits, negated: '_GUARD_F64_NOT_LE', evaluate: guards(lessOrEqual) }),
  lowered('_GUARD_F64_EQ',     GUARD, 'exits unless left == right',
      { operator: '==', exits, commutative, negated: '_GUARD_F64_NE', evaluate: guards(equal) }),
  lowered('_GUARD_F64_NE',     GUARD, 'exits unless left != right',
      { operator: '!=', exits, commutative, negated: '_GUARD_F64_EQ', evaluate: guards(notEqual) }),
  lowered('_GUARD_F64_NOT_LT', GUARD, 'exits when left < right',
      { operator: 'not <', exits, negated: '_GUARD_F64_LT', evaluate: guards((a, b) => !(a < b)) }),
  lowered('_GUARD_F64_NOT_LE', GUARD, 'exits when left <= right',
      { operator: 'not <=', exits, negated: '_GUARD_F64_LE', evaluate: guards((a, b) => !(a <= b)) }),
];
