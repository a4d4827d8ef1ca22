/* Modules from the host: it finds, compiles and loads their source; here they are made, registered and run. */
#include "call/call.h"
#include "container/container.h"
#include "core/outcome.h"
#include "exception/exception.h"
#include "heap/memory.h"
#include "import/loading.h"
#include "object/model.h"
#include "object/object.h"
#include "text/text.h"
#include <stdlib.h>
#include <string.h>

static Value directory_of(Ctx *ctx, Value filename) {
  int64_t slash = ((Str *)filename)->length;
  while (slash > 0 && str_at(filename, slash - 1) != '/') slash--;
  return slash > 1 ? str_substring(ctx, filename, 0, slash - 1) : str_from_ascii(ctx, "");
}

static bool fill_source_module(Ctx *ctx, Value module, Value name, Value filename, bool is_package) {
  Value dict = ((Module *)module)->dict, path = V_NONE;
  if (is_package) {
    Value directory = directory_of(ctx, filename);
    if (!directory || !(path = list_from(ctx, &directory, 1)) || !dict_set(ctx, dict, NAME(__path__), path))
      return false;
  }
  Value package = is_package ? name : parent_of(ctx, name),
        spec = package ? spec_new(ctx, name, filename, path) : V_NULL;
  if (!spec || !spec_set_initializing(ctx, spec, true)) return false;
  Value builtins = dict_get_str(ctx, ctx->sys_modules, NAME(builtins));
  return dict_set(ctx, dict, NAME(__file__), filename) && dict_set(ctx, dict, NAME(__package__), package) &&
         dict_set(ctx, dict, NAME(__spec__), spec) &&
         dict_set(ctx, dict, NAME(__builtins__), builtins ? builtins : ctx->builtins);
}

Code *import_host_code(Ctx *ctx, Value name, bool library, Value *filename, bool *is_package) {
  *filename = V_NULL;
  *is_package = false;
  if (!ctx->host.load_module) return NULL;
  size_t n;
  char *utf8 = str_to_utf8(ctx, name, &n);
  if (!utf8) return NULL;
  Code *code = strlen(utf8) == n
                   ? OUTCOME_OR_NONE(ctx,
                                     ctx->host.load_module(ctx, ctx->host.data, utf8, library, filename, is_package),
                                     "load_module", "the host")
                   : NULL;
  memory_free(ctx, utf8);
  return code;
}

/* V_NULL without exception: the host knows no such module. */
Value load_source(Ctx *ctx, Value name) {
  Value filename;
  bool is_package;
  Code *code = import_host_code(ctx, name, false, &filename, &is_package);
  if (!code) return V_NULL;
  if (!filename) filename = code->filename;
  Value module = module_new(ctx, name);
  if (!module || !fill_source_module(ctx, module, name, filename, is_package) ||
      !dict_set(ctx, ctx->sys_modules, name, module))
    return V_NULL;
  Value spec = dict_get_str(ctx, ((Module *)module)->dict, NAME(__spec__)), globals = ((Module *)module)->dict;
  Value result = run_code(ctx, code, globals, globals);
  Value error = result ? V_NULL : exc_take(ctx);
  Value last = dict_get_str(ctx, globals,
                            NAME(__spec__)); /* importlib's, if the body has made it the system of import */
  spec_set_initializing(ctx, spec, false);
  if (last && last != spec && module_is_initializing(ctx, module)) spec_set_initializing(ctx, last, false);
  if (!error && ctx->exc) error = exc_take(ctx);
  if (!error) {
    Value replaced = dict_get(ctx, ctx->sys_modules, name); /* a module may put something else in its place */
    if (!replaced && !ctx->exc)
      raise_import(ctx, EXC_ImportError, str_format_c(ctx, "module %R not in sys.modules", name), name, V_NULL, V_NULL);
    return replaced;
  }
  dict_delete(ctx, ctx->sys_modules, name);
  ctx->exc = error;
  return V_NULL;
}
