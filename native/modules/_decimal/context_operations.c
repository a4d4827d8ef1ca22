/* Module _decimal: the methods of Context: operations whose context it is. */
#include "modules/_decimal/decimal.h"
#include "modules/_decimal/operations.h"

static Value finish(Ctx *ctx, Value self, const Num *n, uint32_t status) {
  return status_settle(ctx, AS_CONTEXT(self), status) ? decimal_new(ctx, decimal_state(ctx)->decimal, n) : V_NULL;
}
static Value unary(Ctx *ctx, Value self, Value x, UnaryOperation operation) {
  Num n;
  uint32_t status = 0;
  if (!num_from_argument(ctx, &n, x)) return V_NULL;
  return operation(ctx, &n, &n, &AS_CONTEXT(self)->s, &status) ? finish(ctx, self, &n, status) : V_NULL;
}
static Value binary(Ctx *ctx, Value self, const Value *args, BinaryOperation operation) {
  Num a, b;
  uint32_t status = 0;
  if (!num_from_argument(ctx, &a, args[0]) || !num_from_argument(ctx, &b, args[1])) return V_NULL;
  return operation(ctx, &a, &a, &b, &AS_CONTEXT(self)->s, &status) ? finish(ctx, self, &a, status) : V_NULL;
}
static UNARY_OPERATION(op_apply) { return *r = *a, num_finalize(ctx, r, s, status); }

#define X(name, operation)                                                \
  METHOD(context_##name) { return unary(ctx, self, args[0], operation); }
UNARY_OPERATIONS(X)
CONTEXT_UNARY_OPERATIONS(X)
#undef X
#define X(name, operation)                                              \
  METHOD(context_##name) { return binary(ctx, self, args, operation); }
BINARY_OPERATIONS(X)
CONTEXT_BINARY_OPERATIONS(X)
#undef X
#define X(name, answer)                                                     \
  METHOD(context_##name) {                                                  \
    Num n;                                                                  \
    const Settings *s = &AS_CONTEXT(self)->s;                               \
    UNUSED(s);                                                              \
    return num_from_argument(ctx, &n, args[0]) ? bool_tag(answer) : V_NULL; \
  }
QUESTIONS(X)
CONTEXT_QUESTIONS(X)
#undef X

METHOD(context_fma) {
  Num a, b, c;
  uint32_t status = 0;
  if (!num_from_argument(ctx, &a, args[0]) || !num_from_argument(ctx, &b, args[1]) ||
      !num_from_argument(ctx, &c, args[2]))
    return V_NULL;
  return num_fma(ctx, &a, &a, &b, &c, &AS_CONTEXT(self)->s, &status) ? finish(ctx, self, &a, status) : V_NULL;
}
METHOD(context_divmod) {
  Num a, b, q, r;
  uint32_t status = 0;
  if (!num_from_argument(ctx, &a, args[0]) || !num_from_argument(ctx, &b, args[1]) ||
      !num_divmod(ctx, &q, &r, &a, &b, &AS_CONTEXT(self)->s, &status))
    return V_NULL;
  Value pair[] = {finish(ctx, self, &q, status), V_NULL};
  if (!pair[0] || !(pair[1] = decimal_new(ctx, decimal_state(ctx)->decimal, &r))) return V_NULL;
  return tuple_from(ctx, pair, 2);
}
METHOD(context_power) {
  Num a, b, m;
  uint32_t status = 0;
  if (!num_from_argument(ctx, &a, args[0]) || !num_from_argument(ctx, &b, args[1])) return V_NULL;
  const Settings *s = &AS_CONTEXT(self)->s;
  if (!args[2] || args[2] == V_NONE)
    return num_power(ctx, &a, &a, &b, s, &status) ? finish(ctx, self, &a, status) : V_NULL;
  if (!num_from_argument(ctx, &m, args[2])) return V_NULL;
  return num_power_modulo(ctx, &a, &a, &b, &m, s, &status) ? finish(ctx, self, &a, status) : V_NULL;
}

/* ---- without rounding ---- */

METHOD(context_copy_decimal) {
  Num n;
  if (is_decimal(ctx, args[0])) return args[0];
  return num_from_argument(ctx, &n, args[0]) ? decimal_new(ctx, decimal_state(ctx)->decimal, &n) : V_NULL;
}
METHOD(context_is_canonical) {
  if (is_decimal(ctx, args[0])) return V_TRUE;
  return raise_format(ctx, EXC_TypeError, "argument must be a Decimal"), V_NULL;
}
METHOD(context_canonical) {
  if (is_decimal(ctx, args[0])) return args[0];
  return raise_format(ctx, EXC_TypeError, "argument must be a Decimal"), V_NULL;
}
METHOD(context_copy_abs) {
  Num n;
  if (!num_from_argument(ctx, &n, args[0])) return V_NULL;
  n.negative = false;
  return decimal_new(ctx, decimal_state(ctx)->decimal, &n);
}
METHOD(context_copy_negate) {
  Num n;
  if (!num_from_argument(ctx, &n, args[0])) return V_NULL;
  n.negative = !n.negative;
  return decimal_new(ctx, decimal_state(ctx)->decimal, &n);
}
METHOD(context_same_quantum) {
  Num a, b;
  if (!num_from_argument(ctx, &a, args[0]) || !num_from_argument(ctx, &b, args[1])) return V_NULL;
  return bool_tag(num_same_quantum(&a, &b));
}
METHOD(context_radix) {
  Num ten;
  num_set_small(&ten, false, 10, 0);
  return decimal_new(ctx, decimal_state(ctx)->decimal, &ten);
}
METHOD(context_number_class) {
  Num n;
  return num_from_argument(ctx, &n, args[0]) ? num_class(ctx, &n, &AS_CONTEXT(self)->s) : V_NULL;
}
METHOD(context_to_sci_string) {
  Num n;
  return num_from_argument(ctx, &n, args[0]) ? num_to_text(ctx, &n, false, AS_CONTEXT(self)->capitals) : V_NULL;
}
METHOD(context_to_eng_string) {
  Num n;
  return num_from_argument(ctx, &n, args[0]) ? num_to_text(ctx, &n, true, AS_CONTEXT(self)->capitals) : V_NULL;
}
METHOD(context_create_decimal) {
  return decimal_from(ctx, decimal_state(ctx)->decimal, nargs ? args[0] : int_tag(0), self, false);
}
METHOD(context_create_decimal_from_float) {
  Num n;
  uint32_t status = 0;
  bool is_whole = is_int_value(ctx, args[0]);
  if (!is_whole && !is_float(ctx, args[0]))
    return raise_format(ctx, EXC_TypeError, "argument must be int or float"), V_NULL;
  if (!(is_whole ? num_from_int(ctx, &n, args[0]) : num_from_float(ctx, &n, args[0])) ||
      !num_finalize(ctx, &n, &AS_CONTEXT(self)->s, &status))
    return V_NULL;
  return finish(ctx, self, &n, status);
}

#define X(name, operation) METHOD_ROW(#name, context_##name, 1, 1, NULL),
#define Y(name, operation) METHOD_ROW(#name, context_##name, 2, 2, NULL),
const CFuncDef CONTEXT_OPERATIONS[] = {
    UNARY_OPERATIONS(X) CONTEXT_UNARY_OPERATIONS(X) QUESTIONS(X) CONTEXT_QUESTIONS(X) BINARY_OPERATIONS(Y)
        CONTEXT_BINARY_OPERATIONS(Y) METHOD_ROW("fma", context_fma, 3, 3, NULL),
    METHOD_ROW("divmod", context_divmod, 2, 2, NULL),
    METHOD_ROW_NAMED("power", context_power, 2, 3, "a b modulo=", NULL),
    METHOD_ROW("copy_decimal", context_copy_decimal, 1, 1, NULL),
    METHOD_ROW("canonical", context_canonical, 1, 1, NULL),
    METHOD_ROW("is_canonical", context_is_canonical, 1, 1, NULL),
    METHOD_ROW("copy_abs", context_copy_abs, 1, 1, NULL),
    METHOD_ROW("copy_negate", context_copy_negate, 1, 1, NULL),
    METHOD_ROW("same_quantum", context_same_quantum, 2, 2, NULL),
    METHOD_ROW("radix", context_radix, 0, 0, NULL),
    METHOD_ROW("number_class", context_number_class, 1, 1, NULL),
    METHOD_ROW("to_sci_string", context_to_sci_string, 1, 1, NULL),
    METHOD_ROW("to_eng_string", context_to_eng_string, 1, 1, NULL),
    METHOD_ROW("create_decimal", context_create_decimal, 0, 1, NULL),
    METHOD_ROW("create_decimal_from_float", context_create_decimal_from_float, 1, 1, NULL),
    METHOD_ROW("clear_flags", context_clear_flags, 0, 0, "Set all flags to False."),
    METHOD_ROW("clear_traps", context_clear_traps, 0, 0, "Set all traps to False."),
    METHOD_ROW("copy", context_method_copy, 0, 0, "Return a duplicate of the context with all flags cleared."),
    METHOD_ROW("__copy__", context_method_copy, 0, 0, NULL),
    METHOD_ROW("__reduce__", context_reduce, 0, 0, NULL),
    METHOD_ROW("Etiny", context_etiny, 0, 0, "Return a value equal to Emin - prec + 1."),
    METHOD_ROW("Etop", context_etop, 0, 0, "Return a value equal to Emax - prec + 1."),
    {0},
};
