/* Iterators that need not end.
 *
 *   count    a = next number, b = step
 *   cycle    a = iterator, V_NULL once exhausted; b = list of what it produced, i = index of the next item in it
 *   repeat   a = object, i = items left, -1: no end */
#include "modules/itertools/itertools.h"

static Iter *blank(Ctx *ctx, Class *cls) { return (Iter *)instance_new(ctx, cls); }

/* ---- count ---- */

static bool is_number(Ctx *ctx, Value v) {
  const TypeOps *ops = &class_of(ctx, v)->ops;
  return ops->index || ops->int_ || ops->float_ || has_shape(v, ctx->shape.complex_);
}

NEW(count_new) {
  Value given[2];
  if (!bind_params(ctx, "count", "start= step=", args, nargs, kwnames, given)) return V_NULL;
  Value start = given[0] ? given[0] : int_tag(0), step = given[1] ? given[1] : int_tag(1);
  if (!is_number(ctx, start) || !is_number(ctx, step))
    return raise_format(ctx, EXC_TypeError, "a number is required"), V_NULL;
  /* Counting by one from an int is done with plain ints, whatever class they came in. */
  if (is_int_value(ctx, start) && is_int_value(ctx, step) && int_unwrap(ctx, step) == int_tag(1)) {
    int64_t small;
    Value plain = int_unwrap(ctx, start);
    step = int_tag(1);
    if (int_to_i64(ctx, plain, &small)) start = plain;
  }
  Iter *it = blank(ctx, cls);
  if (!it) return V_NULL;
  it->a = start;
  it->b = step;
  return VAL(it);
}

static Value count_next(Ctx *ctx, Value self) {
  Iter *it = AS_ITER(self);
  Value now = it->a, sum;
  if (LIKELY(both_int(now, it->b)) &&
      !__builtin_add_overflow((int64_t)now, (int64_t)(it->b - TAG_FIXNUM), (int64_t *)&sum)) {
    it->a = sum;
    return now;
  }
  Value after = object_binary(ctx, now, it->b, OP_ADD);
  if (!after) return V_NULL;
  it->a = after;
  return now;
}

static Value count_repr(Ctx *ctx, Value self) {
  Iter *it = AS_ITER(self);
  if (is_int_value(ctx, it->b) && int_unwrap(ctx, it->b) == int_tag(1))
    return str_format_c(ctx, "%U(%R)", class_of(ctx, self)->name, it->a);
  return str_format_c(ctx, "%U(%R, %R)", class_of(ctx, self)->name, it->a, it->b);
}

Class *make_count(Ctx *ctx) {
  static const TypeOps ops = {.new_ = count_new, .iter = iter_self, .next = count_next, .repr = count_repr};
  return itertools_class(ctx, "itertools.count", "Numbers from start, step apart, without end.", sizeof(Iter), &ops,
                         NULL, 0);
}

/* ---- cycle ---- */

NEW(cycle_new) {
  if (!itertools_positional(ctx, cls, nargs, kwnames, itertools_state(ctx)->cycle, "cycle", 1, 1)) return V_NULL;
  Value inner = object_iter(ctx, args[0]), saved = inner ? list_new(ctx, 0) : V_NULL;
  Iter *it = saved ? blank(ctx, cls) : NULL;
  if (!it) return V_NULL;
  it->a = inner;
  it->b = saved;
  return VAL(it);
}

static Value cycle_next(Ctx *ctx, Value self) {
  Iter *it = AS_ITER(self);
  if (it->a) {
    Value item = itertools_next(ctx, it->a);
    if (item) return list_append(ctx, it->b, item) ? item : V_NULL;
    if (ctx->exc) return V_NULL;
    it->a = V_NULL;
  }
  List *saved = AS_LIST(it->b);
  if (!saved->length) return V_NULL;
  Value item = saved->items->items[it->i];
  if (++it->i >= saved->length) it->i = 0;
  return item;
}

Class *make_cycle(Ctx *ctx) {
  static const TypeOps ops = {.new_ = cycle_new, .iter = iter_self, .next = cycle_next};
  return itertools_class(ctx, "itertools.cycle", "The items of an iterable, again and again.", sizeof(Iter), &ops, NULL,
                         0);
}

/* ---- repeat ---- */

NEW(repeat_new) {
  Value given[2];
  int64_t times = -1;
  if (!bind_params(ctx, "repeat", "object times=", args, nargs, kwnames, given)) return V_NULL;
  if (given[1]) {
    if (!object_ssize(ctx, given[1], &times)) return V_NULL;
    if (times < 0) times = 0;
  }
  Iter *it = blank(ctx, cls);
  if (!it) return V_NULL;
  it->a = given[0];
  it->i = times;
  return VAL(it);
}

static Value repeat_next(Ctx *ctx, Value self) {
  UNUSED(ctx);
  Iter *it = AS_ITER(self);
  if (it->i == 0) return V_NULL;
  if (it->i > 0) it->i--;
  return it->a;
}

static Value repeat_repr(Ctx *ctx, Value self) {
  Iter *it = AS_ITER(self);
  Value name = class_of(ctx, self)->name;
  if (it->i < 0) return str_format_c(ctx, "%U(%R)", name, it->a);
  return str_format_c(ctx, "%U(%R, %lld)", name, it->a, (long long)it->i);
}

METHOD(repeat_length_hint) {
  if (AS_ITER(self)->i < 0) return raise_format(ctx, EXC_TypeError, "len() of unsized object"), V_NULL;
  return int_from_i64(ctx, AS_ITER(self)->i);
}
static const CFuncDef repeat_methods[] = {
    METHOD_ROW("__length_hint__", repeat_length_hint, 0, 0, "How many times are left."),
    {0},
};

Class *make_repeat(Ctx *ctx) {
  static const TypeOps ops = {.new_ = repeat_new, .iter = iter_self, .next = repeat_next, .repr = repeat_repr};
  return itertools_class(ctx, "itertools.repeat", "One object, so many times, or without end.", sizeof(Iter), &ops,
                         repeat_methods, 0);
}
