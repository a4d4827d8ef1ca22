/* Exceptions between the languages.
 *
 * Python to JavaScript: a PythonError, which ts/api makes from what describe() returns. JavaScript to Python: a
 * RuntimeError that remembers the very value that was thrown; wherever it, or a PythonError, goes back into the
 * language it came from, it is the same object again. */
#include "addon/checked.h"
#include "addon/entry.h"
#include "addon/stops.h"

extern "C" {
#include "exception/exception.h"
#include "heap/heap.h"
#include "object/object.h"
#include "text/text.h"
}

/* Longer texts are cut. */
static const int64_t kMaxMessage = (int64_t)1 << 24;

/* ---- what JavaScript threw ---- */

/* Of an exception that came from JavaScript: where its value is, from 1; else 0. */
static uint32_t &HostSlot(PyValue exc) { return ((Exception *)exc)->pad; }

static void ForgetThrown(Ctx *ctx, void *cell) {
  ((Context *)ctx->host.data)->thrown_.dead.push_back(HostSlot((PyValue)cell) - 1);
}

/* The values are in an array that belongs to the JavaScript object, so that the engine sees what refers to what. */
static napi_value ThrownArray(Context *self) {
  return self->thrown_.values.IsEmpty() ? nullptr : (napi_value)self->thrown_.values.Value();
}

bool Context::KeepThrown(Napi::Env env, PyValue exc, napi_value value) {
  napi_value array = ThrownArray(this);
  if (!array) return ThrowError(env, "this Runtime keeps no errors");
  ForgetDead(env);
  uint32_t slot = thrown_.count;
  if (!thrown_.dead.empty()) slot = thrown_.dead.back();
  else thrown_.dead.reserve(slot + 1); /* a finalizer must not allocate */
  if (!Ok(env, napi_set_element(env, array, slot, value))) return false;
  if (!heap_add_finalizer(ctx_, (void *)exc, ForgetThrown)) return false;
  if (slot == thrown_.count) thrown_.count++;
  else thrown_.dead.pop_back(), thrown_.cleared = thrown_.dead.size();
  HostSlot(exc) = slot + 1;
  return true;
}

bool Context::ThrownValue(Napi::Env env, PyValue exc, napi_value *value) {
  uint32_t slot = HostSlot(exc);
  napi_value array = slot ? ThrownArray(this) : nullptr;
  return array && Ok(env, napi_get_element(env, array, slot - 1, value));
}

/* Lets the engine have the values of exceptions that were collected. */
void Context::ForgetDead(Napi::Env env) {
  napi_value array = ThrownArray(this), nothing;
  if (thrown_.cleared >= thrown_.dead.size() || !array || napi_get_undefined(env, &nothing) != napi_ok) return;
  for (; thrown_.cleared < thrown_.dead.size(); thrown_.cleared++)
    if (napi_set_element(env, array, thrown_.dead[thrown_.cleared], nothing) != napi_ok) return;
}

/* ---- Python to JavaScript ---- */

/* A text for people, or an empty one: showing an error must not fail. */
static napi_value Shown(Context *self, napi_env env, PyValue text) {
  Ctx *ctx = self->ctx();
  if (text && ((Str *)text)->length > kMaxMessage) text = str_substring(ctx, text, 0, kMaxMessage);
  napi_value shown = text ? self->TryToJs(env, text, true) : nullptr;
  if (shown) return shown;
  exc_clear(ctx);
  return Ok(env, napi_create_string_latin1(env, "", 0, &shown)) ? shown : nullptr;
}

/* SystemExit only: its code. */
static napi_value ExitCode(Context *self, Napi::Env env, PyValue exc) {
  Ctx *ctx = self->ctx();
  if (!is_instance(ctx, exc, ctx->exc_class[EXC_SystemExit])) return env.Undefined();
  PyValue code = get_attr(ctx, exc, NAME(code));
  napi_value value = code ? self->TryToJs(env, code) : nullptr;
  if (!value && ctx->exc) exc_clear(ctx), value = env.Undefined();
  return value;
}

/* [type, message, traceback, exit code, handle, cause or null]; nullptr: an exception is pending. */
static napi_value Describe(Context *self, Napi::Env env, PyValue exc) {
  Ctx *ctx = self->ctx();
  Exception *e = (Exception *)exc;
  PyValue cause = e->cause && e->cause != V_NONE ? e->cause : e->suppress_context ? V_NULL : e->context;
  napi_value parts[] = {Shown(self, env, type_name(ctx, exc)),
                        Shown(self, env, object_str(ctx, exc)),
                        Shown(self, env, traceback_format(ctx, exc)),
                        ExitCode(self, env, exc),
                        self->Handle(env, exc),
                        cause && cause != V_NONE ? self->TryToJs(env, cause) : (napi_value)env.Null()};
  napi_value out;
  if (ctx->exc) exc_clear(ctx);
  if (!Ok(env, napi_create_array_with_length(env, 6, &out))) return nullptr;
  for (uint32_t i = 0; i < 6; i++)
    if (!parts[i] || !Ok(env, napi_set_element(env, out, i, parts[i])))
      return ThrowError(env, "an exception could not be described"), nullptr;
  return out;
}

Napi::Value Context::ThrowPython(Napi::Env env) {
  Ctx *ctx = ctx_;
  if (ctx->stop.thread_ends) return exc_clear(ctx), Napi::Value();
  if (env.IsExceptionPending()) {
    if (ctx->exc) exc_clear(ctx);
    return env.Undefined();
  }
  PyValue exc = exc_take(ctx);
  napi_value error = nullptr;
  if (!exc) {
    ThrowError(env, "internal error: failure without a Python exception");
  } else if (!ThrownValue(env, exc, &error) && !env.IsExceptionPending()) {
    napi_value details = Describe(this, env, exc);
    Napi::Value made;
    if (details && !on_error_.IsEmpty())
      error = CallHost(this, on_error_, {details}, &made) ? (napi_value)made : nullptr;
    else if (details) ThrowError(env, "an exception in Python");
  }
  if (ctx->stop.thread_ends) return Napi::Value();
  if (error && !env.IsExceptionPending()) Ok(env, napi_throw(env, error));
  return env.Undefined();
}

/* describe(handle) -> what Describe returns, for the causes of exceptions. */
Napi::Value Context::DescribeException(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  PyValue exc;
  if (!entry.ok()) return info.Env().Undefined();
  if (!HandleValue(info[0], &exc) || !is_exception(ctx_, exc)) {
    ThrowTypeError(info.Env(), "describe(): not an exception of this Runtime");
    return info.Env().Undefined();
  }
  return Napi::Value(info.Env(), Describe(this, info.Env(), exc));
}

/* ---- JavaScript to Python ---- */

void Context::RaiseFromJs(Napi::Env env) {
  Ctx *ctx = ctx_;
  if (ThreadEnds(this)) {
    stop_check(ctx);
    return;
  }
  napi_value thrown, told = nullptr;
  if (!Ok(env, napi_get_and_clear_last_exception(env, &thrown))) {
    raise_format(ctx, EXC_RuntimeError, "JavaScript failed");
    return;
  }
  if (!CHECK_STOP(ctx)) return; /* whatever the callback threw: that it did not go on is what counts */
  /* A string that says what was thrown, or the handle of a PythonError, which passes through as it is. */
  Napi::Value answer;
  if (!on_thrown_.IsEmpty() && CallHost(this, on_thrown_, {thrown}, &answer)) told = answer;
  if (ThreadEnds(this)) {
    stop_check(ctx);
    return;
  }
  if (env.IsExceptionPending()) { /* a function that never throws: V8 has no stack left for it */
    napi_get_and_clear_last_exception(env, &told);
    raise_format(ctx, EXC_RecursionError, "maximum recursion depth exceeded");
    return;
  }
  PyValue exc = V_NULL;
  if (told && HandleValue(Napi::Value(env, told), &exc) && is_exception(ctx, exc)) {
    ctx->exc = exc;
    return;
  }
  if (IsType(env, told, napi_string)) exc = ErrorFromJs(env, told, thrown);
  else exc = V_NULL;
  if (env.IsExceptionPending()) napi_get_and_clear_last_exception(env, &told);
  if (exc) raise_exc(ctx, exc);
  else if (!ctx->exc) raise_format(ctx, EXC_RuntimeError, "JavaScript threw what cannot be kept");
}
