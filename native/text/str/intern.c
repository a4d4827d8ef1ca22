/* Interned strings: one cell per text, so that names are compared by address. Open addressing. The table
 * keeps no string alive: one that only it knows is collected, and leaves a mark in its slot. */
#include "exception/exception.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "text/str.h"
#include "text/text.h"
#include <stdlib.h>

typedef struct Interned {
  Value *slots;
  size_t mask, count, live; /* count: slots in use, those of strings that are gone included */
} Interned;

#define GONE ((Value)1) /* there was a string here: look further */

static void sweep(Ctx *ctx, void *data) {
  Interned *table = data;
  for (size_t i = 0; i <= table->mask; i++) {
    if (table->slots[i] <= GONE || heap_is_marked(ctx, table->slots[i])) continue;
    table->slots[i] = GONE;
    table->live--;
    ctx->names_freed++;
  }
}

static void free_interned(Ctx *ctx, void *data) {
  Interned *table = data;
  ctx->interned = NULL;
  memory_free(ctx, table->slots);
  memory_free(ctx, table);
}

/* Another table, of the same size when many strings are gone. */
static bool interned_grow(Ctx *ctx, Interned *table) {
  size_t mask = table->live * 4 > table->mask ? table->mask * 2 + 1 : table->mask;
  Value *slots = memory_zeroed(ctx, (mask + 1) * sizeof(Value));
  if (!slots) return false;
  for (size_t i = 0; i <= table->mask; i++) {
    Value s = table->slots[i];
    if (s <= GONE) continue;
    size_t j = AS_STR(s)->hash & mask;
    while (slots[j]) j = (j + 1) & mask;
    slots[j] = s;
  }
  memory_free(ctx, table->slots);
  table->slots = slots;
  table->mask = mask;
  table->count = table->live;
  return true;
}

/* The sweeper outlives the table only in ctx_destroy, where no collection runs. */
static Interned *interned_new(Ctx *ctx) {
  Interned *table = memory_zeroed(ctx, sizeof *table);
  if (!table) return NULL;
  table->mask = 2047;
  table->slots = memory_zeroed(ctx, (table->mask + 1) * sizeof(Value));
  if (!table->slots || !ctx_at_destroy(ctx, free_interned, table)) {
    memory_free(ctx, table->slots);
    memory_free(ctx, table);
    return NULL;
  }
  return heap_add_sweeper(ctx, sweep, table) ? ctx->interned = table : NULL;
}

Value str_intern(Ctx *ctx, Value v) {
  if (UNLIKELY(!v)) return V_NULL;
  if (AS_STR(v)->h.flags & STR_INTERNED) return v;
  Interned *table = ctx->interned ? ctx->interned : interned_new(ctx);
  if (!table || (table->count * 2 > table->mask && !interned_grow(ctx, table))) return raise_no_memory(ctx), V_NULL;
  uint64_t hash;
  if (!str_hash_long(ctx, v, &hash)) return V_NULL;
  size_t i = hash & table->mask;
  for (; table->slots[i]; i = (i + 1) & table->mask)
    if (table->slots[i] != GONE && AS_STR(table->slots[i])->hash == hash && str_equal(table->slots[i], v))
      return table->slots[i];
  Value s = str_plain(ctx, v);
  if (!s) return V_NULL;
  if (AS_STR(s)->buffer) { /* a name should not keep a large buffer alive */
    Str *copy = str_alloc(ctx, str_kind(s), str_length(s));
    if (!copy) return V_NULL;
    copy->h.flags = AS_STR(s)->h.flags & STR_ASCII;
    if (!stop_copy(ctx, copy->data, AS_STR(s)->data, (size_t)copy->length * copy->h.aux)) return V_NULL;
    s = VAL(copy);
  }
  AS_STR(s)->hash = hash;
  AS_STR(s)->h.flags |= STR_INTERNED;
  table->slots[i] = s;
  table->count++;
  table->live++;
  return s;
}

Value str_intern_c(Ctx *ctx, const char *ascii) { return str_intern(ctx, str_from_ascii(ctx, ascii)); }

size_t str_interned_count(Ctx *ctx) { return ctx->interned ? ((Interned *)ctx->interned)->live : 0; }
