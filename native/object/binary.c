/* Binary operators and comparisons: who is asked, in which order, and what the TypeError says. The order is CPython's
 * (binary_op1, do_richcompare): the left operand first, unless the right one's class is a subclass of the left one's
 * and handles the operator itself. Concatenation and repetition of built-in sequences come after all handlers of
 * numbers. */
#include "call/call.h"
#include "container/container.h"
#include "core/outcome.h"
#include "exception/exception.h"
#include "object/object.h"

static const char *const SYMBOLS[] = {"+", "&", "//", "<<", "@", "*", "%", "|", "** or pow()", ">>", "-", "/", "^"};
typedef Value (*BinaryFn)(Ctx *, Value, Value, BinOp);

/* Is this class's handler the one of a built-in sequence, for which + and * are sequence operations? */
static bool sequence_handler(Ctx *ctx, BinaryFn fn) {
  Classes *c = &ctx->cls;
  return fn && ((c->list && fn == c->list->ops.binary) || (c->tuple && fn == c->tuple->ops.binary) ||
                (c->str && fn == c->str->ops.binary) || (c->bytes && fn == c->bytes->ops.binary) ||
                (c->bytearray && fn == c->bytearray->ops.binary));
}

static inline Value operate(Ctx *ctx, BinaryFn fn, Value a, Value b, BinOp op) {
  return OUTCOME(ctx, fn(ctx, a, b, op), "binary", OUTCOME_NAME(class_of(ctx, a)->name));
}

/* NotImplemented when neither handles it. */
static Value binary_dispatch(Ctx *ctx, Value a, Value b, BinOp op) {
  Class *ac = class_of(ctx, a), *bc = class_of(ctx, b);
  if (ac == bc) return ac->ops.binary ? operate(ctx, ac->ops.binary, a, b, op) : V_NOTIMPL;
  BinaryFn left = ac->ops.binary, right = bc->ops.binary != left ? bc->ops.binary : NULL;
  bool concat = op == OP_ADD || op == OP_MUL;
  bool left_seq = concat && sequence_handler(ctx, left), right_seq = concat && sequence_handler(ctx, right);
  Value result;
  if (left && !left_seq) {
    if (right && !right_seq && is_subclass(bc, ac)) {
      if ((result = operate(ctx, right, a, b, op)) != V_NOTIMPL) return result;
      right = NULL;
    }
    if ((result = operate(ctx, left, a, b, op)) != V_NOTIMPL) return result;
  }
  if (right && !right_seq && (result = operate(ctx, right, a, b, op)) != V_NOTIMPL) return result;
  if (left_seq && (result = operate(ctx, left, a, b, op)) != V_NOTIMPL) return result;
  if (right_seq && op == OP_MUL && (result = operate(ctx, right, a, b, op)) != V_NOTIMPL) return result;
  return V_NOTIMPL;
}

Value raise_unsupported(Ctx *ctx, Value a, Value b, int op) {
  bool inplace = op >= OP_INPLACE_FIRST;
  int base = inplace ? op - OP_INPLACE_FIRST : op;
  if ((base == OP_ADD || base == OP_MUL) && raise_sequence_operator(ctx, a, b, op)) return V_NULL;
  const char *symbol = inplace && base == OP_POW ? "**" : SYMBOLS[base];
  raise_format(ctx, EXC_TypeError, "unsupported operand type(s) for %s%s: '%T' and '%T'", symbol, inplace ? "=" : "", a,
               b);
  return V_NULL;
}

Value object_binary(Ctx *ctx, Value a, Value b, int op) {
  if (op == OP_SUBSCR) return object_getitem(ctx, a, b);
  BinOp base = (BinOp)(op >= OP_INPLACE_FIRST ? op - OP_INPLACE_FIRST : op);
  Value result;
  if (op >= OP_INPLACE_FIRST) {
    Class *ac = class_of(ctx, a);
    bool sequence = (base == OP_ADD || base == OP_MUL) && sequence_handler(ctx, ac->ops.binary);
    BinaryFn right = class_of(ctx, b)->ops.binary;
    if (sequence && right && !sequence_handler(ctx, right) && (result = operate(ctx, right, a, b, base)) != V_NOTIMPL)
      return result;
    if (ac->ops.inplace &&
        (result = OUTCOME(ctx, ac->ops.inplace(ctx, a, b, base), "inplace", OUTCOME_NAME(ac->name))) != V_NOTIMPL)
      return result;
  }
  result = binary_dispatch(ctx, a, b, base);
  return result == V_NOTIMPL ? raise_unsupported(ctx, a, b, op) : result;
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
