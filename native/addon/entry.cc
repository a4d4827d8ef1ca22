/* The way into a context. */
#include "addon/entry.h"

extern "C" {
#include "exception/exception.h"
#include "heap/heap.h"
#include "host/host.h"
}

Entry::Entry(Context *self, Napi::Env env) : self_(self), env_(env) {
  ok_ = self->Alive(env);
  if (ok_ && self->entered_++ == 0 && !ctx_enter(self->ctx())) {
    Napi::Error::New(env, "pystitch: cannot run on this thread").ThrowAsJavaScriptException();
    self->entered_--;
    ok_ = false;
  }
  if (ok_ && self->entered_ == 1) heap_host_enters(self->ctx());
}

Entry::~Entry() {
  if (!ok_) return;
  /* Output is complete when control is back in JavaScript. What the system refuses stays buffered; flush() reports it.
   */
  if (self_->entered_ == 1 && !env_.IsExceptionPending() && !io_flush(self_->ctx())) {
    if (self_->on_write_.IsEmpty()) exc_clear(self_->ctx());
    else self_->ThrowPython(env_);
  }
  if (--self_->entered_ == 0) {
    heap_host_leaves(self_->ctx());
    self_->ReportMemory(env_);
  }
  if (!self_->pending_error_.IsEmpty() && !env_.IsExceptionPending()) {
    Napi::Error error(env_, self_->pending_error_.Value());
    self_->pending_error_.Reset();
    error.ThrowAsJavaScriptException();
  }
}
