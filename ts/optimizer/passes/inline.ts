/**
 * inline: calls that were followed cost nothing. Frames of inlined functions exist only in snapshots, which the recorder already
 * wrote with every frame in them; what is left of a call are the markers, and this pass drops them.
 *
 *     _PUSH_FRAME @g, v1
 *     v2 = _BINARY_OP_ADD_INT v1, 1          →   v2 = _BINARY_OP_ADD_INT v1, 1
 *     _RETURN_VALUE v2
 *
 * Without this pass a trace must not go on into a callee: `cutAtCall` ends it at the first call, which then pushes a real frame.
 */
import type { Pass } from '../chain.ts';
import type { Inst, Trace } from '../ir.ts';
import { isMarker, op } from '../op-table.ts';

const PUSH_FRAME = op('_PUSH_FRAME');

export class Inline implements Pass {
  readonly name = 'inline';
  next!: Pass;

  visit(inst: Inst): void {
    if (!isMarker(inst.op)) this.next.visit(inst);
  }
}

/** The trace up to its first followed call; the trace itself when there is none. */
export function cutAtCall(trace: Trace): Trace {
  const at = trace.insts.findIndex((inst) => inst.op === PUSH_FRAME);
  if (at < 0) return trace;
  // The first instruction inside the callee (or the end) knows the frames as they are after the push.
  const snapshot = trace.insts[at + 1]?.snapshot ?? trace.end.snapshot;
  return { ...trace, insts: trace.insts.slice(0, at), end: { kind: 'call', snapshot } };
}
