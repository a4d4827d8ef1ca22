/* How a trace is left: what the exit stubs hand over and how the compiler (ts/emit/exit-table.ts) describes each exit.
 *
 * A failing guard jumps to its exit stub, which stores its number in ctx->jit_exit and jumps to jit_exit with all
 * stencil registers as they were *before* the instruction that left. jit_exit finds the trace's ExitTable, rebuilds the
 * frames from the record, and goes on in tier 1 (or in a bridge: the stub's first bytes are then overwritten by a jump,
 * and jit_exit is not reached).
 *
 * The format of tables and records: ts/contract/exits.ts. */
#pragma once
#include "core/ctx.h"
#include <stdint.h>

/* A value's place. */
typedef uint32_t ExitLocation;
#define LOC_KIND(l) ((l) & LOC_KIND_MASK)
#define LOC_REPR(l) (((l) >> LOC_REPR_SHIFT) & LOC_REPR_MASK)
#define LOC_PAYLOAD(l) ((l) >> LOC_PAYLOAD_SHIFT)

static inline const ExitEntry *exit_entries(const ExitTable *table) {
  return (const ExitEntry *)(table->constants + table->nconsts);
}
static inline const ExitRecord *exit_record(const ExitTable *table, uint32_t index) {
  return (const ExitRecord *)((const uint32_t *)table + exit_entries(table)[index].record);
}

/* Stencil registers as parameters: what every trace entry and every place that a trace jumps to looks like. */
#define JIT_REGISTERS                                                                                                \
  Ctx *ctx, Frame *frame, uint64_t r0, uint64_t r1, uint64_t r2, uint64_t r3, uint64_t r4, uint64_t r5, uint64_t r6, \
      uint64_t r7, double f0, double f1, double f2, double f3, double f4, double f5, double f6, double f7

/* The places of the runtime that stitched code jumps to (native/jit). */
PRESERVE_NONE Value jit_exit(JIT_REGISTERS); /* ctx->jit_exit says which exit */
/* `frame` is fresh: run it from its first instruction; initial Code.native_entry */
PRESERVE_NONE Value jit_call(JIT_REGISTERS);
/* `frame`, a generator's, whose state is in memory, yields the Value r0 */
PRESERVE_NONE Value jit_yield(JIT_REGISTERS);
/* `frame` returns the Value r0: pop it, go on in the caller */
PRESERVE_NONE Value jit_return(JIT_REGISTERS);
