/* The class bytearray: bytes that change. They are in a Raw with spare room at the end. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "number/number.h"
#include "object/buffer.h"
#include "object/model.h"
#include "object/object.h"
#include "text/bytes/bytes.h"
#include "text/text.h"
#include <stdlib.h>

static bool fill(Ctx *ctx, ByteArray *a, const void *data, int64_t n) {
  Raw *raw = raw_new(ctx, n + 1);
  if (!raw) return false;
  if (data && !stop_copy(ctx, raw->data, data, (size_t)n)) return false;
  a->raw = raw;
  a->length = n;
  return true;
}

Value bytearray_new(Ctx *ctx, const void *data, int64_t n) {
  ByteArray *a = heap_alloc(ctx, ctx->shape.bytearray, sizeof(ByteArray));
  if (!a) return V_NULL;
  a->h.aux = KIND_BYTEARRAY;
  return fill(ctx, a, data, n) ? VAL(a) : V_NULL;
}

/* Nobody looks at its memory, so that it may move. A view that was dropped counts no more once it is collected. */
static bool can_resize(Ctx *ctx, ByteArray *a) {
  if (LIKELY(a->exports == 0)) return true;
  if (!memoryview_in_use(ctx, VAL(a), &a->exports)) return true;
  raise_format(ctx, EXC_BufferError, "Existing exports of data: object cannot be re-sized");
  return false;
}

static Value bytearray_new_op(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  (void)args, (void)nargs, (void)kwnames;
  ByteArray *a = (ByteArray *)instance_new(ctx, cls);
  if (!a) return V_NULL;
  a->h.aux = KIND_BYTEARRAY;
  return fill(ctx, a, NULL, 0) ? VAL(a) : V_NULL;
}

static bool bytearray_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  ByteArray *a = AS_BYTEARRAY(self);
  /* it is empty while the source is asked, and stays so when that fails */
  if (a->length && (!can_resize(ctx, a) || !fill(ctx, a, NULL, 0))) return false;
  Value source = bytes_source(ctx, "bytearray", args, nargs, kwnames);
  if (source && a->length && !can_resize(ctx, a)) return false;
  return source && fill(ctx, AS_BYTEARRAY(self), AS_BYTES(source)->data, AS_BYTES(source)->length);
}

static Value bytearray_repr(Ctx *ctx, Value self) {
  Text t = bytes_text_of(self);
  Value inner = bytes_text(ctx, t.data, t.length, "(", ")");
  return inner ? str_format_c(ctx, "%U%U", class_of(ctx, self)->name, inner) : V_NULL;
}

/* Sets the length to n; new bytes are zero. */
static bool resize(Ctx *ctx, ByteArray *a, int64_t n) {
  if (n == a->length) return true;
  if (!can_resize(ctx, a)) return false;
  if (n + 1 > a->raw->cap) {
    Raw *raw = raw_new(ctx, n + n / 8 + 16);
    if (!raw) return false;
    if (!stop_copy(ctx, raw->data, a->raw->data, (size_t)a->length)) return false;
    a->raw = raw;
  } else if (n > a->length && !stop_repeat(ctx, a->raw->data + a->length, "", 1, (size_t)(n - a->length))) {
    return false;
  }
  a->length = n;
  a->raw->data[n] = 0;
  return true;
}

/* Replaces [from, to) by n bytes at data, which must not be in a. What a stop leaves has the old length or the new one,
 * and in between is partly what was there. */
static bool splice(Ctx *ctx, ByteArray *a, int64_t from, int64_t to, const uint8_t *data, int64_t n) {
  int64_t tail = a->length - to, old = a->length;
  if (n != to - from && !can_resize(ctx, a)) return false;
  if (n > to - from && !resize(ctx, a, old + n - (to - from))) return false;
  if (stop_move(ctx, a->raw->data + from + n, a->raw->data + to, (size_t)tail) < (size_t)tail) return false;
  if (!stop_copy(ctx, a->raw->data + from, data, (size_t)n)) return false;
  a->length = from + n + tail;
  a->raw->data[a->length] = 0;
  return true;
}

/* The bytes of v, copied if they are those of the array that is about to change. */
static Value stable_bytes(Ctx *ctx, Value v) {
  Text t;
  if (is_bytes_like(ctx, v))
    return t = bytes_text_of(v), CELL(v)->aux == KIND_BYTEARRAY ? bytes_new(ctx, t.data, t.length) : v;
  if (buffer_offered(ctx, v)) return buffer_to_bytes(ctx, v);
  ByteBuffer buffer = {.what = "byte"};
  bool ok = buffer_from_iterable(ctx, v, &buffer);
  Value b = ok ? bytes_new(ctx, buffer.data, buffer.n) : V_NULL;
  memory_free(ctx, buffer.data);
  return b;
}

static bool set_slice(Ctx *ctx, ByteArray *a, Value key, Value value) {
  int64_t start, stop, step, count;
  Value source = value ? (is_int_value(ctx, value) || is_str(ctx, value) ? V_NULL : stable_bytes(ctx, value))
                       : bytes_new(ctx, NULL, 0);
  if (!source) {
    if (!ctx->exc)
      raise_format(ctx, EXC_TypeError, "can assign only bytes, buffers, or iterables of ints in range(0, 256)");
    return false;
  }
  if (!slice_resolve(ctx, key, &a->length, &start, &stop, &step, &count)) return false;
  int64_t n = AS_BYTES(source)->length;
  if (step == 1) return splice(ctx, a, start, start + count, AS_BYTES(source)->data, n);
  if (n == 0) { /* delete every step-th byte */
    if (!can_resize(ctx, a)) return false;
    if (count == 0) return true;
    if (step < 0) start += (count - 1) * step, step = -step;
    int64_t to = start, from;
    uint8_t *data = a->raw->data;
    for (int64_t k = 0; k < count; k++) {
      from = start + k * step + 1;
      int64_t kept = k + 1 < count ? step - 1 : a->length - from;
      if (stop_move(ctx, data + to, data + from, (size_t)kept) < (size_t)kept || !CHECK_STOP_AT(ctx, k)) return false;
      to += kept;
    }
    a->length = to;
    return true;
  }
  if (n != count) {
    raise_format(ctx, EXC_ValueError, "attempt to assign bytes of size %lld to extended slice of size %lld",
                 (long long)n, (long long)count);
    return false;
  }
  for (int64_t i = 0; i < count; i++) {
    a->raw->data[start + i * step] = AS_BYTES(source)->data[i];
    if (!CHECK_STOP_AT(ctx, i)) return false;
  }
  return true;
}

static bool bytearray_setitem(Ctx *ctx, Value self, Value key, Value value) {
  ByteArray *a = AS_BYTEARRAY(self);
  if (has_kind(ctx, key, KIND_SLICE)) return set_slice(ctx, a, key, value);
  int64_t i;
  uint8_t byte = 0;
  if (!is_int_value(ctx, key) && !class_of(ctx, key)->ops.index) {
    raise_format(ctx, EXC_TypeError, "bytearray indices must be integers or slices, not %T", key);
    return false;
  }
  if (!object_index_i64(ctx, key, &i, false) || (value && !byte_value(ctx, value, &byte, "byte"))) return false;
  if (i < 0) i += a->length;
  if (i < 0 || i >= a->length) return raise_format(ctx, EXC_IndexError, "bytearray index out of range"), false;
  if (!value) return splice(ctx, a, i, i + 1, NULL, 0);
  a->raw->data[i] = byte;
  return true;
}

static Value bytearray_inplace(Ctx *ctx, Value self, Value other, BinOp op) {
  ByteArray *a = AS_BYTEARRAY(self);
  if (op == OP_ADD && !buffer_offered(ctx, other))
    return raise_format(ctx, EXC_TypeError, "can't concat %T to %T", other, self), V_NULL;
  if (op == OP_ADD) {
    Value b = stable_bytes(ctx, other);
    return b && splice(ctx, a, a->length, a->length, AS_BYTES(b)->data, AS_BYTES(b)->length) ? self : V_NULL;
  }
  if (op == OP_MUL && (is_int_value(ctx, other) || class_of(ctx, other)->ops.index)) {
    Value product = bytes_binary(ctx, self, other, OP_MUL);
    if (!product || (AS_BYTEARRAY(product)->length != a->length && !can_resize(ctx, a))) return V_NULL;
    if (a->exports) return self;
    a->raw = AS_BYTEARRAY(product)->raw;
    a->length = AS_BYTEARRAY(product)->length;
    return self;
  }
  return V_NOTIMPL;
}

/* ---- methods ---- */

METHOD(a_append) {
  uint8_t byte;
  if (!byte_value(ctx, args[0], &byte, "byte") || !resize(ctx, AS_BYTEARRAY(self), AS_BYTEARRAY(self)->length + 1))
    return V_NULL;
  AS_BYTEARRAY(self)->raw->data[AS_BYTEARRAY(self)->length - 1] = byte;
  return V_NONE;
}
METHOD(a_extend) {
  ByteArray *a = AS_BYTEARRAY(self);
  if (is_str(ctx, args[0]))
    return raise_format(ctx, EXC_TypeError, "expected iterable of integers; got: 'str'"), V_NULL;
  Class *cls = class_of(ctx, args[0]);
  if (!cls->ops.iter && !cls->ops.getitem && !buffer_offered(ctx, args[0])) {
    raise_format(ctx, EXC_TypeError, "can't extend bytearray with %T", args[0]);
    return V_NULL;
  }
  int64_t end = a->length; /* what the argument adds meanwhile comes after what it is */
  Value b = stable_bytes(ctx, args[0]);
  if (end > a->length || !buffer_offered(ctx, args[0])) end = a->length;
  return b && splice(ctx, a, end, end, AS_BYTES(b)->data, AS_BYTES(b)->length) ? V_NONE : V_NULL;
}
METHOD(a_insert) {
  ByteArray *a = AS_BYTEARRAY(self);
  int64_t i;
  uint8_t byte;
  if (!object_ssize(ctx, args[0], &i) || !byte_value(ctx, args[1], &byte, "byte")) return V_NULL;
  if (i < 0 && (i += a->length) < 0) i = 0;
  if (i > a->length) i = a->length;
  return splice(ctx, a, i, i, &byte, 1) ? V_NONE : V_NULL;
}
METHOD(a_pop) {
  ByteArray *a = AS_BYTEARRAY(self);
  int64_t i = -1;
  if (nargs && !object_ssize(ctx, args[0], &i)) return V_NULL;
  if (a->length == 0) return raise_format(ctx, EXC_IndexError, "pop from empty bytearray"), V_NULL;
  if (i < 0) i += a->length;
  if (i < 0 || i >= a->length) return raise_format(ctx, EXC_IndexError, "pop index out of range"), V_NULL;
  uint8_t byte = a->raw->data[i];
  return splice(ctx, a, i, i + 1, NULL, 0) ? int_tag(byte) : V_NULL;
}
METHOD(a_remove) {
  ByteArray *a = AS_BYTEARRAY(self);
  uint8_t byte;
  if (!byte_value(ctx, args[0], &byte, "byte")) return V_NULL;
  int64_t i = text_find(ctx, bytes_text_of(self), (Text){&byte, 1, 1});
  if (i == -2) return V_NULL;
  if (i < 0) return raise_format(ctx, EXC_ValueError, "value not found in bytearray"), V_NULL;
  return splice(ctx, a, i, i + 1, NULL, 0) ? V_NONE : V_NULL;
}
METHOD(a_alloc) { return int_tag(AS_BYTEARRAY(self)->raw->cap); }
METHOD(a_clear) {
  return can_resize(ctx, AS_BYTEARRAY(self)) && fill(ctx, AS_BYTEARRAY(self), NULL, 0) ? V_NONE : V_NULL;
}
METHOD(a_copy) {
  Text t = bytes_text_of(self);
  return bytearray_new(ctx, t.data, t.length);
}
METHOD(a_reverse) {
  uint8_t *p = AS_BYTEARRAY(self)->raw->data;
  for (int64_t i = 0, j = AS_BYTEARRAY(self)->length - 1; i < j; i++, j--) {
    uint8_t t = p[i];
    p[i] = p[j], p[j] = t;
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
  }
  return V_NONE;
}
METHOD(a_resize) {
  int64_t n;
  if (!object_ssize(ctx, args[0], &n)) return V_NULL;
  if (n < 0)
    return raise_format(ctx, EXC_ValueError, "Can only resize to positive sizes, got %lld", (long long)n), V_NULL;
  return resize(ctx, AS_BYTEARRAY(self), n) ? V_NONE : V_NULL;
}
METHOD(a_fromhex) {
  Value b = py_call_method(ctx, VAL(ctx->cls.bytes), str_intern_c(ctx, "fromhex"), args, 1);
  return b ? py_call1(ctx, self, b) : V_NULL;
}

static const CFuncDef array_methods[] = {
    METHOD_ROW("append", a_append, 1, 1, "Adds one byte at the end."),
    METHOD_ROW("extend", a_extend, 1, 1, "Adds the ints of an iterable at the end."),
    METHOD_ROW("insert", a_insert, 2, 2, "Puts a byte before an index."),
    METHOD_ROW("pop", a_pop, 0, 1, "Removes and returns the byte at an index, the last by default."),
    METHOD_ROW("remove", a_remove, 1, 1, "Removes the first byte of that value."),
    METHOD_ROW("clear", a_clear, 0, 0, "Removes all bytes."),
    METHOD_ROW("copy", a_copy, 0, 0, "A copy."),
    METHOD_ROW("reverse", a_reverse, 0, 0, "Reverses the order in place."),
    METHOD_ROW("__alloc__", a_alloc, 0, 0, "How many bytes are allocated."),
    METHOD_ROW("resize", a_resize, 1, 1, "Changes the length; new bytes are zero."),
    CLASS_METHOD_ROW("fromhex", a_fromhex, 1, 1, "The bytes that hexadecimal text spells."),
    {0},
};

static void array_release(Ctx *ctx, Buffer *buffer) {
  UNUSED(ctx);
  AS_BYTEARRAY(buffer->object)->exports--;
}
static bool array_get_buffer(Ctx *ctx, Value self, uint32_t flags, Buffer *out) {
  ByteArray *a = AS_BYTEARRAY(self);
  if (!buffer_fill(ctx, out, self, a->raw->data, a->length, false, flags)) return false;
  out->keep = VAL(a->raw);
  out->release = array_release;
  a->exports++;
  return true;
}
METHOD(a_release_buffer) {
  if (!is_memoryview(ctx, args[0])) return raise_format(ctx, EXC_TypeError, "expected a memoryview object"), V_NULL;
  return memoryview_release(ctx, args[0]) ? V_NONE : V_NULL;
}
/* Protocol 3 is the first that has bytes; before it they are text. */
static Value reduce_for(Ctx *ctx, Value self, int64_t protocol) {
  Text t = bytes_text_of(self);
  Value parts[3] = {VAL(class_of(ctx, self)), V_NULL, V_NULL}, args[2];
  if (protocol >= 3) {
    args[0] = bytes_new(ctx, t.data, t.length);
    parts[1] = t.length == 0 ? ctx->empty_tuple : args[0] ? tuple_from(ctx, args, 1) : V_NULL;
  } else {
    Value bytes = bytes_new(ctx, t.data, t.length);
    args[1] = str_from_ascii(ctx, "latin-1");
    args[0] = bytes && args[1] ? py_call_method(ctx, bytes, str_intern_c(ctx, "decode"), &args[1], 1) : V_NULL;
    parts[1] = t.length == 0 ? ctx->empty_tuple : args[0] && args[1] ? tuple_from(ctx, args, 2) : V_NULL;
  }
  parts[2] = parts[1] ? py_call_method(ctx, self, str_intern_c(ctx, "__getstate__"), NULL, 0) : V_NULL;
  return parts[2] ? tuple_from(ctx, parts, 3) : V_NULL;
}
METHOD(a_reduce) { return reduce_for(ctx, self, 2); }
METHOD(a_reduce_ex) {
  int64_t protocol = 0;
  if (nargs && !object_index_i64(ctx, args[0], &protocol, true)) return V_NULL;
  return reduce_for(ctx, self, protocol);
}
static const CFuncDef buffer_methods[] = {METHOD_ROW("__release_buffer__", a_release_buffer, 1, 1, NULL),
                                          METHOD_ROW("__reduce__", a_reduce, 0, 0, "Return state for pickling."),
                                          METHOD_ROW("__reduce_ex__", a_reduce_ex, 0, 1, "Return state for pickling."),
                                          {0}};

static const TypeOps array_ops = {
    .get_buffer = array_get_buffer,
    .new_ = bytearray_new_op,
    .init = bytearray_init,
    .repr = bytearray_repr,
    .str = bytearray_repr,
    .compare = bytes_compare,
    .truth = bytes_truth,
    .len = bytes_len,
    .getitem = bytes_getitem,
    .setitem = bytearray_setitem,
    .contains = bytes_contains,
    .iter = bytes_iter,
    .binary = bytes_binary,
    .inplace = bytearray_inplace,
};

bool bytearray_startup(Ctx *ctx) {
  ctx->cls.bytearray = class_new_builtin(ctx, "bytearray", NULL, KIND_BYTEARRAY, sizeof(ByteArray), &array_ops,
                                         bytes_shared_methods, 0);
  return ctx->cls.bytearray && class_add_methods(ctx, ctx->cls.bytearray, array_methods) &&
         class_set_doc(
             ctx, ctx->cls.bytearray,
             "bytearray(source=b'', encoding=None, errors=None)\n\nA sequence of ints in range(256) that can be "
             "changed: those of an iterable or a\nbuffer, the encoding of a str, or as many zeros as an int "
             "says.") &&
         class_add_methods(ctx, ctx->cls.bytearray, buffer_methods);
}
