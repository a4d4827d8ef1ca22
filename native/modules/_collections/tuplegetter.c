/* _tuplegetter: the descriptor behind a field of a named tuple. */
#include "modules/_collections/collections.h"

#define AS_GETTER(v) ((TupleGetter *)(v))

static Value getter_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  int64_t index;
  if (!refuse_keywords(ctx, "_tuplegetter", kwnames)) return V_NULL;
  if (nargs != 2) return raise_arity(ctx, "_tuplegetter", 2, 2, nargs), V_NULL;
  if (!object_ssize(ctx, args[0], &index)) return V_NULL;
  TupleGetter *getter = (TupleGetter *)instance_new(ctx, cls);
  if (!getter) return V_NULL;
  getter->index = index;
  getter->doc = args[1];
  return VAL(getter);
}
static Value getter_get(Ctx *ctx, Value self, Value obj, Class *owner) {
  UNUSED(owner);
  int64_t index = AS_GETTER(self)->index;
  if (!obj) return self;
  if (!is_tuple(ctx, obj)) {
    if (obj == V_NONE) return self;
    return raise_format(ctx, EXC_TypeError,
                        "descriptor for index '%lld' for tuple subclasses doesn't apply to '%T' object",
                        (long long)index, obj),
           V_NULL;
  }
  if (index >= 0 && index < tuple_length(obj)) return tuple_item(obj, index);
  return raise_format(ctx, EXC_IndexError, "tuple index out of range"), V_NULL;
}
static bool getter_set(Ctx *ctx, Value self, Value obj, Value value) {
  UNUSED(self), UNUSED(obj);
  raise_format(ctx, EXC_AttributeError, value ? "can't set attribute" : "can't delete attribute");
  return false;
}

static Value getter_repr(Ctx *ctx, Value self) {
  return str_format_c(ctx, "%U(%lld, %R)", class_of(ctx, self)->name, (long long)AS_GETTER(self)->index,
                      AS_GETTER(self)->doc);
}
METHOD(m_reduce) {
  Value index = int_from_i64(ctx, AS_GETTER(self)->index);
  Value given = index ? tuple_from(ctx, (Value[]){index, AS_GETTER(self)->doc}, 2) : V_NULL;
  return given ? tuple_from(ctx, (Value[]){VAL(class_of(ctx, self)), given}, 2) : V_NULL;
}
static const CFuncDef methods[] = {
    METHOD_ROW("__reduce__", m_reduce, 0, 0, "Return state information for pickling."),
    {0},
};

static Value get_doc(Ctx *ctx, Value self) { return UNUSED(ctx), or_none(AS_GETTER(self)->doc); }
static bool set_doc(Ctx *ctx, Value self, Value value) {
  UNUSED(ctx);
  AS_GETTER(self)->doc = value;
  return true;
}
static const GetSetDef getset[] = {{"__doc__", get_doc, set_doc, NULL}, {0}};

Class *make_tuplegetter(Ctx *ctx) {
  static const TypeOps ops = {
      .new_ = getter_new, .repr = getter_repr, .descr_get = getter_get, .descr_set = getter_set};
  Class *cls = class_new_builtin(ctx, "collections._tuplegetter", NULL, KIND_TUPLE_GETTER, sizeof(TupleGetter), &ops,
                                 methods, CLASS_BUILTIN);
  return cls && class_add_getset(ctx, cls, getset) ? cls : NULL;
}
