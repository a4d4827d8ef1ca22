/* Tuples with named fields (sys.version_info, time.struct_time, …), each a subclass of tuple, and
 * types.SimpleNamespace. The fields of a class are a static getset table made with STRUCTSEQ_FIELD; their names are its
 * __match_args__. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "object/object.h"
#include "text/text.h"

/* A getter carries no data, so there is one per position. */
#define GETTER(i)                                                                                 \
  Value structseq_get_##i(Ctx *ctx, Value self) { return UNUSED(ctx), AS_TUPLE(self)->items[i]; }
STRUCTSEQ_POSITIONS(GETTER)

static Value structseq_repr(Ctx *ctx, Value self) {
  Class *cls = class_of(ctx, self);
  Value names = class_lookup(ctx, cls, NAME(__match_args__));
  StrBuilder sb;
  sb_init(&sb, ctx);
  sb_str(&sb, cls->module);
  sb_char(&sb, '.');
  sb_str(&sb, cls->name);
  sb_char(&sb, '(');
  bool ok = true;
  for (int64_t i = 0; ok && names && i < AS_TUPLE(names)->length; i++) {
    if (i) sb_ascii(&sb, ", ");
    sb_str(&sb, AS_TUPLE(names)->items[i]);
    sb_char(&sb, '=');
    ok = sb_repr(&sb, AS_TUPLE(self)->items[i]);
  }
  if (!ok) return sb_discard(&sb), V_NULL;
  sb_char(&sb, ')');
  return sb_finish(&sb);
}

/* Fields that are attributes only (struct_time's zone) may come at the end of the sequence. */
static int64_t class_hidden_fields(Ctx *ctx, Class *cls) {
  Value all = class_lookup(ctx, cls, NAME(n_fields)), visible = class_lookup(ctx, cls, NAME(n_sequence_fields));
  return all && visible && both_int(all, visible) ? int_val(all) - int_val(visible) : 0;
}

static Value structseq_op_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(kwnames);
  Value names = class_lookup(ctx, cls, NAME(__match_args__));
  if (nargs < 1)
    return raise_format(ctx, EXC_TypeError, "structseq() missing required argument 'sequence' (pos 1)"), V_NULL;
  Value list = list_from_iterable(ctx, args[0]);
  if (!list || !names) return V_NULL;
  int64_t n = AS_LIST(list)->length, want = AS_TUPLE(names)->length;
  int64_t most = want + class_hidden_fields(ctx, cls);
  if (n < want || n > most) {
    raise_format(ctx, EXC_TypeError, "%U.%U() takes %s %lld-sequence (%lld-sequence given)", cls->module, cls->name,
                 most == want ? "a"
                 : n < want   ? "an at least"
                              : "an at most",
                 (long long)(n < want ? want : most), (long long)n);
    return V_NULL;
  }
  return tuple_subclass_new(ctx, cls, AS_LIST(list)->items->items, want);
}

Class *structseq_class(Ctx *ctx, const char *name, const GetSetDef *fields) {
  static const TypeOps ops = {.new_ = structseq_op_new, .repr = structseq_repr};
  Class *cls = class_new_builtin(ctx, name, ctx->cls.tuple, KIND_TUPLE, sizeof(Tuple), &ops, NULL, CLASS_BUILTIN);
  int64_t n = 0;
  while (fields[n].name) n++;
  Value names = cls ? tuple_new(ctx, n) : V_NULL;
  if (!names) return NULL;
  for (int64_t i = 0; i < n; i++)
    if (!(AS_TUPLE(names)->items[i] = str_intern_c(ctx, fields[i].name))) return NULL;
  bool ok = class_add_getset(ctx, cls, fields) && dict_set(ctx, cls->dict, NAME(__match_args__), names) &&
            dict_set(ctx, cls->dict, NAME(n_fields), int_tag(n)) &&
            dict_set(ctx, cls->dict, NAME(n_sequence_fields), int_tag(n)) &&
            dict_set(ctx, cls->dict, str_intern_c(ctx, "n_unnamed_fields"), int_tag(0));
  return ok && class_modified(ctx, cls) ? cls : NULL;
}

Value structseq_new(Ctx *ctx, Class *cls, const Value *items) {
  Value names = class_lookup(ctx, cls, NAME(__match_args__));
  return tuple_subclass_new(ctx, cls, items, AS_TUPLE(names)->length);
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

Class *simple_namespace_class(Ctx *ctx) {
  if (ctx->cls.simple_namespace) return ctx->cls.simple_namespace;
  static const TypeOps ops = {
      .new_ = namespace_new, .init = namespace_init, .repr = namespace_repr, .compare = namespace_compare};
  return ctx->cls.simple_namespace = class_new_builtin(ctx, "types.SimpleNamespace", ctx->cls.object, KIND_INSTANCE,
                                                       sizeof(Instance), &ops, NULL, CLASS_BUILTIN | CLASS_HAS_DICT);
}
