/**
 * Generators that a trace follows. A suspended one's state is in its cell; while the trace runs its body, the locals that changed are
 * values, and go back to the cell at the yield. Bodies: stencils/lowered_generator.c.
 */
import { exits, immutable, lowered, reads, writes } from './declare.ts';

// biome-ignore format: a table
export const LOWERED_GENERATOR_UOPS = [
  lowered('_GUARD_GENERATOR',         'generator --',
      'exits unless a generator or coroutine of this code that goes on at unit `resume`',
      { imms: 'code/const resume/u32', exits, effects: reads('generator'), location: 'generator',
        proves: { generator: 'object' } }),
  lowered('_GUARD_GENERATOR_GLOBALS', 'generator --',
      'exits unless the generator’s function has these globals and builtins',
      { imms: 'globals/const builtins/const', exits, immutable }),
  lowered('_GUARD_GENERATOR_CODE',    'generator --',
      'exits unless it is a generator of this code', { imms: 'code/const', exits, immutable }),
  lowered('_GUARD_NO_GENERATOR_OBJECT', 'generator --',
      'exits if the generator’s frame has an object, which wants the variables when the frame ends',
      { exits, effects: reads('generator') }),
  lowered('_LOAD_GENERATOR_SLOT',     'generator -- res',    'a slot of the generator’s frame',
      { imms: 'slot/offset', effects: reads('generator'), location: 'generator' }),
  lowered('_STORE_GENERATOR_SLOT',    'generator, value --', 'set it',
      { imms: 'slot/offset', effects: writes('generator') }),
  lowered('_GENERATOR_RUNS',          'generator --',        'who looks at the generator finds it running',
      { effects: writes('generator') }),
  lowered('_SUSPEND_GENERATOR',       'generator --',
      'the generator has yielded at `yielded`, goes on at `resume`; its stack ends at `top`',
      { imms: 'code/const yielded/u32 resume/u32 top/offset', effects: writes('generator') }),
  lowered('_KEEP_HANDLED',            'generator --',
      'before an exception is handled inside the generator: what is handled outside is written down, once',
      { effects: { reads: ['exception', 'generator'], writes: ['generator'] } }),
  lowered('_RESUME_HANDLED',          'generator --',        'what it handled when it yielded is handled again',
      { effects: { reads: ['generator', 'exception'], writes: ['generator', 'exception'] } }),
  lowered('_SUSPEND_HANDLED',         'generator --',        'what is handled outside is handled again',
      { effects: { reads: ['generator'], writes: ['generator', 'exception'] } }),
  lowered('_PUSH_HANDLED',            'generator, exc -- previous', '_PUSH_EXC_INFO in a generator that is followed',
      { effects: { reads: ['generator'], writes: ['generator', 'exception'] } }),
  lowered('_POP_HANDLED',             'generator, previous --', '_POP_EXCEPT in a generator that is followed',
      { effects: { reads: ['generator'], writes: ['generator', 'exception'] } }),
  lowered('_HANDLE_MATCH_INSIDE',     'generator, match --', '_HANDLE_MATCH in a generator that is followed',
      { effects: { reads: ['generator', 'exception'], writes: ['generator', 'exception'] } }),
  lowered('_LEAVE_GENERATOR',         'generator, unit --',  'an exception that was raised at the unit leaves the generator',
      { imms: 'code/const', effects: writes('generator') }),
  lowered('_CLOSE_GENERATOR',         'generator --',        'the generator has returned',
      { registers: 'fixed', effects: writes('generator') }),
];
