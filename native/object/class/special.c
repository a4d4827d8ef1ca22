/* Special methods called from C: looked up on the type, never on the instance, and called without a bound method where
 * that makes no difference. */
#include "call/call.h"
#include "core/outcome.h"
#include "exception/exception.h"
#include "object/model.h"
#include "object/object.h"
#include "text/text.h"

/* Both ways to call a method that was found: through __get__, or with self in front where that is the same but for the
 * words of a slot wrapper for other objects. */
static Value call_bound(Ctx *ctx, Class *cls, Value method, Value self, const Value *args, uint32_t nargs) {
  Value bound = descriptor_bind(ctx, method, self, cls);
  return bound ? py_call(ctx, bound, args, nargs, V_NULL) : V_NULL;
}
static Value call_unbound(Ctx *ctx, Value method, Value self, const Value *args, uint32_t nargs) {
  return py_call_self(ctx, method, self, args, nargs, V_NULL);
}

/* Of a call of the method `name` of `cls`, which leaves its result in *result. */
#define ENDED(call)                                                                                         \
  ((*result = OUTCOME(ctx, call, OUTCOME_NAME(name), OUTCOME_NAME(cls->name))) != V_NULL ? SPECIAL_RETURNED \
                                                                                         : SPECIAL_RAISED)

Special special_call(Ctx *ctx, Value self, Value name, const Value *args, uint32_t nargs, Value *result) {
  Class *cls = class_of(ctx, self);
  Value method = class_lookup(ctx, cls, name);
  *result = V_NULL;
  if (!method) return SPECIAL_ABSENT;
  bool function = has_shape(method, ctx->shape.function);
  return ENDED(function ? call_unbound(ctx, method, self, args, nargs)
                        : call_bound(ctx, cls, method, self, args, nargs));
}

/* special_call_slot, with the method that was found. */
static Special call_found(Ctx *ctx, Class *cls, Value name, Value method, Value self, const Value *args, uint32_t nargs,
                          Value *result) {
  if (has_kind(ctx, method, KIND_SLOT_DESCR) && shape_of(ctx, method)->cls == ctx->cls.wrapper_descr)
    return ENDED(wrapper_apply(ctx, (SlotDescr *)method, self, args, nargs, V_NULL));
  bool unbound = is_method_like(ctx, method);
  return ENDED(unbound ? call_unbound(ctx, method, self, args, nargs)
                       : call_bound(ctx, cls, method, self, args, nargs));
}

Special special_call_slot(Ctx *ctx, Value self, Value name, const Value *args, uint32_t nargs, Value *result) {
  Class *cls = class_of(ctx, self);
  Value method = class_lookup(ctx, cls, name);
  *result = V_NULL;
  return method ? call_found(ctx, cls, name, method, self, args, nargs, result) : SPECIAL_ABSENT;
}

/* A method's own __get__ has raised. */
static Special absent_or_raised(Ctx *ctx) {
  if (!exc_matches(ctx, EXC_AttributeError)) return SPECIAL_RAISED;
  exc_clear(ctx);
  return SPECIAL_ABSENT;
}

Special special_call_maybe(Ctx *ctx, Value self, Value name, const Value *args, uint32_t nargs, Value *result) {
  Class *cls = class_of(ctx, self);
  Value method = class_lookup(ctx, cls, name);
  *result = V_NULL;
  if (!method) return SPECIAL_ABSENT;
  if (LIKELY(has_shape(method, ctx->shape.function))) return ENDED(call_unbound(ctx, method, self, args, nargs));
  if (!is_cell(method) || is_method_like(ctx, method))
    return call_found(ctx, cls, name, method, self, args, nargs, result);
  Value bound = descriptor_bind(ctx, method, self, cls);
  if (bound) return ENDED(py_call(ctx, bound, args, nargs, V_NULL));
  return absent_or_raised(ctx);
}

static Special unless_none(Ctx *ctx, Value self, Value name, bool maybe, const Value *args, uint32_t nargs,
                           Value *result) {
  Class *cls = class_of(ctx, self);
  Value method = class_lookup(ctx, cls, name);
  *result = V_NULL;
  if (!method) return SPECIAL_ABSENT;
  if (LIKELY(has_shape(method, ctx->shape.function))) return ENDED(call_unbound(ctx, method, self, args, nargs));
  if (method == V_NONE) return SPECIAL_REFUSED;
  if (is_cell(method) && is_method_like(ctx, method))
    return call_found(ctx, cls, name, method, self, args, nargs, result);
  Value bound = descriptor_bind(ctx, method, self, cls);
  if (!bound) return maybe ? absent_or_raised(ctx) : SPECIAL_RAISED;
  return bound == V_NONE ? SPECIAL_REFUSED : ENDED(py_call(ctx, bound, args, nargs, V_NULL));
}
Special special_call_unless_none(Ctx *ctx, Value self, Value name, const Value *args, uint32_t nargs, Value *result) {
  return unless_none(ctx, self, name, false, args, nargs, result);
}
Special special_call_maybe_unless_none(Ctx *ctx, Value self, Value name, const Value *args, uint32_t nargs,
                                       Value *result) {
  return unless_none(ctx, self, name, true, args, nargs, result);
}

Value special_call_required(Ctx *ctx, Value self, Value name, const Value *args, uint32_t nargs) {
  Value result;
  if (special_call(ctx, self, name, args, nargs, &result) == SPECIAL_ABSENT)
    raise_attribute_error(ctx, self, name, name);
  return result;
}

Value special_call_slot_required(Ctx *ctx, Value self, Value name, const Value *args, uint32_t nargs) {
  Value result;
  if (special_call_slot(ctx, self, name, args, nargs, &result) == SPECIAL_ABSENT)
    raise_attribute_error(ctx, self, name, name);
  return result;
}

bool special_present(Ctx *ctx, Value self, Value name) {
  return class_lookup(ctx, class_of(ctx, self), name) != V_NULL;
}
