/**
 * Joins: where paths through a code object meet again. Every bridge copies what lies between its exit and the end of its loop, so that of n
 * branches in a row 2ⁿ paths could be compiled. A bridge that comes to a join of which there are enough copies ends there, and goes on
 * in a trace of its own that all such bridges share (`TraceEnd.link`). So code grows with the program, not with its paths.
 *
 * Which paths there are is known from the code; how many copies, ts/jit/copies.ts knows.
 */
import { BYTECODES } from '../ops/bytecodes.ts';
import { instructionsFrom } from './instructions.ts';

const known = new WeakMap<Uint16Array, Uint8Array>();

/** By unit: 1 where forward jumps and what lies before them, or several jumps, come together. `units` as compiled. */
export function joinsOf(units: Uint16Array): Uint8Array {
  let joins = known.get(units);
  if (!joins) known.set(units, (joins = findJoins(units)));
  return joins;
}

function findJoins(units: Uint16Array): Uint8Array {
  const arrivals = new Uint8Array(units.length);
  let fallsThrough = false;
  const arrive = (unit: number): void => {
    if (arrivals[unit] < 2) arrivals[unit]++;
  };
  const joins = new Uint8Array(units.length);
  let start = 0;
  instructionsFrom(units, 0, (opcode, oparg, _, next) => {
    // Jumps go forward, to what comes later: by now all are known that come here.
    if (fallsThrough && arrivals[start] > 0) arrive(start);
    joins[start] = arrivals[start] > 1 ? 1 : 0;
    const { arg, terminates } = BYTECODES[opcode];
    if (arg === 'jumpForward') arrive(next + oparg);
    fallsThrough = !terminates;
    start = next;
  });
  return joins;
}
