/* importlib as the system of import. Programs that never look at it do not pay for it: their modules are found by the
 * host and made in source_module.c. It takes over when somebody imports it, or asks sys for what it keeps there. */
#include "call/call.h"
#include "call/frame_view.h"
#include "container/container.h"
#include "exception/exception.h"
#include "heap/memory.h"
#include "host/files.h"
#include "host/host.h"
#include "import/loading.h"
#include "object/model.h"
#include "object/object.h"
#include "text/text.h"
#include <sys/stat.h>

static Value call(Ctx *ctx, Value module, const char *function, const Value *args, uint32_t nargs) {
  return py_call_method(ctx, module, str_intern_c(ctx, function), args, nargs);
}
static Value import_top(Ctx *ctx, const char *text) {
  Value name = str_intern_c(ctx, text);
  return name ? import_name(ctx, name, V_NULL, V_NULL, int_tag(0)) : V_NULL;
}

static bool set_up(Ctx *ctx) {
  Importer *importer = ctx->importer;
  if (!module_add(ctx, ctx->sys_module, "meta_path", list_new(ctx, 0)) ||
      !module_add(ctx, ctx->sys_module, "path_hooks", list_new(ctx, 0)) ||
      !module_add(ctx, ctx->sys_module, "path_importer_cache", dict_new(ctx)))
    return false;
  Value core = import_top(ctx, "_frozen_importlib"), imp = core ? import_top(ctx, "_imp") : V_NULL;
  if (!imp) return false;
  Value both[2] = {ctx->sys_module, imp};
  if (!call(ctx, core, "_install", both, 2) || !call(ctx, core, "_install_external_importers", NULL, 0)) return false;
  Value ours = import_top(ctx, "_library_importer");
  if (!ours || !call(ctx, ours, "install", &core, 1)) return false;
  Value find = get_attr(ctx, core, str_intern_c(ctx, "_find_and_load"));
  Value import = find ? get_attr(ctx, core, str_intern_c(ctx, "_gcd_import")) : V_NULL;
  if (!import) return false;
  importer->find_and_load = find;
  importer->gcd_import = import;
  return true;
}

bool import_set_up(Ctx *ctx) {
  Importer *importer = ctx->importer;
  if (importer->find_and_load || importer->setting_up) return true;
  importer->setting_up = true;
  bool done = set_up(ctx);
  importer->setting_up = false;
  return done;
}

/* What the entry of a path names, followed by `tail` unless that is V_NULL: its type (S_IFMT), 0 for nothing that may
 * be read. */
static mode_t file_type(Ctx *ctx, Value entry, Value tail) {
  if (tail) entry = str_format_c(ctx, ((Str *)entry)->length ? "%U/%U" : "%U%U", entry, tail);
  size_t n;
  char *path = entry ? file_path_bytes(ctx, entry, NULL, NULL, &n) : NULL, *granted = NULL;
  if (!path) return exc_clear(ctx), 0;
  struct stat status;
  bool found = file_ask(ctx, HOST_ASK_READ, path, &granted) && stat(granted, &status) == 0;
  memory_free(ctx, path);
  memory_free(ctx, granted);
  return found ? status.st_mode & S_IFMT : 0;
}

bool only_importlib_finds(Ctx *ctx, Value package, Value tail) {
  Value name = str_intern_c(ctx, "path");
  if (!name || !tail) return exc_clear(ctx), false;
  Value path = package ? get_attr_optional(ctx, package, NAME(__path__))
                       : dict_get(ctx, AS_MODULE(ctx->sys_module)->dict, name);
  if (!path || !is_list(ctx, path)) return exc_clear(ctx), false;
  for (int64_t i = 0; i < AS_LIST(path)->length; i++) {
    Value entry = AS_LIST(path)->items->items[i];
    if (!is_str(ctx, entry)) continue;
    if (file_type(ctx, entry, V_NULL) == S_IFREG || file_type(ctx, entry, tail) == S_IFDIR) return true;
  }
  return false;
}

static bool runs_module(Ctx *ctx, const FrameView *view) {
  Value globals = view->func->globals;
  if (view->locals != globals || !has_shape(globals, ctx->shape.dict) || !str_equal_c(view->code->name, "<module>"))
    return false;
  Value spec = dict_get_str(ctx, globals, NAME(__spec__)), name = dict_get_str(ctx, globals, NAME(__name__));
  return spec && spec != V_NONE && is_str(ctx, name) && !str_equal(name, NAME(__main__));
}

bool import_is_running(Ctx *ctx) {
  enum { MOST_FRAMES = 1000 };
  FrameView view;
  bool any = frame_view(ctx, &view);
  for (int i = 0; any && i < MOST_FRAMES; i++) {
    if (runs_module(ctx, &view)) return true;
    any = frame_view_outward(ctx, &view);
  }
  return false;
}

bool import_is_importlib(Ctx *ctx, const Code *code) {
  return is_str(ctx, code->filename) && (str_equal_c(code->filename, "<frozen importlib._bootstrap>") ||
                                         str_equal_c(code->filename, "<frozen importlib._bootstrap_external>"));
}

/* Frames of importlib say nothing about the program: as CPython does, those between it and what a module raised go, and
 * all of them when nothing was found. */
static void remove_importlib_frames(Ctx *ctx) {
  Exception *exc = AS_EXC(ctx->exc);
  bool all = exc_matches(ctx, EXC_ImportError), in_chunk = false;
  Value *outer = &exc->traceback, *chunk = NULL;
  for (Value at = exc->traceback; at && at != V_NONE; at = AS_TB(at)->next) {
    Code *code = (Code *)AS_TB(at)->code;
    bool ours = import_is_importlib(ctx, code);
    if (ours && !in_chunk) chunk = outer;
    in_chunk = ours;
    if (in_chunk && (all || str_equal_c(code->name, "_call_with_frames_removed"))) {
      *chunk = AS_TB(at)->next;
      outer = chunk;
    } else {
      outer = &AS_TB(at)->next;
    }
  }
}

Value import_by_importlib(Ctx *ctx, Value name) {
  Value module = py_call2(ctx, ctx->importer->find_and_load, name, ctx->importer->gcd_import);
  if (!module && ctx->exc) remove_importlib_frames(ctx);
  return module;
}
