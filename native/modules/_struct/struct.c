/* Module _struct: its declaration, and the functions that take a format each time. */
#include "modules/_struct/struct.h"
#include <stdarg.h>

StructState *struct_state(Ctx *ctx) { return module_state(ctx, &module__struct); }

void struct_error(Ctx *ctx, const char *format, ...) {
  va_list args;
  va_start(args, format);
  Value words = str_vformat_c(ctx, format, args);
  va_end(args);
  Value exc = words ? exception_new(ctx, struct_state(ctx)->error, &words, 1) : V_NULL;
  if (exc) raise_exc(ctx, exc);
}

static Class *make_error(Ctx *ctx) {
  return class_new_builtin(ctx, "struct.error", ctx->exc_class[EXC_Exception], KIND_EXCEPTION, sizeof(Exception), NULL,
                           NULL, CLASS_HAS_DICT | CLASS_EXCEPTION);
}

/* ---- formats that have been read ---- */

enum { CACHED = 100 };

static StructObject *read_format(Ctx *ctx, Value format) {
  StructState *state = struct_state(ctx);
  bool may_cache = exact_str(ctx, format) || has_shape(format, ctx->shape.bytes);
  if (may_cache) {
    Value found = dict_get(ctx, state->cache, format);
    if (found || ctx->exc) return AS_STRUCT(found);
  }
  StructObject *s = (StructObject *)instance_new(ctx, state->struct_class);
  if (!s || !struct_parse(ctx, s, format)) return NULL;
  if (may_cache) {
    if (AS_DICT(state->cache)->length >= CACHED && !dict_clear(ctx, AS_DICT(state->cache))) return NULL;
    if (!dict_set(ctx, state->cache, format, VAL(s))) return NULL;
  }
  return s;
}

static StructObject *first_format(Ctx *ctx, const Value *args, uint32_t nargs) {
  if (nargs) return read_format(ctx, args[0]);
  raise_format(ctx, EXC_TypeError, "missing format argument");
  return NULL;
}

FUNCTION(f_calcsize) {
  StructObject *s = read_format(ctx, args[0]);
  return s ? int_from_i64(ctx, s->size) : V_NULL;
}
FUNCTION(f_pack) {
  StructObject *s = first_format(ctx, args, nargs);
  return s ? struct_pack(ctx, s, args + 1, nargs - 1) : V_NULL;
}
FUNCTION(f_pack_into) {
  StructObject *s = first_format(ctx, args, nargs);
  return s ? struct_pack_into(ctx, s, args + 1, nargs - 1) : V_NULL;
}
FUNCTION(f_unpack) {
  StructObject *s = read_format(ctx, args[0]);
  return s ? struct_unpack(ctx, s, args[1]) : V_NULL;
}
FUNCTION(f_unpack_from) {
  StructObject *s = read_format(ctx, args[0]);
  return s ? struct_unpack_from(ctx, s, args[1], args[2]) : V_NULL;
}
FUNCTION(f_iter_unpack) {
  StructObject *s = read_format(ctx, args[0]);
  return s ? struct_iter_unpack(ctx, s, args[1]) : V_NULL;
}
FUNCTION(f_clearcache) { return dict_clear(ctx, AS_DICT(struct_state(ctx)->cache)) ? V_NONE : V_NULL; }

static const CFuncDef functions[] = {
    FUNCTION_ROW("calcsize", f_calcsize, 1, 1, "The size of a format, in bytes."),
    FUNCTION_ROW("pack", f_pack, 0, -1, "The values as bytes."),
    FUNCTION_ROW("pack_into", f_pack_into, 0, -1, "Writes the values into a buffer, at an offset."),
    FUNCTION_ROW("unpack", f_unpack, 2, 2, "The values in a buffer of the format's size."),
    FUNCTION_ROW_NAMED("unpack_from", f_unpack_from, 2, 3,
                       "format / buffer offset=", "The values in a buffer, at an offset."),
    FUNCTION_ROW("iter_unpack", f_iter_unpack, 2, 2, "An iterator over the structs in a buffer."),
    FUNCTION_ROW("_clearcache", f_clearcache, 0, 0, "Forgets the formats that have been read."),
    {0},
};

static void trace(Ctx *ctx, void *state) { heap_mark(ctx, ((StructState *)state)->cache); }

static bool init(Ctx *ctx, Value module) {
  UNUSED(module);
  StructState *state = struct_state(ctx);
  return state->cache || (state->cache = dict_new(ctx));
}

static const ModuleClass classes[] = {
    {offsetof(StructState, error), make_error},
    {offsetof(StructState, struct_class), make_struct},
    {0},
};
static const ModuleClass hidden[] = {{offsetof(StructState, iterator), make_struct_iterator}, {0}};

MODULE(_struct, .doc = "Values as bytes, and back.", .functions = {functions}, .classes = classes, .hidden = hidden,
       .state_size = sizeof(StructState), .trace = trace, .init = init);
