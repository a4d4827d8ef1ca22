/* The recorder: see record.h. While it runs, one handler serves every opcode. */
#include "interp/record.h"
#include "core/thread.h"
#include "exception/exception.h"
#include "generated/opcodes.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "heap/reach.h"
#include "interp/interp.h"
#include "interp/jit_hooks.h"
#include "interp/tracing.h"
#include <stdlib.h>
#include <string.h>

#define UNROLLED_ROUNDS 4

static void log_values(RecordEntry *entry, Frame *frame, Value *sp, uint32_t oparg) {
  Value *bottom = frame->slots + frame->code->nlocalsplus;
  for (int i = 0; i < 4; i++) entry->top[i] = sp - i > bottom ? sp[-1 - i] : V_NULL;
  entry->callable = VAL(frame->func);
  entry->self = int_tag(sp - bottom);
  uint8_t family = opcode_family[entry->opcode];
  if (family == OP_STORE_ATTR) entry->self = is_cell(sp[-1]) ? int_tag(CELL(sp[-1])->shape) : V_NULL;
  if (family != OP_CALL && family != OP_CALL_KW) return;
  Value *args = sp - oparg - (family == OP_CALL_KW);
  entry->callable = args[-2];
  entry->self = args[-1];
}

/* Does the instruction leave its frame for the caller? Entering a callee is seen from the next entry instead. */
static bool leaves(uint8_t opcode) {
  return opcode == OP_RETURN_VALUE || opcode == OP_YIELD_VALUE || opcode == OP_RETURN_GENERATOR;
}

static int32_t depth_of(Recorder *r, Frame *frame) {
  int32_t depth = 0;
  for (; frame && frame != r->root; frame = frame->prev)
    if (++depth > RECORD_MAX_DEPTH) break;
  return frame == r->root ? depth : -1;
}

/* A loop with a trace ends a recording, but for a generator that a followed frame resumes: its next yield is better
 * part of the trace. A few rounds without one are unrolled. */
static bool goes_through(Recorder *r, Frame *frame, CodeUnit *ip) {
  if (frame == r->root || !(frame->flags & FRAME_OWNED_BY_GENERATOR)) return false;
  for (uint32_t i = 0; i < r->npassed; i++)
    if (r->passed[i].frame == frame && r->passed[i].ip == ip) return ++r->passed[i].count <= UNROLLED_ROUNDS;
  if (r->npassed == sizeof r->passed / sizeof *r->passed) return false;
  r->passed[r->npassed].frame = frame;
  r->passed[r->npassed].ip = ip;
  r->passed[r->npassed++].count = 1;
  return true;
}

/* Whether a recording that has come to an anchor goes on with the instruction that is there. A bridge begins where its
 * parent's exit resumes, which may be an anchor. */
static bool passes(Recorder *r, Frame *frame, CodeUnit *ip, const Executor *executor) {
  if (r->n == 0 || executor->stops_recording == GOES_THROUGH) return true;
  if (executor->stops_recording == STOPS_BRIDGES && !r->stops_at_joins) return true;
  return goes_through(r, frame, ip);
}

static void forget_passed(Recorder *r, Frame *frame) {
  uint32_t kept = 0;
  for (uint32_t i = 0; i < r->npassed; i++)
    if (r->passed[i].frame != frame) r->passed[kept++] = r->passed[i];
  r->npassed = kept;
}

static int log_instruction(Ctx *ctx, Recorder *r, Frame *frame, CodeUnit *ip, uint8_t opcode, Value *sp,
                           uint32_t oparg) {
  if (ctx->pending & ~PENDING_LOOK) return RECORD_ABANDONED;
  int32_t depth = depth_of(r, frame);
  if (depth < 0) return RECORD_RETURNED;
  if (depth > RECORD_MAX_DEPTH) return RECORD_TOO_DEEP;
  r->stop_depth = depth;
  uint32_t unit = (uint32_t)(ip - frame->code->units);
  if (r->n && frame == r->root && ip == r->start) return RECORD_CLOSED;
  if (opcode == OP_ENTER_EXECUTOR) return RECORD_LINKED;
  if (opcode == OP_EXTENDED_ARG || opcode == OP_LOAD_BODY) return 0;
  if (r->n == RECORD_MAX_ENTRIES) return RECORD_TOO_LONG;
  RecordEntry *entry = &r->entries[r->n++];
  *entry = (RecordEntry){
      .code_id = frame->code->id, .unit = unit, .opcode = opcode, .depth = (int16_t)depth, .oparg = oparg};
  log_values(entry, frame, sp, oparg);
  if (leaves(opcode)) {
    forget_passed(r, frame);
    if (depth == 0) return -RECORD_RETURNED;
  }
  return 0;
}

static PRESERVE_NONE Value op_record(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, uint32_t oparg) {
  Recorder *r = ctx->recorder;
  frame->ip = ip;
  frame->sp = sp;
  uint8_t opcode = ip->op;
  bool anchor = opcode == OP_ENTER_EXECUTOR;
  if (anchor) {
    Executor *executor = frame->code->executors[oparg];
    if (passes(r, frame, ip, executor)) {
      opcode = executor->original.op;
      oparg = executor->original.arg;
    }
  }
  int reason = log_instruction(ctx, r, frame, ip, opcode, sp, oparg);
  if (reason < 0) {
    /* The instruction belongs to the trace, and is its last. */
    r->stop_ip = ip;
    record_stop(ctx, -reason);
  } else if (reason > 0) {
    r->stop_ip = ip;
    record_stop(ctx, reason);
    /* A trace may have been installed here just now, or removed. */
    if (anchor || ip->op == OP_ENTER_EXECUTOR) oparg = ip->arg;
    MUSTTAIL return ctx->dispatch[ip->op](ctx, frame, ip, sp, oparg);
  }
  MUSTTAIL return interp_single_handlers[opcode](ctx, frame, ip, sp, oparg);
}

static void scan(Ctx *ctx, void *data) {
  Recorder *r = data;
  if (heap_reach_counting(ctx)) return;
  for (uint32_t i = 0; i < r->n; i++) {
    RecordEntry *entry = &r->entries[i];
    for (int k = 0; k < 4; k++) heap_mark(ctx, entry->top[k]);
    heap_mark(ctx, entry->callable);
    heap_mark(ctx, entry->self);
    heap_mark(ctx, VAL(ctx->codes[entry->code_id]));
  }
}

static void destroy(Ctx *ctx, void *data) {
  ctx->recorder = ctx->record_buffer = NULL;
  memory_free(ctx, data);
}

static void set_dispatch(Ctx *ctx, bool recording) {
  if (!recording) {
    memcpy(ctx->dispatch, interp_handlers, sizeof ctx->dispatch);
    return;
  }
  for (int i = 0; i < 256; i++) ctx->dispatch[i] = op_record;
}

bool record_start(Ctx *ctx, Frame *frame, CodeUnit *start, bool stops_at_joins) {
  if (ctx->recorder || tracing_is_on(ctx)) return false;
  Recorder *r = ctx->record_buffer;
  if (!r) {
    r = memory_zeroed(ctx, sizeof *r);
    if (!r || !ctx_at_destroy(ctx, destroy, r)) return memory_free(ctx, r), false;
    if (!heap_add_root_scanner(ctx, scan, r)) return exc_clear(ctx), false;
    ctx->record_buffer = r;
  }
  r->root = frame;
  r->start = start;
  r->stop_ip = NULL;
  r->n = 0;
  r->suspended = false;
  r->stops_at_joins = stops_at_joins;
  r->npassed = 0;
  ctx->recorder = r;
  set_dispatch(ctx, true);
  return true;
}

void record_stop(Ctx *ctx, int reason) {
  Recorder *r = ctx->recorder;
  if (!r) return;
  ctx->recorder = NULL;
  set_dispatch(ctx, false);
  uint64_t before = thread_microseconds();
  if (ctx->host.jit) ctx->host.jit(ctx, ctx->host.data, JIT_EVENT_RECORDED, (uint32_t)reason);
  if (r->has_compiler) r->compiling += thread_microseconds() - before;
  r->has_compiler = true;
  if (!ctx->recorder) r->n = 0; /* the values that were seen need not live on */
}

Recorder *record_last(Ctx *ctx) { return ctx->record_buffer; }

void record_changed(Ctx *ctx, uint16_t opcode) {
  Recorder *r = ctx->recorder; /* NULL: dispatch is not the ordinary one because of sys.settrace */
  if (r && r->n && !r->suspended) r->entries[r->n - 1].opcode = opcode;
}

void record_raised(Ctx *ctx) {
  Recorder *r = ctx->recorder;
  if (r->n && !r->suspended) r->entries[r->n - 1].opcode |= RECORD_ENTRY_RAISED;
}

void record_unwound(Ctx *ctx, Frame *frame) {
  Recorder *r = ctx->recorder;
  if (r->suspended || frame != r->root) return;
  Value exc = exc_take(ctx); /* a trace may be compiled now */
  record_stop(ctx, RECORD_RAISED);
  ctx->exc = exc;
}

bool record_suspend(Ctx *ctx) {
  if (!ctx->recorder || ctx->recorder->suspended) return false;
  ctx->recorder->suspended = true;
  set_dispatch(ctx, false);
  return true;
}

void record_resume(Ctx *ctx, bool was_recording) {
  if (!was_recording || !ctx->recorder) return;
  ctx->recorder->suspended = false;
  set_dispatch(ctx, true);
}
