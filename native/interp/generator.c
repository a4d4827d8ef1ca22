/* Generators and coroutines as objects: created from a running frame, resumed from C (bytecode resumes them in place,
 * see RESUME_GENERATOR), send, throw, close, attributes. */
#include "call/call.h"
#include "call/frame_view.h"
#include "container/container.h"
#include "exception/exception.h"
#include "exception/warning.h"
#include "generated/opcodes.h"
#include "heap/finalization.h"
#include "heap/heap.h"
#include "interp/interp.h"
#include "interp/record.h"
#include "interp/run.h"
#include "interp/uop.h"
#include "object/object.h"
#include "text/text.h"
#include <string.h>

static const char *kind_name(Ctx *ctx, Value g) {
  if (CELL(g)->shape == ctx->shape.async_generator->id) return "async generator";
  return CELL(g)->shape == ctx->shape.coroutine->id ? "coroutine" : "generator";
}

/* Who called the function of a coroutine, as sys.set_coroutine_origin_tracking_depth wants it remembered:
 * ((file, line, function), …), the innermost first. */
static Value origin_here(Ctx *ctx, const Code *code, Frame *from) {
  FrameView view;
  Frame *innermost = ctx->frame;
  if (innermost == from) ctx->frame = from->prev; /* it has just been entered: its ip says nothing yet */
  bool any = frame_view(ctx, &view);
  if (any && innermost != from && view.code == code) any = frame_view_outward(ctx, &view);
  Value list = list_new(ctx, 0);
  for (int64_t n = ctx->coroutine_origin_depth; list && any && n > 0; n--, any = frame_view_outward(ctx, &view)) {
    Value parts[3] = {view.code->filename, int_tag(code_position(view.code, view.unit).line), view.code->name};
    Value row = tuple_from(ctx, parts, 3);
    if (!row || !list_append(ctx, list, row) || !CHECK_STOP(ctx)) list = V_NULL;
  }
  ctx->frame = innermost;
  return list ? tuple_from_iterable(ctx, list) : V_NULL;
}

Value generator_new(Ctx *ctx, Function *func, Frame *from) {
  Code *code = func->code;
  Shape *shape = code->flags & CO_COROUTINE         ? ctx->shape.coroutine
                 : code->flags & CO_ASYNC_GENERATOR ? ctx->shape.async_generator
                                                    : ctx->shape.generator;
  size_t words = (size_t)code->nlocalsplus + code->stacksize + GEN_SPILL_WORDS;
  Generator *g = heap_alloc(ctx, shape, sizeof(Generator) + words * sizeof(Value));
  if (!g) return V_NULL;
  g->state = GEN_CREATED;
  g->name = func->name;
  g->qualname = func->qualname;
  Frame *frame = &g->frame;
  frame->code = code;
  frame->func = func;
  frame->flags = FRAME_OWNED_BY_GENERATOR;
  if (!(from->flags & FRAME_HAS_OBJECT))
    frame->locals = from->locals; /* of a module that waits (PyCF_ALLOW_TOP_LEVEL_AWAIT) */
  frame->self_or_extra = VAL(g);
  copy_values(frame->slots, from->slots, code->nlocalsplus);
  frame->sp = frame->slots + code->nlocalsplus;
  /* One range is the handler that the compiler puts around every generator; a `try` or `with` has its own. */
  bool watched = code->flags & CO_COROUTINE || code->nexc > 1;
  if (UNLIKELY(ctx->coroutine_origin_depth > 0) && code->flags & CO_COROUTINE &&
      !(g->origin = origin_here(ctx, code, from)))
    return V_NULL;
  return !watched || finalization_register(ctx, VAL(g)) ? VAL(g) : V_NULL;
}

static bool is_generator(Ctx *ctx, Value v) {
  return has_shape(v, ctx->shape.generator) || has_shape(v, ctx->shape.coroutine);
}

Generator *interp_resumable(Ctx *ctx, Value v, Value sent) {
  if (!is_generator(ctx, v)) return NULL;
  Generator *g = (Generator *)v;
  if (g->state > GEN_SUSPENDED || (g->state == GEN_CREATED && sent != V_NONE)) return NULL;
  return g;
}

void interp_finish_generator(Ctx *ctx, Generator *g) {
  if (UNLIKELY(g->frame.flags & FRAME_HAS_OBJECT)) frame_object_ended(ctx, &g->frame, false);
  g->state = GEN_CLOSED;
  g->exc_state = V_NULL;
  memset(g->frame.slots, 0, (size_t)(g->frame.code->nlocalsplus + g->frame.code->stacksize) * sizeof(Value));
}

/* Runs until the next yield or the end; `raise`: ctx->exc is raised where it is suspended. Afterwards g->state tells a
 * yield from a return. */
static Value run(Ctx *ctx, Generator *g, Value sent, bool raise) {
  if (!c_stack_left(ctx)) return V_NULL;
  uint32_t uncounted = frames_uncounted(ctx);
  ctx->depth += uncounted;
  if (!depth_left(ctx)) {
    ctx->depth -= uncounted;
    interp_raise_recursion(ctx);
    return V_NULL;
  }
  bool recording = record_suspend(ctx);
  uint32_t invalidations = ctx->invalidations;
  bool unheard = ctx->pending & PENDING_INVALIDATED;
  Frame *frame = &g->frame;
  interp_activate(ctx, g, ctx->frame);
  frame->flags |= FRAME_ENTRY;
  Value result;
  if (raise) {
    if (g->exc_state) raise_exc(ctx, exc_take(ctx)); /* what it handles, but nothing else, is the __context__ */
    result = interp_raise(ctx, frame, frame->ip, frame->sp, 0);
  } else {
    *frame->sp = sent;
    result = interp_resume(ctx, frame, frame->resume_ip, frame->sp + 1, 0);
  }
  record_resume(ctx, recording);
  ctx->depth -= uncounted;
  /* See interp_run. */
  if (UNLIKELY(unheard || ctx->invalidations != invalidations))
    __atomic_or_fetch(&ctx->pending, PENDING_INVALIDATED, __ATOMIC_SEQ_CST);
  return result;
}

static Value returned(Ctx *ctx, Generator *g, Value result) {
  if (!result || g->state != GEN_CLOSED) return result;
  if (result != V_NONE) raise_returned(ctx, result);
  return V_NULL;
}

static bool refuse(Ctx *ctx, Generator *g) {
  if (g->state != GEN_RUNNING) return false;
  raise_format(ctx, EXC_ValueError, "%s already executing", kind_name(ctx, VAL(g)));
  return true;
}

/* What sending to a finished one returns; a coroutine that is awaited twice is an error. */
static Value finished(Ctx *ctx, Generator *g) {
  if (CELL(VAL(g))->shape == ctx->shape.coroutine->id)
    raise_format(ctx, EXC_RuntimeError, "cannot reuse already awaited coroutine");
  return V_NULL;
}

Value generator_send(Ctx *ctx, Value gen, Value value) {
  Generator *g = (Generator *)gen;
  if (refuse(ctx, g)) return V_NULL;
  if (g->state == GEN_CLOSED) return finished(ctx, g);
  if (g->state == GEN_CREATED && value != V_NONE) {
    raise_format(ctx, EXC_TypeError, "can't send non-None value to a just-started %s", kind_name(ctx, gen));
    return V_NULL;
  }
  return returned(ctx, g, run(ctx, g, value, false));
}

/* It is on top of the stack while the YIELD_VALUE of a SEND waits. */
Value generator_delegate(const Generator *g) {
  if (g->state != GEN_SUSPENDED) return V_NULL;
  CodeUnit at = *g->frame.ip;
  return at.op == OP_YIELD_VALUE && (at.arg & 1) ? g->frame.sp[-1] : V_NULL;
}

/* While its delegate is thrown into, the generator counts as running, and its frame is between. */
static void enter_for_delegate(Ctx *ctx, Generator *g) {
  g->state = GEN_RUNNING;
  g->frame.prev = ctx->frame;
  ctx->frame = &g->frame;
}
static void leave_after_delegate(Ctx *ctx, Generator *g) {
  ctx->frame = g->frame.prev;
  g->state = GEN_SUSPENDED;
}

/* Its frame stays out of that, as in CPython. */
static bool close_delegate(Ctx *ctx, Generator *g, Value delegate) {
  g->state = GEN_RUNNING;
  Value close = get_attr_optional(ctx, delegate, NAME(close));
  bool closed = close ? py_call0(ctx, close) != V_NULL : !ctx->exc;
  g->state = GEN_SUSPENDED;
  return closed;
}

Value generator_throw(Ctx *ctx, Value gen, Value exc) {
  Generator *g = (Generator *)gen;
  if (refuse(ctx, g)) return V_NULL;
  Value delegate = generator_delegate(g);
  if (delegate) {
    bool raise = true;
    Value result = V_NULL;
    if (is_instance(ctx, exc, ctx->exc_class[EXC_GeneratorExit])) {
      if (close_delegate(ctx, g, delegate)) ctx->exc = exc; /* else the delegate's own exception goes on */
    } else {
      enter_for_delegate(ctx, g);
      Value method = is_generator(ctx, delegate) ? V_NULL : get_attr_optional(ctx, delegate, NAME(throw_));
      if (is_generator(ctx, delegate)) {
        result = generator_throw(ctx, delegate, exc);
        raise = false;
      } else if (method) {
        result = py_call1(ctx, method, exc);
        raise = false;
      } else if (!ctx->exc) {
        ctx->exc = exc;
      }
      leave_after_delegate(ctx, g);
    }
    if (!raise) {
      if (result) return result; /* yielded by the delegate */
      if (!ctx->exc)
        raise_stop_iteration(ctx, V_NONE); /* the delegate returned None: CLEANUP_THROW takes it from here */
    }
    return returned(ctx, g, run(ctx, g, V_NULL, true));
  }
  if (g->state == GEN_CLOSED) {
    if (CELL(gen)->shape == ctx->shape.coroutine->id) return finished(ctx, g);
    ctx->exc = exc;
    return V_NULL;
  }
  ctx->exc = exc;
  return returned(ctx, g, run(ctx, g, V_NULL, true));
}

/* Or the MemoryError that it could not be made for: either ends the generator. */
static void raise_exit(Ctx *ctx) {
  Value exc = exception_new(ctx, ctx->exc_class[EXC_GeneratorExit], NULL, 0);
  if (exc) ctx->exc = exc;
}

static Value close_generator(Ctx *ctx, Generator *g) {
  if (refuse(ctx, g)) return V_NULL;
  if (g->state == GEN_CREATED) interp_finish_generator(ctx, g);
  if (g->state == GEN_CLOSED) return V_NONE;
  Value delegate = generator_delegate(g);
  if (delegate) {
    bool closed = close_delegate(ctx, g, delegate);
    if (closed) raise_exit(ctx);
  } else {
    raise_exit(ctx);
  }
  Value result = run(ctx, g, V_NULL, true);
  if (result && g->state != GEN_CLOSED) {
    raise_format(ctx, EXC_RuntimeError, "%s ignored GeneratorExit", kind_name(ctx, VAL(g)));
    return V_NULL;
  }
  if (result) return result; /* its return value */
  if (!exc_matches(ctx, EXC_GeneratorExit) && !exc_matches(ctx, EXC_StopIteration)) return V_NULL;
  exc_clear(ctx);
  return V_NONE;
}

const char *generator_finalize(Ctx *ctx, Value gen) {
  Generator *g = (Generator *)gen;
  if (has_shape(gen, ctx->shape.async_generator) && g->origin && g->state != GEN_CLOSED &&
      !async_generator_is_closed(gen)) {
    py_call1(ctx, g->origin, gen);
    return "Exception ignored while finalizing generator";
  }
  if (g->state == GEN_CREATED && has_shape(gen, ctx->shape.coroutine)) {
    warn_unawaited(ctx, gen);
    return "Exception ignored while finalizing coroutine";
  }
  if (g->state == GEN_SUSPENDED) close_generator(ctx, g);
  return "Exception ignored while closing generator";
}

/* ---- methods ---- */

/* send() and next() of a finished generator raise StopIteration. */
static Value or_stop_iteration(Ctx *ctx, Value result) {
  if (!result && !ctx->exc) raise_stop_iteration(ctx, V_NONE);
  return result;
}

METHOD(method_send) { return or_stop_iteration(ctx, generator_send(ctx, self, args[0])); }

METHOD(method_close) { return close_generator(ctx, (Generator *)self); }

bool generator_warns_of_throw(Ctx *ctx, const char *method, uint32_t nargs) {
  return nargs < 2 ||
         warn(ctx, EXC_DeprecationWarning, 1,
              "the (type, exc, tb) signature of %s() is deprecated, use the single-arg signature instead.", method);
}

/* throw(exception) or the old throw(type, value, traceback): the exception to raise. What a class raises instead of
 * making one is raised in its place. */
Value generator_thrown(Ctx *ctx, const Value *args, uint32_t nargs) {
  Value exc = args[0], value = nargs > 1 ? args[1] : V_NONE, traceback = nargs > 2 ? args[2] : V_NONE;
  Class *base = ctx->exc_class[EXC_BaseException];
  if (traceback != V_NONE && !has_kind(ctx, traceback, KIND_TRACEBACK)) {
    raise_format(ctx, EXC_TypeError, "throw() third argument must be a traceback object");
    return V_NULL;
  }
  if (has_kind(ctx, exc, KIND_CLASS) && is_subclass((Class *)exc, base)) {
    Value cls = exc;
    if (is_instance(ctx, value, (Class *)cls)) exc = value;
    else if (value == V_NONE) exc = py_call0(ctx, cls);
    else if (has_kind(ctx, value, KIND_TUPLE))
      exc = py_call(ctx, cls, ((Tuple *)value)->items, (uint32_t)((Tuple *)value)->length, V_NULL);
    else exc = py_call1(ctx, cls, value);
    if (exc && !is_instance(ctx, exc, base)) {
      raise_format(ctx, EXC_TypeError, "calling %R should have returned an instance of BaseException, not %T", cls,
                   exc);
      exc = V_NULL;
    }
    if (!exc && !exc_is_stop(ctx)) exc = exc_take(ctx);
  } else if (!is_instance(ctx, exc, base)) {
    raise_format(ctx, EXC_TypeError, "exceptions must be classes or instances deriving from BaseException, not %T",
                 exc);
    return V_NULL;
  } else if (value != V_NONE) {
    raise_format(ctx, EXC_TypeError, "instance exception may not have a separate value");
    return V_NULL;
  }
  if (exc && traceback != V_NONE) ((Exception *)exc)->traceback = traceback;
  return exc;
}

METHOD(method_throw) {
  if (!generator_warns_of_throw(ctx, "throw", nargs)) return V_NULL;
  Value exc = generator_thrown(ctx, args, nargs);
  if (!exc) return V_NULL;
  return or_stop_iteration(ctx, generator_throw(ctx, self, exc));
}

static Value op_iter(Ctx *ctx, Value self) {
  (void)ctx;
  return self;
}

static Value op_next(Ctx *ctx, Value self) {
  Value item = generator_send(ctx, self, V_NONE);
  if (!item && ctx->exc) interp_stop_iteration_swallowed(ctx); /* its value: see object_next_raising */
  return item;
}

static Value op_repr(Ctx *ctx, Value self) {
  return str_format_c(ctx, "<%U object %U at 0x%llx>", class_of(ctx, self)->name, ((Generator *)self)->qualname,
                      (unsigned long long)self);
}

static Value get_name(Ctx *ctx, Value self) { return (void)ctx, ((Generator *)self)->name; }
static Value get_qualname(Ctx *ctx, Value self) { return (void)ctx, ((Generator *)self)->qualname; }

static bool set_string(Ctx *ctx, Value *place, Value value, const char *attribute) {
  if (!value || !is_str(ctx, value)) {
    raise_format(ctx, EXC_TypeError, "%s must be set to a string object", attribute);
    return false;
  }
  *place = value;
  return true;
}
static bool set_name(Ctx *ctx, Value self, Value value) {
  return set_string(ctx, &((Generator *)self)->name, value, "__name__");
}
static bool set_qualname(Ctx *ctx, Value self, Value value) {
  return set_string(ctx, &((Generator *)self)->qualname, value, "__qualname__");
}

static Value get_running(Ctx *ctx, Value self) {
  return (void)ctx, bool_tag(((Generator *)self)->state == GEN_RUNNING);
}
static Value get_suspended(Ctx *ctx, Value self) {
  return (void)ctx, bool_tag(((Generator *)self)->state == GEN_SUSPENDED);
}
static Value get_frame(Ctx *ctx, Value self) {
  Generator *g = (Generator *)self;
  return g->state == GEN_CLOSED ? V_NONE : frame_object_of_generator(ctx, g);
}
static Value get_code(Ctx *ctx, Value self) { return (void)ctx, VAL(((Generator *)self)->frame.code); }
static Value get_delegate(Ctx *ctx, Value self) {
  (void)ctx;
  Value delegate = generator_delegate((Generator *)self);
  return delegate ? delegate : V_NONE;
}

static Value get_origin(Ctx *ctx, Value self) { return (void)ctx, or_none(((Generator *)self)->origin); }

static const CFuncDef generator_methods[] = {
    METHOD_ROW("send", method_send, 1, 1,
               "send(value) -> send 'value' into generator,\nreturn next yielded value or raise StopIteration."),
    METHOD_ROW("throw", method_throw, 1, 3,
               "throw(value)\nthrow(type[,value[,tb]])\n\nRaise exception in generator, return next yielded value or "
               "raise\nStopIteration."),
    METHOD_ROW("close", method_close, 0, 0, "close() -> raise GeneratorExit inside generator."),
    CLASS_METHOD_ROW("__class_getitem__", class_getitem, 1, 1, "See PEP 585"),
    {0}};
static const CFuncDef coroutine_methods[] = {
    METHOD_ROW("send", method_send, 1, 1,
               "send(arg) -> send 'arg' into coroutine,\nreturn next yielded value or raise StopIteration."),
    METHOD_ROW(
        "throw", method_throw, 1, 3,
        "throw(value)\nthrow(type[,value[,traceback]])\n\nRaise exception in coroutine, return next yielded value or "
        "raise\nStopIteration."),
    METHOD_ROW("close", method_close, 0, 0, "close() -> raise GeneratorExit inside coroutine."),
    METHOD_ROW("__await__", coroutine_await, 0, 0, "Return an iterator to be used in await expression."),
    CLASS_METHOD_ROW("__class_getitem__", class_getitem, 1, 1, "See PEP 585"),
    {0}};
static const GetSetDef generator_getset[] = {
    {"__name__", get_name, set_name, "name of the generator"},
    {"__qualname__", get_qualname, set_qualname, "qualified name of the generator"},
    {"gi_running", get_running, NULL, NULL},
    {"gi_suspended", get_suspended, NULL, NULL},
    {"gi_code", get_code, NULL, NULL},
    {"gi_frame", get_frame, NULL, NULL},
    {"gi_yieldfrom", get_delegate, NULL, "object being iterated by yield from, or None"},
    {0}};
static const GetSetDef coroutine_getset[] = {
    {"__name__", get_name, set_name, "name of the coroutine"},
    {"__qualname__", get_qualname, set_qualname, "qualified name of the coroutine"},
    {"cr_running", get_running, NULL, NULL},
    {"cr_suspended", get_suspended, NULL, NULL},
    {"cr_code", get_code, NULL, NULL},
    {"cr_frame", get_frame, NULL, NULL},
    {"cr_origin", get_origin, readonly_member, NULL},
    {"cr_await", get_delegate, NULL, "object being awaited on, or None"},
    {0}};

static const GetSetDef async_generator_getset[] = {
    {"__name__", get_name, set_name, "name of the async generator"},
    {"__qualname__", get_qualname, set_qualname, "qualified name of the async generator"},
    {"ag_running", async_generator_running, readonly_member, NULL},
    {"ag_suspended", get_suspended, NULL, NULL},
    {"ag_code", get_code, NULL, NULL},
    {"ag_frame", get_frame, NULL, NULL},
    {"ag_await", get_delegate, NULL, "object being awaited on, or None"},
    {0}};

bool generator_startup(Ctx *ctx) {
  TypeOps ops = {.repr = op_repr, .iter = op_iter, .next = op_next};
  TypeOps coroutine_ops = {.repr = op_repr};
  uint32_t flags = CLASS_BUILTIN | CLASS_FINAL | CLASS_IMMUTABLE | CLASS_HAS_WEAKREF;
  Class *generator = class_new_builtin(ctx, "generator", ctx->cls.object, KIND_GENERATOR, sizeof(Generator), &ops,
                                       generator_methods, flags);
  Class *coroutine = class_new_builtin(ctx, "coroutine", ctx->cls.object, KIND_GENERATOR, sizeof(Generator),
                                       &coroutine_ops, coroutine_methods, flags);
  Class *async = class_new_builtin(ctx, "async_generator", ctx->cls.object, KIND_GENERATOR, sizeof(Generator),
                                   &coroutine_ops, ASYNC_GENERATOR_METHODS, flags);
  if (!async || !class_add_getset(ctx, async, async_generator_getset)) return false;
  ctx->cls.async_generator = async;
  ctx->shape.async_generator = async->root;
  if (!generator || !coroutine || !class_add_getset(ctx, generator, generator_getset) ||
      !class_add_getset(ctx, coroutine, coroutine_getset))
    return false;
  ctx->cls.generator = generator;
  ctx->cls.coroutine = coroutine;
  ctx->shape.generator = generator->root;
  ctx->shape.coroutine = coroutine->root;
  return coroutine_startup(ctx) && async_generator_startup(ctx);
}
