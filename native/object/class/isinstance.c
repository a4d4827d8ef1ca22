/* isinstance and issubclass: classes, tuples of them, what has __instancecheck__ or __subclasscheck__, and any object
 * that has a tuple of __bases__. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "object/model.h"
#include "object/object.h"

/* The answer of a hook; -2: there is none. */
static int ask_hook(Ctx *ctx, Value v, Value cls, Value hook) {
  Value result;
  switch (special_call(ctx, cls, hook, &v, 1, &result)) {
  case SPECIAL_ABSENT: return -2;
  case SPECIAL_RAISED: return -1;
  case SPECIAL_RETURNED: break;
  }
  return object_truth(ctx, result);
}

/* ---- objects that behave as classes ---- */

/* v.__bases__ if that is a tuple; else V_NULL, with or without an exception. */
static Value bases_of(Ctx *ctx, Value v) {
  Value bases = get_attr_optional(ctx, v, NAME(__bases__));
  return bases && is_tuple(ctx, bases) ? bases : V_NULL;
}

static bool acts_as_class(Ctx *ctx, Value v, const char *complaint) {
  if (is_class(ctx, v) || bases_of(ctx, v)) return true;
  if (!ctx->exc) raise_format(ctx, EXC_TypeError, "%s", complaint);
  return false;
}

static int abstract_subclass(Ctx *ctx, Value sub, Value cls) {
  if (!c_stack_check(ctx)) return -1;
  if (sub == cls) return 1;
  Value bases = bases_of(ctx, sub);
  if (!bases) return ctx->exc ? -1 : 0;
  for (int64_t i = 0; i < tuple_length(bases); i++) {
    int is = CHECK_STOP(ctx) ? abstract_subclass(ctx, tuple_item(bases, i), cls) : -1;
    if (is) return is;
  }
  return 0;
}

/* ---- isinstance ---- */

int class_decides_isinstance(Ctx *ctx, Value v, Class *cls) {
  if (cls->meta != ctx->cls.type) return -1;
  if (is_instance(ctx, v, cls)) return 1;
  Value on_class = class_lookup(ctx, class_of(ctx, v), NAME(__class__)); /* proxies redefine __class__ */
  if (LIKELY(on_class == class_lookup(ctx, ctx->cls.object, NAME(__class__))) &&
      !(class_of(ctx, v)->flags & CLASS_HAS_GETATTR))
    return 0;
  return -1;
}

static int instance_of_class(Ctx *ctx, Value v, Class *cls) {
  int is = class_decides_isinstance(ctx, v, cls);
  if (LIKELY(is >= 0)) return is;
  Value claimed = get_attr_optional(ctx, v, NAME(__class__));
  if (!claimed && ctx->exc) return -1;
  return claimed && is_class(ctx, claimed) && is_subclass(as_class(claimed), cls);
}

int object_isinstance(Ctx *ctx, Value v, Value cls) {
  if (cls == VAL(class_of(ctx, v))) return 1;
  if (is_class(ctx, cls) && as_class(cls)->meta == ctx->cls.type) return instance_of_class(ctx, v, as_class(cls));
  if (!c_stack_check(ctx)) return -1;
  if (is_tuple(ctx, cls)) {
    for (int64_t i = 0; i < tuple_length(cls); i++) {
      int result = CHECK_STOP(ctx) ? object_isinstance(ctx, v, tuple_item(cls, i)) : -1;
      if (result) return result;
    }
    return 0;
  }
  int answer = ask_hook(ctx, v, cls, NAME(__instancecheck__));
  if (answer != -2) return answer;
  if (!acts_as_class(ctx, cls, "isinstance() arg 2 must be a type, a tuple of types, or a union")) return -1;
  Value claimed = get_attr_optional(ctx, v, NAME(__class__));
  if (!claimed) return ctx->exc ? -1 : 0;
  return abstract_subclass(ctx, claimed, cls);
}

/* ---- issubclass ---- */

int object_issubclass(Ctx *ctx, Value sub, Value cls) {
  if (is_tuple(ctx, cls)) {
    if (!c_stack_check(ctx)) return -1;
    for (int64_t i = 0; i < tuple_length(cls); i++) {
      int result = CHECK_STOP(ctx) ? object_issubclass(ctx, sub, tuple_item(cls, i)) : -1;
      if (result) return result;
    }
    return 0;
  }
  if (!is_class(ctx, cls) || as_class(cls)->meta != ctx->cls.type) {
    int answer = ask_hook(ctx, sub, cls, NAME(__subclasscheck__));
    if (answer != -2) return answer;
  }
  if (is_class(ctx, sub) && is_class(ctx, cls)) return is_subclass(as_class(sub), as_class(cls));
  if (!acts_as_class(ctx, sub, "issubclass() arg 1 must be a class") ||
      !acts_as_class(ctx, cls, "issubclass() arg 2 must be a class, a tuple of classes, or a union"))
    return -1;
  return abstract_subclass(ctx, sub, cls);
}
