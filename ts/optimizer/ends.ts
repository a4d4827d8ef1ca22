/** How the new trace ends: what must be in memory by then, and the end in terms of the new trace. */
import { op } from '../ir/op-table.ts';
import type { RecordedSnapshot, Ref, Snapshot, TraceEnd } from '../ir/trace.ts';
import { begun, handedOver, UNCHANGED } from '../ir/trace.ts';
import type { Chain } from './chain.ts';
import type { Virtual } from './passes/virtual.ts';

const CHECK_PERIODIC = op('_CHECK_PERIODIC');

/**
 * A trace that goes on at the entry of a callee, which may be this trace, does not come by the bytecode that looks at ctx->pending there:
 * it looks itself, unless it has done so on its way. Else a recursion would run to its end, however deep.
 */
export function checkBeforeCallee(chain: Chain, end: TraceEnd<RecordedSnapshot>): void {
  const { kind, snapshot } = end;
  const enters = kind === 'call' || (kind === 'link' && snapshot.frames.length > 1);
  if (!enters || chain.input.insts.some((inst) => inst.op === CHECK_PERIODIC)) return;
  chain.first.visit({ op: CHECK_PERIODIC, args: [], imms: [], outs: [], snapshot });
}

/** Ends that leave the trace for good take their state from frames: everything is made and written back before. */
export function settle(chain: Chain, virtual: Virtual | null, end: TraceEnd<RecordedSnapshot>): void {
  if (end.kind === 'exit') return;
  virtual?.flush();
  virtual?.settleHandled();
  const value = handedOver(end);
  const refs = value === undefined ? [] : [value];
  for (const frame of end.snapshot.frames) {
    if (end.kind !== 'return') refs.push(...frame.slots, frame.func, frame.extra);
  }
  // Back in a generator after its yield nobody would yield the value: ints are made whatever their size.
  const state = end.kind === 'yield' ? begun(end.snapshot) : end.snapshot;
  for (const ref of refs) {
    const now = chain.mapped(ref);
    if (now >= 0) chain.force(now, state);
  }
}

export function translateEnd(chain: Chain, end: TraceEnd<RecordedSnapshot>): TraceEnd<Snapshot> {
  const snapshot = chain.translate(end.snapshot);
  if (end.kind === 'return') return { kind: 'return', snapshot, value: chain.mapped(end.value) };
  if (end.kind === 'exit') return { ...end, snapshot };
  // Where the trace goes on into another, machine code writes the frames itself: tagged words, which `settle` has made.
  const word = (ref: Ref): Ref => (ref === UNCHANGED ? ref : chain.mapped(ref));
  const frames = snapshot.frames.map((frame, f) => ({
    ...frame,
    slots: end.snapshot.frames[f].slots.map(word),
  }));
  const written = { ...snapshot, frames };
  return end.kind === 'yield'
    ? { ...end, snapshot: written, value: chain.mapped(end.value) }
    : { ...end, snapshot: written };
}
