/* Module _decimal: the methods of Decimal. */
#include "modules/_decimal/decimal.h"
#include "modules/_decimal/operations.h"

BINARY_OPERATION(op_copy_sign) {
  UNUSED(ctx), UNUSED(s), UNUSED(status);
  bool negative = b->negative;
  *r = *a;
  r->negative = negative;
  return true;
}

static Value finish(Ctx *ctx, Context *context, const Num *n, uint32_t status) {
  return status_settle(ctx, context, status) ? decimal_new(ctx, decimal_state(ctx)->decimal, n) : V_NULL;
}

/* name(context=None) */
static Value unary(Ctx *ctx, Value self, Value given, UnaryOperation operation) {
  Context *context;
  Num n;
  uint32_t status = 0;
  if (!context_argument(ctx, given, &context)) return V_NULL;
  num_load(&n, self);
  return operation(ctx, &n, &n, &context->s, &status) ? finish(ctx, context, &n, status) : V_NULL;
}
/* name(other, context=None) */
static Value binary(Ctx *ctx, Value self, const Value *args, BinaryOperation operation) {
  Context *context;
  Num a, b;
  uint32_t status = 0;
  if (!context_argument(ctx, args[1], &context) || !num_from_argument(ctx, &b, args[0])) return V_NULL;
  num_load(&a, self);
  return operation(ctx, &a, &a, &b, &context->s, &status) ? finish(ctx, context, &a, status) : V_NULL;
}
#define X(name, operation)                                               \
  METHOD(method_##name) { return unary(ctx, self, args[0], operation); }
UNARY_OPERATIONS(X)
#undef X
#define X(name, operation)                                             \
  METHOD(method_##name) { return binary(ctx, self, args, operation); }
BINARY_OPERATIONS(X)
#undef X

#define X(name, answer)      \
  METHOD(method_##name) {    \
    Num n;                   \
    num_load(&n, self);      \
    return bool_tag(answer); \
  }
QUESTIONS(X)
#undef X
#define X(name, answer)                                           \
  METHOD(method_##name) {                                         \
    Context *context;                                             \
    Num n;                                                        \
    if (!context_argument(ctx, args[0], &context)) return V_NULL; \
    const Settings *s = &context->s;                              \
    num_load(&n, self);                                           \
    return bool_tag(answer);                                      \
  }
CONTEXT_QUESTIONS(X)
#undef X

/* ---- with a rounding of their own ---- */

static bool settings_argument(Ctx *ctx, Value rounding, Value given, Context **context, Settings *s) {
  if (!context_argument(ctx, given, context)) return false;
  *s = (*context)->s;
  return !rounding || rounding == V_NONE || rounding_from(ctx, rounding, &s->rounding);
}
METHOD(method_quantize) {
  Context *context;
  Settings s;
  Num a, b;
  uint32_t status = 0;
  if (!settings_argument(ctx, args[1], args[2], &context, &s) || !num_from_argument(ctx, &b, args[0])) return V_NULL;
  num_load(&a, self);
  return num_quantize(ctx, &a, &a, &b, &s, &status) ? finish(ctx, context, &a, status) : V_NULL;
}
static Value to_integral(Ctx *ctx, Value self, const Value *args, UnaryOperation operation) {
  Context *context;
  Settings s;
  Num n;
  uint32_t status = 0;
  if (!settings_argument(ctx, args[0], args[1], &context, &s)) return V_NULL;
  num_load(&n, self);
  return operation(ctx, &n, &n, &s, &status) ? finish(ctx, context, &n, status) : V_NULL;
}
METHOD(method_to_integral_exact) { return to_integral(ctx, self, args, num_to_integral_exact); }
METHOD(method_to_integral_value) { return to_integral(ctx, self, args, num_to_integral_value); }

METHOD(method_fma) {
  Context *context;
  Num a, b, c;
  uint32_t status = 0;
  if (!context_argument(ctx, args[2], &context) || !num_from_argument(ctx, &b, args[0]) ||
      !num_from_argument(ctx, &c, args[1]))
    return V_NULL;
  num_load(&a, self);
  return num_fma(ctx, &a, &a, &b, &c, &context->s, &status) ? finish(ctx, context, &a, status) : V_NULL;
}

static Value divmod(Ctx *ctx, Value left, Value right) {
  Num a, b, q, r;
  int found = num_from_operand(ctx, &a, left);
  if (found > 0) found = num_from_operand(ctx, &b, right);
  if (found <= 0) return found ? V_NULL : V_NOTIMPL;
  Value context = current_context(ctx);
  uint32_t status = 0;
  if (!context || !num_divmod(ctx, &q, &r, &a, &b, &AS_CONTEXT(context)->s, &status)) return V_NULL;
  Value pair[] = {finish(ctx, AS_CONTEXT(context), &q, status), V_NULL};
  if (!pair[0] || !(pair[1] = decimal_new(ctx, decimal_state(ctx)->decimal, &r))) return V_NULL;
  return tuple_from(ctx, pair, 2);
}
METHOD(method_divmod) { return divmod(ctx, self, args[0]); }
METHOD(method_rdivmod) { return divmod(ctx, args[0], self); }

/* ---- without a context ---- */

METHOD(method_same) { return self; }
METHOD(method_is_canonical) { return V_TRUE; }
METHOD(method_copy_abs) {
  Num n;
  num_load(&n, self);
  n.negative = false;
  return decimal_new(ctx, decimal_state(ctx)->decimal, &n);
}
METHOD(method_copy_negate) {
  Num n;
  num_load(&n, self);
  n.negative = !n.negative;
  return decimal_new(ctx, decimal_state(ctx)->decimal, &n);
}
METHOD(method_same_quantum) {
  Context *context;
  Num a, b;
  if (!context_argument(ctx, args[1], &context) || !num_from_argument(ctx, &b, args[0])) return V_NULL;
  num_load(&a, self);
  return bool_tag(num_same_quantum(&a, &b));
}
METHOD(method_adjusted) {
  Num n;
  num_load(&n, self);
  return n.kind == FINITE ? int_from_i64(ctx, num_adjusted(&n)) : int_tag(0);
}
METHOD(method_radix) {
  Num ten;
  num_set_small(&ten, false, 10, 0);
  return decimal_new(ctx, decimal_state(ctx)->decimal, &ten);
}

/* ---- text ---- */

Value num_class(Ctx *ctx, const Num *n, const Settings *s) {
  if (num_is_nan(n)) return str_from_ascii(ctx, n->kind == QUIET_NAN ? "NaN" : "sNaN");
  const char *name = n->kind == INFINITE         ? "+Infinity"
                     : num_is_zero(n)            ? "+Zero"
                     : num_adjusted(n) < s->emin ? "+Subnormal"
                                                 : "+Normal";
  return str_format_c(ctx, "%c%s", n->negative ? '-' : '+', name + 1);
}
METHOD(method_number_class) {
  Context *context;
  Num n;
  if (!context_argument(ctx, args[0], &context)) return V_NULL;
  num_load(&n, self);
  return num_class(ctx, &n, &context->s);
}
METHOD(method_to_eng_string) {
  Context *context;
  Num n;
  if (!context_argument(ctx, args[0], &context)) return V_NULL;
  num_load(&n, self);
  return num_to_text(ctx, &n, true, context->capitals);
}

/* ---- protocols ---- */

static Value whole(Ctx *ctx, Value self, Rounding rounding) {
  Num n;
  num_load(&n, self);
  return num_to_int(ctx, &n, rounding);
}
METHOD(method_floor) { return whole(ctx, self, ROUND_FLOOR); }
METHOD(method_ceil) { return whole(ctx, self, ROUND_CEILING); }
METHOD(method_trunc) { return whole(ctx, self, ROUND_DOWN); }
METHOD(method_round) {
  if (nargs == 0 || args[0] == V_NONE) {
    if (nargs) return raise_format(ctx, EXC_TypeError, "optional arg must be an integer"), V_NULL;
    return whole(ctx, self, ROUND_HALF_EVEN);
  }
  int64_t places;
  if (!is_int_value(ctx, args[0])) return raise_format(ctx, EXC_TypeError, "optional arg must be an integer"), V_NULL;
  if (!int_to_i64(ctx, int_unwrap(ctx, args[0]), &places))
    return raise_format(ctx, EXC_OverflowError, "Python int too large to convert to C ssize_t"), V_NULL;
  Value context = current_context(ctx);
  Num n, unit;
  uint32_t status = 0;
  num_load(&n, self);
  num_set_small(&unit, false, 1, places == INT64_MIN ? INT64_MAX : -places);
  if (!context || !num_quantize(ctx, &n, &n, &unit, &AS_CONTEXT(context)->s, &status)) return V_NULL;
  return finish(ctx, AS_CONTEXT(context), &n, status);
}
METHOD(method_complex) {
  Num n;
  num_load(&n, self);
  Value real = num_to_float(ctx, &n);
  return real ? complex_new(ctx, float_val(ctx, real), 0) : V_NULL;
}
METHOD(method_reduce) {
  Value text = object_str(ctx, self), arguments = text ? tuple_from(ctx, &text, 1) : V_NULL;
  Value pair[] = {VAL(class_of(ctx, self)), arguments};
  return arguments ? tuple_from(ctx, pair, 2) : V_NULL;
}
/* As CPython counts: words of 19 digits, four of them in the object. */
METHOD(method_sizeof) {
  int64_t words = (AS_DECIMAL(self)->digits + 18) / 19;
  return int_from_i64(ctx, 104 + (words > 4 ? words * 8 : 0));
}

#define X(name, operation) METHOD_ROW_NAMED(#name, method_##name, 0, 1, "context=", NULL),
#define Y(name, operation) METHOD_ROW_NAMED(#name, method_##name, 1, 2, "other context=", NULL),
#define Q(name, answer) METHOD_ROW(#name, method_##name, 0, 0, NULL),
const CFuncDef DECIMAL_METHODS[] = {
    UNARY_OPERATIONS(X) BINARY_OPERATIONS(Y) QUESTIONS(Q) CONTEXT_QUESTIONS(X)
        METHOD_ROW_NAMED("quantize", method_quantize, 1, 3, "exp rounding= context=", NULL),
    METHOD_ROW_NAMED("to_integral", method_to_integral_value, 0, 2, "rounding= context=", NULL),
    METHOD_ROW_NAMED("to_integral_value", method_to_integral_value, 0, 2, "rounding= context=", NULL),
    METHOD_ROW_NAMED("to_integral_exact", method_to_integral_exact, 0, 2, "rounding= context=", NULL),
    METHOD_ROW_NAMED("fma", method_fma, 2, 3, "other third context=", NULL),
    METHOD_ROW_NAMED("same_quantum", method_same_quantum, 1, 2, "other context=", NULL),
    METHOD_ROW_NAMED("number_class", method_number_class, 0, 1, "context=", NULL),
    METHOD_ROW_NAMED("to_eng_string", method_to_eng_string, 0, 1, "context=", NULL),
    METHOD_ROW("canonical", method_same, 0, 0, NULL),
    METHOD_ROW("is_canonical", method_is_canonical, 0, 0, NULL),
    METHOD_ROW("conjugate", method_same, 0, 0, NULL),
    METHOD_ROW("copy_abs", method_copy_abs, 0, 0, NULL),
    METHOD_ROW("copy_negate", method_copy_negate, 0, 0, NULL),
    METHOD_ROW("adjusted", method_adjusted, 0, 0, NULL),
    METHOD_ROW("radix", method_radix, 0, 0, NULL),
    METHOD_ROW("as_integer_ratio", decimal_as_integer_ratio, 0, 0, NULL),
    METHOD_ROW("as_tuple", decimal_as_tuple, 0, 0, NULL),
    CLASS_METHOD_ROW("from_float", decimal_from_float, 1, 1, NULL),
    CLASS_METHOD_ROW("from_number", decimal_from_number, 1, 1, NULL),
    METHOD_ROW("__divmod__", method_divmod, 1, 1, "Return divmod(self, value)."),
    METHOD_ROW("__rdivmod__", method_rdivmod, 1, 1, "Return divmod(value, self)."),
    METHOD_ROW("__format__", decimal_format, 1, 2, NULL),
    METHOD_ROW("__round__", method_round, 0, 1, NULL),
    METHOD_ROW("__floor__", method_floor, 0, 0, NULL),
    METHOD_ROW("__ceil__", method_ceil, 0, 0, NULL),
    METHOD_ROW("__trunc__", method_trunc, 0, 0, NULL),
    METHOD_ROW("__complex__", method_complex, 0, 0, NULL),
    METHOD_ROW("__copy__", method_same, 0, 0, NULL),
    METHOD_ROW("__deepcopy__", method_same, 1, 1, NULL),
    METHOD_ROW("__reduce__", method_reduce, 0, 0, NULL),
    METHOD_ROW("__sizeof__", method_sizeof, 0, 0, NULL),
    {0},
};
