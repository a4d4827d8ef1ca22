/* list, tuple, dict, set, range, slice, the built-in iterators and named tuples of C code; inline access to them.
 *
 * Functions named after a type (list_append, dict_get) take an instance of it or of a subclass and look for no
 * overriding method, like those of CPython's C API; the object_… functions do look. Comparing keys or items may run
 * Python code that changes the container, so whoever iterates reads length and table again after each comparison. */
#pragma once
#include "core/ctx.h"
#include "object/object.h"
#include "text/text.h"

#define AS_LIST(v) ((List *)(v))
#define AS_TUPLE(v) ((Tuple *)(v))
#define AS_DICT(v) ((Dict *)(v))
#define AS_SET(v) ((Set *)(v))
#define AS_RANGE(v) ((Range *)(v))
#define AS_SLICE(v) ((Slice *)(v))
#define AS_ITER(v) ((Iter *)(v))
#define HASH_INT_MODULUS ((int64_t)0x1fffffffffffffff) /* 2**61 - 1: smaller ints hash to themselves */

/* ---- slice.c ---- */
/* the number in sequence * v. Returns 1; 0: v is no number; -1: an exception */
int repeat_count(Ctx *ctx, Value v, int64_t *n);
Value slice_new(Ctx *ctx, Value start, Value stop, Value step);
/* As slice.indices: *count items from *start by *step. false = exception. */
bool slice_resolve(Ctx *ctx, Value slice, const int64_t *length, int64_t *start, int64_t *stop, int64_t *step,
                   int64_t *count);
/* Its two halves. Numbers, as large as they are given, by which time __index__ has run; then in the bounds of a length:
 * returns the count. */
bool slice_unpack(Ctx *ctx, Value slice, int64_t *start, int64_t *stop, int64_t *step);
int64_t slice_adjust(int64_t length, int64_t *start, int64_t *stop, int64_t step);
/* The place after `at`; after the last one it is none, and may be beyond every int64_t. */
static inline int64_t slice_next(int64_t at, int64_t step) { return (int64_t)((uint64_t)at + (uint64_t)step); }
/* The TypeError of + or * where a built-in sequence does not take the operand, in CPython's words for it ("can only
 * concatenate list (not "int") to list", "can't multiply sequence by non-int of type 'float'"). False: there is nothing
 * to raise here. */
bool raise_sequence_operator(Ctx *ctx, Value sequence, Value operand, BinOp op);
Value raise_no_count(Ctx *ctx, Value operand); /* of what is to repeat a sequence; V_NULL */
Value slice_indices(Ctx *ctx, Value slice, Value length);
/* clips a bound as CPython does for `x.index(v, start, stop)` */
bool clip_bound(Ctx *ctx, Value v, int64_t length, int64_t *out);
/* The index of a sequence in a[i]. false = exception that names `what` ("list indices must be integers or slices, not
 * str"). */
bool sequence_index(Ctx *ctx, Value key, const char *what, int64_t *out);
bool slice_startup(Ctx *ctx);

/* ---- list.c ---- */
Value list_new(Ctx *ctx, int64_t cap);
Value list_from(Ctx *ctx, const Value *items, int64_t n);
bool list_append(Ctx *ctx, Value list, Value item);
bool list_grow(Ctx *ctx, List *list, int64_t min_cap);
bool list_extend(Ctx *ctx, Value list, Value iterable);
Value list_pop(Ctx *ctx, Value list, int64_t index);
bool list_insert(Ctx *ctx, Value list, int64_t index, Value item);
Value list_getslice(Ctx *ctx, Value list, int64_t start, int64_t stop);
Value list_from_iterable(Ctx *ctx, Value iterable);
Value list_from_iterator(Ctx *ctx, Value it); /* without a question for __length_hint__ in Python */
static inline bool is_list(Ctx *ctx, Value v) {
  return has_kind(ctx, v, KIND_LIST);
} /* subclasses included, as for all is_… */
bool list_set_slice(Ctx *ctx, Value list, int64_t start, int64_t stop, const Value *items, int64_t n);

/* ---- sort.c ---- */
bool list_sort(Ctx *ctx, Value list, Value key, bool reverse);
Value list_take_items(Ctx *ctx, Value list);
bool list_sort_by(Ctx *ctx, Value list, Value keys, bool reverse); /* keys: a list as long, or None */
bool list_give_back(Ctx *ctx, Value list, Value taken, bool failed);

/* ---- tuple.c ---- */
Value tuple_new(Ctx *ctx, int64_t n); /* items are V_NULL until filled; n == 0: ctx->empty_tuple */
Value tuple_from(Ctx *ctx, const Value *items, int64_t n);
Value tuple_from_iterable(Ctx *ctx, Value iterable);
static inline bool is_tuple(Ctx *ctx, Value v) { return has_kind(ctx, v, KIND_TUPLE); }
Value tuple_subclass_new(Ctx *ctx, Class *cls, const Value *items, int64_t n);
uint64_t hash_mix(uint64_t acc, uint64_t lane);            /* one round of the tuple's hash */
uint64_t hash_of_items(const uint64_t *hashes, int64_t n); /* that of the tuple of items with these hashes */
bool tuple_startup(Ctx *ctx);

/* ---- dict.c ---- */
static inline bool is_dict(Ctx *ctx, Value v) { return has_kind(ctx, v, KIND_DICT); }
Value dict_new(Ctx *ctx);
Value dict_new_sized(Ctx *ctx, int64_t n);
bool dict_lacks_plainly(Ctx *ctx, Value dict, Value key); /* an int or a str, and no __eq__ had to be asked */
Value dict_get(Ctx *ctx, Value dict, Value key);          /* V_NULL: absent, or error if ctx->exc is set */
Value dict_get_str(Ctx *ctx, Value dict, Value name);     /* name is Str: cannot fail */
Value dict_get_c(Ctx *ctx, Value dict, const char *name); /* ASCII; V_NULL: absent, or error if ctx->exc is set */
Value dict_get_hashed(Ctx *ctx, Value dict, Value key, uint64_t hash);
bool dict_set(Ctx *ctx, Value dict, Value key, Value value);
bool dict_set_hashed(Ctx *ctx, Value dict, Value key, uint64_t hash, Value value);
int dict_delete(Ctx *ctx, Value dict, Value key);            /* 1 deleted, 0 absent, -1 error */
Value dict_pop(Ctx *ctx, Value dict, Value key, Value dflt); /* dflt V_NULL: KeyError */
Value dict_setdefault(Ctx *ctx, Value dict, Value key, Value dflt);
bool dict_next(Value dict, int64_t *pos, Value *key, Value *value); /* iteration; pos starts at 0 */
int64_t dict_index_of_str(Ctx *ctx, Value dict, Value name);        /* entry number or -1: for inline caches */
Value dict_copy(Ctx *ctx, Value dict);
/* The TypeErrors of 3.14 for keys without a hash: "cannot use 'list' as a dict key (unhashable type: 'list')". Returns
 * false. */
bool key_unhashable(Ctx *ctx, Value key, const char *role);
bool dict_clear(Ctx *ctx, Dict *d);
bool dict_delete_entry(Ctx *ctx, Dict *d, int64_t entry);
/* Entry number, -1 absent, -2 exception. */
int64_t dict_find(Ctx *ctx, Dict *d, Value key, uint64_t hash);
bool dict_reserve(Ctx *ctx, Dict *d, int64_t n);
/* Moves an entry to the end (before = -1), or in front of all others: before = the first that lives. */
bool dict_move_entry(Ctx *ctx, Dict *d, int64_t entry, int64_t before);

/* ---- dict_methods.c ---- */
bool dict_update(Ctx *ctx, Value dict, Value other);                         /* mapping or iterable of pairs */
bool dict_merge_kwargs(Ctx *ctx, Value dict, Value mapping, Value callable); /* DICT_MERGE: TypeError on duplicates */
int dict_equal(Ctx *ctx, Value a, Value b);
bool dict_update_args(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames, const char *fname);
bool dict_startup(Ctx *ctx);

/* ---- set.c ---- */
Value set_new(Ctx *ctx, bool frozen);
int set_add(Ctx *ctx, Value set, Value item); /* 1 added, 0 present, -1 error */
int set_contains(Ctx *ctx, Value set, Value item);
bool set_update(Ctx *ctx, Value set, Value iterable);
Value set_copy(Ctx *ctx, Value s, bool frozen);
bool set_clear(Ctx *ctx, Set *s);
int set_discard_hashed(Ctx *ctx, Set *s, Value key, uint64_t hash);
bool set_shrink(Ctx *ctx, Set *s);
int set_discard(Ctx *ctx, Value set, Value item); /* 1 removed, 0 absent, -1 error */
static inline bool set_next(Set *s, int64_t *pos, Value *key, uint64_t *hash) {
  if (!s->table) return false;
  for (int64_t i = *pos; i <= (int64_t)s->table->mask; i++) {
    SetEntry *e = &s->table->entries[i];
    if (!e->key) { /* most slots are unused, and many in a row */
      while (i + 4 <= (int64_t)s->table->mask && !(e[1].key | e[2].key | e[3].key | e[4].key)) i += 4, e += 4;
      continue;
    }
    if (e->key == SET_DUMMY) continue;
    *key = e->key;
    if (hash) *hash = e->hash;
    *pos = i + 1;
    return true;
  }
  return false;
}
/* Most searches end at the first slot: the key is there, or nothing. The functions called search_ go on from there. */
int search_add(Ctx *ctx, Set *s, Value key, uint64_t hash);
bool search_add_new(Ctx *ctx, Set *s, Value key, uint64_t hash);
int search_has(Ctx *ctx, Set *s, Value key, uint64_t hash);
static inline SetEntry *set_first_slot(Set *s, uint64_t hash) { return &s->table->entries[hash & s->table->mask]; }
/* Puts a key into an unused slot, if the table does not have to grow for it. */
static inline bool set_fill_slot(Set *s, SetEntry *e, Value key, uint64_t hash) {
  if (e->key || (uint64_t)(s->fill + 1) * 5 >= s->table->mask * 3) return false;
  *e = (SetEntry){hash, key};
  s->fill++, s->length++;
  return true;
}
/* 1 added, 0 present, -1 error */
static inline int set_add_hashed(Ctx *ctx, Set *s, Value key, uint64_t hash) {
  if (UNLIKELY(!s->table)) return search_add(ctx, s, key, hash);
  SetEntry *e = set_first_slot(s, hash);
  if (e->key == key && e->hash == hash) return 0;
  return LIKELY(set_fill_slot(s, e, key, hash)) ? 1 : search_add(ctx, s, key, hash);
}
/* A key that it has not; s has lost none. */
static inline bool set_add_new(Ctx *ctx, Set *s, Value key, uint64_t hash) {
  bool done = s->table && set_fill_slot(s, set_first_slot(s, hash), key, hash);
  return LIKELY(done) || search_add_new(ctx, s, key, hash);
}
/* 1 present, 0 absent, -1 error */
static inline int set_has_hashed(Ctx *ctx, Set *s, Value key, uint64_t hash) {
  if (!s->length) return 0;
  const SetEntry *e = set_first_slot(s, hash);
  if (!e->key) return 0;
  return LIKELY(e->key == key && e->hash == hash) ? 1 : search_has(ctx, s, key, hash);
}

/* ---- range.c ---- */
Value range_new(Ctx *ctx, Value start, Value stop, Value step);
bool range_small(Value range, int64_t *start, int64_t *step, int64_t *count); /* every item is a fixnum */
Value range_item(Ctx *ctx, Value range, int64_t i);
bool range_startup(Ctx *ctx);

/* ---- iter.c ---- */
Value iter_self(Ctx *ctx, Value self); /* TypeOps.iter of iterators */
Value iter_new(Ctx *ctx, uint32_t op); /* blank Iter cell of iter_class[op] */
/* A built-in function, for __reduce__; AttributeError when the program has deleted it. */
Value builtin_named(Ctx *ctx, Value name);
/* Calls `each` for every item; stops early when it returns false. Fast paths for list, tuple, dict, set, range, str. */
bool iterate(Ctx *ctx, Value iterable, bool (*each)(Ctx *, Value item, void *data), void *data);
Value iter_sequence(Ctx *ctx, Value obj);                    /* iter() of a class with only __getitem__ */
int64_t object_length_hint(Ctx *ctx, Value v, int64_t dflt); /* operator.length_hint; -1 error */
Value set_iter_new(Ctx *ctx, Value set);
bool iterate_iterator(Ctx *ctx, Value it, bool (*each)(Ctx *, Value item, void *data), void *data);
/* enumerate, zip of two, items of a dict: the next pair without its tuple. V_NULL: exhausted, or an exception */
bool iter_makes_pairs(Ctx *ctx, Value v);
Value iter_next_pair(Ctx *ctx, Value it, Value *second);
Value dict_iter_next_item(Ctx *ctx, Iter *it, Value *value);
/* Iterator number i that an enumerate, or a zip of two, goes through while it is as traces know it: as the two
 * functions after it say. V_NULL: there is none. */
Value iter_inner(Ctx *ctx, Value v, uint32_t i);
static inline bool iter_enumerates_plainly(Value v) { return !AS_ITER(v)->b && AS_ITER(v)->i < FIXNUM_MAX; }
static inline bool iter_zips_two(Value v) { return AS_ITER(v)->j == 2 && !AS_ITER(v)->i; }
/* The function of a map that goes through one iterator, or of a filter. V_NULL: it is neither, exactly. */
Value iter_applied(Ctx *ctx, Value v);
static inline bool iter_filters(Value v) { return AS_ITER(v)->op == ITER_FILTER; }
static inline Value iter_applied_to(Value v) {
  return iter_filters(v) ? AS_ITER(v)->a : ((Array *)AS_ITER(v)->a)->items[0];
}
Value next_item_of(Ctx *ctx, Value it); /* object_next, inline for list and tuple iterators */
bool iter_startup(Ctx *ctx);

/* ---- repr_guard.c ---- */
/* Recursion guard of container reprs: 1 = v's repr is running already, 0 = entered, -1 = MemoryError. Leave only after
 * 0. */
int repr_enter(Ctx *ctx, Value v);
void repr_leave(Ctx *ctx, Value v);
bool container_startup(Ctx *ctx);

/* ---- dict_view.c ---- */
Value dict_view_new(Ctx *ctx, Value dict, Shape *shape);
Value dict_view_dict(Value view);
Value dict_iter_new(Ctx *ctx, Value dict, uint32_t op);
bool dict_view_startup(Ctx *ctx);

/* ---- structseq.c ---- */
#define STRUCTSEQ_POSITIONS(X) \
  X(0)                         \
  X(1)                         \
  X(2)                         \
  X(3)                         \
  X(4)                         \
  X(5)                         \
  X(6)                         \
  X(7)                         \
  X(8)                         \
  X(9)                         \
  X(10)                        \
  X(11)                        \
  X(12)                        \
  X(13)                        \
  X(14)                        \
  X(15)                        \
  X(16)                        \
  X(17)                        \
  X(18)                        \
  X(19)                        \
  X(20)                        \
  X(21)
#define DECLARE(i) Value structseq_get_##i(Ctx *ctx, Value self);
STRUCTSEQ_POSITIONS(DECLARE)
#undef DECLARE
#define STRUCTSEQ_FIELD(i, name) {name, structseq_get_##i, readonly_member, NULL}
Class *structseq_class(Ctx *ctx, const char *name, const GetSetDef *fields); /* fields: static, ends with {0} */
/* The same where some items have no name, and some fields are no items: those from position `visible` on. */
Class *structseq_class_hiding(Ctx *ctx, const char *name, const GetSetDef *fields, int visible, int unnamed);
Value structseq_new(Ctx *ctx, Class *cls, const Value *items); /* the hidden ones too */
/* structseq(sequence, dict), in which the class may fill in what is missing: V_NULL items, hidden ones only. */
Value structseq_from(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames,
                     void (*fill)(Ctx *ctx, Value *items));
Class *simple_namespace_class(Ctx *ctx);

/* ---- list_methods.c ---- */
bool list_startup(Ctx *ctx);

/* ---- set_methods.c ---- */
bool set_startup(Ctx *ctx);

/* ---- enumerate_zip_map.c ---- */
bool iter_compose_startup(Ctx *ctx);

/* ---- inline ---- */
static inline int64_t tuple_length(Value t) { return ((Tuple *)t)->length; }
static inline Value tuple_item(Value t, int64_t i) { return ((Tuple *)t)->items[i]; }
static inline bool exact_list(Ctx *ctx, Value v) { return has_shape(v, ctx->shape.list); }
static inline bool exact_tuple(Ctx *ctx, Value v) { return has_shape(v, ctx->shape.tuple); }
static inline bool exact_dict(Ctx *ctx, Value v) { return has_shape(v, ctx->shape.dict); }
static inline bool exact_set(Ctx *ctx, Value v) {
  return has_shape(v, ctx->shape.set) || has_shape(v, ctx->shape.frozenset);
}
/* set or frozenset, subclasses included */
static inline bool any_set(Ctx *ctx, Value v) { return has_kind(ctx, v, KIND_SET); }
/* The hash of a key; common kinds take no call. False: exception set. */
static inline bool fast_hash(Ctx *ctx, Value key, uint64_t *out) {
  if (is_int(key)) {
    int64_t i = int_val(key);
    if (LIKELY(i > -HASH_INT_MODULUS && i < HASH_INT_MODULUS)) {
      *out = (uint64_t)(i - (i == -1));
      return true;
    }
  } else if (exact_str(ctx, key)) {
    uint64_t h = ((Str *)key)->hash;
    return LIKELY(h) ? *out = h, true : str_hash_long(ctx, key, out);
  }
  return object_hash(ctx, key, out);
}
/* Equality, if the words or the texts of two strings decide it: 1 or 0; -1 = ask object_equal. */
static inline int quick_equal(Ctx *ctx, Value a, Value b) {
  if (a == b) return is_int(a) || is_imm(a) || exact_str(ctx, a) || exact_tuple(ctx, a) ? 1 : -1;
  if (both_int(a, b)) return 0;
  if (exact_str(ctx, a) && exact_str(ctx, b)) return str_equal_soon(a, b);
  return -1;
}
/* a is b or a == b, as containers compare. */
static inline int item_equal(Ctx *ctx, Value a, Value b) {
  if (a == b) return 1;
  if (both_int(a, b)) return 0;
  if (exact_str(ctx, a) && exact_str(ctx, b)) {
    int equal = str_equal_soon(a, b);
    if (LIKELY(equal >= 0)) return equal;
  }
  return object_equal(ctx, a, b);
}
static inline uint32_t *dict_index(DictTable *t) { return (uint32_t *)(t->entries + t->cap); }
static inline bool dict_key_hash(Ctx *ctx, Value key, uint64_t *out) {
  return LIKELY(fast_hash(ctx, key, out)) || key_unhashable(ctx, key, "a dict key");
}
static inline bool set_key_hash(Ctx *ctx, Value key, uint64_t *out) {
  return LIKELY(fast_hash(ctx, key, out)) || key_unhashable(ctx, key, "a set element");
}
