/**
 * The chain of passes. Every recorded instruction is sent through it once (twice when the loop is peeled); each pass forwards it,
 * replaces it or drops it, and what comes out at the end is appended to the optimized trace. So every pass sees its predecessors'
 * results at once and the whole is one forward sweep.
 *
 * The chain owns what all passes share about a value of the new trace:
 *   forward    the ref it was found equal to (read through `resolve`)
 *   type, shape, lo, hi   what is known about it here (see facts.ts)
 *   native     for a tagged value: the unboxed value with the same meaning
 *   lazy       tagged values that were never made: `native` is all there is, `force` boxes when somebody needs the word
 * and the translation of recorded snapshots. The last step, `append`, forces what an instruction reads and attaches the snapshot.
 */
import type { Repr, Uop } from '../ops/types.ts';
import { ConstPool, defaultType } from './builder.ts';
import {
  boolConst,
  f64Const,
  floatConst,
  floatValue,
  i64Const,
  intConst,
  intValue,
  literalConst,
} from './constants.ts';
import { Facts } from './facts.ts';
import type {
  Const,
  DeferredStore,
  Dependency,
  Inst,
  Ref,
  Snapshot,
  SnapshotFrame,
  Trace,
  Value,
  VirtualObject,
} from './ir.ts';
import { constIndex, isVirtual, NO_REF, T, T_BOOL, UNCHANGED, VIRTUAL } from './ir.ts';
import { op } from './op-table.ts';
import type { World } from './world.ts';

/** Marks a snapshot whose refs already belong to the new trace. */
export const TRANSLATED = -2;

/**
 * Thrown by a pass at a guard that must fail: the trace ends there. Happens where a loop's values have other types from the second round
 * on, or where the recorder's world has changed since.
 */
export class TraceEnds {
  constructor(readonly snapshot: Snapshot) {}
}

/** A link of the chain. Passes with knowledge about memory take part in loop peeling through `save`, `restore` and the rest. */
export interface Pass {
  readonly name: string;
  next: Pass;
  /** Forgets the trace before. */
  begin?(chain: Chain): void;
  visit(inst: Inst): void;
  save?(): unknown;
  restore?(state: never): void;
}

/** Creates objects lazily; the virtual pass implements it. */
export interface VirtualSource {
  /** The description of a value that was not created, or null. */
  describe(ref: Ref): { kind: VirtualObject['kind']; shape: number; fields: Ref[] } | null;
  materialize(ref: Ref, snapshot: Snapshot | null): void;
  deferredStores(): readonly DeferredStore[];
}

const BOX_INT = op('_BOX_INT');
const TAG_INT = op('_TAG_INT');
const BOX_FLOAT = op('_BOX_FLOAT');
const BOX_BOOL = op('_BOX_BOOL');
const UNBOX_INT = op('_UNBOX_INT');
const UNBOX_FLOAT = op('_UNBOX_FLOAT');
const UNBOX_BOOL = op('_UNBOX_BOOL');

export class Chain {
  readonly values: Value[] = [];
  readonly pool: ConstPool;
  readonly facts: Facts;
  insts: Inst[] = [];
  dependencies: Dependency[] = [];
  /** Recorded value → ref of the new trace, for the copy being made. */
  subst: Ref[] = [];
  /** In the loop's copy: what root slots that change in the loop hold at its start (elsewhere memory is as on entry). */
  rootSlots: (Ref | undefined)[] | null = null;
  readonly forward: Ref[] = [];
  readonly native: Ref[] = [];
  readonly lazy: boolean[] = [];
  /** The instruction that defines a value of the new trace. */
  readonly def: (Inst | undefined)[] = [];
  virtuals: VirtualSource | null = null;
  /** Changes whenever a translated snapshot may no longer be shared. */
  epoch = 0;
  /** State before the recorded instruction that is on its way: passes' own instructions may have none. */
  current: Snapshot | null = null;
  /** Whether tagged results may stay unmade (pass unbox enabled). */
  lazyBoxes = true;
  /** Guards may be made to fail whatever they test. */
  forcible = false;
  first!: Pass;
  /** Rewrites so far; `--opt-limit=N` stops passes from making more than N. */
  rewrites = 0;
  limit = Infinity;
  /** Told of the last rewrite that the limit allows, before it is done. */
  atLimit: ((pass: string, inst: Inst) => void) | undefined;
  private readonly translated = new Map<Snapshot, { epoch: number; snapshot: Snapshot }>();

  constructor(
    readonly input: Trace,
    readonly world: World,
  ) {
    // The recorded constants keep their refs.
    this.pool = new ConstPool(input.consts.slice());
    this.facts = new Facts(this);
  }

  /** Puts the passes in a row; what comes out of the last is appended. */
  link(passes: readonly (Pass | null)[]): void {
    const append: Pass = { name: 'append', next: undefined as never, visit: (inst) => this.append(inst) };
    const row = [...passes.filter((pass) => pass !== null), append];
    for (let i = 0; i + 1 < row.length; i++) row[i].next = row[i + 1];
    this.first = row[0];
    for (const pass of row) pass.begin?.(this);
  }

  // ---- values ----

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
  /** A recorded ref in terms of the new trace. */
  mapped(ref: Ref): Ref {
    return ref < 0 || ref >= VIRTUAL ? ref : this.resolve(this.subst[ref]);
  }

  // ---- sending ----

  /** Sends a new instruction through the whole chain; gives its (first) result. */
  apply(uop: Uop, args: Ref[], imms: number[] = NO_IMMS, snapshot: Snapshot | null = null): Ref {
    const outs: Ref[] = [];
    for (const out of uop.outs) outs.push(this.value(out.repr));
    this.first.visit({ op: uop, args, imms, outs, snapshot });
    return outs.length ? this.resolve(outs[0]) : NO_REF;
  }

  /** The end of the chain: puts the instruction into the new trace. */
  append(inst: Inst): void {
    const { args, op: uop } = inst;
    for (let i = 0; i < args.length; i++) {
      const ref = (args[i] = this.resolve(args[i]));
      if (ref >= 0) this.force(ref, inst.snapshot);
    }
    const needs = uop.exits || uop.effects.raises === true;
    inst.snapshot = needs && inst.snapshot ? this.translate(inst.snapshot) : null;
    for (let i = 0; i < inst.outs.length; i++) this.def[inst.outs[i]] = inst;
    this.insts.push(inst);
    if (changesShapes(uop)) this.facts.forgetShapes();
  }

  // ---- boxing ----

  /** Makes sure that a tagged value exists. */
  force(ref: Ref, snapshot: Snapshot | null): void {
    snapshot ??= this.current;
    if (this.lazy[ref]) this.box(ref, snapshot);
    else if (this.virtuals?.describe(ref)) this.virtuals.materialize(ref, snapshot);
  }

  private box(ref: Ref, snapshot: Snapshot | null): void {
    const native = this.resolve(this.native[ref]);
    const repr = this.repr(native);
    let uop = BOX_BOOL;
    if (repr === 'f64') uop = BOX_FLOAT;
    else if (repr === 'i64') uop = this.facts.fitsFixnum(native) ? TAG_INT : BOX_INT;
    // Cleared first: the snapshot of _BOX_INT holds the native value, never the word being made.
    const at = uop === BOX_INT || uop === BOX_FLOAT ? snapshot && this.translate(snapshot) : null;
    this.lazy[ref] = false;
    this.insts.push({ op: uop, args: [native], imms: NO_IMMS, outs: [ref], snapshot: at });
    if (uop === BOX_INT) this.facts.narrowToFixnum(native);
  }

  /** Declares tagged `ref` to be the boxed form of `native`. Emitted now unless boxes may be lazy. */
  defineBoxed(ref: Ref, native: Ref, snapshot: Snapshot | null): void {
    native = this.resolve(native);
    if (native < 0) {
      const boxed = this.boxedConst(native);
      if (boxed !== NO_REF) {
        this.replace(ref, boxed);
        return;
      }
    }
    this.native[ref] = native;
    this.lazy[ref] = true;
    this.facts.copyToBoxed(ref, native);
    if (!this.lazyBoxes) this.box(ref, snapshot);
  }

  /** The tagged constant equal to a native one; NO_REF for doubles that need a cell and ints beyond 63 bits. */
  boxedConst(ref: Ref): Ref {
    const c = this.const(ref);
    if (c.repr === 'i64') {
      const value = intValue(c);
      return Number.isNaN(value) ? NO_REF : this.constant(intConst(value));
    }
    if (c.repr === 'f64') {
      const boxed = floatConst(floatValue(c));
      return boxed ? this.constant(boxed) : NO_REF;
    }
    return this.constant(literalConst(c.lo ? 'True' : 'False'));
  }

  /** The unboxed form of a tagged value whose type is known. */
  unboxed(ref: Ref, repr: 'i64' | 'f64' | 'bool'): Ref {
    ref = this.resolve(ref);
    if (ref < 0) {
      const c = this.const(ref);
      if (repr === 'bool') return this.constant(boolConst(c.type === T.TRUE));
      if (repr === 'f64' && (c.lo & 3) === 2) return this.constant(f64Const(floatValue(c)));
      if (repr === 'i64' && !Number.isNaN(intValue(c))) return this.constant(i64Const(intValue(c)));
    } else {
      const known = this.native[ref];
      // Behind a guard that always fails the types may contradict each other; that code is never reached.
      if (known !== NO_REF && this.repr(this.resolve(known)) === repr) return this.resolve(known);
    }
    const uop = repr === 'i64' ? UNBOX_INT : repr === 'f64' ? UNBOX_FLOAT : UNBOX_BOOL;
    const native = this.apply(uop, [ref]);
    if (ref >= 0 && !this.lazy[ref]) this.native[ref] = native;
    return native;
  }

  // ---- snapshots ----

  /** A recorded snapshot in terms of the new trace; `hide` (a tagged value of the new trace) appears as `by`. */
  translate(snapshot: Snapshot, hide: Ref = NO_REF, by: Ref = NO_REF): Snapshot {
    if (snapshot.id === TRANSLATED) return snapshot;
    if (hide === NO_REF) {
      const known = this.translated.get(snapshot);
      if (known && known.epoch === this.epoch) return known.snapshot;
    }
    const virtuals: VirtualObject[] = [];
    const seen: Ref[] = [];
    const translateRef = (ref: Ref): Ref => {
      if (ref === UNCHANGED || isVirtual(ref)) return ref;
      const now = this.mapped(ref);
      return now === hide ? by : this.snapshotRef(now, virtuals, seen);
    };
    // A bridge's entry state brings its own descriptions.
    for (const { kind, shape } of snapshot.virtuals) {
      virtuals.push({ kind, shape, fields: [] });
      seen.push(NO_REF);
    }
    snapshot.virtuals.forEach(({ kind, shape, fields }, i) => {
      virtuals[i] = { kind, shape, fields: fields.map(translateRef) };
    });
    const frames = snapshot.frames.map((frame, depth): SnapshotFrame => {
      const slots = new Array<Ref>(frame.slots.length);
      for (let i = 0; i < slots.length; i++) {
        const ref = frame.slots[i];
        const start = ref === UNCHANGED && depth === 0 ? this.rootSlots?.[i] : undefined;
        slots[i] = start === undefined ? translateRef(ref) : this.snapshotRef(start, virtuals, seen);
      }
      return { ...frame, slots, func: translateRef(frame.func), extra: translateRef(frame.extra) };
    });
    const stores: DeferredStore[] = snapshot.stores.map(({ object, field, value }) => ({
      object: this.mapped(object),
      field,
      value: this.mapped(value),
    }));
    for (const store of this.virtuals?.deferredStores() ?? []) {
      stores.push({
        object: this.snapshotRef(store.object, virtuals, seen),
        field: store.field,
        value: this.resolve(store.value),
      });
    }
    const result: Snapshot = { id: TRANSLATED, frames, virtuals, stores };
    if (hide === NO_REF) {
      this.translated.set(snapshot, { epoch: this.epoch, snapshot: result });
    }
    return result;
  }

  /** How an exit finds a value: native if that is what exists, else the word; deferred objects by description. */
  private snapshotRef(ref: Ref, virtuals: VirtualObject[], seen: Ref[]): Ref {
    ref = this.resolve(ref);
    if (ref < 0) {
      if (this.const(ref).repr === 'val') return ref;
      const boxed = this.boxedConst(ref);
      return boxed === NO_REF ? ref : boxed;
    }
    if (this.lazy[ref]) return this.snapshotRef(this.native[ref], virtuals, seen);
    const described = this.virtuals?.describe(ref);
    if (!described) {
      // Prefer the native form: the word then need not stay alive for this exit. Bools cost nothing to box either way.
      return ref;
    }
    const index = seen.indexOf(ref);
    if (index >= 0) return VIRTUAL + index;
    // Fields first: an exit that makes the objects in order finds what they contain.
    // Positions of iterators are machine numbers, constants among them too.
    const fields = described.fields.map((field) =>
      described.kind === 'range-iter' ? this.resolve(field) : this.snapshotRef(field, virtuals, seen),
    );
    const at = virtuals.length;
    seen.push(ref);
    virtuals.push({ kind: described.kind, shape: described.shape, fields });
    return VIRTUAL + at;
  }

  // ---- peeling ----

  save(): ChainState {
    const passes: unknown[] = [];
    for (let pass: Pass | undefined = this.first; pass; pass = pass.next) passes.push(pass.save?.());
    return {
      insts: this.insts.length,
      values: this.values.length,
      subst: this.subst,
      forward: this.forward.slice(),
      native: this.native.slice(),
      lazy: this.lazy.slice(),
      dependencies: this.dependencies.length,
      rewrites: this.rewrites,
      facts: this.facts.save(),
      passes,
    };
  }

  /** Back to a saved state, for another attempt at the loop. */
  restore(state: ChainState): void {
    this.insts.length = state.insts;
    this.values.length = state.values;
    this.def.length = state.values;
    refill(this.forward, state.forward);
    refill(this.native, state.native);
    refill(this.lazy, state.lazy);
    this.dependencies.length = state.dependencies;
    // A limit cuts every attempt in the same place.
    this.rewrites = state.rewrites;
    this.facts.restore(state.facts);
    this.rootSlots = null;
    this.subst = state.subst;
    this.translated.clear();
    let i = 0;
    for (let pass: Pass | undefined = this.first; pass; pass = pass.next, i++) {
      pass.restore?.(state.passes[i] as never);
    }
  }
  /** The second copy must not share snapshots with the first: the recorded ids mean other values. */
  startCopy(): void {
    this.translated.clear();
  }
}

/** After these ops instances may have other shapes than before. */
function changesShapes({ effects: { runsCode, writes } }: Uop): boolean {
  return runsCode === true || (writes !== undefined && (writes.includes('any') || writes.includes('shape')));
}

export interface ChainState {
  readonly insts: number;
  readonly values: number;
  /** Every copy has its own. */
  readonly subst: Ref[];
  readonly forward: Ref[];
  readonly native: Ref[];
  readonly lazy: boolean[];
  readonly dependencies: number;
  readonly rewrites: number;
  readonly facts: ReturnType<Facts['save']>;
  readonly passes: unknown[];
}

export const NO_IMMS: number[] = [];

export function refill<X>(target: X[], source: readonly X[]): void {
  target.length = source.length;
  for (let i = 0; i < source.length; i++) target[i] = source[i];
}

/** Type bits of a compile-time known truth value. */
export const truthBits = (value: boolean): number => (value ? T.TRUE : T_BOOL & ~T.TRUE);
