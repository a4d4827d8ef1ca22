/* Making strings: constructors, concatenation, substrings, equality, hash, interning.
 *
 * A Str's text has the smallest kind that fits (1, 2 or 4 bytes a code point), so equal strings have equal kinds and equal bytes. It lies
 * behind the struct, or in a Raw. A Raw used as append buffer starts with one word: how many bytes of text it holds. A string that
 * ends exactly there may be continued in place: the new string shares the buffer, the old one still sees its own, shorter text. */
#include "str.h"
#include <stdlib.h>

#define SHARE_MIN 64 /* bytes of text below which a concatenation simply copies */

typedef struct Interned { Value *slots; size_t mask, count; } Interned;

/* ---- construction ---- */

static Str *str_alloc(Ctx *ctx, int kind, int64_t length) {
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
    memcpy((uint8_t *)to + at * to_kind, from.data, (size_t)(from.length * to_kind));
    return;
  }
  for (int64_t i = 0; i < from.length; i++) char_put(to_kind, to, at + i, text_at(from, i));
}

static Value single(Ctx *ctx, uint32_t cp) {
  if (LIKELY(cp < 256 && ctx->chars[cp])) return ctx->chars[cp];
  int kind = kind_for(cp);
  Str *s = str_alloc(ctx, kind, 1);
  if (!s) return V_NULL;
  char_put(kind, s->data, 0, cp);
  if (cp < 0x80) s->h.flags = STR_ASCII;
  return VAL(s);
}

Value str_from_codepoint(Ctx *ctx, uint32_t cp) { return single(ctx, cp); }

static Value empty(Ctx *ctx) {
  if (UNLIKELY(!ctx->empty_str)) {
    Str *s = str_alloc(ctx, 1, 0);
    if (!s) return V_NULL;
    s->h.flags = STR_ASCII;
    ctx->empty_str = VAL(s);
  }
  return ctx->empty_str;
}

Value str_of_text(Ctx *ctx, Text t) {
  if (t.length <= 1) return t.length == 0 ? empty(ctx) : single(ctx, text_at(t, 0));
  uint32_t max = text_max(t);
  Str *s = str_alloc(ctx, kind_for(max), t.length);
  if (!s) return V_NULL;
  if (max == 0x7f) s->h.flags = STR_ASCII;
  text_copy(s->h.aux, s->data, 0, t);
  return VAL(s);
}

Value str_latin1(Ctx *ctx, const uint8_t *p, int64_t n) { return str_of_text(ctx, (Text){p, n, 1}); }
Value str_from_ascii(Ctx *ctx, const char *s) { return str_of_text(ctx, (Text){s, (int64_t)strlen(s), 1}); }
Value str_plain(Ctx *ctx, Value s) { return has_shape(s, ctx->shape.str) ? s : str_of_text(ctx, text_of(s)); }

/* Next code point of UTF-8 known to be well-formed but for surrogates; malformed bytes become U+FFFD one at a time. */
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
  }
  if (length == 1) return single(ctx, max);
  Str *s = str_alloc(ctx, kind_for(max), length);
  if (!s) return V_NULL;
  for (int64_t i = 0; i < length; i++) char_put(s->h.aux, s->data, i, utf8_next(&p, end));
  return VAL(s);
}

char *str_to_utf8(Ctx *ctx, Value v, size_t *n) {
  Text t = text_of(v);
  size_t bytes = 0;
  for (int64_t i = 0; i < t.length; i++) {
    uint32_t c = text_at(t, i);
    bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  }
  uint8_t *out = malloc(bytes + 1), *p = out;
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
  }
  *p = 0;
  if (n) *n = bytes;
  return (char *)out;
}

Value str_substring(Ctx *ctx, Value s, int64_t start, int64_t stop) {
  if (start < 0) start = 0;
  if (stop > str_length(s)) stop = str_length(s);
  if (start >= stop) return empty(ctx);
  if (start == 0 && stop == str_length(s) && has_shape(s, ctx->shape.str)) return s;
  if (str_is_ascii(s) && stop - start > 1) { /* no need to look at the text */
    Str *t = str_alloc(ctx, 1, stop - start);
    if (!t) return V_NULL;
    t->h.flags = STR_ASCII;
    memcpy(t->data, STR(s)->data + start, (size_t)(stop - start));
    return VAL(t);
  }
  return str_of_text(ctx, text_slice(text_of(s), start, stop));
}

/* ---- concatenation ---- */

static inline uint64_t *buffer_used(Raw *buffer) { return (uint64_t *)buffer->data; }
static inline uint8_t *buffer_text(Raw *buffer) { return buffer->data + 8; }

static Str *shared_str(Ctx *ctx, int kind, int64_t length, uint8_t flags, Raw *buffer, uint8_t *data) {
  Str *s = heap_alloc(ctx, ctx->shape.str, sizeof(Str));
  if (!s) return NULL;
  s->h.aux = kind;
  s->h.flags = flags | STR_CHAINED;
  s->length = length;
  s->data = data;
  s->buffer = buffer;
  return s;
}

Value str_concat(Ctx *ctx, Value a, Value b) {
  int64_t na = str_length(a), nb = str_length(b);
  if (nb == 0 && has_shape(a, ctx->shape.str)) return a;
  if (na == 0 && has_shape(b, ctx->shape.str)) return b;
  int64_t n = na + nb;
  if (n == 0) return empty(ctx);
  int ka = str_kind(a), kind = ka > str_kind(b) ? ka : str_kind(b);
  uint8_t ascii = STR(a)->h.flags & STR(b)->h.flags & STR_ASCII;
  size_t bytes = (size_t)n * kind;
  if (bytes < SHARE_MIN || !(STR(a)->h.flags & STR_CHAINED)) {
    Str *s = str_alloc(ctx, kind, n);
    if (!s) return V_NULL;
    s->h.flags = ascii | STR_CHAINED;
    text_copy(kind, s->data, 0, text_of(a));
    text_copy(kind, s->data, na, text_of(b));
    return VAL(s);
  }
  Raw *buffer = STR(a)->buffer;
  if (buffer && ka == kind) {
    uint64_t used = *buffer_used(buffer);
    size_t more = (size_t)nb * kind;
    if (STR(a)->data + (size_t)na * kind == buffer_text(buffer) + used && used + more + 8 <= (uint64_t)buffer->cap) {
      Str *s = shared_str(ctx, kind, n, ascii, buffer, STR(a)->data);
      if (!s) return V_NULL;
      text_copy(kind, STR(a)->data, na, text_of(b));
      *buffer_used(buffer) = used + more;
      return VAL(s);
    }
  }
  if (UNLIKELY(bytes > (size_t)1 << 50)) return raise_no_memory(ctx), V_NULL;
  buffer = raw_new(ctx, (int64_t)(8 + bytes + bytes / 2));
  if (!buffer) return V_NULL;
  *buffer_used(buffer) = bytes;
  text_copy(kind, buffer_text(buffer), 0, text_of(a));
  text_copy(kind, buffer_text(buffer), na, text_of(b));
  return VAL(shared_str(ctx, kind, n, ascii, buffer, buffer_text(buffer)));
}

Value str_concat_n(Ctx *ctx, const Value *items, int64_t n) {
  int kind = 1;
  int64_t length = 0;
  uint8_t ascii = STR_ASCII;
  for (int64_t i = 0; i < n; i++) {
    length += str_length(items[i]);
    if (str_length(items[i]) == 0) continue;
    if (str_kind(items[i]) > kind) kind = str_kind(items[i]);
    ascii &= STR(items[i])->h.flags;
  }
  if (length == 0) return empty(ctx);
  if (length == 1) {
    for (int64_t i = 0; i < n; i++)
      if (str_length(items[i])) return single(ctx, str_at(items[i], 0));
  }
  Str *s = str_alloc(ctx, kind, length);
  if (!s) return V_NULL;
  s->h.flags = ascii;
  int64_t at = 0;
  for (int64_t i = 0; i < n; i++) {
    text_copy(kind, s->data, at, text_of(items[i]));
    at += str_length(items[i]);
  }
  return VAL(s);
}

Value str_repeat(Ctx *ctx, Value v, int64_t n) {
  int64_t length = str_length(v);
  if (n <= 0 || length == 0) return empty(ctx);
  if (n == 1) return str_plain(ctx, v);
  int64_t total;
  if (__builtin_mul_overflow(length, n, &total) || total > INT64_MAX / 8) return raise_no_memory(ctx), V_NULL;
  int kind = str_kind(v);
  Str *s = str_alloc(ctx, kind, total);
  if (!s) return V_NULL;
  s->h.flags = STR(v)->h.flags & STR_ASCII;
  size_t unit = (size_t)length * kind, bytes = (size_t)total * kind;
  if (unit == 1) {
    memset(s->data, STR(v)->data[0], bytes);
    return VAL(s);
  }
  memcpy(s->data, STR(v)->data, unit);
  for (size_t done = unit; done < bytes;) {
    size_t step = done < bytes - done ? done : bytes - done;
    memcpy(s->data + done, s->data, step);
    done += step;
  }
  return VAL(s);
}

Value str_join(Ctx *ctx, Value sep, const Value *items, int64_t n) {
  if (n == 0) return empty(ctx);
  int64_t length = 0, nsep = str_length(sep);
  int kind = n > 1 && nsep ? str_kind(sep) : 1;
  uint8_t ascii = n > 1 && nsep ? STR(sep)->h.flags : STR_ASCII;
  for (int64_t i = 0; i < n; i++) {
    if (UNLIKELY(!has_kind(ctx, items[i], KIND_STR))) {
      raise_format(ctx, EXC_TypeError, "sequence item %lld: expected str instance, %T found", (long long)i, items[i]);
      return V_NULL;
    }
    if (__builtin_add_overflow(length, str_length(items[i]) + (i ? nsep : 0), &length)) return raise_no_memory(ctx), V_NULL;
    if (str_length(items[i]) == 0) continue;
    if (str_kind(items[i]) > kind) kind = str_kind(items[i]);
    ascii &= STR(items[i])->h.flags;
  }
  if (n == 1) return str_plain(ctx, items[0]);
  if (length <= 1) {
    if (length == 0) return empty(ctx);
    if (nsep) return str_plain(ctx, sep);
    return str_concat_n(ctx, items, n);
  }
  Str *s = str_alloc(ctx, kind, length);
  if (!s) return V_NULL;
  s->h.flags = ascii & STR_ASCII;
  int64_t at = 0;
  for (int64_t i = 0; i < n; i++) {
    if (i && nsep == 1) char_put(kind, s->data, at++, str_at(sep, 0));
    else if (i && nsep) text_copy(kind, s->data, at, text_of(sep)), at += nsep;
    text_copy(kind, s->data, at, text_of(items[i]));
    at += str_length(items[i]);
  }
  return VAL(s);
}

/* ---- access, equality, order, hash ---- */

bool is_str(Ctx *ctx, Value v) { return has_kind(ctx, v, KIND_STR); }
bool is_str_exact(Ctx *ctx, Value v) { return v && has_shape(v, ctx->shape.str); }
uint32_t str_at(Value s, int64_t i) { return char_at(str_kind(s), STR(s)->data, i); }

bool text_equal(Text a, Text b) {
  if (a.length != b.length) return false;
  if (a.kind == b.kind) return memcmp(a.data, b.data, (size_t)a.length * a.kind) == 0;
  for (int64_t i = 0; i < a.length; i++)
    if (text_at(a, i) != text_at(b, i)) return false;
  return true;
}

bool str_equal(Value a, Value b) {
  if (a == b) return true;
  Str *x = STR(a), *y = STR(b);
  if (x->length != y->length || x->h.aux != y->h.aux) return false;
  if (x->hash && y->hash && x->hash != y->hash) return false;
  return memcmp(x->data, y->data, (size_t)x->length * x->h.aux) == 0;
}

int str_cmp(Value a, Value b) {
  Text x = text_of(a), y = text_of(b);
  int64_t n = x.length < y.length ? x.length : y.length;
  if (x.kind == 1 && y.kind == 1) {
    int c = memcmp(x.data, y.data, (size_t)n);
    if (c) return c;
  } else {
    for (int64_t i = 0; i < n; i++) {
      uint32_t c = text_at(x, i), d = text_at(y, i);
      if (c != d) return c < d ? -1 : 1;
    }
  }
  return x.length < y.length ? -1 : x.length > y.length;
}

uint64_t str_hash(Ctx *ctx, Value v) {
  Str *s = STR(v);
  if (!s->hash) s->hash = hash_bytes(ctx, s->data, (size_t)s->length * s->h.aux);
  return s->hash;
}

/* ---- interning: open addressing, strong references; a program's names are few ---- */

static void mark_interned(Ctx *ctx, void *data) {
  Interned *table = data;
  for (size_t i = 0; i <= table->mask; i++)
    if (table->slots[i]) heap_mark(ctx, table->slots[i]);
}

static void free_interned(Ctx *ctx, void *data) {
  Interned *table = data;
  ctx->interned = NULL;
  free(table->slots);
  free(table);
}

static bool interned_grow(Interned *table) {
  size_t mask = table->mask * 2 + 1;
  Value *slots = calloc(mask + 1, sizeof(Value));
  if (!slots) return false;
  for (size_t i = 0; i <= table->mask; i++) {
    Value s = table->slots[i];
    if (!s) continue;
    size_t j = STR(s)->hash & mask;
    while (slots[j]) j = (j + 1) & mask;
    slots[j] = s;
  }
  free(table->slots);
  table->slots = slots;
  table->mask = mask;
  return true;
}

/* The scanner outlives the table only within ctx_destroy, where no collection runs. */
static Interned *interned_new(Ctx *ctx) {
  Interned *table = calloc(1, sizeof *table);
  if (!table) return NULL;
  table->mask = 2047;
  table->slots = calloc(table->mask + 1, sizeof(Value));
  if (!table->slots) {
    free(table);
    return NULL;
  }
  ctx->interned = table;
  heap_add_root_scanner(ctx, mark_interned, table);
  ctx_at_destroy(ctx, free_interned, table);
  return table;
}

Value str_intern(Ctx *ctx, Value v) {
  if (STR(v)->h.flags & STR_INTERNED) return v;
  Interned *table = ctx->interned ? ctx->interned : interned_new(ctx);
  if (!table || (table->count * 2 > table->mask && !interned_grow(table))) return raise_no_memory(ctx), V_NULL;
  uint64_t hash = str_hash(ctx, v);
  size_t i = hash & table->mask;
  for (; table->slots[i]; i = (i + 1) & table->mask)
    if (STR(table->slots[i])->hash == hash && str_equal(table->slots[i], v)) return table->slots[i];
  Value s = str_plain(ctx, v);
  if (!s) return V_NULL;
  if (STR(s)->buffer) { /* do not keep a large buffer alive for a name */
    Str *copy = str_alloc(ctx, str_kind(s), str_length(s));
    if (!copy) return V_NULL;
    copy->h.flags = STR(s)->h.flags & STR_ASCII;
    memcpy(copy->data, STR(s)->data, (size_t)copy->length * copy->h.aux);
    s = VAL(copy);
  }
  STR(s)->hash = hash;
  STR(s)->h.flags |= STR_INTERNED;
  table->slots[i] = s;
  table->count++;
  return s;
}

Value str_intern_c(Ctx *ctx, const char *ascii) {
  Value s = str_from_ascii(ctx, ascii);
  return s ? str_intern(ctx, s) : V_NULL;
}

/* ---- start ---- */

static const char *const name_texts[NAME_COUNT] = {
#define X(name) #name,
    NAMES(X)
#undef X
};

bool str_bootstrap(Ctx *ctx) {
  if (ctx->chars[255]) return true;
  if (!empty(ctx) || !str_intern(ctx, ctx->empty_str)) return false;
  for (uint32_t c = 0; c < 256; c++) {
    Value s = single(ctx, c);
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
