/** Uops of the interpreter's own machinery. Bodies: stencils/dispatch.c. */
import { uop } from './declare.ts';

// biome-ignore format: a table
export const DISPATCH_UOPS = [
  uop('_UNREACHABLE',  '--', 'a cache unit is never executed', { tier: 1, control: true }),
  uop('_EXTENDED_ARG', '--', 'widens the next oparg',
      { tier: 1, control: true, imms: 'oparg', trace: 'none' }),
  uop('_SPECIALIZE',   '--', 'count down; at zero rewrite this instruction for the operands at hand',
      { tier: 1, imms: 'oparg', trace: 'none' }),
];
