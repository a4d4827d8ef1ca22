/* 64-bit words cross between C and JavaScript as pairs of 32-bit numbers [lo, hi]. */
#pragma once
#include "addon/addon.h"

extern "C" {
#include "heap/heap.h"
}

/* Half of a word: a number. What is none counts as 0, which is no object. */
inline uint32_t Half(const Napi::Value &half) {
  return half.IsNumber() ? (uint32_t)half.As<Napi::Number>().Int32Value() : 0;
}

inline uint64_t Word(const Napi::CallbackInfo &info, size_t at) {
  return (uint64_t)Half(info[at]) | (uint64_t)Half(info[at + 1]) << 32;
}

/* A word that is a Python value: an immediate, or the address of a cell that is one. Words may come from inline caches
 * and recordings, which keep nothing alive. */
inline bool IsPythonValue(Ctx *ctx, uint64_t word) {
  return word && (!is_cell(word) || (heap_is_cell(ctx, word) && shape_of(ctx, word)->cls));
}

/* The object at `at`; V_NULL: it is none, or not of this kind. */
inline PyValue Object(Ctx *ctx, const Napi::CallbackInfo &info, size_t at, int kind = KIND_COUNT) {
  PyValue v = Word(info, at);
  if (!is_cell(v) || !IsPythonValue(ctx, v)) return V_NULL;
  return kind == KIND_COUNT || has_kind(ctx, v, (CellKind)kind) ? v : V_NULL;
}

/* A code, shape or trace number: ReadIndex with an error that names it. */
inline bool Index(const Napi::CallbackInfo &info, size_t at, const char *name, double count, uint32_t *out) {
  return ReadIndex(info.Env(), info[at], name, count - 1, out);
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
