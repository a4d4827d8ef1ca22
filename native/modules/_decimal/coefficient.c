/* Module _decimal: coefficients: powers of ten, numbers of digits. A coefficient of up to 128 bits is a U128 in a Num,
 * so that arithmetic of the usual precisions allocates nothing but its result; larger ones are ints. */
#include "modules/_decimal/decimal.h"
#include <math.h>

#define E(k) UINT64_C(1##k)
const uint64_t POWERS_64[20] = {
    1,
    E(0),
    E(00),
    E(000),
    E(0000),
    E(00000),
    E(000000),
    E(0000000),
    E(00000000),
    E(000000000),
    E(0000000000),
    E(00000000000),
    E(000000000000),
    E(0000000000000),
    E(00000000000000),
    E(000000000000000),
    E(0000000000000000),
    E(00000000000000000),
    E(000000000000000000),
    E(0000000000000000000),
};
U128 power_128(int64_t k) { return k < 20 ? POWERS_64[k] : (U128)POWERS_64[19] * POWERS_64[k - 19]; }

int64_t digits_64(uint64_t u) {
  int bits = 64 - __builtin_clzll(u | 1), guess = bits * 1233 >> 12; /* log10(2) is a little more than 1233 / 4096 */
  return guess + (guess == 0 || u >= POWERS_64[guess]);
}
int64_t digits_128(U128 u) {
  if (!(uint64_t)(u >> 64)) return digits_64((uint64_t)u);
  int bits = 128 - __builtin_clzll((uint64_t)(u >> 64)), guess = bits * 1233 >> 12;
  return guess + (u >= power_128(guess));
}

Value value_of_128(Ctx *ctx, U128 u) {
  uint64_t limbs[] = {(uint64_t)u, (uint64_t)(u >> 64)};
  return big_from_limbs(ctx, limbs, limbs[1] ? 2 : 1, false);
}
bool value_as_128(Value v, U128 *out) {
  IntView view;
  int_view(v, &view);
  if (view.n > 2) return false;
  *out = view.n == 2 ? (U128)view.limbs[1] << 64 | view.limbs[0] : view.n ? view.limbs[0] : 0;
  return true;
}
int value_modulo_10(Value v) {
  IntView view;
  int_view(v, &view);
  if (!view.n) return 0;
  unsigned sum = 0; /* 2**64 is 1 modulo 5 */
  for (int64_t i = 0; i < view.n; i++) sum = (sum + (unsigned)(view.limbs[i] % 5)) % 5;
  return (int)((view.limbs[0] & 1) == (sum & 1) ? sum : sum + 5);
}

static Value make_power(Ctx *ctx, int64_t k) {
  if (k <= 38) return value_of_128(ctx, power_128(k));
  Value odd = big_pow(ctx, int_tag(5), (uint64_t)k);
  return odd ? big_lshift(ctx, odd, (uint64_t)k) : V_NULL;
}
/* Above this, powers are not kept: half a megabyte each. */
#define LARGEST_KEPT 1000000
Value power_of_ten(Ctx *ctx, int64_t k) {
  DecimalState *state = decimal_state(ctx);
  if (k < SMALL_POWERS) {
    if (!state->powers[k]) state->powers[k] = make_power(ctx, k);
    return state->powers[k];
  }
  if (k > LARGEST_KEPT) return make_power(ctx, k);
  int place = (int)(k % RECENT_POWERS);
  if (state->recent[place].exponent == k) return state->recent[place].power;
  Value power = make_power(ctx, k);
  if (!power) return V_NULL;
  state->recent[place].exponent = k;
  return state->recent[place].power = power;
}

bool coefficient_digits(Ctx *ctx, Value coefficient, int64_t *out) {
  U128 small;
  if (value_as_128(coefficient, &small)) return *out = digits_128(small), true;
  int64_t exponent;
  double mantissa = int_frexp(coefficient, &exponent);
  long double log = log10l(mantissa) + exponent * 0.301029995663981195213738894724493L;
  int64_t near = llroundl(log);
  if (fabsl(log - near) > 1e-5L) return *out = (int64_t)floorl(log) + 1, true;
  Value power = power_of_ten(ctx, near); /* too near to a power of ten for the logarithm to tell */
  if (!power) return false;
  *out = near + (big_cmp(coefficient, power) >= 0);
  return true;
}

Value coefficient_shift(Ctx *ctx, Value coefficient, int64_t k) {
  if (k == 0 || coefficient == int_tag(0)) return coefficient;
  Value power = power_of_ten(ctx, k);
  return power ? big_mul(ctx, coefficient, power) : V_NULL;
}
