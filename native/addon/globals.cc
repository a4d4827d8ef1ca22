/* The globals of __main__, one by one. */
#include "addon/entry.h"

extern "C" {
#include "container/container.h"
#include "text/text.h"
}

Napi::Value Context::GetGlobal(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  if (!entry.ok()) return info.Env().Undefined();
  PyValue name = NameFromJs(info.Env(), info[0], "getGlobal(): name");
  PyValue value = name ? dict_get(ctx_, GlobalsDict(), name) : V_NULL;
  if (!value) return ctx_->exc || !name ? ThrowPython(info.Env()) : info.Env().Undefined();
  return ToJs(info.Env(), value);
}

Napi::Value Context::SetGlobal(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  if (!entry.ok()) return info.Env().Undefined();
  PyValue name = NameFromJs(info.Env(), info[0], "setGlobal(): name");
  PyValue value = name ? FromJs(info.Env(), info[1]) : V_NULL;
  if (!value || !dict_set(ctx_, GlobalsDict(), name, value)) return ThrowPython(info.Env());
  return info.Env().Undefined();
}

Napi::Value Context::DeleteGlobal(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  if (!entry.ok()) return info.Env().Undefined();
  PyValue name = NameFromJs(info.Env(), info[0], "deleteGlobal(): name");
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
