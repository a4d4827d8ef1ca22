/* list.sort. The list is empty while it is being sorted: that is what Python code sees meanwhile, and how a change is
 * noticed. Keys are computed once and move with their values. Keys that are all fixnums, all floats, all strings or all
 * tuples are compared without dispatch. reverse=True keeps stability: reverse, sort, reverse. The algorithm is in
 * sort_template.h. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "number/number.h"
#include "object/object.h"
#include "text/text.h"
#include <string.h>

typedef struct Pair {
  Value key, value;
} Pair;
typedef struct SortRun {
  int64_t start, length;
  int power;
} SortRun;

/* Powersort: the first bit in which the midpoints of two adjacent runs, as fractions of n, differ. */
static int run_power(int64_t start, int64_t n1, int64_t n2, int64_t n) {
  int64_t a = 2 * start + n1, b = a + n1 + n2; /* twice the midpoints */
  for (int power = 1;; power++) {
    if (a >= n) a -= n, b -= n;
    else if (b >= n) return power;
    a <<= 1;
    b <<= 1;
  }
}

static int less_any(Ctx *ctx, Value a, Value b) {
  if (both_int(a, b)) return (int64_t)a < (int64_t)b;
  if (is_flonum(a) && is_flonum(b)) return flonum_val(a) < flonum_val(b);
  Value r = object_compare(ctx, a, b, CMP_LT);
  if (UNLIKELY(!r)) return -1;
  return r == V_TRUE ? 1 : r == V_FALSE ? 0 : object_truth(ctx, r);
}

static int less_str(Ctx *ctx, Value a, Value b) {
  int order;
  return UNLIKELY(!str_order(ctx, a, b, &order)) ? -1 : order < 0;
}

static int less_tuple(Ctx *ctx, Value a, Value b) {
  Tuple *x = AS_TUPLE(a), *y = AS_TUPLE(b);
  for (int64_t i = 0; i < x->length && i < y->length; i++) {
    Value p = x->items[i], q = y->items[i];
    if (p == q) continue;
    if (both_int(p, q)) return (int64_t)p < (int64_t)q;
    if (exact_str(ctx, p) && exact_str(ctx, q)) {
      int order;
      if (UNLIKELY(!str_order(ctx, p, q, &order))) return -1;
      if (order == 0) continue;
      return order < 0;
    }
    int equal = object_equal(ctx, p, q);
    if (equal < 0 || !CHECK_STOP(ctx)) return -1;
    if (!equal) return less_any(ctx, p, q);
  }
  return x->length < y->length;
}

#define ELEM Value
#define FN(name) int_##name
#define LESS(a, b) ((int64_t)(a) < (int64_t)(b))
#include "container/sort_template.h"
#define ELEM Pair
#define FN(name) int_pair_##name
#define LESS(a, b) ((int64_t)(a).key < (int64_t)(b).key)
#include "container/sort_template.h"
#define ELEM Value
#define FN(name) float_##name
#define LESS(a, b) (exact_float_val(a) < exact_float_val(b))
#include "container/sort_template.h"
#define ELEM Pair
#define FN(name) float_pair_##name
#define LESS(a, b) (exact_float_val((a).key) < exact_float_val((b).key))
#include "container/sort_template.h"
#define ELEM Value
#define FN(name) str_##name
#define LESS(a, b) less_str(ctx, a, b)
#include "container/sort_template.h"
#define ELEM Pair
#define FN(name) str_pair_##name
#define LESS(a, b) less_str(ctx, (a).key, (b).key)
#include "container/sort_template.h"
#define ELEM Value
#define FN(name) tuple_##name
#define LESS(a, b) less_tuple(ctx, a, b)
#include "container/sort_template.h"
#define ELEM Pair
#define FN(name) tuple_pair_##name
#define LESS(a, b) less_tuple(ctx, (a).key, (b).key)
#include "container/sort_template.h"
#define ELEM Value
#define FN(name) any_##name
#define LESS(a, b) less_any(ctx, a, b)
#include "container/sort_template.h"
#define ELEM Pair
#define FN(name) any_pair_##name
#define LESS(a, b) less_any(ctx, (a).key, (b).key)
#include "container/sort_template.h"

/* Strings of one byte a character: their first seven bytes, as a fixnum, decide nearly every comparison without a look
 * at the strings. */
#define ELEM Pair
#define FN(name) prefix_##name
#define LESS(a, b) ((a).key != (b).key ? (int64_t)(a).key < (int64_t)(b).key : less_str(ctx, (a).value, (b).value))
#include "container/sort_template.h"

static Value prefix_of(Value str) {
  const Str *s = (const Str *)str;
  uint64_t prefix = 0;
  for (int i = 0; i < 7; i++) prefix = prefix << 8 | (i < s->length ? s->data[i] : 0);
  return int_tag((int64_t)prefix);
}

/* 1 sorted, 0 not such strings, -1 exception */
static int sort_by_prefix(Ctx *ctx, Value *a, int64_t n) {
  for (int64_t i = 0; i < n; i++) {
    if (CELL(a[i])->aux != 1) return 0;
    if (!CHECK_STOP(ctx)) return -1;
  }
  Array *pairs = array_new(ctx, 2 * n), *room = pairs ? array_new(ctx, (n / 2 + 1) * 2) : NULL;
  if (!room) return -1;
  Pair *p = (Pair *)pairs->items;
  for (int64_t i = 0; i < n; i++) {
    p[i] = (Pair){prefix_of(a[i]), a[i]};
    if (!CHECK_STOP_AT(ctx, i)) return -1;
  }
  bool sorted = prefix_sort(ctx, p, n, (Pair *)room->items);
  for (int64_t i = 0; i < n; i++) a[i] = p[i].value;
  return sorted ? 1 : -1;
}

typedef enum KeyKind { KEYS_FAILED, KEYS_INT, KEYS_FLOAT, KEYS_STR, KEYS_TUPLE, KEYS_ANY } KeyKind;

static KeyKind kind_of(Ctx *ctx, Value v) {
  if (is_int(v)) return KEYS_INT;
  if (is_flonum(v) || has_shape(v, ctx->shape.float_)) return KEYS_FLOAT;
  if (exact_str(ctx, v)) return KEYS_STR;
  return exact_tuple(ctx, v) ? KEYS_TUPLE : KEYS_ANY;
}

/* KEYS_FAILED: an exception */
static KeyKind common_kind(Ctx *ctx, const Value *keys, int64_t n, int stride) {
  KeyKind kind = kind_of(ctx, keys[0]);
  for (int64_t i = 1; i < n && kind != KEYS_ANY; i++) {
    if (kind_of(ctx, keys[i * stride]) != kind) return KEYS_ANY;
    if (!CHECK_STOP_AT(ctx, i)) return KEYS_FAILED;
  }
  return kind;
}

static bool sort_array(Ctx *ctx, Value *a, int64_t n, bool pairs) {
  if (n < 2) return true;
  KeyKind kind = common_kind(ctx, a, n, pairs ? 2 : 1);
  if (kind == KEYS_FAILED) return false;
  if (kind == KEYS_STR && !pairs && n > 8) {
    int done = sort_by_prefix(ctx, a, n);
    if (done) return done > 0;
  }
  Array *room = array_new(ctx, (n / 2 + 1) * (pairs ? 2 : 1));
  if (!room) return false;
  Value *tmp = room->items;
  Pair *p = (Pair *)a, *ptmp = (Pair *)tmp;
  bool ok = false;
  switch (kind) {
  case KEYS_FAILED: break;
  case KEYS_INT: ok = pairs ? int_pair_sort(ctx, p, n, ptmp) : int_sort(ctx, a, n, tmp); break;
  case KEYS_FLOAT: ok = pairs ? float_pair_sort(ctx, p, n, ptmp) : float_sort(ctx, a, n, tmp); break;
  case KEYS_STR: ok = pairs ? str_pair_sort(ctx, p, n, ptmp) : str_sort(ctx, a, n, tmp); break;
  case KEYS_TUPLE: ok = pairs ? tuple_pair_sort(ctx, p, n, ptmp) : tuple_sort(ctx, a, n, tmp); break;
  case KEYS_ANY: ok = pairs ? any_pair_sort(ctx, p, n, ptmp) : any_sort(ctx, a, n, tmp); break;
  }
  *(volatile Value *)&room->items[0] = V_NULL; /* keeps the cell alive up to here, not only a pointer into it */
  return ok;
}

static bool reverse_values(Ctx *ctx, Value *a, int64_t n) {
  for (int64_t i = 0, j = n - 1; i < j; i++, j--) {
    Value t = a[i];
    a[i] = a[j];
    a[j] = t;
    if (!CHECK_STOP_AT(ctx, i)) return false;
  }
  return true;
}

static bool sort_values(Ctx *ctx, Value *a, int64_t n, bool reverse) {
  if (reverse && !reverse_values(ctx, a, n)) return false;
  bool ok = sort_array(ctx, a, n, false);
  return (!reverse || reverse_values(ctx, a, n)) && ok;
}

/* Sorts n values in an Array that nobody else sees, by what `key` returns for them, or by n keys (the other is NULL).
 */
static bool sort_pairs(Ctx *ctx, Array *items, int64_t n, Value key, const Value *keys, bool reverse) {
  Value *a = items->items;
  Array *pairs = array_new(ctx, 2 * n);
  if (!pairs) return false;
  Pair *p = (Pair *)pairs->items;
  for (int64_t i = 0; i < n; i++) {
    Value value = a[i], k = keys ? keys[i] : py_call1(ctx, key, value);
    if (!k || !CHECK_STOP(ctx)) return false;
    p[reverse ? n - 1 - i : i] = (Pair){k, value};
  }
  bool ok = sort_array(ctx, pairs->items, n, true);
  for (int64_t i = 0; i < n; i++) a[reverse ? n - 1 - i : i] = ((Pair *)pairs->items)[i].value;
  return ok;
}

/* ---- in three steps, for who calls the key function itself (lib/_twins.py) ---- */

/* The list is empty until it gets its items back; the place of the first one says whose they are. */
Value list_take_items(Ctx *ctx, Value list) {
  List *l = AS_LIST(list);
  Value taken = list_new(ctx, 0);
  Array *guard = taken ? array_new(ctx, 1) : NULL;
  if (!guard) return V_NULL;
  AS_LIST(taken)->items = l->items;
  AS_LIST(taken)->length = l->length;
  guard->items[0] = taken;
  l->items = guard;
  l->length = 0;
  return taken;
}

bool list_sort_by(Ctx *ctx, Value list, Value keys, bool reverse) {
  List *l = AS_LIST(list);
  if (keys == V_NONE) return sort_values(ctx, l->items->items, l->length, reverse);
  return l->length == 0 || sort_pairs(ctx, l->items, l->length, V_NULL, AS_LIST(keys)->items->items, reverse);
}

bool list_give_back(Ctx *ctx, Value list, Value taken, bool failed) {
  List *l = AS_LIST(list);
  bool untouched = l->length == 0 && l->items->cap > 0 && l->items->items[0] == taken;
  l->items = AS_LIST(taken)->items;
  l->length = AS_LIST(taken)->length;
  if (!untouched && !failed) raise_format(ctx, EXC_ValueError, "list modified during sort");
  return untouched || failed;
}

/* ---- in one ---- */

bool list_sort(Ctx *ctx, Value list, Value key, bool reverse) {
  Value taken = list_take_items(ctx, list);
  if (!taken) return false;
  Array *items = AS_LIST(taken)->items;
  int64_t n = AS_LIST(taken)->length;
  bool ok = n == 0 || (key && key != V_NONE ? sort_pairs(ctx, items, n, key, NULL, reverse)
                                            : sort_values(ctx, items->items, n, reverse));
  return list_give_back(ctx, list, taken, !ok) && ok;
}
