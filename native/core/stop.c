/* The state of a stop: which scope, since when, and what a check does about it. */
#define _GNU_SOURCE
#include "core/ctx.h"
#include "exception/exception.h"
#include "object/object.h"
#include <linux/futex.h>
#include <math.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int64_t stop_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* ---- from any thread ---- */

void stop_set_pending(Ctx *ctx, uint32_t bits) {
  __atomic_or_fetch(&ctx->pending, bits, __ATOMIC_SEQ_CST);
  if (__atomic_load_n(&ctx->stop.waiting, __ATOMIC_SEQ_CST))
    syscall(SYS_futex, &ctx->pending, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
  int fd = __atomic_load_n(&ctx->stop.wake_fd, __ATOMIC_SEQ_CST);
  uint64_t one = 1;
  if (fd && write(fd, &one, sizeof one) < 0) return; /* it is full: the wait ends anyway */
}

bool stop_request(Ctx *ctx) {
  if (!__atomic_load_n(&ctx->stop.running, __ATOMIC_SEQ_CST)) return false;
  __atomic_store_n(&ctx->stop.requested, STOP_REQUESTED, __ATOMIC_SEQ_CST);
  stop_set_pending(ctx, PENDING_STOPPED);
  return true;
}

void stop_wait(Ctx *ctx, int64_t until) {
  __atomic_store_n(&ctx->stop.waiting, 1, __ATOMIC_SEQ_CST);
  for (;;) {
    uint32_t pending = __atomic_load_n(&ctx->pending, __ATOMIC_SEQ_CST);
    if (pending & (PENDING_STOP | PENDING_SIGNAL) || stop_now() >= until) break;
    struct timespec at = {until / 1000000000, until % 1000000000};
    syscall(SYS_futex, &ctx->pending, FUTEX_WAIT_BITSET_PRIVATE, pending, &at, NULL, FUTEX_BITSET_MATCH_ANY);
  }
  __atomic_store_n(&ctx->stop.waiting, 0, __ATOMIC_SEQ_CST);
}

#define PIECE ((size_t)1 << 20) /* bytes: a tenth of a millisecond */

bool stop_copy(Ctx *ctx, void *to, const void *from, size_t n) {
  for (; n > PIECE; n -= PIECE) {
    memcpy(to, from, PIECE);
    to = (char *)to + PIECE;
    from = (const char *)from + PIECE;
    if (!CHECK_STOP(ctx)) return false;
  }
  memcpy(to, from, n);
  return true;
}

size_t stop_move(Ctx *ctx, void *to, const void *from, size_t n) {
  bool up = (uintptr_t)to > (uintptr_t)from;
  size_t left = n;
  for (; left > PIECE; left -= PIECE) {
    size_t at = up ? left - PIECE : n - left;
    memmove((char *)to + at, (const char *)from + at, PIECE);
    if (!CHECK_STOP(ctx)) return n - left + PIECE;
  }
  size_t at = up ? 0 : n - left;
  if (left) memmove((char *)to + at, (const char *)from + at, left);
  return n;
}

bool stop_compare(Ctx *ctx, const void *a, const void *b, size_t n, int *order) {
  *order = 0;
  for (; n > PIECE; n -= PIECE, a = (const char *)a + PIECE, b = (const char *)b + PIECE) {
    if ((*order = memcmp(a, b, PIECE)) != 0) return true;
    if (!CHECK_STOP(ctx)) return false;
  }
  if (n) *order = memcmp(a, b, n);
  return true;
}

bool stop_find(Ctx *ctx, const void *data, uint8_t byte, size_t n, const uint8_t **at) {
  const uint8_t *p = data;
  for (; n > PIECE; n -= PIECE, p += PIECE) {
    if ((*at = memchr(p, byte, PIECE))) return true;
    if (!CHECK_STOP(ctx)) return false;
  }
  *at = n ? memchr(p, byte, n) : NULL;
  return true;
}

bool stop_repeat(Ctx *ctx, void *to, const void *unit, size_t size, size_t n) {
  uint8_t *out = to;
  if (size == 1) {
    for (; n > PIECE; n -= PIECE, out += PIECE) {
      memset(out, *(const uint8_t *)unit, PIECE);
      if (!CHECK_STOP(ctx)) return false;
    }
    memset(out, *(const uint8_t *)unit, n);
    return true;
  }
  if (n == 0) return true;
  if (!stop_copy(ctx, out, unit, size)) return false;
  for (size_t done = size; done < n;) {
    size_t step = done < n - done ? done : n - done;
    if (step > PIECE && size <= PIECE) step = PIECE / size * size;
    if (!stop_copy(ctx, out + done, out, step)) return false;
    done += step;
    if (!CHECK_STOP(ctx)) return false;
  }
  return true;
}

/* ---- scopes ---- */

static void clear_pending(Ctx *ctx, uint32_t bits) { __atomic_and_fetch(&ctx->pending, ~bits, __ATOMIC_SEQ_CST); }

/* When the watchdog has to say something next. */
static int64_t next_deadline(Ctx *ctx) {
  int64_t due = INT64_MAX;
  for (StopScope *scope = ctx->stop.scopes; scope; scope = scope->outer)
    if (!scope->cause && scope->deadline && scope->deadline < due) due = scope->deadline;
  return due;
}

bool stop_open(Ctx *ctx, StopScope *scope, int64_t timeout_ns) {
  Stop *stop = &ctx->stop;
  *scope = (StopScope){.outer = stop->scopes};
  if (timeout_ns > 0 && __builtin_add_overflow(stop_now(), timeout_ns, &scope->deadline)) scope->deadline = 0;
  if (!scope->outer) { /* a request that came too late for the last scope is not for this one */
    __atomic_store_n(&stop->requested, STOP_NONE, __ATOMIC_SEQ_CST);
    clear_pending(ctx, PENDING_STOPPED | PENDING_LOOK);
    stop->output_left = stop->output_limit;
  }
  stop->scopes = scope;
  int64_t due = next_deadline(ctx);
  if (stop->watched) {
    watchdog_change(ctx, due);
  } else if ((due != INT64_MAX || stop->looks) && !watchdog_begin(ctx, due)) {
    stop->scopes = scope->outer;
    return false;
  }
  __atomic_store_n(&stop->running, 1, __ATOMIC_SEQ_CST);
  return true;
}

StopScope *stop_stopped(Ctx *ctx) {
  StopScope *found = NULL;
  for (StopScope *scope = ctx->stop.scopes; scope; scope = scope->outer)
    if (scope->cause) found = scope;
  return found;
}

void stop_close(Ctx *ctx) {
  Stop *stop = &ctx->stop;
  stop->scopes = stop->scopes->outer;
  if (!stop->scopes) {
    __atomic_store_n(&stop->running, 0, __ATOMIC_SEQ_CST);
    if (stop->watched) watchdog_end(ctx);
  } else if (stop->watched) {
    watchdog_change(ctx, next_deadline(ctx));
  }
  if (stop_stopped(ctx)) return;
  stop->raised = stop->final = false;
  clear_pending(ctx, PENDING_STOPPED);
  /* An outer scope may have been stopped without having been told. */
  if (stop->scopes) stop_set_pending(ctx, PENDING_STOPPED);
}

void stop_scope(Ctx *ctx, StopScope *scope, StopCause cause) {
  if (!scope)
    for (scope = ctx->stop.scopes; scope && scope->outer; scope = scope->outer) continue;
  if (!scope) return;
  if (!scope->cause || cause == STOP_THREAD_END) scope->cause = cause;
  if (cause == STOP_THREAD_END) ctx->stop.thread_ends = ctx->stop.raised = ctx->stop.final = true;
  stop_set_pending(ctx, PENDING_STOPPED);
}

/* ---- checks ---- */

static void settle(Ctx *ctx) {
  uint32_t requested = __atomic_exchange_n(&ctx->stop.requested, STOP_NONE, __ATOMIC_SEQ_CST);
  if (requested) stop_scope(ctx, NULL, (StopCause)requested);
  int64_t now = stop_now();
  for (StopScope *scope = ctx->stop.scopes; scope; scope = scope->outer)
    if (!scope->cause && scope->deadline && scope->deadline <= now) scope->cause = STOP_TIMEOUT;
}

static bool comes_of_stop(Ctx *ctx, Value exc) {
  for (int i = 0; i < 32 && exc && exc != V_NONE; i++, exc = AS_EXC(exc)->context)
    if (class_of(ctx, exc) == ctx->cls.stopped) return true;
  return false;
}

/* Does a `finally`, an `except` or a `with` exit run because of the stop? A generator that it resumes, to close it for
 * example, handles something else, and so may those between. */
static bool is_handled(Ctx *ctx) {
  if (comes_of_stop(ctx, ctx->handled)) return true;
  Frame *frame = ctx->frame;
  for (int i = 0; i < 64 && frame; i++, frame = frame->prev)
    if (frame->flags & FRAME_OWNED_BY_GENERATOR && comes_of_stop(ctx, GENERATOR_OF(frame)->handled_outside))
      return true;
  return false;
}

static Value exception(Ctx *ctx, StopCause cause) {
  static const char *const messages[] = {
      [STOP_TIMEOUT] = "the time limit is exceeded",
      [STOP_REQUESTED] = "stopped by the host",
      [STOP_OUTPUT] = "the output limit is exceeded",
      [STOP_THREAD_END] = "the thread ends",
  };
  Value message = str_from_ascii(ctx, messages[cause]);
  return message ? exception_new(ctx, ctx->cls.stopped, &message, 1) : V_NULL;
}

static bool has_grace(Ctx *ctx) {
  Stop *stop = &ctx->stop;
  return stop->raised && !stop->final && stop_now() < stop->grace_end && is_handled(ctx);
}

/* false: raised, true: the program still has time to clean up. */
static bool act(Ctx *ctx, StopScope *scope) {
  Stop *stop = &ctx->stop;
  if (has_grace(ctx)) return true;
  int64_t now = stop_now();
  if (!stop->raised) stop->grace_end = now + STOP_GRACE_NS;
  else if (now >= stop->grace_end) stop->final = true;
  stop->raised = true;
  stop->depth = ctx->depth;
  stop->raising = true;
  Value exc = exception(ctx, scope->cause);
  stop->raising = false;
  raise_exc(ctx, exc);
  return false;
}

bool stop_due(Ctx *ctx) {
  if (!stop_wanted(ctx)) return false;
  clear_pending(ctx, PENDING_LOOK); /* it is running JavaScript: V8 has no need to be asked */
  if (ctx->pending & PENDING_STOPPED) {
    settle(ctx);
    if (!stop_stopped(ctx)) {
      clear_pending(ctx, PENDING_STOPPED);
      if (ctx->stop.watched) watchdog_change(ctx, next_deadline(ctx));
    } else if (!has_grace(ctx)) {
      return true;
    }
  }
  return (ctx->pending & PENDING_INTERRUPT) != 0;
}

bool stop_signals(Ctx *ctx) {
  if (LIKELY(!(ctx->pending & PENDING_SIGNAL))) return true;
  clear_pending(ctx, PENDING_SIGNAL);
  return !ctx->on_signal || ctx->on_signal(ctx);
}

bool stop_sleep(Ctx *ctx, double seconds) {
  int64_t end = stop_now() + (int64_t)ceil(seconds * 1e9);
  for (;;) {
    if (!stop_signals(ctx) || !CHECK_STOP(ctx)) return false;
    if (stop_now() >= end) return true;
    stop_wait(ctx, end);
  }
}

bool stop_check(Ctx *ctx) {
  uint32_t bits = __atomic_fetch_and(&ctx->pending, ~(uint32_t)PENDING_STOP, __ATOMIC_ACQ_REL) & PENDING_STOP;
  if (bits & PENDING_LOOK && ctx->host.thread_goes_on && !ctx->host.thread_goes_on(ctx->host.data)) {
    stop_scope(ctx, NULL, STOP_THREAD_END);
    bits |= PENDING_STOPPED;
  }
  if (bits & PENDING_STOPPED) {
    settle(ctx);
    StopScope *scope = stop_stopped(ctx);
    if (scope) {
      bool goes_on = act(ctx, scope);         /* making the exception runs code that looks at the word too */
      stop_set_pending(ctx, PENDING_STOPPED); /* until the scope is closed */
      return goes_on;
    }
    if (ctx->stop.watched) watchdog_change(ctx, next_deadline(ctx));
  }
  if (!(bits & PENDING_INTERRUPT)) return true;
  raise_exc(ctx, exception_new(ctx, ctx->exc_class[EXC_KeyboardInterrupt], NULL, 0));
  return false;
}

bool stop_startup(Ctx *ctx) {
  ctx->cls.stopped = class_new_builtin(ctx, "pystitch.Stopped", ctx->exc_class[EXC_BaseException], KIND_EXCEPTION,
                                       sizeof(Exception), NULL, NULL, CLASS_HAS_DICT | CLASS_EXCEPTION);
  return ctx->cls.stopped != NULL;
}
