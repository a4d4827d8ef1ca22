/* Generic operations: what the bytecodes' slow paths and the built-in functions call. Each dispatches through TypeOps
 * and words its TypeError as CPython does. Binary operators and comparisons are in binary.c. */
#include "object/object.h"
#include "call/call.h"
#include "container/container.h"
#include "core/outcome.h"
#include "exception/exception.h"
#include "exception/warning.h"
#include "number/number.h"
#include "object/model.h"
#include "text/text.h"

Value not_a_string(Ctx *ctx, Value v, const char *method) {
  raise_format(ctx, EXC_TypeError, "%s returned non-string (type %T)", method, v);
  return V_NULL;
}

Value object_repr(Ctx *ctx, Value v) {
  if (!v) return str_from_ascii(ctx, "<NULL>");
  if (!c_stack_check(ctx)) return V_NULL;
  Value result = OUTCOME(ctx, class_of(ctx, v)->ops.repr(ctx, v), "repr", OUTCOME_NAME(class_of(ctx, v)->name));
  return !result || is_str(ctx, result) ? result : not_a_string(ctx, result, "__repr__");
}

Value object_str(Ctx *ctx, Value v) {
  if (has_shape(v, ctx->shape.str)) return v;
  if (!c_stack_check(ctx)) return V_NULL;
  Value result = OUTCOME(ctx, class_of(ctx, v)->ops.str(ctx, v), "str", OUTCOME_NAME(class_of(ctx, v)->name));
  return !result || is_str(ctx, result) ? result : not_a_string(ctx, result, "__str__");
}

Value object_ascii(Ctx *ctx, Value v) {
  Value text = object_repr(ctx, v);
  if (!text || (((Str *)text)->h.flags & STR_ASCII)) return text;
  static const char digits[] = "0123456789abcdef";
  StrBuilder sb;
  sb_init(&sb, ctx);
  for (int64_t i = 0; i < ((Str *)text)->length; i++) {
    uint32_t c = str_at(text, i);
    if (!CHECK_STOP_AT(ctx, i)) return sb_discard(&sb), V_NULL;
    if (c < 128) {
      sb_char(&sb, c);
      continue;
    }
    int width = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
    sb_ascii(&sb, c < 0x100 ? "\\x" : c < 0x10000 ? "\\u" : "\\U");
    for (int shift = (width - 1) * 4; shift >= 0; shift -= 4) sb_char(&sb, (uint32_t)digits[c >> shift & 15]);
  }
  return sb_finish(&sb);
}

Value object_format(Ctx *ctx, Value v, Value spec) {
  bool empty = !spec || ((Str *)spec)->length == 0;
  if (has_shape(v, ctx->shape.str)) return empty ? v : str_format_spec(ctx, v, spec);
  if (is_int(v) || has_shape(v, ctx->shape.bigint))
    return empty ? int_to_str(ctx, v, 10) : int_format_spec(ctx, v, spec);
  if (is_flonum(v) || has_shape(v, ctx->shape.float_))
    return empty ? float_repr(ctx, float_val(ctx, v)) : float_format_spec(ctx, v, spec);
  if (spec && !is_str(ctx, spec))
    return raise_format(ctx, EXC_TypeError, "Format specifier must be a string, not %T", spec), V_NULL;
  if (!spec && !(spec = str_from_ascii(ctx, ""))) return V_NULL;
  Value result;
  if (special_call(ctx, v, NAME(__format__), &spec, 1, &result) == SPECIAL_ABSENT)
    raise_format(ctx, EXC_TypeError, "Type %T doesn't define __format__", v);
  if (result && !is_str(ctx, result))
    return raise_format(ctx, EXC_TypeError, "__format__ must return a str, not %T", result), V_NULL;
  return result;
}

bool object_hash(Ctx *ctx, Value v, uint64_t *out) {
  if (has_shape(v, ctx->shape.str)) return str_hash_long(ctx, v, out);
  return OUTCOME(ctx, class_of(ctx, v)->ops.hash(ctx, v, out), "hash", OUTCOME_NAME(class_of(ctx, v)->name));
}

int object_truth(Ctx *ctx, Value v) {
  if (is_imm(v))
    return v != V_FALSE && v != V_NONE
               ? (v == V_NOTIMPL
                      ? (raise_format(ctx, EXC_TypeError, "NotImplemented should not be used in a boolean context"), -1)
                      : 1)
               : 0;
  if (is_int(v)) return v != int_tag(0);
  const TypeOps *ops = &class_of(ctx, v)->ops;
  if (ops->truth) return OUTCOME(ctx, ops->truth(ctx, v), "truth", OUTCOME_NAME(class_of(ctx, v)->name));
  if (!ops->len) return 1;
  int64_t len = OUTCOME(ctx, ops->len(ctx, v), "len", OUTCOME_NAME(class_of(ctx, v)->name));
  return len < 0 ? -1 : len > 0;
}

/* ---- unary ---- */

static Value unary(Ctx *ctx, Value v, Value (*op)(Ctx *, Value), const char *sign) {
  if (op) return OUTCOME(ctx, op(ctx, v), sign, OUTCOME_NAME(class_of(ctx, v)->name));
  raise_format(ctx, EXC_TypeError, "bad operand type for unary %s: '%T'", sign, v);
  return V_NULL;
}
Value object_negative(Ctx *ctx, Value v) { return unary(ctx, v, class_of(ctx, v)->ops.negative, "-"); }
Value object_positive(Ctx *ctx, Value v) { return unary(ctx, v, class_of(ctx, v)->ops.positive, "+"); }
Value object_invert(Ctx *ctx, Value v) { return unary(ctx, v, class_of(ctx, v)->ops.invert, "~"); }

Value object_index(Ctx *ctx, Value v) {
  if (is_int(v) || has_shape(v, ctx->shape.bigint)) return v;
  if (is_int_value(ctx, v)) return int_unwrap(ctx, v);
  Value (*index)(Ctx *, Value) = class_of(ctx, v)->ops.index;
  if (!index) return raise_format(ctx, EXC_TypeError, "'%T' object cannot be interpreted as an integer", v), V_NULL;
  Value result = OUTCOME(ctx, index(ctx, v), "index", OUTCOME_NAME(class_of(ctx, v)->name));
  return result ? special_index(ctx, result) : V_NULL;
}

Value special_index(Ctx *ctx, Value result) {
  if (is_int(result) || has_shape(result, ctx->shape.bigint)) return result;
  if (is_int_value(ctx, result)) {
    const char *words = "__index__ returned non-int (type %T)." STRICT_SUBCLASS("int");
    return warn(ctx, EXC_DeprecationWarning, 1, words, result) ? int_unwrap(ctx, result) : V_NULL;
  }
  raise_format(ctx, EXC_TypeError, "__index__ returned non-int (type %T)", result);
  return V_NULL;
}

bool object_index_i64(Ctx *ctx, Value v, int64_t *out, bool clamp) {
  Value index = object_index(ctx, v);
  if (!index) return false;
  if (int_to_i64(ctx, index, out)) return true;
  if (clamp) return *out = int_sign(ctx, index) < 0 ? INT64_MIN : INT64_MAX, true;
  raise_format(ctx, EXC_IndexError, "cannot fit '%T' into an index-sized integer", v);
  return false;
}

bool object_ssize(Ctx *ctx, Value v, int64_t *out) {
  Value index = object_index(ctx, v);
  if (index && !int_to_i64(ctx, index, out))
    raise_format(ctx, EXC_OverflowError, "Python int too large to convert to C ssize_t");
  return index && !ctx->exc;
}

bool object_c_int(Ctx *ctx, Value v, int32_t *out) {
  int64_t n;
  if (!object_index_i64(ctx, v, &n, true)) return false;
  *out = (int32_t)n;
  if (*out != n) raise_format(ctx, EXC_OverflowError, "Python int too large to convert to C int");
  return *out == n;
}

/* ---- containers ---- */

int64_t object_len(Ctx *ctx, Value v) {
  int64_t (*len)(Ctx *, Value) = class_of(ctx, v)->ops.len;
  if (LIKELY(len != NULL)) return OUTCOME(ctx, len(ctx, v), "len", OUTCOME_NAME(class_of(ctx, v)->name));
  raise_format(ctx, EXC_TypeError, "object of type '%T' has no len()", v);
  return -1;
}

Value object_getitem(Ctx *ctx, Value v, Value key) {
  Value (*getitem)(Ctx *, Value, Value) = class_of(ctx, v)->ops.getitem;
  if (LIKELY(getitem != NULL))
    return OUTCOME(ctx, getitem(ctx, v, key), "getitem", OUTCOME_NAME(class_of(ctx, v)->name));
  if (!is_class(ctx, v)) return raise_format(ctx, EXC_TypeError, "'%T' object is not subscriptable", v), V_NULL;
  if (v == VAL(ctx->cls.type)) return generic_alias_new(ctx, v, key);
  Value method = get_attr_optional(ctx, v, NAME(__class_getitem__));
  if (method && method != V_NONE) return py_call1(ctx, method, key);
  if (!ctx->exc) raise_format(ctx, EXC_TypeError, "type '%U' is not subscriptable", as_class(v)->name);
  return V_NULL;
}

bool object_setitem(Ctx *ctx, Value v, Value key, Value value) {
  bool (*setitem)(Ctx *, Value, Value, Value) = class_of(ctx, v)->ops.setitem;
  if (LIKELY(setitem != NULL))
    return OUTCOME(ctx, setitem(ctx, v, key, value), "setitem", OUTCOME_NAME(class_of(ctx, v)->name));
  /* CPython has two places that say so: one is for sequences and classes written in Python, which get an index. */
  Class *cls = class_of(ctx, v);
  bool sequence = !(cls->flags & CLASS_BUILTIN) || cls->ops.len;
  bool index = is_int_value(ctx, key) || class_of(ctx, key)->ops.index;
  raise_format(ctx, EXC_TypeError,
               value               ? "'%T' object does not support item assignment"
               : sequence && index ? "'%T' object doesn't support item deletion"
                                   : "'%T' object does not support item deletion",
               v);
  return false;
}

int contains_by_iterating(Ctx *ctx, Value container, Value item) {
  Value it = object_iter_or(ctx, container, "argument of type '%T' is not a container or iterable");
  if (!it) return -1;
  for (;;) {
    Value other = object_next(ctx, it);
    if (!other) return ctx->exc ? -1 : 0;
    if (!CHECK_STOP(ctx)) return -1;
    int equal = object_equal(ctx, other, item);
    if (equal) return equal;
  }
}

int object_contains(Ctx *ctx, Value container, Value item) {
  const TypeOps *ops = &class_of(ctx, container)->ops;
  if (!ops->contains) return contains_by_iterating(ctx, container, item);
  return OUTCOME(ctx, ops->contains(ctx, container, item), "contains", OUTCOME_NAME(class_of(ctx, container)->name));
}

Value object_iter(Ctx *ctx, Value v) {
  const TypeOps *ops = &class_of(ctx, v)->ops;
  if (ops->iter) {
    Value it = OUTCOME(ctx, ops->iter(ctx, v), "iter", OUTCOME_NAME(class_of(ctx, v)->name));
    if (!it || class_of(ctx, it)->ops.next) return it;
    raise_format(ctx, EXC_TypeError, "iter() returned non-iterator of type '%T'", it);
    return V_NULL;
  }
  bool sequence = ops->getitem && !is_dict(ctx, v) && !is_class(ctx, v);
  if (sequence) return iter_sequence(ctx, v);
  raise_format(ctx, EXC_TypeError, "'%T' object is not iterable", v);
  return V_NULL;
}

Value object_iter_or(Ctx *ctx, Value v, const char *words) {
  Value it = object_iter(ctx, v);
  if (it || !exc_matches(ctx, EXC_TypeError)) return it;
  exc_clear(ctx);
  raise_format(ctx, EXC_TypeError, words, v);
  return V_NULL;
}

Value object_next(Ctx *ctx, Value it) {
  Value (*next)(Ctx *, Value) = class_of(ctx, it)->ops.next;
  if (LIKELY(next != NULL)) {
    Value item = OUTCOME_OR_NONE(ctx, next(ctx, it), "next", OUTCOME_NAME(class_of(ctx, it)->name));
    /* out of a function that an iterator written in C calls */
    if (UNLIKELY(!item && ctx->exc) && exc_matches(ctx, EXC_StopIteration)) exc_clear(ctx);
    return item;
  }
  raise_format(ctx, EXC_TypeError, "'%T' object is not an iterator", it);
  return V_NULL;
}
