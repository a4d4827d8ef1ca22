/* Module _decimal: a number from text.
 *
 *   number   [sign] digits [. [digits]] [exponent]  |  [sign] . digits [exponent]
 *   special  [sign] inf | infinity | nan [digits] | snan [digits]
 *
 * in any case. Digits may be those of any script. */
#include "modules/_decimal/decimal.h"

typedef struct Scan {
  const char *at, *end;
} Scan;

static bool take_word(Scan *scan, const char *word) { /* word: lower case */
  const char *at = scan->at;
  for (; *word; word++, at++)
    if (at == scan->end || (*at | 0x20) != *word) return false;
  scan->at = at;
  return true;
}
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* The coefficient that the digits among n characters are. */
static bool set_digits(Ctx *ctx, Num *n, const char *text, int64_t count, int64_t digits) {
  for (; count && (*text == '0' || *text == '.'); text++, count--) {
    digits -= *text == '0';
    if (!CHECK_STOP_AT(ctx, count)) return false;
  }
  n->digits = digits ? digits : 1;
  if (digits <= 38) {
    for (int64_t i = 0; i < count; i++)
      if (text[i] != '.') n->small = n->small * 10 + (unsigned)(text[i] - '0');
    return true;
  }
  uint8_t *values = memory_new(ctx, (size_t)digits);
  if (!values) return raise_no_memory(ctx), false;
  int64_t used = 0;
  bool go_on = true;
  for (int64_t i = 0; i < count && go_on; i++) {
    if (text[i] != '.') values[used++] = (uint8_t)(text[i] - '0');
    go_on = CHECK_STOP_AT(ctx, i);
  }
  Value v = go_on ? big_from_digits(ctx, values, (size_t)digits, 10, false) : V_NULL;
  memory_free(ctx, values);
  return v && num_set_coefficient(ctx, n, v);
}

/* false with *syntax unset: exception */
static bool scan_special(Ctx *ctx, Num *n, Scan *scan, bool *syntax) {
  if (take_word(scan, "inf")) {
    take_word(scan, "inity");
    n->kind = INFINITE;
    *syntax = scan->at == scan->end;
    return true;
  }
  bool signaling = take_word(scan, "s");
  *syntax = take_word(scan, "nan");
  if (!*syntax) return true;
  n->kind = signaling ? SIGNALING_NAN : QUIET_NAN;
  for (const char *c = scan->at; c < scan->end; c++)
    if (!is_digit(*c)) return *syntax = false, true;
  return set_digits(ctx, n, scan->at, scan->end - scan->at, scan->end - scan->at);
}

/* false: no exponent, or an exception */
static bool scan_exponent(Ctx *ctx, Scan *scan, int64_t *exp) {
  bool negative = scan->at < scan->end && *scan->at == '-';
  if (scan->at < scan->end && (*scan->at == '-' || *scan->at == '+')) scan->at++;
  if (scan->at == scan->end) return false;
  int64_t e = 0;
  for (; scan->at < scan->end; scan->at++) {
    if (!is_digit(*scan->at) || !CHECK_STOP_AT(ctx, (uintptr_t)scan->at)) return false;
    if (e < EXPONENT_END / 10) e = e * 10 + (*scan->at - '0');
    else e = EXPONENT_END;
  }
  *exp += negative ? -e : e;
  return true;
}

static bool scan_number(Ctx *ctx, Num *n, Scan *scan, bool *syntax) {
  n->negative = scan->at < scan->end && *scan->at == '-';
  if (scan->at < scan->end && (*scan->at == '-' || *scan->at == '+')) scan->at++;
  if (scan->at < scan->end && !is_digit(*scan->at) && *scan->at != '.') return scan_special(ctx, n, scan, syntax);
  const char *from = scan->at, *point = NULL;
  int64_t digits = 0;
  for (; scan->at < scan->end; scan->at++) {
    if (!CHECK_STOP_AT(ctx, (uintptr_t)scan->at)) return false;
    if (is_digit(*scan->at)) digits++;
    else if (*scan->at == '.' && !point) point = scan->at;
    else break;
  }
  int64_t count = scan->at - from;
  *syntax = digits > 0;
  if (!digits) return true;
  if (point) n->exp = -(scan->at - point - 1);
  if (scan->at < scan->end) {
    *syntax = (*scan->at++ | 0x20) == 'e' && scan_exponent(ctx, scan, &n->exp);
    if (!*syntax) return !ctx->exc;
  }
  return set_digits(ctx, n, from, count, digits);
}

/* `strip`: blanks around it and underscores anywhere are skipped. false: exception */
static bool clean(Ctx *ctx, char *text, size_t *length) {
  size_t n = *length, from = 0, used = 0;
  for (; n && text[n - 1] == ' '; n--)
    if (!CHECK_STOP_AT(ctx, n)) return false;
  for (; from < n && text[from] == ' '; from++)
    if (!CHECK_STOP_AT(ctx, from)) return false;
  for (; from < n; from++) {
    if (text[from] != '_') text[used++] = text[from];
    if (!CHECK_STOP_AT(ctx, from)) return false;
  }
  *length = used;
  return true;
}

bool num_from_text(Ctx *ctx, Num *r, Value text, bool strip, uint32_t *status) {
  size_t n;
  char room[64], *owned = NULL, *chars = room;
  if (str_is_ascii(text) && str_length(text) <= (int64_t)sizeof room) {
    n = (size_t)str_length(text);
    for (size_t i = 0; i < n; i++) {
      char c = (char)AS_STR(text)->data[i];
      room[i] = uni_is((uint32_t)c, UNI_SPACE) ? ' ' : c;
    }
  } else if (!(chars = owned = number_text(ctx, text, &n))) return false;
  if (strip && !clean(ctx, chars, &n)) return memory_free(ctx, owned), false;
  Scan scan = {chars, chars + n};
  bool syntax = false;
  *r = (Num){.digits = 1};
  bool done = scan_number(ctx, r, &scan, &syntax);
  memory_free(ctx, owned);
  if (!done) return false;
  if (!syntax) num_invalid(r, CONVERSION_SYNTAX, status);
  return true;
}
