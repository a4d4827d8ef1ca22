/**
 * A call that is followed: what is called is guarded to be the same function, its frame becomes a symbolic one. A recursive call is followed
 * a few levels deep; then the trace ends with `call`.
 */

import type { CodeObject } from '../compiler/code-object.ts';
import { isGeneratorLike } from '../contract/code.ts';
import { FRAME_HEADER_WORDS } from '../contract/frames.ts';
import { TRACE_FRAME_WORDS } from '../contract/limits.ts';
import { op } from '../ir/op-table.ts';
import type { Const, Ref } from '../ir/trace.ts';
import { bind, callParts, isNull } from './arguments.ts';
import { hasLoop } from './loop-extent.ts';
import type { Recorder, StepContext } from './recorder.ts';
import type { FunctionFacts } from './recording.ts';
import { SymbolicFrame } from './symbolic-frame.ts';
import { Unrecordable } from './unrecordable.ts';

/** Frames that a trace may have open at once. */
const MAX_FRAMES = 12;
/** Instructions of a trace that may lie before a recursive call that is followed. */
const MAX_UNROLLED = 60;

export interface Callee {
  readonly func: Ref;
  readonly facts: FunctionFacts;
}

/** Guards that the callable is the function that was called, and returns its facts. */
export function guardFunction(r: Recorder, callable: Ref, seen: Const | undefined): Callee {
  const facts = seen && r.world.functionFacts(seen);
  if (!seen || !facts) throw new Unrecordable('callee-unknown');
  const func = r.builder.constant(seen);
  r.guardConst(callable, func);
  r.emit(op('_GUARD_FUNCTION_VERSION'), [func], [facts.version]);
  return { func, facts };
}

/** The function that was called; `bound`: through a bound method, whose self the stack has by now. */
function calledFunction(r: Recorder, step: number): { seen: Const | undefined; bound: boolean } {
  const seen = r.recording.callable(step);
  const parts = seen && r.world.methodParts(seen);
  return { seen: parts?.func ?? seen, bound: parts !== undefined };
}

/** Whether a call of that code is one recursion too many to be followed. */
function endsAt(r: Recorder, codeId: number): boolean {
  const open = r.frames.filter((frame) => frame.codeId === codeId).length;
  if (open === 0) return false;
  if (open > r.maxRecursion || r.builder.insts.length > MAX_UNROLLED) return true;
  // Loops have traces of their own; one that has none yet would be followed round for round.
  if (hasLoop(r.world.code(codeId).units)) return true;
  const words = (code: CodeObject): number =>
    FRAME_HEADER_WORDS + code.localsplusNames.length + code.stacksize;
  // This call and the one that will end the trace.
  let total = 2 * words(r.world.code(codeId));
  for (const frame of r.frames.slice(1)) total += words(frame.code);
  return total > TRACE_FRAME_WORDS;
}

/** Replaces `consumed` stack values by a call of `callee`: followed, or the end of the trace. */
export function enter(
  r: Recorder,
  callee: Callee,
  slots: Ref[],
  consumed: number,
  flags = 0,
  extra: Ref = r.null(),
): void {
  const { facts, func } = callee;
  const code = r.world.code(facts.codeId);
  const caller = r.top;
  const ends = endsAt(r, facts.codeId);
  if (!ends && r.frames.length >= MAX_FRAMES) throw new Unrecordable('too-deep');
  if (isGeneratorLike(code.flags)) throw new Unrecordable('generator-call');
  if (!ends) r.guardDepth();
  for (let i = 0; i < consumed; i++) caller.slots.pop();
  caller.resume = r.nextUnit();
  caller.ip = r.recording.unit(r.currentStep);
  const frame = new SymbolicFrame(
    facts.codeId,
    code,
    func,
    facts.globals,
    facts.builtins,
    flags,
    extra,
    false,
    slots,
  );
  r.mark('_PUSH_FRAME', [func, ...slots.slice(0, code.argcount)]);
  r.open(frame);
  if (ends) r.end = { kind: 'call', snapshot: r.snapshotAt(0) };
}

/** A call that only makes a generator goes through C, whatever function it is. */
export function makesGenerator(r: Recorder, context: StepContext, name: `_${string}`): boolean {
  const { seen } = calledFunction(r, context.step);
  const facts = seen && r.world.functionFacts(seen);
  if (!facts || !isGeneratorLike(r.world.code(facts.codeId).flags)) return false;
  r.skipInnerSteps();
  r.perform(op(name), { ...context, uop: op(name), imms: [context.oparg] });
  return true;
}

export function callFunction(r: Recorder, context: StepContext, exact: boolean): void {
  if (makesGenerator(r, context, '_CALL_OBJECT')) return;
  const { callable, self, args } = callParts(r, context.oparg);
  const { seen, bound } = calledFunction(r, context.step);
  const callee = guardFunction(r, callable, seen);
  const given = !bound && isNull(r, self) ? args : [self, ...args];
  if (exact && given.length !== r.world.code(callee.facts.codeId).argcount)
    throw new Unrecordable('argument-error');
  enter(r, callee, bind(r, callee.facts, given, []), context.oparg + 2);
}
