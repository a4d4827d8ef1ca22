/* Lists: storage and the operations that C code calls. The type as Python sees it (methods, slices, operators) is in
 * list_methods.c.
 *
 * items points to an Array with cap >= length; slots from length on are V_NULL, so that the collector keeps nothing
 * dead alive. An empty list shares ctx->empty_array. Every function reads items and length again after a call that may
 * run Python code. */
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "object/object.h"
#include "text/str.h"
#include <string.h>

static bool ensure_empty_array(Ctx *ctx) {
  if (!ctx->empty_array) ctx->empty_array = array_new(ctx, 0);
  return ctx->empty_array != NULL;
}

Value list_new(Ctx *ctx, int64_t cap) {
  if (UNLIKELY(!ctx->empty_array) && !ensure_empty_array(ctx)) return V_NULL;
  Array *items = ctx->empty_array;
  if (cap > 0 && UNLIKELY(!(items = array_new(ctx, cap)))) return V_NULL;
  List *l = heap_alloc(ctx, ctx->shape.list, sizeof(List));
  if (UNLIKELY(!l)) return V_NULL;
  l->items = items;
  return VAL(l);
}

Value list_from(Ctx *ctx, const Value *items, int64_t n) {
  Value v = list_new(ctx, n);
  if (UNLIKELY(!v)) return V_NULL;
  if (n && !stop_copy(ctx, AS_LIST(v)->items->items, items, (size_t)n * sizeof(Value))) return V_NULL;
  AS_LIST(v)->length = n;
  return v;
}

/* Makes room for at least min_cap items. Grows by half, so that appending is amortized O(1) although a cell cannot grow
 * in place. */
bool list_grow(Ctx *ctx, List *list, int64_t min_cap) {
  if (min_cap <= list->items->cap) return true;
  if (UNLIKELY(min_cap > (int64_t)1 << 58)) return raise_no_memory(ctx), false;
  int64_t cap = list->length + (list->length < 1 << 20 ? list->length >> 1 : list->length >> 2) + 4;
  if (cap < min_cap) cap = min_cap;
  Array *items = array_new(ctx, cap);
  if (UNLIKELY(!items)) return false;
  if (!stop_copy(ctx, items->items, list->items->items, (size_t)list->length * sizeof(Value))) return false;
  list->items = items;
  return true;
}

bool list_append(Ctx *ctx, Value list, Value item) {
  List *l = AS_LIST(list);
  if (UNLIKELY(l->length >= l->items->cap) && !list_grow(ctx, l, l->length + 1)) return false;
  l->items->items[l->length++] = item;
  return true;
}

/* Gives memory back, of a list that needs much less than it has; false = stopped. */
static bool shrink(Ctx *ctx, List *l, int64_t length) {
  if (LIKELY(l->items->cap <= 64 || length >= l->items->cap / 4)) return true;
  Array *items = array_new(ctx, length + length / 2);
  if (!items) return exc_clear(ctx), true; /* returning memory is optional */
  if (!stop_copy(ctx, items->items, l->items->items, (size_t)length * sizeof(Value))) return false;
  l->items = items;
  return true;
}

static const Value nothing = V_NULL;

/* A shorter length; false = stopped, when some of the slots behind it may still have their words. */
static bool set_length(Ctx *ctx, List *l, int64_t length) {
  int64_t old = l->length;
  Array *items = l->items;
  l->length = length;
  if (length == 0) return l->items = ctx->empty_array, true;
  if (!shrink(ctx, l, length)) return false;
  if (l->items != items) return true;
  return stop_repeat(ctx, items->items + length, &nothing, sizeof nothing, (size_t)(old - length) * sizeof(Value));
}

/* What a stop leaves of insert and pop is the same items in another order, with the one that was to come or go among
 * them. */
Value list_pop(Ctx *ctx, Value list, int64_t index) {
  List *l = AS_LIST(list);
  if (UNLIKELY(l->length == 0)) return raise_format(ctx, EXC_IndexError, "pop from empty list"), V_NULL;
  if (index < 0) index += l->length;
  if (UNLIKELY(index < 0 || index >= l->length))
    return raise_format(ctx, EXC_IndexError, "pop index out of range"), V_NULL;
  int64_t last = l->length - 1;
  Value result = l->items->items[index];
  if (UNLIKELY(last < l->items->cap / 4) && !shrink(ctx, l, l->length)) return V_NULL;
  Value *items = l->items->items;
  if (index != last) {
    size_t n = (size_t)(last - index) * sizeof(Value), moved = stop_move(ctx, items + index, items + index + 1, n);
    if (UNLIKELY(moved < n)) return items[index + (int64_t)(moved / sizeof(Value))] = result, V_NULL;
  }
  items[last] = V_NULL;
  l->length = last;
  return result;
}

bool list_insert(Ctx *ctx, Value list, int64_t index, Value item) {
  List *l = AS_LIST(list);
  if (UNLIKELY(l->length >= l->items->cap) && !list_grow(ctx, l, l->length + 1)) return false;
  int64_t n = l->length;
  if (index < 0) index += n;
  if (index < 0) index = 0;
  if (index > n) index = n;
  Value *items = l->items->items;
  items[n] = item;
  l->length = n + 1;
  size_t bytes = (size_t)(n - index) * sizeof(Value), moved = stop_move(ctx, items + index + 1, items + index, bytes);
  items[n - (int64_t)(moved / sizeof(Value))] = item;
  return moved == bytes;
}

/* list[start:stop] = items; 0 <= start <= stop <= length; items are not in the list's own storage. A stop leaves the
 * list with some of the old items twice or gone, and None where nothing is yet. */
bool list_set_slice(Ctx *ctx, Value list, int64_t start, int64_t stop, const Value *items, int64_t n) {
  List *l = AS_LIST(list);
  int64_t old = l->length, length = old - (stop - start) + n;
  if (length > l->items->cap && !list_grow(ctx, l, length)) return false;
  Value *p = l->items->items, none = V_NONE;
  if (length > old) {
    if (!stop_repeat(ctx, p + old, &none, sizeof none, (size_t)(length - old) * sizeof(Value))) return false;
    l->length = length;
  }
  size_t tail = (size_t)(old - stop) * sizeof(Value);
  if (stop != start + n && stop_move(ctx, p + start + n, p + stop, tail) < tail) return false;
  if (n && !stop_copy(ctx, p + start, items, (size_t)n * sizeof(Value))) return false;
  return length >= old || set_length(ctx, l, length);
}

Value list_getslice(Ctx *ctx, Value list, int64_t start, int64_t stop) {
  List *l = AS_LIST(list);
  if (start < 0) start = 0;
  if (stop > l->length) stop = l->length;
  int64_t n = stop > start ? stop - start : 0;
  Value v = list_new(ctx, n);
  if (UNLIKELY(!v) || !n) return v;
  if (!stop_copy(ctx, AS_LIST(v)->items->items, l->items->items + start, (size_t)n * sizeof(Value))) return V_NULL;
  AS_LIST(v)->length = n;
  return v;
}

static bool append_each(Ctx *ctx, Value item, void *data) { return list_append(ctx, *(Value *)data, item); }

bool list_extend(Ctx *ctx, Value list, Value iterable) {
  List *l = AS_LIST(list);
  const Value *items = NULL;
  int64_t n = 0;
  bool from_list = exact_list(ctx, iterable);
  if (from_list) n = AS_LIST(iterable)->length;
  else if (exact_tuple(ctx, iterable)) n = AS_TUPLE(iterable)->length, items = AS_TUPLE(iterable)->items;
  if (from_list || items) {
    if (!n) return true;
    if (l->length + n > l->items->cap && !list_grow(ctx, l, l->length + n)) return false;
    if (from_list) items = AS_LIST(iterable)->items->items; /* after growing: the list may extend itself */
    if (!stop_copy(ctx, l->items->items + l->length, items, (size_t)n * sizeof(Value))) return false;
    l->length += n;
    return true;
  }
  int64_t start, step;
  if (has_kind(ctx, iterable, KIND_RANGE) && range_small(iterable, &start, &step, &n)) {
    if (!list_grow(ctx, l, l->length + n)) return false;
    Value *out = l->items->items + l->length;
    for (int64_t i = 0; i < n; i++) {
      out[i] = int_tag(start + i * step);
      if (!CHECK_STOP_AT(ctx, i)) return false;
    }
    l->length += n;
    return true;
  }
  if (exact_dict(ctx, iterable) || exact_set(ctx, iterable)) {
    n = exact_dict(ctx, iterable) ? AS_DICT(iterable)->length : AS_SET(iterable)->length;
    if (!list_grow(ctx, l, l->length + n)) return false;
    Value *out = l->items->items;
    int64_t pos = 0;
    for (Value key; exact_dict(ctx, iterable) ? dict_next(iterable, &pos, &key, NULL)
                                              : set_next(AS_SET(iterable), &pos, &key, NULL);) {
      out[l->length++] = key;
      if (!CHECK_STOP_AT(ctx, pos)) return false;
    }
    return true;
  }
  if (exact_str(ctx, iterable)) {
    n = AS_STR(iterable)->length;
    if (!list_grow(ctx, l, l->length + n)) return false;
    for (int64_t i = 0; i < n; i++) {
      Value c = char_str(ctx, str_at(iterable, i));
      if (!c || !CHECK_STOP_AT(ctx, i)) return false;
      l->items->items[l->length++] = c;
    }
    return true;
  }
  Value it = object_iter(ctx, iterable);
  if (!it) return false;
  if (!has_kind(ctx, iterable, KIND_GENERATOR)) { /* ask the iterable for its length, after iter(): a wrong __len__ is
                                                     an error, as in CPython */
    if ((n = object_length_hint(ctx, iterable, 0)) < 0) return false;
    if (n > 0 && n < 1 << 24 && !list_grow(ctx, l, l->length + n)) return false;
  }
  return iterate_iterator(ctx, it, append_each, &list);
}

/* A new list that grows: the first items are in an array on the stack, so that a short list is made once, in its size.
 */
typedef struct Filling {
  Value list; /* V_NULL: all are in `first` */
  int64_t n;
  Value first[32];
} Filling;

static bool fill(Ctx *ctx, Value item, void *data) {
  Filling *f = data;
  if (LIKELY(!f->list)) {
    if (LIKELY(f->n < (int64_t)(sizeof f->first / sizeof *f->first))) return f->first[f->n++] = item, true;
    if (!(f->list = list_from(ctx, f->first, f->n))) return false;
  }
  return list_append(ctx, f->list, item);
}

Value list_from_iterable(Ctx *ctx, Value iterable) {
  bool knows_length = !has_kind(ctx, iterable, KIND_ITER) && !has_kind(ctx, iterable, KIND_GENERATOR);
  if (knows_length || class_of(ctx, iterable)->ops.iter != iter_self) {
    Value v = list_new(ctx, 0);
    return v && list_extend(ctx, v, iterable) ? v : V_NULL;
  }
  return list_from_iterator(ctx, iterable);
}

Value list_from_iterator(Ctx *ctx, Value it) {
  Filling filling; /* not cleared */
  filling.list = V_NULL, filling.n = 0;
  if (has_kind(ctx, it, KIND_ITER)) {
    int64_t n = object_length_hint(ctx, it, 0);
    if (n < 0) return V_NULL;
    if (n > 32 && n < 1 << 24 && !(filling.list = list_new(ctx, n))) return V_NULL;
  }
  if (!iterate_iterator(ctx, it, fill, &filling)) return V_NULL;
  return filling.list ? filling.list : list_from(ctx, filling.first, filling.n);
}
