/* Built-in functions about code and namespaces: compile, eval, exec, globals, locals, vars, dir, __import__,
 * __build_class__. The host (the TypeScript front end) compiles source text and returns the id of the loaded code
 * object. */
#include "modules/builtins/builtins.h"
#include <string.h>

/* ---- namespaces ---- */

FUNCTION(f_globals) { return frame_globals(ctx); }
FUNCTION(f_locals) { return current_locals(ctx); }
FUNCTION(f_vars) {
  if (nargs == 0) return current_locals(ctx);
  Value d = get_attr_optional(ctx, args[0], NAME(__dict__));
  if (!d && !ctx->exc) raise_format(ctx, EXC_TypeError, "vars() argument must have __dict__ attribute");
  return d;
}

/* dir() of a class, or of an instance without a __dir__ of its own */
static bool add_keys(Ctx *ctx, Value names, Value mapping) {
  if (!mapping || !is_dict(ctx, mapping)) return true;
  int64_t pos = 0;
  Value key;
  while (dict_next(mapping, &pos, &key, NULL))
    if (set_add(ctx, names, key) < 0) return false;
  return true;
}
static Value default_dir(Ctx *ctx, Value v) {
  Value names = set_new(ctx, false);
  if (!names) return V_NULL;
  Value own = get_attr_optional(ctx, v, NAME(__dict__));
  if (!own && ctx->exc) return V_NULL;
  bool is_class = has_kind(ctx, v, KIND_CLASS);
  if (!is_class && !add_keys(ctx, names, own)) return V_NULL;
  Tuple *mro = AS_TUPLE((is_class ? AS_CLASS(v) : class_of(ctx, v))->mro);
  for (int64_t i = 0; i < mro->length; i++)
    if (!add_keys(ctx, names, AS_CLASS(mro->items[i])->dict)) return V_NULL;
  return names;
}
FUNCTION(f_dir) {
  Value names;
  if (nargs == 0) names = current_locals(ctx);
  else if (class_lookup(ctx, class_of(ctx, args[0]), NAME(__dir__)))
    names = special_call_required(ctx, args[0], NAME(__dir__), NULL, 0);
  else names = default_dir(ctx, args[0]);
  Value list = names ? list_from_iterable(ctx, names) : V_NULL;
  return list && list_sort(ctx, list, V_NONE, false) ? list : V_NULL;
}

/* ---- compile, eval, exec ---- */

static Value compile(Ctx *ctx, Value source, Value filename, char mode) {
  if (!ctx->host.compile) return raise_format(ctx, EXC_RuntimeError, "this runtime has no compiler"), V_NULL;
  Code *code = ctx->host.compile(ctx, ctx->host.data, source, filename, mode);
  if (!code && !ctx->exc) raise_format(ctx, EXC_SystemError, "the compiler failed without an exception");
  return VAL(code);
}

/* The source text in a str or bytes argument; V_NULL without exception: it is neither. */
static Value source_text(Ctx *ctx, Value v) {
  if (is_str(ctx, v)) {
    Str *s = (Str *)v;
    for (int64_t i = 0; i < s->length; i++)
      if (str_at(v, i) == 0)
        return raise_format(ctx, EXC_SyntaxError, "source code string cannot contain null bytes"), V_NULL;
    return str_plain(ctx, v);
  }
  if (!buffer_offered(ctx, v)) return V_NULL;
  Bytes *b = (Bytes *)(has_kind(ctx, v, KIND_BYTES) ? v : buffer_to_bytes(ctx, v));
  if (!b) return V_NULL;
  size_t skip = b->length >= 3 && memcmp(b->data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
  return str_from_utf8(ctx, (const char *)b->data + skip, (size_t)b->length - skip);
}

FUNCTION(f_compile) {
  Value source = source_text(ctx, args[0]);
  if (!source) {
    if (!ctx->exc) raise_format(ctx, EXC_TypeError, "compile() arg 1 must be a string, bytes or AST object");
    return V_NULL;
  }
  if (!is_str(ctx, args[1]))
    return raise_format(ctx, EXC_TypeError, "expected str, bytes or os.PathLike object, not %T", args[1]), V_NULL;
  if (!is_str(ctx, args[2]))
    return raise_format(ctx, EXC_TypeError, "compile() argument 'mode' must be str, not %A", args[2]), V_NULL;
  Value filename = str_plain(ctx, args[1]);
  if (!filename) return V_NULL;
  static const struct {
    const char *name;
    char mode;
  } modes[] = {{"exec", COMPILE_MODULE}, {"eval", COMPILE_EXPRESSION}, {"single", COMPILE_SINGLE}};
  for (int i = 0; i < 3; i++)
    if (str_equal_c(args[2], modes[i].name)) return compile(ctx, source, filename, modes[i].mode);
  return raise_format(ctx, EXC_ValueError, "compile() mode must be 'exec', 'eval' or 'single'"), V_NULL;
}

static Value strip_indent(Ctx *ctx, Value s) {
  int64_t i = 0, n = ((Str *)s)->length;
  while (i < n && (str_at(s, i) == ' ' || str_at(s, i) == '\t')) i++;
  return i ? str_substring(ctx, s, i, n) : s;
}

static bool is_mapping(Ctx *ctx, Value v) {
  return is_dict(ctx, v) || (class_of(ctx, v)->ops.getitem && !is_tuple(ctx, v) && !is_list(ctx, v));
}

static Value run(Ctx *ctx, const Value *args, bool expression) {
  const char *name = expression ? "eval" : "exec";
  Value globals = args[1] ? args[1] : V_NONE, locals = args[2] ? args[2] : V_NONE;
  if (locals != V_NONE && !is_mapping(ctx, locals)) {
    if (expression) raise_format(ctx, EXC_TypeError, "locals must be a mapping");
    else raise_format(ctx, EXC_TypeError, "locals must be a mapping or None, not %T", locals);
    return V_NULL;
  }
  if (globals != V_NONE && !is_dict(ctx, globals)) {
    if (!expression) raise_format(ctx, EXC_TypeError, "%s() globals must be a dict, not %T", name, globals);
    else
      raise_format(ctx, EXC_TypeError,
                   is_mapping(ctx, globals) && class_of(ctx, globals)->ops.getitem
                       ? "globals must be a real dict; try eval(code, {}, mapping)"
                       : "globals must be a dict");
    return V_NULL;
  }
  if (globals == V_NONE) {
    if (!(globals = frame_globals(ctx))) return V_NULL;
    if (locals == V_NONE && !(locals = current_locals(ctx))) return V_NULL;
  } else if (locals == V_NONE) {
    locals = globals;
  }
  if (!dict_get_str(ctx, globals, NAME(__builtins__)) && !dict_set(ctx, globals, NAME(__builtins__), ctx->builtins))
    return V_NULL;
  Value code = args[0];
  if (!has_kind(ctx, code, KIND_CODE)) {
    Value source = source_text(ctx, code);
    if (!source) {
      if (!ctx->exc) raise_format(ctx, EXC_TypeError, "%s() arg 1 must be a string, bytes or code object", name);
      return V_NULL;
    }
    if (expression && !(source = strip_indent(ctx, source))) return V_NULL;
    Value filename = str_from_ascii(ctx, "<string>");
    if (!filename || !(code = compile(ctx, source, filename, expression ? COMPILE_EXPRESSION : COMPILE_MODULE)))
      return V_NULL;
  } else {
    Code *c = (Code *)code;
    for (uint32_t i = 0; i < c->nlocalsplus; i++)
      if (c->local_kinds[i] == LOCAL_FREE) {
        raise_format(ctx, EXC_TypeError, "code object passed to %s() may not contain free variables", name);
        return V_NULL;
      }
  }
  Value v = run_code(ctx, (Code *)code, globals, locals);
  return v && !expression ? V_NONE : v;
}
FUNCTION(f_eval) { return run(ctx, args, true); }
FUNCTION(f_exec) {
  if (args[3] && args[3] != V_NONE)
    return raise_format(ctx, EXC_TypeError,
                        "cannot use a closure unless the source is a code object with free variables"),
           V_NULL;
  return run(ctx, args, false);
}

/* ---- import and class statements ---- */

FUNCTION(f_import) {
  if (!is_str(ctx, args[0])) return raise_format(ctx, EXC_TypeError, "module name must be a string"), V_NULL;
  Value name = str_intern(ctx, args[0]);
  return name ? import_name(ctx, name, args[1] ? args[1] : V_NONE, args[3] ? args[3] : V_NONE,
                            args[4] ? args[4] : int_tag(0))
              : V_NULL;
}

FUNCTION(f_build_class) {
  if (nargs < 2) return raise_format(ctx, EXC_TypeError, "__build_class__: not enough arguments"), V_NULL;
  if (!has_kind(ctx, args[0], KIND_FUNCTION))
    return raise_format(ctx, EXC_TypeError, "__build_class__: func must be a function"), V_NULL;
  if (!is_str(ctx, args[1])) return raise_format(ctx, EXC_TypeError, "__build_class__: name is not a string"), V_NULL;
  return build_class(ctx, args[0], args[1], args + 2, nargs - 2, kwnames, args + nargs);
}

const CFuncDef BUILTIN_CODE_FUNCTIONS[] = {
    FUNCTION_ROW_NAMED("compile", f_compile, 3, 6,
                       "source filename mode flags= dont_inherit= optimize= * _feature_version=",
                       "Compile source into a code object that can be executed by exec() or eval()."),
    FUNCTION_ROW("dir", f_dir, 0, 1, "Names in the current scope, or attributes of the given object, sorted."),
    FUNCTION_ROW_NAMED("eval", f_eval, 1, 3,
                       "source / globals= locals=", "Evaluate the given source in the context of globals and locals."),
    FUNCTION_ROW_NAMED("exec", f_exec, 1, 3, "source / globals= locals= * closure=",
                       "Execute the given source in the context of globals and locals."),
    FUNCTION_ROW("globals", f_globals, 0, 0, "Return the dictionary containing the current scope's global variables."),
    FUNCTION_ROW("locals", f_locals, 0, 0, "Return a dictionary containing the current scope's local variables."),
    FUNCTION_ROW("vars", f_vars, 0, 1,
                 "Without arguments, equivalent to locals(); with an argument, to object.__dict__."),
    FUNCTION_ROW_NAMED("__import__", f_import, 1, 5, "name globals= locals= fromlist= level=", "Import a module."),
    FUNCTION_ROW_KW("__build_class__", f_build_class, 0, -1, "Internal helper function used by the class statement."),
    {0},
};
