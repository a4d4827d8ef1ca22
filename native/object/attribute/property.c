/* property, staticmethod, classmethod. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "object/model.h"
#include "object/object.h"
#include "text/text.h"

#define AS_PROPERTY(v) ((Property *)(v))
#define AS_WRAPPER(v) ((Wrapper *)(v))

static Value absent_if_none(Value v) { return v == V_NONE ? V_NULL : v; }

/* ---- property ---- */

enum { DOC_OF_GETTER = 1 }; /* flag of the cell: its docstring is the getter's */

static Value property_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  (void)args, (void)nargs, (void)kwnames;
  return instance_new(ctx, cls);
}

static bool property_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  Value bound[4];
  if (!bind_params(ctx, "property", "fget= fset= fdel= doc=", args, nargs, kwnames, bound)) return false;
  Property *p = AS_PROPERTY(self);
  Value *const fields[] = {&p->get, &p->set, &p->del};
  for (int i = 0; i < 3; i++) *fields[i] = bound[i] ? absent_if_none(bound[i]) : V_NULL;
  Value doc = bound[3] ? absent_if_none(bound[3]) : V_NULL;
  p->doc = V_NULL;
  p->h.flags &= (uint8_t)~DOC_OF_GETTER;
  if (!doc && p->get) {
    doc = get_attr_optional(ctx, p->get, NAME(__doc__));
    if (!doc && ctx->exc) return false;
    if ((doc = absent_if_none(doc))) p->h.flags |= DOC_OF_GETTER;
  }
  if (class_of(ctx, self) == ctx->cls.property) return p->doc = doc, true;
  /* The class of a subclass has a docstring of its own, so that of the instance is an attribute, if there is room. */
  if (set_attr(ctx, self, NAME(__doc__), or_none(doc))) return true;
  if ((p->h.flags & DOC_OF_GETTER) || !exc_matches(ctx, EXC_AttributeError)) return false;
  return exc_clear(ctx), true;
}

static Value property_name(Ctx *ctx, Property *p) {
  if (p->name) return p->name;
  Value name = p->get ? get_attr_optional(ctx, p->get, NAME(__name__)) : V_NULL;
  return name && is_str(ctx, name) ? name : V_NULL;
}

/* "property 'x' of 'C' object has no setter" */
static void raise_missing(Ctx *ctx, Value self, Value obj, const char *what) {
  Value name = property_name(ctx, AS_PROPERTY(self)), message;
  if (ctx->exc) return;
  if (name)
    message = str_format_c(ctx, "property %R of '%U' object has no %s", name, class_of(ctx, obj)->qualname, what);
  else message = str_format_c(ctx, "property of '%U' object has no %s", class_of(ctx, obj)->qualname, what);
  if (message) raise_value(ctx, EXC_AttributeError, message);
}

static Value property_get(Ctx *ctx, Value self, Value obj, Class *owner) {
  (void)owner;
  if (!obj) return self;
  if (!AS_PROPERTY(self)->get) return raise_missing(ctx, self, obj, "getter"), V_NULL;
  return py_call1(ctx, AS_PROPERTY(self)->get, obj);
}

static bool property_set(Ctx *ctx, Value self, Value obj, Value value) {
  Property *p = AS_PROPERTY(self);
  Value accessor = value ? p->set : p->del;
  if (!accessor) return raise_missing(ctx, self, obj, value ? "setter" : "deleter"), false;
  return (value ? py_call2(ctx, accessor, obj, value) : py_call1(ctx, accessor, obj)) != V_NULL;
}

/* p.getter(f), p.setter(f), p.deleter(f): type(p)(get, set, del, doc) with one accessor replaced. */
static Value with_accessor(Ctx *ctx, Value self, int which, Value accessor) {
  Property *p = AS_PROPERTY(self);
  Value args[4] = {or_none(p->get), or_none(p->set), or_none(p->del), or_none(p->doc)};
  if (accessor != V_NONE) args[which] = accessor;
  if ((p->h.flags & DOC_OF_GETTER) && args[0] != V_NONE) args[3] = V_NONE;
  Value made = py_call(ctx, VAL(class_of(ctx, self)), args, 4, V_NULL);
  if (made && has_kind(ctx, made, KIND_PROPERTY)) AS_PROPERTY(made)->name = p->name;
  return made;
}
METHOD(property_getter) { return with_accessor(ctx, self, 0, args[0]); }
METHOD(property_setter) { return with_accessor(ctx, self, 1, args[0]); }
METHOD(property_deleter) { return with_accessor(ctx, self, 2, args[0]); }
METHOD(property_set_name) {
  if (nargs != 2)
    return raise_format(ctx, EXC_TypeError, "__set_name__() takes 2 positional arguments but %d were given",
                        (int)nargs),
           V_NULL;
  AS_PROPERTY(self)->name = args[1];
  return V_NONE;
}
static const CFuncDef property_methods[] = {
    METHOD_ROW("getter", property_getter, 1, 1, "Descriptor to obtain a copy of the property with a different getter."),
    METHOD_ROW("setter", property_setter, 1, 1, "Descriptor to obtain a copy of the property with a different setter."),
    METHOD_ROW("deleter", property_deleter, 1, 1,
               "Descriptor to obtain a copy of the property with a different deleter."),
    METHOD_ROW("__set_name__", property_set_name, 0, -1, "__set_name__(owner, name)"),
    {0},
};

static Value get_fget(Ctx *ctx, Value self) { return (void)ctx, or_none(AS_PROPERTY(self)->get); }
static Value get_fset(Ctx *ctx, Value self) { return (void)ctx, or_none(AS_PROPERTY(self)->set); }
static Value get_fdel(Ctx *ctx, Value self) { return (void)ctx, or_none(AS_PROPERTY(self)->del); }
static Value get_doc(Ctx *ctx, Value self) { return (void)ctx, or_none(AS_PROPERTY(self)->doc); }
static bool set_doc(Ctx *ctx, Value self, Value value) {
  (void)ctx;
  AS_PROPERTY(self)->doc = value;
  return true;
}
static Value get_name(Ctx *ctx, Value self) {
  Value name = property_name(ctx, AS_PROPERTY(self));
  if (!name && !ctx->exc)
    raise_attribute_error(ctx, self, NAME(__name__),
                          str_format_c(ctx, "'property' object has no attribute '__name__'"));
  return name;
}
static bool set_name(Ctx *ctx, Value self, Value value) {
  (void)ctx;
  AS_PROPERTY(self)->name = value;
  return true;
}
static Value get_is_abstract(Ctx *ctx, Value self) {
  Property *p = AS_PROPERTY(self);
  Value const accessors[] = {p->get, p->set, p->del};
  Value key = str_intern_c(ctx, "__isabstractmethod__");
  for (int i = 0; i < 3 && key; i++) {
    Value flag = accessors[i] ? get_attr_optional(ctx, accessors[i], key) : V_NULL;
    if (ctx->exc) return V_NULL;
    int truth = flag ? object_truth(ctx, flag) : 0;
    if (truth) return truth < 0 ? V_NULL : V_TRUE;
  }
  return V_FALSE;
}
static const GetSetDef property_getset[] = {
    {"fget", get_fget, readonly_member, NULL},
    {"fset", get_fset, readonly_member, NULL},
    {"fdel", get_fdel, readonly_member, NULL},
    {"__doc__", get_doc, set_doc, NULL},
    {"__name__", get_name, set_name, NULL},
    {"__isabstractmethod__", get_is_abstract, NULL, NULL},
    {0},
};
static const TypeOps property_ops = {
    .new_ = property_new, .init = property_init, .descr_get = property_get, .descr_set = property_set};

/* ---- staticmethod, classmethod ---- */

static Value wrapper_of(Ctx *ctx, Shape *shape, Value func) {
  if (!func) return V_NULL;
  Wrapper *wrapper = heap_alloc(ctx, shape, sizeof(Wrapper));
  if (!wrapper) return V_NULL;
  wrapper->func = func;
  return VAL(wrapper);
}
Value staticmethod_new(Ctx *ctx, Value func) {
  return !func ? V_NULL : wrapper_of(ctx, ctx->shape.staticmethod_, func);
}
Value classmethod_new(Ctx *ctx, Value func) { return wrapper_of(ctx, ctx->shape.classmethod_, func); }

static Value wrapper_blank(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  (void)args, (void)nargs, (void)kwnames;
  Value made = instance_new(ctx, cls);
  if (made) AS_WRAPPER(made)->func = V_NONE;
  return made;
}

/* The name and documentation of the wrapped function show through. */
static bool wrapper_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  const char *name = has_kind(ctx, self, KIND_STATICMETHOD) ? "staticmethod" : "classmethod";
  if (!refuse_keywords(ctx, name, kwnames)) return false;
  if (nargs != 1) return raise_arity(ctx, name, 1, 1, nargs), false;
  AS_WRAPPER(self)->func = args[0];
  Value const copied[] = {NAME(__module__), NAME(__name__), NAME(__qualname__), NAME(__doc__)};
  for (int i = 0; i < 4; i++) {
    Value value = get_attr_optional(ctx, args[0], copied[i]);
    if (!value && ctx->exc) return false;
    Value dict = value ? own_dict(ctx, self, true) : V_NULL;
    if (value && (!dict || !dict_set(ctx, dict, copied[i], value))) return false;
  }
  return true;
}

static Value staticmethod_get(Ctx *ctx, Value self, Value obj, Class *owner) {
  (void)ctx, (void)obj, (void)owner;
  return AS_WRAPPER(self)->func;
}
static Value staticmethod_call(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  return py_call(ctx, AS_WRAPPER(self)->func, args, nargs, kwnames);
}
static Value classmethod_get(Ctx *ctx, Value self, Value obj, Class *owner) {
  (void)obj;
  return method_new(ctx, AS_WRAPPER(self)->func, VAL(owner));
}
static Value wrapper_repr(Ctx *ctx, Value self) {
  return str_format_c(ctx, has_kind(ctx, self, KIND_STATICMETHOD) ? "<staticmethod(%R)>" : "<classmethod(%R)>",
                      AS_WRAPPER(self)->func);
}
static Value wrapper_func(Ctx *ctx, Value self) { return (void)ctx, AS_WRAPPER(self)->func; }
static Value wrapper_is_abstract(Ctx *ctx, Value self) {
  Value flag = get_attr_optional(ctx, AS_WRAPPER(self)->func, str_intern_c(ctx, "__isabstractmethod__"));
  if (!flag) return ctx->exc ? V_NULL : V_FALSE;
  int truth = object_truth(ctx, flag);
  return truth < 0 ? V_NULL : bool_tag(truth);
}
/* Annotations are the function's, until others are set; a copy is made when they are asked for. */
static Value wrapper_attribute(Ctx *ctx, Value self, Value name) {
  Value dict = own_dict(ctx, self, true), found = dict ? dict_get_str(ctx, dict, name) : V_NULL;
  if (found || !dict) return found;
  found = get_attr(ctx, AS_WRAPPER(self)->func, name);
  return found && dict_set(ctx, dict, name, found) ? found : V_NULL;
}
static bool set_wrapper_attribute(Ctx *ctx, Value self, Value name, Value value) {
  Value dict = own_dict(ctx, self, true);
  if (!dict) return false;
  if (value) return dict_set(ctx, dict, name, value);
  int deleted = dict_delete(ctx, dict, name);
  if (deleted == 0) raise_attribute_error(ctx, self, name, name);
  return deleted > 0;
}
static Value wrapper_annotations(Ctx *ctx, Value self) { return wrapper_attribute(ctx, self, NAME(__annotations__)); }
static bool set_wrapper_annotations(Ctx *ctx, Value self, Value value) {
  return set_wrapper_attribute(ctx, self, NAME(__annotations__), value);
}
static Value wrapper_annotate(Ctx *ctx, Value self) { return wrapper_attribute(ctx, self, NAME(__annotate__)); }
static bool set_wrapper_annotate(Ctx *ctx, Value self, Value value) {
  return set_wrapper_attribute(ctx, self, NAME(__annotate__), value);
}
static Value wrapper_dict(Ctx *ctx, Value self) { return own_dict(ctx, self, true); }
static bool set_wrapper_dict(Ctx *ctx, Value self, Value value) {
  if (!check_new_dict(ctx, value)) return false;
  AS_WRAPPER(self)->dict = value;
  return true;
}
static const GetSetDef wrapper_getset[] = {
    {"__func__", wrapper_func, readonly_member, NULL},
    {"__wrapped__", wrapper_func, readonly_member, NULL},
    {"__isabstractmethod__", wrapper_is_abstract, NULL, NULL},
    {"__dict__", wrapper_dict, set_wrapper_dict, NULL},
    {"__annotations__", wrapper_annotations, set_wrapper_annotations, NULL},
    {"__annotate__", wrapper_annotate, set_wrapper_annotate, NULL},
    {0},
};
static const CFuncDef wrapper_methods[] = {CLASS_METHOD_ROW("__class_getitem__", class_getitem, 1, 1, "See PEP 585"),
                                           {0}};
static const TypeOps staticmethod_ops = {.new_ = wrapper_blank,
                                         .init = wrapper_init,
                                         .descr_get = staticmethod_get,
                                         .call = staticmethod_call,
                                         .repr = wrapper_repr};
static const TypeOps classmethod_ops = {
    .new_ = wrapper_blank, .init = wrapper_init, .descr_get = classmethod_get, .repr = wrapper_repr};

bool property_startup(Ctx *ctx) {
  ctx->cls.property = class_new_builtin(ctx, "property", NULL, KIND_PROPERTY, sizeof(Property), &property_ops,
                                        property_methods, 0);
  ctx->cls.staticmethod_ = class_new_builtin(ctx, "staticmethod", NULL, KIND_STATICMETHOD, sizeof(Wrapper),
                                             &staticmethod_ops, wrapper_methods, 0);
  ctx->cls.classmethod_ = class_new_builtin(ctx, "classmethod", NULL, KIND_CLASSMETHOD, sizeof(Wrapper),
                                            &classmethod_ops, wrapper_methods, 0);
  return ctx->cls.property && ctx->cls.staticmethod_ && ctx->cls.classmethod_ &&
         class_add_getset(ctx, ctx->cls.property, property_getset) &&
         class_add_getset(ctx, ctx->cls.staticmethod_, wrapper_getset) &&
         class_add_getset(ctx, ctx->cls.classmethod_, wrapper_getset);
}
