/* Finding text in text, and the methods built on it: find, index, count, startswith, replace, removeprefix, in. */
#define _GNU_SOURCE
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "number/number.h"
#include "object/object.h"
#include "text/str/methods.h"
#include "text/text.h"
#include <stdlib.h>

/* ---- search ---- */

/* The needle in the haystack's kind, which is no smaller: the needle itself, or a widened copy (malloc'ed into *copy).
 * NULL = exception. */
static const void *needle_in_kind(Ctx *ctx, Text t, Text sub, void *room, size_t room_size, void **copy) {
  *copy = NULL;
  if (sub.kind == t.kind) return sub.data;
  size_t n = (size_t)sub.length * t.kind;
  void *wide = n <= room_size ? room : (*copy = memory_new(ctx, n));
  if (!wide) return raise_no_memory(ctx), NULL;
  if (text_copy_all(ctx, t.kind, wide, 0, sub)) return wide;
  memory_free(ctx, *copy);
  *copy = NULL;
  return NULL;
}

#define PIECE ((int64_t)1 << 20) /* bytes that the C library may look at between two checks */

static int64_t find_char(Ctx *ctx, Text t, uint32_t cp) {
  if (kind_for(cp) > t.kind) return -1;
  if (t.kind == 1) {
    const uint8_t *from = t.data, *p = from, *near = from + (t.length < 16 ? t.length : 16), *end = from + t.length;
    for (; p < near; p++)
      if (*p == cp) return p - from; /* near: cheaper than a call */
    for (; p < end; p += PIECE) {
      const uint8_t *at = memchr(p, (int)cp, (size_t)(end - p < PIECE ? end - p : PIECE));
      if (at) return at - from;
      if (!CHECK_STOP(ctx)) return -2;
    }
    return -1;
  }
  for (int64_t i = 0; i < t.length; i++) {
    if (text_at(t, i) == cp) return i;
    if (!CHECK_STOP_AT(ctx, i)) return -2;
  }
  return -1;
}

/* Finds long needles by a rolling hash (Karp and Rabin 1987): linear, but for texts made to deceive it. */
static int64_t find_by_hash(Ctx *ctx, const uint8_t *p, int64_t length, const uint8_t *needle, int64_t n) {
  const uint64_t base = 0x9e3779b97f4a7c15ull;
  uint64_t wanted = 0, hash = 0, top = 1; /* top = base ** n */
  for (int64_t i = 0; i < n; i++) {
    wanted = wanted * base + needle[i];
    hash = hash * base + p[i];
    top *= base;
    if (!CHECK_STOP_AT(ctx, i)) return -2;
  }
  for (int64_t i = 0;; i++) {
    if (hash == wanted) {
      if (memcmp(p + i, needle, (size_t)n) == 0) return i;
      if (!CHECK_STOP(ctx)) return -2;
    }
    if (i + n >= length) return -1;
    hash = hash * base + p[i + n] - top * p[i];
    if (!CHECK_STOP_AT(ctx, i)) return -2;
  }
}

/* memmem, which is linear in glibc, piece by piece. The offset, -1, or -2. */
static int64_t find_in_pieces(Ctx *ctx, const uint8_t *p, int64_t length, const uint8_t *needle, int64_t n) {
  if (n > PIECE / 4 && length >= n) return find_by_hash(ctx, p, length, needle, n);
  for (int64_t i = 0; i + n <= length; i += PIECE) {
    int64_t left = length - i, window = left < PIECE + n - 1 ? left : PIECE + n - 1;
    const uint8_t *at = memmem(p + i, (size_t)window, needle, (size_t)n);
    if (at) return at - p;
    if (!CHECK_STOP(ctx)) return -2;
  }
  return -1;
}

/* Sixteen places at a time: where both the needle's first and last byte fit, the rest is compared. Texts that fool this
 * filter again and again go to memmem. n >= 2. The offset, -1, or -2. */
static int64_t find_bytes(Ctx *ctx, const uint8_t *from, int64_t length, const uint8_t *needle, int64_t n) {
  typedef uint8_t Bytes16 __attribute__((vector_size(16), aligned(1)));
  if (length < n) return -1;
  const uint8_t *p = from, *last = from + length - n; /* the last place where it can start */
  Bytes16 first_byte = (Bytes16){0} + needle[0], last_byte = (Bytes16){0} + needle[n - 1];
  size_t misses = 0;
  for (; last - p >= 16; p += 16) {
    Bytes16 hits = (Bytes16)(*(const Bytes16 *)p == first_byte) & (Bytes16)(*(const Bytes16 *)(p + n - 1) == last_byte);
    uint64_t half[2];
    memcpy(half, &hits, 16);
    for (int h = 0; h < 2; h++) {
      for (uint64_t mask = half[h] & 0x0101010101010101ull; mask; mask &= mask - 1) {
        const uint8_t *at = p + h * 8 + __builtin_ctzll(mask) / 8;
        if (n == 2 || memcmp(at + 1, needle + 1, (size_t)n - 2) == 0) return at - from;
        misses++;
      }
    }
    if (misses > 64) {
      int64_t skipped = p + 16 - from, at = find_in_pieces(ctx, p + 16, length - skipped, needle, n);
      return at < 0 ? at : at + skipped;
    }
    if (UNLIKELY(((uintptr_t)p & 0xfff0) == 0) && !CHECK_STOP(ctx)) return -2;
  }
  for (; p <= last; p++)
    if (*p == needle[0] && memcmp(p, needle, (size_t)n) == 0) return p - from;
  return -1;
}

int64_t text_find(Ctx *ctx, Text t, Text sub) {
  if (sub.length == 0) return 0;
  if (sub.length > t.length) return -1;
  if (sub.length == 1) return find_char(ctx, t, text_at(sub, 0));
  if (sub.kind > t.kind) return -1; /* a str has the smallest kind: this one has a code point that t has not */
  if (t.kind == 1 && sub.kind == 1) return find_bytes(ctx, t.data, t.length, sub.data, sub.length);
  uint32_t room[64];
  void *copy;
  const void *needle = needle_in_kind(ctx, t, sub, room, sizeof room, &copy);
  if (!needle) return -2;
  const uint8_t *base = t.data;
  int64_t n = sub.length * t.kind, length = t.length * t.kind, from = 0, at;
  /* a hit that starts inside a code point does not count */
  while ((at = find_in_pieces(ctx, base + from, length - from, needle, n)) >= 0 && (from + at) % t.kind) {
    from += at + 1;
    if (!CHECK_STOP(ctx)) at = -2;
    if (at < 0) break;
  }
  memory_free(ctx, copy);
  return at < 0 ? at : (from + at) / t.kind;
}

int64_t text_rfind(Ctx *ctx, Text t, Text sub) {
  if (sub.length == 0) return t.length;
  if (sub.length > t.length || sub.kind > t.kind) return -1;
  uint32_t room[64];
  void *copy;
  const void *needle = needle_in_kind(ctx, t, sub, room, sizeof room, &copy);
  if (!needle) return -2;
  size_t n = (size_t)sub.length * t.kind;
  uint32_t last = text_at(sub, sub.length - 1);
  int64_t i = t.length - sub.length;
  for (; i >= 0; i--) {
    if (!CHECK_STOP(ctx)) {
      i = -2;
      break;
    }
    if (text_at(t, i + sub.length - 1) != last) continue;
    if (memcmp((const uint8_t *)t.data + i * t.kind, needle, n) == 0) break;
  }
  memory_free(ctx, copy);
  return i;
}

static int64_t count_byte(Ctx *ctx, const uint8_t *p, int64_t n, uint8_t c) {
  int64_t count = 0;
  for (int64_t i = 0; i < n; i += PIECE) {
    int64_t end = n - i < PIECE ? n : i + PIECE;
    for (int64_t k = i; k < end; k++) count += p[k] == c; /* vectorizes */
    if (!CHECK_STOP(ctx)) return -2;
  }
  return count;
}

int64_t text_count(Ctx *ctx, Text t, Text sub, int64_t max) {
  if (sub.length == 0) return t.length + 1 < max ? t.length + 1 : max;
  int64_t count = 0;
  if (sub.length == 1 && t.kind == 1 && sub.kind == 1) {
    count = count_byte(ctx, t.data, t.length, *(const uint8_t *)sub.data);
    return count < max ? count : max;
  }
  while (count < max) {
    int64_t at = text_find(ctx, t, sub);
    if (at == -2 || !CHECK_STOP(ctx)) return -2;
    if (at < 0) break;
    count++;
    t = text_slice(t, at + sub.length, t.length);
  }
  return count;
}

int64_t str_find(Ctx *ctx, Value s, Value sub, int64_t start, int64_t end, int direction) {
  int64_t n = str_length(s);
  if (start < 0 && (start += n) < 0) start = 0;
  if (end < 0 && (end += n) < 0) end = 0;
  if (end > n) end = n;
  if (start > end) return -1;
  Text t = text_slice(text_of(s), start, end);
  int64_t at = direction >= 0 ? text_find(ctx, t, text_of(sub)) : text_rfind(ctx, t, text_of(sub));
  return at < 0 ? at : at + start;
}

/* ---- arguments ---- */

static bool bound(Ctx *ctx, Value v, int64_t *out) {
  if (!v || v == V_NONE) return true;
  if (is_int(v)) return *out = int_val(v), true;
  if (!is_int_value(ctx, v) && !class_of(ctx, v)->ops.index) {
    raise_format(ctx, EXC_TypeError, "slice indices must be integers or None or have an __index__ method");
    return false;
  }
  return object_index_i64(ctx, v, out, true);
}

bool range_arguments(Ctx *ctx, Value start, Value end, int64_t length, int64_t *from, int64_t *to) {
  *from = 0;
  *to = INT64_MAX;
  if (!bound(ctx, start, from) || !bound(ctx, end, to)) return false;
  if (*to > length) *to = length;
  if (*to < 0 && (*to += length) < 0) *to = 0;
  if (*from < 0 && (*from += length) < 0) *from = 0;
  return true;
}

bool need_str(Ctx *ctx, Value v, const char *what) {
  if (is_str(ctx, v)) return true;
  raise_format(ctx, EXC_TypeError, "%s must be str, not %A", what, v);
  return false;
}

/* ---- methods ---- */

/* find, rfind, index, rindex, count share their arguments. -2: exception. */
static int64_t search(Ctx *ctx, Value self, const Value *args, uint32_t nargs, const char *what, int direction) {
  int64_t from, to;
  if (!need_str(ctx, args[0], what)) return -2;
  if (!range_arguments(ctx, nargs > 1 ? args[1] : V_NULL, nargs > 2 ? args[2] : V_NULL, str_length(self), &from, &to))
    return -2;
  if (from > to) return direction ? -1 : 0;
  Text t = text_slice(text_of(self), from, to), sub = text_of(args[0]);
  if (direction == 0) return text_count(ctx, t, sub, INT64_MAX);
  int64_t at = direction > 0 ? text_find(ctx, t, sub) : text_rfind(ctx, t, sub);
  return at < 0 ? at : at + from;
}

static Value found_or_raise(Ctx *ctx, int64_t at) {
  if (at == -1) raise_format(ctx, EXC_ValueError, "substring not found");
  return at < 0 ? V_NULL : int_tag(at);
}

SHARED_METHOD(str_m_find) {
  int64_t at = search(ctx, self, args, nargs, "find() argument 1", 1);
  return at == -2 ? V_NULL : int_tag(at);
}
SHARED_METHOD(str_m_rfind) {
  int64_t at = search(ctx, self, args, nargs, "rfind() argument 1", -1);
  return at == -2 ? V_NULL : int_tag(at);
}
SHARED_METHOD(str_m_index) { return found_or_raise(ctx, search(ctx, self, args, nargs, "index() argument 1", 1)); }
SHARED_METHOD(str_m_rindex) { return found_or_raise(ctx, search(ctx, self, args, nargs, "rindex() argument 1", -1)); }
SHARED_METHOD(str_m_count) {
  int64_t n = search(ctx, self, args, nargs, "count() argument 1", 0);
  return n < 0 ? V_NULL : int_tag(n);
}

int text_at_end(Ctx *ctx, Text t, Text sub, bool end) {
  if (sub.length > t.length) return 0;
  t = end ? text_slice(t, t.length - sub.length, t.length) : text_slice(t, 0, sub.length);
  for (int64_t at = 0; at < sub.length; at += PIECE) {
    int64_t to = sub.length - at < PIECE ? sub.length : at + PIECE;
    if (!text_equal(text_slice(t, at, to), text_slice(sub, at, to))) return 0;
    if (!CHECK_STOP(ctx)) return -1;
  }
  return 1;
}

static Value starts_or_ends(Ctx *ctx, Value self, const Value *args, uint32_t nargs, bool end) {
  const char *name = end ? "endswith" : "startswith";
  int64_t from, to;
  Value start = nargs > 1 ? args[1] : V_NULL, stop = nargs > 2 ? args[2] : V_NULL;
  if (!range_arguments(ctx, start, stop, str_length(self), &from, &to)) return V_NULL;
  Text t = from <= to ? text_slice(text_of(self), from, to) : (Text){NULL, -1, 1};
  if (is_str(ctx, args[0])) {
    int there = text_at_end(ctx, t, text_of(args[0]), end);
    return there < 0 ? V_NULL : bool_tag(there);
  }
  if (!is_tuple(ctx, args[0])) {
    raise_format(ctx, EXC_TypeError, "%s first arg must be str or a tuple of str, not %T", name, args[0]);
    return V_NULL;
  }
  Tuple *tuple = (Tuple *)args[0];
  for (int64_t i = 0; i < tuple->length; i++) {
    if (!is_str(ctx, tuple->items[i])) {
      raise_format(ctx, EXC_TypeError, "tuple for %s must only contain str, not %T", name, tuple->items[i]);
      return V_NULL;
    }
    int there = text_at_end(ctx, t, text_of(tuple->items[i]), end);
    if (there || !CHECK_STOP(ctx)) return there > 0 ? V_TRUE : V_NULL;
  }
  return V_FALSE;
}
SHARED_METHOD(str_m_startswith) { return starts_or_ends(ctx, self, args, nargs, false); }
SHARED_METHOD(str_m_endswith) { return starts_or_ends(ctx, self, args, nargs, true); }

SHARED_METHOD(str_m_removeprefix) {
  if (!need_str(ctx, args[0], "removeprefix() argument")) return V_NULL;
  int cut = text_at_end(ctx, text_of(self), text_of(args[0]), false);
  if (cut < 0) return V_NULL;
  return str_substring(ctx, self, cut ? str_length(args[0]) : 0, str_length(self));
}
SHARED_METHOD(str_m_removesuffix) {
  if (!need_str(ctx, args[0], "removesuffix() argument")) return V_NULL;
  int cut = text_at_end(ctx, text_of(self), text_of(args[0]), true);
  if (cut < 0) return V_NULL;
  return str_substring(ctx, self, 0, str_length(self) - (cut ? str_length(args[0]) : 0));
}

/* ---- replace ---- */

/* One byte for another: no search, no counting. */
static Value replace_byte(Ctx *ctx, Value self, uint8_t from, uint8_t to) {
  Text t = text_of(self);
  const uint8_t *p = t.data;
  const uint8_t *first;
  if (!stop_find(ctx, p, from, (size_t)t.length, &first)) return V_NULL;
  if (!first) return str_plain(ctx, self);
  Value out = str_new(ctx, 1, t.length);
  if (!out) return V_NULL;
  uint8_t *q = AS_STR(out)->data;
  for (int64_t i = 0; i < t.length; i += PIECE) {
    int64_t end = t.length - i < PIECE ? t.length : i + PIECE;
    for (int64_t k = i; k < end; k++) q[k] = p[k] == from ? to : p[k];
    if (!CHECK_STOP(ctx)) return V_NULL;
  }
  uint32_t highest = text_max_long(ctx, text_of(out));
  if (highest == 0x7f) AS_STR(out)->h.flags = STR_ASCII;
  return highest ? out : V_NULL;
}

static Value replace(Ctx *ctx, Value self, Text from, Text to, int64_t max) {
  Text t = text_of(self);
  if (max >= t.length && t.length > 1 && t.kind == 1 && from.length == 1 && to.length == 1 && from.kind == 1 &&
      to.kind == 1)
    return replace_byte(ctx, self, *(const uint8_t *)from.data, *(const uint8_t *)to.data);
  int64_t count = max ? text_count(ctx, t, from, max) : 0;
  if (count <= 0) return count < 0 ? V_NULL : str_plain(ctx, self);
  int kind = t.kind > to.kind ? t.kind : to.kind;
  int64_t length;
  if (__builtin_mul_overflow(to.length - from.length, count, &length) ||
      __builtin_add_overflow(length, t.length, &length) || length > INT64_MAX / 8) {
    raise_format(ctx, EXC_OverflowError, "replace string is too long");
    return V_NULL;
  }
  if (length <= 1 || t.kind > to.kind) { /* may become a narrower kind: let the builder decide */
    StrBuilder sb;
    sb_init(&sb, ctx);
    for (int64_t i = 0; i < count; i++) {
      int64_t at = from.length ? text_find(ctx, t, from) : i > 0;
      if (at < 0 || !CHECK_STOP(ctx)) return sb_discard(&sb), V_NULL;
      sb_text(&sb, text_slice(t, 0, at));
      sb_text(&sb, to);
      t = text_slice(t, at + from.length, t.length);
    }
    sb_text(&sb, t);
    return sb_finish(&sb);
  }
  Value out = str_new(ctx, kind, length);
  if (!out) return V_NULL;
  int64_t n = 0;
  for (int64_t i = 0; i < count; i++) {
    int64_t at = from.length ? text_find(ctx, t, from) : i > 0;
    if (at < 0 || !CHECK_STOP(ctx)) return V_NULL;
    if (!text_copy_all(ctx, kind, AS_STR(out)->data, n, text_slice(t, 0, at)) ||
        !text_copy_all(ctx, kind, AS_STR(out)->data, n + at, to))
      return V_NULL;
    n += at + to.length;
    t = text_slice(t, at + from.length, t.length);
  }
  if (!text_copy_all(ctx, kind, AS_STR(out)->data, n, t)) return V_NULL;
  if (kind > 1) return str_of_text(ctx, text_of(out)); /* perhaps all wide characters were replaced */
  uint32_t highest = text_max_long(ctx, text_of(out));
  if (highest == 0x7f) AS_STR(out)->h.flags = STR_ASCII;
  return highest ? out : V_NULL;
}

SHARED_METHOD(str_m_replace) {
  int64_t count = -1;
  if (!need_str(ctx, args[0], "replace() argument 1") || !need_str(ctx, args[1], "replace() argument 2")) return V_NULL;
  if (args[2] && !object_ssize(ctx, args[2], &count)) return V_NULL;
  return replace(ctx, self, text_of(args[0]), text_of(args[1]), count < 0 ? INT64_MAX : count);
}

int str_contains(Ctx *ctx, Value self, Value item) {
  if (is_str(ctx, item)) {
    int64_t at = text_find(ctx, text_of(self), text_of(item));
    return at == -2 ? -1 : at >= 0;
  }
  raise_format(ctx, EXC_TypeError, "'in <string>' requires string as left operand, not %T", item);
  return -1;
}
