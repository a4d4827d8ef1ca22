/* What the codecs in C ask of modules: codecs and error handlers that were registered, names of characters. */
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

int64_t character_of_name(Ctx *ctx, Value name) {
  Value f = function_of(ctx, "unicodedata", "lookup");
  Value c = f ? py_call1(ctx, f, name) : V_NULL;
  if (c) return str_length(c) == 1 ? (int64_t)str_at(c, 0) : -1;
  if (f && !exc_matches(ctx, EXC_KeyError)) return -2;
  if (!f && !exc_matches(ctx, EXC_ImportError)) return -2;
  exc_clear(ctx);
  if (f) return -1;
  raise_format(ctx, EXC_UnicodeError, "\\N escapes not supported (can't load unicodedata module)");
  return -2;
}

Value name_of_character(Ctx *ctx, uint32_t c) {
  Value f = function_of(ctx, "unicodedata", "name"), text = f ? char_str(ctx, c) : V_NULL;
  Value name = text ? py_call2(ctx, f, text, V_NONE) : V_NULL;
  if (!name && !f && exc_matches(ctx, EXC_ImportError)) return exc_clear(ctx), V_NONE;
  return name;
}

bool warn_deprecated(Ctx *ctx, Value message) {
  Value f = function_of(ctx, "_warnings", "warn");
  if (!f) {
    if (!exc_matches(ctx, EXC_ImportError)) return false;
    exc_clear(ctx); /* nobody who would hear it */
    return true;
  }
  return message && py_call2(ctx, f, message, VAL(ctx->exc_class[EXC_DeprecationWarning]));
}
