/**
 * Frames and generators. Their structs are C's own (native/core/layout.h); the offsets here are what machine code and recordings rely on, and
 * the build asserts that they are true.
 */

/** Frame.flags */
export const FrameFlag = {
  OWNED_BY_STACK: 0,
  OWNED_BY_GENERATOR: 1,
  ENTRY: 2, // returning from it leaves the C call of interp_run
  FINISH: 4, // a special method that an instruction has called: Finish says what becomes of its result (native/interp/special.c)
  HAS_OBJECT: 8, // a frame object stands for it, which takes its variables when it ends (native/call/frame_life.c)
  TWIN: 16, // does not count as a call: native/interp/twins.c
} as const;

/** Where the flags of a frame with FINISH have the argument of the caller's instruction, what Finish wants to know besides, and Finish itself. */
export const FRAME_OPERATOR_SHIFT = 8;
export const FRAME_OPERAND_SHIFT = 16;
export const FRAME_FINISH_SHIFT = 24;

/** What the caller gets from a special method's frame. */
export const Finish = {
  INIT: 0, // __init__ must return None; the instance, in the extra word, is pushed instead
  OPERATOR: 1, // NotImplemented is a TypeError, nobody else is asked. Operand says what the other operand is; the extra word is self
  COMPARE: 2, // the operands are still on the caller's stack: after NotImplemented the right one is asked
  CONTAINS: 3, // True or False, as CONTAINS_OP wants it
  TRUTH: 4, // __bool__ must return a bool
  TRUTH_OF_LENGTH: 5, // __len__, of something without __bool__
  LENGTH: 6, // __len__, for len()
  DROP: 7, // nothing: __setitem__, a property's setter
  NEXT: 8, // the loop's body, behind FOR_ITER, gets it; StopIteration ends the loop at the caller's resume_ip
  NEW: 9, // __new__ of a class, the extra word: what an instance of a subclass has for __init__ is called. CALL's operands are still on the caller's stack, its argument above; and whether it is CALL_KW
  TEXT: 10, // a str: TextOf says which method it was
  INDEX: 11, // __index__ of a subscript's key: container and key are still on the caller's stack, the item is pushed. Indexed says what the container is
  FILTER: 12, // a filter's function: FOR_ITER's body gets the item, the extra word, if the result is true; else FOR_ITER, which begins as many units before the caller's ip as above, starts again
} as const;

/** Who makes the text of an object, and what asks for it: str() takes __repr__ where there is no __str__, format() both for want of __format__. */
export const TextOf = {
  STR: 0,
  REPR: 1,
  FORMAT: 2,
} as const;

/** Instructions that enter a special method, by what they ask for it: `interp_method` (native/interp/special.c). */
export const SpecialCall = {
  OPERATOR: 0, // left operand, right operand, BINARY_OP's argument; gives Operand
  REFLECTED: 1, // right operand, left operand, BINARY_OP's argument; gives Operand
  COMPARE: 2, // left operand, right operand, COMPARE_OP's argument; gives whether the result is inverted
  TRUTH: 3, // gives Finish
  CONTAINS: 4,
  GETITEM: 5,
  SETITEM: 6,
  LENGTH: 7,
  NEXT: 8,
  CALL: 9,
  SETTER: 10, // of the property whose name is the other object
  NEW: 12, // of the class itself: a Python __new__, and nothing that has to be called afterwards
  TEXT: 13, // asked for by TextOf; gives the TextOf that it is
  INDEX: 14, // key, list or tuple that is subscripted; gives Indexed
  GET: 15, // of a descriptor
  SET: 16, // of a descriptor
  INIT: 17, // of the class itself, if its instances are plain: a Python __init__
  LOADED: 11, // what LOAD_SPECIAL, with this argument, finds: a Python function that takes self
} as const;

/** Containers of which a subscript's key is asked for its __index__. */
export const Indexed = {
  LIST: 0,
  TUPLE: 1,
} as const;

/** The other operand that an operator's method was chosen for. */
export const Operand = {
  SAME_CLASS: 0,
  INT: 1,
  FLOAT: 2,
  BY_INT: 3, // the left one: a reflected method
  BY_FLOAT: 4,
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
  flags: 56,
  selfOrExtra: 64,
  SIZE: 72,
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
