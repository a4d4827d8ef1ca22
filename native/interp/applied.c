/* FOR_ITER over a map or a filter with a Python function: what the iterator goes through is advanced by C, and the
 * function's frame is pushed (FINISH_NEXT, FINISH_FILTER), so that it does not recurse in C and a trace can follow it
 * (ts/recorder/applied.ts). */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "generated/opcodes.h"
#include "interp/interp.h"
#include "interp/tracing.h"
#include "object/object.h"

static bool is_followed(Ctx *ctx, Value func) {
  return has_shape(func, ctx->shape.function) && !interp_is_generator_like(((Function *)func)->code);
}

bool interp_applies(Ctx *ctx, Value iter) {
  Value func = iter_applied(ctx, iter);
  /* A filter starts its instruction again: a trace function would hear of it. */
  if (!func || tracing_is_on(ctx)) return false;
  if (has_shape(func, ctx->shape.method)) func = ((Method *)func)->func;
  return is_followed(ctx, func);
}

/* To start a FOR_ITER with this argument again, one has to go back by so many units. */
static uint32_t prefixes(uint32_t oparg) { return (oparg > 0xff) + (oparg > 0xffff) + (oparg > 0xffffff); }

Frame *interp_applied_frame(Ctx *ctx, Value iter, Value item, uint32_t oparg) {
  Value func = iter_applied(ctx, iter), args[2] = {item, V_NULL};
  bool bound = has_shape(func, ctx->shape.method);
  if (bound) {
    args[0] = ((Method *)func)->self;
    args[1] = item;
    func = ((Method *)func)->func;
  }
  Frame *frame = interp_frame_for_call(ctx, (Function *)func, args, 1 + bound, V_NULL);
  if (!frame) return NULL;
  bool filters = iter_filters(iter);
  frame->flags = filters ? FRAME_FINISHES(FINISH_FILTER, prefixes(oparg), 0) : FRAME_FINISHES(FINISH_NEXT, 0, 0);
  frame->self_or_extra = filters ? item : V_NULL;
  return frame;
}

Left interp_filtered(Ctx *ctx, uint32_t flags, Value item, Value verdict) {
  Frame *caller = ctx->frame;
  int truth = verdict == V_TRUE ? 1 : verdict == V_FALSE ? 0 : object_truth(ctx, verdict);
  if (truth < 0) return (Left){.how = LEFT_VALUE, .value = V_NULL};
  if (truth) {
    caller->resume_ip = caller->ip + 1 + opcode_caches[OP_FOR_ITER];
    return (Left){.how = LEFT_VALUE, .value = item};
  }
  caller->resume_ip = caller->ip - (flags >> FRAME_OPERATOR_SHIFT & 0xff);
  return (Left){.how = LEFT_NOTHING, .value = V_NULL};
}
