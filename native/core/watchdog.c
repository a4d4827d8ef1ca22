/* One thread for the whole process, started when the first context needs it. It sleeps until the next deadline of a
 * context that is running; of those that want looks (core/stop.h) it also visits each every 4 ms. When nothing runs it
 * sleeps without end.
 *
 * An entry that begins wakes the thread only if it needs it before the time for which it is asleep, so short entries
 * cost a lock and no system call. */
#include "core/ctx.h"
#include "core/thread.h"
#include <pthread.h>
#include <time.h>

#define TICK_NS ((int64_t)4000000)

static struct {
  pthread_mutex_t lock;
  pthread_cond_t changed;
  Ctx *watched;    /* list, by stop.watch_next */
  int64_t planned; /* until when the thread sleeps */
  bool started;
} dog = {.lock = PTHREAD_MUTEX_INITIALIZER, .planned = INT64_MAX};

/* Returns when it has to be visited next. */
static int64_t visit(Ctx *ctx, int64_t now) {
  Stop *stop = &ctx->stop;
  if (stop->due <= now) {
    stop->due = INT64_MAX;
    stop_set_pending(ctx, PENDING_STOPPED);
  }
  if (!stop->looks) return stop->due;
  if (now - stop->since >= TICK_NS) stop_set_pending(ctx, PENDING_LOOK);
  return stop->due < now + TICK_NS ? stop->due : now + TICK_NS;
}

static void *run(void *unused) {
  (void)unused;
  pthread_mutex_lock(&dog.lock);
  for (;;) {
    int64_t now = stop_now(), next = INT64_MAX;
    for (Ctx *ctx = dog.watched; ctx; ctx = ctx->stop.watch_next) {
      int64_t at = visit(ctx, now);
      if (at < next) next = at;
    }
    dog.planned = next;
    if (next == INT64_MAX) {
      pthread_cond_wait(&dog.changed, &dog.lock);
    } else {
      struct timespec until = {next / 1000000000, next % 1000000000};
      pthread_cond_timedwait(&dog.changed, &dog.lock, &until);
    }
  }
  return NULL;
}

static bool start(void) {
  pthread_condattr_t clock;
  if (pthread_condattr_init(&clock)) return false;
  pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
  bool ready = !pthread_cond_init(&dog.changed, &clock);
  pthread_condattr_destroy(&clock);
  dog.started = ready && thread_start(run, NULL, (size_t)1 << 17);
  return dog.started;
}

static void plan(Ctx *ctx) {
  int64_t at = ctx->stop.due;
  if (ctx->stop.looks && ctx->stop.since + TICK_NS < at) at = ctx->stop.since + TICK_NS;
  if (at < dog.planned) pthread_cond_signal(&dog.changed);
}

bool watchdog_begin(Ctx *ctx, int64_t due) {
  Stop *stop = &ctx->stop;
  pthread_mutex_lock(&dog.lock);
  bool running = dog.started || start();
  if (running) {
    stop->due = due;
    stop->since = stop_now();
    stop->watched = true;
    stop->watch_previous = NULL;
    stop->watch_next = dog.watched;
    if (dog.watched) dog.watched->stop.watch_previous = ctx;
    dog.watched = ctx;
    plan(ctx);
  }
  pthread_mutex_unlock(&dog.lock);
  return running;
}

void watchdog_change(Ctx *ctx, int64_t due) {
  pthread_mutex_lock(&dog.lock);
  ctx->stop.due = due;
  plan(ctx);
  pthread_mutex_unlock(&dog.lock);
}

void watchdog_end(Ctx *ctx) {
  Stop *stop = &ctx->stop;
  pthread_mutex_lock(&dog.lock);
  if (stop->watch_previous) stop->watch_previous->stop.watch_next = stop->watch_next;
  else dog.watched = stop->watch_next;
  if (stop->watch_next) stop->watch_next->stop.watch_previous = stop->watch_previous;
  stop->watched = false;
  pthread_mutex_unlock(&dog.lock);
}
