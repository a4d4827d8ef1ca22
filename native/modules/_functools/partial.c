/* partial, and the Placeholder that keeps a place in its arguments free. */
#include "modules/_functools/functools.h"
#include <string.h>

#define AS_PARTIAL(v) ((Partial *)(v))

/* Longer argument lists are put together in an Array. */
enum { FEW = 24 };

/* ---- construction ---- */

static int64_t count_free(Value hole, const Value *items, int64_t n) {
  int64_t count = 0;
  for (int64_t i = 0; i < n; i++) count += items[i] == hole;
  return count;
}

static Value partial_call(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames);

/* A partial of a partial is one with all their arguments, unless the inner one was given attributes. */
static Partial *inner_partial(Ctx *ctx, Value func) {
  Class *cls = class_of(ctx, func);
  return cls->ops.call == partial_call && CELL(func)->shape == cls->root->id ? AS_PARTIAL(func) : NULL;
}

/* The arguments of the inner partial, its free places filled with new ones as far as they go, then the other new ones.
 */
static Value joined(Ctx *ctx, Value hole, Partial *inner, const Value *args, int64_t n) {
  int64_t have = tuple_length(inner->args), more = n > inner->free ? n - inner->free : 0, used = 0;
  Value all = tuple_new(ctx, have + more);
  if (!all) return V_NULL;
  for (int64_t i = 0; i < have; i++) {
    Value item = tuple_item(inner->args, i);
    AS_TUPLE(all)->items[i] = item == hole && used < n ? args[used++] : item;
  }
  for (int64_t i = have; i < have + more; i++) AS_TUPLE(all)->items[i] = args[used++];
  return all;
}

static bool raise_trailing(Ctx *ctx) {
  raise_format(ctx, EXC_TypeError, "trailing Placeholders are not allowed");
  return false;
}

static Value partial_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  Value hole = functools_state(ctx)->placeholder;
  if (!nargs) return raise_format(ctx, EXC_TypeError, "type 'partial' takes at least one argument"), V_NULL;
  Value func = args[0];
  Partial *inner = inner_partial(ctx, func);
  if (!is_callable(ctx, func)) return raise_format(ctx, EXC_TypeError, "the first argument must be callable"), V_NULL;
  for (uint32_t i = 0; i < kwcount(kwnames); i++)
    if (args[nargs + i] == hole)
      return raise_format(ctx, EXC_TypeError, "Placeholder cannot be passed as a keyword argument"), V_NULL;
  if (nargs > 1 && args[nargs - 1] == hole) return raise_trailing(ctx), V_NULL;
  Value all = inner ? joined(ctx, hole, inner, args + 1, nargs - 1) : tuple_from(ctx, args + 1, nargs - 1);
  Value keywords = !all ? V_NULL : inner ? dict_copy(ctx, inner->keywords) : dict_new(ctx);
  for (uint32_t i = 0; keywords && i < kwcount(kwnames); i++)
    if (!dict_set(ctx, keywords, tuple_item(kwnames, i), args[nargs + i])) return V_NULL;
  Partial *p = keywords ? (Partial *)instance_new(ctx, cls) : NULL;
  if (!p) return V_NULL;
  p->func = inner ? inner->func : func;
  p->args = all;
  p->keywords = keywords;
  p->free = count_free(hole, AS_TUPLE(all)->items, tuple_length(all));
  return VAL(p);
}

/* ---- the call ---- */

/* The positional arguments of the call: those of the partial, free places filled, then the rest. */
static int64_t fill(Ctx *ctx, Partial *p, Value *all, const Value *args, uint32_t nargs) {
  int64_t have = tuple_length(p->args), used = 0;
  const Value *own = AS_TUPLE(p->args)->items;
  if (LIKELY(!p->free)) {
    memcpy(all, own, (size_t)have * sizeof(Value));
  } else {
    Value hole = functools_state(ctx)->placeholder;
    for (int64_t i = 0; i < have; i++) all[i] = own[i] == hole ? args[used++] : own[i];
  }
  memcpy(all + have, args + used, (nargs - (size_t)used) * sizeof(Value));
  return have + nargs - used;
}

static Value call_with_keywords(Ctx *ctx, Partial *p, Value *all, int64_t n, const Value *values, Value kwnames) {
  Value positional = tuple_from(ctx, all, n), keywords = positional ? dict_copy(ctx, p->keywords) : V_NULL;
  for (uint32_t i = 0; keywords && i < kwcount(kwnames); i++)
    if (!dict_set(ctx, keywords, tuple_item(kwnames, i), values[i])) return V_NULL;
  return keywords ? py_call_ex(ctx, p->func, positional, keywords) : V_NULL;
}

static Value partial_call(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  Partial *p = AS_PARTIAL(self);
  uint32_t nkw = kwcount(kwnames);
  if (UNLIKELY(p->free > nargs))
    return raise_format(ctx, EXC_TypeError,
                        "missing positional arguments in 'partial' call; expected at least %lld, got %d",
                        (long long)p->free, (int)nargs),
           V_NULL;
  Value few[FEW], *all = few;
  int64_t room = tuple_length(p->args) + nargs + nkw;
  if (UNLIKELY(room > FEW)) {
    Array *many = array_new(ctx, room);
    if (!many) return V_NULL;
    all = many->items;
  }
  int64_t n = fill(ctx, p, all, args, nargs);
  if (AS_DICT(p->keywords)->length) return call_with_keywords(ctx, p, all, n, args + nargs, kwnames);
  memcpy(all + n, args + nargs, nkw * sizeof(Value));
  return py_call(ctx, p->func, all, (uint32_t)n, kwnames);
}

/* ---- the object ---- */

static bool append_all(StrBuilder *sb, Partial *p) {
  Ctx *ctx = sb->ctx;
  Value args = p->args, keywords = dict_copy(ctx, p->keywords), key, value;
  int64_t pos = 0;
  if (!keywords || !sb_repr(sb, p->func)) return false;
  for (int64_t i = 0; i < tuple_length(args); i++) {
    sb_ascii(sb, ", ");
    if (!CHECK_STOP(ctx) || !sb_repr(sb, tuple_item(args, i))) return false;
  }
  while (dict_next(keywords, &pos, &key, &value)) {
    Value name = object_str(ctx, key);
    if (!name || !CHECK_STOP(ctx)) return false;
    sb_ascii(sb, ", ");
    sb_str(sb, name);
    sb_char(sb, '=');
    if (!sb_repr(sb, value)) return false;
  }
  return true;
}
static Value full_name(Ctx *ctx, Value self) {
  Class *cls = class_of(ctx, self);
  Value module = get_attr(ctx, VAL(cls), NAME(__module__));
  return module ? str_format_c(ctx, "%S.%U", module, cls->qualname) : V_NULL;
}
static Value partial_repr(Ctx *ctx, Value self) {
  int running = repr_enter(ctx, self);
  if (running) return running < 0 ? V_NULL : str_from_ascii(ctx, "...");
  Value name = full_name(ctx, self);
  StrBuilder sb;
  sb_init(&sb, ctx);
  if (name) sb_str(&sb, name);
  sb_char(&sb, '(');
  bool ok = name && append_all(&sb, AS_PARTIAL(self));
  repr_leave(ctx, self);
  if (!ok) return sb_discard(&sb), V_NULL;
  sb_char(&sb, ')');
  return sb_finish(&sb);
}

METHOD(m_reduce) {
  Partial *p = AS_PARTIAL(self);
  bool plain = CELL(self)->shape == class_of(ctx, self)->root->id;
  Value dict = plain ? V_NONE : get_attr(ctx, self, NAME(__dict__));
  Value given = dict ? tuple_from(ctx, &p->func, 1) : V_NULL;
  Value state = given ? tuple_from(ctx, (Value[]){p->func, p->args, p->keywords, dict}, 4) : V_NULL;
  return state ? tuple_from(ctx, (Value[]){VAL(class_of(ctx, self)), given, state}, 3) : V_NULL;
}

METHOD(m_setstate) {
  Value state = args[0], hole = functools_state(ctx)->placeholder;
  if (!is_tuple(ctx, state) || tuple_length(state) != 4 || !is_callable(ctx, tuple_item(state, 0)) ||
      !is_tuple(ctx, tuple_item(state, 1)) || (tuple_item(state, 2) != V_NONE && !is_dict(ctx, tuple_item(state, 2))))
    return raise_format(ctx, EXC_TypeError, "invalid partial state"), V_NULL;
  Value all = tuple_item(state, 1), keywords = tuple_item(state, 2), dict = tuple_item(state, 3);
  int64_t n = tuple_length(all);
  if (n && tuple_item(all, n - 1) == hole) return raise_trailing(ctx), V_NULL;
  if (!exact_tuple(ctx, all) && !(all = tuple_from_iterable(ctx, all))) return V_NULL;
  if (keywords == V_NONE) keywords = dict_new(ctx);
  else if (!exact_dict(ctx, keywords)) keywords = dict_copy(ctx, keywords);
  if (!keywords) return V_NULL;
  Partial *p = AS_PARTIAL(self);
  /* traces that call it watch the keys of its keywords */
  if (!AS_DICT(p->keywords)->length &&
      (!dict_set(ctx, p->keywords, NAME(args), V_NONE) || !dict_clear(ctx, AS_DICT(p->keywords))))
    return V_NULL;
  p->func = tuple_item(state, 0);
  p->args = all;
  p->keywords = keywords;
  p->free = count_free(hole, AS_TUPLE(all)->items, tuple_length(all));
  if (dict == V_NONE && !(dict = dict_new(ctx))) return V_NULL;
  return set_attr(ctx, self, NAME(__dict__), dict) ? V_NONE : V_NULL;
}
static const CFuncDef methods[] = {
    METHOD_ROW("__reduce__", m_reduce, 0, 0, "Return state information for pickling."),
    METHOD_ROW("__setstate__", m_setstate, 1, 1, "Set state information for unpickling."),
    CLASS_METHOD_ROW("__class_getitem__", class_getitem, 1, 1, "See PEP 585"),
    {0},
};

static Value get_func(Ctx *ctx, Value self) { return UNUSED(ctx), AS_PARTIAL(self)->func; }
static Value get_args(Ctx *ctx, Value self) { return UNUSED(ctx), AS_PARTIAL(self)->args; }
static Value get_keywords(Ctx *ctx, Value self) { return UNUSED(ctx), AS_PARTIAL(self)->keywords; }
static const GetSetDef getset[] = {
    {"func", get_func, readonly_member, "The function that calls go to."},
    {"args", get_args, readonly_member, "Positional arguments that come first in a call."},
    {"keywords", get_keywords, readonly_member, "Keyword arguments of a call."},
    {0},
};

Class *make_partial(Ctx *ctx) {
  static const TypeOps ops = {
      .new_ = partial_new, .call = partial_call, .repr = partial_repr, .descr_get = functools_bind};
  Class *cls = functools_class(ctx, "functools.partial",
                               "Create a new function with partial application of the given arguments\nand keywords.",
                               KIND_PARTIAL, sizeof(Partial), &ops, methods, CLASS_HAS_DICT | CLASS_HAS_WEAKREF);
  return cls && class_add_getset(ctx, cls, getset) ? cls : NULL;
}

/* ---- Placeholder ---- */

static Value placeholder_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(cls), UNUSED(args);
  if (nargs || kwcount(kwnames)) return raise_format(ctx, EXC_TypeError, "PlaceholderType takes no arguments"), V_NULL;
  return functools_state(ctx)->placeholder;
}
static Value placeholder_repr(Ctx *ctx, Value self) { return UNUSED(self), str_from_ascii(ctx, "Placeholder"); }
METHOD(placeholder_reduce) { return str_from_ascii(ctx, "Placeholder"); }
static const CFuncDef placeholder_methods[] = {
    METHOD_ROW("__reduce__", placeholder_reduce, 0, 0, "Return state information for pickling."),
    {0},
};
static void nothing(Ctx *ctx, Value self) { UNUSED(ctx), UNUSED(self); }

Class *make_placeholder_type(Ctx *ctx) {
  static const TypeOps ops = {.new_ = placeholder_new, .repr = placeholder_repr, .trace = nothing};
  return functools_class(ctx, "functools._PlaceholderType", "Keeps a place in a partial's arguments free.", KIND_OTHER,
                         2 * sizeof(Value), &ops, placeholder_methods, CLASS_FINAL);
}
