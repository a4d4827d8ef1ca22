/* Module _collections: its declaration, and _count_elements. */
#include "modules/_collections/collections.h"

CollectionsState *collections_state(Ctx *ctx) { return module_state(ctx, &module__collections); }

/* ---- _count_elements ---- */

static bool count_plain(Ctx *ctx, Value item, void *mapping) {
  Dict *d = AS_DICT(mapping);
  uint64_t hash;
  if (!dict_key_hash(ctx, item, &hash)) return false;
  int64_t e = dict_find(ctx, d, item, hash);
  if (e == -2) return false;
  if (e == -1) return dict_set_hashed(ctx, VAL(d), item, hash, int_tag(1));
  Value count = d->table->entries[e].value;
  Value more = is_int(count) && count != int_tag(FIXNUM_MAX) ? count + (int_tag(1) - TAG_FIXNUM)
                                                             : object_binary(ctx, count, int_tag(1), OP_ADD);
  return more && dict_set_hashed(ctx, VAL(d), item, hash, more);
}

typedef struct Counted {
  Value mapping, get;
} Counted;
static bool count_any(Ctx *ctx, Value item, void *data) {
  Counted *counted = data;
  Value old = py_call2(ctx, counted->get, item, int_tag(0));
  Value more = old ? object_binary(ctx, old, int_tag(1), OP_ADD) : V_NULL;
  return more && object_setitem(ctx, counted->mapping, item, more);
}

static bool is_inherited(Ctx *ctx, Class *cls, Value name) {
  return class_lookup(ctx, cls, name) == class_lookup(ctx, ctx->cls.dict, name);
}

FUNCTION(f_count_elements) {
  Class *cls = class_of(ctx, args[0]);
  Value it = object_iter(ctx, args[1]), get = str_intern_c(ctx, "get");
  if (!it || !get) return V_NULL;
  /* Not by TypeOps.setitem, which is another one as soon as a class has a __delitem__ of its own: Counter has. */
  bool plain = is_dict(ctx, args[0]) && is_inherited(ctx, cls, NAME(__setitem__)) && is_inherited(ctx, cls, get);
  if (plain) return iterate_iterator(ctx, it, count_plain, (void *)args[0]) ? V_NONE : V_NULL;
  Counted counted = {args[0], get_attr(ctx, args[0], get)};
  return counted.get && iterate_iterator(ctx, it, count_any, &counted) ? V_NONE : V_NULL;
}
static const CFuncDef functions[] = {
    FUNCTION_ROW("_count_elements", f_count_elements, 2, 2, "Counts the items of an iterable in a mapping."),
    {0},
};

#define CLASS_ROW(name) {offsetof(CollectionsState, name), make_##name}
static const ModuleClass classes[] = {
    CLASS_ROW(deque),
    CLASS_ROW(deque_iterator),
    CLASS_ROW(deque_reverse_iterator),
    CLASS_ROW(defaultdict),
    CLASS_ROW(tuplegetter),
    CLASS_ROW(ordered_dict),
    {0},
};
static const ModuleClass hidden[] = {
    CLASS_ROW(odict_iterator), CLASS_ROW(odict_keys), CLASS_ROW(odict_values), CLASS_ROW(odict_items), {0},
};

MODULE(_collections, .doc = "Containers of module collections that are written in C.", .functions = {functions},
       .classes = classes, .hidden = hidden, .state_size = sizeof(CollectionsState));
