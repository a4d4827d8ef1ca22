/* FileIO: a raw stream on a descriptor of the host. */
#include "modules/_io/io.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#define FILE_IO ((FileIO *)self)
/* What a system reads at once at most, of a file and of anything else. */
enum { READ_MAX = 0x7ffff000, PIPE_MAX = 1 << 20 };

bool exact_file_io(Ctx *ctx, Value v) {
  return has_kind(ctx, v, KIND_OTHER) && class_of(ctx, v) == io_state(ctx)->file_io;
}

/* ---- files that nobody closed ---- */

static void list_file(Ctx *ctx, FileIO *f) {
  IoState *state = io_state(ctx);
  if (f->listed) return;
  f->listed = true;
  f->previous = NULL;
  if ((f->next = state->files)) f->next->previous = f;
  state->files = f;
}
static void unlist_file(Ctx *ctx, FileIO *f) {
  if (!f->listed) return;
  if (f->previous) f->previous->next = f->next;
  else io_state(ctx)->files = f->next;
  if (f->next) f->next->previous = f->previous;
  f->listed = false;
}
static void leave(Ctx *ctx, FileIO *f) {
  if (f->fd >= 0 && f->writer) buffered_abandon(ctx, f->writer, f);
  if (f->fd >= 0 && f->close_fd) file_close(ctx, f->fd);
  f->fd = -1;
  unlist_file(ctx, f);
}
static void file_died(Ctx *ctx, void *cell) { leave(ctx, cell); }
void close_leftovers(Ctx *ctx, void *data) {
  UNUSED(data);
  while (io_state(ctx)->files) leave(ctx, io_state(ctx)->files);
}

/* ---- making ---- */

static bool read_mode(Ctx *ctx, FileIO *f, Value mode, int *flags) {
  bool rwa = false, plus = false, bad = false;
  for (int64_t i = 0; i < str_length(mode) && !bad; i++) {
    switch (str_at(mode, i)) {
    case 'x': bad = rwa, rwa = true, f->created = f->writable = true, *flags |= O_EXCL | O_CREAT; break;
    case 'r': bad = rwa, rwa = true, f->readable = true; break;
    case 'w': bad = rwa, rwa = true, f->writable = true, *flags |= O_CREAT | O_TRUNC; break;
    case 'a': bad = rwa, rwa = true, f->writable = f->appending = true, *flags |= O_APPEND | O_CREAT; break;
    case 'b': break;
    case '+': bad = plus, f->readable = f->writable = plus = true; break;
    default: return raise_format(ctx, EXC_ValueError, "invalid mode: %U", mode), false;
    }
  }
  if (bad || !rwa) {
    raise_format(ctx, EXC_ValueError, "Must have exactly one of create/read/write/append mode and at most one plus");
    return false;
  }
  *flags |= f->readable && f->writable ? O_RDWR : f->readable ? O_RDONLY : O_WRONLY;
  return true;
}

static int open_by_opener(Ctx *ctx, Value opener, Value file, int flags) {
  Value fd = py_call2(ctx, opener, file, int_tag(flags | O_CLOEXEC));
  int64_t n;
  if (!fd) return -1;
  if (!is_int_value(ctx, fd)) return raise_format(ctx, EXC_TypeError, "expected integer from opener"), -1;
  if (!object_ssize(ctx, fd, &n)) return -1;
  if (n < 0 || n > INT32_MAX) return raise_format(ctx, EXC_ValueError, "opener returned %lld", (long long)n), -1;
  return (int)n;
}

/* A descriptor: it is opened, or `file` is one. -1: an exception */
static int connect(Ctx *ctx, Value file, bool close_fd, Value opener, int flags) {
  int fd;
  if (is_int_value(ctx, file)) {
    if (is_bool(file) && !warn(ctx, EXC_RuntimeWarning, 1, "bool is used as a file descriptor")) return -1;
    if (!object_c_int(ctx, file, &fd)) return -1;
    if (fd < 0) raise_format(ctx, EXC_ValueError, "negative file descriptor");
    return fd < 0 ? -1 : fd;
  }
  size_t n;
  char *path = file_path_bytes(ctx, file, NULL, NULL, &n);
  if (!path) return -1;
  if (!close_fd) {
    memory_free(ctx, path);
    return raise_format(ctx, EXC_ValueError, "Cannot use closefd=False with file name"), -1;
  }
  if (opener != V_NONE) fd = open_by_opener(ctx, opener, file, flags);
  else if ((fd = file_open(ctx, path, flags, 0666)) < 0) raise_os_error(ctx, file, V_NULL);
  memory_free(ctx, path);
  return fd;
}

static void disconnect(Ctx *ctx, FileIO *f, bool own) {
  if (f->fd >= 0 && own) file_close(ctx, f->fd);
  f->fd = -1;
  unlist_file(ctx, f);
}

static bool set_up(Ctx *ctx, FileIO *f, Value file, Value mode, Value close_fd, Value opener) {
  int flags = O_CLOEXEC;
  if (!is_str(ctx, mode)) {
    raise_format(ctx, EXC_TypeError, "FileIO() argument 'mode' must be str, not %A", mode);
    return false;
  }
  int closes = object_truth(ctx, close_fd);
  if (closes < 0) return false;
  if (f->fd >= 0) disconnect(ctx, f, f->close_fd);
  f->created = f->readable = f->writable = f->appending = false;
  if (!read_mode(ctx, f, mode, &flags)) return false;
  FileIO asked = *f;
  int fd = connect(ctx, file, closes, opener, flags);
  if (f->fd >= 0) disconnect(ctx, f, f->close_fd); /* the opener has opened it, too */
  if (fd < 0) return false;
  f->fd = fd;
  f->created = asked.created, f->readable = asked.readable;
  f->writable = asked.writable, f->appending = asked.appending;
  f->seekable = -1;
  f->close_fd = closes;
  bool own = !is_int_value(ctx, file);
  struct stat status;
  errno = 0;
  if (file_stat(ctx, f->fd, &status) < 0 || S_ISDIR(status.st_mode)) {
    if (!ctx->exc) {
      bool closed = errno == EBADF;
      if (!closed) errno = EISDIR;
      raise_os_error(ctx, closed ? V_NULL : file, V_NULL);
    }
    disconnect(ctx, f, own);
    return false;
  }
  f->block_size = status.st_blksize > 1 ? status.st_blksize : 0;
  if (!set_attr(ctx, VAL(f), NAME(name), file)) return disconnect(ctx, f, own), false;
  if (f->appending && file_seek(ctx, f->fd, 0, SEEK_END) < 0 && errno != ESPIPE) {
    raise_os_error(ctx, V_NULL, V_NULL);
    disconnect(ctx, f, own);
    return false;
  }
  list_file(ctx, f);
  return io_opened(ctx, VAL(f));
}

static Value new_(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(args), UNUSED(nargs), UNUSED(kwnames);
  FileIO *f = (FileIO *)instance_new(ctx, cls);
  if (!f) return V_NULL;
  f->fd = -1;
  f->seekable = -1;
  return heap_add_finalizer(ctx, f, file_died) ? io_instance(ctx, cls, io_state(ctx)->file_io, VAL(f)) : V_NULL;
}
static bool init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  Value v[4];
  if (!bind_params(ctx, "FileIO", "file mode= closefd= opener=", args, nargs, kwnames, v)) return false;
  Value mode = v[1] ? v[1] : ctx->chars['r'];
  return set_up(ctx, FILE_IO, v[0], mode, v[2] ? v[2] : V_TRUE, v[3] ? v[3] : V_NONE);
}
Value file_io_new(Ctx *ctx, Value file, Value mode, Value close_fd, Value opener) {
  Value f = new_(ctx, io_state(ctx)->file_io, NULL, 0, V_NULL);
  return f && set_up(ctx, (FileIO *)f, file, mode, close_fd, opener) ? f : V_NULL;
}

/* ---- reading and writing ---- */

static bool is_open(Ctx *ctx, const FileIO *f) {
  if (LIKELY(f->fd >= 0)) return true;
  raise_format(ctx, EXC_ValueError, "I/O operation on closed file");
  return false;
}
static bool may_read(Ctx *ctx, const FileIO *f) {
  if (!is_open(ctx, f)) return false;
  return f->readable || (io_unsupported(ctx, "File not open for reading"), false);
}
static bool may_write(Ctx *ctx, const FileIO *f) {
  if (!is_open(ctx, f)) return false;
  return f->writable || (io_unsupported(ctx, "File not open for writing"), false);
}

static int64_t outcome(Ctx *ctx, ssize_t done) {
  if (done >= 0) return done;
  if (!ctx->exc && (errno == EAGAIN || errno == EWOULDBLOCK)) return -2;
  raise_os_error(ctx, V_NULL, V_NULL);
  return -1;
}
int64_t file_io_read(Ctx *ctx, FileIO *f, void *to, int64_t n) {
  return may_read(ctx, f) ? outcome(ctx, file_read(ctx, f->fd, to, (size_t)n)) : -1;
}
int64_t file_io_write(Ctx *ctx, FileIO *f, const void *from, int64_t n) {
  return may_write(ctx, f) ? outcome(ctx, file_write(ctx, f->fd, from, (size_t)n)) : -1;
}
int64_t file_io_left(Ctx *ctx, FileIO *f) {
  struct stat status;
  if (file_stat(ctx, f->fd, &status) != 0 || !S_ISREG(status.st_mode)) return -1;
  off_t at = file_seek(ctx, f->fd, 0, SEEK_CUR);
  return at < 0 || at > status.st_size ? -1 : status.st_size - at;
}
int64_t file_io_room(Ctx *ctx, FileIO *f, int64_t n) {
  if (n <= PIPE_MAX) return n;
  int64_t left = file_io_left(ctx, f);
  int64_t most = left < PIPE_MAX ? PIPE_MAX : left < READ_MAX ? left : READ_MAX;
  return n < most ? n : most;
}
static Value count(int64_t n) { return n == -2 ? V_NONE : n < 0 ? V_NULL : int_tag(n); }

METHOD(f_readinto) {
  Buffer view;
  if (!may_read(ctx, FILE_IO) || !buffer_get_writable(ctx, args[0], "readinto", &view)) return V_NULL;
  int64_t n = file_io_read(ctx, FILE_IO, view.data, view.length);
  buffer_release(ctx, &view);
  return count(n);
}
METHOD(f_write) {
  Buffer view;
  if (!may_write(ctx, FILE_IO)) return V_NULL;
  if (!buffer_get(ctx, args[0], BUFFER_SIMPLE, &view)) return V_NULL;
  int64_t n = file_io_write(ctx, FILE_IO, view.data, view.length);
  buffer_release(ctx, &view);
  return count(n);
}

static Value read_all(Ctx *ctx, FileIO *f) {
  struct stat status;
  int64_t cap = DEFAULT_BUFFER_SIZE / 16, n = 0;
  if (file_stat(ctx, f->fd, &status) == 0 && status.st_size > 0) {
    off_t at = file_seek(ctx, f->fd, 0, SEEK_CUR);
    if (at >= 0 && status.st_size >= at) cap = status.st_size - at + 1;
  }
  Raw *raw = raw_new(ctx, cap);
  while (raw) {
    if (n == cap) {
      cap += cap > 65536 ? cap : 65536;
      Raw *grown = raw_new(ctx, cap);
      if (!grown) return V_NULL;
      if (!stop_copy(ctx, grown->data, raw->data, (size_t)n)) return V_NULL;
      raw = grown;
    }
    int64_t got = file_io_read(ctx, f, raw->data + n, cap - n);
    if (got == -1) return V_NULL;
    if (got == -2 && n == 0) return V_NONE;
    if (got <= 0) return bytes_new(ctx, raw->data, n);
    n += got;
    if (!CHECK_STOP(ctx)) return V_NULL;
  }
  return V_NULL;
}
METHOD(f_readall) { return may_read(ctx, FILE_IO) ? read_all(ctx, FILE_IO) : V_NULL; }
METHOD(f_read) {
  int64_t size;
  if (!io_size(ctx, args, nargs, &size) || !may_read(ctx, FILE_IO)) return V_NULL;
  if (size < 0) return io_call0(ctx, self, "readall");
  size = file_io_room(ctx, FILE_IO, size);
  Raw *raw = raw_new(ctx, size);
  if (!raw) return V_NULL;
  int64_t n = file_io_read(ctx, FILE_IO, raw->data, size);
  return n < 0 ? count(n) : bytes_new(ctx, raw->data, n);
}

/* ---- positions ---- */

static Value seek_to(Ctx *ctx, FileIO *f, int64_t offset, int whence) {
  off_t at = file_seek(ctx, f->fd, offset, whence);
  return at < 0 ? raise_os_error(ctx, V_NULL, V_NULL) : int_from_i64(ctx, at);
}
METHOD(f_seek) {
  int64_t offset, whence = 0;
  if (!object_ssize(ctx, args[0], &offset) || (nargs > 1 && !object_ssize(ctx, args[1], &whence))) return V_NULL;
  if (!is_open(ctx, FILE_IO)) return V_NULL;
  return seek_to(ctx, FILE_IO, offset, (int)whence);
}
METHOD(f_tell) { return is_open(ctx, FILE_IO) ? seek_to(ctx, FILE_IO, 0, SEEK_CUR) : V_NULL; }
METHOD(f_truncate) {
  if (!may_write(ctx, FILE_IO)) return V_NULL;
  Value size = nargs && args[0] != V_NONE ? args[0] : seek_to(ctx, FILE_IO, 0, SEEK_CUR);
  int64_t n;
  if (!size || !object_ssize(ctx, size, &n)) return V_NULL;
  return file_truncate(ctx, FILE_IO->fd, n) < 0 ? raise_os_error(ctx, V_NULL, V_NULL) : size;
}
METHOD(f_seekable) {
  if (!is_open(ctx, FILE_IO)) return V_NULL;
  if (FILE_IO->seekable < 0) FILE_IO->seekable = file_seek(ctx, FILE_IO->fd, 0, SEEK_CUR) >= 0;
  return ctx->exc ? V_NULL : bool_tag(FILE_IO->seekable);
}
METHOD(f_readable) { return is_open(ctx, FILE_IO) ? bool_tag(FILE_IO->readable) : V_NULL; }
METHOD(f_writable) { return is_open(ctx, FILE_IO) ? bool_tag(FILE_IO->writable) : V_NULL; }
METHOD(f_fileno) { return is_open(ctx, FILE_IO) ? int_tag(FILE_IO->fd) : V_NULL; }
METHOD(f_isatty) { return is_open(ctx, FILE_IO) ? bool_tag(file_isatty(ctx, FILE_IO->fd)) : V_NULL; }

void file_warn_unclosed(Ctx *ctx, FileIO *f, Value source) {
  if (f->fd < 0 || !f->close_fd) return;
  Value saved = exc_take(ctx);
  if (!warn(ctx, EXC_ResourceWarning, 1, "unclosed file %R", source) && exc_matches(ctx, EXC_Warning))
    unraisable(ctx, "Exception ignored while finalizing file", VAL(f));
  if (!exc_is_stop(ctx)) ctx->exc = saved;
}
METHOD(f_dealloc_warn) {
  file_warn_unclosed(ctx, FILE_IO, args[0]);
  return ctx->exc ? V_NULL : V_NONE;
}

METHOD(f_close) {
  FileIO *f = FILE_IO;
  if (f->finalizing) file_warn_unclosed(ctx, f, self);
  if (ctx->exc) return V_NULL;
  Value base = get_attr(ctx, VAL(io_state(ctx)->raw_base), NAME(close));
  Value result = base ? py_call1(ctx, base, self) : V_NULL;
  Value exc = result ? V_NULL : exc_take(ctx);
  if (f->fd >= 0) {
    int fd = f->fd;
    f->fd = -1;
    f->writer = NULL;
    unlist_file(ctx, f);
    if (f->close_fd && file_close(ctx, fd) < 0 && !exc) raise_os_error(ctx, V_NULL, V_NULL);
  }
  if (ctx->exc) return V_NULL;
  if (exc) return ctx->exc = exc, V_NULL;
  return V_NONE;
}

static const char *mode_of(const FileIO *f) {
  if (f->created) return f->readable ? "xb+" : "xb";
  if (f->appending) return f->readable ? "ab+" : "ab";
  return f->readable ? f->writable ? "rb+" : "rb" : "wb";
}
static Value get_mode(Ctx *ctx, Value self) { return str_from_ascii(ctx, mode_of(FILE_IO)); }
static Value get_closed(Ctx *ctx, Value self) { return UNUSED(ctx), bool_tag(FILE_IO->fd < 0); }
static Value get_closefd(Ctx *ctx, Value self) { return UNUSED(ctx), bool_tag(FILE_IO->close_fd); }
static Value get_blksize(Ctx *ctx, Value self) { return UNUSED(ctx), int_tag(FILE_IO->block_size); }
static Value get_finalizing(Ctx *ctx, Value self) { return UNUSED(ctx), bool_tag(FILE_IO->finalizing); }
static bool set_finalizing(Ctx *ctx, Value self, Value v) { return io_set_flag(ctx, &FILE_IO->finalizing, v); }

static Value repr(Ctx *ctx, Value self) {
  FileIO *f = FILE_IO;
  Value type = io_type_name(ctx, self);
  if (!type) return V_NULL;
  if (f->fd < 0) return str_format_c(ctx, "<%U [closed]>", type);
  const char *closes = f->close_fd ? "True" : "False";
  Value name = get_attr_optional(ctx, self, NAME(name));
  if (ctx->exc) return V_NULL;
  if (!name) return str_format_c(ctx, "<%U fd=%d mode='%s' closefd=%s>", type, f->fd, mode_of(f), closes);
  int entered = repr_enter(ctx, self);
  if (entered < 0) return V_NULL;
  if (entered) return raise_format(ctx, EXC_RuntimeError, "reentrant call inside %U.__repr__", type), V_NULL;
  Value text = str_format_c(ctx, "<%U name=%R mode='%s' closefd=%s>", type, name, mode_of(f), closes);
  repr_leave(ctx, self);
  return text;
}
METHOD(f_refuse) { return io_refuse_pickle(ctx, self); }

/* Neither the writer nor the neighbours in the list of open files: it keeps none of them alive. */
static void trace(Ctx *ctx, Value self) { UNUSED(ctx), UNUSED(self); }

Class *file_io_make(Ctx *ctx) {
  static const TypeOps ops = {.new_ = new_, .init = init, .repr = repr, .trace = trace};
  static const GetSetDef getset[] = {
      {"closed", get_closed, NULL, "True if the file is closed"},
      {"closefd", get_closefd, NULL, "True if the file descriptor will be closed by close()."},
      {"mode", get_mode, NULL, "String giving the file mode"},
      {"_blksize", get_blksize, NULL, NULL},
      {"_finalizing", get_finalizing, set_finalizing, NULL},
      {0},
  };
  static const CFuncDef methods[] = {
      METHOD_ROW("read", f_read, 0, 1, "Read at most size bytes, returned as bytes."),
      METHOD_ROW("readall", f_readall, 0, 0, "Read all data from the file, returned as bytes."),
      METHOD_ROW("readinto", f_readinto, 1, 1, "Same as RawIOBase.readinto()."),
      METHOD_ROW("write", f_write, 1, 1, "Write buffer b to file, return number of bytes written."),
      METHOD_ROW("seek", f_seek, 1, 2, "Move to new file position and return the file position."),
      METHOD_ROW("tell", f_tell, 0, 0, "Current file position."),
      METHOD_ROW("truncate", f_truncate, 0, 1, "Truncate the file to at most size bytes."),
      METHOD_ROW("close", f_close, 0, 0, "Close the file."),
      METHOD_ROW("seekable", f_seekable, 0, 0, "True if file supports random-access."),
      METHOD_ROW("readable", f_readable, 0, 0, "True if file was opened in a read mode."),
      METHOD_ROW("writable", f_writable, 0, 0, "True if file was opened in a write mode."),
      METHOD_ROW("fileno", f_fileno, 0, 0, "Return the underlying file descriptor (an integer)."),
      METHOD_ROW("isatty", f_isatty, 0, 0, "True if the file is connected to a TTY device."),
      METHOD_ROW("_isatty_open_only", f_isatty, 0, 0, NULL),
      METHOD_ROW("_dealloc_warn", f_dealloc_warn, 1, 1, NULL),
      METHOD_ROW("__getstate__", f_refuse, 0, 0, NULL),
      {0},
  };
  Class *cls = class_new_builtin(ctx, "_io.FileIO", io_state(ctx)->raw_base, KIND_OTHER, sizeof(FileIO), &ops, methods,
                                 CLASS_HAS_DICT);
  return cls && class_add_getset(ctx, cls, getset) ? cls : NULL;
}
