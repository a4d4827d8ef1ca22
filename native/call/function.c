/* Python functions and bound methods as objects. Assigning code, defaults or closure draws a new version, on which
 * specialized calls depend. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "object/model.h"
#include "object/object.h"
#include "text/text.h"
#include <stdio.h>

#define AS_FUNCTION(v) ((Function *)(v))
#define AS_METHOD(v) ((Method *)(v))

static Value builtins_of(Ctx *ctx, Value globals) {
  Value found = dict_get_str(ctx, globals, NAME(__builtins__));
  if (!found) return ctx->builtins;
  if (has_kind(ctx, found, KIND_MODULE)) return ((Module *)found)->dict;
  return is_dict(ctx, found) ? found : ctx->builtins;
}

/* Notes that frames of `code` see these globals and builtins. */
static void claim_code(Ctx *ctx, Code *code, Value globals, Value builtins) {
  if (LIKELY(code->sole_globals == globals && code->sole_builtins == builtins) || code->sole_globals == V_NONE) return;
  if (code->sole_globals) {
    code_shared(ctx, code);
    return;
  }
  code->sole_globals = globals;
  code->sole_builtins = builtins;
}

void code_shared(Ctx *ctx, Code *code) {
  if (code->sole_globals == V_NONE) return;
  code->sole_globals = code->sole_builtins = V_NONE;
  if (ctx->code_hooks) ctx->code_hooks->outdated(ctx, code);
}

Value function_new(Ctx *ctx, Code *code, Value globals) {
  Function *f = heap_alloc(ctx, ctx->shape.function, sizeof(Function));
  if (!f) return V_NULL;
  f->code = code;
  f->globals = globals;
  f->builtins = builtins_of(ctx, globals);
  claim_code(ctx, code, globals, f->builtins);
  f->name = code->name;
  f->qualname = code->qualname;
  f->module = dict_get_str(ctx, globals, NAME(__name__));
  f->doc = code->flags & CO_HAS_DOCSTRING ? V_NULL : V_NONE; /* V_NULL: the first constant of the code */
  f->version = ctx->next_version++;
  return VAL(f);
}

/* ---- function attributes ---- */

static void changed(Ctx *ctx, Value self) { AS_FUNCTION(self)->version = ctx->next_version++; }

static Value get_name(Ctx *ctx, Value self) { return (void)ctx, AS_FUNCTION(self)->name; }
static bool set_name(Ctx *ctx, Value self, Value value) {
  if (!value || !is_str(ctx, value))
    return raise_format(ctx, EXC_TypeError, "__name__ must be set to a string object"), false;
  AS_FUNCTION(self)->name = value;
  return true;
}
static Value get_qualname(Ctx *ctx, Value self) { return (void)ctx, AS_FUNCTION(self)->qualname; }
static bool set_qualname(Ctx *ctx, Value self, Value value) {
  if (!value || !is_str(ctx, value))
    return raise_format(ctx, EXC_TypeError, "__qualname__ must be set to a string object"), false;
  AS_FUNCTION(self)->qualname = value;
  return true;
}
#define PLAIN(field)                                                                                      \
  static Value get_##field(Ctx *ctx, Value self) { return (void)ctx, or_none(AS_FUNCTION(self)->field); } \
  static bool set_##field(Ctx *ctx, Value self, Value value) {                                            \
    AS_FUNCTION(self)->field = value ? value : V_NONE;                                                    \
    return (void)ctx, true;                                                                               \
  }
PLAIN(module)

static Value get_doc(Ctx *ctx, Value self) {
  Function *f = AS_FUNCTION(self);
  if (!f->doc && code_read(ctx, f->code))
    f->doc = tuple_length(f->code->consts) ? tuple_item(f->code->consts, 0) : V_NONE;
  return f->doc;
}
static bool set_doc(Ctx *ctx, Value self, Value value) {
  AS_FUNCTION(self)->doc = value ? value : V_NONE;
  return (void)ctx, true;
}

static Value get_defaults(Ctx *ctx, Value self) { return (void)ctx, or_none(AS_FUNCTION(self)->defaults); }
static bool set_defaults(Ctx *ctx, Value self, Value value) {
  if (value == V_NONE) value = V_NULL;
  if (value && !is_tuple(ctx, value))
    return raise_format(ctx, EXC_TypeError, "__defaults__ must be set to a tuple object"), false;
  AS_FUNCTION(self)->defaults = value;
  return changed(ctx, self), true;
}
static Value get_kwdefaults(Ctx *ctx, Value self) {
  Function *f = AS_FUNCTION(self);
  if (f->kwdefaults && !f->kwdefaults_shown) {
    f->kwdefaults_shown = true;
    changed(ctx, self);
  }
  return or_none(f->kwdefaults);
}
static bool set_kwdefaults(Ctx *ctx, Value self, Value value) {
  if (value == V_NONE) value = V_NULL;
  if (value && !is_dict(ctx, value))
    return raise_format(ctx, EXC_TypeError, "__kwdefaults__ must be set to a dict object"), false;
  AS_FUNCTION(self)->kwdefaults = value;
  AS_FUNCTION(self)->kwdefaults_shown = value != V_NULL;
  return changed(ctx, self), true;
}
static Value get_code(Ctx *ctx, Value self) { return (void)ctx, VAL(AS_FUNCTION(self)->code); }
static uint32_t free_count(Code *code) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < code->nlocalsplus; i++) n += (code->local_kinds[i] & LOCAL_FREE) != 0;
  return n;
}
static bool set_code(Ctx *ctx, Value self, Value value) {
  Function *f = AS_FUNCTION(self);
  if (!value || !has_kind(ctx, value, KIND_CODE))
    return raise_format(ctx, EXC_TypeError, "__code__ must be set to a code object"), false;
  uint32_t wanted = free_count((Code *)value), closure = f->closure ? (uint32_t)tuple_length(f->closure) : 0;
  if (wanted != closure) {
    raise_format(ctx, EXC_ValueError, "%U() requires a code object with %d free vars, not %d", f->name, (int)closure,
                 (int)wanted);
    return false;
  }
  if (!get_doc(ctx, self)) return false; /* that of the old code stays */
  f->code = (Code *)value;
  claim_code(ctx, f->code, f->globals, f->builtins);
  return changed(ctx, self), true;
}
static Value get_globals(Ctx *ctx, Value self) { return (void)ctx, AS_FUNCTION(self)->globals; }
static Value get_builtins(Ctx *ctx, Value self) { return (void)ctx, AS_FUNCTION(self)->builtins; }
static Value get_closure(Ctx *ctx, Value self) { return (void)ctx, or_none(AS_FUNCTION(self)->closure); }
static Value get_dict(Ctx *ctx, Value self) { return instance_dict(ctx, self); }
static bool set_dict(Ctx *ctx, Value self, Value value) {
  if (!check_new_dict(ctx, value)) return false;
  AS_FUNCTION(self)->dict = value;
  return true;
}

/* Annotations are a dict, or come lazily from __annotate__(1). */
static Value get_annotate(Ctx *ctx, Value self) { return (void)ctx, or_none(AS_FUNCTION(self)->annotate); }
static bool set_annotate(Ctx *ctx, Value self, Value value) {
  if (!value) return raise_format(ctx, EXC_TypeError, "__annotate__ cannot be deleted"), false;
  if (value != V_NONE && !class_of(ctx, value)->ops.call)
    return raise_format(ctx, EXC_TypeError, "__annotate__ must be callable or None"), false;
  AS_FUNCTION(self)->annotate = value == V_NONE ? V_NULL : value;
  if (value != V_NONE) AS_FUNCTION(self)->annotations = V_NULL;
  return true;
}
/* SET_FUNCTION_ATTRIBUTE may have left a flat tuple (name, annotation, …). */
static Value get_annotations(Ctx *ctx, Value self) {
  Function *f = AS_FUNCTION(self);
  if (f->annotations && is_dict(ctx, f->annotations)) return f->annotations;
  Value made = V_NULL;
  if (f->annotations && is_tuple(ctx, f->annotations)) {
    made = dict_new(ctx);
    for (int64_t i = 0; made && i + 1 < tuple_length(f->annotations); i += 2)
      if (!dict_set(ctx, made, tuple_item(f->annotations, i), tuple_item(f->annotations, i + 1))) return V_NULL;
  } else if (f->annotate) {
    made = py_call1(ctx, f->annotate, int_tag(1));
    if (made && !is_dict(ctx, made))
      return raise_format(ctx, EXC_TypeError, "__annotate__ returned non-dict of type '%T'", made), V_NULL;
  } else {
    made = dict_new(ctx);
  }
  return made ? (f->annotations = made) : V_NULL;
}
static bool set_annotations(Ctx *ctx, Value self, Value value) {
  if (value == V_NONE) value = V_NULL;
  if (value && !is_dict(ctx, value))
    return raise_format(ctx, EXC_TypeError, "__annotations__ must be set to a dict object"), false;
  AS_FUNCTION(self)->annotations = value;
  AS_FUNCTION(self)->annotate = V_NULL;
  return true;
}
static Value get_type_params(Ctx *ctx, Value self) {
  return AS_FUNCTION(self)->type_params ? AS_FUNCTION(self)->type_params : ctx->empty_tuple;
}
static bool set_type_params(Ctx *ctx, Value self, Value value) {
  if (!value || !is_tuple(ctx, value))
    return raise_format(ctx, EXC_TypeError, "__type_params__ must be set to a tuple"), false;
  AS_FUNCTION(self)->type_params = value;
  return true;
}

static const GetSetDef function_getset[] = {
    {"__name__", get_name, set_name, NULL},
    {"__qualname__", get_qualname, set_qualname, NULL},
    {"__module__", get_module, set_module, NULL},
    {"__doc__", get_doc, set_doc, NULL},
    {"__defaults__", get_defaults, set_defaults, NULL},
    {"__kwdefaults__", get_kwdefaults, set_kwdefaults, NULL},
    {"__code__", get_code, set_code, NULL},
    {"__globals__", get_globals, readonly_member, NULL},
    {"__builtins__", get_builtins, readonly_member, NULL},
    {"__closure__", get_closure, readonly_member, NULL},
    {"__dict__", get_dict, set_dict, NULL},
    {"__annotate__", get_annotate, set_annotate, NULL},
    {"__annotations__", get_annotations, set_annotations, NULL},
    {"__type_params__", get_type_params, set_type_params, NULL},
    {0},
};

/* types.FunctionType(code, globals, name=None, argdefs=None, closure=None, kwdefaults=None) */
static Value function_make(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  (void)cls;
  Value p[6];
  if (!bind_params(ctx, "function", "code globals name= argdefs= closure= kwdefaults=", args, nargs, kwnames, p))
    return V_NULL;
  if (!has_kind(ctx, p[0], KIND_CODE))
    return raise_format(ctx, EXC_TypeError, "function() argument 'code' must be code, not %A", p[0]), V_NULL;
  if (!is_dict(ctx, p[1]))
    return raise_format(ctx, EXC_TypeError, "function() argument 'globals' must be dict, not %A", p[1]), V_NULL;
  if (p[2] && p[2] != V_NONE && !is_str(ctx, p[2]))
    return raise_format(ctx, EXC_TypeError, "arg 3 (name) must be None or string"), V_NULL;
  if (p[3] && p[3] != V_NONE && !is_tuple(ctx, p[3]))
    return raise_format(ctx, EXC_TypeError, "arg 4 (defaults) must be None or tuple"), V_NULL;
  uint32_t wanted = free_count((Code *)p[0]);
  Value closure = p[4] && p[4] != V_NONE ? p[4] : V_NULL;
  if (closure ? !is_tuple(ctx, closure) : wanted != 0)
    return raise_format(ctx, EXC_TypeError,
                        wanted ? "arg 5 (closure) must be tuple" : "arg 5 (closure) must be None or tuple"),
           V_NULL;
  if (closure && tuple_length(closure) != wanted) {
    raise_format(ctx, EXC_ValueError, "%U requires closure of length %d, not %d", ((Code *)p[0])->name, (int)wanted,
                 (int)tuple_length(closure));
    return V_NULL;
  }
  for (int64_t i = 0; closure && i < wanted; i++)
    if (!has_kind(ctx, tuple_item(closure, i), KIND_CLOSURE_CELL))
      return raise_format(ctx, EXC_TypeError, "arg 5 (closure) expected cell, found %T", tuple_item(closure, i)),
             V_NULL;
  if (p[5] && p[5] != V_NONE && !is_dict(ctx, p[5]))
    return raise_format(ctx, EXC_TypeError, "arg 6 (kwdefaults) must be None or dict"), V_NULL;
  Value made = function_new(ctx, (Code *)p[0], p[1]);
  if (!made) return V_NULL;
  Function *f = AS_FUNCTION(made);
  if (p[2] && p[2] != V_NONE) f->name = p[2];
  if (p[3] && p[3] != V_NONE) f->defaults = p[3];
  if (p[5] && p[5] != V_NONE) f->kwdefaults = p[5], f->kwdefaults_shown = true;
  f->closure = closure;
  return made;
}

static Value function_repr(Ctx *ctx, Value self) {
  char address[32];
  snprintf(address, sizeof address, "0x%llx", (unsigned long long)self);
  return str_format_c(ctx, "<function %U at %s>", AS_FUNCTION(self)->qualname, address);
}
static Value function_get(Ctx *ctx, Value self, Value obj, Class *owner) {
  (void)owner;
  return obj ? method_new(ctx, self, obj) : self;
}
static const TypeOps function_ops = {
    .new_ = function_make, .call = py_call, .repr = function_repr, .descr_get = function_get};

/* ---- bound methods ---- */

static Value method_make(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  (void)cls;
  if (!refuse_keywords(ctx, "method", kwnames)) return V_NULL;
  if (nargs != 2) return raise_arity(ctx, "method", 2, 2, nargs), V_NULL;
  if (!class_of(ctx, args[0])->ops.call)
    return raise_format(ctx, EXC_TypeError, "first argument must be callable"), V_NULL;
  if (args[1] == V_NONE) return raise_format(ctx, EXC_TypeError, "instance must not be None"), V_NULL;
  return method_new(ctx, args[0], args[1]);
}
static Value method_repr(Ctx *ctx, Value self) {
  Method *m = AS_METHOD(self);
  Value name = get_attr_optional(ctx, m->func, NAME(__qualname__));
  if (!name && !ctx->exc) name = get_attr_optional(ctx, m->func, NAME(__name__));
  if (ctx->exc) return V_NULL;
  if (!name || !is_str(ctx, name)) name = str_from_ascii(ctx, "?");
  return str_format_c(ctx, "<bound method %U of %R>", name, m->self);
}
/* Equal when the functions are equal and self is the same object. */
static Value method_compare(Ctx *ctx, Value a, Value b, CmpOp op) {
  if ((op != CMP_EQ && op != CMP_NE) || !has_shape(a, ctx->shape.method) || !has_shape(b, ctx->shape.method))
    return V_NOTIMPL;
  int equal = AS_METHOD(a)->self == AS_METHOD(b)->self ? object_equal(ctx, AS_METHOD(a)->func, AS_METHOD(b)->func) : 0;
  return equal < 0 ? V_NULL : bool_tag(equal == (op == CMP_EQ));
}
static bool method_hash(Ctx *ctx, Value self, uint64_t *out) {
  if (!object_hash(ctx, AS_METHOD(self)->func, out)) return false;
  *out ^= AS_METHOD(self)->self >> 4;
  if (*out == (uint64_t)-1) *out = (uint64_t)-2;
  return true;
}
/* Attributes a bound method lacks are its function's. */
static Value method_getattr(Ctx *ctx, Value self, Value name) {
  Class *cls = ctx->cls.method;
  Value found = class_lookup(ctx, cls, name);
  return found ? descriptor_bind(ctx, found, self, cls) : get_attr(ctx, AS_METHOD(self)->func, name);
}
static Value method_get(Ctx *ctx, Value self, Value obj, Class *owner) {
  (void)ctx, (void)obj, (void)owner;
  return self;
}
static Value get_func(Ctx *ctx, Value self) { return (void)ctx, AS_METHOD(self)->func; }
static Value get_self(Ctx *ctx, Value self) { return (void)ctx, AS_METHOD(self)->self; }
static Value get_method_doc(Ctx *ctx, Value self) { return get_attr(ctx, AS_METHOD(self)->func, NAME(__doc__)); }
static const GetSetDef method_getset[] = {
    {"__func__", get_func, readonly_member, NULL},
    {"__self__", get_self, readonly_member, NULL},
    {"__doc__", get_method_doc, NULL, NULL},
    {0},
};
static const TypeOps method_ops = {.new_ = method_make,
                                   .call = py_call,
                                   .repr = method_repr,
                                   .compare = method_compare,
                                   .hash = method_hash,
                                   .getattr = method_getattr,
                                   .descr_get = method_get};

/* ---- closure cells ---- */

static Value cell_make(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  (void)cls;
  if (!refuse_keywords(ctx, "cell", kwnames)) return V_NULL;
  if (nargs > 1) return raise_arity(ctx, "cell", 0, 1, nargs), V_NULL;
  ClosureCell *cell = heap_alloc(ctx, ctx->shape.closure_cell, sizeof(ClosureCell));
  if (cell && nargs) cell->value = args[0];
  return VAL(cell);
}
static Value cell_repr(Ctx *ctx, Value self) {
  Value value = ((ClosureCell *)self)->value;
  char address[32], inner[32];
  snprintf(address, sizeof address, "0x%llx", (unsigned long long)self);
  if (!value) return str_format_c(ctx, "<cell at %s: empty>", address);
  snprintf(inner, sizeof inner, "0x%llx", (unsigned long long)value);
  return str_format_c(ctx, "<cell at %s: %T object at %s>", address, value, inner);
}
static Value get_contents(Ctx *ctx, Value self) {
  Value value = ((ClosureCell *)self)->value;
  if (!value) raise_format(ctx, EXC_ValueError, "Cell is empty");
  return value;
}
static bool set_contents(Ctx *ctx, Value self, Value value) {
  (void)ctx;
  ((ClosureCell *)self)->value = value;
  return true;
}
static const GetSetDef cell_getset[] = {{"cell_contents", get_contents, set_contents, NULL}, {0}};
static const TypeOps cell_ops = {.new_ = cell_make, .repr = cell_repr};

bool function_startup(Ctx *ctx) {
  ctx->cls.function = class_new_builtin(ctx, "function", NULL, KIND_FUNCTION, sizeof(Function), &function_ops, NULL,
                                        CLASS_FINAL | CLASS_HAS_WEAKREF);
  ctx->cls.method = class_new_builtin(ctx, "method", NULL, KIND_METHOD, sizeof(Method), &method_ops, NULL,
                                      CLASS_FINAL | CLASS_HAS_WEAKREF);
  ctx->cls.cell = class_new_builtin(ctx, "cell", NULL, KIND_CLOSURE_CELL, sizeof(ClosureCell), &cell_ops, NULL,
                                    CLASS_FINAL);
  return ctx->cls.function && ctx->cls.method && ctx->cls.cell &&
         class_add_getset(ctx, ctx->cls.function, function_getset) &&
         class_add_getset(ctx, ctx->cls.method, method_getset) && class_add_getset(ctx, ctx->cls.cell, cell_getset);
}
