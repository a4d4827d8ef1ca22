/**
 * Guards on what a call returned whose snapshot is the state of the *other* outcome: an iterator's NULL at its end, the branch that SEND did
 * not take. The call is over and has had its effects, so nobody else may leave through that state.
 *
 *     v1 = _ITER_NEXT_OBJECT v0       ? s0
 *     _GUARD_NOT_CONST v1, #NULL      ? s1          s1: after the loop
 */
import { op } from '../ir/op-table.ts';
import type { AnySnapshot, Inst, Ref } from '../ir/trace.ts';

const GUARDS = new Set(
  ['_GUARD_CONST', '_GUARD_NOT_CONST', '_GUARD_IS_TRUE_POP', '_GUARD_IS_FALSE_POP'].map((name) => op(name)),
);

/** Knows the last instruction that may have run code, and that state. */
export class Outcome {
  private outs: readonly Ref[] = [];
  private other: AnySnapshot | null = null;

  /** To be told of each instruction that may run code. */
  ran(inst: Inst): void {
    this.outs = inst.outs;
    this.other = null;
  }

  /** Whether the instruction, an outcome guard or what a pass makes of one, has the state of the other outcome. */
  isOther(inst: Inst): boolean {
    if (GUARDS.has(inst.op) && this.outs.includes(inst.args[0])) this.other = inst.snapshot;
    return this.other !== null && inst.snapshot === this.other;
  }

  copy(): Outcome {
    const copy = new Outcome();
    copy.outs = this.outs;
    copy.other = this.other;
    return copy;
  }
}
