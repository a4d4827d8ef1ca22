/* Methods that bytes and bytearray share, first part: searching, replacing, splitting, stripping; on the bytes as
 * Latin-1 text. */
#include "container/container.h"
#include "exception/exception.h"
#include "number/number.h"
#include "object/buffer.h"
#include "object/object.h"
#include "text/bytes/bytes.h"

Value bytes_slice(Ctx *ctx, Value self, int64_t from, int64_t to) {
  Text t = bytes_text_of(self);
  if (from == 0 && to == t.length && has_shape(self, ctx->shape.bytes)) return self;
  return bytes_like(ctx, self, (const uint8_t *)t.data + from, to > from ? to - from : 0);
}

/* ---- search ---- */

/* A needle: bytes-like, or an int in range(256) kept in *byte. */
static bool needle(Ctx *ctx, Value v, uint8_t *byte, Text *out) {
  if (is_bytes_like(ctx, v)) return *out = bytes_text_of(v), true;
  if (buffer_offered(ctx, v)) return bytes_need(ctx, v, out);
  if (!is_int_value(ctx, v) && !class_of(ctx, v)->ops.index) {
    raise_format(ctx, EXC_TypeError, "argument should be integer or bytes-like object, not '%T'", v);
    return false;
  }
  if (!byte_value(ctx, v, byte, "byte")) return false;
  *out = (Text){byte, 1, 1};
  return true;
}

static int64_t search(Ctx *ctx, Value self, const Value *args, uint32_t nargs, int direction) {
  uint8_t byte;
  Text sub, t = bytes_text_of(self);
  int64_t from, to;
  bytes_hold(self);
  bool ok = needle(ctx, args[0], &byte, &sub) &&
            range_arguments(ctx, nargs > 1 ? args[1] : V_NULL, nargs > 2 ? args[2] : V_NULL, t.length, &from, &to);
  bytes_let_go(self);
  if (!ok) return -2;
  if (from > to) return direction ? -1 : 0;
  t = text_slice(t, from, to);
  if (direction == 0) return text_count(ctx, t, sub, INT64_MAX);
  int64_t at = direction > 0 ? text_find(ctx, t, sub) : text_rfind(ctx, t, sub);
  return at < 0 ? at : at + from;
}
static Value found(Ctx *ctx, int64_t at, bool must) {
  if (at == -1 && must) return raise_format(ctx, EXC_ValueError, "subsection not found"), V_NULL;
  return at == -2 ? V_NULL : int_tag(at);
}
SHARED_METHOD(b_find) { return found(ctx, search(ctx, self, args, nargs, 1), false); }
SHARED_METHOD(b_rfind) { return found(ctx, search(ctx, self, args, nargs, -1), false); }
SHARED_METHOD(b_index) { return found(ctx, search(ctx, self, args, nargs, 1), true); }
SHARED_METHOD(b_rindex) { return found(ctx, search(ctx, self, args, nargs, -1), true); }
SHARED_METHOD(b_count) { return found(ctx, search(ctx, self, args, nargs, 0), false); }

static Value starts_or_ends(Ctx *ctx, Value self, const Value *args, uint32_t nargs, bool end) {
  int64_t from, to;
  Text t = bytes_text_of(self), sub;
  if (!range_arguments(ctx, nargs > 1 ? args[1] : V_NULL, nargs > 2 ? args[2] : V_NULL, t.length, &from, &to))
    return V_NULL;
  t = from <= to ? text_slice(t, from, to) : (Text){NULL, -1, 1};
  if (is_tuple(ctx, args[0])) {
    Tuple *tuple = (Tuple *)args[0];
    for (int64_t i = 0; i < tuple->length; i++) {
      if (!bytes_need(ctx, tuple->items[i], &sub)) return V_NULL;
      int there = text_at_end(ctx, t, sub, end);
      if (there || !CHECK_STOP(ctx)) return there > 0 ? V_TRUE : V_NULL;
    }
    return V_FALSE;
  }
  if (buffer_offered(ctx, args[0])) {
    int there = bytes_need(ctx, args[0], &sub) ? text_at_end(ctx, t, sub, end) : -1;
    return there < 0 ? V_NULL : bool_tag(there);
  }
  raise_format(ctx, EXC_TypeError, "%s first arg must be bytes or a tuple of bytes, not %T",
               end ? "endswith" : "startswith", args[0]);
  return V_NULL;
}
SHARED_METHOD(b_startswith) { return starts_or_ends(ctx, self, args, nargs, false); }
SHARED_METHOD(b_endswith) { return starts_or_ends(ctx, self, args, nargs, true); }

SHARED_METHOD(b_removeprefix) {
  Text t = bytes_text_of(self), sub;
  if (!bytes_need(ctx, args[0], &sub)) return V_NULL;
  int there = text_at_end(ctx, t, sub, false);
  return there < 0 ? V_NULL : bytes_slice(ctx, self, there ? sub.length : 0, t.length);
}
SHARED_METHOD(b_removesuffix) {
  Text t = bytes_text_of(self), sub;
  if (!bytes_need(ctx, args[0], &sub)) return V_NULL;
  int there = text_at_end(ctx, t, sub, true);
  return there < 0 ? V_NULL : bytes_slice(ctx, self, 0, t.length - (there ? sub.length : 0));
}

SHARED_METHOD(b_replace) {
  Text t = bytes_text_of(self), from, to;
  int64_t max = -1, length;
  if (!bytes_need(ctx, args[0], &from) || !bytes_need(ctx, args[1], &to)) return V_NULL;
  if (nargs > 2 && !object_ssize(ctx, args[2], &max)) return V_NULL;
  int64_t count = max ? text_count(ctx, t, from, max < 0 ? INT64_MAX : max) : 0;
  if (count <= 0) return count < 0 ? V_NULL : bytes_slice(ctx, self, 0, t.length);
  if (__builtin_mul_overflow(to.length - from.length, count, &length) ||
      __builtin_add_overflow(length, t.length, &length))
    return raise_format(ctx, EXC_OverflowError, "replace bytes is too long"), V_NULL;
  Value out = bytes_like(ctx, self, NULL, length);
  if (!out) return V_NULL;
  uint8_t *p = (uint8_t *)bytes_text_of(out).data;
  for (int64_t i = 0; i < count; i++) {
    int64_t at = from.length ? text_find(ctx, t, from) : i > 0;
    if (at < 0 || !CHECK_STOP(ctx)) return V_NULL;
    if (!stop_copy(ctx, p, t.data, (size_t)at) || !stop_copy(ctx, p + at, to.data, (size_t)to.length)) return V_NULL;
    p += at + to.length;
    t = text_slice(t, at + from.length, t.length);
  }
  return stop_copy(ctx, p, t.data, (size_t)t.length) ? out : V_NULL;
}

/* ---- split, join, strip ---- */

static bool is_space(uint32_t c) { return c == ' ' || (c >= 9 && c <= 13); }

static bool add_piece(Ctx *ctx, Value list, Value self, int64_t from, int64_t to) {
  if (!CHECK_STOP(ctx)) return false;
  Value piece = bytes_like(ctx, self, (const uint8_t *)bytes_text_of(self).data + from, to - from);
  return piece && list_append(ctx, list, piece);
}

static bool split_blanks(Ctx *ctx, Value list, Value self, Text t, int64_t max, bool right) {
  int64_t low = 0, high = t.length;
  for (;;) {
    for (; !right && low < high && is_space(text_at(t, low)); low++)
      if (!CHECK_STOP_AT(ctx, low)) return false;
    for (; right && low < high && is_space(text_at(t, high - 1)); high--)
      if (!CHECK_STOP_AT(ctx, high)) return false;
    if (low == high) return true;
    if (max-- == 0) return add_piece(ctx, list, self, low, high); /* the rest keeps the blanks at its other end */
    if (right) {
      int64_t i = high;
      for (; i > low && !is_space(text_at(t, i - 1)); i--)
        if (!CHECK_STOP_AT(ctx, i)) return false;
      if (!add_piece(ctx, list, self, i, high)) return false;
      high = i;
    } else {
      int64_t i = low;
      for (; i < high && !is_space(text_at(t, i)); i++)
        if (!CHECK_STOP_AT(ctx, i)) return false;
      if (!add_piece(ctx, list, self, low, i)) return false;
      low = i;
    }
  }
}

static bool split_at(Ctx *ctx, Value list, Value self, Text t, Text sep, int64_t max, bool right) {
  int64_t low = 0, high = t.length;
  while (max-- != 0) {
    int64_t at = right ? text_rfind(ctx, text_slice(t, low, high), sep) : text_find(ctx, text_slice(t, low, high), sep);
    if (at == -2) return false;
    if (at < 0) break;
    at += low;
    if (!(right ? add_piece(ctx, list, self, at + sep.length, high) : add_piece(ctx, list, self, low, at)))
      return false;
    if (right) high = at;
    else low = at + sep.length;
  }
  return add_piece(ctx, list, self, low, high);
}

static Value split(Ctx *ctx, Value self, const Value *args, bool right) {
  int64_t max = -1;
  Text sep;
  if (args[1] && !object_ssize(ctx, args[1], &max)) return V_NULL;
  Value list = list_new(ctx, 0);
  if (!list) return V_NULL;
  if (!args[0] || args[0] == V_NONE) {
    if (!split_blanks(ctx, list, self, bytes_text_of(self), max, right)) return V_NULL;
  } else {
    bytes_hold(self);
    bool ok = bytes_need(ctx, args[0], &sep);
    bytes_let_go(self);
    if (!ok) return V_NULL;
    if (sep.length == 0) return raise_format(ctx, EXC_ValueError, "empty separator"), V_NULL;
    if (!split_at(ctx, list, self, bytes_text_of(self), sep, max, right)) return V_NULL;
  }
  List *l = (List *)list;
  for (int64_t i = 0, j = l->length - 1; right && i < j; i++, j--) {
    Value v = l->items->items[i];
    l->items->items[i] = l->items->items[j], l->items->items[j] = v;
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
  }
  return list;
}
SHARED_METHOD(b_split) { return split(ctx, self, args, false); }
SHARED_METHOD(b_rsplit) { return split(ctx, self, args, true); }

SHARED_METHOD(b_splitlines) {
  int keep = args[0] ? object_truth(ctx, args[0]) : 0;
  Value list = keep < 0 ? V_NULL : list_new(ctx, 0);
  Text t = bytes_text_of(self);
  for (int64_t i = 0; list && i < t.length;) {
    int64_t from = i;
    for (; i < t.length && text_at(t, i) != '\n' && text_at(t, i) != '\r'; i++)
      if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
    int64_t to = i;
    if (i < t.length) i += text_at(t, i) == '\r' && i + 1 < t.length && text_at(t, i + 1) == '\n' ? 2 : 1;
    if (!add_piece(ctx, list, self, from, keep ? i : to)) return V_NULL;
  }
  return list;
}

static Value partition(Ctx *ctx, Value self, Value sep, bool right) {
  Text t = bytes_text_of(self), s;
  if (!bytes_need(ctx, sep, &s)) return V_NULL;
  if (s.length == 0) return raise_format(ctx, EXC_ValueError, "empty separator"), V_NULL;
  int64_t at = right ? text_rfind(ctx, t, s) : text_find(ctx, t, s);
  if (at == -2) return V_NULL;
  Value parts[3];
  bool missing = at < 0;
  for (int i = 0; i < 3; i++) {
    int64_t from = missing ? 0 : i == 0 ? 0 : i == 1 ? at : at + s.length;
    int64_t to = missing ? (i == (right ? 2 : 0) ? t.length : 0) : i == 0 ? at : i == 1 ? at + s.length : t.length;
    if (!(parts[i] = bytes_slice(ctx, self, from, to))) return V_NULL;
  }
  return tuple_from(ctx, parts, 3);
}
SHARED_METHOD(b_partition) { return partition(ctx, self, args[0], false); }
SHARED_METHOD(b_rpartition) { return partition(ctx, self, args[0], true); }

/* sequence: a list or tuple, whose length may not change while its items are asked; any other iterable. */
static Value join(Ctx *ctx, Value self, Value sequence) {
  Value it = exact_list(ctx, sequence) || exact_tuple(ctx, sequence)
                 ? sequence
                 : object_iter_or(ctx, sequence, "can only join an iterable");
  Value list = it ? list_from_iterable(ctx, it) : V_NULL;
  if (!list) return V_NULL;
  List *l = (List *)list;
  Text sep = bytes_text_of(self);
  int64_t total = 0;
  for (int64_t i = 0; i < l->length; i++) {
    Value item = l->items->items[i];
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
    if (!is_bytes_like(ctx, item) && buffer_offered(ctx, item)) { /* the list is our own: its bytes take its place */
      const uint8_t *data;
      int64_t n;
      if (bytes_view(ctx, item, &data, &n)) {
        if (is_list(ctx, sequence) && AS_LIST(sequence)->length != l->length)
          return raise_format(ctx, EXC_RuntimeError, "sequence changed size during iteration"), V_NULL;
        Value bytes = bytes_new(ctx, data, n);
        if (!bytes) return V_NULL;
        l->items->items[i] = bytes;
      } else if (exc_matches(ctx, EXC_BufferError)) {
        exc_clear(ctx);
      } else {
        return V_NULL;
      }
    }
    if (!is_bytes_like(ctx, l->items->items[i])) {
      raise_format(ctx, EXC_TypeError, "sequence item %lld: expected a bytes-like object, %T found", (long long)i,
                   l->items->items[i]);
      return V_NULL;
    }
    total += bytes_text_of(l->items->items[i]).length + (i ? sep.length : 0);
  }
  Value out = bytes_like(ctx, self, NULL, total);
  if (!out) return V_NULL;
  uint8_t *p = (uint8_t *)bytes_text_of(out).data;
  for (int64_t i = 0; i < l->length; i++) {
    Text t = bytes_text_of(l->items->items[i]);
    if (!CHECK_STOP(ctx)) return V_NULL;
    if (i) {
      if (!text_copy_all(ctx, 1, p, 0, sep)) return V_NULL;
      p += sep.length;
    }
    if (!text_copy_all(ctx, 1, p, 0, t)) return V_NULL;
    p += t.length;
  }
  return out;
}
SHARED_METHOD(b_join) {
  bytes_hold(self);
  Value joined = join(ctx, self, args[0]);
  bytes_let_go(self);
  return joined;
}

static Value strip(Ctx *ctx, Value self, const Value *args, uint32_t nargs, bool left, bool right) {
  Text t = bytes_text_of(self), set = {" \t\n\r\v\f", 6, 1};
  if (nargs && args[0] != V_NONE && !bytes_need(ctx, args[0], &set)) return V_NULL;
  bool strips[256] = {false};
  for (int64_t i = 0; i < set.length; i++) {
    strips[text_at(set, i)] = true;
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
  }
  const uint8_t *p = t.data;
  int64_t from = 0, to = t.length;
  for (; left && from < to && strips[p[from]]; from++)
    if (!CHECK_STOP_AT(ctx, from)) return V_NULL;
  for (; right && from < to && strips[p[to - 1]]; to--)
    if (!CHECK_STOP_AT(ctx, to)) return V_NULL;
  return bytes_slice(ctx, self, from, to);
}
SHARED_METHOD(b_strip) { return strip(ctx, self, args, nargs, true, true); }
SHARED_METHOD(b_lstrip) { return strip(ctx, self, args, nargs, true, false); }
SHARED_METHOD(b_rstrip) { return strip(ctx, self, args, nargs, false, true); }
