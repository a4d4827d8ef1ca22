/* Decoders of UTF-8, ASCII, Latin-1, UTF-16 and UTF-32. */
#include "text/codec/engine.h"
#include <string.h>

/* ---- UTF-8 ---- */

/* One sequence at p, of which `n` bytes are there: its length, 0 when it is wrong, -1 when it is good as far as it
 * goes. *length: the bytes that an error covers, the longest valid prefix. Which second byte is allowed depends on the
 * first (Unicode's table of well-formed sequences). */
static int utf8_sequence(const uint8_t *p, int64_t n, uint32_t *cp, int *length, const char **reason) {
  uint8_t c = p[0];
  int more = c >= 0xc2 && c < 0xe0 ? 1 : c >= 0xe0 && c < 0xf0 ? 2 : c >= 0xf0 && c < 0xf5 ? 3 : 0;
  uint8_t low = c == 0xe0 ? 0xa0 : c == 0xf0 ? 0x90 : 0x80, high = c == 0xed ? 0x9f : c == 0xf4 ? 0x8f : 0xbf;
  *length = 1;
  if (!more) return *reason = "invalid start byte", 0;
  uint32_t value = c & (0x3fu >> more);
  for (int k = 1; k <= more; k++) {
    *length = k;
    if (k >= n) return *reason = "unexpected end of data", -1;
    if (p[k] < (k > 1 ? 0x80 : low) || p[k] > (k > 1 ? 0xbf : high)) return *reason = "invalid continuation byte", 0;
    value = value << 6 | (p[k] & 0x3f);
  }
  *cp = value;
  return more + 1;
}

static int64_t ascii_run(const uint8_t *s, int64_t i, int64_t n) {
  while (i + 8 <= n) {
    uint64_t word;
    memcpy(&word, s + i, 8);
    if (word & 0x8080808080808080) break;
    i += 8;
  }
  while (i < n && s[i] < 0x80) i++;
  return i;
}

/* How far data is valid; counts its characters and finds the largest. */
static int64_t utf8_valid(Ctx *ctx, const uint8_t *s, int64_t n, int64_t *chars, uint32_t *max) {
  int64_t i = 0, count = 0;
  uint32_t cp = 0, largest = 0x7f;
  int length;
  const char *reason;
  for (int64_t rounds = 0; i < n; rounds++) {
    if (s[i] < 0x80) {
      int64_t end = ascii_run(s, i, n);
      count += end - i;
      i = end;
    } else {
      int size = utf8_sequence(s + i, n - i, &cp, &length, &reason);
      if (size <= 0) break;
      if (cp > largest) largest = cp;
      count++;
      i += size;
    }
    if (!CHECK_STOP_AT(ctx, rounds)) return -1;
  }
  *chars = count;
  *max = largest;
  return i;
}

static Value utf8_text(Ctx *ctx, const uint8_t *s, int64_t n, int64_t chars, uint32_t max) {
  if (chars == n) return str_latin1(ctx, s, n);
  int kind = kind_for(max);
  Str *out = str_alloc(ctx, kind, chars);
  if (!out) return V_NULL;
  int64_t at = 0;
  for (int64_t i = 0; i < n;) {
    if (s[i] < 0x80) {
      int64_t end = ascii_run(s, i, n);
      text_copy(kind, out->data, at, (Text){s + i, end - i, 1});
      at += end - i;
      i = end;
      continue;
    }
    uint32_t c = s[i];
    int size = c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    uint32_t cp = c & (0x7fu >> size);
    for (int k = 1; k < size; k++) cp = cp << 6 | (s[i + k] & 0x3f);
    char_put(kind, out->data, at++, cp);
    i += size;
    if (!CHECK_STOP(ctx)) return V_NULL;
  }
  return VAL(out);
}

static bool decode_utf8(Decoder *d) {
  while (d->at < d->n) {
    const uint8_t *s = d->data;
    if (!CHECK_STOP(d->ctx)) return false;
    if (s[d->at] < 0x80) {
      int64_t end = ascii_run(s, d->at, d->n);
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
    } else if (size < 0 && !d->final) {
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
    int64_t end = ascii_run(d->data, d->at, d->n);
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
    uint32_t max;
    int64_t valid = codec == CODEC_UTF8 ? utf8_valid(ctx, data, n, &chars, &max) : ascii_run(data, 0, n);
    if (valid < 0) return V_NULL;
    if (codec == CODEC_ASCII) chars = valid, max = 0x7f;
    if (valid == n) {
      if (consumed) *consumed = n;
      return utf8_text(ctx, data, n, chars, max);
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
