/* When to collect, and when to refuse.
 *
 * A collection starts when the bytes in cells would pass what survived the last one and a cycle's garbage. That is as
 * much again, so that marking costs no more than allocating; 32 MB where less has survived, because an ordinary program
 * has some megabytes of modules, and would mark all of them for every few megabytes of short-lived objects; and four
 * times the size where even less has, 4 MB more, because memory that is used again soon is still in a cache. It is
 * three times what survived if that was three quarters: a program that imports and builds only pays for being looked
 * through. With a limit a collection also runs before MemoryError is raised, which happens as soon as a collection
 * cannot free a thirty-second of the limit: a program that lives at its limit fails instead of collecting for every few
 * kilobytes.
 *
 * The limit is for everything together: cells, what is held beside them (memory.h), and the part of the Python stack
 * that is in use. Two small parts of it are kept back. The first MemoryError opens one, for whoever handles it: the
 * traceback, a message, `del big`. The other is open while the host runs code after that, however much of the first
 * part the program has used up. Both are kept back again once a collection finds that they are free. */
#include "heap/blocks.h"
#include "heap/heap.h"

#define FIRST_THRESHOLD ((size_t)8 << 20)
#define SMALL_CYCLE ((size_t)4 << 20)
#define LARGE_CYCLE ((size_t)32 << 20)
#define RESERVE_MAX ((size_t)512 << 10)

/* A new one, so that those which the program keeps stay as they are; from the part of the reserve that is open now. If
 * not even that can be had, the one that has been there since start-up. */
static Value another_memory_error(Ctx *ctx) {
  Heap *heap = ctx->heap;
  Shape *root = ctx->exc_class[EXC_MemoryError]->root;
  Exception *exc = NULL;
  if (!heap->raising) {
    heap->raising = true;
    exc = heap_alloc(ctx, root, root->cell_size);
    heap->raising = false;
  }
  if (exc) {
    exc->args = ctx->empty_tuple;
    return VAL(exc);
  }
  exc = (Exception *)ctx->memory_error;
  exc->args = ctx->empty_tuple;
  exc->traceback = exc->context = exc->cause = exc->notes = V_NULL;
  return ctx->memory_error;
}

void raise_no_memory(Ctx *ctx) {
  if (ctx->heap && ctx->heap->reserves_open == 0) ctx->heap->reserves_open = 1;
  if (!ctx->heap || !ctx->heap->raising) ctx->memory.raised++;
  if (ctx->memory.fail_until_raised) ctx->memory.fail_to = 0;
  if (!ctx->memory_error) {
    ctx->exc = V_NONE; /* start-up is not over: only says "failed" */
    return;
  }
  ctx->exc = another_memory_error(ctx);
}

/* What counts against the limit beside cells. */
static size_t outside(Ctx *ctx) {
  return ctx->memory.held + (size_t)((char *)ctx->stack_top - (char *)ctx->stack_base);
}

size_t heap_used(Ctx *ctx) { return ctx->heap->used + outside(ctx); }

static size_t allowed(const Heap *heap) { return heap->limit - heap->reserve * (size_t)(2 - heap->reserves_open); }

size_t heap_room(Ctx *ctx) {
  Heap *heap = ctx->heap;
  if (!heap->limit) return SIZE_MAX;
  size_t used = heap_used(ctx), all = allowed(heap);
  return used < all ? all - used : 0;
}

/* For cells alone. No higher than the limit allows. */
static void set_threshold(Ctx *ctx, size_t bytes) {
  Heap *heap = ctx->heap;
  if (heap->limit) {
    size_t other = outside(ctx), all = allowed(heap), rest = other < all ? all - other : 0;
    if (bytes > rest) bytes = rest;
  }
  heap->threshold = bytes;
}

/* How much may be allocated until the next collection, after one that `live` bytes survived. */
static size_t cycle(size_t live) {
  size_t bytes = live < LARGE_CYCLE ? SMALL_CYCLE + live * 4 : live;
  return bytes > LARGE_CYCLE && live < LARGE_CYCLE ? LARGE_CYCLE : bytes;
}

void limit_init(Ctx *ctx) {
  Heap *heap = ctx->heap;
  heap->limit = ctx->options.memory_limit;
  heap->reserve = heap->limit / 32 < RESERVE_MAX ? heap->limit / 32 : RESERVE_MAX;
  set_threshold(ctx, FIRST_THRESHOLD);
}

/* After a collection: may `bytes` more be used? Whoever handles a MemoryError may come as close to the limit as it
 * likes. */
static bool may_grow(Ctx *ctx, size_t bytes) {
  Heap *heap = ctx->heap;
  if (!heap->limit) return true;
  size_t room = heap_room(ctx);
  return bytes <= room && (!heap->ready || heap->reserves_open || room >= heap->limit / 32);
}

bool limit_make_room(Ctx *ctx, size_t bytes) {
  Heap *heap = ctx->heap;
  if (LIKELY(heap->used + bytes <= heap->threshold)) return true;
  if (heap->ready) heap_collect(ctx);
  if (!may_grow(ctx, bytes)) return false;
  /* A single large cell may pass the threshold; the next allocation need not collect for that. */
  if (heap->used + bytes > heap->threshold) set_threshold(ctx, heap->used + bytes + heap->reserve / 8);
  return true;
}

/* Every request collects at first. Then ever fewer do, so that a long program costs seconds and not minutes: after n
 * requests each (1 + n / DENSE)-th. */
void limit_stress(Ctx *ctx) {
  enum { DENSE = 512 };
  Heap *heap = ctx->heap;
  if (!heap->ready || ++heap->stress_requests < heap->stress_due) return;
  heap->stress_due = heap->stress_requests + 1 + heap->stress_requests / DENSE;
  heap_collect(ctx);
}

bool limit_has_room(Ctx *ctx, size_t bytes) {
  Heap *heap = ctx->heap;
  if (heap->collecting) return true; /* the collector's own stack: without it, it would have to mark again and again */
  if (UNLIKELY(heap->collect_often)) limit_stress(ctx);
  if (bytes <= heap_room(ctx)) return true;
  if (heap->ready) heap_collect(ctx);
  return may_grow(ctx, bytes);
}

void limit_held_grew(Ctx *ctx) {
  Heap *heap = ctx->heap;
  if (heap->limit && !heap->collecting) set_threshold(ctx, heap->threshold);
}

void limit_take_stock(Ctx *ctx) {
  Heap *heap = ctx->heap;
  /* With some room below: not at once after it was opened. */
  if (heap->reserves_open == 1 && heap_used(ctx) + 3 * heap->reserve <= heap->limit) heap->reserves_open = 0;
  /* A program that only builds. */
  size_t garbage = heap->used / 3 > heap->threshold / 4 ? 3 * heap->used : 0;
  size_t usual = cycle(heap->used);
  set_threshold(ctx, heap->used + (garbage > usual ? garbage : usual));
}

void heap_host_enters(Ctx *ctx) {
  if (ctx->heap->reserves_open) ctx->heap->reserves_open = 2;
}

void heap_host_leaves(Ctx *ctx) {
  if (ctx->heap->reserves_open == 2) ctx->heap->reserves_open = 1;
}
