/* How C code warns: through module _warnings, with the filters of the program. false: an exception, which the warning
 * has become or which happened on the way. */
#pragma once
#include "core/ctx.h"

/* The end of what is said about a special method that returned an instance of a subclass, where the type itself is
 * expected. */
#define STRICT_SUBCLASS(type)                                         \
  "  The ability to return an instance of a strict subclass of " type \
  " is deprecated, and may be removed in a future "                   \
  "version of Python."

/* level: 1 = the innermost Python frame is shown as the place. */
bool warn(Ctx *ctx, ExcId category, int level, const char *format, ...);
/* At a place in a source file that does not run yet. */
bool warn_at(Ctx *ctx, ExcId category, Value message, Value filename, int64_t line);
/* RuntimeWarning "coroutine 'f' was never awaited"; may leave an exception in ctx->exc. */
void warn_unawaited(Ctx *ctx, Value coroutine);
