/* Module _decimal: division with a whole quotient: divide-integer, remainder, remainder-near, divmod. */
#include "modules/_decimal/decimal.h"

/* |a| / |b| of finite numbers, b not zero, as a whole quotient and a rest, which has the smaller of the exponents. The
 * quotient must not have more digits than the precision: *impossible. */
static bool divide(Ctx *ctx, Num *q, Num *r, const Num *a, const Num *b, const Settings *s, bool *impossible) {
  int64_t ideal = a->exp < b->exp ? a->exp : b->exp;
  Num x = *a, y = *b;
  x.negative = y.negative = false;
  *impossible = false;
  num_set_small(q, false, 0, 0);
  if (num_is_zero(a)) return num_set_small(r, false, 0, ideal), true;
  int64_t difference = num_adjusted(a) - num_adjusted(b);
  if (difference < 0) { /* |a| < |b| */
    *r = x;
    return a->exp <= ideal || num_shift(ctx, r, a->exp - ideal);
  }
  if (difference > s->prec) return *impossible = true;
  if (x.exp > y.exp ? !num_shift(ctx, &x, x.exp - y.exp) : !num_shift(ctx, &y, y.exp - x.exp)) return false;
  *r = (Num){.exp = ideal};
  if (!x.big && !y.big) {
    q->small = x.small / y.small;
    r->small = x.small - q->small * y.small;
    q->digits = digits_128(q->small), r->digits = digits_128(r->small);
  } else {
    Value n = num_coefficient(ctx, &x), d = num_coefficient(ctx, &y), quotient, rest;
    if (!n || !d || !big_divmod(ctx, n, d, &quotient, &rest)) return false;
    if (!num_set_coefficient(ctx, q, quotient) || !num_set_coefficient(ctx, r, rest)) return false;
  }
  *impossible = q->digits > s->prec;
  return true;
}

static bool nan_of(Ctx *ctx, Num *r, const Num *a, const Num *b, const Settings *s, uint32_t *status, bool *is_nan) {
  uint32_t ignored = 0;
  *is_nan = nan_result(r, a, b, s, status);
  return !*is_nan || num_finalize(ctx, r, s, &ignored);
}

BINARY_OPERATION(num_divide_integer) {
  bool negative = a->negative != b->negative, is_nan, impossible;
  if (!nan_of(ctx, r, a, b, s, status, &is_nan)) return false;
  if (is_nan) return true;
  if (a->kind == INFINITE) {
    if (b->kind == INFINITE) num_invalid(r, INVALID_OPERATION, status);
    else num_set_infinite(r, negative);
    return true;
  }
  if (b->kind == INFINITE) return num_set_small(r, negative, 0, 0), true;
  if (num_is_zero(b)) {
    if (num_is_zero(a)) return num_invalid(r, DIVISION_UNDEFINED, status), true;
    *status |= DIVISION_BY_ZERO;
    return num_set_infinite(r, negative), true;
  }
  Num q, rest;
  if (!divide(ctx, &q, &rest, a, b, s, &impossible)) return false;
  if (impossible) return num_invalid(r, DIVISION_IMPOSSIBLE, status), true;
  q.negative = negative;
  *r = q;
  return num_finalize(ctx, r, s, status);
}

/* The cases of both remainders that need no division. */
static bool remainder_special(Ctx *ctx, Num *r, const Num *a, const Num *b, const Settings *s, uint32_t *status,
                              bool *done) {
  *done = true;
  bool is_nan;
  if (!nan_of(ctx, r, a, b, s, status, &is_nan)) return false;
  if (is_nan) return true;
  if (a->kind == INFINITE) return num_invalid(r, INVALID_OPERATION, status), true;
  if (b->kind == INFINITE) return *r = *a, num_finalize(ctx, r, s, status);
  if (num_is_zero(b)) return num_invalid(r, num_is_zero(a) ? DIVISION_UNDEFINED : INVALID_OPERATION, status), true;
  *done = false;
  return true;
}

BINARY_OPERATION(num_remainder) {
  bool done, impossible;
  if (!remainder_special(ctx, r, a, b, s, status, &done)) return false;
  if (done) return true;
  Num q, rest;
  if (!divide(ctx, &q, &rest, a, b, s, &impossible)) return false;
  if (impossible) return num_invalid(r, DIVISION_IMPOSSIBLE, status), true;
  rest.negative = a->negative;
  *r = rest;
  return num_finalize(ctx, r, s, status);
}

BINARY_OPERATION(num_remainder_near) {
  bool done, impossible;
  if (!remainder_special(ctx, r, a, b, s, status, &done)) return false;
  if (done) return true;
  Num q, rest, divisor = *b;
  bool negative = a->negative;
  if (!divide(ctx, &q, &rest, a, b, s, &impossible)) return false;
  if (impossible) return num_invalid(r, DIVISION_IMPOSSIBLE, status), true;
  /* a rest of more than half of the divisor, or of half when the quotient is odd, becomes the negative rest */
  Num twice;
  int order = -1;
  rest.negative = divisor.negative = false;
  if (num_adjusted(&rest) >= num_adjusted(&divisor) - 1 && !num_is_zero(&rest) &&
      (!num_add_exact(ctx, &twice, &rest, &rest) || !num_compare(ctx, &twice, &divisor, &order)))
    return false;
  if (order > 0 || (order == 0 && num_last_digit(&q) & 1)) {
    divisor.negative = true;
    if (!num_add_exact(ctx, &rest, &rest, &divisor)) return false;
    Value whole = num_coefficient(ctx, &q);
    if (!whole || !num_set_coefficient(ctx, &q, big_add(ctx, whole, int_tag(1)))) return false;
    if (q.digits > s->prec) return num_invalid(r, DIVISION_IMPOSSIBLE, status), true;
  }
  rest.negative ^= negative;
  *r = rest;
  return num_finalize(ctx, r, s, status);
}

bool num_divmod(Ctx *ctx, Num *q, Num *r, const Num *a, const Num *b, const Settings *s, uint32_t *status) {
  bool negative = a->negative != b->negative, a_negative = a->negative, is_nan, impossible;
  if (!nan_of(ctx, q, a, b, s, status, &is_nan)) return false;
  if (is_nan) return *r = *q, true;
  if (a->kind == INFINITE) {
    if (b->kind == INFINITE) num_invalid(q, INVALID_OPERATION, status);
    else num_set_infinite(q, negative);
    return num_invalid(r, INVALID_OPERATION, status), true;
  }
  if (b->kind == INFINITE) {
    *r = *a;
    num_set_small(q, negative, 0, 0);
    return num_finalize(ctx, r, s, status);
  }
  if (num_is_zero(b)) {
    if (num_is_zero(a)) {
      num_invalid(q, DIVISION_UNDEFINED, status);
      return *r = *q, true;
    }
    *status |= DIVISION_BY_ZERO;
    num_set_infinite(q, negative);
    return num_invalid(r, INVALID_OPERATION, status), true;
  }
  Num quotient, rest;
  if (!divide(ctx, &quotient, &rest, a, b, s, &impossible)) return false;
  if (impossible) {
    num_invalid(q, DIVISION_IMPOSSIBLE, status);
    return *r = *q, true;
  }
  *q = quotient, *r = rest;
  q->negative = negative, r->negative = a_negative;
  return num_finalize(ctx, q, s, status) && num_finalize(ctx, r, s, status);
}
