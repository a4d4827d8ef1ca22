/* Special methods written in Python are entered like calls: the instruction that needs one pushes its frame, with
 * FRAME_FINISH, and what is to become of the result (FINISH_*, ts/contract/frames.ts) is done when the frame ends. So
 * they do not recurse in C, and a trace can follow them (ts/recorder/special.ts). */
#include "call/call.h"
#include "exception/exception.h"
#include "generated/opcodes.h"
#include "interp/interp.h"
#include "interp/uop.h"
#include "number/number.h"
#include "object/model.h"
#include "object/object.h"

static bool takes(Ctx *ctx, Value method, uint32_t nargs) {
  if (!method || !has_shape(method, ctx->shape.function)) return false;
  Code *code = ((Function *)method)->code;
  return interp_simple_args(code) && code->h.aux == FRAME_SIMPLE_ARGS(nargs) && !interp_is_generator_like(code);
}

Value interp_special_method(Ctx *ctx, Value owner, NameId name, uint32_t nargs) {
  if (!is_cell(owner)) return V_NULL;
  Value method = class_lookup(ctx, class_of(ctx, owner), ctx->names[name]);
  return takes(ctx, method, nargs) ? method : V_NULL;
}

Value interp_truth_method(Ctx *ctx, Value owner, uint32_t *finish) {
  if (!is_cell(owner)) return V_NULL;
  bool has_bool = class_lookup(ctx, class_of(ctx, owner), NAME(__bool__)) != V_NULL;
  *finish = has_bool ? FINISH_TRUTH : FINISH_TRUTH_OF_LENGTH;
  return interp_special_method(ctx, owner, has_bool ? N___bool__ : N___len__, 1);
}

Value interp_compare_method(Ctx *ctx, Value left, Value right, CmpOp op, bool *inverted) {
  if (!is_cell(left)) return V_NULL;
  Class *cls = class_of(ctx, left), *other = class_of(ctx, right);
  if (other != cls && is_subclass(other, cls)) return V_NULL; /* that may be asked first */
  *inverted = false;
  if (op == CMP_NE && class_lookup(ctx, cls, NAME(__ne__)) == class_lookup(ctx, ctx->cls.object, NAME(__ne__)))
    *inverted = true, op = CMP_EQ;
  return interp_special_method(ctx, left, compare_dunder(op), 2);
}

Value interp_reflected_method(Ctx *ctx, Value left, Value right, uint32_t op) {
  if (!(is_int(left) || is_float_exact(ctx, left)) || !has_kind(ctx, right, KIND_INSTANCE) || op == OP_SUBSCR)
    return V_NULL;
  BinOp base = (BinOp)(op >= OP_INPLACE_FIRST ? op - OP_INPLACE_FIRST : op);
  return interp_special_method(ctx, right, binary_dunder(base, 1), 2);
}

Value interp_setter(Ctx *ctx, Value owner, Value name) {
  Class *cls = class_of(ctx, owner);
  if (cls->ops.setattr != object_setattr) return V_NULL;
  Value found = class_lookup(ctx, cls, name);
  if (!found || !is_cell(found) || class_of(ctx, found) != ctx->cls.property) return V_NULL;
  Value setter = ((Property *)found)->set;
  return takes(ctx, setter, 2) ? setter : V_NULL;
}

Value interp_set_method(Ctx *ctx, Value owner, Value name, Value *descr) {
  Class *cls = class_of(ctx, owner);
  if (cls->ops.setattr != object_setattr) return V_NULL;
  *descr = class_lookup(ctx, cls, name);
  return *descr ? interp_special_method(ctx, *descr, N___set__, 3) : V_NULL;
}

Value interp_index_method(Ctx *ctx, Value container, Value key) {
  bool indexed = has_shape(container, ctx->shape.list) || has_shape(container, ctx->shape.tuple);
  return indexed && !is_int_value(ctx, key) ? interp_special_method(ctx, key, N___index__, 1) : V_NULL;
}

Value interp_call_method(Ctx *ctx, Value callable) {
  if (!is_cell(callable)) return V_NULL;
  Value method = class_lookup(ctx, class_of(ctx, callable), NAME(__call__));
  return method && has_shape(method, ctx->shape.function) ? method : V_NULL;
}

Value interp_new_method(Ctx *ctx, Class *cls) {
  if (cls->meta->ops.call != ctx->cls.type->ops.call || cls->ops.init != ctx->cls.object->ops.init) return V_NULL;
  Value found = class_lookup(ctx, cls, NAME(__new__));
  if (found && is_cell(found) && class_of(ctx, found) == ctx->cls.staticmethod_) found = ((Wrapper *)found)->func;
  bool plain = found && has_shape(found, ctx->shape.function) && !interp_is_generator_like(((Function *)found)->code);
  return plain ? found : V_NULL;
}

Frame *interp_new_frame(Ctx *ctx, Value callable, Value *args, uint32_t total, Value kwnames) {
  Value method = is_class(ctx, callable) && total <= UINT8_MAX ? interp_new_method(ctx, as_class(callable)) : V_NULL;
  if (!method) return NULL;
  args[-1] = callable;
  uint32_t nargs = total - (kwnames ? (uint32_t)((Tuple *)kwnames)->length : 0);
  Frame *frame = interp_frame_for_call(ctx, (Function *)method, args - 1, nargs + 1, kwnames);
  args[-1] = V_NULL;
  if (!frame) return NULL;
  frame->flags = FRAME_FINISHES(FINISH_NEW, total, kwnames != V_NULL);
  frame->self_or_extra = callable;
  return frame;
}

Value interp_method(Ctx *ctx, uint32_t which, Value self, Value other, uint32_t argument, uint32_t *detail) {
  bool inverted = false;
  Value method;
  *detail = 0;
  switch (which) {
  case SPECIAL_CALL_OPERATOR: return interp_binary_method(ctx, self, other, argument, detail);
  case SPECIAL_CALL_REFLECTED:
    *detail = is_int(other) ? OPERAND_BY_INT : OPERAND_BY_FLOAT;
    return interp_reflected_method(ctx, other, self, argument);
  case SPECIAL_CALL_COMPARE:
    if (argument >> COMPARE_SHIFT > CMP_GE) return V_NULL;
    method = interp_compare_method(ctx, self, other, (CmpOp)(argument >> COMPARE_SHIFT), &inverted);
    *detail = inverted;
    return method;
  case SPECIAL_CALL_TRUTH: return interp_truth_method(ctx, self, detail);
  case SPECIAL_CALL_CONTAINS: return interp_special_method(ctx, self, N___contains__, 2);
  case SPECIAL_CALL_GETITEM: return interp_special_method(ctx, self, N___getitem__, 2);
  case SPECIAL_CALL_SETITEM: return interp_special_method(ctx, self, N___setitem__, 3);
  case SPECIAL_CALL_LENGTH: return interp_special_method(ctx, self, N___len__, 1);
  case SPECIAL_CALL_NEXT: return interp_special_method(ctx, self, N___next__, 1);
  case SPECIAL_CALL_CALL: return interp_call_method(ctx, self);
  case SPECIAL_CALL_LOADED: return argument < 4 ? interp_loaded_method(ctx, self, argument) : V_NULL;
  case SPECIAL_CALL_NEW: return is_class(ctx, self) ? interp_new_method(ctx, as_class(self)) : V_NULL;
  case SPECIAL_CALL_TEXT: return argument <= TEXT_OF_FORMAT ? interp_text_method(ctx, self, argument, detail) : V_NULL;
  case SPECIAL_CALL_INDEX:
    *detail = has_shape(other, ctx->shape.tuple) ? INDEXED_TUPLE : INDEXED_LIST;
    return interp_index_method(ctx, other, self);
  case SPECIAL_CALL_INIT:
    return is_class(ctx, self) && interp_plain_class(ctx, as_class(self), &method) ? method : V_NULL;
  case SPECIAL_CALL_GET: return interp_special_method(ctx, self, N___get__, 3);
  case SPECIAL_CALL_SET: return interp_special_method(ctx, self, N___set__, 3);
  case SPECIAL_CALL_SETTER: return is_str(ctx, other) ? interp_setter(ctx, self, other) : V_NULL;
  default: return V_NULL;
  }
}

Frame *interp_special_frame(Ctx *ctx, Frame *caller, Value method, const Value *args, uint32_t nargs, uint32_t flags) {
  Frame *frame = frame_push_simple(ctx, caller, (Function *)method, nargs);
  if (!frame) return NULL;
  copy_values(frame->slots, args, nargs);
  frame->flags = flags;
  frame->self_or_extra = V_NULL;
  return frame;
}

static Value unsupported(Ctx *ctx, uint32_t flags, Value self) {
  uint32_t operand = flags >> FRAME_OPERAND_SHIFT & 0xff;
  int op = (int)(flags >> FRAME_OPERATOR_SHIFT & 0xff);
  Value number = operand == OPERAND_INT || operand == OPERAND_BY_INT ? int_tag(0) : float_new(ctx, 0.0);
  if (operand == OPERAND_BY_INT || operand == OPERAND_BY_FLOAT) return raise_unsupported(ctx, number, self, op);
  return raise_unsupported(ctx, self, operand == OPERAND_SAME_CLASS ? self : number, op);
}

/* An instance of another class than was called may have an __init__. */
static Value initialized(Ctx *ctx, uint32_t flags, Value cls, Value made) {
  Frame *caller = ctx->frame;
  uint32_t oparg = flags >> FRAME_OPERATOR_SHIFT & 0xff;
  bool keywords = flags >> FRAME_OPERAND_SHIFT & 0xff;
  Value *args = caller->sp - keywords - oparg, kwnames = keywords ? caller->sp[-1] : V_NULL;
  Class *of = class_of(ctx, made);
  uint32_t nargs = oparg - (keywords ? (uint32_t)((Tuple *)kwnames)->length : 0);
  bool done = of == as_class(cls) || !is_subclass(of, as_class(cls)) || class_run_init(ctx, made, args, nargs, kwnames);
  caller->sp = args - 2;
  return done ? made : V_NULL;
}

static Value truth(Ctx *ctx, Value value, bool inverted) {
  int is = object_truth(ctx, value);
  return is < 0 ? V_NULL : bool_tag(is != inverted);
}

/* The operands are still on the caller's stack. */
static Value compared(Ctx *ctx, uint32_t flags, Value value) {
  Frame *caller = ctx->frame;
  uint32_t oparg = flags >> FRAME_OPERATOR_SHIFT & 0xff;
  bool inverted = flags >> FRAME_OPERAND_SHIFT & 0xff;
  if (value == V_NOTIMPL)
    value = object_compare_refused(ctx, caller->sp[-2], caller->sp[-1], (CmpOp)(oparg >> COMPARE_SHIFT));
  else if (inverted) value = truth(ctx, value, true);
  if (value && oparg & COMPARE_TO_BOOL && !is_bool(value)) value = truth(ctx, value, false);
  caller->sp -= 2;
  return value;
}

static Value length(Ctx *ctx, Value value) {
  int64_t n = special_length(ctx, value);
  return n < 0 ? V_NULL : int_from_i64(ctx, n);
}

/* Container and key are still on the caller's stack. */
static Value item(Ctx *ctx, Value value) {
  Frame *caller = ctx->frame;
  Value index = special_index(ctx, value), key = caller->sp[-1];
  caller->sp -= 2;
  if (!index || is_int(index)) return index ? object_getitem(ctx, caller->sp[0], index) : V_NULL;
  return raise_format(ctx, EXC_IndexError, "cannot fit '%T' into an index-sized integer", key), V_NULL;
}

static Value finished(Ctx *ctx, uint32_t flags, Value extra, Value value) {
  switch (flags >> FRAME_FINISH_SHIFT) {
  case FINISH_INIT:
    if (value == V_NONE) return extra;
    return raise_format(ctx, EXC_TypeError, "__init__() should return None, not '%T'", value), V_NULL;
  case FINISH_OPERATOR: return value == V_NOTIMPL ? unsupported(ctx, flags, extra) : value;
  case FINISH_COMPARE: return compared(ctx, flags, value);
  case FINISH_NEW: return initialized(ctx, flags, extra, value);
  case FINISH_CONTAINS: return truth(ctx, value, flags >> FRAME_OPERATOR_SHIFT & 1);
  case FINISH_TRUTH: return special_truth(ctx, value) < 0 ? V_NULL : value;
  case FINISH_TRUTH_OF_LENGTH: value = length(ctx, value); return value ? bool_tag(value != int_tag(0)) : V_NULL;
  case FINISH_LENGTH: return length(ctx, value);
  case FINISH_TEXT: return interp_text_result(ctx, flags >> FRAME_OPERATOR_SHIFT & 0xff, value);
  case FINISH_INDEX: return item(ctx, value);
  case FINISH_NEXT: {
    Frame *caller = ctx->frame;
    caller->resume_ip = caller->ip + 1 + opcode_caches[OP_FOR_ITER];
    return value;
  }
  default: return value;
  }
}

Left interp_finish_special(Ctx *ctx, uint32_t flags, Value extra, Value value) {
  uint32_t finish = flags >> FRAME_FINISH_SHIFT;
  if (!value) {
    if ((finish == FINISH_NEXT || finish == FINISH_FILTER) && exc_matches(ctx, EXC_StopIteration))
      return exc_clear(ctx), (Left){.how = LEFT_NOTHING, .value = V_NULL};
    return (Left){.how = LEFT_VALUE, .value = V_NULL};
  }
  if (finish == FINISH_FILTER) return interp_filtered(ctx, flags, extra, value);
  if (finish == FINISH_DROP) return (Left){.how = LEFT_NOTHING, .value = V_NULL};
  return (Left){.how = LEFT_VALUE, .value = finished(ctx, flags, extra, value)};
}
