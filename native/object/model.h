/* The object model from inside: shapes and attribute storage, method resolution, the table of dunders. For the files of
 * this room, and for those rooms whose classes need more than object.h offers. */
#pragma once
#include "core/ctx.h"
#include "object/object.h"

typedef enum DunderForm {
  DUNDER_UNARY,
  DUNDER_HASH,
  DUNDER_TRUTH,
  DUNDER_LEN,
  DUNDER_COMPARE,
  DUNDER_BINARY,
  DUNDER_RBINARY,
  DUNDER_INPLACE,
  DUNDER_GETITEM,
  DUNDER_SETITEM,
  DUNDER_DELITEM,
  DUNDER_CONTAINS,
  DUNDER_NEXT,
  DUNDER_CALL,
  DUNDER_INIT,
  DUNDER_GETATTR,
  DUNDER_SETATTR,
  DUNDER_DELATTR,
  DUNDER_GET,
  DUNDER_SET,
  DUNDER_DELETE,
  DUNDER_BUFFER
} DunderForm;
typedef struct Dunder {
  NameId id;
  uint16_t op;  /* offset in TypeOps */
  uint8_t form; /* DunderForm */
  uint8_t arg;  /* BinOp or CmpOp */
} Dunder;

/* ---- refresh.c ---- */
void operation_names_startup(Ctx *ctx);
bool class_refresh_ops(Ctx *ctx, Class *cls);     /* TypeOps from the dunders on the mro */
bool may_decide_operations(Ctx *ctx, Value name); /* is it a dunder that decides something about a class? */

/* ---- shape.c ---- */
bool shapes_startup(Ctx *ctx);
/* the place of this built-in class in ctx->shape, or NULL */
Shape **shape_canonical(Ctx *ctx, CellKind kind, const char *name);
/* the layout and fixed slots of `like`, another capacity */
Shape *shape_root_with(Ctx *ctx, Class *cls, const Shape *like, uint32_t inline_cap);
Shape *shape_top(Shape *shape);                 /* the root it comes from */
Shape *shape_dict_mode(Ctx *ctx, Shape *shape); /* the dict-mode sibling of its root */

/* ---- instance.c ---- */
Value instance_get(Ctx *ctx, Value obj, Shape *shape, Value name); /* V_NULL absent */
bool instance_set(Ctx *ctx, Value obj, Shape *shape, Value name, Value value);
int instance_delete(Ctx *ctx, Value obj, Shape *shape, Value name); /* 1, 0 absent, -1 */
Value *instance_slot_place(Value obj, const Shape *shape, int slot);
bool instance_set_dict(Ctx *ctx, Value obj, Value dict);
/* May it take the place of a __dict__ that cannot be deleted (value = V_NULL)? TypeError. */
bool check_new_dict(Ctx *ctx, Value value);
bool instance_set_class(Ctx *ctx, Value obj, Class *cls);
/* the dict of a function, module, class or wrapper: attributes outside shapes; V_NULL = none */
Value own_dict(Ctx *ctx, Value obj, bool create);

/* ---- mro.c ---- */
bool class_compute_mro(Ctx *ctx, Class *cls); /* C3; TypeError */
bool class_ask_mro(Ctx *ctx, Class *cls);     /* class_new.c: what mro() of its metaclass returns */

/* ---- class.c ---- */
Class *class_alloc(Ctx *ctx, Class *meta);
bool class_finish(Ctx *ctx, Class *cls); /* when the mro is known: registers with bases, fills ops */
/* after a change of cls->dict; `before`: what class_lookup had found */
bool class_attribute_changed(Ctx *ctx, Class *cls, Value name, Value before);
/* May inline caches know attributes of its instances, or of those of a class that inherits from it? These caches trust
 * that attributes are found as ever, whatever version the class has; all of these classes get new ones. */
bool class_is_in_caches(Ctx *ctx, Class *cls);
bool class_put(Ctx *ctx, Class *cls, const char *name, Value value);
Value class_full_name(Ctx *ctx, Class *cls);      /* module.qualname, without "builtins." */
Value class_tp_name(Ctx *ctx, Class *cls);        /* CPython's tp_name: a class written in C has its module with it */
Value module_name_of_class(Ctx *ctx, Class *cls); /* V_NULL when it has none */
bool class_add_methods(Ctx *ctx, Class *cls, const CFuncDef *defs);

/* ---- class_layout.c ---- */
Class *best_base(Ctx *ctx, Value bases); /* TypeError on layout conflict */
Class *class_solid_base(Class *cls);     /* the first base, itself included, that adds words to the struct */
/* a Python class's root shape and slot_hint: its base's layout, `new_slots` of __slots__ and what its flags say */
bool class_lay_out(Ctx *ctx, Class *cls, uint32_t new_slots);
bool class_keeps_own_dict(CellKind kind); /* these objects have their dict in their struct */
/* Whether an instance of one class is, word for word, also one of the other: the same struct, the same __slots__ in the
 * same places, both with a dict or both without. */
bool class_same_layout(Class *a, Class *b);
/* The same, for `what` assignment: TypeError in CPython's words. */
bool class_check_layout(Ctx *ctx, const char *what, Class *from, Class *to);

/* ---- class_new.c ---- */
Value class_call(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames); /* type.__call__ */
bool class_name_checked(Ctx *ctx, Value name);    /* neither null characters nor surrogates */
bool class_add_dict_getset(Ctx *ctx, Class *cls); /* __dict__ of instances of a built-in class with CLASS_HAS_DICT */

/* ---- class_type.c ---- */
bool type_attributes_startup(Ctx *ctx);

/* ---- dunder.c ---- */
enum { NDUNDERS = 72 };
extern const Dunder DUNDERS[];
/* for built-in classes: dunders for their own entries */
bool class_expose_ops(Ctx *ctx, Class *cls, const TypeOps *own);
bool is_builtin_new(Ctx *ctx, Value found); /* object.__new__ and its like */
NameId binary_dunder(BinOp op, int which);  /* 0 plain, 1 reflected, 2 in-place */
NameId compare_dunder(CmpOp op);
/* Of the built-in class from which cls has inherited this form of an operator; NULL: it has its own, or none. */
const TypeOps *inherited_operator(Ctx *ctx, Class *cls, BinOp op, DunderForm form);
/* Of the built-in class by which instances of cls concatenate (OP_ADD) or repeat themselves (OP_MUL); NULL: they do
 * not, or methods of a subclass have taken the operator over. */
const TypeOps *sequence_operators(Ctx *ctx, Class *cls, BinOp op);
/* A weak proxy: what it stands for decides about operators, whatever it has methods for. */
static inline bool class_is_proxy(const Class *cls) {
  uint32_t both = CLASS_BUILTIN | CLASS_HAS_GETATTR;
  return (cls->flags & both) == both;
}

/* ---- object_type.c ---- */
extern const TypeOps OBJECT_OPS, TYPE_OPS;
bool object_type_startup(Ctx *ctx);
Value object_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames); /* object.__new__ */
bool object_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames);
Value object_compare_default(Ctx *ctx, Value self, Value other, CmpOp op);

/* ---- slot_generic.c ---- */
bool generic_get_buffer(Ctx *ctx, Value self, uint32_t flags, struct Buffer *out); /* buffer.c */
extern const TypeOps GENERIC_OPS;                                 /* the entries that call Python dunders */
bool hash_refused(Ctx *ctx, Value self, uint64_t *out);           /* TypeOps.hash of unhashable classes */
int contains_by_iterating(Ctx *ctx, Value container, Value item); /* object.c */

/* ---- slot_wrapper.c ---- */
/* For a self that is known to be an instance of the wrapper's owner; wrapper_apply checks that. */
Value wrapper_call(Ctx *ctx, SlotDescr *wrapper, Value self, const Value *args, uint32_t nargs, Value kwnames);
Value wrapper_apply(Ctx *ctx, SlotDescr *wrapper, Value self, const Value *args, uint32_t nargs, Value kwnames);

/* ---- descriptor.c ---- */
bool descriptor_startup(Ctx *ctx);
/* __get__ protocol: obj V_NULL = through the class */
Value descriptor_bind(Ctx *ctx, Value found, Value obj, Class *owner);

/* ---- property.c ---- */
Value staticmethod_new(Ctx *ctx, Value func);
Value classmethod_new(Ctx *ctx, Value func);
bool property_startup(Ctx *ctx);

/* ---- proxy.c ---- */
Value proxy_new(Ctx *ctx, Value mapping);
bool proxy_startup(Ctx *ctx);

/* ---- super.c ---- */
bool super_startup(Ctx *ctx);
Value super_getattr(Ctx *ctx, Value self, Value name);

/* ---- singletons.c ---- */
bool singletons_startup(Ctx *ctx);

/* ---- object.c ---- */
Value not_a_string(Ctx *ctx, Value v, const char *method); /* TypeError "__repr__ returned non-string (type X)" */

/* ---- attribute.c ---- */
bool class_setattr(Ctx *ctx, Value obj, Value name, Value value); /* type.__setattr__ */
Value class_getattr(Ctx *ctx, Value obj, Value name);             /* type.__getattribute__ */
void raise_no_attribute(Ctx *ctx, Value obj, Value name);
void raise_attribute_error(Ctx *ctx, Value obj, Value name, Value message);
Value name_checked(Ctx *ctx, Value name); /* interned; TypeError "attribute name must be string, not 'X'" */

/* ---- inline ---- */
static inline Class *as_class(Value v) { return (Class *)v; }
static inline bool takes_attributes(const Shape *shape) {
  return (shape->slot_base || (shape->flags & SHAPE_TAIL)) && (shape->cls->flags & CLASS_HAS_DICT);
}
static inline bool is_data_descriptor(Ctx *ctx, Value v) { return is_cell(v) && class_of(ctx, v)->ops.descr_set; }
/* A data descriptor that can be read: it comes before the object's own attributes. */
static inline bool overrides_instance(Ctx *ctx, Value v) {
  return is_cell(v) && class_of(ctx, v)->ops.descr_set && class_of(ctx, v)->ops.descr_get;
}
/* Function, method descriptor or slot wrapper: can be called with self as first argument instead of being bound. */
static inline bool is_method_like(Ctx *ctx, Value v) {
  if (!is_cell(v)) return false;
  Class *cls = shape_of(ctx, v)->cls;
  return cls == ctx->cls.function || cls == ctx->cls.method_descr || cls == ctx->cls.wrapper_descr;
}
