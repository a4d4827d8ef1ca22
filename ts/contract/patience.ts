/**
 * How long work in TypeScript is stopped. The watchdog thread cannot interrupt JavaScript, so whoever compiles calls
 * `tick` once for each token, node or instruction, and `tickPiece` now and then within a long one. They ask the runtime whether
 * Python is to stop.
 */

/** Thrown by `tick`. The runtime that asked raises what Python sees; nobody else catches it. */
export class Stopped extends Error {}

/** Rounds between two questions: some ten microseconds of work. */
const PERIOD = 256;

let left = PERIOD;
let wanted: (() => boolean) | undefined;

/** A step of long work. @throws Stopped */
export function tick(): void {
  if (--left <= 0) ask();
}

/** Characters or bytes that whoever loops over them handles between two calls of `tickPiece`. */
export const PIECE = 0x10000;

/** A piece of text or bytes was handled. @throws Stopped */
export function tickPiece(): void {
  ask();
}

function ask(): void {
  left = PERIOD;
  if (wanted?.()) throw new Stopped('Python is to stop');
}

/** Runs `work`, whose ticks ask `stopWanted`. Calls nest: the source of one runtime may be compiled within another. */
export function stoppable<T>(stopWanted: () => boolean, work: () => T): T {
  const outer = wanted;
  wanted = stopWanted;
  try {
    return work();
  } finally {
    wanted = outer;
  }
}
