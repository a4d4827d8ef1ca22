/* Where tier 1 meets tier 2. With options.jit_threshold 0 none of this is reached. */
#pragma once
#include "core/ctx.h"

/* Machine code that replaces an instruction. code->executors[arg of ENTER_EXECUTOR] points to one. ENTER_EXECUTOR takes
 * the place of the first unit of the instruction (its EXTENDED_ARG, if it has one), so that its own arg is never
 * widened. */
typedef struct Executor {
  Handler entry;            /* called with frame->ip, frame->sp and all locals in memory; ip is the ENTER_EXECUTOR */
  CodeUnit original;        /* the unit that ENTER_EXECUTOR replaced */
  uint16_t stops_recording; /* which recordings end here: record.h */
  uint32_t id;              /* of the trace */
} Executor;

/* A JUMP_BACKWARD_JIT or RESUME_JIT at ip has counted up to options.jit_threshold. frame->ip and frame->sp are current.
 * May start a recording (record_start), compile, or put an ENTER_EXECUTOR at the jump's target (a loop) or at ip (a
 * RESUME; target is NULL). Must set the counter ip[1].cache to what it goes on from, or quicken the instruction to its
 * _NO_JIT / _CHECK form to blacklist it. Afterwards tier 1 goes on: at the jump's target, or with RESUME's successor
 * (again at ip if the opcode there was changed). */
void jit_hot(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, CodeUnit *target);

/* What Code.native_entry is while a function has no trace: the way from machine code into tier 1. */
extern void *const JIT_TIER_ONE_ENTRY;
