/* format() of int, float and complex. */
#include "number/number.h"
#include "call/call.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "object/object.h"
#include "text/format/format.h"
#include "text/text.h"
#include <limits.h>
#include <math.h>
#include <stdlib.h>

/* ---- text of doubles ---- */

/* No double has more digits after its point, nor as many before its exponent: only zeros follow. */
#define EXACT_DIGITS 1100

static void upper(char *s) {
  for (; *s; s++)
    if (*s >= 'a' && *s <= 'z') *s -= 32;
}

/* Removes trailing zeros of the fraction, and a point that nothing follows. */
static size_t strip_zeros(char *s, size_t n) {
  if (!memchr(s, '.', n)) return n;
  while (s[n - 1] == '0') n--;
  return s[n - 1] == '.' ? n - 1 : n;
}

/* printf's %g: `precision` significant digits; exponent form when the point would be before the fifth zero or after the
 * last digit. */
static void general(char *out, double d, int precision, bool alternate, bool add_dot, size_t room) {
  if (precision == 0) precision = 1;
  int n = double_scientific(d, precision - 1, out, room);
  out[n] = 0;
  char *e = strchr(out, 'e');
  int exponent = atoi(e + 1);
  if (exponent >= -4 && exponent < precision - add_dot) {
    n = double_fixed(d, precision - 1 - exponent, out, room);
    if (!alternate) n = (int)strip_zeros(out, (size_t)n);
    else if (precision - 1 - exponent == 0) out[n++] = '.';
    out[n] = 0;
    if (add_dot && !memchr(out, '.', (size_t)n)) memcpy(out + n, ".0", 3);
    return;
  }
  char tail[16];
  strcpy(tail, e);
  size_t head = (size_t)(e - out);
  if (!alternate) head = strip_zeros(out, head);
  else if (precision == 1) out[head++] = '.';
  strcpy(out + head, tail);
}

static void shortest(char *out, double d, bool alternate, bool add_dot) {
  int n = double_repr(d, out);
  out[n] = 0;
  bool whole = n > 2 && out[n - 2] == '.' && out[n - 1] == '0';
  if (whole && !add_dot) out[n - (alternate ? 1 : 2)] = 0;
  if (!alternate || strchr(out, '.')) return;
  char *e = strchr(out, 'e'); /* 1e+16 -> 1.e+16 */
  if (e) memmove(e + 1, e, strlen(e) + 1), *e = '.';
}

char *double_format(Ctx *ctx, double d, char type, int64_t precision, bool alternate, bool add_dot,
                    bool no_negative_zero, int64_t *zeros) {
  char kind = (char)(type | 0x20);
  *zeros = precision > EXACT_DIGITS && isfinite(d) && (kind != 'g' || alternate) ? precision - EXACT_DIGITS : 0;
  if (precision > EXACT_DIGITS) precision = EXACT_DIGITS;
  size_t room = 400 + (size_t)(precision > 0 ? precision : 0);
  char *text = memory_new(ctx, room + 1);
  if (!text) return raise_no_memory(ctx), NULL;
  char *out = text;
  bool negative = signbit(d) && !isnan(d);
  if (negative) *out++ = '-';
  double m = fabs(d);
  if (!isfinite(d)) {
    strcpy(out, isnan(d) ? "nan" : "inf");
  } else if (kind == 'r') {
    shortest(out, m, alternate, add_dot);
  } else if (kind == 'g') {
    general(out, m, (int)precision, alternate, add_dot, room - 1);
  } else {
    int n = kind == 'e' ? double_scientific(m, (int)precision, out, room - 1)
                        : double_fixed(m, (int)precision, out, room - 1);
    out[n] = 0;
    if (alternate && precision == 0) {
      char *e = kind == 'e' ? strchr(out, 'e') : out + n;
      memmove(e + 1, e, strlen(e) + 1);
      *e = '.';
    }
  }
  if (negative && no_negative_zero) {
    bool zero = isfinite(d);
    for (const char *p = out; *p && *p != 'e'; p++) zero &= *p == '0' || *p == '.';
    if (zero) memmove(text, out, strlen(out) + 1);
  }
  if (type < 'a') upper(text);
  return text;
}

NumberParts double_parts(const char *s, int64_t zeros) {
  NumberParts p = {.prefix = "", .negative = *s == '-', .nzeros = zeros};
  s += p.negative;
  p.digits = s;
  while (*s >= '0' && *s <= '9') s++;
  p.ndigits = s - p.digits;
  if ((p.point = *s == '.')) s++;
  p.fraction = s;
  while (*s >= '0' && *s <= '9') s++;
  p.nfraction = s - p.fraction;
  p.tail = s;
  p.ntail = (int64_t)strlen(s);
  return p;
}

/* ---- float ---- */

static bool precision_fits(Ctx *ctx, int64_t precision) {
  if (precision <= INT_MAX - 1024) return true;
  raise_format(ctx, EXC_ValueError, "precision too big");
  return false;
}

static Value format_double(Ctx *ctx, double d, FormatSpec *f) {
  if (!precision_fits(ctx, f->precision)) return V_NULL;
  char type = (char)f->type;
  int64_t precision = f->precision;
  bool add_dot = type == 0, percent = type == '%';
  if (type == 0) type = precision < 0 ? 'r' : 'g';
  if (type == 'n') type = 'g';
  if (percent) type = 'f', d *= 100;
  if (precision < 0) precision = type == 'r' ? 0 : 6;
  int64_t zeros;
  char *text = double_format(ctx, d, type, precision, f->alternate, add_dot, f->no_negative_zero, &zeros);
  if (!text) return V_NULL;
  if (percent) strcat(text, "%"); /* double_format left room */
  StrBuilder sb;
  sb_init(&sb, ctx);
  NumberParts parts = double_parts(text, zeros);
  bool ok = format_number(ctx, &sb, f, &parts);
  memory_free(ctx, text);
  if (ok) return sb_finish(&sb);
  sb_discard(&sb);
  return V_NULL;
}

Value float_format_spec(Ctx *ctx, Value v, Value spec) {
  if (str_length(spec) == 0)
    return is_flonum(v) || has_shape(v, ctx->shape.float_) ? float_repr(ctx, float_val(ctx, v)) : object_str(ctx, v);
  FormatSpec f;
  if (!format_parse(ctx, spec, v, 0, '>', &f)) return V_NULL;
  switch (f.type) {
  case 0:
  case 'e':
  case 'E':
  case 'f':
  case 'F':
  case 'g':
  case 'G':
  case 'n':
  case '%': return format_double(ctx, float_val(ctx, v), &f);
  default: return format_unknown_type(ctx, f.type, v), V_NULL;
  }
}

/* ---- int ---- */

static Value format_char(Ctx *ctx, Value v, const FormatSpec *f) {
  int64_t code;
  if (f->sign) return raise_format(ctx, EXC_ValueError, "Sign not allowed with integer format specifier 'c'"), V_NULL;
  if (f->alternate) {
    raise_format(ctx, EXC_ValueError, "Alternate form (#) not allowed with integer format specifier 'c'");
    return V_NULL;
  }
  if (!int_to_i64(ctx, v, &code)) {
    raise_format(ctx, EXC_OverflowError, "Python int too large to convert to C long");
    return V_NULL;
  }
  if (code < 0 || code > 0x10ffff)
    return raise_format(ctx, EXC_OverflowError, "%%c arg not in range(0x110000)"), V_NULL;
  uint32_t c = (uint32_t)code;
  FormatSpec padded = *f;
  if (padded.align == '=') padded.align = '>';
  StrBuilder sb;
  sb_init(&sb, ctx);
  format_pad(&sb, &padded, (Text){&c, 1, 4});
  return sb_finish(&sb);
}

static Value format_int(Ctx *ctx, Value v, const FormatSpec *f) {
  if (f->precision >= 0)
    return raise_format(ctx, EXC_ValueError, "Precision not allowed in integer format specifier"), V_NULL;
  if (f->no_negative_zero) {
    raise_format(ctx, EXC_ValueError, "Negative zero coercion (z) not allowed in integer format specifier");
    return V_NULL;
  }
  if (f->type == 'c') return format_char(ctx, v, f);
  int base = f->type == 'b' ? 2 : f->type == 'o' ? 8 : (f->type | 0x20) == 'x' ? 16 : 10;
  Value digits = int_to_str(ctx, v, base);
  if (!digits) return V_NULL;
  bool negative = str_at(digits, 0) == '-';
  size_t n = (size_t)(str_length(digits) - negative);
  char *copy = NULL;
  const char *text = (const char *)AS_STR(digits)->data + negative;
  if (f->type == 'X') {
    if (!(copy = memory_new(ctx, n + 1))) return raise_no_memory(ctx), V_NULL;
    memcpy(copy, text, n);
    copy[n] = 0;
    upper(copy);
    text = copy;
  }
  const char *prefix = !f->alternate || base == 10 ? ""
                       : base == 2                 ? "0b"
                       : base == 8                 ? "0o"
                       : f->type == 'X'            ? "0X"
                                                   : "0x";
  NumberParts parts = {
      .negative = negative, .prefix = prefix, .digits = text, .ndigits = (int64_t)n, .fraction = "", .tail = ""};
  StrBuilder sb;
  sb_init(&sb, ctx);
  bool ok = format_number(ctx, &sb, f, &parts);
  memory_free(ctx, copy);
  if (ok) return sb_finish(&sb);
  sb_discard(&sb);
  return V_NULL;
}

Value int_format_spec(Ctx *ctx, Value v, Value spec) {
  if (str_length(spec) == 0) return is_int(v) ? int_to_str(ctx, v, 10) : object_str(ctx, v);
  FormatSpec f;
  if (!format_parse(ctx, spec, v, 'd', '>', &f)) return V_NULL;
  switch (f.type) {
  case 'b':
  case 'c':
  case 'd':
  case 'o':
  case 'x':
  case 'X':
  case 'n': return format_int(ctx, int_unwrap(ctx, v), &f);
  case 'e':
  case 'E':
  case 'f':
  case 'F':
  case 'g':
  case 'G':
  case '%': {
    double d;
    return float_coerce(ctx, v, &d) ? format_double(ctx, d, &f) : V_NULL;
  }
  default: return format_unknown_type(ctx, f.type, v), V_NULL;
  }
}

/* ---- complex ---- */

static bool add_part(Ctx *ctx, StrBuilder *sb, const FormatSpec *f, double d, char type, int64_t precision, char sign) {
  int64_t zeros;
  char *text = double_format(ctx, d, type, precision, f->alternate, false, f->no_negative_zero, &zeros);
  if (!text) return false;
  FormatSpec part = *f;
  part.width = -1, part.align = '<', part.fill = ' ', part.sign = sign;
  NumberParts parts = double_parts(text, zeros);
  bool ok = format_number(ctx, sb, &part, &parts);
  memory_free(ctx, text);
  return ok;
}

Value complex_format_spec(Ctx *ctx, Value v, Value spec) {
  if (str_length(spec) == 0) return object_str(ctx, v);
  FormatSpec f;
  if (!format_parse(ctx, spec, v, 0, '>', &f)) return V_NULL;
  char type = (char)f.type;
  switch (f.type) {
  case 0:
  case 'e':
  case 'E':
  case 'f':
  case 'F':
  case 'g':
  case 'G':
  case 'n': break;
  default: return format_unknown_type(ctx, f.type, v), V_NULL;
  }
  if (!precision_fits(ctx, f.precision)) return V_NULL;
  if (f.fill == '0')
    return raise_format(ctx, EXC_ValueError, "Zero padding is not allowed in complex format specifier"), V_NULL;
  if (f.align == '=') {
    raise_format(ctx, EXC_ValueError, "'=' alignment flag is not allowed in complex format specifier");
    return V_NULL;
  }
  double re = ((Complex *)v)->re, im = ((Complex *)v)->im;
  bool only_imaginary = type == 0 && re == 0 && !signbit(re), brackets = type == 0 && !only_imaginary;
  int64_t precision = f.precision;
  if (type == 0) type = precision < 0 ? 'r' : 'g';
  if (type == 'n') type = 'g';
  if (precision < 0) precision = type == 'r' ? 0 : 6;
  StrBuilder sb;
  sb_init(&sb, ctx);
  if (brackets) sb_char(&sb, '(');
  bool ok = only_imaginary || add_part(ctx, &sb, &f, re, type, precision, f.sign);
  ok = ok && add_part(ctx, &sb, &f, im, type, precision, only_imaginary ? f.sign : '+');
  sb_char(&sb, 'j');
  if (brackets) sb_char(&sb, ')');
  Value text = ok ? sb_finish(&sb) : V_NULL;
  if (!ok) sb_discard(&sb);
  if (!text || f.width <= str_length(text)) return text;
  sb_init(&sb, ctx);
  format_pad(&sb, &f, text_of(text));
  return sb_finish(&sb);
}
