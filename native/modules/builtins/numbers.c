/* Built-in functions on numbers: abs, bin, chr, divmod, hex, oct, ord, pow, round. */
#include "modules/builtins/builtins.h"
#include <math.h>

FUNCTION(f_abs) {
  Value v = args[0];
  if (is_int(v)) return int_val(v) < 0 ? int_from_i64(ctx, -int_val(v)) : v;
  if (is_flonum(v)) return float_new(ctx, fabs(flonum_val(v)));
  Class *cls = class_of(ctx, v);
  if (cls->ops.absolute) return cls->ops.absolute(ctx, v);
  return raise_format(ctx, EXC_TypeError, "bad operand type for abs(): '%T'", v), V_NULL;
}

static Value in_base(Ctx *ctx, Value v, int base, const char *prefix) {
  Value n = object_index(ctx, v);
  if (!n) return V_NULL;
  if (LIKELY(is_int(n))) {
    char text[72], *p = text + sizeof text;
    uint64_t u = int_val(n) < 0 ? 0 - (uint64_t)int_val(n) : (uint64_t)int_val(n);
    int shift = base == 16 ? 4 : base == 8 ? 3 : 1;
    do *--p = "0123456789abcdef"[u & (uint64_t)(base - 1)];
    while (u >>= shift);
    *--p = prefix[1], *--p = prefix[0];
    if (int_val(n) < 0) *--p = '-';
    return str_from_utf8(ctx, p, (size_t)(text + sizeof text - p));
  }
  bool negative = int_sign(ctx, n) < 0;
  if (negative && !(n = int_negative(ctx, n))) return V_NULL;
  Value digits = int_to_str(ctx, n, base);
  return digits ? str_format_c(ctx, "%s%s%U", negative ? "-" : "", prefix, digits) : V_NULL;
}
FUNCTION(f_bin) { return in_base(ctx, args[0], 2, "0b"); }
FUNCTION(f_oct) { return in_base(ctx, args[0], 8, "0o"); }
FUNCTION(f_hex) { return in_base(ctx, args[0], 16, "0x"); }

FUNCTION(f_chr) {
  int64_t i;
  if (is_int(args[0])) i = int_val(args[0]);
  else if (!object_index_i64(ctx, args[0], &i, true)) return V_NULL;
  if (i < 0 || i > 0x10ffff) return raise_format(ctx, EXC_ValueError, "chr() arg not in range(0x110000)"), V_NULL;
  return str_from_codepoint(ctx, (uint32_t)i);
}

FUNCTION(f_ord) {
  int64_t n;
  if (is_str(ctx, args[0])) {
    n = ((Str *)args[0])->length;
    if (n == 1) return int_tag(str_at(args[0], 0));
  } else if (has_kind(ctx, args[0], KIND_BYTES)) {
    n = ((Bytes *)args[0])->length;
    if (n == 1) return int_tag(((Bytes *)args[0])->data[0]);
  } else if (has_kind(ctx, args[0], KIND_BYTEARRAY)) {
    n = object_len(ctx, args[0]);
    if (n == 1) return object_getitem(ctx, args[0], int_tag(0));
  } else {
    return raise_format(ctx, EXC_TypeError, "ord() expected string of length 1, but %T found", args[0]), V_NULL;
  }
  raise_format(ctx, EXC_TypeError, "ord() expected a character, but string of length %lld found", (long long)n);
  return V_NULL;
}

/* A binary special method without a TypeOps entry: left's method, then right's reflected one; a subclass's first.
 * V_NOTIMPL: neither. */
static Value call_binary(Ctx *ctx, Value a, Value b, Value name, Value reflected) {
  Class *x = class_of(ctx, a), *y = class_of(ctx, b);
  Value left = class_lookup(ctx, x, name), right = x == y ? V_NULL : class_lookup(ctx, y, reflected), v = V_NOTIMPL;
  if (right && x != y && is_subclass(y, x) && class_lookup(ctx, x, reflected) != right) {
    v = special_call_required(ctx, b, reflected, &a, 1);
    if (v != V_NOTIMPL) return v;
    right = V_NULL;
  }
  if (left && (v = special_call_required(ctx, a, name, &b, 1)) != V_NOTIMPL) return v;
  return right ? special_call_required(ctx, b, reflected, &a, 1) : v;
}

FUNCTION(f_divmod) {
  Value a = args[0], b = args[1];
  bool plain_a = is_int(a) || is_bool(a) || is_bigint(ctx, a), plain_b = is_int(b) || is_bool(b) || is_bigint(ctx, b);
  if (plain_a && plain_b) return int_divmod(ctx, int_unwrap(ctx, a), int_unwrap(ctx, b));
  bool float_a = is_flonum(a) || has_shape(a, ctx->shape.float_),
       float_b = is_flonum(b) || has_shape(b, ctx->shape.float_);
  if ((float_a || plain_a) && (float_b || plain_b)) return float_divmod(ctx, a, b);
  Value v = call_binary(ctx, a, b, NAME(__divmod__), NAME(__rdivmod__));
  if (v != V_NOTIMPL) return v;
  return raise_format(ctx, EXC_TypeError, "unsupported operand type(s) for divmod(): '%T' and '%T'", a, b), V_NULL;
}

/* pow(base, exp, mod) asks __pow__ of the first, then __rpow__ of the second, in the order of binary operators. */
static Value power_of_three(Ctx *ctx, Value base, Value exp, Value mod) {
  Class *x = class_of(ctx, base), *y = class_of(ctx, exp);
  Value left = class_lookup(ctx, x, NAME(__pow__)), right = x == y ? V_NULL : class_lookup(ctx, y, NAME(__rpow__)),
        v = V_NOTIMPL;
  Value to_left[2] = {exp, mod}, to_right[2] = {base, mod};
  if (right && is_subclass(y, x) && class_lookup(ctx, x, NAME(__rpow__)) != right) {
    v = special_call_slot_required(ctx, exp, NAME(__rpow__), to_right, 2);
    if (v != V_NOTIMPL) return v;
    right = V_NULL;
  }
  if (left && (v = special_call_slot_required(ctx, base, NAME(__pow__), to_left, 2)) != V_NOTIMPL) return v;
  if (right && (v = special_call_slot_required(ctx, exp, NAME(__rpow__), to_right, 2)) != V_NOTIMPL) return v;
  Class *z = class_of(ctx, mod);
  return z->ops.power_modulo ? z->ops.power_modulo(ctx, base, exp, mod) : V_NOTIMPL;
}

/* An int whose class has no operators of its own. */
static bool plain_int(Ctx *ctx, Value v) {
  return is_int(v) || (is_int_value(ctx, v) && class_of(ctx, v)->ops.binary == ctx->cls.int_->ops.binary);
}
FUNCTION(f_pow) {
  Value base = args[0], exp = args[1], mod = args[2] ? args[2] : V_NONE;
  if (mod == V_NONE) return object_binary(ctx, base, exp, OP_POW);
  if (plain_int(ctx, base) && plain_int(ctx, exp) && is_int_value(ctx, mod))
    return int_pow(ctx, int_unwrap(ctx, base), int_unwrap(ctx, exp), int_unwrap(ctx, mod));
  if (is_float(ctx, base) || ((is_float(ctx, exp) || is_float(ctx, mod)) && is_int_value(ctx, base)))
    return raise_format(ctx, EXC_TypeError, "pow() 3rd argument not allowed unless all arguments are integers"), V_NULL;
  Value v = power_of_three(ctx, base, exp, mod);
  if (v != V_NOTIMPL) return v;
  if (has_kind(ctx, base, KIND_COMPLEX) || has_kind(ctx, exp, KIND_COMPLEX) || has_kind(ctx, mod, KIND_COMPLEX))
    return raise_format(ctx, EXC_ValueError, "complex modulo"), V_NULL;
  raise_format(ctx, EXC_TypeError, "unsupported operand type(s) for ** or pow(): '%T', '%T', '%T'", base, exp, mod);
  return V_NULL;
}

FUNCTION(f_round) {
  Value v = args[0], digits = args[1] ? args[1] : V_NONE;
  if (digits == V_NONE) {
    if (is_int(v)) return v;
    if (is_flonum(v)) return int_from_double(ctx, nearbyint(flonum_val(v)));
  }
  Value method = class_lookup(ctx, class_of(ctx, v), NAME(__round__));
  if (!method) return raise_format(ctx, EXC_TypeError, "type %T doesn't define __round__ method", v), V_NULL;
  return special_call_required(ctx, v, NAME(__round__), &digits, digits == V_NONE ? 0 : 1);
}

const CFuncDef BUILTIN_NUMBER_FUNCTIONS[] = {
    FUNCTION_ROW("abs", f_abs, 1, 1, "Return the absolute value of the argument."),
    FUNCTION_ROW("bin", f_bin, 1, 1,
                 "Return the binary representation of an integer.\n\n>>> bin(10), bin(-3)\n('0b1010', '-0b11')\n"),
    FUNCTION_ROW_PURE("chr", f_chr, 1, 1,
                      "Return a Unicode string of one character with ordinal i; 0 <= i <= 0x10ffff."),
    FUNCTION_ROW("divmod", f_divmod, 2, 2, "Return the tuple (x//y, x%y)."),
    FUNCTION_ROW("hex", f_hex, 1, 1,
                 "Return the hexadecimal representation of an integer.\n\n>>> hex(255), hex(-16)\n('0xff', '-0x10')\n"),
    FUNCTION_ROW("oct", f_oct, 1, 1,
                 "Return the octal representation of an integer.\n\n>>> oct(8), oct(-64)\n('0o10', '-0o100')\n"),
    FUNCTION_ROW_PURE("ord", f_ord, 1, 1, "Return the ordinal value of a character."),
    FUNCTION_ROW_NAMED("pow", f_pow, 2, 3, "base exp mod=",
                       "Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments."),
    FUNCTION_ROW_NAMED("round", f_round, 1, 2,
                       "number ndigits=", "Round a number to a given precision in decimal digits."),
    {0},
};
