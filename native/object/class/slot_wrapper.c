/* Calls of a slot wrapper: `list.__len__(x)`, `super().__setattr__(name, v)`. The wrapper runs its owner's TypeOps
 * entry, whatever type(self) overrides, after CPython's argument checks ("expected 1 argument, got 0"). */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "interp/run.h"
#include "number/number.h"
#include "object/buffer.h"
#include "object/model.h"
#include "object/object.h"

static bool check(Ctx *ctx, const Dunder *d, uint32_t nargs, uint32_t min, uint32_t max) {
  if (nargs >= min && nargs <= max) return true;
  if (min == max && (d->form == DUNDER_SETITEM || d->form == DUNDER_SETATTR || d->form == DUNDER_SET))
    raise_format(ctx, EXC_TypeError, "%U expected %d arguments, got %d", ctx->names[d->id], (int)min, (int)nargs);
  else if (min != max && d->arg == OP_POW && (d->form == DUNDER_BINARY || d->form == DUNDER_RBINARY))
    raise_format(ctx, EXC_TypeError, "expected %d or %d arguments, got %d", (int)min, (int)max, (int)nargs);
  else if (min != max)
    raise_format(ctx, EXC_TypeError, "%U expected at %s %d argument%s, got %d", ctx->names[d->id],
                 nargs < min ? "least" : "most", (int)(nargs < min ? min : max),
                 (nargs < min ? min : max) == 1 ? "" : "s", (int)nargs);
  else raise_format(ctx, EXC_TypeError, "expected %d argument%s, got %d", (int)min, min == 1 ? "" : "s", (int)nargs);
  return false;
}

/* What repeats a sequence wants an index, and is asked by the number of its slot: it does not say NotImplemented. */
static bool repeats(const TypeOps *ops, const Dunder *d) { return d->arg == OP_MUL && ops->getitem && ops->len; }
static bool refuse_repeat(Ctx *ctx, const TypeOps *ops, const Dunder *d, Value by) {
  if (!repeats(ops, d) || is_int_value(ctx, by) || class_of(ctx, by)->ops.index) return false;
  raise_format(ctx, EXC_TypeError, "'%T' object cannot be interpreted as an integer", by);
  return true;
}

static Value none_if(bool ok) { return ok ? V_NONE : V_NULL; }

static Value refuse_foreign_owner(Ctx *ctx, SlotDescr *wrapper, Value self) {
  /* object.__setattr__(SomeClass, …) would bypass type.__setattr__ */
  Class *cls = class_of(ctx, self);
  if (wrapper->owner == ctx->cls.object && is_class(ctx, self)) {
    const Dunder *d = wrapper->def;
    raise_format(ctx, EXC_TypeError, "can't apply this %U to %U object", ctx->names[d->id], cls->name);
    return V_NULL;
  }
  return V_NONE;
}

Value wrapper_call(Ctx *ctx, SlotDescr *wrapper, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  const Dunder *d = wrapper->def;
  const TypeOps *ops = &wrapper->owner->ops;
  if (d->form == DUNDER_CALL) return ops->call(ctx, self, args, nargs, kwnames);
  if (d->form == DUNDER_INIT) return none_if(ops->init(ctx, self, args, nargs, kwnames));
  if (kwnames_count(kwnames)) {
    raise_format(ctx, EXC_TypeError, "wrapper %U() takes no keyword arguments", ctx->names[d->id]);
    return V_NULL;
  }
  switch ((DunderForm)d->form) {
  case DUNDER_UNARY: {
    Value (*op)(Ctx *, Value) = *(Value(*const *)(Ctx *, Value))((const char *)ops + d->op);
    return check(ctx, d, nargs, 0, 0) ? op(ctx, self) : V_NULL;
  }
  case DUNDER_HASH: {
    uint64_t hash;
    if (!check(ctx, d, nargs, 0, 0) || !ops->hash(ctx, self, &hash)) return V_NULL;
    return int_from_i64(ctx, (int64_t)hash);
  }
  case DUNDER_TRUTH: {
    int truth = check(ctx, d, nargs, 0, 0) ? ops->truth(ctx, self) : -1;
    return truth < 0 ? V_NULL : bool_tag(truth);
  }
  case DUNDER_LEN: {
    int64_t len = check(ctx, d, nargs, 0, 0) ? ops->len(ctx, self) : -1;
    return len < 0 ? V_NULL : int_from_i64(ctx, len);
  }
  case DUNDER_COMPARE: return check(ctx, d, nargs, 1, 1) ? ops->compare(ctx, self, args[0], (CmpOp)d->arg) : V_NULL;
  case DUNDER_BINARY:
  case DUNDER_RBINARY: {
    bool power = d->arg == OP_POW;
    if (!check(ctx, d, nargs, 1, power ? 2 : 1) || refuse_repeat(ctx, ops, d, args[0])) return V_NULL;
    if (power && nargs == 2 && args[1] != V_NONE) {
      Value base = d->form == DUNDER_BINARY ? self : args[0], exponent = d->form == DUNDER_BINARY ? args[0] : self;
      if (ops->power_modulo) return ops->power_modulo(ctx, base, exponent, args[1]);
      if (!is_int_value(ctx, self) || !is_int_value(ctx, args[0]) || !is_int_value(ctx, args[1])) return V_NOTIMPL;
      return int_pow(ctx, base, exponent, args[1]);
    }
    Value left = d->form == DUNDER_BINARY ? self : args[0], right = d->form == DUNDER_BINARY ? args[0] : self;
    Value result = ops->binary(ctx, left, right, (BinOp)d->arg);
    bool sequence = ops->getitem && ops->len && d->form == DUNDER_BINARY;
    return result == V_NOTIMPL && sequence && raise_sequence_operator(ctx, left, right, (BinOp)d->arg) ? V_NULL
                                                                                                       : result;
  }
  case DUNDER_INPLACE:
    if (!check(ctx, d, nargs, 1, 1) || refuse_repeat(ctx, ops, d, args[0])) return V_NULL;
    return ops->inplace(ctx, self, args[0], (BinOp)d->arg);
  case DUNDER_GETITEM: return check(ctx, d, nargs, 1, 1) ? ops->getitem(ctx, self, args[0]) : V_NULL;
  case DUNDER_SETITEM: return none_if(check(ctx, d, nargs, 2, 2) && ops->setitem(ctx, self, args[0], args[1]));
  case DUNDER_DELITEM: return none_if(check(ctx, d, nargs, 1, 1) && ops->setitem(ctx, self, args[0], V_NULL));
  case DUNDER_CONTAINS: {
    int found = check(ctx, d, nargs, 1, 1) ? ops->contains(ctx, self, args[0]) : -1;
    return found < 0 ? V_NULL : bool_tag(found);
  }
  case DUNDER_NEXT: {
    if (!check(ctx, d, nargs, 0, 0)) return V_NULL;
    /* of the wrapper's own class: the object's may be a subclass, whose method called this one */
    Value item = has_kind(ctx, self, KIND_GENERATOR) ? object_next_raising(ctx, self) : ops->next(ctx, self);
    if (!item && !ctx->exc) raise_stop_iteration(ctx, V_NULL);
    return item;
  }
  case DUNDER_GETATTR: {
    Value name = check(ctx, d, nargs, 1, 1) ? name_checked(ctx, args[0]) : V_NULL;
    return name ? ops->getattr(ctx, self, name) : V_NULL;
  }
  case DUNDER_SETATTR:
  case DUNDER_DELATTR: {
    uint32_t n = d->form == DUNDER_SETATTR ? 2 : 1;
    Value name = check(ctx, d, nargs, n, n) && refuse_foreign_owner(ctx, wrapper, self) ? name_checked(ctx, args[0])
                                                                                        : V_NULL;
    return none_if(name && ops->setattr(ctx, self, name, n == 2 ? args[1] : V_NULL));
  }
  case DUNDER_GET: {
    if (!check(ctx, d, nargs, 1, 2)) return V_NULL;
    Value obj = args[0] == V_NONE ? V_NULL : args[0];
    if (!obj && (nargs < 2 || args[1] == V_NONE)) {
      raise_format(ctx, EXC_TypeError, "__get__(None, None) is invalid");
      return V_NULL;
    }
    Class *owner = nargs == 2 && is_class(ctx, args[1]) ? as_class(args[1]) : class_of(ctx, obj ? obj : V_NONE);
    return ops->descr_get(ctx, self, obj, owner);
  }
  case DUNDER_SET: return none_if(check(ctx, d, nargs, 2, 2) && ops->descr_set(ctx, self, args[0], args[1]));
  case DUNDER_BUFFER: {
    int64_t flags;
    if (!check(ctx, d, nargs, 1, 1) || !object_ssize(ctx, args[0], &flags)) return V_NULL;
    if (flags < INT32_MIN || flags > INT32_MAX)
      return raise_format(ctx, EXC_OverflowError, "buffer flags out of range"), V_NULL;
    Buffer buffer;
    if (!buffer_get_from(ctx, ops, self, (uint32_t)flags, &buffer)) return V_NULL;
    return memoryview_of_buffer(ctx, &buffer);
  }
  case DUNDER_DELETE: return none_if(check(ctx, d, nargs, 1, 1) && ops->descr_set(ctx, self, args[0], V_NULL));
  default: return V_NULL;
  }
}

Value wrapper_apply(Ctx *ctx, SlotDescr *wrapper, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  if (LIKELY(is_instance(ctx, self, wrapper->owner))) return wrapper_call(ctx, wrapper, self, args, nargs, kwnames);
  raise_format(ctx, EXC_TypeError, "descriptor '%U' requires a '%U' object but received a '%T'", wrapper->name,
               class_tp_name(ctx, wrapper->owner), self);
  return V_NULL;
}
