/** Meaning of ops on the model heap, for the reference evaluator. Reads outside an object throw: that is a bug of the optimizer. */
import { GENERATOR_SLOTS } from '../../contract/frames.ts';
import { BINARY_OPS } from '../../contract/operators.ts';
import type { RefValue } from '../../ops/types.ts';
import { FIRST_SLOT, keyText, ModelCell, type ModelHeap, NULL, setEntry } from './model-heap.ts';

type Meaning = (
  heap: ModelHeap,
  ins: readonly RefValue[],
  imms: readonly RefValue[],
) => readonly RefValue[] | 'exit';

const cell = (value: RefValue, kind?: string): ModelCell => {
  if (!(value instanceof ModelCell) || (kind && value.kind !== kind))
    throw new Error(`expected ${kind ?? 'a cell'}`);
  return value;
};
const isKind = (value: RefValue, kind: string): boolean => value instanceof ModelCell && value.kind === kind;
const pass = (ok: boolean): readonly RefValue[] | 'exit' => (ok ? [] : 'exit');

function field(object: ModelCell, index: number): RefValue {
  const value = object.fields[index];
  if (value === undefined) throw new Error(`${object.kind} has no field ${index}`);
  return value;
}
function setField(object: ModelCell, index: number, value: RefValue): void {
  if (index < 0 || index >= object.fields.length) throw new Error(`${object.kind} has no field ${index}`);
  object.fields[index] = value;
}
/** Fields in front of a generator's slots, and the offset of slot 0 (GENERATOR_SLOTS). */
export const FIELDS_BEFORE_SLOTS = 2;
const generatorField = (offset: RefValue): number =>
  FIELDS_BEFORE_SLOTS + (Number(offset) - GENERATOR_SLOTS) / 8;
const slotOf = (offset: RefValue): number => (Number(offset) - FIRST_SLOT) / 8;
const at = (index: RefValue, length: number): number => {
  const i = Number(index);
  return i < 0 ? i + length : i;
};

/** Calling a host object: `add @o i n` adds to a field; `set @o i v` stores; `reshape @o n` changes the shape. */
function callHost(ins: readonly RefValue[]): readonly RefValue[] {
  const host = cell(ins[0], 'host');
  const [target, index, value] = host.fields as [ModelCell, bigint, RefValue];
  if (host.action === 'reshape') target.shape = Number(index);
  else if (host.action === 'set') setField(target, Number(index), value);
  else {
    const before = field(target, Number(index));
    const sum = typeof before === 'bigint' ? before + (value as bigint) : value;
    setField(target, Number(index), sum);
  }
  return [host.action === 'add' ? field(target, Number(index)) : null];
}

const placeOf = (dict: RefValue, key: RefValue): number => cell(dict, 'dict').keys.indexOf(keyText(key));
function newDict(heap: ModelHeap, pairs: readonly RefValue[]): ModelCell {
  const dict = heap.make('dict', 0, []);
  for (let i = 0; i < pairs.length; i += 2) setEntry(dict, pairs[i], pairs[i + 1]);
  return dict;
}

const guardKind =
  (kind: string, count: number): Meaning =>
  (_heap, ins) =>
    pass(ins.slice(0, count).every((value) => isKind(value, kind)));

const subscript =
  (kind: string): Meaning =>
  (_heap, [sequence, index]) => {
    const { fields } = cell(sequence, kind);
    const i = at(index, fields.length);
    return i < 0 || i >= fields.length ? 'exit' : [fields[i]];
  };

const unpack =
  (kind: string, count?: number): Meaning =>
  (_heap, [sequence], imms) => {
    if (!isKind(sequence, kind)) return 'exit';
    const { fields } = sequence as ModelCell;
    return fields.length === (count ?? Number(imms[0])) ? [...fields].reverse() : 'exit';
  };

/** Iterators of lists and tuples: what they go through, NULL when exhausted, and the next index. */
const isExhausted = (iter: ModelCell): boolean =>
  iter.fields[0] === NULL || (iter.fields[1] as bigint) >= cell(iter.fields[0]).fields.length;
const guardNotExhausted: Meaning = (_heap, [iter]) => pass(!isExhausted(cell(iter)));
const guardExhausted: Meaning = (_heap, [iter]) => {
  if (!isExhausted(cell(iter))) return 'exit';
  setField(cell(iter), 0, NULL);
  return [];
};
const nextItem =
  (kind: string): Meaning =>
  (_heap, [iter]) => {
    const index = cell(iter).fields[1] as bigint;
    setField(cell(iter), 1, index + 1n);
    return [field(cell(cell(iter).fields[0], kind), Number(index))];
  };

const entryFields = (
  [inner, object]: readonly RefValue[],
  [code, unit, globals]: readonly RefValue[],
): RefValue[] => [inner, object, code, globals, BigInt(Number(unit))];

function floatPower(ins: readonly RefValue[]): readonly RefValue[] | 'exit' {
  const [base, exponent] = ins as readonly number[];
  const power = base > 0 ? base ** exponent : Number.NaN;
  return power < Infinity ? [power] : 'exit';
}

export const heapOps: Readonly<Record<string, Meaning>> = {
  _GUARD_TOS_LIST: guardKind('list', 1),
  _GUARD_NOS_LIST: guardKind('list', 1),
  _GUARD_TOS_TUPLE: guardKind('tuple', 1),
  _GUARD_NOS_TUPLE: guardKind('tuple', 1),
  _GUARD_TOS_STR: guardKind('str', 1),
  _GUARD_NOS_STR: guardKind('str', 1),
  _GUARD_TOS_DICT: guardKind('dict', 1),
  _GUARD_NOS_DICT: guardKind('dict', 1),
  _GUARD_BOTH_STR: guardKind('str', 2),
  _GUARD_FLOAT: (_h, [v]) => pass(typeof v === 'number'),
  /** Only what traces in tests need: powers of floats, as far as traces do them; what is left to the interpreter stops the evaluation. */
  _BINARY_OP: (_h, ins, [oparg]) => {
    if (BINARY_OPS[Number(oparg)] !== '**') throw new Error(`_BINARY_OP ${oparg} is not modelled`);
    return floatPower(ins);
  },
  _BINARY_OP_PURE: (_h, ins, [oparg]) => {
    if (BINARY_OPS[Number(oparg)] !== '**') throw new Error(`_BINARY_OP_PURE ${oparg} is not modelled`);
    return floatPower(ins);
  },
  _GET_ITER_BUILTIN: (heap, [iterable]) => {
    const { kind } = cell(iterable);
    if (kind !== 'list' && kind !== 'tuple') throw new Error(`an iterator of a ${kind} is not modelled`);
    return [heap.make(`${kind}-iter`, 0, [iterable, 0n])];
  },
  _F64_POW: (_h, ins) => floatPower(ins),
  _GUARD_BOOL: (_h, [v]) => pass(typeof v === 'boolean'),
  _GUARD_CONST: (_h, [v], [c]) => pass(Object.is(v, c)),
  _GUARD_NOT_CONST: (_h, [v], [c]) => pass(!Object.is(v, c)),
  _VAL_IS: (_h, [a, b]) => [a === b],
  _IS_OP: (_h, [a, b], [invert]) => [(a === b) !== (invert === 1)],
  _GUARD_SHAPE: (_h, [v], [shape]) => pass(v instanceof ModelCell && v.shape === shape),
  _GUARD_CELL_SHAPE: (_h, [v], [shape]) => pass(cell(v).shape === shape),
  _GUARD_KEYS_VERSION: (_h, [dict], [version]) => pass(cell(dict, 'dict').version === version),
  _GUARD_TYPE_VERSION: (_h, _ins, [cls, version]) => pass(cell(cls, 'class').version === version),
  _GUARD_FUNCTION_VERSION: (_h, [f], [version]) => pass(cell(f, 'function').version === version),
  _CHECK_PERIODIC: () => [],
  _CHECK_VALID: () => [],
  _CHECK_EXPOSED: () => [],
  _GUARD_NO_FRAME_OBJECT: () => [],
  _FORCE_EXIT: () => [],
  _GUARD_ROOT_GLOBALS: () => [],
  _GUARD_ROOT_NAMESPACE: () => [],
  _GUARD_DEPTH: () => [],

  _GUARD_KEY_ABSENT: (_h, [dict, key]) =>
    pass(!isKind(key, 'str') || !cell(dict, 'dict').keys.includes(String(cell(key).fields[0]))),
  _LOAD_DICT_ENTRY: (_h, [dict], [index]) => [field(cell(dict, 'dict'), Number(index))],
  _BUILD_MAP: (heap, ins) => [newDict(heap, ins)],
  _NEW_DICT: (heap, ins) => [newDict(heap, ins)],
  _BINARY_OP_SUBSCR_DICT: (_h, [dict, key]) => [field(cell(dict, 'dict'), placeOf(dict, key))],
  _CONTAINS_OP_DICT: (_h, [key, dict], [oparg]) => [placeOf(dict, key) >= 0 !== (Number(oparg) === 1)],
  _STORE_SUBSCR_DICT: (_h, [value, dict, key]) => {
    setEntry(cell(dict, 'dict'), key, value);
    return [];
  },
  _GUARD_DICT_LENGTH: (_h, [dict], [length]) =>
    pass(isKind(dict, 'dict') && cell(dict).fields.length === Number(length)),
  _GUARD_DICT_KEY: (_h, [dict], [index, key]) =>
    pass(cell(dict, 'dict').keys[Number(index)] === keyText(key)),
  _STORE_DICT_ENTRY: (_h, [dict, value], [index]) => {
    setField(cell(dict, 'dict'), Number(index), value);
    return [];
  },
  _STORE_DICT_ENTRY_UNWATCHED: (_h, [dict, value], [index]) => {
    setField(cell(dict, 'dict'), Number(index), value);
    return [];
  },
  _LOAD_SLOT: (_h, [owner], [offset]) => {
    const value = field(cell(owner, 'instance'), slotOf(offset));
    return value === NULL ? 'exit' : [value];
  },
  _STORE_SLOT: (_h, [value, owner], [offset]) => {
    setField(cell(owner, 'instance'), slotOf(offset), value);
    return [];
  },
  _STORE_ADD_SLOT: (_h, [value, owner], [shape, offset]) => {
    const object = cell(owner, 'instance');
    object.shape = Number(shape);
    object.fields[slotOf(offset)] = value;
    return [];
  },
  _NEW_INSTANCE: (heap, _ins, [, shape]) => [heap.instance(Number(shape))],
  _NEW_SHAPED: (heap, _ins, [shape]) => [heap.instance(Number(shape))],
  _LOAD_CELL: (_h, [c]) => [field(cell(c, 'cell'), 0)],
  _STORE_CELL: (_h, [c, value]) => {
    setField(cell(c, 'cell'), 0, value);
    return [];
  },
  _NEW_CELL: (heap, [value]) => [heap.make('cell', 0, [value])],

  _LIST_LENGTH: (_h, [list]) => [BigInt(cell(list, 'list').fields.length)],
  _LIST_ITEMS: (_h, [list]) => [cell(list, 'list')],
  _LOAD_ITEM: (_h, [items, index]) => [field(cell(items, 'list'), Number(index))],
  _STORE_ITEM: (_h, [items, index, value]) => {
    setField(cell(items, 'list'), Number(index), value);
    return [];
  },
  _TUPLE_LENGTH: (_h, [tuple]) => [BigInt(cell(tuple, 'tuple').fields.length)],
  _LOAD_TUPLE_ITEM: (_h, [tuple], [index]) => [field(cell(tuple, 'tuple'), Number(index))],
  _LOAD_TUPLE_INDEX: (_h, [tuple, index]) => [field(cell(tuple, 'tuple'), Number(index))],
  _NEW_METHOD: (heap, ins) => [heap.make('method', 0, [...ins])],
  _GUARD_METHOD: (_h, [method], [func]) => pass(isKind(method, 'method') && cell(method).fields[0] === func),
  _METHOD_SELF: (_h, [method]) => [field(cell(method, 'method'), 1)],
  _STR_LENGTH: (_h, [s]) => [BigInt(String(cell(s, 'str').fields[0]).length)],
  _TO_BOOL_LIST: (_h, [list]) => (isKind(list, 'list') ? [cell(list).fields.length > 0] : 'exit'),
  _TO_BOOL_STR: (_h, [s]) => (isKind(s, 'str') ? [String(cell(s).fields[0]).length > 0] : 'exit'),
  _BINARY_OP_SUBSCR_LIST_INT: subscript('list'),
  _BINARY_OP_SUBSCR_TUPLE_INT: subscript('tuple'),
  _STORE_SUBSCR_LIST_INT: (_h, [value, list, index]) => {
    const { fields } = cell(list, 'list');
    const i = at(index, fields.length);
    if (i < 0 || i >= fields.length) return 'exit';
    fields[i] = value;
    return [];
  },
  _LIST_APPEND: (_h, [list, value]) => {
    cell(list, 'list').fields.push(value);
    return [];
  },
  _BUILD_TUPLE: (heap, ins) => [heap.make('tuple', 0, [...ins])],
  _NEW_TUPLE_OF: (heap, ins, [, shape]) => [heap.make('tuple', Number(shape), [...ins])],
  _BUILD_LIST: (heap, ins) => [heap.make('list', 0, [...ins])],
  _UNPACK_SEQUENCE_TWO_TUPLE: unpack('tuple', 2),
  _UNPACK_SEQUENCE_TUPLE: unpack('tuple'),
  _UNPACK_SEQUENCE_LIST: unpack('list'),

  _ITER_CHECK_LIST: guardKind('list-iter', 1),
  _GUARD_NOT_EXHAUSTED_LIST: guardNotExhausted,
  _GUARD_EXHAUSTED_LIST: guardExhausted,
  _ITER_NEXT_LIST: nextItem('list'),
  _ITER_CHECK_TUPLE: guardKind('tuple-iter', 1),
  _GUARD_NOT_EXHAUSTED_TUPLE: guardNotExhausted,
  _GUARD_EXHAUSTED_TUPLE: guardExhausted,
  _ITER_NEXT_TUPLE: nextItem('tuple'),
  _ITER_SOURCE: (_h, [iter]) => [field(cell(iter), 0)],
  _ITER_INDEX: (_h, [iter]) => [field(cell(iter), 1)],
  _ITER_SET_INDEX: (_h, [iter, index]) => {
    setField(cell(iter), 1, index);
    return [];
  },
  _GUARD_APPLIES: () => [],
  _APPLIED_TO: (_h, [iter]) => [field(cell(iter, 'filter'), 0)],
  _APPLIED_FUNCTION: (_h, [iter]) => [field(cell(iter, 'filter'), 1)],
  _ITER_CHECK_RANGE: guardKind('range-iter', 1),
  _GUARD_NOT_EXHAUSTED_RANGE: (_h, [iter]) => pass((field(cell(iter), 1) as bigint) > 0n),
  _GUARD_EXHAUSTED_RANGE: (_h, [iter]) => pass(field(cell(iter), 1) === 0n),
  _ITER_NEXT_RANGE: (_h, [iter]) => {
    const { fields } = cell(iter, 'range-iter');
    const [next, left, step] = fields as [bigint, bigint, bigint];
    fields[0] = next + step;
    fields[1] = left - 1n;
    return [next];
  },
  _RANGE_ITER_NEXT: (_h, [iter]) => [field(cell(iter), 0)],
  _RANGE_ITER_LEFT: (_h, [iter]) => [field(cell(iter), 1)],
  _RANGE_ITER_STEP: (_h, [iter]) => [field(cell(iter), 2)],
  _RANGE_ITER_ADVANCE: (_h, [iter, next, left]) => {
    setField(cell(iter), 0, next);
    setField(cell(iter), 1, left);
    return [];
  },
  _ITER_NEXT_OBJECT: (heap, ins) => {
    const iter = cell(ins[0]);
    if (iter.kind !== 'range-iter') throw new Error(`no model of next() for a ${iter.kind}`);
    if (field(iter, 1) === 0n) return [NULL];
    return heapOps._ITER_NEXT_RANGE(heap, ins, []);
  },
  _BUILD_RANGE: (heap, ins) => [heap.make('range', 0, [...ins])],
  _GET_ITER: (heap, [range]) => {
    const [start, stop, step] = cell(range, 'range').fields as bigint[];
    const [low, high, by] = step > 0n ? [start, stop, step] : [stop, start, -step];
    return [heap.make('range-iter', 0, [start, high > low ? (high - low - 1n) / by + 1n : 0n, step])];
  },
  // A generator's fields: code, unit at which it goes on, then its frame's slots.
  _GUARD_GENERATOR: (_h, [generator], [code, resume]) =>
    pass(
      isKind(generator, 'generator') &&
        cell(generator).fields[0] === code &&
        cell(generator).fields[1] === BigInt(Number(resume)),
    ),
  _GUARD_GENERATOR_GLOBALS: () => [],
  _GUARD_GENERATOR_CODE: () => [],
  _LOAD_GENERATOR_SLOT: (_h, [generator], [slot]) => [
    field(cell(generator, 'generator'), generatorField(slot)),
  ],
  _STORE_GENERATOR_SLOT: (_h, [generator, value], [slot]) => {
    setField(cell(generator, 'generator'), generatorField(slot), value);
    return [];
  },
  _GENERATOR_RUNS: () => [],
  _LEAVE_GENERATOR: () => [],
  _GUARD_NO_GENERATOR_OBJECT: () => [],
  _SUSPEND_GENERATOR: (_h, [generator], [, , resume]) => {
    setField(cell(generator, 'generator'), 1, BigInt(Number(resume)));
    return [];
  },
  _CLOSE_GENERATOR: (_h, [generator]) => {
    const { fields } = cell(generator, 'generator');
    fields.fill(NULL, 1);
    return [];
  },
  // An exception's fields: args, context, cause, traceback; an entry's: the inner one, frame object, code, globals, unit.
  _NEW_EXCEPTION: (heap, ins, [shape]) => [heap.make('exception', Number(shape), [...ins])],
  _NEW_TRACEBACK: (heap, ins, imms) => [heap.make('traceback', 0, entryFields(ins, imms))],
  _ENDED_FRAME: (heap, ins, [, code, unit, globals]) => [
    heap.make('past-frame', 0, [code, globals, BigInt(Number(unit)), ...ins]),
  ],
  _RAISED: (heap, [exc, cause]) => {
    if (heap.handled !== exc) setField(cell(exc, 'exception'), 1, heap.handled);
    if (cause !== undefined) setField(cell(exc), 2, cause);
    return [exc];
  },
  _ADD_TRACEBACK: (heap, [exc, object], imms) => {
    const inner = field(cell(exc, 'exception'), 3);
    setField(cell(exc), 3, heap.make('traceback', 0, entryFields([inner, object], imms)));
    return [exc];
  },
  _CHECK_EXC_MATCH: (heap, [exc, type]) => {
    const cls = heap.shapes.get(cell(exc, 'exception').shape)!.cls;
    const types = isKind(type, 'tuple') ? cell(type).fields : [type];
    return [types.some((one) => cls.startsWith(cell(one, 'class').name))];
  },
  _LOAD_HANDLED: (heap) => [heap.handled],
  _SWAP_HANDLED: (heap, [exc]) => {
    const previous = heap.handled;
    heap.handled = exc;
    return [previous];
  },
  _SET_HANDLED: (heap, [exc]) => {
    heap.handled = exc;
    return [];
  },
  _NEW_RANGE_ITER: (heap, ins) => [heap.make('range-iter', 0, [...ins])],
  _CALL_OBJECT: (_h, ins) => callHost(ins),
};
