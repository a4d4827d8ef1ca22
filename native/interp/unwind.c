/* Exceptions: frame by frame, the tables of the code objects say where each instruction's exceptions are handled;
 * entering a try block costs nothing. The handler finds [lasti if asked for, exception] on a stack cut to the depth of
 * its try statement. A program that was stopped and whose grace is over has no handlers. */
#include "core/outcome.h"
#include "exception/exception.h"
#include "generated/opcodes.h"
#include "interp/interp.h"
#include "interp/record.h"
#include "interp/tracing.h"
#include "interp/uop.h"

static const ExcRange *find_handler(const Code *code, uint32_t unit) {
  uint32_t low = 0, high = code->nexc;
  while (low < high) {
    uint32_t middle = (low + high) / 2;
    if (code->exc[middle].end <= unit) low = middle + 1;
    else high = middle;
  }
  return low < code->nexc && code->exc[low].start <= unit ? &code->exc[low] : NULL;
}

/* Frames are left one by one, and there may be a million of them: a stop takes the exception's place. Not while a
 * recording runs, which has written down what was raised; that is over soon. */
static void look_for_stop(Ctx *ctx) {
  bool wanted = ctx->pending & PENDING_STOPPED || (ctx->pending & PENDING_STOP) == PENDING_LOOK;
  if (!wanted || ctx->recorder || class_of(ctx, ctx->exc) == ctx->cls.stopped) return;
  Value exc = exc_take(ctx);
  if (stop_check(ctx)) ctx->exc = exc;
}

/* A `raise` alone, of what is being handled. */
static bool is_raised_again(Ctx *ctx, const CodeUnit *ip) {
  return opcode_family[ip->op] == OP_RAISE_VARARGS && ip->arg == 0 && ctx->exc == ctx->handled;
}

/* Returns the frame that goes on (its ip and sp set), or NULL when an entry frame was left. */
static Frame *find_frame(Ctx *ctx, Frame *frame, CodeUnit *ip, bool add) {
  if (UNLIKELY(ctx->recorder)) record_raised(ctx);
  for (;;) {
    Code *code = frame->code;
    if (UNLIKELY(stop_wanted(ctx))) look_for_stop(ctx);
    uint32_t unit = (uint32_t)(frame->ip - code->units); /* where it was raised; RERAISE keeps the first place */
    if (add) traceback_add(ctx, frame, unit);
    const ExcRange *range = UNLIKELY(ctx->stop.final) ? NULL : find_handler(code, (uint32_t)(ip - code->units));
    if (UNLIKELY(tracing_is_on(ctx))) tracing_unwound(ctx, frame, add && !is_raised_again(ctx, ip), range != NULL);
    if (range) {
      Value *sp = frame->slots + code->nlocalsplus + (range->depth_lasti >> 1);
      if (range->depth_lasti & 1) *sp++ = int_tag(unit);
      *sp++ = exc_take(ctx);
      frame->sp = sp;
      frame->ip = code->units + range->target;
      return frame;
    }
    if (UNLIKELY(ctx->recorder)) record_unwound(ctx, frame);
    Left left = interp_leave_frame(ctx, frame, V_NULL);
    if (left.how == LEFT_INTERPRETER) return NULL;
    frame = ctx->frame;
    if (left.how == LEFT_NOTHING) return frame->ip = frame->resume_ip, frame;
    ip = frame->ip;
    add = true;
  }
}

#define UNWIND(add)                                                  \
  frame = find_frame(ctx, frame, ip, add);                           \
  if (!frame) return V_NULL;                                         \
  MUSTTAIL return interp_resume(ctx, frame, frame->ip, frame->sp, 0)

PRESERVE_NONE Value interp_raise(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, uint32_t unused) {
  (void)sp, (void)unused;
  CHECK_OUTCOME(true);
  frame->ip = ip;
  UNWIND(true);
}

PRESERVE_NONE Value interp_unwind_again(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, uint32_t unused) {
  (void)sp, (void)unused;
  UNWIND(false);
}

PRESERVE_NONE Value interp_unwind_in_caller(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, uint32_t unused) {
  (void)sp, (void)unused;
  ip = frame->ip;
  UNWIND(true);
}
