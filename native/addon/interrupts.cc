/* Interrupts, by JavaScript or by Ctrl-C, and signals that Python handles. While we run, V8 cannot, so the signal
 * handler itself sets the bit that every loop looks at. Signals belong to one context, the last that asked for Ctrl-C.
 */
#include "addon/addon.h"

extern "C" {
#include "core/ctx.h"
}

#include <atomic>
#include <errno.h>
#include <pthread.h>
#include <signal.h>

static std::atomic<Ctx *> target{nullptr};
static pthread_t target_thread; /* the target's: a read there must wake up, whichever thread the system chose */
/* What the process did about a signal before; `taken` by its number. */
static struct sigaction previous[NSIG];
static bool taken[NSIG];
static std::atomic<bool> caught[NSIG]; /* a handler of Python's waits for it */

static void OnSignal(int signal) {
  Ctx *ctx = target.load();
  if (!ctx) return;
  if (!pthread_equal(pthread_self(), target_thread)) {
    pthread_kill(target_thread, signal);
    return;
  }
  if (!caught[signal]) {
    stop_set_pending(ctx, PENDING_INTERRUPT);
    return;
  }
  __atomic_or_fetch(&ctx->signals, (uint64_t)1 << (signal - 1), __ATOMIC_SEQ_CST);
  stop_set_pending(ctx, PENDING_SIGNAL);
}

static int Install(int signal, void (*handler)(int)) {
  struct sigaction action = {};
  action.sa_handler = handler;
  if (sigaction(signal, &action, taken[signal] ? nullptr : &previous[signal]) < 0) return errno;
  taken[signal] = true;
  return 0;
}

/* The calling thread is the one that runs ctx. */
static void TakeSigint(Ctx *ctx) {
  target_thread = pthread_self();
  if (!target.exchange(ctx)) Install(SIGINT, OnSignal);
}

void GiveSigintBack(Ctx *ctx) {
  if (!target.compare_exchange_strong(ctx, nullptr)) return;
  for (int signal = 1; signal < NSIG; signal++) {
    if (!taken[signal]) continue;
    sigaction(signal, &previous[signal], nullptr);
    taken[signal] = caught[signal] = false;
  }
}

int HostSignal(void *data, int signal, int action) {
  Ctx *ctx = ((Context *)data)->ctx();
  if (signal < 1 || signal >= NSIG) return EINVAL;
  if (target.load() != ctx) return EPERM;
  caught[signal] = action == SIGNAL_CATCH;
  return Install(signal, action == SIGNAL_DEFAULT ? SIG_DFL : action == SIGNAL_IGNORE ? SIG_IGN : OnSignal);
}

Napi::Value Context::Interrupt(const Napi::CallbackInfo &info) {
  if (ctx_) stop_set_pending(ctx_, PENDING_INTERRUPT);
  return info.Env().Undefined();
}

/* takeInterrupt(): was an interrupt waiting for code to run? It no longer is. */
Napi::Value Context::TakeInterrupt(const Napi::CallbackInfo &info) {
  if (!Alive(info.Env())) return info.Env().Undefined();
  uint32_t pending = __atomic_fetch_and(&ctx_->pending, ~(uint32_t)PENDING_INTERRUPT, __ATOMIC_SEQ_CST);
  return Napi::Boolean::New(info.Env(), (pending & PENDING_INTERRUPT) != 0);
}

/* catchSigint(true): Ctrl-C raises KeyboardInterrupt in this context; false: the signal is what it was before. */
Napi::Value Context::CatchSigint(const Napi::CallbackInfo &info) {
  if (!Alive(info.Env())) return info.Env().Undefined();
  if (IsTrue(info.Env(), info[0])) TakeSigint(ctx_);
  else GiveSigintBack(ctx_);
  return info.Env().Undefined();
}
