/* Modules along sys.path: the standard library's, and those whose source the host finds, compiles and loads. Here they
 * are made, registered and run. */
#include "call/call.h"
#include "container/container.h"
#include "core/outcome.h"
#include "exception/exception.h"
#include "heap/memory.h"
#include "host/files.h"
#include "import/loading.h"
#include "object/model.h"
#include "object/object.h"
#include "text/text.h"
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

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

enum { LONGEST_NAME = 4096 }; /* no path is longer */

/* Is there something of that name in a folder, which the host is to look at? True where that is not clear. */
static bool may_be_in(Ctx *ctx, Value folder, const char *name) {
  static const char *const endings[] = {"/__init__.py", ".py"};
  size_t n, length = strlen(name);
  char *path = file_path_bytes(ctx, folder, NULL, NULL, &n), *whole = NULL;
  if (path && strstr(path, "..")) n = 0; /* the host makes paths absolute without following links */
  else if (path) whole = memory_new(ctx, n + length + 16);
  bool found = !whole;
  if (whole) {
    memcpy(whole, path, n);
    if (n && path[n - 1] != '/') whole[n++] = '/';
    memcpy(whole + n, name, length);
    for (size_t i = n; i < n + length; i++)
      if (whole[i] == '.') whole[i] = '/';
  }
  for (int i = 0; i < 2 && !found; i++) {
    struct stat status;
    strcpy(whole + n + length, endings[i]);
    found = stat(whole, &status) == 0;
  }
  memory_free(ctx, whole);
  memory_free(ctx, path);
  if (ctx->exc) exc_clear(ctx); /* a name that is no path: the host will say */
  return found;
}

static Code *along_path(Ctx *ctx, Value name, const char *utf8, Value *filename, bool *is_package) {
  Value path = get_attr(ctx, ctx->sys_module, NAME(path));
  if (!path) return exc_clear(ctx), NULL;
  for (int64_t i = 0; is_list(ctx, path) && i < AS_LIST(path)->length; i++) {
    Value folder = AS_LIST(path)->items->items[i];
    if (!is_str(ctx, folder)) continue;
    Code *code = NULL;
    if (library_is_folder(ctx, folder)) code = library_module(ctx, name, is_package);
    else if (ctx->host.load_module && may_be_in(ctx, folder, utf8))
      code = OUTCOME_OR_NONE(ctx, ctx->host.load_module(ctx, ctx->host.data, utf8, folder, filename, is_package),
                             "load_module", "the host");
    if (code || ctx->exc) return code;
  }
  return NULL;
}

Code *import_host_code(Ctx *ctx, Value name, bool library, Value *filename, bool *is_package) {
  *filename = V_NULL;
  *is_package = false;
  if (((Str *)name)->length > LONGEST_NAME) return NULL;
  size_t n;
  char *utf8 = str_to_utf8(ctx, name, &n);
  if (!utf8) return NULL;
  bool is_path = strlen(utf8) != n || strpbrk(utf8, "/\\");
  Code *code = is_path   ? NULL
               : library ? library_module(ctx, name, is_package)
                         : along_path(ctx, name, utf8, filename, is_package);
  memory_free(ctx, utf8);
  if (code && !*filename) *filename = code->filename;
  return code;
}

/* V_NULL without exception: the host knows no such module. */
Value load_source(Ctx *ctx, Value name) {
  Value filename;
  bool is_package;
  Code *code = import_host_code(ctx, name, false, &filename, &is_package);
  if (!code) return V_NULL;
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
