/* Module _decimal: from and to ints, floats, tuples and other Decimals. */
#include "modules/_decimal/decimal.h"
#include <math.h>

bool num_from_i64(Num *n, int64_t i) { return num_set_small(n, i < 0, i < 0 ? 0 - (uint64_t)i : (uint64_t)i, 0), true; }
bool num_from_int(Ctx *ctx, Num *n, Value v) {
  v = int_unwrap(ctx, v);
  if (is_int(v)) return num_from_i64(n, int_val(v));
  *n = (Num){.kind = FINITE};
  if (!num_set_coefficient(ctx, n, big_negative(v) ? int_negative(ctx, v) : v)) return false;
  n->negative = big_negative(v);
  return true;
}

bool num_from_float(Ctx *ctx, Num *n, Value v) {
  double d = float_val(ctx, v);
  bool negative = signbit(d);
  if (isnan(d)) return *n = (Num){.digits = 1, .kind = QUIET_NAN}, true;
  if (isinf(d)) return num_set_infinite(n, negative), true;
  if (d == 0) return num_set_small(n, negative, 0, 0), true;
  int exponent;
  uint64_t mantissa = (uint64_t)ldexp(frexp(fabs(d), &exponent), 53);
  exponent -= 53;
  int zeros = __builtin_ctzll(mantissa);
  mantissa >>= zeros, exponent += zeros;
  /* m * 2**-k is m * 5**k * 10**-k */
  Value m = int_from_u64(ctx, mantissa);
  if (exponent >= 0) m = m ? big_lshift(ctx, m, (uint64_t)exponent) : V_NULL;
  else {
    Value fives = m ? big_pow(ctx, int_tag(5), (uint64_t)-exponent) : V_NULL;
    m = fives ? big_mul(ctx, m, fives) : V_NULL;
  }
  *n = (Num){.kind = FINITE, .exp = exponent < 0 ? exponent : 0};
  if (!m || !num_set_coefficient(ctx, n, m)) return false;
  n->negative = negative;
  return true;
}

/* ---- tuples ---- */

static bool refuse(Ctx *ctx, const char *words) { return raise_format(ctx, EXC_ValueError, "%s", words), false; }

static bool tuple_exponent(Ctx *ctx, Num *n, Value v) {
  if (is_str(ctx, v)) {
    n->kind = str_equal_c(v, "F") ? INFINITE : str_equal_c(v, "n") ? QUIET_NAN : SIGNALING_NAN;
    if (n->kind != SIGNALING_NAN || str_equal_c(v, "N")) return true;
    return refuse(ctx, "string argument in the third position must be 'F', 'n' or 'N'");
  }
  if (!is_int_value(ctx, v)) return refuse(ctx, "exponent must be an integer");
  if (int_to_i64(ctx, int_unwrap(ctx, v), &n->exp)) {
    if (n->exp > EXPONENT_END) n->exp = EXPONENT_END;
    if (n->exp < -EXPONENT_END) n->exp = -EXPONENT_END;
    return true;
  }
  raise_format(ctx, EXC_OverflowError, "Python int too large to convert to C ssize_t");
  return false;
}

static bool tuple_digits(Ctx *ctx, Num *n, Value v) {
  Value digits = is_tuple(ctx, v) ? v : V_NULL;
  if (!digits && is_list(ctx, v)) digits = tuple_from_iterable(ctx, v);
  if (!digits) return !ctx->exc && refuse(ctx, "coefficient must be a tuple of digits");
  int64_t count = tuple_length(digits);
  uint8_t *values = memory_new(ctx, (size_t)count + 1);
  if (!values) return raise_no_memory(ctx), false;
  bool valid = true, go_on = true;
  for (int64_t i = 0; i < count && valid && go_on; i++) {
    Value digit = tuple_item(digits, i);
    digit = is_int_value(ctx, digit) ? int_unwrap(ctx, digit) : int_tag(-1);
    valid = is_int(digit) && int_val(digit) >= 0 && int_val(digit) <= 9;
    if (valid) values[i] = (uint8_t)int_val(digit);
    go_on = CHECK_STOP_AT(ctx, i);
  }
  Value coefficient = valid && go_on ? big_from_digits(ctx, values, (size_t)count, 10, false) : V_NULL;
  memory_free(ctx, values);
  if (!valid) return refuse(ctx, "coefficient must be a tuple of digits");
  return coefficient && num_set_coefficient(ctx, n, coefficient);
}

bool num_from_tuple(Ctx *ctx, Num *n, Value v, uint32_t *status) {
  UNUSED(status);
  Value parts = is_list(ctx, v) ? tuple_from_iterable(ctx, v) : v;
  if (!parts) return false;
  if (tuple_length(parts) != 3) return refuse(ctx, "argument must be a sequence of length 3");
  Value sign = tuple_item(parts, 0);
  sign = is_int_value(ctx, sign) ? int_unwrap(ctx, sign) : V_NULL;
  if (sign != int_tag(0) && sign != int_tag(1)) return refuse(ctx, "sign must be an integer with the value 0 or 1");
  *n = (Num){.kind = FINITE, .digits = 1, .negative = sign == int_tag(1)};
  if (!tuple_exponent(ctx, n, tuple_item(parts, 2))) return false;
  if (n->kind == INFINITE) { /* its digits are looked at and dropped */
    Num ignored = *n;
    return !is_tuple(ctx, tuple_item(parts, 1)) || tuple_digits(ctx, &ignored, tuple_item(parts, 1));
  }
  return tuple_digits(ctx, n, tuple_item(parts, 1));
}

/* ---- operands ---- */

int num_from_operand(Ctx *ctx, Num *n, Value v) {
  if (is_decimal(ctx, v)) return num_load(n, v), 1;
  if (!is_int_value(ctx, v)) return 0;
  return num_from_int(ctx, n, v) ? 1 : -1;
}
bool num_from_argument(Ctx *ctx, Num *n, Value v) {
  int found = num_from_operand(ctx, n, v);
  if (!found) raise_format(ctx, EXC_TypeError, "conversion from %T to Decimal is not supported", v);
  return found > 0;
}

/* ---- construction ---- */

/* What Decimal() takes is exact: what no context could hold is invalid. */
static bool finish_exact(Ctx *ctx, Num *n, uint32_t *status) {
  uint32_t found = 0;
  if (n->kind == FINITE) {
    if (!num_finalize(ctx, n, &EXACT_SETTINGS, &found)) return false;
    if (found & (INEXACT | ROUNDED | CLAMPED)) num_invalid(n, INVALID_OPERATION, status);
  }
  *status &= ANY_ERROR | FLOAT_OPERATION;
  return true;
}
static bool payload_too_long(const Num *n, const Settings *s) {
  return (n->big || n->small) && n->digits > s->prec - s->clamp;
}
static bool finish_rounded(Ctx *ctx, Num *n, const Settings *s, uint32_t *status) {
  if (num_is_nan(n) && payload_too_long(n, s)) return num_invalid(n, CONVERSION_SYNTAX, status), true;
  return num_finalize(ctx, n, s, status);
}

/* What Decimal(v), or context.create_decimal(v), are; context may be V_NULL when `exact`: the current one is asked for
 * when it is needed. */
Value decimal_from(Ctx *ctx, Class *cls, Value v, Value context, bool exact) {
  Num n;
  uint32_t status = 0;
  bool done;
  if (is_decimal(ctx, v)) {
    Class *decimal = decimal_state(ctx)->decimal;
    if (exact && cls == decimal && class_of(ctx, v) == decimal) return v;
    num_load(&n, v);
    if (exact) return decimal_new(ctx, cls, &n);
    if (num_is_nan(&n) && payload_too_long(&n, &AS_CONTEXT(context)->s)) {
      num_invalid(&n, CONVERSION_SYNTAX, &status);
      return status_settle(ctx, AS_CONTEXT(context), status) ? decimal_new(ctx, cls, &n) : V_NULL;
    }
    if (CELL(v)->shape == decimal->root->id && n.kind == FINITE && n.digits <= AS_CONTEXT(context)->s.prec &&
        num_adjusted(&n) <= AS_CONTEXT(context)->s.emax && num_adjusted(&n) >= AS_CONTEXT(context)->s.emin &&
        !AS_CONTEXT(context)->s.clamp && !num_is_zero(&n))
      return v;
    done = num_finalize(ctx, &n, &AS_CONTEXT(context)->s, &status);
  } else if (is_str(ctx, v)) {
    done = num_from_text(ctx, &n, v, exact, &status);
    if (done && !exact && !status) done = finish_rounded(ctx, &n, &AS_CONTEXT(context)->s, &status);
  } else if (is_int_value(ctx, v)) {
    done = num_from_int(ctx, &n, v) && (exact || num_finalize(ctx, &n, &AS_CONTEXT(context)->s, &status));
  } else if (is_tuple(ctx, v) || is_list(ctx, v)) {
    done = num_from_tuple(ctx, &n, v, &status);
    if (done && !exact) done = finish_rounded(ctx, &n, &AS_CONTEXT(context)->s, &status);
  } else if (is_float(ctx, v)) {
    if (!context && !(context = current_context(ctx))) return V_NULL;
    if (!status_settle(ctx, AS_CONTEXT(context), FLOAT_OPERATION)) return V_NULL;
    done = num_from_float(ctx, &n, v) && (exact || num_finalize(ctx, &n, &AS_CONTEXT(context)->s, &status));
  } else {
    raise_format(ctx, EXC_TypeError, "conversion from %T to Decimal is not supported", v);
    return V_NULL;
  }
  if (!done || (exact && !finish_exact(ctx, &n, &status))) return V_NULL;
  if (status) {
    if (!context && !(context = current_context(ctx))) return V_NULL;
    if (!status_settle(ctx, AS_CONTEXT(context), status)) return V_NULL;
  }
  return decimal_new(ctx, cls, &n);
}

/* ---- to other numbers ---- */

Value num_to_int(Ctx *ctx, const Num *n, Rounding rounding) {
  if (num_is_nan(n)) return raise_format(ctx, EXC_ValueError, "cannot convert NaN to integer"), V_NULL;
  if (n->kind == INFINITE) return raise_format(ctx, EXC_OverflowError, "cannot convert Infinity to integer"), V_NULL;
  Num whole;
  bool inexact;
  if (!num_to_integer(ctx, &whole, n, rounding, &inexact)) return V_NULL;
  Value v = num_coefficient(ctx, &whole);
  if (v && whole.exp > 0) v = coefficient_shift(ctx, v, whole.exp);
  return v && whole.negative ? int_negative(ctx, v) : v;
}

Value num_to_float(Ctx *ctx, const Num *n) {
  if (n->kind == SIGNALING_NAN)
    return raise_format(ctx, EXC_ValueError, "cannot convert signaling NaN to float"), V_NULL;
  if (num_is_nan(n)) return float_new(ctx, n->negative ? -(double)NAN : (double)NAN);
  Value text = num_to_text(ctx, n, false, true);
  return text ? float_parse(ctx, (const char *)AS_STR(text)->data, (size_t)str_length(text)) : V_NULL;
}

SHARED_METHOD(decimal_as_integer_ratio) {
  Num n;
  num_load(&n, self);
  if (num_is_nan(&n)) return raise_format(ctx, EXC_ValueError, "cannot convert NaN to integer ratio"), V_NULL;
  if (n.kind == INFINITE)
    return raise_format(ctx, EXC_OverflowError, "cannot convert Infinity to integer ratio"), V_NULL;
  Value numerator = num_coefficient(ctx, &n), denominator = int_tag(1);
  if (numerator == int_tag(0)) n.exp = 0;
  if (numerator && n.exp > 0) numerator = coefficient_shift(ctx, numerator, n.exp);
  else if (numerator && n.exp < 0) {
    Value common = V_NULL;
    if (!(denominator = power_of_ten(ctx, -n.exp)) || !(common = int_gcd(ctx, numerator, denominator))) return V_NULL;
    if (!big_divmod(ctx, numerator, common, &numerator, NULL) ||
        !big_divmod(ctx, denominator, common, &denominator, NULL))
      return V_NULL;
  }
  if (numerator && n.negative) numerator = int_negative(ctx, numerator);
  Value pair[] = {numerator, denominator};
  return numerator ? tuple_from(ctx, pair, 2) : V_NULL;
}

SHARED_METHOD(decimal_as_tuple) {
  Num n;
  num_load(&n, self);
  bool none = num_is_nan(&n) && !n.big && !n.small;
  Value digits = none ? ctx->empty_tuple : num_digit_tuple(ctx, &n);
  Value exponent = n.kind == FINITE      ? int_from_i64(ctx, n.exp)
                   : n.kind == INFINITE  ? str_from_ascii(ctx, "F")
                   : n.kind == QUIET_NAN ? str_from_ascii(ctx, "n")
                                         : str_from_ascii(ctx, "N");
  Value parts[] = {int_tag(n.negative), digits, exponent};
  return digits && exponent ? py_call(ctx, decimal_state(ctx)->decimal_tuple, parts, 3, V_NULL) : V_NULL;
}

SHARED_METHOD(decimal_from_float) {
  Num n;
  bool is_whole = is_int_value(ctx, args[0]);
  if (!is_whole && !is_float(ctx, args[0]))
    return raise_format(ctx, EXC_TypeError, "argument must be int or float"), V_NULL;
  if (!(is_whole ? num_from_int(ctx, &n, args[0]) : num_from_float(ctx, &n, args[0]))) return V_NULL;
  Class *decimal = decimal_state(ctx)->decimal;
  Value v = decimal_new(ctx, decimal, &n);
  return v && self != VAL(decimal) ? py_call1(ctx, self, v) : v;
}
SHARED_METHOD(decimal_from_number) {
  if (!is_decimal(ctx, args[0]) && !is_int_value(ctx, args[0]) && !is_float(ctx, args[0])) {
    raise_format(ctx, EXC_TypeError, "conversion from %T to Decimal is not supported", args[0]);
    return V_NULL;
  }
  if (!is_decimal(ctx, args[0])) return decimal_from_float(ctx, self, args, nargs, kwnames);
  Class *decimal = decimal_state(ctx)->decimal;
  Value v = decimal_from(ctx, decimal, args[0], V_NULL, true);
  return v && self != VAL(decimal) ? py_call1(ctx, self, v) : v;
}
