/* split, splitlines, partition, join, strip. */
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "object/object.h"
#include "text/str/methods.h"
#include "text/text.h"

static const bool ascii_space[128] = {[' '] = true, [9 ... 13] = true, [0x1c ... 0x1f] = true};
static inline bool is_space(uint32_t cp) { return LIKELY(cp < 128) ? ascii_space[cp] : uni_is(cp, UNI_SPACE); }

static inline bool is_line_break(uint32_t cp) {
  return LIKELY(cp >= ' ' && cp < 128) ? false : uni_is(cp, UNI_LINE_BREAK);
}

/* The pieces of a text. The first are in an array here, so that a short list is made once, in its size. */
enum { FIRST_PIECES = 16 };
typedef struct Pieces {
  Ctx *ctx;
  Value self, list; /* V_NULL: all are in `first` */
  int64_t n;        /* of `first` */
  Value first[FIRST_PIECES];
} Pieces;

static inline void pieces_init(Pieces *pieces, Ctx *ctx, Value self) {
  pieces->ctx = ctx, pieces->self = self, pieces->list = V_NULL, pieces->n = 0;
}

static Value pieces_list(Pieces *pieces) {
  return pieces->list ? pieces->list : list_from(pieces->ctx, pieces->first, pieces->n);
}

/* Words are mostly ASCII, of two to eight characters, and followed by more text: one load and one store. */
static inline Value short_word(Ctx *ctx, Value self, int64_t from, int64_t to) {
  int64_t n = to - from;
  if (!str_is_ascii(self) || n < 2 || n > 8 || from + 8 > str_length(self)) return V_NULL;
  Str *word = heap_alloc(ctx, ctx->shape.str, sizeof(Str) + 8);
  if (UNLIKELY(!word)) return V_NULL;
  word->h.aux = 1;
  word->h.flags = STR_ASCII;
  word->length = n;
  word->data = (uint8_t *)(word + 1);
  uint64_t text;
  memcpy(&text, AS_STR(self)->data + from, 8);
  text &= ~0ull >> (64 - 8 * n);
  memcpy(word->data, &text, 8);
  return VAL(word);
}

static inline bool add_piece(Pieces *pieces, int64_t from, int64_t to) {
  Ctx *ctx = pieces->ctx;
  if (!CHECK_STOP(ctx)) return false;
  Value piece = short_word(ctx, pieces->self, from, to);
  if (!piece && (ctx->exc || !(piece = str_substring(ctx, pieces->self, from, to)))) return false;
  if (LIKELY(pieces->n < FIRST_PIECES)) return pieces->first[pieces->n++] = piece, true;
  if (!pieces->list && !(pieces->list = list_from(ctx, pieces->first, pieces->n))) return false;
  return list_append(ctx, pieces->list, piece);
}

/* Where blanks end, or what is not blank; -1 = exception, a stop. */
static inline int64_t run_end(Ctx *ctx, const uint8_t *ascii, int64_t i, int64_t n, bool blank) {
  for (;;) {
    int64_t end = n - i > 0xffff ? i + 0xffff : n;
    while (i < end && ascii_space[ascii[i]] == blank) i++;
    if (LIKELY(i < end || i == n)) return i;
    if (!CHECK_STOP(ctx)) return -1;
  }
}

static Value split_ascii_blanks(Ctx *ctx, Value self, int64_t max) {
  const uint8_t *ascii = AS_STR(self)->data;
  int64_t n = str_length(self), i = 0;
  Pieces pieces;
  pieces_init(&pieces, ctx, self);
  for (;;) {
    int64_t from = run_end(ctx, ascii, i, n, true);
    if (from == n) return pieces_list(&pieces);
    i = from < 0 || max-- == 0 ? n : run_end(ctx, ascii, from, n, false); /* blanks at the end stay after the last */
    if (from < 0 || i < 0 || !add_piece(&pieces, from, i)) return V_NULL;
  }
}

static Value split_blanks(Ctx *ctx, Value self, int64_t max) {
  if (str_is_ascii(self)) return split_ascii_blanks(ctx, self, max);
  Text t = text_of(self);
  Pieces pieces;
  pieces_init(&pieces, ctx, self);
  int64_t i = 0;
  for (;;) {
    for (; i < t.length && is_space(text_at(t, i)); i++)
      if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
    if (i == t.length) return pieces_list(&pieces);
    int64_t from = i;
    if (max-- == 0)
      return add_piece(&pieces, from, t.length) ? pieces_list(&pieces) : V_NULL; /* blanks at the end stay */
    for (; i < t.length && !is_space(text_at(t, i)); i++)
      if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
    if (!add_piece(&pieces, from, i)) return V_NULL;
  }
}

/* Where a separator of one character is, if it is near: -1 = it is not, or another way is needed. */
static inline int64_t find_near(Text t, int64_t from, Text sep) {
  if (t.kind != 1 || sep.kind != 1 || sep.length != 1) return -1;
  const uint8_t *p = (const uint8_t *)t.data + from, c = *(const uint8_t *)sep.data;
  int64_t n = t.length - from < 16 ? t.length - from : 16;
  for (int64_t i = 0; i < n; i++)
    if (p[i] == c) return i;
  return -1;
}

static Value split_at(Ctx *ctx, Value self, Text sep, int64_t max) {
  Text t = text_of(self);
  Pieces pieces;
  pieces_init(&pieces, ctx, self);
  int64_t from = 0;
  while (max-- != 0) {
    int64_t at = find_near(t, from, sep);
    if (at < 0) at = text_find(ctx, text_slice(t, from, t.length), sep);
    if (at == -2) return V_NULL;
    if (at < 0) break;
    if (!add_piece(&pieces, from, from + at)) return V_NULL;
    from += at + sep.length;
  }
  return add_piece(&pieces, from, t.length) ? pieces_list(&pieces) : V_NULL;
}

static Value reversed(Ctx *ctx, Value list) {
  if (!list) return V_NULL;
  Value *items = ((List *)list)->items->items;
  for (int64_t i = 0, j = ((List *)list)->length - 1; i < j; i++, j--) {
    Value t = items[i];
    items[i] = items[j], items[j] = t;
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
  }
  return list;
}

static Value rsplit_blanks(Ctx *ctx, Value self, int64_t max) {
  Text t = text_of(self);
  Pieces pieces;
  pieces_init(&pieces, ctx, self);
  int64_t i = t.length;
  for (;;) {
    for (; i > 0 && is_space(text_at(t, i - 1)); i--)
      if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
    if (i == 0) break;
    int64_t to = i;
    if (max-- == 0) {
      if (!add_piece(&pieces, 0, to)) return V_NULL;
      break;
    }
    for (; i > 0 && !is_space(text_at(t, i - 1)); i--)
      if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
    if (!add_piece(&pieces, i, to)) return V_NULL;
  }
  return reversed(ctx, pieces_list(&pieces));
}

static Value rsplit_at(Ctx *ctx, Value self, Text sep, int64_t max) {
  Text t = text_of(self);
  Pieces pieces;
  pieces_init(&pieces, ctx, self);
  int64_t to = t.length;
  while (max-- != 0) {
    int64_t at = text_rfind(ctx, text_slice(t, 0, to), sep);
    if (at == -2) return V_NULL;
    if (at < 0) break;
    if (!add_piece(&pieces, at + sep.length, to)) return V_NULL;
    to = at;
  }
  if (!add_piece(&pieces, 0, to)) return V_NULL;
  return reversed(ctx, pieces_list(&pieces));
}

static Value split(Ctx *ctx, Value self, const Value *args, bool from_right) {
  int64_t max = -1;
  if (args[1] && !object_ssize(ctx, args[1], &max)) return V_NULL;
  if (max < 0) max = -1;
  if (!args[0] || args[0] == V_NONE) return from_right ? rsplit_blanks(ctx, self, max) : split_blanks(ctx, self, max);
  if (!is_str(ctx, args[0])) return raise_format(ctx, EXC_TypeError, "must be str or None, not %T", args[0]), V_NULL;
  if (str_length(args[0]) == 0) return raise_format(ctx, EXC_ValueError, "empty separator"), V_NULL;
  return from_right ? rsplit_at(ctx, self, text_of(args[0]), max) : split_at(ctx, self, text_of(args[0]), max);
}
SHARED_METHOD(str_m_split) { return split(ctx, self, args, false); }
SHARED_METHOD(str_m_rsplit) { return split(ctx, self, args, true); }

SHARED_METHOD(str_m_splitlines) {
  int keep = args[0] ? object_truth(ctx, args[0]) : 0;
  if (keep < 0) return V_NULL;
  Pieces pieces;
  pieces_init(&pieces, ctx, self);
  Text t = text_of(self);
  for (int64_t i = 0; i < t.length;) {
    int64_t from = i;
    for (; i < t.length && !is_line_break(text_at(t, i)); i++)
      if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
    int64_t to = i;
    if (i < t.length) i += text_at(t, i) == '\r' && i + 1 < t.length && text_at(t, i + 1) == '\n' ? 2 : 1;
    if (!add_piece(&pieces, from, keep ? i : to)) return V_NULL;
  }
  return pieces_list(&pieces);
}

static Value partition(Ctx *ctx, Value self, Value sep, bool from_right) {
  if (!is_str(ctx, sep)) return raise_format(ctx, EXC_TypeError, "must be str, not %T", sep), V_NULL;
  if (str_length(sep) == 0) return raise_format(ctx, EXC_ValueError, "empty separator"), V_NULL;
  Text t = text_of(self), s = text_of(sep);
  int64_t at = from_right ? text_rfind(ctx, t, s) : text_find(ctx, t, s);
  if (at == -2) return V_NULL;
  Value parts[3] = {ctx->empty_str, ctx->empty_str, ctx->empty_str};
  if (at < 0) {
    parts[from_right ? 2 : 0] = str_plain(ctx, self);
  } else {
    parts[0] = str_substring(ctx, self, 0, at);
    parts[1] = str_plain(ctx, sep);
    parts[2] = str_substring(ctx, self, at + s.length, t.length);
  }
  return parts[0] && parts[1] && parts[2] ? tuple_from(ctx, parts, 3) : V_NULL;
}
SHARED_METHOD(str_m_partition) { return partition(ctx, self, args[0], false); }
SHARED_METHOD(str_m_rpartition) { return partition(ctx, self, args[0], true); }

SHARED_METHOD(str_m_join) {
  Value items = args[0];
  if (!exact_list(ctx, items) && !exact_tuple(ctx, items)) { /* a subclass may have an __iter__ of its own */
    items = object_iter_or(ctx, items, "can only join an iterable");
    if (!items || !(items = list_from_iterable(ctx, items))) return V_NULL;
  }
  if (has_kind(ctx, items, KIND_TUPLE)) return str_join(ctx, self, ((Tuple *)items)->items, ((Tuple *)items)->length);
  return str_join(ctx, self, ((List *)items)->items->items, ((List *)items)->length);
}

static Value strip(Ctx *ctx, Value self, const Value *args, uint32_t nargs, const char *name, bool left, bool right) {
  Text t = text_of(self);
  int64_t from = 0, to = t.length;
  if (nargs == 0 || args[0] == V_NONE) {
    for (; left && from < to && is_space(text_at(t, from)); from++)
      if (!CHECK_STOP_AT(ctx, from)) return V_NULL;
    for (; right && from < to && is_space(text_at(t, to - 1)); to--)
      if (!CHECK_STOP_AT(ctx, to)) return V_NULL;
  } else {
    if (!is_str(ctx, args[0])) return raise_format(ctx, EXC_TypeError, "%s arg must be None or str", name), V_NULL;
    Text set = text_of(args[0]);
    while (left && from < to) {
      uint32_t c = text_at(t, from);
      if (text_find(ctx, set, (Text){&c, 1, 4}) < 0) break;
      if (!CHECK_STOP(ctx)) return V_NULL;
      from++;
    }
    while (right && from < to) {
      uint32_t c = text_at(t, to - 1);
      if (text_find(ctx, set, (Text){&c, 1, 4}) < 0) break;
      if (!CHECK_STOP(ctx)) return V_NULL;
      to--;
    }
  }
  return ctx->exc ? V_NULL : str_substring(ctx, self, from, to);
}
SHARED_METHOD(str_m_strip) { return strip(ctx, self, args, nargs, "strip", true, true); }
SHARED_METHOD(str_m_lstrip) { return strip(ctx, self, args, nargs, "lstrip", true, false); }
SHARED_METHOD(str_m_rstrip) { return strip(ctx, self, args, nargs, "rstrip", false, true); }
