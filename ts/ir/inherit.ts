/**
 * What a bridge starts with: everything its parent knew and held at the exit.
 *
 * Every value of the exit's snapshot becomes a parameter, of the parent's representation and with the type known there. The recorder
 * works on tagged values, so a prologue boxes native parameters, makes the objects that the parent had put off and does its deferred
 * stores; the passes take most of that apart again (a boxed parameter is unboxed for free, a new tuple stays virtual).
 *
 *     exit of the parent   1@16 [i11 _ $0 | _] ; $0 = tuple(i11 f4) ; v0.iter.i = i13
 *     bridge               param i0 int from 11, param f1 float from 4, param v2 from 0, param i3 int from 13
 *                          v4 = _BOX_INT i0;  v5 = _BOX_FLOAT f1;  v6 = _BUILD_TUPLE v4, v5;  _ITER_SET_INDEX v2, i3
 *     recorder's frames    1@16 [v4 _ v6 | _]
 */
import { TraceBuilder } from './builder.ts';
import { mapFrames, mapPending } from './compact.ts';
import { intValue, literalConst } from './constants.ts';
import { op } from './op-table.ts';
import type { DeferredStore, OptimizedTrace, Param, RecordedSnapshot, Ref, Snapshot } from './trace.ts';
import {
  begun,
  constIndex,
  isConst,
  isValue,
  isVirtual,
  knownAt,
  reprOf,
  UNCHANGED,
  VIRTUAL,
} from './trace.ts';

const FRAME_SLOT = op('_FRAME_SLOT');

export interface InheritedState {
  /** Holds parameters and prologue; the recorder appends to it. */
  readonly builder: TraceBuilder;
  /** The frames on tagged values, as the prologue leaves them. */
  readonly entry: RecordedSnapshot;
  readonly params: Param[];
}

/**
 * `slotBase`: bytes to slot 0 of instances that have a shape. `has`, of an exit that raises: whether it has a value of its snapshot; it may have
 * lost operands on the stack, which unwinding discards.
 */
export function inherit(
  parent: OptimizedTrace,
  exit: Snapshot,
  slotBase: (shape: number) => number = () => 0,
  has?: (ref: Ref) => boolean,
): InheritedState {
  const builder = new TraceBuilder();
  const params: Param[] = [];
  const renamed = new Map<Ref, Ref>();

  /** The parameter (or constant) for a ref of the parent. */
  const param = (ref: Ref): Ref => {
    if (isConst(ref)) return builder.constant(parent.consts[constIndex(ref)]);
    if (!isValue(ref)) return ref;
    if (has && !has(ref)) return builder.constant(literalConst('NULL'));
    let value = renamed.get(ref);
    if (value === undefined) {
      const known = knownAt(parent, ref, exit);
      value = builder.value(reprOf(parent, ref), known.type, known.shape);
      renamed.set(ref, value);
      params.push({ value, source: ref });
    }
    return value;
  };
  const state = { frames: mapFrames(exit.frames, param), inherited: mapPending(exit, param) };
  const asIs = has ? begun(state) : state;

  const boxed = new Map<Ref, Ref>();
  const made: Ref[] = [];
  const tagged = (ref: Ref): Ref => {
    if (isVirtual(ref)) return make(ref - VIRTUAL);
    if (!isValue(ref) && !isConst(ref)) return ref;
    const value = param(ref);
    const repr = reprOf(parent, ref);
    if (repr === 'val' || (value < 0 && isValue(ref))) return value;
    let box = boxed.get(value);
    if (box === undefined) {
      const int = has ? '_MAKE_INT' : '_BOX_INT';
      const name = { i64: int, f64: '_BOX_FLOAT', bool: '_BOX_BOOL' }[repr as 'i64'];
      [box] = builder.emit(op(name), [value], [], asIs);
      boxed.set(value, box);
    }
    return box;
  };
  const make = (index: number): Ref => {
    if (made[index] !== undefined) return made[index];
    const { kind, shape, fields } = exit.virtuals[index];
    if (kind === 'range-iter')
      [made[index]] = builder.emit(op('_NEW_RANGE_ITER'), fields.map(param), [], asIs);
    else if (kind === 'range') {
      [made[index]] = builder.emit(op('_BUILD_RANGE'), fields.map(tagged), [], asIs);
    } else if (kind === 'tuple' && shape) {
      [made[index]] = builder.emit(op('_NEW_TUPLE_OF'), fields.map(tagged), [fields.length, shape], asIs);
    } else if (kind === 'tuple') {
      [made[index]] = builder.emit(op('_BUILD_TUPLE'), fields.map(tagged), [fields.length], asIs);
    } else if (kind === 'method') {
      [made[index]] = builder.emit(op('_NEW_METHOD'), fields.map(tagged), [], asIs);
    } else if (kind === 'list') {
      [made[index]] = builder.emit(op('_BUILD_LIST'), fields.map(tagged), [fields.length], asIs);
    } else if (kind === 'dict') {
      [made[index]] = builder.emit(op('_NEW_DICT'), fields.map(tagged), [fields.length / 2], asIs);
    } else if (kind === 'instance') {
      const contents = fields.map(tagged);
      const [object] = builder.emit(op('_NEW_SHAPED'), [], [shape], asIs);
      made[index] = object;
      const nothing = builder.literal('NULL');
      contents.forEach((value, i) => {
        if (value !== nothing)
          builder.emit(op('_STORE_SLOT'), [value, object], [slotBase(shape) + 8 * i], asIs);
      });
    } else if (kind === 'exception') {
      [made[index]] = builder.emit(op('_NEW_EXCEPTION'), fields.map(tagged), [shape], asIs);
    } else if (kind === 'traceback') {
      const [next, object, code, globals, unit] = fields.map(tagged);
      const imms = [code, intValue(builder.pool.list[constIndex(unit)]), globals];
      [made[index]] = builder.emit(op('_NEW_TRACEBACK'), [next, object], imms, asIs);
    } else if (kind === 'past-frame') {
      const [code, globals, unit, ...values] = fields.map(tagged);
      const imms = [values.length, code, intValue(builder.pool.list[constIndex(unit)]), globals];
      [made[index]] = builder.emit(op('_ENDED_FRAME'), values, imms, asIs);
    } else throw new Error(`exits do not make a ${kind} yet`);
    return made[index];
  };
  const frames = mapFrames(exit.frames, tagged);
  writeBack(builder, exit.stores, param, tagged, asIs);
  // A root slot whose memory is unchanged and whose value the parent still holds need not be read (and guarded) again.
  const held: Ref[] = [];
  for (const { op: uop, outs, imms } of parent.insts) {
    const value = uop === FRAME_SLOT ? renamed.get(outs[0]) : undefined;
    if (value !== undefined) held[imms[0]] ??= value;
  }
  const [root] = frames;
  frames[0] = { ...root, slots: root.slots.map((ref, i) => (ref === UNCHANGED ? (held[i] ?? ref) : ref)) };
  const entry = { frames, inherited: null };
  return { builder, entry: has ? begun(entry) : entry, params };
}

/** The parent's deferred stores, as instructions. A range iterator has two in a row. */
function writeBack(
  builder: TraceBuilder,
  stores: readonly DeferredStore[],
  param: (ref: Ref) => Ref,
  tagged: (ref: Ref) => Ref,
  snapshot: RecordedSnapshot,
): void {
  stores.forEach((store, i) => {
    const { object, field, value } = store;
    if (field === 'iter.j') return;
    const second = stores[i + 1];
    if (field === 'ctx.handled') builder.emit(op('_SET_HANDLED'), [tagged(value)], [], snapshot);
    else if (field === 'cell.value')
      builder.emit(op('_STORE_CELL'), [param(object), param(value)], [], snapshot);
    else if (second?.field === 'iter.j' && second.object === object) {
      builder.emit(
        op('_RANGE_ITER_ADVANCE'),
        [param(object), param(value), param(second.value)],
        [],
        snapshot,
      );
    } else builder.emit(op('_ITER_SET_INDEX'), [param(object), param(value)], [], snapshot);
  });
}
