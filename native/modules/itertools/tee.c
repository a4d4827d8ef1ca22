/* tee: several iterators over one. What was read is in a chain of blocks; each iterator has a place in it, and what
 * lies before all of them is garbage. */
#include "modules/itertools/itertools.h"

#define BLOCK_ITEMS 57

typedef struct TeeData {
  Cell h;
  Value it;
  struct TeeData *next;
  int64_t read; /* items in this block */
  int64_t running;
  Value items[BLOCK_ITEMS];
} TeeData;
typedef struct Tee {
  Cell h;
  TeeData *data;
  int64_t index;
} Tee;

static void data_trace(Ctx *ctx, Value self) {
  TeeData *data = (TeeData *)self;
  heap_mark(ctx, data->it), heap_mark(ctx, VAL(data->next));
  for (int64_t i = 0; i < data->read; i++) heap_mark(ctx, data->items[i]);
}
static void tee_trace(Ctx *ctx, Value self) { heap_mark(ctx, VAL(((Tee *)self)->data)); }

static TeeData *data_make(Ctx *ctx, Value it) {
  TeeData *data = (TeeData *)instance_new(ctx, itertools_state(ctx)->tee_data);
  if (data) data->it = it;
  return data;
}

static Value tee_make(Ctx *ctx, TeeData *data, int64_t index) {
  Tee *tee = data ? (Tee *)instance_new(ctx, itertools_state(ctx)->tee) : NULL;
  if (!tee) return V_NULL;
  tee->data = data;
  tee->index = index;
  return VAL(tee);
}

static Value tee_next(Ctx *ctx, Value self) {
  Tee *tee = (Tee *)self;
  if (tee->index >= BLOCK_ITEMS) {
    if (!tee->data->next && !(tee->data->next = data_make(ctx, tee->data->it))) return V_NULL;
    tee->data = tee->data->next;
    tee->index = 0;
  }
  TeeData *data = tee->data;
  if (tee->index < data->read) return data->items[tee->index++];
  if (data->running) return raise_format(ctx, EXC_RuntimeError, "cannot re-enter the tee iterator"), V_NULL;
  data->running = 1;
  Value item = itertools_next(ctx, data->it);
  data->running = 0;
  if (!item) return V_NULL;
  data->items[data->read++] = item;
  tee->index++;
  return item;
}

/* A place of its own in what the iterable produces. */
static Value tee_from(Ctx *ctx, Value iterable) {
  Value it = object_iter(ctx, iterable);
  if (!it) return V_NULL;
  if (class_of(ctx, it) == itertools_state(ctx)->tee) return tee_make(ctx, ((Tee *)it)->data, ((Tee *)it)->index);
  return tee_make(ctx, data_make(ctx, it), 0);
}

METHOD(tee_copy) { return tee_make(ctx, ((Tee *)self)->data, ((Tee *)self)->index); }
static const CFuncDef tee_methods[] = {
    METHOD_ROW("__copy__", tee_copy, 0, 0, "Returns an independent iterator."),
    {0},
};

NEW(tee_new) {
  return itertools_positional(ctx, cls, nargs, kwnames, cls, "_tee", 1, 1) ? tee_from(ctx, args[0]) : V_NULL;
}

NEW(data_new) {
  if (!itertools_positional(ctx, cls, nargs, kwnames, cls, "_tee_dataobject", 3, 3)) return V_NULL;
  if (!is_list(ctx, args[1]))
    return raise_format(ctx, EXC_TypeError, "_tee_dataobject() argument 2 must be list, not %T", args[1]), V_NULL;
  TeeData *data = data_make(ctx, args[0]);
  if (!data) return V_NULL;
  List *values = AS_LIST(args[1]);
  bool full = values->length == BLOCK_ITEMS;
  if (values->length > BLOCK_ITEMS || (!full && args[2] != V_NONE) ||
      (args[2] != V_NONE && class_of(ctx, args[2]) != itertools_state(ctx)->tee_data))
    return raise_format(ctx, EXC_ValueError, "Invalid arguments"), V_NULL;
  for (int64_t i = 0; i < values->length; i++) data->items[i] = values->items->items[i];
  data->read = values->length;
  if (args[2] != V_NONE) data->next = (TeeData *)args[2];
  return VAL(data);
}

FUNCTION(f_tee) {
  int64_t n = 2;
  if (nargs > 1 && !object_ssize(ctx, args[1], &n)) return V_NULL;
  if (n < 0) return raise_format(ctx, EXC_ValueError, "n must be >= 0"), V_NULL;
  if (n == 0) return ctx->empty_tuple;
  Value all = tuple_new(ctx, n), one = all ? tee_from(ctx, args[0]) : V_NULL;
  if (!one) return V_NULL;
  Tee *tee = (Tee *)one;
  AS_TUPLE(all)->items[0] = one;
  for (int64_t i = 1; i < n; i++) {
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
    if (!(AS_TUPLE(all)->items[i] = tee_make(ctx, tee->data, tee->index))) return V_NULL;
  }
  return all;
}
const CFuncDef ITERTOOLS_TEE_FUNCTIONS[] = {
    FUNCTION_ROW("tee", f_tee, 1, 2, "A tuple of n independent iterators over one iterable."),
    {0},
};

Class *make_tee(Ctx *ctx) {
  static const TypeOps ops = {.new_ = tee_new, .iter = iter_self, .next = tee_next, .trace = tee_trace};
  return itertools_class(ctx, "itertools._tee", "An iterator that others share what they read with.", sizeof(Tee), &ops,
                         tee_methods, CLASS_FINAL | CLASS_HAS_WEAKREF);
}
Class *make_tee_data(Ctx *ctx) {
  static const TypeOps ops = {.new_ = data_new, .trace = data_trace};
  return itertools_class(ctx, "itertools._tee_dataobject", NULL, sizeof(TeeData), &ops, NULL, CLASS_FINAL);
}
