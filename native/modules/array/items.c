/* The item types. */
#include "modules/array/array.h"
#include <string.h>

const char ARRAY_TYPECODES[] = "bBuwhHiIlLqQfd";

static bool overflow(Ctx *ctx, const char *words) {
  raise_format(ctx, EXC_OverflowError, "%s", words);
  return false;
}

/* An int between two bounds that C's long holds. */
static bool small(Ctx *ctx, Value v, int64_t min, int64_t max, const char *name, int64_t *out) {
  if (!(v = object_index(ctx, v))) return false;
  if (!int_to_i64(ctx, v, out)) return overflow(ctx, "Python int too large to convert to C long");
  /* CPython reads these two through a wider type, whose name is in the message. */
  if (max == INT8_MAX && (*out < INT16_MIN || *out > INT16_MAX)) name = "signed short integer";
  if (max == UINT16_MAX && (*out < INT32_MIN || *out > INT32_MAX)) name = "signed integer";
  if (*out >= min && *out <= max) return true;
  raise_format(ctx, EXC_OverflowError, "%s is %s", name, *out < min ? "less than minimum" : "greater than maximum");
  return false;
}

/* An int of 64 bits without a sign. */
static bool word(Ctx *ctx, Value v, const char *negative, const char *large, uint64_t *out) {
  if (!(v = object_index(ctx, v))) return false;
  return int_to_u64(ctx, v, out) || overflow(ctx, int_sign(ctx, v) < 0 ? negative : large);
}

#define SMALL(code, type, min, max, name)                  \
  static Value get_##code(Ctx *ctx, const uint8_t *from) { \
    type n;                                                \
    UNUSED(ctx);                                           \
    memcpy(&n, from, sizeof n);                            \
    return int_tag((int64_t)n);                            \
  }                                                        \
  static bool put_##code(Ctx *ctx, Value v, uint8_t *to) { \
    int64_t i;                                             \
    if (!small(ctx, v, min, max, name, &i)) return false;  \
    type n = (type)i;                                      \
    memcpy(to, &n, sizeof n);                              \
    return true;                                           \
  }
SMALL(b, int8_t, INT8_MIN, INT8_MAX, "signed char")
SMALL(B, uint8_t, 0, UINT8_MAX, "unsigned byte integer")
SMALL(h, int16_t, INT16_MIN, INT16_MAX, "signed short integer")
SMALL(H, uint16_t, 0, UINT16_MAX, "unsigned short")
SMALL(i, int32_t, INT32_MIN, INT32_MAX, "signed integer")

static Value get_I(Ctx *ctx, const uint8_t *from) {
  uint32_t n;
  UNUSED(ctx);
  memcpy(&n, from, sizeof n);
  return int_tag((int64_t)n);
}
static bool put_I(Ctx *ctx, Value v, uint8_t *to) {
  uint64_t n;
  if (!word(ctx, v, "can't convert negative value to unsigned int",
            "Python int too large to convert to C unsigned long", &n))
    return false;
  if (n > UINT32_MAX) return overflow(ctx, "unsigned int is greater than maximum");
  uint32_t half = (uint32_t)n;
  memcpy(to, &half, sizeof half);
  return true;
}

static Value get_signed(Ctx *ctx, const uint8_t *from) {
  int64_t n;
  memcpy(&n, from, sizeof n);
  return int_from_i64(ctx, n);
}
static bool put_signed(Ctx *ctx, Value v, uint8_t *to, const char *large) {
  int64_t n;
  if (!(v = object_index(ctx, v))) return false;
  if (!int_to_i64(ctx, v, &n)) return overflow(ctx, large);
  memcpy(to, &n, sizeof n);
  return true;
}
static bool put_l(Ctx *ctx, Value v, uint8_t *to) {
  return put_signed(ctx, v, to, "Python int too large to convert to C long");
}
static bool put_q(Ctx *ctx, Value v, uint8_t *to) { return put_signed(ctx, v, to, "int too big to convert"); }

static Value get_unsigned(Ctx *ctx, const uint8_t *from) {
  uint64_t n;
  memcpy(&n, from, sizeof n);
  return int_from_u64(ctx, n);
}
static bool put_L(Ctx *ctx, Value v, uint8_t *to) {
  uint64_t n;
  if (!word(ctx, v, "can't convert negative value to unsigned int",
            "Python int too large to convert to C unsigned long", &n))
    return false;
  memcpy(to, &n, sizeof n);
  return true;
}
static bool put_Q(Ctx *ctx, Value v, uint8_t *to) {
  uint64_t n;
  if (!word(ctx, v, "can't convert negative int to unsigned", "int too big to convert", &n)) return false;
  memcpy(to, &n, sizeof n);
  return true;
}

static Value get_f(Ctx *ctx, const uint8_t *from) {
  float f;
  memcpy(&f, from, sizeof f);
  return float_new(ctx, f);
}
static bool put_f(Ctx *ctx, Value v, uint8_t *to) {
  double d;
  if (!float_coerce(ctx, v, &d)) return false;
  float f = (float)d;
  memcpy(to, &f, sizeof f);
  return true;
}
static Value get_d(Ctx *ctx, const uint8_t *from) {
  double d;
  memcpy(&d, from, sizeof d);
  return float_new(ctx, d);
}
static bool put_d(Ctx *ctx, Value v, uint8_t *to) {
  double d;
  if (!float_coerce(ctx, v, &d)) return false;
  memcpy(to, &d, sizeof d);
  return true;
}

static Value get_character(Ctx *ctx, const uint8_t *from) {
  uint32_t c;
  memcpy(&c, from, sizeof c);
  if (c <= 0x10ffff) return str_from_codepoint(ctx, c);
  return raise_format(ctx, EXC_ValueError, "character U+%x is not in range [U+0000; U+10ffff]", c), V_NULL;
}
static bool put_character(Ctx *ctx, Value v, uint8_t *to) {
  if (!is_str(ctx, v))
    return raise_format(ctx, EXC_TypeError, "array item must be a unicode character, not %T", v), false;
  if (((Str *)v)->length != 1)
    return raise_format(ctx, EXC_TypeError,
                        "array item must be a unicode character, not a string "
                        "of length %lld",
                        (long long)((Str *)v)->length),
           false;
  uint32_t c = str_at(v, 0);
  memcpy(to, &c, sizeof c);
  return true;
}

static const ItemType types[] = {
    {'b', 1, get_b, put_b, 1, "b"},
    {'B', 1, get_B, put_B, 0, "B"},
    {'u', 4, get_character, put_character, 20, "w"},
    {'w', 4, get_character, put_character, 20, "w"},
    {'h', 2, get_h, put_h, 4, "h"},
    {'H', 2, get_H, put_H, 2, "H"},
    {'i', 4, get_i, put_i, 8, "i"},
    {'I', 4, get_I, put_I, 6, "I"},
    {'l', 8, get_signed, put_l, 12, "l"},
    {'L', 8, get_unsigned, put_L, 10, "L"},
    {'q', 8, get_signed, put_q, 12, "q"},
    {'Q', 8, get_unsigned, put_Q, 10, "Q"},
    {'f', 4, get_f, put_f, 14, "f"},
    {'d', 8, get_d, put_d, 16, "d"},
};
const ItemType *array_type_of(uint32_t code) {
  for (size_t i = 0; i < sizeof types / sizeof *types; i++)
    if ((uint8_t)types[i].code == code) return &types[i];
  return NULL;
}
