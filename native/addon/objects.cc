/* Operations on Python objects that JavaScript holds by a handle. */
#include "addon/entry.h"

extern "C" {
#include "call/call.h"
#include "container/container.h"
#include "object/object.h"
#include "text/text.h"
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
