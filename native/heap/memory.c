/* malloc with an account. What is charged is the size that malloc really handed out, which it also knows when the
 * memory comes back: no headers of our own. */
#include "heap/memory.h"
#include "heap/blocks.h"
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

static void charge(Ctx *ctx, void *p) {
  ctx->memory.held += malloc_usable_size(p);
  if (ctx->heap) limit_held_grew(ctx);
}

void *memory_new(Ctx *ctx, size_t bytes) {
  void *p = has_room(ctx, bytes) ? malloc(bytes ? bytes : 1) : NULL;
  if (p) charge(ctx, p);
  return p;
}

void *memory_zeroed(Ctx *ctx, size_t bytes) {
  void *p = has_room(ctx, bytes) ? calloc(1, bytes ? bytes : 1) : NULL;
  if (p) charge(ctx, p);
  return p;
}

void *memory_resize(Ctx *ctx, void *p, size_t bytes) {
  size_t before = p ? malloc_usable_size(p) : 0;
  if (!has_room(ctx, bytes > before ? bytes - before : 0)) return NULL;
  void *grown = realloc(p, bytes ? bytes : 1);
  if (!grown) return NULL;
  ctx->memory.held -= before;
  charge(ctx, grown);
  return grown;
}

void memory_free(Ctx *ctx, void *p) {
  if (!p) return;
  ctx->memory.held -= malloc_usable_size(p);
  free(p);
}

bool memory_charge(Ctx *ctx, size_t bytes) {
  if (!has_room(ctx, bytes)) return false;
  ctx->memory.held += bytes;
  if (ctx->heap) limit_held_grew(ctx);
  return true;
}

void memory_discharge(Ctx *ctx, size_t bytes) { ctx->memory.held -= bytes; }
