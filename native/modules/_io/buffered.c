/* BufferedReader, BufferedWriter, BufferedRandom: one struct, one buffer for each direction. BufferedRWPair is one of
 * the first and one of the second. */
#include "modules/_io/io.h"
#include <errno.h>
#include <string.h>

#define BUFFERED ((Buffered *)self)

#define BYTES_MAX (INT64_MAX - 64)
enum { MUCH = 1 << 20 }; /* room for so many bytes is made without knowing that they will come */
static const char NOT_SEEKABLE[] = "File or stream is not seekable.";

static void trace(Ctx *ctx, Value self) {
  Buffered *b = BUFFERED;
  if (b->raw) heap_mark(ctx, b->raw);
  heap_mark(ctx, VAL(b->data)), heap_mark(ctx, VAL(b->out));
}

bool exact_buffered(Ctx *ctx, Value v) {
  if (!has_kind(ctx, v, KIND_OTHER)) return false;
  Class *cls = class_of(ctx, v);
  IoState *state = io_state(ctx);
  return cls == state->reader || cls == state->writer || cls == state->random;
}

bool buffered_usable(Ctx *ctx, Buffered *b) {
  if (LIKELY(b->ok)) return true;
  if (b->raw == V_NONE) raise_format(ctx, EXC_ValueError, "raw stream has been detached");
  else raise_format(ctx, EXC_ValueError, "I/O operation on uninitialized object");
  return false;
}

static int raw_closed(Ctx *ctx, Buffered *b) {
  if (exact_file_io(ctx, b->raw)) return ((FileIO *)b->raw)->fd < 0;
  return io_truth(ctx, io_closed(ctx, b->raw));
}
/* Usable and not closed: "read of closed file". */
static bool is_open(Ctx *ctx, Buffered *b, const char *what) {
  if (!buffered_usable(ctx, b)) return false;
  int closed = raw_closed(ctx, b);
  if (closed > 0) raise_format(ctx, EXC_ValueError, "%s file", what);
  return closed == 0;
}
static bool enter(Ctx *ctx, Buffered *b) {
  if (LIKELY(!b->busy)) return b->busy = 1;
  raise_format(ctx, EXC_RuntimeError, "reentrant call inside %R", VAL(b));
  return false;
}

/* ---- the raw stream ---- */

/* -1: exception; -2: it would block */
static int64_t length_of(Ctx *ctx, Value result, int64_t most, const char *method) {
  int64_t n;
  if (!result) return -1;
  if (result == V_NONE) return -2;
  if (!object_ssize(ctx, result, &n)) {
    if (!exc_matches(ctx, EXC_TypeError)) return -1;
    Value cause = exc_take(ctx);
    raise_format(ctx, EXC_OSError, "raw %s failed", method);
    if (ctx->exc && exc_matches(ctx, EXC_OSError)) {
      Exception *exc = (Exception *)ctx->exc;
      exc->cause = exc->context = cause, exc->suppress_context = true;
    }
    return -1;
  }
  if (n >= 0 && n <= most) return n;
  raise_format(ctx, EXC_OSError, "raw %s returned invalid length %lld (should have been between 0 and %lld)", method,
               (long long)n, (long long)most);
  return -1;
}

static int64_t raw_read(Ctx *ctx, Buffered *b, uint8_t *to, int64_t n) {
  int64_t got;
  if (!enter(ctx, b)) return -1;
  if (exact_file_io(ctx, b->raw)) {
    got = file_io_read(ctx, (FileIO *)b->raw, to, n);
  } else {
    Value room = bytearray_new(ctx, NULL, n), view = room ? memoryview_new(ctx, room, BUFFER_FULL_RO) : V_NULL;
    got = view ? length_of(ctx, io_call(ctx, b->raw, "readinto", &view, 1), n, "readinto()") : -1;
    Buffer bytes;
    if (got > 0) {
      if (buffer_get(ctx, room, BUFFER_SIMPLE, &bytes)) {
        if (got > bytes.length) got = bytes.length; /* readinto has made it shorter */
        memcpy(to, bytes.data, (size_t)got);
        buffer_release(ctx, &bytes);
      } else {
        got = -1;
      }
    }
  }
  b->busy = 0;
  return got;
}

static int64_t raw_write(Ctx *ctx, Buffered *b, const uint8_t *from, int64_t n) {
  int64_t done;
  if (!enter(ctx, b)) return -1;
  if (exact_file_io(ctx, b->raw)) {
    done = file_io_write(ctx, (FileIO *)b->raw, from, n);
  } else {
    Value bytes = bytes_new(ctx, from, n), view = bytes ? memoryview_new(ctx, bytes, BUFFER_FULL_RO) : V_NULL;
    done = view ? length_of(ctx, io_call(ctx, b->raw, "write", &view, 1), n, "write()") : -1;
  }
  b->busy = 0;
  return done;
}

static int64_t raw_position(Ctx *ctx, Value at) {
  int64_t n;
  if (!at || !object_ssize(ctx, at, &n)) return -1;
  if (n < 0) raise_format(ctx, EXC_OSError, "Raw stream returned invalid position %lld", (long long)n);
  return n;
}
static int64_t raw_tell(Ctx *ctx, Buffered *b) { return raw_position(ctx, io_call0(ctx, b->raw, "tell")); }
static int64_t raw_seek(Ctx *ctx, Buffered *b, int64_t offset, int whence) {
  Value args[2] = {int_from_i64(ctx, offset), int_tag(whence)};
  if (!args[0] || !enter(ctx, b)) return -1;
  int64_t at = raw_position(ctx, io_call(ctx, b->raw, "seek", args, 2));
  b->busy = 0;
  return at;
}

/* ---- the buffers ---- */

static int64_t ready(const Buffered *b) { return b->end - b->pos; }

static bool would_block(Ctx *ctx, int64_t written) {
  Value parts[3] = {int_tag(EAGAIN), str_from_ascii(ctx, "write could not complete without blocking"),
                    int_tag(written)};
  Value exc = parts[1] ? exception_new(ctx, ctx->exc_class[EXC_BlockingIOError], parts, 3) : V_NULL;
  if (exc) raise_exc(ctx, exc);
  return false;
}

static bool flush_out(Ctx *ctx, Buffered *b) {
  int64_t done = 0;
  while (done < b->pending) {
    int64_t n = raw_write(ctx, b, b->out->data + done, b->pending - done);
    if (n < 0 || !CHECK_STOP(ctx)) {
      if (n > 0) done += n;
      b->pending = done < b->pending ? b->pending - done : 0; /* who closed the file meanwhile has written it */
      memmove(b->out->data, b->out->data + done, (size_t)b->pending);
      return n == -2 ? would_block(ctx, 0) : false;
    }
    done += n;
  }
  b->pending = 0;
  return true;
}
/* The raw stream goes back to where the reader is. */
static bool rewind_in(Ctx *ctx, Buffered *b) {
  int64_t n = ready(b);
  b->pos = b->end = 0;
  return n == 0 || raw_seek(ctx, b, -n, 1) >= 0;
}
bool buffered_flush(Ctx *ctx, Buffered *b) {
  if (b->pending && !flush_out(ctx, b)) return false;
  return !b->writable || !b->readable || rewind_in(ctx, b);
}

static bool need_room(Ctx *ctx, Buffered *b, Raw **raw) { return *raw || (*raw = raw_new(ctx, b->size)) != NULL; }
/* Room to read into: what is left of a short file. One that has grown since fills it, and gets all of it the next time.
 */
static bool need_read_room(Ctx *ctx, Buffered *b) {
  if (b->data && (b->data->cap >= b->size || b->end < b->data->cap)) return true;
  int64_t left = !b->data && exact_file_io(ctx, b->raw) ? file_io_left(ctx, (FileIO *)b->raw) : -1;
  Raw *data = raw_new(ctx, left < 0 || left >= b->size ? b->size : left + 1);
  if (data) b->data = data;
  return data != NULL;
}
/* One call of the raw stream into the read buffer, which is empty: how many, 0: the end, -1, -2. */
static int64_t fill(Ctx *ctx, Buffered *b) {
  if (!need_read_room(ctx, b)) return -1;
  b->pos = b->end = 0;
  int64_t n = raw_read(ctx, b, b->data->data, b->data->cap < b->size ? b->data->cap : b->size);
  if (n > 0) b->end = n;
  return n;
}
/* Before anything is read. */
static bool before_read(Ctx *ctx, Buffered *b) { return !b->pending || flush_out(ctx, b); }

/* ---- reading ---- */

static Value take(Ctx *ctx, Buffered *b, int64_t n) {
  Value bytes = bytes_new(ctx, b->data ? b->data->data + b->pos : NULL, n);
  if (bytes) b->pos += n;
  return bytes;
}

/* What the raw stream still has, after `head`. */
static Value raw_read_all(Ctx *ctx, Buffered *b, Value head) {
  int64_t n = ((Bytes *)head)->length;
  Value readall = get_attr_optional(ctx, b->raw, str_intern_c(ctx, "readall"));
  if (ctx->exc) return V_NULL;
  if (readall) {
    Value rest = py_call0(ctx, readall);
    if (!rest || rest == V_NONE) return rest ? n ? head : rest : V_NULL;
    if (!has_kind(ctx, rest, KIND_BYTES))
      return raise_format(ctx, EXC_TypeError, "readall() should return bytes"), V_NULL;
    return n ? io_joined(ctx, head, rest) : rest;
  }
  Value all = bytearray_new(ctx, ((Bytes *)head)->data, n);
  while (all) {
    Value part = io_call0(ctx, b->raw, "read");
    if (!part || !CHECK_STOP(ctx)) return V_NULL;
    if (part != V_NONE && !has_kind(ctx, part, KIND_BYTES))
      return raise_format(ctx, EXC_TypeError, "read() should return bytes"), V_NULL;
    if (part == V_NONE && object_len(ctx, all) == 0) return V_NONE;
    if (part == V_NONE || ((Bytes *)part)->length == 0) return buffer_to_bytes(ctx, all);
    all = object_binary(ctx, all, part, OP_ADD + OP_INPLACE_FIRST);
  }
  return V_NULL;
}
static Value read_all(Ctx *ctx, Buffered *b) {
  if (!before_read(ctx, b)) return V_NULL;
  Value head = take(ctx, b, ready(b));
  if (!head || !enter(ctx, b)) return V_NULL;
  b->pos = b->end = 0;
  Value all = raw_read_all(ctx, b, head);
  b->busy = 0;
  return all;
}

/* Up to n bytes to `to`; once: with at most one call of the raw stream. How many, -1, -2. */
static int64_t read_bytes(Ctx *ctx, Buffered *b, uint8_t *to, int64_t n, bool once) {
  int64_t done = ready(b) < n ? ready(b) : n;
  if (done && !stop_copy(ctx, to, b->data->data + b->pos, (size_t)done)) return -1;
  b->pos += done;
  if (done == n || (once && done && n - done <= b->size)) return done;
  if (!before_read(ctx, b)) return -1;
  while (done < n) {
    int64_t left = n - done, got;
    if (left > b->size || (left == b->size && !once)) {
      b->pos = b->end = 0;
      got = raw_read(ctx, b, to + done, once ? left : left / b->size * b->size);
      if (got > 0) done += got;
    } else {
      got = fill(ctx, b);
      if (got > 0) {
        int64_t part = got < left ? got : left;
        if (!stop_copy(ctx, to + done, b->data->data, (size_t)part)) return -1;
        b->pos = part;
        done += part;
      }
    }
    if (got == -1 || !CHECK_STOP(ctx)) return -1;
    if (got == -2) return done ? done : -2;
    if (got == 0 || once) break;
  }
  return done;
}

static Value read_n(Ctx *ctx, Buffered *b, int64_t n, bool once) {
  if (n <= ready(b)) return take(ctx, b, n);
  if (n > BYTES_MAX) return raise_format(ctx, EXC_OverflowError, "byte string is too large"), V_NULL;
  /* room grows with what comes: often n is only a bound */
  int64_t cap = n < MUCH ? n : once && exact_file_io(ctx, b->raw) ? file_io_room(ctx, (FileIO *)b->raw, n) : MUCH;
  int64_t done = 0;
  for (Raw *raw = raw_new(ctx, cap);;) {
    int64_t got = raw ? read_bytes(ctx, b, raw->data + done, cap - done, once) : -1;
    if (got == -1) return V_NULL;
    if (got == -2 && !done) return V_NONE;
    if (got > 0) done += got;
    if (once || done < cap || done == n) return bytes_new(ctx, raw->data, done);
    cap = cap < n - cap ? cap * 2 : n;
    Raw *grown = raw_new(ctx, cap);
    if (!grown || !stop_copy(ctx, grown->data, raw->data, (size_t)done)) return V_NULL;
    raw = grown;
  }
}

METHOD(b_read) {
  int64_t n;
  if (!io_size(ctx, args, nargs, &n) || !buffered_usable(ctx, BUFFERED)) return V_NULL;
  if (n < -1) return raise_format(ctx, EXC_ValueError, "read length must be non-negative or -1"), V_NULL;
  if (!is_open(ctx, BUFFERED, "read of closed")) return V_NULL;
  return n < 0 ? read_all(ctx, BUFFERED) : read_n(ctx, BUFFERED, n, false);
}
Value buffered_read1(Ctx *ctx, Buffered *b, int64_t n) {
  if (!is_open(ctx, b, "read of closed")) return V_NULL;
  if (n < 0) n = b->size;
  if (n == 0) return bytes_new(ctx, NULL, 0);
  if (ready(b)) return take(ctx, b, n < ready(b) ? n : ready(b));
  b->pos = b->end = 0;
  if (n >= b->size) return read_n(ctx, b, n, true);
  if (!before_read(ctx, b)) return V_NULL;
  int64_t got = fill(ctx, b);
  return got == -1 ? V_NULL : take(ctx, b, got < 0 ? 0 : n < got ? n : got);
}
METHOD(b_read1) {
  int64_t n;
  return io_size(ctx, args, nargs, &n) && buffered_usable(ctx, BUFFERED) ? buffered_read1(ctx, BUFFERED, n) : V_NULL;
}
static Value into(Ctx *ctx, Buffered *b, Value target, bool once) {
  Buffer view;
  const char *name = once ? "readinto1" : "readinto";
  if (!is_open(ctx, b, "readinto of closed")) return V_NULL;
  if (!buffer_get_writable(ctx, target, name, &view)) return V_NULL;
  int64_t n = read_bytes(ctx, b, view.data, view.length, once);
  buffer_release(ctx, &view);
  return n == -2 ? V_NONE : n < 0 ? V_NULL : int_tag(n);
}
METHOD(b_readinto) { return into(ctx, BUFFERED, args[0], false); }
METHOD(b_readinto1) { return into(ctx, BUFFERED, args[0], true); }
METHOD(b_peek) {
  Buffered *b = BUFFERED;
  if (!is_open(ctx, b, "peek of closed")) return V_NULL;
  if (b->writable && !buffered_flush(ctx, b)) return V_NULL;
  if (!ready(b) && fill(ctx, b) == -1) return V_NULL;
  return bytes_new(ctx, b->data->data + b->pos, ready(b));
}

static Value line(Ctx *ctx, Buffered *b, int64_t limit) {
  const uint8_t *from = b->data ? b->data->data + b->pos : NULL;
  int64_t n = ready(b);
  if (limit >= 0 && limit < n) n = limit;
  const uint8_t *end = NULL;
  if (from && !stop_find(ctx, from, '\n', (size_t)n, &end)) return V_NULL;
  if (LIKELY(end != NULL)) return take(ctx, b, end + 1 - from);
  if (n == limit) return take(ctx, b, n);
  Value all = bytearray_new(ctx, from, n);
  b->pos += n;
  int64_t length = n;
  if (!all || !before_read(ctx, b)) return V_NULL;
  while (!end && length != limit) {
    int64_t got = fill(ctx, b);
    if (got == -1 || !CHECK_STOP(ctx)) return V_NULL;
    if (got <= 0) break;
    n = limit >= 0 && limit - length < got ? limit - length : got;
    if (!stop_find(ctx, b->data->data, '\n', (size_t)n, &end)) return V_NULL;
    if (end) n = end + 1 - b->data->data;
    Value part = take(ctx, b, n);
    if (!part || !(all = object_binary(ctx, all, part, OP_ADD + OP_INPLACE_FIRST))) return V_NULL;
    length += n;
  }
  return buffer_to_bytes(ctx, all);
}
METHOD(b_readline) {
  int64_t n;
  if (!io_size(ctx, args, nargs, &n) || !buffered_usable(ctx, BUFFERED)) return V_NULL;
  return is_open(ctx, BUFFERED, "readline of closed") ? line(ctx, BUFFERED, n) : V_NULL;
}
static Value next(Ctx *ctx, Value self) {
  Value text;
  if (exact_buffered(ctx, self)) {
    if (!is_open(ctx, BUFFERED, "readline of closed")) return V_NULL;
    text = line(ctx, BUFFERED, -1);
  } else {
    text = io_call0(ctx, self, "readline");
    if (text && !has_kind(ctx, text, KIND_BYTES))
      return raise_format(ctx, EXC_OSError, "readline() should have returned a bytes object, not '%T'", text), V_NULL;
  }
  return text && ((Bytes *)text)->length ? text : V_NULL;
}

/* ---- writing ---- */

bool buffered_write_all(Ctx *ctx, Buffered *b, const uint8_t *from, int64_t n) {
  if (!need_room(ctx, b, &b->out) || (b->readable && !rewind_in(ctx, b))) return false;
  if (LIKELY(n <= b->size - b->pending)) {
    if (!stop_copy(ctx, b->out->data + b->pending, from, (size_t)n)) return false;
    b->pending += n;
    return true;
  }
  int64_t done = 0;
  if (!flush_out(ctx, b)) {
    if (!exc_matches(ctx, EXC_BlockingIOError)) return false;
    exc_clear(ctx); /* what fits is kept */
    done = b->size - b->pending < n ? b->size - b->pending : n;
    if (!stop_copy(ctx, b->out->data + b->pending, from, (size_t)done)) return false;
    b->pending += done;
    return done == n || would_block(ctx, done);
  }
  while (n - done > b->size) {
    int64_t wrote = raw_write(ctx, b, from + done, n - done);
    if (wrote == -1 || !CHECK_STOP(ctx)) return false;
    if (wrote == -2) {
      int64_t kept = n - done < b->size ? n - done : b->size;
      if (!stop_copy(ctx, b->out->data, from + done, (size_t)kept)) return false;
      b->pending = kept;
      return done + kept == n || would_block(ctx, done + kept);
    }
    done += wrote;
  }
  if (!stop_copy(ctx, b->out->data, from + done, (size_t)(n - done))) return false;
  b->pending = n - done;
  return true;
}
METHOD(b_write) {
  Buffer view;
  if (!buffered_usable(ctx, BUFFERED) || !buffer_get(ctx, args[0], BUFFER_SIMPLE, &view)) return V_NULL;
  int64_t n = view.length;
  bool ok = is_open(ctx, BUFFERED, "write to closed") && buffered_write_all(ctx, BUFFERED, view.data, n);
  buffer_release(ctx, &view);
  return ok ? int_tag(n) : V_NULL;
}
METHOD(b_flush) { return is_open(ctx, BUFFERED, "flush of closed") && buffered_flush(ctx, BUFFERED) ? V_NONE : V_NULL; }
METHOD(b_reader_flush) { return buffered_usable(ctx, BUFFERED) ? io_call0(ctx, BUFFERED->raw, "flush") : V_NULL; }

void buffered_abandon(Ctx *ctx, Buffered *b, FileIO *f) {
  if (b->text) text_abandon(ctx, b->text, f);
  for (int64_t done = 0; b->out && done < b->pending;) {
    ssize_t n = file_write(ctx, f->fd, b->out->data + done, (size_t)(b->pending - done));
    if (n <= 0) break;
    done += n;
  }
  b->pending = 0;
  ctx->exc = V_NULL;
}
/* Its FileIO lives on, held by somebody else. */
static void died(Ctx *ctx, void *cell) {
  Buffered *b = cell;
  if (!ctx->importer || !b->ok || !has_kind(ctx, b->raw, KIND_OTHER)) return;
  FileIO *f = (FileIO *)b->raw;
  if (class_of(ctx, b->raw) != io_state(ctx)->file_io || f->writer != b) return;
  if (f->fd >= 0) buffered_abandon(ctx, b, f);
  f->writer = NULL;
}

/* ---- positions ---- */

METHOD(b_tell) {
  if (!buffered_usable(ctx, BUFFERED)) return V_NULL;
  int64_t at = raw_tell(ctx, BUFFERED);
  if (at < 0) return V_NULL;
  at += BUFFERED->pending - ready(BUFFERED);
  return int_from_i64(ctx, at < 0 ? 0 : at);
}
METHOD(b_seek) {
  Buffered *b = BUFFERED;
  int64_t target, whence = 0;
  if (!buffered_usable(ctx, b) || (nargs > 1 && !object_ssize(ctx, args[1], &whence))) return V_NULL;
  if (whence < 0 || whence > 4)
    return raise_format(ctx, EXC_ValueError, "whence value %d unsupported", (int)whence), V_NULL;
  if (!is_open(ctx, b, "seek of closed") || !io_able(ctx, b->raw, "seekable", NOT_SEEKABLE)) return V_NULL;
  if (!object_ssize(ctx, args[0], &target)) return V_NULL;
  if (b->readable && ready(b) && whence < 2) { /* inside of the buffer */
    int64_t current = raw_tell(ctx, b), offset;
    if (current < 0) return V_NULL;
    offset = whence ? target : target - (current - ready(b));
    if (offset >= -b->pos && offset <= ready(b)) {
      b->pos += offset;
      /* a device may say that it is always at 0 */
      return int_from_i64(ctx, current < ready(b) ? 0 : current - ready(b));
    }
  }
  if (b->pending && !flush_out(ctx, b)) return V_NULL;
  if (whence == 1) target -= ready(b);
  int64_t at = raw_seek(ctx, b, target, (int)whence);
  if (at < 0) return V_NULL;
  b->pos = b->end = 0;
  return int_from_i64(ctx, at);
}
METHOD(b_truncate) {
  Buffered *b = BUFFERED;
  if (!is_open(ctx, b, "truncate of closed")) return V_NULL;
  if (!b->writable) return io_unsupported(ctx, "truncate");
  if (!buffered_flush(ctx, b)) return V_NULL;
  Value pos = nargs ? args[0] : V_NONE;
  if (pos == V_NONE && !(pos = io_call0(ctx, b->raw, "tell"))) return V_NULL;
  return io_call(ctx, b->raw, "truncate", &pos, 1);
}

/* ---- the rest ---- */

static Value forward(Ctx *ctx, Buffered *b, const char *method) {
  return buffered_usable(ctx, b) ? io_call0(ctx, b->raw, method) : V_NULL;
}
METHOD(b_seekable) { return forward(ctx, BUFFERED, "seekable"); }
METHOD(b_readable) { return forward(ctx, BUFFERED, "readable"); }
METHOD(b_writable) { return forward(ctx, BUFFERED, "writable"); }
METHOD(b_fileno) { return forward(ctx, BUFFERED, "fileno"); }
METHOD(b_isatty) { return forward(ctx, BUFFERED, "isatty"); }
METHOD(b_dealloc_warn) {
  if (BUFFERED->ok) io_warn_unclosed(ctx, BUFFERED->raw, args[0]);
  return ctx->exc ? V_NULL : V_NONE;
}
static Value get_finalizing(Ctx *ctx, Value self) { return UNUSED(ctx), bool_tag(BUFFERED->finalizing); }
static bool set_finalizing(Ctx *ctx, Value self, Value v) { return io_set_flag(ctx, &BUFFERED->finalizing, v); }
METHOD(b_close) {
  Buffered *b = BUFFERED;
  if (!buffered_usable(ctx, b) || !enter(ctx, b)) return V_NULL;
  int closed = raw_closed(ctx, b);
  b->busy = 0;
  if (closed) return closed < 0 ? V_NULL : V_NONE;
  if (b->finalizing) io_warn_unclosed(ctx, b->raw, self);
  if (ctx->exc) return V_NULL;
  Value flushed = io_call0(ctx, self, "flush"), exc = flushed ? V_NULL : exc_take(ctx);
  Value result = io_call0(ctx, b->raw, "close");
  b->data = b->out = NULL;
  b->pos = b->end = b->pending = 0;
  if (!exc) return result;
  if (result) return ctx->exc = exc, V_NULL;
  if (ctx->exc && is_exception(ctx, ctx->exc)) ((Exception *)ctx->exc)->context = exc;
  return V_NULL;
}
static void leave_raw(Ctx *ctx, Buffered *b) {
  if (!b->raw || !exact_file_io(ctx, b->raw)) return;
  FileIO *f = (FileIO *)b->raw;
  if (f->writer == b) f->writer = NULL;
}
METHOD(b_detach) {
  Buffered *b = BUFFERED;
  if (!buffered_usable(ctx, b) || !io_call0(ctx, self, "flush")) return V_NULL;
  Value raw = b->raw;
  leave_raw(ctx, b);
  b->raw = V_NONE;
  b->ok = false;
  return raw;
}
static Value get_raw(Ctx *ctx, Value self) { return UNUSED(ctx), or_none(BUFFERED->raw); }
static Value get_closed(Ctx *ctx, Value self) {
  return buffered_usable(ctx, BUFFERED) ? io_closed(ctx, BUFFERED->raw) : V_NULL;
}
static Value get_name(Ctx *ctx, Value self) {
  return buffered_usable(ctx, BUFFERED) ? get_attr(ctx, BUFFERED->raw, NAME(name)) : V_NULL;
}
static Value get_mode(Ctx *ctx, Value self) {
  return buffered_usable(ctx, BUFFERED) ? get_attr(ctx, BUFFERED->raw, str_intern_c(ctx, "mode")) : V_NULL;
}
static Value repr(Ctx *ctx, Value self) {
  Value type = io_type_name(ctx, self), name = type ? get_attr_optional(ctx, self, NAME(name)) : V_NULL;
  if (!type) return V_NULL;
  if (ctx->exc) {
    if (!exc_matches(ctx, EXC_ValueError)) return V_NULL;
    exc_clear(ctx);
  }
  if (!name) return str_format_c(ctx, "<%U>", type);
  int entered = repr_enter(ctx, self);
  if (entered < 0) return V_NULL;
  if (entered) return raise_format(ctx, EXC_RuntimeError, "reentrant call inside %U.__repr__", type), V_NULL;
  Value text = str_format_c(ctx, "<%U name=%R>", type, name);
  repr_leave(ctx, self);
  return text;
}
METHOD(b_refuse) { return io_refuse_pickle(ctx, self); }
METHOD(b_sizeof) { return int_tag((int64_t)sizeof(Buffered) + BUFFERED->size); }

static Value new_(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(args), UNUSED(nargs), UNUSED(kwnames);
  Buffered *b = (Buffered *)instance_new(ctx, cls);
  if (!b || !heap_add_finalizer(ctx, b, died)) return V_NULL;
  return exact_buffered(ctx, VAL(b)) ? VAL(b) : finalizers_watch(ctx, cls, VAL(b));
}

static bool set_up(Ctx *ctx, Value self, const char *name, const Value *args, uint32_t nargs, Value kwnames,
                   bool readable, bool writable) {
  Buffered *b = BUFFERED;
  Value v[2];
  int64_t size = DEFAULT_BUFFER_SIZE;
  if (!enter(ctx, b)) return false; /* what goes on has the buffers in its hands */
  b->busy = 0;
  b->ok = false;
  if (!bind_params(ctx, name, "raw buffer_size=", args, nargs, kwnames, v)) return false;
  if (v[1] && !object_ssize(ctx, v[1], &size)) return false;
  if (readable && writable && !io_able(ctx, v[0], "seekable", NOT_SEEKABLE)) return false;
  if (readable && !io_able(ctx, v[0], "readable", "File or stream is not readable.")) return false;
  if (writable && !io_able(ctx, v[0], "writable", "File or stream is not writable.")) return false;
  if (size <= 0) return raise_format(ctx, EXC_ValueError, "buffer size must be strictly positive"), false;
  if (size > INT64_MAX / 64) return raise_no_memory(ctx), false;
  leave_raw(ctx, b);
  if (b->text) text_leave_host(b->text);
  b->raw = v[0];
  b->data = b->out = NULL;
  b->size = size;
  b->pos = b->end = b->pending = 0;
  b->readable = readable, b->writable = writable;
  b->busy = 0;
  if (writable && exact_file_io(ctx, v[0])) ((FileIO *)v[0])->writer = b;
  b->ok = true;
  return io_opened(ctx, self);
}
static bool reader_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  return set_up(ctx, self, "BufferedReader", args, nargs, kwnames, true, false);
}
static bool writer_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  return set_up(ctx, self, "BufferedWriter", args, nargs, kwnames, false, true);
}
static bool random_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  return set_up(ctx, self, "BufferedRandom", args, nargs, kwnames, true, true);
}

#define SHARED                                                                                                  \
  METHOD_ROW("detach", b_detach, 0, 0, "Disconnect this buffer from its underlying raw stream and return it."), \
      METHOD_ROW("close", b_close, 0, 0, NULL), METHOD_ROW("seekable", b_seekable, 0, 0, NULL),                 \
      METHOD_ROW("fileno", b_fileno, 0, 0, NULL), METHOD_ROW("isatty", b_isatty, 0, 0, NULL),                   \
      METHOD_ROW("seek", b_seek, 1, 2, NULL), METHOD_ROW("tell", b_tell, 0, 0, NULL),                           \
      METHOD_ROW("truncate", b_truncate, 0, 1, NULL), METHOD_ROW("__getstate__", b_refuse, 0, 0, NULL),         \
      METHOD_ROW("_dealloc_warn", b_dealloc_warn, 1, 1, NULL), METHOD_ROW("__sizeof__", b_sizeof, 0, 0, NULL)
#define READS                                                                                           \
  METHOD_ROW("readable", b_readable, 0, 0, NULL), METHOD_ROW("read", b_read, 0, 1, NULL),               \
      METHOD_ROW("peek", b_peek, 0, 1, NULL), METHOD_ROW("read1", b_read1, 0, 1, NULL),                 \
      METHOD_ROW("readinto", b_readinto, 1, 1, NULL), METHOD_ROW("readinto1", b_readinto1, 1, 1, NULL), \
      METHOD_ROW("readline", b_readline, 0, 1, NULL)
#define WRITES METHOD_ROW("writable", b_writable, 0, 0, NULL), METHOD_ROW("write", b_write, 1, 1, NULL)

static Class *make(Ctx *ctx, const char *name, const TypeOps *ops, const CFuncDef *methods) {
  static const GetSetDef getset[] = {{"raw", get_raw, readonly_member, NULL},
                                     {"closed", get_closed, NULL, NULL},
                                     {"name", get_name, NULL, NULL},
                                     {"mode", get_mode, NULL, NULL},
                                     {"_finalizing", get_finalizing, set_finalizing, NULL},
                                     {0}};
  Class *cls = class_new_builtin(ctx, name, io_state(ctx)->buffered_base, KIND_OTHER, sizeof(Buffered), ops, methods,
                                 CLASS_HAS_DICT);
  return cls && class_add_getset(ctx, cls, getset) ? cls : NULL;
}
Class *reader_make(Ctx *ctx) {
  static const TypeOps ops = {.new_ = new_, .init = reader_init, .repr = repr, .next = next, .trace = trace};
  static const CFuncDef methods[] = {SHARED, READS, METHOD_ROW("flush", b_reader_flush, 0, 0, NULL), {0}};
  return make(ctx, "_io.BufferedReader", &ops, methods);
}
Class *writer_make(Ctx *ctx) {
  static const TypeOps ops = {.new_ = new_, .init = writer_init, .repr = repr, .trace = trace};
  static const CFuncDef methods[] = {SHARED, WRITES, METHOD_ROW("flush", b_flush, 0, 0, NULL), {0}};
  return make(ctx, "_io.BufferedWriter", &ops, methods);
}
Class *random_make(Ctx *ctx) {
  static const TypeOps ops = {.new_ = new_, .init = random_init, .repr = repr, .next = next, .trace = trace};
  static const CFuncDef methods[] = {SHARED, READS, WRITES, METHOD_ROW("flush", b_flush, 0, 0, NULL), {0}};
  return make(ctx, "_io.BufferedRandom", &ops, methods);
}
