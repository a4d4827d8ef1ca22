/* Traces of one context: anchors, counters, recordings, installation, invalidation; and the places where machine code
 * and tier 1 meet. */
#include "jit/jit.h"
#include "call/call.h"
#include "exception/exception.h"
#include "generated/opcodes.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "interp/interp.h"
#include "object/watch.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- failures: how often a recording at some place came to nothing ---- */

typedef struct Failure {
  uint64_t key;
  uint32_t count, skip;
} Failure; /* key 0 = empty */
typedef struct FailureTable {
  uint32_t mask, used;
  Failure rows[];
} FailureTable;
#define MAX_FAILURES 5 /* then the place is left alone for good */

static Failure *failure_of(Ctx *ctx, uint64_t key) {
  Jit *jit = ctx->jit;
  FailureTable *table = jit->failures;
  if (!table || table->used * 2 > table->mask) {
    uint32_t size = table ? (table->mask + 1) * 2 : 64;
    FailureTable *bigger = memory_zeroed(ctx, sizeof *bigger + size * sizeof(Failure));
    if (!bigger) return NULL;
    bigger->mask = size - 1;
    for (uint32_t i = 0; table && i <= table->mask; i++) {
      if (!table->rows[i].key) continue;
      uint32_t at = (uint32_t)(table->rows[i].key * 0x9E3779B97F4A7C15ull >> 32) & bigger->mask;
      while (bigger->rows[at].key) at = (at + 1) & bigger->mask;
      bigger->rows[at] = table->rows[i];
      bigger->used++;
    }
    memory_free(ctx, table);
    jit->failures = table = bigger;
  }
  uint32_t at = (uint32_t)(key * 0x9E3779B97F4A7C15ull >> 32) & table->mask;
  while (table->rows[at].key && table->rows[at].key != key) at = (at + 1) & table->mask;
  if (!table->rows[at].key) {
    table->rows[at].key = key;
    table->used++;
  }
  return &table->rows[at];
}

static uint64_t place_key(uint32_t code, uint32_t unit) { return ((uint64_t)(code + 1) << 32) | unit; }

/* ---- life ---- */

static void on_watch_broken(Ctx *ctx, void *data, uint32_t dependant) {
  (void)data;
  jit_invalidate(ctx, dependant);
}

static void mark_constants(Ctx *ctx, void *data) {
  Jit *jit = data;
  for (uint32_t i = 0; i < jit->ntraces; i++) {
    Trace *trace = jit->traces[i];
    if (!trace->valid && !ctx->frame) continue; /* nothing runs, so this one does not, and it will not again */
    for (uint32_t k = 0; k < trace->nroots; k++) heap_mark(ctx, trace->roots[k]);
  }
  for (uint32_t i = 0; i < jit->ninstalling; i++) heap_mark(ctx, jit->installing[i]);
  heap_mark(ctx, jit->anchor.function);
}

static PRESERVE_NONE Value resume_landing(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, uint32_t unused);

static void on_code_shared(Ctx *ctx, Code *code) {
  Jit *jit = ctx->jit;
  for (uint32_t i = 0; i < jit->ntraces; i++)
    if (jit->traces[i]->code == code) jit_invalidate(ctx, i);
}

Jit *jit_of(Ctx *ctx) {
  if (ctx->jit) return ctx->jit;
  Jit *jit = memory_zeroed(ctx, sizeof *jit);
  if (!jit) return NULL;
  jit->off = code_memory_unavailable();
  jit->exit_threshold =
      500; /* a bridge costs a few milliseconds to compile while V8 is cold, an exit a fraction of a microsecond */
  jit->anchor.function = V_NONE;
  /* Last, what cannot be undone: a scanner would find an object that is gone. */
  if (!watch_set_callback(ctx, on_watch_broken, jit) || !heap_add_root_scanner(ctx, mark_constants, jit)) {
    exc_clear(ctx);
    memory_free(ctx, jit);
    return NULL;
  }
  ctx->jit = jit;
  ctx->jit_resume = (void *)resume_landing;
  ctx->code_shared = on_code_shared;
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
  for (uint32_t i = 0; i < jit->ntraces; i++) {
    jit_code_free(ctx, jit->traces[i]->block);
    memory_free(ctx, jit->traces[i]->table);
    memory_free(ctx, jit->traces[i]->links);
    memory_free(ctx, jit->traces[i]->roots);
    memory_free(ctx, jit->traces[i]);
  }
  memory_free(ctx, jit->traces);
  memory_free(ctx, jit->exits);
  memory_free(ctx, jit->failures);
  memory_free(ctx, jit->forced);
  memory_free(ctx, jit);
  ctx->jit = NULL;
}

/* ---- anchors ---- */

static uint32_t unit_of(const Code *code, const CodeUnit *ip) { return (uint32_t)(ip - code->units); }

static Trace *trace_at(Jit *jit, const Code *code, uint32_t unit) {
  for (uint32_t i = jit->ntraces; i-- > 0;) {
    Trace *trace = jit->traces[i];
    if (trace->code == code && trace->unit == unit && trace->kind != ANCHOR_BRIDGE && trace->valid) return trace;
  }
  return NULL;
}

static void set_anchor(Trace *trace) {
  CodeUnit *ip = trace->code->units + trace->unit;
  if (trace->kind == ANCHOR_ENTRY && trace->unit == 0) trace->code->native_entry = (void *)trace->code_entry;
  if (ip->op != OP_ENTER_EXECUTOR) {
    trace->executor.original = *ip;
    ip->op = OP_ENTER_EXECUTOR;
    ip->arg = (uint8_t)trace->slot;
  }
  trace->anchored = true;
}

static void clear_anchor(Trace *trace) {
  if (trace->code->native_entry == (void *)trace->code_entry) trace->code->native_entry = (void *)jit_call;
  CodeUnit *ip = trace->code->units + trace->unit;
  if (trace->anchored && ip->op == OP_ENTER_EXECUTOR && ip->arg == trace->slot) *ip = trace->executor.original;
  trace->anchored = false;
}

/* The frame's function and namespace have to be known to the recorder. A bridge's anchor unit means nothing. */
static bool start_recording(Ctx *ctx, Jit *jit, Frame *root, CodeUnit *start, uint8_t kind, uint32_t exit) {
  if (!record_start(ctx, root, kind == ANCHOR_BRIDGE ? NULL : start)) return false;
  jit->recordings++;
  jit->anchor.kind = kind;
  jit->anchor.code = root->code->id;
  jit->anchor.unit = unit_of(root->code, start);
  jit->anchor.exit = exit;
  jit->anchor.stack_depth = 0;
  jit->anchor.function = VAL(root->func);
  jit->anchor.code_is_shared = root->code->sole_globals == V_NONE;
  jit->anchor.namespace_is_globals = root->func && root->locals == root->func->globals;
  return true;
}

/* No more traces can be anchored in the code object: nothing is recorded there that would be. */
static bool is_full(Ctx *ctx, const Code *code) {
  if (code->nexecutors < CODE_MAX_EXECUTORS) return false;
  if (ctx->host.jit) ctx->host.jit(ctx, ctx->host.data, JIT_EVENT_REFUSED, code->id);
  return true;
}

static bool may_record(Ctx *ctx, uint64_t key, Failure **failure) {
  *failure = failure_of(ctx, key);
  if (!*failure || (*failure)->count >= MAX_FAILURES) return false;
  if ((*failure)->skip == 0) return true;
  (*failure)->skip--;
  return false;
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
  Trace *known = trace_at(jit, code, unit);
  if (known) { /* the instruction at the anchor had respecialized itself */
    set_anchor(known);
    return;
  }
  Failure *failure = NULL;
  if (is_full(ctx, code) || !may_record(ctx, place_key(code->id, unit), &failure)) {
    if (!failure || failure->count >= MAX_FAILURES) ip->op = loop ? OP_JUMP_BACKWARD_NO_JIT : OP_RESUME_CHECK;
    return;
  }
  if (!frame->func) return;
  if (!loop && ctx->options.jit_threshold > 2) {
    /* A function called in a loop gets hot with that loop; the loop's trace, which follows the call, is the better one.
     */
    Failure *seen = failure_of(ctx, place_key(code->id, unit) | 1ull << 30);
    if (!seen || seen->count++ == 0) return;
  }
  if (start_recording(ctx, jit, frame, start, loop ? ANCHOR_LOOP : ANCHOR_ENTRY, 0))
    jit->anchor.stack_depth = (uint32_t)(sp - frame->slots) - code->nlocalsplus;
}

/* Returns are counted in the failure table's rows: they have no cache unit of their own. */
void jit_count_return(Ctx *ctx, Frame *frame, CodeUnit *ip) {
  Jit *jit = ctx->jit;
  uint32_t unit = unit_of(frame->code, ip);
  uint64_t key = place_key(frame->code->id, unit) | 1ull << 31;
  Failure *hits = failure_of(ctx, key);
  if (!hits || ++hits->count < ctx->options.jit_threshold) return;
  hits->count = 0;
  Failure *failure;
  if (!frame->func || frame->code->nexecutors >= CODE_MAX_EXECUTORS) return;
  if (!may_record(ctx, place_key(frame->code->id, unit), &failure)) return;
  if (start_recording(ctx, jit, frame, ip, ANCHOR_CONTINUATION, 0))
    jit->anchor.stack_depth = (uint32_t)(frame->sp - frame->slots) - frame->code->nlocalsplus;
}

bool jit_exit_hot(Ctx *ctx, uint32_t number, Frame *frame, uint32_t frames) {
  Jit *jit = ctx->jit;
  TraceExit *exit = &jit->exits[number];
  if (exit->failures >= MAX_FAILURES || exit->bridge || !exit->trace->valid) return false;
  if (exit->count < jit->exit_threshold << exit->failures) return false;
  exit->count = 0;
  Frame *root = frame;
  for (uint32_t i = 1; i < frames; i++) root = root->prev;
  return root->func && start_recording(ctx, jit, root, root->code->units, ANCHOR_BRIDGE, number);
}

static void count_failure(Ctx *ctx, uint32_t times) {
  Jit *jit = ctx->jit;
  if (jit->anchor.kind == ANCHOR_BRIDGE) {
    jit->exits[jit->anchor.exit].failures += times;
    return;
  }
  Failure *failure = failure_of(ctx, place_key(jit->anchor.code, jit->anchor.unit));
  if (!failure) return;
  failure->count += times;
  failure->skip = (1u << failure->count) - 1;
}

void jit_recording_failed(Ctx *ctx) { count_failure(ctx, 1); }

void jit_recording_hopeless(Ctx *ctx) { count_failure(ctx, MAX_FAILURES); }

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

/* ---- installation ---- */

static bool reserve_exits(Ctx *ctx, Jit *jit, uint32_t more) {
  if (jit->nexits + more <= jit->exits_cap) return true;
  uint32_t cap = (jit->nexits + more) * 2;
  TraceExit *exits = memory_resize(ctx, jit->exits, cap * sizeof *exits);
  if (!exits) return false;
  jit->exits = exits;
  jit->exits_cap = cap;
  return true;
}

static bool reserve_executor(Ctx *ctx, Code *code, uint32_t *slot) {
  if (code->nexecutors >= CODE_MAX_EXECUTORS) return false;
  void **executors = memory_resize(ctx, code->executors, (code->nexecutors + 1) * sizeof *executors);
  if (!executors) return false;
  code->executors = executors;
  *slot = code->nexecutors++;
  return true;
}

/* A direct jump over the first bytes of an exit stub. */
static void patch_jump(uint8_t *at, const uint8_t *target) {
  uint8_t *write = code_memory_alias(at);
#if defined(__x86_64__)
  int32_t distance = (int32_t)(target - (at + 5));
  write[0] = 0xe9;
  memcpy(write + 1, &distance, 4);
#elif defined(__aarch64__)
  uint32_t word = 0x14000000u | ((uint32_t)((target - at) / 4) & 0x03ffffffu);
  memcpy(write, &word, 4);
#else
#error "no jump encoding for this target"
#endif
  code_memory_publish(at, 16);
}

/* Redirects the jump whose distance field (x86-64) or instruction (AArch64) is at `at`. */
static void patch_link(uint8_t *at, const uint8_t *target) {
  uint8_t *write = code_memory_alias(at);
#if defined(__x86_64__)
  int32_t distance = (int32_t)(target - (at + 4));
  memcpy(write, &distance, 4);
#else
  uint32_t word = 0x14000000u | ((uint32_t)((target - at) / 4) & 0x03ffffffu);
  memcpy(write, &word, 4);
#endif
  code_memory_publish(at, 4);
}

static PRESERVE_NONE Value run_original(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, uint32_t unused);

/* ENTER_EXECUTOR's way into a trace: room for its spill slots, which linked traces of the same frame then share. */
static PRESERVE_NONE Value enter_trace(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, uint32_t slot) {
  Trace *trace = (Trace *)frame->code->executors[slot];
  trace->entries++;
  if (LIKELY(!(frame->flags & FRAME_OWNED_BY_GENERATOR))) {
    Value *top = (Value *)frame + frame->code->frame_words + TRACE_ROOM_WORDS;
    if (UNLIKELY(top > ctx->stack_limit)) MUSTTAIL return run_original(ctx, frame, ip, sp, slot);
    ctx->stack_top = top;
  }
  MUSTTAIL return trace->code_entry(ctx, frame, ip, sp, slot);
}

static int32_t install(Ctx *ctx, const InstallRequest *request) {
  Jit *jit = ctx->jit;
  if (!jit_request_is_sound(ctx, request)) return -1;
  if (jit->ntraces == jit->traces_cap) {
    uint32_t cap = jit->traces_cap ? jit->traces_cap * 2 : 32;
    Trace **traces = memory_resize(ctx, jit->traces, cap * sizeof *traces);
    if (!traces) return -1;
    jit->traces = traces;
    jit->traces_cap = cap;
  }
  Trace *trace = memory_zeroed(ctx, sizeof *trace);
  ExitTable *table = memory_new(ctx, request->table_bytes);
  TraceLink *links = memory_new(ctx, (request->nlinks + 1) * sizeof *links);
  uint64_t *roots = memory_new(ctx, (request->nroots + 1) * sizeof *roots);
  Code *code = ctx->codes[request->code];
  bool bridge = request->kind == ANCHOR_BRIDGE;
  uint32_t slot = 0;
  if (!trace || !table || !links || !roots || !reserve_exits(ctx, jit, request->table->nexits) ||
      (!bridge && !reserve_executor(ctx, code, &slot))) {
    memory_free(ctx, trace);
    memory_free(ctx, table);
    memory_free(ctx, links);
    memory_free(ctx, roots);
    return -1;
  }
  memcpy(table, request->table, request->table_bytes);
  /* memcpy takes no null pointer, not even for no bytes. */
  if (request->nroots) memcpy(roots, request->roots, request->nroots * sizeof *roots);
  if (request->nlinks) memcpy(links, request->links, request->nlinks * sizeof *links);
  uint32_t id = jit->ntraces;
  *trace = (Trace){
      .executor = {.entry = enter_trace, .id = id, .stops_recording = request->kind == ANCHOR_LOOP},
      .code_entry = (Handler)(uintptr_t)(request->block.exec + request->entry_offset),
      .code = code,
      .unit = request->unit,
      .kind = request->kind,
      .valid = true,
      .slot = slot,
      .parent_exit = request->parent_exit,
      .loop_exit = request->loop_exit,
      .block = request->block,
      .table = table,
      .links = links,
      .nlinks = request->nlinks,
      .roots = roots,
      .nroots = request->nroots,
  };
  code_memory_publish(request->block.exec, request->block.size);
  jit->traces[jit->ntraces++] = trace;
  for (uint32_t i = 0; i < table->nexits; i++) {
    uint32_t offset = request->stub_offsets[i];
    jit->exits[jit->nexits++] = (TraceExit){.trace = trace, .stub = request->block.exec + offset, .index = i};
  }
  if (bridge) {
    TraceExit *exit = &jit->exits[request->parent_exit];
    memcpy(trace->saved_stub, exit->stub, sizeof trace->saved_stub);
    exit->bridge = trace;
    patch_jump(exit->stub, request->block.exec + request->entry_offset);
  } else {
    code->executors[slot] = &trace->executor;
    set_anchor(trace);
  }
  return (int32_t)id;
}

/* The request's roots are JavaScript's: they must survive the collections of what is allocated here. */
int32_t jit_install(Ctx *ctx, const InstallRequest *request) {
  Jit *jit = jit_of(ctx);
  if (!jit) return -1;
  jit->installing = request->roots;
  jit->ninstalling = request->nroots;
  int32_t id = install(ctx, request);
  jit->ninstalling = 0;
  return id;
}

/* Jumps to the trace go through the runtime. */
static void unlink_trace(Jit *jit, uint32_t id) {
  for (uint32_t i = 0; i < jit->ntraces; i++) {
    Trace *other = jit->traces[i];
    for (uint32_t k = 0; k < other->nlinks; k++) {
      if (other->links[k].target != id) continue;
      uint32_t first = other->table->first_exit;
      patch_link(other->block.exec + other->links[k].offset, jit->exits[first + other->links[k].exit].stub);
    }
  }
}

static void take_down(Ctx *ctx, Jit *jit, uint32_t id) {
  Trace *trace = jit->traces[id];
  trace->valid = false;
  jit->invalidated++;
  ctx->invalidations++;
  clear_anchor(trace);
  if (trace->kind == ANCHOR_BRIDGE) {
    TraceExit *exit = &jit->exits[trace->parent_exit];
    memcpy(code_memory_alias(exit->stub), trace->saved_stub, sizeof trace->saved_stub);
    code_memory_publish(exit->stub, sizeof trace->saved_stub);
    exit->bridge = NULL;
    exit->count = 0;
  }
  unlink_trace(jit, id);
  /* A trace that is running leaves at its next check. */
  __atomic_or_fetch(&ctx->pending, PENDING_INVALIDATED, __ATOMIC_SEQ_CST);
  watch_forget(ctx, id);
}

void jit_invalidate(Ctx *ctx, uint32_t id) {
  Jit *jit = ctx->jit;
  if (id >= jit->ntraces || !jit->traces[id]->valid) return;
  take_down(ctx, jit, id);
  if (ctx->host.jit) ctx->host.jit(ctx, ctx->host.data, JIT_EVENT_INVALIDATED, id);
}

/* ---- traces that only cost time ---- */

#define EARLY_LOOK 4096     /* early exits after which a loop's trace is watched, and exits of that watch */
#define EARLY_EXITS 16      /* so near the entry, machine code has not made up for what entering and leaving cost */
#define EARLY_COST 2        /* microseconds of the thread from one to the next: if rarer, their cost is hidden */
#define WATCHED 0x80000000u /* in Trace.early */

static uint32_t thread_microseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return (uint32_t)((uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000);
}

static void relink(Jit *jit, Trace *target) {
  for (uint32_t i = 0; i < jit->ntraces; i++)
    for (uint32_t k = 0; k < jit->traces[i]->nlinks; k++) {
      Trace *from = jit->traces[i];
      if (from->links[k].target == target->executor.id)
        patch_link(from->block.exec + from->links[k].offset, (const uint8_t *)target->code_entry);
    }
}

/* One verdict is all that a trace gets. */
static void acquit(Jit *jit, Trace *trace) {
  trace->early = trace->loop_exit = 0;
  relink(jit, trace);
}

/* The trace of a loop was left through `exit`, which has no bridge and never will: its recordings kept failing. If most
 * entries come no further, and in quick succession, the loop is tier 1's from now on. To count entries, links to the
 * trace are cut for a while. */
static void judge_early_exit(Ctx *ctx, Jit *jit, TraceExit *exit) {
  Trace *trace = exit->trace;
  if (exit->failures < MAX_FAILURES || trace->kind != ANCHOR_LOOP || !trace->valid) return;
  if (exit->index >= trace->loop_exit || exit->index >= EARLY_EXITS || (++trace->early & ~WATCHED) < EARLY_LOOK) return;
  uint64_t place = place_key(trace->code->id, trace->unit);
  Failure *since = failure_of(ctx, place | 1ull << 29);
  if (!since) return;
  if (!(trace->early & WATCHED)) {
    unlink_trace(jit, trace->executor.id);
    trace->early = WATCHED;
    trace->entries = 0;
    since->count = thread_microseconds();
    return;
  }
  bool rare = thread_microseconds() - since->count > EARLY_COST * EARLY_LOOK;
  if (rare || trace->entries > 2 * EARLY_LOOK) {
    acquit(jit, trace);
    return;
  }
  take_down(ctx, jit, trace->executor.id);
  Failure *failure = failure_of(ctx, place);
  if (failure) failure->count = MAX_FAILURES;
  if (ctx->host.jit) ctx->host.jit(ctx, ctx->host.data, JIT_EVENT_RETIRED, trace->executor.id);
}

/* A cut link was taken: the trace has been useful if it was entered much more often than left early. */
static void count_cut_link(Jit *jit, uint32_t target) {
  Trace *trace = jit->traces[target];
  if (trace->valid && trace->early & WATCHED && trace->entries > 2 * EARLY_LOOK) acquit(jit, trace);
}

/* ---- crossings ---- */

static __attribute__((noinline)) Resume leave(Ctx *ctx, Frame *root, const uint64_t *registers) {
  Jit *jit = ctx->jit;
  uint32_t number = ctx->jit_exit;
  TraceExit *exit = &jit->exits[number];
  const ExitTable *table = exit->trace->table;
  uint32_t kind = exit_entries(table)[exit->index].kind;
  jit->exits_taken++;
  Resume resume = jit_rebuild(ctx, root, table, exit->index, registers);
  if (resume.raise) {
    /* A bridge begins in the handler, if the trace's frames have one; it does not have the frame that raised. */
    if (kind == EXIT_RAISE && !suggestion_needs_frame(ctx, (Exception *)ctx->exc, resume.frame->code)) {
      exit->count++;
      if (!jit_exit_hot(ctx, number, resume.frame, resume.frames)) judge_early_exit(ctx, jit, exit);
    }
    return resume;
  }
  if (kind == EXIT_CALL) {
    if (UNLIKELY(ctx->depth > ctx->recursion_limit ||
                 (Value *)resume.frame + resume.frame->code->frame_words > ctx->stack_limit)) {
      /* The callee was pushed by the record: take it back and raise in the caller. */
      Frame *caller = resume.frame->prev;
      ctx->stack_top = (Value *)resume.frame;
      ctx->depth--;
      ctx->frame = caller;
      interp_raise_recursion(ctx);
      return (Resume){caller, caller->ip, caller->sp, 1, true};
    }
    return resume;
  }
  if (kind == EXIT_LINK) count_cut_link(jit, exit_record(table, exit->index)->target);
  if (kind == EXIT_GUARD || kind == EXIT_LEAVE) {
    exit->count++;
    if (!jit_exit_hot(ctx, number, resume.frame, resume.frames)) judge_early_exit(ctx, jit, exit);
  }
  return resume;
}

/* Goes on at an instruction that may be an anchor: without entering its trace, which just failed there. */
static PRESERVE_NONE Value run_original(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, uint32_t unused) {
  (void)unused;
  Executor *executor = frame->code->executors[ip->arg];
  CodeUnit original = executor->original;
  MUSTTAIL return interp_handlers[original.op](ctx, frame, ip, sp, original.arg);
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
    MUSTTAIL return run_original(ctx, frame, ip, sp, unused);
  MUSTTAIL return interp_resume(ctx, frame, ip, sp, unused);
}

typedef PRESERVE_NONE Value (*Landing)(JIT_REGISTERS);

/* A fresh frame whose code has no trace from its start. */
static PRESERVE_NONE Value call_landing(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, uint32_t unused) {
  ip = frame->code->units;
  sp = frame->slots + frame->code->nlocalsplus;
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
  if (UNLIKELY(frame->flags)) {
    Left left = interp_leave_frame(ctx, frame, value);
    if (left.done) return left.value;
    caller = ctx->frame;
    if (!left.value) MUSTTAIL return interp_unwind_in_caller(ctx, caller, caller->ip, caller->sp, unused);
    value = left.value;
  } else {
    ctx->stack_top = (Value *)frame;
    ctx->depth--;
    ctx->frame = caller;
  }
  sp = caller->sp;
  *sp++ = value;
  caller->sp = sp;
  ip = caller->resume_ip;
  caller->ip = ip;
  if (ip->op != OP_ENTER_EXECUTOR) jit_count_return(ctx, caller, ip);
  MUSTTAIL return interp_resume(ctx, caller, ip, sp, unused);
}

/* ip is r0: the value that `frame`, a generator's, yields. */
static PRESERVE_NONE Value yield_landing(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, uint32_t unused) {
  Value value = VAL(ip);
  Generator *generator = GENERATOR_OF(frame);
  Frame *resumer = frame->prev;
  bool entry = frame->flags & FRAME_ENTRY;
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
