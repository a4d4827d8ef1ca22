/** Calls, frames, jumps, iteration, generators, exceptions. Bodies: stencils/calls.c, control.c, generators.c. */
import { RAISES, RUNS_CODE, reads, uop, writes } from './declare.ts';

const control = { tier: 1, control: true } as const;
const CALLEE = 'peek callable, peek self_or_null, peek args[oparg] --';
const CALL = 'callable, self_or_null, args[oparg] -- res';
const callCheck = (more: { imms?: string; effects?: typeof RAISES } = {}) =>
  ({
    exits: true,
    tier: 1,
    trace: 'virtual',
    ...more,
    imms: `oparg${more.imms ? ` ${more.imms}` : ''}`,
  }) as const;
const call = { imms: 'oparg', effects: RUNS_CODE } as const;

export const CALL_UOPS = [
  uop('_CALL', 'callable, self_or_null, args[oparg] --', 'any call; enters the frame of a Python function', {
    ...control,
    imms: 'oparg',
    effects: RUNS_CODE,
    trace: '_CALL_OBJECT',
  }),
  uop('_CALL_OBJECT', CALL, 'any call, through C', { ...call, tier: 2 }),
  uop('_CALL_KW', 'callable, self_or_null, args[oparg], kwnames --', 'keyword names on top', {
    ...control,
    imms: 'oparg',
    effects: RUNS_CODE,
    trace: '_CALL_OBJECT_KW',
  }),
  uop('_CALL_OBJECT_KW', 'callable, self_or_null, args[oparg], kwnames -- res', 'the same through C', {
    ...call,
    tier: 2,
  }),
  uop('_CALL_FUNCTION_EX', 'callable, unused, args, kwargs -- res', 'f(*args, **kwargs)', {
    effects: RUNS_CODE,
  }),
  uop(
    '_CALL_FUNCTION_EX_ENTER',
    'callable, unused, args, kwargs --',
    'the same; enters the frame of a Python function',
    {
      ...control,
      effects: RUNS_CODE,
      trace: '_CALL_FUNCTION_EX',
    },
  ),
  uop(
    '_CHECK_FUNCTION_EXACT_ARGS',
    CALLEE,
    'a Python function with as many plain parameters as there are arguments',
    callCheck(),
  ),
  uop('_CHECK_FUNCTION', CALLEE, 'a Python function', callCheck()),
  uop('_CHECK_METHOD', CALLEE, 'a bound method of a Python function, no self given', callCheck()),
  uop(
    '_EXPAND_METHOD',
    'callable, self_or_null, args[oparg] -- func, self, rest[oparg]',
    'a bound method’s function and self',
    {
      tier: 1,
      trace: 'virtual',
      imms: 'oparg',
    },
  ),
  uop(
    '_INIT_CALL_PY_EXACT_ARGS',
    'callable, self_or_null, args[oparg] -- new_frame:ptr',
    'frame with the arguments copied',
    {
      imms: 'oparg',
      effects: RAISES,
      tier: 1,
      trace: 'virtual',
    },
  ),
  uop(
    '_PY_FRAME_GENERAL',
    'callable, self_or_null, args[oparg] -- new_frame:ptr',
    'frame with defaults and * filled in',
    {
      imms: 'oparg',
      effects: RUNS_CODE,
      tier: 1,
      trace: 'virtual',
    },
  ),
  uop(
    '_PY_FRAME_KW',
    'callable, self_or_null, args[oparg], kwnames -- new_frame:ptr',
    'frame with keywords bound',
    {
      imms: 'oparg',
      effects: RUNS_CODE,
      exits: true,
      tier: 1,
      trace: 'virtual',
    },
  ),
  uop('_PUSH_FRAME', 'new_frame:ptr --', 'go on in the callee', { ...control, trace: 'virtual' }),
  uop(
    '_CHECK_AND_ALLOCATE_OBJECT',
    'callable, self_or_null, args[oparg] -- class, self, rest[oparg]',
    'a class that had this version; a fresh instance takes the place of null',
    {
      imms: 'oparg shape/u32 version/u32',
      exits: true,
      effects: { raises: true, allocates: true, reads: ['class'] },
      tier: 1,
      trace: 'virtual',
    },
  ),
  uop(
    '_CREATE_INIT_FRAME',
    'callable, self_or_null, args[oparg] -- new_frame:ptr',
    'frame of its Python __init__',
    {
      imms: 'oparg init/u64',
      effects: RUNS_CODE,
      tier: 1,
      trace: 'virtual',
    },
  ),
  uop(
    '_GUARD_CALLABLE_DEF',
    CALLEE,
    'a built-in function with this definition',
    callCheck({ imms: 'shape/u32 def/u64' }),
  ),
  uop('_CALL_BUILTIN_FAST', CALL, 'its C function, arity known to be right', call),
  uop('_CALL_BUILTIN_O', CALL, 'the same with one argument', call),
  uop('_GUARD_SELF_GIVEN', CALLEE, 'self is there', callCheck()),
  uop('_GUARD_SELF_NULL', CALLEE, 'self is not there', callCheck()),
  uop('_CALL_METHOD_DESCRIPTOR', CALL, 'C method with self from LOAD_ATTR', call),
  uop('_CALL_LEN', CALL, 'len(x)', { ...call, effects: RUNS_CODE }),
  uop('_CALL_ISINSTANCE', CALL, 'isinstance(x, c)', call),
  uop('_CALL_LIST_APPEND', CALL, 'list.append', {
    imms: 'oparg',
    effects: { raises: true, allocates: true, writes: ['list'] },
    exits: true,
  }),
  uop('_GUARD_CALLABLE_TYPE_1', CALLEE, 'the class type', callCheck()),
  uop('_GUARD_CALLABLE_STR_1', CALLEE, 'the class str', callCheck()),
  uop('_GUARD_CALLABLE_TUPLE_1', CALLEE, 'the class tuple', callCheck()),
  uop('_CALL_TYPE_1', CALL, 'type(x)', { imms: 'oparg' }),
  uop('_CALL_STR_1', CALL, 'str(x)', call),
  uop('_CALL_TUPLE_1', CALL, 'tuple(x)', call),
  uop(
    '_GUARD_CALLABLE_BUILTIN_CLASS',
    CALLEE,
    'a class that had this version',
    callCheck({ imms: 'shape/u32 version/u32' }),
  ),
  uop('_CALL_NON_PY_GENERAL', CALL, 'anything else, through C', call),
] as const;

export const CONTROL_UOPS = [
  uop('_RETURN_VALUE', 'retval -- res', 'leave the frame; the result is pushed in the caller', {
    ...control,
    trace: 'virtual',
  }),
  uop('_RESUME', '--', 'quicken to RESUME_CHECK or RESUME_JIT', { ...control, imms: 'oparg', trace: 'none' }),
  uop('_HANDLE_PENDING', '--', 'interrupts, time limits, collections', {
    ...control,
    effects: RUNS_CODE,
    trace: '_CHECK_PERIODIC',
  }),
  uop('_RESUME_COUNT', '--', 'count entries; a hot one may start a recording', {
    ...control,
    imms: 'oparg',
    trace: 'none',
  }),
  uop('_JUMP_FORWARD', '--', '', { ...control, imms: 'oparg', trace: 'none' }),
  uop('_JUMP_BACKWARD', '--', '', { ...control, imms: 'oparg', trace: 'none' }),
  uop('_JUMP_BACKWARD_QUICKEN', '--', 'quicken to JUMP_BACKWARD_NO_JIT or JUMP_BACKWARD_JIT', {
    ...control,
    trace: 'none',
  }),
  uop('_JUMP_BACKWARD_COUNT', '--', 'count iterations; a hot loop may start a recording', {
    ...control,
    imms: 'oparg',
    trace: 'none',
  }),
  uop('_ENTER_EXECUTOR', '--', 'go on in machine code', { ...control, imms: 'oparg' }),
  uop('_POP_JUMP_IF_TRUE', 'cond --', 'cond is a bool', {
    ...control,
    imms: 'oparg',
    trace: { jump: '_GUARD_IS_TRUE_POP', next: '_GUARD_IS_FALSE_POP' },
  }),
  uop('_POP_JUMP_IF_FALSE', 'cond --', 'cond is a bool', {
    ...control,
    imms: 'oparg',
    trace: { jump: '_GUARD_IS_FALSE_POP', next: '_GUARD_IS_TRUE_POP' },
  }),
  uop('_POP_JUMP_IF_NONE', 'value --', '', {
    ...control,
    imms: 'oparg',
    trace: { jump: '_GUARD_IS_NONE_POP', next: '_GUARD_IS_NOT_NONE_POP' },
  }),
  uop('_POP_JUMP_IF_NOT_NONE', 'value --', '', {
    ...control,
    imms: 'oparg',
    trace: { jump: '_GUARD_IS_NOT_NONE_POP', next: '_GUARD_IS_NONE_POP' },
  }),
  uop('_GUARD_IS_TRUE_POP', 'cond --', '', {
    exits: true,
    tier: 2,
    evaluate: ([v]) => (v === true ? [] : 'exit'),
  }),
  uop('_GUARD_IS_FALSE_POP', 'cond --', '', {
    exits: true,
    tier: 2,
    evaluate: ([v]) => (v === false ? [] : 'exit'),
  }),
  uop('_GUARD_IS_NONE_POP', 'value --', '', {
    exits: true,
    tier: 2,
    evaluate: ([v]) => (v === null ? [] : 'exit'),
  }),
  uop('_GUARD_IS_NOT_NONE_POP', 'value --', '', {
    exits: true,
    tier: 2,
    evaluate: ([v]) => (v === null ? 'exit' : []),
  }),

  // iteration
  uop('_GET_ITER', 'iterable -- iter', '', { effects: RUNS_CODE }),
  uop('_FOR_ITER', 'peek iter --', 'any iterator; generators are entered', {
    ...control,
    imms: 'oparg',
    effects: RUNS_CODE,
    trace: 'virtual',
  }),
  uop('_ITER_CHECK', 'peek iter --', 'iter has this shape', {
    imms: 'shape/u32',
    exits: true,
    trace: 'none',
    tier: 1,
  }),
  uop('_ITER_CHECK_LIST', 'peek iter --', 'a list iterator', { imms: 'shape/u32', exits: true }),
  uop('_ITER_CHECK_TUPLE', 'peek iter --', 'a tuple iterator', { imms: 'shape/u32', exits: true }),
  uop('_ITER_CHECK_RANGE', 'peek iter --', 'a range iterator on fixnums', { imms: 'shape/u32', exits: true }),
  uop('_ITER_JUMP_LIST', 'peek iter --', 'leave the loop when exhausted', {
    ...control,
    imms: 'oparg',
    effects: reads('iter', 'list'),
    trace: { jump: '_GUARD_EXHAUSTED_LIST', next: '_GUARD_NOT_EXHAUSTED_LIST' },
  }),
  uop('_ITER_JUMP_TUPLE', 'peek iter --', 'leave the loop when exhausted', {
    ...control,
    imms: 'oparg',
    effects: reads('iter'),
    trace: { jump: '_GUARD_EXHAUSTED_TUPLE', next: '_GUARD_NOT_EXHAUSTED_TUPLE' },
  }),
  uop('_ITER_JUMP_RANGE', 'peek iter --', 'leave the loop when exhausted', {
    ...control,
    imms: 'oparg',
    effects: reads('iter'),
    trace: { jump: '_GUARD_EXHAUSTED_RANGE', next: '_GUARD_NOT_EXHAUSTED_RANGE' },
  }),
  uop('_GUARD_EXHAUSTED_LIST', 'peek iter --', '', {
    exits: true,
    tier: 2,
    effects: { reads: ['iter', 'list'], writes: ['iter'] },
  }),
  uop('_GUARD_NOT_EXHAUSTED_LIST', 'peek iter --', '', {
    exits: true,
    tier: 2,
    effects: reads('iter', 'list'),
  }),
  uop('_GUARD_EXHAUSTED_TUPLE', 'peek iter --', '', {
    exits: true,
    tier: 2,
    effects: { reads: ['iter'], writes: ['iter'] },
  }),
  uop('_GUARD_NOT_EXHAUSTED_TUPLE', 'peek iter --', '', { exits: true, tier: 2, effects: reads('iter') }),
  uop('_GUARD_EXHAUSTED_RANGE', 'peek iter --', '', { exits: true, tier: 2, effects: reads('iter') }),
  uop('_GUARD_NOT_EXHAUSTED_RANGE', 'peek iter --', '', { exits: true, tier: 2, effects: reads('iter') }),
  uop('_ITER_NEXT_LIST', 'peek iter -- next_item', 'known not to be exhausted', {
    effects: { reads: ['iter', 'list'], writes: ['iter'] },
  }),
  uop('_ITER_NEXT_TUPLE', 'peek iter -- next_item', 'known not to be exhausted', {
    effects: { reads: ['iter'], writes: ['iter'] },
  }),
  uop('_ITER_NEXT_RANGE', 'peek iter -- next_item', 'known not to be exhausted', {
    effects: { reads: ['iter'], writes: ['iter'] },
  }),
  uop('_FOR_ITER_GEN_FRAME', 'peek iter --', 'enter a suspended generator; exit for anything else', {
    ...control,
    imms: 'oparg',
    exits: true,
    effects: writes('generator'),
    trace: 'virtual',
  }),
  uop('_FOR_ITER_C', 'peek iter --', 'an iterator written in C', {
    ...control,
    imms: 'oparg',
    effects: RUNS_CODE,
    trace: 'virtual',
  }),

  // exceptions
  uop('_RAISE_VARARGS', 'args[oparg] --', '', {
    ...control,
    imms: 'oparg',
    effects: RUNS_CODE,
    trace: 'virtual',
  }),
  uop(
    '_RAISED',
    'args[oparg] -- exc',
    'the exception that `raise args` raises, whatever it is; taken from the context',
    {
      tier: 2,
      imms: 'oparg',
      effects: { reads: ['any'], writes: ['any'], runsCode: true, allocates: true },
    },
  ),
  uop('_TAKE_EXCEPTION', '-- exc', 'the exception on its way stops here', {
    tier: 2,
    effects: writes('exception'),
  }),
  uop(
    '_ADD_TRACEBACK',
    'exc -- res',
    'a frame that runs `code` is unwound; the innermost must exist for some exceptions, which are raised; may give a MemoryError',
    {
      tier: 2,
      imms: 'code/const unit/u32 globals/const innermost/u32',
      effects: { raises: true, allocates: true, writes: ['exception'] },
    },
  ),
  uop('_RERAISE', 'exc --', '', { ...control, imms: 'oparg', effects: RAISES, trace: 'virtual' }),
  uop('_PUSH_EXC_INFO', 'exc -- previous, same', '', {
    effects: { reads: ['exception'], writes: ['exception'] },
    registers: 'fixed',
    trace: 'virtual',
  }),
  uop('_SWAP_HANDLED', 'exc -- previous', '_PUSH_EXC_INFO in a frame that is no generator’s', {
    tier: 2,
    effects: { reads: ['exception'], writes: ['exception'] },
    threeAddress: true,
  }),
  uop('_LOAD_HANDLED', '-- exc', 'the exception being handled, or None', {
    tier: 2,
    effects: reads('exception'),
  }),
  uop('_POP_EXCEPT', 'previous --', '', {
    effects: writes('exception'),
    registers: 'fixed',
    trace: 'virtual',
  }),
  uop('_SET_HANDLED', 'previous --', '_POP_EXCEPT in a frame that is no generator’s', {
    tier: 2,
    effects: writes('exception'),
  }),
  uop('_CHECK_EXC_MATCH', 'peek exc, type -- res', '', {
    effects: { raises: true, reads: ['class'] },
  }),
  uop('_CHECK_EG_MATCH', 'exc, type -- rest, match', '', { effects: RUNS_CODE, tier: 1 }),
  uop('_WITH_EXCEPT_START', 'peek exit, peek self_or_null, peek lasti, peek previous, peek exc -- res', '', {
    effects: RUNS_CODE,
  }),
] as const;

export const GENERATOR_UOPS = [
  uop('_RETURN_GENERATOR', '-- res', 'turn the frame into a generator, which is the call’s result', {
    ...control,
    effects: RAISES,
  }),
  uop('_YIELD_VALUE', 'retval -- value', 'leave the frame, keep it', {
    ...control,
    imms: 'oparg',
    trace: 'virtual',
  }),
  uop('_GET_YIELD_FROM_ITER', 'iterable -- iter', '', { effects: RUNS_CODE, tier: 1 }),
  uop('_SEND', 'peek receiver, value --', '[receiver, yielded], or a jump with [receiver, returned]', {
    ...control,
    imms: 'oparg',
    effects: RUNS_CODE,
  }),
  uop(
    '_GUARD_SEND_GEN',
    'peek receiver, peek value --',
    'a generator or coroutine that can take the value right now',
    {
      exits: true,
      tier: 1,
      effects: reads('generator'),
      trace: 'virtual',
    },
  ),
  uop('_SEND_GEN_FRAME', 'peek receiver, value --', 'enter a suspended generator', {
    ...control,
    imms: 'oparg',
    effects: writes('generator'),
    trace: 'virtual',
  }),
  uop('_END_SEND', 'receiver, value -- res', '', { tier: 1, trace: 'virtual' }),
  uop('_CLEANUP_THROW', 'receiver, last_sent, exc --', '', { ...control, effects: RAISES }),
  uop('_GET_AWAITABLE', 'iterable -- iter', '', { imms: 'oparg', effects: RUNS_CODE, tier: 1 }),
  uop('_GET_AITER', 'iterable -- iter', '', { effects: RUNS_CODE, tier: 1 }),
  uop('_GET_ANEXT', 'peek aiter -- awaitable', '', { effects: RUNS_CODE, tier: 1 }),
  uop('_END_ASYNC_FOR', 'aiter, exc --', '', { ...control, effects: RAISES }),
] as const;
