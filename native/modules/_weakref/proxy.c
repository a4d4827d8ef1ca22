/* Proxies: every operation goes to the object itself, as long as that lives. */
#include "modules/_weakref/_weakref.h"

static bool is_proxy(Ctx *ctx, Value v) {
  WeakrefState *state = weakref_state(ctx);
  if (!is_cell(v)) return false;
  Class *cls = class_of(ctx, v);
  return cls == state->proxy || cls == state->callable_proxy;
}

/* What an operand stands for; V_NULL + ReferenceError when that is gone. */
static Value target(Ctx *ctx, Value v) {
  if (!is_proxy(ctx, v)) return v;
  Value object = ((WeakRef *)v)->referent;
  if (!object) raise_format(ctx, EXC_ReferenceError, "weakly-referenced object no longer exists");
  return object;
}

#define UNARY(name, operation)                       \
  static Value name(Ctx *ctx, Value self) {          \
    Value object = target(ctx, self);                \
    return object ? operation(ctx, object) : V_NULL; \
  }
UNARY(proxy_str, object_str)
UNARY(proxy_iter, object_iter)
UNARY(proxy_negative, object_negative)
UNARY(proxy_positive, object_positive)
UNARY(proxy_invert, object_invert)
UNARY(proxy_index, object_index)

/* Those for which the built-in class is asked. */
static Value convert(Ctx *ctx, Value self, Class *cls) {
  Value object = target(ctx, self);
  return object ? py_call1(ctx, VAL(cls), object) : V_NULL;
}
static Value proxy_int(Ctx *ctx, Value self) { return convert(ctx, self, ctx->cls.int_); }
static Value proxy_float(Ctx *ctx, Value self) { return convert(ctx, self, ctx->cls.float_); }

static Value call_builtin(Ctx *ctx, const char *name, const Value *args, uint32_t nargs) {
  Value function = dict_get_c(ctx, ctx->builtins, name);
  if (!function && !ctx->exc) raise_format(ctx, EXC_NameError, "name '%s' is not defined", name);
  return function ? py_call(ctx, function, args, nargs, V_NULL) : V_NULL;
}
static Value proxy_absolute(Ctx *ctx, Value self) {
  Value object = target(ctx, self);
  return object ? call_builtin(ctx, "abs", &object, 1) : V_NULL;
}

static Value proxy_repr(Ctx *ctx, Value self) {
  Value object = ((WeakRef *)self)->referent;
  unsigned long long at = self, of = object;
  if (!object) return str_format_c(ctx, "<weakproxy at 0x%llx; dead>", at);
  return str_format_c(ctx, "<weakproxy at 0x%llx; to '%T' at 0x%llx>", at, object, of);
}
static Value proxy_compare(Ctx *ctx, Value self, Value other, CmpOp op) {
  Value a = target(ctx, self), b = a ? target(ctx, other) : V_NULL;
  return b ? object_compare(ctx, a, b, op) : V_NULL;
}
static int proxy_truth(Ctx *ctx, Value self) {
  Value object = target(ctx, self);
  return object ? object_truth(ctx, object) : -1;
}
static int64_t proxy_len(Ctx *ctx, Value self) {
  Value object = target(ctx, self);
  return object ? object_len(ctx, object) : -1;
}
static Value proxy_getitem(Ctx *ctx, Value self, Value key) {
  Value object = target(ctx, self);
  Value at = object ? target(ctx, key) : V_NULL;
  return at ? object_getitem(ctx, object, at) : V_NULL;
}
static bool proxy_setitem(Ctx *ctx, Value self, Value key, Value value) {
  Value object = target(ctx, self);
  return object && object_setitem(ctx, object, key, value);
}
static int proxy_contains(Ctx *ctx, Value self, Value item) {
  Value object = target(ctx, self);
  return object ? object_contains(ctx, object, item) : -1;
}
static Value proxy_next(Ctx *ctx, Value self) {
  Value object = target(ctx, self);
  if (!object) return V_NULL;
  if (!class_of(ctx, object)->ops.next)
    return raise_format(ctx, EXC_TypeError, "Weakref proxy referenced a non-iterator '%T' object", object), V_NULL;
  return object_next(ctx, object);
}
static Value proxy_binary(Ctx *ctx, Value left, Value right, BinOp op) {
  Value a = target(ctx, left), b = a ? target(ctx, right) : V_NULL;
  return b ? object_binary(ctx, a, b, (int)op) : V_NULL;
}
static Value proxy_inplace(Ctx *ctx, Value left, Value right, BinOp op) {
  Value a = target(ctx, left), b = a ? target(ctx, right) : V_NULL;
  return b ? object_binary(ctx, a, b, (int)op + OP_INPLACE_FIRST) : V_NULL;
}
static Value proxy_getattr(Ctx *ctx, Value self, Value name) {
  Value object = target(ctx, self);
  return object ? get_attr(ctx, object, name) : V_NULL;
}
static bool proxy_setattr(Ctx *ctx, Value self, Value name, Value value) {
  Value object = target(ctx, self);
  return object && set_attr(ctx, object, name, value);
}
static Value proxy_call(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  Value object = target(ctx, self);
  return object ? py_call(ctx, object, args, nargs, kwnames) : V_NULL;
}

static Value divide(Ctx *ctx, Value left, Value right) {
  Value pair[2] = {target(ctx, left), V_NULL};
  if (!pair[0] || !(pair[1] = target(ctx, right))) return V_NULL;
  return call_builtin(ctx, "divmod", pair, 2);
}
METHOD(proxy_divmod) { return divide(ctx, self, args[0]); }
METHOD(proxy_rdivmod) { return divide(ctx, args[0], self); }
METHOD(proxy_bytes) {
  Value object = target(ctx, self);
  return object ? py_call_method(ctx, object, NAME(__bytes__), NULL, 0) : V_NULL;
}
METHOD(proxy_reversed) {
  Value object = target(ctx, self);
  return object ? py_call_method(ctx, object, NAME(__reversed__), NULL, 0) : V_NULL;
}

#define DIVMOD_ROWS                                                                 \
  METHOD_ROW("__divmod__", proxy_divmod, 1, 1, "Return divmod(self, value)."),      \
      METHOD_ROW("__rdivmod__", proxy_rdivmod, 1, 1, "Return divmod(value, self).")
static const CFuncDef proxy_methods[] = {DIVMOD_ROWS,
                                         METHOD_ROW("__bytes__", proxy_bytes, 0, 0, NULL),
                                         METHOD_ROW("__reversed__", proxy_reversed, 0, 0, NULL),
                                         {0}};
static const CFuncDef callable_proxy_methods[] = {DIVMOD_ROWS, {0}};

static Class *make(Ctx *ctx, const char *name, bool callable, const CFuncDef *methods) {
  TypeOps ops = {
      .repr = proxy_repr,
      .str = proxy_str,
      .compare = proxy_compare,
      .truth = proxy_truth,
      .len = proxy_len,
      .getitem = proxy_getitem,
      .setitem = proxy_setitem,
      .contains = proxy_contains,
      .iter = proxy_iter,
      .next = proxy_next,
      .binary = proxy_binary,
      .inplace = proxy_inplace,
      .negative = proxy_negative,
      .positive = proxy_positive,
      .invert = proxy_invert,
      .absolute = proxy_absolute,
      .index = proxy_index,
      .int_ = proxy_int,
      .float_ = proxy_float,
      .getattr = proxy_getattr,
      .setattr = proxy_setattr,
      .trace = weakref_trace,
      .call = callable ? proxy_call : NULL,
  };
  return class_new_builtin(ctx, name, NULL, KIND_OTHER, sizeof(WeakRef), &ops, methods,
                           CLASS_FINAL | CLASS_HAS_GETATTR | CLASS_HAS_SETATTR);
}
Class *make_proxy_class(Ctx *ctx) { return make(ctx, "weakref.ProxyType", false, proxy_methods); }
Class *make_callable_proxy_class(Ctx *ctx) {
  return make(ctx, "weakref.CallableProxyType", true, callable_proxy_methods);
}
