/* Ints as text: int('…', base) and back. */
#include "exception/exception.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "number/limbs.h"
#include "number/number.h"
#include "object/object.h"
#include "text/str.h"
#include "text/text.h"
#include "text/unicode.h"
#include <stdlib.h>

static const uint8_t NOT_DIGIT = 255;

static uint8_t digit_value(uint8_t c) {
  if (c >= '0' && c <= '9') return c - '0';
  c |= 0x20;
  return c >= 'a' && c <= 'z' ? c - 'a' + 10 : NOT_DIGIT;
}

char *number_text(Ctx *ctx, Value str, size_t *n) {
  Text t = text_of(str);
  char *out = memory_new(ctx, (size_t)t.length + 1);
  if (!out) return raise_no_memory(ctx), NULL;
  for (int64_t i = 0; i < t.length; i++) {
    uint32_t c = text_at(t, i);
    if (!CHECK_STOP_AT(ctx, i)) return memory_free(ctx, out), NULL;
    if (c < 128) {
      out[i] = uni_is(c, UNI_SPACE) ? ' ' : (char)c;
    } else {
      const UniRecord *r = uni_record(c);
      /* no number has a '?': the text will be refused, like everything unknown */
      out[i] = r->flags & UNI_SPACE ? ' ' : r->flags & UNI_DECIMAL ? (char)('0' + r->decimal) : '?';
    }
  }
  out[t.length] = 0;
  *n = (size_t)t.length;
  return out;
}

static bool is_blank(char c) { return c == ' ' || (c >= 9 && c <= 13); }

bool number_trim(Ctx *ctx, const char **from, const char **to) {
  for (; *from < *to && is_blank(**from); ++*from)
    if (!CHECK_STOP_AT(ctx, (uintptr_t)*from)) return false;
  for (; *to > *from && is_blank((*to)[-1]); --*to)
    if (!CHECK_STOP_AT(ctx, (uintptr_t)*to)) return false;
  return true;
}

/* Parses "  -0x1f_ff ": false = not a number in that base. digits[] (malloc'ed by the caller, n bytes) gets the digit
 * values. */
static bool scan_int(Ctx *ctx, const char *s, size_t n, int *base, bool *negative, uint8_t *digits, size_t *ndigits) {
  const char *end = s + n;
  if (!number_trim(ctx, &s, &end)) return false;
  *negative = s < end && *s == '-';
  if (s < end && (*s == '-' || *s == '+')) s++;
  bool auto_zero = false, prefixed = false;
  if (end - s >= 2 && s[0] == '0') {
    int c = s[1] | 0x20, from = c == 'x' ? 16 : c == 'o' ? 8 : c == 'b' ? 2 : 0;
    if (from && (*base == 0 || *base == from)) {
      *base = from;
      s += 2;
      prefixed = true;
    }
  }
  if (*base == 0) {
    auto_zero = s < end && *s == '0'; /* "012" is refused, "00" is zero */
    *base = 10;
  }
  if (prefixed && s < end && *s == '_') s++;
  size_t count = 0;
  bool last_underscore = true;
  for (; s < end; s++) {
    if (*s == '_') {
      if (last_underscore) return false;
      last_underscore = true;
      continue;
    }
    uint8_t d = digit_value((uint8_t)*s);
    if (d >= *base) return false;
    if (auto_zero && d) return false;
    digits[count++] = d;
    last_underscore = false;
    if (!CHECK_STOP_AT(ctx, count)) return false;
  }
  *ndigits = count;
  return count > 0 && !last_underscore;
}

static bool check_digits(Ctx *ctx, int base, size_t ndigits) {
  int64_t max = ctx->int_max_str_digits;
  if ((base & (base - 1)) == 0 || max == 0 || (int64_t)ndigits <= max) return true;
  raise_format(ctx, EXC_ValueError,
               "Exceeds the limit (%lld digits) for integer string conversion: value has %zu digits; "
               "use sys.set_int_max_str_digits() to increase the limit",
               (long long)max, ndigits);
  return false;
}

static Value invalid(Ctx *ctx, Value shown, int base) {
  Value repr = object_repr(ctx, shown);
  if (repr && str_length(repr) > 200) repr = str_substring(ctx, repr, 0, 200);
  if (repr) raise_format(ctx, EXC_ValueError, "invalid literal for int() with base %d: %U", base, repr);
  return V_NULL;
}

/* `shown` is quoted by error messages; V_NULL: the text itself. */
static Value parse(Ctx *ctx, const char *s, size_t n, int base, Value shown) {
  if (base != 0 && (base < 2 || base > 36))
    return raise_format(ctx, EXC_ValueError, "int() base must be >= 2 and <= 36, or 0"), V_NULL;
  uint8_t fixed[128], *digits = n <= sizeof fixed ? fixed : memory_new(ctx, n);
  if (!digits) return raise_no_memory(ctx), V_NULL;
  bool negative;
  size_t count;
  int used = base;
  Value result = V_NULL;
  if (!scan_int(ctx, s, n, &used, &negative, digits, &count)) {
    if (!ctx->exc && (shown || (shown = str_from_utf8(ctx, s, n)))) invalid(ctx, shown, base); /* else a stop */
  } else if (check_digits(ctx, used, count)) {
    if (count <= 11 || (used <= 10 && count <= 18)) { /* below 36**11 < 2**62 */
      int64_t i = 0;
      for (size_t k = 0; k < count; k++) i = i * used + digits[k];
      result = int_tag(negative ? -i : i);
    } else if (used <= 10 && count <= 38) { /* below 2**127 */
      unsigned __int128 i = 0;
      for (size_t k = 0; k < count; k++) i = i * (unsigned)used + digits[k];
      result = big_from_magnitude(ctx, i, negative);
    } else {
      result = big_from_digits(ctx, digits, count, used, negative);
    }
  }
  if (digits != fixed) memory_free(ctx, digits);
  return result;
}

Value int_parse(Ctx *ctx, const char *digits, size_t n, int base) { return parse(ctx, digits, n, base, V_NULL); }

/* Most texts of ints: a sign perhaps, and so few decimal digits that nothing can go wrong. V_NULL: it is another. */
static Value few_digits(const uint8_t *s, int64_t n) {
  bool negative = n > 1 && *s == '-';
  s += negative, n -= negative;
  if (n < 1 || n > 18) return V_NULL;
  int64_t value = 0;
  for (int64_t i = 0; i < n; i++) {
    uint8_t digit = (uint8_t)(s[i] - '0');
    if (digit > 9) return V_NULL;
    value = value * 10 + digit;
  }
  return int_tag(negative ? -value : value);
}

Value int_from_text(Ctx *ctx, Value text, int base) {
  if (!is_str(ctx, text)) {
    const uint8_t *data;
    int64_t n;
    if (!bytes_view(ctx, text, &data, &n)) {
      if (!exc_matches(ctx, EXC_BufferError)) return V_NULL;
      exc_clear(ctx);
      raise_format(ctx, EXC_TypeError,
                   "int() argument must be a string, a bytes-like object or a real number, not '%T'", text);
      return V_NULL;
    }
    Value shown = has_shape(text, ctx->shape.bytes) ? text : bytes_new(ctx, data, n);
    return shown ? parse(ctx, (const char *)data, (size_t)n, base, shown) : V_NULL;
  }
  if (str_is_ascii(text)) {
    Value simple = base == 10 ? few_digits(AS_STR(text)->data, str_length(text)) : V_NULL;
    if (simple) return simple;
    bool odd = false; /* Python takes 0x1c–0x1f for blanks too: number_text knows */
    for (int64_t i = 0; i < str_length(text) && !odd; i++) {
      odd = AS_STR(text)->data[i] >= 0x1c && AS_STR(text)->data[i] <= 0x1f;
      if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
    }
    if (!odd) return parse(ctx, (const char *)AS_STR(text)->data, (size_t)str_length(text), base, text);
  }
  size_t n;
  char *ascii = number_text(ctx, text, &n);
  if (!ascii) return V_NULL;
  Value v = parse(ctx, ascii, n, base, text);
  memory_free(ctx, ascii);
  return v;
}

Value int_from_hex(Ctx *ctx, const char *s, size_t n) {
  bool negative = n && *s == '-';
  s += negative, n -= negative;
  uint8_t *digits = memory_new(ctx, n + 1);
  if (!digits) return raise_no_memory(ctx), V_NULL;
  Value v = V_NULL;
  for (size_t i = 0; i < n; i++) {
    digits[i] = digit_value((uint8_t)s[i]);
    if (!CHECK_STOP_AT(ctx, i)) goto stopped;
  }
  v = big_from_digits(ctx, digits, n, 16, negative);
stopped:
  memory_free(ctx, digits);
  return v;
}

static Value too_many_digits(Ctx *ctx) {
  raise_format(ctx, EXC_ValueError,
               "Exceeds the limit (%lld digits) for integer string conversion; "
               "use sys.set_int_max_str_digits() to increase the limit",
               (long long)ctx->int_max_str_digits);
  return V_NULL;
}

Value int_to_str(Ctx *ctx, Value v, int base) {
  v = int_unwrap(ctx, v);
  if (is_int(v)) {
    char buf[72], *p = buf + sizeof buf;
    int64_t i = int_val(v);
    uint64_t u = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
    if (u < 10 && u < (unsigned)base && i >= 0) return ctx->chars['0' + u];
    if (base == 10) {
      do *--p = (char)('0' + u % 10);
      while (u /= 10);
    } else {
      do *--p = "0123456789abcdefghijklmnopqrstuvwxyz"[u % (unsigned)base];
      while (u /= (unsigned)base);
    }
    if (i < 0) *--p = '-';
    Value s = str_new(ctx, 1, buf + sizeof buf - p);
    if (!s) return V_NULL;
    AS_STR(s)->h.flags = STR_ASCII;
    memcpy(AS_STR(s)->data, p, (size_t)(buf + sizeof buf - p));
    return s;
  }
  unsigned __int128 magnitude;
  if (base == 10 && big_magnitude(v, &magnitude)) {    /* the limit of digits is never so low */
    const uint64_t billions = 10000000000000000000ull; /* 10**19: two halves */
    char buf[40], *p = buf + sizeof buf;
    uint64_t high = (uint64_t)(magnitude / billions), low = (uint64_t)(magnitude % billions);
    for (int i = 0; high ? i < 19 : low != 0; i++, low /= 10) *--p = (char)('0' + low % 10);
    for (; high; high /= 10) *--p = (char)('0' + high % 10);
    if (big_negative(v)) *--p = '-';
    return str_from_utf8(ctx, p, (size_t)(buf + sizeof buf - p));
  }
  int64_t max = (base & (base - 1)) && ctx->int_max_str_digits ? ctx->int_max_str_digits : 0;
  /* refused before the quadratic work; 3.33 bits a digit */
  if (max && base == 10 && int_bit_length(v) / 3.3219 > (double)max + 2) return too_many_digits(ctx);
  size_t n;
  char *digits = big_to_digits(ctx, v, base, &n);
  if (!digits) return V_NULL;
  Value s = V_NULL;
  if (max && base == 10 && (int64_t)n > max) {
    too_many_digits(ctx);
  } else if ((s = str_new(ctx, 1, (int64_t)n + big_negative(v)))) {
    AS_STR(s)->h.flags = STR_ASCII;
    AS_STR(s)->data[0] = '-';
    if (!stop_copy(ctx, AS_STR(s)->data + big_negative(v), digits, n)) s = V_NULL;
  }
  memory_free(ctx, digits);
  return s;
}
