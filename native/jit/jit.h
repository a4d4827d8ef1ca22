/* Tier 2 of one context: its traces, its exits, what is being recorded. TypeScript decides what to compile
 * (ts/jit/tier-two.ts); this side counts, starts recordings, installs code and rebuilds frames.
 *
 * An anchor is a code unit whose first unit is ENTER_EXECUTOR while a valid trace starts there: a loop's first
 * instruction, a function's RESUME, or the instruction after a call. State at an anchor is in the frame's memory, so
 * every way of reaching it (the interpreter, the end of another trace, a return) enters the trace alike. */
#pragma once
#include "interp/jit_hooks.h"
#include "interp/record.h"
#include "jit/trace.h"

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
  const uint64_t *installing; /* roots of the trace that is being installed */
  uint32_t ninstalling;
  /* Counts for --dump=stats. */
  uint64_t exits_taken, entries, recordings, invalidated;
} Jit;

Jit *jit_of(Ctx *ctx); /* made on first use; NULL when out of memory */
void jit_context_free(Ctx *ctx);
void jit_code_free(Ctx *ctx, CodeBlock block); /* of code_memory_alloc, charged to ctx */

typedef struct InstallRequest {
  uint8_t kind;
  uint32_t code, unit, parent_exit, entry_offset, loop_exit, nlinks, nroots;
  CodeBlock block;
  const ExitTable *table;
  size_t table_bytes;
  const uint32_t *stub_offsets; /* one per exit, from block.exec */
  uint32_t nstubs;
  const TraceLink *links;
  const uint64_t *roots;
} InstallRequest;
/* Makes the code in request->block run. Returns the trace id, or -1: out of memory, or the request is not sound. */
int32_t jit_install(Ctx *ctx, const InstallRequest *request);
/* A recording came to nothing: back off, finally blacklist its anchor or exit. */
void jit_recording_failed(Ctx *ctx);
/* Likewise, and the next recording would fail for the same reason: nothing is recorded there any more. */
void jit_recording_hopeless(Ctx *ctx);
void jit_invalidate(Ctx *ctx, uint32_t trace);
/* Counts a return to the instruction at `ip`, after a call; may start recording there. */
void jit_count_return(Ctx *ctx, Frame *frame, CodeUnit *ip);
bool jit_exit_hot(Ctx *ctx, uint32_t exit, Frame *frame, uint32_t frames);

/* install_check.c: whether every number of the request is one that the runtime can live with: within its limits, and an
 * index of something that exists. A mistake of the compiler costs a trace then, not the process. */
bool jit_request_is_sound(Ctx *ctx, const InstallRequest *request);

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
