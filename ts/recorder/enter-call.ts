/**
 * A call that is followed: what is called is guarded to be the same function, its frame becomes a symbolic one. A recursive call is followed
 * a few levels deep; then the trace ends with `call`.
 */

import type { CodeObject } from '../compiler/code-object.ts';
import { CodeFlag, isGeneratorLike, isTwin } from '../contract/code.ts';
import { FRAME_HEADER_WORDS } from '../contract/frames.ts';
import { TRACE_FRAME_WORDS } from '../contract/limits.ts';
import { op } from '../ir/op-table.ts';
import type { Const, Ref } from '../ir/trace.ts';
import { bind, callParts, isNull } from './arguments.ts';
import { hasLoop } from './loop-extent.ts';
import type { Recorder, StepContext } from './recorder.ts';
import type { FunctionFacts } from './recording.ts';
import { SymbolicFrame, snapshotOf } from './symbolic-frame.ts';
import { Unrecordable } from './unrecordable.ts';

/** Frames that a trace may have open at once. */
const MAX_FRAMES = 12;
/** Instructions of a trace that may lie before a recursive call that is followed. */
const MAX_UNROLLED = 60;

export interface Callee {
  readonly func: Ref;
  readonly facts: FunctionFacts;
}

/**
 * Whether a function is one of many: made from code inside of a function, or by this trace; called by a twin, whose code was copied for
 * that of the function; or called where another one was called before. Its code is guarded, not which one it is.
 */
function isOneOfMany(r: Recorder, func: Ref, { codeId, defaults, kwdefaults }: FunctionFacts): boolean {
  if (func < 0 || defaults.length > 0 || kwdefaults.size > 0 || !r.world.namespaceOf(codeId)) return false;
  const { flags } = r.world.code(codeId);
  if ((flags & CodeFlag.NESTED) !== 0 || isTwin(r.top.code.flags)) return true;
  return r.isMadeHere(func) || r.seesSeveralKinds(r.currentStep);
}

/** What the current instruction has called: a known constant may be the function of the bound method that was seen. */
function calledObject(r: Recorder, callable: Ref): Const | undefined {
  const seen = r.recording.callable(r.currentStep);
  if (callable >= 0 || !seen) return seen;
  const known = r.builder.pool.list[-1 - callable];
  const isFunction = r.world.functionFacts(seen) !== undefined;
  // The facts by which the trace knows it are newer than the recording.
  if (isFunction && r.builder.constant(seen) !== callable) throw new Unrecordable('constant-differs');
  return known;
}

/** Guards that the callable is the function that was called, or one like it, and returns its facts. */
export function guardFunction(r: Recorder, callable: Ref, seen = calledObject(r, callable)): Callee {
  const facts = seen && r.world.functionFacts(seen);
  if (!facts) throw new Unrecordable('callee-unknown');
  if (isOneOfMany(r, callable, facts)) {
    r.emit(op('_GUARD_FUNCTION_CODE'), [callable], [r.builder.constant(r.world.codeObject(facts.codeId))]);
    return { func: callable, facts };
  }
  const func = r.builder.constant(seen);
  r.guardConst(callable, func);
  r.emit(op('_GUARD_FUNCTION_VERSION'), [func], [facts.version]);
  return { func, facts };
}

/** Function and self of a bound method, guarded to be one of the function that was seen. */
export function expandMethod(
  r: Recorder,
  method: Ref,
  seen: Const,
  parts: { func: Const; self: Const },
): { func: Ref; self: Ref } {
  const func = r.builder.constant(parts.func);
  r.snapshot(); // the state before what follows
  const known = method < 0;
  if (known) r.guardConst(method, r.builder.constant(seen));
  else r.emit(op('_GUARD_METHOD'), [method], [func]); // each time it may be another method of the same function
  const self = known ? r.builder.constant(parts.self) : r.emit(op('_METHOD_SELF'), [method]);
  r.selves.add(self);
  return { func, self };
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

/** Replaces `consumed` stack values by a call of `callee`: followed, or the end of the trace. The caller goes on at `resume`. */
export function enter(
  r: Recorder,
  callee: Callee,
  slots: Ref[],
  consumed: number,
  flags = 0,
  extra: Ref = r.null(),
  resume = r.nextUnit(),
): void {
  const { facts, func } = callee;
  const code = r.world.code(facts.codeId);
  const caller = r.top;
  const ends = endsAt(r, facts.codeId);
  if (!ends && r.frames.length >= MAX_FRAMES) throw new Unrecordable('too-deep');
  if (isGeneratorLike(code.flags)) throw new Unrecordable('generator-call');
  if (!ends) r.guardDepth();
  caller.drop(consumed);
  caller.resume = resume;
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
  if (ends) r.end = { kind: 'call', snapshot: snapshotOf(r.frames, 0, 0) };
}

/** A call that only makes a generator goes through C, and one that many functions are called by. `extra` values are on top of its arguments. */
export function staysCall(r: Recorder, context: StepContext, name: `_${string}`, extra = 0): boolean {
  if (!r.callsAnything(context.step) && !makesGenerator(r, context, extra)) return false;
  r.skipInnerSteps();
  r.perform(op(name), { ...context, uop: op(name), imms: [context.oparg] });
  return true;
}

function makesGenerator(r: Recorder, context: StepContext, extra: number): boolean {
  const callable = r.top.peek(r.builder, context.oparg + extra + 1);
  const seen = calledObject(r, callable);
  const facts = seen && r.world.functionFacts(seen);
  return facts !== undefined && isGeneratorLike(r.world.code(facts.codeId).flags);
}

export function callFunction(r: Recorder, context: StepContext, exact: boolean): void {
  if (staysCall(r, context, '_CALL_OBJECT')) return;
  const { callable, self, args } = callParts(r, context.oparg);
  const callee = guardFunction(r, callable);
  const given = isNull(r, self) ? args : [self, ...args];
  if (exact && given.length !== r.world.code(callee.facts.codeId).argcount)
    throw new Unrecordable('argument-error');
  enter(r, callee, bind(r, callee.facts, given, []), context.oparg + 2);
}
