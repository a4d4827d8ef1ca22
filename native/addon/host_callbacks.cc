/* The runtime calls JavaScript. Callbacks run inside a call from JavaScript, so the environment of that call is valid.
 * A JavaScript exception becomes a Python exception, which becomes the same JavaScript exception again on the way out.
 */
#include "addon/host_callbacks.h"
#include "addon/standard_streams.h"

extern "C" {
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "object/object.h"
#include "text/text.h"
}

#include <stdlib.h>
#include <string.h>

extern "C" void jit_recording_failed(Ctx *ctx); /* native/jit */

/* Longer names than any system allows. */
static const int64_t kMaxFolder = 4096;

static Context *Self(void *data) { return (Context *)data; }

static int HostWrite(void *data, int stream, const char *bytes, size_t n) {
  Context *self = Self(data);
  if (self->on_write_.IsEmpty()) return WriteFully(stream, bytes, n);
  Napi::Env env = self->Env();
  Napi::HandleScope scope(env);
  if (self->closing_ || env.IsExceptionPending())
    return 0; /* no JavaScript may run, or an exception is on its way out already */
  napi_value buffer;
  if (Ok(env, napi_create_buffer_copy(env, n, bytes, nullptr, &buffer)))
    self->on_write_.Call({Napi::Number::New(env, stream), buffer});
  if (!env.IsExceptionPending()) return 0;
  self->RaiseFromJs(env);
  return -1;
}

/* { type, message, filename, line, offset, endLine, endOffset, text } of a PythonSyntaxError. */
static void RaiseSyntaxError(Context *self, Napi::Env env, Napi::Object error) {
  Ctx *ctx = self->ctx();
  Utf8Text type;
  if (!type.Read(env, error.Get("type"), "the type of a syntax error")) return;
  bool memory = !strcmp(type.bytes, "MemoryError");
  if (memory || !strcmp(type.bytes, "RecursionError")) { /* nested too deeply: a message without a place */
    Value message = self->FromJs(env, error.Get("message"));
    if (message) raise_value(ctx, memory ? EXC_MemoryError : EXC_RecursionError, message);
    return;
  }
  ExcId id = !strcmp(type.bytes, "IndentationError") ? EXC_IndentationError
             : !strcmp(type.bytes, "TabError")       ? EXC_TabError
                                                     : EXC_SyntaxError;
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

/* −2 with a Python exception; what JavaScript threw becomes one. */
static int32_t Failed(Context *self, Napi::Env env) {
  if (env.IsExceptionPending()) self->RaiseFromJs(env);
  return -2;
}

/* Its fields are read before anything is made of them: a getter may throw. */
int32_t LoadResult(Context *self, Napi::Env env, Napi::Value result) {
  if (env.IsExceptionPending()) return Failed(self, env);
  if (result.IsNull() || result.IsUndefined()) return -1;
  if (!result.IsObject()) return ThrowTypeError(env, "a compiler must return an object or null"), Failed(self, env);
  Napi::Object object = result.As<Napi::Object>();
  Napi::Value error = object.Get("syntaxError"), loaded = object.Get("loaded"), blob = object.Get("blob");
  if (env.IsExceptionPending()) return Failed(self, env);
  if (error.IsObject()) return RaiseSyntaxError(self, env, error.As<Napi::Object>()), Failed(self, env);
  const uint8_t *bytes;
  size_t size;
  if (!ReadBytes(env, blob, "the blob of a compiler", &bytes, &size)) return Failed(self, env);
  Code *code = code_load(self->ctx(), bytes, size);
  if (!code) return -2;
  if (loaded.IsFunction()) loaded.As<Napi::Function>().Call(object, {Napi::Number::New(env, code->id)});
  return env.IsExceptionPending() ? Failed(self, env) : (int32_t)code->id;
}

/* The strings in sys.path as the program left it; the finder decides which of these folders it may look into. */
static napi_value SearchPath(Context *self, Napi::Env env) {
  Ctx *ctx = self->ctx();
  napi_value out, folder;
  PyValue path = get_attr(ctx, ctx->sys_module, NAME(path));
  if (!path) exc_clear(ctx);
  if (!Ok(env, napi_create_array(env, &out))) return nullptr;
  uint32_t n = 0;
  for (int64_t i = 0; path && has_kind(ctx, path, KIND_LIST) && i < ((List *)path)->length; i++) {
    PyValue item = ((List *)path)->items->items[i];
    if (!is_str(ctx, item) || ((Str *)item)->length > kMaxFolder) continue;
    if (!(folder = self->TryToJs(env, item, true)) || !Ok(env, napi_set_element(env, out, n++, folder))) return nullptr;
  }
  return out;
}

static int32_t HostLoadModule(Ctx *ctx, void *data, const char *name, PyValue *filename, bool *is_package) {
  Context *self = Self(data);
  if (self->on_load_module_.IsEmpty()) return -1;
  Napi::Env env = self->Env();
  Napi::HandleScope scope(env);
  napi_value text, path = SearchPath(self, env);
  if (!path || !Ok(env, napi_create_string_utf8(env, name, NAPI_AUTO_LENGTH, &text))) return Failed(self, env);
  Napi::Value result = self->on_load_module_.Call({text, path});
  int32_t id = LoadResult(self, env, result);
  if (id < 0) return id;
  *filename = ctx->codes[id]->filename;
  *is_package = result.As<Napi::Object>().Get("isPackage").ToBoolean();
  return env.IsExceptionPending() ? Failed(self, env) : id;
}

static int32_t HostCompile(Ctx *ctx, void *data, PyValue source, PyValue filename, char mode) {
  Context *self = Self(data);
  if (self->on_compile_.IsEmpty()) {
    raise_format(ctx, EXC_RuntimeError, "this runtime has no compiler");
    return -2;
  }
  Napi::Env env = self->Env();
  Napi::HandleScope scope(env);
  napi_value js_source = self->TryToJs(env, source);
  napi_value js_filename = js_source ? self->TryToJs(env, filename, true) : nullptr, js_mode;
  if (!js_filename || !Ok(env, napi_create_string_latin1(env, &mode, 1, &js_mode))) return Failed(self, env);
  return LoadResult(self, env, self->on_compile_.Call({js_source, js_filename, js_mode}));
}

static void HostJit(Ctx *ctx, void *data, int event, uint32_t argument) {
  Context *self = Self(data);
  if (self->on_jit_.IsEmpty()) return;
  Napi::Env env = self->Env();
  Napi::HandleScope scope(env);
  self->on_jit_.Call({Napi::Number::New(env, event), Napi::Number::New(env, argument)});
  /* An error here is a defect of the compiler, not of the program: it must be seen, but not before control is back in
   * JavaScript. */
  if (env.IsExceptionPending()) {
    Napi::Error error = env.GetAndClearPendingException();
    /* V8 allows less stack than the runtime does: too deep to compile, not too deep to run. */
    Utf8Text message;
    Napi::Value text = error.Value().Get("message");
    bool read = text.IsString() && message.Read(env, text, "message");
    if (env.IsExceptionPending()) env.GetAndClearPendingException();
    if (read && !strcmp(message.bytes, "Maximum call stack size exceeded")) jit_recording_failed(ctx);
    else if (self->pending_error_.IsEmpty()) self->pending_error_ = Napi::Persistent(error.Value());
  }
}

static bool HostReadLine(void *data, char **line, size_t *n) {
  Context *self = Self(data);
  if (self->on_read_line_.IsEmpty()) return ReadStdin(self->ctx(), line, n);
  Napi::Env env = self->Env();
  Napi::HandleScope scope(env);
  Utf8Text text;
  Napi::Value result = self->on_read_line_.Call({});
  if (env.IsExceptionPending() || result.IsNull() || result.IsUndefined() ||
      !text.Read(env, result, "what readLine() returns")) {
    if (env.IsExceptionPending()) self->RaiseFromJs(env);
    return false;
  }
  *line = text.bytes;
  *n = text.size;
  text.bytes = nullptr;
  return true;
}

static bool HostSourceText(Ctx *, void *data, const char *filename, char **text, size_t *n) {
  Context *self = Self(data);
  if (self->on_source_text_.IsEmpty()) return false;
  Napi::Env env = self->Env();
  Napi::HandleScope scope(env);
  if (env.IsExceptionPending()) return false;
  Utf8Text source;
  napi_value name;
  if (!Ok(env, napi_create_string_utf8(env, filename, NAPI_AUTO_LENGTH, &name))) return false;
  Napi::Value result = self->on_source_text_.Call({name});
  bool found = !env.IsExceptionPending() && result.IsString() && source.Read(env, result, "a source text");
  /* a traceback without its lines is better than none */
  if (env.IsExceptionPending()) env.GetAndClearPendingException();
  if (!found) return false;
  *text = source.bytes;
  *n = source.size;
  source.bytes = nullptr;
  return true;
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
  return host;
}
