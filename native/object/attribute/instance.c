/* Attribute storage of one object: slots by shape, overflow Array, dict mode. Knows nothing of descriptors in classes.
 *
 * Slot i < inline_cap is in the cell, the others are in the overflow Array. In dict mode (once __dict__ was asked for,
 * or after too many attributes) the overflow word holds a live Dict, and only the slots of __slots__ stay in the cell.
 * Functions, modules and classes have dicts of their own (own_dict). */
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "object/finalize.h"
#include "object/model.h"
#include "object/object.h"
#include <string.h>

Value *instance_slot_place(Value obj, const Shape *shape, int slot) {
  if ((uint32_t)slot < shape->inline_cap) return (Value *)((char *)obj + shape->slot_base) + slot;
  return &((Array *)*overflow_word(obj, shape))->items[(uint32_t)slot - shape->inline_cap];
}

Value instance_slot(Value obj, Shape *shape, int slot) { return *instance_slot_place(obj, shape, slot); }

Value instance_get(Ctx *ctx, Value obj, Shape *shape, Value name) {
  if (!shape->slot_base && !(shape->flags & SHAPE_TAIL)) return V_NULL;
  if (UNLIKELY(shape->flags & SHAPE_DICT_MODE)) return dict_get_str(ctx, *overflow_word(obj, shape), name);
  int slot = shape_lookup(ctx, shape, name);
  return slot < 0 ? V_NULL : *instance_slot_place(obj, shape, slot);
}

/* Makes room for slot number `slot` of an object that is about to get it. */
static bool reserve_slot(Ctx *ctx, Value obj, const Shape *shape, uint32_t slot) {
  if (slot < shape->inline_cap) return true;
  Value *place = overflow_word(obj, shape);
  Array *old = (Array *)*place;
  int64_t index = slot - shape->inline_cap, cap = old ? old->cap : 0;
  if (index < cap) return true;
  Array *grown = array_new(ctx, cap ? cap * 2 : 4);
  if (!grown) return false;
  if (old) memcpy(grown->items, old->items, (size_t)cap * sizeof(Value));
  *overflow_word(obj, shape) = VAL(grown);
  return true;
}

bool instance_set(Ctx *ctx, Value obj, Shape *shape, Value name, Value value) {
  if (UNLIKELY(shape->flags & SHAPE_DICT_MODE)) return dict_set(ctx, *overflow_word(obj, shape), name, value);
  int slot = shape_lookup(ctx, shape, name);
  if (slot >= 0) {
    *instance_slot_place(obj, shape, slot) = value;
    return true;
  }
  Shape *added = shape_add(ctx, shape, name);
  if (!added) {
    if (ctx->exc) return false;
    Value dict = instance_dict(ctx, obj);
    return dict && dict_set(ctx, dict, name, value);
  }
  if (!reserve_slot(ctx, obj, added, added->nslots - 1)) return false;
  *instance_slot_place(obj, added, (int)added->nslots - 1) = value;
  CELL(obj)->shape = added->id;
  return true;
}

/* Attributes are kept in order of creation: the shape is rebuilt without the key, and the later slots move down. */
int instance_delete(Ctx *ctx, Value obj, Shape *shape, Value name) {
  if (shape->flags & SHAPE_DICT_MODE) return dict_delete(ctx, *overflow_word(obj, shape), name);
  int slot = shape_lookup(ctx, shape, name);
  if (slot < 0) return 0;
  uint32_t kept = shape->nslots - (uint32_t)slot - 1;
  Value keys[128];
  Shape *s = shape;
  for (uint32_t i = kept; i-- > 0; s = s->parent) keys[i] = s->key;
  Shape *target = s->parent;
  for (uint32_t i = 0; i < kept; i++) {
    target = shape_add(ctx, target, keys[i]);
    if (!target) { /* too many variants: a dict from here on */
      if (ctx->exc) return -1;
      Value dict = instance_dict(ctx, obj);
      return dict ? dict_delete(ctx, dict, name) : -1;
    }
  }
  for (uint32_t i = 0; i < kept; i++)
    *instance_slot_place(obj, target, slot + (int)i) = *instance_slot_place(obj, shape, slot + (int)i + 1);
  *instance_slot_place(obj, shape, (int)shape->nslots - 1) = V_NULL;
  CELL(obj)->shape = target->id;
  return 1;
}

static Value attributes_as_dict(Ctx *ctx, Value obj, Shape *shape) {
  Value dict = dict_new(ctx);
  if (!dict) return V_NULL;
  uint32_t first = shape_top(shape)->nslots, n = shape->nslots - first;
  Value keys[128];
  for (Shape *s = shape; s->parent; s = s->parent) keys[s->nslots - 1 - first] = s->key;
  for (uint32_t i = 0; i < n; i++)
    if (!dict_set(ctx, dict, keys[i], *instance_slot_place(obj, shape, (int)(first + i)))) return V_NULL;
  return dict;
}

static bool enter_dict_mode(Ctx *ctx, Value obj, Shape *shape, Value dict) {
  Shape *target = shape_dict_mode(ctx, shape);
  if (!target) return false;
  for (uint32_t i = target->nslots; i < shape->inline_cap && i < shape->nslots; i++)
    *instance_slot_place(obj, shape, (int)i) = V_NULL;
  *overflow_word(obj, shape) = dict;
  CELL(obj)->shape = target->id;
  return true;
}

Value instance_dict(Ctx *ctx, Value obj) {
  Value own = own_dict(ctx, obj, true);
  if (own || ctx->exc) return own;
  Shape *shape = is_cell(obj) ? shape_of(ctx, obj) : NULL;
  if (!shape || !takes_attributes(shape)) {
    raise_no_attribute(ctx, obj, NAME(__dict__));
    return V_NULL;
  }
  if (shape->flags & SHAPE_DICT_MODE) return *overflow_word(obj, shape);
  Value dict = attributes_as_dict(ctx, obj, shape);
  return dict && enter_dict_mode(ctx, obj, shape, dict) ? dict : V_NULL;
}

bool instance_set_dict(Ctx *ctx, Value obj, Value dict) {
  Shape *shape = shape_of(ctx, obj);
  if (shape->kind == KIND_FUNCTION) {
    ((Function *)obj)->dict = dict;
    return true;
  }
  if (!takes_attributes(shape)) return raise_no_attribute(ctx, obj, NAME(__dict__)), false;
  return enter_dict_mode(ctx, obj, shape, dict);
}

/* obj.__class__ = cls. The cell keeps its size, so the attributes go to a dict and only the fixed slots must agree. */
bool instance_set_class(Ctx *ctx, Value obj, Class *cls) {
  Class *old = class_of(ctx, obj);
  Shape *shape = is_cell(obj) ? shape_of(ctx, obj) : NULL;
  Shape *root = cls->root;
  if (shape && shape->kind == KIND_MODULE && root->kind == KIND_MODULE) {
    /* a module may get a subclass of the module class */
    CELL(obj)->shape = root->id;
    return true;
  }
  if (!shape || ((old->flags | cls->flags) & CLASS_IMMUTABLE)) {
    raise_format(ctx, EXC_TypeError, "__class__ assignment only supported for mutable types or ModuleType subclasses");
    return false;
  }
  if (old == cls) return true;
  if (!class_check_layout(ctx, "__class__", old, cls)) return false;
  if (shape->kind == KIND_CLASS) {
    ((Class *)obj)->meta = cls;
    CELL(obj)->shape = root->id;
    return class_modified(ctx, (Class *)obj); /* its attributes, and what its instances are */
  }
  if (cls->flags & CLASS_HAS_DICT) {
    if (!instance_dict(ctx, obj)) return false;
    Shape *target = shape_dict_mode(ctx, root);
    if (!target) return false;
    CELL(obj)->shape = target->id;
  } else {
    CELL(obj)->shape = root->id;
  }
  return finalizers_watch(ctx, cls, obj) != V_NULL;
}

bool check_new_dict(Ctx *ctx, Value value) {
  if (value && is_dict(ctx, value)) return true;
  if (value) raise_format(ctx, EXC_TypeError, "__dict__ must be set to a dictionary, not a '%T'", value);
  else raise_format(ctx, EXC_TypeError, "cannot delete __dict__");
  return false;
}

Value own_dict(Ctx *ctx, Value obj, bool create) {
  if (!is_cell(obj)) return V_NULL;
  Value *place;
  switch (shape_of(ctx, obj)->kind) {
  case KIND_FUNCTION: place = &((Function *)obj)->dict; break;
  case KIND_STATICMETHOD:
  case KIND_CLASSMETHOD: place = &((Wrapper *)obj)->dict; break;
  case KIND_MODULE: place = &((Module *)obj)->dict; break;
  default: return V_NULL;
  }
  if (!*place && create) {
    Value dict = dict_new(ctx);
    if (!dict) return V_NULL;
    *place = dict;
  }
  return *place;
}
