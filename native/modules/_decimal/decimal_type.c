/* Module _decimal: class Decimal: construction, operators, comparison, hash. Methods are in methods.c. */
#include "modules/_decimal/decimal.h"

static Value decimal_new_op(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  Value given[2];
  if (nargs == 1 && !kwcount(kwnames)) return decimal_from(ctx, cls, args[0], V_NULL, true);
  if (!bind_params(ctx, "Decimal", "value= context=", args, nargs, kwnames, given)) return V_NULL;
  Context *context = NULL;
  if (given[1] && given[1] != V_NONE && !context_argument(ctx, given[1], &context)) return V_NULL;
  return decimal_from(ctx, cls, given[0] ? given[0] : int_tag(0), context ? VAL(context) : V_NULL, true);
}

/* ---- text ---- */

static Value decimal_str(Ctx *ctx, Value self) {
  Value context = current_context(ctx);
  Num n;
  num_load(&n, self);
  return context ? num_to_text(ctx, &n, false, AS_CONTEXT(context)->capitals) : V_NULL;
}
static Value decimal_repr(Ctx *ctx, Value self) {
  Value context = current_context(ctx);
  if (!context) return V_NULL;
  Num n;
  num_load(&n, self);
  StrBuilder sb;
  sb_init(&sb, ctx);
  sb_ascii(&sb, "Decimal('");
  if (!num_add_text(&sb, &n, false, AS_CONTEXT(context)->capitals)) return sb_discard(&sb), V_NULL;
  sb_ascii(&sb, "')");
  return sb_finish(&sb);
}

/* ---- hash ---- */

#define P ((uint64_t)HASH_INT_MODULUS)
static uint64_t multiply_modulo(uint64_t a, uint64_t b) { return (uint64_t)((U128)a * b % P); }
static uint64_t power_modulo(uint64_t base, uint64_t exponent) {
  uint64_t result = 1;
  for (; exponent; exponent >>= 1, base = multiply_modulo(base, base))
    if (exponent & 1) result = multiply_modulo(result, base);
  return result;
}
#define INVERSE_OF_10 UINT64_C(2075258708292324556) /* modulo P */

static bool decimal_hash(Ctx *ctx, Value self, uint64_t *out) {
  Num n;
  num_load(&n, self);
  if (n.kind == SIGNALING_NAN) return raise_format(ctx, EXC_TypeError, "Cannot hash a signaling NaN value"), false;
  if (n.kind == QUIET_NAN) return *out = (uint64_t)self >> 4, true;
  if (n.kind == INFINITE) return *out = (uint64_t)(n.negative ? -314159 : 314159), true;
  uint64_t coefficient = (uint64_t)(n.small % P);
  if (n.big && !big_mod_mersenne61(ctx, n.big, &coefficient)) return false;
  uint64_t power = n.exp >= 0 ? power_modulo(10, (uint64_t)n.exp) : power_modulo(INVERSE_OF_10, (uint64_t)-n.exp);
  int64_t hash = (int64_t)multiply_modulo(coefficient, power);
  if (n.negative) hash = -hash;
  *out = (uint64_t)(hash == -1 ? -2 : hash);
  return true;
}

/* ---- comparison ---- */

/* A Rational: self * denominator is compared with the numerator. */
static int rational_operand(Ctx *ctx, Num *self, Num *other, Value v) {
  Value numerator = get_attr(ctx, v, str_intern_c(ctx, "numerator"));
  Value denominator = numerator ? get_attr(ctx, v, str_intern_c(ctx, "denominator")) : V_NULL;
  if (!denominator) return -1;
  if (!is_int_value(ctx, denominator) || !is_int_value(ctx, numerator))
    return raise_format(ctx, EXC_TypeError, "numerator and denominator must be integers"), -1;
  Num factor, product;
  uint32_t ignored = 0;
  if (!num_from_int(ctx, other, numerator) || !num_from_int(ctx, &factor, denominator)) return -1;
  if (self->kind != FINITE) return 1;
  /* the exponent may be the least there is: not finalized */
  int64_t exp = self->exp;
  self->exp = 0;
  if (!num_multiply(ctx, &product, self, &factor, &EXACT_SETTINGS, &ignored)) return -1;
  *self = product;
  self->exp += exp;
  return 1;
}

/* The other side of a comparison: 1, 0: NotImplemented, -1: exception. */
static int comparable(Ctx *ctx, Num *self, Num *other, Value v, CmpOp op) {
  int found = num_from_operand(ctx, other, v);
  if (found) return found;
  bool equality = op == CMP_EQ || op == CMP_NE;
  Value number = V_NULL;
  if (is_float(ctx, v)) number = v;
  else if (equality && has_kind(ctx, v, KIND_COMPLEX)) {
    const Complex *z = (const Complex *)v;
    if (z->im != 0) return 0;
    if (!(number = float_new(ctx, z->re))) return -1;
  }
  if (number) {
    Value context = current_context(ctx);
    if (!context) return -1;
    if (equality) AS_CONTEXT(context)->status |= FLOAT_OPERATION;
    else if (!status_settle(ctx, AS_CONTEXT(context), FLOAT_OPERATION)) return -1;
    return num_from_float(ctx, other, number) ? 1 : -1;
  }
  if (!is_cell(v)) return 0;
  int rational = object_isinstance(ctx, v, decimal_state(ctx)->rational);
  return rational > 0 ? rational_operand(ctx, self, other, v) : rational;
}

static Value decimal_compare(Ctx *ctx, Value a, Value b, CmpOp op) {
  Num x, y;
  num_load(&x, a);
  int found = comparable(ctx, &x, &y, b, op), order;
  if (found <= 0) return found ? V_NULL : V_NOTIMPL;
  if (num_is_nan(&x) || num_is_nan(&y)) {
    bool equality = op == CMP_EQ || op == CMP_NE;
    if (!equality || x.kind == SIGNALING_NAN || y.kind == SIGNALING_NAN) {
      Value context = current_context(ctx);
      if (!context || !status_settle(ctx, AS_CONTEXT(context), INVALID_OPERATION)) return V_NULL;
    }
    return bool_tag(op == CMP_NE);
  }
  if (!num_compare(ctx, &x, &y, &order)) return V_NULL;
  switch (op) {
  case CMP_LT: return bool_tag(order < 0);
  case CMP_LE: return bool_tag(order <= 0);
  case CMP_EQ: return bool_tag(order == 0);
  case CMP_NE: return bool_tag(order != 0);
  case CMP_GT: return bool_tag(order > 0);
  default: return bool_tag(order >= 0);
  }
}

/* ---- operators ---- */

static Value decimal_binary(Ctx *ctx, Value left, Value right, BinOp op) {
  static const BinaryOperation operations[] = {[OP_ADD] = num_add,
                                               [OP_SUB] = num_subtract,
                                               [OP_MUL] = num_multiply,
                                               [OP_TRUEDIV] = num_divide,
                                               [OP_FLOORDIV] = num_divide_integer,
                                               [OP_MOD] = num_remainder,
                                               [OP_POW] = num_power,
                                               [OP_XOR] = NULL};
  if (!operations[op]) return V_NOTIMPL;
  Num a, b;
  int found = num_from_operand(ctx, &a, left);
  if (found > 0) found = num_from_operand(ctx, &b, right);
  if (found <= 0) return found ? V_NULL : V_NOTIMPL;
  Value context = current_context(ctx);
  uint32_t status = 0;
  if (!context || !operations[op](ctx, &a, &a, &b, &AS_CONTEXT(context)->s, &status) ||
      !status_settle(ctx, AS_CONTEXT(context), status))
    return V_NULL;
  return decimal_new(ctx, decimal_state(ctx)->decimal, &a);
}

static Value decimal_power_modulo(Ctx *ctx, Value base, Value exponent, Value modulus) {
  Num a, b, m;
  int found = num_from_operand(ctx, &a, base);
  if (found > 0) found = num_from_operand(ctx, &b, exponent);
  if (found > 0) found = num_from_operand(ctx, &m, modulus);
  if (found <= 0) return found ? V_NULL : V_NOTIMPL;
  Value context = current_context(ctx);
  uint32_t status = 0;
  if (!context || !num_power_modulo(ctx, &a, &a, &b, &m, &AS_CONTEXT(context)->s, &status) ||
      !status_settle(ctx, AS_CONTEXT(context), status))
    return V_NULL;
  return decimal_new(ctx, decimal_state(ctx)->decimal, &a);
}

static Value unary(Ctx *ctx, Value self, UnaryOperation operation) {
  Value context = current_context(ctx);
  Num n;
  uint32_t status = 0;
  num_load(&n, self);
  if (!context || !operation(ctx, &n, &n, &AS_CONTEXT(context)->s, &status) ||
      !status_settle(ctx, AS_CONTEXT(context), status))
    return V_NULL;
  return decimal_new(ctx, decimal_state(ctx)->decimal, &n);
}
static Value decimal_negative(Ctx *ctx, Value self) { return unary(ctx, self, num_minus); }
static Value decimal_positive(Ctx *ctx, Value self) { return unary(ctx, self, num_plus); }
static Value decimal_absolute(Ctx *ctx, Value self) { return unary(ctx, self, num_absolute); }
static int decimal_truth(Ctx *ctx, Value self) {
  UNUSED(ctx);
  Num n;
  num_load(&n, self);
  return !num_is_zero(&n);
}
static Value decimal_int(Ctx *ctx, Value self) {
  Num n;
  num_load(&n, self);
  return num_to_int(ctx, &n, ROUND_DOWN);
}
static Value decimal_float(Ctx *ctx, Value self) {
  Num n;
  num_load(&n, self);
  return num_to_float(ctx, &n);
}

static Value get_real(Ctx *ctx, Value self) { return UNUSED(ctx), self; }
static Value get_imag(Ctx *ctx, Value self) {
  UNUSED(self);
  Num zero;
  num_set_small(&zero, false, 0, 0);
  return decimal_new(ctx, decimal_state(ctx)->decimal, &zero);
}
static const GetSetDef getset[] = {{"real", get_real, NULL, NULL}, {"imag", get_imag, NULL, NULL}, {0}};

static void decimal_trace(Ctx *ctx, Value self) { heap_mark(ctx, AS_DECIMAL(self)->big); }

Class *make_decimal(Ctx *ctx) {
  static const TypeOps ops = {.new_ = decimal_new_op,
                              .repr = decimal_repr,
                              .str = decimal_str,
                              .hash = decimal_hash,
                              .compare = decimal_compare,
                              .truth = decimal_truth,
                              .binary = decimal_binary,
                              .power_modulo = decimal_power_modulo,
                              .negative = decimal_negative,
                              .positive = decimal_positive,
                              .absolute = decimal_absolute,
                              .int_ = decimal_int,
                              .float_ = decimal_float,
                              .trace = decimal_trace};
  Class *cls = class_new_builtin(ctx, "decimal.Decimal", NULL, KIND_OTHER, sizeof(Decimal), &ops, DECIMAL_METHODS, 0);
  return cls && class_add_getset(ctx, cls, getset) ? cls : NULL;
}
