/* Classes: lookup along the mro with its cache, creation of built-in classes, notification of changes, and the
 * bootstrap.
 *
 * A class gets a new version whenever an attribute of it or of one of its bases changes. So (version, name) -> value
 * stays true for ever, and the method cache needs no invalidation. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "interp/run.h"
#include "object/finalize.h"
#include "object/model.h"
#include "object/object.h"
#include "text/text.h"
#include <stdlib.h>
#include <string.h>

/* ---- lookup ---- */

enum { CACHE_SIZE = 4096, CACHE_LOG = 256 };
typedef struct CacheEntry {
  uint32_t version;
  Value name, value;
} CacheEntry;
typedef struct MethodCache {
  uint32_t nlogged; /* entries written since the last collection; above CACHE_LOG there were too many to remember */
  uint16_t logged[CACHE_LOG];
  CacheEntry entries[CACHE_SIZE];
} MethodCache;

/* The collector may free names and their addresses may be reused, so the cache does not outlive a collection. */
static void clear_method_cache(Ctx *ctx, void *data) {
  (void)data;
  MethodCache *cache = ctx->method_cache;
  if (!cache) return;
  if (cache->nlogged <= CACHE_LOG)
    for (uint32_t i = 0; i < cache->nlogged; i++) cache->entries[cache->logged[i]].version = 0;
  else memset(cache->entries, 0, sizeof cache->entries);
  cache->nlogged = 0;
}

static void free_method_cache(Ctx *ctx, void *cache) {
  memory_free(ctx, cache);
  ctx->method_cache = NULL;
}

static Value lookup_uncached(Ctx *ctx, Class *cls, Value name) {
  Tuple *mro = (Tuple *)cls->mro;
  for (int64_t i = 0; i < mro->length; i++) {
    Value found = dict_get_str(ctx, as_class(mro->items[i])->dict, name);
    if (found) return found;
  }
  return V_NULL;
}

Value class_lookup(Ctx *ctx, Class *cls, Value name) {
  MethodCache *cache = ctx->method_cache;
  uint32_t index = (cls->version * 0x9e3779b1u ^ (uint32_t)(name >> 4)) & (CACHE_SIZE - 1);
  CacheEntry *entry = &cache->entries[index];
  if (LIKELY(entry->version == cls->version && entry->name == name)) return entry->value;
  if (UNLIKELY(!cls->mro)) return V_NULL; /* it is being computed, by a program */
  Value found = lookup_uncached(ctx, cls, name);
  if (entry->version == 0) {
    if (cache->nlogged < CACHE_LOG) cache->logged[cache->nlogged++] = (uint16_t)index;
    else cache->nlogged = CACHE_LOG + 1;
  }
  *entry = (CacheEntry){.version = cls->version, .name = name, .value = found};
  return found;
}

Class *class_of_immediate(Ctx *ctx, Value v) {
  if (is_flonum(v)) return ctx->cls.float_;
  switch (v) {
  case V_NONE: return ctx->cls.none_type;
  case V_ELLIPSIS: return ctx->cls.ellipsis_type;
  case V_NOTIMPL: return ctx->cls.notimpl_type;
  default: return ctx->cls.bool_;
  }
}

bool is_subclass(Class *cls, Class *base) {
  if (cls == base) return true;
  if (!cls->mro) { /* its mro is being computed */
    for (Class *c = cls->base; c; c = c->base)
      if (c == base) return true;
    return false;
  }
  Tuple *mro = (Tuple *)cls->mro;
  for (int64_t i = 0; i < mro->length; i++)
    if (mro->items[i] == VAL(base)) return true;
  return false;
}

bool is_instance(Ctx *ctx, Value v, Class *cls) { return is_subclass(class_of(ctx, v), cls); }

Value type_name(Ctx *ctx, Value v) { return class_of(ctx, v)->name; }

Value module_name_of_class(Ctx *ctx, Class *cls) {
  Value module = dict_get_str(ctx, cls->dict, NAME(__module__));
  return module ? module : cls->module;
}

Value class_full_name(Ctx *ctx, Class *cls) {
  Value module = module_name_of_class(ctx, cls);
  if (!module || !is_str(ctx, module) || module == NAME(builtins)) return cls->qualname;
  return str_format_c(ctx, "%U.%U", module, cls->qualname);
}

Value class_tp_name(Ctx *ctx, Class *cls) {
  if (!(cls->flags & CLASS_BUILTIN) || cls->module == NAME(builtins) || !cls->module) return cls->name;
  return str_format_c(ctx, "%U.%U", cls->module, cls->name);
}

/* ---- change ---- */

/* A class and all that inherit from it, each once, however many ways lead there: what has a version from `start` on has
 * been visited. */
static bool visited(const Ctx *ctx, const Class *cls, uint32_t start) {
  return cls->version - start < ctx->next_version - start;
}

/* Whether an instance of one of them may have had an attribute: for `cls` itself, one that is not of its __slots__. */
static bool bump_versions(Ctx *ctx, Class *cls, uint32_t start) {
  bool had = cls->flags & CLASS_HAD_ATTRIBUTES;
  cls->version = ctx->next_version++;
  if (cls->flags & CLASS_WATCHED) class_notify_watchers(ctx, cls);
  List *subclasses = (List *)cls->subclasses;
  for (int64_t i = subclasses ? subclasses->length : 0; i-- > 0;) {
    if (i >= subclasses->length) continue; /* a collection has shortened it */
    Class *sub = as_class(subclasses->items->items[i]);
    if (!visited(ctx, sub, start)) had |= bump_versions(ctx, sub, start) || sub->root->nslots;
  }
  return had;
}

/* Their operations follow: a base's before those of what is derived from it. All of them have versions from `changed`
 * on. */
static bool refresh_all(Ctx *ctx, Class *cls, uint32_t changed, uint32_t start) {
  if (cls->base && visited(ctx, cls->base, changed) && !visited(ctx, cls->base, start))
    return refresh_all(ctx, cls->base, changed, start); /* which comes back to this class */
  cls->version = ctx->next_version++;
  if (!class_refresh_ops(ctx, cls)) return false;
  List *subclasses = (List *)cls->subclasses;
  for (int64_t i = subclasses ? subclasses->length : 0; i-- > 0;) {
    if (i >= subclasses->length) continue;
    Class *sub = as_class(subclasses->items->items[i]);
    if (!visited(ctx, sub, start) && !refresh_all(ctx, sub, changed, start)) return false;
  }
  return true;
}

bool class_is_in_caches(Ctx *ctx, Class *cls) {
  bool had = bump_versions(ctx, cls, ctx->next_version);
  return had || cls->root->nslots || cls->kind == KIND_MODULE || is_subclass(cls, ctx->cls.type);
}

bool class_modified(Ctx *ctx, Class *cls) {
  uint32_t start = ctx->next_version;
  bump_versions(ctx, cls, start);
  return refresh_all(ctx, cls, start, ctx->next_version);
}

/* Inline caches of instance attributes trust that no data descriptor intervenes. A program that gives each new class
 * some properties must not have all of its code searched for each of them. */
bool class_attribute_changed(Ctx *ctx, Class *cls, Value name, Value before) {
  bool had = bump_versions(ctx, cls, ctx->next_version);
  Value found = class_lookup(ctx, cls, name); /* what was deleted may have hidden a base's */
  if (found && is_data_descriptor(ctx, found) &&
      (had || has_kind(ctx, before, KIND_SLOT_DESCR) || is_subclass(cls, ctx->cls.type)))
    interp_forget_attribute_caches(ctx);
  return !may_decide_operations(ctx, name) || class_modified(ctx, cls);
}

bool class_take_out(Ctx *ctx, Class *cls, Value name) {
  Value before = class_lookup(ctx, cls, name);
  int deleted = dict_delete(ctx, cls->dict, name);
  return deleted > 0 ? class_attribute_changed(ctx, cls, name, before) : deleted == 0;
}

bool class_put(Ctx *ctx, Class *cls, const char *name, Value value) {
  Value key = str_intern_c(ctx, name);
  return key && value && dict_set(ctx, cls->dict, key, value);
}

/* ---- creation ---- */

Class *class_alloc(Ctx *ctx, Class *meta) {
  Class *cls = heap_alloc(ctx, meta ? meta->root : ctx->shape.cls, sizeof(Class));
  if (!cls) return NULL;
  cls->meta = meta;
  cls->id = ctx->nclasses++;
  cls->version = ctx->next_version++;
  return meta ? as_class(finalizers_watch(ctx, meta, VAL(cls))) : cls;
}

bool class_finish(Ctx *ctx, Class *cls) {
  Tuple *bases = (Tuple *)cls->bases;
  for (int64_t i = 0; i < bases->length; i++) {
    Class *base = as_class(bases->items[i]);
    if (!base->subclasses && !(base->subclasses = list_new(ctx, 4))) return false;
    Array *before = ((List *)base->subclasses)->items;
    if (!list_append(ctx, base->subclasses, VAL(cls))) return false;
    /* The list does not keep classes alive, and is told of their end; an array that it grew out of is not, and a stale
     * word may lead the collector there. */
    if (before != ((List *)base->subclasses)->items) memset(before->items, 0, (size_t)before->cap * sizeof(Value));
  }
  return true;
}

/* Entry by entry, the table being all words: what the class does not define, it has from its base. */
static void inherit_ops(TypeOps *ops, const TypeOps *base) {
  void **to = (void **)ops;
  void *const *from = (void *const *)base;
  for (size_t i = 0; i < sizeof(TypeOps) / sizeof(void *); i++)
    if (!to[i]) to[i] = from[i];
}

static bool kind_varies(CellKind kind) { return kind == KIND_TUPLE || kind == KIND_BYTES || kind == KIND_BIGINT; }

static bool builtin_layout(Ctx *ctx, Class *cls, const char *name, CellKind kind, size_t struct_size) {
  Shape **canonical = shape_canonical(ctx, kind, name);
  Shape *shape = canonical && *canonical && !(*canonical)->cls ? *canonical : shape_new(ctx, cls, kind);
  if (!shape) return false;
  shape->cls = cls;
  shape->cell_size = kind_varies(kind) ? 0 : (uint32_t)((struct_size + 15) & ~(size_t)15);
  cls->root = shape;
  cls->kind = kind;
  if (!(cls->flags & CLASS_HAS_DICT)) return true;
  bool has_word = kind == KIND_INSTANCE || kind == KIND_EXCEPTION; /* these structs end with the overflow word */
  shape->slot_base = (uint32_t)((struct_size + 7) & ~(size_t)7) + (has_word ? 0 : 8);
  shape->inline_cap = kind == KIND_INSTANCE ? 2 : 0;
  shape->cell_size = shape->slot_base + 8 * shape->inline_cap;
  return true;
}

/* For object and type, which are made before any other class exists. */
static Class *new_builtin(Ctx *ctx, const char *full_name, Class *base, CellKind kind, size_t struct_size,
                          const TypeOps *ops, uint32_t flags) {
  Class *cls = class_alloc(ctx, base ? base->meta : ctx->cls.type);
  if (!cls) return NULL;
  const char *dot = strrchr(full_name, '.');
  const char *name = dot ? dot + 1 : full_name;
  cls->name = cls->qualname = str_intern_c(ctx, name);
  cls->module = dot ? str_intern(ctx, str_from_utf8(ctx, full_name, (size_t)(dot - full_name))) : NAME(builtins);
  cls->doc = V_NONE;
  cls->base = base;
  cls->flags = flags | CLASS_BUILTIN | CLASS_IMMUTABLE |
               (base ? base->flags & (CLASS_HAS_DICT | CLASS_EXCEPTION | CLASS_HAS_WEAKREF | CLASS_HAS_FINALIZER) : 0);
  Value base_value = VAL(base), self = VAL(cls);
  cls->bases = base ? tuple_from(ctx, &base_value, 1) : ctx->empty_tuple;
  cls->dict = dict_new(ctx);
  if (!cls->bases || !cls->dict || !cls->name || !cls->module || !builtin_layout(ctx, cls, name, kind, struct_size))
    return NULL;
  if (dot && !dict_set(ctx, cls->dict, NAME(__module__), cls->module)) return NULL;
  if (ops) cls->ops = *ops;
  if (base) {
    if (cls->ops.compare && !cls->ops.hash) {
      cls->ops.hash = hash_refused;
      if (!dict_set(ctx, cls->dict, NAME(__hash__), V_NONE)) return NULL;
    }
    inherit_ops(&cls->ops, &base->ops);
    /* object.__new__ would make a blank one; C code that knows the struct does not expect that */
    bool made_by_c = base == ctx->cls.object && kind != KIND_INSTANCE && !(ops && (ops->new_ || ops->init));
    if (made_by_c) cls->ops.new_ = NULL;
    if (!class_compute_mro(ctx, cls)) return NULL;
  } else {
    cls->mro = tuple_from(ctx, &self, 1);
  }
  return cls->mro && class_finish(ctx, cls) ? cls : NULL;
}

static bool add_methods(Ctx *ctx, Class *cls, const CFuncDef *defs) {
  for (; defs && defs->name; defs++) {
    Value function;
    if (defs->flags & CF_STATIC) {
      function = staticmethod_new(ctx, cfunction_new(ctx, defs, VAL(cls), V_NULL));
    } else {
      CFunction *descr = heap_alloc(
          ctx, (defs->flags & CF_CLASS ? ctx->cls.classmethod_descr : ctx->cls.method_descr)->root, sizeof(CFunction));
      if (!descr) return false;
      descr->def = defs;
      descr->owner = cls;
      function = VAL(descr);
    }
    if (!class_put(ctx, cls, defs->name, function)) return false;
  }
  return true;
}

bool class_set_doc(Ctx *ctx, Class *cls, const char *doc) {
  return cls && dict_set(ctx, cls->dict, NAME(__doc__), str_from_ascii(ctx, doc));
}

Class *class_new_builtin(Ctx *ctx, const char *name, Class *base, CellKind kind, size_t struct_size, const TypeOps *ops,
                         const CFuncDef *methods, uint32_t flags) {
  Class *cls = new_builtin(ctx, name, base ? base : ctx->cls.object, kind, struct_size, ops, flags);
  /* instances must not show object's documentation as theirs */
  if (cls && !dict_set(ctx, cls->dict, NAME(__doc__), V_NONE)) return NULL;
  if (!cls || (ops && ctx->cls.wrapper_descr && !class_expose_ops(ctx, cls, ops)) || !add_methods(ctx, cls, methods))
    return NULL;
  bool has_dict = (flags & CLASS_HAS_DICT) && kind != KIND_EXCEPTION; /* exceptions have theirs on their root class */
  return !has_dict || class_add_dict_getset(ctx, cls) ? cls : NULL;
}

/* ---- instances ---- */

Value instance_new(Ctx *ctx, Class *cls) {
  return finalizers_watch(ctx, cls, VAL(heap_alloc(ctx, cls->root, cls->root->cell_size)));
}

Value instance_new_var(Ctx *ctx, Class *cls, size_t bytes) {
  size_t words = (bytes + 7) & ~(size_t)7;
  return finalizers_watch(ctx, cls, VAL(heap_alloc(ctx, cls->root, words + (cls->root->flags & SHAPE_TAIL ? 8 : 0))));
}

/* ---- bootstrap ---- */

static bool intern_names(Ctx *ctx) {
  static const char *const spelled[] = {
#define X(name) #name,
      NAMES(X)
#undef X
  };
  for (int i = 0; i < NAME_COUNT; i++) {
    char name[32];
    size_t n = strlen(spelled[i]);
    memcpy(name, spelled[i], n + 1);
    if (n > 1 && name[n - 1] == '_' && name[n - 2] != '_') name[n - 1] = 0; /* throw_ is throw */
    if (!ctx->names[i] && !(ctx->names[i] = str_intern_c(ctx, name))) return false;
  }
  return true;
}

static void mark_names(Ctx *ctx, void *data) {
  (void)data;
  for (int i = 0; i < NAME_COUNT; i++)
    if (ctx->names[i]) heap_mark(ctx, ctx->names[i]);
}

/* The order matters: shapes before any cell, the empty tuple before names and mros, object before type; type's own
 * class is set at the end. */
bool class_startup(Ctx *ctx) {
  if (!ctx->next_version) ctx->next_version = 1;
  if (!ctx->exc) ctx->handled = V_NONE;
  if (!shapes_startup(ctx)) return false;
  MethodCache *cache = memory_zeroed(ctx, sizeof *cache);
  if (!cache || !ctx_at_destroy(ctx, free_method_cache, cache)) return memory_free(ctx, cache), false;
  ctx->method_cache = cache;
  if (!heap_add_root_scanner(ctx, clear_method_cache, NULL) || !heap_add_root_scanner(ctx, mark_names, NULL))
    return false;
  if (!ctx->empty_array && !(ctx->empty_array = array_new(ctx, 0))) return false;
  if (!ctx->empty_tuple && !(ctx->empty_tuple = VAL(heap_alloc(ctx, ctx->shape.tuple, sizeof(Tuple))))) return false;
  if (!intern_names(ctx)) return false;
  operation_names_startup(ctx);
  ctx->shape.cls->cell_size = sizeof(Class);
  Class *object = ctx->cls.object = new_builtin(ctx, "object", NULL, KIND_INSTANCE, sizeof(Instance), &OBJECT_OPS, 0);
  if (!object) return false;
  Class *type = ctx->cls.type = new_builtin(ctx, "type", object, KIND_CLASS, sizeof(Class), &TYPE_OPS,
                                            CLASS_HAS_WEAKREF);
  if (!type) return false;
  object->meta = type->meta = type;
  return descriptor_startup(ctx) && cfunction_startup(ctx) && property_startup(ctx) && object_type_startup(ctx) &&
         type_attributes_startup(ctx) && super_startup(ctx) && singletons_startup(ctx) && proxy_startup(ctx) &&
         module_startup(ctx) && code_type_startup(ctx) && traceback_type_startup(ctx);
}

bool class_add_methods(Ctx *ctx, Class *cls, const CFuncDef *defs) { return add_methods(ctx, cls, defs); }
