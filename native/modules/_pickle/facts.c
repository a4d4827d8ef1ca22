/* What pickling and unpickling have to know of classes and shapes, kept between calls. */
#include "modules/_pickle/pickle.h"

static bool has_slots(const Class *cls) {
  for (int64_t i = 0; i < tuple_length(cls->mro); i++) {
    Value names = AS_CLASS(tuple_item(cls->mro, i))->slots_names;
    if (names && tuple_length(names)) return true;
  }
  return false;
}
/* Is `name` what object has under it? */
static bool is_objects(Ctx *ctx, Class *cls, Value name) {
  return class_lookup(ctx, cls, name) == class_lookup(ctx, ctx->cls.object, name);
}
/* Does obj.__dict__ lead to the attributes of obj? */
static bool has_plain_dict(Ctx *ctx, Class *cls) {
  Value found = class_lookup(ctx, cls, NAME(__dict__));
  return !found || (has_kind(ctx, found, KIND_SLOT_DESCR) && CELL(found)->flags == DESCR_GETSET);
}

const ClassFacts *class_facts(Ctx *ctx, PickleState *state, Class *cls) {
  ClassFacts *facts = &state->facts[cls->id % FACTS_PLACES];
  if (LIKELY(facts->version == cls->version)) return facts;
  bool plain = cls->kind == KIND_INSTANCE && !(cls->flags & CLASS_BUILTIN) && cls->ops.getattr == object_getattr &&
               has_plain_dict(ctx, cls);
  facts->version = cls->version;
  facts->table_version = 0;
  bool inherits = plain && is_objects(ctx, cls, NAME(__reduce_ex__));
  facts->reduces_itself = inherits && !is_objects(ctx, cls, NAME(__reduce__));
  facts->reduces_by_default = inherits && !facts->reduces_itself && is_objects(ctx, cls, NAME(__class__)) &&
                              !class_lookup(ctx, cls, PNAME(__getnewargs__)) &&
                              !class_lookup(ctx, cls, PNAME(__getnewargs_ex__));
  facts->has_own_state = has_slots(cls) || !is_objects(ctx, cls, PNAME(__getstate__));
  facts->builds_by_default = plain && !class_lookup(ctx, cls, PNAME(__setstate__));
  return facts;
}

Array *shape_keys(Ctx *ctx, PickleState *state, Shape *shape) {
  if (UNLIKELY(state->shapes_freed != ctx->shapes_freed)) { /* their numbers may be others' now */
    memset(state->keys, 0, sizeof state->keys);
    state->shapes_freed = ctx->shapes_freed;
  }
  ShapeKeys *place = &state->keys[shape->id % FACTS_PLACES];
  if (LIKELY(place->shape == shape->id)) return place->keys;
  int64_t first = shape_top(shape)->nslots, n = shape->nslots - first;
  Array *keys = array_new(ctx, n);
  if (!keys) return NULL;
  for (Shape *s = shape; s->parent; s = s->parent) keys->items[s->nslots - 1 - first] = s->key;
  if (state->shapes_freed == ctx->shapes_freed) *place = (ShapeKeys){shape->id, keys};
  return keys;
}
