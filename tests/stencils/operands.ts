/** Boundary values per representation, and their machine words: what single stencils are run on. */

import { bigintConst, floatConst } from '../../ts/ir/constants.ts';
import type { ImmKind, RefValue, Repr } from '../../ts/ops/types.ts';

const word = (c: { lo: number; hi: number }): bigint => (BigInt(c.hi >>> 0) << 32n) | BigInt(c.lo >>> 0);

const MIN = -(1n << 63n);
const MAX = (1n << 63n) - 1n;
const INTS: readonly bigint[] = [
  ...[0n, 1n, -1n, 2n, -2n, 3n, -7n, 10n, 62n, 63n, 64n, 1000n, 0x7fffffffn, -0x80000000n, 1n << 32n],
  ...[1n << 53n, -(1n << 53n) - 1n, 1n << 61n, (1n << 62n) - 1n, 1n << 62n, -(1n << 62n), -(1n << 62n) - 1n],
  ...[MIN, MIN + 1n, MAX, MAX - 1n],
];
const FLOATS: readonly number[] = [
  ...[0, -0, 1, -1, 0.5, -2.5, 3, 7.25, 1e10, -1e-10, 123456789.125, 1e76, 1e-76],
  ...[Number.MAX_VALUE, Number.MIN_VALUE, Infinity, -Infinity, NaN, 2 ** 53, -(2 ** 62)],
];
const IMMEDIATE_VALUES: readonly RefValue[] = [true, false, null];

/**
 * What an operand of that representation may be. `val` ints are those that fit a fixnum, floats those that
 * are flonums.
 */
export function boundaryValues(repr: Repr): RefValue[] {
  switch (repr) {
    case 'i64':
      return [...INTS];
    case 'f64':
      return [...FLOATS];
    case 'bool':
      return [false, true];
    case 'ptr':
      return [];
    case 'val':
      return [
        ...INTS.filter((n) => n >= -(1n << 62n) && n < 1n << 62n),
        ...FLOATS.filter((x) => floatConst(x) !== null),
        ...IMMEDIATE_VALUES,
      ];
  }
}

export function boundaryImmediates(kind: ImmKind): RefValue[] {
  switch (kind) {
    case 'i32':
      return [0n, 1n, -1n, 3n, 8n, 63n, -100n, 0x7fffffffn, -0x80000000n];
    case 'i64':
      return [0n, -1n, 1n << 40n, MIN, MAX];
    case 'u32':
    case 'oparg':
      return [0n, 1n, 0x7fffffffn, 0xffffffffn];
    case 'u16':
      return [0n, 1n, 0xffffn];
    case 'f64':
      return [0, -0, 1.5, NaN, 1e300];
    default:
      return [];
  }
}

const bits = new DataView(new ArrayBuffer(8));

/** The register's contents; null when the value needs a heap cell. */
export function encode(repr: Repr, value: RefValue): bigint | null {
  if (repr === 'bool') return value ? 1n : 0n;
  if (repr === 'i64') return BigInt.asUintN(64, value as bigint);
  if (repr === 'f64') {
    bits.setFloat64(0, value as number);
    return bits.getBigUint64(0);
  }
  if (value === null) return 4n;
  if (value === true) return 0x14n;
  if (value === false) return 0x0cn;
  if (typeof value === 'bigint') {
    if (value < -(1n << 62n) || value >= 1n << 62n) return null;
    return word(bigintConst('val', value));
  }
  if (typeof value === 'number') {
    const c = floatConst(value);
    return c && word(c);
  }
  return null;
}

/** Python does not see the sign and payload of a nan. */
export function sameWord(repr: Repr, a: bigint, b: bigint): boolean {
  if (a === b) return true;
  return repr === 'f64' && isNan(a) && isNan(b);
}
const isNan = (w: bigint): boolean =>
  (w & 0x7ff0000000000000n) === 0x7ff0000000000000n && (w & 0x000fffffffffffffn) !== 0n;
