/* Limits, and stopping from elsewhere (core/stop.h): the default limit of every entry, limits around several entries,
 * what JavaScript sees of a stop, and the table by which other threads find a runtime. */
#include "addon/stops.h"
#include "addon/entry.h"

#include <cmath>
#include <map>
#include <mutex>

static struct {
  std::mutex lock;
  std::map<uint32_t, Ctx *> contexts;
  uint32_t last = 0;
} registry;

uint32_t RegisterContext(Ctx *ctx) {
  std::lock_guard<std::mutex> guard(registry.lock);
  registry.contexts[++registry.last] = ctx;
  return registry.last;
}

void UnregisterContext(uint32_t id) {
  std::lock_guard<std::mutex> guard(registry.lock);
  registry.contexts.erase(id);
}

/* The first argument; what is no number of anything is 0xffffffff. */
static uint32_t Index(const Napi::CallbackInfo &info) {
  double number = info.Length() ? NumberOf(info.Env(), info[0]) : -1;
  return number >= 0 && number < 4294967295.0 ? (uint32_t)number : UINT32_MAX;
}

/* stopRuntime(id), interruptRuntime(id): whether the runtime was running, or is still there. */
static Napi::Value StopRuntime(const Napi::CallbackInfo &info) {
  std::lock_guard<std::mutex> guard(registry.lock);
  auto found = registry.contexts.find(Index(info));
  return Napi::Boolean::New(info.Env(), found != registry.contexts.end() && stop_request(found->second));
}

static Napi::Value InterruptRuntime(const Napi::CallbackInfo &info) {
  std::lock_guard<std::mutex> guard(registry.lock);
  auto found = registry.contexts.find(Index(info));
  bool there = found != registry.contexts.end();
  if (there) stop_set_pending(found->second, PENDING_INTERRUPT);
  return Napi::Boolean::New(info.Env(), there);
}

void AddStopFunctions(Napi::Env env, Napi::Object exports) {
  exports.Set("stopRuntime", Napi::Function::New(env, StopRuntime, "stopRuntime"));
  exports.Set("interruptRuntime", Napi::Function::New(env, InterruptRuntime, "interruptRuntime"));
}

/* ---- the thread's end ---- */

extern "C" struct uv_loop_s *uv_default_loop(void);

bool IsWorker(napi_env env) {
  struct uv_loop_s *loop = nullptr;
  return napi_get_uv_event_loop(env, &loop) == napi_ok && loop != uv_default_loop();
}

/* What a call of JavaScript left behind when it failed: an error, or what V8 has in its place while it ends the thread.
 */
static bool TakeError(napi_env env) {
  napi_value thrown;
  bool is_error = false;
  return napi_get_and_clear_last_exception(env, &thrown) == napi_ok &&
         napi_is_error(env, thrown, &is_error) == napi_ok && is_error;
}

/* worker.terminate() and process.exit() make V8 end the thread's JavaScript, which native code is not told. A call of a
 * function that does nothing tells: it fails, and not with the RangeError of a stack that is used up, of which V8
 * allows JavaScript less than the runtime has. A pending exception would make it fail too. */
bool ThreadGoesOn(Context *self) {
  napi_env env = self->Env();
  if (self->on_look_.IsEmpty()) return true;
  Napi::HandleScope scope(env);
  bool pending = false;
  napi_value error = nullptr, global, result;
  napi_is_exception_pending(env, &pending);
  if (pending && napi_get_and_clear_last_exception(env, &error) != napi_ok) return false;
  if (napi_get_global(env, &global) != napi_ok) return false;
  bool alive = napi_call_function(env, global, self->on_look_.Value(), 0, nullptr, &result) == napi_ok ||
               TakeError(env);
  if (pending && alive) napi_throw(env, error);
  return alive;
}

bool ThreadEnds(Context *self) {
  Ctx *ctx = self->ctx();
  if (ctx->stop.thread_ends) return true;
  if (ThreadGoesOn(self)) return false;
  stop_scope(ctx, NULL, STOP_THREAD_END);
  return true;
}

bool CallHost(Context *self, const Napi::FunctionReference &function, std::initializer_list<napi_value> args,
              Napi::Value *result) {
  napi_env env = self->Env();
  napi_value global, returned;
  if (self->ctx()->stop.thread_ends) return false;
  if (napi_get_global(env, &global) == napi_ok &&
      napi_call_function(env, global, function.Value(), args.size(), args.begin(), &returned) == napi_ok) {
    *result = Napi::Value(env, returned);
    return true;
  }
  ThreadEnds(self);
  return false;
}

/* ---- what JavaScript sees ---- */

void Context::ThrowStopped(Napi::Env env) {
  StopScope *stopped = stop_stopped(ctx_);
  if (!stopped || ThreadEnds(this)) return;
  int limit = -1;
  for (size_t i = 0; i < limits_.size(); i++)
    if (limits_[i].get() == stopped) limit = (int)i;
  Napi::Value error = env.IsExceptionPending() ? env.GetAndClearPendingException().Value() : env.Undefined(), thrown;
  if (CallHost(this, on_stopped_, {Napi::Number::New(env, stopped->cause), Napi::Number::New(env, limit), error},
               &thrown))
    napi_throw(env, thrown);
}

/* openLimit(milliseconds): 0 = none. Returns its number. */
Napi::Value Context::OpenLimit(const Napi::CallbackInfo &info) {
  if (!Alive(info.Env())) return info.Env().Undefined();
  auto scope = std::make_unique<StopScope>();
  if (!stop_open(ctx_, scope.get(), Nanoseconds(NumberOf(info.Env(), info[0])))) {
    Napi::Error::New(info.Env(), "pystitch: no thread for time limits").ThrowAsJavaScriptException();
    return info.Env().Undefined();
  }
  limits_.push_back(std::move(scope));
  return Napi::Number::New(info.Env(), (double)limits_.size() - 1);
}

/* closeLimit(): the last that was opened. */
Napi::Value Context::CloseLimit(const Napi::CallbackInfo &info) {
  if (!ctx_ || limits_.empty()) return info.Env().Undefined();
  stop_close(ctx_);
  limits_.pop_back();
  return info.Env().Undefined();
}

/* stopLimit(number): everything inside it is over. */
Napi::Value Context::StopLimit(const Napi::CallbackInfo &info) {
  uint32_t limit = Index(info);
  if (ctx_ && limit < limits_.size()) stop_scope(ctx_, limits_[limit].get(), STOP_REQUESTED);
  return info.Env().Undefined();
}

/* stopHandle(): the number for stopRuntime and interruptRuntime. */
Napi::Value Context::StopHandle(const Napi::CallbackInfo &info) { return Napi::Number::New(info.Env(), id_); }

/* stopWanted(): compilers in JavaScript, which no bit reaches, ask this now and then, and throw when it is true. */
Napi::Value Context::StopWanted(const Napi::CallbackInfo &info) {
  return Napi::Boolean::New(info.Env(), ctx_ && stop_due(ctx_));
}

int64_t Nanoseconds(double milliseconds) {
  if (!(milliseconds > 0 && milliseconds < 9e12)) return 0;
  return (int64_t)std::ceil(milliseconds * 1e6); /* of a limit, however short it is, something is left */
}
