/* A trace as machine code finds it; and what stencils call of tier 2. Little is here, since a change costs all stencils
 * a new compilation. */
#pragma once
#include "interp/jit_hooks.h"
#include "jit/code_memory.h"
#include "jit/exits.h"

/* A jump from one trace into the entry of another. It goes to the stub of an exit instead while the target is suspect
 * (reclaim.c, early_exits.c), and for good when the target is gone. */
typedef struct Jump {
  uint32_t offset, exit;   /* as in TraceLink */
  struct Trace *from, *to; /* to NULL: gone */
  struct Jump *next;       /* the next one into the same target */
} Jump;

/* Whether a trace is worth its time (early_exits.c). Ways into a trace that is watched or rests are cut. */
typedef enum TraceRole { WORKING, WATCHED, RESTING, USEFUL } TraceRole;

typedef struct Trace {
  Executor executor; /* first: code->executors[] points here */
  Code *code;        /* of the anchor */
  uint32_t unit;
  uint8_t kind; /* ANCHOR_* */
  bool valid;
  bool anchored;        /* ENTER_EXECUTOR is at the anchor */
  bool suspect;         /* entries from other traces are cut, to see whether it is still used */
  uint32_t slot;        /* in code->executors */
  uint32_t parent_exit; /* bridges */
  uint32_t loop_exit;   /* exits below it are left before the first round of the loop is over; all of them when there is
                           no loop */
  uint32_t place;       /* exits that a bridge's path has passed since the tree was entered, if there are few */
  uint32_t entries, early; /* since the last look: entered from tier 1, left early with no bridge to come */
  TraceRole role;
  uint32_t rest;          /* times that the place has to be hot before the trace works again */
  uint8_t rests;          /* that there were, about */
  uint8_t saved_stub[16]; /* bridges: what the jump at the parent's stub replaced */
  CodeBlock block;
  ExitTable *table;   /* malloc'ed copy */
  Handler code_entry; /* executor.entry reserves spill slots, then jumps here */
  Jump *jumps;        /* from here into other traces */
  uint32_t njumps;
  Jump *jumps_here;
  struct Trace *root, *next_bridge; /* a tree: the root trace, and all its bridges in the order they were made */
  uint64_t *roots;                  /* objects that the code refers to */
  uint32_t nroots;
} Trace;

/* Stress mode of exits: true once for each index. */
COLD_CALL bool jit_first_time(Ctx *ctx, uint32_t index);
