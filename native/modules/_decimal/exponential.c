/* Module _decimal: e**x, correctly rounded half to even whatever the context says: computed with a few digits more than
 * wanted, and again with more as long as they do not decide how to round. For x != 0 the result is never exact, nor
 * half-way, so that this ends. */
#include "modules/_decimal/decimal.h"

/* Is |x| so small, 9 * 10**-(prec + 4) or less, that 1 is the result whatever the range of exponents is? */
static bool rounds_to_one(Ctx *ctx, const Num *a, const Settings *s, bool *out) {
  int64_t adjusted = num_adjusted(a);
  if (adjusted != -(s->prec + 4)) return *out = adjusted < -(s->prec + 4), true;
  Num limit, magnitude = *a;
  int order;
  magnitude.negative = false;
  num_set_small(&limit, false, 9, adjusted);
  if (!num_compare(ctx, &magnitude, &limit, &order)) return false;
  *out = order <= 0;
  return true;
}

/* exp(x) = 10**k * exp(x - k ln(10)), with 0 <= x - k ln(10) < ln(10) */
static bool compute(Ctx *ctx, Num *r, const Num *a, const Settings *s, int64_t decimals, bool *decided) {
  int64_t bits = decimals / 3 * 10 + 42, deep = bits + 64; /* k has less than 64 bits */
  Num magnitude = *a;
  magnitude.negative = false;
  Value x = num_to_fixed(ctx, &magnitude, deep), ln10 = x ? fixed_ln10(ctx, deep) : V_NULL, k, rest;
  int64_t exp;
  if (!ln10 || (a->negative && !(x = int_negative(ctx, x))) || !big_divmod(ctx, x, ln10, &k, &rest)) return false;
  if (!int_to_i64(ctx, k, &exp)) return raise_no_memory(ctx), false; /* cannot be: |x| < 10**19 */
  Value v = big_rshift(ctx, rest, 64);
  return v && (v = fixed_exp(ctx, v, bits)) && fixed_to_num(ctx, r, v, bits, decimals, exp, s, decided);
}

UNARY_OPERATION(num_exp) {
  uint32_t ignored = 0;
  if (nan_result(r, a, NULL, s, status)) return num_finalize(ctx, r, s, &ignored);
  Settings even = *s;
  even.rounding = ROUND_HALF_EVEN;
  Num x = *a;
  if (x.kind == INFINITE) {
    if (x.negative) num_set_small(r, false, 0, 0);
    else num_set_infinite(r, false);
    return true;
  }
  if (num_is_zero(&x)) return num_set_small(r, false, 1, 0), true;
  int64_t adjusted = num_adjusted(&x);
  bool decided = false, one = false;
  if (adjusted < 19 && !rounds_to_one(ctx, &x, s, &one)) return false;
  if (one) {
    num_set_small(r, false, 1, 0);
    *status |= INEXACT | ROUNDED;
    return num_shift(ctx, r, s->prec - 1) && num_finalize(ctx, r, &even, status);
  }
  if (adjusted >= 19) num_set_small(r, false, 1, x.negative ? 2 * MIN_ETINY : 2 * MAX_EMAX);
  for (int64_t more = 4; adjusted < 19 && !decided; more += more + 8)
    if (!compute(ctx, r, &x, &even, s->prec + more, &decided) || !CHECK_STOP(ctx)) return false;
  return num_finalize(ctx, r, &even, status);
}
