/**
 * Part of pass virtual: ranges and range iterators that the trace makes, and positions of all iterators.
 *
 *     _GUARD_NOT_EXHAUSTED_RANGE v1               →   _GUARD_I64_LT 0, i3
 *     v2 = _ITER_NEXT_RANGE v1                        i4 = _I64_ADD_UNCHECKED i2, i5
 *                                                     i6 = _I64_SUB_UNCHECKED i3, 1
 *
 *     v3 = _BUILD_RANGE 0, v1, 1
 *     v4 = _GET_ITER v3                           →   i4 = _I64_DISTANCE 0, i1
 *
 * The position of an iterator that exists is a *deferred store*: exits write it back, and so does the trace before anything that may
 * look at the iterator (`flush`).
 */
import { i64Const, intValue, literalConst } from '../../../ir/constants.ts';
import { op } from '../../../ir/op-table.ts';
import type { DeferredStore, Inst, Ref, Snapshot } from '../../../ir/trace.ts';
import { T } from '../../../ir/trace.ts';
import type { Chain } from '../../chain.ts';
import { FIX_HI } from '../../facts.ts';
import type { Description } from '../../pass.ts';
import { Tuples, type TuplesState } from './tuples.ts';

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
const TUPLE_LENGTH = op('_TUPLE_LENGTH');
const LOAD_TUPLE_INDEX = op('_LOAD_TUPLE_INDEX');
const LIST_LENGTH = op('_LIST_LENGTH');
const LIST_ITEMS = op('_LIST_ITEMS');
const LOAD_ITEM = op('_LOAD_ITEM');

/** Ops of this pass itself: their iterator is the one whose state is at hand. */
const OWN = new Set([ITER_NEXT, ITER_LEFT, ITER_STEP, ITER_SOURCE, ITER_INDEX]);

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

export abstract class Iterators extends Tuples {
  /** start, stop, step of ranges made in the trace, and which of them do not exist yet. */
  private ranges = new Map<Ref, Ref[]>();
  private unmade = new Set<Ref>();
  iters: IterState[] = [];

  constructor() {
    super();
    this.on('_BUILD_RANGE', this.buildRange);
    this.on('_GET_ITER', this.iterOfRange);
    this.on('_ITER_CHECK_RANGE', this.checkRange);
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
    this.ranges = new Map();
    this.unmade = new Set();
    this.iters = [];
  }

  private stateOf(inst: Inst, kind: IterState['kind']): IterState {
    const { chain } = this;
    const iter = this.arg(inst, 0);
    const known = this.iters.find((state) => chain.resolve(state.iter) === iter);
    if (known) return known;
    // Another iterator of that kind may be the same object under another name.
    this.flush((state) => state.kind === kind && !state.virtual);
    this.iters = this.iters.filter((state) => state.kind !== kind || state.virtual);
    const zero = chain.constant(i64Const(0));
    const [next, left, step] =
      kind === 'range'
        ? [chain.apply(ITER_NEXT, [iter]), chain.apply(ITER_LEFT, [iter]), chain.apply(ITER_STEP, [iter])]
        : [chain.apply(ITER_INDEX, [iter]), zero, zero];
    const state: IterState = { iter, kind, next, left, step, dirty: false, virtual: false };
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
  protected checkRange = (inst: Inst): void => {
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
    // What a fixnum range still has to hand out is a fixnum.
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

  override describe(ref: Ref): Description | null {
    if (this.unmade.has(ref)) return { kind: 'range', shape: 0, fields: this.ranges.get(ref)! };
    for (const state of this.iters) {
      if (state.virtual && state.iter === ref) {
        return { kind: 'range-iter', shape: 0, fields: [state.next, state.left, state.step] };
      }
    }
    return super.describe(ref);
  }

  protected override make(ref: Ref, before: Snapshot | null): boolean {
    const { chain } = this;
    if (this.unmade.delete(ref)) {
      const args = this.ranges.get(ref)!.slice();
      chain.append({ op: BUILD_RANGE, args, imms: [], outs: [ref], snapshot: before });
      return true;
    }
    const state = this.iters.find((s) => s.virtual && s.iter === ref);
    if (!state) return super.make(ref, before);
    state.virtual = false;
    const args = [state.next, state.left, state.step];
    chain.append({ op: NEW_RANGE_ITER, args, imms: [], outs: [ref], snapshot: before });
    return true;
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

  override save(): IteratorsState {
    return {
      ...super.save(),
      ranges: new Map(this.ranges),
      unmade: new Set(this.unmade),
      iters: this.iters.map((state) => ({ ...state })),
    };
  }
  override restore(state: IteratorsState): void {
    super.restore(state);
    this.ranges = new Map(state.ranges);
    this.unmade = new Set(state.unmade);
    this.iters = state.iters.map((iter) => ({ ...iter }));
  }
}

export interface IteratorsState extends TuplesState {
  readonly ranges: Map<Ref, Ref[]>;
  readonly unmade: Set<Ref>;
  readonly iters: IterState[];
}
