/* Where the instances of a class have what: which base decides it, what a Python class adds, and whether two classes
 * agree, so that an object of one may become one of the other. */
#include "container/container.h"
#include "exception/exception.h"
#include "object/model.h"
#include "object/object.h"

/* ---- the base that decides ---- */

/* Does this class give its instances more than its base does? */
static bool is_solid(Class *cls) {
  if (!cls->base) return true;
  if (cls->flags & CLASS_SOLID) return true;
  if (cls->flags & CLASS_BUILTIN)
    return cls->kind != cls->base->kind || cls->root->cell_size != cls->base->root->cell_size;
  return cls->root->nslots > cls->base->root->nslots;
}

Class *class_solid_base(Class *cls) {
  while (!is_solid(cls)) cls = cls->base;
  return cls;
}

Class *best_base(Ctx *ctx, Value bases) {
  Class *winner = NULL, *base = NULL;
  for (int64_t i = 0; i < tuple_length(bases); i++) {
    Value item = tuple_item(bases, i);
    if (!is_class(ctx, item)) return raise_format(ctx, EXC_TypeError, "bases must be types"), NULL;
    Class *cls = as_class(item), *candidate = class_solid_base(cls);
    if (cls->flags & CLASS_FINAL) {
      raise_format(ctx, EXC_TypeError, "type '%U' is not an acceptable base type", class_full_name(ctx, cls));
      return NULL;
    }
    if (!winner || (winner != candidate && is_subclass(candidate, winner))) {
      winner = candidate;
      base = cls;
    } else if (!is_subclass(winner, candidate)) {
      raise_format(ctx, EXC_TypeError, "multiple bases have instance lay-out conflict");
      return NULL;
    }
  }
  return base;
}

/* ---- a new class ---- */

bool class_keeps_own_dict(CellKind kind) {
  return kind == KIND_CLASS || kind == KIND_MODULE || kind == KIND_STATICMETHOD || kind == KIND_CLASSMETHOD;
}

static Tuple *static_attributes(Ctx *ctx, Class *cls) {
  Value names = dict_get_str(ctx, cls->dict, NAME(__static_attributes__));
  return names && has_shape(names, ctx->shape.tuple) ? (Tuple *)names : NULL;
}

static bool among(const Tuple *names, Value name) {
  for (int64_t i = 0; names && i < names->length; i++)
    if (names->items[i] == name) return true;
  return false;
}

/* How many attributes the methods of the class and of its layout bases assign through self, as the compiler saw it.
 * With room for all of them from the first instance on, all instances go through the same shapes. */
static uint32_t expected_attributes(Ctx *ctx, Class *cls) {
  Tuple *own = static_attributes(ctx, cls);
  uint32_t n = cls->base->slot_hint;
  for (int64_t i = 0; own && i < own->length; i++) {
    bool known = false;
    for (Class *base = cls->base; base && !known; base = base->base)
      known = base->dict && among(static_attributes(ctx, base), own->items[i]);
    n += !known;
  }
  return n;
}

bool class_lay_out(Ctx *ctx, Class *cls, uint32_t new_slots) {
  Shape *from = cls->base->root, like = {.kind = from->kind,
                                         .nslots = from->nslots + new_slots,
                                         .flags = from->flags & SHAPE_TAIL,
                                         .slot_base = from->slot_base,
                                         .cell_size = from->cell_size};
  bool storage = new_slots || (cls->flags & CLASS_HAS_DICT);
  uint32_t expected = expected_attributes(ctx, cls);
  cls->slot_hint = expected > like.nslots ? expected : like.nslots;
  uint32_t cap = like.nslots;
  if (from->kind == KIND_BIGINT) { /* a small int has no cell, so subclasses of int wrap one */
    like.kind = KIND_INT_OBJECT;
    like.cell_size = sizeof(IntObject);
  }
  if (storage && !like.slot_base && !class_keeps_own_dict((CellKind)like.kind)) {
    if (like.kind == KIND_TUPLE || like.kind == KIND_BYTES) like.flags |= SHAPE_TAIL;
    else like.slot_base = ((like.cell_size + 7) & ~7u) + 8;
  }
  if (like.slot_base && (cls->flags & CLASS_HAS_DICT)) {
    uint32_t room = like.kind == KIND_INSTANCE ? 2 : 0;
    /* cells are multiples of two words */
    if (room < cls->slot_hint && room) room = cls->slot_hint < 32 ? (cls->slot_hint + 1) & ~1u : 32;
    if (cap < room) cap = room;
  }
  cls->kind = like.kind;
  return (cls->root = shape_root_with(ctx, cls, &like, cap)) != NULL;
}

/* ---- the same layout ---- */

/* A small int has no cell: Python subclasses of int wrap one, and that is no difference between them and int. */
static CellKind kind_in_layout(const Class *cls) {
  return cls->root->kind == KIND_BIGINT ? KIND_INT_OBJECT : (CellKind)cls->root->kind;
}

/* The first base, the class itself included, that gives instances more than its own base does: a struct, slots, a dict,
 * weak references. */
static Class *first_addition(Class *cls) {
  for (; cls->base; cls = cls->base) {
    Class *base = cls->base;
    if (cls->flags & CLASS_BUILTIN ? is_solid(cls) : cls->root->nslots != base->root->nslots) break;
    if (kind_in_layout(cls) != kind_in_layout(base)) break;
    if ((cls->flags ^ base->flags) & (CLASS_HAS_DICT | CLASS_HAS_WEAKREF) && !class_keeps_own_dict((CellKind)cls->kind))
      break;
  }
  return cls;
}

static bool same_slots(const Class *a, const Class *b) {
  int64_t n = a->slots_names ? tuple_length(a->slots_names) : 0;
  if (n != (b->slots_names ? tuple_length(b->slots_names) : 0)) return false;
  for (int64_t i = 0; i < n; i++) /* interned, and sorted */
    if (tuple_item(a->slots_names, i) != tuple_item(b->slots_names, i)) return false;
  return true;
}

bool class_same_layout(Class *a, Class *b) {
  a = first_addition(a), b = first_addition(b);
  if (a == b) return true;
  return a->base == b->base && !((a->flags | b->flags) & CLASS_BUILTIN) && same_slots(a, b) &&
         !((a->flags ^ b->flags) & (CLASS_HAS_DICT | CLASS_HAS_WEAKREF)) && kind_in_layout(a) == kind_in_layout(b);
}

/* Whether CPython's collector would know the instances: then they are freed in another way. */
static bool is_collected(Class *cls) {
  if (!(cls->flags & CLASS_BUILTIN)) return true;
  switch (kind_in_layout(cls)) {
  case KIND_INSTANCE: return cls->base != NULL; /* object */
  case KIND_INT_OBJECT:
  case KIND_FLOAT:
  case KIND_COMPLEX:
  case KIND_STR:
  case KIND_BYTES:
  case KIND_BYTEARRAY:
  case KIND_RANGE: return false;
  default: return true;
  }
}

bool class_check_layout(Ctx *ctx, const char *what, Class *from, Class *to) {
  const char *differs = is_collected(from) != is_collected(to) ? "deallocator"
                        : !class_same_layout(from, to)         ? "object layout"
                                                               : NULL;
  if (!differs) return true;
  raise_format(ctx, EXC_TypeError, "%s assignment: '%U' %s differs from '%U'", what, to->name, differs, from->name);
  return false;
}
