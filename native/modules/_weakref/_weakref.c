/* Module _weakref: the class of references, and the functions that ask about an object's references. */
#include "modules/_weakref/_weakref.h"

#define AS_REF(v) ((WeakRef *)(v))

WeakrefState *weakref_state(Ctx *ctx) { return module_state(ctx, &module__weakref); }

Value weak_new(Ctx *ctx, Class *cls, Value referent, Value callback, int plain) {
  if (!is_cell(referent) || !weakref_allowed(class_of(ctx, referent))) {
    raise_format(ctx, EXC_TypeError, "cannot create weak reference to '%T' object", referent);
    return V_NULL;
  }
  if (plain)
    for (WeakRef *ref = weakref_first(ctx, referent); ref && CELL(ref)->aux; ref = ref->next)
      if (CELL(ref)->aux == plain) return VAL(ref);
  WeakRef *ref = (WeakRef *)instance_new(ctx, cls);
  if (!ref) return V_NULL;
  CELL(ref)->aux = (uint16_t)plain;
  ref->callback = callback;
  return weakref_link(ctx, ref, referent, plain != 0) ? VAL(ref) : V_NULL;
}

/* ---- ref ---- */

/* __new__ and __init__ take the same arguments, and __init__ leaves what __new__ has done. */
static bool check_arguments(Ctx *ctx, const char *method, uint32_t nargs) {
  if (nargs >= 1 && nargs <= 2) return true;
  raise_format(ctx, EXC_TypeError, "%s expected %s argument%s, got %d", method, nargs ? "at most 2" : "at least 1",
               nargs ? "s" : "", (int)nargs);
  return false;
}

static Value ref_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  bool exact = cls == weakref_state(ctx)->ref;
  /* a subclass with an __init__ of its own may take keywords */
  if (exact && !refuse_keywords(ctx, "ref", kwnames)) return V_NULL;
  if (!check_arguments(ctx, "__new__", nargs)) return V_NULL;
  Value callback = nargs > 1 && args[1] != V_NONE ? args[1] : V_NULL;
  return weak_new(ctx, cls, args[0], callback, exact && !callback ? WEAK_PLAIN_REF : WEAK_OTHER);
}
static bool ref_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(self), UNUSED(args);
  return refuse_keywords(ctx, "ref", kwnames) && check_arguments(ctx, "__init__", nargs);
}
static Value ref_call(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(args);
  if (!refuse_keywords(ctx, "weakref", kwnames)) return V_NULL;
  if (nargs) return raise_format(ctx, EXC_TypeError, "weakref expected 0 arguments, got %d", (int)nargs), V_NULL;
  return or_none(AS_REF(self)->referent);
}
static bool ref_hash(Ctx *ctx, Value self, uint64_t *out) {
  WeakRef *ref = AS_REF(self);
  if (!(ref->h.flags & WEAKREF_HASHED)) {
    if (!ref->referent) return raise_format(ctx, EXC_TypeError, "weak object has gone away"), false;
    if (!object_hash(ctx, ref->referent, &ref->hash)) return false;
    ref->h.flags |= WEAKREF_HASHED;
  }
  return *out = ref->hash, true;
}
static Value ref_compare(Ctx *ctx, Value self, Value other, CmpOp op) {
  if ((op != CMP_EQ && op != CMP_NE) || !is_instance(ctx, other, weakref_state(ctx)->ref)) return V_NOTIMPL;
  Value a = AS_REF(self)->referent, b = AS_REF(other)->referent;
  if (!a || !b) return bool_tag((self == other) == (op == CMP_EQ));
  return object_compare(ctx, a, b, op);
}
static Value ref_repr(Ctx *ctx, Value self) {
  Value object = AS_REF(self)->referent;
  unsigned long long at = self, of = object;
  if (!object) return str_format_c(ctx, "<weakref at 0x%llx; dead>", at);
  Value descriptor = class_lookup(ctx, class_of(ctx, object), NAME(__name__)), name = V_NULL;
  if (descriptor && !(name = get_attr(ctx, object, NAME(__name__)))) return V_NULL;
  if (name && is_str(ctx, name))
    return str_format_c(ctx, "<weakref at 0x%llx; to '%T' at 0x%llx (%U)>", at, object, of, name);
  return str_format_c(ctx, "<weakref at 0x%llx; to '%T' at 0x%llx>", at, object, of);
}
static Value get_callback(Ctx *ctx, Value self) {
  UNUSED(ctx);
  return or_none(AS_REF(self)->callback);
}

static const CFuncDef ref_methods[] = {
    CLASS_METHOD_ROW("__class_getitem__", class_getitem, 1, 1, "See PEP 585"),
    {0},
};
static const GetSetDef ref_getset[] = {{"__callback__", get_callback, readonly_member, NULL}, {0}};

static Class *make_ref_class(Ctx *ctx) {
  static const TypeOps ops = {
      .new_ = ref_new,
      .init = ref_init,
      .call = ref_call,
      .hash = ref_hash,
      .compare = ref_compare,
      .repr = ref_repr,
      .trace = weakref_trace,
  };
  Class *cls = class_new_builtin(ctx, "weakref.ReferenceType", NULL, KIND_OTHER, sizeof(WeakRef), &ops, ref_methods, 0);
  return cls && class_add_getset(ctx, cls, ref_getset) ? cls : NULL;
}

/* ---- functions ---- */

FUNCTION(f_proxy) {
  WeakrefState *state = weakref_state(ctx);
  Value callback = nargs > 1 && args[1] != V_NONE ? args[1] : V_NULL;
  Class *cls = class_of(ctx, args[0])->ops.call ? state->callable_proxy : state->proxy;
  return weak_new(ctx, cls, args[0], callback, callback ? WEAK_OTHER : WEAK_PLAIN_PROXY);
}
FUNCTION(f_getweakrefcount) {
  int64_t n = 0;
  for (WeakRef *ref = weakref_first(ctx, args[0]); ref; ref = ref->next) n++;
  return int_tag(n);
}
FUNCTION(f_getweakrefs) {
  Value list = list_new(ctx, 0);
  for (WeakRef *ref = list ? weakref_first(ctx, args[0]) : NULL; ref; ref = ref->next)
    if (!list_append(ctx, list, VAL(ref))) return V_NULL;
  return list;
}
FUNCTION(f_remove_dead) {
  if (!is_dict(ctx, args[0]))
    return raise_format(ctx, EXC_TypeError, "_remove_dead_weakref() argument 1 must be dict, not %A", args[0]), V_NULL;
  Value value = dict_get(ctx, args[0], args[1]);
  if (!value) return ctx->exc ? V_NULL : V_NONE;
  WeakrefState *state = weakref_state(ctx);
  if (!is_instance(ctx, value, state->ref) && !is_instance(ctx, value, state->proxy) &&
      !is_instance(ctx, value, state->callable_proxy))
    return raise_format(ctx, EXC_TypeError, "not a weakref"), V_NULL;
  if (AS_REF(value)->referent) return V_NONE;
  return dict_delete(ctx, args[0], args[1]) < 0 ? V_NULL : V_NONE;
}

static const CFuncDef functions[] = {
    FUNCTION_ROW("proxy", f_proxy, 1, 2, "Create a proxy object that weakly references 'object'."),
    FUNCTION_ROW("getweakrefcount", f_getweakrefcount, 1, 1, "Return the number of weak references to 'object'."),
    FUNCTION_ROW("getweakrefs", f_getweakrefs, 1, 1,
                 "Return a list of all weak reference objects pointing to 'object'."),
    FUNCTION_ROW("_remove_dead_weakref", f_remove_dead, 2, 2,
                 "Atomically remove key from dict if it points to a dead weakref."),
    {0},
};
static const ModuleClass classes[] = {{offsetof(WeakrefState, ref), make_ref_class},
                                      {offsetof(WeakrefState, proxy), make_proxy_class},
                                      {offsetof(WeakrefState, callable_proxy), make_callable_proxy_class},
                                      {0}};

static bool init(Ctx *ctx, Value module) { return module_add(ctx, module, "ref", VAL(weakref_state(ctx)->ref)); }

MODULE(_weakref, .doc = "Weak-reference support module.", .functions = {functions}, .classes = classes,
       .state_size = sizeof(WeakrefState), .init = init);
