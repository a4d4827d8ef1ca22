/**
 * The trace under construction: its values, constants and instructions so far. What all passes share about a value is in columns here,
 * indexed by its ref:
 *
 *     forward    the ref it was found equal to (read through `resolve`)
 *     def        the instruction that defines it
 *     native     of a tagged value: the unboxed value with the same meaning (boxes.ts)
 *     lazy       of a tagged value: it was never made, `native` is all there is (boxes.ts)
 *     facts      type, shape, int range (facts.ts)
 */
import { ConstPool, defaultType } from '../ir/builder.ts';
import type { Const, Dependency, Inst, Ref, Snapshot, Value } from '../ir/trace.ts';
import { constIndex, NO_REF } from '../ir/trace.ts';
import type { Repr } from '../ops/types.ts';
import { Facts, refill } from './facts.ts';
import type { World } from './world.ts';

export class NewTrace {
  readonly values: Value[] = [];
  readonly pool: ConstPool;
  readonly facts: Facts;
  insts: Inst<Snapshot>[] = [];
  dependencies: Dependency[] = [];
  readonly forward: Ref[] = [];
  readonly def: (Inst<Snapshot> | undefined)[] = [];
  readonly native: Ref[] = [];
  readonly lazy: boolean[] = [];

  /** Recorded constants keep their refs. */
  constructor(
    consts: readonly Const[],
    readonly world: World,
  ) {
    this.pool = new ConstPool(consts.slice());
    this.facts = new Facts(this);
  }

  value(repr: Repr, type = defaultType(repr), shape = 0): Ref {
    const id = this.values.length;
    this.values.push({ repr, type, shape });
    this.forward.push(NO_REF);
    this.native.push(NO_REF);
    this.lazy.push(false);
    this.def.push(undefined);
    this.facts.add(repr, type, shape);
    return id;
  }

  constant(c: Const): Ref {
    return this.pool.add(c);
  }
  const(ref: Ref): Const {
    return this.pool.list[constIndex(ref)];
  }
  repr(ref: Ref): Repr {
    return ref >= 0 ? this.values[ref].repr : this.const(ref).repr;
  }
  resolve(ref: Ref): Ref {
    while (ref >= 0) {
      const to = this.forward[ref];
      if (to === NO_REF) return ref;
      ref = to;
    }
    return ref;
  }
  /** From now on `ref` is `to`; instructions already emitted are not touched. */
  replace(ref: Ref, to: Ref): void {
    if (ref !== to) this.forward[ref] = to;
  }

  // ---- peeling ----

  protected saveTrace(): TraceState {
    return {
      insts: this.insts.length,
      values: this.values.length,
      forward: this.forward.slice(),
      native: this.native.slice(),
      lazy: this.lazy.slice(),
      dependencies: this.dependencies.length,
      facts: this.facts.save(),
    };
  }

  /** Cuts off what came since. */
  protected restoreTrace(state: TraceState): void {
    this.insts.length = state.insts;
    this.values.length = state.values;
    this.def.length = state.values;
    refill(this.forward, state.forward);
    refill(this.native, state.native);
    refill(this.lazy, state.lazy);
    this.dependencies.length = state.dependencies;
    this.facts.restore(state.facts);
  }
}

export interface TraceState {
  readonly insts: number;
  readonly values: number;
  readonly forward: Ref[];
  readonly native: Ref[];
  readonly lazy: boolean[];
  readonly dependencies: number;
  readonly facts: ReturnType<Facts['save']>;
}
