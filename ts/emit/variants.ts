/**
 * Which registers the stencils of a uop exist for: the one rule that the generator (scripts/stencils) and the register
 * allocator share.
 *
 * A `regs` uop has one *dimension* per operand whose register is free; its variants are numbered in mixed radix, first
 * dimension slowest. In the two-address form the first output has no dimension of its own: it takes the first input's
 * register; so it is with two or more inputs, unless the uop is declared `threeAddress`. `fixed` and `memory` uops have no dimensions
 * and one variant.
 *
 *     _ADD_I64 (left, right) -> res      dims: left 8 × right 8; res in left's register        64 variants
 *     _LOAD_SLOT (object) -> res         dims: object 8 × res 8                                64 variants
 *     _GUARD_TYPE (value) ->             dims: value 8                                          8 variants
 *
 * More than two dimensions would explode: the third and later ones are limited to the reduced sets below.
 */
import type { Operand, Repr, Uop } from '../ops/types.ts';
import type { Reg } from './registers.ts';
import { classOf, FIXED_FLOAT, FIXED_GENERAL, FLOAT, GENERAL } from './registers.ts';

/** Operand positions count the scalar inputs first, then the outputs. Array operands do not count: they live in memory. */
export interface OperandPlace {
  readonly name: string;
  readonly repr: Repr;
  /** Index of its dimension, or −1. */
  readonly dim: number;
  /** Fixed register, or −1. */
  readonly fixed: Reg;
  /** Output that shares the register of this scalar input, or −1. */
  readonly tied: number;
}

export interface VariantShape {
  /** Scalar inputs. */
  readonly ins: readonly OperandPlace[];
  readonly outs: readonly OperandPlace[];
  /** Allowed registers per dimension. */
  readonly dims: readonly (readonly Reg[])[];
  readonly count: number;
  /** Clobbers every register but r0 and r1. */
  readonly clobbers: boolean;
}

/** A uop of the back end's own may tie every output to the input of its position (a swap). */
export interface TiedUop extends Uop {
  readonly tiedOutputs?: true;
}

/** Third and later dimensions. Not r0 and r1: the allocator keeps them for what lives across calls. */
const REDUCED_GENERAL: readonly Reg[] = [2, 3, 4, 5];
const REDUCED_FLOAT: readonly Reg[] = [8, 9, 10, 11];
const FOURTH_GENERAL: readonly Reg[] = [6, 7];
const FOURTH_FLOAT: readonly Reg[] = [12, 13];

function allowed(repr: Repr, dim: number): readonly Reg[] {
  const float = classOf(repr) === 'f';
  if (dim < 2) return float ? FLOAT : GENERAL;
  if (dim === 2) return float ? REDUCED_FLOAT : REDUCED_GENERAL;
  return float ? FOURTH_FLOAT : FOURTH_GENERAL;
}

/** Position of the array operand, −1 when there is none. There is at most one among the inputs and one among the outputs. */
export function arrayIndex(operands: readonly Operand[]): number {
  for (let i = 0; i < operands.length; i++) if (operands[i].array !== undefined) return i;
  return -1;
}

/** Throws when a `fixed` uop has more operands than there are registers for them. */
export function variantShape(uop: TiedUop): VariantShape {
  const scalars = uop.ins.filter((operand) => operand.array === undefined);
  const results = uop.outs.filter((operand) => operand.array === undefined);
  if (uop.ins.length - scalars.length > 1 || uop.outs.length - results.length > 1)
    throw new Error(`${uop.name}: more than one array operand`);
  if (uop.registers !== 'regs') return fixedShape(uop, scalars, results);
  if (scalars.length + results.length < uop.ins.length + uop.outs.length)
    throw new Error(`${uop.name}: array operands need the register rule 'memory'`);
  const dims: (readonly Reg[])[] = [];
  const free = (repr: Repr): number => dims.push(allowed(repr, dims.length)) - 1;
  const ins = scalars.map(
    ({ name, repr }): OperandPlace => ({ name, repr, dim: free(repr), fixed: -1, tied: -1 }),
  );
  const outs = results.map(({ name, repr }, i): OperandPlace => {
    const partner = ins[i];
    // With one input every combination is affordable, and loads need no copy of an address that lives on.
    const ties = uop.tiedOutputs || (i === 0 && !uop.threeAddress && ins.length > 1);
    if (ties && partner && classOf(partner.repr) === classOf(repr))
      return { name, repr, dim: partner.dim, fixed: -1, tied: i };
    return { name, repr, dim: free(repr), fixed: -1, tied: -1 };
  });
  const count = dims.reduce((product, set) => product * set.length, 1);
  return { ins, outs, dims, count, clobbers: false };
}

function fixedShape(uop: Uop, ins: readonly Operand[], outs: readonly Operand[]): VariantShape {
  const place = (operands: readonly Operand[]): OperandPlace[] => {
    let general = 0;
    let float = 0;
    return operands.map(({ name, repr }) => {
      const fixed = classOf(repr) === 'f' ? FIXED_FLOAT[float++] : FIXED_GENERAL[general++];
      if (fixed === undefined) throw new Error(`${uop.name}: too many operands for fixed registers`);
      return { name, repr, dim: -1, fixed, tied: -1 };
    });
  };
  return { ins: place(ins), outs: place(outs), dims: [], count: 1, clobbers: true };
}

/** Register of an operand in variant number `variant`. */
export function placeRegister(shape: VariantShape, place: OperandPlace, variant: number): Reg {
  if (place.fixed >= 0) return place.fixed;
  let rest = variant;
  for (let dim = shape.dims.length - 1; dim >= 0; dim--) {
    const set = shape.dims[dim];
    if (dim === place.dim) return set[rest % set.length];
    rest = Math.floor(rest / set.length);
  }
  throw new Error(`operand ${place.name} has no register`);
}

/** The two outputs of a variant must not coincide; the generator skips such variants. */
export function variantIsUsable(shape: VariantShape, variant: number): boolean {
  const outs = shape.outs.map((place) => placeRegister(shape, place, variant));
  return new Set(outs).size === outs.length;
}
