/* The wrapper behind functools.lru_cache. The cache maps keys to results when it is not bounded, else to links of a
 * ring, from the result that was used longest ago to the newest. A link is an Array. */
#include "modules/_functools/functools.h"
#include <string.h>

enum { LINK_BEFORE, LINK_AFTER, LINK_KEY, LINK_RESULT, LINK_HASH_LOW, LINK_HASH_HIGH, LINK_WORDS };

typedef struct LruCache {
  Cell h;
  Value function, info; /* info: what makes cache_info() */
  Value cache;          /* Dict */
  Array *ring;          /* its head; NULL when the cache is not bounded */
  int64_t maxsize;      /* -1: not bounded */
  int64_t hits, misses;
  int64_t typed;
} LruCache;
#define AS_LRU(v) ((LruCache *)(v))

static void lru_trace(Ctx *ctx, Value self) {
  LruCache *c = AS_LRU(self);
  heap_mark(ctx, c->function), heap_mark(ctx, c->info), heap_mark(ctx, c->cache), heap_mark(ctx, VAL(c->ring));
}

/* ---- the ring ---- */

static inline Array *link_at(Array *link, int side) { return (Array *)link->items[side]; }
static void link_between(Array *link, Array *before, Array *after) {
  link->items[LINK_BEFORE] = VAL(before);
  link->items[LINK_AFTER] = VAL(after);
  before->items[LINK_AFTER] = after->items[LINK_BEFORE] = VAL(link);
}
static void unlink(Array *link) {
  link_at(link, LINK_BEFORE)->items[LINK_AFTER] = link->items[LINK_AFTER];
  link_at(link, LINK_AFTER)->items[LINK_BEFORE] = link->items[LINK_BEFORE];
}
static void link_last(LruCache *c, Array *link) { link_between(link, link_at(c->ring, LINK_BEFORE), c->ring); }

static Array *ring_new(Ctx *ctx) {
  Array *ring = array_new(ctx, LINK_WORDS);
  if (ring) ring->items[LINK_BEFORE] = ring->items[LINK_AFTER] = VAL(ring);
  return ring;
}

static void link_fill(Array *link, Value key, uint64_t hash, Value result) {
  link->items[LINK_KEY] = key;
  link->items[LINK_RESULT] = result;
  link->items[LINK_HASH_LOW] = int_tag((int64_t)(uint32_t)hash);
  link->items[LINK_HASH_HIGH] = int_tag((int64_t)(hash >> 32));
}
static uint64_t link_hash(Array *link) {
  return (uint64_t)int_val(link->items[LINK_HASH_LOW]) | (uint64_t)int_val(link->items[LINK_HASH_HIGH]) << 32;
}

/* ---- keys ---- */

/* A single int or str is its own key; else a tuple of the arguments, a mark, names and values, and types if asked. */
static Value make_key(Ctx *ctx, LruCache *c, const Value *args, uint32_t nargs, Value kwnames) {
  uint32_t nkw = kwcount(kwnames);
  if (!c->typed && !nkw && nargs == 1 && (is_int(args[0]) || is_bigint(ctx, args[0]) || exact_str(ctx, args[0])))
    return args[0];
  int64_t n = nargs + (nkw ? 1 + 2 * (int64_t)nkw : 0), at = nargs;
  if (c->typed) n += nargs + nkw;
  Value key = tuple_new(ctx, n);
  if (!key || !n) return key;
  Value *items = AS_TUPLE(key)->items;
  memcpy(items, args, nargs * sizeof(Value));
  if (nkw) items[at++] = functools_state(ctx)->keyword_mark;
  for (uint32_t i = 0; i < nkw; i++) {
    items[at++] = tuple_item(kwnames, i);
    items[at++] = args[nargs + i];
  }
  for (uint32_t i = 0; c->typed && i < nargs + nkw; i++) items[at++] = VAL(class_of(ctx, args[i]));
  return key;
}

/* ---- the call ---- */

static Value call_bounded(Ctx *ctx, LruCache *c, const Value *args, uint32_t nargs, Value kwnames) {
  uint64_t hash;
  Value key = make_key(ctx, c, args, nargs, kwnames);
  if (!key || !fast_hash(ctx, key, &hash)) return V_NULL;
  Value found = dict_get_hashed(ctx, c->cache, key, hash);
  if (found) {
    Array *link = (Array *)found;
    unlink(link);
    link_last(c, link);
    c->hits++;
    return link->items[LINK_RESULT];
  }
  if (ctx->exc) return V_NULL;
  c->misses++;
  Value result = py_call(ctx, c->function, args, nargs, kwnames);
  if (!result) return V_NULL;
  /* the call may have added the key, or emptied the cache */
  if (dict_get_hashed(ctx, c->cache, key, hash)) return result;
  if (ctx->exc) return V_NULL;
  Array *link;
  if (AS_DICT(c->cache)->length < c->maxsize || link_at(c->ring, LINK_AFTER) == c->ring) {
    if (!(link = array_new(ctx, LINK_WORDS))) return V_NULL;
  } else {
    link = link_at(c->ring, LINK_AFTER);
    unlink(link);
    Value old = link->items[LINK_KEY];
    int64_t e = dict_find(ctx, AS_DICT(c->cache), old, link_hash(link));
    if (e == -2) return V_NULL;
    if (e >= 0 && !dict_delete_entry(ctx, AS_DICT(c->cache), e)) return V_NULL;
    if (e < 0 && !(link = array_new(ctx, LINK_WORDS))) return V_NULL;
  }
  link_fill(link, key, hash, result);
  if (!dict_set_hashed(ctx, c->cache, key, hash, VAL(link))) return V_NULL;
  link_last(c, link);
  return result;
}

static Value lru_call(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  LruCache *c = AS_LRU(self);
  if (c->maxsize > 0) return call_bounded(ctx, c, args, nargs, kwnames);
  if (c->maxsize == 0) {
    c->misses++;
    return py_call(ctx, c->function, args, nargs, kwnames);
  }
  uint64_t hash;
  Value key = make_key(ctx, c, args, nargs, kwnames);
  if (!key || !fast_hash(ctx, key, &hash)) return V_NULL;
  Value found = dict_get_hashed(ctx, c->cache, key, hash);
  if (found) return c->hits++, found;
  if (ctx->exc) return V_NULL;
  c->misses++;
  Value result = py_call(ctx, c->function, args, nargs, kwnames);
  return result && dict_set_hashed(ctx, c->cache, key, hash, result) ? result : V_NULL;
}

/* ---- the object ---- */

static Value lru_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  Value given[4];
  int64_t maxsize = -1;
  if (!bind_params(ctx, "lru_cache", "user_function maxsize typed cache_info_type", args, nargs, kwnames, given))
    return V_NULL;
  if (!is_callable(ctx, given[0]))
    return raise_format(ctx, EXC_TypeError, "the first argument must be callable"), V_NULL;
  if (given[1] != V_NONE) {
    if (!class_of(ctx, given[1])->ops.index)
      return raise_format(ctx, EXC_TypeError, "maxsize should be integer or None"), V_NULL;
    if (!object_ssize(ctx, given[1], &maxsize)) return V_NULL;
    if (maxsize < 0) maxsize = 0;
  }
  int typed = object_truth(ctx, given[2]);
  Value cache = typed < 0 ? V_NULL : dict_new(ctx);
  Array *ring = cache ? ring_new(ctx) : NULL;
  LruCache *c = ring ? (LruCache *)instance_new(ctx, cls) : NULL;
  if (!c) return V_NULL;
  c->function = given[0];
  c->info = given[3];
  c->cache = cache;
  c->ring = ring;
  c->maxsize = maxsize;
  c->typed = typed;
  return VAL(c);
}

METHOD(m_cache_info) {
  LruCache *c = AS_LRU(self);
  Value parts[4] = {int_from_i64(ctx, c->hits), int_from_i64(ctx, c->misses),
                    c->maxsize < 0 ? V_NONE : int_from_i64(ctx, c->maxsize),
                    int_from_i64(ctx, AS_DICT(c->cache)->length)};
  return ctx->exc ? V_NULL : py_call(ctx, c->info, parts, 4, V_NULL);
}
METHOD(m_cache_clear) {
  LruCache *c = AS_LRU(self);
  Array *ring = ring_new(ctx);
  if (!ring) return V_NULL;
  c->ring = ring;
  c->hits = c->misses = 0;
  return dict_clear(ctx, AS_DICT(c->cache)) ? V_NONE : V_NULL;
}
METHOD(m_reduce) { return get_attr(ctx, self, NAME(__qualname__)); }
METHOD(m_copy) { return self; }
static const CFuncDef methods[] = {
    METHOD_ROW("cache_info", m_cache_info, 0, 0, "Hits, misses, maxsize and size."),
    METHOD_ROW("cache_clear", m_cache_clear, 0, 0, "Empties the cache and its statistics."),
    METHOD_ROW("__reduce__", m_reduce, 0, 0, "Return state information for pickling."),
    METHOD_ROW("__copy__", m_copy, 0, 0, "The wrapper itself."),
    METHOD_ROW("__deepcopy__", m_copy, 1, 1, "The wrapper itself."),
    {0},
};

Class *make_lru_cache(Ctx *ctx) {
  static const TypeOps ops = {.new_ = lru_new, .call = lru_call, .descr_get = functools_bind, .trace = lru_trace};
  return functools_class(ctx, "functools._lru_cache_wrapper",
                         "A function whose results are kept, those that were used last.", KIND_OTHER, sizeof(LruCache),
                         &ops, methods, CLASS_HAS_DICT | CLASS_HAS_WEAKREF);
}
