/* The type list: construction, operators, subscripts with slices, methods. Storage is in list.c, sorting in sort.c. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "number/number.h"
#include "object/object.h"
#include "text/text.h"
#include <string.h>

static Value list_op_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(args), UNUSED(nargs), UNUSED(kwnames);
  List *l = (List *)instance_new(ctx, cls);
  if (UNLIKELY(!l)) return V_NULL;
  l->items = ctx->empty_array;
  return VAL(l);
}

static bool list_op_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  if (kwcount(kwnames) && class_of(ctx, self)->ops.new_ == list_op_new)
    return raise_format(ctx, EXC_TypeError, "list() takes no keyword arguments"), false;
  if (nargs > 1) return raise_arity(ctx, "list", 0, 1, nargs), false;
  List *l = AS_LIST(self);
  l->items = ctx->empty_array;
  l->length = 0;
  return nargs == 0 || list_extend(ctx, self, args[0]);
}

static Value list_op_repr(Ctx *ctx, Value self) {
  List *l = AS_LIST(self);
  if (l->length == 0) return str_from_ascii(ctx, "[]");
  int running = repr_enter(ctx, self);
  if (running) return running < 0 ? V_NULL : str_from_ascii(ctx, "[...]");
  StrBuilder sb;
  sb_init(&sb, ctx);
  sb_char(&sb, '[');
  bool ok = true;
  for (int64_t i = 0; ok && i < l->length; i++) {
    if (i) sb_ascii(&sb, ", ");
    ok = CHECK_STOP(ctx) && sb_repr(&sb, l->items->items[i]);
  }
  repr_leave(ctx, self);
  if (!ok) return sb_discard(&sb), V_NULL;
  sb_char(&sb, ']');
  return sb_finish(&sb);
}

static Value list_op_compare(Ctx *ctx, Value a, Value b, CmpOp op) {
  if (!is_list(ctx, b)) return V_NOTIMPL;
  List *x = AS_LIST(a), *y = AS_LIST(b);
  if (x->length != y->length && (op == CMP_EQ || op == CMP_NE)) return bool_tag(op == CMP_NE);
  int64_t i = 0;
  for (; i < x->length && i < y->length; i++) {
    int equal = item_equal(ctx, x->items->items[i], y->items->items[i]);
    if (equal < 0 || !CHECK_STOP(ctx)) return V_NULL;
    if (!equal) break;
  }
  if (i >= x->length || i >= y->length) { /* one is a prefix of the other */
    int64_t n = x->length, m = y->length;
    switch (op) {
    case CMP_LT: return bool_tag(n < m);
    case CMP_LE: return bool_tag(n <= m);
    case CMP_EQ: return bool_tag(n == m);
    case CMP_NE: return bool_tag(n != m);
    case CMP_GT: return bool_tag(n > m);
    case CMP_GE: return bool_tag(n >= m);
    }
  }
  if (op == CMP_EQ) return V_FALSE;
  if (op == CMP_NE) return V_TRUE;
  return object_compare(ctx, x->items->items[i], y->items->items[i], op);
}

static int list_op_truth(Ctx *ctx, Value self) { return UNUSED(ctx), AS_LIST(self)->length != 0; }
static int64_t list_op_len(Ctx *ctx, Value self) { return UNUSED(ctx), AS_LIST(self)->length; }

static Value list_op_getitem(Ctx *ctx, Value self, Value key) {
  List *l = AS_LIST(self);
  int64_t i;
  if (has_kind(ctx, key, KIND_SLICE)) {
    int64_t start, stop, step, n;
    if (!slice_resolve(ctx, key, &l->length, &start, &stop, &step, &n)) return V_NULL;
    if (step == 1) return list_getslice(ctx, self, start, start + n);
    Value v = list_new(ctx, n);
    if (!v) return V_NULL;
    Value *out = AS_LIST(v)->items->items, *in = l->items->items;
    for (int64_t k = 0, at = start; k < n; k++, at = slice_next(at, step)) {
      out[k] = in[at];
      if (!CHECK_STOP_AT(ctx, k)) return V_NULL;
    }
    AS_LIST(v)->length = n;
    return v;
  }
  if (is_int(key)) i = int_val(key);
  else if (!sequence_index(ctx, key, "list", &i)) return V_NULL;
  if (i < 0) i += l->length;
  if (UNLIKELY(i < 0 || i >= l->length)) return raise_format(ctx, EXC_IndexError, "list index out of range"), V_NULL;
  return l->items->items[i];
}

static bool delete_extended(Ctx *ctx, Value self, int64_t start, int64_t step, int64_t n) {
  List *l = AS_LIST(self);
  if (n <= 0) return true;
  if (step < 0) start += step * (n - 1), step = -step;
  Value *items = l->items->items;
  int64_t out = start;
  for (int64_t i = start, next = start, left = n; i < l->length; i++) {
    if (left && i == next) next = slice_next(next, step), left--;
    else items[out++] = items[i];
    if (!CHECK_STOP_AT(ctx, i)) return false;
  }
  return list_set_slice(ctx, self, out, l->length, NULL, 0);
}

static bool assign_slice(Ctx *ctx, Value self, Value slice, Value value) {
  List *l = AS_LIST(self);
  int64_t first, last, step, start, stop, n;
  if (!slice_unpack(ctx, slice, &first, &last, &step)) return false;
  start = first, stop = last;
  n = slice_adjust(l->length, &start, &stop, step);
  if (!value) {
    if (step == 1) return list_set_slice(ctx, self, start, start + n, NULL, 0);
    return delete_extended(ctx, self, start, step, n);
  }
  Value seq = value;
  if (value == self || !(exact_list(ctx, value) || exact_tuple(ctx, value))) {
    Value it = exact_list(ctx, value) ? value : object_iter_or(ctx, value, "must assign iterable to extended slice");
    if (!it || !(seq = list_from_iterable(ctx, it))) return false;
  }
  const Value *items = is_list(ctx, seq) ? AS_LIST(seq)->items->items : AS_TUPLE(seq)->items;
  int64_t count = is_list(ctx, seq) ? AS_LIST(seq)->length : AS_TUPLE(seq)->length;
  if (step == 1) { /* making the sequence may have changed the list */
    if (start > l->length) start = l->length;
    stop = start + n > l->length ? l->length : start + n;
    return list_set_slice(ctx, self, start, stop, items, count);
  }
  n = slice_adjust(l->length, &first, &last, step);
  start = first;
  if (count != n) {
    raise_format(ctx, EXC_ValueError, "attempt to assign sequence of size %lld to extended slice of size %lld",
                 (long long)count, (long long)n);
    return false;
  }
  for (int64_t k = 0, at = start; k < n; k++, at = slice_next(at, step)) {
    l->items->items[at] = items[k];
    if (!CHECK_STOP_AT(ctx, k)) return false;
  }
  return true;
}

static bool list_op_setitem(Ctx *ctx, Value self, Value key, Value value) {
  List *l = AS_LIST(self);
  int64_t i;
  if (has_kind(ctx, key, KIND_SLICE)) return assign_slice(ctx, self, key, value);
  if (is_int(key)) i = int_val(key);
  else if (!sequence_index(ctx, key, "list", &i)) return false;
  if (i < 0) i += l->length;
  if (UNLIKELY(i < 0 || i >= l->length))
    return raise_format(ctx, EXC_IndexError, "list assignment index out of range"), false;
  if (value) {
    l->items->items[i] = value;
    return true;
  }
  return list_pop(ctx, self, i) != V_NULL;
}

/* Index of the first item equal to v in [start, stop); -1 absent, -2 exception. */
static int64_t find_item(Ctx *ctx, List *l, Value v, int64_t start, int64_t stop) {
  for (int64_t i = start; i < stop && i < l->length; i++) {
    int equal = item_equal(ctx, l->items->items[i], v);
    if (equal) return equal < 0 ? -2 : i;
    if (!CHECK_STOP(ctx)) return -2;
  }
  return -1;
}

static int list_op_contains(Ctx *ctx, Value self, Value item) {
  int64_t i = find_item(ctx, AS_LIST(self), item, 0, INT64_MAX);
  return i >= 0 ? 1 : i == -1 ? 0 : -1;
}

static Value list_op_iter(Ctx *ctx, Value self) {
  Iter *it = AS_ITER(iter_new(ctx, ITER_LIST));
  if (!it) return V_NULL;
  it->a = self;
  return VAL(it);
}

static Value repeat(Ctx *ctx, List *l, int64_t count) {
  int64_t n = l->length;
  if (count <= 0 || n == 0) return list_new(ctx, 0);
  if (n > ((int64_t)1 << 57) / count) return raise_no_memory(ctx), V_NULL;
  Value v = list_new(ctx, n * count);
  if (!v) return V_NULL;
  Value *out = AS_LIST(v)->items->items, *in = l->items->items;
  int64_t total = n * count;
  if (n == 1) {
    Value item = in[0];
    for (int64_t i = 0; i < total; i++) {
      out[i] = item;
      if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
    }
  } else {
    for (int64_t i = 0; i < count; i++)
      if (!CHECK_STOP(ctx) || !stop_copy(ctx, out + i * n, in, (size_t)n * sizeof(Value))) return V_NULL;
  }
  AS_LIST(v)->length = total;
  return v;
}

static Value list_op_binary(Ctx *ctx, Value a, Value b, BinOp op) {
  if (op == OP_ADD) {
    if (!is_list(ctx, a) || !is_list(ctx, b)) return V_NOTIMPL;
    int64_t n = AS_LIST(a)->length, m = AS_LIST(b)->length;
    Value v = list_new(ctx, n + m);
    if (!v) return V_NULL;
    Value *out = AS_LIST(v)->items->items;
    if (n && !stop_copy(ctx, out, AS_LIST(a)->items->items, (size_t)n * sizeof(Value))) return V_NULL;
    if (m && !stop_copy(ctx, out + n, AS_LIST(b)->items->items, (size_t)m * sizeof(Value))) return V_NULL;
    AS_LIST(v)->length = n + m;
    return v;
  }
  if (op == OP_MUL) {
    Value list = is_list(ctx, a) ? a : b, times = list == a ? b : a;
    int64_t count;
    int r = repeat_count(ctx, times, &count);
    if (r <= 0) return r < 0 ? V_NULL : V_NOTIMPL;
    return repeat(ctx, AS_LIST(list), count);
  }
  return V_NOTIMPL;
}

static Value list_op_inplace(Ctx *ctx, Value a, Value b, BinOp op) {
  if (op >= OP_INPLACE_FIRST) op -= OP_INPLACE_FIRST;
  if (op == OP_ADD) return list_extend(ctx, a, b) ? a : V_NULL;
  if (op == OP_MUL) {
    int64_t count;
    int r = repeat_count(ctx, b, &count);
    if (r <= 0) return r < 0 ? V_NULL : V_NOTIMPL;
    Value v = repeat(ctx, AS_LIST(a), count);
    if (!v) return V_NULL;
    AS_LIST(a)->items = AS_LIST(v)->items;
    AS_LIST(a)->length = AS_LIST(v)->length;
    return a;
  }
  return V_NOTIMPL;
}

/* ---- methods ---- */

METHOD(m_append) { return list_append(ctx, self, args[0]) ? V_NONE : V_NULL; }
METHOD(m_clear) {
  AS_LIST(self)->items = ctx->empty_array;
  AS_LIST(self)->length = 0;
  return V_NONE;
}
METHOD(m_copy) { return list_getslice(ctx, self, 0, AS_LIST(self)->length); }
METHOD(m_count) {
  int64_t n = 0;
  for (int64_t i = 0; i < AS_LIST(self)->length; i++) {
    int equal = item_equal(ctx, AS_LIST(self)->items->items[i], args[0]);
    if (equal < 0 || !CHECK_STOP(ctx)) return V_NULL;
    n += equal;
  }
  return int_tag(n);
}
METHOD(m_extend) { return list_extend(ctx, self, args[0]) ? V_NONE : V_NULL; }
METHOD(m_index) {
  int64_t start = 0, stop = INT64_MAX;
  if (nargs > 1 && !clip_bound(ctx, args[1], AS_LIST(self)->length, &start)) return V_NULL;
  if (nargs > 2 && !clip_bound(ctx, args[2], AS_LIST(self)->length, &stop)) return V_NULL;
  int64_t i = find_item(ctx, AS_LIST(self), args[0], start, stop);
  if (i == -1) raise_format(ctx, EXC_ValueError, "list.index(x): x not in list");
  return i < 0 ? V_NULL : int_tag(i);
}
METHOD(m_insert) {
  int64_t i;
  if (is_int(args[0])) i = int_val(args[0]);
  else if (!object_index_i64(ctx, args[0], &i, true)) return V_NULL;
  return list_insert(ctx, self, i, args[1]) ? V_NONE : V_NULL;
}
METHOD(m_pop) {
  int64_t i = -1;
  if (nargs) {
    if (is_int(args[0])) i = int_val(args[0]);
    else if (!object_ssize(ctx, args[0], &i)) return V_NULL;
  }
  return list_pop(ctx, self, i);
}
METHOD(m_remove) {
  int64_t i = find_item(ctx, AS_LIST(self), args[0], 0, INT64_MAX);
  if (i == -1) raise_format(ctx, EXC_ValueError, "list.remove(x): x not in list");
  if (i < 0) return V_NULL;
  if (i < AS_LIST(self)->length) list_pop(ctx, self, i);
  return V_NONE;
}
METHOD(m_reverse) {
  Value *p = AS_LIST(self)->items->items;
  for (int64_t i = 0, j = AS_LIST(self)->length - 1; i < j; i++, j--) {
    Value t = p[i];
    p[i] = p[j];
    p[j] = t;
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL; /* it has the same items, as after a stopped sort */
  }
  return V_NONE;
}
METHOD(m_sort) {
  int reverse = args[1] ? object_truth(ctx, args[1]) : 0;
  if (reverse < 0) return V_NULL;
  return list_sort(ctx, self, args[0] ? args[0] : V_NONE, reverse) ? V_NONE : V_NULL;
}
METHOD(m_reversed) {
  Iter *it = AS_ITER(iter_new(ctx, ITER_LIST_REVERSED));
  if (!it) return V_NULL;
  it->a = self;
  it->i = AS_LIST(self)->length - 1;
  return VAL(it);
}
METHOD(m_sizeof) {
  int64_t cap = AS_LIST(self)->items->cap;
  return int_from_i64(ctx, (int64_t)sizeof(List) + (cap ? (int64_t)sizeof(Array) + cap * 8 : 0));
}

static const CFuncDef methods[] = {
    METHOD_ROW("append", m_append, 1, 1, "Append object to the end of the list."),
    METHOD_ROW("clear", m_clear, 0, 0, "Remove all items from list."),
    METHOD_ROW("copy", m_copy, 0, 0, "Return a shallow copy of the list."),
    METHOD_ROW("count", m_count, 1, 1, "Return number of occurrences of value."),
    TWIN_ROW("extend", m_extend, 1, 1, CF_METHOD, NULL, "Extend list by appending elements from the iterable."),
    METHOD_ROW("index", m_index, 1, 3,
               "Return first index of value.\n\nRaises ValueError if the value is not present."),
    METHOD_ROW("insert", m_insert, 2, 2, "Insert object before index."),
    METHOD_ROW(
        "pop", m_pop, 0, 1,
        "Remove and return item at index (default last).\n\nRaises IndexError if list is empty or index is out of "
        "range."),
    METHOD_ROW("remove", m_remove, 1, 1,
               "Remove first occurrence of value.\n\nRaises ValueError if the value is not present."),
    METHOD_ROW("reverse", m_reverse, 0, 0, "Reverse *IN PLACE*."),
    TWIN_ROW("sort", m_sort, 0, 0, CF_METHOD, "* key= reverse=",
             "Sort the list in ascending order and return None.\n\nThe sort is in place and stable."),
    METHOD_ROW("__reversed__", m_reversed, 0, 0, "Return a reverse iterator over the list."),
    METHOD_ROW("__sizeof__", m_sizeof, 0, 0, "Return the size of the list in memory, in bytes."),
    CLASS_METHOD_ROW("__class_getitem__", class_getitem, 1, 1, "See PEP 585"),
    {0},
};

static const TypeOps ops = {
    .new_ = list_op_new,
    .init = list_op_init,
    .repr = list_op_repr,
    .compare = list_op_compare,
    .truth = list_op_truth,
    .len = list_op_len,
    .getitem = list_op_getitem,
    .setitem = list_op_setitem,
    .contains = list_op_contains,
    .iter = list_op_iter,
    .binary = list_op_binary,
    .inplace = list_op_inplace,
};

bool list_startup(Ctx *ctx) {
  Class *cls = class_new_builtin(ctx, "list", ctx->cls.object, KIND_LIST, sizeof(List), &ops, methods, CLASS_BUILTIN);
  if (!cls) return false;
  ctx->cls.list = cls;
  ctx->shape.list = cls->root;
  if (!ctx->empty_array) ctx->empty_array = array_new(ctx, 0);
  return ctx->empty_array != NULL;
}
