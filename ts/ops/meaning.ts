/**
 * How reference meanings (`evaluate` in the declarations) are put together. Ints are bigints, floats numbers, bools booleans; an operand of
 * another kind is a caller's mistake, save for guards.
 */
import type { RefValue, Uop } from './types.ts';

export type Meaning = NonNullable<Uop['evaluate']>;
type Result = readonly RefValue[] | 'exit';

const FIXNUM_MAX = (1n << 62n) - 1n;
const FIXNUM_MIN = -(1n << 62n);
/** The tagged int, if there is one. */
export const fixnum = (i: bigint): Result => (i < FIXNUM_MIN || i > FIXNUM_MAX ? 'exit' : [i]);

/** Floor division and modulo of Python (JavaScript's truncate); `b` is not 0. */
export const floorDiv = (a: bigint, b: bigint): bigint => {
  const q = a / b;
  return q * b !== a && a < 0n !== b < 0n ? q - 1n : q;
};
export const floorMod = (a: bigint, b: bigint): bigint => a - floorDiv(a, b) * b;

export const onInts =
  (f: (a: bigint, b: bigint) => Result): Meaning =>
  ([a, b]) =>
    f(a as bigint, b as bigint);
/** Null: it is no int, or too large for any register. */
export function powerOfInts(a: bigint, b: bigint): bigint | null {
  if (b < 0n) return null;
  if (a >= -1n && a <= 1n) return a ** (b === 0n ? 0n : 2n - (b % 2n)); // these have few powers
  return b < 64n ? a ** b : null;
}
export const onFloats =
  (f: (a: number, b: number) => Result): Meaning =>
  ([a, b]) =>
    f(a as number, b as number);

export type Relation = (a: never, b: never) => boolean;
/** Of two ints or two floats. Comparing with NaN is false, but for `notEqual`. */
export const less: Relation = (a, b) => a < b;
export const lessOrEqual: Relation = (a, b) => a <= b;
export const equal: Relation = (a, b) => a === b;
export const notEqual: Relation = (a, b) => a !== b;
export const greater: Relation = (a, b) => a > b;
export const greaterOrEqual: Relation = (a, b) => a >= b;

export const pass = (ok: boolean): Result => (ok ? [] : 'exit');
export const tests =
  (f: Relation): Meaning =>
  ([a, b]) => [f(a as never, b as never)];
export const guards =
  (f: Relation): Meaning =>
  ([a, b]) =>
    pass(f(a as never, b as never));

/** Python's min() and max() of two: the first, unless the second is less (greater). Not JavaScript's: NaN, -0. */
export const lesser = <V>(a: V, b: V): V => {
  if (b < a) return b;
  return a;
};
export const greaterOf = <V>(a: V, b: V): V => {
  if (b > a) return b;
  return a;
};

/** An int that is far from the ends of what fits. */
export const small = (a: number): Result => (Math.abs(a) < 2 ** 62 ? [BigInt(a)] : 'exit');
export const halfToEven = (a: number): number => {
  const floor = Math.floor(a);
  return a - floor === 0.5 ? floor + (floor % 2 ? 1 : 0) : Math.round(a);
};
/** The magnitude in binary digits, none for 0. */
export const binaryDigits = (a: bigint): string => (a ? (a < 0n ? -a : a).toString(2) : '');

/** What it computes from its only input is that input in another representation. */
export const same: Meaning = ([value]) => [value!];
