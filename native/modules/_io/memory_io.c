/* BytesIO: a buffered stream in memory. getbuffer() shows its bytes to others, and as long as it does the stream cannot
 * be resized. */
#include "modules/_io/io.h"
#include <string.h>

typedef struct BytesIO {
  Cell h;
  Raw *raw; /* NULL: closed */
  int64_t length, pos, exports;
} BytesIO;
#define BYTES_IO ((BytesIO *)self)

static void trace(Ctx *ctx, Value self) { heap_mark(ctx, VAL(BYTES_IO->raw)); }

static bool is_open(Ctx *ctx, const BytesIO *b) {
  if (LIKELY(b->raw != NULL)) return true;
  raise_format(ctx, EXC_ValueError, "I/O operation on closed file.");
  return false;
}
static bool unshared(Ctx *ctx, BytesIO *b) {
  if (LIKELY(b->exports == 0) || !memoryview_in_use(ctx, VAL(b->raw), &b->exports)) return true;
  raise_format(ctx, EXC_BufferError, "Existing exports of data: object cannot be re-sized");
  return false;
}

static bool reserve(Ctx *ctx, BytesIO *b, int64_t n) {
  if (n < 0) return raise_format(ctx, EXC_OverflowError, "new buffer size too large"), false; /* the sum of two */
  if (n <= b->raw->cap) return true;
  Raw *grown = raw_new(ctx, n + n / 8 + 64);
  if (!grown || !stop_copy(ctx, grown->data, b->raw->data, (size_t)b->length)) return false;
  b->raw = grown;
  return true;
}

static Value new_(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(args), UNUSED(nargs), UNUSED(kwnames);
  BytesIO *b = (BytesIO *)io_in_memory(ctx, cls, io_state(ctx)->bytes_io);
  return b && (b->raw = raw_new(ctx, 0)) ? VAL(b) : V_NULL;
}

static int64_t put(Ctx *ctx, BytesIO *b, Value from) {
  Buffer view;
  if (!is_open(ctx, b) || !unshared(ctx, b) || !buffer_get(ctx, from, BUFFER_SIMPLE, &view)) return -1;
  int64_t n = view.length, end = (int64_t)((uint64_t)b->pos + (uint64_t)n);
  bool ok = is_open(ctx, b) && unshared(ctx, b) && (n == 0 || reserve(ctx, b, end));
  if (ok && n) {
    int64_t gap = b->pos - b->length;
    ok = (gap <= 0 || stop_repeat(ctx, b->raw->data + b->length, "", 1, (size_t)gap)) &&
         stop_copy(ctx, b->raw->data + b->pos, view.data, (size_t)n);
    if (ok) {
      b->pos = end;
      if (end > b->length) b->length = end;
    }
  }
  buffer_release(ctx, &view);
  return ok ? n : -1;
}

static bool init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  Value v[1];
  BytesIO *b = BYTES_IO;
  if (!bind_params(ctx, "BytesIO", "initial_bytes=", args, nargs, kwnames, v)) return false;
  if (!unshared(ctx, b)) return false;
  b->length = b->pos = 0;
  if (!b->raw && !(b->raw = raw_new(ctx, 0))) return false;
  if (v[0] && v[0] != V_NONE && put(ctx, b, v[0]) < 0) return false;
  b->pos = 0;
  return true;
}

METHOD(b_write) {
  int64_t n = put(ctx, BYTES_IO, args[0]);
  return n < 0 ? V_NULL : int_tag(n);
}
METHOD(b_writelines) {
  if (!is_open(ctx, BYTES_IO)) return V_NULL;
  Value it = object_iter(ctx, args[0]), line;
  if (!it) return V_NULL;
  while ((line = object_next(ctx, it)))
    if (put(ctx, BYTES_IO, line) < 0 || !CHECK_STOP(ctx)) return V_NULL;
  return ctx->exc ? V_NULL : V_NONE;
}

static int64_t left(const BytesIO *b) { return b->pos < b->length ? b->length - b->pos : 0; }
static Value take(Ctx *ctx, BytesIO *b, int64_t n) {
  if (n < 0 || n > left(b)) n = left(b);
  Value bytes = bytes_new(ctx, b->raw->data + b->pos, n);
  if (bytes) b->pos += n;
  return bytes;
}
METHOD(b_read) {
  int64_t n;
  return io_size(ctx, args, nargs, &n) && is_open(ctx, BYTES_IO) ? take(ctx, BYTES_IO, n) : V_NULL;
}
static Value line(Ctx *ctx, BytesIO *b, int64_t limit) {
  int64_t n = left(b);
  if (limit >= 0 && n > limit) n = limit;
  const uint8_t *from = b->raw->data + b->pos, *end = NULL;
  if (n && !stop_find(ctx, from, '\n', (size_t)n, &end)) return V_NULL;
  return take(ctx, b, end ? end + 1 - from : n);
}
METHOD(b_readline) {
  int64_t n;
  return io_size(ctx, args, nargs, &n) && is_open(ctx, BYTES_IO) ? line(ctx, BYTES_IO, n) : V_NULL;
}
METHOD(b_readlines) {
  int64_t hint, total = 0;
  if (!io_size(ctx, args, nargs, &hint) || !is_open(ctx, BYTES_IO)) return V_NULL;
  Value list = list_new(ctx, 0);
  while (list && left(BYTES_IO) > 0) {
    Value next = line(ctx, BYTES_IO, -1);
    if (!next || !list_append(ctx, list, next) || !CHECK_STOP(ctx)) return V_NULL;
    if (hint > 0 && (total += ((Bytes *)next)->length) >= hint) break;
  }
  return list;
}
static Value next(Ctx *ctx, Value self) {
  if (!is_open(ctx, BYTES_IO)) return V_NULL;
  return left(BYTES_IO) ? line(ctx, BYTES_IO, -1) : V_NULL;
}
static Value iter(Ctx *ctx, Value self) { return is_open(ctx, BYTES_IO) ? self : V_NULL; }
METHOD(b_readinto) {
  Buffer view;
  if (!buffer_get_writable(ctx, args[0], "readinto", &view)) return V_NULL;
  if (!is_open(ctx, BYTES_IO)) return buffer_release(ctx, &view), V_NULL;
  int64_t n = left(BYTES_IO) < view.length ? left(BYTES_IO) : view.length;
  bool done = stop_copy(ctx, view.data, BYTES_IO->raw->data + (n ? BYTES_IO->pos : 0), (size_t)n);
  if (done) BYTES_IO->pos += n;
  buffer_release(ctx, &view);
  return done ? int_tag(n) : V_NULL;
}

METHOD(b_seek) {
  int64_t at, whence = 0;
  BytesIO *b = BYTES_IO;
  if (!object_ssize(ctx, args[0], &at) || (nargs > 1 && !object_ssize(ctx, args[1], &whence)) || !is_open(ctx, b))
    return V_NULL;
  if (whence == 0 && at < 0)
    return raise_format(ctx, EXC_ValueError, "negative seek value %lld", (long long)at), V_NULL;
  if (whence < 0 || whence > 2)
    return raise_format(ctx, EXC_ValueError, "invalid whence (%d, should be 0, 1 or 2)", (int)whence), V_NULL;
  int64_t base = whence == 1 ? b->pos : whence == 2 ? b->length : 0;
  if (__builtin_add_overflow(at, base, &at))
    return raise_format(ctx, EXC_OverflowError, "new position too large"), V_NULL;
  b->pos = at < 0 ? 0 : at;
  return int_from_i64(ctx, b->pos);
}
METHOD(b_tell) { return is_open(ctx, BYTES_IO) ? int_from_i64(ctx, BYTES_IO->pos) : V_NULL; }
METHOD(b_truncate) {
  BytesIO *b = BYTES_IO;
  int64_t n;
  if (!io_size_or(ctx, args, nargs, b->pos, &n) || !is_open(ctx, b) || !unshared(ctx, b)) return V_NULL;
  if (n < 0) return raise_format(ctx, EXC_ValueError, "negative size value %lld", (long long)n), V_NULL;
  if (n < b->length) b->length = n;
  return int_from_i64(ctx, n);
}
METHOD(b_getvalue) { return is_open(ctx, BYTES_IO) ? bytes_new(ctx, BYTES_IO->raw->data, BYTES_IO->length) : V_NULL; }
METHOD(b_true) { return is_open(ctx, BYTES_IO) ? V_TRUE : V_NULL; }
METHOD(b_false) { return is_open(ctx, BYTES_IO) ? V_FALSE : V_NULL; }
METHOD(b_none) { return is_open(ctx, BYTES_IO) ? V_NONE : V_NULL; }
METHOD(b_close) {
  if (!unshared(ctx, BYTES_IO)) return V_NULL;
  BYTES_IO->raw = NULL;
  BYTES_IO->length = BYTES_IO->pos = 0;
  return V_NONE;
}
static Value get_closed(Ctx *ctx, Value self) { return UNUSED(ctx), bool_tag(!BYTES_IO->raw); }

/* ---- getbuffer ---- */

typedef struct BytesIOBuffer {
  Cell h;
  BytesIO *source;
} BytesIOBuffer;
static void buffer_trace(Ctx *ctx, Value self) { heap_mark(ctx, VAL(((BytesIOBuffer *)self)->source)); }
static void release(Ctx *ctx, Buffer *buffer) {
  UNUSED(ctx);
  ((BytesIOBuffer *)buffer->object)->source->exports--;
}
static bool get_buffer(Ctx *ctx, Value self, uint32_t flags, Buffer *out) {
  BytesIO *b = ((BytesIOBuffer *)self)->source;
  if (!is_open(ctx, b)) return false;
  if (!buffer_fill(ctx, out, self, b->raw->data, b->length, false, flags)) return false;
  out->keep = VAL(b->raw);
  out->release = release;
  b->exports++;
  return true;
}
METHOD(b_getbuffer) {
  if (!is_open(ctx, BYTES_IO)) return V_NULL;
  BytesIOBuffer *buffer = (BytesIOBuffer *)instance_new(ctx, io_state(ctx)->bytes_io_buffer);
  if (!buffer) return V_NULL;
  buffer->source = BYTES_IO;
  return memoryview_new(ctx, VAL(buffer), BUFFER_FULL_RO);
}
Class *bytes_io_buffer_make(Ctx *ctx) {
  static const TypeOps ops = {.trace = buffer_trace, .get_buffer = get_buffer};
  return class_new_builtin(ctx, "_io._BytesIOBuffer", NULL, KIND_OTHER, sizeof(BytesIOBuffer), &ops, NULL, 0);
}

/* ---- pickling ---- */

METHOD(b_getstate) {
  if (!is_open(ctx, BYTES_IO)) return V_NULL;
  Value dict = instance_dict(ctx, self), copy = V_NONE;
  if (!dict || (AS_DICT(dict)->length && !(copy = dict_copy(ctx, dict)))) return V_NULL;
  Value items[3] = {bytes_new(ctx, BYTES_IO->raw->data, BYTES_IO->length), int_from_i64(ctx, BYTES_IO->pos), copy};
  return copy && items[0] && items[1] ? tuple_from(ctx, items, 3) : V_NULL;
}
METHOD(b_setstate) {
  if (!is_tuple(ctx, args[0]) || tuple_length(args[0]) < 3)
    return raise_format(ctx, EXC_TypeError, "%T.__setstate__ argument should be 3-tuple, got %T", self, args[0]),
           V_NULL;
  BytesIO *b = BYTES_IO;
  int64_t pos;
  if (!is_open(ctx, b) || !init(ctx, self, NULL, 0, V_NULL) || put(ctx, b, tuple_item(args[0], 0)) < 0) return V_NULL;
  Value at = tuple_item(args[0], 1), dict = tuple_item(args[0], 2);
  if (!is_int_value(ctx, at))
    return raise_format(ctx, EXC_TypeError, "second item of state must be an integer, not %T", at), V_NULL;
  if (!object_ssize(ctx, at, &pos)) return V_NULL;
  if (pos < 0) return raise_format(ctx, EXC_ValueError, "position value cannot be negative"), V_NULL;
  b->pos = pos;
  if (dict == V_NONE) return V_NONE;
  if (!is_dict(ctx, dict))
    return raise_format(ctx, EXC_TypeError, "third item of state should be a dict, got a %T", dict), V_NULL;
  Value own = instance_dict(ctx, self);
  return own && dict_update(ctx, own, dict) ? V_NONE : V_NULL;
}

Class *bytes_io_make(Ctx *ctx) {
  static const TypeOps ops = {.new_ = new_, .init = init, .iter = iter, .next = next, .trace = trace};
  static const GetSetDef getset[] = {{"closed", get_closed, NULL, "True if the file is closed."}, {0}};
  static const CFuncDef methods[] = {
      METHOD_ROW("readable", b_true, 0, 0, "Returns True if the IO object can be read."),
      METHOD_ROW("seekable", b_true, 0, 0, "Returns True if the IO object can be seeked."),
      METHOD_ROW("writable", b_true, 0, 0, "Returns True if the IO object can be written."),
      METHOD_ROW("isatty", b_false, 0, 0, "Always returns False."),
      METHOD_ROW("flush", b_none, 0, 0, "Does nothing."),
      METHOD_ROW("close", b_close, 0, 0, "Disable all I/O operations."),
      METHOD_ROW("read", b_read, 0, 1, "Read at most size bytes, returned as a bytes object."),
      METHOD_ROW("read1", b_read, 0, 1, "Read at most size bytes, returned as a bytes object."),
      METHOD_ROW("readinto", b_readinto, 1, 1, "Read bytes into buffer."),
      METHOD_ROW("readline", b_readline, 0, 1, "Next line from the file, as a bytes object."),
      METHOD_ROW("readlines", b_readlines, 0, 1, "List of bytes objects, each a line from the file."),
      METHOD_ROW("write", b_write, 1, 1, "Write bytes to file."),
      METHOD_ROW("writelines", b_writelines, 1, 1, "Write lines to the file."),
      METHOD_ROW("seek", b_seek, 1, 2, "Change stream position."),
      METHOD_ROW("tell", b_tell, 0, 0, "Current file position, an integer."),
      METHOD_ROW("truncate", b_truncate, 0, 1, "Truncate the file to at most size bytes."),
      METHOD_ROW("getvalue", b_getvalue, 0, 0, "Retrieve the entire contents of the BytesIO object."),
      METHOD_ROW("getbuffer", b_getbuffer, 0, 0, "Get a read-write view over the contents of the BytesIO object."),
      METHOD_ROW("__getstate__", b_getstate, 0, 0, NULL),
      METHOD_ROW("__setstate__", b_setstate, 1, 1, NULL),
      {0},
  };
  Class *cls = class_new_builtin(ctx, "_io.BytesIO", io_state(ctx)->buffered_base, KIND_OTHER, sizeof(BytesIO), &ops,
                                 methods, CLASS_HAS_DICT);
  return cls && class_add_getset(ctx, cls, getset) ? cls : NULL;
}
