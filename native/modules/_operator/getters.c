/* attrgetter, itemgetter, methodcaller: callables that fetch something of their argument. */
#include "modules/_operator/operator.h"
#include <string.h>

/* `given`: what it was made with, Tuple. `what`: of attrgetter, a Tuple with a name, or a Tuple of names, for each; of
 * itemgetter the same as `given`; of methodcaller the values for the call. */
typedef struct Getter {
  Cell h;
  Value given, what;
  Value name, kwnames; /* of methodcaller */
} Getter;
#define AS_GETTER(v) ((Getter *)(v))

static void getter_trace(Ctx *ctx, Value self) {
  Getter *g = AS_GETTER(self);
  heap_mark(ctx, g->given), heap_mark(ctx, g->what), heap_mark(ctx, g->name), heap_mark(ctx, g->kwnames);
}

static Value getter_make(Ctx *ctx, Class *cls, Value given, Value what) {
  Getter *g = given && what ? (Getter *)instance_new(ctx, cls) : NULL;
  if (!g) return V_NULL;
  g->given = given;
  g->what = what;
  return VAL(g);
}

/* The one argument of a call. */
static bool one(Ctx *ctx, const char *name, uint32_t nargs, Value kwnames) {
  if (!refuse_keywords(ctx, name, kwnames)) return false;
  if (LIKELY(nargs == 1)) return true;
  raise_arity(ctx, name, 1, 1, nargs);
  return false;
}
static bool some(Ctx *ctx, const char *name, uint32_t nargs, Value kwnames) {
  if (!refuse_keywords(ctx, name, kwnames)) return false;
  if (nargs) return true;
  raise_arity(ctx, name, 1, 1, nargs);
  return false;
}

static Value getter_repr(Ctx *ctx, Value self) {
  int running = repr_enter(ctx, self);
  if (running) return running < 0 ? V_NULL : str_format_c(ctx, "%T(...)", self);
  Getter *g = AS_GETTER(self);
  StrBuilder sb;
  sb_init(&sb, ctx);
  Value head = str_format_c(ctx, "%T(", self);
  bool ok = head != V_NULL;
  if (ok) sb_str(&sb, head);
  for (int64_t i = 0; ok && i < tuple_length(g->given); i++) {
    if (i) sb_ascii(&sb, ", ");
    ok = CHECK_STOP(ctx) && sb_repr(&sb, tuple_item(g->given, i));
  }
  int64_t first = tuple_length(g->given) - 1; /* of methodcaller, whose first is the name */
  for (uint32_t i = 0; ok && i < kwcount(g->kwnames); i++) {
    sb_ascii(&sb, ", ");
    sb_str(&sb, tuple_item(g->kwnames, i));
    sb_char(&sb, '=');
    ok = sb_repr(&sb, tuple_item(g->what, first + i));
  }
  repr_leave(ctx, self);
  if (!ok) return sb_discard(&sb), V_NULL;
  sb_char(&sb, ')');
  return sb_finish(&sb);
}

METHOD(m_reduce) { return tuple_from(ctx, (Value[]){VAL(class_of(ctx, self)), AS_GETTER(self)->given}, 2); }
static const CFuncDef getter_methods[] = {
    METHOD_ROW("__reduce__", m_reduce, 0, 0, "Return state information for pickling."),
    {0},
};

static Class *getter_class(Ctx *ctx, const char *name, const char *doc, const TypeOps *ops, const CFuncDef *methods) {
  Class *cls = class_new_builtin(ctx, name, NULL, KIND_OTHER, sizeof(Getter), ops, methods,
                                 CLASS_BUILTIN | CLASS_FINAL);
  return class_set_doc(ctx, cls, doc) ? cls : NULL;
}

/* ---- attrgetter ---- */

/* "a" -> "a"; "a.b" -> ("a", "b") */
static Value split_name(Ctx *ctx, Value name) {
  Value dot = str_from_ascii(ctx, "."), plain = str_plain(ctx, name);
  if (!dot || !plain) return V_NULL;
  if (str_find(ctx, plain, dot, 0, ((Str *)plain)->length, 1) < 0) return str_intern(ctx, plain);
  Value parts = py_call_method(ctx, plain, str_intern_c(ctx, "split"), &dot, 1);
  if (!parts) return V_NULL;
  List *list = AS_LIST(parts);
  for (int64_t i = 0; i < list->length; i++)
    if (!CHECK_STOP(ctx) || !(list->items->items[i] = str_intern(ctx, list->items->items[i]))) return V_NULL;
  return tuple_from(ctx, list->items->items, list->length);
}

static Value attrgetter_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  if (!some(ctx, "attrgetter", nargs, kwnames)) return V_NULL;
  Value names = tuple_new(ctx, nargs);
  for (uint32_t i = 0; names && i < nargs; i++) {
    if (!is_str(ctx, args[i])) return raise_format(ctx, EXC_TypeError, "attribute name must be a string"), V_NULL;
    if (!(AS_TUPLE(names)->items[i] = split_name(ctx, args[i]))) return V_NULL;
  }
  return getter_make(ctx, cls, tuple_from(ctx, args, nargs), names);
}

static Value attribute_of(Ctx *ctx, Value obj, Value name) {
  if (LIKELY(!exact_tuple(ctx, name))) return get_attr(ctx, obj, name);
  for (int64_t i = 0; obj && i < tuple_length(name); i++)
    obj = CHECK_STOP(ctx) ? get_attr(ctx, obj, tuple_item(name, i)) : V_NULL;
  return obj;
}
static Value attrgetter_call(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  if (!one(ctx, "attrgetter", nargs, kwnames)) return V_NULL;
  Value names = AS_GETTER(self)->what;
  int64_t n = tuple_length(names);
  if (n == 1) return attribute_of(ctx, args[0], tuple_item(names, 0));
  Value all = tuple_new(ctx, n);
  for (int64_t i = 0; all && i < n; i++)
    if (!CHECK_STOP(ctx) || !(AS_TUPLE(all)->items[i] = attribute_of(ctx, args[0], tuple_item(names, i))))
      return V_NULL;
  return all;
}

Class *make_attrgetter(Ctx *ctx) {
  static const TypeOps ops = {
      .new_ = attrgetter_new, .call = attrgetter_call, .repr = getter_repr, .trace = getter_trace};
  return getter_class(ctx, "operator.attrgetter", "A callable that returns attributes of its argument.", &ops,
                      getter_methods);
}

/* ---- itemgetter ---- */

static Value itemgetter_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  if (!some(ctx, "itemgetter", nargs, kwnames)) return V_NULL;
  Value keys = tuple_from(ctx, args, nargs);
  return getter_make(ctx, cls, keys, keys);
}

static inline Value item_of(Ctx *ctx, Value obj, Value key) {
  if (is_int(key) && exact_tuple(ctx, obj) && (uint64_t)int_val(key) < (uint64_t)tuple_length(obj))
    return tuple_item(obj, int_val(key));
  return object_getitem(ctx, obj, key);
}
static Value itemgetter_call(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  if (!one(ctx, "itemgetter", nargs, kwnames)) return V_NULL;
  Value keys = AS_GETTER(self)->what;
  int64_t n = tuple_length(keys);
  if (n == 1) return item_of(ctx, args[0], tuple_item(keys, 0));
  Value all = tuple_new(ctx, n);
  for (int64_t i = 0; all && i < n; i++)
    if (!CHECK_STOP_AT(ctx, i) || !(AS_TUPLE(all)->items[i] = item_of(ctx, args[0], tuple_item(keys, i))))
      return V_NULL;
  return all;
}

Class *make_itemgetter(Ctx *ctx) {
  static const TypeOps ops = {
      .new_ = itemgetter_new, .call = itemgetter_call, .repr = getter_repr, .trace = getter_trace};
  return getter_class(ctx, "operator.itemgetter", "A callable that returns items of its argument.", &ops,
                      getter_methods);
}

/* ---- methodcaller ---- */

static Value methodcaller_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  if (!nargs)
    return raise_format(ctx, EXC_TypeError, "methodcaller needs at least one argument, the method name"), V_NULL;
  if (!is_str(ctx, args[0])) return raise_format(ctx, EXC_TypeError, "method name must be a string"), V_NULL;
  Value name = str_intern(ctx, str_plain(ctx, args[0]));
  Value values = name ? tuple_from(ctx, args + 1, nargs - 1 + kwcount(kwnames)) : V_NULL;
  Value self = getter_make(ctx, cls, values ? tuple_from(ctx, args, nargs) : V_NULL, values);
  if (!self) return V_NULL;
  AS_GETTER(self)->name = name;
  AS_GETTER(self)->kwnames = kwcount(kwnames) ? kwnames : V_NULL;
  return self;
}

static Value methodcaller_call(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  if (!one(ctx, "methodcaller", nargs, kwnames)) return V_NULL;
  Getter *g = AS_GETTER(self);
  Value func, receiver, few[16], *all = few;
  if (!load_method(ctx, args[0], g->name, &func, &receiver)) return V_NULL;
  int64_t n = tuple_length(g->what);
  if (n + 1 > 16) {
    Array *many = array_new(ctx, n + 1);
    if (!many) return V_NULL;
    all = many->items;
  }
  uint32_t bound = receiver != V_NULL;
  if (bound) all[0] = receiver;
  memcpy(all + bound, AS_TUPLE(g->what)->items, (size_t)n * sizeof(Value));
  return py_call(ctx, func, all, (uint32_t)n + bound - kwcount(g->kwnames), g->kwnames);
}

METHOD(m_reduce_method) {
  Getter *g = AS_GETTER(self);
  Value cls = VAL(class_of(ctx, self));
  if (!g->kwnames) return tuple_from(ctx, (Value[]){cls, g->given}, 2);
  Value functools = import_name(ctx, str_intern_c(ctx, "functools"), V_NONE, V_NONE, int_tag(0));
  Value partial = functools ? get_attr(ctx, functools, str_intern_c(ctx, "partial")) : V_NULL;
  int64_t n = tuple_length(g->given) - 1;
  Value keywords = partial ? kwargs_dict(ctx, AS_TUPLE(g->what)->items + n, g->kwnames) : V_NULL;
  Value first = keywords ? tuple_from(ctx, (Value[]){cls, g->name}, 2) : V_NULL;
  Value made = first ? py_call_ex(ctx, partial, first, keywords) : V_NULL;
  Value rest = made ? tuple_from(ctx, AS_TUPLE(g->what)->items, n) : V_NULL;
  return rest ? tuple_from(ctx, (Value[]){made, rest}, 2) : V_NULL;
}
static const CFuncDef caller_methods[] = {
    METHOD_ROW("__reduce__", m_reduce_method, 0, 0, "Return state information for pickling."),
    {0},
};

Class *make_methodcaller(Ctx *ctx) {
  static const TypeOps ops = {
      .new_ = methodcaller_new, .call = methodcaller_call, .repr = getter_repr, .trace = getter_trace};
  return getter_class(ctx, "operator.methodcaller", "A callable that calls a method of its argument.", &ops,
                      caller_methods);
}
