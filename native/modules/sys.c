/* Module sys: facts about the runtime, its limits, the exception being handled, hooks and streams. argv, path and
 * executable are empty until the embedder fills them. */
#include "modules/module.h"
#include <float.h>

enum { VERSION_MAJOR = 3, VERSION_MINOR = 14, VERSION_MICRO = 0, HEX_VERSION = 0x030e00f0, API_VERSION = 1013 };

#if defined(__APPLE__)
#define PLATFORM "darwin"
#elif defined(_WIN32)
#define PLATFORM "win32"
#else
#define PLATFORM "linux"
#endif

FUNCTION(f_exit) {
  Value exc = exception_new(ctx, ctx->exc_class[EXC_SystemExit], args, nargs);
  if (exc) raise_exc(ctx, exc);
  return V_NULL;
}
FUNCTION(f_exception) { return ctx->handled ? ctx->handled : V_NONE; }
FUNCTION(f_exc_info) {
  Value exc = ctx->handled ? ctx->handled : V_NONE, parts[3] = {V_NONE, V_NONE, V_NONE};
  if (exc != V_NONE) {
    parts[0] = VAL(class_of(ctx, exc));
    parts[1] = exc;
    if (((Exception *)exc)->traceback) parts[2] = ((Exception *)exc)->traceback;
  }
  return tuple_from(ctx, parts, 3);
}
FUNCTION(f_intern) {
  if (!exact_str(ctx, args[0])) {
    if (is_str(ctx, args[0])) raise_format(ctx, EXC_TypeError, "can't intern %T", args[0]);
    else raise_format(ctx, EXC_TypeError, "intern() argument must be str, not %A", args[0]);
    return V_NULL;
  }
  return str_intern(ctx, args[0]);
}
FUNCTION(f_getsizeof) {
  Value v = args[0];
  if (class_lookup(ctx, class_of(ctx, v), NAME(__sizeof__))) {
    Value n = special_call_required(ctx, v, NAME(__sizeof__), NULL, 0);
    int64_t size = 0;
    if (n && !is_int_value(ctx, n)) raise_format(ctx, EXC_TypeError, "an integer is required");
    else if (n && object_ssize(ctx, n, &size) && size < 0)
      raise_format(ctx, EXC_ValueError, "__sizeof__() should return >= 0");
    if (!ctx->exc) return n;
    if (!args[1] || !exc_matches(ctx, EXC_TypeError)) return V_NULL;
    exc_clear(ctx);
    return args[1];
  }
  if (!is_cell(v)) return int_tag(8);
  Shape *shape = shape_of(ctx, v);
  int64_t n = shape->cell_size;
  if (shape->kind == KIND_TUPLE) n = (int64_t)sizeof(Tuple) + AS_TUPLE(v)->length * 8;
  if (shape->kind == KIND_STR) n = (int64_t)sizeof(Str) + ((Str *)v)->length * ((Str *)v)->h.aux;
  if (shape->kind == KIND_BYTES) n = (int64_t)sizeof(Bytes) + ((Bytes *)v)->length;
  if (shape->kind == KIND_BIGINT) n = (int64_t)sizeof(BigInt) + (int64_t)((BigInt *)v)->nlimbs * 8;
  return int_tag(n);
}
FUNCTION(f_getrecursionlimit) { return int_tag(ctx->recursion_limit); }
FUNCTION(f_setrecursionlimit) {
  int32_t given;
  if (!object_c_int(ctx, args[0], &given)) return V_NULL;
  if (given < 1) return raise_format(ctx, EXC_ValueError, "recursion limit must be greater or equal than 1"), V_NULL;
  uint32_t n = (uint32_t)given;
  if (ctx->options.recursion_limit && n > ctx->options.recursion_limit)
    return raise_format(ctx, EXC_ValueError, "the host's recursion limit is %d", (int)ctx->options.recursion_limit),
           V_NULL;
  uint32_t depth = ctx->depth + frames_uncounted(ctx);
  if (depth >= n) {
    raise_format(ctx, EXC_RecursionError,
                 "cannot set the recursion limit to %d at the recursion depth %d: the limit is too low", (int)n,
                 (int)depth);
    return V_NULL;
  }
  ctx->recursion_limit = n;
  return V_NONE;
}
FUNCTION(f_get_int_max_str_digits) { return int_tag(ctx->int_max_str_digits); }
FUNCTION(f_set_int_max_str_digits) {
  int64_t n;
  if (!object_index_i64(ctx, args[0], &n, true)) return V_NULL;
  if (n != 0 && n < 640)
    return raise_format(ctx, EXC_ValueError, "maxdigits must be >= 640 or 0 for unlimited"), V_NULL;
  ctx->int_max_str_digits = n;
  return V_NONE;
}
FUNCTION(f_getframe) {
  int64_t depth = 0;
  if (nargs && !object_index_i64(ctx, args[0], &depth, false)) return V_NULL;
  return frame_object_at(ctx, depth < 0 ? 0 : depth);
}
FUNCTION(f_getframemodulename) {
  int64_t depth = 0;
  if (args[0] && !object_index_i64(ctx, args[0], &depth, false)) return V_NULL;
  FrameView view;
  bool found = frame_view(ctx, &view);
  for (; found && depth > 0; depth--) found = frame_view_outward(ctx, &view);
  Value name = found ? dict_get_str(ctx, view.func->globals, NAME(__name__)) : V_NULL;
  return name ? name : V_NONE;
}
FUNCTION(f_encoding) { return str_from_ascii(ctx, "utf-8"); }
FUNCTION(f_encode_errors) { return str_from_ascii(ctx, "surrogateescape"); }
FUNCTION(f_none) { return V_NONE; }
FUNCTION(f_false) { return V_FALSE; }
FUNCTION(f_true) { return V_TRUE; }
FUNCTION(f_getrefcount) { return int_tag(1); } /* no reference counts here; 1 is true of any argument */
FUNCTION(f_breakpointhook) {
  Value hook = import_attribute(ctx, "_site_builtins", "breakpointhook");
  return hook ? py_call(ctx, hook, args, nargs, kwnames) : V_NULL;
}
FUNCTION(f_settrace) { return tracing_set(ctx, false, args[0]), V_NONE; }
FUNCTION(f_setprofile) { return tracing_set(ctx, true, args[0]), V_NONE; }
FUNCTION(f_gettrace) { return tracing_get(ctx, false); }
FUNCTION(f_getprofile) { return tracing_get(ctx, true); }
/* _clear_type_descriptors(type): dataclasses make a class again, with slots, from what another one has. */
FUNCTION(f_clear_type_descriptors) {
  if (!has_kind(ctx, args[0], KIND_CLASS))
    return raise_format(ctx, EXC_TypeError, "_clear_type_descriptors() argument must be type, not %A", args[0]), V_NULL;
  if (AS_CLASS(args[0])->flags & CLASS_IMMUTABLE)
    return raise_format(ctx, EXC_TypeError, "argument is immutable"), V_NULL;
  bool done = class_take_out(ctx, AS_CLASS(args[0]), NAME(__dict__)) &&
              class_take_out(ctx, AS_CLASS(args[0]), NAME(__weakref__));
  return done ? V_NONE : V_NULL;
}
FUNCTION(f_get_cpu_count_config) { return int_tag(-1); } /* as without -X cpu_count */
FUNCTION(f_getswitchinterval) { return float_new(ctx, 0.005); }
static bool display(Ctx *ctx, Value out, int stream, Value text) {
  return stream ? io_write_checked(ctx, stream, text) : py_call_method(ctx, out, NAME(write), &text, 1) != V_NULL;
}
/* What the stream's encoding lacks is written with escapes. */
static Value escaped_for(Ctx *ctx, Value out, Value text) {
  Value encoding = get_attr(ctx, out, str_intern_c(ctx, "encoding"));
  Value args[] = {encoding, str_from_ascii(ctx, "backslashreplace")};
  Value bytes = encoding ? py_call_method(ctx, text, str_intern_c(ctx, "encode"), args, 2) : V_NULL;
  args[1] = str_from_ascii(ctx, "strict");
  return bytes ? py_call_method(ctx, bytes, str_intern_c(ctx, "decode"), args, 2) : V_NULL;
}
FUNCTION(f_displayhook) {
  if (args[0] == V_NONE) return V_NONE;
  Value underscore = str_intern_c(ctx, "_");
  if (!underscore || !dict_set(ctx, ctx->builtins, underscore, V_NONE)) return V_NULL;
  Value out = dict_get_str(ctx, ((Module *)ctx->sys_module)->dict, NAME(stdout));
  if (!out || out == V_NONE) return raise_format(ctx, EXC_RuntimeError, "lost sys.stdout"), V_NULL;
  int stream = io_text_output(ctx, out);
  Value text = object_repr(ctx, args[0]);
  if (!text) return V_NULL;
  if (!display(ctx, out, stream, text)) {
    if (!exc_matches(ctx, EXC_UnicodeEncodeError)) return V_NULL;
    exc_clear(ctx);
    if (!(text = escaped_for(ctx, out, text)) || !display(ctx, out, stream, text)) return V_NULL;
  }
  if (!display(ctx, out, stream, ctx->chars['\n'])) return V_NULL;
  return dict_set(ctx, ctx->builtins, underscore, args[0]) ? V_NONE : V_NULL;
}
FUNCTION(f_excepthook) { return unraisable_print(ctx, args[1], V_NULL, V_NULL) ? V_NONE : V_NULL; }
FUNCTION(f_unraisablehook) {
  if (!is_cell(args[0]) || class_of(ctx, args[0]) != unraisable_args_class(ctx))
    return raise_format(ctx, EXC_TypeError, "sys.unraisablehook argument type must be UnraisableHookArgs"), V_NULL;
  const Value *parts = AS_TUPLE(args[0])->items;
  return unraisable_print(ctx, parts[1], parts[3], parts[4]) ? V_NONE : V_NULL;
}

/* ---- coroutines and asynchronous generators ---- */

FUNCTION(f_get_origin_depth) { return int_tag(ctx->coroutine_origin_depth); }
FUNCTION(f_set_origin_depth) {
  int64_t depth;
  if (!object_index_i64(ctx, args[0], &depth, true)) return V_NULL;
  if (depth > INT32_MAX || depth < INT32_MIN)
    return raise_format(ctx, EXC_OverflowError, "Python int too large to convert to C int"), V_NULL;
  if (depth < 0) return raise_format(ctx, EXC_ValueError, "depth must be >= 0"), V_NULL;
  ctx->coroutine_origin_depth = depth;
  return V_NONE;
}

static const GetSetDef hook_fields[] = {STRUCTSEQ_FIELD(0, "firstiter"), STRUCTSEQ_FIELD(1, "finalizer"), {0}};
static bool hook_argument(Ctx *ctx, Value hook, const char *name, Value *place) {
  if (!hook) return true;
  if (hook != V_NONE && !class_of(ctx, hook)->ops.call)
    return raise_format(ctx, EXC_TypeError, "callable %s expected, got %T", name, hook), false;
  *place = hook == V_NONE ? V_NULL : hook;
  return true;
}
FUNCTION(f_set_asyncgen_hooks) {
  Value finalizer = ctx->asyncgen_finalizer, firstiter = ctx->asyncgen_firstiter;
  if (!hook_argument(ctx, args[1], "finalizer", &finalizer) || !hook_argument(ctx, args[0], "firstiter", &firstiter))
    return V_NULL;
  ctx->asyncgen_finalizer = finalizer;
  ctx->asyncgen_firstiter = firstiter;
  return V_NONE;
}
FUNCTION(f_get_asyncgen_hooks) {
  Class *cls = ctx->cls.asyncgen_hooks;
  if (!cls && !(cls = ctx->cls.asyncgen_hooks = structseq_class(ctx, "asyncgen_hooks", hook_fields))) return V_NULL;
  return structseq_new(ctx, cls, (Value[]){or_none(ctx->asyncgen_firstiter), or_none(ctx->asyncgen_finalizer)});
}

/* What belongs to importlib comes into being with it; sys.monitoring is lib/_monitoring.py. */
FUNCTION(f_getattr) {
  if (is_str(ctx, args[0]) && str_equal_c(args[0], "monitoring")) {
    Value name = str_intern_c(ctx, "_monitoring");
    Value module = name ? import_name(ctx, name, V_NONE, V_NONE, int_tag(0)) : V_NULL;
    return module && module_add(ctx, self, "monitoring", module) ? module : V_NULL;
  }
  static const char *const kept[] = {"meta_path", "path_hooks", "path_importer_cache"};
  for (int i = 0; i < 3; i++) {
    if (!is_str(ctx, args[0]) || !str_equal_c(args[0], kept[i])) continue;
    if (!import_set_up(ctx)) return V_NULL;
    Value value = dict_get(ctx, AS_MODULE(self)->dict, args[0]);
    if (value || ctx->exc) return value;
  }
  Value message = str_format_c(ctx, "module 'sys' has no attribute %R", args[0]);
  Value exc = message ? exception_new(ctx, ctx->exc_class[EXC_AttributeError], &message, 1) : V_NULL;
  if (!exc) return V_NULL;
  AS_EXC(exc)->extra[0] = args[0];
  AS_EXC(exc)->extra[1] = self;
  raise_exc(ctx, exc);
  return V_NULL;
}

static const CFuncDef functions[] = {
    FUNCTION_ROW("__getattr__", f_getattr, 1, 1, NULL),
    FUNCTION_ROW("exit", f_exit, 0, 1, "Exit the interpreter by raising SystemExit(status)."),
    FUNCTION_ROW("exception", f_exception, 0, 0, "Return the exception being handled, or None."),
    FUNCTION_ROW("exc_info", f_exc_info, 0, 0, "Return (type, value, traceback) of the exception being handled."),
    FUNCTION_ROW("intern", f_intern, 1, 1, "``Intern'' the given string."),
    FUNCTION_ROW_NAMED("getsizeof", f_getsizeof, 1, 2, "object default=", "Return the size of an object in bytes."),
    FUNCTION_ROW("getrecursionlimit", f_getrecursionlimit, 0, 0, "Return the maximum depth of Python calls."),
    FUNCTION_ROW("setrecursionlimit", f_setrecursionlimit, 1, 1, "Set the maximum depth of Python calls."),
    FUNCTION_ROW("get_int_max_str_digits", f_get_int_max_str_digits, 0, 0,
                 "Return the maximum number of digits in int/str conversions."),
    FUNCTION_ROW_NAMED("set_int_max_str_digits", f_set_int_max_str_digits, 1, 1, "maxdigits",
                       "Set the maximum number of digits in int/str conversions."),
    FUNCTION_ROW("_getframe", f_getframe, 0, 1, "Return a frame object from the call stack."),
    FUNCTION_ROW_NAMED("_getframemodulename", f_getframemodulename, 0, 1,
                       "depth=", "Return the module name of a calling frame."),
    FUNCTION_ROW("getdefaultencoding", f_encoding, 0, 0, "Return the default string encoding."),
    FUNCTION_ROW("getfilesystemencoding", f_encoding, 0, 0, "Return the encoding of file names."),
    FUNCTION_ROW("getfilesystemencodeerrors", f_encode_errors, 0, 0, "Return the error handler of file names."),
    FUNCTION_ROW("getrefcount", f_getrefcount, 1, 1, "There are no reference counts: always 1."),
    FUNCTION_ROW("_clear_type_descriptors", f_clear_type_descriptors, 1, 1,
                 "Private function for clearing certain descriptors from a type's dictionary"),
    FUNCTION_ROW("_get_cpu_count_config", f_get_cpu_count_config, 0, 0, "Return the number of -X cpu_count, or -1."),
    FUNCTION_ROW("getswitchinterval", f_getswitchinterval, 0, 0, "Return the thread switch interval."),
    FUNCTION_ROW("setswitchinterval", f_none, 1, 1, "Accepted and ignored: one context runs on one thread."),
    FUNCTION_ROW_KW("breakpointhook", f_breakpointhook, 0, -1, "Enter the debugger: breakpoint() calls this."),
    FUNCTION_ROW("settrace", f_settrace, 1, 1, "Set the function that is called for each event of Python frames."),
    FUNCTION_ROW("gettrace", f_gettrace, 0, 0, "Return the function that settrace() has set, or None."),
    FUNCTION_ROW("setprofile", f_setprofile, 1, 1, "Set the function that is called when frames begin and end."),
    FUNCTION_ROW("getprofile", f_getprofile, 0, 0, "Return the function that setprofile() has set, or None."),
    FUNCTION_ROW("is_finalizing", f_false, 0, 0, "Whether the interpreter is shutting down."),
    FUNCTION_ROW("_is_gil_enabled", f_true, 0, 0, "One context runs on one thread."),
    FUNCTION_ROW("get_coroutine_origin_tracking_depth", f_get_origin_depth, 0, 0,
                 "Check status of origin tracking for coroutine objects."),
    FUNCTION_ROW_NAMED("set_coroutine_origin_tracking_depth", f_set_origin_depth, 1, 1, "depth",
                       "Enable or disable origin tracking for coroutine objects."),
    FUNCTION_ROW("get_asyncgen_hooks", f_get_asyncgen_hooks, 0, 0, "The hooks of asynchronous generators."),
    FUNCTION_ROW_NAMED("set_asyncgen_hooks", f_set_asyncgen_hooks, 0, 2,
                       "firstiter= finalizer=", "Set hooks for the start and the end of asynchronous generators."),
    FUNCTION_ROW("_clear_type_cache", f_none, 0, 0, NULL),
    FUNCTION_ROW("_clear_internal_caches", f_none, 0, 0, NULL),
    FUNCTION_ROW("audit", f_none, 1, -1, "There are no audit hooks."),
    FUNCTION_ROW("displayhook", f_displayhook, 1, 1, "Print an object and keep it in builtins._"),
    FUNCTION_ROW("excepthook", f_excepthook, 3, 3, "Print an exception with its traceback to stderr."),
    FUNCTION_ROW("unraisablehook", f_unraisablehook, 1, 1, "Handle an unraisable exception."),
    {0},
};

/* ---- struct sequences ---- */

#define S STRUCTSEQ_FIELD
static const GetSetDef version_fields[] = {S(0, "major"),        S(1, "minor"),  S(2, "micro"),
                                           S(3, "releaselevel"), S(4, "serial"), {0}};
static const GetSetDef flags_fields[] = {S(0, "debug"),
                                         S(1, "inspect"),
                                         S(2, "interactive"),
                                         S(3, "optimize"),
                                         S(4, "dont_write_bytecode"),
                                         S(5, "no_user_site"),
                                         S(6, "no_site"),
                                         S(7, "ignore_environment"),
                                         S(8, "verbose"),
                                         S(9, "bytes_warning"),
                                         S(10, "quiet"),
                                         S(11, "hash_randomization"),
                                         S(12, "isolated"),
                                         S(13, "dev_mode"),
                                         S(14, "utf8_mode"),
                                         S(15, "warn_default_encoding"),
                                         S(16, "safe_path"),
                                         S(17, "int_max_str_digits"),
                                         {0}};
static const GetSetDef float_fields[] = {S(0, "max"),     S(1, "max_exp"),    S(2, "max_10_exp"), S(3, "min"),
                                         S(4, "min_exp"), S(5, "min_10_exp"), S(6, "dig"),        S(7, "mant_dig"),
                                         S(8, "epsilon"), S(9, "radix"),      S(10, "rounds"),    {0}};
static const GetSetDef int_fields[] = {S(0, "bits_per_digit"),
                                       S(1, "sizeof_digit"),
                                       S(2, "default_max_str_digits"),
                                       S(3, "str_digits_check_threshold"),
                                       {0}};
static const GetSetDef hash_fields[] = {
    S(0, "width"),     S(1, "modulus"),   S(2, "inf"),       S(3, "nan"),    S(4, "imag"),
    S(5, "algorithm"), S(6, "hash_bits"), S(7, "seed_bits"), S(8, "cutoff"), {0}};
static const GetSetDef thread_fields[] = {S(0, "name"), S(1, "lock"), S(2, "version"), {0}};
#undef S

static Value sequence(Ctx *ctx, const char *name, const GetSetDef *fields, const Value *items) {
  for (int i = 0; fields[i].name; i++)
    if (!items[i]) return V_NULL;
  Class *cls = structseq_class(ctx, name, fields);
  return cls ? structseq_new(ctx, cls, items) : V_NULL;
}
static Value text(Ctx *ctx, const char *s) { return str_from_ascii(ctx, s); }

/* Attributes that are not items. */
static Value get_one(Ctx *ctx, Value self) {
  UNUSED(ctx), UNUSED(self);
  return int_tag(1);
}
static Value get_zero(Ctx *ctx, Value self) {
  UNUSED(ctx), UNUSED(self);
  return int_tag(0);
}
static const GetSetDef more_flags[] = {{"gil", get_one, NULL, NULL},
                                       {"thread_inherit_context", get_zero, NULL, NULL},
                                       {"context_aware_warnings", get_zero, NULL, NULL},
                                       {0}};
static Value make_flags(Ctx *ctx, const Value *items) {
  Value flags = sequence(ctx, "sys.flags", flags_fields, items);
  Class *cls = flags ? class_of(ctx, flags) : NULL;
  bool ok = cls && class_add_getset(ctx, cls, more_flags) && dict_set(ctx, cls->dict, NAME(n_fields), int_tag(21)) &&
            class_modified(ctx, cls);
  return ok ? flags : V_NULL;
}

static bool add_sequences(Ctx *ctx, Value m) {
  Value version[] = {int_tag(VERSION_MAJOR), int_tag(VERSION_MINOR), int_tag(VERSION_MICRO), text(ctx, "final"),
                     int_tag(0)};
  Value version_info = sequence(ctx, "sys.version_info", version_fields, version);
  Value zero = int_tag(0), one = int_tag(1);
  Value flags[] = {zero, zero, zero, zero, one,     one, zero, zero,    zero,
                   zero, zero, one,  zero, V_FALSE, one, zero, V_FALSE, int_tag(4300)};
  Value floats[] = {float_new(ctx, DBL_MAX),
                    int_tag(DBL_MAX_EXP),
                    int_tag(DBL_MAX_10_EXP),
                    float_new(ctx, DBL_MIN),
                    int_tag(DBL_MIN_EXP),
                    int_tag(DBL_MIN_10_EXP),
                    int_tag(DBL_DIG),
                    int_tag(DBL_MANT_DIG),
                    float_new(ctx, DBL_EPSILON),
                    int_tag(2),
                    one};
  Value ints[] = {int_tag(30), int_tag(4), int_tag(4300), int_tag(640)};
  Value hashes[] = {int_tag(64),
                    int_tag(HASH_INT_MODULUS),
                    int_tag(314159),
                    zero,
                    int_tag(1000003),
                    text(ctx, "siphash13"),
                    int_tag(64),
                    int_tag(128),
                    zero};
  Value threads[] = {text(ctx, "pthread"), V_NONE, V_NONE};
  if (!version_info || !module_add(ctx, m, "version_info", version_info) ||
      !module_add(ctx, m, "flags", make_flags(ctx, flags)) ||
      !module_add(ctx, m, "float_info", sequence(ctx, "sys.float_info", float_fields, floats)) ||
      !module_add(ctx, m, "int_info", sequence(ctx, "sys.int_info", int_fields, ints)) ||
      !module_add(ctx, m, "hash_info", sequence(ctx, "sys.hash_info", hash_fields, hashes)) ||
      !module_add(ctx, m, "thread_info", sequence(ctx, "sys.thread_info", thread_fields, threads)))
    return false;
  Class *ns = simple_namespace_class(ctx);
  Value names[] = {str_intern_c(ctx, "name"), str_intern_c(ctx, "cache_tag"), str_intern_c(ctx, "version"),
                   str_intern_c(ctx, "hexversion"), str_intern_c(ctx, "supports_isolated_interpreters")};
  Value values[] = {text(ctx, "pystitch"), text(ctx, "pystitch-314"), version_info, int_tag(HEX_VERSION), V_TRUE};
  Value implementation = ns ? instance_new(ctx, ns) : V_NULL;
  for (int i = 0; implementation && i < 5; i++)
    if (!values[i] || !set_attr(ctx, implementation, names[i], values[i])) return false;
  return implementation && module_add(ctx, m, "implementation", implementation);
}

static bool add_text(Ctx *ctx, Value m, const char *name, const char *value) {
  return module_add(ctx, m, name, text(ctx, value));
}

/* sys._jit is about CPython's, which is not here. */
static const CFuncDef jit_functions[] = {
    FUNCTION_ROW("is_available", f_false, 0, 0, "Return True if the interpreter was built with CPython's JIT."),
    FUNCTION_ROW("is_enabled", f_false, 0, 0, "Return True if CPython's JIT is enabled."),
    FUNCTION_ROW("is_active", f_false, 0, 0,
                 "Return True if the topmost Python frame is executing CPython's JIT code."),
    {0}};

static bool add_jit(Ctx *ctx, Value m) {
  Value name = str_from_ascii(ctx, "sys._jit"), jit = name ? module_new(ctx, name) : V_NULL;
  return jit && module_add_functions(ctx, jit, jit_functions) && module_add(ctx, m, "_jit", jit);
}

static Value library_names(Ctx *ctx) {
  Value set = set_new(ctx, true);
  for (const char *at = stdlib_module_names(); set && *at == ' ' && at[1];) {
    const char *name = at + 1;
    at = strchr(name, ' ');
    Value item = str_from_utf8(ctx, name, (size_t)(at - name));
    if (!item || set_add(ctx, set, item) < 0) return V_NULL;
  }
  return set;
}

static bool init(Ctx *ctx, Value m) {
  if (!io_streams_create(ctx, m) || !add_sequences(ctx, m)) return false;
  static const char *const texts[][2] = {
      {"version", "3.14.0 (pystitch, Jan 1 2026, 00:00:00) [Clang 19]"},
      {"platform", PLATFORM},
      {"byteorder", "little"},
      {"executable", ""},
      {"_base_executable", ""},
      {"prefix", ""},
      {"exec_prefix", ""},
      {"base_prefix", ""},
      {"base_exec_prefix", ""},
      {"platlibdir", "lib"},
      {"abiflags", ""},
      {"float_repr_style", "short"},
      {"copyright", "Copyright (c) the pystitch authors."},
  };
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    if (!add_text(ctx, m, texts[i][0], texts[i][1])) return false;
  static const char *const lists[] = {"argv", "orig_argv", "path", "warnoptions"};
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
    if (!module_add(ctx, m, lists[i], list_new(ctx, 0))) return false;
  bool ok = module_add(ctx, m, "hexversion", int_tag(HEX_VERSION)) &&
            module_add(ctx, m, "api_version", int_tag(API_VERSION)) &&
            module_add(ctx, m, "maxsize", int_from_i64(ctx, INT64_MAX)) &&
            module_add(ctx, m, "maxunicode", int_tag(0x10ffff)) && module_add(ctx, m, "dont_write_bytecode", V_TRUE) &&
            module_add(ctx, m, "pycache_prefix", V_NONE) && module_add(ctx, m, "_xoptions", dict_new(ctx));
  Value dict = AS_MODULE(m)->dict;
  return ok && add_jit(ctx, m) && module_add(ctx, m, "modules", ctx->sys_modules) &&
         module_add(ctx, m, "__displayhook__", dict_get_str(ctx, dict, NAME(displayhook))) &&
         module_add(ctx, m, "__breakpointhook__", dict_get_c(ctx, dict, "breakpointhook")) &&
         module_add(ctx, m, "__excepthook__", dict_get_str(ctx, dict, NAME(excepthook))) &&
         module_add(ctx, m, "UnraisableHookArgs", VAL(unraisable_args_class(ctx))) &&
         module_add(ctx, m, "__unraisablehook__", dict_get_c(ctx, dict, "unraisablehook")) &&
         module_add(ctx, m, "builtin_module_names", builtin_module_names(ctx)) &&
         module_add(ctx, m, "stdlib_module_names", library_names(ctx));
}

MODULE(sys, .once = true, .state_size = sizeof(Tracing), .trace = tracing_mark, .free = tracing_free,
       .doc = "This module provides access to some objects used or maintained by the interpreter.",
       .functions = {functions}, .init = init);
