/* The table of traces, the numbers of their exits, and how a trace ends. */
#include "heap/memory.h"
#include "jit/jit.h"
#include "object/watch.h"
#include <stdlib.h>
#include <string.h>

static uint32_t index_of(const Jit *jit, uint32_t id) {
  uint32_t low = 0, high = jit->ntraces;
  while (low < high) {
    uint32_t middle = (low + high) / 2;
    if (jit->traces[middle]->executor.id < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

Trace *jit_trace(const Jit *jit, uint32_t id) {
  uint32_t i = index_of(jit, id);
  return i < jit->ntraces && jit->traces[i]->executor.id == id ? jit->traces[i] : NULL;
}

bool jit_reserve_exits(Jit *jit, uint32_t n, uint32_t *first) {
  if (n == 0) {
    *first = 0;
    return true;
  }
  size_t start = ranges_take(&jit->free_exits, n);
  if (start == NO_RANGE) {
    uint32_t cap = jit->exits_cap * 2 > jit->exits_cap + n ? jit->exits_cap * 2 : jit->exits_cap + n;
    TraceExit *exits = memory_resize(jit->ctx, jit->exits, cap * sizeof *exits);
    if (!exits) return false;
    jit->exits = exits;
    FreeRange more = ranges_give(&jit->free_exits, jit->exits_cap, cap - jit->exits_cap);
    if (more.size == 0) return false;
    jit->exits_cap = cap;
    start = ranges_take(&jit->free_exits, n);
  }
  memset(&jit->exits[start], 0, n * sizeof *jit->exits);
  jit->nexits += n;
  *first = (uint32_t)start;
  return true;
}

void jit_release_exits(Jit *jit, uint32_t first, uint32_t n) {
  if (n == 0) return;
  memset(&jit->exits[first], 0, n * sizeof *jit->exits);
  ranges_give(&jit->free_exits, first, n);
  jit->nexits -= n;
}

bool jit_room_for_trace(Jit *jit) {
  if (jit->ntraces == jit->traces_cap) {
    uint32_t cap = jit->traces_cap ? jit->traces_cap * 2 : 32;
    Trace **traces = memory_resize(jit->ctx, jit->traces, cap * sizeof *traces);
    if (!traces) return false;
    jit->traces = traces;
    jit->traces_cap = cap;
  }
  if (jit->ntraces + jit->nfreed + 1 > jit->freed_cap) {
    uint32_t cap = 2 * (jit->ntraces + jit->nfreed + 1);
    uint32_t *freed = memory_resize(jit->ctx, jit->freed, cap * sizeof *freed);
    if (!freed) return false;
    jit->freed = freed;
    jit->freed_cap = cap;
  }
  return true;
}

void jit_add_trace(Jit *jit, Trace *trace) {
  trace->executor.id = jit->next_id++;
  jit->traces[jit->ntraces++] = trace;
  jit->installed_bytes += trace->block.size;
  jit->code_bytes += trace->block.size;
  if (trace->kind != ANCHOR_BRIDGE) {
    trace->root = trace;
    return;
  }
  trace->root = jit->exits[trace->parent_exit].trace->root;
  Trace *last = trace->root;
  while (last->next_bridge) last = last->next_bridge;
  last->next_bridge = trace;
}

/* Nothing leads to the trace any more, from other traces or tier 1. */
static void disconnect(Jit *jit, Trace *trace) {
  if (trace->kind != ANCHOR_BRIDGE) jit_clear_anchor(trace);
  jit_unlink(jit, trace);
  jit_forget_jumps(jit, trace);
}

void jit_free_memory(Ctx *ctx, Trace *trace) {
  jit_code_free(ctx, trace->block);
  memory_free(ctx, trace->table);
  memory_free(ctx, trace->jumps);
  memory_free(ctx, trace->roots);
  memory_free(ctx, trace);
}

static void free_trace(Ctx *ctx, Jit *jit, Trace *trace) {
  const ExitTable *table = trace->table;
  uint32_t id = trace->executor.id, i = index_of(jit, id);
  memmove(&jit->traces[i], &jit->traces[i + 1], (--jit->ntraces - i) * sizeof *jit->traces);
  jit->freed[jit->nfreed++] = id;
  if (!trace->valid) jit->ninvalid--;
  if (jit->anchor.kind == ANCHOR_BRIDGE && jit->anchor.exit != NO_EXIT && jit->exits[jit->anchor.exit].trace == trace)
    jit->anchor.exit = NO_EXIT;
  watch_forget(ctx, id);
  jit_release_exits(jit, table->first_exit, table->nexits);
  jit_free_memory(ctx, trace);
}

void jit_free_tree(Ctx *ctx, Trace *root) {
  Jit *jit = ctx->jit;
  disconnect(jit, root);
  for (Trace *trace = root->next_bridge; trace; trace = trace->next_bridge) disconnect(jit, trace);
  root->code->executors[root->slot] = NULL;
  for (Trace *trace = root, *next; trace; trace = next) {
    next = trace->next_bridge;
    free_trace(ctx, jit, trace);
  }
}

void jit_free_bridge(Ctx *ctx, Trace *bridge) {
  Jit *jit = ctx->jit;
  disconnect(jit, bridge);
  Trace **at = &bridge->root->next_bridge;
  while (*at != bridge) at = &(*at)->next_bridge;
  *at = bridge->next_bridge;
  free_trace(ctx, jit, bridge);
}

static void set_invalid(Ctx *ctx, Jit *jit, Trace *trace) {
  if (trace->kind == ANCHOR_BRIDGE) jit_unpatch_bridge(&jit->exits[trace->parent_exit], trace);
  trace->valid = false;
  jit->ninvalid++;
  disconnect(jit, trace);
  watch_forget(ctx, trace->executor.id);
}

static void take_down(Ctx *ctx, Trace *trace) {
  Jit *jit = ctx->jit;
  jit->invalidated++;
  ctx->invalidations++;
  set_invalid(ctx, jit, trace);
  /* Bridges come after what they begin at. That may still run while its bridges are freed. */
  for (Trace *other = trace->root->next_bridge; other; other = other->next_bridge)
    if (other->valid && !jit->exits[other->parent_exit].trace->valid) set_invalid(ctx, jit, other);
  /* A trace that is running leaves at its next check. */
  __atomic_or_fetch(&ctx->pending, PENDING_INVALIDATED, __ATOMIC_SEQ_CST);
}

void jit_remove_bridges(Ctx *ctx, Trace *trace) {
  Jit *jit = ctx->jit;
  for (uint32_t i = 0; i < trace->table->nexits; i++) {
    TraceExit *exit = &jit->exits[trace->table->first_exit + i];
    if (!exit->bridge) continue;
    exit->failures++;
    take_down(ctx, exit->bridge);
  }
}

void jit_invalidate(Ctx *ctx, uint32_t id) {
  Trace *trace = jit_trace(ctx->jit, id);
  if (!trace || !trace->valid) return;
  take_down(ctx, trace);
  if (ctx->host.jit) ctx->host.jit(ctx, ctx->host.data, JIT_EVENT_INVALIDATED, id);
}
