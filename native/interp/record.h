/* Recording of a trace: while it lasts, every entry of ctx->dispatch is one instruction that logs and then runs the
 * real handler.
 *
 * The log is an array of RecordEntry (ts/contract/recordings.ts). An
 * instruction that specializes itself while it runs is logged once, with the opcode that ran in the end; a specialized
 * one whose guard failed is logged with its generic opcode. */
#pragma once
#include "core/ctx.h"

/* Executor.stops_recording: recordings go through the anchor, end at it, or those of bridges and joins do. */
enum { GOES_THROUGH, STOPS_RECORDING, STOPS_BRIDGES };

typedef struct Recorder {
  Frame *root; /* frame in which it began */
  CodeUnit *start;
  CodeUnit *stop_ip;  /* instruction that the recording ended before */
  int32_t stop_depth; /* of the frame in which that instruction is, like RecordEntry.depth */
  uint32_t n;
  bool suspended; /* C code runs Python: not part of the trace */
  bool stops_at_joins;
  /* Loops with traces in generators that were gone through since their generator was resumed, and how often. */
  struct {
    Frame *frame;
    CodeUnit *ip;
    uint32_t count;
  } passed[8];
  uint32_t npassed;
  bool has_compiler;  /* the first call of host.jit loads it */
  uint64_t compiling; /* microseconds of this thread's processor time, since the context began */
  RecordEntry entries[RECORD_MAX_ENTRIES];
} Recorder;

/* Logs from the next instruction on. `frame` is the trace's root; the trace closes when that frame is back at `start`
 * (a loop's first instruction, or a RESUME), which is NULL for bridges: they may begin in a frame above the root and
 * end only at another trace; `stops_at_joins`: at one of a join, too. False: out of memory, or one is running. The
 * Recorder stays readable (record_last) until the next record_start. */
bool record_start(Ctx *ctx, Frame *frame, CodeUnit *start, bool stops_at_joins);
void record_stop(Ctx *ctx, int reason); /* tells ctx->host.jit */
Recorder *record_last(Ctx *ctx);
void record_changed(Ctx *ctx, uint16_t opcode); /* the running instruction goes on as this one */
void record_raised(Ctx *ctx);                   /* the running instruction raised */
void record_unwound(Ctx *ctx, Frame *frame);    /* ctx->exc leaves `frame` */
/* Around interp_run: suspends a running recording; returns what record_resume needs. */
bool record_suspend(Ctx *ctx);
void record_resume(Ctx *ctx, bool was_recording);
