/* The class float: construction, methods, hexadecimal text. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "number/limbs.h"
#include "number/number.h"
#include "object/buffer.h"
#include "object/object.h"
#include "text/str.h"
#include "text/text.h"
#include "text/unicode.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- float('…') ---- */

static bool same_word(const char *s, size_t n, const char *word) {
  if (n != strlen(word)) return false;
  for (size_t i = 0; i < n; i++)
    if ((s[i] | 0x20) != word[i]) return false;
  return true;
}

/* inf, infinity or nan with optional sign, or 0. */
static bool named_float(const char *s, size_t n, double *out) {
  bool negative = n && *s == '-';
  if (n && (*s == '-' || *s == '+')) s++, n--;
  if (same_word(s, n, "inf") || same_word(s, n, "infinity")) *out = INFINITY;
  else if (same_word(s, n, "nan")) *out = NAN;
  else return false;
  if (negative) *out = -*out;
  return true;
}

/* Underscores are allowed only between digits; `out` gets the text without them. */
static bool drop_underscores(Ctx *ctx, const char *s, size_t n, char *out, size_t *kept) {
  size_t k = 0;
  for (size_t i = 0; i < n; i++) {
    if (!CHECK_STOP_AT(ctx, i)) return false;
    if (s[i] != '_') {
      out[k++] = s[i];
      continue;
    }
    bool before = i > 0 && s[i - 1] >= '0' && s[i - 1] <= '9', after = i + 1 < n && s[i + 1] >= '0' && s[i + 1] <= '9';
    if (!before || !after) return false;
  }
  *kept = k;
  return true;
}

/* What a double depends on: 768 significant digits, and whether there is anything but zeros after them. */
enum { SIGNIFICANT = 800, LONG_NUMBER = 4096, SHORTENED = SIGNIFICANT + 64 };

/* Unsigned decimal text of any length in a few digits, out[SHORTENED], *n of them. false: no number, or an exception.
 * What reads doubles cannot be stopped. */
static bool shorten(Ctx *ctx, const char *s, size_t length, char *out, size_t *n) {
  const char *end = s + length;
  char digits[SIGNIFICANT];
  int kept = 0;
  bool point = false, any = false, rest = false;
  int64_t magnitude = 0, exponent = 0; /* the value is 0.DIGITS * 10 ** (magnitude + exponent) */
  for (; s < end && (*s == '.' ? !point : *s >= '0' && *s <= '9'); s++) {
    if (!CHECK_STOP_AT(ctx, (uintptr_t)s)) return false;
    if (*s == '.') {
      point = true;
      continue;
    }
    any = true;
    if (!kept && *s == '0') {
      magnitude -= point;
      continue;
    }
    magnitude += !point;
    if (kept < SIGNIFICANT) digits[kept++] = *s;
    else rest |= *s != '0';
  }
  if (!any) return false;
  if (s < end && (*s | 0x20) == 'e') {
    s++;
    bool negative = s < end && *s == '-';
    if (s < end && (*s == '-' || *s == '+')) s++;
    if (s == end) return false;
    for (; s < end && *s >= '0' && *s <= '9'; s++) {
      if (!CHECK_STOP_AT(ctx, (uintptr_t)s)) return false;
      if (exponent < (int64_t)1 << 56) exponent = exponent * 10 + (*s - '0');
    }
    if (negative) exponent = -exponent;
  }
  *n = (size_t)snprintf(out, SHORTENED, "0.%.*s%de%lld", kept, digits, rest, (long long)(magnitude + exponent));
  return s == end;
}

bool double_from_text(Ctx *ctx, const char *s, size_t n, double *out) {
  const char *end = s + n;
  if (!number_trim(ctx, &s, &end)) return false;
  n = (size_t)(end - s);
  if (named_float(s, n, out)) return true;
  bool negative = n && *s == '-';
  if (n && (*s == '-' || *s == '+')) s++, n--;
  char fixed[64], *clean = NULL;
  if (memchr(s, '_', n)) {
    clean = n <= sizeof fixed ? fixed : memory_new(ctx, n);
    if (!clean) return raise_no_memory(ctx), false;
    if (!drop_underscores(ctx, s, n, clean, &n)) {
      if (clean != fixed) memory_free(ctx, clean);
      return false;
    }
    s = clean;
  }
  char shortened[SHORTENED];
  bool is_long = n > LONG_NUMBER;
  bool ok = !is_long || shorten(ctx, s, n, shortened, &n);
  if (ok) ok = double_read(is_long ? shortened : s, n, out);
  if (clean != fixed) memory_free(ctx, clean);
  if (ok && negative) *out = -*out;
  return ok;
}

static Value refuse(Ctx *ctx, Value shown) {
  if (shown && !ctx->exc) raise_format(ctx, EXC_ValueError, "could not convert string to float: %R", shown);
  return V_NULL;
}

Value float_parse(Ctx *ctx, const char *s, size_t n) {
  double d;
  return double_from_text(ctx, s, n, &d) ? float_new(ctx, d) : refuse(ctx, str_from_utf8(ctx, s, n));
}

static Value float_from_text(Ctx *ctx, Value v) {
  double d;
  bool ok;
  const uint8_t *data;
  int64_t size;
  if (is_str(ctx, v)) {
    size_t n;
    char *text = number_text(ctx, v, &n);
    if (!text) return V_NULL;
    ok = double_from_text(ctx, text, n, &d);
    memory_free(ctx, text);
  } else {
    if (!bytes_view(ctx, v, &data, &size)) return V_NULL;
    ok = double_from_text(ctx, (const char *)data, (size_t)size, &d);
  }
  return ok ? float_new(ctx, d) : refuse(ctx, v);
}

/* ---- construction ---- */

/* A float that is of no subclass stays the same object: of NaNs a program can tell. */
static bool is_plain(Ctx *ctx, Value v) { return is_flonum(v) || has_shape(v, ctx->shape.float_); }

static Value of_class(Ctx *ctx, Class *cls, Value plain) {
  if (!plain || cls == ctx->cls.float_) return plain;
  Value v = instance_new(ctx, cls);
  if (v) ((Float *)v)->value = float_val(ctx, plain);
  return v;
}

static Value float_new_op(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  if (kwnames && ((Tuple *)kwnames)->length && cls->ops.init == ctx->cls.float_->ops.init)
    return raise_format(ctx, EXC_TypeError, "float() takes no keyword arguments"), V_NULL;
  if (nargs > 1) return raise_format(ctx, EXC_TypeError, "float expected at most 1 argument, got %u", nargs), V_NULL;
  if (nargs == 0) return of_class(ctx, cls, float_new(ctx, 0));
  Value v = args[0];
  if (is_plain(ctx, v)) return of_class(ctx, cls, v);
  Class *type = class_of(ctx, v);
  bool is_number = is_float(ctx, v) || type->ops.float_ || type->ops.index; /* subclasses of str may be */
  if (!is_number && (is_str(ctx, v) || is_bytes_like(ctx, v))) return of_class(ctx, cls, float_from_text(ctx, v));
  if (!is_number) {
    Value bytes = type->ops.get_buffer ? buffer_to_bytes(ctx, v) : V_NULL;
    if (bytes) return of_class(ctx, cls, float_from_text(ctx, bytes));
    if (ctx->exc) exc_clear(ctx); /* what has no bytes to give is no text, whatever the reason */
    raise_format(ctx, EXC_TypeError, "float() argument must be a string or a real number, not '%T'", v);
    return V_NULL;
  }
  /* A subclass's own __float__ is asked; the entry of the class itself returns the plain float. */
  if (is_float(ctx, v) && type != ctx->cls.float_ && type->ops.float_ &&
      type->ops.float_ != ctx->cls.float_->ops.float_) {
    double own;
    return float_from_method(ctx, v, &own) ? of_class(ctx, cls, float_new(ctx, own)) : V_NULL;
  }
  double d;
  return float_coerce(ctx, v, &d) ? of_class(ctx, cls, float_new(ctx, d)) : V_NULL;
}

/* ---- slots ---- */

static Value repr_slot(Ctx *ctx, Value self) { return float_repr(ctx, float_val(ctx, self)); }
static bool hash_slot(Ctx *ctx, Value self, uint64_t *out) {
  return *out = double_hash(float_val(ctx, self), self), true;
}
static int truth_slot(Ctx *ctx, Value self) { return float_val(ctx, self) != 0; }
static Value negative_slot(Ctx *ctx, Value self) { return float_new(ctx, -float_val(ctx, self)); }
static Value absolute_slot(Ctx *ctx, Value self) { return float_new(ctx, fabs(float_val(ctx, self))); }
static Value plain_slot(Ctx *ctx, Value self) {
  return is_plain(ctx, self) ? self : float_new(ctx, float_val(ctx, self));
}
static Value int_slot(Ctx *ctx, Value self) { return int_from_double(ctx, float_val(ctx, self)); }

/* ---- methods ---- */

METHOD(float_conjugate) { return plain_slot(ctx, self); }
METHOD(float_trunc) { return int_slot(ctx, self); }
METHOD(float_floor) { return int_from_double(ctx, floor(float_val(ctx, self))); }
METHOD(float_ceil) { return int_from_double(ctx, ceil(float_val(ctx, self))); }
METHOD(float_is_integer) {
  double d = float_val(ctx, self);
  return bool_tag(isfinite(d) && floor(d) == d);
}
METHOD(float_getnewargs) {
  Value v = plain_slot(ctx, self);
  return v ? tuple_from(ctx, &v, 1) : V_NULL;
}

METHOD(float_as_ratio) {
  double d = float_val(ctx, self);
  if (isinf(d)) return raise_format(ctx, EXC_OverflowError, "cannot convert Infinity to integer ratio"), V_NULL;
  if (isnan(d)) return raise_format(ctx, EXC_ValueError, "cannot convert NaN to integer ratio"), V_NULL;
  int e;
  double m = frexp(d, &e);
  for (int i = 0; i < 300 && m != floor(m); i++) m *= 2.0, e--;
  Value pair[2] = {int_from_double(ctx, m), int_tag(1)};
  if (!pair[0]) return V_NULL;
  if (e > 0) pair[0] = big_lshift(ctx, pair[0], (uint64_t)e);
  else pair[1] = big_lshift(ctx, pair[1], (uint64_t)-e);
  return pair[0] && pair[1] ? tuple_from(ctx, pair, 2) : V_NULL;
}

METHOD(float_round) {
  double d = float_val(ctx, self), r;
  if (nargs == 0 || args[0] == V_NONE) {
    r = round(d); /* away from zero at ties */
    if (fabs(d - r) == 0.5) r = 2.0 * round(d / 2.0);
    return int_from_double(ctx, r);
  }
  int64_t ndigits;
  if (!object_index_i64(ctx, args[0], &ndigits, true)) return V_NULL;
  return double_round(ctx, d, ndigits, &r) ? float_new(ctx, r) : V_NULL;
}

METHOD(float_format) {
  if (is_str(ctx, args[0]) && !((Str *)args[0])->length) return object_str(ctx, self); /* a subclass's own __str__ */
  if (is_str(ctx, args[0])) return float_format_spec(ctx, self, args[0]);
  raise_format(ctx, EXC_TypeError, "__format__() argument must be str, not %A", args[0]);
  return V_NULL;
}

METHOD(float_hex) {
  double d = float_val(ctx, self);
  if (!isfinite(d)) return float_repr(ctx, d);
  const char *sign = signbit(d) ? "-" : "";
  if (d == 0) return str_format_c(ctx, "%s0x0.0p+0", sign);
  int e;
  double m = frexp(fabs(d), &e);
  int shift = 1 - (-1021 - e > 0 ? -1021 - e : 0); /* subnormals keep the exponent -1022 */
  m = ldexp(m, shift);
  e -= shift;
  uint64_t fraction = (uint64_t)ldexp(m - (double)(int)m, 52);
  char buf[64];
  snprintf(buf, sizeof buf, "%s0x%d.%013llxp%c%d", sign, (int)m, (unsigned long long)fraction, e < 0 ? '-' : '+',
           abs(e));
  return str_from_ascii(ctx, buf);
}

static int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c |= 0x20;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* [sign]['0x']HEX['.'HEX]['p'[sign]DIGITS], rounded half to even. 1 = ok, 0 = malformed (or an exception), -1 = too
 * large. */
static int hex_to_double(Ctx *ctx, const char *s, size_t n, double *out) {
  const char *end = s + n;
  if (!number_trim(ctx, &s, &end)) return 0;
  n = (size_t)(end - s);
  if (named_float(s, n, out)) return 1;
  bool negative = s < end && *s == '-';
  if (s < end && (*s == '-' || *s == '+')) s++;
  if (end - s >= 2 && s[0] == '0' && (s[1] | 0x20) == 'x') s += 2;
  uint64_t m = 0;
  bool sticky = false, point = false, any = false;
  int64_t exponent = 0;
  for (; s < end; s++) {
    if (!CHECK_STOP_AT(ctx, (uintptr_t)s)) return 0;
    if (*s == '.') {
      if (point) return 0;
      point = true;
      continue;
    }
    int digit = hex_digit(*s);
    if (digit < 0) break;
    any = true;
    if (m >> 60) { /* what no longer fits matters only as a sticky bit */
      sticky |= digit != 0;
      exponent += point ? 0 : 4;
    } else {
      m = m << 4 | (unsigned)digit;
      exponent -= point ? 4 : 0;
    }
  }
  if (!any) return 0;
  if (s < end && (*s | 0x20) == 'p') {
    s++;
    bool minus = s < end && *s == '-';
    if (s < end && (*s == '-' || *s == '+')) s++;
    if (s == end) return 0;
    int64_t e = 0;
    for (; s < end && *s >= '0' && *s <= '9'; s++)
      if (!CHECK_STOP_AT(ctx, (uintptr_t)s)) return 0;
      else if (e < (int64_t)1 << 50) e = e * 10 + (*s - '0');
    exponent += minus ? -e : e;
  }
  if (s != end) return 0;
  *out = 0;
  if (m) {
    int bits = 64 - __builtin_clzll(m);
    int64_t top = exponent + bits; /* value < 2**top */
    if (top > 1024) return -1;
    int64_t drop = bits - 53;
    if (exponent + drop < -1074) drop = -1074 - exponent;
    if (drop > 63) {
      /* at most half of the smallest subnormal: rounds to even, 0, unless it is more than half */
      if (drop == 64 && bits == 64 && ((m << 1) || sticky)) *out = 0x1p-1074;
    } else {
      if (drop > 0) {
        uint64_t half = (uint64_t)1 << (drop - 1), low = m & (half * 2 - 1);
        m >>= drop;
        if (low > half || (low == half && (sticky || (m & 1)))) m++;
        exponent += drop;
      }
      *out = ldexp((double)m, (int)exponent);
      if (isinf(*out)) return -1;
    }
  }
  if (negative) *out = -*out;
  return 1;
}

METHOD(float_fromhex) {
  if (!is_str(ctx, args[0]))
    return raise_format(ctx, EXC_TypeError, "bad argument type for built-in operation"), V_NULL;
  double d;
  int ok = str_is_ascii(args[0]) ? hex_to_double(ctx, (char *)AS_STR(args[0])->data, (size_t)str_length(args[0]), &d)
                                 : 0;
  if (ctx->exc) return V_NULL;
  if (ok == 0) return raise_format(ctx, EXC_ValueError, "invalid hexadecimal floating-point string"), V_NULL;
  if (ok < 0)
    return raise_format(ctx, EXC_OverflowError, "hexadecimal value too large to represent as a float"), V_NULL;
  Value v = float_new(ctx, d);
  return v && self != VAL(ctx->cls.float_) ? py_call1(ctx, self, v) : v;
}

METHOD(float_from_number) {
  double d;
  if (self == VAL(ctx->cls.float_) && exact_float(ctx, args[0])) return args[0];
  if (!float_coerce(ctx, args[0], &d)) return V_NULL;
  Value v = float_new(ctx, d);
  return v && self != VAL(ctx->cls.float_) ? py_call1(ctx, self, v) : v;
}

METHOD(float_getformat) {
  Value v = args[0];
  if (!is_str(ctx, v))
    return raise_format(ctx, EXC_TypeError, "__getformat__() argument must be str, not %A", v), V_NULL;
  if (str_equal_c(v, "double") || str_equal_c(v, "float")) return str_from_ascii(ctx, "IEEE, little-endian");
  raise_format(ctx, EXC_ValueError, "__getformat__() argument 1 must be 'double' or 'float'");
  return V_NULL;
}

METHOD(float_divmod_m) { return float_divmod(ctx, self, args[0]); }
METHOD(float_rdivmod) { return float_divmod(ctx, args[0], self); }

static const CFuncDef float_methods[] = {
    METHOD_ROW("__divmod__", float_divmod_m, 1, 1, "Return divmod(self, value)."),
    METHOD_ROW("__rdivmod__", float_rdivmod, 1, 1, "Return divmod(value, self)."),
    METHOD_ROW_PURE("conjugate", float_conjugate, 0, 0, "The float itself."),
    METHOD_ROW_PURE("is_integer", float_is_integer, 0, 0, "Is the value a whole number?"),
    METHOD_ROW("as_integer_ratio", float_as_ratio, 0, 0,
               "Two ints whose quotient is exactly the float.\n\n>>> (0.75).as_integer_ratio(), "
               "(-2.0).as_integer_ratio()\n((3, 4), (-2, 1))\n"),
    METHOD_ROW_PURE("hex", float_hex, 0, 0,
                    "Exact hexadecimal text.\n\n>>> (0.5).hex(), (-10.0).hex()\n('0x1.0000000000000p-1', "
                    "'-0x1.4000000000000p+3')\n"),
    CLASS_METHOD_ROW("fromhex", float_fromhex, 1, 1,
                     "The float that hexadecimal text spells.\n\n>>> float.fromhex('0x1.8p1'), "
                     "float.fromhex('-ff')\n(3.0, -255.0)\n"),
    CLASS_METHOD_ROW("from_number", float_from_number, 1, 1, "The number as float; text is refused."),
    CLASS_METHOD_ROW("__getformat__", float_getformat, 1, 1, NULL),
    METHOD_ROW("__trunc__", float_trunc, 0, 0, "Rounds toward zero, to int."),
    METHOD_ROW("__floor__", float_floor, 0, 0, "Rounds down, to int."),
    METHOD_ROW("__ceil__", float_ceil, 0, 0, "Rounds up, to int."),
    METHOD_ROW("__round__", float_round, 0, 1, "Rounds half to even, to int or to ndigits places."),
    METHOD_ROW("__format__", float_format, 1, 1, "Text as the format spec asks."),
    METHOD_ROW("__getnewargs__", float_getnewargs, 0, 0, NULL),
    {0},
};

static Value get_zero(Ctx *ctx, Value self) { return (void)self, float_new(ctx, 0); }
static const GetSetDef float_getset[] = {
    {"real", plain_slot, NULL, "The float itself."},
    {"imag", get_zero, NULL, "Always 0.0."},
    {0},
};

static const TypeOps float_ops = {
    .new_ = float_new_op,
    .repr = repr_slot,
    .hash = hash_slot,
    .compare = float_compare,
    .truth = truth_slot,
    .binary = float_binary,
    .negative = negative_slot,
    .positive = plain_slot,
    .absolute = absolute_slot,
    .int_ = int_slot,
    .float_ = plain_slot,
};

bool float_startup(Ctx *ctx) {
  ctx->cls.float_ = class_new_builtin(ctx, "float", NULL, KIND_FLOAT, sizeof(Float), &float_ops, float_methods, 0);
  return ctx->cls.float_ && class_add_getset(ctx, ctx->cls.float_, float_getset);
}
