/* The values of an exit record (ts/contract/exits.ts): words of registers, spill slots and constants, boxed where a
 * Python value belongs, and the objects that the trace only described. */
#include "jit/exit_reader.h"
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "number/number.h"
#include "object/object.h"

ExitReader exit_reader(Ctx *ctx, Frame *root, const ExitTable *table, uint32_t index, const uint64_t *registers) {
  const ExitRecord *record = exit_record(table, index);
  ExitReader r = {.ctx = ctx, .root = root, .table = table, .record = record, .registers = registers};
  r.frames = exit_first_frame(record);
  const uint32_t *p = (const uint32_t *)r.frames;
  for (uint32_t i = 0; i < record->nframes; i++) p = (const uint32_t *)exit_next_frame((const ExitFrame *)p);
  r.virtuals = (const ExitVirtual *)p;
  for (uint32_t i = 0; i < record->nvirtuals; i++) p = (const uint32_t *)exit_next_virtual((const ExitVirtual *)p);
  r.stores = (const ExitStore *)p;
  return r;
}

static inline uint64_t raw_word(ExitReader *r, ExitLocation at) {
  uint32_t payload = LOC_PAYLOAD(at);
  switch (LOC_KIND(at)) {
  case LOC_REGISTER: return r->registers[payload];
  case LOC_SPILL: return ((uint64_t *)r->root)[payload];
  case LOC_CONST: return r->table->constants[payload];
  default: return V_NULL;
  }
}

static Value make_virtual(ExitReader *r, uint32_t index);

Value exit_value(ExitReader *r, ExitLocation at) {
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

static const ExitVirtual *virtual_at(ExitReader *r, uint32_t index) {
  const ExitVirtual *v = r->virtuals;
  while (index-- > 0) v = exit_next_virtual(v);
  return v;
}

/* False: no memory for an object among them. */
static bool fill_items(ExitReader *r, Value *items, const ExitVirtual *v) {
  bool filled = true;
  for (uint32_t i = 0; i < v->nfields; i++) {
    items[i] = exit_value(r, v->fields[i]);
    filled &= items[i] || LOC_KIND(v->fields[i]) != LOC_VIRTUAL;
  }
  return filled;
}

static Value make_virtual(ExitReader *r, uint32_t index) {
  Ctx *ctx = r->ctx;
  if (r->made[index]) return r->made[index];
  const ExitVirtual *v = virtual_at(r, index);
  Value object = V_NULL;
  switch (v->kind) {
  case VIRTUAL_TUPLE:
    object = r->made[index] = tuple_new(ctx, v->nfields);
    if (object) fill_items(r, ((Tuple *)object)->items, v);
    if (object && v->shape)
      object = tuple_subclass_new(ctx, ctx->shapes[v->shape]->cls, ((Tuple *)object)->items, v->nfields);
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
      cell->value = exit_value(r, v->fields[0]);
    }
    break;
  }
  case VIRTUAL_EXCEPTION: {
    Value field[4]; /* args, context, cause, traceback */
    if (fill_items(r, field, v))
      object = exception_described(ctx, ctx->shapes[v->shape], field[0], field[1], field[2], field[3]);
    break;
  }
  case VIRTUAL_TRACEBACK: {
    Value field[5]; /* next, frame object, code, globals, unit */
    if (fill_items(r, field, v))
      object = traceback_described(ctx, r->root, field[0], field[1], (Code *)field[2], (uint32_t)int_val(field[4]),
                                   field[3]);
    break;
  }
  case VIRTUAL_PAST_FRAME: {
    Value field[EXIT_PAST_FRAME_FIELDS + EXIT_PAST_FRAME_VALUES]; /* code, globals, unit, values of variables */
    if (fill_items(r, field, v))
      object = frame_object_past(ctx, (Code *)field[0], field[1], (uint32_t)int_val(field[2]),
                                 &field[EXIT_PAST_FRAME_FIELDS], v->nfields - EXIT_PAST_FRAME_FIELDS);
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
  case VIRTUAL_DICT:
    object = dict_new_sized(ctx, v->nfields / 2);
    for (uint32_t i = 0; object && i < v->nfields; i += 2)
      if (!dict_set(ctx, object, exit_value(r, v->fields[i]), exit_value(r, v->fields[i + 1]))) object = V_NULL;
    break;
  }
  r->made[index] = object;
  return object;
}

void exit_do_store(ExitReader *r, const ExitStore *store) {
  Value object = exit_value(r, store->object);
  switch (store->field) {
  case STORE_ITER_I: ((Iter *)object)->i = (int64_t)raw_word(r, store->value); break;
  case STORE_ITER_J: ((Iter *)object)->j = (int64_t)raw_word(r, store->value); break;
  case STORE_CELL_VALUE: ((ClosureCell *)object)->value = exit_value(r, store->value); break;
  case STORE_CTX_HANDLED: {
    Value handled = exit_value(r, store->value);
    if (handled) r->ctx->handled = handled; /* else there was no memory for it: MemoryError */
    break;
  }
  }
}
