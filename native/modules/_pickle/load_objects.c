/* Opcodes that make instances, and that give them their state. */
#include "modules/_pickle/pickle.h"

/* ---- making ---- */

bool load_instance(Reader *r, Value cls, int64_t args, int64_t rest) {
  PickleState *state = r->state;
  Ctx *ctx = r->ctx;
  Value made, asked = V_NULL;
  int64_t n = r->depth - args;
  if (!n && is_class(ctx, cls)) {
    asked = get_attr_optional(ctx, cls, PNAME(__getinitargs__));
    if (ctx->exc) return false;
    if (!asked) {
      made = py_call_method(ctx, cls, NAME(__new__), &cls, 1);
      r->depth = rest;
      return push(r, made);
    }
  }
  Value tuple = tuple_from(ctx, r->stack + args, n);
  made = tuple ? py_call(ctx, cls, AS_TUPLE(tuple)->items, (uint32_t)n, V_NULL) : V_NULL;
  r->depth = rest;
  return push(r, made);
}
bool load_obj(Reader *r) {
  int64_t from;
  if (!pop_mark(r, &from)) return false;
  if (r->depth - from < 1) return stack_underflow(r);
  return load_instance(r, r->stack[from], from + 1, from);
}

static Value new_with_keywords(Ctx *ctx, Class *cls, Value args, Value keywords) {
  int64_t n = tuple_length(args), count = AS_DICT(keywords)->length, at = 0;
  Value names = list_new(ctx, count), values = list_from(ctx, AS_TUPLE(args)->items, n), key, value;
  if (!names || !values) return V_NULL;
  while (dict_next(keywords, &at, &key, &value)) {
    if (!is_str(ctx, key)) return raise_format(ctx, EXC_TypeError, "keywords must be strings"), V_NULL;
    if (!list_append(ctx, names, key) || !list_append(ctx, values, value)) return V_NULL;
  }
  Value kwnames = tuple_from_iterable(ctx, names);
  return kwnames ? cls->ops.new_(ctx, cls, AS_LIST(values)->items->items, (uint32_t)n, kwnames) : V_NULL;
}
bool load_newobj(Reader *r, bool with_keywords) {
  Ctx *ctx = r->ctx;
  const char *opcode = with_keywords ? "NEWOBJ_EX" : "NEWOBJ";
  Value keywords = V_NULL, args, cls;
  if ((with_keywords && !pop(r, &keywords)) || !pop(r, &args) || !pop(r, &cls)) return false;
  if (!is_class(ctx, cls)) return unpickling_error(ctx, "%s class argument must be a type, not %T", opcode, cls);
  if (!AS_CLASS(cls)->ops.new_)
    return unpickling_error(ctx, "%s class argument '%U' doesn't have __new__", opcode,
                            class_tp_name(ctx, AS_CLASS(cls)));
  if (!is_tuple(ctx, args)) return unpickling_error(ctx, "%s args argument must be a tuple, not %T", opcode, args);
  if (keywords && !is_dict(ctx, keywords))
    return unpickling_error(ctx, "%s kwargs argument must be a dict, not %T", opcode, keywords);
  if (keywords && AS_DICT(keywords)->length) return push(r, new_with_keywords(ctx, AS_CLASS(cls), args, keywords));
  return push(r,
              AS_CLASS(cls)->ops.new_(ctx, AS_CLASS(cls), AS_TUPLE(args)->items, (uint32_t)tuple_length(args), V_NULL));
}

bool load_reduce(Reader *r) {
  Ctx *ctx = r->ctx;
  Value args, callable;
  if (!pop(r, &args) || !pop(r, &callable)) return false;
  if (!is_tuple(ctx, args)) return raise_format(ctx, EXC_TypeError, "argument list must be a tuple"), false;
  return push(r, py_call(ctx, callable, AS_TUPLE(args)->items, (uint32_t)tuple_length(args), V_NULL));
}

/* ---- state ---- */

/* The keys of attributes are interned, as those of instances are that programs make. */
static Value interned(Ctx *ctx, Value key) {
  return exact_str(ctx, key) && !(CELL(key)->flags & STR_INTERNED) ? str_intern(ctx, key) : key;
}

/* Straight to where the instance has its attributes, which obj.__dict__ would be a view of. */
static bool set_attributes(Ctx *ctx, Value obj, Value dict) {
  Value key, value;
  for (int64_t at = 0; dict_next(dict, &at, &key, &value);) {
    if (!(key = interned(ctx, key))) return false;
    Shape *shape = shape_of(ctx, obj);
    bool ok = LIKELY(exact_str(ctx, key)) || shape->flags & SHAPE_DICT_MODE
                  ? instance_set(ctx, obj, shape, key, value)
                  : instance_dict(ctx, obj) && instance_set(ctx, obj, shape_of(ctx, obj), key, value);
    if (!ok || !CHECK_STOP(ctx)) return false;
  }
  return true;
}
static bool set_dict(Ctx *ctx, Value obj, Value state) {
  Value key, value, dict = get_attr(ctx, obj, NAME(__dict__));
  if (!dict) return false;
  for (int64_t at = 0; dict_next(state, &at, &key, &value);) {
    if (!(key = interned(ctx, key)) || !object_setitem(ctx, dict, key, value) || !CHECK_STOP(ctx)) return false;
  }
  return true;
}
static bool set_slots(Ctx *ctx, Value obj, Value state) {
  Value key, value;
  for (int64_t at = 0; dict_next(state, &at, &key, &value);) {
    Value name = name_checked(ctx, key);
    if (!name || !set_attr(ctx, obj, name, value) || !CHECK_STOP(ctx)) return false;
  }
  return true;
}

bool load_build(Reader *r) {
  PickleState *state = r->state;
  Ctx *ctx = r->ctx;
  Value given, slots = V_NULL;
  if (r->depth - 2 < r->fence) return stack_underflow(r);
  pop(r, &given);
  Value obj = r->stack[r->depth - 1];
  Class *cls = class_of(ctx, obj);
  bool plain = cls->kind == KIND_INSTANCE && class_facts(ctx, state, cls)->builds_by_default &&
               !instance_get(ctx, obj, shape_of(ctx, obj), PNAME(__setstate__));
  if (!plain) {
    Value setter = get_attr_optional(ctx, obj, PNAME(__setstate__));
    if (ctx->exc) return false;
    if (setter) return py_call1(ctx, setter, given) != V_NULL;
  }
  if (is_tuple(ctx, given) && tuple_length(given) == 2) {
    slots = tuple_item(given, 1);
    given = tuple_item(given, 0);
  }
  if (given != V_NONE) {
    if (!is_dict(ctx, given)) return unpickling_error(ctx, "state is not a dictionary");
    bool direct = plain && takes_attributes(shape_of(ctx, obj));
    if (!(direct ? set_attributes(ctx, obj, given) : set_dict(ctx, obj, given))) return false;
  }
  if (!slots) return true;
  if (!is_dict(ctx, slots)) return slots == V_NONE || unpickling_error(ctx, "slot state is not a dictionary");
  return set_slots(ctx, obj, slots);
}
