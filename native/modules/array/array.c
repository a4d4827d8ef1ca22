/* array.array: memory, construction, operators, the iterator, and the module's
 * declaration. */
#include "modules/array/array.h"
#include <string.h>

ArrayState *array_state(Ctx *ctx) { return module_state(ctx, &module_array); }
bool is_array(Ctx *ctx, Value v) { return is_instance(ctx, v, array_state(ctx)->array); }
static bool is_text(const ItemType *type) { return type->code == 'u' || type->code == 'w'; }

/* ---- memory ---- */

ArrayObject *array_make(Ctx *ctx, Class *cls, const ItemType *type, int64_t length) {
  int64_t bytes;
  if (__builtin_mul_overflow(length, type->size, &bytes)) return raise_no_memory(ctx), NULL;
  Raw *raw = raw_new(ctx, bytes);
  ArrayObject *a = raw ? (ArrayObject *)instance_new(ctx, cls) : NULL;
  if (!a) return NULL;
  a->type = type;
  a->raw = raw;
  a->length = length;
  return a;
}

static bool can_resize(Ctx *ctx, ArrayObject *a) {
  if (LIKELY(a->exports == 0) || !memoryview_in_use(ctx, VAL(a), &a->exports)) return true;
  raise_format(ctx, EXC_BufferError, "cannot resize an array that is exporting buffers");
  return false;
}

bool array_resize(Ctx *ctx, ArrayObject *a, int64_t length) {
  int64_t bytes;
  if (length != a->length && !can_resize(ctx, a)) return false;
  if (__builtin_mul_overflow(length, a->type->size, &bytes) || bytes > INT64_MAX / 4)
    return raise_no_memory(ctx), false;
  if (bytes > a->raw->cap) {
    Raw *raw = raw_new(ctx, bytes + bytes / 8 + 16);
    if (!raw || !stop_copy(ctx, raw->data, a->raw->data, (size_t)(a->length * a->type->size))) return false;
    a->raw = raw;
  }
  a->length = length;
  return true;
}

bool array_append_item(Ctx *ctx, ArrayObject *a, Value v) {
  uint8_t item[8];
  if (!a->type->put(ctx, v, item) || !array_resize(ctx, a, a->length + 1)) return false;
  memcpy(array_place(a, a->length - 1), item, a->type->size);
  return true;
}

static bool append_memory(Ctx *ctx, ArrayObject *a, const uint8_t *data, int64_t bytes) {
  int64_t at = a->length * a->type->size;
  return array_resize(ctx, a, a->length + bytes / a->type->size) &&
         stop_copy(ctx, a->raw->data + at, data, (size_t)bytes);
}

bool array_append_bytes(Ctx *ctx, ArrayObject *a, Value v) {
  Buffer view;
  if (!buffer_get(ctx, v, BUFFER_SIMPLE, &view)) return false;
  bool bytes = view.itemsize == 1, ok = bytes && view.length % a->type->size == 0;
  if (!bytes) raise_format(ctx, EXC_TypeError, "a bytes-like object is required");
  else if (!ok) raise_format(ctx, EXC_ValueError, "bytes length not a multiple of item size");
  ok = ok && append_memory(ctx, a, view.data, view.length);
  buffer_release(ctx, &view);
  return ok && !ctx->exc;
}

bool array_append_text(Ctx *ctx, ArrayObject *a, Value text) {
  int64_t n = ((Str *)text)->length, at = a->length;
  if (!array_resize(ctx, a, at + n)) return false;
  for (int64_t i = 0; i < n; i++) {
    uint32_t c = str_at(text, i);
    if (!CHECK_STOP_AT(ctx, i)) return false;
    memcpy(array_place(a, at + i), &c, sizeof c);
  }
  return true;
}

static bool append_each(Ctx *ctx, Value v, void *a) { return array_append_item(ctx, a, v); }
bool array_extend(Ctx *ctx, ArrayObject *a, Value iterable) {
  if (!is_array(ctx, iterable)) return iterate(ctx, iterable, append_each, a);
  ArrayObject *other = AS_ARRAY(iterable);
  if (other->type != a->type) return raise_format(ctx, EXC_TypeError, "can only extend with array of same kind"), false;
  int64_t n = other->length, at = a->length;
  if (!array_resize(ctx, a, at + n)) return false;
  return stop_copy(ctx, array_place(a, at), other->raw->data, (size_t)(n * a->type->size));
}

ArrayObject *array_copy(Ctx *ctx, ArrayObject *a) {
  ArrayObject *copy = array_make(ctx, array_state(ctx)->array, a->type, 0);
  return copy && array_extend(ctx, copy, VAL(a)) ? copy : NULL;
}

bool array_splice(Ctx *ctx, ArrayObject *a, int64_t start, int64_t stop, const uint8_t *items, int64_t n) {
  int64_t size = a->type->size, after = a->length - stop, length = a->length - (stop - start) + n;
  if (length > a->length && !array_resize(ctx, a, length)) return false;
  if (length < a->length && !can_resize(ctx, a)) return false;
  size_t tail = (size_t)(after * size);
  if (stop_move(ctx, array_place(a, start + n), array_place(a, stop), tail) < tail) return false;
  if (n && !stop_copy(ctx, array_place(a, start), items, (size_t)(n * size))) return false;
  a->length = length;
  return true;
}

Value array_text(Ctx *ctx, ArrayObject *a) {
  StrBuilder sb;
  sb_init(&sb, ctx);
  for (int64_t i = 0; i < a->length; i++) {
    uint32_t c;
    memcpy(&c, array_place(a, i), sizeof c);
    if (c > 0x10ffff || !CHECK_STOP_AT(ctx, i)) {
      sb_discard(&sb);
      if (!ctx->exc) raise_format(ctx, EXC_ValueError, "character U+%x is not in range [U+0000; U+10ffff]", c);
      return V_NULL;
    }
    sb_char(&sb, c);
  }
  return sb_finish(&sb);
}

Value array_list(Ctx *ctx, ArrayObject *a) {
  Value list = list_new(ctx, a->length);
  for (int64_t i = 0; list && i < a->length; i++) {
    Value item = array_item(ctx, a, i);
    if (!item || !CHECK_STOP(ctx) || !list_append(ctx, list, item)) return V_NULL;
  }
  return list;
}

/* ---- construction ---- */

static bool fill(Ctx *ctx, ArrayObject *a, Value v) {
  const ItemType *type = a->type;
  if (is_str(ctx, v)) {
    if (is_text(type)) return array_append_text(ctx, a, v);
    raise_format(ctx, EXC_TypeError, "cannot use a str to initialize an array with typecode '%c'", type->code);
    return false;
  }
  if (is_array(ctx, v)) {
    if (is_text(AS_ARRAY(v)->type) && !is_text(type)) {
      raise_format(ctx, EXC_TypeError,
                   "cannot use a unicode array to initialize an array with "
                   "typecode '%c'",
                   type->code);
      return false;
    }
    if (AS_ARRAY(v)->type == type) return array_extend(ctx, a, v);
    for (int64_t i = 0; i < AS_ARRAY(v)->length; i++) {
      Value item = array_item(ctx, AS_ARRAY(v), i);
      if (!item || !CHECK_STOP(ctx) || !array_append_item(ctx, a, item)) return false;
    }
    return true;
  }
  if (has_kind(ctx, v, KIND_BYTES) || has_kind(ctx, v, KIND_BYTEARRAY)) return array_append_bytes(ctx, a, v);
  return iterate(ctx, v, append_each, a);
}

static Value array_new_op(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  if (kwcount(kwnames) && cls->ops.init == array_state(ctx)->array->ops.init)
    return refuse_keywords(ctx, "array.array", kwnames), V_NULL;
  if (nargs < 1 || nargs > 2)
    return raise_format(ctx, EXC_TypeError, "array() takes at %s (%d given)",
                        nargs ? "most 2 arguments" : "least 1 argument", (int)nargs),
           V_NULL;
  if (!is_str(ctx, args[0]))
    return raise_format(ctx, EXC_TypeError, "array() argument 1 must be a unicode character, not %T", args[0]), V_NULL;
  if (((Str *)args[0])->length != 1)
    return raise_format(ctx, EXC_TypeError,
                        "array() argument 1 must be a unicode character, not a "
                        "string of length %lld",
                        (long long)((Str *)args[0])->length),
           V_NULL;
  uint32_t code = str_at(args[0], 0);
  const ItemType *type = array_type_of(code);
  if (!type)
    return raise_format(ctx, EXC_ValueError,
                        "bad typecode (must be b, B, u, w, h, H, i, I, l, L, "
                        "q, Q, f or d)"),
           V_NULL;
  if (code == 'u' &&
      !warn(ctx, EXC_DeprecationWarning, 1, "The 'u' type code is deprecated and will be removed in Python 3.16"))
    return V_NULL;
  ArrayObject *a = array_make(ctx, cls, type, 0);
  return a && (nargs < 2 || fill(ctx, a, args[1])) ? VAL(a) : V_NULL;
}
static void array_trace(Ctx *ctx, Value self) { heap_mark(ctx, VAL(AS_ARRAY(self)->raw)); }

/* ---- the buffer ---- */

static void array_release(Ctx *ctx, Buffer *buffer) {
  UNUSED(ctx);
  AS_ARRAY(buffer->object)->exports--;
}
static bool array_get_buffer(Ctx *ctx, Value self, uint32_t flags, Buffer *out) {
  ArrayObject *a = AS_ARRAY(self);
  if (!buffer_fill(ctx, out, self, a->raw->data, a->length * a->type->size, false, flags)) return false;
  out->itemsize = a->type->size;
  out->format = a->type->format;
  out->keep = VAL(a->raw);
  out->release = array_release;
  a->exports++;
  return true;
}

/* ---- operators ---- */

static Value array_repr(Ctx *ctx, Value self) {
  ArrayObject *a = AS_ARRAY(self);
  Value name = class_of(ctx, self)->name;
  if (!a->length) return str_format_c(ctx, "%U('%c')", name, a->type->code);
  Value items = is_text(a->type) ? array_text(ctx, a) : array_list(ctx, a);
  return items ? str_format_c(ctx, "%U('%c', %R)", name, a->type->code, items) : V_NULL;
}

static Value array_compare(Ctx *ctx, Value x, Value y, CmpOp op) {
  if (!is_array(ctx, x) || !is_array(ctx, y)) return V_NOTIMPL;
  ArrayObject *a = AS_ARRAY(x), *b = AS_ARRAY(y);
  if (a->length != b->length && (op == CMP_EQ || op == CMP_NE)) return bool_tag(op == CMP_NE);
  for (int64_t i = 0; i < a->length && i < b->length; i++) {
    Value v = array_item(ctx, a, i), w = v ? array_item(ctx, b, i) : V_NULL;
    if (!w || !CHECK_STOP(ctx)) return V_NULL;
    int equal = object_compare_bool(ctx, v, w, CMP_EQ);
    if (equal < 0) return V_NULL;
    if (equal) continue;
    if (op == CMP_EQ || op == CMP_NE) return bool_tag(op == CMP_NE);
    return object_compare(ctx, v, w, op);
  }
  return object_compare(ctx, int_tag(a->length), int_tag(b->length), op);
}

static int64_t array_len(Ctx *ctx, Value self) { return UNUSED(ctx), AS_ARRAY(self)->length; }

static bool position(Ctx *ctx, ArrayObject *a, Value key, const char *words, int64_t *out) {
  if (!object_index_i64(ctx, key, out, false)) return false;
  if (*out < 0) *out += a->length;
  if (*out >= 0 && *out < a->length) return true;
  raise_format(ctx, EXC_IndexError, "%s", words);
  return false;
}

static Value array_getitem(Ctx *ctx, Value self, Value key) {
  ArrayObject *a = AS_ARRAY(self);
  int64_t i, start, stop, step, count;
  if (LIKELY(is_int(key)) || class_of(ctx, key)->ops.index)
    return position(ctx, a, key, "array index out of range", &i) ? array_item(ctx, a, i) : V_NULL;
  if (!has_kind(ctx, key, KIND_SLICE))
    return raise_format(ctx, EXC_TypeError, "array indices must be integers"), V_NULL;
  if (!slice_resolve(ctx, key, &a->length, &start, &stop, &step, &count)) return V_NULL;
  ArrayObject *part = array_make(ctx, array_state(ctx)->array, a->type, count);
  if (!part) return V_NULL;
  size_t size = a->type->size;
  for (i = 0; i < count; i++) {
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
    memcpy(array_place(part, i), array_place(a, start + i * step), size);
  }
  return VAL(part);
}

static bool delete_step(Ctx *ctx, ArrayObject *a, int64_t start, int64_t step, int64_t count) {
  if (count && !can_resize(ctx, a)) return false;
  if (step < 0 && count) start += (count - 1) * step, step = -step;
  int64_t to = start, i = start, length = a->length;
  for (; count && i < length; i++) {
    if ((i - start) % step || (i - start) / step >= count)
      memcpy(array_place(a, to++), array_place(a, i), a->type->size);
    if (!CHECK_STOP_AT(ctx, i)) return false;
  }
  a->length -= count;
  return true;
}

static bool set_slice(Ctx *ctx, ArrayObject *a, Value key, Value value) {
  int64_t start, stop, step, count;
  ArrayObject *from = NULL;
  if (value) {
    if (!is_array(ctx, value))
      return raise_format(ctx, EXC_TypeError, "can only assign array (not \"%T\") to array slice", value), false;
    if (AS_ARRAY(value)->type != a->type)
      return raise_format(ctx, EXC_TypeError, "bad argument type for built-in operation"), false;
    from = AS_ARRAY(value);
    if (from == a && !(from = array_copy(ctx, a))) return false;
  }
  if (!slice_resolve(ctx, key, &a->length, &start, &stop, &step, &count)) return false;
  if (step == 1)
    return array_splice(ctx, a, start, start + count, from ? from->raw->data : NULL, from ? from->length : 0);
  if (!from) return delete_step(ctx, a, start, step, count);
  if (from->length != count)
    return raise_format(ctx, EXC_ValueError,
                        "attempt to assign array of size %lld to extended "
                        "slice of size %lld",
                        (long long)from->length, (long long)count),
           false;
  for (int64_t i = 0; i < count; i++) {
    memcpy(array_place(a, start + i * step), array_place(from, i), a->type->size);
    if (!CHECK_STOP_AT(ctx, i)) return false;
  }
  return true;
}

static bool array_setitem(Ctx *ctx, Value self, Value key, Value value) {
  ArrayObject *a = AS_ARRAY(self);
  int64_t i;
  uint8_t item[8];
  if (!is_int(key) && !class_of(ctx, key)->ops.index) {
    if (has_kind(ctx, key, KIND_SLICE)) return set_slice(ctx, a, key, value);
    return raise_format(ctx, EXC_TypeError, "array indices must be integers"), false;
  }
  if (!position(ctx, a, key, "array assignment index out of range", &i)) return false;
  if (!value) return array_splice(ctx, a, i, i + 1, NULL, 0);
  if (!a->type->put(ctx, value, item)) return false;
  if (i >= a->length) return raise_format(ctx, EXC_IndexError, "array assignment index out of range"), false;
  memcpy(array_place(a, i), item, a->type->size);
  return true;
}

static int array_contains(Ctx *ctx, Value self, Value item) {
  ArrayObject *a = AS_ARRAY(self);
  for (int64_t i = 0; i < a->length; i++) {
    Value v = array_item(ctx, a, i);
    int equal = v ? item_equal(ctx, v, item) : -1;
    if (equal) return equal;
    if (!CHECK_STOP(ctx)) return -1;
  }
  return 0;
}

static bool repeat(Ctx *ctx, ArrayObject *a, int64_t n) {
  int64_t size = a->length * a->type->size, length;
  if (n < 0) n = 0;
  if (__builtin_mul_overflow(a->length, n, &length)) return raise_no_memory(ctx), false;
  if (!array_resize(ctx, a, length)) return false;
  return !size || n < 2 || stop_repeat(ctx, a->raw->data + size, a->raw->data, (size_t)size, (size_t)(size * (n - 1)));
}

static Value array_binary(Ctx *ctx, Value x, Value y, BinOp op) {
  if (op == OP_ADD && is_array(ctx, x)) {
    if (!is_array(ctx, y))
      return raise_format(ctx, EXC_TypeError, "can only append array (not \"%T\") to array", y), V_NULL;
    if (AS_ARRAY(x)->type != AS_ARRAY(y)->type)
      return raise_format(ctx, EXC_TypeError, "bad argument type for built-in operation"), V_NULL;
    ArrayObject *sum = array_copy(ctx, AS_ARRAY(x));
    return sum && array_extend(ctx, sum, y) ? VAL(sum) : V_NULL;
  }
  if (op != OP_MUL) return V_NOTIMPL;
  bool left = is_array(ctx, x);
  Value self = left ? x : y, by = left ? y : x;
  int64_t n;
  int counted = repeat_count(ctx, by, &n);
  if (counted < 0) return V_NULL;
  if (!counted) return raise_no_count(ctx, by);
  ArrayObject *product = array_copy(ctx, AS_ARRAY(self));
  return product && repeat(ctx, product, n) ? VAL(product) : V_NULL;
}
static Value array_inplace(Ctx *ctx, Value x, Value y, BinOp op) {
  int64_t n;
  if (op == OP_ADD) {
    if (!is_array(ctx, y))
      return raise_format(ctx, EXC_TypeError, "can only extend array with array (not \"%T\")", y), V_NULL;
    return array_extend(ctx, AS_ARRAY(x), y) ? x : V_NULL;
  }
  if (op != OP_MUL) return V_NOTIMPL;
  int counted = repeat_count(ctx, y, &n);
  if (!counted) return V_NOTIMPL;
  return counted > 0 && repeat(ctx, AS_ARRAY(x), n) ? x : V_NULL;
}

/* ---- the iterator: a = array, V_NULL at the end; i = next index ---- */

static Value array_iter(Ctx *ctx, Value self) {
  Iter *it = (Iter *)instance_new(ctx, array_state(ctx)->iterator);
  if (it) it->a = self;
  return VAL(it);
}
static Value iterator_next(Ctx *ctx, Value self) {
  Iter *it = AS_ITER(self);
  if (!it->a) return V_NULL;
  if (it->i < AS_ARRAY(it->a)->length) return array_item(ctx, AS_ARRAY(it->a), it->i++);
  return it->a = V_NULL;
}
METHOD(iterator_reduce) {
  Iter *it = AS_ITER(self);
  Value fn = builtin_named(ctx, NAME(iter)), of = it->a ? it->a : ctx->empty_tuple;
  Value given = fn ? tuple_from(ctx, &of, 1) : V_NULL;
  return given ? tuple_from(ctx, (Value[]){fn, given, int_tag(it->i)}, it->a ? 3 : 2) : V_NULL;
}
METHOD(iterator_setstate) {
  int64_t i;
  if (!object_index_i64(ctx, args[0], &i, true)) return V_NULL;
  Iter *it = AS_ITER(self);
  if (it->a) it->i = i < 0 ? 0 : i > AS_ARRAY(it->a)->length ? AS_ARRAY(it->a)->length : i;
  return V_NONE;
}
static const CFuncDef iterator_methods[] = {
    METHOD_ROW("__reduce__", iterator_reduce, 0, 0, "Return state information for pickling."),
    METHOD_ROW("__setstate__", iterator_setstate, 1, 1, "Set state information for unpickling."),
    {0},
};
Class *make_array_iterator(Ctx *ctx) {
  static const TypeOps ops = {.iter = iter_self, .next = iterator_next};
  return class_new_builtin(ctx, "array.arrayiterator", NULL, KIND_ITER, sizeof(Iter), &ops, iterator_methods,
                           CLASS_BUILTIN | CLASS_FINAL);
}

/* ---- the class and the module ---- */

static Value get_typecode(Ctx *ctx, Value self) {
  return str_from_codepoint(ctx, (uint32_t)AS_ARRAY(self)->type->code);
}
static Value get_itemsize(Ctx *ctx, Value self) { return UNUSED(ctx), int_tag(AS_ARRAY(self)->type->size); }
static const GetSetDef getset[] = {{"typecode", get_typecode, NULL, "The code of its item type."},
                                   {"itemsize", get_itemsize, NULL, "Bytes of an item."},
                                   {0}};

Class *make_array(Ctx *ctx) {
  static const TypeOps ops = {
      .new_ = array_new_op,
      .repr = array_repr,
      .compare = array_compare,
      .len = array_len,
      .getitem = array_getitem,
      .setitem = array_setitem,
      .contains = array_contains,
      .iter = array_iter,
      .binary = array_binary,
      .inplace = array_inplace,
      .get_buffer = array_get_buffer,
      .trace = array_trace,
  };
  Class *cls = class_new_builtin(ctx, "array.array", NULL, KIND_OTHER, sizeof(ArrayObject), &ops, ARRAY_METHODS,
                                 CLASS_BUILTIN | CLASS_SEQUENCE | CLASS_HAS_WEAKREF);
  return class_set_doc(ctx, cls, "A sequence of numbers of one type.") && class_add_getset(ctx, cls, getset) ? cls
                                                                                                             : NULL;
}

/* array is a MutableSequence to collections.abc, where that can be imported. */
static bool register_abc(Ctx *ctx) {
  Value name = str_intern_c(ctx, "MutableSequence"), names = name ? tuple_from(ctx, &name, 1) : V_NULL;
  Value abc = names ? import_name(ctx, str_intern_c(ctx, "collections.abc"), V_NONE, names, int_tag(0)) : V_NULL;
  if (!abc && ctx->exc && exc_matches(ctx, EXC_ImportError)) return exc_clear(ctx), true;
  Value base = abc ? get_attr(ctx, abc, name) : V_NULL;
  Value cls = VAL(array_state(ctx)->array);
  return base && py_call_method(ctx, base, str_intern_c(ctx, "register"), &cls, 1);
}

static bool init(Ctx *ctx, Value module) {
  return module_add(ctx, module, "ArrayType", VAL(array_state(ctx)->array)) &&
         module_add(ctx, module, "typecodes", str_from_ascii(ctx, ARRAY_TYPECODES)) && register_abc(ctx);
}
static const ModuleClass classes[] = {{offsetof(ArrayState, array), make_array}, {0}};
static const ModuleClass hidden[] = {{offsetof(ArrayState, iterator), make_array_iterator}, {0}};
MODULE(array, .doc = "Sequences of numbers of one type, without objects.", .functions = {ARRAY_FUNCTIONS},
       .classes = classes, .hidden = hidden, .state_size = sizeof(ArrayState), .init = init);
