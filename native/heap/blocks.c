/* The region of a heap: reserved at once, committed in growing steps, handed out in runs of blocks, first fit. */
#include "heap/blocks.h"
#include <sys/mman.h>

#define REGION_BYTES ((size_t)64 << 30)
#define REGION_MIN ((size_t)16 << 20)
#define COMMIT_MIN ((size_t)1 << 20)
#define COMMIT_MAX ((size_t)32 << 20)
#define HUGE_FROM ((size_t)4 << 20)

static void *reserve(size_t bytes) {
  void *p = mmap(NULL, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return p == MAP_FAILED ? NULL : p;
}

/* Address space may be limited (ulimit -v, small containers): asks for half as much until it is granted. */
bool blocks_init(Heap *heap) {
  for (size_t bytes = REGION_BYTES; bytes >= REGION_MIN; bytes /= 2) {
    size_t n = bytes / BLOCK_SIZE;
    char *region = reserve(bytes + BLOCK_SIZE);
    void *blocks = region ? reserve(n * sizeof(Block)) : NULL;
    void *bitmaps = blocks ? reserve(n * sizeof(Bitmap[2])) : NULL;
    if (!bitmaps) {
      if (region) munmap(region, bytes + BLOCK_SIZE);
      if (blocks) munmap(blocks, n * sizeof(Block));
      continue;
    }
    uintptr_t aligned = ((uintptr_t)region + BLOCK_SIZE - 1) & ~(uintptr_t)(BLOCK_SIZE - 1);
    size_t front = aligned - (uintptr_t)region;
    if (front) munmap(region, front);
    if (front < BLOCK_SIZE) munmap((char *)aligned + bytes, BLOCK_SIZE - front);
    heap->base = (char *)aligned;
    heap->reserved = bytes;
    heap->blocks = blocks;
    heap->bitmaps = bitmaps;
    return true;
  }
  return false;
}

void blocks_destroy(Heap *heap) {
  size_t n = heap->reserved / BLOCK_SIZE;
  PERMIT(heap->base, heap->in_use);
  munmap(heap->base, heap->reserved);
  munmap(heap->blocks, n * sizeof(Block));
  munmap(heap->bitmaps, n * sizeof(Bitmap[2]));
}

static bool commit(char *base, size_t *committed, size_t reserved, size_t wanted) {
  if (wanted <= *committed) return true;
  if (wanted > reserved) return false;
  size_t step = *committed < COMMIT_MIN ? COMMIT_MIN : *committed > COMMIT_MAX ? COMMIT_MAX : *committed;
  size_t target = *committed + step > wanted ? *committed + step : wanted;
  target = (target + 4095) & ~(size_t)4095;
  if (target > reserved) target = reserved;
  if (mprotect(base + *committed, target - *committed, PROT_READ | PROT_WRITE)) return false;
  *committed = target;
  return true;
}

static bool grow(Heap *heap, uint32_t n) {
  size_t total = (size_t)heap->nblocks + n;
  if (!commit(heap->base, &heap->committed, heap->reserved, total * BLOCK_SIZE)) return false;
  size_t max = heap->reserved / BLOCK_SIZE;
  if (!commit((char *)heap->blocks, &heap->blocks_committed, max * sizeof(Block), total * sizeof(Block))) return false;
  if (!commit((char *)heap->bitmaps, &heap->bitmaps_committed, max * sizeof(Bitmap[2]), total * sizeof(Bitmap[2])))
    return false;
  heap->nblocks = total;
  heap->in_use = total * BLOCK_SIZE;
  return true;
}

uint32_t blocks_take(Heap *heap, uint32_t n, bool *dirty) {
  uint32_t first = NO_BLOCK;
  *dirty = false;
  if (heap->nfree >= n) {
    uint32_t length = 0;
    bool at_hint = true;
    for (uint32_t i = heap->free_hint; i < heap->nblocks; i++) {
      if (heap->blocks[i].kind != BLOCK_FREE) {
        length = 0;
        if (at_hint) heap->free_hint = i + 1;
        continue;
      }
      at_hint = false;
      if (++length == n) {
        first = i + 1 - n;
        break;
      }
    }
  }
  if (first == NO_BLOCK) {
    /* Free blocks at the very end are the start of the new run. */
    uint32_t tail = 0;
    while (tail < n && tail < heap->nblocks && heap->blocks[heap->nblocks - 1 - tail].kind == BLOCK_FREE) tail++;
    first = heap->nblocks - tail;
    if (!grow(heap, n - tail)) return NO_BLOCK;
    heap->nfree -= tail;
  } else {
    heap->nfree -= n;
  }
  for (uint32_t i = first; i < first + n; i++) {
    *dirty |= heap->blocks[i].dirty;
    heap->blocks[i].dirty = false;
    heap->blocks[i].kind = BLOCK_LARGE_REST;
  }
  PERMIT(block_address(heap, first), n * BLOCK_SIZE);
  return first;
}

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23 /* Linux 5.14 */
#endif

/* A page fault costs more than filling the page, in virtual machines twenty times as much: the pages of what will be
 * written from end to end come at once, those of very large cells as huge pages when they are first touched. Only a
 * hint: an old kernel refuses. */
void blocks_expect_use(Heap *heap, uint32_t first, uint32_t n) {
  size_t bytes = n * BLOCK_SIZE;
  (void)madvise(block_address(heap, first), bytes, bytes >= HUGE_FROM ? MADV_HUGEPAGE : MADV_POPULATE_WRITE);
}

void blocks_release(Heap *heap, uint32_t first, uint32_t n) {
  for (uint32_t i = first; i < first + n; i++) {
    heap->blocks[i].kind = BLOCK_FREE;
    heap->blocks[i].dirty = true;
  }
  heap->nfree += n;
  if (first < heap->free_hint) heap->free_hint = first;
}

void blocks_return_memory(Heap *heap) {
  for (uint32_t i = 0; i < heap->nblocks;) {
    uint32_t first = i;
    while (i < heap->nblocks && heap->blocks[i].kind == BLOCK_FREE && heap->blocks[i].dirty) i++;
    if (i == first) {
      i++;
      continue;
    }
    if (madvise(block_address(heap, first), (size_t)(i - first) * BLOCK_SIZE, MADV_DONTNEED)) continue;
    for (uint32_t k = first; k < i; k++) heap->blocks[k].dirty = false;
  }
}
