/* Module _decimal: its declaration, and what is made when it is imported: exceptions, templates of contexts, and the
 * classes that are made in Python. */
#include "modules/_decimal/decimal.h"

DecimalState *decimal_state(Ctx *ctx) { return module_state(ctx, &module__decimal); }

static void trace(Ctx *ctx, void *data) {
  DecimalState *state = data;
  heap_mark(ctx, state->signal_dict), heap_mark(ctx, state->decimal_tuple), heap_mark(ctx, state->rational);
  heap_mark(ctx, state->default_context), heap_mark(ctx, state->basic_context), heap_mark(ctx, state->extended_context);
  heap_mark(ctx, state->variable), heap_mark(ctx, state->current), heap_mark(ctx, state->decimal_exception);
  for (int i = 0; i < SIGNAL_COUNT; i++) heap_mark(ctx, state->signals[i]);
  for (int i = 0; i < CONDITION_COUNT; i++) heap_mark(ctx, state->conditions[i]);
  for (int i = 0; i < ROUNDING_COUNT; i++) heap_mark(ctx, state->rounding[i]);
  for (int i = 0; i < SMALL_POWERS; i++) heap_mark(ctx, state->powers[i]);
  for (int i = 0; i < RECENT_POWERS; i++) heap_mark(ctx, state->recent[i].power);
  heap_mark(ctx, state->ln10);
}

static bool make_tuple_class(Ctx *ctx, Value module) {
  DecimalState *state = decimal_state(ctx);
  Value make = import_attribute(ctx, "collections", "namedtuple");
  Value name = str_from_ascii(ctx, "DecimalTuple"), fields = str_from_ascii(ctx, "sign digits exponent");
  Value cls = make && name && fields ? state->decimal_tuple : V_NULL;
  if (make && name && fields && !cls) {
    if (!(cls = py_call2(ctx, make, name, fields))) return false;
    if (!set_attr(ctx, cls, NAME(__module__), str_from_ascii(ctx, "decimal"))) return false;
    state->decimal_tuple = cls;
  }
  return cls && module_add(ctx, module, "DecimalTuple", cls);
}

static bool register_number(Ctx *ctx) {
  DecimalState *state = decimal_state(ctx);
  Value number = import_attribute(ctx, "numbers", "Number"), decimal = VAL(state->decimal);
  state->rational = number ? import_attribute(ctx, "numbers", "Rational") : V_NULL;
  return state->rational && py_call_method(ctx, number, str_intern_c(ctx, "register"), &decimal, 1);
}

static Value template(Ctx *ctx, int64_t prec, Rounding rounding, uint32_t traps) {
  Value context = context_new(ctx, decimal_state(ctx)->context);
  if (!context) return V_NULL;
  AS_CONTEXT(context)->s.prec = prec;
  AS_CONTEXT(context)->s.rounding = rounding;
  AS_CONTEXT(context)->traps = traps;
  return context;
}
static bool make_templates(Ctx *ctx, Value module) {
  DecimalState *state = decimal_state(ctx);
  uint32_t errors = ANY_INVALID | DIVISION_BY_ZERO | OVERFLOW;
  if (!state->extended_context &&
      (!(state->default_context = template(ctx, 28, ROUND_HALF_EVEN, errors)) ||
       !(state->basic_context = template(ctx, 9, ROUND_HALF_UP, errors | UNDERFLOW | CLAMPED)) ||
       !(state->extended_context = template(ctx, 9, ROUND_HALF_EVEN, 0))))
    return false;
  return module_add(ctx, module, "DefaultContext", state->default_context) &&
         module_add(ctx, module, "BasicContext", state->basic_context) &&
         module_add(ctx, module, "ExtendedContext", state->extended_context);
}

static bool make_variable(Ctx *ctx) {
  Value make = import_attribute(ctx, "_contextvars", "ContextVar"), name = str_from_ascii(ctx, "decimal_context");
  DecimalState *state = decimal_state(ctx);
  return state->variable || (make && name && (state->variable = py_call1(ctx, make, name)));
}

static bool add_constants(Ctx *ctx, Value module) {
  return module_add(ctx, module, "MAX_PREC", int_from_i64(ctx, MAX_PREC)) &&
         module_add(ctx, module, "MAX_EMAX", int_from_i64(ctx, MAX_EMAX)) &&
         module_add(ctx, module, "MIN_EMIN", int_from_i64(ctx, MIN_EMIN)) &&
         module_add(ctx, module, "MIN_ETINY", int_from_i64(ctx, MIN_ETINY)) &&
         module_add(ctx, module, "IEEE_CONTEXT_MAX_BITS", int_tag(512)) &&
         module_add(ctx, module, "HAVE_THREADS", V_TRUE) && module_add(ctx, module, "HAVE_CONTEXTVAR", V_TRUE) &&
         module_add(ctx, module, "__version__", str_from_ascii(ctx, "1.70")) &&
         module_add(ctx, module, "__libmpdec_version__", str_from_ascii(ctx, "2.5.1"));
}

/* Classes that are not in the module under their names. */
static bool hide(Ctx *ctx, Value module, Class *cls) {
  return dict_delete(ctx, AS_MODULE(module)->dict, cls->name) >= 0;
}

static bool init(Ctx *ctx, Value module) {
  DecimalState *state = decimal_state(ctx);
  return hide(ctx, module, state->signal_dict_mixin) && hide(ctx, module, state->context_manager) &&
         (state->rational || (make_signal_dict(ctx) && register_number(ctx))) && make_exceptions(ctx, module) &&
         make_tuple_class(ctx, module) && rounding_names(ctx, module) && make_templates(ctx, module) &&
         make_variable(ctx) && add_constants(ctx, module);
}

static const ModuleClass classes[] = {{offsetof(DecimalState, decimal), make_decimal},
                                      {offsetof(DecimalState, context), make_context},
                                      {offsetof(DecimalState, signal_dict_mixin), make_signal_dict_mixin},
                                      {offsetof(DecimalState, context_manager), make_context_manager},
                                      {0}};

MODULE(_decimal, .doc = "C decimal arithmetic module", .functions = {CURRENT_FUNCTIONS}, .classes = classes,
       .state_size = sizeof(DecimalState), .trace = trace, .init = init);
