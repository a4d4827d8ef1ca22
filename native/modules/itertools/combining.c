/* Iterators that make items out of those of others.
 *
 *   chain         a = iterator of iterables, V_NULL at the end; b = the iterator that is being read
 *   zip_longest   a = Array of iterators (V_NULL: ended), j = how many; i = those that have not ended; b = filler
 *   accumulate    a = iterator, b = function or V_NULL (+), c = total or V_NULL, d = initial value or V_NULL
 *   starmap       a = iterator, b = function
 *   pairwise      a = iterator, V_NULL at the end; b = the item before
 *   batched       a = iterator, V_NULL at the end; i = length, j = strict */
#include "modules/itertools/itertools.h"
#include <string.h>

static Iter *blank(Ctx *ctx, Class *cls, Value inner) {
  Iter *it = inner ? (Iter *)instance_new(ctx, cls) : NULL;
  if (it) it->a = inner;
  return it;
}

/* ---- chain ---- */

NEW(chain_new) {
  if (kwcount(kwnames) && cls->ops.init == itertools_state(ctx)->chain->ops.init)
    return refuse_keywords(ctx, "chain", kwnames), V_NULL;
  Value all = tuple_from(ctx, args, nargs);
  return VAL(blank(ctx, cls, all ? object_iter(ctx, all) : V_NULL));
}
METHOD(chain_from_iterable) {
  /* not through __new__, as in CPython */
  return VAL(blank(ctx, AS_CLASS(self), object_iter(ctx, args[0])));
}

static Value chain_next(Ctx *ctx, Value self) {
  Iter *it = AS_ITER(self);
  while (it->a) {
    if (!it->b) {
      Value iterable = itertools_next(ctx, it->a), inner = iterable ? object_iter(ctx, iterable) : V_NULL;
      if (!inner) return it->a = V_NULL;
      it->b = inner;
    }
    Value item = itertools_next(ctx, it->b);
    if (item || ctx->exc) return item;
    it->b = V_NULL;
    if (!CHECK_STOP(ctx)) return V_NULL;
  }
  return V_NULL;
}

static const CFuncDef chain_methods[] = {
    CLASS_METHOD_ROW("from_iterable", chain_from_iterable, 1, 1,
                     "The same, with the iterables taken from an iterable."),
    CLASS_METHOD_ROW("__class_getitem__", class_getitem, 1, 1, "See PEP 585"),
    {0},
};
Class *make_chain(Ctx *ctx) {
  static const TypeOps ops = {.new_ = chain_new, .iter = iter_self, .next = chain_next};
  return itertools_class(ctx, "itertools.chain", "The items of the first iterable, then of the next, to the last.",
                         sizeof(Iter), &ops, chain_methods, 0);
}

/* ---- zip_longest ---- */

NEW(zip_longest_new) {
  uint32_t nkw = kwcount(kwnames);
  if (nkw > 1 || (nkw && !str_equal_c(tuple_item(kwnames, 0), "fillvalue")))
    return raise_format(ctx, EXC_TypeError, "zip_longest() got an unexpected keyword argument"), V_NULL;
  Array *its = array_new(ctx, nargs);
  if (!its) return V_NULL;
  for (uint32_t i = 0; i < nargs; i++)
    if (!(its->items[i] = object_iter(ctx, args[i]))) return V_NULL;
  Iter *it = blank(ctx, cls, VAL(its));
  if (!it) return V_NULL;
  it->b = nkw ? args[nargs] : V_NONE;
  it->i = it->j = nargs;
  return VAL(it);
}

static Value zip_longest_next(Ctx *ctx, Value self) {
  Iter *it = AS_ITER(self);
  Array *its = (Array *)it->a;
  if (!it->j || !it->i) return V_NULL;
  Value row = tuple_new(ctx, it->j);
  for (int64_t i = 0; row && i < it->j; i++) {
    Value item = its->items[i] ? next_item_of(ctx, its->items[i]) : V_NULL;
    if (!item && its->items[i]) {
      it->i--;
      if (it->i <= 0 || ctx->exc) return it->i = 0, V_NULL;
      its->items[i] = V_NULL;
    }
    AS_TUPLE(row)->items[i] = item ? item : it->b;
  }
  return row;
}

Class *make_zip_longest(Ctx *ctx) {
  static const TypeOps ops = {.new_ = zip_longest_new, .iter = iter_self, .next = zip_longest_next};
  return itertools_class(ctx, "itertools.zip_longest", "As zip(), until the longest iterable has ended.", sizeof(Iter),
                         &ops, NULL, 0);
}

/* ---- accumulate ---- */

NEW(accumulate_new) {
  Value given[3];
  if (!bind_params(ctx, "accumulate", "iterable func= * initial=", args, nargs, kwnames, given)) return V_NULL;
  Iter *it = blank(ctx, cls, object_iter(ctx, given[0]));
  if (!it) return V_NULL;
  it->b = given[1] == V_NONE ? V_NULL : given[1];
  it->d = given[2] == V_NONE ? V_NULL : given[2];
  return VAL(it);
}

static Value accumulate_next(Ctx *ctx, Value self) {
  Iter *it = AS_ITER(self);
  if (it->d) {
    it->c = it->d;
    it->d = V_NULL;
    return it->c;
  }
  Value item = itertools_next(ctx, it->a);
  if (!item) return V_NULL;
  Value total = it->c;
  if (!total) return it->c = item;
  if (it->b) {
    total = py_call2(ctx, it->b, total, item);
  } else {
    Value sum;
    bool small = both_int(total, item) &&
                 !__builtin_add_overflow((int64_t)total, (int64_t)(item - TAG_FIXNUM), (int64_t *)&sum);
    total = small ? sum : object_binary(ctx, total, item, OP_ADD);
  }
  return total ? it->c = total : V_NULL;
}

Class *make_accumulate(Ctx *ctx) {
  static const TypeOps ops = {.new_ = accumulate_new, .iter = iter_self, .next = accumulate_next};
  return itertools_class(ctx, "itertools.accumulate", "Sums of the items so far, or what func makes of them.",
                         sizeof(Iter), &ops, NULL, 0);
}

/* ---- starmap ---- */

NEW(starmap_new) {
  if (!itertools_positional(ctx, cls, nargs, kwnames, itertools_state(ctx)->starmap, "starmap", 2, 2)) return V_NULL;
  Iter *it = blank(ctx, cls, object_iter(ctx, args[1]));
  if (!it) return V_NULL;
  it->b = args[0];
  return VAL(it);
}

static Value starmap_next(Ctx *ctx, Value self) {
  Iter *it = AS_ITER(self);
  Value item = itertools_next(ctx, it->a);
  if (!item) return V_NULL;
  Value row = exact_tuple(ctx, item) ? item : tuple_from_iterable(ctx, item);
  return row ? py_call(ctx, it->b, AS_TUPLE(row)->items, (uint32_t)AS_TUPLE(row)->length, V_NULL) : V_NULL;
}

Class *make_starmap(Ctx *ctx) {
  static const TypeOps ops = {.new_ = starmap_new, .iter = iter_self, .next = starmap_next};
  return itertools_class(ctx, "itertools.starmap", "function(*item) of each item.", sizeof(Iter), &ops, NULL, 0);
}

/* ---- pairwise ---- */

NEW(pairwise_new) {
  if (!itertools_positional(ctx, cls, nargs, kwnames, itertools_state(ctx)->pairwise, "pairwise", 1, 1)) return V_NULL;
  return VAL(blank(ctx, cls, object_iter(ctx, args[0])));
}

static Value pairwise_next(Ctx *ctx, Value self) {
  Iter *it = AS_ITER(self);
  Value inner = it->a;
  if (!inner) return V_NULL;
  Value before = it->b;
  if (!before) {
    it->b = before = itertools_next(ctx, inner);
    if (!before) return it->a = V_NULL;
    if (!(inner = it->a)) return it->b = V_NULL;
  }
  Value item = itertools_next(ctx, inner);
  if (!item) return it->a = it->b = V_NULL;
  Value pair = tuple_new(ctx, 2);
  if (!pair) return V_NULL;
  AS_TUPLE(pair)->items[0] = before;
  AS_TUPLE(pair)->items[1] = it->b = item;
  return pair;
}

Class *make_pairwise(Ctx *ctx) {
  static const TypeOps ops = {.new_ = pairwise_new, .iter = iter_self, .next = pairwise_next};
  return itertools_class(ctx, "itertools.pairwise", "Overlapping pairs of items that follow each other.", sizeof(Iter),
                         &ops, NULL, 0);
}

/* ---- batched ---- */

NEW(batched_new) {
  Value given[3];
  int64_t n;
  if (!bind_params(ctx, "batched", "iterable n * strict=", args, nargs, kwnames, given)) return V_NULL;
  if (!object_ssize(ctx, given[1], &n)) return V_NULL;
  int strict = given[2] ? object_truth(ctx, given[2]) : 0;
  if (strict < 0) return V_NULL;
  if (n < 1) return raise_format(ctx, EXC_ValueError, "n must be at least one"), V_NULL;
  Iter *it = blank(ctx, cls, object_iter(ctx, given[0]));
  if (!it) return V_NULL;
  it->i = n;
  it->j = strict;
  return VAL(it);
}

/* Up to this length the tuple is made at once; a longer one may never be filled. */
enum { SHORT_BATCH = 256 };

static Value batched_next(Ctx *ctx, Value self) {
  Iter *it = AS_ITER(self);
  Value inner = it->a;
  int64_t n = it->i, have = 0;
  if (!inner) return V_NULL;
  bool is_short = n <= SHORT_BATCH;
  Value batch = is_short ? tuple_new(ctx, n) : list_new(ctx, SHORT_BATCH);
  if (!batch) return V_NULL;
  for (; have < n; have++) {
    Value item = itertools_next(ctx, inner);
    if (!item) break;
    if (is_short) AS_TUPLE(batch)->items[have] = item;
    else if (!list_append(ctx, batch, item) || !CHECK_STOP(ctx)) return V_NULL;
  }
  if (have == n) return is_short ? batch : tuple_from(ctx, AS_LIST(batch)->items->items, n);
  it->a = V_NULL;
  if (ctx->exc || !have) return V_NULL;
  if (it->j) return raise_format(ctx, EXC_ValueError, "batched(): incomplete batch"), V_NULL;
  return tuple_from(ctx, is_short ? AS_TUPLE(batch)->items : AS_LIST(batch)->items->items, have);
}

Class *make_batched(Ctx *ctx) {
  static const TypeOps ops = {.new_ = batched_new, .iter = iter_self, .next = batched_next};
  return itertools_class(ctx, "itertools.batched",
                         "Tuples of n items each; the last may be shorter.\n\n>>> list(batched('abcde', 2))\n[('a', "
                         "'b'), ('c', 'd'), ('e',)]\n",
                         sizeof(Iter), &ops, NULL, 0);
}
