/* Where machine code and tier 1 meet: exits, calls, returns and yields of traces. */
#include "call/call.h"
#include "exception/exception.h"
#include "generated/opcodes.h"
#include "interp/interp.h"
#include "jit/jit.h"

#include <string.h>

/* Whether the frame that the trace left in has just been called. No guard has asked whether there was room for it: that
 * is left to the end of a trace that ends in the call, before which the callee's check for interrupts may leave. */
static bool has_just_called(const Resume *resume) {
  return resume->frames > 1 && resume->ip == resume->frame->code->units &&
         !(resume->frame->flags & FRAME_OWNED_BY_GENERATOR);
}

static bool is_too_deep(Ctx *ctx, const Resume *resume) {
  return ctx->depth > ctx->recursion_limit ||
         (Value *)resume->frame + resume->frame->code->frame_words > ctx->stack_limit;
}

/* The callee was pushed by the record: takes it back and raises in the caller. */
static Resume refuse_call(Ctx *ctx, const Resume *resume) {
  Frame *caller = resume->frame->prev;
  ctx->stack_top = (Value *)resume->frame;
  if (!(resume->frame->flags & FRAME_TWIN)) ctx->depth--;
  ctx->frame = caller;
  interp_raise_recursion(ctx);
  return (Resume){caller, caller->ip, caller->sp, 1, true};
}

/* An exit where a bridge may begin was taken. */
static void count_exit(Ctx *ctx, uint32_t number, const Resume *resume) {
  TraceExit *exit = &ctx->jit->exits[number];
  exit->count++;
  if (!jit_exit_hot(ctx, number, resume->frame, resume->frames) && (exit->asked || exit->failures >= MAX_FAILURES))
    jit_judge_early_exit(ctx, exit);
}

static __attribute__((noinline)) Resume leave(Ctx *ctx, Frame *root, const uint64_t *registers) {
  Jit *jit = ctx->jit;
  uint32_t number = ctx->jit_exit;
  TraceExit *exit = &jit->exits[number];
  const ExitTable *table = exit->trace->table;
  uint32_t kind = exit_entries(table)[exit->index].kind;
  jit->exits_taken++;
  bool exposed = jit_is_exposed(jit, root);
  Resume resume = jit_rebuild(ctx, root, table, exit->index, registers);
  /* Where the trace looked for whether it is exposed, it leaves for no other reason: no exit that needs a bridge. */
  if (exposed && kind != EXIT_CALL) return resume;
  if (resume.raise) {
    /* A bridge begins in the handler, if the trace's frames have one; it does not have the frame that raised. */
    if (kind == EXIT_RAISE && !suggestion_needs_frame(ctx, (Exception *)ctx->exc, resume.frame->code)) {
      count_exit(ctx, number, &resume);
    }
    return resume;
  }
  if (UNLIKELY(has_just_called(&resume) && is_too_deep(ctx, &resume))) return refuse_call(ctx, &resume);
  if (kind == EXIT_CALL) return resume;
  /* _GUARD_NO_FRAME_OBJECT: a bridge would come to the same guard. */
  if (UNLIKELY(root->flags & FRAME_HAS_OBJECT) && opcode_family[resume.ip->op] == OP_RETURN_VALUE) return resume;
  if (kind == EXIT_LINK) {
    uint32_t target = exit_record(table, exit->index)->target;
    Trace *to = jit_trace(jit, target);
    if (!to || !to->valid) to = jit_find_target(jit, exit, resume.frame, resume.ip);
    if (to) jit_count_cut_jump(jit, to);
    else if (target == NO_TRACE && !stop_wanted(ctx)) jit_count_join(ctx, resume.frame, resume.ip);
    if (!to || to->role == RESTING) jit_judge_early_exit(ctx, exit);
  }
  if ((kind == EXIT_GUARD || kind == EXIT_LEAVE) && !stop_wanted(ctx)) { count_exit(ctx, number, &resume); }
  return resume;
}

static PRESERVE_NONE Value exit_landing(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, uint32_t unused) {
  uint64_t registers[16];
  memcpy(registers, ctx->jit_registers, sizeof registers);
  TraceExit *exit = &ctx->jit->exits[ctx->jit_exit];
  bool stopped = exit_entries(exit->trace->table)[exit->index].kind <= EXIT_LEAVE;
  Resume resume = leave(ctx, frame, registers);
  frame = resume.frame;
  ip = resume.ip;
  sp = resume.sp;
  if (resume.raise) MUSTTAIL return interp_raise(ctx, frame, ip, sp, unused);
  if (stopped && ip->op == OP_ENTER_EXECUTOR && ctx->dispatch[OP_ENTER_EXECUTOR] == interp_handlers[OP_ENTER_EXECUTOR])
    MUSTTAIL return jit_run_original(ctx, frame, ip, sp, unused);
  MUSTTAIL return interp_resume(ctx, frame, ip, sp, unused);
}

typedef PRESERVE_NONE Value (*Landing)(JIT_REGISTERS);

/* A fresh frame whose code has no trace from its start. */
static PRESERVE_NONE Value call_landing(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, uint32_t unused) {
  ip = frame->code->units;
  sp = frame->slots + frame->code->nlocalsplus;
  if (UNLIKELY(ip->op == OP_ENTER_EXECUTOR)) { /* there is one, but it is suspect */
    Trace *trace = (Trace *)frame->code->executors[ip->arg];
    if (trace->suspect) jit_acquit(trace);
  }
  MUSTTAIL return interp_resume(ctx, frame, ip, sp, unused);
}

void *const JIT_TIER_ONE_ENTRY = (void *)jit_call;

PRESERVE_NONE Value jit_call(JIT_REGISTERS) {
  MUSTTAIL return ((Landing)(uintptr_t)call_landing)(ctx, frame, r0, r1, r2, r3, r4, r5, r6, r7, f0, f1, f2, f3, f4, f5,
                                                     f6, f7);
}

/* A call has returned into `frame`, the result is on its stack. */
static PRESERVE_NONE Value resume_landing(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, uint32_t unused) {
  ip = frame->resume_ip;
  sp = frame->sp;
  jit_count_return(ctx, frame, ip);
  MUSTTAIL return interp_resume(ctx, frame, ip, sp, unused);
}

PRESERVE_NONE Value jit_exit(JIT_REGISTERS) {
  uint64_t *to = ctx->jit_registers;
  to[0] = r0, to[1] = r1, to[2] = r2, to[3] = r3, to[4] = r4, to[5] = r5, to[6] = r6, to[7] = r7;
  double *floats = (double *)(to + 8);
  floats[0] = f0, floats[1] = f1, floats[2] = f2, floats[3] = f3, floats[4] = f4, floats[5] = f5, floats[6] = f6,
  floats[7] = f7;
  /* The landing's parameters are the first registers of this signature; it ignores what is in them. */
  MUSTTAIL return ((Landing)(uintptr_t)exit_landing)(ctx, frame, r0, r1, r2, r3, r4, r5, r6, r7, f0, f1, f2, f3, f4, f5,
                                                     f6, f7);
}

/* ip is r0: the value that `frame` returns. */
static PRESERVE_NONE Value return_landing(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, uint32_t unused) {
  Value value = VAL(ip);
  Frame *caller = frame->prev;
  bool pushed = true;
  if (UNLIKELY(frame->flags)) {
    Left left = interp_leave_frame(ctx, frame, value);
    if (left.how == LEFT_INTERPRETER) return left.value;
    caller = ctx->frame;
    pushed = left.how == LEFT_VALUE;
    if (pushed && !left.value) MUSTTAIL return interp_unwind_in_caller(ctx, caller, caller->ip, caller->sp, unused);
    value = left.value;
  } else {
    ctx->stack_top = (Value *)frame;
    ctx->depth--;
    ctx->frame = caller;
  }
  sp = caller->sp;
  if (LIKELY(pushed)) *sp++ = value;
  caller->sp = sp;
  ip = caller->resume_ip;
  caller->ip = ip;
  /* A FOR_ITER that starts again, after a filter's function, is the head of a loop: that is counted elsewhere. */
  if (ip->op != OP_ENTER_EXECUTOR && (pushed || opcode_family[ip->op] != OP_FOR_ITER))
    jit_count_return(ctx, caller, ip);
  MUSTTAIL return interp_resume(ctx, caller, ip, sp, unused);
}

/* ip is r0: the value that `frame`, a generator's, yields. */
static PRESERVE_NONE Value yield_landing(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, uint32_t unused) {
  Value value = VAL(ip);
  Generator *generator = GENERATOR_OF(frame);
  Frame *resumer = frame->prev;
  bool entry = frame->flags & FRAME_ENTRY;
  if (UNLIKELY(frame->flags & FRAME_HAS_OBJECT)) frame_object_left_trace(ctx, frame, V_NULL, 0);
  interp_suspend(ctx, generator);
  if (entry) return value;
  sp = resumer->sp;
  *sp++ = value;
  MUSTTAIL return interp_resume(ctx, resumer, generator->after_yield, sp, unused);
}

PRESERVE_NONE Value jit_yield(JIT_REGISTERS) {
  MUSTTAIL return ((Landing)(uintptr_t)yield_landing)(ctx, frame, r0, r1, r2, r3, r4, r5, r6, r7, f0, f1, f2, f3, f4,
                                                      f5, f6, f7);
}

PRESERVE_NONE Value jit_return(JIT_REGISTERS) {
  MUSTTAIL return ((Landing)(uintptr_t)return_landing)(ctx, frame, r0, r1, r2, r3, r4, r5, r6, r7, f0, f1, f2, f3, f4,
                                                       f5, f6, f7);
}

void jit_set_crossings(Ctx *ctx) { ctx->jit_resume = (void *)resume_landing; }
