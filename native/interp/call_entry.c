/* Calls from bytecode. What ends in a Python function gets its frame here and runs without recursion on the C stack:
 * functions, bound methods, classes whose instances are made by a Python __init__. The rest goes through py_call. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "interp/interp.h"
#include "interp/run.h"
#include "interp/twins.h"
#include "interp/uop.h"
#include "object/object.h"
#include "text/text.h"

/* See FRAME_SIMPLE_ARGS. */
bool interp_simple_args(Code *code) {
  if (!code->h.aux && !code->kwonly && !(code->flags & (CO_VARARGS | CO_VARKEYWORDS)) && code->argcount < UINT16_MAX)
    code->h.aux = (uint16_t)FRAME_SIMPLE_ARGS(code->argcount);
  return code->h.aux;
}

Frame *interp_frame_for_call(Ctx *ctx, Function *func, const Value *args, uint32_t nargs, Value kwnames) {
  Code *code = func->code;
  if (interp_simple_args(code) && !kwnames && nargs <= code->argcount) {
    uint32_t missing = code->argcount - nargs;
    Tuple *defaults = (Tuple *)func->defaults;
    if (!missing || (defaults && missing <= defaults->length)) {
      Frame *frame = frame_push_simple(ctx, ctx->frame, func, code->argcount);
      if (!frame) return NULL;
      copy_values(frame->slots, args, nargs);
      if (missing) copy_values(frame->slots + nargs, defaults->items + defaults->length - missing, missing);
      return frame;
    }
  }
  /* f(a, b, *rest), called with positional arguments that cover the plain parameters */
  if ((code->flags & (CO_VARARGS | CO_VARKEYWORDS)) == CO_VARARGS && !code->kwonly && !kwnames &&
      nargs >= code->argcount) {
    Value rest = tuple_from(ctx, args + code->argcount, nargs - code->argcount);
    Frame *frame = rest ? frame_push_simple(ctx, ctx->frame, func, code->argcount + 1) : NULL;
    if (!frame) return NULL;
    copy_values(frame->slots, args, code->argcount);
    frame->slots[code->argcount] = rest;
    return frame;
  }
  Frame *frame = frame_push(ctx, func, V_NULL);
  if (frame && !bind_arguments(ctx, func, frame->slots, args, nargs, kwnames)) {
    frame_pop(ctx, frame);
    return NULL;
  }
  return frame;
}

/* Its instances are made by object.__new__, and watched by nobody. */
static bool makes_plainly(Ctx *ctx, Class *cls) {
  return cls->meta->ops.call == ctx->cls.type->ops.call && cls->ops.new_ == ctx->cls.object->ops.new_ &&
         interp_blank_instance(ctx, cls);
}

bool interp_blank_instance(Ctx *ctx, Class *cls) {
  (void)ctx;
  return !(cls->flags & (CLASS_ABSTRACT | CLASS_HAS_FINALIZER)) && cls->kind == KIND_INSTANCE && cls->root->cell_size;
}

bool interp_blank_class(Ctx *ctx, Class *cls) {
  return makes_plainly(ctx, cls) && cls->ops.init == ctx->cls.object->ops.init;
}

bool interp_plain_class(Ctx *ctx, Class *cls, Value *init) {
  if (!makes_plainly(ctx, cls)) return false;
  *init = class_lookup(ctx, cls, NAME(__init__));
  if (!*init || !has_shape(*init, ctx->shape.function)) return false;
  /* one that returns a generator without running is an error, which the slow path raises */
  return !interp_is_generator_like(((Function *)*init)->code);
}

static Entered enter(Frame *frame) { return (Entered){.frame = frame, .value = V_NULL}; }

#define PARTIAL_ARGS 24

bool interp_partial_is_plain(Ctx *ctx, Value callable, uint32_t nargs) {
  Partial *p = (Partial *)callable;
  if (p->free || !p->keywords || AS_DICT(p->keywords)->length || !has_shape(p->func, ctx->shape.function)) return false;
  return AS_TUPLE(p->args)->length + nargs <= PARTIAL_ARGS && !interp_is_generator_like(((Function *)p->func)->code);
}

Frame *interp_frame_for_partial(Ctx *ctx, Partial *p, const Value *args, uint32_t nargs) {
  Value all[PARTIAL_ARGS];
  uint32_t own = (uint32_t)AS_TUPLE(p->args)->length;
  copy_values(all, AS_TUPLE(p->args)->items, own);
  copy_values(all + own, args, nargs);
  return interp_frame_for_call(ctx, (Function *)p->func, all, own + nargs, V_NULL);
}

/* `room`: args[-1] is free for self. */
static Entered call(Ctx *ctx, Value callable, Value *args, uint32_t nargs, Value kwnames, bool room) {
  if (has_shape(callable, ctx->shape.function))
    return enter(interp_frame_for_call(ctx, (Function *)callable, args, nargs, kwnames));
  if (room && has_shape(callable, ctx->shape.method)) {
    Method *method = (Method *)callable;
    *--args = method->self;
    return call(ctx, method->func, args, nargs + 1, kwnames, false);
  }
  Value init;
  if (room && has_kind(ctx, callable, KIND_CLASS) && interp_plain_class(ctx, (Class *)callable, &init)) {
    Value instance = instance_new(ctx, (Class *)callable);
    if (!instance) return enter(NULL);
    *--args = instance;
    Frame *frame = interp_frame_for_call(ctx, (Function *)init, args, nargs + 1, kwnames);
    if (frame) {
      frame->flags |= FRAME_FINISHES(FINISH_INIT, 0, 0);
      frame->self_or_extra = instance;
    }
    return enter(frame);
  }
  if (interp_may_have_twin(ctx, callable, args, nargs + kwcount(kwnames))) {
    Function *twin = interp_twin(ctx, callable, args, nargs, kwnames);
    if (twin) return enter(interp_twin_frame(ctx, twin, args, nargs, kwnames));
  }
  return (Entered){.frame = NULL, .value = py_call(ctx, callable, args, nargs, kwnames)};
}

Entered interp_call(Ctx *ctx, Value callable, Value self_or_null, Value *args, uint32_t total, Value kwnames) {
  uint32_t nargs = total - kwcount(kwnames);
  if (self_or_null) return call(ctx, callable, args - 1, nargs + 1, kwnames, false);
  return call(ctx, callable, args, nargs, kwnames, true);
}

Value interp_call_object(Ctx *ctx, Value callable, Value self_or_null, Value *args, uint32_t total, Value kwnames) {
  uint32_t nargs = total - kwcount(kwnames);
  if (!self_or_null) return py_call(ctx, callable, args, nargs, kwnames);
  args[-1] = self_or_null; /* on the evaluation stack it is there; a trace has room for it */
  return py_call(ctx, callable, args - 1, nargs + 1, kwnames);
}

/* f(*args): any iterable; its own errors pass, only "not iterable" is reworded. */
static Value positional_tuple(Ctx *ctx, Value callable, Value args) {
  if (has_shape(args, ctx->shape.tuple)) return args;
  Class *cls = class_of(ctx, args);
  if (!cls->ops.iter && !cls->ops.getitem) {
    Value name = function_full_name(ctx, callable);
    if (name) raise_format(ctx, EXC_TypeError, "%U argument after * must be an iterable, not %T", name, args);
    return V_NULL;
  }
  return tuple_from_iterable(ctx, args);
}

Value interp_call_ex(Ctx *ctx, Value callable, Value args, Value kwargs) {
  Value tuple = positional_tuple(ctx, callable, args);
  return tuple ? py_call_ex(ctx, callable, tuple, kwargs) : V_NULL;
}

Entered interp_call_ex_enter(Ctx *ctx, Value callable, Value args, Value kwargs) {
  Entered failed = {NULL, V_NULL};
  Value tuple = positional_tuple(ctx, callable, args);
  if (!tuple) return failed;
  bool bare = !kwargs || (has_shape(kwargs, ctx->shape.dict) && ((Dict *)kwargs)->length == 0);
  bool function = has_shape(callable, ctx->shape.function);
  Value init;
  bool enters = function || has_shape(callable, ctx->shape.method) ||
                (is_class(ctx, callable) && interp_plain_class(ctx, (Class *)callable, &init));
  if (!enters || (!bare && !has_shape(kwargs, ctx->shape.dict)))
    return (Entered){NULL, py_call_ex(ctx, callable, tuple, kwargs)};
  Tuple *positional = (Tuple *)tuple;
  if (bare && function)
    return enter(
        interp_frame_for_call(ctx, (Function *)callable, positional->items, (uint32_t)positional->length, V_NULL));
  /* Room for self, positional arguments, keyword values in one array: where the collector sees them, here or in a
   * tuple.
   */
  enum { FEW = 16 };
  int64_t npositional = positional->length, nkeywords = bare ? 0 : ((Dict *)kwargs)->length;
  Value few[1 + FEW], all = npositional + nkeywords > FEW ? tuple_new(ctx, 1 + npositional + nkeywords) : V_NONE;
  Value kwnames = nkeywords ? tuple_new(ctx, nkeywords) : V_NULL;
  if (!all || (nkeywords && !kwnames)) return failed;
  Value *items = (all == V_NONE ? few : ((Tuple *)all)->items) + 1;
  copy_values(items, positional->items, (uint32_t)npositional);
  int64_t at = 0, i = 0;
  for (Value key, value; nkeywords && dict_next(kwargs, &at, &key, &value); i++) {
    if (!is_str(ctx, key)) {
      raise_format(ctx, EXC_TypeError, "keywords must be strings");
      return failed;
    }
    ((Tuple *)kwnames)->items[i] = key;
    items[npositional + i] = value;
  }
  return call(ctx, callable, items, (uint32_t)npositional, kwnames, true);
}
