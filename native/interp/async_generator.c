/* Asynchronous generators (PEP 525). The generator itself is a Generator cell like the others; what `async for` awaits
 * are small objects: __anext__() and asend() return one that resumes it once, athrow() and aclose() one that raises in
 * it.
 *
 * What the body yields comes wrapped (INTRINSIC_ASYNC_GEN_WRAP), so that it can be told from what it passes on while it
 * awaits: a wrapped value ends the await with StopIteration(value), anything else goes on to the event loop. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "exception/warning.h"
#include "heap/finalization.h"
#include "heap/heap.h"
#include "interp/interp.h"
#include "object/model.h"
#include "object/object.h"
#include "text/text.h"

/* Generator.async_flags */
enum { AG_RUNNING = 1, AG_CLOSED = 2, AG_ANNOUNCED = 4 };
typedef enum Step { STEP_INIT, STEP_ITER, STEP_CLOSED } Step;

typedef struct Wrapped {
  Cell h;
  Value value;
} Wrapped;
typedef struct Awaitable {
  Cell h;
  Value gen;
  Value sent;   /* of asend() */
  Value thrown; /* of athrow(): its arguments, a tuple; V_NONE: aclose() */
  Value step;   /* Step, as a fixnum */
} Awaitable;
#define AS_AWAITABLE(v) ((Awaitable *)(v))

static Class *class_named(Ctx *ctx, int key) { return ctx->cls.iter_class[key]; }

static Generator *gen_of(Value awaitable) { return (Generator *)AS_AWAITABLE(awaitable)->gen; }
static Step step_of(Value self) { return (Step)int_val(AS_AWAITABLE(self)->step); }
static void set_step(Value self, Step step) { AS_AWAITABLE(self)->step = int_tag(step); }

Value async_generator_wrap(Ctx *ctx, Value value) {
  Wrapped *w = (Wrapped *)instance_new(ctx, class_named(ctx, KEY_WRAPPED));
  if (w) w->value = value;
  return VAL(w);
}
static bool is_wrapped(Ctx *ctx, Value v) {
  return v && is_cell(v) && class_of(ctx, v) == class_named(ctx, KEY_WRAPPED);
}

static Value awaitable_new(Ctx *ctx, int key, Value gen, Value sent, Value thrown) {
  Awaitable *a = (Awaitable *)instance_new(ctx, class_named(ctx, key));
  if (!a) return V_NULL;
  a->gen = gen, a->sent = sent, a->thrown = thrown;
  a->step = int_tag(STEP_INIT);
  return VAL(a);
}

/* ---- resuming ---- */

static void raise_stop_async(Ctx *ctx) {
  raise_exc(ctx, exception_new(ctx, ctx->exc_class[EXC_StopAsyncIteration], NULL, 0));
}

/* generator_send returns V_NULL without an exception, or with StopIteration, when the body has returned. */
static void returned_is_stop_async(Ctx *ctx, Generator *g) {
  bool returned = !ctx->exc || (g->state == GEN_CLOSED && exc_matches(ctx, EXC_StopIteration));
  if (!returned) return;
  exc_clear(ctx);
  raise_stop_async(ctx);
}

static Value unwrap(Ctx *ctx, Generator *g, Value result) {
  if (!result) {
    returned_is_stop_async(ctx, g);
    if (exc_matches(ctx, EXC_StopAsyncIteration) || exc_matches(ctx, EXC_GeneratorExit)) g->async_flags |= AG_CLOSED;
    g->async_flags &= ~(uint32_t)AG_RUNNING;
    return V_NULL;
  }
  if (!is_wrapped(ctx, result)) return result;
  g->async_flags &= ~(uint32_t)AG_RUNNING;
  raise_returned(ctx, ((Wrapped *)result)->value);
  return V_NULL;
}

static Value closed_on_error(Value self, Value result) {
  if (!result) set_step(self, STEP_CLOSED);
  return result;
}

static Value refuse(Ctx *ctx, Value self, ExcId id, const char *message) {
  set_step(self, STEP_CLOSED);
  return raise_format(ctx, id, "%s", message), V_NULL;
}

/* ---- __anext__(), asend() ---- */

static const char *const SEND_REUSED = "cannot reuse already awaited __anext__()/asend()";
static const char *const SEND_RUNNING = "anext(): asynchronous generator is already running";

static Value asend_send(Ctx *ctx, Value self, Value sent) {
  Generator *g = gen_of(self);
  if (step_of(self) == STEP_CLOSED) return raise_format(ctx, EXC_RuntimeError, "%s", SEND_REUSED), V_NULL;
  if (step_of(self) == STEP_INIT) {
    if (g->async_flags & AG_RUNNING) return refuse(ctx, self, EXC_RuntimeError, SEND_RUNNING);
    if (sent == V_NONE) sent = AS_AWAITABLE(self)->sent;
    set_step(self, STEP_ITER);
  }
  g->async_flags |= AG_RUNNING;
  return closed_on_error(self, unwrap(ctx, g, generator_send(ctx, VAL(g), sent)));
}
static Value asend_throw(Ctx *ctx, Value self, Value exc) {
  Generator *g = gen_of(self);
  if (step_of(self) == STEP_CLOSED) return raise_format(ctx, EXC_RuntimeError, "%s", SEND_REUSED), V_NULL;
  if (step_of(self) == STEP_INIT) {
    if (g->async_flags & AG_RUNNING) return refuse(ctx, self, EXC_RuntimeError, SEND_RUNNING);
    set_step(self, STEP_ITER);
    g->async_flags |= AG_RUNNING;
  }
  return closed_on_error(self, unwrap(ctx, g, generator_throw(ctx, VAL(g), exc)));
}

/* ---- athrow(), aclose() ---- */

static bool closes(Value self) { return AS_AWAITABLE(self)->thrown == V_NONE; }
static const char *const THROW_REUSED = "cannot reuse already awaited aclose()/athrow()";
static const char *running_message(Value self) {
  return closes(self) ? "aclose(): asynchronous generator is already running"
                      : "athrow(): asynchronous generator is already running";
}

/* What resuming it brought: aclose() swallows the end that it wanted. */
static Value athrow_result(Ctx *ctx, Value self, Value result) {
  Generator *g = gen_of(self);
  if (!closes(self)) return closed_on_error(self, unwrap(ctx, g, result));
  if (is_wrapped(ctx, result)) {
    g->async_flags &= ~(uint32_t)AG_RUNNING;
    return refuse(ctx, self, EXC_RuntimeError, "async generator ignored GeneratorExit");
  }
  if (result) return result;
  returned_is_stop_async(ctx, g);
  g->async_flags &= ~(uint32_t)AG_RUNNING;
  set_step(self, STEP_CLOSED);
  if (exc_matches(ctx, EXC_StopAsyncIteration) || exc_matches(ctx, EXC_GeneratorExit)) {
    exc_clear(ctx);
    raise_stop_iteration(ctx, V_NONE);
  }
  return V_NULL;
}

static Value athrow_send(Ctx *ctx, Value self, Value sent) {
  Generator *g = gen_of(self);
  if (step_of(self) == STEP_CLOSED) return raise_format(ctx, EXC_RuntimeError, "%s", THROW_REUSED), V_NULL;
  if (g->state == GEN_CLOSED) {
    set_step(self, STEP_CLOSED);
    raise_stop_iteration(ctx, V_NONE);
    return V_NULL;
  }
  if (step_of(self) == STEP_ITER) return athrow_result(ctx, self, generator_send(ctx, VAL(g), sent));
  if (g->async_flags & AG_RUNNING) return refuse(ctx, self, EXC_RuntimeError, running_message(self));
  if (g->async_flags & AG_CLOSED) {
    set_step(self, STEP_CLOSED);
    raise_stop_async(ctx);
    return V_NULL;
  }
  if (sent != V_NONE)
    return raise_format(ctx, EXC_RuntimeError, "can't send non-None value to a just-started coroutine"), V_NULL;
  set_step(self, STEP_ITER);
  Value exc;
  if (closes(self)) {
    g->async_flags |= AG_CLOSED;
    if (!(exc = exception_new(ctx, ctx->exc_class[EXC_GeneratorExit], NULL, 0))) return V_NULL;
  } else {
    Tuple *args = (Tuple *)AS_AWAITABLE(self)->thrown;
    exc = generator_thrown(ctx, args->items, (uint32_t)args->length);
  }
  g->async_flags |= AG_RUNNING;
  return athrow_result(ctx, self, exc ? generator_throw(ctx, VAL(g), exc) : V_NULL);
}
static Value athrow_throw(Ctx *ctx, Value self, Value exc) {
  Generator *g = gen_of(self);
  if (step_of(self) == STEP_CLOSED) return raise_format(ctx, EXC_RuntimeError, "%s", THROW_REUSED), V_NULL;
  if (step_of(self) == STEP_INIT) {
    if (g->async_flags & AG_RUNNING) return refuse(ctx, self, EXC_RuntimeError, running_message(self));
    set_step(self, STEP_ITER);
    g->async_flags |= AG_RUNNING;
  }
  return athrow_result(ctx, self, generator_throw(ctx, VAL(g), exc));
}

/* ---- both as objects ---- */

static bool is_send(Ctx *ctx, Value self) { return class_of(ctx, self) == class_named(ctx, KEY_SEND); }
static Value send_to(Ctx *ctx, Value self, Value sent) {
  return is_send(ctx, self) ? asend_send(ctx, self, sent) : athrow_send(ctx, self, sent);
}
static Value throw_to(Ctx *ctx, Value self, Value exc) {
  return is_send(ctx, self) ? asend_throw(ctx, self, exc) : athrow_throw(ctx, self, exc);
}
METHOD(awaitable_send) { return send_to(ctx, self, args[0]); }
METHOD(awaitable_throw) {
  if (!generator_warns_of_throw(ctx, "throw", nargs)) return V_NULL;
  Value exc = generator_thrown(ctx, args, nargs);
  return exc ? throw_to(ctx, self, exc) : V_NULL;
}
METHOD(awaitable_close) {
  if (step_of(self) == STEP_CLOSED) return V_NONE;
  Value exc = exception_new(ctx, ctx->exc_class[EXC_GeneratorExit], NULL, 0);
  if (!exc) return V_NULL;
  if (throw_to(ctx, self, exc)) return raise_format(ctx, EXC_RuntimeError, "coroutine ignored GeneratorExit"), V_NULL;
  if (!exc_matches(ctx, EXC_StopIteration) && !exc_matches(ctx, EXC_StopAsyncIteration) &&
      !exc_matches(ctx, EXC_GeneratorExit))
    return V_NULL;
  exc_clear(ctx);
  return V_NONE;
}
static Value awaitable_self(Ctx *ctx, Value self) { return (void)ctx, self; }
METHOD(awaitable_await) { return self; }
static Value awaitable_next(Ctx *ctx, Value self) { return send_to(ctx, self, V_NONE); }
static const CFuncDef awaitable_methods[] = {
    METHOD_ROW("send", awaitable_send, 1, 1,
               "send(arg) -> send 'arg' into generator,\nreturn next yielded value or raise StopIteration."),
    METHOD_ROW("throw", awaitable_throw, 1, 3,
               "throw(value)\nthrow(type[,value[,tb]])\n\nRaise exception in generator, return next yielded value or "
               "raise\nStopIteration."),
    METHOD_ROW("close", awaitable_close, 0, 0, "close() -> raise GeneratorExit inside generator."),
    METHOD_ROW("__await__", awaitable_await, 0, 0, "Return an iterator to be used in await expression."),
    {0}};

/* ---- the generator's methods ---- */

/* The first time that somebody wants it to run: sys.set_asyncgen_hooks. false: an exception of the hook. */
static bool announce(Ctx *ctx, Value self) {
  Generator *g = (Generator *)self;
  if (g->async_flags & AG_ANNOUNCED) return true;
  g->async_flags |= AG_ANNOUNCED;
  if (ctx->asyncgen_finalizer) {
    g->origin = ctx->asyncgen_finalizer;
    if (!finalization_register(ctx, self)) return false;
  }
  return !ctx->asyncgen_firstiter || py_call1(ctx, ctx->asyncgen_firstiter, self);
}
/* One that is dropped without having been awaited says so. */
static Value watched(Ctx *ctx, Value awaitable) {
  return awaitable && finalization_register(ctx, awaitable) ? awaitable : V_NULL;
}

Value async_generator_next(Ctx *ctx, Value self) {
  return announce(ctx, self) ? awaitable_new(ctx, KEY_SEND, self, V_NONE, V_NULL) : V_NULL;
}
METHOD(ag_aiter) { return self; }
METHOD(ag_anext) { return watched(ctx, async_generator_next(ctx, self)); }
METHOD(ag_asend) {
  return announce(ctx, self) ? watched(ctx, awaitable_new(ctx, KEY_SEND, self, args[0], V_NULL)) : V_NULL;
}
METHOD(ag_aclose) {
  return announce(ctx, self) ? watched(ctx, awaitable_new(ctx, KEY_THROW, self, V_NONE, V_NONE)) : V_NULL;
}
METHOD(ag_athrow) {
  if (!generator_warns_of_throw(ctx, "athrow", nargs) || !announce(ctx, self)) return V_NULL;
  Value thrown = tuple_from(ctx, args, nargs);
  return thrown ? watched(ctx, awaitable_new(ctx, KEY_THROW, self, V_NONE, thrown)) : V_NULL;
}

bool async_awaitable_finalize(Ctx *ctx, Value object) {
  Class *cls = class_of(ctx, object);
  if (cls != class_named(ctx, KEY_SEND) && cls != class_named(ctx, KEY_THROW)) return false;
  if (step_of(object) != STEP_INIT) return true;
  const char *method = cls == class_named(ctx, KEY_SEND) ? "asend" : closes(object) ? "aclose" : "athrow";
  warn(ctx, EXC_RuntimeWarning, 1, "coroutine method '%s' of %R was never awaited", method, gen_of(object)->qualname);
  return true;
}
const CFuncDef ASYNC_GENERATOR_METHODS[] = {
    METHOD_ROW("__aiter__", ag_aiter, 0, 0, "Return an awaitable, that resolves in asynchronous iterator."),
    METHOD_ROW("__anext__", ag_anext, 0, 0, "Return a value or raise StopAsyncIteration."),
    METHOD_ROW("asend", ag_asend, 1, 1, "asend(v) -> send 'v' in generator."),
    METHOD_ROW("athrow", ag_athrow, 1, 3, "athrow(value)\nathrow(type[,value[,tb]])\n\nraise exception in generator."),
    METHOD_ROW("aclose", ag_aclose, 0, 0, "aclose() -> raise GeneratorExit inside generator."),
    CLASS_METHOD_ROW("__class_getitem__", class_getitem, 1, 1, "See PEP 585"),
    {0}};

Value async_generator_running(Ctx *ctx, Value self) {
  (void)ctx;
  return bool_tag(((Generator *)self)->async_flags & AG_RUNNING);
}

bool async_generator_is_closed(Value self) { return ((Generator *)self)->async_flags & AG_CLOSED; }

bool async_generator_startup(Ctx *ctx) {
  static const TypeOps awaitable_ops = {.iter = awaitable_self, .next = awaitable_next};
  static const TypeOps wrapped_ops = {0};
  uint32_t flags = CLASS_BUILTIN | CLASS_FINAL | CLASS_IMMUTABLE;
  static const char *const names[] = {"async_generator_asend", "async_generator_athrow"};
  for (int i = 0; i < 2; i++) {
    Class *cls = class_new_builtin(ctx, names[i], ctx->cls.object, KIND_OTHER, sizeof(Awaitable), &awaitable_ops,
                                   awaitable_methods, flags);
    if (!cls) return false;
    ctx->cls.iter_class[KEY_SEND + i] = cls;
  }
  ctx->cls.iter_class[KEY_WRAPPED] = class_new_builtin(ctx, "async_generator_wrapped_value", ctx->cls.object,
                                                       KIND_OTHER, sizeof(Wrapped), &wrapped_ops, NULL, flags);
  return ctx->cls.iter_class[KEY_WRAPPED] && anext_startup(ctx);
}
