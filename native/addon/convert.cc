/* Python values to JavaScript values and back.
 *
 *   None                      null
 *   bool                      boolean
 *   int                       number when |i| < 2^53, else bigint
 *   float                     number
 *   str                       string
 *   bytes                     Uint8Array
 *   list, tuple               Array
 *   dict                      plain object if all keys are str, else Map
 *   set, frozenset            Set
 *   anything else             an opaque handle
 *
 * To Python: undefined and null None; a number that is a safe integer (and not -0) int, else float; bigint int; Array
 * list; Map and plain object dict; Set set; Uint8Array bytes; a handle its object. Nesting deeper than 200 is an error,
 * which also catches cycles. */
#include "addon/addon.h"
#include "addon/stops.h"

extern "C" {
#include "container/container.h"
#include "exception/exception.h"
#include "number/number.h"
#include "object/object.h"
#include "text/text.h"
}

#include <cmath>
#include <string>

static const int kMaxDepth = 200;

static std::u16string Utf16(PyValue s) {
  Str *str = (Str *)s;
  std::u16string out;
  out.reserve((size_t)str->length);
  for (int64_t i = 0; i < str->length; i++) {
    uint32_t cp = str_at(s, i);
    if (cp < 0x10000) {
      out.push_back((char16_t)cp);
    } else {
      cp -= 0x10000;
      out.push_back((char16_t)(0xd800 + (cp >> 10)));
      out.push_back((char16_t)(0xdc00 + (cp & 0x3ff)));
    }
  }
  return out;
}

/* Lone surrogates survive in both directions; N-API's UTF-8 functions would replace them. */
static PyValue FromUtf16(Ctx *ctx, const std::u16string &s) {
  StrBuilder sb;
  sb_init(&sb, ctx);
  for (size_t i = 0; i < s.size(); i++) {
    uint32_t cp = s[i];
    if (cp >= 0xd800 && cp < 0xdc00 && i + 1 < s.size() && s[i + 1] >= 0xdc00 && s[i + 1] < 0xe000)
      cp = 0x10000 + ((cp - 0xd800) << 10) + (s[++i] - 0xdc00u);
    sb_char(&sb, cp);
  }
  return sb_finish(&sb);
}

static Napi::Value BigIntToJs(Napi::Env env, PyValue v) {
  BigInt *big = (BigInt *)v;
  napi_value result;
  napi_create_bigint_words(env, big->h.flags & 1, (size_t)big->nlimbs, big->limbs, &result);
  return Napi::Value(env, result);
}

static PyValue BigIntFromJs(Ctx *ctx, Napi::BigInt value) {
  size_t words = value.WordCount();
  std::vector<uint64_t> limbs(words ? words : 1);
  int sign = 0;
  value.ToWords(&sign, &words, limbs.data());
  std::string digits = sign ? "-" : "";
  char buffer[17];
  if (words == 0) digits += "0";
  for (size_t i = words; i-- > 0;) {
    snprintf(buffer, sizeof buffer, i + 1 == words ? "%llx" : "%016llx", (unsigned long long)limbs[i]);
    digits += buffer;
  }
  return int_from_hex(ctx, digits.c_str(), digits.size());
}

Napi::Value Context::ToJs(Napi::Env env, PyValue v, int depth) {
  Ctx *ctx = ctx_;
  if (!v) return ThrowPython(env); /* it could not be made */
  if (depth > kMaxDepth) {
    raise_format(ctx, EXC_RecursionError, "value nested too deeply (or cyclic) to convert to JavaScript");
    return ThrowPython(env);
  }
  if (v == V_NONE) return env.Null();
  if (is_bool(v)) return Napi::Boolean::New(env, v == V_TRUE);
  if (is_int(v)) {
    int64_t i = int_val(v);
    if (i >= -9007199254740991 && i <= 9007199254740991) return Napi::Number::New(env, (double)i);
    return Napi::BigInt::New(env, i);
  }
  if (is_flonum(v)) return Napi::Number::New(env, flonum_val(v));
  if (!is_cell(v)) return Handle(env, v);
  Shape *shape = shape_of(ctx, v);
  if (shape == ctx->shape.float_) return Napi::Number::New(env, ((Float *)v)->value);
  if (shape == ctx->shape.bigint) return BigIntToJs(env, v);
  if (shape == ctx->shape.str) {
    if (CELL(v)->flags & STR_ASCII) {
      napi_value s;
      napi_create_string_latin1(env, (const char *)((Str *)v)->data, (size_t)((Str *)v)->length, &s);
      return Napi::Value(env, s);
    }
    return Napi::String::New(env, Utf16(v));
  }
  if (shape == ctx->shape.bytes) {
    Bytes *bytes = (Bytes *)v;
    Napi::Uint8Array out = Napi::Uint8Array::New(env, (size_t)bytes->length);
    if (bytes->length) memcpy(out.Data(), bytes->data, (size_t)bytes->length);
    return out;
  }
  if (shape == ctx->shape.list || shape == ctx->shape.tuple) {
    bool list = shape == ctx->shape.list;
    int64_t n = list ? ((List *)v)->length : ((Tuple *)v)->length;
    Napi::Array out = Napi::Array::New(env, (size_t)n);
    for (int64_t i = 0; i < n; i++) {
      PyValue item = list ? ((List *)v)->items->items[i] : ((Tuple *)v)->items[i];
      Napi::Value js = ToJs(env, item, depth + 1);
      if (env.IsExceptionPending()) return env.Undefined();
      out.Set((uint32_t)i, js);
    }
    return out;
  }
  if (shape == ctx->shape.dict) {
    int64_t pos = 0;
    PyValue key, value;
    bool plain = true;
    while (dict_next(v, &pos, &key, &value)) plain = plain && is_str_exact(ctx, key);
    Napi::Object object = plain ? Napi::Object::New(env) : env.Global().Get("Map").As<Napi::Function>().New({});
    if (env.IsExceptionPending()) return env.Undefined();
    Napi::Function set = plain ? Napi::Function() : object.Get("set").As<Napi::Function>();
    pos = 0;
    while (dict_next(v, &pos, &key, &value)) {
      Napi::Value k = ToJs(env, key, depth + 1);
      if (env.IsExceptionPending()) return env.Undefined();
      Napi::Value x = ToJs(env, value, depth + 1);
      if (env.IsExceptionPending()) return env.Undefined();
      if (plain)
        object.DefineProperty(Napi::PropertyDescriptor::Value(
            k.As<Napi::String>(), x, (napi_property_attributes)(napi_writable | napi_enumerable | napi_configurable)));
      else set.Call(object, {k, x});
    }
    return object;
  }
  if (shape == ctx->shape.set || shape == ctx->shape.frozenset) {
    PyValue items = list_from_iterable(ctx, v);
    if (!items) return ThrowPython(env);
    Napi::Object out = env.Global().Get("Set").As<Napi::Function>().New({});
    Napi::Function add = out.Get("add").As<Napi::Function>();
    for (int64_t i = 0; i < ((List *)items)->length; i++) {
      Napi::Value x = ToJs(env, ((List *)items)->items->items[i], depth + 1);
      if (env.IsExceptionPending()) return env.Undefined();
      add.Call(out, {x});
    }
    return out;
  }
  return Handle(env, v);
}

PyValue Context::FromJs(Napi::Env env, Napi::Value v, int depth) {
  Ctx *ctx = ctx_;
  if (depth > kMaxDepth) {
    raise_format(ctx, EXC_RecursionError, "JavaScript value nested too deeply (or cyclic) to convert to Python");
    return V_NULL;
  }
  PyValue handle;
  if (v.IsEmpty() || v.IsUndefined() || v.IsNull()) return V_NONE;
  if (v.IsBoolean()) return bool_tag(v.As<Napi::Boolean>().Value());
  if (v.IsNumber()) {
    double d = v.As<Napi::Number>().DoubleValue();
    if (std::trunc(d) == d && std::fabs(d) <= 9007199254740991.0 && !(d == 0 && std::signbit(d)))
      return int_tag((int64_t)d);
    return float_new(ctx, d);
  }
  if (v.IsBigInt()) return BigIntFromJs(ctx, v.As<Napi::BigInt>());
  if (v.IsString()) return FromUtf16(ctx, v.As<Napi::String>().Utf16Value());
  if (HandleValue(v, &handle)) return handle;
  if (v.IsArray()) {
    Napi::Array array = v.As<Napi::Array>();
    PyValue list = list_new(ctx, array.Length());
    if (!list) return V_NULL;
    for (uint32_t i = 0; i < array.Length(); i++) {
      PyValue item = FromJs(env, array.Get(i), depth + 1);
      if (!item || !list_append(ctx, list, item)) return V_NULL;
    }
    return list;
  }
  if (v.IsTypedArray() && v.As<Napi::TypedArray>().TypedArrayType() == napi_uint8_array) {
    Napi::Uint8Array bytes = v.As<Napi::Uint8Array>();
    return bytes_new(ctx, bytes.Data(), (int64_t)bytes.ByteLength());
  }
  if (v.IsFunction() || v.IsSymbol() || !v.IsObject()) {
    raise_format(ctx, EXC_TypeError, "cannot convert this JavaScript value to Python");
    return V_NULL;
  }
  Napi::Object object = v.As<Napi::Object>();
  Napi::Value inner = object.Get("pythonHandle"); /* PythonObject and PythonError of ts/api */
  if (HandleValue(inner, &handle)) return handle;
  Napi::Function map = env.Global().Get("Map").As<Napi::Function>(), set = env.Global().Get("Set").As<Napi::Function>();
  bool is_set = object.InstanceOf(set);
  if (is_set || object.InstanceOf(map)) {
    Napi::Function from = env.Global().Get("Array").As<Napi::Object>().Get("from").As<Napi::Function>();
    Napi::Array items = from.Call({object}).As<Napi::Array>();
    PyValue result = is_set ? set_new(ctx, false) : dict_new(ctx);
    for (uint32_t i = 0; result && i < items.Length(); i++) {
      if (is_set) {
        PyValue item = FromJs(env, items.Get(i), depth + 1);
        if (!item || set_add(ctx, result, item) < 0) return V_NULL;
      } else {
        Napi::Array pair = items.Get(i).As<Napi::Array>();
        PyValue key = FromJs(env, pair.Get(0u), depth + 1), value = key ? FromJs(env, pair.Get(1u), depth + 1) : V_NULL;
        if (!value || !dict_set(ctx, result, key, value)) return V_NULL;
      }
    }
    return result;
  }
  PyValue dict = dict_new(ctx);
  if (!dict) return V_NULL;
  Napi::Array names = object.GetPropertyNames();
  for (uint32_t i = 0; i < names.Length(); i++) {
    Napi::Value name = names.Get(i);
    PyValue key = FromUtf16(ctx, name.ToString().Utf16Value());
    PyValue value = key ? FromJs(env, object.Get(name), depth + 1) : V_NULL;
    if (!value || !dict_set(ctx, dict, key, value)) return V_NULL;
  }
  return dict;
}

Napi::Value Context::ThrowPython(Napi::Env env) {
  Ctx *ctx = ctx_;
  if (ctx->stop.thread_ends) return exc_clear(ctx), Napi::Value();
  if (env.IsExceptionPending()) return env.Undefined();
  PyValue exc = exc_take(ctx);
  if (!exc) {
    Napi::Error::New(env, "internal error: failure without a Python exception").ThrowAsJavaScriptException();
    return env.Undefined();
  }
  PyValue text = traceback_format(ctx, exc);
  if (!text) exc_clear(ctx), text = ctx->empty_str;
  PyValue message = object_str(ctx, exc);
  if (!message) exc_clear(ctx), message = ctx->empty_str;
  Napi::Value code = env.Undefined();
  if (is_instance(ctx, exc, ctx->exc_class[EXC_SystemExit])) {
    PyValue value = get_attr(ctx, exc, NAME(code));
    if (value) code = ToJs(env, value);
    else exc_clear(ctx);
    if (env.IsExceptionPending()) return env.Undefined();
  }
  PyValue type = type_name(ctx, exc);
  if (!type) exc_clear(ctx), type = class_of(ctx, exc)->name;
  Napi::Value error = python_error_.New({ToJs(env, type), ToJs(env, message), ToJs(env, text), code, Handle(env, exc)});
  if (!env.IsExceptionPending()) Napi::Error(env, error).ThrowAsJavaScriptException();
  return env.Undefined();
}

void Context::RaiseFromJs(Napi::Env env) {
  Ctx *ctx = ctx_;
  if (ThreadEnds(this)) {
    stop_check(ctx);
    return;
  }
  Napi::Error error = env.GetAndClearPendingException();
  if (!CHECK_STOP(ctx)) return; /* whatever the callback threw: that it did not go on is what counts */
  Napi::Value value = error.Value();
  if (value.IsObject()) {
    PyValue handle;
    if (HandleValue(value.As<Napi::Object>().Get("pythonHandle"), &handle)) { /* a PythonError passing through */
      ctx->exc = handle;
      return;
    }
  }
  PyValue text = FromUtf16(ctx, value.ToString().Utf16Value());
  if (text) raise_format(ctx, EXC_RuntimeError, "JavaScript: %U", text);
}
