/**
 * Where every item of a trace is used. An *item* is what a register or spill slot can hold: SSA value `v` is item `v`, constant `c`
 * is item `values.length + c`.
 *
 * Positions are instruction indices; `end` (= insts.length) is the trace's end. A use is *strong* where the item must be in a
 * register (operands, and what the back edge carries into a phi) and *weak* where any location will do (snapshots, array
 * operands). What is defined before the loop and used in it lives until past the end, since the next iteration uses it again.
 */
import type { OptimizedTrace, Ref, Snapshot } from '../../ir/trace.ts';
import { constIndex, handedOver, isValue } from '../../ir/trace.ts';
import { arrayIndex } from '../variants.ts';

export const NEVER = 0x3fffffff;

export interface Liveness {
  readonly items: number;
  readonly end: number;
  /** Last position at which the item must still be somewhere; −1 when it is never used. */
  readonly last: Int32Array;
  /** Strong uses of item i: uses[start[i] … start[i + 1]), ascending. */
  readonly start: Int32Array;
  readonly uses: Int32Array;
  /** First strong use in the loop, NEVER when there is none. */
  readonly firstInLoop: Int32Array;
  /** Lives through the whole loop: defined before it and used in it, or a constant used in it. */
  readonly throughLoop: Uint8Array;
  /** Positions of instructions that clobber registers, ascending. */
  readonly clobbers: Int32Array;
}

export const itemOf = (trace: OptimizedTrace, ref: Ref): number =>
  ref >= 0 ? ref : trace.values.length + constIndex(ref);

/** Calls `each` for every value that a snapshot mentions, in its virtual objects and stores too. */
export function snapshotRefs(snapshot: Snapshot, each: (ref: Ref) => void): void {
  const visit = (ref: Ref): void => {
    if (isValue(ref)) each(ref);
  };
  for (const frame of snapshot.frames) {
    visit(frame.func);
    visit(frame.extra);
    for (const ref of frame.slots) visit(ref);
  }
  for (const object of snapshot.virtuals) for (const ref of object.fields) visit(ref);
  for (const store of snapshot.stores) {
    visit(store.object);
    visit(store.value);
  }
}

export function analyseLiveness(trace: OptimizedTrace): Liveness {
  const { insts, loopStart, phis } = trace;
  const items = trace.values.length + trace.consts.length;
  const end = insts.length;
  const { start, uses } = strongUses(trace, items);
  const { last, inLoop } = lastUses(trace, items);
  const defined = new Int32Array(items).fill(-1);
  const clobbers: number[] = [];
  insts.forEach(({ op, outs }, i) => {
    if (op.registers !== 'regs') clobbers.push(i);
    for (const out of outs) defined[out] = i;
  });

  const firstInLoop = new Int32Array(items).fill(NEVER);
  const throughLoop = new Uint8Array(items);
  if (loopStart >= 0) {
    for (const phi of phis) defined[phi.value] = loopStart;
    for (let item = 0; item < items; item++) {
      for (let k = start[item]; k < start[item + 1]; k++) {
        if (uses[k] < loopStart) continue;
        firstInLoop[item] = uses[k];
        break;
      }
      if (inLoop[item] && defined[item] < loopStart) {
        throughLoop[item] = 1;
        last[item] = end + 1;
      }
    }
  }
  return { items, end, last, start, uses, firstInLoop, throughLoop, clobbers: Int32Array.from(clobbers) };
}

/** Strong uses by item, as in Liveness. */
function strongUses(trace: OptimizedTrace, items: number): { start: Int32Array; uses: Int32Array } {
  const start = new Int32Array(items + 1);
  eachStrongUse(trace, (item) => {
    start[item + 1]++;
  });
  for (let i = 0; i < items; i++) start[i + 1] += start[i];
  const uses = new Int32Array(start[items]);
  const fill = start.slice();
  eachStrongUse(trace, (item, at) => {
    uses[fill[item]++] = at;
  });
  return { start, uses };
}

/** By ascending position. What a phi takes on the way into the loop is used at the loop's start. */
function eachStrongUse(trace: OptimizedTrace, each: (item: number, at: number) => void): void {
  const { insts, loopStart, phis } = trace;
  const end = insts.length;
  for (let i = 0; i < end; i++) {
    if (i === loopStart) for (const phi of phis) each(itemOf(trace, phi.left), i);
    const { op, args } = insts[i];
    const array = arrayIndex(op.ins);
    const after = array < 0 ? 0 : array + 1 + args.length - op.ins.length;
    for (let k = 0; k < args.length; k++)
      if (array < 0 || k < array || k >= after) each(itemOf(trace, args[k]), i);
  }
  if (loopStart >= 0) for (const phi of phis) each(itemOf(trace, phi.right), end);
  const value = handedOver(trace.end);
  if (value !== undefined) each(itemOf(trace, value), end);
}

/** Last use of each item, strong or weak, one iteration of the loop taken alone; and whether it is used in the loop. */
function lastUses(trace: OptimizedTrace, items: number): { last: Int32Array; inLoop: Uint8Array } {
  const { insts, loopStart, phis } = trace;
  const end = insts.length;
  const looping = loopStart >= 0;
  const last = new Int32Array(items).fill(-1);
  const inLoop = new Uint8Array(items);
  const touch = (item: number, at: number): void => {
    if (at > last[item]) last[item] = at;
    if (looping && at >= loopStart) inLoop[item] = 1;
  };
  for (let i = 0; i < end; i++) {
    const { args, snapshot } = insts[i];
    for (const ref of args) touch(itemOf(trace, ref), i);
    if (snapshot) snapshotRefs(snapshot, (ref) => touch(ref, i));
  }
  for (const phi of phis) {
    // Read on the way into the loop: alive after the last instruction before it. That alone is no use in the loop.
    const left = itemOf(trace, phi.left);
    if (last[left] < loopStart) last[left] = loopStart;
    touch(itemOf(trace, phi.right), end);
  }
  if (!looping) snapshotRefs(trace.end.snapshot, (ref) => touch(ref, end));
  const value = handedOver(trace.end);
  if (value !== undefined) touch(itemOf(trace, value), end);
  return { last, inLoop };
}
