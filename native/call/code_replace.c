/* code.replace(), and when two code objects are equal.
 *
 * Programs cannot make bytecode: instructions, tables and sizes of a copy are those of the original, and constants keep
 * their types, so that whatever the compiler relied on still holds. Names, file, line, flags without a meaning for
 * running, names of variables and constants may change. */
#include "call/call.h"
#include "call/code_object.h"
#include "container/container.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "interp/jit_hooks.h"
#include "number/number.h"
#include "object/object.h"
#include "text/text.h"
#include <string.h>

#define AS_CODE(v) ((Code *)(v))

/* ---- replace ---- */

enum {
  RUNNING_FLAGS = CO_OPTIMIZED | CO_NEWLOCALS | CO_VARARGS | CO_VARKEYWORDS | CO_GENERATOR | CO_COROUTINE |
                  CO_ASYNC_GENERATOR
};
typedef enum Part {
  PART_ARGCOUNT,
  PART_POSONLY,
  PART_KWONLY,
  PART_NLOCALS,
  PART_STACKSIZE,
  PART_FLAGS,
  PART_FIRSTLINE,
  PART_CODE,
  PART_CONSTS,
  PART_NAMES,
  PART_VARNAMES,
  PART_FREEVARS,
  PART_CELLVARS,
  PART_FILENAME,
  PART_NAME,
  PART_QUALNAME,
  PART_LINETABLE,
  PART_EXCEPTIONTABLE,
  PARTS
} Part;
static const char *const FIELD_NAMES[PARTS] = {"co_argcount",  "co_posonlyargcount", "co_kwonlyargcount", "co_nlocals",
                                               "co_stacksize", "co_flags",           "co_firstlineno",    "co_code",
                                               "co_consts",    "co_names",           "co_varnames",       "co_freevars",
                                               "co_cellvars",  "co_filename",        "co_name",           "co_qualname",
                                               "co_linetable", "co_exceptiontable"};
static const char PARAMETERS[] =
    "* co_argcount= co_posonlyargcount= co_kwonlyargcount= co_nlocals= co_stacksize= co_flags= co_firstlineno= "
    "co_code= co_consts= co_names= co_varnames= co_freevars= co_cellvars= co_filename= co_name= co_qualname= "
    "co_linetable= co_exceptiontable=";

static bool refuse(Ctx *ctx, Part part) {
  raise_format(ctx, EXC_ValueError, "replace(): %s may not be changed: pystitch runs no bytecode but its compiler's",
               FIELD_NAMES[part]);
  return false;
}
static bool wrong_type(Ctx *ctx, Part part, const char *wanted, Value given) {
  raise_format(ctx, EXC_TypeError, "replace() argument '%s' must be %s, not %A", FIELD_NAMES[part], wanted, given);
  return false;
}

/* What must stay as it is: the same value may be given. */
static bool same(Ctx *ctx, Value self, Part part, Value given) {
  Value key = str_intern_c(ctx, FIELD_NAMES[part]), now = key ? get_attr(ctx, self, key) : V_NULL;
  int equal = now ? object_equal(ctx, now, given) : -1;
  return equal > 0 || (equal == 0 && refuse(ctx, part));
}

static bool read_int(Ctx *ctx, Part part, Value given, int64_t *out) {
  (void)part;
  if (!object_index_i64(ctx, given, out, true)) return false;
  if (*out > INT32_MAX || *out < INT32_MIN)
    return raise_format(ctx, EXC_OverflowError, "Python int too large to convert to C int"), false;
  return true;
}

static bool replace_text(Ctx *ctx, Part part, Value given, Value *place) {
  if (!is_str(ctx, given)) return wrong_type(ctx, part, "str", given);
  Value name = str_plain(ctx, given);
  return name && (*place = str_intern(ctx, name)) != V_NULL;
}

static uint32_t free_variables(const Code *code) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < code->nlocalsplus; i++) n += code->local_kinds[i] == LOCAL_FREE;
  return n;
}

/* A constant of another type, or a function with other free variables, is what the instructions do not expect. */
static bool interchangeable(Ctx *ctx, Value old, Value new) {
  if (class_of(ctx, old) != class_of(ctx, new)) return false;
  if (has_kind(ctx, old, KIND_CODE)) return free_variables(AS_CODE(old)) == free_variables(AS_CODE(new));
  if (!is_tuple(ctx, old)) return true;
  if (tuple_length(old) != tuple_length(new)) return false;
  for (int64_t i = 0; i < tuple_length(old); i++)
    if (!interchangeable(ctx, tuple_item(old, i), tuple_item(new, i))) return false;
  return true;
}
static bool replace_consts(Ctx *ctx, Code *code, Value given) {
  if (!is_tuple(ctx, given)) return wrong_type(ctx, PART_CONSTS, "tuple", given);
  int64_t n = tuple_length(code->consts);
  if (tuple_length(given) < n) return refuse(ctx, PART_CONSTS);
  for (int64_t i = 0; i < n; i++)
    if (!interchangeable(ctx, tuple_item(code->consts, i), tuple_item(given, i))) return refuse(ctx, PART_CONSTS);
  code->consts = given;
  return true;
}

static bool all_names(Ctx *ctx, Value tuple) {
  for (int64_t i = 0; i < tuple_length(tuple); i++)
    if (!exact_str(ctx, tuple_item(tuple, i))) {
      raise_format(ctx, EXC_TypeError, "name tuples must contain only strings, not '%T'", tuple_item(tuple, i));
      return false;
    }
  return true;
}
static Value interned(Ctx *ctx, Value tuple) {
  Value made = tuple_new(ctx, tuple_length(tuple));
  for (int64_t i = 0; made && i < tuple_length(tuple); i++)
    if (!(AS_TUPLE(made)->items[i] = str_intern(ctx, tuple_item(tuple, i)))) return V_NULL;
  return made;
}
static bool replace_names(Ctx *ctx, Code *code, Value given) {
  if (!is_tuple(ctx, given)) return wrong_type(ctx, PART_NAMES, "tuple", given);
  if (!all_names(ctx, given)) return false;
  if (tuple_length(given) < tuple_length(code->names)) return refuse(ctx, PART_NAMES);
  return (code->names = interned(ctx, given)) != V_NULL;
}
/* New names for the variables of one kind, as many as there were. */
static bool replace_variables(Ctx *ctx, Code *code, Part part, Value given, uint8_t kind) {
  if (!is_tuple(ctx, given)) return wrong_type(ctx, part, "tuple", given);
  if (!all_names(ctx, given)) return false;
  Value names = tuple_from(ctx, AS_TUPLE(code->localsplus_names)->items, code->nlocalsplus);
  int64_t next = 0;
  for (uint32_t i = 0; names && i < code->nlocalsplus; i++) {
    if (!(code->local_kinds[i] & kind)) continue;
    if (next == tuple_length(given)) return refuse(ctx, part);
    Value name = str_intern(ctx, tuple_item(given, next++));
    if (!name) return false;
    /* a local that is a cell too has one name */
    if (part == PART_CELLVARS && code->local_kinds[i] & LOCAL_FAST && name != AS_TUPLE(names)->items[i])
      return refuse(ctx, part);
    AS_TUPLE(names)->items[i] = name;
  }
  if (!names) return false;
  if (next != tuple_length(given)) return refuse(ctx, part);
  code->localsplus_names = names;
  return true;
}

static bool replace_part(Ctx *ctx, Value self, Code *copy, Part part, Value given) {
  int64_t number = 0;
  switch (part) {
  case PART_FLAGS:
    if (!read_int(ctx, part, given, &number)) return false;
    if (((uint32_t)number ^ copy->flags) & RUNNING_FLAGS) return refuse(ctx, part);
    copy->flags = (uint32_t)number;
    return true;
  case PART_FIRSTLINE:
    if (!read_int(ctx, part, given, &number)) return false;
    if (number < 0) return raise_format(ctx, EXC_ValueError, "code: co_firstlineno must be >= 0"), false;
    copy->firstlineno = (int32_t)number;
    return true;
  case PART_CONSTS: return replace_consts(ctx, copy, given);
  case PART_NAMES: return replace_names(ctx, copy, given);
  case PART_VARNAMES: return replace_variables(ctx, copy, part, given, LOCAL_FAST);
  case PART_CELLVARS: return replace_variables(ctx, copy, part, given, LOCAL_CELL);
  case PART_FREEVARS: return replace_variables(ctx, copy, part, given, LOCAL_FREE);
  case PART_FILENAME: return replace_text(ctx, part, given, &copy->filename);
  case PART_NAME: return replace_text(ctx, part, given, &copy->name);
  case PART_QUALNAME: return replace_text(ctx, part, given, &copy->qualname);
  default: return same(ctx, self, part, given);
  }
}

static void *copied(Ctx *ctx, const void *data, size_t size) {
  void *copy = memory_new(ctx, size ? size : 1);
  if (!copy) raise_no_memory(ctx);
  else if (size) memcpy(copy, data, size); /* an empty table may be a null pointer */
  return copy;
}

Code *code_copy(Ctx *ctx, Code *code) {
  Code *copy = heap_alloc(ctx, ctx->shape.code, sizeof(Code));
  if (!copy) return NULL;
  static CodeUnit nothing[1];
  copy->units = nothing, copy->nunits = 1;
  copy->unread = (const uint8_t *)nothing; /* so that what is not malloc'ed is not freed */
  if (!code_register(ctx, copy)) return NULL;
  CodeUnit *units = memory_new(ctx, (size_t)code->nunits * sizeof *units);
  if (!units) return raise_no_memory(ctx), NULL;
  code_copy_units(code, units);
  copy->units = units, copy->nunits = code->nunits;
  copy->unread = NULL;
  copy->exc = copied(ctx, code->exc, code->nexc * sizeof *code->exc);
  copy->positions = copied(ctx, code->positions, code->npositions);
  copy->local_kinds = copied(ctx, code->local_kinds, code->nlocalsplus);
  if (!copy->exc || !copy->positions || !copy->local_kinds) return NULL;
  copy->nexc = code->nexc, copy->npositions = code->npositions;
  copy->flags = code->flags;
  copy->argcount = code->argcount, copy->posonly = code->posonly, copy->kwonly = code->kwonly;
  copy->nlocalsplus = code->nlocalsplus, copy->stacksize = code->stacksize, copy->frame_words = code->frame_words;
  copy->firstlineno = code->firstlineno;
  copy->source = code->source;
  copy->consts = code->consts, copy->names = code->names, copy->localsplus_names = code->localsplus_names;
  copy->name = code->name, copy->qualname = code->qualname, copy->filename = code->filename;
  copy->native_entry = JIT_TIER_ONE_ENTRY;
  return copy;
}

SHARED_METHOD(code_replace) {
  Value given[PARTS];
  if (nargs) return raise_format(ctx, EXC_TypeError, "replace() takes no positional arguments"), V_NULL;
  if (!bind_params(ctx, "replace", PARAMETERS, args, nargs, kwnames, given)) return V_NULL;
  if (!code_read(ctx, AS_CODE(self))) return V_NULL;
  Code *copy = code_copy(ctx, AS_CODE(self));
  for (int part = 0; copy && part < PARTS; part++)
    if (given[part] && !replace_part(ctx, self, copy, (Part)part, given[part])) return V_NULL;
  return VAL(copy);
}

/* ---- equality ---- */

/* Equal constants of equal types: 1, 1.0 and True differ, 0.0 and -0.0 too. */
static int same_constant(Ctx *ctx, Value a, Value b) {
  if (a == b) return 1;
  if (class_of(ctx, a) != class_of(ctx, b)) return 0;
  if (!c_stack_check(ctx)) return -1;
  if (is_tuple(ctx, a)) {
    if (tuple_length(a) != tuple_length(b)) return 0;
    for (int64_t i = 0; i < tuple_length(a); i++) {
      int equal = same_constant(ctx, tuple_item(a, i), tuple_item(b, i));
      if (equal <= 0) return equal;
    }
    return 1;
  }
  int equal = object_equal(ctx, a, b);
  if (equal <= 0 || !is_float(ctx, a)) return equal;
  return double_bits(float_val(ctx, a)) == double_bits(float_val(ctx, b));
}

/* An empty table may be a null pointer. */
static bool same_table(const void *a, const void *b, size_t size) { return !size || memcmp(a, b, size) == 0; }

static int same_code(Ctx *ctx, Code *a, Code *b) {
  if (a == b) return 1;
  if (!code_read(ctx, a) || !code_read(ctx, b)) return -1;
  if (a->argcount != b->argcount || a->posonly != b->posonly || a->kwonly != b->kwonly || a->flags != b->flags ||
      a->firstlineno != b->firstlineno || a->nunits != b->nunits || a->npositions != b->npositions ||
      a->nexc != b->nexc || a->nlocalsplus != b->nlocalsplus || !str_equal(a->name, b->name))
    return 0;
  for (uint32_t i = 0; i < a->nunits;) {
    CodeUnit x = code_unit(a, i), y = code_unit(b, i);
    if (x.cache != y.cache) return 0;
    i += 1 + code_caches(x);
  }
  if (!same_table(a->positions, b->positions, a->npositions) || !same_table(a->exc, b->exc, a->nexc * sizeof *a->exc) ||
      !same_table(a->local_kinds, b->local_kinds, a->nlocalsplus))
    return 0;
  int equal = object_equal(ctx, a->names, b->names);
  if (equal > 0) equal = object_equal(ctx, a->localsplus_names, b->localsplus_names);
  return equal > 0 ? same_constant(ctx, a->consts, b->consts) : equal;
}

Value code_compare(Ctx *ctx, Value a, Value b, CmpOp op) {
  if ((op != CMP_EQ && op != CMP_NE) || !has_kind(ctx, a, KIND_CODE) || !has_kind(ctx, b, KIND_CODE)) return V_NOTIMPL;
  int equal = same_code(ctx, AS_CODE(a), AS_CODE(b));
  return equal < 0 ? V_NULL : bool_tag((equal > 0) == (op == CMP_EQ));
}

bool code_hash(Ctx *ctx, Value self, uint64_t *out) {
  Code *code = AS_CODE(self);
  uint64_t hash;
  if (!code_read(ctx, code) || !object_hash(ctx, code->name, &hash)) return false;
  uint32_t numbers[] = {code->argcount, code->posonly,    code->kwonly, code->flags, (uint32_t)code->firstlineno,
                        code->nunits,   code->nlocalsplus};
  hash ^= hash_bytes(ctx, numbers, sizeof numbers) ^ hash_bytes(ctx, code->positions, code->npositions);
  *out = hash;
  return true;
}
