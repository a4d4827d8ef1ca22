/**
 * What is known about the values of the new trace at the point reached: type bits, shape, int range. Flat arrays by value id.
 *
 * Types and ranges only get narrower along a trace (values never change). Shapes of instances may change when code runs or an attribute is
 * added: such facts are `unstable` and are dropped by `forgetShapes`.
 *
 * Ranges are pairs of numbers, inclusive. Up to 2⁵¹ they are the ints themselves; 2⁵² + d stands for the greatest fixnum (2⁶² − 1) + d, and
 * −2⁵² − 1 + d for the least (−2⁶²) + d, with small d; ±Infinity for the limits of i64. So "i < n, hence i + 1 is a fixnum" can be said
 * exactly in doubles.
 */

import { intValue } from '../ir/constants.ts';
import type { Ref, Refinement } from '../ir/trace.ts';
import type { Repr } from '../ops/types.ts';
import type { NewTrace } from './new-trace.ts';

export const FIX_HI = 2 ** 52;
export const FIX_LO = -(2 ** 52) - 1;
const EXACT = 2 ** 51;
const NEAR = 2 ** 40;

/** An upper bound of the sum of two things with these upper bounds. */
export function addHigh(a: number, b: number): number {
  const sum = a + b;
  if (Math.abs(a) <= EXACT && Math.abs(b) <= EXACT) return sum > EXACT ? FIX_HI : Math.max(sum, -EXACT);
  if (Math.abs(a) <= NEAR || Math.abs(b) <= NEAR) {
    if (Math.abs(Math.abs(sum) - FIX_HI) <= NEAR) return sum;
  }
  return a < 0 && b < 0 ? -EXACT : Infinity;
}
export const addLow = (a: number, b: number): number => -addHigh(-a, -b);

/** A bound computed in doubles (products, shifts), rounded outwards to what can be said. */
export function boundHigh(x: number): number {
  return x > EXACT ? (x < 2 ** 61 ? FIX_HI : Infinity) : Math.max(x, -EXACT);
}
export const boundLow = (x: number): number => -boundHigh(-x);

/** The bound as a double of about the right size, for products. */
export const magnitude = (bound: number): number =>
  Math.abs(bound) <= EXACT ? bound : Number.isFinite(bound) ? Math.sign(bound) * 2 ** 62 : bound;

export class Facts {
  readonly type: number[] = [];
  readonly shape: number[] = [];
  readonly lo: number[] = [];
  readonly hi: number[] = [];
  refinements: Refinement[] = [];
  /** Values whose known shape may change. */
  private unstable: Ref[] = [];
  /** Guarded shapes of constant instances. */
  private constShapes = new Map<Ref, number>();
  /** Counts calls of `forgetShapes`. */
  forgotten = 0;

  constructor(private readonly trace: NewTrace) {}

  add(repr: Repr, type: number, shape: number): void {
    this.type.push(type);
    this.shape.push(shape);
    this.lo.push(repr === 'val' ? FIX_LO : -Infinity);
    this.hi.push(repr === 'val' ? FIX_HI : Infinity);
  }

  typeOf(ref: Ref): number {
    return ref >= 0 ? this.type[ref] : this.trace.const(ref).type;
  }
  shapeOf(ref: Ref): number {
    if (ref >= 0) return this.shape[ref];
    const { shape } = this.trace.const(ref);
    // A constant instance had this shape when it was recorded; only a guard tells that it still has it.
    if (shape === 0 || this.trace.world.shape(shape)?.stable) return shape;
    return this.constShapes.get(ref) ?? 0;
  }
  is(ref: Ref, type: number): boolean {
    return (this.typeOf(ref) & ~type) === 0;
  }
  /** No value of that type can be in `ref`. */
  isNot(ref: Ref, type: number): boolean {
    return (this.typeOf(ref) & type) === 0;
  }

  lowest(ref: Ref): number {
    if (ref >= 0) return this.lo[ref];
    const value = intValue(this.trace.const(ref));
    return Number.isNaN(value) ? -Infinity : boundLow(value);
  }
  highest(ref: Ref): number {
    if (ref >= 0) return this.hi[ref];
    const value = intValue(this.trace.const(ref));
    return Number.isNaN(value) ? Infinity : boundHigh(value);
  }
  fitsFixnum(ref: Ref): boolean {
    return this.lowest(ref) >= FIX_LO && this.highest(ref) <= FIX_HI;
  }

  /** Learns that `ref` has one of these types. */
  narrow(ref: Ref, type: number, shape = 0): void {
    if (ref < 0) {
      if (shape) this.constShapes.set(ref, shape);
      return;
    }
    const before = this.type[ref];
    const after = before & type;
    if (after === before && (shape === 0 || this.shape[ref] === shape)) return;
    this.type[ref] = after;
    if (shape) {
      this.shape[ref] = shape;
      if (!this.trace.world.shape(shape)?.stable) this.unstable.push(ref);
    }
    this.refinements.push({ at: this.trace.insts.length, value: ref, type: after, shape: this.shape[ref] });
  }

  narrowRange(ref: Ref, lo: number, hi: number): void {
    if (ref < 0) return;
    if (lo > this.lo[ref]) this.lo[ref] = lo;
    if (hi < this.hi[ref]) this.hi[ref] = hi;
  }
  narrowToFixnum(ref: Ref): void {
    this.narrowRange(ref, FIX_LO, FIX_HI);
  }

  /** Facts of a tagged value that stands for `native`. */
  copyToBoxed(ref: Ref, native: Ref): void {
    this.type[ref] = this.typeOf(native);
    this.lo[ref] = this.lowest(native);
    this.hi[ref] = this.highest(native);
  }

  /** Something ran that may have changed instances' shapes. */
  forgetShapes(): void {
    for (const ref of this.unstable) this.shape[ref] = 0;
    this.unstable.length = 0;
    this.constShapes.clear();
    this.forgotten++;
  }
  /** Values whose shape is known now but could change. */
  unstableShapes(): Ref[] {
    return [...this.unstable, ...this.constShapes.keys()];
  }
  dropShape(ref: Ref): void {
    if (ref < 0) this.constShapes.delete(ref);
    else this.shape[ref] = 0;
  }

  save() {
    return {
      type: this.type.slice(),
      shape: this.shape.slice(),
      lo: this.lo.slice(),
      hi: this.hi.slice(),
      unstable: this.unstable.slice(),
      constShapes: new Map(this.constShapes),
      refinements: this.refinements.length,
    };
  }
  restore(state: ReturnType<Facts['save']>): void {
    refill(this.type, state.type);
    refill(this.shape, state.shape);
    refill(this.lo, state.lo);
    refill(this.hi, state.hi);
    this.unstable = state.unstable.slice();
    this.constShapes = new Map(state.constShapes);
    this.refinements.length = state.refinements;
  }
}

export function refill<X>(target: X[], source: readonly X[]): void {
  target.length = source.length;
  for (let i = 0; i < source.length; i++) target[i] = source[i];
}
