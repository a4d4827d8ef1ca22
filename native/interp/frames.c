/* Frames on the Python stack: header, locals, evaluation stack, one after the other without gaps. */
#include "call/call.h"
#include "call/frame_view.h"
#include "core/outcome.h"
#include "exception/exception.h"
#include "generated/opcodes.h"
#include "interp/interp.h"
#include "interp/jit_hooks.h"
#include "interp/record.h"
#include "interp/run.h"
#include "interp/uop.h"
#include "number/number.h"
#include "object/finalize.h"
#include "object/object.h"
#include <string.h>

bool interp_raise_recursion(Ctx *ctx) {
  /* No depth is kept in reserve for handlers: as in CPython, they run at the depth where they are. */
  raise_format(ctx, EXC_RecursionError, "maximum recursion depth exceeded");
  return true;
}

/* All locals are unbound; prev is ctx->frame, which stays the current one until interp_run. */
Frame *frame_push(Ctx *ctx, Function *func, Value locals) {
  Frame *frame = frame_push_simple(ctx, ctx->frame, func, 0);
  if (frame) {
    frame->locals = locals;
    frame->ip = frame->code->units;
    frame->self_or_extra = V_NULL;
  }
  return frame;
}

void frame_pop(Ctx *ctx, Frame *frame) {
  ctx->stack_top = (Value *)frame;
  ctx->depth--;
  ctx->frame = frame->prev;
}

static PRESERVE_NONE Value resume_with_arg(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, uint32_t oparg) {
  MUSTTAIL return ctx->dispatch[ip->op](ctx, frame, ip, sp, oparg);
}

PRESERVE_NONE Value interp_resume(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, uint32_t unused) {
  (void)unused;
  CHECK_OUTCOME(false);
  MUSTTAIL return resume_with_arg(ctx, frame, ip, sp, ip->arg);
}

PRESERVE_NONE Value interp_go_on(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, uint32_t unused) {
  (void)ip, (void)sp;
  frame->ip = frame->resume_ip;
  MUSTTAIL return interp_resume(ctx, frame, frame->ip, frame->sp, unused);
}

void interp_startup(Ctx *ctx) { memcpy(ctx->dispatch, interp_handlers, sizeof ctx->dispatch); }

Value interp_run(Ctx *ctx, Frame *frame) {
  if (!c_stack_left(ctx)) {
    frame_pop(ctx, frame);
    return V_NULL;
  }
  uint32_t uncounted = frames_uncounted(ctx);
  if (UNLIKELY(uncounted)) {
    ctx->depth += uncounted;
    if (ctx->depth > ctx->recursion_limit) {
      ctx->depth -= uncounted;
      frame_pop(ctx, frame);
      interp_raise_recursion(ctx);
      return V_NULL;
    }
  }
  bool recording = record_suspend(ctx);
  uint32_t invalidations = ctx->invalidations;
  bool unheard = ctx->pending & PENDING_INVALIDATED;
  frame->flags |= FRAME_ENTRY;
  ctx->frame = frame;
  Value result = interp_resume(ctx, frame, frame->code->units, frame->slots + frame->code->nlocalsplus, 0);
  CHECK_OUTCOME(!result);
  record_resume(ctx, recording);
  ctx->depth -= uncounted;
  /* There may be a trace that called the C code that called this. It must see the event, though what ran in between (or
   * what that C code called before) may have handled it. */
  if (UNLIKELY(unheard || ctx->invalidations != invalidations))
    __atomic_or_fetch(&ctx->pending, PENDING_INVALIDATED, __ATOMIC_SEQ_CST);
  return result;
}

/* The ordinary return, with no flags set, is in the RETURN_VALUE handler. */
Left interp_leave_frame(Ctx *ctx, Frame *frame, Value value) {
  if (UNLIKELY(frame->flags & FRAME_HAS_OBJECT)) frame_object_ended(ctx, frame, true);
  uint32_t flags = frame->flags;
  Value extra = frame->self_or_extra;
  if (flags & FRAME_OWNED_BY_GENERATOR) {
    Generator *generator = GENERATOR_OF(frame);
    interp_suspend(ctx, generator);
    interp_finish_generator(ctx, generator);
  } else {
    frame_pop(ctx, frame);
    if (flags & FRAME_TWIN) ctx->depth++;
  }
  if (flags & FRAME_FINISH) return interp_finish_special(ctx, flags, extra, value);
  return (Left){.how = flags & FRAME_ENTRY ? LEFT_INTERPRETER : LEFT_VALUE, .value = value};
}

bool interp_handle_pending(Ctx *ctx) {
  uint32_t pending = __atomic_fetch_and(&ctx->pending, ~(uint32_t)PENDING_INVALIDATED, __ATOMIC_ACQ_REL);
  if (ctx->recorder && pending & ~PENDING_LOOK) record_stop(ctx, RECORD_ABANDONED);
  if (pending & PENDING_FINALIZERS && !finalizers_run(ctx, NULL)) return false;
  return stop_signals(ctx) && CHECK_STOP(ctx);
}

void interp_forget_attribute_caches(Ctx *ctx) {
  if (ctx->recorder) __atomic_or_fetch(&ctx->pending, PENDING_INVALIDATED, __ATOMIC_SEQ_CST);
  for (uint32_t i = 0; i < ctx->ncodes; i++) {
    Code *code = ctx->codes[i];
    if (!code) continue;
    if (code->nexecutors && ctx->code_hooks) ctx->code_hooks->outdated(ctx, code);
    for (CodeUnit *ip = code->units; ip < code->units + code->nunits; ip += 1 + opcode_caches[ip->op]) {
      if (ip->op == OP_ENTER_EXECUTOR) {
        ip += opcode_caches[((Executor *)code->executors[ip->arg])->original.op]; /* a JUMP_BACKWARD, RESUME, or
                                                                                     EXTENDED_ARG */
      } else if (opcode_family[ip->op] == OP_LOAD_ATTR || opcode_family[ip->op] == OP_STORE_ATTR) {
        ip->op = opcode_family[ip->op];
      }
    }
  }
}
