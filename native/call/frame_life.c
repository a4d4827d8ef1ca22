/* How long a frame object stands for a frame: made when it is asked for, told when the frame leaves a trace or ends. A
 * frame says by FRAME_HAS_OBJECT that it has one. Code that is CO_OPTIMIZED has no namespace, and its frame keeps the
 * object in that word; others in the word that is only of use to calls. */
#include "call/frame_object.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "interp/record.h"
#include "object/object.h"
#include <string.h>

static Value *place_in(Frame *frame) {
  return frame->code->flags & CO_OPTIMIZED ? &frame->locals : &frame->self_or_extra;
}
/* A module's code as the body of a method: both words have their use. */
static bool has_place(const Frame *frame) {
  return frame->code->flags & CO_OPTIMIZED || !(frame->flags & (FRAME_OWNED_BY_GENERATOR | FRAME_FINISH));
}
static FrameObject *object_in(Frame *frame) {
  return frame->flags & FRAME_HAS_OBJECT ? AS_FRAME_OBJECT(*place_in(frame)) : NULL;
}
static void attach(Frame *frame, FrameObject *o) {
  o->frame = frame;
  o->root = NULL;
  *place_in(frame) = VAL(o);
  frame->flags |= FRAME_HAS_OBJECT;
}

static FrameObject *blank(Ctx *ctx, Code *code, Value globals, Value builtins) {
  size_t slots = code->nlocalsplus * sizeof(Value);
  FrameObject *o = heap_alloc(ctx, ctx->shape.frame_object, sizeof(FrameObject) + slots);
  if (!o) return NULL;
  o->code = code;
  o->globals = globals;
  o->builtins = builtins;
  o->back = o->generator = o->trace = V_NONE;
  o->trace_lines = V_TRUE, o->trace_opcodes = V_FALSE;
  return o;
}

/* The frame in memory that the view is of: not that of a call that a trace has inlined, unless it is a generator's. */
static Frame *in_memory(const FrameView *view) {
  if (view->generator) return &((Generator *)view->generator)->frame;
  return view->level ? NULL : view->frame;
}

FrameObject *frame_object_made(Ctx *ctx, const FrameView *view) {
  Frame *frame = in_memory(view);
  if (frame) return object_in(frame);
  FrameObject *o = AS_FRAME_OBJECT(ctx->native_frames->objects(ctx, view->frame));
  while (o && o->level != view->level) o = o->next;
  return o;
}

/* V_NULL: MemoryError. */
static FrameObject *object_of(Ctx *ctx, const FrameView *view) {
  FrameObject *o = frame_object_made(ctx, view);
  if (o) return o;
  if (!(o = blank(ctx, view->code, view->func->globals, view->func->builtins))) return NULL;
  if (!(view->code->flags & CO_OPTIMIZED)) o->names = view->locals ? view->locals : view->func->globals;
  o->generator = or_none(view->generator);
  o->unit = view->unit;
  Frame *frame = in_memory(view);
  if (frame && !has_place(frame)) return o;
  if (view->level) { /* the trace must not go on with a frame that exists nowhere, or end a generator unnoticed */
    Value *objects = ctx->native_frames->expose(ctx, view->frame);
    if (!objects) return NULL;
    if (!frame) {
      o->root = view->frame;
      o->level = view->level;
      o->next = AS_FRAME_OBJECT(*objects);
      *objects = VAL(o);
    }
  }
  if (frame) attach(frame, o);
  return o;
}

Value frame_object_of(Ctx *ctx, const FrameView *view) {
  FrameObject *o = object_of(ctx, view);
  if (o) o->asked_for = true;
  return VAL(o);
}

Value frame_object_at(Ctx *ctx, int64_t depth) {
  FrameView view;
  bool found = depth >= 0 && frame_view(ctx, &view);
  for (; found && depth > 0; depth--) found = frame_view_outward(ctx, &view);
  if (!found) return raise_format(ctx, EXC_ValueError, "call stack is not deep enough"), V_NULL;
  return frame_object_of(ctx, &view);
}

Value frame_object_of_frame(Ctx *ctx, Frame *frame) {
  FrameObject *o = object_in(frame);
  if (o) return VAL(o);
  FrameView view = {.frame = frame, .code = frame->code, .func = frame->func};
  if (frame->flags & FRAME_OWNED_BY_GENERATOR) view.generator = frame->self_or_extra;
  if (!(frame->code->flags & CO_OPTIMIZED)) view.locals = frame->locals;
  return VAL(object_of(ctx, &view));
}

Value frame_object_past(Ctx *ctx, Code *code, Value globals, uint32_t unit, const Value *values, uint32_t count) {
  FrameObject *o = blank(ctx, code, globals, ctx->builtins);
  if (!o) return V_NULL;
  o->unit = unit;
  memcpy(o->slots, values, count * sizeof(Value));
  return VAL(o);
}

/* ---- where it is ---- */

static bool view_of_generator(Ctx *ctx, Generator *g, FrameView *view) {
  Frame *frame = &g->frame;
  if (g->state == GEN_RUNNING) {
    bool found = frame_view(ctx, view);
    while (found && view->generator != VAL(g)) found = frame_view_outward(ctx, view);
    return found;
  }
  *view = (FrameView){.code = frame->code, .func = frame->func, .frame = frame, .generator = VAL(g)};
  view->unit = (uint32_t)(frame->ip - frame->code->units);
  return g->state != GEN_CLOSED;
}

bool frame_object_view(Ctx *ctx, FrameObject *o, FrameView *view) {
  if (o->generator != V_NONE && o->frame) return view_of_generator(ctx, (Generator *)o->generator, view);
  if (!o->frame && !o->root) return false;
  frame_view_at(ctx, o->frame ? o->frame : o->root, o->frame ? 0 : (uint32_t)o->level, view);
  return true;
}

Value frame_object_of_generator(Ctx *ctx, Generator *g) {
  FrameView view;
  return view_of_generator(ctx, g, &view) ? frame_object_of(ctx, &view) : V_NONE;
}

/* ---- its variables ---- */

FrameValues frame_object_values(Ctx *ctx, FrameObject *o, Value *room) {
  FrameView view;
  bool lives = frame_object_view(ctx, o, &view);
  return (FrameValues){lives ? frame_view_slots(ctx, &view, room) : o->slots, o};
}

static bool is_in_cell(Ctx *ctx, FrameObject *o, uint32_t i, Value held) {
  return held && o->code->local_kinds[i] & (LOCAL_CELL | LOCAL_FREE) && has_kind(ctx, held, KIND_CLOSURE_CELL);
}

Value frame_object_value(Ctx *ctx, const FrameValues *values, uint32_t i) {
  FrameObject *o = values->object;
  Value held = values->slots[i];
  if (is_in_cell(ctx, o, i, held)) return ((ClosureCell *)held)->value;
  return o->written && o->slots[i] ? o->slots[i] : held;
}

static void set_slot(Ctx *ctx, FrameObject *o, Value *slots, uint32_t i, Value value) {
  if (is_in_cell(ctx, o, i, slots[i])) ((ClosureCell *)slots[i])->value = value;
  else slots[i] = value;
}

/* A trace has its variables in registers, and what is being recorded knows them: neither may go on. */
bool frame_object_set_value(Ctx *ctx, FrameObject *o, uint32_t i, Value value) {
  FrameView view;
  bool lives = frame_object_view(ctx, o, &view);
  if (lives && ctx->recorder) record_stop(ctx, RECORD_ABANDONED);
  if (!lives || !frame_is_in_trace(view.frame)) {
    set_slot(ctx, o, lives ? view.frame->slots : o->slots, i, value);
    return true;
  }
  Value room[EXIT_MAX_VALUES];
  const Value *slots = frame_view_slots(ctx, &view, room);
  if (!slots) return false;
  if (is_in_cell(ctx, o, i, slots[i])) {
    ((ClosureCell *)slots[i])->value = value;
    return true;
  }
  o->slots[i] = value;
  o->written = true;
  ctx->native_frames->give_up(ctx, view.frame);
  return true;
}

/* ---- what happens to the frame ---- */

void frame_object_left_trace(Ctx *ctx, Frame *frame, Value objects, uint32_t level) {
  FrameObject *o = AS_FRAME_OBJECT(objects);
  while (o && o->level != level) o = o->next;
  if (o) attach(frame, o);
  else if (!(o = object_in(frame))) return;
  if (!o->written) return;
  for (uint32_t i = 0; i < frame->code->nlocalsplus; i++) {
    if (o->slots[i]) set_slot(ctx, o, frame->slots, i, o->slots[i]);
    o->slots[i] = V_NULL;
  }
  o->written = false;
}

/* One that is in a program's hands keeps its way out. Others were made for tracebacks: were their callers given objects
 * too, an exception that is caught deep in a recursion would cost as much as all the calls around it. */
static Value caller_of(Ctx *ctx, Frame *frame, bool asked_for) {
  if (!frame->prev) return V_NONE;
  FrameView view;
  frame_view_innermost(ctx, frame->prev, &view);
  return or_none(VAL(asked_for ? object_of(ctx, &view) : frame_object_made(ctx, &view)));
}

void frame_object_ended(Ctx *ctx, Frame *frame, bool runs) {
  FrameObject *o = object_in(frame);
  memcpy(o->slots, frame->slots, frame->code->nlocalsplus * sizeof(Value));
  o->unit = frame->ip ? frame->ip - frame->code->units : 0;
  o->frame = NULL;
  frame->flags &= ~FRAME_HAS_OBJECT;
  if (frame->code->flags & CO_OPTIMIZED) frame->locals = V_NULL;
  else frame->self_or_extra = V_NULL;
  if (!runs || o->generator != V_NONE) return;
  Value pending = exc_take(ctx);
  o->back = caller_of(ctx, frame, o->asked_for);
  exc_clear(ctx); /* no memory for an object that nobody asked for */
  ctx->exc = pending;
}

void frame_object_ask(Value frame) { AS_FRAME_OBJECT(frame)->asked_for = true; }

void frame_object_called_from(Value callee, Value caller) {
  FrameObject *o = AS_FRAME_OBJECT(callee);
  if (!o->frame && !o->root && o->back == V_NONE && o != AS_FRAME_OBJECT(caller)) o->back = caller;
}
