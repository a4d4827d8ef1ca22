/* Running code, and what it sees: __main__, sys.argv, sys.path, modules, standard input. */
#include "addon/entry.h"
#include "addon/host_callbacks.h"
#include "addon/stops.h"

extern "C" {
#include "call/call.h"
#include "container/container.h"
#include "host/host.h"
#include "import/import.h"
#include "object/object.h"
#include "text/text.h"
}

Napi::Value Context::LoadCode(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  if (!entry.ok()) return info.Env().Undefined();
  Napi::Uint8Array blob = info[0].As<Napi::Uint8Array>();
  Code *code = code_load(ctx_, blob.Data(), blob.ByteLength());
  if (!code) return ThrowPython(info.Env());
  return Napi::Number::New(info.Env(), code->id);
}

/* run(codeId): executes the code with __main__'s namespace and returns its value (None for modules). */
Napi::Value Context::Run(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  if (!entry.ok()) return info.Env().Undefined();
  uint32_t id = info[0].ToNumber().Uint32Value();
  if (id >= ctx_->ncodes || !ctx_->codes[id]) {
    Napi::RangeError::New(info.Env(), "no such code").ThrowAsJavaScriptException();
    return info.Env().Undefined();
  }
  PyValue result = run_code(ctx_, ctx_->codes[id], GlobalsDict(), GlobalsDict());
  if (!result) return ThrowPython(info.Env());
  return ToJs(info.Env(), result);
}

/* execute(source, filename, mode): compiles through the host's compiler, so that a syntax error is a Python exception
 * like any other. */
Napi::Value Context::Execute(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  if (!entry.ok()) return info.Env().Undefined();
  Napi::Value compiled;
  CallHost(this, on_compile_, {info[0], info[1], info[2]}, &compiled);
  Code *code = LoadResult(this, info.Env(), compiled);
  if (!code) return ThrowPython(info.Env());
  PyValue result = run_code(ctx_, code, GlobalsDict(), GlobalsDict());
  if (!result) return ThrowPython(info.Env());
  return ToJs(info.Env(), result);
}

Napi::Value Context::Import(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  if (!entry.ok()) return info.Env().Undefined();
  PyValue name = FromJs(info.Env(), info[0]);
  Ctx *ctx = ctx_;
  PyValue wanted = NAME(__name__),
          fromlist = name ? tuple_from(ctx, &wanted, 1) : V_NULL; /* non-empty: the leaf module, not the top package */
  PyValue result = fromlist ? import_name(ctx_, name, GlobalsDict(), fromlist, int_tag(0)) : V_NULL;
  return result ? ToJs(info.Env(), result) : ThrowPython(info.Env());
}

Napi::Value Context::SetArgv(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  if (!entry.ok()) return info.Env().Undefined();
  PyValue argv = FromJs(info.Env(), info[0]);
  if (!argv || !set_attr(ctx_, ctx_->sys_module, str_intern_c(ctx_, "argv"), argv)) return ThrowPython(info.Env());
  return info.Env().Undefined();
}

/* setPath(folders): sys.path, which loadModule gets back at every import. */
Napi::Value Context::SetPath(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  if (!entry.ok()) return info.Env().Undefined();
  Ctx *ctx = ctx_;
  PyValue path = FromJs(info.Env(), info[0]);
  if (!path || !set_attr(ctx, ctx->sys_module, NAME(path), path)) return ThrowPython(info.Env());
  return info.Env().Undefined();
}

Napi::Value Context::Flush(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  if (entry.ok() && !io_flush(ctx_)) return ThrowPython(info.Env());
  return info.Env().Undefined();
}

/* readLine(): as input() reads, "" at the end; throws KeyboardInterrupt. */
Napi::Value Context::ReadLine(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  if (!entry.ok()) return info.Env().Undefined();
  PyValue line = io_read_line(ctx_);
  return line ? ToJs(info.Env(), line) : ThrowPython(info.Env());
}
