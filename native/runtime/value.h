/* A Python value is one 64-bit word.
 *
 *   …1      fixnum: 63-bit signed integer, value << 1 | 1
 *   …10     flonum: a double with the exponent rotated into the tag
 *   …100    immediate: None, False, True, Ellipsis, NotImplemented
 *   …0000   pointer to a 16-byte aligned heap cell
 *   0       "no value": unbound local, absent argument, error return. Never visible to Python.
 *
 * A flonum holds the doubles whose three exponent bits below the sign are 011 or 100 (about 1e-77 to 1e+77) and +0.0.
 * rotl(bits, 3) brings sign, b62, b61 to bits 2, 1, 0; b62 and b61 follow from b60 (now bit 63), so the tag 10 may
 * overwrite them. The one pattern that would collide with +0.0's encoding (1.7e-77 exactly) is boxed instead.
 * Scheme: CRuby's flonum. Everything else, -0.0 and nan and inf included, lives in a Float cell. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint64_t Value;

/* The casts name uint64_t: in C++ classes of node-addon-api `Value` is a member function. */
#define V_NULL ((uint64_t)0)
#define V_NONE ((uint64_t)0x04)
#define V_FALSE ((uint64_t)0x0c)
#define V_TRUE ((uint64_t)0x14)
#define V_ELLIPSIS ((uint64_t)0x1c)
#define V_NOTIMPL ((uint64_t)0x24)

#define FIXNUM_MAX (INT64_MAX >> 1)
#define FIXNUM_MIN (INT64_MIN >> 1)
#define FLONUM_ZERO ((uint64_t)0x8000000000000002ull)
#define FLONUM_HOLE ((uint64_t)0x3000000000000000ull) /* double bits that must be boxed */

#define LIKELY(x) __builtin_expect(!!(x), 1)
#define UNLIKELY(x) __builtin_expect(!!(x), 0)

static inline bool is_int(Value v) { return v & 1; }
static inline bool is_flonum(Value v) { return (v & 3) == 2; }
static inline bool is_imm(Value v) { return (v & 7) == 4; }
/* True for V_NULL too: callers that may hold V_NULL test it first. */
static inline bool is_cell(Value v) { return (v & 7) == 0; }
static inline bool is_bool(Value v) { return v == V_TRUE || v == V_FALSE; }
static inline bool both_int(Value a, Value b) { return a & b & 1; }

static inline bool fits_fixnum(int64_t i) { return i >= FIXNUM_MIN && i <= FIXNUM_MAX; }
static inline int64_t int_val(Value v) { return (int64_t)v >> 1; }
static inline Value int_tag(int64_t i) { return (Value)i << 1 | 1; } /* i must fit */
static inline Value bool_tag(bool b) { return b ? V_TRUE : V_FALSE; }

static inline uint64_t double_bits(double d) {
  union { double d; uint64_t u; } t = {.d = d};
  return t.u;
}
static inline double bits_double(uint64_t u) {
  union { uint64_t u; double d; } t = {.u = u};
  return t.d;
}
/* A word and its double's bits rotated left by 3 differ by bit 63 (b60) alone: 10 there is 01 where b60 is set. */
static inline double flonum_val(Value v) {
  if (UNLIKELY(v == FLONUM_ZERO)) return 0;
  return bits_double(__builtin_rotateright64(v - (v >> 63), 3));
}
static inline Value flonum_tag(uint64_t bits) {
  uint64_t rotated = __builtin_rotateleft64(bits, 3);
  return rotated + (rotated >> 63);
}
/* True when d can be a flonum (excluding +0.0, which has its own word). */
static inline bool fits_flonum(uint64_t bits) {
  Value v = flonum_tag(bits);
  return (v & 3) == 2 && v != FLONUM_ZERO;
}
