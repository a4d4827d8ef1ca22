/* A Python value is one 64-bit word.
 *
 *   …1      fixnum: 63-bit signed integer, value << 1 | 1
 *   …10     flonum: a double whose exponent is in the middle of its range
 *   …100    immediate: None, False, True, Ellipsis, NotImplemented
 *   …0000   pointer to a 16-byte aligned heap cell
 *   0       "no value": unbound local, absent argument, error return. Never visible to Python.
 *
 * A flonum is one of the doubles whose three exponent bits below the sign are 011 or 100 (about 1e-77 to 1e+77), or
 * +0.0. rotl(bits, 1) has the exponent on top and the sign at the bottom; for those doubles it is in [FLONUM_BIAS,
 * FLONUM_BIAS + 2^62), so the distance from FLONUM_BIAS leaves two bits for the tag. Distance 0 (exactly 1.7e-77, which
 * is boxed instead) stands for +0.0: the subtraction that takes the tag off also tells the type and whether it is zero.
 * CRuby's flonums have the idea. All other floats, -0.0, nan and inf included, are Float cells. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "generated/contract.h"

typedef uint64_t Value;

#define FIXNUM_MAX (INT64_MAX >> (64 - FIXNUM_BITS))
#define FIXNUM_MIN (INT64_MIN >> (64 - FIXNUM_BITS))
#define FLONUM_BIAS ((uint64_t)FLONUM_BIAS_HI << 32)

#define LIKELY(x) __builtin_expect(!!(x), 1)
#define UNLIKELY(x) __builtin_expect(!!(x), 0)

static inline bool is_int(Value v) { return v & TAG_FIXNUM; }
static inline bool is_flonum(Value v) { return (v & TAG_FLONUM_MASK) == TAG_FLONUM; }
static inline bool is_imm(Value v) { return (v & TAG_MASK) == TAG_IMMEDIATE; }
/* True for V_NULL too: callers that may hold V_NULL test it first. */
static inline bool is_cell(Value v) { return (v & TAG_MASK) == TAG_CELL; }
static inline bool is_bool(Value v) { return v == V_TRUE || v == V_FALSE; }
static inline Value or_none(Value v) { return v ? v : V_NONE; }
static inline bool both_int(Value a, Value b) { return a & b & TAG_FIXNUM; }

static inline bool fits_fixnum(int64_t i) { return i >= FIXNUM_MIN && i <= FIXNUM_MAX; }
static inline int64_t int_val(Value v) { return (int64_t)v >> 1; }
static inline Value int_tag(int64_t i) { return (Value)i << 1 | TAG_FIXNUM; } /* i must fit */
static inline Value bool_tag(bool b) { return b ? V_TRUE : V_FALSE; }

static inline uint64_t double_bits(double d) {
  union {
    double d;
    uint64_t u;
  } t = {.d = d};
  return t.u;
}
static inline double bits_double(uint64_t u) {
  union {
    uint64_t u;
    double d;
  } t = {.u = u};
  return t.d;
}
/* Of the distance from FLONUM_BIAS, which is not 0. */
static inline double flonum_at(uint64_t distance) {
  return bits_double(__builtin_rotateright64(distance + FLONUM_BIAS, 1));
}
static inline double flonum_val(Value v) {
  uint64_t distance = v >> 2;
  return LIKELY(distance != 0) ? flonum_at(distance) : 0;
}
static inline uint64_t flonum_distance(uint64_t bits) { return __builtin_rotateleft64(bits, 1) - FLONUM_BIAS; }
static inline Value flonum_tag(uint64_t bits) {
  return flonum_distance(bits) << 2 | TAG_FLONUM;
} /* fits_flonum(bits) */
/* True when d can be a flonum (excluding +0.0, which has its own word). */
static inline bool fits_flonum(uint64_t bits) {
  uint64_t distance = flonum_distance(bits);
  return distance >> 62 == 0 && distance != 0;
}
