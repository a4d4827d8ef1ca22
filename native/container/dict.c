/* Dictionaries: the table. Methods are in dict_methods.c, views and iterators in dict_view.c.
 *
 * A table is one cell: `cap` entries in insertion order, then an open-addressing index of uint32_t (0 = empty, ~0 =
 * deleted, else entry + 1). Invariants: fill counts the index slots that are not 0; fill, nentries <= cap <= 2/3 of the
 * slots, so every probe sequence meets an empty slot. Deleted index slots are used again, so that keys that come and go
 * do not lengthen the probe sequences.
 *
 * A lookup may run __eq__, which may change the very dict: after each such call, the search starts again unless table,
 * entry and key are still those compared. Versions: every change of the key set draws a new keys_version; replacing a
 * value does not. The order of probing cannot be seen (iteration follows entries): first the hash, then CPython's
 * perturbed recurrence. */
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "object/object.h"
#include "text/text.h"
#include <string.h>

#define SLOT_DELETED 0xffffffffu
#define PERTURB_SHIFT 5
#define MAX_ENTRIES 0x55555550u

static inline uint32_t usable(uint64_t slots) { return (uint32_t)(slots * 2 / 3); }

static DictTable *table_new(Ctx *ctx, uint64_t slots) {
  uint32_t cap = usable(slots);
  DictTable *t = heap_alloc(ctx, ctx->shape.dict_table,
                            sizeof(DictTable) + (size_t)cap * sizeof(DictEntry) + slots * 4);
  if (UNLIKELY(!t)) return NULL;
  t->cap = cap;
  t->index_mask = (uint32_t)(slots - 1);
  return t;
}

static bool ensure_empty_table(Ctx *ctx) {
  if (ctx->empty_dict_table) return true;
  /* No entries, one empty slot: lookups need no special case, the first insertion finds fill == cap. */
  DictTable *t = heap_alloc(ctx, ctx->shape.dict_table, sizeof(DictTable) + sizeof(uint32_t));
  if (!t) return false;
  ctx->empty_dict_table = t;
  return true;
}

static uint64_t slots_for(int64_t n) {
  uint64_t slots = 8;
  while (usable(slots) < (uint64_t)n) slots <<= 1;
  return slots;
}

Value dict_new(Ctx *ctx) {
  if (UNLIKELY(!ctx->empty_dict_table) && !ensure_empty_table(ctx)) return V_NULL;
  Dict *d = heap_alloc(ctx, ctx->shape.dict, sizeof(Dict));
  if (UNLIKELY(!d)) return V_NULL;
  d->table = ctx->empty_dict_table;
  d->keys_version = ctx->next_version++;
  return VAL(d);
}

Value dict_new_sized(Ctx *ctx, int64_t n) {
  Value v = dict_new(ctx);
  if (!v || n <= 0) return v;
  DictTable *t = table_new(ctx, slots_for(n));
  if (!t) return V_NULL;
  AS_DICT(v)->table = t;
  return v;
}

/* Moves the live entries into a table with `slots` index slots, after a gap of `gap` deleted ones. */
static bool rebuild_after(Ctx *ctx, Dict *d, uint64_t slots, uint32_t gap) {
  if (usable(slots) > MAX_ENTRIES || slots > (uint64_t)1 << 31) return raise_no_memory(ctx), false;
  DictTable *t = table_new(ctx, slots);
  if (UNLIKELY(!t)) return false;
  DictTable *old = d->table;
  DictEntry *out = t->entries;
  uint32_t *index = dict_index(t), mask = t->index_mask, n = gap;
  for (uint32_t e = 0; e < old->nentries; e++) {
    if (!old->entries[e].key) continue;
    if (!CHECK_STOP(ctx)) return false;
    out[n] = old->entries[e];
    uint64_t perturb = out[n].hash;
    uint32_t i = (uint32_t)perturb & mask;
    while (index[i]) {
      perturb >>= PERTURB_SHIFT;
      i = (i * 5 + (uint32_t)perturb + 1) & mask;
    }
    index[i] = ++n;
  }
  t->nentries = n;
  t->fill = n - gap;
  d->table = t;
  d->keys_version = ctx->next_version++;
  return true;
}
static bool rebuild(Ctx *ctx, Dict *d, uint64_t slots) { return rebuild_after(ctx, d, slots, 0); }

/* How many entries can be added before the next rebuild, whichever slots they get. */
static inline int64_t spare(const DictTable *t) {
  return (int64_t)t->cap - (t->fill > t->nentries ? t->fill : t->nentries);
}

bool dict_reserve(Ctx *ctx, Dict *d, int64_t n) {
  return n <= spare(d->table) || rebuild(ctx, d, slots_for(d->length + n));
}

/* ---- search ---- */

/* The entry of a string key; -1: absent; -2: an entry with the same hash is not a plain string, or a very
 * long one: ask its __eq__. */
static inline int64_t find_str(Ctx *ctx, DictTable *t, Value key, uint64_t hash) {
  uint32_t *index = dict_index(t), mask = t->index_mask, i = (uint32_t)hash & mask;
  uint64_t perturb = hash;
  bool interned = CELL(key)->flags & STR_INTERNED;
  for (;;) {
    uint32_t slot = index[i];
    if (slot == 0) return -1;
    if (LIKELY(slot != SLOT_DELETED)) {
      DictEntry *e = &t->entries[slot - 1];
      if (e->key == key) return slot - 1;
      if (e->hash == hash && e->key) {
        if (UNLIKELY(!exact_str(ctx, e->key))) return -2;
        if (!(interned && CELL(e->key)->flags & STR_INTERNED)) {
          int equal = str_equal_soon(e->key, key);
          if (equal) return LIKELY(equal > 0) ? slot - 1 : -2;
        }
      }
    }
    perturb >>= PERTURB_SHIFT;
    i = (i * 5 + (uint32_t)perturb + 1) & mask;
  }
}

static inline int64_t find_int(DictTable *t, Value key, uint64_t hash) {
  uint32_t *index = dict_index(t), mask = t->index_mask, i = (uint32_t)hash & mask;
  uint64_t perturb = hash;
  for (;;) {
    uint32_t slot = index[i];
    if (slot == 0) return -1;
    if (LIKELY(slot != SLOT_DELETED)) {
      DictEntry *e = &t->entries[slot - 1];
      if (e->key == key) return slot - 1;
      if (UNLIKELY(e->hash == hash) && !is_int(e->key)) return -2;
    }
    perturb >>= PERTURB_SHIFT;
    i = (i * 5 + (uint32_t)perturb + 1) & mask;
  }
}

static __attribute__((noinline)) int64_t find_any(Ctx *ctx, Dict *d, Value key, uint64_t hash) {
restart:;
  DictTable *t = d->table;
  uint32_t *index = dict_index(t), mask = t->index_mask, i = (uint32_t)hash & mask;
  uint64_t perturb = hash;
  for (;;) {
    uint32_t slot = index[i];
    if (slot == 0) return -1;
    if (slot != SLOT_DELETED) {
      DictEntry *e = &t->entries[slot - 1];
      if (e->key == key && key) return slot - 1;
      if (e->hash == hash && e->key) {
        Value stored = e->key;
        int equal = item_equal(ctx, stored, key);
        if (UNLIKELY(equal < 0)) return -2;
        if (UNLIKELY(d->table != t || t->entries[slot - 1].key != stored)) goto restart;
        if (equal) return slot - 1;
      }
    }
    perturb >>= PERTURB_SHIFT;
    i = (i * 5 + (uint32_t)perturb + 1) & mask;
  }
}

int64_t dict_find(Ctx *ctx, Dict *d, Value key, uint64_t hash) {
  int64_t e = -2;
  if (is_int(key)) e = find_int(d->table, key, hash);
  else if (exact_str(ctx, key)) e = find_str(ctx, d->table, key, hash);
  return LIKELY(e != -2) ? e : find_any(ctx, d, key, hash);
}

bool dict_lacks_plainly(Ctx *ctx, Value dict, Value key) {
  uint64_t hash;
  if (is_int(key)) return dict_key_hash(ctx, key, &hash) && find_int(AS_DICT(dict)->table, key, hash) == -1;
  return exact_str(ctx, key) && dict_key_hash(ctx, key, &hash) && find_str(ctx, AS_DICT(dict)->table, key, hash) == -1;
}

Value dict_get_hashed(Ctx *ctx, Value dict, Value key, uint64_t hash) {
  int64_t e = dict_find(ctx, AS_DICT(dict), key, hash);
  return e < 0 ? V_NULL : AS_DICT(dict)->table->entries[e].value;
}

Value dict_get(Ctx *ctx, Value dict, Value key) {
  uint64_t hash;
  if (UNLIKELY(!dict_key_hash(ctx, key, &hash))) return V_NULL;
  return dict_get_hashed(ctx, dict, key, hash);
}

int64_t dict_index_of_str(Ctx *ctx, Value dict, Value name) {
  uint64_t hash = ((Str *)name)->hash;
  if (UNLIKELY(!hash)) hash = str_hash(ctx, name);
  DictTable *t = AS_DICT(dict)->table;
  uint32_t *index = dict_index(t), mask = t->index_mask, i = (uint32_t)hash & mask;
  uint64_t perturb = hash;
  for (;;) { /* like find_str, but skips entries that are no strings: this search cannot run Python code */
    uint32_t slot = index[i];
    if (slot == 0) return -1;
    if (LIKELY(slot != SLOT_DELETED)) {
      DictEntry *e = &t->entries[slot - 1];
      if (e->key == name) return slot - 1;
      if (e->hash == hash && has_kind(ctx, e->key, KIND_STR) && str_equal(e->key, name)) return slot - 1;
    }
    perturb >>= PERTURB_SHIFT;
    i = (i * 5 + (uint32_t)perturb + 1) & mask;
  }
}

Value dict_get_str(Ctx *ctx, Value dict, Value name) {
  int64_t e = dict_index_of_str(ctx, dict, name);
  return e < 0 ? V_NULL : AS_DICT(dict)->table->entries[e].value;
}

Value dict_get_c(Ctx *ctx, Value dict, const char *name) {
  Value key = str_intern_c(ctx, name);
  return key ? dict_get_str(ctx, dict, key) : V_NULL;
}

/* ---- change ---- */

static inline void notify(Ctx *ctx, Dict *d, Value key) {
  if (UNLIKELY(d->h.flags & DICT_WATCHED)) dict_notify_watchers(ctx, d, key);
}

/* key is known to be absent */
static bool insert_new(Ctx *ctx, Dict *d, Value key, uint64_t hash, Value value) {
  DictTable *t = d->table;
  if (UNLIKELY(spare(t) <= 0)) {
    uint64_t slots = 8; /* room for three times the live entries, so that a dict that only grows doubles */
    while (slots < (uint64_t)d->length * 3) slots <<= 1;
    if (!rebuild(ctx, d, slots)) return false;
    t = d->table;
  }
  uint32_t *index = dict_index(t), mask = t->index_mask, i = (uint32_t)hash & mask;
  uint64_t perturb = hash;
  while (index[i] && index[i] != SLOT_DELETED) {
    perturb >>= PERTURB_SHIFT;
    i = (i * 5 + (uint32_t)perturb + 1) & mask;
  }
  t->entries[t->nentries] = (DictEntry){hash, key, value};
  t->fill += index[i] == 0;
  index[i] = ++t->nentries;
  d->length++;
  d->keys_version = ctx->next_version++;
  notify(ctx, d, key);
  return true;
}

bool dict_set_hashed(Ctx *ctx, Value dict, Value key, uint64_t hash, Value value) {
  Dict *d = AS_DICT(dict);
  int64_t e = dict_find(ctx, d, key, hash);
  if (e >= 0) {
    d->table->entries[e].value = value;
    notify(ctx, d, d->table->entries[e].key);
    return true;
  }
  return LIKELY(e == -1) && insert_new(ctx, d, key, hash, value);
}

bool dict_set(Ctx *ctx, Value dict, Value key, Value value) {
  uint64_t hash;
  if (UNLIKELY(!key || !value)) return false;
  return LIKELY(dict_key_hash(ctx, key, &hash)) && dict_set_hashed(ctx, dict, key, hash, value);
}

/* The place in the index that refers to an entry. */
static uint32_t *index_place(DictTable *t, int64_t entry) {
  uint64_t perturb = t->entries[entry].hash;
  uint32_t *index = dict_index(t), mask = t->index_mask, i = (uint32_t)perturb & mask;
  while (index[i] != (uint32_t)entry + 1) {
    perturb >>= PERTURB_SHIFT;
    i = (i * 5 + (uint32_t)perturb + 1) & mask;
  }
  return &index[i];
}

bool dict_delete_entry(Ctx *ctx, Dict *d, int64_t entry) {
  DictTable *t = d->table;
  DictEntry *e = &t->entries[entry];
  Value key = e->key;
  *index_place(t, entry) = SLOT_DELETED;
  e->key = e->value = V_NULL;
  e->hash = 0;
  /* The place is not used again before the table is rebuilt: an iterator that is behind it finds what is added. */
  d->length--;
  d->keys_version = ctx->next_version++;
  notify(ctx, d, key);
  return true;
}

/* How many live entries are before this one: its number in a table without holes. */
static int64_t rank_of(const DictTable *t, int64_t entry) {
  int64_t rank = 0;
  for (int64_t e = 0; e < entry; e++) rank += t->entries[e].key != V_NULL;
  return rank;
}

bool dict_move_entry(Ctx *ctx, Dict *d, int64_t entry, int64_t before) {
  DictEntry moved = d->table->entries[entry];
  if (before < 0) {
    if (spare(d->table) <= 0) {
      int64_t rank = rank_of(d->table, entry);
      if (!rebuild(ctx, d, slots_for(d->length * 2))) return false;
      entry = rank;
    }
    return dict_delete_entry(ctx, d, entry) && insert_new(ctx, d, moved.key, moved.hash, moved.value);
  }
  if (before == 0) { /* room in front for as many as there are: a move there takes constant time on average */
    uint32_t gap = (uint32_t)d->length + 1;
    int64_t rank = rank_of(d->table, entry);
    if (!rebuild_after(ctx, d, slots_for(d->length * 3 + 2), gap)) return false;
    before = gap;
    entry = gap + rank;
  }
  DictTable *t = d->table;
  *index_place(t, entry) = (uint32_t)before;
  t->entries[before - 1] = moved;
  t->entries[entry] = (DictEntry){0};
  while (t->nentries && !t->entries[t->nentries - 1].key) t->nentries--;
  d->keys_version = ctx->next_version++;
  return true;
}

int dict_delete(Ctx *ctx, Value dict, Value key) {
  uint64_t hash;
  if (UNLIKELY(!key || !dict_key_hash(ctx, key, &hash))) return -1;
  int64_t e = dict_find(ctx, AS_DICT(dict), key, hash);
  if (e < 0) return e == -1 ? 0 : -1;
  dict_delete_entry(ctx, AS_DICT(dict), e);
  return 1;
}

Value dict_pop(Ctx *ctx, Value dict, Value key, Value dflt) {
  Dict *d = AS_DICT(dict);
  if (d->length) { /* an empty dict does not hash the key */
    uint64_t hash;
    if (UNLIKELY(!dict_key_hash(ctx, key, &hash))) return V_NULL;
    int64_t e = dict_find(ctx, d, key, hash);
    if (e == -2) return V_NULL;
    if (e >= 0) {
      Value value = d->table->entries[e].value;
      dict_delete_entry(ctx, d, e);
      return value;
    }
  }
  if (!dflt) raise_key_error(ctx, key);
  return dflt;
}

Value dict_setdefault(Ctx *ctx, Value dict, Value key, Value dflt) {
  uint64_t hash;
  if (UNLIKELY(!dict_key_hash(ctx, key, &hash))) return V_NULL;
  int64_t e = dict_find(ctx, AS_DICT(dict), key, hash);
  if (e >= 0) return AS_DICT(dict)->table->entries[e].value;
  return e == -1 && insert_new(ctx, AS_DICT(dict), key, hash, dflt) ? dflt : V_NULL;
}

bool dict_clear(Ctx *ctx, Dict *d) {
  DictTable *old = d->table;
  d->table = ctx->empty_dict_table;
  d->length = 0;
  d->keys_version = ctx->next_version++;
  if (UNLIKELY(d->h.flags & DICT_WATCHED))
    for (uint32_t e = 0; e < old->nentries; e++)
      if (old->entries[e].key) dict_notify_watchers(ctx, d, old->entries[e].key);
  return true;
}

bool dict_next(Value dict, int64_t *pos, Value *key, Value *value) {
  DictTable *t = AS_DICT(dict)->table;
  for (int64_t i = *pos; i < (int64_t)t->nentries; i++) {
    DictEntry *e = &t->entries[i];
    if (!e->key) continue;
    *key = e->key;
    if (value) *value = e->value;
    *pos = i + 1;
    return true;
  }
  return false;
}

Value dict_copy(Ctx *ctx, Value dict) {
  Dict *from = AS_DICT(dict);
  Value copy = dict_new(ctx);
  if (!copy || !from->length) return copy;
  DictTable *t = from->table;
  if (t->nentries != (uint64_t)from->length || t->fill != t->nentries || t->nentries < t->cap / 3) {
    /* holes, or much spare room: pack */
    AS_DICT(copy)->table = t;
    AS_DICT(copy)->length = from->length;
    return rebuild(ctx, AS_DICT(copy), slots_for(from->length)) ? copy : V_NULL;
  }
  size_t slots = (size_t)t->index_mask + 1;
  DictTable *n = table_new(ctx, slots);
  if (!n) return V_NULL;
  t = from->table;
  if (!stop_copy(ctx, n->entries, t->entries, t->nentries * sizeof(DictEntry)) ||
      !stop_copy(ctx, dict_index(n), dict_index(t), slots * sizeof(uint32_t)))
    return V_NULL;
  n->nentries = t->nentries;
  n->fill = t->fill;
  AS_DICT(copy)->table = n;
  AS_DICT(copy)->length = from->length;
  return copy;
}

bool key_unhashable(Ctx *ctx, Value key, const char *role) {
  /* Only the plain "unhashable type" of the hash slots gets new words, not what a __hash__ in Python raises. CPython
   * too tells them apart by the exact type of the exception. */
  if (ctx->exc && class_of(ctx, ctx->exc) == ctx->exc_class[EXC_TypeError]) {
    Value old = exc_take(ctx);
    Value context = ((Exception *)old)->context;
    raise_format(ctx, EXC_TypeError, "cannot use '%T' as %s (%S)", key, role, old);
    if (ctx->exc) ((Exception *)ctx->exc)->context = context;
  }
  return false;
}
