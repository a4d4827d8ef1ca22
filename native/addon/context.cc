/* class Context: how it is made, and the table of its methods; most of these are in files of their own. They
 * throw PythonError (the constructor given in the options) for Python exceptions. A context that is disposed answers
 * every call with an Error. */
#include "addon/entry.h"
#include "addon/host_callbacks.h"
#include "addon/stops.h"

extern "C" {
#include "container/container.h"
#include "core/sha2.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "host/host.h"
#include "import/import.h"
#include "object/object.h"
#include "text/text.h"
#include "text/unicode_names.h"
}

#include <sys/random.h>

static void ScanHandles(Ctx *ctx, void *data) { ((Handles *)data)->Mark(ctx); }

/* The key that CPython makes of a seed, so that sets have its order: bytes of a linear congruential generator. */
static void SeedHashes(uint32_t seed, uint64_t key[2]) {
  uint32_t x = seed;
  for (int i = 0; seed && i < 16; i++) {
    x = x * 214013 + 2531011;
    key[i / 8] |= (uint64_t)(x >> 16 & 0xff) << i % 8 * 8;
  }
}

Context::Context(const Napi::CallbackInfo &info) : Napi::ObjectWrap<Context>(info) {
  Napi::Env env = info.Env();
  if (!info[0].IsObject()) {
    ThrowTypeError(env, "new Context(): options must be an object");
    return;
  }
  Napi::Object options = info[0].As<Napi::Object>();
  auto number = [&](const char *name) {
    Napi::Value value = options.Get(name);
    double read = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : value.IsUndefined() ? 0 : -1;
    if (!(read >= 0 && read <= 9007199254740991.0))
      ThrowTypeError(env, "new Context(): option '%s' must be a number from 0", name);
    return read >= 0 ? read : 0;
  };
  auto callback = [&](const char *name, Napi::FunctionReference &target) {
    Napi::Value value = options.Get(name);
    if (value.IsFunction()) target = Napi::Weak(value.As<Napi::Function>());
    else if (!value.IsUndefined()) ThrowTypeError(env, "new Context(): option '%s' must be a function", name);
  };
  info.This().As<Napi::Object>().Set("options", options);
  callback("write", on_write_);
  callback("loadModule", on_load_module_);
  callback("compile", on_compile_);
  callback("jit", on_jit_);
  callback("readLine", on_read_line_);
  callback("sourceText", on_source_text_);
  callback("gone", on_gone_);
  callback("error", on_error_);
  callback("thrown", on_thrown_);
  callback("bytes", on_bytes_);
  callback("room", on_room_);
  callback("stopped", on_stopped_);
  callback("look", on_look_);
  callback("ask", on_ask_);
  entry_timeout_ = Nanoseconds(number("timeout"));
  Napi::Array values = Napi::Array::New(env);
  info.This().As<Napi::Object>().Set("thrown", values);
  Options native = {};
  native.memory_limit = (size_t)number("memoryLimit");
  native.recursion_limit = (uint32_t)number("recursionLimit");
  native.jit_threshold = (uint32_t)number("jitThreshold");
  native.jit_delay = (uint32_t)number("jitDelay");
  native.stress = (uint32_t)number("stress");
  native.fail_request = (uint64_t)number("failRequest");
  native.fail_count = (uint64_t)number("failCount");
  bool seeded = !options.Get("hashSeed").IsUndefined();
  if (seeded) SeedHashes((uint32_t)number("hashSeed"), native.hash_seed);
  if (env.IsExceptionPending()) return;
  thrown_.values = Napi::Weak(values.As<Napi::Object>());
  if (!seeded && getrandom(native.hash_seed, sizeof native.hash_seed, 0) != sizeof native.hash_seed) {
    Napi::Error::New(env, "pystitch: the system gives no random numbers").ThrowAsJavaScriptException();
    return;
  }
  grants_files_ = IsTrue(env, options.Get("grantsFiles"));
  Host host = HostOf(this);
  ctx_ = ctx_new(&native, &host);
  if (ctx_) {
    ctx_->stop.output_limit = (uint64_t)number("outputLimit");
    ctx_->stop.looks = !on_look_.IsEmpty() && IsWorker(env);
    id_ = RegisterContext(ctx_);
  }
  if (ctx_ && heap_add_root_scanner(ctx_, ScanHandles, &handles_) && MakeMain() &&
      OpenLibrary(env, options.Get("library"), IsTrue(env, options.Get("unoptimized"))) &&
      OpenKept(env, options.Get("keptFolder"), options.Get("keptHow"))) {
    Register(env);
    return;
  }
  DisposeNow(env);
  if (env.IsExceptionPending()) return;
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
      InstanceMethod<&Context::Guarded<&Context::LoadCode>>("loadCode"),
      InstanceMethod<&Context::Guarded<&Context::Run>>("run"),
      InstanceMethod<&Context::Guarded<&Context::Execute>>("execute"),
      InstanceMethod<&Context::Guarded<&Context::GetGlobal>>("getGlobal"),
      InstanceMethod<&Context::Guarded<&Context::SetGlobal>>("setGlobal"),
      InstanceMethod<&Context::Guarded<&Context::DeleteGlobal>>("deleteGlobal"),
      InstanceMethod<&Context::Guarded<&Context::GlobalNames>>("globalNames"),
      InstanceMethod<&Context::Guarded<&Context::Call>>("call"),
      InstanceMethod<&Context::Guarded<&Context::GetAttr>>("getAttr"),
      InstanceMethod<&Context::Guarded<&Context::Repr>>("repr"),
      InstanceMethod<&Context::Guarded<&Context::TypeName>>("typeName"),
      InstanceMethod<&Context::Guarded<&Context::Import>>("import"),
      InstanceMethod<&Context::Guarded<&Context::SetArgv>>("setArgv"),
      InstanceMethod<&Context::Guarded<&Context::SetPath>>("setPath"),
      InstanceMethod<&Context::Guarded<&Context::SetCommand>>("setCommand"),
      InstanceMethod<&Context::Guarded<&Context::ReadLine>>("readLine"),
      InstanceMethod<&Context::Guarded<&Context::Flush>>("flush"),
      InstanceMethod<&Context::Guarded<&Context::EndProgram>>("endProgram"),
      InstanceMethod<&Context::Guarded<&Context::WarnSyntax>>("warnSyntax"),
      InstanceMethod<&Context::Living<&Context::TakeStamp>>("takeStamp"),
      InstanceMethod<&Context::Living<&Context::HasKept>>("hasKept"),
      InstanceMethod<&Context::Guarded<&Context::Collect>>("collect"),
      InstanceMethod<&Context::Guarded<&Context::HeapUsed>>("heapUsed"),
      InstanceMethod<&Context::Guarded<&Context::Dispose>>("dispose"),
      InstanceMethod<&Context::Guarded<&Context::Statistics>>("statistics"),
      InstanceMethod<&Context::Guarded<&Context::Interrupt>>("interrupt"),
      InstanceMethod<&Context::Guarded<&Context::TakeInterrupt>>("takeInterrupt"),
      InstanceMethod<&Context::Guarded<&Context::CatchSigint>>("catchSigint"),
      InstanceMethod<&Context::Guarded<&Context::OpenLimit>>("openLimit"),
      InstanceMethod<&Context::Guarded<&Context::CloseLimit>>("closeLimit"),
      InstanceMethod<&Context::Guarded<&Context::StopLimit>>("stopLimit"),
      InstanceMethod<&Context::Guarded<&Context::StopWanted>>("stopWanted"),
      InstanceMethod<&Context::Guarded<&Context::StopHandle>>("stopHandle"),
      InstanceMethod<&Context::Guarded<&Context::DescribeException>>("describe"),
      InstanceMethod<&Context::Guarded<&Context::ClearGlobals>>("clearGlobals"),
      InstanceMethod<&Context::Guarded<&Context::MemoryHold>>("memoryHold"),
      InstanceMethod<&Context::Guarded<&Context::MemoryRoom>>("memoryRoom"),
      InstanceMethod<&Context::Guarded<&Context::MemoryFail>>("memoryFail"),
  };
  AddJitMethods(methods);
  return DefineClass(env, "Context", methods);
}

/* characterNamed(name): a string, or undefined. */
static Napi::Value CharacterNamed(const Napi::CallbackInfo &info) {
  char name[UNICODE_NAME_MAX];
  size_t n;
  Napi::Env env = info.Env();
  /* A longer name than fits is nobody's, and neither is its beginning: the buffer holds more than the longest name. */
  if (!info.Length() || napi_get_value_string_utf8(env, info[0], name, sizeof name, &n) != napi_ok)
    return env.Undefined();
  int64_t cp = unicode_named(name, n);
  if (cp < 0) return env.Undefined();
  bool pair = cp > 0xffff;
  char16_t units[2] = {(char16_t)(pair ? 0xd7c0 + (cp >> 10) : cp), (char16_t)(0xdc00 + (cp & 0x3ff))};
  return Napi::String::New(env, units, pair ? 2 : 1);
}

/* checksum(bytes): that of ts/library/checksum.ts, without warming a loop in JavaScript up. */
static Napi::Value Checksum(const Napi::CallbackInfo &info) {
  Napi::Env env = info.Env();
  const uint8_t *bytes;
  size_t size;
  if (!ReadBytes(env, info[0], "bytes", &bytes, &size)) return env.Undefined();
  return Napi::Number::New(env, library_checksum(bytes, size));
}

/* digest(parts): SHA-256 of strings, as UTF-8, and bytes. */
static Napi::Value Digest(const Napi::CallbackInfo &info) {
  Napi::Env env = info.Env();
  const Sha2Variant *sha256 = &SHA2_VARIANTS[SHA256];
  Sha2 hash;
  sha2_start(sha256, &hash);
  for (size_t i = 0; i < info.Length(); i++) {
    if (info[i].IsString()) {
      std::string text = info[i].As<Napi::String>().Utf8Value();
      sha2_feed(sha256, &hash, text.data(), text.size());
      continue;
    }
    const uint8_t *bytes;
    size_t size;
    if (!ReadBytes(env, info[i], "bytes", &bytes, &size)) return env.Undefined();
    sha2_feed(sha256, &hash, bytes, size);
  }
  uint8_t digest[SHA2_MAX_BYTES];
  sha2_finish(sha256, &hash, digest);
  return Napi::Buffer<uint8_t>::Copy(env, digest, SHA256_BYTES);
}

static Napi::Object InitAddon(Napi::Env env, Napi::Object exports) {
  exports.Set("Context", Context::Init(env));
  AddStopFunctions(env, exports);
  exports.Set("characterNamed", Napi::Function::New(env, CharacterNamed, "characterNamed"));
  exports.Set("checksum", Napi::Function::New(env, Checksum, "checksum"));
  exports.Set("bytecodeIdentity", library_identity());
  exports.Set("digest", Napi::Function::New(env, Digest, "digest"));
  return exports;
}

NODE_API_MODULE(pystitch, InitAddon)
