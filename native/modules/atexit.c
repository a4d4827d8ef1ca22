/* Module atexit: functions to be called when the program is over. The runtime calls run_all then (ModuleDef.at_exit),
 * the last registered first. */
#include "modules/module.h"

typedef struct AtexitState {
  Value calls; /* List of (function, positional arguments, keyword arguments) */
} AtexitState;
static AtexitState *state_of(Ctx *ctx) { return module_state(ctx, &module_atexit); }
static void trace(Ctx *ctx, void *state) { heap_mark(ctx, ((AtexitState *)state)->calls); }

static Value calls_of(Ctx *ctx) {
  AtexitState *state = state_of(ctx);
  if (!state->calls) state->calls = list_new(ctx, 4);
  return state->calls;
}

FUNCTION(f_register) {
  if (nargs == 0) return raise_format(ctx, EXC_TypeError, "register() takes at least 1 argument (0 given)"), V_NULL;
  if (!is_callable(ctx, args[0]))
    return raise_format(ctx, EXC_TypeError, "the first argument must be callable"), V_NULL;
  Value parts[3] = {args[0], tuple_from(ctx, args + 1, nargs - 1), kwargs_dict(ctx, args + nargs, kwnames)};
  Value call = parts[1] && parts[2] ? tuple_from(ctx, parts, 3) : V_NULL, calls = call ? calls_of(ctx) : V_NULL;
  return calls && list_append(ctx, calls, call) ? args[0] : V_NULL;
}

FUNCTION(f_unregister) {
  Value calls = calls_of(ctx);
  if (!calls) return V_NULL;
  /* Comparing may run code that registers or clears. */
  for (int64_t i = AS_LIST(calls)->length; i-- > 0;) {
    if (i >= AS_LIST(calls)->length) continue;
    Value call = AS_LIST(calls)->items->items[i];
    int same = object_equal(ctx, tuple_item(call, 0), args[0]);
    if (same < 0) return V_NULL;
    if (same && i < AS_LIST(calls)->length && AS_LIST(calls)->items->items[i] == call && !list_pop(ctx, calls, i))
      return V_NULL;
  }
  return V_NONE;
}
FUNCTION(f_clear) {
  Value calls = calls_of(ctx);
  return calls && list_set_slice(ctx, calls, 0, AS_LIST(calls)->length, NULL, 0) ? V_NONE : V_NULL;
}
FUNCTION(f_ncallbacks) {
  Value calls = calls_of(ctx);
  return calls ? int_tag(AS_LIST(calls)->length) : V_NULL;
}

/* Exceptions are reported and the rest runs all the same. What is registered meanwhile is forgotten, as in CPython.
 * false: the program is to stop. */
static bool run_all(Ctx *ctx) {
  Value calls = calls_of(ctx), all = calls ? tuple_from_iterable(ctx, calls) : V_NULL;
  for (int64_t i = all ? tuple_length(all) : 0; i-- > 0;) {
    Value call = tuple_item(all, i), function = tuple_item(call, 0);
    if (!py_call_ex(ctx, function, tuple_item(call, 1), tuple_item(call, 2)) &&
        !unraisable(ctx, "Exception ignored in atexit callback", function))
      return false;
  }
  return all && list_set_slice(ctx, calls, 0, AS_LIST(calls)->length, NULL, 0);
}
FUNCTION(f_run) { return run_all(ctx) ? V_NONE : V_NULL; }

static const CFuncDef functions[] = {
    FUNCTION_ROW_KW("register", f_register, 0, -1,
                    "Register a function to be executed upon normal program termination"),
    FUNCTION_ROW("unregister", f_unregister, 1, 1, "Unregister an exit function which was previously registered"),
    FUNCTION_ROW("_clear", f_clear, 0, 0, "Clear the list of exit functions"),
    FUNCTION_ROW("_run_exitfuncs", f_run, 0, 0, "Run all registered exit functions."),
    FUNCTION_ROW("_ncallbacks", f_ncallbacks, 0, 0, "Return the number of registered exit functions."),
    {0},
};

MODULE(atexit,
       .doc = "allow programmer to define multiple exit functions to be executed upon normal program termination.",
       .functions = {functions}, .state_size = sizeof(AtexitState), .trace = trace, .at_exit = run_all);
