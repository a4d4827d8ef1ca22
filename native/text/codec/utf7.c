/* UTF-7 (RFC 2152): runs of other characters are UTF-16 in base64 between + and -. */
#include "text/codec/engine.h"
#include <string.h>

static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static int base64_value(uint8_t c) {
  const char *at = c ? strchr(base64, c) : NULL;
  return at ? (int)(at - base64) : -1;
}
/* Characters that stand for themselves when we encode. */
static bool direct(uint32_t c) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) return true;
  return c && c < 128 && strchr("'(),-./:? \t\n\r!\"#$%&*;<=>@[]^_`{|}", (int)c);
}

Value utf7_encode(Ctx *ctx, Value str) {
  Text t = text_of(str);
  Encoder e = {.ctx = ctx, .str = str, .unit = 1};
  bool ok = true, shifted = false;
  uint32_t bits = 0;
  int have = 0;
  for (int64_t i = 0; ok && i < t.length; i++) {
    uint32_t c = text_at(t, i);
    if (!CHECK_STOP_AT(ctx, i)) ok = false;
    if (direct(c)) {
      if (shifted) {
        if (have) ok = ok && out_byte(&e, (uint8_t)base64[bits << (6 - have) & 63]);
        shifted = false, have = 0, bits = 0;
        if (c == '-' || base64_value((uint8_t)c) >= 0) ok = ok && out_byte(&e, '-');
      }
      ok = ok && out_byte(&e, (uint8_t)c);
      continue;
    }
    if (!shifted) {
      ok = ok && out_byte(&e, '+');
      if (c == '+') {
        ok = ok && out_byte(&e, '-');
        continue;
      }
      shifted = true;
    }
    uint32_t units[2] = {c, 0};
    int n = 1;
    if (c >= 0x10000) units[0] = 0xd7c0 + (c >> 10), units[1] = 0xdc00 | (c & 0x3ff), n = 2;
    for (int k = 0; k < n; k++) {
      bits = (bits & 63) << 16 | (units[k] & 0xffff); /* fewer than six are left */
      have += 16;
      for (; have >= 6; have -= 6) ok = ok && out_byte(&e, (uint8_t)base64[bits >> (have - 6) & 63]);
      bits &= (1u << have) - 1;
    }
  }
  if (shifted) {
    if (have) ok = ok && out_byte(&e, (uint8_t)base64[bits << (6 - have) & 63]);
    ok = ok && out_byte(&e, '-');
  }
  return encoder_finish(&e, ok);
}

typedef struct Shift {
  bool on;
  int64_t start; /* of the run: its + */
  int64_t text;  /* where the output was then */
  uint32_t bits;
  int have;
  uint32_t high; /* a surrogate that waits for its other half */
} Shift;

static void put_unit(Decoder *d, Shift *s, uint32_t unit) {
  if (s->high) {
    uint32_t high = s->high;
    s->high = 0;
    if (unit >= 0xdc00 && unit < 0xe000) {
      sb_char(&d->sb, 0x10000 + ((high & 0x3ff) << 10 | (unit & 0x3ff)));
      return;
    }
    sb_char(&d->sb, high);
  }
  if (unit >= 0xd800 && unit < 0xdc00) s->high = unit;
  else sb_char(&d->sb, unit);
}

Value utf7_decode(Ctx *ctx, Value object, const uint8_t *data, int64_t n, Value errors, bool final, int64_t *consumed) {
  Decoder d;
  Shift s = {0};
  decoder_start(&d, ctx, object, data, n, "utf7", errors);
  bool ok = true;
  while (ok && d.at < d.n) {
    uint8_t c = d.data[d.at];
    const char *reason = NULL;
    int64_t from = d.at;
    if (!CHECK_STOP(ctx)) {
      ok = false;
      break;
    }
    if (s.on) {
      int value = base64_value(c);
      if (value >= 0) {
        s.bits = s.bits << 6 | (uint32_t)value;
        s.have += 6;
        d.at++;
        if (s.have >= 16) {
          s.have -= 16;
          put_unit(&d, &s, s.bits >> s.have);
          s.bits &= (1u << s.have) - 1;
        }
        continue;
      }
      s.on = false;
      if (s.have >= 6) reason = "partial character in base64 sequence";
      else if (s.bits) reason = "non-zero padding bits in base64 sequence";
      if (reason) {
        d.at++;
      } else {
        if (s.high && c < 128) sb_char(&d.sb, s.high), s.high = 0;
        if (c == '-') d.at++;
        else if (c >= 128) reason = "unexpected special character", d.at++;
      }
      if (reason) from = s.start;
    } else if (c == '+') {
      if (d.at + 1 < d.n && d.data[d.at + 1] == '-') {
        sb_char(&d.sb, '+');
        d.at += 2;
      } else if (d.at + 1 < d.n && base64_value(d.data[d.at + 1]) < 0) {
        d.at += 2;
        reason = "ill-formed sequence";
      } else {
        s = (Shift){.on = true, .start = d.at, .text = d.sb.length};
        d.at++;
      }
    } else if (c < 128) {
      sb_char(&d.sb, c);
      d.at++;
    } else {
      d.at++;
      reason = "unexpected special character";
    }
    if (reason) ok = decode_error(&d, from, d.at, reason);
  }
  if (ok && s.on && final) {
    if (s.high || s.have >= 6 || (s.have > 0 && s.bits))
      ok = decode_error(&d, s.start, d.n, "unterminated shift sequence");
  } else if (ok && s.on) { /* the run comes again, from its start */
    d.at = s.start;
    Value text = decoder_finish(&d, true, consumed);
    return text ? str_substring(ctx, text, 0, s.text) : V_NULL;
  }
  return decoder_finish(&d, ok, consumed);
}
