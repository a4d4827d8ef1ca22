/* Module _decimal: the square root, correctly rounded half to even; exact roots have the exponent that the
 * specification wants, half of the operand's. */
#include "modules/_decimal/decimal.h"

UNARY_OPERATION(num_sqrt) {
  uint32_t ignored = 0;
  if (nan_result(r, a, NULL, s, status)) return num_finalize(ctx, r, s, &ignored);
  int64_t ideal = (a->exp - (a->exp & 1)) / 2;
  Settings even = *s;
  even.rounding = ROUND_HALF_EVEN;
  if (num_is_zero(a)) return num_set_small(r, a->negative, 0, ideal), num_finalize(ctx, r, &even, status);
  if (a->negative) return num_invalid(r, INVALID_OPERATION, status), true;
  if (a->kind == INFINITE) return *r = *a, true;
  /* c * 10**(2 * shift), of which the root has a digit more than the precision */
  int64_t odd = a->exp & 1, length = odd ? (a->digits >> 1) + 1 : (a->digits + 1) >> 1, shift = s->prec + 1 - length;
  Value c = num_coefficient(ctx, a), rest = int_tag(0), square;
  if (c && odd) c = coefficient_shift(ctx, c, 1);
  if (c && shift >= 0) c = coefficient_shift(ctx, c, 2 * shift);
  else if (c) {
    Value unit = power_of_ten(ctx, -2 * shift);
    if (!unit || !big_divmod(ctx, c, unit, &c, &rest)) return false;
  }
  Num root = {.exp = ideal - shift};
  Value v = c ? big_isqrt(ctx, c) : V_NULL;
  if (!v || !(square = big_mul(ctx, v, v))) return false;
  bool exact = rest == int_tag(0) && big_cmp(square, c) == 0;
  if (!num_set_coefficient(ctx, &root, v)) return false;
  if (!exact) root.rest = REST_LESS;
  else {
    bool inexact;
    if (shift >= 0 ? !num_drop(ctx, &root, shift, ROUND_DOWN, &inexact) : !num_shift(ctx, &root, -shift)) return false;
  }
  *r = root;
  return num_finalize(ctx, r, &even, status);
}
