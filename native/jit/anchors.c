/* Anchors: where a trace begins in a code object, and the ways in. */
#include "generated/opcodes.h"
#include "heap/memory.h"
#include "interp/interp.h"
#include "jit/jit.h"
#include <stdlib.h>

Trace *jit_trace_at(const Code *code, uint32_t unit) {
  for (uint32_t i = code->nexecutors; i-- > 0;) {
    Trace *trace = code->executors[i];
    if (trace && trace->unit == unit && trace->valid) return trace;
  }
  return NULL;
}

int jit_free_executor(Ctx *ctx, Code *code) {
  for (uint32_t i = 0; i < code->nexecutors; i++)
    if (!code->executors[i]) return (int)i;
  if (code->nexecutors >= CODE_MAX_EXECUTORS) return -1;
  uint32_t cap = code->nexecutors ? code->nexecutors * 2 : 1;
  if ((code->nexecutors & (code->nexecutors - 1)) == 0) { /* it was a power of two: all are in use */
    void **grown = memory_resize(ctx, code->executors, cap * sizeof *grown);
    if (!grown) return -1;
    code->executors = grown;
  }
  code->executors[code->nexecutors] = NULL;
  return (int)code->nexecutors++;
}

void jit_set_anchor(Trace *trace) {
  CodeUnit *ip = trace->code->units + trace->unit;
  if (trace->kind == ANCHOR_ENTRY && trace->unit == 0) trace->code->native_entry = (void *)trace->code_entry;
  if (ip->op != OP_ENTER_EXECUTOR) {
    trace->executor.original = *ip;
    ip->op = OP_ENTER_EXECUTOR;
    ip->arg = (uint8_t)trace->slot;
  }
  trace->anchored = true;
}

void jit_clear_anchor(Trace *trace) {
  if (trace->code->native_entry == (void *)trace->code_entry) trace->code->native_entry = JIT_TIER_ONE_ENTRY;
  CodeUnit *ip = trace->code->units + trace->unit;
  if (trace->anchored && ip->op == OP_ENTER_EXECUTOR && ip->arg == trace->slot) *ip = trace->executor.original;
  trace->anchored = false;
}

PRESERVE_NONE Value jit_run_original(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, uint32_t unused) {
  (void)unused;
  Executor *executor = frame->code->executors[ip->arg];
  CodeUnit original = executor->original;
  MUSTTAIL return interp_handlers[original.op](ctx, frame, ip, sp, original.arg);
}

/* What wants attention is heard first: a trace from the start of a function does not look at ctx->pending itself, for
 * the RESUME where its recording began had done so. (That another trace became invalid is nothing to this one.) */
PRESERVE_NONE Value jit_enter_trace(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, uint32_t slot) {
  if (UNLIKELY(ctx->pending & ~PENDING_INVALIDATED)) MUSTTAIL return jit_run_original(ctx, frame, ip, sp, slot);
  Trace *trace = (Trace *)frame->code->executors[slot];
  trace->entries++;
  if (LIKELY(!(frame->flags & FRAME_OWNED_BY_GENERATOR))) {
    Value *top = (Value *)frame + frame->code->frame_words + TRACE_ROOM_WORDS;
    if (UNLIKELY(top > ctx->stack_limit)) MUSTTAIL return jit_run_original(ctx, frame, ip, sp, slot);
    ctx->stack_top = top;
  }
  MUSTTAIL return trace->code_entry(ctx, frame, ip, sp, slot);
}
