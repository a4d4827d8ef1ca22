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

FUNCTION(f_dir) {
  Value names;
  if (nargs == 0) {
    names = current_locals(ctx);
    if (names && !exact_dict(ctx, names)) names = py_call_method(ctx, names, NAME(keys), NULL, 0);
  } else {
    names = special_call_required(ctx, args[0], NAME(__dir__), NULL, 0);
  }
  Value list = names ? list_from_iterable(ctx, names) : V_NULL;
  return list && list_sort(ctx, list, V_NONE, false) ? list : V_NULL;
}

/* ---- compile, eval, exec ---- */

/* Flags of compile(), CPython's numbers; the last three are between us and ts/host/source-compiler.ts. */
enum {
  PYCF_DONT_IMPLY_DEDENT = 0x200,
  PYCF_ONLY_AST = 0x400,
  PYCF_TYPE_COMMENTS = 0x1000,
  PYCF_TOP_LEVEL_AWAIT = 0x2000,
  PYCF_INCOMPLETE_INPUT = 0x4000,
  PYCF_OPTIMIZED_AST = 0x8000,
  FUTURE_FLAGS = 0x1fe0000, /* nested_scopes (0x10) and generators too, which mean nothing any more */
  PYCF_KNOWN = PYCF_DONT_IMPLY_DEDENT | PYCF_ONLY_AST | PYCF_TYPE_COMMENTS | PYCF_TOP_LEVEL_AWAIT |
               PYCF_INCOMPLETE_INPUT | PYCF_OPTIMIZED_AST | FUTURE_FLAGS | 0x10,
  WHILE_IMPORTING = 0x4000000,
  FOR_IMPORT = 0x8000000,
  FROM_TREE = 0x40000000
};

/* The host keeps what is compiled at every start. */
static int64_t import_flags(Ctx *ctx) {
  FrameView view;
  if (frame_view(ctx, &view) && import_is_importlib(ctx, view.func->code)) return FOR_IMPORT;
  return import_is_running(ctx) ? WHILE_IMPORTING : 0;
}

/* marshal writes a code object as its source (lib/_marshal_code.py). What is read later, of the library, has a file. */
static void remember_source(Ctx *ctx, Code *code, Value source) {
  code->source = source;
  if (code->unread || !code->consts) return;
  for (int64_t i = 0; i < tuple_length(code->consts); i++) {
    Value inner = tuple_item(code->consts, i);
    if (has_kind(ctx, inner, KIND_CODE)) remember_source(ctx, (Code *)inner, source);
  }
}

/* Host.compile takes a source alone, or a tuple of it and the other arguments of compile(). */
static Value compile_with(Ctx *ctx, Value source, Value filename, char mode, int64_t flags, int64_t optimize) {
  if (!ctx->host.compile) return raise_format(ctx, EXC_RuntimeError, "this runtime has no compiler"), V_NULL;
  Value parts[] = {source, int_tag(mode), int_tag(flags), int_tag(optimize)}, given = source;
  Value remembered = flags & (PYCF_ONLY_AST | FROM_TREE) ? V_NONE : tuple_from(ctx, parts, 4);
  if (!remembered) return V_NULL;
  Code *known = remembered != V_NONE && is_str(ctx, source) && str_equal_c(filename, "<string>")
                    ? library_text(ctx, source, mode, flags, optimize)
                    : NULL;
  if (ctx->exc) return V_NULL;
  if (known) return remember_source(ctx, known, remembered), VAL(known);
  int64_t all = flags | import_flags(ctx);
  if (all || optimize >= 0)
    if (!(given = tuple_from(ctx, (Value[]){source, int_tag(all), parts[3]}, 3))) return V_NULL;
  Code *code = ctx->host.compile(ctx, ctx->host.data, given, filename, mode);
  if (!code && !ctx->exc) raise_format(ctx, EXC_SystemError, "the compiler failed without an exception");
  if (code && remembered != V_NONE) remember_source(ctx, code, remembered);
  return VAL(code);
}

/* The tree that a program asked for. */
static Value finished_tree(Ctx *ctx, Value made, int64_t flags, int64_t optimize) {
  Value tree = made ? import_call(ctx, "_ast", "_build", &made, 1) : V_NULL;
  if (!tree || (flags & PYCF_OPTIMIZED_AST) == 0) return tree;
  return import_call(ctx, "_ast_optimize", "optimize", (Value[]){tree, int_tag(optimize < 0 ? 0 : optimize)}, 2);
}

/* `from __future__` of the code that calls holds for what it compiles. */
static int64_t inherited_flags(Ctx *ctx) {
  FrameView view;
  return frame_view(ctx, &view) ? view.func->code->flags & CO_FUTURE_ANNOTATIONS : 0;
}

static Value has_nul(Ctx *ctx) {
  return raise_format(ctx, EXC_SyntaxError, "source code string cannot contain null bytes"), V_NULL;
}

static bool is_blank(uint8_t c) { return c == ' ' || c == '\t' || c == '\f'; }
static bool in_encoding_name(uint8_t c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_' || c == '.';
}

/* The encoding that a comment on this line names (PEP 263); its length, or 0; -1: exception. *more: the next line may
 * name one. */
static int64_t encoding_on_line(Ctx *ctx, const uint8_t *line, int64_t n, const uint8_t **name, bool *more) {
  int64_t i = 0;
  for (; i < n && is_blank(line[i]); i++)
    if (!CHECK_STOP_AT(ctx, i)) return -1;
  *more = i == n || line[i] == '#';
  for (; *more && i + 7 <= n; i++) {
    if (!CHECK_STOP_AT(ctx, i)) return -1;
    if (memcmp(line + i, "coding", 6) != 0 || (line[i + 6] != ':' && line[i + 6] != '=')) continue;
    int64_t from = i + 7;
    for (; from < n && (line[from] == ' ' || line[from] == '\t'); from++)
      if (!CHECK_STOP_AT(ctx, from)) return -1;
    int64_t to = from;
    for (; to < n && in_encoding_name(line[to]); to++)
      if (!CHECK_STOP_AT(ctx, to)) return -1;
    *name = line + from;
    if (to > from) return to - from;
  }
  return 0;
}

/* Of source in bytes: 0: none is declared; -1: exception. */
static int64_t declared_encoding(Ctx *ctx, const uint8_t *source, int64_t n, const uint8_t **name) {
  bool more = true;
  for (int line = 0; more && line < 2; line++) {
    int64_t end = 0;
    for (; end < n && source[end] != '\n' && source[end] != '\r'; end++)
      if (!CHECK_STOP_AT(ctx, end)) return -1;
    int64_t found = encoding_on_line(ctx, source, end, name, &more);
    if (found) return found;
    end += end + 1 < n && source[end] == '\r' && source[end + 1] == '\n' ? 2 : end < n;
    source += end, n -= end;
  }
  return 0;
}

/* As text, by its signature or what it declares, as UTF-8 otherwise. What cannot be decoded stays bytes: the front end
 * says what is wrong with it. */
static Value decoded_source(Ctx *ctx, Value bytes) {
  Bytes *b = AS_BYTES(bytes);
  const uint8_t *nul;
  if (!stop_find(ctx, b->data, 0, (size_t)b->length, &nul)) return V_NULL;
  if (nul) return has_nul(ctx);
  const uint8_t *name = NULL;
  int64_t skip = b->length >= 3 && memcmp(b->data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
  int64_t n = declared_encoding(ctx, b->data + skip, b->length - skip, &name);
  if (n < 0) return V_NULL;
  Value encoding = str_from_ascii(ctx, "utf-8"), text = V_NULL;
  if (n && encoding) encoding = str_latin1(ctx, name, n);
  if (!encoding) return V_NULL;
  if (!skip || codec_find(encoding) == CODEC_UTF8)
    text = codec_decode(ctx, bytes, b->data + skip, b->length - skip, encoding, V_NULL);
  if (text && is_str(ctx, text)) return text;
  if (ctx->exc && !exc_matches(ctx, EXC_ValueError) && !exc_matches(ctx, EXC_LookupError)) return V_NULL;
  if (ctx->exc) exc_clear(ctx);
  return bytes;
}

enum { AT_ONCE = 65536 }; /* characters, between two checks */

/* The source in a str or bytes argument, as str if it can be decoded; V_NULL without exception: it is neither. */
static Value source_text(Ctx *ctx, Value v) {
  if (is_str(ctx, v)) {
    bool nul = false, surrogate = false;
    Text t = text_of(v);
    for (int64_t at = 0; at < t.length; at += AT_ONCE) {
      Text part = text_slice(t, at, t.length - at < AT_ONCE ? t.length : at + AT_ONCE);
      if (part.kind == 1) nul |= memchr(part.data, 0, (size_t)part.length) != NULL;
      for (int64_t i = 0; part.kind > 1 && i < part.length; i++) {
        uint32_t c = text_at(part, i);
        nul |= c == 0, surrogate |= c >= 0xd800 && c <= 0xdfff;
      }
      if (!CHECK_STOP(ctx)) return V_NULL;
    }
    if (surrogate) return codec_encode_as(ctx, v, CODEC_UTF8, V_NULL); /* UnicodeEncodeError */
    return nul ? has_nul(ctx) : str_plain(ctx, v);
  }
  if (!buffer_offered(ctx, v)) return V_NULL;
  Value bytes = has_shape(v, ctx->shape.bytes) ? v : buffer_to_bytes(ctx, v);
  return bytes ? decoded_source(ctx, bytes) : V_NULL;
}

/* Is it a syntax tree? Only a program that has imported _ast can have one. -1: exception; what is none is asked for its
 * __class__, as by isinstance(). */
static int is_tree(Ctx *ctx, Value v) {
  Value module = dict_get_c(ctx, ctx->sys_modules, "_ast");
  Value base = module && module != V_NONE ? get_attr_optional(ctx, module, str_intern_c(ctx, "AST")) : V_NULL;
  if (ctx->exc) return -1;
  if (base && is_class(ctx, base) && is_instance(ctx, v, AS_CLASS(base))) return 1;
  get_attr_optional(ctx, v, NAME(__class__));
  return ctx->exc ? -1 : 0;
}

static const struct {
  const char *name;
  char mode;
} compile_modes[] = {{"exec", COMPILE_MODULE}, {"eval", COMPILE_EXPRESSION}, {"single", COMPILE_SINGLE}};

static bool read_int(Ctx *ctx, Value v, int64_t *out) { return !v || object_index_i64(ctx, v, out, true); }

FUNCTION(f_compile) {
  Value filename = args[1];
  if (has_kind(ctx, filename, KIND_BYTES)) {
    filename = str_from_utf8(ctx, (const char *)((Bytes *)filename)->data, (size_t)((Bytes *)filename)->length);
  } else if (!is_str(ctx, filename)) {
    Value path = V_NULL;
    Special how = special_call_maybe_unless_none(ctx, filename, NAME(__fspath__), NULL, 0, &path);
    if (how == SPECIAL_RAISED) return V_NULL;
    if (how != SPECIAL_RETURNED || !is_str(ctx, path))
      return raise_format(ctx, EXC_TypeError, "expected str, bytes or os.PathLike object, not %T", args[1]), V_NULL;
    filename = path;
  }
  if (!is_str(ctx, args[2]))
    return raise_format(ctx, EXC_TypeError, "compile() argument 'mode' must be str, not %A", args[2]), V_NULL;
  int64_t flags = 0, optimize = -1, dont_inherit = 0, feature = -1;
  if (!read_int(ctx, args[3], &flags) || !read_int(ctx, args[5], &optimize) || !read_int(ctx, args[6], &feature))
    return V_NULL;
  if (args[4] && (dont_inherit = object_truth(ctx, args[4])) < 0) return V_NULL;
  if (flags & ~(int64_t)PYCF_KNOWN) return raise_format(ctx, EXC_ValueError, "compile(): unrecognised flags"), V_NULL;
  if (optimize < -1 || optimize > 2)
    return raise_format(ctx, EXC_ValueError, "compile(): invalid optimize value"), V_NULL;
  if (!dont_inherit) flags |= inherited_flags(ctx);
  if (!(filename = filename ? str_plain(ctx, filename) : V_NULL)) return V_NULL;
  char mode = 0;
  for (int i = 0; i < 3; i++)
    if (str_equal_c(args[2], compile_modes[i].name)) mode = compile_modes[i].mode;
  bool func_type = str_equal_c(args[2], "func_type");
  if (func_type && !(flags & PYCF_ONLY_AST))
    return raise_format(ctx, EXC_ValueError, "compile() mode 'func_type' requires flag PyCF_ONLY_AST"), V_NULL;
  if (!mode && !func_type) {
    raise_format(ctx, EXC_ValueError,
                 flags & PYCF_ONLY_AST ? "compile() mode must be 'exec', 'eval', 'single' or 'func_type'"
                                       : "compile() mode must be 'exec', 'eval' or 'single'");
    return V_NULL;
  }
  int tree = is_tree(ctx, args[0]);
  if (tree < 0) return V_NULL;
  if (tree) {
    if ((flags & (PYCF_ONLY_AST | PYCF_OPTIMIZED_AST)) == PYCF_ONLY_AST)
      return import_call(ctx, "_ast_compile", "check_root", (Value[]){args[0], args[2]}, 2);
    Value text = import_call(ctx, "_ast_compile", "encode", (Value[]){args[0], args[2]}, 2);
    if (!text) return V_NULL;
    Value made = compile_with(ctx, text, filename, mode, flags | FROM_TREE, optimize);
    return made && flags & PYCF_ONLY_AST ? finished_tree(ctx, made, flags, optimize) : made;
  }
  Value source = source_text(ctx, args[0]);
  if (!source) {
    if (!ctx->exc) raise_format(ctx, EXC_TypeError, "compile() arg 1 must be a string, bytes or AST object");
    return V_NULL;
  }
  if (func_type) return import_call(ctx, "_ast_compile", "function_type", (Value[]){source, filename}, 2);
  Value made = compile_with(ctx, source, filename, mode, flags, optimize);
  if (!made || !(flags & PYCF_ONLY_AST)) return made;
  Value answer = finished_tree(ctx, made, flags, optimize);
  if (answer && flags & PYCF_TYPE_COMMENTS &&
      !import_call(ctx, "_type_comments", "attach", (Value[]){answer, source, filename}, 3))
    return V_NULL;
  if (!answer || feature < 0) return answer;
  Value parts[4] = {answer, source, filename, int_tag(feature)};
  return import_call(ctx, "_ast_versions", "check", parts, 4) ? answer : V_NULL;
}

static Value strip_indent(Ctx *ctx, Value s) {
  Text t = text_of(s);
  int64_t i = 0;
  for (; i < t.length && (text_at(t, i) == ' ' || text_at(t, i) == '\t'); i++)
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
  return i ? str_substring(ctx, s, i, t.length) : s;
}

/* What has items by keys, built-in sequences that take slices among them. */
static bool is_mapping(Ctx *ctx, Value v) { return class_of(ctx, v)->ops.getitem != NULL; }

static int64_t free_variables(const Code *code) {
  int64_t n = 0;
  for (uint32_t i = 0; i < code->nlocalsplus; i++) n += code->local_kinds[i] == LOCAL_FREE;
  return n;
}
static bool is_closure(Ctx *ctx, Value v, int64_t n) {
  if (!v || v == V_NONE || !has_shape(v, ctx->shape.tuple) || tuple_length(v) != n) return false;
  for (int64_t i = 0; i < n; i++)
    if (!has_kind(ctx, tuple_item(v, i), KIND_CLOSURE_CELL)) return false;
  return true;
}
/* May this code be run with this closure (V_NULL: none)? */
static bool check_closure(Ctx *ctx, const Code *code, Value closure, bool expression) {
  int64_t n = free_variables(code);
  if (expression && n)
    return raise_format(ctx, EXC_TypeError, "code object passed to eval() may not contain free variables"), false;
  if (!n && closure) return raise_format(ctx, EXC_TypeError, "cannot use a closure with this code object"), false;
  if (n && !is_closure(ctx, closure, n)) {
    raise_format(ctx, EXC_TypeError, "code object requires a closure of exactly length %lld", (long long)n);
    return false;
  }
  return true;
}

static Value run_closure(Ctx *ctx, Code *code, Value globals, Value locals, Value closure) {
  Value func = function_new(ctx, code, globals);
  if (!func) return V_NULL;
  ((Function *)func)->closure = closure;
  Frame *frame = frame_push(ctx, (Function *)func, locals);
  if (!frame) return V_NULL;
  if (!bind_arguments(ctx, (Function *)func, frame->slots, NULL, 0, V_NULL)) return frame_pop(ctx, frame), V_NULL;
  return interp_run(ctx, frame);
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
  Value code = args[0], closure = expression || !args[3] || args[3] == V_NONE ? V_NULL : args[3];
  if (!has_kind(ctx, code, KIND_CODE)) {
    if (closure)
      return raise_format(ctx, EXC_TypeError, "closure can only be used when source is a code object"), V_NULL;
    Value source = source_text(ctx, code);
    if (!source) {
      if (!ctx->exc) raise_format(ctx, EXC_TypeError, "%s() arg 1 must be a string, bytes or code object", name);
      return V_NULL;
    }
    if (expression && is_str(ctx, source) && !(source = strip_indent(ctx, source))) return V_NULL;
    Value filename = str_from_ascii(ctx, "<string>");
    if (!filename || !(code = compile_with(ctx, source, filename, expression ? COMPILE_EXPRESSION : COMPILE_MODULE,
                                           inherited_flags(ctx), -1)))
      return V_NULL;
  } else if (!check_closure(ctx, (Code *)code, closure, expression)) {
    return V_NULL;
  }
  Value v = closure ? run_closure(ctx, (Code *)code, globals, locals, closure)
                    : run_code(ctx, (Code *)code, globals, locals);
  return v && !expression ? V_NONE : v;
}
FUNCTION(f_eval) { return run(ctx, args, true); }
FUNCTION(f_exec) { return run(ctx, args, false); }

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
    FUNCTION_ROW_KW("breakpoint", builtin_breakpoint, 0, -1, "Call sys.breakpointhook(*args, **kws)."),
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
