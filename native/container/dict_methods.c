/* The type dict: construction, merging, operators, methods. The table itself is in dict.c. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "number/number.h"
#include "object/object.h"
#include "text/text.h"

static Value dict_op_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(args), UNUSED(nargs), UNUSED(kwnames);
  if (cls == ctx->cls.dict) return dict_new(ctx);
  Dict *d = (Dict *)instance_new(ctx, cls);
  if (UNLIKELY(!d)) return V_NULL;
  d->table = ctx->empty_dict_table;
  d->keys_version = ctx->next_version++;
  return VAL(d);
}

/* ---- merging ---- */

static bool merge_dict(Ctx *ctx, Value self, Value other) {
  Dict *d = AS_DICT(self), *from = AS_DICT(other);
  if (self == other || from->length == 0) return true;
  if (d->length == 0 && d->table->fill == 0 && !(d->h.flags & DICT_WATCHED)) {
    /* into an empty dict: copy the whole table */
    Value copy = dict_copy(ctx, other);
    if (!copy) return false;
    d->table = AS_DICT(copy)->table;
    d->length = AS_DICT(copy)->length;
    d->keys_version = ctx->next_version++;
    return true;
  }
  DictTable *t = from->table;
  int64_t n = from->length;
  for (uint32_t e = 0; e < t->nentries; e++) {
    DictEntry *entry = &t->entries[e];
    if (!entry->key) continue;
    if (!CHECK_STOP(ctx) || !dict_set_hashed(ctx, self, entry->key, entry->hash, entry->value)) return false;
    if (UNLIKELY(from->table != t || from->length != n))
      return raise_format(ctx, EXC_RuntimeError, "dict mutated during update"), false;
  }
  return true;
}

static bool merge_keys(Ctx *ctx, Value self, Value mapping, Value keys_method) {
  Value keys = py_call0(ctx, keys_method);
  if (!keys) return false;
  Value it = object_iter(ctx, keys);
  if (!it && exc_matches(ctx, EXC_TypeError)) {
    exc_clear(ctx);
    raise_format(ctx, EXC_TypeError, "%T.keys() returned a non-iterable (type %T)", mapping, keys);
  }
  if (!it) return false;
  for (;;) {
    Value key = object_next(ctx, it);
    if (!key) return !ctx->exc;
    if (!CHECK_STOP(ctx)) return false;
    Value value = object_getitem(ctx, mapping, key);
    if (!value || !dict_set(ctx, self, key, value)) return false;
  }
}

typedef struct Pairs {
  Value self;
  int64_t count;
} Pairs;
/* A TypeError says which element it was about. */
static void note_element(Ctx *ctx, int64_t number) {
  if (!exc_matches(ctx, EXC_TypeError)) return;
  Value exc = exc_take(ctx),
        note = str_format_c(ctx, "Cannot convert dictionary update sequence element #%lld to a sequence",
                            (long long)number);
  if (note && py_call_method(ctx, exc, str_intern_c(ctx, "add_note"), &note, 1)) ctx->exc = exc;
}
static bool merge_pair(Ctx *ctx, Value item, void *data) {
  Pairs *pairs = data;
  Value key, value;
  if (exact_tuple(ctx, item) && AS_TUPLE(item)->length == 2) {
    key = AS_TUPLE(item)->items[0];
    value = AS_TUPLE(item)->items[1];
  } else {
    Class *cls = class_of(ctx, item);
    if (!cls->ops.iter && !cls->ops.getitem) {
      raise_format(ctx, EXC_TypeError, "object is not iterable");
      return note_element(ctx, pairs->count), false;
    }
    Value seq = list_from_iterable(ctx, item);
    if (!seq) return note_element(ctx, pairs->count), false;
    if (AS_LIST(seq)->length != 2) {
      raise_format(ctx, EXC_ValueError, "dictionary update sequence element #%lld has length %lld; 2 is required",
                   (long long)pairs->count, (long long)AS_LIST(seq)->length);
      return false;
    }
    key = AS_LIST(seq)->items->items[0];
    value = AS_LIST(seq)->items->items[1];
  }
  pairs->count++;
  return dict_set(ctx, pairs->self, key, value);
}

bool dict_update(Ctx *ctx, Value dict, Value other) {
  if (is_dict(ctx, other) && class_of(ctx, other)->ops.iter == ctx->cls.dict->ops.iter)
    return merge_dict(ctx, dict, other);
  Value keys = get_attr_optional(ctx, other, NAME(keys));
  if (keys) return merge_keys(ctx, dict, other, keys);
  if (ctx->exc) return false;
  Pairs pairs = {dict, 0};
  return iterate(ctx, other, merge_pair, &pairs);
}

/* f(**mapping): keys must be strings that are not there yet. `callable` names the function in the TypeError. */
bool dict_merge_kwargs(Ctx *ctx, Value dict, Value mapping, Value callable) {
  Value keys_list;
  if (exact_dict(ctx, mapping) && AS_DICT(dict)->length == 0) return dict_update(ctx, dict, mapping);
  if (is_dict(ctx, mapping)) {
    keys_list = list_new(ctx, AS_DICT(mapping)->length);
    int64_t pos = 0;
    Value key;
    while (keys_list && dict_next(mapping, &pos, &key, NULL))
      if (!CHECK_STOP(ctx) || !list_append(ctx, keys_list, key)) return false;
  } else {
    Value keys = get_attr_optional(ctx, mapping, NAME(keys));
    if (!keys) {
      if (ctx->exc) return false;
      Value name = function_full_name(ctx, callable);
      if (name) raise_format(ctx, EXC_TypeError, "%U argument after ** must be a mapping, not %T", name, mapping);
      return false;
    }
    Value view = py_call0(ctx, keys);
    keys_list = view ? list_from_iterable(ctx, view) : V_NULL;
  }
  if (!keys_list) return false;
  for (int64_t i = 0; i < AS_LIST(keys_list)->length; i++) {
    Value key = AS_LIST(keys_list)->items->items[i];
    if (!CHECK_STOP(ctx)) return false;
    Value value = exact_dict(ctx, mapping) ? dict_get(ctx, mapping, key) : object_getitem(ctx, mapping, key);
    if (!value) {
      if (!ctx->exc) raise_key_error(ctx, key);
      return false;
    }
    if (dict_get(ctx, dict, key)) {
      Value name = function_full_name(ctx, callable);
      if (name) raise_format(ctx, EXC_TypeError, "%U got multiple values for keyword argument '%S'", name, key);
      return false;
    }
    if (ctx->exc || !dict_set(ctx, dict, key, value)) return false;
  }
  return true;
}

bool dict_update_args(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames, const char *fname) {
  if (nargs > 1) return raise_arity(ctx, fname, 0, 1, nargs), false;
  if (nargs && !dict_update(ctx, self, args[0])) return false;
  for (uint32_t i = 0; i < kwcount(kwnames); i++)
    if (!dict_set(ctx, self, AS_TUPLE(kwnames)->items[i], args[nargs + i])) return false;
  return true;
}

static bool dict_op_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  return dict_update_args(ctx, self, args, nargs, kwnames, "dict");
}

/* ---- operators ---- */

static Value dict_op_repr(Ctx *ctx, Value self) {
  if (AS_DICT(self)->length == 0) return str_from_ascii(ctx, "{}");
  int running = repr_enter(ctx, self);
  if (running) return running < 0 ? V_NULL : str_from_ascii(ctx, "{...}");
  StrBuilder sb;
  sb_init(&sb, ctx);
  sb_char(&sb, '{');
  int64_t pos = 0;
  Value key, value;
  bool ok = true, first = true;
  while (ok && dict_next(self, &pos, &key, &value)) {
    if (!first) sb_ascii(&sb, ", ");
    first = false;
    ok = CHECK_STOP(ctx) && sb_repr(&sb, key);
    if (!ok) break;
    sb_ascii(&sb, ": ");
    ok = sb_repr(&sb, value);
  }
  repr_leave(ctx, self);
  if (!ok) return sb_discard(&sb), V_NULL;
  sb_char(&sb, '}');
  return sb_finish(&sb);
}

int dict_equal(Ctx *ctx, Value a, Value b) {
  Dict *x = AS_DICT(a), *y = AS_DICT(b);
  if (x->length != y->length) return 0;
  for (uint32_t e = 0; e < x->table->nentries;
       e++) { /* comparing may change either dict: the tables are read anew each time */
    DictEntry entry = x->table->entries[e];
    if (!entry.key) continue;
    int64_t found = dict_find(ctx, y, entry.key, entry.hash);
    if (found < 0) return found == -1 ? 0 : -1;
    int equal = item_equal(ctx, entry.value, y->table->entries[found].value);
    if (equal <= 0) return equal;
    if (!CHECK_STOP(ctx)) return -1;
  }
  return 1;
}

static Value dict_op_compare(Ctx *ctx, Value a, Value b, CmpOp op) {
  if (!is_dict(ctx, b) || (op != CMP_EQ && op != CMP_NE)) return V_NOTIMPL;
  int equal = dict_equal(ctx, a, b);
  return equal < 0 ? V_NULL : bool_tag(equal == (op == CMP_EQ));
}

static int dict_op_truth(Ctx *ctx, Value self) { return UNUSED(ctx), AS_DICT(self)->length != 0; }
static int64_t dict_op_len(Ctx *ctx, Value self) { return UNUSED(ctx), AS_DICT(self)->length; }

static Value dict_op_getitem(Ctx *ctx, Value self, Value key) {
  Value v = dict_get(ctx, self, key);
  if (LIKELY(v)) return v;
  if (ctx->exc) return V_NULL;
  if (!exact_dict(ctx, self)) {
    Value result;
    if (special_call(ctx, self, NAME(__missing__), &key, 1, &result) != SPECIAL_ABSENT) return result;
  }
  raise_key_error(ctx, key);
  return V_NULL;
}

static bool dict_op_setitem(Ctx *ctx, Value self, Value key, Value value) {
  if (LIKELY(value)) return dict_set(ctx, self, key, value);
  int deleted = dict_delete(ctx, self, key);
  if (deleted == 0) raise_key_error(ctx, key);
  return deleted > 0;
}

static int dict_op_contains(Ctx *ctx, Value self, Value item) {
  uint64_t hash;
  if (!dict_key_hash(ctx, item, &hash)) return -1;
  int64_t e = dict_find(ctx, AS_DICT(self), item, hash);
  return e >= 0 ? 1 : e == -1 ? 0 : -1;
}

static Value dict_op_iter(Ctx *ctx, Value self) { return dict_iter_new(ctx, self, ITER_DICT_KEYS); }

static Value dict_op_binary(Ctx *ctx, Value a, Value b, BinOp op) {
  if (op != OP_OR || !is_dict(ctx, a) || !is_dict(ctx, b)) return V_NOTIMPL;
  Value v = dict_copy(ctx, a);
  return v && dict_update(ctx, v, b) ? v : V_NULL;
}

static Value dict_op_inplace(Ctx *ctx, Value a, Value b, BinOp op) {
  if (op != OP_OR && (int)op != OP_INPLACE_FIRST + OP_OR) return V_NOTIMPL;
  return dict_update(ctx, a, b) ? a : V_NULL;
}

/* ---- methods ---- */

METHOD(m_clear) {
  dict_clear(ctx, AS_DICT(self));
  return V_NONE;
}
METHOD(m_copy) { return dict_copy(ctx, self); }
METHOD(m_get) {
  Value v = dict_get(ctx, self, args[0]);
  if (v) return v;
  return ctx->exc ? V_NULL : nargs > 1 ? args[1] : V_NONE;
}
METHOD(m_items) { return dict_view_new(ctx, self, ctx->shape.dict_view_items); }
METHOD(m_keys) { return dict_view_new(ctx, self, ctx->shape.dict_view_keys); }
METHOD(m_values) { return dict_view_new(ctx, self, ctx->shape.dict_view_values); }
METHOD(m_pop) { return dict_pop(ctx, self, args[0], nargs > 1 ? args[1] : V_NULL); }
METHOD(m_popitem) {
  Dict *d = AS_DICT(self);
  if (d->length == 0) return raise_key_error(ctx, str_from_ascii(ctx, "popitem(): dictionary is empty")), V_NULL;
  Value pair = tuple_new(ctx, 2);
  if (!pair) return V_NULL;
  int64_t e = d->table->nentries - 1;
  while (!d->table->entries[e].key) e--;
  d->table->nentries = (uint32_t)e + 1; /* dicts used as stacks stay O(1) */
  AS_TUPLE(pair)->items[0] = d->table->entries[e].key;
  AS_TUPLE(pair)->items[1] = d->table->entries[e].value;
  dict_delete_entry(ctx, d, e);
  return pair;
}
METHOD(m_setdefault) { return dict_setdefault(ctx, self, args[0], nargs > 1 ? args[1] : V_NONE); }
METHOD(m_update) { return dict_update_args(ctx, self, args, nargs, kwnames, "update") ? V_NONE : V_NULL; }
METHOD(m_contains) {
  int r = dict_op_contains(ctx, self, args[0]);
  return r < 0 ? V_NULL : bool_tag(r);
}
METHOD(m_getitem) { return dict_op_getitem(ctx, self, args[0]); }
METHOD(m_reversed) { return dict_iter_new(ctx, self, ITER_DICT_REVERSE_KEYS); }
METHOD(m_sizeof) {
  DictTable *t = AS_DICT(self)->table;
  int64_t table = t == ctx->empty_dict_table
                      ? 0
                      : (int64_t)(sizeof *t + t->cap * sizeof(DictEntry) + ((size_t)t->index_mask + 1) * 4);
  return int_from_i64(ctx, (int64_t)sizeof(Dict) + table);
}

typedef struct FromKeys {
  Value dict, value;
  bool plain;
} FromKeys;
static bool add_key(Ctx *ctx, Value key, void *data) {
  FromKeys *f = data;
  return f->plain ? dict_set(ctx, f->dict, key, f->value) : object_setitem(ctx, f->dict, key, f->value);
}
METHOD(m_fromkeys) {
  Value dict = self == VAL(ctx->cls.dict) ? dict_new(ctx) : py_call0(ctx, self);
  if (!dict) return V_NULL;
  FromKeys f = {dict, nargs > 1 ? args[1] : V_NONE, exact_dict(ctx, dict)};
  return iterate(ctx, args[0], add_key, &f) ? dict : V_NULL;
}

static const CFuncDef methods[] = {
    METHOD_ROW("__contains__", m_contains, 1, 1, "True if the dictionary has the specified key, else False."),
    METHOD_ROW("__getitem__", m_getitem, 1, 1, "Return self[key]."),
    METHOD_ROW("clear", m_clear, 0, 0, "Remove all items from the dict."),
    METHOD_ROW("copy", m_copy, 0, 0, "Return a shallow copy of the dict."),
    CLASS_METHOD_ROW("fromkeys", m_fromkeys, 1, 2,
                     "Create a new dictionary with keys from iterable and values set to value."),
    METHOD_ROW("get", m_get, 1, 2, "Return the value for key if key is in the dictionary, else default."),
    METHOD_ROW("items", m_items, 0, 0, "Return a set-like object providing a view on the dict's items."),
    METHOD_ROW("keys", m_keys, 0, 0, "Return a set-like object providing a view on the dict's keys."),
    METHOD_ROW("pop", m_pop, 1, 2,
               "Remove the key and return its value; the default, if given, when it is absent, else raise KeyError."),
    METHOD_ROW("popitem", m_popitem, 0, 0,
               "Remove and return the (key, value) pair inserted last.\n\nRaises KeyError if the dict is empty."),
    METHOD_ROW("setdefault", m_setdefault, 1, 2,
               "Return the value for key; insert it with the default value first if it is absent."),
    METHOD_ROW_KW("update", m_update, 0, -1,
                  "Update from a mapping or an iterable of pairs, then from the keyword arguments."),
    METHOD_ROW("values", m_values, 0, 0, "Return an object providing a view on the dict's values."),
    METHOD_ROW("__reversed__", m_reversed, 0, 0, "Return a reverse iterator over the dict keys."),
    METHOD_ROW("__sizeof__", m_sizeof, 0, 0, "Return the size of the dict in memory, in bytes."),
    CLASS_METHOD_ROW("__class_getitem__", class_getitem, 1, 1, "See PEP 585"),
    {0},
};

static const TypeOps ops = {
    .new_ = dict_op_new,
    .init = dict_op_init,
    .repr = dict_op_repr,
    .compare = dict_op_compare,
    .truth = dict_op_truth,
    .len = dict_op_len,
    .getitem = dict_op_getitem,
    .setitem = dict_op_setitem,
    .contains = dict_op_contains,
    .iter = dict_op_iter,
    .binary = dict_op_binary,
    .inplace = dict_op_inplace,
};

bool dict_startup(Ctx *ctx) {
  Class *cls = class_new_builtin(ctx, "dict", ctx->cls.object, KIND_DICT, sizeof(Dict), &ops, methods, CLASS_BUILTIN);
  if (!cls) return false;
  ctx->cls.dict = cls;
  ctx->shape.dict = cls->root;
  return dict_new(ctx) != V_NULL;
}
