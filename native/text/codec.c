/* The built-in codecs: utf-8, ascii, latin-1, utf-16, utf-32 (with byte order variants, signature for utf-8-sig), and
 * the error handlers. A handler gets what cannot be converted as a range [start, end); it raises, skips or supplies a
 * replacement. */
#include "text/codec.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "text/text.h"
#include <stdio.h>
#include <stdlib.h>

typedef enum Codec {
  UTF8,
  UTF8_SIG,
  ASCII,
  LATIN1,
  UTF16,
  UTF16_LE,
  UTF16_BE,
  UTF32,
  UTF32_LE,
  UTF32_BE,
  UNKNOWN
} Codec;
typedef enum ErrorHandler {
  STRICT,
  IGNORE,
  REPLACE,
  BACKSLASH,
  XMLCHARREF,
  SURROGATEESCAPE,
  SURROGATEPASS,
  NO_HANDLER
} ErrorHandler;

static const char *const codec_names[] = {"utf-8",     "utf-8",     "ascii",  "latin-1",   "utf-16",
                                          "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"};

/* Spelling is free: case, '-', '_' and blanks do not matter. */
static Codec find_codec(Value name) {
  static const struct {
    const char *name;
    Codec codec;
  } known[] = {
      {"utf8", UTF8},        {"u8", UTF8},          {"cp65001", UTF8},  {"utf8sig", UTF8_SIG}, {"ascii", ASCII},
      {"usascii", ASCII},    {"646", ASCII},        {"latin1", LATIN1}, {"iso88591", LATIN1},  {"latin", LATIN1},
      {"l1", LATIN1},        {"8859", LATIN1},      {"cp819", LATIN1},  {"utf16", UTF16},      {"u16", UTF16},
      {"utf16le", UTF16_LE}, {"utf16be", UTF16_BE}, {"utf32", UTF32},   {"u32", UTF32},        {"utf32le", UTF32_LE},
      {"utf32be", UTF32_BE},
  };
  if (!name) return UTF8;
  char key[24];
  size_t n = 0;
  for (int64_t i = 0; i < str_length(name); i++) {
    uint32_t c = str_at(name, i);
    if (c == '-' || c == '_' || c == ' ') continue;
    if (c >= 128 || n + 1 == sizeof key) return UNKNOWN;
    key[n++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
  }
  key[n] = 0;
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (strcmp(known[i].name, key) == 0) return known[i].codec;
  return UNKNOWN;
}

static Codec codec_or_raise(Ctx *ctx, Value name) {
  Codec codec = find_codec(name);
  if (codec == UNKNOWN) raise_format(ctx, EXC_LookupError, "unknown encoding: %U", name);
  return codec;
}

static ErrorHandler find_handler(Value name) {
  static const char *const names[] = {
      "strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "surrogateescape", "surrogatepass"};
  if (!name) return STRICT;
  for (int i = 0; i < NO_HANDLER; i++) {
    size_t n = strlen(names[i]);
    if (text_equal(text_of(name), (Text){names[i], (int64_t)n, 1})) return (ErrorHandler)i;
  }
  return NO_HANDLER;
}

static void raise_unicode(Ctx *ctx, ExcId id, const char *codec, Value object, int64_t start, int64_t end,
                          const char *reason) {
  Value args[5] = {str_from_ascii(ctx, codec), object, int_tag(start), int_tag(end), str_from_ascii(ctx, reason)};
  if (!args[0] || !args[4]) return;
  Value exc = exception_new(ctx, ctx->exc_class[id], args, 5);
  if (exc) raise_exc(ctx, exc);
}

static void unknown_handler(Ctx *ctx, Value errors) {
  raise_format(ctx, EXC_LookupError, "unknown error handler name '%U'", errors);
}

/* ---- encoding ---- */

typedef struct Out {
  Ctx *ctx;
  uint8_t *data;
  size_t n, cap;
  bool failed;
} Out;

static bool out_room(Out *out, size_t more) {
  if (out->n + more <= out->cap) return true;
  size_t cap = (out->n + more) * 2;
  uint8_t *grown = memory_resize(out->ctx, out->data, cap);
  if (!grown) return out->failed = true, false;
  out->data = grown, out->cap = cap;
  return true;
}

static void put_unit(Out *out, uint32_t unit, int bytes, bool big) {
  if (!out_room(out, (size_t)bytes)) return;
  for (int i = 0; i < bytes; i++) out->data[out->n++] = (uint8_t)(unit >> 8 * (big ? bytes - 1 - i : i));
}

/* One code point, surrogates as they are. */
static void put_char(Out *out, Codec codec, uint32_t c) {
  switch (codec) {
  case UTF8:
  case UTF8_SIG:
    if (c < 0x80) put_unit(out, c, 1, false);
    else if (c < 0x800) put_unit(out, 0xc080 | (c >> 6) << 8 | (c & 0x3f), 2, true);
    else if (c < 0x10000) put_unit(out, 0xe08080 | (c >> 12) << 16 | (c >> 6 & 0x3f) << 8 | (c & 0x3f), 3, true);
    else
      put_unit(out, 0xf0808080 | (c >> 18) << 24 | (c >> 12 & 0x3f) << 16 | (c >> 6 & 0x3f) << 8 | (c & 0x3f), 4, true);
    return;
  case UTF16:
  case UTF16_LE:
  case UTF16_BE: {
    bool big = codec == UTF16_BE;
    if (c >= 0x10000) {
      put_unit(out, 0xd7c0 + (c >> 10), 2, big);
      c = 0xdc00 | (c & 0x3ff);
    }
    put_unit(out, c, 2, big);
    return;
  }
  case UTF32:
  case UTF32_LE:
  case UTF32_BE: put_unit(out, c, 4, codec == UTF32_BE); return;
  default: put_unit(out, c, 1, false);
  }
}

static uint32_t codec_limit(Codec codec) { return codec == ASCII ? 0x80 : codec == LATIN1 ? 0x100 : 0x110000; }
static bool encodable(Codec codec, uint32_t c) {
  return c < codec_limit(codec) && !(codec_limit(codec) > 0x100 && c >= 0xd800 && c < 0xe000);
}

static void put_text(Out *out, Codec codec, const char *text) {
  for (; *text; text++) put_char(out, codec, (uint8_t)*text);
}

/* What the handler does with one code point. False: it does not handle this one. */
static bool handle_char(Out *out, Codec codec, ErrorHandler handler, uint32_t c) {
  char text[16];
  switch (handler) {
  case IGNORE: return true;
  case REPLACE: return put_text(out, codec, "?"), true;
  case XMLCHARREF: return snprintf(text, sizeof text, "&#%u;", c), put_text(out, codec, text), true;
  case BACKSLASH:
    snprintf(text, sizeof text, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
    return put_text(out, codec, text), true;
  case SURROGATEESCAPE:
    if (c < 0xdc80 || c > 0xdcff) return false;
    put_unit(out, c - 0xdc00, 1, false);
    return true;
  case SURROGATEPASS:
    if (codec == ASCII || codec == LATIN1 || c < 0xd800 || c >= 0xe000) return false;
    return put_char(out, codec, c), true;
  default: return false;
  }
}

static bool handle_run(Ctx *ctx, Out *out, Value str, Codec codec, Value errors, int64_t start, int64_t end) {
  ErrorHandler handler = find_handler(errors);
  if (handler == NO_HANDLER) return unknown_handler(ctx, errors), false;
  for (int64_t i = start; i < end; i++) {
    if (handle_char(out, codec, handler, str_at(str, i))) continue;
    const char *reason = codec == ASCII    ? "ordinal not in range(128)"
                         : codec == LATIN1 ? "ordinal not in range(256)"
                                           : "surrogates not allowed";
    raise_unicode(ctx, EXC_UnicodeEncodeError, codec_names[codec], str, start, end, reason);
    return false;
  }
  return true;
}

Value codec_encode(Ctx *ctx, Value str, Value encoding, Value errors) {
  Codec codec = codec_or_raise(ctx, encoding);
  if (codec == UNKNOWN) return V_NULL;
  Text t = text_of(str);
  if (str_is_ascii(str) && (codec == UTF8 || codec == ASCII || codec == LATIN1))
    return bytes_new(ctx, t.data, t.length);
  Out out = {.ctx = ctx};
  if (!out_room(&out, (size_t)t.length + 8)) return raise_no_memory(ctx), V_NULL;
  if (codec == UTF8_SIG || codec == UTF16 || codec == UTF32) put_char(&out, codec, 0xfeff);
  for (int64_t i = 0; i < t.length; i++) {
    uint32_t c = text_at(t, i);
    if (!CHECK_STOP_AT(ctx, i)) return memory_free(ctx, out.data), V_NULL;
    if (LIKELY(encodable(codec, c))) {
      put_char(&out, codec, c);
      continue;
    }
    int64_t start = i;
    /* utf-16 and utf-32 report surrogates one by one, the others in ranges */
    while (codec < UTF16 && i + 1 < t.length && !encodable(codec, text_at(t, i + 1))) i++;
    if (handle_run(ctx, &out, str, codec, errors, start, i + 1)) continue;
    memory_free(ctx, out.data);
    return V_NULL;
  }
  Value bytes = V_NULL;
  if (out.failed) raise_no_memory(ctx);
  else bytes = bytes_new(ctx, out.data, (int64_t)out.n);
  memory_free(ctx, out.data);
  return bytes;
}

/* ---- decoding ---- */

typedef struct In {
  Ctx *ctx;
  Value object;
  const uint8_t *data;
  int64_t n;
  Codec codec;
  Value errors;
  StrBuilder sb;
} In;

/* Handles the undecodable bytes [start, end); false: exception. */
static bool bad_bytes(In *in, int64_t start, int64_t *end, const char *reason) {
  Ctx *ctx = in->ctx;
  ErrorHandler handler = find_handler(in->errors);
  const uint8_t *p = in->data + start;
  switch (handler) {
  case IGNORE: return true;
  case REPLACE: return sb_char(&in->sb, 0xfffd), true;
  case BACKSLASH:
    for (; start < *end; start++) {
      char text[8];
      snprintf(text, sizeof text, "\\x%02x", in->data[start]);
      sb_ascii(&in->sb, text);
    }
    return true;
  case SURROGATEESCAPE: {
    int64_t i = start;
    while (i < *end && i < start + 4 && in->data[i] >= 0x80) sb_char(&in->sb, 0xdc00u + in->data[i++]);
    if (i == start) break;
    *end = i;
    return true;
  }
  case SURROGATEPASS:
    if ((in->codec == UTF8 || in->codec == UTF8_SIG) && in->n - start >= 3 && p[0] == 0xed && p[1] >= 0xa0 &&
        p[1] < 0xc0 && (p[2] & 0xc0) == 0x80) {
      sb_char(&in->sb, 0xd000u | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu));
      *end = start + 3;
      return true;
    }
    if (in->codec >= UTF16 && in->codec <= UTF16_BE && in->n - start >= 2) {
      sb_char(&in->sb, in->codec == UTF16_BE ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0]);
      *end = start + 2;
      return true;
    }
    break;
  case NO_HANDLER: unknown_handler(ctx, in->errors); return false;
  default: break;
  }
  raise_unicode(ctx, EXC_UnicodeDecodeError, codec_names[in->codec], in->object, start, *end, reason);
  return false;
}

/* Unicode's table of well-formed sequences: which second byte is allowed depends on the first; errors cover the longest
 * valid prefix. */
static bool decode_utf8(In *in) {
  const uint8_t *s = in->data;
  for (int64_t i = 0; i < in->n;) {
    if (!CHECK_STOP(in->ctx)) return false;
    uint8_t c = s[i];
    if (c < 0x80) {
      int64_t from = i;
      while (i < in->n && s[i] < 0x80) i++;
      sb_text(&in->sb, (Text){s + from, i - from, 1});
      continue;
    }
    int more = c >= 0xc2 && c < 0xe0 ? 1 : c >= 0xe0 && c < 0xf0 ? 2 : c >= 0xf0 && c < 0xf5 ? 3 : 0;
    uint8_t low = c == 0xe0 ? 0xa0 : c == 0xf0 ? 0x90 : 0x80, high = c == 0xed ? 0x9f : c == 0xf4 ? 0x8f : 0xbf;
    int64_t end = i + 1;
    const char *reason = NULL;
    uint32_t cp = c & (0x3fu >> more);
    if (!more) reason = "invalid start byte";
    for (int k = 0; k < more && !reason; k++) {
      if (end == in->n) reason = "unexpected end of data";
      else if (s[end] < (k ? 0x80 : low) || s[end] > (k ? 0xbf : high)) reason = "invalid continuation byte";
      else cp = cp << 6 | (s[end++] & 0x3f);
    }
    if (!reason) sb_char(&in->sb, cp);
    else if (!bad_bytes(in, i, &end, reason)) return false;
    i = end;
  }
  return true;
}

static bool decode_bytes(In *in) {
  for (int64_t i = 0; i < in->n; i++) {
    if (!CHECK_STOP_AT(in->ctx, i)) return false;
    if (in->codec == LATIN1 || in->data[i] < 0x80) {
      sb_char(&in->sb, in->data[i]);
      continue;
    }
    int64_t end = i + 1;
    if (!bad_bytes(in, i, &end, "ordinal not in range(128)")) return false;
  }
  return true;
}

static bool decode_utf16(In *in, bool big) {
  const uint8_t *s = in->data;
#define UNIT(at) (big ? (uint32_t)s[at] << 8 | s[(at) + 1] : (uint32_t)s[(at) + 1] << 8 | s[at])
  for (int64_t i = 0; i < in->n;) {
    if (!CHECK_STOP(in->ctx)) return false;
    int64_t end = i + 2;
    const char *reason = NULL;
    if (i + 2 > in->n) {
      end = in->n;
      reason = "truncated data";
    } else {
      uint32_t c = UNIT(i);
      if (c < 0xd800 || c >= 0xe000) sb_char(&in->sb, c);
      else if (c >= 0xdc00) reason = "illegal encoding";
      else if (i + 4 > in->n) end = in->n, reason = "unexpected end of data";
      else if (UNIT(i + 2) < 0xdc00 || UNIT(i + 2) >= 0xe000) reason = "illegal UTF-16 surrogate";
      else sb_char(&in->sb, 0x10000 + ((c & 0x3ff) << 10 | (UNIT(i + 2) & 0x3ff))), end = i + 4;
    }
    if (reason && !bad_bytes(in, i, &end, reason)) return false;
    i = end;
  }
#undef UNIT
  return true;
}

static bool decode_utf32(In *in, bool big) {
  const uint8_t *s = in->data;
  for (int64_t i = 0; i < in->n;) {
    if (!CHECK_STOP(in->ctx)) return false;
    int64_t end = i + 4;
    const char *reason = NULL;
    if (end > in->n) {
      end = in->n;
      reason = "truncated data";
    } else {
      uint32_t c = 0;
      for (int k = 0; k < 4; k++) c |= (uint32_t)s[i + k] << 8 * (big ? 3 - k : k);
      if (c > 0x10ffff) reason = "code point not in range(0x110000)";
      else if (c >= 0xd800 && c < 0xe000) reason = "code point in surrogate code point range(0xd800, 0xe000)";
      else sb_char(&in->sb, c);
    }
    if (reason && !bad_bytes(in, i, &end, reason)) return false;
    i = end;
  }
  return true;
}

/* A byte order mark decides utf-16 and utf-32; without one they are little-endian. */
static void take_signature(In *in) {
  const uint8_t *p = in->data;
  int64_t skip = 0;
  if (in->codec == UTF8_SIG) {
    skip = in->n >= 3 && p[0] == 0xef && p[1] == 0xbb && p[2] == 0xbf ? 3 : 0;
  } else if (in->codec == UTF16) {
    bool big = in->n >= 2 && p[0] == 0xfe && p[1] == 0xff;
    skip = big || (in->n >= 2 && p[0] == 0xff && p[1] == 0xfe) ? 2 : 0;
    in->codec = big ? UTF16_BE : UTF16_LE;
  } else if (in->codec == UTF32) {
    bool big = in->n >= 4 && !p[0] && !p[1] && p[2] == 0xfe && p[3] == 0xff;
    skip = big || (in->n >= 4 && p[0] == 0xff && p[1] == 0xfe && !p[2] && !p[3]) ? 4 : 0;
    in->codec = big ? UTF32_BE : UTF32_LE;
  }
  in->data += skip;
  in->n -= skip;
}

Value codec_decode(Ctx *ctx, Value object, const uint8_t *data, int64_t n, Value encoding, Value errors) {
  In in = {.ctx = ctx, .object = object, .data = data, .n = n, .errors = errors};
  if ((in.codec = codec_or_raise(ctx, encoding)) == UNKNOWN) return V_NULL;
  if (in.codec == LATIN1) return str_latin1(ctx, data, n);
  if ((in.codec == UTF8 || in.codec == ASCII) && text_max((Text){data, n, 1}) == 0x7f) return str_latin1(ctx, data, n);
  take_signature(&in);
  sb_init(&in.sb, ctx);
  bool ok;
  switch (in.codec) {
  case UTF8:
  case UTF8_SIG: ok = decode_utf8(&in); break;
  case UTF16_LE:
  case UTF16_BE: ok = decode_utf16(&in, in.codec == UTF16_BE); break;
  case UTF32_LE:
  case UTF32_BE: ok = decode_utf32(&in, in.codec == UTF32_BE); break;
  default: ok = decode_bytes(&in);
  }
  if (ok) return sb_finish(&in.sb);
  sb_discard(&in.sb);
  return V_NULL;
}
