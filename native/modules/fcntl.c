/* Module fcntl: flags and locks of descriptors. What acts on more than the descriptor (signals to other processes,
 * controls of devices) acts for the process, and is asked about. */
#define _GNU_SOURCE
#include "modules/module.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* A descriptor of the runtime, of an argument that may be an object with fileno(), and the system's number of it. */
static bool descriptor(Ctx *ctx, Value value, int *fd, int *number) {
  if (!file_fd_argument(ctx, value, fd)) return false;
  if ((*number = file_system_fd(ctx, *fd)) >= 0) return true;
  return raise_os_error(ctx, V_NULL, V_NULL), false;
}

static Value outcome(Ctx *ctx, int result) {
  return result < 0 ? raise_os_error(ctx, V_NULL, V_NULL) : int_tag(result);
}
/* The low bits, as C takes them. */
static bool low_bits(Ctx *ctx, Value value, long *out) {
  int64_t n;
  if (!(value = object_index(ctx, value))) return false;
  if (!int_to_i64(ctx, value, &n)) {
    Value mask = int_from_u64(ctx, UINT32_MAX), low = mask ? object_binary(ctx, value, mask, OP_AND) : V_NULL;
    if (!low || !int_to_i64(ctx, low, &n)) return false;
  }
  *out = (long)n;
  return true;
}

enum { BYTES_MAX = 1024 };

/* An argument of bytes goes in and comes out. */
static Value with_bytes(Ctx *ctx, const char *function, int number, unsigned long command, Value argument,
                        int (*call)(int, unsigned long, void *)) {
  Buffer view;
  char bytes[BYTES_MAX];
  if (is_str(ctx, argument) && !(argument = codec_encode_as(ctx, argument, CODEC_UTF8, NAME(strict)))) return V_NULL;
  if (!buffer_get(ctx, argument, BUFFER_SIMPLE, &view)) return V_NULL;
  int64_t n = view.length;
  if (n <= BYTES_MAX) memcpy(bytes, view.data, (size_t)n);
  buffer_release(ctx, &view);
  if (n > BYTES_MAX) return raise_format(ctx, EXC_ValueError, "%s argument 3 is too long", function), V_NULL;
  memset(bytes + n, 0, sizeof bytes - (size_t)n);
  return call(number, command, bytes) < 0 ? raise_os_error(ctx, V_NULL, V_NULL) : bytes_new(ctx, bytes, n);
}
static int call_fcntl(int number, unsigned long command, void *bytes) { return fcntl(number, (int)command, bytes); }
static int call_ioctl(int number, unsigned long request, void *bytes) { return ioctl(number, request, bytes); }

/* These reach no further than the descriptor. */
static bool is_own(int command) {
  switch (command) {
  case F_GETFD:
  case F_SETFD:
  case F_GETFL:
  case F_SETFL:
  case F_GETLK:
  case F_SETLK:
  case F_SETLKW:
  case F_OFD_GETLK:
  case F_OFD_SETLK:
  case F_OFD_SETLKW:
  case F_GETPIPE_SZ:
  case F_SETPIPE_SZ:
  case F_ADD_SEALS:
  case F_GET_SEALS:
  case F_DUPFD:
  case F_DUPFD_CLOEXEC: return true;
  default: return false;
  }
}
FUNCTION(f_fcntl) {
  int fd, number, command;
  long argument = 0;
  if (!descriptor(ctx, args[0], &fd, &number) || !object_c_int(ctx, args[1], &command)) return V_NULL;
  if (!is_own(command) && !process_granted(ctx)) return V_NULL;
  if (nargs > 2 && (is_str(ctx, args[2]) || buffer_offered(ctx, args[2])))
    return with_bytes(ctx, "fcntl", number, (unsigned long)command, args[2], call_fcntl);
  if (nargs > 2 && !is_int_value(ctx, args[2]) && !class_of(ctx, args[2])->ops.index) {
    raise_format(ctx, EXC_TypeError, "fcntl() argument 3 must be an integer, a bytes-like object, or a string, not %T",
                 args[2]);
    return V_NULL;
  }
  if (nargs > 2 && !low_bits(ctx, args[2], &argument)) return V_NULL;
  int result = fcntl(number, command, (int)argument);
  bool copies = command == F_DUPFD || command == F_DUPFD_CLOEXEC;
  if (copies && result >= 0) result = file_adopt(ctx, result);
  return outcome(ctx, result);
}

/* What asks for the size of a terminal or how much there is to read changes nothing. */
static bool only_asks(unsigned long request) { return request == TIOCGWINSZ || request == FIONREAD; }
FUNCTION(f_ioctl) {
  int fd, number;
  long request, argument = 0;
  if (!descriptor(ctx, args[0], &fd, &number) || !low_bits(ctx, args[1], &request)) return V_NULL;
  if (!only_asks((unsigned long)request) && !process_granted(ctx)) return V_NULL;
  Value given = nargs > 2 ? args[2] : int_tag(0);
  int changes = nargs > 3 ? object_truth(ctx, args[3]) : 1;
  if (changes < 0) return V_NULL;
  if (!is_str(ctx, given) && buffer_offered(ctx, given) && changes) {
    Buffer view;
    char bytes[BYTES_MAX] = {0};
    if (buffer_get(ctx, given, BUFFER_WRITABLE, &view)) {
      bool small = view.length <= BYTES_MAX; /* the call may write more than there is room for */
      if (small) memcpy(bytes, view.data, (size_t)view.length);
      int result = ioctl(number, (unsigned long)request, small ? (void *)bytes : (void *)view.data);
      if (small) memcpy(view.data, bytes, (size_t)view.length);
      Value answer = outcome(ctx, result);
      buffer_release(ctx, &view);
      return answer;
    }
    if (!exc_matches(ctx, EXC_BufferError)) return V_NULL;
    exc_clear(ctx);
  }
  if (is_str(ctx, given) || buffer_offered(ctx, given))
    return with_bytes(ctx, "ioctl", number, (unsigned long)request, given, call_ioctl);
  if (!is_int_value(ctx, given) && !class_of(ctx, given)->ops.index) {
    raise_format(ctx, EXC_TypeError, "ioctl() argument 3 must be an integer, a bytes-like object, or a string, not %T",
                 given);
    return V_NULL;
  }
  return low_bits(ctx, given, &argument) ? outcome(ctx, ioctl(number, (unsigned long)request, argument)) : V_NULL;
}

/* ---- locks: who has to wait does it in small steps, so that a stop is heard ---- */

static bool again(Ctx *ctx, bool waits) {
  if (!waits || (errno != EAGAIN && errno != EACCES && errno != EINTR))
    return raise_os_error(ctx, V_NULL, V_NULL), false;
  stop_wait(ctx, stop_now() + 2000000);
  return CHECK_STOP(ctx);
}
FUNCTION(f_flock) {
  int fd, number, operation;
  if (!descriptor(ctx, args[0], &fd, &number) || !object_c_int(ctx, args[1], &operation)) return V_NULL;
  while (flock(number, operation | LOCK_NB) < 0)
    if (!again(ctx, !(operation & LOCK_NB))) return V_NULL;
  return V_NONE;
}
FUNCTION(f_lockf) {
  int fd, number, operation, whence = 0;
  int64_t length = 0, start = 0;
  if (!descriptor(ctx, args[0], &fd, &number) || !object_c_int(ctx, args[1], &operation) ||
      (nargs > 2 && !object_ssize(ctx, args[2], &length)) || (nargs > 3 && !object_ssize(ctx, args[3], &start)) ||
      (nargs > 4 && !object_c_int(ctx, args[4], &whence)))
    return V_NULL;
  struct flock lock = {.l_whence = (short)whence, .l_start = start, .l_len = length};
  if (operation == LOCK_UN) lock.l_type = F_UNLCK;
  else if (operation & LOCK_SH) lock.l_type = F_RDLCK;
  else if (operation & LOCK_EX) lock.l_type = F_WRLCK;
  else return raise_format(ctx, EXC_ValueError, "unrecognized lockf argument"), V_NULL;
  while (fcntl(number, F_SETLK, &lock) < 0)
    if (!again(ctx, !(operation & LOCK_NB))) return V_NULL;
  return V_NONE;
}

#define N(name) {#name, name}
static const struct {
  const char *name;
  int64_t value;
} constants[] = {
    N(LOCK_SH),
    N(LOCK_EX),
    N(LOCK_NB),
    N(LOCK_UN),
    N(LOCK_MAND),
    N(LOCK_READ),
    N(LOCK_WRITE),
    N(LOCK_RW),
    N(F_DUPFD),
    N(F_DUPFD_CLOEXEC),
    N(F_GETFD),
    N(F_SETFD),
    N(F_GETFL),
    N(F_SETFL),
    N(F_GETLK),
    N(F_SETLK),
    N(F_SETLKW),
    N(F_OFD_GETLK),
    N(F_OFD_SETLK),
    N(F_OFD_SETLKW),
    N(F_GETOWN),
    N(F_SETOWN),
    N(F_GETSIG),
    N(F_SETSIG),
    N(F_RDLCK),
    N(F_WRLCK),
    N(F_UNLCK),
    N(F_EXLCK),
    N(F_SHLCK),
    N(F_GETLEASE),
    N(F_SETLEASE),
    N(F_GETPIPE_SZ),
    N(F_SETPIPE_SZ),
    N(F_ADD_SEALS),
    N(F_GET_SEALS),
    N(F_SEAL_SEAL),
    N(F_SEAL_SHRINK),
    N(F_SEAL_GROW),
    N(F_SEAL_WRITE),
    N(F_NOTIFY),
    N(DN_ACCESS),
    N(DN_MODIFY),
    N(DN_CREATE),
    N(DN_DELETE),
    N(DN_RENAME),
    N(DN_ATTRIB),
    N(FD_CLOEXEC),
    N(FASYNC),
    {"F_GETLK64", F_GETLK},
    {"F_SETLK64", F_SETLK},
    {"F_SETLKW64", F_SETLKW},
    {"DN_MULTISHOT", 0x80000000},
};
static bool init(Ctx *ctx, Value module) {
  for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
    if (!module_add(ctx, module, constants[i].name, int_from_i64(ctx, constants[i].value))) return false;
  return true;
}
static const CFuncDef functions[] = {
    FUNCTION_ROW("fcntl", f_fcntl, 2, 3, "Perform the operation cmd on file descriptor fd."),
    FUNCTION_ROW("ioctl", f_ioctl, 2, 4, "Perform the operation request on file descriptor fd."),
    FUNCTION_ROW("flock", f_flock, 2, 2, "Perform the lock operation on file descriptor fd."),
    FUNCTION_ROW("lockf", f_lockf, 2, 5, "A wrapper around the fcntl() locking calls."),
    {0},
};
MODULE(fcntl, .doc = "Control of files and descriptors: fcntl(), ioctl(), flock() and lockf().",
       .functions = {functions}, .init = init);
