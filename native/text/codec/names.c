/* The way of str.encode and bytes.decode: names of the codecs in C, everything else through the registry. */
#include "object/object.h"
#include "text/codec/engine.h"
#include <string.h>

/* As `encodings` does: runs of anything but letters, digits and dots count as one underscore. */
CodecId codec_find(Value name) {
  static const struct {
    const char *name;
    CodecId codec;
  } known[] = {
      {"utf_8", CODEC_UTF8},         {"utf8", CODEC_UTF8},          {"u8", CODEC_UTF8},
      {"utf", CODEC_UTF8},           {"cp65001", CODEC_UTF8},       {"utf_8_sig", CODEC_UTF8_SIG},
      {"ascii", CODEC_ASCII},        {"us_ascii", CODEC_ASCII},     {"646", CODEC_ASCII},
      {"latin_1", CODEC_LATIN1},     {"latin1", CODEC_LATIN1},      {"iso_8859_1", CODEC_LATIN1},
      {"iso8859_1", CODEC_LATIN1},   {"iso8859", CODEC_LATIN1},     {"latin", CODEC_LATIN1},
      {"l1", CODEC_LATIN1},          {"8859", CODEC_LATIN1},        {"cp819", CODEC_LATIN1},
      {"utf_16", CODEC_UTF16},       {"utf16", CODEC_UTF16},        {"u16", CODEC_UTF16},
      {"utf_16_le", CODEC_UTF16_LE}, {"utf_16le", CODEC_UTF16_LE},  {"utf_16_be", CODEC_UTF16_BE},
      {"utf_16be", CODEC_UTF16_BE},  {"utf_32", CODEC_UTF32},       {"utf32", CODEC_UTF32},
      {"u32", CODEC_UTF32},          {"utf_32_le", CODEC_UTF32_LE}, {"utf_32le", CODEC_UTF32_LE},
      {"utf_32_be", CODEC_UTF32_BE}, {"utf_32be", CODEC_UTF32_BE},
  };
  if (!name) return CODEC_UTF8;
  if (str_length(name) == 5 && str_is_ascii(name) && memcmp(((Str *)name)->data, "utf-8", 5) == 0) return CODEC_UTF8;
  enum { LONGEST = 1024 }; /* what is longer goes the long way, which can be stopped */
  if (str_length(name) > LONGEST) return CODEC_OTHER;
  char key[16];
  size_t n = 0;
  bool gap = false;
  for (int64_t i = 0; i < str_length(name); i++) {
    uint32_t c = str_at(name, i);
    bool word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.';
    if (!word) {
      if (c >= 128 || c == 0) return CODEC_OTHER;
      gap = true;
      continue;
    }
    if (n + 2 >= sizeof key) return CODEC_OTHER;
    if (gap && n) key[n++] = '_';
    gap = false;
    key[n++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
  }
  key[n] = 0;
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (known[i].name[0] == key[0] && strcmp(known[i].name, key) == 0) return known[i].codec;
  return CODEC_OTHER;
}

bool codec_no_null(Ctx *ctx, Value text) {
  if (!text) return true;
  for (int64_t i = 0; i < str_length(text); i++) {
    if (str_at(text, i) == 0) return raise_format(ctx, EXC_ValueError, "embedded null character"), false;
    if (!CHECK_STOP_AT(ctx, i)) return false;
  }
  return true;
}

/* Through a codec that was registered: `function` is _text_encode or _text_decode of _codecs. */
static Value through_registry(Ctx *ctx, const char *function, Value object, Value encoding, Value errors) {
  Value args[3] = {object, encoding, errors ? errors : NAME(strict)};
  return registry_call(ctx, function, args, 3);
}

Value codec_encode(Ctx *ctx, Value str, Value encoding, Value errors) {
  CodecId codec = codec_find(encoding); /* none that is known has a null character in its name */
  if ((codec == CODEC_OTHER && !codec_no_null(ctx, encoding)) || !codec_no_null(ctx, errors)) return V_NULL;
  if (codec != CODEC_OTHER) return codec_encode_as(ctx, str, codec, errors);
  Value bytes = through_registry(ctx, "_text_encode", str, encoding, errors);
  if (!bytes) return V_NULL;
  if (has_kind(ctx, bytes, KIND_BYTES)) return bytes;
  if (has_kind(ctx, bytes, KIND_BYTEARRAY)) {
    Text t = (Text){AS_BYTEARRAY(bytes)->raw->data, AS_BYTEARRAY(bytes)->length, 1};
    return bytes_new(ctx, t.data, t.length);
  }
  raise_format(ctx, EXC_TypeError,
               "'%U' encoder returned '%T' instead of 'bytes'; use codecs.encode() to encode to arbitrary types",
               encoding, bytes);
  return V_NULL;
}

Value codec_decode(Ctx *ctx, Value object, const uint8_t *data, int64_t n, Value encoding, Value errors) {
  CodecId codec = codec_find(encoding);
  if ((codec == CODEC_OTHER && !codec_no_null(ctx, encoding)) || !codec_no_null(ctx, errors)) return V_NULL;
  if (n == 0) return ctx->empty_str; /* whatever the encoding is */
  if (codec != CODEC_OTHER) return codec_decode_as(ctx, object, data, n, codec, errors, true, NULL, NULL);
  Value view = has_kind(ctx, object, KIND_BYTES) ? object : bytes_new(ctx, data, n);
  if (!view) return V_NULL;
  Value text = through_registry(ctx, "_text_decode", view, encoding, errors);
  if (!text || is_str(ctx, text)) return text;
  raise_format(ctx, EXC_TypeError,
               "'%U' decoder returned '%T' instead of 'str'; use codecs.decode() to decode to arbitrary types",
               encoding, text);
  return V_NULL;
}
