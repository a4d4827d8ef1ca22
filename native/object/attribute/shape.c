/* Hidden classes. A shape says which attributes an instance has and where each is. Adding an attribute moves the
 * instance along a transition, so objects built the same way share one shape, and one compare guards class and layout.
 *
 * A root shape's first slots may be those of __slots__: they have no key, their descriptors know the numbers. Shapes
 * live as long as their class, whose instances keep it alive. Their number is bounded: with more than SHAPE_MAX_SLOTS
 * attributes, SHAPE_MAX_CHILDREN different successors, or SHAPE_MAX_TREE shapes of one root, the instance turns to dict
 * mode (shape_add returns NULL without exception).
 *
 * The ids of a dead class's shapes are used again. Traces keep the classes of their shapes alive; inline caches forget
 * dead shapes in the same collection (interp/attr_cache.c); TypeScript looks at ctx->shapes_freed. */
#include "exception/exception.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "object/model.h"
#include "object/object.h"
#include <stdlib.h>
#include <string.h>

enum {
  SHAPE_MAX_SLOTS = 128,
  SHAPE_MAX_CHILDREN = 128,
  SHAPE_MAX_TREE = 4096,
  SHAPE_MAX_INLINE = 32,
  LINEAR_LOOKUP = 6
};

typedef struct ShapeIds {
  uint32_t *free; /* room for all ids, so that a collection allocates nothing */
  uint32_t nfree;
} ShapeIds;

static bool grow_table(Ctx *ctx) {
  if (!ctx->shape_ids && !(ctx->shape_ids = memory_zeroed(ctx, sizeof *ctx->shape_ids))) return false;
  uint32_t cap = ctx->shapes_cap ? ctx->shapes_cap * 2 : 512;
  Shape **shapes = memory_resize(ctx, ctx->shapes, cap * sizeof *shapes);
  if (shapes) ctx->shapes = shapes;
  uint32_t *free_ids = memory_resize(ctx, ctx->shape_ids->free, cap * sizeof *free_ids);
  if (free_ids) ctx->shape_ids->free = free_ids;
  if (!shapes || !free_ids) return false;
  memset(shapes + ctx->shapes_cap, 0, (cap - ctx->shapes_cap) * sizeof *shapes);
  ctx->shapes_cap = cap;
  return true;
}

static Shape *shape_alloc(Ctx *ctx, Class *cls, CellKind kind) {
  bool reused = ctx->shape_ids && ctx->shape_ids->nfree;
  if (!reused && ctx->nshapes >= ctx->shapes_cap && !grow_table(ctx)) return NULL;
  Shape *shape = memory_zeroed(ctx, sizeof(Shape));
  if (!shape) return NULL;
  if (ctx->nshapes == 0) ctx->nshapes = 1; /* id 0 marks free cells */
  shape->id = reused ? ctx->shape_ids->free[--ctx->shape_ids->nfree] : ctx->nshapes++;
  shape->kind = kind;
  shape->cls = cls;
  ctx->shapes[shape->id] = shape;
  return shape;
}

static void free_shape(Ctx *ctx, Shape *shape) {
  memory_free(ctx, shape->children);
  memory_free(ctx, shape->index_keys);
  memory_free(ctx, shape->index_slots);
  memory_free(ctx, shape);
}

void shapes_destroy(Ctx *ctx) {
  for (uint32_t i = 0; i < ctx->nshapes; i++)
    if (ctx->shapes[i]) free_shape(ctx, ctx->shapes[i]);
  memory_free(ctx, ctx->shapes);
  if (ctx->shape_ids) memory_free(ctx, ctx->shape_ids->free);
  memory_free(ctx, ctx->shape_ids);
}

uint32_t shape_count(Ctx *ctx) { return ctx->nshapes - 1 - ctx->shape_ids->nfree; }

/* The class is being collected; its cell is still whole. */
static void leave_bases(Ctx *ctx, Class *cls) {
  Tuple *bases = (Tuple *)cls->bases;
  for (int64_t i = 0; bases && i < bases->length; i++)
    if (heap_is_marked(ctx, bases->items[i])) ((Class *)bases->items[i])->flags |= CLASS_LOST_SUBCLASS;
}

static void forget_subclasses(Ctx *ctx, Class *cls) {
  if (!(cls->flags & CLASS_LOST_SUBCLASS)) return;
  cls->flags &= ~(uint32_t)CLASS_LOST_SUBCLASS;
  List *list = (List *)cls->subclasses;
  int64_t kept = 0;
  for (int64_t i = 0; list && i < list->length; i++)
    if (heap_is_marked(ctx, list->items->items[i])) list->items->items[kept++] = list->items->items[i];
  for (int64_t i = kept; list && i < list->length; i++) list->items->items[i] = V_NULL;
  if (list) list->length = kept;
}

static void sweep(Ctx *ctx, void *data) {
  (void)data;
  uint32_t before = ctx->shapes_freed;
  for (uint32_t i = 1; i < ctx->nshapes; i++) {
    Shape *shape = ctx->shapes[i];
    if (!shape || !shape->cls || heap_is_marked(ctx, VAL(shape->cls))) continue;
    leave_bases(ctx, shape->cls);
    free_shape(ctx, shape);
    ctx->shapes[i] = NULL;
    ctx->shape_ids->free[ctx->shape_ids->nfree++] = i;
    ctx->shapes_freed++;
  }
  if (ctx->shapes_freed == before) return;
  for (uint32_t i = 1; i < ctx->nshapes; i++)
    if (ctx->shapes[i] && ctx->shapes[i]->cls) forget_subclasses(ctx, ctx->shapes[i]->cls);
}

Shape *shape_new(Ctx *ctx, Class *cls, CellKind kind) {
  Shape *shape = shape_alloc(ctx, cls, kind);
  if (!shape) raise_no_memory(ctx);
  return shape;
}

/* kind, place in Shapes and the class's name where a kind has several classes */
#define CANONICAL(SHAPE)                                         \
  SHAPE(KIND_ARRAY, array, NULL)                                 \
  SHAPE(KIND_RAW, raw, NULL)                                     \
  SHAPE(KIND_CLASS, cls, NULL)                                   \
  SHAPE(KIND_FLOAT, float_, NULL)                                \
  SHAPE(KIND_BIGINT, bigint, NULL)                               \
  SHAPE(KIND_COMPLEX, complex_, NULL)                            \
  SHAPE(KIND_STR, str, NULL)                                     \
  SHAPE(KIND_BYTES, bytes, NULL)                                 \
  SHAPE(KIND_BYTEARRAY, bytearray, NULL)                         \
  SHAPE(KIND_LIST, list, NULL)                                   \
  SHAPE(KIND_TUPLE, tuple, NULL)                                 \
  SHAPE(KIND_DICT, dict, NULL)                                   \
  SHAPE(KIND_DICT_TABLE, dict_table, NULL)                       \
  SHAPE(KIND_SET, set, "set")                                    \
  SHAPE(KIND_SET, frozenset, "frozenset")                        \
  SHAPE(KIND_SET_TABLE, set_table, NULL)                         \
  SHAPE(KIND_RANGE, range, NULL)                                 \
  SHAPE(KIND_SLICE, slice, NULL)                                 \
  SHAPE(KIND_FUNCTION, function, NULL)                           \
  SHAPE(KIND_METHOD, method, "method")                           \
  SHAPE(KIND_CFUNCTION, cfunction, "builtin_function_or_method") \
  SHAPE(KIND_CODE, code, NULL)                                   \
  SHAPE(KIND_CLOSURE_CELL, closure_cell, NULL)                   \
  SHAPE(KIND_GENERATOR, generator, "generator")                  \
  SHAPE(KIND_GENERATOR, coroutine, "coroutine")                  \
  SHAPE(KIND_GENERATOR, async_generator, "async_generator")      \
  SHAPE(KIND_TRACEBACK, traceback, NULL)                         \
  SHAPE(KIND_MODULE, module, NULL)                               \
  SHAPE(KIND_PROPERTY, property, NULL)                           \
  SHAPE(KIND_STATICMETHOD, staticmethod_, NULL)                  \
  SHAPE(KIND_CLASSMETHOD, classmethod_, NULL)                    \
  SHAPE(KIND_SUPER, super_, NULL)                                \
  SHAPE(KIND_SLOT_DESCR, slot_descr, "member_descriptor")        \
  SHAPE(KIND_DICT_VIEW, dict_view_keys, "dict_keys")             \
  SHAPE(KIND_DICT_VIEW, dict_view_values, "dict_values")         \
  SHAPE(KIND_DICT_VIEW, dict_view_items, "dict_items")           \
  SHAPE(KIND_FRAME_OBJECT, frame_object, NULL)                   \
  SHAPE(KIND_HOST, host, NULL)

Shape **shape_canonical(Ctx *ctx, CellKind wanted, const char *wanted_name) {
#define X(kind, field, name)                                                                                   \
  if (kind == wanted && (!(name) || strcmp((name) ? (name) : "", wanted_name) == 0)) return &ctx->shape.field;
  CANONICAL(X)
#undef X
  return NULL;
}

bool shapes_startup(Ctx *ctx) {
#define X(kind_, field, name)                                                                 \
  if (!ctx->shape.field && !(ctx->shape.field = shape_alloc(ctx, NULL, kind_))) return false;
  CANONICAL(X)
#undef X
  return heap_add_sweeper(ctx, sweep, NULL);
}

Shape *shape_root_with(Ctx *ctx, Class *cls, const Shape *like, uint32_t inline_cap) {
  Shape *shape = shape_new(ctx, cls, like->kind);
  if (!shape) return NULL;
  shape->flags = like->flags;
  shape->nslots = like->nslots;
  shape->slot_base = like->slot_base;
  if (like->slot_base) {
    shape->inline_cap = inline_cap < like->nslots ? like->nslots : inline_cap;
    shape->cell_size = shape->slot_base + 8 * shape->inline_cap;
  } else {
    shape->cell_size = like->cell_size;
  }
  return shape;
}

Shape *shape_top(Shape *shape) {
  while (shape->parent) shape = shape->parent;
  return shape;
}

static bool add_child(Ctx *ctx, Shape *parent, Shape *child) {
  if (parent->nchildren == parent->children_cap) {
    uint32_t cap = parent->children_cap ? parent->children_cap * 2 : 2;
    Shape **grown = memory_resize(ctx, parent->children, cap * sizeof(Shape *));
    if (!grown) return false;
    parent->children = grown;
    parent->children_cap = cap;
  }
  parent->children[parent->nchildren++] = child;
  child->parent = parent;
  return true;
}

Shape *shape_dict_mode(Ctx *ctx, Shape *shape) {
  Shape *top = shape_top(shape);
  if (top->flags & SHAPE_DICT_MODE) return top;
  for (uint32_t i = 0; i < top->nchildren; i++)
    if (top->children[i]->flags & SHAPE_DICT_MODE) return top->children[i];
  Shape *found = shape_root_with(ctx, top->cls, top, top->inline_cap);
  if (!found) return NULL;
  found->flags |= SHAPE_DICT_MODE;
  if (!add_child(ctx, top, found)) return raise_no_memory(ctx), NULL;
  return found;
}

/* Instances had more attributes than fit: the next ones get more inline room. The new version makes caches of the
 * class's root shape refill. */
static void learn_capacity(Ctx *ctx, Class *cls, uint32_t nslots) {
  if (nslots <= cls->slot_hint) return;
  cls->slot_hint = nslots;
  Shape *root = cls->root;
  if (!root || !root->slot_base || nslots <= root->inline_cap || root->inline_cap >= SHAPE_MAX_INLINE) return;
  uint32_t cap = 2;
  while (cap < nslots) cap *= 2;
  Shape *grown = shape_root_with(ctx, cls, root, cap < SHAPE_MAX_INLINE ? cap : SHAPE_MAX_INLINE);
  if (!grown) {
    exc_clear(ctx); /* this was only an optimization */
    return;
  }
  cls->root = grown;
  cls->version = ctx->next_version++;
  class_notify_watchers(ctx, cls);
}

Shape *shape_add(Ctx *ctx, Shape *shape, Value key) {
  for (uint32_t i = 0; i < shape->nchildren; i++)
    if (shape->children[i]->key == key) return shape->children[i];
  Shape *top = shape_top(shape);
  if (shape->nslots >= SHAPE_MAX_SLOTS || shape->nchildren >= SHAPE_MAX_CHILDREN || top->ntree >= SHAPE_MAX_TREE)
    return NULL;
  Shape *added = shape_root_with(ctx, shape->cls, shape, shape->inline_cap);
  if (!added) return NULL;
  added->nslots = shape->nslots + 1;
  added->key = key;
  added->inline_cap = shape->inline_cap; /* shape_root_with has made room for all of nslots */
  added->cell_size = shape->cell_size;
  if (!add_child(ctx, shape, added)) return raise_no_memory(ctx), NULL;
  top->ntree++;
  shape->cls->flags |= CLASS_HAD_ATTRIBUTES;
  learn_capacity(ctx, shape->cls, added->nslots);
  return added;
}

static inline uint32_t key_hash(Value key) { return (uint32_t)((key >> 4) * 0x9e3779b1u) >> 7; }

static bool build_index(Ctx *ctx, Shape *shape) {
  uint32_t size = 16;
  while (size < shape->nslots * 2) size *= 2;
  Value *keys = memory_zeroed(ctx, size * sizeof(Value));
  uint16_t *slots = memory_new(ctx, size * sizeof(uint16_t));
  if (!keys || !slots) {
    memory_free(ctx, keys);
    memory_free(ctx, slots);
    return false;
  }
  for (Shape *s = shape; s->parent; s = s->parent) {
    uint32_t i = key_hash(s->key) & (size - 1);
    while (keys[i]) i = (i + 1) & (size - 1);
    keys[i] = s->key;
    slots[i] = (uint16_t)(s->nslots - 1);
  }
  shape->index_slots = slots;
  shape->index_mask = size - 1;
  shape->index_keys = keys;
  return true;
}

int shape_lookup(Ctx *ctx, Shape *shape, Value key) {
  (void)ctx;
  if (shape->flags & SHAPE_DICT_MODE) return -1;
  if (!shape->index_keys) {
    int steps = 0;
    Shape *s = shape;
    for (; s->parent && steps < LINEAR_LOOKUP; s = s->parent, steps++)
      if (s->key == key) return (int)s->nslots - 1;
    if (!s->parent) return -1;
    if (!build_index(ctx, shape)) { /* no memory for the table: walk along the parents */
      for (; s->parent; s = s->parent)
        if (s->key == key) return (int)s->nslots - 1;
      return -1;
    }
  }
  for (uint32_t i = key_hash(key) & shape->index_mask;; i = (i + 1) & shape->index_mask) {
    if (shape->index_keys[i] == key) return shape->index_slots[i];
    if (!shape->index_keys[i]) return -1;
  }
}
