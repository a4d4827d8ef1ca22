/* Bytes that go from descriptor to descriptor inside the system, and other things that only Linux does with one. */
#define _GNU_SOURCE
#include "modules/posix/posix.h"
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sys/sendfile.h>
#include <sys/uio.h>
#include <unistd.h>

/* The system's number of a descriptor; -1: an exception. */
static int number_of(Ctx *ctx, Value value) {
  int fd, number;
  if (!object_c_int(ctx, value, &fd)) return -1;
  if ((number = file_system_fd(ctx, fd)) < 0) raise_os_error(ctx, V_NULL, V_NULL);
  return number;
}

static Value moved(Ctx *ctx, ssize_t n) { return n < 0 ? raise_os_error(ctx, V_NULL, V_NULL) : int_from_i64(ctx, n); }
/* Interrupted calls are made again. */
#define AGAIN(ctx, call)                                    \
  ({                                                        \
    ssize_t done_;                                          \
    do done_ = (call);                                      \
    while (done_ < 0 && errno == EINTR && CHECK_STOP(ctx)); \
    done_;                                                  \
  })

FUNCTION(f_sendfile) {
  int fd, out = number_of(ctx, args[0]), in = out < 0 ? -1 : number_of(ctx, args[1]);
  int64_t at, count;
  if (in < 0 || !size_argument(ctx, args[3], &count)) return V_NULL;
  bool whole = args[2] == V_NONE;
  if (!whole && !size_argument(ctx, args[2], &at)) return V_NULL;
  if (!object_c_int(ctx, args[0], &fd) || !file_wait(ctx, fd, POLLOUT)) return V_NULL;
  off_t offset = whole ? 0 : at;
  return moved(ctx, AGAIN(ctx, sendfile(out, in, whole ? NULL : &offset, (size_t)count)));
}

/* src, dst, count, offset_src, offset_dst: what copy_file_range and splice share. */
typedef struct Transfer {
  int from, to, from_fd, to_fd;
  int64_t count;
  off_t from_at, to_at, *from_offset, *to_offset;
} Transfer;
static bool offset_argument(Ctx *ctx, Value value, off_t *at, off_t **offset) {
  int64_t n;
  *offset = NULL;
  if (!value || value == V_NONE) return true;
  if (!size_argument(ctx, value, &n)) return false;
  *at = n, *offset = at;
  return true;
}
static bool read_transfer(Ctx *ctx, const Value *args, Transfer *t) {
  if (!object_c_int(ctx, args[0], &t->from_fd) || !object_c_int(ctx, args[1], &t->to_fd) ||
      !size_argument(ctx, args[2], &t->count) || !offset_argument(ctx, args[3], &t->from_at, &t->from_offset) ||
      !offset_argument(ctx, args[4], &t->to_at, &t->to_offset))
    return false;
  if (t->count < 0) return raise_format(ctx, EXC_ValueError, "negative value for 'count' not allowed"), false;
  if ((t->from = file_system_fd(ctx, t->from_fd)) >= 0 && (t->to = file_system_fd(ctx, t->to_fd)) >= 0) return true;
  return raise_os_error(ctx, V_NULL, V_NULL), false;
}
FUNCTION(f_copy_file_range) {
  Transfer t;
  if (!read_transfer(ctx, args, &t)) return V_NULL;
  return moved(ctx, AGAIN(ctx, copy_file_range(t.from, t.from_offset, t.to, t.to_offset, (size_t)t.count, 0)));
}
FUNCTION(f_splice) {
  Transfer t;
  int flags = 0;
  if (!read_transfer(ctx, args, &t) || (args[5] && !object_c_int(ctx, args[5], &flags))) return V_NULL;
  bool waits = !(flags & SPLICE_F_NONBLOCK);
  if (waits && (!file_wait(ctx, t.from_fd, POLLIN) || !file_wait(ctx, t.to_fd, POLLOUT))) return V_NULL;
  return moved(ctx, AGAIN(ctx, splice(t.from, t.from_offset, t.to, t.to_offset, (size_t)t.count, (unsigned)flags)));
}

/* ---- many buffers at a place ---- */

/* The buffers of a sequence, for one call; they are released by vector_done. */
typedef struct Vector {
  Buffer *buffers;
  struct iovec *parts;
  int64_t n;
} Vector;
static void vector_done(Ctx *ctx, Vector *v) {
  for (int64_t i = 0; i < v->n; i++) buffer_release(ctx, &v->buffers[i]);
  memory_free(ctx, v->buffers);
  memory_free(ctx, v->parts);
}
/* `keep`: a C local of the caller, so that what the buffers belong to lives as long as they do. */
static bool vector_from(Ctx *ctx, Value sequence, bool writable, Vector *v, Value *keep) {
  *v = (Vector){0};
  if (!(*keep = tuple_from_iterable(ctx, sequence))) return false;
  int64_t n = tuple_length(*keep);
  if (n > IOV_MAX) return errno = EINVAL, raise_os_error(ctx, V_NULL, V_NULL), false;
  v->buffers = memory_zeroed(ctx, (size_t)(n ? n : 1) * sizeof *v->buffers);
  v->parts = v->buffers ? memory_zeroed(ctx, (size_t)(n ? n : 1) * sizeof *v->parts) : NULL;
  if (!v->parts) return raise_no_memory(ctx), vector_done(ctx, v), false;
  for (; v->n < n; v->n++) {
    Buffer *b = &v->buffers[v->n];
    if (!buffer_get(ctx, tuple_item(*keep, v->n), writable ? BUFFER_WRITABLE : BUFFER_SIMPLE, b))
      return vector_done(ctx, v), false;
    v->parts[v->n] = (struct iovec){b->data, (size_t)b->length};
  }
  return true;
}
static Value at_offset(Ctx *ctx, const Value *args, uint32_t nargs, bool read) {
  int number = number_of(ctx, args[0]), flags = 0;
  int64_t offset;
  Vector v;
  Value keep;
  if (number < 0 || !size_argument(ctx, args[2], &offset) || (nargs > 3 && !object_c_int(ctx, args[3], &flags)) ||
      !vector_from(ctx, args[1], read, &v, &keep))
    return V_NULL;
  ssize_t n = AGAIN(ctx, read ? preadv2(number, v.parts, (int)v.n, offset, flags)
                              : pwritev2(number, v.parts, (int)v.n, offset, flags));
  Value result = moved(ctx, n);
  vector_done(ctx, &v);
  return ctx->exc ? V_NULL : result;
}
FUNCTION(f_preadv) { return at_offset(ctx, args, nargs, true); }
FUNCTION(f_pwritev) { return at_offset(ctx, args, nargs, false); }

/* ---- the rest ---- */

/* A lock that somebody else has is waited for in small steps, so that a stop is heard. */
FUNCTION(f_lockf) {
  int number = number_of(ctx, args[0]), command;
  int64_t length;
  if (number < 0 || !object_c_int(ctx, args[1], &command) || !size_argument(ctx, args[2], &length)) return V_NULL;
  for (;;) {
    if (lockf(number, command == F_LOCK ? F_TLOCK : command, length) == 0) return V_NONE;
    if (command != F_LOCK || (errno != EAGAIN && errno != EACCES && errno != EINTR))
      return raise_os_error(ctx, V_NULL, V_NULL);
    stop_wait(ctx, stop_now() + 2000000);
    if (!CHECK_STOP(ctx)) return V_NULL;
  }
}
FUNCTION(f_posix_fadvise) {
  int number = number_of(ctx, args[0]), advice;
  int64_t offset, length;
  if (number < 0 || !size_argument(ctx, args[1], &offset) || !size_argument(ctx, args[2], &length) ||
      !object_c_int(ctx, args[3], &advice))
    return V_NULL;
  if ((errno = posix_fadvise(number, offset, length, advice)) == 0) return V_NONE;
  return raise_os_error(ctx, V_NULL, V_NULL);
}

const CFuncDef transfer_functions[] = {
    FUNCTION_ROW_NAMED("sendfile", f_sendfile, 4, 4, "out_fd in_fd offset count",
                       "Copy count bytes from file descriptor in_fd to file descriptor out_fd."),
    FUNCTION_ROW_NAMED("copy_file_range", f_copy_file_range, 3, 5, "src dst count offset_src= offset_dst=",
                       "Copy count bytes from one file descriptor to another."),
    FUNCTION_ROW_NAMED("splice", f_splice, 3, 6, "src dst count offset_src= offset_dst= flags=",
                       "Transfer count bytes from one pipe to a descriptor or vice versa."),
    FUNCTION_ROW("preadv", f_preadv, 3, 4, "Reads from a file descriptor into a number of mutable bytes-like objects."),
    FUNCTION_ROW("pwritev", f_pwritev, 3, 4,
                 "Writes the contents of bytes-like objects to a file descriptor at an offset."),
    FUNCTION_ROW("lockf", f_lockf, 3, 3, "Apply, test or remove a POSIX lock on an open file descriptor."),
    FUNCTION_ROW("posix_fadvise", f_posix_fadvise, 4, 4, "Announce an intention to access data in a specific pattern."),
    {0},
};
