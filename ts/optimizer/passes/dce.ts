/**
 * dce: drops what nobody needs, in one sweep from the end. A phi lives if its value is used; then its right side does.
 *
 *     b3 = _I64_LT i1, i2            (the guard was fused)
 *     _GUARD_I64_LT i1, i2      →    _GUARD_I64_LT i1, i2
 *     i4 = _I64_ADD i1, i2           (exits only where the sum does not fit)
 *     i5 = _I64_FLOORDIV i1, i2      i5 = _I64_FLOORDIV i1, i2      (raises where i2 is zero)
 *
 * Guards, stores and calls stay. Of ops that can exit only those go whose exit merely says that the result does not fit.
 */
import type { Inst, Phi, Ref, Snapshot } from '../../ir/trace.ts';
import { isValue } from '../../ir/trace.ts';
import type { Uop } from '../../ops/types.ts';

function isRemovable({ outs, effects, exits, overflows }: Uop): boolean {
  if (outs.length === 0) return false;
  if (effects.writes || effects.runsCode) return false;
  // An allocation fails only when memory is short.
  if (effects.raises && !effects.allocates) return false;
  return !exits || overflows === true;
}

const known = new Map<Uop, boolean>();
function removable({ op, outs }: Inst): boolean {
  let answer = known.get(op);
  if (answer === undefined) known.set(op, (answer = isRemovable(op)));
  return answer && outs.length > 0;
}

export function removeDead(
  insts: Inst<Snapshot>[],
  loopStart: number,
  phis: Phi[],
  end: Snapshot,
  alive: readonly Ref[],
  values: number,
): { insts: Inst<Snapshot>[]; loopStart: number; phis: Phi[] } {
  const live = new Uint8Array(values);
  const mark = (ref: Ref): void => {
    if (isValue(ref)) live[ref] = 1;
  };
  const marked = new Set<Snapshot>();
  const markSnapshot = (snapshot: Snapshot | null): void => {
    if (!snapshot || marked.has(snapshot)) return;
    marked.add(snapshot);
    for (const frame of snapshot.frames) {
      frame.slots.forEach(mark);
      mark(frame.func);
      mark(frame.extra);
    }
    for (const object of snapshot.virtuals) object.fields.forEach(mark);
    for (const store of snapshot.stores) {
      mark(store.object);
      mark(store.value);
    }
  };
  alive.forEach(mark);
  // A loop's end is never left through; the state there follows from the phis.
  if (loopStart < 0) markSnapshot(end);

  const sweep = (): void => {
    for (let i = insts.length - 1; i >= 0; i--) {
      const inst = insts[i];
      if (removable(inst) && !inst.outs.some((out) => live[out])) continue;
      inst.args.forEach(mark);
      markSnapshot(inst.snapshot);
    }
  };
  sweep();
  // Around the loop: a phi found alive brings its sides to life, until nothing changes. Each round settles at least one phi.
  for (let changed = true; changed; ) {
    changed = false;
    for (const phi of phis) {
      if (!live[phi.value]) continue;
      for (const side of [phi.left, phi.right]) {
        if (isValue(side) && !live[side]) {
          live[side] = 1;
          changed = true;
        }
      }
    }
    if (changed) sweep();
  }
  const kept: Inst<Snapshot>[] = [];
  let start = loopStart;
  insts.forEach((inst, i) => {
    if (removable(inst) && !inst.outs.some((out) => live[out])) {
      if (i < loopStart) start--;
    } else kept.push(inst);
  });
  return { insts: kept, loopStart: start, phis: phis.filter((phi) => live[phi.value]) };
}
