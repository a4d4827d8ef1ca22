/* What anext(iterator, default) returns: it awaits what the iterator's __anext__() returned, and a StopAsyncIteration
 * becomes the default. */
#include "call/call.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "interp/interp.h"
#include "interp/run.h"
#include "object/model.h"
#include "object/object.h"

typedef struct Anext {
  Cell h;
  Value awaitable, dflt;
} Anext;

/* The iterator that awaiting it runs. */
static Value iterator_of(Ctx *ctx, Value self) {
  Value iter = await_iter(ctx, ((Anext *)self)->awaitable);
  if (!iter || class_of(ctx, iter)->ops.next) return iter;
  return py_call_method(ctx, iter, NAME(__await__), NULL, 0); /* a coroutine */
}
static Value or_default(Ctx *ctx, Value self, Value result) {
  if (result || !exc_matches(ctx, EXC_StopAsyncIteration)) return result;
  exc_clear(ctx);
  raise_stop_iteration(ctx, ((Anext *)self)->dflt);
  return V_NULL;
}

static Value anext_self(Ctx *ctx, Value self) { return (void)ctx, self; }
static Value anext_next(Ctx *ctx, Value self) {
  Value iter = iterator_of(ctx, self), result = iter ? object_next_raising(ctx, iter) : V_NULL;
  if (iter && !result && !ctx->exc) raise_stop_iteration(ctx, V_NONE);
  return or_default(ctx, self, result);
}
METHOD(anext_await) { return self; }
static Value pass_on(Ctx *ctx, Value self, Value name, const Value *args, uint32_t nargs) {
  Value iter = iterator_of(ctx, self);
  return or_default(ctx, self, iter ? py_call_method(ctx, iter, name, args, nargs) : V_NULL);
}
METHOD(anext_send) { return pass_on(ctx, self, NAME(send), args, nargs); }
METHOD(anext_throw) { return pass_on(ctx, self, NAME(throw_), args, nargs); }
METHOD(anext_close) { return pass_on(ctx, self, NAME(close), args, nargs); }
static const CFuncDef methods[] = {
    METHOD_ROW("send", anext_send, 1, 1,
               "send(arg) -> send 'arg' into the wrapped iterator,\nreturn next yielded value or raise StopIteration."),
    METHOD_ROW("throw", anext_throw, 1, 3,
               "throw(value)\nthrow(typ[,val[,tb]])\n\nRaise exception in the wrapped iterator, return next yielded "
               "value or raise\nStopIteration."),
    METHOD_ROW("close", anext_close, 0, 0, "close() -> raise GeneratorExit inside generator."),
    METHOD_ROW("__await__", anext_await, 0, 0, "Return an iterator to be used in await expression."),
    {0}};

Value anext_or(Ctx *ctx, Value awaitable, Value dflt) {
  Anext *a = (Anext *)instance_new(ctx, ctx->cls.iter_class[KEY_ANEXT]);
  if (a) a->awaitable = awaitable, a->dflt = dflt;
  return VAL(a);
}

bool anext_startup(Ctx *ctx) {
  static const TypeOps ops = {.iter = anext_self, .next = anext_next};
  return ctx->cls.iter_class[KEY_ANEXT] = class_new_builtin(ctx, "anext_awaitable", ctx->cls.object, KIND_OTHER,
                                                            sizeof(Anext), &ops, methods,
                                                            CLASS_BUILTIN | CLASS_FINAL | CLASS_IMMUTABLE);
}
