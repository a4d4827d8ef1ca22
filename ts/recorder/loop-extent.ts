/**
 * Where a loop ends: recordings of a loop that leave it show its last round, which is not the typical one, and are made anew.
 */
import { INSTRUCTIONS, instruction } from '../ops/table.ts';

const EXTENDED_ARG = instruction('EXTENDED_ARG').opcode;
const BACKWARD = new Set(
  ['JUMP_BACKWARD', 'JUMP_BACKWARD_NO_INTERRUPT'].map((name) => instruction(name).opcode),
);

/** Unit of the last jump back to `header`, or `header` when there is none. `units` as compiled: nothing specialized. */
export function lastJumpBack(units: Uint16Array, header: number): number {
  let last = header;
  let prefix = 0;
  for (let at = header; at < units.length; ) {
    const opcode = units[at] & 0xff;
    const oparg = (prefix << 8) | (units[at] >> 8);
    const next = at + 1 + INSTRUCTIONS[opcode].caches;
    if (BACKWARD.has(opcode) && next - oparg === header) last = at;
    prefix = opcode === EXTENDED_ARG ? oparg : 0;
    at = next;
  }
  return last;
}
