/**
 * The patch formulas: writes a value into a copied stencil. One function for all kinds; which are used follows from the target.
 * Addresses are plain numbers (below 2⁵³ on every supported machine); 64-bit hole values come as two words.
 */
import { Formula } from './library-format.ts';

/** A place that the formula cannot reach: the trace is too large, or the runtime too far away. */
export class PatchRangeError extends Error {}

/** PC-relative formulas: `distance` = S + A − P. */
export function patchDistance(code: DataView, at: number, formula: number, distance: number): void {
  switch (formula) {
    case Formula.PC32:
    case Formula.CALL32:
      if (distance !== (distance | 0)) throw new PatchRangeError(`distance ${distance}`);
      code.setInt32(at, distance, true);
      return;
    case Formula.A64_BRANCH26:
      if (distance < -0x8000000 || distance >= 0x8000000) throw new PatchRangeError(`distance ${distance}`);
      setBits(code, at, 0x03ffffff, (distance >> 2) & 0x03ffffff);
      return;
    case Formula.A64_BRANCH19:
      if (distance < -0x100000 || distance >= 0x100000) throw new PatchRangeError(`distance ${distance}`);
      setBits(code, at, 0x00ffffe0, ((distance >> 2) & 0x7ffff) << 5);
      return;
    default:
      throw new Error(`formula ${formula} is not PC-relative`);
  }
}

/** Formulas of an absolute value, S + A = high · 2³² + low. */
export function patchWord(code: DataView, at: number, formula: number, low: number, high: number): void {
  switch (formula) {
    case Formula.ABS64:
      code.setInt32(at, low, true);
      code.setInt32(at + 4, high, true);
      return;
    case Formula.ABS32:
      code.setInt32(at, low, true);
      return;
    case Formula.A64_MOVW0:
      setBits(code, at, 0x1fffe0, (low & 0xffff) << 5);
      return;
    case Formula.A64_MOVW1:
      setBits(code, at, 0x1fffe0, (low >>> 16) << 5);
      return;
    case Formula.A64_MOVW2:
      setBits(code, at, 0x1fffe0, (high & 0xffff) << 5);
      return;
    case Formula.A64_MOVW3:
      setBits(code, at, 0x1fffe0, (high >>> 16) << 5);
      return;
    case Formula.A64_LO12:
    case Formula.A64_LO12_SCALE1:
    case Formula.A64_LO12_SCALE2:
    case Formula.A64_LO12_SCALE3:
    case Formula.A64_LO12_SCALE4: {
      const scale = formula - Formula.A64_LO12;
      setBits(code, at, 0x3ffc00, ((low & 0xfff) >> scale) << 10);
      return;
    }
    default:
      throw new Error(`formula ${formula} is not absolute`);
  }
}

/** ADRP: distance in pages from the place's page to that of S + A. */
export function patchPage(code: DataView, at: number, value: number, place: number): void {
  const pages = Math.floor(value / 4096) - Math.floor(place / 4096);
  if (pages < -0x100000 || pages >= 0x100000) throw new PatchRangeError(`${pages} pages`);
  setBits(code, at, 0x60ffffe0, ((pages & 3) << 29) | (((pages >> 2) & 0x7ffff) << 5));
}

function setBits(code: DataView, at: number, mask: number, bits: number): void {
  code.setInt32(at, (code.getInt32(at, true) & ~mask) | (bits & mask), true);
}

export const isPcRelative = (formula: number): boolean =>
  formula === Formula.PC32 ||
  formula === Formula.CALL32 ||
  formula === Formula.A64_BRANCH26 ||
  formula === Formula.A64_BRANCH19;
export const isBranch = (formula: number): boolean =>
  formula === Formula.CALL32 || formula === Formula.A64_BRANCH26;
