/* Functions and classes: by the names of their module and of themselves, under which they have to be found again. */
#include "modules/_pickle/pickle.h"

/* An exception whose context is the one that it takes the place of. */
static bool instead(Ctx *ctx, Value before) {
  if (ctx->exc && is_exception(ctx, ctx->exc) && before != ctx->exc) AS_EXC(ctx->exc)->context = before;
  return false;
}

/* ---- dotted names ---- */

/* The next dot, or the end; there too when a stop is raised, which the caller of the loop sees. */
static int64_t find_dot(Ctx *ctx, Text t, int64_t from) {
  for (; from < t.length && text_at(t, from) != '.'; from++)
    if (!CHECK_STOP_AT(ctx, from)) return t.length;
  return from;
}
Value dotted_attribute(Ctx *ctx, Value object, Value name) {
  Text t = text_of(name);
  for (int64_t from = 0, dot; object && from <= t.length; from = dot + 1) {
    dot = find_dot(ctx, t, from);
    Value part = ctx->exc ? V_NULL : str_intern(ctx, str_substring(ctx, name, from, dot));
    object = part ? get_attr(ctx, object, part) : V_NULL;
    if (!CHECK_STOP(ctx)) return V_NULL;
  }
  return object;
}
static bool is_local(Ctx *ctx, Value name) {
  Text t = text_of(name);
  static const char word[] = "<locals>";
  enum { LENGTH = sizeof word - 1 };
  for (int64_t from = 0, dot; from <= t.length; from = dot + 1) {
    dot = find_dot(ctx, t, from);
    int64_t i = 0;
    while (dot - from == LENGTH && i < LENGTH && text_at(t, from + i) == (uint8_t)word[i]) i++;
    if (i == LENGTH) return true;
    if (!CHECK_STOP(ctx)) return false;
  }
  return false;
}

/* ---- where an object is ---- */

/* Is the object what this module has under that name? 1, 0, -1. */
static int is_there(Writer *w, Value module_name, Value module, Value v, Value name) {
  PickleState *state = w->state;
  Ctx *ctx = w->ctx;
  if (module == V_NONE || !is_str(ctx, module_name) || str_equal(module_name, NAME(__main__)) ||
      str_equal(module_name, PNAME(__mp_main__)))
    return 0;
  Value found = dotted_attribute(ctx, module, name);
  if (!found && exc_matches(ctx, EXC_AttributeError)) exc_clear(ctx);
  return ctx->exc ? -1 : found == v;
}
/* Of an object that does not say: the first that has it. */
static Value search_modules(Writer *w, Value v, Value name) {
  Ctx *ctx = w->ctx;
  Value modules = dict_copy(ctx, ctx->sys_modules), module_name, module; /* looking may import others */
  for (int64_t at = 0; modules && dict_next(modules, &at, &module_name, &module);) {
    int there = is_there(w, module_name, module, v, name);
    if (there < 0 || !CHECK_STOP(ctx)) return V_NULL;
    if (there) return module_name;
  }
  return modules ? NAME(__main__) : V_NULL;
}

/* Whether two names of a module are one object decides about what is in the memo. In CPython the functions that a
 * module has in C share a str of their own, and so has each of its classes, except for those that are there from the
 * start. */
static bool has_own_module_name(Ctx *ctx, Value v, Value module_name) {
  static const char *const from_the_start[] = {"builtins", "types", "weakref", "_contextvars"};
  if (!exact_str(ctx, module_name)) return false;
  if (has_kind(ctx, v, KIND_CFUNCTION)) return true;
  if (!is_class(ctx, v) || !(AS_CLASS(v)->flags & CLASS_BUILTIN)) return false;
  for (size_t i = 0; i < sizeof from_the_start / sizeof *from_the_start; i++)
    if (str_equal_c(module_name, from_the_start[i])) return false;
  return !str_equal_c(AS_CLASS(v)->name, "OrderedDict");
}
static Value memo_module_name(Writer *w, Value v, Value module_name) {
  Ctx *ctx = w->ctx;
  if (!has_own_module_name(ctx, v, module_name)) return module_name;
  Value owner = is_class(ctx, v) ? v : module_name, known = dict_get(ctx, w->state->module_names, owner);
  if (ctx->exc || (known && str_equal(known, module_name))) return known;
  Value copy = str_of_text(ctx, text_of(module_name));
  return copy && dict_set(ctx, w->state->module_names, owner, copy) ? copy : V_NULL;
}

static Value import_it(Writer *w, Value module_name, Value v) {
  Ctx *ctx = w->ctx;
  Value module = dict_get(ctx, ctx->sys_modules, module_name);
  if (ctx->exc) return V_NULL;
  if (!module || module == V_NONE) module = import_name(ctx, module_name, V_NULL, V_NONE, int_tag(0));
  if (module) {
    if ((module = dict_get(ctx, ctx->sys_modules, module_name)) || ctx->exc) return module;
    return pickling_error(ctx, "Can't pickle %R: %R", v, module_name), V_NULL;
  }
  if (!exc_matches(ctx, EXC_ImportError) && !exc_matches(ctx, EXC_ValueError)) return V_NULL;
  Value exc = exc_take(ctx);
  pickling_error(ctx, "Can't pickle %R: %S", v, exc);
  instead(ctx, exc);
  return V_NULL;
}
static Value module_name_of(Writer *w, Value v, Value name) {
  Ctx *ctx = w->ctx;
  Value module_name = get_attr_optional(ctx, v, NAME(__module__));
  if (ctx->exc) return V_NULL;
  if (is_local(ctx, name)) return pickling_error(ctx, "Can't pickle local object %R", v), V_NULL;
  if (ctx->exc) return V_NULL;
  if (!module_name || module_name == V_NONE) {
    if (!(module_name = search_modules(w, v, name))) return V_NULL;
  }
  if (!is_str(ctx, module_name)) return raise_format(ctx, EXC_TypeError, "module name must be a string"), V_NULL;
  Value module = import_it(w, module_name, v);
  if (!module) return V_NULL;
  Value found = dotted_attribute(ctx, module, name);
  if (found && found == v) return memo_module_name(w, v, module_name);
  if (found) {
    pickling_error(ctx, "Can't pickle %R: it's not the same object as %S.%S", v, module_name, name);
  } else if (exc_matches(ctx, EXC_AttributeError)) {
    Value exc = exc_take(ctx);
    pickling_error(ctx, "Can't pickle %R: it's not found as %S.%S", v, module_name, name);
    instead(ctx, exc);
  }
  return V_NULL;
}

/* ---- the registry of copyreg ---- */

/* *done: it is there, and was written. */
static bool save_extension(Writer *w, Value module_name, Value name, bool *done) {
  Ctx *ctx = w->ctx;
  *done = false;
  if (!AS_DICT(w->state->extension_registry)->length) return true;
  Value key = tuple_from(ctx, (Value[]){module_name, name}, 2);
  Value number = key ? dict_get(ctx, w->state->extension_registry, key) : V_NULL;
  int64_t code;
  if (!number) return !ctx->exc;
  if (!object_index_i64(ctx, number, &code, false)) return false;
  if (code <= 0 || code > INT32_MAX)
    return raise_format(ctx, EXC_RuntimeError, "extension code %lld is out of range", (long long)code), false;
  int bytes = code <= 0xff ? 1 : code <= 0xffff ? 2 : 4;
  uint8_t *p = output_room(w, (size_t)bytes + 1);
  if (!p) return false;
  *p = bytes == 1 ? P_EXT1 : bytes == 2 ? P_EXT2 : P_EXT4;
  put_little(p + 1, (uint64_t)code, bytes);
  return *done = true;
}

/* ---- writing the names ---- */

/* The names that Python 2 has for them. */
static bool old_names(Writer *w, Value *module_name, Value *name) {
  Ctx *ctx = w->ctx;
  Value key = tuple_from(ctx, (Value[]){*module_name, *name}, 2);
  Value pair = key ? dict_get(ctx, w->state->reverse_name_mapping, key) : V_NULL;
  if (ctx->exc) return false;
  if (pair) {
    if (!is_tuple(ctx, pair) || tuple_length(pair) != 2)
      return raise_format(ctx, EXC_RuntimeError,
                          "_compat_pickle.REVERSE_NAME_MAPPING values should be 2-tuples, not %T", pair),
             false;
    if (!is_str(ctx, tuple_item(pair, 0)) || !is_str(ctx, tuple_item(pair, 1)))
      return raise_format(ctx, EXC_RuntimeError,
                          "_compat_pickle.REVERSE_NAME_MAPPING values should be pairs of str, not (%T, %T)",
                          tuple_item(pair, 0), tuple_item(pair, 1)),
             false;
    *module_name = tuple_item(pair, 0);
    *name = tuple_item(pair, 1);
    return true;
  }
  Value module = dict_get(ctx, w->state->reverse_import_mapping, *module_name);
  if (module && !is_str(ctx, module))
    return raise_format(ctx, EXC_RuntimeError, "_compat_pickle.REVERSE_IMPORT_MAPPING values should be strings, not %T",
                        module),
           false;
  if (module) *module_name = module;
  return !ctx->exc;
}
static bool save_line(Writer *w, Value name, const char *what) {
  Ctx *ctx = w->ctx;
  Value bytes = codec_encode_as(ctx, name, w->protocol == 3 ? CODEC_UTF8 : CODEC_ASCII, V_NULL);
  if (bytes) return output_bytes(w, AS_BYTES(bytes)->data, (size_t)AS_BYTES(bytes)->length) && output_op(w, '\n');
  if (!exc_matches(ctx, EXC_UnicodeEncodeError)) return false;
  Value exc = exc_take(ctx);
  pickling_error(ctx, "can't pickle %s identifier %R using pickle protocol %d", what, name, w->protocol);
  return instead(ctx, exc);
}
/* Protocol 3 and lower: a dotted name is the attribute of an attribute, by calls of getattr. */
static bool save_lines(Writer *w, Value module_name, Value name) {
  Ctx *ctx = w->ctx;
  Text t = text_of(name);
  int64_t first = find_dot(ctx, t, 0);
  if (ctx->exc) return false;
  for (int64_t dot = first; dot < t.length; dot = find_dot(ctx, t, dot + 1))
    if (!save(w, w->state->getattr) || (w->protocol < 2 && !output_op(w, P_MARK))) return false;
  Value global = first < t.length ? str_substring(ctx, name, 0, first) : name;
  if (!global || !output_op(w, P_GLOBAL)) return false;
  if (w->protocol < 3 && w->fix_imports && !old_names(w, &module_name, &global)) return false;
  if (!save_line(w, module_name, "module") || !save_line(w, global, "global")) return false;
  for (int64_t dot = first, end; dot < t.length; dot = end) {
    end = find_dot(ctx, t, dot + 1);
    Value part = str_substring(ctx, name, dot + 1, end);
    if (!part || !save(w, part) || !output_op(w, w->protocol < 2 ? P_TUPLE : P_TUPLE2) || !output_op(w, P_REDUCE))
      return false;
  }
  return true;
}

bool save_global(Writer *w, Value v, Value name) {
  Ctx *ctx = w->ctx;
  if (!name) {
    name = get_attr_optional(ctx, v, NAME(__qualname__));
    if (ctx->exc || (!name && !(name = get_attr(ctx, v, NAME(__name__))))) return false;
    if (!is_str(ctx, name))
      return raise_format(ctx, EXC_TypeError, "attribute name must be string, not '%T'", name), false;
  }
  Value module_name = module_name_of(w, v, name);
  if (!module_name) return false;
  bool done = false;
  if (w->protocol >= 2 && (!save_extension(w, module_name, name, &done) || done)) return done;
  bool ok = w->protocol >= 4 ? save(w, module_name) && save(w, name) && output_op(w, P_STACK_GLOBAL)
                             : save_lines(w, module_name, name);
  return ok && save_memo(w, v);
}

bool save_type(Writer *w, Value v) {
  Ctx *ctx = w->ctx;
  Value only = v == VAL(ctx->cls.none_type)       ? V_NONE
               : v == VAL(ctx->cls.ellipsis_type) ? V_ELLIPSIS
               : v == VAL(ctx->cls.notimpl_type)  ? V_NOTIMPL
                                                  : V_NULL;
  if (!only) return save_global(w, v, V_NULL);
  Value args = tuple_from(ctx, &only, 1);
  return args && save_reduce(w, VAL(ctx->cls.type), args, v);
}
