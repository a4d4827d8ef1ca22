/* tell and seek of text streams. A position is a number that only seek understands: the position of a byte at which the
 * decoder's state is known, that state, and how much to read from there:
 *
 *     byte position | decoder flags << 64 | bytes to feed << 96 | characters to skip << 128 | at the end << 160
 *
 * Nearly always all but the first are 0. */
#include "modules/_io/text_io.h"

typedef struct Cookie {
  Value start, flags;
  int64_t feed, skip;
  bool at_end;
} Cookie;

static Value shifted_or(Ctx *ctx, Value sum, Value part, int shift) {
  Value moved = sum ? object_binary(ctx, part, int_tag(shift), OP_LSHIFT) : V_NULL;
  return moved ? object_binary(ctx, sum, moved, OP_OR) : V_NULL;
}
static Value pack(Ctx *ctx, const Cookie *c) {
  Value sum = shifted_or(ctx, c->start, c->flags, 64);
  sum = shifted_or(ctx, sum, int_tag(c->feed), 96);
  sum = shifted_or(ctx, sum, int_tag(c->skip), 128);
  return c->at_end ? shifted_or(ctx, sum, int_tag(1), 160) : sum;
}
static Value field(Ctx *ctx, Value cookie, int shift, int bits) {
  Value moved = object_binary(ctx, cookie, int_tag(shift), OP_RSHIFT);
  Value one = object_binary(ctx, int_tag(1), int_tag(bits), OP_LSHIFT);
  Value mask = one ? object_binary(ctx, one, int_tag(1), OP_SUB) : V_NULL;
  return moved && mask ? object_binary(ctx, moved, mask, OP_AND) : V_NULL;
}
static bool unpack(Ctx *ctx, Value cookie, Cookie *c) {
  if (is_int(cookie)) {
    *c = (Cookie){.start = cookie, .flags = int_tag(0)};
    return true;
  }
  Value feed = field(ctx, cookie, 96, 32), skip = field(ctx, cookie, 128, 32), end = field(ctx, cookie, 160, 8);
  if (!(c->start = field(ctx, cookie, 0, 64)) || !(c->flags = field(ctx, cookie, 64, 32)) || !feed || !skip || !end)
    return false;
  c->at_end = end != int_tag(0);
  return object_ssize(ctx, feed, &c->feed) && object_ssize(ctx, skip, &c->skip);
}

/* ---- tell ---- */

static int64_t byte_count(Value bytes) { return ((Bytes *)bytes)->length; }

/* UTF-8, ASCII and Latin-1 text that was decoded as it was written: its length in bytes; -1: it was not. */
static int64_t plain_length(TextIO *t) {
  if (t->codec == CODEC_OTHER || !str_equal_c(t->errors, "strict") || t->newlines.pending_cr ||
      (t->newlines.translate && t->newlines.seen & (NEWLINE_CR | NEWLINE_CRLF)) || t->snapshot_flags != int_tag(0))
    return -1;
  if (t->codec != CODEC_UTF8) return t->used;
  Text text = text_of(t->decoded);
  int64_t n = 0;
  for (int64_t i = 0; i < t->used; i++) {
    uint32_t c = text_at(text, i);
    n += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  }
  return n;
}

/* Decodes the snapshot's bytes one by one until `skip` characters came; c becomes the last place before that at which
 * the decoder holds nothing back. */
static bool find_place(Ctx *ctx, TextIO *t, Cookie *c, int64_t skip) {
  Bytes *input = (Bytes *)t->snapshot_bytes;
  int64_t chars = 0, fed = 0, i = 0;
  if (!text_decoder_set(ctx, t, V_NULL, c->flags)) return false;
  for (; i < input->length; i++) {
    Value one = bytes_new(ctx, input->data + i, 1), text = one ? text_decode(ctx, t, one, false) : V_NULL, held, flags;
    if (!text || !text_decoder_state(ctx, t, &held, &flags) || !CHECK_STOP(ctx)) return false;
    fed++;
    chars += str_length(text);
    if (byte_count(held) == 0 && chars <= skip) {
      if (!(c->start = object_binary(ctx, c->start, int_tag(fed), OP_ADD))) return false;
      c->flags = flags;
      skip -= chars;
      fed = chars = 0;
    }
    if (chars >= skip) break;
  }
  if (i == input->length) { /* the end of the file may make more of what is held back */
    Value nothing = bytes_new(ctx, NULL, 0), text = nothing ? text_decode(ctx, t, nothing, true) : V_NULL;
    if (!text) return false;
    c->at_end = true;
    if (chars + str_length(text) < skip)
      return raise_format(ctx, EXC_OSError, "can't reconstruct logical file position"), false;
  }
  c->feed = fed;
  c->skip = skip;
  return true;
}

SHARED_METHOD(text_tell) {
  TextIO *t = TEXT;
  if (!text_open(ctx, t)) return V_NULL;
  if (!t->seekable) return io_unsupported(ctx, "underlying stream is not seekable");
  if (!t->telling) return raise_format(ctx, EXC_OSError, "telling position disabled by next() call"), V_NULL;
  if (!text_flush_pending(ctx, t) || !io_call0(ctx, self, "flush") || !text_usable(ctx, t)) return V_NULL;
  Value position = io_call0(ctx, t->buffer, "tell");
  if (!position || !t->readable || !t->snapshot_bytes) return position;
  if (!(position = object_index(ctx, position)) || !t->snapshot_bytes) return position; /* other code has run */
  Cookie c = {.start = object_binary(ctx, position, int_tag(byte_count(t->snapshot_bytes)), OP_SUB),
              .flags = t->snapshot_flags};
  if (!c.start) return V_NULL;
  if (t->used == 0) return pack(ctx, &c);
  int64_t plain = plain_length(t);
  if (plain >= 0) return object_binary(ctx, c.start, int_tag(plain), OP_ADD);
  Value bytes, flags;
  if (!text_decoder_state(ctx, t, &bytes, &flags)) return V_NULL;
  Newlines newlines = t->newlines;
  bool ok = find_place(ctx, t, &c, t->used);
  Value exc = ok ? V_NULL : exc_take(ctx);
  if (!text_decoder_set(ctx, t, bytes, flags)) return V_NULL;
  t->newlines = newlines;
  if (exc) return ctx->exc = exc, V_NULL;
  return pack(ctx, &c);
}

/* ---- seek ---- */

static Value seek_end(Ctx *ctx, Value self) {
  TextIO *t = TEXT;
  if (!io_call0(ctx, self, "flush") || !text_usable(ctx, t)) return V_NULL;
  text_forget(t);
  if (t->readable && !text_decoder_reset(ctx, t)) return V_NULL;
  Value args[2] = {int_tag(0), int_tag(2)}, at = io_call(ctx, t->buffer, "seek", args, 2);
  if (!at) return V_NULL;
  int empty = object_compare_bool(ctx, at, int_tag(0), CMP_EQ);
  return empty >= 0 && text_encoder_reset(ctx, t, empty) ? at : V_NULL;
}

static bool restore(Ctx *ctx, TextIO *t, const Cookie *c) {
  if (!t->readable) return true;
  bool start = c->start == int_tag(0) && c->flags == int_tag(0);
  if (!(start ? text_decoder_reset(ctx, t) : text_decoder_set(ctx, t, V_NULL, c->flags))) return false;
  t->snapshot_flags = c->flags;
  if (!(t->snapshot_bytes = bytes_new(ctx, NULL, 0))) return false;
  if (!c->skip) return true;
  Value count = int_tag(c->feed), input = io_call(ctx, t->buffer, "read", &count, 1);
  if (!input) return false;
  if (!has_kind(ctx, input, KIND_BYTES)) {
    raise_format(ctx, EXC_TypeError, "underlying read() should have returned a bytes object, not '%T'", input);
    return false;
  }
  t->snapshot_bytes = input;
  Value text = text_decode(ctx, t, input, c->at_end);
  if (!text) return false;
  if (str_length(text) < c->skip) return raise_format(ctx, EXC_OSError, "can't restore logical file position"), false;
  t->decoded = text;
  t->used = c->skip;
  return true;
}

SHARED_METHOD(text_seek) {
  TextIO *t = TEXT;
  Value cookie = args[0];
  int64_t whence = 0;
  Cookie c;
  if (!text_open(ctx, t) || (nargs > 1 && !object_ssize(ctx, args[1], &whence))) return V_NULL;
  if (!t->seekable) return io_unsupported(ctx, "underlying stream is not seekable");
  if (whence == 1 || whence == 2) {
    int zero = object_compare_bool(ctx, cookie, int_tag(0), CMP_EQ);
    if (zero < 0) return V_NULL;
    if (!zero)
      return io_unsupported(ctx, whence == 1 ? "can't do nonzero cur-relative seeks"
                                             : "can't do nonzero end-relative seeks");
    if (whence == 2) return seek_end(ctx, self);
    if (!(cookie = io_call0(ctx, self, "tell"))) return V_NULL;
  } else if (whence != 0) {
    return raise_format(ctx, EXC_ValueError, "invalid whence (%d, should be 0, 1 or 2)", (int)whence), V_NULL;
  }
  int negative = object_compare_bool(ctx, cookie, int_tag(0), CMP_LT);
  if (negative < 0) return V_NULL;
  if (negative) return raise_format(ctx, EXC_ValueError, "negative seek position %R", cookie), V_NULL;
  if (!(cookie = object_index(ctx, cookie)) || !io_call0(ctx, self, "flush") || !text_usable(ctx, t) ||
      !unpack(ctx, cookie, &c))
    return V_NULL;
  if (!io_call(ctx, t->buffer, "seek", &c.start, 1)) return V_NULL;
  text_forget(t);
  if (!restore(ctx, t, &c)) return V_NULL;
  return text_encoder_reset(ctx, t, c.start == int_tag(0) && c.flags == int_tag(0)) ? cookie : V_NULL;
}
