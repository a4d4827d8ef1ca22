/* Module _csv: the registry of dialects, the limit of a field's length, and the module's declaration. */
#include "modules/_csv/csv.h"
#include <stdarg.h>

enum { FIELD_LIMIT = 128 * 1024 };

void csv_error(Ctx *ctx, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  Value message = str_vformat_c(ctx, format, arguments);
  va_end(arguments);
  Value exc = message ? exception_new(ctx, csv_state(ctx)->error, &message, 1) : V_NULL;
  if (exc) raise_exc(ctx, exc);
}

/* ---- dialects by name ---- */

Value csv_named_dialect(Ctx *ctx, Value name) {
  Value dialect = dict_get(ctx, csv_state(ctx)->dialects, name);
  if (!dialect && !ctx->exc) csv_error(ctx, "unknown dialect");
  return dialect;
}

/* Positional arguments: `min` to 2, in the words of a function that counts them itself. */
static bool count_arguments(Ctx *ctx, const char *name, uint32_t nargs) {
  if (nargs < 1) raise_format(ctx, EXC_TypeError, "%s expected at least 1 argument, got 0", name);
  else if (nargs > 2) raise_format(ctx, EXC_TypeError, "%s expected at most 2 arguments, got %d", name, (int)nargs);
  return !ctx->exc;
}

FUNCTION(f_register) {
  if (!count_arguments(ctx, "register_dialect", nargs)) return V_NULL;
  if (!is_str(ctx, args[0])) return raise_format(ctx, EXC_TypeError, "dialect name must be a string"), V_NULL;
  Value dialect = csv_dialect_of(ctx, nargs > 1 ? args[1] : V_NULL, args + nargs, kwnames);
  return dialect && dict_set(ctx, csv_state(ctx)->dialects, args[0], dialect) ? V_NONE : V_NULL;
}
FUNCTION(f_unregister) {
  int deleted = dict_delete(ctx, csv_state(ctx)->dialects, args[0]);
  if (deleted == 0) csv_error(ctx, "unknown dialect");
  return deleted == 1 ? V_NONE : V_NULL;
}
FUNCTION(f_get) { return csv_named_dialect(ctx, args[0]); }
FUNCTION(f_list) { return list_from_iterable(ctx, csv_state(ctx)->dialects); }

FUNCTION(f_field_size_limit) {
  CsvState *state = csv_state(ctx);
  int64_t old = state->field_limit, limit;
  if (args[0]) {
    if (is_bool(args[0]) || !(is_int(args[0]) || is_bigint(ctx, args[0])))
      return raise_format(ctx, EXC_TypeError, "limit must be an integer"), V_NULL;
    if (!int_to_i64(ctx, args[0], &limit))
      return raise_format(ctx, EXC_OverflowError, "Python int too large to convert to C ssize_t"), V_NULL;
    state->field_limit = limit;
  }
  return int_from_i64(ctx, old);
}

static const CFuncDef functions[] = {
    FUNCTION_ROW_KW("reader", csv_reader, 0, -1,
                    "Return a reader object that makes a row of each record in the lines of an iterable.\n\n"
                    "The optional argument \"dialect\" and keyword arguments say how fields are separated and quoted."),
    FUNCTION_ROW_KW("writer", csv_writer, 0, -1,
                    "Return a writer object, whose rows go to the method \"write\" of the given object as text.\n\n"
                    "The optional argument \"dialect\" and keyword arguments say how fields are separated and quoted."),
    FUNCTION_ROW_KW("register_dialect", f_register, 0, -1, "Make a name for a dialect."),
    FUNCTION_ROW_NAMED("unregister_dialect", f_unregister, 1, 1, "name", "Forget the dialect of that name."),
    FUNCTION_ROW_NAMED("get_dialect", f_get, 1, 1, "name", "Return the dialect of that name."),
    FUNCTION_ROW("list_dialects", f_list, 0, 0, "Return a list of the names of all dialects."),
    FUNCTION_ROW_NAMED("field_size_limit", f_field_size_limit, 0, 1, "new_limit=",
                       "Return the longest field that is read; given a number, that is the limit from now on."),
    {0},
};

static Class *make_error(Ctx *ctx) {
  return class_new_builtin(ctx, "_csv.Error", ctx->exc_class[EXC_Exception], KIND_EXCEPTION, sizeof(Exception), NULL,
                           NULL, CLASS_HAS_DICT | CLASS_EXCEPTION);
}
static const ModuleClass classes[] = {
    {offsetof(CsvState, dialect), csv_make_dialect}, {offsetof(CsvState, error), make_error}, {0}};
static const ModuleClass hidden[] = {
    {offsetof(CsvState, reader), csv_make_reader}, {offsetof(CsvState, writer), csv_make_writer}, {0}};

static const struct {
  const char *name;
  Quoting quoting;
} constants[] = {
    {"QUOTE_MINIMAL", QUOTE_MINIMAL}, {"QUOTE_ALL", QUOTE_ALL},         {"QUOTE_NONNUMERIC", QUOTE_NONNUMERIC},
    {"QUOTE_NONE", QUOTE_NONE},       {"QUOTE_STRINGS", QUOTE_STRINGS}, {"QUOTE_NOTNULL", QUOTE_NOTNULL},
};

static void trace(Ctx *ctx, void *data) {
  CsvState *state = data;
  if (state->dialects) heap_mark(ctx, state->dialects);
}
static bool init(Ctx *ctx, Value module) {
  CsvState *state = csv_state(ctx);
  if (!(state->dialects = dict_new(ctx))) return false;
  state->field_limit = FIELD_LIMIT;
  for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
    if (!module_add(ctx, module, constants[i].name, int_tag(constants[i].quoting))) return false;
  return module_add(ctx, module, "_dialects", state->dialects) &&
         module_add(ctx, module, "Reader", VAL(state->reader)) && module_add(ctx, module, "Writer", VAL(state->writer));
}

MODULE(_csv, .doc = "CSV parsing and writing.\n", .functions = {functions}, .classes = classes, .hidden = hidden,
       .state_size = sizeof(CsvState), .trace = trace, .init = init);
