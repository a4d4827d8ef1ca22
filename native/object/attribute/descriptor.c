/* Descriptors: functions' binding, built-in methods, members of __slots__, get/set pairs, slot wrappers, property,
 * staticmethod and classmethod. descriptor_bind is the `__get__` step of every attribute lookup. */
#include "call/call.h"
#include "container/container.h"
#include "core/outcome.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "import/import.h"
#include "object/model.h"
#include "object/object.h"
#include "text/text.h"
#include <stdio.h>
#include <string.h>

Value method_new(Ctx *ctx, Value func, Value self) {
  Method *method = heap_alloc(ctx, ctx->shape.method, sizeof(Method));
  if (!method) return V_NULL;
  method->func = func;
  method->self = self;
  return VAL(method);
}

Value descriptor_bind(Ctx *ctx, Value found, Value obj, Class *owner) {
  if (!is_cell(found)) return found;
  Class *cls = shape_of(ctx, found)->cls;
  if (cls == ctx->cls.function) return obj ? method_new(ctx, found, obj) : found;
  return cls->ops.descr_get
             ? OUTCOME(ctx, cls->ops.descr_get(ctx, found, obj, owner), "__get__", OUTCOME_NAME(cls->name))
             : found;
}

/* ---- methods of built-in classes ---- */

static bool applies(Ctx *ctx, Value name, Class *owner, Value obj) {
  if (is_instance(ctx, obj, owner)) return true;
  raise_format(ctx, EXC_TypeError, "descriptor '%U' for '%U' objects doesn't apply to a '%T' object", name,
               class_tp_name(ctx, owner), obj);
  return false;
}

static Value method_descr_get(Ctx *ctx, Value self, Value obj, Class *cls) {
  (void)cls;
  if (!obj) return self;
  CFunction *descr = (CFunction *)self;
  Value name = str_from_ascii(ctx, descr->def->name);
  if (!name || !applies(ctx, name, descr->owner, obj)) return V_NULL;
  CFunction *bound = heap_alloc(ctx, ctx->shape.cfunction, sizeof(CFunction));
  if (!bound) return V_NULL;
  bound->def = descr->def;
  bound->self = obj;
  bound->owner = descr->owner;
  return VAL(bound);
}

static Value method_descr_call(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  CFunction *descr = (CFunction *)self;
  if (nargs == 0) {
    raise_format(ctx, EXC_TypeError, "unbound method %U.%s() needs an argument", descr->owner->name, descr->def->name);
    return V_NULL;
  }
  if (UNLIKELY(!is_instance(ctx, args[0], descr->owner))) {
    Value name = str_from_ascii(ctx, descr->def->name);
    if (name) applies(ctx, name, descr->owner, args[0]);
    return V_NULL;
  }
  return cfunction_call(ctx, descr->def, args[0], args + 1, nargs - 1, kwnames);
}

static Value method_descr_repr(Ctx *ctx, Value self) {
  CFunction *descr = (CFunction *)self;
  return str_format_c(ctx, "<method '%s' of '%U' objects>", descr->def->name, class_tp_name(ctx, descr->owner));
}

static Value descr_name(Ctx *ctx, Value self) { return str_from_ascii(ctx, ((CFunction *)self)->def->name); }
static Value descr_qualname(Ctx *ctx, Value self) {
  return str_format_c(ctx, "%U.%s", ((CFunction *)self)->owner->qualname, ((CFunction *)self)->def->name);
}
static Value descr_doc(Ctx *ctx, Value self) {
  const char *doc = ((CFunction *)self)->def->doc;
  return doc ? str_from_utf8(ctx, doc, strlen(doc)) : V_NONE;
}
static Value descr_text_signature(Ctx *ctx, Value self) {
  Value name = descr_name(ctx, self);
  return name ? import_call(ctx, "_text_signatures", "of", (Value[]){VAL(((CFunction *)self)->owner), name}, 2)
              : V_NULL;
}
static Value descr_owner(Ctx *ctx, Value self) {
  (void)ctx;
  return VAL(((CFunction *)self)->owner);
}
static const GetSetDef method_descr_getset[] = {
    {"__name__", descr_name, readonly_member, NULL},
    {"__qualname__", descr_qualname, NULL, NULL},
    {"__doc__", descr_doc, NULL, NULL},
    {"__objclass__", descr_owner, readonly_member, NULL},
    {"__text_signature__", descr_text_signature, NULL, NULL},
    {0},
};
static const TypeOps method_descr_ops = {
    .descr_get = method_descr_get, .call = method_descr_call, .repr = method_descr_repr};

static bool applies_to_class(Ctx *ctx, const CFunction *descr, Class *cls) {
  if (LIKELY(is_subclass(cls, descr->owner))) return true;
  raise_format(ctx, EXC_TypeError, "descriptor '%s' requires a subtype of '%U' but received '%U'", descr->def->name,
               class_tp_name(ctx, descr->owner), class_tp_name(ctx, cls));
  return false;
}

static Value classmethod_descr_get(Ctx *ctx, Value self, Value obj, Class *cls) {
  (void)obj;
  CFunction *descr = (CFunction *)self;
  if (!applies_to_class(ctx, descr, cls)) return V_NULL;
  CFunction *bound = heap_alloc(ctx, ctx->shape.cfunction, sizeof(CFunction));
  if (!bound) return V_NULL;
  bound->def = descr->def;
  bound->self = VAL(cls);
  bound->owner = descr->owner;
  return VAL(bound);
}

static Value classmethod_descr_call(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  CFunction *descr = (CFunction *)self;
  if (nargs == 0 || !is_class(ctx, args[0])) {
    raise_format(ctx, EXC_TypeError, "descriptor '%s' of '%U' object needs a type", descr->def->name,
                 class_tp_name(ctx, descr->owner));
    return V_NULL;
  }
  if (!applies_to_class(ctx, descr, as_class(args[0]))) return V_NULL;
  return cfunction_call(ctx, descr->def, args[0], args + 1, nargs - 1, kwnames);
}
static const TypeOps classmethod_descr_ops = {
    .descr_get = classmethod_descr_get, .call = classmethod_descr_call, .repr = method_descr_repr};

/* ---- __slots__ members and get/set pairs ---- */

static Value getset_get(Ctx *ctx, Value self, Value obj, Class *cls) {
  (void)cls;
  SlotDescr *descr = (SlotDescr *)self;
  const GetSetDef *def = descr->def;
  if (!obj) return self;
  if (!applies(ctx, descr->name, descr->owner, obj)) return V_NULL;
  return OUTCOME(ctx, def->get(ctx, obj), def->name, OUTCOME_NAME(descr->owner->name));
}

static bool getset_set(Ctx *ctx, Value self, Value obj, Value value) {
  SlotDescr *descr = (SlotDescr *)self;
  const GetSetDef *def = descr->def;
  if (!applies(ctx, descr->name, descr->owner, obj)) return false;
  if (def->set) return OUTCOME(ctx, def->set(ctx, obj, value), def->name, OUTCOME_NAME(descr->owner->name));
  raise_format(ctx, EXC_AttributeError, "attribute '%U' of '%U' objects is not writable", descr->name,
               class_tp_name(ctx, descr->owner));
  return false;
}

/* A member of __slots__, or of a built-in class (a get/set pair to us). */
static Value member_get(Ctx *ctx, Value self, Value obj, Class *cls) {
  SlotDescr *descr = (SlotDescr *)self;
  if (!obj) return self;
  if (CELL(self)->flags == DESCR_GETSET) return getset_get(ctx, self, obj, cls);
  if (!applies(ctx, descr->name, descr->owner, obj)) return V_NULL;
  Value value = *instance_slot_place(obj, shape_of(ctx, obj), (int)descr->slot);
  if (!value) raise_no_attribute(ctx, obj, descr->name);
  return value;
}

static bool member_set(Ctx *ctx, Value self, Value obj, Value value) {
  SlotDescr *descr = (SlotDescr *)self;
  if (CELL(self)->flags == DESCR_GETSET) return getset_set(ctx, self, obj, value);
  if (!applies(ctx, descr->name, descr->owner, obj)) return false;
  Value *place = instance_slot_place(obj, shape_of(ctx, obj), (int)descr->slot);
  if (!value && !*place) return raise_attribute_error(ctx, obj, descr->name, descr->name), false;
  *place = value;
  return true;
}

static Value slot_descr_repr(Ctx *ctx, Value self) {
  SlotDescr *descr = (SlotDescr *)self;
  if (CELL(self)->flags == DESCR_WRAPPER)
    return str_format_c(ctx, "<slot wrapper '%U' of '%U' objects>", descr->name, class_tp_name(ctx, descr->owner));
  return str_format_c(ctx,
                      class_of(ctx, self) == ctx->cls.slot_descr ? "<member '%U' of '%U' objects>"
                                                                 : "<attribute '%U' of '%U' objects>",
                      descr->name, class_tp_name(ctx, descr->owner));
}

static Value slot_descr_name(Ctx *ctx, Value self) {
  (void)ctx;
  return ((SlotDescr *)self)->name;
}
static Value slot_descr_qualname(Ctx *ctx, Value self) {
  return str_format_c(ctx, "%U.%U", ((SlotDescr *)self)->owner->qualname, ((SlotDescr *)self)->name);
}
static Value slot_descr_owner(Ctx *ctx, Value self) {
  (void)ctx;
  return VAL(((SlotDescr *)self)->owner);
}
/* Of special methods of built-in classes: those that stand for a call of a built-in function. */
static const char *const wrapper_docs[][2] = {
    {"__next__", "Implement next(self)."},
    {"__iter__", "Implement iter(self)."},
    {"__len__", "Return len(self)."},
    {"__repr__", "Return repr(self)."},
    {"__str__", "Return str(self)."},
    {"__hash__", "Return hash(self)."},
    {"__abs__", "abs(self)"},
    {"__int__", "int(self)"},
    {"__float__", "float(self)"},
};
static Value wrapper_doc(Ctx *ctx, Value name) {
  for (size_t i = 0; i < sizeof wrapper_docs / sizeof *wrapper_docs; i++)
    if (str_equal_c(name, wrapper_docs[i][0])) return str_from_ascii(ctx, wrapper_docs[i][1]);
  return V_NONE;
}
static Value slot_descr_doc(Ctx *ctx, Value self) {
  if (shape_of(ctx, self)->cls == ctx->cls.wrapper_descr) return wrapper_doc(ctx, ((SlotDescr *)self)->name);
  const GetSetDef *def = CELL(self)->flags == DESCR_GETSET ? ((SlotDescr *)self)->def : NULL;
  return def && def->doc ? str_from_utf8(ctx, def->doc, strlen(def->doc)) : V_NONE;
}
static Value wrapper_text_signature(Ctx *ctx, Value self) {
  SlotDescr *descr = (SlotDescr *)self;
  return import_call(ctx, "_text_signatures", "of", (Value[]){VAL(descr->owner), descr->name}, 2);
}
static const GetSetDef wrapper_getset[] = {{"__text_signature__", wrapper_text_signature, NULL, NULL}, {0}};
static const GetSetDef slot_descr_getset[] = {
    {"__name__", slot_descr_name, readonly_member, NULL},
    {"__qualname__", slot_descr_qualname, NULL, NULL},
    {"__objclass__", slot_descr_owner, readonly_member, NULL},
    {"__doc__", slot_descr_doc, NULL, NULL},
    {0},
};
static const TypeOps member_ops = {.descr_get = member_get, .descr_set = member_set, .repr = slot_descr_repr};
static const TypeOps getset_ops = {.descr_get = getset_get, .descr_set = getset_set, .repr = slot_descr_repr};

bool readonly_member(Ctx *ctx, Value self, Value value) {
  (void)self, (void)value;
  raise_format(ctx, EXC_AttributeError, "readonly attribute");
  return false;
}

bool class_add_getset(Ctx *ctx, Class *cls, const GetSetDef *defs) {
  for (; defs && defs->name; defs++) {
    Class *kind = defs->set == readonly_member ? ctx->cls.slot_descr : ctx->cls.getset_descr;
    SlotDescr *descr = heap_alloc(ctx, kind->root, sizeof(SlotDescr));
    if (!descr) return false;
    descr->h.flags = DESCR_GETSET;
    descr->owner = cls;
    descr->def = defs;
    if (!(descr->name = str_intern_c(ctx, defs->name)) || !dict_set(ctx, cls->dict, descr->name, VAL(descr)))
      return false;
  }
  return true;
}

/* ---- slot wrappers, bound ones included ---- */

static Value wrapper_get(Ctx *ctx, Value self, Value obj, Class *cls) {
  (void)cls;
  SlotDescr *wrapper = (SlotDescr *)self;
  if (!obj) return self;
  if (!applies(ctx, wrapper->name, wrapper->owner, obj)) return V_NULL;
  Method *bound = heap_alloc(ctx, ctx->cls.method_wrapper->root, sizeof(Method));
  if (!bound) return V_NULL;
  bound->func = self;
  bound->self = obj;
  return VAL(bound);
}

static Value wrapper_descr_call(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  SlotDescr *wrapper = (SlotDescr *)self;
  if (nargs == 0) {
    raise_format(ctx, EXC_TypeError, "descriptor '%U' of '%U' object needs an argument", wrapper->name,
                 class_tp_name(ctx, wrapper->owner));
    return V_NULL;
  }
  return wrapper_apply(ctx, wrapper, args[0], args + 1, nargs - 1, kwnames);
}

static Value method_wrapper_call(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  Method *bound = (Method *)self;
  return wrapper_call(ctx, (SlotDescr *)bound->func, bound->self, args, nargs, kwnames);
}

static Value method_wrapper_repr(Ctx *ctx, Value self) {
  Method *bound = (Method *)self;
  char address[32];
  snprintf(address, sizeof address, "0x%llx", (unsigned long long)bound->self);
  return str_format_c(ctx, "<method-wrapper '%U' of %T object at %s>", ((SlotDescr *)bound->func)->name, bound->self,
                      address);
}

static Value method_wrapper_compare(Ctx *ctx, Value a, Value b, CmpOp op) {
  if ((op != CMP_EQ && op != CMP_NE) || class_of(ctx, a) != class_of(ctx, b)) return V_NOTIMPL;
  bool same = ((Method *)a)->func == ((Method *)b)->func && ((Method *)a)->self == ((Method *)b)->self;
  return bool_tag(same == (op == CMP_EQ));
}

static bool method_wrapper_hash(Ctx *ctx, Value self, uint64_t *out) {
  (void)ctx;
  *out = ((Method *)self)->self >> 4 ^ ((Method *)self)->func >> 4;
  return true;
}

static Value method_wrapper_self(Ctx *ctx, Value self) {
  (void)ctx;
  return ((Method *)self)->self;
}
static Value method_wrapper_name(Ctx *ctx, Value self) { return slot_descr_name(ctx, ((Method *)self)->func); }
static Value method_wrapper_qualname(Ctx *ctx, Value self) { return slot_descr_qualname(ctx, ((Method *)self)->func); }
static Value method_wrapper_signature(Ctx *ctx, Value self) {
  return wrapper_text_signature(ctx, ((Method *)self)->func);
}
static Value method_wrapper_doc(Ctx *ctx, Value self) { return slot_descr_doc(ctx, ((Method *)self)->func); }
static Value method_wrapper_owner(Ctx *ctx, Value self) { return slot_descr_owner(ctx, ((Method *)self)->func); }
static const GetSetDef method_wrapper_getset[] = {
    {"__self__", method_wrapper_self, readonly_member, NULL},
    {"__name__", method_wrapper_name, NULL, NULL},
    {"__qualname__", method_wrapper_qualname, NULL, NULL},
    {"__objclass__", method_wrapper_owner, NULL, NULL},
    {"__text_signature__", method_wrapper_signature, NULL, NULL},
    {"__doc__", method_wrapper_doc, NULL, NULL},
    {0},
};
static const TypeOps wrapper_ops = {.descr_get = wrapper_get, .call = wrapper_descr_call, .repr = slot_descr_repr};
static const TypeOps method_wrapper_ops = {.call = method_wrapper_call,
                                           .repr = method_wrapper_repr,
                                           .compare = method_wrapper_compare,
                                           .hash = method_wrapper_hash};

/* Wrappers first: class_new_builtin makes some for every class after them. */
/* ---- pickling: what built-in callables are called, and where ---- */

static Value attribute_of(Ctx *ctx, Value owner, Value name) {
  Value key = str_intern_c(ctx, "getattr"), getattr = key ? builtin_named(ctx, key) : V_NULL;
  if (!getattr) return V_NULL;
  Value args = owner && name ? tuple_from(ctx, (Value[]){owner, name}, 2) : V_NULL;
  return args ? tuple_from(ctx, (Value[]){getattr, args}, 2) : V_NULL;
}
METHOD(cfunction_reduce) {
  CFunction *function = (CFunction *)self;
  Value name = str_from_ascii(ctx, function->def->name);
  return !function->self || has_kind(ctx, function->self, KIND_MODULE) ? name : attribute_of(ctx, function->self, name);
}
METHOD(method_descr_reduce) { return attribute_of(ctx, descr_owner(ctx, self), descr_name(ctx, self)); }
METHOD(slot_descr_reduce) { return attribute_of(ctx, slot_descr_owner(ctx, self), slot_descr_name(ctx, self)); }
METHOD(method_wrapper_reduce) {
  return attribute_of(ctx, method_wrapper_self(ctx, self), method_wrapper_name(ctx, self));
}
METHOD(method_reduce) {
  return attribute_of(ctx, ((Method *)self)->self, get_attr(ctx, ((Method *)self)->func, NAME(__name__)));
}

#define REDUCES(name, fn) static const CFuncDef name[] = {METHOD_ROW("__reduce__", fn, 0, 0, NULL), {0}}
REDUCES(cfunction_reduces, cfunction_reduce);
REDUCES(method_descr_reduces, method_descr_reduce);
REDUCES(slot_descr_reduces, slot_descr_reduce);
REDUCES(method_wrapper_reduces, method_wrapper_reduce);
REDUCES(method_reduces, method_reduce);

bool callables_pickle(Ctx *ctx) {
  const struct {
    Class *cls;
    const CFuncDef *defs;
  } rows[] = {{ctx->cls.cfunction, cfunction_reduces},           {ctx->cls.method_descr, method_descr_reduces},
              {ctx->cls.slot_descr, slot_descr_reduces},         {ctx->cls.wrapper_descr, slot_descr_reduces},
              {ctx->cls.method_wrapper, method_wrapper_reduces}, {ctx->cls.method, method_reduces}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    if (!class_add_methods(ctx, rows[i].cls, rows[i].defs)) return false;
  return true;
}

bool descriptor_startup(Ctx *ctx) {
  if (!(ctx->cls.wrapper_descr = class_new_builtin(ctx, "wrapper_descriptor", NULL, KIND_SLOT_DESCR, sizeof(SlotDescr),
                                                   &wrapper_ops, NULL, CLASS_FINAL)) ||
      !(ctx->cls.method_descr = class_new_builtin(ctx, "method_descriptor", NULL, KIND_CFUNCTION, sizeof(CFunction),
                                                  &method_descr_ops, NULL, CLASS_FINAL)) ||
      !(ctx->cls.classmethod_descr = class_new_builtin(ctx, "classmethod_descriptor", NULL, KIND_CFUNCTION,
                                                       sizeof(CFunction), &classmethod_descr_ops, NULL, CLASS_FINAL)) ||
      !(ctx->cls.slot_descr = class_new_builtin(ctx, "member_descriptor", NULL, KIND_SLOT_DESCR, sizeof(SlotDescr),
                                                &member_ops, NULL, CLASS_FINAL)) ||
      !(ctx->cls.getset_descr = class_new_builtin(ctx, "getset_descriptor", NULL, KIND_SLOT_DESCR, sizeof(SlotDescr),
                                                  &getset_ops, NULL, CLASS_FINAL)) ||
      !(ctx->cls.method_wrapper = class_new_builtin(ctx, "method-wrapper", NULL, KIND_METHOD, sizeof(Method),
                                                    &method_wrapper_ops, NULL, CLASS_FINAL)))
    return false;
  Class *const descriptors[] = {ctx->cls.slot_descr, ctx->cls.getset_descr, ctx->cls.wrapper_descr};
  for (int i = 0; i < 3; i++)
    if (!class_add_getset(ctx, descriptors[i], slot_descr_getset)) return false;
  return class_expose_ops(ctx, ctx->cls.wrapper_descr, &wrapper_ops) &&
         class_add_getset(ctx, ctx->cls.wrapper_descr, wrapper_getset) &&
         class_add_getset(ctx, ctx->cls.method_descr, method_descr_getset) &&
         class_add_getset(ctx, ctx->cls.classmethod_descr, method_descr_getset) &&
         class_add_getset(ctx, ctx->cls.method_wrapper, method_wrapper_getset);
}
