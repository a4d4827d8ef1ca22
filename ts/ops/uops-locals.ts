/** Uops that move values between the stack, locals, cells and namespaces. Bodies: stencils/locals.c. */
import { ALLOCATES, RAISES, RUNS_CODE, reads, uop } from './declare.ts';

const moved = { tier: 1, trace: 'virtual' } as const;

export const LOCALS_UOPS = [
  uop('_NOP', '--', 'nothing', moved),
  uop('_POP_TOP', 'value --', 'drop', moved),
  uop('_COPY', '-- top', 'the value `oparg` deep, 1 = top', { ...moved, imms: 'oparg' }),
  uop('_SWAP', '--', 'exchange top with the value `oparg` deep', { ...moved, imms: 'oparg' }),
  uop('_PUSH_NULL', '-- null', 'the internal null', moved),
  uop('_PUSH_NULL_CONDITIONAL', '-- null[oparg & 1]', 'null if bit 0 of the oparg is set', {
    ...moved,
    imms: 'oparg',
  }),
  uop('_LOAD_CONST', '-- value', 'constant `oparg` of the code', { ...moved, imms: 'oparg' }),
  uop('_LOAD_SMALL_INT', '-- value', 'the int `oparg`', { ...moved, imms: 'oparg' }),
  uop('_LOAD_COMMON_CONSTANT', '-- value', 'AssertionError, NotImplementedError, tuple, all, any', {
    ...moved,
    imms: 'oparg',
  }),
  uop('_LOAD_FAST', '-- value', 'local `oparg`, known to be bound', { ...moved, imms: 'oparg' }),
  uop('_LOAD_FAST_CHECK', '-- value', 'local `oparg`; UnboundLocalError when unbound', {
    ...moved,
    imms: 'oparg',
    effects: RAISES,
  }),
  uop('_LOAD_FAST_AND_CLEAR', '-- value', 'local `oparg`, which becomes unbound', {
    ...moved,
    imms: 'oparg',
  }),
  uop('_STORE_FAST', 'value --', 'to local `oparg`', { ...moved, imms: 'oparg' }),
  uop('_DELETE_FAST', '--', 'unbind local `oparg`', { ...moved, imms: 'oparg', effects: RAISES }),

  uop('_MAKE_CELL', '--', 'wrap local `oparg` into a new cell', {
    tier: 1,
    imms: 'oparg',
    effects: ALLOCATES,
    trace: 'virtual',
  }),
  uop('_COPY_FREE_VARS', '--', 'the closure’s `oparg` cells to the last locals', { ...moved, imms: 'oparg' }),
  uop('_LOAD_DEREF', '-- value', 'contents of the cell in local `oparg`', {
    tier: 1,
    imms: 'oparg',
    effects: { ...RAISES, reads: ['cell'] },
    trace: 'virtual',
  }),
  uop('_STORE_DEREF', 'value --', 'to the cell in local `oparg`', {
    tier: 1,
    imms: 'oparg',
    effects: { writes: ['cell'] },
    trace: 'virtual',
  }),
  uop('_DELETE_DEREF', '--', 'empty the cell in local `oparg`', {
    tier: 1,
    imms: 'oparg',
    effects: { ...RAISES, writes: ['cell'] },
  }),
  uop(
    '_LOAD_FROM_DICT_OR_DEREF',
    'namespace -- value',
    'from the namespace, else the cell in local `oparg`',
    {
      tier: 1,
      imms: 'oparg',
      effects: RUNS_CODE,
    },
  ),

  uop('_LOAD_NAME', '-- value', 'name `oparg` in namespace, globals, builtins', {
    imms: 'oparg',
    effects: RUNS_CODE,
    tier: 1,
  }),
  uop('_STORE_NAME', 'value --', 'to name `oparg` of the namespace', {
    imms: 'oparg',
    effects: RUNS_CODE,
    tier: 1,
  }),
  uop('_DELETE_NAME', '--', '', { imms: 'oparg', effects: RUNS_CODE, tier: 1 }),
  uop('_LOAD_GLOBAL', '-- value', 'name `oparg >> 1` in globals, builtins', {
    imms: 'oparg',
    effects: RUNS_CODE,
    tier: 1,
  }),
  uop('_STORE_GLOBAL', 'value --', '', {
    imms: 'oparg',
    effects: { raises: true, writes: ['dict'], allocates: true },
    tier: 1,
  }),
  uop('_DELETE_GLOBAL', '--', '', { imms: 'oparg', effects: { raises: true, writes: ['dict'] }, tier: 1 }),
  uop('_GUARD_NAMESPACE_IS_GLOBALS', '--', 'the frame’s namespace is its globals dict', {
    exits: true,
    tier: 1,
    trace: 'none',
  }),
  uop('_GUARD_GLOBALS_VERSION', '--', 'keys of the frame’s globals are as they were', {
    imms: 'version/u32',
    effects: reads('dict'),
    exits: true,
    tier: 1,
    trace: 'virtual',
  }),
  uop('_GUARD_BUILTINS_VERSION', '--', 'keys of the frame’s builtins are as they were', {
    imms: 'version/u32',
    effects: reads('dict'),
    exits: true,
    tier: 1,
    trace: 'virtual',
  }),
  uop('_LOAD_GLOBAL_MODULE', '-- value', 'entry `index` of the frame’s globals', {
    imms: 'index/u16',
    effects: reads('dict'),
    tier: 1,
    trace: 'virtual',
  }),
  uop('_LOAD_GLOBAL_BUILTINS', '-- value', 'entry `index` of the frame’s builtins', {
    imms: 'index/u16',
    effects: reads('dict'),
    tier: 1,
    trace: 'virtual',
  }),
  uop('_STORE_GLOBAL_MODULE', 'value --', 'to entry `index` of the frame’s globals', {
    imms: 'index/u16',
    effects: { writes: ['dict'] },
    tier: 1,
    trace: 'virtual',
  }),
  uop('_LOAD_LOCALS', '-- value', 'the frame’s namespace', { effects: RAISES, tier: 1 }),
  uop(
    '_LOAD_FROM_DICT_OR_GLOBALS',
    'namespace -- value',
    'name `oparg` in the namespace, globals, builtins',
    {
      imms: 'oparg',
      effects: RUNS_CODE,
      tier: 1,
    },
  ),
  uop('_LOAD_BUILD_CLASS', '-- value', 'builtins.__build_class__', { effects: RAISES, tier: 1 }),
  uop('_SETUP_ANNOTATIONS', '--', '', { effects: RUNS_CODE, tier: 1 }),
] as const;
