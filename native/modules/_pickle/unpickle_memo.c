/* The memo of an unpickler: objects by number; and its face in Python, UnpicklerMemoProxy. Numbers are anybody's: those
 * far beyond how many objects there are go to a dict, so that a few bytes of a pickle never ask for a large array. */
#include "modules/_pickle/pickle.h"

enum { MEMO_ROOM = 1024 }; /* numbers this far beyond the count are not far */

static Value sparse_get(Ctx *ctx, const UnpickleMemo *memo, uint64_t number) {
  Value key = memo->sparse ? int_from_u64(ctx, number) : V_NULL;
  return key ? dict_get(ctx, memo->sparse, key) : V_NULL;
}
Value unpickle_memo_get(Ctx *ctx, const UnpickleMemo *memo, uint64_t number) {
  if (LIKELY(memo->items && number < (uint64_t)memo->items->cap) && memo->items->items[number])
    return memo->items->items[number];
  return sparse_get(ctx, memo, number);
}

static bool put_sparse(Ctx *ctx, UnpickleMemo *memo, uint64_t number, Value v) {
  if (!memo->sparse && !(memo->sparse = dict_new(ctx))) return false;
  Value key = int_from_u64(ctx, number);
  if (!key) return false;
  int64_t before = AS_DICT(memo->sparse)->length;
  if (!dict_set(ctx, memo->sparse, key, v)) return false;
  memo->count += AS_DICT(memo->sparse)->length - before;
  return true;
}
static bool grow(Ctx *ctx, UnpickleMemo *memo, uint64_t number) {
  int64_t cap = number < 32 ? 64 : (int64_t)number * 2;
  Array *items = array_new(ctx, cap);
  if (!items) return false;
  if (memo->items && !stop_copy(ctx, items->items, memo->items->items, (size_t)memo->items->cap * sizeof(Value)))
    return false;
  memo->items = items;
  return true;
}
bool unpickle_memo_put(Ctx *ctx, UnpickleMemo *memo, uint64_t number, Value v) {
  if (UNLIKELY(!memo->items || number >= (uint64_t)memo->items->cap)) {
    if (number > 2 * (uint64_t)memo->count + MEMO_ROOM) return put_sparse(ctx, memo, number, v);
    if (!grow(ctx, memo, number)) return false;
  }
  Value *place = &memo->items->items[number];
  if (LIKELY(!*place)) {
    bool known = UNLIKELY(memo->sparse != V_NULL) && sparse_get(ctx, memo, number);
    if (ctx->exc) return false;
    memo->count += !known;
  }
  if ((int64_t)number >= memo->top) memo->top = (int64_t)number + 1;
  *place = v;
  return true;
}
void unpickle_memo_clear(UnpickleMemo *memo) { *memo = (UnpickleMemo){0}; }

Value unpickle_memo_copy(Ctx *ctx, const UnpickleMemo *memo) {
  Array *items = memo->items;
  Value dict = memo->sparse ? dict_copy(ctx, memo->sparse) : dict_new(ctx);
  for (int64_t i = 0; dict && items && i < items->cap; i++) {
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
    if (items->items[i] && !dict_set(ctx, dict, int_tag(i), items->items[i])) return V_NULL;
  }
  return dict;
}

/* ---- the proxy ---- */

typedef struct Proxied {
  Cell h;
  Unpickler *unpickler;
} Proxied;

static bool set_from_dict(Ctx *ctx, UnpickleMemo *made, Value given) {
  Value key, value;
  for (int64_t at = 0; dict_next(given, &at, &key, &value);) {
    int64_t number;
    if (!CHECK_STOP(ctx)) return false;
    if (!is_int_value(ctx, key)) return raise_format(ctx, EXC_TypeError, "memo key must be integers"), false;
    if (!object_index_i64(ctx, key, &number, false)) return false;
    if (number < 0) return raise_format(ctx, EXC_ValueError, "memo key must be positive integers."), false;
    if (!unpickle_memo_put(ctx, made, (uint64_t)number, value)) return false;
  }
  return true;
}
bool unpickle_memo_set(Ctx *ctx, UnpickleMemo *memo, Value given) {
  if (!given) return raise_format(ctx, EXC_TypeError, "attribute deletion is not supported"), false;
  if (class_of(ctx, given) == pickle_state(ctx)->unpickler_memo) {
    const UnpickleMemo *other = &((Proxied *)given)->unpickler->memo;
    if (!(given = unpickle_memo_copy(ctx, other))) return false;
  }
  if (!is_dict(ctx, given))
    return raise_format(ctx, EXC_TypeError, "'memo' attribute must be an UnpicklerMemoProxy object or dict, not %T",
                        given),
           false;
  UnpickleMemo made = {0};
  if (!set_from_dict(ctx, &made, given)) return false;
  *memo = made;
  return true;
}

METHOD(m_clear) {
  unpickle_memo_clear(&((Proxied *)self)->unpickler->memo);
  return V_NONE;
}
METHOD(m_copy) { return unpickle_memo_copy(ctx, &((Proxied *)self)->unpickler->memo); }
METHOD(m_reduce) {
  Value copy = unpickle_memo_copy(ctx, &((Proxied *)self)->unpickler->memo),
        parts = copy ? tuple_from(ctx, &copy, 1) : V_NULL;
  return parts ? tuple_from(ctx, (Value[]){VAL(ctx->cls.dict), parts}, 2) : V_NULL;
}

Value unpickle_memo_proxy(Ctx *ctx, Value unpickler) {
  Proxied *proxy = (Proxied *)instance_new(ctx, pickle_state(ctx)->unpickler_memo);
  if (proxy) proxy->unpickler = AS_UNPICKLER(unpickler);
  return VAL(proxy);
}

Class *pickle_make_unpickler_memo(Ctx *ctx) {
  static const TypeOps ops = {.hash = hash_refused};
  static const CFuncDef methods[] = {
      METHOD_ROW("clear", m_clear, 0, 0, "Remove all items from memo."),
      METHOD_ROW("copy", m_copy, 0, 0, "Copy the memo to a new object."),
      METHOD_ROW("__reduce__", m_reduce, 0, 0, "Implement pickling support."),
      {0},
  };
  Class *cls = class_new_builtin(ctx, "_pickle.UnpicklerMemoProxy", NULL, KIND_OTHER, sizeof(Proxied), &ops, methods,
                                 0);
  return cls && class_put(ctx, cls, "__hash__", V_NONE) ? cls : NULL;
}
