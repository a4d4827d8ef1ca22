/* From machine code back to frames: reads a record (ts/contract/exits.ts) and the registers, and leaves memory as the
 * interpreter would have.
 *
 * Everything is read before anything is written: spill slots are where the frames of inlined calls are pushed, and
 * slots may trade places. Values read stay visible to the collector because they are copied to this C frame (boxing may
 * collect). Memory that runs out while boxing turns the exit into one that raises MemoryError. */
#include <string.h>

#include "call/call.h"
#include "interp/interp.h"
#include "jit/exit_reader.h"
#include "jit/jit.h"

static Frame *push_inlined(Ctx *ctx, Frame *caller, const ExitFrame *from, Value func, Value extra) {
  Code *code = ctx->codes[from->code];
  Frame *frame = (Frame *)ctx->stack_top;
  ctx->stack_top += code->frame_words;
  memset(frame, 0, sizeof(Frame) + code->nlocalsplus * sizeof(Value));
  frame->prev = caller;
  frame->code = code;
  frame->func = (Function *)func;
  frame->flags = from->flags;
  frame->self_or_extra = extra;
  if (!(from->flags & FRAME_TWIN)) ctx->depth++;
  return frame;
}

/* A generator that was suspended runs: its frame is there, in its cell. */
static Frame *resume_generator(Ctx *ctx, Frame *resumer, const ExitFrame *from, Value generator) {
  Generator *g = (Generator *)generator;
  g->after_yield = resumer->code->units + from->after_yield;
  Value handled = ctx->handled, outside = g->handled_outside ? g->handled_outside : handled;
  interp_activate(ctx, g, resumer);
  ctx->handled = handled;
  g->handled_outside = outside;
  return &g->frame;
}

Resume jit_rebuild(Ctx *ctx, Frame *root, const ExitTable *table, uint32_t index, const uint64_t *registers) {
  ExitReader reader = exit_reader(ctx, root, table, index, registers);
  const ExitRecord *record = reader.record;
  bool exposed = jit_take_exposure(&reader);

  /* Read. `exc` may be set by the uop that left: boxing must not disturb it. */
  Value raised = ctx->exc;
  ctx->exc = V_NULL;
  Value values[EXIT_MAX_VALUES];
  uint32_t n = 0;
  const ExitFrame *from = reader.frames;
  for (uint32_t f = 0; f < record->nframes; f++, from = exit_next_frame(from)) {
    Value func = f ? exit_value(&reader, from->func) : V_NULL, extra = f ? exit_value(&reader, from->extra) : V_NULL;
    const Value *held = exit_slots_in_memory(&reader, from, extra);
    for (uint32_t i = 0; i < from->nslots; i++, n++)
      values[n] = LOC_KIND(from->slots[i]) == LOC_UNCHANGED ? held[i] : exit_value(&reader, from->slots[i]);
    values[n++] = func;
    values[n++] = extra;
  }
  /* Who made the objects did the stores as well, and what ran since may have changed their targets. */
  for (uint32_t i = 0; i < record->nstores && !exposed; i++) exit_do_store(&reader, &reader.stores[i]);

  /* Write. */
  if (!(root->flags & FRAME_OWNED_BY_GENERATOR)) ctx->stack_top = (Value *)root + root->code->frame_words;
  Frame *frame = root;
  const ExitFrame *last = from = reader.frames;
  n = 0;
  for (uint32_t f = 0; f < record->nframes; f++, from = exit_next_frame(from)) {
    last = from;
    Value *slots = &values[n];
    n += from->nslots + 2;
    if (f && from->flags & FRAME_OWNED_BY_GENERATOR)
      frame = resume_generator(ctx, frame, from, slots[from->nslots + 1]);
    else if (f) frame = push_inlined(ctx, frame, from, slots[from->nslots], slots[from->nslots + 1]);
    memcpy(frame->slots, slots, from->nslots * sizeof(Value));
    frame->sp = frame->slots + from->nslots;
    frame->ip = frame->code->units + from->ip;
    frame->resume_ip = frame->code->units + from->resume;
    if (UNLIKELY(reader.objects || frame->flags & FRAME_HAS_OBJECT))
      frame_object_left_trace(ctx, frame, reader.objects, f);
  }
  ctx->frame = frame;
  bool failed = ctx->exc != V_NULL; /* out of memory while boxing */
  if (!failed) ctx->exc = raised;
  bool raise = failed || exit_entries(table)[index].kind == EXIT_RAISE;
  return (Resume){frame, frame->code->units + (raise ? last->ip : last->resume), frame->sp, record->nframes, raise};
}
