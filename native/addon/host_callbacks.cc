/* The runtime calls JavaScript. Callbacks run inside a call from JavaScript, so the environment of that call is valid.
 * A JavaScript exception becomes a Python exception, which becomes the same JavaScript exception again on the way out.
 */
#include "addon/host_callbacks.h"
#include "addon/standard_streams.h"
#include "addon/stops.h"

extern "C" {
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "import/import.h"
#include "object/object.h"
#include "text/text.h"
}

#include <stdlib.h>
#include <string.h>
#include <string>

extern "C" void jit_recording_failed(Ctx *ctx); /* native/jit */

static Context *Self(void *data) { return (Context *)data; }

static int HostWrite(void *data, int stream, const char *bytes, size_t n) {
  Context *self = Self(data);
  if (self->on_write_.IsEmpty()) return WriteFully(self->ctx(), stream, bytes, n);
  Napi::Env env = self->Env();
  Napi::HandleScope scope(env);
  if (self->closing_ || self->ctx()->stop.thread_ends || env.IsExceptionPending())
    return 0; /* no JavaScript may run, or an exception is on its way out already */
  Napi::Value result;
  if (CallHost(self, self->on_write_, {Napi::Number::New(env, stream), Napi::Buffer<char>::Copy(env, bytes, n)},
               &result))
    return 0;
  self->RaiseFromJs(env);
  return -1;
}

/* { type, message, filename, line, offset, endLine, endOffset, text } of a PythonSyntaxError. */
static void RaiseSyntaxError(Context *self, Napi::Env env, Napi::Object error) {
  Ctx *ctx = self->ctx();
  std::string type = error.Get("type").ToString();
  if (type == "MemoryError" || type == "RecursionError") { /* nested too deeply: a message without a place */
    Value message = self->FromJs(env, error.Get("message"));
    if (message) raise_value(ctx, type == "MemoryError" ? EXC_MemoryError : EXC_RecursionError, message);
    return;
  }
  ExcId id = type == "IndentationError" ? EXC_IndentationError : type == "TabError" ? EXC_TabError : EXC_SyntaxError;
  const char *fields[] = {"filename", "line", "offset", "text", "endLine", "endOffset"};
  PyValue details = tuple_new(ctx, 6);
  if (!details) return;
  for (int i = 0; i < 6; i++) {
    PyValue item = self->FromJs(env, error.Get(fields[i]));
    if (!item) return;
    ((Tuple *)details)->items[i] = item;
  }
  PyValue args[2] = {self->FromJs(env, error.Get("message")), details};
  if (!args[0]) return;
  PyValue exc = exception_new(ctx, ctx->exc_class[id], args, 2);
  if (exc) raise_exc(ctx, exc);
}

/* LibraryCode of ts/native/addon.ts. */
static Code *LoadLibraryCode(Context *self, Napi::Object module) {
  PyValue filename = self->FromJs(module.Env(), module.Get("filename"));
  if (!filename) return nullptr;
  auto number = [&](const char *name) { return module.Get(name).ToNumber().DoubleValue(); };
  std::string file = module.Get("file").ToString().Utf8Value();
  return library_code(self->ctx(), file.c_str(), (size_t)number("offset"), (size_t)number("size"),
                      (uint32_t)number("checksum"), filename);
}

/* Ids of a code object and those in it, outer before inner, as the compiler numbers them. */
static void CollectIds(Code *code, std::vector<uint32_t> &ids) {
  ids.push_back(code->id);
  Tuple *consts = (Tuple *)code->consts;
  for (int64_t i = 0; i < consts->length; i++) {
    PyValue item = consts->items[i];
    if (item && is_cell(item) && CELL(item)->shape == code->h.shape) CollectIds((Code *)item, ids);
  }
}

Code *LoadResult(Context *self, Napi::Env env, Napi::Value result) {
  if (self->ctx()->stop.thread_ends || env.IsExceptionPending()) {
    self->RaiseFromJs(env);
    return nullptr;
  }
  if (result.IsNull() || result.IsUndefined()) return nullptr;
  Napi::Object object = result.As<Napi::Object>();
  if (object.Has("syntaxError")) {
    RaiseSyntaxError(self, env, object.Get("syntaxError").As<Napi::Object>());
    return nullptr;
  }
  self->TellGone(env); /* their ids are used now */
  if (object.Has("offset")) return LoadLibraryCode(self, object);
  Napi::Uint8Array blob = object.Get("blob").As<Napi::Uint8Array>();
  Code *code = code_load(self->ctx(), blob.Data(), blob.ByteLength());
  if (!code || object.Get("loaded").IsUndefined()) return code;
  std::vector<uint32_t> ids;
  CollectIds(code, ids);
  Napi::Uint32Array js_ids = Napi::Uint32Array::New(env, ids.size());
  memcpy(js_ids.Data(), ids.data(), ids.size() * sizeof ids[0]);
  object.Get("loaded").As<Napi::Function>().Call(object, {js_ids});
  return code;
}

static Code *HostLoadModule(Ctx *ctx, void *data, const char *name, PyValue *filename, bool *is_package) {
  Context *self = Self(data);
  if (self->on_load_module_.IsEmpty()) return nullptr;
  Napi::Env env = self->Env();
  Napi::HandleScope scope(env);
  PyValue path = get_attr(ctx, ctx->sys_module, NAME(path)); /* sys.path decides, as the program left it */
  if (!path) exc_clear(ctx), path = V_NONE;
  Napi::Value js_path = self->ToJs(env, path);
  if (env.IsExceptionPending()) return LoadResult(self, env, env.Null());
  Napi::Value result;
  CallHost(self, self->on_load_module_, {Napi::String::New(env, name), js_path}, &result);
  Code *code = LoadResult(self, env, result);
  if (code) {
    *filename = code->filename;
    *is_package = result.As<Napi::Object>().Get("isPackage").ToBoolean();
  }
  return code;
}

static Code *HostCompile(Ctx *ctx, void *data, PyValue source, PyValue filename, char mode) {
  Context *self = Self(data);
  if (self->on_compile_.IsEmpty()) {
    raise_format(ctx, EXC_RuntimeError, "this runtime has no compiler");
    return nullptr;
  }
  Napi::Env env = self->Env();
  Napi::HandleScope scope(env);
  Napi::Value js_source = self->ToJs(env, source), js_filename = self->ToJs(env, filename);
  if (env.IsExceptionPending()) return LoadResult(self, env, env.Null());
  Napi::Value result;
  CallHost(self, self->on_compile_, {js_source, js_filename, Napi::String::New(env, std::string(1, mode))}, &result);
  return LoadResult(self, env, result);
}

static void HostJit(Ctx *ctx, void *data, int event, uint32_t argument) {
  Context *self = Self(data);
  if (self->on_jit_.IsEmpty()) return;
  Napi::Env env = self->Env();
  Napi::HandleScope scope(env);
  bool compiles = event == JIT_EVENT_RECORDED; /* other events may come while it does */
  if (compiles) {
    self->TellGone(env);
    heap_hold(ctx, true); /* the compiler holds words of objects */
  }
  Napi::Value result;
  bool called = CallHost(self, self->on_jit_, {Napi::Number::New(env, event), Napi::Number::New(env, argument)},
                         &result);
  if (compiles) heap_hold(ctx, false);
  if (called || ctx->stop.thread_ends) return;
  /* An error here is a defect of the compiler, not of the program: it must be seen, but not before control is back in
   * JavaScript. */
  if (env.IsExceptionPending()) {
    Napi::Error error = env.GetAndClearPendingException();
    /* V8 allows less stack than the runtime does: too deep to compile, not too deep to run. */
    if (error.Message() == "Maximum call stack size exceeded") jit_recording_failed(ctx);
    else if (stop_wanted(ctx)) return; /* the compiler heard of it */
    else if (self->pending_error_.IsEmpty()) self->pending_error_ = Napi::Persistent(error.Value());
  }
}

static bool HostReadLine(void *data, char **line, size_t *n) {
  Context *self = Self(data);
  if (self->on_read_line_.IsEmpty()) return ReadStdin(self->ctx(), line, n);
  Napi::Env env = self->Env();
  Napi::HandleScope scope(env);
  Napi::Value result;
  if (!CallHost(self, self->on_read_line_, {}, &result)) {
    self->RaiseFromJs(env);
  } else if (result.IsString()) {
    std::string text = result.As<Napi::String>().Utf8Value();
    *line = (char *)memory_new(self->ctx(), text.size() + 1);
    if (!*line) return raise_no_memory(self->ctx()), false;
    memcpy(*line, text.c_str(), text.size() + 1);
    *n = text.size();
    return true;
  }
  return false;
}

static bool HostSourceText(Ctx *, void *data, const char *filename, char **text, size_t *n) {
  Context *self = Self(data);
  if (self->on_source_text_.IsEmpty()) return false;
  Napi::Env env = self->Env();
  Napi::HandleScope scope(env);
  if (self->ctx()->stop.thread_ends || env.IsExceptionPending()) return false;
  Napi::Value result;
  if (!CallHost(self, self->on_source_text_, {Napi::String::New(env, filename)}, &result)) {
    /* a traceback without its lines is better than none */
    if (!self->ctx()->stop.thread_ends) env.GetAndClearPendingException();
  } else if (result.IsString()) {
    std::string source = result.As<Napi::String>().Utf8Value();
    *text = (char *)memory_new(self->ctx(), source.size() + 1);
    if (!*text) return false;
    memcpy(*text, source.c_str(), source.size() + 1);
    *n = source.size();
    return true;
  }
  return false;
}

Host HostOf(Context *context) {
  Host host = {};
  host.data = context;
  host.write = HostWrite;
  host.load_module = HostLoadModule;
  host.compile = HostCompile;
  host.jit = HostJit;
  host.read_line = HostReadLine;
  host.source_text = HostSourceText;
  host.thread_goes_on = [](void *data) { return ThreadGoesOn(Self(data)); };
  return host;
}
