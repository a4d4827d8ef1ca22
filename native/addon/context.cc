/* class Context: life cycle, running code, globals, calls, and the callbacks from the runtime into JavaScript.
 *
 * Methods throw PythonError (the constructor given in the options) for Python exceptions. A context that is disposed
 * answers every call with an Error. Callbacks run nested inside a call from JavaScript, so the environment of that call
 * is valid. */
#include "addon/addon.h"

extern "C" {
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "host/host.h"
#include "import/import.h"
#include "object/object.h"
#include "text/text.h"
}

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/random.h>
#include <unistd.h>

#include <atomic>
#include <mutex>
#include <string>

extern "C" void jit_context_free(Ctx *ctx), jit_recording_failed(Ctx *ctx); /* native/jit */

static Context *Self(void *data) { return (Context *)data; }

/* 0 or an errno. */
static int WriteFully(int fd, const char *bytes, size_t n) {
  while (n > 0) {
    ssize_t done = write(fd, bytes, n);
    if (done < 0 && errno == EINTR) continue;
    if (done < 0 && errno == EAGAIN) { /* a non-blocking pipe that is full: wait for the reader */
      usleep(500);
      continue;
    }
    if (done <= 0) return done < 0 ? errno : EIO;
    bytes += done;
    n -= (size_t)done;
  }
  return 0;
}

static int HostWrite(void *data, int stream, const char *bytes, size_t n) {
  Context *self = Self(data);
  if (self->on_write_.IsEmpty()) return WriteFully(stream, bytes, n);
  Napi::Env env = self->Env();
  Napi::HandleScope scope(env);
  if (self->closing_ || env.IsExceptionPending()) return 0; /* no JavaScript may run, or it is on the way out already */
  self->on_write_.Call({Napi::Number::New(env, stream), Napi::Buffer<char>::Copy(env, bytes, n)});
  if (!env.IsExceptionPending()) return 0;
  self->RaiseFromJs(env);
  return -1;
}

/* { type, message, filename, line, offset, endLine, endOffset, text } of a PythonSyntaxError. */
static void RaiseSyntaxError(Context *self, Napi::Env env, Napi::Object error) {
  Ctx *ctx = self->ctx();
  std::string type = error.Get("type").ToString();
  if (type == "MemoryError" || type == "RecursionError") { /* nested too deeply: a message and no place */
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

/* Result of a JavaScript compile: Uint8Array blob, { syntaxError }, or null. Returns a code id, -1 for null, -2 with an
 * exception set. */
static int32_t LoadResult(Context *self, Napi::Env env, Napi::Value result) {
  if (env.IsExceptionPending()) {
    self->RaiseFromJs(env);
    return -2;
  }
  if (result.IsNull() || result.IsUndefined()) return -1;
  Napi::Object object = result.As<Napi::Object>();
  if (object.Has("syntaxError")) {
    RaiseSyntaxError(self, env, object.Get("syntaxError").As<Napi::Object>());
    return -2;
  }
  Napi::Uint8Array blob = object.Get("blob").As<Napi::Uint8Array>();
  Code *code = code_load(self->ctx(), blob.Data(), blob.ByteLength());
  if (!code) return -2;
  if (!object.Get("loaded").IsUndefined())
    object.Get("loaded").As<Napi::Function>().Call(object, {Napi::Number::New(env, code->id)});
  return (int32_t)code->id;
}

static int32_t HostLoadModule(Ctx *ctx, void *data, const char *name, PyValue *filename, bool *is_package) {
  Context *self = Self(data);
  if (self->on_load_module_.IsEmpty()) return -1;
  Napi::Env env = self->Env();
  Napi::HandleScope scope(env);
  PyValue path = get_attr(ctx, ctx->sys_module, NAME(path)); /* sys.path decides, as the program left it */
  if (!path) exc_clear(ctx), path = V_NONE;
  Napi::Value js_path = self->ToJs(env, path);
  if (env.IsExceptionPending()) return LoadResult(self, env, env.Null());
  Napi::Value result = self->on_load_module_.Call({Napi::String::New(env, name), js_path});
  int32_t id = LoadResult(self, env, result);
  if (id >= 0) {
    *filename = ctx->codes[id]->filename;
    *is_package = result.As<Napi::Object>().Get("isPackage").ToBoolean();
  }
  return id;
}

static int32_t HostCompile(Ctx *ctx, void *data, PyValue source, PyValue filename, char mode) {
  Context *self = Self(data);
  if (self->on_compile_.IsEmpty()) {
    raise_format(ctx, EXC_RuntimeError, "this runtime has no compiler");
    return -2;
  }
  Napi::Env env = self->Env();
  Napi::HandleScope scope(env);
  Napi::Value js_source = self->ToJs(env, source), js_filename = self->ToJs(env, filename);
  if (env.IsExceptionPending()) return LoadResult(self, env, env.Null());
  return LoadResult(self, env,
                    self->on_compile_.Call({js_source, js_filename, Napi::String::New(env, std::string(1, mode))}));
}

static void HostJit(Ctx *ctx, void *data, int event, uint32_t argument) {
  Context *self = Self(data);
  if (self->on_jit_.IsEmpty()) return;
  Napi::Env env = self->Env();
  Napi::HandleScope scope(env);
  self->on_jit_.Call({Napi::Number::New(env, event), Napi::Number::New(env, argument)});
  /* An error here is a defect of the compiler, not of the program: it must surface, but only when control is back in
   * JavaScript. */
  if (env.IsExceptionPending()) {
    Napi::Error error = env.GetAndClearPendingException();
    /* V8 allows less stack than the runtime does: too deep to compile, not too deep to run. */
    if (error.Message() == "Maximum call stack size exceeded") jit_recording_failed(ctx);
    else if (self->pending_error_.IsEmpty()) self->pending_error_ = Napi::Persistent(error.Value());
  }
}

/* ---- standard input: one descriptor, so what was read beyond a line is the process's, not a context's ---- */
static struct {
  std::mutex lock;
  size_t begin, end;
  char bytes[1 << 13];
} stdin_buffer;

/* Until there is something to read; false: Ctrl-C came. The signal is held back while nobody waits for it, so that none
 * is lost between the look at `pending` and the wait. */
static bool WaitForStdin(Ctx *ctx) {
  sigset_t held, before;
  sigemptyset(&held);
  sigaddset(&held, SIGINT);
  pthread_sigmask(SIG_BLOCK, &held, &before);
  struct pollfd wait = {0, POLLIN, 0};
  while (!(ctx->pending & PENDING_INTERRUPT) && ppoll(&wait, 1, nullptr, &before) < 0 && errno == EINTR) continue;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return !(ctx->pending & PENDING_INTERRUPT);
}

/* A line of the process's standard input. Ctrl-C ends the wait; so does nothing else, whatever mode others left the
 * descriptor in. */
static bool ReadStdin(Ctx *ctx, char **line, size_t *n) {
  std::lock_guard<std::mutex> guard(stdin_buffer.lock);
  auto &in = stdin_buffer;
  std::string text;
  for (;;) {
    const char *from = in.bytes + in.begin;
    const char *newline = (const char *)memchr(from, '\n', in.end - in.begin);
    size_t taken = newline ? (size_t)(newline + 1 - from) : in.end - in.begin;
    text.append(from, taken);
    in.begin += taken;
    if (newline) break;
    if (!WaitForStdin(ctx)) return false;
    ssize_t got = read(0, in.bytes, sizeof in.bytes);
    in.begin = 0;
    in.end = got > 0 ? (size_t)got : 0;
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got <= 0) break;
  }
  if (text.empty()) return false;
  *line = (char *)malloc(text.size());
  if (!*line) return false;
  memcpy(*line, text.data(), text.size());
  *n = text.size();
  return true;
}

static bool HostReadLine(void *data, char **line, size_t *n) {
  Context *self = Self(data);
  if (self->on_read_line_.IsEmpty()) return ReadStdin(self->ctx(), line, n);
  Napi::Env env = self->Env();
  Napi::HandleScope scope(env);
  Napi::Value result = self->on_read_line_.Call({});
  if (env.IsExceptionPending()) {
    self->RaiseFromJs(env);
  } else if (result.IsString()) {
    std::string text = result.As<Napi::String>().Utf8Value();
    *line = (char *)malloc(text.size() + 1);
    if (!*line) return false;
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
  if (env.IsExceptionPending()) return false;
  Napi::Value result = self->on_source_text_.Call({Napi::String::New(env, filename)});
  if (env.IsExceptionPending())
    env.GetAndClearPendingException(); /* a traceback without its lines is better than none */
  else if (result.IsString()) {
    std::string source = result.As<Napi::String>().Utf8Value();
    *text = (char *)malloc(source.size() + 1);
    if (!*text) return false;
    memcpy(*text, source.c_str(), source.size() + 1);
    *n = source.size();
    return true;
  }
  return false;
}

/* ---- Ctrl-C: V8 is busy running us, so the signal handler itself sets the pending bit ---- */
static std::atomic<Ctx *> sigint_target{nullptr};
static pthread_t sigint_thread; /* the target's; a read there must be woken, whichever thread the system chose */
static struct sigaction sigint_previous;

static void OnSigint(int signal) {
  Ctx *ctx = sigint_target.load();
  if (ctx && !pthread_equal(pthread_self(), sigint_thread)) pthread_kill(sigint_thread, signal);
  else if (ctx) __atomic_or_fetch(&ctx->pending, PENDING_INTERRUPT, __ATOMIC_SEQ_CST);
}

/* The last context that asked has the signal; its thread is the caller's. */
static void TakeSigint(Ctx *ctx) {
  sigint_thread = pthread_self();
  if (sigint_target.exchange(ctx)) return;
  struct sigaction action = {};
  action.sa_handler = OnSigint;
  sigaction(SIGINT, &action, &sigint_previous);
}

static void GiveSigintBack(Ctx *ctx) {
  if (sigint_target.compare_exchange_strong(ctx, nullptr)) sigaction(SIGINT, &sigint_previous, nullptr);
}

static void ScanHandles(Ctx *ctx, void *data) {
  for (PyValue v : ((HostValues *)data)->slots) heap_mark(ctx, v);
}

Context::Context(const Napi::CallbackInfo &info) : Napi::ObjectWrap<Context>(info) {
  Napi::Env env = info.Env();
  Napi::Object options = info[0].As<Napi::Object>();
  auto number = [&](const char *name) { return options.Has(name) ? options.Get(name).ToNumber().DoubleValue() : 0.0; };
  auto callback = [&](const char *name, Napi::FunctionReference &target) {
    if (options.Get(name).IsFunction()) target = Napi::Persistent(options.Get(name).As<Napi::Function>());
  };
  callback("write", on_write_);
  callback("loadModule", on_load_module_);
  callback("compile", on_compile_);
  callback("jit", on_jit_);
  callback("readLine", on_read_line_);
  callback("sourceText", on_source_text_);
  callback("PythonError", python_error_);
  Options native = {};
  native.heap_limit = (size_t)number("heapLimit");
  native.recursion_limit = (uint32_t)number("recursionLimit");
  native.jit_threshold = (uint32_t)number("jitThreshold");
  native.stress = (uint32_t)number("stress");
  if (options.Get("hashSeed").IsNumber()) {
    native.hash_seed[0] = native.hash_seed[1] = (uint64_t)number("hashSeed");
  } else if (getrandom(native.hash_seed, sizeof native.hash_seed, 0) != sizeof native.hash_seed) {
    Napi::Error::New(env, "pystitch: the system gives no random numbers").ThrowAsJavaScriptException();
    return;
  }
  Host host = {};
  host.data = this;
  host.write = HostWrite;
  host.load_module = HostLoadModule;
  host.compile = HostCompile;
  host.jit = HostJit;
  host.read_line = HostReadLine;
  host.source_text = HostSourceText;
  ctx_ = ctx_new(&native, &host);
  if (!ctx_) {
    Napi::Error::New(env, "pystitch: not enough memory for a runtime").ThrowAsJavaScriptException();
    return;
  }
  heap_add_root_scanner(ctx_, ScanHandles, host_values_.get());
  Ctx *ctx = ctx_; /* for NAME */
  main_module_ = module_new(ctx_, str_from_ascii(ctx_, "__main__"));
  if (!main_module_ || !dict_set(ctx_, ctx_->sys_modules, NAME(__main__), main_module_) ||
      !dict_set(ctx_, ((Module *)main_module_)->dict, NAME(__builtins__),
                dict_get_str(ctx_, ctx_->sys_modules, NAME(builtins)))) {
    ThrowPython(env);
    return;
  }
  heap_add_root(ctx_, &main_module_);
}

Context::~Context() {
  closing_ = true;
  DisposeNow();
}

void Context::DisposeNow() {
  if (!ctx_) return;
  GiveSigintBack(ctx_);
  jit_context_free(ctx_);
  ctx_destroy(ctx_);
  ctx_ = nullptr;
  host_values_->slots.clear();
}

bool Context::Alive(Napi::Env env) const {
  if (ctx_) return true;
  Napi::Error::New(env, "this Runtime was disposed").ThrowAsJavaScriptException();
  return false;
}

PyValue Context::GlobalsDict() { return ((Module *)main_module_)->dict; }

/* Brackets every entry into Python: thread set-up before, pending compiler defects after. */
namespace {
class Entry {
public:
  Entry(Context *self, Napi::Env env) : self_(self), env_(env) {
    ok_ = self->Alive(env);
    if (ok_ && self->entered_++ == 0 && !ctx_enter(self->ctx())) {
      Napi::Error::New(env, "pystitch: cannot run on this thread").ThrowAsJavaScriptException();
      self->entered_--;
      ok_ = false;
    }
  }
  ~Entry() {
    if (!ok_) return;
    /* Output is complete when control is back in JavaScript. What the system refuses stays buffered: flush() tells. */
    if (self_->entered_ == 1 && !env_.IsExceptionPending() && !io_flush(self_->ctx())) {
      if (self_->on_write_.IsEmpty()) exc_clear(self_->ctx());
      else self_->ThrowPython(env_);
    }
    self_->entered_--;
    if (!self_->pending_error_.IsEmpty() && !env_.IsExceptionPending()) {
      Napi::Error error(env_, self_->pending_error_.Value());
      self_->pending_error_.Reset();
      error.ThrowAsJavaScriptException();
    }
  }
  bool ok() const { return ok_; }

private:
  Context *self_;
  Napi::Env env_;
  bool ok_;
};
} // namespace

Napi::Value Context::LoadCode(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  if (!entry.ok()) return info.Env().Undefined();
  Napi::Uint8Array blob = info[0].As<Napi::Uint8Array>();
  Code *code = code_load(ctx_, blob.Data(), blob.ByteLength());
  if (!code) return ThrowPython(info.Env());
  return Napi::Number::New(info.Env(), code->id);
}

/* run(codeId): executes the code with __main__'s namespace and gives its value (None for modules). */
Napi::Value Context::Run(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  if (!entry.ok()) return info.Env().Undefined();
  uint32_t id = info[0].ToNumber().Uint32Value();
  if (id >= ctx_->ncodes) {
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
  int32_t id = LoadResult(this, info.Env(), on_compile_.Call({info[0], info[1], info[2]}));
  if (id < 0) return ThrowPython(info.Env());
  PyValue result = run_code(ctx_, ctx_->codes[id], GlobalsDict(), GlobalsDict());
  if (!result) return ThrowPython(info.Env());
  return ToJs(info.Env(), result);
}

Napi::Value Context::GetGlobal(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  if (!entry.ok()) return info.Env().Undefined();
  PyValue name = FromJs(info.Env(), info[0]);
  PyValue value = name ? dict_get(ctx_, GlobalsDict(), name) : V_NULL;
  if (!value) return ctx_->exc ? ThrowPython(info.Env()) : info.Env().Undefined();
  return ToJs(info.Env(), value);
}

Napi::Value Context::SetGlobal(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  if (!entry.ok()) return info.Env().Undefined();
  PyValue name = FromJs(info.Env(), info[0]);
  PyValue value = name ? FromJs(info.Env(), info[1]) : V_NULL;
  if (!value || !dict_set(ctx_, GlobalsDict(), str_intern(ctx_, name), value)) return ThrowPython(info.Env());
  return info.Env().Undefined();
}

Napi::Value Context::DeleteGlobal(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  if (!entry.ok()) return info.Env().Undefined();
  PyValue name = FromJs(info.Env(), info[0]);
  int deleted = name ? dict_delete(ctx_, GlobalsDict(), name) : -1;
  if (deleted < 0) return ThrowPython(info.Env());
  return Napi::Boolean::New(info.Env(), deleted);
}

Napi::Value Context::GlobalNames(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  if (!entry.ok()) return info.Env().Undefined();
  PyValue names = list_from_iterable(ctx_, GlobalsDict());
  return names ? ToJs(info.Env(), names) : ThrowPython(info.Env());
}

/* call(handle, args, keywords?): args an Array, keywords a plain object. */
Napi::Value Context::Call(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  if (!entry.ok()) return info.Env().Undefined();
  PyValue callable;
  if (!HandleValue(info[0], &callable)) {
    Napi::TypeError::New(info.Env(), "not a Python object of this Runtime").ThrowAsJavaScriptException();
    return info.Env().Undefined();
  }
  PyValue args = FromJs(info.Env(), info[1]);
  PyValue keywords = info[2].IsUndefined() ? V_NONE : args ? FromJs(info.Env(), info[2]) : V_NULL;
  PyValue tuple = args && keywords ? tuple_from(ctx_, ((List *)args)->items->items, ((List *)args)->length) : V_NULL;
  PyValue result = tuple ? py_call_ex(ctx_, callable, tuple, keywords == V_NONE ? V_NULL : keywords) : V_NULL;
  return result ? ToJs(info.Env(), result) : ThrowPython(info.Env());
}

Napi::Value Context::GetAttr(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  if (!entry.ok()) return info.Env().Undefined();
  PyValue object, name = FromJs(info.Env(), info[1]);
  if (!HandleValue(info[0], &object) || !name) return info.Env().Undefined();
  PyValue result = get_attr(ctx_, object, str_intern(ctx_, name));
  return result ? ToJs(info.Env(), result) : ThrowPython(info.Env());
}

Napi::Value Context::Repr(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  PyValue object;
  if (!entry.ok() || !HandleValue(info[0], &object)) return info.Env().Undefined();
  PyValue result = object_repr(ctx_, object);
  return result ? ToJs(info.Env(), result) : ThrowPython(info.Env());
}

Napi::Value Context::TypeName(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  PyValue object;
  if (!entry.ok() || !HandleValue(info[0], &object)) return info.Env().Undefined();
  PyValue result = type_name(ctx_, object);
  return result ? ToJs(info.Env(), result) : ThrowPython(info.Env());
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

Napi::Value Context::Collect(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  if (entry.ok()) heap_collect(ctx_);
  return info.Env().Undefined();
}

Napi::Value Context::HeapUsed(const Napi::CallbackInfo &info) {
  if (!Alive(info.Env())) return info.Env().Undefined();
  return Napi::Number::New(info.Env(), (double)heap_used(ctx_));
}

Napi::Value Context::Dispose(const Napi::CallbackInfo &info) {
  if (entered_ > 0) {
    Napi::Error::New(info.Env(), "cannot dispose a Runtime while it runs").ThrowAsJavaScriptException();
    return info.Env().Undefined();
  }
  if (ctx_ && !io_flush(ctx_)) exc_clear(ctx_);
  DisposeNow();
  return info.Env().Undefined();
}

Napi::Value Context::Interrupt(const Napi::CallbackInfo &info) {
  if (ctx_) __atomic_or_fetch(&ctx_->pending, PENDING_INTERRUPT, __ATOMIC_SEQ_CST);
  return info.Env().Undefined();
}

/* takeInterrupt(): whether an interrupt waits for code to run; it does no longer. */
Napi::Value Context::TakeInterrupt(const Napi::CallbackInfo &info) {
  if (!Alive(info.Env())) return info.Env().Undefined();
  uint32_t pending = __atomic_fetch_and(&ctx_->pending, ~(uint32_t)PENDING_INTERRUPT, __ATOMIC_SEQ_CST);
  return Napi::Boolean::New(info.Env(), (pending & PENDING_INTERRUPT) != 0);
}

/* catchSigint(true): Ctrl-C raises KeyboardInterrupt in this context; false: gives the signal back. */
Napi::Value Context::CatchSigint(const Napi::CallbackInfo &info) {
  if (!Alive(info.Env())) return info.Env().Undefined();
  if (info[0].ToBoolean()) TakeSigint(ctx_);
  else GiveSigintBack(ctx_);
  return info.Env().Undefined();
}

Napi::Function Context::Init(Napi::Env env) {
  std::vector<PropertyDescriptor> methods = {
      InstanceMethod("loadCode", &Context::LoadCode),
      InstanceMethod("run", &Context::Run),
      InstanceMethod("execute", &Context::Execute),
      InstanceMethod("getGlobal", &Context::GetGlobal),
      InstanceMethod("setGlobal", &Context::SetGlobal),
      InstanceMethod("deleteGlobal", &Context::DeleteGlobal),
      InstanceMethod("globalNames", &Context::GlobalNames),
      InstanceMethod("call", &Context::Call),
      InstanceMethod("getAttr", &Context::GetAttr),
      InstanceMethod("repr", &Context::Repr),
      InstanceMethod("typeName", &Context::TypeName),
      InstanceMethod("import", &Context::Import),
      InstanceMethod("setArgv", &Context::SetArgv),
      InstanceMethod("setPath", &Context::SetPath),
      InstanceMethod("readLine", &Context::ReadLine),
      InstanceMethod("flush", &Context::Flush),
      InstanceMethod("collect", &Context::Collect),
      InstanceMethod("heapUsed", &Context::HeapUsed),
      InstanceMethod("dispose", &Context::Dispose),
      InstanceMethod("interrupt", &Context::Interrupt),
      InstanceMethod("takeInterrupt", &Context::TakeInterrupt),
      InstanceMethod("catchSigint", &Context::CatchSigint),
  };
  AddJitMethods(methods);
  return DefineClass(env, "Context", methods);
}

static Napi::Object InitAddon(Napi::Env env, Napi::Object exports) {
  exports.Set("Context", Context::Init(env));
  return exports;
}

NODE_API_MODULE(pystitch, InitAddon)
