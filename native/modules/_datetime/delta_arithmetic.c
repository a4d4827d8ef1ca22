/* Module _datetime: operators of two operands of which one is a timedelta: sums, products, quotients, remainders. Where
 * the result is not whole microseconds it is rounded to the nearest, half of one to the even one. All timedeltas fit 67
 * bits, so most of it is done in 128; what might not fit is done with Python's ints. */
#include "modules/_datetime/datetime.h"
#include <math.h>

/* ---- microseconds ---- */

static I128 floor_divide_128(I128 a, I128 b) { /* b > 0 */
  if (a == (int64_t)a && b == (int64_t)b) return floor_divide((int64_t)a, (int64_t)b);
  return a / b - (a % b < 0);
}
/* a / b to the nearest, b != 0; |a| and |b| below 2**126 */
static I128 nearest(I128 a, I128 b) {
  if (b < 0) a = -a, b = -b;
  I128 quotient = floor_divide_128(a, b), twice = 2 * (a - quotient * b);
  return quotient + (twice > b || (twice == b && (quotient & 1)));
}

static bool raise_too_large(Ctx *ctx) {
  return raise_format(ctx, EXC_OverflowError, "Python int too large to convert to C int"), false;
}
bool span_of_us(Ctx *ctx, I128 us, Span *out) {
  I128 seconds = floor_divide_128(us, SECOND_US);
  I128 limit = ((I128)INT32_MAX + 1) * DAY_SECONDS; /* the days have to be a C int, whatever their number may be */
  if (UNLIKELY(seconds < -limit || seconds >= limit)) return raise_too_large(ctx);
  *out = (Span){(int64_t)seconds, (int32_t)(us - seconds * SECOND_US)};
  return true;
}
bool span_of_int_us(Ctx *ctx, Value us, Span *out) {
  if (is_int(us)) return span_of_us(ctx, int_val(us), out);
  Value pair = int_divmod(ctx, us, int_tag(DAY_US));
  int64_t days;
  if (!pair) return false;
  if (!int_to_i64(ctx, tuple_item(pair, 0), &days) || days < INT32_MIN || days > INT32_MAX) return raise_too_large(ctx);
  return span_of_us(ctx, (I128)days * DAY_US + int_val(tuple_item(pair, 1)), out);
}
Value int_of_us(Ctx *ctx, I128 us) {
  if (us == (int64_t)us) return int_from_i64(ctx, (int64_t)us);
  int64_t unit = INT64_C(1) << 60; /* |us| < 2**122 */
  Value high = int_mul_slow(ctx, int_tag((int64_t)(us >> 60)), int_tag(unit));
  return high ? int_add_slow(ctx, high, int_tag((int64_t)(us & (unit - 1)))) : V_NULL;
}

static Value delta_of_us(Ctx *ctx, I128 us) {
  Span span;
  return span_of_us(ctx, us, &span) ? delta_of(ctx, span) : V_NULL;
}
static Value delta_of_int_us(Ctx *ctx, Value us) {
  Span span;
  return us && span_of_int_us(ctx, us, &span) ? delta_of(ctx, span) : V_NULL;
}
static Value raise_zero_division(Ctx *ctx) {
  return raise_format(ctx, EXC_ZeroDivisionError, "division by zero"), V_NULL;
}

/* a / b to the nearest; b != 0 */
static Value nearest_of_ints(Ctx *ctx, Value a, Value b) {
  Value pair = int_divmod(ctx, a, b); /* the remainder has the sign of b */
  if (!pair) return V_NULL;
  Value quotient = tuple_item(pair, 0), rest = int_absolute(ctx, tuple_item(pair, 1));
  Value twice = rest ? int_add_slow(ctx, rest, rest) : V_NULL, divisor = twice ? int_absolute(ctx, b) : V_NULL;
  Value odd = divisor ? int_binary(ctx, quotient, int_tag(1), OP_AND) : V_NULL;
  if (!odd) return V_NULL;
  Value up = int_compare(ctx, twice, divisor, odd == int_tag(1) ? CMP_GE : CMP_GT);
  return up == V_TRUE ? int_add_slow(ctx, quotient, int_tag(1)) : quotient;
}

/* ---- with an int ---- */

static Value multiply_by_int(Ctx *ctx, Span span, Value n) {
  I128 us = span_us(span);
  if (LIKELY(is_int(n) && us == (int64_t)us)) return delta_of_us(ctx, us * int_val(n));
  Value all = int_of_us(ctx, us);
  return all ? delta_of_int_us(ctx, int_mul_slow(ctx, all, int_unwrap(ctx, n))) : V_NULL;
}
static Value divide_by_int(Ctx *ctx, Span span, Value n, bool to_nearest) {
  n = int_unwrap(ctx, n);
  if (n == int_tag(0)) return raise_zero_division(ctx);
  I128 us = span_us(span);
  if (LIKELY(is_int(n))) {
    I128 by = int_val(n);
    if (to_nearest) return delta_of_us(ctx, nearest(us, by));
    return delta_of_us(ctx, by < 0 ? floor_divide_128(-us, -by) : floor_divide_128(us, by));
  }
  Value all = int_of_us(ctx, us);
  if (!all) return V_NULL;
  return delta_of_int_us(ctx, to_nearest ? nearest_of_ints(ctx, all, n) : int_binary(ctx, all, n, OP_FLOORDIV));
}

/* ---- with a float, which is an odd int times a power of two ---- */

static bool float_parts(Ctx *ctx, Value v, int64_t *odd, int *exponent) {
  double d = float_val(ctx, v);
  if (isnan(d)) return raise_format(ctx, EXC_ValueError, "cannot convert NaN to integer ratio"), false;
  if (isinf(d)) return raise_format(ctx, EXC_OverflowError, "cannot convert Infinity to integer ratio"), false;
  *odd = (int64_t)(frexp(d, exponent) * 0x1p53);
  *exponent -= 53;
  if (*odd == 0) return *exponent = 0, true;
  int zeros = __builtin_ctzll((uint64_t)*odd);
  *odd /= INT64_C(1) << zeros;
  *exponent += zeros;
  return true;
}

static Value multiply_by_float(Ctx *ctx, Span span, Value v) {
  int64_t odd;
  int exponent;
  if (!float_parts(ctx, v, &odd, &exponent)) return V_NULL;
  I128 product = span_us(span) * odd; /* below 2**120 */
  if (product == 0) return delta_of(ctx, (Span){0, 0});
  if (exponent >= 0) { /* what does not fit 125 bits is too large in any case */
    I128 limit = exponent < 125 ? (I128)1 << (125 - exponent) : 0;
    if (product >= limit || product <= -limit) return raise_too_large(ctx), V_NULL;
    return delta_of_us(ctx, product * ((I128)1 << exponent));
  }
  if (exponent < -122) return delta_of(ctx, (Span){0, 0}); /* less than half a microsecond */
  return delta_of_us(ctx, nearest(product, (I128)1 << -exponent));
}

static Value divide_by_float(Ctx *ctx, Span span, Value v) {
  int64_t odd;
  int exponent;
  if (!float_parts(ctx, v, &odd, &exponent)) return V_NULL;
  if (odd == 0) return raise_zero_division(ctx);
  I128 us = span_us(span);
  if (exponent >= 72) return delta_of(ctx, (Span){0, 0});
  if (exponent >= 0) return delta_of_us(ctx, nearest(us, (I128)odd * ((I128)1 << exponent)));
  if (exponent > -58) return delta_of_us(ctx, nearest(us * ((I128)1 << -exponent), odd));
  Value all = int_of_us(ctx, us), scaled = all ? int_binary(ctx, all, int_tag(-exponent), OP_LSHIFT) : V_NULL;
  Value quotient = scaled ? nearest_of_ints(ctx, scaled, int_tag(odd)) : V_NULL;
  return delta_of_int_us(ctx, quotient);
}

/* A subclass of float may say itself what ratio it is. */
static Value scale_by_ratio(Ctx *ctx, Span span, Value v, bool divide) {
  Value ratio = py_call_method(ctx, v, WORD(as_integer_ratio), NULL, 0);
  if (!ratio) return V_NULL;
  if (!is_tuple(ctx, ratio)) {
    raise_format(ctx, EXC_TypeError, "unexpected return type from as_integer_ratio(): expected tuple, not '%T'", ratio);
    return V_NULL;
  }
  if (tuple_length(ratio) != 2)
    return raise_format(ctx, EXC_ValueError, "as_integer_ratio() must return a 2-tuple"), V_NULL;
  Value times = tuple_item(ratio, divide), by = tuple_item(ratio, !divide);
  if (!is_int_value(ctx, times) || !is_int_value(ctx, by))
    return raise_format(ctx, EXC_TypeError, "non-integer arguments in division"), V_NULL;
  Value all = int_of_us(ctx, span_us(span)), product = V_NULL;
  times = int_unwrap(ctx, times), by = int_unwrap(ctx, by);
  if (by == int_tag(0)) return raise_zero_division(ctx);
  if (all) product = int_mul_slow(ctx, all, times);
  return product ? delta_of_int_us(ctx, nearest_of_ints(ctx, product, by)) : V_NULL;
}
static Value scale_by_float(Ctx *ctx, Span span, Value v, bool divide) {
  if (!exact_float(ctx, v)) return scale_by_ratio(ctx, span, v, divide);
  return divide ? divide_by_float(ctx, span, v) : multiply_by_float(ctx, span, v);
}

/* ---- with a timedelta ---- */

/* Quotient, rounded down, and remainder. */
static bool divide_spans(Ctx *ctx, Span a, Span b, I128 *quotient, I128 *rest) {
  I128 x = span_us(a), y = span_us(b);
  if (y == 0) return raise_zero_division(ctx), false;
  *quotient = y < 0 ? floor_divide_128(-x, -y) : floor_divide_128(x, y);
  *rest = x - *quotient * y;
  return true;
}
static Value true_quotient(Ctx *ctx, Span a, Span b) {
  I128 x = span_us(a), y = span_us(b), exact = INT64_C(1) << 53;
  if (y == 0) return raise_zero_division(ctx);
  if (LIKELY(x <= exact && x >= -exact && y <= exact && y >= -exact))
    return float_new(ctx, (double)(int64_t)x / (double)(int64_t)y);
  Value dividend = int_of_us(ctx, x), divisor = dividend ? int_of_us(ctx, y) : V_NULL;
  return divisor ? int_binary(ctx, dividend, divisor, OP_TRUEDIV) : V_NULL;
}

static Value divmod_of(Ctx *ctx, Value left, Value right) {
  if (!is_delta(ctx, left) || !is_delta(ctx, right)) return V_NOTIMPL;
  I128 quotient, rest;
  if (!divide_spans(ctx, delta_span(left), delta_span(right), &quotient, &rest)) return V_NULL;
  Value pair[] = {int_of_us(ctx, quotient), V_NULL};
  return pair[0] && (pair[1] = delta_of_us(ctx, rest)) ? tuple_from(ctx, pair, 2) : V_NULL;
}
SHARED_METHOD(delta_divmod) { return divmod_of(ctx, self, args[0]); }
SHARED_METHOD(delta_reflected_divmod) { return divmod_of(ctx, args[0], self); }

static Value binary_of_deltas(Ctx *ctx, Span a, Span b, BinOp op) {
  I128 quotient, rest;
  switch (op) {
  case OP_ADD: return delta_of(ctx, span_add(a, b));
  case OP_SUB: return delta_of(ctx, span_subtract(a, b));
  case OP_TRUEDIV: return true_quotient(ctx, a, b);
  case OP_FLOORDIV: return divide_spans(ctx, a, b, &quotient, &rest) ? int_of_us(ctx, quotient) : V_NULL;
  case OP_MOD: return divide_spans(ctx, a, b, &quotient, &rest) ? delta_of_us(ctx, rest) : V_NULL;
  default: return V_NOTIMPL;
  }
}

Value delta_binary(Ctx *ctx, Value left, Value right, BinOp op) {
  if (!is_delta(ctx, left)) {
    if (op != OP_MUL) return V_NOTIMPL;
    Value other = left;
    left = right, right = other;
  }
  Span span = delta_span(left);
  if (is_delta(ctx, right)) return binary_of_deltas(ctx, span, delta_span(right), op);
  if (is_int_value(ctx, right)) {
    if (op == OP_MUL) return multiply_by_int(ctx, span, int_unwrap(ctx, right));
    return op == OP_FLOORDIV || op == OP_TRUEDIV ? divide_by_int(ctx, span, right, op == OP_TRUEDIV) : V_NOTIMPL;
  }
  if (!is_float(ctx, right) || (op != OP_MUL && op != OP_TRUEDIV)) return V_NOTIMPL;
  return scale_by_float(ctx, span, right, op == OP_TRUEDIV);
}
