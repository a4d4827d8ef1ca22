/* What other rooms ask of the interpreter: run a frame, resume a generator. */
#pragma once
#include "core/ctx.h"

/* ---- coroutine.c ---- */
/* TypeOps.next, but the StopIteration at the end, with its value, stays in ctx->exc: for next() and yield from. */
Value object_next_raising(Ctx *ctx, Value it);

/* ---- frames.c ---- */
/* Pushes a frame for `func` (arguments bound later or by the caller); RecursionError / MemoryError: NULL. */
Frame *frame_push(Ctx *ctx, Function *func, Value locals);
void frame_pop(Ctx *ctx, Frame *frame);
/* Runs `frame` (already linked: frame->prev = ctx->frame) until it returns: the generated interpreter's entry. */
Value interp_run(Ctx *ctx, Frame *frame);
/* Inline caches of instance attributes trust that no data descriptor intervenes. */
void interp_forget_attribute_caches(Ctx *ctx);

/* ---- generator.c ---- */
Value generator_new(Ctx *ctx, Function *func, Frame *args_from);
/* V_NULL without an exception: it returned None. Another value that it returns is in a StopIteration. */
Value generator_send(Ctx *ctx, Value gen, Value value);
Value generator_throw(Ctx *ctx, Value gen, Value exc);
/* Nobody refers to it any more: its `finally` blocks run. May leave an exception in ctx->exc; returns what it was
 * doing, for those who are told of that. */
const char *generator_finalize(Ctx *ctx, Value gen);
/* The same for what asend(), athrow() and aclose() return; false: it is something else. */
bool async_awaitable_finalize(Ctx *ctx, Value object);
/* anext(iterator, default): awaits `awaitable`, and is `dflt` when the iteration ends. */
Value anext_or(Ctx *ctx, Value awaitable, Value dflt);
