/** How a trace ends whose recording ran to its end: in a loop, or at the entry of another trace. */
import type { RecordedSnapshot, TraceEnd } from '../ir/trace.ts';
import type { Recorder } from './recorder.ts';
import { snapshotOf } from './symbolic-frame.ts';
import { Unrecordable } from './unrecordable.ts';

export function endOfRecording({ recording, frames, anchor }: Recorder): TraceEnd<RecordedSnapshot> {
  const { end, length, resumeUnit } = recording;
  if (end.kind === 'stopped') throw new Unrecordable(end.reason);
  if (length === 0) throw new Unrecordable('empty');
  if (end.kind === 'closed') {
    if (frames.length > 1) throw new Unrecordable('closed-in-callee');
    return { kind: 'loop', snapshot: snapshotOf(frames, anchor.unit, anchor.unit) };
  }
  if (end.depth !== frames.length - 1) throw new Unrecordable('stopped-in-callee');
  if (resumeUnit === undefined) throw new Unrecordable('no-resume-point');
  return { kind: 'link', target: end.trace, snapshot: snapshotOf(frames, resumeUnit, resumeUnit) };
}
