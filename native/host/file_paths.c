/* What is asked of the host, names of files in both directions, and OSError. See files.h. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "host/files.h"
#include "object/object.h"
#include "text/str.h"
#include <errno.h>
#include <string.h>

bool file_ask_text(Ctx *ctx, int question, const char *text, size_t n, char **answer, size_t *answer_n) {
  char *got = NULL;
  size_t size = 0;
  int error = ctx->host.ask ? ctx->host.ask(ctx->host.data, question, text, n, &got, &size) : NOT_GRANTED;
  if (answer) *answer = error ? NULL : got;
  else memory_free(ctx, got);
  if (answer_n) *answer_n = size;
  errno = error < 0 ? 0 : error;
  return error == 0;
}

bool file_ask(Ctx *ctx, int question, const char *text, char **answer) {
  return file_ask_text(ctx, question, text, strlen(text), answer, NULL);
}

Value raise_os_error(Ctx *ctx, Value filename, Value filename2) {
  int error = errno;
  if (ctx->exc) return V_NULL;
  bool granted = error != NOT_GRANTED;
  Value parts[5] = {int_tag(granted ? error : EACCES), V_NULL, V_NONE, V_NONE, V_NONE};
  if (error == ENOMEM) return raise_no_memory(ctx), V_NULL;
  parts[1] = granted ? str_from_ascii(ctx, strerror(error))
                     : str_from_ascii(ctx, "Permission denied: the host has not granted it to this runtime");
  if (filename) parts[2] = filename;
  if (filename2) parts[4] = filename2;
  Value exc = parts[1] ? exception_new(ctx, ctx->exc_class[EXC_OSError], parts,
                                       filename2  ? 5
                                       : filename ? 3
                                                  : 2)
                       : V_NULL;
  if (exc) raise_exc(ctx, exc);
  return V_NULL;
}

/* ---- names ---- */

/* Bytes that are no UTF-8 are the surrogates from DC80 on (surrogateescape). */
Value file_name_decode(Ctx *ctx, const char *bytes, size_t n) {
  StrBuilder sb;
  sb_init(&sb, ctx);
  const uint8_t *s = (const uint8_t *)bytes, *end = s + n;
  while (s < end) {
    uint32_t c = *s;
    int more = c < 0x80 ? 0 : c >= 0xc2 && c < 0xe0 ? 1 : c >= 0xe0 && c < 0xf0 ? 2 : c >= 0xf0 && c < 0xf5 ? 3 : -1;
    uint32_t cp = more == 1 ? c & 0x1f : more == 2 ? c & 0x0f : more == 3 ? c & 0x07 : c;
    bool good = more >= 0 && end - s > more;
    for (int i = 1; good && i <= more; i++) {
      good = (s[i] & 0xc0) == 0x80;
      cp = cp << 6 | (s[i] & 0x3f);
    }
    if (good && more == 2) good = cp >= 0x800 && (cp < 0xd800 || cp > 0xdfff);
    if (good && more == 3) good = cp >= 0x10000 && cp <= 0x10ffff;
    sb_char(&sb, good ? cp : 0xdc00 + c);
    s += good ? more + 1 : 1;
  }
  return sb_finish(&sb);
}

static void raise_cannot_encode(Ctx *ctx, Value str, int64_t at) {
  int64_t end = at + 1, n = str_length(str);
  while (end < n && str_at(str, end) >= 0xd800 && str_at(str, end) <= 0xdfff) end++;
  Value args[5] = {str_from_ascii(ctx, "utf-8"), str, int_tag(at), int_tag(end),
                   str_from_ascii(ctx, "surrogates not allowed")};
  Value exc = args[0] && args[4] ? exception_new(ctx, ctx->exc_class[EXC_UnicodeEncodeError], args, 5) : V_NULL;
  if (exc) raise_exc(ctx, exc);
}

char *file_name_encode(Ctx *ctx, Value str, size_t *size) {
  int64_t n = str_length(str);
  uint8_t *bytes = memory_new(ctx, (size_t)n * 4 + 1), *to = bytes;
  if (!bytes) return raise_no_memory(ctx), NULL;
  for (int64_t i = 0; i < n; i++) {
    uint32_t c = str_at(str, i);
    if (c < 0x80) *to++ = (uint8_t)c;
    else if (c >= 0xdc80 && c <= 0xdcff) *to++ = (uint8_t)(c - 0xdc00);
    else if (c >= 0xd800 && c <= 0xdfff) return memory_free(ctx, bytes), raise_cannot_encode(ctx, str, i), NULL;
    else if (c < 0x800) *to++ = (uint8_t)(0xc0 | c >> 6), *to++ = (uint8_t)(0x80 | (c & 0x3f));
    else if (c < 0x10000)
      *to++ = (uint8_t)(0xe0 | c >> 12), *to++ = (uint8_t)(0x80 | (c >> 6 & 0x3f)),
      *to++ = (uint8_t)(0x80 | (c & 0x3f));
    else
      *to++ = (uint8_t)(0xf0 | c >> 18), *to++ = (uint8_t)(0x80 | (c >> 12 & 0x3f)),
      *to++ = (uint8_t)(0x80 | (c >> 6 & 0x3f)), *to++ = (uint8_t)(0x80 | (c & 0x3f));
  }
  *to = 0;
  *size = (size_t)(to - bytes);
  return (char *)bytes;
}

Value file_fspath(Ctx *ctx, Value path) {
  if (is_str(ctx, path) || has_kind(ctx, path, KIND_BYTES)) return path;
  Value name = str_intern_c(ctx, "__fspath__"), made;
  if (!name) return V_NULL;
  switch (special_call(ctx, path, name, NULL, 0, &made)) {
  case SPECIAL_ABSENT:
    raise_format(ctx, EXC_TypeError, "expected str, bytes or os.PathLike object, not %T", path);
    return V_NULL;
  case SPECIAL_RAISED: return V_NULL;
  default: break;
  }
  if (is_str(ctx, made) || has_kind(ctx, made, KIND_BYTES)) return made;
  raise_format(ctx, EXC_TypeError, "expected %T.__fspath__() to return str or bytes, not %T", path, made);
  return V_NULL;
}

char *file_path_bytes(Ctx *ctx, Value path, const char *function, const char *argument, size_t *n) {
  Value text = path;
  if (!is_str(ctx, path) && !has_kind(ctx, path, KIND_BYTES)) {
    Value name = str_intern_c(ctx, "__fspath__");
    if (!name) return NULL;
    if (function && !class_lookup(ctx, class_of(ctx, path), name)) {
      raise_format(ctx, EXC_TypeError, "%s: %s should be string, bytes or os.PathLike, not %T", function, argument,
                   path);
      return NULL;
    }
    if (!(text = file_fspath(ctx, path))) return NULL;
  }
  char *bytes;
  if (is_str(ctx, text)) {
    if (!(bytes = file_name_encode(ctx, text, n))) return NULL;
  } else {
    *n = (size_t)AS_BYTES(text)->length;
    if (!(bytes = memory_new(ctx, *n + 1))) return raise_no_memory(ctx), NULL;
    memcpy(bytes, AS_BYTES(text)->data, *n);
    bytes[*n] = 0;
  }
  if (strlen(bytes) == *n) return bytes;
  memory_free(ctx, bytes);
  if (function)
    raise_format(ctx, EXC_ValueError, "%s: embedded null %s in %s", function, is_str(ctx, text) ? "character" : "byte",
                 argument);
  else raise_format(ctx, EXC_ValueError, "embedded null %s", is_str(ctx, text) ? "character" : "byte");
  return NULL;
}
