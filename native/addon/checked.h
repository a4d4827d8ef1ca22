/* N-API with every status looked at.
 *
 * Ok() is false once a call has failed, and then a JavaScript exception is pending: the one that caused it, or one made
 * of N-API's own message. Whoever sees false returns at once and calls nothing more. Arguments of methods are read
 * through the functions below, which throw a TypeError that names the argument. */
#pragma once
#include <napi.h>

#include <stdint.h>

extern "C" {
#include "heap/memory.h"
}

/* The status of an N-API call: makes sure that an exception is pending when it failed. */
bool Ok(napi_env env, napi_status status);
/* Throws, unless an exception is pending already. These return false. */
bool ThrowTypeError(napi_env env, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool ThrowError(napi_env env, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Text in memory that is charged to `ctx`; it frees it. */
struct Utf8Text {
  Ctx *ctx;
  char *bytes = nullptr;
  size_t size = 0;
  explicit Utf8Text(Ctx *context) : ctx(context) {}
  Utf8Text(const Utf8Text &) = delete;
  Utf8Text &operator=(const Utf8Text &) = delete;
  ~Utf8Text() { memory_free(ctx, bytes); }
  /* false: `value` is no string, or there is no memory; an exception is pending. */
  bool Read(napi_env env, napi_value value, const char *name);
};

/* A short one that is cut, for calls that must not fail for want of memory. */
struct ShortText {
  char bytes[256] = "";

  bool Read(napi_env env, napi_value value, const char *name);
};

/* The bytes of a Uint8Array; `name` is what the error calls it. */
bool ReadBytes(napi_env env, napi_value value, const char *name, const uint8_t **data, size_t *size);
/* A whole number from 0 to `max`. */
bool ReadIndex(napi_env env, napi_value value, const char *name, double max, uint32_t *out);
bool IsType(napi_env env, napi_value value, napi_valuetype type);
/* Without conversions, which may run JavaScript and fail: 0 for what is no number, false for what is no boolean. */
double NumberOf(napi_env env, napi_value value);
bool IsTrue(napi_env env, napi_value value);
