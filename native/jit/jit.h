/* Tier 2 of one context: its traces, its exits, what is being recorded. TypeScript decides what to compile
 * (ts/jit/tier-two.ts); this side counts, starts recordings, installs code and rebuilds frames.
 *
 * An anchor is a code unit whose first unit is ENTER_EXECUTOR while a valid trace starts there: a loop's first
 * instruction, a function's RESUME, the instruction after a call, or a join. State at an anchor is in the frame's
 * memory, so every way of reaching it (the interpreter, the end of another trace, a return) enters the trace alike.
 *
 * The life of a trace. Its code object owns it: what the trace refers to (its roots: constants, code objects of its
 * frames, classes of its shapes) lives as long as both do, so that a cycle through them is garbage like any other; when
 * the code object is collected, its traces go. A trace is *invalidated* when an assumption of it breaks: nothing leads
 * to it any more, but it may be running. It is *evicted* when code memory is short and nobody has used it for a while.
 * Both are freed where it is known that they do not run: see reclaim.c. */
#pragma once
#include "core/thread.h"
#include "interp/jit_hooks.h"
#include "interp/record.h"
#include "jit/exit_reader.h"
#include "jit/ranges.h"
#include "jit/trace.h"

typedef struct TraceExit {
  Trace *trace;
  uint8_t *stub;  /* executable address */
  uint32_t index; /* in trace->table */
  uint32_t count;
  uint32_t failures; /* recordings of a bridge that came to nothing */
  uint32_t asked;    /* times that one was wanted, but there was no time: hot.c */
  Trace *bridge;
} TraceExit;

#define NO_EXIT UINT32_MAX

typedef struct Jit {
  Ctx *ctx;
  Trace **traces; /* those that exist, by ascending id; ids are not used again */
  uint32_t ntraces, traces_cap, next_id;
  uint32_t ninvalid; /* of them */
  TraceExit *exits;  /* by number; a trace has a range of numbers */
  uint32_t nexits;   /* in use */
  uint32_t exits_cap;
  Ranges free_exits;
  uint32_t exit_threshold;
  const char *off; /* why tier 2 cannot work, or NULL */
  bool projects;   /* recordings end as soon as they begin */
  bool has_budget; /* after free_compiling microseconds compiling takes a part of the time only: hot.c */
  uint32_t free_compiling;
  uint64_t began; /* thread_microseconds() then */
  /* What the budget depends on (hot.c): requests for traces since window_start, and whether there were many before. */
  uint64_t window_start;
  uint32_t requests;
  bool is_busy;
  /* What the running or last recording is for. */
  struct {
    uint8_t kind;
    uint32_t code, unit, exit, stack_depth; /* exit: NO_EXIT when its trace is gone */
    Value function;
    bool namespace_is_globals, code_is_shared;
  } anchor;
  struct FailureTable *failures;
  uint8_t *forced; /* by index of _FORCE_EXIT: it has been taken */
  uint32_t nforced;
  /* Ids of traces that were freed, until TypeScript has heard of them; room for all that exist. */
  uint32_t *freed;
  uint32_t nfreed, freed_cap;
  /* Eviction: the ids that its two hands are at, and the bytes of code installed since the first one moved. */
  uint32_t suspecting, evicting;
  size_t installed_bytes;
  struct Exposure *exposures; /* frame_views.c */
  /* Counts for --dump=stats. */
  uint64_t exits_taken, entries, recordings, invalidated, evicted, code_bytes;
} Jit;

Jit *jit_of(Ctx *ctx); /* made on first use; NULL when out of memory */
void jit_context_free(Ctx *ctx);
void jit_code_free(Ctx *ctx, CodeBlock block); /* of code_memory_alloc, charged to ctx */

/* ---- traces.c ---- */
Trace *jit_trace(const Jit *jit, uint32_t id); /* NULL: it is gone */
/* Numbers for the exits of a trace to come. False: out of memory. */
bool jit_reserve_exits(Jit *jit, uint32_t n, uint32_t *first);
void jit_release_exits(Jit *jit, uint32_t first, uint32_t n);
bool jit_room_for_trace(Jit *jit);
void jit_add_trace(Jit *jit, Trace *trace);   /* there is room */
void jit_free_memory(Ctx *ctx, Trace *trace); /* its own, nothing of what refers to it */
/* Frees a root trace with its bridges, or a bridge that is invalid. Nothing runs in it. */
void jit_free_tree(Ctx *ctx, Trace *root);
void jit_free_bridge(Ctx *ctx, Trace *bridge);
void jit_invalidate(Ctx *ctx, uint32_t trace);
void jit_take_down(Ctx *ctx, Trace *trace); /* the same without an event */

/* ---- anchors.c ---- */
/* The valid trace that is anchored there, or NULL. */
Trace *jit_trace_at(const Code *code, uint32_t unit);
/* A free place in code->executors; -1: all are taken, or out of memory. */
int jit_free_executor(Ctx *ctx, Code *code);
void jit_set_anchor(Trace *trace);
void jit_clear_anchor(Trace *trace);
/* Goes on at an instruction that may be an anchor, without entering its trace. */
PRESERVE_NONE Value jit_run_original(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, uint32_t unused);
/* ENTER_EXECUTOR's way into a trace: room for its spill slots, which linked traces of the same frame then share. */
PRESERVE_NONE Value jit_enter_trace(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, uint32_t slot);

/* ---- links.c ---- */
void jit_patch_bridge(TraceExit *exit, Trace *bridge); /* the exit goes on in the bridge */
void jit_unpatch_bridge(TraceExit *exit, Trace *bridge);
void jit_link(Jit *jit, Trace *trace);   /* its jumps, and what they go to, know each other */
void jit_cut(Jit *jit, Trace *trace);    /* jumps into it go through the runtime for the time being, */
void jit_restore(Trace *trace);          /* directly again, */
void jit_unlink(Jit *jit, Trace *trace); /* or through the runtime for good */
void jit_forget_jumps(Trace *trace);     /* those from it */
/* A jump that had no trace to go to was taken through `exit`: from now on it enters the one that is anchored at `ip`.
 * NULL: there is none. */
Trace *jit_find_target(Jit *jit, const TraceExit *exit, const Frame *frame, const CodeUnit *ip);

/* ---- failures.c ---- */
/* How often a recording at some place came to nothing. */
typedef struct Failure {
  uint64_t key;
  uint32_t count, skip;
} Failure;             /* key 0 = empty */
#define MAX_FAILURES 5 /* then the place is left alone for good */
/* What else is counted about a place. */
#define KEY_ASKED (1ull << 26)
#define KEY_JOIN (1ull << 27)
#define KEY_IMPORT (1ull << 28)
#define KEY_WATCH (1ull << 29)
#define KEY_FUNCTION (1ull << 30)
#define KEY_RETURN (1ull << 31)
static inline uint64_t place_key(uint32_t code, uint32_t unit) { return ((uint64_t)(code + 1) << 32) | unit; }
Failure *jit_failure_of(Jit *jit, uint64_t key); /* NULL: out of memory */
/* Forgets the places of code objects that are gone. */
void jit_forget_failures(Ctx *ctx, Jit *jit);

/* ---- reclaim.c ---- */
/* Frees invalid traces in which nothing runs. Not while an exit is being taken. */
void jit_reclaim(Ctx *ctx);
/* Before a recording starts: reclaims, and evicts until there is room for its trace, but not the tree of `keep`. */
void jit_make_room(Ctx *ctx, const Trace *keep);
/* A suspect was entered: it has been useful. */
void jit_acquit(Trace *trace);

/* ---- early_exits.c ---- */
/* The trace was left through `exit`, and no recording of a bridge has begun there. */
void jit_judge_early_exit(Ctx *ctx, TraceExit *exit);
bool jit_is_cut(const Trace *trace); /* jumps into it go through the runtime for a while, and calls through tier 1 */
/* A jump that was cut was taken. */
void jit_count_cut_jump(Trace *trace);
/* The place of a trace is hot. True: the trace rested; it may work again now. */
bool jit_wake(Trace *trace);
uint32_t jit_place_of_bridge(const Jit *jit, uint32_t parent_exit); /* Trace.place */

/* ---- install.c ---- */
typedef struct InstallRequest {
  uint8_t kind;
  uint32_t code, unit, parent_exit, entry_offset, loop_exit, nlinks, nroots;
  CodeBlock block;
  uint32_t first_exit, nexits; /* as reserved */
  const ExitTable *table;
  size_t table_bytes;
  const uint32_t *stub_offsets; /* one per exit, from block.exec */
  uint32_t nstubs;
  const TraceLink *links;
  const uint64_t *roots;
} InstallRequest;
/* Makes the code in request->block run; block and exit numbers are the trace's then. Returns the trace id, or -1: out
 * of memory, or the request is not sound. */
int32_t jit_install(Ctx *ctx, const InstallRequest *request);
/* install_check.c: whether every number of the request is one that the runtime can live with: within its limits, and an
 * index of something that exists. A mistake of the compiler costs a trace then, not the process. */
bool jit_request_is_sound(Ctx *ctx, const InstallRequest *request);

/* ---- hot.c ---- */
/* A recording came to nothing: back off, finally blacklist its anchor or exit. */
void jit_recording_failed(Ctx *ctx);
/* Likewise, and the next recording would fail for the same reason: nothing is recorded there any more. */
void jit_recording_hopeless(Ctx *ctx);
/* Counts a return to the instruction at `ip`, after a call; may start recording there. */
void jit_count_return(Ctx *ctx, Frame *frame, CodeUnit *ip);
/* A trace has ended before the instruction at `ip`, where there is no other yet; may start recording there. */
void jit_count_join(Ctx *ctx, Frame *frame, CodeUnit *ip);
bool jit_exit_hot(Ctx *ctx, uint32_t exit, Frame *frame, uint32_t frames);

/* ---- crossings.c ---- */
void jit_set_crossings(Ctx *ctx); /* tells tier 1 its way out of machine code */

/* ---- exit.c ---- */
typedef struct Resume {
  Frame *frame;
  CodeUnit *ip;
  Value *sp;
  uint32_t frames;
  bool raise;
} Resume;
/* Rebuilds the interpreter's frames for an exit of the trace running in `root`. */
Resume jit_rebuild(Ctx *ctx, Frame *root, const ExitTable *table, uint32_t index, const uint64_t *registers);

/* frame_views.c: what C code that a trace called has seen of its frames */
extern const struct NativeFrames JIT_FRAMES;
bool jit_is_exposed(Jit *jit, const Frame *root); /* objects have been made that the trace only described */
/* An exit of such a trace: the reader gets these objects, and they are its business from now on. */
bool jit_take_exposure(ExitReader *reader);
void jit_mark_exposures(Ctx *ctx, Jit *jit);
void jit_free_exposures(Jit *jit);
/* The exits of the trace go through the runtime again. */
void jit_remove_bridges(Ctx *ctx, Trace *trace);
