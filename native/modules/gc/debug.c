/* What set_debug() asks for, on sys.stderr, in CPython's words. */
#include "modules/gc/gc.h"
#include <stdio.h>

/* Whatever sys.stderr makes of it: a collection does not fail for that. false: the program is to stop */
static bool print(Ctx *ctx, Value line) {
  Value file = line ? dict_get_str(ctx, AS_MODULE(ctx->sys_module)->dict, NAME(stderr)) : V_NULL;
  if (file && file != V_NONE) py_call_method(ctx, file, NAME(write), &line, 1);
  if (exc_is_stop(ctx)) return false;
  if (ctx->exc) exc_clear(ctx);
  return true;
}

bool gc_print_start(Ctx *ctx, int64_t generation, int64_t frozen) {
  Value all = gc_reachable(ctx);
  if (!all) return false;
  char text[256];
  snprintf(text, sizeof text,
           "gc: collecting generation %lld...\ngc: objects in each generation: 0 0 %lld\n"
           "gc: objects in permanent generation: %lld\n",
           (long long)generation, (long long)AS_LIST(all)->length, (long long)frozen);
  return print(ctx, str_from_ascii(ctx, text));
}

bool gc_print_end(Ctx *ctx, int64_t found, double seconds) {
  char text[128];
  snprintf(text, sizeof text, "gc: done, %lld unreachable, 0 uncollectable, %.4fs elapsed\n", (long long)found,
           seconds);
  return print(ctx, str_from_ascii(ctx, text));
}

bool gc_print_collectable(Ctx *ctx, Value object) {
  char address[32];
  snprintf(address, sizeof address, "%#llx", (unsigned long long)object);
  return print(ctx, str_format_c(ctx, "gc: collectable <%T %s>\n", object, address));
}
