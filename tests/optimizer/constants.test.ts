/** Words of constants: the same as native/core/value.h makes, without bigints where numbers are exact. */
import { describe, expect, it } from 'vitest';
import {
  bigintConst,
  bigintValue,
  FIXNUM_MAX,
  FIXNUM_MIN,
  f64Const,
  floatConst,
  floatValue,
  i64Const,
  intConst,
  intValue,
} from '../../ts/ir/constants.ts';
import { addHigh, addLow, FIX_HI, FIX_LO } from '../../ts/optimizer/facts.ts';

const INTS = [0, 1, -1, 2 ** 31, -(2 ** 31), 2 ** 32 - 1, 2 ** 40 + 3, 2 ** 53 - 1, -(2 ** 53) + 1];
const FLOATS = [0, 1, -1, 0.1, Math.PI, 1e70, -1e-70, 2 ** 255, 2 ** -254];

describe('constants', () => {
  it.each(INTS)('int %d', (value) => {
    expect(intConst(value)).toEqual(bigintConst('val', BigInt(value)));
    expect(i64Const(value)).toEqual(bigintConst('i64', BigInt(value)));
    expect(intValue(intConst(value))).toBe(value);
    expect(bigintValue(intConst(value))).toBe(BigInt(value));
  });
  it('ints at the limits of a fixnum', () => {
    for (const value of [FIXNUM_MAX, FIXNUM_MIN]) {
      expect(bigintValue(bigintConst('val', value))).toBe(value);
      expect(intValue(bigintConst('val', value))).toBeNaN();
    }
  });
  it.each(FLOATS)('float %d', (value) => {
    expect(floatValue(floatConst(value)!)).toBe(value);
    expect(floatValue(f64Const(value))).toBe(value);
  });
  it('doubles that need a cell', () => {
    for (const value of [-0, Number.NaN, Infinity, 1e300, 1e-300, 2 ** -255])
      expect(floatConst(value)).toBeNull();
  });
});

describe('range bounds', () => {
  it('are exact near zero and near the limits of a fixnum', () => {
    expect(addHigh(3, 4)).toBe(7);
    expect(addHigh(FIX_HI, -1) + 1).toBe(FIX_HI);
    expect(addHigh(addHigh(FIX_HI, -1), 1)).toBe(FIX_HI);
    expect(addLow(FIX_LO, 1)).toBe(FIX_LO + 1);
  });
  it('widen outwards where they cannot be said', () => {
    expect(addHigh(FIX_HI, FIX_HI)).toBe(Infinity);
    expect(addLow(FIX_LO, FIX_LO)).toBe(-Infinity);
    expect(addHigh(2 ** 51, 2 ** 51)).toBe(FIX_HI);
    expect(addHigh(Infinity, -1)).toBe(Infinity);
  });
});
