/* The globals of __main__, one by one. */
#include "addon/entry.h"

extern "C" {
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
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

static bool IsEveryModules(Ctx *ctx, PyValue key) {
  return key == NAME(__name__) || key == NAME(__doc__) || key == NAME(__package__) || key == NAME(__loader__) ||
         key == NAME(__spec__) || key == NAME(__builtins__) || key == NAME(__file__);
}

/* clearGlobals(): takes no memory, so that it works when there is none: entries are deleted one by one, and then, with
 * what the collection has freed, the dict gets a smaller table. */
Napi::Value Context::ClearGlobals(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  if (!entry.ok()) return info.Env().Undefined();
  Dict *globals = (Dict *)GlobalsDict();
  PyValue key;
  int64_t next = 0;
  while (dict_next((PyValue)globals, &next, &key, nullptr))
    if (!IsEveryModules(ctx_, key)) dict_delete_entry(ctx_, globals, next - 1);
  heap_collect(ctx_);
  PyValue packed = dict_copy(ctx_, (PyValue)globals);
  if (packed) globals->table = ((Dict *)packed)->table, globals->keys_version = ctx_->next_version++;
  else exc_clear(ctx_);
  return info.Env().Undefined();
}
