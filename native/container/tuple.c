/* Tuples. Items are in the cell; tuple_new leaves them V_NULL until the caller fills them. The empty tuple is
 * ctx->empty_tuple. The hash is CPython's (xxHash over the items' hashes), so that sets of tuples have CPython's order.
 */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "object/object.h"
#include "text/text.h"
#include <string.h>

Value tuple_new(Ctx *ctx, int64_t n) {
  if (n == 0 && LIKELY(ctx->empty_tuple != V_NULL)) return ctx->empty_tuple;
  if (UNLIKELY(n > (int64_t)1 << 57)) return raise_no_memory(ctx), V_NULL;
  Tuple *t = heap_alloc(ctx, ctx->shape.tuple, sizeof(Tuple) + (size_t)n * sizeof(Value));
  if (UNLIKELY(!t)) return V_NULL;
  t->length = n;
  if (n == 0) ctx->empty_tuple = VAL(t);
  return VAL(t);
}

#define LONG 65536 /* items: from here on a copy can be stopped */

Value tuple_from(Ctx *ctx, const Value *items, int64_t n) {
  Value v = tuple_new(ctx, n);
  if (LIKELY(v && n < LONG)) memcpy(AS_TUPLE(v)->items, items, (size_t)n * sizeof(Value));
  else if (v && !stop_copy(ctx, AS_TUPLE(v)->items, items, (size_t)n * sizeof(Value))) return V_NULL;
  return v;
}

Value tuple_from_iterable(Ctx *ctx, Value iterable) {
  if (exact_tuple(ctx, iterable)) return iterable;
  if (!exact_list(ctx, iterable)) {
    Value it = object_iter(ctx, iterable);
    if (!it || !(iterable = list_from_iterator(ctx, it))) return V_NULL;
  }
  int64_t n = AS_LIST(iterable)->length;
  Value v = tuple_new(ctx, n);
  if (v && n && !stop_copy(ctx, AS_TUPLE(v)->items, AS_LIST(iterable)->items->items, (size_t)n * sizeof(Value)))
    return V_NULL;
  return v;
}

static Value tuple_op_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  if (kwcount(kwnames) && cls->ops.init == ctx->cls.tuple->ops.init)
    return raise_format(ctx, EXC_TypeError, "tuple() takes no keyword arguments"), V_NULL;
  if (nargs > 1) return raise_arity(ctx, "tuple", 0, 1, nargs), V_NULL;
  Value plain = nargs ? tuple_from_iterable(ctx, args[0]) : ctx->empty_tuple;
  if (!plain || cls == ctx->cls.tuple) return plain;
  return tuple_subclass_new(ctx, cls, AS_TUPLE(plain)->items, AS_TUPLE(plain)->length);
}

Value tuple_subclass_new(Ctx *ctx, Class *cls, const Value *items, int64_t n) {
  Tuple *t = (Tuple *)instance_new_var(ctx, cls, sizeof(Tuple) + (size_t)n * sizeof(Value));
  if (!t) return V_NULL;
  t->length = n;
  return n && !stop_copy(ctx, t->items, items, (size_t)n * sizeof(Value)) ? V_NULL : VAL(t);
}

static Value tuple_op_repr(Ctx *ctx, Value self) {
  Tuple *t = AS_TUPLE(self);
  if (t->length == 0) return str_from_ascii(ctx, "()");
  int running = repr_enter(ctx, self);
  if (running) return running < 0 ? V_NULL : str_from_ascii(ctx, "(...)");
  StrBuilder sb;
  sb_init(&sb, ctx);
  sb_char(&sb, '(');
  bool ok = true;
  for (int64_t i = 0; ok && i < t->length; i++) {
    if (i) sb_ascii(&sb, ", ");
    ok = CHECK_STOP(ctx) && sb_repr(&sb, t->items[i]);
  }
  repr_leave(ctx, self);
  if (!ok) return sb_discard(&sb), V_NULL;
  sb_ascii(&sb, t->length == 1 ? ",)" : ")");
  return sb_finish(&sb);
}

#define XX_PRIME_1 11400714785074694791ull
#define XX_PRIME_2 14029467366897019727ull
#define XX_PRIME_5 2870177450012600261ull

uint64_t hash_mix(uint64_t acc, uint64_t lane) {
  return __builtin_rotateleft64(acc + lane * XX_PRIME_2, 31) * XX_PRIME_1;
}

static uint64_t finish_hash(uint64_t acc, int64_t n) {
  acc += (uint64_t)n ^ (XX_PRIME_5 ^ 3527539ull);
  return acc == ~0ull ? 1546275796ull : acc;
}
uint64_t hash_of_items(const uint64_t *hashes, int64_t n) {
  uint64_t acc = XX_PRIME_5;
  for (int64_t i = 0; i < n; i++) acc = hash_mix(acc, hashes[i]);
  return finish_hash(acc, n);
}

static bool tuple_op_hash(Ctx *ctx, Value self, uint64_t *out) {
  Tuple *t = AS_TUPLE(self);
  uint64_t acc = XX_PRIME_5;
  if (!c_stack_check(ctx)) return false;
  for (int64_t i = 0; i < t->length; i++) {
    uint64_t lane;
    if (UNLIKELY(!fast_hash(ctx, t->items[i], &lane)) || !CHECK_STOP(ctx)) return false;
    acc = hash_mix(acc, lane);
  }
  *out = finish_hash(acc, t->length);
  return true;
}

static Value tuple_op_compare(Ctx *ctx, Value a, Value b, CmpOp op) {
  if (!is_tuple(ctx, b)) return V_NOTIMPL;
  Tuple *x = AS_TUPLE(a), *y = AS_TUPLE(b);
  int64_t n = x->length, m = y->length, i = 0;
  for (; i < n && i < m; i++) {
    int equal = item_equal(ctx, x->items[i], y->items[i]);
    if (equal < 0 || !CHECK_STOP(ctx)) return V_NULL;
    if (!equal) break;
  }
  if (i >= n || i >= m) {
    switch (op) {
    case CMP_LT: return bool_tag(n < m);
    case CMP_LE: return bool_tag(n <= m);
    case CMP_EQ: return bool_tag(n == m);
    case CMP_NE: return bool_tag(n != m);
    case CMP_GT: return bool_tag(n > m);
    case CMP_GE: return bool_tag(n >= m);
    }
  }
  if (op == CMP_EQ) return V_FALSE;
  if (op == CMP_NE) return V_TRUE;
  return object_compare(ctx, x->items[i], y->items[i], op);
}

static int tuple_op_truth(Ctx *ctx, Value self) { return UNUSED(ctx), AS_TUPLE(self)->length != 0; }
static int64_t tuple_op_len(Ctx *ctx, Value self) { return UNUSED(ctx), AS_TUPLE(self)->length; }

static Value tuple_op_getitem(Ctx *ctx, Value self, Value key) {
  Tuple *t = AS_TUPLE(self);
  int64_t i;
  if (has_kind(ctx, key, KIND_SLICE)) {
    int64_t start, stop, step, n;
    if (!slice_resolve(ctx, key, &t->length, &start, &stop, &step, &n)) return V_NULL;
    if (n == t->length && step == 1 && exact_tuple(ctx, self)) return self;
    Value v = tuple_new(ctx, n);
    if (!v) return V_NULL;
    for (int64_t k = 0, at = start; k < n; k++, at = slice_next(at, step)) {
      AS_TUPLE(v)->items[k] = t->items[at];
      if (!CHECK_STOP_AT(ctx, k)) return V_NULL;
    }
    return v;
  }
  if (is_int(key)) i = int_val(key);
  else if (!sequence_index(ctx, key, "tuple", &i)) return V_NULL;
  if (i < 0) i += t->length;
  if (UNLIKELY(i < 0 || i >= t->length)) return raise_format(ctx, EXC_IndexError, "tuple index out of range"), V_NULL;
  return t->items[i];
}

static int64_t find_item(Ctx *ctx, Tuple *t, Value v, int64_t start, int64_t stop) {
  for (int64_t i = start; i < stop && i < t->length; i++) {
    int equal = item_equal(ctx, t->items[i], v);
    if (equal) return equal < 0 ? -2 : i;
    if (!CHECK_STOP(ctx)) return -2;
  }
  return -1;
}

static int tuple_op_contains(Ctx *ctx, Value self, Value item) {
  int64_t i = find_item(ctx, AS_TUPLE(self), item, 0, INT64_MAX);
  return i >= 0 ? 1 : i == -1 ? 0 : -1;
}

static Value tuple_op_iter(Ctx *ctx, Value self) {
  Iter *it = AS_ITER(iter_new(ctx, ITER_TUPLE));
  if (!it) return V_NULL;
  it->a = self;
  return VAL(it);
}

static Value tuple_op_binary(Ctx *ctx, Value a, Value b, BinOp op) {
  if (op == OP_ADD) {
    if (!is_tuple(ctx, a) || !is_tuple(ctx, b)) return V_NOTIMPL;
    int64_t n = AS_TUPLE(a)->length, m = AS_TUPLE(b)->length;
    if (n == 0 && exact_tuple(ctx, b)) return b;
    if (m == 0 && exact_tuple(ctx, a)) return a;
    Value v = tuple_new(ctx, n + m);
    if (!v) return V_NULL;
    if (n && !stop_copy(ctx, AS_TUPLE(v)->items, AS_TUPLE(a)->items, (size_t)n * sizeof(Value))) return V_NULL;
    if (m && !stop_copy(ctx, AS_TUPLE(v)->items + n, AS_TUPLE(b)->items, (size_t)m * sizeof(Value))) return V_NULL;
    return v;
  }
  if (op == OP_MUL) {
    Value tuple = is_tuple(ctx, a) ? a : b, times = tuple == a ? b : a;
    int64_t count, n = AS_TUPLE(tuple)->length;
    int r = repeat_count(ctx, times, &count);
    if (r <= 0) return r < 0 ? V_NULL : V_NOTIMPL;
    if (count == 1 && exact_tuple(ctx, tuple)) return tuple;
    if (count <= 0 || n == 0) return tuple_new(ctx, 0);
    if (n > ((int64_t)1 << 57) / count) return raise_no_memory(ctx), V_NULL;
    Value v = tuple_new(ctx, n * count);
    if (!v) return V_NULL;
    for (int64_t i = 0; i < count; i++)
      if (!CHECK_STOP(ctx) ||
          !stop_copy(ctx, AS_TUPLE(v)->items + i * n, AS_TUPLE(tuple)->items, (size_t)n * sizeof(Value)))
        return V_NULL;
    return v;
  }
  return V_NOTIMPL;
}

METHOD(m_count) {
  int64_t n = 0;
  for (int64_t i = 0; i < AS_TUPLE(self)->length; i++) {
    int equal = item_equal(ctx, AS_TUPLE(self)->items[i], args[0]);
    if (equal < 0) return V_NULL;
    n += equal;
  }
  return int_tag(n);
}
METHOD(m_index) {
  int64_t start = 0, stop = INT64_MAX;
  if (nargs > 1 && !clip_bound(ctx, args[1], AS_TUPLE(self)->length, &start)) return V_NULL;
  if (nargs > 2 && !clip_bound(ctx, args[2], AS_TUPLE(self)->length, &stop)) return V_NULL;
  int64_t i = find_item(ctx, AS_TUPLE(self), args[0], start, stop);
  if (i == -1) raise_format(ctx, EXC_ValueError, "tuple.index(x): x not in tuple");
  return i < 0 ? V_NULL : int_tag(i);
}
METHOD(m_getnewargs) {
  Value plain = tuple_from(ctx, AS_TUPLE(self)->items, AS_TUPLE(self)->length);
  return plain ? tuple_from(ctx, &plain, 1) : V_NULL;
}

static const CFuncDef methods[] = {
    METHOD_ROW("count", m_count, 1, 1, "Return number of occurrences of value."),
    METHOD_ROW("index", m_index, 1, 3,
               "Return first index of value.\n\nRaises ValueError if the value is not present."),
    METHOD_ROW("__getnewargs__", m_getnewargs, 0, 0, NULL),
    CLASS_METHOD_ROW("__class_getitem__", class_getitem, 1, 1, "See PEP 585"),
    {0},
};

static const TypeOps ops = {
    .new_ = tuple_op_new,
    .repr = tuple_op_repr,
    .hash = tuple_op_hash,
    .compare = tuple_op_compare,
    .truth = tuple_op_truth,
    .len = tuple_op_len,
    .getitem = tuple_op_getitem,
    .contains = tuple_op_contains,
    .iter = tuple_op_iter,
    .binary = tuple_op_binary,
};

bool tuple_startup(Ctx *ctx) {
  Class *cls = class_new_builtin(ctx, "tuple", ctx->cls.object, KIND_TUPLE, sizeof(Tuple), &ops, methods,
                                 CLASS_BUILTIN);
  if (!cls) return false;
  ctx->cls.tuple = cls;
  ctx->shape.tuple = cls->root;
  return tuple_new(ctx, 0) != V_NULL;
}
