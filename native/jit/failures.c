/* How often a recording at some place came to nothing: open addressing by place. */
#include "heap/memory.h"
#include "jit/jit.h"
#include <stdlib.h>

typedef struct FailureTable {
  uint32_t mask, used;
  Failure rows[];
} FailureTable;

static Failure *row_of(FailureTable *table, uint64_t key) {
  uint32_t at = (uint32_t)(key * 0x9E3779B97F4A7C15ull >> 32) & table->mask;
  while (table->rows[at].key && table->rows[at].key != key) at = (at + 1) & table->mask;
  return &table->rows[at];
}

static FailureTable *table_of(Ctx *ctx, uint32_t size) {
  FailureTable *table = memory_zeroed(ctx, sizeof *table + size * sizeof(Failure));
  if (table) table->mask = size - 1;
  return table;
}

static void copy_row(FailureTable *to, const Failure *row) {
  *row_of(to, row->key) = *row;
  to->used++;
}

Failure *jit_failure_of(Jit *jit, uint64_t key) {
  FailureTable *table = jit->failures;
  if (!table || table->used * 2 > table->mask) {
    FailureTable *bigger = table_of(jit->ctx, table ? (table->mask + 1) * 2 : 64);
    if (!bigger) return NULL;
    for (uint32_t i = 0; table && i <= table->mask; i++)
      if (table->rows[i].key) copy_row(bigger, &table->rows[i]);
    memory_free(jit->ctx, table);
    jit->failures = table = bigger;
  }
  Failure *row = row_of(table, key);
  if (!row->key) {
    row->key = key;
    table->used++;
  }
  return row;
}

static bool is_gone(Ctx *ctx, const Failure *row) { return !ctx->codes[(row->key >> 32) - 1]; }

void jit_forget_failures(Ctx *ctx, Jit *jit) {
  FailureTable *table = jit->failures;
  uint32_t gone = 0, size = 64;
  for (uint32_t i = 0; table && i <= table->mask; i++) gone += table->rows[i].key && is_gone(ctx, &table->rows[i]);
  if (!gone) return;
  while (size < (table->used - gone) * 4) size *= 2;
  FailureTable *kept = table_of(ctx, size);
  if (!kept) return; /* places of the next code object with that id count as tried: a loss of speed */
  for (uint32_t i = 0; i <= table->mask; i++)
    if (table->rows[i].key && !is_gone(ctx, &table->rows[i])) copy_row(kept, &table->rows[i]);
  memory_free(ctx, table);
  jit->failures = kept;
}
