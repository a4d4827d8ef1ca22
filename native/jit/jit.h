/* Tier 2 of one context: its traces, its exits, what is being recorded. TypeScript decides what to compile
 * (ts/jit/tier-two.ts); this side counts, starts recordings, installs code and rebuilds frames.
 *
 * An anchor is a code unit whose first unit is ENTER_EXECUTOR while a valid trace starts there: a loop's first
 * instruction, a function's RESUME, or the instruction after a call. State at an anchor is in the frame's memory, so
 * every way of reaching it (the interpreter, the end of another trace, a return) enters the trace alike. */
#pragma once
#include "interp/jit_hooks.h"
#include "interp/record.h"
#include "jit/code_memory.h"
#include "jit/exits.h"

enum { ANCHOR_LOOP, ANCHOR_ENTRY, ANCHOR_CONTINUATION, ANCHOR_BRIDGE };

typedef struct Trace {
  Executor executor; /* first: code->executors[] points here */
  Code *code;        /* of the anchor */
  uint32_t unit;
  uint8_t kind; /* ANCHOR_* */
  bool valid;
  bool anchored;        /* ENTER_EXECUTOR is at the anchor */
  uint32_t slot;        /* in code->executors */
  uint32_t parent_exit; /* bridges */
  uint32_t loop_exit;   /* exits below it are left before the first round of the loop is over; all of them when there is
                           no loop */
  uint32_t entries, early; /* since the last look: entered from tier 1, left early with no bridge to come */
  uint8_t saved_stub[16];  /* bridges: what the jump at the parent's stub replaced */
  CodeBlock block;
  ExitTable *table;        /* malloc'ed copy */
  Handler code_entry;      /* executor.entry reserves spill slots, then jumps here */
  struct TraceLink *links; /* jumps from here into other traces */
  uint32_t nlinks;
  uint64_t *roots; /* objects that the code refers to */
  uint32_t nroots;
} Trace;

/* A jump from one trace into the entry of another: taken back to the exit's stub when the target dies. Read from
 * TypeScript's triples. */
typedef struct TraceLink {
  uint32_t offset, target, exit;
} TraceLink;

/* Words after a root frame that are a trace's own. Traces whose root is a generator's frame have GEN_SPILL_WORDS. */
#define TRACE_ROOM_WORDS 256 /* spills, and the frames that a trace writes itself */

typedef struct TraceExit {
  Trace *trace;
  uint8_t *stub;  /* executable address */
  uint32_t index; /* in trace->table */
  uint32_t count;
  uint32_t failures; /* recordings of a bridge that came to nothing */
  Trace *bridge;
} TraceExit;

typedef struct Jit {
  Trace **traces; /* by id */
  uint32_t ntraces, traces_cap;
  TraceExit *exits; /* by number */
  uint32_t nexits, exits_cap;
  uint32_t exit_threshold;
  const char *off; /* why tier 2 cannot work, or NULL */
  /* What the running or last recording is for. */
  struct {
    uint8_t kind;
    uint32_t code, unit, exit, stack_depth;
    Value function;
    bool namespace_is_globals, code_is_shared;
  } anchor;
  struct FailureTable *failures;
  uint8_t *forced; /* by index of _FORCE_EXIT: it has been taken */
  uint32_t nforced;
  /* Counts for --dump=stats. */
  uint64_t exits_taken, entries, recordings, invalidated;
} Jit;

/* Events for ctx->host.jit besides JIT_EVENT_RECORDED. */
enum { JIT_EVENT_INVALIDATED = 2 /* argument: trace id */, JIT_EVENT_RETIRED /* likewise: it only cost time */ };

Jit *jit_of(Ctx *ctx); /* made on first use; NULL when out of memory */
void jit_context_free(Ctx *ctx);

typedef struct InstallRequest {
  uint8_t kind;
  uint32_t code, unit, parent_exit, entry_offset, loop_exit, nlinks, nroots;
  CodeBlock block;
  const ExitTable *table;
  size_t table_bytes;
  const uint32_t *stub_offsets; /* one per exit, from block.exec */
  const TraceLink *links;
  const uint64_t *roots;
} InstallRequest;
/* Makes the code in request->block run. Returns the trace id or -1. */
int32_t jit_install(Ctx *ctx, const InstallRequest *request);
/* A recording came to nothing: back off, finally blacklist its anchor or exit. */
void jit_recording_failed(Ctx *ctx);
void jit_invalidate(Ctx *ctx, uint32_t trace);
/* Stress mode of exits: true once for each index. */
COLD_CALL bool jit_first_time(Ctx *ctx, uint32_t index);
/* Counts a return to the instruction at `ip`, after a call; may start recording there. */
void jit_count_return(Ctx *ctx, Frame *frame, CodeUnit *ip);
bool jit_exit_hot(Ctx *ctx, uint32_t exit, Frame *frame, uint32_t frames);

/* exit.c */
typedef struct Resume {
  Frame *frame;
  CodeUnit *ip;
  Value *sp;
  uint32_t frames;
  bool raise;
} Resume;
/* Rebuilds the interpreter's frames for an exit of the trace running in `root`. */
Resume jit_rebuild(Ctx *ctx, Frame *root, const ExitTable *table, uint32_t index, const uint64_t *registers);
