/* The register of finalizable cells and the queue; see finalization.h. Which of them are dead, and in which order they
 * go into the queue, is found out while marking (mark_finalizable in mark.c). */
#include "heap/finalization.h"
#include "heap/blocks.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include <string.h>

/* All three arrays have room for every cell that is registered or waits, so that a collection allocates nothing. */
static bool grow(Ctx *ctx, Heap *heap) {
  size_t waiting = heap->ndue - heap->due_taken;
  if (heap->due_taken) {
    memmove(heap->due, heap->due + heap->due_taken, waiting * sizeof(Value));
    heap->ndue = waiting;
    heap->due_taken = 0;
  }
  if (heap->nfinalizable + waiting < heap->finalizable_cap) return true;
  size_t cap = heap->finalizable_cap ? heap->finalizable_cap * 2 : 64;
  Value **const arrays[] = {&heap->finalizable, &heap->due, &heap->ordered};
  for (int i = 0; i < 3; i++) {
    Value *grown = memory_resize(ctx, *arrays[i], cap * sizeof(Value));
    if (!grown) return raise_no_memory(ctx), false;
    *arrays[i] = grown;
  }
  heap->finalizable_cap = cap;
  return true;
}

bool finalization_register(Ctx *ctx, Value cell) {
  Heap *heap = ctx->heap;
  if (CELL(cell)->gc & (CELL_FINALIZABLE | CELL_FINALIZED)) return true;
  if (heap->nfinalizable + heap->ndue >= heap->finalizable_cap && !grow(ctx, heap)) return false;
  CELL(cell)->gc |= CELL_FINALIZABLE;
  heap->finalizable[heap->nfinalizable++] = cell;
  return true;
}

bool finalization_begin(Ctx *ctx) {
  if (ctx->heap->finalizing) return false;
  return ctx->heap->finalizing = true;
}
void finalization_finish(Ctx *ctx) { ctx->heap->finalizing = false; }

bool finalization_waits(Ctx *ctx) { return ctx->heap->due_taken < ctx->heap->ndue; }

size_t finalization_count(Ctx *ctx) { return ctx->heap->nfinalizable + ctx->heap->ndue - ctx->heap->due_taken; }

Value finalization_take(Ctx *ctx) {
  Heap *heap = ctx->heap;
  if (!finalization_waits(ctx)) return V_NULL;
  Value cell = heap->due[heap->due_taken++];
  if (heap->due_taken == heap->ndue) heap->due_taken = heap->ndue = 0;
  CELL(cell)->gc = (uint8_t)((CELL(cell)->gc & ~CELL_FINALIZABLE) | CELL_FINALIZED);
  return cell;
}

bool finalization_each(Ctx *ctx, bool (*each)(Ctx *, Value, void *), void *data) {
  Heap *heap = ctx->heap;
  for (size_t i = heap->due_taken; i < heap->ndue; i++)
    if (!each(ctx, heap->due[i], data)) return false;
  for (size_t i = 0; i < heap->nfinalizable; i++)
    if (!each(ctx, heap->finalizable[i], data)) return false;
  return true;
}

void finalization_end(Ctx *ctx) {
  Heap *heap = ctx->heap;
  if (!heap->nfinalizable) return; /* then there may be no list */
  memcpy(heap->due + heap->ndue, heap->finalizable, heap->nfinalizable * sizeof(Value));
  heap->ndue += heap->nfinalizable;
  heap->nfinalizable = 0;
}

void finalization_destroy(Ctx *ctx) {
  Heap *heap = ctx->heap;
  memory_free(ctx, heap->finalizable);
  memory_free(ctx, heap->due);
  memory_free(ctx, heap->ordered);
}

bool heap_each_cell(Ctx *ctx, bool (*each)(Ctx *, Value, void *), void *data) {
  Heap *heap = ctx->heap;
  for (uint32_t b = 0; b < heap->nblocks; b++) {
    const Block *block = &heap->blocks[b];
    if (block->kind != BLOCK_CELLS && block->kind != BLOCK_LARGE) continue;
    uint32_t n = block->kind == BLOCK_LARGE ? 1 : block->ncells;
    for (uint32_t i = 0; i < n; i++) {
      char *cell = block_address(heap, b) + (size_t)i * block->cell_size * (block->kind == BLOCK_CELLS);
      if (!bit_get(live_bits(heap, b), (uint32_t)((cell - block_address(heap, b)) / GRANULE))) continue;
      if (((Cell *)cell)->shape && !each(ctx, VAL(cell), data)) return false;
    }
  }
  return true;
}
