/* Module _decimal: format(). The mini-language is that of numbers:
 *
 *   [[fill]align][sign]["z"]["#"]["0"][width][grouping]["." precision [grouping]][type]
 *
 * Without a precision nothing is rounded; otherwise the current context's rounding is used, its precision is not. */
#include "modules/_decimal/decimal.h"
#include <stdio.h>

static bool refuse(Ctx *ctx) { return raise_format(ctx, EXC_ValueError, "invalid format string"), false; }

static bool is_align(uint32_t c) { return c == '<' || c == '>' || c == '=' || c == '^'; }

static bool read_number(Ctx *ctx, Text t, int64_t *pos, int64_t *out) {
  int64_t n = 0;
  bool huge = false, large = false;
  for (; *pos < t.length && text_at(t, *pos) >= '0' && text_at(t, *pos) <= '9'; ++*pos) {
    int64_t digit = text_at(t, *pos) - '0';
    huge |= n > (INT64_MAX - digit) / 10;
    if (!CHECK_STOP_AT(ctx, *pos)) return false;
    if (!huge) n = n * 10 + digit;
  }
  *out = n;
  large = n > MAX_PREC;
  if (huge) raise_format(ctx, EXC_OverflowError, "cannot fit 'int' into an index-sized integer");
  else if (large) raise_format(ctx, EXC_ValueError, "format specification exceeds internal limits of _decimal");
  return !huge && !large;
}

static bool parse(Ctx *ctx, Value spec, FormatSpec *f) {
  Text t = text_of(spec);
  int64_t pos = 0;
  *f = (FormatSpec){.fill = ' ', .align = '>', .width = -1, .precision = -1};
#define AT(c) (pos < t.length && text_at(t, pos) == (c))
  if (t.length >= 2 && is_align(text_at(t, 1))) {
    f->fill = text_at(t, 0), f->align = (char)text_at(t, 1);
    f->align_given = true, pos = 2;
  } else if (t.length && is_align(text_at(t, 0))) f->align = (char)text_at(t, 0), f->align_given = true, pos = 1;
  if (AT('+') || AT('-') || AT(' ')) f->sign = (char)text_at(t, pos++);
  if (AT('z')) f->no_negative_zero = true, pos++;
  if (AT('#')) f->alternate = true, pos++;
  if (AT('0')) {
    if (f->align_given) return refuse(ctx);
    f->fill = '0', f->align = '=', f->fill_given = true, pos++;
  }
  int64_t before = pos;
  if (!read_number(ctx, t, &pos, &f->width)) return false;
  if (pos == before) f->width = -1;
  if (AT(',') || AT('_')) f->thousands = (char)text_at(t, pos++);
  if (AT('.')) {
    before = ++pos;
    if (!read_number(ctx, t, &pos, &f->precision)) return false;
    bool given = pos > before;
    if (!given) f->precision = -1;
    if (AT(',') || AT('_')) f->fraction = (char)text_at(t, pos++);
    else if (!given) return refuse(ctx);
  }
  if (pos < t.length) {
    f->type = text_at(t, pos++);
    if (!f->type || f->type > 'z' || !strchr("eEfFgGnN%", (int)f->type)) return refuse(ctx);
  }
#undef AT
  if (pos < t.length || ((f->type | 0x20) == 'n' && f->thousands)) return refuse(ctx);
  if (f->type == 'N') {
    if (!warn(ctx, EXC_DeprecationWarning, 1,
              "Format specifier 'N' is deprecated and slated for removal in Python 3.18"))
      return false;
  }
  return true;
}

/* ---- rounding to the precision ---- */

static bool to_digits(Ctx *ctx, Num *n, int64_t digits, Rounding rounding) {
  bool inexact;
  if (n->digits < digits) return num_is_zero(n) || num_shift(ctx, n, digits - n->digits);
  if (n->digits == digits) return true;
  if (!num_drop(ctx, n, n->digits - digits, rounding, &inexact)) return false;
  return n->digits == digits || num_drop(ctx, n, 1, ROUND_DOWN, &inexact);
}
static bool to_places(Ctx *ctx, Num *n, int64_t places, Rounding rounding) {
  bool inexact;
  if (n->exp >= -places) return num_shift(ctx, n, n->exp + places);
  return num_drop(ctx, n, -places - n->exp, rounding, &inexact);
}

static bool round_to(Ctx *ctx, Num *n, const FormatSpec *f, Rounding rounding) {
  int64_t precision = f->precision;
  char type = (char)(f->type | 0x20);
  if (f->type == '%') n->exp += 2;
  if (precision > MAX_PREC) return raise_no_memory(ctx), false;
  if (type == 'f' || f->type == '%') {
    if (precision >= 0) return to_places(ctx, n, precision, rounding);
    return n->exp <= 0 || (num_is_zero(n) ? (n->exp = 0, true) : num_shift(ctx, n, n->exp));
  }
  if (precision < 0) return true;
  if (type == 'e') return to_digits(ctx, n, precision + 1, rounding);
  if (precision == 0) precision = 1;
  return n->digits <= precision || to_digits(ctx, n, precision, rounding);
}

/* ---- laying out ---- */

static int64_t point_of(const Num *n, const FormatSpec *f, int64_t digits) {
  int64_t left = n->exp + digits;
  char type = (char)(f->type | 0x20);
  if (type == 'e') return num_is_zero(n) && f->precision >= 0 ? 1 - f->precision : 1;
  if (type == 'f' || f->type == '%') return left;
  return n->exp <= 0 && left > -6 ? left : 1;
}

static bool lay_out(Ctx *ctx, StrBuilder *sb, const Num *n, const FormatSpec *f, bool capitals,
                    const FormatLocale *locale) {
  size_t count;
  Value coefficient = num_coefficient(ctx, n);
  if (!coefficient) return false;
  char *digits = coefficient == int_tag(0) ? memory_zeroed(ctx, 2) : big_to_digits(ctx, coefficient, 10, &count);
  if (!digits) return ctx->exc ? false : (raise_no_memory(ctx), false);
  if (coefficient == int_tag(0)) *digits = '0', count = 1;
  int64_t length = (int64_t)count, point = point_of(n, f, length), exponent = n->exp + length - point;
  /* zeros before the digits, or after them */
  int64_t before = point <= 0 ? 1 - point : 0, after = point > length ? point - length : 0;
  char *all = memory_new(ctx, (size_t)(before + length + after) + 1), tail[32] = "";
  bool done = all;
  if (!all) raise_no_memory(ctx);
  else {
    done = stop_repeat(ctx, all, "0", 1, (size_t)before) && stop_copy(ctx, all + before, digits, (size_t)length) &&
           stop_repeat(ctx, all + before + length, "0", 1, (size_t)after);
    int64_t whole = point <= 0 ? 1 : point, total = before + length + after;
    char type = (char)(f->type | 0x20);
    bool small = f->type ? f->type >= 'a' : !capitals;
    if (exponent || type == 'e') snprintf(tail, sizeof tail, "%c%+lld", small ? 'e' : 'E', (long long)exponent);
    if (f->type == '%') strcpy(tail, "%");
    NumberParts parts = {.negative = n->negative && !(f->no_negative_zero && num_is_zero(n)),
                         .prefix = "",
                         .digits = all,
                         .ndigits = whole,
                         .point = total > whole || f->alternate,
                         .fraction = all + whole,
                         .nfraction = total - whole,
                         .tail = tail,
                         .ntail = (int64_t)strlen(tail)};
    done = done && (locale ? locale_format(ctx, sb, f, &parts, locale) : format_number(ctx, sb, f, &parts));
  }
  memory_free(ctx, all), memory_free(ctx, digits);
  return done;
}

static bool lay_out_special(Ctx *ctx, StrBuilder *sb, const Num *n, FormatSpec *f) {
  Num positive = *n;
  positive.negative = false;
  Value name = num_to_text(ctx, &positive, false, true);
  if (name && f->type == '%') name = str_concat(ctx, name, str_from_ascii(ctx, "%"));
  if (!name) return false;
  if (f->fill_given) f->fill = ' ', f->align = '>';
  f->thousands = f->fraction = 0;
  NumberParts parts = {.negative = n->negative,
                       .prefix = "",
                       .digits = "",
                       .fraction = "",
                       .tail = (const char *)AS_STR(name)->data,
                       .ntail = str_length(name)};
  return format_number(ctx, sb, f, &parts);
}

SHARED_METHOD(decimal_format) {
  if (!is_str(ctx, args[0])) return raise_format(ctx, EXC_TypeError, "format arg must be str"), V_NULL;
  if (nargs > 1 && !is_dict(ctx, args[1]))
    return raise_format(ctx, EXC_TypeError, "optional argument must be a dict"), V_NULL;
  Value context = current_context(ctx);
  FormatSpec f;
  Num n;
  if (!context || !parse(ctx, args[0], &f)) return V_NULL;
  FormatLocale locale;
  bool given = nargs > 1 && f.thousands != '_' && !f.fraction;
  if (given && !locale_read(ctx, args[1], &f, &locale)) return V_NULL;
  num_load(&n, self);
  StrBuilder sb;
  sb_init(&sb, ctx);
  bool done = n.kind == FINITE ? round_to(ctx, &n, &f, AS_CONTEXT(context)->s.rounding) &&
                                     lay_out(ctx, &sb, &n, &f, AS_CONTEXT(context)->capitals, given ? &locale : NULL)
                               : lay_out_special(ctx, &sb, &n, &f);
  if (done) return sb_finish(&sb);
  sb_discard(&sb);
  return V_NULL;
}
