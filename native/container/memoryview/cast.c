/* memoryview.cast: the same bytes as items of another format, or with other dimensions. */
#include "container/memoryview/memoryview.h"
#include "heap/memory.h"
#include <string.h>

static bool refuse(Ctx *ctx, ExcId id, const char *words) { return raise_format(ctx, id, "%s", words), false; }

/* From bytes to other items or back. The format is kept in a Bytes of its own. */
static bool cast_items(Ctx *ctx, MemoryView *m, Value format) {
  int64_t size, old_size;
  size_t n;
  char *text = str_to_utf8(ctx, format, &n);
  if (!text) return false;
  Value bytes = bytes_new(ctx, text, (int64_t)n);
  memory_free(ctx, text);
  if (!bytes) return false;
  char code = item_code((const char *)((Bytes *)bytes)->data, &size);
  char old = item_code(m->view.format, &old_size);
  if (!old)
    return refuse(ctx, EXC_ValueError,
                  "memoryview: source format must be a native single character format prefixed with an optional '@'");
  if (!code || memchr(((Bytes *)bytes)->data, 0, n))
    return refuse(ctx, EXC_ValueError,
                  "memoryview: destination format must be a native single character format prefixed with an optional "
                  "'@'");
  if (!strchr("Bbc", code) && !strchr("Bbc", old))
    return refuse(ctx, EXC_TypeError, "memoryview: cannot cast between two non-byte formats");
  if (m->view.length % size) return refuse(ctx, EXC_TypeError, "memoryview: length is not a multiple of itemsize");
  m->format = bytes;
  m->view.format = (const char *)((Bytes *)bytes)->data;
  m->view.itemsize = size;
  return true;
}

/* The new extents; false: exception. */
static bool read_shape(Ctx *ctx, Value shape, int64_t *out, int64_t n, int64_t itemsize, int64_t length) {
  int64_t product = itemsize;
  for (int64_t i = 0; i < n; i++) {
    Value item = is_tuple(ctx, shape) ? tuple_item(shape, i) : AS_LIST(shape)->items->items[i];
    if (!is_int_value(ctx, item))
      return refuse(ctx, EXC_TypeError, "memoryview.cast(): elements of shape must be integers");
    if (!int_to_i64(ctx, int_unwrap(ctx, item), &out[i]) || out[i] <= 0)
      return refuse(ctx, EXC_ValueError, "memoryview.cast(): elements of shape must be integers > 0");
    if (__builtin_mul_overflow(product, out[i], &product))
      return refuse(ctx, EXC_ValueError, "memoryview.cast(): product(shape) > SSIZE_MAX");
  }
  return product == length || refuse(ctx, EXC_TypeError, "memoryview: product(shape) * itemsize != buffer size");
}

SHARED_METHOD(view_cast) {
  MemoryView *m = AS_VIEW(self);
  Value shape = args[1];
  int64_t extents[BUFFER_MAX_DIMENSIONS], ndim = 1;
  if (!is_str(ctx, args[0]))
    return raise_format(ctx, EXC_TypeError, "cast() argument 'format' must be str, not %A", args[0]), V_NULL;
  if (!view_check(ctx, m)) return V_NULL;
  if (!buffer_is_contiguous(&m->view, 'C'))
    return raise_format(ctx, EXC_TypeError, "memoryview: casts are restricted to C-contiguous views"), V_NULL;
  if (shape || m->view.ndim != 1)
    for (int64_t i = 0; i < m->view.ndim; i++)
      if (view_shape(m)[i] == 0)
        return raise_format(ctx, EXC_TypeError, "memoryview: cannot cast view with zeros in shape or strides"), V_NULL;
  if (shape) {
    if (!is_list(ctx, shape) && !is_tuple(ctx, shape))
      return raise_format(ctx, EXC_TypeError, "shape must be a list or a tuple"), V_NULL;
    ndim = is_list(ctx, shape) ? AS_LIST(shape)->length : tuple_length(shape);
    if (ndim > BUFFER_MAX_DIMENSIONS)
      return raise_format(ctx, EXC_ValueError, "memoryview: number of dimensions must not exceed 64"), V_NULL;
    if (m->view.ndim != 1 && ndim != 1)
      return raise_format(ctx, EXC_TypeError, "memoryview: cast must be 1D -> ND or ND -> 1D"), V_NULL;
  }
  MemoryView *cast = view_copy(ctx, m, ndim);
  bool ok = cast && cast_items(ctx, cast, args[0]) &&
            (!shape || read_shape(ctx, shape, extents, ndim, cast->view.itemsize, cast->view.length));
  if (!ok) {
    if (cast) memoryview_release(ctx, VAL(cast));
    return V_NULL;
  }
  if (!shape) extents[0] = cast->view.length / cast->view.itemsize;
  int64_t step = cast->view.itemsize;
  for (int64_t i = ndim - 1; i >= 0; i--) {
    view_shape(cast)[i] = extents[i];
    view_strides(cast)[i] = step;
    step *= extents[i];
  }
  return VAL(cast);
}
