/** `--no-pass=all`: the recorded trace as it is, without the markers of followed calls, in the form that the back end reads. */
import { compact } from '../ir/compact.ts';
import { isMarker } from '../ir/op-table.ts';
import type { OptimizedTrace, RecordedTrace } from '../ir/trace.ts';

export function unoptimized(trace: RecordedTrace): OptimizedTrace {
  const insts = trace.insts.filter((inst) => !isMarker(inst.op));
  return compact({ ...trace, insts, loopStart: -1, phis: [], dependencies: [], refinements: [] });
}
