/* Arithmetic of Python's int: fixnum paths here, everything else through bigint.c. Operands may be any int value (bools
 * and instances of subclasses are unwrapped), results are plain ints: a fixnum whenever it fits. */
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "number/limbs.h"
#include "number/number.h"
#include <math.h>
#include <stdlib.h>

/* ---- conversion ---- */

COLD_CALL Value int_box_slow(Ctx *ctx, int64_t i) { return int_from_i64(ctx, i); }
Value int_from_i64(Ctx *ctx, int64_t i) {
  if (LIKELY(fits_fixnum(i))) return int_tag(i);
  uint64_t m = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
  return big_from_limbs(ctx, &m, 1, i < 0);
}

Value int_from_u64(Ctx *ctx, uint64_t u) {
  return LIKELY(u <= (uint64_t)FIXNUM_MAX) ? int_tag((int64_t)u) : big_from_limbs(ctx, &u, 1, false);
}

Value int_from_double(Ctx *ctx, double d) {
  if (LIKELY(d > -0x1p62 && d < 0x1p62)) return int_tag((int64_t)d);
  if (isnan(d)) return raise_format(ctx, EXC_ValueError, "cannot convert float NaN to integer"), V_NULL;
  if (isinf(d)) return raise_format(ctx, EXC_OverflowError, "cannot convert float infinity to integer"), V_NULL;
  int exponent;
  double m = frexp(fabs(d), &exponent);
  uint64_t mantissa = (uint64_t)ldexp(m, 53);
  Value v = big_lshift(ctx, int_tag((int64_t)mantissa), (uint64_t)(exponent - 53));
  return v && d < 0 ? int_negative(ctx, v) : v;
}

bool is_bigint(Ctx *ctx, Value v) { return v && has_shape(v, ctx->shape.bigint); }
bool is_int_value(Ctx *ctx, Value v) {
  if (!is_cell(v) || !v) return is_int(v) || is_bool(v);
  unsigned kind = shape_of(ctx, v)->kind;
  return kind == KIND_BIGINT || kind == KIND_INT_OBJECT;
}

Value int_unwrap(Ctx *ctx, Value v) {
  if (LIKELY(is_int(v))) return v;
  if (is_bool(v)) return int_tag(v == V_TRUE);
  return is_bigint(ctx, v) ? v : ((IntObject *)v)->value;
}

bool int_to_i64(Ctx *ctx, Value v, int64_t *out) {
  v = int_unwrap(ctx, v);
  if (LIKELY(is_int(v))) {
    *out = int_val(v);
    return true;
  }
  if (AS_BIGINT(v)->nlimbs > 1) return false;
  uint64_t m = AS_BIGINT(v)->limbs[0];
  if (m > (uint64_t)INT64_MAX + big_negative(v)) return false;
  *out = big_negative(v) ? (int64_t)(0 - m) : (int64_t)m;
  return true;
}

bool int_to_u64(Ctx *ctx, Value v, uint64_t *out) {
  IntView view;
  int_view(int_unwrap(ctx, v), &view);
  *out = view.n ? view.limbs[0] : 0;
  return !view.negative && view.n <= 1;
}

double int_to_double(Ctx *ctx, Value v) {
  v = int_unwrap(ctx, v);
  if (LIKELY(is_int(v))) return (double)int_val(v);
  int64_t exponent;
  double m = int_frexp(v, &exponent);
  if (exponent > 1024) {
    raise_format(ctx, EXC_OverflowError, "int too large to convert to float");
    return -1.0;
  }
  return ldexp(m, (int)exponent);
}

int int_sign(Ctx *ctx, Value v) {
  v = int_unwrap(ctx, v);
  if (is_int(v)) return (int_val(v) > 0) - (int_val(v) < 0);
  return big_negative(v) ? -1 : 1;
}

/* CPython's numeric hash: the value modulo 2**61 - 1 with its sign, -1 replaced by -2. */
bool int_hash(Ctx *ctx, Value v, uint64_t *out) {
  const int64_t p = ((int64_t)1 << 61) - 1;
  v = int_unwrap(ctx, v);
  int64_t h;
  uint64_t rest;
  if (is_int(v)) h = int_val(v) % p;
  else if (!big_mod_mersenne61(ctx, v, &rest)) return false;
  else h = big_negative(v) ? -(int64_t)rest : (int64_t)rest;
  return *out = (uint64_t)(h == -1 ? -2 : h), true;
}

/* ---- addition, subtraction, multiplication ---- */

Value int_add_slow(Ctx *ctx, Value a, Value b) {
  if (both_int(a, b)) return int_from_i64(ctx, int_val(a) + int_val(b)); /* 63 bits each: no overflow */
  return big_add(ctx, int_unwrap(ctx, a), int_unwrap(ctx, b));
}

Value int_sub_slow(Ctx *ctx, Value a, Value b) {
  if (both_int(a, b)) return int_from_i64(ctx, int_val(a) - int_val(b));
  return big_sub(ctx, int_unwrap(ctx, a), int_unwrap(ctx, b));
}

Value int_mul_slow(Ctx *ctx, Value a, Value b) {
  int64_t r;
  if (both_int(a, b) && !__builtin_mul_overflow(int_val(a), int_val(b), &r)) return int_from_i64(ctx, r);
  return big_mul(ctx, int_unwrap(ctx, a), int_unwrap(ctx, b));
}

Value int_negative(Ctx *ctx, Value v) {
  v = int_unwrap(ctx, v);
  if (is_int(v)) return int_from_i64(ctx, -int_val(v));
  return big_from_limbs(ctx, AS_BIGINT(v)->limbs, (int64_t)AS_BIGINT(v)->nlimbs, !big_negative(v));
}

Value int_absolute(Ctx *ctx, Value v) { return int_sign(ctx, v) < 0 ? int_negative(ctx, v) : int_unwrap(ctx, v); }

/* ---- division ---- */

static Value divide_by_zero(Ctx *ctx) {
  raise_format(ctx, EXC_ZeroDivisionError, "division by zero");
  return V_NULL;
}

static bool floor_divide(Ctx *ctx, Value a, Value b, Value *q, Value *r) {
  a = int_unwrap(ctx, a), b = int_unwrap(ctx, b);
  if (b == int_tag(0)) return divide_by_zero(ctx), false;
  if (!both_int(a, b)) return big_divmod(ctx, a, b, q, r);
  int64_t x = int_val(a), y = int_val(b), quotient = x / y, rest = x % y;
  if (rest && (rest ^ y) < 0) quotient--, rest += y;
  if (r) *r = int_tag(rest);
  return !q || (*q = int_from_i64(ctx, quotient)); /* FIXNUM_MIN // -1 is no fixnum */
}

Value int_divmod(Ctx *ctx, Value a, Value b) {
  Value pair[2];
  if (!floor_divide(ctx, a, b, &pair[0], &pair[1])) return V_NULL;
  return tuple_from(ctx, pair, 2);
}

/* a / b, correctly rounded. Scaled so that the integer quotient has 55 bits or more (fewer for subnormal results), with
 * the remainder or-ed in as a sticky bit; CPython's long_true_divide does the same. */
static Value true_divide(Ctx *ctx, Value a, Value b) {
  a = int_unwrap(ctx, a), b = int_unwrap(ctx, b);
  if (b == int_tag(0)) return divide_by_zero(ctx);
  const int64_t exact = (int64_t)1 << 53;
  if (both_int(a, b) && int_val(a) <= exact && int_val(a) >= -exact && int_val(b) <= exact && int_val(b) >= -exact)
    return float_new(ctx, (double)int_val(a) / (double)int_val(b));
  bool negative = int_sign(ctx, a) * int_sign(ctx, b) < 0;
  if (a == int_tag(0)) return float_new(ctx, int_sign(ctx, b) < 0 ? -0.0 : 0.0);
  a = int_absolute(ctx, a);
  b = a ? int_absolute(ctx, b) : V_NULL;
  if (!b) return V_NULL;
  int64_t difference = (int64_t)int_bit_length(a) - (int64_t)int_bit_length(b);
  if (difference > 1025) goto overflow;
  if (difference < -1080) return float_new(ctx, negative ? -0.0 : 0.0);
  /* The quotient's lowest bit is 2**scale: at least three bits below the last one that the result can hold. */
  int64_t lowest = difference - 57;
  int64_t scale = lowest > -1077 ? lowest : -1077;
  if (scale < 0) a = big_lshift(ctx, a, (uint64_t)-scale);
  else b = big_lshift(ctx, b, (uint64_t)scale);
  Value q, r;
  if (!a || !b || !floor_divide(ctx, a, b, &q, &r)) return V_NULL;
  uint64_t m = (uint64_t)int_val(q) | (r != int_tag(0)); /* at most 59 bits */
  unsigned bits = m ? 64 - __builtin_clzll(m) : 0;
  int extra = (int)bits - 53;
  if (scale + extra < -1074) extra = (int)(-1074 - scale);
  if (extra > 0) {
    uint64_t half = (uint64_t)1 << (extra - 1), low = m & (half * 2 - 1);
    m >>= extra;
    if (low > half || (low == half && (m & 1))) m++;
    scale += extra;
  }
  double d = ldexp((double)m, (int)scale);
  if (isinf(d)) goto overflow;
  return float_new(ctx, negative ? -d : d);
overflow:
  raise_format(ctx, EXC_OverflowError, "integer division result too large for a float");
  return V_NULL;
}

/* ---- power ---- */

static Value small_power(Ctx *ctx, int64_t base, uint64_t exponent) {
  int64_t result = 1, square = base;
  for (uint64_t e = exponent;;) {
    if (e & 1 && __builtin_mul_overflow(result, square, &result)) return V_NULL;
    e >>= 1;
    if (!e) return fits_fixnum(result) ? int_tag(result) : int_from_i64(ctx, result);
    if (__builtin_mul_overflow(square, square, &square)) return V_NULL;
  }
}

static Value inverse(Ctx *ctx, Value a, Value n) {
  Value b = int_tag(1), c = int_tag(0), m = n;
  while (n != int_tag(0)) { /* Euclid; a = b * original modulo m stays true */
    Value q, r, t;
    if (!floor_divide(ctx, a, n, &q, &r)) return V_NULL;
    a = n, n = r;
    if (!(t = int_mul_slow(ctx, q, c)) || !(t = int_sub_slow(ctx, b, t))) return V_NULL;
    b = c, c = t;
  }
  if (a != int_tag(1)) return raise_format(ctx, EXC_ValueError, "base is not invertible for the given modulus"), V_NULL;
  Value r;
  return floor_divide(ctx, b, m, NULL, &r) ? r : V_NULL;
}

static Value power_modulo(Ctx *ctx, Value base, Value exponent, Value mod) {
  if (mod == int_tag(0)) return raise_format(ctx, EXC_ValueError, "pow() 3rd argument cannot be 0"), V_NULL;
  bool negative = int_sign(ctx, mod) < 0;
  Value m = negative ? int_negative(ctx, mod) : mod, r;
  if (!m) return V_NULL;
  if (int_sign(ctx, exponent) < 0) {
    if (m == int_tag(1)) return int_tag(0);
    if (!floor_divide(ctx, base, m, NULL, &base) || !(base = inverse(ctx, base, m))) return V_NULL;
    if (!(exponent = int_negative(ctx, exponent))) return V_NULL;
  }
  if (both_int(m, exponent)) {
    if (!floor_divide(ctx, base, m, NULL, &base)) return V_NULL;
    uint64_t modulus = (uint64_t)int_val(m), square = (uint64_t)int_val(base), result = 1 % modulus;
    for (uint64_t e = (uint64_t)int_val(exponent); e; e >>= 1) {
      if (e & 1) result = (uint64_t)((__uint128_t)result * square % modulus);
      square = (uint64_t)((__uint128_t)square * square % modulus);
    }
    r = int_tag((int64_t)result);
  } else if (!(r = big_powmod(ctx, base, exponent, m))) {
    return V_NULL;
  }
  return negative && r != int_tag(0) ? int_add_slow(ctx, r, mod) : r;
}

Value int_pow(Ctx *ctx, Value base, Value exponent, Value mod) {
  base = int_unwrap(ctx, base), exponent = int_unwrap(ctx, exponent);
  if (mod && mod != V_NONE) return power_modulo(ctx, base, exponent, int_unwrap(ctx, mod));
  if (int_sign(ctx, exponent) < 0) {
    double b = int_to_double(ctx, base), e = ctx->exc ? 0 : int_to_double(ctx, exponent);
    if (ctx->exc) return V_NULL;
    Value x = float_new(ctx, b), y = x ? float_new(ctx, e) : V_NULL;
    return y ? float_binary(ctx, x, y, OP_POW) : V_NULL;
  }
  if (both_int(base, exponent)) {
    Value r = small_power(ctx, int_val(base), (uint64_t)int_val(exponent));
    if (r || ctx->exc) return r;
  }
  if (!is_int(exponent)) {
    if (base == int_tag(0) || base == int_tag(1)) return base;
    if (base == int_tag(-1)) return int_tag(AS_BIGINT(exponent)->limbs[0] & 1 ? -1 : 1);
    return raise_no_memory(ctx), V_NULL;
  }
  return big_pow(ctx, base, (uint64_t)int_val(exponent));
}

/* ---- shifts and bits ---- */

static Value shift(Ctx *ctx, Value a, Value b, bool left) {
  a = int_unwrap(ctx, a), b = int_unwrap(ctx, b);
  if (int_sign(ctx, b) < 0) return raise_format(ctx, EXC_ValueError, "negative shift count"), V_NULL;
  if (a == int_tag(0)) return a;
  if (!is_int(b) || int_val(b) >= (int64_t)1 << 60) {
    if (!left) return int_tag(int_sign(ctx, a) < 0 ? -1 : 0);
    return raise_format(ctx, EXC_OverflowError, "too many digits in integer"), V_NULL;
  }
  int64_t n = int_val(b);
  if (is_int(a)) {
    int64_t i = int_val(a);
    if (!left) return int_tag(n > 62 ? i >> 63 : i >> n);
    int64_t shifted = n < 62 ? (int64_t)((uint64_t)i << n) : 0;
    if (n < 62 && shifted >> n == i) return int_from_i64(ctx, shifted);
  }
  return left ? big_lshift(ctx, a, (uint64_t)n) : big_rshift(ctx, a, (uint64_t)n);
}

static Value bitwise(Ctx *ctx, Value a, Value b, BinOp op) {
  if (is_bool(a) && is_bool(b)) {
    bool x = a == V_TRUE, y = b == V_TRUE;
    return bool_tag(op == OP_AND ? x & y : op == OP_OR ? x | y : x ^ y);
  }
  a = int_unwrap(ctx, a), b = int_unwrap(ctx, b);
  if (!both_int(a, b)) return big_bitwise(ctx, a, b, op);
  int64_t x = int_val(a), y = int_val(b);
  return int_tag(op == OP_AND ? x & y : op == OP_OR ? x | y : x ^ y);
}

Value int_invert(Ctx *ctx, Value v) {
  v = int_unwrap(ctx, v);
  if (is_int(v)) return int_tag(~int_val(v));
  Value n = big_add(ctx, v, int_tag(1));
  return n ? int_negative(ctx, n) : V_NULL;
}

/* ---- dispatch ---- */

Value int_binary(Ctx *ctx, Value a, Value b, BinOp op) {
  if (!is_int_value(ctx, a) || !is_int_value(ctx, b)) return V_NOTIMPL;
  Value r;
  switch (op) {
  case OP_ADD: return int_add_slow(ctx, a, b);
  case OP_SUB: return int_sub_slow(ctx, a, b);
  case OP_MUL: return int_mul_slow(ctx, a, b);
  case OP_FLOORDIV: return floor_divide(ctx, a, b, &r, NULL) ? r : V_NULL;
  case OP_MOD: return floor_divide(ctx, a, b, NULL, &r) ? r : V_NULL;
  case OP_TRUEDIV: return true_divide(ctx, a, b);
  case OP_POW: return int_pow(ctx, a, b, V_NULL);
  case OP_LSHIFT: return shift(ctx, a, b, true);
  case OP_RSHIFT: return shift(ctx, a, b, false);
  case OP_AND:
  case OP_OR:
  case OP_XOR: return bitwise(ctx, a, b, op);
  default: return V_NOTIMPL;
  }
}

Value int_compare(Ctx *ctx, Value a, Value b, CmpOp op) {
  if (!is_int_value(ctx, a) || !is_int_value(ctx, b)) return V_NOTIMPL;
  a = int_unwrap(ctx, a), b = int_unwrap(ctx, b);
  int c;
  if (both_int(a, b)) c = (int_val(a) > int_val(b)) - (int_val(a) < int_val(b));
  else if (!big_order(ctx, a, b, &c)) return V_NULL;
  switch (op) {
  case CMP_LT: return bool_tag(c < 0);
  case CMP_LE: return bool_tag(c <= 0);
  case CMP_EQ: return bool_tag(c == 0);
  case CMP_NE: return bool_tag(c != 0);
  case CMP_GT: return bool_tag(c > 0);
  default: return bool_tag(c >= 0);
  }
}

Value int_gcd(Ctx *ctx, Value a, Value b) {
  if (both_int(a, b)) {
    uint64_t x = (uint64_t)int_val(a), y = (uint64_t)int_val(b);
    if (!x || !y) return int_tag((int64_t)(x | y));
    int shift = __builtin_ctzll(x | y); /* Stein's algorithm */
    x >>= __builtin_ctzll(x);
    do {
      y >>= __builtin_ctzll(y);
      if (x > y) {
        uint64_t t = x;
        x = y;
        y = t;
      }
      y -= x;
    } while (y);
    return int_from_u64(ctx, x << shift);
  }
  if (a == int_tag(0)) return b;
  if (b == int_tag(0)) return a;
  return big_gcd(ctx, a, b);
}

Value int_isqrt(Ctx *ctx, Value n) {
  if (is_int(n)) {
    uint64_t v = (uint64_t)int_val(n), r = (uint64_t)__builtin_sqrt((double)v);
    while (r * r > v) r--;
    while ((r + 1) * (r + 1) <= v) r++;
    return int_tag((int64_t)r);
  }
  return big_isqrt(ctx, n);
}
