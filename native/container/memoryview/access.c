/* Items and parts of a memoryview: indexing, slicing, assignment, iteration. */
#include "container/memoryview/memoryview.h"
#include <string.h>

/* ---- places ---- */

/* Steps into one dimension; false: IndexError. */
static bool step_in(Ctx *ctx, MemoryView *m, int64_t dimension, int64_t i, uint8_t **at) {
  int64_t n = view_shape(m)[dimension];
  if (i < 0) i += n;
  if (i < 0 || i >= n)
    return raise_format(ctx, EXC_IndexError, "index out of bounds on dimension %d", (int)dimension + 1), false;
  *at += i * view_strides(m)[dimension];
  return true;
}

static bool all_of(Ctx *ctx, Value tuple, bool (*test)(Ctx *, Value)) {
  for (int64_t i = 0; i < tuple_length(tuple); i++)
    if (!test(ctx, tuple_item(tuple, i))) return false;
  return true;
}
static bool is_index(Ctx *ctx, Value v) { return is_int_value(ctx, v) || class_of(ctx, v)->ops.index; }
static bool is_slice(Ctx *ctx, Value v) { return has_kind(ctx, v, KIND_SLICE); }

static bool place_of_tuple(Ctx *ctx, MemoryView *m, Value key, uint8_t **at) {
  int64_t n = tuple_length(key);
  if (n > m->view.ndim) {
    raise_format(ctx, EXC_TypeError, "cannot index %lld-dimension view with %lld-element tuple",
                 (long long)m->view.ndim, (long long)n);
    return false;
  }
  *at = m->view.data;
  for (int64_t d = 0; d < n; d++) {
    int64_t i;
    if (!object_index_i64(ctx, tuple_item(key, d), &i, false) || !view_check(ctx, m) || !step_in(ctx, m, d, i, at))
      return false;
  }
  return true;
}

/* ---- reading ---- */

static Value item_at(Ctx *ctx, MemoryView *m, const uint8_t *at) {
  int64_t size;
  return item_unpack(ctx, item_code(m->view.format, &size), at, m->view.format);
}

static bool cut(Ctx *ctx, MemoryView *m, Value slice) {
  int64_t start, stop, step, count;
  if (!slice_resolve(ctx, slice, &view_shape(m)[0], &start, &stop, &step, &count)) return false;
  m->view.data += start * view_strides(m)[0];
  view_shape(m)[0] = count;
  view_strides(m)[0] *= step;
  m->view.length = m->view.itemsize;
  for (int64_t i = 0; i < m->view.ndim; i++) m->view.length *= view_shape(m)[i];
  return true;
}

Value view_getitem(Ctx *ctx, Value self, Value key) {
  MemoryView *m = AS_VIEW(self);
  if (!view_check(ctx, m)) return V_NULL;
  if (m->view.ndim == 0) {
    if (is_tuple(ctx, key) && tuple_length(key) == 0) return item_at(ctx, m, m->view.data);
    if (key == V_ELLIPSIS) return self;
    return raise_format(ctx, EXC_TypeError, "invalid indexing of 0-dim memory"), V_NULL;
  }
  if (LIKELY(is_index(ctx, key))) {
    int64_t i, size;
    if (!object_index_i64(ctx, key, &i, false) || !view_check(ctx, m)) return V_NULL;
    char code = item_code(m->view.format, &size);
    if (!code) return item_unpack(ctx, 0, NULL, m->view.format);
    if (m->view.ndim > 1)
      return raise_format(ctx, EXC_NotImplementedError, "multi-dimensional sub-views are not implemented"), V_NULL;
    uint8_t *at = m->view.data;
    return step_in(ctx, m, 0, i, &at) ? item_unpack(ctx, code, at, m->view.format) : V_NULL;
  }
  if (is_slice(ctx, key)) {
    MemoryView *part = view_copy(ctx, m, m->view.ndim);
    if (part && cut(ctx, part, key)) return VAL(part);
    if (part && !memoryview_release(ctx, VAL(part))) return V_NULL;
    return V_NULL;
  }
  if (is_tuple(ctx, key) && all_of(ctx, key, is_index)) {
    if (tuple_length(key) < m->view.ndim)
      return raise_format(ctx, EXC_NotImplementedError, "sub-views are not implemented"), V_NULL;
    uint8_t *at;
    return place_of_tuple(ctx, m, key, &at) ? item_at(ctx, m, at) : V_NULL;
  }
  if (is_tuple(ctx, key) && all_of(ctx, key, is_slice))
    return raise_format(ctx, EXC_NotImplementedError, "multi-dimensional slicing is not implemented"), V_NULL;
  return raise_format(ctx, EXC_TypeError, "memoryview: invalid slice key"), V_NULL;
}

Value view_tolist(Ctx *ctx, MemoryView *m, const uint8_t *at, int64_t dimension) {
  if (dimension == m->view.ndim) return item_at(ctx, m, at);
  int64_t n = view_shape(m)[dimension], stride = view_strides(m)[dimension];
  Value list = CHECK_STOP(ctx) ? list_new(ctx, n) : V_NULL;
  for (int64_t i = 0; list && i < n; i++) {
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
    Value item = view_tolist(ctx, m, at + i * stride, dimension + 1); /* at most BUFFER_MAX_DIMENSIONS deep */
    if (!item || !list_append(ctx, list, item)) return V_NULL;
  }
  return list;
}

/* ---- writing ---- */

static bool same_format(const char *a, const char *b) {
  if (!a) a = "B";
  if (!b) b = "B";
  return strcmp(a + (*a == '@'), b + (*b == '@')) == 0;
}

static bool assign_slice(Ctx *ctx, MemoryView *m, Value key, Value value) {
  Buffer from;
  if (!buffer_get(ctx, value, BUFFER_FULL_RO, &from)) return false;
  MemoryView *to = view_copy(ctx, m, m->view.ndim);
  bool ok = to && cut(ctx, to, key) && view_check(ctx, m); /* an index may have released it */
  int64_t n = from.shape ? from.shape[0] : from.length / from.itemsize;
  if (ok && (!same_format(from.format, to->view.format) || from.itemsize != to->view.itemsize || from.ndim != 1 ||
             view_shape(to)[0] != n)) {
    raise_format(ctx, EXC_ValueError, "memoryview assignment: lvalue and rvalue have different structures");
    ok = false;
  }
  if (ok) { /* they may overlap: through a copy, unless one memmove does */
    int64_t stride = view_strides(to)[0], size = from.itemsize;
    if (stride == size && buffer_is_contiguous(&from, 'C')) {
      ok = stop_move(ctx, to->view.data, from.data, (size_t)from.length) == (size_t)from.length;
    } else {
      Raw *copy = raw_new(ctx, from.length + 1);
      ok = copy && buffer_copy_out(ctx, &from, 'C', copy->data);
      for (int64_t i = 0; ok && (ok = CHECK_STOP_AT(ctx, i)) && i < n; i++)
        memcpy(to->view.data + i * stride, copy->data + i * size, (size_t)size);
    }
  }
  if (to && !memoryview_release(ctx, VAL(to))) ok = false;
  buffer_release(ctx, &from);
  return ok;
}

static bool put_item(Ctx *ctx, MemoryView *m, uint8_t *at, Value value) {
  int64_t size;
  uint8_t item[8];
  char code = item_code(m->view.format, &size);
  /* what the item's methods do may release the view */
  if (!item_pack(ctx, code, item, value, m->view.format) || !view_check(ctx, m)) return false;
  memcpy(at, item, (size_t)size);
  return true;
}

bool view_setitem(Ctx *ctx, Value self, Value key, Value value) {
  MemoryView *m = AS_VIEW(self);
  if (!view_check(ctx, m)) return false;
  int64_t size;
  if (!item_code(m->view.format, &size)) return item_pack(ctx, 0, NULL, value, m->view.format);
  if (m->view.readonly) return raise_format(ctx, EXC_TypeError, "cannot modify read-only memory"), false;
  if (!value) return raise_format(ctx, EXC_TypeError, "cannot delete memory"), false;
  if (m->view.ndim == 0) {
    if (key == V_ELLIPSIS || (is_tuple(ctx, key) && tuple_length(key) == 0))
      return put_item(ctx, m, m->view.data, value);
    return raise_format(ctx, EXC_TypeError, "invalid indexing of 0-dim memory"), false;
  }
  if (LIKELY(is_index(ctx, key))) {
    int64_t i;
    if (m->view.ndim > 1) return raise_format(ctx, EXC_NotImplementedError, "sub-views are not implemented"), false;
    if (!object_index_i64(ctx, key, &i, false) || !view_check(ctx, m)) return false;
    uint8_t *at = m->view.data;
    return step_in(ctx, m, 0, i, &at) && put_item(ctx, m, at, value);
  }
  if (is_slice(ctx, key) && m->view.ndim == 1) return assign_slice(ctx, m, key, value);
  if (is_slice(ctx, key))
    return raise_format(ctx, EXC_NotImplementedError,
                        "memoryview slice assignments are currently restricted to ndim = 1"),
           false;
  if (is_tuple(ctx, key) && all_of(ctx, key, is_index)) {
    if (tuple_length(key) < m->view.ndim)
      return raise_format(ctx, EXC_NotImplementedError, "sub-views are not implemented"), false;
    uint8_t *at;
    return place_of_tuple(ctx, m, key, &at) && put_item(ctx, m, at, value);
  }
  if (is_tuple(ctx, key) && all_of(ctx, key, is_slice))
    return raise_format(ctx, EXC_NotImplementedError,
                        "memoryview slice assignments are currently restricted to ndim = 1"),
           false;
  return raise_format(ctx, EXC_TypeError, "memoryview: invalid slice key"), false;
}

/* ---- iteration ---- */

enum { ITER_VIEW = ITER_FREE_FOR_OTHERS + 2 };

Value view_iter(Ctx *ctx, Value self) {
  MemoryView *m = AS_VIEW(self);
  int64_t size;
  if (!view_check(ctx, m)) return V_NULL;
  if (m->view.ndim == 0) return raise_format(ctx, EXC_TypeError, "invalid indexing of 0-dim memory"), V_NULL;
  if (m->view.ndim > 1)
    return raise_format(ctx, EXC_NotImplementedError, "multi-dimensional sub-views are not implemented"), V_NULL;
  if (!item_code(m->view.format, &size)) return item_unpack(ctx, 0, NULL, m->view.format);
  Iter *it = (Iter *)iter_new(ctx, ITER_VIEW);
  if (!it) return V_NULL;
  it->a = self;
  it->j = view_shape(m)[0];
  return VAL(it);
}

static Value view_next(Ctx *ctx, Value self) {
  Iter *it = (Iter *)self;
  if (!it->a) return V_NULL;
  MemoryView *m = AS_VIEW(it->a);
  if (it->i < it->j) {
    if (!view_check(ctx, m)) return V_NULL;
    return item_at(ctx, m, m->view.data + it->i++ * view_strides(m)[0]);
  }
  it->a = V_NULL;
  return V_NULL;
}

bool view_iter_startup(Ctx *ctx) {
  static const TypeOps ops = {.iter = iter_self, .next = view_next};
  ctx->cls.iter_class[ITER_VIEW] = class_new_builtin(ctx, "memory_iterator", NULL, KIND_ITER, sizeof(Iter), &ops, NULL,
                                                     CLASS_FINAL);
  return ctx->cls.iter_class[ITER_VIEW] != NULL;
}
