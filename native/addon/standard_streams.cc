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
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <string>
#include <unistd.h>

int WriteFully(int fd, const char *bytes, size_t n) {
  while (n > 0) {
    ssize_t done = write(fd, bytes, n);
    if (done < 0 && errno == EINTR) continue;
    if (done < 0 && errno == EAGAIN) { /* a non-blocking pipe that is full: wait for the reader */
      usleep(500);
      continue;
    }
    if (done <= 0) return done < 0 ? errno : EIO;
    bytes += done;
    n -= (size_t)done;
  }
  return 0;
}

/* There is one descriptor 0, so what was read after a line belongs to the process, not to a context. */
static struct {
  std::mutex lock;
  size_t begin, end;
  char bytes[1 << 13];
} stdin_buffer;

/* Waits until there is something to read; false: Ctrl-C came. The signal is blocked except in the wait, so that none is
 * lost between the look at `pending` and the wait. */
static bool WaitForStdin(Ctx *ctx) {
  sigset_t held, before;
  sigemptyset(&held);
  sigaddset(&held, SIGINT);
  pthread_sigmask(SIG_BLOCK, &held, &before);
  struct pollfd wait = {0, POLLIN, 0};
  while (!(ctx->pending & PENDING_INTERRUPT) && ppoll(&wait, 1, nullptr, &before) < 0 && errno == EINTR) continue;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return !(ctx->pending & PENDING_INTERRUPT);
}

/* Only Ctrl-C ends the wait, whatever mode others left the descriptor in. */
bool ReadStdin(Ctx *ctx, char **line, size_t *n) {
  std::lock_guard<std::mutex> guard(stdin_buffer.lock);
  auto &in = stdin_buffer;
  std::string text;
  for (;;) {
    const char *from = in.bytes + in.begin;
    const char *newline = (const char *)memchr(from, '\n', in.end - in.begin);
    size_t taken = newline ? (size_t)(newline + 1 - from) : in.end - in.begin;
    text.append(from, taken);
    in.begin += taken;
    if (newline) break;
    if (!WaitForStdin(ctx)) return false;
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
