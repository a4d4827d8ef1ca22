/* Frame objects, as sys._getframe returns them: a picture of a running frame, taken when it is asked for. The whole
 * chain outwards is pictured at once, because f_back could not be taken later, when the stack has moved on. f_locals of
 * a function is a snapshot. The cells are scanned word by word. */
#include "call/call.h"
#include "call/frame_view.h"
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "object/object.h"
#include "text/text.h"

typedef struct FrameObject {
  Cell h;
  Value code, globals, builtins, locals, back; /* V_NULL = none */
  int64_t line, unit;
} FrameObject;
#define FRAME ((FrameObject *)self)

static FrameObject *picture(Ctx *ctx, const FrameView *view) {
  FrameObject *o = heap_alloc(ctx, ctx->shape.frame_object, sizeof(FrameObject));
  if (!o) return NULL;
  o->code = VAL(view->code);
  o->globals = view->func->globals;
  o->builtins = view->func->builtins;
  o->back = V_NONE;
  o->unit = view->unit;
  o->line = code_position(view->code, view->unit).line;
  o->locals = frame_view_locals(ctx, view);
  return o->locals ? o : NULL;
}

/* Callers look a few frames outwards, rarely more. */
enum { MAX_PICTURES = 64 };

Value frame_object_at(Ctx *ctx, int64_t depth) {
  FrameView view;
  bool found = depth >= 0 && frame_view(ctx, &view);
  for (; found && depth > 0; depth--) found = frame_view_outward(ctx, &view);
  if (!found) return raise_format(ctx, EXC_ValueError, "call stack is not deep enough"), V_NULL;
  FrameObject *first = picture(ctx, &view);
  FrameObject *last = first;
  for (int n = 0; last && n < MAX_PICTURES && frame_view_outward(ctx, &view); n++) {
    FrameObject *outer = picture(ctx, &view);
    if (!outer) return V_NULL;
    last->back = VAL(outer);
    last = outer;
  }
  return VAL(first);
}

Value frame_object_past(Ctx *ctx, Code *code, Value globals, uint32_t unit) {
  Value locals = dict_new(ctx);
  FrameObject *o = locals ? heap_alloc(ctx, ctx->shape.frame_object, sizeof(FrameObject)) : NULL;
  if (!o) return V_NULL;
  o->code = VAL(code);
  o->globals = globals;
  o->builtins = ctx->builtins;
  o->back = V_NONE;
  o->unit = unit;
  o->line = code_position(code, unit).line;
  o->locals = locals;
  return VAL(o);
}

static Value frame_repr(Ctx *ctx, Value self) {
  Code *c = (Code *)FRAME->code;
  return str_format_c(ctx, "<frame at 0x%zx, file %R, line %d, code %U>", (size_t)self, c->filename, (int)FRAME->line,
                      c->name);
}
static Value get_code(Ctx *ctx, Value self) { return UNUSED(ctx), FRAME->code; }
static Value get_globals(Ctx *ctx, Value self) { return UNUSED(ctx), FRAME->globals; }
static Value get_builtins(Ctx *ctx, Value self) { return UNUSED(ctx), FRAME->builtins; }
static Value get_locals(Ctx *ctx, Value self) { return UNUSED(ctx), FRAME->locals; }
static Value get_back(Ctx *ctx, Value self) { return UNUSED(ctx), FRAME->back; }
static Value get_line(Ctx *ctx, Value self) { return UNUSED(ctx), FRAME->line < 0 ? V_NONE : int_tag(FRAME->line); }
static Value get_lasti(Ctx *ctx, Value self) { return UNUSED(ctx), int_tag(FRAME->unit * 2); }
static Value get_trace(Ctx *ctx, Value self) { return UNUSED(ctx), UNUSED(self), V_NONE; }
static const GetSetDef getset[] = {
    {"f_code", get_code, NULL, NULL},
    {"f_globals", get_globals, NULL, NULL},
    {"f_builtins", get_builtins, NULL, NULL},
    {"f_locals", get_locals, NULL, NULL},
    {"f_back", get_back, NULL, NULL},
    {"f_lineno", get_line, NULL, NULL},
    {"f_lasti", get_lasti, NULL, NULL},
    {"f_trace", get_trace, NULL, NULL},
    {0},
};

bool frame_object_startup(Ctx *ctx) {
  static const TypeOps ops = {.repr = frame_repr};
  if (ctx->cls.frame) return true;
  Class *cls = class_new_builtin(ctx, "frame", ctx->cls.object, KIND_FRAME_OBJECT, sizeof(FrameObject), &ops, NULL,
                                 CLASS_BUILTIN | CLASS_FINAL);
  if (!cls) return false;
  ctx->cls.frame = cls;
  ctx->shape.frame_object = cls->root;
  return class_add_getset(ctx, cls, getset);
}
