/* Decoders of UTF-8 (what is well formed: utf8.c), ASCII, Latin-1, UTF-16 and UTF-32. */
#include "text/codec/engine.h"
#include <string.h>

/* ---- UTF-8 that is not well formed ---- */

/* The beginning of a surrogate at the end of the data, which a handler may want to see as a whole. */
static bool begins_surrogate(const Decoder *d) {
  const uint8_t *s = d->data + d->at;
  return d->n - d->at == 2 && s[0] == 0xed && s[1] >= 0xa0 && s[1] <= 0xbf;
}

static bool decode_utf8(Decoder *d) {
  while (d->at < d->n) {
    const uint8_t *s = d->data;
    if (!CHECK_STOP(d->ctx)) return false;
    if (s[d->at] < 0x80) {
      int64_t end = ascii_run(d->ctx, s, d->at, d->n);
      if (end < 0) return false;
      sb_text(&d->sb, (Text){s + d->at, end - d->at, 1});
      d->at = end;
      continue;
    }
    uint32_t cp = 0;
    int length;
    const char *reason;
    int size = utf8_sequence(s + d->at, d->n - d->at, &cp, &length, &reason);
    if (size > 0) {
      sb_char(&d->sb, cp);
      d->at += size;
    } else if (!d->final && (size < 0 || begins_surrogate(d))) {
      return true;
    } else if (!decode_error(d, d->at, d->at + length, reason)) {
      return false;
    }
  }
  return true;
}

/* ---- the others ---- */

static bool decode_ascii(Decoder *d) {
  while (d->at < d->n) {
    if (!CHECK_STOP(d->ctx)) return false;
    int64_t end = ascii_run(d->ctx, d->data, d->at, d->n);
    if (end < 0) return false;
    if (end > d->at) {
      sb_text(&d->sb, (Text){d->data + d->at, end - d->at, 1});
      d->at = end;
    } else if (!decode_error(d, d->at, d->at + 1, "ordinal not in range(128)")) {
      return false;
    }
  }
  return true;
}

static bool decode_utf16(Decoder *d) {
  bool big = d->codec == CODEC_UTF16_BE;
  while (d->at < d->n) {
    if (!CHECK_STOP_AT(d->ctx, d->at >> 1)) return false;
    int64_t i = d->at, end = i + 2;
    const char *reason = NULL;
    bool incomplete = false;
    uint32_t c = 0, low = 0;
    if (end > d->n) {
      reason = "truncated data", end = d->n, incomplete = true;
    } else if (c = code_unit(d->data + i, 2, big), is_surrogate(c)) {
      if (c >= 0xdc00) {
        reason = "illegal encoding";
      } else if (i + 4 > d->n) {
        reason = "unexpected end of data", end = d->n, incomplete = true;
      } else {
        low = code_unit(d->data + i + 2, 2, big);
        if (low < 0xdc00 || low >= 0xe000) reason = "illegal UTF-16 surrogate";
        else c = 0x10000 + ((c & 0x3ff) << 10 | (low & 0x3ff)), end = i + 4;
      }
    }
    if (!reason) sb_char(&d->sb, c), d->at = end;
    else if (incomplete && !d->final) return true;
    else if (!decode_error(d, i, end, reason)) return false;
  }
  return true;
}

static bool decode_utf32(Decoder *d) {
  bool big = d->codec == CODEC_UTF32_BE;
  while (d->at < d->n) {
    if (!CHECK_STOP_AT(d->ctx, d->at >> 2)) return false;
    int64_t i = d->at, end = i + 4;
    const char *reason = NULL;
    uint32_t c = 0;
    if (end > d->n) {
      if (!d->final) return true;
      reason = "truncated data", end = d->n;
    } else {
      c = code_unit(d->data + i, 4, big);
      if (c > 0x10ffff) reason = "code point not in range(0x110000)";
      else if (is_surrogate(c)) reason = "code point in surrogate code point range(0xd800, 0xe000)";
    }
    if (!reason) sb_char(&d->sb, c), d->at = end;
    else if (!decode_error(d, i, end, reason)) return false;
  }
  return true;
}

/* A byte order mark decides utf-16 and utf-32; without one they are little-endian. false: too few bytes to know. */
static bool take_signature(Decoder *d, int *order) {
  bool wide = d->codec == CODEC_UTF32;
  int size = wide ? 4 : 2, found = order ? *order : 0;
  if (!found && d->n >= size) {
    uint32_t little = code_unit(d->data, size, false), big = code_unit(d->data, size, true);
    if (little == 0xfeff) found = -1;
    else if (big == 0xfeff) found = 1;
    if (found) d->at = size;
  } else if (!found && !d->final) {
    return false;
  }
  if (order) *order = found;
  d->codec = (wide ? CODEC_UTF32_LE : CODEC_UTF16_LE) + (found > 0);
  d->name = codec_name(d->codec);
  return true;
}

Value codec_decode_as(Ctx *ctx, Value object, const uint8_t *data, int64_t n, CodecId codec, Value errors, bool final,
                      int64_t *consumed, int *order) {
  if (codec == CODEC_LATIN1) {
    if (consumed) *consumed = n;
    return str_latin1(ctx, data, n);
  }
  if (codec == CODEC_UTF8_SIG) {
    codec = CODEC_UTF8;
    if (n >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0) { /* positions of errors count from after it */
      data += 3, n -= 3;
      object = bytes_new(ctx, data, n);
      if (!object) return V_NULL;
    }
  }
  if (codec == CODEC_UTF8 || codec == CODEC_ASCII) {
    int64_t chars;
    int kind = 1;
    int64_t valid = codec == CODEC_UTF8 ? utf8_valid(ctx, data, n, &chars, &kind) : ascii_run(ctx, data, 0, n);
    if (valid < 0) return V_NULL;
    if (codec == CODEC_ASCII) chars = valid;
    if (valid == n) {
      if (consumed) *consumed = n;
      return utf8_text(ctx, data, n, chars, kind);
    }
  }
  Decoder d;
  decoder_start(&d, ctx, object, data, n, codec_name(codec), errors);
  d.codec = codec;
  d.final = final;
  bool ok = true;
  if ((codec == CODEC_UTF16 || codec == CODEC_UTF32) && !take_signature(&d, order)) codec = CODEC_OTHER;
  if (codec == CODEC_UTF8) ok = decode_utf8(&d);
  else if (codec == CODEC_ASCII) ok = decode_ascii(&d);
  else if (codec >= CODEC_UTF16 && codec <= CODEC_UTF16_BE) ok = decode_utf16(&d);
  else if (codec >= CODEC_UTF32 && codec <= CODEC_UTF32_BE) ok = decode_utf32(&d);
  return decoder_finish(&d, ok, consumed);
}
