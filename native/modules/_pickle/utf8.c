/* UTF-8 in pickles, in which lone surrogates have three bytes. Short texts are encoded and decoded here; what is long,
 * and what is wrong, by the codec. */
#include "modules/_pickle/pickle.h"

enum { SHORT_TEXT = 4096, SHORT_BYTES = 1 << 16 };

/* ---- writing ---- */

static inline __attribute__((always_inline)) size_t encoded_size(Text t, int kind) {
  size_t n = 0;
  for (int64_t i = 0; i < t.length; i++) {
    uint32_t c = char_at(kind, t.data, i);
    n += 1 + (c >= 0x80) + (c >= 0x800) + (c >= 0x10000);
  }
  return n;
}
static inline __attribute__((always_inline)) void encode(uint8_t *p, Text t, int kind) {
  for (int64_t i = 0; i < t.length; i++) {
    uint32_t c = char_at(kind, t.data, i);
    if (c < 0x80) {
      *p++ = (uint8_t)c;
      continue;
    }
    if (c < 0x800) {
      *p++ = (uint8_t)(0xc0 | c >> 6);
    } else {
      if (c < 0x10000) {
        *p++ = (uint8_t)(0xe0 | c >> 12);
      } else {
        *p++ = (uint8_t)(0xf0 | c >> 18);
        *p++ = (uint8_t)(0x80 | (c >> 12 & 0x3f));
      }
      *p++ = (uint8_t)(0x80 | (c >> 6 & 0x3f));
    }
    *p++ = (uint8_t)(0x80 | (c & 0x3f));
  }
}
bool utf8_size(Text t, size_t *size) {
  if (t.length > SHORT_TEXT) return false;
  *size = t.kind == 1 ? encoded_size(t, 1) : t.kind == 2 ? encoded_size(t, 2) : encoded_size(t, 4);
  return true;
}
void utf8_put(uint8_t *p, Text t) {
  if (t.kind == 1) encode(p, t, 1);
  else if (t.kind == 2) encode(p, t, 2);
  else encode(p, t, 4);
}

/* ---- reading ---- */

/* One character from *p on; *p is after it. The bytes are good. */
static inline uint32_t next_char(const uint8_t **p) {
  const uint8_t *s = *p;
  uint32_t c = *s;
  if (c < 0x80) return *p = s + 1, c;
  if (c < 0xe0) return *p = s + 2, (c & 0x1f) << 6 | (s[1] & 0x3f);
  if (c < 0xf0) return *p = s + 3, (c & 0x0f) << 12 | (uint32_t)(s[1] & 0x3f) << 6 | (s[2] & 0x3f);
  *p = s + 4;
  return (c & 7) << 18 | (uint32_t)(s[1] & 0x3f) << 12 | (uint32_t)(s[2] & 0x3f) << 6 | (s[3] & 0x3f);
}
static inline bool follows(uint8_t byte) { return (byte & 0xc0) == 0x80; }
/* How many characters they are, and the largest; -1: they are not all good. */
static int64_t check(const uint8_t *p, const uint8_t *end, uint32_t *largest) {
  int64_t n = 0;
  uint32_t max = 0, c;
  for (; p < end; n++) {
    c = *p;
    if (c < 0x80) {
      p++;
      continue;
    }
    int size = c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    if (c < 0xc2 || c > 0xf4 || end - p < size || !follows(p[1]) || (size > 2 && !follows(p[2])) ||
        (size > 3 && !follows(p[3])))
      return -1;
    c = next_char(&p);
    if (size > 2 && (c < (size == 3 ? 0x800u : 0x10000u) || c > 0x10ffff)) return -1;
    if (c > max) max = c;
  }
  *largest = max;
  return n;
}
static bool is_ascii(const uint8_t *p, size_t n) {
  uint64_t bits = 0, word;
  for (; n >= 8; p += 8, n -= 8) memcpy(&word, p, 8), bits |= word;
  for (; n; p++, n--) bits |= *p;
  return !(bits & 0x8080808080808080u);
}

Value utf8_decode(Ctx *ctx, const uint8_t *p, size_t n) {
  uint32_t largest = 0;
  int64_t length;
  if (LIKELY(n < SHORT_BYTES)) {
    if (n < 2) {
      if (n == 0) return ctx->empty_str;
      if (*p < 0x80) return ctx->chars[*p];
    }
    if (LIKELY(is_ascii(p, n))) {
      Str *s = str_alloc(ctx, 1, (int64_t)n);
      if (!s) return V_NULL;
      s->h.flags = STR_ASCII;
      copy_short(s->data, p, n);
      return VAL(s);
    }
    if ((length = check(p, p + n, &largest)) == 1) return char_str(ctx, largest);
    if (length > 0) {
      Str *s = str_alloc(ctx, kind_for(largest), length);
      if (!s) return V_NULL;
      if (s->h.aux == 1)
        for (int64_t i = 0; i < length; i++) s->data[i] = (uint8_t)next_char(&p);
      else if (s->h.aux == 2)
        for (int64_t i = 0; i < length; i++) ((uint16_t *)s->data)[i] = (uint16_t)next_char(&p);
      else
        for (int64_t i = 0; i < length; i++) ((uint32_t *)s->data)[i] = next_char(&p);
      return VAL(s);
    }
  }
  Value bytes = bytes_new(ctx, p, (int64_t)n), errors = str_intern_c(ctx, "surrogatepass");
  if (!bytes || !errors) return V_NULL;
  return codec_decode_as(ctx, bytes, AS_BYTES(bytes)->data, (int64_t)n, CODEC_UTF8, errors, true, NULL, NULL);
}
