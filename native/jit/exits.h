/* How a trace is left: what the exit stubs hand over and how the compiler (ts/emit/exit-table.ts) describes each exit.
 *
 * A failing guard jumps to its exit stub, which stores its number in ctx->jit_exit and jumps to jit_exit with all
 * stencil registers as they were *before* the instruction that left. jit_exit finds the trace's ExitTable, rebuilds the
 * frames from the record, and goes on in tier 1 (or in a bridge: the stub's first bytes are then overwritten by a jump,
 * and jit_exit is not reached).
 *
 * An ExitTable is one block of 32-bit words, little-endian:
 *
 *     ExitTable       nexits, nconsts, first exit number
 *     uint64_t        constants[nconsts]          raw words; those of repr val are Values the trace must keep alive
 *     ExitEntry       entries[nexits]             kind and position of the record; exits may share a record
 *     words           the records
 *
 * A record is ExitRecord, then its frames (root first), its virtual objects, its stores; each is followed by its
 * locations. */
#pragma once
#include "core/ctx.h"
#include <stdint.h>

/* A value's place: kind | repr << 4 | payload << 8 */
typedef uint32_t ExitLocation;
enum {
  LOC_UNCHANGED = 0, /* root frame and frames of generators only: what the frame in memory holds */
  LOC_REGISTER = 1,  /* payload 0…7: r0…r7, 8…15: f0…f7 */
  LOC_SPILL = 2,     /* payload: word index from `frame` */
  LOC_CONST = 3,     /* payload: index into constants */
  LOC_VIRTUAL = 4,   /* payload: index of the record's virtual object */
  LOC_DEAD = 5       /* only in EXIT_RAISE records: stack word that unwinding discards; write V_NULL */
};
/* How the word in that place is to be read; the exit boxes it into a Value where a Value belongs. */
enum { REPR_VAL = 0, REPR_I64 = 1, REPR_F64 = 2, REPR_PTR = 3, REPR_BOOL = 4 };
#define LOC_KIND(l) ((l) & 15)
#define LOC_REPR(l) (((l) >> 4) & 15)
#define LOC_PAYLOAD(l) ((l) >> 8)

enum {
  EXIT_GUARD = 0,  /* EXIT_IF: go on in tier 1 at the innermost frame's `resume` */
  EXIT_RAISE = 1,  /* RAISE_IF: ctx->exc is set; unwind from the innermost frame's `ip` */
  EXIT_LEAVE = 2,  /* the trace ends here: go on in tier 1 */
  EXIT_LINK = 3,   /* write the frames, then go to the entry of the trace anchored at `target` */
  EXIT_RETURN = 4, /* the root frame returns `value` */
  EXIT_CALL = 5    /* the last frame is the callee at its first instruction */
};

typedef struct ExitTable {
  uint32_t nexits, nconsts, first_exit, pad;
  uint64_t constants[];
} ExitTable;
typedef struct ExitEntry {
  uint32_t kind;
  uint32_t record; /* in words from the table's start */
} ExitEntry;
typedef struct ExitRecord {
  uint32_t snapshot; /* Snapshot.id of the optimized trace */
  uint32_t nframes, nvirtuals, nstores;
  uint32_t target;    /* EXIT_LINK: TraceEnd.target */
  ExitLocation value; /* EXIT_RETURN */
  uint32_t words;     /* of the whole record */
} ExitRecord;
typedef struct ExitFrame {
  uint32_t code;        /* Code.id */
  uint32_t nlocals;     /* the first `nlocals` slots are locals, the others the evaluation stack */
  uint32_t resume, ip;  /* code units */
  uint32_t flags;       /* FRAME_* */
  ExitLocation func;    /* LOC_UNCHANGED in the root frame */
  ExitLocation extra;   /* Frame.self_or_extra. FRAME_OWNED_BY_GENERATOR: the generator, whose frame becomes this one */
  uint32_t after_yield; /* generators: code unit at which the frame below goes on after a yield */
  uint32_t nslots;
  ExitLocation slots[];
} ExitFrame;
/* VIRTUAL_* in the order of VirtualKind (ts/ir/trace.ts) */
enum {
  VIRTUAL_TUPLE,
  VIRTUAL_LIST,
  VIRTUAL_RANGE_ITER,
  VIRTUAL_RANGE,
  VIRTUAL_SLICE,
  VIRTUAL_METHOD,
  VIRTUAL_CELL,
  VIRTUAL_INSTANCE
};
typedef struct ExitVirtual {
  uint32_t kind, shape, nfields;
  ExitLocation fields[];
} ExitVirtual;
enum { STORE_ITER_I, STORE_ITER_J, STORE_CELL_VALUE };
typedef struct ExitStore {
  ExitLocation object;
  uint32_t field;
  ExitLocation value;
} ExitStore;

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
/* `frame` returns the Value r0: pop it, go to the caller's native_resume or tier 1 */
PRESERVE_NONE Value jit_return(JIT_REGISTERS);
