/* Frame objects, as sys._getframe returns them: a picture of a running frame, taken when it is asked for. The whole
 * chain outwards is pictured at once, because f_back could not be taken later, when the stack has moved on. f_locals of
 * a function is a snapshot. The cells are scanned word by word. */
#include "call/call.h"
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

static Value picture(Ctx *ctx, Frame *f, int64_t levels) {
  Value outer = V_NONE;
  if (f->prev && levels > 0 && !(outer = picture(ctx, f->prev, levels - 1))) return V_NULL;
  FrameObject *o = heap_alloc(ctx, ctx->shape.frame_object, sizeof(FrameObject));
  if (!o) return V_NULL;
  o->code = VAL(f->code);
  o->globals = f->func->globals;
  o->builtins = f->func->builtins;
  o->back = outer;
  o->unit = f->ip ? f->ip - f->code->units : 0;
  o->line = code_position(f->code, (uint32_t)o->unit).line;
  Frame *saved = ctx->frame;
  ctx->frame = f;
  o->locals = current_locals(ctx);
  ctx->frame = saved;
  return o->locals ? VAL(o) : V_NULL;
}

Value frame_object_at(Ctx *ctx, int64_t depth) {
  Frame *f = ctx->frame;
  for (; f && depth > 0; depth--) f = f->prev;
  if (!f || depth < 0) return raise_format(ctx, EXC_ValueError, "call stack is not deep enough"), V_NULL;
  return picture(ctx, f, 64); /* callers look a few frames outwards, rarely more */
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
