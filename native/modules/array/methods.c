/* The methods of array, and what unpickles one. */
#include "modules/array/array.h"
#include <string.h>

METHOD(m_append) { return array_append_item(ctx, AS_ARRAY(self), args[0]) ? V_NONE : V_NULL; }
METHOD(m_extend) { return array_extend(ctx, AS_ARRAY(self), args[0]) ? V_NONE : V_NULL; }
METHOD(m_clear) { return array_resize(ctx, AS_ARRAY(self), 0) ? V_NONE : V_NULL; }

METHOD(m_insert) {
  ArrayObject *a = AS_ARRAY(self);
  int64_t at;
  uint8_t item[8];
  if (!object_ssize(ctx, args[0], &at) || !a->type->put(ctx, args[1], item)) return V_NULL;
  if (at < 0 && (at += a->length) < 0) at = 0;
  if (at > a->length) at = a->length;
  return array_splice(ctx, a, at, at, item, 1) ? V_NONE : V_NULL;
}

METHOD(m_pop) {
  ArrayObject *a = AS_ARRAY(self);
  int64_t i = -1;
  if (nargs && !object_ssize(ctx, args[0], &i)) return V_NULL;
  if (!a->length) return raise_format(ctx, EXC_IndexError, "pop from empty array"), V_NULL;
  if (i < 0) i += a->length;
  if (i < 0 || i >= a->length) return raise_format(ctx, EXC_IndexError, "pop index out of range"), V_NULL;
  Value item = array_item(ctx, a, i);
  return item && array_splice(ctx, a, i, i + 1, NULL, 0) ? item : V_NULL;
}

/* The first index from start to stop, or `count` of them all; -1: an exception,
 * -2: there is none. */
static int64_t search(Ctx *ctx, ArrayObject *a, Value item, int64_t start, int64_t stop, int64_t *count) {
  for (int64_t i = start; i < stop && i < a->length; i++) {
    Value v = array_item(ctx, a, i);
    int equal = v ? item_equal(ctx, v, item) : -1;
    if (equal < 0 || !CHECK_STOP(ctx)) return -1;
    if (equal && !count) return i;
    if (count) *count += equal;
  }
  return -2;
}
METHOD(m_count) {
  int64_t count = 0;
  return search(ctx, AS_ARRAY(self), args[0], 0, INT64_MAX, &count) == -1 ? V_NULL : int_tag(count);
}
METHOD(m_index) {
  ArrayObject *a = AS_ARRAY(self);
  int64_t start = 0, stop = INT64_MAX;
  if (nargs > 1 && !clip_bound(ctx, args[1], a->length, &start)) return V_NULL;
  if (nargs > 2 && !clip_bound(ctx, args[2], a->length, &stop)) return V_NULL;
  int64_t i = search(ctx, a, args[0], start, stop, NULL);
  if (i == -2) raise_format(ctx, EXC_ValueError, "array.index(x): x not in array");
  return i < 0 ? V_NULL : int_tag(i);
}
METHOD(m_remove) {
  int64_t i = search(ctx, AS_ARRAY(self), args[0], 0, INT64_MAX, NULL);
  if (i == -2) raise_format(ctx, EXC_ValueError, "array.remove(x): x not in array");
  return i >= 0 && array_splice(ctx, AS_ARRAY(self), i, i + 1, NULL, 0) ? V_NONE : V_NULL;
}

static void swap_bytes(uint8_t *p, size_t n) {
  for (size_t i = 0; i < n / 2; i++) {
    uint8_t t = p[i];
    p[i] = p[n - 1 - i];
    p[n - 1 - i] = t;
  }
}
METHOD(m_byteswap) {
  ArrayObject *a = AS_ARRAY(self);
  for (int64_t i = 0; i < a->length; i++) {
    swap_bytes(array_place(a, i), a->type->size);
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
  }
  return V_NONE;
}
METHOD(m_reverse) {
  ArrayObject *a = AS_ARRAY(self);
  uint8_t item[8];
  size_t size = a->type->size;
  for (int64_t i = 0, j = a->length - 1; i < j; i++, j--) {
    memcpy(item, array_place(a, i), size);
    memcpy(array_place(a, i), array_place(a, j), size);
    memcpy(array_place(a, j), item, size);
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
  }
  return V_NONE;
}

METHOD(m_buffer_info) {
  Value address = int_from_u64(ctx, (uint64_t)(uintptr_t)AS_ARRAY(self)->raw->data);
  return address ? tuple_from(ctx, (Value[]){address, int_tag(AS_ARRAY(self)->length)}, 2) : V_NULL;
}

static Value to_bytes(Ctx *ctx, ArrayObject *a) { return bytes_new(ctx, a->raw->data, a->length * a->type->size); }
METHOD(m_tobytes) { return to_bytes(ctx, AS_ARRAY(self)); }
METHOD(m_frombytes) { return array_append_bytes(ctx, AS_ARRAY(self), args[0]) ? V_NONE : V_NULL; }
METHOD(m_tolist) { return array_list(ctx, AS_ARRAY(self)); }
METHOD(m_fromlist) {
  ArrayObject *a = AS_ARRAY(self);
  int64_t before = a->length;
  if (!is_list(ctx, args[0])) return raise_format(ctx, EXC_TypeError, "arg must be list"), V_NULL;
  for (int64_t i = 0, n = AS_LIST(args[0])->length; i < n; i++) {
    bool ok = CHECK_STOP(ctx) && array_append_item(ctx, a, AS_LIST(args[0])->items->items[i]);
    if (ok && AS_LIST(args[0])->length != n) {
      raise_format(ctx, EXC_RuntimeError, "list changed size during iteration");
      ok = false;
    }
    if (!ok) return a->length = before < a->length ? before : a->length, V_NULL;
  }
  return V_NONE;
}

static bool text_only(Ctx *ctx, Value self, const char *name) {
  char code = AS_ARRAY(self)->type->code;
  if (code == 'u' || code == 'w') return true;
  raise_format(ctx, EXC_ValueError, "%s() may only be called on unicode type arrays ('u' or 'w')", name);
  return false;
}
METHOD(m_tounicode) { return text_only(ctx, self, "tounicode") ? array_text(ctx, AS_ARRAY(self)) : V_NULL; }
METHOD(m_fromunicode) {
  if (!is_str(ctx, args[0]))
    return raise_format(ctx, EXC_TypeError, "fromunicode() argument must be str, not %A", args[0]), V_NULL;
  return text_only(ctx, self, "fromunicode") && array_append_text(ctx, AS_ARRAY(self), args[0]) ? V_NONE : V_NULL;
}

METHOD(m_tofile) {
  ArrayObject *a = AS_ARRAY(self);
  Value write = get_attr(ctx, args[0], NAME(write));
  int64_t n = a->length * a->type->size, block = 64 * 1024;
  for (int64_t at = 0; write && at < n; at += block) {
    Value bytes = bytes_new(ctx, a->raw->data + at, n - at < block ? n - at : block);
    if (!bytes || !py_call1(ctx, write, bytes)) return V_NULL;
    if (a->length * a->type->size < n) n = a->length * a->type->size;
  }
  return write ? V_NONE : V_NULL;
}
METHOD(m_fromfile) {
  ArrayObject *a = AS_ARRAY(self);
  int64_t n, bytes;
  if (!object_ssize(ctx, args[1], &n)) return V_NULL;
  if (n < 0) return raise_format(ctx, EXC_ValueError, "negative count"), V_NULL;
  if (__builtin_mul_overflow(n, a->type->size, &bytes)) return raise_no_memory(ctx), V_NULL;
  Value size = int_from_i64(ctx, bytes);
  Value data = size ? py_call_method(ctx, args[0], str_intern_c(ctx, "read"), &size, 1) : V_NULL;
  if (!data) return V_NULL;
  if (!has_kind(ctx, data, KIND_BYTES)) return raise_format(ctx, EXC_TypeError, "read() didn't return bytes"), V_NULL;
  bool whole = ((Bytes *)data)->length == bytes;
  if (!array_append_bytes(ctx, a, data)) return V_NULL;
  if (!whole) return raise_format(ctx, EXC_EOFError, "read() didn't return enough bytes"), V_NULL;
  return V_NONE;
}

METHOD(m_copy) { return VAL(array_copy(ctx, AS_ARRAY(self))); }

METHOD(m_reduce_ex) {
  ArrayObject *a = AS_ARRAY(self);
  int64_t protocol;
  if (!is_int_value(ctx, args[0]))
    return raise_format(ctx, EXC_TypeError, "__reduce_ex__ argument should be an integer"), V_NULL;
  if (!object_index_i64(ctx, args[0], &protocol, true)) return V_NULL;
  Value dict = get_attr_optional(ctx, self, NAME(__dict__)), cls = VAL(class_of(ctx, self));
  if (ctx->exc) return V_NULL;
  Value code = str_from_codepoint(ctx, (uint32_t)a->type->code), given, fn = cls;
  if (protocol < 3) {
    Value list = array_list(ctx, a);
    given = list ? tuple_from(ctx, (Value[]){code, list}, 2) : V_NULL;
  } else {
    Value module = dict_get_c(ctx, ctx->sys_modules, "array");
    if (!module && ctx->exc) return V_NULL;
    if (!module) return raise_format(ctx, EXC_ImportError, "array is not imported"), V_NULL;
    fn = get_attr(ctx, module, str_intern_c(ctx, "_array_reconstructor"));
    Value bytes = fn ? to_bytes(ctx, a) : V_NULL;
    given = bytes ? tuple_from(ctx, (Value[]){cls, code, int_tag(a->type->pickle), bytes}, 4) : V_NULL;
  }
  return given ? tuple_from(ctx, (Value[]){fn, given, or_none(dict)}, 3) : V_NULL;
}
METHOD(m_sizeof) { return int_from_i64(ctx, (int64_t)sizeof(ArrayObject) + AS_ARRAY(self)->raw->cap); }

METHOD(m_release_buffer) {
  if (!is_memoryview(ctx, args[0])) return raise_format(ctx, EXC_TypeError, "expected a memoryview object"), V_NULL;
  return memoryview_release(ctx, args[0]) ? V_NONE : V_NULL;
}

const CFuncDef ARRAY_METHODS[] = {
    METHOD_ROW("append", m_append, 1, 1, "Adds an item at the end."),
    METHOD_ROW("buffer_info", m_buffer_info, 0, 0, "The address of the memory, and how many items it holds."),
    METHOD_ROW("byteswap", m_byteswap, 0, 0, "Reverses the bytes of each item."),
    METHOD_ROW("clear", m_clear, 0, 0, "Removes all items."),
    METHOD_ROW("__copy__", m_copy, 0, 0, "A copy."),
    METHOD_ROW("count", m_count, 1, 1, "How many items are equal to v."),
    METHOD_ROW("__deepcopy__", m_copy, 1, 1, "A copy."),
    METHOD_ROW("extend", m_extend, 1, 1, "Adds the items of an iterable."),
    METHOD_ROW("fromfile", m_fromfile, 2, 2, "Adds n items that it reads from a file."),
    METHOD_ROW("fromlist", m_fromlist, 1, 1, "Adds the items of a list, or none of them."),
    METHOD_ROW("frombytes", m_frombytes, 1, 1, "Adds items whose memory a buffer holds."),
    METHOD_ROW("fromunicode", m_fromunicode, 1, 1, "Adds the characters of a str."),
    METHOD_ROW("index", m_index, 1, 3, "The first index of an item that is equal to v."),
    METHOD_ROW("insert", m_insert, 2, 2, "Inserts an item before index i."),
    METHOD_ROW("pop", m_pop, 0, 1, "Removes the item at index i, or the last, and returns it."),
    METHOD_ROW("__reduce_ex__", m_reduce_ex, 1, 1, "Return state information for pickling."),
    METHOD_ROW("remove", m_remove, 1, 1, "Removes the first item that is equal to v."),
    METHOD_ROW("reverse", m_reverse, 0, 0, "Reverses the order of the items."),
    METHOD_ROW("tofile", m_tofile, 1, 1, "Writes the memory of the items to a file."),
    METHOD_ROW("tolist", m_tolist, 0, 0, "The items as a list."),
    METHOD_ROW("tobytes", m_tobytes, 0, 0, "The memory of the items, as bytes."),
    METHOD_ROW("tounicode", m_tounicode, 0, 0, "The characters as a str."),
    METHOD_ROW("__release_buffer__", m_release_buffer, 1, 1, NULL),
    METHOD_ROW("__sizeof__", m_sizeof, 0, 0, "Size in memory, in bytes."),
    CLASS_METHOD_ROW("__class_getitem__", class_getitem, 1, 1, "See PEP 585"),
    {0},
};

/* ---- unpickling ---- */

/* Machine formats of pickles: pairs of little and big endian from 2 on. */
static const struct {
  uint8_t size;
  char code; /* of the item type with that representation */
} formats[] = {{1, 'B'}, {1, 'b'}, {2, 'H'}, {2, 'h'}, {4, 'I'}, {4, 'i'},
               {8, 'Q'}, {8, 'q'}, {4, 'f'}, {8, 'd'}, {2, 0},   {4, 'w'}};

static Value decode_text(Ctx *ctx, Value items, int64_t format) {
  static const char *const codecs[] = {"utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"};
  Value codec = str_from_ascii(ctx, codecs[format - 18]);
  return codec ? py_call_method(ctx, items, str_intern_c(ctx, "decode"), &codec, 1) : V_NULL;
}

FUNCTION(f_reconstruct) {
  int64_t format;
  if (!is_class(ctx, args[0]))
    return raise_format(ctx, EXC_TypeError, "first argument must be a type object, not %T", args[0]), V_NULL;
  if (!is_subclass(AS_CLASS(args[0]), array_state(ctx)->array))
    return raise_format(ctx, EXC_TypeError, "%U is not a subtype of array.array", AS_CLASS(args[0])->name), V_NULL;
  if (!is_str(ctx, args[1]) || ((Str *)args[1])->length != 1)
    return raise_format(ctx, EXC_TypeError,
                        "_array_reconstructor() argument 2 must be a unicode "
                        "character, not %T",
                        args[1]),
           V_NULL;
  uint32_t code = str_at(args[1], 0);
  const ItemType *type = array_type_of(code);
  if (!type) return raise_format(ctx, EXC_ValueError, "second argument must be a valid type code"), V_NULL;
  if (!object_index_i64(ctx, args[2], &format, true)) return V_NULL;
  if (format < 0 || format > 21)
    return raise_format(ctx, EXC_ValueError, "third argument must be a valid machine format code."), V_NULL;
  if (!has_kind(ctx, args[3], KIND_BYTES))
    return raise_format(ctx, EXC_TypeError, "fourth argument should be bytes, not %T", args[3]), V_NULL;
  ArrayObject *a = array_make(ctx, AS_CLASS(args[0]), type, 0);
  if (!a) return V_NULL;
  if (format == type->pickle) return array_append_bytes(ctx, a, args[3]) ? VAL(a) : V_NULL;
  if (format >= 18) {
    Value text = decode_text(ctx, args[3], format);
    if (!text) return V_NULL;
    if (code == 'u' || code == 'w') return array_append_text(ctx, a, text) ? VAL(a) : V_NULL;
    return array_extend(ctx, a, text) ? VAL(a) : V_NULL;
  }
  int64_t which = format < 2 ? format : 2 + (format - 2) / 2, size = formats[which].size;
  bool big = format >= 2 && format % 2;
  const ItemType *from = array_type_of((uint8_t)formats[which].code);
  /* ints become the type that has their size and sign, if the given one has not */
  bool same_sign = (type->code >= 'a') == (from->code >= 'a');
  if (which < 8 && (type->size != size || !same_sign)) a->type = from;
  Bytes *bytes = (Bytes *)args[3];
  if (bytes->length % size)
    return raise_format(ctx, EXC_ValueError, "bytes length not a multiple of item size"), V_NULL;
  for (int64_t at = 0; at < bytes->length; at += size) {
    uint8_t item[8];
    memcpy(item, bytes->data + at, (size_t)size);
    if (big) swap_bytes(item, (size_t)size);
    Value v = from->get(ctx, item);
    if (!v || !CHECK_STOP(ctx) || !array_append_item(ctx, a, v)) return V_NULL;
  }
  return VAL(a);
}
const CFuncDef ARRAY_FUNCTIONS[] = {
    FUNCTION_ROW("_array_reconstructor", f_reconstruct, 4, 4, "Makes an array of what a pickle holds."),
    {0},
};
