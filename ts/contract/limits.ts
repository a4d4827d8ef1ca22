/** How much of anything there may be. What the compiler must not exceed it gives up on, with a counted reason; C refuses it once more. */

/** Instructions of a recording. */
export const RECORD_MAX_ENTRIES = 2000;
/** Frames of a recording above the one in which it began. */
export const RECORD_MAX_DEPTH = 64;

/** Values that an exit writes to frames: slots of all its frames, and two words (func, extra) for each. On the C stack meanwhile. */
export const EXIT_MAX_VALUES = 2048;
/** Virtual objects that an exit makes. */
export const EXIT_MAX_VIRTUALS = 64;
/** Of a virtual frame that has ended: fields before the values of its variables, and how many of those there may be. */
export const EXIT_PAST_FRAME_FIELDS = 3;
export const EXIT_PAST_FRAME_VALUES = 24;

/** Words after a root frame on the stack that are a trace's own: frames that it writes itself, then its spills. */
export const TRACE_ROOM_WORDS = 256;
/** The first of them, for the frames: header, locals and stack of each. */
export const TRACE_FRAME_WORDS = 160;
/** Words after a generator's frame: spills of traces whose root it is. */
export const GEN_SPILL_WORDS = 32;
export const TRACE_SPILL_WORDS = TRACE_ROOM_WORDS - TRACE_FRAME_WORDS;

/** Traces anchored in one code object: the argument of ENTER_EXECUTOR is a byte. */
export const CODE_MAX_EXECUTORS = 255;

/** Code memory of x86-64: bytes of the region, and how far from the runtime's text it may begin. */
export const X64_REGION_BYTES = 64 << 20;
export const X64_REACH = 1 << 30;
/** Of AArch64: all of it, and the runtime, are within the 128 MB of a BL. */
export const ARM64_REGION_BYTES = 32 << 20;
export const ARM64_REACH = 96 << 20;
