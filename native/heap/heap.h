/* The heap as every other room sees it: allocation, roots, finalizers, collections. Knows cells by their shapes and
 * nothing else of the runtime.
 *
 * Conventions. First argument ctx. A Value result of V_NULL, int -1, or false means: a Python exception is set in
 * ctx->exc (unless the function's comment says otherwise). Any Value held in a C local is safe from the collector (the
 * C stack is scanned); a Value held only in malloc'ed memory is not: register a root. No function returns on memory
 * exhaustion without MemoryError set. */
#pragma once
#include "core/ctx.h"

/* ---- heap.c ---- */
bool heap_init(Ctx *ctx);
void heap_destroy(Ctx *ctx);
void raise_no_memory(Ctx *ctx); /* MemoryError, which exists since start-up: nothing is allocated */
/* Zeroed cell of `bytes` (header included) with its header's shape set. NULL + MemoryError when the limit is reached.
 */
void *heap_alloc_slow(Ctx *ctx, Shape *shape, size_t bytes);
void heap_collect(Ctx *ctx);
void heap_add_root(Ctx *ctx, Value *location); /* one Value in malloc'ed memory */
void heap_remove_root(Ctx *ctx, Value *location);
void heap_add_root_scanner(Ctx *ctx, void (*scan)(Ctx *, void *), void *data);
/* fn runs once, when the cell has died or the heap ends; it must not allocate */
bool heap_add_finalizer(Ctx *ctx, void *cell, void (*fn)(Ctx *, void *cell));
size_t heap_used(Ctx *ctx);
Array *array_new(Ctx *ctx, int64_t cap);
Raw *raw_new(Ctx *ctx, int64_t bytes);

/* ---- mark.c ---- */
void heap_mark(Ctx *ctx, Value v);            /* while collecting only */
void heap_mark_word(Ctx *ctx, uint64_t word); /* the same for a word that may be anything */
bool heap_is_cell(Ctx *ctx, uint64_t word);   /* the address of a cell that has not been collected? */
bool heap_is_marked(Ctx *ctx, Value v);       /* in a finalizer: did v survive; immediates always do */

/* ---- inline ---- */
static inline void *heap_alloc(Ctx *ctx, Shape *shape, size_t bytes) {
  size_t size = (bytes + 15) & ~(size_t)15;
  if (LIKELY(size <= ALLOC_CLASSES * 16)) {
    AllocRun *run = &ctx->alloc[size / 16];
    char *p = run->cur;
    if (LIKELY(p + size <= run->end)) { /* STRESS_GC keeps every run empty */
      run->cur = p + size;
      ((Cell *)p)->shape = shape->id;
      return p;
    }
  }
  return heap_alloc_slow(ctx, shape, bytes);
}
