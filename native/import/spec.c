/* ModuleSpec, the record of how a module was found, and the names of modules. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "import/loading.h"
#include "object/model.h"
#include "object/object.h"
#include "text/text.h"

static Value spec_repr(Ctx *ctx, Value self) {
  Value name = get_attr_optional(ctx, self, NAME(name)),
        origin = get_attr_optional(ctx, self, str_intern_c(ctx, "origin"));
  if (ctx->exc) return V_NULL;
  return str_format_c(ctx, "ModuleSpec(name=%R, loader=None, origin=%R)", name ? name : V_NONE,
                      origin ? origin : V_NONE);
}

static bool put(Ctx *ctx, Value obj, const char *name, Value value) {
  Value key = value ? str_intern_c(ctx, name) : V_NULL;
  return key && set_attr(ctx, obj, key, value);
}

Value parent_of(Ctx *ctx, Value name) {
  int64_t n = ((Str *)name)->length, dot = n;
  while (dot > 0 && str_at(name, dot - 1) != '.') dot--;
  return dot ? str_substring(ctx, name, 0, dot - 1) : str_from_ascii(ctx, "");
}
Value spec_new(Ctx *ctx, Value name, Value origin, Value path) {
  Importer *importer = ctx->importer;
  Value spec = instance_new(ctx, importer->spec_class);
  Value parent = path != V_NONE ? name : parent_of(ctx, name);
  if (!spec || !parent) return V_NULL;
  return put(ctx, spec, "name", name) && put(ctx, spec, "loader", V_NONE) && put(ctx, spec, "origin", origin) &&
                 put(ctx, spec, "submodule_search_locations", path) && put(ctx, spec, "parent", parent) &&
                 put(ctx, spec, "cached", V_NONE) &&
                 put(ctx, spec, "has_location", bool_tag(origin != V_NONE && !str_equal_c(origin, "built-in"))) &&
                 put(ctx, spec, "_initializing", V_FALSE)
             ? spec
             : V_NULL;
}

bool spec_set_initializing(Ctx *ctx, Value spec, bool initializing) {
  return put(ctx, spec, "_initializing", bool_tag(initializing));
}

bool spec_startup(Ctx *ctx) {
  static const TypeOps ops = {.repr = spec_repr};
  Class *cls = class_new_builtin(ctx, "_frozen_importlib.ModuleSpec", NULL, KIND_INSTANCE, sizeof(Instance), &ops, NULL,
                                 CLASS_HAS_DICT);
  ctx->importer->spec_class = cls;
  return cls != NULL;
}
