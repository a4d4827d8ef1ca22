/* See handles.h. */
#include "addon/values/handles.h"

#include <atomic>

extern "C" {
#include "heap/heap.h"
}

/* An address as engines accept it has 48 bits. */
static const unsigned kSlotBits = 26;
static const uint64_t kTables = (uint64_t)1 << (48 - kSlotBits);
static const size_t kFirstSweep = 256;

static std::atomic<uint64_t> tables_made{0};

Handles::Handles() : table_((tables_made++ % (kTables - 1) + 1) << kSlotBits), next_sweep_(kFirstSweep) {}

Napi::Value Handles::Make(Napi::Env env, ::Value v) {
  if (live() >= next_sweep_) Sweep(env);
  uint32_t slot;
  if (!free_.empty()) {
    slot = free_.back();
    free_.pop_back();
  } else if (slots_.size() < (size_t)1 << kSlotBits) {
    slot = (uint32_t)slots_.size();
    slots_.push_back({});
  } else {
    Napi::Error::New(env, "too many Python objects are held by JavaScript").ThrowAsJavaScriptException();
    return env.Undefined();
  }
  napi_value external;
  napi_ref weak = nullptr;
  if (napi_create_external(env, (void *)(table_ | slot), nullptr, nullptr, &external) != napi_ok ||
      napi_create_reference(env, external, 0, &weak) != napi_ok) {
    free_.push_back(slot);
    if (!env.IsExceptionPending())
      Napi::Error::New(env, "no handle for a Python object can be made").ThrowAsJavaScriptException();
    return env.Undefined();
  }
  slots_[slot] = {v, weak};
  return Napi::Value(env, external);
}

bool Handles::Find(const Napi::Value &handle, ::Value *out) const {
  if (handle.IsEmpty() || !handle.IsExternal()) return false;
  void *data = nullptr;
  if (napi_get_value_external(handle.Env(), handle, &data) != napi_ok) return false;
  uint64_t address = (uint64_t)(uintptr_t)data, slot = address & (((uint64_t)1 << kSlotBits) - 1);
  if (address - slot != table_ || slot >= slots_.size() || !slots_[slot].value) return false;
  *out = slots_[slot].value;
  return true;
}

void Handles::Mark(Ctx *ctx) const {
  for (const Slot &slot : slots_)
    if (slot.value) heap_mark(ctx, slot.value);
}

void Handles::Sweep(Napi::Env env) {
  Napi::HandleScope scope(env);
  for (size_t i = 0; i < slots_.size(); i++) {
    Slot &slot = slots_[i];
    napi_value external = nullptr;
    if (!slot.value || napi_get_reference_value(env, slot.weak, &external) != napi_ok || external) continue;
    napi_delete_reference(env, slot.weak);
    slot = {};
    free_.push_back((uint32_t)i);
  }
  next_sweep_ = live() * 2 > kFirstSweep ? live() * 2 : kFirstSweep;
}

void Handles::Clear(Napi::Env env) {
  for (const Slot &slot : slots_)
    if (slot.value) napi_delete_reference(env, slot.weak);
  slots_ = {};
  free_ = {};
}
