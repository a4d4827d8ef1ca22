/**
 * Frames and generators. Their structs are C's own (native/core/layout.h); the offsets here are what machine code and recordings rely on, and
 * the build asserts that they are true.
 */

/** Frame.flags */
export const FrameFlag = {
  OWNED_BY_STACK: 0,
  OWNED_BY_GENERATOR: 1,
  ENTRY: 2, // returning from it leaves the C call of interp_run
  INIT_CLEANUP: 4, // __init__ of a specialized class call: must return None, the instance is pushed instead
  BINARY_OP: 8, // an operator's method: NotImplemented is a TypeError, nobody else is asked. The operator's number and OPERAND_* are above
  HAS_OBJECT: 16, // a frame object stands for it, which takes its variables when it ends (native/call/frame_life.c)
} as const;

/** Where a frame with BINARY_OP has BINARY_OP's argument, and where the kind of its right operand. */
export const FRAME_OPERATOR_SHIFT = 8;
export const FRAME_OPERAND_SHIFT = 16;

/** The right operand that an operator's method was chosen for. */
export const Operand = {
  SAME_CLASS: 0,
  INT: 1,
  FLOAT: 2,
} as const;

/** Byte offsets in Frame; its slots (locals, cells, free variables, then the evaluation stack) follow. */
export const FrameOffset = {
  prev: 0,
  code: 8,
  func: 16,
  locals: 24,
  ip: 32,
  resumeIp: 40,
  sp: 48,
  nativeResume: 56,
  flags: 64,
  selfOrExtra: 72,
  SIZE: 80,
} as const;
export const FRAME_HEADER_WORDS = FrameOffset.SIZE / 8;

/**
 * `ip` of a trace's root frame while the trace calls C code that may look at frames: FRAME_IN_TRACE, FRAME_EXPOSED, and above them the
 * number of the exit whose record says what the trace's frames hold. `sp` and `resume_ip` then have what was in the two registers that
 * survive the call. (Real addresses of code units are even.)
 */
export const FrameMark = {
  IN_TRACE: 1,
  EXPOSED: 2, // objects of the record have been made, see native/jit/frame_views.c
  EXIT_SHIFT: 2,
} as const;

/** Byte offset of the frame in a Generator. */
export const GENERATOR_FRAME = 64;
export const GENERATOR_SLOTS = GENERATOR_FRAME + FrameOffset.SIZE;

/** Generator.state */
export const GeneratorState = {
  CREATED: 0,
  SUSPENDED: 1,
  RUNNING: 2,
  CLOSED: 3,
} as const;

/** Bytes of a frame: header, locals, evaluation stack. */
export const frameBytes = (nlocals: number, stacksize: number): number =>
  FrameOffset.SIZE + 8 * (nlocals + stacksize);
