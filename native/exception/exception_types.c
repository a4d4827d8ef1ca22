/* Exception classes with fields of their own. The fields are in Exception.extra:
 *
 *   StopIteration   value
 *   SystemExit      code
 *   NameError       name
 *   AttributeError  name, obj
 *   ImportError     msg, name, path, name_from
 *   OSError         errno, strerror, filename, filename2
 *   SyntaxError     msg, [filename, lineno, offset, text, end_lineno, end_offset], print_file_and_line,
 *                   _metadata
 *   UnicodeEncodeError and its siblings: see unicode_error.c */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "number/number.h"
#include "object/object.h"
#include "text/text.h"

#define EXTRA(v, i) (((Exception *)(v))->extra[i])
#define ARGS(v) ((Tuple *)((Exception *)(v))->args)

#define FIELD(function, index)                                                                         \
  static Value get_##function(Ctx *ctx, Value self) { return (void)ctx, or_none(EXTRA(self, index)); } \
  static bool set_##function(Ctx *ctx, Value self, Value value) {                                      \
    EXTRA(self, index) = value;                                                                        \
    return (void)ctx, true;                                                                            \
  }
FIELD(extra0, 0)
FIELD(extra1, 1)
FIELD(extra2, 2)
FIELD(extra3, 3)

/* ---- StopIteration, SystemExit ---- */

static bool stop_iteration_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  if (!exception_init(ctx, self, args, nargs, kwnames)) return false;
  EXTRA(self, 0) = nargs ? args[0] : V_NONE;
  return true;
}
static const GetSetDef stop_iteration_getset[] = {{"value", get_extra0, set_extra0, "generator return value"}, {0}};

static bool system_exit_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  if (!exception_init(ctx, self, args, nargs, kwnames)) return false;
  if (nargs) EXTRA(self, 0) = nargs == 1 ? args[0] : ((Exception *)self)->args;
  return true;
}
static const GetSetDef system_exit_getset[] = {{"code", get_extra0, set_extra0, "exception code"}, {0}};

/* ---- KeyError: one argument is shown as repr ---- */

static Value key_error_str(Ctx *ctx, Value self) {
  return ARGS(self)->length == 1 ? object_repr(ctx, ARGS(self)->items[0]) : exception_str(ctx, self);
}

/* ---- keyword fields: NameError, AttributeError, ImportError ---- */

/* Takes the named keywords into extra[first …]; any other keyword is refused. */
static bool keyword_fields(Ctx *ctx, Value self, const char *class_name, const char *const *names, int n, int first,
                           const Value *values, Value kwnames) {
  for (int i = 0; i < n; i++) EXTRA(self, first + i) = V_NULL;
  for (uint32_t k = 0; k < kwnames_count(kwnames); k++) {
    Value key = tuple_item(kwnames, k);
    int i = 0;
    while (i < n && !str_equal_c(key, names[i])) i++;
    if (i == n)
      return raise_format(ctx, EXC_TypeError, "%s() got an unexpected keyword argument '%U'", class_name, key), false;
    EXTRA(self, first + i) = values[k];
  }
  return true;
}

static bool name_error_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  static const char *const names[] = {"name"};
  return exception_init(ctx, self, args, nargs, V_NULL) &&
         keyword_fields(ctx, self, "NameError", names, 1, 0, args + nargs, kwnames);
}
static const GetSetDef name_error_getset[] = {{"name", get_extra0, set_extra0, "name"}, {0}};

static bool attribute_error_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  static const char *const names[] = {"name", "obj"};
  return exception_init(ctx, self, args, nargs, V_NULL) &&
         keyword_fields(ctx, self, "AttributeError", names, 2, 0, args + nargs, kwnames);
}
/* A copy of the attributes, in which fields are put: what AttributeError and ImportError have for a state. */
static Value state_with(Ctx *ctx, Value self, const char *const *names, const Value *values, int n) {
  Value own;
  if (!exception_attributes(ctx, self, &own)) return V_NULL;
  Value state = V_NULL;
  for (int i = 0; i < n; i++) {
    if (!values[i] || values[i] == V_NONE) continue;
    if (!state && !(state = own ? dict_copy(ctx, own) : dict_new(ctx))) return V_NULL;
    if (!dict_set(ctx, state, str_intern_c(ctx, names[i]), values[i])) return V_NULL;
  }
  return state ? state : own ? own : V_NONE;
}
/* The object is left out: it may be anything. */
METHOD(attribute_error_getstate) {
  static const char *const names[] = {"name", "args"};
  return state_with(ctx, self, names, (Value[]){EXTRA(self, 0), ((Exception *)self)->args}, 2);
}
METHOD(attribute_error_reduce) {
  Value state = attribute_error_getstate(ctx, self, args, nargs, kwnames);
  return state ? exception_reduced(ctx, self, ((Exception *)self)->args, state) : V_NULL;
}
static const CFuncDef attribute_error_methods[] = {METHOD_ROW("__getstate__", attribute_error_getstate, 0, 0, NULL),
                                                   METHOD_ROW("__reduce__", attribute_error_reduce, 0, 0, NULL),
                                                   {0}};
static const GetSetDef attribute_error_getset[] = {
    {"name", get_extra0, set_extra0, "attribute name"}, {"obj", get_extra1, set_extra1, "object"}, {0}};

static bool import_error_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  static const char *const names[] = {"name", "path", "name_from"};
  if (!exception_init(ctx, self, args, nargs, V_NULL) ||
      !keyword_fields(ctx, self, "ImportError", names, 3, 1, args + nargs, kwnames))
    return false;
  EXTRA(self, 0) = nargs == 1 ? args[0] : V_NULL;
  return true;
}
static Value import_error_str(Ctx *ctx, Value self) {
  Value msg = EXTRA(self, 0);
  return msg && has_shape(msg, ctx->shape.str) ? msg : exception_str(ctx, self);
}
METHOD(import_error_reduce) {
  static const char *const names[] = {"name", "path", "name_from"};
  Value state = state_with(ctx, self, names, &EXTRA(self, 1), 3);
  return state ? exception_reduced(ctx, self, ((Exception *)self)->args, state == V_NONE ? V_NULL : state) : V_NULL;
}
static const CFuncDef import_error_methods[] = {METHOD_ROW("__reduce__", import_error_reduce, 0, 0, NULL), {0}};
static const GetSetDef import_error_getset[] = {
    {"msg", get_extra0, set_extra0, "exception message"},
    {"name", get_extra1, set_extra1, "module name"},
    {"path", get_extra2, set_extra2, "module path"},
    {"name_from", get_extra3, set_extra3, "name imported from module"},
    {0},
};

/* ---- OSError ---- */

/* errno -> class. The numbers are those of Linux, as in CPython there: sources are portable, numbers are not. */
static ExcId os_error_class(int64_t number) {
  switch (number) {
  case 11:
  case 115:
  case 114: return EXC_BlockingIOError;
  case 32:
  case 108: return EXC_BrokenPipeError;
  case 10: return EXC_ChildProcessError;
  case 103: return EXC_ConnectionAbortedError;
  case 111: return EXC_ConnectionRefusedError;
  case 104: return EXC_ConnectionResetError;
  case 17: return EXC_FileExistsError;
  case 2: return EXC_FileNotFoundError;
  case 21: return EXC_IsADirectoryError;
  case 20: return EXC_NotADirectoryError;
  case 4: return EXC_InterruptedError;
  case 13:
  case 1: return EXC_PermissionError;
  case 3: return EXC_ProcessLookupError;
  case 110: return EXC_TimeoutError;
  default: return EXC_OSError;
  }
}

/* BlockingIOError.characters_written is where filename2 is otherwise. */
enum { HAS_WRITTEN = 1 };
static Value filename2_of(Value self) { return CELL(self)->flags & HAS_WRITTEN ? V_NULL : EXTRA(self, 3); }

static bool os_error_fields(Ctx *ctx, Value self, const Value *args, uint32_t nargs) {
  Exception *exc = (Exception *)self;
  if (nargs >= 3 && nargs <= 5 && class_of(ctx, self) == ctx->exc_class[EXC_BlockingIOError] &&
      (is_int_value(ctx, args[2]) || class_of(ctx, args[2])->ops.index)) {
    int64_t written;
    if (!object_ssize(ctx, args[2], &written) || !(exc->extra[3] = int_from_i64(ctx, written))) return false;
    exc->h.flags |= HAS_WRITTEN;
    exc->extra[0] = args[0], exc->extra[1] = args[1];
    return (exc->args = tuple_from(ctx, args, nargs)) != V_NULL;
  }
  bool parsed = nargs >= 2 && nargs <= 5;
  if (!(exc->args = tuple_from(ctx, args, parsed && nargs > 2 && args[2] != V_NONE ? 2 : nargs))) return false;
  if (!parsed) return true;
  exc->extra[0] = args[0];
  exc->extra[1] = args[1];
  if (nargs > 2 && args[2] != V_NONE) exc->extra[2] = args[2];
  if (nargs > 4 && args[4] != V_NONE) exc->extra[3] = args[4];
  return true;
}

/* OSError(2, …) is a FileNotFoundError. Fields are set here, unless a subclass has an __init__ of its own and no
 * __new__. */
static Value os_error_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  if (cls->ops.init != ctx->exc_class[EXC_OSError]->ops.init && cls->ops.new_ == os_error_new)
    return VAL(exception_alloc(ctx, cls));
  if (kwnames_count(kwnames))
    return raise_format(ctx, EXC_TypeError, "%U() takes no keyword arguments", cls->name), V_NULL;
  int64_t number;
  if (cls == ctx->exc_class[EXC_OSError] && nargs >= 2 && is_int_value(ctx, args[0]) &&
      int_to_i64(ctx, args[0], &number))
    cls = ctx->exc_class[os_error_class(number)];
  Value self = VAL(exception_alloc(ctx, cls));
  return self && os_error_fields(ctx, self, args, nargs) ? self : V_NULL;
}
static bool os_error_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  Class *cls = class_of(ctx, self);
  if (cls->ops.init == os_error_init) return true; /* __new__ has done it */
  if (kwnames_count(kwnames))
    return raise_format(ctx, EXC_TypeError, "%U() takes no keyword arguments", cls->name), false;
  return os_error_fields(ctx, self, args, nargs);
}
static Value os_error_str(Ctx *ctx, Value self) {
  Value number = EXTRA(self, 0), text = EXTRA(self, 1), file = EXTRA(self, 2), file2 = filename2_of(self);
  if (file && file2) return str_format_c(ctx, "[Errno %S] %S: %R -> %R", or_none(number), or_none(text), file, file2);
  if (file) return str_format_c(ctx, "[Errno %S] %S: %R", or_none(number), or_none(text), file);
  if (number && text) return str_format_c(ctx, "[Errno %S] %S", number, text);
  return exception_str(ctx, self);
}
/* args has lost the names of files: they are put back. */
METHOD(os_error_reduce) {
  Value all = ((Exception *)self)->args, state, file = EXTRA(self, 2), file2 = filename2_of(self);
  if (!exception_attributes(ctx, self, &state)) return V_NULL;
  if (file && is_tuple(ctx, all) && tuple_length(all) == 2) {
    Value parts[5] = {tuple_item(all, 0), tuple_item(all, 1), file, V_NONE, file2};
    all = tuple_from(ctx, parts, file2 ? 5 : 3);
  }
  return exception_reduced(ctx, self, all, state);
}
static Value get_filename2(Ctx *ctx, Value self) { return UNUSED(ctx), or_none(filename2_of(self)); }
static bool set_filename2(Ctx *ctx, Value self, Value value) {
  CELL(self)->flags &= (uint8_t)~HAS_WRITTEN;
  return set_extra3(ctx, self, value);
}
static Value get_written(Ctx *ctx, Value self) {
  if (CELL(self)->flags & HAS_WRITTEN) return EXTRA(self, 3);
  return raise_format(ctx, EXC_AttributeError, "characters_written"), V_NULL;
}
static bool set_written(Ctx *ctx, Value self, Value value) {
  int64_t n;
  if (!value && !get_written(ctx, self)) return false;
  if (value && !object_ssize(ctx, value, &n)) return false;
  if (value && !(value = int_from_i64(ctx, n))) return false;
  EXTRA(self, 3) = value;
  CELL(self)->flags = (uint8_t)(value ? CELL(self)->flags | HAS_WRITTEN : CELL(self)->flags & ~HAS_WRITTEN);
  return true;
}
static const CFuncDef os_error_methods[] = {METHOD_ROW("__reduce__", os_error_reduce, 0, 0, NULL), {0}};
static const GetSetDef os_error_getset[] = {
    {"errno", get_extra0, set_extra0, "POSIX exception code"},
    {"strerror", get_extra1, set_extra1, "exception strerror"},
    {"filename", get_extra2, set_extra2, "exception filename"},
    {"filename2", get_filename2, set_filename2, "second exception filename"},
    {"characters_written", get_written, set_written, "number of characters written before the operation blocked"},
    {0},
};

/* ---- SyntaxError ---- */

enum {
  SYNTAX_FILENAME,
  SYNTAX_LINENO,
  SYNTAX_OFFSET,
  SYNTAX_TEXT,
  SYNTAX_END_LINENO,
  SYNTAX_END_OFFSET,
  SYNTAX_FIELDS
};

static bool syntax_error_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  if (!exception_init(ctx, self, args, nargs, kwnames)) return false;
  if (nargs >= 1) EXTRA(self, 0) = args[0];
  if (nargs != 2) return true;
  Value details = tuple_from_iterable(ctx, args[1]);
  if (!details) return false;
  int64_t n = tuple_length(details);
  if (n < 4 || n > 7) {
    raise_format(ctx, EXC_TypeError, "function takes at %s %d arguments (%d given)", n < 4 ? "least" : "most",
                 n < 4 ? 4 : 7, (int)n);
    return false;
  }
  if (n == 5) return raise_format(ctx, EXC_TypeError, "end_offset must be provided when end_lineno is provided"), false;
  Value fields = list_from(ctx, ((Tuple *)details)->items, n > 6 ? 6 : n);
  while (fields && ((List *)fields)->length < SYNTAX_FIELDS)
    if (!list_append(ctx, fields, V_NONE)) return false;
  EXTRA(self, 1) = fields;
  return fields != V_NULL;
}

static Value syntax_field(Value self, int i) {
  return EXTRA(self, 1) ? ((List *)EXTRA(self, 1))->items->items[i] : V_NONE;
}
static bool set_syntax_field(Ctx *ctx, Value self, int i, Value value) {
  if (!EXTRA(self, 1)) {
    Value fields = list_new(ctx, SYNTAX_FIELDS);
    for (int j = 0; fields && j < SYNTAX_FIELDS; j++)
      if (!list_append(ctx, fields, V_NONE)) return false;
    if (!(EXTRA(self, 1) = fields)) return false;
  }
  ((List *)EXTRA(self, 1))->items->items[i] = or_none(value);
  return true;
}
#define SYNTAX_FIELD(name, index)                                                                                 \
  static Value get_##name(Ctx *ctx, Value self) { return (void)ctx, syntax_field(self, index); }                  \
  static bool set_##name(Ctx *ctx, Value self, Value value) { return set_syntax_field(ctx, self, index, value); }
SYNTAX_FIELD(filename, SYNTAX_FILENAME)
SYNTAX_FIELD(lineno, SYNTAX_LINENO)
SYNTAX_FIELD(offset, SYNTAX_OFFSET)
SYNTAX_FIELD(text, SYNTAX_TEXT)
SYNTAX_FIELD(end_lineno, SYNTAX_END_LINENO)
SYNTAX_FIELD(end_offset, SYNTAX_END_OFFSET)

static const GetSetDef syntax_error_getset[] = {
    {"msg", get_extra0, set_extra0, "exception msg"},
    {"filename", get_filename, set_filename, "exception filename"},
    {"lineno", get_lineno, set_lineno, "exception lineno"},
    {"offset", get_offset, set_offset, "exception offset"},
    {"text", get_text, set_text, "exception text"},
    {"end_lineno", get_end_lineno, set_end_lineno, "exception end lineno"},
    {"end_offset", get_end_offset, set_end_offset, "exception end offset"},
    {"print_file_and_line", get_extra2, set_extra2, "exception print_file_and_line"},
    {"_metadata", get_extra3, set_extra3, "exception private metadata"},
    {0},
};

static Value syntax_error_str(Ctx *ctx, Value self) {
  Value file = syntax_field(self, SYNTAX_FILENAME), line = syntax_field(self, SYNTAX_LINENO),
        msg = or_none(EXTRA(self, 0));
  bool has_file = is_str(ctx, file), has_line = is_int_value(ctx, line) && !is_bool(line);
  if (has_file) { /* the last part of the path */
    int64_t n = ((Str *)file)->length, start = n;
    for (; start > 0 && str_at(file, start - 1) != '/'; start--)
      if (!CHECK_STOP_AT(ctx, start)) return V_NULL;
    if (start && !(file = str_substring(ctx, file, start, n))) return V_NULL;
  }
  int64_t number = -1; /* one that is too large is -1 in CPython, too */
  if (has_line && !int_to_i64(ctx, int_unwrap(ctx, line), &number)) number = -1;
  if (has_file && has_line) return str_format_c(ctx, "%S (%U, line %lld)", msg, file, (long long)number);
  if (has_file) return str_format_c(ctx, "%S (%U)", msg, file);
  if (has_line) return str_format_c(ctx, "%S (line %lld)", msg, (long long)number);
  return object_str(ctx, msg);
}

const ExceptionOps EXCEPTION_OPS[] = {
    {EXC_StopIteration, {.init = stop_iteration_init}, stop_iteration_getset, NULL},
    {EXC_SystemExit, {.init = system_exit_init}, system_exit_getset, NULL},
    {EXC_KeyError, {.str = key_error_str}, NULL, NULL},
    {EXC_NameError, {.init = name_error_init}, name_error_getset, NULL},
    {EXC_AttributeError, {.init = attribute_error_init}, attribute_error_getset, attribute_error_methods},
    {EXC_ImportError, {.init = import_error_init, .str = import_error_str}, import_error_getset, import_error_methods},
    {EXC_OSError,
     {.new_ = os_error_new, .init = os_error_init, .str = os_error_str},
     os_error_getset,
     os_error_methods},
    {EXC_SyntaxError, {.init = syntax_error_init, .str = syntax_error_str}, syntax_error_getset, NULL},
    {EXC_UnicodeEncodeError, {.init = encode_error_init, .str = encode_error_str}, UNICODE_ERROR_GETSET, NULL},
    {EXC_UnicodeDecodeError, {.init = decode_error_init, .str = decode_error_str}, UNICODE_ERROR_GETSET, NULL},
    {EXC_UnicodeTranslateError, {.init = translate_error_init, .str = translate_error_str}, UNICODE_ERROR_GETSET, NULL},
    {.id = EXC_COUNT},
};
