/* Python's complex. Operations that mix complex and real follow C99's Annex G, as CPython 3.14 does: a real operand
 * does not first get a zero imaginary part, so signed zeros, infinities and nans come out right. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "exception/warning.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "number/limbs.h"
#include "number/number.h"
#include "object/model.h"
#include "object/object.h"
#include "text/str.h"
#include "text/text.h"
#include <math.h>
#include <stdlib.h>
#include <strings.h>

#define AS_COMPLEX(v) ((Complex *)(v))

Value complex_new(Ctx *ctx, double re, double im) {
  Complex *c = heap_alloc(ctx, ctx->shape.complex_, sizeof(Complex));
  if (c) c->re = re, c->im = im;
  return VAL(c);
}

static bool is_complex(Ctx *ctx, Value v) { return has_kind(ctx, v, KIND_COMPLEX); }

typedef struct C {
  double re, im;
  bool real;
} C;

static int operand(Ctx *ctx, Value v, C *out) {
  if (is_complex(ctx, v)) return *out = (C){AS_COMPLEX(v)->re, AS_COMPLEX(v)->im, false}, 1;
  if (is_float(ctx, v)) return *out = (C){float_val(ctx, v), 0, true}, 1;
  if (!is_int_value(ctx, v)) return 0;
  *out = (C){int_to_double(ctx, v), 0, true};
  return out->re == -1.0 && ctx->exc ? -1 : 1;
}

/* Infinities survive multiplication: a result of nan + nan j is computed again from the operands' infinities. */
static C multiply(C a, C b) {
  if (b.real) return (C){a.re * b.re, a.im * b.re, false};
  if (a.real) return (C){a.re * b.re, a.re * b.im, false};
  double ac = a.re * b.re, bd = a.im * b.im, ad = a.re * b.im, bc = a.im * b.re;
  C r = {ac - bd, ad + bc, false};
  if (!isnan(r.re) || !isnan(r.im)) return r;
  bool again = false;
#define BOX(x) copysign(isinf(x) ? 1.0 : 0.0, x)
#define UNNAN(x) (isnan(x) ? copysign(0.0, x) : (x))
  if (isinf(a.re) || isinf(a.im))
    a.re = BOX(a.re), a.im = BOX(a.im), b.re = UNNAN(b.re), b.im = UNNAN(b.im), again = true;
  if (isinf(b.re) || isinf(b.im))
    b.re = BOX(b.re), b.im = BOX(b.im), a.re = UNNAN(a.re), a.im = UNNAN(a.im), again = true;
  if (!again && (isinf(ac) || isinf(bd) || isinf(ad) || isinf(bc))) {
    a.re = UNNAN(a.re), a.im = UNNAN(a.im), b.re = UNNAN(b.re), b.im = UNNAN(b.im);
    again = true;
  }
  if (again) r = (C){INFINITY * (a.re * b.re - a.im * b.im), INFINITY * (a.re * b.im + a.im * b.re), false};
  return r;
}

/* Smith's method, scaled by the larger part of the divisor. b != 0. */
static C divide(C a, C b) {
  if (b.real) return (C){a.re / b.re, a.im / b.re, false};
  C r;
  if (fabs(b.re) >= fabs(b.im)) {
    double ratio = b.im / b.re, denominator = b.re + b.im * ratio;
    r = a.real ? (C){a.re / denominator, -a.re * ratio / denominator, false}
               : (C){(a.re + a.im * ratio) / denominator, (a.im - a.re * ratio) / denominator, false};
  } else if (fabs(b.im) >= fabs(b.re)) {
    double ratio = b.re / b.im, denominator = b.re * ratio + b.im;
    r = a.real ? (C){a.re * ratio / denominator, -a.re / denominator, false}
               : (C){(a.re * ratio + a.im) / denominator, (a.im * ratio - a.re) / denominator, false};
  } else {
    r = (C){NAN, NAN, false};
  }
  if (!isnan(r.re) || !isnan(r.im)) return r;
  if ((isinf(a.re) || isinf(a.im)) && isfinite(b.re) && isfinite(b.im)) {
    double x = BOX(a.re), y = a.real ? 0 : BOX(a.im);
    r = (C){INFINITY * (x * b.re + y * b.im), INFINITY * (y * b.re - x * b.im), false};
  } else if ((isinf(b.re) || isinf(b.im)) && isfinite(a.re) && isfinite(a.im)) {
    double x = BOX(b.re), y = BOX(b.im);
    if (a.real) return (C){0.0 * (a.re * x), 0.0 * (-a.re * y), false};
    r = (C){0.0 * (a.re * x + a.im * y), 0.0 * (a.im * x - a.re * y), false};
  }
  return r;
}

void complex_quotient(double *re, double *im, double by_re, double by_im) {
  C r = divide((C){*re, *im, false}, (C){by_re, by_im, false});
  *re = r.re;
  *im = r.im;
}

static Value power_zero(Ctx *ctx) {
  raise_format(ctx, EXC_ZeroDivisionError, "zero to a negative or complex power");
  return V_NULL;
}

static Value checked(Ctx *ctx, C r, bool finite) {
  if (finite && (isinf(r.re) || isinf(r.im)))
    return raise_format(ctx, EXC_OverflowError, "complex exponentiation"), V_NULL;
  return complex_new(ctx, r.re, r.im);
}

Value complex_pow(Ctx *ctx, double ar, double ai, double br, double bi) {
  C a = {ar, ai, false};
  bool finite = isfinite(ar) && isfinite(ai) && isfinite(br) && isfinite(bi);
  if (br == 0 && bi == 0) return complex_new(ctx, 1, 0);
  if (ar == 0 && ai == 0) {
    if (bi != 0 || br < 0) return power_zero(ctx);
    return complex_new(ctx, 0, 0);
  }
  if (bi == 0 && br == floor(br) && fabs(br) <= 100) { /* small whole powers: by multiplication */
    C result = {1, 0, false}, square = a;
    long n = labs((long)br);
    for (long mask = 1;; mask <<= 1) {
      if (n & mask) result = multiply(result, square);
      if (mask * 2 > n) break;
      square = multiply(square, square);
    }
    if (br < 0) result = divide((C){1, 0, false}, result);
    return checked(ctx, result, finite);
  }
  double magnitude = hypot(ar, ai), length = pow(magnitude, br), at = atan2(ai, ar), phase = at * br;
  if (bi != 0) {
    length *= exp(-at * bi);
    phase += bi * log(magnitude);
  }
  return checked(ctx, (C){length * cos(phase), length * sin(phase), false}, finite);
}

static Value complex_binary(Ctx *ctx, Value left, Value right, BinOp op) {
  C a, b;
  int ok = operand(ctx, left, &a);
  if (ok > 0) ok = operand(ctx, right, &b);
  if (ok <= 0) return ok ? V_NULL : V_NOTIMPL;
  C r;
  switch (op) {
  case OP_ADD: r = (C){a.re + b.re, b.real ? a.im : a.real ? b.im : a.im + b.im, false}; break;
  case OP_SUB: r = (C){a.re - b.re, b.real ? a.im : a.real ? -b.im : a.im - b.im, false}; break;
  case OP_MUL: r = multiply(a, b); break;
  case OP_TRUEDIV:
    if (b.re == 0 && b.im == 0) return raise_format(ctx, EXC_ZeroDivisionError, "division by zero"), V_NULL;
    r = divide(a, b);
    break;
  case OP_POW: return complex_pow(ctx, a.re, a.im, b.re, b.im);
  default: return V_NOTIMPL;
  }
  return complex_new(ctx, r.re, r.im);
}

static Value complex_compare(Ctx *ctx, Value self, Value other, CmpOp op) {
  if (op != CMP_EQ && op != CMP_NE) return V_NOTIMPL;
  Complex *c = AS_COMPLEX(self);
  bool equal;
  if (is_complex(ctx, other)) {
    equal = c->re == AS_COMPLEX(other)->re && c->im == AS_COMPLEX(other)->im;
  } else if (is_float(ctx, other)) {
    equal = c->im == 0 && c->re == float_val(ctx, other);
  } else if (is_int_value(ctx, other)) {
    Value real = float_new(ctx, c->re);
    if (!real) return V_NULL;
    equal = c->im == 0 && float_compare(ctx, real, other, CMP_EQ) == V_TRUE;
  } else {
    return V_NOTIMPL;
  }
  return bool_tag(equal == (op == CMP_EQ));
}

static bool complex_hash(Ctx *ctx, Value self, uint64_t *out) {
  (void)ctx;
  uint64_t h = double_hash(AS_COMPLEX(self)->re, self) + 1000003u * double_hash(AS_COMPLEX(self)->im, self);
  *out = h == UINT64_MAX ? UINT64_MAX - 1 : h;
  return true;
}

/* A part of the repr: repr(float) without a trailing ".0". */
static int part_text(double d, char *buf) {
  int n = double_repr(d, buf);
  if (n > 2 && buf[n - 2] == '.' && buf[n - 1] == '0') n -= 2;
  buf[n] = 0;
  return n;
}

static Value complex_repr(Ctx *ctx, Value self) {
  char re[40], im[40];
  Complex *c = AS_COMPLEX(self);
  part_text(c->im, im);
  if (c->re == 0 && !signbit(c->re)) return str_format_c(ctx, "%sj", im);
  part_text(c->re, re);
  const char *sign = signbit(c->im) && !isnan(c->im) ? "" : "+";
  return str_format_c(ctx, "(%s%s%sj)", re, sign, im);
}

static int complex_truth(Ctx *ctx, Value self) {
  return (void)ctx, AS_COMPLEX(self)->re != 0 || AS_COMPLEX(self)->im != 0;
}
static Value complex_negative(Ctx *ctx, Value self) {
  return complex_new(ctx, -AS_COMPLEX(self)->re, -AS_COMPLEX(self)->im);
}
static Value complex_positive(Ctx *ctx, Value self) {
  return has_shape(self, ctx->shape.complex_) ? self : complex_new(ctx, AS_COMPLEX(self)->re, AS_COMPLEX(self)->im);
}
static Value complex_absolute(Ctx *ctx, Value self) {
  double re = AS_COMPLEX(self)->re, im = AS_COMPLEX(self)->im, r = hypot(re, im);
  if (isinf(r) && isfinite(re) && isfinite(im))
    return raise_format(ctx, EXC_OverflowError, "absolute value too large"), V_NULL;
  return float_new(ctx, r);
}

/* ---- construction ---- */

/* The length of the float at the start of s, or 0, with an exception if the program is to stop. */
static size_t float_prefix(Ctx *ctx, const char *s, const char *end) {
  const char *p = s;
  if (p < end && (*p == '+' || *p == '-')) p++;
  const char *words[] = {"infinity", "inf", "nan"};
  for (int i = 0; i < 3; i++) {
    size_t n = strlen(words[i]);
    if ((size_t)(end - p) >= n && strncasecmp(p, words[i], n) == 0) return (size_t)(p - s) + n;
  }
  const char *digits = p;
  for (; p < end && ((*p >= '0' && *p <= '9') || *p == '.' || *p == '_'); p++)
    if (!CHECK_STOP_AT(ctx, (uintptr_t)p)) return 0;
  if (p == digits) return 0;
  if (p < end && (*p | 0x20) == 'e') {
    const char *q = p + 1;
    if (q < end && (*q == '+' || *q == '-')) q++;
    const char *first = q;
    for (; q < end && ((*q >= '0' && *q <= '9') || *q == '_'); q++)
      if (!CHECK_STOP_AT(ctx, (uintptr_t)q)) return 0;
    if (q > first) p = q;
  }
  return (size_t)(p - s);
}

/* x, xj, x+yj, x-yj, j, +j … in optional parentheses. */
static bool parse_complex(Ctx *ctx, const char *s, const char *end, double *re, double *im) {
  if (!number_trim(ctx, &s, &end)) return false;
  if (s < end && *s == '(') {
    if (end[-1] != ')') return false;
    s++, end--;
    if (!number_trim(ctx, &s, &end)) return false;
  }
  *re = *im = 0;
  size_t n = float_prefix(ctx, s, end);
  if (n) {
    double x;
    if (!double_from_text(ctx, s, n, &x)) return false;
    s += n;
    if (s < end && (*s | 0x20) == 'j') return *im = x, s + 1 == end;
    *re = x;
    if (s == end) return true;
    if (*s != '+' && *s != '-') return false;
    n = float_prefix(ctx, s, end);
    if (n) {
      if (!double_from_text(ctx, s, n, im)) return false;
      s += n;
    } else {
      *im = *s++ == '-' ? -1 : 1;
    }
  } else {
    *im = s < end && *s == '-' ? -1 : 1;
    if (s < end && (*s == '+' || *s == '-')) s++;
  }
  return s < end && (*s | 0x20) == 'j' && s + 1 == end;
}

static Value complex_of_class(Ctx *ctx, Class *cls, double re, double im) {
  if (cls == ctx->cls.complex_) return complex_new(ctx, re, im);
  Value v = instance_new(ctx, cls);
  if (v) AS_COMPLEX(v)->re = re, AS_COMPLEX(v)->im = im;
  return v;
}

/* A number as complex: complex, __complex__ unless it is to be the imaginary part, real. 0 = none of these. */
static int coerce(Ctx *ctx, Value v, bool imaginary, C *out) {
  if (has_shape(v, ctx->shape.complex_)) return *out = (C){AS_COMPLEX(v)->re, AS_COMPLEX(v)->im, false}, 1;
  Value r;
  Special outcome = imaginary ? SPECIAL_ABSENT : special_call(ctx, v, NAME(__complex__), NULL, 0, &r);
  if (outcome == SPECIAL_RAISED) return -1;
  if (outcome == SPECIAL_RETURNED) {
    if (!is_complex(ctx, r))
      return raise_format(ctx, EXC_TypeError, "__complex__ returned non-complex (type %T)", r), -1;
    *out = (C){AS_COMPLEX(r)->re, AS_COMPLEX(r)->im, false};
    const char *words = "__complex__ returned non-complex (type %T)." STRICT_SUBCLASS("complex");
    return has_shape(r, ctx->shape.complex_) || warn(ctx, EXC_DeprecationWarning, 1, words, r) ? 1 : -1;
  }
  if (is_complex(ctx, v)) return *out = (C){AS_COMPLEX(v)->re, AS_COMPLEX(v)->im, false}, 1;
  Class *cls = class_of(ctx, v);
  if (!is_float(ctx, v) && !cls->ops.float_ && !cls->ops.index) return 0;
  *out = (C){0, 0, true};
  return float_coerce(ctx, v, &out->re) ? 1 : -1;
}

bool complex_coerce(Ctx *ctx, Value v, double *re, double *im) {
  C c = {0, 0, false};
  int ok = is_complex(ctx, v) ? (c = (C){AS_COMPLEX(v)->re, AS_COMPLEX(v)->im, false}, 1) : coerce(ctx, v, false, &c);
  if (ok == 0) raise_format(ctx, EXC_TypeError, "must be real number, not %T", v);
  *re = c.re;
  *im = c.im;
  return ok > 0;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
/* Is there an underscore that is not between two digits? */
static bool odd_underscore(Ctx *ctx, const char *s, size_t n) {
  for (size_t i = 0; i < n; i++) {
    if (s[i] == '_' && !(i && is_digit(s[i - 1]) && i + 1 < n && is_digit(s[i + 1]))) return true;
    if (!CHECK_STOP_AT(ctx, i)) return false;
  }
  return false;
}

static Value from_text(Ctx *ctx, Class *cls, Value text) {
  size_t n;
  double re, im;
  char *ascii = number_text(ctx, text, &n);
  if (!ascii) return V_NULL;
  bool ok = parse_complex(ctx, ascii, ascii + n, &re, &im);
  bool odd = !ok && !ctx->exc && odd_underscore(ctx, ascii, n);
  memory_free(ctx, ascii);
  if (!ok && ctx->exc) return V_NULL;
  if (odd) return raise_format(ctx, EXC_ValueError, "could not convert string to complex: %R", text), V_NULL;
  if (!ok) return raise_format(ctx, EXC_ValueError, "complex() arg is a malformed string"), V_NULL;
  return complex_of_class(ctx, cls, re, im);
}

static Value complex_new_op(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  Value parts[2] = {nargs > 0 ? args[0] : V_NULL, nargs > 1 ? args[1] : V_NULL};
  int64_t nkw = kwnames ? ((Tuple *)kwnames)->length : 0;
  if (nargs + nkw > 2) {
    raise_format(ctx, EXC_TypeError, "complex() takes at most 2 arguments (%lld given)", (long long)(nargs + nkw));
    return V_NULL;
  }
  for (int64_t i = 0; i < nkw; i++) {
    Value name = ((Tuple *)kwnames)->items[i];
    int which = str_equal_c(name, "real") ? 0 : str_equal_c(name, "imag") ? 1 : -1;
    if (which < 0)
      return raise_format(ctx, EXC_TypeError, "complex() got an unexpected keyword argument '%U'", name), V_NULL;
    if (parts[which]) {
      raise_format(ctx, EXC_TypeError, "argument for complex() given by name ('%U') and position (%d)", name,
                   which + 1);
      return V_NULL;
    }
    parts[which] = args[nargs + i];
  }
  C re = {0, 0, true}, im = {0, 0, true};
  if (parts[0] && !parts[1]) {
    if (is_str(ctx, parts[0])) return from_text(ctx, cls, parts[0]);
    if (cls == ctx->cls.complex_ && has_shape(parts[0], ctx->shape.complex_)) return parts[0];
  }
  for (int i = 0; i < 2; i++) {
    if (!parts[i]) continue;
    int ok = is_str(ctx, parts[i]) ? 0 : coerce(ctx, parts[i], i == 1, i ? &im : &re);
    if (ok < 0) return V_NULL;
    if (ok) continue;
    if (i == 0 && !parts[1])
      raise_format(ctx, EXC_TypeError, "complex() argument must be a string or a number, not %F", parts[0]);
    else
      raise_format(ctx, EXC_TypeError, "complex() argument '%s' must be a real number, not %T", i ? "imag" : "real",
                   parts[i]);
    return V_NULL;
  }
  double x = re.re, y = im.re;
  if (!im.real) x -= im.im;
  if (!re.real) y = parts[1] ? y + re.im : re.im;
  return complex_of_class(ctx, cls, x, y);
}

/* ---- methods ---- */

METHOD(conjugate) { return complex_new(ctx, AS_COMPLEX(self)->re, -AS_COMPLEX(self)->im); }
METHOD(to_complex) { return complex_positive(ctx, self); }
METHOD(getnewargs) {
  Value pair[2] = {float_new(ctx, AS_COMPLEX(self)->re), float_new(ctx, AS_COMPLEX(self)->im)};
  return pair[0] && pair[1] ? tuple_from(ctx, pair, 2) : V_NULL;
}
METHOD(format) {
  if (is_str(ctx, args[0])) return complex_format_spec(ctx, self, args[0]);
  raise_format(ctx, EXC_TypeError, "__format__() argument must be str, not %T", args[0]);
  return V_NULL;
}
METHOD(from_number) {
  C c;
  if (self == VAL(ctx->cls.complex_) && has_shape(args[0], ctx->shape.complex_)) return args[0];
  int ok = is_str(ctx, args[0]) ? 0 : coerce(ctx, args[0], false, &c);
  if (ok == 0) raise_format(ctx, EXC_TypeError, "must be real number, not %T", args[0]);
  if (ok <= 0) return V_NULL;
  if (self == VAL(ctx->cls.complex_)) return complex_new(ctx, c.re, c.im);
  Value v = complex_new(ctx, c.re, c.im);
  return v ? py_call1(ctx, self, v) : V_NULL;
}

static const CFuncDef complex_methods[] = {
    METHOD_ROW_PURE("conjugate", conjugate, 0, 0, "The number with the imaginary part negated."),
    METHOD_ROW("__complex__", to_complex, 0, 0, "The plain complex."),
    METHOD_ROW("__getnewargs__", getnewargs, 0, 0, NULL),
    METHOD_ROW("__format__", format, 1, 1, "Text as the format spec asks."),
    CLASS_METHOD_ROW("from_number", from_number, 1, 1, "The number as complex; text is refused."),
    {0},
};

static Value get_real(Ctx *ctx, Value self) { return float_new(ctx, AS_COMPLEX(self)->re); }
static Value get_imag(Ctx *ctx, Value self) { return float_new(ctx, AS_COMPLEX(self)->im); }
static const GetSetDef complex_getset[] = {
    {"real", get_real, readonly_member, "The real part."},
    {"imag", get_imag, readonly_member, "The imaginary part."},
    {0},
};

static const TypeOps complex_ops = {
    .new_ = complex_new_op,
    .repr = complex_repr,
    .hash = complex_hash,
    .compare = complex_compare,
    .truth = complex_truth,
    .binary = complex_binary,
    .negative = complex_negative,
    .positive = complex_positive,
    .absolute = complex_absolute,
};

bool complex_startup(Ctx *ctx) {
  ctx->cls.complex_ = class_new_builtin(ctx, "complex", NULL, KIND_COMPLEX, sizeof(Complex), &complex_ops,
                                        complex_methods, 0);
  return ctx->cls.complex_ && class_add_getset(ctx, ctx->cls.complex_, complex_getset);
}
