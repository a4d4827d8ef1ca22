/* Generators and coroutines. Declared in ts/ops/uops-control.ts. A generator's frame is in its cell, and linked to the
 * resumer's while it runs. After a yield the resumer continues at Generator.after_yield, after a return at its own
 * resume_ip. */
#include "interp/uop.h"

UOP(_RETURN_GENERATOR) {
  Value generator = generator_new(ctx, frame->func, frame);
  RAISE_IF(!generator);
  ((Generator *)generator)->frame.resume_ip = next;
  ((Generator *)generator)->frame.ip = ip;
  bool entry = frame->flags & FRAME_ENTRY;
  frame_pop(ctx, frame);
  if (entry) return generator;
  frame = ctx->frame;
  sp = frame->sp;
  next = frame->resume_ip;
  res = generator;
}

UOP(_YIELD_VALUE) {
  Generator *generator = GENERATOR_OF(frame);
  Frame *caller = frame->prev;
  CodeUnit *resume = generator->after_yield;
  bool entry = frame->flags & FRAME_ENTRY;
  frame->ip = ip;
  frame->sp = sp;
  frame->resume_ip = next;
  interp_suspend(ctx, generator);
  if (entry) return retval;
  frame = caller;
  sp = frame->sp;
  next = resume;
  value = retval;
}

UOP(_GET_YIELD_FROM_ITER) {
  iter = interp_yield_from_iter(ctx, iterable);
  RAISE_IF(!iter);
}

UOP(_SEND) {
  Generator *generator = interp_resumable(ctx, receiver, value);
  if (generator) {
    RAISE_IF(!depth_left(ctx) && interp_raise_recursion(ctx));
    RESUME_GENERATOR(generator, value, next + oparg, next);
  } else {
    Value sent = interp_send(ctx, receiver, value);
    if (sent) {
      *sp++ = sent;
    } else {
      Value returned = interp_returned_value(ctx);
      RAISE_IF(!returned);
      *sp++ = returned;
      next += oparg;
    }
  }
}

UOP(_SEND_OBJECT) {
  Value item = interp_send(ctx, receiver, value);
  bool end = !item;
  if (end) item = interp_returned_value(ctx);
  RAISE_IF(!item);
  sent = item;
  returned = bool_tag(end);
}

UOP(_GUARD_SEND_GEN) {
  EXIT_IF(!has_shape(receiver, ctx->shape.generator) && !has_shape(receiver, ctx->shape.coroutine));
  Generator *generator = (Generator *)receiver;
  EXIT_IF(generator->state > GEN_SUSPENDED || !depth_left(ctx));
  EXIT_IF(generator->state == GEN_CREATED && value != V_NONE);
}

UOP(_SEND_GEN_FRAME) { RESUME_GENERATOR((Generator *)receiver, value, next + oparg, next); }

UOP(_END_SEND) {
  (void)receiver;
  res = value;
}

UOP(_CLEANUP_THROW) {
  (void)receiver, (void)last_sent;
  if (is_instance(ctx, exc, ctx->exc_class[EXC_StopIteration])) {
    *sp++ = V_NONE;
    *sp++ = interp_stop_iteration_value(exc);
  } else {
    ctx->exc = exc;
    frame->ip = ip;
    TAIL(interp_unwind_again);
  }
}

UOP(_GET_AWAITABLE) {
  iter = interp_get_awaitable(ctx, iterable, oparg);
  RAISE_IF(!iter);
}

UOP(_GET_AITER) {
  iter = interp_get_aiter(ctx, iterable);
  RAISE_IF(!iter);
}

UOP(_GET_ANEXT) {
  awaitable = interp_get_anext(ctx, aiter);
  RAISE_IF(!awaitable);
}

UOP(_END_ASYNC_FOR) {
  (void)aiter;
  if (!is_instance(ctx, exc, ctx->exc_class[EXC_StopAsyncIteration])) {
    ctx->exc = exc;
    frame->ip = ip;
    TAIL(interp_unwind_again);
  }
}

UOP(_IS_STOP_ASYNC_ITERATION) { res = bool_tag(is_instance(ctx, exc, ctx->exc_class[EXC_StopAsyncIteration])); }
