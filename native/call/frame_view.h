/* Frames as they are for who asks in the middle of a call: locals(), eval(), super(), sys._getframe, the module name of
 * a new class. ctx->frame alone is not the truth: a trace keeps locals in registers, and the frames of calls that it
 * has inlined exist nowhere. Nobody else follows ctx->frame and Frame.prev to find out about callers. Twins
 * (interp/twins.c) are passed over. */
#pragma once
#include "core/ctx.h"

typedef struct FrameView {
  Code *code;
  Function *func;
  Value locals;    /* namespace of a module or class body, else V_NULL */
  uint32_t unit;   /* the instruction in progress */
  Frame *frame;    /* the frame, or the root frame of the trace that this one is part of */
  uint32_t level;  /* in a trace: 0 is the root frame */
  Value generator; /* whose frame it is, or V_NULL */
} FrameView;

bool frame_view(Ctx *ctx, FrameView *view);         /* the innermost frame; false: no Python code is running */
bool frame_view_outward(Ctx *ctx, FrameView *view); /* its caller; false: there is none */
/* The frame that runs in a Frame: itself, or the last one of its trace. */
void frame_view_innermost(Ctx *ctx, Frame *frame, FrameView *view);
void frame_view_at(Ctx *ctx, Frame *frame, uint32_t level, FrameView *view); /* level 0: itself */
/* Its locals, cells and free variables: `code->nlocalsplus` words. `room` has EXIT_MAX_VALUES. NULL: MemoryError. */
const Value *frame_view_slots(Ctx *ctx, const FrameView *view, Value *room);

Value frame_view_locals(Ctx *ctx, const FrameView *view); /* namespaces.c: as locals() would return them */

/* How native/jit tells of the frames of a trace, which runs in view->frame. */
typedef struct NativeFrames {
  uint32_t (*count)(Ctx *ctx, const Frame *root);
  void (*describe)(Ctx *ctx, FrameView *view); /* frame and level are set */
  bool (*slots)(Ctx *ctx, const FrameView *view, Value *to);
  /* The objects of frames of the trace that are in no memory, the first of a list (call/frame_object.h). expose: where
   * it is, so that one can be added; the trace is left after the call. NULL: MemoryError. */
  Value (*objects)(Ctx *ctx, const Frame *root);
  Value *(*expose)(Ctx *ctx, Frame *root);
  void (*give_up)(Ctx *ctx, const Frame *root); /* somebody has written to its variables */
  uint32_t (*uncounted)(Ctx *ctx, const Frame *root);
} NativeFrames;

static inline bool frame_is_in_trace(const Frame *frame) { return (uintptr_t)frame->ip & FRAME_IN_TRACE; }

/* The calls that are under way and not in ctx->depth: those that the running trace has inlined. C code that runs Python
 * adds them for as long as it does. */
static inline uint32_t frames_uncounted(Ctx *ctx) {
  return ctx->frame && frame_is_in_trace(ctx->frame) ? ctx->native_frames->uncounted(ctx, ctx->frame) : 0;
}
