/* How many objects a collection finds that reference counts would never free: what gc.collect() returns.
 *
 * Those are the dead objects that are part of a cycle of dead objects, or that such a cycle leads to. Of the others
 * CPython has freed each when the last reference to it went, long before. What a finalizer is about to see counts when
 * a later collection of the same request finds it dead as well. */
#pragma once
#include "core/ctx.h"

typedef struct Unreachable {
  bool (*counts)(Ctx *ctx, Value cell); /* is it an object that CPython's collector knows? It must not allocate */
  bool keep;                            /* they stay alive, in `kept`, until unreachable_end */
  bool failed;                          /* for want of memory something was not looked at */
  size_t n;                             /* objects found so far */
  Value *kept;
  size_t nkept;
  Value *late; /* found, but kept alive for a finalizer */
  size_t nlate, late_cap;
  uint32_t *first, *referrers; /* while a collection runs, see unreachable.c */
} Unreachable;

/* From here on heap_collect_counting may be called, until unreachable_end. Zeroed but for the first two fields. */
void unreachable_begin(Ctx *ctx, Unreachable *u);
/* A collection that counts. Others, which may run in between, count only what is late. */
void heap_collect_counting(Ctx *ctx);
void unreachable_end(Ctx *ctx);

/* ---- within the heap room ---- */
/* false: given up, because the program is to stop */
bool unreachable_find(Ctx *ctx);   /* after marking, before what is finalizable is marked */
bool unreachable_settle(Ctx *ctx); /* all that survives is marked */
void unreachable_mark_kept(Ctx *ctx);
