/* The memo of a pickler: a table of open addressing from objects, by identity, to their numbers; and its face in
 * Python, PicklerMemoProxy. */
#include "modules/_pickle/pickle.h"

void pickle_memo_clear(PickleMemo *memo) { *memo = (PickleMemo){.mask = MEMO_SMALL - 1}; }

/* Programs write pickles of about the same size again and again: clearing a table takes less time than a new one. */
enum { SPARE_LARGEST = 1 << 16 };
void pickle_memo_leave(PickleState *state, PickleMemo *memo) {
  Array *table = memo->table;
  if (!table || memo->mask >= SPARE_LARGEST || memo->count < memo->mask / 16) return;
  memset(table->items, 0, (size_t)table->cap * sizeof(Value));
  state->spare_table = table;
}

static bool grow(Ctx *ctx, PickleMemo *memo) {
  PickleState *state = pickle_state(ctx);
  int64_t places = memo->mask + 1, more = places < 1 << 16 ? places * 4 : places * 2;
  Array *table = memo->table ? NULL : state->spare_table;
  if (table) {
    state->spare_table = NULL;
    more = table->cap / 2;
  } else if (!(table = array_new(ctx, 2 * more))) {
    return false;
  }
  PickleMemo grown = {.table = table, .mask = more - 1};
  const Value *pairs = pickle_memo_pairs(memo);
  for (int64_t i = 0; i < places; i++) {
    if (!CHECK_STOP_AT(ctx, i)) return false;
    if (pairs[2 * i]) memcpy(pickle_memo_place(&grown, pairs[2 * i]), &pairs[2 * i], 2 * sizeof(Value));
  }
  memo->table = table;
  memo->mask = more - 1;
  return true;
}

bool pickle_memo_add(Ctx *ctx, PickleMemo *memo, Value v, int64_t number) {
  if (UNLIKELY(3 * (memo->count + 1) > 2 * (memo->mask + 1)) && !grow(ctx, memo)) return false;
  Value *place = pickle_memo_place(memo, v);
  if (!place[0]) memo->count++;
  place[0] = v;
  place[1] = int_tag(number);
  return true;
}

Value pickle_memo_copy(Ctx *ctx, const PickleMemo *memo) {
  Value dict = dict_new(ctx);
  Array *table = memo->table; /* the memo may change its table, but not this one's places */
  const Value *pairs = table ? table->items : memo->small;
  int64_t places = memo->mask + 1;
  for (int64_t i = 0; dict && i < places; i++) {
    Value v = pairs[2 * i];
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
    if (!v) continue;
    Value id = int_from_u64(ctx, v), pair = tuple_from(ctx, (Value[]){pairs[2 * i + 1], v}, 2);
    if (!id || !pair || !dict_set(ctx, dict, id, pair)) return V_NULL;
  }
  return dict;
}

/* ---- the proxy ---- */

typedef struct Proxied {
  Cell h;
  Pickler *pickler;
} Proxied;

bool pickle_memo_set(Ctx *ctx, PickleMemo *memo, Value given) {
  if (!given) return raise_format(ctx, EXC_TypeError, "attribute deletion is not supported"), false;
  if (class_of(ctx, given) == pickle_state(ctx)->pickler_memo) {
    PickleMemo *other = &((Proxied *)given)->pickler->memo;
    if (other == memo) return true;
    Array *table = NULL;
    if (other->table) {
      if (!(table = array_new(ctx, other->table->cap))) return false;
      if (!stop_copy(ctx, table->items, other->table->items, (size_t)other->table->cap * sizeof(Value))) return false;
    }
    *memo = *other;
    memo->table = table;
    return true;
  }
  if (!is_dict(ctx, given))
    return raise_format(ctx, EXC_TypeError, "'memo' attribute must be a PicklerMemoProxy object or dict, not %T",
                        given),
           false;
  PickleMemo made;
  pickle_memo_clear(&made);
  Value key, value;
  for (int64_t at = 0; dict_next(given, &at, &key, &value);) {
    int64_t number;
    if (!CHECK_STOP(ctx)) return false;
    if (!is_tuple(ctx, value) || tuple_length(value) != 2)
      return raise_format(ctx, EXC_TypeError, "'memo' values must be 2-item tuples"), false;
    if (!object_index_i64(ctx, tuple_item(value, 0), &number, false)) return false;
    if (!fits_fixnum(number)) number = FIXNUM_MAX;
    if (!pickle_memo_add(ctx, &made, tuple_item(value, 1), number)) return false;
  }
  *memo = made;
  return true;
}

METHOD(m_clear) {
  pickle_memo_clear(&((Proxied *)self)->pickler->memo);
  return V_NONE;
}
METHOD(m_copy) { return pickle_memo_copy(ctx, &((Proxied *)self)->pickler->memo); }
METHOD(m_reduce) {
  Value copy = pickle_memo_copy(ctx, &((Proxied *)self)->pickler->memo),
        parts = copy ? tuple_from(ctx, &copy, 1) : V_NULL;
  return parts ? tuple_from(ctx, (Value[]){VAL(ctx->cls.dict), parts}, 2) : V_NULL;
}

Value pickle_memo_proxy(Ctx *ctx, Value pickler) {
  Proxied *proxy = (Proxied *)instance_new(ctx, pickle_state(ctx)->pickler_memo);
  if (proxy) proxy->pickler = AS_PICKLER(pickler);
  return VAL(proxy);
}

Class *pickle_make_pickler_memo(Ctx *ctx) {
  static const TypeOps ops = {.hash = hash_refused};
  static const CFuncDef methods[] = {
      METHOD_ROW("clear", m_clear, 0, 0, "Remove all items from memo."),
      METHOD_ROW("copy", m_copy, 0, 0, "Copy the memo to a new object."),
      METHOD_ROW("__reduce__", m_reduce, 0, 0, "Implement pickle support."),
      {0},
  };
  Class *cls = class_new_builtin(ctx, "_pickle.PicklerMemoProxy", NULL, KIND_OTHER, sizeof(Proxied), &ops, methods, 0);
  return cls && class_put(ctx, cls, "__hash__", V_NONE) ? cls : NULL;
}
