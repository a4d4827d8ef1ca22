/* malloc with an account. What is charged is the size that malloc really handed out, which it also knows when the
 * memory comes back: no headers of our own. Large blocks are not malloc's (large_blocks.c). */
#include "heap/memory.h"
#include "heap/blocks.h"
#include "heap/large_blocks.h"
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

bool memory_refused(Ctx *ctx) {
  Memory *memory = &ctx->memory;
  if (LIKELY(!(ctx->options.stress & STRESS_ALLOCATIONS))) return false;
  uint64_t request = ++memory->requests;
  if (request < memory->fail_from || request > memory->fail_to) return false;
  memory->refused++;
  return true;
}

void memory_fail(Ctx *ctx, uint64_t skip, uint64_t count) {
  Memory *memory = &ctx->memory;
  memory->fail_from = memory->requests + skip + 1;
  memory->fail_to = count ? memory->fail_from + count - 1 : UINT64_MAX;
  memory->fail_until_raised = count == 0;
}

/* Before the heap exists, and after it has ended, there is no limit to hold. */
static bool has_room(Ctx *ctx, size_t bytes) {
  return !memory_refused(ctx) && (!ctx->heap || limit_has_room(ctx, bytes));
}

static bool is_large(Ctx *ctx, const void *p) { return large_block_is(ctx->memory.large, p); }
static size_t size_of(Ctx *ctx, void *p) { return is_large(ctx, p) ? large_block_size(p) : malloc_usable_size(p); }

static void charge(Ctx *ctx, void *p) {
  ctx->memory.held += size_of(ctx, p);
  if (ctx->heap) limit_held_grew(ctx);
}

/* AddressSanitizer watches what malloc returns. */
static bool wants_large(size_t bytes) { return bytes >= LARGE_BLOCK && !FORBIDS_DEAD_CELLS; }

static void *allocate(Ctx *ctx, size_t bytes, bool zeroed) {
  if (!has_room(ctx, bytes)) return NULL;
  void *p = wants_large(bytes) ? large_block_new(&ctx->memory.large, bytes)
            : zeroed           ? calloc(1, bytes ? bytes : 1)
                               : malloc(bytes ? bytes : 1);
  if (p) charge(ctx, p);
  return p;
}

void *memory_new(Ctx *ctx, size_t bytes) { return allocate(ctx, bytes, false); }
void *memory_zeroed(Ctx *ctx, size_t bytes) { return allocate(ctx, bytes, true); }

/* Between the two kinds of blocks: a copy of a megabyte at most. */
static void *resized(Ctx *ctx, void *p, size_t before, size_t bytes) {
  bool large = is_large(ctx, p);
  if (large && wants_large(bytes)) return large_block_resize(&ctx->memory.large, p, bytes);
  if (!large && !wants_large(bytes)) return realloc(p, bytes ? bytes : 1);
  void *other = large ? malloc(bytes ? bytes : 1) : large_block_new(&ctx->memory.large, bytes);
  if (!other) return NULL;
  memcpy(other, p, before < bytes ? before : bytes);
  if (large) large_block_free(&ctx->memory.large, p);
  else free(p);
  return other;
}

void *memory_resize(Ctx *ctx, void *p, size_t bytes) {
  if (!p) return memory_new(ctx, bytes);
  size_t before = size_of(ctx, p);
  if (!has_room(ctx, bytes > before ? bytes - before : 0)) return NULL;
  void *grown = resized(ctx, p, before, bytes);
  if (!grown) return NULL;
  ctx->memory.held -= before;
  charge(ctx, grown);
  return grown;
}

void memory_free(Ctx *ctx, void *p) {
  if (!p) return;
  bool large = is_large(ctx, p);
  ctx->memory.held -= large ? large_block_size(p) : malloc_usable_size(p);
  if (large) large_block_free(&ctx->memory.large, p);
  else free(p);
}

bool memory_charge(Ctx *ctx, size_t bytes) {
  if (!has_room(ctx, bytes)) return false;
  ctx->memory.held += bytes;
  if (ctx->heap) limit_held_grew(ctx);
  return true;
}

void memory_discharge(Ctx *ctx, size_t bytes) { ctx->memory.held -= bytes; }
