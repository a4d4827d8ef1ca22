/* JavaScript values for Python, in the forms that ts/api/to-python.ts makes of them; its header has the table. Nothing
 * here runs code of a value's owner. A number that is a safe integer (and not -0) is an int, any other a float. */
#include "addon/addon.h"
#include "addon/checked.h"

extern "C" {
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "number/number.h"
#include "object/object.h"
#include "text/str.h"
#include "text/text.h"
}

#include <cmath>
#include <stdio.h>
#include <string.h>

/* One more than to-python.ts makes: arguments are a list. */
static const int kMaxDepth = 202;

static PyValue Number(Ctx *ctx, double d) {
  if (std::trunc(d) == d && std::fabs(d) <= 9007199254740991.0 && !(d == 0 && std::signbit(d)))
    return int_tag((int64_t)d);
  return float_new(ctx, d);
}

/* The characters of UTF-16; lone surrogates stay as they are. */
static PyValue TextOf(Ctx *ctx, const char16_t *units, size_t n) {
  bool pair = false;
  for (size_t i = 0; i + 1 < n && !pair; i++) {
    pair = (units[i] & 0xfc00) == 0xd800 && (units[i + 1] & 0xfc00) == 0xdc00;
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
  }
  if (!pair) return str_of_text(ctx, Text{units, (int64_t)n, 2});
  StrBuilder sb;
  sb_init(&sb, ctx);
  for (size_t i = 0, round = 0; i < n; i++, round++) {
    uint32_t cp = units[i];
    if ((cp & 0xfc00) == 0xd800 && i + 1 < n && (units[i + 1] & 0xfc00) == 0xdc00)
      cp = 0x10000 + ((cp - 0xd800) << 10) + (units[++i] - 0xdc00u);
    sb_char(&sb, cp);
    if (!CHECK_STOP_AT(ctx, round)) return sb_discard(&sb), V_NULL;
  }
  return sb_finish(&sb);
}

static PyValue TextFrom(Ctx *ctx, napi_env env, napi_value v) {
  size_t n = 0;
  if (!Ok(env, napi_get_value_string_utf16(env, v, nullptr, 0, &n))) return V_NULL;
  char16_t *units = (char16_t *)memory_new(ctx, (n + 1) * sizeof *units);
  if (!units) return raise_no_memory(ctx), V_NULL;
  bool good = Ok(env, napi_get_value_string_utf16(env, v, units, n + 1, &n));
  PyValue result = good ? TextOf(ctx, units, n) : V_NULL;
  memory_free(ctx, units);
  return result;
}

static PyValue BigIntFrom(Ctx *ctx, napi_env env, napi_value v) {
  size_t words = 0;
  int sign = 0;
  if (!Ok(env, napi_get_value_bigint_words(env, v, nullptr, &words, nullptr))) return V_NULL;
  uint64_t *limbs = (uint64_t *)memory_new(ctx, (words + 1) * sizeof *limbs);
  char *digits = (char *)memory_new(ctx, words * 16 + 3), *end = digits;
  PyValue result = V_NULL;
  if (!limbs || !digits) {
    raise_no_memory(ctx);
  } else if (Ok(env, napi_get_value_bigint_words(env, v, &sign, &words, limbs))) {
    if (sign) *end++ = '-';
    if (words == 0) *end++ = '0';
    for (size_t i = words; i-- > 0;)
      end += snprintf(end, 17, i + 1 == words ? "%lx" : "%016lx", (unsigned long)limbs[i]);
    result = int_from_hex(ctx, digits, (size_t)(end - digits));
  }
  memory_free(ctx, limbs);
  memory_free(ctx, digits);
  return result;
}

static PyValue Floats(Ctx *ctx, napi_env env, napi_value v) {
  napi_typedarray_type type;
  size_t n = 0;
  void *data = nullptr;
  if (napi_get_typedarray_info(env, v, &type, &n, &data, nullptr, nullptr) != napi_ok || type != napi_float64_array)
    return ThrowTypeError(env, "'floats' takes a Float64Array"), V_NULL;
  PyValue list = list_new(ctx, (int64_t)n);
  for (size_t i = 0; list && i < n; i++) {
    PyValue item = float_new(ctx, ((double *)data)[i]);
    if (!item || !list_append(ctx, list, item) || !CHECK_STOP(ctx)) return V_NULL;
  }
  return list;
}

/* ['js', text, value] */
PyValue Context::ErrorFromJs(Napi::Env env, napi_value text, napi_value value) {
  if (!IsType(env, text, napi_string)) return ThrowTypeError(env, "'js' takes a string and a value"), V_NULL;
  PyValue message = TextFrom(ctx_, env, text);
  PyValue shown = message ? str_format_c(ctx_, "JavaScript: %U", message) : V_NULL;
  PyValue exc = shown ? exception_new(ctx_, ctx_->exc_class[EXC_RuntimeError], &shown, 1) : V_NULL;
  return exc && KeepThrown(env, exc, value) ? exc : V_NULL;
}

PyValue Context::NodeFromJs(Napi::Env env, napi_value node, int depth) {
  Ctx *ctx = ctx_;
  napi_value tag, part;
  uint32_t length = 0;
  size_t n = 0;
  char kind[8] = "";
  auto get = [&](uint32_t i) { return Ok(env, napi_get_element(env, node, i, &part)) ? part : nullptr; };
  if (!Ok(env, napi_get_array_length(env, node, &length))) return V_NULL;
  if (!(tag = get(0))) return V_NULL;
  if (IsType(env, tag, napi_string)) napi_get_value_string_latin1(env, tag, kind, sizeof kind, &n);
  bool list = !strcmp(kind, "list"), dict = !strcmp(kind, "dict"), set = !strcmp(kind, "set");
  if (!strcmp(kind, "floats") && length == 2) return get(1) ? Floats(ctx, env, part) : V_NULL;
  if (!strcmp(kind, "js") && length == 3) {
    napi_value text = get(1);
    return text && get(2) ? ErrorFromJs(env, text, part) : V_NULL;
  }
  if (!list && !set && !(dict && length % 2 == 1))
    return ThrowTypeError(env, "an array must be one of the forms of ts/api/to-python.ts"), V_NULL;
  PyValue result = list ? list_new(ctx, length - 1) : set ? set_new(ctx, false) : dict_new(ctx), key = V_NULL;
  for (uint32_t i = 1; result && i < length; i++) {
    Napi::HandleScope scope(env);
    PyValue item = get(i) ? FromJs(env, Napi::Value(env, part), depth + 1) : V_NULL;
    if (!item || !CHECK_STOP(ctx)) return V_NULL;
    if (dict && i % 2 == 1) key = item;
    else if (list  ? !list_append(ctx, result, item)
             : set ? set_add(ctx, result, item) < 0
                   : !dict_set(ctx, result, key, item))
      return V_NULL;
  }
  return result;
}

PyValue Context::FromJs(Napi::Env env, Napi::Value v, int depth) {
  Ctx *ctx = ctx_;
  napi_valuetype type = napi_undefined;
  if (!v.IsEmpty() && !Ok(env, napi_typeof(env, v, &type))) return V_NULL;
  bool flag = false;
  double number = 0;
  PyValue handle;
  if (depth > kMaxDepth) return ThrowError(env, "value nested too deeply to convert to Python"), V_NULL;
  switch (type) {
  case napi_undefined:
  case napi_null: return V_NONE;
  case napi_boolean: return Ok(env, napi_get_value_bool(env, v, &flag)) ? bool_tag(flag) : V_NULL;
  case napi_number: return Ok(env, napi_get_value_double(env, v, &number)) ? Number(ctx, number) : V_NULL;
  case napi_bigint: return BigIntFrom(ctx, env, v);
  case napi_string: return TextFrom(ctx, env, v);
  case napi_external:
    if (HandleValue(v, &handle)) return handle;
    return ThrowTypeError(env, "not a Python object of this Runtime"), V_NULL;
  default: break;
  }
  if (napi_is_array(env, v, &flag) == napi_ok && flag) return NodeFromJs(env, v, depth);
  const uint8_t *data;
  size_t size;
  if (!ReadBytes(env, v, "an object", &data, &size)) return V_NULL;
  return bytes_new(ctx, data, (int64_t)size);
}

/* An interned str; anything else is a TypeError that calls it `what`. */
PyValue Context::NameFromJs(Napi::Env env, Napi::Value v, const char *what) {
  if (!v.IsString()) return ThrowTypeError(env, "%s must be a string", what), V_NULL;
  PyValue name = TextFrom(ctx_, env, v);
  return name ? str_intern(ctx_, name) : V_NULL;
}
