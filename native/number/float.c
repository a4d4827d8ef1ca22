/* Arithmetic of Python's float: flonum words and Float cells, exact comparison with ints, CPython's rules for %, //, **
 * and round. */
#include "container/container.h"
#include "exception/exception.h"
#include "exception/warning.h"
#include "heap/heap.h"
#include "number/limbs.h"
#include "number/number.h"
#include "object/object.h"
#include "text/str.h"
#include "text/text.h"
#include <errno.h>
#include <math.h>
#include <stdio.h>

static inline Value float_cell(Ctx *ctx, double d) {
  Float *f = heap_alloc(ctx, ctx->shape.float_, sizeof(Float));
  if (f) f->value = d;
  return VAL(f);
}

Value float_new(Ctx *ctx, double d) {
  uint64_t bits = double_bits(d);
  if (LIKELY(fits_flonum(bits))) return flonum_tag(bits);
  return bits == 0 ? FLONUM_ZERO : float_cell(ctx, d);
}

COLD_CALL Value float_box_slow(Ctx *ctx, double d) { return float_new(ctx, d); }

bool is_float(Ctx *ctx, Value v) { return is_flonum(v) || has_kind(ctx, v, KIND_FLOAT); }

double float_val(Ctx *ctx, Value v) {
  (void)ctx;
  return is_flonum(v) ? flonum_val(v) : ((Float *)v)->value;
}

/* ---- half precision ---- */

bool float_to_half(double d, uint16_t *out) {
  uint16_t sign = signbit(d) ? 0x8000 : 0;
  if (isnan(d)) return *out = sign | 0x7e00, true;
  if (isinf(d)) return *out = sign | 0x7c00, true;
  if (d == 0) return *out = sign, true;
  int exponent = ilogb(d);
  if (exponent > 15) return false;
  int scale = exponent < -14 ? 24 : 10 - exponent; /* bits behind the point that stay */
  uint32_t bits = (uint32_t)nearbyint(ldexp(fabs(d), scale));
  if (exponent >= -14) bits += (uint32_t)(exponent + 14) << 10; /* the mantissa's first bit counts one exponent up */
  if (bits >= 0x7c00) return false;
  *out = (uint16_t)(sign | bits);
  return true;
}

double float_from_half(uint16_t half) {
  uint32_t exponent = half >> 10 & 31, mantissa = half & 0x3ff;
  double d = exponent == 31 ? (mantissa ? NAN : INFINITY)
             : exponent     ? ldexp(mantissa + 1024, (int)exponent - 25)
                            : ldexp(mantissa, -24);
  return half & 0x8000 ? -d : d;
}

/* ---- conversion and arithmetic ---- */

bool float_from_method(Ctx *ctx, Value v, double *out) {
  Value r = class_of(ctx, v)->ops.float_(ctx, v);
  if (!r) return false;
  if (!is_float(ctx, r))
    return raise_format(ctx, EXC_TypeError, "%T.__float__ returned non-float (type %T)", v, r), false;
  *out = float_val(ctx, r);
  const char *words = "%T.__float__ returned non-float (type %T)." STRICT_SUBCLASS("float");
  return exact_float(ctx, r) || warn(ctx, EXC_DeprecationWarning, 1, words, v, r);
}

bool float_coerce(Ctx *ctx, Value v, double *out) {
  if (is_float(ctx, v)) {
    *out = float_val(ctx, v);
    return true;
  }
  Class *cls = class_of(ctx, v);
  if (is_int_value(ctx, v) && cls->ops.float_ == ctx->cls.int_->ops.float_) {
    *out = int_to_double(ctx, v);
    return !(*out == -1.0 && ctx->exc);
  }
  if (cls->ops.float_) return float_from_method(ctx, v, out);
  if (cls->ops.index) {
    Value i = object_index(ctx, v);
    return i && float_coerce(ctx, i, out);
  }
  raise_format(ctx, EXC_TypeError, "must be real number, not %T", v);
  return false;
}

bool object_seconds(Ctx *ctx, Value v, double *out) {
  if (is_float(ctx, v)) {
    *out = float_val(ctx, v);
    if (isnan(*out)) return raise_format(ctx, EXC_ValueError, "Invalid value NaN (not a number)"), false;
  } else if (is_int_value(ctx, v) || class_of(ctx, v)->ops.index) {
    int64_t n;
    if (!(v = object_index(ctx, v))) return false;
    *out = int_to_i64(ctx, v, &n) ? (double)n : INFINITY;
  } else {
    return raise_format(ctx, EXC_TypeError, "'%T' object cannot be interpreted as an integer or float", v), false;
  }
  if (fabs(*out) < 0x1p63 / 1e9) return true;
  return raise_format(ctx, EXC_OverflowError, "timestamp out of range for C PyTime_t"), false;
}

/* An operand of float arithmetic. Returns 1 = it is in *out, 0 = not a number for us, -1 = exception. */
static inline int operand(Ctx *ctx, Value v, double *out) {
  if (LIKELY(is_flonum(v))) return *out = flonum_val(v), 1;
  if (is_int(v)) return *out = (double)int_val(v), 1;
  if (has_kind(ctx, v, KIND_FLOAT)) return *out = ((Float *)v)->value, 1;
  if (!is_int_value(ctx, v)) return 0;
  *out = int_to_double(ctx, v);
  return *out == -1.0 && ctx->exc ? -1 : 1;
}

double float_mod(double a, double b) {
  double r = fmod(a, b);
  if (r) return (b < 0) != (r < 0) ? r + b : r;
  return copysign(0.0, b); /* the zero has the sign of the divisor */
}

double float_floordiv(double a, double b) {
  double r = fmod(a, b), q = (a - r) / b;
  if (r && (b < 0) != (r < 0)) q -= 1.0;
  if (!q) return copysign(0.0, a / b);
  double floored = floor(q);
  return q - floored > 0.5 ? floored + 1.0 : floored;
}

static bool is_odd(double d) { return fmod(fabs(d), 2.0) == 1.0; }

void raise_range_error(Ctx *ctx) {
  Value args[2] = {int_tag(ERANGE), str_from_ascii(ctx, "Numerical result out of range")};
  Value exc = args[1] ? exception_new(ctx, ctx->exc_class[EXC_OverflowError], args, 2) : V_NULL;
  if (exc) raise_exc(ctx, exc);
}

double float_positive_power(double v, double w) { return pow(v, w); }

/* C's pow, with Python's results for the special cases: they do not depend on the platform's library. */
static Value power(Ctx *ctx, double v, double w) {
  if (w == 0 || v == 1.0) return float_new(ctx, 1.0);
  if (isnan(v)) return float_new(ctx, v);
  if (isnan(w)) return float_new(ctx, w);
  if (isinf(w)) {
    v = fabs(v);
    if (v == 1.0) return float_new(ctx, 1.0);
    return float_new(ctx, (w > 0) == (v > 1.0) ? fabs(w) : 0.0);
  }
  if (isinf(v)) {
    if (w > 0) return float_new(ctx, is_odd(w) ? v : fabs(v));
    return float_new(ctx, is_odd(w) ? copysign(0.0, v) : 0.0);
  }
  if (v == 0) {
    if (w < 0) return raise_format(ctx, EXC_ZeroDivisionError, "zero to a negative power"), V_NULL;
    return float_new(ctx, is_odd(w) ? v : 0.0);
  }
  bool negate = false;
  if (v < 0) {
    if (w != floor(w)) return complex_pow(ctx, v, 0, w, 0);
    v = -v;
    negate = is_odd(w);
    if (v == 1.0) return float_new(ctx, negate ? -1.0 : 1.0);
  }
  double r = pow(v, w);
  if (isinf(r)) return raise_range_error(ctx), V_NULL;
  return float_new(ctx, negate ? -r : r);
}

enum {
  FLOAT_OPERATORS = 1 << OP_ADD | 1 << OP_SUB | 1 << OP_MUL | 1 << OP_POW | 1 << OP_TRUEDIV | 1 << OP_FLOORDIV |
                    1 << OP_MOD,
};
Value float_binary(Ctx *ctx, Value left, Value right, BinOp op) {
  double a, b;
  if (op > OP_XOR || !(1u << op & FLOAT_OPERATORS)) return V_NOTIMPL; /* before an int can be found too large */
  int ok = operand(ctx, left, &a);
  if (ok > 0) ok = operand(ctx, right, &b);
  if (ok <= 0) return ok ? V_NULL : V_NOTIMPL;
  switch (op) {
  case OP_ADD: return float_new(ctx, a + b);
  case OP_SUB: return float_new(ctx, a - b);
  case OP_MUL: return float_new(ctx, a * b);
  case OP_POW: return power(ctx, a, b);
  case OP_TRUEDIV:
  case OP_FLOORDIV:
  case OP_MOD:
    if (b == 0) return raise_format(ctx, EXC_ZeroDivisionError, "division by zero"), V_NULL;
    return float_new(ctx, op == OP_TRUEDIV ? a / b : op == OP_MOD ? float_mod(a, b) : float_floordiv(a, b));
  default: return V_NOTIMPL;
  }
}

Value float_divmod(Ctx *ctx, Value left, Value right) {
  double a, b;
  int ok = operand(ctx, left, &a);
  if (ok > 0) ok = operand(ctx, right, &b);
  if (ok <= 0) return ok ? V_NULL : V_NOTIMPL;
  if (b == 0) return raise_format(ctx, EXC_ZeroDivisionError, "division by zero"), V_NULL;
  Value quotient = float_new(ctx, float_floordiv(a, b)), rest = quotient ? float_new(ctx, float_mod(a, b)) : V_NULL;
  return rest ? tuple_from(ctx, (Value[]){quotient, rest}, 2) : V_NULL;
}

/* Compares d with an int, exactly: -1, 0, 1, or 2 when d is nan. */
static int compare_with_int(Ctx *ctx, double d, Value i) {
  if (isnan(d)) return 2;
  if (isinf(d)) return d > 0 ? 1 : -1;
  i = int_unwrap(ctx, i);
  if (is_int(i)) {
    if (d >= 0x1p62) return 1;
    if (d < -0x1p62) return -1;
    int64_t whole = (int64_t)d, n = int_val(i);
    if (whole != n) return whole > n ? 1 : -1;
    double fraction = d - (double)whole;
    return (fraction > 0) - (fraction < 0);
  }
  bool negative = big_negative(i);
  if ((d < 0) != negative || d == 0) return negative ? 1 : -1;
  int exponent;
  frexp(d, &exponent);
  uint64_t bits = int_bit_length(i);
  if (exponent < 0 || (uint64_t)exponent != bits)
    return (exponent > 0 && (uint64_t)exponent > bits) != negative ? 1 : -1;
  Value whole = int_from_double(ctx, d); /* 2**62 or more: nearly always without a fraction */
  if (!whole) return exc_clear(ctx), 2;
  int c = big_cmp(whole, i);
  if (c) return c;
  double fraction = d - trunc(d);
  return (fraction > 0) - (fraction < 0);
}

Value float_compare(Ctx *ctx, Value self, Value other, CmpOp op) {
  double a = float_val(ctx, self);
  int c;
  if (is_float(ctx, other)) {
    double b = float_val(ctx, other);
    c = a < b ? -1 : a > b ? 1 : a == b ? 0 : 2;
  } else if (is_int_value(ctx, other)) {
    c = compare_with_int(ctx, a, other);
  } else {
    return V_NOTIMPL;
  }
  if (c == 2) return bool_tag(op == CMP_NE);
  switch (op) {
  case CMP_LT: return bool_tag(c < 0);
  case CMP_LE: return bool_tag(c <= 0);
  case CMP_EQ: return bool_tag(c == 0);
  case CMP_NE: return bool_tag(c != 0);
  case CMP_GT: return bool_tag(c > 0);
  default: return bool_tag(c >= 0);
  }
}

/* The double as a rational modulo 2**61 - 1, 28 bits of the mantissa at a time: equal numbers of all types have equal
 * hashes. */
uint64_t double_hash(double d, Value self) {
  const uint64_t p = ((uint64_t)1 << 61) - 1;
  if (d > -0x1p60 && d < 0x1p60 && d == (double)(int64_t)d) return (uint64_t)((int64_t)d == -1 ? -2 : (int64_t)d);
  if (isinf(d)) return (uint64_t)(d > 0 ? 314159 : -314159);
  if (isnan(d)) return self >> 4;
  int e;
  double m = frexp(fabs(d), &e);
  uint64_t x = 0;
  while (m) {
    x = ((x << 28) & p) | x >> (61 - 28);
    m *= 0x1p28;
    e -= 28;
    uint64_t y = (uint64_t)m;
    m -= (double)y;
    x += y;
    if (x >= p) x -= p;
  }
  e = e >= 0 ? e % 61 : 60 - (-1 - e) % 61;
  x = ((x << e) & p) | x >> (61 - e);
  int64_t h = d < 0 ? -(int64_t)x : (int64_t)x;
  return (uint64_t)(h == -1 ? -2 : h);
}

/* ---- text ---- */

int double_repr(double d, char *out) {
  if (isnan(d)) return memcpy(out, "nan", 4), 3;
  char *p = out;
  if (signbit(d)) *p++ = '-';
  if (isinf(d)) return memcpy(p, "inf", 4), (int)(p + 3 - out);
  char digits[32];
  int point = 1, n = 1;
  digits[0] = '0';
  if (d != 0) n = double_shortest(fabs(d), digits, &point);
  if (point > 16 || point <= -4) {
    *p++ = digits[0];
    if (n > 1) {
      *p++ = '.';
      memcpy(p, digits + 1, (size_t)n - 1);
      p += n - 1;
    }
    int e = point - 1;
    *p++ = 'e';
    *p++ = e < 0 ? '-' : '+';
    if (e < 0) e = -e;
    if (e >= 100) *p++ = (char)('0' + e / 100);
    *p++ = (char)('0' + e / 10 % 10);
    *p++ = (char)('0' + e % 10);
  } else if (point <= 0) {
    *p++ = '0', *p++ = '.';
    for (int i = point; i < 0; i++) *p++ = '0';
    memcpy(p, digits, (size_t)n);
    p += n;
  } else {
    for (int i = 0; i < point || i < n; i++) {
      if (i == point) *p++ = '.';
      *p++ = i < n ? digits[i] : '0';
    }
    if (n <= point) *p++ = '.', *p++ = '0';
  }
  *p = 0;
  return (int)(p - out);
}

Value float_repr(Ctx *ctx, double d) {
  char buf[40];
  int n = double_repr(d, buf);
  Value s = str_new(ctx, 1, n); /* never shorter than three characters */
  if (!s) return V_NULL;
  AS_STR(s)->h.flags = STR_ASCII;
  memcpy(AS_STR(s)->data, buf, (size_t)n);
  return s;
}

/* False: larger than the largest double. */
bool double_round(Ctx *ctx, double d, int64_t ndigits, double *out) {
  *out = d;
  if (!isfinite(d) || d == 0 || ndigits > 323) return true;
  char buf[800];
  int n;
  if (ndigits >= 0) {
    n = double_fixed(fabs(d), (int)ndigits, buf, sizeof buf);
  } else {
    *out = copysign(0.0, d);
    if (ndigits < -308 || fabs(d) < 1) return true;
    /* All digits of a double from 1 on fit into 400; the exponent tells how many remain. */
    n = double_scientific(fabs(d), 400, buf, sizeof buf);
    int e = 0;
    for (const char *p = memchr(buf, 'e', (size_t)n) + 2; p < buf + n; p++) e = e * 10 + *p - '0';
    int64_t precision = e + ndigits;
    if (precision < -1) return true;
    if (precision == -1) { /* 0 or one unit: exactly one half becomes 0 */
      bool more = false;
      for (int i = 2; i < 402; i++) more |= buf[i] != '0';
      if (buf[0] < '5' || (buf[0] == '5' && !more)) return true;
      n = snprintf(buf, sizeof buf, "1e%d", (int)-ndigits);
    } else {
      n = double_scientific(fabs(d), (int)precision, buf, sizeof buf);
    }
  }
  double r;
  double_read(buf, (size_t)n, &r);
  if (isinf(r)) {
    raise_format(ctx, EXC_OverflowError, "rounded value too large to represent");
    return false;
  }
  *out = copysign(r, d);
  return true;
}
