/* From TypeOps to dunder methods: a built-in class's own entries appear in its dict as slot wrappers (`list.__len__`).
 * The other way is refresh.c. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "object/model.h"
#include "object/object.h"
#include "text/text.h"
#include <string.h>

#define OP(field) offsetof(TypeOps, field)
#define UNARY(id, field) {N_##id, OP(field), DUNDER_UNARY, 0}
#define COMPARE(id, cmp) {N_##id, OP(compare), DUNDER_COMPARE, cmp}
#define BINARY(op, plain, reflected, inplace_)                                                   \
  {N_##plain, OP(binary), DUNDER_BINARY, op}, {N_##reflected, OP(binary), DUNDER_RBINARY, op}, { \
    N_##inplace_, OP(inplace), DUNDER_INPLACE, op                                                \
  }

const Dunder DUNDERS[] = {
    UNARY(__repr__, repr),
    UNARY(__str__, str),
    {N___hash__, OP(hash), DUNDER_HASH, 0},
    COMPARE(__lt__, CMP_LT),
    COMPARE(__le__, CMP_LE),
    COMPARE(__eq__, CMP_EQ),
    COMPARE(__ne__, CMP_NE),
    COMPARE(__gt__, CMP_GT),
    COMPARE(__ge__, CMP_GE),
    {N___bool__, OP(truth), DUNDER_TRUTH, 0},
    {N___len__, OP(len), DUNDER_LEN, 0},
    {N___getitem__, OP(getitem), DUNDER_GETITEM, 0},
    {N___setitem__, OP(setitem), DUNDER_SETITEM, 0},
    {N___delitem__, OP(setitem), DUNDER_DELITEM, 0},
    {N___contains__, OP(contains), DUNDER_CONTAINS, 0},
    UNARY(__iter__, iter),
    {N___next__, OP(next), DUNDER_NEXT, 0},
    BINARY(OP_ADD, __add__, __radd__, __iadd__),
    BINARY(OP_SUB, __sub__, __rsub__, __isub__),
    BINARY(OP_MUL, __mul__, __rmul__, __imul__),
    BINARY(OP_MATMUL, __matmul__, __rmatmul__, __imatmul__),
    BINARY(OP_TRUEDIV, __truediv__, __rtruediv__, __itruediv__),
    BINARY(OP_FLOORDIV, __floordiv__, __rfloordiv__, __ifloordiv__),
    BINARY(OP_MOD, __mod__, __rmod__, __imod__),
    BINARY(OP_POW, __pow__, __rpow__, __ipow__),
    BINARY(OP_LSHIFT, __lshift__, __rlshift__, __ilshift__),
    BINARY(OP_RSHIFT, __rshift__, __rrshift__, __irshift__),
    BINARY(OP_AND, __and__, __rand__, __iand__),
    BINARY(OP_OR, __or__, __ror__, __ior__),
    BINARY(OP_XOR, __xor__, __rxor__, __ixor__),
    UNARY(__neg__, negative),
    UNARY(__pos__, positive),
    UNARY(__invert__, invert),
    UNARY(__abs__, absolute),
    UNARY(__index__, index),
    UNARY(__int__, int_),
    UNARY(__float__, float_),
    {N___call__, OP(call), DUNDER_CALL, 0},
    {N___init__, OP(init), DUNDER_INIT, 0},
    {N___getattribute__, OP(getattr), DUNDER_GETATTR, 0},
    {N___setattr__, OP(setattr), DUNDER_SETATTR, 0},
    {N___delattr__, OP(setattr), DUNDER_DELATTR, 0},
    {N___get__, OP(descr_get), DUNDER_GET, 0},
    {N___set__, OP(descr_set), DUNDER_SET, 0},
    {N___delete__, OP(descr_set), DUNDER_DELETE, 0},
    {N___buffer__, OP(get_buffer), DUNDER_BUFFER, 0},
};
_Static_assert(sizeof DUNDERS / sizeof DUNDERS[0] == NDUNDERS, "model.h says how many");

NameId binary_dunder(BinOp op, int which) {
  for (int i = 0; i < NDUNDERS; i++)
    if (DUNDERS[i].form == DUNDER_BINARY && DUNDERS[i].arg == op) return DUNDERS[i + which].id;
  return N___add__;
}

NameId compare_dunder(CmpOp op) {
  static const NameId ids[] = {N___lt__, N___le__, N___eq__, N___ne__, N___gt__, N___ge__};
  return ids[op];
}

/* ---- out: C entries as Python methods ---- */

#define BIT(op) (1u << (op))
/* Which operators the `binary` of a built-in kind really handles, in left and right form. */
static void binary_operators(const Class *cls, uint32_t *plain, uint32_t *reflected, uint32_t *inplace) {
  uint32_t bits = BIT(OP_AND) | BIT(OP_OR) | BIT(OP_XOR);
  uint32_t arithmetic = BIT(OP_ADD) | BIT(OP_SUB) | BIT(OP_MUL) | BIT(OP_TRUEDIV) | BIT(OP_POW);
  uint32_t sequence = BIT(OP_ADD) | BIT(OP_MUL);
  *inplace = ~0u;
  switch ((CellKind)cls->kind) {
  case KIND_BIGINT:
    *plain = *reflected = arithmetic | bits | BIT(OP_FLOORDIV) | BIT(OP_MOD) | BIT(OP_LSHIFT) | BIT(OP_RSHIFT);
    break;
  case KIND_FLOAT: *plain = *reflected = arithmetic | BIT(OP_FLOORDIV) | BIT(OP_MOD); break;
  case KIND_COMPLEX: *plain = *reflected = arithmetic; break;
  case KIND_STR:
  case KIND_BYTES:
  case KIND_BYTEARRAY:
    *plain = sequence | BIT(OP_MOD);
    *reflected = BIT(OP_MUL) | BIT(OP_MOD);
    *inplace = sequence;
    break;
  case KIND_LIST:
  case KIND_TUPLE:
    *plain = *inplace = sequence;
    *reflected = BIT(OP_MUL);
    break;
  case KIND_DICT:
  case KIND_PROXY:
  case KIND_CLASS: *plain = *reflected = *inplace = BIT(OP_OR); break;
  case KIND_SET:
  case KIND_DICT_VIEW: *plain = *reflected = *inplace = bits | BIT(OP_SUB); break;
  case KIND_OTHER:
    if (cls->ops.operators) {
      *plain = *reflected = (uint32_t)cls->ops.operators;
      break;
    }
    if (cls->flags & CLASS_MAPPING) { /* FrameLocalsProxy */
      *plain = *reflected = *inplace = BIT(OP_OR);
      break;
    }
    if (cls->ops.getitem) { /* sequences of modules: deque, array */
      *plain = *inplace = sequence;
      *reflected = BIT(OP_MUL);
      break;
    }
    if (cls->ops.float_) { /* numbers of modules: Decimal */
      *plain = *reflected = arithmetic | BIT(OP_FLOORDIV) | BIT(OP_MOD);
      break;
    }
    __attribute__((fallthrough));
  default: *plain = *reflected = BIT(OP_OR); /* None, X[Y], X | Y: types in annotations */
  }
}

static bool shows(Class *cls, const Dunder *d) {
  uint32_t plain, reflected, inplace;
  binary_operators(cls, &plain, &reflected, &inplace);
  switch (d->form) {
  case DUNDER_BINARY: return plain >> d->arg & 1;
  case DUNDER_RBINARY: return reflected >> d->arg & 1;
  case DUNDER_INPLACE: return inplace >> d->arg & 1;
  case DUNDER_TRUTH:
    return !cls->ops.len || cls->kind == KIND_RANGE; /* containers have a quick truth, but no __bool__ */
  case DUNDER_DELETE:
  case DUNDER_SET: return cls->ops.descr_set;
  default: return true;
  }
}

static Value wrapper_new(Ctx *ctx, Class *owner, const Dunder *d) {
  SlotDescr *wrapper = heap_alloc(ctx, ctx->cls.wrapper_descr->root, sizeof(SlotDescr));
  if (!wrapper) return V_NULL;
  wrapper->h.flags = DESCR_WRAPPER;
  wrapper->name = ctx->names[d->id];
  wrapper->owner = owner;
  wrapper->def = d;
  return VAL(wrapper);
}

/* object.__new__ and its like: a built-in function whose self is the class that owns the constructor. */
METHOD(call_new) {
  Class *owner = as_class(self);
  if (nargs == 0)
    return raise_format(ctx, EXC_TypeError, "%U.__new__(): not enough arguments", class_tp_name(ctx, owner)), V_NULL;
  if (!is_class(ctx, args[0])) {
    raise_format(ctx, EXC_TypeError, "%U.__new__(X): X is not a type object (%T)", class_tp_name(ctx, owner), args[0]);
    return V_NULL;
  }
  Class *cls = as_class(args[0]);
  if (!is_subclass(cls, owner)) {
    Value name = class_tp_name(ctx, owner), other = class_tp_name(ctx, cls);
    raise_format(ctx, EXC_TypeError, "%U.__new__(%U): %U is not a subtype of %U", name, other, other, name);
    return V_NULL;
  }
  /* the innermost constructor that is not written in Python must be the owner's */
  Class *stat = cls;
  while (stat->ops.new_ == GENERIC_OPS.new_) stat = stat->base;
  if (!stat->ops.new_) {
    raise_format(ctx, EXC_TypeError, "cannot create '%U' instances", class_full_name(ctx, stat));
    return V_NULL;
  }
  if (stat->ops.new_ != owner->ops.new_) {
    raise_format(ctx, EXC_TypeError, "%U.__new__(%U) is not safe, use %U.__new__()", class_tp_name(ctx, owner),
                 class_tp_name(ctx, cls), class_tp_name(ctx, stat));
    return V_NULL;
  }
  return owner->ops.new_(ctx, cls, args + 1, nargs - 1, kwnames);
}
static const CFuncDef new_def = {
    "__new__", call_new, 0, -1, CF_KW, NULL, "Create and return a new object.  See help(type) for accurate signature."};

bool is_builtin_new(Ctx *ctx, Value found) {
  return has_kind(ctx, found, KIND_CFUNCTION) && ((CFunction *)found)->def == &new_def;
}

bool class_expose_ops(Ctx *ctx, Class *cls, const TypeOps *own) {
  for (int i = 0; i < NDUNDERS; i++) {
    const Dunder *d = &DUNDERS[i];
    if (!*(void *const *)((const char *)own + d->op) || !shows(cls, d)) continue;
    if (dict_get_str(ctx, cls->dict, ctx->names[d->id])) continue;
    Value wrapper = wrapper_new(ctx, cls, d);
    if (!wrapper || !dict_set(ctx, cls->dict, ctx->names[d->id], wrapper)) return false;
  }
  if (!own->new_ || dict_get_str(ctx, cls->dict, NAME(__new__))) return true;
  Value function = cfunction_new(ctx, &new_def, VAL(cls), V_NULL);
  return function && dict_set(ctx, cls->dict, NAME(__new__), function);
}
