/* Module _decimal: format() with a dictionary as second argument, which says what the point, the separator of thousands
 * and the sizes of groups are, as localeconv() does. */
#include "modules/_decimal/decimal.h"

#define NO_MORE_GROUPS 127

/* A value of the dictionary, or `otherwise`. V_NULL + exception. */
static Value entry(Ctx *ctx, Value dict, const char *name, const char *otherwise) {
  Value key = str_intern_c(ctx, name), v = key ? dict_get(ctx, dict, key) : V_NULL;
  if (!v) return ctx->exc ? V_NULL : str_from_ascii(ctx, otherwise);
  if (is_str(ctx, v)) return v;
  return raise_format(ctx, EXC_TypeError, "bad argument type for built-in operation"), V_NULL;
}
static int64_t utf8_length(Value s) {
  int64_t n = 0;
  for (int64_t i = 0; i < str_length(s) && i < 5; i++) {
    uint32_t c = str_at(s, i);
    n += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  }
  return n;
}

bool locale_read(Ctx *ctx, Value dict, const FormatSpec *f, FormatLocale *out) {
  bool number = (f->type | 0x20) == 'n', comma = f->thousands == ',';
  out->point = entry(ctx, dict, "decimal_point", number || comma ? "." : "");
  out->separator = out->point ? entry(ctx, dict, "thousands_sep", comma ? "," : "") : V_NULL;
  out->grouping = out->separator ? entry(ctx, dict, "grouping", comma ? "\3" : "") : V_NULL;
  if (!out->grouping) return false;
  bool valid = str_length(out->point) && utf8_length(out->point) <= 4 && utf8_length(out->separator) <= 4;
  for (int64_t i = 0; i < str_length(out->grouping) && valid; i++)
    valid = str_at(out->grouping, i) <= NO_MORE_GROUPS && CHECK_STOP_AT(ctx, i);
  if (!valid && !ctx->exc) raise_format(ctx, EXC_ValueError, "invalid override dict");
  return valid;
}

/* The size of the i-th group from the right; 0: all that is left. */
static int64_t group_size(Value grouping, int64_t i) {
  int64_t n = str_length(grouping);
  if (!n) return 0;
  uint32_t size = str_at(grouping, i < n ? i : n - 1);
  for (; i > 0 && size == 0 && (i < n || str_at(grouping, n - 1) == 0); i--) size = str_at(grouping, i < n ? i : n - 1);
  return size == NO_MORE_GROUPS ? 0 : size;
}
/* How many separators n digits have. */
static int64_t separators(const FormatLocale *locale, int64_t n) {
  int64_t count = 0, size;
  if (!str_length(locale->separator)) return 0;
  while ((size = group_size(locale->grouping, count)) && n > size) n -= size, count++;
  return count;
}

static void add_groups(StrBuilder *sb, const FormatLocale *locale, const NumberParts *p, int64_t zeros) {
  int64_t n = zeros + p->ndigits, count = separators(locale, n), at = 0;
  for (int64_t i = count; i >= 0; i--) {
    int64_t behind = 0;
    for (int64_t k = 0; k < i; k++) behind += group_size(locale->grouping, k);
    for (; at < n - behind; at++) sb_char(sb, at < zeros ? '0' : (uint8_t)p->digits[at - zeros]);
    if (i) sb_str(sb, locale->separator);
  }
}

bool locale_format(Ctx *ctx, StrBuilder *sb, const FormatSpec *f, const NumberParts *p, const FormatLocale *locale) {
  char sign = p->negative ? '-' : f->sign == '+' ? '+' : f->sign == ' ' ? ' ' : 0;
  int64_t other = (sign != 0) + (p->point ? str_length(locale->point) : 0) + p->nfraction + p->ntail, zeros = 0;
  int64_t wide = str_length(locale->separator);
  bool fill = f->fill == '0' && f->align == '=' && p->ndigits;
  while (fill && other + zeros + p->ndigits + wide * separators(locale, zeros + p->ndigits) < f->width) {
    zeros++;
    if (!CHECK_STOP(ctx)) return false;
  }
  int64_t width = other + zeros + p->ndigits + wide * separators(locale, zeros + p->ndigits);
  int64_t missing = f->width > width ? f->width - width : 0;
  int64_t left = f->align == '>' ? missing : f->align == '^' ? missing / 2 : 0;
  sb_repeat(sb, f->fill, left);
  if (sign) sb_char(sb, (uint8_t)sign);
  if (f->align == '=') sb_repeat(sb, f->fill, missing);
  if (p->ndigits) add_groups(sb, locale, p, zeros);
  if (p->point) sb_str(sb, locale->point);
  sb_bytes(sb, p->fraction, (size_t)p->nfraction);
  sb_bytes(sb, p->tail, (size_t)p->ntail);
  if (f->align == '<' || f->align == '^') sb_repeat(sb, f->fill, missing - left);
  return true;
}
