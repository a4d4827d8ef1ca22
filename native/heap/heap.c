/* Allocation and the collection cycle. blocks.h describes the heap's structure, mark.c traces, limit.c decides when to
 * collect and when to refuse. A collection may run in any allocation.
 */
#include "heap/heap.h"
#include "heap/blocks.h"
#include "heap/finalization.h"
#include "heap/memory.h"
#include "heap/reach.h"
#include <stdlib.h>
#include <string.h>

#define MARK_STACK_KEPT 65536 /* entries; a larger stack is freed after the collection */
#define DIRTY_RUN_MAX 16384   /* zeroed at a time: still in the first-level cache when it is used */

/* Cells per block, of the classes above 1 KB; their size follows from it. */
static const uint8_t coarse_cells[] = {51, 42, 36, 32, 28, 25, 21, 18, 16, 14, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2};
_Static_assert(sizeof coarse_cells == SIZE_CLASSES - SMALL_CLASSES, "one class per entry");

static void classes_init(Heap *heap) {
  for (int i = 1; i < SMALL_CLASSES; i++) heap->classes[i].cell_size = i * 16;
  for (int i = SMALL_CLASSES; i < SIZE_CLASSES; i++)
    heap->classes[i].cell_size = BLOCK_SIZE / coarse_cells[i - SMALL_CLASSES] & ~(size_t)15;
  int c = SMALL_CLASSES;
  for (size_t i = 0; i <= MAX_CLASS_SIZE / 256; i++) {
    while (c < SIZE_CLASSES - 1 && heap->classes[c].cell_size < i * 256) c++;
    heap->coarse_class[i] = c;
  }
  for (int i = 0; i < SIZE_CLASSES; i++) heap->classes[i].partial = heap->classes[i].current = NO_BLOCK;
}

bool heap_init(Ctx *ctx) {
  Heap *heap = memory_zeroed(ctx, sizeof *heap);
  if (!heap) return false;
  heap->ctx = ctx;
  heap->collect_often = ctx->options.stress & STRESS_GC;
  heap->one_by_one = ctx->options.stress & (STRESS_GC | STRESS_ALLOCATIONS);
  classes_init(heap);
  if (memory_refused(ctx) || !blocks_init(heap)) {
    memory_free(ctx, heap);
    return false;
  }
  ctx->heap = heap;
  limit_init(ctx);
  return true;
}

void heap_destroy(Ctx *ctx) {
  Heap *heap = ctx->heap;
  if (!heap) return;
  for (size_t i = 0; i < heap->nfinalizers; i++) heap->finalizers[i].fn(ctx, heap->finalizers[i].cell);
  blocks_destroy(heap);
  memory_free(ctx, heap->mark_stack);
  memory_free(ctx, heap->roots);
  memory_free(ctx, heap->scanners);
  memory_free(ctx, heap->sweepers);
  memory_free(ctx, heap->finalizers);
  finalization_destroy(ctx);
  ctx->heap = NULL;
  memory_free(ctx, heap);
}

/* The next run of free cells in the class's current block; false when there is none. */
static bool run_in_block(Heap *heap, SizeClass *class, AllocRun *run) {
  Block *block = &heap->blocks[class->current];
  const uint32_t size = block->cell_size, granules = size / GRANULE;
  uint64_t *live = live_bits(heap, class->current);
  uint32_t i = class->position;
  while (!class->unused && i < block->ncells && bit_get(live, i * granules)) i++;
  if (i >= block->ncells) {
    class->position = block->ncells;
    return false;
  }
  uint32_t max = block->ncells;
  if (heap->one_by_one) max = i + 1;
  else if (block->dirty && max - i > DIRTY_RUN_MAX / size + 1) max = i + DIRTY_RUN_MAX / size + 1;
  uint32_t end = i;
  while (end < max && (class->unused || !bit_get(live, end * granules))) {
    bit_set(live, end * granules);
    end++;
  }
  char *base = block_address(heap, class->current);
  run->cur = base + (size_t)i * size;
  run->end = base + (size_t)end * size;
  PERMIT(run->cur, (size_t)(run->end - run->cur));
  if (block->dirty) memset(run->cur, 0, run->end - run->cur);
  heap->used += run->end - run->cur;
  class->position = end;
  return true;
}

static bool new_block(Heap *heap, uint32_t size_class) {
  bool dirty;
  uint32_t index = blocks_take(heap, 1, &dirty);
  if (index == NO_BLOCK) return false;
  SizeClass *class = &heap->classes[size_class];
  Block *block = &heap->blocks[index];
  block->kind = BLOCK_CELLS;
  block->size_class = size_class;
  block->dirty = dirty;
  block->cell_size = class->cell_size;
  block->ncells = BLOCK_SIZE / class->cell_size;
  block->reciprocal = (((uint64_t)1 << 32) + class->cell_size - 1) / class->cell_size;
  memset(heap->bitmaps[index], 0, sizeof heap->bitmaps[index]);
  if (!dirty) blocks_expect_use(heap, index, 1);
  class->current = index;
  class->position = 0;
  class->unused = true;
  return true;
}

static bool refill(Ctx *ctx, uint32_t size_class, AllocRun *run) {
  Heap *heap = ctx->heap;
  SizeClass *class = &heap->classes[size_class];
  if (!limit_make_room(ctx, class->cell_size)) return false;
  for (;;) {
    if (class->current != NO_BLOCK && run_in_block(heap, class, run)) return true;
    if (class->partial == NO_BLOCK) break;
    class->current = class->partial;
    class->partial = heap->blocks[class->current].next;
    class->position = 0;
    class->unused = false;
  }
  if (!new_block(heap, size_class)) {
    if (!heap->ready) return false;
    heap_collect(ctx); /* the region is full, but other classes may have whole blocks free */
    if (class->partial != NO_BLOCK) {
      class->current = class->partial;
      class->partial = heap->blocks[class->current].next;
      class->position = 0;
      class->unused = false;
    } else if (!new_block(heap, size_class)) {
      return false;
    }
  }
  return run_in_block(heap, class, run);
}

#define CLEARED_AT_ONCE ((size_t)1 << 20)

/* false: given up, because the program is to stop */
static bool clear(Ctx *ctx, char *cell, size_t size) {
  for (; size > CLEARED_AT_ONCE; size -= CLEARED_AT_ONCE, cell += CLEARED_AT_ONCE) {
    memset(cell, 0, CLEARED_AT_ONCE);
    if (ctx->pending & (PENDING_STOPPED | PENDING_INTERRUPT) && stop_due(ctx)) return false;
  }
  memset(cell, 0, size);
  return true;
}

static void *alloc_large(Ctx *ctx, size_t size) {
  Heap *heap = ctx->heap;
  if (size > heap->reserved) return NULL;
  size_t charged = (size + 4095) & ~(size_t)4095;
  if (!limit_make_room(ctx, charged)) return NULL;
  uint32_t n = (size + BLOCK_SIZE - 1) >> BLOCK_SHIFT;
  bool dirty;
  uint32_t first = blocks_take(heap, n, &dirty);
  if (first == NO_BLOCK) {
    if (!heap->ready) return NULL;
    heap_collect(ctx);
    first = blocks_take(heap, n, &dirty);
    if (first == NO_BLOCK) return NULL;
  }
  Block *block = &heap->blocks[first];
  block->kind = BLOCK_LARGE;
  block->run = n;
  block->cell_size = charged >> 12;
  memset(heap->bitmaps[first], 0, sizeof heap->bitmaps[first]);
  bit_set(live_bits(heap, first), 0);
  for (uint32_t i = 1; i < n; i++) heap->blocks[first + i].run = i;
  heap->used += charged;
  void *cell = block_address(heap, first);
  if (!dirty) blocks_expect_use(heap, first, n);
  else if (!clear(ctx, cell, size)) return NULL; /* it is garbage: without a shape it is nobody's */
  return cell;
}

void *heap_alloc_slow(Ctx *ctx, Shape *shape, size_t bytes) {
  Heap *heap = ctx->heap;
  void *cell = NULL;
  if (UNLIKELY(heap->collect_often)) limit_stress(ctx);
  if (UNLIKELY(memory_refused(ctx))) {
    cell = NULL;
  } else if (LIKELY(bytes <= MAX_CLASS_SIZE)) {
    uint32_t size_class = bytes <= ALLOC_CLASSES * 16 ? (bytes + 15) / 16 : heap->coarse_class[(bytes + 255) / 256];
    AllocRun *run = size_class < SMALL_CLASSES && !heap->one_by_one ? &ctx->alloc[size_class] : &heap->runs[size_class];
    size_t size = heap->classes[size_class].cell_size;
    if ((uintptr_t)run->cur + size <= (uintptr_t)run->end || refill(ctx, size_class, run)) {
      cell = run->cur;
      run->cur += size;
    }
  } else if (bytes < SIZE_MAX / 2) {
    cell = alloc_large(ctx, bytes);
  }
  if (UNLIKELY(!cell)) {
    if (CHECK_STOP(ctx)) raise_no_memory(ctx);
    return NULL;
  }
  ((Cell *)cell)->shape = shape->id;
  return cell;
}

/* Stress mode, and builds with AddressSanitizer: what has just died must not look alive to anybody. */
static void poison_dead(Heap *heap) {
  for (uint32_t b = 0; b < heap->nblocks; b++) {
    Block *block = &heap->blocks[b];
    if (block->kind == BLOCK_LARGE && !bit_get(mark_bits(heap, b), 0))
      FORBID(block_address(heap, b), block->run * BLOCK_SIZE);
    if (block->kind != BLOCK_CELLS) continue;
    uint32_t granules = block->cell_size / GRANULE;
    for (uint32_t i = 0; i < block->ncells; i++) {
      if (!bit_get(live_bits(heap, b), i * granules) || bit_get(mark_bits(heap, b), i * granules)) continue;
      char *cell = block_address(heap, b) + (size_t)i * block->cell_size;
      PERMIT(cell, block->cell_size);
      memset(cell, 0xee, block->cell_size);
      FORBID(cell, block->cell_size);
    }
    block->dirty = true;
  }
}

static void run_finalizers(Ctx *ctx) {
  Heap *heap = ctx->heap;
  size_t kept = 0;
  for (size_t i = 0; i < heap->nfinalizers; i++) {
    Finalizer f = heap->finalizers[i];
    if (heap_is_marked(ctx, VAL(f.cell))) heap->finalizers[kept++] = f;
    else f.fn(ctx, f.cell);
  }
  heap->nfinalizers = kept;
}

/* Makes the marks the live bitmaps, frees empty blocks and lists the partly filled ones. Returns how many bytes of free
 * blocks the system could have back. */
static size_t after_marking(Heap *heap) {
  uint32_t tails[SIZE_CLASSES];
  for (int c = 0; c < SIZE_CLASSES; c++) heap->classes[c].partial = heap->classes[c].current = tails[c] = NO_BLOCK;
  heap->live ^= 1;
  size_t live = 0, dirty_free = 0;
  for (uint32_t b = 0; b < heap->nblocks;) {
    Block *block = &heap->blocks[b];
    uint32_t span = 1;
    const uint64_t *bits = live_bits(heap, b);
    if (block->kind == BLOCK_LARGE) {
      span = block->run;
      if (bits[0] & 1) live += (size_t)block->cell_size << 12;
      else blocks_release(heap, b, span);
    } else if (block->kind == BLOCK_CELLS) {
      uint32_t count = 0;
      for (size_t i = 0; i < BITMAP_WORDS; i++) count += __builtin_popcountll(bits[i]);
      live += (size_t)count * block->cell_size;
      block->dirty = true;
      if (count == 0) {
        blocks_release(heap, b, 1);
      } else if (count < block->ncells) {
        block->next = NO_BLOCK;
        if (tails[block->size_class] == NO_BLOCK) heap->classes[block->size_class].partial = b;
        else heap->blocks[tails[block->size_class]].next = b;
        tails[block->size_class] = b;
      }
    }
    if (block->kind == BLOCK_FREE) {
      for (uint32_t i = 0; i < span; i++) dirty_free += heap->blocks[b + i].dirty ? BLOCK_SIZE : 0;
    }
    b += span;
  }
  heap->used = live;
  return dirty_free;
}

static void free_large_mark_stack(Ctx *ctx, Heap *heap) {
  if (heap->mark_cap <= MARK_STACK_KEPT) return;
  memory_free(ctx, heap->mark_stack);
  heap->mark_stack = NULL;
  heap->mark_cap = 0;
}

void heap_collect(Ctx *ctx) {
  Heap *heap = ctx->heap;
  if (heap->collecting || heap->held) return;
  heap->collecting = true;
  heap->collections++;
  if (++heap->round == 0) heap->round = 1;
  for (int c = 0; c <= ALLOC_CLASSES; c++) ctx->alloc[c] = (AllocRun){0};
  memset(heap->runs, 0, sizeof heap->runs);
  for (uint32_t b = 0; b < heap->nblocks; b++) {
    if (heap->blocks[b].kind == BLOCK_CELLS || heap->blocks[b].kind == BLOCK_LARGE)
      memset(mark_bits(heap, b), 0, sizeof(Bitmap));
  }
  size_t dirty_free = 0;
  if (mark_all(ctx)) { /* else the program is to stop, and everything counts as alive */
    run_finalizers(ctx);
    for (size_t i = 0; i < heap->nsweepers; i++) heap->sweepers[i].scan(ctx, heap->sweepers[i].data);
    if (heap->collect_often || FORBIDS_DEAD_CELLS) poison_dead(heap);
    dirty_free = after_marking(heap);
  }
  heap->collecting = false;
  limit_take_stock(ctx);
  /* Enough free pages stay for the next cycle, in which a cell of little more than a block takes two; what is more goes
   * back to the system. */
  if (dirty_free > 2 * heap->threshold) blocks_return_memory(heap);
  free_large_mark_stack(ctx, heap);
}

void heap_reach(Ctx *ctx, HeapReach *reach) {
  Heap *heap = ctx->heap;
  reach->there = reach->sure = 0;
  reach->counting = true;
  heap->reach = reach;
  heap_forget_stale_slots(ctx, NULL);
  heap_collect(ctx);
  heap->reach = NULL;
  for (size_t i = 0; i < heap->nfinalizers; i++) {
    void *cell = heap->finalizers[i].cell;
    if (heap->finalizers[i].fn != reach->fn || !reach->match(cell, reach->of)) continue;
    reach->there++;
    reach->sure += reach->held(cell);
  }
}

bool heap_reach_counting(Ctx *ctx) { return ctx->heap->reach && ctx->heap->reach->counting; }

void heap_reach_each(Ctx *ctx, const HeapReach *reach, void (*each)(Ctx *, void *cell)) {
  Heap *heap = ctx->heap;
  for (size_t i = 0; i < heap->nfinalizers; i++)
    if (heap->finalizers[i].fn == reach->fn && reach->match(heap->finalizers[i].cell, reach->of))
      each(ctx, heap->finalizers[i].cell);
}

static bool table_room(Ctx *ctx, void **table, size_t n, size_t *cap, size_t item) {
  if (n < *cap) return true;
  size_t cap2 = *cap ? *cap * 2 : 16;
  void *grown = memory_resize(ctx, *table, cap2 * item);
  if (!grown) return raise_no_memory(ctx), false;
  *table = grown;
  *cap = cap2;
  return true;
}

bool heap_add_root(Ctx *ctx, Value *location) {
  Heap *heap = ctx->heap;
  if (!table_room(ctx, (void **)&heap->roots, heap->nroots, &heap->roots_cap, sizeof *heap->roots)) return false;
  heap->roots[heap->nroots++] = location;
  return true;
}

void heap_remove_root(Ctx *ctx, Value *location) {
  Heap *heap = ctx->heap;
  for (size_t i = heap->nroots; i-- > 0;) {
    if (heap->roots[i] != location) continue;
    heap->roots[i] = heap->roots[--heap->nroots];
    return;
  }
}

bool heap_add_root_scanner(Ctx *ctx, void (*scan)(Ctx *, void *), void *data) {
  Heap *heap = ctx->heap;
  if (!table_room(ctx, (void **)&heap->scanners, heap->nscanners, &heap->scanners_cap, sizeof *heap->scanners))
    return false;
  heap->scanners[heap->nscanners++] = (RootScanner){scan, data};
  return true;
}

bool heap_add_sweeper(Ctx *ctx, void (*fn)(Ctx *, void *), void *data) {
  Heap *heap = ctx->heap;
  if (!table_room(ctx, (void **)&heap->sweepers, heap->nsweepers, &heap->sweepers_cap, sizeof *heap->sweepers))
    return false;
  heap->sweepers[heap->nsweepers++] = (RootScanner){fn, data};
  return true;
}

void heap_hold(Ctx *ctx, bool held) { ctx->heap->held = held; }

bool heap_add_finalizer(Ctx *ctx, void *cell, void (*fn)(Ctx *, void *cell)) {
  Heap *heap = ctx->heap;
  if (!table_room(ctx, (void **)&heap->finalizers, heap->nfinalizers, &heap->finalizers_cap, sizeof *heap->finalizers))
    return false;
  heap->finalizers[heap->nfinalizers++] = (Finalizer){cell, fn};
  return true;
}

Array *array_new(Ctx *ctx, int64_t cap) {
  if (cap == 0 && ctx->empty_array) return ctx->empty_array;
  if (cap > (int64_t)(SIZE_MAX / 32)) {
    raise_no_memory(ctx);
    return NULL;
  }
  Array *array = heap_alloc(ctx, ctx->shape.array, sizeof(Array) + (size_t)cap * sizeof(Value));
  if (array) array->cap = cap;
  return array;
}

Raw *raw_new(Ctx *ctx, int64_t bytes) {
  if ((uint64_t)bytes > SIZE_MAX / 32) { /* negative: the sum of two sizes was too large */
    raise_no_memory(ctx);
    return NULL;
  }
  Raw *raw = heap_alloc(ctx, ctx->shape.raw, sizeof(Raw) + (size_t)bytes);
  if (raw) raw->cap = bytes;
  return raw;
}
