/**
 * Where a loop ends: recordings of a loop that leave it show its last round, which is not the typical one, and are made anew.
 */
import { instruction } from '../ops/table.ts';
import { instructionsFrom } from './instructions.ts';

const BACKWARD = new Set(
  ['JUMP_BACKWARD', 'JUMP_BACKWARD_NO_INTERRUPT'].map((name) => instruction(name).opcode),
);

/** Calls `each` for every jump back at or after `from`. */
function jumpsBack(units: Uint16Array, from: number, each: (at: number, header: number) => void): void {
  instructionsFrom(units, from, (opcode, oparg, at, next) => {
    if (BACKWARD.has(opcode)) each(at, next - oparg);
  });
}

/** Unit of the last jump back to `header`, or `header` when there is none. */
export function lastJumpBack(units: Uint16Array, header: number): number {
  let last = header;
  jumpsBack(units, header, (at, to) => {
    if (to === header) last = at;
  });
  return last;
}

/** First and last unit of the innermost loop around the instruction at `unit`; undefined when it is in no loop. */
export function loopAround(units: Uint16Array, unit: number): { first: number; last: number } | undefined {
  let first = -1;
  jumpsBack(units, unit, (_, header) => {
    if (header <= unit) first = Math.max(first, header);
  });
  return first < 0 ? undefined : { first, last: lastJumpBack(units, first) };
}

/** Whether the code has a loop. */
export function hasLoop(units: Uint16Array): boolean {
  let found = false;
  jumpsBack(units, 0, () => {
    found = true;
  });
  return found;
}
