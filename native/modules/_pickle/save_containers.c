/* Tuples, lists, dicts and sets. Writing an item may run code that changes the container: each step reads its length
 * and its items again. */
#include "modules/_pickle/pickle.h"

/* ---- fast mode, which has no memo: circles are found when it gets deep ---- */

enum { FAST_DEPTH = 50 };

static bool fast_enter(Writer *w, Value v) {
  Ctx *ctx = w->ctx;
  if (++w->fast_depth < FAST_DEPTH) return true;
  Value id = int_from_u64(ctx, v);
  if (!id || (!w->fast_open && !(w->fast_open = set_new(ctx, false)))) return false;
  int added = set_add(ctx, w->fast_open, id);
  if (added == 0) {
    char address[32];
    snprintf(address, sizeof address, "0x%llx", (unsigned long long)v);
    raise_format(ctx, EXC_ValueError, "fast mode: can't pickle cyclic objects including object type %T at %s", v,
                 address);
  }
  if (added <= 0) w->fast_depth = -1;
  return added > 0;
}
static bool fast_leave(Writer *w, Value v) {
  if (w->fast_depth-- < FAST_DEPTH) return true;
  Value id = int_from_u64(w->ctx, v);
  return id && set_discard(w->ctx, w->fast_open, id) >= 0;
}

/* ---- tuples ---- */

static bool save_tuple_items(Writer *w, Value v) {
  for (int64_t i = 0; i < tuple_length(v); i++)
    if (!save(w, tuple_item(v, i))) return save_noted_item(w, v, i);
  return true;
}
static bool output_pops(Writer *w, int64_t n) {
  for (int64_t i = 0; i < n; i++)
    if (!output_op(w, P_POP) || !CHECK_STOP_AT(w->ctx, i)) return false;
  return true;
}
/* A tuple that is in the memo after its items were written contains itself, and has been written with them: what was
 * written now is taken off the stack again. */
bool save_tuple(Writer *w, Value v) {
  int64_t n = tuple_length(v), number;
  if (n == 0) return w->bin ? output_op(w, P_EMPTY_TUPLE) : output_bytes(w, "(t", 2);
  if (n <= 3 && w->protocol >= 2) {
    if (!save_tuple_items(w, v)) return false;
    if ((number = memo_number(w, v)) >= 0) return output_pops(w, n) && save_get(w, number);
    return output_op(w, P_TUPLE1 + (int)n - 1) && save_memo(w, v);
  }
  if (!output_op(w, P_MARK) || !save_tuple_items(w, v)) return false;
  if ((number = memo_number(w, v)) >= 0)
    return (w->bin ? output_op(w, P_POP_MARK) : output_pops(w, n + 1)) && save_get(w, number);
  return output_op(w, P_TUPLE) && save_memo(w, v);
}

/* ---- lists ---- */

static bool save_list_items(Writer *w, Value list) {
  if (AS_LIST(list)->length == 1) {
    if (!save(w, AS_LIST(list)->items->items[0])) return save_noted_item(w, list, 0);
    return output_op(w, P_APPEND);
  }
  int64_t i = 0, length = AS_LIST(list)->length;
  do {
    if (!output_op(w, P_MARK)) return false;
    for (int64_t n = 0; n < BATCH_SIZE && i < AS_LIST(list)->length; n++, i++)
      if (!save(w, AS_LIST(list)->items->items[i])) return save_noted_item(w, list, i);
    if (!output_op(w, P_APPENDS)) return false;
    if (AS_LIST(list)->length != length)
      return raise_format(w->ctx, EXC_RuntimeError, "list changed size during iteration"), false;
  } while (i < AS_LIST(list)->length);
  return true;
}

/* The next of an iterator; *out V_NULL: there is none. False: an exception. */
static bool next_of(Writer *w, Value it, Value *out) {
  *out = object_next(w->ctx, it);
  return !w->ctx->exc;
}

bool save_appends(Writer *w, Value it, Value object) {
  int64_t i = 0, n;
  Value item, next;
  if (!w->bin) {
    for (;; i++) {
      if (!next_of(w, it, &item)) return false;
      if (!item) return true;
      if (!save(w, item)) return save_noted_item(w, object, i);
      if (!output_op(w, P_APPEND)) return false;
    }
  }
  do {
    if (!next_of(w, it, &item)) return false;
    if (!item) return true;
    if (!next_of(w, it, &next)) return false;
    if (!next) return save(w, item) ? output_op(w, P_APPEND) : save_noted_item(w, object, i);
    if (!output_op(w, P_MARK)) return false;
    if (!save(w, item)) return save_noted_item(w, object, i);
    i++;
    for (n = 1; next;) {
      if (!save(w, next)) return save_noted_item(w, object, i);
      i++;
      if (++n == BATCH_SIZE) break;
      if (!next_of(w, it, &next)) return false;
    }
    if (!output_op(w, P_APPENDS)) return false;
  } while (n == BATCH_SIZE);
  return true;
}

bool save_list(Writer *w, Value v) {
  if (w->fast && !fast_enter(w, v)) return false;
  if (!(w->bin ? output_op(w, P_EMPTY_LIST) : output_bytes(w, "(l", 2)) || !save_memo(w, v)) return false;
  if (AS_LIST(v)->length) {
    if (w->bin) {
      if (!save_list_items(w, v)) return false;
    } else {
      Value it = object_iter(w->ctx, v);
      if (!it || !save_appends(w, it, v)) return false;
    }
  }
  return !w->fast || fast_leave(w, v);
}

/* ---- dicts ---- */

static bool save_pair(Writer *w, Value dict, Value key, Value value) {
  return save(w, key) && (save(w, value) || save_noted_key(w, dict, key));
}
static bool save_dict_items(Writer *w, Value dict) {
  int64_t at = 0, length = AS_DICT(dict)->length, n;
  Value key, value;
  if (length == 1) {
    dict_next(dict, &at, &key, &value);
    return save_pair(w, dict, key, value) && output_op(w, P_SETITEM);
  }
  do {
    if (!output_op(w, P_MARK)) return false;
    for (n = 0; n < BATCH_SIZE && dict_next(dict, &at, &key, &value); n++)
      if (!save_pair(w, dict, key, value)) return false;
    if (!output_op(w, P_SETITEMS)) return false;
    if (AS_DICT(dict)->length != length)
      return raise_format(w->ctx, EXC_RuntimeError, "dictionary changed size during iteration"), false;
  } while (n == BATCH_SIZE);
  return true;
}

static bool save_item_of(Writer *w, Value item, Value object) {
  if (!is_tuple(w->ctx, item) || tuple_length(item) != 2)
    return raise_format(w->ctx, EXC_TypeError, "dict items iterator must return 2-tuples"), false;
  return save_pair(w, object, tuple_item(item, 0), tuple_item(item, 1));
}
bool save_setitems(Writer *w, Value it, Value object) {
  Value item, next;
  int64_t n;
  if (!w->bin) {
    for (;;) {
      if (!next_of(w, it, &item)) return false;
      if (!item) return true;
      if (!save_item_of(w, item, object) || !output_op(w, P_SETITEM)) return false;
    }
  }
  do {
    if (!next_of(w, it, &item)) return false;
    if (!item) return true;
    if (!is_tuple(w->ctx, item) || tuple_length(item) != 2) return save_item_of(w, item, object);
    if (!next_of(w, it, &next)) return false;
    if (!next) return save_item_of(w, item, object) && output_op(w, P_SETITEM);
    if (!output_op(w, P_MARK) || !save_item_of(w, item, object)) return false;
    for (n = 1; next;) {
      if (!save_item_of(w, next, object)) return false;
      if (++n == BATCH_SIZE) break;
      if (!next_of(w, it, &next)) return false;
    }
    if (!output_op(w, P_SETITEMS)) return false;
  } while (n == BATCH_SIZE);
  return true;
}

bool save_dict(Writer *w, Value v) {
  Ctx *ctx = w->ctx;
  if (w->fast && !fast_enter(w, v)) return false;
  if (!(w->bin ? output_op(w, P_EMPTY_DICT) : output_bytes(w, "(d", 2)) || !save_memo(w, v)) return false;
  if (AS_DICT(v)->length) {
    if (w->bin) {
      if (!save_dict_items(w, v)) return false;
    } else {
      Value items = py_call_method(ctx, v, NAME(items), NULL, 0), it = items ? object_iter(ctx, items) : V_NULL;
      if (!it || !save_setitems(w, it, v)) return false;
    }
  }
  return !w->fast || fast_leave(w, v);
}

/* ---- sets ---- */

static bool save_set_as_call(Writer *w, Value v) {
  Ctx *ctx = w->ctx;
  Value items = list_from_iterable(ctx, v), args = items ? tuple_from(ctx, &items, 1) : V_NULL;
  return args && save_reduce(w, VAL(class_of(ctx, v)), args, v);
}
bool save_set(Writer *w, Value v) {
  if (w->protocol < 4) return save_set_as_call(w, v);
  if (!output_op(w, P_EMPTY_SET) || !save_memo(w, v)) return false;
  int64_t length = AS_SET(v)->length, at = 0, n;
  Value item;
  if (!length) return true;
  do {
    if (!output_op(w, P_MARK)) return false;
    for (n = 0; n < BATCH_SIZE && set_next(AS_SET(v), &at, &item, NULL); n++)
      if (!save(w, item)) return save_noted(w, v, "element");
    if (!output_op(w, P_ADDITEMS)) return false;
    if (AS_SET(v)->length != length)
      return raise_format(w->ctx, EXC_RuntimeError, "set changed size during iteration"), false;
  } while (n == BATCH_SIZE);
  return true;
}
bool save_frozenset(Writer *w, Value v) {
  if (w->protocol < 4) return save_set_as_call(w, v);
  if (!output_op(w, P_MARK)) return false;
  Value item;
  for (int64_t at = 0; set_next(AS_SET(v), &at, &item, NULL);)
    if (!save(w, item)) return save_noted(w, v, "element");
  int64_t number = memo_number(w, v);
  if (number >= 0) return output_op(w, P_POP_MARK) && save_get(w, number);
  return output_op(w, P_FROZENSET) && save_memo(w, v);
}
