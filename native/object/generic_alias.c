/* list[int] (types.GenericAlias) and int | None (typing.Union): enough of them for annotations, printing, comparing,
 * calling and isinstance. Type parameters are not substituted. Both are cells of a few words, which the collector
 * scans. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "object/model.h"
#include "object/object.h"
#include "text/text.h"

typedef struct Alias {
  Cell h;
  Value origin, args;
} Alias;
typedef struct Union {
  Cell h;
  Value args;
} Union;

static Class *alias_class(Ctx *ctx) { return ctx->cls.generic_alias; }
static Class *union_class(Ctx *ctx) { return ctx->cls.union_type; }
static bool is_alias(Ctx *ctx, Value v) { return is_cell(v) && class_of(ctx, v) == alias_class(ctx); }
static bool is_union(Ctx *ctx, Value v) { return is_cell(v) && class_of(ctx, v) == union_class(ctx); }

Value generic_alias_new(Ctx *ctx, Value origin, Value args) {
  if (!is_tuple(ctx, args) && !(args = tuple_from(ctx, &args, 1))) return V_NULL;
  Alias *a = (Alias *)instance_new(ctx, alias_class(ctx));
  if (!a) return V_NULL;
  a->origin = origin;
  a->args = args;
  return VAL(a);
}
SHARED_METHOD(class_getitem) { return generic_alias_new(ctx, self, args[0]); }

/* ---- names of types, as both reprs spell them ---- */

static bool write_type(Ctx *ctx, StrBuilder *sb, Value v) {
  if (v == V_ELLIPSIS) return sb_ascii(sb, "..."), true;
  if (v == VAL(ctx->cls.none_type)) return sb_ascii(sb, "None"), true;
  if (exact_list(ctx, v)) {
    sb_char(sb, '[');
    for (int64_t i = 0; i < AS_LIST(v)->length; i++) {
      if (i) sb_ascii(sb, ", ");
      if (!write_type(ctx, sb, AS_LIST(v)->items->items[i])) return false;
    }
    sb_char(sb, ']');
    return true;
  }
  if (!is_alias(ctx, v) && !is_union(ctx, v)) {
    Value qualname = get_attr_optional(ctx, v, NAME(__qualname__));
    if (!qualname && ctx->exc) return false;
    Value module = qualname ? get_attr_optional(ctx, v, NAME(__module__)) : V_NULL;
    if (ctx->exc) return false;
    if (qualname && module && module != V_NONE) {
      bool builtin = is_str(ctx, module) && str_equal(module, NAME(builtins));
      Value name = builtin ? object_str(ctx, qualname) : str_format_c(ctx, "%S.%S", module, qualname);
      if (name) sb_str(sb, name);
      return name != V_NULL;
    }
  }
  return sb_repr(sb, v);
}

/* ---- GenericAlias ---- */

static Value alias_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(cls);
  if (kwcount(kwnames)) return raise_format(ctx, EXC_TypeError, "GenericAlias() takes no keyword arguments"), V_NULL;
  if (nargs != 2) return raise_arity(ctx, "GenericAlias", 2, 2, nargs), V_NULL;
  return generic_alias_new(ctx, args[0], args[1]);
}
static Value alias_repr(Ctx *ctx, Value self) {
  Alias *a = (Alias *)self;
  StrBuilder sb;
  sb_init(&sb, ctx);
  bool ok = write_type(ctx, &sb, a->origin);
  sb_char(&sb, '[');
  int64_t n = AS_TUPLE(a->args)->length;
  if (n == 0) sb_ascii(&sb, "()");
  for (int64_t i = 0; ok && i < n; i++) {
    if (i) sb_ascii(&sb, ", ");
    ok = write_type(ctx, &sb, AS_TUPLE(a->args)->items[i]);
  }
  sb_char(&sb, ']');
  if (!ok) return sb_discard(&sb), V_NULL;
  return sb_finish(&sb);
}
static bool alias_hash(Ctx *ctx, Value self, uint64_t *out) {
  uint64_t h0, h1;
  if (!object_hash(ctx, ((Alias *)self)->origin, &h0) || !object_hash(ctx, ((Alias *)self)->args, &h1)) return false;
  *out = h0 ^ h1;
  return true;
}
static Value alias_compare(Ctx *ctx, Value a, Value b, CmpOp op) {
  if (!is_alias(ctx, b) || (op != CMP_EQ && op != CMP_NE)) return V_NOTIMPL;
  int equal = object_equal(ctx, ((Alias *)a)->origin, ((Alias *)b)->origin);
  if (equal > 0) equal = object_equal(ctx, ((Alias *)a)->args, ((Alias *)b)->args);
  return equal < 0 ? V_NULL : bool_tag(equal == (op == CMP_EQ));
}
static Value alias_call(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  Value v = py_call(ctx, ((Alias *)self)->origin, args, nargs, kwnames);
  if (v && is_cell(v) && !set_attr(ctx, v, str_intern_c(ctx, "__orig_class__"), self)) {
    if (!exc_matches(ctx, EXC_AttributeError) && !exc_matches(ctx, EXC_TypeError)) return V_NULL;
    exc_clear(ctx);
  }
  return v;
}
static Value alias_getattr(Ctx *ctx, Value self, Value name) {
  static const char *const own[] = {"__class__",
                                    "__origin__",
                                    "__args__",
                                    "__parameters__",
                                    "__mro_entries__",
                                    "__reduce_ex__",
                                    "__reduce__",
                                    "__copy__",
                                    "__deepcopy__",
                                    "__unpacked__",
                                    "__typing_unpacked_tuple_args__"};
  for (size_t i = 0; i < sizeof own / sizeof *own; i++)
    if (str_equal_c(name, own[i])) return object_getattr(ctx, self, name);
  Str *s = (Str *)name;
  bool dunder = s->length > 4 && str_at(name, 0) == '_' && str_at(name, 1) == '_' &&
                str_at(name, s->length - 1) == '_' && str_at(name, s->length - 2) == '_';
  if (dunder && class_lookup(ctx, alias_class(ctx), name) && name != NAME(__doc__) && name != NAME(__module__) &&
      name != NAME(__init__) && name != NAME(__new__))
    return object_getattr(ctx, self, name);
  return get_attr(ctx, ((Alias *)self)->origin, name);
}
static Value alias_getitem(Ctx *ctx, Value self, Value key) {
  UNUSED(key);
  raise_format(ctx, EXC_TypeError, "%R is not a generic class", self);
  return V_NULL;
}
static Value alias_binary(Ctx *ctx, Value a, Value b, BinOp op) {
  return op == OP_OR ? union_type_or(ctx, a, b) : V_NOTIMPL;
}

METHOD(alias_mro_entries) { return tuple_from(ctx, &((Alias *)self)->origin, 1); }
METHOD(alias_instancecheck) {
  return raise_format(ctx, EXC_TypeError, "isinstance() argument 2 cannot be a parameterized generic"), V_NULL;
}
METHOD(alias_subclasscheck) {
  return raise_format(ctx, EXC_TypeError, "issubclass() argument 2 cannot be a parameterized generic"), V_NULL;
}
METHOD(alias_reduce) {
  Value pair = tuple_from(ctx, (Value[]){((Alias *)self)->origin, ((Alias *)self)->args}, 2);
  return pair ? tuple_from(ctx, (Value[]){VAL(alias_class(ctx)), pair}, 2) : V_NULL;
}
static Value alias_origin(Ctx *ctx, Value self) { return UNUSED(ctx), ((Alias *)self)->origin; }
static Value alias_args(Ctx *ctx, Value self) { return UNUSED(ctx), ((Alias *)self)->args; }
static Value no_parameters(Ctx *ctx, Value self) { return UNUSED(self), ctx->empty_tuple; }
static const CFuncDef alias_methods[] = {
    METHOD_ROW("__mro_entries__", alias_mro_entries, 1, 1, NULL),
    METHOD_ROW("__instancecheck__", alias_instancecheck, 1, 1, NULL),
    METHOD_ROW("__subclasscheck__", alias_subclasscheck, 1, 1, NULL),
    METHOD_ROW("__reduce__", alias_reduce, 0, 0, NULL),
    {0},
};
static const GetSetDef alias_getset[] = {
    {"__origin__", alias_origin, readonly_member, NULL},
    {"__args__", alias_args, readonly_member, NULL},
    {"__parameters__", no_parameters, NULL, NULL},
    {0},
};
static const TypeOps alias_ops = {.new_ = alias_new,
                                  .repr = alias_repr,
                                  .hash = alias_hash,
                                  .compare = alias_compare,
                                  .call = alias_call,
                                  .getattr = alias_getattr,
                                  .getitem = alias_getitem,
                                  .binary = alias_binary};

/* ---- Union ---- */

static bool is_type_like(Ctx *ctx, Value v) {
  return v == V_NONE || has_kind(ctx, v, KIND_CLASS) || is_alias(ctx, v) || is_union(ctx, v);
}

/* Adds those of v's alternatives that are not there yet. */
static bool add_alternatives(Ctx *ctx, Value list, Value v) {
  if (is_union(ctx, v)) {
    Tuple *args = AS_TUPLE(((Union *)v)->args);
    for (int64_t i = 0; i < args->length; i++)
      if (!add_alternatives(ctx, list, args->items[i])) return false;
    return true;
  }
  if (v == V_NONE) v = VAL(ctx->cls.none_type);
  for (int64_t i = 0; i < AS_LIST(list)->length; i++) {
    int equal = object_equal(ctx, AS_LIST(list)->items->items[i], v);
    if (equal) return equal > 0;
  }
  return list_append(ctx, list, v);
}

Value union_type_or(Ctx *ctx, Value a, Value b) {
  if (!is_type_like(ctx, a) || !is_type_like(ctx, b) || (a == V_NONE && b == V_NONE)) return V_NOTIMPL;
  Value list = list_new(ctx, 4);
  if (!list || !add_alternatives(ctx, list, a) || !add_alternatives(ctx, list, b)) return V_NULL;
  if (AS_LIST(list)->length == 1) return AS_LIST(list)->items->items[0];
  Value args = tuple_from_iterable(ctx, list);
  Union *u = args ? (Union *)instance_new(ctx, union_class(ctx)) : NULL;
  if (!u) return V_NULL;
  u->args = args;
  return VAL(u);
}

static Value union_repr(Ctx *ctx, Value self) {
  Tuple *args = AS_TUPLE(((Union *)self)->args);
  StrBuilder sb;
  sb_init(&sb, ctx);
  for (int64_t i = 0; i < args->length; i++) {
    if (i) sb_ascii(&sb, " | ");
    if (!write_type(ctx, &sb, args->items[i])) return sb_discard(&sb), V_NULL;
  }
  return sb_finish(&sb);
}
static Value args_set(Ctx *ctx, Value self) {
  Value s = set_new(ctx, true);
  return s && set_update(ctx, s, ((Union *)self)->args) ? s : V_NULL;
}
static bool union_hash(Ctx *ctx, Value self, uint64_t *out) {
  Value s = args_set(ctx, self);
  return s && object_hash(ctx, s, out);
}
static Value union_compare(Ctx *ctx, Value a, Value b, CmpOp op) {
  if (!is_union(ctx, b) || (op != CMP_EQ && op != CMP_NE)) return V_NOTIMPL;
  Value x = args_set(ctx, a), y = x ? args_set(ctx, b) : V_NULL;
  return y ? object_compare(ctx, x, y, op) : V_NULL;
}
static Value check_any(Ctx *ctx, Value self, Value v, int (*check)(Ctx *, Value, Value)) {
  Tuple *args = AS_TUPLE(((Union *)self)->args);
  for (int64_t i = 0; i < args->length; i++) {
    int r = check(ctx, v, args->items[i]);
    if (r) return r < 0 ? V_NULL : V_TRUE;
  }
  return V_FALSE;
}
METHOD(union_instancecheck) { return check_any(ctx, self, args[0], object_isinstance); }
METHOD(union_subclasscheck) { return check_any(ctx, self, args[0], object_issubclass); }
static Value union_args(Ctx *ctx, Value self) { return UNUSED(ctx), ((Union *)self)->args; }
static Value union_origin(Ctx *ctx, Value self) { return UNUSED(self), VAL(union_class(ctx)); }
METHOD(union_class_getitem) {
  if (!is_tuple(ctx, args[0])) return args[0];
  Tuple *t = AS_TUPLE(args[0]);
  if (t->length == 0) return raise_format(ctx, EXC_TypeError, "Cannot take a Union of no types."), V_NULL;
  Value u = t->items[0];
  for (int64_t i = 1; i < t->length && u; i++) u = union_type_or(ctx, u, t->items[i]);
  return u;
}
static const CFuncDef union_methods[] = {
    METHOD_ROW("__instancecheck__", union_instancecheck, 1, 1, NULL),
    METHOD_ROW("__subclasscheck__", union_subclasscheck, 1, 1, NULL),
    CLASS_METHOD_ROW("__class_getitem__", union_class_getitem, 1, 1, NULL),
    {0},
};
static const GetSetDef union_getset[] = {
    {"__args__", union_args, readonly_member, NULL},
    {"__parameters__", no_parameters, NULL, NULL},
    {"__origin__", union_origin, readonly_member, NULL},
    {0},
};
static const TypeOps union_ops = {
    .repr = union_repr, .hash = union_hash, .compare = union_compare, .binary = alias_binary};

bool generic_alias_startup(Ctx *ctx) {
  Class *alias = class_new_builtin(ctx, "types.GenericAlias", ctx->cls.object, KIND_OTHER, sizeof(Alias), &alias_ops,
                                   alias_methods, CLASS_BUILTIN | CLASS_HAS_WEAKREF);
  Class *both = class_new_builtin(ctx, "typing.Union", ctx->cls.object, KIND_OTHER, sizeof(Union), &union_ops,
                                  union_methods, CLASS_BUILTIN | CLASS_FINAL | CLASS_HAS_WEAKREF);
  if (!alias || !both) return false;
  ctx->cls.generic_alias = alias;
  ctx->cls.union_type = both;
  return class_add_getset(ctx, alias, alias_getset) && class_add_getset(ctx, both, union_getset);
}
