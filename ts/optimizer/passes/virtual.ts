/**
 * virtual: objects that the trace makes and takes apart again are never made; iterators keep their position in values.
 *
 *     v3 = _BUILD_TUPLE v1, v2, #2
 *     v4, v5 = _UNPACK_SEQUENCE_TWO_TUPLE v3      →   (v4 is v2, v5 is v1)
 *
 *     _GUARD_NOT_EXHAUSTED_RANGE v1               →   _GUARD_I64_LT 0, i3
 *     v2 = _ITER_NEXT_RANGE v1                        i4 = _I64_ADD_UNCHECKED i2, i5
 *                                                     i6 = _I64_SUB_UNCHECKED i3, 1
 *
 *     v3 = _BUILD_RANGE 0, v1, 1
 *     v4 = _GET_ITER v3                           →   i4 = _I64_DISTANCE 0, i1
 *
 * A tuple, an instance (virtual-instances.ts), a range or a new range iterator stays a description until something needs the word
 * (`materialize`); snapshots carry the description and
 * the exit makes the object. The position of an existing iterator is a *deferred store*: exits write it back, and so does the trace
 * before anything that may look at the iterator.
 */

import { i64Const, intValue, literalConst } from '../../ir/constants.ts';
import { op } from '../../ir/op-table.ts';
import type { DeferredStore, Inst, Ref, Snapshot } from '../../ir/trace.ts';
import { T } from '../../ir/trace.ts';
import type { Chain, VirtualSource } from '../chain.ts';
import { FIX_HI } from '../facts.ts';
import { TablePass } from '../table-pass.ts';
import type { Heap } from './heap.ts';
import { VirtualInstances } from './virtual-instances.ts';

const BUILD_TUPLE = op('_BUILD_TUPLE');
const BUILD_RANGE = op('_BUILD_RANGE');
const DISTANCE = op('_I64_DISTANCE');
const FLOORDIV = op('_I64_FLOORDIV');
const NEW_RANGE_ITER = op('_NEW_RANGE_ITER');
const ADVANCE = op('_RANGE_ITER_ADVANCE');
const SET_INDEX = op('_ITER_SET_INDEX');
const ITER_NEXT = op('_RANGE_ITER_NEXT');
const ITER_LEFT = op('_RANGE_ITER_LEFT');
const ITER_STEP = op('_RANGE_ITER_STEP');
const ITER_SOURCE = op('_ITER_SOURCE');
const ITER_INDEX = op('_ITER_INDEX');
const GUARD_LT = op('_GUARD_I64_LT');
const GUARD_EQ = op('_GUARD_I64_EQ');
const GUARD_NOT_CONST = op('_GUARD_NOT_CONST');
const ADD = op('_I64_ADD');
const SUB = op('_I64_SUB');
const GUARD_TUPLE = op('_GUARD_TOS_TUPLE');
const GUARD_LIST = op('_GUARD_TOS_LIST');
const TUPLE_LENGTH = op('_TUPLE_LENGTH');
const LOAD_TUPLE_ITEM = op('_LOAD_TUPLE_ITEM');
const LOAD_TUPLE_INDEX = op('_LOAD_TUPLE_INDEX');
const LIST_LENGTH = op('_LIST_LENGTH');
const LIST_ITEMS = op('_LIST_ITEMS');
const LOAD_ITEM = op('_LOAD_ITEM');

export interface IterState {
  readonly iter: Ref;
  readonly kind: 'range' | 'sequence';
  /** range: next value; sequence: next index. */
  next: Ref;
  /** range: items left, step; sequence: 0. */
  left: Ref;
  readonly step: Ref;
  /** Memory does not have the position yet. */
  dirty: boolean;
  /** The iterator does not exist yet. */
  virtual: boolean;
}

export class Virtual extends TablePass implements VirtualSource {
  readonly name = 'virtual';
  private tuples = new Map<Ref, Ref[]>();
  /** Contents of tuples made in the trace, whether or not they exist by now. */
  private contents = new Map<Ref, Ref[]>();
  /** start, stop, step of ranges made in the trace, and which of them do not exist yet. */
  private ranges = new Map<Ref, Ref[]>();
  private unmade = new Set<Ref>();
  iters: IterState[] = [];
  private readonly instances = new VirtualInstances();
  /** Is told what new objects hold. */
  heap: Heap | null = null;

  constructor() {
    super();
    this.on('_BUILD_TUPLE', this.buildTuple);
    this.on('_TUPLE_LENGTH', this.tupleLength);
    this.on('_LOAD_TUPLE_ITEM', this.loadTupleItem);
    this.on('_UNPACK_SEQUENCE_TWO_TUPLE _UNPACK_SEQUENCE_TUPLE', (i) => this.unpack(i, TUPLE_LENGTH));
    this.on('_UNPACK_SEQUENCE_LIST', (i) => this.unpack(i, LIST_LENGTH));
    this.on('_BUILD_RANGE', this.buildRange);
    this.on('_GET_ITER', this.iterOfRange);
    this.on('_ITER_CHECK_RANGE', this.checkRange);
    this.on('_NEW_INSTANCE _NEW_SHAPED', (i) => this.unless(i, this.instances.create(i)));
    this.on('_STORE_SLOT', (i) =>
      this.unless(i, this.instances.store(this.arg(i, 0), this.arg(i, 1), i.imms[0])),
    );
    this.on('_STORE_ADD_SLOT', (i) =>
      this.unless(i, this.instances.store(this.arg(i, 0), this.arg(i, 1), i.imms[1], i.imms[0])),
    );
    this.on('_LOAD_SLOT', this.loadSlot);
    this.on('_GUARD_SHAPE', (i) => this.unless(i, this.hasShape(i)));
    this.on('_GUARD_CELL_SHAPE', (i) => {
      if (!this.hasShape(i)) this.checkRange(i);
    });
    this.on('_NEW_RANGE_ITER', this.newRangeIter);
    this.on('_RANGE_ITER_ADVANCE', (i) => this.position(i, 'range'));
    this.on('_ITER_SET_INDEX', (i) => this.position(i, 'sequence'));
    this.on('_GUARD_NOT_EXHAUSTED_RANGE', (i) => this.guardRange(i, true));
    this.on('_GUARD_EXHAUSTED_RANGE', (i) => this.guardRange(i, false));
    this.on('_ITER_NEXT_RANGE', this.nextOfRange);
    this.on('_GUARD_NOT_EXHAUSTED_LIST', (i) => this.guardSequence(i, 'list'));
    this.on('_GUARD_NOT_EXHAUSTED_TUPLE', (i) => this.guardSequence(i, 'tuple'));
    this.on('_ITER_NEXT_LIST', (i) => this.nextOfSequence(i, 'list'));
    this.on('_ITER_NEXT_TUPLE', (i) => this.nextOfSequence(i, 'tuple'));
  }

  override begin(chain: Chain): void {
    super.begin(chain);
    this.tuples = new Map();
    this.contents = new Map();
    this.ranges = new Map();
    this.unmade = new Set();
    this.iters = [];
    this.instances.begin(chain);
  }

  private unless(inst: Inst, done: boolean): void {
    if (!done) this.next.visit(inst);
  }

  /** An instance that was not made has the shape that is asked for. */
  private hasShape(inst: Inst): boolean {
    return this.instances.shapeOf(this.arg(inst, 0)) === inst.imms[0];
  }

  private loadSlot = (inst: Inst): void => {
    const field = this.instances.load(this.arg(inst, 0), inst.imms[0]);
    if (field === undefined) this.next.visit(inst);
    else this.out(inst, 0, this.chain.resolve(field));
  };

  // ---- tuples ----

  private buildTuple = (inst: Inst): void => {
    const fields = inst.args.map((arg) => this.chain.resolve(arg));
    const { facts, world } = this.chain;
    facts.narrow(inst.outs[0], T.CELL, world.canonicalShape('tuple'));
    this.contents.set(inst.outs[0], fields);
    if (fields.length > 0) this.tuples.set(inst.outs[0], fields);
    else this.next.visit(inst);
  };

  private item(tuple: Ref, index: number): Ref | undefined {
    const fields = this.contents.get(tuple);
    if (fields) return fields[index] === undefined ? undefined : this.chain.resolve(fields[index]);
    if (tuple >= 0) return undefined;
    const c = this.chain.world.tupleItem(this.chain.const(tuple), index);
    return c && this.chain.constant(c);
  }

  private tupleLength = (inst: Inst): void => {
    const tuple = this.arg(inst, 0);
    const length = this.contents.get(tuple)?.length ?? this.chain.world.tupleLength(this.constOf(tuple));
    if (length === undefined) this.next.visit(inst);
    else this.out(inst, 0, this.chain.constant(i64Const(length)));
  };
  private constOf(ref: Ref) {
    return ref < 0 ? this.chain.const(ref) : undefined;
  }

  private loadTupleItem = (inst: Inst): void => {
    const known = this.item(this.arg(inst, 0), inst.imms[0]);
    if (known === undefined) this.next.visit(inst);
    else this.out(inst, 0, known);
  };

  /** The first item ends on top of the stack: it is the last output. */
  private unpack(inst: Inst, lengthOp: typeof TUPLE_LENGTH): void {
    const { chain } = this;
    const sequence = this.arg(inst, 0);
    const count = inst.outs.length;
    chain.apply(lengthOp === TUPLE_LENGTH ? GUARD_TUPLE : GUARD_LIST, [sequence], [], inst.snapshot);
    const length = chain.apply(lengthOp, [sequence]);
    const wanted = chain.constant(i64Const(count));
    chain.apply(GUARD_EQ, [length, wanted], [], inst.snapshot);
    for (let i = 0; i < count; i++) {
      let item: Ref;
      if (lengthOp === TUPLE_LENGTH) item = chain.apply(LOAD_TUPLE_ITEM, [sequence], [i]);
      else item = chain.apply(LOAD_ITEM, [chain.apply(LIST_ITEMS, [sequence]), chain.constant(i64Const(i))]);
      this.out(inst, count - 1 - i, item);
    }
  }

  // ---- iterators ----

  private stateOf(inst: Inst, kind: IterState['kind']): IterState {
    const { chain } = this;
    const iter = this.arg(inst, 0);
    const known = this.iters.find((state) => chain.resolve(state.iter) === iter);
    if (known) return known;
    // Another iterator of that kind may be the same object under another name.
    this.flush((state) => state.kind === kind && !state.virtual);
    this.iters = this.iters.filter((state) => state.kind !== kind || state.virtual);
    const zero = chain.constant(i64Const(0));
    const state: IterState =
      kind === 'range'
        ? {
            iter,
            kind,
            next: chain.apply(ITER_NEXT, [iter]),
            left: chain.apply(ITER_LEFT, [iter]),
            step: chain.apply(ITER_STEP, [iter]),
            dirty: false,
            virtual: false,
          }
        : {
            iter,
            kind,
            next: chain.apply(ITER_INDEX, [iter]),
            left: zero,
            step: zero,
            dirty: false,
            virtual: false,
          };
    this.iters.push(state);
    return state;
  }

  private buildRange = (inst: Inst): void => {
    const fields = inst.args.map((arg) => this.chain.resolve(arg));
    this.chain.facts.narrow(inst.outs[0], T.CELL);
    this.ranges.set(inst.outs[0], fields);
    this.unmade.add(inst.outs[0]);
  };

  private iterOfRange = (inst: Inst): void => {
    const { chain } = this;
    const fields = this.ranges.get(this.arg(inst, 0));
    const by = fields && this.constOf(fields[2]);
    if (!fields || !by || !fields.every((field) => chain.facts.is(field, T.INT))) {
      this.otherwise(inst);
      return;
    }
    const [start, stop, step] = fields.map((field) => chain.unboxed(field, 'i64'));
    const size = intValue(by);
    let left = size > 0 ? chain.apply(DISTANCE, [start, stop]) : chain.apply(DISTANCE, [stop, start]);
    if (Math.abs(size) !== 1) {
      const number = (value: number): Ref => chain.constant(i64Const(value));
      left = chain.apply(ADD, [left, number(Math.abs(size) - 1)], [], inst.snapshot);
      left = chain.apply(FLOORDIV, [left, number(Math.abs(size))], [], inst.snapshot);
    }
    this.iters.push({
      iter: inst.outs[0],
      kind: 'range',
      next: start,
      left,
      step,
      dirty: false,
      virtual: true,
    });
    chain.facts.narrow(inst.outs[0], T.CELL);
  };

  /** What this pass knows the position of is a range iterator: its shape is the one that was recorded. */
  private checkRange = (inst: Inst): void => {
    const iter = this.arg(inst, 0);
    const known = this.iters.some(
      (state) => state.kind === 'range' && this.chain.resolve(state.iter) === iter,
    );
    if (!known) this.otherwise(inst);
  };

  private newRangeIter = (inst: Inst): void => {
    const [next, left, step] = [this.arg(inst, 0), this.arg(inst, 1), this.arg(inst, 2)];
    this.iters.push({ iter: inst.outs[0], kind: 'range', next, left, step, dirty: false, virtual: true });
    this.chain.facts.narrow(inst.outs[0], T.CELL);
  };

  /** A bridge's prologue writes back what its parent had put off: it stays put off. */
  private position(inst: Inst, kind: IterState['kind']): void {
    const state = this.stateOf(inst, kind);
    state.next = this.arg(inst, 1);
    if (kind === 'range') {
      state.left = this.arg(inst, 2);
      this.chain.facts.narrowRange(state.left, 0, FIX_HI);
    } else this.chain.facts.narrowRange(state.next, 0, 2 ** 48);
    state.dirty = true;
    this.chain.epoch++;
  }

  private guardRange(inst: Inst, more: boolean): void {
    const { chain } = this;
    const { left } = this.stateOf(inst, 'range');
    const zero = chain.constant(i64Const(0));
    if (more) chain.apply(GUARD_LT, [zero, left], [], inst.snapshot);
    else chain.apply(GUARD_EQ, [left, zero], [], inst.snapshot);
  }

  private nextOfRange = (inst: Inst): void => {
    const { chain } = this;
    const state = this.stateOf(inst, 'range');
    // What a fixnum range still gives out is a fixnum.
    chain.facts.narrowToFixnum(state.next);
    chain.facts.narrowRange(state.left, 1, FIX_HI);
    chain.defineBoxed(inst.outs[0], state.next, inst.snapshot);
    state.next = chain.apply(ADD, [state.next, state.step], [], inst.snapshot);
    state.left = chain.apply(SUB, [state.left, chain.constant(i64Const(1))], [], inst.snapshot);
    state.dirty = true;
    chain.epoch++;
  };

  private sequence(inst: Inst, state: IterState, kind: 'list' | 'tuple'): Ref {
    const { chain } = this;
    const source = chain.apply(ITER_SOURCE, [state.iter]);
    const nothing = chain.constant(literalConst('NULL'));
    chain.apply(GUARD_NOT_CONST, [source], [nothing], inst.snapshot);
    chain.facts.narrow(source, T.CELL, chain.world.canonicalShape(kind));
    return source;
  }

  private guardSequence(inst: Inst, kind: 'list' | 'tuple'): void {
    const { chain } = this;
    const state = this.stateOf(inst, 'sequence');
    const source = this.sequence(inst, state, kind);
    const length = chain.apply(kind === 'list' ? LIST_LENGTH : TUPLE_LENGTH, [source]);
    chain.apply(GUARD_LT, [state.next, length], [], inst.snapshot);
  }

  private nextOfSequence(inst: Inst, kind: 'list' | 'tuple'): void {
    const { chain } = this;
    const state = this.stateOf(inst, 'sequence');
    const source = this.sequence(inst, state, kind);
    const item =
      kind === 'list'
        ? chain.apply(LOAD_ITEM, [chain.apply(LIST_ITEMS, [source]), state.next])
        : chain.apply(LOAD_TUPLE_INDEX, [source, state.next]);
    this.out(inst, 0, item);
    state.next = chain.apply(ADD, [state.next, chain.constant(i64Const(1))], [], inst.snapshot);
    state.dirty = true;
    chain.epoch++;
  }

  /** Writes positions back to the iterators that exist. */
  flush(which: (state: IterState) => boolean = () => true): void {
    for (const state of this.iters) {
      if (!state.dirty || state.virtual || !which(state)) continue;
      state.dirty = false;
      this.chain.epoch++;
      const { iter, next, left } = state;
      const [uop, args] = state.kind === 'range' ? [ADVANCE, [iter, next, left]] : [SET_INDEX, [iter, next]];
      this.next.visit({ op: uop, args, imms: [], outs: [], snapshot: null });
    }
  }

  /** Who looks at iterators must find them up to date. */
  protected override otherwise(inst: Inst): void {
    const { reads, writes, runsCode } = inst.op.effects;
    const touches = runsCode || reads?.includes('any') || reads?.includes('iter') || writes?.includes('iter');
    if (touches && !OWN.has(inst.op)) {
      this.flush();
      this.iters = this.iters.filter((state) => state.virtual);
    }
    this.next.visit(inst);
  }

  // ---- for snapshots and uses ----

  describe(ref: Ref) {
    const fields = this.tuples.get(ref);
    if (fields) return { kind: 'tuple' as const, shape: 0, fields };
    if (this.unmade.has(ref)) return { kind: 'range' as const, shape: 0, fields: this.ranges.get(ref)! };
    for (const state of this.iters) {
      if (state.virtual && state.iter === ref) {
        return { kind: 'range-iter' as const, shape: 0, fields: [state.next, state.left, state.step] };
      }
    }
    return this.instances.describe(ref) ?? null;
  }

  materialize(ref: Ref, snapshot: Snapshot | null): void {
    const { chain } = this;
    // Translated first: if making the object fails, the exit must not refer to it.
    const before = snapshot && chain.translate(snapshot);
    chain.epoch++;
    const fields = this.tuples.get(ref);
    if (fields) {
      this.tuples.delete(ref);
      chain.append({
        op: BUILD_TUPLE,
        args: fields.slice(),
        imms: [fields.length],
        outs: [ref],
        snapshot: before,
      });
      return;
    }
    if (this.unmade.delete(ref)) {
      const args = this.ranges.get(ref)!.slice();
      chain.append({ op: BUILD_RANGE, args, imms: [], outs: [ref], snapshot: before });
      return;
    }
    if (this.instances.shapeOf(ref) !== undefined) {
      this.instances.materialize(ref, snapshot, before, (offset, value) =>
        this.heap?.learnSlot(ref, offset, value),
      );
      return;
    }
    const state = this.iters.find((s) => s.virtual && s.iter === ref)!;
    state.virtual = false;
    const args = [state.next, state.left, state.step];
    chain.append({ op: NEW_RANGE_ITER, args, imms: [], outs: [ref], snapshot: before });
  }

  deferredStores(): readonly DeferredStore[] {
    const stores: DeferredStore[] = [];
    for (const { iter, kind, next, left, dirty, virtual } of this.iters) {
      if (!dirty || virtual) continue;
      stores.push({ object: iter, field: 'iter.i', value: next });
      if (kind === 'range') stores.push({ object: iter, field: 'iter.j', value: left });
    }
    return stores;
  }

  save(): VirtualState {
    return {
      tuples: new Map(this.tuples),
      contents: new Map(this.contents),
      ranges: new Map(this.ranges),
      unmade: new Set(this.unmade),
      iters: this.iters.map((state) => ({ ...state })),
      instances: this.instances.save(),
    };
  }
  restore(state: VirtualState): void {
    this.tuples = new Map(state.tuples);
    this.contents = new Map(state.contents);
    this.ranges = new Map(state.ranges);
    this.unmade = new Set(state.unmade);
    this.iters = state.iters.map((iter) => ({ ...iter }));
    this.instances.restore(state.instances);
    this.chain.epoch++;
  }
}

/** Ops of this pass itself: their iterator is the one whose state is at hand. */
const OWN = new Set([ITER_NEXT, ITER_LEFT, ITER_STEP, ITER_SOURCE, ITER_INDEX]);

interface VirtualState {
  readonly tuples: Map<Ref, Ref[]>;
  readonly contents: Map<Ref, Ref[]>;
  readonly ranges: Map<Ref, Ref[]>;
  readonly unmade: Set<Ref>;
  readonly iters: IterState[];
  readonly instances: ReturnType<VirtualInstances['save']>;
}
