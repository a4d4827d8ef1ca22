/* Encoders of UTF-8, ASCII, Latin-1, UTF-16 and UTF-32. */
#include "text/codec/engine.h"
#include <string.h>

static bool put_utf8(Encoder *e, uint32_t c) {
  uint8_t b[4];
  if (c < 0x80) return out_byte(e, (uint8_t)c);
  if (c < 0x800) {
    b[0] = (uint8_t)(0xc0 | c >> 6), b[1] = 0x80 | (c & 0x3f);
    return out_bytes(e, b, 2);
  }
  if (is_surrogate(c)) return false;
  if (c < 0x10000) {
    b[0] = (uint8_t)(0xe0 | c >> 12), b[1] = 0x80 | (c >> 6 & 0x3f), b[2] = 0x80 | (c & 0x3f);
    return out_bytes(e, b, 3);
  }
  b[0] = (uint8_t)(0xf0 | c >> 18), b[1] = 0x80 | (c >> 12 & 0x3f), b[2] = 0x80 | (c >> 6 & 0x3f);
  b[3] = 0x80 | (c & 0x3f);
  return out_bytes(e, b, 4);
}
static bool put_ascii(Encoder *e, uint32_t c) { return c < 0x80 && out_byte(e, (uint8_t)c); }
static bool put_latin1(Encoder *e, uint32_t c) { return c < 0x100 && out_byte(e, (uint8_t)c); }

static bool put_utf16(Encoder *e, uint32_t c) {
  if (is_surrogate(c)) return false;
  if (c < 0x10000) return out_unit(e, c);
  return out_unit(e, 0xd7c0 + (c >> 10)) && out_unit(e, 0xdc00 | (c & 0x3ff));
}
static bool put_utf32(Encoder *e, uint32_t c) { return !is_surrogate(c) && out_unit(e, c); }

Value codec_encode_as(Ctx *ctx, Value str, CodecId codec, Value errors) {
  Text t = text_of(str);
  bool narrow = codec <= CODEC_LATIN1;
  if (str_is_ascii(str) && narrow && codec != CODEC_UTF8_SIG) return bytes_new(ctx, t.data, t.length);
  if (codec == CODEC_LATIN1 && t.kind == 1) return bytes_new(ctx, t.data, t.length);
  if (codec == CODEC_UTF8) {
    Value bytes = utf8_bytes(ctx, t);
    if (bytes || ctx->exc) return bytes;
  }
  Encoder e = {.ctx = ctx, .str = str, .name = codec_name(codec), .errors = errors, .codec = codec, .unit = 1};
  e.reason = codec == CODEC_ASCII    ? "ordinal not in range(128)"
             : codec == CODEC_LATIN1 ? "ordinal not in range(256)"
                                     : "surrogates not allowed";
  e.put = put_utf8;
  if (codec == CODEC_ASCII) e.put = put_ascii;
  else if (codec == CODEC_LATIN1) e.put = put_latin1;
  else if (codec >= CODEC_UTF32) e.put = put_utf32, e.unit = 4;
  else if (codec >= CODEC_UTF16) e.put = put_utf16, e.unit = 2;
  bool ok = out_room(&e, (size_t)t.length * (size_t)e.unit + 8);
  if (ok && (codec == CODEC_UTF8_SIG || codec == CODEC_UTF16 || codec == CODEC_UTF32)) ok = e.put(&e, 0xfeff);
  for (int64_t i = 0; ok && i < t.length;) {
    if (!CHECK_STOP(ctx)) {
      ok = false;
    } else if (LIKELY(e.put(&e, text_at(t, i)))) {
      i++;
    } else if (ctx->exc) {
      ok = false;
    } else {
      int64_t end = i + 1;
      uint32_t limit = codec == CODEC_ASCII ? 0x80 : 0x100;
      /* utf-16 and utf-32 report surrogates one by one, the others in ranges */
      if (codec == CODEC_ASCII || codec == CODEC_LATIN1)
        for (; ok && end < t.length && text_at(t, end) >= limit; end++) ok = CHECK_STOP_AT(ctx, end);
      else if (e.unit == 1)
        for (; ok && end < t.length && is_surrogate(text_at(t, end)); end++) ok = CHECK_STOP_AT(ctx, end);
      ok = ok && encode_error(&e, i, end, &i);
    }
  }
  return encoder_finish(&e, ok);
}
