/* Jumps and exits. LEAVE_TO(symbol) ends a stencil at `symbol` in place of the next stencil. */

UOP(_EMIT_JUMP) { LEAVE_TO(_JIT_TARGET); }

/* The runtime's jit_exit takes the registers as they are: the exit record says where each value of the snapshot is. */
UOP(_EMIT_EXIT_STUB) {
  ctx->jit_exit = exit;
  LEAVE_TO(_JIT_TARGET);
}

/* The root frame's ip: see FRAME_IN_TRACE (ts/contract/frames.ts). */
UOP(_EMIT_PUBLISH) { frame->ip = (CodeUnit *)mark; }

/* ---- frames written by machine code (native/jit/jit.h: TRACE_ROOM_WORDS) ---- */

#define LEAVE_TO_ADDRESS(address) MUSTTAIL return ((PRESERVE_NONE void (*)(_PARAMS))(address))(ctx, frame, _LEAVING)

/* The frame at `at` waits for a callee: its stack ends at `top`. */
UOP(_EMIT_SUSPEND_FRAME) {
  Frame *f = (Frame *)((char *)frame + at);
  f->ip = (CodeUnit *)ip;
  f->resume_ip = (CodeUnit *)resume;
  f->sp = (Value *)((char *)frame + top);
}

/* A new frame at `at`, called by the one at `caller`. Function, extra word and slots are stored besides. */
UOP(_EMIT_MAKE_FRAME) {
  Frame *f = (Frame *)((char *)frame + at);
  f->prev = (Frame *)((char *)frame + caller);
  f->code = (Code *)code;
  f->locals = V_NULL;
  f->flags = flags;
}

/* Enters the callee whose frame is at `at` and ends at `end`, `depth` frames above the trace's root. The exit leaves
 * the whole call to the runtime: recursion limit, end of the stack. */
UOP(_EMIT_ENTER_CALLEE) {
  Value *room = (Value *)((char *)frame + end) + TRACE_ROOM_WORDS;
  EXIT_IF(ctx->depth + depth > ctx->recursion_limit || room > ctx->stack_limit);
  ctx->depth += depth;
  ctx->stack_top = room;
  frame = (Frame *)((char *)frame + at);
  ctx->frame = frame;
  LEAVE_TO_ADDRESS(((Code *)code)->native_entry);
}

/* The same for a frame in which another trace goes on. */
UOP(_EMIT_ENTER_LINKED) {
  Value *room = (Value *)((char *)frame + end) + TRACE_ROOM_WORDS;
  EXIT_IF(ctx->depth + depth > ctx->recursion_limit || room > ctx->stack_limit);
  ctx->depth += depth;
  ctx->stack_top = room;
  frame = (Frame *)((char *)frame + at);
  ctx->frame = frame;
  LEAVE_TO(_JIT_TARGET);
}

/* The root frame, a generator's, yields the word in r0. */
UOP(_EMIT_YIELD) {
  (void)value;
  frame->ip = (CodeUnit *)ip;
  frame->resume_ip = (CodeUnit *)resume;
  frame->sp = (Value *)((char *)frame + top);
  LEAVE_TO(_JIT_TARGET);
}

/* The root frame returns the word in r0. A trace that begins after the call continues, with room after its frame. Tier
 * 1 pushes frames without a gap, and a generator's traces have their room in its cell: there the stack ends where it
 * did before the call. */
UOP(_EMIT_RETURN) {
  if (UNLIKELY(frame->flags)) LEAVE_TO(_JIT_TARGET); /* generators, __init__, entry from C */
  Frame *caller = frame->prev;
  CodeUnit *next = caller->resume_ip;
  ctx->stack_top = (Value *)frame;
  ctx->depth--;
  ctx->frame = caller;
  *caller->sp++ = value;
  caller->ip = next;
  frame = caller;
  if (LIKELY(next->op == OP_ENTER_EXECUTOR)) {
    if (LIKELY(!(caller->flags & FRAME_OWNED_BY_GENERATOR))) ctx->stack_top += TRACE_ROOM_WORDS;
    LEAVE_TO_ADDRESS(((Trace *)caller->code->executors[next->arg])->code_entry);
  }
  LEAVE_TO_ADDRESS(ctx->jit_resume);
}
