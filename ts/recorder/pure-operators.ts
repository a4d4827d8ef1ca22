/**
 * Operators on immutable objects of built-in classes, for which tier 1 has no form: `z * w` of complex numbers, `a < b` of strs, `'%d' % n`,
 * `text[i:j]`, f-strings. Like the calls of pure-calls.ts they run no code of the program's; all but those of
 * complex numbers are done once for the same operands.
 */
import { BINARY_OP_INPLACE, BINARY_OP_SUBSCR, BINARY_OPS } from '../contract/operators.ts';
import { op } from '../ir/op-table.ts';
import { type Const, type Ref, T } from '../ir/trace.ts';
import { guardSameClass } from './arguments.ts';
import { boolArithmetic, boolComparison } from './builtin-calls.ts';
import { classNameOf, guardImmutable, immutableOperands } from './pure-calls.ts';
import type { Recorder, StepContext, VirtualUop } from './recorder.ts';
import { isInt } from './specialized-form.ts';

function performPure(r: Recorder, context: StepContext, name: `_${string}`, seen: readonly Const[]): void {
  seen.forEach((value, i) => {
    guardImmutable(r, r.top.peek(r.builder, seen.length - 1 - i), value);
  });
  r.perform(op(name), context);
}

/** Not of numbers: where they meet, all kinds of them do, and one generic operator serves them all. */
const areOneClass = (r: Recorder, [left, right]: readonly Const[]): boolean =>
  left.type === T.CELL && classNameOf(r, left) === classNameOf(r, right);

/** Whether an operator of them has no form of its own elsewhere in the trace, and leaves no trace in its operands. */
function isPureOperator(r: Recorder, oparg: number, seen: readonly Const[]): boolean {
  const [left, right] = seen;
  if (oparg === BINARY_OP_SUBSCR) return left.type === T.CELL && isInt(right);
  const operator = BINARY_OPS[oparg % BINARY_OP_INPLACE];
  switch (classNameOf(r, left)) {
    case 'str':
      // + extends its left operand in place; bytes in a text may warn
      return operator === '*' || (operator === '%' && classNameOf(r, right) !== 'bytes');
    case 'bytes':
      return operator === '*' || areOneClass(r, seen);
    default:
      return false;
  }
}

/** What is computed may have NaNs for parts, and of those a program can tell how many there are. */
const isComplexOperator = (r: Recorder, oparg: number, seen: readonly Const[]): boolean =>
  oparg !== BINARY_OP_SUBSCR && seen.some((value) => classNameOf(r, value) === 'complex');

/** `data[i]` of bytes or a bytearray. */
function itemOfBytes(r: Recorder, { step, oparg }: StepContext): boolean {
  const [index, data] = [r.recording.value(step, 0), r.recording.value(step, 1)];
  if (oparg !== BINARY_OP_SUBSCR || !data || !index || !isInt(index) || r.recording.raised(step))
    return false;
  const load = BYTES_ITEMS[classNameOf(r, data) ?? ''];
  if (!load) return false;
  const [position, sequence] = [r.top.peek(r.builder, 0), r.top.peek(r.builder, 1)];
  guardSameClass(r, sequence, data);
  r.emit(op('_GUARD_INT'), [position]);
  const item = r.emit(op(load), [sequence, position]);
  r.top.drop(2);
  r.top.push(item);
  return true;
}
const BYTES_ITEMS: Readonly<Record<string, `_${string}`>> = {
  bytes: '_BYTES_ITEM',
  bytearray: '_BYTEARRAY_ITEM',
};

function powerOfInts(r: Recorder, [left, right]: readonly Const[]): boolean {
  if (!isInt(left) || !isInt(right)) return false;
  const operands: Ref[] = [r.top.peek(r.builder, 1), r.top.peek(r.builder, 0)];
  for (const operand of operands) r.emit(op('_GUARD_INT'), [operand]);
  const power = r.emit(op('_POWER_INT'), operands);
  r.top.drop(2);
  r.top.push(power);
  return true;
}

function binary(r: Recorder, context: StepContext): void {
  if (boolArithmetic(r, context) || itemOfBytes(r, context)) return;
  const { step, oparg, uop } = context;
  const seen = immutableOperands(r, step, 2);
  const isPower = seen && BINARY_OPS[oparg % BINARY_OP_INPLACE] === '**' && oparg !== BINARY_OP_SUBSCR;
  if (isPower && powerOfInts(r, seen)) return;
  if (seen && isPureOperator(r, oparg, seen)) performPure(r, context, '_BINARY_OP_PURE', seen);
  else if (seen && isComplexOperator(r, oparg, seen)) performPure(r, context, '_BINARY_OP_COMPLEX', seen);
  else r.perform(uop, context);
}

function compare(r: Recorder, context: StepContext): void {
  if (boolComparison(r, context)) return;
  const seen = immutableOperands(r, context.step, 2);
  if (seen && areOneClass(r, seen)) performPure(r, context, '_COMPARE_OP_PURE', seen);
  else r.perform(context.uop, context);
}

function contains(r: Recorder, context: StepContext): void {
  const seen = immutableOperands(r, context.step, 2);
  if (seen && areOneClass(r, seen)) performPure(r, context, '_CONTAINS_OP_PURE', seen);
  else r.perform(context.uop, context);
}

function slice(r: Recorder, context: StepContext): void {
  const seen = immutableOperands(r, context.step, 3);
  if (seen && seen[0].type === T.CELL) performPure(r, context, '_BINARY_SLICE_PURE', seen);
  else r.perform(context.uop, context);
}

/** `{x}` in an f-string; false: of something else. */
export function formatPure(r: Recorder, context: StepContext): boolean {
  const [seen] = immutableOperands(r, context.step, 1) ?? [];
  if (!seen || classNameOf(r, seen) === 'bytes') return false;
  if (classNameOf(r, seen) === 'str') r.emit(op('_GUARD_TOS_STR'), [r.top.peek(r.builder, 0)]);
  else performPure(r, context, '_FORMAT_SIMPLE_PURE', [seen]);
  return true;
}

/** `{x:spec}`; false: of something else, or the format asks somebody. */
export function formatWithSpecPure(r: Recorder, context: StepContext): boolean {
  const seen = immutableOperands(r, context.step, 2);
  const spec = r.top.peek(r.builder, 0);
  const text = seen && spec < 0 ? r.world.text(seen[1]) : undefined;
  // 'n' asks the locale.
  if (!seen || text === undefined || text.includes('n')) return false;
  performPure(r, context, '_FORMAT_WITH_SPEC_PURE', seen);
  return true;
}

/** `data[i] = n` of a bytearray. */
function store(r: Recorder, context: StepContext): void {
  const { recording, top, builder } = r;
  const [index, data, value] = [0, 1, 2].map((place) => recording.value(context.step, place));
  const fits = value && isInt(value) && index && isInt(index);
  if (!data || !fits || recording.raised(context.step) || classNameOf(r, data) !== 'bytearray')
    return r.perform(context.uop, context);
  const [position, sequence, item] = [0, 1, 2].map((place) => top.peek(builder, place));
  guardSameClass(r, sequence, data);
  for (const number of [position, item]) r.emit(op('_GUARD_INT'), [number]);
  r.emit(op('_STORE_BYTEARRAY_ITEM'), [item, sequence, position]);
  top.drop(3);
}

export const pureOperators: Readonly<Record<string, VirtualUop>> = {
  _BINARY_OP: binary,
  _COMPARE_OP: compare,
  _CONTAINS_OP: contains,
  _BINARY_SLICE: slice,
  _STORE_SUBSCR: store,
};
