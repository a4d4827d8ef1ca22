/* Raising, matching and chaining exceptions; tracebacks and their text. ctx->exc is the exception on its way: whoever
 * raises sets it and returns V_NULL, -1 or false; whoever handles it first takes it away (exc_take, exc_clear).
 * ctx->handled is the one that an `except` block is handling, the context of whatever is raised meanwhile. */
#pragma once
#include "core/ctx.h"
#include "object/object.h"
#include "text/text.h"

#define AS_EXC(v) ((Exception *)(v))
#define AS_TB(v) ((Traceback *)(v))

typedef struct ExceptionOps {
  ExcId id;
  const TypeOps ops;
  const GetSetDef *getset;
  const CFuncDef *methods;
} ExceptionOps;
typedef struct SourceText {
  Value filename;
  char *text;
  size_t n;
} SourceText; /* the file that was looked at last; text NULL: none */

/* ---- exception.c ---- */
void raise_format(Ctx *ctx, ExcId id, const char *format, ...); /* format as str_format_c */
void raise_value(Ctx *ctx, ExcId id, Value arg);                /* arg becomes args[0] */
void raise_exc(Ctx *ctx, Value exc);                            /* instance; sets __context__ from ctx->handled */
void raise_key_error(Ctx *ctx, Value key);
/* NameError or UnboundLocalError; %U in format = name */
void raise_name_error(Ctx *ctx, ExcId id, const char *format, Value name);
void raise_stop_iteration(Ctx *ctx, Value value); /* value V_NONE allowed */
void raise_returned(Ctx *ctx, Value value); /* what a generator returned or yielded, None too: without a __context__ */
Value exception_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs);
/* Calling it only keeps the arguments, whatever they are. */
bool exception_class_is_plain(Ctx *ctx, Class *cls);
/* One of such a class that a trace has described (VirtualObject, ts/ir/trace.ts). args V_NULL: none; context may be
 * V_NONE; cause V_NONE: it was raised `from None`. */
Value exception_described(Ctx *ctx, Shape *shape, Value args, Value context, Value cause, Value traceback);
bool exc_matches(Ctx *ctx, ExcId id); /* is ctx->exc an instance of */
Value exc_take(Ctx *ctx);             /* removes and returns ctx->exc */
void exc_clear(Ctx *ctx);
bool do_raise(Ctx *ctx, Value exc, Value cause); /* RAISE_VARARGS: classes are instantiated; always returns false */
int check_exc_match(Ctx *ctx, Value exc, Value type); /* 0, 1, -1 */
int exception_class_matches(Ctx *ctx, Class *cls,
                            Value type); /* the same for exceptions of a class; -1: type is none */
bool exception_startup(Ctx *ctx);
Exception *exception_alloc(Ctx *ctx, Class *cls);
Value exception_str(Ctx *ctx, Value self);
Value exception_repr(Ctx *ctx, Value self);
bool exception_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames);
/* The attributes beyond the fields: V_NULL when there are none. false: an exception. */
bool exception_attributes(Ctx *ctx, Value self, Value *dict);
Value exception_reduced(Ctx *ctx, Value self, Value args,
                        Value state); /* what __reduce__ returns; state may be V_NULL */
Value exception_alloc_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames);

/* ---- unraisable.c ---- */
bool exc_is_stop(Ctx *ctx); /* is ctx->exc the exception of a stop, which nobody may swallow? */
/* ctx->exc, which nobody can catch, goes to sys.unraisablehook. false: the program is to stop (ctx->exc says why). */
bool unraisable(Ctx *ctx, const char *doing, Value what);                /* "doing <repr of what>:" */
bool unraisable_in(Ctx *ctx, Value message, Value object);               /* "message: <repr of object>" */
bool unraisable_print(Ctx *ctx, Value exc, Value message, Value object); /* what the default hook does; may be V_NULL */
Class *unraisable_args_class(Ctx *ctx);                                  /* sys.UnraisableHookArgs */

/* ---- traceback.c ---- */
void traceback_add(Ctx *ctx, Frame *frame, uint32_t unit); /* prepends frame to ctx->exc's traceback */
/* The same for a frame that does not exist. Returns exc, or the MemoryError that replaces it; V_NULL, with exc in
 * ctx->exc, when the innermost frame's locals are needed. */
Value traceback_add_native(Ctx *ctx, Value exc, Frame *root, Value frame_object, Code *code, uint32_t unit,
                           Value globals, bool innermost);
/* An entry that a trace has described: of the object's frame, or of the root's (object V_NULL). */
Value traceback_described(Ctx *ctx, Frame *root, Value next, Value object, Code *code, uint32_t unit, Value globals);
Value traceback_format(Ctx *ctx, Value exc); /* Str as the interpreter prints it, chained exceptions included */
int32_t traceback_line(Traceback *tb);

/* ---- suggestion.c ---- */
/* does the hint in its message come from locals of the frame that raised it? */
bool suggestion_needs_frame(Ctx *ctx, Exception *exc, Code *code);
Value suggestion_for(Ctx *ctx, Value exc); /* the name for "Did you mean", or V_NULL (never an error) */
Value closest_name(Ctx *ctx, Value wrong, Value names_list); /* the best of a list of str, or V_NULL */

/* ---- exception_group.c ---- */
/* CHECK_EG_MATCH: match or V_NONE; *rest or V_NONE */
Value except_star_match(Ctx *ctx, Value exc, Value type, Value *rest);
/* INTRINSIC_PREP_RERAISE_STAR: exception to raise, or V_NONE */
Value except_star_reraise(Ctx *ctx, Value original, Value list);
bool exception_group_startup(Ctx *ctx);
extern const TypeOps *const EXCEPTION_GROUP_OPS;
extern const GetSetDef *const EXCEPTION_GROUP_GETSET;
extern const CFuncDef *const EXCEPTION_GROUP_METHODS;

/* ---- exception_types.c ---- */
extern const ExceptionOps EXCEPTION_OPS[]; /* ends with id EXC_COUNT */

/* ---- unicode_error.c ---- */
extern const GetSetDef UNICODE_ERROR_GETSET[];
bool encode_error_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames);
bool decode_error_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames);
bool translate_error_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames);
Value encode_error_str(Ctx *ctx, Value self);
Value decode_error_str(Ctx *ctx, Value self);
Value translate_error_str(Ctx *ctx, Value self);

/* ---- traceback_lines.c ---- */
/* Without its indentation; V_NULL: it is empty or not known. May leave an exception. */
Value traceback_source_line(Ctx *ctx, Value filename, int64_t line);
void traceback_entry(Ctx *ctx, StrBuilder *sb, Traceback *tb, SourceText *source); /* the File line, source, markers */

/* ---- inline ---- */
static inline bool is_exception(Ctx *ctx, Value v) { return has_kind(ctx, v, KIND_EXCEPTION); }
