/**
 * Calls of built-in functions for which tier 1 has entered a twin in Python (native/interp/twins.c): the trace follows it, as it would a call
 * of that function. It does the same whatever it is called with, so only what is called is guarded, and what the twin was copied for.
 *
 *     sum(x for x in xs)         _GUARD_CONST v1, @sum;  _GUARD_SHAPE v2, #40;  _PUSH_FRAME @sum (the twin), v2, 0
 *       for item in iterable     (the twin's loop, which has a trace of its own: this one ends here)
 */
import { isTwin } from '../contract/code.ts';
import { FrameFlag } from '../contract/frames.ts';
import { bind, callParts, isNull } from './arguments.ts';
import { enter } from './enter-call.ts';
import type { Recorder, StepContext } from './recorder.ts';
import type { KeywordName } from './recording.ts';

/** False: the current instruction has entered no twin. `names`: of the keyword arguments, whose tuple is on top of them. */
export function followTwin(
  r: Recorder,
  { step, oparg }: StepContext,
  names: readonly KeywordName[] = [],
): boolean {
  const { recording, world, builder } = r;
  const inside = step + 1;
  const entered = inside < recording.length && recording.depth(inside) === recording.depth(step) + 1;
  const seen = recording.callable(step);
  if (!entered || !seen || !isTwin(world.code(recording.code(inside)).flags)) return false;
  const twin = recording.frameFunction(inside);
  const facts = twin && world.functionFacts(twin);
  if (!facts) return false;
  const extra = names.length > 0 ? 1 : 0;
  const { callable, self, args } = callParts(r, oparg, extra);
  r.guardConst(callable, builder.constant(seen));
  const given = isNull(r, self) ? args : [self, ...args];
  const slots = bind(r, facts, given, names);
  enter(r, { func: builder.constant(twin), facts }, slots, oparg + 2 + extra, FrameFlag.TWIN);
  return true;
}
