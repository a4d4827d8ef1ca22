/* Instances of most classes: what object.__reduce_ex__ would say of them, without making a dict of their attributes
 * where they have none. The bytes are those of save_reduced. */
#include "modules/_pickle/pickle.h"

/* A dict that nobody has seen gets a number like any other. In the memo of an object, which a program may copy, an
 * empty one takes its place. */
static bool save_unseen(Writer *w) {
  if (w->self) {
    Value stand_in = dict_new(w->ctx);
    return stand_in && save_memo(w, stand_in);
  }
  PickleMemo *memo = w->memo;
  if (w->protocol >= 4) return memo->count++, output_op(w, P_MEMOIZE);
  Value stand_in = dict_new(w->ctx);
  return stand_in && save_memo(w, stand_in);
}

static bool changed(Writer *w) {
  return raise_format(w->ctx, EXC_RuntimeError, "dictionary changed size during iteration"), false;
}
/* The value of an attribute that the instance had under this shape. V_NULL without exception: it has changed. */
static Value attribute_now(Ctx *ctx, Value v, Shape *shape, int64_t slot, Value key) {
  Shape *now = shape_of(ctx, v);
  return LIKELY(now == shape) ? instance_slot(v, shape, (int)slot) : instance_get(ctx, v, now, key);
}

/* The attributes as a dict that is not there, though notes in exceptions speak of it. */
static bool save_attributes(Writer *w, Value v, Shape *shape, Array *keys) {
  Ctx *ctx = w->ctx;
  int64_t n = keys->cap;
  if (!output_boundary(w) || !output_op(w, P_EMPTY_DICT) || !save_unseen(w)) return false;
  if (n > 1 && !output_op(w, P_MARK)) return false;
  for (int64_t i = 0; i < n; i++) {
    Value key = keys->items[i];
    if (!save(w, key)) return false;
    Value value = attribute_now(ctx, v, shape, shape->nslots - n + i, key);
    if (!value) return ctx->exc ? false : changed(w);
    if (!save(w, value)) return save_noted_attribute(w, key);
  }
  return output_op(w, n > 1 ? P_SETITEMS : P_SETITEM);
}

static bool save_parts(Writer *w, Value v, Class *cls, Value of_state, Shape *shape, Array *keys) {
  if (!save(w, VAL(cls))) return save_noted(w, v, "class");
  if (!output_boundary(w) || !output_op(w, P_EMPTY_TUPLE) || !output_op(w, P_NEWOBJ)) return false;
  int64_t number = memo_number(w, v);
  if (number >= 0) return output_op(w, P_POP) && save_get(w, number);
  if (!save_memo(w, v)) return false;
  if (!keys && of_state == V_NONE) return true;
  if (keys ? !save_attributes(w, v, shape, keys) : !save(w, of_state)) return save_noted(w, v, "state");
  return output_op(w, P_BUILD);
}

bool save_instance(Writer *w, Value v, Class *cls) {
  PickleState *state = w->state;
  Ctx *ctx = w->ctx;
  Shape *shape = shape_of(ctx, v);
  Value of_state = V_NONE;
  Array *keys = NULL;
  if (class_facts(ctx, state, cls)->has_own_state) {
    Value method = get_attr(ctx, v, PNAME(__getstate__));
    if (!method || !(of_state = py_call0(ctx, method))) return false;
  } else if (shape->flags & SHAPE_DICT_MODE) {
    Value dict = *overflow_word(v, shape);
    if (AS_DICT(dict)->length) of_state = dict;
  } else if (takes_attributes(shape) && shape->nslots > shape_top(shape)->nslots) {
    if (!(keys = shape_keys(ctx, state, shape))) return false;
  }
  return save_parts(w, v, cls, of_state, shape, keys) || save_noted(w, v, "object");
}
