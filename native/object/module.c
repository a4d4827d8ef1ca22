/* Module objects. Their attributes are in the module's dict, which is also the globals of its functions. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "import/import.h"
#include "object/model.h"
#include "object/object.h"
#include "text/text.h"

static bool module_fill(Ctx *ctx, Module *module, Value name, Value doc) {
  Value dict = module->dict ? module->dict : dict_new(ctx);
  if (!dict) return false;
  module->name = name;
  module->dict = dict;
  return dict_set(ctx, dict, NAME(__name__), name) && dict_set(ctx, dict, NAME(__doc__), doc) &&
         dict_set(ctx, dict, NAME(__package__), V_NONE) && dict_set(ctx, dict, NAME(__loader__), V_NONE) &&
         dict_set(ctx, dict, NAME(__spec__), V_NONE);
}

Value module_new(Ctx *ctx, Value name) {
  Module *module = heap_alloc(ctx, ctx->shape.module, sizeof(Module));
  return module && module_fill(ctx, module, name, V_NONE) ? VAL(module) : V_NULL;
}

bool module_add(Ctx *ctx, Value module, const char *name, Value value) {
  return value && dict_set(ctx, AS_MODULE(module)->dict, str_intern_c(ctx, name), value);
}

bool module_add_functions(Ctx *ctx, Value module, const CFuncDef *defs) {
  for (; defs && defs->name; defs++)
    if (!module_add(ctx, module, defs->name, cfunction_new(ctx, defs, module, AS_MODULE(module)->name))) return false;
  return true;
}

/* ---- the class ---- */

static Value module_make(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  (void)args, (void)nargs, (void)kwnames;
  Value made = instance_new(ctx, cls);
  if (made && !(AS_MODULE(made)->dict = dict_new(ctx))) return V_NULL;
  if (made) AS_MODULE(made)->name = V_NONE;
  return made;
}
static bool module_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  Value p[2];
  if (!bind_params(ctx, "module", "name doc=", args, nargs, kwnames, p)) return false;
  if (!is_str(ctx, p[0]))
    return raise_format(ctx, EXC_TypeError, "module() argument 'name' must be str, not %A", p[0]), false;
  return module_fill(ctx, AS_MODULE(self), p[0], p[1] ? p[1] : V_NONE);
}

static Value current_name(Ctx *ctx, Value self) {
  Value name = AS_MODULE(self)->dict ? dict_get_str(ctx, AS_MODULE(self)->dict, NAME(__name__)) : V_NULL;
  return name && is_str(ctx, name) ? name : V_NULL;
}
/* Once importlib is the system of import it says, as in CPython; until then specs are ours, and have no loader. */
static Value module_repr(Ctx *ctx, Value self) {
  if (ctx->importer->find_and_load) return import_call(ctx, "_frozen_importlib", "_module_repr", &self, 1);
  Value dict = AS_MODULE(self)->dict, spec = dict_get_str(ctx, dict, NAME(__spec__));
  if (spec && spec != V_NONE) {
    Value name = get_attr(ctx, spec, NAME(name)),
          origin = name ? get_attr(ctx, spec, str_intern_c(ctx, "origin")) : V_NULL,
          location = origin ? get_attr(ctx, spec, str_intern_c(ctx, "has_location")) : V_NULL;
    if (!location) return V_NULL;
    return location == V_TRUE ? str_format_c(ctx, "<module %R from %R>", name, origin)
                              : str_format_c(ctx, "<module %R (%S)>", name, origin);
  }
  Value name = dict_get_str(ctx, dict, NAME(__name__)), file = dict_get_str(ctx, dict, NAME(__file__)),
        loader = dict_get_str(ctx, dict, NAME(__loader__));
  if (!name && !(name = str_from_ascii(ctx, "?"))) return V_NULL;
  if (file) return str_format_c(ctx, "<module %R from %R>", name, file);
  if (loader && loader != V_NONE) return str_format_c(ctx, "<module %R (%R)>", name, loader);
  return str_format_c(ctx, "<module %R>", name);
}

/* Is its body running? Then a missing name is probably a circular import. */
bool module_is_initializing(Ctx *ctx, Value module) {
  if (!c_stack_check(ctx)) return exc_clear(ctx), false; /* modules may be each other's __spec__ */
  Value spec = dict_get_str(ctx, AS_MODULE(module)->dict, NAME(__spec__));
  Value flag = spec && spec != V_NONE ? get_attr_optional(ctx, spec, str_intern_c(ctx, "_initializing")) : V_NULL;
  exc_clear(ctx);
  return flag == V_TRUE;
}

static void raise_missing(Ctx *ctx, Value self, Value attr) {
  Value name = current_name(ctx, self), file = dict_get_str(ctx, AS_MODULE(self)->dict, NAME(__file__)), message;
  if (!name) message = str_format_c(ctx, "module has no attribute '%U'", attr);
  else if (!module_is_initializing(ctx, self))
    message = str_format_c(ctx, "module '%U' has no attribute '%U'", name, attr);
  else if (file && is_str(ctx, file))
    message = str_format_c(
        ctx, "partially initialized module '%U' from '%U' has no attribute '%U' (most likely due to a circular import)",
        name, file, attr);
  else
    message = str_format_c(
        ctx, "partially initialized module '%U' has no attribute '%U' (most likely due to a circular import)", name,
        attr);
  raise_attribute_error(ctx, self, attr, message);
}

/* The module's own dict, the class, then a __getattr__ function in the module (PEP 562). */
static Value module_getattr(Ctx *ctx, Value self, Value name) {
  Class *cls = class_of(ctx, self);
  Value found = class_lookup(ctx, cls, name);
  if (found && overrides_instance(ctx, found)) return descriptor_bind(ctx, found, self, cls);
  Value dict = AS_MODULE(self)->dict, own = dict ? dict_get_str(ctx, dict, name) : V_NULL;
  if (own) return own;
  if (found) return descriptor_bind(ctx, found, self, cls);
  Value hook = dict ? dict_get_str(ctx, dict, NAME(__getattr__)) : V_NULL;
  if (hook) return py_call1(ctx, hook, name);
  raise_missing(ctx, self, name);
  return V_NULL;
}

static Value get_dict(Ctx *ctx, Value self) { return own_dict(ctx, self, true); }
/* Annotations of a module come from its __annotate__ function, once. */
static Value get_annotations(Ctx *ctx, Value self) {
  Value dict = AS_MODULE(self)->dict, found = dict_get_str(ctx, dict, NAME(__annotations__));
  if (found) return found;
  Value annotate = dict_get_str(ctx, dict, NAME(__annotate__));
  Value made = annotate && annotate != V_NONE ? py_call1(ctx, annotate, int_tag(1)) : dict_new(ctx);
  return made && dict_set(ctx, dict, NAME(__annotations__), made) ? made : V_NULL;
}
static bool set_annotations(Ctx *ctx, Value self, Value value) {
  Value dict = AS_MODULE(self)->dict;
  if (value) return dict_set(ctx, dict, NAME(__annotations__), value);
  int deleted = dict_delete(ctx, dict, NAME(__annotations__));
  if (deleted == 0) raise_attribute_error(ctx, self, NAME(__annotations__), NAME(__annotations__));
  return deleted > 0;
}
static Value get_annotate(Ctx *ctx, Value self) {
  Value dict = AS_MODULE(self)->dict, found = dict_get_str(ctx, dict, NAME(__annotate__));
  if (found) return found;
  return dict_set(ctx, dict, NAME(__annotate__), V_NONE) ? V_NONE : V_NULL;
}
static bool set_annotate(Ctx *ctx, Value self, Value value) {
  if (!value) return raise_format(ctx, EXC_TypeError, "cannot delete __annotate__ attribute"), false;
  if (value != V_NONE && !class_of(ctx, value)->ops.call)
    return raise_format(ctx, EXC_TypeError, "__annotate__ must be callable or None"), false;
  Value dict = AS_MODULE(self)->dict;
  return dict_set(ctx, dict, NAME(__annotate__), value) &&
         (value == V_NONE || dict_delete(ctx, dict, NAME(__annotations__)) >= 0);
}
static const GetSetDef module_getset[] = {
    {"__dict__", get_dict, readonly_member, NULL},
    {"__annotations__", get_annotations, set_annotations, NULL},
    {"__annotate__", get_annotate, set_annotate, NULL},
    {0},
};

METHOD(module_dir) {
  Value shown = get_attr(ctx, self, NAME(__dict__)); /* a subclass may have another */
  if (!shown) return V_NULL;
  if (!is_dict(ctx, shown)) return raise_format(ctx, EXC_TypeError, "<module>.__dict__ is not a dictionary"), V_NULL;
  Value hook = dict_get_str(ctx, shown, NAME(__dir__));
  return hook ? py_call0(ctx, hook) : list_from_iterable(ctx, shown);
}
static const CFuncDef module_methods[] = {METHOD_ROW("__dir__", module_dir, 0, 0, "__dir__() -> list"), {0}};
static const TypeOps module_ops = {
    .new_ = module_make, .init = module_init, .repr = module_repr, .getattr = module_getattr};

bool module_startup(Ctx *ctx) {
  ctx->cls.module = class_new_builtin(ctx, "module", NULL, KIND_MODULE, sizeof(Module), &module_ops, module_methods,
                                      CLASS_HAS_WEAKREF);
  return ctx->cls.module && class_add_getset(ctx, ctx->cls.module, module_getset);
}
