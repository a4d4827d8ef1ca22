/**
 * f(*args, **kwargs) of a Python function, a bound method, or a class with a Python `__init__`, followed when it passes a tuple and a dict: how many items there are, and the keys in
 * their order, are guarded.
 *
 *     CALL_FUNCTION_EX           _GUARD_TOS_TUPLE v1;  i2 = _TUPLE_LENGTH v1;  _GUARD_I64_EQ_IMM i2, #1;  v3 = _LOAD_TUPLE_ITEM v1, #0
 *                                _GUARD_DICT_LENGTH v4, #1;  _GUARD_DICT_KEY v4, #0, @b;  v5 = _LOAD_DICT_ENTRY v4, #0
 */
import { isGeneratorLike } from '../contract/code.ts';
import { Finish, SpecialCall } from '../contract/frames.ts';
import { op } from '../ir/op-table.ts';
import type { Const, Ref } from '../ir/trace.ts';
import { bind, tupleItems } from './arguments.ts';
import { fewNames, guardEntries } from './displays.ts';
import { enter, expandMethod, guardFunction } from './enter-call.ts';
import type { Recorder, StepContext } from './recorder.ts';
import { finishFlags } from './special.ts';

/** More arguments are left to C. */
const MAX_ARGUMENTS = 16;

/** Whose Python function it is that such a call enters, and what it gives the function for self. */
interface Called {
  readonly func: Const;
  readonly kind: 'function' | 'method' | 'class';
}

function calledBy(r: Recorder, seen: Const): Called | undefined {
  const method = r.world.methodParts(seen);
  if (method) return { func: method.func, kind: 'method' };
  const init = r.world.specialMethod(SpecialCall.INIT, seen, seen, 0);
  return init ? { func: init.func, kind: 'class' } : { func: seen, kind: 'function' };
}

/** Guards what is called; self, if it gets one, is made by `self` when the arguments are known. */
function guardCalled(r: Recorder, callable: Ref, seen: Const, { func, kind }: Called) {
  const { builder, world } = r;
  if (kind === 'function') return { callee: guardFunction(r, callable, seen) };
  if (kind === 'method') {
    const parts = expandMethod(r, callable, seen, world.methodParts(seen)!);
    return { callee: guardFunction(r, parts.func, func), self: () => parts.self };
  }
  const cls = builder.constant(seen);
  const { rootShape, version } = world.classFacts(seen)!;
  r.guardConst(callable, cls);
  r.emit(op('_GUARD_TYPE_VERSION'), [], [cls, version]);
  const callee = guardFunction(r, builder.constant(func), func);
  return { callee, self: () => r.emit(op('_NEW_INSTANCE'), [], [cls, rootShape]) };
}

/** False: the call goes through C. */
export function callUnpacked(r: Recorder, { step }: StepContext): boolean {
  const { recording, world, builder, top } = r;
  // Of four logged values that are not there the keyword arguments alone may be missing: NULL.
  const [kwSeen, argsSeen, , funcSeen] = [0, 1, 2, 3].map((place) => recording.value(step, place));
  const entered = step + 1 < recording.length && recording.depth(step + 1) > recording.depth(step);
  const called = funcSeen && calledBy(r, funcSeen);
  const facts = called && world.functionFacts(called.func);
  if (!entered || !facts || isGeneratorLike(world.code(facts.codeId).flags)) return false;
  const count = world.tupleLength(argsSeen);
  const names = kwSeen ? fewNames(r, kwSeen) : []; // none: they cannot be
  if (count === undefined || count > MAX_ARGUMENTS || !names) return false;
  const [kwargs, args, , callable] = [0, 1, 2, 3].map((place) => top.peek(builder, place));
  const { callee, self } = guardCalled(r, callable, funcSeen, called);
  const given = tupleItems(r, args, count);
  if (!kwSeen) r.guardConst(kwargs, r.null());
  else given.push(...guardEntries(r, kwargs, names));
  const first = self?.();
  if (first !== undefined) given.unshift(first);
  const isClass = called.kind === 'class';
  const flags = isClass ? finishFlags(Finish.INIT) : 0;
  enter(r, callee, bind(r, callee.facts, given, names), 4, flags, isClass ? first : r.null());
  return true;
}
