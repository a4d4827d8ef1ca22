/* Equality and hash of memoryviews. Two are equal when their shapes are and all items, as Python objects; formats may
 * differ. What is not a native format, module struct unpacks; a format that it does not know equals nothing. */
#include "container/memoryview/memoryview.h"
#include "object/model.h"
#include <math.h>
#include <string.h>

typedef struct Side {
  Buffer *buffer;
  char code;
  Value unpack; /* bound method of a struct.Struct, where code is 0 */
  int64_t strides[BUFFER_MAX_DIMENSIONS], shape[BUFFER_MAX_DIMENSIONS];
} Side;

/* 1, 0: the format is not known, -1: exception */
static int side_open(Ctx *ctx, Side *side, Buffer *buffer) {
  int64_t size, step = buffer->itemsize;
  side->buffer = buffer;
  side->code = item_code(buffer->format, &size);
  side->unpack = V_NULL;
  for (int64_t i = buffer->ndim - 1; i >= 0; i--) {
    side->shape[i] = buffer->shape ? buffer->shape[i] : buffer->length / buffer->itemsize;
    side->strides[i] = buffer->strides ? buffer->strides[i] : step;
    step *= side->shape[i];
  }
  if (side->code) return 1;
  Value import = builtin_named(ctx, NAME(__import__));
  Value module = import ? py_call1(ctx, import, str_from_ascii(ctx, "struct")) : V_NULL;
  Value cls = module ? get_attr(ctx, module, str_intern_c(ctx, "Struct")) : V_NULL;
  if (!cls) return -1;
  Value made = py_call1(ctx, cls, str_from_utf8(ctx, buffer->format, strlen(buffer->format)));
  if (!made) {
    if (exc_matches(ctx, EXC_MemoryError)) return -1;
    return exc_clear(ctx), 0;
  }
  side->unpack = get_attr(ctx, made, str_intern_c(ctx, "unpack"));
  return side->unpack ? 1 : -1;
}

static Value side_item(Ctx *ctx, Side *side, const uint8_t *at) {
  if (side->code) return item_unpack(ctx, side->code, at, side->buffer->format);
  Value bytes = bytes_new(ctx, at, side->buffer->itemsize);
  return bytes ? py_call1(ctx, side->unpack, bytes) : V_NULL;
}

static int same_items(Ctx *ctx, Side *a, Side *b, const uint8_t *p, const uint8_t *q, int64_t dimension) {
  if (dimension == a->buffer->ndim) {
    if (a->code && a->code == b->code) return item_same(a->code, p, q);
    Value x = side_item(ctx, a, p), y = x ? side_item(ctx, b, q) : V_NULL;
    if (!x || !y) return -1;
    if (!a->code && b->code && is_tuple(ctx, x) && tuple_length(x) == 1) x = tuple_item(x, 0);
    if (!b->code && a->code && is_tuple(ctx, y) && tuple_length(y) == 1) y = tuple_item(y, 0);
    return object_compare_bool(ctx, x, y, CMP_EQ);
  }
  for (int64_t i = 0; i < a->shape[dimension]; i++) {
    if (!CHECK_STOP(ctx)) return -1;
    int same = same_items(ctx, a, b, p + i * a->strides[dimension], q + i * b->strides[dimension], dimension + 1);
    if (same <= 0) return same;
  }
  return 1;
}

static int same_buffers(Ctx *ctx, Buffer *p, Buffer *q) {
  Side a, b;
  if (p->ndim != q->ndim) return 0;
  int known = side_open(ctx, &a, p);
  if (known > 0) known = side_open(ctx, &b, q);
  if (known <= 0) return known;
  for (int64_t i = 0; i < p->ndim; i++) {
    if (a.shape[i] != b.shape[i]) return 0;
    if (a.shape[i] == 0) return 1;
  }
  int order;
  bool bytes = a.code == b.code && a.code && !strchr("?def", a.code);
  if (bytes && buffer_is_contiguous(p, 'C') && buffer_is_contiguous(q, 'C'))
    return stop_compare(ctx, p->data, q->data, (size_t)p->length, &order) ? order == 0 : -1;
  return same_items(ctx, &a, &b, p->data, q->data, 0);
}

Value view_compare(Ctx *ctx, Value self, Value other, CmpOp op) {
  if (op != CMP_EQ && op != CMP_NE) return V_NOTIMPL;
  MemoryView *m = AS_VIEW(self);
  int same = self == other;
  if (m->managed && !(is_memoryview(ctx, other) && !AS_VIEW(other)->managed)) {
    if (!buffer_offered(ctx, other)) return V_NOTIMPL;
    Buffer mine, theirs;
    if (!buffer_get(ctx, self, BUFFER_FULL_RO, &mine)) return V_NULL;
    if (!buffer_get(ctx, other, BUFFER_FULL_RO, &theirs)) {
      buffer_release(ctx, &mine);
      exc_clear(ctx);
      return V_NOTIMPL;
    }
    same = same_buffers(ctx, &mine, &theirs);
    buffer_release(ctx, &theirs);
    buffer_release(ctx, &mine);
    if (same < 0) return V_NULL;
  }
  return bool_tag(same == (op == CMP_EQ));
}

bool view_hash(Ctx *ctx, Value self, uint64_t *out) {
  MemoryView *m = AS_VIEW(self);
  if (m->hashed) return *out = m->hash, true;
  if (!view_check(ctx, m)) return false;
  if (!m->view.readonly) return raise_format(ctx, EXC_ValueError, "cannot hash writable memoryview object"), false;
  int64_t size;
  char code = item_code(m->view.format, &size);
  if (code != 'B' && code != 'b' && code != 'c')
    return raise_format(ctx, EXC_ValueError, "memoryview: hashing is restricted to formats 'B', 'b' or 'c'"), false;
  uint64_t ignored;
  m->exports++; /* the object's __hash__ may be written in Python */
  bool hashable = !m->view.object || object_hash(ctx, m->view.object, &ignored);
  m->exports--;
  Raw *bytes = hashable ? raw_new(ctx, m->view.length + 1) : NULL;
  if (!bytes || !buffer_copy_out(ctx, &m->view, 'C', bytes->data)) return false;
  if (!hash_long(ctx, bytes->data, (size_t)m->view.length, &m->hash)) return false;
  m->hashed = true;
  return *out = m->hash, true;
}
