/* Code objects by id. The table keeps none of them alive: the collector takes a code object that nobody refers to out
 * of it, with the traces anchored there, and its id goes to another one, once JavaScript has heard that it is gone
 * (code_dead_told). */
#include "call/call.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include <stdlib.h>
#include <string.h>

typedef struct CodeIds {
  uint32_t *dead, *free; /* both have room for all ids, so that a collection allocates nothing */
  uint32_t ndead, nfree;
  uint32_t live;
} CodeIds;

static void free_arrays(Ctx *ctx, Code *code) {
  if (!code->unread) memory_free(ctx, code->units);
  memory_free(ctx, code->exc);
  if (!code->blob) memory_free(ctx, code->positions);
  memory_free(ctx, code->local_kinds);
  memory_free(ctx, code->executors);
}

static void sweep(Ctx *ctx, void *data) {
  CodeIds *ids = data;
  uint32_t before = ids->ndead;
  for (uint32_t id = 0; id < ctx->ncodes; id++) {
    Code *code = ctx->codes[id];
    if (!code || heap_is_marked(ctx, VAL(code))) continue;
    if (code->nexecutors && ctx->code_hooks) ctx->code_hooks->died(ctx, code);
    free_arrays(ctx, code);
    ctx->codes[id] = NULL;
    ids->dead[ids->ndead++] = id;
    ids->live--;
  }
  if (ids->ndead != before && ctx->code_hooks) ctx->code_hooks->swept(ctx);
}

static void destroy(Ctx *ctx, void *data) {
  CodeIds *ids = data;
  for (uint32_t id = 0; id < ctx->ncodes; id++)
    if (ctx->codes[id]) free_arrays(ctx, ctx->codes[id]);
  memory_free(ctx, ctx->codes);
  ctx->codes = NULL;
  ctx->ncodes = ctx->codes_cap = 0;
  memory_free(ctx, ids->dead);
  memory_free(ctx, ids->free);
  memory_free(ctx, ids);
  ctx->code_ids = NULL;
}

static CodeIds *ids_of(Ctx *ctx) {
  if (ctx->code_ids) return ctx->code_ids;
  CodeIds *ids = memory_zeroed(ctx, sizeof *ids);
  if (!ids) return NULL;
  if (!ctx_at_destroy(ctx, destroy, ids)) return memory_free(ctx, ids), NULL;
  if (!heap_add_sweeper(ctx, sweep, ids)) return NULL;
  return ctx->code_ids = ids;
}

static bool grow(Ctx *ctx, CodeIds *ids) {
  uint32_t cap = ctx->codes_cap ? ctx->codes_cap * 2 : 64;
  Code **codes = memory_resize(ctx, ctx->codes, cap * sizeof *codes);
  if (codes) ctx->codes = codes;
  uint32_t *dead = memory_resize(ctx, ids->dead, cap * sizeof *dead);
  if (dead) ids->dead = dead;
  uint32_t *free_ids = memory_resize(ctx, ids->free, cap * sizeof *free_ids);
  if (free_ids) ids->free = free_ids;
  if (!codes || !dead || !free_ids) return false;
  ctx->codes_cap = cap;
  return true;
}

bool code_register(Ctx *ctx, Code *code) {
  CodeIds *ids = ids_of(ctx);
  if (!ids || (!ids->nfree && ctx->ncodes == ctx->codes_cap && !grow(ctx, ids))) return raise_no_memory(ctx), false;
  code->id = ids->nfree ? ids->free[--ids->nfree] : ctx->ncodes++;
  ctx->codes[code->id] = code;
  ids->live++;
  return true;
}

uint32_t code_dead(Ctx *ctx, const uint32_t **dead) {
  CodeIds *ids = ctx->code_ids;
  if (!ids) return 0;
  *dead = ids->dead;
  return ids->ndead;
}

void code_dead_told(Ctx *ctx, uint32_t n) {
  CodeIds *ids = ctx->code_ids;
  if (!n) return;
  memcpy(ids->free + ids->nfree, ids->dead, n * sizeof *ids->dead);
  ids->nfree += n;
  ids->ndead -= n;
  memmove(ids->dead, ids->dead + n, ids->ndead * sizeof *ids->dead);
}

uint32_t code_count(Ctx *ctx) { return ctx->code_ids ? ctx->code_ids->live : 0; }
