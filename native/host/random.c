/* Where random bytes come from: a host may have a source of its own (option `random` of a Runtime), else the system. */
#include "heap/memory.h"
#include "host/files.h"
#include "host/host.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

enum { PIECE = 1 << 16 };

/* 1: done; 0: the host leaves it to the system; -1: errno, or an exception. */
static int ask(Ctx *ctx, uint8_t *bytes, size_t n) {
  char *answer, count[24];
  size_t size;
  snprintf(count, sizeof count, "%zu", n);
  if (!file_ask_text(ctx, HOST_ASK_RANDOM, count, strlen(count), &answer, &size))
    return !ctx->exc && errno == NOT_GRANTED ? 0 : -1;
  bool whole = size == n;
  if (whole) memcpy(bytes, answer, n);
  memory_free(ctx, answer);
  errno = EIO;
  return whole ? 1 : -1;
}

bool host_random(Ctx *ctx, void *to, size_t n, unsigned flags) {
  uint8_t *bytes = to;
  bool asks = true;
  for (size_t done = 0; done < n;) {
    size_t piece = n - done < PIECE ? n - done : PIECE;
    int asked = asks ? ask(ctx, bytes + done, piece) : 0;
    if (asked < 0) return false;
    asks = asked;
    if (!asked) {
      ssize_t got = getrandom(bytes + done, piece, flags);
      if (got < 0 && errno != EINTR) return false;
      piece = got > 0 ? (size_t)got : 0;
    }
    done += piece;
    if (!CHECK_STOP(ctx)) return false;
  }
  return true;
}
