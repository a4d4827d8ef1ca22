/* FrameLocalsProxy (PEP 667): what f_locals of a function's frame returns. Reading and writing go to the variables
 * themselves, as long as the frame is there and after; other keys are kept beside them, in the frame object. */
#include "call/frame_object.h"
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "object/model.h"
#include "object/object.h"
#include "text/text.h"

typedef struct FrameLocals {
  Cell h;
  FrameObject *frame;
} FrameLocals;
#define LOCALS_OF(v) (((FrameLocals *)(v))->frame)

Value frame_locals_new(Ctx *ctx, FrameObject *o) {
  FrameLocals *p = heap_alloc(ctx, ctx->cls.frame_locals->root, sizeof(FrameLocals));
  if (!p) return V_NULL;
  p->frame = o;
  return VAL(p);
}

static bool is_locals(Ctx *ctx, Value v) { return is_cell(v) && shape_of(ctx, v)->cls == ctx->cls.frame_locals; }

static Value name_of(FrameObject *o, uint32_t i) { return AS_TUPLE(o->code->localsplus_names)->items[i]; }

Value frame_locals_copy(Ctx *ctx, FrameObject *o) {
  Value room[EXIT_MAX_VALUES];
  FrameValues values = frame_object_values(ctx, o, room);
  Value dict = values.slots ? dict_new(ctx) : V_NULL;
  for (uint32_t i = 0; dict && i < o->code->nlocalsplus; i++) {
    Value value = frame_object_value(ctx, &values, i);
    if (value && !dict_set(ctx, dict, name_of(o, i), value)) return V_NULL;
  }
  return dict && o->extra && !dict_update(ctx, dict, o->extra) ? V_NULL : dict;
}

/* The variable's number, or -1. Names are interned, keys need not be. */
static int64_t variable(Ctx *ctx, FrameObject *o, Value key) {
  if (!is_str(ctx, key)) return -1;
  for (uint32_t i = 0; i < o->code->nlocalsplus; i++)
    if (name_of(o, i) == key || str_equal(name_of(o, i), key)) return i;
  return -1;
}

/* V_NULL: absent, or an exception is set. */
static Value find(Ctx *ctx, FrameObject *o, Value key) {
  int64_t i = variable(ctx, o, key);
  if (i >= 0) {
    Value room[EXIT_MAX_VALUES];
    FrameValues values = frame_object_values(ctx, o, room);
    Value value = values.slots ? frame_object_value(ctx, &values, (uint32_t)i) : V_NULL;
    if (value || ctx->exc) return value;
  }
  uint64_t hash;
  if (!object_hash(ctx, key, &hash) || !o->extra) return V_NULL;
  return dict_get_hashed(ctx, o->extra, key, hash);
}

static bool store(Ctx *ctx, FrameObject *o, Value key, Value value) {
  int64_t i = variable(ctx, o, key);
  if (i >= 0) return frame_object_set_value(ctx, o, (uint32_t)i, value);
  if (!o->extra && !(o->extra = dict_new(ctx))) return false;
  return dict_set(ctx, o->extra, key, value);
}

static Value undefined(Ctx *ctx, Value key) {
  return raise_format(ctx, EXC_KeyError, "local variable '%R' is not defined", key), V_NULL;
}
static Value no_removal(Ctx *ctx) {
  return raise_format(ctx, EXC_ValueError, "cannot remove local variables from FrameLocalsProxy"), V_NULL;
}

static Value locals_getitem(Ctx *ctx, Value self, Value key) {
  Value value = find(ctx, LOCALS_OF(self), key);
  return value || ctx->exc ? value : undefined(ctx, key);
}
static Value pop(Ctx *ctx, Value self, Value key, Value otherwise) {
  FrameObject *o = LOCALS_OF(self);
  if (variable(ctx, o, key) >= 0) return no_removal(ctx);
  if (!o->extra && !(o->extra = dict_new(ctx))) return V_NULL;
  return dict_pop(ctx, o->extra, key, otherwise);
}
static bool locals_setitem(Ctx *ctx, Value self, Value key, Value value) {
  return value ? store(ctx, LOCALS_OF(self), key, value) : pop(ctx, self, key, V_NULL) != V_NULL;
}
static int locals_contains(Ctx *ctx, Value self, Value key) {
  return find(ctx, LOCALS_OF(self), key) ? 1 : ctx->exc ? -1 : 0;
}
static int64_t locals_len(Ctx *ctx, Value self) {
  Value dict = frame_locals_copy(ctx, LOCALS_OF(self));
  return dict ? object_len(ctx, dict) : -1;
}
/* What a method of the dict of all items returns. */
static Value of_copy(Ctx *ctx, Value self, Value method) {
  Value dict = frame_locals_copy(ctx, LOCALS_OF(self));
  return dict ? py_call_method(ctx, dict, method, NULL, 0) : V_NULL;
}
static Value listed(Ctx *ctx, Value self, Value method) {
  Value view = of_copy(ctx, self, method);
  return view ? list_from_iterable(ctx, view) : V_NULL;
}
static Value locals_iter(Ctx *ctx, Value self) {
  Value names = listed(ctx, self, NAME(keys));
  return names ? object_iter(ctx, names) : V_NULL;
}
static Value locals_repr(Ctx *ctx, Value self) {
  int running = repr_enter(ctx, self);
  if (running) return running < 0 ? V_NULL : str_from_ascii(ctx, "{...}");
  Value dict = frame_locals_copy(ctx, LOCALS_OF(self));
  Value text = dict ? object_repr(ctx, dict) : V_NULL;
  repr_leave(ctx, self);
  return text;
}
static Value locals_compare(Ctx *ctx, Value self, Value other, CmpOp op) {
  if (op != CMP_EQ && op != CMP_NE) return V_NOTIMPL;
  if (is_locals(ctx, other)) return bool_tag((LOCALS_OF(self) == LOCALS_OF(other)) == (op == CMP_EQ));
  if (!is_dict(ctx, other)) return V_NOTIMPL;
  Value dict = frame_locals_copy(ctx, LOCALS_OF(self));
  return dict ? object_compare(ctx, dict, other, op) : V_NULL;
}
static bool take_in(Ctx *ctx, FrameObject *o, Value other) {
  if (is_locals(ctx, other) && !(other = frame_locals_copy(ctx, LOCALS_OF(other)))) return false;
  Value items = py_call_method(ctx, other, NAME(items), NULL, 0);
  Value pairs = items ? tuple_from_iterable(ctx, items) : V_NULL;
  for (int64_t i = 0; pairs && i < tuple_length(pairs); i++) {
    Value pair = tuple_item(pairs, i);
    if (!is_tuple(ctx, pair) || tuple_length(pair) != 2)
      return raise_format(ctx, EXC_TypeError, "items() must return an iterable of pairs, not %T", pair), false;
    if (!store(ctx, o, tuple_item(pair, 0), tuple_item(pair, 1)) || !CHECK_STOP_AT(ctx, i)) return false;
  }
  return pairs != V_NULL;
}
static bool is_source(Ctx *ctx, Value v) { return is_dict(ctx, v) || is_locals(ctx, v); }

static Value locals_binary(Ctx *ctx, Value left, Value right, BinOp op) {
  if (op != OP_OR || !is_source(ctx, left) || !is_source(ctx, right)) return V_NOTIMPL;
  Value dict = is_locals(ctx, left) ? frame_locals_copy(ctx, LOCALS_OF(left)) : dict_copy(ctx, left);
  if (dict && is_locals(ctx, right)) right = frame_locals_copy(ctx, LOCALS_OF(right));
  return dict && right && dict_update(ctx, dict, right) ? dict : V_NULL;
}
static Value locals_inplace(Ctx *ctx, Value left, Value right, BinOp op) {
  if (op != OP_OR || !is_locals(ctx, left) || !is_source(ctx, right)) return V_NOTIMPL;
  return take_in(ctx, LOCALS_OF(left), right) ? left : V_NULL;
}

METHOD(locals_get) {
  if (nargs < 1 || nargs > 2) return raise_format(ctx, EXC_TypeError, "get expected 1 or 2 arguments"), V_NULL;
  Value value = find(ctx, LOCALS_OF(self), args[0]);
  return value || ctx->exc ? value : nargs > 1 ? args[1] : V_NONE;
}
METHOD(locals_setdefault) {
  Value value = find(ctx, LOCALS_OF(self), args[0]);
  if (value || ctx->exc) return value;
  value = nargs > 1 ? args[1] : V_NONE;
  return store(ctx, LOCALS_OF(self), args[0], value) ? value : V_NULL;
}
METHOD(locals_pop) { return pop(ctx, self, args[0], nargs > 1 ? args[1] : V_NULL); }
METHOD(locals_update) {
  if (!is_source(ctx, args[0]))
    return raise_format(ctx, EXC_TypeError, "update() argument must be dict or another FrameLocalsProxy"), V_NULL;
  return take_in(ctx, LOCALS_OF(self), args[0]) ? V_NONE : V_NULL;
}
METHOD(locals_keys) { return listed(ctx, self, NAME(keys)); }
METHOD(locals_values) { return listed(ctx, self, NAME(values)); }
METHOD(locals_items) { return listed(ctx, self, NAME(items)); }
METHOD(locals_copy) { return frame_locals_copy(ctx, LOCALS_OF(self)); }
METHOD(locals_reversed) {
  Value names = listed(ctx, self, NAME(keys));
  List *list = (List *)names;
  for (int64_t i = 0, k = names ? list->length - 1 : 0; i < k; i++, k--) {
    Value first = list->items->items[i];
    list->items->items[i] = list->items->items[k];
    list->items->items[k] = first;
  }
  return names;
}

static const CFuncDef methods[] = {
    METHOD_ROW("get", locals_get, 0, -1, "The value of a variable, or another one."),
    METHOD_ROW("setdefault", locals_setdefault, 1, 2, "The value under a key, set to the second argument if absent."),
    METHOD_ROW("pop", locals_pop, 1, 2, "Take away what is not a variable."),
    METHOD_ROW("update", locals_update, 1, 1, "Set variables as a dict or another proxy has them."),
    METHOD_ROW("keys", locals_keys, 0, 0, "A list of the names of bound variables."),
    METHOD_ROW("values", locals_values, 0, 0, "A list of their values."),
    METHOD_ROW("items", locals_items, 0, 0, "A list of pairs of name and value."),
    METHOD_ROW("copy", locals_copy, 0, 0, "A dict of the variables as they are now."),
    METHOD_ROW("__reversed__", locals_reversed, 0, 0, "The names, last first."),
    {0},
};

static Value locals_make(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(cls);
  if (kwcount(kwnames)) return raise_format(ctx, EXC_TypeError, "FrameLocalsProxy takes no keyword arguments"), V_NULL;
  if (nargs != 1)
    return raise_format(ctx, EXC_TypeError, "FrameLocalsProxy expected 1 argument, got %d", (int)nargs), V_NULL;
  if (!has_kind(ctx, args[0], KIND_FRAME_OBJECT))
    return raise_format(ctx, EXC_TypeError, "expect frame, not %T", args[0]), V_NULL;
  return frame_locals_new(ctx, AS_FRAME_OBJECT(args[0]));
}
static void locals_trace(Ctx *ctx, Value self) { heap_mark(ctx, VAL(LOCALS_OF(self))); }

bool frame_locals_startup(Ctx *ctx) {
  static const TypeOps ops = {
      .new_ = locals_make,
      .repr = locals_repr,
      .hash = hash_refused,
      .compare = locals_compare,
      .len = locals_len,
      .getitem = locals_getitem,
      .setitem = locals_setitem,
      .contains = locals_contains,
      .iter = locals_iter,
      .binary = locals_binary,
      .inplace = locals_inplace,
      .trace = locals_trace,
  };
  ctx->cls.frame_locals = class_new_builtin(ctx, "FrameLocalsProxy", NULL, KIND_OTHER, sizeof(FrameLocals), &ops,
                                            methods, CLASS_FINAL | CLASS_MAPPING);
  return ctx->cls.frame_locals != NULL;
}
