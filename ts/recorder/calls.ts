/**
 * Calls and returns. A call of a Python function is followed: its frame becomes a symbolic frame and exists only in snapshots. What is
 * called is guarded to be the same function (or a function made from the same code). A recursive call is followed a few levels deep:
 * most of the calls of a branching recursion are near its leaves. Then the trace ends with `call`, which pushes real frames and goes
 * to the callee's own trace.
 */
import { FRAME_OPERAND_SHIFT, FRAME_OPERATOR_SHIFT, FrameFlag, Operand } from '../contract/frames.ts';
import { op } from '../ir/op-table.ts';
import type { Ref } from '../ir/trace.ts';
import { bind, callParts, isNull } from './arguments.ts';
import { callRange } from './call-range.ts';
import { callFunction, enter, guardFunction, makesGenerator } from './enter-call.ts';
import { returnFromGenerator } from './generators.ts';
import type { Recorder, StepContext, VirtualUop } from './recorder.ts';
import { Unrecordable } from './unrecordable.ts';

const nothing: VirtualUop = () => {};

/** CALL through C: the steps of whatever Python code ran inside are skipped. */
const callThroughC =
  (name: `_${string}`): VirtualUop =>
  (r, context) => {
    r.skipInnerSteps();
    r.perform(op(name), context);
  };

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
    const func = r.builder.constant(parts.func);
    r.snapshot(); // the state before what follows
    let self: Ref;
    if (method < 0) {
      r.guardConst(method, r.builder.constant(seen));
      self = r.builder.constant(parts.self);
    } else {
      // Each time it may be another method of the same function.
      r.emit(op('_GUARD_SHAPE'), [method], [seen.shape]);
      r.guardConst(r.emit(op('_METHOD_FUNCTION'), [method]), func);
      self = r.emit(op('_METHOD_SELF'), [method]);
    }
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
    if (makesGenerator(r, context, '_CALL_OBJECT_KW')) return;
    const { callable, self, args } = callParts(r, context.oparg, 1);
    const names = r.top.peek(r.builder, 0);
    const nameList = names < 0 ? r.world.stringTuple(r.builder.pool.list[-1 - names]) : undefined;
    if (!nameList) throw new Unrecordable('keyword-names');
    const callee = guardFunction(r, callable, r.recording.callable(context.step));
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
  _BINARY_OP_SUBSCR_GETITEM: (r, { step }) => {
    const [key, container] = [r.top.peek(r.builder, 0), r.top.peek(r.builder, 1)];
    const seen = r.recording.value(step, 1);
    const type = seen && r.world.objectClass(seen);
    const found = type && r.world.getitemMethod(seen);
    const facts = found && r.world.functionFacts(found);
    if (!type || !facts) throw new Unrecordable('callee-unknown');
    r.emit(op('_GUARD_SHAPE'), [container], [seen.shape]);
    r.emit(op('_GUARD_TYPE_VERSION'), [], [r.builder.constant(type.cls), type.version]);
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
}

function guardCallable(r: Recorder, { oparg, step }: StepContext): void {
  const seen = r.recording.callable(step);
  if (!seen) throw new Unrecordable('callee-unknown');
  const { callable, self } = callParts(r, oparg);
  r.guardConst(callable, r.builder.constant(seen));
  if (!isNull(r, self)) throw new Unrecordable('self-differs');
}
