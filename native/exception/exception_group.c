/* BaseExceptionGroup and ExceptionGroup: rules of construction, subgroup, split, derive, and what `except*` needs.
 * extra[0] is the message, extra[1] the tuple of exceptions, extra[2] how they are shown. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "object/model.h"
#include "object/object.h"
#include "text/text.h"

#define MESSAGE(v) (AS_EXC(v)->extra[0])
#define MEMBERS(v) (AS_EXC(v)->extra[1])
#define SHOWN(v) (AS_EXC(v)->extra[2]) /* repr of the sequence that was given, unless it was a list or a tuple */

static bool is_group(Ctx *ctx, Value v) {
  return is_exception(ctx, v) && is_instance(ctx, v, ctx->exc_class[EXC_BaseExceptionGroup]);
}

static Value group_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  if (kwnames_count(kwnames) && cls->ops.init == exception_init)
    return raise_format(ctx, EXC_TypeError, "%U() takes no keyword arguments", cls->name), V_NULL;
  if (nargs != 2) {
    raise_format(ctx, EXC_TypeError, "BaseExceptionGroup.__new__() takes exactly 2 arguments (%d given)", (int)nargs);
    return V_NULL;
  }
  if (!is_str(ctx, args[0])) {
    raise_format(ctx, EXC_TypeError, "BaseExceptionGroup.__new__() argument 1 must be str, not %A", args[0]);
    return V_NULL;
  }
  const TypeOps *ops = &class_of(ctx, args[1])->ops;
  if (!ops->getitem || is_dict(ctx, args[1]))
    return raise_format(ctx, EXC_TypeError, "second argument (exceptions) must be a sequence"), V_NULL;
  Value members = tuple_from_iterable(ctx, args[1]);
  if (!members) return V_NULL;
  if (tuple_length(members) == 0)
    return raise_format(ctx, EXC_ValueError, "second argument (exceptions) must be a non-empty sequence"), V_NULL;
  bool nested_base = false;
  Class *exception = ctx->exc_class[EXC_Exception], *plain = ctx->exc_class[EXC_ExceptionGroup];
  for (int64_t i = 0; i < tuple_length(members); i++) {
    Value member = tuple_item(members, i);
    if (!is_exception(ctx, member))
      return raise_format(ctx, EXC_ValueError, "Item %d of second argument (exceptions) is not an exception", (int)i),
             V_NULL;
    nested_base |= !is_instance(ctx, member, exception);
  }
  if (cls == ctx->exc_class[EXC_BaseExceptionGroup]) {
    if (!nested_base) cls = plain;
  } else if (nested_base && cls == plain) {
    return raise_format(ctx, EXC_TypeError, "Cannot nest BaseExceptions in an ExceptionGroup"), V_NULL;
  } else if (nested_base && is_subclass(cls, exception)) {
    return raise_format(ctx, EXC_TypeError, "Cannot nest BaseExceptions in '%U'", cls->name), V_NULL;
  }
  Value self = exception_alloc_new(ctx, cls, args, nargs, V_NULL);
  if (!self) return V_NULL;
  MESSAGE(self) = args[0];
  MEMBERS(self) = members;
  /* Other sequences may change, and are shown as they were. */
  bool shown_later = has_shape(args[1], ctx->shape.list) || has_shape(args[1], ctx->shape.tuple);
  return shown_later || (SHOWN(self) = object_repr(ctx, args[1])) ? self : V_NULL;
}

static Value group_str(Ctx *ctx, Value self) {
  int64_t n = tuple_length(MEMBERS(self));
  return str_format_c(ctx, "%U (%lld sub-exception%s)", MESSAGE(self), (long long)n, n == 1 ? "" : "s");
}
static Value group_repr(Ctx *ctx, Value self) {
  if (SHOWN(self)) return str_format_c(ctx, "%U(%R, %U)", class_of(ctx, self)->name, MESSAGE(self), SHOWN(self));
  Value members = tuple_length(AS_EXC(self)->args) == 2 && is_list(ctx, tuple_item(AS_EXC(self)->args, 1))
                      ? list_from(ctx, ((Tuple *)MEMBERS(self))->items, tuple_length(MEMBERS(self)))
                      : MEMBERS(self);
  return members ? str_format_c(ctx, "%U(%R, %R)", class_of(ctx, self)->name, MESSAGE(self), members) : V_NULL;
}
static Value get_message(Ctx *ctx, Value self) { return (void)ctx, MESSAGE(self); }
static Value get_exceptions(Ctx *ctx, Value self) { return (void)ctx, MEMBERS(self); }
static const GetSetDef group_getset[] = {
    {"message", get_message, readonly_member, "exception message"},
    {"exceptions", get_exceptions, readonly_member, "nested exceptions"},
    {0},
};

/* ---- splitting ---- */

/* A condition is a class, a tuple of classes, a predicate, or a list of leaves (identity). */
typedef enum Condition { BY_TYPE, BY_PREDICATE, BY_IDENTITY } Condition;

static int holds(Ctx *ctx, Value exc, Value condition, Condition how) {
  if (how == BY_TYPE) {
    bool tuple = is_tuple(ctx, condition);
    for (int64_t i = 0; i < (tuple ? tuple_length(condition) : 1); i++)
      if (is_instance(ctx, exc, as_class(tuple ? tuple_item(condition, i) : condition))) return 1;
    return 0;
  }
  if (how == BY_IDENTITY) {
    List *leaves = (List *)condition;
    for (int64_t i = 0; i < leaves->length; i++)
      if (leaves->items->items[i] == exc) return 1;
    return 0;
  }
  Value result = py_call1(ctx, condition, exc);
  return result ? object_truth(ctx, result) : -1;
}

static bool condition_kind(Ctx *ctx, Value v, Condition *out) {
  bool types = is_class(ctx, v) && is_subclass(as_class(v), ctx->exc_class[EXC_BaseException]);
  if (!types && is_tuple(ctx, v)) {
    types = tuple_length(v) > 0;
    for (int64_t i = 0; i < tuple_length(v); i++)
      types &= is_class(ctx, tuple_item(v, i)) &&
               is_subclass(as_class(tuple_item(v, i)), ctx->exc_class[EXC_BaseException]);
  }
  if (types) return *out = BY_TYPE, true;
  if (!is_class(ctx, v) && class_of(ctx, v)->ops.call) return *out = BY_PREDICATE, true;
  raise_format(ctx, EXC_TypeError,
               "expected an exception type, a tuple of exception types, or a callable (other than a class)");
  return false;
}

/* A group like `self` with these members: self.derive(members) with traceback, context, cause and notes carried over.
 */
static Value derive_like(Ctx *ctx, Value self, Value members) {
  if (!((List *)members)->length) return V_NONE;
  Value made = py_call_method(ctx, self, str_intern_c(ctx, "derive"), &members, 1);
  if (!made) return V_NULL;
  if (!is_group(ctx, made))
    return raise_format(ctx, EXC_TypeError, "derive must return an instance of BaseExceptionGroup"), V_NULL;
  Exception *to = AS_EXC(made), *from = AS_EXC(self);
  to->traceback = from->traceback;
  to->context = from->context;
  to->cause = from->cause;
  to->suppress_context = from->suppress_context;
  if (from->notes && is_list(ctx, from->notes)) {
    List *notes = (List *)from->notes;
    if (!(to->notes = list_from(ctx, notes->items->items, notes->length))) return V_NULL;
  }
  return made;
}

/* Splits exc; *match and *rest become an exception or None. */
static bool split(Ctx *ctx, Value exc, Value condition, Condition how, Value *match, Value *rest) {
  if (!c_stack_check(ctx)) return false;
  *match = *rest = V_NONE;
  if (how != BY_IDENTITY || !is_group(ctx, exc)) {
    int whole = holds(ctx, exc, condition, how);
    if (whole < 0) return false;
    if (whole || !is_group(ctx, exc)) {
      *(whole ? match : rest) = exc;
      return true;
    }
  }
  Value matched = list_new(ctx, 4), others = list_new(ctx, 4);
  if (!matched || !others) return false;
  for (int64_t i = 0; i < tuple_length(MEMBERS(exc)); i++) {
    Value m, r;
    if (!split(ctx, tuple_item(MEMBERS(exc), i), condition, how, &m, &r)) return false;
    if (m != V_NONE && !list_append(ctx, matched, m)) return false;
    if (r != V_NONE && !list_append(ctx, others, r)) return false;
  }
  return (*match = derive_like(ctx, exc, matched)) && (*rest = derive_like(ctx, exc, others));
}

METHOD(group_split) {
  Condition how;
  Value both[2];
  if (!condition_kind(ctx, args[0], &how) || !split(ctx, self, args[0], how, &both[0], &both[1])) return V_NULL;
  return tuple_from(ctx, both, 2);
}
METHOD(group_subgroup) {
  Condition how;
  Value match, rest;
  return condition_kind(ctx, args[0], &how) && split(ctx, self, args[0], how, &match, &rest) ? match : V_NULL;
}
METHOD(group_derive) {
  Value pair[2] = {MESSAGE(self), args[0]};
  return py_call(ctx, VAL(ctx->exc_class[EXC_BaseExceptionGroup]), pair, 2, V_NULL);
}
static const CFuncDef group_methods[] = {
    METHOD_ROW("split", group_split, 1, 1, NULL),
    METHOD_ROW("subgroup", group_subgroup, 1, 1, NULL),
    METHOD_ROW("derive", group_derive, 1, 1, NULL),
    CLASS_METHOD_ROW("__class_getitem__", class_getitem, 1, 1, NULL),
    {0},
};

static const TypeOps group_ops = {.new_ = group_new, .str = group_str, .repr = group_repr};
const TypeOps *const EXCEPTION_GROUP_OPS = &group_ops;
const GetSetDef *const EXCEPTION_GROUP_GETSET = group_getset;
const CFuncDef *const EXCEPTION_GROUP_METHODS = group_methods;

/* ExceptionGroup(BaseExceptionGroup, Exception): the one built-in class with two bases. */
bool exception_group_startup(Ctx *ctx) {
  Class *cls = class_new_builtin(ctx, "ExceptionGroup", ctx->exc_class[EXC_BaseExceptionGroup], KIND_EXCEPTION,
                                 sizeof(Exception), NULL, NULL, CLASS_HAS_DICT | CLASS_EXCEPTION);
  if (!cls) return false;
  Value bases[2] = {VAL(ctx->exc_class[EXC_BaseExceptionGroup]), VAL(ctx->exc_class[EXC_Exception])};
  cls->bases = tuple_from(ctx, bases, 2);
  ctx->exc_class[EXC_ExceptionGroup] = cls;
  Class *exception = ctx->exc_class[EXC_Exception];
  if (!exception->subclasses && !(exception->subclasses = list_new(ctx, 4))) return false; /* this is its first */
  return cls->bases && class_compute_mro(ctx, cls) && list_append(ctx, exception->subclasses, VAL(cls));
}

/* ---- except* ---- */

static bool has_split_of_its_own(Ctx *ctx, Value exc) {
  Value key = str_intern_c(ctx, "split");
  Class *base = ctx->exc_class[EXC_BaseExceptionGroup];
  return key && class_lookup(ctx, class_of(ctx, exc), key) != class_lookup(ctx, base, key);
}

Value except_star_match(Ctx *ctx, Value exc, Value type, Value *rest) {
  *rest = V_NONE;
  if (exc == V_NONE) return V_NONE;
  bool tuple = is_tuple(ctx, type);
  for (int64_t i = 0; i < (tuple ? tuple_length(type) : 1); i++) {
    Value one = tuple ? tuple_item(type, i) : type;
    if (!is_class(ctx, one) || !is_subclass(as_class(one), ctx->exc_class[EXC_BaseException])) {
      raise_format(ctx, EXC_TypeError, "catching classes that do not inherit from BaseException is not allowed");
      return V_NULL;
    }
    if (is_subclass(as_class(one), ctx->exc_class[EXC_BaseExceptionGroup])) {
      raise_format(ctx, EXC_TypeError, "catching ExceptionGroup with except* is not allowed. Use except instead.");
      return V_NULL;
    }
  }
  Value match;
  if (!is_group(ctx, exc)) {
    int matches = check_exc_match(ctx, exc, type);
    if (matches <= 0) return *rest = exc, matches < 0 ? V_NULL : V_NONE;
    Value args[2] = {str_from_ascii(ctx, ""), V_NULL};
    if (!args[0] || !(args[1] = tuple_from(ctx, &exc, 1))) return V_NULL;
    if (!(match = py_call(ctx, VAL(ctx->exc_class[EXC_BaseExceptionGroup]), args, 2, V_NULL))) return V_NULL;
    AS_EXC(match)->traceback = AS_EXC(exc)->traceback; /* a bare exception is shown where it was raised */
  } else if (!has_split_of_its_own(ctx, exc)) {
    if (!split(ctx, exc, type, BY_TYPE, &match, rest)) return V_NULL;
  } else {
    Value pair = py_call_method(ctx, exc, str_intern_c(ctx, "split"), &type, 1);
    if (!pair) return V_NULL;
    Value name = class_of(ctx, exc)->name;
    if (!is_tuple(ctx, pair))
      return raise_format(ctx, EXC_TypeError, "%U.split must return a tuple, not %T", name, pair), V_NULL;
    if (tuple_length(pair) < 2)
      return raise_format(ctx, EXC_TypeError, "%U.split must return a 2-tuple, got tuple of size %lld", name,
                          (long long)tuple_length(pair)),
             V_NULL;
    match = tuple_item(pair, 0);
    *rest = tuple_item(pair, 1);
  }
  return match;
}

/* Same traceback, context, cause and notes? Then it is a part of the original that was raised again. */
static bool same_metadata(Value a, Value b) {
  return AS_EXC(a)->notes == AS_EXC(b)->notes && AS_EXC(a)->traceback == AS_EXC(b)->traceback &&
         AS_EXC(a)->cause == AS_EXC(b)->cause && AS_EXC(a)->context == AS_EXC(b)->context;
}

static bool collect_leaves(Ctx *ctx, Value exc, Value leaves) {
  if (!c_stack_check(ctx)) return false;
  if (!is_group(ctx, exc)) return list_append(ctx, leaves, exc);
  for (int64_t i = 0; i < tuple_length(MEMBERS(exc)); i++)
    if (!collect_leaves(ctx, tuple_item(MEMBERS(exc), i), leaves)) return false;
  return true;
}

/* What a try/except* raises at its end: new exceptions, merged with the parts of the original that were not handled or
 * raised again. */
Value except_star_reraise(Ctx *ctx, Value original, Value list) {
  List *given = (List *)list;
  Value raised = list_new(ctx, 4), reraised = list_new(ctx, 4), leaves = list_new(ctx, 4);
  if (!raised || !reraised || !leaves) return V_NULL;
  if (!given->length) return V_NONE;
  /* a bare exception: except_star_match has wrapped it, and one entry remains or none */
  if (!is_group(ctx, original)) {
    for (int64_t i = 0; i < given->length; i++)
      if (given->items->items[i] != V_NONE) return given->items->items[i];
    return V_NONE;
  }
  for (int64_t i = 0; i < given->length; i++) {
    Value exc = given->items->items[i];
    if (exc == V_NONE) continue;
    bool part = is_group(ctx, exc) ? AS_EXC(exc)->traceback == AS_EXC(original)->traceback &&
                                         AS_EXC(exc)->cause == AS_EXC(original)->cause &&
                                         AS_EXC(exc)->context == AS_EXC(original)->context
                                   : same_metadata(exc, original);
    if (!list_append(ctx, part ? reraised : raised, exc)) return V_NULL;
    if (part && !collect_leaves(ctx, exc, leaves)) return V_NULL;
  }
  Value projection = V_NONE, rest;
  if (((List *)reraised)->length && !split(ctx, original, leaves, BY_IDENTITY, &projection, &rest)) return V_NULL;
  if (!((List *)raised)->length) return projection;
  if (projection != V_NONE && !list_append(ctx, raised, projection)) return V_NULL;
  if (((List *)raised)->length == 1) return ((List *)raised)->items->items[0];
  Value args[2] = {str_from_ascii(ctx, ""), raised};
  return args[0] ? py_call(ctx, VAL(ctx->exc_class[EXC_BaseExceptionGroup]), args, 2, V_NULL) : V_NULL;
}
