/* Exceptions being handled (sys.exception()), and the with statement. */
#include "call/call.h"
#include "interp/interp.h"
#include "interp/uop.h"
#include "object/object.h"

static bool in_generator(Frame *frame) { return frame->flags & FRAME_OWNED_BY_GENERATOR; }

/* ctx->handled is what sys.exception() returns. A generator that handles nothing itself sees its resumer's, which may
 * be another one at the next resumption: V_NULL on its stack means "whatever the resumer handles". */
Value interp_push_handled(Ctx *ctx, Frame *frame, Value exc) {
  Value previous = in_generator(frame) ? GENERATOR_OF(frame)->exc_state : ctx->handled;
  interp_replace_handled(ctx, frame, exc);
  return previous;
}

void interp_pop_handled(Ctx *ctx, Frame *frame, Value previous) {
  if (in_generator(frame)) GENERATOR_OF(frame)->exc_state = previous;
  ctx->handled = previous ? previous : GENERATOR_OF(frame)->handled_outside;
}

void interp_replace_handled(Ctx *ctx, Frame *frame, Value exc) {
  if (in_generator(frame)) GENERATOR_OF(frame)->exc_state = exc;
  ctx->handled = exc;
}

Value interp_with_except(Ctx *ctx, Value exit, Value self_or_null, Value exc) {
  Value traceback = ((Exception *)exc)->traceback;
  Value args[] = {self_or_null, VAL(class_of(ctx, exc)), exc, traceback ? traceback : V_NONE};
  return self_or_null ? py_call(ctx, exit, args, 4, V_NULL) : py_call(ctx, exit, args + 1, 3, V_NULL);
}
