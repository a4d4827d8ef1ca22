/**
 * Blocks: where straight code begins, and joins: where paths meet again. Every bridge copies what lies between its exit and the end of its
 * loop, so that of n branches in a row 2ⁿ paths could be compiled. A bridge that comes to a join of which there are enough copies ends
 * there, and goes on in a trace of its own that all such bridges share (`TraceEnd.link`). So code grows with the program, not with its paths.
 *
 * Which blocks there are is known from the code; how many copies, ts/jit/copies.ts knows.
 */
import { BYTECODES } from '../ops/bytecodes.ts';
import { instructionsFrom } from './instructions.ts';

export const Start = {
  NONE: 0, // of no block
  BLOCK: 1,
  JOIN: 2, // of a block that what lies before it and forward jumps, or several jumps, lead to
} as const;

const known = new WeakMap<Uint16Array, Uint8Array>();

/** By unit: a value of Start. `units` as compiled. */
export function blocksOf(units: Uint16Array): Uint8Array {
  let blocks = known.get(units);
  if (!blocks) known.set(units, (blocks = findBlocks(units)));
  return blocks;
}

function findBlocks(units: Uint16Array): Uint8Array {
  const starts = new Uint8Array(units.length + 1);
  const arrive = (unit: number): void => {
    starts[unit] = starts[unit] === Start.NONE ? Start.BLOCK : Start.JOIN;
  };
  let start = 0;
  let fallsThrough = false;
  let isBranch = false;
  instructionsFrom(units, 0, (opcode, oparg, _, next) => {
    // Jumps go forward, to what comes later: by now all are known that come here.
    if (isBranch || (fallsThrough && starts[start] !== Start.NONE)) arrive(start);
    const { arg, terminates } = BYTECODES[opcode];
    isBranch = arg === 'jumpForward' && !terminates;
    if (arg === 'jumpForward') arrive(next + oparg);
    fallsThrough = !terminates;
    start = next;
  });
  return starts;
}
