/* Functions on descriptors. */
#define _GNU_SOURCE /* what Linux has beyond POSIX */
#include "modules/posix/posix.h"
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

FUNCTION(f_open) {
  PATH(path);
  int flags, mode = 0777;
  if (!path_argument(ctx, &path, "open", "path", args[0], 0) || !object_c_int(ctx, args[1], &flags) ||
      (args[2] && !object_c_int(ctx, args[2], &mode)))
    return V_NULL;
  const char *name = path_from(ctx, &path, args[3]);
  if (!name) return V_NULL;
  int fd = file_open(ctx, name, flags, mode);
  return fd < 0 ? path_error(ctx, &path) : int_tag(fd);
}

FUNCTION(f_close) {
  int fd;
  return object_c_int(ctx, args[0], &fd) ? none_or_error(ctx, file_close(ctx, fd)) : V_NULL;
}

FUNCTION(f_closerange) {
  int from, to;
  if (!object_c_int(ctx, args[0], &from) || !object_c_int(ctx, args[1], &to)) return V_NULL;
  if (to > 1 << 16) to = 1 << 16; /* there are no more */
  for (int fd = from < 0 ? 0 : from; fd < to; fd++) file_close(ctx, fd);
  return ctx->exc ? V_NULL : V_NONE;
}

static Value read_at(Ctx *ctx, Value fd_value, Value length, const int64_t *offset) {
  int fd;
  int64_t n;
  if (!object_c_int(ctx, fd_value, &fd) || !size_argument(ctx, length, &n)) return V_NULL;
  if (n < 0) return errno = EINVAL, raise_os_error(ctx, V_NULL, V_NULL);
  if (n > 0x7ffff000) n = 0x7ffff000; /* more than that no system reads at once */
  char *bytes = memory_new(ctx, n ? (size_t)n : 1);
  if (!bytes) return raise_no_memory(ctx), V_NULL;
  ssize_t done;
  if (offset) {
    int number = file_system_fd(ctx, fd);
    done = number < 0 ? -1 : pread(number, bytes, (size_t)n, *offset);
  } else {
    done = file_read(ctx, fd, bytes, (size_t)n);
  }
  Value result = done < 0 ? raise_os_error(ctx, V_NULL, V_NULL) : bytes_new(ctx, bytes, done);
  memory_free(ctx, bytes);
  return result;
}
FUNCTION(f_read) { return read_at(ctx, args[0], args[1], NULL); }
FUNCTION(f_pread) {
  int64_t offset;
  return size_argument(ctx, args[2], &offset) ? read_at(ctx, args[0], args[1], &offset) : V_NULL;
}

/* Writes what a bytes-like object holds; offset NULL: where the descriptor is. Bytes written, or -1: an exception. */
static int64_t write_buffer(Ctx *ctx, int fd, Value value, const int64_t *offset, int64_t *length) {
  Buffer buffer;
  if (!buffer_get(ctx, value, BUFFER_SIMPLE, &buffer)) return -1;
  ssize_t done;
  if (offset) {
    int number = file_system_fd(ctx, fd);
    done = number < 0 ? -1 : pwrite(number, buffer.data, (size_t)buffer.length, *offset);
  } else {
    done = file_write(ctx, fd, buffer.data, (size_t)buffer.length);
  }
  if (done < 0) raise_os_error(ctx, V_NULL, V_NULL);
  *length = buffer.length;
  buffer_release(ctx, &buffer);
  return done;
}
FUNCTION(f_write) {
  int fd;
  int64_t n, done = object_c_int(ctx, args[0], &fd) ? write_buffer(ctx, fd, args[1], NULL, &n) : -1;
  return done < 0 ? V_NULL : int_tag(done);
}
FUNCTION(f_pwrite) {
  int fd;
  int64_t offset, n;
  if (!object_c_int(ctx, args[0], &fd) || !size_argument(ctx, args[2], &offset)) return V_NULL;
  int64_t done = write_buffer(ctx, fd, args[1], &offset, &n);
  return done < 0 ? V_NULL : int_tag(done);
}
FUNCTION(f_writev) {
  int fd;
  Value buffers = object_c_int(ctx, args[0], &fd) ? tuple_from_iterable(ctx, args[1]) : V_NULL;
  int64_t written = 0, n, done = 0;
  for (int64_t i = 0; buffers && i < AS_TUPLE(buffers)->length; i++) {
    if ((done = write_buffer(ctx, fd, AS_TUPLE(buffers)->items[i], NULL, &n)) < 0) {
      if (!written || !exc_matches(ctx, EXC_BlockingIOError)) return V_NULL;
      exc_clear(ctx); /* the next one is told */
      break;
    }
    written += done;
    if (done < n) break;
  }
  return buffers ? int_tag(written) : V_NULL;
}

/* Reads into the memory of a writable bytes-like object. -1: an exception. */
static int64_t read_buffer(Ctx *ctx, int fd, Value value, const char *function, int64_t *length) {
  Buffer buffer;
  if (!buffer_get_writable(ctx, value, function, &buffer)) return -1;
  ssize_t done = file_read(ctx, fd, buffer.data, (size_t)buffer.length);
  if (done < 0) raise_os_error(ctx, V_NULL, V_NULL);
  *length = buffer.length;
  buffer_release(ctx, &buffer);
  return done;
}
FUNCTION(f_readinto) {
  int fd;
  int64_t n, done = object_c_int(ctx, args[0], &fd) ? read_buffer(ctx, fd, args[1], "readinto", &n) : -1;
  return done < 0 ? V_NULL : int_tag(done);
}
FUNCTION(f_readv) {
  int fd;
  Value buffers = object_c_int(ctx, args[0], &fd) ? tuple_from_iterable(ctx, args[1]) : V_NULL;
  int64_t got = 0, n, done;
  for (int64_t i = 0; buffers && i < AS_TUPLE(buffers)->length; i++) {
    if ((done = read_buffer(ctx, fd, AS_TUPLE(buffers)->items[i], "readv", &n)) < 0) return V_NULL;
    got += done;
    if (done < n) break;
  }
  return buffers ? int_tag(got) : V_NULL;
}

FUNCTION(f_lseek) {
  int fd, whence;
  int64_t offset;
  if (!object_c_int(ctx, args[0], &fd) || !size_argument(ctx, args[1], &offset) || !object_c_int(ctx, args[2], &whence))
    return V_NULL;
  off_t at = file_seek(ctx, fd, offset, whence);
  return at < 0 ? raise_os_error(ctx, V_NULL, V_NULL) : int_from_i64(ctx, at);
}

FUNCTION(f_ftruncate) {
  int fd;
  int64_t length;
  if (!object_c_int(ctx, args[0], &fd) || !size_argument(ctx, args[1], &length)) return V_NULL;
  return none_or_error(ctx, file_truncate(ctx, fd, length));
}

FUNCTION(f_isatty) {
  int fd;
  return object_c_int(ctx, args[0], &fd) ? bool_tag(file_isatty(ctx, fd)) : V_NULL;
}

FUNCTION(f_dup) {
  int fd, copy;
  if (!object_c_int(ctx, args[0], &fd)) return V_NULL;
  return (copy = file_dup(ctx, fd)) < 0 ? raise_os_error(ctx, V_NULL, V_NULL) : int_tag(copy);
}
FUNCTION(f_dup2) {
  int fd, onto;
  bool inheritable;
  if (!object_c_int(ctx, args[0], &fd) || !object_c_int(ctx, args[1], &onto) ||
      !flag_argument(ctx, args[2], true, &inheritable))
    return V_NULL;
  if (!io_flush(ctx)) return V_NULL;
  if ((onto = file_dup2(ctx, fd, onto)) < 0) return raise_os_error(ctx, V_NULL, V_NULL);
  int number = onto < 3 ? -1 : file_system_fd(ctx, onto);
  if (number >= 0) fcntl(number, F_SETFD, inheritable ? 0 : FD_CLOEXEC);
  return int_tag(onto);
}

static Value new_pipe(Ctx *ctx, int flags) {
  int fds[2];
  if (flags & ~(O_CLOEXEC | O_NONBLOCK)) return errno = EINVAL, raise_os_error(ctx, V_NULL, V_NULL);
  if (file_pipe(ctx, fds) < 0) return raise_os_error(ctx, V_NULL, V_NULL);
  for (int i = 0; i < 2 && flags & O_NONBLOCK; i++) fcntl(file_system_fd(ctx, fds[i]), F_SETFL, O_NONBLOCK);
  return tuple_from(ctx, (Value[]){int_tag(fds[0]), int_tag(fds[1])}, 2);
}
FUNCTION(f_pipe) { return new_pipe(ctx, 0); }
FUNCTION(f_pipe2) {
  int flags;
  return object_c_int(ctx, args[0], &flags) ? new_pipe(ctx, flags) : V_NULL;
}

/* The system's descriptor of an argument that may be an object with fileno(); -1: an exception. */
static int system_argument(Ctx *ctx, Value value) {
  int fd, number;
  if (!file_fd_argument(ctx, value, &fd)) return -1;
  if ((number = file_system_fd(ctx, fd)) < 0) raise_os_error(ctx, V_NULL, V_NULL);
  return number;
}
FUNCTION(f_fsync) {
  int number = system_argument(ctx, args[0]);
  return number < 0 ? V_NULL : none_or_error(ctx, fsync(number));
}
FUNCTION(f_fdatasync) {
  int number = system_argument(ctx, args[0]);
  return number < 0 ? V_NULL : none_or_error(ctx, fdatasync(number));
}

/* ---- flags ---- */

/* Nobody inherits a descriptor here, so that its flag is all there is to it. */
FUNCTION(f_get_inheritable) {
  int fd, flags, number;
  if (!object_c_int(ctx, args[0], &fd)) return V_NULL;
  number = file_system_fd(ctx, fd);
  if (number < 0 || (flags = fcntl(number, F_GETFD)) < 0) return raise_os_error(ctx, V_NULL, V_NULL);
  return bool_tag(!(flags & FD_CLOEXEC));
}
FUNCTION(f_set_inheritable) {
  int fd, on;
  if (!object_c_int(ctx, args[0], &fd) || !object_c_int(ctx, args[1], &on)) return V_NULL;
  int number = file_system_fd(ctx, fd);
  return none_or_error(ctx, number < 0 ? -1 : fd < 3 ? 0 : fcntl(number, F_SETFD, on ? 0 : FD_CLOEXEC));
}
FUNCTION(f_get_blocking) {
  int fd, flags, number;
  if (!object_c_int(ctx, args[0], &fd)) return V_NULL;
  number = file_system_fd(ctx, fd);
  if (number < 0 || (flags = fcntl(number, F_GETFL)) < 0) return raise_os_error(ctx, V_NULL, V_NULL);
  return bool_tag(!(flags & O_NONBLOCK));
}
FUNCTION(f_set_blocking) {
  int fd, number, flags;
  bool on;
  if (!object_c_int(ctx, args[0], &fd) || !flag_argument(ctx, args[1], false, &on)) return V_NULL;
  number = file_system_fd(ctx, fd);
  if (number < 0 || (flags = fcntl(number, F_GETFL)) < 0) return raise_os_error(ctx, V_NULL, V_NULL);
  return none_or_error(ctx, fcntl(number, F_SETFL, on ? flags & ~O_NONBLOCK : flags | O_NONBLOCK));
}

FUNCTION(f_device_encoding) {
  int fd;
  if (!object_c_int(ctx, args[0], &fd)) return V_NULL;
  return file_isatty(ctx, fd) ? str_from_ascii(ctx, "UTF-8") : V_NONE;
}

FUNCTION(f_posix_fallocate) {
  int fd;
  int64_t offset, length;
  if (!object_c_int(ctx, args[0], &fd) || !size_argument(ctx, args[1], &offset) ||
      !size_argument(ctx, args[2], &length))
    return V_NULL;
  int number = file_system_fd(ctx, fd);
  if (number >= 0 && (errno = posix_fallocate(number, offset, length)) == 0) return V_NONE;
  return raise_os_error(ctx, V_NULL, V_NULL);
}

const CFuncDef descriptor_functions[] = {
    FUNCTION_ROW_NAMED("open", f_open, 2, 3, "path flags mode= * dir_fd=",
                       "Open a file for low level IO.  Returns a file descriptor (integer)."),
    FUNCTION_ROW_NAMED("close", f_close, 1, 1, "fd", "Close a file descriptor."),
    FUNCTION_ROW("closerange", f_closerange, 2, 2,
                 "Closes all file descriptors in [fd_low, fd_high), ignoring errors."),
    FUNCTION_ROW("read", f_read, 2, 2, "Read from a file descriptor.  Returns a bytes object."),
    FUNCTION_ROW("pread", f_pread, 3, 3, "Read a number of bytes from a file descriptor starting at an offset."),
    FUNCTION_ROW("write", f_write, 2, 2, "Write a bytes object to a file descriptor."),
    FUNCTION_ROW("pwrite", f_pwrite, 3, 3, "Write bytes to a file descriptor starting at an offset."),
    FUNCTION_ROW("writev", f_writev, 2, 2,
                 "Iterate over buffers, and write the contents of each to a file descriptor."),
    FUNCTION_ROW("readinto", f_readinto, 2, 2, "Read into a buffer object from a file descriptor."),
    FUNCTION_ROW("readv", f_readv, 2, 2, "Read from a file descriptor fd into an iterable of buffers."),
    FUNCTION_ROW("lseek", f_lseek, 3, 3, "Set the position of a file descriptor.  Return the new position."),
    FUNCTION_ROW("ftruncate", f_ftruncate, 2, 2, "Truncate a file, specified by file descriptor, to a length."),
    FUNCTION_ROW("isatty", f_isatty, 1, 1, "Return True if the fd is connected to a terminal."),
    FUNCTION_ROW("dup", f_dup, 1, 1, "Return a duplicate of a file descriptor."),
    FUNCTION_ROW_NAMED("dup2", f_dup2, 2, 3, "fd fd2 inheritable=", "Duplicate file descriptor."),
    FUNCTION_ROW("pipe", f_pipe, 0, 0, "Create a pipe.  Returns a tuple of two file descriptors."),
    FUNCTION_ROW("pipe2", f_pipe2, 1, 1, "Create a pipe with flags set atomically."),
    FUNCTION_ROW_NAMED("fsync", f_fsync, 1, 1, "fd", "Force write of fd to disk."),
    FUNCTION_ROW_NAMED("fdatasync", f_fdatasync, 1, 1, "fd", "Force write of fd to disk without metadata."),
    FUNCTION_ROW("get_inheritable", f_get_inheritable, 1, 1, "Get the close-on-exe flag of the specified file."),
    FUNCTION_ROW("set_inheritable", f_set_inheritable, 2, 2, "Set the inheritable flag of a file descriptor."),
    FUNCTION_ROW("get_blocking", f_get_blocking, 1, 1, "Get the blocking mode of the file descriptor."),
    FUNCTION_ROW("set_blocking", f_set_blocking, 2, 2, "Set the blocking mode of the file descriptor."),
    FUNCTION_ROW_NAMED("device_encoding", f_device_encoding, 1, 1, "fd",
                       "The encoding of a terminal that a file descriptor is connected to."),
    FUNCTION_ROW("posix_fallocate", f_posix_fallocate, 3, 3, "Ensure a file has space on disk."),
    {0},
};
