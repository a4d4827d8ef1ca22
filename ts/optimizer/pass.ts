/**
 * What the chain and its passes know of each other.
 *
 * A pass is a link of the chain: it forwards an instruction to `next`, replaces it, or drops it. Passes with knowledge about memory take
 * part in loop peeling through `save` and `restore`.
 */
import type { AnySnapshot, DeferredStore, Inst, Ref, VirtualObject } from '../ir/trace.ts';
import type { Chain } from './chain.ts';

export interface Pass {
  next: Pass;
  /** Forgets the trace before. */
  begin?(chain: Chain): void;
  visit(inst: Inst): void;
  save?(): unknown;
  restore?(state: never): void;
}

/**
 * Thrown by a pass at a guard that must fail: the trace ends there. Happens where a loop's values have other types from the second round
 * on, or where the recorder's world has changed since.
 */
export class TraceEnds {
  constructor(readonly snapshot: AnySnapshot) {}
}

/** An object that was not made: what an exit needs to make it. */
export interface Description {
  readonly kind: VirtualObject['kind'];
  readonly shape: number;
  readonly fields: Ref[];
}

/** Makes objects late or never; pass virtual is one. */
export interface VirtualSource {
  /** The description of a value that was not made, or null. */
  describe(ref: Ref): Description | null;
  materialize(ref: Ref, snapshot: AnySnapshot | null): void;
  deferredStores(): readonly DeferredStore[];
}
