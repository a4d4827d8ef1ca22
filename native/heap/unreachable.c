/* Finds dead cycles; see unreachable.h. Again and again, dead cells to which no other dead cell refers are taken away;
 * those that are left are in a cycle, or a cycle leads to them. Each cell is looked into twice at most.
 *
 * To find what a cell refers to it is traced like any other (mark.c): whatever dead cells it marks are on the mark
 * stack then, and lose their marks again. So references are followed in one place only, and marking pays nothing for
 * this. */
#include "heap/unreachable.h"
#include "heap/blocks.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include <string.h>

#define TAKEN_AWAY UINT32_MAX
#define CELLS_BETWEEN_LOOKS 4096

/* ---- dead cells ---- */

typedef bool (*EachDead)(Ctx *ctx, Unreachable *u, Cell *cell);

static bool is_dead(Ctx *ctx, const Cell *cell) { return !heap_is_marked(ctx, VAL(cell)); }

static bool each_dead_in_block(Ctx *ctx, Unreachable *u, uint32_t b, EachDead each, uint32_t *looked) {
  Heap *heap = ctx->heap;
  char *base = block_address(heap, b);
  for (size_t w = 0; w < BITMAP_WORDS; w++)
    for (uint64_t bits = live_bits(heap, b)[w] & ~mark_bits(heap, b)[w]; bits; bits &= bits - 1) {
      Cell *cell = (Cell *)(base + (w * 64 + (size_t)__builtin_ctzll(bits)) * GRANULE);
      if (!cell->shape) continue; /* not allocated yet */
      if (++*looked % CELLS_BETWEEN_LOOKS == 0 && mark_gives_up(ctx)) return false;
      if (!each(ctx, u, cell)) return false;
    }
  return true;
}

static bool each_dead(Ctx *ctx, Unreachable *u, EachDead each) {
  Heap *heap = ctx->heap;
  uint32_t looked = 0;
  for (uint32_t b = 0; b < heap->nblocks; b++) {
    uint8_t kind = heap->blocks[b].kind;
    if ((kind == BLOCK_CELLS || kind == BLOCK_LARGE) && !each_dead_in_block(ctx, u, b, each, &looked)) return false;
  }
  return true;
}

/* ---- their numbers ---- */

static bool has_dead(Heap *heap, uint32_t b) {
  uint8_t kind = heap->blocks[b].kind;
  if (kind != BLOCK_CELLS && kind != BLOCK_LARGE) return false;
  for (size_t w = 0; w < BITMAP_WORDS; w++)
    if (live_bits(heap, b)[w] & ~mark_bits(heap, b)[w]) return true;
  return false;
}

/* `first`: per block that has dead cells, the number of its first cell; `referrers`: per cell of such a block, how many
 * dead cells refer to it. false: no memory */
static bool number_cells(Ctx *ctx, Unreachable *u) {
  Heap *heap = ctx->heap;
  uint64_t n = 0;
  size_t bytes = heap->nblocks * sizeof *u->first;
  if (bytes > heap_room(ctx) || !(u->first = memory_new(ctx, bytes))) return false;
  for (uint32_t b = 0; b < heap->nblocks; b++) {
    u->first[b] = (uint32_t)n;
    if (has_dead(heap, b)) n += heap->blocks[b].kind == BLOCK_LARGE ? 1 : heap->blocks[b].ncells;
  }
  bytes = n * sizeof *u->referrers;
  return n < TAKEN_AWAY && bytes <= heap_room(ctx) && (u->referrers = memory_zeroed(ctx, bytes + 1));
}

static uint32_t *referrers_of(Ctx *ctx, const Unreachable *u, Value cell) {
  Heap *heap = ctx->heap;
  size_t offset = cell - (Value)heap->base;
  uint32_t b = (uint32_t)(offset >> BLOCK_SHIFT);
  const Block *block = &heap->blocks[b];
  uint32_t i = block->kind == BLOCK_CELLS ? (uint32_t)((offset & (BLOCK_SIZE - 1)) * block->reciprocal >> 32) : 0;
  return &u->referrers[u->first[b] + i];
}

static void forget_numbers(Ctx *ctx, Unreachable *u) {
  memory_free(ctx, u->first), memory_free(ctx, u->referrers);
  u->first = u->referrers = NULL;
}

/* ---- references between them ---- */

static void unmark(Heap *heap, const void *cell) {
  size_t offset = VAL(cell) - (Value)heap->base;
  mark_bits(heap, (uint32_t)(offset >> BLOCK_SHIFT))[(offset & (BLOCK_SIZE - 1)) / GRANULE / 64] &= ~(
      (uint64_t)1 << (offset / GRANULE & 63));
}

/* A class's list of subclasses is marked without being put on the stack (mark_shallow). */
static void trace_class_alone(Ctx *ctx, Class *cls) {
  List *list = (List *)cls->subclasses;
  Array *items = list ? list->items : NULL;
  bool list_dead = list && is_dead(ctx, &list->h), items_dead = items && is_dead(ctx, &items->h);
  mark_trace(ctx, &cls->h);
  if (list_dead) unmark(ctx->heap, list);
  if (items_dead) unmark(ctx->heap, items);
}

/* Puts the dead cells that a dead cell refers to on the mark stack, each once. References to classes are left out: a
 * class is in a cycle anyway. So are those of a generator, which is closed when it dies. */
static void push_referents(Ctx *ctx, Cell *cell) {
  Heap *heap = ctx->heap;
  Shape *shape = ctx->shapes[cell->shape];
  if (shape->kind == KIND_GENERATOR) return;
  size_t base = heap->mark_top;
  uint32_t seen = shape->seen;
  shape->seen = heap->round;
  if (shape->kind == KIND_CLASS) trace_class_alone(ctx, (Class *)cell);
  else mark_trace(ctx, cell);
  shape->seen = seen;
  for (size_t i = base; i < heap->mark_top; i++) unmark(heap, heap->mark_stack[i]);
}

/* A full mark stack has hidden some: their marks stay, and so do they, until the next collection. */
static bool whole(const Heap *heap) { return !heap->mark_overflow && !heap->mark_given_up; }

static bool count_referents(Ctx *ctx, Unreachable *u, Cell *cell) {
  Heap *heap = ctx->heap;
  push_referents(ctx, cell);
  while (heap->mark_top) ++*referrers_of(ctx, u, VAL(heap->mark_stack[--heap->mark_top]));
  return whole(heap);
}

/* Takes the cell away if nobody refers to it, and then those which only it referred to. */
static bool take_away(Ctx *ctx, Unreachable *u, Cell *first) {
  Heap *heap = ctx->heap;
  uint32_t looked = 0;
  for (Cell *cell = first;; cell = heap->mark_stack[--heap->mark_top]) {
    uint32_t *referrers = referrers_of(ctx, u, VAL(cell));
    if (*referrers == 0) {
      *referrers = TAKEN_AWAY;
      size_t kept = heap->mark_top;
      push_referents(ctx, cell);
      for (size_t i = kept; i < heap->mark_top; i++)
        if (--*referrers_of(ctx, u, VAL(heap->mark_stack[i])) == 0) heap->mark_stack[kept++] = heap->mark_stack[i];
      heap->mark_top = kept;
      if (!whole(heap) || (++looked % CELLS_BETWEEN_LOOKS == 0 && mark_gives_up(ctx))) return false;
    }
    if (heap->mark_top == 0) return true;
  }
}

/* What waited for a finalizer is referred to by what was there before. */
static void hold_late(Ctx *ctx, Unreachable *u) {
  for (size_t i = 0; i < u->nlate; i++)
    if (is_dead(ctx, CELL(u->late[i]))) ++*referrers_of(ctx, u, u->late[i]);
  u->nlate = 0;
}

static bool note(Ctx *ctx, Unreachable *u, Cell *cell) {
  if (*referrers_of(ctx, u, VAL(cell)) == TAKEN_AWAY || !u->counts(ctx, VAL(cell))) return true;
  if (u->nlate == u->late_cap) {
    size_t cap = u->late_cap ? u->late_cap * 2 : 256;
    Value *grown = cap * sizeof *grown > heap_room(ctx) ? NULL : memory_resize(ctx, u->late, cap * sizeof *grown);
    if (!grown) return !(u->failed = true);
    u->late = grown;
    u->late_cap = cap;
  }
  u->late[u->nlate++] = VAL(cell);
  return true;
}

bool unreachable_find(Ctx *ctx) {
  Heap *heap = ctx->heap;
  Unreachable *u = heap->unreachable;
  if (u->keep) u->n = u->nkept = 0; /* what was kept is found again, with what waited for a finalizer below it */
  bool done = number_cells(ctx, u) && each_dead(ctx, u, count_referents);
  if (done) {
    hold_late(ctx, u);
    done = each_dead(ctx, u, take_away) && each_dead(ctx, u, note);
  }
  forget_numbers(ctx, u);
  if (done) return true;
  u->nlate = 0;
  u->failed = true;
  heap->mark_top = 0;
  /* given up, or the marks that a full stack has left have to be followed */
  return !heap->mark_given_up && !mark_gives_up(ctx) && mark_drain(ctx);
}

/* ---- afterwards ---- */

/* Dead ones go to the end of `late`. Returns how many are not dead. */
static size_t part(Ctx *ctx, Unreachable *u) {
  size_t living = 0;
  for (size_t i = 0; i < u->nlate; i++) {
    Value v = u->late[i];
    if (is_dead(ctx, CELL(v))) continue;
    u->late[i] = u->late[living];
    u->late[living++] = v;
  }
  return living;
}

static bool keep(Ctx *ctx, Unreachable *u, const Value *cells, size_t n) {
  size_t bytes = n * sizeof *cells;
  Value *grown = bytes > heap_room(ctx) ? NULL : memory_resize(ctx, u->kept, bytes);
  if (!grown) return u->failed = true;
  u->kept = grown;
  memcpy(u->kept, cells, bytes);
  u->nkept = n;
  for (size_t i = 0; i < n; i++) heap_mark(ctx, cells[i]);
  return mark_drain(ctx);
}

bool unreachable_settle(Ctx *ctx) {
  Unreachable *u = ctx->heap->unreachable;
  if (u->keep && !ctx->heap->counting) return true;
  size_t living = part(ctx, u), dead = u->nlate - living;
  u->n += dead;
  u->nlate = living;
  return !u->keep || !dead || keep(ctx, u, u->late + living, dead);
}

void unreachable_mark_kept(Ctx *ctx) {
  const Unreachable *u = ctx->heap->unreachable;
  for (size_t i = 0; i < u->nkept; i++) heap_mark(ctx, u->kept[i]);
}

void unreachable_begin(Ctx *ctx, Unreachable *u) { ctx->heap->unreachable = u; }

void heap_collect_counting(Ctx *ctx) {
  ctx->heap->counting = ctx->heap->unreachable != NULL;
  heap_collect(ctx);
  ctx->heap->counting = false;
}

void unreachable_end(Ctx *ctx) {
  Unreachable *u = ctx->heap->unreachable;
  ctx->heap->unreachable = NULL;
  memory_free(ctx, u->late), memory_free(ctx, u->kept);
  u->late = u->kept = NULL;
}
