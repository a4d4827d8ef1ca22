/* From machine code back to frames: reads a record (ts/contract/exits.ts) and the registers, and leaves memory as the
 * interpreter would have.
 *
 * Everything is read before anything is written: spill slots are where the frames of inlined calls are pushed, and
 * slots may trade places. Values read stay visible to the collector because they are copied to this C frame (boxing may
 * collect). Memory that runs out while boxing turns the exit into one that raises MemoryError. */
#include <string.h>

#include "container/container.h"
#include "heap/heap.h"
#include "interp/interp.h"
#include "jit/jit.h"
#include "number/number.h"
#include "object/object.h"

typedef struct Reader {
  Ctx *ctx;
  Frame *root;
  const ExitTable *table;
  const ExitRecord *record;
  const uint64_t *registers;
  const uint32_t *virtuals;      /* first ExitVirtual */
  Value made[EXIT_MAX_VIRTUALS]; /* virtual objects created so far */
} Reader;

static inline uint64_t raw_word(Reader *r, ExitLocation at) {
  uint32_t payload = LOC_PAYLOAD(at);
  switch (LOC_KIND(at)) {
  case LOC_REGISTER: return r->registers[payload];
  case LOC_SPILL: return ((uint64_t *)r->root)[payload];
  case LOC_CONST: return r->table->constants[payload];
  default: return V_NULL;
  }
}

static Value make_virtual(Reader *r, uint32_t index);

static inline Value value_at(Reader *r, ExitLocation at) {
  if (UNLIKELY(LOC_KIND(at) == LOC_VIRTUAL)) return make_virtual(r, LOC_PAYLOAD(at));
  uint64_t word = raw_word(r, at);
  if (LIKELY(LOC_REPR(at) == REPR_VAL)) return word;
  switch (LOC_REPR(at)) {
  case REPR_I64: return int_from_i64(r->ctx, (int64_t)word);
  case REPR_F64: return float_new(r->ctx, bits_double(word));
  case REPR_BOOL: return bool_tag(word & 1);
  default: return word;
  }
}

static const ExitVirtual *virtual_at(Reader *r, uint32_t index) {
  const uint32_t *p = r->virtuals;
  while (index-- > 0) p += sizeof(ExitVirtual) / 4 + ((const ExitVirtual *)p)->nfields;
  return (const ExitVirtual *)p;
}

static void fill_items(Reader *r, Value *items, const ExitVirtual *v) {
  for (uint32_t i = 0; i < v->nfields; i++) items[i] = value_at(r, v->fields[i]);
}

static Value make_virtual(Reader *r, uint32_t index) {
  Ctx *ctx = r->ctx;
  if (r->made[index]) return r->made[index];
  const ExitVirtual *v = virtual_at(r, index);
  Value object = V_NULL;
  switch (v->kind) {
  case VIRTUAL_TUPLE:
    object = r->made[index] = tuple_new(ctx, v->nfields);
    if (object) fill_items(r, ((Tuple *)object)->items, v);
    break;
  case VIRTUAL_LIST:
    object = r->made[index] = list_new(ctx, v->nfields);
    if (object) {
      fill_items(r, ((List *)object)->items->items, v);
      ((List *)object)->length = v->nfields;
    }
    break;
  case VIRTUAL_RANGE_ITER:
    object = r->made[index] = iter_new(ctx, ITER_RANGE);
    if (object) {
      Iter *it = (Iter *)object;
      it->i = (int64_t)raw_word(r, v->fields[0]);
      it->j = (int64_t)raw_word(r, v->fields[1]);
      it->k = (int64_t)raw_word(r, v->fields[2]);
    }
    break;
  case VIRTUAL_RANGE:
  case VIRTUAL_SLICE: {
    Value field[3];
    fill_items(r, field, v);
    object = v->kind == VIRTUAL_RANGE ? range_new(ctx, field[0], field[1], field[2])
                                      : slice_new(ctx, field[0], field[1], field[2]);
    break;
  }
  case VIRTUAL_METHOD: {
    Value field[2];
    fill_items(r, field, v);
    object = method_new(ctx, field[0], field[1]);
    break;
  }
  case VIRTUAL_CELL: {
    ClosureCell *cell = heap_alloc(ctx, ctx->shape.closure_cell, sizeof *cell);
    if (cell) {
      object = r->made[index] = VAL(cell);
      cell->value = value_at(r, v->fields[0]);
    }
    break;
  }
  case VIRTUAL_INSTANCE: {
    Shape *shape = ctx->shapes[v->shape];
    Cell *cell = heap_alloc(ctx, shape, shape->cell_size);
    if (cell) {
      object = r->made[index] = VAL(cell);
      fill_items(r, (Value *)((char *)cell + shape->slot_base), v);
    }
    break;
  }
  }
  r->made[index] = object;
  return object;
}

static void do_store(Reader *r, const ExitStore *store) {
  Value object = value_at(r, store->object);
  switch (store->field) {
  case STORE_ITER_I: ((Iter *)object)->i = (int64_t)raw_word(r, store->value); break;
  case STORE_ITER_J: ((Iter *)object)->j = (int64_t)raw_word(r, store->value); break;
  case STORE_CELL_VALUE: ((ClosureCell *)object)->value = value_at(r, store->value); break;
  }
}

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
  ctx->depth++;
  return frame;
}

/* A generator that was suspended runs: its frame is there, in its cell. */
static Frame *resume_generator(Ctx *ctx, Frame *resumer, const ExitFrame *from, Value generator) {
  Generator *g = (Generator *)generator;
  g->after_yield = resumer->code->units + from->after_yield;
  interp_activate(ctx, g, resumer);
  return &g->frame;
}

Resume jit_rebuild(Ctx *ctx, Frame *root, const ExitTable *table, uint32_t index, const uint64_t *registers) {
  const ExitRecord *record = exit_record(table, index);
  const uint32_t *words = (const uint32_t *)record + sizeof *record / 4;
  Reader reader = {.ctx = ctx, .root = root, .table = table, .record = record, .registers = registers};
  const uint32_t *p = words;
  for (uint32_t i = 0; i < record->nframes; i++) p += sizeof(ExitFrame) / 4 + ((const ExitFrame *)p)->nslots;
  reader.virtuals = p;
  for (uint32_t i = 0; i < record->nvirtuals; i++) p += sizeof(ExitVirtual) / 4 + ((const ExitVirtual *)p)->nfields;
  const ExitStore *stores = (const ExitStore *)p;

  /* Read. `exc` may be set by the uop that left: boxing must not disturb it. */
  Value raised = ctx->exc;
  ctx->exc = V_NULL;
  Value values[EXIT_MAX_VALUES];
  uint32_t n = 0;
  p = words;
  for (uint32_t f = 0; f < record->nframes; f++) {
    const ExitFrame *from = (const ExitFrame *)p;
    Value func = f ? value_at(&reader, from->func) : V_NULL, extra = f ? value_at(&reader, from->extra) : V_NULL;
    const Value *held = f && from->flags & FRAME_OWNED_BY_GENERATOR ? ((Generator *)extra)->frame.slots : root->slots;
    for (uint32_t i = 0; i < from->nslots; i++, n++)
      values[n] = LOC_KIND(from->slots[i]) == LOC_UNCHANGED ? held[i] : value_at(&reader, from->slots[i]);
    values[n++] = func;
    values[n++] = extra;
    p += sizeof(ExitFrame) / 4 + from->nslots;
  }
  for (uint32_t i = 0; i < record->nstores; i++) do_store(&reader, &stores[i]);

  /* Write. */
  if (!(root->flags & FRAME_OWNED_BY_GENERATOR)) ctx->stack_top = (Value *)root + root->code->frame_words;
  Frame *frame = root;
  const ExitFrame *last = (const ExitFrame *)words;
  n = 0;
  p = words;
  for (uint32_t f = 0; f < record->nframes; f++) {
    const ExitFrame *from = last = (const ExitFrame *)p;
    Value *slots = &values[n];
    n += from->nslots + 2;
    if (f && from->flags & FRAME_OWNED_BY_GENERATOR)
      frame = resume_generator(ctx, frame, from, slots[from->nslots + 1]);
    else if (f) frame = push_inlined(ctx, frame, from, slots[from->nslots], slots[from->nslots + 1]);
    memcpy(frame->slots, slots, from->nslots * sizeof(Value));
    frame->sp = frame->slots + from->nslots;
    frame->ip = frame->code->units + from->ip;
    frame->resume_ip = frame->code->units + from->resume;
    p += sizeof(ExitFrame) / 4 + from->nslots;
  }
  ctx->frame = frame;
  bool failed = ctx->exc != V_NULL; /* out of memory while boxing */
  if (!failed) ctx->exc = raised;
  bool raise = failed || exit_entries(table)[index].kind == EXIT_RAISE;
  return (Resume){frame, frame->code->units + (raise ? last->ip : last->resume), frame->sp, record->nframes, raise};
}
