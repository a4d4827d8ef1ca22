/* Module cmath: functions of complex numbers. */
#include "modules/cmath/cmath.h"
#include <errno.h>

static bool argument(Ctx *ctx, Value v, Z *out) { return complex_coerce(ctx, v, &out->re, &out->im); }

static Value raise_fault(Ctx *ctx, Fault fault) {
  if (fault == FAULT_DOMAIN) raise_format(ctx, EXC_ValueError, "math domain error");
  else raise_format(ctx, EXC_OverflowError, "math range error");
  return V_NULL;
}

static Value of(Ctx *ctx, Value v, Z (*fn)(Z, Fault *)) {
  Z z;
  Fault fault = FAULT_NONE;
  if (!argument(ctx, v, &z)) return V_NULL;
  z = fn(z, &fault);
  return fault ? raise_fault(ctx, fault) : complex_new(ctx, z.re, z.im);
}

#define OF(name) \
  FUNCTION(f_##name) { return of(ctx, args[0], cmath_##name); }
OF(acos)
OF(acosh)
OF(asin)
OF(asinh)
OF(atan)
OF(atanh)
OF(cos)
OF(cosh)
OF(exp)
OF(log10)
OF(sin)
OF(sinh)
OF(sqrt)
OF(tan)
OF(tanh)

FUNCTION(f_log) {
  Z z, base;
  Fault fault = FAULT_NONE;
  if (!argument(ctx, args[0], &z)) return V_NULL;
  if (nargs > 1 && !argument(ctx, args[1], &base)) return V_NULL;
  z = cmath_log(z, &fault);
  if (nargs > 1) {
    base = cmath_log(base, &fault);
    if (base.re == 0 && base.im == 0) fault = FAULT_DOMAIN;
    else complex_quotient(&z.re, &z.im, base.re, base.im);
  }
  return fault ? raise_fault(ctx, fault) : complex_new(ctx, z.re, z.im);
}

FUNCTION(f_phase) {
  Z z;
  if (!argument(ctx, args[0], &z)) return V_NULL;
  errno = 0;
  double angle = atan2(z.im, z.re);
  /* An angle too small for a float is an error; the C library says so. */
  return errno == ERANGE ? raise_fault(ctx, FAULT_RANGE) : float_new(ctx, angle);
}
FUNCTION(f_polar) {
  Z z;
  if (!argument(ctx, args[0], &z)) return V_NULL;
  double r = hypot(z.re, z.im);
  if (isinf(r) && cmath_finite(z)) return raise_fault(ctx, FAULT_RANGE);
  Value pair[2] = {float_new(ctx, r), float_new(ctx, atan2(z.im, z.re))};
  return pair[0] && pair[1] ? tuple_from(ctx, pair, 2) : V_NULL;
}
FUNCTION(f_rect) {
  double r, phi;
  Fault fault = FAULT_NONE;
  if (!float_coerce(ctx, args[0], &r) || !float_coerce(ctx, args[1], &phi)) return V_NULL;
  Z z = cmath_rect(r, phi, &fault);
  return fault ? raise_fault(ctx, fault) : complex_new(ctx, z.re, z.im);
}

FUNCTION(f_isfinite) {
  Z z;
  return argument(ctx, args[0], &z) ? bool_tag(cmath_finite(z)) : V_NULL;
}
FUNCTION(f_isinf) {
  Z z;
  return argument(ctx, args[0], &z) ? bool_tag(isinf(z.re) || isinf(z.im)) : V_NULL;
}
FUNCTION(f_isnan) {
  Z z;
  return argument(ctx, args[0], &z) ? bool_tag(isnan(z.re) || isnan(z.im)) : V_NULL;
}
FUNCTION(f_isclose) {
  Z a, b;
  double rel = 1e-9, abs = 0;
  if (!argument(ctx, args[0], &a) || !argument(ctx, args[1], &b) || (args[2] && !float_coerce(ctx, args[2], &rel)) ||
      (args[3] && !float_coerce(ctx, args[3], &abs)))
    return V_NULL;
  if (rel < 0 || abs < 0) return raise_format(ctx, EXC_ValueError, "tolerances must be non-negative"), V_NULL;
  if (a.re == b.re && a.im == b.im) return V_TRUE;
  if (isinf(a.re) || isinf(a.im) || isinf(b.re) || isinf(b.im)) return V_FALSE;
  double difference = hypot(a.re - b.re, a.im - b.im);
  return bool_tag(difference <= rel * hypot(b.re, b.im) || difference <= rel * hypot(a.re, a.im) || difference <= abs);
}

static const CFuncDef functions[] = {
    FUNCTION_ROW("acos", f_acos, 1, 1, "The arc cosine of z."),
    FUNCTION_ROW("acosh", f_acosh, 1, 1, "The inverse hyperbolic cosine of z."),
    FUNCTION_ROW("asin", f_asin, 1, 1, "The arc sine of z."),
    FUNCTION_ROW("asinh", f_asinh, 1, 1, "The inverse hyperbolic sine of z."),
    FUNCTION_ROW("atan", f_atan, 1, 1, "The arc tangent of z."),
    FUNCTION_ROW("atanh", f_atanh, 1, 1, "The inverse hyperbolic tangent of z."),
    FUNCTION_ROW("cos", f_cos, 1, 1, "The cosine of z."),
    FUNCTION_ROW("cosh", f_cosh, 1, 1, "The hyperbolic cosine of z."),
    FUNCTION_ROW("exp", f_exp, 1, 1, "e to the power of z."),
    FUNCTION_ROW_NAMED("isclose", f_isclose, 2, 2, "a b * rel_tol= abs_tol=", "Are two numbers close to each other?"),
    FUNCTION_ROW("isfinite", f_isfinite, 1, 1, "Are both parts finite?"),
    FUNCTION_ROW("isinf", f_isinf, 1, 1, "Is a part infinite?"),
    FUNCTION_ROW("isnan", f_isnan, 1, 1, "Is a part not a number?"),
    FUNCTION_ROW("log", f_log, 1, 2, "The logarithm of z to the given base, or to e."),
    FUNCTION_ROW("log10", f_log10, 1, 1, "The logarithm of z to base 10."),
    FUNCTION_ROW("phase", f_phase, 1, 1, "The angle of z, in radians."),
    FUNCTION_ROW("polar", f_polar, 1, 1, "Length and angle of z."),
    FUNCTION_ROW("rect", f_rect, 2, 2, "The number of a length and an angle."),
    FUNCTION_ROW("sin", f_sin, 1, 1, "The sine of z."),
    FUNCTION_ROW("sinh", f_sinh, 1, 1, "The hyperbolic sine of z."),
    FUNCTION_ROW("sqrt", f_sqrt, 1, 1, "The square root of z."),
    FUNCTION_ROW("tan", f_tan, 1, 1, "The tangent of z."),
    FUNCTION_ROW("tanh", f_tanh, 1, 1, "The hyperbolic tangent of z."),
    {0},
};

static bool init(Ctx *ctx, Value module) {
  static const struct {
    const char *name;
    double value;
  } constants[] = {{"e", M_E}, {"pi", M_PI}, {"tau", 2 * M_PI}, {"inf", INFINITY}, {"nan", NAN}};
  for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
    if (!module_add(ctx, module, constants[i].name, float_new(ctx, constants[i].value))) return false;
  return module_add(ctx, module, "infj", complex_new(ctx, 0, INFINITY)) &&
         module_add(ctx, module, "nanj", complex_new(ctx, 0, NAN));
}

MODULE(cmath, .doc = "Mathematical functions of complex numbers.", .functions = {functions}, .init = init);
