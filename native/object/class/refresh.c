/* From dunder methods to TypeOps: the entries of a Python class follow from the dunders found along its mro. For a slot
 * wrapper it is the C function that the wrapper stands for; for anything else the generic entry of slot_generic.c,
 * which calls the dunder; for None or nothing, NULL. One entry may have several dunders (compare has six). It stays the
 * C function only if all those found lead to the same one.
 *
 * Programs make classes by the thousand while they are imported, and most of these define few dunders. So a class whose
 * mro is its base's with itself before it has the base's entries, but for those that its own dict has a dunder of. */
#include "call/call.h"
#include "container/container.h"
#include "heap/heap.h"
#include "interp/run.h"
#include "object/finalize.h"
#include "object/model.h"
#include "object/object.h"
#include "text/text.h"
#include <string.h>

/* A set of entries of TypeOps, which are words. */
typedef uint64_t Entries;
#define ENTRY(offset) ((Entries)1 << (offset) / sizeof(void *))
#define ALL_ENTRIES (~(Entries)0)
_Static_assert(sizeof(TypeOps) / sizeof(void *) <= 64, "Entries is a word");

void operation_names_startup(Ctx *ctx) {
  for (int i = 0; i < NDUNDERS; i++) CELL(ctx->names[DUNDERS[i].id])->flags |= STR_OPERATION;
  static const NameId others[] = {N___new__, N___getattr__, N___del__};
  for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) CELL(ctx->names[others[i]])->flags |= STR_OPERATION;
}

static bool is_interned(Ctx *ctx, Value name) { return exact_str(ctx, name) && CELL(name)->flags & STR_INTERNED; }

bool may_decide_operations(Ctx *ctx, Value name) {
  return !is_interned(ctx, name) || CELL(name)->flags & STR_OPERATION;
}

/* Those that a dunder in the class's own dict decides. */
static Entries own_entries(Ctx *ctx, Class *cls) {
  Entries found = 0;
  Value key, value;
  int64_t pos = 0;
  while (dict_next(cls->dict, &pos, &key, &value)) {
    if (!may_decide_operations(ctx, key)) continue;
    if (!is_interned(ctx, key)) return ALL_ENTRIES;
    for (int i = 0; i < NDUNDERS; i++)
      if (ctx->names[DUNDERS[i].id] == key) found |= ENTRY(DUNDERS[i].op);
  }
  /* the rule below about containers goes by both */
  Entries both = ENTRY(offsetof(TypeOps, truth)) | ENTRY(offsetof(TypeOps, len));
  return found & both ? found | both : found;
}

/* Is the mro the base's, with the class itself before it? Then the base's entries are its own, where its own dict says
 * nothing. */
static bool only_adds(Class *cls) {
  const Tuple *mro = (Tuple *)cls->mro, *rest = (Tuple *)cls->base->mro;
  return rest && rest->length == mro->length - 1 &&
         memcmp(rest->items, mro->items + 1, (size_t)rest->length * sizeof(Value)) == 0;
}

/* The C function a slot wrapper stands for; NULL when `found` is something else, or a wrapper for other objects than
 * this class's instances. */
static void *wrapped_op(Ctx *ctx, Class *cls, Value found, const Dunder *d) {
  if (!is_cell(found) || shape_of(ctx, found)->cls != ctx->cls.wrapper_descr) return NULL;
  SlotDescr *wrapper = (SlotDescr *)found;
  const Dunder *wrapped = wrapper->def;
  bool same = wrapped->op == d->op && wrapped->id == d->id;
  return same && is_subclass(cls, wrapper->owner) ? *(void **)((char *)&wrapper->owner->ops + d->op) : NULL;
}

/* The entries of `wanted`, which are empty, from the dunders on the mro. */
static void find_entries(Ctx *ctx, Class *cls, TypeOps *ops, Entries wanted) {
  for (int i = 0; i < NDUNDERS; i++) {
    const Dunder *d = &DUNDERS[i];
    void **place = (void **)((char *)ops + d->op);
    void *generic = *(void *const *)((const char *)&GENERIC_OPS + d->op);
    if (!(wanted & ENTRY(d->op)) || *place == generic) continue;
    Value found = class_lookup(ctx, cls, ctx->names[d->id]);
    if (!found) continue;
    void *op = wrapped_op(ctx, cls, found, d);
    if (d->form == DUNDER_HASH && found == V_NONE) op = (void *)hash_refused;
    if (!op || (*place && *place != op)) op = generic;
    *place = op;
  }
}

/* All that dunders decide; new_ and trace are left out. */
static TypeOps operations(Ctx *ctx, Class *cls) {
  TypeOps ops;
  memset(&ops, 0, sizeof ops);
  if (!only_adds(cls)) return find_entries(ctx, cls, &ops, ALL_ENTRIES), ops;
  Entries own = own_entries(ctx, cls);
  Class *base = cls->base;
  if (base->flags & CLASS_BUILTIN) find_entries(ctx, base, &ops, ~own); /* not all that it has shows as dunders */
  else
    for (size_t i = 0; i < sizeof ops / sizeof(void *); i++)
      if (!(own >> i & 1)) ((void **)&ops)[i] = ((void *const *)&base->ops)[i];
  find_entries(ctx, cls, &ops, own);
  return ops;
}

/* A built-in __new__, whoever's it is, leaves the constructor as it was: the one of another layout must not run. */
static void refresh_new(Ctx *ctx, Class *cls) {
  Value found = class_lookup(ctx, cls, NAME(__new__));
  if (is_builtin_new(ctx, found)) {
    if (!cls->ops.new_) cls->ops.new_ = cls->base->ops.new_;
  } else cls->ops.new_ = found ? GENERIC_OPS.new_ : NULL;
}

static bool refresh_finalizer(Ctx *ctx, Class *cls, bool has_instances) {
  bool had = cls->flags & CLASS_HAS_FINALIZER;
  if (!class_lookup(ctx, cls, NAME(__del__))) {
    cls->flags &= ~(uint32_t)CLASS_HAS_FINALIZER;
    return true;
  }
  cls->flags |= CLASS_HAS_FINALIZER;
  return had || !has_instances || finalizers_watch_instances(ctx, cls);
}

bool class_refresh_ops(Ctx *ctx, Class *cls) {
  if (cls->flags & CLASS_BUILTIN) return true; /* fixed when the class was made */
  TypeOps ops = operations(ctx, cls);
  ops.trace = cls->base->ops.trace;
  ops.new_ = cls->ops.new_;
  bool getattr_hook = class_lookup(ctx, cls, NAME(__getattr__));
  if (getattr_hook) ops.getattr = GENERIC_OPS.getattr;
  bool only_hook = getattr_hook && class_lookup(ctx, cls, NAME(__getattribute__)) ==
                                       class_lookup(ctx, ctx->cls.object, NAME(__getattribute__));
  /* A container is true when its length is not 0, unless __bool__ or __len__ are written in Python. */
  if (!ops.truth && ops.len != GENERIC_OPS.len) ops.truth = cls->base->ops.truth;
  /* From now on, attribute access of existing instances works differently. (A class just made has no instances.) */
  bool rerouted = cls->ops.getattr &&
                  (cls->ops.getattr != ops.getattr || cls->ops.setattr != ops.setattr ||
                   !cls->ops.descr_set != !ops.descr_set || (cls->flags & CLASS_ONLY_HOOK && !only_hook));
  bool has_instances = cls->ops.getattr != NULL;
  cls->ops = ops;
  if (rerouted)
    interp_forget_attribute_caches(ctx); /* not asked where: that would count as a visit of the subclasses */
  refresh_new(ctx, cls);
  cls->flags &= ~(uint32_t)(CLASS_HAS_GETATTR | CLASS_HAS_SETATTR | CLASS_ONLY_HOOK);
  if (only_hook) cls->flags |= CLASS_ONLY_HOOK;
  if (ops.getattr == GENERIC_OPS.getattr) cls->flags |= CLASS_HAS_GETATTR;
  if (ops.setattr == GENERIC_OPS.setattr) cls->flags |= CLASS_HAS_SETATTR;
  return refresh_finalizer(ctx, cls, has_instances);
}
