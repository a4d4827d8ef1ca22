/* Who still refers to something? For memory that must not move while anybody looks at it. */
#pragma once
#include "core/ctx.h"

/* Of the cells with finalizer `fn` that match: how many there are, and how many of them live for sure. A cell to which
 * nothing but a word on the C stack leads may be dead already, because such words stay there for a while. So do words
 * on evaluation stacks whose top nobody knows while C code runs: those that `temporary` says yes to are no proof of
 * life. */
typedef struct HeapReach {
  void (*fn)(Ctx *, void *cell);
  bool (*match)(void *cell, Value of);
  Value of;
  bool (*held)(void *cell); /* who holds it has said so, and lets it go himself: if it is there, it lives for sure */
  bool (*temporary)(Ctx *, const Cell *cell);
  size_t there, sure;
  bool counting; /* what lives for sure is being marked */
} HeapReach;

/* Runs a collection (none, and nothing is sure, when one must not run now). */
void heap_reach(Ctx *ctx, HeapReach *reach);
/* For root scanners whose values keep cells alive that nobody else can get at any more (a recording's log): such a
 * scanner marks nothing while this is true, and is called once more. */
bool heap_reach_counting(Ctx *ctx);
/* Runs `each` for every cell that matches. */
void heap_reach_each(Ctx *ctx, const HeapReach *reach, void (*each)(Ctx *, void *cell));
