/**
 * f(*args, **kwargs) of a Python function, followed when it passes a tuple and a dict: how many items there are, and the keys in
 * their order, are guarded.
 *
 *     CALL_FUNCTION_EX           _GUARD_TOS_TUPLE v1;  i2 = _TUPLE_LENGTH v1;  _GUARD_I64_EQ_IMM i2, #1;  v3 = _LOAD_TUPLE_ITEM v1, #0
 *                                _GUARD_DICT_LENGTH v4, #1;  _GUARD_DICT_KEY v4, #0, @b;  v5 = _LOAD_DICT_ENTRY v4, #0
 */
import { isGeneratorLike } from '../contract/code.ts';
import { op } from '../ir/op-table.ts';
import type { Ref } from '../ir/trace.ts';
import { bind } from './arguments.ts';
import { fewNames, guardEntries } from './displays.ts';
import { enter, guardFunction } from './enter-call.ts';
import type { Recorder, StepContext } from './recorder.ts';

/** More arguments are left to C. */
const MAX_ARGUMENTS = 16;

/** False: the call goes through C. */
export function callUnpacked(r: Recorder, { step }: StepContext): boolean {
  const { recording, world, builder, top } = r;
  // Of four logged values that are not there the keyword arguments alone may be missing: NULL.
  const [kwSeen, argsSeen, , funcSeen] = [0, 1, 2, 3].map((place) => recording.value(step, place));
  const entered = step + 1 < recording.length && recording.depth(step + 1) > recording.depth(step);
  const facts = funcSeen && world.functionFacts(funcSeen);
  if (!entered || !facts || isGeneratorLike(world.code(facts.codeId).flags)) return false;
  const count = world.tupleLength(argsSeen);
  const names = kwSeen ? fewNames(r, kwSeen) : []; // none: they cannot be
  if (count === undefined || count > MAX_ARGUMENTS || !names) return false;
  const [kwargs, args, , callable] = [0, 1, 2, 3].map((place) => top.peek(builder, place));
  const callee = guardFunction(r, callable, funcSeen);
  r.emit(op('_GUARD_TOS_TUPLE'), [args]);
  r.emit(op('_GUARD_I64_EQ_IMM'), [r.emit(op('_TUPLE_LENGTH'), [args])], [count]);
  const given: Ref[] = [];
  for (let i = 0; i < count; i++) given.push(r.emit(op('_LOAD_TUPLE_ITEM'), [args], [i]));
  if (!kwSeen) r.guardConst(kwargs, r.null());
  else given.push(...guardEntries(r, kwargs, names));
  enter(r, callee, bind(r, callee.facts, given, names), 4);
  return true;
}
