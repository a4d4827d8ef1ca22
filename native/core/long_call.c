/* Calls that a stop can leave (long_call.h). */
#include "core/long_call.h"
#include "core/thread.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include <stdlib.h>

#define MAX_THREADS 8
#define WAIT_NS ((int64_t)1000000)
#define STACK ((size_t)1 << 20)

static int threads; /* atomic */

void *long_call_new(Ctx *ctx, size_t bytes, size_t more, void (*run)(LongCall *), void (*close)(LongCall *)) {
  LongCall *call = memory_charge(ctx, bytes + more) ? malloc(bytes) : NULL;
  if (!call) return raise_no_memory(ctx), NULL;
  *call = (LongCall){.run = run, .close = close, .charged = bytes + more};
  pthread_condattr_t clock;
  pthread_condattr_init(&clock);
  pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
  pthread_mutex_init(&call->lock, NULL);
  pthread_cond_init(&call->finished, &clock);
  pthread_condattr_destroy(&clock);
  return call;
}

static void dispose(LongCall *call) {
  if (call->close) call->close(call);
  pthread_mutex_destroy(&call->lock);
  pthread_cond_destroy(&call->finished);
  free(call);
}

void long_call_free(Ctx *ctx, LongCall *call) {
  memory_discharge(ctx, call->charged);
  dispose(call);
}

static void *thread_main(void *data) {
  LongCall *call = data;
  call->run(call);
  pthread_mutex_lock(&call->lock);
  call->done = true;
  bool abandoned = call->abandoned;
  pthread_cond_signal(&call->finished);
  pthread_mutex_unlock(&call->lock);
  if (abandoned) dispose(call);
  __atomic_sub_fetch(&threads, 1, __ATOMIC_SEQ_CST);
  return NULL;
}

bool long_call_run(Ctx *ctx, LongCall *call) {
  while (__atomic_add_fetch(&threads, 1, __ATOMIC_SEQ_CST) > MAX_THREADS) {
    __atomic_sub_fetch(&threads, 1, __ATOMIC_SEQ_CST);
    stop_wait(ctx, stop_now() + WAIT_NS);
    if (!CHECK_STOP(ctx)) return long_call_free(ctx, call), false;
  }
  call->done = false;
  if (!thread_start(thread_main, call, STACK)) { /* no thread to be had: it takes as long as it takes */
    __atomic_sub_fetch(&threads, 1, __ATOMIC_SEQ_CST);
    call->run(call);
    return true;
  }
  bool stopped = false;
  pthread_mutex_lock(&call->lock);
  while (!call->done && !stopped) {
    int64_t until = stop_now() + WAIT_NS;
    struct timespec at = {until / 1000000000, until % 1000000000};
    pthread_cond_timedwait(&call->finished, &call->lock, &at);
    if (call->done || !stop_wanted(ctx)) continue;
    pthread_mutex_unlock(&call->lock); /* a check may run JavaScript */
    stopped = !stop_check(ctx);
    pthread_mutex_lock(&call->lock);
  }
  call->abandoned = stopped && !call->done;
  bool free_it = stopped && call->done;
  size_t charged = call->charged;
  pthread_mutex_unlock(&call->lock);
  if (free_it) long_call_free(ctx, call);
  else if (stopped) memory_discharge(ctx, charged);
  return !stopped;
}
