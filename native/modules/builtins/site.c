/* exit, quit, copyright, credits, license, help, which CPython's module site adds, and breakpoint. The six are
 * stand-ins: the objects of the library (_sitebuiltins) are made when a program uses one, because few do. */
#include "modules/builtins/builtins.h"

typedef struct StandIn {
  Cell h;
  Value name;
} StandIn;

static Value real(Ctx *ctx, Value self) {
  return import_call(ctx, "_site_builtins", "find", &((StandIn *)self)->name, 1);
}
static Value stand_in_repr(Ctx *ctx, Value self) {
  Value object = real(ctx, self);
  return object ? object_repr(ctx, object) : V_NULL;
}
static Value stand_in_call(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  Value object = real(ctx, self);
  return object ? py_call(ctx, object, args, nargs, kwnames) : V_NULL;
}
static Value stand_in_getattr(Ctx *ctx, Value self, Value name) {
  if (name == NAME(__class__)) return object_getattr(ctx, self, name);
  Value object = real(ctx, self);
  return object ? get_attr(ctx, object, name) : V_NULL;
}

bool site_builtins_add(Ctx *ctx, Value module) {
  static const TypeOps ops = {.repr = stand_in_repr, .call = stand_in_call, .getattr = stand_in_getattr};
  Class *cls = class_new_builtin(ctx, "_sitebuiltins.Quitter", ctx->cls.object, KIND_OTHER, sizeof(StandIn), &ops, NULL,
                                 CLASS_BUILTIN | CLASS_FINAL);
  if (!cls) return false;
  static const char *const names[] = {"exit", "quit", "copyright", "credits", "license", "help"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    StandIn *made = (StandIn *)instance_new(ctx, cls);
    if (!made || !(made->name = str_intern_c(ctx, names[i])) || !module_add(ctx, module, names[i], VAL(made)))
      return false;
  }
  return true;
}

SHARED_METHOD(builtin_breakpoint) {
  Value name = str_intern_c(ctx, "breakpointhook"),
        hook = name && ctx->sys_module ? get_attr_optional(ctx, ctx->sys_module, name) : V_NULL;
  if (hook) return py_call(ctx, hook, args, nargs, kwnames);
  if (!ctx->exc) raise_format(ctx, EXC_RuntimeError, "lost sys.breakpointhook");
  return V_NULL;
}
