/* The types set and frozenset: construction, set algebra, comparison, methods. The table itself is in set.c.
 *
 * Which side is walked and which is searched follows CPython, because it decides the order of the result's items.
 * Results have the base type of the left operand (set or frozenset), never a subclass. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "number/number.h"
#include "object/object.h"
#include "text/text.h"

static bool is_frozen(Ctx *ctx, Value s) { return is_subclass(class_of(ctx, s), ctx->cls.frozenset); }

static Value set_op_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(args), UNUSED(nargs), UNUSED(kwnames);
  return instance_new(ctx, cls);
}

static void raise_too_many(Ctx *ctx, Class *cls, uint32_t nargs) {
  raise_format(ctx, EXC_TypeError, "%U expected at most 1 argument, got %d", cls->name, (int)nargs);
}

static bool set_op_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  if (kwcount(kwnames) && class_of(ctx, self)->ops.new_ == set_op_new)
    return raise_format(ctx, EXC_TypeError, "set() takes no keyword arguments"), false;
  if (nargs > 1) return raise_too_many(ctx, class_of(ctx, self), nargs), false;
  set_clear(ctx, AS_SET(self));
  return nargs == 0 || set_update(ctx, self, args[0]);
}

static Value frozenset_op_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  if (kwcount(kwnames) && cls->ops.init == ctx->cls.frozenset->ops.init)
    return raise_format(ctx, EXC_TypeError, "frozenset() takes no keyword arguments"), V_NULL;
  if (nargs > 1) return raise_too_many(ctx, cls, nargs), V_NULL;
  if (nargs && cls == ctx->cls.frozenset && has_shape(args[0], ctx->shape.frozenset)) return args[0];
  Value s = instance_new(ctx, cls);
  return s && (nargs == 0 || set_update(ctx, s, args[0])) ? s : V_NULL;
}

static Value set_op_repr(Ctx *ctx, Value self) {
  Class *cls = class_of(ctx, self);
  if (AS_SET(self)->length == 0) return str_format_c(ctx, "%U()", cls->name);
  int running = repr_enter(ctx, self);
  if (running) return running < 0 ? V_NULL : str_format_c(ctx, "%U(...)", cls->name);
  StrBuilder sb;
  sb_init(&sb, ctx);
  bool plain = cls == ctx->cls.set, ok = true, first = true;
  if (!plain) sb_str(&sb, cls->name), sb_char(&sb, '(');
  sb_char(&sb, '{');
  int64_t pos = 0;
  Value key;
  while (ok && set_next(AS_SET(self), &pos, &key, NULL)) {
    if (!first) sb_ascii(&sb, ", ");
    first = false;
    ok = CHECK_STOP(ctx) && sb_repr(&sb, key);
  }
  repr_leave(ctx, self);
  if (!ok) return sb_discard(&sb), V_NULL;
  sb_ascii(&sb, plain ? "}" : "})");
  return sb_finish(&sb);
}

static bool frozenset_op_hash(Ctx *ctx, Value self, uint64_t *out) {
  Set *s = AS_SET(self);
  if (!s->hash) {
    uint64_t h = 0, item;
    int64_t pos = 0;
    Value key;
    while (set_next(s, &pos, &key, &item)) {
      h ^= ((item ^ 89869747ull) ^ (item << 16)) * 3644798167ull;
      if (!CHECK_STOP(ctx)) return false;
    }
    h ^= ((uint64_t)s->length + 1) * 1927868237ull;
    h ^= (h >> 11) ^ (h >> 25);
    h = h * 69069u + 907133923ull;
    s->hash = h == ~0ull ? 590923713ull : h;
  }
  *out = s->hash;
  return true;
}

static int subset(Ctx *ctx, Set *a, Set *b) {
  if (a->length > b->length) return 0;
  int64_t pos = 0;
  Value key;
  uint64_t hash;
  while (set_next(a, &pos, &key, &hash)) {
    int in = set_has_hashed(ctx, b, key, hash);
    if (in <= 0) return in;
    if (!CHECK_STOP(ctx)) return -1;
  }
  return 1;
}

static Value set_op_compare(Ctx *ctx, Value a, Value b, CmpOp op) {
  if (!any_set(ctx, b)) return V_NOTIMPL;
  Set *x = AS_SET(a), *y = AS_SET(b);
  int r = 0;
  switch (op) {
  case CMP_EQ:
  case CMP_NE: r = x->length == y->length ? subset(ctx, x, y) : 0; break;
  case CMP_LT: r = x->length < y->length ? subset(ctx, x, y) : 0; break;
  case CMP_LE: r = subset(ctx, x, y); break;
  case CMP_GT: r = x->length > y->length ? subset(ctx, y, x) : 0; break;
  case CMP_GE: r = subset(ctx, y, x); break;
  }
  return r < 0 ? V_NULL : bool_tag(op == CMP_NE ? !r : r);
}

static int set_op_truth(Ctx *ctx, Value self) { return UNUSED(ctx), AS_SET(self)->length != 0; }
static int64_t set_op_len(Ctx *ctx, Value self) { return UNUSED(ctx), AS_SET(self)->length; }
static int set_op_contains(Ctx *ctx, Value self, Value item) { return set_contains(ctx, self, item); }
static Value set_op_iter(Ctx *ctx, Value self) { return set_iter_new(ctx, self); }

/* ---- algebra; other may be any iterable ---- */

typedef struct Walk {
  Set *in;
  Value out;
} Walk;

static bool keep_common(Ctx *ctx, Value item, void *data) {
  Walk *w = data;
  uint64_t hash;
  if (!set_key_hash(ctx, item, &hash)) return false;
  int in = set_has_hashed(ctx, w->in, item, hash);
  return in < 0 ? false : !in || set_add_hashed(ctx, AS_SET(w->out), item, hash) >= 0;
}

/* Adds an item of the set that is walked to a result. Those are all different, so nothing is compared, unless an __eq__
 * has changed that set since it was `before`. */
static inline bool add_walked(Ctx *ctx, Value out, const Set *walked, const Set *before, Value key, uint64_t hash) {
  bool same = walked->table == before->table && walked->fill == before->fill && walked->length == before->length;
  return LIKELY(same) ? set_add_new(ctx, AS_SET(out), key, hash) : set_add_hashed(ctx, AS_SET(out), key, hash) >= 0;
}

static Value intersection(Ctx *ctx, Value self, Value other) {
  if (self == other) return set_copy(ctx, self, is_frozen(ctx, self));
  Value out = set_new(ctx, is_frozen(ctx, self));
  if (!out) return V_NULL;
  if (any_set(ctx, other)) {
    Set *walk = AS_SET(other), *in = AS_SET(self);
    if (walk->length > in->length) walk = AS_SET(self), in = AS_SET(other);
    const Set before = *walk;
    int64_t pos = 0;
    Value key;
    uint64_t hash;
    while (set_next(walk, &pos, &key, &hash)) {
      int found = set_has_hashed(ctx, in, key, hash);
      if (found < 0 || !CHECK_STOP(ctx) || (found && !add_walked(ctx, out, walk, &before, key, hash))) return V_NULL;
    }
    return out;
  }
  Walk w = {AS_SET(self), out};
  return iterate(ctx, other, keep_common, &w) ? out : V_NULL;
}

static bool discard_each(Ctx *ctx, Value item, void *data) {
  uint64_t hash;
  return set_key_hash(ctx, item, &hash) && set_discard_hashed(ctx, data, item, hash) >= 0;
}

static bool difference_update(Ctx *ctx, Value self, Value other) {
  Set *s = AS_SET(self);
  if (self == other) return set_clear(ctx, s);
  if (any_set(ctx, other)) {
    if (AS_SET(other)->length >> 3 > s->length && !(other = intersection(ctx, self, other))) return false;
    int64_t pos = 0;
    Value key;
    uint64_t hash;
    while (set_next(AS_SET(other), &pos, &key, &hash))
      if (!CHECK_STOP(ctx) || set_discard_hashed(ctx, s, key, hash) < 0) return false;
  } else if (!iterate(ctx, other, discard_each, s)) {
    return false;
  }
  return set_shrink(ctx, s);
}

static Value difference(Ctx *ctx, Value self, Value other) {
  bool frozen = is_frozen(ctx, self), of_set = any_set(ctx, other);
  Set *s = AS_SET(self);
  if (!of_set && !exact_dict(ctx, other)) {
    Value out = set_copy(ctx, self, frozen);
    return out && difference_update(ctx, out, other) ? out : V_NULL;
  }
  int64_t size = of_set ? AS_SET(other)->length : AS_DICT(other)->length;
  if (s->length >> 2 > size) { /* few to remove: copy, then remove */
    Value out = set_copy(ctx, self, frozen);
    return out && difference_update(ctx, out, other) ? out : V_NULL;
  }
  Value out = set_new(ctx, frozen);
  if (!out) return V_NULL;
  const Set before = *s;
  int64_t pos = 0;
  Value key;
  uint64_t hash;
  while (set_next(s, &pos, &key, &hash)) {
    int in;
    if (of_set) {
      in = set_has_hashed(ctx, AS_SET(other), key, hash);
    } else {
      int64_t e = dict_find(ctx, AS_DICT(other), key, hash);
      in = e == -2 ? -1 : e >= 0;
    }
    if (in < 0 || !CHECK_STOP(ctx) || (!in && !add_walked(ctx, out, s, &before, key, hash))) return V_NULL;
  }
  return out;
}

static int toggle(Ctx *ctx, Set *s, Value key, uint64_t hash) {
  int removed = set_discard_hashed(ctx, s, key, hash);
  return removed ? removed : set_add_hashed(ctx, s, key, hash);
}

static bool symmetric_difference_update(Ctx *ctx, Value self, Value other) {
  Set *s = AS_SET(self);
  if (self == other) return set_clear(ctx, s);
  if (exact_dict(ctx, other)) {
    DictTable *t = AS_DICT(other)->table;
    for (uint32_t e = 0; e < t->nentries; e++) {
      if (!CHECK_STOP(ctx)) return false;
      if (t->entries[e].key && toggle(ctx, s, t->entries[e].key, t->entries[e].hash) < 0) return false;
    }
    return true;
  }
  if (!any_set(ctx, other)) {
    Value items = set_new(ctx, is_frozen(ctx, self));
    if (!items || !set_update(ctx, items, other)) return false;
    other = items;
  }
  int64_t pos = 0;
  Value key;
  uint64_t hash;
  while (set_next(AS_SET(other), &pos, &key, &hash))
    if (!CHECK_STOP(ctx) || toggle(ctx, s, key, hash) < 0) return false;
  return true;
}

static Value symmetric_difference(Ctx *ctx, Value self, Value other) {
  Value out = set_new(ctx, is_frozen(ctx, self));
  return out && set_update(ctx, out, other) && symmetric_difference_update(ctx, out, self) ? out : V_NULL;
}

static void take_over(Value self, Value from) {
  AS_SET(self)->table = AS_SET(from)->table;
  AS_SET(self)->fill = AS_SET(from)->fill;
  AS_SET(self)->length = AS_SET(from)->length;
}

static Value set_op_binary(Ctx *ctx, Value a, Value b, BinOp op) {
  if (!any_set(ctx, a) || !any_set(ctx, b)) return V_NOTIMPL;
  switch (op) {
  case OP_OR: {
    Value out = set_copy(ctx, a, is_frozen(ctx, a));
    return out && (a == b || set_update(ctx, out, b)) ? out : V_NULL;
  }
  case OP_AND: return intersection(ctx, a, b);
  case OP_SUB: return difference(ctx, a, b);
  case OP_XOR: return symmetric_difference(ctx, a, b);
  default: return V_NOTIMPL;
  }
}

static Value set_op_inplace(Ctx *ctx, Value a, Value b, BinOp op) {
  if (op >= OP_INPLACE_FIRST) op -= OP_INPLACE_FIRST;
  if (!any_set(ctx, b)) return V_NOTIMPL;
  switch (op) {
  case OP_OR: return set_update(ctx, a, b) ? a : V_NULL;
  case OP_AND: {
    Value common = intersection(ctx, a, b);
    if (!common) return V_NULL;
    take_over(a, common);
    return a;
  }
  case OP_SUB: return difference_update(ctx, a, b) ? a : V_NULL;
  case OP_XOR: return symmetric_difference_update(ctx, a, b) ? a : V_NULL;
  default: return V_NOTIMPL;
  }
}

/* ---- methods ---- */

METHOD(m_add) { return set_add(ctx, self, args[0]) < 0 ? V_NULL : V_NONE; }
METHOD(m_clear) {
  set_clear(ctx, AS_SET(self));
  return V_NONE;
}
METHOD(m_copy) {
  if (has_shape(self, ctx->shape.frozenset)) return self;
  return set_copy(ctx, self, is_frozen(ctx, self));
}
METHOD(m_discard) { return set_discard(ctx, self, args[0]) < 0 ? V_NULL : V_NONE; }
METHOD(m_remove) {
  int removed = set_discard(ctx, self, args[0]);
  if (removed == 0) raise_key_error(ctx, args[0]);
  return removed > 0 ? V_NONE : V_NULL;
}
METHOD(m_pop) {
  Set *s = AS_SET(self);
  if (s->length == 0) return raise_key_error(ctx, str_from_ascii(ctx, "pop from an empty set")), V_NULL;
  uint64_t i = s->hash & s->table->mask;
  while (!s->table->entries[i].key || s->table->entries[i].key == SET_DUMMY) i = i == s->table->mask ? 0 : i + 1;
  Value key = s->table->entries[i].key;
  s->table->entries[i] = (SetEntry){~0ull, SET_DUMMY};
  s->length--;
  s->hash = i + 1;
  return key;
}
METHOD(m_update) {
  for (uint32_t i = 0; i < nargs; i++)
    if (!set_update(ctx, self, args[i])) return V_NULL;
  return V_NONE;
}
METHOD(m_union) {
  Value out = set_copy(ctx, self, is_frozen(ctx, self));
  for (uint32_t i = 0; out && i < nargs; i++)
    if (args[i] != self && !set_update(ctx, out, args[i])) return V_NULL;
  return out;
}
METHOD(m_intersection) {
  if (nargs == 0) return set_copy(ctx, self, is_frozen(ctx, self));
  Value out = self;
  for (uint32_t i = 0; out && i < nargs; i++) out = intersection(ctx, out, args[i]);
  return out;
}
METHOD(m_intersection_update) {
  Value out = m_intersection(ctx, self, args, nargs, kwnames);
  if (!out) return V_NULL;
  take_over(self, out);
  return V_NONE;
}
METHOD(m_difference) {
  if (nargs == 0) return set_copy(ctx, self, is_frozen(ctx, self));
  Value out = difference(ctx, self, args[0]);
  for (uint32_t i = 1; out && i < nargs; i++)
    if (!difference_update(ctx, out, args[i])) return V_NULL;
  return out;
}
METHOD(m_difference_update) {
  for (uint32_t i = 0; i < nargs; i++)
    if (!difference_update(ctx, self, args[i])) return V_NULL;
  return V_NONE;
}
METHOD(m_symmetric_difference) { return symmetric_difference(ctx, self, args[0]); }
METHOD(m_symmetric_difference_update) { return symmetric_difference_update(ctx, self, args[0]) ? V_NONE : V_NULL; }

static bool stop_at_common(Ctx *ctx, Value item, void *data) {
  Walk *w = data;
  uint64_t hash;
  if (!set_key_hash(ctx, item, &hash)) return false;
  int in = set_has_hashed(ctx, w->in, item, hash);
  if (in > 0) w->out = V_TRUE;
  return in == 0;
}
METHOD(m_isdisjoint) {
  Value walk = args[0], in = self;
  if (self == walk) return bool_tag(AS_SET(self)->length == 0);
  if (any_set(ctx, walk) && AS_SET(walk)->length > AS_SET(self)->length) walk = self, in = args[0];
  Walk w = {AS_SET(in), V_FALSE};
  if (!iterate(ctx, walk, stop_at_common, &w) && w.out == V_FALSE) return V_NULL;
  return bool_tag(w.out == V_FALSE);
}
METHOD(m_issubset) {
  Value other = args[0];
  if (!any_set(ctx, other)) {
    other = intersection(ctx, self, other);
    return other ? bool_tag(AS_SET(other)->length == AS_SET(self)->length) : V_NULL;
  }
  int r = subset(ctx, AS_SET(self), AS_SET(other));
  return r < 0 ? V_NULL : bool_tag(r);
}
static bool stop_at_missing(Ctx *ctx, Value item, void *data) {
  Walk *w = data;
  uint64_t hash;
  if (!set_key_hash(ctx, item, &hash)) return false;
  int in = set_has_hashed(ctx, w->in, item, hash);
  if (in == 0) w->out = V_FALSE;
  return in > 0;
}
METHOD(m_issuperset) {
  if (any_set(ctx, args[0])) {
    int r = subset(ctx, AS_SET(args[0]), AS_SET(self));
    return r < 0 ? V_NULL : bool_tag(r);
  }
  Walk w = {AS_SET(self), V_TRUE};
  if (!iterate(ctx, args[0], stop_at_missing, &w) && w.out == V_TRUE) return V_NULL;
  return w.out;
}
METHOD(m_contains) {
  int r = set_contains(ctx, self, args[0]);
  return r < 0 ? V_NULL : bool_tag(r);
}
METHOD(m_reduce) {
  Value items = list_from_iterable(ctx, self), given = items ? tuple_from(ctx, &items, 1) : V_NULL;
  Value state = given ? py_call_method(ctx, self, str_intern_c(ctx, "__getstate__"), NULL, 0) : V_NULL;
  return state ? tuple_from(ctx, (Value[]){VAL(class_of(ctx, self)), given, state}, 3) : V_NULL;
}
METHOD(m_sizeof) {
  Set *s = AS_SET(self);
  return int_from_i64(
      ctx, (int64_t)(sizeof(Set) + (s->table ? sizeof(SetTable) + (s->table->mask + 1) * sizeof(SetEntry) : 0)));
}

#define BOTH_METHODS                                                                                      \
  METHOD_ROW("copy", m_copy, 0, 0, "Return a shallow copy of a set."),                                    \
      METHOD_ROW("difference", m_difference, 0, -1,                                                       \
                 "Return a new set with elements in the set that are not in the others."),                \
      METHOD_ROW("intersection", m_intersection, 0, -1,                                                   \
                 "Return a new set with elements common to the set and all others."),                     \
      METHOD_ROW("isdisjoint", m_isdisjoint, 1, 1, "Return True if two sets have a null intersection."),  \
      METHOD_ROW("issubset", m_issubset, 1, 1, "Report whether another set contains this set."),          \
      METHOD_ROW("issuperset", m_issuperset, 1, 1, "Report whether this set contains another set."),      \
      METHOD_ROW("symmetric_difference", m_symmetric_difference, 1, 1,                                    \
                 "Return a new set with elements in either the set or other but not both."),              \
      METHOD_ROW("union", m_union, 0, -1, "Return a new set with elements from the set and all others."), \
      METHOD_ROW("__contains__", m_contains, 1, 1, "x.__contains__(y) <==> y in x."),                     \
      METHOD_ROW("__reduce__", m_reduce, 0, 0, NULL),                                                     \
      METHOD_ROW("__sizeof__", m_sizeof, 0, 0, "Return the size of the set in memory, in bytes."),        \
      CLASS_METHOD_ROW("__class_getitem__", class_getitem, 1, 1, "See PEP 585")

static const CFuncDef set_methods[] = {
    BOTH_METHODS,
    METHOD_ROW("add", m_add, 1, 1, "Add an element to a set.\n\nThis has no effect if the element is already present."),
    METHOD_ROW("clear", m_clear, 0, 0, "Remove all elements from this set."),
    METHOD_ROW("difference_update", m_difference_update, 0, -1, "Update the set, removing elements found in others."),
    METHOD_ROW("discard", m_discard, 1, 1, "Remove an element from a set if it is a member."),
    METHOD_ROW("intersection_update", m_intersection_update, 0, -1,
               "Update the set, keeping only elements found in it and all others."),
    METHOD_ROW("pop", m_pop, 0, 0,
               "Remove and return an arbitrary set element.\n\nRaises KeyError if the set is empty."),
    METHOD_ROW(
        "remove", m_remove, 1, 1,
        "Remove an element from a set; it must be a member.\n\nIf the element is not a member, raise a KeyError."),
    METHOD_ROW("symmetric_difference_update", m_symmetric_difference_update, 1, 1,
               "Update the set, keeping elements found in either, not in both."),
    METHOD_ROW("update", m_update, 0, -1, "Update the set, adding elements from all others."),
    {0},
};
static const CFuncDef frozenset_methods[] = {BOTH_METHODS, {0}};

#define BOTH_OPS                                                                            \
  .repr = set_op_repr, .compare = set_op_compare, .truth = set_op_truth, .len = set_op_len, \
  .contains = set_op_contains, .iter = set_op_iter, .binary = set_op_binary

static const TypeOps set_ops = {.new_ = set_op_new, .init = set_op_init, .inplace = set_op_inplace, BOTH_OPS};
static const TypeOps frozenset_ops = {.new_ = frozenset_op_new, .hash = frozenset_op_hash, BOTH_OPS};

bool set_startup(Ctx *ctx) {
  Class *cls = class_new_builtin(ctx, "set", ctx->cls.object, KIND_SET, sizeof(Set), &set_ops, set_methods,
                                 CLASS_BUILTIN | CLASS_HAS_WEAKREF);
  if (!cls) return false;
  ctx->cls.set = cls;
  ctx->shape.set = cls->root;
  cls = class_new_builtin(ctx, "frozenset", ctx->cls.object, KIND_SET, sizeof(Set), &frozenset_ops, frozenset_methods,
                          CLASS_BUILTIN | CLASS_HAS_WEAKREF);
  if (!cls) return false;
  ctx->cls.frozenset = cls;
  ctx->shape.frozenset = cls->root;
  return true;
}
