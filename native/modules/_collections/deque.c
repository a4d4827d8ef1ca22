/* deque: the ring, and what operators do. Methods are in deque_methods.c, iterators in deque_iterator.c. */
#include "modules/_collections/collections.h"

#define MAX_ITEMS ((int64_t)1 << 40)

/* ---- the ring ---- */

static bool grow(Ctx *ctx, Deque *d, int64_t least) {
  int64_t cap = d->ring->cap ? d->ring->cap : 8;
  if (least > MAX_ITEMS) return raise_no_memory(ctx), false;
  while (cap < least) cap *= 2;
  if (cap == d->ring->cap) return true;
  Array *ring = array_new(ctx, cap);
  if (!ring) return false;
  int64_t n = d->length, first = d->ring->cap - d->head; /* words to the end of the old ring */
  if (first > n) first = n;
  if (n && (!stop_copy(ctx, ring->items, d->ring->items + d->head, (size_t)first * sizeof(Value)) ||
            !stop_copy(ctx, ring->items + first, d->ring->items, (size_t)(n - first) * sizeof(Value))))
    return false;
  d->ring = ring;
  d->head = 0;
  return true;
}

Value deque_pop(Deque *d) {
  Value *place = deque_place(d, --d->length), item = *place;
  *place = V_NULL;
  d->changes++;
  return item;
}
Value deque_pop_left(Deque *d) {
  Value *place = deque_place(d, 0), item = *place;
  *place = V_NULL;
  d->head = (d->head + 1) & (d->ring->cap - 1);
  d->length--;
  d->changes++;
  return item;
}

bool deque_append(Ctx *ctx, Deque *d, Value item) {
  if (d->maxlen == 0) return true;
  if (UNLIKELY(d->length == d->ring->cap) && !grow(ctx, d, d->length + 1)) return false;
  *deque_place(d, d->length++) = item;
  d->changes++;
  if (d->maxlen >= 0 && d->length > d->maxlen) deque_pop_left(d);
  return true;
}
bool deque_append_left(Ctx *ctx, Deque *d, Value item) {
  if (d->maxlen == 0) return true;
  if (UNLIKELY(d->length == d->ring->cap) && !grow(ctx, d, d->length + 1)) return false;
  d->head = (d->head - 1) & (d->ring->cap - 1);
  d->length++;
  *deque_place(d, 0) = item;
  d->changes++;
  if (d->maxlen >= 0 && d->length > d->maxlen) deque_pop(d);
  return true;
}

void deque_empty(Ctx *ctx, Deque *d) {
  if (!d->length) return;
  d->ring = ctx->empty_array;
  d->head = d->length = 0;
  d->changes++;
}

bool deque_swap(Ctx *ctx, Deque *d, int64_t i, int64_t neighbour) {
  Value *from = deque_place(d, i), *to = deque_place(d, neighbour), item = *from;
  *from = *to;
  *to = item;
  return CHECK_STOP_AT(ctx, i);
}

/* The items on the shorter side move, the one that goes the other way. */
bool deque_delete(Ctx *ctx, Deque *d, int64_t index) {
  if (index < d->length / 2) {
    for (int64_t i = index; i > 0; i--)
      if (!deque_swap(ctx, d, i, i - 1)) return false;
    deque_pop_left(d);
  } else {
    for (int64_t i = index; i < d->length - 1; i++)
      if (!deque_swap(ctx, d, i, i + 1)) return false;
    deque_pop(d);
  }
  return true;
}

typedef struct Extension {
  Deque *deque;
  bool left;
} Extension;
static bool add(Ctx *ctx, Value item, void *data) {
  Extension *e = data;
  return e->left ? deque_append_left(ctx, e->deque, item) : deque_append(ctx, e->deque, item);
}
bool deque_extend(Ctx *ctx, Value self, Value iterable, bool left) {
  Extension e = {AS_DEQUE(self), left};
  if (iterable == self && !(iterable = list_from_iterable(ctx, self))) return false;
  return iterate(ctx, iterable, add, &e);
}

/* ---- construction ---- */

static Value deque_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(args), UNUSED(nargs), UNUSED(kwnames);
  Deque *d = (Deque *)instance_new(ctx, cls);
  if (!d) return V_NULL;
  d->ring = ctx->empty_array;
  d->maxlen = -1;
  return VAL(d);
}

static bool deque_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  Value given[2];
  int64_t maxlen = -1;
  if (!bind_params(ctx, "deque", "iterable= maxlen=", args, nargs, kwnames, given)) return false;
  if (given[1] && given[1] != V_NONE) {
    if (!is_int_value(ctx, given[1])) return raise_format(ctx, EXC_TypeError, "an integer is required"), false;
    if (!object_ssize(ctx, given[1], &maxlen)) return false;
    if (maxlen < 0) return raise_format(ctx, EXC_ValueError, "maxlen must be non-negative"), false;
  }
  AS_DEQUE(self)->maxlen = maxlen;
  deque_empty(ctx, AS_DEQUE(self));
  return !given[0] || deque_extend(ctx, self, given[0], false);
}

static void deque_trace(Ctx *ctx, Value self) { heap_mark(ctx, VAL(AS_DEQUE(self)->ring)); }

/* ---- operators ---- */

static Value deque_repr(Ctx *ctx, Value self) {
  int running = repr_enter(ctx, self);
  if (running) return running < 0 ? V_NULL : str_from_ascii(ctx, "[...]");
  Value items = list_from_iterable(ctx, self), name = class_of(ctx, self)->name;
  int64_t maxlen = AS_DEQUE(self)->maxlen;
  Value text = !items       ? V_NULL
               : maxlen < 0 ? str_format_c(ctx, "%U(%R)", name, items)
                            : str_format_c(ctx, "%U(%R, maxlen=%lld)", name, items, (long long)maxlen);
  repr_leave(ctx, self);
  return text;
}

static bool raise_mutated(Ctx *ctx) {
  raise_format(ctx, EXC_RuntimeError, "deque mutated during iteration");
  return false;
}

static Value deque_compare(Ctx *ctx, Value a, Value b, CmpOp op) {
  Class *cls = collections_state(ctx)->deque;
  if (!is_instance(ctx, a, cls) || !is_instance(ctx, b, cls)) return V_NOTIMPL;
  Deque *x = AS_DEQUE(a), *y = AS_DEQUE(b);
  if (x->length != y->length && (op == CMP_EQ || op == CMP_NE)) return bool_tag(op == CMP_NE);
  int64_t was_x = x->changes, was_y = y->changes;
  for (int64_t i = 0; i < x->length && i < y->length; i++) {
    Value v = *deque_place(x, i), w = *deque_place(y, i);
    int equal = item_equal(ctx, v, w);
    if (equal < 0 || !CHECK_STOP(ctx)) return V_NULL;
    if (!equal) {
      if (op == CMP_EQ || op == CMP_NE) return bool_tag(op == CMP_NE);
      return object_compare(ctx, v, w, op);
    }
    if (x->changes != was_x || y->changes != was_y) return raise_mutated(ctx), V_NULL;
  }
  return int_compare(ctx, int_tag(x->length), int_tag(y->length), op);
}

static int64_t deque_len(Ctx *ctx, Value self) { return UNUSED(ctx), AS_DEQUE(self)->length; }

static bool position(Ctx *ctx, Value self, Value key, int64_t *out) {
  if (is_int(key)) *out = int_val(key);
  else if (!class_of(ctx, key)->ops.index)
    return raise_format(ctx, EXC_TypeError, "sequence index must be integer, not '%T'", key), false;
  else if (!object_index_i64(ctx, key, out, false)) return false;
  Deque *d = AS_DEQUE(self);
  if (*out < 0) *out += d->length;
  if (*out >= 0 && *out < d->length) return true;
  raise_format(ctx, EXC_IndexError, "deque index out of range");
  return false;
}
static Value deque_getitem(Ctx *ctx, Value self, Value key) {
  int64_t i;
  return position(ctx, self, key, &i) ? *deque_place(AS_DEQUE(self), i) : V_NULL;
}
static bool deque_setitem(Ctx *ctx, Value self, Value key, Value value) {
  int64_t i;
  if (!position(ctx, self, key, &i)) return false;
  if (!value) return deque_delete(ctx, AS_DEQUE(self), i);
  *deque_place(AS_DEQUE(self), i) = value;
  return true;
}

static int deque_contains(Ctx *ctx, Value self, Value item) {
  Deque *d = AS_DEQUE(self);
  int64_t was = d->changes;
  for (int64_t i = 0; i < d->length; i++) {
    int equal = item_equal(ctx, *deque_place(d, i), item);
    if (equal) return equal;
    if (d->changes != was) return raise_mutated(ctx), -1;
    if (!CHECK_STOP(ctx)) return -1;
  }
  return 0;
}

static bool multiply(Ctx *ctx, Value self, int64_t n) {
  Deque *d = AS_DEQUE(self);
  if (n <= 0 || !d->length) return deque_empty(ctx, d), true;
  if (n == 1) return true;
  int64_t total;
  bool huge = __builtin_mul_overflow(d->length, n, &total);
  if (d->maxlen >= 0 && (huge || total > d->maxlen)) {
    /* only the last items stay: as many repetitions as show */
    n = d->maxlen / d->length + 2;
    huge = __builtin_mul_overflow(d->length, n, &total);
  }
  if (huge || total > MAX_ITEMS) return raise_no_memory(ctx), false;
  Value items = list_from_iterable(ctx, self);
  for (int64_t i = 1; items && i < n; i++)
    if (!deque_extend(ctx, self, items, false)) return false;
  return items != V_NULL;
}

static Value copy_of(Ctx *ctx, Value self) { return py_call_method(ctx, self, NAME(copy), NULL, 0); }

static Value deque_binary(Ctx *ctx, Value a, Value b, BinOp op) {
  Class *cls = collections_state(ctx)->deque;
  if (op == OP_ADD && is_instance(ctx, a, cls)) {
    if (!is_instance(ctx, b, cls))
      return raise_format(ctx, EXC_TypeError, "can only concatenate deque (not \"%T\") to deque", b), V_NULL;
    Value sum = copy_of(ctx, a);
    return sum && deque_extend(ctx, sum, b, false) ? sum : V_NULL;
  }
  if (op != OP_MUL) return V_NOTIMPL;
  bool left = is_instance(ctx, a, cls);
  Value self = left ? a : b, by = left ? b : a;
  int64_t n;
  int is_count = repeat_count(ctx, by, &n);
  if (is_count < 0) return V_NULL;
  if (!is_count) return raise_no_count(ctx, by);
  Value product = copy_of(ctx, self);
  return product && multiply(ctx, product, n) ? product : V_NULL;
}

static Value deque_inplace(Ctx *ctx, Value a, Value b, BinOp op) {
  int64_t n;
  if (op == OP_ADD) return deque_extend(ctx, a, b, false) ? a : V_NULL;
  if (op != OP_MUL) return V_NOTIMPL;
  int is_count = repeat_count(ctx, b, &n);
  if (!is_count) return V_NOTIMPL;
  return is_count > 0 && multiply(ctx, a, n) ? a : V_NULL;
}

static Value get_maxlen(Ctx *ctx, Value self) {
  return AS_DEQUE(self)->maxlen < 0 ? V_NONE : int_from_i64(ctx, AS_DEQUE(self)->maxlen);
}
static const GetSetDef getset[] = {{"maxlen", get_maxlen, NULL, "Its length at most, or None."}, {0}};

Class *make_deque(Ctx *ctx) {
  static const TypeOps ops = {
      .new_ = deque_new,
      .init = deque_init,
      .repr = deque_repr,
      .compare = deque_compare,
      .len = deque_len,
      .getitem = deque_getitem,
      .setitem = deque_setitem,
      .contains = deque_contains,
      .iter = deque_iter,
      .binary = deque_binary,
      .inplace = deque_inplace,
      .trace = deque_trace,
  };
  Class *cls = class_new_builtin(ctx, "collections.deque", NULL, KIND_OTHER, sizeof(Deque), &ops, DEQUE_METHODS,
                                 CLASS_BUILTIN | CLASS_HAS_WEAKREF);
  if (!class_set_doc(ctx, cls, "A sequence that is fast at both ends.")) return NULL;
  return class_add_getset(ctx, cls, getset) ? cls : NULL;
}
