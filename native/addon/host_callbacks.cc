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
#include "import/kept_code.h"
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
  if (self->on_write_.IsEmpty()) return WriteFully(self->ctx(), stream, bytes, n);
  Napi::Env env = self->Env();
  Napi::HandleScope scope(env);
  if (self->closing_ || self->ctx()->stop.thread_ends || env.IsExceptionPending())
    return 0; /* no JavaScript may run, or an exception is on its way out already */
  Napi::Value result;
  napi_value buffer;
  if (Ok(env, napi_create_buffer_copy(env, n, bytes, nullptr, &buffer)) &&
      CallHost(self, self->on_write_, {Napi::Number::New(env, stream), buffer}, &result))
    return 0;
  self->RaiseFromJs(env);
  return -1;
}

/* { type, message, filename, line, offset, endLine, endOffset, text } of a PythonSyntaxError. */
static void RaiseSyntaxError(Context *self, Napi::Env env, Napi::Object error) {
  Ctx *ctx = self->ctx();
  Utf8Text type(ctx);
  if (!type.Read(env, error.Get("type"), "the type of a syntax error")) return;
  bool memory = !strcmp(type.bytes, "MemoryError");
  if (memory || !strcmp(type.bytes, "RecursionError")) { /* nested too deeply: a message without a place */
    Value message = self->FromJs(env, error.Get("message"));
    if (memory) ctx->memory.raised++;
    if (message) raise_value(ctx, memory ? EXC_MemoryError : EXC_RecursionError, message);
    return;
  }
  ExcId id = !strcmp(type.bytes, "IndentationError")        ? EXC_IndentationError
             : !strcmp(type.bytes, "TabError")              ? EXC_TabError
             : !strcmp(type.bytes, "_IncompleteInputError") ? EXC__IncompleteInputError
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

/* The program gets no code: what JavaScript threw becomes Python's exception. */
static Code *Failed(Context *self, Napi::Env env) {
  if (self->ctx()->stop.thread_ends || env.IsExceptionPending()) self->RaiseFromJs(env);
  return nullptr;
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

/* ModuleFile of ts/native/addon.ts: kept from an earlier run, or compiled now. */
static Code *LoadFile(Context *self, Napi::Env env, Napi::Object object) {
  Ctx *ctx = self->ctx();
  PyValue filename = self->FromJs(env, object.Get("filename"));
  if (!filename || env.IsExceptionPending()) return Failed(self, env);
  Code *code = kept_code_find(ctx, filename, false);
  if (code || ctx->exc) return code;
  Napi::Value compile = object.Get("compile"), compiled;
  if (env.IsExceptionPending() || !compile.IsFunction()) return Failed(self, env);
  compiled = compile.As<Napi::Function>().Call(object, {});
  return LoadResult(self, env, compiled);
}

/* Its fields are read before anything is made of them: a getter may throw. */
Code *LoadResult(Context *self, Napi::Env env, Napi::Value result) {
  if (self->ctx()->stop.thread_ends || env.IsExceptionPending()) return Failed(self, env);
  if (result.IsNull() || result.IsUndefined()) return nullptr;
  if (!result.IsObject()) return ThrowTypeError(env, "a compiler must return an object or null"), Failed(self, env);
  Napi::Object object = result.As<Napi::Object>();
  Napi::Value error = object.Get("syntaxError"), loaded = object.Get("loaded"), blob = object.Get("blob");
  bool file = object.Has("compile");
  if (env.IsExceptionPending()) return Failed(self, env);
  if (error.IsObject()) return RaiseSyntaxError(self, env, error.As<Napi::Object>()), Failed(self, env);
  if (file) return LoadFile(self, env, object);
  self->TellGone(env); /* their ids are used now */
  const uint8_t *bytes;
  size_t size;
  if (!ReadBytes(env, blob, "the blob of a compiler", &bytes, &size)) return Failed(self, env);
  Code *code = code_load(self->ctx(), bytes, size);
  if (!code || !loaded.IsFunction()) return code;
  std::vector<uint32_t> ids;
  CollectIds(code, ids);
  Napi::Uint32Array js_ids = Napi::Uint32Array::New(env, ids.size());
  if (js_ids.IsEmpty()) return Failed(self, env);
  memcpy(js_ids.Data(), ids.data(), ids.size() * sizeof ids[0]);
  loaded.As<Napi::Function>().Call(object, {js_ids});
  return env.IsExceptionPending() ? Failed(self, env) : code;
}

Code *CompiledResult(Context *self, Napi::Env env, Napi::Value result) {
  Code *code = LoadResult(self, env, result);
  Ctx *ctx = self->ctx();
  if (!code && !ctx->exc && !ctx->stop.thread_ends && !env.IsExceptionPending())
    raise_format(ctx, EXC_RuntimeError, "the host's compiler returned nothing");
  return code;
}

static Code *HostLoadModule(Ctx *, void *data, const char *name, PyValue folder, PyValue *filename, bool *is_package) {
  Context *self = Self(data);
  if (self->on_load_module_.IsEmpty()) return nullptr;
  Napi::Env env = self->Env();
  Napi::HandleScope scope(env);
  if (((Str *)folder)->length > kMaxFolder) return nullptr;
  napi_value text, path = self->TryToJs(env, folder, true);
  if (!path || !Ok(env, napi_create_string_utf8(env, name, NAPI_AUTO_LENGTH, &text))) return Failed(self, env);
  Napi::Value result;
  CallHost(self, self->on_load_module_, {text, path}, &result);
  Code *code = LoadResult(self, env, result);
  if (!code) return nullptr;
  *filename = code->filename;
  *is_package = IsTrue(env, result.As<Napi::Object>().Get("isPackage"));
  return env.IsExceptionPending() ? Failed(self, env) : code;
}

static Code *HostCompile(Ctx *ctx, void *data, PyValue source, PyValue filename, char mode) {
  Context *self = Self(data);
  if (self->on_compile_.IsEmpty()) {
    raise_format(ctx, EXC_RuntimeError, "this runtime has no compiler");
    return nullptr;
  }
  Napi::Env env = self->Env();
  Napi::HandleScope scope(env);
  napi_value js_source = self->TryToJs(env, source);
  napi_value js_filename = js_source ? self->TryToJs(env, filename, true) : nullptr, js_mode;
  if (!js_filename || !Ok(env, napi_create_string_latin1(env, &mode, 1, &js_mode))) return Failed(self, env);
  if (!CHECK_STOP(ctx)) return nullptr; /* the engine has copied the whole source */
  Napi::Value result;
  CallHost(self, self->on_compile_, {js_source, js_filename, js_mode}, &result);
  return CompiledResult(self, env, result);
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
    Utf8Text message(self->ctx());
    Napi::Value text = error.Value().Get("message");
    bool read = text.IsString() && message.Read(env, text, "message");
    bool unreadable = env.IsExceptionPending(); /* there is not even stack to ask */
    if (unreadable) env.GetAndClearPendingException();
    if (unreadable || (read && !strcmp(message.bytes, "Maximum call stack size exceeded"))) jit_recording_failed(ctx);
    else if (stop_wanted(ctx)) return; /* the compiler heard of it */
    else if (self->pending_error_.IsEmpty()) self->pending_error_ = Napi::Persistent(error.Value());
  }
}

static bool HostReadLine(void *data, char **line, size_t *n) {
  Context *self = Self(data);
  if (self->on_read_line_.IsEmpty()) return ReadStdin(self->ctx(), line, n);
  Napi::Env env = self->Env();
  Napi::HandleScope scope(env);
  Utf8Text text(self->ctx());
  Napi::Value result;
  if (!CallHost(self, self->on_read_line_, {}, &result)) {
    self->RaiseFromJs(env);
    return false;
  }
  if (result.IsNull() || result.IsUndefined()) return false;
  if (!text.Read(env, result, "what readLine() returns")) {
    self->RaiseFromJs(env);
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
  if (self->ctx()->stop.thread_ends || env.IsExceptionPending()) return false;
  Utf8Text source(self->ctx());
  napi_value name;
  if (!Ok(env, napi_create_string_utf8(env, filename, NAPI_AUTO_LENGTH, &name))) return false;
  Napi::Value result;
  bool found = CallHost(self, self->on_source_text_, {name}, &result) && result.IsString() &&
               source.Read(env, result, "a source text");
  /* a traceback without its lines is better than none */
  if (!found && !self->ctx()->stop.thread_ends && env.IsExceptionPending()) env.GetAndClearPendingException();
  if (!found) return false;
  *text = source.bytes;
  *n = source.size;
  source.bytes = nullptr;
  return true;
}

/* ask(question, text): the text as Latin-1, a character a byte. Returns such a text, or a number: an errno or
 * NOT_GRANTED. */
static int HostAsk(void *data, int question, const char *text, size_t n, char **answer, size_t *answer_n) {
  Context *self = Self(data);
  if (self->on_ask_.IsEmpty()) return NOT_GRANTED;
  Napi::Env env = self->Env();
  Napi::HandleScope scope(env);
  if (self->closing_ || self->ctx()->stop.thread_ends || env.IsExceptionPending()) return NOT_GRANTED;
  napi_value words;
  Napi::Value result;
  size_t size = 0;
  double number = 0;
  bool good = Ok(env, napi_create_string_latin1(env, text, n, &words)) &&
              CallHost(self, self->on_ask_, {Napi::Number::New(env, question), words}, &result);
  if (good && result.IsNumber()) {
    if (Ok(env, napi_get_value_double(env, result, &number)) && number > 0 && number <= NOT_GRANTED) return (int)number;
    good = ThrowTypeError(env, "ask() must return a string or the number of an error");
  }
  good = good && Ok(env, napi_get_value_string_latin1(env, result, nullptr, 0, &size));
  char *bytes = good ? (char *)memory_new(self->ctx(), size + 1) : nullptr;
  if (good && !bytes) return raise_no_memory(self->ctx()), -1;
  if (!good || !Ok(env, napi_get_value_string_latin1(env, result, bytes, size + 1, &size))) {
    memory_free(self->ctx(), bytes);
    self->RaiseFromJs(env);
    return -1;
  }
  *answer = bytes;
  *answer_n = size;
  return 0;
}

static int64_t HostRead(void *data, char *bytes, size_t n) {
  Context *self = Self(data);
  if (self->on_read_line_.IsEmpty()) return ReadStdinBytes(self->ctx(), bytes, n);
  std::string &rest = self->unread_;
  if (rest.empty()) {
    char *line = nullptr;
    size_t size = 0;
    if (!HostReadLine(data, &line, &size)) return self->ctx()->exc ? -1 : 0;
    rest.assign(line, size);
    memory_free(self->ctx(), line);
  }
  if (n > rest.size()) n = rest.size();
  memcpy(bytes, rest.data(), n);
  rest.erase(0, n);
  return (int64_t)n;
}

static bool HostWait(void *data, int descriptor, short events) {
  return WaitAndHandle(Self(data)->ctx(), descriptor, events);
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
  host.ask = HostAsk;
  host.read = HostRead;
  host.wait = HostWait;
  host.signal = HostSignal;
  host.grants_files = context->grants_files_;
  host.own_streams = (context->on_read_line_.IsEmpty() ? 1 : 0) | (context->on_write_.IsEmpty() ? 6 : 0);
  host.thread_goes_on = [](void *data) { return ThreadGoesOn(Self(data)); };
  return host;
}
