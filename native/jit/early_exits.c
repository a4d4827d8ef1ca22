/* Traces that only cost time: nearly always left close to their entry, where no bridge begins, because none can be
 * recorded, or there was no time to compile one (hot.c).
 *
 * A trace that has been left early for a while is *watched*: the ways into it that would not be counted are cut. If
 * most entries come no further, it *rests*: its anchor stays, and still ends recordings, but tier 1 goes on there, for
 * so many entries. Then the trace works again: there may have been time for bridges, or the program may do something
 * else. If it does not, the trace rests for twice as long. */
#include "jit/jit.h"

#define EARLY_LOOK 2   /* times exit_threshold: early exits after which a trace is watched, and exits of that watch */
#define EARLY_EXITS 16 /* so near the entry, machine code has not made up for what entering and leaving cost */
#define FIRST_REST 32  /* times exit_threshold: entries that a first rest lasts */
#define MOST_RESTS 12  /* after so many they do not get longer */

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

/* Entered in tier 1 while it rests. */
static PRESERVE_NONE Value enter_resting(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, uint32_t slot) {
  Trace *trace = (Trace *)frame->code->executors[slot];
  trace->rest--;
  if (trace->rest) MUSTTAIL return jit_run_original(ctx, frame, ip, sp, slot);
  trace->role = WORKING;
  trace->executor.entry = jit_enter_trace;
  trace->early = 0;
  trace->suspect = false;
  jit_restore(trace);
  jit_set_anchor(trace);
  MUSTTAIL return jit_enter_trace(ctx, frame, ip, sp, slot);
}

static void rest(Ctx *ctx, Trace *trace) {
  Jit *jit = ctx->jit;
  trace->role = RESTING;
  trace->executor.entry = enter_resting;
  cut_ways(jit, trace);
  trace->rest = (FIRST_REST << trace->rests) * jit->exit_threshold;
  if (trace->rests == 0 && ctx->host.jit) ctx->host.jit(ctx, ctx->host.data, JIT_EVENT_RESTS, trace->executor.id);
  if (trace->rests < MOST_RESTS) trace->rests++;
}

static bool is_early(const TraceExit *exit) {
  const Trace *trace = exit->trace;
  return exit->index < trace->loop_exit && trace->place + exit->index < EARLY_EXITS;
}

void jit_judge_early_exit(Ctx *ctx, TraceExit *exit) {
  Jit *jit = ctx->jit;
  Trace *trace = exit->trace->root;
  if (!trace->valid || (trace->role != WORKING && trace->role != WATCHED) || !is_early(exit)) return;
  uint32_t look = EARLY_LOOK * jit->exit_threshold;
  if (++trace->early < look) return;
  trace->early = 0;
  if (trace->role == WORKING) {
    trace->role = WATCHED;
    trace->entries = 0;
    cut_ways(jit, trace);
  } else if (trace->entries > 2 * look) {
    acquit(trace);
  } else {
    rest(ctx, trace);
  }
}

/* The trace has been useful if it was entered much more often than left early. */
void jit_count_cut_jump(const Jit *jit, Trace *trace) {
  if (!trace->valid) return;
  if (trace->suspect) jit_acquit(trace);
  if (trace->role == WATCHED && trace->entries > 2 * EARLY_LOOK * jit->exit_threshold) acquit(trace);
}
