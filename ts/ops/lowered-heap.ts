/**
 * Single loads and stores, identity guards, new objects: uops that only traces contain. Some the recorder puts in place of tier-1 uops that
 * read the running frame (its globals, builtins, closure) or a 64-bit cache word; the others come from the optimizer. Bodies:
 * stencils/lowered_heap.c.
 *
 * An immediate of kind `slot` is the slot's index in the trace; the stitcher patches sizeof(Frame) + 8 * index.
 */
import {
  ALLOCATES,
  commutative,
  exits,
  fresh,
  immutable,
  lowered,
  RUNS_CODE,
  reads,
  writes,
} from './declare.ts';

// biome-ignore format: a table
export const LOWERED_HEAP_UOPS = [
  // the trace as a whole
  lowered('_POP_FRAME',            '--',     'marks where a followed call returned; never executed',
      { marker: true }),
  lowered('_GUARD_ROOT_GLOBALS',   '--',
      'exits unless the root frame’s function has these globals and builtins',
      { imms: 'globals/const builtins/const', exits, location: 'class' }),
  lowered('_GUARD_ROOT_NAMESPACE', '--',     'exits unless the root frame’s namespace is its globals',
      { exits, location: 'class' }),
  lowered('_GUARD_DEPTH',          '--',
      'exits unless the recursion limit lets the trace push so many frames',
      { imms: 'frames/u32', exits, effects: reads('class'), location: 'class' }),
  lowered('_CHECK_PERIODIC',       '--',
      'exits when the context wants attention: interrupt, limits, collection', { exits }),
  lowered('_CHECK_VALID',          '--',     'exits when an assumption of some trace has been invalidated',
      { exits }),
  lowered('_CHECK_EXPOSED',         '--',
      'exits when C code was called that looked at objects of the trace’s frames that had not been made',
      { exits }),
  lowered('_GUARD_NO_FRAME_OBJECT', '--',
      'exits when a frame object stands for the root frame, which is about to end: it takes its variables', { exits }),
  lowered('_FORCE_EXIT',           '--',     'exits the first time; only in the stress mode of exits',
      { imms: 'index/u32', exits }),
  lowered('_FRAME_SLOT',           '-- res', 'what the root frame’s slot held on entry to the trace',
      { imms: 'slot/slot', immutable }),

  // identity, shapes and classes
  lowered('_VAL_IS',             'left, right -- res:bool',
      'identity of two words that are not floats or big ints', { commutative, immutable }),
  lowered('_GUARD_CONST',        'value --', 'exits unless value is this very word',
      { imms: 'constant/const', exits, negated: '_GUARD_NOT_CONST' }),
  lowered('_GUARD_NOT_CONST',    'value --', 'exits if value is this very word',
      { imms: 'constant/const', exits, negated: '_GUARD_CONST' }),
  lowered('_GUARD_CELL_SHAPE',   'value --', 'like _GUARD_SHAPE for what is known to be a cell: no tag check',
      { imms: 'shape/u32', exits, effects: reads('shape') }),
  lowered('_GUARD_CLASS',        'value --', 'exits unless a cell whose class is this one exactly',
      { imms: 'cls/const', exits, effects: reads('shape') }),
  lowered('_GUARD_TYPE_VERSION', '--',       'exits when an attribute of the class or of a base has changed',
      { imms: 'cls/const version/u32', exits, effects: reads('class'), location: 'class' }),

  // dicts
  lowered('_GUARD_KEYS_VERSION',         'dict --',        'exits unless the dict’s keys are as they were',
      { imms: 'version/u32', exits, effects: reads('dict'), location: 'dict' }),
  lowered('_LOAD_DICT_ENTRY',            'dict -- res',    'value of entry `index`, which exists',
      { imms: 'index/u32', effects: reads('dict'), location: 'dict' }),
  lowered('_STORE_DICT_ENTRY',           'dict, value --',
      'set the value of entry `index`; exits when the dict is watched',
      { imms: 'index/u32', exits, effects: writes('dict') }),
  lowered('_STORE_DICT_ENTRY_UNWATCHED', 'dict, value --', 'the same for a key that nothing watches',
      { imms: 'index/u32', effects: writes('dict') }),

  // functions and closures
  lowered('_GUARD_FUNCTION_VERSION', 'func --',
      'exits unless func, known to be a function, has this version',
      { imms: 'version/u32', exits, effects: reads('class'), location: 'class' }),
  lowered('_GUARD_FUNCTION_CODE',    'func --',
      'exits unless func is a function made from this code',
      { imms: 'code/const', exits, effects: reads('class'), location: 'class' }),
  lowered('_NEW_FUNCTION',           'code, globals -- res', 'a function without defaults and closure',
      { effects: ALLOCATES }),
  lowered('_LOAD_CLOSURE',           'func -- res',          'cell `index` of a function’s closure',
      { imms: 'index/u32', immutable }),
  lowered('_LOAD_CELL',              'cell -- res',          'contents of a closure cell, NULL when empty',
      { effects: reads('cell'), location: 'cell' }),
  lowered('_STORE_CELL',             'cell, value --',       'set a closure cell',
      { effects: writes('cell') }),
  lowered('_NEW_CELL',               'value -- res=object',  'a closure cell', { fresh, effects: ALLOCATES }),

  // instances
  lowered('_NEW_SHAPED',   '-- res', 'an instance of this shape with empty slots',
      { imms: 'shape/u32', fresh, effects: ALLOCATES }),
  lowered('_NEW_INSTANCE', '-- res', 'a blank instance of the class, whose root shape is `shape`',
      { imms: 'cls/const shape/u32', fresh, effects: ALLOCATES }),

  // sequences
  lowered('_LIST_LENGTH',      'list -- res:i64',   'number of items',
      { effects: reads('list'), location: 'list' }),
  lowered('_LIST_ITEMS',       'list -- res:ptr',   'the array of its items',
      { effects: reads('list'), location: 'list' }),
  lowered('_LOAD_ITEM',        'items:ptr, index:i64 -- res', 'item of a list whose bounds were checked',
      { effects: reads('list'), location: 'list' }),
  lowered('_STORE_ITEM',       'items:ptr, index:i64, value --', 'set an item of a list',
      { effects: writes('list') }),
  lowered('_TUPLE_LENGTH',     'tuple -- res:i64',  'number of items', { immutable }),
  lowered('_LOAD_TUPLE_ITEM',  'tuple -- res',      'item at a constant index that exists',
      { imms: 'index/i32', immutable }),
  lowered('_LOAD_TUPLE_INDEX', 'tuple, index:i64 -- res', 'item at an index whose bounds were checked',
      { immutable }),
  lowered('_STR_LENGTH',       'string -- res:i64', 'code points', { immutable }),

  // iterators
  lowered('_RANGE_ITER_NEXT',    'iter -- res:i64',    'range iterator’s next value',
      { effects: reads('iter'), location: 'iter' }),
  lowered('_RANGE_ITER_LEFT',    'iter -- res:i64',    'items a range iterator has left',
      { effects: reads('iter'), location: 'iter' }),
  lowered('_RANGE_ITER_STEP',    'iter -- res:i64',    'a range iterator’s step', { immutable }),
  lowered('_RANGE_ITER_ADVANCE', 'iter, next:i64, left:i64 --', 'set next value and items left',
      { effects: writes('iter') }),
  lowered('_ITER_SOURCE',        'iter -- res',
      'what a list or tuple iterator goes through; NULL when exhausted',
      { effects: reads('iter'), location: 'iter' }),
  lowered('_ITER_INDEX',         'iter -- res:i64',    'next index of a list or tuple iterator',
      { effects: reads('iter'), location: 'iter' }),
  lowered('_ITER_SET_INDEX',     'iter, index:i64 --', 'set it', { effects: writes('iter') }),
  lowered('_ITER_NEXT_OBJECT',   'iter -- item',       'next(iter) of any iterator; NULL when exhausted',
      { effects: RUNS_CODE }),
  lowered('_BUILD_RANGE',        'start, stop, step -- res=object', 'range(start, stop, step) of ints',
      { fresh, effects: ALLOCATES }),
  lowered('_NEW_RANGE_ITER',     'next:i64, left:i64, step:i64 -- res=object', 'a range iterator',
      { fresh, effects: ALLOCATES }),
];
