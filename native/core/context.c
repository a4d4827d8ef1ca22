/* The life of a context: everything hangs off Ctx, and goes with it. */
#define _GNU_SOURCE
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "heap/blocks.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "host/host.h"
#include "import/import.h"
#include "interp/interp.h"
#include "number/number.h"
#include "object/object.h"
#include "object/weakref.h"
#include "text/text.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define DEFAULT_STACK_WORDS ((uint32_t)4 << 20) /* 32 MB of address space; pages are touched as the stack grows */
#define STACK_PART 8                            /* of the memory limit: once touched, its pages stay */
#define STACK_MIN_WORDS ((uint32_t)1 << 16)
#define STACK_RESERVE_WORDS 4096 /* left above stack_limit: the last frame's callees may spill without a check */
#define C_STACK_MARGIN ((size_t)192 << 10) /* room for C code and signal handlers below c_stack_limit */
#define C_STACK_MAX ((size_t)64 << 20)

typedef struct DestroyHook {
  void (*fn)(Ctx *, void *);
  void *data;
  struct DestroyHook *next;
} DestroyHook;

/* A list of all contexts' hooks would need a lock, so each context has its own, next to the Ctx. */
typedef struct ContextBlock {
  Ctx ctx;
  DestroyHook *hooks;
  size_t stack_bytes;
} ContextBlock;

bool ctx_at_destroy(Ctx *ctx, void (*fn)(Ctx *, void *), void *data) {
  ContextBlock *block = (ContextBlock *)ctx;
  DestroyHook *hook = memory_new(ctx, sizeof *hook);
  if (!hook) return false;
  *hook = (DestroyHook){fn, data, block->hooks};
  block->hooks = hook;
  return true;
}

/* Bounds of the calling thread's stack. They are kept per thread, because glibc parses /proc/self/maps for the main
 * one. */
static bool thread_stack(char **low, char **high) {
  static __thread char *known_low, *known_high;
  if (!known_high) {
    pthread_attr_t attributes;
    void *address;
    size_t size;
    if (pthread_getattr_np(pthread_self(), &attributes)) return false;
    int failed = pthread_attr_getstack(&attributes, &address, &size);
    pthread_attr_destroy(&attributes);
    if (failed) return false;
    known_low = address;
    known_high = known_low + size;
  }
  *low = known_low;
  *high = known_high;
  return true;
}

bool ctx_enter(Ctx *ctx) {
  char *low, *high;
  if (!thread_stack(&low, &high)) return false;
  if ((size_t)(high - low) > C_STACK_MAX) low = high - C_STACK_MAX; /* unlimited stacks */
  ctx->c_stack_limit = low + C_STACK_MARGIN;
  ctx->heap->native_base = (char *)((uintptr_t)high & ~(uintptr_t)7);
  return true;
}

static bool stack_new(Ctx *ctx) {
  size_t words = ctx->options.stack_words ? ctx->options.stack_words : DEFAULT_STACK_WORDS;
  size_t limit = ctx->options.memory_limit / sizeof(Value) / STACK_PART;
  if (limit && words > limit) words = limit;
  if (words < STACK_MIN_WORDS) words = STACK_MIN_WORDS;
  size_t bytes = (words * sizeof(Value) + 4095) & ~(size_t)4095;
  void *stack = memory_refused(ctx)
                    ? MAP_FAILED
                    : mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (stack == MAP_FAILED) return false;
  ((ContextBlock *)ctx)->stack_bytes = bytes;
  ctx->stack_base = ctx->stack_top = stack;
  ctx->stack_limit = ctx->stack_base + words - STACK_RESERVE_WORDS;
  return true;
}

static bool start_up(Ctx *ctx) {
  interp_startup(ctx);
  return weakref_startup(ctx) && class_startup(ctx) && str_startup(ctx) && number_startup(ctx) &&
         container_startup(ctx) && exception_startup(ctx) && stop_startup(ctx) && function_startup(ctx) &&
         callables_pickle(ctx) && generator_startup(ctx) && frame_object_startup(ctx) && import_startup(ctx) &&
         interp_caches_startup(ctx);
}

Ctx *ctx_new(const Options *options, const Host *host) {
  Ctx *ctx = aligned_alloc(64, (sizeof(ContextBlock) + 63) & ~(size_t)63);
  if (!ctx) return NULL;
  memset(ctx, 0, sizeof(ContextBlock));
  if (options) ctx->options = *options;
  if (host) ctx->host = *host;
  if (ctx->options.fail_request) memory_fail(ctx, ctx->options.fail_request - 1, ctx->options.fail_count);
  ctx->recursion_limit = ctx->options.recursion_limit ? ctx->options.recursion_limit : 1000;
  ctx->next_version = 1;
  ctx->int_max_str_digits = 4300;
  ctx->handled = V_NONE;
  if (!stack_new(ctx) || !heap_init(ctx) || !ctx_enter(ctx) || !start_up(ctx)) {
    ctx_destroy(ctx);
    return NULL;
  }
  ctx->heap->ready = true;
  return ctx;
}

size_t ctx_destroy(Ctx *ctx) {
  if (!ctx) return 0;
  ContextBlock *block = (ContextBlock *)ctx;
  for (DestroyHook *hook = block->hooks, *next; hook; hook = next) {
    next = hook->next;
    hook->fn(ctx, hook->data);
    memory_free(ctx, hook);
  }
  if (ctx->io) io_destroy(ctx);
  memory_free(ctx, ctx->repr_stack);
  heap_destroy(ctx);
  shapes_destroy(ctx);
  if (ctx->stack_base) munmap(ctx->stack_base, block->stack_bytes);
  size_t left = ctx->memory.held;
  free(ctx);
  return left;
}
