/* The way into a context. */
#include "addon/entry.h"
#include "addon/stops.h"

extern "C" {
#include "exception/exception.h"
#include "heap/heap.h"
#include "host/host.h"
#include "jit/jit.h"
}

/* The default limit is for entries that have no limit of their own around them. */
static int64_t DefaultTimeout(Context *self) {
  for (StopScope *scope = self->ctx()->stop.scopes; scope; scope = scope->outer)
    if (scope->deadline) return 0;
  return self->entry_timeout_;
}

Entry::Entry(Context *self, Napi::Env env) : self_(self), env_(env) {
  ok_ = self->Alive(env);
  if (!ok_) return;
  Ctx *ctx = self->ctx();
  handled_ = ctx->handled;
  if (self->entered_++ > 0) return;
  if (ctx_enter(ctx) && stop_open(ctx, &scope_, DefaultTimeout(self))) {
    heap_host_enters(ctx);
    return;
  }
  Napi::Error::New(env, "pystitch: cannot run on this thread").ThrowAsJavaScriptException();
  self->entered_--;
  ok_ = false;
}

/* Output is complete when control is back in JavaScript, be it by an exception: that one is put aside meanwhile, and
 * goes before what writing throws. What the system refuses stays buffered; flush() reports it. */
static void FlushOutput(Context *self, Napi::Env env) {
  napi_value thrown = nullptr;
  if (env.IsExceptionPending() && napi_get_and_clear_last_exception(env, &thrown) != napi_ok) return;
  if (!io_flush(self->ctx())) {
    if (self->on_write_.IsEmpty() || thrown) exc_clear(self->ctx());
    else self->ThrowPython(env);
  }
  if (!thrown) return;
  napi_value later;
  if (env.IsExceptionPending()) napi_get_and_clear_last_exception(env, &later);
  napi_throw(env, thrown);
}

Entry::~Entry() {
  if (!ok_) return;
  Ctx *ctx = self_->ctx();
  bool outermost = self_->entered_ == 1;
  if (outermost && !ctx->stop.thread_ends) FlushOutput(self_, env_);
  self_->ThrowStopped(env_);
  if (!ctx->stop.thread_ends) self_->ForgetDead(env_);
  ctx->handled = handled_;
  bool stopped = stop_stopped(ctx) != nullptr;
  if (outermost) stop_close(ctx);
  self_->entered_--;
  if (outermost) {
    heap_host_leaves(ctx);
    jit_reclaim(ctx);
  }
  if (ctx->stop.thread_ends) return;
  if (outermost) {
    if (!env_.IsExceptionPending()) self_->TellGone(env_);
    /* The engine may answer by collecting all its garbage, which takes longer than a stop may. */
    if (!stopped) self_->ReportMemory(env_);
  }
  if (!self_->pending_error_.IsEmpty() && !env_.IsExceptionPending()) {
    Napi::Error error(env_, self_->pending_error_.Value());
    self_->pending_error_.Reset();
    error.ThrowAsJavaScriptException();
  }
}
