/* Concatenation, repetition, join.
 *
 * A Raw that is an append buffer starts with one word: how many bytes of text are in it. A string that ends exactly
 * there can be continued in place: the new string shares the buffer, and the old one still sees its own, shorter text.
 * So `s += x` is linear. Only a string that is itself the result of a concatenation (STR_CHAINED) gets such a buffer:
 * others are rarely appended to. */
#include "exception/exception.h"
#include "heap/heap.h"
#include "text/str.h"
#include "text/text.h"

#define SHARE_MIN 64 /* bytes of text below which a concatenation simply copies */

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
  if (n == 0) return str_empty(ctx);
  int ka = str_kind(a), kind = ka > str_kind(b) ? ka : str_kind(b);
  uint8_t ascii = AS_STR(a)->h.flags & AS_STR(b)->h.flags & STR_ASCII;
  size_t bytes = (size_t)n * kind;
  if (bytes < SHARE_MIN || !(AS_STR(a)->h.flags & STR_CHAINED)) {
    Str *s = str_alloc(ctx, kind, n);
    if (!s) return V_NULL;
    s->h.flags = ascii | STR_CHAINED;
    return text_copy_all(ctx, kind, s->data, 0, text_of(a)) && text_copy_all(ctx, kind, s->data, na, text_of(b))
               ? VAL(s)
               : V_NULL;
  }
  Raw *buffer = AS_STR(a)->buffer;
  if (buffer && ka == kind) {
    uint64_t used = *buffer_used(buffer);
    size_t more = (size_t)nb * kind;
    if (AS_STR(a)->data + (size_t)na * kind == buffer_text(buffer) + used && used + more + 8 <= (uint64_t)buffer->cap) {
      Str *s = shared_str(ctx, kind, n, ascii, buffer, AS_STR(a)->data);
      if (!s || !text_copy_all(ctx, kind, AS_STR(a)->data, na, text_of(b))) return V_NULL;
      *buffer_used(buffer) = used + more;
      return VAL(s);
    }
  }
  if (UNLIKELY(bytes > (size_t)1 << 50)) return raise_no_memory(ctx), V_NULL;
  buffer = raw_new(ctx, (int64_t)(8 + bytes + bytes / 2));
  if (!buffer) return V_NULL;
  *buffer_used(buffer) = bytes;
  if (!text_copy_all(ctx, kind, buffer_text(buffer), 0, text_of(a)) ||
      !text_copy_all(ctx, kind, buffer_text(buffer), na, text_of(b)))
    return V_NULL;
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
    ascii &= AS_STR(items[i])->h.flags;
  }
  if (length == 0) return str_empty(ctx);
  if (length == 1) {
    for (int64_t i = 0; i < n; i++)
      if (str_length(items[i])) return str_single(ctx, str_at(items[i], 0));
  }
  Str *s = str_alloc(ctx, kind, length);
  if (!s) return V_NULL;
  s->h.flags = ascii;
  int64_t at = 0;
  for (int64_t i = 0; i < n; i++) {
    if (!text_copy_all(ctx, kind, s->data, at, text_of(items[i]))) return V_NULL;
    at += str_length(items[i]);
  }
  return VAL(s);
}

Value str_repeat(Ctx *ctx, Value v, int64_t n) {
  int64_t length = str_length(v);
  if (n <= 0 || length == 0) return str_empty(ctx);
  if (n == 1) return str_plain(ctx, v);
  int64_t total;
  if (__builtin_mul_overflow(length, n, &total) || total > INT64_MAX / 8) return raise_no_memory(ctx), V_NULL;
  int kind = str_kind(v);
  Str *s = str_alloc(ctx, kind, total);
  if (!s) return V_NULL;
  s->h.flags = AS_STR(v)->h.flags & STR_ASCII;
  size_t unit = (size_t)length * kind, bytes = (size_t)total * kind;
  return stop_repeat(ctx, s->data, AS_STR(v)->data, unit, bytes) ? VAL(s) : V_NULL;
}

Value str_join(Ctx *ctx, Value sep, const Value *items, int64_t n) {
  if (!sep) return V_NULL;
  if (n == 0) return str_empty(ctx);
  int64_t length = 0, nsep = str_length(sep);
  int kind = n > 1 && nsep ? str_kind(sep) : 1;
  uint8_t ascii = n > 1 && nsep ? AS_STR(sep)->h.flags : STR_ASCII;
  for (int64_t i = 0; i < n; i++) {
    if (UNLIKELY(!has_shape(items[i], ctx->shape.str) && !has_kind(ctx, items[i], KIND_STR))) {
      raise_format(ctx, EXC_TypeError, "sequence item %lld: expected str instance, %T found", (long long)i, items[i]);
      return V_NULL;
    }
    if (__builtin_add_overflow(length, str_length(items[i]) + (i ? nsep : 0), &length))
      return raise_no_memory(ctx), V_NULL;
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
    if (str_length(items[i]) == 0) continue;
    if (str_kind(items[i]) > kind) kind = str_kind(items[i]);
    ascii &= AS_STR(items[i])->h.flags;
  }
  if (n == 1) return str_plain(ctx, items[0]);
  if (length <= 1) {
    if (length == 0) return str_empty(ctx);
    if (nsep) return str_plain(ctx, sep);
    return str_concat_n(ctx, items, n);
  }
  Str *s = str_alloc(ctx, kind, length);
  if (!s) return V_NULL;
  s->h.flags = ascii & STR_ASCII;
  int64_t at = 0;
  for (int64_t i = 0; i < n; i++) {
    if (i && nsep == 1) char_put(kind, s->data, at++, str_at(sep, 0));
    else if (i && nsep) {
      if (!text_copy_all(ctx, kind, s->data, at, text_of(sep))) return V_NULL;
      at += nsep;
    }
    Text item = text_of(items[i]);
    if (!CHECK_STOP(ctx)) return V_NULL;
    if (LIKELY(kind == 1 && item.length <= 16)) copy_short(s->data + at, item.data, (size_t)item.length);
    else if (!text_copy_all(ctx, kind, s->data, at, item)) return V_NULL;
    at += item.length;
  }
  return VAL(s);
}
