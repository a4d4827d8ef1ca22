/** What passes between tier 2's two halves besides recordings and exit tables: events, links, modes. */

/** Second argument of ctx->host.jit. */
export const JitEvent = {
  RECORDED: 1, // argument: RECORD_*
  INVALIDATED: 2, // argument: trace id
  RESTS: 3, // it only cost time, and is not entered for a while
  REFUSED: 4, // argument: code id, which has CODE_MAX_EXECUTORS; one more hot place of it stays in tier 1
} as const;

/** A jump from one trace into the entry of another: taken back to the exit's stub when the target dies. */
export const TraceLinkWords = {
  offset: 0, // of the jump, from the trace's code
  target: 1, // trace id, or NO_TRACE: the one that will be anchored where the exit's innermost frame goes on
  exit: 2, // index of the exit whose stub it is taken back to
  WORDS: 3,
} as const;

export const NO_TRACE = 0xffffffff;

/** Options.stress */
export const Stress = {
  GC: 1, // collect at every allocation, after some hundreds at ever fewer
  EXITS: 2, // every guard fails once
  ALLOCATIONS: 4, // requests of memory are counted, and the wanted ones fail
} as const;
