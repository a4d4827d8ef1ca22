/* range: start, stop, step are ints of any size. Nearly all are "small" (three fixnums) and computed in int64, the
 * others with big ints. The iterator over a small range is ITER_RANGE (i = next value, j = items left, k = step), which
 * bytecodes know; over others it is ITER_LONG_RANGE (a = start, b = step, c = length, d = index). */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "number/number.h"
#include "object/model.h"
#include "object/object.h"
#include "text/text.h"

static Value add(Ctx *ctx, Value a, Value b) { return a && b ? int_binary(ctx, a, b, OP_ADD) : V_NULL; }
static Value sub(Ctx *ctx, Value a, Value b) { return a && b ? int_binary(ctx, a, b, OP_SUB) : V_NULL; }
static Value mul(Ctx *ctx, Value a, Value b) { return a && b ? int_binary(ctx, a, b, OP_MUL) : V_NULL; }
static Value floordiv(Ctx *ctx, Value a, Value b) { return a && b ? int_binary(ctx, a, b, OP_FLOORDIV) : V_NULL; }
static bool less(Ctx *ctx, Value a, Value b) {
  return both_int(a, b) ? (int64_t)a < (int64_t)b : int_compare(ctx, a, b, CMP_LT) == V_TRUE;
}
static bool same(Ctx *ctx, Value a, Value b) {
  return a == b || (!both_int(a, b) && int_compare(ctx, a, b, CMP_EQ) == V_TRUE);
}

bool range_small(Value range, int64_t *start, int64_t *step, int64_t *count) {
  Range *r = AS_RANGE(range);
  if (!(r->start & r->stop & r->step & 1)) return false;
  int64_t from = int_val(r->start), to = int_val(r->stop), by = int_val(r->step);
  if (by > 0) *count = from < to ? (to - from - 1) / by + 1 : 0; /* fixnums: the difference fits */
  else *count = from > to ? (from - to - 1) / -by + 1 : 0;
  *start = from;
  *step = by;
  return true;
}

static Value length_of(Ctx *ctx, Value range) {
  int64_t start, step, count;
  if (range_small(range, &start, &step, &count)) return int_from_i64(ctx, count);
  Range *r = AS_RANGE(range);
  bool down = int_sign(ctx, r->step) < 0;
  Value low = down ? r->stop : r->start, high = down ? r->start : r->stop;
  if (!less(ctx, low, high)) return int_tag(0);
  Value by = down ? int_negative(ctx, r->step) : r->step;
  return add(ctx, floordiv(ctx, sub(ctx, sub(ctx, high, low), int_tag(1)), by), int_tag(1));
}

static Value item_at(Ctx *ctx, Value range, Value i) {
  return add(ctx, AS_RANGE(range)->start, mul(ctx, i, AS_RANGE(range)->step));
}

Value range_item(Ctx *ctx, Value range, int64_t i) {
  int64_t start, step, count;
  if (range_small(range, &start, &step, &count))
    return int_tag((int64_t)((uint64_t)start + (uint64_t)i * (uint64_t)step));
  return item_at(ctx, range, int_from_i64(ctx, i));
}

Value range_new(Ctx *ctx, Value start, Value stop, Value step) {
  if (int_sign(ctx, step) == 0) return raise_format(ctx, EXC_ValueError, "range() arg 3 must not be zero"), V_NULL;
  Range *r = heap_alloc(ctx, ctx->shape.range, sizeof(Range));
  if (UNLIKELY(!r)) return V_NULL;
  r->start = start;
  r->stop = stop;
  r->step = step;
  return VAL(r);
}

static Value range_op_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(cls);
  if (kwcount(kwnames)) return raise_format(ctx, EXC_TypeError, "range() takes no keyword arguments"), V_NULL;
  if (nargs < 1 || nargs > 3) return raise_arity(ctx, "range", 1, 3, nargs), V_NULL;
  Value v[3];
  for (uint32_t i = 0; i < nargs; i++)
    if (!(v[i] = is_int(args[i]) ? args[i] : object_index(ctx, args[i]))) return V_NULL;
  if (nargs == 1) return range_new(ctx, int_tag(0), v[0], int_tag(1));
  return range_new(ctx, v[0], v[1], nargs == 3 ? v[2] : int_tag(1));
}

static Value range_op_repr(Ctx *ctx, Value self) {
  Range *r = AS_RANGE(self);
  if (r->step == int_tag(1)) return str_format_c(ctx, "range(%R, %R)", r->start, r->stop);
  return str_format_c(ctx, "range(%R, %R, %R)", r->start, r->stop, r->step);
}

static bool range_op_hash(Ctx *ctx, Value self, uint64_t *out) {
  Value n = length_of(ctx, self), parts[3] = {n, V_NONE, V_NONE};
  if (!n) return false;
  if (n != int_tag(0)) parts[1] = AS_RANGE(self)->start;
  if (n != int_tag(0) && n != int_tag(1)) parts[2] = AS_RANGE(self)->step;
  Value t = tuple_from(ctx, parts, 3);
  return t && object_hash(ctx, t, out);
}

static Value range_op_compare(Ctx *ctx, Value a, Value b, CmpOp op) {
  if (!has_kind(ctx, b, KIND_RANGE) || (op != CMP_EQ && op != CMP_NE)) return V_NOTIMPL;
  Value n = length_of(ctx, a), m = length_of(ctx, b);
  if (!n || !m) return V_NULL;
  bool equal = same(ctx, n, m) &&
               (n == int_tag(0) || (same(ctx, AS_RANGE(a)->start, AS_RANGE(b)->start) &&
                                    (n == int_tag(1) || same(ctx, AS_RANGE(a)->step, AS_RANGE(b)->step))));
  return bool_tag(equal == (op == CMP_EQ));
}

static int range_op_truth(Ctx *ctx, Value self) {
  Value n = length_of(ctx, self);
  return n ? n != int_tag(0) : -1;
}

static int64_t range_op_len(Ctx *ctx, Value self) {
  Value n = length_of(ctx, self);
  int64_t out;
  if (!n) return -1;
  if (!int_to_i64(ctx, n, &out))
    return raise_format(ctx, EXC_OverflowError, "Python int too large to convert to C ssize_t"), -1;
  return out;
}

static Value range_op_getitem(Ctx *ctx, Value self, Value key) {
  int64_t start, step, count;
  bool small = range_small(self, &start, &step, &count);
  if (has_kind(ctx, key, KIND_SLICE)) {
    Value n = length_of(ctx, self), bounds = n ? slice_indices(ctx, key, n) : V_NULL;
    if (!bounds) return V_NULL;
    const Value *b = AS_TUPLE(bounds)->items;
    Value by = mul(ctx, AS_RANGE(self)->step, b[2]), from = item_at(ctx, self, b[0]), to = item_at(ctx, self, b[1]);
    return by && from && to ? range_new(ctx, from, to, by) : V_NULL;
  }
  if (small && is_int(key)) {
    int64_t i = int_val(key);
    if (i < 0) i += count;
    if (LIKELY(i >= 0 && i < count)) return int_tag(start + i * step);
  } else {
    if (!is_int_value(ctx, key) && !class_of(ctx, key)->ops.index)
      return raise_format(ctx, EXC_TypeError, "range indices must be integers or slices, not %T", key), V_NULL;
    Value i = object_index(ctx, key), n = length_of(ctx, self);
    if (!i || !n) return V_NULL;
    if (int_sign(ctx, i) < 0 && !(i = add(ctx, i, n))) return V_NULL;
    if (int_sign(ctx, i) >= 0 && less(ctx, i, n)) return item_at(ctx, self, i);
  }
  return raise_format(ctx, EXC_IndexError, "range object index out of range"), V_NULL;
}

/* The index of v, an int; V_NONE when it is not in the range. */
static Value index_of_int(Ctx *ctx, Value self, Value v) {
  int64_t start, step, count;
  if (is_int(v) && range_small(self, &start, &step, &count)) {
    int64_t off = int_val(v) - start; /* fixnums: fits */
    if (count == 0 || off % step) return V_NONE;
    off /= step;
    return off >= 0 && off < count ? int_tag(off) : V_NONE;
  }
  Value n = length_of(ctx, self), off = sub(ctx, int_unwrap(ctx, v), AS_RANGE(self)->start);
  Value pair = off && n ? int_divmod(ctx, off, AS_RANGE(self)->step) : V_NULL;
  if (!pair) return V_NULL;
  Value q = AS_TUPLE(pair)->items[0];
  return AS_TUPLE(pair)->items[1] == int_tag(0) && int_sign(ctx, q) >= 0 && less(ctx, q, n) ? q : V_NONE;
}
static bool plain_int(Ctx *ctx, Value v) {
  return is_int(v) || is_bool(v) || (is_int_value(ctx, v) && class_of(ctx, v) == ctx->cls.int_);
}

typedef struct Search {
  Value wanted;
  int64_t at, found;
  bool all;
} Search;
static bool search_each(Ctx *ctx, Value item, void *data) {
  Search *s = data;
  int equal = object_equal(ctx, item, s->wanted);
  if (equal < 0) return false;
  if (equal && !s->all) return s->found = s->at, false;
  s->found += equal;
  s->at++;
  return true;
}

static int range_op_contains(Ctx *ctx, Value self, Value item) {
  if (plain_int(ctx, item)) {
    Value i = index_of_int(ctx, self, item);
    return i ? i != V_NONE : -1;
  }
  Search s = {item, 0, -1, false};
  return iterate(ctx, self, search_each, &s) ? 0 : ctx->exc ? -1 : 1;
}

static Value range_op_iter(Ctx *ctx, Value self) {
  int64_t start, step, count;
  bool small = range_small(self, &start, &step, &count);
  Iter *it = AS_ITER(iter_new(ctx, small ? ITER_RANGE : ITER_LONG_RANGE));
  if (!it) return V_NULL;
  if (small) {
    it->i = start;
    it->j = count;
    it->k = step;
    return VAL(it);
  }
  it->a = AS_RANGE(self)->start;
  it->b = AS_RANGE(self)->step;
  it->d = int_tag(0);
  return (it->c = length_of(ctx, self)) ? VAL(it) : V_NULL;
}

/* ---- methods ---- */

METHOD(m_count) {
  if (plain_int(ctx, args[0])) {
    Value i = index_of_int(ctx, self, args[0]);
    return i ? int_tag(i != V_NONE) : V_NULL;
  }
  Search s = {args[0], 0, 0, true};
  return iterate(ctx, self, search_each, &s) ? int_tag(s.found) : V_NULL;
}
METHOD(m_index) {
  if (plain_int(ctx, args[0])) {
    Value i = index_of_int(ctx, self, args[0]);
    if (i == V_NONE) return raise_format(ctx, EXC_ValueError, "range.index(x): x not in range"), V_NULL;
    return i;
  }
  Search s = {args[0], 0, -1, false};
  if (!iterate(ctx, self, search_each, &s)) return ctx->exc ? V_NULL : int_tag(s.found);
  return raise_format(ctx, EXC_ValueError, "sequence.index(x): x not in sequence"), V_NULL;
}
METHOD(m_reversed) {
  Value n = length_of(ctx, self), last = n ? item_at(ctx, self, sub(ctx, n, int_tag(1))) : V_NULL;
  Value by = last ? int_negative(ctx, AS_RANGE(self)->step) : V_NULL;
  if (!by) return V_NULL;
  int64_t count;
  if (is_int(last) && is_int(by) && int_to_i64(ctx, n, &count)) {
    Iter *it = AS_ITER(iter_new(ctx, ITER_RANGE));
    if (!it) return V_NULL;
    it->i = int_val(last);
    it->j = count;
    it->k = int_val(by);
    return VAL(it);
  }
  Iter *it = AS_ITER(iter_new(ctx, ITER_LONG_RANGE));
  if (!it) return V_NULL;
  it->a = last;
  it->b = by;
  it->c = n;
  it->d = int_tag(0);
  return VAL(it);
}
METHOD(m_reduce) {
  Value parts = tuple_from(ctx, &AS_RANGE(self)->start, 3);
  return parts ? tuple_from(ctx, (Value[]){VAL(ctx->cls.range), parts}, 2) : V_NULL;
}
static const CFuncDef methods[] = {
    METHOD_ROW("count", m_count, 1, 1, "rangeobject.count(value) -> integer -- return number of occurrences of value"),
    METHOD_ROW("index", m_index, 1, 1,
               "rangeobject.index(value) -> integer -- return index of value.\n\nRaise ValueError if the value is not "
               "present."),
    METHOD_ROW("__reversed__", m_reversed, 0, 0, "Return a reverse iterator."),
    METHOD_ROW("__reduce__", m_reduce, 0, 0, NULL),
    {0},
};

static Value get_start(Ctx *ctx, Value self) { return UNUSED(ctx), AS_RANGE(self)->start; }
static Value get_stop(Ctx *ctx, Value self) { return UNUSED(ctx), AS_RANGE(self)->stop; }
static Value get_step(Ctx *ctx, Value self) { return UNUSED(ctx), AS_RANGE(self)->step; }
static const GetSetDef getset[] = {{"start", get_start, readonly_member, NULL},
                                   {"stop", get_stop, readonly_member, NULL},
                                   {"step", get_step, readonly_member, NULL},
                                   {0}};

static const TypeOps ops = {
    .new_ = range_op_new,
    .repr = range_op_repr,
    .hash = range_op_hash,
    .compare = range_op_compare,
    .truth = range_op_truth,
    .len = range_op_len,
    .getitem = range_op_getitem,
    .contains = range_op_contains,
    .iter = range_op_iter,
};

/* ---- iterators ---- */

static Value next_small(Ctx *ctx, Value self) {
  UNUSED(ctx);
  Iter *it = AS_ITER(self);
  if (it->j <= 0) return V_NULL;
  it->j--;
  int64_t v = it->i;
  it->i = (int64_t)((uint64_t)v + (uint64_t)it->k);
  return int_tag(v);
}
static Value next_long(Ctx *ctx, Value self) {
  Iter *it = AS_ITER(self);
  if (!less(ctx, it->d, it->c)) return V_NULL;
  Value v = add(ctx, it->a, mul(ctx, it->d, it->b));
  return v && (it->d = add(ctx, it->d, int_tag(1))) ? v : V_NULL;
}
METHOD(m_length_hint) {
  Iter *it = AS_ITER(self);
  return it->op == ITER_RANGE ? int_from_i64(ctx, it->j) : sub(ctx, it->c, it->d);
}
METHOD(m_iter_reduce) {
  Value fn = builtin_named(ctx, NAME(iter));
  if (!fn) return V_NULL;
  Iter *it = AS_ITER(self);
  Value start, step, left;
  if (it->op == ITER_RANGE) start = int_tag(it->i), step = int_tag(it->k), left = int_from_i64(ctx, it->j);
  else start = add(ctx, it->a, mul(ctx, it->d, it->b)), step = it->b, left = sub(ctx, it->c, it->d);
  Value stop = add(ctx, start, mul(ctx, left, step)), rest = stop ? range_new(ctx, start, stop, step) : V_NULL,
        tuple = rest ? tuple_from(ctx, &rest, 1) : V_NULL;
  return tuple ? tuple_from(ctx, (Value[]){fn, tuple, V_NONE}, 3) : V_NULL;
}
/* Old pickles say how far it was from where it is; __reduce__ leaves nothing to restore. */
METHOD(m_setstate) {
  int64_t skip;
  Value n = object_index(ctx, args[0]);
  if (!n) return V_NULL;
  if (!int_to_i64(ctx, n, &skip))
    return raise_format(ctx, EXC_OverflowError, "Python int too large to convert to C long"), V_NULL;
  Iter *it = AS_ITER(self);
  skip = skip < 0 ? 0 : skip > it->j ? it->j : skip;
  it->i = (int64_t)((uint64_t)it->i + (uint64_t)skip * (uint64_t)it->k);
  it->j -= skip;
  return V_NONE;
}
METHOD(m_long_setstate) {
  if (!is_int_value(ctx, args[0]))
    return raise_format(ctx, EXC_TypeError, "state must be an int, not %T", args[0]), V_NULL;
  Value skip = int_unwrap(ctx, args[0]);
  Iter *it = AS_ITER(self);
  Value left = sub(ctx, it->c, it->d);
  if (less(ctx, skip, int_tag(0))) skip = int_tag(0);
  if (left && less(ctx, left, skip)) skip = left;
  Value at = left ? add(ctx, it->d, skip) : V_NULL;
  return at ? (it->d = at, V_NONE) : V_NULL;
}
static const CFuncDef long_iter_methods[] = {
    METHOD_ROW("__length_hint__", m_length_hint, 0, 0, "Private method returning an estimate of len(list(it))."),
    METHOD_ROW("__reduce__", m_iter_reduce, 0, 0, "Return state information for pickling."),
    METHOD_ROW("__setstate__", m_long_setstate, 1, 1, "Set state information for unpickling."),
    {0},
};
static const CFuncDef iter_methods[] = {
    METHOD_ROW("__length_hint__", m_length_hint, 0, 0, "Private method returning an estimate of len(list(it))."),
    METHOD_ROW("__reduce__", m_iter_reduce, 0, 0, "Return state information for pickling."),
    METHOD_ROW("__setstate__", m_setstate, 1, 1, "Set state information for unpickling."),
    {0},
};

bool range_startup(Ctx *ctx) {
  Class *cls = class_new_builtin(ctx, "range", ctx->cls.object, KIND_RANGE, sizeof(Range), &ops, methods,
                                 CLASS_BUILTIN | CLASS_FINAL);
  if (!cls || !class_add_getset(ctx, cls, getset)) return false;
  ctx->cls.range = cls;
  ctx->shape.range = cls->root;
  TypeOps small = {.iter = iter_self, .next = next_small}, big = {.iter = iter_self, .next = next_long};
  ctx->cls.iter_class[ITER_RANGE] = class_new_builtin(ctx, "range_iterator", ctx->cls.object, KIND_ITER, sizeof(Iter),
                                                      &small, iter_methods, CLASS_BUILTIN | CLASS_FINAL);
  ctx->cls.iter_class[ITER_LONG_RANGE] = class_new_builtin(ctx, "longrange_iterator", ctx->cls.object, KIND_ITER,
                                                           sizeof(Iter), &big, long_iter_methods,
                                                           CLASS_BUILTIN | CLASS_FINAL);
  return ctx->cls.iter_class[ITER_RANGE] && ctx->cls.iter_class[ITER_LONG_RANGE];
}
