/**
 * Uops that no bytecode has: the recorder and the optimizer put them into traces (arithmetic on unboxed numbers, fused compare-and-exit
 * guards, single loads and stores). One file each for the bodies in stencils/lowered_{int,float,heap,generator}.c.
 */
import { LOWERED_FLOAT_UOPS } from './lowered-float.ts';
import { LOWERED_GENERATOR_UOPS } from './lowered-generator.ts';
import { LOWERED_HEAP_UOPS } from './lowered-heap.ts';
import { LOWERED_INT_UOPS } from './lowered-int.ts';
import type { Uop } from './types.ts';

export const LOWERED_UOPS: readonly Uop[] = [
  ...LOWERED_INT_UOPS,
  ...LOWERED_FLOAT_UOPS,
  ...LOWERED_HEAP_UOPS,
  ...LOWERED_GENERATOR_UOPS,
];
