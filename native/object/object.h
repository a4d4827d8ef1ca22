/* The object model: operations on any object, classes and how a built-in one is made, attributes, shapes, module
 * objects, and the watchers that tell compiled code of changes.
 *
 * What the instances of a class can do is its TypeOps (core/layout.h), one entry for each special method. A Python
 * class gets entries that call its dunders (slot_generic.c), so C code needs to ask only the TypeOps. The object_…
 * functions do all that the language says: subclasses, reflected operators, fallbacks, the wording of errors. Code that
 * knows the type calls the type's own function instead. */
#pragma once
#include "core/ctx.h"

typedef struct GetSetDef {
  const char *name;
  Value (*get)(Ctx *, Value self);
  bool (*set)(Ctx *, Value self, Value value); /* value V_NULL = delete; NULL = read-only */
  const char *doc;
} GetSetDef;
/* How an attribute access on this object resolves right now, for inline caches. */
typedef struct AttrInfo {
  AttrKind kind;
  uint32_t shape, class_version, index, new_shape, keys_version;
  Class *cls;
  Value value;
} AttrInfo;
#define AS_CLASS(v) ((Class *)(v))
#define AS_MODULE(v) ((Module *)(v))

/* ---- generic_alias.c ---- */
Value generic_alias_new(Ctx *ctx, Value origin, Value args); /* list[int]; args may be one argument or a tuple */
/* The CFunc of a built-in class's __class_getitem__: list[int]. */
Value class_getitem(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames);
Value union_type_or(Ctx *ctx, Value a, Value b); /* int | None; NotImplemented when a side is no type */
bool generic_alias_startup(Ctx *ctx);

/* ---- class.c ---- */
Class *class_of_immediate(Ctx *ctx, Value v);      /* of neither a cell nor an int */
static inline Class *class_of(Ctx *ctx, Value v) { /* type(v) */
  if (LIKELY(is_cell(v))) return ctx->shapes[CELL(v)->shape]->cls;
  return is_int(v) ? ctx->cls.int_ : class_of_immediate(ctx, v);
}
bool is_subclass(Class *cls, Class *base); /* real inheritance, no __subclasscheck__ */
bool is_instance(Ctx *ctx, Value v, Class *cls);
/* A built-in class: kind and base decide the layout, methods end with {0}. `name` may be "module.name". Its root shape
 * is the canonical shape of its kind in ctx->shape if that has no class yet (set, frozenset, coroutine and the dict
 * views: by name), else a new one. `ops` is copied; NULL entries are inherited from `base` (NULL = object). Every entry
 * of its own appears as a dunder in the dict. Do not list such dunders in `methods`; others (__format__, __reversed__,
 * __round__, __enter__, …) belong there. With CLASS_HAS_DICT instances take attributes. The new_ of a class that may be
 * subclassed allocates with instance_new (or instance_new_var) from the class it is given. A class with a struct of its
 * own that has neither new_ nor init has no constructor: "cannot create 'X' instances". */
Class *class_new_builtin(Ctx *ctx, const char *name, Class *base, CellKind kind, size_t struct_size, const TypeOps *ops,
                         const CFuncDef *methods, uint32_t flags);
bool class_set_doc(Ctx *ctx, Class *cls, const char *doc); /* false: an exception, or cls is NULL because of one */
Value class_lookup(Ctx *ctx, Class *cls, Value name);      /* along the mro, unbound; V_NULL = absent, never an error */
bool class_modified(Ctx *ctx, Class *cls); /* new versions, slots refreshed, watchers told, subclasses too */
Value instance_new(Ctx *ctx, Class *cls);  /* blank instance of cls->root; no __init__ */
/* the same for tuple and bytes and their subclasses: header + items (+ tail) */
Value instance_new_var(Ctx *ctx, Class *cls, size_t bytes);
Value type_name(Ctx *ctx, Value v); /* Str of type(v).__name__ */
bool class_startup(Ctx *ctx);       /* object, type, function, descriptors; bootstraps str/tuple/dict shapes first */

/* ---- object.c ---- */
bool class_run_init(Ctx *ctx, Value made, const Value *args, uint32_t nargs, Value kwnames); /* __init__ of its class */
int class_decides_isinstance(Ctx *ctx, Value v,
                             Class *cls); /* -1: its metaclass, or the object's __class__, has a say */
int object_isinstance(Ctx *ctx, Value v, Value cls_or_tuple); /* with __instancecheck__; 0, 1, -1 */
int object_issubclass(Ctx *ctx, Value cls, Value cls_or_tuple);
Value object_repr(Ctx *ctx, Value v);
Value object_str(Ctx *ctx, Value v);
Value object_ascii(Ctx *ctx, Value v);
Value object_format(Ctx *ctx, Value v, Value spec); /* spec Str or V_NULL */
bool object_hash(Ctx *ctx, Value v, uint64_t *out); /* TypeError "unhashable type: 'list'" */
int object_truth(Ctx *ctx, Value v);
Value object_negative(Ctx *ctx, Value v);
Value object_positive(Ctx *ctx, Value v);
Value object_invert(Ctx *ctx, Value v);
int64_t object_len(Ctx *ctx, Value v);
Value object_getitem(Ctx *ctx, Value v, Value key);
bool object_setitem(Ctx *ctx, Value v, Value key, Value value); /* value V_NULL deletes */
int object_contains(Ctx *ctx, Value container, Value item);
Value object_iter(Ctx *ctx, Value v);
/* the same; any TypeError becomes the one with these words, in which %T is the type of v */
Value object_iter_or(Ctx *ctx, Value v, const char *words);
Value object_next(Ctx *ctx, Value it);              /* V_NULL without exception = exhausted (StopIteration swallowed) */
Value object_index(Ctx *ctx, Value v);              /* operator.index: plain int */
bool object_ssize(Ctx *ctx, Value v, int64_t *out); /* an argument that is a size or a count; else OverflowError */
/* clamp: saturate; else IndexError "cannot fit 'int' into an index-sized integer" */
bool object_index_i64(Ctx *ctx, Value v, int64_t *out, bool clamp);
bool object_c_int(Ctx *ctx, Value v, int32_t *out); /* OverflowError "Python int too large to convert to C int" */

/* ---- descriptor.c ---- */
bool class_add_getset(Ctx *ctx, Class *cls, const GetSetDef *defs); /* ends with {0} */
bool readonly_member(Ctx *ctx, Value self, Value value);            /* GetSetDef.set of a member of CPython's struct */
Value method_new(Ctx *ctx, Value func, Value self);

/* __reduce__ of built-in callables and bound methods, once all of their classes exist */
bool callables_pickle(Ctx *ctx);

/* ---- shape.c ---- */
Shape *shape_new(Ctx *ctx, Class *cls, CellKind kind); /* fresh, no attributes */
void shapes_destroy(Ctx *ctx);
uint32_t shape_count(Ctx *ctx);                      /* of those that exist */
Shape *shape_add(Ctx *ctx, Shape *shape, Value key); /* transition */
int shape_lookup(Ctx *ctx, Shape *shape, Value key); /* slot number or -1 */

/* ---- class_new.c ---- */
/* type(name, bases, dict, **kw) */
/* type.__new__ of the metaclass that wins among those of the bases; winning_metaclass: NULL + TypeError when none does
 */
Class *winning_metaclass(Ctx *ctx, Class *meta, Value bases);
Value type_new(Ctx *ctx, Value meta, Value name, Value bases, Value dict, Value kwargs);
Value build_class(Ctx *ctx, Value func, Value name, const Value *bases, uint32_t nbases, Value kwnames,
                  const Value *kwvalues);

bool class_take_out(Ctx *ctx, Class *cls, Value name); /* of its own dict, if it is there; no descriptor is asked */

/* ---- attribute.c ---- */
Value get_attr(Ctx *ctx, Value obj, Value name); /* name: interned Str; AttributeError with CPython's wording */
Value get_attr_optional(Ctx *ctx, Value obj, Value name);    /* V_NULL without exception when missing */
bool set_attr(Ctx *ctx, Value obj, Value name, Value value); /* value V_NULL deletes */
Value object_getattr(Ctx *ctx, Value obj, Value name);       /* object.__getattribute__ */
Value object_find_attr(Ctx *ctx, Value obj, Value name);     /* the same; V_NULL without exception: there is none */
bool object_setattr(Ctx *ctx, Value obj, Value name, Value value);
/* For a method call without a bound method: sets *func and *self (V_NULL when func must be called without self). */
bool load_method(Ctx *ctx, Value obj, Value name, Value *func, Value *self);

/* ---- instance.c ---- */
Value instance_slot(Value obj, Shape *shape, int slot);
Value instance_dict(Ctx *ctx, Value obj); /* obj.__dict__: switches the instance to dict mode */

/* ---- super.c ---- */
/* super(start, obj).name; method form (as load_method) when `self` is not NULL. LOAD_SUPER_ATTR when `super` is the
 * built-in class. */
bool super_load(Ctx *ctx, Value start, Value obj, Value name, Value *func, Value *self);
/* The function that super(start, cls).name calls, where finding out runs nothing: as it is, or of a static method, or
 * of a class method, which `takes_class`. V_NULL: another thing. */
Value super_of_class(Ctx *ctx, Class *start, Class *cls, Value name, bool *takes_class);

/* ---- attribute_cache.c ---- */
AttrInfo attr_info_load(Ctx *ctx, Value obj, Value name);
AttrInfo attr_info_store(Ctx *ctx, Value obj, Value name);
AttrInfo attr_info_store_shape(Ctx *ctx, Shape *shape, Value name); /* of an object that has this shape */

/* ---- binary.c ---- */
int object_equal(Ctx *ctx, Value a, Value b); /* identity first, then ==, truth of the result; -1 error */
Value object_compare(Ctx *ctx, Value a, Value b, CmpOp op);
Value object_compare_refused(Ctx *ctx, Value a, Value b, CmpOp op); /* after a's method has returned NotImplemented */
int object_compare_bool(Ctx *ctx, Value a, Value b, CmpOp op);
Value object_binary(Ctx *ctx, Value a, Value b, int op); /* BINARY_OP argument, in-place forms and OP_SUBSCR included */
Value raise_unsupported(Ctx *ctx, Value a, Value b, int op); /* TypeError of a binary operator; V_NULL */

/* ---- watch.c ---- */
/* Tells dependants that dict[key] changed (value already stored). Called for DICT_WATCHED dicts only. */
void dict_notify_watchers(Ctx *ctx, Dict *dict, Value key);
void class_notify_watchers(Ctx *ctx, Class *cls);

/* ---- special.c ---- */
/* How the call of a special method ended: there is no such method (no result, no exception), it raised (an exception),
 * it returned (a result), it is None (no result, no exception; only where that is told from other methods). */
typedef enum Special { SPECIAL_ABSENT, SPECIAL_RAISED, SPECIAL_RETURNED, SPECIAL_REFUSED } Special;
/* Calls a special method, looked up on type(self). None is a method like any other: calling it is a TypeError. */
Special special_call(Ctx *ctx, Value self, Value name, const Value *args, uint32_t nargs, Value *result);
/* The same in the words of CPython's slots, for the entries of slot_generic.c. _maybe: an AttributeError that comes
 * from the method's own __get__ counts as absence. */
Special special_call_slot(Ctx *ctx, Value self, Value name, const Value *args, uint32_t nargs, Value *result);
Special special_call_maybe(Ctx *ctx, Value self, Value name, const Value *args, uint32_t nargs, Value *result);
/* The same where None, in the class or from the method's own __get__, means that an inherited method is refused. */
Special special_call_unless_none(Ctx *ctx, Value self, Value name, const Value *args, uint32_t nargs, Value *result);
Special special_call_maybe_unless_none(Ctx *ctx, Value self, Value name, const Value *args, uint32_t nargs,
                                       Value *result);
/* The same where absence is an AttributeError. */
Value special_call_required(Ctx *ctx, Value self, Value name, const Value *args, uint32_t nargs);
/* What the results of __bool__ and __len__ mean; -1: an exception is set. */
int special_truth(Ctx *ctx, Value result);
int64_t special_length(Ctx *ctx, Value result);
Value special_index(Ctx *ctx, Value result); /* what __index__ returned, as exactly an int */
Value special_call_slot_required(Ctx *ctx, Value self, Value name, const Value *args, uint32_t nargs);
bool special_present(Ctx *ctx, Value self, Value name);

/* ---- proxy.c ---- */
Value proxy_new(Ctx *ctx, Value mapping); /* mappingproxy */

/* ---- module.c ---- */
Value module_new(Ctx *ctx, Value name);
bool module_add_functions(Ctx *ctx, Value module, const CFuncDef *defs);
bool module_add(Ctx *ctx, Value module, const char *name, Value value);
bool module_startup(Ctx *ctx);
bool module_is_initializing(Ctx *ctx, Value module); /* its body is running: circular imports say so */

/* ---- inline ---- */
static inline bool is_class(Ctx *ctx, Value v) { return has_kind(ctx, v, KIND_CLASS); }
static inline bool is_callable(Ctx *ctx, Value v) { return class_of(ctx, v)->ops.call != NULL; }
