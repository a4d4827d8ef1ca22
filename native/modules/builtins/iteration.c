/* Built-in functions that walk iterables: all, any, iter, max, min, next, sorted, sum, len. */
#include "modules/builtins/builtins.h"
#include <math.h>

static inline int truth(Ctx *ctx, Value v) { return v == V_TRUE ? 1 : v == V_FALSE ? 0 : object_truth(ctx, v); }

/* *data: 0 = looking for a false item, 1 = for a true one, 2 = found */
static bool look_for(Ctx *ctx, Value item, void *data) {
  int *state = data, t = truth(ctx, item);
  if (t < 0) return false;
  if (t != *state) return true;
  *state = 2;
  return false;
}
FUNCTION(f_all) {
  int state = 0;
  if (iterate(ctx, args[0], look_for, &state)) return V_TRUE;
  return state == 2 ? V_FALSE : V_NULL;
}
FUNCTION(f_any) {
  int state = 1;
  if (iterate(ctx, args[0], look_for, &state)) return V_FALSE;
  return state == 2 ? V_TRUE : V_NULL;
}

FUNCTION(f_len) {
  int64_t n = object_len(ctx, args[0]);
  return n < 0 ? V_NULL : int_from_i64(ctx, n);
}

FUNCTION(f_iter) {
  if (nargs == 1) return object_iter(ctx, args[0]);
  if (!class_of(ctx, args[0])->ops.call)
    return raise_format(ctx, EXC_TypeError, "iter(v, w): v must be callable"), V_NULL;
  Iter *it = AS_ITER(iter_new(ctx, ITER_CALLABLE));
  if (!it) return V_NULL;
  it->a = args[0];
  it->b = args[1];
  return VAL(it);
}

FUNCTION(f_next) {
  Class *cls = class_of(ctx, args[0]);
  if (!cls->ops.next) return raise_format(ctx, EXC_TypeError, "'%T' object is not an iterator", args[0]), V_NULL;
  Value v = object_next_raising(ctx, args[0]); /* not object_next: StopIteration keeps its value */
  if (LIKELY(v)) return v;
  if (nargs > 1) {
    if (ctx->exc && !exc_matches(ctx, EXC_StopIteration)) return V_NULL;
    exc_clear(ctx);
    return args[1];
  }
  if (!ctx->exc) raise_stop_iteration(ctx, V_NONE);
  return V_NULL;
}

/* ---- max, min ---- */

typedef struct Extreme {
  Value best, best_key, key;
  CmpOp op;
} Extreme;

static int precedes(Ctx *ctx, Value a, Value b, CmpOp op) {
  if (both_int(a, b)) return op == CMP_GT ? (int64_t)a > (int64_t)b : (int64_t)a < (int64_t)b;
  if (is_flonum(a) && is_flonum(b)) return op == CMP_GT ? flonum_val(a) > flonum_val(b) : flonum_val(a) < flonum_val(b);
  return object_compare_bool(ctx, a, b, op);
}
static bool consider(Ctx *ctx, Value item, void *data) {
  Extreme *e = data;
  Value key = item;
  if (e->key != V_NONE && !(key = py_call1(ctx, e->key, item))) return false;
  if (e->best) {
    int better = precedes(ctx, key, e->best_key, e->op);
    if (better <= 0) return better == 0;
  }
  e->best = item;
  e->best_key = key;
  return true;
}
static Value extreme(Ctx *ctx, const Value *args, uint32_t nargs, Value kwnames, CmpOp op) {
  const char *name = op == CMP_GT ? "max" : "min";
  Extreme e = {V_NULL, V_NULL, V_NONE, op};
  Value dflt = V_NULL;
  for (uint32_t i = 0; i < kwcount(kwnames); i++) {
    Value k = AS_TUPLE(kwnames)->items[i];
    if (str_equal(k, NAME(key))) e.key = args[nargs + i];
    else if (str_equal(k, NAME(default_))) dflt = args[nargs + i];
    else return raise_format(ctx, EXC_TypeError, "%s() got an unexpected keyword argument '%U'", name, k), V_NULL;
  }
  if (nargs == 0) return raise_format(ctx, EXC_TypeError, "%s expected at least 1 argument, got 0", name), V_NULL;
  if (nargs > 1) {
    if (dflt)
      return raise_format(ctx, EXC_TypeError, "Cannot specify a default for %s() with multiple positional arguments",
                          name),
             V_NULL;
    for (uint32_t i = 0; i < nargs; i++)
      if (!consider(ctx, args[i], &e)) return V_NULL;
    return e.best;
  }
  if (!iterate(ctx, args[0], consider, &e)) return V_NULL;
  if (e.best) return e.best;
  if (!dflt) raise_format(ctx, EXC_ValueError, "%s() iterable argument is empty", name);
  return dflt;
}
FUNCTION(f_max) { return extreme(ctx, args, nargs, kwnames, CMP_GT); }
FUNCTION(f_min) { return extreme(ctx, args, nargs, kwnames, CMP_LT); }

FUNCTION(f_sorted) {
  if (nargs != 1) return raise_arity(ctx, "sorted", 1, 1, nargs), V_NULL;
  Value key = V_NONE, list = list_from_iterable(ctx, args[0]);
  if (!list) return V_NULL;
  int reverse = 0;
  for (uint32_t i = 0; i < kwcount(kwnames); i++) {
    Value k = AS_TUPLE(kwnames)->items[i];
    if (str_equal(k, NAME(key))) key = args[nargs + i];
    else if (!str_equal(k, NAME(reverse)))
      return raise_format(ctx, EXC_TypeError, "sort() got an unexpected keyword argument '%U'", k), V_NULL;
    else if ((reverse = object_truth(ctx, args[nargs + i])) < 0) return V_NULL;
  }
  return list_sort(ctx, list, key, reverse) ? list : V_NULL;
}

/* ---- sum ---- */

/* In gears: ints in int64, floats and complex numbers with Neumaier's compensation (as CPython since 3.12), anything
 * with +. A gear is left for good when an item does not fit it. */
typedef struct Sum {
  enum { SUM_INT, SUM_FLOAT, SUM_COMPLEX, SUM_ANY } gear;
  int64_t i;
  double hi, lo, im_hi, im_lo;
  Value total;
} Sum;

static inline void compensated_add(double *hi, double *lo, double x) {
  double t = *hi + x;
  if (fabs(*hi) >= fabs(x)) *lo += (*hi - t) + x;
  else *lo += (x - t) + *hi;
  *hi = t;
}
static inline double compensated(double hi, double lo) { return lo != 0 && isfinite(lo) ? hi + lo : hi; }

static Value sum_total(Ctx *ctx, Sum *s) {
  switch (s->gear) {
  case SUM_INT: return int_from_i64(ctx, s->i);
  case SUM_FLOAT: return float_new(ctx, compensated(s->hi, s->lo));
  case SUM_COMPLEX: return complex_new(ctx, compensated(s->hi, s->lo), compensated(s->im_hi, s->im_lo));
  default: return s->total;
  }
}

static void choose_gear(Ctx *ctx, Sum *s) {
  Value t = s->total;
  if (is_int(t)) {
    s->gear = SUM_INT;
    s->i = int_val(t);
  } else if (exact_float(ctx, t)) {
    s->gear = SUM_FLOAT;
    s->hi = exact_float_val(t);
    s->lo = 0;
  } else if (has_shape(t, ctx->shape.complex_)) {
    s->gear = SUM_COMPLEX;
    s->hi = ((Complex *)t)->re, s->im_hi = ((Complex *)t)->im;
    s->lo = s->im_lo = 0;
  } else {
    s->gear = SUM_ANY;
  }
}

static bool sum_each(Ctx *ctx, Value item, void *data) {
  Sum *s = data;
  int64_t i;
  switch (s->gear) {
  case SUM_INT:
    if (is_bool(item)) item = int_tag(item == V_TRUE);
    if (is_int(item) && !__builtin_add_overflow(s->i, int_val(item), &s->i)) return true;
    if (is_int(item)) s->i = (int64_t)((uint64_t)s->i - (uint64_t)int_val(item)); /* undoes the wrapped addition */
    break;
  case SUM_FLOAT:
    if (exact_float(ctx, item)) return compensated_add(&s->hi, &s->lo, exact_float_val(item)), true;
    if (is_int_value(ctx, item) && int_to_i64(ctx, int_unwrap(ctx, item), &i))
      return compensated_add(&s->hi, &s->lo, (double)i), true;
    break;
  case SUM_COMPLEX:
    if (has_shape(item, ctx->shape.complex_)) {
      compensated_add(&s->hi, &s->lo, ((Complex *)item)->re);
      compensated_add(&s->im_hi, &s->im_lo, ((Complex *)item)->im);
      return true;
    }
    if (is_int_value(ctx, item) && int_to_i64(ctx, int_unwrap(ctx, item), &i))
      return compensated_add(&s->hi, &s->lo, (double)i), true;
    if (exact_float(ctx, item)) return compensated_add(&s->hi, &s->lo, exact_float_val(item)), true;
    break;
  default: break;
  }
  Value total = sum_total(ctx, s);
  if (!total || !(s->total = object_binary(ctx, total, item, OP_ADD))) return false;
  int gear = s->gear;
  choose_gear(ctx, s);
  if ((int)s->gear < gear) s->gear = SUM_ANY;
  return true;
}

FUNCTION(f_sum) {
  Sum s = {0};
  s.total = args[1] ? args[1] : int_tag(0);
  const char *advice = is_str(ctx, s.total)                     ? "strings [use ''.join(seq)"
                       : has_kind(ctx, s.total, KIND_BYTES)     ? "bytes [use b''.join(seq)"
                       : has_kind(ctx, s.total, KIND_BYTEARRAY) ? "bytearray [use b''.join(seq)"
                                                                : NULL;
  if (advice) return raise_format(ctx, EXC_TypeError, "sum() can't sum %s instead]", advice), V_NULL;
  choose_gear(ctx, &s);
  return iterate(ctx, args[0], sum_each, &s) ? sum_total(ctx, &s) : V_NULL;
}

const CFuncDef BUILTIN_ITERATION_FUNCTIONS[] = {
    TWIN_ROW(
        "all", f_all, 1, 1, 0, NULL,
        "Return True if bool(x) is True for all values x in the iterable.\n\nIf the iterable is empty, return True."),
    TWIN_ROW("any", f_any, 1, 1, 0, NULL,
             "Return True if bool(x) is True for any x in the iterable.\n\nIf the iterable is empty, return False."),
    FUNCTION_ROW("iter", f_iter, 1, 2,
                 "Get an iterator from an object, or from a callable called until it returns the sentinel."),
    FUNCTION_ROW("len", f_len, 1, 1, "Return the number of items in a container."),
    TWIN_ROW("max", f_max, 0, -1, CF_KW, NULL,
             "max(iterable, /, *, default=obj, key=func) or max(a, b, /, *rest, key=func)\n\n"
             "The biggest item of an iterable, or the biggest of several arguments."),
    TWIN_ROW("min", f_min, 0, -1, CF_KW, NULL,
             "min(iterable, /, *, default=obj, key=func) or min(a, b, /, *rest, key=func)\n\n"
             "The smallest item of an iterable, or the smallest of several arguments."),
    FUNCTION_ROW("next", f_next, 1, 2,
                 "Return the next item from the iterator; the default, if given, when it is exhausted."),
    TWIN_ROW("sorted", f_sorted, 0, -1, CF_KW, NULL,
             "Return a new list containing all items from the iterable in ascending order."),
    TWIN_ROW("sum", f_sum, 1, 2, 0,
             "iterable / start=", "Return the sum of a 'start' value (default: 0) plus an iterable of numbers."),
    {0},
};
