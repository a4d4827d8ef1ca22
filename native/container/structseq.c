/* Tuples with named fields (sys.version_info, time.struct_time, …), each a subclass of tuple, and
 * types.SimpleNamespace. The fields of a class are a static getset table made with STRUCTSEQ_FIELD; their names are its
 * __match_args__. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "object/object.h"
#include "text/text.h"
#include <string.h>

/* As many as there are getters. */
enum { MAX_FIELDS = 22 };

/* tuple.__new__ makes shorter ones. */
static Value item_or_none(Value self, int64_t i) {
  return i < AS_TUPLE(self)->length + CELL(self)->aux ? AS_TUPLE(self)->items[i] : V_NONE;
}

/* A getter carries no data, so there is one per position. */
#define GETTER(i)                                                                              \
  Value structseq_get_##i(Ctx *ctx, Value self) { return UNUSED(ctx), item_or_none(self, i); }
STRUCTSEQ_POSITIONS(GETTER)

/* How many items there are, hidden ones included, and how many of these are a tuple's. */
static bool class_counts(Ctx *ctx, Class *cls, int64_t *all, int64_t *visible) {
  Value n = class_lookup(ctx, cls, NAME(n_fields)), shown = class_lookup(ctx, cls, NAME(n_sequence_fields));
  if (!n || !shown || !both_int(n, shown) || int_val(n) < int_val(shown) || int_val(n) > MAX_FIELDS)
    return raise_format(ctx, EXC_TypeError, "%U has lost its fields", cls->name), false;
  *all = int_val(n);
  *visible = int_val(shown);
  return true;
}

/* Its names of fields: a tuple, hidden ones at the end; items without a name have none in it. */
static Value class_names(Ctx *ctx, Class *cls) {
  Value key = str_intern_c(ctx, "_field_names"), names = key ? class_lookup(ctx, cls, key) : V_NULL;
  if (!names && !ctx->exc) raise_format(ctx, EXC_TypeError, "%U has lost its fields", cls->name);
  return names;
}

static Value structseq_repr(Ctx *ctx, Value self) {
  Class *cls = class_of(ctx, self);
  Value names = class_names(ctx, cls);
  if (!names) return V_NULL;
  StrBuilder sb;
  sb_init(&sb, ctx);
  if (cls->module != NAME(builtins)) {
    sb_str(&sb, cls->module);
    sb_char(&sb, '.');
  }
  sb_str(&sb, cls->name);
  sb_char(&sb, '(');
  bool ok = true;
  for (int64_t i = 0; ok && i < AS_TUPLE(self)->length && i < AS_TUPLE(names)->length; i++) {
    if (i) sb_ascii(&sb, ", ");
    sb_str(&sb, AS_TUPLE(names)->items[i]);
    sb_char(&sb, '=');
    ok = sb_repr(&sb, AS_TUPLE(self)->items[i]);
  }
  if (!ok) return sb_discard(&sb), V_NULL;
  sb_char(&sb, ')');
  return sb_finish(&sb);
}

static Value make(Ctx *ctx, Class *cls, const Value *items, int64_t all, int64_t visible) {
  Tuple *t = (Tuple *)instance_new_var(ctx, cls, sizeof(Tuple) + (size_t)all * sizeof(Value));
  if (!t) return V_NULL;
  memcpy(t->items, items, (size_t)all * sizeof(Value));
  t->length = visible;
  t->h.aux = (uint16_t)(all - visible);
  return VAL(t);
}

Value structseq_from(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames,
                     void (*fill)(Ctx *ctx, Value *items)) {
  Value given[2], items[MAX_FIELDS] = {0};
  int64_t all, visible;
  if (!bind_params(ctx, "structseq", "sequence dict=", args, nargs, kwnames, given)) return V_NULL;
  if (!class_counts(ctx, cls, &all, &visible)) return V_NULL;
  Value names = class_names(ctx, cls), list = names ? list_from_iterable(ctx, given[0]) : V_NULL;
  if (!list) return V_NULL;
  Value dict = given[1] && given[1] != V_NONE ? given[1] : V_NULL;
  if (dict && !is_dict(ctx, dict))
    return raise_format(ctx, EXC_TypeError, "%U.%U() takes a dict as second arg, if any", cls->module, cls->name),
           V_NULL;
  int64_t n = AS_LIST(list)->length;
  if (n < visible || n > all) {
    raise_format(ctx, EXC_TypeError, "%U.%U() takes %s %lld-sequence (%lld-sequence given)", cls->module, cls->name,
                 all == visible ? "a"
                 : n < visible  ? "an at least"
                                : "an at most",
                 (long long)(n < visible ? visible : all), (long long)n);
    return V_NULL;
  }
  memcpy(items, AS_LIST(list)->items->items, (size_t)n * sizeof(Value));
  int64_t unnamed = all - AS_TUPLE(names)->length;
  for (int64_t i = n; i < all; i++) {
    items[i] = dict ? dict_get(ctx, dict, AS_TUPLE(names)->items[i - unnamed]) : V_NULL;
    if (ctx->exc) return V_NULL;
  }
  if (fill) fill(ctx, items);
  for (int64_t i = n; i < all; i++)
    if (!items[i]) items[i] = V_NONE;
  return make(ctx, cls, items, all, visible);
}

static Value structseq_op_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  return structseq_from(ctx, cls, args, nargs, kwnames, NULL);
}

METHOD(structseq_reduce) {
  Class *cls = class_of(ctx, self);
  Value names = class_names(ctx, cls), hidden = names ? dict_new(ctx) : V_NULL;
  if (!hidden) return V_NULL;
  int64_t n = AS_TUPLE(self)->length, count = AS_TUPLE(names)->length;
  for (int i = 0; i < CELL(self)->aux; i++)
    if (!dict_set(ctx, hidden, AS_TUPLE(names)->items[count - CELL(self)->aux + i], AS_TUPLE(self)->items[n + i]))
      return V_NULL;
  Value state[2] = {tuple_from(ctx, AS_TUPLE(self)->items, n), hidden};
  Value parts[2] = {VAL(cls), state[0] ? tuple_from(ctx, state, 2) : V_NULL};
  return parts[1] ? tuple_from(ctx, parts, 2) : V_NULL;
}

METHOD(structseq_replace) {
  Class *cls = class_of(ctx, self);
  Value names = class_names(ctx, cls), items[MAX_FIELDS];
  int64_t all, visible;
  if (!names || !class_counts(ctx, cls, &all, &visible)) return V_NULL;
  if (nargs)
    return raise_format(ctx, EXC_TypeError, "__replace__() takes no positional arguments (%d given)", (int)nargs),
           V_NULL;
  if (all != AS_TUPLE(names)->length)
    return raise_format(ctx, EXC_TypeError, "__replace__() is not supported for %U because it has unnamed field(s)",
                        cls->name),
           V_NULL;
  Value unknown = V_NULL;
  for (int64_t i = 0; i < all; i++) items[i] = item_or_none(self, i);
  for (uint32_t k = 0; k < kwcount(kwnames); k++) {
    Value key = AS_TUPLE(kwnames)->items[k];
    int64_t i = 0;
    while (i < all && !str_equal(AS_TUPLE(names)->items[i], key)) i++;
    if (i < all) items[i] = args[nargs + k];
    else if (!unknown ? !(unknown = list_from(ctx, &key, 1)) : !list_append(ctx, unknown, key)) return V_NULL;
  }
  if (unknown) return raise_format(ctx, EXC_TypeError, "Got unexpected field name(s): %R", unknown), V_NULL;
  return make(ctx, cls, items, all, visible);
}

static const CFuncDef structseq_methods[] = {
    METHOD_ROW("__reduce__", structseq_reduce, 0, 0, NULL),
    METHOD_ROW_KW("__replace__", structseq_replace, 0, 0,
                  "Return a copy of the structure with new values for the specified fields."),
    {0},
};

Class *structseq_class_hiding(Ctx *ctx, const char *name, const GetSetDef *fields, int visible, int unnamed) {
  static const TypeOps ops = {.new_ = structseq_op_new, .repr = structseq_repr};
  Class *cls = class_new_builtin(ctx, name, ctx->cls.tuple, KIND_TUPLE, sizeof(Tuple), &ops, structseq_methods,
                                 CLASS_BUILTIN);
  int64_t n = 0;
  while (fields[n].name) n++;
  Value names = cls ? tuple_new(ctx, n) : V_NULL;
  if (!names) return NULL;
  for (int64_t i = 0; i < n; i++)
    if (!(AS_TUPLE(names)->items[i] = str_intern_c(ctx, fields[i].name))) return NULL;
  Value match = tuple_from(ctx, AS_TUPLE(names)->items, visible - unnamed);
  bool ok = match && class_add_getset(ctx, cls, fields) && dict_set(ctx, cls->dict, NAME(__match_args__), match) &&
            dict_set(ctx, cls->dict, str_intern_c(ctx, "_field_names"), names) &&
            dict_set(ctx, cls->dict, NAME(n_fields), int_tag(n + unnamed)) &&
            dict_set(ctx, cls->dict, NAME(n_sequence_fields), int_tag(visible)) &&
            dict_set(ctx, cls->dict, str_intern_c(ctx, "n_unnamed_fields"), int_tag(unnamed));
  return ok && class_modified(ctx, cls) ? cls : NULL;
}

Class *structseq_class(Ctx *ctx, const char *name, const GetSetDef *fields) {
  int n = 0;
  while (fields[n].name) n++;
  return structseq_class_hiding(ctx, name, fields, n, 0);
}

Value structseq_new(Ctx *ctx, Class *cls, const Value *items) {
  int64_t all, visible;
  return class_counts(ctx, cls, &all, &visible) ? make(ctx, cls, items, all, visible) : V_NULL;
}

/* ---- SimpleNamespace ---- */

static bool namespace_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  if (nargs > 1) return raise_arity(ctx, "SimpleNamespace", 0, 1, nargs), false;
  if (nargs) {
    Value dict = dict_new(ctx), key, value;
    if (!dict || !dict_update(ctx, dict, args[0])) return false;
    for (int64_t pos = 0; dict_next(dict, &pos, &key, &value);) {
      if (!is_str(ctx, key)) return raise_format(ctx, EXC_TypeError, "keywords must be strings"), false;
      if (!set_attr(ctx, self, str_intern(ctx, key), value)) return false;
    }
  }
  for (uint32_t i = 0; i < kwcount(kwnames); i++)
    if (!set_attr(ctx, self, str_intern(ctx, AS_TUPLE(kwnames)->items[i]), args[nargs + i])) return false;
  return true;
}
static Value namespace_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(args), UNUSED(nargs), UNUSED(kwnames);
  return instance_new(ctx, cls);
}
static Value namespace_repr(Ctx *ctx, Value self) {
  Class *cls = class_of(ctx, self);
  bool plain = cls->flags & CLASS_BUILTIN;
  int running = repr_enter(ctx, self);
  if (running) return running < 0 ? V_NULL : str_format_c(ctx, "%s(...)", "namespace");
  StrBuilder sb;
  sb_init(&sb, ctx);
  if (plain) sb_ascii(&sb, "namespace");
  else sb_str(&sb, cls->name);
  sb_char(&sb, '(');
  Value dict = get_attr(ctx, self, NAME(__dict__)), key, value;
  bool ok = dict != V_NULL, first = true;
  for (int64_t pos = 0; ok && dict_next(dict, &pos, &key, &value);) {
    if (!is_str(ctx, key)) continue;
    if (!first) sb_ascii(&sb, ", ");
    first = false;
    sb_str(&sb, key);
    sb_char(&sb, '=');
    ok = sb_repr(&sb, value);
  }
  repr_leave(ctx, self);
  if (!ok) return sb_discard(&sb), V_NULL;
  sb_char(&sb, ')');
  return sb_finish(&sb);
}
static Value namespace_compare(Ctx *ctx, Value a, Value b, CmpOp op) {
  if (class_of(ctx, b)->ops.repr != namespace_repr || (op != CMP_EQ && op != CMP_NE)) return V_NOTIMPL;
  Value x = get_attr(ctx, a, NAME(__dict__)), y = x ? get_attr(ctx, b, NAME(__dict__)) : V_NULL;
  return y ? object_compare(ctx, x, y, op) : V_NULL;
}

METHOD(namespace_reduce) {
  Value dict = get_attr(ctx, self, NAME(__dict__));
  if (!dict) return V_NULL;
  return tuple_from(ctx, (Value[]){VAL(class_of(ctx, self)), ctx->empty_tuple, dict}, 3);
}
/* copy.replace: another of the class, with the attributes of this one, and those that are named. */
METHOD(namespace_replace) {
  if (nargs) return raise_arity(ctx, "__replace__", 0, 0, nargs), V_NULL;
  Value made = py_call0(ctx, VAL(class_of(ctx, self)));
  if (made && !is_instance(ctx, made, ctx->cls.simple_namespace)) {
    Class *cls = class_of(ctx, self);
    bool plain = !cls->module || !is_str(ctx, cls->module) || str_equal_c(cls->module, "__main__");
    Value name = plain ? cls->qualname : str_format_c(ctx, "%U.%U", cls->module, cls->qualname);
    if (!name) return V_NULL;
    return raise_format(ctx, EXC_TypeError, "expect types.SimpleNamespace type, but %U() returned '%T' object", name,
                        made),
           V_NULL;
  }
  Value dict = made ? get_attr(ctx, self, NAME(__dict__)) : V_NULL;
  Value own = dict ? get_attr(ctx, made, NAME(__dict__)) : V_NULL;
  if (!own || !dict_update(ctx, own, dict)) return V_NULL;
  for (uint32_t i = 0; i < kwcount(kwnames); i++)
    if (!dict_set(ctx, own, AS_TUPLE(kwnames)->items[i], args[i])) return V_NULL;
  return made;
}
static const CFuncDef namespace_methods[] = {
    METHOD_ROW("__reduce__", namespace_reduce, 0, 0, "Return state information for pickling"),
    METHOD_ROW_KW("__replace__", namespace_replace, 0, -1,
                  "Return a copy of the namespace object with new values for the specified attributes."),
    {0},
};

Class *simple_namespace_class(Ctx *ctx) {
  if (ctx->cls.simple_namespace) return ctx->cls.simple_namespace;
  static const TypeOps ops = {
      .new_ = namespace_new, .init = namespace_init, .repr = namespace_repr, .compare = namespace_compare};
  return ctx->cls.simple_namespace = class_new_builtin(ctx, "types.SimpleNamespace", ctx->cls.object, KIND_INSTANCE,
                                                       sizeof(Instance), &ops, namespace_methods,
                                                       CLASS_BUILTIN | CLASS_HAS_DICT);
}
