/* The built-in error handlers as Python calls them: functions of a UnicodeError that raise it, or return what takes the
 * place of the faulty range, and the position after it. */
#include "container/container.h"
#include "number/number.h"
#include "object/object.h"
#include "text/codec/engine.h"
#include "text/unicode_names.h"
#include <stdio.h>
#include <string.h>

typedef struct Fault {
  ExcId id; /* EXC_UnicodeEncodeError, …Decode…, …Translate… */
  Value exc, object;
  int64_t start, end; /* within the object */
} Fault;

static bool attribute(Ctx *ctx, Value exc, const char *name, Value *out) {
  *out = get_attr(ctx, exc, str_intern_c(ctx, name));
  return *out != V_NULL;
}

static bool fault_of(Ctx *ctx, Value exc, Fault *f) {
  if (!is_exception(ctx, exc)) return raise_format(ctx, EXC_TypeError, "codec must pass exception instance"), false;
  f->exc = exc;
  if (is_instance(ctx, exc, ctx->exc_class[EXC_UnicodeEncodeError])) f->id = EXC_UnicodeEncodeError;
  else if (is_instance(ctx, exc, ctx->exc_class[EXC_UnicodeDecodeError])) f->id = EXC_UnicodeDecodeError;
  else if (is_instance(ctx, exc, ctx->exc_class[EXC_UnicodeTranslateError])) f->id = EXC_UnicodeTranslateError;
  else {
    raise_format(ctx, EXC_TypeError, "don't know how to handle %T in error callback", exc);
    return false;
  }
  Value start, end;
  if (!attribute(ctx, exc, "object", &f->object) || !attribute(ctx, exc, "start", &start) ||
      !attribute(ctx, exc, "end", &end) || !object_ssize(ctx, start, &f->start) || !object_ssize(ctx, end, &f->end))
    return false;
  bool text = f->id != EXC_UnicodeDecodeError;
  if (text ? !is_str(ctx, f->object) : !has_kind(ctx, f->object, KIND_BYTES))
    return raise_format(ctx, EXC_TypeError, "object attribute must be %s", text ? "str" : "bytes"), false;
  int64_t n = text ? str_length(f->object) : AS_BYTES(f->object)->length;
  if (f->start < 0) f->start = 0;
  if (f->start >= n) f->start = n ? n - 1 : 0;
  if (f->end < 1) f->end = 1;
  if (f->end > n) f->end = n;
  if (f->end < f->start) f->end = f->start;
  return true;
}

static Value answer(Ctx *ctx, Value replacement, int64_t next) {
  Value pair[2] = {replacement, int_tag(next)};
  return replacement ? tuple_from(ctx, pair, 2) : V_NULL;
}
static Value unknown(Ctx *ctx, Value exc) {
  raise_format(ctx, EXC_TypeError, "don't know how to handle %T in error callback", exc);
  return V_NULL;
}
static Value again(Ctx *ctx, Value exc) { return raise_exc(ctx, exc), V_NULL; }

FUNCTION(strict_errors) {
  if (!is_exception(ctx, args[0])) raise_format(ctx, EXC_TypeError, "codec must pass exception instance");
  else raise_exc(ctx, args[0]);
  return V_NULL;
}
FUNCTION(ignore_errors) {
  Fault f;
  return fault_of(ctx, args[0], &f) ? answer(ctx, ctx->empty_str, f.end) : V_NULL;
}
FUNCTION(replace_errors) {
  Fault f;
  if (!fault_of(ctx, args[0], &f)) return V_NULL;
  if (f.id == EXC_UnicodeDecodeError) return answer(ctx, str_from_codepoint(ctx, 0xfffd), f.end);
  Value one = f.id == EXC_UnicodeEncodeError ? ctx->chars['?'] : str_from_codepoint(ctx, 0xfffd);
  return one ? answer(ctx, str_repeat(ctx, one, f.end - f.start), f.end) : V_NULL;
}
FUNCTION(xmlcharrefreplace_errors) {
  Fault f;
  if (!fault_of(ctx, args[0], &f)) return V_NULL;
  if (f.id != EXC_UnicodeEncodeError) return unknown(ctx, args[0]);
  StrBuilder sb;
  sb_init(&sb, ctx);
  for (int64_t i = f.start; i < f.end; i++) {
    char text[16];
    snprintf(text, sizeof text, "&#%u;", str_at(f.object, i));
    sb_ascii(&sb, text);
    if (!CHECK_STOP_AT(ctx, i)) return sb_discard(&sb), V_NULL;
  }
  return answer(ctx, sb_finish(&sb), f.end);
}
static void sb_escape(StrBuilder *sb, uint32_t c) {
  char text[16];
  escape_text(text, c);
  sb_ascii(sb, text);
}
FUNCTION(backslashreplace_errors) {
  Fault f;
  if (!fault_of(ctx, args[0], &f)) return V_NULL;
  StrBuilder sb;
  sb_init(&sb, ctx);
  for (int64_t i = f.start; i < f.end; i++) {
    sb_escape(&sb, f.id == EXC_UnicodeDecodeError ? AS_BYTES(f.object)->data[i] : str_at(f.object, i));
    if (!CHECK_STOP_AT(ctx, i)) return sb_discard(&sb), V_NULL;
  }
  return answer(ctx, sb_finish(&sb), f.end);
}
FUNCTION(namereplace_errors) {
  Fault f;
  if (!fault_of(ctx, args[0], &f)) return V_NULL;
  if (f.id != EXC_UnicodeEncodeError) return unknown(ctx, args[0]);
  StrBuilder sb;
  sb_init(&sb, ctx);
  for (int64_t i = f.start; i < f.end; i++) {
    uint32_t c = str_at(f.object, i);
    char name[UNICODE_NAME_MAX];
    int n = unicode_name(c, name);
    if (!CHECK_STOP(ctx)) return sb_discard(&sb), V_NULL;
    if (!n) {
      sb_escape(&sb, c);
      continue;
    }
    sb_ascii(&sb, "\\N{");
    sb_bytes(&sb, name, (size_t)n);
    sb_char(&sb, '}');
  }
  return answer(ctx, sb_finish(&sb), f.end);
}
FUNCTION(surrogateescape_errors) {
  Fault f;
  if (!fault_of(ctx, args[0], &f)) return V_NULL;
  if (f.id == EXC_UnicodeTranslateError) return unknown(ctx, args[0]);
  if (f.id == EXC_UnicodeDecodeError) {
    StrBuilder sb;
    sb_init(&sb, ctx);
    int64_t i = f.start;
    for (; i < f.end && i < f.start + 4 && AS_BYTES(f.object)->data[i] >= 128; i++)
      sb_char(&sb, 0xdc00u + AS_BYTES(f.object)->data[i]);
    if (i > f.start) return answer(ctx, sb_finish(&sb), i);
    sb_discard(&sb);
    return again(ctx, f.exc);
  }
  Value bytes = bytes_new(ctx, NULL, f.end - f.start);
  for (int64_t i = f.start; bytes && i < f.end; i++) {
    uint32_t c = str_at(f.object, i);
    if (c < 0xdc80 || c > 0xdcff) return again(ctx, f.exc);
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
    AS_BYTES(bytes)->data[i - f.start] = (uint8_t)(c - 0xdc00);
  }
  return answer(ctx, bytes, f.end);
}

/* The encoding that an exception names, as far as surrogates can pass there; CODEC_OTHER: not at all. */
static CodecId unicode_encoding(Ctx *ctx, Value exc) {
  Value name;
  if (!attribute(ctx, exc, "encoding", &name)) return CODEC_OTHER;
  CodecId codec = is_str(ctx, name) ? codec_find(name) : CODEC_OTHER;
  if (codec == CODEC_UTF16) return CODEC_UTF16_LE;
  if (codec == CODEC_UTF32) return CODEC_UTF32_LE;
  return codec == CODEC_ASCII || codec == CODEC_LATIN1 || codec == CODEC_UTF8_SIG ? CODEC_OTHER : codec;
}
FUNCTION(surrogatepass_errors) {
  Fault f;
  if (!fault_of(ctx, args[0], &f)) return V_NULL;
  if (f.id == EXC_UnicodeTranslateError) return unknown(ctx, args[0]);
  CodecId codec = unicode_encoding(ctx, f.exc);
  if (ctx->exc) return V_NULL;
  if (codec == CODEC_OTHER) return again(ctx, f.exc);
  if (f.id == EXC_UnicodeEncodeError) {
    for (int64_t i = f.start; i < f.end; i++) {
      if (!is_surrogate(str_at(f.object, i))) return again(ctx, f.exc);
      if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
    }
    Value part = str_substring(ctx, f.object, f.start, f.end), handler = str_from_ascii(ctx, "surrogatepass");
    return part && handler ? answer(ctx, codec_encode_as(ctx, part, codec, handler), f.end) : V_NULL;
  }
  Bytes *bytes = AS_BYTES(f.object);
  uint32_t c;
  int size = passed_surrogate(codec, bytes->data + f.start, bytes->length - f.start, &c);
  return size ? answer(ctx, str_from_codepoint(ctx, c), f.start + size) : again(ctx, f.exc);
}

const CFuncDef CODEC_HANDLERS[] = {
    FUNCTION_ROW("strict_errors", strict_errors, 1, 1, "Raises the exception."),
    FUNCTION_ROW("ignore_errors", ignore_errors, 1, 1, "Leaves out what is malformed."),
    FUNCTION_ROW("replace_errors", replace_errors, 1, 1, "Puts a replacement marker in its place."),
    FUNCTION_ROW("xmlcharrefreplace_errors", xmlcharrefreplace_errors, 1, 1, "Puts an XML character reference there."),
    FUNCTION_ROW("backslashreplace_errors", backslashreplace_errors, 1, 1, "Puts an escape sequence there."),
    FUNCTION_ROW("namereplace_errors", namereplace_errors, 1, 1, "Puts \\N{name} there."),
    FUNCTION_ROW("surrogatepass", surrogatepass_errors, 1, 1, NULL),
    FUNCTION_ROW("surrogateescape", surrogateescape_errors, 1, 1, NULL),
    {0},
};

const char *codec_handler_name(int i) {
  static const char *const names[] = {"strict",           "ignore",      "replace",       "xmlcharrefreplace",
                                      "backslashreplace", "namereplace", "surrogatepass", "surrogateescape"};
  return names[i];
}
