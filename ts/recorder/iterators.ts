/**
 * Iterators of built-in containers without calls.
 *
 *     for i, x in enumerate(xs)     _GUARD_SHAPE v1, #90;  _GUARD_ENUMERATE v1;  v2 = _INNER_ITER v1, #0
 *                                   _ITER_CHECK_LIST v2, #60;  _GUARD_NOT_EXHAUSTED_LIST v2
 *                                   v3 = _ITER_NEXT_LIST v2;  i4 = _ENUMERATE_NEXT v1;  v5 = _TAG_INT i4
 *
 * What enumerate() and zip() go through is advanced by the trace itself. What is exhausted leaves the trace before anything has happened.
 */
import { op } from '../ir/op-table.ts';
import type { Const, RecordedSnapshot, Ref } from '../ir/trace.ts';
import { guardSameClass } from './arguments.ts';
import { classNameOf } from './pure-calls.ts';
import type { Recorder } from './recorder.ts';

type Name = `_${string}`;
export interface SimpleIterator {
  readonly check: Name;
  readonly more: Name;
  readonly next: Name;
}
const SIMPLE: Readonly<Record<string, SimpleIterator>> = {
  list_iterator: {
    check: '_ITER_CHECK_LIST',
    more: '_GUARD_NOT_EXHAUSTED_LIST',
    next: '_ITER_NEXT_LIST',
  },
  tuple_iterator: {
    check: '_ITER_CHECK_TUPLE',
    more: '_GUARD_NOT_EXHAUSTED_TUPLE',
    next: '_ITER_NEXT_TUPLE',
  },
  range_iterator: {
    check: '_ITER_CHECK_RANGE',
    more: '_GUARD_NOT_EXHAUSTED_RANGE',
    next: '_ITER_NEXT_RANGE',
  },
};

/** How a trace advances an iterator of a list, a tuple or a range. */
export function simpleIterator(r: Recorder, iterator: Const): SimpleIterator | undefined {
  const type = r.world.objectClass(iterator);
  const name = type && r.world.builtinName(type.cls);
  return name === undefined ? undefined : SIMPLE[name];
}

/** The pair that the iterator hands out next, having handed out one when it was recorded; undefined: left to C. */
export function nextPair(
  r: Recorder,
  iter: Ref,
  seen: Const,
  before: RecordedSnapshot,
): readonly [Ref, Ref] | undefined {
  const type = r.world.objectClass(seen);
  const name = type && r.world.builtinName(type.cls);
  const inner = r.world.innerIterators(seen);
  const kinds = inner?.map((iterator) => simpleIterator(r, iterator));
  const numbers = name === 'enumerate' && inner?.length === 1;
  if (!inner || !kinds?.every((kind) => kind) || !(numbers || (name === 'zip' && inner.length === 2)))
    return undefined;
  const known = kinds as SimpleIterator[];
  r.emit(op('_GUARD_SHAPE'), [iter], [seen.shape], before);
  r.emit(op(numbers ? '_GUARD_ENUMERATE' : '_GUARD_ZIP_OF_TWO'), [iter], [], before);
  const parts = inner.map((_, i) => r.emit(op('_INNER_ITER'), [iter], [i], before));
  known.forEach(({ check, more }, i) => {
    r.emit(op(check), [parts[i]], [inner[i].shape], before);
    r.emit(op(more), [parts[i]], [], before);
  });
  // One iterator for both: the second item may be missing.
  if (!numbers)
    r.emit(op('_GUARD_FALSE'), [r.emit(op('_VAL_IS'), [parts[0], parts[1]], [], before)], [], before);
  const items = known.map(({ next }, i) => r.emit(op(next), [parts[i]], [], before));
  if (!numbers) return [items[0], items[1]];
  return [r.emit(op('_TAG_INT'), [r.emit(op('_ENUMERATE_NEXT'), [iter], [], before)], [], before), items[0]];
}

/** Their `__iter__` runs no code; ranges are left to pass virtual, which makes none. */
const CONTAINERS: ReadonlySet<string> = new Set(
  'bytearray bytes deque dict dict_items dict_keys dict_values frozenset list set str tuple'.split(' '),
);
const GUARDS: Readonly<Record<string, Name>> = {
  list: '_GUARD_TOS_LIST',
  tuple: '_GUARD_TOS_TUPLE',
  str: '_GUARD_TOS_STR',
  dict: '_GUARD_TOS_DICT',
};

/** iter() of a container of a built-in class, or of its iterator; undefined: of something else. */
export function iterOf(r: Recorder, iterable: Ref, seen: Const): Ref | undefined {
  const name = classNameOf(r, seen) ?? '';
  if (simpleIterator(r, seen)) {
    r.emit(op('_GUARD_SHAPE'), [iterable], [seen.shape]);
    return iterable;
  }
  if (!CONTAINERS.has(name)) return undefined;
  if (GUARDS[name]) r.emit(op(GUARDS[name]), [iterable]);
  else if (!guardSameClass(r, iterable, seen)) return undefined;
  return r.emit(op('_GET_ITER_BUILTIN'), [iterable]);
}

/** next() of the iterator of a list, tuple or range, which had another item when it was recorded; undefined: left to C. */
export function nextOf(r: Recorder, iter: Ref, seen: Const): Ref | undefined {
  const kind = simpleIterator(r, seen);
  if (!kind) return undefined;
  const before = r.snapshot();
  r.emit(op(kind.check), [iter], [seen.shape], before);
  r.emit(op(kind.more), [iter], [], before);
  return r.emit(op(kind.next), [iter], [], before);
}
