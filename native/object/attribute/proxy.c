/* mappingproxy: the read-only view of a class's namespace (`cls.__dict__`) or of any mapping. */
#include "call/call.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "object/model.h"
#include "object/object.h"
#include "text/text.h"

#define MAPPING(v) (((Proxy *)(v))->mapping)

Value proxy_new(Ctx *ctx, Value mapping) {
  Proxy *proxy = heap_alloc(ctx, ctx->cls.mappingproxy->root, sizeof(Proxy));
  if (!proxy) return V_NULL;
  proxy->mapping = mapping;
  return VAL(proxy);
}

static Value proxy_make(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  (void)cls;
  Value mapping;
  if (!bind_params(ctx, "mappingproxy", "mapping", args, nargs, kwnames, &mapping)) return V_NULL;
  if (!class_of(ctx, mapping)->ops.getitem || has_kind(ctx, mapping, KIND_LIST) || has_kind(ctx, mapping, KIND_TUPLE))
    return raise_format(ctx, EXC_TypeError, "mappingproxy() argument must be a mapping, not %T", mapping), V_NULL;
  return proxy_new(ctx, mapping);
}
static Value proxy_repr(Ctx *ctx, Value self) { return str_format_c(ctx, "mappingproxy(%R)", MAPPING(self)); }
static Value proxy_str(Ctx *ctx, Value self) { return object_str(ctx, MAPPING(self)); }
static int64_t proxy_len(Ctx *ctx, Value self) { return object_len(ctx, MAPPING(self)); }
static Value proxy_getitem(Ctx *ctx, Value self, Value key) { return object_getitem(ctx, MAPPING(self), key); }
static int proxy_contains(Ctx *ctx, Value self, Value item) { return object_contains(ctx, MAPPING(self), item); }
static Value proxy_iter(Ctx *ctx, Value self) { return object_iter(ctx, MAPPING(self)); }
static Value proxy_compare(Ctx *ctx, Value self, Value other, CmpOp op) {
  return object_compare(ctx, MAPPING(self), has_kind(ctx, other, KIND_PROXY) ? MAPPING(other) : other, op);
}
static bool proxy_hash(Ctx *ctx, Value self, uint64_t *out) { return object_hash(ctx, MAPPING(self), out); }
static Value proxy_binary(Ctx *ctx, Value left, Value right, BinOp op) {
  if (op != OP_OR) return V_NOTIMPL;
  if (has_kind(ctx, left, KIND_PROXY)) left = MAPPING(left);
  if (has_kind(ctx, right, KIND_PROXY)) right = MAPPING(right);
  return object_binary(ctx, left, right, OP_OR);
}

static Value proxy_inplace(Ctx *ctx, Value self, Value other, BinOp op) {
  UNUSED(self), UNUSED(other);
  if (op != OP_OR) return V_NOTIMPL;
  return raise_format(ctx, EXC_TypeError, "'|=' is not supported by mappingproxy; use '|' instead"), V_NULL;
}

static Value forward(Ctx *ctx, Value self, const char *name, const Value *args, uint32_t nargs) {
  Value key = str_intern_c(ctx, name);
  return key ? py_call_method(ctx, MAPPING(self), key, args, nargs) : V_NULL;
}
METHOD(proxy_get) { return forward(ctx, self, "get", args, nargs); }
METHOD(proxy_keys) { return forward(ctx, self, "keys", args, nargs); }
METHOD(proxy_values) { return forward(ctx, self, "values", args, nargs); }
METHOD(proxy_items) { return forward(ctx, self, "items", args, nargs); }
METHOD(proxy_copy) { return forward(ctx, self, "copy", args, nargs); }
METHOD(proxy_reversed) { return forward(ctx, self, "__reversed__", args, nargs); }

static const CFuncDef proxy_methods[] = {
    METHOD_ROW("get", proxy_get, 1, 2, "Return the value for key if key is in the mapping, else default."),
    METHOD_ROW("keys", proxy_keys, 0, 0, "a set-like object providing a view on D's keys"),
    METHOD_ROW("values", proxy_values, 0, 0, "an object providing a view on D's values"),
    METHOD_ROW("items", proxy_items, 0, 0, "a set-like object providing a view on D's items"),
    METHOD_ROW("copy", proxy_copy, 0, 0, "a shallow copy of D"),
    CLASS_METHOD_ROW("__class_getitem__", class_getitem, 1, 1, "See PEP 585"),
    METHOD_ROW("__reversed__", proxy_reversed, 0, 0, "D.__reversed__() -> reverse iterator"),
    {0},
};
static const TypeOps proxy_ops = {
    .new_ = proxy_make,
    .repr = proxy_repr,
    .str = proxy_str,
    .len = proxy_len,
    .getitem = proxy_getitem,
    .contains = proxy_contains,
    .iter = proxy_iter,
    .compare = proxy_compare,
    .hash = proxy_hash,
    .binary = proxy_binary,
    .inplace = proxy_inplace,
};

bool proxy_startup(Ctx *ctx) {
  ctx->cls.mappingproxy = class_new_builtin(ctx, "mappingproxy", NULL, KIND_PROXY, sizeof(Proxy), &proxy_ops,
                                            proxy_methods, CLASS_FINAL);
  return ctx->cls.mappingproxy != NULL;
}
