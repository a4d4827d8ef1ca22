/* How an attribute access resolves at this moment, for inline caches (attr_info_load, attr_info_store), and what the
 * caller must check later:
 *
 *   ATTR_SLOT, ATTR_OVERFLOW_SLOT  the shape; `index` is the slot, or the item of the overflow Array
 *   ATTR_METHOD, ATTR_CLASS_VALUE,
 *   ATTR_PROPERTY, ATTR_DESCRIPTOR  shape and class version. The shape proves that no instance attribute hides it;
 * objects without attribute storage have their class's root shape, immediates have shape 0 ATTR_HOOK        the same;
 * the shape proves that there is no such attribute ATTR_TUPLE_ITEM  the same, and that the tuple has more items than
 * `index` ATTR_CLASS_METHOD  the same; or, of a class, as ATTR_CLASS_ATTR ATTR_MODULE      that the object is this
 * module, and its dict's keys_version ATTR_CLASS_ATTR  that the object is this class, and its version ATTR_ADD_SLOT the
 * shape before; `new_shape` is the one after. For stores, the class version guards against a data descriptor. */
#include "container/container.h"
#include "exception/exception.h"
#include "object/model.h"
#include "object/object.h"

static AttrInfo slot_info(AttrInfo info, const Shape *shape, int slot) {
  bool inside = (uint32_t)slot < shape->inline_cap;
  info.kind = inside ? ATTR_SLOT : ATTR_OVERFLOW_SLOT;
  info.index = (uint32_t)slot - (inside ? 0 : shape->inline_cap);
  return info;
}

static bool is_python_classmethod(Ctx *ctx, Value found) {
  return is_cell(found) && class_of(ctx, found) == ctx->cls.classmethod_ &&
         has_kind(ctx, ((Wrapper *)found)->func, KIND_FUNCTION);
}

/* Nothing is found, and the class has a __getattr__. */
static void hook_info(Ctx *ctx, AttrInfo *info) {
  Value method = class_lookup(ctx, info->cls, NAME(__getattr__));
  if (!has_kind(ctx, method, KIND_FUNCTION)) return;
  info->kind = ATTR_HOOK;
  info->value = method;
}

/* `hook`: a __getattr__ follows if a property raises AttributeError. */
static AttrInfo class_value_info(Ctx *ctx, AttrInfo info, Value found, bool hook) {
  info.value = found;
  if (is_method_like(ctx, found)) {
    info.kind = ATTR_METHOD;
  } else if (has_kind(ctx, found, KIND_PROPERTY)) {
    Value getter = ((Property *)found)->get;
    if (hook || shape_of(ctx, found)->cls != ctx->cls.property || !getter || !has_kind(ctx, getter, KIND_FUNCTION))
      return info;
    info.kind = ATTR_PROPERTY;
    info.value = getter;
  } else if (has_kind(ctx, found, KIND_TUPLE_GETTER) && ((Class *)info.cls)->kind == KIND_TUPLE &&
             (uint64_t)((TupleGetter *)found)->index <= UINT16_MAX) {
    info.kind = ATTR_TUPLE_ITEM;
    info.index = (uint32_t)((TupleGetter *)found)->index;
  } else if (is_python_classmethod(ctx, found)) {
    info.kind = ATTR_CLASS_METHOD;
    info.value = ((Wrapper *)found)->func;
  } else if (!class_of(ctx, found)->ops.descr_get) {
    info.kind = ATTR_CLASS_VALUE;
  } else if (!hook && has_kind(ctx, found, KIND_INSTANCE)) {
    info.kind = ATTR_DESCRIPTOR;
  }
  return info;
}

static AttrInfo module_info(Ctx *ctx, AttrInfo info, Value obj, Value name) {
  if (class_of(ctx, obj) != ctx->cls.module) return info;
  Value found = class_lookup(ctx, ctx->cls.module, name);
  if (found && is_data_descriptor(ctx, found)) return info;
  Value dict = ((Module *)obj)->dict;
  int64_t index = dict ? dict_index_of_str(ctx, dict, name) : -1;
  if (index < 0) return info;
  info.kind = ATTR_MODULE;
  info.index = (uint32_t)index;
  info.keys_version = ((Dict *)dict)->keys_version;
  return info;
}

static AttrInfo class_info(Ctx *ctx, AttrInfo info, Class *cls, Value name) {
  if (cls->meta->ops.getattr != class_getattr) return info;
  Value on_meta = class_lookup(ctx, cls->meta, name);
  if (on_meta && overrides_instance(ctx, on_meta)) return info;
  Value found = class_lookup(ctx, cls, name);
  if (!found) return info;
  Class *descr = class_of(ctx, found);
  bool plain = descr == ctx->cls.function || descr == ctx->cls.method_descr || descr == ctx->cls.wrapper_descr ||
               !descr->ops.descr_get;
  if (descr == ctx->cls.staticmethod_) {
    found = ((Wrapper *)found)->func;
    plain = true;
  }
  bool class_method = is_python_classmethod(ctx, found);
  if (class_method) found = ((Wrapper *)found)->func;
  if (!plain && !class_method) return info;
  info.kind = class_method ? ATTR_CLASS_METHOD : ATTR_CLASS_ATTR;
  info.cls = cls;
  info.class_version = cls->version;
  info.value = found;
  return info;
}

AttrInfo attr_info_load(Ctx *ctx, Value obj, Value name) {
  Class *cls = class_of(ctx, obj);
  AttrInfo info = {.kind = ATTR_NONE, .cls = cls, .class_version = cls->version};
  Shape *shape = is_cell(obj) ? shape_of(ctx, obj) : NULL;
  info.shape = shape ? shape->id : 0;
  if (shape && shape->kind == KIND_CLASS) return class_info(ctx, info, as_class(obj), name);
  if (shape && shape->kind == KIND_MODULE) return module_info(ctx, info, obj, name);
  bool hook = cls->flags & CLASS_ONLY_HOOK;
  if (cls->ops.getattr != object_getattr && !hook) return info;
  Value found = class_lookup(ctx, cls, name);
  if (found && overrides_instance(ctx, found)) {
    if (has_kind(ctx, found, KIND_SLOT_DESCR) && shape_of(ctx, found)->cls == ctx->cls.slot_descr &&
        CELL(found)->flags == DESCR_MEMBER) {
      SlotDescr *member = (SlotDescr *)found;
      return is_subclass(cls, member->owner) ? slot_info(info, shape, (int)member->slot) : info;
    }
    return class_value_info(ctx, info, found, hook);
  }
  /* with __set__ but without __get__, the instance's own value still comes first */
  if (shape && (shape->slot_base || (shape->flags & SHAPE_TAIL))) {
    if (shape->flags & SHAPE_DICT_MODE) return info;
    int slot = shape_lookup(ctx, shape, name);
    if (slot >= 0) return slot_info(info, shape, slot);
  } else if (own_dict(ctx, obj, false)) {
    return info;
  }
  if (found) return class_value_info(ctx, info, found, hook);
  if (hook) hook_info(ctx, &info);
  return info;
}

AttrInfo attr_info_store(Ctx *ctx, Value obj, Value name) {
  if (is_cell(obj)) return attr_info_store_shape(ctx, shape_of(ctx, obj), name);
  Class *cls = class_of(ctx, obj);
  return (AttrInfo){.kind = ATTR_NONE, .cls = cls, .class_version = cls->version};
}

AttrInfo attr_info_store_shape(Ctx *ctx, Shape *shape, Value name) {
  Class *cls = shape->cls;
  AttrInfo info = {.kind = ATTR_NONE, .cls = cls, .class_version = cls->version};
  if (cls->ops.setattr != object_setattr) return info;
  info.shape = shape->id;
  Value found = class_lookup(ctx, cls, name);
  if (found && is_data_descriptor(ctx, found)) {
    if (shape_of(ctx, found)->cls != ctx->cls.slot_descr || CELL(found)->flags != DESCR_MEMBER) return info;
    return is_subclass(cls, ((SlotDescr *)found)->owner) ? slot_info(info, shape, (int)((SlotDescr *)found)->slot)
                                                         : info;
  }
  if (!takes_attributes(shape) || (shape->flags & SHAPE_DICT_MODE)) return info;
  int slot = shape_lookup(ctx, shape, name);
  if (slot >= 0) return slot_info(info, shape, slot);
  Shape *added = shape_add(ctx, shape, name);
  if (!added) {
    exc_clear(ctx);
    return info;
  }
  slot = (int)added->nslots - 1;
  if ((uint32_t)slot >= added->inline_cap) return info; /* a larger overflow Array may be needed: the general path */
  info.kind = ATTR_ADD_SLOT;
  info.index = (uint32_t)slot;
  info.new_shape = added->id;
  info.class_version = cls->version; /* shape_add may have changed it */
  return info;
}
