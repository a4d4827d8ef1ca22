/* UTF-8 that is well formed, which is nearly all: each direction in two passes, one that checks and counts, one that
 * writes into memory of the right size. What is not well formed is left to decode.c and encode.c, which know handlers.
 */
#include "text/codec/engine.h"
#include <string.h>

/* The program may be stopped between pieces of this length. */
#define PIECE (int64_t)0x10000
#define INLINED static inline __attribute__((always_inline))

INLINED uint64_t eight_bytes(const uint8_t *p) {
  uint64_t word;
  memcpy(&word, p, 8);
  return word;
}
INLINED bool all_ascii(uint64_t word) { return (word & 0x8080808080808080) == 0; }

int64_t ascii_run(Ctx *ctx, const uint8_t *s, int64_t i, int64_t n) {
  for (;;) {
    int64_t stop = n - i < PIECE ? n : i + PIECE;
    while (i + 8 <= stop && all_ascii(eight_bytes(s + i))) i += 8;
    while (i < stop && s[i] < 0x80) i++;
    if (i < stop || i == n) return i;
    if (!CHECK_STOP(ctx)) return -1;
  }
}

int utf8_sequence(const uint8_t *p, int64_t n, uint32_t *cp, int *length, const char **reason) {
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

/* ---- decoding ---- */

INLINED bool continues(uint8_t byte) { return (byte & 0xc0) == 0x80; }

/* The length of the sequence at p, of which n bytes are there; 0: it is wrong or not whole. */
INLINED int sequence_length(const uint8_t *p, int64_t n) {
  if (p[0] >= 0xc2 && p[0] < 0xe0) return n >= 2 && continues(p[1]) ? 2 : 0;
  if (p[0] > 0xe0 && p[0] < 0xf0 && p[0] != 0xed) return n >= 3 && continues(p[1]) && continues(p[2]) ? 3 : 0;
  uint32_t cp;
  int length;
  const char *reason;
  int size = utf8_sequence(p, n, &cp, &length, &reason);
  return size > 0 ? size : 0;
}

int64_t utf8_valid(Ctx *ctx, const uint8_t *s, int64_t n, int64_t *chars, int *kind) {
  int64_t i = 0, count = 0;
  uint8_t lead = 0; /* the largest: it says how wide the characters are */
  while (i < n) {
    int64_t stop = n - i < PIECE ? n : i + PIECE;
    while (i < stop) {
      if (s[i] < 0x80) {
        while (i + 8 <= stop && all_ascii(eight_bytes(s + i))) i += 8, count += 8;
        while (i < stop && s[i] < 0x80) i++, count++;
        continue;
      }
      int size = sequence_length(s + i, n - i);
      if (size == 0) goto done;
      if (s[i] > lead) lead = s[i];
      count++;
      i += size;
    }
    if (!CHECK_STOP(ctx)) return -1;
  }
done:
  *chars = count;
  *kind = lead < 0xc4 ? 1 : lead < 0xf0 ? 2 : 4;
  return i;
}

INLINED bool decode_as(Ctx *ctx, const uint8_t *s, int64_t n, int kind, void *out) {
  const uint8_t *end = s + n;
  int64_t at = 0;
  while (s < end) {
    const uint8_t *stop = end - s < PIECE ? end : s + PIECE;
    while (s < stop) {
      uint32_t c = *s;
      if (c < 0x80) {
        for (; stop - s >= 8 && all_ascii(eight_bytes(s)); s += 8, at += 8)
          for (int k = 0; k < 8; k++) char_put(kind, out, at + k, s[k]);
        for (; s < stop && *s < 0x80; s++) char_put(kind, out, at++, *s);
      } else if (c < 0xe0) {
        char_put(kind, out, at++, (c & 0x1f) << 6 | (s[1] & 0x3f));
        s += 2;
      } else if (c < 0xf0) {
        char_put(kind, out, at++, (c & 0xf) << 12 | (s[1] & 0x3fu) << 6 | (s[2] & 0x3f));
        s += 3;
      } else {
        char_put(kind, out, at++, (c & 7) << 18 | (s[1] & 0x3fu) << 12 | (s[2] & 0x3fu) << 6 | (s[3] & 0x3f));
        s += 4;
      }
    }
    if (!CHECK_STOP(ctx)) return false;
  }
  return true;
}

Value utf8_text(Ctx *ctx, const uint8_t *s, int64_t n, int64_t chars, int kind) {
  if (chars == n) return str_latin1(ctx, s, n);
  Str *out = str_alloc(ctx, kind, chars);
  if (!out) return V_NULL;
  bool done = kind == 1   ? decode_as(ctx, s, n, 1, out->data)
              : kind == 2 ? decode_as(ctx, s, n, 2, out->data)
                          : decode_as(ctx, s, n, 4, out->data);
  return done ? VAL(out) : V_NULL;
}

/* ---- encoding ---- */

/* Bytes that the characters from `at` to `stop` take; -1: there is a surrogate among them. */
INLINED int64_t encoded_size(const void *data, int64_t at, int64_t stop, int kind) {
  int64_t more = 0;
  uint32_t surrogates = 0;
  for (int64_t i = at; i < stop; i++) {
    uint32_t c = char_at(kind, data, i);
    more += c >= 0x80;
    if (kind > 1) more += c >= 0x800, surrogates |= (c & 0xfffff800) == 0xd800;
    if (kind > 2) more += c >= 0x10000;
  }
  return surrogates ? -1 : stop - at + more;
}

INLINED uint8_t *encode_piece(const void *data, int64_t at, int64_t stop, int kind, uint8_t *p) {
  for (int64_t i = at; i < stop; i++) {
    uint32_t c = char_at(kind, data, i);
    if (c < 0x80) {
      *p++ = (uint8_t)c;
    } else if (kind == 1 || c < 0x800) {
      p[0] = (uint8_t)(0xc0 | c >> 6), p[1] = 0x80 | (c & 0x3f);
      p += 2;
    } else if (kind == 2 || c < 0x10000) {
      p[0] = (uint8_t)(0xe0 | c >> 12), p[1] = 0x80 | (c >> 6 & 0x3f), p[2] = 0x80 | (c & 0x3f);
      p += 3;
    } else {
      p[0] = (uint8_t)(0xf0 | c >> 18), p[1] = 0x80 | (c >> 12 & 0x3f), p[2] = 0x80 | (c >> 6 & 0x3f);
      p[3] = 0x80 | (c & 0x3f);
      p += 4;
    }
  }
  return p;
}

INLINED Value encode_as(Ctx *ctx, Text t, int kind) {
  int64_t size = 0;
  for (int64_t at = 0; at < t.length; at += PIECE) {
    int64_t stop = t.length - at < PIECE ? t.length : at + PIECE;
    int64_t piece = encoded_size(t.data, at, stop, kind);
    if (piece < 0 || !CHECK_STOP(ctx)) return V_NULL;
    size += piece;
  }
  Value bytes = bytes_new(ctx, NULL, size);
  if (!bytes) return V_NULL;
  uint8_t *p = AS_BYTES(bytes)->data;
  for (int64_t at = 0; at < t.length; at += PIECE) {
    p = encode_piece(t.data, at, t.length - at < PIECE ? t.length : at + PIECE, kind, p);
    if (!CHECK_STOP(ctx)) return V_NULL;
  }
  return bytes;
}

Value utf8_bytes(Ctx *ctx, Text t) {
  if (t.kind == 1) return encode_as(ctx, t, 1);
  return t.kind == 2 ? encode_as(ctx, t, 2) : encode_as(ctx, t, 4);
}
