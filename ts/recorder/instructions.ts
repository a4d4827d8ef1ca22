/** The instructions of a code object, one after the other. */
import { bytecode } from '../ops/bytecodes.ts';
import { INSTRUCTIONS, instruction } from '../ops/table.ts';

const EXTENDED_ARG = instruction('EXTENDED_ARG').opcode;
/** The runtime's own, which are never part of a code object as others see it. */
const OWN = new Set(['ENTER_EXECUTOR', 'LOAD_BODY']);
/** By opcode: of the instruction that it is a specialized form of. */
const BASE = Uint8Array.from(INSTRUCTIONS, ({ family }) => bytecode(OWN.has(family) ? 'NOP' : family).opcode);

/**
 * Calls `each` for every instruction at or after unit `from`, with the opcode of its general form, the unit of the opcode and that of the
 * instruction after it. EXTENDED_ARG is no instruction, but part of the one after it.
 */
export function instructionsFrom(
  units: Uint16Array,
  from: number,
  each: (opcode: number, oparg: number, at: number, next: number) => void,
): void {
  let prefix = 0;
  for (let at = from; at < units.length; ) {
    // Code of the library is described as it is when it is asked for, specialized forms included.
    const opcode = BASE[units[at] & 0xff];
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
