/* Objects whose end runs code: instances with __del__, generators that are inside a `try`.
 *
 * Such a cell is registered when it is made. The collection that finds it unreachable keeps it alive once more, with
 * everything that it refers to, and puts it in a queue; somebody takes it from there at a point where code may run
 * (object/finalize.h). From then on it is a cell like any other, which the next collection frees unless somebody has
 * made it reachable again. So code never sees a cell that has been freed, and runs once per cell.
 *
 * The queue is in an order that a program can expect: what refers to another cell comes before it, unless they are in a
 * cycle; otherwise the older comes first. */
#pragma once
#include "core/ctx.h"

/* Once per cell; what has been registered before stays as it is. false: MemoryError */
bool finalization_register(Ctx *ctx, Value cell);
/* Whoever takes from the queue says so: what its finalizers leave behind is for it too, not for a second one inside
 * them, which could go on without end. false: somebody does already. */
bool finalization_begin(Ctx *ctx);
void finalization_finish(Ctx *ctx);
Value finalization_take(Ctx *ctx);   /* the next in the queue, or V_NULL */
bool finalization_waits(Ctx *ctx);   /* is there one? */
size_t finalization_count(Ctx *ctx); /* registered or waiting */
/* Each that is registered or waits, until `each` returns false. No Python code meanwhile. */
bool finalization_each(Ctx *ctx, bool (*each)(Ctx *ctx, Value cell, void *data), void *data);
/* The context ends: all that are registered are in the queue, the older ones first. */
void finalization_end(Ctx *ctx);

void finalization_destroy(Ctx *ctx); /* for heap_destroy */
/* For a collection that a program asks for: what is above the tops of evaluation stacks keeps nothing alive. `top` is
 * that of the innermost frame, if it is known: where the arguments of the built-in function end. */
void heap_forget_stale_slots(Ctx *ctx, const Value *top);
/* Every cell that is alive, those that a collection would free included; false when `each` returned false. */
bool heap_each_cell(Ctx *ctx, bool (*each)(Ctx *ctx, Value cell, void *data), void *data);
