/* Module _pickle: what module pickle has in C. Here are its state, its exceptions, and its declaration. */
#include "modules/_pickle/pickle.h"
#include <stdarg.h>

static bool raise_as(Ctx *ctx, Class *cls, const char *format, va_list arguments) {
  Value message = str_vformat_c(ctx, format, arguments);
  Value exc = message ? exception_new(ctx, cls, &message, 1) : V_NULL;
  if (exc) raise_exc(ctx, exc);
  return false;
}
bool pickling_error(Ctx *ctx, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  raise_as(ctx, pickle_state(ctx)->pickling_error, format, arguments);
  va_end(arguments);
  return false;
}
bool unpickling_error(Ctx *ctx, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  raise_as(ctx, pickle_state(ctx)->unpickling_error, format, arguments);
  va_end(arguments);
  return false;
}

static Class *make_exception(Ctx *ctx, const char *name, Class *base) {
  return class_new_builtin(ctx, name, base, KIND_EXCEPTION, sizeof(Exception), NULL, NULL,
                           CLASS_HAS_DICT | CLASS_EXCEPTION);
}
static Class *make_error(Ctx *ctx) { return make_exception(ctx, "_pickle.PickleError", ctx->exc_class[EXC_Exception]); }
static Class *make_pickling_error(Ctx *ctx) {
  return make_exception(ctx, "_pickle.PicklingError", pickle_state(ctx)->error);
}
static Class *make_unpickling_error(Ctx *ctx) {
  return make_exception(ctx, "_pickle.UnpicklingError", pickle_state(ctx)->error);
}

static const CFuncDef functions[] = {
    FUNCTION_ROW_NAMED("dump", pickle_f_dump, 2, 3, "obj file protocol= * fix_imports= buffer_callback=",
                       "Write a pickle of obj to the open file: Pickler(file, protocol).dump(obj), in short.\n\n"
                       "protocol is a number from 0 to 5, negative for the highest. fix_imports: names of Python 2 are "
                       "written up to\nprotocol 2. buffer_callback is called with each buffer that may stay out of the "
                       "pickle."),
    FUNCTION_ROW_NAMED("dumps", pickle_f_dumps, 1, 2, "obj protocol= * fix_imports= buffer_callback=",
                       "Return a pickle of obj as bytes. The other arguments are those of dump."),
    FUNCTION_ROW_NAMED("load", pickle_f_load, 1, 1, "file * fix_imports= encoding= errors= buffers=",
                       "Read an object from a pickle in the open file: Unpickler(file).load(), in short.\n\n"
                       "encoding and errors say how strings of Python 2 are decoded; buffers are those that were left "
                       "out of the pickle."),
    FUNCTION_ROW_NAMED("loads", pickle_f_loads, 1, 1, "data / * fix_imports= encoding= errors= buffers=",
                       "Read an object from a pickle in a bytes-like object. The other arguments are those of load."),
    {0},
};
static const ModuleClass classes[] = {
    {offsetof(PickleState, error), make_error},
    {offsetof(PickleState, pickling_error), make_pickling_error},
    {offsetof(PickleState, unpickling_error), make_unpickling_error},
    {offsetof(PickleState, buffer), pickle_make_buffer},
    {offsetof(PickleState, pickler), pickle_make_pickler},
    {offsetof(PickleState, unpickler), pickle_make_unpickler},
    {0},
};
static const ModuleClass hidden[] = {
    {offsetof(PickleState, pickler_memo), pickle_make_pickler_memo},
    {offsetof(PickleState, unpickler_memo), pickle_make_unpickler_memo},
    {0},
};

/* What the state refers to in other modules. */
static const struct {
  size_t place;
  const char *module, *name;
} imports[] = {
    {offsetof(PickleState, dispatch_table), "copyreg", "dispatch_table"},
    {offsetof(PickleState, extension_registry), "copyreg", "_extension_registry"},
    {offsetof(PickleState, inverted_registry), "copyreg", "_inverted_registry"},
    {offsetof(PickleState, extension_cache), "copyreg", "_extension_cache"},
    {offsetof(PickleState, name_mapping), "_compat_pickle", "NAME_MAPPING"},
    {offsetof(PickleState, import_mapping), "_compat_pickle", "IMPORT_MAPPING"},
    {offsetof(PickleState, reverse_name_mapping), "_compat_pickle", "REVERSE_NAME_MAPPING"},
    {offsetof(PickleState, reverse_import_mapping), "_compat_pickle", "REVERSE_IMPORT_MAPPING"},
    {offsetof(PickleState, encode), "codecs", "encode"},
    {offsetof(PickleState, partial), "functools", "partial"},
    {offsetof(PickleState, getattr), "builtins", "getattr"},
};
enum { IMPORTS = sizeof imports / sizeof *imports, DICTS = 8 };

static bool init(Ctx *ctx, Value module) {
  static const char *const names[] = {
#define X(name) #name,
      PICKLE_NAMES(X)
#undef X
  };
  PickleState *state = pickle_state(ctx);
  UNUSED(module);
  for (int i = 0; i < PICKLE_NAME_COUNT; i++)
    if (!(state->names[i] = str_intern_c(ctx, names[i]))) return false;
  for (int i = 0; i < IMPORTS; i++) {
    Value found = import_attribute(ctx, imports[i].module, imports[i].name);
    if (!found) return false;
    if (i < DICTS && !is_dict(ctx, found))
      return raise_format(ctx, EXC_RuntimeError, "%s.%s should be a dict, not %T", imports[i].module, imports[i].name,
                          found),
             false;
    memcpy((char *)state + imports[i].place, &found, sizeof found);
  }
  return (state->module_names = dict_new(ctx)) != V_NULL;
}

static void trace(Ctx *ctx, void *data) {
  PickleState *state = data;
  for (int i = 0; i < PICKLE_NAME_COUNT; i++)
    if (state->names[i]) heap_mark(ctx, state->names[i]);
  for (int i = 0; i < IMPORTS; i++) {
    Value held;
    memcpy(&held, (char *)state + imports[i].place, sizeof held);
    if (held) heap_mark(ctx, held);
  }
  state->spare_table = state->spare_memo = NULL;
  if (state->module_names) heap_mark(ctx, state->module_names);
  for (int i = 0; i < FACTS_PLACES; i++)
    if (state->keys[i].keys) heap_mark(ctx, VAL(state->keys[i].keys));
}

MODULE(_pickle, .doc = "Pickles, written and read: what module pickle has in C.", .functions = {functions},
       .classes = classes, .hidden = hidden, .state_size = sizeof(PickleState), .trace = trace, .init = init);
