/* Twins: what built-in functions that call back do, in Python (lib/_twins.py). A call of such a function with a
 * generator, or with a function in Python, enters the twin's frame in place of the C function, in tier 1 and so in
 * traces: what it calls back does not recurse in C, and its loop becomes machine code. Who asks for the frames of a
 * call does not find that of a twin (CO_TWIN), and it is not counted as a call (FRAME_TWIN).
 *
 * A twin's code is copied for each code object that it works for: one loop for all generators would have as many
 * bodies as there are generators. The copies are in a list of that code object (Code.twins) and die with it. */
#include "interp/twins.h"
#include "call/call.h"
#include "call/code_object.h"
#include "container/container.h"
#include "exception/exception.h"
#include "generated/opcodes.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "import/import.h"
#include "interp/interp.h"
#include "interp/tracing.h"
#include "interp/uop.h"
#include "number/number.h"
#include "object/object.h"
#include "text/text.h"
#include <math.h>
#include <string.h>

/* What a twin works for: which of its parameters is gone through, and which is called. */
typedef struct TwinKind {
  const char *name;
  int iterable, callback; /* -1: none */
  bool hinted;            /* the iterable is asked for its length */
} TwinKind;

static const TwinKind KINDS[] = {
    {"all", 0, -1},        {"any", 0, -1},         {"extend", 1, -1, true}, {"frozenset", 0, -1}, {"join", 1, -1, true},
    {"list", 0, -1, true}, {"max", 0, 1},          {"min", 0, 1},           {"reduce", 1, 0},     {"set", 0, -1},
    {"sort", -1, 1},       {"sorted", 0, 1, true}, {"sum", 0, -1},          {"tuple", 0, -1},
};
enum { TWIN_KINDS = sizeof KINDS / sizeof *KINDS, MAX_PARAMS = 4 };

struct Twins {
  bool failed; /* the library could not be read: C functions do without */
  Function *functions[TWIN_KINDS];
  CFuncDef sum; /* that has no twin */
};

/* ---- what only C can do ---- */

FUNCTION(f_compensated) {
  double high = exact_float_val(args[0]), low = exact_float_val(args[1]);
  return low != 0 && isfinite(low) ? float_new(ctx, high + low) : args[0];
}

FUNCTION(f_float_of_int) {
  if (!is_int_value(ctx, args[0])) return V_NONE;
  double number = int_to_double(ctx, int_unwrap(ctx, args[0]));
  return number == -1.0 && ctx->exc ? V_NULL : float_new(ctx, number);
}

FUNCTION(f_sort_items) { return list_sort_by(ctx, args[0], args[1], args[2] == V_TRUE) ? V_NONE : V_NULL; }
FUNCTION(f_take_items) { return list_take_items(ctx, args[0]); }
FUNCTION(f_give_back) { return list_give_back(ctx, args[0], args[1], args[2] == V_TRUE) ? V_NONE : V_NULL; }

FUNCTION(f_join_items) { return str_join(ctx, args[0], AS_LIST(args[1])->items->items, AS_LIST(args[1])->length); }

static const CFuncDef PARTS[] = {
    FUNCTION_ROW("compensated", f_compensated, 2, 2, NULL), FUNCTION_ROW("float_of_int", f_float_of_int, 1, 1, NULL),
    FUNCTION_ROW("give_back", f_give_back, 3, 3, NULL),     FUNCTION_ROW("join_items", f_join_items, 2, 2, NULL),
    FUNCTION_ROW("sort_items", f_sort_items, 3, 3, NULL),   FUNCTION_ROW("take_items", f_take_items, 1, 1, NULL),
};

/* ---- the twins ---- */

static const CFuncDef *builtin_def(const char *name) {
  for (const CFuncDef *const *table = module_builtins.functions; *table; table++)
    for (const CFuncDef *def = *table; def->name; def++)
      if (strcmp(def->name, name) == 0) return def;
  return NULL;
}

static bool define(Ctx *ctx, Value globals, const char *name, Value value) {
  Value key = value ? str_intern_c(ctx, name) : V_NULL;
  return key && dict_set(ctx, globals, key, value);
}

/* What the names in lib/_twins.py mean. It has no builtins but these: a program may have changed the others. */
static Value make_globals(Ctx *ctx, Twins *twins) {
  Value globals = dict_new(ctx), builtins = dict_new(ctx), module = str_from_ascii(ctx, "builtins");
  if (!globals || !builtins || !module || !dict_set(ctx, globals, NAME(__builtins__), builtins)) return V_NULL;
  const struct {
    const char *name;
    Value value;
  } known[] = {
      {"Generator", VAL(ctx->cls.generator)},
      {"TypeError", VAL(ctx->exc_class[EXC_TypeError])},
      {"ValueError", VAL(ctx->exc_class[EXC_ValueError])},
      {"complex", VAL(ctx->cls.complex_)},
      {"float", VAL(ctx->cls.float_)},
      {"frozen", VAL(ctx->cls.frozenset)},
      {"int", VAL(ctx->cls.int_)},
      {"type", VAL(ctx->cls.type)},
      {"MIN_SMALL", int_tag(FIXNUM_MIN)},
      {"MAX_SMALL", int_tag(FIXNUM_MAX)},
      {"MISSING", instance_new(ctx, ctx->cls.object)},
      {"iter", cfunction_new(ctx, builtin_def("iter"), V_NULL, module)},
      {"sum_of_complex", cfunction_new(ctx, &twins->sum, V_NULL, module)},
  };
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (!define(ctx, globals, known[i].name, known[i].value)) return V_NULL;
  for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++)
    if (!define(ctx, globals, PARTS[i].name, cfunction_new(ctx, &PARTS[i], V_NULL, module))) return V_NULL;
  return globals;
}

static bool load(Ctx *ctx, Twins *twins) {
  twins->sum = *builtin_def("sum");
  twins->sum.flags &= (uint16_t)~CF_TWIN;
  Value filename, name = str_from_ascii(ctx, "_twins"), globals = name ? make_globals(ctx, twins) : V_NULL;
  bool is_package;
  Code *code = globals ? import_host_code(ctx, name, true, &filename, &is_package) : NULL;
  if (!code || !run_code(ctx, code, globals, globals)) return false;
  for (size_t i = 0; i < TWIN_KINDS; i++) {
    Value function = dict_get_c(ctx, globals, KINDS[i].name);
    if (!function || !code_read(ctx, ((Function *)function)->code)) return false;
    twins->functions[i] = (Function *)function;
    twins->functions[i]->code->flags |= CO_TWIN;
  }
  return true;
}

static void scan(Ctx *ctx, void *data) {
  Twins *twins = data;
  for (size_t i = 0; i < TWIN_KINDS; i++) heap_mark(ctx, VAL(twins->functions[i]));
}

static void destroy(Ctx *ctx, void *data) {
  ctx->twins = NULL;
  memory_free(ctx, data);
}

/* Read when the first one is wanted; NULL: they cannot be. */
static Twins *twins_of(Ctx *ctx) {
  Twins *twins = ctx->twins;
  if (LIKELY(twins)) return twins->failed ? NULL : twins;
  if (!(twins = memory_zeroed(ctx, sizeof *twins))) return NULL;
  if (!ctx_at_destroy(ctx, destroy, twins)) return memory_free(ctx, twins), NULL;
  if (!heap_add_root_scanner(ctx, scan, twins)) return exc_clear(ctx), NULL;
  ctx->twins = twins;
  twins->failed = true; /* while it is being read, too */
  if (!load(ctx, twins)) return exc_clear(ctx), NULL;
  twins->failed = false;
  return twins;
}

/* ---- which calls have one ---- */

/* The code of a function that can be entered; NULL: it is something else. */
static Code *function_code(Ctx *ctx, Value v) {
  if (has_shape(v, ctx->shape.method)) v = ((Method *)v)->func;
  if (!has_shape(v, ctx->shape.function)) return NULL;
  Code *code = ((Function *)v)->code;
  return interp_is_generator_like(code) ? NULL : code;
}

/* That of the class's __iter__, if it is a generator function. */
static Code *iter_code(Ctx *ctx, Value v) {
  if (!has_kind(ctx, v, KIND_INSTANCE)) return NULL;
  Value method = class_lookup(ctx, class_of(ctx, v), NAME(__iter__));
  if (!method || !has_shape(method, ctx->shape.function)) return NULL;
  Code *code = ((Function *)method)->code;
  bool makes_generator = (code->flags & (CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR)) == CO_GENERATOR;
  return makes_generator && interp_simple_args(code) && code->h.aux == FRAME_SIMPLE_ARGS(1) ? code : NULL;
}

/* The code that runs when items are asked for; NULL: it is not Python's. */
static Code *source_code(Ctx *ctx, Value v) {
  if (has_shape(v, ctx->shape.generator)) return ((Generator *)v)->frame.code;
  Value applied = iter_applied(ctx, v);
  return applied ? function_code(ctx, applied) : iter_code(ctx, v);
}

/* iter() runs no code of the program. */
static bool iterates_plainly(Ctx *ctx, Value v) {
  Class *cls = class_of(ctx, v);
  return cls->flags & CLASS_BUILTIN && cls->ops.iter;
}

static bool has_length(Ctx *ctx, Value v) {
  Class *cls = class_of(ctx, v);
  return cls->ops.len || class_lookup(ctx, cls, NAME(__length_hint__));
}

/* NULL: it has no twin. */
static const char *name_of(Ctx *ctx, Value callable) {
  if (has_kind(ctx, callable, KIND_CLASS)) {
    Class *cls = (Class *)callable;
    return cls == ctx->cls.list        ? "list"
           : cls == ctx->cls.tuple     ? "tuple"
           : cls == ctx->cls.set       ? "set"
           : cls == ctx->cls.frozenset ? "frozenset"
                                       : NULL;
  }
  const CFuncDef *def = has_kind(ctx, callable, KIND_CFUNCTION) ? ((CFunction *)callable)->def : NULL;
  return def && def->flags & CF_TWIN ? def->name : NULL;
}

/* A method has to be found on its class, by an instance: else the function has a self of its own. */
static bool is_called_plainly(Ctx *ctx, Value callable, const Value *args, uint32_t nargs) {
  if (!has_kind(ctx, callable, KIND_CFUNCTION) || !(((CFunction *)callable)->def->flags & CF_METHOD)) return true;
  Class *owner = ((CFunction *)callable)->owner;
  return class_of(ctx, callable) == ctx->cls.method_descr && nargs && class_of(ctx, args[0]) == owner;
}

static int kind_of(Ctx *ctx, Value callable, const Value *args, uint32_t nargs) {
  const char *name = name_of(ctx, callable);
  if (!name || !is_called_plainly(ctx, callable, args, nargs)) return -1;
  for (int i = 0; i < TWIN_KINDS; i++)
    if (strcmp(name, KINDS[i].name) == 0) return i;
  return -1;
}

/* The arguments by parameter; false: the call is an error. */
static bool bind(const Code *code, const Value *args, uint32_t nargs, Value kwnames, uint32_t required, Value *bound) {
  if (nargs < required || nargs > code->argcount) return false;
  uint32_t n = code->argcount + code->kwonly;
  for (uint32_t i = 0; i < n; i++) bound[i] = i < nargs ? args[i] : V_NULL;
  for (uint32_t k = 0; k < kwcount(kwnames); k++) {
    uint32_t i = code->posonly;
    while (i < n && !str_equal(tuple_item(code->localsplus_names, i), tuple_item(kwnames, k))) i++;
    if (i == n || bound[i]) return false;
    bound[i] = args[nargs + k];
  }
  return true;
}

static bool is_text(Ctx *ctx, Value v) {
  return v && (is_str(ctx, v) || has_kind(ctx, v, KIND_BYTES) || has_kind(ctx, v, KIND_BYTEARRAY));
}

/* The code that the twin is copied for; NULL: C does it. */
static Code *works_for(Ctx *ctx, int kind, const Function *twin, const Value *args, uint32_t nargs, Value kwnames) {
  Value bound[MAX_PARAMS];
  uint32_t defaults = twin->defaults ? (uint32_t)tuple_length(twin->defaults) : 0;
  if (!bind(twin->code, args, nargs, kwnames, twin->code->argcount - defaults, bound)) return NULL;
  int iterable = KINDS[kind].iterable, callback = KINDS[kind].callback;
  if (callback >= 0 && bound[callback] && bound[callback] != V_NONE) {
    if (iterable >= 0 && !iterates_plainly(ctx, bound[iterable])) return NULL;
    return function_code(ctx, bound[callback]);
  }
  if (iterable == 0 && twin->code->argcount == 2 && is_text(ctx, bound[1])) return NULL; /* sum() refuses it */
  if (iterable < 0 || (KINDS[kind].hinted && has_length(ctx, bound[iterable]))) return NULL;
  return source_code(ctx, bound[iterable]);
}

/* A recursion through what is called back. Its traces would have one copy of the rest for each way through each level:
 * below the outermost, C does the work. */
static bool is_recursive(Ctx *ctx, const Code *code) {
  enum { FRAMES = 8 };
  const Frame *frame = ctx->frame;
  for (int i = 0; frame && i < FRAMES; i++, frame = frame->prev)
    if (frame->code == code) return true;
  return false;
}

/* Does a round of its loop yield an item, always the same way? A trace of the twin's loop unrolls what the generator
 * skips, with a bridge for each number of items; and it follows no delegation to a tree of generators. Driven by C,
 * the generator's own trace goes from yield to yield. */
static bool yields_plainly(const Code *code) {
  uint32_t last = UINT32_MAX, extended = 0;
  for (uint32_t i = 0; i < code->nunits;) {
    CodeUnit unit = code_unit(code, i);
    uint32_t arg = extended << 8 | unit.arg, next = i + 1 + code_caches(unit);
    if (unit.op == OP_SEND) return false;
    if (unit.op == OP_JUMP_BACKWARD && next - arg == last) return false;
    if (unit.op == OP_JUMP_BACKWARD) last = next - arg;
    extended = unit.op == OP_EXTENDED_ARG ? arg : 0;
    i = next;
  }
  return true;
}

static Function *copy_for(Ctx *ctx, Function *twin, Code *code) {
  if (!code_read(ctx, code)) return NULL;
  if (!code->twins && code->flags & CO_GENERATOR && !yields_plainly(code)) code->twins = V_FALSE;
  if (code->twins == V_FALSE) return NULL;
  for (int64_t i = 0; code->twins && i < AS_LIST(code->twins)->length; i++) {
    Function *copy = (Function *)AS_LIST(code->twins)->items->items[i];
    if (copy->name == twin->name) return copy;
  }
  Code *own = code_copy(ctx, twin->code);
  Function *copy = own ? (Function *)function_new(ctx, own, twin->globals) : NULL;
  if (!copy || (!code->twins && !(code->twins = list_new(ctx, 1)))) return NULL;
  copy->defaults = twin->defaults;
  copy->kwdefaults = twin->kwdefaults;
  return list_append(ctx, code->twins, VAL(copy)) ? copy : NULL;
}

bool interp_may_have_twin(Ctx *ctx, Value callable, const Value *args, uint32_t total) {
  if (!name_of(ctx, callable)) return false;
  for (uint32_t i = 0; i < total; i++)
    if (source_code(ctx, args[i]) || function_code(ctx, args[i])) return true;
  return false;
}

Function *interp_twin(Ctx *ctx, Value callable, const Value *args, uint32_t nargs, Value kwnames) {
  int kind = kind_of(ctx, callable, args, nargs);
  Twins *twins = kind >= 0 && depth_left(ctx) && !tracing_is_on(ctx) ? twins_of(ctx) : NULL;
  if (!twins) return NULL;
  Function *twin = twins->functions[kind];
  Code *code = works_for(ctx, kind, twin, args, nargs, kwnames);
  if (!code || is_recursive(ctx, code)) return NULL;
  if (!ctx->options.jit_threshold) return twin;
  Function *copy = copy_for(ctx, twin, code);
  if (!copy) exc_clear(ctx); /* out of memory, which the C function may not need */
  return copy;
}

Frame *interp_twin_frame(Ctx *ctx, Function *twin, const Value *args, uint32_t nargs, Value kwnames) {
  Frame *frame = interp_frame_for_call(ctx, twin, args, nargs, kwnames);
  if (!frame) return NULL;
  frame->flags |= FRAME_TWIN;
  ctx->depth--;
  return frame;
}
