/* Private to the heap room: one reserved region per context, cut into 64 KB blocks.
 *
 * A block holds cells of one size class, or is part of a run of blocks that holds one large cell. All metadata is
 * outside the blocks, in `blocks[]` and `bitmaps[]`, so that equal offsets in many blocks do not compete for the same
 * cache sets.
 *
 * Two bitmaps per block, one bit per 16-byte granule, set at the first granule of a cell:
 *
 *   live  cells that survived the last collection, and everything in runs given to the allocator since
 *         then, where a cell that is not allocated yet has shape 0
 *   mark  what the running collection has reached; it becomes `live` when the collection ends (an index
 *         swaps the two)
 *
 * So sweeping is looking for clear bits, done only when the allocator wants the next run, and marking never writes into
 * cells. Generations with sticky marks would fit in: a minor collection would keep the marks, not clear them. */
#pragma once
#include "core/ctx.h"

#define BLOCK_SHIFT 16
#define BLOCK_SIZE ((size_t)1 << BLOCK_SHIFT)
#define GRANULE 16
#define BITMAP_WORDS (BLOCK_SIZE / GRANULE / 64)
#define SMALL_CLASSES (ALLOC_CLASSES + 1) /* by size / 16; class 0 is unused */
#define SIZE_CLASSES (SMALL_CLASSES + 21) /* and 21 coarse ones */
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
  uint8_t dirty;      /* a free block whose memory may not be zero */
  uint32_t cell_size; /* BLOCK_LARGE: pages charged for the cell */
  /* ceil(2^32 / cell_size): offset * reciprocal >> 32 == offset / cell_size for every offset in a block */
  uint32_t reciprocal;
  uint32_t ncells;
  uint32_t run;  /* BLOCK_LARGE: blocks in the run; BLOCK_LARGE_REST: distance to its first block */
  uint32_t next; /* next block with free cells of the same class, or NO_BLOCK */
} Block;
typedef uint64_t Bitmap[BITMAP_WORDS];

typedef struct SizeClass {
  uint32_t cell_size;
  uint32_t partial;  /* list of blocks that may have free cells and were not searched since the last collection */
  uint32_t current;  /* block being searched, or NO_BLOCK */
  uint32_t position; /* next cell to look at in it */
  bool unused;       /* all its cells from there on are free */
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
  Ctx *ctx;      /* whose heap it is */
  char *base;    /* start of the region, block-aligned */
  size_t in_use; /* bytes from base that were ever part of a block: valid cell addresses are below */
  Block *blocks;
  Bitmap (*bitmaps)[2];
  unsigned live; /* index of the live bitmaps; live ^ 1 are the marks */
  size_t committed, reserved, blocks_committed, bitmaps_committed;
  uint32_t nblocks;   /* high-water mark */
  uint32_t nfree;     /* free blocks below it */
  uint32_t free_hint; /* no free block below this one */
  size_t used;        /* bytes alive after the last collection + bytes handed out since */
  size_t threshold;   /* collect when `used` would exceed it */
  size_t limit;       /* 0 = none */
  size_t reserve;     /* half of what is kept back below the limit until MemoryError has been raised, see limit.c */
  uint8_t reserves_open;
  bool ready; /* start-up is over, collections may run */
  bool collecting;
  bool held;          /* heap_hold */
  bool raising;       /* a MemoryError is being made */
  bool collect_often; /* STRESS_GC */
  bool one_by_one;    /* every cell comes through heap_alloc_slow */
  uint64_t collections;
  uint64_t stress_requests;    /* under STRESS_GC, see limit_stress */
  uint64_t stress_due;         /* the request that collects next */
  uint32_t round;              /* number of the running collection, never 0 */
  AllocRun runs[SIZE_CLASSES]; /* of the coarse classes; of all when one_by_one */
  SizeClass classes[SIZE_CLASSES];
  uint8_t coarse_class[MAX_CLASS_SIZE / 256 + 1]; /* by (size + 255) / 256 */

  Cell **mark_stack;
  size_t mark_top, mark_cap;
  bool mark_overflow; /* the mark stack could not grow: marked cells must be traced again */
  bool mark_given_up; /* within a large cell */

  Value **roots;
  size_t nroots, roots_cap;
  RootScanner *scanners;
  size_t nscanners, scanners_cap;
  RootScanner *sweepers;
  size_t nsweepers, sweepers_cap;
  struct HeapReach *reach;         /* heap/reach.h: asked for by this collection, or NULL */
  struct Unreachable *unreachable; /* heap/unreachable.h: somebody counts what collections find, or NULL */
  bool counting;                   /* and the running one is to look for dead cycles */
  Finalizer *finalizers;
  size_t nfinalizers, finalizers_cap;
  /* finalization.c: three arrays of `finalizable_cap` */
  Value *finalizable, *due, *ordered;
  size_t nfinalizable, ndue, due_taken, finalizable_cap;
  bool finalizing;   /* somebody is taking from the queue */
  char *native_base; /* highest address of the thread's stack, set by ctx_enter */
} Heap;

/* ---- limit.c ---- */
void limit_init(Ctx *ctx);
bool limit_make_room(Ctx *ctx, size_t bytes); /* for cells; may collect */
bool limit_has_room(Ctx *ctx, size_t bytes);  /* for memory outside the cells; may collect */
void limit_stress(Ctx *ctx);                  /* a request under STRESS_GC: may collect */
void limit_held_grew(Ctx *ctx);               /* ctx->memory.held has grown: cells may take so much less */
void limit_take_stock(Ctx *ctx);              /* a collection has ended */

/* ---- blocks.c ---- */
bool blocks_init(Heap *heap);
void blocks_destroy(Heap *heap);
uint32_t blocks_take(Heap *heap, uint32_t n, bool *dirty); /* index of the first of n adjacent blocks, or NO_BLOCK */
/* a hint: this memory was never touched and will be used whole */
void blocks_expect_use(Heap *heap, uint32_t first, uint32_t n);
void blocks_release(Heap *heap, uint32_t first, uint32_t n);
void blocks_return_memory(Heap *heap); /* returns the pages of free blocks to the system */
static inline char *block_address(Heap *heap, uint32_t index) { return heap->base + ((size_t)index << BLOCK_SHIFT); }

static inline uint64_t *live_bits(Heap *heap, uint32_t block) { return heap->bitmaps[block][heap->live]; }
static inline uint64_t *mark_bits(Heap *heap, uint32_t block) { return heap->bitmaps[block][heap->live ^ 1]; }

/* ---- mark.c ---- */
bool mark_all(Ctx *ctx); /* roots, stacks, everything reachable; false: given up, because the program is to stop */
void mark_trace(Ctx *ctx, Cell *cell); /* marks what it refers to, and pushes it */
bool mark_drain(Ctx *ctx);             /* marks everything reachable from what has been pushed; false: given up */
bool mark_gives_up(Ctx *ctx);          /* is the program to stop? */
Cell *heap_find_cell(Heap *heap, uintptr_t address, size_t *size); /* cell that contains the address, or NULL */
static inline bool bit_get(const uint64_t *bits, uint32_t i) { return bits[i >> 6] >> (i & 63) & 1; }
static inline void bit_set(uint64_t *bits, uint32_t i) { bits[i >> 6] |= (uint64_t)1 << (i & 63); }
