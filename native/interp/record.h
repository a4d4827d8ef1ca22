/* Recording of a trace: while it lasts, every entry of ctx->dispatch is one instruction that logs and then runs the
 * real handler.
 *
 * The log is an array of RecordEntry, read from TypeScript as an Int32Array of RECORD_ENTRY_WORDS words per entry. An
 * instruction that specializes itself while it runs is logged once, with the opcode that ran in the end; a specialized
 * one whose guard failed is logged with its generic opcode. */
#pragma once
#include "core/ctx.h"

/* Word offsets in the Int32Array are in brackets. */
typedef struct RecordEntry {
  uint32_t code_id; /* [0] */
  uint32_t unit;    /* [1] of the instruction, behind its EXTENDED_ARGs */
  uint16_t opcode;  /* [2] low half; RECORD_ENTRY_RAISED */
  int16_t depth;    /* [2] high half: frames above the one in which the recording began */
  uint32_t oparg;   /* [3] */
  Value top[4];     /* [4] before the instruction; top[0] = top of stack; V_NULL beyond the bottom */
  Value callable;   /* [12] CALL, CALL_KW: what is called; otherwise the frame's function */
  Value self; /* [14] CALL, CALL_KW: self, or V_NULL; STORE_ATTR: the object's shape id, a fixnum, or V_NULL; otherwise
               * values on the stack, a fixnum */
} RecordEntry;
#define RECORD_ENTRY_WORDS 16
#define RECORD_ENTRY_RAISED 0x100 /* it raised: the next entry is the handler's first instruction */
_Static_assert(sizeof(RecordEntry) == 4 * RECORD_ENTRY_WORDS, "read from TypeScript");
#define RECORD_MAX_ENTRIES 2000
#define RECORD_MAX_DEPTH 64

/* Why a recording ended. */
enum {
  RECORD_CLOSED = 1, /* back at its first instruction in the same frame */
  RECORD_LINKED,     /* at an ENTER_EXECUTOR (not logged): stop_ip */
  RECORD_TOO_LONG,
  RECORD_TOO_DEEP,
  RECORD_RETURNED, /* the frame in which it began returns or yields (that instruction is logged) */
  RECORD_RAISED,   /* an exception leaves the frame in which it began */
  RECORD_ABANDONED /* record_stop from outside, or ctx->pending */
};

typedef struct Recorder {
  Frame *root; /* frame in which it began */
  CodeUnit *start;
  CodeUnit *stop_ip;  /* instruction that the recording ended before */
  int32_t stop_depth; /* of the frame in which that instruction is, like RecordEntry.depth */
  uint32_t n;
  bool suspended; /* C code runs Python: not part of the trace */
  /* Loops with traces in generators that were gone through since their generator was resumed, and how often. */
  struct {
    Frame *frame;
    CodeUnit *ip;
    uint32_t count;
  } passed[8];
  uint32_t npassed;
  RecordEntry entries[RECORD_MAX_ENTRIES];
} Recorder;

/* Logs from the next instruction on. `frame` is the trace's root; the trace closes when that frame is back at `start`
 * (a loop's first instruction, or a RESUME), which is NULL for bridges: they may begin in a frame above the root and
 * end only at another trace. False: out of memory, or one is running. The Recorder stays readable (record_last) until
 * the next record_start. */
bool record_start(Ctx *ctx, Frame *frame, CodeUnit *start);
void record_stop(Ctx *ctx, int reason); /* tells ctx->host.jit */
Recorder *record_last(Ctx *ctx);
void record_changed(Ctx *ctx, uint16_t opcode); /* the running instruction goes on as this one */
void record_raised(Ctx *ctx);                   /* the running instruction raised */
void record_unwound(Ctx *ctx, Frame *frame);    /* ctx->exc leaves `frame` */
/* Around interp_run: suspends a running recording; gives what record_resume needs. */
bool record_suspend(Ctx *ctx);
void record_resume(Ctx *ctx, bool was_recording);
