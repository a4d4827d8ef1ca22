/* Interrupts, by JavaScript or by Ctrl-C. While we run, V8 cannot, so the signal handler itself sets the bit that every
 * loop looks at. The signal belongs to one context, the last that asked for it. */
#include "addon/addon.h"

extern "C" {
#include "core/ctx.h"
}

#include <atomic>
#include <pthread.h>
#include <signal.h>

static std::atomic<Ctx *> sigint_target{nullptr};
static pthread_t sigint_thread; /* the target's: a read there must wake up, whichever thread the system chose */
static struct sigaction sigint_previous;

static void OnSigint(int signal) {
  Ctx *ctx = sigint_target.load();
  if (ctx && !pthread_equal(pthread_self(), sigint_thread)) pthread_kill(sigint_thread, signal);
  else if (ctx) stop_set_pending(ctx, PENDING_INTERRUPT);
}

/* The calling thread is the one that runs ctx. */
static void TakeSigint(Ctx *ctx) {
  sigint_thread = pthread_self();
  if (sigint_target.exchange(ctx)) return;
  struct sigaction action = {};
  action.sa_handler = OnSigint;
  sigaction(SIGINT, &action, &sigint_previous);
}

void GiveSigintBack(Ctx *ctx) {
  if (sigint_target.compare_exchange_strong(ctx, nullptr)) sigaction(SIGINT, &sigint_previous, nullptr);
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
