/* Traces that only cost time: nearly always left close to their entry, where no bridge begins.
 *
 * A trace that has been left early for a while is *watched*: the ways into it that would not be counted are cut. If
 * most entries come no further, what follows depends on why there is no bridge. If none can be recorded, the trace is
 * taken down. If there was no time to compile one (hot.c), the trace *rests*: its place is counted as before it had a
 * trace, and when it has been hot for twice as long as the last time, the trace works again. There may be time by then.
 */
#include "jit/jit.h"

#define EARLY_LOOK 1024 /* early exits after which a trace is watched, and exits of that watch */
#define EARLY_EXITS 16  /* so near the entry, machine code has not made up for what entering and leaving cost */
#define EARLY_COST 20   /* microseconds of the thread from one to the next: if rarer, their cost is hidden */
#define FIRST_REST 4    /* binary logarithm of the times that the place is hot in a first rest */
#define LAST_REST 16    /* and in the longest ones */

uint32_t jit_place_of_bridge(const Jit *jit, uint32_t parent_exit) {
  const TraceExit *exit = &jit->exits[parent_exit];
  const Trace *parent = exit->trace;
  return exit->index < parent->loop_exit && parent->place < EARLY_EXITS ? parent->place + exit->index : EARLY_EXITS;
}

bool jit_is_cut(const Trace *trace) { return trace->role == WATCHED || trace->role == RESTING || trace->suspect; }

static void cut_ways(Jit *jit, Trace *trace) {
  jit_cut(jit, trace);
  if (trace->code->native_entry == (void *)trace->code_entry) trace->code->native_entry = JIT_TIER_ONE_ENTRY;
}

/* One such verdict is all that a trace gets. */
static void acquit(Trace *trace) {
  trace->role = USEFUL;
  jit_restore(trace);
  jit_set_anchor(trace);
}

static void rest(Jit *jit, Trace *trace) {
  trace->role = RESTING;
  cut_ways(jit, trace);
  jit_clear_anchor(trace);
  trace->rest = 1u << (FIRST_REST + trace->rests);
  if (FIRST_REST + trace->rests < LAST_REST) trace->rests++;
}

bool jit_wake(Trace *trace) {
  if (trace->role != RESTING) return false;
  if (trace->rest) trace->rest--;
  if (trace->rest) return true;
  trace->role = WORKING;
  trace->suspect = false;
  trace->early = 0;
  jit_restore(trace);
  jit_set_anchor(trace);
  return true;
}

static void take_down(Ctx *ctx, Trace *trace) {
  uint32_t id = trace->executor.id;
  Failure *failure = jit_failure_of(ctx->jit, place_key(trace->code->id, trace->unit));
  jit_take_down(ctx, trace);
  if (failure) failure->count = MAX_FAILURES;
  if (ctx->host.jit) ctx->host.jit(ctx, ctx->host.data, JIT_EVENT_RETIRED, id);
}

static bool is_early(const TraceExit *exit) {
  const Trace *trace = exit->trace;
  return exit->index < trace->loop_exit && trace->place + exit->index < EARLY_EXITS;
}

void jit_judge_early_exit(Ctx *ctx, TraceExit *exit) {
  Jit *jit = ctx->jit;
  bool never = exit->failures >= MAX_FAILURES;
  if (!never && !exit->asked) return;
  Trace *trace = exit->trace->root;
  if (!trace->valid || (trace->role != WORKING && trace->role != WATCHED) || !is_early(exit)) return;
  if (++trace->early < EARLY_LOOK) return;
  trace->early = 0;
  Failure *since = jit_failure_of(jit, place_key(trace->code->id, trace->unit) | KEY_WATCH);
  if (!since) return;
  uint32_t now = (uint32_t)thread_microseconds();
  if (trace->role == WORKING) {
    trace->role = WATCHED;
    trace->entries = 0;
    since->count = now;
    cut_ways(jit, trace);
  } else if (now - since->count > EARLY_COST * EARLY_LOOK || trace->entries > 2 * EARLY_LOOK) {
    acquit(trace);
  } else if (never) {
    take_down(ctx, trace);
  } else {
    rest(jit, trace);
  }
}

/* The trace has been useful if it was entered much more often than left early. */
void jit_count_cut_jump(Trace *trace) {
  if (!trace->valid) return;
  if (trace->suspect) jit_acquit(trace);
  if (trace->role == WATCHED && trace->entries > 2 * EARLY_LOOK) acquit(trace);
}
