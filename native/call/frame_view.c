/* Walking along the callers, whether their frames are in memory or part of a trace. */
#include "call/frame_view.h"

void frame_view_at(Ctx *ctx, Frame *frame, uint32_t level, FrameView *view) {
  *view = (FrameView){.frame = frame, .level = level};
  if (frame_is_in_trace(frame)) {
    ctx->native_frames->describe(ctx, view);
    return;
  }
  view->code = frame->code;
  view->func = frame->func;
  if (!(frame->code->flags & CO_OPTIMIZED)) view->locals = frame->locals;
  if (frame->flags & FRAME_OWNED_BY_GENERATOR) view->generator = frame->self_or_extra;
  view->unit = frame->ip ? (uint32_t)(frame->ip - frame->code->units) : 0;
}

static void last_of(Ctx *ctx, Frame *frame, FrameView *view) {
  frame_view_at(ctx, frame, frame_is_in_trace(frame) ? ctx->native_frames->count(ctx, frame) - 1 : 0, view);
}

static bool caller_of(Ctx *ctx, FrameView *view) {
  if (view->level > 0) {
    view->level--;
    view->generator = V_NULL;
    ctx->native_frames->describe(ctx, view);
    return true;
  }
  if (!view->frame->prev) return false;
  last_of(ctx, view->frame->prev, view);
  return true;
}

/* A twin has been called by somebody. */
static void pass_twins(Ctx *ctx, FrameView *view) {
  while (view->code->flags & CO_TWIN && caller_of(ctx, view)) continue;
}

void frame_view_innermost(Ctx *ctx, Frame *frame, FrameView *view) {
  last_of(ctx, frame, view);
  pass_twins(ctx, view);
}

bool frame_view(Ctx *ctx, FrameView *view) {
  if (!ctx->frame) return false;
  frame_view_innermost(ctx, ctx->frame, view);
  return true;
}

bool frame_view_outward(Ctx *ctx, FrameView *view) {
  if (!caller_of(ctx, view)) return false;
  pass_twins(ctx, view);
  return true;
}

const Value *frame_view_slots(Ctx *ctx, const FrameView *view, Value *room) {
  if (!frame_is_in_trace(view->frame)) return view->frame->slots;
  return ctx->native_frames->slots(ctx, view, room) ? room : NULL;
}
