/* Awaiting: what SEND, GET_AWAITABLE and the asynchronous iteration instructions do beyond generators of the
 * interpreter's own. */
#include "call/call.h"
#include "call/frame_view.h"
#include "container/container.h"
#include "exception/exception.h"
#include "interp/interp.h"
#include "interp/run.h"
#include "interp/uop.h"
#include "object/model.h"
#include "object/object.h"

static bool is_coroutine(Ctx *ctx, Value v) { return has_shape(v, ctx->shape.coroutine); }

Value interp_stop_iteration_value(Value exc) {
  Value value = ((Exception *)exc)->extra[0];
  return value ? value : V_NONE;
}

Value interp_returned_value(Ctx *ctx) {
  if (!ctx->exc) return V_NONE;
  if (!exc_matches(ctx, EXC_StopIteration)) return V_NULL;
  return interp_stop_iteration_value(exc_take(ctx));
}

bool interp_stop_iteration_swallowed(Ctx *ctx) {
  if (!exc_matches(ctx, EXC_StopIteration)) return false;
  exc_clear(ctx);
  return true;
}

/* TypeOps.next reports the end without the StopIteration's value. */
Value object_next_raising(Ctx *ctx, Value it) {
  if (has_shape(it, ctx->shape.generator)) return generator_send(ctx, it, V_NONE);
  Class *cls = class_of(ctx, it);
  if (cls->ops.next != GENERIC_OPS.next) return cls->ops.next(ctx, it);
  return special_call_slot_required(ctx, it, NAME(__next__), NULL, 0);
}

Value interp_send(Ctx *ctx, Value receiver, Value value) {
  if (has_shape(receiver, ctx->shape.generator) || is_coroutine(ctx, receiver))
    return generator_send(ctx, receiver, value);
  Class *cls = class_of(ctx, receiver);
  if (value == V_NONE && cls->ops.next) return object_next_raising(ctx, receiver);
  return py_call_method(ctx, receiver, NAME(send), &value, 1);
}

/* A generator that types.coroutine() has marked may be awaited. */
static bool is_awaitable_generator(Ctx *ctx, Value v) {
  return has_shape(v, ctx->shape.generator) && ((Generator *)v)->frame.code->flags & CO_ITERABLE_COROUTINE;
}

Value interp_yield_from_iter(Ctx *ctx, Value iterable) {
  if (is_coroutine(ctx, iterable)) {
    FrameView view;
    if (frame_view(ctx, &view) && view.code->flags & (CO_COROUTINE | CO_ITERABLE_COROUTINE)) return iterable;
    raise_format(ctx, EXC_TypeError, "cannot 'yield from' a coroutine object in a non-coroutine generator");
    return V_NULL;
  }
  return has_shape(iterable, ctx->shape.generator) ? iterable : object_iter(ctx, iterable);
}

/* V_NULL and no exception when the class lacks it. */
static Value call_async_special(Ctx *ctx, Value v, Value name) {
  Value result;
  if (special_call_maybe(ctx, v, name, NULL, 0, &result) == SPECIAL_ABSENT && special_present(ctx, v, name))
    raise_format(ctx, EXC_AttributeError, "object %T does not have %U method", v, name);
  return result;
}

Value await_iter(Ctx *ctx, Value v) {
  if (is_coroutine(ctx, v) || is_awaitable_generator(ctx, v)) return v;
  Value iter = call_async_special(ctx, v, NAME(__await__));
  if (!iter) {
    if (!ctx->exc) raise_format(ctx, EXC_TypeError, "'%T' object can't be awaited", v);
    return V_NULL;
  }
  if (is_coroutine(ctx, iter)) raise_format(ctx, EXC_TypeError, "__await__() returned a coroutine");
  else if (!class_of(ctx, iter)->ops.next)
    raise_format(ctx, EXC_TypeError, "__await__() returned non-iterator of type '%T'", iter);
  else return iter;
  return V_NULL;
}

Value interp_get_awaitable(Ctx *ctx, Value iterable, uint32_t of) {
  if (of && !is_coroutine(ctx, iterable) && !is_awaitable_generator(ctx, iterable) &&
      !class_lookup(ctx, class_of(ctx, iterable), NAME(__await__))) {
    raise_format(ctx, EXC_TypeError, "'async with' received an object from %s that does not implement __await__: %T",
                 of == 1 ? "__aenter__" : "__aexit__", iterable);
    return V_NULL;
  }
  Value iter = await_iter(ctx, iterable);
  /* A coroutine waits in one await at a time. */
  if (iter && is_coroutine(ctx, iter) && generator_delegate((Generator *)iter))
    return raise_format(ctx, EXC_RuntimeError, "coroutine is being awaited already"), V_NULL;
  return iter;
}

Value interp_get_aiter(Ctx *ctx, Value v) {
  Value iter = call_async_special(ctx, v, NAME(__aiter__));
  if (!iter) {
    if (!ctx->exc) raise_format(ctx, EXC_TypeError, "'async for' requires an object with __aiter__ method, got %T", v);
    return V_NULL;
  }
  if (!class_lookup(ctx, class_of(ctx, iter), NAME(__anext__))) {
    raise_format(ctx, EXC_TypeError,
                 "'async for' received an object from __aiter__ that does not implement __anext__: %T", iter);
    return V_NULL;
  }
  return iter;
}

Value interp_get_anext(Ctx *ctx, Value aiter) {
  Value next = has_shape(aiter, ctx->shape.async_generator) ? async_generator_next(ctx, aiter)
                                                            : call_async_special(ctx, aiter, NAME(__anext__));
  if (!next) {
    if (!ctx->exc)
      raise_format(ctx, EXC_TypeError, "'async for' requires an iterator with __anext__ method, got %T", aiter);
    return V_NULL;
  }
  Value awaitable = await_iter(ctx, next);
  if (awaitable || exc_is_stop(ctx)) return awaitable;
  Value cause = exc_take(ctx);
  raise_format(ctx, EXC_TypeError, "'async for' received an invalid object from __anext__: %T", next);
  if (!exc_matches(ctx, EXC_TypeError)) return V_NULL;
  AS_EXC(ctx->exc)->cause = AS_EXC(ctx->exc)->context = cause;
  AS_EXC(ctx->exc)->suppress_context = 1;
  return V_NULL;
}

/* coroutine.__await__() returns an iterator over the coroutine. */
enum { ITER_COROUTINE = 60 };

static Value wrapper_next(Ctx *ctx, Value self) { return generator_send(ctx, ((Iter *)self)->a, V_NONE); }
static Value wrapper_iter(Ctx *ctx, Value self) { return (void)ctx, self; }
METHOD(wrapper_send) {
  Value result = generator_send(ctx, ((Iter *)self)->a, args[0]);
  if (!result && !ctx->exc) raise_stop_iteration(ctx, V_NONE);
  return result;
}
METHOD(wrapper_throw) { return py_call_method(ctx, ((Iter *)self)->a, NAME(throw_), args, nargs); }
METHOD(wrapper_close) { return py_call_method(ctx, ((Iter *)self)->a, NAME(close), NULL, 0); }
static const CFuncDef wrapper_methods[] = {METHOD_ROW("send", wrapper_send, 1, 1, NULL),
                                           METHOD_ROW("throw", wrapper_throw, 1, 3, NULL),
                                           METHOD_ROW("close", wrapper_close, 0, 0, NULL),
                                           {0}};

SHARED_METHOD(coroutine_await) {
  Value iter = iter_new(ctx, ITER_COROUTINE);
  if (iter) ((Iter *)iter)->a = self;
  return iter;
}

bool coroutine_startup(Ctx *ctx) {
  TypeOps ops = {.iter = wrapper_iter, .next = wrapper_next};
  ctx->cls.iter_class[ITER_COROUTINE] = class_new_builtin(ctx, "coroutine_wrapper", ctx->cls.object, KIND_ITER,
                                                          sizeof(Iter), &ops, wrapper_methods,
                                                          CLASS_BUILTIN | CLASS_FINAL);
  return ctx->cls.iter_class[ITER_COROUTINE] != NULL;
}
