/* Items: values to bytes and back. */
#include "modules/_struct/struct.h"
#include <math.h>
#include <string.h>

/* ---- bytes of a number ---- */

static void put(const Field *field, uint64_t n, uint32_t size, uint8_t *to) {
  if (field->big)
    for (uint32_t i = 0; i < size; i++) to[size - 1 - i] = (uint8_t)(n >> 8 * i);
  else memcpy(to, &n, size);
}
static uint64_t get(const Field *field, const uint8_t *from, uint32_t size) {
  uint64_t n = 0;
  if (field->big)
    for (uint32_t i = 0; i < size; i++) n = n << 8 | from[i];
  else memcpy(&n, from, size);
  return n;
}

/* ---- ints ---- */

static bool is_signed(char code) {
  return code == 'b' || code == 'h' || code == 'i' || code == 'l' || code == 'q' || code == 'n';
}

static bool raise_range(Ctx *ctx, const Field *field) {
  uint32_t bits = field->size * 8;
  if (field->code == 'P') struct_error(ctx, "int too large to convert");
  else if (is_signed(field->code)) {
    long long top = (long long)(((uint64_t)1 << (bits - 1)) - 1);
    struct_error(ctx, "'%c' format requires %lld <= number <= %lld", field->code, -top - 1, top);
  } else {
    Value top = int_from_u64(ctx, UINT64_MAX >> (64 - bits));
    if (top) struct_error(ctx, "'%c' format requires 0 <= number <= %R", field->code, top);
  }
  return false;
}

static bool pack_int(Ctx *ctx, const Field *field, Value v, uint8_t *to) {
  if (!is_int(v)) {
    if (!class_of(ctx, v)->ops.index) return struct_error(ctx, "required argument is not an integer"), false;
    if (!(v = object_index(ctx, v))) return false;
  }
  uint32_t unused = 64 - field->size * 8;
  uint64_t word;
  int64_t small;
  bool fits;
  if (is_signed(field->code) || (field->code == 'P' && int_sign(ctx, v) < 0)) {
    fits = int_to_i64(ctx, v, &small) && small >= INT64_MIN >> unused && small <= INT64_MAX >> unused;
    word = (uint64_t)small;
  } else {
    fits = int_to_u64(ctx, v, &word) && word <= UINT64_MAX >> unused;
  }
  if (!fits) return raise_range(ctx, field);
  put(field, word, field->size, to);
  return true;
}

static Value unpack_int(Ctx *ctx, const Field *field, const uint8_t *from) {
  uint64_t word = get(field, from, field->size);
  uint32_t unused = 64 - field->size * 8;
  if (is_signed(field->code)) return int_from_i64(ctx, (int64_t)(word << unused) >> unused);
  return int_from_u64(ctx, word);
}

/* ---- floats ---- */

/* A float of 2, 4 or 8 bytes; false: an exception. */
static bool put_double(Ctx *ctx, const Field *field, double d, uint32_t size, uint8_t *to) {
  uint16_t half;
  float single = (float)d;
  uint32_t word;
  switch (size) {
  case 2:
    if (!float_to_half(d, &half)) break;
    return put(field, half, 2, to), true;
  case 4:
    if (isinf(single) && !isinf(d)) break;
    memcpy(&word, &single, 4);
    return put(field, word, 4, to), true;
  default: return put(field, double_bits(d), 8, to), true;
  }
  raise_format(ctx, EXC_OverflowError, "float too large to pack with %c format", size == 2 ? 'e' : 'f');
  return false;
}
static double get_double(const Field *field, const uint8_t *from, uint32_t size) {
  uint64_t word = get(field, from, size);
  if (size == 2) return float_from_half((uint16_t)word);
  if (size == 8) return bits_double(word);
  uint32_t bits = (uint32_t)word;
  float single;
  memcpy(&single, &bits, 4);
  return single;
}

static bool pack_float(Ctx *ctx, const Field *field, Value v, uint8_t *to) {
  double d;
  if (exact_float(ctx, v)) {
    d = exact_float_val(v);
  } else if (!float_coerce(ctx, v, &d)) {
    exc_clear(ctx);
    return struct_error(ctx, "required argument is not a float"), false;
  }
  return put_double(ctx, field, d, field->size, to);
}

static bool pack_complex(Ctx *ctx, const Field *field, Value v, uint8_t *to) {
  uint32_t half = field->size / 2;
  if (!has_kind(ctx, v, KIND_COMPLEX)) {
    Value made = is_str(ctx, v) ? V_NULL : py_call1(ctx, VAL(ctx->cls.complex_), v);
    if (!made) {
      if (ctx->exc) exc_clear(ctx);
      return struct_error(ctx, "required argument is not a complex"), false;
    }
    v = made;
  }
  Complex *c = (Complex *)v;
  return put_double(ctx, field, c->re, half, to) && put_double(ctx, field, c->im, half, to + half);
}

/* ---- bytes ---- */

static bool pack_text(Ctx *ctx, const Field *field, Value v, uint8_t *to) {
  if (!has_kind(ctx, v, KIND_BYTES)) {
    if (!has_kind(ctx, v, KIND_BYTEARRAY))
      return struct_error(ctx, "argument for '%c' must be a bytes object", field->code), false;
    if (!(v = py_call1(ctx, VAL(ctx->cls.bytes), v))) return false;
  }
  int64_t n = ((Bytes *)v)->length, room = field->size;
  if (field->code == 'p') {
    if (!room) return true;
    if (n > room - 1) n = room - 1;
    *to++ = (uint8_t)(n > 255 ? 255 : n);
  } else if (n > room) n = room;
  return stop_copy(ctx, to, ((Bytes *)v)->data, (size_t)n);
}

static Value unpack_text(Ctx *ctx, const Field *field, const uint8_t *from) {
  if (field->code == 's') return bytes_new(ctx, from, field->size);
  if (!field->size) return bytes_new(ctx, from, 0);
  uint32_t n = *from;
  return bytes_new(ctx, from + 1, n > field->size - 1 ? field->size - 1 : n);
}

/* ---- any ---- */

bool struct_pack_item(Ctx *ctx, const Field *field, Value v, uint8_t *to) {
  int truth;
  switch (field->code) {
  case 'c':
    if (!has_kind(ctx, v, KIND_BYTES) || ((Bytes *)v)->length != 1)
      return struct_error(ctx, "char format requires a bytes object of length 1"), false;
    *to = ((Bytes *)v)->data[0];
    return true;
  case '?':
    truth = object_truth(ctx, v);
    *to = truth > 0;
    return truth >= 0;
  case 'e':
  case 'f':
  case 'd': return pack_float(ctx, field, v, to);
  case 'F':
  case 'D': return pack_complex(ctx, field, v, to);
  case 's':
  case 'p': return pack_text(ctx, field, v, to);
  default: return pack_int(ctx, field, v, to);
  }
}

Value struct_unpack_item(Ctx *ctx, const Field *field, const uint8_t *from) {
  uint32_t half = field->size / 2;
  switch (field->code) {
  case 'c': return bytes_new(ctx, from, 1);
  case '?': return bool_tag(*from != 0);
  case 'e':
  case 'f':
  case 'd': return float_new(ctx, get_double(field, from, field->size));
  case 'F':
  case 'D': return complex_new(ctx, get_double(field, from, half), get_double(field, from + half, half));
  case 's':
  case 'p': return unpack_text(ctx, field, from);
  default: return unpack_int(ctx, field, from);
  }
}
