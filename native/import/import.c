/* The import statement: IMPORT_NAME, IMPORT_FROM and import * over sys.modules and the modules that can be loaded.
 * Semantics and wording are those of importlib._bootstrap. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "exception/warning.h"
#include "import/loading.h"
#include "object/model.h"
#include "object/object.h"
#include "text/text.h"

/* ---- errors ---- */

void raise_import(Ctx *ctx, ExcId id, Value message, Value name, Value path, Value name_from) {
  Value exc = message ? exception_new(ctx, ctx->exc_class[id], &message, 1) : V_NULL;
  if (exc) {
    Exception *e = (Exception *)exc;
    e->extra[1] = name;
    e->extra[2] = path;
    e->extra[3] = name_from;
  }
  raise_exc(ctx, exc);
}

static void raise_not_found(Ctx *ctx, Value name) {
  raise_import(ctx, EXC_ModuleNotFoundError, str_format_c(ctx, "No module named %R", name), name, V_NULL, V_NULL);
}

/* ---- absolute names ---- */

static Value tail_of(Ctx *ctx, Value name) {
  int64_t n = ((Str *)name)->length, dot = n;
  while (dot > 0 && str_at(name, dot - 1) != '.') dot--;
  return str_substring(ctx, name, dot, n);
}

static bool has_path(Ctx *ctx, Value module) {
  Value path = get_attr_optional(ctx, module, NAME(__path__));
  return path != V_NULL;
}

/* The module with this absolute dotted name; imports its parents first. */
static Value import_absolute(Ctx *ctx, Value name) {
  if (!c_stack_check(ctx)) return V_NULL;
  Value known = dict_get(ctx, ctx->sys_modules, name);
  if (ctx->exc) return V_NULL;
  if (known == V_NONE) {
    raise_import(ctx, EXC_ModuleNotFoundError, str_format_c(ctx, "import of %U halted; None in sys.modules", name),
                 name, V_NULL, V_NULL);
    return V_NULL;
  }
  if (known) return known;
  Importer *importer = ctx->importer;
  if (!importer->find_and_load && !importer->setting_up && str_equal_c(name, "_frozen_importlib"))
    return import_set_up(ctx) ? dict_get(ctx, ctx->sys_modules, name) : V_NULL;
  if (importer->find_and_load) return import_by_importlib(ctx, name);
  Value parent_name = parent_of(ctx, name), parent = V_NULL;
  if (!parent_name) return V_NULL;
  if (((Str *)parent_name)->length) {
    if (!(parent = import_absolute(ctx, parent_name))) return V_NULL;
    /* importing the parent has imported it */
    if ((known = dict_get(ctx, ctx->sys_modules, name)) || ctx->exc) return known;
    /* or has made importlib the system of import */
    if (importer->find_and_load) return import_by_importlib(ctx, name);
    if (!has_path(ctx, parent)) {
      if (!ctx->exc)
        raise_import(ctx, EXC_ModuleNotFoundError,
                     str_format_c(ctx, "No module named %R; %R is not a package", name, parent_name), name, V_NULL,
                     V_NULL);
      return V_NULL;
    }
  }
  Value module = import_builtin(ctx, name);
  if (!module && !ctx->exc) module = load_source(ctx, name);
  if (!module && !ctx->exc) {
    /* the library itself asks in vain for modules that may be missing */
    if (!importer->setting_up && only_importlib_finds(ctx, parent, tail_of(ctx, name)))
      return import_set_up(ctx) ? import_by_importlib(ctx, name) : V_NULL;
    raise_not_found(ctx, name);
  }
  if (module && parent) {
    Value tail = tail_of(ctx, name);
    if (!tail || !(tail = str_intern(ctx, tail)) || !set_attr(ctx, parent, tail, module)) return V_NULL;
  }
  return module;
}

/* ---- relative names ---- */

/* __package__ when spec.parent is something else. */
static bool warn_of_disagreement(Ctx *ctx, Value package, Value spec) {
  Value parent = get_attr(ctx, spec, str_intern_c(ctx, "parent"));
  int equal = parent ? object_equal(ctx, package, parent) : -1;
  if (equal < 0) return false;
  return equal || warn(ctx, EXC_DeprecationWarning, 1, "__package__ != __spec__.parent");
}

/* Of the module with these globals: a str, or V_NULL and an exception. */
static Value current_package(Ctx *ctx, Value globals) {
  if (!globals) return raise_format(ctx, EXC_KeyError, "'__name__' not in globals"), V_NULL;
  if (!is_dict(ctx, globals)) return raise_format(ctx, EXC_TypeError, "globals must be a dict"), V_NULL;
  Value package = dict_get_str(ctx, globals, NAME(__package__)), spec = dict_get_str(ctx, globals, NAME(__spec__));
  if (spec == V_NONE) spec = V_NULL;
  if (package && package != V_NONE) {
    if (!is_str(ctx, package)) return raise_format(ctx, EXC_TypeError, "package must be a string"), V_NULL;
    return !spec || warn_of_disagreement(ctx, package, spec) ? package : V_NULL;
  }
  if (spec) {
    Value parent = get_attr(ctx, spec, str_intern_c(ctx, "parent"));
    if (!parent || is_str(ctx, parent)) return parent;
    return raise_format(ctx, EXC_TypeError, "__spec__.parent must be a string"), V_NULL;
  }
  if (!warn(ctx, EXC_ImportWarning, 1,
            "can't resolve package from __spec__ or __package__, falling back on __name__ and __path__"))
    return V_NULL;
  Value name = dict_get_str(ctx, globals, NAME(__name__));
  if (!name) return raise_format(ctx, EXC_KeyError, "'__name__' not in globals"), V_NULL;
  if (!is_str(ctx, name)) return raise_format(ctx, EXC_TypeError, "__name__ must be a string"), V_NULL;
  return dict_get_str(ctx, globals, NAME(__path__)) ? name : parent_of(ctx, name);
}

static Value resolve_name(Ctx *ctx, Value name, Value globals, int64_t level) {
  Value package = current_package(ctx, globals);
  if (!package) return V_NULL;
  if (!((Str *)package)->length) {
    raise_format(ctx, EXC_ImportError, "attempted relative import with no known parent package");
    return V_NULL;
  }
  for (int64_t i = 1; i < level; i++) {
    package = parent_of(ctx, package);
    if (!package) return V_NULL;
    if (!((Str *)package)->length)
      return raise_format(ctx, EXC_ImportError, "attempted relative import beyond top-level package"), V_NULL;
  }
  return ((Str *)name)->length ? str_format_c(ctx, "%U.%U", package, name) : package;
}

/* ---- from … import names: submodules are imported on the way ---- */

static bool import_submodules(Ctx *ctx, Value module, Value fromlist, bool from_all) {
  Value names = tuple_from_iterable(ctx, fromlist);
  for (int64_t i = 0; names && i < tuple_length(names); i++) {
    Value item = tuple_item(names, i);
    if (!is_str(ctx, item)) {
      Value where = get_attr(ctx, module, NAME(__name__));
      if (where)
        raise_format(ctx, EXC_TypeError,
                     from_all ? "Item in %S.__all__ must be str, not %T" : "Item in ``from list'' must be str, not %T",
                     from_all ? where : item, item);
      return false;
    }
    if (((Str *)item)->length == 1 && str_at(item, 0) == '*') {
      Value all = from_all ? V_NULL : get_attr_optional(ctx, module, NAME(__all__));
      if (ctx->exc || (all && !import_submodules(ctx, module, all, true))) return false;
      continue;
    }
    Value key = str_intern(ctx, item), present = key ? get_attr_optional(ctx, module, key) : V_NULL;
    if (present) continue;
    Value base = ctx->exc ? V_NULL : get_attr(ctx, module, NAME(__name__)),
          full = base ? str_format_c(ctx, "%S.%U", base, item) : V_NULL;
    if (!full) return false;
    if (import_absolute(ctx, full)) continue;
    if (!exc_matches(ctx, EXC_ModuleNotFoundError)) return false;
    Value missing = ((Exception *)ctx->exc)->extra[1];
    if (!missing || !is_str(ctx, missing) || !str_equal(missing, full)) return false;
    Value error = exc_take(ctx);
    if (dict_get(ctx, ctx->sys_modules, full) == V_NONE) return ctx->exc = error, false; /* it is forbidden */
    if (ctx->exc) return false; /* IMPORT_FROM will say what is wrong */
  }
  return names != V_NULL;
}

static Value import_module_level(Ctx *ctx, Value name, Value globals, Value fromlist, int64_t level) {
  if (level < 0) return raise_format(ctx, EXC_ValueError, "level must be >= 0"), V_NULL;
  if (level == 0 && !((Str *)name)->length) return raise_format(ctx, EXC_ValueError, "Empty module name"), V_NULL;
  Value full = level ? resolve_name(ctx, name, globals, level) : name;
  if (!full || !(full = str_intern(ctx, full))) return V_NULL;
  Value module = import_absolute(ctx, full);
  if (!module) return V_NULL;
  int wants_names = fromlist && fromlist != V_NONE ? object_truth(ctx, fromlist) : 0;
  if (wants_names < 0) return V_NULL;
  if (wants_names) {
    bool package = has_path(ctx, module);
    return !ctx->exc && (!package || import_submodules(ctx, module, fromlist, false)) ? module : V_NULL;
  }
  int64_t n = ((Str *)name)->length, dot = 0; /* import a.b.c binds a */
  for (; dot < n && str_at(name, dot) != '.'; dot++)
    if (!CHECK_STOP_AT(ctx, dot)) return V_NULL;
  if (dot == n) return module;
  Value top = str_substring(ctx, full, 0, ((Str *)full)->length - (n - dot));
  if (!level) return top ? import_absolute(ctx, top) : V_NULL; /* its body may have failed after it imported this one */
  Value found = top ? dict_get(ctx, ctx->sys_modules, top) : V_NULL;
  if (!found && top && !ctx->exc) raise_format(ctx, EXC_KeyError, "%R not in sys.modules as expected", top);
  return found;
}

Value import_name(Ctx *ctx, Value name, Value globals, Value fromlist, Value level) {
  if (!is_str(ctx, name)) return raise_format(ctx, EXC_TypeError, "module name must be a string"), V_NULL;
  int64_t number = 0;
  if (level && !object_index_i64(ctx, level, &number, true)) return V_NULL;
  return import_module_level(ctx, name, globals, fromlist, number);
}

Value import_attribute(Ctx *ctx, const char *module, const char *attribute) {
  Value name = str_intern_c(ctx, module), found = name ? import_absolute(ctx, name) : V_NULL;
  return found ? get_attr(ctx, found, str_intern_c(ctx, attribute)) : V_NULL;
}

Value import_call(Ctx *ctx, const char *module, const char *function, const Value *args, uint32_t nargs) {
  Value callable = import_attribute(ctx, module, function);
  return callable ? py_call(ctx, callable, args, nargs, V_NULL) : V_NULL;
}

/* ---- IMPORT_FROM, import * ---- */

Value import_from(Ctx *ctx, Value module, Value name) {
  Value found = get_attr_optional(ctx, module, name);
  if (found || ctx->exc) return found;
  Value module_name = get_attr_optional(ctx, module, NAME(__name__));
  if (ctx->exc) return V_NULL;
  bool named = module_name && is_str(ctx, module_name);
  if (named) { /* in a circular import, the submodule may be only in sys.modules */
    Value full = str_format_c(ctx, "%U.%U", module_name, name);
    if (!full) return V_NULL;
    if ((found = dict_get(ctx, ctx->sys_modules, full)) || ctx->exc) return found;
  }
  Value shown = named ? module_name : str_from_ascii(ctx, "<unknown module name>"),
        file = get_attr_optional(ctx, module, NAME(__file__)), message;
  if (ctx->exc) return V_NULL;
  bool has_file = file && is_str(ctx, file);
  bool circular = has_kind(ctx, module, KIND_MODULE) && module_is_initializing(ctx, module);
  if (circular && has_file)
    message = str_format_c(
        ctx, "cannot import name %R from partially initialized module %R (most likely due to a circular import) (%U)",
        name, shown, file);
  else if (has_file) message = str_format_c(ctx, "cannot import name %R from %R (%U)", name, shown, file);
  else message = str_format_c(ctx, "cannot import name %R from %R (unknown location)", name, shown);
  raise_import(ctx, EXC_ImportError, message, shown, has_file ? file : V_NULL, name);
  return V_NULL;
}

bool import_star(Ctx *ctx, Value module, Value namespace_) {
  Value all = get_attr_optional(ctx, module, NAME(__all__)), names = all;
  if (ctx->exc) return false;
  if (!all) {
    Value dict = get_attr_optional(ctx, module, NAME(__dict__));
    if (!dict) {
      if (!ctx->exc) raise_format(ctx, EXC_ImportError, "from-import-* object has no __dict__ and no __all__");
      return false;
    }
    names = list_from_iterable(ctx, dict);
  }
  Value items = names ? tuple_from_iterable(ctx, names) : V_NULL;
  for (int64_t i = 0; items && i < tuple_length(items); i++) {
    Value name = tuple_item(items, i);
    if (!is_str(ctx, name)) {
      Value where = get_attr(ctx, module, NAME(__name__));
      if (where)
        raise_format(ctx, EXC_TypeError,
                     all ? "Item in %S.__all__ must be str, not %T" : "Key in %S.__dict__ must be str, not %T", where,
                     name);
      return false;
    }
    if (!all && ((Str *)name)->length && str_at(name, 0) == '_') continue;
    if (!(name = str_intern(ctx, name))) return false;
    Value value = get_attr(ctx, module, name);
    if (!value || !(is_dict(ctx, namespace_) ? dict_set(ctx, namespace_, name, value)
                                             : object_setitem(ctx, namespace_, name, value)))
      return false;
    if (!CHECK_STOP(ctx)) return false;
  }
  return items != V_NULL;
}

/* ---- start-up ---- */

bool import_startup(Ctx *ctx) {
  if (!(ctx->sys_modules = dict_new(ctx)) || !builtin_modules_startup(ctx) || !spec_startup(ctx)) return false;
  Value builtins = import_builtin(ctx, NAME(builtins));
  if (!builtins) return false;
  ctx->builtins = AS_MODULE(builtins)->dict;
  ctx->sys_module = import_builtin(ctx, NAME(sys));
  return ctx->sys_module != V_NULL;
}
