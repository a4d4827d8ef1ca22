/* What is hot: counters of places and exits, and recordings that start there. */
#include "call/call.h"
#include "generated/opcodes.h"
#include "heap/memory.h"
#include "import/import.h"
#include "interp/interp.h"
#include "jit/jit.h"

#include <stdlib.h>
#include <string.h>

static uint32_t unit_of(const Code *code, const CodeUnit *ip) { return (uint32_t)(ip - code->units); }

/* Compiling has a budget, because a program that runs for a second or three should not spend them on traces of what is
 * hot by a little. How much depends on what could be gained: where control goes from one hot place to the next within a
 * hundred nanoseconds, bytecode is what the time is spent on; where it takes longer, C code is. */
typedef struct Budget {
  uint32_t free;  /* of what is free at the start, one part in so many */
  uint32_t share; /* beyond that, of the time that passes */
  uint32_t times; /* and whoever is so many times as hot as he would have to be otherwise */
} Budget;
static const Budget BUSY = {.free = 1, .share = 8, .times = 32}, CALM = {.free = 2, .share = 50, .times = 256};
#define BUSY_REQUESTS 15 /* per millisecond, each after exit_threshold arrivals: then bytecode takes the time */
#define WINDOW 10000     /* microseconds in which requests are counted */

/* Counts a request, and says what the program has been like lately. */
static const Budget *budget_of(Jit *jit, uint64_t now) {
  jit->requests++;
  uint64_t passed = now - jit->window_start;
  if (passed >= WINDOW) {
    jit->is_busy = jit->requests * 1000ull >= BUSY_REQUESTS * passed;
    jit->requests = 0;
    jit->window_start = now;
  }
  return jit->is_busy ? &BUSY : &CALM;
}

/* Nothing is compiled yet, and the program may be over before the compiler is loaded. */
static bool is_too_short(const Ctx *ctx, const Jit *jit) {
  return !ctx->record_buffer && thread_microseconds() - jit->began < ctx->options.jit_delay;
}

/* `asked`: how often this place or exit was refused a trace. Time that goes into compiling is not the program's. */
static bool may_compile(const Ctx *ctx, Jit *jit, uint32_t *asked) {
  const Recorder *last = ctx->record_buffer;
  if (!jit->has_budget || !last) return true;
  uint64_t now = thread_microseconds() - last->compiling;
  const Budget *budget = budget_of(jit, now);
  uint32_t start = jit->free_compiling / budget->free;
  if (last->compiling < start) return true;
  if (last->compiling - start < (now - jit->began) / budget->share) return true;
  return ++*asked >= budget->times;
}

/* The frame's function and namespace have to be known to the recorder. A bridge's anchor unit means nothing. */
static bool start_recording(Ctx *ctx, Jit *jit, Frame *root, CodeUnit *start, uint8_t kind, uint32_t exit,
                            uint32_t *asked) {
  if (ctx->pending & (PENDING_INTERRUPT | PENDING_STOPPED))
    return false; /* it would be abandoned at once, and counted */
  if (is_too_short(ctx, jit) || !may_compile(ctx, jit, asked)) return false;
  jit_make_room(ctx, kind == ANCHOR_BRIDGE ? jit->exits[exit].trace->root : NULL);
  bool continues = kind == ANCHOR_BRIDGE || kind == ANCHOR_JOIN;
  if (!record_start(ctx, root, kind == ANCHOR_BRIDGE ? NULL : start, continues)) return false;
  jit->recordings++;
  jit->anchor.kind = kind;
  jit->anchor.code = root->code->id;
  jit->anchor.unit = unit_of(root->code, start);
  jit->anchor.exit = exit;
  jit->anchor.stack_depth = (uint32_t)(root->sp - root->slots) - root->code->nlocalsplus;
  jit->anchor.function = VAL(root->func);
  jit->anchor.code_is_shared = root->code->sole_globals == V_NONE;
  jit->anchor.namespace_is_globals = root->func && root->locals == root->func->globals;
  if (jit->projects) record_stop(ctx, RECORD_ABANDONED); /* nothing is run: TypeScript makes the rest up */
  return true;
}

static void record_at(Ctx *ctx, Jit *jit, Frame *root, CodeUnit *start, uint8_t kind) {
  Failure *asked = jit_failure_of(jit, place_key(root->code->id, unit_of(root->code, start)) | KEY_ASKED);
  if (asked) start_recording(ctx, jit, root, start, kind, 0, &asked->count);
}

static bool has_executor(const Code *code) {
  if (code->nexecutors < CODE_MAX_EXECUTORS) return true;
  for (uint32_t i = 0; i < code->nexecutors; i++)
    if (!code->executors[i]) return true;
  return false;
}

/* No more traces can be anchored in the code object: nothing is recorded there that would be. */
static bool is_full(Ctx *ctx, const Code *code) {
  if (has_executor(code)) return false;
  if (ctx->host.jit) ctx->host.jit(ctx, ctx->host.data, JIT_EVENT_REFUSED, code->id);
  return true;
}

static bool may_record(Jit *jit, uint64_t key, Failure **failure) {
  *failure = jit_failure_of(jit, key);
  if (!*failure || (*failure)->count >= MAX_FAILURES) return false;
  if ((*failure)->skip == 0) return true;
  (*failure)->skip--;
  return false;
}

/* Most of what is hot while modules are imported never runs again, and the first traces cost most: it has to be hot for
 * longer. (The threshold is 2 or less where everything is to be recorded.) */
static bool is_too_early(Ctx *ctx, Jit *jit, uint64_t key) {
  enum { TIMES = 64 };
  if (ctx->options.jit_threshold <= 2 || !import_is_running(ctx)) return false;
  Failure *seen = jit_failure_of(jit, key | KEY_IMPORT);
  return seen && ++seen->count < TIMES;
}

void jit_hot(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, CodeUnit *target) {
  Jit *jit = jit_of(ctx);
  bool loop = target != NULL;
  ip[1].cache = 0;
  Code *code = frame->code;
  if (!jit || jit->off) {
    ip->op = loop ? OP_JUMP_BACKWARD_NO_JIT : OP_RESUME_CHECK;
    return;
  }
  CodeUnit *start = loop ? target : ip;
  uint32_t unit = unit_of(code, start);
  if (start->op == OP_ENTER_EXECUTOR) return;
  Trace *known = jit_trace_at(code, unit);
  if (known) { /* it rests, or the instruction at the anchor had respecialized itself */
    if (!jit_wake(known)) jit_set_anchor(known);
    return;
  }
  Failure *failure = NULL;
  if (is_full(ctx, code) || !may_record(jit, place_key(code->id, unit), &failure)) {
    if (!failure || failure->count >= MAX_FAILURES) ip->op = loop ? OP_JUMP_BACKWARD_NO_JIT : OP_RESUME_CHECK;
    return;
  }
  if (!frame->func || is_too_early(ctx, jit, place_key(code->id, unit))) return;
  if (!loop && ctx->options.jit_threshold > 2) {
    /* A function called in a loop gets hot with that loop; the loop's trace, which follows the call, is the better one.
     */
    Failure *seen = jit_failure_of(jit, place_key(code->id, unit) | KEY_FUNCTION);
    if (!seen || seen->count++ == 0) return;
  }
  record_at(ctx, jit, frame, start, loop ? ANCHOR_LOOP : ANCHOR_ENTRY);
}

/* Arrivals in the middle of a function are counted in the failure table's rows: they have no cache unit of their own.
 */
static void count_arrival(Ctx *ctx, Frame *frame, CodeUnit *ip, uint8_t kind, uint64_t counted, uint32_t threshold) {
  Jit *jit = ctx->jit;
  uint64_t place = place_key(frame->code->id, unit_of(frame->code, ip));
  Failure *hits = jit_failure_of(jit, place | counted);
  if (!hits || ++hits->count < threshold) return;
  hits->count = 0;
  Trace *known = jit_trace_at(frame->code, unit_of(frame->code, ip));
  if (known && jit_wake(known)) return;
  Failure *failure;
  if (!frame->func || !has_executor(frame->code)) return;
  if (!may_record(jit, place, &failure)) return;
  record_at(ctx, jit, frame, ip, kind);
}

void jit_count_return(Ctx *ctx, Frame *frame, CodeUnit *ip) {
  count_arrival(ctx, frame, ip, ANCHOR_CONTINUATION, KEY_RETURN, ctx->options.jit_threshold);
}

void jit_count_join(Ctx *ctx, Frame *frame, CodeUnit *ip) {
  count_arrival(ctx, frame, ip, ANCHOR_JOIN, KEY_JOIN, ctx->jit->exit_threshold);
}

bool jit_exit_hot(Ctx *ctx, uint32_t number, Frame *frame, uint32_t frames) {
  Jit *jit = ctx->jit;
  TraceExit *exit = &jit->exits[number];
  if (exit->failures >= MAX_FAILURES || exit->bridge || !exit->trace->valid) return false;
  if (exit->count < jit->exit_threshold << exit->failures) return false;
  exit->count = 0;
  Frame *root = frame;
  for (uint32_t i = 1; i < frames; i++) root = root->prev;
  return root->func && start_recording(ctx, jit, root, root->code->units, ANCHOR_BRIDGE, number, &exit->asked);
}

static void count_failure(Jit *jit, uint32_t times) {
  if (jit->anchor.kind == ANCHOR_BRIDGE) {
    if (jit->anchor.exit != NO_EXIT) jit->exits[jit->anchor.exit].failures += times;
    return;
  }
  Failure *failure = jit_failure_of(jit, place_key(jit->anchor.code, jit->anchor.unit));
  if (!failure) return;
  failure->count += times;
  failure->skip = (1u << failure->count) - 1;
}

void jit_recording_failed(Ctx *ctx) { count_failure(ctx->jit, 1); }

void jit_recording_hopeless(Ctx *ctx) { count_failure(ctx->jit, MAX_FAILURES); }

COLD_CALL bool jit_first_time(Ctx *ctx, uint32_t index) {
  Jit *jit = ctx->jit;
  if (index >= jit->nforced) {
    uint32_t size = index * 2 + 256;
    uint8_t *forced = memory_resize(ctx, jit->forced, size);
    if (!forced) return false;
    memset(forced + jit->nforced, 0, size - jit->nforced);
    jit->forced = forced;
    jit->nforced = size;
  }
  bool first = !jit->forced[index];
  jit->forced[index] = true;
  return first;
}
