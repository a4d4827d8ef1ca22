/* The outcome of a function: it returns a result with no exception set, or reports failure (V_NULL, false, -1) with one
 * set. Anything else is an internal error. Builds with CHECK_OUTCOMES (INSTRUMENT=sanitize or debug, see
 * CMakeLists.txt) check it wherever a function is called through a pointer (TypeOps, CFuncDef, GetSetDef, the host's
 * callbacks) and in every instruction of the interpreter; a broken contract prints who broke it, and aborts. Other
 * builds do not check: OUTCOME(ctx, call, …) is the call. */
#pragma once
#include "core/ctx.h"

#ifdef CHECK_OUTCOMES
#include <stdio.h>
#include <stdlib.h>

static inline bool failed_value(Value v) { return v == V_NULL; }
static inline bool failed_bool(bool ok) { return !ok; }
static inline bool failed_code(const Code *code) { return !code; }
static inline bool failed_number(int64_t n) { return n < 0; }
#define OUTCOME_FAILED(result)     \
  _Generic((result),               \
      Value: failed_value,         \
      bool: failed_bool,           \
      int: failed_number,          \
      int64_t: failed_number,      \
      Code *: failed_code)(result)

__attribute__((cold, noreturn, unused)) static void outcome_broken(const char *what, const char *function,
                                                                   const char *of) {
  fprintf(stderr, "%s: %s%s%s\n", what, function, *of ? " of " : "", of);
  abort();
}
static inline void outcome_check(Ctx *ctx, bool failed, const char *function, const char *of) {
  if (failed && !ctx->exc) outcome_broken("no result and no exception", function, of);
  if (!failed && ctx->exc) outcome_broken("a result and an exception", function, of);
}
/* `function`: its name; `of`: the class it belongs to, or "". */
#define OUTCOME(ctx, call, function, of)                            \
  ({                                                                \
    __auto_type outcome_ = (call);                                  \
    outcome_check(ctx, OUTCOME_FAILED(outcome_), (function), (of)); \
    outcome_;                                                       \
  })
/* No result and no exception means "there is none": the end of an iterator, an absent attribute. */
#define OUTCOME_OR_NONE(ctx, call, function, of)                                \
  ({                                                                            \
    __auto_type outcome_ = (call);                                              \
    if (!OUTCOME_FAILED(outcome_)) outcome_check(ctx, false, (function), (of)); \
    outcome_;                                                                   \
  })
/* Where a function is entered, or left, with an exception or without. */
#define CHECK_OUTCOME(failed) outcome_check(ctx, failed, __func__, "")
/* A name in ASCII, for messages; only while the cell lives. */
#define OUTCOME_NAME(str) ((const char *)((Str *)(str))->data)
#else
#define OUTCOME(ctx, call, function, of) (call)
#define OUTCOME_OR_NONE(ctx, call, function, of) (call)
#define CHECK_OUTCOME(failed) ((void)0)
#endif
