/* Calling and being called: Python functions, built-in functions and their tables, argument binding, code objects,
 * frames as objects. Whatever is called gets nargs positional values, followed by the values of the keywords in
 * kwnames, a Tuple of Str or V_NULL. The array belongs to the caller. */
#pragma once
#include "core/ctx.h"

/* How a built-in function is written: a C function, then a row of a CFuncDef table. The table ends with {0}.
 *
 *     FUNCTION(f_abs) { return number_absolute(ctx, args[0]); }
 *     static const CFuncDef functions[] = {FUNCTION_ROW("abs", f_abs, 1, 1, "The absolute value."), {0}};
 *
 * Every such C function has the parameters ctx, self, args, nargs and kwnames (see CFuncDef) and may ignore any of
 * them. FUNCTION: a module's; self is the module. METHOD: a class's; self is the object, of a class method the class.
 * SHARED_METHOD: one whose table is in another file; in a header it is the prototype. */
#define SHARED_METHOD(name)                                                                                       \
  Value name(Ctx *ctx MAY_IGNORE, Value self MAY_IGNORE, const Value *args MAY_IGNORE, uint32_t nargs MAY_IGNORE, \
             Value kwnames MAY_IGNORE)
#define METHOD(name) static SHARED_METHOD(name)
#define FUNCTION(name) static SHARED_METHOD(name)
#define MAY_IGNORE __attribute__((unused))

/* The rows. A plain one takes min to max positional arguments (max -1: any number). NAMED: the caller binds keywords to
 * the parameters in `params`. KW: the function reads keyword arguments itself. PURE: no side effects, see CF_PURE. */
#define FUNCTION_ROW(name, fn, min, max, doc) {name, fn, min, max, 0, NULL, doc}
#define FUNCTION_ROW_NAMED(name, fn, min, max, params, doc) {name, fn, min, max, 0, params, doc}
#define FUNCTION_ROW_KW(name, fn, min, max, doc) {name, fn, min, max, CF_KW, NULL, doc}
#define FUNCTION_ROW_PURE(name, fn, min, max, doc) {name, fn, min, max, CF_PURE, NULL, doc}
/* A function that has a twin (interp/twins.c), of any of these kinds. */
#define TWIN_ROW(name, fn, min, max, flags, params, doc) {name, fn, min, max, CF_TWIN | (flags), params, doc}
#define METHOD_ROW(name, fn, min, max, doc) {name, fn, min, max, CF_METHOD, NULL, doc}
#define METHOD_ROW_NAMED(name, fn, min, max, params, doc) {name, fn, min, max, CF_METHOD, params, doc}
#define METHOD_ROW_KW(name, fn, min, max, doc) {name, fn, min, max, CF_METHOD | CF_KW, NULL, doc}
#define METHOD_ROW_PURE(name, fn, min, max, doc) {name, fn, min, max, CF_METHOD | CF_PURE, NULL, doc}
#define CLASS_METHOD_ROW(name, fn, min, max, doc) {name, fn, min, max, CF_METHOD | CF_CLASS, NULL, doc}
#define CLASS_METHOD_ROW_NAMED(name, fn, min, max, params, doc) {name, fn, min, max, CF_METHOD | CF_CLASS, params, doc}
#define CLASS_METHOD_ROW_KW(name, fn, min, max, doc) {name, fn, min, max, CF_METHOD | CF_CLASS | CF_KW, NULL, doc}
#define STATIC_METHOD_ROW(name, fn, min, max, doc) {name, fn, min, max, CF_STATIC, NULL, doc}

/* ---- call.c ---- */
/* nargs positional, then keyword values */
Value py_call(Ctx *ctx, Value callable, const Value *args, uint32_t nargs, Value kwnames);
/* func(self, *args) */
Value py_call_self(Ctx *ctx, Value func, Value self, const Value *args, uint32_t nargs, Value kwnames);
Value py_call0(Ctx *ctx, Value callable);
Value py_call1(Ctx *ctx, Value callable, Value a);
Value py_call2(Ctx *ctx, Value callable, Value a, Value b);
Value py_call_ex(Ctx *ctx, Value callable, Value args_tuple, Value kwargs_dict); /* f(*args, **kwargs) */
Value py_call_method(Ctx *ctx, Value obj, Value name, const Value *args, uint32_t nargs);
Value run_code(Ctx *ctx, Code *code, Value globals, Value locals); /* module body, exec, eval */
bool c_stack_left(Ctx *ctx); /* false + RecursionError when little of the C stack is left */
/* The same where C code calls itself, and a look at the stop word: what is nested n times may branch 2**n times. */
bool c_stack_check(Ctx *ctx);
uint32_t kwnames_count(Value kwnames);
/* "module.qualname()", as in CPython's errors; for things without a name, str() of them */
Value function_full_name(Ctx *ctx, Value callable);

/* ---- cfunction.c ---- */
/* arity check, keyword binding */
Value cfunction_call(Ctx *ctx, const CFuncDef *def, Value self, const Value *args, uint32_t nargs, Value kwnames);
Value cfunction_new(Ctx *ctx, const CFuncDef *def, Value self, Value module);
void raise_arity(Ctx *ctx, const char *name, int min, int max, uint32_t given);
bool cfunction_startup(Ctx *ctx);
/* TypeError "f() takes no keyword arguments"; true when none given */
bool refuse_keywords(Ctx *ctx, const char *name, Value kwnames);
/* Binds a built-in's arguments by a `params` string ("a b= / c * d="): out gets one value per parameter. */
bool bind_params(Ctx *ctx, const char *name, const char *params, const Value *args, uint32_t nargs, Value kwnames,
                 Value *out);
Value kwargs_dict(Ctx *ctx, const Value *values, Value kwnames); /* {name: value}; empty dict when none */

/* ---- function.c ---- */
Value function_new(Ctx *ctx, Code *code, Value globals);
void code_shared(Ctx *ctx, Code *code); /* its frames do not all have the same globals: Code.sole_globals */
bool function_startup(Ctx *ctx);

/* ---- bind_arguments.c ---- */
/* Fills slots[0 .. nlocalsplus) of a new frame from a call's arguments: defaults, *args, **kwargs, keyword-only;
 * CPython's TypeErrors. */
bool bind_arguments(Ctx *ctx, Function *func, Value *slots, const Value *args, uint32_t nargs, Value kwnames);

/* ---- code_table.c ---- */
bool code_register(Ctx *ctx, Code *code); /* gives it an id */
/* Ids of code objects that were collected, and of which JavaScript has not heard. The array is good until the next
 * collection. */
uint32_t code_dead(Ctx *ctx, const uint32_t **dead);
void code_dead_told(Ctx *ctx, uint32_t n); /* the first n of them are given to others from now on */
uint32_t code_count(Ctx *ctx);             /* of those alive */

/* ---- code_load.c ---- */
/* Lines from 1, columns from 0 in UTF-8 bytes; -1: none. */
typedef struct Position {
  int32_t line, col, end_line, end_col;
} Position;
Position code_position(Code *code, uint32_t unit);
/* The same for units that never go down, in one pass over the table. */
typedef struct PositionReader {
  const uint8_t *at, *end;
  int64_t start, line; /* of the next entry: its first unit, its line */
  Position found, next;
} PositionReader;
PositionReader position_reader(const Code *code);
Position position_read(PositionReader *reader, uint32_t unit);
/* A blob (ts/contract/blob.ts); NULL + exception. The lazy form reads the body of a function when it is first called:
 * the blob stays where it is as long as the context lives. */
Code *code_load(Ctx *ctx, const uint8_t *blob, size_t n);
Code *code_load_lazily(Ctx *ctx, const uint8_t *blob, size_t n, Value filename); /* V_NULL: the blob's own name */
/* The same for a blob in a cell, which its code objects keep alive. */
Code *code_load_kept(Ctx *ctx, Raw *memory, size_t offset, size_t n, Value filename);
bool code_read_body(Ctx *ctx, Code *code);
/* To be called before anything but running looks at units, names, constants or tables. */
static inline bool code_read(Ctx *ctx, Code *code) { return LIKELY(!code->unread) || code_read_body(ctx, code); }

/* ---- code_replace.c ---- */
/* A code object of its own: instructions and tables are not shared, and it has no traces. The original was read. */
Code *code_copy(Ctx *ctx, Code *code);

/* ---- namespaces.c ---- */
Value frame_globals(Ctx *ctx); /* of the innermost frame, as are the next two */
Value current_locals(Ctx *ctx);
Value current_module_name(Ctx *ctx); /* its globals' __name__; V_NULL without exception: there is none */

/* ---- frame_object.c, frame_life.c ---- */
struct FrameView;
Value frame_object_of(Ctx *ctx, const struct FrameView *view);
Value frame_object_of_frame(Ctx *ctx, Frame *frame); /* one that is in memory, even if a trace runs in it */
Value frame_object_at(Ctx *ctx, int64_t depth);
Value frame_object_of_generator(Ctx *ctx, Generator *g); /* V_NONE: it has finished */
/* Of a call that a trace has inlined and left, whose first variables had these values. */
Value frame_object_past(Ctx *ctx, Code *code, Value globals, uint32_t unit, const Value *values, uint32_t count);
/* The frame, which has FRAME_HAS_OBJECT, is about to end; `runs`: its caller is known. */
void frame_object_ended(Ctx *ctx, Frame *frame, bool runs);
/* A trace wrote the frame, its `level`; `objects` are those made for the trace's frames meanwhile. */
void frame_object_left_trace(Ctx *ctx, Frame *frame, Value objects, uint32_t level);
void frame_object_called_from(Value callee, Value caller); /* as a traceback tells */
void frame_object_ask(Value frame);                        /* before a program gets one that was made for a traceback */
void frame_object_parts(Value frame, Code **code, Value *globals);
bool frame_object_startup(Ctx *ctx);

/* ---- code_type.c ---- */
bool code_type_startup(Ctx *ctx);
bool traceback_type_startup(Ctx *ctx);

/* ---- inline ---- */
static inline uint32_t kwcount(Value kwnames) { return kwnames ? (uint32_t)((Tuple *)kwnames)->length : 0; }
