/* OrderedDict. A dict's entries are in the order of insertion; here they can be moved to either end as well
 * (dict_move_entry). Its iterators and views are in ordered_dict_views.c.
 *
 * A key that comes, goes or moves draws a new keys_version: iterators compare it. */
#include "modules/_collections/collections.h"

typedef struct OrderedDict {
  Dict d;
  /* Entries of `searched` before this one are deleted: taking the first key again and again is not quadratic. */
  DictTable *searched;
  int64_t first;
} OrderedDict;

static void odict_trace(Ctx *ctx, Value self) { heap_mark(ctx, VAL(((OrderedDict *)self)->searched)); }

static bool exact(Ctx *ctx, Value v) { return class_of(ctx, v) == collections_state(ctx)->ordered_dict; }
static bool is_odict(Ctx *ctx, Value v) { return is_instance(ctx, v, collections_state(ctx)->ordered_dict); }

static int64_t last_entry(Dict *d) {
  int64_t e = (int64_t)d->table->nentries - 1;
  while (e >= 0 && !d->table->entries[e].key) e--;
  return e;
}
static int64_t first_entry(OrderedDict *o) {
  DictTable *t = o->d.table;
  int64_t e = o->searched == t ? o->first : 0;
  while (e < (int64_t)t->nentries && !t->entries[e].key) e++;
  o->searched = t;
  o->first = e;
  return e;
}

/* ---- construction and update, as MutableMapping has it: through __setitem__ ---- */

static bool put(Ctx *ctx, Value self, Value key, Value value) {
  if (class_of(ctx, self)->ops.setitem != ctx->cls.dict->ops.setitem) return object_setitem(ctx, self, key, value);
  uint64_t hash;
  return fast_hash(ctx, key, &hash) && dict_set_hashed(ctx, self, key, hash, value);
}

static bool put_pair(Ctx *ctx, Value pair, void *self) {
  Value it = object_iter(ctx, pair), parts[2];
  if (!it) return false;
  for (int i = 0; i < 2; i++) {
    if ((parts[i] = object_next(ctx, it))) continue;
    if (!ctx->exc) raise_format(ctx, EXC_ValueError, "need more than %d value%s to unpack", i, i == 1 ? "" : "s");
    return false;
  }
  if (object_next(ctx, it)) return raise_format(ctx, EXC_ValueError, "too many values to unpack (expected 2)"), false;
  return !ctx->exc && put(ctx, (Value)self, parts[0], parts[1]);
}

typedef struct Keys {
  Value self, from;
} Keys;
static bool put_key(Ctx *ctx, Value key, void *data) {
  Keys *keys = data;
  Value value = object_getitem(ctx, keys->from, key);
  return value && put(ctx, keys->self, key, value);
}

static bool update_from(Ctx *ctx, Value self, Value other) {
  if (exact_dict(ctx, other)) {
    Value items = dict_view_new(ctx, other, ctx->shape.dict_view_items);
    Value list = items ? list_from_iterable(ctx, items) : V_NULL;
    return list && iterate(ctx, list, put_pair, (void *)self);
  }
  Value method = get_attr_optional(ctx, other, NAME(keys));
  if (method) {
    Value keys = py_call0(ctx, method);
    Keys data = {self, other};
    return keys && iterate(ctx, keys, put_key, &data);
  }
  if (ctx->exc) return false;
  method = get_attr_optional(ctx, other, NAME(items));
  if (method) {
    Value items = py_call0(ctx, method);
    return items && iterate(ctx, items, put_pair, (void *)self);
  }
  return !ctx->exc && iterate(ctx, other, put_pair, (void *)self);
}

static bool update_all(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  if (nargs && !update_from(ctx, self, args[0])) return false;
  for (uint32_t i = 0; i < kwcount(kwnames); i++)
    if (!put(ctx, self, tuple_item(kwnames, i), args[nargs + i])) return false;
  return true;
}

static bool odict_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  if (nargs > 1) return raise_format(ctx, EXC_TypeError, "expected at most 1 argument, got %d", (int)nargs), false;
  return update_all(ctx, self, args, nargs, kwnames);
}
METHOD(m_update) {
  if (nargs > 1)
    return raise_format(ctx, EXC_TypeError, "update() takes at most 1 positional argument (%d given)", (int)nargs),
           V_NULL;
  return update_all(ctx, self, args, nargs, kwnames) ? V_NONE : V_NULL;
}

METHOD(m_fromkeys) {
  Value dict = py_call0(ctx, self), value = args[1] ? args[1] : V_NONE;
  Value it = dict ? object_iter(ctx, args[0]) : V_NULL;
  if (!it) return V_NULL;
  for (;;) {
    Value key = object_next(ctx, it);
    if (!key) return ctx->exc ? V_NULL : dict;
    if (!CHECK_STOP(ctx) || !object_setitem(ctx, dict, key, value)) return V_NULL;
  }
}

/* ---- operators ---- */

static Value odict_repr(Ctx *ctx, Value self) {
  Value name = class_of(ctx, self)->name;
  if (!AS_DICT(self)->length) return str_format_c(ctx, "%U()", name);
  int running = repr_enter(ctx, self);
  if (running) return running < 0 ? V_NULL : str_from_ascii(ctx, "...");
  Value copy;
  if (exact(ctx, self)) copy = dict_copy(ctx, self);
  else copy = (copy = dict_new(ctx)) && dict_update(ctx, copy, self) ? copy : V_NULL;
  Value text = copy ? str_format_c(ctx, "%U(%R)", name, copy) : V_NULL;
  repr_leave(ctx, self);
  return text;
}

/* Have both the same keys in the same order? */
static int same_order(Ctx *ctx, Value a, Value b) {
  Dict *x = AS_DICT(a), *y = AS_DICT(b);
  uint32_t was_x = x->keys_version, was_y = y->keys_version;
  int64_t i = 0, j = 0;
  Value key, other;
  while (dict_next(a, &i, &key, NULL)) {
    if (!dict_next(b, &j, &other, NULL)) return 0;
    int equal = item_equal(ctx, key, other);
    if (equal <= 0) return equal;
    if (x->keys_version != was_x || y->keys_version != was_y)
      return raise_format(ctx, EXC_RuntimeError, "OrderedDict mutated during iteration"), -1;
    if (!CHECK_STOP(ctx)) return -1;
  }
  return !dict_next(b, &j, &other, NULL);
}
static Value odict_compare(Ctx *ctx, Value a, Value b, CmpOp op) {
  if (!is_odict(ctx, a) || !is_dict(ctx, b) || (op != CMP_EQ && op != CMP_NE)) return V_NOTIMPL;
  int equal = dict_equal(ctx, a, b);
  if (equal > 0 && is_odict(ctx, b)) equal = AS_DICT(a)->length == AS_DICT(b)->length ? same_order(ctx, a, b) : 0;
  return equal < 0 ? V_NULL : bool_tag(equal == (op == CMP_EQ));
}

static Value odict_binary(Ctx *ctx, Value a, Value b, BinOp op) {
  if (op != OP_OR || !is_dict(ctx, a) || !is_dict(ctx, b)) return V_NOTIMPL;
  Class *cls = class_of(ctx, is_odict(ctx, a) ? a : b);
  Value sum = py_call1(ctx, VAL(cls), a);
  return sum && update_from(ctx, sum, b) ? sum : V_NULL;
}
static Value odict_inplace(Ctx *ctx, Value a, Value b, BinOp op) {
  if (op != OP_OR) return V_NOTIMPL;
  return update_from(ctx, a, b) ? a : V_NULL;
}

/* ---- methods ---- */

/* As CPython raises it here: a tuple becomes the exception's arguments. */
static void raise_missing(Ctx *ctx, Value key) {
  if (!exact_tuple(ctx, key)) return raise_key_error(ctx, key);
  Value exc = exception_new(ctx, ctx->exc_class[EXC_KeyError], AS_TUPLE(key)->items, (uint32_t)tuple_length(key));
  if (exc) raise_exc(ctx, exc);
}

METHOD(m_setdefault) {
  Value key = args[0], value = args[1] ? args[1] : V_NONE;
  if (exact(ctx, self)) {
    uint64_t hash;
    if (!fast_hash(ctx, key, &hash)) return V_NULL;
    Value found = dict_get_hashed(ctx, self, key, hash);
    if (found || ctx->exc) return found;
    return dict_set_hashed(ctx, self, key, hash, value) ? value : V_NULL;
  }
  int in = object_contains(ctx, self, key);
  if (in < 0) return V_NULL;
  if (in) return object_getitem(ctx, self, key);
  return object_setitem(ctx, self, key, value) ? value : V_NULL;
}

METHOD(m_pop) {
  uint64_t hash;
  if (!fast_hash(ctx, args[0], &hash)) return V_NULL;
  int64_t e = dict_find(ctx, AS_DICT(self), args[0], hash);
  if (e == -2) return V_NULL;
  if (e >= 0) {
    Value value = AS_DICT(self)->table->entries[e].value;
    return dict_delete_entry(ctx, AS_DICT(self), e) ? value : V_NULL;
  }
  if (!args[1]) raise_missing(ctx, args[0]);
  return args[1];
}

METHOD(m_popitem) {
  int last = args[0] ? object_truth(ctx, args[0]) : 1;
  Dict *d = AS_DICT(self);
  if (last < 0) return V_NULL;
  if (!d->length) return raise_key_error(ctx, str_from_ascii(ctx, "dictionary is empty")), V_NULL;
  Value pair = tuple_new(ctx, 2);
  if (!pair) return V_NULL;
  int64_t e = last ? last_entry(d) : first_entry((OrderedDict *)d);
  AS_TUPLE(pair)->items[0] = d->table->entries[e].key;
  AS_TUPLE(pair)->items[1] = d->table->entries[e].value;
  return dict_delete_entry(ctx, d, e) ? pair : V_NULL;
}

METHOD(m_move_to_end) {
  Dict *d = AS_DICT(self);
  uint64_t hash;
  int last = args[1] ? object_truth(ctx, args[1]) : 1;
  if (last < 0) return V_NULL;
  if (!d->length) return raise_missing(ctx, args[0]), V_NULL;
  if (!fast_hash(ctx, args[0], &hash)) return V_NULL;
  int64_t e = dict_find(ctx, d, args[0], hash);
  if (e == -1) raise_missing(ctx, args[0]);
  if (e < 0) return V_NULL;
  int64_t end = last ? last_entry(d) : first_entry((OrderedDict *)d);
  if (e != end && !dict_move_entry(ctx, d, e, last ? -1 : end)) return V_NULL;
  ((OrderedDict *)d)->searched = NULL;
  return V_NONE;
}

METHOD(m_keys) { return odict_keys(ctx, self); }
METHOD(m_values) { return odict_values(ctx, self); }
METHOD(m_items) { return odict_items(ctx, self); }
METHOD(m_reversed) { return odict_reversed(ctx, self); }
METHOD(m_clear) { return dict_clear(ctx, AS_DICT(self)) ? V_NONE : V_NULL; }

METHOD(m_copy) {
  bool plain = exact(ctx, self);
  Value copy = py_call0(ctx, VAL(class_of(ctx, self)));
  if (!copy) return V_NULL;
  Value own = get_attr(ctx, self, NAME(__dict__));
  if (!own) return V_NULL;
  if (is_dict(ctx, own) && AS_DICT(own)->length) {
    Value attributes = get_attr(ctx, copy, NAME(__dict__));
    if (!attributes || !dict_update(ctx, attributes, own)) return V_NULL;
  }
  int64_t pos = 0;
  Value key, value;
  uint32_t was = AS_DICT(self)->keys_version;
  while (dict_next(self, &pos, &key, &value)) {
    if (!CHECK_STOP(ctx)) return V_NULL;
    if (!plain && !(value = object_getitem(ctx, self, key))) return V_NULL;
    if (plain ? !put(ctx, copy, key, value) : !object_setitem(ctx, copy, key, value)) return V_NULL;
    if (AS_DICT(self)->keys_version != was)
      return raise_format(ctx, EXC_RuntimeError, "OrderedDict mutated during iteration"), V_NULL;
  }
  return copy;
}

METHOD(m_reduce) {
  Value state = py_call_method(ctx, self, str_intern_c(ctx, "__getstate__"), NULL, 0);
  Value items = state ? py_call_method(ctx, self, NAME(items), NULL, 0) : V_NULL;
  Value it = items ? object_iter(ctx, items) : V_NULL;
  return it ? tuple_from(ctx, (Value[]){VAL(class_of(ctx, self)), ctx->empty_tuple, state, V_NONE, it}, 5) : V_NULL;
}
METHOD(m_sizeof) {
  DictTable *t = AS_DICT(self)->table;
  return int_from_i64(
      ctx, (int64_t)(sizeof(OrderedDict) + sizeof *t + t->cap * sizeof(DictEntry) + ((size_t)t->index_mask + 1) * 4));
}

static const CFuncDef methods[] = {
    CLASS_METHOD_ROW_NAMED("fromkeys", m_fromkeys, 1, 2, "iterable value=", "Keys of an iterable, all with one value."),
    METHOD_ROW_NAMED("setdefault", m_setdefault, 1, 2,
                     "key default=", "The value of key, which is inserted if absent."),
    METHOD_ROW_NAMED("pop", m_pop, 1, 2, "key default=", "Removes a key and returns its value."),
    METHOD_ROW_NAMED("popitem", m_popitem, 0, 1, "last=", "Removes the last pair, or the first, and returns it."),
    METHOD_ROW_NAMED("move_to_end", m_move_to_end, 1, 2, "key last=", "Moves a key to the end, or to the beginning."),
    METHOD_ROW_KW("update", m_update, 0, -1, "Sets items from a mapping or pairs, then from keywords."),
    METHOD_ROW("keys", m_keys, 0, 0, "A view of the keys."),
    METHOD_ROW("values", m_values, 0, 0, "A view of the values."),
    METHOD_ROW("items", m_items, 0, 0, "A view of the pairs."),
    METHOD_ROW("clear", m_clear, 0, 0, "Removes all items."),
    METHOD_ROW("copy", m_copy, 0, 0, "A shallow copy."),
    METHOD_ROW("__reversed__", m_reversed, 0, 0, "An iterator over the keys from the last to the first."),
    METHOD_ROW("__reduce__", m_reduce, 0, 0, "Return state information for pickling."),
    METHOD_ROW("__sizeof__", m_sizeof, 0, 0, "Size in memory, in bytes."),
    {0},
};

Class *make_ordered_dict(Ctx *ctx) {
  static const TypeOps ops = {.init = odict_init,
                              .repr = odict_repr,
                              .compare = odict_compare,
                              .iter = odict_iter,
                              .binary = odict_binary,
                              .inplace = odict_inplace,
                              .trace = odict_trace};
  Class *cls = class_new_builtin(ctx, "collections.OrderedDict", ctx->cls.dict, KIND_DICT, sizeof(OrderedDict), &ops,
                                 methods, CLASS_BUILTIN | CLASS_HAS_DICT | CLASS_HAS_WEAKREF);
  /* in CPython a static type: its module is not in its dict */
  if (!cls || dict_delete(ctx, cls->dict, NAME(__module__)) < 0) return NULL;
  return class_set_doc(ctx, cls, "A dict that knows the order of its keys.") ? cls : NULL;
}
