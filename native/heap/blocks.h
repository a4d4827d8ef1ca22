/* Private to the collector (heap*.c): one reserved region per context, cut into 64 KB blocks.
 *
 * A block holds cells of one size class, or is part of a run of blocks that holds one large cell. All metadata lives
 * outside of the blocks, in `blocks[]` and `bitmaps[]`, so that equal offsets in many blocks do not fight for the same
 * cache sets.
 *
 * Two bitmaps per block, one bit per 16-byte granule, set at the first granule of a cell:
 *   live  cells that survived the last collection, or lie in a run handed to the allocator since (those not allocated
 * yet have shape 0) mark  what the running collection has reached; becomes `live` when it ends (the two swap by index)
 * So sweeping is nothing but looking for clear bits, done lazily when the allocator wants the next run, and marking
 * never writes into cells. Sticky-mark generations fit in: a minor collection would keep the marks instead of clearing
 * them. */
#pragma once
#include "core/ctx.h"

#define BLOCK_SHIFT 16
#define BLOCK_SIZE ((size_t)1 << BLOCK_SHIFT)
#define GRANULE 16
#define BITMAP_WORDS (BLOCK_SIZE / GRANULE / 64)
#define SMALL_CLASSES (ALLOC_CLASSES + 1) /* by size / 16; class 0 is unused */
#define SIZE_CLASSES (SMALL_CLASSES + 21) /* and the coarse ones */
#define MAX_CLASS_SIZE (BLOCK_SIZE / 2)   /* larger cells get blocks of their own */
#define NO_BLOCK UINT32_MAX

/* In a build with AddressSanitizer, nobody may touch a dead cell until its memory is handed out again. */
#if defined(__has_feature) && __has_feature(address_sanitizer)
#include <sanitizer/asan_interface.h>
#define FORBIDS_DEAD_CELLS 1
#define FORBID(address, bytes) __asan_poison_memory_region(address, bytes)
#define PERMIT(address, bytes) __asan_unpoison_memory_region(address, bytes)
#else
#define FORBIDS_DEAD_CELLS 0
#define FORBID(address, bytes) ((void)(address), (void)(bytes))
#define PERMIT(address, bytes) ((void)(address), (void)(bytes))
#endif

typedef enum BlockKind { BLOCK_FREE, BLOCK_CELLS, BLOCK_LARGE, BLOCK_LARGE_REST } BlockKind;

typedef struct Block {
  uint8_t kind; /* BlockKind */
  uint8_t size_class;
  uint8_t dirty;       /* free block whose memory may be other than zero */
  uint32_t cell_size;  /* BLOCK_LARGE: pages charged for the cell */
  uint32_t reciprocal; /* ceil(2^32 / cell_size): offset * reciprocal >> 32 == offset / cell_size for every offset in a
                          block */
  uint32_t ncells;
  uint32_t run;  /* BLOCK_LARGE: blocks in the run; BLOCK_LARGE_REST: distance to its first block */
  uint32_t next; /* next block with free cells of the same class, or NO_BLOCK */
} Block;
typedef uint64_t Bitmap[BITMAP_WORDS];

typedef struct SizeClass {
  uint32_t cell_size;
  uint32_t partial;  /* list of blocks that may have free cells, not searched since the last collection */
  uint32_t current;  /* block being searched, or NO_BLOCK */
  uint32_t position; /* next cell to look at in it */
} SizeClass;

typedef struct RootScanner {
  void (*scan)(Ctx *, void *);
  void *data;
} RootScanner;
typedef struct Finalizer {
  Cell *cell;
  void (*fn)(Ctx *, void *cell);
} Finalizer;

typedef struct Heap {
  char *base;    /* start of the region, block-aligned */
  size_t in_use; /* bytes from base that ever held blocks: valid cell addresses are below */
  Block *blocks;
  Bitmap (*bitmaps)[2];
  unsigned live; /* index of the live bitmaps; live ^ 1 are the marks */
  size_t committed, reserved, blocks_committed, bitmaps_committed;
  uint32_t nblocks;   /* high-water mark */
  uint32_t nfree;     /* free blocks below it */
  uint32_t free_hint; /* no free block below this one */
  size_t used;        /* live bytes at the last collection + bytes handed out since */
  size_t threshold;   /* collect when `used` would exceed it */
  size_t limit;       /* 0 = none */
  bool ready;         /* start-up is over: collections may run */
  bool collecting;
  bool stress;
  uint64_t collections;
  AllocRun runs[SIZE_CLASSES]; /* of the coarse classes; under STRESS_GC of all */
  SizeClass classes[SIZE_CLASSES];
  uint8_t coarse_class[MAX_CLASS_SIZE / 256 + 1]; /* by (size + 255) / 256 */

  Cell **mark_stack;
  size_t mark_top, mark_cap;
  bool mark_overflow; /* the mark stack could not grow: marked cells must be traced again */

  Value **roots;
  size_t nroots, roots_cap;
  RootScanner *scanners;
  size_t nscanners, scanners_cap;
  Finalizer *finalizers;
  size_t nfinalizers, finalizers_cap;
  char *native_base; /* highest address of the thread's stack, set by ctx_enter */
} Heap;

/* ---- blocks.c ---- */
bool blocks_init(Heap *heap);
void blocks_destroy(Heap *heap);
uint32_t blocks_take(Heap *heap, uint32_t n, bool *dirty);      /* index of the first of n neighbours, or NO_BLOCK */
void blocks_expect_use(Heap *heap, uint32_t first, uint32_t n); /* never touched before; will be, all of it */
void blocks_release(Heap *heap, uint32_t first, uint32_t n);
void blocks_return_memory(Heap *heap); /* gives the pages of free blocks back to the system */
static inline char *block_address(Heap *heap, uint32_t index) { return heap->base + ((size_t)index << BLOCK_SHIFT); }

static inline uint64_t *live_bits(Heap *heap, uint32_t block) { return heap->bitmaps[block][heap->live]; }
static inline uint64_t *mark_bits(Heap *heap, uint32_t block) { return heap->bitmaps[block][heap->live ^ 1]; }

/* ---- mark.c ---- */
void mark_all(Ctx *ctx);                                           /* roots, stacks, everything reachable */
Cell *heap_find_cell(Heap *heap, uintptr_t address, size_t *size); /* cell that contains the address, or NULL */
static inline bool bit_get(const uint64_t *bits, uint32_t i) { return bits[i >> 6] >> (i & 63) & 1; }
static inline void bit_set(uint64_t *bits, uint32_t i) { bits[i >> 6] |= (uint64_t)1 << (i & 63); }
