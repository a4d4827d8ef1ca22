/* What __reduce__ returned: a callable and its arguments, then perhaps a state, items of a list, items of a dict, and
 * what sets the state. */
#include "modules/_pickle/pickle.h"

typedef struct Reduced {
  Value callable, args, state, items, pairs, setter; /* V_NULL: absent */
} Reduced;

static bool is_iterator(Ctx *ctx, Value v) { return class_of(ctx, v)->ops.next != NULL; }

static bool unpack(Ctx *ctx, Value reduced, Reduced *out) {
  int64_t n = tuple_length(reduced);
  Value parts[6] = {0};
  if (n < 2 || n > 6) return pickling_error(ctx, "tuple returned by __reduce__ must contain 2 through 6 elements");
  for (int64_t i = 0; i < n; i++) parts[i] = tuple_item(reduced, i);
  for (int i = 2; i < 6; i++)
    if (parts[i] == V_NONE) parts[i] = V_NULL;
  if (!is_callable(ctx, parts[0]))
    return pickling_error(ctx, "first item of the tuple returned by __reduce__ must be callable, not %F", parts[0]);
  if (!is_tuple(ctx, parts[1]))
    return pickling_error(ctx, "second item of the tuple returned by __reduce__ must be a tuple, not %F", parts[1]);
  if (parts[3] && !is_iterator(ctx, parts[3]))
    return pickling_error(ctx, "fourth item of the tuple returned by __reduce__ must be an iterator, not %F", parts[3]);
  if (parts[4] && !is_iterator(ctx, parts[4]))
    return pickling_error(ctx, "fifth item of the tuple returned by __reduce__ must be an iterator, not %F", parts[4]);
  if (parts[5] && !is_callable(ctx, parts[5]))
    return pickling_error(ctx, "sixth item of the tuple returned by __reduce__ must be callable, not %F", parts[5]);
  memcpy(out, parts, sizeof *out);
  return true;
}

/* ---- the part that makes the object ---- */

static bool save_new_ex(Writer *w, Value args, Value object) {
  Ctx *ctx = w->ctx;
  if (tuple_length(args) != 3)
    return pickling_error(ctx, "__newobj_ex__ expected 3 arguments, got %lld", (long long)tuple_length(args));
  Value cls = tuple_item(args, 0), positional = tuple_item(args, 1), keywords = tuple_item(args, 2);
  if (!is_class(ctx, cls)) return pickling_error(ctx, "first argument to __newobj_ex__() must be a class, not %F", cls);
  if (!is_tuple(ctx, positional))
    return pickling_error(ctx, "second argument to __newobj_ex__() must be a tuple, not %F", positional);
  if (!is_dict(ctx, keywords))
    return pickling_error(ctx, "third argument to __newobj_ex__() must be a dict, not %F", keywords);
  if (w->protocol >= 4) {
    if (!save(w, cls)) return save_noted(w, object, "class");
    if (!save(w, positional) || !save(w, keywords)) return save_noted(w, object, "__new__ arguments");
    return output_op(w, P_NEWOBJ_EX);
  }
  Value method = get_attr(ctx, cls, NAME(__new__)), list = method ? list_from(ctx, (Value[]){method, cls}, 2) : V_NULL;
  Value all = list && list_extend(ctx, list, positional) ? tuple_from_iterable(ctx, list) : V_NULL;
  Value partial = all ? py_call_ex(ctx, w->state->partial, all, keywords) : V_NULL;
  if (!partial) return false;
  if (!save(w, partial)) return save_noted(w, object, "reconstructor");
  return save(w, ctx->empty_tuple) && output_op(w, P_REDUCE);
}
static bool save_new(Writer *w, Value args, Value object) {
  Ctx *ctx = w->ctx;
  if (tuple_length(args) < 1) return pickling_error(ctx, "__newobj__ expected at least 1 argument, got 0");
  Value cls = tuple_item(args, 0);
  if (!is_class(ctx, cls)) return pickling_error(ctx, "first argument to __newobj__() must be a class, not %F", cls);
  Value own = get_attr(ctx, object, NAME(__class__));
  if (!own) return false;
  if (own != cls) return pickling_error(ctx, "first argument to __newobj__() must be %R, not %R", own, cls);
  if (!save(w, cls)) return save_noted(w, object, "class");
  Value rest = tuple_from(ctx, AS_TUPLE(args)->items + 1, tuple_length(args) - 1);
  if (!rest) return false;
  if (!save(w, rest)) return save_noted(w, object, "__new__ arguments");
  return output_op(w, P_NEWOBJ);
}
static bool save_call(Writer *w, const Reduced *r, Value object) {
  if (!save(w, r->callable)) return save_noted(w, object, "reconstructor");
  if (!save(w, r->args)) return save_noted(w, object, "reconstructor arguments");
  return output_op(w, P_REDUCE);
}
/* Its __name__, if that is a str. */
static Value name_of(Ctx *ctx, Value callable) {
  if (is_class(ctx, callable) && class_of(ctx, callable) == ctx->cls.type) return AS_CLASS(callable)->name;
  Value name = get_attr_optional(ctx, callable, NAME(__name__));
  return name && is_str(ctx, name) ? name : V_NULL;
}
static bool save_making(Writer *w, const Reduced *r, Value object) {
  PickleState *state = w->state;
  Ctx *ctx = w->ctx;
  if (w->protocol >= 2) {
    Value name = name_of(ctx, r->callable);
    if (ctx->exc) return false;
    if (name) {
      if (str_equal(name, PNAME(__newobj_ex__))) return save_new_ex(w, r->args, object);
      if (str_equal(name, PNAME(__newobj__))) return save_new(w, r->args, object);
    }
  }
  return save_call(w, r, object);
}

/* ---- the part that fills it ---- */

static bool save_state(Writer *w, const Reduced *r, Value object) {
  if (!r->setter) return save(w, r->state) ? output_op(w, P_BUILD) : save_noted(w, object, "state");
  if (!save(w, r->setter)) return save_noted(w, object, "state setter");
  if (!save(w, object)) return false;
  if (!save(w, r->state)) return save_noted(w, object, "state");
  return output_op(w, P_TUPLE2) && output_op(w, P_REDUCE) && output_op(w, P_POP);
}

bool save_reduced(Writer *w, Value reduced, Value object) {
  Reduced r;
  if (!unpack(w->ctx, reduced, &r) || !save_making(w, &r, object)) return false;
  /* An object that contains itself has been written by now: this copy is taken off the stack. */
  int64_t number = memo_number(w, object);
  if (number >= 0) return output_op(w, P_POP) && save_get(w, number);
  return save_memo(w, object) && (!r.items || save_appends(w, r.items, object)) &&
         (!r.pairs || save_setitems(w, r.pairs, object)) && (!r.state || save_state(w, &r, object));
}
bool save_reduce(Writer *w, Value callable, Value args, Value object) {
  Value reduced = tuple_from(w->ctx, (Value[]){callable, args}, 2);
  return reduced && save_reduced(w, reduced, object);
}
