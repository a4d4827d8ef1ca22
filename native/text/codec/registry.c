/* What the codecs in C ask of modules: codecs and error handlers that were registered. */
#include "container/container.h"
#include "import/import.h"
#include "number/number.h"
#include "object/object.h"
#include "text/codec/engine.h"

static Value function_of(Ctx *ctx, const char *module_name, const char *name) {
  Value imported = str_intern_c(ctx, module_name);
  Value module = imported ? import_name(ctx, imported, V_NULL, V_NONE, int_tag(0)) : V_NULL;
  return module ? get_attr(ctx, module, str_intern_c(ctx, name)) : V_NULL;
}

Value registry_call(Ctx *ctx, const char *function, const Value *args, uint32_t nargs) {
  Value f = function_of(ctx, "_codecs", function);
  return f ? py_call(ctx, f, args, nargs, V_NULL) : V_NULL;
}

Value registry_handler(Ctx *ctx, Value name) { return registry_call(ctx, "lookup_error", &name, 1); }

bool warn_deprecated(Ctx *ctx, Value message) {
  Value f = function_of(ctx, "_warnings", "warn");
  if (!f) {
    if (!exc_matches(ctx, EXC_ImportError)) return false;
    exc_clear(ctx); /* nobody who would hear it */
    return true;
  }
  return message && py_call2(ctx, f, message, VAL(ctx->exc_class[EXC_DeprecationWarning]));
}
