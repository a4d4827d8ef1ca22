/* Walking along the callers, whether their frames are in memory or part of a trace. */
#include "call/frame_view.h"

/* The innermost frame that runs in `frame`: itself, or the last one of its trace. */
static void view_of(Ctx *ctx, Frame *frame, FrameView *view) {
  *view = (FrameView){.frame = frame};
  if (frame_is_in_trace(frame)) {
    view->level = ctx->native_frames->count(ctx, frame) - 1;
    ctx->native_frames->describe(ctx, view);
    return;
  }
  view->code = frame->code;
  view->func = frame->func;
  view->locals = frame->locals;
  if (frame->flags & FRAME_OWNED_BY_GENERATOR) view->generator = frame->self_or_extra;
  view->unit = frame->ip ? (uint32_t)(frame->ip - frame->code->units) : 0;
}

bool frame_view(Ctx *ctx, FrameView *view) {
  if (!ctx->frame) return false;
  view_of(ctx, ctx->frame, view);
  return true;
}

bool frame_view_outward(Ctx *ctx, FrameView *view) {
  if (view->level > 0) {
    view->level--;
    view->generator = V_NULL;
    ctx->native_frames->describe(ctx, view);
    return true;
  }
  if (!view->frame->prev) return false;
  view_of(ctx, view->frame->prev, view);
  return true;
}

uint32_t frame_view_depth(Ctx *ctx, const FrameView *view) {
  uint32_t depth = view->level;
  for (const Frame *frame = view->frame->prev; frame; frame = frame->prev)
    depth += frame_is_in_trace(frame) ? ctx->native_frames->count(ctx, frame) : 1;
  return depth;
}

const Value *frame_view_slots(Ctx *ctx, const FrameView *view, Value *room) {
  if (!frame_is_in_trace(view->frame)) return view->frame->slots;
  return ctx->native_frames->slots(ctx, view, room) ? room : NULL;
}
