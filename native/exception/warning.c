/* Warnings from C; see warning.h. */
#include "exception/warning.h"
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "import/import.h"
#include "object/object.h"
#include "text/text.h"
#include <stdarg.h>

static Value attribute_of(Ctx *ctx, const char *module_name, const char *name) {
  Value fromlist = tuple_from(ctx, &NAME(name), 1);
  Value module = fromlist ? import_name(ctx, str_intern_c(ctx, module_name), ctx->builtins, fromlist, int_tag(0))
                          : V_NULL;
  return module ? get_attr(ctx, module, str_intern_c(ctx, name)) : V_NULL;
}

bool warn(Ctx *ctx, ExcId category, int level, const char *format, ...) {
  va_list args;
  va_start(args, format);
  Value message = str_vformat_c(ctx, format, args);
  va_end(args);
  Value function = message ? attribute_of(ctx, "_warnings", "warn") : V_NULL;
  Value values[3] = {message, VAL(ctx->exc_class[category]), int_tag(level)};
  return function && py_call(ctx, function, values, 3, V_NULL);
}

bool warn_at(Ctx *ctx, ExcId category, Value message, Value filename, int64_t line) {
  Value function = message ? attribute_of(ctx, "_warnings", "warn_explicit") : V_NULL;
  Value values[6] = {message, VAL(ctx->exc_class[category]), filename, int_tag(line), V_NONE, V_NONE};
  return function && py_call(ctx, function, values, 4, V_NULL);
}

/* As CPython does it: a function in Python words it, so that it can say where the coroutine was created. */
void warn_unawaited(Ctx *ctx, Value coroutine) {
  Value function = attribute_of(ctx, "warnings", "_warn_unawaited_coroutine");
  if (function) {
    py_call1(ctx, function, coroutine);
  } else if (exc_matches(ctx, EXC_Exception)) { /* module warnings does not load */
    exc_clear(ctx);
    Value name = get_attr(ctx, coroutine, NAME(__qualname__));
    if (name) warn(ctx, EXC_RuntimeWarning, 1, "coroutine '%S' was never awaited", name);
  }
}
