/**
 * map() and filter() with a Python function, which tier 1 enters like a call (native/interp/applied.c): the trace advances what they go
 * through, and follows the function. What is exhausted leaves the trace before anything has happened.
 *
 *     for y in map(f, xs)           _GUARD_SHAPE v1, #91;  _GUARD_APPLIES v1;  v2 = _APPLIED_FUNCTION v1;  _GUARD_CONST v2, @f
 *                                   v3 = _APPLIED_TO v1;  _ITER_CHECK_LIST v3, #60;  _GUARD_NOT_EXHAUSTED_LIST v3
 *                                   v4 = _ITER_NEXT_LIST v3;  _PUSH_FRAME @f, v4
 *
 * An item that a filter's function says no to ends a round of its own: FOR_ITER starts again.
 */
import { isGeneratorLike } from '../contract/code.ts';
import { Finish } from '../contract/frames.ts';
import { op } from '../ir/op-table.ts';
import type { Const, Ref } from '../ir/trace.ts';
import { argUnits } from '../ops/bytecodes.ts';
import { bind } from './arguments.ts';
import { type Callee, enter, guardFunction } from './enter-call.ts';
import { simpleIterator } from './iterators.ts';
import type { Recorder, StepContext } from './recorder.ts';
import { finishFlags } from './special.ts';
import { nextObject } from './virtual-uops.ts';

/** The function that is called and, if it is a method, what it is bound to. */
function guardApplied(r: Recorder, applied: Ref, seen: Const): { callee: Callee; bound: Ref[] } {
  const parts = r.world.methodParts(seen);
  if (!parts) return { callee: guardFunction(r, applied, seen), bound: [] };
  const func = r.builder.constant(parts.func);
  r.emit(op('_GUARD_METHOD'), [applied], [func]);
  return { callee: guardFunction(r, func, parts.func), bound: [r.emit(op('_METHOD_SELF'), [applied])] };
}

export function followApplied(r: Recorder, context: StepContext): void {
  const { step, oparg } = context;
  const { recording, world } = r;
  const seen = recording.value(step, 0);
  const parts = seen && world.applied(seen);
  const name = parts && world.objectClass(seen);
  const filters = name && world.builtinName(name.cls) === 'filter';
  const kind = parts && simpleIterator(r, parts.to);
  const facts = parts && world.functionFacts(world.methodParts(parts.func)?.func ?? parts.func);
  const entered = step + 1 < recording.length && recording.depth(step + 1) > recording.depth(step);
  if (!entered || !parts || !kind || !facts || isGeneratorLike(world.code(facts.codeId).flags)) {
    r.skipRestarts();
    nextObject(r, context);
    return;
  }
  const iter = r.top.peek(r.builder, 0);
  r.emit(op('_GUARD_SHAPE'), [iter], [seen.shape]);
  r.emit(op('_GUARD_APPLIES'), [iter]);
  const { callee, bound } = guardApplied(r, r.emit(op('_APPLIED_FUNCTION'), [iter]), parts.func);
  r.guardDepth();
  const to = r.emit(op('_APPLIED_TO'), [iter]);
  r.emit(op(kind.check), [to], [parts.to.shape]);
  r.emit(op(kind.more), [to]);
  const item = r.emit(op(kind.next), [to]);
  const flags = filters ? finishFlags(Finish.FILTER, argUnits(oparg) - 1) : finishFlags(Finish.NEXT);
  const end = r.nextUnit() + oparg + 1;
  enter(r, callee, bind(r, callee.facts, [...bound, item], []), 0, flags, filters ? item : r.null(), end);
}
