/* list[int] (types.GenericAlias). Cells of a few words, which the collector scans. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "object/model.h"
#include "object/object.h"
#include "object/type_parameters.h"
#include "text/text.h"

typedef struct Alias {
  Cell h;
  Value origin, args;
  Value parameters; /* V_NULL: not asked for yet */
  Value starred;    /* V_TRUE: *list[int] */
} Alias;
#define AS_ALIAS(v) ((Alias *)(v))

bool is_generic_alias(Ctx *ctx, Value v) { return is_cell(v) && is_subclass(class_of(ctx, v), ctx->cls.generic_alias); }

static Value alias_of(Ctx *ctx, Class *cls, Value origin, Value args, bool starred) {
  if (!is_tuple(ctx, args) && !(args = tuple_from(ctx, &args, 1))) return V_NULL;
  Alias *a = (Alias *)instance_new(ctx, cls);
  if (!a) return V_NULL;
  a->origin = origin;
  a->args = args;
  a->parameters = V_NULL;
  a->starred = bool_tag(starred);
  return VAL(a);
}
Value generic_alias_new(Ctx *ctx, Value origin, Value args) {
  return alias_of(ctx, ctx->cls.generic_alias, origin, args, false);
}
SHARED_METHOD(class_getitem) { return generic_alias_new(ctx, self, args[0]); }

/* ---- repr ---- */

bool write_type(Ctx *ctx, StrBuilder *sb, Value v) {
  if (v == V_ELLIPSIS) return sb_ascii(sb, "..."), true;
  if (v == VAL(ctx->cls.none_type)) return sb_ascii(sb, "None"), true;
  Value origin = get_attr_optional(ctx, v, str_intern_c(ctx, "__origin__"));
  if (!origin && ctx->exc) return false;
  Value args = origin ? get_attr_optional(ctx, v, str_intern_c(ctx, "__args__")) : V_NULL;
  if (ctx->exc) return false;
  if (!args) {
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

/* An argument; types in a list, as Callable[[int], str] has it, are spelt like others. */
static bool write_argument(Ctx *ctx, StrBuilder *sb, Value v) {
  if (!is_list(ctx, v)) return write_type(ctx, sb, v);
  sb_char(sb, '[');
  for (int64_t i = 0; i < AS_LIST(v)->length; i++) {
    if (i) sb_ascii(sb, ", ");
    if (!write_type(ctx, sb, AS_LIST(v)->items->items[i])) return false;
  }
  sb_char(sb, ']');
  return true;
}

static Value alias_repr(Ctx *ctx, Value self) {
  if (!c_stack_check(ctx)) return V_NULL;
  Alias *a = AS_ALIAS(self);
  StrBuilder sb;
  sb_init(&sb, ctx);
  if (a->starred == V_TRUE) sb_char(&sb, '*');
  bool ok = write_type(ctx, &sb, a->origin);
  sb_char(&sb, '[');
  int64_t n = AS_TUPLE(a->args)->length;
  if (n == 0) sb_ascii(&sb, "()");
  for (int64_t i = 0; ok && i < n; i++) {
    if (i) sb_ascii(&sb, ", ");
    ok = write_argument(ctx, &sb, AS_TUPLE(a->args)->items[i]);
  }
  sb_char(&sb, ']');
  if (!ok) return sb_discard(&sb), V_NULL;
  return sb_finish(&sb);
}

/* ---- the class ---- */

static Value alias_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  if (kwcount(kwnames)) return raise_format(ctx, EXC_TypeError, "GenericAlias() takes no keyword arguments"), V_NULL;
  if (nargs != 2) return raise_arity(ctx, "GenericAlias", 2, 2, nargs), V_NULL;
  return alias_of(ctx, cls, args[0], args[1], false);
}
static bool alias_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(ctx), UNUSED(self), UNUSED(args), UNUSED(nargs), UNUSED(kwnames);
  return true;
}
static bool alias_hash(Ctx *ctx, Value self, uint64_t *out) {
  uint64_t h0, h1;
  if (!object_hash(ctx, AS_ALIAS(self)->origin, &h0) || !object_hash(ctx, AS_ALIAS(self)->args, &h1)) return false;
  *out = h0 ^ h1;
  return true;
}
static Value alias_compare(Ctx *ctx, Value a, Value b, CmpOp op) {
  if (!is_generic_alias(ctx, a) || !is_generic_alias(ctx, b) || (op != CMP_EQ && op != CMP_NE)) return V_NOTIMPL;
  int equal = AS_ALIAS(a)->starred == AS_ALIAS(b)->starred ? object_equal(ctx, AS_ALIAS(a)->origin, AS_ALIAS(b)->origin)
                                                           : 0;
  if (equal > 0) equal = object_equal(ctx, AS_ALIAS(a)->args, AS_ALIAS(b)->args);
  return equal < 0 ? V_NULL : bool_tag(equal == (op == CMP_EQ));
}
static Value alias_call(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  Value v = py_call(ctx, AS_ALIAS(self)->origin, args, nargs, kwnames);
  if (v && is_cell(v) && !set_attr(ctx, v, str_intern_c(ctx, "__orig_class__"), self)) {
    if (!exc_matches(ctx, EXC_AttributeError) && !exc_matches(ctx, EXC_TypeError)) return V_NULL;
    exc_clear(ctx);
  }
  return v;
}

static bool is_one_of(Value name, const char *const *names) {
  for (; *names; names++)
    if (str_equal_c(name, *names)) return true;
  return false;
}
/* The alias's own attributes; all others are the origin's. */
static const char *const own_attributes[] = {"__class__",       "__origin__",
                                             "__args__",        "__unpacked__",
                                             "__parameters__",  "__typing_unpacked_tuple_args__",
                                             "__mro_entries__", "__reduce_ex__",
                                             "__reduce__",      NULL};
/* What neither it nor its origin has, as far as anybody can see. */
static const char *const hidden_attributes[] = {"__bases__", "__copy__", "__deepcopy__", NULL};

static Value alias_getattr(Ctx *ctx, Value self, Value name) {
  if (is_one_of(name, own_attributes) || is_one_of(name, hidden_attributes)) return object_getattr(ctx, self, name);
  return get_attr(ctx, AS_ALIAS(self)->origin, name);
}

static Value alias_parameters(Ctx *ctx, Value self) {
  Alias *a = AS_ALIAS(self);
  if (!a->parameters) {
    Value found = type_parameters(ctx, a->args);
    if (!found) return V_NULL;
    a->parameters = found;
  }
  return a->parameters;
}
static Value alias_getitem(Ctx *ctx, Value self, Value key) {
  Alias *a = AS_ALIAS(self);
  Value parameters = alias_parameters(ctx, self),
        args = parameters ? type_parameters_replaced(ctx, self, a->args, parameters, key) : V_NULL;
  return args ? alias_of(ctx, ctx->cls.generic_alias, a->origin, args, a->starred == V_TRUE) : V_NULL;
}
static Value alias_binary(Ctx *ctx, Value a, Value b, BinOp op) {
  return op == OP_OR ? union_type_or(ctx, a, b) : V_NOTIMPL;
}

METHOD(alias_mro_entries) { return tuple_from(ctx, &AS_ALIAS(self)->origin, 1); }
METHOD(alias_instancecheck) {
  return raise_format(ctx, EXC_TypeError, "isinstance() argument 2 cannot be a parameterized generic"), V_NULL;
}
METHOD(alias_subclasscheck) {
  return raise_format(ctx, EXC_TypeError, "issubclass() argument 2 cannot be a parameterized generic"), V_NULL;
}
METHOD(alias_dir) {
  Value names = special_call_required(ctx, AS_ALIAS(self)->origin, NAME(__dir__), NULL, 0);
  Value set = names ? set_new(ctx, false) : V_NULL;
  if (!set || !set_update(ctx, set, names)) return V_NULL;
  for (const char *const *own = own_attributes; *own; own++) {
    Value name = str_intern_c(ctx, *own);
    if (!name || set_add(ctx, set, name) < 0) return V_NULL;
  }
  for (const char *const *hidden = hidden_attributes; *hidden; hidden++) {
    Value name = str_intern_c(ctx, *hidden);
    if (!name || set_discard(ctx, set, name) < 0) return V_NULL;
  }
  return list_from_iterable(ctx, set);
}

/* ---- *list[int]: iterating yields the starred alias, once ---- */

static Value alias_iter(Ctx *ctx, Value self) {
  Value it = iter_new(ctx, ITER_GENERIC_ALIAS);
  if (it) ((Iter *)it)->a = self;
  return it;
}
static Value alias_iter_next(Ctx *ctx, Value self) {
  Iter *it = (Iter *)self;
  if (!it->a) return V_NULL;
  Alias *a = AS_ALIAS(it->a);
  it->a = V_NULL;
  return alias_of(ctx, ctx->cls.generic_alias, a->origin, a->args, true);
}
METHOD(alias_iter_reduce) {
  Value function = builtin_named(ctx, NAME(iter));
  if (!function) return V_NULL;
  Value rest = ((Iter *)self)->a ? ((Iter *)self)->a : ctx->empty_tuple, rest_args = tuple_from(ctx, &rest, 1);
  return rest_args ? tuple_from(ctx, (Value[]){function, rest_args}, 2) : V_NULL;
}
static const CFuncDef alias_iter_methods[] = {
    METHOD_ROW("__reduce__", alias_iter_reduce, 0, 0, "Return state information for pickling."), {0}};
static const TypeOps alias_iter_ops = {.iter = iter_self, .next = alias_iter_next};

METHOD(alias_reduce) {
  Alias *a = AS_ALIAS(self);
  if (a->starred == V_TRUE) {
    Value plain = alias_of(ctx, ctx->cls.generic_alias, a->origin, a->args, false),
          it = plain ? alias_iter(ctx, plain) : V_NULL, only = it ? tuple_from(ctx, &it, 1) : V_NULL,
          name = only ? str_intern_c(ctx, "next") : V_NULL, next = name ? builtin_named(ctx, name) : V_NULL;
    return next ? tuple_from(ctx, (Value[]){next, only}, 2) : V_NULL;
  }
  Value pair = tuple_from(ctx, (Value[]){a->origin, a->args}, 2);
  return pair ? tuple_from(ctx, (Value[]){VAL(class_of(ctx, self)), pair}, 2) : V_NULL;
}

/* ---- attributes ---- */

static Value alias_origin(Ctx *ctx, Value self) { return UNUSED(ctx), AS_ALIAS(self)->origin; }
static Value alias_args(Ctx *ctx, Value self) { return UNUSED(ctx), AS_ALIAS(self)->args; }
static Value alias_unpacked(Ctx *ctx, Value self) { return UNUSED(ctx), AS_ALIAS(self)->starred; }
static Value alias_unpacked_args(Ctx *ctx, Value self) {
  Alias *a = AS_ALIAS(self);
  return a->starred == V_TRUE && a->origin == VAL(ctx->cls.tuple) ? a->args : V_NONE;
}
static const CFuncDef alias_methods[] = {
    METHOD_ROW("__mro_entries__", alias_mro_entries, 1, 1, NULL),
    METHOD_ROW("__instancecheck__", alias_instancecheck, 1, 1, NULL),
    METHOD_ROW("__subclasscheck__", alias_subclasscheck, 1, 1, NULL),
    METHOD_ROW("__reduce__", alias_reduce, 0, 0, NULL),
    METHOD_ROW("__dir__", alias_dir, 0, 0, NULL),
    {0},
};
static const GetSetDef alias_getset[] = {
    {"__origin__", alias_origin, readonly_member, NULL},
    {"__args__", alias_args, readonly_member, NULL},
    {"__unpacked__", alias_unpacked, readonly_member, NULL},
    {"__parameters__", alias_parameters, NULL, "Type variables in the GenericAlias."},
    {"__typing_unpacked_tuple_args__", alias_unpacked_args, NULL, NULL},
    {0},
};
static const TypeOps alias_ops = {.new_ = alias_new,
                                  .init = alias_init,
                                  .repr = alias_repr,
                                  .hash = alias_hash,
                                  .compare = alias_compare,
                                  .call = alias_call,
                                  .getattr = alias_getattr,
                                  .getitem = alias_getitem,
                                  .iter = alias_iter,
                                  .binary = alias_binary};

bool generic_alias_startup(Ctx *ctx) {
  Class *alias = class_new_builtin(ctx, "types.GenericAlias", ctx->cls.object, KIND_OTHER, sizeof(Alias), &alias_ops,
                                   alias_methods, CLASS_BUILTIN | CLASS_HAS_WEAKREF);
  Class *iterator = class_new_builtin(ctx, "generic_alias_iterator", NULL, KIND_ITER, sizeof(Iter), &alias_iter_ops,
                                      alias_iter_methods, CLASS_BUILTIN | CLASS_FINAL);
  if (!alias || !iterator) return false;
  ctx->cls.generic_alias = alias;
  ctx->cls.iter_class[ITER_GENERIC_ALIAS] = iterator;
  return class_add_getset(ctx, alias, alias_getset) && union_type_startup(ctx);
}
