/* The classes of None, Ellipsis and NotImplemented. The values are immediates: no instance of these classes is ever
 * allocated. */
#include "call/call.h"
#include "exception/exception.h"
#include "object/model.h"
#include "object/object.h"
#include "text/text.h"

static Value make_same(Ctx *ctx, Class *cls, uint32_t nargs, Value kwnames, Value v) {
  if (!nargs && !kwnames_count(kwnames)) return v;
  raise_format(ctx, EXC_TypeError, "%U takes no arguments", cls->name);
  return V_NULL;
}
#define SINGLETON(name, value, text)                                                                 \
  static Value name##_repr(Ctx *ctx, Value self) { return (void)self, str_from_ascii(ctx, text); }   \
  static Value name##_make(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) { \
    return (void)args, make_same(ctx, cls, nargs, kwnames, value);                                   \
  }
SINGLETON(none, V_NONE, "None")
SINGLETON(ellipsis, V_ELLIPSIS, "Ellipsis")
SINGLETON(notimpl, V_NOTIMPL, "NotImplemented")

static int none_truth(Ctx *ctx, Value self) { return (void)ctx, (void)self, 0; }
static bool none_hash(Ctx *ctx, Value self, uint64_t *out) {
  (void)ctx, (void)self;
  *out = 0xfca86420; /* CPython's constant */
  return true;
}
static int notimpl_truth(Ctx *ctx, Value self) {
  (void)self;
  raise_format(ctx, EXC_TypeError, "NotImplemented should not be used in a boolean context");
  return -1;
}
METHOD(reduce_to_name) { return object_repr(ctx, self); }
static const CFuncDef singleton_methods[] = {METHOD_ROW("__reduce__", reduce_to_name, 0, 0, NULL), {0}};

static const TypeOps none_ops = {
    .new_ = none_make, .repr = none_repr, .truth = none_truth, .hash = none_hash}; /* None | X is for X to handle */
static const TypeOps ellipsis_ops = {.new_ = ellipsis_make, .repr = ellipsis_repr};
static const TypeOps notimpl_ops = {.new_ = notimpl_make, .repr = notimpl_repr, .truth = notimpl_truth};

bool singletons_startup(Ctx *ctx) {
  ctx->cls.none_type = class_new_builtin(ctx, "NoneType", NULL, KIND_INSTANCE, sizeof(Instance), &none_ops, NULL,
                                         CLASS_FINAL);
  ctx->cls.ellipsis_type = class_new_builtin(ctx, "ellipsis", NULL, KIND_INSTANCE, sizeof(Instance), &ellipsis_ops,
                                             singleton_methods, CLASS_FINAL);
  ctx->cls.notimpl_type = class_new_builtin(ctx, "NotImplementedType", NULL, KIND_INSTANCE, sizeof(Instance),
                                            &notimpl_ops, singleton_methods, CLASS_FINAL);
  return ctx->cls.none_type && ctx->cls.ellipsis_type && ctx->cls.notimpl_type;
}
