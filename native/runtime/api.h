/* Functions that modules of the runtime call across file boundaries, grouped by the file that defines them.
 *
 * Conventions. First argument ctx. A Value result of V_NULL, int -1, or false means: a Python exception is set in ctx->exc (unless the
 * function's comment says otherwise). Any Value held in a C local is safe from the collector (the C stack is scanned); a Value held only
 * in malloc'ed memory is not: register a root. No function returns on memory exhaustion without MemoryError set. */
#pragma once
#include "ctx.h"
#include <stdarg.h>

/* ---- heap.c ---- */
bool heap_init(Ctx *ctx);
void heap_destroy(Ctx *ctx);
/* Zeroed cell of `bytes` (header included) with its header's shape set. NULL + MemoryError when the limit is reached. */
void *heap_alloc_slow(Ctx *ctx, Shape *shape, size_t bytes);
static inline void *heap_alloc(Ctx *ctx, Shape *shape, size_t bytes) {
  size_t size = (bytes + 15) & ~(size_t)15;
  if (LIKELY(size <= ALLOC_CLASSES * 16)) {
    AllocRun *run = &ctx->alloc[size / 16];
    char *p = run->cur;
    if (LIKELY(p + size <= run->end)) { /* STRESS_GC keeps every run empty */
      run->cur = p + size;
      ((Cell *)p)->shape = shape->id;
      return p;
    }
  }
  return heap_alloc_slow(ctx, shape, bytes);
}
void heap_collect(Ctx *ctx);
void heap_mark(Ctx *ctx, Value v);                 /* while collecting only */
void heap_mark_word(Ctx *ctx, uint64_t word);       /* the same for a word that may be anything */
bool heap_is_cell(Ctx *ctx, uint64_t word);         /* the address of a cell that has not been collected? */
void heap_add_root(Ctx *ctx, Value *location);     /* one Value in malloc'ed memory */
void heap_remove_root(Ctx *ctx, Value *location);
void heap_add_root_scanner(Ctx *ctx, void (*scan)(Ctx *, void *), void *data);
bool heap_add_finalizer(Ctx *ctx, void *cell, void (*fn)(Ctx *, void *cell)); /* fn runs once, when the cell has died or the heap ends; it must not allocate */
bool heap_is_marked(Ctx *ctx, Value v);            /* in a finalizer: did v survive; immediates always do */
size_t heap_used(Ctx *ctx);
Array *array_new(Ctx *ctx, int64_t cap);
Raw *raw_new(Ctx *ctx, int64_t bytes);

/* ---- int.c, bigint.c, float.c, complex.c ---- */
Value int_from_i64(Ctx *ctx, int64_t i);
Value int_from_u64(Ctx *ctx, uint64_t u);
Value int_from_double(Ctx *ctx, double d);          /* truncates; OverflowError / ValueError for inf / nan */
Value int_parse(Ctx *ctx, const char *digits, size_t n, int base); /* int('…', base) rules; ValueError */
Value int_from_hex(Ctx *ctx, const char *digits, size_t n);        /* optional '-', lower-case hex: code blobs, host bigints */
Value int_to_str(Ctx *ctx, Value v, int base);      /* no prefix; base 10 obeys int_max_str_digits */
bool is_bigint(Ctx *ctx, Value v);
bool is_int_value(Ctx *ctx, Value v);               /* fixnum, bool, bigint or instance of an int subclass */
Value int_unwrap(Ctx *ctx, Value v);                /* bool and int subclasses -> plain fixnum/bigint */
bool int_to_i64(Ctx *ctx, Value v, int64_t *out);   /* false (no exception set) when out of range */
double int_to_double(Ctx *ctx, Value v);            /* OverflowError: check ctx->exc when it gives -1.0 */
Value int_binary(Ctx *ctx, Value left, Value right, BinOp op);  /* TypeOps.binary of int: NotImplemented unless both are ints */
Value int_compare(Ctx *ctx, Value left, Value right, CmpOp op);
Value int_negative(Ctx *ctx, Value v);
Value int_invert(Ctx *ctx, Value v);
Value int_gcd(Ctx *ctx, Value a, Value b);          /* >= 0 */
Value int_isqrt(Ctx *ctx, Value v);                 /* v >= 0 */
int int_sign(Ctx *ctx, Value v);
uint64_t int_hash(Ctx *ctx, Value v);
Value int_divmod(Ctx *ctx, Value a, Value b);
Value int_pow(Ctx *ctx, Value base, Value exp, Value mod); /* mod V_NULL */
/* Slow paths of the fixnum bytecodes: exact result whatever its size. */
Value int_add_slow(Ctx *ctx, Value a, Value b);
Value int_sub_slow(Ctx *ctx, Value a, Value b);
Value int_mul_slow(Ctx *ctx, Value a, Value b);
Value float_new(Ctx *ctx, double d);                /* flonum or Float cell */
COLD_CALL Value float_box_slow(Ctx *ctx, double d); /* d does not fit a flonum; V_NULL on MemoryError */
bool is_float(Ctx *ctx, Value v);                   /* flonum, Float cell, float subclass */
double float_val(Ctx *ctx, Value v);                /* v is_float */
bool float_coerce(Ctx *ctx, Value v, double *out);  /* float, int, __float__, __index__; TypeError "must be real number, not X" */
Value float_binary(Ctx *ctx, Value left, Value right, BinOp op);
Value float_repr(Ctx *ctx, double d);
Value float_parse(Ctx *ctx, const char *s, size_t n); /* float('…') rules */
uint64_t double_hash(double d, Value self);
double float_mod(double a, double b);               /* Python's %: sign of b; b != 0 */
double float_floordiv(double a, double b);
double float_positive_power(double v, double w);     /* v > 0; infinite where Python raises OverflowError, or when v is */
Value float_divmod(Ctx *ctx, Value left, Value right); /* the pair; NotImplemented when one is no number */
Value complex_new(Ctx *ctx, double re, double im);

/* ---- str.c, str-*.c, bytes.c, hash.c ---- */
Value str_from_utf8(Ctx *ctx, const char *s, size_t n);   /* lone surrogates in three bytes are accepted (blobs, host) */
Value str_from_ascii(Ctx *ctx, const char *s);            /* NUL-terminated ASCII */
Value str_format_c(Ctx *ctx, const char *format, ...);    /* printf-like: %s char*, %d int, %lld, %zu, %U Str, %R repr of a Value, %S str() of a Value, %T type name of a Value, %A the same but None for None, as bad arguments are named, %c */
Value str_vformat_c(Ctx *ctx, const char *format, va_list args);
Value str_from_codepoint(Ctx *ctx, uint32_t cp);
Value str_new(Ctx *ctx, int kind, int64_t length);        /* uninitialised code points, fill before anything else; not for length 0 */
Value str_substring(Ctx *ctx, Value s, int64_t start, int64_t stop);
Value str_concat(Ctx *ctx, Value a, Value b);             /* amortized linear for s = s + x: appends into spare room of s's buffer */
Value str_repeat(Ctx *ctx, Value s, int64_t n);
int repeat_count(Ctx *ctx, Value v, int64_t *n);          /* the number in sequence * v: 1; 0: v is no number; -1: an exception */
Value str_join(Ctx *ctx, Value sep, const Value *items, int64_t n); /* TypeError "sequence item 0: expected str instance, int found" */
Value str_plain(Ctx *ctx, Value s);                    /* exact str: s itself, or a copy of a subclass instance's text */
Value str_concat_n(Ctx *ctx, const Value *items, int64_t n);        /* BUILD_STRING: all are str */
Value str_intern(Ctx *ctx, Value s);
Value str_intern_c(Ctx *ctx, const char *ascii);
bool str_equal(Value a, Value b);                         /* both are Str (or subclasses) */
int str_cmp(Value a, Value b);
uint64_t str_hash(Ctx *ctx, Value s);
bool is_str(Ctx *ctx, Value v);                           /* subclasses included */
bool is_str_exact(Ctx *ctx, Value v);
uint32_t str_at(Value s, int64_t i);                      /* code point */
char *str_to_utf8(Ctx *ctx, Value s, size_t *n);          /* malloc'ed, NUL-terminated; surrogates in three bytes; caller frees */
int64_t str_find(Ctx *ctx, Value s, Value sub, int64_t start, int64_t end, int direction);
Value str_repr(Ctx *ctx, Value s);
Value str_format_spec(Ctx *ctx, Value s, Value spec);     /* format(str, spec) */
Value int_format_spec(Ctx *ctx, Value v, Value spec);
Value float_format_spec(Ctx *ctx, Value v, Value spec);
Value str_percent(Ctx *ctx, Value format, Value args);    /* str % args */
Value bytes_new(Ctx *ctx, const void *data, int64_t n);
uint64_t hash_bytes(Ctx *ctx, const void *data, size_t n);/* keyed SipHash-1-3 */

/* A growing string. Short text stays in the builder itself (so it must not be moved), longer text in malloc'ed memory, widened as needed. */
typedef struct StrBuilder { Ctx *ctx; uint8_t *data; int64_t length, cap; int kind; bool failed; uint8_t small[160] __attribute__((aligned(8))); } StrBuilder;
void sb_init(StrBuilder *sb, Ctx *ctx);
void sb_char(StrBuilder *sb, uint32_t cp);
void sb_ascii(StrBuilder *sb, const char *s);
void sb_str(StrBuilder *sb, Value s);
bool sb_repr(StrBuilder *sb, Value v);                    /* false: exception */
Value sb_finish(StrBuilder *sb);                          /* frees the builder */
void sb_discard(StrBuilder *sb);

/* ---- list.c, tuple.c, dict.c, set.c, range.c, slice.c, iter.c, sort.c ---- */
Value list_new(Ctx *ctx, int64_t cap);
Value list_from(Ctx *ctx, const Value *items, int64_t n);
bool list_append(Ctx *ctx, Value list, Value item);
bool list_grow(Ctx *ctx, List *list, int64_t min_cap);
bool list_extend(Ctx *ctx, Value list, Value iterable);
Value list_pop(Ctx *ctx, Value list, int64_t index);
bool list_insert(Ctx *ctx, Value list, int64_t index, Value item);
Value list_getslice(Ctx *ctx, Value list, int64_t start, int64_t stop);
bool list_sort(Ctx *ctx, Value list, Value key, bool reverse);
Value tuple_new(Ctx *ctx, int64_t n);                     /* items V_NULL until filled; n == 0 gives ctx->empty_tuple */
Value tuple_from(Ctx *ctx, const Value *items, int64_t n);
Value tuple_from_iterable(Ctx *ctx, Value iterable);
Value list_from_iterable(Ctx *ctx, Value iterable);
bool is_list(Ctx *ctx, Value v);                          /* subclasses included, as for all is_… */
bool is_tuple(Ctx *ctx, Value v);
bool is_dict(Ctx *ctx, Value v);
Value dict_new(Ctx *ctx);
Value dict_new_sized(Ctx *ctx, int64_t n);
Value dict_get(Ctx *ctx, Value dict, Value key);          /* V_NULL: absent, or error if ctx->exc is set */
Value dict_get_str(Ctx *ctx, Value dict, Value name);     /* name is Str: cannot fail */
Value dict_get_hashed(Ctx *ctx, Value dict, Value key, uint64_t hash);
bool dict_set(Ctx *ctx, Value dict, Value key, Value value);
bool dict_set_hashed(Ctx *ctx, Value dict, Value key, uint64_t hash, Value value);
int dict_delete(Ctx *ctx, Value dict, Value key);         /* 1 deleted, 0 absent, -1 error */
Value dict_pop(Ctx *ctx, Value dict, Value key, Value dflt); /* dflt V_NULL: KeyError */
Value dict_setdefault(Ctx *ctx, Value dict, Value key, Value dflt);
bool dict_update(Ctx *ctx, Value dict, Value other);      /* mapping or iterable of pairs */
bool dict_merge_kwargs(Ctx *ctx, Value dict, Value mapping, Value callable); /* DICT_MERGE: TypeError on duplicates */
bool dict_next(Value dict, int64_t *pos, Value *key, Value *value); /* iteration; pos starts at 0 */
int64_t dict_index_of_str(Ctx *ctx, Value dict, Value name); /* entry number or -1: for inline caches */
Value dict_copy(Ctx *ctx, Value dict);
Value set_new(Ctx *ctx, bool frozen);
int set_add(Ctx *ctx, Value set, Value item);             /* 1 added, 0 present, -1 error */
int set_contains(Ctx *ctx, Value set, Value item);
bool set_update(Ctx *ctx, Value set, Value iterable);
Value range_new(Ctx *ctx, Value start, Value stop, Value step);
Value slice_new(Ctx *ctx, Value start, Value stop, Value step);
/* slice.indices: false = exception. On return *count items from *start by *step. */
bool slice_resolve(Ctx *ctx, Value slice, int64_t length, int64_t *start, int64_t *stop, int64_t *step, int64_t *count);
Value iter_new(Ctx *ctx, uint32_t op);                    /* blank Iter cell of iter_class[op] */
/* Calls `each` for every item; stops early when it returns false. Fast paths for list, tuple, dict, set, range, str. */
bool iterate(Ctx *ctx, Value iterable, bool (*each)(Ctx *, Value item, void *data), void *data);
Value iter_sequence(Ctx *ctx, Value obj);                 /* iter() of a class with only __getitem__ */
int64_t object_length_hint(Ctx *ctx, Value v, int64_t dflt); /* operator.length_hint; -1 error */
/* Recursion guard of container reprs: 1 = v's repr is running already, 0 = entered, -1 = MemoryError. Leave only after 0. */
int repr_enter(Ctx *ctx, Value v);
void repr_leave(Ctx *ctx, Value v);
Value generic_alias_new(Ctx *ctx, Value origin, Value args); /* list[int]; args need not be a tuple */
Value union_type_or(Ctx *ctx, Value a, Value b);          /* int | None; NotImplemented when a side is no type */
/* The TypeError of a binary operator that nobody took, when a is a built-in sequence whose own words CPython uses
 * ("can only concatenate list (not "int") to list", "can't multiply sequence by non-int of type 'float'"). False: not my case. */
bool raise_sequence_operator(Ctx *ctx, Value a, Value b, int op);

/* ---- class.c, shape.c, attribute.c, descriptor.c ---- */
Class *class_of(Ctx *ctx, Value v);                       /* type(v) */
static inline Shape *shape_of(Ctx *ctx, Value v) { return ctx->shapes[CELL(v)->shape]; } /* v is_cell */
static inline bool has_shape(Value v, Shape *shape) { return is_cell(v) && CELL(v)->shape == shape->id; }
static inline bool has_kind(Ctx *ctx, Value v, CellKind kind) { return v && is_cell(v) && shape_of(ctx, v)->kind == kind; }
bool is_subclass(Class *cls, Class *base);                /* real inheritance, no __subclasscheck__ */
bool is_instance(Ctx *ctx, Value v, Class *cls);
int object_isinstance(Ctx *ctx, Value v, Value cls_or_tuple); /* with __instancecheck__; 0, 1, -1 */
int object_issubclass(Ctx *ctx, Value cls, Value cls_or_tuple);
/* A built-in class: kind and base decide the layout; methods end with {0}. `name` may be "module.name". The class's root shape is the
 * canonical shape of its kind in ctx->shape when that is still without a class (set, frozenset, coroutine and the dict views by name), else
 * a new one. `ops` is copied; NULL entries are inherited from `base` (NULL = object). Every entry of its own shows as a dunder in the dict.
 * Do not list such dunders in `methods`; others (__format__, __reversed__, __round__, __enter__, …) belong there. With CLASS_HAS_DICT
 * instances take attributes. A subclassable class's new_ allocates with instance_new (or instance_new_var) from the class it is given. */
Class *class_new_builtin(Ctx *ctx, const char *name, Class *base, CellKind kind, size_t struct_size, const TypeOps *ops,
                         const CFuncDef *methods, uint32_t flags);
typedef struct GetSetDef {
  const char *name;
  Value (*get)(Ctx *, Value self);
  bool (*set)(Ctx *, Value self, Value value); /* value V_NULL = delete; NULL = read-only */
  const char *doc;
} GetSetDef;
bool class_add_getset(Ctx *ctx, Class *cls, const GetSetDef *defs); /* ends with {0} */
Shape *shape_new(Ctx *ctx, Class *cls, CellKind kind);    /* fresh, no attributes */
Shape *shape_add(Ctx *ctx, Shape *shape, Value key);      /* transition */
int shape_lookup(Ctx *ctx, Shape *shape, Value key);      /* slot number or -1 */
Value type_new(Ctx *ctx, Value meta, Value name, Value bases, Value dict, Value kwargs); /* type(name, bases, dict, **kw) */
Value build_class(Ctx *ctx, Value func, Value name, const Value *bases, uint32_t nbases, Value kwnames, const Value *kwvalues);
Value class_lookup(Ctx *ctx, Class *cls, Value name);     /* along the mro, unbound; V_NULL = absent, never an error */
bool class_modified(Ctx *ctx, Class *cls);                /* new versions, slots refreshed, watchers told, subclasses too */
Value instance_new(Ctx *ctx, Class *cls);                 /* blank instance of cls->root; no __init__ */
Value instance_new_var(Ctx *ctx, Class *cls, size_t bytes); /* the same for tuple and bytes and their subclasses: header + items (+ tail) */
Value get_attr(Ctx *ctx, Value obj, Value name);          /* name interned Str; AttributeError with CPython's wording */
Value get_attr_optional(Ctx *ctx, Value obj, Value name); /* V_NULL without exception when missing */
bool set_attr(Ctx *ctx, Value obj, Value name, Value value); /* value V_NULL deletes */
Value object_getattr(Ctx *ctx, Value obj, Value name);    /* object.__getattribute__ */
bool object_setattr(Ctx *ctx, Value obj, Value name, Value value);
Value instance_slot(Value obj, Shape *shape, int slot);
Value instance_dict(Ctx *ctx, Value obj);                 /* obj.__dict__: switches the instance to dict mode */
/* Method call without creating a bound method: sets *func and *self (V_NULL when func must be called without self). */
bool load_method(Ctx *ctx, Value obj, Value name, Value *func, Value *self);
/* super(start, obj).name; method form (as load_method) when `self` is not NULL: LOAD_SUPER_ATTR when `super` is the built-in class. */
bool super_load(Ctx *ctx, Value start, Value obj, Value name, Value *func, Value *self);
/* How an attribute access on this object resolves right now, for inline caches. */
typedef enum AttrKind { ATTR_NONE /* cannot be cached */, ATTR_SLOT, ATTR_OVERFLOW_SLOT, ATTR_METHOD /* function or method descriptor found on the class */,
                        ATTR_CLASS_VALUE /* non-descriptor found on the class */, ATTR_PROPERTY /* getter is a Python function in `value` */,
                        ATTR_MODULE /* module dict entry `index` */, ATTR_CLASS_ATTR /* obj is a class; value found on its mro, no descriptor */,
                        ATTR_ADD_SLOT /* store that adds an attribute: new_shape */ } AttrKind;
typedef struct AttrInfo { AttrKind kind; uint32_t shape, class_version, index, new_shape, keys_version; Class *cls; Value value; } AttrInfo;
AttrInfo attr_info_load(Ctx *ctx, Value obj, Value name);
AttrInfo attr_info_store(Ctx *ctx, Value obj, Value name);
AttrInfo attr_info_store_shape(Ctx *ctx, Shape *shape, Value name); /* of an object that has this shape */

/* ---- object.c: generic operations with full dispatch (slow paths of bytecodes, builtins) ---- */
Value object_repr(Ctx *ctx, Value v);
Value object_str(Ctx *ctx, Value v);
Value object_ascii(Ctx *ctx, Value v);
Value object_format(Ctx *ctx, Value v, Value spec);       /* spec Str or V_NULL */
bool object_hash(Ctx *ctx, Value v, uint64_t *out);       /* TypeError "unhashable type: 'list'" */
int object_truth(Ctx *ctx, Value v);
int object_equal(Ctx *ctx, Value a, Value b);             /* identity first, then ==, truth of the result; -1 error */
Value object_compare(Ctx *ctx, Value a, Value b, CmpOp op);
int object_compare_bool(Ctx *ctx, Value a, Value b, CmpOp op);
Value object_binary(Ctx *ctx, Value a, Value b, int op);  /* BINARY_OP argument, in-place forms and OP_SUBSCR included */
Value raise_unsupported(Ctx *ctx, Value a, Value b, int op); /* TypeError of a binary operator; V_NULL */
Value object_negative(Ctx *ctx, Value v);
Value object_positive(Ctx *ctx, Value v);
Value object_invert(Ctx *ctx, Value v);
int64_t object_len(Ctx *ctx, Value v);
Value object_getitem(Ctx *ctx, Value v, Value key);
bool object_setitem(Ctx *ctx, Value v, Value key, Value value); /* value V_NULL deletes */
int object_contains(Ctx *ctx, Value container, Value item);
Value object_iter(Ctx *ctx, Value v);
Value object_next(Ctx *ctx, Value it);                    /* V_NULL without exception = exhausted (StopIteration swallowed) */
Value object_next_raising(Ctx *ctx, Value it);            /* the same, but a StopIteration with a value stays in ctx->exc: next(), yield from */
Value object_index(Ctx *ctx, Value v);                    /* operator.index: plain int */
bool object_ssize(Ctx *ctx, Value v, int64_t *out); /* an argument that is a size or a count; else OverflowError */
bool object_index_i64(Ctx *ctx, Value v, int64_t *out, bool clamp); /* clamp: saturate; else IndexError "cannot fit 'int' into an index-sized integer" */
Value type_name(Ctx *ctx, Value v);                       /* Str of type(v).__name__ */

/* ---- call.c, function.c, generator.c ---- */
Value py_call(Ctx *ctx, Value callable, const Value *args, uint32_t nargs, Value kwnames); /* nargs positional, then keyword values */
Value py_call0(Ctx *ctx, Value callable);
Value py_call1(Ctx *ctx, Value callable, Value a);
Value py_call2(Ctx *ctx, Value callable, Value a, Value b);
Value py_call_ex(Ctx *ctx, Value callable, Value args_tuple, Value kwargs_dict); /* f(*args, **kwargs) */
Value py_call_method(Ctx *ctx, Value obj, Value name, const Value *args, uint32_t nargs);
Value cfunction_call(Ctx *ctx, const CFuncDef *def, Value self, const Value *args, uint32_t nargs, Value kwnames); /* arity check, keyword binding */
Value cfunction_new(Ctx *ctx, const CFuncDef *def, Value self, Value module);
Value function_new(Ctx *ctx, Code *code, Value globals);
void code_shared(Ctx *ctx, Code *code); /* its frames do not all see the same globals: Code.sole_globals */
Value method_new(Ctx *ctx, Value func, Value self);
/* Fills slots[0 .. nlocalsplus) of a new frame from a call's arguments: defaults, *args, **kwargs, keyword-only; CPython's TypeErrors. */
bool bind_arguments(Ctx *ctx, Function *func, Value *slots, const Value *args, uint32_t nargs, Value kwnames);
/* Pushes a frame for `func` (arguments bound later or by the caller); RecursionError / MemoryError: NULL. */
Frame *frame_push(Ctx *ctx, Function *func, Value locals);
void frame_pop(Ctx *ctx, Frame *frame);
/* Runs `frame` (already linked: frame->prev = ctx->frame) until it returns: the generated interpreter's entry. */
Value interp_run(Ctx *ctx, Frame *frame);
Value run_code(Ctx *ctx, Code *code, Value globals, Value locals); /* module body, exec, eval */
Value generator_new(Ctx *ctx, Function *func, Frame *args_from);
Value generator_send(Ctx *ctx, Value gen, Value value);   /* V_NULL + no exception = returned (value in StopIteration only if not None) */
Value generator_throw(Ctx *ctx, Value gen, Value exc);
bool c_stack_check(Ctx *ctx);                             /* false + RecursionError when the C stack is nearly used up */

/* ---- exception.c, traceback.c ---- */
void raise_format(Ctx *ctx, ExcId id, const char *format, ...); /* format as str_format_c */
void raise_value(Ctx *ctx, ExcId id, Value arg);                /* arg becomes args[0] */
void raise_exc(Ctx *ctx, Value exc);                            /* instance; sets __context__ from ctx->handled */
void raise_no_memory(Ctx *ctx);
void raise_key_error(Ctx *ctx, Value key);
void raise_name_error(Ctx *ctx, ExcId id, const char *format, Value name); /* NameError or UnboundLocalError; %U in format = name */
void raise_stop_iteration(Ctx *ctx, Value value);               /* value V_NONE allowed */
void raise_arity(Ctx *ctx, const char *name, int min, int max, uint32_t given);
Value exception_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs);
bool exc_matches(Ctx *ctx, ExcId id);                           /* is ctx->exc an instance of */
Value exc_take(Ctx *ctx);                                       /* removes and returns ctx->exc */
void exc_clear(Ctx *ctx);
bool do_raise(Ctx *ctx, Value exc, Value cause);                /* RAISE_VARARGS: classes are instantiated; always returns false */
int check_exc_match(Ctx *ctx, Value exc, Value type);           /* 0, 1, -1 */
void traceback_add(Ctx *ctx, Frame *frame, uint32_t unit);      /* prepends frame to ctx->exc's traceback */
/* The same for a frame that does not exist. Gives exc, or the MemoryError that replaces it; V_NULL, with exc in ctx->exc, when the
 * innermost frame's locals are needed. */
Value traceback_add_frameless(Ctx *ctx, Value exc, Code *code, uint32_t unit, Value globals, bool innermost);
bool suggestion_needs_frame(Ctx *ctx, Exception *exc, Code *code); /* the hint in its message comes from locals of the frame that raised it */
Value except_star_match(Ctx *ctx, Value exc, Value type, Value *rest); /* CHECK_EG_MATCH: match or V_NONE; *rest or V_NONE */
Value except_star_reraise(Ctx *ctx, Value original, Value list); /* INTRINSIC_PREP_RERAISE_STAR: exception to raise, or V_NONE */
Value traceback_format(Ctx *ctx, Value exc);                    /* Str as the interpreter prints it, chained exceptions included */
Position code_position(Code *code, uint32_t unit);
Value frame_object_past(Ctx *ctx, Code *code, Value globals, uint32_t unit); /* traceback.tb_frame: a frame that is gone, without locals */

/* ---- module.c, import.c, sys.c, builtins.c, math.c, time.c, io.c ---- */
Value module_new(Ctx *ctx, Value name);
bool module_add_functions(Ctx *ctx, Value module, const CFuncDef *defs);
bool module_add(Ctx *ctx, Value module, const char *name, Value value);
Value import_name(Ctx *ctx, Value name, Value globals, Value fromlist, Value level); /* IMPORT_NAME */
Value import_from(Ctx *ctx, Value module, Value name);
bool import_star(Ctx *ctx, Value module, Value namespace_);
typedef struct BuiltinModule { const char *name; Value (*create)(Ctx *ctx); } BuiltinModule; /* table in import.c */
bool io_write(Ctx *ctx, int stream, Value str); /* these three: false = the host could not write (OSError, or what its callback threw) */
bool io_write_bytes(Ctx *ctx, int stream, const char *bytes, size_t n);
bool io_flush(Ctx *ctx);
Value io_read_line(Ctx *ctx); /* of standard input, with its line end; "" at the end; V_NULL = exception */
void io_destroy(Ctx *ctx);                                /* flushes and frees ctx->io */
Value sys_module_create(Ctx *ctx);                        /* create functions for import.c's table */
Value math_module_create(Ctx *ctx);
Value time_module_create(Ctx *ctx);

/* ---- watch.c ---- */
/* Tells dependants that dict[key] changed (value already stored). Called for DICT_WATCHED dicts only. */
void dict_notify_watchers(Ctx *ctx, Dict *dict, Value key);
void class_notify_watchers(Ctx *ctx, Class *cls);

/* ---- code-load.c ---- */
Code *code_load(Ctx *ctx, const uint8_t *blob, size_t n);       /* see ts/compiler/code-object.ts; NULL + exception */

/* ---- context.c ---- */
Ctx *ctx_new(const Options *options, const Host *host);         /* NULL when out of memory */
void ctx_destroy(Ctx *ctx);
bool ctx_enter(Ctx *ctx);                                       /* sets c_stack_limit for the current thread; call before running */

void ctx_at_destroy(Ctx *ctx, void (*fn)(Ctx *, void *), void *data); /* frees an owner's malloc'ed memory; latest first, heap still alive */

/* Start-up, in this order, each in its own file; false = out of memory. */
bool class_startup(Ctx *ctx);    /* object, type, function, descriptors; bootstraps str/tuple/dict shapes first */
bool str_bootstrap(Ctx *ctx);    /* chars, empty_str, names; callable as soon as ctx->shape.str exists, str_startup calls it at the latest */
bool str_startup(Ctx *ctx);
bool number_startup(Ctx *ctx);
bool container_startup(Ctx *ctx);
bool exception_startup(Ctx *ctx);
bool function_startup(Ctx *ctx);
bool builtins_startup(Ctx *ctx);
bool import_startup(Ctx *ctx);
