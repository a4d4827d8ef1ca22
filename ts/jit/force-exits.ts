/**
 * `--stress=exits`: in front of every guard stands an exit with the same snapshot that is taken once. Snapshots are where trace compilers
 * break, and most guards hardly ever fail.
 *
 * Left alone are exits in the middle of an instruction (the outcome of a next()): their state is true only when the guard has failed.
 */

import { op } from '../ir/op-table.ts';
import { type Inst, isBetweenInstructions, type OptimizedTrace, type Snapshot } from '../ir/trace.ts';

const FORCE_EXIT = op('_FORCE_EXIT');

/** The trace with its guards forced; `next` numbers them. */
export function forceExits(trace: OptimizedTrace, next: () => number): OptimizedTrace {
  const insts: Inst<Snapshot>[] = [];
  /** Where each instruction's group now begins. */
  const places: number[] = [];
  for (const inst of trace.insts) {
    places.push(insts.length);
    const { snapshot } = inst;
    if (snapshot && inst.op.exits && isBetweenInstructions(snapshot))
      insts.push({ op: FORCE_EXIT, args: [], imms: [next()], outs: [], snapshot });
    insts.push(inst);
  }
  places.push(insts.length);
  const refinements = trace.refinements.map((fact) => ({ ...fact, at: places[fact.at] ?? insts.length }));
  const loopStart = trace.loopStart < 0 ? -1 : places[trace.loopStart];
  return { ...trace, insts, loopStart, refinements };
}
