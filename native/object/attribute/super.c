/* super: attribute lookup that starts after a class in the mro of another. Zero-argument super() finds its arguments in
 * the calling frame: the first local (maybe moved to a cell) and the free variable __class__. */
#include "call/call.h"
#include "call/frame_view.h"
#include "container/container.h"
#include "exception/exception.h"
#include "object/model.h"
#include "object/object.h"
#include "text/text.h"

#define AS_SUPER(v) ((Super *)(v))

/* The class whose mro is searched: type(obj), or obj itself for class methods. */
static Class *super_check(Ctx *ctx, Class *start, Value obj) {
  if (is_class(ctx, obj) && is_subclass(as_class(obj), start)) return as_class(obj);
  if (is_instance(ctx, obj, start)) return class_of(ctx, obj);
  Value claimed = get_attr_optional(ctx, obj, NAME(__class__)); /* proxies */
  if (claimed && is_class(ctx, claimed) && is_subclass(as_class(claimed), start)) return as_class(claimed);
  if (ctx->exc) return NULL;
  bool type = is_class(ctx, obj);
  raise_format(ctx, EXC_TypeError, "super(type, obj): obj (%s %U) is not an instance or subtype of type (%U).",
               type ? "type" : "instance of", type ? as_class(obj)->name : class_of(ctx, obj)->name, start->name);
  return NULL;
}

static bool from_frame(Ctx *ctx, Class **start, Value *obj) {
  FrameView view;
  if (!frame_view(ctx, &view)) return raise_format(ctx, EXC_RuntimeError, "super(): no current frame"), false;
  Code *code = view.code;
  if (code->argcount == 0 && !(code->flags & CO_VARARGS))
    return raise_format(ctx, EXC_RuntimeError, "super(): no arguments"), false;
  Value room[EXIT_MAX_VALUES];
  const Value *slots = frame_view_slots(ctx, &view, room);
  if (!slots) return false;
  *obj = slots[0];
  if (code->argcount && *obj && (code->local_kinds[0] & LOCAL_CELL) && has_kind(ctx, *obj, KIND_CLOSURE_CELL))
    *obj = ((ClosureCell *)*obj)->value;
  if (!*obj || code->argcount == 0)
    return raise_format(ctx, EXC_RuntimeError, *obj ? "super(): no arguments" : "super(): arg[0] deleted"), false;
  for (uint32_t i = 0; i < code->nlocalsplus; i++) {
    if (!(code->local_kinds[i] & LOCAL_FREE) || tuple_item(code->localsplus_names, i) != NAME(__class__)) continue;
    Value cell = slots[i], cls = cell ? ((ClosureCell *)cell)->value : V_NULL;
    if (!cls) return raise_format(ctx, EXC_RuntimeError, "super(): empty __class__ cell"), false;
    if (!is_class(ctx, cls))
      return raise_format(ctx, EXC_RuntimeError, "super(): __class__ is not a type (%T)", cls), false;
    *start = as_class(cls);
    return true;
  }
  return raise_format(ctx, EXC_RuntimeError, "super(): __class__ cell not found"), false;
}

static Value super_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  (void)args, (void)nargs, (void)kwnames;
  return instance_new(ctx, cls);
}

static bool super_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  if (!refuse_keywords(ctx, "super", kwnames)) return false;
  if (nargs > 2 && class_of(ctx, self) != ctx->cls.super_) {
    raise_format(ctx, EXC_TypeError, "super() takes at most 2 arguments (%d given)", (int)nargs);
    return false;
  }
  if (nargs > 2) return raise_arity(ctx, "super", 0, 2, nargs), false;
  Class *start;
  Value obj = nargs == 2 && args[1] != V_NONE ? args[1] : V_NULL;
  if (nargs) {
    if (!is_class(ctx, args[0]))
      return raise_format(ctx, EXC_TypeError, "super() argument 1 must be a type, not %T", args[0]), false;
    start = as_class(args[0]);
  } else if (!from_frame(ctx, &start, &obj)) {
    return false;
  }
  Super *super = AS_SUPER(self);
  if (obj && !(super->self_type = super_check(ctx, start, obj))) return false;
  super->start = start;
  super->self = obj;
  return true;
}

static Value find_behind(Ctx *ctx, Super *super, Value name) {
  Tuple *mro = (Tuple *)super->self_type->mro;
  if (!mro) return V_NULL;
  int64_t i = 0;
  while (i < mro->length && mro->items[i] != VAL(super->start)) i++;
  for (i++; i < mro->length; i++) {
    Value found = dict_get_str(ctx, as_class(mro->items[i])->dict, name);
    if (found) return found;
  }
  return V_NULL;
}

Value super_getattr(Ctx *ctx, Value self, Value name) {
  Super *super = AS_SUPER(self);
  if (!super->self_type || name == NAME(__class__)) return object_getattr(ctx, self, name);
  Value found = find_behind(ctx, super, name);
  if (!found) return object_getattr(ctx, self, name);
  bool through_class = super->self == VAL(super->self_type);
  return descriptor_bind(ctx, found, through_class ? V_NULL : super->self, super->self_type);
}

/* super(start, self).name without a super object; method form when `func_self` is not NULL (as load_method). */
bool super_load(Ctx *ctx, Value start, Value obj, Value name, Value *func, Value *func_self) {
  if (func_self) *func_self = V_NULL;
  if (!is_class(ctx, start))
    return raise_format(ctx, EXC_TypeError, "super() argument 1 must be a type, not %T", start), false;
  Super super = {.start = as_class(start), .self = obj};
  if (!(super.self_type = super_check(ctx, super.start, obj))) return false;
  Value found = name == NAME(__class__) ? V_NULL : find_behind(ctx, &super, name);
  if (!found) { /* attributes of the super object itself, or the error about it */
    Value args[2] = {start, obj};
    Value object = py_call(ctx, VAL(ctx->cls.super_), args, 2, V_NULL);
    return object && (*func = object_getattr(ctx, object, name));
  }
  bool through_class = obj == VAL(super.self_type);
  if (func_self && !through_class && is_method_like(ctx, found)) {
    *func = found;
    *func_self = obj;
    return true;
  }
  *func = descriptor_bind(ctx, found, through_class ? V_NULL : obj, super.self_type);
  return *func != V_NULL;
}

Value super_of_class(Ctx *ctx, Class *start, Class *cls, Value name, bool *takes_class) {
  Super super = {.start = start, .self = VAL(cls), .self_type = cls};
  Value found = is_subclass(cls, start) ? find_behind(ctx, &super, name) : V_NULL;
  if (!found) return V_NULL;
  Class *kind = class_of(ctx, found);
  *takes_class = kind == ctx->cls.classmethod_;
  if (*takes_class) found = ((Wrapper *)found)->func;
  if (*takes_class) return has_shape(found, ctx->shape.function) ? found : V_NULL;
  if (kind == ctx->cls.staticmethod_) return ((Wrapper *)found)->func;
  bool binds_nothing = has_kind(ctx, found, KIND_CFUNCTION) && kind != ctx->cls.method_descr;
  return binds_nothing || has_shape(found, ctx->shape.function) ? found : V_NULL;
}

static Value super_get(Ctx *ctx, Value self, Value obj, Class *owner) {
  (void)owner;
  Super *super = AS_SUPER(self);
  if (!obj || super->self) return self;
  Value args[2] = {VAL(super->start), obj};
  return py_call(ctx, VAL(class_of(ctx, self)), args, 2, V_NULL);
}

static Value super_repr(Ctx *ctx, Value self) {
  Super *super = AS_SUPER(self);
  Value start = super->start ? super->start->name : str_from_ascii(ctx, "NULL");
  if (super->self_type) return str_format_c(ctx, "<super: <class '%U'>, <%U object>>", start, super->self_type->name);
  return str_format_c(ctx, "<super: <class '%U'>, NULL>", start);
}

static Value class_or_none(Class *cls) { return cls ? VAL(cls) : V_NONE; }
static Value get_thisclass(Ctx *ctx, Value self) { return (void)ctx, class_or_none(AS_SUPER(self)->start); }
static Value get_self(Ctx *ctx, Value self) { return (void)ctx, AS_SUPER(self)->self ? AS_SUPER(self)->self : V_NONE; }
static Value get_self_class(Ctx *ctx, Value self) { return (void)ctx, class_or_none(AS_SUPER(self)->self_type); }
static const GetSetDef super_getset[] = {
    {"__thisclass__", get_thisclass, readonly_member, NULL},
    {"__self__", get_self, readonly_member, NULL},
    {"__self_class__", get_self_class, readonly_member, NULL},
    {0},
};
static const TypeOps super_ops = {
    .new_ = super_new, .init = super_init, .getattr = super_getattr, .descr_get = super_get, .repr = super_repr};

bool super_startup(Ctx *ctx) {
  ctx->cls.super_ = class_new_builtin(ctx, "super", NULL, KIND_SUPER, sizeof(Super), &super_ops, NULL, 0);
  return ctx->cls.super_ && class_add_getset(ctx, ctx->cls.super_, super_getset);
}
