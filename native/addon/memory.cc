/* The account of memory as JavaScript sees it: what it holds for this context is charged here, and tests choose the
 * requests that fail. */
#include "addon/entry.h"

extern "C" {
#include "heap/heap.h"
#include "heap/memory.h"
}

#include <cmath>

/* memoryHold(bytes) -> boolean: charges what JavaScript is going to keep; false: there is no room. Negative: it is
 * gone. */
Napi::Value Context::MemoryHold(const Napi::CallbackInfo &info) {
  if (!Alive(info.Env())) return info.Env().Undefined();
  double bytes = NumberOf(info.Env(), info[0]);
  if (!(std::fabs(bytes) < 1e15)) return Napi::Boolean::New(info.Env(), false);
  if (bytes < 0) {
    memory_discharge(ctx_, (size_t)-bytes);
    held_by_js_ -= (size_t)-bytes;
    return Napi::Boolean::New(info.Env(), true);
  }
  Entry entry(this, info.Env()); /* it may collect */
  bool ok = entry.ok() && memory_charge(ctx_, (size_t)bytes);
  if (ok) held_by_js_ += (size_t)bytes;
  return Napi::Boolean::New(info.Env(), ok);
}

/* memoryRoom() -> bytes below the limit, after a collection if fewer than `wanted`; Infinity without a limit */
Napi::Value Context::MemoryRoom(const Napi::CallbackInfo &info) {
  Entry entry(this, info.Env());
  if (!entry.ok()) return info.Env().Undefined();
  if (!ctx_->options.memory_limit) return Napi::Number::New(info.Env(), INFINITY);
  if ((double)heap_room(ctx_) < NumberOf(info.Env(), info[0])) heap_collect(ctx_);
  return Napi::Number::New(info.Env(), (double)heap_room(ctx_));
}

static uint64_t Count(Napi::Env env, napi_value value) {
  double count = NumberOf(env, value);
  return count > 0 && count < 9e15 ? (uint64_t)count : 0;
}

/* memoryFail(skip, count) -> [requests, refused, MemoryErrors raised] so far; see memory_fail. Without arguments
 * nothing is going to fail.
 */
Napi::Value Context::MemoryFail(const Napi::CallbackInfo &info) {
  Napi::Env env = info.Env();
  if (!Alive(env)) return env.Undefined();
  ctx_->memory.fail_from = 0;
  ctx_->memory.fail_to = 0;
  if (info.Length() == 2) memory_fail(ctx_, Count(env, info[0]), Count(env, info[1]));
  Napi::Array out = Napi::Array::New(env, 3);
  out.Set(0u, (double)ctx_->memory.requests);
  out.Set(1u, (double)ctx_->memory.refused);
  out.Set(2u, (double)ctx_->memory.raised);
  return out;
}
