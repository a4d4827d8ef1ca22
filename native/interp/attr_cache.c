/* Attribute accesses at sites that see many shapes: one table per context from (shape, name) to how the access
 * resolves, checked by the version of the shape's class. Only instances are in it (modules and classes are monomorphic
 * where it matters).
 *
 * Addresses identify names, and ids shapes: the table is emptied when the collector has freed some. Values are not
 * roots: the version vouches for them, as in inline caches. */
#include "generated/opcodes.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "interp/interp.h"
#include "interp/jit_hooks.h"
#include "interp/uop.h"
#include "object/object.h"
#include <stdlib.h>
#include <string.h>

#define ENTRIES 1024 /* power of two */

typedef struct AttrEntry {
  uint32_t shape, version;
  Value name;
  Value value;        /* ATTR_METHOD, ATTR_CLASS_VALUE */
  uint32_t offset;    /* ATTR_SLOT, ATTR_ADD_SLOT: byte offset in the cell; ATTR_OVERFLOW_SLOT: index */
  uint16_t base;      /* ATTR_OVERFLOW_SLOT: byte offset of the overflow word */
  uint16_t kind;      /* AttrKind */
  uint32_t new_shape; /* ATTR_ADD_SLOT */
  uint32_t pad;
} AttrEntry;
struct AttrCache {
  AttrEntry load[ENTRIES], store[ENTRIES];
};

static void destroy(Ctx *ctx, void *data) {
  ctx->attr_cache = NULL;
  memory_free(ctx, data);
}

static struct AttrCache *create(Ctx *ctx) {
  struct AttrCache *cache = memory_zeroed(ctx, sizeof *cache);
  if (!cache || !ctx_at_destroy(ctx, destroy, cache)) return memory_free(ctx, cache), NULL;
  return ctx->attr_cache = cache;
}

static inline AttrEntry *place(AttrEntry *entries, uint32_t shape, Value name) {
  return &entries[(shape * 31 ^ (uint32_t)(name >> 4)) & (ENTRIES - 1)];
}

static inline bool holds(Ctx *ctx, const AttrEntry *entry, uint32_t shape, Value name) {
  return entry->shape == shape && entry->name == name && entry->version == ctx->shapes[shape]->cls->version;
}

static void fill(Ctx *ctx, AttrEntry *entry, uint32_t id, Value name, AttrInfo info) {
  const Shape *shape = ctx->shapes[id];
  *entry = (AttrEntry){.shape = id, .name = name, .kind = ATTR_NONE, .version = shape->cls->version};
  if (info.shape != id || shape->kind == KIND_CLASS || shape->kind == KIND_MODULE) return;
  if ((info.kind == ATTR_SLOT || info.kind == ATTR_OVERFLOW_SLOT || info.kind == ATTR_ADD_SLOT) && !shape->slot_base)
    return;
  entry->kind = (uint16_t)info.kind;
  entry->value = info.value;
  entry->new_shape = info.new_shape;
  entry->offset = info.kind == ATTR_OVERFLOW_SLOT ? info.index : shape->slot_base + 8 * info.index;
  entry->base = (uint16_t)(shape->slot_base - 8);
}

static inline Value overflow_item(Value owner, const AttrEntry *entry) {
  return (*(Array **)((char *)owner + entry->base))->items[entry->offset];
}

/* Numbers of dead shapes in the inline caches of an instruction's specialized form; they come after the counter. A
 * number that is no shape's may look like one: nothing is lost but the specialization. */
static void forget_in(Ctx *ctx, CodeUnit *ip, uint8_t *op) {
  uint32_t shape;
  if (opcode_caches[*op] < 3 || opcode_family[*op] == *op) return;
  memcpy(&shape, ip + 2, sizeof shape);
  if (shape && shape < ctx->nshapes && !ctx->shapes[shape]) *op = opcode_family[*op];
}

static void forget_dead_shapes(Ctx *ctx) {
  for (uint32_t i = 0; i < ctx->ncodes; i++) {
    Code *code = ctx->codes[i];
    if (!code) continue;
    for (CodeUnit *ip = code->units; ip < code->units + code->nunits;) {
      uint8_t *op = &ip->op;
      if (*op == OP_ENTER_EXECUTOR) op = &((Executor *)code->executors[ip->arg])->original.op;
      forget_in(ctx, ip, op);
      ip += 1 + opcode_caches[*op];
    }
  }
}

static void sweep(Ctx *ctx, void *data) {
  struct Seen {
    uint32_t shapes, names;
  } *seen = data;
  bool shapes = seen->shapes != ctx->shapes_freed, names = seen->names != ctx->names_freed;
  if (shapes) forget_dead_shapes(ctx);
  if (ctx->attr_cache && (shapes || names)) memset(ctx->attr_cache, 0, sizeof *ctx->attr_cache);
  seen->shapes = ctx->shapes_freed;
  seen->names = ctx->names_freed;
}

static void free_seen(Ctx *ctx, void *data) {
  (void)ctx;
  memory_free(ctx, data);
}

/* After the sweepers of those who own shapes and names. */
bool interp_caches_startup(Ctx *ctx) {
  void *seen = memory_zeroed(ctx, 2 * sizeof(uint32_t));
  if (!seen || !ctx_at_destroy(ctx, free_seen, seen)) return memory_free(ctx, seen), false;
  return heap_add_sweeper(ctx, sweep, seen);
}

/* The entry for this access, filled if it was not there; NULL: no table, or not a cell. */
static inline AttrEntry *find_load(Ctx *ctx, Value owner, Value name) {
  struct AttrCache *cache = ctx->attr_cache;
  if (!is_cell(owner) || UNLIKELY(!cache && !(cache = create(ctx)))) return NULL;
  uint32_t shape = CELL(owner)->shape;
  AttrEntry *entry = place(cache->load, shape, name);
  if (UNLIKELY(!holds(ctx, entry, shape, name))) fill(ctx, entry, shape, name, attr_info_load(ctx, owner, name));
  return entry;
}

/* V_NULL: not cached. */
static inline Value cached_value(const AttrEntry *entry, Value owner) {
  switch (entry->kind) {
  case ATTR_SLOT: return *(Value *)((char *)owner + entry->offset);
  case ATTR_OVERFLOW_SLOT: return overflow_item(owner, entry);
  case ATTR_CLASS_VALUE: return entry->value;
  default: return V_NULL;
  }
}

Value interp_load_attr(Ctx *ctx, Value owner, Value name) {
  AttrEntry *entry = find_load(ctx, owner, name);
  Value value = entry ? cached_value(entry, owner) : V_NULL;
  return LIKELY(value) ? value : get_attr(ctx, owner, name);
}

bool interp_load_method(Ctx *ctx, Value owner, Value name, Value *func, Value *self) {
  AttrEntry *entry = find_load(ctx, owner, name);
  if (entry && entry->kind == ATTR_METHOD) {
    *func = entry->value;
    *self = owner;
    return true;
  }
  Value value = entry ? cached_value(entry, owner) : V_NULL;
  if (!value) return load_method(ctx, owner, name, func, self);
  *func = value;
  *self = V_NULL;
  return true;
}

bool interp_store_attr(Ctx *ctx, Value owner, Value name, Value value) {
  struct AttrCache *cache = ctx->attr_cache;
  if (!is_cell(owner) || UNLIKELY(!cache && !(cache = create(ctx)))) return set_attr(ctx, owner, name, value);
  uint32_t shape = CELL(owner)->shape;
  AttrEntry *entry = place(cache->store, shape, name);
  if (UNLIKELY(!holds(ctx, entry, shape, name))) fill(ctx, entry, shape, name, attr_info_store(ctx, owner, name));
  switch (entry->kind) {
  case ATTR_OVERFLOW_SLOT: (*(Array **)((char *)owner + entry->base))->items[entry->offset] = value; return true;
  case ATTR_ADD_SLOT:
    CELL(owner)->shape = entry->new_shape;
    /* fall through */
  case ATTR_SLOT: *(Value *)((char *)owner + entry->offset) = value; return true;
  default: return set_attr(ctx, owner, name, value);
  }
}
