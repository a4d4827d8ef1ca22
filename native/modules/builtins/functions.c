/* Module builtins: the remaining functions (attributes, types, printing, input) and the start-up that gathers
 * everything. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "host/host.h"
#include "modules/builtins/builtins.h"
#include "number/number.h"
#include "object/object.h"
#include "text/text.h"

#define FUNCTION(name) static Value name(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kw)
#define NO_KW UNUSED(self), UNUSED(nargs), UNUSED(kw)

/* ---- objects ---- */

static Value attribute_name(Ctx *ctx, Value name) {
  if (UNLIKELY(!is_str(ctx, name)))
    return raise_format(ctx, EXC_TypeError, "attribute name must be string, not '%T'", name), V_NULL;
  return str_intern(ctx, name);
}
FUNCTION(f_getattr) {
  UNUSED(self), UNUSED(kw);
  Value name = attribute_name(ctx, args[1]);
  if (!name) return V_NULL;
  if (nargs == 2) return get_attr(ctx, args[0], name);
  Value v = get_attr_optional(ctx, args[0], name);
  return v ? v : ctx->exc ? V_NULL : args[2];
}
FUNCTION(f_hasattr) {
  NO_KW;
  Value name = attribute_name(ctx, args[1]);
  if (!name) return V_NULL;
  Value v = get_attr_optional(ctx, args[0], name);
  return v ? V_TRUE : ctx->exc ? V_NULL : V_FALSE;
}
FUNCTION(f_setattr) {
  NO_KW;
  Value name = attribute_name(ctx, args[1]);
  return name && set_attr(ctx, args[0], name, args[2]) ? V_NONE : V_NULL;
}
FUNCTION(f_delattr) {
  NO_KW;
  Value name = attribute_name(ctx, args[1]);
  return name && set_attr(ctx, args[0], name, V_NULL) ? V_NONE : V_NULL;
}
FUNCTION(f_callable) { return NO_KW, bool_tag(class_of(ctx, args[0])->ops.call != NULL); }
FUNCTION(f_hash) {
  NO_KW;
  uint64_t h;
  return object_hash(ctx, args[0], &h) ? int_from_i64(ctx, (int64_t)h) : V_NULL;
}
FUNCTION(f_id) { return NO_KW, int_from_u64(ctx, args[0]); }
FUNCTION(f_isinstance) {
  NO_KW;
  int r = object_isinstance(ctx, args[0], args[1]);
  return r < 0 ? V_NULL : bool_tag(r);
}
FUNCTION(f_issubclass) {
  NO_KW;
  int r = object_issubclass(ctx, args[0], args[1]);
  return r < 0 ? V_NULL : bool_tag(r);
}
FUNCTION(f_repr) { return NO_KW, object_repr(ctx, args[0]); }
FUNCTION(f_ascii) { return NO_KW, object_ascii(ctx, args[0]); }
FUNCTION(f_format) {
  UNUSED(self), UNUSED(kw);
  if (nargs > 1 && !is_str(ctx, args[1]))
    return raise_format(ctx, EXC_TypeError, "format() argument 2 must be str, not %A", args[1]), V_NULL;
  return object_format(ctx, args[0], nargs > 1 ? args[1] : V_NULL);
}
FUNCTION(f_aiter) {
  NO_KW;
  if (!class_lookup(ctx, class_of(ctx, args[0]), NAME(__aiter__)))
    return raise_format(ctx, EXC_TypeError, "'%T' object is not an async iterable", args[0]), V_NULL;
  Value it = call_special(ctx, args[0], NAME(__aiter__), NULL, 0);
  if (it && !class_lookup(ctx, class_of(ctx, it), NAME(__anext__)))
    return raise_format(ctx, EXC_TypeError, "aiter() returned not an async iterator of type '%T'", it), V_NULL;
  return it;
}

FUNCTION(f_anext) {
  NO_KW;
  if (!class_lookup(ctx, class_of(ctx, args[0]), NAME(__anext__)))
    return raise_format(ctx, EXC_TypeError, "'%T' object is not an async iterator", args[0]), V_NULL;
  return call_special(ctx, args[0], NAME(__anext__), NULL, 0);
}
/* exit() and quit(): CPython's site module adds them to the builtins. */
FUNCTION(f_exit) {
  UNUSED(self), UNUSED(kw);
  Value code = nargs ? args[0] : V_NONE, exc = exception_new(ctx, ctx->exc_class[EXC_SystemExit], &code, 1);
  if (exc) raise_exc(ctx, exc);
  return V_NULL;
}

/* ---- print, input, open ---- */

static bool separator(Ctx *ctx, Value v, const char *name, Value dflt, Value *out) {
  *out = v && v != V_NONE ? v : dflt;
  if (is_str(ctx, *out)) return true;
  raise_format(ctx, EXC_TypeError, "%s must be None or a string, not %T", name, v);
  return false;
}

static Value sys_attribute(Ctx *ctx, Value name) {
  return ctx->sys_module ? dict_get_str(ctx, ((Module *)ctx->sys_module)->dict, name) : V_NULL;
}

static bool put(Ctx *ctx, Value file, int stream, Value text) {
  if (stream) return ((Str *)text)->length == 0 || io_write_checked(ctx, stream, text);
  return py_call_method(ctx, file, NAME(write), &text, 1) != V_NULL;
}

FUNCTION(f_print) {
  UNUSED(self);
  Value sep = V_NULL, end = V_NULL, file = V_NONE, flush = V_FALSE;
  for (uint32_t i = 0; i < kwcount(kw); i++) {
    Value k = AS_TUPLE(kw)->items[i], v = args[nargs + i];
    if (str_equal(k, NAME(sep))) sep = v;
    else if (str_equal(k, NAME(end))) end = v;
    else if (str_equal(k, NAME(file))) file = v;
    else if (str_equal(k, NAME(flush))) flush = v;
    else return raise_format(ctx, EXC_TypeError, "print() got an unexpected keyword argument '%U'", k), V_NULL;
  }
  if (file == V_NONE) {
    file = sys_attribute(ctx, NAME(stdout));
    if (!file) return raise_format(ctx, EXC_RuntimeError, "lost sys.stdout"), V_NULL;
    if (file == V_NONE) return V_NONE;
  }
  if (!separator(ctx, sep, "sep", ctx->chars[' '], &sep) || !separator(ctx, end, "end", ctx->chars['\n'], &end))
    return V_NULL;
  int stream = io_text_output(ctx, file);
  for (uint32_t i = 0; i < nargs; i++) {
    if (i && !put(ctx, file, stream, sep)) return V_NULL;
    Value text = exact_str(ctx, args[i]) ? args[i] : object_str(ctx, args[i]);
    if (!text || !put(ctx, file, stream, text)) return V_NULL;
  }
  if (!put(ctx, file, stream, end)) return V_NULL;
  int now = flush == V_FALSE ? 0 : object_truth(ctx, flush);
  if (now < 0 || (now && !py_call_method(ctx, file, NAME(flush), NULL, 0))) return V_NULL;
  return V_NONE;
}

FUNCTION(f_input) {
  UNUSED(self), UNUSED(kw);
  Value out = sys_attribute(ctx, NAME(stdout)), in = sys_attribute(ctx, NAME(stdin));
  if (!in || in == V_NONE) return raise_format(ctx, EXC_RuntimeError, "input(): lost sys.stdin"), V_NULL;
  if (!out || out == V_NONE) return raise_format(ctx, EXC_RuntimeError, "input(): lost sys.stdout"), V_NULL;
  if (nargs) {
    Value text = object_str(ctx, args[0]);
    if (!text || !put(ctx, out, io_text_output(ctx, out), text)) return V_NULL;
  }
  if (!py_call_method(ctx, out, NAME(flush), NULL, 0)) return V_NULL;
  Value line = py_call_method(ctx, in, str_intern_c(ctx, "readline"), NULL, 0);
  if (!line) return V_NULL;
  if (!is_str(ctx, line)) return raise_format(ctx, EXC_TypeError, "object.readline() returned non-string"), V_NULL;
  int64_t n = ((Str *)line)->length;
  if (n == 0) return raise_format(ctx, EXC_EOFError, "EOF when reading a line"), V_NULL;
  return str_at(line, n - 1) == '\n' ? str_substring(ctx, line, 0, n - 1) : line;
}

/* Files belong to the host, and a host that gives none away gets this answer. */
FUNCTION(f_open) {
  NO_KW;
  Value parts[3] = {int_tag(13), str_from_ascii(ctx, "the host allows no access to files"), args[0]};
  Value exc = parts[1] ? exception_new(ctx, ctx->exc_class[EXC_PermissionError], parts, 3) : V_NULL;
  if (exc) raise_exc(ctx, exc);
  return V_NULL;
}

static const CFuncDef functions[] = {
    F("aiter", f_aiter, 1, 1, "Return an AsyncIterator for an AsyncIterable object."),
    F("anext", f_anext, 1, 1, "Return the next item from the async iterator, to be awaited."),
    F("exit", f_exit, 0, 1, "Exit the interpreter by raising SystemExit(code)."),
    F("quit", f_exit, 0, 1, "Exit the interpreter by raising SystemExit(code)."),
    F("ascii", f_ascii, 1, 1, "Return an ASCII-only representation of an object."),
    F("callable", f_callable, 1, 1, "Return whether the object is callable (i.e., some kind of function)."),
    F("delattr", f_delattr, 2, 2, "Deletes the named attribute from the given object."),
    F("format", f_format, 1, 2, "Return type(value).__format__(value, format_spec)."),
    F("getattr", f_getattr, 2, 3, "Get a named attribute from an object; the default, if given, when it has none."),
    F("hasattr", f_hasattr, 2, 2, "Return whether the object has an attribute with the given name."),
    F("hash", f_hash, 1, 1, "Return the hash value for the given object."),
    F("id", f_id, 1, 1, "Return the identity of an object, unique among simultaneously existing objects."),
    F("input", f_input, 0, 1, "Read a string from standard input; the trailing newline is stripped."),
    F("isinstance", f_isinstance, 2, 2, "Return whether an object is an instance of a class or of a subclass thereof."),
    F("issubclass", f_issubclass, 2, 2, "Return whether 'cls' is derived from another class or is the same class."),
    FK("open", f_open, 1, 8,
       "file mode= buffering= encoding= errors= newline= closefd= opener=", "Open a file, where the host allows it."),
    FR("print", f_print, 0, -1, "Prints the values to a stream, or to sys.stdout by default."),
    F("repr", f_repr, 1, 1, "Return the canonical string representation of the object."),
    F("setattr", f_setattr, 3, 3, "Sets the named attribute on the given object to the specified value."),
    {0},
};

static bool add_class(Ctx *ctx, Value module, Class *cls) {
  return !cls || dict_set(ctx, ((Module *)module)->dict, cls->name, VAL(cls));
}

static bool add_classes(Ctx *ctx, Value m) {
  Classes *c = &ctx->cls;
  Class *classes[] = {c->object,
                      c->type,
                      c->int_,
                      c->bool_,
                      c->float_,
                      c->complex_,
                      c->str,
                      c->bytes,
                      c->bytearray,
                      c->list,
                      c->tuple,
                      c->dict,
                      c->set,
                      c->frozenset,
                      c->range,
                      c->slice,
                      c->property,
                      c->staticmethod_,
                      c->classmethod_,
                      c->super_,
                      c->iter_class[ITER_ENUMERATE],
                      c->iter_class[ITER_ZIP],
                      c->iter_class[ITER_MAP],
                      c->iter_class[ITER_FILTER],
                      c->iter_class[ITER_REVERSED]};
  for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
    if (!add_class(ctx, m, classes[i])) return false;
  for (int i = 0; i < EXC_COUNT; i++)
    if (!add_class(ctx, m, ctx->exc_class[i])) return false;
  Class *os_error = ctx->exc_class[EXC_OSError];
  return !os_error ||
         (module_add(ctx, m, "EnvironmentError", VAL(os_error)) && module_add(ctx, m, "IOError", VAL(os_error)));
}

bool builtins_startup(Ctx *ctx) {
  Value m = module_new(ctx, NAME(builtins));
  if (!m) return false;
  ctx->builtins = ((Module *)m)->dict;
  if (!ctx->sys_modules && !(ctx->sys_modules = dict_new(ctx))) return false;
  if (!module_add(ctx, m, "__doc__",
                  str_from_ascii(ctx, "Built-in functions, types, exceptions, and other objects.")) ||
      !module_add_functions(ctx, m, functions) || !module_add_functions(ctx, m, BUILTIN_NUMBER_FUNCTIONS) ||
      !module_add_functions(ctx, m, BUILTIN_ITERATION_FUNCTIONS) ||
      !module_add_functions(ctx, m, BUILTIN_CODE_FUNCTIONS) || !add_classes(ctx, m))
    return false;
  if (!module_add(ctx, m, "None", V_NONE) || !module_add(ctx, m, "True", V_TRUE) ||
      !module_add(ctx, m, "False", V_FALSE) || !module_add(ctx, m, "Ellipsis", V_ELLIPSIS) ||
      !module_add(ctx, m, "NotImplemented", V_NOTIMPL) || !module_add(ctx, m, "__debug__", V_TRUE))
    return false;
  if (!dict_set(ctx, ctx->sys_modules, NAME(builtins), m)) return false;
  Value sys = sys_module_create(ctx);
  if (!sys) return false;
  ctx->sys_module = sys;
  return dict_set(ctx, ctx->sys_modules, NAME(sys), sys);
}
