/**
 * Special methods written in Python, which tier 1 enters like calls (native/interp/special.c): the trace follows them. Guards say that the
 * objects are such that the method decides; what the instruction makes of the result is done when the method's frame returns, under guards
 * in the state before that return.
 *
 *     x in c                     _GUARD_SHAPE v2, #140;  _GUARD_TYPE_VERSION @C, #9;  _PUSH_FRAME @C.__contains__, v2, v1
 *       return x == 3            v3 = _COMPARE_OP_INT v1, 3;  _POP_FRAME v3
 *     (pushes)                   v4 = _TO_BOOL_BOOL v3
 */

import { isGeneratorLike } from '../contract/code.ts';
import {
  Finish,
  FRAME_FINISH_SHIFT,
  FRAME_OPERAND_SHIFT,
  FRAME_OPERATOR_SHIFT,
  FrameFlag,
  Indexed,
  SpecialCall,
} from '../contract/frames.ts';
import { COMPARE_SHIFT, COMPARE_TO_BOOL, CompareMask, Comparison } from '../contract/operators.ts';
import { intConst } from '../ir/constants.ts';
import { op } from '../ir/op-table.ts';
import type { Const, RecordedSnapshot, Ref } from '../ir/trace.ts';
import { followApplied } from './applied.ts';
import { bind, callParts, guardCell, guardSameClass, isNull } from './arguments.ts';
import { enter } from './enter-call.ts';
import type { Recorder, StepContext, VirtualUop } from './recorder.ts';
import type { FunctionFacts, KeywordName } from './recording.ts';
import { truthTest } from './specialized-form.ts';
import { Unrecordable } from './unrecordable.ts';
import { named, nextObject } from './virtual-uops.ts';

export const finishFlags = (finish: number, argument = 0, detail = 0): number =>
  FrameFlag.FINISH |
  (argument << FRAME_OPERATOR_SHIFT) |
  (detail << FRAME_OPERAND_SHIFT) |
  (finish << FRAME_FINISH_SHIFT);
const finishOf = (flags: number): number => flags >> FRAME_FINISH_SHIFT;
const argumentOf = (flags: number): number => (flags >> FRAME_OPERATOR_SHIFT) & 0xff;
const detailOf = (flags: number): number => (flags >> FRAME_OPERAND_SHIFT) & 0xff;

/** Whether StopIteration, when it leaves the frame, ends the loop of the frame below. */
export const endsLoop = (flags: number): boolean =>
  (flags & FrameFlag.FINISH) !== 0 && (finishOf(flags) === Finish.NEXT || finishOf(flags) === Finish.FILTER);

/** How an instruction calls a method. Places count from the top of the stack. */
interface Call {
  readonly which: number;
  /** Whose class has the method. */
  readonly self: number;
  /** What else decides which method it is. */
  readonly other?: number;
  /** The method's arguments. */
  readonly args: readonly number[];
  /** Values that the instruction has taken from the stack when the method begins. */
  readonly consumed: number;
  readonly finish: (context: StepContext, detail: number) => number;
  /** The extra word of the frame is self. */
  readonly keepsSelf?: true;
  /** The micro-op that does it all through C. */
  readonly throughC: `_${string}`;
}

/** Guards that `ref`'s class is what it was, and has the method `func`. */
export function guardMethod(r: Recorder, ref: Ref, seen: Const, func: Const, version: number): boolean {
  const type = r.world.objectClass(seen);
  if (!type) return false;
  guardCell(r, ref, seen);
  r.emit(op('_GUARD_TYPE_VERSION'), [], [r.builder.constant(type.cls), type.version]);
  r.emit(op('_GUARD_FUNCTION_VERSION'), [r.builder.constant(func)], [version]);
  return true;
}

/** False: nothing is known of what tier 1 has entered. */
function enterMethod(r: Recorder, call: Call, context: StepContext): boolean {
  const { step, oparg } = context;
  const seen = r.recording.value(step, call.self);
  const other = call.other === undefined ? seen : r.recording.value(step, call.other);
  const method = seen && other && r.world.specialMethod(call.which, seen, other, oparg & 0xff);
  const facts = method && r.world.functionFacts(method.func);
  if (!facts) return false;
  const at = (place: number): Ref => r.top.peek(r.builder, place);
  if (call.other !== undefined && !guardSameClass(r, at(call.other), other)) return false;
  if (!guardMethod(r, at(call.self), seen, method.func, facts.version)) return false;
  const func = r.builder.constant(method.func);
  const extra = call.keepsSelf ? at(call.self) : r.null();
  const args = bind(r, facts, call.args.map(at), []);
  enter(r, { func, facts }, args, call.consumed, call.finish(context, method.detail), extra);
  return true;
}

/** The call as one micro-op, which runs what tier 1 has entered. */
export function throughC(r: Recorder, context: StepContext, name: `_${string}`): void {
  const uop = op(name);
  r.skipInnerSteps();
  r.perform(uop, { ...context, uop, imms: uop.imms.map(() => context.oparg) });
}

const follows =
  (call: Call): VirtualUop =>
  (r, context) => {
    if (!enterMethod(r, call, context)) throughC(r, context, call.throughC);
  };

function followNext(r: Recorder, context: StepContext): void {
  const seen = r.recording.value(context.step, 0);
  const method = seen && r.world.specialMethod(SpecialCall.NEXT, seen, seen, 0);
  const facts = method && r.world.functionFacts(method.func);
  const iter = r.top.peek(r.builder, 0);
  if (!facts || !guardMethod(r, iter, seen, method.func, facts.version)) return nextObject(r, context);
  const func = r.builder.constant(method.func);
  const end = r.nextUnit() + context.oparg + 1;
  enter(r, { func, facts }, bind(r, facts, [iter], []), 0, finishFlags(Finish.NEXT), r.null(), end);
}

/** A class that makes its instances by a Python `__new__`. `names`: of the keyword arguments; they lie on top of these. */
function followNew(r: Recorder, { oparg, step }: StepContext, names: readonly KeywordName[]): boolean {
  const { builder, world } = r;
  const keywords = names.length > 0 ? 1 : 0;
  const seen = r.recording.callable(step);
  const method = seen && world.specialMethod(SpecialCall.NEW, seen, seen, 0);
  const facts = method && world.functionFacts(method.func);
  const cls = seen && world.classFacts(seen);
  const { callable, self, args } = callParts(r, oparg, keywords);
  if (!facts || !cls || isGeneratorLike(world.code(facts.codeId).flags) || !isNull(r, self)) return false;
  const ref = builder.constant(seen);
  const func = builder.constant(method.func);
  r.guardConst(callable, ref);
  r.emit(op('_GUARD_TYPE_VERSION'), [], [ref, cls.version]);
  r.emit(op('_GUARD_FUNCTION_VERSION'), [func], [facts.version]);
  const flags = finishFlags(Finish.NEW, oparg, keywords);
  enter(r, { func, facts }, bind(r, facts, [ref, ...args], names), 0, flags, ref);
  return true;
}

/** The instruction has guarded that this attribute resolves to the function. */
function knownFunction(r: Recorder, func: Ref): FunctionFacts {
  const facts = r.world.functionFacts(r.builder.pool.list[-1 - func]);
  if (!facts) throw new Unrecordable('callee-unknown');
  r.emit(op('_GUARD_FUNCTION_VERSION'), [func], [facts.version]);
  return facts;
}

export const specialUops: Readonly<Record<string, VirtualUop>> = {
  _TO_BOOL_METHOD: follows({
    which: SpecialCall.TRUTH,
    self: 0,
    args: [0],
    consumed: 1,
    finish: (_, detail) => finishFlags(detail),
    throughC: '_TO_BOOL',
  }),
  _COMPARE_OP_METHOD: follows({
    which: SpecialCall.COMPARE,
    self: 1,
    other: 0,
    args: [1, 0],
    consumed: 0,
    finish: ({ oparg }, inverted) => finishFlags(Finish.COMPARE, oparg, inverted),
    throughC: '_COMPARE_OP',
  }),
  _CONTAINS_OP_METHOD: follows({
    which: SpecialCall.CONTAINS,
    self: 0,
    args: [0, 1],
    consumed: 2,
    finish: ({ oparg }) => finishFlags(Finish.CONTAINS, oparg),
    throughC: '_CONTAINS_OP',
  }),
  _BINARY_OP_SUBSCR_GETITEM: follows({
    which: SpecialCall.GETITEM,
    self: 1,
    args: [1, 0],
    consumed: 2,
    finish: () => 0,
    throughC: '_BINARY_OP',
  }),
  _BINARY_OP_SUBSCR_INDEX: follows({
    which: SpecialCall.INDEX,
    self: 0,
    other: 1,
    args: [0],
    consumed: 0,
    finish: (_, container) => finishFlags(Finish.INDEX, 0, container),
    throughC: '_BINARY_OP',
  }),
  _BINARY_OP_METHOD: follows({
    which: SpecialCall.OPERATOR,
    self: 1,
    other: 0,
    args: [1, 0],
    consumed: 2,
    finish: ({ oparg }, operand) => finishFlags(Finish.OPERATOR, oparg, operand),
    keepsSelf: true,
    throughC: '_BINARY_OP',
  }),
  _BINARY_OP_REFLECTED: follows({
    which: SpecialCall.REFLECTED,
    self: 0,
    other: 1,
    args: [0, 1],
    consumed: 2,
    finish: ({ oparg }, operand) => finishFlags(Finish.OPERATOR, oparg, operand),
    keepsSelf: true,
    throughC: '_BINARY_OP',
  }),
  _STORE_SUBSCR_METHOD: follows({
    which: SpecialCall.SETITEM,
    self: 1,
    args: [1, 0, 2],
    consumed: 3,
    finish: () => finishFlags(Finish.DROP),
    throughC: '_STORE_SUBSCR',
  }),
  _CALL_LEN_METHOD: follows({
    which: SpecialCall.LENGTH,
    self: 0,
    args: [0],
    consumed: 3,
    finish: () => finishFlags(Finish.LENGTH),
    throughC: '_CALL_LEN',
  }),
  _INSTANCE_FRAME: (r, context) => {
    const { oparg, step } = context;
    const seen = r.recording.callable(step);
    const method = seen?.shape ? r.world.specialMethod(SpecialCall.CALL, seen, seen, 0) : undefined;
    const facts = method && r.world.functionFacts(method.func);
    const { callable, self, args } = callParts(r, oparg);
    if (
      !seen ||
      !facts ||
      isGeneratorLike(r.world.code(facts.codeId).flags) ||
      !isNull(r, self) ||
      !guardMethod(r, callable, seen, method.func, facts.version)
    )
      return throughC(r, context, '_CALL_OBJECT');
    const func = r.builder.constant(method.func);
    enter(r, { func, facts }, bind(r, facts, [callable, ...args], []), oparg + 2);
  },
  _NEW_METHOD_FRAME: (r, context) => {
    if (!followNew(r, context, [])) throughC(r, context, '_CALL_OBJECT');
  },
  _NEW_METHOD_FRAME_KW: (r, context) => {
    const names = r.top.peek(r.builder, 0);
    const list = names < 0 ? r.world.stringTuple(r.builder.pool.list[-1 - names]) : undefined;
    if (!list) throw new Unrecordable('keyword-names');
    if (!followNew(r, context, list)) throughC(r, context, '_CALL_OBJECT_KW');
  },
  _LOAD_ATTR_PROPERTY_FRAME: (r, { imms }) => {
    const facts = knownFunction(r, imms[0]);
    enter(r, { func: imms[0], facts }, bind(r, facts, [r.top.peek(r.builder, 0)], []), 1);
  },
  _LOAD_ATTR_HOOK_FRAME: (r, { oparg, imms }) => {
    const facts = knownFunction(r, imms[1]);
    const name = r.builder.constant(r.world.name(r.top.codeId, oparg >> 1));
    enter(r, { func: imms[1], facts }, bind(r, facts, [r.top.peek(r.builder, 0), name], []), 1);
  },
  _STORE_ATTR_SETTER: (r, context) => {
    const seen = r.recording.value(context.step, 0);
    const name = r.world.name(r.top.codeId, context.oparg);
    const method = seen && r.world.specialMethod(SpecialCall.SETTER, seen, name, 0);
    const facts = method && r.world.functionFacts(method.func);
    const owner = r.top.peek(r.builder, 0);
    if (!facts || !guardMethod(r, owner, seen, method.func, facts.version))
      return named(r, context, '_STORE_ATTR_NAMED', 0);
    const func = r.builder.constant(method.func);
    const args = bind(r, facts, [owner, r.top.peek(r.builder, 1)], []);
    enter(r, { func, facts }, args, 2, finishFlags(Finish.DROP));
  },
  _FOR_ITER_METHOD: followNext,
  _FOR_ITER_APPLY: followApplied,
  _LOAD_SPECIAL: (r, context) => {
    const seen = r.recording.value(context.step, 0);
    const method = seen && r.world.specialMethod(SpecialCall.LOADED, seen, seen, context.oparg);
    const facts = method && r.world.functionFacts(method.func);
    const owner = r.top.peek(r.builder, 0);
    if (!facts || !guardMethod(r, owner, seen, method.func, facts.version))
      return r.perform(context.uop, context);
    r.top.poke(0, r.builder.constant(method.func));
    r.top.push(owner);
  },
};

/** True or False, inverted if asked for. */
function asBool(r: Recorder, value: Ref, inverted: boolean, before: RecordedSnapshot): Ref {
  const truth = r.emit(op('_TO_BOOL_BOOL'), [value], [], before);
  return inverted ? r.emit(op('_UNARY_NOT'), [truth], [], before) : truth;
}

const IS_LESS = (Comparison.LT << COMPARE_SHIFT) | COMPARE_TO_BOOL | CompareMask.LESS;

/** A fixnum of at least 0; others are errors, or big. */
function asLength(r: Recorder, value: Ref, before: RecordedSnapshot): Ref {
  r.emit(op('_GUARD_INT'), [value], [], before);
  const zero = r.builder.constant(intConst(0));
  const negative = r.emit(op('_COMPARE_OP_INT'), [value, zero], [IS_LESS], before);
  r.emit(op('_GUARD_IS_FALSE_POP'), [negative], [], before);
  return value;
}

/** The item of the caller's list or tuple, which was guarded to be one before the key's __index__ was called. */
function itemAt(r: Recorder, index: Ref, before: RecordedSnapshot): Ref {
  const container = r.frames[r.frames.length - 2].peek(r.builder, 1);
  const ofList = detailOf(r.top.flags) === Indexed.LIST;
  const uop = op(ofList ? '_BINARY_OP_SUBSCR_LIST_INT' : '_BINARY_OP_SUBSCR_TUPLE_INT');
  r.emit(op('_GUARD_INT'), [index], [], before);
  return r.emit(uop, [container, index], [], before);
}

/** What __new__ returned, when that is an instance of the class that was called: nothing else has to be done. */
function ofThatClass(r: Recorder, value: Ref, cls: Ref, before: RecordedSnapshot): Ref {
  const seen = r.recording.value(r.currentStep, 0);
  const type = seen && r.world.objectClass(seen);
  if (!type || r.builder.constant(type.cls) !== cls) throw new Unrecordable('class-changed');
  r.emit(op('_GUARD_SHAPE'), [value], [seen.shape], before);
  return value;
}

/** The item, if the function of a filter said yes; else the instruction starts again. */
function filtered(r: Recorder, value: Ref, before: RecordedSnapshot): Ref | undefined {
  const { flags, extra } = r.top;
  const caller = r.frames[r.frames.length - 2];
  const no = r.successor(r.frames.length - 2) === caller.ip - argumentOf(flags);
  const seen = r.recording.value(r.currentStep, 0);
  const test = seen && truthTest(r, seen);
  if (!test) throw new Unrecordable('unsupported', 'truth of what a filter’s function returns');
  const truth = r.emit(test, [value], [], before);
  r.emit(op(no ? '_GUARD_IS_FALSE_POP' : '_GUARD_IS_TRUE_POP'), [truth], [], before);
  return no ? undefined : extra;
}

/**
 * The guards under which the result of the innermost frame, which has FrameFlag.FINISH, becomes what the caller's instruction leaves;
 * undefined: nothing. `before`: the state in front of the return.
 */
export function finishSpecial(r: Recorder, value: Ref, before: RecordedSnapshot): Ref | undefined {
  const { flags, extra } = r.top;
  const argument = argumentOf(flags);
  const refused = r.builder.literal('NotImplemented');
  const guardNotRefused = (): void => {
    if (value === refused) throw new Unrecordable('not-implemented');
    if (value >= 0) r.emit(op('_GUARD_NOT_CONST'), [value], [refused], before);
  };
  switch (finishOf(flags)) {
    case Finish.INIT: {
      const none = r.builder.literal('None');
      if (value !== none) r.emit(op('_GUARD_CONST'), [value], [none], before);
      return extra;
    }
    case Finish.OPERATOR:
      guardNotRefused();
      return value;
    case Finish.COMPARE:
      if (argument & COMPARE_TO_BOOL || detailOf(flags))
        return asBool(r, value, detailOf(flags) !== 0, before);
      guardNotRefused();
      return value;
    case Finish.CONTAINS:
      return asBool(r, value, argument !== 0, before);
    case Finish.TRUTH:
      return asBool(r, value, false, before);
    case Finish.TRUTH_OF_LENGTH:
      return r.emit(op('_TO_BOOL_INT'), [asLength(r, value, before)], [], before);
    case Finish.LENGTH:
      return asLength(r, value, before);
    case Finish.NEW:
      return ofThatClass(r, value, extra, before);
    case Finish.FILTER:
      return filtered(r, value, before);
    case Finish.TEXT:
      r.emit(op('_GUARD_TOS_STR'), [value], [], before);
      return value;
    case Finish.INDEX:
      return itemAt(r, value, before);
    case Finish.DROP:
      return undefined;
    default:
      return value;
  }
}

/** Operands that the caller's stack still holds when the method has ended. */
export function keptOperands(flags: number): number {
  if ((flags & FrameFlag.FINISH) === 0) return 0;
  if (finishOf(flags) === Finish.COMPARE || finishOf(flags) === Finish.INDEX) return 2;
  return finishOf(flags) === Finish.NEW ? argumentOf(flags) + 2 + detailOf(flags) : 0;
}
