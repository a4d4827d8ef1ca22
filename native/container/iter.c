/* Iterators over sequences, and iteration from C. Those over other iterators (enumerate, zip, map, filter, reversed)
 * are in enumerate_zip_map.c; those of ranges, dicts and sets are with their types.
 *
 * An exhausted iterator lets go of what it walked (a = V_NULL) and stays exhausted, whatever happens to that object
 * later. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "number/number.h"
#include "object/model.h"
#include "object/object.h"
#include "text/text.h"

Value iter_new(Ctx *ctx, uint32_t op) {
  Iter *it = heap_alloc(ctx, ctx->cls.iter_class[op]->root, sizeof(Iter));
  if (LIKELY(it)) it->op = op;
  return VAL(it);
}

Value iter_self(Ctx *ctx, Value self) { return UNUSED(ctx), self; }

static Value next_list(Ctx *ctx, Value self) {
  UNUSED(ctx);
  Iter *it = AS_ITER(self);
  if (!it->a) return V_NULL;
  if (LIKELY(it->i < AS_LIST(it->a)->length)) return AS_LIST(it->a)->items->items[it->i++];
  it->a = V_NULL;
  return V_NULL;
}
static Value next_tuple(Ctx *ctx, Value self) {
  UNUSED(ctx);
  Iter *it = AS_ITER(self);
  if (!it->a) return V_NULL;
  if (LIKELY(it->i < AS_TUPLE(it->a)->length)) return AS_TUPLE(it->a)->items[it->i++];
  it->a = V_NULL;
  return V_NULL;
}
static Value next_str(Ctx *ctx, Value self) {
  Iter *it = AS_ITER(self);
  if (!it->a) return V_NULL;
  if (LIKELY(it->i < ((Str *)it->a)->length)) return str_from_codepoint(ctx, str_at(it->a, it->i++));
  it->a = V_NULL;
  return V_NULL;
}
static Value next_list_reversed(Ctx *ctx, Value self) {
  UNUSED(ctx);
  Iter *it = AS_ITER(self);
  if (!it->a) return V_NULL;
  if (it->i >= 0 && it->i < AS_LIST(it->a)->length) return AS_LIST(it->a)->items->items[it->i--];
  it->a = V_NULL;
  it->i = -1;
  return V_NULL;
}

/* Is it an exception that ends an iteration through __getitem__ or a callable? */
static bool ends_iteration(Ctx *ctx, bool index_error) {
  if (!exc_matches(ctx, EXC_StopIteration) && !(index_error && exc_matches(ctx, EXC_IndexError))) return false;
  exc_clear(ctx);
  return true;
}

static Value next_sequence(Ctx *ctx, Value self) {
  Iter *it = AS_ITER(self);
  if (!it->a) return V_NULL;
  Value v = object_getitem(ctx, it->a, int_tag(it->i));
  if (v) return it->i++, v;
  if (ends_iteration(ctx, true)) it->a = V_NULL;
  return V_NULL;
}
Value iter_sequence(Ctx *ctx, Value obj) {
  Iter *it = AS_ITER(iter_new(ctx, ITER_SEQUENCE));
  if (!it) return V_NULL;
  it->a = obj;
  return VAL(it);
}

static Value next_callable(Ctx *ctx, Value self) {
  Iter *it = AS_ITER(self);
  if (!it->a) return V_NULL;
  Value v = py_call0(ctx, it->a);
  if (!v) {
    if (ends_iteration(ctx, false)) it->a = it->b = V_NULL;
    return V_NULL;
  }
  if (!it->a) return V_NULL; /* exhausted while the callable ran */
  int equal = object_equal(ctx, it->b, v);
  if (equal == 0) return v;
  if (equal > 0) it->a = it->b = V_NULL;
  return V_NULL;
}

static Value next_set(Ctx *ctx, Value self) {
  Iter *it = AS_ITER(self);
  if (!it->a) return V_NULL;
  Set *s = AS_SET(it->a);
  if (UNLIKELY(it->j != s->length)) {
    raise_format(ctx, EXC_RuntimeError, "Set changed size during iteration");
    it->j = -1;
    return V_NULL;
  }
  Value key;
  if (set_next(s, &it->i, &key, NULL)) return it->k--, key;
  it->a = V_NULL;
  return V_NULL;
}
Value set_iter_new(Ctx *ctx, Value set) {
  Iter *it = AS_ITER(iter_new(ctx, ITER_SET));
  if (!it) return V_NULL;
  it->a = set;
  it->j = it->k = AS_SET(set)->length;
  return VAL(it);
}

/* ---- methods ---- */

static int64_t items_left(Iter *it) {
  int64_t n = 0;
  if (!it->a && it->op != ITER_RANGE) return 0;
  switch (it->op) {
  case ITER_LIST: n = AS_LIST(it->a)->length - it->i; break;
  case ITER_TUPLE: n = AS_TUPLE(it->a)->length - it->i; break;
  case ITER_STR: n = ((Str *)it->a)->length - it->i; break;
  case ITER_RANGE: n = it->j; break;
  case ITER_LIST_REVERSED: n = it->i < AS_LIST(it->a)->length ? it->i + 1 : 0; break;
  case ITER_SET: n = it->j == AS_SET(it->a)->length ? it->k : 0; break;
  case ITER_DICT_KEYS:
  case ITER_DICT_VALUES:
  case ITER_DICT_ITEMS: n = it->j == AS_DICT(it->a)->length ? it->k : 0; break;
  default: return -1;
  }
  return n < 0 ? 0 : n;
}

METHOD(m_length_hint) {
  Iter *it = AS_ITER(self);
  int64_t n = items_left(it);
  if (n >= 0 || it->op != ITER_SEQUENCE) return int_tag(n < 0 ? 0 : n);
  if (!class_of(ctx, it->a)->ops.len) return V_NOTIMPL;
  n = object_len(ctx, it->a);
  return n < 0 ? V_NULL : int_tag(n > it->i ? n - it->i : 0);
}

Value builtin_named(Ctx *ctx, Value name) {
  Value fn = dict_get(ctx, ctx->builtins, name);
  if (!fn && !ctx->exc) raise_format(ctx, EXC_AttributeError, "%U", name);
  return fn;
}
/* (function, (argument,), state) */
static Value reduced(Ctx *ctx, Value fn, Value arg, Value state) {
  Value args = fn && arg ? tuple_from(ctx, &arg, 1) : V_NULL;
  if (!args) return V_NULL;
  Value parts[3] = {fn, args, state};
  return tuple_from(ctx, parts, state ? 3 : 2);
}
METHOD(m_reduce) {
  Iter *it = AS_ITER(self);
  /* First: what is in builtins may be found with a comparison that uses up the iterator. */
  Value fn = builtin_named(ctx, it->op == ITER_LIST_REVERSED && it->a ? NAME(reversed) : NAME(iter));
  if (!fn) return V_NULL;
  switch (it->op) {
  case ITER_LIST:
  case ITER_LIST_REVERSED:
    return it->a ? reduced(ctx, fn, it->a, int_tag(it->i)) : reduced(ctx, fn, list_new(ctx, 0), V_NULL);
  case ITER_SET: {
    Iter copy = *it;
    Value rest = list_new(ctx, 0), key;
    while (rest && copy.a && set_next(AS_SET(copy.a), &copy.i, &key, NULL))
      if (!CHECK_STOP(ctx) || !list_append(ctx, rest, key)) return V_NULL;
    return reduced(ctx, fn, rest, V_NULL);
  }
  case ITER_CALLABLE: {
    if (!it->a) return reduced(ctx, fn, ctx->empty_tuple, V_NULL);
    Value pair = tuple_from(ctx, (Value[]){it->a, it->b}, 2);
    return pair ? tuple_from(ctx, (Value[]){fn, pair}, 2) : V_NULL;
  }
  default:
    if (!it->a) return reduced(ctx, fn, it->op == ITER_STR ? ctx->empty_str : ctx->empty_tuple, V_NULL);
    return reduced(ctx, fn, it->a, int_tag(it->i));
  }
}
METHOD(m_setstate) {
  int64_t i;
  if (!object_index_i64(ctx, args[0], &i, true)) return V_NULL;
  Iter *it = AS_ITER(self);
  if (!it->a) return V_NONE;
  if (it->op == ITER_LIST_REVERSED) {
    int64_t n = AS_LIST(it->a)->length;
    it->i = i < -1 ? -1 : i >= n ? n - 1 : i;
  } else {
    it->i = i < 0 ? 0 : i;
  }
  return V_NONE;
}
static const CFuncDef methods[] = {
    METHOD_ROW("__length_hint__", m_length_hint, 0, 0, "Private method returning an estimate of len(list(it))."),
    METHOD_ROW("__reduce__", m_reduce, 0, 0, "Return state information for pickling."),
    METHOD_ROW("__setstate__", m_setstate, 1, 1, "Set state information for unpickling."),
    {0},
};
static const CFuncDef plain_methods[] = {
    METHOD_ROW("__reduce__", m_reduce, 0, 0, "Return state information for pickling."),
    {0},
};

static bool add_class(Ctx *ctx, uint32_t op, const char *name, Value (*next)(Ctx *, Value), const CFuncDef *defs) {
  TypeOps ops = {.iter = iter_self, .next = next};
  ctx->cls.iter_class[op] = class_new_builtin(ctx, name, ctx->cls.object, KIND_ITER, sizeof(Iter), &ops, defs,
                                              CLASS_BUILTIN | CLASS_FINAL);
  return ctx->cls.iter_class[op] != NULL;
}

bool iter_startup(Ctx *ctx) {
  return add_class(ctx, ITER_LIST, "list_iterator", next_list, methods) &&
         add_class(ctx, ITER_TUPLE, "tuple_iterator", next_tuple, methods) &&
         add_class(ctx, ITER_STR, "str_ascii_iterator", next_str, methods) &&
         add_class(ctx, ITER_LIST_REVERSED, "list_reverseiterator", next_list_reversed, methods) &&
         add_class(ctx, ITER_SEQUENCE, "iterator", next_sequence, methods) &&
         add_class(ctx, ITER_CALLABLE, "callable_iterator", next_callable, plain_methods) &&
         add_class(ctx, ITER_SET, "set_iterator", next_set, methods) && iter_compose_startup(ctx);
}

/* ---- iteration from C ---- */

Value next_item_of(Ctx *ctx, Value it) {
  if (LIKELY(has_kind(ctx, it, KIND_ITER))) {
    Iter *i = AS_ITER(it);
    if (i->op == ITER_LIST) return next_list(ctx, it);
    if (i->op == ITER_TUPLE) return next_tuple(ctx, it);
  }
  if (UNLIKELY(!c_stack_check(ctx))) return V_NULL; /* iterators of iterators of … */
  return object_next(ctx, it);
}

int64_t object_length_hint(Ctx *ctx, Value v, int64_t dflt) {
  Class *cls = class_of(ctx, v);
  if (cls->ops.len) {
    int64_t n = object_len(ctx, v);
    if (n >= 0) return n;
    if (!exc_matches(ctx, EXC_TypeError)) return -1;
    exc_clear(ctx);
  }
  if (has_kind(ctx, v, KIND_ITER)) {
    int64_t n = items_left(AS_ITER(v));
    if (n >= 0) return n;
  }
  Value hint = class_lookup(ctx, cls, NAME(__length_hint__));
  if (!hint) return dflt;
  Value n = special_call_required(ctx, v, NAME(__length_hint__), NULL, 0);
  if (!n) {
    if (!exc_matches(ctx, EXC_TypeError)) return -1;
    exc_clear(ctx);
    return dflt;
  }
  if (n == V_NOTIMPL) return dflt;
  if (!is_int_value(ctx, n))
    return raise_format(ctx, EXC_TypeError, "__length_hint__ must be an integer, not %T", n), -1;
  int64_t out;
  if (!int_to_i64(ctx, int_unwrap(ctx, n), &out))
    return raise_format(ctx, EXC_OverflowError, "Python int too large to convert to C ssize_t"), -1;
  if (out < 0) return raise_format(ctx, EXC_ValueError, "__length_hint__() should return >= 0"), -1;
  return out;
}

bool iterate_iterator(Ctx *ctx, Value it, bool (*each)(Ctx *, Value item, void *data), void *data) {
  bool direct = has_kind(ctx, it, KIND_ITER) || has_kind(ctx, it, KIND_GENERATOR);
  Value (*next)(Ctx *, Value) = direct ? class_of(ctx, it)->ops.next : object_next;
  for (;;) {
    Value item = next(ctx, it);
    if (!item) {
      if (UNLIKELY(ctx->exc) && next != object_next && exc_matches(ctx, EXC_StopIteration)) exc_clear(ctx);
      return !ctx->exc;
    }
    if (!CHECK_STOP(ctx)) return false;
    if (!each(ctx, item, data)) return false;
  }
}

bool iterate(Ctx *ctx, Value iterable, bool (*each)(Ctx *, Value item, void *data), void *data) {
  if (exact_list(ctx, iterable)) {
    for (int64_t i = 0; i < AS_LIST(iterable)->length; i++)
      if (!CHECK_STOP(ctx) || !each(ctx, AS_LIST(iterable)->items->items[i], data)) return false;
    return true;
  }
  if (exact_tuple(ctx, iterable)) {
    for (int64_t i = 0; i < AS_TUPLE(iterable)->length; i++)
      if (!CHECK_STOP(ctx) || !each(ctx, AS_TUPLE(iterable)->items[i], data)) return false;
    return true;
  }
  int64_t start, step, n;
  if (has_kind(ctx, iterable, KIND_RANGE) && range_small(iterable, &start, &step, &n)) {
    for (int64_t i = 0; i < n; i++, start += step) {
      if (!CHECK_STOP(ctx)) return false;
      if (!each(ctx, int_tag(start), data)) return false;
    }
    return true;
  }
  Value it = object_iter(ctx, iterable);
  return it && iterate_iterator(ctx, it, each, data);
}
