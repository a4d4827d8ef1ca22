/* Parsing of the format mini-language, padding, and format() of str.
 *
 *   [[fill]align][sign]["z"]["#"]["0"][width][grouping]["." [precision][grouping]][type] */
#include "call/call.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "text/format/format.h"
#include "text/text.h"
#include <stdlib.h>

static bool is_align(uint32_t c) { return c == '<' || c == '>' || c == '=' || c == '^'; }

/* The digits at *pos; false: exception, such as too large a number. *count = how many there were. */
static bool read_number(Ctx *ctx, Text t, int64_t *pos, int64_t *out, int64_t *count) {
  int64_t n = 0, from = *pos;
  for (; *pos < t.length; ++*pos) {
    uint32_t c = text_at(t, *pos);
    if (!CHECK_STOP_AT(ctx, *pos)) return false;
    if (c < '0' || c > '9') break;
    if (n > (INT64_MAX - 9) / 10) {
      raise_format(ctx, EXC_ValueError, "Too many decimal digits in format string");
      return false;
    }
    n = n * 10 + (c - '0');
  }
  *count = *pos - from;
  if (*count) *out = n;
  return true;
}

/* ',' or '_' at *pos. */
static bool read_separator(Ctx *ctx, Text t, int64_t *pos, char *out) {
  if (*pos < t.length && text_at(t, *pos) == ',') *out = ',', ++*pos;
  if (*pos < t.length && text_at(t, *pos) == '_') {
    if (*out) goto both;
    *out = '_', ++*pos;
  }
  if (*pos < t.length && text_at(t, *pos) == ',' && *out == '_') goto both;
  return true;
both:
  raise_format(ctx, EXC_ValueError, "Cannot specify both ',' and '_'.");
  return false;
}

static bool separator_refused(Ctx *ctx, char separator, uint32_t type) {
  if (type > 32 && type < 128)
    raise_format(ctx, EXC_ValueError, "Cannot specify '%c' with '%c'.", separator, (int)type);
  else raise_format(ctx, EXC_ValueError, "Cannot specify '%c' with '\\x%x'.", separator, type);
  return false;
}

static bool check_separators(Ctx *ctx, FormatSpec *f) {
  if (f->thousands) {
    switch (f->type) {
    case 0:
    case 'd':
    case 'e':
    case 'f':
    case 'g':
    case 'E':
    case 'G':
    case '%':
    case 'F': break;
    case 'b':
    case 'o':
    case 'x':
    case 'X':
      if (f->thousands == '_') {
        f->thousands = '4';
        break;
      }
      return separator_refused(ctx, f->thousands, f->type);
    default: return separator_refused(ctx, f->thousands, f->type);
    }
  }
  if (f->fraction && f->type == 'n') return separator_refused(ctx, f->fraction, f->type);
  return true;
}

bool format_parse(Ctx *ctx, Value spec, Value v, uint32_t default_type, char default_align, FormatSpec *f) {
  *f = (FormatSpec){.fill = ' ', .align = default_align, .width = -1, .precision = -1, .type = default_type};
  Text t = text_of(spec);
  int64_t pos = 0, count;
  if (t.length >= 2 && is_align(text_at(t, 1))) {
    f->fill = text_at(t, 0), f->align = (char)text_at(t, 1);
    f->fill_given = f->align_given = true;
    pos = 2;
  } else if (t.length >= 1 && is_align(text_at(t, 0))) {
    f->align = (char)text_at(t, 0);
    f->align_given = true;
    pos = 1;
  }
#define AT(c) (pos < t.length && text_at(t, pos) == (c))
  if (AT('+') || AT('-') || AT(' ')) f->sign = (char)text_at(t, pos++);
  if (AT('z')) f->no_negative_zero = true, pos++;
  if (AT('#')) f->alternate = true, pos++;
  if (!f->fill_given && AT('0')) {
    f->fill = '0';
    if (!f->align_given && default_align == '>') f->align = '=';
    pos++;
  }
  if (!read_number(ctx, t, &pos, &f->width, &count) || !read_separator(ctx, t, &pos, &f->thousands)) return false;
  if (AT('.')) {
    pos++;
    if (!read_number(ctx, t, &pos, &f->precision, &count)) return false;
    int64_t before = pos;
    if (!read_separator(ctx, t, &pos, &f->fraction)) return false;
    if (count == 0 && pos == before) {
      raise_format(ctx, EXC_ValueError, "Format specifier missing precision");
      return false;
    }
  }
#undef AT
  if (t.length - pos > 1) {
    raise_format(ctx, EXC_ValueError, "Invalid format specifier '%U' for object of type '%T'", spec, v);
    return false;
  }
  if (pos < t.length) f->type = text_at(t, pos);
  return check_separators(ctx, f);
}

void format_unknown_type(Ctx *ctx, uint32_t type, Value v) {
  if (type > 32 && type < 128)
    raise_format(ctx, EXC_ValueError, "Unknown format code '%c' for object of type '%T'", (int)type, v);
  else raise_format(ctx, EXC_ValueError, "Unknown format code '\\x%x' for object of type '%T'", type, v);
}

void format_pad(StrBuilder *sb, const FormatSpec *f, Text t) {
  int64_t missing = f->width > t.length ? f->width - t.length : 0;
  int64_t left = f->align == '>' ? missing : f->align == '^' ? missing / 2 : 0;
  sb_repeat(sb, f->fill, left);
  sb_text(sb, t);
  sb_repeat(sb, f->fill, missing - left);
}

Value str_format_spec(Ctx *ctx, Value s, Value spec) {
  if (str_length(spec) == 0) return str_plain(ctx, s);
  FormatSpec f;
  if (!format_parse(ctx, spec, s, 's', '<', &f)) return V_NULL;
  const char *refused = NULL;
  if (f.type != 's') return format_unknown_type(ctx, f.type, s), V_NULL;
  if (f.sign)
    refused = f.sign == ' ' ? "Space not allowed in string format specifier"
                            : "Sign not allowed in string format specifier";
  else if (f.no_negative_zero) refused = "Negative zero coercion (z) not allowed in string format specifier";
  else if (f.alternate) refused = "Alternate form (#) not allowed in string format specifier";
  else if (f.align == '=') refused = "'=' alignment not allowed in string format specifier";
  if (refused) return raise_format(ctx, EXC_ValueError, "%s", refused), V_NULL;
  Text t = text_of(s);
  if (f.precision >= 0 && f.precision < t.length) t = text_slice(t, 0, f.precision);
  StrBuilder sb;
  sb_init(&sb, ctx);
  format_pad(&sb, &f, t);
  return sb_finish(&sb);
}

/* ---- numbers ---- */

/* Digits with separators, at least `min_width` characters with leading zeros, written backwards from `end` (NULL: only
 * counted). -1: exception */
static int64_t group(Ctx *ctx, const char *digits, int64_t n, int64_t min_width, int64_t size, char separator,
                     char *end) {
  int64_t length = 0;
  for (int64_t rounds = 0;; rounds++) {
    int64_t wanted = n > min_width ? n : min_width;
    if (wanted < 1) wanted = 1;
    int64_t width = !separator || wanted < size ? wanted : size;
    for (int64_t i = 0; i < width; i++) {
      if (!CHECK_STOP_AT(ctx, i)) return -1;
      length++;
      if (end) *--end = n > 0 ? digits[n - 1] : '0';
      if (n > 0) n--;
    }
    min_width -= width;
    if (n <= 0 && min_width <= 0) return length;
    if (!CHECK_STOP_AT(ctx, rounds)) return -1;
    min_width--;
    length++;
    if (end) *--end = separator;
  }
}

static bool add_grouped_fraction(Ctx *ctx, StrBuilder *sb, const FormatSpec *f, const NumberParts *p) {
  for (int64_t i = 0, n = p->nfraction + p->nzeros; i < n; i++) {
    if (i && i % 3 == 0) sb_char(sb, (uint8_t)f->fraction);
    sb_char(sb, i < p->nfraction ? (uint8_t)p->fraction[i] : '0');
    if (!CHECK_STOP_AT(ctx, i)) return false;
  }
  return true;
}

bool format_number(Ctx *ctx, StrBuilder *sb, const FormatSpec *f, const NumberParts *p) {
  char sign = p->negative ? '-' : f->sign == '+' ? '+' : f->sign == ' ' ? ' ' : 0;
  int64_t nprefix = (int64_t)strlen(p->prefix), nfraction = p->nfraction + p->nzeros;
  if (f->fraction && nfraction) nfraction += (nfraction - 1) / 3;
  int64_t other = (sign != 0) + nprefix + p->point + nfraction + p->ntail;
  int64_t min_width = f->fill == '0' && f->align == '=' ? f->width - other : 0;
  char separator = f->thousands == '4' ? '_' : f->thousands;
  int64_t size = f->thousands == '4' ? 4 : 3, ngrouped = 0;
  char *grouped = NULL;
  if (p->ndigits && (separator || min_width > p->ndigits)) {
    ngrouped = group(ctx, p->digits, p->ndigits, min_width, size, separator, NULL);
    if (ngrouped < 0) return false;
    if (!(grouped = memory_new(ctx, (size_t)ngrouped))) return raise_no_memory(ctx), false;
    if (group(ctx, p->digits, p->ndigits, min_width, size, separator, grouped + ngrouped) < 0)
      return memory_free(ctx, grouped), false;
  } else {
    ngrouped = p->ndigits;
  }
  int64_t missing = f->width - other - ngrouped;
  if (missing < 0) missing = 0;
  int64_t left = f->align == '>' ? missing : f->align == '^' ? missing / 2 : 0;
  sb_repeat(sb, f->fill, left);
  if (sign) sb_char(sb, (uint8_t)sign);
  sb_ascii(sb, p->prefix);
  if (f->align == '=') sb_repeat(sb, f->fill, missing);
  sb_bytes(sb, grouped ? grouped : p->digits, (size_t)ngrouped);
  memory_free(ctx, grouped);
  if (p->point) sb_char(sb, '.');
  if (f->fraction) {
    if (!add_grouped_fraction(ctx, sb, f, p)) return false;
  } else {
    sb_bytes(sb, p->fraction, (size_t)p->nfraction);
    sb_repeat(sb, '0', p->nzeros);
  }
  sb_bytes(sb, p->tail, (size_t)p->ntail);
  if (f->align == '<' || f->align == '^') sb_repeat(sb, f->fill, missing - left);
  return true;
}
