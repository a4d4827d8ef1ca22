/**
 * Kinds of heap cells. Their layouts are C's own (native/core/layout.h); of these, TypeScript relies on those of frames (frames.ts).
 */

/** What a cell is, physically. A shape names it; the collector traces by it. The order is free; new kinds go at the end. */
export const CellKind = {
  FREE: 0,
  ARRAY: 1, // Array of Values: storage of lists, overflow slots, …
  RAW: 2, // Raw bytes: storage of strings, bytearrays, …
  INSTANCE: 3, // plain object: slots only
  CLASS: 4,
  FLOAT: 5,
  BIGINT: 6,
  COMPLEX: 7,
  STR: 8,
  BYTES: 9,
  BYTEARRAY: 10,
  LIST: 11,
  TUPLE: 12,
  DICT: 13,
  DICT_TABLE: 14,
  SET: 15, // set and frozenset
  SET_TABLE: 16,
  RANGE: 17,
  SLICE: 18,
  FUNCTION: 19,
  METHOD: 20, // bound Python method
  CFUNCTION: 21,
  CODE: 22,
  CLOSURE_CELL: 23,
  GENERATOR: 24,
  EXCEPTION: 25,
  TRACEBACK: 26,
  MODULE: 27,
  PROPERTY: 28,
  STATICMETHOD: 29,
  CLASSMETHOD: 30,
  SUPER: 31,
  SLOT_DESCR: 32, // member descriptor of __slots__, getset of built-in types
  ITER: 33, // the built-in iterators, see Iter.op
  DICT_VIEW: 34,
  FRAME_OBJECT: 35,
  HOST: 36, // wrapped JavaScript value
  OTHER: 37, // object with custom trace function, see Class.ops.trace
  INT_OBJECT: 38, // instance of a subclass of int: IntObject
  PROXY: 39, // mappingproxy: Proxy
  TUPLE_GETTER: 40, // descriptor of a named tuple's field: TupleGetter
  PARTIAL: 41, // functools.partial: Partial
} as const;

/** Iter.op: the iterators whose steps are micro-ops. Others have numbers of C's own, from OTHER_FIRST on. */
export const IterOp = {
  LIST: 1, // a = List, i = next index; a = V_NULL when exhausted
  TUPLE: 2, // a = Tuple, i = next index
  RANGE: 3, // fixnum range: i = next value, j = items left, k = step
  STR: 4, // a = Str, i = next index
  OTHER_FIRST: 16,
} as const;

/** How an attribute access resolves, for inline caches and traces. */
export const AttrKind = {
  NONE: 0, // cannot be cached
  SLOT: 1,
  OVERFLOW_SLOT: 2,
  METHOD: 3, // function or method descriptor found on the class
  CLASS_VALUE: 4, // non-descriptor found on the class
  PROPERTY: 5, // getter is a Python function in `value`
  MODULE: 6, // module dict entry `index`
  CLASS_ATTR: 7, // the object is a class; value found on its mro, no descriptor
  ADD_SLOT: 8, // store that adds an attribute: new_shape
  TUPLE_ITEM: 9, // item `index` of a named tuple, if it has so many
  CLASS_METHOD: 11, // its function in `value`, a Python one; takes the class (the object, if that is a class)
  DESCRIPTOR: 12, // object of a class with a Python __get__, in `value`
  HOOK: 10, // not there: the Python __getattr__ in `value` is asked
} as const;

/** What makes an instance without attributes of a class, and runs nothing. */
export const BlankCall = {
  NONE: 0,
  CLASS: 1, // calling the class without arguments
  NEW: 2, // object.__new__ only
  EXCEPTION: 3, // calling the class with any arguments: they become the exception's `args`
} as const;
