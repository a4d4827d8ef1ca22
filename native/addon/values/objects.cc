/* Operations on Python objects that JavaScript holds by a handle. */
#include "addon/entry.h"

extern "C" {
#include "call/call.h"
#include "container/container.h"
#include "object/object.h"
#include "text/text.h"
}

bool Context::HandleArgument(const Napi::CallbackInfo &info, const char *method, PyValue *out) {
  return HandleValue(info[0], out) || ThrowTypeError(info.Env(), "%s(): not a Python object of this Runtime", method);
}

/* call(handle, ['list', …], ['dict', …]?) */
Napi::Value Context::Call(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  PyValue callable;
  if (!entry.ok() || !HandleArgument(info, "call", &callable)) return info.Env().Undefined();
  PyValue args = FromJs(info.Env(), info[1]);
  if (args && !has_kind(ctx_, args, KIND_LIST)) args = V_NULL, ThrowTypeError(info.Env(), "call(): no arguments");
  PyValue keywords = args ? FromJs(info.Env(), info[2]) : V_NULL;
  if (keywords && keywords != V_NONE && !has_kind(ctx_, keywords, KIND_DICT))
    keywords = V_NULL, ThrowTypeError(info.Env(), "call(): keywords must be a dict");
  PyValue tuple = args && keywords ? tuple_from(ctx_, ((List *)args)->items->items, ((List *)args)->length) : V_NULL;
  PyValue result = tuple ? py_call_ex(ctx_, callable, tuple, keywords == V_NONE ? V_NULL : keywords) : V_NULL;
  return result ? ToJs(info.Env(), result) : ThrowPython(info.Env());
}

Napi::Value Context::GetAttr(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  PyValue object;
  if (!entry.ok() || !HandleArgument(info, "getAttr", &object)) return info.Env().Undefined();
  PyValue name = NameFromJs(info.Env(), info[1], "getAttr(): name");
  PyValue result = name ? get_attr(ctx_, object, name) : V_NULL;
  return result ? ToJs(info.Env(), result) : ThrowPython(info.Env());
}

Napi::Value Context::Repr(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  PyValue object;
  if (!entry.ok() || !HandleArgument(info, "repr", &object)) return info.Env().Undefined();
  PyValue result = object_repr(ctx_, object);
  return result ? ToJs(info.Env(), result) : ThrowPython(info.Env());
}

Napi::Value Context::TypeName(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  PyValue object;
  if (!entry.ok() || !HandleArgument(info, "typeName", &object)) return info.Env().Undefined();
  PyValue result = type_name(ctx_, object);
  return result ? ToJs(info.Env(), result) : ThrowPython(info.Env());
}
