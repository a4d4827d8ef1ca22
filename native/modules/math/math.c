/* Module math: functions on floats. Those on ints are in integer.c, the accurate sums in sums.c.
 *
 * Errors are recognised by the result, as in CPython: nan for a number is a domain error (ValueError, with the words
 * of 3.14), infinity for a finite number an overflow, or a domain error where the function has a pole. gamma and lgamma
 * use Lanczos's approximation with the coefficients of Boost (g = 6.0246…, 13 terms), because CPython does and programs
 * print its digits. */
#include "modules/math/math.h"
#include <math.h>

bool math_double(Ctx *ctx, Value v, double *out) {
  if (LIKELY(is_flonum(v))) return *out = flonum_val(v), true;
  if (LIKELY(is_int(v))) return *out = (double)int_val(v), true;
  return float_coerce(ctx, v, out);
}

static Value range_error(Ctx *ctx) { return raise_format(ctx, EXC_OverflowError, "math range error"), V_NULL; }
static Value domain_error(Ctx *ctx) { return raise_format(ctx, EXC_ValueError, "math domain error"), V_NULL; }
static Value refuse(Ctx *ctx, const char *expected, double got) {
  Value text = float_repr(ctx, got);
  if (text) raise_format(ctx, EXC_ValueError, "expected %s, got %U", expected, text);
  return V_NULL;
}

static Value unary(Ctx *ctx, Value arg, double (*fn)(double), const char *expected, bool can_overflow) {
  double x;
  if (!math_double(ctx, arg, &x)) return V_NULL;
  double r = fn(x);
  if (UNLIKELY(!isfinite(r))) {
    if (isnan(r) && !isnan(x)) return expected ? refuse(ctx, expected, x) : domain_error(ctx);
    if (isinf(r) && isfinite(x))
      return can_overflow ? range_error(ctx) : expected ? refuse(ctx, expected, x) : domain_error(ctx);
  }
  return float_new(ctx, r);
}

#define IN_ONE "a number in range from -1 up to 1"
#define FINITE "a finite input"
#define POSITIVE "a positive input"
#define ABOVE_MINUS_1 "argument value > -1"
#define GAMMA_DOMAIN "a noninteger or positive integer"
#define UNARY(name, fn, expected, can_overflow)                              \
  FUNCTION(name) { return unary(ctx, args[0], fn, expected, can_overflow); }

/* ---- gamma ---- */

#define LANCZOS_N 13
static const double lanczos_g = 6.024680040776729583740234375, lanczos_g_minus_half = 5.524680040776729583740234375;
static const double lanczos_num[LANCZOS_N] = {
    23531376880.410759688572007674451636754734846804940, 42919803642.649098768957899047001988850926355848959,
    35711959237.355668049440185451547166705960488635843, 17921034426.037209699919755754458931112671403265390,
    6039542586.3520280050642916443072979210699388420708, 1439720407.3117216736632230727949123939715485786372,
    248874557.86205415651146038641322942321632125127801, 31426415.585400194380614231628318205362874684987640,
    2876370.6289353724412254090516208496135991145378768, 186056.26539522349504029498971604569928220784236328,
    8071.6720023658162106380029022722506138218516325024, 210.82427775157934587250973392071336271166969580291,
    2.5066282746310002701649081771338373386264310793408};
static const double lanczos_den[LANCZOS_N] = {0.0,        39916800.0, 120543840.0, 150917976.0, 105258076.0,
                                              45995730.0, 13339535.0, 2637558.0,   357423.0,    32670.0,
                                              1925.0,     66.0,       1.0};

static double lanczos_sum(double x) {
  double num = 0, den = 0;
  if (x < 5) {
    for (int i = LANCZOS_N - 1; i >= 0; i--) num = num * x + lanczos_num[i], den = den * x + lanczos_den[i];
  } else { /* in powers of 1/x: no overflow */
    for (int i = 0; i < LANCZOS_N; i++) num = num / x + lanczos_num[i], den = den / x + lanczos_den[i];
  }
  return num / den;
}

static double sin_pi(double x) {
  double y = fmod(fabs(x), 2.0), r = 0;
  switch ((int)round(2.0 * y)) {
  case 0: r = sin(M_PI * y); break;
  case 1: r = cos(M_PI * (y - 0.5)); break;
  case 2: r = sin(M_PI * (1.0 - y)); break;
  case 3: r = -cos(M_PI * (y - 1.5)); break;
  case 4: r = sin(M_PI * (y - 2.0)); break;
  }
  return copysign(1.0, x) * r;
}

static double gamma_of(double x) {
  static const double factorials[23] = {1.0,
                                        1.0,
                                        2.0,
                                        6.0,
                                        24.0,
                                        120.0,
                                        720.0,
                                        5040.0,
                                        40320.0,
                                        362880.0,
                                        3628800.0,
                                        39916800.0,
                                        479001600.0,
                                        6227020800.0,
                                        87178291200.0,
                                        1307674368000.0,
                                        20922789888000.0,
                                        355687428096000.0,
                                        6402373705728000.0,
                                        121645100408832000.0,
                                        2432902008176640000.0,
                                        51090942171709440000.0,
                                        1124000727777607680000.0};
  if (!isfinite(x)) return isnan(x) || x > 0 ? x : NAN;
  if (x == 0) return NAN;
  if (x == floor(x)) {
    if (x < 0) return NAN;
    if (x <= 23) return factorials[(int)x - 1];
  }
  double a = fabs(x);
  if (a < 1e-20) return 1.0 / x;
  if (a > 200) return x < 0 ? 0.0 / sin_pi(x) : INFINITY;
  double y = a + lanczos_g_minus_half, z; /* z: the rounding error of y, added back below */
  if (a > lanczos_g_minus_half) {
    double q = y - a;
    z = q - lanczos_g_minus_half;
  } else {
    double q = y - lanczos_g_minus_half;
    z = q - a;
  }
  z = z * lanczos_g / y;
  double r, power;
  if (x < 0) {
    r = -M_PI / sin_pi(a) / a * exp(y) / lanczos_sum(a);
    r -= z * r;
    if (a < 140) return r / pow(y, a - 0.5);
    power = pow(y, a / 2 - 0.25);
    return r / power / power;
  }
  r = lanczos_sum(a) / exp(y);
  r += z * r;
  if (a < 140) return r * pow(y, a - 0.5);
  power = pow(y, a / 2 - 0.25);
  return r * power * power;
}

static double lgamma_of(double x) {
  if (!isfinite(x)) return isnan(x) ? x : INFINITY;
  if (x == floor(x) && x <= 2) return x <= 0 ? INFINITY : 0.0;
  double a = fabs(x);
  if (a < 1e-20) return -log(a);
  double r = log(lanczos_sum(a)) - lanczos_g;
  r += (a - 0.5) * (log(a + lanczos_g - 0.5) - 1);
  if (x < 0) r = log(M_PI) - log(fabs(sin_pi(a))) - log(a) - r;
  return r;
}

FUNCTION(f_lgamma) {
  double x;
  if (!math_double(ctx, args[0], &x)) return V_NULL;
  if (x <= 0 && x == floor(x) && isfinite(x)) return refuse(ctx, GAMMA_DOMAIN, x);
  double r = lgamma_of(x);
  return isinf(r) && isfinite(x) ? range_error(ctx) : float_new(ctx, r);
}
FUNCTION(f_gamma) {
  double x;
  if (!math_double(ctx, args[0], &x)) return V_NULL;
  double r = gamma_of(x);
  if (isnan(r) && !isnan(x)) return refuse(ctx, GAMMA_DOMAIN, x);
  return isinf(r) && isfinite(x) ? range_error(ctx) : float_new(ctx, r);
}

UNARY(f_acos, acos, IN_ONE, false)
UNARY(f_acosh, acosh, "argument value not less than 1", false)
UNARY(f_asin, asin, IN_ONE, false)
UNARY(f_asinh, asinh, NULL, false)
UNARY(f_atan, atan, NULL, false)
UNARY(f_atanh, atanh, "a number between -1 and 1", false)
UNARY(f_cbrt, cbrt, NULL, false)
UNARY(f_cos, cos, FINITE, false)
UNARY(f_cosh, cosh, NULL, true)
UNARY(f_erf, erf, NULL, false)
UNARY(f_erfc, erfc, NULL, false)
UNARY(f_exp, exp, NULL, true)
UNARY(f_exp2, exp2, NULL, true)
UNARY(f_expm1, expm1, NULL, true)
UNARY(f_fabs, fabs, NULL, false)
UNARY(f_log1p, log1p, ABOVE_MINUS_1, false)
UNARY(f_sin, sin, FINITE, false)
UNARY(f_sinh, sinh, NULL, true)
UNARY(f_sqrt, sqrt, "a nonnegative input", false)
UNARY(f_tan, tan, FINITE, false)
UNARY(f_tanh, tanh, NULL, false)

/* ---- logarithms: of ints of any size too ---- */

static Value log_of(Ctx *ctx, Value arg, double (*fn)(double)) {
  if (!is_int(arg) && is_int_value(ctx, arg)) arg = int_unwrap(ctx, arg);
  if (is_int(arg) || is_bigint(ctx, arg)) {
    if (int_sign(ctx, arg) <= 0) return raise_format(ctx, EXC_ValueError, "expected a positive input"), V_NULL;
    double x;
    if (is_int(arg)) {
      x = (double)int_val(arg);
    } else {
      int64_t e;
      double m = int_frexp(arg, &e);
      if (e > 1024 || isinf(x = ldexp(m, (int)e))) return float_new(ctx, fn(m) + fn(2.0) * (double)e);
    }
    return float_new(ctx, fn(x));
  }
  double x;
  if (!math_double(ctx, arg, &x)) return V_NULL;
  if (x <= 0) return refuse(ctx, POSITIVE, x);
  return float_new(ctx, fn(x));
}
FUNCTION(f_log) {
  Value num = log_of(ctx, args[0], log);
  if (!num || nargs == 1) return num;
  Value den = log_of(ctx, args[1], log);
  if (!den) return V_NULL;
  double d = float_val(ctx, den);
  if (d == 0) return raise_format(ctx, EXC_ZeroDivisionError, "division by zero"), V_NULL;
  return float_new(ctx, float_val(ctx, num) / d);
}
FUNCTION(f_log2) { return log_of(ctx, args[0], log2); }
FUNCTION(f_log10) { return log_of(ctx, args[0], log10); }

/* ---- two arguments ---- */

#define TWO                                                                           \
  double x, y;                                                                        \
  if (!math_double(ctx, args[0], &x) || !math_double(ctx, args[1], &y)) return V_NULL

FUNCTION(f_atan2) {
  TWO;
  return float_new(ctx, atan2(x, y));
}
FUNCTION(f_copysign) {
  TWO;
  return float_new(ctx, copysign(x, y));
}
FUNCTION(f_fmod) {
  TWO;
  if (isinf(y) && isfinite(x)) return float_new(ctx, x);
  double r = fmod(x, y);
  return isnan(r) && !isnan(x) && !isnan(y) ? domain_error(ctx) : float_new(ctx, r);
}
FUNCTION(f_remainder) {
  TWO;
  double r = remainder(x, y);
  return isnan(r) && !isnan(x) && !isnan(y) ? domain_error(ctx) : float_new(ctx, r);
}
FUNCTION(f_pow) {
  TWO;
  double r = pow(x, y);
  if (!isfinite(r)) {
    if (isnan(r) && !isnan(x) && !isnan(y)) return domain_error(ctx);
    if (isinf(r) && isfinite(x) && isfinite(y)) return x == 0 ? domain_error(ctx) : range_error(ctx);
  }
  return float_new(ctx, r);
}
FUNCTION(f_nextafter) {
  TWO;
  if (!args[2] || args[2] == V_NONE) return float_new(ctx, nextafter(x, y));
  Value n = object_index(ctx, args[2]);
  if (!n) return V_NULL;
  if (int_sign(ctx, n) < 0) return raise_format(ctx, EXC_ValueError, "steps must be a non-negative integer"), V_NULL;
  int64_t small;
  uint64_t steps = int_to_i64(ctx, n, &small) ? (uint64_t)small : UINT64_MAX;
  if (steps == 0 || isnan(x)) return float_new(ctx, x);
  if (isnan(y)) return float_new(ctx, y);
  /* Doubles of one sign have the order of their bits: the steps are taken in the bits. */
  uint64_t a = double_bits(x), b = double_bits(y), sign = 1ull << 63;
  if (a == b || x == y) return float_new(ctx, y);
  if ((a ^ b) & sign) { /* through zero */
    uint64_t down = a & ~sign, up = b & ~sign;
    if (down > steps) a -= steps;
    else if (steps - down >= up) return float_new(ctx, y);
    else a = (b & sign) | (steps - down);
    return float_new(ctx, bits_double(a));
  }
  if (a > b) return float_new(ctx, a - b > steps ? bits_double(a - steps) : y);
  return float_new(ctx, b - a > steps ? bits_double(a + steps) : y);
}

FUNCTION(f_fma) {
  double x, y, z;
  if (!math_double(ctx, args[0], &x) || !math_double(ctx, args[1], &y) || !math_double(ctx, args[2], &z)) return V_NULL;
  double r = fma(x, y, z);
  if (isfinite(r)) return float_new(ctx, r);
  if (isnan(r)) {
    if (!isnan(x) && !isnan(y) && !isnan(z))
      return raise_format(ctx, EXC_ValueError, "invalid operation in fma"), V_NULL;
  } else if (isfinite(x) && isfinite(y) && isfinite(z)) {
    return raise_format(ctx, EXC_OverflowError, "overflow in fma"), V_NULL;
  }
  return float_new(ctx, r);
}

FUNCTION(f_ldexp) {
  double x;
  if (!math_double(ctx, args[0], &x)) return V_NULL;
  if (!is_int_value(ctx, args[1]))
    return raise_format(ctx, EXC_TypeError, "Expected an int as second argument to ldexp."), V_NULL;
  Value exp = int_unwrap(ctx, args[1]);
  int64_t e;
  if (!int_to_i64(ctx, exp, &e)) e = int_sign(ctx, exp) < 0 ? INT64_MIN : INT64_MAX;
  if (x == 0 || !isfinite(x)) return float_new(ctx, x);
  if (e > INT32_MAX) return range_error(ctx);
  if (e < INT32_MIN) return float_new(ctx, copysign(0.0, x));
  double r = ldexp(x, (int)e);
  return isinf(r) ? range_error(ctx) : float_new(ctx, r);
}
FUNCTION(f_frexp) {
  double x;
  int e = 0;
  if (!math_double(ctx, args[0], &x)) return V_NULL;
  Value m = float_new(ctx, x == 0 || !isfinite(x) ? x : frexp(x, &e));
  return m ? tuple_from(ctx, (Value[]){m, int_tag(e)}, 2) : V_NULL;
}
FUNCTION(f_modf) {
  double x, whole;
  if (!math_double(ctx, args[0], &x)) return V_NULL;
  double part = isinf(x) ? (whole = x, copysign(0.0, x)) : isnan(x) ? (whole = x) : modf(x, &whole);
  Value a = float_new(ctx, part), b = a ? float_new(ctx, whole) : V_NULL;
  return b ? tuple_from(ctx, (Value[]){a, b}, 2) : V_NULL;
}

#define ONE                                         \
  double x;                                         \
  if (!math_double(ctx, args[0], &x)) return V_NULL

FUNCTION(f_degrees) {
  ONE;
  return float_new(ctx, x * (180.0 / M_PI));
}
FUNCTION(f_radians) {
  ONE;
  return float_new(ctx, x * (M_PI / 180.0));
}
FUNCTION(f_isfinite) {
  ONE;
  return bool_tag(isfinite(x));
}
FUNCTION(f_isinf) {
  ONE;
  return bool_tag(isinf(x));
}
FUNCTION(f_isnan) {
  ONE;
  return bool_tag(isnan(x));
}
FUNCTION(f_ulp) {
  ONE;
  if (!isfinite(x)) return float_new(ctx, fabs(x));
  x = fabs(x);
  double next = nextafter(x, INFINITY);
  return float_new(ctx, isinf(next) ? x - nextafter(x, 0.0) : next - x);
}

FUNCTION(f_isclose) {
  double a, b, rel = 1e-9, abs = 0;
  if (!math_double(ctx, args[0], &a) || !math_double(ctx, args[1], &b) ||
      (args[2] && !math_double(ctx, args[2], &rel)) || (args[3] && !math_double(ctx, args[3], &abs)))
    return V_NULL;
  if (rel < 0 || abs < 0) return raise_format(ctx, EXC_ValueError, "tolerances must be non-negative"), V_NULL;
  if (a == b) return V_TRUE;
  if (isinf(a) || isinf(b)) return V_FALSE;
  double diff = fabs(b - a);
  return bool_tag(diff <= fabs(rel * b) || diff <= fabs(rel * a) || diff <= abs);
}

/* ---- to int ---- */

static Value to_int(Ctx *ctx, Value v, Value method, double (*fn)(double)) {
  if (is_int(v)) return v;
  if (is_flonum(v)) return int_from_double(ctx, fn(flonum_val(v)));
  if (has_shape(v, ctx->shape.float_)) return int_from_double(ctx, fn(((Float *)v)->value));
  Value result;
  if (special_call_maybe(ctx, v, method, NULL, 0, &result) != SPECIAL_ABSENT) return result;
  if (fn == trunc) return raise_format(ctx, EXC_TypeError, "type %T doesn't define __trunc__ method", v), V_NULL;
  double x;
  return float_coerce(ctx, v, &x) ? int_from_double(ctx, fn(x)) : V_NULL;
}
FUNCTION(f_floor) { return to_int(ctx, args[0], NAME(__floor__), floor); }
FUNCTION(f_ceil) { return to_int(ctx, args[0], NAME(__ceil__), ceil); }
FUNCTION(f_trunc) { return to_int(ctx, args[0], NAME(__trunc__), trunc); }

static const CFuncDef functions[] = {
    FUNCTION_ROW_PURE("acos", f_acos, 1, 1, "Arc cosine of x, in radians."),
    FUNCTION_ROW_PURE("acosh", f_acosh, 1, 1, "Inverse hyperbolic cosine of x."),
    FUNCTION_ROW_PURE("asin", f_asin, 1, 1, "Arc sine of x, in radians."),
    FUNCTION_ROW_PURE("asinh", f_asinh, 1, 1, "Inverse hyperbolic sine of x."),
    FUNCTION_ROW_PURE("atan", f_atan, 1, 1, "Arc tangent of x, in radians."),
    FUNCTION_ROW_PURE("atan2", f_atan2, 2, 2, "Arc tangent of y/x, in radians, with the signs of both."),
    FUNCTION_ROW_PURE("atanh", f_atanh, 1, 1, "Inverse hyperbolic tangent of x."),
    FUNCTION_ROW_PURE("cbrt", f_cbrt, 1, 1, "Cube root of x."),
    FUNCTION_ROW("ceil", f_ceil, 1, 1, "Smallest integer >= x."),
    FUNCTION_ROW_PURE("copysign", f_copysign, 2, 2, "Float with the magnitude of x and the sign of y."),
    FUNCTION_ROW_PURE("cos", f_cos, 1, 1, "Cosine of x radians."),
    FUNCTION_ROW_PURE("cosh", f_cosh, 1, 1, "Hyperbolic cosine of x."),
    FUNCTION_ROW_PURE("degrees", f_degrees, 1, 1, "Angle x from radians to degrees."),
    FUNCTION_ROW_PURE("erf", f_erf, 1, 1, "Error function at x."),
    FUNCTION_ROW_PURE("erfc", f_erfc, 1, 1, "Complementary error function at x."),
    FUNCTION_ROW_PURE("exp", f_exp, 1, 1, "e raised to the power of x."),
    FUNCTION_ROW_PURE("exp2", f_exp2, 1, 1, "2 raised to the power of x."),
    FUNCTION_ROW_PURE("expm1", f_expm1, 1, 1, "exp(x)-1 without loss of precision for small x."),
    FUNCTION_ROW_PURE("fabs", f_fabs, 1, 1, "Absolute value of the float x."),
    FUNCTION_ROW("floor", f_floor, 1, 1, "Largest integer <= x."),
    FUNCTION_ROW_PURE("fma", f_fma, 3, 3, "x * y + z with one rounding."),
    FUNCTION_ROW_PURE("fmod", f_fmod, 2, 2, "C's remainder of x / y: sign of x."),
    FUNCTION_ROW_PURE("frexp", f_frexp, 1, 1, "Mantissa and exponent of x: x == m * 2.**e, 0.5 <= abs(m) < 1."),
    FUNCTION_ROW_PURE("gamma", f_gamma, 1, 1, "Gamma function at x."),
    FUNCTION_ROW_NAMED("isclose", f_isclose, 2, 2, "a b * rel_tol= abs_tol=", "Whether two floats are close in value."),
    FUNCTION_ROW_PURE("isfinite", f_isfinite, 1, 1, "Whether x is neither infinite nor a NaN."),
    FUNCTION_ROW_PURE("isinf", f_isinf, 1, 1, "Whether x is an infinity."),
    FUNCTION_ROW_PURE("isnan", f_isnan, 1, 1, "Whether x is a NaN."),
    FUNCTION_ROW_PURE("ldexp", f_ldexp, 2, 2, "x * (2**i)."),
    FUNCTION_ROW_PURE("lgamma", f_lgamma, 1, 1, "Natural logarithm of the absolute value of the gamma function at x."),
    FUNCTION_ROW("log", f_log, 1, 2, "Logarithm of x to the given base, or to e."),
    FUNCTION_ROW_PURE("log10", f_log10, 1, 1, "Base 10 logarithm of x."),
    FUNCTION_ROW_PURE("log1p", f_log1p, 1, 1, "Natural logarithm of 1+x."),
    FUNCTION_ROW_PURE("log2", f_log2, 1, 1, "Base 2 logarithm of x."),
    FUNCTION_ROW_PURE("modf", f_modf, 1, 1, "Fractional and integer parts of x, both floats with its sign."),
    FUNCTION_ROW_NAMED("nextafter", f_nextafter, 2, 2, "x y / * steps=", "The float `steps` steps from x towards y."),
    FUNCTION_ROW_PURE("pow", f_pow, 2, 2, "x raised to the power of y."),
    FUNCTION_ROW_PURE("radians", f_radians, 1, 1, "Angle x from degrees to radians."),
    FUNCTION_ROW_PURE("remainder", f_remainder, 2, 2, "IEEE 754 remainder of x by y."),
    FUNCTION_ROW_PURE("sin", f_sin, 1, 1, "Sine of x radians."),
    FUNCTION_ROW_PURE("sinh", f_sinh, 1, 1, "Hyperbolic sine of x."),
    FUNCTION_ROW_PURE("sqrt", f_sqrt, 1, 1, "Square root of x."),
    FUNCTION_ROW_PURE("tan", f_tan, 1, 1, "Tangent of x radians."),
    FUNCTION_ROW_PURE("tanh", f_tanh, 1, 1, "Hyperbolic tangent of x."),
    FUNCTION_ROW("trunc", f_trunc, 1, 1, "x without its fractional part."),
    FUNCTION_ROW_PURE("ulp", f_ulp, 1, 1, "Value of the least significant bit of the float x."),
    {0},
};

static bool init(Ctx *ctx, Value module) {
  static const struct {
    const char *name;
    double value;
  } constants[] = {{"e", M_E}, {"pi", M_PI}, {"tau", 2 * M_PI}, {"inf", INFINITY}, {"nan", NAN}};
  for (int i = 0; i < 5; i++)
    if (!module_add(ctx, module, constants[i].name, float_new(ctx, constants[i].value))) return false;
  return true;
}

MODULE(math, .doc = "Mathematical functions on floats and integers.",
       .functions = {functions, MATH_INTEGER_FUNCTIONS, MATH_SUM_FUNCTIONS}, .init = init);
