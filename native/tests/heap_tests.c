/* Tests of the heap and collector, and of what Python programs cannot see: limits, finalizers, interior pointers,
 * shared buffers.
 *
 *   heap_tests [name]     prints "ok NAME" for each test; exits 1 at the first failure */
#include "container/container.h"
#include "exception/exception.h"
#include "heap/blocks.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "text/str.h"
#include "text/text.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define CHECK(condition)                                              \
  do {                                                                \
    if (!(condition)) {                                               \
      fprintf(stderr, "%s:%d: %s\n", __func__, __LINE__, #condition); \
      exit(1);                                                        \
    }                                                                 \
  } while (0)

static Ctx *start(size_t limit, uint32_t stress) {
  Options options = {.memory_limit = limit, .stress = stress, .hash_seed = {1, 2}};
  Host host = {0};
  Ctx *ctx = ctx_new(&options, &host);
  CHECK(ctx);
  return ctx;
}

static uint64_t random_state = 88172645463325252ull;
static uint64_t next_random(void) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  return random_state ^= random_state << 17;
}

static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Arrays of all sizes that point to each other; each remembers its size and number in its first items. */
static void graph(uint32_t stress, int rounds) {
  enum { ROOTS = 64 };
  Ctx *ctx = start(0, stress);
  Value roots[ROOTS] = {0};
  for (int i = 0; i < ROOTS; i++) heap_add_root(ctx, &roots[i]);
  for (int i = 0; i < rounds; i++) {
    int64_t cap = 3 + (int64_t)(next_random() % (next_random() % 50 == 0 ? 20000 : 40));
    Array *a = array_new(ctx, cap);
    CHECK(a && a->cap == cap);
    for (int64_t k = 0; k < cap; k++) CHECK(a->items[k] == V_NULL); /* fresh memory is zero */
    a->items[0] = int_tag(cap);
    a->items[cap - 1] = roots[next_random() % ROOTS];
    if (cap > 3) a->items[1 + next_random() % (uint64_t)(cap - 2)] = roots[next_random() % ROOTS];
    roots[next_random() % ROOTS] = next_random() % 4 ? VAL(a) : V_NULL;
    if (next_random() % 1000 == 0) heap_collect(ctx);
    Value at = roots[next_random() % ROOTS];
    for (int depth = 0; at && depth < 50; depth++) { /* what is reachable must be whole */
      Array *seen = (Array *)at;
      CHECK(seen->h.shape == ctx->shape.array->id);
      CHECK(int_val(seen->items[0]) == seen->cap);
      at = seen->items[seen->cap - 1];
    }
  }
  ctx_destroy(ctx);
}

static void random_graph(void) { graph(0, 60000); }
static void random_graph_stress(void) { graph(STRESS_GC, 3000); }

/* Only a pointer into the middle is left on the stack. */
static __attribute__((noinline)) uint8_t *middle_of_raw(Ctx *ctx) {
  Raw *raw = raw_new(ctx, 100000);
  memset(raw->data, 7, 100000);
  return raw->data + 50000;
}
static void interior_pointers(void) {
  Ctx *ctx = start(0, 0);
  uint8_t *volatile p = middle_of_raw(ctx);
  for (int i = 0; i < 50; i++) {
    heap_collect(ctx);
    CHECK(raw_new(ctx, 100000));
  }
  for (int i = -40000; i < 40000; i++) CHECK(p[i] == 7);
  ctx_destroy(ctx);
}

static int finalized;
static void count_finalized(Ctx *ctx, void *cell) { (void)ctx, (void)cell, finalized++; }
static __attribute__((noinline)) void make_garbage(Ctx *ctx, int n) {
  for (int i = 0; i < n; i++) {
    Array *a = array_new(ctx, 4);
    CHECK(a && heap_add_finalizer(ctx, a, count_finalized));
  }
}
static void finalizers(void) {
  Ctx *ctx = start(0, 0);
  finalized = 0;
  Value kept = VAL(array_new(ctx, 4));
  heap_add_root(ctx, &kept);
  CHECK(heap_add_finalizer(ctx, (void *)kept, count_finalized));
  make_garbage(ctx, 100);
  heap_collect(ctx);
  CHECK(finalized >= 95 && finalized <= 100); /* stale words on the stack may keep a few */
  ctx_destroy(ctx);
  CHECK(finalized == 101);
}

#if FORBIDS_DEAD_CELLS
static char *dead[100], *dead_large[10];
static __attribute__((noinline)) void make_cells_to_die(Ctx *ctx) {
  for (int i = 0; i < 10; i++) CHECK((dead_large[i] = (char *)array_new(ctx, 10000)));
  for (int i = 0; i < 100; i++) CHECK((dead[i] = (char *)array_new(ctx, 4)));
}
/* AddressSanitizer reports whoever touches a dead cell, until its memory is handed out again. */
static void dead_cells(void) {
  Ctx *ctx = start(0, 0);
  make_cells_to_die(ctx);
  heap_collect(ctx);
  int forbidden = 0;
  for (int i = 0; i < 100; i++) forbidden += __asan_address_is_poisoned(dead[i]);
  CHECK(forbidden >= 95); /* stale words on the stack may keep a few */
  forbidden = 0;
  for (int i = 0; i < 10; i++) forbidden += __asan_address_is_poisoned(dead_large[i] + 50000);
  CHECK(forbidden >= 8);
  for (int i = 0; i < 20000; i++) {
    char *cell = (char *)array_new(ctx, 4);
    CHECK(cell && !__asan_region_is_poisoned(cell, sizeof(Array) + 4 * sizeof(Value)));
  }
  ctx_destroy(ctx);
}
#endif

static void take_memory_error(Ctx *ctx) {
  CHECK(ctx->exc && exc_matches(ctx, EXC_MemoryError));
  exc_clear(ctx);
}

/* Until there is no memory; returns how many cells are in the chain. A function of its own: what is left in its frame
 * must not keep the chain alive. */
static __attribute__((noinline)) long grow(Ctx *ctx, Value *chain) {
  for (long cells = 0;; cells++) {
    Array *a = array_new(ctx, 4);
    if (!a) return cells;
    a->items[0] = *chain;
    *chain = VAL(a);
    if (cells % 4 == 0 && !array_new(ctx, 100)) return cells; /* garbage, so that collections free something */
  }
}

/* Over what frames that are gone have left on the stack. */
static __attribute__((noinline)) void clear_stack(void) {
  volatile char frame[1 << 14];
  for (size_t i = 0; i < sizeof frame; i++) frame[i] = 0;
}

/* A list that grows for ever ends in MemoryError, near the limit, without a collection for every page. */
static void limit(void) {
  size_t bytes = (size_t)32 << 20;
  Ctx *ctx = start(bytes, 0);
  Value chain = V_NULL;
  heap_add_root(ctx, &chain);
  long cells = grow(ctx, &chain);
  clear_stack();
  take_memory_error(ctx);
  CHECK(heap_used(ctx) <= bytes);
  CHECK((size_t)cells * 48 > bytes / 2);
  CHECK(ctx->heap->collections < 60);
  chain = V_NULL; /* there is memory again when it is let go */
  for (int i = 0; i < 100000; i++) CHECK(array_new(ctx, 10));
  CHECK(!raw_new(ctx, (int64_t)bytes * 2));
  take_memory_error(ctx);
  CHECK(!raw_new(ctx, (int64_t)1 << 46));
  take_memory_error(ctx);
  CHECK(raw_new(ctx, (int64_t)bytes / 2));
  ctx_destroy(ctx);
}

/* Collections of a large live heap: the cost per allocated byte stays bounded. */
static void large_live_heap(void) {
  Ctx *ctx = start(0, 0);
  Value list = list_new(ctx, 0);
  heap_add_root(ctx, &list);
  for (int i = 0; i < 1000000; i++) {
    Value item = tuple_new(ctx, 2);
    CHECK(item && list_append(ctx, list, item));
  }
  uint64_t before = ctx->heap->collections;
  double start_time = seconds();
  for (int i = 0; i < 2000000; i++) CHECK(array_new(ctx, 2));
  CHECK(ctx->heap->collections - before <= 4);
  CHECK(seconds() - start_time < 5);
  ctx_destroy(ctx);
}

/* s += x: old strings keep their text, the buffer is shared, the work is linear. */
static void append_chain(void) {
  Ctx *ctx = start(0, 0);
  Value s = ctx->empty_str, half = V_NULL;
  heap_add_root(ctx, &s);
  heap_add_root(ctx, &half);
  double start_time = seconds();
  for (int i = 0; i < 1000000; i++) {
    s = str_concat(ctx, s, ctx->chars['a' + i % 26]);
    if (i == 500000) half = s;
  }
  CHECK(seconds() - start_time < 5);
  CHECK(str_length(s) == 1000000 && str_length(half) == 500001);
  for (int i = 0; i < 1000000; i += 997) CHECK(str_at(s, i) == (uint32_t)('a' + i % 26));
  Value branch = str_concat(ctx, half, ctx->chars['!']); /* half's end is taken: a new buffer */
  CHECK(str_at(branch, 500001) == '!' && str_at(s, 500001) == (uint32_t)('a' + 500001 % 26));
  Value wide = str_concat(ctx, s, str_from_codepoint(ctx, 0x4e2d));
  CHECK(str_kind(wide) == 2 && str_at(wide, 1000000) == 0x4e2d && str_at(wide, 3) == 'd');
  CHECK(str_kind(str_substring(ctx, wide, 0, 10)) == 1);
  ctx_destroy(ctx);
}

static void interning(void) {
  Ctx *ctx = start(0, 0);
  for (int i = 0; i < 20000; i++) {
    Value a = str_intern(ctx, str_format_c(ctx, "name%d", i));
    CHECK(a && a == str_intern(ctx, str_format_c(ctx, "name%d", i)));
  }
  CHECK(str_intern_c(ctx, "__init__") == NAME(__init__) && str_intern_c(ctx, "x") == ctx->chars['x']);
  ctx_destroy(ctx);
}

static void formatting(void) {
  Ctx *ctx = start(0, 0);
  Value s = str_format_c(ctx, "%s|%d|%lld|%zu|%c|%x|%5.2d|%U|%R|%T|%%", "a\xc3\xa9", -5, 1ll << 60, (size_t)7, 0x1f600,
                         255, 3, NAME(__init__), int_tag(42), V_NONE);
  size_t n;
  char *text = str_to_utf8(ctx, s, &n);
  CHECK(strcmp(text, "a\xc3\xa9|-5|1152921504606846976|7|\xf0\x9f\x98\x80|ff|   03|__init__|42|NoneType|%") == 0);
  free(text);
  ctx_destroy(ctx);
}

/* Contexts come and go, and do not disturb each other. */
static void many_contexts(void) {
  Ctx *kept = start(0, 0);
  Value s = str_intern_c(kept, "kept alive");
  for (int i = 0; i < 50; i++) {
    Ctx *ctx = start((size_t)16 << 20, 0);
    for (int k = 0; k < 1000; k++) CHECK(array_new(ctx, k));
    ctx_destroy(ctx);
  }
  heap_collect(kept);
  CHECK(s == str_intern_c(kept, "kept alive"));
  ctx_destroy(kept);
}

/* Memory outside cells, of sizes on both sides of LARGE_BLOCK: what was written stays, and all of it is given back. */
static void large_blocks(void) {
  enum { BLOCKS = 24, ROUNDS = 400 };
  Ctx *ctx = start(0, 0);
  size_t before = ctx->memory.held, sizes[BLOCKS] = {0};
  uint8_t *blocks[BLOCKS] = {0};
  for (int i = 0; i < ROUNDS; i++) {
    int k = (int)(next_random() % BLOCKS);
    uint8_t mark = (uint8_t)(k + 1);
    size_t size = (size_t)(next_random() % (next_random() % 4 ? 3 << 20 : 40 << 20)) + 1;
    if (blocks[k] && next_random() % 3) {
      uint8_t *grown = memory_resize(ctx, blocks[k], size);
      CHECK(grown);
      size_t kept = size < sizes[k] ? size : sizes[k];
      CHECK(grown[0] == mark && (kept < sizes[k] || grown[kept - 1] == mark));
      blocks[k] = grown;
    } else {
      if (blocks[k]) CHECK(blocks[k][0] == mark && blocks[k][sizes[k] - 1] == mark);
      memory_free(ctx, blocks[k]);
      blocks[k] = memory_zeroed(ctx, size);
      CHECK(blocks[k] && !blocks[k][0] && !blocks[k][size / 2] && !blocks[k][size - 1]);
    }
    CHECK(ctx->memory.held > before);
    blocks[k][0] = blocks[k][size - 1] = mark;
    sizes[k] = size;
  }
  for (int k = 0; k < BLOCKS; k++) memory_free(ctx, blocks[k]);
  CHECK(ctx->memory.held == before);
  CHECK(!memory_new(ctx, SIZE_MAX / 2) && !memory_zeroed(ctx, (size_t)1 << 60));
  ctx_destroy(ctx);
}

static const struct {
  const char *name;
  void (*run)(void);
} tests[] = {
    {"random graph", random_graph},
    {"random graph under stress", random_graph_stress},
    {"interior pointers", interior_pointers},
    {"finalizers", finalizers},
    {"limit", limit},
    {"large live heap", large_live_heap},
    {"append chain", append_chain},
    {"interning", interning},
    {"formatting", formatting},
    {"many contexts", many_contexts},
    {"large blocks", large_blocks},
#if FORBIDS_DEAD_CELLS
    {"dead cells", dead_cells},
#endif
};

int main(int argc, char **argv) {
  for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
    if (argc > 1 && strcmp(argv[1], tests[i].name) != 0) continue;
    double from = seconds();
    tests[i].run();
    printf("ok %s\n", tests[i].name);
    if (getenv("TIMES")) fprintf(stderr, "%s: %.3f s\n", tests[i].name, seconds() - from);
  }
  return 0;
}
