/* Module _decimal: a number as text, in scientific or engineering notation. */
#include "modules/_decimal/decimal.h"
#include <stdio.h>

/* The digits of a coefficient: in `room` when they fit, else malloc'ed. */
typedef struct Digits {
  const char *text;
  int64_t n;
  char *owned;
  char room[40];
} Digits;

static bool digits_open(Ctx *ctx, const Num *n, Digits *d) {
  d->owned = NULL;
  if (n->big) {
    size_t count;
    d->text = d->owned = big_to_digits(ctx, n->big, 10, &count);
    d->n = (int64_t)count;
    return d->owned;
  }
  char *at = d->room + sizeof d->room;
  U128 rest = n->small;
  while (rest >> 64) {
    uint64_t low = (uint64_t)(rest % POWERS_64[19]);
    rest /= POWERS_64[19];
    for (int i = 0; i < 19; i++) *--at = (char)('0' + low % 10), low /= 10;
  }
  uint64_t low = (uint64_t)rest;
  do *--at = (char)('0' + low % 10);
  while (low /= 10);
  while (*at == '0' && at < d->room + sizeof d->room - 1) at++;
  d->text = at;
  d->n = d->room + sizeof d->room - at;
  return true;
}

/* How many digits are before the point. */
static int64_t point_of(const Num *n, int64_t count, bool engineering) {
  int64_t left = n->exp + count;
  if (n->exp <= 0 && left > -6) return left;
  if (!engineering) return 1;
  int64_t modulo = (num_is_zero(n) ? left + 1 : left - 1) % 3;
  if (modulo < 0) modulo += 3;
  return num_is_zero(n) ? modulo - 1 : modulo + 1;
}

static void add_finite(StrBuilder *sb, const Num *n, const Digits *d, bool engineering, bool capitals) {
  int64_t point = point_of(n, d->n, engineering), exponent = n->exp + d->n - point;
  if (point <= 0) {
    sb_ascii(sb, "0.");
    sb_repeat(sb, '0', -point);
    sb_bytes(sb, d->text, (size_t)d->n);
  } else if (point >= d->n) {
    sb_bytes(sb, d->text, (size_t)d->n);
    sb_repeat(sb, '0', point - d->n);
  } else {
    sb_bytes(sb, d->text, (size_t)point);
    sb_char(sb, '.');
    sb_bytes(sb, d->text + point, (size_t)(d->n - point));
  }
  if (!exponent) return;
  char text[32];
  snprintf(text, sizeof text, "%c%+lld", capitals ? 'E' : 'e', (long long)exponent);
  sb_ascii(sb, text);
}

bool num_add_text(StrBuilder *sb, const Num *n, bool engineering, bool capitals) {
  if (n->negative) sb_char(sb, '-');
  if (n->kind == INFINITE) return sb_ascii(sb, "Infinity"), true;
  Digits d;
  if (num_is_nan(n)) {
    sb_ascii(sb, n->kind == QUIET_NAN ? "NaN" : "sNaN");
    if (!n->big && !n->small) return true;
  }
  if (!digits_open(sb->ctx, n, &d)) return false;
  if (n->kind == FINITE) add_finite(sb, n, &d, engineering, capitals);
  else sb_bytes(sb, d.text, (size_t)d.n);
  memory_free(sb->ctx, d.owned);
  return true;
}

Value num_to_text(Ctx *ctx, const Num *n, bool engineering, bool capitals) {
  StrBuilder sb;
  sb_init(&sb, ctx);
  if (num_add_text(&sb, n, engineering, capitals)) return sb_finish(&sb);
  sb_discard(&sb);
  return V_NULL;
}

/* The digits as ints. */
Value num_digit_tuple(Ctx *ctx, const Num *n) {
  Digits d;
  if (!digits_open(ctx, n, &d)) return V_NULL;
  Value digits = tuple_new(ctx, d.n);
  for (int64_t i = 0; digits && i < d.n; i++) {
    AS_TUPLE(digits)->items[i] = int_tag(d.text[i] - '0');
    if (!CHECK_STOP_AT(ctx, i)) digits = V_NULL;
  }
  memory_free(ctx, d.owned);
  return digits;
}
