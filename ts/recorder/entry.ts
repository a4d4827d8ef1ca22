/** The frames with which a trace begins: the running one, or those of the exit at which a bridge begins. */
import type { InheritedState } from '../ir/inherit.ts';
import { op } from '../ir/op-table.ts';
import type { RecordedSnapshot, Ref } from '../ir/trace.ts';
import { UNCHANGED } from '../ir/trace.ts';
import { beginInHandler } from './exceptions.ts';
import type { Recorder } from './recorder.ts';
import { SymbolicFrame, snapshotOf } from './symbolic-frame.ts';
import { Unrecordable } from './unrecordable.ts';

/** Fills `r.frames`; returns the state on entry. */
export function enterFrames(r: Recorder, inherited: InheritedState | undefined): RecordedSnapshot {
  const entry = inherited ? inheritFrames(r, inherited) : enterRoot(r);
  // An exception on its way has been taken by now: back at the instruction that raised it, a guard would have it run again.
  if (r.world.rootCodeIsShared()) guardRoot(r, r.anchor.raising ? r.snapshot() : entry);
  return entry;
}

function enterRoot(r: Recorder): RecordedSnapshot {
  const { anchor, world, frames } = r;
  const code = world.code(anchor.codeId);
  const facts = world.functionFacts(world.rootFunction());
  if (!facts) throw new Error('the root frame has no function');
  const { globals, builtins } = facts;
  const slots = new Array<Ref>(code.localsplusNames.length + anchor.stackDepth).fill(UNCHANGED);
  r.open(new SymbolicFrame(anchor.codeId, code, UNCHANGED, globals, builtins, 0, UNCHANGED, true, slots));
  return snapshotOf(frames, anchor.unit, anchor.unit);
}

/** Frames of the exit, on tagged values that the prologue has made. */
function inheritFrames(r: Recorder, { entry, builder }: InheritedState): RecordedSnapshot {
  const { world } = r;
  entry.frames.forEach((frame, i) => {
    const func =
      i === 0 ? world.rootFunction() : frame.func < 0 ? builder.pool.list[-1 - frame.func] : undefined;
    const facts = func ? world.functionFacts(func) : world.namespaceOf(frame.code);
    if (!facts) throw new Unrecordable('inherited-function');
    const symbolic = new SymbolicFrame(
      frame.code,
      world.code(frame.code),
      frame.func,
      facts.globals,
      facts.builtins,
      frame.flags,
      frame.extra,
      i === 0,
      frame.slots.slice(),
    );
    symbolic.resume = frame.resume;
    symbolic.ip = frame.ip;
    symbolic.afterYield = frame.afterYield;
    r.open(symbolic);
  });
  if (r.anchor.raising) beginInHandler(r, entry);
  return entry;
}

/** What the trace takes for granted about the root frame, when other frames of that code may differ. */
function guardRoot(r: Recorder, snapshot: RecordedSnapshot): void {
  const [root] = r.frames;
  const imms = [r.builder.constant(root.globals), r.builder.constant(root.builtins)];
  r.emit(op('_GUARD_ROOT_GLOBALS'), [], imms, snapshot);
  if (r.world.rootNamespaceIsGlobals()) r.emit(op('_GUARD_ROOT_NAMESPACE'), [], [], snapshot);
}
