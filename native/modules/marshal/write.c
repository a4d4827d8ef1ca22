/* Writing. What was written is remembered by identity, which for fixnums and flonums is the value. */
#include "modules/marshal/marshal.h"
#include <string.h>

typedef struct Writer {
  Ctx *ctx;
  uint8_t *bytes;
  size_t n, cap;
  int version, depth;
  /* Numbers of objects: a table of open addressing; a Value of 0 is a free place. */
  struct Seen {
    Value value;
    uint32_t number;
    bool open; /* a slice whose parts are being written */
  } *seen;
  size_t seen_cap;
  uint32_t count;
  bool allow_code;
} Writer;

static bool grow(Writer *w, size_t more) {
  if (w->cap - w->n >= more) return true;
  size_t cap = (w->cap + more) * 2;
  uint8_t *bytes = memory_resize(w->ctx, w->bytes, cap);
  if (!bytes) return raise_no_memory(w->ctx), false;
  w->bytes = bytes;
  w->cap = cap;
  return true;
}
static bool put(Writer *w, const void *bytes, size_t n) {
  if (!grow(w, n)) return false;
  if (n && !stop_copy(w->ctx, w->bytes + w->n, bytes, n)) return false;
  w->n += n;
  return true;
}
static bool put_byte(Writer *w, int byte) { return put(w, &(uint8_t){(uint8_t)byte}, 1); }
static bool put_int(Writer *w, int64_t n) {
  if (n > INT32_MAX || n < INT32_MIN) return raise_format(w->ctx, EXC_ValueError, "unmarshallable object"), false;
  return put(w, &(int32_t){(int32_t)n}, 4);
}

static struct Seen *place(Writer *w, Value v) {
  size_t mask = w->seen_cap - 1, i = (size_t)(v * 0x9e3779b97f4a7c15u >> 20) & mask;
  while (w->seen[i].value && w->seen[i].value != v) i = (i + 1) & mask;
  return &w->seen[i];
}

/* 1: v was written before, now as a reference; 0: it is to be written, under the next number; -1: an exception. */
static int reference(Writer *w, Value v) {
  if (w->version < 3) return 0;
  if ((w->count + 1) * 2 > w->seen_cap) {
    size_t cap = w->seen_cap ? w->seen_cap * 2 : 64, old_cap = w->seen_cap;
    struct Seen *old = w->seen, *made = memory_zeroed(w->ctx, cap * sizeof *made);
    if (!made) return raise_no_memory(w->ctx), -1;
    w->seen = made;
    w->seen_cap = cap;
    for (size_t i = 0; i < old_cap; i++)
      if (old[i].value) *place(w, old[i].value) = old[i];
    memory_free(w->ctx, old);
  }
  struct Seen *seen = place(w, v);
  if (seen->value && seen->open) return raise_format(w->ctx, EXC_ValueError, "unmarshallable object"), -1;
  if (seen->value) return put_byte(w, 'r') && put_int(w, seen->number) ? 1 : -1;
  *seen = (struct Seen){.value = v, .number = w->count++};
  return 0;
}

static bool write(Writer *w, Value v);

static bool write_items(Writer *w, Value sequence, int letter, int64_t n, int flag) {
  if (letter == '(' && n < 256 && w->version >= 4) {
    if (!put_byte(w, ')' | flag) || !put_byte(w, (int)n)) return false;
  } else if (!put_byte(w, letter | flag) || !put_int(w, n)) {
    return false;
  }
  for (int64_t i = 0; i < n; i++) {
    Value item = letter == '[' ? AS_LIST(sequence)->items->items[i] : AS_TUPLE(sequence)->items[i];
    if (!write(w, item)) return false;
    if (letter == '[' && AS_LIST(sequence)->length < n)
      return raise_format(w->ctx, EXC_RuntimeError, "list changed while it was written"), false;
  }
  return true;
}

static bool write_dict(Writer *w, Value dict, int flag) {
  Value key, value;
  if (!put_byte(w, '{' | flag)) return false;
  for (int64_t at = 0; dict_next(dict, &at, &key, &value);)
    if (!write(w, key) || !write(w, value) || !CHECK_STOP(w->ctx)) return false;
  return put_byte(w, '0');
}

/* In the order of the items' own bytes, so that equal sets are equal bytes. */
static bool write_set(Writer *w, Value set, int letter, int flag) {
  Ctx *ctx = w->ctx;
  Value list = list_from_iterable(ctx, set);
  if (!list) return false;
  int64_t n = AS_LIST(list)->length;
  if (!put_byte(w, letter | flag) || !put_int(w, n)) return false;
  for (int64_t i = 0; i < n; i++) {
    Value pair[2] = {V_NULL, AS_LIST(list)->items->items[i]};
    if (!(pair[0] = marshal_dumps(ctx, pair[1], w->version, w->allow_code))) return false;
    /* Where bytes are the same the place decides: items need have no order. */
    Value parts[] = {pair[0], int_tag(i), pair[1]}, both = tuple_from(ctx, parts, 3);
    if (!both) return false;
    AS_LIST(list)->items->items[i] = both;
  }
  if (!list_sort(ctx, list, V_NONE, false)) return false;
  for (int64_t i = 0; i < n; i++)
    if (!write(w, tuple_item(AS_LIST(list)->items->items[i], 2))) return false;
  return true;
}

static bool write_str(Writer *w, Value v, int flag) {
  Str *s = (Str *)v;
  bool interned = s->h.flags & STR_INTERNED;
  if (w->version >= 4 && s->h.flags & STR_ASCII) {
    bool is_short = s->length < 256;
    if (!put_byte(w, (is_short ? interned ? 'Z' : 'z' : interned ? 'A' : 'a') | flag)) return false;
    if (!(is_short ? put_byte(w, (int)s->length) : put_int(w, s->length))) return false;
    return put(w, s->data, (size_t)s->length);
  }
  size_t n;
  char *utf8 = str_to_utf8(w->ctx, v, &n);
  if (!utf8) return false;
  bool done = put_byte(w, (w->version >= 3 && interned ? 't' : 'u') | flag) && put_int(w, (int64_t)n) &&
              put(w, utf8, n);
  memory_free(w->ctx, utf8);
  return done;
}

static int nibble(int c) { return c <= '9' ? c - '0' : c - 'a' + 10; }

/* Digits of 15 bits, their count negative for a negative int. */
static bool write_long(Writer *w, Value v, int flag) {
  Value text = int_to_str(w->ctx, int_absolute(w->ctx, v), 16);
  if (!text) return false;
  int64_t n = ((Str *)text)->length, bits = 0;
  for (int c = nibble((int)str_at(text, 0)); c; c >>= 1) bits++;
  int64_t digits = ((n - 1) * 4 + bits + 14) / 15;
  if (!put_byte(w, 'l' | flag) || !put_int(w, int_sign(w->ctx, v) < 0 ? -digits : digits)) return false;
  uint64_t word = 0;
  int held = 0;
  for (int64_t i = n - 1, written = 0; written < digits; written++) {
    for (; held < 15 && i >= 0; i--, held += 4) word |= (uint64_t)nibble((int)str_at(text, i)) << held;
    if (!put(w, &(uint16_t){word & 0x7fff}, 2) || !CHECK_STOP_AT(w->ctx, written)) return false;
    word >>= 15;
    held = held > 15 ? held - 15 : 0;
  }
  return true;
}

static bool write_slice(Writer *w, Slice *s, int flag) {
  place(w, VAL(s))->open = true;
  if (!put_byte(w, ':' | flag) || !write(w, s->start) || !write(w, s->stop) || !write(w, s->step)) return false;
  place(w, VAL(s))->open = false;
  return true;
}

static bool write_code(Writer *w, Value code, int flag) {
  if (!w->allow_code) return raise_format(w->ctx, EXC_ValueError, "marshalling code objects is disallowed"), false;
  Value packed = import_call(w->ctx, "_marshal_code", "pack", &code, 1);
  return packed && put_byte(w, 'c' | flag) && write(w, packed);
}

static bool write_double(Writer *w, double d) {
  if (w->version > 1) return put(w, &d, 8);
  Value text = float_repr(w->ctx, d);
  if (!text || !put_byte(w, (int)((Str *)text)->length)) return false;
  return put(w, ((Str *)text)->data, (size_t)((Str *)text)->length);
}

static bool write_object(Writer *w, Value v) {
  Ctx *ctx = w->ctx;
  int flag = w->version >= 3 ? FLAG_REF : 0;
  int before = reference(w, v);
  if (before) return before > 0;
  if (is_int(v)) {
    int64_t n = int_val(v);
    return n >= INT32_MIN && n <= INT32_MAX ? put_byte(w, 'i' | flag) && put_int(w, n) : write_long(w, v, flag);
  }
  if (is_bigint(ctx, v)) return write_long(w, v, flag);
  if (exact_float(ctx, v))
    return put_byte(w, (w->version > 1 ? 'g' : 'f') | flag) && write_double(w, float_val(ctx, v));
  if (exact_str(ctx, v)) return write_str(w, v, flag);
  Class *cls = class_of(ctx, v);
  if (cls == ctx->cls.complex_) {
    Complex *c = (Complex *)v;
    return put_byte(w, (w->version > 1 ? 'y' : 'x') | flag) && write_double(w, c->re) && write_double(w, c->im);
  }
  if (cls == ctx->cls.tuple) return write_items(w, v, '(', AS_TUPLE(v)->length, flag);
  if (cls == ctx->cls.list) return write_items(w, v, '[', AS_LIST(v)->length, flag);
  if (cls == ctx->cls.dict) return write_dict(w, v, flag);
  if (cls == ctx->cls.set) return write_set(w, v, '<', flag);
  if (cls == ctx->cls.frozenset) return write_set(w, v, '>', flag);
  if (cls == ctx->cls.slice && w->version >= 5) return write_slice(w, (Slice *)v, flag);
  if (has_kind(ctx, v, KIND_CODE)) return write_code(w, v, flag);
  Buffer buffer;
  if (cls == ctx->cls.slice || !buffer_get(ctx, v, BUFFER_SIMPLE, &buffer)) {
    exc_clear(ctx);
    return raise_format(ctx, EXC_ValueError, "unmarshallable object"), false;
  }
  bool done = put_byte(w, 's' | flag) && put_int(w, buffer.length) && put(w, buffer.data, (size_t)buffer.length);
  buffer_release(ctx, &buffer);
  return done;
}

static bool write(Writer *w, Value v) {
  Ctx *ctx = w->ctx;
  if (v == V_NONE) return put_byte(w, 'N');
  if (v == V_TRUE) return put_byte(w, 'T');
  if (v == V_FALSE) return put_byte(w, 'F');
  if (v == V_ELLIPSIS) return put_byte(w, '.');
  if (v == VAL(ctx->exc_class[EXC_StopIteration])) return put_byte(w, 'S');
  if (w->depth >= MAX_DEPTH || !c_stack_check(ctx)) {
    exc_clear(ctx);
    return raise_format(ctx, EXC_ValueError, "object too deeply nested to marshal"), false;
  }
  if (!CHECK_STOP(ctx)) return false;
  w->depth++;
  bool done = write_object(w, v);
  w->depth--;
  return done;
}

Value marshal_dumps(Ctx *ctx, Value v, int version, bool allow_code) {
  if (!c_stack_check(ctx)) return V_NULL;
  Writer w = {.ctx = ctx, .version = version, .allow_code = allow_code};
  Value result = write(&w, v) ? bytes_new(ctx, w.bytes, (int64_t)w.n) : V_NULL;
  memory_free(ctx, w.bytes);
  memory_free(ctx, w.seen);
  return result;
}
