/* Attribute access: object.__getattribute__ / __setattr__, type.__getattribute__ / __setattr__, and the entry points of
 * the bytecodes.
 *
 * Order for instances: data descriptor on the class, instance attribute, other class attribute (bound if a descriptor).
 * For classes: data descriptor on the metaclass, attribute along the mro (bound with no instance), metaclass attribute.
 */
#include "container/container.h"
#include "core/outcome.h"
#include "exception/exception.h"
#include "object/model.h"
#include "object/object.h"
#include "text/text.h"

Value name_checked(Ctx *ctx, Value name) {
  if (!is_str(ctx, name))
    return raise_format(ctx, EXC_TypeError, "attribute name must be string, not '%T'", name), V_NULL;
  return str_intern(ctx, name);
}

/* AttributeError with name and obj, which the "Did you mean" hint needs. */
void raise_attribute_error(Ctx *ctx, Value obj, Value name, Value message) {
  if (!message) return;
  Value exc = exception_new(ctx, ctx->exc_class[EXC_AttributeError], &message, 1);
  if (!exc) return;
  ((Exception *)exc)->extra[0] = name;
  ((Exception *)exc)->extra[1] = obj;
  raise_exc(ctx, exc);
}

void raise_no_attribute(Ctx *ctx, Value obj, Value name) {
  Value message;
  if (is_class(ctx, obj))
    message = str_format_c(
        ctx, "type object '%U' has no attribute '%U'",
        as_class(obj)->flags & CLASS_BUILTIN ? class_full_name(ctx, as_class(obj)) : as_class(obj)->name, name);
  else message = str_format_c(ctx, "'%T' object has no attribute '%U'", obj, name);
  raise_attribute_error(ctx, obj, name, message);
}

/* What is in the object itself, not in its class. */
static Value own_value(Ctx *ctx, Value obj, Value name) {
  if (!is_cell(obj)) return V_NULL;
  Shape *shape = shape_of(ctx, obj);
  if (shape->slot_base || (shape->flags & SHAPE_TAIL)) return instance_get(ctx, obj, shape, name);
  Value dict = own_dict(ctx, obj, false);
  return dict ? dict_get_str(ctx, dict, name) : V_NULL;
}

Value object_find_attr(Ctx *ctx, Value obj, Value name) {
  Class *cls = class_of(ctx, obj);
  Value found = class_lookup(ctx, cls, name);
  if (found && overrides_instance(ctx, found)) return descriptor_bind(ctx, found, obj, cls);
  Value own = own_value(ctx, obj, name);
  if (own || !found) return own;
  return descriptor_bind(ctx, found, obj, cls);
}

Value object_getattr(Ctx *ctx, Value obj, Value name) {
  Value value = object_find_attr(ctx, obj, name);
  if (!value && !ctx->exc) /* a class is an object of its metaclass here */
    raise_attribute_error(ctx, obj, name, str_format_c(ctx, "'%T' object has no attribute '%U'", obj, name));
  return value;
}

static Value class_find(Ctx *ctx, Class *cls, Value name) {
  Class *meta = class_of(ctx, VAL(cls));
  Value on_meta = class_lookup(ctx, meta, name);
  if (on_meta && overrides_instance(ctx, on_meta)) return descriptor_bind(ctx, on_meta, VAL(cls), meta);
  Value found = class_lookup(ctx, cls, name);
  if (found) return descriptor_bind(ctx, found, V_NULL, cls);
  return on_meta ? descriptor_bind(ctx, on_meta, VAL(cls), meta) : V_NULL;
}

Value class_getattr(Ctx *ctx, Value obj, Value name) {
  Value value = class_find(ctx, as_class(obj), name);
  if (!value && !ctx->exc) raise_no_attribute(ctx, obj, name);
  return value;
}

/* An AttributeError without name and object (raised by a Python hook) gets them, for its hint. */
static void complete_error(Ctx *ctx, Value obj, Value name) {
  if (!exc_matches(ctx, EXC_AttributeError)) return;
  Exception *exc = (Exception *)ctx->exc;
  if (exc->extra[0] || exc->extra[1]) return;
  exc->extra[0] = name;
  exc->extra[1] = obj;
}

Value get_attr(Ctx *ctx, Value obj, Value name) {
  if (UNLIKELY(!name)) return V_NULL;
  Value value = OUTCOME(ctx, class_of(ctx, obj)->ops.getattr(ctx, obj, name), "getattr",
                        OUTCOME_NAME(class_of(ctx, obj)->name));
  if (UNLIKELY(!value)) complete_error(ctx, obj, name);
  return value;
}

Value get_attr_optional(Ctx *ctx, Value obj, Value name) {
  if (UNLIKELY(!name)) return V_NULL;
  Value (*getattr)(Ctx *, Value, Value) = class_of(ctx, obj)->ops.getattr;
  Value value = getattr == object_getattr  ? object_find_attr(ctx, obj, name)
                : getattr == class_getattr ? class_find(ctx, as_class(obj), name)
                                           : getattr(ctx, obj, name);
  if (!value && ctx->exc && exc_matches(ctx, EXC_AttributeError)) exc_clear(ctx);
  return value;
}

/* ---- storing ---- */

static void raise_cannot_set(Ctx *ctx, Value obj, Value name, Value found) {
  if (found) {
    raise_attribute_error(ctx, obj, name, str_format_c(ctx, "'%T' object attribute '%U' is read-only", obj, name));
  } else if (!is_class(ctx, obj) && !own_dict(ctx, obj, true)) {
    if (ctx->exc) return;
    raise_attribute_error(
        ctx, obj, name,
        str_format_c(ctx, "'%T' object has no attribute '%U' and no __dict__ for setting new attributes", obj, name));
  } else {
    raise_no_attribute(ctx, obj, name);
  }
}

bool object_setattr(Ctx *ctx, Value obj, Value name, Value value) {
  Class *cls = class_of(ctx, obj);
  Value found = class_lookup(ctx, cls, name);
  if (found && is_data_descriptor(ctx, found))
    return OUTCOME(ctx, class_of(ctx, found)->ops.descr_set(ctx, found, obj, value), "__set__",
                   OUTCOME_NAME(class_of(ctx, found)->name));
  Shape *shape = is_cell(obj) ? shape_of(ctx, obj) : NULL;
  if (shape && takes_attributes(shape)) {
    if (value) return instance_set(ctx, obj, shape, name, value);
    int deleted = instance_delete(ctx, obj, shape, name);
    if (deleted == 0) raise_no_attribute(ctx, obj, name);
    return deleted > 0;
  }
  Value dict = own_dict(ctx, obj, value != V_NULL);
  if (!dict) {
    if (!ctx->exc) raise_cannot_set(ctx, obj, name, found);
    return false;
  }
  if (value) return dict_set(ctx, dict, name, value);
  int deleted = dict_delete(ctx, dict, name);
  if (deleted == 0) raise_no_attribute(ctx, obj, name);
  return deleted > 0;
}

bool class_setattr(Ctx *ctx, Value obj, Value name, Value value) {
  Class *cls = as_class(obj), *meta = class_of(ctx, obj);
  if (cls->flags & CLASS_IMMUTABLE) {
    raise_format(ctx, EXC_TypeError, "cannot set '%U' attribute of immutable type '%U'", name,
                 class_full_name(ctx, cls));
    return false;
  }
  Value found = class_lookup(ctx, meta, name);
  if (found && is_data_descriptor(ctx, found))
    return OUTCOME(ctx, class_of(ctx, found)->ops.descr_set(ctx, found, obj, value), "__set__",
                   OUTCOME_NAME(class_of(ctx, found)->name));
  Value before = class_lookup(ctx, cls, name);
  if (value) {
    if (!dict_set(ctx, cls->dict, name, value)) return false;
  } else {
    int deleted = dict_delete(ctx, cls->dict, name);
    if (deleted <= 0) {
      if (deleted == 0) raise_no_attribute(ctx, obj, name);
      return false;
    }
  }
  return class_attribute_changed(ctx, cls, name, before);
}

bool set_attr(Ctx *ctx, Value obj, Value name, Value value) {
  if (UNLIKELY(!name)) return false;
  return OUTCOME(ctx, class_of(ctx, obj)->ops.setattr(ctx, obj, name, value), "setattr",
                 OUTCOME_NAME(class_of(ctx, obj)->name));
}

/* ---- methods without bound objects ---- */

bool load_method(Ctx *ctx, Value obj, Value name, Value *func, Value *self) {
  Class *cls = class_of(ctx, obj);
  *self = V_NULL;
  if (cls->ops.getattr == object_getattr) {
    Value found = class_lookup(ctx, cls, name);
    if (found && is_method_like(ctx, found)) {
      Value own = own_value(ctx, obj, name);
      *func = own ? own : found;
      if (!own) *self = obj;
      return true;
    }
  }
  *func = get_attr(ctx, obj, name);
  return *func != V_NULL;
}
