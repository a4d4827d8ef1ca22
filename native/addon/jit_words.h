/* 64-bit words cross between C and JavaScript as pairs of 32-bit numbers [lo, hi]. */
#pragma once
#include "addon/addon.h"

inline uint64_t Word(const Napi::CallbackInfo &info, size_t at) {
  return (uint64_t)(uint32_t)info[at].ToNumber().Int32Value() | (uint64_t)(uint32_t)info[at + 1].ToNumber().Int32Value()
                                                                    << 32;
}

inline Napi::Array Numbers(Napi::Env env, std::initializer_list<double> values) {
  Napi::Array array = Napi::Array::New(env, values.size());
  uint32_t i = 0;
  for (double v : values) array.Set(i++, v);
  return array;
}

inline double Lo(uint64_t word) { return (double)(int32_t)(uint32_t)word; }
inline double Hi(uint64_t word) { return (double)(int32_t)(uint32_t)(word >> 32); }

inline void Push(Napi::Array array, uint64_t word) {
  uint32_t n = array.Length();
  array.Set(n, Lo(word));
  array.Set(n + 1, Hi(word));
}
