/* The methods of deque. */
#include "modules/_collections/collections.h"

METHOD(m_append) { return deque_append(ctx, AS_DEQUE(self), args[0]) ? V_NONE : V_NULL; }
METHOD(m_appendleft) { return deque_append_left(ctx, AS_DEQUE(self), args[0]) ? V_NONE : V_NULL; }

METHOD(m_pop) {
  Deque *d = AS_DEQUE(self);
  if (!d->length) return raise_format(ctx, EXC_IndexError, "pop from an empty deque"), V_NULL;
  return deque_pop(d);
}
METHOD(m_popleft) {
  Deque *d = AS_DEQUE(self);
  if (!d->length) return raise_format(ctx, EXC_IndexError, "pop from an empty deque"), V_NULL;
  return deque_pop_left(d);
}

METHOD(m_clear) { return deque_empty(ctx, AS_DEQUE(self)), V_NONE; }
METHOD(m_extend) { return deque_extend(ctx, self, args[0], false) ? V_NONE : V_NULL; }
METHOD(m_extendleft) { return deque_extend(ctx, self, args[0], true) ? V_NONE : V_NULL; }

METHOD(m_copy) {
  Deque *d = AS_DEQUE(self);
  Class *cls = class_of(ctx, self);
  if (cls == collections_state(ctx)->deque) {
    Deque *copy = (Deque *)instance_new(ctx, cls);
    if (!copy) return V_NULL;
    copy->ring = ctx->empty_array;
    copy->maxlen = d->maxlen;
    return deque_extend(ctx, VAL(copy), self, false) ? VAL(copy) : V_NULL;
  }
  if (d->maxlen < 0) return py_call1(ctx, VAL(cls), self);
  Value maxlen = int_from_i64(ctx, d->maxlen);
  return maxlen ? py_call2(ctx, VAL(cls), self, maxlen) : V_NULL;
}

static bool unchanged(Ctx *ctx, Deque *d, int64_t was, ExcId id, const char *words) {
  if (d->changes == was) return CHECK_STOP(ctx);
  raise_format(ctx, id, "%s", words);
  return false;
}

METHOD(m_count) {
  Deque *d = AS_DEQUE(self);
  int64_t was = d->changes, n = 0;
  for (int64_t i = 0; i < d->length; i++) {
    int equal = item_equal(ctx, *deque_place(d, i), args[0]);
    if (equal < 0 || !unchanged(ctx, d, was, EXC_RuntimeError, "deque mutated during iteration")) return V_NULL;
    n += equal;
  }
  return int_tag(n);
}

METHOD(m_index) {
  Deque *d = AS_DEQUE(self);
  int64_t start = 0, stop = d->length, was = d->changes;
  if (nargs > 1 && !clip_bound(ctx, args[1], d->length, &start)) return V_NULL;
  if (nargs > 2 && !clip_bound(ctx, args[2], d->length, &stop)) return V_NULL;
  if (stop > d->length) stop = d->length;
  for (int64_t i = start; i < stop; i++) {
    int equal = item_equal(ctx, *deque_place(d, i), args[0]);
    if (equal > 0) return int_tag(i);
    if (equal < 0 || !unchanged(ctx, d, was, EXC_RuntimeError, "deque mutated during iteration")) return V_NULL;
  }
  return raise_format(ctx, EXC_ValueError, "deque.index(x): x not in deque"), V_NULL;
}

METHOD(m_remove) {
  Deque *d = AS_DEQUE(self);
  int64_t was = d->changes;
  for (int64_t i = 0; i < d->length; i++) {
    int equal = item_equal(ctx, *deque_place(d, i), args[0]);
    if (equal < 0 || !unchanged(ctx, d, was, EXC_IndexError, "deque mutated during iteration")) return V_NULL;
    if (equal) return deque_delete(ctx, d, i) ? V_NONE : V_NULL;
  }
  return raise_format(ctx, EXC_ValueError, "deque.remove(x): x not in deque"), V_NULL;
}

METHOD(m_insert) {
  Deque *d = AS_DEQUE(self);
  int64_t at;
  if (!object_ssize(ctx, args[0], &at)) return V_NULL;
  if (d->maxlen == d->length) return raise_format(ctx, EXC_IndexError, "deque already at its maximum size"), V_NULL;
  if (at < 0 && (at += d->length) < 0) at = 0;
  if (at > d->length) at = d->length;
  if (at > d->length / 2) {
    if (!deque_append(ctx, d, args[1])) return V_NULL;
    for (int64_t i = d->length - 1; i > at; i--)
      if (!deque_swap(ctx, d, i, i - 1)) return V_NULL;
  } else {
    if (!deque_append_left(ctx, d, args[1])) return V_NULL;
    for (int64_t i = 0; i < at; i++)
      if (!deque_swap(ctx, d, i, i + 1)) return V_NULL;
  }
  return V_NONE;
}

METHOD(m_reverse) {
  Deque *d = AS_DEQUE(self);
  for (int64_t i = 0, j = d->length - 1; i < j; i++, j--) {
    Value item = *deque_place(d, i);
    *deque_place(d, i) = *deque_place(d, j);
    *deque_place(d, j) = item;
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL; /* it has the same items */
  }
  return V_NONE;
}

METHOD(m_rotate) {
  Deque *d = AS_DEQUE(self);
  int64_t n = 1;
  if (nargs && !object_ssize(ctx, args[0], &n)) return V_NULL;
  if (d->length < 2) return V_NONE;
  n %= d->length;
  if (n > d->length / 2) n -= d->length;
  else if (n < -(d->length / 2)) n += d->length;
  d->changes++;
  int64_t mask = d->ring->cap - 1;
  for (; n > 0; n--) { /* the last item comes first */
    if (!CHECK_STOP_AT(ctx, n)) return V_NULL;
    Value *from = deque_place(d, d->length - 1), item = *from;
    *from = V_NULL;
    d->head = (d->head - 1) & mask;
    *deque_place(d, 0) = item;
  }
  for (; n < 0; n++) {
    if (!CHECK_STOP_AT(ctx, n)) return V_NULL;
    Value *from = deque_place(d, 0), item = *from;
    *from = V_NULL;
    d->head = (d->head + 1) & mask;
    *deque_place(d, d->length - 1) = item;
  }
  return V_NONE;
}

METHOD(m_reversed) { return deque_reversed(ctx, self); }

METHOD(m_reduce) {
  Deque *d = AS_DEQUE(self);
  Value state = py_call_method(ctx, self, str_intern_c(ctx, "__getstate__"), NULL, 0);
  Value it = state ? object_iter(ctx, self) : V_NULL;
  if (!it) return V_NULL;
  Value given = ctx->empty_tuple;
  if (d->maxlen >= 0) {
    Value maxlen = int_from_i64(ctx, d->maxlen);
    if (!maxlen || !(given = tuple_from(ctx, (Value[]){ctx->empty_tuple, maxlen}, 2))) return V_NULL;
  }
  return tuple_from(ctx, (Value[]){VAL(class_of(ctx, self)), given, state, it}, 4);
}

METHOD(m_sizeof) { return int_from_i64(ctx, (int64_t)(sizeof(Deque) + sizeof(Array)) + AS_DEQUE(self)->ring->cap * 8); }

const CFuncDef DEQUE_METHODS[] = {
    METHOD_ROW("append", m_append, 1, 1, "Adds an item at the right end."),
    METHOD_ROW("appendleft", m_appendleft, 1, 1, "Adds an item at the left end."),
    METHOD_ROW("clear", m_clear, 0, 0, "Removes all items."),
    METHOD_ROW("copy", m_copy, 0, 0, "A shallow copy."),
    METHOD_ROW("__copy__", m_copy, 0, 0, "A shallow copy."),
    METHOD_ROW("count", m_count, 1, 1, "How many items are equal to value."),
    METHOD_ROW("extend", m_extend, 1, 1, "Adds the items of an iterable at the right end."),
    METHOD_ROW("extendleft", m_extendleft, 1, 1, "Adds the items of an iterable at the left end, one by one."),
    METHOD_ROW("index", m_index, 1, 3, "The first index of an item that is equal to value."),
    METHOD_ROW("insert", m_insert, 2, 2, "Inserts an item before index."),
    METHOD_ROW("pop", m_pop, 0, 0, "Removes the rightmost item and returns it."),
    METHOD_ROW("popleft", m_popleft, 0, 0, "Removes the leftmost item and returns it."),
    METHOD_ROW("__reduce__", m_reduce, 0, 0, "Return state information for pickling."),
    METHOD_ROW("remove", m_remove, 1, 1, "Removes the first item that is equal to value."),
    METHOD_ROW("__reversed__", m_reversed, 0, 0, "An iterator from right to left."),
    METHOD_ROW("reverse", m_reverse, 0, 0, "Reverses the order in place."),
    METHOD_ROW("rotate", m_rotate, 0, 1, "Moves n items from the right end to the left one; negative: the other way."),
    METHOD_ROW("__sizeof__", m_sizeof, 0, 0, "Size in memory, in bytes."),
    CLASS_METHOD_ROW("__class_getitem__", class_getitem, 1, 1, "See PEP 585"),
    {0},
};
