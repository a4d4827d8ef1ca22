/** The op table by name: the uops of bytecodes and those that only traces contain. */
import { LOWERED_UOPS } from '../ops/lowered.ts';
import { RECORDED_UOPS } from '../ops/table.ts';
import type { Uop } from '../ops/types.ts';

const table = new Map<string, Uop>();
for (const uop of [...RECORDED_UOPS, ...LOWERED_UOPS]) {
  if (table.has(uop.name)) throw new Error(`uop ${uop.name} is declared twice`);
  table.set(uop.name, uop);
}

/** The op of that name; throws when there is none. */
export function op(name: string): Uop {
  const found = table.get(name);
  if (!found) throw new Error(`no uop ${name}`);
  return found;
}

/**
 * Recorded, never executed: where a call was followed and where it returned. Operands, if any, are for the reader
 * (`_PUSH_FRAME func, args…`).
 */
const MARKERS = new Set(['_PUSH_FRAME', '_POP_FRAME']);
export const isMarker = (uop: Uop): boolean => MARKERS.has(uop.name);
