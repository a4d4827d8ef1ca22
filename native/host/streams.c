/* Standard streams. Output is collected per context and handed to the host in large pieces: when the buffer is full, at
 * flush(), before anything goes to stderr, before input is read, and at each line end when standard output is a
 * terminal. The objects in sys.stdout, sys.stderr and sys.stdin are text streams with the methods that programs use on
 * them; .buffer takes bytes. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "host/host.h"
#include "object/object.h"
#include "text/codec.h"
#include "text/text.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BUFFER_SIZE = 1 << 16 };
typedef struct Output {
  size_t n;
  bool line_buffered;
  Value adopted[3]; /* text outputs of module _io that write here, by stream */
  bool (*direct)(Value);
  char bytes[BUFFER_SIZE];
} Output;

static Output *output(Ctx *ctx) {
  if (LIKELY(ctx->io != NULL)) return ctx->io;
  Output *out = memory_new(ctx, sizeof *out);
  if (!out) return NULL;
  out->n = 0;
  out->line_buffered = isatty(1);
  memset(out->adopted, 0, sizeof out->adopted);
  for (int i = 1; i < 3; i++) {
    if (heap_add_root(ctx, &out->adopted[i])) continue;
    if (i == 2) heap_remove_root(ctx, &out->adopted[1]);
    memory_free(ctx, out);
    return NULL;
  }
  return ctx->io = out;
}

/* OSError(error), unless an exception is on its way already. */
static void raise_errno(Ctx *ctx, int error) {
  if (ctx->exc) return;
  Value parts[2] = {int_tag(error), str_from_ascii(ctx, strerror(error))};
  Value exc = parts[1] ? exception_new(ctx, ctx->exc_class[EXC_OSError], parts, 2) : V_NULL;
  if (exc) raise_exc(ctx, exc);
}

static bool deliver(Ctx *ctx, int stream, const char *bytes, size_t n) {
  int error = n && ctx->host.write ? ctx->host.write(ctx->host.data, stream, bytes, n) : 0;
  if (LIKELY(!error)) return true;
  if (error > 0) raise_errno(ctx, error);
  return false;
}

/* What the system would not take stays in the buffer, so that the last flush fails too, as CPython's does. */
bool io_flush(Ctx *ctx) {
  Output *out = ctx->io;
  if (!out || !out->n) return true;
  size_t n = out->n;
  out->n = 0;
  if (LIKELY(deliver(ctx, 1, out->bytes, n))) return true;
  if (exc_matches(ctx, EXC_OSError)) out->n = n;
  return false;
}

void io_destroy(Ctx *ctx) {
  if (!io_flush(ctx)) exc_clear(ctx);
  memory_free(ctx, ctx->io);
  ctx->io = NULL;
}

static bool put(Ctx *ctx, int stream, const char *bytes, size_t n) {
  Output *out = output(ctx);
  if (stream != 1 || !out) {
    if (!io_flush(ctx) && stream == 2) exc_clear(ctx); /* stderr has something of its own to say */
    return deliver(ctx, stream, bytes, n);
  }
  if (n > BUFFER_SIZE - out->n) {
    if (!io_flush(ctx)) return false;
    if (n > BUFFER_SIZE) return deliver(ctx, stream, bytes, n);
  }
  memcpy(out->bytes + out->n, bytes, n);
  out->n += n;
  return !out->line_buffered || !memchr(bytes, '\n', n) || io_flush(ctx);
}

/* What the output limit leaves is written; then the program is stopped. */
static bool write_limited(Ctx *ctx, int stream, const char *bytes, size_t n,
                          bool (*write)(Ctx *ctx, int stream, const char *bytes, size_t n)) {
  Stop *stop = &ctx->stop;
  if (LIKELY(!stop->output_limit)) return write(ctx, stream, bytes, n);
  bool over = n > stop->output_left;
  if (over) n = stop->output_left;
  stop->output_left -= n;
  if (n && !write(ctx, stream, bytes, n)) return false;
  if (over) stop_scope(ctx, NULL, STOP_OUTPUT);
  return CHECK_STOP(ctx);
}

bool io_write_bytes(Ctx *ctx, int stream, const char *bytes, size_t n) {
  return write_limited(ctx, stream, bytes, n, put);
}

bool io_write_through(Ctx *ctx, int stream, const char *bytes, size_t n) {
  return write_limited(ctx, stream, bytes, n, deliver);
}

bool io_write(Ctx *ctx, int stream, Value str) {
  Str *s = (Str *)str;
  if (s->h.flags & STR_ASCII) return io_write_bytes(ctx, stream, (const char *)s->data, (size_t)s->length);
  size_t n;
  char *utf8 = str_to_utf8(ctx, str, &n);
  if (!utf8) return false;
  bool done = io_write_bytes(ctx, stream, utf8, n);
  memory_free(ctx, utf8);
  return done;
}

/* What cannot be encoded: lone surrogates. stderr escapes them, as CPython's backslashreplace does. */
bool io_write_checked(Ctx *ctx, int stream, Value str) {
  if (str_is_ascii(str)) return io_write(ctx, stream, str);
  Value errors = stream == 2 ? str_intern_c(ctx, "backslashreplace") : NAME(strict);
  Value bytes = errors ? codec_encode_as(ctx, str, CODEC_UTF8, errors) : V_NULL;
  return bytes && io_write_bytes(ctx, stream, (const char *)AS_BYTES(bytes)->data, (size_t)AS_BYTES(bytes)->length);
}

/* ---- the stream objects ---- */

typedef struct Stream {
  Cell h;
  int32_t fd;
  bool binary, closed;
  Value pending; /* stdin: rest of a line, Str or V_NULL */
} Stream;
static void stream_trace(Ctx *ctx, Value self) {
  if (((Stream *)self)->pending) heap_mark(ctx, ((Stream *)self)->pending);
}

#define STREAM ((Stream *)self)

static Value unsupported(Ctx *ctx, const char *what) {
  raise_format(ctx, EXC_OSError, "not %s", what); /* io.UnsupportedOperation is an OSError */
  return V_NULL;
}

METHOD(m_write) {
  if (STREAM->closed) return raise_format(ctx, EXC_ValueError, "I/O operation on closed file."), V_NULL;
  if (STREAM->fd == 0) return unsupported(ctx, "writable");
  if (STREAM->binary) {
    if (has_kind(ctx, args[0], KIND_BYTES)) {
      Bytes *b = (Bytes *)args[0];
      return io_write_bytes(ctx, STREAM->fd, (const char *)b->data, (size_t)b->length) ? int_tag(b->length) : V_NULL;
    }
    return raise_format(ctx, EXC_TypeError, "a bytes-like object is required, not '%T'", args[0]), V_NULL;
  }
  if (!is_str(ctx, args[0]))
    return raise_format(ctx, EXC_TypeError, "write() argument must be str, not %A", args[0]), V_NULL;
  return io_write_checked(ctx, STREAM->fd, args[0]) ? int_tag(((Str *)args[0])->length) : V_NULL;
}
static bool write_each(Ctx *ctx, Value item, void *data) {
  return m_write(ctx, *(Value *)data, &item, 1, V_NULL) != V_NULL;
}
METHOD(m_writelines) { return iterate(ctx, args[0], write_each, &self) ? V_NONE : V_NULL; }
METHOD(m_flush) { return io_flush(ctx) ? V_NONE : V_NULL; }
METHOD(m_isatty) { return bool_tag(isatty(STREAM->fd)); }
METHOD(m_fileno) { return int_tag(STREAM->fd); }
METHOD(m_readable) { return bool_tag(STREAM->fd == 0); }
METHOD(m_writable) { return bool_tag(STREAM->fd != 0); }
METHOD(m_seekable) { return V_FALSE; }
METHOD(m_close) {
  STREAM->closed = true;
  return io_flush(ctx) ? V_NONE : V_NULL;
}
METHOD(m_reconfigure) {
  for (uint32_t i = 0; i < kwcount(kwnames); i++) {
    if (!str_equal_c(AS_TUPLE(kwnames)->items[i], "line_buffering")) continue;
    int on = object_truth(ctx, args[nargs + i]);
    if (on < 0) return V_NULL;
    Output *out = output(ctx);
    if (out) out->line_buffered = on;
  }
  return V_NONE;
}

/* The next line of standard input with its line end; "" at the end; V_NULL = exception. */
Value io_read_line(Ctx *ctx) {
  if (!io_flush(ctx)) return V_NULL;
  char *line = NULL;
  size_t n = 0;
  if (!ctx->host.read_line || !ctx->host.read_line(ctx->host.data, &line, &n)) {
    if (ctx->exc || !CHECK_STOP(ctx)) return V_NULL; /* a stop ends the wait */
    return ctx->empty_str;
  }
  Value s = str_from_utf8(ctx, line, n);
  memory_free(ctx, line);
  return s;
}

static Value take_line(Ctx *ctx, Stream *s) {
  if (s->fd != 0) return unsupported(ctx, "readable");
  Value line = s->pending;
  s->pending = V_NULL;
  return line ? line : io_read_line(ctx);
}

METHOD(m_readline) {
  Value line = take_line(ctx, STREAM);
  int64_t limit = -1;
  if (!line || (nargs && args[0] != V_NONE && !object_index_i64(ctx, args[0], &limit, true))) return V_NULL;
  if (limit >= 0 && limit < ((Str *)line)->length) {
    STREAM->pending = str_substring(ctx, line, limit, ((Str *)line)->length);
    return STREAM->pending ? str_substring(ctx, line, 0, limit) : V_NULL;
  }
  return line;
}
METHOD(m_read) {
  int64_t limit = -1;
  if (nargs && args[0] != V_NONE && !object_index_i64(ctx, args[0], &limit, true)) return V_NULL;
  StrBuilder sb;
  sb_init(&sb, ctx);
  while (limit < 0 || sb.length < limit) {
    Value line = take_line(ctx, STREAM);
    if (!line) return sb_discard(&sb), V_NULL;
    int64_t n = ((Str *)line)->length, room = limit < 0 ? n : limit - sb.length;
    if (n == 0) break;
    if (n > room) {
      STREAM->pending = str_substring(ctx, line, room, n);
      line = str_substring(ctx, line, 0, room);
      if (!STREAM->pending || !line) return sb_discard(&sb), V_NULL;
    }
    sb_str(&sb, line);
  }
  return sb_finish(&sb);
}
static Value stream_next(Ctx *ctx, Value self) {
  Value line = take_line(ctx, STREAM);
  return line && ((Str *)line)->length ? line : V_NULL;
}
METHOD(m_readlines) { return list_from_iterable(ctx, self); }
METHOD(m_enter) { return self; }
METHOD(m_exit) { return io_flush(ctx) ? V_NONE : V_NULL; }

static const char *name_of(Value self) {
  return STREAM->fd == 0 ? "<stdin>" : STREAM->fd == 1 ? "<stdout>" : "<stderr>";
}
static Value stream_repr(Ctx *ctx, Value self) {
  if (STREAM->binary)
    return str_format_c(ctx, "<_io.Buffered%s name='%s'>", STREAM->fd ? "Writer" : "Reader", name_of(self));
  return str_format_c(ctx, "<_io.TextIOWrapper name='%s' mode='%s' encoding='utf-8'>", name_of(self),
                      STREAM->fd ? "w" : "r");
}
static Value get_name(Ctx *ctx, Value self) { return str_from_ascii(ctx, name_of(self)); }
static Value get_mode(Ctx *ctx, Value self) { return str_from_ascii(ctx, STREAM->fd ? "w" : "r"); }
static Value get_encoding(Ctx *ctx, Value self) { return UNUSED(self), str_from_ascii(ctx, "utf-8"); }
static Value get_errors(Ctx *ctx, Value self) {
  return str_from_ascii(ctx, STREAM->fd == 2 ? "backslashreplace" : "strict");
}
static Value get_newlines(Ctx *ctx, Value self) { return UNUSED(ctx), UNUSED(self), V_NONE; }
static Value get_closed(Ctx *ctx, Value self) { return UNUSED(ctx), bool_tag(STREAM->closed); }
static Value get_line_buffering(Ctx *ctx, Value self) {
  return bool_tag(STREAM->fd == 2 || (STREAM->fd == 1 && ctx->io && ((Output *)ctx->io)->line_buffered));
}

static Value stream_new(Ctx *ctx, Class *cls, int fd, bool binary) {
  Stream *s = (Stream *)instance_new(ctx, cls);
  if (!s) return V_NULL;
  s->fd = fd;
  s->binary = binary;
  return VAL(s);
}
static Value get_buffer(Ctx *ctx, Value self) { return stream_new(ctx, class_of(ctx, self), STREAM->fd, true); }

static const CFuncDef methods[] = {
    METHOD_ROW("write", m_write, 1, 1, "Write text to the stream; returns the number of characters."),
    METHOD_ROW("writelines", m_writelines, 1, 1, "Write each string of an iterable."),
    METHOD_ROW("flush", m_flush, 0, 0, "Hand buffered text to the host."),
    METHOD_ROW("isatty", m_isatty, 0, 0, "Whether the stream is a terminal."),
    METHOD_ROW("fileno", m_fileno, 0, 0, "The stream's file descriptor number."),
    METHOD_ROW("readable", m_readable, 0, 0, NULL),
    METHOD_ROW("writable", m_writable, 0, 0, NULL),
    METHOD_ROW("seekable", m_seekable, 0, 0, NULL),
    METHOD_ROW("close", m_close, 0, 0, NULL),
    METHOD_ROW_KW("reconfigure", m_reconfigure, 0, 0, NULL),
    METHOD_ROW("readline", m_readline, 0, 1, "Read one line."),
    METHOD_ROW("read", m_read, 0, 1, "Read that many characters, or all."),
    METHOD_ROW("readlines", m_readlines, 0, 1, "Read all lines."),
    METHOD_ROW("__enter__", m_enter, 0, 0, NULL),
    METHOD_ROW("__exit__", m_exit, 0, 3, NULL),
    {0},
};
static const GetSetDef getset[] = {
    {"name", get_name, NULL, NULL},
    {"mode", get_mode, NULL, NULL},
    {"encoding", get_encoding, NULL, NULL},
    {"errors", get_errors, NULL, NULL},
    {"newlines", get_newlines, NULL, NULL},
    {"closed", get_closed, NULL, NULL},
    {"line_buffering", get_line_buffering, NULL, NULL},
    {"buffer", get_buffer, NULL, NULL},
    {0},
};

/* Adds stdin, stdout, stderr and their dunder copies to module sys. */
bool io_streams_create(Ctx *ctx, Value sys) {
  static const TypeOps ops = {.repr = stream_repr, .iter = iter_self, .next = stream_next, .trace = stream_trace};
  Class *cls = class_new_builtin(ctx, "_io.TextIOWrapper", ctx->cls.object, KIND_OTHER, sizeof(Stream), &ops, methods,
                                 CLASS_BUILTIN);
  if (!cls || !class_add_getset(ctx, cls, getset)) return false;
  static const char *const names[3][2] = {{"stdin", "__stdin__"}, {"stdout", "__stdout__"}, {"stderr", "__stderr__"}};
  for (int fd = 0; fd < 3; fd++) {
    Value s = stream_new(ctx, cls, fd, false);
    if (!s || !module_add(ctx, sys, names[fd][0], s) || !module_add(ctx, sys, names[fd][1], s)) return false;
  }
  return true;
}

/* The number of the stream when v is one of our open text outputs, else 0: print writes to it directly. */
int io_text_output(Ctx *ctx, Value v) {
  Output *out = ctx->io;
  if (LIKELY(out && v == out->adopted[1]) && out->direct(v)) return 1;
  if (!has_kind(ctx, v, KIND_OTHER) || class_of(ctx, v)->ops.trace != stream_trace) return 0;
  Stream *s = (Stream *)v;
  return s->binary || s->closed ? 0 : s->fd;
}

bool io_is_host_stream(Ctx *ctx, Value v) {
  return has_kind(ctx, v, KIND_OTHER) && class_of(ctx, v)->ops.trace == stream_trace;
}

bool io_adopt(Ctx *ctx, int stream, Value object, bool (*direct)(Value)) {
  Output *out = output(ctx);
  if (!out) {
    if (!ctx->exc) raise_no_memory(ctx);
    return false;
  }
  out->adopted[stream] = object;
  out->direct = direct;
  return true;
}

bool io_set_line_buffering(Ctx *ctx, bool on) {
  Output *out = output(ctx);
  if (out) out->line_buffered = on;
  return out != NULL;
}
