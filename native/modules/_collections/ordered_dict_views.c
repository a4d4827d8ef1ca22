/* Views and iterators of OrderedDict. An iterator: a = OrderedDict, V_NULL at the end; i = the entry to look at next,
 * j = keys_version when it was made; b = what it produces, as a number with REVERSE added. */
#include "modules/_collections/collections.h"

enum { KEYS, VALUES, ITEMS, REVERSE = 4 };

static Value iter_make(Ctx *ctx, Value dict, int what) {
  Iter *it = (Iter *)instance_new(ctx, collections_state(ctx)->odict_iterator);
  if (!it) return V_NULL;
  it->a = dict;
  it->b = int_tag(what);
  it->i = what & REVERSE ? (int64_t)AS_DICT(dict)->table->nentries - 1 : 0;
  it->j = AS_DICT(dict)->keys_version;
  return VAL(it);
}
Value odict_iter(Ctx *ctx, Value self) { return iter_make(ctx, self, KEYS); }
Value odict_reversed(Ctx *ctx, Value self) { return iter_make(ctx, self, KEYS | REVERSE); }

static Value iter_next(Ctx *ctx, Value self) {
  Iter *it = AS_ITER(self);
  if (!it->a) return V_NULL;
  Dict *d = AS_DICT(it->a);
  if (UNLIKELY(it->j != d->keys_version)) { /* CPython says "changed size" when dict's own methods did it */
    raise_format(ctx, EXC_RuntimeError, "OrderedDict mutated during iteration");
    return V_NULL;
  }
  int64_t what = int_val(it->b), i = it->i, n = d->table->nentries;
  DictEntry *entries = d->table->entries;
  if (what & REVERSE) {
    for (; i >= 0 && !entries[i].key; i--)
      if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
    it->i = i - 1;
  } else {
    for (; i < n && !entries[i].key; i++)
      if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
    it->i = i + 1;
  }
  if (i < 0 || i >= n) return it->a = V_NULL;
  what &= ~REVERSE;
  if (what == KEYS) return entries[i].key;
  if (what == VALUES) return entries[i].value;
  return tuple_from(ctx, (Value[]){entries[i].key, entries[i].value}, 2);
}

METHOD(m_reduce) {
  Iter *copy = (Iter *)instance_new(ctx, collections_state(ctx)->odict_iterator), *it = AS_ITER(self);
  if (!copy) return V_NULL;
  copy->a = it->a, copy->b = it->b, copy->i = it->i, copy->j = it->j;
  Value rest = list_from_iterable(ctx, VAL(copy)), fn = rest ? builtin_named(ctx, NAME(iter)) : V_NULL;
  Value given = fn ? tuple_from(ctx, &rest, 1) : V_NULL;
  return given ? tuple_from(ctx, (Value[]){fn, given}, 2) : V_NULL;
}
static const CFuncDef iter_methods[] = {
    METHOD_ROW("__reduce__", m_reduce, 0, 0, "Return state information for pickling."),
    {0},
};
Class *make_odict_iterator(Ctx *ctx) {
  static const TypeOps ops = {.iter = iter_self, .next = iter_next};
  return class_new_builtin(ctx, "odict_iterator", NULL, KIND_ITER, sizeof(Iter), &ops, iter_methods,
                           CLASS_BUILTIN | CLASS_FINAL);
}

/* ---- views ---- */

Value odict_keys(Ctx *ctx, Value self) { return dict_view_new(ctx, self, collections_state(ctx)->odict_keys->root); }
Value odict_values(Ctx *ctx, Value self) {
  return dict_view_new(ctx, self, collections_state(ctx)->odict_values->root);
}
Value odict_items(Ctx *ctx, Value self) { return dict_view_new(ctx, self, collections_state(ctx)->odict_items->root); }

#define VIEW(name, what, base)                                                                            \
  static Value iter_##name(Ctx *ctx, Value self) { return iter_make(ctx, dict_view_dict(self), what); }   \
  METHOD(reversed_##name) { return iter_make(ctx, dict_view_dict(self), (what) | REVERSE); }              \
  static const CFuncDef name##_methods[] = {                                                              \
      METHOD_ROW("__reversed__", reversed_##name, 0, 0, "An iterator from the last to the first."), {0}}; \
  Class *make_odict_##name(Ctx *ctx) {                                                                    \
    static const TypeOps ops = {.iter = iter_##name};                                                     \
    return class_new_builtin(ctx, "odict_" #name, ctx->cls.base, KIND_DICT_VIEW, 2 * sizeof(Value), &ops, \
                             name##_methods, CLASS_BUILTIN | CLASS_FINAL);                                \
  }
VIEW(keys, KEYS, dict_keys)
VIEW(values, VALUES, dict_values)
VIEW(items, ITEMS, dict_items)
