/** Last step: values, constants and snapshots get dense numbers in order of appearance, so that dumps read well and tables are small. */

import { REF_IMMEDIATES } from './notation.ts';
import type {
  AnySnapshot,
  Const,
  Inst,
  OptimizedTrace,
  Pending,
  Ref,
  Snapshot,
  SnapshotFrame,
  TraceEnd,
  Value,
} from './trace.ts';
import { constIndex, constRef, isConst, isValue, pendingIn, usedSnapshots } from './trace.ts';

/** A final snapshot with every ref replaced, of either kind. */
export function mapRefs(snapshot: AnySnapshot, map: (ref: Ref) => Ref): Snapshot {
  return { id: -1, frames: mapFrames(snapshot.frames, map), ...mapPending(pendingIn(snapshot), map) };
}

export const mapFrames = (frames: readonly SnapshotFrame[], map: (ref: Ref) => Ref): SnapshotFrame[] =>
  frames.map((frame) => ({
    ...frame,
    func: map(frame.func),
    extra: map(frame.extra),
    slots: frame.slots.map(map),
  }));

export const mapPending = ({ virtuals, stores }: Pending, map: (ref: Ref) => Ref): Pending => ({
  virtuals: virtuals.map((object) => ({ ...object, fields: object.fields.map(map) })),
  stores: stores.map((store) => ({ ...store, object: map(store.object), value: map(store.value) })),
});

/** What is to be made final: its snapshots may be recorded ones (when no pass ran) or not yet numbered. */
type Unnumbered = Omit<OptimizedTrace, 'entry' | 'insts' | 'end' | 'snapshots'> & {
  readonly entry: AnySnapshot;
  readonly insts: readonly Inst[];
  readonly end: TraceEnd;
};

export function compact(trace: Unnumbered): OptimizedTrace {
  const valueMap: Ref[] = [];
  const constMap: Ref[] = [];
  const values: Value[] = [];
  const consts: Const[] = [];
  const define = (ref: Ref): Ref => {
    valueMap[ref] = values.length;
    values.push(trace.values[ref]);
    return valueMap[ref];
  };
  const map = (ref: Ref): Ref => {
    if (isValue(ref)) return valueMap[ref] ?? define(ref);
    if (!isConst(ref)) return ref;
    const index = constIndex(ref);
    if (constMap[index] === undefined) {
      constMap[index] = constRef(consts.length);
      consts.push(trace.consts[index]);
    }
    return constMap[index];
  };

  const snapshots = new Map<AnySnapshot, Snapshot>();
  const mapSnapshot = (snapshot: AnySnapshot): Snapshot => {
    let copy = snapshots.get(snapshot);
    if (!copy) {
      copy = mapRefs(snapshot, map);
      snapshots.set(snapshot, copy);
    }
    return copy;
  };

  const params = trace.params.map((param) => ({ ...param, value: define(param.value) }));
  // Values are numbered where they are defined: phis at the loop's start.
  trace.insts.forEach((inst, i) => {
    if (i === trace.loopStart) for (const phi of trace.phis) define(phi.value);
    inst.outs.forEach(define);
  });
  if (trace.loopStart === trace.insts.length) for (const phi of trace.phis) define(phi.value);

  const insts = trace.insts.map((inst) => ({
    op: inst.op,
    args: inst.args.map(map),
    imms: inst.imms.map((imm, i) => (REF_IMMEDIATES.has(inst.op.imms[i].kind) ? map(imm) : imm)),
    outs: inst.outs.map(map),
    snapshot: inst.snapshot && mapSnapshot(inst.snapshot),
  }));
  const phis = trace.phis.map((phi) => ({
    ...phi,
    value: map(phi.value),
    left: map(phi.left),
    right: map(phi.right),
  }));
  const snapshot = mapSnapshot(trace.end.snapshot);
  const entry = mapSnapshot(trace.entry);
  const end: TraceEnd<Snapshot> =
    trace.end.kind === 'return' || trace.end.kind === 'yield'
      ? { ...trace.end, snapshot, value: map(trace.end.value) }
      : { ...trace.end, snapshot };
  const used = usedSnapshots(insts, end);
  used.forEach((each, id) => {
    each.id = id;
  });
  return {
    kind: trace.kind,
    name: trace.name,
    entry,
    params,
    values,
    consts,
    insts,
    loopStart: trace.loopStart,
    phis,
    end,
    snapshots: used,
    dependencies: trace.dependencies.map((dependency) =>
      dependency.kind === 'class'
        ? { kind: 'class' as const, cls: map(dependency.cls) }
        : { kind: 'global' as const, dict: map(dependency.dict), key: map(dependency.key) },
    ),
    refinements: trace.refinements
      .filter((fact) => valueMap[fact.value] !== undefined)
      .map((fact) => ({ ...fact, value: map(fact.value) })),
  };
}
