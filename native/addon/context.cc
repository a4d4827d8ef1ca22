/* class Context: how it is made, and the table of its methods; most of these are in files of their own. They
 * throw PythonError (the constructor given in the options) for Python exceptions. A context that is disposed answers
 * every call with an Error. */
#include "addon/entry.h"
#include "addon/host_callbacks.h"
#include "addon/stops.h"

extern "C" {
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "host/host.h"
#include "object/object.h"
#include "text/text.h"
}

#include <sys/random.h>

static void ScanHandles(Ctx *ctx, void *data) { ((Handles *)data)->Mark(ctx); }

Context::Context(const Napi::CallbackInfo &info) : Napi::ObjectWrap<Context>(info) {
  Napi::Env env = info.Env();
  Napi::Object options = info[0].As<Napi::Object>();
  auto number = [&](const char *name) { return options.Has(name) ? options.Get(name).ToNumber().DoubleValue() : 0.0; };
  auto callback = [&](const char *name, Napi::FunctionReference &target) {
    if (options.Get(name).IsFunction()) target = Napi::Weak(options.Get(name).As<Napi::Function>());
  };
  info.This().As<Napi::Object>().Set("options", options);
  callback("write", on_write_);
  callback("loadModule", on_load_module_);
  callback("compile", on_compile_);
  callback("jit", on_jit_);
  callback("readLine", on_read_line_);
  callback("sourceText", on_source_text_);
  callback("gone", on_gone_);
  callback("PythonError", python_error_);
  callback("stopped", on_stopped_);
  callback("look", on_look_);
  entry_timeout_ = Nanoseconds(number("timeout"));
  Options native = {};
  native.memory_limit = (size_t)number("memoryLimit");
  native.recursion_limit = (uint32_t)number("recursionLimit");
  native.jit_threshold = (uint32_t)number("jitThreshold");
  native.stress = (uint32_t)number("stress");
  native.fail_request = (uint64_t)number("failRequest");
  native.fail_count = (uint64_t)number("failCount");
  if (options.Get("hashSeed").IsNumber()) {
    native.hash_seed[0] = native.hash_seed[1] = (uint64_t)number("hashSeed");
  } else if (getrandom(native.hash_seed, sizeof native.hash_seed, 0) != sizeof native.hash_seed) {
    Napi::Error::New(env, "pystitch: the system gives no random numbers").ThrowAsJavaScriptException();
    return;
  }
  Host host = HostOf(this);
  ctx_ = ctx_new(&native, &host);
  if (ctx_) {
    ctx_->stop.output_limit = (uint64_t)number("outputLimit");
    ctx_->stop.looks = !on_look_.IsEmpty() && IsWorker(env);
    id_ = RegisterContext(ctx_);
  }
  if (ctx_ && heap_add_root_scanner(ctx_, ScanHandles, &handles_) && MakeMain()) {
    Register(env);
    return;
  }
  DisposeNow(env);
  Napi::Error::New(env, "pystitch: not enough memory for a runtime").ThrowAsJavaScriptException();
}

bool Context::MakeMain() {
  Ctx *ctx = ctx_; /* for NAME */
  PyValue name = str_from_ascii(ctx, "__main__");
  main_module_ = name ? module_new(ctx, name) : V_NULL;
  return main_module_ && dict_set(ctx, ctx->sys_modules, NAME(__main__), main_module_) &&
         dict_set(ctx, ((Module *)main_module_)->dict, NAME(__builtins__),
                  dict_get_str(ctx, ctx->sys_modules, NAME(builtins))) &&
         heap_add_root(ctx, &main_module_);
}

bool Context::Alive(Napi::Env env) const {
  if (ctx_) return true;
  Napi::Error::New(env, "this Runtime was disposed").ThrowAsJavaScriptException();
  return false;
}

PyValue Context::GlobalsDict() { return ((Module *)main_module_)->dict; }

Napi::Value Context::Collect(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  if (entry.ok()) heap_collect(ctx_);
  return info.Env().Undefined();
}

Napi::Value Context::HeapUsed(const Napi::CallbackInfo &info) {
  if (!Alive(info.Env())) return info.Env().Undefined();
  return Napi::Number::New(info.Env(), (double)heap_used(ctx_));
}

Napi::Function Context::Init(Napi::Env env) {
  std::vector<PropertyDescriptor> methods = {
      InstanceMethod("loadCode", &Context::LoadCode),         InstanceMethod("run", &Context::Run),
      InstanceMethod("execute", &Context::Execute),           InstanceMethod("getGlobal", &Context::GetGlobal),
      InstanceMethod("setGlobal", &Context::SetGlobal),       InstanceMethod("deleteGlobal", &Context::DeleteGlobal),
      InstanceMethod("globalNames", &Context::GlobalNames),   InstanceMethod("call", &Context::Call),
      InstanceMethod("getAttr", &Context::GetAttr),           InstanceMethod("repr", &Context::Repr),
      InstanceMethod("typeName", &Context::TypeName),         InstanceMethod("import", &Context::Import),
      InstanceMethod("setArgv", &Context::SetArgv),           InstanceMethod("setPath", &Context::SetPath),
      InstanceMethod("readLine", &Context::ReadLine),         InstanceMethod("flush", &Context::Flush),
      InstanceMethod("collect", &Context::Collect),           InstanceMethod("heapUsed", &Context::HeapUsed),
      InstanceMethod("dispose", &Context::Dispose),           InstanceMethod("statistics", &Context::Statistics),
      InstanceMethod("interrupt", &Context::Interrupt),       InstanceMethod("takeInterrupt", &Context::TakeInterrupt),
      InstanceMethod("catchSigint", &Context::CatchSigint),   InstanceMethod("openLimit", &Context::OpenLimit),
      InstanceMethod("closeLimit", &Context::CloseLimit),     InstanceMethod("stopLimit", &Context::StopLimit),
      InstanceMethod("stopWanted", &Context::StopWanted),     InstanceMethod("stopHandle", &Context::StopHandle),
      InstanceMethod("clearGlobals", &Context::ClearGlobals), InstanceMethod("memoryHold", &Context::MemoryHold),
      InstanceMethod("memoryRoom", &Context::MemoryRoom),     InstanceMethod("memoryFail", &Context::MemoryFail),
  };
  AddJitMethods(methods);
  return DefineClass(env, "Context", methods);
}

static Napi::Object InitAddon(Napi::Env env, Napi::Object exports) {
  exports.Set("Context", Context::Init(env));
  AddStopFunctions(env, exports);
  return exports;
}

NODE_API_MODULE(pystitch, InitAddon)
