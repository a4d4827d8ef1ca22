/* Exceptions that nobody can catch: raised by finalizers, callbacks, hooks. sys.unraisablehook is told. */
#include "call/call.h"
#include "container/container.h"
#include "exception/exception.h"
#include "object/object.h"
#include "text/text.h"

static const GetSetDef fields[] = {STRUCTSEQ_FIELD(0, "exc_type"),      STRUCTSEQ_FIELD(1, "exc_value"),
                                   STRUCTSEQ_FIELD(2, "exc_traceback"), STRUCTSEQ_FIELD(3, "err_msg"),
                                   STRUCTSEQ_FIELD(4, "object"),        {0}};

Class *unraisable_args_class(Ctx *ctx) {
  if (!ctx->cls.unraisable_args) ctx->cls.unraisable_args = structseq_class(ctx, "sys.UnraisableHookArgs", fields);
  return ctx->cls.unraisable_args;
}

bool exc_is_stop(Ctx *ctx) { return ctx->exc && is_cell(ctx->exc) && class_of(ctx, ctx->exc) == ctx->cls.stopped; }

/* To sys.stderr, whatever that is by now; nobody can be told when it fails. false: the program is to stop */
static bool print(Ctx *ctx, Value text) {
  Value file = text ? dict_get_str(ctx, AS_MODULE(ctx->sys_module)->dict, NAME(stderr)) : V_NULL;
  if (file && file != V_NONE && py_call_method(ctx, file, NAME(write), &text, 1))
    py_call_method(ctx, file, NAME(flush), NULL, 0);
  if (exc_is_stop(ctx)) return false;
  if (ctx->exc) exc_clear(ctx);
  return true;
}

static bool heading(Ctx *ctx, StrBuilder *sb, Value message, Value object) {
  bool named = object && object != V_NONE;
  if (message && message != V_NONE && !is_str(ctx, message) && !(message = object_str(ctx, message))) {
    if (exc_is_stop(ctx)) return false;
    exc_clear(ctx);
  }
  if (message && message != V_NONE) sb_str(sb, message);
  else if (named) sb_ascii(sb, "Exception ignored in");
  if (named) {
    sb_ascii(sb, ": ");
    if (!sb_repr(sb, object)) {
      if (exc_is_stop(ctx)) return false;
      exc_clear(ctx);
      sb_ascii(sb, "<object repr() failed>");
    }
    sb_char(sb, '\n');
  } else if (message && message != V_NONE) {
    sb_ascii(sb, ":\n");
  }
  return true;
}

bool unraisable_print(Ctx *ctx, Value exc, Value message, Value object) {
  StrBuilder sb;
  sb_init(&sb, ctx);
  if (!heading(ctx, &sb, message, object)) return sb_discard(&sb), false;
  Value text = ctx->empty_str;
  if (exc && is_exception(ctx, exc)) text = traceback_format(ctx, exc);
  else if (exc == V_NONE) text = str_format_c(ctx, "NoneType: None\n");
  else if (exc) text = str_format_c(ctx, "TypeError: print_exception(): Exception expected for value, %T found\n", exc);
  if (exc_is_stop(ctx)) return sb_discard(&sb), false;
  if (ctx->exc) exc_clear(ctx);
  if (text) sb_str(&sb, text);
  text = sb_finish(&sb);
  if (!text) exc_clear(ctx);
  return print(ctx, text);
}

static Value hook_args(Ctx *ctx, Value exc, Value message, Value object) {
  Value traceback = ((Exception *)exc)->traceback;
  Value items[5] = {VAL(class_of(ctx, exc)), exc, or_none(traceback), or_none(message), or_none(object)};
  Class *cls = unraisable_args_class(ctx);
  return cls ? structseq_new(ctx, cls, items) : V_NULL;
}

bool unraisable_in(Ctx *ctx, Value message, Value object) {
  if (exc_is_stop(ctx)) return false;
  Value exc = exc_take(ctx);
  Value hook = dict_get_c(ctx, AS_MODULE(ctx->sys_module)->dict, "unraisablehook");
  if (ctx->exc) exc_clear(ctx);
  if (!hook || hook == V_NONE || !is_exception(ctx, exc)) return unraisable_print(ctx, exc, message, object);
  Value args = hook_args(ctx, exc, message, object);
  if (args && py_call1(ctx, hook, args)) return true;
  if (exc_is_stop(ctx)) return false;
  exc = exc_take(ctx);
  return unraisable_print(ctx, exc, str_from_ascii(ctx, "Exception ignored in sys.unraisablehook"), hook);
}

bool unraisable(Ctx *ctx, const char *doing, Value what) {
  if (exc_is_stop(ctx)) return false;
  Value exc = exc_take(ctx);
  Value message = str_format_c(ctx, "%s %R", doing, what);
  if (!message) { /* its repr failed */
    if (exc_is_stop(ctx)) return false;
    exc_clear(ctx); /* as in CPython: nothing is said then but the exception */
  }
  ctx->exc = exc;
  return unraisable_in(ctx, message, V_NULL);
}
