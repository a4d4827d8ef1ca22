/**
 * Calls of built-in functions for which tier 1 has entered a twin in Python (native/interp/twins.c): the trace follows it, as it would a call
 * of that function. Guards say that the arguments are such that the twin does what C would, and that it is the copy for what is called back.
 *
 *     sum(x for x in xs)         _GUARD_CONST v1, @sum;  _GUARD_GENERATOR_CODE v2, @code;  _PUSH_FRAME @sum (the twin), v2, 0
 *       for item in items        (the twin's loop, which has a trace of its own: this one ends here)
 */
import { isTwin } from '../contract/code.ts';
import { FrameFlag } from '../contract/frames.ts';
import { op } from '../ir/op-table.ts';
import { type Const, type Ref, T } from '../ir/trace.ts';
import { bind, callParts, guardSameClass, isNull } from './arguments.ts';
import { enter, guardFunction } from './enter-call.ts';
import { entersFrame } from './generators.ts';
import type { Recorder, StepContext } from './recorder.ts';
import type { KeywordName } from './recording.ts';

/** Guards that an argument is like the one that was seen; false: nothing is known of it. */
function guardArgument(r: Recorder, argument: Ref, seen: Const | undefined): boolean {
  const { world, builder } = r;
  const code = seen && world.generatorCode(seen);
  if (code) r.emit(op('_GUARD_GENERATOR_CODE'), [argument], [builder.constant(code)]);
  else if (seen && world.functionFacts(seen)) guardFunction(r, argument, seen);
  else if (!seen || !guardSameClass(r, argument, seen)) return false;
  // It may be the class's __iter__ that is called, and a __len__ that is not there.
  const type = seen.type === T.CELL && !code ? world.objectClass(seen) : undefined;
  if (type) r.emit(op('_GUARD_TYPE_VERSION'), [], [builder.constant(type.cls), type.version]);
  return true;
}

/** False: the current instruction has entered no twin. `names`: of the keyword arguments, whose tuple is on top of them. */
export function followTwin(
  r: Recorder,
  { step, oparg }: StepContext,
  names: readonly KeywordName[] = [],
): boolean {
  const { recording, world, builder } = r;
  const inside = step + 1;
  const seen = recording.callable(step);
  if (!entersFrame(r, step) || !seen || !isTwin(world.code(recording.code(inside)).flags)) return false;
  const twin = recording.frameFunction(inside);
  const facts = twin && world.functionFacts(twin);
  if (!facts) return false;
  const extra = names.length > 0 ? 1 : 0;
  const { callable, self, args } = callParts(r, oparg, extra);
  r.guardConst(callable, builder.constant(seen));
  const given = isNull(r, self) ? args : [self, ...args];
  const guards = given.map((argument, i) =>
    guardArgument(r, argument, recording.value(step, given.length - 1 - i + extra)),
  );
  if (guards.includes(false)) return false;
  const slots = bind(r, facts, given, names);
  enter(r, { func: builder.constant(twin), facts }, slots, oparg + 2 + extra, FrameFlag.TWIN);
  return true;
}
