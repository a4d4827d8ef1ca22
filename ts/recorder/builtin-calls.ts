/**
 * Built-in functions of numbers and single characters, which are no calls in a trace: by what the operands were seen to be, guards and one
 * micro-op take the call's place.
 *
 *     abs(x)                    _GUARD_INT v1;  v2 = _ABS_INT v1
 *     divmod(a, b)              v3 = _BINARY_OP_FLOOR_DIVIDE_INT v1, v2;  v4 = _BINARY_OP_REMAINDER_INT v1, v2;  v5 = _BUILD_TUPLE v3, v4
 *
 * And bools as numbers, which tier 1 leaves to C.
 */
import { BINARY_OP_INPLACE, BINARY_OPS } from '../contract/operators.ts';
import { op } from '../ir/op-table.ts';
import { type Const, type Ref, T_BOOL } from '../ir/trace.ts';
import {
  type CalledBuiltin,
  callParts,
  guardSameClass,
  isNull,
  seenOperands,
  shortTuple,
  tupleItems,
} from './arguments.ts';
import { iterOf, nextOf } from './iterators.ts';
import type { Recorder, StepContext } from './recorder.ts';
import { isFloat, isInt, operationOfInts } from './specialized-form.ts';

type Name = `_${string}`;
/** The result; undefined, before anything is emitted: not for such operands. */
type Rule = (r: Recorder, args: readonly Ref[], seen: readonly Const[]) => Ref | undefined;

const isBool = (c: Const): boolean => (c.type & T_BOOL) !== 0;

const guardInt = (r: Recorder, ref: Ref): void => void r.emit(op('_GUARD_INT'), [ref]);
const guardFloat = (r: Recorder, ref: Ref): void => void r.emit(op('_GUARD_FLOAT'), [ref]);

/** The same micro-op for all operands of one type, folded from the left when there are more than it takes. */
function numbers(ofInts: Name | undefined, ofFloats: Name | undefined): Rule {
  return (r, args, seen) => {
    const name = seen.every(isInt) ? ofInts : seen.every(isFloat) ? ofFloats : undefined;
    if (!name) return undefined;
    for (const arg of args) (name === ofInts ? guardInt : guardFloat)(r, arg);
    const uop = op(name);
    if (uop.ins.length === 1) return r.emit(uop, [args[0]]);
    return args.slice(1).reduce((result, arg) => r.emit(uop, [result, arg]), args[0]);
  };
}

/** One for floats; ints among the operands are converted, as the function would. */
const ofFloats =
  (name: Name): Rule =>
  (r, args, seen) => {
    if (!seen.every((c) => isInt(c) || isFloat(c))) return undefined;
    const operands = args.map((arg, i) => {
      if (isInt(seen[i])) {
        guardInt(r, arg);
        return r.emit(op('_INT_TO_FLOAT'), [arg]);
      }
      guardFloat(r, arg);
      return arg;
    });
    return r.emit(op(name), operands);
  };

const unchanged =
  (is: (c: Const) => boolean, guard: typeof guardInt): Rule =>
  (r, [arg], [seen]) => {
    if (!is(seen)) return undefined;
    guard(r, arg);
    return arg;
  };

const asInt = (r: Recorder, ref: Ref): Ref =>
  r.emit(op('_BOOL_AS_INT'), [r.emit(op('_TO_BOOL_BOOL'), [ref])]);

const either =
  (...rules: Rule[]): Rule =>
  (r, args, seen) => {
    for (const rule of rules) {
      const result = rule(r, args, seen);
      if (result !== undefined) return result;
    }
    return undefined;
  };

const divmod: Rule = (r, args, seen) => {
  if (!seen.every(isInt)) return undefined;
  for (const arg of args) guardInt(r, arg);
  const quotient = r.emit(op('_BINARY_OP_FLOOR_DIVIDE_INT'), [...args]);
  const rest = r.emit(op('_BINARY_OP_REMAINDER_INT'), [...args]);
  return r.emit(op('_BUILD_TUPLE'), [quotient, rest], [2]);
};

const toFloat: Rule = (r, [arg], [seen]) => {
  if (!isInt(seen)) return undefined;
  guardInt(r, arg);
  return r.emit(op('_INT_TO_FLOAT'), [arg]);
};

const truth: Rule = (r, [arg], [seen]) => {
  if (isBool(seen)) return r.emit(op('_TO_BOOL_BOOL'), [arg]);
  return isInt(seen) ? r.emit(op('_TO_BOOL_INT'), [arg]) : undefined;
};

const ord: Rule = (r, [arg], [seen]) => {
  if (r.world.textLength(seen) !== 1) return undefined;
  r.emit(op('_GUARD_TOS_STR'), [arg]);
  return r.emit(op('_ORD'), [arg]);
};

const chr: Rule = (r, [arg], [seen]) => {
  if (!isInt(seen) || seen.hi !== 0 || seen.lo >>> 1 > 255) return undefined;
  guardInt(r, arg);
  return r.emit(op('_CHR'), [arg]);
};

/** `object.__new__(cls)` of a known class. */
const newInstance: Rule = (r, [cls], [seen]) => {
  const facts = cls < 0 && r.world.makesBlankInstance(seen) ? r.world.classFacts(seen) : undefined;
  if (!facts) return undefined;
  r.emit(op('_GUARD_TYPE_VERSION'), [], [cls, facts.version]);
  return r.emit(op('_NEW_INSTANCE'), [], [cls, facts.rootShape]);
};

const iter: Rule = (r, [arg], [seen]) => iterOf(r, arg, seen);
const next: Rule = (r, [arg], [seen]) => nextOf(r, arg, seen);

/** `tuple.__new__(cls, items)` of a known subclass: what a named tuple's constructor ends in. */
const newTuple: Rule = (r, [cls, items], [clsSeen, itemsSeen]) => {
  const facts = cls < 0 && r.world.makesTuples(clsSeen) ? r.world.classFacts(clsSeen) : undefined;
  const length = shortTuple(r, itemsSeen);
  if (!facts || length === undefined) return undefined;
  r.emit(op('_GUARD_TYPE_VERSION'), [], [cls, facts.version]);
  return r.emit(op('_NEW_TUPLE_OF'), tupleItems(r, items, length), [length, facts.rootShape]);
};

interface Intrinsic {
  readonly rule: Rule;
  /** Numbers of arguments. */
  readonly min: number;
  readonly max: number;
}
const one = (rule: Rule): Intrinsic => ({ rule, min: 1, max: 1 });

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  abs: one(numbers('_ABS_INT', '_ABS_FLOAT')),
  min: { rule: numbers('_MIN_INT', '_MIN_FLOAT'), min: 2, max: 4 },
  max: { rule: numbers('_MAX_INT', '_MAX_FLOAT'), min: 2, max: 4 },
  divmod: { rule: divmod, min: 2, max: 2 },
  round: one(either(numbers(undefined, '_ROUND_FLOAT'), unchanged(isInt, guardInt))),
  ord: one(ord),
  chr: one(chr),
  iter: one(iter),
  next: one(next),
  int: one(either(numbers(undefined, '_TRUNC_FLOAT'), unchanged(isInt, guardInt))),
  float: one(either(toFloat, unchanged(isFloat, guardFloat))),
  bool: one(truth),
  'object.__new__': one(newInstance),
  'tuple.__new__': { rule: newTuple, min: 2, max: 2 },
  'math.sqrt': one(ofFloats('_SQRT_FLOAT')),
  'math.sin': one(ofFloats('_SIN_FLOAT')),
  'math.cos': one(ofFloats('_COS_FLOAT')),
  'math.tan': one(ofFloats('_TAN_FLOAT')),
  'math.asin': one(ofFloats('_ASIN_FLOAT')),
  'math.acos': one(ofFloats('_ACOS_FLOAT')),
  'math.atan': one(ofFloats('_ATAN_FLOAT')),
  'math.exp': one(ofFloats('_EXP_FLOAT')),
  'math.log': one(ofFloats('_LOG_FLOAT')),
  'math.log2': one(ofFloats('_LOG2_FLOAT')),
  'math.log10': one(ofFloats('_LOG10_FLOAT')),
  'math.atan2': { rule: ofFloats('_ATAN2_FLOAT'), min: 2, max: 2 },
  'math.fmod': { rule: ofFloats('_FMOD_FLOAT'), min: 2, max: 2 },

  'math.fabs': one(numbers(undefined, '_ABS_FLOAT')),
  'math.floor': one(either(numbers(undefined, '_FLOOR_FLOAT'), unchanged(isInt, guardInt))),
  'math.ceil': one(either(numbers(undefined, '_CEIL_FLOAT'), unchanged(isInt, guardInt))),
  'math.trunc': one(either(numbers(undefined, '_TRUNC_FLOAT'), unchanged(isInt, guardInt))),
  'int.bit_length': one(numbers('_BIT_LENGTH_INT', undefined)),
  'int.bit_count': one(numbers('_BIT_COUNT_INT', undefined)),
};

/** A call that needs none; false: it is another. */
export function callIntrinsic(
  r: Recorder,
  { oparg, step }: StepContext,
  { seen, name, guarded }: CalledBuiltin,
): boolean {
  const intrinsic = INTRINSICS[name];
  if (!intrinsic) return false;
  const { callable, self, args } = callParts(r, oparg);
  const hasSelf = r.recording.hasSelf(step);
  const operands = hasSelf ? [self, ...args] : args;
  const values = seenOperands(r, step, operands.length);
  const { rule, min, max } = intrinsic;
  if (operands.length < min || operands.length > max || !values) return false;
  if (!guarded) {
    if (hasSelf) return false;
    r.guardConst(callable, r.builder.constant(seen));
    if (!isNull(r, self)) return false;
  }
  const result = rule(r, operands, values);
  if (result === undefined) return false;
  r.top.drop(oparg + 2);
  r.top.push(result);
  return true;
}

/** isinstance() where only the object's class matters, and no metaclass has a say. */
export function foldIsInstance(r: Recorder, { step }: StepContext): boolean {
  const { builder, recording, top, world } = r;
  const [clsSeen, seen] = [recording.value(step, 0), recording.value(step, 1)];
  const is = seen && clsSeen && world.isInstance(seen, clsSeen);
  const type = seen && world.objectClass(seen);
  const facts = clsSeen && world.classFacts(clsSeen);
  if (is === undefined || !clsSeen || !type || !facts) return false;
  if (!guardSameClass(r, top.peek(builder, 1), seen)) return false;
  const cls = builder.constant(clsSeen);
  r.guardConst(top.peek(builder, 0), cls);
  r.emit(op('_GUARD_TYPE_VERSION'), [], [cls, facts.version]); // its metaclass
  r.emit(op('_GUARD_TYPE_VERSION'), [], [builder.constant(type.cls), type.version]);
  top.drop(4);
  top.push(builder.literal(is ? 'True' : 'False'));
  return true;
}

/** type(x) of something whose class a guard can name. */
export function foldType(r: Recorder, { step }: StepContext): boolean {
  const seen = r.recording.value(step, 0);
  const type = seen && r.world.objectClass(seen);
  if (!type || !guardSameClass(r, r.top.peek(r.builder, 0), seen)) return false;
  r.top.drop(3);
  r.top.push(r.builder.constant(type.cls));
  return true;
}

// ---- bools as numbers ----

/** The operands as ints, when they were seen to be ints and bools, not both ints. */
function boolsAsInts(r: Recorder, step: number): { left: Ref; right: Ref; both: boolean } | undefined {
  const [right, left] = [r.recording.value(step, 0), r.recording.value(step, 1)];
  if (
    !left ||
    !right ||
    ![left, right].every((c) => isBool(c) || isInt(c)) ||
    !(isBool(left) || isBool(right))
  )
    return undefined;
  const convert = (place: number, seen: Const): Ref => {
    const ref = r.top.peek(r.builder, place);
    if (isBool(seen)) return asInt(r, ref);
    guardInt(r, ref);
    return ref;
  };
  return { left: convert(1, left), right: convert(0, right), both: isBool(left) && isBool(right) };
}

/** BINARY_OP of ints and bools; false: of something else. */
export function boolArithmetic(r: Recorder, { oparg, step }: StepContext): boolean {
  const symbol = BINARY_OPS[oparg % BINARY_OP_INPLACE];
  const operation = oparg < 2 * BINARY_OP_INPLACE ? operationOfInts(symbol) : undefined;
  const operands = operation && boolsAsInts(r, step);
  if (!operands) return false;
  const number = r.emit(operation, [operands.left, operands.right]);
  const logical = operands.both && '&|^'.includes(symbol);
  const result = logical ? r.emit(op('_TO_BOOL_INT'), [number]) : number;
  r.top.drop(2);
  r.top.push(result);
  return true;
}

/** COMPARE_OP of ints and bools; false: of something else. */
export function boolComparison(r: Recorder, { oparg, step }: StepContext): boolean {
  const operands = boolsAsInts(r, step);
  if (!operands) return false;
  const result = r.emit(op('_COMPARE_OP_INT'), [operands.left, operands.right], [oparg]);
  r.top.drop(2);
  r.top.push(result);
  return true;
}
