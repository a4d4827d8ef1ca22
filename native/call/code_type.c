/* Code objects and tracebacks as Python sees them. */
#include "call/call.h"
#include "call/code_object.h"
#include "container/container.h"
#include "exception/exception.h"
#include "object/model.h"
#include "object/object.h"
#include "text/text.h"
#include <stdio.h>

/* ---- code ---- */

#define AS_CODE(v) ((Code *)(v))

static Value code_repr(Ctx *ctx, Value self) {
  char address[32];
  snprintf(address, sizeof address, "0x%llx", (unsigned long long)self);
  return str_format_c(ctx, "<code object %U at %s, file \"%U\", line %d>", AS_CODE(self)->name, address,
                      AS_CODE(self)->filename, (int)AS_CODE(self)->firstlineno);
}

static Value locals_of_kind(Ctx *ctx, Value self, bool (*wanted)(Code *, uint32_t)) {
  Code *code = AS_CODE(self);
  Value list = list_new(ctx, 8);
  for (uint32_t i = 0; list && i < code->nlocalsplus; i++)
    if (wanted(code, i) && !list_append(ctx, list, tuple_item(code->localsplus_names, i))) return V_NULL;
  return list ? tuple_from(ctx, ((List *)list)->items->items, ((List *)list)->length) : V_NULL;
}
static bool is_var(Code *code, uint32_t i) { return code->local_kinds[i] & LOCAL_FAST; }
static bool is_cell_var(Code *code, uint32_t i) { return code->local_kinds[i] & LOCAL_CELL; }
static bool is_free_var(Code *code, uint32_t i) { return code->local_kinds[i] & LOCAL_FREE; }
static Value get_varnames(Ctx *ctx, Value self) { return locals_of_kind(ctx, self, is_var); }
static Value get_cellvars(Ctx *ctx, Value self) { return locals_of_kind(ctx, self, is_cell_var); }
static Value get_freevars(Ctx *ctx, Value self) { return locals_of_kind(ctx, self, is_free_var); }
static Value get_nlocals(Ctx *ctx, Value self) {
  Value names = get_varnames(ctx, self);
  return names ? int_tag(tuple_length(names)) : V_NULL;
}
#define CODE_INT(name, field)                                                                                 \
  static Value get_##name(Ctx *ctx, Value self) { return (void)ctx, int_tag((int64_t)AS_CODE(self)->field); }
#define CODE_VALUE(name, field)                                                             \
  static Value get_##name(Ctx *ctx, Value self) { return (void)ctx, AS_CODE(self)->field; }
CODE_INT(argcount, argcount)
CODE_INT(posonly, posonly)
CODE_INT(kwonly, kwonly)
CODE_INT(flags, flags)
CODE_INT(stacksize, stacksize)
CODE_INT(firstlineno, firstlineno)
CODE_VALUE(name, name)
CODE_VALUE(qualname, qualname)
CODE_VALUE(filename, filename)

static Value get_consts(Ctx *ctx, Value self) { return code_read(ctx, AS_CODE(self)) ? AS_CODE(self)->consts : V_NULL; }
static Value get_names(Ctx *ctx, Value self) { return code_read(ctx, AS_CODE(self)) ? AS_CODE(self)->names : V_NULL; }
static Value get_code_bytes(Ctx *ctx, Value self) { return code_bytes(ctx, AS_CODE(self)); }
static Value get_adaptive(Ctx *ctx, Value self) {
  if (!code_read(ctx, AS_CODE(self))) return V_NULL;
  return bytes_new(ctx, AS_CODE(self)->units, (int64_t)AS_CODE(self)->nunits * 2);
}
static Value get_line_table(Ctx *ctx, Value self) { return code_line_table(ctx, AS_CODE(self)); }
static Value get_exception_table(Ctx *ctx, Value self) { return code_exception_table(ctx, AS_CODE(self)); }
static const GetSetDef code_getset[] = {
    {"co_name", get_name, readonly_member, NULL},
    {"co_qualname", get_qualname, readonly_member, NULL},
    {"co_filename", get_filename, readonly_member, NULL},
    {"co_firstlineno", get_firstlineno, readonly_member, NULL},
    {"co_argcount", get_argcount, readonly_member, NULL},
    {"co_posonlyargcount", get_posonly, readonly_member, NULL},
    {"co_kwonlyargcount", get_kwonly, readonly_member, NULL},
    {"co_nlocals", get_nlocals, readonly_member, NULL},
    {"co_varnames", get_varnames, NULL, NULL},
    {"co_cellvars", get_cellvars, NULL, NULL},
    {"co_freevars", get_freevars, NULL, NULL},
    {"co_consts", get_consts, readonly_member, NULL},
    {"co_names", get_names, readonly_member, NULL},
    {"co_flags", get_flags, readonly_member, NULL},
    {"co_stacksize", get_stacksize, readonly_member, NULL},
    {"co_code", get_code_bytes, NULL, NULL},
    {"_co_code_adaptive", get_adaptive, NULL, NULL},
    {"co_linetable", get_line_table, readonly_member, NULL},
    {"co_exceptiontable", get_exception_table, readonly_member, NULL},
    {0},
};

METHOD(method_positions) { return code_positions(ctx, AS_CODE(self)); }
METHOD(method_lines) { return code_lines(ctx, AS_CODE(self)); }
METHOD(varname_from_oparg) {
  int64_t i;
  if (!object_index_i64(ctx, args[0], &i, true)) return V_NULL;
  if (i < 0 || i >= AS_CODE(self)->nlocalsplus)
    return raise_format(ctx, EXC_IndexError, "tuple index out of range"), V_NULL;
  return tuple_item(AS_CODE(self)->localsplus_names, i);
}
static const CFuncDef code_methods[] = {
    METHOD_ROW("co_positions", method_positions, 0, 0,
               "Iterator over (line, end line, column, end column) of every code unit."),
    METHOD_ROW("co_lines", method_lines, 0, 0,
               "Iterator over (start, end, line) of every run of bytecode of one line."),
    METHOD_ROW_KW("replace", code_replace, 0, -1,
                  "Return a copy of the code object with new values for the specified fields."),
    METHOD_ROW_KW("__replace__", code_replace, 0, -1, "The same as replace()."),
    METHOD_ROW("_varname_from_oparg", varname_from_oparg, 1, 1, "(internal-only) Return the local variable name."),
    {0},
};
static const TypeOps code_ops = {.repr = code_repr, .compare = code_compare, .hash = code_hash};

/* ---- tracebacks ---- */

static Value get_tb_next(Ctx *ctx, Value self) { return (void)ctx, AS_TB(self)->next ? AS_TB(self)->next : V_NONE; }
static bool set_tb_next(Ctx *ctx, Value self, Value value) {
  if (!value) return raise_format(ctx, EXC_TypeError, "can't delete tb_next attribute"), false;
  if (value != V_NONE && !has_kind(ctx, value, KIND_TRACEBACK))
    return raise_format(ctx, EXC_TypeError, "expected traceback object, got '%T'", value), false;
  for (Value at = value; at && at != V_NONE; at = AS_TB(at)->next)
    if (at == self) return raise_format(ctx, EXC_ValueError, "traceback loop detected"), false;
  AS_TB(self)->next = value == V_NONE ? V_NULL : value;
  return true;
}
static Value get_tb_lineno(Ctx *ctx, Value self) { return (void)ctx, int_tag(traceback_line(AS_TB(self))); }
static Value get_tb_lasti(Ctx *ctx, Value self) { return (void)ctx, int_tag((int64_t)AS_TB(self)->unit * 2); }
static Value get_tb_frame(Ctx *ctx, Value self) {
  frame_object_ask(AS_TB(self)->frame);
  return UNUSED(ctx), AS_TB(self)->frame;
}
static const GetSetDef traceback_getset[] = {
    {"tb_next", get_tb_next, set_tb_next, NULL},
    {"tb_lineno", get_tb_lineno, NULL, NULL},
    {"tb_lasti", get_tb_lasti, readonly_member, NULL},
    {"tb_frame", get_tb_frame, readonly_member, NULL},
    {0},
};
static Value traceback_make(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  Value p[4];
  int64_t lasti, line;
  if (!bind_params(ctx, "traceback", "tb_next tb_frame tb_lasti tb_lineno", args, nargs, kwnames, p)) return V_NULL;
  if (p[0] != V_NONE && !has_kind(ctx, p[0], KIND_TRACEBACK))
    return raise_format(ctx, EXC_TypeError, "expected traceback object or None, got '%T'", p[0]), V_NULL;
  if (!has_kind(ctx, p[1], KIND_FRAME_OBJECT))
    return raise_format(ctx, EXC_TypeError, "traceback() argument 'tb_frame' must be frame, not %A", p[1]), V_NULL;
  if (!object_index_i64(ctx, p[2], &lasti, true) || !object_index_i64(ctx, p[3], &line, true)) return V_NULL;
  Traceback *tb = (Traceback *)instance_new(ctx, cls);
  if (!tb) return V_NULL;
  tb->next = p[0] == V_NONE ? V_NULL : p[0];
  frame_object_parts(p[1], &tb->code, &tb->globals);
  tb->frame = p[1];
  tb->unit = lasti < 0 ? 0 : (uint32_t)(lasti / 2);
  tb->line = (int32_t)line;
  return VAL(tb);
}
static const TypeOps traceback_ops = {.new_ = traceback_make};

bool code_type_startup(Ctx *ctx) {
  ctx->cls.code = class_new_builtin(ctx, "code", NULL, KIND_CODE, sizeof(Code), &code_ops, code_methods,
                                    CLASS_FINAL | CLASS_HAS_WEAKREF);
  if (!ctx->cls.code) return false;
  return class_add_getset(ctx, ctx->cls.code, code_getset);
}

bool traceback_type_startup(Ctx *ctx) {
  ctx->cls.traceback = class_new_builtin(ctx, "traceback", NULL, KIND_TRACEBACK, sizeof(Traceback), &traceback_ops,
                                         NULL, CLASS_FINAL);
  if (!ctx->cls.traceback) return false;
  return class_add_getset(ctx, ctx->cls.traceback, traceback_getset);
}
