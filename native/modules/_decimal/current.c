/* Module _decimal: the current context, which is the value of a context variable, and localcontext(). Looking it up is
 * most of the work of a small addition, so what was found stays until contexts change (Ctx.context_changes). */
#include "modules/_decimal/decimal.h"

static bool keep(Ctx *ctx, Value context) {
  DecimalState *state = decimal_state(ctx);
  state->current = context;
  state->current_at = ctx->context_changes;
  return true;
}

static bool is_template(const DecimalState *state, Value context) {
  return context == state->default_context || context == state->basic_context || context == state->extended_context;
}

bool set_current_context(Ctx *ctx, Value context) {
  if (!is_context(ctx, context)) return raise_format(ctx, EXC_TypeError, "argument must be a context"), false;
  DecimalState *state = decimal_state(ctx);
  if (is_template(state, context)) {
    if (!(context = context_copy(ctx, context))) return false;
    AS_CONTEXT(context)->status = 0;
  }
  if (!py_call_method(ctx, state->variable, str_intern_c(ctx, "set"), &context, 1)) return false;
  return keep(ctx, context);
}

Value current_context(Ctx *ctx) {
  DecimalState *state = decimal_state(ctx);
  if (LIKELY(state->current && state->current_at == ctx->context_changes)) return state->current;
  Value none = V_NONE, found = py_call_method(ctx, state->variable, str_intern_c(ctx, "get"), &none, 1);
  if (!found) return V_NULL;
  if (found != V_NONE) return keep(ctx, found), found;
  Value fresh = context_new(ctx, state->context);
  if (!fresh || !set_current_context(ctx, fresh)) return V_NULL;
  return state->current;
}

FUNCTION(f_getcontext) { return current_context(ctx); }
FUNCTION(f_setcontext) { return set_current_context(ctx, args[0]) ? V_NONE : V_NULL; }

FUNCTION(f_ieee_context) {
  int64_t bits;
  if (!is_int_value(ctx, args[0])) return raise_format(ctx, EXC_TypeError, "an integer is required"), V_NULL;
  if (!int_to_i64(ctx, int_unwrap(ctx, args[0]), &bits))
    return raise_format(ctx, EXC_OverflowError, "Python int too large to convert to C ssize_t"), V_NULL;
  if (bits <= 0 || bits > 512 || bits % 32) {
    raise_format(ctx, EXC_ValueError, "argument must be a multiple of 32, with a maximum of 512");
    return V_NULL;
  }
  Value context = context_new(ctx, decimal_state(ctx)->context);
  if (!context) return V_NULL;
  Context *c = AS_CONTEXT(context);
  int64_t emax = INT64_C(3) << (bits / 16 + 3);
  c->s = (Settings){9 * (bits / 32) - 2, emax, 1 - emax, ROUND_HALF_EVEN, true};
  c->traps = 0;
  c->capitals = 1;
  return context;
}

/* ---- localcontext ---- */

typedef struct ContextManager {
  Cell h;
  Value local, outer;
} ContextManager;
#define AS_MANAGER(v) ((ContextManager *)(v))

FUNCTION(f_localcontext) {
  Value given[1 + CONTEXT_PARAMETERS], outer = current_context(ctx);
  if (!outer || !bind_params(ctx, "localcontext", "ctx= * prec= rounding= Emin= Emax= capitals= clamp= flags= traps=",
                             args, nargs, kwnames, given))
    return V_NULL;
  Value from = given[0] && given[0] != V_NONE ? given[0] : outer;
  if (!is_context(ctx, from)) return raise_format(ctx, EXC_TypeError, "optional argument must be a context"), V_NULL;
  Value local = context_copy(ctx, from);
  if (!local || !context_set(ctx, local, given + 1)) return V_NULL;
  Value manager = instance_new(ctx, decimal_state(ctx)->context_manager);
  if (!manager) return V_NULL;
  AS_MANAGER(manager)->local = local;
  AS_MANAGER(manager)->outer = outer;
  return manager;
}
METHOD(manager_enter) { return set_current_context(ctx, AS_MANAGER(self)->local) ? AS_MANAGER(self)->local : V_NULL; }
METHOD(manager_exit) { return set_current_context(ctx, AS_MANAGER(self)->outer) ? V_FALSE : V_NULL; }

static void manager_trace(Ctx *ctx, Value self) {
  heap_mark(ctx, AS_MANAGER(self)->local), heap_mark(ctx, AS_MANAGER(self)->outer);
}
Class *make_context_manager(Ctx *ctx) {
  static const TypeOps ops = {.trace = manager_trace};
  static const CFuncDef methods[] = {
      METHOD_ROW("__enter__", manager_enter, 0, 0, NULL), METHOD_ROW("__exit__", manager_exit, 0, -1, NULL), {0}};
  return class_new_builtin(ctx, "decimal.ContextManager", ctx->cls.object, KIND_OTHER, sizeof(ContextManager), &ops,
                           methods, CLASS_FINAL);
}

const CFuncDef CURRENT_FUNCTIONS[] = {
    FUNCTION_ROW("getcontext", f_getcontext, 0, 0, "Get the current default context."),
    FUNCTION_ROW("setcontext", f_setcontext, 1, 1, "Set a new default context."),
    FUNCTION_ROW_KW("localcontext", f_localcontext, 0, -1,
                    "Return a context manager that will set the default context to a copy of ctx on entry to the "
                    "with-statement and restore the previous default context when exiting the with-statement."),
    FUNCTION_ROW_NAMED("IEEEContext", f_ieee_context, 1, 1, "bits /",
                       "Return a context with the proper values for the specified IEEE interchange format."),
    {0},
};
