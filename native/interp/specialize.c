/* Adaptive instructions: each rewrites itself to the specialized form that fits the operands it sees, and fills that
 * form's cache. Values in caches are not roots: a guard (shape, version) that fails before the value is used protects
 * every one of them, since what it names is kept alive by the class whose version it is.
 *
 * Counter (first cache unit): 12 bits of count, 4 bits of back-off exponent. 0: never executed. */
#include "container/container.h"
#include "generated/opcodes.h"
#include "interp/interp.h"
#include "interp/jit_hooks.h"
#include "interp/record.h"
#include "interp/twins.h"
#include "interp/uop.h"
#include "object/object.h"
#include "text/text.h"
#include <string.h>

#define COUNTER(count, exponent) ((uint16_t)((count) << 4 | (exponent)))
#define WARM_UP COUNTER(1, 1)    /* the third execution specializes */
#define COOL_DOWN COUNTER(52, 0) /* misses before it is tried again; CPython's number */
#define MAX_EXPONENT 12

static void put_u32(CodeUnit *at, uint32_t value) { memcpy(at, &value, sizeof value); }
static void put_u64(CodeUnit *at, uint64_t value) { memcpy(at, &value, sizeof value); }

/* Each function returns the specialized opcode, or 0. It writes caches from ip + 2 on, in the order of the form's
 * uops. */

static uint8_t binary_int(uint32_t op) {
  switch (op) {
  case OP_ADD: return OP_BINARY_OP_ADD_INT;
  case OP_SUB: return OP_BINARY_OP_SUBTRACT_INT;
  case OP_MUL: return OP_BINARY_OP_MULTIPLY_INT;
  case OP_FLOORDIV: return OP_BINARY_OP_FLOOR_DIVIDE_INT;
  case OP_MOD: return OP_BINARY_OP_REMAINDER_INT;
  case OP_TRUEDIV: return OP_BINARY_OP_TRUE_DIVIDE_INT;
  case OP_LSHIFT: return OP_BINARY_OP_LSHIFT_INT;
  case OP_RSHIFT: return OP_BINARY_OP_RSHIFT_INT;
  case OP_AND: return OP_BINARY_OP_AND_INT;
  case OP_OR: return OP_BINARY_OP_OR_INT;
  case OP_XOR: return OP_BINARY_OP_XOR_INT;
  default: return 0;
  }
}

static uint8_t one_of_four(uint32_t op, uint8_t add, uint8_t sub, uint8_t mul, uint8_t div) {
  return op == OP_ADD ? add : op == OP_SUB ? sub : op == OP_MUL ? mul : op == OP_TRUEDIV ? div : 0;
}

static bool takes(Value function, uint32_t nargs) {
  Code *code = ((Function *)function)->code;
  return interp_simple_args(code) && code->h.aux == FRAME_SIMPLE_ARGS(nargs);
}

static uint8_t subscript(Ctx *ctx, CodeUnit *ip, Value container, Value key) {
  if (!is_cell(container)) return 0;
  if (is_int(key)) {
    if (has_shape(container, ctx->shape.list)) return OP_BINARY_OP_SUBSCR_LIST_INT;
    if (has_shape(container, ctx->shape.tuple)) return OP_BINARY_OP_SUBSCR_TUPLE_INT;
    if (has_shape(container, ctx->shape.str)) return ((Str *)container)->h.aux == 1 ? OP_BINARY_OP_SUBSCR_STR_INT : 0;
  }
  if (has_shape(container, ctx->shape.dict)) return OP_BINARY_OP_SUBSCR_DICT;
  if (interp_index_method(ctx, container, key)) return OP_BINARY_OP_SUBSCR_INDEX;
  if (!interp_special_method(ctx, container, N___getitem__, 2)) return 0;
  put_u32(ip + 2, CELL(container)->shape);
  return OP_BINARY_OP_SUBSCR_GETITEM;
}

static uint8_t binary_op(Ctx *ctx, CodeUnit *ip, Value left, Value right, uint32_t op) {
  if (op == OP_SUBSCR) return subscript(ctx, ip, left, right);
  uint32_t operand;
  Value method = interp_binary_method(ctx, left, right, op, &operand);
  if (method) {
    if (!takes(method, 2)) return 0;
    put_u32(ip + 2, CELL(left)->shape);
    return OP_BINARY_OP_METHOD;
  }
  if (interp_reflected_method(ctx, left, right, op)) return OP_BINARY_OP_REFLECTED;
  if (op >= OP_INPLACE_FIRST) op -= OP_INPLACE_FIRST;
  if (both_int(left, right)) return binary_int(op);
  bool left_float = is_float_exact(ctx, left), right_float = is_float_exact(ctx, right);
  if (left_float && right_float)
    return one_of_four(op, OP_BINARY_OP_ADD_FLOAT, OP_BINARY_OP_SUBTRACT_FLOAT, OP_BINARY_OP_MULTIPLY_FLOAT,
                       OP_BINARY_OP_TRUE_DIVIDE_FLOAT);
  if (left_float && is_int(right)) {
    if (op == OP_POW) return right == int_tag(2) ? OP_BINARY_OP_POWER_FLOAT_INT : 0;
    return one_of_four(op, OP_BINARY_OP_ADD_FLOAT_INT, OP_BINARY_OP_SUBTRACT_FLOAT_INT, OP_BINARY_OP_MULTIPLY_FLOAT_INT,
                       OP_BINARY_OP_TRUE_DIVIDE_FLOAT_INT);
  }
  if (is_int(left) && right_float)
    return one_of_four(op, OP_BINARY_OP_ADD_INT_FLOAT, OP_BINARY_OP_SUBTRACT_INT_FLOAT, OP_BINARY_OP_MULTIPLY_INT_FLOAT,
                       OP_BINARY_OP_TRUE_DIVIDE_INT_FLOAT);
  if (op == OP_ADD && has_shape(left, ctx->shape.str) && has_shape(right, ctx->shape.str))
    return OP_BINARY_OP_ADD_UNICODE;
  return 0;
}

static uint8_t compare_op(Ctx *ctx, Value left, Value right, uint32_t oparg) {
  if (both_int(left, right)) return OP_COMPARE_OP_INT;
  bool left_float = is_float_exact(ctx, left), right_float = is_float_exact(ctx, right);
  /* A conversion that rounds could make unequal numbers equal: ints that large are rare and left to the generic
   * form. */
  const uint64_t exact = (uint64_t)1 << 53;
  if (left_float && right_float) return OP_COMPARE_OP_FLOAT;
  if (left_float && is_int(right) && (uint64_t)int_val(right) + exact <= 2 * exact) return OP_COMPARE_OP_FLOAT_INT;
  if (right_float && is_int(left) && (uint64_t)int_val(left) + exact <= 2 * exact) return OP_COMPARE_OP_INT_FLOAT;
  uint32_t op = oparg >> COMPARE_SHIFT;
  bool equality = op == CMP_EQ || op == CMP_NE, inverted;
  if (equality && has_shape(left, ctx->shape.str) && has_shape(right, ctx->shape.str))
    return str_equal_soon(left, right) >= 0 ? OP_COMPARE_OP_STR : 0;
  return interp_compare_method(ctx, left, right, (CmpOp)op, &inverted) ? OP_COMPARE_OP_METHOD : 0;
}

static uint8_t to_bool(Ctx *ctx, CodeUnit *ip, Value value) {
  if (is_bool(value)) return OP_TO_BOOL_BOOL;
  if (is_int(value)) return OP_TO_BOOL_INT;
  if (value == V_NONE) return OP_TO_BOOL_NONE;
  if (!is_cell(value)) return 0;
  if (has_shape(value, ctx->shape.list)) return OP_TO_BOOL_LIST;
  if (has_shape(value, ctx->shape.str)) return OP_TO_BOOL_STR;
  uint32_t finish;
  if (interp_truth_method(ctx, value, &finish)) return OP_TO_BOOL_METHOD;
  Class *cls = class_of(ctx, value);
  if (cls->ops.truth || cls->ops.len) return 0;
  put_u32(ip + 2, CELL(value)->shape);
  put_u32(ip + 4, cls->version);
  return OP_TO_BOOL_ALWAYS_TRUE;
}

static uint8_t contains_op(Ctx *ctx, Value container) {
  if (has_shape(container, ctx->shape.set) || has_shape(container, ctx->shape.frozenset)) return OP_CONTAINS_OP_SET;
  if (has_shape(container, ctx->shape.dict)) return OP_CONTAINS_OP_DICT;
  if (has_shape(container, ctx->shape.list)) return OP_CONTAINS_OP_LIST;
  return interp_special_method(ctx, container, N___contains__, 2) ? OP_CONTAINS_OP_METHOD : 0;
}

static uint8_t store_subscr(Ctx *ctx, Value container, Value key) {
  if (is_int(key) && has_shape(container, ctx->shape.list)) return OP_STORE_SUBSCR_LIST_INT;
  if (has_shape(container, ctx->shape.dict)) return OP_STORE_SUBSCR_DICT;
  return interp_special_method(ctx, container, N___setitem__, 3) ? OP_STORE_SUBSCR_METHOD : 0;
}

/* Entry `name` of `dict`: version and index into the cache at `at`. */
static bool dict_entry(Ctx *ctx, Value dict, Value name, CodeUnit *version, CodeUnit *index) {
  if (!has_shape(dict, ctx->shape.dict)) return false; /* a subclass may have its own __getitem__ */
  int64_t entry = dict_index_of_str(ctx, dict, name);
  if (entry < 0 || entry > UINT16_MAX) return false;
  put_u32(version, ((Dict *)dict)->keys_version);
  index->cache = (uint16_t)entry;
  return true;
}

static uint8_t load_global(Ctx *ctx, Frame *frame, CodeUnit *ip, Value name, uint8_t module, uint8_t builtin) {
  Value globals = frame->func->globals, builtins = frame->func->builtins;
  if (dict_entry(ctx, globals, name, ip + 2, ip + 4)) return module;
  if (!has_shape(globals, ctx->shape.dict) || dict_get_str(ctx, globals, name) ||
      !dict_entry(ctx, builtins, name, ip + 4, ip + 6))
    return 0;
  put_u32(ip + 2, ((Dict *)globals)->keys_version);
  return builtin;
}

static uint8_t store_name(Ctx *ctx, Frame *frame, CodeUnit *ip, Value name, uint8_t opcode) {
  return dict_entry(ctx, frame->func->globals, name, ip + 2, ip + 4) ? opcode : 0;
}

/* Byte offset of an inline slot, or 0 when it has no place in a cache unit. */
static uint32_t slot_offset(const Shape *shape, uint32_t slot) {
  uint32_t offset = shape->slot_base + 8 * slot;
  return shape->slot_base && offset <= UINT16_MAX ? offset : 0;
}

static uint8_t load_attr(Ctx *ctx, CodeUnit *ip, Value owner, Value name, bool method) {
  if (!is_cell(owner)) return 0;
  AttrInfo info = attr_info_load(ctx, owner, name);
  Shape *shape = ctx->shapes[CELL(owner)->shape];
  if (info.shape && info.shape != shape->id) return 0;
  put_u32(ip + 2, shape->id);
  switch (info.kind) {
  case ATTR_SLOT: {
    uint32_t offset = slot_offset(shape, info.index);
    ip[4].cache = (uint16_t)offset;
    return offset ? OP_LOAD_ATTR_INSTANCE_VALUE : 0;
  }
  case ATTR_OVERFLOW_SLOT:
    if (!shape->slot_base || info.index > UINT16_MAX) return 0;
    ip[4].cache = (uint16_t)(shape->slot_base - 8);
    ip[5].cache = (uint16_t)info.index;
    return OP_LOAD_ATTR_OVERFLOW;
  case ATTR_TUPLE_ITEM:
    put_u32(ip + 4, info.class_version);
    ip[6].cache = (uint16_t)info.index;
    return OP_LOAD_ATTR_TUPLE_ITEM;
  case ATTR_MODULE:
    if (info.index > UINT16_MAX) return 0;
    put_u32(ip + 4, info.keys_version);
    ip[6].cache = (uint16_t)info.index;
    return OP_LOAD_ATTR_MODULE;
  case ATTR_CLASS_ATTR:
    put_u32(ip + 4, info.class_version);
    put_u64(ip + 6, info.value);
    return OP_LOAD_ATTR_CLASS;
  case ATTR_METHOD:
    if (!method) return 0; /* would make a bound method */
    break;
  case ATTR_PROPERTY:
    if (method || !takes(info.value, 1)) return 0;
    break;
  case ATTR_DESCRIPTOR:
    if (method || !interp_special_method(ctx, info.value, N___get__, 3)) return 0;
    break;
  case ATTR_HOOK:
    if (method || !takes(info.value, 2)) return 0;
    break;
  case ATTR_CLASS_VALUE: break;
  default: return 0;
  }
  put_u64(ip + 4, VAL(info.cls));
  put_u32(ip + 8, info.class_version);
  put_u64(ip + 10, info.value);
  return info.kind == ATTR_METHOD       ? OP_LOAD_ATTR_METHOD
         : info.kind == ATTR_PROPERTY   ? OP_LOAD_ATTR_PROPERTY
         : info.kind == ATTR_DESCRIPTOR ? OP_LOAD_ATTR_DESCRIPTOR
         : info.kind == ATTR_HOOK       ? OP_LOAD_ATTR_HOOK
                                        : OP_LOAD_ATTR_NONDESCRIPTOR;
}

static uint8_t store_attr(Ctx *ctx, CodeUnit *ip, Value owner, Value name) {
  if (!is_cell(owner)) return 0;
  if (interp_setter(ctx, owner, name)) return OP_STORE_ATTR_SETTER;
  Value descr;
  if (interp_set_method(ctx, owner, name, &descr)) return OP_STORE_ATTR_DESCRIPTOR;
  AttrInfo info = attr_info_store(ctx, owner, name);
  Shape *shape = ctx->shapes[CELL(owner)->shape];
  if (info.shape != shape->id) return 0;
  put_u32(ip + 2, shape->id);
  if (info.kind == ATTR_OVERFLOW_SLOT) {
    if (!shape->slot_base || info.index > UINT16_MAX) return 0;
    ip[4].cache = (uint16_t)(shape->slot_base - 8);
    ip[5].cache = (uint16_t)info.index;
    return OP_STORE_ATTR_OVERFLOW;
  }
  if (info.kind != ATTR_SLOT && info.kind != ATTR_ADD_SLOT) return 0;
  uint32_t offset = slot_offset(shape, info.index);
  if (!offset) return 0;
  if (info.kind == ATTR_SLOT) {
    ip[4].cache = (uint16_t)offset;
    return OP_STORE_ATTR_INSTANCE_VALUE;
  }
  put_u32(ip + 4, info.new_shape);
  ip[6].cache = (uint16_t)offset;
  return OP_STORE_ATTR_ADD_SLOT;
}

static uint8_t unpack_sequence(Ctx *ctx, Value sequence, uint32_t n) {
  if (has_shape(sequence, ctx->shape.tuple)) return n == 2 ? OP_UNPACK_SEQUENCE_TWO_TUPLE : OP_UNPACK_SEQUENCE_TUPLE;
  return has_shape(sequence, ctx->shape.list) ? OP_UNPACK_SEQUENCE_LIST : 0;
}

static uint8_t for_iter(Ctx *ctx, CodeUnit *ip, Value iter) {
  if (!is_cell(iter)) return 0;
  if (has_shape(iter, ctx->shape.generator)) return OP_FOR_ITER_GEN;
  Shape *shape = shape_of(ctx, iter);
  put_u32(ip + 2, shape->id);
  if (shape->kind == KIND_ITER) {
    switch (((Iter *)iter)->op) {
    case ITER_LIST: return OP_FOR_ITER_LIST;
    case ITER_TUPLE: return OP_FOR_ITER_TUPLE;
    case ITER_RANGE: return OP_FOR_ITER_RANGE;
    default: break;
    }
  }
  if (interp_special_method(ctx, iter, N___next__, 1)) return OP_FOR_ITER_METHOD;
  if (interp_applies(ctx, iter)) return OP_FOR_ITER_APPLY;
  return shape->cls->ops.next ? OP_FOR_ITER_C : 0;
}

/* Number of parameters of a built-in that takes its arguments as they come, which nargs must equal; -1: it does not. */
static int plain_params(const char *params) {
  int n = 0;
  for (const char *p = params; *p;) {
    while (*p == ' ') p++;
    if (*p == '*') return -1;
    if (*p && *p != '/') n++;
    while (*p && *p != ' ') p++;
  }
  return n;
}

static bool takes_plainly(const CFuncDef *def, uint32_t nargs) {
  if ((int)nargs < def->min || (def->max >= 0 && (int)nargs > def->max)) return false;
  return !def->params || plain_params(def->params) == (int)nargs;
}

static bool is_builtin(Ctx *ctx, Value callable, Value name) {
  return dict_get_str(ctx, ctx->builtins, name) == callable;
}

static uint8_t call_c(Ctx *ctx, CodeUnit *ip, Value callable, Value self, const Value *args, uint32_t nargs) {
  const CFuncDef *def = ((CFunction *)callable)->def;
  bool descriptor = class_of(ctx, callable) == ctx->cls.method_descr;
  if (descriptor != (self != V_NULL) || !takes_plainly(def, nargs)) return OP_CALL_NON_PY_GENERAL;
  put_u32(ip + 2, CELL(callable)->shape);
  put_u64(ip + 4, (uint64_t)(uintptr_t)def);
  if (descriptor) {
    bool append = nargs == 1 && has_shape(self, ctx->shape.list) &&
                  callable == class_lookup(ctx, ctx->cls.list, NAME(append));
    return append ? OP_CALL_LIST_APPEND : OP_CALL_METHOD_DESCRIPTOR;
  }
  if (nargs == 1 && is_builtin(ctx, callable, NAME(len)))
    return interp_special_method(ctx, *args, N___len__, 1) ? OP_CALL_LEN_METHOD : OP_CALL_LEN;
  if (nargs == 1) return OP_CALL_BUILTIN_O;
  return nargs == 2 && is_builtin(ctx, callable, NAME(isinstance)) ? OP_CALL_ISINSTANCE : OP_CALL_BUILTIN_FAST;
}

static uint8_t call_class(Ctx *ctx, CodeUnit *ip, Value callable, const Value *args, uint32_t nargs) {
  Class *cls = (Class *)callable;
  if (nargs == 1) {
    uint32_t of;
    if (cls == ctx->cls.type) return OP_CALL_TYPE_1;
    if (cls == ctx->cls.str)
      return interp_text_method(ctx, *args, TEXT_OF_STR, &of) ? OP_CALL_STR_METHOD : OP_CALL_STR_1;
    if (cls == ctx->cls.tuple) return OP_CALL_TUPLE_1;
  }
  if (interp_new_method(ctx, cls)) return OP_CALL_NEW;
  Value init;
  if (!interp_plain_class(ctx, cls, &init)) return OP_CALL_NON_PY_GENERAL;
  put_u32(ip + 2, CELL(callable)->shape);
  put_u32(ip + 4, cls->version);
  put_u64(ip + 6, init);
  return OP_CALL_ALLOC_AND_ENTER_INIT;
}

static uint8_t call(Ctx *ctx, CodeUnit *ip, Value callable, Value self, const Value *args, uint32_t nargs) {
  if (!is_cell(callable)) return 0;
  if (has_shape(callable, ctx->shape.function)) {
    return takes(callable, nargs + (self != V_NULL)) ? OP_CALL_PY_EXACT_ARGS : OP_CALL_PY_GENERAL;
  }
  if (has_shape(callable, ctx->shape.method) && !self)
    return has_shape(((Method *)callable)->func, ctx->shape.function) ? OP_CALL_BOUND_METHOD : OP_CALL_NON_PY_GENERAL;
  if (interp_may_have_twin(ctx, callable, args, nargs)) return 0;
  Shape *shape = shape_of(ctx, callable);
  if (shape->kind == KIND_PARTIAL && !self && interp_partial_is_plain(ctx, callable, nargs)) return OP_CALL_PARTIAL;
  if (shape->kind == KIND_CFUNCTION) return call_c(ctx, ip, callable, self, args, nargs);
  if (shape->kind == KIND_CLASS && !self) return call_class(ctx, ip, callable, args, nargs);
  if (!self && interp_call_method(ctx, callable)) return OP_CALL_INSTANCE;
  return OP_CALL_NON_PY_GENERAL;
}

static uint8_t choose(Ctx *ctx, Frame *frame, CodeUnit *ip, uint8_t family, Value *sp, uint32_t oparg) {
  switch (family) {
  case OP_BINARY_OP: return binary_op(ctx, ip, sp[-2], sp[-1], oparg);
  case OP_COMPARE_OP: return compare_op(ctx, sp[-2], sp[-1], oparg);
  case OP_TO_BOOL: return to_bool(ctx, ip, sp[-1]);
  case OP_CONTAINS_OP: return contains_op(ctx, sp[-1]);
  case OP_STORE_SUBSCR: return store_subscr(ctx, sp[-2], sp[-1]);
  case OP_LOAD_GLOBAL:
    return load_global(ctx, frame, ip, CODE_NAME(frame, oparg >> 1), OP_LOAD_GLOBAL_MODULE, OP_LOAD_GLOBAL_BUILTIN);
  case OP_LOAD_NAME:
    if (frame->locals != frame->func->globals) return 0;
    return load_global(ctx, frame, ip, CODE_NAME(frame, oparg), OP_LOAD_NAME_MODULE, OP_LOAD_NAME_BUILTIN);
  case OP_STORE_NAME:
    if (frame->locals != frame->func->globals) return 0;
    return store_name(ctx, frame, ip, CODE_NAME(frame, oparg), OP_STORE_NAME_MODULE);
  case OP_STORE_GLOBAL: return store_name(ctx, frame, ip, CODE_NAME(frame, oparg), OP_STORE_GLOBAL_MODULE);
  case OP_LOAD_ATTR: return load_attr(ctx, ip, sp[-1], CODE_NAME(frame, oparg >> 1), oparg & 1);
  case OP_STORE_ATTR: return store_attr(ctx, ip, sp[-1], CODE_NAME(frame, oparg));
  case OP_UNPACK_SEQUENCE: return unpack_sequence(ctx, sp[-1], oparg);
  case OP_FOR_ITER: return for_iter(ctx, ip, sp[-1]);
  case OP_SEND:
    return has_shape(sp[-2], ctx->shape.generator) || has_shape(sp[-2], ctx->shape.coroutine) ? OP_SEND_GEN : 0;
  case OP_CALL: return call(ctx, ip, sp[-2 - (intptr_t)oparg], sp[-1 - (intptr_t)oparg], sp - oparg, oparg);
  case OP_CALL_KW: {
    Value callable = sp[-3 - (intptr_t)oparg];
    if (is_class(ctx, callable) && interp_new_method(ctx, (Class *)callable)) return OP_CALL_KW_NEW;
    return has_shape(callable, ctx->shape.function) ? OP_CALL_KW_PY : 0;
  }
  default: return 0;
  }
}

/* Returns the opcode to run. */
static __attribute__((noinline)) uint8_t specialize(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, uint32_t oparg) {
  /* Where a trace begins, ENTER_EXECUTOR has replaced the instruction; its counter and cache are where they were. */
  Executor *executor = ip->op == OP_ENTER_EXECUTOR ? frame->code->executors[ip->arg] : NULL;
  uint8_t *op = executor ? &executor->original.op : &ip->op;
  uint8_t family = opcode_family[*op];
  if (ip[1].cache == 0) {
    ip[1].cache = WARM_UP;
  } else {
    uint32_t exponent = ip[1].cache & 15;
    uint8_t opcode = choose(ctx, frame, ip, family, sp, oparg);
    *op = opcode ? opcode : family;
    ip[1].cache = opcode ? COOL_DOWN
                         : COUNTER((1u << exponent) - 1, exponent < MAX_EXPONENT ? exponent + 1 : exponent) | 16;
  }
  return *op;
}

PRESERVE_NONE Value interp_specialize(Ctx *ctx, Frame *frame, CodeUnit *ip, Value *sp, uint32_t oparg) {
  frame->ip = ip;
  uint8_t opcode = specialize(ctx, frame, ip, sp, oparg);
  if (LIKELY(ctx->dispatch[opcode] == interp_handlers[opcode]))
    MUSTTAIL return interp_handlers[opcode](ctx, frame, ip, sp, oparg);
  record_changed(ctx, opcode);
  MUSTTAIL return interp_single_handlers[opcode](ctx, frame, ip, sp, oparg);
}
