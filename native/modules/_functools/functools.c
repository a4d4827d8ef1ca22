/* Module _functools: its declaration, reduce and cmp_to_key. */
#include "modules/_functools/functools.h"

FunctoolsState *functools_state(Ctx *ctx) { return module_state(ctx, &module__functools); }

Class *functools_class(Ctx *ctx, const char *name, const char *doc, CellKind kind, size_t size, const TypeOps *ops,
                       const CFuncDef *methods, uint32_t flags) {
  Class *cls = class_new_builtin(ctx, name, NULL, kind, size, ops, methods, CLASS_BUILTIN | flags);
  return !doc || class_set_doc(ctx, cls, doc) ? cls : NULL;
}

Value functools_bind(Ctx *ctx, Value self, Value obj, Class *owner) {
  UNUSED(owner);
  return !obj || obj == V_NONE ? self : method_new(ctx, self, obj);
}

/* ---- reduce ---- */

FUNCTION(f_reduce) {
  Value function = args[0], total = args[2];
  Value it = object_iter_or(ctx, args[1], "reduce() arg 2 must support iteration");
  if (!it) return V_NULL;
  for (;;) {
    Value item = object_next(ctx, it);
    if (!item) break;
    if (!CHECK_STOP(ctx)) return V_NULL;
    total = total ? py_call2(ctx, function, total, item) : item;
    if (!total) return V_NULL;
  }
  if (ctx->exc) return V_NULL;
  if (!total) raise_format(ctx, EXC_TypeError, "reduce() of empty iterable with no initial value");
  return total;
}

/* ---- cmp_to_key ---- */

typedef struct KeyWrapper {
  Cell h;
  Value compare, object; /* object V_NULL: this is the function that makes keys */
} KeyWrapper;
#define AS_KEY(v) ((KeyWrapper *)(v))

static void key_trace(Ctx *ctx, Value self) {
  heap_mark(ctx, AS_KEY(self)->compare), heap_mark(ctx, AS_KEY(self)->object);
}

static Value key_make(Ctx *ctx, Value compare, Value object) {
  KeyWrapper *key = (KeyWrapper *)instance_new(ctx, functools_state(ctx)->key_wrapper);
  if (!key) return V_NULL;
  key->compare = compare;
  key->object = object;
  return VAL(key);
}

static Value key_call(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  Value object;
  if (!bind_params(ctx, "K", "obj", args, nargs, kwnames, &object)) return V_NULL;
  return key_make(ctx, AS_KEY(self)->compare, object);
}

static Value key_compare(Ctx *ctx, Value self, Value other, CmpOp op) {
  if (class_of(ctx, other) != functools_state(ctx)->key_wrapper)
    return raise_format(ctx, EXC_TypeError, "other argument must be K instance"), V_NULL;
  Value x = AS_KEY(self)->object, y = AS_KEY(other)->object;
  if (!x || !y) return raise_value(ctx, EXC_AttributeError, str_from_ascii(ctx, "object")), V_NULL;
  Value order = py_call2(ctx, AS_KEY(self)->compare, x, y);
  return order ? object_compare(ctx, order, int_tag(0), op) : V_NULL;
}

static Value get_object(Ctx *ctx, Value self) { return UNUSED(ctx), or_none(AS_KEY(self)->object); }
static bool set_object(Ctx *ctx, Value self, Value value) {
  UNUSED(ctx);
  AS_KEY(self)->object = value;
  return true;
}
static const GetSetDef key_getset[] = {{"obj", get_object, set_object, "The object that is compared."}, {0}};

Class *make_key_wrapper(Ctx *ctx) {
  static const TypeOps ops = {.call = key_call, .compare = key_compare, .trace = key_trace};
  Class *cls = functools_class(ctx, "functools.KeyWrapper", NULL, KIND_OTHER, sizeof(KeyWrapper), &ops, NULL,
                               CLASS_FINAL);
  return cls && class_add_getset(ctx, cls, key_getset) ? cls : NULL;
}

FUNCTION(f_cmp_to_key) { return key_make(ctx, args[0], V_NULL); }

static const CFuncDef functions[] = {
    TWIN_ROW("reduce", f_reduce, 2, 3, 0, "function iterable / initial=",
             "Applies a function of two arguments to the items, from the first to the last."),
    FUNCTION_ROW_NAMED("cmp_to_key", f_cmp_to_key, 1, 1, "mycmp", "Makes a key function of one that compares."),
    {0},
};

/* ---- the module ---- */

static void trace(Ctx *ctx, void *state) {
  heap_mark(ctx, ((FunctoolsState *)state)->placeholder), heap_mark(ctx, ((FunctoolsState *)state)->keyword_mark);
}

static bool init(Ctx *ctx, Value module) {
  FunctoolsState *state = functools_state(ctx);
  if (!state->placeholder && !(state->placeholder = instance_new(ctx, state->placeholder_type))) return false;
  if (!state->keyword_mark && !(state->keyword_mark = instance_new(ctx, ctx->cls.object))) return false;
  return module_add(ctx, module, "Placeholder", state->placeholder);
}

static const ModuleClass classes[] = {
    {offsetof(FunctoolsState, partial), make_partial},
    {offsetof(FunctoolsState, placeholder_type), make_placeholder_type},
    {offsetof(FunctoolsState, lru_cache), make_lru_cache},
    {0},
};
static const ModuleClass hidden[] = {{offsetof(FunctoolsState, key_wrapper), make_key_wrapper}, {0}};

MODULE(_functools, .doc = "Tools that operate on functions.", .functions = {functions}, .classes = classes,
       .hidden = hidden, .state_size = sizeof(FunctoolsState), .trace = trace, .init = init);
