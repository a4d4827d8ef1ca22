/* Module _decimal: powers. With a whole exponent: multiplications at a few digits more than the precision; otherwise
 * exp(y ln(x)), both correctly rounded at 23 digits more. Neither is always correctly rounded in the end; what comes
 * out is well defined by these steps, which are those of CPython's library, so that results agree to the last digit. */
#include "modules/_decimal/decimal.h"

#define BEYOND INT64_C(2000000000000000001) /* an exponent that overflows in every context */

static int64_t decimal_length(int64_t n) { return digits_64((uint64_t)(n < 0 ? -n : n)); }

/* 1 with as many zeros behind the point as fit. */
static bool padded_one(Ctx *ctx, Num *r, bool negative, int64_t places) {
  num_set_small(r, negative, 1, 0);
  return num_shift(ctx, r, places);
}

/* |x| = 1: a power with a whole exponent y has as many places as the multiplications would make. */
static bool power_of_one(Ctx *ctx, Num *r, const Num *x, const Num *y, bool negative, bool whole, const Settings *s,
                         uint32_t *status) {
  int64_t places = s->prec - 1;
  if (!whole) *status |= INEXACT | ROUNDED;
  else if (y->negative) return num_set_small(r, negative, 1, 0), true;
  else {
    Num length, product;
    uint32_t ignored = 0;
    num_from_i64(&length, -x->exp);
    if (!num_multiply(ctx, &product, y, &length, &EXACT_SETTINGS, &ignored)) return false;
    bool inexact;
    if (!num_to_integer(ctx, &product, &product, ROUND_DOWN, &inexact)) return false;
    bool more = !num_is_zero(&product) && num_adjusted(&product) > 17;
    int64_t wanted = more ? 0 : (int64_t)product.small;
    for (int64_t i = 0; wanted && i < product.exp; i++) wanted *= 10;
    if (more || wanted > places) *status |= ROUNDED;
    else places = wanted;
  }
  return padded_one(ctx, r, negative, places);
}

/* A lower bound of the exponent of |log10(x)|, x > 0 and not 1. */
static bool log_exponent(Ctx *ctx, const Num *x, int64_t *out) {
  int64_t t = num_adjusted(x);
  if (t > 0 || t < -1) return *out = decimal_length(t > 0 ? t : t + 1) - 1, true;
  Num one, difference, magnitude = *x;
  uint32_t ignored = 0;
  num_set_small(&one, false, 1, 0);
  magnitude.negative = false;
  if (!num_subtract(ctx, &difference, &magnitude, &one, &EXACT_SETTINGS, &ignored)) return false;
  int64_t u = num_adjusted(&difference);
  *out = t == 0 ? u - 2 : u - 1;
  return true;
}

/* Is the power far out of the range of exponents? Then r is what overflows, or underflows. */
static bool out_of_range(Ctx *ctx, Num *r, const Num *x, const Num *y, bool negative, const Settings *s, bool *out) {
  int64_t bound;
  if (!log_exponent(ctx, x, &bound)) return false;
  bool shrinks = (num_adjusted(x) < 0) != y->negative;
  *out = decimal_length(shrinks ? etiny(s) : s->emax) < bound + num_adjusted(y);
  if (*out) num_set_small(r, negative, 1, shrinks ? etiny(s) - 1 : BEYOND);
  return true;
}

/* x**n from the highest bit of n on. */
static bool power_of_word(Ctx *ctx, Num *r, const Num *x, uint64_t n, const Settings *s, uint32_t *status) {
  uint32_t found = 0;
  *r = *x;
  for (int bit = 62 - __builtin_clzll(n); bit >= 0; bit--) {
    if (!num_multiply(ctx, r, r, r, s, &found) || !CHECK_STOP(ctx)) return false;
    if (n >> bit & 1 && !num_multiply(ctx, r, r, x, s, &found)) return false;
    if (r->kind != FINITE || (num_is_zero(r) && found & CLAMPED)) break;
  }
  *status |= found;
  return true;
}
/* The same for an exponent that has more than 64 bits, from the lowest one. */
static bool power_of_int(Ctx *ctx, Num *r, const Num *x, Value n, const Settings *s, uint32_t *status) {
  Num square = *x;
  uint32_t found = 0;
  num_set_small(r, false, 1, 0);
  while (n != int_tag(0)) {
    IntView view;
    int_view(n, &view);
    if (view.limbs[0] & 1) {
      if (!num_multiply(ctx, r, r, &square, s, &found)) return false;
      *status |= found;
      if (r->kind != FINITE || (num_is_zero(r) && found & CLAMPED)) break;
    }
    if (!num_multiply(ctx, &square, &square, &square, s, &found) || !(n = big_rshift(ctx, n, 1)) || !CHECK_STOP(ctx))
      return false;
  }
  return true;
}

static bool whole_power(Ctx *ctx, Num *r, const Num *x, const Num *y, bool negative, const Settings *s,
                        uint32_t *status) {
  Settings work = *s;
  work.prec += y->digits + y->exp + 2;
  work.rounding = ROUND_HALF_EVEN;
  work.clamp = false;
  Num base = *x, one, count = *y;
  num_set_small(&one, false, 1, 0);
  if (y->negative) {
    work.prec++;
    if (!num_divide(ctx, &base, &one, &base, &work, status)) return false;
    if (*status & ANY_ERROR) return *r = (Num){.digits = 1, .kind = QUIET_NAN}, true;
  }
  bool inexact;
  count.negative = false;
  if (!num_to_integer(ctx, &count, &count, ROUND_DOWN, &inexact)) return false;
  Value n = num_coefficient(ctx, &count);
  if (n && count.exp) n = coefficient_shift(ctx, n, count.exp);
  U128 word;
  if (!n) return false;
  if (value_as_128(n, &word) && !(uint64_t)(word >> 64)) {
    if (!power_of_word(ctx, r, &base, (uint64_t)word, &work, status)) return false;
  } else if (!power_of_int(ctx, r, &base, n, &work, status)) return false;
  r->negative = negative;
  if (r->kind == INFINITE) num_set_small(r, negative, 1, BEYOND);
  return num_finalize(ctx, r, s, status);
}

static bool real_power(Ctx *ctx, Num *r, const Num *x, const Num *y, const Settings *s, uint32_t *status) {
  Settings work = EXACT_SETTINGS;
  work.prec = (x->digits > s->prec ? x->digits : s->prec) + 23;
  Num log, one;
  uint32_t ignored = 0, found = 0;
  if (!num_ln(ctx, &log, x, &work, &ignored) || !num_multiply(ctx, &log, &log, y, &work, &ignored) ||
      !num_exp(ctx, r, &log, &work, &found))
    return false;
  *status |= found | INEXACT | ROUNDED;
  int order = 1;
  num_set_small(&one, false, 1, 0);
  if (r->kind == FINITE && !num_compare(ctx, r, &one, &order)) return false;
  if (order == 0 && !padded_one(ctx, r, false, s->prec - 1)) return false;
  if (r->kind == INFINITE) num_set_small(r, false, 1, BEYOND);
  return num_finalize(ctx, r, s, status);
}

/* Is a finite number whole, and is it odd? */
static bool parity(Ctx *ctx, const Num *n, bool *whole, bool *odd) {
  *odd = false;
  if (!num_is_integer(ctx, n, whole)) return false;
  if (!*whole || n->exp > 0 || num_is_zero(n)) return true;
  Num integer;
  bool inexact;
  if (!num_to_integer(ctx, &integer, n, ROUND_DOWN, &inexact)) return false;
  *odd = num_last_digit(&integer) & 1;
  return true;
}

/* An infinite operand, or a zero. true in *done: r is the result. */
static bool power_special(Ctx *ctx, Num *r, const Num *x, const Num *y, bool negative, bool whole, const Settings *s,
                          uint32_t *status, bool *done) {
  *done = true;
  if (num_is_zero(x)) {
    if (num_is_zero(y)) num_invalid(r, INVALID_OPERATION, status);
    else if (y->negative) num_set_infinite(r, negative);
    else num_set_small(r, negative, 0, 0);
    return true;
  }
  if (x->negative && (y->kind == INFINITE || !whole)) return num_invalid(r, INVALID_OPERATION, status), true;
  if (y->kind == INFINITE) {
    Num one;
    int order = 1;
    num_set_small(&one, false, 1, 0);
    if (!num_compare(ctx, x, &one, &order)) return false;
    if (order == 0) {
      *status |= INEXACT | ROUNDED;
      return padded_one(ctx, r, negative, s->prec - 1);
    }
    if ((order < 0) != y->negative) num_set_small(r, negative, 0, 0);
    else num_set_infinite(r, negative);
    return true;
  }
  if (x->kind == INFINITE) {
    if (num_is_zero(y)) num_set_small(r, negative, 1, 0);
    else if (y->negative) num_set_small(r, negative, 0, 0);
    else num_set_infinite(r, negative);
    return true;
  }
  if (num_is_zero(y)) return num_set_small(r, negative, 1, 0), true;
  *done = false;
  return true;
}

BINARY_OPERATION(num_power) {
  uint32_t ignored = 0;
  if (nan_result(r, a, b, s, status)) return num_finalize(ctx, r, s, &ignored);
  Num x = *a, y = *b, one, magnitude = *a;
  bool whole = false, odd = false, done;
  if (y.kind == FINITE && !parity(ctx, &y, &whole, &odd)) return false;
  bool negative = x.negative && odd;
  if (!power_special(ctx, r, &x, &y, negative, whole, s, status, &done)) return false;
  if (done) return true;
  int order;
  num_set_small(&one, false, 1, 0);
  magnitude.negative = false;
  if (!num_compare(ctx, &magnitude, &one, &order)) return false;
  if (order == 0) return power_of_one(ctx, r, &x, &y, negative, whole, s, status);
  if (!out_of_range(ctx, r, &magnitude, &y, negative, s, &done)) return false;
  if (done) return num_finalize(ctx, r, s, status);
  return whole ? whole_power(ctx, r, &x, &y, negative, s, status) : real_power(ctx, r, &x, &y, s, status);
}

/* ---- modulo ---- */

static Value integer_of(Ctx *ctx, const Num *n) {
  Num whole;
  bool inexact;
  if (!num_to_integer(ctx, &whole, n, ROUND_DOWN, &inexact)) return V_NULL;
  Value v = num_coefficient(ctx, &whole);
  return v && whole.exp > 0 ? coefficient_shift(ctx, v, whole.exp) : v;
}

bool num_power_modulo(Ctx *ctx, Num *r, const Num *a, const Num *b, const Num *m, const Settings *s, uint32_t *status) {
  uint32_t ignored = 0;
  bool third = m->kind == SIGNALING_NAN && a->kind != SIGNALING_NAN && b->kind != SIGNALING_NAN;
  if (third ? nan_result(r, m, NULL, s, status) : nan_result(r, a, b, s, status) || nan_result(r, m, NULL, s, status))
    return num_finalize(ctx, r, s, &ignored);
  bool valid = a->kind == FINITE && b->kind == FINITE && m->kind == FINITE, whole[3], odd[3] = {false};
  const Num *operands[] = {a, b, m};
  for (int i = 0; i < 3 && valid; i++) {
    if (!parity(ctx, operands[i], &whole[i], &odd[i])) return false;
    valid = whole[i];
  }
  valid = valid && !num_is_zero(m) && num_adjusted(m) < s->prec && (!b->negative || num_is_zero(b)) &&
          !(num_is_zero(a) && num_is_zero(b));
  if (!valid) return num_invalid(r, INVALID_OPERATION, status), true;
  bool negative = a->negative && odd[1];
  Value modulus = integer_of(ctx, m), exponent = modulus ? integer_of(ctx, b) : V_NULL, base = V_NULL, v;
  if (!exponent) return false;
  if (a->exp > 0) { /* the power of ten need not be written out */
    Value coefficient = num_coefficient(ctx, a), count = coefficient ? int_from_i64(ctx, a->exp) : V_NULL;
    Value power = count ? big_powmod(ctx, int_tag(10), count, modulus) : V_NULL;
    base = power ? big_mul(ctx, coefficient, power) : V_NULL;
  } else base = integer_of(ctx, a);
  if (!base) return false;
  v = big_powmod(ctx, base, exponent, modulus);
  *r = (Num){.kind = FINITE};
  if (!v || !num_set_coefficient(ctx, r, v)) return false;
  r->negative = negative; /* less than the modulus: it fits the precision, and the range of exponents is not asked */
  return true;
}
