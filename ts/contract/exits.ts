/**
 * How a trace is left: what the compiler (ts/emit/exit-table.ts) writes and native/jit/exit.c reads.
 *
 * An exit table is one block of 32-bit words, little-endian:
 *
 *     ExitTable       numbers
 *     constants       64 bits each, raw; those of representation `val` are Values that the trace keeps alive
 *     ExitEntry each  exits may share a record
 *     records         ExitRecord, its frames (root first), its virtual objects, its stores; each followed by its locations
 *
 * A location is one word: kind | representation << 4 | payload << 8.
 */

/** Where a value is. */
export const Loc = {
  UNCHANGED: 0, // root frame and frames of generators only: what the frame in memory holds
  REGISTER: 1, // payload 0…7: r0…r7, 8…15: f0…f7
  SPILL: 2, // payload: word index from `frame`
  CONST: 3, // payload: index into the constants
  VIRTUAL: 4, // payload: index of the record's virtual object
  DEAD: 5, // only in records of raises: stack word that unwinding discards; V_NULL is written
} as const;

export const LocBits = {
  KIND_MASK: 15,
  REPR_SHIFT: 4,
  REPR_MASK: 15,
  PAYLOAD_SHIFT: 8,
} as const;

/** How the word in that place is to be read; the exit boxes it where a Value belongs. In the order of their numbers. */
export const REPRS = ['val', 'i64', 'f64', 'ptr', 'bool'] as const;
/** Machine representation of an operand. `val` is a tagged word (words.ts). */
export type Repr = (typeof REPRS)[number];

export const ExitKind = {
  GUARD: 0, // EXIT_IF: go on in tier 1 at the innermost frame's `resume`
  RAISE: 1, // RAISE_IF: ctx->exc is set; unwind from the innermost frame's `ip`
  LEAVE: 2, // the trace ends here: go on in tier 1
  LINK: 3, // write the frames, then go to the entry of the trace anchored at `target`
  RETURN: 4, // the root frame returns `value`
  CALL: 5, // the last frame is the callee at its first instruction
} as const;
export type ExitKind = (typeof ExitKind)[keyof typeof ExitKind];

/** Objects that an exit makes. In the order of their numbers; fields: see VirtualObject (ts/ir/trace.ts). */
export const VIRTUAL_KINDS = [
  'tuple',
  'list',
  'range-iter',
  'range',
  'slice',
  'method',
  'cell',
  'instance',
  'exception',
  'traceback',
  'past-frame',
  'dict',
] as const;
export type VirtualKind = (typeof VIRTUAL_KINDS)[number];

/**
 * Where a deferred store goes, in the order of their numbers. The iterator's fields are raw i64. `ctx.handled` is the exception being
 * handled: there is one, and the store has no object (NULL).
 */
export const STORE_FIELDS = ['iter.i', 'iter.j', 'cell.value', 'ctx.handled'] as const;
export type DeferredField = (typeof STORE_FIELDS)[number];

/** Head of the table. */
export const ExitTableWords = {
  nexits: 0,
  nconsts: 1,
  firstExit: 2, // number of the first exit
  WORDS: 4,
} as const;

export const ExitEntryWords = {
  kind: 0, // EXIT_*
  record: 1, // in words from the table's start
  WORDS: 2,
} as const;

export const ExitRecordWords = {
  snapshot: 0, // Snapshot.id of the optimized trace
  nframes: 1,
  nvirtuals: 2,
  nstores: 3,
  target: 4, // EXIT_LINK: TraceEnd.target
  value: 5, // location; EXIT_RETURN
  words: 6, // of the whole record
  WORDS: 7,
} as const;

/** A frame of a record; the locations of its slots follow. */
export const ExitFrameWords = {
  code: 0, // Code.id
  nlocals: 1, // the first `nlocals` slots are locals, the others the evaluation stack
  resume: 2, // code units
  ip: 3,
  flags: 4, // FRAME_*
  func: 5, // location; LOC_UNCHANGED in the root frame
  extra: 6, // location of Frame.self_or_extra. FRAME_OWNED_BY_GENERATOR: the generator, whose frame becomes this one
  afterYield: 7, // generators: code unit at which the frame below goes on after a yield
  nslots: 8,
  WORDS: 9,
} as const;

/** A virtual object of a record; the locations of its fields follow. */
export const ExitVirtualWords = {
  kind: 0, // VIRTUAL_*
  shape: 1, // VIRTUAL_INSTANCE, VIRTUAL_EXCEPTION: shape id; VIRTUAL_TUPLE: that of a subclass, or 0
  nfields: 2,
  id: 3, // the same in every record of the trace that has this object
  WORDS: 4,
} as const;

export const ExitStoreWords = {
  object: 0, // location
  field: 1, // STORE_*
  value: 2, // location
  WORDS: 3,
} as const;
