/** The instructions of a code object, one after the other. */
import { INSTRUCTIONS, instruction } from '../ops/table.ts';

const EXTENDED_ARG = instruction('EXTENDED_ARG').opcode;
/**
 * Calls `each` for every instruction at or after unit `from`, with the unit of its opcode and that of the instruction after it. `units` as
 * compiled: nothing specialized. EXTENDED_ARG is no instruction, but part of the one after it.
 */
export function instructionsFrom(
  units: Uint16Array,
  from: number,
  each: (opcode: number, oparg: number, at: number, next: number) => void,
): void {
  let prefix = 0;
  for (let at = from; at < units.length; ) {
    const opcode = units[at] & 0xff;
    const oparg = (prefix << 8) | (units[at] >> 8);
    const next = at + 1 + INSTRUCTIONS[opcode].caches;
    if (opcode === EXTENDED_ARG) prefix = oparg;
    else {
      prefix = 0;
      each(opcode, oparg, at, next);
    }
    at = next;
  }
}
