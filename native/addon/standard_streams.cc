/* Standard input and output of the process. */
#include "addon/standard_streams.h"

extern "C" {
#include "core/ctx.h"
#include "heap/heap.h"
#include "heap/memory.h"
}

#include <errno.h>
#include <mutex>
#include <poll.h>
#include <string.h>
#include <string>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- waiting for a descriptor ---- */

/* One wait at a time has a descriptor by which the watchdog, Ctrl-C and other threads end it. */
static struct {
  std::mutex lock;
  int fd = 0; /* an eventfd, once there has been a wait */
} waker;

/* Until fd is ready; false: the pending word has bits of `ending` set, and the caller is to give up. */
static bool WaitFor(Ctx *ctx, int fd, short events, uint32_t ending) {
  struct pollfd fds[2] = {{fd, events, 0}, {-1, POLLIN, 0}};
  std::unique_lock<std::mutex> guard(waker.lock, std::try_to_lock);
  if (guard.owns_lock()) {
    if (!waker.fd) waker.fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    fds[1].fd = waker.fd;
    __atomic_store_n(&ctx->stop.wake_fd, waker.fd > 0 ? waker.fd : 0, __ATOMIC_SEQ_CST);
  }
  /* Without the waker it looks every 5 ms: two contexts wait for input, which is rare. */
  int timeout = fds[1].fd > 0 ? -1 : 5;
  bool ready = false;
  auto is_to_end = [=] { return (__atomic_load_n(&ctx->pending, __ATOMIC_SEQ_CST) & ending) != 0; };
  for (bool stop = false; !ready && !stop;) { /* what is ready is taken even then */
    stop = is_to_end();
    int n = poll(fds, 2, stop ? 0 : timeout);
    if (n < 0 && errno != EINTR) break;
    ready = n > 0 && fds[0].revents;
    uint64_t count;
    if (n > 0 && fds[1].revents && read(waker.fd, &count, sizeof count) < 0) continue;
  }
  if (guard.owns_lock()) __atomic_store_n(&ctx->stop.wake_fd, 0, __ATOMIC_SEQ_CST);
  return ready || !is_to_end();
}

/* Through looks too (core/stop.h). */
bool WaitOrRaise(Ctx *ctx, int fd, short events) {
  while (!WaitFor(ctx, fd, events, PENDING_STOP))
    if (!stop_check(ctx)) return false;
  return true;
}

bool WaitAndHandle(Ctx *ctx, int fd, short events) {
  while (!WaitFor(ctx, fd, events, PENDING_STOP | PENDING_SIGNAL))
    if (!stop_signals(ctx) || !CHECK_STOP(ctx)) return false;
  return true;
}

/* ---- output ---- */

/* A pipe or terminal takes this much without blocking when poll says that it is ready. */
#define PIECE ((size_t)4096)

/* Whoever reads the other end may take forever. Files never make us wait. */
static bool MayBlock(int fd) {
  struct stat status;
  return fstat(fd, &status) == 0 && !S_ISREG(status.st_mode);
}

int WriteFully(Ctx *ctx, int fd, const char *bytes, size_t n) {
  bool may_block = MayBlock(fd);
  while (n > 0) {
    if (may_block && !WaitOrRaise(ctx, fd, POLLOUT)) return -1;
    ssize_t done = write(fd, bytes, may_block && n > PIECE ? PIECE : n);
    if (done < 0 && errno == EINTR) continue;
    if (done < 0 && errno == EAGAIN) { /* ready for less than was written */
      usleep(500);
      if (!CHECK_STOP(ctx)) return -1;
      continue;
    }
    if (done <= 0) return done < 0 ? errno : EIO;
    bytes += done;
    n -= (size_t)done;
  }
  return 0;
}

/* ---- input ---- */

/* There is one descriptor 0, so what was read after a line belongs to the process, not to a context. */
static struct {
  std::timed_mutex lock;
  size_t begin, end;
  char bytes[1 << 13];
} stdin_buffer;

/* false: a stop came. */
static bool LockStdin(Ctx *ctx, std::unique_lock<std::timed_mutex> &guard) {
  while (!guard.try_lock_for(std::chrono::milliseconds(5)))
    if (!CHECK_STOP(ctx)) return false;
  return true;
}

int64_t ReadStdinBytes(Ctx *ctx, char *bytes, size_t n) {
  std::unique_lock<std::timed_mutex> guard(stdin_buffer.lock, std::defer_lock);
  if (!LockStdin(ctx, guard)) return -1;
  auto &in = stdin_buffer;
  if (in.begin < in.end) {
    if (n > in.end - in.begin) n = in.end - in.begin;
    memcpy(bytes, in.bytes + in.begin, n);
    in.begin += n;
    return (int64_t)n;
  }
  for (;;) {
    if (!WaitOrRaise(ctx, 0, POLLIN)) return -1;
    ssize_t got = read(0, bytes, n);
    if (got >= 0 || (errno != EINTR && errno != EAGAIN)) return got;
  }
}

/* Only a stop ends the wait, whatever mode others left the descriptor in. */
bool ReadStdin(Ctx *ctx, char **line, size_t *n) {
  std::unique_lock<std::timed_mutex> guard(stdin_buffer.lock, std::defer_lock);
  if (!LockStdin(ctx, guard)) return false;
  auto &in = stdin_buffer;
  std::string text;
  for (;;) {
    const char *from = in.bytes + in.begin;
    const char *newline = (const char *)memchr(from, '\n', in.end - in.begin);
    size_t taken = newline ? (size_t)(newline + 1 - from) : in.end - in.begin;
    text.append(from, taken);
    in.begin += taken;
    if (newline) break;
    if (!WaitOrRaise(ctx, 0, POLLIN)) return false;
    ssize_t got = read(0, in.bytes, sizeof in.bytes);
    in.begin = 0;
    in.end = got > 0 ? (size_t)got : 0;
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got <= 0) break;
  }
  if (text.empty()) return false;
  *line = (char *)memory_new(ctx, text.size());
  if (!*line) return raise_no_memory(ctx), false;
  memcpy(*line, text.data(), text.size());
  *n = text.size();
  return true;
}
