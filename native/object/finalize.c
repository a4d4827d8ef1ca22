/* Runs what waits; see finalize.h. */
#include "object/finalize.h"
#include "call/call.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "heap/unreachable.h"
#include "interp/run.h"
#include "object/model.h"
#include "object/weakref.h"

/* A finalizer may always leave something that needs another collection. */
#define COLLECTIONS_MAX 16

/* The exception of a finalizer is reported, a stop is not. false: it is a stop */
static bool settle(Ctx *ctx, const char *doing, Value what) { return !ctx->exc || unraisable(ctx, doing, what); }

/* The method as a call finds it: a function without the object, anything else bound. */
static bool call_del(Ctx *ctx, Value object) {
  Class *cls = class_of(ctx, object);
  Value method = class_lookup(ctx, cls, NAME(__del__));
  if (!method) return true;
  if (is_method_like(ctx, method)) {
    py_call1(ctx, method, object);
  } else {
    Value bound = descriptor_bind(ctx, method, object, cls);
    if (bound) method = bound, py_call0(ctx, bound);
  }
  return settle(ctx, "Exception ignored while calling deallocator", method);
}

static bool finalize(Ctx *ctx, Value object) {
  if (has_kind(ctx, object, KIND_GENERATOR)) return settle(ctx, generator_finalize(ctx, object), object);
  if (async_awaitable_finalize(ctx, object)) return settle(ctx, "Exception ignored while finalizing coroutine", object);
  return call_del(ctx, object);
}

static bool call_back(Ctx *ctx, WeakRef *ref) {
  Value callback = ref->callback;
  ref->callback = V_NULL;
  if (callback) py_call1(ctx, callback, VAL(ref));
  return settle(ctx, "Exception ignored while calling weakref callback", callback);
}

static bool run_all(Ctx *ctx, size_t *ran) {
  for (;;) {
    Value object = finalization_take(ctx);
    WeakRef *ref = object ? NULL : weakref_take_due(ctx);
    if (!object && !ref) return true;
    if (ran) (*ran)++;
    if (!(object ? finalize(ctx, object) : call_back(ctx, ref))) return false;
  }
}

bool finalizers_run(Ctx *ctx, size_t *ran) {
  __atomic_and_fetch(&ctx->pending, ~(uint32_t)PENDING_FINALIZERS, __ATOMIC_SEQ_CST);
  if (!finalization_begin(ctx)) return true;
  Value saved = ctx->exc;
  ctx->exc = V_NULL;
  bool whole = run_all(ctx, ran);
  finalization_finish(ctx);
  if (whole) ctx->exc = saved;
  else __atomic_or_fetch(&ctx->pending, PENDING_FINALIZERS, __ATOMIC_SEQ_CST); /* the rest waits */
  return whole;
}

__attribute__((noinline)) void finalizers_clean_stack(void) {
  volatile char below[16 << 10];
  for (size_t i = 0; i < sizeof below; i++) below[i] = 0;
}

bool finalizers_collect(Ctx *ctx, const Value *top, size_t *ran) {
  for (int i = 0; i < COLLECTIONS_MAX; i++) {
    size_t now = 0;
    heap_forget_stale_slots(ctx, top);
    finalizers_clean_stack();
    heap_collect_counting(ctx);
    if (!CHECK_STOP(ctx) || !finalizers_run(ctx, &now)) return false;
    *ran += now;
    if (!now) break;
  }
  return true;
}

bool finalizers_end(Ctx *ctx) {
  for (int i = 0; i < COLLECTIONS_MAX; i++) {
    size_t ran = 0;
    finalization_end(ctx);
    if (!finalizers_run(ctx, &ran)) return false;
    if (!ran) break;
  }
  return true;
}

static bool watch(Ctx *ctx, Value cell, void *cls) {
  return shape_of(ctx, cell)->cls != cls || finalization_register(ctx, cell);
}
bool finalizers_watch_instances(Ctx *ctx, Class *cls) { return heap_each_cell(ctx, watch, cls); }
