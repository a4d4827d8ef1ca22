/* Module builtins: its functions are in the other files of this folder, by subject; its classes are those of the rooms
 * that hold their objects. */
#include "modules/builtins/builtins.h"

static bool add_class(Ctx *ctx, Value module, Class *cls) {
  return !cls || dict_set(ctx, AS_MODULE(module)->dict, cls->name, VAL(cls));
}

static bool add_classes(Ctx *ctx, Value m) {
  Classes *c = &ctx->cls;
  Class *classes[] = {c->object,
                      c->type,
                      c->int_,
                      c->bool_,
                      c->float_,
                      c->complex_,
                      c->str,
                      c->bytes,
                      c->bytearray,
                      c->list,
                      c->tuple,
                      c->dict,
                      c->set,
                      c->frozenset,
                      c->range,
                      c->slice,
                      c->property,
                      c->staticmethod_,
                      c->classmethod_,
                      c->super_,
                      c->memoryview,
                      c->iter_class[ITER_ENUMERATE],
                      c->iter_class[ITER_ZIP],
                      c->iter_class[ITER_MAP],
                      c->iter_class[ITER_FILTER],
                      c->iter_class[ITER_REVERSED]};
  for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
    if (!add_class(ctx, m, classes[i])) return false;
  for (int i = 0; i < EXC_COUNT; i++)
    if (!add_class(ctx, m, ctx->exc_class[i])) return false;
  Class *os_error = ctx->exc_class[EXC_OSError];
  return !os_error ||
         (module_add(ctx, m, "EnvironmentError", VAL(os_error)) && module_add(ctx, m, "IOError", VAL(os_error)));
}

static bool init(Ctx *ctx, Value m) {
  return add_classes(ctx, m) && site_builtins_add(ctx, m) && module_add(ctx, m, "None", V_NONE) &&
         module_add(ctx, m, "True", V_TRUE) && module_add(ctx, m, "False", V_FALSE) &&
         module_add(ctx, m, "Ellipsis", V_ELLIPSIS) && module_add(ctx, m, "NotImplemented", V_NOTIMPL) &&
         module_add(ctx, m, "__debug__", V_TRUE);
}

MODULE(builtins, .once = true, .doc = "Built-in functions, types, exceptions, and other objects.",
       .functions = {BUILTIN_OBJECT_FUNCTIONS, BUILTIN_INPUT_OUTPUT_FUNCTIONS, BUILTIN_NUMBER_FUNCTIONS,
                     BUILTIN_ITERATION_FUNCTIONS, BUILTIN_CODE_FUNCTIONS},
       .init = init);
