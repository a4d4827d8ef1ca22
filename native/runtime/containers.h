/* What the container files share with each other and with nobody else: inline access to lists, dicts and sets, and the
 * start-up functions of each file. Other parts of the runtime use api.h. */
#pragma once
#include "api.h"
#include <string.h>

#define AS_LIST(v) ((List *)(v))
#define AS_TUPLE(v) ((Tuple *)(v))
#define AS_DICT(v) ((Dict *)(v))
#define AS_SET(v) ((Set *)(v))
#define AS_RANGE(v) ((Range *)(v))
#define AS_SLICE(v) ((Slice *)(v))
#define AS_ITER(v) ((Iter *)(v))
#define AS_CLASS(v) ((Class *)(v))

/* Rows of CFuncDef tables. M: method taking min..max positionals; MK: method with named parameters; MR: raw keywords. */
#define M(name, fn, min, max, doc) {name, fn, min, max, CF_METHOD, NULL, doc}
#define MK(name, fn, min, max, params, doc) {name, fn, min, max, CF_METHOD, params, doc}
#define MR(name, fn, min, max, doc) {name, fn, min, max, CF_METHOD | CF_KW, NULL, doc}
#define MCLASS(name, fn, min, max, doc) {name, fn, min, max, CF_METHOD | CF_CLASS, NULL, doc}
#define F(name, fn, min, max, doc) {name, fn, min, max, 0, NULL, doc}
#define FK(name, fn, min, max, params, doc) {name, fn, min, max, 0, params, doc}
#define FR(name, fn, min, max, doc) {name, fn, min, max, CF_KW, NULL, doc}
#define UNUSED(x) ((void)(x))

#define HASH_INT_MODULUS ((int64_t)0x1fffffffffffffff) /* 2**61 - 1: ints below hash to themselves */

static inline uint32_t kwcount(Value kwnames) { return kwnames ? (uint32_t)AS_TUPLE(kwnames)->length : 0; }
/* Exact types only. */
static inline bool exact_str(Ctx *ctx, Value v) { return has_shape(v, ctx->shape.str); }
static inline bool exact_list(Ctx *ctx, Value v) { return has_shape(v, ctx->shape.list); }
static inline bool exact_tuple(Ctx *ctx, Value v) { return has_shape(v, ctx->shape.tuple); }
static inline bool exact_dict(Ctx *ctx, Value v) { return has_shape(v, ctx->shape.dict); }
static inline bool exact_set(Ctx *ctx, Value v) { return has_shape(v, ctx->shape.set) || has_shape(v, ctx->shape.frozenset); }
/* set or frozenset, subclasses included */
static inline bool any_set(Ctx *ctx, Value v) { return has_kind(ctx, v, KIND_SET); }

/* Hash of a key; the common kinds without a call. False: exception set. */
static inline bool fast_hash(Ctx *ctx, Value key, uint64_t *out) {
  if (is_int(key)) {
    int64_t i = int_val(key);
    if (LIKELY(i > -HASH_INT_MODULUS && i < HASH_INT_MODULUS)) {
      *out = (uint64_t)(i - (i == -1));
      return true;
    }
  } else if (exact_str(ctx, key)) {
    uint64_t h = ((Str *)key)->hash;
    *out = LIKELY(h) ? h : str_hash(ctx, key);
    return true;
  }
  return object_hash(ctx, key, out);
}

/* Equality where nothing but the words and both strings' texts decide: 1, 0, or -1 = ask object_equal. */
static inline int quick_equal(Ctx *ctx, Value a, Value b) {
  if (a == b) return is_int(a) || is_imm(a) || exact_str(ctx, a) || exact_tuple(ctx, a) ? 1 : -1;
  if (both_int(a, b)) return 0;
  if (exact_str(ctx, a) && exact_str(ctx, b)) return str_equal(a, b);
  return -1;
}
/* a is b or a == b, as containers compare. */
static inline int item_equal(Ctx *ctx, Value a, Value b) {
  if (a == b) return 1;
  if (both_int(a, b)) return 0;
  if (exact_str(ctx, a) && exact_str(ctx, b)) return str_equal(a, b);
  return object_equal(ctx, a, b);
}

static inline uint32_t *dict_index(DictTable *t) { return (uint32_t *)(t->entries + t->cap); }
/* The TypeErrors of 3.14 for keys without a hash: "cannot use 'list' as a dict key (unhashable type: 'list')". Always false. */
bool key_unhashable(Ctx *ctx, Value key, const char *role);
static inline bool dict_key_hash(Ctx *ctx, Value key, uint64_t *out) {
  return LIKELY(fast_hash(ctx, key, out)) || key_unhashable(ctx, key, "a dict key");
}
static inline bool set_key_hash(Ctx *ctx, Value key, uint64_t *out) {
  return LIKELY(fast_hash(ctx, key, out)) || key_unhashable(ctx, key, "a set element");
}

/* slot_generic.c */
Value special_call(Ctx *ctx, Value self, Value name, const Value *args, uint32_t nargs, bool *found);
/* Calls a special method, looked up on the type; for names that class_lookup has found. */
static inline Value call_special(Ctx *ctx, Value v, Value name, const Value *args, uint32_t nargs) {
  bool found;
  return special_call(ctx, v, name, args, nargs, &found);
}

/* dict.c */
bool dict_clear(Ctx *ctx, Dict *d);
bool dict_delete_entry(Ctx *ctx, Dict *d, int64_t entry);
/* Entry number, -1 absent, -2 exception. */
int64_t dict_find(Ctx *ctx, Dict *d, Value key, uint64_t hash);
bool dict_reserve(Ctx *ctx, Dict *d, int64_t n);
int dict_equal(Ctx *ctx, Value a, Value b);
bool dict_update_args(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames, const char *fname);
Value proxy_new(Ctx *ctx, Value mapping); /* descriptor.c: mappingproxy */
/* dict_view.c */
Value dict_view_new(Ctx *ctx, Value dict, Shape *shape);
Value dict_iter_new(Ctx *ctx, Value dict, uint32_t op);
/* set.c */
Value set_copy(Ctx *ctx, Value s, bool frozen);
bool set_clear(Ctx *ctx, Set *s);
int set_discard_hashed(Ctx *ctx, Set *s, Value key, uint64_t hash);
bool set_shrink(Ctx *ctx, Set *s);
int set_discard(Ctx *ctx, Value set, Value item); /* 1 removed, 0 absent, -1 error */
bool set_next(Set *s, int64_t *pos, Value *key, uint64_t *hash);
int set_add_hashed(Ctx *ctx, Set *s, Value key, uint64_t hash);
int set_has_hashed(Ctx *ctx, Set *s, Value key, uint64_t hash);
Value set_iter_new(Ctx *ctx, Value set);
/* list.c */
bool list_set_slice(Ctx *ctx, Value list, int64_t start, int64_t stop, const Value *items, int64_t n);
/* tuple.c */
Value tuple_subclass_new(Ctx *ctx, Class *cls, const Value *items, int64_t n);
uint64_t hash_mix(uint64_t acc, uint64_t lane); /* one round of the tuple hash */
/* slice.c: slice.indices with a length of any size */
Value slice_indices(Ctx *ctx, Value slice, Value length);
/* slice bounds as CPython clips them for `x.index(v, start, stop)` */
bool clip_bound(Ctx *ctx, Value v, int64_t length, int64_t *out);
/* Index of a sequence as a[i] takes it; false = exception naming `what` ("list indices must be integers or slices, not str"). */
bool sequence_index(Ctx *ctx, Value key, const char *what, int64_t *out);
/* iter.c: as iterate, on what object_iter gave (no second iter()). */
bool iterate_iterator(Ctx *ctx, Value it, bool (*each)(Ctx *, Value item, void *data), void *data);
#define PENDING_STOP (PENDING_INTERRUPT | PENDING_TIMEOUT) /* what ends a loop in C; the rest waits for bytecode */
/* Acts on those bits of ctx->pending; false = exception (KeyboardInterrupt, TimeoutError). */
bool pending_check(Ctx *ctx);
Value next_item_of(Ctx *ctx, Value it); /* object_next, inline for list and tuple iterators */
/* range.c */
bool range_small(Value range, int64_t *start, int64_t *step, int64_t *count); /* every item is a fixnum */
Value range_item(Ctx *ctx, Value range, int64_t i);
/* io.c */
bool io_write_checked(Ctx *ctx, int stream, Value str); /* UnicodeEncodeError for lone surrogates on stdout */
bool io_streams_create(Ctx *ctx, Value sys);
int io_text_output(Ctx *ctx, Value v);
/* builtins_code.c: namespaces of the innermost frame */
Value frame_globals(Ctx *ctx);
Value current_locals(Ctx *ctx);
extern const CFuncDef BUILTIN_CODE_FUNCTIONS[], BUILTIN_NUMBER_FUNCTIONS[], BUILTIN_ITERATION_FUNCTIONS[];
/* structseq.c */
#define STRUCTSEQ_POSITIONS(X)                                                                                              \
  X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12) X(13) X(14) X(15) X(16) X(17) X(18) X(19) X(20) X(21)
#define DECLARE(i) Value structseq_get_##i(Ctx *ctx, Value self);
STRUCTSEQ_POSITIONS(DECLARE)
#undef DECLARE
#define STRUCTSEQ_FIELD(i, name) {name, structseq_get_##i, NULL, NULL}
Class *structseq_class(Ctx *ctx, const char *name, const GetSetDef *fields); /* fields: static, ends with {0} */
Value structseq_new(Ctx *ctx, Class *cls, const Value *items);
Class *simple_namespace_class(Ctx *ctx);
/* frame_object.c: what sys._getframe gives, depth frames out; V_NULL + ValueError when the stack is not that deep */
Value frame_object_at(Ctx *ctx, int64_t depth);
bool frame_object_startup(Ctx *ctx);

bool list_startup(Ctx *ctx);
bool tuple_startup(Ctx *ctx);
bool dict_startup(Ctx *ctx);
bool dict_view_startup(Ctx *ctx);
bool set_startup(Ctx *ctx);
bool range_startup(Ctx *ctx);
bool slice_startup(Ctx *ctx);
bool iter_startup(Ctx *ctx);
bool iter_compose_startup(Ctx *ctx);
bool generic_alias_startup(Ctx *ctx);
