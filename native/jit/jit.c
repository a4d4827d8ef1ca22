/* Tier 2 of a context: how it begins and ends, and its part in collections. */
#include "jit/jit.h"
#include "call/call.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "object/watch.h"
#include <stdlib.h>

static void on_watch_broken(Ctx *ctx, void *data, uint32_t dependant) {
  (void)data;
  jit_invalidate(ctx, dependant);
}

/* The anchor matters while recording: while a trace is compiled, no collection runs (heap_hold). */
static void mark_own(Ctx *ctx, void *data) {
  Jit *jit = data;
  if (ctx->recorder) heap_mark(ctx, jit->anchor.function);
  jit_mark_exposures(ctx, jit);
}

/* The code object lives, so what its traces refer to does. */
static void mark_traces(Ctx *ctx, Code *code) {
  for (uint32_t i = 0; i < code->nexecutors; i++) {
    for (Trace *trace = code->executors[i]; trace; trace = trace->next_bridge) {
      if (!trace->valid && !ctx->frame) continue; /* nothing runs, so this one does not, and it will not again */
      for (uint32_t k = 0; k < trace->nroots; k++) heap_mark(ctx, trace->roots[k]);
    }
  }
}

static void free_traces(Ctx *ctx, Code *code) {
  for (uint32_t i = 0; i < code->nexecutors; i++)
    if (code->executors[i]) jit_free_tree(ctx, code->executors[i]);
}

static void on_codes_died(Ctx *ctx) { jit_forget_failures(ctx, ctx->jit); }

static void on_code_outdated(Ctx *ctx, Code *code) {
  for (uint32_t i = 0; i < code->nexecutors; i++) {
    Trace *trace = code->executors[i];
    if (trace) jit_invalidate(ctx, trace->executor.id);
  }
}

static const CodeHooks hooks = {on_code_outdated, mark_traces, free_traces, on_codes_died};

Jit *jit_of(Ctx *ctx) {
  if (ctx->jit) return ctx->jit;
  Jit *jit = memory_zeroed(ctx, sizeof *jit);
  if (!jit) return NULL;
  jit->ctx = ctx;
  jit->off = code_memory_unavailable();
  jit->exit_threshold =
      500; /* a bridge costs a few milliseconds to compile while V8 is cold, an exit a fraction of a microsecond */
  jit->anchor.function = V_NONE;
  jit->began = jit->window_start = thread_microseconds();
  /* Last what cannot be undone: a scanner would find an object that is gone. */
  if (!watch_set_callback(ctx, on_watch_broken, jit) || !heap_add_root_scanner(ctx, mark_own, jit)) {
    exc_clear(ctx);
    memory_free(ctx, jit);
    return NULL;
  }
  ctx->jit = jit;
  ctx->code_hooks = &hooks;
  ctx->native_frames = &JIT_FRAMES;
  jit_set_crossings(ctx);
  return jit;
}

void jit_code_free(Ctx *ctx, CodeBlock block) {
  if (!block.write) return;
  code_memory_free(block);
  memory_discharge(ctx, block.size);
}

void jit_context_free(Ctx *ctx) {
  Jit *jit = ctx->jit;
  if (!jit) return;
  for (uint32_t i = 0; i < jit->ntraces; i++) jit_free_memory(ctx, jit->traces[i]);
  memory_free(ctx, jit->traces);
  memory_free(ctx, jit->exits);
  free(jit->free_exits.free);
  memory_free(ctx, jit->freed);
  memory_free(ctx, jit->failures);
  memory_free(ctx, jit->forced);
  jit_free_exposures(jit);
  memory_free(ctx, jit);
  ctx->jit = NULL;
  ctx->code_hooks = NULL;
  ctx->native_frames = NULL;
}
