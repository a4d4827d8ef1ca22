/* Sets and frozensets: the table. Methods are in set_methods.c.
 *
 * The iteration order of a set can be seen, and programs print sets of small ints; so table sizes, probing (a run of
 * ten neighbours, then CPython's perturbed recurrence), growth, and the order in which whole sets are merged are
 * CPython 3.14's. Entries: key V_NULL = never used, SET_DUMMY (hash ~0) = deleted. fill counts both live and deleted
 * ones. table is NULL until the first item. */
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "object/object.h"
#include "text/text.h"
#include <string.h>

#define MIN_SLOTS 8
#define LINEAR_PROBES 9
#define PERTURB_SHIFT 5

static inline uint64_t mask_of(const Set *s) { return s->table ? s->table->mask : MIN_SLOTS - 1; }

static SetTable *table_new(Ctx *ctx, uint64_t slots) {
  SetTable *t = heap_alloc(ctx, ctx->shape.set_table, sizeof(SetTable) + slots * sizeof(SetEntry));
  if (LIKELY(t)) t->mask = slots - 1;
  return t;
}

Value set_new(Ctx *ctx, bool frozen) {
  return VAL(heap_alloc(ctx, frozen ? ctx->shape.frozenset : ctx->shape.set, sizeof(Set)));
}

/* A key that is not in the table, which has no deleted entries. */
static inline void insert_clean(SetTable *t, Value key, uint64_t hash) {
  uint64_t perturb = hash, i = hash & t->mask;
  if (LIKELY(!t->entries[i].key)) {
    t->entries[i] = (SetEntry){hash, key};
    return;
  }
  for (;;) {
    SetEntry *e = &t->entries[i];
    for (int left = i + LINEAR_PROBES <= t->mask ? LINEAR_PROBES : 0; left >= 0; left--, e++)
      if (!e->key) {
        *e = (SetEntry){hash, key};
        return;
      }
    perturb >>= PERTURB_SHIFT;
    i = (i * 5 + 1 + perturb) & t->mask;
  }
}

/* All items of `from` into a table that has none of them. */
static bool insert_all(Ctx *ctx, SetTable *t, const Set *from) {
  const SetEntry *e = from->table->entries;
  for (int64_t left = from->length; left > 0; e++) {
    if (!CHECK_STOP_AT(ctx, e - from->table->entries)) return false;
    if (e->key && e->key != SET_DUMMY) insert_clean(t, e->key, e->hash), left--;
  }
  return true;
}

static bool resize(Ctx *ctx, Set *s, uint64_t more_than) {
  uint64_t slots = MIN_SLOTS;
  while (slots <= more_than) slots <<= 1;
  SetTable *t = table_new(ctx, slots);
  if (UNLIKELY(!t) || (s->table && !insert_all(ctx, t, s))) return false;
  s->table = t;
  s->fill = s->length;
  return true;
}
static uint64_t grown(const Set *s) { return (uint64_t)(s->length > 50000 ? s->length * 2 : s->length * 4); }

/* The entry of key, or the unused entry that ends the search; NULL = exception. *deleted: the last deleted entry
 * passed, or NULL (a new item goes there, as in CPython). */
static inline SetEntry *find(Ctx *ctx, Set *s, Value key, uint64_t hash, SetEntry **deleted) {
  bool str = exact_str(ctx, key), interned = str && CELL(key)->flags & STR_INTERNED;
restart:;
  SetTable *t = s->table;
  *deleted = NULL;
  uint64_t perturb = hash, mask = t->mask, i = hash & mask;
  for (;;) {
    SetEntry *e = &t->entries[i];
    for (int left = i + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0; left >= 0; left--, e++) {
      if (!e->key) return e;
      if (e->hash != hash || e->key == SET_DUMMY) {
        if (e->key == SET_DUMMY) *deleted = e;
        continue;
      }
      Value stored = e->key;
      if (stored == key) return e;
      if (both_int(stored, key)) continue;
      int equal = -1;
      if (str && exact_str(ctx, stored)) {
        equal = interned && CELL(stored)->flags & STR_INTERNED ? 0 : str_equal_soon(stored, key);
        if (LIKELY(equal > 0)) return e;
        if (LIKELY(equal == 0)) continue;
      }
      equal = object_equal(ctx, stored, key);
      if (UNLIKELY(equal < 0)) return NULL;
      if (UNLIKELY(s->table != t || e->key != stored)) {
        if (!s->table && !(s->table = table_new(ctx, MIN_SLOTS))) return NULL;
        goto restart; /* __eq__ changed the set */
      }
      if (equal) return e;
    }
    perturb >>= PERTURB_SHIFT;
    i = (i * 5 + 1 + perturb) & mask;
  }
}

int search_add(Ctx *ctx, Set *s, Value key, uint64_t hash) {
  if (UNLIKELY(!s->table) && !(s->table = table_new(ctx, MIN_SLOTS))) return -1;
  SetEntry *deleted, *e = find(ctx, s, key, hash, &deleted);
  if (UNLIKELY(!e)) return -1;
  if (e->key) return 0;
  s->length++;
  if (deleted) {
    *deleted = (SetEntry){hash, key};
    return 1;
  }
  *e = (SetEntry){hash, key};
  s->fill++;
  if ((uint64_t)s->fill * 5 < s->table->mask * 3 || resize(ctx, s, grown(s))) return 1;
  *e = (SetEntry){0}; /* a search ends at an unused entry: were this one kept, the last of them would go */
  s->fill--;
  s->length--;
  return -1;
}

bool search_add_new(Ctx *ctx, Set *s, Value key, uint64_t hash) {
  if (UNLIKELY(!s->table) && !(s->table = table_new(ctx, MIN_SLOTS))) return false;
  if ((uint64_t)(s->fill + 1) * 5 < s->table->mask * 3) {
    insert_clean(s->table, key, hash);
    s->fill++, s->length++;
    return true;
  }
  return search_add(ctx, s, key, hash) >= 0;
}

int set_add(Ctx *ctx, Value set, Value item) {
  uint64_t hash;
  return LIKELY(set_key_hash(ctx, item, &hash)) ? set_add_hashed(ctx, AS_SET(set), item, hash) : -1;
}

int search_has(Ctx *ctx, Set *s, Value key, uint64_t hash) {
  SetEntry *deleted, *e = find(ctx, s, key, hash, &deleted);
  return e ? e->key != V_NULL : -1;
}

/* In `in`, remove and discard, a set that has no hash stands for the frozenset with the same items. */
static bool item_hash(Ctx *ctx, Value *item, uint64_t *hash) {
  if (LIKELY(set_key_hash(ctx, *item, hash))) return true;
  if (!any_set(ctx, *item) || is_subclass(class_of(ctx, *item), ctx->cls.frozenset) || !exc_matches(ctx, EXC_TypeError))
    return false;
  exc_clear(ctx);
  *item = set_copy(ctx, *item, true);
  return *item && set_key_hash(ctx, *item, hash);
}

int set_contains(Ctx *ctx, Value set, Value item) {
  uint64_t hash;
  return LIKELY(item_hash(ctx, &item, &hash)) ? set_has_hashed(ctx, AS_SET(set), item, hash) : -1;
}

int set_discard_hashed(Ctx *ctx, Set *s, Value key, uint64_t hash) {
  if (!s->length) return 0;
  SetEntry *deleted, *e = find(ctx, s, key, hash, &deleted);
  if (!e || !e->key) return e ? 0 : -1;
  *e = (SetEntry){~0ull, SET_DUMMY};
  s->length--;
  return 1;
}

int set_discard(Ctx *ctx, Value set, Value item) {
  uint64_t hash;
  return LIKELY(item_hash(ctx, &item, &hash)) ? set_discard_hashed(ctx, AS_SET(set), item, hash) : -1;
}

bool set_clear(Ctx *ctx, Set *s) {
  UNUSED(ctx);
  s->table = NULL;
  s->fill = s->length = 0;
  s->hash = 0;
  return true;
}

static bool reserve(Ctx *ctx, Set *s, int64_t more) {
  if ((uint64_t)(s->fill + more) * 5 < mask_of(s) * 3) return true;
  return resize(ctx, s, (uint64_t)(s->length + more) * 2);
}

static bool merge(Ctx *ctx, Set *s, Set *from) {
  if (s == from || from->length == 0) return true;
  if (!reserve(ctx, s, from->length)) return false;
  if (s->fill == 0) {
    if (!s->table && !(s->table = table_new(ctx, MIN_SLOTS))) return false;
    if (s->table->mask == from->table->mask && from->fill == from->length) {
      if (!stop_copy(ctx, s->table->entries, from->table->entries, (from->table->mask + 1) * sizeof(SetEntry)))
        return set_clear(ctx, s), false;
    } else if (!insert_all(ctx, s->table, from)) {
      return set_clear(ctx, s), false;
    }
    s->fill = s->length = from->length;
    return true;
  }
  int64_t pos = 0;
  Value key;
  uint64_t hash;
  while (set_next(from, &pos, &key, &hash))
    if (!CHECK_STOP(ctx) || set_add_hashed(ctx, s, key, hash) < 0) return false;
  return true;
}

static bool add_each(Ctx *ctx, Value item, void *data) { return set_add(ctx, *(Value *)data, item) >= 0; }

bool set_update(Ctx *ctx, Value set, Value iterable) {
  Set *s = AS_SET(set);
  if (any_set(ctx, iterable)) return merge(ctx, s, AS_SET(iterable));
  if (exact_dict(ctx, iterable)) {
    if (!reserve(ctx, s, AS_DICT(iterable)->length)) return false;
    DictTable *t = AS_DICT(iterable)->table;
    for (uint32_t e = 0; e < t->nentries && AS_DICT(iterable)->table == t; e++) {
      if (!CHECK_STOP(ctx)) return false;
      if (t->entries[e].key && set_add_hashed(ctx, s, t->entries[e].key, t->entries[e].hash) < 0) return false;
    }
    return true;
  }
  return iterate(ctx, iterable, add_each, &set);
}

Value set_copy(Ctx *ctx, Value s, bool frozen) {
  Value copy = set_new(ctx, frozen);
  return copy && merge(ctx, AS_SET(copy), AS_SET(s)) ? copy : V_NULL;
}

/* After many removals: rebuilds when over a quarter of the slots are deleted ones. */
bool set_shrink(Ctx *ctx, Set *s) {
  return (uint64_t)(s->fill - s->length) <= mask_of(s) / 4 || resize(ctx, s, grown(s));
}
