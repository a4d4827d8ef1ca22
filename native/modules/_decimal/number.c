/* Module _decimal: a Num: from and to a cell, shifting its digits, rounding it to a context. */
#include "modules/_decimal/decimal.h"

const Settings EXACT_SETTINGS = {MAX_PREC, MAX_EMAX, MIN_EMIN, ROUND_HALF_EVEN, false};

Value decimal_new(Ctx *ctx, Class *cls, const Num *n) {
  Decimal *d = (Decimal *)instance_new(ctx, cls);
  if (!d) return V_NULL;
  d->low = (uint64_t)n->small, d->high = (uint64_t)(n->small >> 64);
  d->big = n->big;
  d->exp = n->exp, d->digits = n->digits;
  d->h.flags = (uint8_t)(n->negative | n->kind << 1);
  return VAL(d);
}

Value num_coefficient(Ctx *ctx, const Num *n) {
  return n->big ? n->big : n->small <= (U128)FIXNUM_MAX ? int_tag((int64_t)n->small) : value_of_128(ctx, n->small);
}
static bool set_value(Num *n, Value v) { /* without its digits */
  if (!v) return false;
  n->small = 0, n->big = V_NULL;
  if (!value_as_128(v, &n->small)) n->big = v;
  return true;
}
bool num_set_coefficient(Ctx *ctx, Num *n, Value coefficient) {
  if (!set_value(n, coefficient)) return false;
  if (n->big) return coefficient_digits(ctx, n->big, &n->digits);
  n->digits = digits_128(n->small);
  return true;
}

int num_last_digit(const Num *n) { return n->big ? value_modulo_10(n->big) : (int)(n->small % 10); }

bool num_shift(Ctx *ctx, Num *n, int64_t k) {
  n->exp -= k;
  if (!n->big && n->small == 0) return true;
  if (!n->big && n->digits + k <= 38) n->small *= power_128(k);
  else {
    Value coefficient = num_coefficient(ctx, n);
    if (!coefficient || !set_value(n, coefficient_shift(ctx, coefficient, k))) return false;
  }
  n->digits += k;
  return true;
}

/* ---- rounding ---- */

static Rest rest_of(U128 rest, U128 half, Rest below) {
  if (rest == half) return below ? REST_MORE : REST_HALF;
  return rest > half ? REST_MORE : rest || below ? REST_LESS : REST_ZERO;
}

/* Cuts k digits off, 0 < k <= n->digits. What they were, is left in n->rest. */
static bool cut(Ctx *ctx, Num *n, int64_t k) {
  if (!n->big && k <= 38) {
    U128 unit = power_128(k), quotient = n->small / unit;
    n->rest = rest_of(n->small - quotient * unit, unit / 2, n->rest);
    n->small = quotient;
    return true;
  }
  Value coefficient = num_coefficient(ctx, n), unit = power_of_ten(ctx, k), quotient, rest;
  if (!coefficient || !unit || !big_divmod(ctx, coefficient, unit, &quotient, &rest)) return false;
  Value twice = big_add(ctx, rest, rest);
  if (!twice) return false;
  int side = big_cmp(twice, unit);
  n->rest = side == 0                       ? n->rest ? REST_MORE : REST_HALF
            : side > 0                      ? REST_MORE
            : rest != int_tag(0) || n->rest ? REST_LESS
                                            : REST_ZERO;
  return set_value(n, quotient);
}

static bool away_from_zero(const Num *n, Rounding rounding) {
  Rest rest = n->rest;
  if (rest == REST_ZERO) return false;
  switch (rounding) {
  case ROUND_DOWN: return false;
  case ROUND_UP: return true;
  case ROUND_CEILING: return !n->negative;
  case ROUND_FLOOR: return n->negative;
  case ROUND_HALF_UP: return rest >= REST_HALF;
  case ROUND_HALF_DOWN: return rest > REST_HALF;
  case ROUND_HALF_EVEN: return UNLIKELY(rest == REST_HALF) ? num_last_digit(n) & 1 : rest > REST_HALF;
  default: return num_last_digit(n) % 5 == 0; /* ROUND_05UP */
  }
}

/* Is the coefficient 10**d? */
static bool is_power(Ctx *ctx, const Num *n, int64_t d, bool *out) {
  if (!n->big) return *out = d <= 38 && n->small == power_128(d), true;
  *out = false;
  if ((int64_t)int_trailing_zeros(n->big) != d) return true;
  Value power = power_of_ten(ctx, d);
  if (!power) return false;
  *out = big_cmp(n->big, power) == 0;
  return true;
}

bool num_drop(Ctx *ctx, Num *n, int64_t k, Rounding rounding, bool *inexact) {
  int64_t left = n->digits - k;
  if (left < 0) {
    n->rest = n->big || n->small || n->rest ? REST_LESS : REST_ZERO;
    n->small = 0, n->big = V_NULL;
  } else if (k && !cut(ctx, n, k)) return false;
  n->exp += k;
  n->digits = left > 0 ? left : 1;
  *inexact = n->rest != REST_ZERO;
  bool away = away_from_zero(n, rounding);
  n->rest = REST_ZERO;
  if (LIKELY(!n->big && n->digits < 38)) { /* no branch: nothing can foresee which way numbers are rounded */
    n->small += away;
    n->digits += n->small == power_128(n->digits);
  } else if (away) {
    if (n->big) {
      if (!set_value(n, big_add(ctx, n->big, int_tag(1)))) return false;
    } else if (++n->small == 0 && !(n->big = big_lshift(ctx, int_tag(1), 128))) return false;
    bool longer;
    if (!is_power(ctx, n, n->digits, &longer)) return false;
    n->digits += longer;
  }
  return true;
}

static bool set_power(Ctx *ctx, Num *n, int64_t k) { return num_set_coefficient(ctx, n, power_of_ten(ctx, k)); }

static bool overflow(Ctx *ctx, Num *n, const Settings *s, uint32_t *status) {
  *status |= OVERFLOW | INEXACT | ROUNDED;
  bool largest = s->rounding == ROUND_DOWN || s->rounding == ROUND_05UP ||
                 (s->rounding == ROUND_CEILING && n->negative) || (s->rounding == ROUND_FLOOR && !n->negative);
  if (!largest) return num_set_infinite(n, n->negative), true;
  Value power = power_of_ten(ctx, s->prec), nines = power ? big_sub(ctx, power, int_tag(1)) : V_NULL;
  n->rest = REST_ZERO;
  n->exp = etop(s);
  return nines && num_set_coefficient(ctx, n, nines);
}

static void finalize_zero(Num *n, const Settings *s, uint32_t *status) {
  int64_t top = s->clamp ? etop(s) : s->emax, bottom = etiny(s);
  int64_t exp = n->exp > top ? top : n->exp < bottom ? bottom : n->exp;
  if (exp == n->exp) return;
  n->exp = exp;
  *status |= CLAMPED;
}

/* A payload has fewer digits than the precision allows with clamping; only its last ones are kept. */
static bool finalize_nan(Ctx *ctx, Num *n, const Settings *s) {
  int64_t room = s->prec - s->clamp;
  if (n->digits <= room) return true;
  if (room == 0) return n->small = 0, n->big = V_NULL, n->digits = 1, true;
  Value payload = num_coefficient(ctx, n), unit = power_of_ten(ctx, room), rest;
  return payload && unit && big_divmod(ctx, payload, unit, NULL, &rest) && num_set_coefficient(ctx, n, rest);
}

/* Of a number below the normal range. */
static bool finalize_subnormal(Ctx *ctx, Num *n, const Settings *s, uint32_t *status) {
  *status |= SUBNORMAL;
  int64_t bottom = etiny(s);
  if (n->exp >= bottom) return true;
  bool inexact;
  if (!num_drop(ctx, n, bottom - n->exp, s->rounding, &inexact)) return false;
  *status |= ROUNDED;
  if (!inexact) return true;
  *status |= INEXACT | UNDERFLOW;
  if (num_is_zero(n)) *status |= CLAMPED;
  return true;
}

bool num_finalize(Ctx *ctx, Num *n, const Settings *s, uint32_t *status) {
  if (UNLIKELY(n->kind != FINITE)) return !num_is_nan(n) || finalize_nan(ctx, n, s);
  if (num_is_zero(n) && !n->rest) return finalize_zero(n, s, status), true;
  int64_t adjusted = num_adjusted(n);
  if (UNLIKELY(adjusted > s->emax)) return overflow(ctx, n, s, status);
  if (UNLIKELY(s->clamp && n->exp > etop(s))) {
    *status |= CLAMPED | (adjusted < s->emin ? SUBNORMAL : 0);
    if (!num_shift(ctx, n, n->exp - etop(s))) return false;
  } else if (UNLIKELY(adjusted < s->emin) && !finalize_subnormal(ctx, n, s, status)) return false;
  if (LIKELY(n->digits <= s->prec && !n->rest)) return true;
  bool inexact;
  if (!num_drop(ctx, n, n->digits > s->prec ? n->digits - s->prec : 0, s->rounding, &inexact)) return false;
  *status |= inexact ? ROUNDED | INEXACT : ROUNDED;
  if (n->digits > s->prec) { /* 99…9 became 100…0 */
    if (!set_power(ctx, n, s->prec - 1)) return false;
    n->exp++;
    if (num_adjusted(n) > s->emax) return overflow(ctx, n, s, status);
  }
  return true;
}
