/**
 * inline: calls that were followed cost nothing. Frames of inlined functions exist only in snapshots, which the recorder already
 * wrote with every frame in them; what is left of a call are the markers, and this pass drops them.
 *
 *     _PUSH_FRAME @g, v1
 *     v2 = _BINARY_OP_ADD_INT v1, 1          →   v2 = _BINARY_OP_ADD_INT v1, 1
 *     _POP_FRAME v2
 *
 * Without this pass a trace must not go on into a callee: `cutAtCall` ends it at the first call, which then pushes a real frame.
 */
import { isMarker, op } from '../../ir/op-table.ts';
import type { Inst, RecordedSnapshot, RecordedTrace } from '../../ir/trace.ts';
import type { Pass } from '../pass.ts';

const PUSH_FRAME = op('_PUSH_FRAME');
const YIELDS = op('_YIELDS');

export class Inline implements Pass {
  next!: Pass;

  visit(inst: Inst): void {
    if (!isMarker(inst.op)) this.next.visit(inst);
  }
}

/** The trace up to its first followed call, without markers of calls; when there is none, all of it. */
export function cutAtCall(trace: RecordedTrace): RecordedTrace {
  type Insts = readonly Inst<RecordedSnapshot>[];
  const unmarked = (insts: Insts) => insts.filter(({ op }) => !isMarker(op) || op === YIELDS);
  const at = trace.insts.findIndex((inst) => inst.op === PUSH_FRAME);
  if (at < 0) return { ...trace, insts: unmarked(trace.insts) };
  // The first instruction inside the callee (or the end) knows the frames as they are after the push.
  const snapshot = trace.insts[at + 1]?.snapshot ?? trace.end.snapshot;
  return { ...trace, insts: unmarked(trace.insts.slice(0, at)), end: { kind: 'call', snapshot } };
}
