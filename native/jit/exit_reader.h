/* Reading an exit record: for exits (exit.c) and for who looks at the frames of a trace that runs (frame_views.c). */
#pragma once
#include "jit/exits.h"

typedef struct ExitReader {
  Ctx *ctx;
  Frame *root;
  const ExitTable *table;
  const ExitRecord *record;
  const uint64_t *registers;
  const ExitFrame *frames; /* the first of each */
  const ExitVirtual *virtuals;
  const ExitStore *stores;
  Value made[EXIT_MAX_VIRTUALS]; /* virtual objects made so far, by their place in the record */
  Value objects;                 /* frame objects made for frames that the exit puts into memory */
} ExitReader;

ExitReader exit_reader(Ctx *ctx, Frame *root, const ExitTable *table, uint32_t index, const uint64_t *registers);
Value exit_value(ExitReader *r, ExitLocation at); /* V_NULL may be the value; ctx->exc is set when memory ran out */
void exit_do_store(ExitReader *r, const ExitStore *store);

static inline const ExitFrame *exit_first_frame(const ExitRecord *record) { return (const ExitFrame *)(record + 1); }
static inline const ExitFrame *exit_next_frame(const ExitFrame *frame) {
  return (const ExitFrame *)(frame->slots + frame->nslots);
}
static inline const ExitVirtual *exit_next_virtual(const ExitVirtual *v) {
  return (const ExitVirtual *)(v->fields + v->nfields);
}
/* What is in memory of the frame that `frame` describes: slots that did not change are there. `extra` is the value of
 * its location. */
static inline const Value *exit_slots_in_memory(const ExitReader *r, const ExitFrame *frame, Value extra) {
  bool generator = frame != r->frames && frame->flags & FRAME_OWNED_BY_GENERATOR;
  return generator ? ((Generator *)extra)->frame.slots : r->root->slots;
}
