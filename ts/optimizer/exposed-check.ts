/**
 * First in the chain, and no pass: it has no switch, since nothing would be right without it.
 *
 *     s1: 1@4 [$0] ; $0 = instance#40(i1)            s1: 1@4 [$0] ; $0 = instance#40(i1)
 *     v2 = _CALL_BUILTIN_O @f, NULL, v1  ? s1   →    v2 = _CALL_BUILTIN_O @f, NULL, v1  ? s1
 *     … the next bytecode                            _CHECK_EXPOSED  ? s2
 *
 * Code that the trace calls may look at its frames: at the locals of inlined functions, say, by `sys._getframe`. The runtime then makes
 * what the call's snapshot describes, hands it out, and marks the root frame (native/jit/frame_views.c). From then on the objects
 * exist, so the trace must not go on with their descriptions: it leaves as soon as there is a snapshot after the call. What raises cannot
 * leave there, for it would run again: _RAISED itself leaves, with its exception.
 */
import { op } from '../ir/op-table.ts';
import type { AnySnapshot, Inst, RecordedSnapshot, RecordedTrace } from '../ir/trace.ts';
import { hasBegun, isBetweenInstructions, isRecorded } from '../ir/trace.ts';
import type { Chain } from './chain.ts';
import type { Pass } from './pass.ts';

const CHECK_EXPOSED = op('_CHECK_EXPOSED');
const YIELDS = op('_YIELDS');

const checkAt = (snapshot: RecordedSnapshot): Inst<RecordedSnapshot> => ({
  op: CHECK_EXPOSED,
  args: [],
  imms: [],
  outs: [],
  snapshot,
});

/** The instructions of a trace that is not optimized, with the checks: there only frames of inlined calls do not exist. */
export function checkedForExposure({ insts, end }: RecordedTrace): Inst<RecordedSnapshot>[] {
  const checked: Inst<RecordedSnapshot>[] = [];
  let before: RecordedSnapshot | null = null;
  const check = (snapshot: RecordedSnapshot | null): void => {
    if (!before || !snapshot || snapshot === before) return;
    if (!hasBegun(snapshot)) checked.push(checkAt(snapshot));
    before = null;
  };
  for (const inst of insts) {
    if (inst.snapshot && isBetweenInstructions(inst.snapshot)) check(inst.snapshot);
    checked.push(inst);
    if (inst.op.effects.runsCode && inst.snapshot && inst.snapshot.frames.length > 1) before = inst.snapshot;
  }
  check(end.snapshot);
  return checked;
}

export class ExposedCheck implements Pass {
  next!: Pass;
  private chain!: Chain;
  /** State before the last bytecode that may have run code. */
  private before: AnySnapshot | null = null;

  begin(chain: Chain): void {
    this.chain = chain;
    this.before = null;
  }

  visit(inst: Inst): void {
    const { snapshot } = inst;
    if (this.chain.exposed && snapshot && isBetweenInstructions(snapshot)) this.check(snapshot);
    if (inst.op === YIELDS) return; // it was there for its snapshot
    if (inst.op.effects.runsCode) {
      // The frame's mark would be overwritten.
      if (this.chain.exposed) throw new Error(`${inst.op.name}: the second of its bytecode that runs code`);
      this.before = inst.snapshot;
    }
    this.next.visit(inst);
  }

  /** The trace has come to the state `snapshot`. */
  check(snapshot: AnySnapshot | null): void {
    if (!this.chain.exposed || !snapshot || snapshot === this.before || !isRecorded(snapshot)) return;
    this.chain.exposed = false;
    if (!hasBegun(snapshot)) this.next.visit(checkAt(snapshot));
  }

  save(): AnySnapshot | null {
    return this.before;
  }
  restore(before: AnySnapshot | null): void {
    this.before = before;
  }
}
