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

Entry::~Entry() {
  if (!ok_) return;
  Ctx *ctx = self_->ctx();
  bool outermost = self_->entered_ == 1;
  /* Output is complete when control is back in JavaScript. What the system refuses stays buffered; flush() reports it.
   */
  if (outermost && !ctx->stop.thread_ends && !env_.IsExceptionPending() && !io_flush(ctx)) {
    if (self_->on_write_.IsEmpty()) exc_clear(ctx);
    else self_->ThrowPython(env_);
  }
  self_->ThrowStopped(env_);
  if (!ctx->stop.thread_ends) self_->ForgetDead(env_);
  ctx->handled = handled_;
  if (outermost) stop_close(ctx);
  self_->entered_--;
  if (outermost) {
    heap_host_leaves(ctx);
    jit_reclaim(ctx);
  }
  if (ctx->stop.thread_ends) return;
  if (outermost) {
    if (!env_.IsExceptionPending()) self_->TellGone(env_);
    self_->ReportMemory(env_);
  }
  if (!self_->pending_error_.IsEmpty() && !env_.IsExceptionPending()) {
    Napi::Error error(env_, self_->pending_error_.Value());
    self_->pending_error_.Reset();
    error.ThrowAsJavaScriptException();
  }
}
