/* One item of a memoryview, by its format: the native ones of module struct. */
#include "container/memoryview/memoryview.h"
#include <math.h>
#include <string.h>

char item_code(const char *format, int64_t *size) {
  if (!format) return *size = 1, 'B';
  if (*format == '@') format++;
  *size = 0;
  switch (*format) {
  case 'c':
  case 'b':
  case 'B':
  case '?': *size = 1; break;
  case 'h':
  case 'H':
  case 'e': *size = 2; break;
  case 'i':
  case 'I':
  case 'f': *size = 4; break;
  case 'l':
  case 'L':
  case 'q':
  case 'Q':
  case 'n':
  case 'N':
  case 'd':
  case 'P': *size = 8; break;
  default: return 0;
  }
  return format[1] ? 0 : *format;
}

#define READ(type)              \
  ({                            \
    type n_;                    \
    memcpy(&n_, at, sizeof n_); \
    n_;                         \
  })

Value item_unpack(Ctx *ctx, char code, const uint8_t *at, const char *format) {
  switch (code) {
  case 'B': return int_tag(*at);
  case 'b': return int_tag((int8_t)*at);
  case 'c': return bytes_new(ctx, at, 1);
  case '?': return bool_tag(*at != 0);
  case 'h': return int_tag(READ(int16_t));
  case 'H': return int_tag(READ(uint16_t));
  case 'i': return int_tag(READ(int32_t));
  case 'I': return int_tag(READ(uint32_t));
  case 'l':
  case 'q':
  case 'n': return int_from_i64(ctx, READ(int64_t));
  case 'L':
  case 'Q':
  case 'N':
  case 'P': return int_from_u64(ctx, READ(uint64_t));
  case 'e': return float_new(ctx, float_from_half(READ(uint16_t)));
  case 'f': return float_new(ctx, READ(float));
  case 'd': return float_new(ctx, READ(double));
  default: return raise_format(ctx, EXC_NotImplementedError, "memoryview: format %s not supported", format), V_NULL;
  }
}

static bool wrong(Ctx *ctx, bool type, const char *format) {
  exc_clear(ctx);
  raise_format(ctx, type ? EXC_TypeError : EXC_ValueError, "memoryview: invalid %s for format '%s'",
               type ? "type" : "value", format ? format + (*format == '@') : "B");
  return false;
}

/* An exception that came from converting the item is told in terms of the format. */
static bool unconvertible(Ctx *ctx, const char *format) {
  if (exc_matches(ctx, EXC_TypeError)) return wrong(ctx, true, format);
  if (exc_matches(ctx, EXC_OverflowError) || exc_matches(ctx, EXC_ValueError)) return wrong(ctx, false, format);
  return false;
}

static bool pack_int(Ctx *ctx, char code, int64_t size, uint8_t *at, Value item, const char *format) {
  Value n = object_index(ctx, item);
  if (!n) return unconvertible(ctx, format);
  int64_t i;
  bool is_signed = code == 'b' || code == 'h' || code == 'i' || code == 'l' || code == 'q' || code == 'n';
  if (!is_signed && size == 8) {
    uint64_t word;
    if (!int_to_u64(ctx, n, &word)) return wrong(ctx, false, format);
    memcpy(at, &word, 8);
    return true;
  }
  if (!int_to_i64(ctx, n, &i)) return wrong(ctx, false, format);
  if (!is_signed && i < 0) return wrong(ctx, false, format);
  if (size < 8) {
    int64_t high = (int64_t)1 << (8 * size - is_signed);
    if (i >= high || (is_signed && i < -high)) return wrong(ctx, false, format);
  }
  memcpy(at, &i, (size_t)size);
  return true;
}

static bool pack_float(Ctx *ctx, char code, uint8_t *at, Value item, const char *format) {
  double d;
  if (!float_coerce(ctx, item, &d)) return unconvertible(ctx, format);
  if (code == 'e') {
    uint16_t half;
    if (!float_to_half(d, &half)) return wrong(ctx, false, format);
    memcpy(at, &half, 2);
  } else if (code == 'f') {
    float f = (float)d;
    memcpy(at, &f, 4);
  } else {
    memcpy(at, &d, 8);
  }
  return true;
}

bool item_pack(Ctx *ctx, char code, uint8_t *at, Value item, const char *format) {
  int64_t size;
  switch (code) {
  case 0: return raise_format(ctx, EXC_NotImplementedError, "memoryview: format %s not supported", format), false;
  case '?': {
    int truth = object_truth(ctx, item);
    if (truth < 0) return false;
    *at = (uint8_t)truth;
    return true;
  }
  case 'c':
    if (!has_kind(ctx, item, KIND_BYTES)) return wrong(ctx, true, format);
    if (((Bytes *)item)->length != 1) return wrong(ctx, false, format);
    *at = ((Bytes *)item)->data[0];
    return true;
  case 'e':
  case 'f':
  case 'd': return pack_float(ctx, code, at, item, format);
  default: item_code(format, &size); return pack_int(ctx, code, size, at, item, format);
  }
}

bool item_same(char code, const uint8_t *a, const uint8_t *b) {
  double x, y;
  float f, g;
  uint16_t h, k;
  switch (code) {
  case '?': return !*a == !*b;
  case 'd': return memcpy(&x, a, 8), memcpy(&y, b, 8), x == y;
  case 'f': return memcpy(&f, a, 4), memcpy(&g, b, 4), f == g;
  case 'e': return memcpy(&h, a, 2), memcpy(&k, b, 2), float_from_half(h) == float_from_half(k);
  default: {
    int64_t size;
    char format[2] = {code, 0};
    item_code(format, &size);
    return memcmp(a, b, (size_t)size) == 0;
  }
  }
}
