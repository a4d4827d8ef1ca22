/* The class `type`: its operations and the attributes of classes. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "import/import.h"
#include "interp/run.h"
#include "object/model.h"
#include "object/object.h"
#include "text/text.h"
#include <string.h>

/* ---- operations ---- */

static Value type_repr(Ctx *ctx, Value self) {
  Value name = class_full_name(ctx, as_class(self));
  return name ? str_format_c(ctx, "<class '%U'>", name) : V_NULL;
}

static Value type_make(Ctx *ctx, Class *meta, const Value *args, uint32_t nargs, Value kwnames) {
  static const char *const wanted[] = {"str", "tuple", "dict"};
  if (nargs != 3) {
    raise_format(ctx, EXC_TypeError, "type.__new__() takes exactly 3 arguments (%d given)", (int)nargs);
    return V_NULL;
  }
  for (int i = 0; i < 3; i++) {
    bool ok = i == 0 ? is_str(ctx, args[0]) : i == 1 ? is_tuple(ctx, args[1]) : is_dict(ctx, args[2]);
    if (!ok)
      return raise_format(ctx, EXC_TypeError, "type.__new__() argument %d must be %s, not %A", i + 1, wanted[i],
                          args[i]),
             V_NULL;
  }
  for (int64_t i = 0; i < tuple_length(args[1]); i++) {
    Value base = tuple_item(args[1], i);
    if (is_class(ctx, base)) continue;
    Value entries = get_attr_optional(ctx, base, NAME(__mro_entries__));
    if (entries) raise_format(ctx, EXC_TypeError, "type() doesn't support MRO entry resolution; use types.new_class()");
    if (ctx->exc) return V_NULL; /* otherwise the metaclass conflict is reported first */
  }
  Class *winner = winning_metaclass(ctx, meta, args[1]);
  if (!winner) return V_NULL;
  if (winner != meta && winner->ops.new_ != ctx->cls.type->ops.new_)
    return winner->ops.new_(ctx, winner, args, nargs, kwnames);
  Value kwargs = kwnames_count(kwnames) ? kwargs_dict(ctx, args + nargs, kwnames) : V_NULL;
  if (ctx->exc) return V_NULL;
  return type_new(ctx, VAL(winner), args[0], args[1], args[2], kwargs);
}

static bool type_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  (void)self, (void)args, (void)kwnames;
  if (nargs == 1 || nargs == 3) return true;
  return raise_format(ctx, EXC_TypeError, "type.__init__() takes 1 or 3 arguments"), false;
}

static Value type_binary(Ctx *ctx, Value left, Value right, BinOp op) {
  return op == OP_OR ? union_type_or(ctx, left, right) : V_NOTIMPL;
}

const TypeOps TYPE_OPS = {.new_ = type_make,
                          .init = type_init,
                          .call = class_call,
                          .repr = type_repr,
                          .getattr = class_getattr,
                          .setattr = class_setattr,
                          .binary = type_binary};

/* ---- attributes ---- */

static bool settable(Ctx *ctx, Value self, const char *name, Value value) {
  Class *cls = as_class(self);
  if (cls->flags & CLASS_IMMUTABLE) {
    raise_format(ctx, EXC_TypeError, "cannot set '%s' attribute of immutable type '%U'", name,
                 class_full_name(ctx, cls));
    return false;
  }
  if (!value)
    return raise_format(ctx, EXC_TypeError, "cannot delete '%s' attribute of immutable type '%U'", name, cls->name),
           false;
  return true;
}

static Value get_name(Ctx *ctx, Value self) { return (void)ctx, as_class(self)->name; }
static bool set_name(Ctx *ctx, Value self, Value value) {
  if (!settable(ctx, self, "__name__", value)) return false;
  if (!is_str(ctx, value)) {
    raise_format(ctx, EXC_TypeError, "can only assign string to %U.__name__, not '%T'", as_class(self)->name, value);
    return false;
  }
  if (!class_name_checked(ctx, value)) return false;
  as_class(self)->name = value;
  return true;
}
static Value get_qualname(Ctx *ctx, Value self) { return (void)ctx, as_class(self)->qualname; }
static bool set_qualname(Ctx *ctx, Value self, Value value) {
  if (!settable(ctx, self, "__qualname__", value)) return false;
  if (!is_str(ctx, value)) {
    raise_format(ctx, EXC_TypeError, "can only assign string to %U.__qualname__, not '%T'", as_class(self)->name,
                 value);
    return false;
  }
  as_class(self)->qualname = value;
  return true;
}
static Value get_module(Ctx *ctx, Value self) {
  Class *cls = as_class(self);
  Value module = cls->flags & CLASS_BUILTIN ? cls->module : dict_get_str(ctx, cls->dict, NAME(__module__));
  if (!module) raise_attribute_error(ctx, self, NAME(__module__), NAME(__module__));
  return module;
}
static bool put_in_dict(Ctx *ctx, Value self, Value name, Value value) {
  Value before = class_lookup(ctx, as_class(self), name);
  return dict_set(ctx, as_class(self)->dict, name, value) && class_attribute_changed(ctx, as_class(self), name, before);
}
static bool set_module(Ctx *ctx, Value self, Value value) {
  Value line = str_intern_c(ctx, "__firstlineno__"); /* which was a line of the other module */
  return line && settable(ctx, self, "__module__", value) && put_in_dict(ctx, self, NAME(__module__), value) &&
         dict_delete(ctx, as_class(self)->dict, line) >= 0;
}
static Value get_doc(Ctx *ctx, Value self) {
  Class *cls = as_class(self);
  Value doc = dict_get_str(ctx, cls->dict, NAME(__doc__));
  if (cls->flags & CLASS_BUILTIN) return doc && is_str(ctx, doc) ? doc : cls->doc;
  return doc ? descriptor_bind(ctx, doc, V_NULL, cls) : V_NONE;
}
static bool set_doc(Ctx *ctx, Value self, Value value) {
  return settable(ctx, self, "__doc__", value) && put_in_dict(ctx, self, NAME(__doc__), value);
}
static Value get_bases(Ctx *ctx, Value self) { return (void)ctx, as_class(self)->bases; }

static bool leave(List *list, Value item) {
  for (int64_t i = 0; list && i < list->length; i++) {
    if (list->items->items[i] != item) continue;
    memmove(&list->items->items[i], &list->items->items[i + 1], (size_t)(list->length - i - 1) * sizeof(Value));
    list->items->items[--list->length] = V_NULL; /* a class that is not in the list must not be found after its end */
    return true;
  }
  return false;
}

/* `before`: pairs of a class and its former mro. */
static bool recompute_mros(Ctx *ctx, Class *cls, Value before) {
  if (!list_append(ctx, before, VAL(cls)) || !list_append(ctx, before, cls->mro) || !class_ask_mro(ctx, cls))
    return false;
  cls->version = ctx->next_version++; /* programs look things up while mro() runs */
  List *subclasses = (List *)cls->subclasses;
  for (int64_t i = subclasses ? subclasses->length : 0; i-- > 0;) {
    if (i >= subclasses->length) continue; /* a collection has shortened it */
    if (!recompute_mros(ctx, as_class(subclasses->items->items[i]), before)) return false;
  }
  return true;
}

static void restore_mros(Ctx *ctx, const List *before) {
  for (int64_t i = before->length - 2; i >= 0; i -= 2) {
    Class *cls = as_class(before->items->items[i]);
    cls->mro = before->items->items[i + 1];
    cls->version = ctx->next_version++;
  }
}

static bool set_bases(Ctx *ctx, Value self, Value value) {
  Class *cls = as_class(self);
  if (!settable(ctx, self, "__bases__", value)) return false;
  if (!is_tuple(ctx, value))
    return raise_format(ctx, EXC_TypeError, "can only assign tuple to %U.__bases__, not %T", cls->name, value), false;
  if (!tuple_length(value)) {
    raise_format(ctx, EXC_TypeError, "can only assign non-empty tuple to %U.__bases__, not ()", cls->name);
    return false;
  }
  for (int64_t i = 0; i < tuple_length(value); i++) {
    Value base = tuple_item(value, i);
    if (!is_class(ctx, base))
      return raise_format(ctx, EXC_TypeError, "%U.__bases__ must be tuple of classes, not '%T'", cls->name, base),
             false;
    if (is_subclass(as_class(base), cls))
      return raise_format(ctx, EXC_TypeError, "a __bases__ item causes an inheritance cycle"), false;
  }
  Class *base = best_base(ctx, value);
  if (!base) return false;
  if (!class_check_layout(ctx, "__bases__", cls->base, base)) return false;
  Value old_bases = cls->bases, before = list_new(ctx, 4);
  if (!before) return false;
  Class *old_base = cls->base;
  cls->bases = value;
  cls->base = base;
  bool done = recompute_mros(ctx, cls, before), still = cls->bases == value; /* or mro() has assigned others */
  if (!done && still) {
    cls->bases = old_bases;
    cls->base = old_base;
    restore_mros(ctx, (List *)before);
    return false;
  }
  for (int64_t i = 0; i < tuple_length(old_bases); i++)
    leave((List *)as_class(tuple_item(old_bases, i))->subclasses, self);
  if (!still) return done;
  /* the new bases may bring data descriptors */
  if (class_is_in_caches(ctx, cls)) interp_forget_attribute_caches(ctx);
  return class_finish(ctx, cls) && class_modified(ctx, cls);
}

static Value get_base(Ctx *ctx, Value self) {
  return (void)ctx, as_class(self)->base ? VAL(as_class(self)->base) : V_NONE;
}
static Value get_mro(Ctx *ctx, Value self) { return (void)ctx, or_none(as_class(self)->mro); }
static Value get_dict(Ctx *ctx, Value self) { return proxy_new(ctx, as_class(self)->dict); }
static Value get_flags(Ctx *ctx, Value self) {
  (void)ctx;
  const uint32_t flags = as_class(self)->flags;
  int64_t bits = 1 << 12 | (flags & CLASS_FINAL ? 0 : 1 << 10) | (flags & CLASS_BUILTIN ? 0 : 1 << 9) |
                 (flags & CLASS_IMMUTABLE ? 1 << 8 : 0) | (flags & CLASS_ABSTRACT ? 1 << 20 : 0);
  static const struct {
    int kind, bit;
  } kinds[] = {{KIND_BIGINT, 24}, {KIND_INT_OBJECT, 24}, {KIND_LIST, 25},      {KIND_TUPLE, 26}, {KIND_BYTES, 27},
               {KIND_STR, 28},    {KIND_DICT, 29},       {KIND_EXCEPTION, 30}, {KIND_CLASS, 31}};
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if ((int)as_class(self)->kind == kinds[i].kind) bits |= (int64_t)1 << kinds[i].bit;
  return int_tag(bits);
}
static Value get_basicsize(Ctx *ctx, Value self) {
  return (void)ctx, int_tag(as_class(self)->root->cell_size ? as_class(self)->root->cell_size : 24);
}
static Value get_itemsize(Ctx *ctx, Value self) {
  return (void)ctx, int_tag(as_class(self)->kind == KIND_TUPLE ? 8 : 0);
}
static Value get_dictoffset(Ctx *ctx, Value self) {
  return (void)ctx, int_tag(as_class(self)->flags & CLASS_HAS_DICT ? -1 : 0);
}
static Value get_weakrefoffset(Ctx *ctx, Value self) {
  return (void)ctx, int_tag(as_class(self)->flags & CLASS_BUILTIN ? 0 : 16);
}

static Value get_abstract(Ctx *ctx, Value self) {
  Value key = NAME(__abstractmethods__),
        found = self == VAL(ctx->cls.type) ? V_NULL : dict_get_str(ctx, as_class(self)->dict, key);
  if (!found) raise_attribute_error(ctx, self, key, key);
  return found;
}
static bool set_abstract(Ctx *ctx, Value self, Value value) {
  Value key = NAME(__abstractmethods__);
  int abstract = value ? object_truth(ctx, value) : 0;
  if (abstract < 0) return false;
  if (value) {
    if (!put_in_dict(ctx, self, key, value)) return false;
  } else if (dict_delete(ctx, as_class(self)->dict, key) != 1) {
    return raise_attribute_error(ctx, self, key, key), false;
  }
  if (abstract) as_class(self)->flags |= CLASS_ABSTRACT;
  else as_class(self)->flags &= ~(uint32_t)CLASS_ABSTRACT;
  return class_modified(ctx, as_class(self));
}

/* PEP 649: the class body leaves a function that computes the annotations. Once computed, they are kept. */
static Value annotate_of(Ctx *ctx, Value self) {
  if (as_class(self)->flags & CLASS_BUILTIN) return raise_no_attribute(ctx, self, NAME(__annotate__)), V_NULL;
  Value dict = as_class(self)->dict, found = dict_get_str(ctx, dict, NAME(__annotate__));
  if (!found) found = dict_get_str(ctx, dict, NAME(__annotate_func__));
  return found ? descriptor_bind(ctx, found, V_NULL, as_class(self)) : V_NONE;
}
static bool set_annotate(Ctx *ctx, Value self, Value value) {
  if (!value) return raise_format(ctx, EXC_TypeError, "cannot delete __annotate__ attribute"), false;
  if (!settable(ctx, self, "__annotate__", value)) return false;
  if (value != V_NONE && !class_of(ctx, value)->ops.call)
    return raise_format(ctx, EXC_TypeError, "__annotate__ must be callable or None"), false;
  return put_in_dict(ctx, self, NAME(__annotate_func__), value) &&
         dict_delete(ctx, as_class(self)->dict, NAME(__annotate__)) >= 0;
}
static Value get_annotations(Ctx *ctx, Value self) {
  Class *cls = as_class(self);
  if (cls->flags & CLASS_BUILTIN) return raise_no_attribute(ctx, self, NAME(__annotations__)), V_NULL;
  Value cache_key = NAME(__annotations_cache__), found = dict_get_str(ctx, cls->dict, NAME(__annotations__));
  if (!found) found = dict_get_str(ctx, cls->dict, cache_key);
  if (found) return descriptor_bind(ctx, found, V_NULL, cls);
  Value annotate = annotate_of(ctx, self);
  if (!annotate) return V_NULL;
  bool callable = class_of(ctx, annotate)->ops.call != NULL;
  Value made = callable ? py_call1(ctx, annotate, int_tag(1)) : dict_new(ctx);
  if (!made) return V_NULL;
  if (!is_dict(ctx, made))
    return raise_format(ctx, EXC_TypeError, "__annotate__ returned non-dict of type '%T'", made), V_NULL;
  return put_in_dict(ctx, self, cache_key, made) ? made : V_NULL;
}
static bool set_annotations(Ctx *ctx, Value self, Value value) {
  Class *cls = as_class(self);
  if (cls->flags & CLASS_IMMUTABLE) return settable(ctx, self, "__annotations__", value);
  if (value) return put_in_dict(ctx, self, NAME(__annotations__), value);
  int deleted = dict_delete(ctx, cls->dict, NAME(__annotations__));
  return deleted > 0 || dict_delete(ctx, cls->dict, NAME(__annotations_cache__)) > 0 ||
         (raise_attribute_error(ctx, self, NAME(__annotations__), NAME(__annotations__)), false);
}
static Value get_text_signature(Ctx *ctx, Value self) {
  if (!(as_class(self)->flags & CLASS_BUILTIN)) return V_NONE;
  return import_call(ctx, "_text_signatures", "of", (Value[]){self, V_NONE}, 2);
}
static Value get_type_params(Ctx *ctx, Value self) {
  Value found = as_class(self)->flags & CLASS_BUILTIN ? V_NULL
                                                      : dict_get_str(ctx, as_class(self)->dict, NAME(__type_params__));
  return found ? found : ctx->empty_tuple;
}
static bool set_type_params(Ctx *ctx, Value self, Value value) {
  return settable(ctx, self, "__type_params__", value) && put_in_dict(ctx, self, NAME(__type_params__), value);
}

static const GetSetDef type_getset[] = {
    {"__name__", get_name, set_name, NULL},
    {"__qualname__", get_qualname, set_qualname, NULL},
    {"__module__", get_module, set_module, NULL},
    {"__doc__", get_doc, set_doc, NULL},
    {"__bases__", get_bases, set_bases, NULL},
    {"__base__", get_base, readonly_member, NULL},
    {"__mro__", get_mro, NULL, NULL},
    {"__dict__", get_dict, NULL, NULL},
    {"__flags__", get_flags, readonly_member, NULL},
    {"__basicsize__", get_basicsize, readonly_member, NULL},
    {"__itemsize__", get_itemsize, readonly_member, NULL},
    {"__dictoffset__", get_dictoffset, readonly_member, NULL},
    {"__weakrefoffset__", get_weakrefoffset, readonly_member, NULL},
    {"__abstractmethods__", get_abstract, set_abstract, NULL},
    {"__annotate__", annotate_of, set_annotate, NULL},
    {"__annotations__", get_annotations, set_annotations, NULL},
    {"__type_params__", get_type_params, set_type_params, NULL},
    {"__text_signature__", get_text_signature, NULL, NULL},
    {0},
};

/* ---- methods ---- */

#define IGNORE_ARGS (void)args, (void)nargs, (void)kwnames

METHOD(type_mro) {
  IGNORE_ARGS;
  Class copy = *as_class(self); /* computed again; the class stays as it is */
  if (!class_compute_mro(ctx, &copy)) return V_NULL;
  Value list = list_from(ctx, ((Tuple *)copy.mro)->items, tuple_length(copy.mro));
  if (list) ((List *)list)->items->items[0] = self;
  return list;
}
METHOD(type_subclasses) {
  IGNORE_ARGS;
  List *subclasses = (List *)as_class(self)->subclasses;
  return subclasses ? list_from(ctx, subclasses->items->items, subclasses->length) : list_new(ctx, 0);
}
METHOD(type_instancecheck) {
  IGNORE_ARGS;
  if (is_instance(ctx, args[0], as_class(self))) return V_TRUE;
  Value claimed = get_attr_optional(ctx, args[0], NAME(__class__));
  if (!claimed && ctx->exc) return V_NULL;
  return bool_tag(claimed && is_class(ctx, claimed) && is_subclass(as_class(claimed), as_class(self)));
}
METHOD(type_subclasscheck) {
  IGNORE_ARGS;
  if (!is_class(ctx, args[0])) return raise_format(ctx, EXC_TypeError, "issubclass() arg 1 must be a class"), V_NULL;
  return bool_tag(is_subclass(as_class(args[0]), as_class(self)));
}
METHOD(type_prepare) {
  IGNORE_ARGS, (void)self;
  return dict_new(ctx);
}
METHOD(type_dir) {
  IGNORE_ARGS;
  Tuple *mro = (Tuple *)as_class(self)->mro;
  Value all = dict_new(ctx), key, value;
  for (int64_t i = mro ? mro->length : 0; all && i-- > 0;)
    for (int64_t pos = 0; dict_next(as_class(mro->items[i])->dict, &pos, &key, &value);)
      if (!dict_set(ctx, all, key, V_NONE)) return V_NULL;
  return all ? list_from_iterable(ctx, all) : V_NULL;
}
static const CFuncDef type_methods[] = {
    METHOD_ROW("mro", type_mro, 0, 0, "Return a type's method resolution order."),
    METHOD_ROW("__subclasses__", type_subclasses, 0, 0, "Return a list of immediate subclasses."),
    METHOD_ROW("__instancecheck__", type_instancecheck, 1, 1, "Check if an object is an instance."),
    METHOD_ROW("__subclasscheck__", type_subclasscheck, 1, 1, "Check if a class is a subclass."),
    CLASS_METHOD_ROW_KW("__prepare__", type_prepare, 0, -1, "Create the namespace for the class statement"),
    METHOD_ROW("__dir__", type_dir, 0, 0, "Specialized __dir__ implementation for types."),
    {0},
};

bool type_attributes_startup(Ctx *ctx) {
  Class *type = ctx->cls.type;
  return class_expose_ops(ctx, type, &TYPE_OPS) && class_add_methods(ctx, type, type_methods) &&
         class_add_getset(ctx, type, type_getset);
}
