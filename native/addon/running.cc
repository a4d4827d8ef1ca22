/* Running code, and what it sees: __main__, sys.argv, sys.path, modules, standard input. */
#include "addon/entry.h"
#include "addon/host_callbacks.h"
#include "addon/stops.h"

extern "C" {
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "exception/warning.h"
#include "host/host.h"
#include "import/import.h"
#include "object/finalize.h"
#include "object/object.h"
#include "text/text.h"
}

Napi::Value Context::LoadCode(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  if (!entry.ok()) return info.Env().Undefined();
  const uint8_t *blob;
  size_t size;
  if (!ReadBytes(info.Env(), info[0], "loadCode(): blob", &blob, &size)) return info.Env().Undefined();
  Code *code = code_load(ctx_, blob, size);
  if (!code) return ThrowPython(info.Env());
  return Napi::Number::New(info.Env(), code->id);
}

/* run(codeId): executes the code with __main__'s namespace and returns its value (None for modules). */
Napi::Value Context::Run(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  if (!entry.ok()) return info.Env().Undefined();
  uint32_t id = 0;
  if (!ReadIndex(info.Env(), info[0], "run(): code", (double)ctx_->ncodes - 1, &id)) return info.Env().Undefined();
  Code *code = ctx_->codes[id];
  PyValue result = code ? run_code(ctx_, code, GlobalsDict(), GlobalsDict()) : V_NULL;
  if (!code) ThrowError(info.Env(), "run(): the code was collected");
  if (!result) return ThrowPython(info.Env());
  return ToJs(info.Env(), result);
}

/* execute(source, filename, mode): compiles through the host's compiler, so that a syntax error is a Python exception
 * like any other. */
Napi::Value Context::Execute(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  if (!entry.ok()) return info.Env().Undefined();
  if (!info[1].IsString() || !info[2].IsString()) {
    ThrowTypeError(info.Env(), "execute(): filename and mode must be strings");
    return info.Env().Undefined();
  }
  if (on_compile_.IsEmpty()) {
    ThrowError(info.Env(), "execute(): this context has no compiler");
    return info.Env().Undefined();
  }
  Napi::Value compiled;
  CallHost(this, on_compile_, {info[0], info[1], info[2]}, &compiled);
  Code *code = CompiledResult(this, info.Env(), compiled);
  if (!code) return ThrowPython(info.Env());
  PyValue result = run_code(ctx_, code, GlobalsDict(), GlobalsDict());
  if (!result) return ThrowPython(info.Env());
  return ToJs(info.Env(), result);
}

Napi::Value Context::Import(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  if (!entry.ok()) return info.Env().Undefined();
  PyValue name = NameFromJs(info.Env(), info[0], "import(): name");
  Ctx *ctx = ctx_;
  PyValue wanted = NAME(__name__),
          fromlist = name ? tuple_from(ctx, &wanted, 1) : V_NULL; /* non-empty: the leaf module, not the top package */
  PyValue result = fromlist ? import_name(ctx_, name, GlobalsDict(), fromlist, int_tag(0)) : V_NULL;
  return result ? ToJs(info.Env(), result) : ThrowPython(info.Env());
}

/* Position in sys.flags. */
static const int kDigitsFlag = 17;

PyValue Context::ListArgument(const Napi::CallbackInfo &info, const char *what) {
  PyValue list = FromJs(info.Env(), info[0]);
  if (!list || has_kind(ctx_, list, KIND_LIST)) return list;
  ThrowTypeError(info.Env(), "%s must be a list", what);
  return V_NULL;
}

Napi::Value Context::SetArgv(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  if (!entry.ok()) return info.Env().Undefined();
  PyValue argv = ListArgument(info, "setArgv(): argv");
  if (!argv || !set_attr(ctx_, ctx_->sys_module, str_intern_c(ctx_, "argv"), argv)) return ThrowPython(info.Env());
  return info.Env().Undefined();
}

/* setPath(folders): sys.path, which loadModule gets back at every import. */
Napi::Value Context::SetPath(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  if (!entry.ok()) return info.Env().Undefined();
  Ctx *ctx = ctx_;
  PyValue path = ListArgument(info, "setPath(): folders");
  if (!path || !set_attr(ctx, ctx->sys_module, NAME(path), path)) return ThrowPython(info.Env());
  return info.Env().Undefined();
}

/* setCommand(flags, warnings, xOptions, args, executable): what sys says of the command line. */
Napi::Value Context::SetCommand(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  if (!entry.ok()) return info.Env().Undefined();
  static const char *const names[] = {"flags", "warnoptions", "_xoptions", "orig_argv", "executable"};
  for (int i = 0; i < 5; i++) {
    PyValue name = str_intern_c(ctx_, names[i]), value = name ? FromJs(info.Env(), info[i]) : V_NULL;
    if (value && i == 0) {
      PyValue old = get_attr(ctx_, ctx_->sys_module, name);
      value = old ? py_call1(ctx_, (PyValue)class_of(ctx_, old), value) : V_NULL;
      if (value && ((Tuple *)value)->length > kDigitsFlag)
        object_ssize(ctx_, ((Tuple *)value)->items[kDigitsFlag], &ctx_->int_max_str_digits);
    }
    if (!value || !set_attr(ctx_, ctx_->sys_module, name, value)) return ThrowPython(info.Env());
  }
  PyValue base = str_intern_c(ctx_, "_base_executable"), executable = FromJs(info.Env(), info[4]);
  if (!base || !executable || !set_attr(ctx_, ctx_->sys_module, base, executable)) return ThrowPython(info.Env());
  return info.Env().Undefined();
}

Napi::Value Context::Flush(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  if (entry.ok() && !io_flush(ctx_)) return ThrowPython(info.Env());
  return info.Env().Undefined();
}

/* endProgram(): what atexit has, then the finalizers of what is still there. Not while the program runs. */
Napi::Value Context::EndProgram(const Napi::CallbackInfo &info) {
  if (entered_ > 0 || !ctx_) return info.Env().Undefined();
  Entry entry(this, info.Env());
  if (entry.ok() && !(builtin_modules_at_exit(ctx_) && finalizers_end(ctx_))) return ThrowPython(info.Env());
  return info.Env().Undefined();
}

/* warnSyntax(message, filename, line) -> false when the program's filters make it an error. */
Napi::Value Context::WarnSyntax(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  if (!entry.ok()) return info.Env().Undefined();
  double line = NumberOf(info.Env(), info[2]);
  if (!(line >= 1 && line < INT32_MAX)) {
    ThrowTypeError(info.Env(), "warnSyntax(): line must be the number of a line");
    return info.Env().Undefined();
  }
  PyValue message = FromJs(info.Env(), info[0]), filename = message ? FromJs(info.Env(), info[1]) : V_NULL;
  if (!filename) return ThrowPython(info.Env());
  bool ok = warn_at(ctx_, EXC_SyntaxWarning, message, filename, (int64_t)line);
  if (!ok && !exc_matches(ctx_, EXC_SyntaxWarning)) return ThrowPython(info.Env());
  if (!ok) exc_clear(ctx_);
  return Napi::Boolean::New(info.Env(), ok);
}

/* readLine(): as input() reads, "" at the end; throws KeyboardInterrupt. */
Napi::Value Context::ReadLine(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  if (!entry.ok()) return info.Env().Undefined();
  PyValue line = io_read_line(ctx_);
  return line ? ToJs(info.Env(), line) : ThrowPython(info.Env());
}
