/* TypeOps entries of classes whose dunders are written in Python: each looks its dunder up on type(self), calls it, and
 * checks the result as CPython's slot functions do. Slot wrappers found on the way (an inherited `object.__eq__`) run
 * directly. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "number/number.h"
#include "object/model.h"
#include "object/object.h"
#include "text/text.h"
#include <stdio.h>

static Value call1(Ctx *ctx, Value self, Value name) { return special_call_slot_required(ctx, self, name, NULL, 0); }

static Value generic_repr(Ctx *ctx, Value self) {
  Value result;
  if (special_call_maybe(ctx, self, NAME(__repr__), NULL, 0, &result) != SPECIAL_ABSENT) return result;
  char address[32];
  snprintf(address, sizeof address, "0x%llx", (unsigned long long)self);
  return str_format_c(ctx, "<%T object at %s>", self, address);
}
static Value generic_str(Ctx *ctx, Value self) { return call1(ctx, self, NAME(__str__)); }

bool hash_refused(Ctx *ctx, Value self, uint64_t *out) {
  (void)out;
  raise_format(ctx, EXC_TypeError, "unhashable type: '%T'", self);
  return false;
}

static bool generic_hash(Ctx *ctx, Value self, uint64_t *out) {
  Value result;
  Special how = special_call_maybe_unless_none(ctx, self, NAME(__hash__), NULL, 0, &result);
  if (how == SPECIAL_ABSENT || how == SPECIAL_REFUSED) return hash_refused(ctx, self, out);
  if (!result) return false;
  if (!is_int_value(ctx, result))
    return raise_format(ctx, EXC_TypeError, "__hash__ method should return an integer"), false;
  int64_t small;
  result = int_unwrap(ctx, result);
  if (int_to_i64(ctx, result, &small)) *out = small == -1 ? (uint64_t)-2 : (uint64_t)small;
  else return int_hash(ctx, result, out);
  return true;
}

/* NotImplemented when there is no such method. */
static Value ask(Ctx *ctx, Value self, Value name, Value other) {
  Value result;
  return special_call_maybe(ctx, self, name, &other, 1, &result) == SPECIAL_ABSENT ? V_NOTIMPL : result;
}

static Value generic_compare(Ctx *ctx, Value self, Value other, CmpOp op) {
  return ask(ctx, self, ctx->names[compare_dunder(op)], other);
}

int special_truth(Ctx *ctx, Value result) {
  if (is_bool(result)) return result == V_TRUE;
  raise_format(ctx, EXC_TypeError, "__bool__ should return bool, returned %T", result);
  return -1;
}

static int generic_truth(Ctx *ctx, Value self) {
  Value result;
  switch (special_call_maybe_unless_none(ctx, self, NAME(__bool__), NULL, 0, &result)) {
  case SPECIAL_REFUSED: return raise_format(ctx, EXC_TypeError, "'%T' cannot be interpreted as a boolean", self), -1;
  case SPECIAL_RAISED: return -1;
  case SPECIAL_RETURNED: return special_truth(ctx, result);
  case SPECIAL_ABSENT: break;
  }
  Class *cls = class_of(ctx, self);
  if (!cls->ops.len) return 1;
  int64_t len = cls->ops.len(ctx, self);
  return len < 0 ? -1 : len > 0;
}

int64_t special_length(Ctx *ctx, Value result) {
  Value index = object_index(ctx, result);
  if (!index) return -1;
  if (int_sign(ctx, index) < 0) return raise_format(ctx, EXC_ValueError, "__len__() should return >= 0"), -1;
  int64_t len;
  if (!int_to_i64(ctx, index, &len)) {
    raise_format(ctx, EXC_OverflowError, "cannot fit '%T' into an index-sized integer", result);
    return -1;
  }
  return len;
}

static int64_t generic_len(Ctx *ctx, Value self) {
  Value result = call1(ctx, self, NAME(__len__));
  return result ? special_length(ctx, result) : -1;
}

static Value generic_getitem(Ctx *ctx, Value self, Value key) {
  return special_call_slot_required(ctx, self, NAME(__getitem__), &key, 1);
}

static bool generic_setitem(Ctx *ctx, Value self, Value key, Value value) {
  Value args[2] = {key, value};
  return special_call_slot_required(ctx, self, value ? NAME(__setitem__) : NAME(__delitem__), args, value ? 2 : 1) !=
         V_NULL;
}

static int generic_contains(Ctx *ctx, Value self, Value item) {
  Value result;
  Special how = special_call_maybe_unless_none(ctx, self, NAME(__contains__), &item, 1, &result);
  if (how == SPECIAL_REFUSED) return raise_format(ctx, EXC_TypeError, "'%T' object is not a container", self), -1;
  if (how == SPECIAL_ABSENT) return contains_by_iterating(ctx, self, item);
  return result ? object_truth(ctx, result) : -1;
}

static Value generic_iter(Ctx *ctx, Value self) {
  Value result;
  Special how = special_call_maybe_unless_none(ctx, self, NAME(__iter__), NULL, 0, &result);
  if (how == SPECIAL_RETURNED || how == SPECIAL_RAISED) return result;
  if (how == SPECIAL_ABSENT && class_of(ctx, self)->ops.getitem) return iter_sequence(ctx, self);
  return raise_format(ctx, EXC_TypeError, "'%T' object is not iterable", self), V_NULL;
}

static Value generic_next(Ctx *ctx, Value self) {
  Value result = call1(ctx, self, NAME(__next__));
  if (!result && exc_matches(ctx, EXC_StopIteration)) exc_clear(ctx);
  return result;
}

/* CPython's SLOT1BINFULL: the right operand's reflected method comes first when its class overrides the left class's.
 */
static bool overrides_reflected(Ctx *ctx, Value left, Value right, Value name) {
  Value theirs = class_lookup(ctx, class_of(ctx, right), name);
  return theirs && theirs != class_lookup(ctx, class_of(ctx, left), name);
}

const TypeOps *inherited_operator(Ctx *ctx, Class *cls, BinOp op, DunderForm form) {
  int which = form == DUNDER_BINARY ? 0 : form == DUNDER_RBINARY ? 1 : 2;
  Value method = class_lookup(ctx, cls, ctx->names[binary_dunder(op, which)]);
  if (!method || !has_kind(ctx, method, KIND_SLOT_DESCR) || CELL(method)->flags != DESCR_WRAPPER) return NULL;
  SlotDescr *wrapper = (SlotDescr *)method;
  const Dunder *d = wrapper->def;
  return d->form == form && d->arg == (int)op && is_subclass(cls, wrapper->owner) ? &wrapper->owner->ops : NULL;
}

const TypeOps *sequence_operators(Ctx *ctx, Class *cls, BinOp op) {
  if ((op != OP_ADD && op != OP_MUL) || !cls->ops.getitem || !cls->ops.len || !cls->ops.binary) return NULL;
  if (class_is_proxy(cls)) return NULL;
  const Classes *c = &ctx->cls;
  if (cls == c->str || cls == c->list || cls == c->tuple || cls == c->bytes || cls == c->bytearray) return &cls->ops;
  const TypeOps *ops = inherited_operator(ctx, cls, op, DUNDER_BINARY);
  if (!ops || !ops->getitem || !ops->len) return NULL;
  if (op == OP_MUL) return inherited_operator(ctx, cls, op, DUNDER_RBINARY) == ops ? ops : NULL;
  return class_lookup(ctx, cls, NAME(__radd__)) ? NULL : ops;
}

static bool asks_methods(Ctx *ctx, Class *cls, BinOp op);

static Value generic_binary(Ctx *ctx, Value left, Value right, BinOp op) {
  Class *lc = class_of(ctx, left), *rc = class_of(ctx, right);
  bool try_right = lc != rc && asks_methods(ctx, rc, op);
  Value plain = ctx->names[binary_dunder(op, 0)], reflected = ctx->names[binary_dunder(op, 1)];
  if (asks_methods(ctx, lc, op)) {
    if (try_right && is_subclass(rc, lc) && overrides_reflected(ctx, left, right, reflected)) {
      Value result = ask(ctx, right, reflected, left);
      if (result != V_NOTIMPL) return result;
      try_right = false;
    }
    Value result = ask(ctx, left, plain, right);
    if (result != V_NOTIMPL || lc == rc) return result;
  }
  return try_right ? ask(ctx, right, reflected, left) : V_NOTIMPL;
}

static bool asks_methods(Ctx *ctx, Class *cls, BinOp op) {
  return cls->ops.binary == generic_binary && !sequence_operators(ctx, cls, op);
}

static Value generic_inplace(Ctx *ctx, Value left, Value right, BinOp op) {
  /* Called as a method, that of a built-in sequence would refuse what is no sequence and no index in other words. */
  const TypeOps *inherited = inherited_operator(ctx, class_of(ctx, left), op, DUNDER_INPLACE);
  if (inherited) return inherited->inplace(ctx, left, right, op);
  Value result;
  return special_call_slot(ctx, left, ctx->names[binary_dunder(op, 2)], &right, 1, &result) == SPECIAL_ABSENT
             ? V_NOTIMPL
             : result;
}

static Value generic_negative(Ctx *ctx, Value self) { return call1(ctx, self, NAME(__neg__)); }
static Value generic_positive(Ctx *ctx, Value self) { return call1(ctx, self, NAME(__pos__)); }
static Value generic_invert(Ctx *ctx, Value self) { return call1(ctx, self, NAME(__invert__)); }
static Value generic_absolute(Ctx *ctx, Value self) { return call1(ctx, self, NAME(__abs__)); }
static Value generic_index(Ctx *ctx, Value self) { return call1(ctx, self, NAME(__index__)); }
static Value generic_int(Ctx *ctx, Value self) { return call1(ctx, self, NAME(__int__)); }
static Value generic_float(Ctx *ctx, Value self) { return call1(ctx, self, NAME(__float__)); }

/* f(self, *args, **kw) for a dunder that takes any arguments. */
static Value call_any(Ctx *ctx, Value self, Value name, const Value *args, uint32_t nargs, Value kwnames) {
  Class *cls = class_of(ctx, self);
  Value method = class_lookup(ctx, cls, name);
  if (!method) return raise_format(ctx, EXC_TypeError, "'%T' object is not callable", self), V_NULL;
  if (!is_method_like(ctx, method)) {
    Value bound = descriptor_bind(ctx, method, self, cls);
    return bound ? py_call(ctx, bound, args, nargs, kwnames) : V_NULL;
  }
  uint32_t n = nargs + kwnames_count(kwnames);
  Value small[9];
  Value *with_self = small;
  if (n > 8) { /* a cell, so that the collector sees it whole */
    Array *array = array_new(ctx, n + 1);
    if (!array) return V_NULL;
    with_self = array->items;
  }
  with_self[0] = self;
  for (uint32_t i = 0; i < n; i++) with_self[i + 1] = args[i];
  return py_call(ctx, method, with_self, nargs + 1, kwnames);
}

/* Not a tail call, which would use no stack: a __call__ that is an instance of its class would go on for ever. */
static Value generic_call(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  if (!c_stack_check(ctx)) return V_NULL;
  Value result = call_any(ctx, self, NAME(__call__), args, nargs, kwnames);
  __asm__ volatile("");
  return result;
}

static bool generic_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  Value result = call_any(ctx, self, NAME(__init__), args, nargs, kwnames);
  if (result && result != V_NONE) {
    raise_format(ctx, EXC_TypeError, "__init__() should return None, not '%T'", result);
    return false;
  }
  return result != V_NULL;
}

static Value generic_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  Value function = class_lookup(ctx, cls, NAME(__new__));
  Value bound = function ? descriptor_bind(ctx, function, V_NULL, cls) : V_NULL;
  if (!bound) {
    if (!ctx->exc) raise_format(ctx, EXC_TypeError, "cannot create '%U' instances", class_full_name(ctx, cls));
    return V_NULL;
  }
  uint32_t n = nargs + kwnames_count(kwnames);
  Array *array = array_new(ctx, n + 1);
  if (!array) return V_NULL;
  array->items[0] = VAL(cls);
  for (uint32_t i = 0; i < n; i++) array->items[i + 1] = args[i];
  return py_call(ctx, bound, array->items, nargs + 1, kwnames);
}

/* __getattribute__ (or the built-in one), then __getattr__ if that ended in AttributeError. Where __getattr__ follows,
 * the built-in one need not make an error. */
static Value generic_getattr(Ctx *ctx, Value self, Value name) {
  if (!c_stack_check(ctx)) return V_NULL;
  Class *cls = class_of(ctx, self);
  bool hook = class_lookup(ctx, cls, NAME(__getattr__)) != V_NULL;
  Value method = class_lookup(ctx, cls, NAME(__getattribute__)), result;
  if (hook && method == class_lookup(ctx, ctx->cls.object, NAME(__getattribute__)))
    result = object_find_attr(ctx, self, name);
  else if (special_call_slot(ctx, self, NAME(__getattribute__), &name, 1, &result) == SPECIAL_ABSENT)
    result = object_getattr(ctx, self, name);
  if (result || !hook || (ctx->exc && !exc_matches(ctx, EXC_AttributeError))) return result;
  if (ctx->exc) exc_clear(ctx);
  return special_call_slot_required(ctx, self, NAME(__getattr__), &name, 1);
}

static bool generic_setattr(Ctx *ctx, Value self, Value name, Value value) {
  Value args[2] = {name, value}, result;
  Value method = value ? NAME(__setattr__) : NAME(__delattr__);
  if (special_call_slot(ctx, self, method, args, value ? 2 : 1, &result) == SPECIAL_ABSENT)
    return object_setattr(ctx, self, name, value);
  return result != V_NULL;
}

static Value generic_descr_get(Ctx *ctx, Value descr, Value obj, Class *owner) {
  Value args[2] = {obj ? obj : V_NONE, VAL(owner)};
  Value method = class_lookup(ctx, class_of(ctx, descr), NAME(__get__)); /* called unbound, as in CPython */
  if (!method) return descr;
  Value with_self[3] = {descr, args[0], args[1]};
  return py_call(ctx, method, with_self, 3, V_NULL);
}

static bool generic_descr_set(Ctx *ctx, Value descr, Value obj, Value value) {
  Value args[2] = {obj, value};
  return special_call_slot_required(ctx, descr, value ? NAME(__set__) : NAME(__delete__), args, value ? 2 : 1) !=
         V_NULL;
}

const TypeOps GENERIC_OPS = {
    .new_ = generic_new,
    .init = generic_init,
    .call = generic_call,
    .repr = generic_repr,
    .str = generic_str,
    .hash = generic_hash,
    .compare = generic_compare,
    .truth = generic_truth,
    .len = generic_len,
    .getitem = generic_getitem,
    .setitem = generic_setitem,
    .contains = generic_contains,
    .iter = generic_iter,
    .next = generic_next,
    .binary = generic_binary,
    .inplace = generic_inplace,
    .negative = generic_negative,
    .positive = generic_positive,
    .invert = generic_invert,
    .absolute = generic_absolute,
    .index = generic_index,
    .int_ = generic_int,
    .float_ = generic_float,
    .getattr = generic_getattr,
    .setattr = generic_setattr,
    .descr_get = generic_descr_get,
    .descr_set = generic_descr_set,
    .get_buffer = generic_get_buffer,
};
