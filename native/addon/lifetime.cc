/* How a context ends: by dispose(), or because JavaScript has dropped it. In both cases everything of it goes at once.
 *
 * What JavaScript has dropped is finalized when Node's event loop turns; until then, a program that makes runtimes in a
 * synchronous loop would keep them all. So each new context first disposes of those whose objects the engine has
 * collected. And the engine hears how much memory hangs on each object, since it would collect too rarely otherwise. */
#include "addon/stops.h"

#include <algorithm>
#include <atomic>
#include <memory>

extern "C" {
#include "call/call.h"
#include "exception/exception.h"
#include "heap/finalization.h"
#include "heap/heap.h"
#include "host/host.h"
#include "jit/jit.h"
#include "object/object.h"
#include "object/watch.h"
#include "object/weakref.h"
#include "text/text.h"
}

/* The environment's own share of its list of contexts. At its end it may go before the last context. */
struct Contexts {
  std::shared_ptr<std::vector<Context *>> all = std::make_shared<std::vector<Context *>>();
};

/* Bytes of a context that has run nothing, malloc'ed ones included. */
static const int64_t kEmptyContext = (int64_t)1 << 20;
static const int64_t kReportStep = (int64_t)1 << 20;

static std::atomic<uint32_t> live_contexts{0}; /* of the process */

void Context::Register(Napi::Env env) {
  Contexts *contexts = env.GetInstanceData<Contexts>();
  if (!contexts) env.SetInstanceData<Contexts>(contexts = new Contexts);
  contexts_ = contexts->all;
  DisposeDropped(env);
  contexts_->push_back(this);
  live_contexts++;
  for (Context *context : *contexts_) context->ReportMemory(env); /* those that were stopped have not */
}

void Context::DisposeDropped(Napi::Env env) {
  Napi::HandleScope scope(env);
  std::vector<Context *> others = *contexts_;
  for (Context *context : others) {
    if (!context->Value().IsEmpty()) continue;
    context->closing_ = true;
    context->DisposeNow(env);
  }
}

void Context::ReportMemory(Napi::Env env) {
  int64_t bytes = ctx_ ? kEmptyContext + (int64_t)(heap_used(ctx_) - held_by_js_) : 0, change = bytes - reported_;
  if (ctx_ && change < kReportStep && -change < kReportStep) return;
  int64_t total;
  napi_adjust_external_memory(env, change, &total);
  reported_ = bytes;
}

void Context::TellGone(Napi::Env env) {
  const uint32_t *dead = nullptr;
  Jit *jit = ctx_->jit;
  uint32_t codes = code_dead(ctx_, &dead), traces = jit ? jit->nfreed : 0;
  if (!codes && !traces) return;
  Napi::HandleScope scope(env);
  bool told = on_gone_.IsEmpty();
  if (!told) {
    Napi::Uint32Array gone_codes = Napi::Uint32Array::New(env, codes),
                      gone_traces = Napi::Uint32Array::New(env, traces);
    Napi::Value nothing;
    if (!gone_codes.IsEmpty() && !gone_traces.IsEmpty()) {
      if (codes) memcpy(gone_codes.Data(), dead, codes * sizeof *dead);
      if (traces) memcpy(gone_traces.Data(), jit->freed, traces * sizeof *jit->freed);
      told = CallHost(this, on_gone_, {gone_codes, gone_traces}, &nothing);
    }
  }
  if (!told) { /* no memory, no stack, or the thread ends: the next time */
    if (!ctx_->stop.thread_ends && env.IsExceptionPending()) env.GetAndClearPendingException();
    return;
  }
  code_dead_told(ctx_, codes);
  if (!traces) return;
  jit->nfreed -= traces;
  memmove(jit->freed, jit->freed + traces, jit->nfreed * sizeof *jit->freed);
}

size_t Context::DisposeNow(Napi::Env env) {
  if (!ctx_) return 0;
  UnregisterContext(id_);
  ReleasePending();
  GiveSigintBack(ctx_);
  while (ctx_->stop.scopes) stop_close(ctx_);
  jit_context_free(ctx_);
  size_t left = ctx_destroy(ctx_) - held_by_js_;
  ctx_ = nullptr;
  handles_.Clear(env);
  ReportMemory(env);
  if (!contexts_) return left; /* it was not made whole */
  live_contexts--;
  contexts_->erase(std::remove(contexts_->begin(), contexts_->end(), this), contexts_->end());
  return left;
}

Context::~Context() {
  closing_ = true;
  DisposeNow(Env());
}

Napi::Value Context::Dispose(const Napi::CallbackInfo &info) {
  if (entered_ > 0) {
    Napi::Error::New(info.Env(), "cannot dispose a Runtime while it runs").ThrowAsJavaScriptException();
    return info.Env().Undefined();
  }
  if (ctx_ && !io_flush(ctx_)) exc_clear(ctx_);
  size_t left = DisposeNow(info.Env());
  info.This().As<Napi::Object>().Delete("options");
  return Napi::Number::New(info.Env(), (double)left);
}

/* statistics() -> { name: number }: what the context holds; see ts/native/addon.ts. */
Napi::Value Context::Statistics(const Napi::CallbackInfo &info) {
  Napi::Env env = info.Env();
  Napi::Object out = Napi::Object::New(env);
  out.Set("runtimes", (double)live_contexts);
  if (!ctx_) return out;
  handles_.Sweep(env);
  out.Set("handles", (double)handles_.live());
  out.Set("codes", (double)code_count(ctx_));
  out.Set("shapes", (double)shape_count(ctx_));
  out.Set("interned", (double)str_interned_count(ctx_));
  out.Set("watches", (double)watch_count(ctx_));
  out.Set("weaklyReferenced", (double)weakref_objects(ctx_));
  out.Set("finalizable", (double)finalization_count(ctx_));
  const Jit *jit = ctx_->jit;
  out.Set("traces", jit ? (double)jit->ntraces : 0);
  out.Set("exits", jit ? (double)jit->nexits : 0);
  out.Set("codeBytes", (double)code_memory_used());
  out.Set("heapBytes", (double)heap_used(ctx_));
  return out;
}
