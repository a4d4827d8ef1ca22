/* The class `object`: default behaviour of every instance, and its methods (__format__, __dir__, __reduce_ex__, …). */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "import/import.h"
#include "object/model.h"
#include "object/object.h"
#include "text/text.h"
#include <stdio.h>

/* ---- operations ---- */

static Value object_default_repr(Ctx *ctx, Value self) {
  char address[32];
  snprintf(address, sizeof address, "0x%llx", (unsigned long long)self);
  Value name = class_full_name(ctx, class_of(ctx, self));
  return name ? str_format_c(ctx, "<%U object at %s>", name, address) : V_NULL;
}

/* Unchecked: a result that is no str is str()'s error. */
static Value object_default_str(Ctx *ctx, Value self) {
  return c_stack_check(ctx) ? class_of(ctx, self)->ops.repr(ctx, self) : V_NULL;
}

static bool object_default_hash(Ctx *ctx, Value self, uint64_t *out) {
  (void)ctx;
  *out = self >> 4 | self << 60;
  if (*out == (uint64_t)-1) *out = (uint64_t)-2;
  return true;
}

/* == is identity; != is the opposite of ==, whoever defines that. */
Value object_compare_default(Ctx *ctx, Value self, Value other, CmpOp op) {
  if (op == CMP_EQ) return self == other ? V_TRUE : V_NOTIMPL;
  if (op != CMP_NE) return V_NOTIMPL;
  Value equal = class_of(ctx, self)->ops.compare(ctx, self, other, CMP_EQ);
  if (!equal || equal == V_NOTIMPL) return equal;
  int truth = object_truth(ctx, equal);
  return truth < 0 ? V_NULL : bool_tag(!truth);
}

static bool raise_abstract(Ctx *ctx, Class *cls) {
  Value methods = class_lookup(ctx, cls, NAME(__abstractmethods__));
  Value sorted = methods ? list_from_iterable(ctx, methods) : list_new(ctx, 0);
  if (!sorted || !list_sort(ctx, sorted, V_NULL, false)) return false;
  List *names = (List *)sorted;
  Value joined = str_join(ctx, str_from_ascii(ctx, "', '"), names->items->items, names->length);
  if (joined)
    raise_format(ctx, EXC_TypeError,
                 "Can't instantiate abstract class %U without an implementation for abstract method%s '%U'", cls->name,
                 names->length == 1 ? "" : "s", joined);
  return false;
}

Value object_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  (void)args;
  if (nargs || kwnames_count(kwnames)) {
    if (cls->ops.new_ != object_new) {
      raise_format(ctx, EXC_TypeError, "object.__new__() takes exactly one argument (the type to instantiate)");
      return V_NULL;
    }
    if (cls->ops.init == object_init)
      return raise_format(ctx, EXC_TypeError, "%U() takes no arguments", cls->name), V_NULL;
  }
  if (UNLIKELY(cls->flags & CLASS_ABSTRACT) && !raise_abstract(ctx, cls)) return V_NULL;
  return instance_new(ctx, cls);
}

bool object_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  (void)args;
  if (!nargs && !kwnames_count(kwnames)) return true;
  Class *cls = class_of(ctx, self);
  if (cls->ops.init != object_init) {
    raise_format(ctx, EXC_TypeError, "object.__init__() takes exactly one argument (the instance to initialize)");
    return false;
  }
  if (cls->ops.new_ == object_new) return raise_format(ctx, EXC_TypeError, "%U() takes no arguments", cls->name), false;
  return true;
}

const TypeOps OBJECT_OPS = {
    .new_ = object_new,
    .init = object_init,
    .repr = object_default_repr,
    .str = object_default_str,
    .hash = object_default_hash,
    .compare = object_compare_default,
    .getattr = object_getattr,
    .setattr = object_setattr,
};

/* ---- attributes ---- */

static Value get_class(Ctx *ctx, Value self) { return VAL(class_of(ctx, self)); }
static bool set_class(Ctx *ctx, Value self, Value value) {
  if (!value) return raise_format(ctx, EXC_TypeError, "can't delete __class__ attribute"), false;
  if (!is_class(ctx, value))
    return raise_format(ctx, EXC_TypeError, "__class__ must be set to a class, not '%T' object", value), false;
  return instance_set_class(ctx, self, as_class(value));
}
static const GetSetDef object_getset[] = {{"__class__", get_class, set_class, "the object's class"}, {0}};

/* ---- methods ---- */

#define IGNORE_ARGS (void)args, (void)nargs, (void)kwnames

METHOD(object_init_subclass) {
  if (kwnames_count(kwnames))
    return raise_format(ctx, EXC_TypeError, "%U.__init_subclass__() takes no keyword arguments",
                        as_class(self)->qualname),
           V_NULL;
  if (nargs)
    return raise_format(ctx, EXC_TypeError, "%U.__init_subclass__() takes no arguments (%d given)",
                        as_class(self)->qualname, (int)nargs),
           V_NULL;
  return V_NONE;
}
METHOD(object_subclasshook) {
  IGNORE_ARGS, (void)self;
  return V_NOTIMPL;
}
METHOD(object_format_method) {
  if (!is_str(ctx, args[0]))
    return raise_format(ctx, EXC_TypeError, "__format__() argument must be str, not %A", args[0]), V_NULL;
  if (((Str *)args[0])->length)
    return raise_format(ctx, EXC_TypeError, "unsupported format string passed to %T.__format__", self), V_NULL;
  return object_str(ctx, self);
}

/* The keys of obj.__dict__, then those of its __bases__, whatever both are: nothing that is missing is an error. */
static bool add_class_names(Ctx *ctx, Value all, Value cls) {
  if (!c_stack_check(ctx)) return false;
  Value dict = get_attr_optional(ctx, cls, NAME(__dict__));
  if (!dict ? ctx->exc != V_NULL : !dict_update(ctx, all, dict)) return false;
  Value bases = get_attr_optional(ctx, cls, NAME(__bases__));
  if (!bases) return !ctx->exc;
  int64_t n = object_len(ctx, bases);
  if (n < 0) return exc_clear(ctx), true; /* not a sequence */
  for (int64_t i = 0; i < n; i++) {
    Value base = object_getitem(ctx, bases, int_tag(i));
    if (!base || !add_class_names(ctx, all, base)) return false;
  }
  return true;
}
METHOD(object_dir) {
  IGNORE_ARGS;
  Value own = get_attr_optional(ctx, self, NAME(__dict__));
  if (!own && ctx->exc) return V_NULL;
  Value all = own && is_dict(ctx, own) ? dict_copy(ctx, own) : dict_new(ctx);
  Value cls = all ? get_attr_optional(ctx, self, NAME(__class__)) : V_NULL;
  if (!all || (!cls && ctx->exc) || (cls && !add_class_names(ctx, all, cls))) return V_NULL;
  return list_from_iterable(ctx, all);
}
METHOD(object_sizeof) {
  IGNORE_ARGS;
  Shape *shape = is_cell(self) ? shape_of(ctx, self) : NULL;
  return int_tag(shape && shape->cell_size ? shape->cell_size : 24);
}

/* The state that copy and pickle carry: __dict__, or (__dict__, {slot: value}) when there are filled slots, or None. */
/* Has a class along the mro __slots__? */
static bool has_slots(const Class *cls) {
  const Tuple *mro = (const Tuple *)cls->mro;
  for (int64_t i = 0; i < mro->length; i++) {
    Value names = as_class(mro->items[i])->slots_names;
    if (names && tuple_length(names)) return true;
  }
  return false;
}
/* The names of all __slots__, in the order in which copyreg finds them; it keeps the list in the class. A list, or
 * None. */
static Value slot_names(Ctx *ctx, Class *cls) {
  Value name = str_intern_c(ctx, "__slotnames__"), known = name ? dict_get_str(ctx, cls->dict, name) : V_NULL;
  Value names = known ? known : V_NULL;
  if (!names && name) names = import_call(ctx, "copyreg", "_slotnames", &(Value){VAL(cls)}, 1);
  if (!names || names == V_NONE || is_list(ctx, names)) return names;
  if (known) raise_format(ctx, EXC_TypeError, "%U.__slotnames__ should be a list or None, not %T", cls->name, names);
  else raise_format(ctx, EXC_TypeError, "copyreg._slotnames didn't return a list or None");
  return V_NULL;
}
METHOD(object_getstate) {
  IGNORE_ARGS;
  Class *cls = class_of(ctx, self);
  Value own = get_attr_optional(ctx, self, NAME(__dict__)), slots = V_NULL;
  if (ctx->exc) return V_NULL;
  Value state = own && is_dict(ctx, own) && ((Dict *)own)->length ? own : V_NONE;
  if (is_class(ctx, self) && !(as_class(self)->flags & CLASS_BUILTIN)) state = dict_copy(ctx, as_class(self)->dict);
  if (!state || !has_slots(cls)) return state;
  Value names = slot_names(ctx, cls);
  if (!names) return V_NULL;
  for (int64_t i = 0; names != V_NONE && i < ((List *)names)->length; i++) {
    Value name = name_checked(ctx, ((List *)names)->items->items[i]);
    Value value = name ? get_attr_optional(ctx, self, name) : V_NULL;
    if (ctx->exc) return V_NULL;
    if (!value) continue;
    if ((!slots && !(slots = dict_new(ctx))) || !dict_set(ctx, slots, name, value)) return V_NULL;
  }
  if (!slots) return state;
  Value pair[2] = {state, slots};
  return tuple_from(ctx, pair, 2);
}

/* Does a built-in class decide what instances hold beyond attributes? Then nobody but that class can say what the state
 * is. */
static bool holds_more(Class *cls) {
  for (; cls->base; cls = cls->base) {
    if (!(cls->flags & CLASS_BUILTIN)) continue;
    const Shape *own = cls->root, *inherited = cls->base->root;
    if (cls->kind != cls->base->kind || own->cell_size != inherited->cell_size) return true;
  }
  return false;
}

/* obj.__getstate__(). Where the default one is asked about an instance of which nothing else is said, it must be all of
 * it. */
static Value reduce_state(Ctx *ctx, Value self, bool required) {
  Value name = str_intern_c(ctx, "__getstate__"), method = name ? get_attr(ctx, self, name) : V_NULL;
  if (!method) return V_NULL;
  bool is_default = has_kind(ctx, method, KIND_CFUNCTION) && ((CFunction *)method)->self == self &&
                    ((CFunction *)method)->owner == ctx->cls.object;
  if (required && is_default && has_kind(ctx, self, KIND_CODE)) /* one of those that vary in size, in CPython's words */
    return raise_format(ctx, EXC_TypeError, "cannot pickle code objects"), V_NULL;
  if (required && is_default && holds_more(class_of(ctx, self)))
    return raise_format(ctx, EXC_TypeError, "cannot pickle '%T' object", self), V_NULL;
  return py_call0(ctx, method);
}

/* Protocol 2 and up: (copyreg.__newobj__, (cls, *newargs), state, list items, dict items). */
static Value reduce_newobj(Ctx *ctx, Value self) {
  Class *cls = class_of(ctx, self);
  Value cls_value = VAL(cls), newargs = V_NULL, kwargs = V_NULL;
  Value both, ex = str_intern_c(ctx, "__getnewargs_ex__"), plain = str_intern_c(ctx, "__getnewargs__");
  if (!ex || !plain) return V_NULL;
  Special asked = special_call(ctx, self, ex, NULL, 0, &both);
  if (asked == SPECIAL_RAISED) return V_NULL;
  if (asked == SPECIAL_RETURNED) {
    if (!is_tuple(ctx, both) || tuple_length(both) != 2)
      return raise_format(ctx, EXC_TypeError, "__getnewargs_ex__ should return a tuple, not '%T'", both), V_NULL;
    newargs = tuple_item(both, 0);
    kwargs = tuple_item(both, 1);
  } else {
    asked = special_call(ctx, self, plain, NULL, 0, &newargs);
    if (asked == SPECIAL_RAISED) return V_NULL;
    if (asked == SPECIAL_ABSENT) newargs = ctx->empty_tuple;
  }
  if (!is_tuple(ctx, newargs))
    return raise_format(ctx, EXC_TypeError, "__getnewargs__ should return a tuple, not '%T'", newargs), V_NULL;
  Value state = reduce_state(ctx, self, asked == SPECIAL_ABSENT && !is_list(ctx, self) && !is_dict(ctx, self));
  if (!state) return V_NULL;
  Value result[5] = {V_NULL, V_NULL, state, V_NONE, V_NONE};
  if (kwargs && is_dict(ctx, kwargs) && ((Dict *)kwargs)->length) {
    Value args[3] = {cls_value, newargs, kwargs};
    result[0] = import_attribute(ctx, "copyreg", "__newobj_ex__");
    result[1] = tuple_from(ctx, args, 3);
  } else {
    result[0] = import_attribute(ctx, "copyreg", "__newobj__");
    Value items = list_from(ctx, &cls_value, 1);
    if (!items || !list_extend(ctx, items, newargs)) return V_NULL;
    result[1] = tuple_from(ctx, ((List *)items)->items->items, ((List *)items)->length);
  }
  if (!result[0] || !result[1]) return V_NULL;
  if (is_list(ctx, self) && !(result[3] = object_iter(ctx, self))) return V_NULL;
  if (is_dict(ctx, self)) {
    Value items = py_call_method(ctx, self, NAME(items), NULL, 0);
    if (!items || !(result[4] = object_iter(ctx, items))) return V_NULL;
  }
  return tuple_from(ctx, result, 5);
}

static Value reduce_protocol(Ctx *ctx, Value self, Value protocol) {
  int64_t number = 0;
  if (!object_index_i64(ctx, protocol, &number, true)) return V_NULL;
  if (number >= 2) return reduce_newobj(ctx, self);
  Value old_way = import_attribute(ctx, "copyreg", "_reduce_ex");
  return old_way ? py_call2(ctx, old_way, self, protocol) : V_NULL;
}
METHOD(object_reduce) {
  IGNORE_ARGS;
  return reduce_protocol(ctx, self, int_tag(0));
}
METHOD(object_reduce_ex) {
  int32_t protocol;
  if (!object_c_int(ctx, args[0], &protocol)) return V_NULL;
  Value own = class_lookup(ctx, class_of(ctx, self), NAME(__reduce__));
  if (own && own != class_lookup(ctx, ctx->cls.object, NAME(__reduce__)))
    return py_call_method(ctx, self, NAME(__reduce__), NULL, 0);
  return reduce_protocol(ctx, self, int_tag(protocol));
}

static const CFuncDef object_methods[] = {
    CLASS_METHOD_ROW_KW("__init_subclass__", object_init_subclass, 0, -1,
                        "This method is called when a class is subclassed."),
    CLASS_METHOD_ROW("__subclasshook__", object_subclasshook, 1, 1,
                     "Abstract classes can override this to customize issubclass()."),
    METHOD_ROW("__format__", object_format_method, 1, 1, "Default object formatter."),
    METHOD_ROW("__dir__", object_dir, 0, 0, "Default dir() implementation."),
    METHOD_ROW("__sizeof__", object_sizeof, 0, 0, "Size of object in memory, in bytes."),
    METHOD_ROW("__getstate__", object_getstate, 0, 0, "Helper for pickle."),
    METHOD_ROW("__reduce__", object_reduce, 0, 0, "Helper for pickle."),
    METHOD_ROW("__reduce_ex__", object_reduce_ex, 1, 1, "Helper for pickle."),
    {0},
};

bool object_type_startup(Ctx *ctx) {
  Class *object = ctx->cls.object;
  object->doc = str_from_ascii(
      ctx,
      "The base class of the class hierarchy.\n\nWhen called, it accepts no arguments and returns a new featureless\n"
      "instance that has no instance attributes and cannot be given any.\n");
  return object->doc && dict_set(ctx, object->dict, NAME(__doc__), object->doc) &&
         class_expose_ops(ctx, object, &OBJECT_OPS) && class_add_methods(ctx, object, object_methods) &&
         class_add_getset(ctx, object, object_getset);
}
