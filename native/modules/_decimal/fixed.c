/* Module _decimal: exp and ln in binary fixed point, on ints, as deep as is wanted: what exponential.c and logarithm.c
 * make decimal numbers of. A value v stands for v / 2**bits. */
#include "modules/_decimal/decimal.h"
#include <math.h>

static Value multiply(Ctx *ctx, Value a, Value b, int64_t bits) {
  Value product = a && b ? big_mul(ctx, a, b) : V_NULL;
  return product ? big_rshift(ctx, product, (uint64_t)bits) : V_NULL;
}
static Value plus(Ctx *ctx, Value a, Value b) { return a && b ? big_add(ctx, a, b) : V_NULL; }
static Value minus(Ctx *ctx, Value a, Value b) { return a && b ? big_sub(ctx, a, b) : V_NULL; }
static Value left(Ctx *ctx, Value a, int64_t bits) { return a ? big_lshift(ctx, a, (uint64_t)bits) : V_NULL; }
static Value right(Ctx *ctx, Value a, int64_t bits) { return a ? big_rshift(ctx, a, (uint64_t)bits) : V_NULL; }
static Value divide_small(Ctx *ctx, Value a, int64_t by) {
  Value quotient;
  return a && big_divmod(ctx, a, int_tag(by), &quotient, NULL) ? quotient : V_NULL;
}

/* exp(x) - 1 = (1 + y)**(2**halvings) - 1, where y = exp(x / 2**halvings) - 1 comes from the power series. The square
 * of 1 + y is 1 + (2 y + y**2): no bits are lost to the 1. */
Value fixed_exp(Ctx *ctx, Value x, int64_t bits) {
  int64_t halvings = (int64_t)(sqrt((double)bits) * 0.7) + 3, work = bits + halvings + 32;
  Value s = work > bits + halvings ? left(ctx, x, work - bits - halvings) : V_NULL, term = s, sum = s;
  for (int64_t n = 2; term && term != int_tag(0) && term != int_tag(-1); n++) {
    term = divide_small(ctx, multiply(ctx, term, s, work), n);
    sum = plus(ctx, sum, term);
    if (!sum || !CHECK_STOP(ctx)) return V_NULL;
  }
  for (int64_t i = 0; i < halvings && sum; i++) sum = plus(ctx, plus(ctx, sum, sum), multiply(ctx, sum, sum, work));
  return plus(ctx, right(ctx, sum, work - bits), left(ctx, int_tag(1), bits));
}

/* One step of Newton's method from a result of half as many bits: with y near ln(x) and t = x * exp(-y) - 1,
 * ln(x) = y + ln(1 + t). */
Value fixed_ln(Ctx *ctx, Value x, int64_t bits) {
  if (bits <= 48) {
    int64_t exponent;
    double mantissa = int_frexp(x, &exponent);
    return int_from_i64(ctx, (int64_t)ldexp(log(ldexp(mantissa, (int)(exponent - bits))), (int)bits));
  }
  int64_t work = bits + 16, half = work / 2 + 12;
  Value y = fixed_ln(ctx, right(ctx, x, bits - half), half);
  if (!y || !(y = left(ctx, y, work - half))) return V_NULL;
  Value back = fixed_exp(ctx, int_negative(ctx, y), work);
  Value t = minus(ctx, multiply(ctx, left(ctx, x, work - bits), back, work), left(ctx, int_tag(1), work));
  Value square = multiply(ctx, t, t, work), cube = multiply(ctx, square, t, work);
  t = plus(ctx, minus(ctx, t, right(ctx, square, 1)), divide_small(ctx, cube, 3));
  return right(ctx, plus(ctx, y, t), work - bits);
}

/* atanh(1 / n) = 1/n + 1/(3 n**3) + 1/(5 n**5) + … */
static Value inverse_atanh(Ctx *ctx, int64_t n, int64_t bits) {
  Value power = divide_small(ctx, left(ctx, int_tag(1), bits), n), sum = power;
  for (int64_t k = 3; power && power != int_tag(0); k += 2) {
    power = divide_small(ctx, power, n * n);
    sum = plus(ctx, sum, divide_small(ctx, power, k));
    if (!sum || !CHECK_STOP(ctx)) return V_NULL;
  }
  return power ? sum : V_NULL;
}
/* 10 is 2**46 * … : a formula of Machin's kind, whose terms a program can check: (32/30)**46 * (50/48)**34 *
 * (162/160)**20 is 100. */
Value fixed_ln10(Ctx *ctx, int64_t bits) {
  DecimalState *state = decimal_state(ctx);
  if (state->ln10_bits < bits) {
    int64_t wanted = bits + bits / 8 + 128, work = wanted + 80;
    Value a = inverse_atanh(ctx, 31, work), b = a ? inverse_atanh(ctx, 49, work) : V_NULL,
          c = b ? inverse_atanh(ctx, 161, work) : V_NULL;
    if (!c) return V_NULL;
    a = big_mul(ctx, a, int_tag(46)), b = big_mul(ctx, b, int_tag(34)), c = big_mul(ctx, c, int_tag(20));
    Value sum = right(ctx, plus(ctx, plus(ctx, a, b), c), work - wanted);
    if (!sum) return V_NULL;
    state->ln10 = sum;
    state->ln10_bits = wanted;
  }
  return right(ctx, state->ln10, state->ln10_bits - bits);
}

/* ---- from and to decimal numbers ---- */

Value num_to_fixed(Ctx *ctx, const Num *n, int64_t bits) {
  Num cut = *n;
  int64_t adjusted = num_adjusted(n), keep = bits / 3 + 20 + (adjusted > 0 ? adjusted : 0);
  if (adjusted < -bits / 3 - 2) return int_tag(0);
  bool inexact;
  if (cut.digits > keep && !num_drop(ctx, &cut, cut.digits - keep, ROUND_DOWN, &inexact)) return V_NULL;
  Value v = num_coefficient(ctx, &cut), quotient;
  if (cut.exp >= 0) return left(ctx, v ? coefficient_shift(ctx, v, cut.exp) : V_NULL, bits);
  Value unit = v ? power_of_ten(ctx, -cut.exp) : V_NULL;
  v = unit ? left(ctx, v, bits) : V_NULL;
  return v && big_divmod(ctx, v, unit, &quotient, NULL) ? quotient : V_NULL;
}

/* v, of which the last digit asked for is off by 3 or less, as a number times 10**exp. Rounding it is decided unless
 * half a unit is as near as that. */
bool fixed_to_num(Ctx *ctx, Num *r, Value v, int64_t bits, int64_t decimals, int64_t exp, const Settings *s,
                  bool *decided) {
  Value scaled = coefficient_shift(ctx, v, decimals);
  *r = (Num){.exp = exp - decimals, .rest = REST_LESS};
  if (!scaled || !num_set_coefficient(ctx, r, right(ctx, scaled, bits))) return false;
  int64_t k = r->digits - s->prec;
  if (num_adjusted(r) < s->emin && etiny(s) - r->exp > k) k = etiny(s) - r->exp;
  *decided = k > r->digits;
  if (*decided || k < 2) return true;
  Value unit = power_of_ten(ctx, k), tail, off;
  Value all = num_coefficient(ctx, r);
  if (!unit || !all || !big_divmod(ctx, all, unit, NULL, &tail) || !(off = minus(ctx, plus(ctx, tail, tail), unit)))
    return false;
  *decided = !is_int(off) || int_val(off) > 6 || int_val(off) < -6;
  return true;
}
