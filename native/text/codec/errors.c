/* What happens to what cannot be converted. */
#include "container/container.h"
#include "number/number.h"
#include "object/object.h"
#include "text/codec/engine.h"
#include <stdio.h>
#include <string.h>

ErrorHandler handler_find(Value name) {
  static const char *const names[] = {
      "strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "surrogateescape", "surrogatepass"};
  if (!name) return ERRORS_STRICT;
  for (int i = 0; i < ERRORS_OTHER; i++)
    if (str_equal_c(name, names[i])) return (ErrorHandler)i;
  return ERRORS_OTHER;
}

const char *codec_name(CodecId codec) {
  static const char *const names[] = {"utf-8",     "utf-8",     "ascii",  "latin-1",   "utf-16",
                                      "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"};
  return names[codec];
}

static Value unicode_error(Ctx *ctx, ExcId id, const char *codec, Value object, int64_t start, int64_t end,
                           const char *reason) {
  Value args[5] = {str_from_ascii(ctx, codec), object, int_tag(start), int_tag(end), str_from_ascii(ctx, reason)};
  return args[0] && args[4] ? exception_new(ctx, ctx->exc_class[id], args, 5) : V_NULL;
}
static void raise_unicode(Ctx *ctx, ExcId id, const char *codec, Value object, int64_t start, int64_t end,
                          const char *reason) {
  Value exc = unicode_error(ctx, id, codec, object, start, end, reason);
  if (exc) raise_exc(ctx, exc);
}

/* The exception as an object, and what the callback makes of it: a pair. */
static Value ask(Ctx *ctx, Value *callback, Value errors, ExcId id, const char *codec, Value object, int64_t start,
                 int64_t end, const char *reason, Value *exc) {
  if (!*callback && !(*callback = registry_handler(ctx, errors))) return V_NULL;
  *exc = unicode_error(ctx, id, codec, object, start, end, reason);
  return *exc ? py_call1(ctx, *callback, *exc) : V_NULL;
}

/* The position in a pair that a handler returned. */
static bool next_position(Ctx *ctx, Value v, int64_t n, int64_t *next) {
  int64_t i;
  if (!object_ssize(ctx, v, &i)) return false;
  *next = i < 0 ? i + n : i;
  if (*next >= 0 && *next <= n) return true;
  raise_format(ctx, EXC_IndexError, "position %lld from error handler out of bounds", (long long)i);
  return false;
}

/* ---- encoding ---- */

bool out_room(Encoder *e, size_t more) {
  if (e->n + more <= e->cap) return true;
  size_t cap = (e->n + more) * 2;
  uint8_t *grown = memory_resize(e->ctx, e->data, cap);
  if (!grown) return raise_no_memory(e->ctx), false;
  e->data = grown, e->cap = cap;
  return true;
}

bool out_bytes(Encoder *e, const void *bytes, size_t n) {
  if (!out_room(e, n)) return false;
  if (!stop_copy(e->ctx, e->data + e->n, bytes, n)) return false;
  e->n += n;
  return true;
}

Value encoder_finish(Encoder *e, bool ok) {
  Value bytes = ok ? bytes_new(e->ctx, e->data, (int64_t)e->n) : V_NULL;
  memory_free(e->ctx, e->data);
  e->data = NULL;
  return bytes;
}

static bool refuse(Encoder *e, int64_t start, int64_t end) {
  if (!e->ctx->exc) raise_unicode(e->ctx, EXC_UnicodeEncodeError, e->name, e->str, start, end, e->reason);
  return false;
}

static bool put_ascii(Encoder *e, const char *text) {
  for (; *text; text++)
    if (!e->put(e, (uint8_t)*text)) return false;
  return true;
}

/* UTF-8, UTF-16 and UTF-32 can write surrogates if they must. */
static bool pass_surrogate(Encoder *e, uint32_t c) {
  if (e->codec == CODEC_ASCII || e->codec == CODEC_LATIN1 || e->codec == CODEC_OTHER || !is_surrogate(c)) return false;
  if (e->unit == 1) {
    uint8_t bytes[3] = {0xe0 | c >> 12, 0x80 | (c >> 6 & 0x3f), 0x80 | (c & 0x3f)};
    return out_bytes(e, bytes, 3);
  }
  return out_unit(e, c);
}

static bool supply(Encoder *e, Value replacement, int64_t start, int64_t end) {
  Ctx *ctx = e->ctx;
  if (has_kind(ctx, replacement, KIND_BYTES)) {
    Bytes *b = AS_BYTES(replacement);
    if (b->length % e->unit) return refuse(e, start, end);
    return out_bytes(e, b->data, (size_t)b->length);
  }
  for (int64_t i = 0; i < str_length(replacement); i++) {
    uint32_t c = str_at(replacement, i);
    /* only ASCII, in encodings of Unicode */
    bool taken = (e->codec != CODEC_ASCII && e->codec != CODEC_LATIN1 && e->codec != CODEC_OTHER && c > 127)
                     ? false
                     : e->put(e, c);
    if (!taken) return refuse(e, start, end);
    if (!CHECK_STOP_AT(ctx, i)) return false;
  }
  return true;
}

static bool call_encode_handler(Encoder *e, int64_t start, int64_t end, int64_t *next) {
  Ctx *ctx = e->ctx;
  Value exc,
      pair = ask(ctx, &e->callback, e->errors, EXC_UnicodeEncodeError, e->name, e->str, start, end, e->reason, &exc);
  if (!pair) return false;
  Value first = is_tuple(ctx, pair) && tuple_length(pair) == 2 ? tuple_item(pair, 0) : V_NULL;
  if (!first || (!is_str(ctx, first) && !has_kind(ctx, first, KIND_BYTES))) {
    raise_format(ctx, EXC_TypeError, "encoding error handler must return (str/bytes, int) tuple");
    return false;
  }
  if (!next_position(ctx, tuple_item(pair, 1), str_length(e->str), next)) return false;
  return supply(e, first, start, end);
}

bool encode_error(Encoder *e, int64_t start, int64_t end, int64_t *next) {
  ErrorHandler handler = handler_find(e->errors);
  char text[16];
  *next = end;
  if (handler == ERRORS_OTHER) return call_encode_handler(e, start, end, next);
  if (handler == ERRORS_IGNORE) return true;
  for (int64_t i = start; i < end; i++) {
    uint32_t c = str_at(e->str, i);
    if (!CHECK_STOP_AT(e->ctx, i)) return false;
    bool done = false;
    switch (handler) {
    case ERRORS_REPLACE: done = e->put(e, '?'); break;
    case ERRORS_XMLCHARREF: snprintf(text, sizeof text, "&#%u;", c), done = put_ascii(e, text); break;
    case ERRORS_BACKSLASH: escape_text(text, c), done = put_ascii(e, text); break;
    case ERRORS_SURROGATEESCAPE:
      done = c >= 0xdc80 && c <= 0xdcff && e->unit == 1 && out_byte(e, (uint8_t)(c - 0xdc00));
      if (!done) return refuse(e, i, end);
      break;
    case ERRORS_SURROGATEPASS: done = pass_surrogate(e, c); break;
    default: break;
    }
    if (!done) return refuse(e, start, end);
  }
  return true;
}

/* ---- decoding ---- */

static bool call_decode_handler(Decoder *d, int64_t start, int64_t end, const char *reason) {
  Ctx *ctx = d->ctx;
  Value exc,
      pair = ask(ctx, &d->callback, d->errors, EXC_UnicodeDecodeError, d->name, d->object, start, end, reason, &exc);
  if (!pair) return false;
  if (!is_tuple(ctx, pair) || tuple_length(pair) != 2 || !is_str(ctx, tuple_item(pair, 0)))
    return raise_format(ctx, EXC_TypeError, "decoding error handler must return (str, int) tuple"), false;
  /* the handler may have put other bytes into the exception */
  Value object = get_attr(ctx, exc, str_intern_c(ctx, "object"));
  if (!object) return false;
  if (!has_kind(ctx, object, KIND_BYTES))
    return raise_format(ctx, EXC_TypeError, "exception attribute object must be bytes"), false;
  d->object = object;
  d->data = AS_BYTES(object)->data;
  d->n = AS_BYTES(object)->length;
  if (!next_position(ctx, tuple_item(pair, 1), d->n, &d->at)) return false;
  sb_str(&d->sb, tuple_item(pair, 0));
  return true;
}

int passed_surrogate(CodecId codec, const uint8_t *p, int64_t left, uint32_t *c) {
  int size = codec == CODEC_UTF8 || codec == CODEC_UTF8_SIG    ? 3
             : codec >= CODEC_UTF16 && codec <= CODEC_UTF16_BE ? 2
             : codec >= CODEC_UTF32 && codec <= CODEC_UTF32_BE ? 4
                                                               : 0;
  if (!size || left < size) return 0;
  if (size == 3) {
    if (p[0] != 0xed || (p[1] & 0xc0) != 0x80 || (p[2] & 0xc0) != 0x80) return 0;
    *c = 0xd000u | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
  } else {
    *c = code_unit(p, size, codec == CODEC_UTF16_BE || codec == CODEC_UTF32_BE);
  }
  return is_surrogate(*c) ? size : 0;
}

bool decode_error(Decoder *d, int64_t start, int64_t end, const char *reason) {
  ErrorHandler handler = handler_find(d->errors);
  d->at = end;
  switch (handler) {
  case ERRORS_IGNORE: return true;
  case ERRORS_REPLACE: return sb_char(&d->sb, 0xfffd), true;
  case ERRORS_BACKSLASH:
    for (; start < end; start++) {
      char text[16];
      escape_text(text, d->data[start]);
      sb_ascii(&d->sb, text);
      if (!CHECK_STOP_AT(d->ctx, start)) return false;
    }
    return true;
  case ERRORS_SURROGATEESCAPE: {
    int64_t i = start;
    while (i < end && i < start + 4 && d->data[i] >= 0x80) sb_char(&d->sb, 0xdc00u + d->data[i++]);
    d->at = i;
    if (i > start) return true;
    break;
  }
  case ERRORS_SURROGATEPASS: {
    uint32_t c = 0;
    int size = passed_surrogate(d->codec, d->data + start, d->n - start, &c);
    if (!size) break;
    sb_char(&d->sb, c);
    d->at = start + size;
    return true;
  }
  case ERRORS_XMLCHARREF:
    raise_format(d->ctx, EXC_TypeError, "don't know how to handle UnicodeDecodeError in error callback");
    return false;
  case ERRORS_OTHER: return call_decode_handler(d, start, end, reason);
  default: break;
  }
  raise_unicode(d->ctx, EXC_UnicodeDecodeError, d->name, d->object, start, end, reason);
  return false;
}

void decoder_start(Decoder *d, Ctx *ctx, Value object, const uint8_t *data, int64_t n, const char *name, Value errors) {
  *d = (Decoder){.ctx = ctx,
                 .object = object,
                 .data = data,
                 .n = n,
                 .name = name,
                 .errors = errors,
                 .codec = CODEC_OTHER,
                 .final = true};
  sb_init(&d->sb, ctx);
}

Value decoder_finish(Decoder *d, bool ok, int64_t *consumed) {
  if (consumed) *consumed = d->at;
  if (ok) return sb_finish(&d->sb);
  sb_discard(&d->sb);
  return V_NULL;
}
