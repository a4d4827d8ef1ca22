/* The match statement's own instructions. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "interp/interp.h"
#include "interp/uop.h"
#include "object/buffer.h"
#include "object/object.h"
#include "text/text.h"

bool interp_is_mapping(Ctx *ctx, Value v) {
  if (!is_cell(v)) return false;
  const Class *cls = class_of(ctx, v);
  if (cls->flags & (CLASS_SEQUENCE | CLASS_MAPPING)) return cls->flags & CLASS_MAPPING;
  return shape_of(ctx, v)->kind == KIND_DICT || cls == ctx->cls.mappingproxy;
}

bool interp_is_sequence(Ctx *ctx, Value v) {
  if (!is_cell(v)) return false;
  const Class *cls = class_of(ctx, v);
  if (cls->flags & (CLASS_SEQUENCE | CLASS_MAPPING)) return cls->flags & CLASS_SEQUENCE;
  return is_list(ctx, v) || is_tuple(ctx, v) || has_kind(ctx, v, KIND_RANGE) || is_memoryview(ctx, v);
}

/* The values under `keys`, or None when one is missing. Plain dicts are looked into directly, so that __missing__ stays
 * out of it. */
Value interp_match_keys(Ctx *ctx, Value subject, Value keys) {
  int64_t n = ((Tuple *)keys)->length;
  Value seen = set_new(ctx, false), values = tuple_new(ctx, n);
  if (!seen || !values) return V_NULL;
  Value get = V_NULL;
  if (n && !has_shape(subject, ctx->shape.dict)) {
    get = get_attr(ctx, subject, str_intern_c(ctx, "get"));
    if (!get) return V_NULL;
  }
  Value absent = get ? instance_new(ctx, ctx->cls.object) : V_NULL;
  if (get && !absent) return V_NULL;
  for (int64_t i = 0; i < n; i++) {
    Value key = ((Tuple *)keys)->items[i];
    int added = set_add(ctx, seen, key);
    if (added < 0) return V_NULL;
    if (!added) {
      raise_format(ctx, EXC_ValueError, "mapping pattern checks duplicate key (%R)", key);
      return V_NULL;
    }
    Value value = get ? py_call2(ctx, get, key, absent) : dict_get(ctx, subject, key);
    if (ctx->exc) return V_NULL;
    if (!value || value == absent) return V_NONE;
    ((Tuple *)values)->items[i] = value;
  }
  return values;
}

/* Attribute for one sub-pattern; each may be asked for once. V_NULL: missing, or ctx->exc. */
static Value match_attribute(Ctx *ctx, Value subject, Value cls, Value name, Value seen) {
  int added = name ? set_add(ctx, seen, name) : -1;
  if (added < 0) return V_NULL;
  if (!added) {
    raise_format(ctx, EXC_TypeError, "%U() got multiple sub-patterns for attribute %R", ((Class *)cls)->name, name);
    return V_NULL;
  }
  return get_attr_optional(ctx, subject, name);
}

/* Built-in classes that match their one positional sub-pattern with the subject itself. */
static bool is_or_inherits_scalar(Ctx *ctx, Class *cls) {
  Class *const own[] = {ctx->cls.bool_,  ctx->cls.bytearray, ctx->cls.bytes, ctx->cls.dict,
                        ctx->cls.float_, ctx->cls.frozenset, ctx->cls.int_,  ctx->cls.list,
                        ctx->cls.set,    ctx->cls.str,       ctx->cls.tuple};
  for (size_t i = 0; i < sizeof own / sizeof *own; i++)
    if (own[i] && is_subclass(cls, own[i])) return true;
  return false;
}

bool interp_class_matches_itself(Ctx *ctx, Class *cls) {
  return class_of(ctx, VAL(cls)) == ctx->cls.type && !class_lookup(ctx, cls, NAME(__match_args__)) &&
         is_or_inherits_scalar(ctx, cls);
}

Value interp_match_class(Ctx *ctx, Value subject, Value cls, uint32_t positional, Value names) {
  if (!has_kind(ctx, cls, KIND_CLASS)) {
    raise_format(ctx, EXC_TypeError, "called match pattern must be a class");
    return V_NULL;
  }
  int is = object_isinstance(ctx, subject, cls);
  if (is <= 0) return is < 0 ? V_NULL : V_NONE;
  int64_t nkeywords = ((Tuple *)names)->length;
  Value seen = set_new(ctx, false), attrs = tuple_new(ctx, positional + nkeywords);
  if (!seen || !attrs) return V_NULL;
  Value *out = ((Tuple *)attrs)->items;
  Value class_name = ((Class *)cls)->name;
  if (positional) {
    Value match_args = get_attr_optional(ctx, cls, NAME(__match_args__));
    if (ctx->exc) return V_NULL;
    bool itself = false;
    if (!match_args) {
      itself = is_or_inherits_scalar(ctx, (Class *)cls);
      match_args = ctx->empty_tuple;
    } else if (!has_shape(match_args, ctx->shape.tuple)) {
      raise_format(ctx, EXC_TypeError, "%U.__match_args__ must be a tuple (got %T)", class_name, match_args);
      return V_NULL;
    }
    int64_t allowed = itself ? 1 : ((Tuple *)match_args)->length;
    if (allowed < positional) {
      raise_format(ctx, EXC_TypeError, "%U() accepts %d positional sub-pattern%s (%d given)", class_name, (int)allowed,
                   allowed == 1 ? "" : "s", (int)positional);
      return V_NULL;
    }
    for (uint32_t i = 0; i < positional; i++) {
      if (itself) {
        out[i] = subject;
        continue;
      }
      Value name = ((Tuple *)match_args)->items[i];
      if (!is_str_exact(ctx, name)) {
        raise_format(ctx, EXC_TypeError, "__match_args__ elements must be strings (got %T)", name);
        return V_NULL;
      }
      out[i] = match_attribute(ctx, subject, cls, str_intern(ctx, name), seen);
      if (!out[i]) return ctx->exc ? V_NULL : V_NONE;
    }
  }
  for (int64_t i = 0; i < nkeywords; i++) {
    out[positional + i] = match_attribute(ctx, subject, cls, ((Tuple *)names)->items[i], seen);
    if (!out[positional + i]) return ctx->exc ? V_NULL : V_NONE;
  }
  return attrs;
}
