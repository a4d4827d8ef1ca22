/* Inverse circular and hyperbolic functions, after Kahan's "Branch Cuts for Complex Elementary Functions"; formulas and
 * thresholds as in CPython, whose digits programs print. What is infinite or nan goes to the C library. */
#include "modules/cmath/cmath.h"
#include <complex.h>

static Z of_c(double complex c) { return (Z){creal(c), cimag(c)}; }
static double complex to_c(Z z) { return __builtin_complex(z.re, z.im); }
static bool is_large(Z z) { return fabs(z.re) > CMATH_LARGE || fabs(z.im) > CMATH_LARGE; }
/* log(2 * |z|) of a large z */
static double log_double(Z z) { return log(hypot(z.re / 2, z.im / 2)) + 2 * M_LN2; }

Z cmath_acos(Z z, Fault *fault) {
  if (isinf(z.re) && isnan(z.im)) return (Z){NAN, INFINITY}; /* Annex G leaves the sign open; so below */
  if (!cmath_finite(z)) return of_c(cacos(to_c(z)));
  if (is_large(z)) {
    double l = log_double(z);
    return (Z){atan2(fabs(z.im), z.re), z.re < 0 ? -copysign(l, z.im) : copysign(l, -z.im)};
  }
  Z s1 = cmath_sqrt((Z){1 - z.re, -z.im}, fault), s2 = cmath_sqrt((Z){1 + z.re, z.im}, fault);
  return (Z){2 * atan2(s1.re, s2.re), asinh(s2.re * s1.im - s2.im * s1.re)};
}

Z cmath_acosh(Z z, Fault *fault) {
  if (!cmath_finite(z)) return of_c(cacosh(to_c(z)));
  if (is_large(z)) return (Z){log_double(z), atan2(z.im, z.re)};
  Z s1 = cmath_sqrt((Z){z.re - 1, z.im}, fault), s2 = cmath_sqrt((Z){z.re + 1, z.im}, fault);
  return (Z){asinh(s1.re * s2.re + s1.im * s2.im), 2 * atan2(s1.im, s2.re)};
}

Z cmath_asin(Z z, Fault *fault) { return cmath_over_i(cmath_asinh(cmath_times_i(z), fault)); }

Z cmath_asinh(Z z, Fault *fault) {
  if (isnan(z.re) && isinf(z.im)) return (Z){INFINITY, NAN};
  if (!cmath_finite(z)) return of_c(casinh(to_c(z)));
  if (is_large(z)) {
    double l = log_double(z);
    return (Z){z.im >= 0 ? copysign(l, z.re) : -copysign(l, -z.re), atan2(z.im, fabs(z.re))};
  }
  Z s1 = cmath_sqrt((Z){1 + z.im, -z.re}, fault), s2 = cmath_sqrt((Z){1 - z.im, z.re}, fault);
  return (Z){asinh(s1.re * s2.im - s2.re * s1.im), atan2(z.im, s1.re * s2.re - s1.im * s2.im)};
}

Z cmath_atan(Z z, Fault *fault) { return cmath_over_i(cmath_atanh(cmath_times_i(z), fault)); }

Z cmath_atanh(Z z, Fault *fault) {
  const double large = sqrt(CMATH_LARGE), small = sqrt(DBL_MIN);
  if (isnan(z.re) && isinf(z.im)) return (Z){0, copysign(M_PI / 2, z.im)};
  if (!cmath_finite(z)) return of_c(catanh(to_c(z)));
  if (signbit(z.re)) {
    Z r = cmath_atanh((Z){-z.re, -z.im}, fault);
    return (Z){-r.re, -r.im};
  }
  double y = fabs(z.im);
  if (z.re > large || y > large) { /* 1/z, without its square */
    double h = hypot(z.re / 2, z.im / 2);
    return (Z){z.re / 4 / h / h, -copysign(M_PI / 2, -z.im)};
  }
  if (z.re == 1 && y < small) { /* at the pole */
    if (y == 0) return *fault = FAULT_DOMAIN, (Z){INFINITY, z.im};
    return (Z){-log(sqrt(y) / sqrt(hypot(y, 2))), copysign(atan2(2, -y) / 2, z.im)};
  }
  double below = 1 - z.re;
  return (Z){log1p(4 * z.re / (below * below + y * y)) / 4, -atan2(-2 * z.im, below * (1 + z.re) - y * y) / 2};
}
