/* The heap as every other room sees it: allocation, roots, finalizers, collections. It knows cells by their shapes and
 * nothing else of the runtime. Cells never move, and new ones are zeroed. Any allocation may collect, so whatever must
 * live is in a C local, in another live cell, or a root. */
#pragma once
#include "core/ctx.h"

/* ---- heap.c ---- */
bool heap_init(Ctx *ctx);
void heap_destroy(Ctx *ctx);
/* A zeroed cell of `bytes`, header included, with its shape set. NULL + MemoryError when the limit is reached. */
void *heap_alloc_slow(Ctx *ctx, Shape *shape, size_t bytes);
void heap_collect(Ctx *ctx);
/* one Value in malloc'ed memory; false: MemoryError, it is no root */
bool heap_add_root(Ctx *ctx, Value *location);
void heap_remove_root(Ctx *ctx, Value *location);
bool heap_add_root_scanner(Ctx *ctx, void (*scan)(Ctx *, void *), void *data); /* false: MemoryError */
/* fn runs in every collection, after marking: drops what refers to cells that are not marked, which are still whole.
 * false: MemoryError */
bool heap_add_sweeper(Ctx *ctx, void (*fn)(Ctx *, void *), void *data);
/* Until it is let go, no collection runs: JavaScript holds words of objects that nothing else may keep alive. */
void heap_hold(Ctx *ctx, bool held);
/* fn runs once, when the cell has died or the heap ends; it must not allocate */
bool heap_add_finalizer(Ctx *ctx, void *cell, void (*fn)(Ctx *, void *cell));
Array *array_new(Ctx *ctx, int64_t cap);
Raw *raw_new(Ctx *ctx, int64_t bytes);

/* ---- limit.c ---- */
void raise_no_memory(Ctx *ctx); /* MemoryError; may collect */
size_t heap_used(Ctx *ctx);     /* bytes that count against the limit: of cells, and of what is held beside them */
size_t heap_room(Ctx *ctx);     /* bytes left below the limit, if nothing is collected; SIZE_MAX: there is no limit */
/* The host enters: after a MemoryError, code that it runs may use the second part of the reserve. */
void heap_host_enters(Ctx *ctx);
void heap_host_leaves(Ctx *ctx);

/* ---- mark.c ---- */
void heap_mark(Ctx *ctx, Value v);            /* while collecting only */
void heap_mark_word(Ctx *ctx, uint64_t word); /* the same for a word that may be anything */
bool heap_is_cell(Ctx *ctx, uint64_t word);   /* is it the address of a cell that has not been collected? */
bool heap_is_marked(Ctx *ctx, Value v);       /* for finalizers and sweepers: has v survived? Immediates always do */
/* Every word of the C stack above the caller. */
void heap_scan_native_stack(Ctx *ctx, void (*see)(void *data, uintptr_t word), void *data);

/* ---- inline ---- */
static inline void *heap_alloc(Ctx *ctx, Shape *shape, size_t bytes) {
  size_t size = (bytes + 15) & ~(size_t)15;
  if (LIKELY(size <= ALLOC_CLASSES * 16)) {
    AllocRun *run = &ctx->alloc[size / 16];
    char *p = run->cur;
    /* Numbers, because there is no run at first: nothing may be added to a null pointer. STRESS_GC and
     * STRESS_ALLOCATIONS keep every run empty. */
    if (LIKELY((uintptr_t)p + size <= (uintptr_t)run->end)) {
      run->cur = p + size;
      ((Cell *)p)->shape = shape->id;
      return p;
    }
  }
  return heap_alloc_slow(ctx, shape, bytes);
}
