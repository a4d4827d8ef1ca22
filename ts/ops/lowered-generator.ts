/**
 * Generators that a trace follows. A suspended one's state is in its cell; while the trace runs its body, the locals that changed are
 * values, and go back to the cell at the yield. Bodies: stencils/lowered_generator.c.
 */
import { exits, immutable, lowered, reads, writes } from './declare.ts';

// biome-ignore format: a table
export const LOWERED_GENERATOR_UOPS = [
  lowered('_GUARD_GENERATOR',         'generator --',
      'exits unless a generator or coroutine of this code that goes on at unit `resume`, not inside an except block',
      { imms: 'code/const resume/u32', exits, effects: reads('generator'), location: 'generator',
        proves: { generator: 'object' } }),
  lowered('_GUARD_GENERATOR_GLOBALS', 'generator --',
      'exits unless the generator’s function has these globals and builtins',
      { imms: 'globals/const builtins/const', exits, immutable }),
  lowered('_LOAD_GENERATOR_SLOT',     'generator -- res',    'a slot of the generator’s frame',
      { imms: 'slot/offset', effects: reads('generator'), location: 'generator' }),
  lowered('_STORE_GENERATOR_SLOT',    'generator, value --', 'set it',
      { imms: 'slot/offset', effects: writes('generator') }),
  lowered('_GENERATOR_RUNS',          'generator --',        'who looks at the generator finds it running',
      { effects: writes('generator') }),
  lowered('_SUSPEND_GENERATOR',       'generator --',
      'the generator has yielded at `yielded`, goes on at `resume`; its stack ends at `top`',
      { imms: 'code/const yielded/u32 resume/u32 top/offset', effects: writes('generator') }),
  lowered('_CLOSE_GENERATOR',         'generator --',        'the generator has returned',
      { registers: 'fixed', effects: writes('generator') }),
];
