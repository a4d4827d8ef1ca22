/* Iterators that leave items out.
 *
 *   compress      a = data, b = selectors
 *   dropwhile     a = iterator, b = predicate, i = an item has been let through
 *   takewhile     a = iterator, b = predicate, i = it has ended
 *   filterfalse   a = iterator, b = predicate (None: truth)
 *   islice        a = iterator, V_NULL once it has ended; i = items to skip before the next one, j = items that may
 * still be read from it after that, counted without the skipped ones taken off; b = True: as many as there are; k =
 * step */
#include "modules/itertools/itertools.h"

static Value two_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames, Class *own,
                     const char *name) {
  if (!itertools_positional(ctx, cls, nargs, kwnames, own, name, 2, 2)) return V_NULL;
  Value inner = object_iter(ctx, args[1]);
  Iter *it = inner ? (Iter *)instance_new(ctx, cls) : NULL;
  if (!it) return V_NULL;
  it->a = inner;
  it->b = args[0];
  return VAL(it);
}

/* The truth of predicate(item); -1: an exception. */
static int verdict(Ctx *ctx, Value predicate, Value item) {
  Value said = py_call1(ctx, predicate, item);
  return !said ? -1 : said == V_TRUE ? 1 : said == V_FALSE ? 0 : object_truth(ctx, said);
}

/* ---- compress ---- */

NEW(compress_new) {
  Value given[2];
  if (!bind_params(ctx, "compress", "data selectors", args, nargs, kwnames, given)) return V_NULL;
  Value data = object_iter(ctx, given[0]), selectors = data ? object_iter(ctx, given[1]) : V_NULL;
  Iter *it = selectors ? (Iter *)instance_new(ctx, cls) : NULL;
  if (!it) return V_NULL;
  it->a = data;
  it->b = selectors;
  return VAL(it);
}

static Value compress_next(Ctx *ctx, Value self) {
  Iter *it = AS_ITER(self);
  for (;;) {
    Value item = itertools_next(ctx, it->a), selector = item ? itertools_next(ctx, it->b) : V_NULL;
    if (!selector) return V_NULL;
    int truth = object_truth(ctx, selector);
    if (truth) return truth > 0 ? item : V_NULL;
    if (!CHECK_STOP(ctx)) return V_NULL;
  }
}

Class *make_compress(Ctx *ctx) {
  static const TypeOps ops = {.new_ = compress_new, .iter = iter_self, .next = compress_next};
  return itertools_class(ctx, "itertools.compress", "The items of data whose selectors are true.", sizeof(Iter), &ops,
                         NULL, 0);
}

/* ---- dropwhile, takewhile, filterfalse ---- */

NEW(dropwhile_new) { return two_new(ctx, cls, args, nargs, kwnames, itertools_state(ctx)->dropwhile, "dropwhile"); }
static Value dropwhile_next(Ctx *ctx, Value self) {
  Iter *it = AS_ITER(self);
  for (;;) {
    Value item = itertools_next(ctx, it->a);
    if (!item || it->i) return item;
    int drop = verdict(ctx, it->b, item);
    if (drop < 0) return V_NULL;
    if (!drop) return it->i = 1, item;
    if (!CHECK_STOP(ctx)) return V_NULL;
  }
}
Class *make_dropwhile(Ctx *ctx) {
  static const TypeOps ops = {.new_ = dropwhile_new, .iter = iter_self, .next = dropwhile_next};
  return itertools_class(ctx, "itertools.dropwhile",
                         "What is left from the first item on for which predicate is false.", sizeof(Iter), &ops, NULL,
                         0);
}

NEW(takewhile_new) { return two_new(ctx, cls, args, nargs, kwnames, itertools_state(ctx)->takewhile, "takewhile"); }
static Value takewhile_next(Ctx *ctx, Value self) {
  Iter *it = AS_ITER(self);
  if (it->i) return V_NULL;
  Value item = itertools_next(ctx, it->a);
  if (!item) return V_NULL;
  int take = verdict(ctx, it->b, item);
  if (take == 1) return item;
  if (take == 0) it->i = 1;
  return V_NULL;
}
Class *make_takewhile(Ctx *ctx) {
  static const TypeOps ops = {.new_ = takewhile_new, .iter = iter_self, .next = takewhile_next};
  return itertools_class(ctx, "itertools.takewhile", "The items before the first one for which predicate is false.",
                         sizeof(Iter), &ops, NULL, 0);
}

NEW(filterfalse_new) {
  return two_new(ctx, cls, args, nargs, kwnames, itertools_state(ctx)->filterfalse, "filterfalse");
}
static Value filterfalse_next(Ctx *ctx, Value self) {
  Iter *it = AS_ITER(self);
  bool truth_only = it->b == V_NONE || it->b == VAL(ctx->cls.bool_);
  for (;;) {
    Value item = itertools_next(ctx, it->a);
    if (!item) return V_NULL;
    int truth = truth_only ? object_truth(ctx, item) : verdict(ctx, it->b, item);
    if (truth < 0) return V_NULL;
    if (!truth) return item;
    if (!CHECK_STOP(ctx)) return V_NULL;
  }
}
Class *make_filterfalse(Ctx *ctx) {
  static const TypeOps ops = {.new_ = filterfalse_new, .iter = iter_self, .next = filterfalse_next};
  return itertools_class(ctx, "itertools.filterfalse", "The items for which function, or their truth, is false.",
                         sizeof(Iter), &ops, NULL, 0);
}

/* ---- islice ---- */

/* A bound: None or an int from `least` to sys.maxsize. */
static bool bound(Ctx *ctx, Value v, int64_t least, int64_t *out) {
  Value index = class_of(ctx, v)->ops.index ? object_index(ctx, v) : V_NULL;
  if (index && int_to_i64(ctx, index, out) && *out >= least) return true;
  if (ctx->exc) exc_clear(ctx);
  return false;
}

NEW(islice_new) {
  if (!itertools_positional(ctx, cls, nargs, kwnames, itertools_state(ctx)->islice, "islice", 2, 4)) return V_NULL;
  int64_t start = 0, stop = -1, step = 1;
  Value last = args[nargs == 2 ? 1 : 2];
  if (last != V_NONE && !bound(ctx, last, 0, &stop))
    return raise_format(ctx, EXC_ValueError,
                        "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize."),
           V_NULL;
  if (nargs > 2 && args[1] != V_NONE && !bound(ctx, args[1], 0, &start))
    return raise_format(ctx, EXC_ValueError, "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize."),
           V_NULL;
  if (nargs > 3 && args[3] != V_NONE && !bound(ctx, args[3], 1, &step))
    return raise_format(ctx, EXC_ValueError, "Step for islice() must be a positive integer or None."), V_NULL;
  Value inner = object_iter(ctx, args[0]);
  Iter *it = inner ? (Iter *)instance_new(ctx, cls) : NULL;
  if (!it) return V_NULL;
  it->a = inner;
  it->b = bool_tag(stop < 0);
  it->i = start;
  it->j = stop < 0 ? 0 : stop;
  it->k = step;
  return VAL(it);
}

static Value islice_next(Ctx *ctx, Value self) {
  Iter *it = AS_ITER(self);
  Value inner = it->a;
  if (!inner) return V_NULL;
  bool endless = it->b == V_TRUE;
  while (it->i > 0) {
    if (!CHECK_STOP(ctx)) return V_NULL;
    if (!itertools_next(ctx, inner)) return it->a = V_NULL;
    it->i--;
    it->j--;
  }
  if (!endless && it->j <= 0) return it->a = V_NULL;
  Value item = itertools_next(ctx, inner);
  if (!item) return it->a = V_NULL;
  it->j = endless ? 0 : it->j - 1;
  it->i = endless || it->j > it->k - 1 ? it->k - 1 : it->j;
  return item;
}

Class *make_islice(Ctx *ctx) {
  static const TypeOps ops = {.new_ = islice_new, .iter = iter_self, .next = islice_next};
  return itertools_class(ctx, "itertools.islice", "A slice of what an iterable produces.", sizeof(Iter), &ops, NULL, 0);
}
