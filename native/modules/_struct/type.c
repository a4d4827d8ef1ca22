/* The class Struct, and the iterator of iter_unpack. */
#include "modules/_struct/struct.h"
#include <string.h>

static bool ready(Ctx *ctx, StructObject *s) {
  if (LIKELY(s->format)) return true;
  raise_format(ctx, EXC_RuntimeError, "Struct object is not initialized");
  return false;
}

/* ---- packing ---- */

static bool count_matches(Ctx *ctx, StructObject *s, const char *name, uint32_t nargs) {
  if (LIKELY(s->values == nargs)) return true;
  struct_error(ctx, "%s expected %lld items for packing (got %d)", name, (long long)s->values, (int)nargs);
  return false;
}

/* `to` is zeroed: pad bytes stay. The format may not change on the way, whatever the conversion of a value runs. */
static bool pack_all(Ctx *ctx, StructObject *s, const Value *args, uint8_t *to) {
  Raw *fields = s->fields;
  Field *field = (Field *)fields->data;
  for (int64_t n = s->nfields; n > 0; n--, field++)
    for (int64_t i = 0; i < field->count; i++)
      if (!CHECK_STOP(ctx) || !struct_pack_item(ctx, field, *args++, to + field->offset + i * field->size))
        return false;
  return true;
}

Value struct_pack(Ctx *ctx, StructObject *s, const Value *args, uint32_t nargs) {
  if (!ready(ctx, s) || !count_matches(ctx, s, "pack", nargs)) return V_NULL;
  uint8_t few[256], *to = few;
  int64_t size = s->size;
  Raw *many = NULL;
  if (size > (int64_t)sizeof few) {
    if (!(many = raw_new(ctx, size))) return V_NULL;
    to = many->data;
  } else memset(few, 0, (size_t)size);
  return pack_all(ctx, s, args, to) ? bytes_new(ctx, to, size) : V_NULL;
}

/* Whether `offset` and the struct's size fit a buffer of n bytes; a negative offset counts from its end. */
static bool place(Ctx *ctx, StructObject *s, bool packing, int64_t n, int64_t *offset) {
  if (*offset < 0) {
    if (*offset + s->size > 0)
      return struct_error(ctx,
                          packing ? "no space to pack %lld bytes at offset %lld"
                                  : "not enough data to unpack %lld bytes at offset %lld",
                          (long long)s->size, (long long)*offset),
             false;
    if (*offset + n < 0)
      return struct_error(ctx, "offset %lld out of range for %lld-byte buffer", (long long)*offset, (long long)n),
             false;
    *offset += n;
  }
  if (n - *offset >= s->size) return true;
  struct_error(
      ctx, "%s requires a buffer of at least %llu bytes for %s %lld bytes at offset %lld (actual buffer size is %lld)",
      packing ? "pack_into" : "unpack_from", (unsigned long long)s->size + (unsigned long long)*offset,
      packing ? "packing" : "unpacking", (long long)s->size, (long long)*offset, (long long)n);
  return false;
}

Value struct_pack_into(Ctx *ctx, StructObject *s, const Value *args, uint32_t nargs) {
  int64_t offset;
  Buffer view;
  if (!ready(ctx, s)) return V_NULL;
  if (nargs < 2) return struct_error(ctx, "pack_into expected %s argument", nargs ? "offset" : "buffer"), V_NULL;
  if (!count_matches(ctx, s, "pack_into", nargs - 2)) return V_NULL;
  if (!buffer_get(ctx, args[0], BUFFER_WRITABLE, &view)) {
    if (exc_matches(ctx, EXC_BufferError) || exc_matches(ctx, EXC_TypeError)) {
      exc_clear(ctx);
      raise_format(ctx, EXC_TypeError, "argument must be read-write bytes-like object, not %T", args[0]);
    }
    return V_NULL;
  }
  bool ok = object_index_i64(ctx, args[1], &offset, false) && place(ctx, s, true, view.length, &offset);
  if (ok) {
    memset(view.data + offset, 0, (size_t)s->size);
    ok = pack_all(ctx, s, args + 2, view.data + offset);
  }
  buffer_release(ctx, &view);
  return ok && !ctx->exc ? V_NONE : V_NULL;
}

/* ---- unpacking ---- */

static Value unpack_all(Ctx *ctx, StructObject *s, const uint8_t *from) {
  Value all = tuple_new(ctx, s->values);
  if (!all || !s->values) return all;
  Value *to = AS_TUPLE(all)->items;
  Field *field = struct_fields(s);
  for (int64_t n = s->nfields; n > 0; n--, field++)
    for (int64_t i = 0; i < field->count; i++)
      if (!CHECK_STOP(ctx) || !(*to++ = struct_unpack_item(ctx, field, from + field->offset + i * field->size)))
        return V_NULL;
  return all;
}

Value struct_unpack(Ctx *ctx, StructObject *s, Value buffer) {
  Buffer view;
  Value all = V_NULL;
  if (!ready(ctx, s) || !buffer_get(ctx, buffer, BUFFER_SIMPLE, &view)) return V_NULL;
  if (view.length != s->size) struct_error(ctx, "unpack requires a buffer of %lld bytes", (long long)s->size);
  else all = unpack_all(ctx, s, view.data);
  buffer_release(ctx, &view);
  return ctx->exc ? V_NULL : all;
}

Value struct_unpack_from(Ctx *ctx, StructObject *s, Value buffer, Value offset_value) {
  Buffer view;
  Value all = V_NULL;
  int64_t offset = 0;
  if (offset_value && !object_index_i64(ctx, offset_value, &offset, false)) return V_NULL;
  if (!ready(ctx, s) || !buffer_get(ctx, buffer, BUFFER_SIMPLE, &view)) return V_NULL;
  if (place(ctx, s, false, view.length, &offset)) all = unpack_all(ctx, s, view.data + offset);
  buffer_release(ctx, &view);
  return ctx->exc ? V_NULL : all;
}

/* ---- iter_unpack ---- */

typedef struct UnpackIterator {
  Cell h;
  Value of; /* Struct; V_NULL: the end, the buffer is released */
  Buffer view;
  int64_t at;
} UnpackIterator;
#define AS_ITERATOR(v) ((UnpackIterator *)(v))

static void iterator_trace(Ctx *ctx, Value self) {
  heap_mark(ctx, AS_ITERATOR(self)->of);
  buffer_mark(ctx, &AS_ITERATOR(self)->view);
}

/* An iterator that is not used up lets go of the buffer all the same. */
static void iterator_died(Ctx *ctx, void *cell) {
  UnpackIterator *it = cell;
  if (it->view.object && it->view.in_collector) buffer_release(ctx, &it->view);
}

Value struct_iter_unpack(Ctx *ctx, StructObject *s, Value buffer) {
  if (!ready(ctx, s)) return V_NULL;
  if (!s->size) return struct_error(ctx, "cannot iteratively unpack with a struct of length 0"), V_NULL;
  UnpackIterator *it = (UnpackIterator *)instance_new(ctx, struct_state(ctx)->iterator);
  if (!it || !heap_add_finalizer(ctx, it, iterator_died) || !buffer_get(ctx, buffer, BUFFER_SIMPLE, &it->view))
    return V_NULL;
  if (it->view.length % s->size) {
    struct_error(ctx, "iterative unpacking requires a buffer of a multiple of %lld bytes", (long long)s->size);
    buffer_release(ctx, &it->view);
    return V_NULL;
  }
  it->of = VAL(s);
  return VAL(it);
}

static Value iterator_next(Ctx *ctx, Value self) {
  UnpackIterator *it = AS_ITERATOR(self);
  if (!it->of) return V_NULL;
  StructObject *s = AS_STRUCT(it->of);
  if (it->view.length - it->at < s->size) {
    it->of = V_NULL;
    buffer_release(ctx, &it->view);
    return V_NULL;
  }
  Value all = unpack_all(ctx, s, it->view.data + it->at);
  it->at += s->size;
  return all;
}
METHOD(m_length_hint) {
  UnpackIterator *it = AS_ITERATOR(self);
  return it->of ? int_from_i64(ctx, (it->view.length - it->at) / AS_STRUCT(it->of)->size) : int_tag(0);
}
static const CFuncDef iterator_methods[] = {
    METHOD_ROW("__length_hint__", m_length_hint, 0, 0, "How many are left."),
    {0},
};
Class *make_struct_iterator(Ctx *ctx) {
  static const TypeOps ops = {.iter = iter_self, .next = iterator_next, .trace = iterator_trace};
  return class_new_builtin(ctx, "_struct.unpack_iterator", NULL, KIND_OTHER, sizeof(UnpackIterator), &ops,
                           iterator_methods, CLASS_BUILTIN | CLASS_FINAL);
}

/* ---- Struct ---- */

static void struct_trace(Ctx *ctx, Value self) {
  heap_mark(ctx, AS_STRUCT(self)->format), heap_mark(ctx, VAL(AS_STRUCT(self)->fields));
}
static Value struct_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(args), UNUSED(nargs), UNUSED(kwnames);
  StructObject *s = (StructObject *)instance_new(ctx, cls);
  if (!s) return V_NULL;
  s->size = -1;
  return VAL(s);
}
static bool struct_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  Value format;
  return bind_params(ctx, "Struct", "format", args, nargs, kwnames, &format) &&
         struct_parse(ctx, AS_STRUCT(self), format);
}
static Value struct_repr(Ctx *ctx, Value self) {
  if (!ready(ctx, AS_STRUCT(self))) return V_NULL;
  return str_format_c(ctx, "%U(%R)", class_of(ctx, self)->name, AS_STRUCT(self)->format);
}

METHOD(m_pack) { return struct_pack(ctx, AS_STRUCT(self), args, nargs); }
METHOD(m_pack_into) { return struct_pack_into(ctx, AS_STRUCT(self), args, nargs); }
METHOD(m_unpack) { return struct_unpack(ctx, AS_STRUCT(self), args[0]); }
METHOD(m_unpack_from) { return struct_unpack_from(ctx, AS_STRUCT(self), args[0], args[1]); }
METHOD(m_iter_unpack) { return struct_iter_unpack(ctx, AS_STRUCT(self), args[0]); }
METHOD(m_sizeof) {
  if (!ready(ctx, AS_STRUCT(self))) return V_NULL;
  return int_from_i64(ctx, (int64_t)sizeof(StructObject) + AS_STRUCT(self)->nfields * (int64_t)sizeof(Field));
}
static const CFuncDef methods[] = {
    METHOD_ROW("pack", m_pack, 0, -1, "The values as bytes."),
    METHOD_ROW("pack_into", m_pack_into, 0, -1, "Writes the values into a buffer, at an offset."),
    METHOD_ROW("unpack", m_unpack, 1, 1, "The values in a buffer of the struct's size."),
    METHOD_ROW_NAMED("unpack_from", m_unpack_from, 1, 2, "buffer offset=", "The values in a buffer, at an offset."),
    METHOD_ROW("iter_unpack", m_iter_unpack, 1, 1, "An iterator over the structs in a buffer."),
    METHOD_ROW("__sizeof__", m_sizeof, 0, 0, "Size in memory, in bytes."),
    {0},
};
static Value get_format(Ctx *ctx, Value self) { return ready(ctx, AS_STRUCT(self)) ? AS_STRUCT(self)->format : V_NULL; }
static Value get_size(Ctx *ctx, Value self) { return int_from_i64(ctx, AS_STRUCT(self)->size); }
static const GetSetDef getset[] = {
    {"format", get_format, NULL, "The format."}, {"size", get_size, NULL, "Its size."}, {0}};

Class *make_struct(Ctx *ctx) {
  static const TypeOps ops = {.new_ = struct_new, .init = struct_init, .repr = struct_repr, .trace = struct_trace};
  Class *cls = class_new_builtin(ctx, "_struct.Struct", NULL, KIND_OTHER, sizeof(StructObject), &ops, methods,
                                 CLASS_BUILTIN);
  return class_set_doc(ctx, cls, "A format that has been read.") && class_add_getset(ctx, cls, getset) ? cls : NULL;
}
