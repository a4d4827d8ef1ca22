/* Iterators of deque: a = deque, i = index of the next item (counted from the right end in the reverse one), k = items
 * left, j = Deque.changes when it was made. */
#include "modules/_collections/collections.h"

static Value make(Ctx *ctx, Class *cls, Value self, int64_t skip) {
  Iter *it = (Iter *)instance_new(ctx, cls);
  Deque *d = AS_DEQUE(self);
  if (!it) return V_NULL;
  if (skip < 0) skip = 0;
  if (skip > d->length) skip = d->length;
  it->a = self;
  it->i = skip;
  it->k = d->length - skip;
  it->j = d->changes;
  return VAL(it);
}
Value deque_iter(Ctx *ctx, Value self) { return make(ctx, collections_state(ctx)->deque_iterator, self, 0); }
Value deque_reversed(Ctx *ctx, Value self) {
  return make(ctx, collections_state(ctx)->deque_reverse_iterator, self, 0);
}

static bool same(Ctx *ctx, Iter *it) {
  if (LIKELY(it->j == AS_DEQUE(it->a)->changes)) return true;
  it->k = 0;
  raise_format(ctx, EXC_RuntimeError, "deque mutated during iteration");
  return false;
}
static Value next(Ctx *ctx, Value self) {
  Iter *it = AS_ITER(self);
  if (!same(ctx, it) || !it->k) return V_NULL;
  it->k--;
  return *deque_place(AS_DEQUE(it->a), it->i++);
}
static Value next_reverse(Ctx *ctx, Value self) {
  Iter *it = AS_ITER(self);
  if (!it->k || !same(ctx, it)) return V_NULL;
  it->k--;
  return *deque_place(AS_DEQUE(it->a), AS_DEQUE(it->a)->length - 1 - it->i++);
}

static Value new_from(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  int64_t skip = 0;
  if (kwcount(kwnames)) return refuse_keywords(ctx, (const char *)((Str *)cls->name)->data, kwnames), V_NULL;
  if (nargs < 1 || nargs > 2)
    return raise_format(ctx, EXC_TypeError, "function takes %s argument%s (%d given)",
                        nargs < 1 ? "at least 1" : "at most 2", nargs < 1 ? "" : "s", (int)nargs),
           V_NULL;
  if (!is_instance(ctx, args[0], collections_state(ctx)->deque))
    return raise_format(ctx, EXC_TypeError, "argument 1 must be collections.deque, not %T", args[0]), V_NULL;
  if (nargs > 1 && !object_ssize(ctx, args[1], &skip)) return V_NULL;
  return make(ctx, cls, args[0], skip);
}

METHOD(m_length_hint) { return int_tag(AS_ITER(self)->k); }
METHOD(m_reduce) {
  Iter *it = AS_ITER(self);
  Value given = tuple_from(ctx, (Value[]){it->a, int_tag(AS_DEQUE(it->a)->length - it->k)}, 2);
  return given ? tuple_from(ctx, (Value[]){VAL(class_of(ctx, self)), given}, 2) : V_NULL;
}
static const CFuncDef methods[] = {
    METHOD_ROW("__length_hint__", m_length_hint, 0, 0, "Private method returning an estimate of len(list(it))."),
    METHOD_ROW("__reduce__", m_reduce, 0, 0, "Return state information for pickling."),
    {0},
};

Class *make_deque_iterator(Ctx *ctx) {
  static const TypeOps ops = {.new_ = new_from, .iter = iter_self, .next = next};
  return class_new_builtin(ctx, "collections._deque_iterator", NULL, KIND_ITER, sizeof(Iter), &ops, methods,
                           CLASS_BUILTIN | CLASS_FINAL);
}
Class *make_deque_reverse_iterator(Ctx *ctx) {
  static const TypeOps ops = {.new_ = new_from, .iter = iter_self, .next = next_reverse};
  return class_new_builtin(ctx, "collections._deque_reverse_iterator", NULL, KIND_ITER, sizeof(Iter), &ops, methods,
                           CLASS_BUILTIN | CLASS_FINAL);
}
