/* Strings: constructors, substrings, equality, order, hash, and the strings that exist from the start.
 *
 * The text of a Str has the smallest kind that fits (1, 2 or 4 bytes a code point), so equal strings have equal kinds
 * and equal bytes. It is after the struct, or in a Raw (see concat.c). */
#include "exception/exception.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "text/str.h"
#include "text/text.h"
#include <stdlib.h>

/* ---- construction ---- */

Str *str_alloc(Ctx *ctx, int kind, int64_t length) {
  if (UNLIKELY(length > (int64_t)1 << 48)) {
    raise_no_memory(ctx);
    return NULL;
  }
  Str *s = heap_alloc(ctx, ctx->shape.str, sizeof(Str) + (size_t)length * kind);
  if (UNLIKELY(!s)) return NULL;
  s->h.aux = kind;
  s->length = length;
  s->data = (uint8_t *)(s + 1);
  return s;
}

Value str_new(Ctx *ctx, int kind, int64_t length) { return VAL(str_alloc(ctx, kind, length)); }

static bool bytes_ascii(const uint8_t *p, int64_t n) {
  int64_t i = 0;
  for (; i + 8 <= n; i += 8) {
    uint64_t w;
    memcpy(&w, p + i, 8);
    if (w & 0x8080808080808080ull) return false;
  }
  for (; i < n; i++)
    if (p[i] & 0x80) return false;
  return true;
}

uint32_t text_max(Text t) {
  uint32_t all = 0;
  if (t.kind == 1) return bytes_ascii(t.data, t.length) ? 0x7f : 0xff;
  if (t.kind == 2) {
    const uint16_t *p = t.data;
    for (int64_t i = 0; i < t.length; i++) all |= p[i];
  } else {
    const uint32_t *p = t.data;
    for (int64_t i = 0; i < t.length; i++) all |= p[i];
  }
  return all < 0x80 ? 0x7f : all < 0x100 ? 0xff : all < 0x10000 ? 0xffff : 0x10ffff;
}

void text_copy(int to_kind, void *to, int64_t at, Text from) {
  if (to_kind == from.kind) {
    copy_short((uint8_t *)to + at * to_kind, from.data, (size_t)(from.length * to_kind));
    return;
  }
  for (int64_t i = 0; i < from.length; i++) char_put(to_kind, to, at + i, text_at(from, i));
}

#define AT_ONCE ((int64_t)1 << 18) /* characters, between two checks */

bool text_copy_long(Ctx *ctx, int to_kind, void *to, int64_t at, Text from) {
  for (; from.length > AT_ONCE; from = text_slice(from, AT_ONCE, from.length), at += AT_ONCE) {
    text_copy(to_kind, to, at, text_slice(from, 0, AT_ONCE));
    if (!CHECK_STOP(ctx)) return false;
  }
  text_copy(to_kind, to, at, from);
  return true;
}

uint32_t text_max_long(Ctx *ctx, Text t) {
  uint32_t max = 0x7f;
  for (; t.length > AT_ONCE; t = text_slice(t, AT_ONCE, t.length)) {
    uint32_t part = text_max(text_slice(t, 0, AT_ONCE));
    if (part > max) max = part;
    if (!CHECK_STOP(ctx)) return 0;
  }
  uint32_t part = text_max(t);
  return part > max ? part : max;
}

Value str_single(Ctx *ctx, uint32_t cp) {
  if (LIKELY(cp < 256 && ctx->chars[cp])) return ctx->chars[cp];
  int kind = kind_for(cp);
  Str *s = str_alloc(ctx, kind, 1);
  if (!s) return V_NULL;
  char_put(kind, s->data, 0, cp);
  if (cp < 0x80) s->h.flags = STR_ASCII;
  return VAL(s);
}

Value str_from_codepoint(Ctx *ctx, uint32_t cp) { return str_single(ctx, cp); }

Value str_empty(Ctx *ctx) {
  if (UNLIKELY(!ctx->empty_str)) {
    Str *s = str_alloc(ctx, 1, 0);
    if (!s) return V_NULL;
    s->h.flags = STR_ASCII;
    ctx->empty_str = VAL(s);
  }
  return ctx->empty_str;
}

Value str_of_text(Ctx *ctx, Text t) {
  if (t.length <= 1) return t.length == 0 ? str_empty(ctx) : str_single(ctx, text_at(t, 0));
  if (LIKELY(t.kind == 1 && t.length <= 256)) {
    Str *s = str_alloc(ctx, 1, t.length);
    if (!s) return V_NULL;
    if (bytes_ascii(t.data, t.length)) s->h.flags = STR_ASCII;
    return copy_short(s->data, t.data, (size_t)t.length), VAL(s);
  }
  uint32_t max = text_max_long(ctx, t);
  Str *s = max ? str_alloc(ctx, kind_for(max), t.length) : NULL;
  if (!s) return V_NULL;
  if (max == 0x7f) s->h.flags = STR_ASCII;
  return text_copy_all(ctx, s->h.aux, s->data, 0, t) ? VAL(s) : V_NULL;
}

Value str_latin1(Ctx *ctx, const uint8_t *p, int64_t n) { return str_of_text(ctx, (Text){p, n, 1}); }
Value str_from_ascii(Ctx *ctx, const char *s) { return str_of_text(ctx, (Text){s, (int64_t)strlen(s), 1}); }
Value str_plain(Ctx *ctx, Value s) { return has_shape(s, ctx->shape.str) ? s : str_of_text(ctx, text_of(s)); }

/* The next code point of UTF-8 that is well-formed except for surrogates; malformed bytes become U+FFFD one at a time.
 */
static uint32_t utf8_next(const uint8_t **p, const uint8_t *end) {
  const uint8_t *s = *p;
  uint32_t c = *s++;
  int more = c < 0x80 ? 0 : c >= 0xf0 && c < 0xf5 ? 3 : c >= 0xe0 ? 2 : c >= 0xc2 ? 1 : -1;
  if (c >= 0xf5 || more < 0 || end - s < more) {
    *p = s;
    return c < 0x80 ? c : 0xfffd;
  }
  uint32_t cp = more == 0 ? c : c & (0x3f >> more);
  for (int i = 0; i < more; i++) {
    if ((s[i] & 0xc0) != 0x80) {
      *p = s;
      return 0xfffd;
    }
    cp = cp << 6 | (s[i] & 0x3f);
  }
  *p = s + more;
  return cp > 0x10ffff ? 0xfffd : cp;
}

Value str_from_utf8(Ctx *ctx, const char *text, size_t n) {
  const uint8_t *p = (const uint8_t *)text, *end = p + n;
  if (bytes_ascii(p, (int64_t)n)) return str_latin1(ctx, p, (int64_t)n);
  int64_t length = 0;
  uint32_t max = 0;
  for (const uint8_t *q = p; q < end; length++) {
    uint32_t cp = utf8_next(&q, end);
    if (cp > max) max = cp;
    if (!CHECK_STOP_AT(ctx, length)) return V_NULL;
  }
  if (length == 1) return str_single(ctx, max);
  Str *s = str_alloc(ctx, kind_for(max), length);
  if (!s) return V_NULL;
  for (int64_t i = 0; i < length; i++) {
    char_put(s->h.aux, s->data, i, utf8_next(&p, end));
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
  }
  return VAL(s);
}

char *str_to_utf8(Ctx *ctx, Value v, size_t *n) {
  Text t = text_of(v);
  size_t bytes = 0;
  for (int64_t i = 0; i < t.length; i++) {
    uint32_t c = text_at(t, i);
    bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    if (!CHECK_STOP_AT(ctx, i)) return NULL;
  }
  uint8_t *out = memory_new(ctx, bytes + 1), *p = out;
  if (!out) {
    raise_no_memory(ctx);
    return NULL;
  }
  for (int64_t i = 0; i < t.length; i++) {
    uint32_t c = text_at(t, i);
    if (c < 0x80) {
      *p++ = c;
    } else if (c < 0x800) {
      *p++ = 0xc0 | c >> 6, *p++ = 0x80 | (c & 0x3f);
    } else if (c < 0x10000) {
      *p++ = 0xe0 | c >> 12, *p++ = 0x80 | (c >> 6 & 0x3f), *p++ = 0x80 | (c & 0x3f);
    } else {
      *p++ = 0xf0 | c >> 18, *p++ = 0x80 | (c >> 12 & 0x3f), *p++ = 0x80 | (c >> 6 & 0x3f), *p++ = 0x80 | (c & 0x3f);
    }
    if (!CHECK_STOP_AT(ctx, i)) return memory_free(ctx, out), NULL;
  }
  *p = 0;
  if (n) *n = bytes;
  return (char *)out;
}

Value str_substring(Ctx *ctx, Value s, int64_t start, int64_t stop) {
  if (start < 0) start = 0;
  if (stop > str_length(s)) stop = str_length(s);
  if (start >= stop) return str_empty(ctx);
  if (start == 0 && stop == str_length(s) && has_shape(s, ctx->shape.str)) return s;
  if (str_is_ascii(s) && stop - start > 1) { /* no need to look at the text */
    Str *t = str_alloc(ctx, 1, stop - start);
    if (!t) return V_NULL;
    t->h.flags = STR_ASCII;
    if (LIKELY(stop - start <= AT_ONCE))
      return copy_short(t->data, AS_STR(s)->data + start, (size_t)(stop - start)), VAL(t);
    return stop_copy(ctx, t->data, AS_STR(s)->data + start, (size_t)(stop - start)) ? VAL(t) : V_NULL;
  }
  return str_of_text(ctx, text_slice(text_of(s), start, stop));
}

/* ---- access, equality, order, hash ---- */

bool is_str_exact(Ctx *ctx, Value v) { return v && has_shape(v, ctx->shape.str); }
uint32_t str_at(Value s, int64_t i) { return char_at(str_kind(s), AS_STR(s)->data, i); }

bool text_equal(Text a, Text b) {
  if (a.length != b.length) return false;
  if (a.kind == b.kind) return memcmp(a.data, b.data, (size_t)a.length * a.kind) == 0;
  for (int64_t i = 0; i < a.length; i++)
    if (text_at(a, i) != text_at(b, i)) return false;
  return true;
}

bool str_equal_c(Value s, const char *ascii) {
  Text t = text_of(s);
  int64_t i = 0;
  while (i < t.length && ascii[i] && text_at(t, i) == (uint8_t)ascii[i]) i++;
  return i == t.length && !ascii[i];
}

/* Is there nothing but the characters left to compare? If so: how many bytes. */
static inline bool look_equal(const Str *x, const Str *y, size_t *n) {
  *n = (size_t)x->length * x->h.aux;
  return x->length == y->length && x->h.aux == y->h.aux && !(x->hash && y->hash && x->hash != y->hash);
}

bool str_equal(Value a, Value b) {
  size_t n;
  return a == b || (look_equal(AS_STR(a), AS_STR(b), &n) && memcmp(AS_STR(a)->data, AS_STR(b)->data, n) == 0);
}

int str_equal_soon(Value a, Value b) {
  size_t n;
  if (a == b) return 1;
  if (!look_equal(AS_STR(a), AS_STR(b), &n)) return 0;
  if (UNLIKELY(n > AT_ONCE)) return -1;
  return memcmp(AS_STR(a)->data, AS_STR(b)->data, n) == 0;
}

bool str_equal_long(Ctx *ctx, Value a, Value b, bool *equal) {
  size_t n;
  int order = 0;
  *equal = a == b || look_equal(AS_STR(a), AS_STR(b), &n);
  if (a == b || !*equal) return true;
  if (!stop_compare(ctx, AS_STR(a)->data, AS_STR(b)->data, n, &order)) return false;
  *equal = order == 0;
  return true;
}

uint64_t str_hash(Ctx *ctx, Value v) {
  Str *s = AS_STR(v);
  if (!s->hash) s->hash = hash_bytes(ctx, s->data, (size_t)s->length * s->h.aux);
  return s->hash;
}

bool str_hash_long(Ctx *ctx, Value v, uint64_t *out) {
  Str *s = AS_STR(v);
  if (!s->hash && !hash_long(ctx, s->data, (size_t)s->length * s->h.aux, &s->hash)) return s->hash = 0, false;
  return *out = s->hash, true;
}

/* ---- start ---- */

static const char *const name_texts[NAME_COUNT] = {
#define X(name) #name,
    NAMES(X)
#undef X
};

bool str_bootstrap(Ctx *ctx) {
  if (ctx->chars[255]) return true;
  if (!str_empty(ctx) || !str_intern(ctx, ctx->empty_str)) return false;
  for (uint32_t c = 0; c < 256; c++) {
    Value s = str_single(ctx, c);
    if (!s || !(ctx->chars[c] = str_intern(ctx, s))) return false;
  }
  for (int i = 0; i < NAME_COUNT; i++) {
    if (ctx->names[i]) continue;
    const char *text = name_texts[i];
    size_t n = strlen(text);
    if (text[n - 1] == '_' && text[0] != '_') n--; /* throw_, default_ */
    Value s = str_latin1(ctx, (const uint8_t *)text, (int64_t)n);
    if (!s || !(ctx->names[i] = str_intern(ctx, s))) return false;
  }
  return true;
}
