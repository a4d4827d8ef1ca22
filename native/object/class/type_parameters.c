/* Type parameters of list[T] and int | T: which there are (__parameters__), and what subscripting puts in their place.
 * Any object may be a parameter: it is one that has __typing_subst__. */
#include "object/type_parameters.h"
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "object/model.h"
#include "object/object.h"
#include "text/text.h"

static Value attribute(Ctx *ctx, Value v, const char *name) {
  Value key = str_intern_c(ctx, name);
  return key ? get_attr_optional(ctx, v, key) : V_NULL;
}
static bool is_sequence(Ctx *ctx, Value v) { return is_tuple(ctx, v) || is_list(ctx, v); }
static int64_t index_of(Value tuple, Value item) {
  for (int64_t i = 0; i < tuple_length(tuple); i++)
    if (tuple_item(tuple, i) == item) return i;
  return -1;
}
static Value tuple_of_list(Ctx *ctx, Value list) {
  return tuple_from(ctx, AS_LIST(list)->items->items, AS_LIST(list)->length);
}

/* ---- __parameters__ ---- */

static bool add_once(Ctx *ctx, Value list, Value item) {
  for (int64_t i = 0; i < AS_LIST(list)->length; i++)
    if (AS_LIST(list)->items->items[i] == item) return true;
  return list_append(ctx, list, item);
}

static bool collect(Ctx *ctx, Value list, Value arg) {
  if (!c_stack_check(ctx)) return false;
  if (is_class(ctx, arg)) return true;
  Value subst = attribute(ctx, arg, "__typing_subst__");
  if (!subst && ctx->exc) return false;
  if (subst) return add_once(ctx, list, arg);
  if (!is_sequence(ctx, arg)) {
    Value inner = attribute(ctx, arg, "__parameters__");
    if (!inner || !is_tuple(ctx, inner)) return !ctx->exc;
    for (int64_t i = 0; i < tuple_length(inner); i++)
      if (!add_once(ctx, list, tuple_item(inner, i))) return false;
    return true;
  }
  Value items = tuple_from_iterable(ctx, arg);
  for (int64_t i = 0; items && i < tuple_length(items); i++)
    if (!collect(ctx, list, tuple_item(items, i))) return false;
  return items != V_NULL;
}

Value type_parameters(Ctx *ctx, Value args) {
  Value list = list_new(ctx, 0);
  return list && collect(ctx, list, args) ? tuple_of_list(ctx, list) : V_NULL;
}

/* ---- subscripting ---- */

typedef struct Substitution {
  Value parameters, items; /* tuples of one length, once prepared */
} Substitution;

static bool substitute_into(Ctx *ctx, const Substitution *s, Value args, Value out);

/* *tuple[int, str] counts as two arguments, *tuple[int, ...] as one. */
static Value unpack_arguments(Ctx *ctx, Value item) {
  Value args = is_tuple(ctx, item) ? item : tuple_from(ctx, &item, 1), list = args ? list_new(ctx, 4) : V_NULL;
  for (int64_t i = 0; list && i < tuple_length(args); i++) {
    Value arg = tuple_item(args, i),
          inner = is_class(ctx, arg) ? V_NULL : attribute(ctx, arg, "__typing_unpacked_tuple_args__");
    if (!inner && ctx->exc) return V_NULL;
    int64_t n = inner && is_tuple(ctx, inner) ? tuple_length(inner) : -1;
    if (n < 0 || (n > 0 && tuple_item(inner, n - 1) == V_ELLIPSIS)) {
      if (!list_append(ctx, list, arg)) return V_NULL;
      continue;
    }
    for (int64_t j = 0; j < n; j++)
      if (!list_append(ctx, list, tuple_item(inner, j))) return V_NULL;
  }
  return list ? tuple_of_list(ctx, list) : V_NULL;
}

/* The argument `arg`, which has parameters of its own, subscripted with what is put in their place. */
static Value subscripted(Ctx *ctx, const Substitution *s, Value arg) {
  Value own = attribute(ctx, arg, "__parameters__");
  if (!own) return ctx->exc ? V_NULL : arg;
  if (!is_tuple(ctx, own) || tuple_length(own) == 0) return arg;
  Value list = list_new(ctx, tuple_length(own));
  for (int64_t i = 0; list && i < tuple_length(own); i++) {
    Value item = tuple_item(own, i);
    int64_t place = index_of(s->parameters, item);
    if (place >= 0) {
      Value given = tuple_item(s->items, place);
      if (class_of(ctx, item)->ops.iter && is_tuple(ctx, given)) { /* a TypeVarTuple stands for several */
        for (int64_t j = 0; j < tuple_length(given); j++)
          if (!list_append(ctx, list, tuple_item(given, j))) return V_NULL;
        continue;
      }
      item = given;
    }
    if (!list_append(ctx, list, item)) return V_NULL;
  }
  Value args = list ? tuple_of_list(ctx, list) : V_NULL;
  return args ? object_getitem(ctx, arg, args) : V_NULL;
}

static bool substitute_one(Ctx *ctx, const Substitution *s, Value arg, Value out) {
  if (is_class(ctx, arg)) return list_append(ctx, out, arg);
  if (is_sequence(ctx, arg)) {
    Value inner = list_new(ctx, 0), items = inner ? tuple_from_iterable(ctx, arg) : V_NULL;
    if (!items || !substitute_into(ctx, s, items, inner)) return false;
    Value made = is_tuple(ctx, arg) ? tuple_of_list(ctx, inner) : inner;
    return made && list_append(ctx, out, made);
  }
  Value unpacked = attribute(ctx, arg, "__typing_is_unpacked_typevartuple__");
  int unpack = unpacked ? object_truth(ctx, unpacked) : 0;
  Value subst = ctx->exc ? V_NULL : attribute(ctx, arg, "__typing_subst__");
  if (unpack < 0 || ctx->exc) return false;
  Value made;
  if (subst) {
    int64_t place = index_of(s->parameters, arg);
    if (place < 0) return raise_format(ctx, EXC_SystemError, "%R is not among the parameters", arg), false;
    made = py_call1(ctx, subst, tuple_item(s->items, place));
  } else {
    made = subscripted(ctx, s, arg);
  }
  if (!made) return false;
  if (!unpack) return list_append(ctx, out, made);
  if (!is_tuple(ctx, made)) {
    raise_format(ctx, EXC_TypeError, "expected __typing_subst__ of %T objects to return a tuple, not %T", arg, made);
    return false;
  }
  for (int64_t i = 0; i < tuple_length(made); i++)
    if (!list_append(ctx, out, tuple_item(made, i))) return false;
  return true;
}

static bool substitute_into(Ctx *ctx, const Substitution *s, Value args, Value out) {
  if (!c_stack_check(ctx)) return false;
  for (int64_t i = 0; i < tuple_length(args); i++)
    if (!substitute_one(ctx, s, tuple_item(args, i), out)) return false;
  return true;
}

Value type_parameters_replaced(Ctx *ctx, Value self, Value args, Value parameters, Value item) {
  int64_t wanted = tuple_length(parameters);
  if (wanted == 0) return raise_format(ctx, EXC_TypeError, "%R is not a generic class", self), V_NULL;
  Value items = unpack_arguments(ctx, item);
  for (int64_t i = 0; items && i < wanted; i++) {
    Value prepare = attribute(ctx, tuple_item(parameters, i), "__typing_prepare_subst__");
    if (!prepare && ctx->exc) return V_NULL;
    if (!prepare || prepare == V_NONE) continue;
    items = py_call2(ctx, prepare, self, items);
    if (items && !is_tuple(ctx, items)) items = tuple_from(ctx, &items, 1);
  }
  if (!items) return V_NULL;
  if (tuple_length(items) != wanted) {
    raise_format(ctx, EXC_TypeError, "Too %s arguments for %R; actual %d, expected %d",
                 tuple_length(items) > wanted ? "many" : "few", self, (int)tuple_length(items), (int)wanted);
    return V_NULL;
  }
  Substitution s = {parameters, items};
  Value out = list_new(ctx, tuple_length(args));
  return out && substitute_into(ctx, &s, args, out) ? tuple_of_list(ctx, out) : V_NULL;
}
