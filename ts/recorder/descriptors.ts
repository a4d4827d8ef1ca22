/**
 * Attributes that are descriptors written in Python: the trace follows `__get__` and `__set__`. The owner's class says which descriptor it is;
 * the descriptor's own class, that it still has the method.
 *
 *     x.a                        _GUARD_SHAPE v1, #140;  _GUARD_TYPE_VERSION @C, #9;  _GUARD_SHAPE @descr, #150;  _GUARD_TYPE_VERSION @D, #4
 *                                _PUSH_FRAME @D.__get__, @descr, v1, @C
 */
import { Finish, SpecialCall } from '../contract/frames.ts';
import { op } from '../ir/op-table.ts';
import type { Const, Ref } from '../ir/trace.ts';
import { bind } from './arguments.ts';
import { enter } from './enter-call.ts';
import type { Recorder, StepContext, VirtualUop } from './recorder.ts';
import { finishFlags, guardMethod } from './special.ts';
import { named } from './virtual-uops.ts';

/** Enters a method of the descriptor, for `consumed` operands of the stack; false: it is no Python function. */
function enterMethod(
  r: Recorder,
  which: number,
  descr: Const,
  args: readonly Ref[],
  consumed: number,
  flags: number,
): boolean {
  const method = r.world.specialMethod(which, descr, descr, 0);
  const facts = method && r.world.functionFacts(method.func);
  const ref = r.builder.constant(descr);
  if (!facts || !guardMethod(r, ref, descr, method.func, facts.version)) return false;
  const func = r.builder.constant(method.func);
  enter(r, { func, facts }, bind(r, facts, [ref, ...args], []), consumed, flags);
  return true;
}

/** The instruction has guarded that the owner's class has the descriptor. */
function get(r: Recorder, { imms, step }: StepContext): boolean {
  const seen = r.recording.value(step, 0);
  const type = seen && r.world.objectClass(seen);
  if (!type) return false;
  const args = [r.top.peek(r.builder, 0), r.builder.constant(type.cls)];
  return enterMethod(r, SpecialCall.GET, r.builder.pool.list[-1 - imms[0]], args, 1, 0);
}

function set(r: Recorder, { oparg, step }: StepContext): boolean {
  const { builder, top, world } = r;
  const seen = r.recording.value(step, 0);
  const type = seen && world.objectClass(seen);
  const descr = seen?.shape ? world.classAttribute(seen, world.name(top.codeId, oparg)) : undefined;
  if (!type || !descr?.shape) return false;
  const [owner, value] = [0, 1].map((place) => top.peek(builder, place));
  r.emit(op('_GUARD_SHAPE'), [owner], [seen.shape]);
  r.emit(op('_GUARD_TYPE_VERSION'), [], [builder.constant(type.cls), type.version]);
  return enterMethod(r, SpecialCall.SET, descr, [owner, value], 2, finishFlags(Finish.DROP));
}

export const descriptorUops: Readonly<Record<string, VirtualUop>> = {
  _LOAD_ATTR_GET_FRAME: (r, context) => {
    if (!get(r, context)) named(r, context, '_LOAD_ATTR_NAMED', 1);
  },
  _STORE_ATTR_SET_FRAME: (r, context) => {
    if (!set(r, context)) named(r, context, '_STORE_ATTR_NAMED', 0);
  },
};
