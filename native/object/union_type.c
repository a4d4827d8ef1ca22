/* int | None (typing.Union): alternatives in the order in which they were named, each once. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "import/import.h"
#include "object/model.h"
#include "object/object.h"
#include "object/type_parameters.h"
#include "text/text.h"

typedef struct Union {
  Cell h;
  Value args;       /* Tuple */
  Value parameters; /* V_NULL: not asked for yet */
} Union;
#define AS_UNION(v) ((Union *)(v))

bool is_union_type(Ctx *ctx, Value v) { return is_cell(v) && class_of(ctx, v) == ctx->cls.union_type; }

/* ---- making ---- */

/* Alternatives, each once: those that can be hashed also as a set, so that many cost little. */
typedef struct Alternatives {
  Value all, hashed; /* List, frozenset */
  Value others;      /* List */
} Alternatives;

static bool begin(Ctx *ctx, Alternatives *to, int64_t n) {
  return (to->all = list_new(ctx, n)) && (to->hashed = set_new(ctx, true)) && (to->others = list_new(ctx, 0));
}

/* Whatever __hash__ raises says that v has no hash, unless the program is to end. */
static int is_hashable(Ctx *ctx, Value v, uint64_t *hash) {
  if (object_hash(ctx, v, hash)) return 1;
  if (!exc_matches(ctx, EXC_Exception)) return -1;
  exc_clear(ctx);
  return 0;
}

static bool add_one(Ctx *ctx, Alternatives *to, Value v) {
  uint64_t hash;
  int hashable = is_hashable(ctx, v, &hash);
  if (hashable < 0) return false;
  if (hashable) {
    int added = set_add_hashed(ctx, (Set *)to->hashed, v, hash);
    return added > 0 ? list_append(ctx, to->all, v) : added == 0;
  }
  for (int64_t i = 0; i < AS_LIST(to->others)->length; i++) {
    int equal = object_equal(ctx, AS_LIST(to->others)->items->items[i], v);
    if (equal) return equal > 0;
    if (!CHECK_STOP(ctx)) return false;
  }
  return list_append(ctx, to->others, v) && list_append(ctx, to->all, v);
}

/* Adds those of v's alternatives that are not there yet. Strings are forward references where `strings` says so. */
static bool add_alternatives(Ctx *ctx, Alternatives *to, Value v, bool strings) {
  if (!CHECK_STOP(ctx)) return false;
  if (is_union_type(ctx, v)) {
    Tuple *args = AS_TUPLE(AS_UNION(v)->args);
    for (int64_t i = 0; i < args->length; i++)
      if (!add_alternatives(ctx, to, args->items[i], strings)) return false;
    return true;
  }
  if (v == V_NONE) v = VAL(ctx->cls.none_type);
  if (strings && is_str(ctx, v) && !(v = import_call(ctx, "annotationlib", "ForwardRef", &v, 1))) return false;
  return add_one(ctx, to, v);
}

static Value union_of(Ctx *ctx, Value tuple, bool strings) {
  if (tuple_length(tuple) == 0) return raise_format(ctx, EXC_TypeError, "Cannot take a Union of no types."), V_NULL;
  Alternatives made;
  if (!begin(ctx, &made, tuple_length(tuple))) return V_NULL;
  for (int64_t i = 0; i < tuple_length(tuple); i++)
    if (!add_alternatives(ctx, &made, tuple_item(tuple, i), strings)) return V_NULL;
  List *list = AS_LIST(made.all);
  if (list->length == 1) return list->items->items[0];
  Value args = tuple_from(ctx, list->items->items, list->length);
  Union *u = args ? (Union *)instance_new(ctx, ctx->cls.union_type) : NULL;
  if (!u) return V_NULL;
  u->args = args;
  u->parameters = V_NULL;
  return VAL(u);
}

/* A type alias made by a `type` statement: its class is in lib/_typing.py. */
static bool is_type_alias(Ctx *ctx, Value v) {
  if (!has_kind(ctx, v, KIND_INSTANCE) || !str_equal_c(class_of(ctx, v)->name, "TypeAliasType")) return false;
  Value module = dict_get_str(ctx, class_of(ctx, v)->dict, NAME(__module__));
  return module && is_str(ctx, module) && str_equal_c(module, "typing");
}
static bool is_type_like(Ctx *ctx, Value v) {
  return v == V_NONE || is_class(ctx, v) || is_generic_alias(ctx, v) || is_union_type(ctx, v) || is_type_alias(ctx, v);
}

Value union_type_or(Ctx *ctx, Value a, Value b) {
  if (!is_type_like(ctx, a) || !is_type_like(ctx, b) || (a == V_NONE && b == V_NONE)) return V_NOTIMPL;
  Value pair = tuple_from(ctx, (Value[]){a, b}, 2);
  return pair ? union_of(ctx, pair, false) : V_NULL;
}
METHOD(union_class_getitem) {
  Value tuple = is_tuple(ctx, args[0]) ? args[0] : tuple_from(ctx, args, 1);
  return tuple ? union_of(ctx, tuple, true) : V_NULL;
}

/* ---- the class ---- */

static Value union_repr(Ctx *ctx, Value self) {
  if (!c_stack_check(ctx)) return V_NULL;
  Tuple *args = AS_TUPLE(AS_UNION(self)->args);
  StrBuilder sb;
  sb_init(&sb, ctx);
  for (int64_t i = 0; i < args->length; i++) {
    if (i) sb_ascii(&sb, " | ");
    if (!write_type(ctx, &sb, args->items[i])) return sb_discard(&sb), V_NULL;
  }
  return sb_finish(&sb);
}
static bool alternatives_of(Ctx *ctx, Value self, Alternatives *to) {
  Tuple *args = AS_TUPLE(AS_UNION(self)->args);
  if (!begin(ctx, to, args->length)) return false;
  for (int64_t i = 0; i < args->length; i++)
    if (!CHECK_STOP(ctx) || !add_one(ctx, to, args->items[i])) return false;
  return true;
}
static bool union_hash(Ctx *ctx, Value self, uint64_t *out) {
  Alternatives mine;
  if (!alternatives_of(ctx, self, &mine)) return false;
  List *others = AS_LIST(mine.others);
  if (!others->length) return object_hash(ctx, mine.hashed, out);
  for (int64_t i = 0; i < others->length; i++)
    if (!object_hash(ctx, others->items->items[i], out)) return false; /* for its words */
  return raise_format(ctx, EXC_TypeError, "union contains %lld unhashable elements", (long long)others->length), false;
}
static int all_in(Ctx *ctx, Value list, Value other) {
  int there = 1;
  for (int64_t i = 0; there > 0 && i < AS_LIST(list)->length; i++)
    there = object_contains(ctx, other, AS_LIST(list)->items->items[i]);
  return there;
}
static Value union_compare(Ctx *ctx, Value a, Value b, CmpOp op) {
  if (!is_union_type(ctx, b) || (op != CMP_EQ && op != CMP_NE)) return V_NOTIMPL;
  Alternatives x, y;
  if (!alternatives_of(ctx, a, &x) || !alternatives_of(ctx, b, &y)) return V_NULL;
  int equal = object_equal(ctx, x.hashed, y.hashed);
  if (equal > 0) equal = AS_LIST(x.others)->length == AS_LIST(y.others)->length;
  if (equal > 0) equal = all_in(ctx, x.others, y.others);
  if (equal > 0) equal = all_in(ctx, y.others, x.others);
  return equal < 0 ? V_NULL : bool_tag((equal > 0) == (op == CMP_EQ));
}
static Value check_any(Ctx *ctx, Value self, Value v, int (*check)(Ctx *, Value, Value)) {
  Tuple *args = AS_TUPLE(AS_UNION(self)->args);
  for (int64_t i = 0; i < args->length; i++) {
    int r = check(ctx, v, args->items[i]);
    if (r) return r < 0 ? V_NULL : V_TRUE;
  }
  return V_FALSE;
}
METHOD(union_instancecheck) { return check_any(ctx, self, args[0], object_isinstance); }
METHOD(union_subclasscheck) { return check_any(ctx, self, args[0], object_issubclass); }
METHOD(union_mro_entries) { return raise_format(ctx, EXC_TypeError, "Cannot subclass %R", self), V_NULL; }
METHOD(union_reduce) {
  Value pair = tuple_from(ctx, (Value[]){VAL(ctx->cls.union_type), AS_UNION(self)->args}, 2);
  Value getitem = pair ? import_attribute(ctx, "operator", "getitem") : V_NULL;
  return getitem ? tuple_from(ctx, (Value[]){getitem, pair}, 2) : V_NULL;
}

static Value union_parameters(Ctx *ctx, Value self) {
  Union *u = AS_UNION(self);
  if (!u->parameters) {
    Value found = type_parameters(ctx, u->args);
    if (!found) return V_NULL;
    u->parameters = found;
  }
  return u->parameters;
}
static Value union_getitem(Ctx *ctx, Value self, Value key) {
  Value parameters = union_parameters(ctx, self),
        args = parameters ? type_parameters_replaced(ctx, self, AS_UNION(self)->args, parameters, key) : V_NULL;
  return args ? union_of(ctx, args, false) : V_NULL;
}
static Value union_binary(Ctx *ctx, Value a, Value b, BinOp op) {
  if (op != OP_OR) return V_NOTIMPL;
  Value pair = tuple_from(ctx, (Value[]){a, b}, 2); /* beside a union anything goes */
  return pair ? union_of(ctx, pair, true) : V_NULL;
}
static Value union_args(Ctx *ctx, Value self) { return UNUSED(ctx), AS_UNION(self)->args; }
static Value union_origin(Ctx *ctx, Value self) { return UNUSED(self), VAL(ctx->cls.union_type); }
static Value union_name(Ctx *ctx, Value self) { return UNUSED(self), str_intern_c(ctx, "Union"); }

static const CFuncDef union_methods[] = {
    METHOD_ROW("__instancecheck__", union_instancecheck, 1, 1, NULL),
    METHOD_ROW("__subclasscheck__", union_subclasscheck, 1, 1, NULL),
    METHOD_ROW("__mro_entries__", union_mro_entries, 1, 1, NULL),
    METHOD_ROW("__reduce__", union_reduce, 0, 0, NULL),
    CLASS_METHOD_ROW("__class_getitem__", union_class_getitem, 1, 1, "See PEP 585"),
    {0},
};
static const GetSetDef union_getset[] = {
    {"__args__", union_args, readonly_member, NULL},
    {"__parameters__", union_parameters, NULL, "Type variables in the types.UnionType."},
    {"__origin__", union_origin, NULL, "Always returns the type"},
    {"__name__", union_name, NULL, "Name of the type"},
    {"__qualname__", union_name, NULL, "Qualified name of the type"},
    {0},
};
static const TypeOps union_ops = {
    .repr = union_repr, .hash = union_hash, .compare = union_compare, .getitem = union_getitem, .binary = union_binary};

bool union_type_startup(Ctx *ctx) {
  Class *both = class_new_builtin(ctx, "typing.Union", ctx->cls.object, KIND_OTHER, sizeof(Union), &union_ops,
                                  union_methods, CLASS_BUILTIN | CLASS_FINAL | CLASS_HAS_WEAKREF);
  if (!both) return false;
  both->doc = str_from_ascii(ctx, "Represent a union type\n\nE.g. for int | str");
  ctx->cls.union_type = both;
  return both->doc && class_add_getset(ctx, both, union_getset);
}
