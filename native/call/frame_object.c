/* The type of frame objects: their attributes and clear(). Which frame an object stands for is in frame_life.c. */
#include "call/frame_object.h"
#include "call/frame_tracing.h"
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "object/object.h"
#include "text/text.h"
#include <string.h>

#define FRAME AS_FRAME_OBJECT(self)

Value frame_object_trace(Value self) { return FRAME->trace; }
void frame_object_set_trace(Value self, Value function) { FRAME->trace = function; }
bool frame_object_trace_lines(Value self) { return FRAME->trace_lines == V_TRUE; }
bool frame_object_trace_opcodes(Value self) { return FRAME->trace_opcodes == V_TRUE; }

void frame_object_parts(Value frame, Code **code, Value *globals) {
  *code = ((FrameObject *)frame)->code;
  *globals = ((FrameObject *)frame)->globals;
}

/* What a frame kept alive is let go when it ends; a generator that has not started ends now. */
METHOD(frame_clear) {
  FrameView view;
  Generator *g = FRAME->generator == V_NONE ? NULL : (Generator *)FRAME->generator;
  if (frame_object_view(ctx, FRAME, &view)) {
    if (!g || g->state == GEN_RUNNING)
      return raise_format(ctx, EXC_RuntimeError, "cannot clear an executing frame"), V_NULL;
    if (g->state == GEN_SUSPENDED) return raise_format(ctx, EXC_RuntimeError, "cannot clear a suspended frame"), V_NULL;
    g->state = GEN_CLOSED;
    frame_object_ended(ctx, &g->frame, false);
    memset(g->frame.slots, 0, g->frame.code->nlocalsplus * sizeof(Value));
  }
  memset(FRAME->slots, 0, FRAME->code->nlocalsplus * sizeof(Value));
  FRAME->extra = V_NULL;
  return V_NONE;
}
static const CFuncDef methods[] = {METHOD_ROW("clear", frame_clear, 0, 0, "Clear all references held by the frame."),
                                   {0}};

static bool has_not_started(Value self) {
  return FRAME->frame && FRAME->generator != V_NONE && ((Generator *)FRAME->generator)->state == GEN_CREATED;
}
static uint32_t unit_of(Ctx *ctx, Value self) {
  FrameView view;
  if (has_not_started(self)) return (uint32_t)(FRAME->frame->resume_ip - FRAME->code->units);
  return frame_object_view(ctx, FRAME, &view) ? view.unit : (uint32_t)FRAME->unit;
}
static int64_t line_of(Ctx *ctx, Value self) {
  Code *code = FRAME->code;
  if (has_not_started(self)) return code->firstlineno;
  return code_position(code, unit_of(ctx, self)).line;
}

static Value frame_repr(Ctx *ctx, Value self) {
  Code *c = FRAME->code;
  return str_format_c(ctx, "<frame at 0x%zx, file %R, line %d, code %U>", (size_t)self, c->filename,
                      (int)line_of(ctx, self), c->name);
}
static Value get_code(Ctx *ctx, Value self) { return UNUSED(ctx), VAL(FRAME->code); }
static Value get_globals(Ctx *ctx, Value self) { return UNUSED(ctx), FRAME->globals; }
static Value get_builtins(Ctx *ctx, Value self) { return UNUSED(ctx), FRAME->builtins; }
static Value get_locals(Ctx *ctx, Value self) { return FRAME->names ? FRAME->names : frame_locals_new(ctx, FRAME); }
static Value get_back(Ctx *ctx, Value self) {
  FrameView view;
  if (!frame_object_view(ctx, FRAME, &view)) return FRAME->back;
  bool suspended = view.generator && ((Generator *)view.generator)->state != GEN_RUNNING;
  return suspended || !frame_view_outward(ctx, &view) ? V_NONE : frame_object_of(ctx, &view);
}
static Value get_line(Ctx *ctx, Value self) {
  int64_t line = line_of(ctx, self);
  return line < 0 ? V_NONE : int_tag(line);
}
static bool set_line(Ctx *ctx, Value self, Value value) {
  UNUSED(self), UNUSED(value);
  return raise_format(ctx, EXC_ValueError, "f_lineno can only be set in a trace function"), false;
}
static Value get_lasti(Ctx *ctx, Value self) { return int_tag((int64_t)unit_of(ctx, self) * 2); }
static Value get_trace(Ctx *ctx, Value self) { return UNUSED(ctx), FRAME->trace; }
static bool set_trace(Ctx *ctx, Value self, Value value) {
  UNUSED(ctx);
  FRAME->trace = or_none(value);
  return true;
}
static bool set_flag(Ctx *ctx, Value *place, Value value) {
  if (!value) return raise_format(ctx, EXC_TypeError, "can't delete numeric/char attribute"), false;
  if (!is_bool(value)) return raise_format(ctx, EXC_TypeError, "attribute value type must be bool"), false;
  *place = value;
  return true;
}
static Value get_trace_lines(Ctx *ctx, Value self) { return UNUSED(ctx), FRAME->trace_lines; }
static bool set_trace_lines(Ctx *ctx, Value self, Value value) { return set_flag(ctx, &FRAME->trace_lines, value); }
static Value get_trace_opcodes(Ctx *ctx, Value self) { return UNUSED(ctx), FRAME->trace_opcodes; }
static bool set_trace_opcodes(Ctx *ctx, Value self, Value value) { return set_flag(ctx, &FRAME->trace_opcodes, value); }
static Value get_generator(Ctx *ctx, Value self) { return UNUSED(ctx), FRAME->generator; }
static const GetSetDef getset[] = {
    {"f_code", get_code, NULL, NULL},
    {"f_globals", get_globals, NULL, NULL},
    {"f_builtins", get_builtins, NULL, NULL},
    {"f_locals", get_locals, NULL, NULL},
    {"f_back", get_back, NULL, NULL},
    {"f_lineno", get_line, set_line, NULL},
    {"f_lasti", get_lasti, NULL, NULL},
    {"f_trace", get_trace, set_trace, NULL},
    {"f_trace_lines", get_trace_lines, set_trace_lines, NULL},
    {"f_trace_opcodes", get_trace_opcodes, set_trace_opcodes, NULL},
    {"f_generator", get_generator, NULL, NULL},
    {0},
};

bool frame_object_startup(Ctx *ctx) {
  static const TypeOps ops = {.repr = frame_repr};
  if (ctx->cls.frame) return true;
  Class *cls = class_new_builtin(ctx, "frame", ctx->cls.object, KIND_FRAME_OBJECT, sizeof(FrameObject), &ops, methods,
                                 CLASS_BUILTIN | CLASS_FINAL);
  if (!cls) return false;
  ctx->cls.frame = cls;
  ctx->shape.frame_object = cls->root;
  return class_add_getset(ctx, cls, getset) && frame_locals_startup(ctx);
}
