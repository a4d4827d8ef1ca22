/**
 * Calls and returns. A call of a Python function is followed: its frame becomes a symbolic frame and exists only in snapshots. What is
 * called is guarded to be the same function (or a function made from the same code). A recursive call is followed a few levels deep:
 * most of the calls of a branching recursion are near its leaves. Then the trace ends with `call`, which pushes real frames and goes
 * to the callee's own trace.
 */
import { Finish, FrameFlag, TextOf } from '../contract/frames.ts';
import { op } from '../ir/op-table.ts';
import { bind, callParts, guardSameClass, isNull } from './arguments.ts';
import { callOnAttribute } from './attributes.ts';
import { callIntrinsic, foldIsInstance, foldType } from './builtin-calls.ts';
import { callRange } from './call-range.ts';
import { callUnpacked } from './call-unpacked.ts';
import { callFunction, enter, expandMethod, guardFunction, staysCall } from './enter-call.ts';
import { callException } from './exceptions.ts';
import { returnFromGenerator } from './generators.ts';
import { callPure } from './pure-calls.ts';
import type { Recorder, StepContext, VirtualUop } from './recorder.ts';
import type { KeywordName } from './recording.ts';
import { finishFlags, finishSpecial, keptOperands } from './special.ts';
import { followText } from './special-texts.ts';
import { followTwin } from './twins.ts';
import { Unrecordable } from './unrecordable.ts';

const nothing: VirtualUop = () => {};

const LENGTH_GUARDS: Readonly<Record<string, `_${string}`>> = {
  list: '_GUARD_TOS_LIST',
  tuple: '_GUARD_TOS_TUPLE',
  str: '_GUARD_TOS_STR',
};
const COUNTED: ReadonlySet<string> = new Set(
  'bytearray bytes deque dict dict_items dict_keys dict_values frozenset range set'.split(' '),
);

/** CALL through C: the steps of whatever Python code ran inside are skipped. */
const callThroughC =
  (name: `_${string}`): VirtualUop =>
  (r, context) => {
    r.skipInnerSteps();
    r.perform(op(name), context);
  };

/** A class without a constructor of its own, called without arguments; false: it is something else. */
function makeBlank(r: Recorder, { oparg, step }: StepContext): boolean {
  const seen = r.recording.callable(step);
  const facts = seen && r.world.isBlankClass(seen) ? r.world.classFacts(seen) : undefined;
  if (oparg > 0 || !seen || !facts || r.recording.hasSelf(step)) return false;
  const { callable, self } = callParts(r, oparg);
  if (!isNull(r, self)) return false;
  const cls = r.builder.constant(seen);
  r.guardConst(callable, cls);
  r.emit(op('_GUARD_TYPE_VERSION'), [], [cls, facts.version]);
  const instance = r.emit(op('_NEW_INSTANCE'), [], [cls, facts.rootShape]);
  r.top.drop(2);
  r.top.push(instance);
  return true;
}

/** A built-in function or class that a trace has something better for than a call; false: it has not. */
function callBuiltin(r: Recorder, context: StepContext, guarded: boolean): boolean {
  const { step } = context;
  const seen = r.recording.callable(step);
  const name = seen && r.world.builtinName(seen);
  if (!seen || name === undefined || r.recording.raised(step)) return false;
  const called = { seen, name, guarded };
  return (
    callIntrinsic(r, context, called) ||
    callPure(r, context, called) ||
    (guarded && callOnAttribute(r, context, called))
  );
}

/** The names of a CALL_KW's keyword arguments; undefined: they are not known. */
function keywordNames(r: Recorder): readonly KeywordName[] | undefined {
  const names = r.top.peek(r.builder, 0);
  return names < 0 ? r.world.stringTuple(r.builder.pool.list[-1 - names]) : undefined;
}

/** A built-in function whose definition is guarded. */
const builtin =
  (name: `_${string}`): VirtualUop =>
  (r, context) => {
    if (!callBuiltin(r, context, true)) callThroughC(name)(r, context);
  };

export const enterCalls: Readonly<Record<string, VirtualUop>> = {
  _CALL: (r, context) => {
    if (!followTwin(r, context)) callThroughC('_CALL_OBJECT')(r, context);
  },
  _CALL_KW: (r, context) => {
    if (!followTwin(r, context, keywordNames(r))) callThroughC('_CALL_OBJECT_KW')(r, context);
  },
  _CALL_FUNCTION_EX_ENTER: (r, context) => {
    if (!callUnpacked(r, context)) callThroughC('_CALL_FUNCTION_EX')(r, context);
  },

  _CHECK_FUNCTION_EXACT_ARGS: nothing,
  _CHECK_FUNCTION: nothing,
  _CHECK_METHOD: nothing,
  _EXPAND_METHOD: (r, { oparg, step }) => {
    if (r.callsAnything(step)) return;
    const seen = r.recording.callable(step);
    const parts = seen && r.world.methodParts(seen);
    if (!seen || !parts) throw new Unrecordable('callee-unknown');
    const method = r.top.peek(r.builder, oparg + 1);
    if (method === r.builder.constant(parts.func)) return; // the trace has function and self apart already
    const { func, self } = expandMethod(r, method, seen, parts);
    r.top.poke(oparg + 1, func);
    r.top.poke(oparg, self);
  },
  _INIT_CALL_PY_EXACT_ARGS: (r, context) => callFunction(r, context, true),
  _PY_FRAME_GENERAL: (r, context) => callFunction(r, context, false),
  _CHECK_PARTIAL: nothing,
  _PARTIAL_FRAME: (r, { oparg, step }) => {
    const seen = r.recording.callable(step);
    const parts = seen && r.world.partialParts(seen);
    const facts = parts && r.world.functionFacts(parts.func);
    if (!seen || !facts) throw new Unrecordable('callee-unknown');
    const { callable, self, args } = callParts(r, oparg);
    if (!isNull(r, self)) throw new Unrecordable('callee-unknown');
    r.guardConst(callable, r.builder.constant(seen));
    // Keywords may be added to it; and __setstate__ makes it another partial, after a change of its keywords.
    const keywords = r.builder.constant(parts.keywords);
    r.emit(op('_GUARD_KEYS_VERSION'), [keywords], [r.world.keysVersion(parts.keywords)]);
    const func = r.builder.constant(parts.func);
    r.emit(op('_GUARD_FUNCTION_VERSION'), [func], [facts.version]);
    const given = [...parts.args.map((arg) => r.builder.constant(arg)), ...args];
    enter(r, { func, facts }, bind(r, facts, given, []), oparg + 2);
  },
  _PY_FRAME_KW: (r, context) => {
    if (staysCall(r, context, '_CALL_OBJECT_KW', 1)) return;
    const { callable, self, args } = callParts(r, context.oparg, 1);
    const nameList = keywordNames(r);
    if (!nameList) throw new Unrecordable('keyword-names');
    const callee = guardFunction(r, callable);
    const given = isNull(r, self) ? args : [self, ...args];
    enter(r, callee, bind(r, callee.facts, given, nameList), context.oparg + 3);
  },
  /** The frame was entered by the uop that made it. */
  _PUSH_FRAME: nothing,

  _CHECK_AND_ALLOCATE_OBJECT: (r, { oparg, imms, step }) => {
    if (r.callsAnything(step)) return;
    const { callable } = callParts(r, oparg);
    const seen = r.recording.callable(step);
    const facts = seen && r.world.classFacts(seen);
    if (!seen || !facts || facts.version !== imms[2]) throw new Unrecordable('class-changed');
    const cls = r.builder.constant(seen);
    r.guardConst(callable, cls);
    r.emit(op('_GUARD_TYPE_VERSION'), [], [cls, facts.version]);
    const self = r.emit(op('_NEW_INSTANCE'), [], [cls, facts.rootShape]);
    r.instance = self;
  },
  _CREATE_INIT_FRAME: (r, context) => {
    if (staysCall(r, context, '_CALL_OBJECT')) return;
    const { oparg, imms } = context;
    const { args } = callParts(r, oparg);
    const func = imms[1];
    const facts = r.world.functionFacts(r.builder.pool.list[-1 - func]);
    if (!facts) throw new Unrecordable('callee-unknown');
    r.emit(op('_GUARD_FUNCTION_VERSION'), [func], [facts.version]);
    const self = r.instance;
    enter(r, { func, facts }, bind(r, facts, [self, ...args], []), oparg + 2, finishFlags(Finish.INIT), self);
  },
  _GUARD_CALLABLE_DEF: (r, { oparg, step, imms }) => {
    const seen = r.recording.callable(step);
    if (!seen) throw new Unrecordable('callee-unknown');
    const { callable } = callParts(r, oparg);
    if (callable < 0 || r.world.isModuleFunction(seen)) r.guardConst(callable, r.builder.constant(seen));
    else r.emit(op('_GUARD_BUILTIN'), [callable], imms.slice(1)); // bound to some object
  },
  _GUARD_SELF_GIVEN: (r, { oparg }) => {
    if (isNull(r, callParts(r, oparg).self)) throw new Unrecordable('self-differs');
  },
  _GUARD_SELF_OF_OWNER: (r, { oparg }) => {
    const { callable, self } = callParts(r, oparg);
    // Who knows the method knows the class of self, where it was found.
    if (callable >= 0) r.emit(op('_GUARD_OWNER'), [callable, self]);
  },
  _GUARD_SELF_NULL: (r, { oparg }) => {
    if (!isNull(r, callParts(r, oparg).self)) throw new Unrecordable('self-differs');
  },
  _GUARD_CALLABLE_TYPE_1: guardCallable,
  _GUARD_CALLABLE_STR_1: guardCallable,
  _GUARD_CALLABLE_TUPLE_1: guardCallable,
  _CALL_NON_PY_GENERAL: (r, context) => {
    if (callRange(r, context) || makeBlank(r, context) || callException(r, context)) return;
    if (!callBuiltin(r, context, false)) callThroughC('_CALL_NON_PY_GENERAL')(r, context);
  },
  _CALL_BUILTIN_O: (r, context) => {
    const seen = r.recording.callable(context.step);
    const isRepr = seen && r.world.builtinName(seen) === 'repr';
    if (!isRepr || !followText(r, context, TextOf.REPR, 3)) builtin('_CALL_BUILTIN_O')(r, context);
  },
  _CALL_BUILTIN_FAST: builtin('_CALL_BUILTIN_FAST'),
  _CALL_METHOD_DESCRIPTOR: builtin('_CALL_METHOD_DESCRIPTOR'),
  _CALL_LEN: callLen,
  _CALL_ISINSTANCE: (r, context) => {
    if (!foldIsInstance(r, context)) callThroughC('_CALL_ISINSTANCE')(r, context);
  },
  _CALL_TYPE_1: (r, context) => {
    if (!foldType(r, context)) callThroughC('_CALL_TYPE_1')(r, context);
  },

  _RETURN_VALUE: returnValue,
};

function returnValue(r: Recorder): void {
  const frame = r.top;
  const before = r.snapshot();
  const value = frame.pop(r.builder);
  if (r.frames.length === 1) {
    r.emit(op('_GUARD_NO_FRAME_OBJECT'), [], [], before);
    r.end = { kind: 'return', snapshot: before, value };
    return;
  }
  if (frame.isGenerator) {
    returnFromGenerator(r, value, before);
    return;
  }
  const result = frame.flags & FrameFlag.FINISH ? finishSpecial(r, value, before) : value;
  r.mark('_POP_FRAME', [value], before);
  r.frames.pop();
  r.top.drop(keptOperands(frame.flags));
  if (result !== undefined) r.top.push(result);
}

/** len(): of what passes know it is a load, and of other built-in containers no code is run. */
function callLen(r: Recorder, context: StepContext): void {
  const { builder, recording, top, world } = r;
  const seen = recording.value(context.step, 0);
  const container = top.peek(builder, 0);
  if (!seen || r.seesSeveralKinds(context.step)) return callThroughC('_CALL_LEN')(r, context);
  const guard = LENGTH_GUARDS[world.exactKind(seen) ?? ''];
  const cls = world.objectClass(seen)?.cls;
  if (guard) r.emit(op(guard), [container]);
  else if (cls && COUNTED.has(world.builtinName(cls) ?? '') && guardSameClass(r, container, seen)) {
    r.perform(op('_CALL_LEN_BUILTIN'), context);
    return;
  }
  callThroughC('_CALL_LEN')(r, context);
}

function guardCallable(r: Recorder, { oparg, step }: StepContext): void {
  const seen = r.recording.callable(step);
  if (!seen) throw new Unrecordable('callee-unknown');
  const { callable, self } = callParts(r, oparg);
  r.guardConst(callable, r.builder.constant(seen));
  if (!isNull(r, self)) throw new Unrecordable('self-differs');
}
