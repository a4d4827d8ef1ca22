/* What the files of module cmath share. */
#pragma once
#include "modules/module.h"
#include <float.h>
#include <math.h>

typedef struct Z {
  double re, im;
} Z;
/* What was wrong with an argument: ValueError, OverflowError. */
typedef enum Fault { FAULT_NONE, FAULT_DOMAIN, FAULT_RANGE } Fault;

/* ---- elementary.c ---- */
Z cmath_sqrt(Z z, Fault *fault);
Z cmath_log(Z z, Fault *fault);
Z cmath_log10(Z z, Fault *fault);
Z cmath_exp(Z z, Fault *fault);
Z cmath_cosh(Z z, Fault *fault);
Z cmath_sinh(Z z, Fault *fault);
Z cmath_tanh(Z z, Fault *fault);
Z cmath_cos(Z z, Fault *fault);
Z cmath_sin(Z z, Fault *fault);
Z cmath_tan(Z z, Fault *fault);
Z cmath_rect(double r, double phi, Fault *fault);

/* ---- inverse.c ---- */
Z cmath_acos(Z z, Fault *fault);
Z cmath_acosh(Z z, Fault *fault);
Z cmath_asin(Z z, Fault *fault);
Z cmath_asinh(Z z, Fault *fault);
Z cmath_atan(Z z, Fault *fault);
Z cmath_atanh(Z z, Fault *fault);

/* ---- inline ---- */
/* Beyond this, sums of squares and doubling may overflow. */
#define CMATH_LARGE (DBL_MAX / 4)
static inline bool cmath_finite(Z z) { return isfinite(z.re) && isfinite(z.im); }
static inline Z cmath_times_i(Z z) { return (Z){-z.im, z.re}; }
static inline Z cmath_over_i(Z z) { return (Z){z.im, -z.re}; }
