/* CALL_INTRINSIC_1 and _2. Numbers: INTRINSICS_1, INTRINSICS_2 in ts/contract/operators.ts. */
#include "call/call.h"
#include "call/frame_view.h"
#include "container/container.h"
#include "exception/exception.h"
#include "host/host.h"
#include "import/import.h"
#include "interp/interp.h"
#include "interp/uop.h"
#include "object/object.h"
#include "text/text.h"

/* The REPL's echo: sys.displayhook. */
static Value print_value(Ctx *ctx, Value value) {
  Value hook = ctx->sys_module ? get_attr_optional(ctx, ctx->sys_module, NAME(displayhook)) : V_NULL;
  if (hook) return py_call1(ctx, hook, value);
  if (ctx->exc) return V_NULL;
  if (value == V_NONE) return V_NONE;
  Value text = object_repr(ctx, value);
  if (!text || !io_write(ctx, 1, text) || !io_write_bytes(ctx, 1, "\n", 1)) return V_NULL;
  Value underscore = str_intern_c(ctx, "_");
  return dict_set(ctx, ctx->builtins, underscore, value) ? V_NONE : V_NULL;
}

/* A StopIteration must not leave a generator (PEP 479): `exc` as it is, or a RuntimeError caused by it. */
static Value stop_iteration_error(Ctx *ctx, Value exc) {
  FrameView view;
  uint32_t flags = frame_view(ctx, &view) ? view.code->flags : 0;
  const char *kind = flags & CO_ASYNC_GENERATOR ? "async generator" : flags & CO_COROUTINE ? "coroutine" : "generator";
  const char *what = NULL;
  if (is_instance(ctx, exc, ctx->exc_class[EXC_StopIteration])) what = "StopIteration";
  else if (flags & CO_ASYNC_GENERATOR && is_instance(ctx, exc, ctx->exc_class[EXC_StopAsyncIteration]))
    what = "StopAsyncIteration";
  if (!what) return exc;
  Value message = str_format_c(ctx, "%s raised %s", kind, what);
  Value error = message ? exception_new(ctx, ctx->exc_class[EXC_RuntimeError], &message, 1) : V_NULL;
  if (!error) return V_NULL;
  Exception *e = (Exception *)error;
  e->cause = e->context = exc;
  e->suppress_context = 1;
  return error;
}

static Value typing_call(Ctx *ctx, const char *function, Value a, Value b) {
  return import_call(ctx, "_typing", function, (Value[]){a, b}, b ? 2 : 1);
}

static Value import_star_here(Ctx *ctx, Value module) {
  FrameView view;
  if (!frame_view(ctx, &view)) return raise_format(ctx, EXC_SystemError, "no frame"), V_NULL;
  return import_star(ctx, module, view.locals ? view.locals : view.func->globals) ? V_NONE : V_NULL;
}

Value interp_intrinsic_1(Ctx *ctx, uint32_t which, Value value) {
  switch (which) {
  case INTRINSIC_PRINT: return print_value(ctx, value);
  case INTRINSIC_IMPORT_STAR: return import_star_here(ctx, value);
  case INTRINSIC_STOPITERATION_ERROR: return stop_iteration_error(ctx, value);
  case INTRINSIC_ASYNC_GEN_WRAP: return async_generator_wrap(ctx, value);
  case INTRINSIC_UNARY_POSITIVE: return object_positive(ctx, value);
  case INTRINSIC_LIST_TO_TUPLE: return tuple_from_iterable(ctx, value);
  case INTRINSIC_TYPEVAR: return typing_call(ctx, "_make_typevar", value, V_NULL);
  case INTRINSIC_PARAMSPEC: return typing_call(ctx, "_make_paramspec", value, V_NULL);
  case INTRINSIC_TYPEVARTUPLE: return typing_call(ctx, "_make_typevartuple", value, V_NULL);
  case INTRINSIC_SUBSCRIPT_GENERIC: return typing_call(ctx, "_subscript_generic", value, V_NULL);
  case INTRINSIC_TYPEALIAS: return typing_call(ctx, "_make_typealias", value, V_NULL);
  default: return raise_format(ctx, EXC_SystemError, "intrinsic function %d", (int)which), V_NULL;
  }
}

Value interp_intrinsic_2(Ctx *ctx, uint32_t which, Value first, Value second) {
  switch (which) {
  case INTRINSIC_PREP_RERAISE_STAR: return except_star_reraise(ctx, first, second);
  case INTRINSIC_SET_FUNCTION_TYPE_PARAMS: ((Function *)first)->type_params = second; return first;
  case INTRINSIC_TYPEVAR_WITH_BOUND: return typing_call(ctx, "_make_typevar_with_bound", first, second);
  case INTRINSIC_TYPEVAR_WITH_CONSTRAINTS: return typing_call(ctx, "_make_typevar_with_constraints", first, second);
  case INTRINSIC_SET_TYPEPARAM_DEFAULT: return typing_call(ctx, "_set_default", first, second);
  default: return raise_format(ctx, EXC_SystemError, "intrinsic function %d", (int)which), V_NULL;
  }
}
