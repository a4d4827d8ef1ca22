/* Which traces are freed while their code objects live: invalid ones, and, when code memory is short, those that nobody
 * uses.
 *
 * Where a trace may be freed: before a recording starts, and when control leaves the context; not while an exit is
 * being taken, whose tables are read. A trace runs when it has called C code that has not returned, so some word of the
 * C stack points into its code; there is no other way to come back to it.
 *
 * Eviction is a clock with two hands over the root traces, oldest first; a tree goes as a whole. When half of the
 * memory is in use, the first hand starts: it makes traces *suspect*, which cuts the jumps into them, so that whoever
 * uses one is seen, at the cost of one way through tier 1 (jit_acquit). It has gone round once when memory is full. The
 * second hand takes what is still suspect. If that is not enough, all is in use: then it takes any, and the places are
 * recorded less and less often, as if the recordings had failed, until what is left fits in. */
#include "heap/heap.h"
#include "jit/jit.h"

#define ROOM ((size_t)1 << 20) /* bytes that a recording finds free when it starts; less in a small code memory */
#define MAX_RUNNING 512

/* Addresses in code memory that are on the C stack. */
typedef struct Running {
  uintptr_t at[MAX_RUNNING];
  uint32_t n;
  bool many; /* more than fit: all traces count as running */
} Running;

static void see_word(void *data, uintptr_t word) {
  Running *running = data;
  if (!code_memory_contains((const void *)word)) return;
  if (running->n && running->at[running->n - 1] == word) return;
  if (running->n == MAX_RUNNING) running->many = true;
  else running->at[running->n++] = word;
}

static void find_running(Ctx *ctx, Running *running) {
  running->n = 0;
  running->many = false;
  if (ctx->frame) heap_scan_native_stack(ctx, see_word, running);
}

static bool runs(const Running *running, const Trace *trace) {
  uintptr_t start = (uintptr_t)trace->block.exec;
  if (running->many) return true;
  for (uint32_t i = 0; i < running->n; i++)
    if (running->at[i] - start < trace->block.size) return true;
  return false;
}

static bool tree_runs(const Running *running, const Trace *root) {
  for (const Trace *trace = root; trace; trace = trace->next_bridge)
    if (runs(running, trace)) return true;
  return false;
}

static void free_invalid(Ctx *ctx, Jit *jit, const Running *running) {
  /* From the end: what is freed comes after what is still to be looked at, for bridges are younger than their roots. */
  for (uint32_t i = jit->ntraces; jit->ninvalid && i-- > 0;) {
    if (i >= jit->ntraces) continue;
    Trace *trace = jit->traces[i];
    if (trace->valid) continue;
    if (trace->kind == ANCHOR_BRIDGE) {
      if (trace->root->valid && !runs(running, trace)) jit_free_bridge(ctx, trace);
    } else if (!tree_runs(running, trace)) {
      jit_free_tree(ctx, trace);
    }
  }
}

void jit_reclaim(Ctx *ctx) {
  Jit *jit = ctx->jit;
  if (!jit || !jit->ninvalid) return;
  Running running;
  find_running(ctx, &running);
  free_invalid(ctx, jit, &running);
}

void jit_acquit(Trace *trace) {
  trace->suspect = false;
  if (jit_is_cut(trace)) return;
  jit_restore(trace);
  if (trace->kind == ANCHOR_ENTRY && trace->anchored) jit_set_anchor(trace);
}

static void suspect(Jit *jit, Trace *trace) {
  if (trace->suspect || !trace->valid || trace->role == WATCHED) return;
  trace->suspect = true;
  trace->entries = 0;
  jit_cut(jit, trace);
  Code *code = trace->code;
  if (code->native_entry == (void *)trace->code_entry) code->native_entry = JIT_TIER_ONE_ENTRY;
}

/* The first root trace with an id above `hand`; the first of all after the last. */
static Trace *next_root(const Jit *jit, uint32_t hand) {
  for (int round = 0; round < 2; round++) {
    for (uint32_t i = 0; i < jit->ntraces; i++) {
      Trace *trace = jit->traces[i];
      if (trace->kind != ANCHOR_BRIDGE && (round || trace->executor.id > hand)) return trace;
    }
  }
  return NULL;
}

static size_t tree_bytes(const Trace *root) {
  size_t bytes = 0;
  for (const Trace *trace = root; trace; trace = trace->next_bridge) bytes += trace->block.size;
  return bytes;
}

/* Goes on by twice the bytes that were installed since: half of the memory is left when it starts. */
static void move_first_hand(Jit *jit) {
  size_t way = 2 * jit->installed_bytes;
  jit->installed_bytes = 0;
  for (uint32_t n = jit->ntraces; way && n; n--) {
    Trace *trace = next_root(jit, jit->suspecting);
    if (!trace) return;
    suspect(jit, trace);
    jit->suspecting = trace->executor.id;
    size_t bytes = tree_bytes(trace);
    way -= bytes < way ? bytes : way;
  }
}

static void evict(Ctx *ctx, Jit *jit, Trace *root) {
  if (root->valid && (!root->suspect || root->entries)) {
    Failure *failure = jit_failure_of(jit, place_key(root->code->id, root->unit));
    if (failure && failure->count < MAX_FAILURES) failure->skip = (1u << ++failure->count) - 1;
  }
  jit->evicted++;
  jit_free_tree(ctx, root);
}

/* One round of the second hand; `any`: also of what is used. */
static void move_second_hand(Ctx *ctx, Jit *jit, const Running *running, const Trace *keep, size_t wanted, bool any) {
  for (uint32_t n = jit->ntraces; n && code_memory_room() < wanted; n--) {
    Trace *trace = next_root(jit, jit->evicting);
    if (!trace) return;
    jit->evicting = trace->executor.id;
    if (trace == keep || tree_runs(running, trace)) continue;
    bool unused = !trace->valid || (trace->suspect && !trace->entries);
    if (unused || any) evict(ctx, jit, trace);
    else if (trace->suspect) jit_acquit(trace);
  }
}

void jit_make_room(Ctx *ctx, const Trace *keep) {
  Jit *jit = ctx->jit;
  size_t limit = code_memory_limit(), wanted = limit / 8 < ROOM ? limit / 8 : ROOM;
  if (code_memory_used() < limit / 2) {
    jit->installed_bytes = 0;
    if (jit->ninvalid > 16) jit_reclaim(ctx);
    return;
  }
  move_first_hand(jit);
  if (code_memory_room() >= wanted) return;
  Running running;
  find_running(ctx, &running);
  free_invalid(ctx, jit, &running);
  move_second_hand(ctx, jit, &running, keep, wanted, false);
  move_second_hand(ctx, jit, &running, keep, wanted, true);
}
