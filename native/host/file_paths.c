/* What is asked of the host, names of files in both directions, and OSError. See files.h. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "exception/warning.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "host/files.h"
#include "number/number.h"
#include "object/object.h"
#include "text/codec.h"
#include <errno.h>
#include <string.h>

static bool asks_about_path(int question) {
  return question == HOST_ASK_READ || question == HOST_ASK_READ_ENTRY || question == HOST_ASK_WRITE ||
         question == HOST_ASK_WRITE_ENTRY;
}

static bool granted_as_it_is(Ctx *ctx, const char *text, size_t n, char **answer, size_t *answer_n) {
  if (answer_n) *answer_n = n;
  if (!answer) return true;
  if (!(*answer = memory_new(ctx, n + 1))) return raise_no_memory(ctx), errno = 0, false;
  memcpy(*answer, text, n);
  (*answer)[n] = 0;
  return true;
}

bool file_ask_text(Ctx *ctx, int question, const char *text, size_t n, char **answer, size_t *answer_n) {
  char *got = NULL;
  size_t size = 0;
  if (ctx->host.grants_files && asks_about_path(question)) return granted_as_it_is(ctx, text, n, answer, answer_n);
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

bool file_fd_argument(Ctx *ctx, Value value, int *out) {
  if (is_bool(value) && !warn(ctx, EXC_RuntimeWarning, 1, "bool is used as a file descriptor")) return false;
  if (!is_int_value(ctx, value)) {
    Value name = str_intern_c(ctx, "fileno"), method = name ? get_attr_optional(ctx, value, name) : V_NULL;
    if (!method) {
      if (!ctx->exc) raise_format(ctx, EXC_TypeError, "argument must be an int, or have a fileno() method.");
      return false;
    }
    if (!(value = py_call0(ctx, method))) return false;
    if (!is_int_value(ctx, value)) return raise_format(ctx, EXC_TypeError, "fileno() returned a non-integer"), false;
  }
  if (!object_c_int(ctx, value, out)) return false;
  if (*out >= 0) return true;
  return raise_format(ctx, EXC_ValueError, "file descriptor cannot be a negative integer (%d)", *out), false;
}

bool file_owner_argument(Ctx *ctx, Value value, const char *what, uint32_t *out) {
  int64_t n;
  if (!is_int_value(ctx, value) && !class_of(ctx, value)->ops.index)
    return raise_format(ctx, EXC_TypeError, "%s should be integer, not %T", what, value), false;
  if (!(value = object_index(ctx, value))) return false;
  bool small = int_to_i64(ctx, value, &n);
  if (small && n >= -1 && n <= UINT32_MAX) return *out = (uint32_t)n, true;
  bool negative = !small && object_compare_bool(ctx, value, int_tag(0), CMP_LT) > 0;
  if (ctx->exc) return false;
  raise_format(ctx, EXC_OverflowError, "%s is %s", what,
               small || negative ? "less than minimum" : "greater than maximum");
  return false;
}

bool process_granted(Ctx *ctx) {
  if (file_ask(ctx, HOST_ASK_PROCESS, "", NULL)) return true;
  return raise_os_error(ctx, V_NULL, V_NULL), false;
}

/* ---- names ---- */

/* Bytes that are no UTF-8 are the surrogates from DC80 on. */
static Value handler(Ctx *ctx) { return str_intern_c(ctx, "surrogateescape"); }

Value file_name_decode(Ctx *ctx, const char *bytes, size_t n) {
  Value errors = handler(ctx);
  if (!errors) return V_NULL;
  return codec_decode_as(ctx, V_NULL, (const uint8_t *)bytes, (int64_t)n, CODEC_UTF8, errors, true, NULL, NULL);
}

Value file_fspath(Ctx *ctx, Value path) {
  if (is_str(ctx, path) || has_kind(ctx, path, KIND_BYTES)) return path;
  Value name = str_intern_c(ctx, "__fspath__"), made;
  if (!name) return V_NULL;
  switch (special_call_maybe_unless_none(ctx, path, name, NULL, 0, &made)) {
  case SPECIAL_ABSENT:
  case SPECIAL_REFUSED:
    raise_format(ctx, EXC_TypeError, "expected str, bytes or os.PathLike object, not %T", path);
    return V_NULL;
  case SPECIAL_RAISED: return V_NULL;
  default: break;
  }
  if (is_str(ctx, made) || has_kind(ctx, made, KIND_BYTES)) return made;
  raise_format(ctx, EXC_TypeError, "expected %T.__fspath__() to return str or bytes, not %T", path, made);
  return V_NULL;
}

Value file_path_text(Ctx *ctx, Value path, const char *function, const char *argument, const char *wanted) {
  if (is_str(ctx, path) || has_kind(ctx, path, KIND_BYTES)) return path;
  Value name = str_intern_c(ctx, "__fspath__");
  if (!name) return V_NULL;
  Value method = class_lookup(ctx, class_of(ctx, path), name);
  if (method && method != V_NONE) return file_fspath(ctx, path);
  raise_format(ctx, EXC_TypeError, "%s: %s should be %s, not %T", function, argument, wanted, path);
  return V_NULL;
}

char *file_path_bytes(Ctx *ctx, Value path, const char *function, const char *argument, size_t *n) {
  Value text = file_fspath(ctx, path), bytes = text;
  if (text && is_str(ctx, text)) {
    Value errors = handler(ctx);
    bytes = errors ? codec_encode_as(ctx, text, CODEC_UTF8, errors) : V_NULL;
  }
  if (!bytes) return NULL;
  *n = (size_t)AS_BYTES(bytes)->length;
  if (memchr(AS_BYTES(bytes)->data, 0, *n)) {
    if (function) raise_format(ctx, EXC_ValueError, "%s: embedded null character in %s", function, argument);
    else raise_format(ctx, EXC_ValueError, "embedded null byte");
    return NULL;
  }
  char *copy = memory_new(ctx, *n + 1);
  if (!copy) return raise_no_memory(ctx), NULL;
  memcpy(copy, AS_BYTES(bytes)->data, *n);
  copy[*n] = 0;
  return copy;
}
