/* The environment, which is the host's. */
#include "modules/posix/posix.h"
#include <string.h>

Value environment_dict(Ctx *ctx) {
  char *text;
  size_t n;
  Value dict = dict_new(ctx);
  if (!dict) return V_NULL;
  if (!file_ask_text(ctx, HOST_ASK_ENVIRONMENT, "", 0, &text, &n)) return ctx->exc ? V_NULL : dict;
  bool ok = true;
  for (const char *at = text; ok && at < text + n; at += strlen(at) + 1) {
    const char *equals = *at ? strchr(at + 1, '=') : NULL;
    if (!equals) continue;
    Value key = bytes_new(ctx, at, equals - at), value = bytes_new(ctx, equals + 1, (int64_t)strlen(equals + 1));
    ok = key && value && dict_setdefault(ctx, dict, key, value);
  }
  memory_free(ctx, text);
  return ok ? dict : V_NULL;
}

static Value set_variable(Ctx *ctx, const Value *args, bool put) {
  size_t n = 0, m = 0;
  char *name = NULL, *value = NULL, *pair = NULL;
  Value result = V_NULL;
  /* str or bytes, as PyUnicode_FSConverter takes them */
  for (int i = 0; i < (put ? 2 : 1); i++) {
    char **to = i ? &value : &name;
    if (!(*to = file_path_bytes(ctx, args[i], NULL, NULL, i ? &m : &n))) goto done;
  }
  if (put && (!n || strchr(name, '='))) {
    raise_format(ctx, EXC_ValueError, "illegal environment variable name");
    goto done;
  }
  if (!put && (!n || strchr(name, '='))) {
    errno = EINVAL;
    raise_os_error(ctx, V_NULL, V_NULL);
    goto done;
  }
  if (!(pair = memory_new(ctx, n + m + 2))) {
    raise_no_memory(ctx);
    goto done;
  }
  memcpy(pair, name, n);
  if (put) {
    pair[n] = '=';
    memcpy(pair + n + 1, value, m);
  }
  bool set = file_ask_text(ctx, HOST_ASK_SET_VARIABLE, pair, put ? n + m + 1 : n, NULL, NULL);
  result = set ? V_NONE : raise_os_error(ctx, V_NULL, V_NULL);
done:
  memory_free(ctx, name);
  memory_free(ctx, value);
  memory_free(ctx, pair);
  return result;
}
FUNCTION(f_putenv) { return set_variable(ctx, args, true); }
FUNCTION(f_unsetenv) { return set_variable(ctx, args, false); }
FUNCTION(f_create_environ) { return environment_dict(ctx); }

const CFuncDef environment_functions[] = {
    FUNCTION_ROW("putenv", f_putenv, 2, 2, "Change or add an environment variable."),
    FUNCTION_ROW("unsetenv", f_unsetenv, 1, 1, "Delete an environment variable."),
    FUNCTION_ROW("_create_environ", f_create_environ, 0, 0, "Create the environment dictionary."),
    {0},
};
