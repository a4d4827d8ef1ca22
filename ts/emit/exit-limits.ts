/** What an exit can do for a trace: C has room for so many values and objects (ts/contract/limits.ts), and refuses traces with more. */
import type { GiveUp } from '../contract/give-up.ts';
import { EXIT_MAX_VALUES, EXIT_MAX_VIRTUALS } from '../contract/limits.ts';
import type { OptimizedTrace, SnapshotFrame } from '../ir/trace.ts';

/** Values that an exit writes for a frame: its slots, its function, what Frame.self_or_extra holds. */
const valuesOf = (sum: number, { slots }: SnapshotFrame): number => sum + slots.length + 2;

/** Why no exit table can describe the trace; undefined when one can. */
export function beyondExits(trace: OptimizedTrace): GiveUp | undefined {
  for (const { frames, virtuals } of trace.snapshots) {
    if (frames.reduce(valuesOf, 0) > EXIT_MAX_VALUES) return 'too-many-values';
    if (virtuals.length > EXIT_MAX_VIRTUALS) return 'too-many-virtuals';
  }
  return undefined;
}
