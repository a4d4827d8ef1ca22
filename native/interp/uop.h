/* What uop bodies (in stencils/) call, besides the runtime's own functions: small inline functions, shared by the
 * interpreter and the stencils, and the declarations of the slow paths in native/interp/. */
#pragma once
#include "call/call.h"
#include "container/container.h"
#include "core/outcome.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "import/import.h"
#include "interp/interp.h"
#include "number/number.h"
#include "object/object.h"
#include "text/text.h"

/* Is self an instance of the class whose method the descriptor is? A program may put it into any other class. */
static inline bool is_of_owner(Ctx *ctx, Value descriptor, Value self) {
  Class *owner = ((CFunction *)descriptor)->owner, *cls = class_of(ctx, self);
  return LIKELY(cls == owner) || is_subclass(cls, owner);
}

/* ---- floats ---- */
static inline bool is_float_exact(Ctx *ctx, Value v) { return LIKELY(is_flonum(v)) || has_shape(v, ctx->shape.float_); }
/* A flonum without its tag: a multiple of 4, which no other word becomes. Opaque, or the compiler tests tag and zero
 * separately. */
static inline uint64_t flonum_untag(Value v) {
  v -= 2;
  __asm__("" : "+r"(v));
  return v;
}
static inline double flonum_decode(uint64_t untagged) {
  uint64_t distance = untagged >> 2;
  return LIKELY(distance != 0) ? flonum_at(distance) : 0;
}
/* v passed is_float_exact. */
static inline double float_unbox(Value v) { return LIKELY(is_flonum(v)) ? flonum_val(v) : ((Float *)v)->value; }
static inline bool is_nan(Ctx *ctx, Value v) {
  return UNLIKELY(has_shape(v, ctx->shape.float_)) && ((Float *)v)->value != ((Float *)v)->value;
}
static inline Value float_box(Ctx *ctx, double d) {
  uint64_t bits = double_bits(d);
  if (LIKELY(fits_flonum(bits))) return flonum_tag(bits);
  if (bits == 0) return FLONUM_ZERO;
  return float_box_slow(ctx, d);
}
/* Fixnums are far inside the flonum range; only 0 has a word of its own. */
static inline Value float_from_fixnum(Value v) {
  return v == int_tag(0) ? FLONUM_ZERO : flonum_tag(double_bits((double)int_val(v)));
}

/* ---- what built-in functions compute ---- */
/* Far enough from the ends that whatever is rounded off is a fixnum. */
static inline bool converts_to_i64(double d) { return __builtin_fabs(d) < 0x1p62; }
static inline int64_t floor_to_i64(double d) {
  int64_t towards_zero = (int64_t)d;
  return towards_zero - (d < (double)towards_zero);
}
static inline int64_t round_to_i64(double d) { /* half to even */
  int64_t floor = floor_to_i64(d);
  double rest = d - (double)floor;
  return floor + (rest > 0.5 || (rest == 0.5 && floor & 1));
}
static inline uint64_t magnitude_i64(int64_t i) { return i < 0 ? -(uint64_t)i : (uint64_t)i; }
static inline int64_t bit_length_i64(int64_t i) { return i ? 64 - __builtin_clzll(magnitude_i64(i)) : 0; }
/* False: it is no int, or too large. */
static inline bool power_of_i64(int64_t base, int64_t exponent, int64_t *power) {
  if (exponent < 0) return false;
  for (*power = 1;;) {
    if (exponent & 1 && __builtin_mul_overflow(*power, base, power)) return false;
    exponent >>= 1;
    if (!exponent) return true;
    if (__builtin_mul_overflow(base, base, &base)) return false;
  }
}
static inline int64_t bit_count_i64(int64_t i) { return __builtin_popcountll(magnitude_i64(i)); }

/* ---- frames ---- */
#define CODE_NAME(frame, i) (((Tuple *)(frame)->code->names)->items[i])

/* Code.h.aux of a function with n plain parameters (no defaults needed, no *, no keyword-only); 0 for all others. Set
 * by interp_simple_args when first called. */
#define FRAME_SIMPLE_ARGS(n) ((n) + 1)

/* Loops over a handful of words: a call of memcpy or memset would cost more than the loop. */
static inline void copy_values(Value *to, const Value *from, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) {
    to[i] = from[i];
    __asm__ volatile("" ::: "memory");
  }
}
static inline void clear_values(Value *from, Value *end) {
  for (; from < end; from++) {
    *from = V_NULL;
    __asm__ volatile("" ::: "memory");
  }
}

static inline bool depth_left(Ctx *ctx) { return LIKELY(ctx->depth < ctx->recursion_limit); }

/* Frame for `func` called by `caller`, arguments still to be stored into its first `nargs` slots. Becomes ctx->frame in
 * ENTER_FRAME. */
static inline Frame *frame_push_simple(Ctx *ctx, Frame *caller, Function *func, uint32_t nargs) {
  Code *code = func->code;
  Frame *frame = (Frame *)ctx->stack_top;
  Value *end = ctx->stack_top + code->frame_words;
  if (UNLIKELY(end > ctx->stack_limit) || !depth_left(ctx)) {
    interp_raise_recursion(ctx);
    return NULL;
  }
  ctx->stack_top = end;
  ctx->depth++;
  frame->prev = caller;
  frame->code = code;
  frame->func = func;
  frame->locals = V_NULL;
  *(uint64_t *)&frame->flags = 0;
  clear_values(frame->slots + nargs, frame->slots + code->nlocalsplus);
  return frame;
}
