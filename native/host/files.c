/* Descriptors: the runtime's table of them, and what is done with one. See files.h. */
#include "host/files.h"
#include "core/stop.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "host/host.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

typedef enum Kind {
  FREE,
  STREAM, /* the standard stream `number`, of the host */
  OWN,    /* the system's descriptor `number` */
} Kind;
typedef struct Descriptor {
  Kind kind;
  int number;
  bool waits; /* reading may take forever: a terminal, a pipe */
} Descriptor;
struct Files {
  int n, cap;
  Descriptor *table;
};
/* As many as most systems let a process have; and those of a runtime that was not granted the process: it shares the
 * process's number with the program around it, which has to open files too. */
enum { MAX_DESCRIPTORS = 1 << 16, MAX_SHARE = 256 };
enum { FIRST_SIZE = 16 };

static void close_all(Ctx *ctx, void *data) {
  struct Files *files = data;
  for (int fd = 0; fd < files->n; fd++)
    if (files->table[fd].kind == OWN) close(files->table[fd].number);
  memory_free(ctx, files->table);
  memory_free(ctx, files);
  ctx->files = NULL;
}

static bool out_of_memory(Ctx *ctx) {
  raise_no_memory(ctx);
  errno = ENOMEM;
  return false;
}

static bool reserve(Ctx *ctx, struct Files *files, int n) {
  if (n <= files->cap) return true;
  int cap = files->cap * 2 > n ? files->cap * 2 : n;
  Descriptor *table = memory_resize(ctx, files->table, (size_t)cap * sizeof *table);
  if (!table) return out_of_memory(ctx);
  files->table = table;
  files->cap = cap;
  return true;
}

/* NULL: no memory, MemoryError is set. */
static struct Files *files_of(Ctx *ctx) {
  if (LIKELY(ctx->files != NULL)) return ctx->files;
  struct Files *files = memory_zeroed(ctx, sizeof *files);
  if (!files) return out_of_memory(ctx), NULL;
  if (!reserve(ctx, files, FIRST_SIZE) || !ctx_at_destroy(ctx, close_all, files)) {
    if (!ctx->exc) out_of_memory(ctx);
    memory_free(ctx, files->table);
    memory_free(ctx, files);
    return NULL;
  }
  files->n = 3;
  for (int fd = 0; fd < 3; fd++) files->table[fd] = (Descriptor){STREAM, fd, true};
  return ctx->files = files;
}

static Descriptor *find(Ctx *ctx, int fd) {
  struct Files *files = files_of(ctx);
  if (!files) return NULL;
  if (fd >= 0 && fd < files->n && files->table[fd].kind != FREE) return &files->table[fd];
  errno = EBADF;
  return NULL;
}

static bool is_own_stream(Ctx *ctx, const Descriptor *d) { return ctx->host.own_streams >> d->number & 1; }

static void forget(Descriptor *d) {
  if (d->kind == OWN) {
    int error = errno;
    close(d->number);
    errno = error;
  }
  d->kind = FREE;
}

static bool may_have(Ctx *ctx, int fd) {
  return fd >= 0 && fd < MAX_DESCRIPTORS && (fd < MAX_SHARE || file_ask(ctx, HOST_ASK_PROCESS, "", NULL));
}

/* The lowest free number gets it; -1: `made` is gone. */
static int add(Ctx *ctx, Descriptor made) {
  struct Files *files = files_of(ctx);
  int fd = 0;
  while (files && fd < files->n && files->table[fd].kind != FREE) fd++;
  if (files && !may_have(ctx, fd)) {
    errno = EMFILE;
    files = NULL;
  }
  if (!files || !reserve(ctx, files, fd + 1)) return forget(&made), -1;
  files->table[fd] = made;
  if (fd == files->n) files->n++;
  return fd;
}

static Descriptor own(int number) {
  struct stat status;
  bool file = fstat(number, &status) == 0 && (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode));
  return (Descriptor){OWN, number, !file};
}

int file_adopt(Ctx *ctx, int system_fd) { return add(ctx, own(system_fd)); }

int file_open(Ctx *ctx, const char *path, int flags, int mode) {
  char *real;
  bool writes = (flags & O_ACCMODE) != O_RDONLY || flags & (O_CREAT | O_TRUNC);
#ifdef O_TMPFILE
  writes |= (flags & O_TMPFILE) == O_TMPFILE;
#endif
  bool entry = flags & O_NOFOLLOW || (flags & O_CREAT && flags & O_EXCL);
  int question = writes ? entry ? HOST_ASK_WRITE_ENTRY : HOST_ASK_WRITE : entry ? HOST_ASK_READ_ENTRY : HOST_ASK_READ;
  if (!file_ask(ctx, question, path, &real)) return -1;
  int fd;
  /* Opening a FIFO waits for its other end: a stop is to end that too. */
  struct stat status;
  bool fifo = !(flags & O_NONBLOCK) && stat(real, &status) == 0 && S_ISFIFO(status.st_mode);
  for (;;) {
    fd = open(real, flags | O_CLOEXEC | (fifo ? O_NONBLOCK : 0), mode);
    if (fd >= 0 || (errno != EINTR && !(fifo && errno == ENXIO))) break;
    if (fifo) stop_wait(ctx, stop_now() + 2000000);
    if (!CHECK_STOP(ctx)) break;
  }
  if (fd >= 0 && fifo) fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
  int error = errno;
  memory_free(ctx, real);
  errno = error;
  return fd < 0 ? -1 : file_adopt(ctx, fd);
}

int file_close(Ctx *ctx, int fd) {
  Descriptor *d = find(ctx, fd);
  if (!d) return -1;
  Descriptor closed = *d;
  d->kind = FREE;
  /* On Linux the descriptor is gone even when close is interrupted. */
  return closed.kind == OWN && close(closed.number) < 0 && errno != EINTR ? -1 : 0;
}

int file_system_fd(Ctx *ctx, int fd) {
  Descriptor *d = find(ctx, fd);
  if (!d) return -1;
  if (d->kind == OWN || is_own_stream(ctx, d)) return d->number;
  errno = EINVAL;
  return -1;
}

/* ---- reading and writing ---- */

static bool ready(Ctx *ctx, const Descriptor *d, short events) {
  if (!d->waits || !ctx->host.wait) return true;
  int flags = fcntl(d->number, F_GETFL);
  return (flags >= 0 && flags & O_NONBLOCK) || ctx->host.wait(ctx->host.data, d->number, events);
}

bool file_wait(Ctx *ctx, int fd, short events) {
  Descriptor *d = find(ctx, fd);
  if (!d) return !ctx->exc; /* the call that was waited for says what is wrong */
  if (d->kind != OWN) return true;
  Descriptor waited = *d; /* the table may move while it waits */
  return ready(ctx, &waited, events);
}

ssize_t file_read(Ctx *ctx, int fd, void *bytes, size_t n) {
  Descriptor *d = find(ctx, fd);
  if (!d) return -1;
  if (d->kind == STREAM && d->number != 0 && !is_own_stream(ctx, d)) return errno = EBADF, -1;
  if (d->kind == STREAM && d->number == 0) {
    if (!ctx->host.read) return 0;
    return io_flush(ctx) ? (ssize_t)ctx->host.read(ctx->host.data, bytes, n) : -1;
  }
  Descriptor from = *d; /* the table may move while it waits */
  for (;;) {
    if (!ready(ctx, &from, POLLIN)) return -1;
    ssize_t done = read(from.number, bytes, n);
    if (done >= 0 || errno != EINTR) return done;
    if (!CHECK_STOP(ctx)) return -1;
  }
}

ssize_t file_write(Ctx *ctx, int fd, const void *bytes, size_t n) {
  Descriptor *d = find(ctx, fd);
  if (!d) return -1;
  if (d->kind == STREAM && d->number == 0 && !is_own_stream(ctx, d)) return errno = EBADF, -1;
  if (d->kind == STREAM && d->number != 0) {
    if (!io_flush(ctx) || !io_write_through(ctx, d->number, bytes, n)) return -1;
    return (ssize_t)n;
  }
  Descriptor to = *d;
  /* poll says that a pipe is ready when it takes PIPE_BUF bytes; more would block where no stop is heard */
  size_t piece = to.waits && n > 4096 ? 4096 : n;
  for (;;) {
    if (!ready(ctx, &to, POLLOUT)) return -1;
    ssize_t done = write(to.number, bytes, piece);
    if (done >= 0 || errno != EINTR) return done;
    if (!CHECK_STOP(ctx)) return -1;
  }
}

/* ---- the rest ---- */

/* A stream that the host has taken is to Python what a pipe is. */
static bool taken(Ctx *ctx, int fd, int error) {
  Descriptor *d = find(ctx, fd);
  if (!d || d->kind != STREAM || is_own_stream(ctx, d)) return false;
  errno = error;
  return true;
}

off_t file_seek(Ctx *ctx, int fd, off_t offset, int whence) {
  if (taken(ctx, fd, ESPIPE)) return -1;
  int number = file_system_fd(ctx, fd);
  return number < 0 ? -1 : lseek(number, offset, whence);
}

int file_truncate(Ctx *ctx, int fd, off_t length) {
  if (taken(ctx, fd, EINVAL)) return -1;
  int number = file_system_fd(ctx, fd);
  return number < 0 ? -1 : ftruncate(number, length);
}

int file_stat(Ctx *ctx, int fd, struct stat *status) {
  if (taken(ctx, fd, 0)) {
    memset(status, 0, sizeof *status);
    status->st_mode = S_IFIFO | 0600;
    status->st_nlink = 1;
    status->st_blksize = 4096;
    return 0;
  }
  int number = file_system_fd(ctx, fd);
  return number < 0 ? -1 : fstat(number, status);
}

bool file_isatty(Ctx *ctx, int fd) {
  int number = taken(ctx, fd, ENOTTY) ? -1 : file_system_fd(ctx, fd);
  return number >= 0 && isatty(number);
}

/* A copy of what fd is; .kind FREE: -1 and errno. */
static Descriptor copy_of(Ctx *ctx, int fd) {
  Descriptor *d = find(ctx, fd);
  if (!d) return (Descriptor){FREE, 0, false};
  Descriptor copy = *d;
  if (copy.kind == OWN && (copy.number = fcntl(copy.number, F_DUPFD_CLOEXEC, 3)) < 0) copy.kind = FREE;
  return copy;
}

int file_dup(Ctx *ctx, int fd) {
  Descriptor copy = copy_of(ctx, fd);
  return copy.kind == FREE ? -1 : add(ctx, copy);
}

int file_dup2(Ctx *ctx, int fd, int onto) {
  Descriptor *d = find(ctx, fd);
  if (!d) return -1;
  if (!may_have(ctx, onto)) return errno = EBADF, -1;
  if (onto == fd) return fd;
  Descriptor copy = copy_of(ctx, fd);
  if (copy.kind == FREE) return -1;
  struct Files *files = ctx->files;
  if (!reserve(ctx, files, onto + 1)) return forget(&copy), -1;
  for (; files->n <= onto; files->n++) files->table[files->n].kind = FREE;
  forget(&files->table[onto]);
  files->table[onto] = copy;
  return onto;
}

int file_pipe(Ctx *ctx, int fds[2]) {
  int numbers[2];
  if (pipe(numbers) < 0) return -1;
  for (int i = 0; i < 2; i++) fcntl(numbers[i], F_SETFD, FD_CLOEXEC);
  if ((fds[0] = file_adopt(ctx, numbers[0])) < 0) return close(numbers[1]), -1;
  if ((fds[1] = file_adopt(ctx, numbers[1])) >= 0) return 0;
  int error = errno;
  file_close(ctx, fds[0]);
  errno = error;
  return -1;
}
