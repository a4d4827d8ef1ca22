/** Subscripts, attributes, building, unpacking, formatting, matching, imports. Bodies: stencils/objects.c. */
import { ALLOCATES, RAISES, RUNS_CODE, reads, uop, writes } from './declare.ts';

const named = { imms: 'oparg', effects: RUNS_CODE, tier: 1 } as const;
const subscript = { exits: true } as const;

export const OBJECT_UOPS = [
  // subscripts
  uop('_BINARY_OP_SUBSCR_LIST_INT', 'list, index -- res', 'exit when out of range', {
    ...subscript,
    effects: reads('list'),
  }),
  uop('_BINARY_OP_SUBSCR_TUPLE_INT', 'tuple, index -- res', 'exit when out of range', subscript),
  uop(
    '_BINARY_OP_SUBSCR_STR_INT',
    'string, index -- res',
    'exit when out of range or not Latin-1',
    subscript,
  ),
  uop('_BINARY_OP_SUBSCR_DICT', 'dict, key -- res', 'KeyError when missing', { effects: RUNS_CODE }),
  uop(
    '_BINARY_OP_SUBSCR_GETITEM',
    'container, key -- new_frame:ptr',
    'frame of the class’s Python __getitem__',
    {
      imms: 'shape/u32',
      exits: true,
      effects: RAISES,
      tier: 1,
      trace: 'virtual',
    },
  ),
  uop('_BINARY_OP_METHOD', 'left, right -- new_frame:ptr', 'frame of the left operand’s Python method', {
    imms: 'oparg shape/u32',
    exits: true,
    effects: RAISES,
    tier: 1,
    trace: 'virtual',
  }),
  uop('_STORE_SUBSCR', 'value, container, key --', '', { effects: RUNS_CODE }),
  uop('_STORE_SUBSCR_LIST_INT', 'value, list, index --', 'exit when out of range', {
    ...subscript,
    effects: writes('list'),
  }),
  uop('_STORE_SUBSCR_DICT', 'value, dict, key --', '', { effects: RUNS_CODE }),
  uop('_DELETE_SUBSCR', 'container, key --', '', { effects: RUNS_CODE }),
  uop('_BINARY_SLICE', 'container, start, stop -- res', '', { effects: RUNS_CODE }),
  uop('_STORE_SLICE', 'value, container, start, stop --', '', { effects: RUNS_CODE }),

  // attributes
  uop('_LOAD_ATTR', 'owner -- attr, self_or_null[oparg & 1]', 'any attribute', named),
  uop('_LOAD_ATTR_NAMED', 'owner -- attr', 'attribute `name`, whatever the object', {
    imms: 'name/const',
    effects: RUNS_CODE,
    tier: 2,
  }),
  uop('_LOAD_METHOD_NAMED', 'owner -- attr, self_or_null', 'the pair a method call needs', {
    imms: 'name/const',
    effects: RUNS_CODE,
    tier: 2,
  }),
  uop('_STORE_ATTR_NAMED', 'value, owner --', '', { imms: 'name/const', effects: RUNS_CODE, tier: 2 }),
  uop('_GUARD_SHAPE', 'peek owner --', 'owner is a cell of this shape', {
    imms: 'shape/u32',
    exits: true,
    effects: reads('slots'),
  }),
  uop(
    '_GUARD_CLASS_VERSION',
    '--',
    'nothing on the mro of class `cls` has changed; after a guard that implies the class',
    {
      imms: 'cls/u64 version/u32',
      exits: true,
      effects: reads('class'),
      tier: 1,
      trace: 'virtual',
    },
  ),
  uop('_GUARD_SHAPE_CLASS_VERSION', 'peek owner --', 'owner has this shape, and its class is unchanged', {
    imms: 'shape/u32 version/u32',
    exits: true,
    effects: reads('slots', 'class'),
    tier: 1,
    trace: 'virtual',
  }),
  uop('_LOAD_SLOT', 'owner -- attr', 'the Value at byte `offset`; exit when it is empty', {
    imms: 'offset/u16',
    exits: true,
    effects: reads('slots'),
  }),
  uop('_LOAD_OVERFLOW_SLOT', 'owner -- attr', 'item `index` of the overflow array at byte `base`', {
    imms: 'base/u16 index/u16',
    exits: true,
    effects: reads('slots'),
  }),
  uop('_LOAD_ATTR_MODULE', 'owner -- attr', 'entry `index` of the module’s dict', {
    imms: 'version/u32 index/u16',
    exits: true,
    effects: reads('dict'),
    tier: 1,
    trace: 'virtual',
  }),
  uop('_LOAD_ATTR_METHOD', 'owner -- attr, self', 'function `descr` of the class, with self', {
    imms: 'descr/u64',
    tier: 1,
    trace: 'virtual',
  }),
  uop('_LOAD_ATTR_NONDESCRIPTOR', 'owner -- attr', 'value `descr` of the class', {
    imms: 'descr/u64',
    tier: 1,
    trace: 'virtual',
  }),
  uop('_GUARD_CLASS_OBJECT', 'peek owner --', 'owner is the class that had this version', {
    imms: 'shape/u32 version/u32',
    exits: true,
    effects: reads('class'),
    tier: 1,
    trace: 'virtual',
  }),
  uop('_LOAD_ATTR_CLASS', 'owner -- attr', 'value `descr` found on the mro of class owner', {
    imms: 'descr/u64',
    tier: 1,
    trace: 'virtual',
  }),
  uop('_LOAD_ATTR_PROPERTY_FRAME', 'owner -- new_frame:ptr', 'frame of a property’s Python getter', {
    imms: 'getter/u64',
    exits: true,
    effects: RAISES,
    tier: 1,
    trace: 'virtual',
  }),
  uop('_STORE_ATTR', 'value, owner --', '', { ...named, trace: '_STORE_ATTR_NAMED' }),
  uop('_STORE_SLOT', 'value, owner --', 'to byte `offset`', { imms: 'offset/u16', effects: writes('slots') }),
  uop('_STORE_ADD_SLOT', 'value, owner --', 'to byte `offset`, where the attribute begins to exist', {
    imms: 'shape/u32 offset/u16',
    effects: writes('slots'),
  }),
  uop('_STORE_OVERFLOW_SLOT', 'value, owner --', 'to item `index` of the overflow array at byte `base`', {
    imms: 'base/u16 index/u16',
    effects: writes('slots'),
  }),
  uop('_DELETE_ATTR', 'owner --', '', named),
  uop(
    '_LOAD_SUPER_ATTR',
    'global_super, class, self -- attr, self_or_null[oparg & 1]',
    'super(class, self).name',
    named,
  ),
  uop('_LOAD_SPECIAL', 'owner -- attr, self_or_null', '__enter__ and its like', {
    imms: 'oparg',
    effects: RUNS_CODE,
  }),

  // building
  uop('_BUILD_TUPLE', 'values[oparg] -- tuple', '', { imms: 'oparg', effects: ALLOCATES }),
  uop('_BUILD_LIST', 'values[oparg] -- list', '', { imms: 'oparg', effects: ALLOCATES }),
  uop('_BUILD_SET', 'values[oparg] -- set', '', { imms: 'oparg', effects: RUNS_CODE }),
  uop('_BUILD_MAP', 'values[oparg * 2] -- map', '', { imms: 'oparg', effects: RUNS_CODE }),
  uop('_BUILD_STRING', 'pieces[oparg] -- str', '', { imms: 'oparg', effects: ALLOCATES }),
  uop('_BUILD_SLICE', 'args[oparg] -- slice', '', { imms: 'oparg', effects: ALLOCATES }),
  uop('_BUILD_INTERPOLATION', 'value, source, format[oparg & 1] -- interpolation', '', {
    imms: 'oparg',
    effects: RUNS_CODE,
    tier: 1,
  }),
  uop('_BUILD_TEMPLATE', 'strings, interpolations -- template', '', { effects: RUNS_CODE, tier: 1 }),
  uop('_LIST_APPEND', 'list@oparg, value --', '', {
    imms: 'oparg',
    effects: { ...ALLOCATES, writes: ['list'] },
  }),
  uop('_LIST_EXTEND', 'list@oparg, iterable --', '', { imms: 'oparg', effects: RUNS_CODE }),
  uop('_SET_ADD', 'set@oparg, value --', '', { imms: 'oparg', effects: RUNS_CODE }),
  uop('_SET_UPDATE', 'set@oparg, iterable --', '', { imms: 'oparg', effects: RUNS_CODE }),
  uop('_MAP_ADD', 'dict@oparg, key, value --', '', { imms: 'oparg', effects: RUNS_CODE }),
  uop('_DICT_UPDATE', 'dict@oparg, update --', '', { imms: 'oparg', effects: RUNS_CODE }),
  uop('_DICT_MERGE', 'callable@oparg + 3, dict@oparg, update --', '', { imms: 'oparg', effects: RUNS_CODE }),
  uop('_FORMAT_SIMPLE', 'value -- res', '', { effects: RUNS_CODE }),
  uop('_FORMAT_WITH_SPEC', 'value, spec -- res', '', { effects: RUNS_CODE }),
  uop('_CONVERT_VALUE', 'value -- res', '1 str, 2 repr, 3 ascii', { imms: 'oparg', effects: RUNS_CODE }),

  // unpacking
  uop('_UNPACK_SEQUENCE', 'sequence -- values[oparg]', '', { imms: 'oparg', effects: RUNS_CODE, tier: 1 }),
  uop('_UNPACK_SEQUENCE_TWO_TUPLE', 'sequence -- second, first', 'exit unless two items', { exits: true }),
  uop('_UNPACK_SEQUENCE_TUPLE', 'sequence -- values[oparg]', 'exit unless `oparg` items', {
    imms: 'oparg',
    exits: true,
  }),
  uop('_UNPACK_SEQUENCE_LIST', 'sequence -- values[oparg]', 'exit unless `oparg` items', {
    imms: 'oparg',
    exits: true,
    effects: reads('list'),
  }),
  uop('_UNPACK_EX', 'sequence -- values[(oparg & 0xff) + 1 + (oparg >> 8)]', '', {
    imms: 'oparg',
    effects: RUNS_CODE,
    tier: 1,
  }),
  uop('_GET_LEN', 'peek value -- length', '', { effects: RUNS_CODE }),

  // match
  uop('_MATCH_MAPPING', 'peek subject -- res', ''),
  uop('_MATCH_SEQUENCE', 'peek subject -- res', ''),
  uop('_MATCH_KEYS', 'peek subject, peek keys -- values', 'tuple of values, or None', { effects: RUNS_CODE }),
  uop('_MATCH_CLASS', 'subject, type, names -- attrs', 'tuple of attributes, or None', {
    imms: 'oparg',
    effects: RUNS_CODE,
  }),

  // imports and rare operations
  uop('_IMPORT_NAME', 'level, fromlist -- res', '', named),
  uop('_IMPORT_FROM', 'peek module -- res', '', named),
  uop('_CALL_INTRINSIC_1', 'value -- res', '', { imms: 'oparg', effects: RUNS_CODE, tier: 1 }),
  uop('_CALL_INTRINSIC_2', 'first, second -- res', '', { imms: 'oparg', effects: RUNS_CODE, tier: 1 }),
  uop('_MAKE_FUNCTION', 'code -- func', '', { effects: ALLOCATES, tier: 1 }),
  uop(
    '_SET_FUNCTION_ATTRIBUTE',
    'value, func -- res',
    '1 defaults, 2 kwdefaults, 4 annotations, 8 closure, 16 annotate',
    {
      imms: 'oparg',
      effects: writes('any'),
    },
  ),
] as const;
