/* enumerate, zip, map, filter, reversed: iterators over other iterators. All may be subclassed.
 *
 *   enumerate  a = iterator, i = next number; b = next number once it is no fixnum
 *   zip        a = Array of iterators, i = strict (-1 once exhausted); c = Tuple of length n
 *   map        a = Array of iterators, b = function, i = strict
 *   filter     a = iterator, b = function (None: truth)
 *   reversed   a = sequence (V_NULL when exhausted), i = next index */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "number/number.h"
#include "object/object.h"
#include "text/text.h"
#include <string.h>

static Iter *blank(Ctx *ctx, Class *cls, uint32_t op) {
  Iter *it = (Iter *)instance_new(ctx, cls);
  if (it) it->op = op;
  return it;
}

#define NEW(name) static Value name(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames)

/* ---- enumerate ---- */

NEW(enumerate_new) {
  Value iterable = nargs > 0 ? args[0] : V_NULL, start = nargs > 1 ? args[1] : V_NULL;
  uint32_t nkw = kwcount(kwnames);
  if (nargs + nkw > 2) {
    raise_format(ctx, EXC_TypeError, "enumerate() takes at most 2 arguments (%d given)", (int)(nargs + nkw));
    return V_NULL;
  }
  for (uint32_t i = 0; i < nkw; i++) {
    Value name = AS_TUPLE(kwnames)->items[i];
    if (str_equal_c(name, "iterable") && !iterable) iterable = args[nargs + i];
    else if (str_equal_c(name, "start") && !start) start = args[nargs + i];
    else return raise_format(ctx, EXC_TypeError, "'%U' is an invalid keyword argument for enumerate()", name), V_NULL;
  }
  if (!iterable) {
    bool exact = (cls->flags & CLASS_BUILTIN) != 0;
    raise_format(ctx, EXC_TypeError, "enumerate() missing required argument 'iterable'%s", exact ? "" : " (pos 1)");
    return V_NULL;
  }
  Value number = start ? object_index(ctx, start) : int_tag(0);
  Iter *it = number ? blank(ctx, cls, ITER_ENUMERATE) : NULL;
  if (!it || !(it->a = object_iter(ctx, iterable))) return V_NULL;
  if (is_int(number)) it->i = int_val(number);
  else it->b = number;
  return VAL(it);
}

static Value next_numbered(Ctx *ctx, Iter *it, Value *item) {
  if (!(*item = next_item_of(ctx, it->a))) return V_NULL;
  Value number = it->b ? it->b : int_tag(it->i);
  if (LIKELY(!it->b && it->i < FIXNUM_MAX)) it->i++;
  else if (!(it->b = it->b ? int_add_slow(ctx, it->b, int_tag(1)) : int_from_i64(ctx, it->i + 1))) return V_NULL;
  return number;
}
static Value enumerate_next(Ctx *ctx, Value self) {
  Value item, number = next_numbered(ctx, AS_ITER(self), &item), pair = number ? tuple_new(ctx, 2) : V_NULL;
  if (UNLIKELY(!pair)) return V_NULL;
  AS_TUPLE(pair)->items[0] = number;
  AS_TUPLE(pair)->items[1] = item;
  return pair;
}
METHOD(enumerate_reduce) {
  Iter *it = AS_ITER(self);
  Value parts[2] = {it->a, it->b ? it->b : int_tag(it->i)}, pair = tuple_from(ctx, parts, 2);
  return pair ? tuple_from(ctx, (Value[]){VAL(class_of(ctx, self)), pair}, 2) : V_NULL;
}

/* ---- zip and map ---- */

/* Takes `strict` out of the keywords; any other keyword is an error. */
static bool strict_keyword(Ctx *ctx, const char *name, const Value *args, uint32_t nargs, Value kwnames, bool *strict) {
  *strict = false;
  for (uint32_t i = 0; i < kwcount(kwnames); i++) {
    Value key = AS_TUPLE(kwnames)->items[i];
    if (!str_equal(key, NAME(strict))) {
      raise_format(ctx, EXC_TypeError, "%s() got an unexpected keyword argument '%U'", name, key);
      return false;
    }
    int truth = object_truth(ctx, args[nargs + i]);
    if (truth < 0) return false;
    *strict = truth;
  }
  return true;
}

static Array *iterators(Ctx *ctx, const Value *args, uint32_t n) {
  Array *its = array_new(ctx, n);
  for (uint32_t i = 0; its && i < n; i++)
    if (!(its->items[i] = object_iter(ctx, args[i])) || !CHECK_STOP(ctx)) return NULL;
  return its;
}

static void raise_uneven(Ctx *ctx, const char *name, int64_t which, const char *how) {
  if (which == 1) raise_format(ctx, EXC_ValueError, "%s() argument 2 is %s than argument 1", name, how);
  else
    raise_format(ctx, EXC_ValueError, "%s() argument %d is %s than arguments 1-%d", name, (int)which + 1, how,
                 (int)which);
}

/* Iterator number i ended first: with strict, all others must end as well. */
static void check_strict(Ctx *ctx, Array *its, int64_t n, int64_t i, const char *name) {
  if (ctx->exc) return;
  if (i > 0) return raise_uneven(ctx, name, i, "shorter");
  for (int64_t j = 1; j < n; j++) {
    if (object_next(ctx, its->items[j])) return raise_uneven(ctx, name, j, "longer");
    if (ctx->exc || !CHECK_STOP(ctx)) return;
  }
}

NEW(zip_new) {
  bool strict;
  if (!strict_keyword(ctx, "zip", args, nargs, kwnames, &strict)) return V_NULL;
  Array *its = iterators(ctx, args, nargs);
  Iter *it = its ? blank(ctx, cls, ITER_ZIP) : NULL;
  if (!it) return V_NULL;
  it->a = VAL(its);
  it->i = strict;
  it->j = nargs;
  return VAL(it);
}

static Value zip_next(Ctx *ctx, Value self) {
  Iter *it = AS_ITER(self);
  int64_t n = it->j;
  if (n == 0) return V_NULL;
  Array *its = (Array *)it->a;
  Value row = tuple_new(ctx, n);
  if (UNLIKELY(!row)) return V_NULL;
  for (int64_t i = 0; i < n; i++) {
    Value item = next_item_of(ctx, its->items[i]);
    if (UNLIKELY(!item)) {
      if (it->i) check_strict(ctx, its, n, i, "zip");
      return V_NULL;
    }
    AS_TUPLE(row)->items[i] = item;
  }
  return row;
}
/* zip_next of two. */
static Value next_zipped(Ctx *ctx, Iter *it, Value *second) {
  Array *its = (Array *)it->a;
  Value first = next_item_of(ctx, its->items[0]);
  if (first && (*second = next_item_of(ctx, its->items[1]))) return first;
  if (it->i) check_strict(ctx, its, 2, first ? 1 : 0, "zip");
  return V_NULL;
}
METHOD(zip_reduce) {
  Iter *it = AS_ITER(self);
  Value its = tuple_from(ctx, ((Array *)it->a)->items, it->j);
  Value parts[3] = {VAL(class_of(ctx, self)), its, V_TRUE};
  return its ? tuple_from(ctx, parts, it->i ? 3 : 2) : V_NULL;
}
METHOD(set_strict) {
  int truth = object_truth(ctx, args[0]);
  if (truth < 0) return V_NULL;
  AS_ITER(self)->i = truth;
  return V_NONE;
}

NEW(map_new) {
  bool strict;
  if (!strict_keyword(ctx, "map", args, nargs, kwnames, &strict)) return V_NULL;
  if (nargs < 2) return raise_format(ctx, EXC_TypeError, "map() must have at least two arguments."), V_NULL;
  Array *its = iterators(ctx, args + 1, nargs - 1);
  Iter *it = its ? blank(ctx, cls, ITER_MAP) : NULL;
  if (!it) return V_NULL;
  it->a = VAL(its);
  it->b = args[0];
  it->i = strict;
  it->j = nargs - 1;
  return VAL(it);
}

static Value map_next(Ctx *ctx, Value self) {
  Iter *it = AS_ITER(self);
  Array *its = (Array *)it->a;
  int64_t n = it->j;
  if (LIKELY(n == 1)) {
    Value item = next_item_of(ctx, its->items[0]);
    if (UNLIKELY(!item)) return V_NULL;
    return it->b == VAL(ctx->cls.str) ? object_str(ctx, item) : py_call1(ctx, it->b, item);
  }
  Value few[8], *row = few;
  Array *many = NULL;
  if (n > 8) {
    if (!(many = array_new(ctx, n))) return V_NULL;
    row = many->items;
  }
  for (int64_t i = 0; i < n; i++) {
    row[i] = next_item_of(ctx, its->items[i]);
    if (UNLIKELY(!row[i])) {
      if (it->i) check_strict(ctx, its, n, i, "map");
      return V_NULL;
    }
  }
  return py_call(ctx, it->b, row, (uint32_t)n, V_NULL);
}
METHOD(map_reduce) {
  Iter *it = AS_ITER(self);
  Value all = tuple_new(ctx, it->j + 1);
  if (!all) return V_NULL;
  AS_TUPLE(all)->items[0] = it->b;
  memcpy(AS_TUPLE(all)->items + 1, ((Array *)it->a)->items, (size_t)it->j * sizeof(Value));
  Value parts[3] = {VAL(class_of(ctx, self)), all, V_TRUE};
  return tuple_from(ctx, parts, it->i ? 3 : 2);
}

/* ---- filter ---- */

NEW(filter_new) {
  if (kwcount(kwnames) && cls == ctx->cls.iter_class[ITER_FILTER])
    return raise_format(ctx, EXC_TypeError, "filter() takes no keyword arguments"), V_NULL;
  if (nargs != 2) return raise_arity(ctx, "filter", 2, 2, nargs), V_NULL;
  Value inner = object_iter(ctx, args[1]);
  Iter *it = inner ? blank(ctx, cls, ITER_FILTER) : NULL;
  if (!it) return V_NULL;
  it->a = inner;
  it->b = args[0];
  return VAL(it);
}

static Value filter_next(Ctx *ctx, Value self) {
  Iter *it = AS_ITER(self);
  bool truth_only = it->b == V_NONE || it->b == VAL(ctx->cls.bool_);
  for (;;) {
    Value item = next_item_of(ctx, it->a);
    if (!item) return V_NULL;
    Value verdict = truth_only ? item : py_call1(ctx, it->b, item);
    if (!verdict) return V_NULL;
    int truth = verdict == V_TRUE ? 1 : verdict == V_FALSE ? 0 : object_truth(ctx, verdict);
    if (truth) return truth > 0 ? item : V_NULL;
    if (!CHECK_STOP(ctx)) return V_NULL;
  }
}
METHOD(filter_reduce) {
  Value pair = tuple_from(ctx, (Value[]){AS_ITER(self)->b, AS_ITER(self)->a}, 2);
  return pair ? tuple_from(ctx, (Value[]){VAL(class_of(ctx, self)), pair}, 2) : V_NULL;
}

/* ---- reversed ---- */

NEW(reversed_new) {
  if (kwcount(kwnames) && cls == ctx->cls.iter_class[ITER_REVERSED])
    return raise_format(ctx, EXC_TypeError, "reversed() takes no keyword arguments"), V_NULL;
  if (nargs != 1) return raise_arity(ctx, "reversed", 1, 1, nargs), V_NULL;
  Value seq = args[0];
  Class *of = class_of(ctx, seq);
  Value result;
  Special how = special_call_unless_none(ctx, seq, NAME(__reversed__), NULL, 0, &result);
  if (how == SPECIAL_RETURNED || how == SPECIAL_RAISED) return result;
  if (how == SPECIAL_REFUSED || !of->ops.getitem || is_dict(ctx, seq) || of == ctx->cls.mappingproxy)
    return raise_format(ctx, EXC_TypeError, "'%T' object is not reversible", seq), V_NULL;
  int64_t n = object_len(ctx, seq);
  Iter *it = n >= 0 ? blank(ctx, cls, ITER_REVERSED) : NULL;
  if (!it) return V_NULL;
  it->a = seq;
  it->i = n - 1;
  return VAL(it);
}

static Value reversed_next(Ctx *ctx, Value self) {
  Iter *it = AS_ITER(self);
  if (!it->a) return V_NULL;
  if (it->i >= 0) {
    if (exact_tuple(ctx, it->a)) return AS_TUPLE(it->a)->items[it->i--];
    Value v = object_getitem(ctx, it->a, int_tag(it->i));
    if (v) return it->i--, v;
    if (!exc_matches(ctx, EXC_IndexError) && !exc_matches(ctx, EXC_StopIteration)) return V_NULL;
    exc_clear(ctx);
  }
  it->a = V_NULL;
  it->i = -1;
  return V_NULL;
}
METHOD(reversed_length_hint) {
  Iter *it = AS_ITER(self);
  if (!it->a) return int_tag(0);
  int64_t n = object_len(ctx, it->a);
  return n < 0 ? V_NULL : int_tag(it->i < n ? it->i + 1 : 0);
}
METHOD(reversed_reduce) {
  Iter *it = AS_ITER(self);
  Value arg = it->a ? it->a : ctx->empty_tuple, tuple = tuple_from(ctx, &arg, 1);
  Value parts[3] = {VAL(class_of(ctx, self)), tuple, int_tag(it->i)};
  return tuple ? tuple_from(ctx, parts, it->a ? 3 : 2) : V_NULL;
}
METHOD(reversed_setstate) {
  int64_t i;
  if (!object_index_i64(ctx, args[0], &i, true)) return V_NULL;
  Iter *it = AS_ITER(self);
  if (it->a) {
    int64_t n = object_len(ctx, it->a);
    if (n < 0) return V_NULL;
    it->i = i < -1 ? -1 : i >= n ? n - 1 : i;
  }
  return V_NONE;
}

static const CFuncDef enumerate_methods[] = {
    METHOD_ROW("__reduce__", enumerate_reduce, 0, 0, "Return state information for pickling."),
    CLASS_METHOD_ROW("__class_getitem__", class_getitem, 1, 1, "See PEP 585"),
    {0},
};
static const CFuncDef zip_methods[] = {
    METHOD_ROW("__reduce__", zip_reduce, 0, 0, "Return state information for pickling."),
    METHOD_ROW("__setstate__", set_strict, 1, 1, "Set state information for unpickling."),
    {0},
};
static const CFuncDef map_methods[] = {
    METHOD_ROW("__reduce__", map_reduce, 0, 0, "Return state information for pickling."),
    METHOD_ROW("__setstate__", set_strict, 1, 1, "Set state information for unpickling."),
    {0},
};
static const CFuncDef filter_methods[] = {
    METHOD_ROW("__reduce__", filter_reduce, 0, 0, "Return state information for pickling."), {0}};
static const CFuncDef reversed_methods[] = {
    METHOD_ROW("__length_hint__", reversed_length_hint, 0, 0, "Private method returning an estimate of len(list(it))."),
    METHOD_ROW("__reduce__", reversed_reduce, 0, 0, "Return state information for pickling."),
    METHOD_ROW("__setstate__", reversed_setstate, 1, 1, "Set state information for unpickling."),
    {0},
};

static bool add_class(Ctx *ctx, uint32_t op, const char *name,
                      Value (*make)(Ctx *, Class *, const Value *, uint32_t, Value), Value (*next)(Ctx *, Value),
                      const CFuncDef *defs) {
  TypeOps ops = {.new_ = make, .iter = iter_self, .next = next};
  ctx->cls.iter_class[op] = class_new_builtin(ctx, name, ctx->cls.object, KIND_ITER, sizeof(Iter), &ops, defs,
                                              CLASS_BUILTIN);
  return ctx->cls.iter_class[op] != NULL;
}

bool iter_compose_startup(Ctx *ctx) {
  return add_class(ctx, ITER_ENUMERATE, "enumerate", enumerate_new, enumerate_next, enumerate_methods) &&
         add_class(ctx, ITER_ZIP, "zip", zip_new, zip_next, zip_methods) &&
         add_class(ctx, ITER_MAP, "map", map_new, map_next, map_methods) &&
         add_class(ctx, ITER_FILTER, "filter", filter_new, filter_next, filter_methods) &&
         add_class(ctx, ITER_REVERSED, "reversed", reversed_new, reversed_next, reversed_methods);
}

/* ---- what traces do themselves ---- */

Value iter_inner(Ctx *ctx, Value v, uint32_t i) {
  Iter *it = AS_ITER(v);
  if (!(class_of(ctx, v)->flags & CLASS_BUILTIN)) return V_NULL;
  if (it->op == ITER_ENUMERATE && i < 1 && iter_enumerates_plainly(v)) return it->a;
  return it->op == ITER_ZIP && i < 2 && iter_zips_two(v) ? ((Array *)it->a)->items[i] : V_NULL;
}

Value iter_applied(Ctx *ctx, Value v) {
  if (!has_kind(ctx, v, KIND_ITER) || !(class_of(ctx, v)->flags & CLASS_BUILTIN)) return V_NULL;
  Iter *it = AS_ITER(v);
  return it->op == ITER_FILTER || (it->op == ITER_MAP && it->j == 1) ? it->b : V_NULL;
}

/* ---- pairs without tuples ---- */

bool iter_makes_pairs(Ctx *ctx, Value v) {
  if (!has_kind(ctx, v, KIND_ITER) || !(class_of(ctx, v)->flags & CLASS_BUILTIN)) return false;
  uint32_t op = AS_ITER(v)->op;
  return op == ITER_ENUMERATE || op == ITER_DICT_ITEMS || (op == ITER_ZIP && AS_ITER(v)->j == 2);
}

Value iter_next_pair(Ctx *ctx, Value v, Value *second) {
  Iter *it = AS_ITER(v);
  if (it->op == ITER_ENUMERATE) return next_numbered(ctx, it, second);
  return it->op == ITER_ZIP ? next_zipped(ctx, it, second) : dict_iter_next_item(ctx, it, second);
}
