/* Module _decimal: exponents: quantize, rounding to a whole number, normalize, scaleb, logb, and the neighbours of a
 * number. */
#include "modules/_decimal/decimal.h"

static bool nan_finalized(Ctx *ctx, Num *r, const Settings *s) {
  uint32_t ignored = 0;
  return num_finalize(ctx, r, s, &ignored);
}

BINARY_OPERATION(num_quantize) {
  if (a->kind != FINITE || b->kind != FINITE) {
    if (nan_result(r, a, b, s, status)) return nan_finalized(ctx, r, s);
    if (a->kind == b->kind) *r = *a;
    else num_invalid(r, INVALID_OPERATION, status);
    return true;
  }
  int64_t exp = b->exp;
  if (exp > s->emax || exp < etiny(s)) return num_invalid(r, INVALID_OPERATION, status), true;
  int64_t difference = a->exp - exp;
  if (num_is_zero(a)) return num_set_small(r, a->negative, 0, exp), num_finalize(ctx, r, s, status);
  if (a->digits + difference > s->prec || num_adjusted(a) > s->emax)
    return num_invalid(r, INVALID_OPERATION, status), true;
  Num n = *a;
  if (difference >= 0) {
    if (!num_shift(ctx, &n, difference)) return false;
  } else {
    bool inexact;
    if (!num_drop(ctx, &n, -difference, s->rounding, &inexact)) return false;
    if (n.digits > s->prec || num_adjusted(&n) > s->emax) return num_invalid(r, INVALID_OPERATION, status), true;
    *status |= inexact ? ROUNDED | INEXACT : ROUNDED;
  }
  *r = n;
  return num_finalize(ctx, r, s, status);
}

bool num_to_integer(Ctx *ctx, Num *r, const Num *a, Rounding rounding, bool *inexact) {
  *inexact = false;
  bool negative = a->negative;
  if (a != r) *r = *a;
  if (r->exp >= 0) return true;
  if (num_is_zero(r)) return num_set_small(r, negative, 0, 0), true;
  return num_drop(ctx, r, -r->exp, rounding, inexact);
}

bool num_is_integer(Ctx *ctx, const Num *n, bool *out) {
  *out = n->exp >= 0 || num_is_zero(n);
  if (*out || -n->exp >= n->digits || num_last_digit(n)) return true;
  Num whole;
  bool inexact;
  if (!num_to_integer(ctx, &whole, n, ROUND_DOWN, &inexact)) return false;
  *out = !inexact;
  return true;
}

static bool to_integral(Ctx *ctx, Num *r, const Num *a, const Settings *s, uint32_t *status, bool exact) {
  if (nan_result(r, a, NULL, s, status)) return nan_finalized(ctx, r, s);
  if (a->kind == INFINITE || a->exp >= 0) return *r = *a, true;
  bool inexact, zero = num_is_zero(a);
  if (!num_to_integer(ctx, r, a, s->rounding, &inexact)) return false;
  if (exact && !zero) *status |= inexact ? ROUNDED | INEXACT : ROUNDED;
  return true;
}
UNARY_OPERATION(num_to_integral_exact) { return to_integral(ctx, r, a, s, status, true); }
UNARY_OPERATION(num_to_integral_value) { return to_integral(ctx, r, a, s, status, false); }

/* Takes zeros off the end, not beyond an exponent. */
static bool reduce(Ctx *ctx, Num *n, int64_t top) {
  while (n->exp < top && num_last_digit(n) == 0) {
    int64_t k = n->big ? (int64_t)int_trailing_zeros(n->big) : 1;
    if (k > top - n->exp) k = top - n->exp;
    if (k >= n->digits) k = n->digits - 1;
    for (;; k = (k + 1) / 2) {
      Num shorter = *n;
      bool inexact;
      if (!num_drop(ctx, &shorter, k, ROUND_DOWN, &inexact) || !CHECK_STOP(ctx)) return false;
      if (inexact) continue;
      *n = shorter;
      break;
    }
  }
  return true;
}
UNARY_OPERATION(num_normalize) {
  if (nan_result(r, a, NULL, s, status)) return nan_finalized(ctx, r, s);
  *r = *a;
  if (!num_finalize(ctx, r, s, status) || r->kind != FINITE) return r->kind == INFINITE;
  if (num_is_zero(r)) return r->exp = 0, true;
  return reduce(ctx, r, s->clamp ? etop(s) : s->emax);
}

/* A finite number with the exponent 0, in a range. */
static bool small_integer(const Num *n, int64_t limit, int64_t *out) {
  if (n->kind != FINITE || n->exp != 0 || n->big || n->small > (U128)limit) return false;
  *out = n->negative ? -(int64_t)n->small : (int64_t)n->small;
  return true;
}
BINARY_OPERATION(num_scaleb) {
  if (nan_result(r, a, b, s, status)) return nan_finalized(ctx, r, s);
  int64_t n;
  if (!small_integer(b, 2 * (s->emax + s->prec), &n)) return num_invalid(r, INVALID_OPERATION, status), true;
  *r = *a;
  if (a->kind == INFINITE) return true;
  r->exp += n;
  return num_finalize(ctx, r, s, status);
}
UNARY_OPERATION(num_logb) {
  if (nan_result(r, a, NULL, s, status)) return nan_finalized(ctx, r, s);
  if (a->kind == INFINITE) return num_set_infinite(r, false), true;
  if (num_is_zero(a)) {
    *status |= DIVISION_BY_ZERO;
    return num_set_infinite(r, true), true;
  }
  return num_from_i64(r, num_adjusted(a)) && num_finalize(ctx, r, s, status);
}

/* ---- neighbours ---- */

static bool largest(Ctx *ctx, Num *r, const Settings *s, bool negative) {
  Num n = {.exp = s->emax, .digits = 2, .small = 10, .negative = negative};
  Settings down = *s;
  uint32_t ignored = 0;
  down.rounding = ROUND_DOWN;
  *r = n;
  return num_finalize(ctx, r, &down, &ignored);
}
static bool next(Ctx *ctx, Num *r, const Num *a, const Settings *s, uint32_t *status, bool up) {
  if (nan_result(r, a, NULL, s, status)) return nan_finalized(ctx, r, s);
  if (a->kind == INFINITE) {
    if (a->negative == up) return largest(ctx, r, s, a->negative);
    return *r = *a, true;
  }
  Settings towards = *s;
  towards.rounding = up ? ROUND_CEILING : ROUND_FLOOR;
  uint32_t found = 0;
  Num n = *a, tiny;
  if (!num_finalize(ctx, &n, &towards, &found)) return false;
  if (!(found & INEXACT)) { /* else rounding was the step */
    num_set_small(&tiny, !up, 1, etiny(s) - 1);
    if (!num_add(ctx, &n, a, &tiny, &towards, &found)) return false;
  }
  *r = n;
  return true;
}
UNARY_OPERATION(num_next_plus) { return next(ctx, r, a, s, status, true); }
UNARY_OPERATION(num_next_minus) { return next(ctx, r, a, s, status, false); }

BINARY_OPERATION(num_next_toward) {
  if (nan_result(r, a, b, s, status)) return nan_finalized(ctx, r, s);
  int order;
  if (!num_compare(ctx, a, b, &order)) return false;
  if (order == 0) {
    bool negative = b->negative;
    *r = *a;
    r->negative = negative;
    return true;
  }
  if (!next(ctx, r, a, s, status, order < 0)) return false;
  if (r->kind == INFINITE) *status |= OVERFLOW | ROUNDED | INEXACT;
  else if (num_adjusted(r) < s->emin) {
    *status |= UNDERFLOW | SUBNORMAL | ROUNDED | INEXACT;
    if (num_is_zero(r)) *status |= CLAMPED;
  }
  return true;
}
