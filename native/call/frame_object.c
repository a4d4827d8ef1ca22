/* Frame objects, as sys._getframe returns them: a picture of a running frame, taken when it is asked for. The whole
 * chain outwards is pictured at once, because f_back could not be taken later, when the stack has moved on. f_locals of
 * a function is a snapshot. The cells are scanned word by word. */
#include "call/call.h"
#include "call/frame_tracing.h"
#include "call/frame_view.h"
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "object/object.h"
#include "text/text.h"

typedef struct FrameObject {
  Cell h;
  Value code, globals, builtins, locals, back; /* V_NULL = none */
  Value generator;                             /* V_NONE: none */
  Value trace, trace_lines, trace_opcodes;
  int64_t line, unit;
  int64_t depth; /* how many callers it has, of one that ran: what tells it from others of the same code; else -1 */
} FrameObject;
#define FRAME ((FrameObject *)self)

static FrameObject *blank(Ctx *ctx, Code *code, Value globals, Value builtins, uint32_t unit) {
  FrameObject *o = heap_alloc(ctx, ctx->shape.frame_object, sizeof(FrameObject));
  if (!o) return NULL;
  o->code = VAL(code);
  o->globals = globals;
  o->builtins = builtins;
  o->back = o->generator = o->trace = V_NONE;
  o->trace_lines = V_TRUE, o->trace_opcodes = V_FALSE;
  o->depth = -1;
  o->unit = unit;
  o->line = code_position(code, unit).line;
  return o;
}

static FrameObject *picture(Ctx *ctx, const FrameView *view, int64_t depth) {
  FrameObject *o = blank(ctx, view->code, view->func->globals, view->func->builtins, view->unit);
  if (!o) return NULL;
  o->generator = or_none(view->generator);
  o->depth = depth;
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
  int64_t callers = frame_view_depth(ctx, &view);
  FrameObject *first = picture(ctx, &view, callers);
  FrameObject *last = first;
  for (int n = 0; last && n < MAX_PICTURES && frame_view_outward(ctx, &view); n++) {
    FrameObject *outer = picture(ctx, &view, --callers);
    if (!outer) return V_NULL;
    last->back = VAL(outer);
    last = outer;
  }
  return VAL(first);
}

Value frame_object_past(Ctx *ctx, Code *code, Value globals, uint32_t unit) {
  Value locals = dict_new(ctx);
  FrameObject *o = locals ? blank(ctx, code, globals, ctx->builtins, unit) : NULL;
  if (o) o->locals = locals;
  return VAL(o);
}

Value frame_object_of_generator(Ctx *ctx, Generator *g) {
  Frame *frame = &g->frame;
  bool running = g->state == GEN_RUNNING;
  FrameView view = {.code = frame->code, .func = frame->func, .frame = frame, .generator = VAL(g)};
  if (running) {
    bool found = frame_view(ctx, &view);
    while (found && view.generator != VAL(g)) found = frame_view_outward(ctx, &view);
    if (!found) return V_NONE;
  } else {
    view.unit = (uint32_t)(frame->ip - frame->code->units);
  }
  FrameObject *o = picture(ctx, &view, running ? frame_view_depth(ctx, &view) : -1);
  if (!o) return V_NULL;
  if (g->state == GEN_CREATED) o->line = frame->code->firstlineno;
  return VAL(o);
}

bool frame_object_refresh(Ctx *ctx, Value self) {
  FrameView view;
  if (!frame_view(ctx, &view)) return true;
  Value locals = frame_view_locals(ctx, &view);
  if (!locals) return false;
  FRAME->locals = locals;
  FRAME->unit = view.unit;
  FRAME->line = code_position(view.code, view.unit).line;
  return true;
}
Value frame_object_trace(Value self) { return FRAME->trace; }
void frame_object_set_trace(Value self, Value function) { FRAME->trace = function; }
bool frame_object_trace_lines(Value self) { return FRAME->trace_lines == V_TRUE; }
bool frame_object_trace_opcodes(Value self) { return FRAME->trace_opcodes == V_TRUE; }
void frame_object_set_back(Value self, Value back) { FRAME->back = back; }

void frame_object_parts(Value frame, Code **code, Value *globals) {
  *code = (Code *)((FrameObject *)frame)->code;
  *globals = ((FrameObject *)frame)->globals;
}

static bool is_running(Ctx *ctx, FrameObject *o) {
  FrameView view;
  if (o->depth < 0 || !frame_view(ctx, &view)) return false;
  int64_t depth = frame_view_depth(ctx, &view);
  do {
    bool same = o->generator == V_NONE ? depth == o->depth : view.generator == o->generator;
    if (same && VAL(view.code) == o->code) return true;
    depth--;
  } while (frame_view_outward(ctx, &view));
  return false;
}

/* What a frame kept alive is let go when it ends; a suspended generator ends now. */
METHOD(frame_clear) {
  if (is_running(ctx, FRAME)) return raise_format(ctx, EXC_RuntimeError, "cannot clear an executing frame"), V_NULL;
  if (FRAME->generator != V_NONE) {
    Generator *g = (Generator *)FRAME->generator;
    if (g->state == GEN_SUSPENDED) return raise_format(ctx, EXC_RuntimeError, "cannot clear a suspended frame"), V_NULL;
    if (g->state == GEN_CREATED) g->state = GEN_CLOSED;
  }
  return (FRAME->locals = dict_new(ctx)) ? V_NONE : V_NULL;
}
static const CFuncDef methods[] = {METHOD_ROW("clear", frame_clear, 0, 0, "Clear all references held by the frame."),
                                   {0}};

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
static Value get_trace(Ctx *ctx, Value self) { return UNUSED(ctx), FRAME->trace; }
static bool set_trace(Ctx *ctx, Value self, Value value) {
  UNUSED(ctx);
  FRAME->trace = or_none(value);
  return true;
}
static bool set_flag(Ctx *ctx, Value *place, Value value) {
  if (!value || !is_bool(value)) return raise_format(ctx, EXC_TypeError, "attribute value type must be bool"), false;
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
    {"f_lineno", get_line, NULL, NULL},
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
  return class_add_getset(ctx, cls, getset);
}
