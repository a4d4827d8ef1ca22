/* Memory that is not in cells: every malloc of the runtime is made here, and charged to the context, so that the memory
 * limit covers it and a test can make any one of them fail.
 *
 * A function here returns NULL or false without an exception: most callers raise MemoryError (raise_no_memory), some
 * can do without. Like the allocation of a cell, a request may collect first: Values that are in malloc'ed memory alone
 * must be roots by then. What one of these functions returned goes back through memory_free, with the same context. */
#pragma once
#include "core/ctx.h"

void *memory_new(Ctx *ctx, size_t bytes);
void *memory_zeroed(Ctx *ctx, size_t bytes);
void *memory_resize(Ctx *ctx, void *p, size_t bytes); /* as realloc: p stays when it fails */
void memory_free(Ctx *ctx, void *p);                  /* NULL is fine */

/* For what comes from elsewhere (pages, machine code, objects of JavaScript): charges it, if there is room. */
bool memory_charge(Ctx *ctx, size_t bytes);
void memory_discharge(Ctx *ctx, size_t bytes);

/* Counts a request, and says whether it has to fail because a test wants it (STRESS_ALLOCATIONS). */
bool memory_refused(Ctx *ctx);
/* The request after `skip` more of them fails, and the next ones: `count` in all; 0: until MemoryError has been raised.
 */
void memory_fail(Ctx *ctx, uint64_t skip, uint64_t count);
