/* The classes int and bool: construction and methods. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "exception/warning.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "number/limbs.h"
#include "number/number.h"
#include "object/buffer.h"
#include "object/object.h"
#include "text/str.h"
#include "text/text.h"
#include <stdlib.h>

/* ---- construction ---- */

static Value from_int_method(Ctx *ctx, Value v, Class *cls) {
  Value r = cls->ops.int_(ctx, v);
  if (!r) return V_NULL;
  if (!is_int_value(ctx, r)) {
    raise_format(ctx, EXC_TypeError, "__int__ returned non-int (type %T)", r);
    return V_NULL;
  }
  if (is_int(r) || has_shape(r, ctx->shape.bigint)) return r;
  const char *words = "__int__ returned non-int (type %T)." STRICT_SUBCLASS("int");
  return warn(ctx, EXC_DeprecationWarning, 1, words, r) ? int_unwrap(ctx, r) : V_NULL;
}

/* int(x) without base. */
static Value to_int(Ctx *ctx, Value v) {
  if (is_int(v) || is_bigint(ctx, v)) return v;
  Class *cls = class_of(ctx, v);
  if (cls->ops.int_) return from_int_method(ctx, v, cls);
  if (cls->ops.index) return object_index(ctx, v);
  if (is_str(ctx, v) || is_bytes_like(ctx, v)) return int_from_text(ctx, v, 10);
  if (buffer_offered(ctx, v)) {
    Value bytes = buffer_to_bytes(ctx, v);
    if (bytes) return int_from_text(ctx, bytes, 10);
    exc_clear(ctx); /* what has no bytes to give is no text, whatever the reason */
  }
  raise_format(ctx, EXC_TypeError, "int() argument must be a string, a bytes-like object or a real number, not '%T'",
               v);
  return V_NULL;
}

static Value to_int_base(Ctx *ctx, Value v, Value base) {
  int64_t b;
  Value index = object_index(ctx, base);
  if (!index) return V_NULL;
  if (!int_to_i64(ctx, index, &b) || b > 36 || b < 0) b = 1; /* refused below, with the right words */
  if (!is_str(ctx, v) && !is_bytes_like(ctx, v)) {
    raise_format(ctx, EXC_TypeError, "int() can't convert non-string with explicit base");
    return V_NULL;
  }
  return int_from_text(ctx, v, (int)b);
}

static Value int_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  Value base = nargs > 1 ? args[1] : V_NULL, plain;
  int64_t nkw = kwnames ? ((Tuple *)kwnames)->length : 0;
  if (nargs + nkw > 2) {
    const char *format = !nkw && cls == ctx->cls.int_ ? "int expected at most 2 arguments, got %lld"
                         : !nargs                     ? "int() takes at most 2 keyword arguments (%lld given)"
                                                      : "int() takes at most 2 arguments (%lld given)";
    raise_format(ctx, EXC_TypeError, format, (long long)(nargs + nkw));
    return V_NULL;
  }
  for (int64_t i = 0; i < nkw; i++) {
    Value name = ((Tuple *)kwnames)->items[i];
    if (!str_equal_c(name, "base")) {
      raise_format(ctx, EXC_TypeError, "int() got an unexpected keyword argument '%U'", name);
      return V_NULL;
    }
    base = args[nargs + i];
  }
  if (nargs == 0) {
    if (base) return raise_format(ctx, EXC_TypeError, "int() missing string argument"), V_NULL;
    plain = int_tag(0);
  } else {
    plain = base ? to_int_base(ctx, args[0], base) : to_int(ctx, args[0]);
  }
  if (!plain || cls == ctx->cls.int_) return plain;
  Value v = instance_new(ctx, cls);
  if (v) ((IntObject *)v)->value = plain;
  return v;
}

/* ---- slots ---- */

static Value int_repr(Ctx *ctx, Value self) { return int_to_str(ctx, self, 10); }
static bool hash_slot(Ctx *ctx, Value self, uint64_t *out) { return int_hash(ctx, self, out); }
static int int_truth(Ctx *ctx, Value self) { return int_unwrap(ctx, self) != int_tag(0); }
static Value int_plain(Ctx *ctx, Value self) { return int_unwrap(ctx, self); }
static Value int_float(Ctx *ctx, Value self) {
  double d = int_to_double(ctx, self);
  return d == -1.0 && ctx->exc ? V_NULL : float_new(ctx, d);
}

/* ---- methods ---- */

METHOD(int_conjugate) { return int_unwrap(ctx, self); }
METHOD(int_bit_length_m) { return int_from_u64(ctx, int_bit_length(int_unwrap(ctx, self))); }
METHOD(int_bit_count_m) {
  uint64_t n;
  return int_bit_count(ctx, int_unwrap(ctx, self), &n) ? int_from_u64(ctx, n) : V_NULL;
}
METHOD(int_is_integer) { return V_TRUE; }
METHOD(int_as_ratio) {
  Value pair[2] = {int_unwrap(ctx, self), int_tag(1)};
  return tuple_from(ctx, pair, 2);
}
METHOD(int_getnewargs) {
  Value v = int_unwrap(ctx, self);
  return tuple_from(ctx, &v, 1);
}
METHOD(int_sizeof) { /* what CPython returns: 30-bit digits */
  uint64_t bits = int_bit_length(int_unwrap(ctx, self));
  return int_from_u64(ctx, 24 + 4 * (bits ? (bits + 29) / 30 : 1));
}

/* round(n, -k): to a multiple of 10**k, ties to the even multiple. */
METHOD(int_round) {
  Value v = int_unwrap(ctx, self);
  if (nargs == 0 || args[0] == V_NONE) return v;
  Value digits = object_index(ctx, args[0]);
  if (!digits) return V_NULL;
  if (int_sign(ctx, digits) >= 0) return v;
  int64_t k;
  /* 10**k is larger than the value itself: 0, without computing it */
  if (!int_to_i64(ctx, digits, &k) || (uint64_t)-k > int_bit_length(v) / 3 + 2) return int_tag(0);
  Value unit = int_pow(ctx, int_tag(10), int_tag(-k), V_NULL), pair, q, r;
  if (!unit || !(pair = int_divmod(ctx, v, unit))) return V_NULL;
  q = ((Tuple *)pair)->items[0], r = ((Tuple *)pair)->items[1];
  Value twice = int_add_slow(ctx, r, r);
  if (!twice) return V_NULL;
  int c = both_int(twice, unit) ? (int_val(twice) > int_val(unit)) - (int_val(twice) < int_val(unit))
                                : big_cmp(twice, unit);
  bool odd = is_int(q) ? int_val(q) & 1 : AS_BIGINT(q)->limbs[0] & 1;
  if (c > 0 || (c == 0 && odd)) q = int_add_slow(ctx, q, int_tag(1));
  return q ? int_mul_slow(ctx, q, unit) : V_NULL;
}

METHOD(int_format) {
  if (!is_str(ctx, args[0])) {
    raise_format(ctx, EXC_TypeError, "__format__() argument must be str, not %A", args[0]);
    return V_NULL;
  }
  if (!((Str *)args[0])->length) return object_str(ctx, self); /* a subclass's own __str__ */
  return int_format_spec(ctx, self, args[0]);
}

static bool byte_order(Ctx *ctx, const char *name, Value v, bool *big) {
  *big = true;
  if (!v) return true;
  if (!is_str(ctx, v)) {
    raise_format(ctx, EXC_TypeError, "%s() argument 'byteorder' must be str, not %A", name, v);
    return false;
  }
  if (str_equal(v, NAME(big))) return true;
  *big = false;
  if (str_equal(v, NAME(little))) return true;
  raise_format(ctx, EXC_ValueError, "byteorder must be either 'little' or 'big'");
  return false;
}

/* of memory that nobody else sees; false = exception */
static bool reverse_bytes(Ctx *ctx, uint8_t *p, size_t n) {
  for (size_t i = 0; i < n / 2; i++) {
    uint8_t t = p[i];
    p[i] = p[n - 1 - i], p[n - 1 - i] = t;
    if (!CHECK_STOP_AT(ctx, i)) return false;
  }
  return true;
}

METHOD(int_to_bytes) {
  int64_t length = 1;
  bool big;
  if (args[0] && !object_ssize(ctx, args[0], &length)) return V_NULL;
  if (!byte_order(ctx, "to_bytes", args[1], &big)) return V_NULL;
  int is_signed = args[2] ? object_truth(ctx, args[2]) : 0;
  if (is_signed < 0) return V_NULL;
  if (length < 0) return raise_format(ctx, EXC_ValueError, "length argument must be non-negative"), V_NULL;
  Value out = bytes_new(ctx, NULL, length), v = int_unwrap(ctx, self);
  if (!out) return V_NULL;
  if (!is_signed && int_sign(ctx, v) < 0)
    return raise_format(ctx, EXC_OverflowError, "can't convert negative int to unsigned"), V_NULL;
  int done = int_to_bytes_le(ctx, v, AS_BYTES(out)->data, (size_t)length, is_signed);
  if (done == 0) raise_format(ctx, EXC_OverflowError, "int too big to convert");
  if (done <= 0) return V_NULL;
  return big && !reverse_bytes(ctx, AS_BYTES(out)->data, (size_t)length) ? V_NULL : out;
}

METHOD(int_from_bytes) {
  bool big;
  if (!byte_order(ctx, "from_bytes", args[1], &big)) return V_NULL;
  int is_signed = args[2] ? object_truth(ctx, args[2]) : 0;
  if (is_signed < 0) return V_NULL;
  Value source = bytes_from_object(ctx, args[0]);
  if (!source) return V_NULL;
  size_t n = (size_t)AS_BYTES(source)->length;
  Value v;
  if (big) {
    uint8_t *copy = memory_new(ctx, n + 1);
    if (!copy) return raise_no_memory(ctx), V_NULL;
    bool done = stop_copy(ctx, copy, AS_BYTES(source)->data, n) && reverse_bytes(ctx, copy, n);
    v = done ? int_from_bytes_le(ctx, copy, n, is_signed) : V_NULL;
    memory_free(ctx, copy);
  } else {
    v = int_from_bytes_le(ctx, AS_BYTES(source)->data, n, is_signed);
  }
  return v && self != VAL(ctx->cls.int_) ? py_call1(ctx, self, v) : v;
}

METHOD(int_divmod_m) {
  return is_int_value(ctx, args[0]) ? int_divmod(ctx, int_unwrap(ctx, self), int_unwrap(ctx, args[0])) : V_NOTIMPL;
}
METHOD(int_rdivmod) {
  return is_int_value(ctx, args[0]) ? int_divmod(ctx, int_unwrap(ctx, args[0]), int_unwrap(ctx, self)) : V_NOTIMPL;
}

static const CFuncDef int_methods[] = {
    METHOD_ROW("__divmod__", int_divmod_m, 1, 1, "Return divmod(self, value)."),
    METHOD_ROW("__rdivmod__", int_rdivmod, 1, 1, "Return divmod(value, self)."),
    METHOD_ROW_PURE("conjugate", int_conjugate, 0, 0, "The int itself."),
    METHOD_ROW_PURE(
        "bit_length", int_bit_length_m, 0, 0,
        "Bits of the absolute value, without leading zeros.\n\n>>> (5).bit_length(), (-256).bit_length()\n(3, 9)\n"),
    METHOD_ROW_PURE(
        "bit_count", int_bit_count_m, 0, 0,
        "Ones in the binary form of the absolute value.\n\n>>> (5).bit_count(), (-7).bit_count()\n(2, 3)\n"),
    METHOD_ROW_PURE("is_integer", int_is_integer, 0, 0, "Always True."),
    METHOD_ROW("as_integer_ratio", int_as_ratio, 0, 0,
               "The pair (self, 1).\n\n>>> (-7).as_integer_ratio(), True.as_integer_ratio()\n((-7, 1), (1, 1))\n"),
    METHOD_ROW_NAMED("to_bytes", int_to_bytes, 0, 3, "length= byteorder= * signed=", "The value as that many bytes."),
    CLASS_METHOD_ROW_NAMED("from_bytes", int_from_bytes, 1, 3,
                           "bytes byteorder= * signed=", "The int that the bytes spell."),
    METHOD_ROW_PURE("__trunc__", int_conjugate, 0, 0, "The int itself."),
    METHOD_ROW_PURE("__floor__", int_conjugate, 0, 0, "The int itself."),
    METHOD_ROW_PURE("__ceil__", int_conjugate, 0, 0, "The int itself."),
    METHOD_ROW("__round__", int_round, 0, 1, "Rounds to 10**-ndigits, ties to even."),
    METHOD_ROW("__format__", int_format, 1, 1, "Text as the format spec asks."),
    METHOD_ROW("__getnewargs__", int_getnewargs, 0, 0, NULL),
    METHOD_ROW("__sizeof__", int_sizeof, 0, 0, "Size in bytes."),
    {0},
};

static Value get_one(Ctx *ctx, Value self) { return (void)ctx, (void)self, int_tag(1); }
static Value get_zero(Ctx *ctx, Value self) { return (void)ctx, (void)self, int_tag(0); }
static const GetSetDef int_getset[] = {
    {"real", int_plain, NULL, "The int itself."},
    {"imag", get_zero, NULL, "Always 0."},
    {"numerator", int_plain, NULL, "The int itself."},
    {"denominator", get_one, NULL, "Always 1."},
    {0},
};

static const TypeOps int_ops = {
    .new_ = int_new,
    .repr = int_repr,
    .hash = hash_slot,
    .compare = int_compare,
    .truth = int_truth,
    .binary = int_binary,
    .negative = int_negative,
    .positive = int_plain,
    .invert = int_invert,
    .absolute = int_absolute,
    .index = int_plain,
    .int_ = int_plain,
    .float_ = int_float,
};

/* ---- bool ---- */

static Value bool_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  (void)cls;
  if (kwnames && ((Tuple *)kwnames)->length)
    return raise_format(ctx, EXC_TypeError, "bool() takes no keyword arguments"), V_NULL;
  if (nargs > 1) return raise_format(ctx, EXC_TypeError, "bool expected at most 1 argument, got %u", nargs), V_NULL;
  int truth = nargs ? object_truth(ctx, args[0]) : 0;
  return truth < 0 ? V_NULL : bool_tag(truth);
}

static Value bool_repr(Ctx *ctx, Value self) { return str_intern_c(ctx, self == V_TRUE ? "True" : "False"); }

/* The bitwise operators of two bools return bools; everything else is int's. */
static Value bool_binary(Ctx *ctx, Value a, Value b, BinOp op) { return int_binary(ctx, a, b, op); }
static const TypeOps bool_ops = {.new_ = bool_new, .repr = bool_repr, .binary = bool_binary};

bool int_startup(Ctx *ctx) {
  ctx->cls.int_ = class_new_builtin(ctx, "int", NULL, KIND_BIGINT, sizeof(IntObject), &int_ops, int_methods, 0);
  if (!ctx->cls.int_ || !class_add_getset(ctx, ctx->cls.int_, int_getset)) return false;
  ctx->cls.bool_ = class_new_builtin(ctx, "bool", ctx->cls.int_, KIND_BIGINT, sizeof(IntObject), &bool_ops, NULL,
                                     CLASS_FINAL);
  return ctx->cls.bool_ != NULL;
}

bool number_startup(Ctx *ctx) { return int_startup(ctx) && float_startup(ctx) && complex_startup(ctx); }
