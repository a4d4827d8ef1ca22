/* Binary operators and comparisons: who is asked, in which order, and what the TypeError says. The order is CPython's
 * (binary_op1, do_richcompare): the left operand first, unless the right one's class is a subclass of the left one's
 * and handles the operator itself. Concatenation and repetition of built-in sequences come after all handlers of
 * numbers. */
#include "call/call.h"
#include "container/container.h"
#include "core/outcome.h"
#include "exception/exception.h"
#include "object/model.h"
#include "object/object.h"

static const char *const SYMBOLS[] = {"+", "&", "//", "<<", "@", "*", "%", "|", "** or pow()", ">>", "-", "/", "^"};
typedef Value (*BinaryFn)(Ctx *, Value, Value, BinOp);

static inline Value operate(Ctx *ctx, BinaryFn fn, Value a, Value b, BinOp op) {
  return OUTCOME(ctx, fn(ctx, a, b, op), "binary", OUTCOME_NAME(class_of(ctx, a)->name));
}

/* The handlers of numbers, and methods written in Python. NotImplemented when there are none, or none handles it. */
static Value binary_numbers(Ctx *ctx, Value a, Value b, BinOp op) {
  Class *ac = class_of(ctx, a), *bc = class_of(ctx, b);
  BinaryFn left = sequence_operators(ctx, ac, op) ? NULL : ac->ops.binary;
  if (ac == bc) return left ? operate(ctx, left, a, b, op) : V_NOTIMPL;
  BinaryFn right = bc->ops.binary == left || sequence_operators(ctx, bc, op) ? NULL : bc->ops.binary;
  Value result;
  if (left) {
    if (right && is_subclass(bc, ac)) {
      if ((result = operate(ctx, right, a, b, op)) != V_NOTIMPL) return result;
      right = NULL;
    }
    if ((result = operate(ctx, left, a, b, op)) != V_NOTIMPL) return result;
  }
  return right ? operate(ctx, right, a, b, op) : V_NOTIMPL;
}

/* The operand that is to concatenate or repeat itself; V_NULL: neither. A sequence on the right repeats itself a times,
 * but not by `a *= b` when a's class could be a sequence, as every class written in Python could. */
static Value sequence_operand(Ctx *ctx, Value a, Value b, int op) {
  bool inplace = op >= OP_INPLACE_FIRST;
  BinOp base = (BinOp)(inplace ? op - OP_INPLACE_FIRST : op);
  Class *cls = class_of(ctx, a);
  if (sequence_operators(ctx, cls, base)) return a;
  bool right = base == OP_MUL && (!inplace || (cls->flags & CLASS_BUILTIN && !cls->ops.len));
  return right && sequence_operators(ctx, class_of(ctx, b), base) ? b : V_NULL;
}

Value raise_unsupported(Ctx *ctx, Value a, Value b, int op) {
  bool inplace = op >= OP_INPLACE_FIRST;
  int base = inplace ? op - OP_INPLACE_FIRST : op;
  Value sequence = sequence_operand(ctx, a, b, op);
  if (sequence && raise_sequence_operator(ctx, sequence, sequence == a ? b : a, (BinOp)base)) return V_NULL;
  const char *symbol = inplace && base == OP_POW ? "**" : SYMBOLS[base];
  raise_format(ctx, EXC_TypeError, "unsupported operand type(s) for %s%s: '%T' and '%T'", symbol, inplace ? "=" : "", a,
               b);
  return V_NULL;
}

/* a += b and a *= b of sequences that have them: numbers are asked first. So it is where a class has inherited
 * __imul__, and its own __mul__ is asked first too; but what it has inherited as __iadd__ is asked before all others.
 */
static bool is_sequence_inplace(Ctx *ctx, Value a, BinOp op) {
  Class *cls = class_of(ctx, a);
  if ((op != OP_ADD && op != OP_MUL) || !cls->ops.inplace || class_is_proxy(cls)) return false;
  if (cls == ctx->cls.list) return true;
  if (op == OP_ADD && !(cls->flags & CLASS_BUILTIN)) return false;
  const TypeOps *inherited = inherited_operator(ctx, cls, op, DUNDER_INPLACE);
  return inherited && inherited->getitem && inherited->len;
}

Value object_binary(Ctx *ctx, Value a, Value b, int op) {
  if (op == OP_SUBSCR) return object_getitem(ctx, a, b);
  BinOp base = (BinOp)(op >= OP_INPLACE_FIRST ? op - OP_INPLACE_FIRST : op);
  bool numbers_first = false;
  Value result;
  if (op >= OP_INPLACE_FIRST) {
    Class *ac = class_of(ctx, a);
    numbers_first = is_sequence_inplace(ctx, a, base);
    if (numbers_first && (result = binary_numbers(ctx, a, b, base)) != V_NOTIMPL) return result;
    if (ac->ops.inplace &&
        (result = OUTCOME(ctx, ac->ops.inplace(ctx, a, b, base), "inplace", OUTCOME_NAME(ac->name))) != V_NOTIMPL)
      return result;
    if (numbers_first && base == OP_MUL) return raise_no_count(ctx, b);
  }
  if (!numbers_first && (result = binary_numbers(ctx, a, b, base)) != V_NOTIMPL) return result;
  Value sequence = sequence_operand(ctx, a, b, op);
  if (sequence) {
    const TypeOps *ops = sequence_operators(ctx, class_of(ctx, sequence), base);
    if ((result = operate(ctx, ops->binary, sequence, sequence == a ? b : a, base)) != V_NOTIMPL) return result;
  }
  return raise_unsupported(ctx, a, b, op);
}

/* ---- comparison ---- */

static const CmpOp SWAPPED[] = {CMP_GT, CMP_GE, CMP_EQ, CMP_NE, CMP_LT, CMP_LE};
static const char *const CMP_SYMBOLS[] = {"<", "<=", "==", "!=", ">", ">="};

static inline Value ask(Ctx *ctx, Class *cls, Value a, Value b, CmpOp op) {
  return OUTCOME(ctx, cls->ops.compare(ctx, a, b, op), "compare", OUTCOME_NAME(cls->name));
}

/* The left operand does not know, and the right one may have been asked before it. */
static Value compare_refused(Ctx *ctx, Value a, Value b, CmpOp op, bool right_was_asked) {
  Class *bc = class_of(ctx, b);
  if (!right_was_asked && bc->ops.compare) {
    Value result = ask(ctx, bc, b, a, SWAPPED[op]);
    if (result != V_NOTIMPL) return result;
  }
  if (op == CMP_EQ) return bool_tag(a == b);
  if (op == CMP_NE) return bool_tag(a != b);
  raise_format(ctx, EXC_TypeError, "'%s' not supported between instances of '%T' and '%T'", CMP_SYMBOLS[op], a, b);
  return V_NULL;
}

Value object_compare(Ctx *ctx, Value a, Value b, CmpOp op) {
  if (!c_stack_check(ctx)) return V_NULL;
  Class *ac = class_of(ctx, a), *bc = class_of(ctx, b);
  bool reversed = false;
  Value result;
  if (ac != bc && is_subclass(bc, ac) && bc->ops.compare) {
    reversed = true;
    if ((result = ask(ctx, bc, b, a, SWAPPED[op])) != V_NOTIMPL) return result;
  }
  if (ac->ops.compare && (result = ask(ctx, ac, a, b, op)) != V_NOTIMPL) return result;
  return compare_refused(ctx, a, b, op, reversed);
}

Value object_compare_refused(Ctx *ctx, Value a, Value b, CmpOp op) { return compare_refused(ctx, a, b, op, false); }

int object_compare_bool(Ctx *ctx, Value a, Value b, CmpOp op) {
  Value result = object_compare(ctx, a, b, op);
  return result ? object_truth(ctx, result) : -1;
}

int object_equal(Ctx *ctx, Value a, Value b) { return a == b ? 1 : object_compare_bool(ctx, a, b, CMP_EQ); }
