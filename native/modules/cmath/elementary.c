/* Roots, logarithms, exponentials and what is made of them. The formulas are those of CPython, so that results agree to the
 * last digit; arguments that are infinite or nan go to the C library, which follows C99's Annex G, except where that leaves
 * a sign open. */
#include "modules/cmath/cmath.h"
#include <complex.h>

static Z of_c(double complex c) { return (Z){creal(c), cimag(c)}; }
static double complex to_c(Z z) { return __builtin_complex(z.re, z.im); }

/* exp(LARGE_EXPONENT) * e is still finite. */
#define LARGE_EXPONENT log(CMATH_LARGE)

static Z checked(Z z, Fault *fault) {
  if (isinf(z.re) || isinf(z.im)) *fault = FAULT_RANGE;
  return z;
}

/* Tiny parts are scaled up, and all others down, so that no digits are lost and nothing overflows. */
Z cmath_sqrt(Z z, Fault *fault) {
  enum { UP = 53, DOWN = -27 }; /* UP is odd: one more bit than half of it comes back */
  UNUSED(fault);
  if (!cmath_finite(z)) return of_c(csqrt(to_c(z)));
  if (z.re == 0 && z.im == 0) return (Z){0, z.im};
  double x = fabs(z.re), y = fabs(z.im), s;
  if (x < DBL_MIN && y < DBL_MIN) {
    x = ldexp(x, UP);
    s = ldexp(sqrt(x + hypot(x, ldexp(y, UP))), DOWN);
  } else {
    x /= 8;
    s = 2 * sqrt(x + hypot(x, y / 8));
  }
  double d = y / (2 * s);
  return z.re >= 0 ? (Z){s, copysign(d, z.im)} : (Z){d, copysign(s, z.im)};
}

Z cmath_log(Z z, Fault *fault) {
  if (!cmath_finite(z)) return of_c(clog(to_c(z)));
  double x = fabs(z.re), y = fabs(z.im), angle = atan2(z.im, z.re);
  if (x > CMATH_LARGE || y > CMATH_LARGE) return (Z){log(hypot(x / 2, y / 2)) + M_LN2, angle};
  if (x < DBL_MIN && y < DBL_MIN) {
    if (x > 0 || y > 0)
      return (Z){log(hypot(ldexp(x, DBL_MANT_DIG), ldexp(y, DBL_MANT_DIG))) - DBL_MANT_DIG * M_LN2, angle};
    return *fault = FAULT_DOMAIN, (Z){-INFINITY, angle};
  }
  double h = hypot(x, y);
  if (h < 0.71 || h > 1.73) return (Z){log(h), angle};
  /* Near the unit circle the logarithm of the length would lose digits. */
  double longer = x > y ? x : y, shorter = x > y ? y : x;
  return (Z){log1p((longer - 1) * (longer + 1) + shorter * shorter) / 2, angle};
}

Z cmath_log10(Z z, Fault *fault) {
  Z r = cmath_log(z, fault);
  return (Z){r.re / M_LN10, r.im / M_LN10};
}

/* An infinite angle has no sine; but where the length is nan or 0, nobody asks. */
static Z infinite(Z z, Z result, bool vanishes, Fault *fault) {
  if (isinf(z.im) && !isnan(z.re) && !vanishes) *fault = FAULT_DOMAIN;
  return result;
}

Z cmath_exp(Z z, Fault *fault) {
  if (z.re == -INFINITY && !isfinite(z.im)) return (Z){0, 0};
  if (!cmath_finite(z)) return infinite(z, of_c(cexp(to_c(z))), z.re == -INFINITY, fault);
  if (z.re <= LARGE_EXPONENT) {
    double l = exp(z.re);
    return checked((Z){l * cos(z.im), l * sin(z.im)}, fault);
  }
  double l = exp(z.re - 1);
  return checked((Z){l * cos(z.im) * M_E, l * sin(z.im) * M_E}, fault);
}

Z cmath_cosh(Z z, Fault *fault) {
  if (isnan(z.re) && z.im == 0) return (Z){NAN, 0};
  if (!cmath_finite(z)) return infinite(z, of_c(ccosh(to_c(z))), false, fault);
  if (fabs(z.re) <= LARGE_EXPONENT) return checked((Z){cos(z.im) * cosh(z.re), sin(z.im) * sinh(z.re)}, fault);
  double x = z.re - copysign(1, z.re);
  return checked((Z){cos(z.im) * cosh(x) * M_E, sin(z.im) * sinh(x) * M_E}, fault);
}

Z cmath_sinh(Z z, Fault *fault) {
  if (z.re == 0 && isnan(z.im)) return (Z){0, NAN};
  if (!cmath_finite(z)) return infinite(z, of_c(csinh(to_c(z))), false, fault);
  if (fabs(z.re) <= LARGE_EXPONENT) return checked((Z){cos(z.im) * sinh(z.re), sin(z.im) * cosh(z.re)}, fault);
  double x = z.re - copysign(1, z.re);
  return checked((Z){cos(z.im) * sinh(x) * M_E, sin(z.im) * cosh(x) * M_E}, fault);
}

Z cmath_tanh(Z z, Fault *fault) {
  if (isinf(z.re) && !isfinite(z.im)) return (Z){copysign(1, z.re), 0};
  if (!cmath_finite(z)) return infinite(z, of_c(ctanh(to_c(z))), isinf(z.re), fault);
  if (fabs(z.re) > LARGE_EXPONENT) /* 1, and what is left of the imaginary part */
    return (Z){copysign(1, z.re), 4 * sin(z.im) * cos(z.im) * exp(-2 * fabs(z.re))};
  double tx = tanh(z.re), ty = tan(z.im), cx = 1 / cosh(z.re), product = tx * ty, denominator = 1 + product * product;
  return (Z){tx * (1 + ty * ty) / denominator, ty / denominator * cx * cx};
}

Z cmath_cos(Z z, Fault *fault) { return cmath_cosh(cmath_times_i(z), fault); }
Z cmath_sin(Z z, Fault *fault) { return cmath_over_i(cmath_sinh(cmath_times_i(z), fault)); }
Z cmath_tan(Z z, Fault *fault) { return cmath_over_i(cmath_tanh(cmath_times_i(z), fault)); }

Z cmath_rect(double r, double phi, Fault *fault) {
  if (isfinite(r) && isfinite(phi)) return phi == 0 ? (Z){r, r * phi} : (Z){r * cos(phi), r * sin(phi)};
  if (r != 0 && !isnan(r) && isinf(phi)) *fault = FAULT_DOMAIN;
  if (isinf(r) && isfinite(phi) && phi != 0)
    return (Z){copysign(INFINITY, r * cos(phi)), copysign(INFINITY, r * sin(phi))};
  if (isinf(r)) return phi == 0 ? (Z){r, r < 0 ? -phi : phi} : (Z){INFINITY, NAN};
  if (r == 0) return (Z){0, 0};
  return phi == 0 ? (Z){NAN, 0} : (Z){NAN, NAN};
}
