/* See checked.h. */
#include "addon/checked.h"

#include <stdarg.h>
#include <stdio.h>

static bool Pending(napi_env env) {
  bool pending = false;
  return napi_is_exception_pending(env, &pending) == napi_ok && pending;
}

bool Ok(napi_env env, napi_status status) {
  if (status == napi_ok) return true;
  const napi_extended_error_info *info = nullptr;
  napi_get_last_error_info(env, &info);
  const char *message = info && info->error_message ? info->error_message : "a call of Node-API failed";
  /* Where JavaScript may not run any more, as in a worker that is being terminated, nothing can be thrown either. */
  if (!Pending(env)) napi_throw_error(env, nullptr, message);
  return false;
}

bool ThrowTypeError(napi_env env, const char *format, ...) {
  char message[256];
  va_list args;
  va_start(args, format);
  vsnprintf(message, sizeof message, format, args);
  va_end(args);
  if (!Pending(env)) napi_throw_type_error(env, nullptr, message);
  return false;
}

bool ThrowError(napi_env env, const char *format, ...) {
  char message[256];
  va_list args;
  va_start(args, format);
  vsnprintf(message, sizeof message, format, args);
  va_end(args);
  if (!Pending(env)) napi_throw_error(env, nullptr, message);
  return false;
}

bool IsType(napi_env env, napi_value value, napi_valuetype type) {
  napi_valuetype actual = napi_undefined;
  return value && napi_typeof(env, value, &actual) == napi_ok && actual == type;
}

double NumberOf(napi_env env, napi_value value) {
  double number = 0;
  return value && napi_get_value_double(env, value, &number) == napi_ok && number == number ? number : 0;
}

bool IsTrue(napi_env env, napi_value value) {
  bool truth = false;
  return value && napi_get_value_bool(env, value, &truth) == napi_ok && truth;
}

bool Utf8Text::Read(napi_env env, napi_value value, const char *name) {
  if (!IsType(env, value, napi_string)) return ThrowTypeError(env, "%s must be a string", name);
  if (!Ok(env, napi_get_value_string_utf8(env, value, nullptr, 0, &size))) return false;
  bytes = (char *)memory_new(ctx, size + 1);
  if (!bytes) return ThrowError(env, "no memory for %s", name);
  return Ok(env, napi_get_value_string_utf8(env, value, bytes, size + 1, &size));
}

bool ShortText::Read(napi_env env, napi_value value, const char *name) {
  size_t size;
  if (!IsType(env, value, napi_string)) return ThrowTypeError(env, "%s must be a string", name);
  return Ok(env, napi_get_value_string_utf8(env, value, bytes, sizeof bytes, &size));
}

bool ReadBytes(napi_env env, napi_value value, const char *name, const uint8_t **data, size_t *size) {
  bool typed = false;
  napi_typedarray_type type;
  void *start = nullptr;
  if (!value || napi_is_typedarray(env, value, &typed) != napi_ok || !typed ||
      napi_get_typedarray_info(env, value, &type, size, &start, nullptr, nullptr) != napi_ok ||
      type != napi_uint8_array)
    return ThrowTypeError(env, "%s must be a Uint8Array", name);
  *data = (const uint8_t *)start;
  if (!start) *size = 0;
  return true;
}

bool ReadIndex(napi_env env, napi_value value, const char *name, double max, uint32_t *out) {
  double number = -1;
  if (IsType(env, value, napi_number) && !Ok(env, napi_get_value_double(env, value, &number))) return false;
  if (!(number >= 0 && number <= max) || number != (double)(uint32_t)number)
    return ThrowTypeError(env, "%s must be a whole number from 0 to %.0f", name, max);
  *out = (uint32_t)number;
  return true;
}
