/* The frames of a trace, for C code that the trace has called and that looks at its callers (call/frame_view.h).
 *
 * Before such a call the trace writes into its root frame's ip which exit's record describes its frames, and into sp
 * and resume_ip the two registers that C's callees may have saved anywhere (FrameMark, ts/contract/frames.ts). All else
 * that the record names is in memory, as it would be if the call raised.
 *
 * Looking changes nothing, with one exception. A record may describe objects that do not exist. They are made when
 * somebody looks, and from then on they are what the program sees: the frame is marked as exposed, the objects are
 * kept, and the trace leaves after the call (_CHECK_EXPOSED), or through the exit of its raise. That exit finds them
 * here, instead of making others. A bridge would not, so the trace loses its bridges. */
#include "call/frame_view.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "jit/exit_reader.h"
#include "jit/jit.h"
#include <stdlib.h>
#include <string.h>

typedef struct Exposure {
  struct Exposure *next;
  Frame *root;
  const ExitVirtual *virtuals; /* of the record that was looked at */
  uint32_t nvirtuals;
  Value made[EXIT_MAX_VIRTUALS]; /* V_NULL: not yet */
  Value objects;                 /* the frame objects of inlined frames: call/frame_object.h */
} Exposure;

static uint32_t exit_of(const Frame *root) { return (uint32_t)((uintptr_t)root->ip >> FRAME_EXIT_SHIFT); }

/* Where the frame's exposure is linked from; what is there is NULL when it has none. The mark in its ip is for the
 * trace, which reads it after it has published: the ip of a frame that has published nothing yet is not written. */
static Exposure **find(Jit *jit, const Frame *root) {
  Exposure **at = &jit->exposures;
  while (*at && (*at)->root != root) at = &(*at)->next;
  return at;
}

/* `registers` is room for what the reader looks at. */
static ExitReader reader_of(Ctx *ctx, Frame *root, uint64_t *registers) {
  const TraceExit *exit = &ctx->jit->exits[exit_of(root)];
  registers[0] = VAL(root->sp);
  registers[1] = VAL(root->resume_ip);
  ExitReader reader = exit_reader(ctx, root, exit->trace->table, exit->index, registers);
  const Exposure *exposure = *find(ctx->jit, root);
  if (exposure) memcpy(reader.made, exposure->made, sizeof reader.made);
  return reader;
}

static Exposure *expose(Ctx *ctx, ExitReader *reader) {
  Jit *jit = ctx->jit;
  Frame *root = reader->root;
  Exposure *exposure = *find(jit, root);
  if (!exposure) {
    if (!(exposure = memory_zeroed(ctx, sizeof *exposure))) return raise_no_memory(ctx), NULL;
    exposure->next = jit->exposures;
    exposure->root = root;
    exposure->virtuals = reader->virtuals;
    exposure->nvirtuals = reader->record->nvirtuals;
    jit->exposures = exposure;
    jit_remove_bridges(ctx, jit->exits[exit_of(root)].trace);
    root->ip = (CodeUnit *)((uintptr_t)root->ip | FRAME_EXPOSED);
    for (uint32_t i = 0; i < reader->record->nstores; i++) exit_do_store(reader, &reader->stores[i]);
  }
  memcpy(exposure->made, reader->made, sizeof exposure->made);
  return exposure;
}

bool jit_take_exposure(ExitReader *reader) {
  Exposure **at = find(reader->ctx->jit, reader->root), *exposure = *at;
  if (!exposure) return false;
  const ExitVirtual *wanted = reader->virtuals;
  for (uint32_t i = 0; i < reader->record->nvirtuals; i++, wanted = exit_next_virtual(wanted)) {
    const ExitVirtual *seen = exposure->virtuals;
    for (uint32_t k = 0; k < exposure->nvirtuals; k++, seen = exit_next_virtual(seen))
      if (seen->id == wanted->id) reader->made[i] = exposure->made[k];
  }
  reader->objects = exposure->objects;
  *at = exposure->next;
  memory_free(reader->ctx, exposure);
  return true;
}

bool jit_is_exposed(Jit *jit, const Frame *root) { return *find(jit, root) != NULL; }

void jit_mark_exposures(Ctx *ctx, Jit *jit) {
  for (Exposure *e = jit->exposures; e; e = e->next) {
    for (uint32_t i = 0; i < e->nvirtuals; i++) heap_mark(ctx, e->made[i]);
    heap_mark(ctx, e->objects);
  }
}

void jit_free_exposures(Jit *jit) {
  while (jit->exposures) {
    Exposure *next = jit->exposures->next;
    memory_free(jit->ctx, jit->exposures);
    jit->exposures = next;
  }
}

/* ---- call/frame_view.h ---- */

static uint32_t count(Ctx *ctx, const Frame *root) {
  const TraceExit *exit = &ctx->jit->exits[exit_of(root)];
  return exit_record(exit->trace->table, exit->index)->nframes;
}

static const ExitFrame *frame_at(const ExitReader *reader, uint32_t level) {
  const ExitFrame *frame = reader->frames;
  while (level-- > 0) frame = exit_next_frame(frame);
  return frame;
}

static void describe(Ctx *ctx, FrameView *view) {
  uint64_t registers[16] = {0};
  ExitReader reader = reader_of(ctx, view->frame, registers);
  const ExitFrame *from = frame_at(&reader, view->level);
  view->code = ctx->codes[from->code];
  view->unit = from->ip;
  view->func = view->level ? (Function *)exit_value(&reader, from->func) : view->frame->func;
  uint32_t flags = view->level ? from->flags : view->frame->flags;
  if (flags & FRAME_OWNED_BY_GENERATOR)
    view->generator = view->level ? exit_value(&reader, from->extra) : view->frame->self_or_extra;
  if (!view->level && !(view->code->flags & CO_OPTIMIZED)) view->locals = view->frame->locals;
}

static bool slots(Ctx *ctx, const FrameView *view, Value *to) {
  uint64_t registers[16] = {0};
  ExitReader reader = reader_of(ctx, view->frame, registers);
  Value known[EXIT_MAX_VIRTUALS];
  memcpy(known, reader.made, sizeof known);
  const ExitFrame *from = frame_at(&reader, view->level);
  Value extra = view->level ? exit_value(&reader, from->extra) : V_NULL;
  const Value *held = exit_slots_in_memory(&reader, from, extra);
  for (uint32_t i = 0; i < from->nlocals; i++) {
    to[i] = LOC_KIND(from->slots[i]) == LOC_UNCHANGED ? held[i] : exit_value(&reader, from->slots[i]);
    if (!to[i] && ctx->exc) return false;
  }
  bool made = memcmp(known, reader.made, sizeof known) != 0;
  return !made || expose(ctx, &reader) != NULL;
}

static Value objects(Ctx *ctx, const Frame *root) {
  const Exposure *exposure = *find(ctx->jit, root);
  return exposure ? exposure->objects : V_NULL;
}

static Value *expose_frames(Ctx *ctx, Frame *root) {
  uint64_t registers[16] = {0};
  ExitReader reader = reader_of(ctx, root, registers);
  Exposure *exposure = expose(ctx, &reader);
  return exposure ? &exposure->objects : NULL;
}

static void give_up(Ctx *ctx, const Frame *root) {
  jit_invalidate(ctx, ctx->jit->exits[exit_of(root)].trace->executor.id);
}

static uint32_t uncounted(Ctx *ctx, const Frame *root) {
  const TraceExit *exit = &ctx->jit->exits[exit_of(root)];
  const ExitRecord *record = exit_record(exit->trace->table, exit->index);
  const ExitFrame *frame = exit_first_frame(record);
  uint32_t n = 0;
  for (uint32_t i = 1; i < record->nframes; i++) {
    frame = exit_next_frame(frame);
    if (!(frame->flags & FRAME_TWIN)) n++;
  }
  return n;
}

const NativeFrames JIT_FRAMES = {count, describe, slots, objects, expose_frames, give_up, uncounted};
