/* Module _decimal: addition, subtraction, multiplication, division, fma. Operands and intermediate results of up to 38
 * digits are computed in machine words. */
#include "modules/_decimal/decimal.h"

void num_invalid(Num *r, uint32_t condition, uint32_t *status) {
  *status |= condition;
  *r = (Num){.digits = 1, .kind = QUIET_NAN};
}

/* The result is the first signaling NaN, else the first NaN, quiet, its payload cut to what the context has room for.
 */
bool nan_result(Num *r, const Num *a, const Num *b, const Settings *s, uint32_t *status) {
  UNUSED(s);
  const Num *chosen = a->kind == SIGNALING_NAN        ? a
                      : b && b->kind == SIGNALING_NAN ? b
                      : a->kind == QUIET_NAN          ? a
                      : b && b->kind == QUIET_NAN     ? b
                                                      : NULL;
  if (!chosen) return false;
  if (chosen->kind == SIGNALING_NAN) *status |= INVALID_OPERATION;
  *r = *chosen;
  r->kind = QUIET_NAN;
  return true;
}
static bool nan_finalized(Ctx *ctx, Num *r, const Settings *s) {
  uint32_t ignored = 0;
  return num_finalize(ctx, r, s, &ignored);
}

/* ---- sums ---- */

/* a + b for exponents that are the same, magnitudes with signs; r->exp and the sign of a zero are the caller's. */
static bool add_aligned(Ctx *ctx, Num *r, const Num *a, const Num *b, bool b_negative) {
  bool same = a->negative == b_negative;
  if (!a->big && !b->big && (!same || (a->digits <= 38 && b->digits <= 38))) {
    U128 x = a->small, y = b->small;
    r->negative = same || x >= y ? a->negative : b_negative;
    r->small = same ? x + y : x >= y ? x - y : y - x;
    r->big = V_NULL;
    r->digits = digits_128(r->small);
    return true;
  }
  Value x = num_coefficient(ctx, a), y = num_coefficient(ctx, b);
  if (!x || !y) return false;
  int order = same ? 1 : big_cmp(x, y);
  bool negative = order >= 0 ? a->negative : b_negative;
  Value sum = same ? big_add(ctx, x, y) : order >= 0 ? big_sub(ctx, x, y) : big_sub(ctx, y, x);
  r->negative = negative;
  return num_set_coefficient(ctx, r, sum);
}

bool num_add_exact(Ctx *ctx, Num *r, const Num *a, const Num *b) {
  Num x = *a, y = *b, sum = {.kind = FINITE};
  if (x.exp > y.exp ? !num_shift(ctx, &x, x.exp - y.exp) : !num_shift(ctx, &y, y.exp - x.exp)) return false;
  sum.exp = x.exp;
  if (!add_aligned(ctx, &sum, &x, &y, y.negative)) return false;
  *r = sum;
  return true;
}

static bool add_infinite(Num *r, const Num *a, const Num *b, bool b_negative, uint32_t *status) {
  if (a->kind == INFINITE && b->kind == INFINITE && a->negative != b_negative)
    return num_invalid(r, INVALID_OPERATION, status), true;
  num_set_infinite(r, a->kind == INFINITE ? a->negative : b_negative);
  return true;
}

/* The operand with the smaller exponent, if the other one is so much larger that only its sign matters, becomes a digit
 * far behind: shifts never get longer than the precision. */
static void bring_near(Num *low, const Num *high, const Settings *s) {
  int64_t exp = high->exp - 1 + (high->digits > s->prec ? 0 : high->digits - s->prec - 1);
  if (num_adjusted(low) >= exp) return;
  bool zero = num_is_zero(low), negative = low->negative;
  num_set_small(low, negative, !zero, exp);
}

static inline bool add(Ctx *ctx, Num *r, const Num *a, const Num *b, bool b_negative, const Settings *s,
                       uint32_t *status) {
  if (UNLIKELY(a->kind != FINITE || b->kind != FINITE)) {
    if (nan_result(r, a, b, s, status)) return nan_finalized(ctx, r, s);
    return add_infinite(r, a, b, b_negative, status);
  }
  Num sum = {.kind = FINITE};
  bool differ = a->negative != b_negative;
  if (a->exp == b->exp) {
    sum.exp = a->exp;
    if (!add_aligned(ctx, &sum, a, b, b_negative)) return false;
  } else {
    bool a_high = a->exp > b->exp;
    Num high = a_high ? *a : *b, low = a_high ? *b : *a;
    if (a_high) low.negative = b_negative;
    else high.negative = b_negative;
    if (!num_is_zero(&high)) bring_near(&low, &high, s);
    if (!num_shift(ctx, &high, high.exp - low.exp)) return false;
    sum.exp = low.exp;
    if (!add_aligned(ctx, &sum, &high, &low, low.negative)) return false;
  }
  if (differ && num_is_zero(&sum)) sum.negative = s->rounding == ROUND_FLOOR;
  *r = sum;
  return num_finalize(ctx, r, s, status);
}

BINARY_OPERATION(num_add) { return add(ctx, r, a, b, b->negative, s, status); }
BINARY_OPERATION(num_subtract) { return add(ctx, r, a, b, !b->negative, s, status); }

UNARY_OPERATION(num_plus) {
  if (nan_result(r, a, NULL, s, status)) return nan_finalized(ctx, r, s);
  bool zero = num_is_zero(a);
  *r = *a;
  if (zero) r->negative = s->rounding == ROUND_FLOOR && r->negative;
  return num_finalize(ctx, r, s, status);
}
UNARY_OPERATION(num_minus) {
  if (nan_result(r, a, NULL, s, status)) return nan_finalized(ctx, r, s);
  bool zero = num_is_zero(a);
  *r = *a;
  r->negative = zero ? s->rounding == ROUND_FLOOR && !a->negative : !r->negative;
  return num_finalize(ctx, r, s, status);
}
UNARY_OPERATION(num_absolute) {
  if (nan_result(r, a, NULL, s, status)) return nan_finalized(ctx, r, s);
  return a->negative ? num_minus(ctx, r, a, s, status) : num_plus(ctx, r, a, s, status);
}

/* ---- products ---- */

/* Divides four limbs by a word; the remainder. */
static uint64_t divide_limbs(uint64_t *limbs, uint64_t by) {
  uint64_t rest = 0;
  for (int i = 3; i >= 0; i--) {
    U128 part = (U128)rest << 64 | limbs[i];
    if (!part) continue;
    limbs[i] = (uint64_t)(part / by), rest = (uint64_t)(part % by);
  }
  return rest;
}

/* The product of two coefficients of up to 38 digits, cut to the precision and a digit more if it has that many; what
 * was cut off is in r->rest. */
static void multiply_128(Num *r, U128 x, U128 y, int64_t digits, const Settings *s, uint32_t *status) {
  uint64_t xl = (uint64_t)x, xh = (uint64_t)(x >> 64), yl = (uint64_t)y, yh = (uint64_t)(y >> 64);
  U128 low = (U128)xl * yl, a = (U128)xl * yh, b = (U128)xh * yl, high = (U128)xh * yh;
  U128 middle = (low >> 64) + (uint64_t)a + (uint64_t)b;
  high += (a >> 64) + (b >> 64) + (middle >> 64);
  uint64_t limbs[] = {(uint64_t)low, (uint64_t)middle, (uint64_t)high, (uint64_t)(high >> 64)};
  int64_t k = digits - 1 - s->prec; /* the product has `digits` or one less */
  bool below = false;
  uint64_t last = POWERS_64[k > 19 ? k - 19 : k], rest;
  if (k > 19) below = divide_limbs(limbs, POWERS_64[19]) != 0;
  rest = divide_limbs(limbs, last);
  r->small = (U128)limbs[1] << 64 | limbs[0];
  r->rest = rest > last / 2 ? REST_MORE : rest == last / 2 && last > 1 ? REST_HALF : rest ? REST_LESS : REST_ZERO;
  if (below) r->rest = r->rest == REST_HALF ? REST_MORE : r->rest ? r->rest : REST_LESS;
  r->exp += k;
  r->digits = digits_128(r->small);
  *status |= ROUNDED;
}

/* Finite operands; not finalized, though it may be cut as s allows. s NULL: exact. */
static bool multiply(Ctx *ctx, Num *r, const Num *a, const Num *b, const Settings *s, uint32_t *status) {
  Num product = {.kind = FINITE, .exp = a->exp + b->exp, .negative = a->negative != b->negative};
  int64_t digits = a->digits + b->digits;
  if (!a->big && !b->big) {
    if (digits <= 38) {
      product.small = a->small * b->small;
      product.digits = digits_128(product.small);
      return *r = product, true;
    }
    if (s && s->prec <= 37 && a->small && b->small && digits - 1 - s->prec > 0 && digits - 1 - s->prec <= 38 &&
        a->digits <= 38 && b->digits <= 38) {
      multiply_128(&product, a->small, b->small, digits, s, status);
      return *r = product, true;
    }
  }
  Value x = num_coefficient(ctx, a), y = num_coefficient(ctx, b);
  if (!x || !y || !num_set_coefficient(ctx, &product, big_mul(ctx, x, y))) return false;
  *r = product;
  return true;
}

static bool multiply_infinite(Num *r, const Num *a, const Num *b, uint32_t *status) {
  if (num_is_zero(a) || num_is_zero(b)) return num_invalid(r, INVALID_OPERATION, status), true;
  return num_set_infinite(r, a->negative != b->negative), true;
}

BINARY_OPERATION(num_multiply) {
  if (UNLIKELY(a->kind != FINITE || b->kind != FINITE)) {
    if (nan_result(r, a, b, s, status)) return nan_finalized(ctx, r, s);
    return multiply_infinite(r, a, b, status);
  }
  return multiply(ctx, r, a, b, s, status) && num_finalize(ctx, r, s, status);
}

bool num_fma(Ctx *ctx, Num *r, const Num *a, const Num *b, const Num *c, const Settings *s, uint32_t *status) {
  Num product;
  if (a->kind != FINITE || b->kind != FINITE || c->kind != FINITE) {
    /* of three NaNs, too, the first signaling one is it */
    bool third = c->kind == SIGNALING_NAN && a->kind != SIGNALING_NAN && b->kind != SIGNALING_NAN;
    if (third ? nan_result(r, c, NULL, s, status) : nan_result(r, a, b, s, status)) return nan_finalized(ctx, r, s);
    if (nan_result(r, c, NULL, s, status)) return nan_finalized(ctx, r, s);
  }
  if (a->kind == FINITE && b->kind == FINITE) {
    if (!multiply(ctx, &product, a, b, NULL, status)) return false;
  } else {
    multiply_infinite(&product, a, b, status);
    if (num_is_nan(&product)) return *r = product, true;
  }
  return num_add(ctx, r, &product, c, s, status);
}

/* ---- quotients ---- */

static bool divide_special(Ctx *ctx, Num *r, const Num *a, const Num *b, const Settings *s, uint32_t *status) {
  if (nan_result(r, a, b, s, status)) return nan_finalized(ctx, r, s);
  bool negative = a->negative != b->negative;
  if (a->kind == INFINITE) {
    if (b->kind == INFINITE) num_invalid(r, INVALID_OPERATION, status);
    else num_set_infinite(r, negative);
  } else {
    num_set_small(r, negative, 0, etiny(s));
    *status |= CLAMPED;
  }
  return true;
}

/* Takes zeros off the end of a coefficient while the exponent is below `ideal`. */
static bool strip_zeros(Ctx *ctx, Num *n, int64_t ideal) {
  while (n->big && n->exp < ideal) {
    int64_t k = ideal - n->exp, zeros = (int64_t)int_trailing_zeros(n->big); /* no more than this */
    if (k > zeros) k = zeros;
    if (k == 0 || value_modulo_10(n->big)) return true;
    Value quotient = V_NULL, rest = V_NULL;
    for (;; k = (k + 1) / 2) {
      Value unit = power_of_ten(ctx, k);
      if (!unit || !big_divmod(ctx, n->big, unit, &quotient, &rest) || !CHECK_STOP(ctx)) return false;
      if (rest == int_tag(0)) break;
    }
    n->exp += k;
    if (!num_set_coefficient(ctx, n, quotient)) return false;
  }
  if (n->big) return true;
  while (n->exp < ideal && n->small && n->small % 10 == 0) n->small /= 10, n->exp++, n->digits--;
  return true;
}

BINARY_OPERATION(num_divide) {
  if (UNLIKELY(a->kind != FINITE || b->kind != FINITE)) return divide_special(ctx, r, a, b, s, status);
  bool negative = a->negative != b->negative;
  int64_t ideal = a->exp - b->exp;
  if (num_is_zero(b)) {
    if (num_is_zero(a)) return num_invalid(r, DIVISION_UNDEFINED, status), true;
    *status |= DIVISION_BY_ZERO;
    return num_set_infinite(r, negative), true;
  }
  if (num_is_zero(a)) return num_set_small(r, negative, 0, ideal), num_finalize(ctx, r, s, status);
  /* so that the quotient has one or two digits more than the precision */
  int64_t shift = b->digits - a->digits + s->prec + 1;
  Num x = *a, y = *b, q = {.kind = FINITE, .negative = negative};
  if (shift > 0 ? !num_shift(ctx, &x, shift) : !num_shift(ctx, &y, -shift)) return false;
  q.exp = ideal - shift;
  if (!x.big && !y.big) {
    q.small = x.small / y.small;
    q.rest = q.small * y.small == x.small ? REST_ZERO : REST_LESS;
    q.digits = digits_128(q.small);
  } else {
    Value n = num_coefficient(ctx, &x), d = num_coefficient(ctx, &y), quotient, rest;
    if (!n || !d || !big_divmod(ctx, n, d, &quotient, &rest) || !num_set_coefficient(ctx, &q, quotient)) return false;
    q.rest = rest == int_tag(0) ? REST_ZERO : REST_LESS;
  }
  if (q.rest == REST_ZERO && shift > 0 && !strip_zeros(ctx, &q, ideal)) return false;
  *r = q;
  return num_finalize(ctx, r, s, status);
}
