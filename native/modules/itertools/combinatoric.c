/* product, permutations, combinations: iterators over choices.
 *
 *   a = pool (Tuple), of a product Array of pools; b = Raw with the indices of the last result; c = last result, V_NULL
 *   before the first; d = of permutations, Raw with the cycles; i = it has ended; j = length of results */
#include "modules/itertools/itertools.h"
#include <string.h>

static int64_t *numbers(Value raw) { return (int64_t *)((Raw *)raw)->data; }

static Value new_numbers(Ctx *ctx, int64_t n) {
  if (n > INT64_MAX / 16) return raise_no_memory(ctx), V_NULL;
  return VAL(raw_new(ctx, n * (int64_t)sizeof(int64_t)));
}

static Iter *blank(Ctx *ctx, Class *cls, Value pool, Value indices, int64_t length) {
  Iter *it = (Iter *)instance_new(ctx, cls);
  if (!it) return NULL;
  it->a = pool;
  it->b = indices;
  it->j = length;
  return it;
}

/* The next result starts as a copy of the last one. */
static Value next_result(Ctx *ctx, Iter *it) { return tuple_from(ctx, AS_TUPLE(it->c)->items, it->j); }

static Value finished(Iter *it) {
  it->i = 1;
  return V_NULL;
}

/* ---- product ---- */

NEW(product_new) {
  int64_t repeat = 1;
  if (kwcount(kwnames) > 1)
    return raise_format(ctx, EXC_TypeError, "product() takes at most 1 keyword argument (%d given)",
                        (int)kwcount(kwnames)),
           V_NULL;
  if (kwcount(kwnames)) {
    if (!str_equal_c(tuple_item(kwnames, 0), "repeat"))
      return raise_format(ctx, EXC_TypeError, "product() got an unexpected keyword argument '%U'",
                          tuple_item(kwnames, 0)),
             V_NULL;
    if (!object_ssize(ctx, args[nargs], &repeat)) return V_NULL;
    if (repeat < 0) return raise_format(ctx, EXC_ValueError, "repeat argument cannot be negative"), V_NULL;
  }
  int64_t n = repeat ? nargs : 0, total;
  if (__builtin_mul_overflow(n, repeat, &total) || total > INT64_MAX / 8)
    return raise_format(ctx, EXC_OverflowError, "repeat argument too large"), V_NULL;
  Value indices = new_numbers(ctx, total);
  Array *pools = indices ? array_new(ctx, total) : NULL;
  if (!pools) return V_NULL;
  for (int64_t i = 0; i < n; i++)
    if (!CHECK_STOP(ctx) || !(pools->items[i] = tuple_from_iterable(ctx, args[i]))) return V_NULL;
  for (int64_t i = n; i < total; i++) {
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
    pools->items[i] = pools->items[i - n];
  }
  return VAL(blank(ctx, cls, VAL(pools), indices, total));
}

static Value product_next(Ctx *ctx, Value self) {
  Iter *it = AS_ITER(self);
  if (it->i) return V_NULL;
  Value *pools = ((Array *)it->a)->items;
  int64_t n = it->j;
  if (!it->c) {
    Value first = tuple_new(ctx, n);
    if (!first) return V_NULL;
    for (int64_t i = 0; i < n; i++) {
      if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
      if (!tuple_length(pools[i])) return finished(it);
      AS_TUPLE(first)->items[i] = tuple_item(pools[i], 0);
    }
    return it->c = first;
  }
  Value result = next_result(ctx, it);
  if (!result) return V_NULL;
  int64_t *indices = numbers(it->b), i = n;
  while (--i >= 0) {
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
    if (++indices[i] < tuple_length(pools[i])) break;
    indices[i] = 0;
    AS_TUPLE(result)->items[i] = tuple_item(pools[i], 0);
  }
  if (i < 0) return finished(it);
  AS_TUPLE(result)->items[i] = tuple_item(pools[i], indices[i]);
  return it->c = result;
}

Class *make_product(Ctx *ctx) {
  static const TypeOps ops = {.new_ = product_new, .iter = iter_self, .next = product_next};
  return itertools_class(ctx, "itertools.product", "Cartesian product of the iterables; the last one moves fastest.",
                         sizeof(Iter), &ops, NULL, 0);
}

/* ---- combinations, with and without replacement ---- */

static bool number_from_zero(Ctx *ctx, int64_t *to, int64_t n) {
  for (int64_t i = 0; i < n; i++) {
    to[i] = i;
    if (!CHECK_STOP_AT(ctx, i)) return false;
  }
  return true;
}

static Value choices_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames, const char *name,
                         bool replacement) {
  Value given[2];
  int64_t r;
  if (!bind_params(ctx, name, "iterable r", args, nargs, kwnames, given)) return V_NULL;
  if (!object_ssize(ctx, given[1], &r)) return V_NULL;
  Value pool = tuple_from_iterable(ctx, given[0]);
  if (!pool) return V_NULL;
  if (r < 0) return raise_format(ctx, EXC_ValueError, "r must be non-negative"), V_NULL;
  Value indices = new_numbers(ctx, r);
  Iter *it = indices ? blank(ctx, cls, pool, indices, r) : NULL;
  if (!it) return V_NULL;
  int64_t n = tuple_length(pool);
  it->i = replacement ? n == 0 && r > 0 : r > n;
  return replacement || it->i || number_from_zero(ctx, numbers(indices), r) ? VAL(it) : V_NULL;
}

static Value chosen_first(Ctx *ctx, Iter *it) {
  Value first = tuple_new(ctx, it->j);
  if (!first) return V_NULL;
  for (int64_t i = 0; i < it->j; i++) {
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
    AS_TUPLE(first)->items[i] = tuple_item(it->a, numbers(it->b)[i]);
  }
  return it->c = first;
}

/* The items of a result from place i on. */
static bool choose(Ctx *ctx, Iter *it, Value result, int64_t i) {
  for (; i < it->j; i++) {
    AS_TUPLE(result)->items[i] = tuple_item(it->a, numbers(it->b)[i]);
    if (!CHECK_STOP_AT(ctx, i)) return false;
  }
  return true;
}

NEW(combinations_new) { return choices_new(ctx, cls, args, nargs, kwnames, "combinations", false); }
static Value combinations_next(Ctx *ctx, Value self) {
  Iter *it = AS_ITER(self);
  if (it->i) return V_NULL;
  if (!it->c) return chosen_first(ctx, it);
  Value result = next_result(ctx, it);
  if (!result) return V_NULL;
  int64_t *indices = numbers(it->b), r = it->j, n = tuple_length(it->a), i = r - 1;
  while (i >= 0 && indices[i] == i + n - r) {
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
    i--;
  }
  if (i < 0) return finished(it);
  indices[i]++;
  for (int64_t j = i + 1; j < r; j++) {
    indices[j] = indices[j - 1] + 1;
    if (!CHECK_STOP_AT(ctx, j)) return finished(it);
  }
  if (!choose(ctx, it, result, i)) return finished(it);
  return it->c = result;
}
Class *make_combinations(Ctx *ctx) {
  static const TypeOps ops = {.new_ = combinations_new, .iter = iter_self, .next = combinations_next};
  return itertools_class(ctx, "itertools.combinations", "Choices of r items, in the order of the pool.", sizeof(Iter),
                         &ops, NULL, 0);
}

NEW(replacement_new) { return choices_new(ctx, cls, args, nargs, kwnames, "combinations_with_replacement", true); }
static Value replacement_next(Ctx *ctx, Value self) {
  Iter *it = AS_ITER(self);
  if (it->i) return V_NULL;
  if (!it->c) return chosen_first(ctx, it);
  Value result = next_result(ctx, it);
  if (!result) return V_NULL;
  int64_t *indices = numbers(it->b), r = it->j, n = tuple_length(it->a), i = r - 1;
  while (i >= 0 && indices[i] == n - 1) {
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
    i--;
  }
  if (i < 0) return finished(it);
  int64_t index = indices[i] + 1;
  for (; i < r; i++) {
    indices[i] = index;
    AS_TUPLE(result)->items[i] = tuple_item(it->a, index);
    if (!CHECK_STOP_AT(ctx, i)) return finished(it);
  }
  return it->c = result;
}
Class *make_combinations_with_replacement(Ctx *ctx) {
  static const TypeOps ops = {.new_ = replacement_new, .iter = iter_self, .next = replacement_next};
  return itertools_class(ctx, "itertools.combinations_with_replacement",
                         "Choices of r items, each of which may be chosen again.", sizeof(Iter), &ops, NULL, 0);
}

/* ---- permutations ---- */

NEW(permutations_new) {
  Value given[2];
  if (!bind_params(ctx, "permutations", "iterable r=", args, nargs, kwnames, given)) return V_NULL;
  Value pool = tuple_from_iterable(ctx, given[0]);
  if (!pool) return V_NULL;
  int64_t n = tuple_length(pool), r = n;
  if (given[1] && given[1] != V_NONE) {
    if (!is_int_value(ctx, given[1])) return raise_format(ctx, EXC_TypeError, "Expected int as r"), V_NULL;
    if (!object_ssize(ctx, given[1], &r)) return V_NULL;
    if (r < 0) return raise_format(ctx, EXC_ValueError, "r must be non-negative"), V_NULL;
  }
  Value indices = new_numbers(ctx, n), cycles = indices ? new_numbers(ctx, r) : V_NULL;
  Iter *it = cycles ? blank(ctx, cls, pool, indices, r) : NULL;
  if (!it) return V_NULL;
  it->d = cycles;
  it->i = r > n;
  if (!number_from_zero(ctx, numbers(indices), n)) return V_NULL;
  for (int64_t i = 0; !it->i && i < r; i++) {
    numbers(cycles)[i] = n - i;
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
  }
  return VAL(it);
}

static Value permutations_next(Ctx *ctx, Value self) {
  Iter *it = AS_ITER(self);
  if (it->i) return V_NULL;
  if (!it->c) return chosen_first(ctx, it);
  Value result = next_result(ctx, it);
  if (!result) return V_NULL;
  int64_t *indices = numbers(it->b), *cycles = numbers(it->d), n = tuple_length(it->a), r = it->j, i = r - 1;
  for (; i >= 0; i--) {
    if (!CHECK_STOP(ctx)) return V_NULL;
    if (--cycles[i]) break;
    int64_t index = indices[i]; /* rotates indices[i:] to the left */
    memmove(indices + i, indices + i + 1, (size_t)(n - 1 - i) * sizeof *indices);
    indices[n - 1] = index;
    cycles[i] = n - i;
  }
  if (i < 0) return finished(it);
  int64_t j = n - cycles[i], index = indices[i];
  indices[i] = indices[j];
  indices[j] = index;
  if (!choose(ctx, it, result, i)) return finished(it);
  return it->c = result;
}

Class *make_permutations(Ctx *ctx) {
  static const TypeOps ops = {.new_ = permutations_new, .iter = iter_self, .next = permutations_next};
  return itertools_class(ctx, "itertools.permutations", "Arrangements of r items of the iterable.", sizeof(Iter), &ops,
                         NULL, 0);
}
