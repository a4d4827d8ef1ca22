/* Traces that only cost time: nearly always left close to their entry, through exits whose bridges cannot be recorded.
 */
#include "jit/jit.h"

#define EARLY_LOOK 4096     /* early exits after which a loop's trace is watched, and exits of that watch */
#define EARLY_EXITS 16      /* so near the entry, machine code has not made up for what entering and leaving cost */
#define EARLY_COST 2        /* microseconds of the thread from one to the next: if rarer, their cost is hidden */
#define WATCHED 0x80000000u /* in Trace.early */

bool jit_is_watched(const Trace *trace) { return trace->early & WATCHED; }

/* One verdict is all that a trace gets. */
static void acquit(Trace *trace) {
  trace->early = trace->loop_exit = 0;
  jit_restore(trace);
}

/* The exit has no bridge and never will: its recordings kept failing. If most entries come no further, and in quick
 * succession, the loop is tier 1's from now on. To count entries, links to the trace are cut for a while. */
void jit_judge_early_exit(Ctx *ctx, TraceExit *exit) {
  Jit *jit = ctx->jit;
  Trace *trace = exit->trace;
  if (exit->failures < MAX_FAILURES || trace->kind != ANCHOR_LOOP || !trace->valid) return;
  if (exit->index >= trace->loop_exit || exit->index >= EARLY_EXITS || (++trace->early & ~WATCHED) < EARLY_LOOK) return;
  uint64_t place = place_key(trace->code->id, trace->unit);
  Failure *since = jit_failure_of(jit, place | KEY_WATCH);
  if (!since) return;
  if (!(trace->early & WATCHED)) {
    jit_cut(jit, trace);
    trace->early = WATCHED;
    trace->entries = 0;
    since->count = (uint32_t)thread_microseconds();
    return;
  }
  bool rare = (uint32_t)thread_microseconds() - since->count > EARLY_COST * EARLY_LOOK;
  if (rare || trace->entries > 2 * EARLY_LOOK) {
    acquit(trace);
    return;
  }
  uint32_t id = trace->executor.id;
  jit_take_down(ctx, trace);
  Failure *failure = jit_failure_of(jit, place);
  if (failure) failure->count = MAX_FAILURES;
  if (ctx->host.jit) ctx->host.jit(ctx, ctx->host.data, JIT_EVENT_RETIRED, id);
}

/* The trace has been useful if it was entered much more often than left early. */
void jit_count_cut_jump(Jit *jit, uint32_t target) {
  Trace *trace = jit_trace(jit, target);
  if (!trace || !trace->valid) return;
  if (trace->suspect) jit_acquit(trace);
  if (trace->early & WATCHED && trace->entries > 2 * EARLY_LOOK) acquit(trace);
}
