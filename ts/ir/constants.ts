/**
 * Making and reading constants: the tagged words of ts/contract/words.ts, written as two signed 32-bit halves.
 *
 * Compile paths use the number forms (exact for |n| ≤ 2⁵³); the bigint forms serve the text format, folding of rare large
 * constants and the reference evaluator.
 */
import { FIXNUM_BITS, FLONUM_BIAS_HI, FLONUM_ZERO, Tag, Word } from '../contract/words.ts';
import type { Repr } from '../ops/types.ts';
import type { Const } from './trace.ts';
import { T } from './trace.ts';

const words = new DataView(new ArrayBuffer(8));

export const FIXNUM_MIN = -1n << BigInt(FIXNUM_BITS - 1);
export const FIXNUM_MAX = -1n - FIXNUM_MIN;

function make(repr: Repr, lo: number, hi: number, type: number): Const {
  return { repr, lo: lo | 0, hi: hi | 0, type, shape: 0, text: '' };
}

const LITERALS = {
  NULL: make('val', Word.NULL, 0, T.NULL),
  None: make('val', Word.NONE, 0, T.NONE),
  False: make('val', Word.FALSE, 0, T.FALSE),
  True: make('val', Word.TRUE, 0, T.TRUE),
  Ellipsis: make('val', Word.ELLIPSIS, 0, T.OTHER_IMM),
  NotImplemented: make('val', Word.NOTIMPL, 0, T.OTHER_IMM),
} as const;
export type Literal = keyof typeof LITERALS;
export const literalConst = (name: Literal): Const => LITERALS[name];

/** The literal a val constant is, or null. */
export function literalOf(c: Const): Literal | null {
  if (c.repr !== 'val' || c.hi !== 0) return null;
  for (const name in LITERALS) if (LITERALS[name as Literal].lo === c.lo) return name as Literal;
  return null;
}

export const TRUE_CONST = make('bool', 1, 0, T.TRUE);
export const FALSE_CONST = make('bool', 0, 0, T.FALSE);
export const boolConst = (value: boolean): Const => (value ? TRUE_CONST : FALSE_CONST);

/** Python int, |value| ≤ 2⁵³, as a tagged word. */
export function intConst(value: number): Const {
  if (!Number.isSafeInteger(value)) throw new RangeError(`int constant ${value}`);
  const hi = Math.floor(value / 0x80000000);
  return make('val', (value - hi * 0x80000000) * 2 + Tag.FIXNUM, hi, T.INT);
}
export function i64Const(value: number): Const {
  if (!Number.isSafeInteger(value)) throw new RangeError(`i64 constant ${value}`);
  return make('i64', value % 0x100000000, Math.floor(value / 0x100000000), T.INT);
}
export function f64Const(value: number): Const {
  words.setFloat64(0, value, true);
  return make('f64', words.getInt32(0, true), words.getInt32(4, true), T.FLOAT);
}

export function bigintConst(repr: 'val' | 'i64', value: bigint): Const {
  const word = BigInt.asIntN(64, repr === 'val' ? (value << 1n) | BigInt(Tag.FIXNUM) : value);
  words.setBigInt64(0, word, true);
  return make(repr, words.getInt32(0, true), words.getInt32(4, true), T.INT);
}

/** A Python float as a flonum word, or null when that double needs a Float cell. */
export function floatConst(value: number): Const | null {
  if (Object.is(value, 0)) return make('val', FLONUM_ZERO, 0, T.FLOAT);
  words.setFloat64(0, value, true);
  const lo = words.getInt32(0, true);
  const hi = words.getInt32(4, true);
  // As in C: rotate, subtract the bias, see whether two bits are left for the tag. Distance 0 stands for +0.0.
  const distance = (((hi << 1) | (lo >>> 31)) - FLONUM_BIAS_HI) | 0;
  const low = (lo << 1) | (hi >>> 31);
  if (distance >>> 30 !== 0 || (distance === 0 && low === 0)) return null;
  return make('val', (low << 2) | Tag.FLONUM, (distance << 2) | (low >>> 30), T.FLOAT);
}

/** Address, key or 64-bit cache word. */
export const wordConst = (repr: Repr, lo: number, hi: number, text = ''): Const => ({
  ...make(repr, lo, hi, 0),
  text,
});

/** The value as a safe integer, or NaN when it is not an int constant or too large. */
export function intValue(c: Const): number {
  if (c.type !== T.INT) return Number.NaN;
  const wide = c.hi * 0x100000000 + (c.lo >>> 0);
  const value = c.repr === 'i64' ? wide : c.repr === 'val' ? half(c) : Number.NaN;
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : Number.NaN;
}
// (word − 1) / 2 without rounding: the tag bit would be lost above 2⁵³.
const half = (c: Const): number => c.hi * 0x80000000 + (c.lo >>> 1);

export function bigintValue(c: Const): bigint {
  words.setInt32(0, c.lo, true);
  words.setInt32(4, c.hi, true);
  const word = words.getBigInt64(0, true);
  return c.repr === 'val' ? word >> 1n : word;
}

/** The double of an f64 constant or of a flonum word. */
export function floatValue(c: Const): number {
  if (c.repr === 'f64') {
    words.setInt32(0, c.lo, true);
    words.setInt32(4, c.hi, true);
    return words.getFloat64(0, true);
  }
  if (c.lo === FLONUM_ZERO && c.hi === 0) return 0;
  const low = (c.lo >>> 2) | (c.hi << 30);
  const high = (c.hi >>> 2) + FLONUM_BIAS_HI;
  words.setInt32(0, (low >>> 1) | (high << 31), true);
  words.setInt32(4, (high >>> 1) | (low << 31), true);
  return words.getFloat64(0, true);
}
