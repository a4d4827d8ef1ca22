/* Built-in functions input, open, print. They use sys.stdin and sys.stdout as the program left them. */
#include "modules/builtins/builtins.h"

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
  Value sep = V_NULL, end = V_NULL, file = V_NONE, flush = V_FALSE;
  for (uint32_t i = 0; i < kwcount(kwnames); i++) {
    Value k = AS_TUPLE(kwnames)->items[i], v = args[nargs + i];
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
  Value out = sys_attribute(ctx, NAME(stdout)), in = sys_attribute(ctx, NAME(stdin));
  if (!in || in == V_NONE) return raise_format(ctx, EXC_RuntimeError, "input(): lost sys.stdin"), V_NULL;
  if (!out || out == V_NONE) return raise_format(ctx, EXC_RuntimeError, "input(): lost sys.stdout"), V_NULL;
  if (nargs) {
    Value text = object_str(ctx, args[0]);
    if (!text || !put(ctx, out, io_text_output(ctx, out), text)) return V_NULL;
  }
  if (!py_call_method(ctx, out, NAME(flush), NULL, 0)) {
    if (exc_is_stop(ctx)) return V_NULL;
    exc_clear(ctx); /* as in CPython */
  }
  Value line = py_call_method(ctx, in, str_intern_c(ctx, "readline"), NULL, 0);
  if (!line) return V_NULL;
  if (!is_str(ctx, line)) return raise_format(ctx, EXC_TypeError, "object.readline() returned non-string"), V_NULL;
  int64_t n = ((Str *)line)->length;
  if (n == 0) return raise_format(ctx, EXC_EOFError, "EOF when reading a line"), V_NULL;
  return str_at(line, n - 1) == '\n' ? str_substring(ctx, line, 0, n - 1) : line;
}

/* Until module _io is imported, which puts its own function here. */
FUNCTION(f_open) {
  Value open = import_attribute(ctx, "_io", "open");
  return open ? py_call(ctx, open, args, nargs, kwnames) : V_NULL;
}

const CFuncDef BUILTIN_INPUT_OUTPUT_FUNCTIONS[] = {
    FUNCTION_ROW("input", f_input, 0, 1, "Read a string from standard input; the trailing newline is stripped."),
    FUNCTION_ROW_KW("open", f_open, 0, -1, "Open a file, where the host allows it."),
    FUNCTION_ROW_KW("print", f_print, 0, -1, "Prints the values to a stream, or to sys.stdout by default."),
    {0},
};
