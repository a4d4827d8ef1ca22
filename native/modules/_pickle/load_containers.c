/* Opcodes that make containers of what is on the stack, or add it to one that is below. */
#include "modules/_pickle/pickle.h"

bool load_tuple(Reader *r, int64_t from) {
  if (from < r->fence) return stack_underflow(r);
  Value tuple = tuple_from(r->ctx, r->stack + from, r->depth - from);
  r->depth = from;
  return push(r, tuple);
}
bool load_list(Reader *r) {
  int64_t from;
  if (!pop_mark(r, &from)) return false;
  Value list = list_from(r->ctx, r->stack + from, r->depth - from);
  r->depth = from;
  return push(r, list);
}

/* Keys may have an __eq__ or a __hash__ that runs anything, but nothing that changes this stack. */
static bool set_items(Reader *r, Value dict, int64_t from, int64_t to) {
  Ctx *ctx = r->ctx;
  bool exact = exact_dict(ctx, dict);
  for (int64_t i = from; i < to; i += 2) {
    if (!(exact ? dict_set(ctx, dict, r->stack[i], r->stack[i + 1])
                : object_setitem(ctx, dict, r->stack[i], r->stack[i + 1])) ||
        !CHECK_STOP(ctx))
      return false;
  }
  return true;
}
bool load_dict(Reader *r) {
  int64_t from;
  if (!pop_mark(r, &from)) return false;
  int64_t n = r->depth - from;
  if (n % 2) return unpickling_error(r->ctx, "odd number of items for DICT");
  Value dict = dict_new_sized(r->ctx, n / 2);
  if (!dict || !set_items(r, dict, from, r->depth)) return false;
  r->depth = from;
  return push(r, dict);
}
bool load_frozenset(Reader *r) {
  Ctx *ctx = r->ctx;
  int64_t from;
  if (!pop_mark(r, &from)) return false;
  Value set = set_new(ctx, true);
  for (int64_t i = from; set && i < r->depth; i++)
    if (set_add(ctx, set, r->stack[i]) < 0 || !CHECK_STOP(ctx)) return false;
  r->depth = from;
  return push(r, set);
}

/* The container below `from`, to which what is above is to be added. 1: it has; 0: nothing is to be added; -1. */
static int container_below(Reader *r, int64_t from, Value *out) {
  if (from > r->depth || from <= r->fence) return stack_underflow(r), -1;
  *out = r->stack[from - 1];
  return r->depth > from;
}

static bool append_each(Reader *r, Value list, int64_t from) {
  Ctx *ctx = r->ctx;
  Value append = get_attr(ctx, list, NAME(append));
  for (int64_t i = from; append && i < r->depth; i++)
    if (!py_call1(ctx, append, r->stack[i])) return false;
  return append != V_NULL;
}
bool load_appends(Reader *r, int64_t from) {
  PickleState *state = r->state;
  Ctx *ctx = r->ctx;
  Value list;
  int below = container_below(r, from, &list);
  if (below <= 0) return below == 0;
  if (LIKELY(exact_list(ctx, list))) {
    int64_t n = r->depth - from;
    if (n == 1) {
      if (!list_append(ctx, list, r->stack[from])) return false;
    } else if (!list_set_slice(ctx, list, AS_LIST(list)->length, AS_LIST(list)->length, r->stack + from, n)) {
      return false;
    }
  } else {
    Value extend = get_attr_optional(ctx, list, PNAME(extend));
    if (ctx->exc) return false;
    if (extend) {
      Value items = list_from(ctx, r->stack + from, r->depth - from);
      if (!items || !py_call1(ctx, extend, items)) return false;
    } else if (!append_each(r, list, from)) {
      return false;
    }
  }
  r->depth = from;
  return true;
}

bool load_setitems(Reader *r, int64_t from) {
  Value dict;
  int below = container_below(r, from, &dict);
  if (below <= 0) return below == 0;
  if ((r->depth - from) % 2) return unpickling_error(r->ctx, "odd number of items for SETITEMS");
  if (exact_dict(r->ctx, dict) && !AS_DICT(dict)->length && r->depth - from > 8 &&
      !dict_reserve(r->ctx, AS_DICT(dict), (r->depth - from) / 2))
    return false;
  if (!set_items(r, dict, from, r->depth)) return false;
  r->depth = from;
  return true;
}

bool load_additems(Reader *r) {
  PickleState *state = r->state;
  Ctx *ctx = r->ctx;
  int64_t from;
  Value set;
  if (!pop_mark(r, &from)) return false;
  int below = container_below(r, from, &set);
  if (below <= 0) return below == 0;
  bool is_set = is_instance(ctx, set, ctx->cls.set);
  Value add = is_set ? V_NULL : get_attr(ctx, set, PNAME(add));
  if (!is_set && !add) return false;
  for (int64_t i = from; i < r->depth; i++) {
    bool ok = is_set ? set_add(ctx, set, r->stack[i]) >= 0 : py_call1(ctx, add, r->stack[i]) != V_NULL;
    if (!ok || !CHECK_STOP(ctx)) return false;
  }
  r->depth = from;
  return true;
}
