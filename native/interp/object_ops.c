/* Slow paths of subscripts, attributes, building and unpacking. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "generated/opcodes.h"
#include "import/import.h"
#include "interp/interp.h"
#include "interp/uop.h"
#include "object/model.h"
#include "object/object.h"
#include "text/text.h"

bool interp_missing_key(Ctx *ctx, Value key) {
  if (!ctx->exc) raise_key_error(ctx, key);
  return true;
}

/* A slice bound that needs no slice object: a fixnum or None. */
static bool plain_bound(Value bound, int64_t length, int64_t absent, int64_t *out) {
  if (bound == V_NONE) return *out = absent, true;
  if (!is_int(bound)) return false;
  int64_t i = int_val(bound);
  if (i < 0) i = i + length < 0 ? 0 : i + length;
  *out = i > length ? length : i;
  return true;
}

Value interp_binary_slice(Ctx *ctx, Value container, Value start, Value stop) {
  int64_t from, to;
  if (has_shape(container, ctx->shape.list)) {
    int64_t length = ((List *)container)->length;
    if (plain_bound(start, length, 0, &from) && plain_bound(stop, length, length, &to))
      return list_getslice(ctx, container, from, to < from ? from : to);
  } else if (has_shape(container, ctx->shape.str)) {
    int64_t length = ((Str *)container)->length;
    if (plain_bound(start, length, 0, &from) && plain_bound(stop, length, length, &to))
      return str_substring(ctx, container, from, to < from ? from : to);
  } else if (has_shape(container, ctx->shape.tuple)) {
    int64_t length = ((Tuple *)container)->length;
    if (plain_bound(start, length, 0, &from) && plain_bound(stop, length, length, &to))
      return from == 0 && to == length ? container
                                       : tuple_from(ctx, ((Tuple *)container)->items + from, to < from ? 0 : to - from);
  }
  Value slice = slice_new(ctx, start, stop, V_NONE);
  return slice ? object_getitem(ctx, container, slice) : V_NULL;
}

int interp_list_contains(Ctx *ctx, Value list, Value item) {
  for (int64_t i = 0; i < ((List *)list)->length; i++) {
    Value candidate = ((List *)list)->items->items[i];
    if (!CHECK_STOP(ctx)) return -1;
    if (candidate == item && !is_flonum(item)) return 1;
    if (is_int(candidate) && is_int(item)) continue;
    int equal = object_equal(ctx, candidate, item);
    if (equal) return equal;
  }
  return 0;
}

Value interp_load_super_attr(Ctx *ctx, Value super, Value cls, Value self, Value name, Value *method_self) {
  if (super == VAL(ctx->cls.super_)) {
    if (!method_self) return super_load(ctx, cls, self, name, &cls, NULL) ? cls : V_NULL;
    Value func;
    return super_load(ctx, cls, self, name, &func, method_self) ? func : V_NULL;
  }
  Value proxy = py_call2(ctx, super, cls, self);
  return proxy ? get_attr(ctx, proxy, name) : V_NULL;
}

/* Messages: CPython's Python/ceval.c, _Py_SpecialMethods. */
static void raise_no_context_manager(Ctx *ctx, Value owner, uint32_t which) {
  static const NameId other[] = {N___aenter__, N___aexit__, N___enter__, N___exit__};
  Class *cls = class_of(ctx, owner);
  bool async = which >= 2;
  const char *method = special_method_names[which];
  bool suggest = class_lookup(ctx, cls, ctx->names[other[(which & 2)]]) &&
                 class_lookup(ctx, cls, ctx->names[other[(which & 2) + 1]]);
  const char *protocol = async ? "asynchronous context manager" : "context manager";
  const char *hint =
      !suggest ? ""
      : async  ? " but it supports the context manager protocol. Did you mean to use 'with'?"
               : " but it supports the asynchronous context manager protocol. Did you mean to use 'async with'?";
  if (suggest)
    raise_format(ctx, EXC_TypeError, "'%F' object does not support the %s protocol (missed %s method)%s", owner,
                 protocol, method, hint);
  else
    raise_format(ctx, EXC_TypeError, "'%F' object does not support the %s protocol (missed %s method)", owner, protocol,
                 method);
}

static const NameId LOADED[] = {N___enter__, N___exit__, N___aenter__, N___aexit__};

Value interp_loaded_method(Ctx *ctx, Value owner, uint32_t which) {
  Value found = class_lookup(ctx, class_of(ctx, owner), ctx->names[LOADED[which]]);
  return found && has_shape(found, ctx->shape.function) ? found : V_NULL;
}

bool interp_load_special(Ctx *ctx, Value owner, uint32_t which, Value *method, Value *self) {
  Class *cls = class_of(ctx, owner);
  Value found = class_lookup(ctx, cls, ctx->names[LOADED[which]]);
  if (!found) {
    raise_no_context_manager(ctx, owner, which);
    return false;
  }
  *method = found;
  *self = owner;
  if (is_method_like(ctx, found)) return true;
  Class *descr = class_of(ctx, found);
  *self = V_NULL;
  if (descr->ops.descr_get) *method = descr->ops.descr_get(ctx, found, owner, cls);
  return *method != V_NULL;
}

Value interp_build_set(Ctx *ctx, const Value *items, uint32_t n) {
  Value set = set_new(ctx, false);
  for (uint32_t i = 0; set && i < n; i++)
    if (set_add(ctx, set, items[i]) < 0) return V_NULL;
  return set;
}

Value interp_build_map(Ctx *ctx, const Value *pairs, uint32_t n) {
  Value dict = dict_new_sized(ctx, n);
  for (uint32_t i = 0; dict && i < n; i++)
    if (!dict_set(ctx, dict, pairs[2 * i], pairs[2 * i + 1])) return V_NULL;
  return dict;
}

/* The types are in lib/_templates.py. */
Value interp_build_interpolation(Ctx *ctx, Value value, Value source, Value format, uint32_t conversion) {
  Value parts[] = {value, source, int_tag(conversion), format ? format : ctx->empty_str};
  return import_call(ctx, "_templates", "_interpolation", parts, 4);
}

Value interp_build_template(Ctx *ctx, Value strings, Value interpolations) {
  return import_call(ctx, "_templates", "_template", (Value[]){strings, interpolations}, 2);
}

static bool is_iterable(Ctx *ctx, Value v) {
  Class *cls = class_of(ctx, v);
  return cls->ops.iter || cls->ops.getitem;
}

bool interp_list_extend(Ctx *ctx, Value list, Value iterable) {
  if (!is_iterable(ctx, iterable)) {
    raise_format(ctx, EXC_TypeError, "Value after * must be an iterable, not %T", iterable);
    return false;
  }
  return list_extend(ctx, list, iterable);
}

bool interp_dict_update(Ctx *ctx, Value dict, Value update) {
  if (!is_dict(ctx, update)) {
    Value keys = get_attr_optional(ctx, update, NAME(keys));
    if (ctx->exc) return false;
    if (!keys) {
      raise_format(ctx, EXC_TypeError, "'%T' object is not a mapping", update);
      return false;
    }
  }
  return dict_update(ctx, dict, update);
}

static bool raise_not_enough(Ctx *ctx, int64_t wanted, bool at_least, int64_t got) {
  raise_format(ctx, EXC_ValueError, "not enough values to unpack (expected %s%lld, got %lld)",
               at_least ? "at least " : "", (long long)wanted, (long long)got);
  return false;
}

/* CPython mentions the size only where len() is known to be right. */
static bool raise_too_many(Ctx *ctx, Value sequence, int64_t wanted) {
  int64_t got = has_shape(sequence, ctx->shape.list)    ? ((List *)sequence)->length
                : has_shape(sequence, ctx->shape.tuple) ? ((Tuple *)sequence)->length
                : has_shape(sequence, ctx->shape.dict)  ? ((Dict *)sequence)->length
                                                        : -1;
  if (got > wanted)
    raise_format(ctx, EXC_ValueError, "too many values to unpack (expected %lld, got %lld)", (long long)wanted,
                 (long long)got);
  else raise_format(ctx, EXC_ValueError, "too many values to unpack (expected %lld)", (long long)wanted);
  return false;
}

static Value iterate_for_unpacking(Ctx *ctx, Value sequence) {
  if (!is_iterable(ctx, sequence)) {
    raise_format(ctx, EXC_TypeError, "cannot unpack non-iterable %T object", sequence);
    return V_NULL;
  }
  return object_iter(ctx, sequence);
}

/* Writes to[last - i] = item i, from an iterator. */
static bool take(Ctx *ctx, Value iterator, Value *last, int64_t n, int64_t wanted, bool at_least) {
  for (int64_t i = 0; i < n; i++) {
    Value item = object_next(ctx, iterator);
    if (!item) return ctx->exc ? false : raise_not_enough(ctx, wanted, at_least, i);
    last[-i] = item;
  }
  return true;
}

bool interp_unpack(Ctx *ctx, Value sequence, int64_t n, Value *to) {
  const Value *items = NULL;
  int64_t length = 0;
  if (has_shape(sequence, ctx->shape.tuple)) items = ((Tuple *)sequence)->items, length = ((Tuple *)sequence)->length;
  else if (has_shape(sequence, ctx->shape.list))
    items = ((List *)sequence)->items->items, length = ((List *)sequence)->length;
  if (items) {
    if (length > n) return raise_too_many(ctx, sequence, n);
    if (length < n) return raise_not_enough(ctx, n, false, length);
    for (int64_t i = 0; i < n; i++) to[n - 1 - i] = items[i];
    return true;
  }
  Value iterator = iterate_for_unpacking(ctx, sequence);
  /* `to` is above the stack pointer but inside the frame: frames of Python code that next() runs come after it. */
  if (!iterator || !take(ctx, iterator, to + n - 1, n, n, false)) return false;
  if (object_next(ctx, iterator)) return raise_too_many(ctx, sequence, n);
  return !ctx->exc;
}

bool interp_unpack_ex(Ctx *ctx, Value sequence, int64_t before, int64_t after, Value *to) {
  Value iterator = iterate_for_unpacking(ctx, sequence);
  int64_t total = before + 1 + after;
  if (!iterator || !take(ctx, iterator, to + total - 1, before, before + after, after > 0 || true)) return false;
  Value rest = list_from_iterable(ctx, iterator);
  if (!rest) return false;
  List *list = (List *)rest;
  if (list->length < after) return raise_not_enough(ctx, before + after, true, before + list->length);
  list->length -= after;
  to[after] = rest;
  for (int64_t i = 0; i < after; i++) to[after - 1 - i] = list->items->items[list->length + i];
  return true;
}

Value interp_unpack_to_tuple(Ctx *ctx, Value sequence, uint32_t oparg, bool starred) {
  int64_t before = starred ? oparg & 0xff : oparg, after = starred ? oparg >> 8 : 0;
  Value tuple = tuple_new(ctx, before + starred + after);
  if (!tuple) return V_NULL;
  Value *to = ((Tuple *)tuple)->items;
  bool done = starred ? interp_unpack_ex(ctx, sequence, before, after, to) : interp_unpack(ctx, sequence, before, to);
  return done ? tuple : V_NULL;
}

int64_t interp_len(Ctx *ctx, Value v) {
  if (has_shape(v, ctx->shape.list)) return ((List *)v)->length;
  if (has_shape(v, ctx->shape.str)) return ((Str *)v)->length;
  if (has_shape(v, ctx->shape.tuple)) return ((Tuple *)v)->length;
  if (has_shape(v, ctx->shape.dict)) return ((Dict *)v)->length;
  return object_len(ctx, v);
}

int interp_isinstance(Ctx *ctx, Value v, Value cls) {
  if (VAL(class_of(ctx, v)) == cls) return 1;
  return object_isinstance(ctx, v, cls);
}

Value interp_binary_method(Ctx *ctx, Value left, Value right, uint32_t op, uint32_t *operand) {
  if (!is_cell(left) || op == OP_SUBSCR) return V_NULL;
  Class *cls = class_of(ctx, left);
  if (cls->kind != KIND_INSTANCE) return V_NULL;
  bool inplace = op >= OP_INPLACE_FIRST;
  BinOp base = (BinOp)(inplace ? op - OP_INPLACE_FIRST : op);
  if (is_int(right)) *operand = OPERAND_INT;
  else if (is_float_exact(ctx, right)) *operand = OPERAND_FLOAT;
  else if (is_cell(right) && class_of(ctx, right) == cls) *operand = OPERAND_SAME_CLASS;
  else return V_NULL;
  if (inplace && class_lookup(ctx, cls, ctx->names[binary_dunder(base, 2)])) return V_NULL;
  Value method = class_lookup(ctx, cls, ctx->names[binary_dunder(base, 0)]);
  return method && has_shape(method, ctx->shape.function) ? method : V_NULL;
}
