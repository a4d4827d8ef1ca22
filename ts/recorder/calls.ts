/**
 * Calls and returns. A call of a Python function is followed: its frame becomes a symbolic frame and exists only in snapshots. What is
 * called is guarded to be the same function (or a function made from the same code). A recursive call is followed a few levels deep:
 * most of the calls of a branching recursion are near its leaves. Then the trace ends with `call`, which pushes real frames and goes
 * to the callee's own trace.
 */

import type { CodeObject } from '../compiler/code-object.ts';
import { CodeFlag, isGeneratorLike } from '../contract/code.ts';
import {
  FRAME_HEADER_WORDS,
  FRAME_OPERAND_SHIFT,
  FRAME_OPERATOR_SHIFT,
  FrameFlag,
  Operand,
} from '../contract/frames.ts';
import { TRACE_FRAME_WORDS } from '../contract/limits.ts';
import { intConst, intValue } from '../optimizer/constants.ts';
import { type Ref, T } from '../optimizer/ir.ts';
import { op } from '../optimizer/op-table.ts';
import { returnFromGenerator } from './generators.ts';
import { hasLoop } from './loop-extent.ts';
import type { Recorder, StepContext, VirtualUop } from './recorder.ts';
import type { FunctionFacts } from './recording.ts';
import { SymbolicFrame } from './symbolic-frame.ts';
import { Unrecordable } from './unrecordable.ts';

/** Frames that a trace may have open at once. */
const MAX_FRAMES = 12;
/** Instructions of a trace that may lie before a recursive call that is followed. */
const MAX_UNROLLED = 60;

interface Callee {
  readonly func: Ref;
  readonly facts: FunctionFacts;
}

/** Stack of a CALL: [callable, self or null, args…], `extra` values on top of them. */
function callParts(r: Recorder, oparg: number, extra = 0): { callable: Ref; self: Ref; args: Ref[] } {
  const { builder, top } = r;
  const args: Ref[] = [];
  for (let place = oparg - 1; place >= 0; place--) args.push(top.peek(builder, place + extra));
  return {
    callable: top.peek(builder, oparg + extra + 1),
    self: top.peek(builder, oparg + extra),
    args,
  };
}

/** Whether self is absent, as it was when recorded: guarded when the trace does not know. */
function isNull(r: Recorder, ref: Ref): boolean {
  if (ref < 0) return ref === r.null();
  const given = r.recording.hasSelf(r.currentStep);
  r.emit(op(given ? '_GUARD_NOT_CONST' : '_GUARD_CONST'), [ref], [r.null()]);
  return !given;
}

/** Guards that the callable is the function that was called, and gives its facts. */
function guardFunction(r: Recorder, callable: Ref, step: number): Callee {
  const seen = r.recording.callable(step);
  const facts = seen && r.world.functionFacts(seen);
  if (!seen || !facts) throw new Unrecordable('callee-unknown');
  const func = r.builder.constant(seen);
  r.guardConst(callable, func);
  r.emit(op('_GUARD_FUNCTION_VERSION'), [func], [facts.version]);
  return { func, facts };
}

/** Values of the parameters, in localsplus order. */
function bind(r: Recorder, facts: FunctionFacts, given: readonly Ref[], names: readonly string[]): Ref[] {
  const code = r.world.code(facts.codeId);
  const nullRef = r.null();
  const slots = new Array<Ref>(code.localsplusNames.length).fill(nullRef);
  const positional = given.slice(0, given.length - names.length);
  const keywords = given.slice(given.length - names.length);
  const { argcount, kwonly } = code;
  for (let i = 0; i < Math.min(argcount, positional.length); i++) slots[i] = positional[i];
  const hasVarargs = (code.flags & CodeFlag.VARARGS) !== 0;
  const hasKeywords = (code.flags & CodeFlag.VARKEYWORDS) !== 0;
  if (hasVarargs) {
    const rest = positional.slice(argcount);
    slots[argcount + kwonly] = r.emit(op('_BUILD_TUPLE'), rest, [rest.length]);
  } else if (positional.length > argcount) throw new Unrecordable('argument-error');
  if (hasKeywords) {
    if (names.length > 0) throw new Unrecordable('keywords-collected');
    slots[argcount + kwonly + (hasVarargs ? 1 : 0)] = r.emit(op('_BUILD_MAP'), [], [0]);
  }
  names.forEach((name, i) => {
    const at = code.localsplusNames.indexOf(name);
    if (at < code.posonly || at >= argcount + kwonly || slots[at] !== nullRef)
      throw new Unrecordable('argument-error');
    slots[at] = keywords[i];
  });
  for (let i = 0; i < argcount; i++) {
    if (slots[i] !== nullRef) continue;
    const dflt = facts.defaults[i - (argcount - facts.defaults.length)];
    if (!dflt) throw new Unrecordable('argument-error');
    slots[i] = r.builder.constant(dflt);
  }
  for (let i = argcount; i < argcount + kwonly; i++) {
    if (slots[i] !== nullRef) continue;
    const dflt = facts.kwdefaults.get(code.localsplusNames[i]);
    if (!dflt) throw new Unrecordable('argument-error');
    slots[i] = r.builder.constant(dflt);
  }
  return slots;
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
function enter(
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
function makesGenerator(r: Recorder, context: StepContext, name: `_${string}`): boolean {
  const seen = r.recording.callable(context.step);
  const facts = seen && r.world.functionFacts(seen);
  if (!facts || !isGeneratorLike(r.world.code(facts.codeId).flags)) return false;
  r.skipInnerSteps();
  r.perform(op(name), { ...context, uop: op(name), imms: [context.oparg] });
  return true;
}

function callFunction(r: Recorder, context: StepContext, exact: boolean): void {
  if (makesGenerator(r, context, '_CALL_OBJECT')) return;
  const { callable, self, args } = callParts(r, context.oparg);
  const callee = guardFunction(r, callable, context.step);
  const given = isNull(r, self) ? args : [self, ...args];
  if (exact && given.length !== r.world.code(callee.facts.codeId).argcount)
    throw new Unrecordable('argument-error');
  enter(r, callee, bind(r, callee.facts, given, []), context.oparg + 2);
}

const nothing: VirtualUop = () => {};

/** CALL through C: the steps of whatever Python code ran inside are skipped. */
const callThroughC =
  (name: `_${string}`): VirtualUop =>
  (r, context) => {
    r.skipInnerSteps();
    r.perform(op(name), context);
  };

/** range() of ints is no call: loops over it are what traces are made for. False: it is something else. */
function callRange(r: Recorder, { oparg, step }: StepContext): boolean {
  const seen = r.recording.callable(step);
  if (!seen || !r.world.isRange(seen) || r.recording.hasSelf(step) || oparg < 1 || oparg > 3) return false;
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
  for (let i = 0; i < oparg + 2; i++) r.top.slots.pop();
  r.top.push(range);
  return true;
}

export const enterCalls: Readonly<Record<string, VirtualUop>> = {
  _CALL: callThroughC('_CALL_OBJECT'),
  _CALL_KW: callThroughC('_CALL_OBJECT_KW'),
  _CALL_FUNCTION_EX_ENTER: callThroughC('_CALL_FUNCTION_EX'),

  _CHECK_FUNCTION_EXACT_ARGS: nothing,
  _CHECK_FUNCTION: nothing,
  _CHECK_METHOD: nothing,
  _EXPAND_METHOD: (r, { oparg, step }) => {
    const seen = r.recording.callable(step);
    const parts = seen && r.world.methodParts(seen);
    if (!seen || !parts) throw new Unrecordable('callee-unknown');
    const method = r.top.peek(r.builder, oparg + 1);
    r.guardConst(method, r.builder.constant(seen));
    r.top.poke(oparg + 1, r.builder.constant(parts.func));
    r.top.poke(oparg, r.builder.constant(parts.self));
  },
  _INIT_CALL_PY_EXACT_ARGS: (r, context) => callFunction(r, context, true),
  _PY_FRAME_GENERAL: (r, context) => callFunction(r, context, false),
  _PY_FRAME_KW: (r, context) => {
    if (makesGenerator(r, context, '_CALL_OBJECT_KW')) return;
    const { callable, self, args } = callParts(r, context.oparg, 1);
    const names = r.top.peek(r.builder, 0);
    const nameList = names < 0 ? r.world.stringTuple(r.builder.pool.list[-1 - names]) : undefined;
    if (!nameList) throw new Unrecordable('keyword-names');
    const callee = guardFunction(r, callable, context.step);
    const given = isNull(r, self) ? args : [self, ...args];
    enter(r, callee, bind(r, callee.facts, given, nameList), context.oparg + 3);
  },
  /** The frame was entered by the uop that made it. */
  _PUSH_FRAME: nothing,

  _CHECK_AND_ALLOCATE_OBJECT: (r, { oparg, imms, step }) => {
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
  _CREATE_INIT_FRAME: (r, { oparg, imms }) => {
    const { args } = callParts(r, oparg);
    const func = imms[1];
    const facts = r.world.functionFacts(r.builder.pool.list[-1 - func]);
    if (!facts) throw new Unrecordable('callee-unknown');
    r.emit(op('_GUARD_FUNCTION_VERSION'), [func], [facts.version]);
    const self = r.instance;
    enter(r, { func, facts }, bind(r, facts, [self, ...args], []), oparg + 2, FrameFlag.INIT_CLEANUP, self);
  },
  _LOAD_ATTR_PROPERTY_FRAME: (r, { imms }) => {
    const func = imms[0];
    const facts = r.world.functionFacts(r.builder.pool.list[-1 - func]);
    if (!facts) throw new Unrecordable('callee-unknown');
    r.emit(op('_GUARD_FUNCTION_VERSION'), [func], [facts.version]);
    const owner = r.top.peek(r.builder, 0);
    enter(r, { func, facts }, bind(r, facts, [owner], []), 1);
  },
  _BINARY_OP_SUBSCR_GETITEM: (r, { imms, step }) => {
    const container = r.top.peek(r.builder, 1);
    const key = r.top.peek(r.builder, 0);
    r.emit(op('_GUARD_SHAPE'), [container], [imms[0]]);
    const found = r.recording.callable(step);
    const facts = found && r.world.functionFacts(found);
    if (!found || !facts) throw new Unrecordable('unsupported _BINARY_OP_SUBSCR_GETITEM');
    const func = r.builder.constant(found);
    r.emit(op('_GUARD_FUNCTION_VERSION'), [func], [facts.version]);
    enter(r, { func, facts }, bind(r, facts, [container, key], []), 2);
  },

  _BINARY_OP_METHOD: (r, { oparg, step }) => {
    const [right, left] = [r.top.peek(r.builder, 0), r.top.peek(r.builder, 1)];
    const [rightSeen, leftSeen] = [r.recording.value(step, 0), r.recording.value(step, 1)];
    const type = leftSeen && r.world.objectClass(leftSeen);
    const method = rightSeen && type && r.world.binaryMethod(leftSeen, rightSeen, oparg);
    const facts = method && r.world.functionFacts(method.func);
    if (!method || !facts) throw new Unrecordable('callee-unknown');
    const { operand } = method;
    const cls = r.builder.constant(type.cls);
    r.emit(op('_GUARD_SHAPE'), [left], [leftSeen.shape]);
    r.emit(op('_GUARD_TYPE_VERSION'), [], [cls, type.version]);
    if (operand === Operand.SAME_CLASS) r.emit(op('_GUARD_CLASS'), [right], [cls]);
    else r.emit(op(operand === Operand.INT ? '_GUARD_INT' : '_GUARD_FLOAT'), [right]);
    const func = r.builder.constant(method.func);
    r.emit(op('_GUARD_FUNCTION_VERSION'), [func], [facts.version]);
    const flags = FrameFlag.BINARY_OP | (oparg << FRAME_OPERATOR_SHIFT) | (operand << FRAME_OPERAND_SHIFT);
    enter(r, { func, facts }, bind(r, facts, [left, right], []), 2, flags, left);
  },

  _GUARD_CALLABLE_DEF: (r, { oparg, step }) => {
    const seen = r.recording.callable(step);
    if (!seen) throw new Unrecordable('callee-unknown');
    r.guardConst(callParts(r, oparg).callable, r.builder.constant(seen));
  },
  _GUARD_SELF_GIVEN: (r, { oparg }) => {
    if (isNull(r, callParts(r, oparg).self)) throw new Unrecordable('self-differs');
  },
  _GUARD_SELF_NULL: (r, { oparg }) => {
    if (!isNull(r, callParts(r, oparg).self)) throw new Unrecordable('self-differs');
  },
  _GUARD_CALLABLE_TYPE_1: guardCallable,
  _GUARD_CALLABLE_STR_1: guardCallable,
  _GUARD_CALLABLE_TUPLE_1: guardCallable,
  _CALL_NON_PY_GENERAL: (r, context) => {
    if (!callRange(r, context)) callThroughC('_CALL_NON_PY_GENERAL')(r, context);
  },
  _CALL_BUILTIN_O: callThroughC('_CALL_BUILTIN_O'),
  _CALL_BUILTIN_FAST: callThroughC('_CALL_BUILTIN_FAST'),
  _CALL_METHOD_DESCRIPTOR: callThroughC('_CALL_METHOD_DESCRIPTOR'),

  _RETURN_VALUE: (r) => {
    const frame = r.top;
    const before = r.snapshot();
    const value = frame.pop(r.builder);
    if (r.frames.length === 1) {
      r.end = { kind: 'return', snapshot: before, value };
      return;
    }
    if (frame.isGenerator) {
      returnFromGenerator(r, value);
      return;
    }
    let result = value;
    if (frame.flags & FrameFlag.INIT_CLEANUP) {
      const none = r.builder.literal('None');
      if (value !== none) r.emit(op('_GUARD_CONST'), [value], [none], before);
      result = frame.extra;
    }
    if (frame.flags & FrameFlag.BINARY_OP) {
      const refused = r.builder.literal('NotImplemented');
      if (value === refused) throw new Unrecordable('not-implemented');
      if (value >= 0) r.emit(op('_GUARD_NOT_CONST'), [value], [refused], before);
    }
    r.mark('_POP_FRAME', [value], before);
    r.frames.pop();
    r.top.push(result);
  },
};

function guardCallable(r: Recorder, { oparg, step }: StepContext): void {
  const seen = r.recording.callable(step);
  if (!seen) throw new Unrecordable('callee-unknown');
  const { callable, self } = callParts(r, oparg);
  r.guardConst(callable, r.builder.constant(seen));
  if (!isNull(r, self)) throw new Unrecordable('self-differs');
}
