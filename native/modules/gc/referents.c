/* The objects of a program and how they refer to each other. They are found from the program's own roots, not by going
 * through the heap: that holds objects which are not complete yet, or belong to the runtime and would be broken by a
 * program that got hold of them. */
#include "modules/gc/gc.h"

typedef bool (*Each)(Ctx *ctx, Value referent, void *data);

static bool one(Ctx *ctx, Value v, Each each, void *data) { return !v || each(ctx, v, data); }
static bool some(Ctx *ctx, const Value *items, int64_t n, Each each, void *data) {
  for (int64_t i = 0; i < n; i++)
    if (!one(ctx, items[i], each, data)) return false;
  return true;
}
static bool of_dict(Ctx *ctx, Value dict, Each each, void *data) {
  int64_t pos = 0;
  Value key, value;
  while (dict && dict_next(dict, &pos, &key, &value))
    if ((!exact_str(ctx, key) && !each(ctx, key, data)) || !each(ctx, value, data)) return false;
  return true;
}
static bool of_set(Ctx *ctx, Value set, Each each, void *data) {
  int64_t pos = 0;
  Value key;
  uint64_t hash;
  while (set_next(AS_SET(set), &pos, &key, &hash))
    if (!each(ctx, key, data)) return false;
  return true;
}

/* Attributes of an instance, whatever its kind. */
static bool of_attributes(Ctx *ctx, Value v, Each each, void *data) {
  Shape *shape = shape_of(ctx, v);
  if (!shape->slot_base) return true;
  for (uint32_t i = 0; i < shape->nslots; i++)
    if (!one(ctx, instance_slot(v, shape, (int)i), each, data)) return false;
  return !(shape->flags & SHAPE_DICT_MODE) || one(ctx, *overflow_word(v, shape), each, data);
}

static bool of_function(Ctx *ctx, const Function *f, Each each, void *data) {
  const Value parts[] = {VAL(f->code), f->globals, f->closure, f->defaults, f->name, f->qualname, f->module, f->doc};
  return some(ctx, parts, sizeof parts / sizeof *parts, each, data);
}
static bool of_class(Ctx *ctx, const Class *cls, Each each, void *data) {
  return of_dict(ctx, cls->dict, each, data) && one(ctx, cls->mro, each, data) && one(ctx, cls->bases, each, data);
}
static bool of_exception(Ctx *ctx, const Exception *e, Each each, void *data) {
  const Value parts[] = {e->args, e->traceback, e->context, e->cause, e->notes};
  return some(ctx, parts, sizeof parts / sizeof *parts, each, data);
}

bool gc_referents(Ctx *ctx, Value v, Each each, void *data) {
  if (!is_cell(v)) return true;
  bool ok = true;
  Class *cls = class_of(ctx, v);
  switch (shape_of(ctx, v)->kind) {
  case KIND_LIST:
    /* the length is read again: `each` may have changed the list */
    for (int64_t i = 0; ok && i < AS_LIST(v)->length; i++) ok = one(ctx, AS_LIST(v)->items->items[i], each, data);
    break;
  case KIND_TUPLE: ok = some(ctx, AS_TUPLE(v)->items, tuple_length(v), each, data); break;
  case KIND_DICT: ok = of_dict(ctx, v, each, data); break;
  case KIND_SET: ok = of_set(ctx, v, each, data); break;
  case KIND_FUNCTION: return of_function(ctx, (Function *)v, each, data);
  case KIND_METHOD: return one(ctx, ((Method *)v)->func, each, data) && one(ctx, ((Method *)v)->self, each, data);
  case KIND_CLOSURE_CELL: return one(ctx, ((ClosureCell *)v)->value, each, data);
  case KIND_MODULE: return one(ctx, AS_MODULE(v)->dict, each, data);
  case KIND_CLASS: return of_class(ctx, AS_CLASS(v), each, data);
  case KIND_EXCEPTION: ok = of_exception(ctx, AS_EXC(v), each, data); break;
  default: break;
  }
  return ok && of_attributes(ctx, v, each, data) && (cls->flags & CLASS_BUILTIN || each(ctx, VAL(cls), data));
}

/* Tuples that a question about one may look at: many may be in each other, and one in many. */
#define TUPLES_LOOKED_AT 256

static bool is_tracked(Ctx *ctx, Value v, int *left);

/* One that can be in no cycle is not worth it. */
static bool is_tracked_tuple(Ctx *ctx, Value v, int *left) {
  if (class_of(ctx, v) != ctx->cls.tuple || --*left <= 0) return true;
  for (int64_t i = 0; i < tuple_length(v); i++)
    if (is_tracked(ctx, tuple_item(v, i), left)) return true;
  return false;
}

/* Those that modules bring are made at run time in CPython too. */
static bool is_static_class(Ctx *ctx, const Class *cls) {
  return cls->flags & CLASS_BUILTIN && (!cls->module || cls->module == NAME(builtins));
}

static bool is_tracked(Ctx *ctx, Value v, int *left) {
  if (!is_cell(v)) return false;
  switch (shape_of(ctx, v)->kind) {
  case KIND_FREE: /* parts of others */
  case KIND_RAW:
  case KIND_ARRAY:
  case KIND_DICT_TABLE:
  case KIND_SET_TABLE: return false;
  case KIND_CODE: return false;
  case KIND_FLOAT:
  case KIND_COMPLEX:
  case KIND_BIGINT:
  case KIND_STR:
  case KIND_BYTES:
  case KIND_BYTEARRAY:
  case KIND_RANGE:
  case KIND_INT_OBJECT: return !(class_of(ctx, v)->flags & CLASS_BUILTIN);
  case KIND_INSTANCE: return class_of(ctx, v) != ctx->cls.object;
  case KIND_ITER: return AS_ITER(v)->op != ITER_RANGE && AS_ITER(v)->op != ITER_LONG_RANGE;
  case KIND_TUPLE: return is_tracked_tuple(ctx, v, left);
  case KIND_CLASS: return !is_static_class(ctx, AS_CLASS(v));
  default: return true;
  }
}

bool gc_is_tracked(Ctx *ctx, Value v) {
  int left = TUPLES_LOOKED_AT;
  return is_tracked(ctx, v, &left);
}

/* ---- reachable objects ---- */

/* Found objects, in order; each is looked into when its turn comes. `seen` holds their addresses as ints, so that no
 * __hash__ or __eq__ runs. */
typedef struct Found {
  Value list, seen;
} Found;

static bool add(Ctx *ctx, Value v, void *data) {
  const Found *found = data;
  if (!is_cell(v)) return true;
  int added = set_add(ctx, found->seen, int_tag((int64_t)(v >> 4)));
  return added >= 0 && (!added || list_append(ctx, found->list, v));
}

static bool add_frames(Ctx *ctx, Found *found) {
  FrameView view;
  Array *room = array_new(ctx, EXIT_MAX_VALUES);
  for (bool more = room && frame_view(ctx, &view); more; more = frame_view_outward(ctx, &view)) {
    const Value *slots = frame_view_slots(ctx, &view, room->items);
    if (!slots || !add(ctx, view.func->globals, found) || (view.locals && !add(ctx, view.locals, found))) return false;
    for (uint32_t i = 0; i < view.code->nlocalsplus; i++)
      if (slots[i] && !add(ctx, slots[i], found)) return false;
  }
  return room != NULL;
}

Value gc_reachable(Ctx *ctx) {
  Found found = {.list = list_new(ctx, 64), .seen = set_new(ctx, false)};
  if (!found.list || !found.seen || !add(ctx, ctx->sys_modules, &found) || !add_frames(ctx, &found)) return V_NULL;
  for (int64_t i = 0; i < AS_LIST(found.list)->length; i++)
    if (!gc_referents(ctx, AS_LIST(found.list)->items->items[i], add, &found) || !CHECK_STOP(ctx)) return V_NULL;
  List *list = AS_LIST(found.list);
  int64_t kept = 0;
  for (int64_t i = 0; i < list->length; i++)
    if (gc_is_tracked(ctx, list->items->items[i])) list->items->items[kept++] = list->items->items[i];
  for (int64_t i = kept; i < list->length; i++) list->items->items[i] = V_NULL;
  list->length = kept;
  return found.list;
}
