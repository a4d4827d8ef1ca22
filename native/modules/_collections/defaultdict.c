/* defaultdict: a dict that makes what is missing. */
#include "modules/_collections/collections.h"

typedef struct DefaultDict {
  Dict d;
  Value factory; /* None: there is none */
} DefaultDict;
#define FACTORY(v) (((DefaultDict *)(v))->factory)

static Value with_factory(Ctx *ctx, Class *cls, Value factory, Value items) {
  Value args[2] = {factory, items};
  return py_call(ctx, VAL(cls), args, 2, V_NULL);
}

static bool defaultdict_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  Value factory = V_NONE;
  if (nargs) {
    factory = args[0];
    if (factory != V_NONE && !is_callable(ctx, factory))
      return raise_format(ctx, EXC_TypeError, "first argument must be callable or None"), false;
    args++;
    nargs--;
  }
  FACTORY(self) = factory;
  return dict_update_args(ctx, self, args, nargs, kwnames, "dict");
}

static void defaultdict_trace(Ctx *ctx, Value self) { heap_mark(ctx, FACTORY(self)); }

static Value missing(Ctx *ctx, Value self, Value key) {
  Value factory = or_none(FACTORY(self));
  if (factory == V_NONE) return raise_key_error(ctx, key), V_NULL;
  Value made = py_call0(ctx, factory);
  return made && object_setitem(ctx, self, key, made) ? made : V_NULL;
}
METHOD(m_missing) { return missing(ctx, self, args[0]); }

static Value defaultdict_getitem(Ctx *ctx, Value self, Value key) {
  Value found = dict_get(ctx, self, key);
  if (LIKELY(found) || ctx->exc) return found;
  Class *cls = class_of(ctx, self);
  if (cls == collections_state(ctx)->defaultdict) return missing(ctx, self, key);
  Value result;
  if (special_call(ctx, self, NAME(__missing__), &key, 1, &result) != SPECIAL_ABSENT) return result;
  return raise_key_error(ctx, key), V_NULL;
}

static Value defaultdict_repr(Ctx *ctx, Value self) {
  Value items = ctx->cls.dict->ops.repr(ctx, self), factory = or_none(FACTORY(self)), text;
  if (!items) return V_NULL;
  int running = repr_enter(ctx, factory);
  if (running < 0) return V_NULL;
  text = running ? str_from_ascii(ctx, "...") : object_repr(ctx, factory);
  if (!running) repr_leave(ctx, factory);
  return text ? str_format_c(ctx, "%U(%U, %U)", class_of(ctx, self)->name, text, items) : V_NULL;
}

static Value copy_of(Ctx *ctx, Value self) {
  return with_factory(ctx, class_of(ctx, self), or_none(FACTORY(self)), self);
}
METHOD(m_copy) { return copy_of(ctx, self); }

static Value defaultdict_binary(Ctx *ctx, Value a, Value b, BinOp op) {
  if (op != OP_OR || !is_dict(ctx, a) || !is_dict(ctx, b)) return V_NOTIMPL;
  Class *cls = collections_state(ctx)->defaultdict;
  Value sum;
  if (is_instance(ctx, a, cls)) sum = copy_of(ctx, a);
  else sum = with_factory(ctx, class_of(ctx, b), or_none(FACTORY(b)), a);
  return sum && dict_update(ctx, sum, b) ? sum : V_NULL;
}

METHOD(m_reduce) {
  Value factory = or_none(FACTORY(self));
  Value given = factory == V_NONE ? ctx->empty_tuple : tuple_from(ctx, &factory, 1);
  Value items = given ? py_call_method(ctx, self, NAME(items), NULL, 0) : V_NULL;
  Value it = items ? object_iter(ctx, items) : V_NULL;
  return it ? tuple_from(ctx, (Value[]){VAL(class_of(ctx, self)), given, V_NONE, V_NONE, it}, 5) : V_NULL;
}

static const CFuncDef methods[] = {
    METHOD_ROW("__missing__", m_missing, 1, 1, "Called by __getitem__ for a key that is not there."),
    METHOD_ROW("copy", m_copy, 0, 0, "A shallow copy."),
    METHOD_ROW("__copy__", m_copy, 0, 0, "A shallow copy."),
    METHOD_ROW("__reduce__", m_reduce, 0, 0, "Return state information for pickling."),
    CLASS_METHOD_ROW("__class_getitem__", class_getitem, 1, 1, "See PEP 585"),
    {0},
};

static Value get_factory(Ctx *ctx, Value self) { return UNUSED(ctx), or_none(FACTORY(self)); }
static bool set_factory(Ctx *ctx, Value self, Value value) {
  UNUSED(ctx);
  FACTORY(self) = value;
  return true;
}
static const GetSetDef getset[] = {{"default_factory", get_factory, set_factory, "What makes values that are missing."},
                                   {0}};

Class *make_defaultdict(Ctx *ctx) {
  static const TypeOps ops = {.init = defaultdict_init,
                              .repr = defaultdict_repr,
                              .getitem = defaultdict_getitem,
                              .binary = defaultdict_binary,
                              .trace = defaultdict_trace};
  Class *cls = class_new_builtin(ctx, "collections.defaultdict", ctx->cls.dict, KIND_DICT, sizeof(DefaultDict), &ops,
                                 methods, CLASS_BUILTIN);
  if (!class_set_doc(ctx, cls, "A dict that calls default_factory for a key that is not there.")) return NULL;
  return class_add_getset(ctx, cls, getset) ? cls : NULL;
}
