/** range() of ints, which is no call in a trace. */
import { intConst, intValue } from '../ir/constants.ts';
import { op } from '../ir/op-table.ts';
import { type Ref, T } from '../ir/trace.ts';
import { callParts, isNull } from './arguments.ts';
import type { Recorder, StepContext } from './recorder.ts';
import { Unrecordable } from './unrecordable.ts';

/** range() of ints is no call: loops over it are what traces are made for. False: it is something else. */
export function callRange(r: Recorder, { oparg, step }: StepContext): boolean {
  const seen = r.recording.callable(step);
  if (!seen || r.world.builtinName(seen) !== 'range' || r.recording.hasSelf(step) || oparg < 1 || oparg > 3)
    return false;
  for (let place = 0; place < oparg; place++)
    if (r.recording.value(step, place)?.type !== T.INT) return false;
  const { callable, self, args } = callParts(r, oparg);
  // A step of 0 is an error; one that varies, or that the optimizer cannot calculate with (NaN), is rare.
  const by = oparg < 3 ? 1 : args[2] < 0 ? intValue(r.builder.pool.list[-1 - args[2]]) : Number.NaN;
  if (!(Math.abs(by) >= 1)) return false;
  r.guardConst(callable, r.builder.constant(seen));
  if (!isNull(r, self)) throw new Unrecordable('self-differs');
  for (const arg of args) if (arg >= 0) r.emit(op('_GUARD_INT'), [arg]);
  const int = (value: number): Ref => r.builder.constant(intConst(value));
  const [start, stop] = oparg === 1 ? [int(0), args[0]] : args;
  const range = r.emit(op('_BUILD_RANGE'), [start, stop, oparg === 3 ? args[2] : int(1)]);
  r.top.drop(oparg + 2);
  r.top.push(range);
  return true;
}
