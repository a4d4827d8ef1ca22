/* Warnings from C; see warning.h. */
#include "exception/warning.h"
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "import/import.h"
#include "object/object.h"
#include "text/text.h"
#include <stdarg.h>

bool warn(Ctx *ctx, ExcId category, int level, const char *format, ...) {
  va_list args;
  va_start(args, format);
  Value message = str_vformat_c(ctx, format, args);
  va_end(args);
  Value values[3] = {message, VAL(ctx->exc_class[category]), int_tag(level)};
  return message && import_call(ctx, "_warnings", "warn", values, 3);
}

bool warn_at(Ctx *ctx, ExcId category, Value message, Value filename, int64_t line) {
  Value values[4] = {message, VAL(ctx->exc_class[category]), filename, int_tag(line)};
  return message && import_call(ctx, "_warnings", "warn_explicit", values, 4);
}

/* As CPython does it: a function in Python words it, so that it can say where the coroutine was created. */
void warn_unawaited(Ctx *ctx, Value coroutine) {
  Value function = import_attribute(ctx, "warnings", "_warn_unawaited_coroutine");
  if (function) {
    py_call1(ctx, function, coroutine);
  } else if (exc_matches(ctx, EXC_Exception)) { /* module warnings does not load */
    exc_clear(ctx);
    Value name = get_attr(ctx, coroutine, NAME(__qualname__));
    if (name) warn(ctx, EXC_RuntimeWarning, 1, "coroutine '%S' was never awaited", name);
  }
}
