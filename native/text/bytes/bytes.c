/* The class bytes, and what bytearray shares with it except methods: construction from anything, operators, iteration.
 */
#include "text/bytes/bytes.h"
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "number/number.h"
#include "object/buffer.h"
#include "object/model.h"
#include "object/object.h"
#include "text/text.h"
#include <stdlib.h>

enum { ITER_BYTES = ITER_FREE_FOR_OTHERS };

Value bytes_new(Ctx *ctx, const void *data, int64_t n) {
  if (n == 0 && ctx->empty_bytes) return ctx->empty_bytes;
  if (n < 0 || n > (int64_t)1 << 48) return raise_no_memory(ctx), V_NULL;
  Bytes *b = heap_alloc(ctx, ctx->shape.bytes, sizeof(Bytes) + (size_t)n + 1); /* a NUL follows */
  if (!b) return V_NULL;
  b->length = n;
  if (data && !text_copy_all(ctx, 1, b->data, 0, (Text){data, n, 1})) return V_NULL;
  return VAL(b);
}

/* Of any other exporter, which must be contiguous: a copy, which the pointer keeps alive. */
static bool copied_view(Ctx *ctx, Value v, const uint8_t **data, int64_t *n) {
  Buffer view;
  if (!buffer_offered(ctx, v) || !buffer_get(ctx, v, BUFFER_SIMPLE, &view)) return false;
  Raw *copy = raw_new(ctx, view.length + 1);
  bool ok = copy && stop_copy(ctx, copy->data, view.data, (size_t)view.length);
  *n = view.length;
  buffer_release(ctx, &view);
  if (!ok) return false;
  *data = copy->data;
  return true;
}

bool bytes_view(Ctx *ctx, Value v, const uint8_t **data, int64_t *n) {
  if (has_kind(ctx, v, KIND_BYTES)) return *data = AS_BYTES(v)->data, *n = AS_BYTES(v)->length, true;
  if (!has_kind(ctx, v, KIND_BYTEARRAY)) return copied_view(ctx, v, data, n);
  *data = AS_BYTEARRAY(v)->raw ? AS_BYTEARRAY(v)->raw->data : (const uint8_t *)"";
  *n = AS_BYTEARRAY(v)->length;
  return true;
}

Value bytes_like(Ctx *ctx, Value self, const void *data, int64_t n) {
  return CELL(self)->aux == KIND_BYTEARRAY ? bytearray_new(ctx, data, n) : bytes_new(ctx, data, n);
}

bool bytes_need(Ctx *ctx, Value v, Text *out) {
  const uint8_t *data;
  int64_t n;
  if (bytes_view(ctx, v, &data, &n)) return *out = (Text){data, n, 1}, true;
  if (!ctx->exc) raise_format(ctx, EXC_TypeError, "a bytes-like object is required, not '%T'", v);
  return false;
}

bool byte_value(Ctx *ctx, Value v, uint8_t *out, const char *what) {
  int64_t i;
  Value index = object_index(ctx, v);
  if (!index) return false;
  if (int_to_i64(ctx, index, &i) && i >= 0 && i < 256) return *out = (uint8_t)i, true;
  raise_format(ctx, EXC_ValueError, "%s must be in range(0, 256)", what);
  return false;
}

void bytes_hold(Value self) {
  if (CELL(self)->aux == KIND_BYTEARRAY) AS_BYTEARRAY(self)->exports++;
}
void bytes_let_go(Value self) {
  if (CELL(self)->aux == KIND_BYTEARRAY) AS_BYTEARRAY(self)->exports--;
}

/* ---- construction ---- */

static bool buffer_add(Ctx *ctx, Value item, void *data) {
  ByteBuffer *buffer = data;
  uint8_t byte;
  if (LIKELY(is_int(item) && (uint64_t)int_val(item) < 256)) byte = (uint8_t)int_val(item);
  else if (!byte_value(ctx, item, &byte, buffer->what)) return false;
  if (buffer->n == buffer->cap) {
    int64_t cap = buffer->cap ? buffer->cap * 2 : 64;
    uint8_t *grown = memory_resize(ctx, buffer->data, (size_t)cap);
    if (!grown) return raise_no_memory(ctx), false;
    buffer->data = grown, buffer->cap = cap;
  }
  buffer->data[buffer->n++] = byte;
  return true;
}

bool buffer_from_iterable(Ctx *ctx, Value iterable, ByteBuffer *out) { return iterate(ctx, iterable, buffer_add, out); }

static Value from_iterable(Ctx *ctx, Value v, const char *what) {
  ByteBuffer buffer = {.what = what};
  bool ok = buffer_from_iterable(ctx, v, &buffer);
  Value result = ok ? bytes_new(ctx, buffer.data, buffer.n) : V_NULL;
  memory_free(ctx, buffer.data);
  return result;
}

/* What v.__bytes__() returns; V_NULL without exception: there is no such method. */
static Value by_method(Ctx *ctx, Value v) {
  Value r;
  Special outcome = special_call(ctx, v, NAME(__bytes__), NULL, 0, &r);
  if (outcome == SPECIAL_RAISED || outcome == SPECIAL_ABSENT || has_kind(ctx, r, KIND_BYTES)) return r;
  return raise_format(ctx, EXC_TypeError, "__bytes__ returned non-bytes (type %T)", r), V_NULL;
}

static Value from_object(Ctx *ctx, Value v, const char *what) {
  const uint8_t *data;
  int64_t n;
  if (has_shape(v, ctx->shape.bytes)) return v;
  bool for_bytes = strcmp(what, "bytes") == 0;
  if (is_bytes_like(ctx, v)) return bytes_view(ctx, v, &data, &n) ? bytes_new(ctx, data, n) : V_NULL;
  if (buffer_offered(ctx, v)) return buffer_to_bytes(ctx, v);
  const char *words = for_bytes ? "cannot convert '%T' object to bytes" : "cannot convert '%T' object to bytearray";
  if (is_str(ctx, v)) return raise_format(ctx, EXC_TypeError, words, v), V_NULL;
  Value it = object_iter_or(ctx, v, words);
  return it ? from_iterable(ctx, it, what) : V_NULL;
}

Value bytes_from_object(Ctx *ctx, Value v) {
  if (is_str(ctx, v)) return raise_format(ctx, EXC_TypeError, "cannot convert '%T' object to bytes", v), V_NULL;
  Value made = has_shape(v, ctx->shape.bytes) ? v : by_method(ctx, v);
  return made || ctx->exc ? made : from_object(ctx, v, "bytes");
}

static bool bind(Ctx *ctx, const char *type, const Value *args, uint32_t nargs, Value kwnames, Value out[3]) {
  static const char *const names[] = {"source", "encoding", "errors"};
  int64_t nkw = kwnames ? ((Tuple *)kwnames)->length : 0;
  if (nargs + nkw > 3) {
    raise_format(ctx, EXC_TypeError, "%s() takes at most 3 arguments (%lld given)", type, (long long)(nargs + nkw));
    return false;
  }
  for (uint32_t i = 0; i < nargs; i++) out[i] = args[i];
  for (int64_t k = 0; k < nkw; k++) {
    Value name = ((Tuple *)kwnames)->items[k];
    int i = 0;
    while (i < 3 && !text_equal(text_of(name), (Text){names[i], (int64_t)strlen(names[i]), 1})) i++;
    if (i == 3)
      return raise_format(ctx, EXC_TypeError, "%s() got an unexpected keyword argument '%U'", type, name), false;
    if (out[i]) {
      raise_format(ctx, EXC_TypeError, "argument for %s() given by name ('%s') and position (%d)", type, names[i],
                   i + 1);
      return false;
    }
    out[i] = args[nargs + k];
  }
  for (int i = 1; i < 3; i++) {
    if (!out[i] || is_str(ctx, out[i])) continue;
    raise_format(ctx, EXC_TypeError, "%s() argument '%s' must be str, not %A", type, names[i], out[i]);
    return false;
  }
  return true;
}

Value bytes_source(Ctx *ctx, const char *type, const Value *args, uint32_t nargs, Value kwnames) {
  Value v[3] = {V_NULL, V_NULL, V_NULL};
  if (!bind(ctx, type, args, nargs, kwnames, v)) return V_NULL;
  bool for_bytes = strcmp(type, "bytes") == 0;
  const char *what = for_bytes ? "bytes" : "byte";
  if (for_bytes && v[0] && !v[1] && !v[2] && !has_shape(v[0], ctx->shape.bytes)) {
    Value made = by_method(ctx, v[0]);
    if (made || ctx->exc) return made;
  }
  if (!v[0] || !is_str(ctx, v[0])) {
    const char *without = v[1]   ? "encoding without a string argument"
                          : v[2] ? "errors without a string argument"
                                 : NULL;
    if (without) return raise_format(ctx, EXC_TypeError, "%s", without), V_NULL;
    if (!v[0]) return bytes_new(ctx, NULL, 0);
  } else {
    if (v[1]) return codec_encode(ctx, v[0], v[1], v[2]);
    return raise_format(ctx, EXC_TypeError, "string argument without an encoding"), V_NULL;
  }
  if ((is_int_value(ctx, v[0]) || class_of(ctx, v[0])->ops.index)) {
    int64_t n;
    if (!object_index_i64(ctx, v[0], &n, false)) {
      bool not_a_count = exc_matches(ctx, EXC_TypeError);
      if (!not_a_count && !exc_matches(ctx, EXC_IndexError)) return V_NULL;
      exc_clear(ctx);
      if (not_a_count) return from_object(ctx, v[0], what);
      return raise_format(ctx, EXC_OverflowError, "cannot fit '%T' into an index-sized integer", v[0]), V_NULL;
    }
    if (n < 0) return raise_format(ctx, EXC_ValueError, "negative count"), V_NULL;
    return bytes_new(ctx, NULL, n);
  }
  return from_object(ctx, v[0], what);
}

static Value bytes_new_op(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  Value plain = bytes_source(ctx, "bytes", args, nargs, kwnames);
  if (!plain || cls == ctx->cls.bytes) return plain;
  int64_t n = AS_BYTES(plain)->length;
  Bytes *b = (Bytes *)instance_new_var(ctx, cls, sizeof(Bytes) + (size_t)n + 1);
  if (!b) return V_NULL;
  b->length = n;
  return stop_copy(ctx, b->data, AS_BYTES(plain)->data, (size_t)n) ? VAL(b) : V_NULL;
}

/* ---- operators ---- */

static Value bytes_repr(Ctx *ctx, Value self) {
  return bytes_text(ctx, AS_BYTES(self)->data, AS_BYTES(self)->length, "", "");
}

bool bytes_hash_op(Ctx *ctx, Value self, uint64_t *out) {
  Bytes *b = AS_BYTES(self);
  if (!b->hash && !hash_long(ctx, b->data, (size_t)b->length, &b->hash)) return b->hash = 0, false;
  return *out = b->hash, true;
}

Value bytes_compare(Ctx *ctx, Value self, Value other, CmpOp op) {
  if (!is_bytes_like(ctx, self)) return V_NOTIMPL;
  Text a, b;
  bool any = CELL(self)->aux == KIND_BYTEARRAY && buffer_offered(ctx, other); /* bytes know only bytes */
  if (!any && !is_bytes_like(ctx, other)) return V_NOTIMPL;
  if (!bytes_need(ctx, other, &b)) return exc_clear(ctx), V_NOTIMPL;
  a = bytes_text_of(self);
  if ((op == CMP_EQ || op == CMP_NE) && a.length != b.length) return bool_tag(op == CMP_NE);
  int64_t n = a.length < b.length ? a.length : b.length;
  int c;
  if (!stop_compare(ctx, a.data, b.data, (size_t)n, &c)) return V_NULL;
  if (op == CMP_EQ || op == CMP_NE) return bool_tag((c == 0) == (op == CMP_EQ));
  if (!c) c = a.length < b.length ? -1 : a.length > b.length;
  return bool_tag(op == CMP_LT ? c < 0 : op == CMP_LE ? c <= 0 : op == CMP_GT ? c > 0 : c >= 0);
}

int64_t bytes_len(Ctx *ctx, Value self) { return (void)ctx, bytes_text_of(self).length; }
int bytes_truth(Ctx *ctx, Value self) { return (void)ctx, bytes_text_of(self).length != 0; }

int bytes_contains(Ctx *ctx, Value self, Value item) {
  Text sub;
  uint8_t byte;
  bool ok;
  bytes_hold(self);
  if (is_int_value(ctx, item)) {
    ok = byte_value(ctx, item, &byte, "byte");
    sub = (Text){&byte, 1, 1};
  } else {
    ok = bytes_need(ctx, item, &sub);
  }
  bytes_let_go(self);
  if (!ok) return -1;
  int64_t at = text_find(ctx, bytes_text_of(self), sub);
  return at == -2 ? -1 : at >= 0;
}

Value bytes_getitem(Ctx *ctx, Value self, Value key) {
  bool array = CELL(self)->aux == KIND_BYTEARRAY;
  if (has_kind(ctx, key, KIND_SLICE)) {
    int64_t start, stop, step;
    if (!slice_unpack(ctx, key, &start, &stop, &step)) return V_NULL;
    Text t = bytes_text_of(self); /* __index__ may have changed it */
    int64_t count = slice_adjust(t.length, &start, &stop, step);
    if (!array && step == 1 && count == t.length && has_shape(self, ctx->shape.bytes)) return self;
    if (step == 1) return bytes_like(ctx, self, (const uint8_t *)t.data + start, count);
    Value out = bytes_like(ctx, self, NULL, count);
    if (!out) return V_NULL;
    uint8_t *to = (uint8_t *)bytes_text_of(out).data;
    for (int64_t i = 0; i < count; i++) {
      to[i] = ((const uint8_t *)t.data)[start + i * step];
      if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
    }
    return out;
  }
  int64_t i;
  if (!is_int_value(ctx, key) && !class_of(ctx, key)->ops.index) {
    raise_format(ctx, EXC_TypeError, "%s indices must be integers or slices, not %T", array ? "bytearray" : "byte",
                 key);
    return V_NULL;
  }
  if (!object_index_i64(ctx, key, &i, false)) return V_NULL;
  Text t = bytes_text_of(self); /* __index__ may have changed a bytearray */
  if (i < 0) i += t.length;
  if (i < 0 || i >= t.length) {
    raise_format(ctx, EXC_IndexError, array ? "bytearray index out of range" : "index out of range");
    return V_NULL;
  }
  return int_tag(((const uint8_t *)t.data)[i]);
}

Value bytes_iter(Ctx *ctx, Value self) {
  Iter *it = (Iter *)iter_new(ctx, ITER_BYTES + (CELL(self)->aux == KIND_BYTEARRAY));
  if (it) it->a = self;
  return VAL(it);
}

static Value bytes_iter_next(Ctx *ctx, Value self) {
  (void)ctx;
  Iter *it = (Iter *)self;
  if (!it->a) return V_NULL;
  Text t = bytes_text_of(it->a);
  if (it->i < t.length) return int_tag(((const uint8_t *)t.data)[it->i++]);
  it->a = V_NULL;
  return V_NULL;
}

METHOD(length_hint) {
  Iter *it = (Iter *)self;
  int64_t left = it->a ? bytes_text_of(it->a).length - it->i : 0;
  return int_tag(left > 0 ? left : 0); /* a bytearray may have become shorter */
}
METHOD(iter_reduce) {
  Value iter = builtin_named(ctx, NAME(iter));
  if (!iter) return V_NULL;
  Iter *it = (Iter *)self;
  Value over = it->a ? it->a : ctx->empty_tuple, given = tuple_from(ctx, &over, 1),
        parts[3] = {iter, given, int_tag(it->i)};
  return given ? tuple_from(ctx, parts, it->a ? 3 : 2) : V_NULL;
}
METHOD(iter_setstate) {
  Iter *it = (Iter *)self;
  int64_t i;
  if (!is_int_value(ctx, args[0])) return raise_format(ctx, EXC_TypeError, "an integer is required"), V_NULL;
  if (!object_index_i64(ctx, args[0], &i, true)) return V_NULL;
  if (!it->a) return V_NONE;
  int64_t n = bytes_text_of(it->a).length;
  it->i = i < 0 ? 0 : i > n ? n : i;
  return V_NONE;
}
static const CFuncDef iter_methods[] = {
    METHOD_ROW("__length_hint__", length_hint, 0, 0, NULL),
    METHOD_ROW("__reduce__", iter_reduce, 0, 0, "Return state information for pickling."),
    METHOD_ROW("__setstate__", iter_setstate, 1, 1, "Set state information for unpickling."),
    {0},
};
static const TypeOps iter_ops = {.iter = iter_self, .next = bytes_iter_next};

static Value repeat(Ctx *ctx, Value self, Value times) {
  int64_t n, total;
  int known = repeat_count(ctx, times, &n);
  if (known <= 0) return known ? V_NULL : V_NOTIMPL;
  if (n == 1 && has_shape(self, ctx->shape.bytes)) return self;
  Text t = bytes_text_of(self);
  if (n < 0) n = 0;
  if (__builtin_mul_overflow(n, t.length, &total)) return raise_no_memory(ctx), V_NULL;
  Value out = bytes_like(ctx, self, NULL, total);
  if (!out) return V_NULL;
  uint8_t *to = (uint8_t *)bytes_text_of(out).data;
  return stop_repeat(ctx, to, t.data, (size_t)t.length, (size_t)total) ? out : V_NULL;
}

Value bytes_binary(Ctx *ctx, Value left, Value right, BinOp op) {
  bool l = is_bytes_like(ctx, left), r = is_bytes_like(ctx, right);
  Text a, b;
  switch (op) {
  case OP_ADD: {
    if (!l || (!r && !buffer_offered(ctx, right))) return V_NOTIMPL;
    if (!bytes_need(ctx, right, &b)) return V_NULL;
    a = bytes_text_of(left);
    Value out = bytes_like(ctx, left, NULL, a.length + b.length);
    if (!out) return V_NULL;
    uint8_t *to = (uint8_t *)bytes_text_of(out).data;
    if (!stop_copy(ctx, to, a.data, (size_t)a.length)) return V_NULL;
    return stop_copy(ctx, to + a.length, b.data, (size_t)b.length) ? out : V_NULL;
  }
  case OP_MUL: return l ? repeat(ctx, left, right) : repeat(ctx, right, left);
  case OP_MOD: {
    if (!l) return V_NOTIMPL;
    a = bytes_text_of(left);
    bytes_hold(left);
    Value out = bytes_percent(ctx, a.data, a.length, right);
    bytes_let_go(left);
    return out && CELL(left)->aux == KIND_BYTEARRAY ? bytearray_new(ctx, AS_BYTES(out)->data, AS_BYTES(out)->length)
                                                    : out;
  }
  default: return V_NOTIMPL;
  }
}

METHOD(bytes_bytes) {
  return has_shape(self, ctx->shape.bytes) ? self : bytes_new(ctx, AS_BYTES(self)->data, AS_BYTES(self)->length);
}
METHOD(bytes_getnewargs) {
  Value v = bytes_new(ctx, AS_BYTES(self)->data, AS_BYTES(self)->length);
  return v ? tuple_from(ctx, &v, 1) : V_NULL;
}
static const CFuncDef own_methods[] = {
    METHOD_ROW("__bytes__", bytes_bytes, 0, 0, NULL),
    METHOD_ROW("__getnewargs__", bytes_getnewargs, 0, 0, NULL),
    {0},
};

static bool bytes_get_buffer(Ctx *ctx, Value self, uint32_t flags, Buffer *out) {
  return buffer_fill(ctx, out, self, AS_BYTES(self)->data, AS_BYTES(self)->length, true, flags);
}

static const TypeOps bytes_ops = {
    .get_buffer = bytes_get_buffer,
    .new_ = bytes_new_op,
    .repr = bytes_repr,
    .str = bytes_repr,
    .hash = bytes_hash_op,
    .compare = bytes_compare,
    .truth = bytes_truth,
    .len = bytes_len,
    .getitem = bytes_getitem,
    .contains = bytes_contains,
    .iter = bytes_iter,
    .binary = bytes_binary,
};

static bool add_iterator(Ctx *ctx, uint32_t op, const char *name) {
  ctx->cls.iter_class[op] = class_new_builtin(ctx, name, NULL, KIND_ITER, sizeof(Iter), &iter_ops, iter_methods,
                                              CLASS_FINAL);
  return ctx->cls.iter_class[op] != NULL;
}

bool bytes_startup(Ctx *ctx) {
  ctx->cls.bytes = class_new_builtin(ctx, "bytes", NULL, KIND_BYTES, sizeof(Bytes), &bytes_ops, bytes_shared_methods,
                                     0);
  if (!ctx->cls.bytes || !class_add_methods(ctx, ctx->cls.bytes, own_methods) ||
      !class_set_doc(
          ctx, ctx->cls.bytes,
          "bytes(source=b'', encoding=None, errors=None)\n\nAn immutable sequence of ints in range(256): those "
          "of an iterable or a buffer, the\nencoding of a str, or as many zeros as an int says."))
    return false;
  if (!ctx->empty_bytes && !(ctx->empty_bytes = bytes_new(ctx, NULL, 0))) return false;
  return bytearray_startup(ctx) && add_iterator(ctx, ITER_BYTES, "bytes_iterator") &&
         add_iterator(ctx, ITER_BYTES + 1, "bytearray_iterator");
}
