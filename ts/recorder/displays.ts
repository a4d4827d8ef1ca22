/**
 * Displays, and arguments that a call puts together: what is added to a list or a dict under construction, which nobody else has, makes one
 * of all the items instead.
 *
 *     {'a': v1, **v2}            v3 = _NEW_DICT @a, v1, #1
 *       DICT_UPDATE              _GUARD_DICT_LENGTH v2, #1;  _GUARD_DICT_KEY v2, #0, @b;  v4 = _LOAD_DICT_ENTRY v2, #0
 *                                v5 = _NEW_DICT @a, v1, @b, v4, #2
 *     f(v1, *v2)                 v3 = _BUILD_LIST v1, #1
 *       LIST_EXTEND              v4 = _LOAD_TUPLE_ITEM v2, #0;  v5 = _BUILD_LIST v1, v4, #2
 *       INTRINSIC_LIST_TO_TUPLE  v6 = _BUILD_TUPLE v1, v4, #2
 */
import { INTRINSICS_1 } from '../contract/operators.ts';
import { op } from '../ir/op-table.ts';
import { type Const, type Ref, T } from '../ir/trace.ts';
import type { Uop } from '../ops/types.ts';
import type { Recorder, StepContext, VirtualUop } from './recorder.ts';
import type { KeywordName } from './recording.ts';

const NEW_DICT = op('_NEW_DICT');
const BUILD_LIST = op('_BUILD_LIST');
const BUILD_TUPLE = op('_BUILD_TUPLE');
const LIST_TO_TUPLE = INTRINSICS_1.indexOf('INTRINSIC_LIST_TO_TUPLE');

/** Longer ones are left to C. */
const MAX_ENTRIES = 16;

/** The keys of exactly a dict, when they are a few strs. */
export function fewNames(r: Recorder, dict: Const): readonly KeywordName[] | undefined {
  const names = r.world.dictNames(dict);
  return names && names.length <= MAX_ENTRIES ? names : undefined;
}

/** Guards that the dict has these keys, in this order; returns the values. */
export function guardEntries(r: Recorder, dict: Ref, names: readonly KeywordName[]): Ref[] {
  r.emit(op('_GUARD_DICT_LENGTH'), [dict], [names.length]);
  return names.map(({ name }, i) => {
    r.emit(op('_GUARD_DICT_KEY'), [dict], [i, r.builder.constant(name)]);
    return r.emit(op('_LOAD_DICT_ENTRY'), [dict], [i]);
  });
}

/** A key of which it is known whether it equals another one like it. */
function isSimple(r: Recorder, key: Ref): boolean {
  const c = key < 0 ? r.builder.pool.list[-1 - key] : undefined;
  return c !== undefined && (c.type === T.INT || r.world.isInterned(c));
}

const keysIn = (pairs: readonly Ref[]): Ref[] => pairs.filter((_, i) => i % 2 === 0);

/** A dict of keys and values by turns. */
export function newDict(r: Recorder, pairs: readonly Ref[]): Ref {
  const simple = keysIn(pairs).every((key) => isSimple(r, key));
  return r.emit(op(simple ? '_NEW_DICT' : '_BUILD_MAP'), [...pairs], [pairs.length / 2]);
}

/** What a list or dict under construction, which is on the stack only, was made of; undefined once C has added to it. */
function madeOf(r: Recorder, ref: Ref, by: Uop): Ref[] | undefined {
  const { insts } = r.builder;
  for (let i = insts.length - 1; i >= 0; i--) {
    const { args, op: uop, outs } = insts[i];
    if (outs[0] === ref) return uop === by ? args.slice() : undefined;
    if (args.includes(ref)) return undefined;
  }
  return undefined;
}

/** Takes the operand on top; `made` is in place of what it was added to. */
function replace(r: Recorder, oparg: number, made: Ref): void {
  r.top.drop(1);
  r.top.poke(oparg - 1, made);
}

/**
 * DICT_MERGE, DICT_UPDATE; false: C does it, as where other keys were seen before. `unique`: a key that is there already is an error.
 */
function merge(r: Recorder, { oparg, step }: StepContext, unique: boolean): boolean {
  const { builder, recording, top } = r;
  if (r.anchor.kind === 'bridge' && step === 0) return false;
  const pairs = madeOf(r, top.peek(builder, oparg), NEW_DICT);
  const seen = recording.value(step, 0);
  const names = seen && fewNames(r, seen);
  if (!pairs || !names) return false;
  const keys = keysIn(pairs);
  const added = names.map(({ name }) => builder.constant(name));
  if (!added.every((key) => isSimple(r, key))) return false;
  if (unique && added.some((key) => keys.includes(key))) return false;
  const values = guardEntries(r, top.peek(builder, 0), names);
  added.forEach((key, i) => {
    const at = keys.indexOf(key);
    if (at < 0) pairs.push(key, values[i]);
    else pairs[2 * at + 1] = values[i];
  });
  replace(r, oparg, newDict(r, pairs));
  return true;
}

/** LIST_EXTEND by a tuple that the trace has made, or knows; false: C does it. */
function extend(r: Recorder, { oparg }: StepContext): boolean {
  const { builder, top } = r;
  const items = madeOf(r, top.peek(builder, oparg), BUILD_LIST);
  const added = top.peek(builder, 0);
  const length = knownLength(r, added);
  if (!items || length === undefined || items.length + length > MAX_ENTRIES) return false;
  for (let i = 0; i < length; i++) items.push(r.emit(op('_LOAD_TUPLE_ITEM'), [added], [i]));
  replace(r, oparg, r.emit(BUILD_LIST, items, [items.length]));
  return true;
}

function knownLength(r: Recorder, tuple: Ref): number | undefined {
  const { insts, pool } = r.builder;
  if (tuple < 0) return r.world.tupleLength(pool.list[-1 - tuple]);
  return insts.find(({ op: uop, outs }) => uop === BUILD_TUPLE && outs[0] === tuple)?.args.length;
}

/** The list under construction becomes a tuple; false: C does it. */
function listToTuple(r: Recorder): boolean {
  const items = madeOf(r, r.top.peek(r.builder, 0), BUILD_LIST);
  if (!items) return false;
  r.top.poke(0, r.emit(BUILD_TUPLE, items, [items.length]));
  return true;
}

const merges =
  (unique: boolean): VirtualUop =>
  (r, context) => {
    if (!merge(r, context, unique)) r.perform(context.uop, context);
  };

export const displayUops: Readonly<Record<string, VirtualUop>> = {
  _LIST_EXTEND: (r, context) => {
    if (!extend(r, context)) r.perform(context.uop, context);
  },
  _CALL_INTRINSIC_1: (r, context) => {
    if (context.oparg !== LIST_TO_TUPLE || !listToTuple(r)) r.perform(context.uop, context);
  },
  _BUILD_MAP: (r, { oparg }) => {
    const { builder, top } = r;
    const pairs: Ref[] = [];
    for (let place = 2 * oparg - 1; place >= 0; place--) pairs.push(top.peek(builder, place));
    const made = newDict(r, pairs);
    top.drop(pairs.length);
    top.push(made);
  },
  _DICT_MERGE: merges(true),
  _DICT_UPDATE: merges(false),
};
