/* Module _decimal: natural and decimal logarithms, correctly rounded half to even as in exponential.c. The operand is
 * m * 10**k with m near 1, so that log(x) = log(m) + k log(10). */
#include "modules/_decimal/decimal.h"

/* m between 0.3 and 3.2 */
static bool split(Ctx *ctx, const Num *a, Num *m, int64_t *k) {
  *m = *a;
  m->exp = -a->digits;
  *k = num_adjusted(a) + 1;
  Value v = num_to_fixed(ctx, m, 48);
  if (!v) return false;
  if (int_val(v) < INT64_C(316) * (INT64_C(1) << 48) / 1000) m->exp++, --*k;
  return true;
}

/* How many decimal places the first digit of log(m) is behind the point. */
static bool leading_zeros(Ctx *ctx, const Num *m, int64_t *zeros) {
  Num one, difference;
  num_set_small(&one, true, 1, 0);
  if (!num_add_exact(ctx, &difference, m, &one)) return false;
  *zeros = -num_adjusted(&difference) + 1;
  return true;
}

static bool compute(Ctx *ctx, Num *r, const Num *m, int64_t k, const Settings *s, int64_t decimals, bool decimal_base,
                    bool *decided) {
  int64_t bits = decimals / 3 * 10 + 50;
  Value x = num_to_fixed(ctx, m, bits), log = x ? fixed_ln(ctx, x, bits) : V_NULL, part = V_NULL, whole = V_NULL;
  if (!log) return false;
  if (decimal_base) {
    Value ln10 = fixed_ln10(ctx, bits), high = ln10 ? big_lshift(ctx, log, (uint64_t)bits) : V_NULL;
    if (!high || !big_divmod(ctx, high, ln10, &log, NULL)) return false;
    whole = int_from_i64(ctx, k);
    part = whole ? big_lshift(ctx, whole, (uint64_t)bits) : V_NULL;
  } else {
    Value ln10 = fixed_ln10(ctx, bits + 64);
    whole = ln10 ? int_from_i64(ctx, k) : V_NULL;
    Value deep = whole ? big_mul(ctx, whole, ln10) : V_NULL;
    part = deep ? big_rshift(ctx, deep, 64) : V_NULL;
  }
  Value sum = part ? big_add(ctx, log, part) : V_NULL;
  bool negative = sum && int_sign(ctx, sum) < 0;
  if (negative) sum = int_negative(ctx, sum);
  if (!sum || !fixed_to_num(ctx, r, sum, bits, decimals, 0, s, decided)) return false;
  r->negative = negative;
  return true;
}

static bool logarithm(Ctx *ctx, Num *r, const Num *a, const Settings *s, uint32_t *status, bool decimal_base) {
  uint32_t ignored = 0;
  if (nan_result(r, a, NULL, s, status)) return num_finalize(ctx, r, s, &ignored);
  if (num_is_zero(a)) return num_set_infinite(r, true), true;
  if (a->negative) return num_invalid(r, INVALID_OPERATION, status), true;
  if (a->kind == INFINITE) return num_set_infinite(r, false), true;
  Settings even = *s;
  even.rounding = ROUND_HALF_EVEN;
  Num x = *a, m, one;
  int64_t k, zeros = 0, more = 4;
  int order;
  num_set_small(&one, false, 1, 0);
  Num front = x; /* is it a power of ten? */
  front.exp = 1 - front.digits;
  if (!num_compare(ctx, &front, &one, &order)) return false;
  int64_t adjusted = num_adjusted(&x);
  if (order == 0 && decimal_base) return num_from_i64(r, adjusted) && num_finalize(ctx, r, &even, status);
  if (order == 0 && adjusted == 0) return num_set_small(r, false, 0, 0), true;
  if (!split(ctx, &x, &m, &k) || (k == 0 && !leading_zeros(ctx, &m, &zeros))) return false;
  bool decided;
  do {
    if (!compute(ctx, r, &m, k, &even, s->prec + zeros + more, decimal_base, &decided) || !CHECK_STOP(ctx))
      return false;
    more += more + 8;
  } while (!decided);
  return num_finalize(ctx, r, &even, status);
}
UNARY_OPERATION(num_ln) { return logarithm(ctx, r, a, s, status, false); }
UNARY_OPERATION(num_log10) { return logarithm(ctx, r, a, s, status, true); }
