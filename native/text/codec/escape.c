/* Escape sequences as in literals: unicode_escape, raw_unicode_escape, and those of bytes (escape_encode). */
#include "object/object.h"
#include "text/codec/engine.h"
#include "text/unicode_names.h"
#include <string.h>

static int hex_digit(uint8_t c) {
  if (c >= '0' && c <= '9') return c - '0';
  c |= 32;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}
static const char *simple_escape(uint32_t c) {
  switch (c) {
  case '\t': return "\\t";
  case '\n': return "\\n";
  case '\r': return "\\r";
  case '\\': return "\\\\";
  default: return NULL;
  }
}

Value unicode_escape_encode(Ctx *ctx, Value str, bool raw) {
  Text t = text_of(str);
  Encoder e = {.ctx = ctx, .str = str, .unit = 1};
  bool ok = out_room(&e, (size_t)t.length + 1);
  for (int64_t i = 0; ok && i < t.length; i++) {
    uint32_t c = text_at(t, i);
    char text[16];
    const char *simple = raw ? NULL : simple_escape(c);
    if (!CHECK_STOP_AT(ctx, i)) ok = false;
    else if (simple) ok = out_bytes(&e, simple, 2);
    else if (raw ? c < 0x100 : c >= 32 && c < 127) ok = out_byte(&e, (uint8_t)c);
    else ok = out_bytes(&e, text, (size_t)escape_text(text, c));
  }
  return encoder_finish(&e, ok);
}

/* What a simple escape in a literal means; -1: it is none. */
static int simple_meaning(uint8_t c) {
  switch (c) {
  case '\\':
  case '\'':
  case '"': return c;
  case 'a': return 7;
  case 'b': return 8;
  case 'f': return 12;
  case 'n': return 10;
  case 'r': return 13;
  case 't': return 9;
  case 'v': return 11;
  default: return -1;
  }
}

static bool invalid_escape(Ctx *ctx, const char *prefix, uint32_t c, bool octal, uint32_t value) {
  Value message = octal
                      ? str_format_c(ctx,
                                     "%s\"\\%c%c%c\" is an invalid octal escape sequence. Such sequences will not work "
                                     "in the future. ",
                                     prefix, (int)('0' + (value >> 6)), (int)('0' + (value >> 3 & 7)),
                                     (int)('0' + (value & 7)))
                      : str_format_c(ctx,
                                     "%s\"\\%U\" is an invalid escape sequence. Such sequences will not work in the "
                                     "future. ",
                                     prefix, char_str(ctx, c));
  return warn_deprecated(ctx, message);
}

/* \N{name} at d->at. */
static bool decode_name(Decoder *d) {
  const uint8_t *p = d->data + d->at;
  int64_t left = d->n - d->at;
  const uint8_t *close = left > 3 && p[2] == '{' ? memchr(p + 3, '}', (size_t)left - 3) : NULL;
  if (!close || close == p + 3) {
    if (!d->final && (left < 3 || (p[2] == '{' && !close))) return false; /* for later, without exception */
    int64_t end = d->at + 2;
    if (left > 2 && p[2] == '{') end = close ? close + 1 - d->data : d->n;
    return decode_error(d, d->at, end, "malformed \\N character escape");
  }
  int64_t c = unicode_named((const char *)p + 3, (size_t)(close - p - 3));
  int64_t end = close + 1 - d->data;
  if (c < 0) return decode_error(d, d->at, end, "unknown Unicode character name");
  sb_char(&d->sb, (uint32_t)c);
  d->at = end;
  return true;
}

/* \xhh, \uhhhh, \Uhhhhhhhh at d->at. */
static bool decode_hex(Decoder *d, uint8_t letter) {
  int digits = letter == 'x' ? 2 : letter == 'u' ? 4 : 8, have = 0;
  uint32_t value = 0;
  int64_t at = d->at + 2;
  for (; have < digits && at < d->n && hex_digit(d->data[at]) >= 0; have++, at++)
    value = value << 4 | (uint32_t)hex_digit(d->data[at]);
  if (have == digits && value <= 0x10ffff) {
    sb_char(&d->sb, value);
    d->at = at;
    return true;
  }
  if (have == digits)
    return decode_error(d, d->at, at, d->name[0] == 'r' ? "\\Uxxxxxxxx out of range" : "illegal Unicode character");
  if (at == d->n && !d->final) return false;
  return decode_error(d, d->at, at,
                      letter == 'x'   ? "truncated \\xXX escape"
                      : letter == 'u' ? "truncated \\uXXXX escape"
                                      : "truncated \\UXXXXXXXX escape");
}

static bool decode_backslash(Decoder *d, bool *warned) {
  if (d->at + 1 >= d->n) return d->final && decode_error(d, d->at, d->n, "\\ at end of string");
  uint8_t c = d->data[d->at + 1];
  int meaning = simple_meaning(c);
  if (c == '\n') {
    d->at += 2;
  } else if (meaning >= 0) {
    sb_char(&d->sb, (uint32_t)meaning);
    d->at += 2;
  } else if (c >= '0' && c <= '7') {
    uint32_t value = 0;
    int64_t at = d->at + 1;
    for (; at < d->n && at < d->at + 4 && d->data[at] >= '0' && d->data[at] <= '7'; at++)
      value = value << 3 | (d->data[at] - '0');
    sb_char(&d->sb, value);
    d->at = at;
    if (value > 0377 && !*warned) return *warned = true, invalid_escape(d->ctx, "", c, true, value);
  } else if (c == 'x' || c == 'u' || c == 'U') {
    return decode_hex(d, c);
  } else if (c == 'N') {
    return decode_name(d);
  } else {
    sb_char(&d->sb, '\\');
    sb_char(&d->sb, c);
    d->at += 2;
    if (!*warned) return *warned = true, invalid_escape(d->ctx, "", c, false, 0);
  }
  return true;
}

Value unicode_escape_decode(Ctx *ctx, Value object, const uint8_t *data, int64_t n, Value errors, bool raw, bool final,
                            int64_t *consumed) {
  Decoder d;
  decoder_start(&d, ctx, object, data, n, raw ? "rawunicodeescape" : "unicodeescape", errors);
  d.final = final;
  bool ok = true, warned = false;
  while (ok && d.at < d.n) {
    if (!CHECK_STOP(ctx)) {
      ok = false;
    } else if (d.data[d.at] != '\\') {
      sb_char(&d.sb, d.data[d.at++]);
    } else if (!raw) {
      ok = decode_backslash(&d, &warned);
    } else if (d.at + 1 == d.n) {
      if (!final) break;
      sb_char(&d.sb, d.data[d.at++]);
    } else if (d.data[d.at + 1] == 'u' || d.data[d.at + 1] == 'U') {
      ok = decode_hex(&d, d.data[d.at + 1]);
    } else { /* two backslashes, for example: the second one escapes nothing */
      sb_char(&d.sb, '\\');
      sb_char(&d.sb, d.data[d.at + 1]);
      d.at += 2;
    }
    if (!ok && !ctx->exc) { /* incomplete */
      ok = true;
      break;
    }
  }
  return decoder_finish(&d, ok, consumed);
}

/* ---- bytes ---- */

Value bytes_escape_encode(Ctx *ctx, Value bytes) {
  Bytes *b = AS_BYTES(bytes);
  Encoder e = {.ctx = ctx, .unit = 1};
  bool ok = out_room(&e, (size_t)b->length + 1);
  for (int64_t i = 0; ok && i < b->length; i++) {
    uint8_t c = b->data[i];
    char text[16];
    const char *simple = c == '\'' ? "\\'" : simple_escape(c);
    if (!CHECK_STOP_AT(ctx, i)) ok = false;
    else if (simple) ok = out_bytes(&e, simple, 2);
    else if (c >= 32 && c < 127) ok = out_byte(&e, c);
    else ok = out_bytes(&e, text, (size_t)escape_text(text, c));
  }
  return encoder_finish(&e, ok);
}

Value bytes_escape_decode(Ctx *ctx, const uint8_t *p, int64_t n, Value errors) {
  Encoder e = {.ctx = ctx, .unit = 1};
  bool ok = out_room(&e, (size_t)n + 1), warned = false;
  for (int64_t i = 0; ok && i < n;) {
    if (!CHECK_STOP(ctx)) ok = false;
    if (p[i] != '\\') {
      ok = ok && out_byte(&e, p[i++]);
      continue;
    }
    if (i + 1 == n) {
      raise_format(ctx, EXC_ValueError, "Trailing \\ in string");
      ok = false;
      break;
    }
    uint8_t c = p[i + 1];
    int meaning = simple_meaning(c);
    if (c == '\n') {
      i += 2;
    } else if (meaning >= 0) {
      ok = ok && out_byte(&e, (uint8_t)meaning);
      i += 2;
    } else if (c >= '0' && c <= '7') {
      uint32_t value = 0;
      int64_t end = i + 4;
      for (i++; i < n && i < end && p[i] >= '0' && p[i] <= '7'; i++) value = value << 3 | (p[i] - '0');
      ok = ok && out_byte(&e, (uint8_t)value);
      if (ok && value > 0377 && !warned) warned = true, ok = invalid_escape(ctx, "b", c, true, value);
    } else if (c == 'x' && i + 3 < n && hex_digit(p[i + 2]) >= 0 && hex_digit(p[i + 3]) >= 0) {
      ok = ok && out_byte(&e, (uint8_t)(hex_digit(p[i + 2]) << 4 | hex_digit(p[i + 3])));
      i += 4;
    } else if (c == 'x') {
      ErrorHandler handler = handler_find(errors);
      if (handler == ERRORS_STRICT) {
        raise_format(ctx, EXC_ValueError, "invalid \\x escape at position %lld", (long long)i);
        ok = false;
      } else if (handler == ERRORS_REPLACE) {
        ok = ok && out_byte(&e, '?');
      } else if (handler != ERRORS_IGNORE) {
        raise_format(ctx, EXC_ValueError, "decoding error; unknown error handling code: %U", errors);
        ok = false;
      }
      i += 2;
      if (i < n && hex_digit(p[i]) >= 0) i++;
    } else {
      ok = ok && out_byte(&e, '\\') && out_byte(&e, c);
      i += 2;
      if (ok && !warned) warned = true, ok = invalid_escape(ctx, "b", c, false, 0);
    }
  }
  return encoder_finish(&e, ok);
}
