/* dict.keys(), .values(), .items() and their iterators.
 *
 * Iterators: a = Dict (V_NULL when exhausted), i = the entry to look at next, j = the length the dict must still have
 * (-1: it had another), k = items left. Views are cells of one word. keys and items views behave as sets. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "object/model.h"
#include "object/object.h"
#include "text/text.h"

typedef struct DictView {
  Cell h;
  Value dict;
} DictView;

Value dict_view_new(Ctx *ctx, Value dict, Shape *shape) {
  DictView *view = heap_alloc(ctx, shape, sizeof(DictView));
  if (UNLIKELY(!view)) return V_NULL;
  view->dict = dict;
  return VAL(view);
}
static inline Dict *dict_of(Value view) { return AS_DICT(((DictView *)view)->dict); }
Value dict_view_dict(Value view) { return ((DictView *)view)->dict; }

/* ---- iterators ---- */

static bool is_reverse(uint32_t op) { return op >= ITER_DICT_REVERSE_KEYS; }

Value dict_iter_new(Ctx *ctx, Value dict, uint32_t op) {
  Iter *it = AS_ITER(iter_new(ctx, op));
  if (UNLIKELY(!it)) return V_NULL;
  it->a = dict;
  it->j = it->k = AS_DICT(dict)->length;
  it->i = is_reverse(op) ? (int64_t)AS_DICT(dict)->table->nentries - 1 : 0;
  return VAL(it);
}

static DictEntry *next_entry(Ctx *ctx, Iter *it) {
  if (!it->a) return NULL;
  Dict *d = AS_DICT(it->a);
  if (UNLIKELY(it->j != d->length)) {
    raise_format(ctx, EXC_RuntimeError, "dictionary changed size during iteration");
    it->j = -1;
    return NULL;
  }
  DictTable *t = d->table;
  int64_t i = it->i;
  if (is_reverse(it->op)) {
    if (i >= (int64_t)t->nentries) i = -1; /* the dict has been cleared, and filled again */
    for (; i >= 0 && !t->entries[i].key; i--)
      if (!CHECK_STOP_AT(ctx, i)) return NULL;
    it->i = i - 1;
    if (i < 0) return it->a = V_NULL, NULL;
  } else {
    for (; i < (int64_t)t->nentries && !t->entries[i].key; i++)
      if (!CHECK_STOP_AT(ctx, i)) return NULL;
    it->i = i + 1;
    if (i >= (int64_t)t->nentries) return it->a = V_NULL, NULL;
  }
  if (UNLIKELY(it->k == 0)) {
    raise_format(ctx, EXC_RuntimeError, "dictionary keys changed during iteration");
    it->a = V_NULL;
    return NULL;
  }
  it->k--;
  return &t->entries[i];
}

static Value next_key(Ctx *ctx, Value self) {
  DictEntry *e = next_entry(ctx, AS_ITER(self));
  return e ? e->key : V_NULL;
}
static Value next_value(Ctx *ctx, Value self) {
  DictEntry *e = next_entry(ctx, AS_ITER(self));
  return e ? e->value : V_NULL;
}
Value dict_iter_next_item(Ctx *ctx, Iter *it, Value *value) {
  DictEntry *e = next_entry(ctx, it);
  if (!e) return V_NULL;
  *value = e->value;
  return e->key;
}
static Value next_item(Ctx *ctx, Value self) {
  Value value, key = dict_iter_next_item(ctx, AS_ITER(self), &value);
  return key ? tuple_from(ctx, (Value[]){key, value}, 2) : V_NULL;
}
METHOD(iter_length_hint) {
  Iter *it = AS_ITER(self);
  return int_tag(it->a && it->j == AS_DICT(it->a)->length ? it->k : 0);
}
METHOD(iter_reduce) {
  Value fn = builtin_named(ctx, NAME(iter)), rest = list_new(ctx, 0);
  Iter copy = *AS_ITER(self); /* what is left, without using up the iterator */
  DictEntry *e;
  while (rest && (e = next_entry(ctx, &copy))) {
    Value pair[2] = {e->key, e->value};
    int what = (copy.op - ITER_DICT_KEYS) % 3;
    Value item = what == 0 ? pair[0] : what == 1 ? pair[1] : tuple_from(ctx, pair, 2);
    if (!item || !CHECK_STOP(ctx) || !list_append(ctx, rest, item)) return V_NULL;
  }
  if (ctx->exc || !rest || !fn) return V_NULL;
  Value args_tuple = tuple_from(ctx, &rest, 1);
  return args_tuple ? tuple_from(ctx, (Value[]){fn, args_tuple}, 2) : V_NULL;
}
static const CFuncDef iter_methods[] = {
    METHOD_ROW("__length_hint__", iter_length_hint, 0, 0, "Private method returning an estimate of len(list(it))."),
    METHOD_ROW("__reduce__", iter_reduce, 0, 0, "Return state information for pickling."),
    {0},
};

/* ---- views ---- */

static Value view_repr(Ctx *ctx, Value self) {
  int running = repr_enter(ctx, self);
  if (running) return running < 0 ? V_NULL : str_from_ascii(ctx, "...");
  Value items = list_from_iterable(ctx, self);
  Value text = items ? str_format_c(ctx, "%U(%R)", class_of(ctx, self)->name, items) : V_NULL;
  repr_leave(ctx, self);
  return text;
}
static int64_t view_len(Ctx *ctx, Value self) { return UNUSED(ctx), dict_of(self)->length; }
static Value keys_iter(Ctx *ctx, Value self) { return dict_iter_new(ctx, ((DictView *)self)->dict, ITER_DICT_KEYS); }
static Value values_iter(Ctx *ctx, Value self) {
  return dict_iter_new(ctx, ((DictView *)self)->dict, ITER_DICT_VALUES);
}
static Value items_iter(Ctx *ctx, Value self) { return dict_iter_new(ctx, ((DictView *)self)->dict, ITER_DICT_ITEMS); }

static int keys_contains(Ctx *ctx, Value self, Value item) {
  return object_contains(ctx, ((DictView *)self)->dict, item);
}
static int items_contains(Ctx *ctx, Value self, Value item) {
  if (!is_tuple(ctx, item) || AS_TUPLE(item)->length != 2) return 0;
  Value found = dict_get(ctx, ((DictView *)self)->dict, AS_TUPLE(item)->items[0]);
  if (!found) return ctx->exc ? -1 : 0;
  return item_equal(ctx, found, AS_TUPLE(item)->items[1]);
}

/* of keys or items: those of OrderedDict have classes of their own */
static bool is_view(Ctx *ctx, Value v) {
  return has_kind(ctx, v, KIND_DICT_VIEW) && class_of(ctx, v)->ops.compare == ctx->cls.dict_keys->ops.compare;
}
static bool set_like(Ctx *ctx, Value v) { return is_view(ctx, v) || any_set(ctx, v); }

typedef struct All {
  Value in;
  int result;
} All;
static bool check_in(Ctx *ctx, Value item, void *data) {
  All *all = data;
  return (all->result = object_contains(ctx, all->in, item)) > 0;
}
static int all_contained(Ctx *ctx, Value items, Value in) {
  All all = {in, 1};
  return iterate(ctx, items, check_in, &all) ? 1 : ctx->exc ? -1 : all.result;
}

static Value view_compare(Ctx *ctx, Value a, Value b, CmpOp op) {
  if (!set_like(ctx, b)) return V_NOTIMPL;
  int64_t n = object_len(ctx, a), m = object_len(ctx, b);
  if (n < 0 || m < 0) return V_NULL;
  int r = 0;
  switch (op) {
  case CMP_EQ:
  case CMP_NE: r = n == m ? all_contained(ctx, a, b) : 0; break;
  case CMP_LT: r = n < m ? all_contained(ctx, a, b) : 0; break;
  case CMP_LE: r = n <= m ? all_contained(ctx, a, b) : 0; break;
  case CMP_GT: r = n > m ? all_contained(ctx, b, a) : 0; break;
  case CMP_GE: r = n >= m ? all_contained(ctx, b, a) : 0; break;
  }
  return r < 0 ? V_NULL : bool_tag(op == CMP_NE ? !r : r);
}

static Value as_set(Ctx *ctx, Value v) {
  Value s = set_new(ctx, false);
  return s && set_update(ctx, s, v) ? s : V_NULL;
}

typedef struct Common {
  Value view, out;
} Common;
static bool add_common(Ctx *ctx, Value item, void *data) {
  Common *c = data;
  int in = object_contains(ctx, c->view, item);
  return in < 0 ? false : !in || set_add(ctx, c->out, item) >= 0;
}

static Value set_method(Ctx *ctx, Value set, const char *name, Value other) {
  return py_call_method(ctx, set, str_intern_c(ctx, name), &other, 1);
}

static Value view_binary(Ctx *ctx, Value a, Value b, BinOp op) {
  if (op != OP_AND && op != OP_OR && op != OP_SUB && op != OP_XOR) return V_NOTIMPL;
  if (op == OP_AND) {
    if (!is_view(ctx, a)) { /* a is the left operand of a reflected operator: any iterable */
      Value t = a;
      a = b;
      b = t;
    }
    if (has_shape(b, ctx->shape.set) && dict_of(a)->length <= AS_SET(b)->length)
      return set_method(ctx, b, "intersection", a);
    if (is_view(ctx, b) && dict_of(b)->length > dict_of(a)->length) {
      Value t = a;
      a = b;
      b = t;
    }
    Common c = {a, set_new(ctx, false)};
    return c.out && iterate(ctx, b, add_common, &c) ? c.out : V_NULL;
  }
  Value s = as_set(ctx, a);
  if (!s) return V_NULL;
  const char *name = op == OP_OR ? "update" : op == OP_SUB ? "difference_update" : "symmetric_difference_update";
  return set_method(ctx, s, name, b) ? s : V_NULL;
}

static Value view_mapping(Ctx *ctx, Value self) { return proxy_new(ctx, ((DictView *)self)->dict); }
METHOD(m_isdisjoint) {
  Value walk = args[0], in = self;
  if (self == walk) return bool_tag(dict_of(self)->length == 0);
  if (set_like(ctx, walk)) {
    int64_t n = object_len(ctx, walk);
    if (n < 0) return V_NULL;
    if (n > dict_of(self)->length) walk = self, in = args[0];
  }
  Value it = object_iter(ctx, walk);
  if (!it) return V_NULL;
  for (;;) {
    Value item = object_next(ctx, it);
    if (!item) return ctx->exc ? V_NULL : V_TRUE;
    if (!CHECK_STOP(ctx)) return V_NULL;
    int found = object_contains(ctx, in, item);
    if (found) return found < 0 ? V_NULL : V_FALSE;
  }
}
static Value reversed(Ctx *ctx, Value view, IterOp op) { return dict_iter_new(ctx, ((DictView *)view)->dict, op); }
METHOD(m_reversed_keys) { return reversed(ctx, self, ITER_DICT_REVERSE_KEYS); }
METHOD(m_reversed_values) { return reversed(ctx, self, ITER_DICT_REVERSE_VALUES); }
METHOD(m_reversed_items) { return reversed(ctx, self, ITER_DICT_REVERSE_ITEMS); }

static const CFuncDef keys_methods[] = {
    METHOD_ROW("isdisjoint", m_isdisjoint, 1, 1,
               "Return True if the view and the given iterable have a null intersection."),
    METHOD_ROW("__reversed__", m_reversed_keys, 0, 0, "Return a reverse iterator over the dict keys."),
    {0},
};
static const CFuncDef items_methods[] = {
    METHOD_ROW("isdisjoint", m_isdisjoint, 1, 1,
               "Return True if the view and the given iterable have a null intersection."),
    METHOD_ROW("__reversed__", m_reversed_items, 0, 0, "Return a reverse iterator over the dict items."),
    {0},
};
static const CFuncDef values_methods[] = {
    METHOD_ROW("__reversed__", m_reversed_values, 0, 0, "Return a reverse iterator over the dict values."),
    {0},
};
static const GetSetDef view_getset[] = {{"mapping", view_mapping, NULL, "The dictionary that this view refers to."},
                                        {0}};

static const TypeOps keys_ops = {.repr = view_repr,
                                 .compare = view_compare,
                                 .len = view_len,
                                 .contains = keys_contains,
                                 .iter = keys_iter,
                                 .binary = view_binary};
static const TypeOps items_ops = {.repr = view_repr,
                                  .compare = view_compare,
                                  .len = view_len,
                                  .contains = items_contains,
                                  .iter = items_iter,
                                  .binary = view_binary};
static const TypeOps values_ops = {.repr = view_repr, .len = view_len, .iter = values_iter};

static bool add_iterator(Ctx *ctx, uint32_t op, const char *name, Value (*next)(Ctx *, Value)) {
  TypeOps ops = {.iter = iter_self, .next = next};
  ctx->cls.iter_class[op] = class_new_builtin(ctx, name, ctx->cls.object, KIND_ITER, sizeof(Iter), &ops, iter_methods,
                                              CLASS_BUILTIN | CLASS_FINAL);
  return ctx->cls.iter_class[op] != NULL;
}

static bool add_view(Ctx *ctx, Class **cls, Shape **shape, const char *name, const TypeOps *ops,
                     const CFuncDef *methods) {
  *cls = class_new_builtin(ctx, name, ctx->cls.object, KIND_DICT_VIEW, sizeof(DictView), ops, methods,
                           CLASS_BUILTIN | CLASS_FINAL);
  if (!*cls) return false;
  *shape = (*cls)->root;
  return class_add_getset(ctx, *cls, view_getset);
}

bool dict_view_startup(Ctx *ctx) {
  return add_view(ctx, &ctx->cls.dict_keys, &ctx->shape.dict_view_keys, "dict_keys", &keys_ops, keys_methods) &&
         add_view(ctx, &ctx->cls.dict_values, &ctx->shape.dict_view_values, "dict_values", &values_ops,
                  values_methods) &&
         add_view(ctx, &ctx->cls.dict_items, &ctx->shape.dict_view_items, "dict_items", &items_ops, items_methods) &&
         add_iterator(ctx, ITER_DICT_KEYS, "dict_keyiterator", next_key) &&
         add_iterator(ctx, ITER_DICT_VALUES, "dict_valueiterator", next_value) &&
         add_iterator(ctx, ITER_DICT_ITEMS, "dict_itemiterator", next_item) &&
         add_iterator(ctx, ITER_DICT_REVERSE_KEYS, "dict_reversekeyiterator", next_key) &&
         add_iterator(ctx, ITER_DICT_REVERSE_VALUES, "dict_reversevalueiterator", next_value) &&
         add_iterator(ctx, ITER_DICT_REVERSE_ITEMS, "dict_reverseitemiterator", next_item);
}
