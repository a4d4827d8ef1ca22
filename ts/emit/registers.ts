/**
 * The register file of a stencil: eight general registers r0…r7 and eight float registers f0…f7, numbered 0…15 here.
 * What they are on each machine is in docs/stencil-abi.md.
 */
import type { Repr } from '../ops/types.ts';

/** 0…7 = r0…r7, 8…15 = f0…f7. */
export type Reg = number;
export type RegClass = 'r' | 'f';

export const REG_COUNT = 16;
export const FIRST_FLOAT = 8;

export const classOf = (repr: Repr): RegClass => (repr === 'f64' ? 'f' : 'r');
export const isFloat = (reg: Reg): boolean => reg >= FIRST_FLOAT;
export const regName = (reg: Reg): string => (reg < FIRST_FLOAT ? `r${reg}` : `f${reg - FIRST_FLOAT}`);

export const GENERAL: readonly Reg[] = [0, 1, 2, 3, 4, 5, 6, 7];
export const FLOAT: readonly Reg[] = [8, 9, 10, 11, 12, 13, 14, 15];

/** Callee-saved in C on every target: these alone survive a `fixed` or `memory` stencil. */
export const SURVIVES_CALL: readonly Reg[] = [0, 1];
/** Operands of a `fixed` stencil, in order of appearance within their class. */
export const FIXED_GENERAL: readonly Reg[] = [2, 3, 4, 5, 6, 7];
export const FIXED_FLOAT: readonly Reg[] = FLOAT;

/** Where a continuation finds the callee's result, and where an ending `return` leaves it. */
export const RESULT: Reg = 0;

// Sets of registers as bit masks.
export const ALL_GENERAL = 0x00ff;
export const ALL_FLOAT = 0xff00;
export const SURVIVORS = SURVIVES_CALL.reduce((mask, reg) => mask | (1 << reg), 0);

const masks = new WeakMap<readonly Reg[], number>();
export function maskOf(regs: readonly Reg[]): number {
  let mask = masks.get(regs);
  if (mask === undefined) masks.set(regs, (mask = regs.reduce((bits, reg) => bits | (1 << reg), 0)));
  return mask;
}
