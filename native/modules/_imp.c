/* Module _imp: what importlib asks of the runtime. There are no extension modules in files. The standard library is an
 * image, none of which counts as frozen but what is there to be; of the image two functions of our own tell
 * (lib/_library_importer.py uses them). */
#include "modules/module.h"

/* The number of .pyc files, which hold what marshal writes: none of CPython's. */
enum { PYC_MAGIC = 0x0a0d5350 };

static bool name_argument(Ctx *ctx, Value v, const char *function) {
  if (is_str(ctx, v)) return true;
  return raise_format(ctx, EXC_TypeError, "%s() argument must be str, not %A", function, v), false;
}
static Value spec_name(Ctx *ctx, Value spec) {
  Value key = str_intern_c(ctx, "name"), name = key ? get_attr(ctx, spec, key) : V_NULL;
  return name && name_argument(ctx, name, "create_builtin") ? name : V_NULL;
}

FUNCTION(f_is_builtin) {
  if (!name_argument(ctx, args[0], "is_builtin")) return V_NULL;
  /* builtins and sys exist already, and are not made again */
  if (str_equal_c(args[0], "sys") || str_equal_c(args[0], "builtins")) return int_tag(-1);
  return int_tag(import_is_builtin(args[0]));
}
FUNCTION(f_create_builtin) {
  Value name = spec_name(ctx, args[0]);
  Value known = name ? dict_get(ctx, ctx->sys_modules, name) : V_NULL;
  if (known || ctx->exc) return known;
  Value module = name ? import_builtin(ctx, name) : V_NULL;
  return module || ctx->exc ? module : V_NONE;
}
FUNCTION(f_zero) { return int_tag(0); } /* making the module has run it */
FUNCTION(f_none) { return V_NONE; }
FUNCTION(f_false) { return V_FALSE; }
FUNCTION(f_no_names) { return list_new(ctx, 0); }

/* ---- frozen modules ---- */

static const struct {
  const char *name;
  bool is_package;
} frozen[] = {{"__hello__", false}, {"__phello__", true}, {"__phello__.spam", false}};
enum { FROZEN_COUNT = sizeof frozen / sizeof *frozen };

typedef struct ImpState {
  bool no_frozen; /* tests want them out of the way */
} ImpState;

/* -1: there is none of this name */
static int frozen_index(Ctx *ctx, Value name) {
  const ImpState *state = module_state(ctx, &module__imp);
  for (int i = 0; i < FROZEN_COUNT && !state->no_frozen; i++)
    if (str_equal_c(name, frozen[i].name)) return i;
  return -1;
}
static int frozen_argument(Ctx *ctx, Value name, const char *function) {
  if (!name_argument(ctx, name, function)) return -1;
  int i = frozen_index(ctx, name);
  if (i < 0)
    raise_import(ctx, EXC_ImportError, str_format_c(ctx, "No such frozen object named %U", name), name, V_NULL, V_NULL);
  return i;
}
FUNCTION(f_is_frozen) {
  return name_argument(ctx, args[0], "is_frozen") ? bool_tag(frozen_index(ctx, args[0]) >= 0) : V_NULL;
}
FUNCTION(f_is_frozen_package) {
  int i = frozen_argument(ctx, args[0], "is_frozen_package");
  return i < 0 ? V_NULL : bool_tag(frozen[i].is_package);
}
/* (data, is a package?, name of the module that it is made from); data: None, there is no other form of it. */
FUNCTION(f_find_frozen) {
  if (!name_argument(ctx, args[0], "find_frozen")) return V_NULL;
  int i = frozen_index(ctx, args[0]);
  Value parts[3] = {V_NONE, bool_tag(i >= 0 && frozen[i].is_package), args[0]};
  return i < 0 ? V_NONE : tuple_from(ctx, parts, 3);
}
FUNCTION(f_get_frozen_object) {
  if (frozen_argument(ctx, args[0], "get_frozen_object") < 0) return V_NULL;
  Value filename;
  bool is_package;
  Code *code = import_host_code(ctx, args[0], false, &filename, &is_package);
  if (!code && !ctx->exc)
    raise_import(ctx, EXC_ImportError, str_format_c(ctx, "No such frozen object named %U", args[0]), args[0], V_NULL,
                 V_NULL);
  return VAL(code);
}
FUNCTION(f_override_frozen) {
  int64_t override;
  if (!object_index_i64(ctx, args[0], &override, true)) return V_NULL;
  ((ImpState *)module_state(ctx, &module__imp))->no_frozen = override < 0;
  return V_NONE;
}
FUNCTION(f_frozen_names) {
  Value names = list_new(ctx, FROZEN_COUNT);
  for (int i = 0; names && i < FROZEN_COUNT; i++) {
    Value name = str_from_ascii(ctx, frozen[i].name);
    if (!name || !list_append(ctx, names, name)) return V_NULL;
  }
  return names;
}
FUNCTION(f_create_dynamic) {
  Value name = spec_name(ctx, args[0]);
  if (name)
    raise_import(ctx, EXC_ImportError, str_format_c(ctx, "extension modules cannot be loaded"), name, V_NULL, V_NULL);
  return V_NULL;
}

/* SipHash-1-3 of the source under a key, as bytes. */
FUNCTION(f_source_hash) {
  int64_t key;
  Buffer source;
  Value number = object_index(ctx, args[0]);
  if (!number) return V_NULL;
  if (!int_to_i64(ctx, number, &key))
    return raise_format(ctx, EXC_OverflowError, "Python int too large to convert to C long"), V_NULL;
  if (!buffer_get(ctx, args[1], BUFFER_SIMPLE, &source)) return V_NULL;
  uint64_t hash = hash_bytes_keyed((uint64_t)key, 0, source.data, (size_t)source.length);
  buffer_release(ctx, &source);
  return bytes_new(ctx, &hash, sizeof hash);
}

static Value code_and_place(Ctx *ctx, Code *code, Value filename, bool is_package) {
  if (!code) return ctx->exc ? V_NULL : V_NONE;
  Value parts[3] = {VAL(code), filename ? filename : code->filename, bool_tag(is_package)};
  return tuple_from(ctx, parts, 3);
}

/* _host_module(name): (code, filename, is a package?), found along sys.path where the host grants that; None. With
 * a second argument, in the standard library alone. */
FUNCTION(f_host_module) {
  if (!name_argument(ctx, args[0], "_host_module")) return V_NULL;
  Value filename;
  bool is_package;
  Code *code = import_host_code(ctx, args[0], args[1] != V_NULL, &filename, &is_package);
  return code_and_place(ctx, code, filename, is_package);
}

/* _kept_code(filename): of a module in this file, from an earlier run; None. What importlib compiles next may be kept
 * for the next run, until _kept_code(None). */
FUNCTION(f_kept_code) {
  if (args[0] == V_NONE) return import_forget_kept(ctx), V_NONE;
  if (!name_argument(ctx, args[0], "_kept_code")) return V_NULL;
  Code *code = import_kept_code(ctx, args[0]);
  return code ? VAL(code) : ctx->exc ? V_NULL : V_NONE;
}

/* _source_text(filename): of a module that the host has the source of; None. */
FUNCTION(f_source_text) {
  if (!name_argument(ctx, args[0], "_source_text")) return V_NULL;
  size_t n;
  char *text, *name = str_to_utf8(ctx, args[0], &n);
  if (!name) return V_NULL;
  bool found = ctx->host.source_text && ctx->host.source_text(ctx, ctx->host.data, name, &text, &n);
  memory_free(ctx, name);
  if (!found) return ctx->exc ? V_NULL : V_NONE;
  Value result = str_from_utf8(ctx, text, n);
  memory_free(ctx, text);
  return result;
}

/* _set_up(): the system of import is importlib's from now on. */
FUNCTION(f_code_source) {
  if (!has_kind(ctx, args[0], KIND_CODE))
    return raise_format(ctx, EXC_TypeError, "a code object is required, not %T", args[0]), V_NULL;
  return or_none(((Code *)args[0])->source);
}
FUNCTION(f_monitor) {
  int64_t events;
  if (!object_index_i64(ctx, args[0], &events, true)) return V_NULL;
  return tracing_monitor(ctx, (uint32_t)events, args[1], args[2]), V_NONE;
}
FUNCTION(f_set_up) { return import_set_up(ctx) ? V_NONE : V_NULL; }

static const CFuncDef functions[] = {
    FUNCTION_ROW("is_builtin", f_is_builtin, 1, 1, "Returns True if the module name corresponds to a built-in module."),
    FUNCTION_ROW("create_builtin", f_create_builtin, 1, 1, "Create a built-in module."),
    FUNCTION_ROW("exec_builtin", f_zero, 1, 1, "Initialize a built-in module."),
    FUNCTION_ROW("create_dynamic", f_create_dynamic, 1, 2, "Create an extension module."),
    FUNCTION_ROW("exec_dynamic", f_zero, 1, 1, "Initialize an extension module."),
    FUNCTION_ROW("extension_suffixes", f_no_names, 0, 0,
                 "Returns the list of file suffixes used to identify extension modules."),
    FUNCTION_ROW("is_frozen", f_is_frozen, 1, 1, "Returns True if the module name corresponds to a frozen module."),
    FUNCTION_ROW("is_frozen_package", f_is_frozen_package, 1, 1,
                 "Returns True if the module name is of a frozen package."),
    FUNCTION_ROW_NAMED("find_frozen", f_find_frozen, 1, 1, "name / * withdata=",
                       "Return info about the corresponding frozen module (if there is one) or None."),
    FUNCTION_ROW("init_frozen", f_none, 1, 1, "Initializes a frozen module."),
    FUNCTION_ROW("get_frozen_object", f_get_frozen_object, 1, 2, "Create a code object for a frozen module."),
    FUNCTION_ROW("_frozen_module_names", f_frozen_names, 0, 0, "Returns the list of available frozen modules."),
    FUNCTION_ROW("_override_frozen_modules_for_tests", f_override_frozen, 1, 1, NULL),
    FUNCTION_ROW("_override_multi_interp_extensions_check", f_zero, 1, 1, NULL),
    FUNCTION_ROW("_fix_co_filename", f_none, 2, 2, "Changes code.co_filename to specify the passed-in file path."),
    FUNCTION_ROW("lock_held", f_false, 0, 0, "Return True if the import lock is currently held, else False."),
    FUNCTION_ROW("acquire_lock", f_none, 0, 0, "Acquires the interpreter's import lock for the current thread."),
    FUNCTION_ROW("release_lock", f_none, 0, 0, "Release the interpreter's import lock."),
    FUNCTION_ROW_NAMED("source_hash", f_source_hash, 2, 2, "key source", NULL),
    FUNCTION_ROW("_kept_code", f_kept_code, 1, 1, "Code of a module that was compiled in an earlier run, or None."),
    FUNCTION_ROW("_host_module", f_host_module, 1, 2,
                 "Code of a module of the library, or of a folder that the host grants."),
    FUNCTION_ROW("_source_text", f_source_text, 1, 1, "Returns the source of a module that the host has, or None."),
    FUNCTION_ROW("_code_source", f_code_source, 1, 1,
                 "Returns (source, mode, flags, optimize): what compile() made a code object of; or None."),
    FUNCTION_ROW("_monitor", f_monitor, 3, 3, "Events of sys.monitoring that are wanted, and who is told."),
    FUNCTION_ROW("_set_up", f_set_up, 0, 0, "Makes importlib the system of import."),
    {0},
};

static bool init(Ctx *ctx, Value module) {
  return module_add(ctx, module, "check_hash_based_pycs", str_from_ascii(ctx, "default")) &&
         module_add(ctx, module, "pyc_magic_number_token", int_tag(PYC_MAGIC));
}

MODULE(_imp, .doc = "(Extremely) low-level import machinery bits as used by importlib.", .functions = {functions},
       .state_size = sizeof(ImpState), .init = init);
