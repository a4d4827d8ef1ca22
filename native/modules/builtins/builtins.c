/* Module builtins: its functions are in the other files of this folder, by subject; its classes are those of the rooms
 * that hold their objects. */
#include "modules/builtins/builtins.h"

static bool add_class(Ctx *ctx, Value module, Class *cls) {
  return !cls || dict_set(ctx, AS_MODULE(module)->dict, cls->name, VAL(cls));
}

static bool add_classes(Ctx *ctx, Value m) {
  Classes *c = &ctx->cls;
  const struct {
    Class *cls;
    const char *doc; /* NULL: it has one, or its instances show theirs in its place */
  } classes[] = {
      {c->object, NULL},
      {c->type, NULL},
      {c->int_, "A whole number, of any size. Text is read in the given base; base 0 reads the prefix.\n\n"
                ">>> int('-12'), int(' ff ', 16), int('0b100', base=0)\n(-12, 255, 4)\n"},
      {c->bool_, "True or False: whether the argument counts as true."},
      {c->float_, "A floating-point number of 64 bits."},
      {c->complex_, "A complex number: a real and an imaginary part, both floats."},
      {c->str, "Text: a sequence of Unicode characters that does not change."},
      {c->bytes, NULL},
      {c->bytearray, NULL},
      {c->list, "A sequence that can be changed."},
      {c->tuple, "A sequence that does not change."},
      {c->dict, "A mapping from keys to values, in the order in which the keys came."},
      {c->set, "A collection of different items, without an order."},
      {c->frozenset, "A set that does not change."},
      {c->range, "The integers from start to stop, by step; they are made when they are asked for."},
      {c->slice, "What stands in the brackets of x[start:stop:step]."},
      {c->property, NULL},
      {c->staticmethod_, NULL},
      {c->classmethod_, NULL},
      {c->super_, NULL},
      {c->memoryview, "The memory of another object, seen as items."},
      {c->iter_class[ITER_ENUMERATE], "Pairs of a count and an item."},
      {c->iter_class[ITER_ZIP], "Tuples of the first items, the second items, and so on, until one iterable ends.\n\n"
                                ">>> list(zip('ab', range(9))), dict(zip('xy', 'zw', strict=True))\n"
                                "([('a', 0), ('b', 1)], {'x': 'z', 'y': 'w'})\n"},
      {c->iter_class[ITER_MAP], "What a function makes of each item."},
      {c->iter_class[ITER_FILTER], "The items that a function says yes to."},
      {c->iter_class[ITER_REVERSED], "The items of a sequence, from the last to the first."},
  };
  for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
    if (!add_class(ctx, m, classes[i].cls)) return false;
    if (classes[i].doc && !class_set_doc(ctx, classes[i].cls, classes[i].doc)) return false;
  }
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
