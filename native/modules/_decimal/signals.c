/* Module _decimal: exceptions, and SignalDict: the flags or traps of a context as a mapping from exceptions to bools.
 */
#include "modules/_decimal/decimal.h"

/* In the order of SignalDicts, and of which exception is raised when several are trapped. */
static const struct {
  const char *name;
  uint32_t bits;
} SIGNALS[SIGNAL_COUNT] = {
    {"InvalidOperation", ANY_INVALID},
    {"FloatOperation", FLOAT_OPERATION},
    {"DivisionByZero", DIVISION_BY_ZERO},
    {"Overflow", OVERFLOW},
    {"Underflow", UNDERFLOW},
    {"Subnormal", SUBNORMAL},
    {"Inexact", INEXACT},
    {"Rounded", ROUNDED},
    {"Clamped", CLAMPED},
};
enum { INVALID, FLOATS, BY_ZERO, OVER, UNDER, SUB, INEXACT_, ROUNDED_, CLAMPED_ };
static const char *const CONDITIONS[CONDITION_COUNT] = {"InvalidOperation", "ConversionSyntax", "DivisionImpossible",
                                                        "DivisionUndefined", "InvalidContext"};

/* ---- the exceptions ---- */

static Value make(Ctx *ctx, Value module, const char *name, const Value *bases, int64_t n) {
  Value dict = dict_new(ctx), tuple = tuple_from(ctx, bases, n);
  if (!dict || !tuple || !dict_set(ctx, dict, NAME(__module__), str_from_ascii(ctx, "decimal"))) return V_NULL;
  Value args[] = {str_intern_c(ctx, name), tuple, dict},
        cls = args[0] ? py_call(ctx, VAL(ctx->cls.type), args, 3, V_NULL) : V_NULL;
  return cls && module_add(ctx, module, name, cls) ? cls : V_NULL;
}

/* When the module is imported again. */
static bool add_exceptions(Ctx *ctx, Value module) {
  const DecimalState *state = decimal_state(ctx);
  bool done = module_add(ctx, module, "DecimalException", state->decimal_exception);
  for (int i = 0; i < SIGNAL_COUNT && done; i++) done = module_add(ctx, module, SIGNALS[i].name, state->signals[i]);
  for (int i = 1; i < CONDITION_COUNT && done; i++) done = module_add(ctx, module, CONDITIONS[i], state->conditions[i]);
  return done;
}
bool make_exceptions(Ctx *ctx, Value module) {
  DecimalState *state = decimal_state(ctx);
  if (state->conditions[CONDITION_COUNT - 1]) return add_exceptions(ctx, module);
  Value *s = state->signals, arithmetic = VAL(ctx->exc_class[EXC_ArithmeticError]),
        zero_division = VAL(ctx->exc_class[EXC_ZeroDivisionError]), type_error = VAL(ctx->exc_class[EXC_TypeError]);
  Value base = make(ctx, module, "DecimalException", &arithmetic, 1);
  if (!(state->decimal_exception = base)) return false;
  static const int simple[] = {INVALID, SUB, INEXACT_, ROUNDED_, CLAMPED_};
  for (unsigned i = 0; i < sizeof simple / sizeof *simple; i++)
    if (!(s[simple[i]] = make(ctx, module, SIGNALS[simple[i]].name, &base, 1))) return false;
  Value floats[] = {base, type_error}, by_zero[] = {base, zero_division}, over[] = {s[INEXACT_], s[ROUNDED_]},
        under[] = {s[INEXACT_], s[ROUNDED_], s[SUB]};
  if (!(s[FLOATS] = make(ctx, module, "FloatOperation", floats, 2)) ||
      !(s[BY_ZERO] = make(ctx, module, "DivisionByZero", by_zero, 2)) ||
      !(s[OVER] = make(ctx, module, "Overflow", over, 2)) || !(s[UNDER] = make(ctx, module, "Underflow", under, 3)))
    return false;
  state->conditions[0] = s[INVALID];
  for (int i = 1; i < CONDITION_COUNT; i++) {
    bool undefined = 1 << i == DIVISION_UNDEFINED;
    Value bases[] = {s[INVALID], zero_division};
    if (!(state->conditions[i] = make(ctx, module, CONDITIONS[i], bases, undefined ? 2 : 1))) return false;
  }
  return true;
}

Value signals_as_list(Ctx *ctx, uint32_t bits) {
  Value list = list_new(ctx, SIGNAL_COUNT);
  for (int i = 0; i < SIGNAL_COUNT && list; i++)
    if (bits & SIGNALS[i].bits && !list_append(ctx, list, decimal_state(ctx)->signals[i])) return V_NULL;
  return list;
}

/* What the exception says: of InvalidOperation, the conditions that led to it. */
static Value conditions_as_list(Ctx *ctx, uint32_t bits) {
  const DecimalState *state = decimal_state(ctx);
  Value list = list_new(ctx, 4);
  for (int i = 0; i < CONDITION_COUNT && list; i++)
    if (bits >> i & 1 && !list_append(ctx, list, state->conditions[i])) return V_NULL;
  for (int i = 1; i < SIGNAL_COUNT && list; i++)
    if (bits & SIGNALS[i].bits && !list_append(ctx, list, state->signals[i])) return V_NULL;
  return list;
}

bool status_settle_slow(Ctx *ctx, Context *context, uint32_t status) {
  uint32_t trapped = status & context->traps;
  int i = 0;
  while (!(trapped & SIGNALS[i].bits)) i++;
  Value list = conditions_as_list(ctx, trapped);
  Value exception = list ? py_call1(ctx, decimal_state(ctx)->signals[i], list) : V_NULL;
  if (exception) raise_exc(ctx, exception);
  return false;
}

/* ---- from Python ---- */

static uint32_t bits_of_exception(Ctx *ctx, Value v) {
  for (int i = 0; i < SIGNAL_COUNT; i++)
    if (decimal_state(ctx)->signals[i] == v) return SIGNALS[i].bits;
  raise_value(ctx, EXC_KeyError,
              str_from_ascii(ctx, "valid values for signals are:\n"
                                  "  [InvalidOperation, FloatOperation, DivisionByZero,\n"
                                  "   Overflow, Underflow, Subnormal, Inexact, Rounded,\n"
                                  "   Clamped]"));
  return 0;
}

bool signals_from_list(Ctx *ctx, Value list, uint32_t *bits) {
  *bits = 0;
  for (int64_t i = 0; i < AS_LIST(list)->length; i++) {
    uint32_t found = bits_of_exception(ctx, AS_LIST(list)->items->items[i]);
    if (!found || !CHECK_STOP(ctx)) return false;
    *bits |= found;
  }
  return true;
}

static bool signals_from_dict(Ctx *ctx, Value dict, uint32_t *bits) {
  if (AS_DICT(dict)->length != SIGNAL_COUNT)
    return raise_value(ctx, EXC_KeyError, str_from_ascii(ctx, "invalid signal dict")), false;
  int64_t pos = 0;
  Value key, value;
  *bits = 0;
  while (dict_next(dict, &pos, &key, &value)) {
    uint32_t found = bits_of_exception(ctx, key);
    int truth = found ? object_truth(ctx, value) : -1;
    if (truth < 0) return false;
    if (truth) *bits |= found;
  }
  return true;
}

bool signals_from_value(Ctx *ctx, Value v, uint32_t *bits, const char *complaint) {
  if (is_signal_dict(ctx, v)) return *bits = *signal_bits(v), true;
  if (is_dict(ctx, v)) return signals_from_dict(ctx, v, bits);
  raise_format(ctx, EXC_TypeError, "%s", complaint);
  return false;
}

/* ---- SignalDict ---- */

typedef struct SignalDict {
  Cell h;
  Value context; /* V_NULL: made by a program; it has no signals */
  bool traps;
} SignalDict;
#define AS_SIGNAL_DICT(v) ((SignalDict *)(v))

bool is_signal_dict(Ctx *ctx, Value v) {
  return is_cell(v) && is_instance(ctx, v, decimal_state(ctx)->signal_dict_mixin) && AS_SIGNAL_DICT(v)->context;
}
uint32_t *signal_bits(Value signal_dict) {
  const SignalDict *d = AS_SIGNAL_DICT(signal_dict);
  return d->traps ? &AS_CONTEXT(d->context)->traps : &AS_CONTEXT(d->context)->status;
}
Value signal_dict_new(Ctx *ctx, Value context, bool traps) {
  SignalDict *d = (SignalDict *)instance_new(ctx, AS_CLASS(decimal_state(ctx)->signal_dict));
  if (!d) return V_NULL;
  d->context = context;
  d->traps = traps;
  return VAL(d);
}

static bool checked(Ctx *ctx, Value self) {
  if (AS_SIGNAL_DICT(self)->context) return true;
  raise_format(ctx, EXC_ValueError, "invalid signal dict");
  return false;
}
static Value sd_getitem(Ctx *ctx, Value self, Value key) {
  uint32_t bits = checked(ctx, self) ? bits_of_exception(ctx, key) : 0;
  return bits ? bool_tag(*signal_bits(self) & bits) : V_NULL;
}
static bool sd_setitem(Ctx *ctx, Value self, Value key, Value value) {
  if (!checked(ctx, self)) return false;
  if (!value) return raise_format(ctx, EXC_ValueError, "signal keys cannot be deleted"), false;
  uint32_t bits = bits_of_exception(ctx, key);
  int truth = bits ? object_truth(ctx, value) : -1;
  if (truth > 0) *signal_bits(self) |= bits;
  else if (truth == 0) *signal_bits(self) &= ~bits;
  return truth >= 0;
}
static int64_t sd_len(Ctx *ctx, Value self) { return checked(ctx, self) ? SIGNAL_COUNT : -1; }
static Value sd_iter(Ctx *ctx, Value self) {
  Value names = checked(ctx, self) ? tuple_from(ctx, decimal_state(ctx)->signals, SIGNAL_COUNT) : V_NULL;
  return names ? object_iter(ctx, names) : V_NULL;
}
static Value sd_repr(Ctx *ctx, Value self) {
  if (!checked(ctx, self)) return V_NULL;
  StrBuilder sb;
  sb_init(&sb, ctx);
  for (int i = 0; i < SIGNAL_COUNT; i++) {
    sb_ascii(&sb, i ? ", <class 'decimal." : "{<class 'decimal.");
    sb_ascii(&sb, SIGNALS[i].name);
    sb_ascii(&sb, *signal_bits(self) & SIGNALS[i].bits ? "'>:True" : "'>:False");
  }
  sb_char(&sb, '}');
  return sb_finish(&sb);
}
static Value sd_compare(Ctx *ctx, Value a, Value b, CmpOp op) {
  if (op != CMP_EQ && op != CMP_NE) return V_NOTIMPL;
  if (!checked(ctx, a)) return V_NULL;
  uint32_t bits;
  bool same = false;
  if (is_signal_dict(ctx, b)) same = *signal_bits(a) == *signal_bits(b);
  else if (!is_dict(ctx, b)) return V_NOTIMPL;
  else if (signals_from_dict(ctx, b, &bits)) same = *signal_bits(a) == bits;
  else if (exc_matches(ctx, EXC_KeyError)) exc_clear(ctx);
  else return V_NULL;
  return bool_tag(same == (op == CMP_EQ));
}
METHOD(sd_copy) {
  Value dict = checked(ctx, self) ? dict_new(ctx) : V_NULL;
  for (int i = 0; dict && i < SIGNAL_COUNT; i++)
    if (!dict_set(ctx, dict, decimal_state(ctx)->signals[i], bool_tag(*signal_bits(self) & SIGNALS[i].bits)))
      return V_NULL;
  return dict;
}
static bool sd_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(ctx), UNUSED(self), UNUSED(args), UNUSED(nargs), UNUSED(kwnames);
  return true;
}
static void sd_trace(Ctx *ctx, Value self) { heap_mark(ctx, AS_SIGNAL_DICT(self)->context); }
static Value sd_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(args), UNUSED(nargs), UNUSED(kwnames);
  return instance_new(ctx, cls);
}

Class *make_signal_dict_mixin(Ctx *ctx) {
  static const TypeOps ops = {.new_ = sd_new,
                              .init = sd_init,
                              .repr = sd_repr,
                              .compare = sd_compare,
                              .len = sd_len,
                              .getitem = sd_getitem,
                              .setitem = sd_setitem,
                              .iter = sd_iter,
                              .trace = sd_trace};
  static const CFuncDef methods[] = {METHOD_ROW("copy", sd_copy, 0, 0, NULL), {0}};
  return class_new_builtin(ctx, "decimal.SignalDictMixin", NULL, KIND_OTHER, sizeof(SignalDict), &ops, methods, 0);
}

/* class SignalDict(SignalDictMixin, MutableMapping): pass */
bool make_signal_dict(Ctx *ctx) {
  DecimalState *state = decimal_state(ctx);
  Value abc = import_name(ctx, str_intern_c(ctx, "collections.abc"), V_NULL, tuple_from(ctx, &NAME(keys), 1),
                          int_tag(0));
  Value mapping = abc ? get_attr(ctx, abc, str_intern_c(ctx, "MutableMapping")) : V_NULL;
  if (!mapping) return false;
  Value bases[] = {VAL(state->signal_dict_mixin), mapping};
  Value args[] = {str_intern_c(ctx, "SignalDict"), tuple_from(ctx, bases, 2), dict_new(ctx)};
  if (!args[0] || !args[1] || !args[2]) return false;
  state->signal_dict = py_call(ctx, VAL(class_of(ctx, mapping)), args, 3, V_NULL);
  return state->signal_dict;
}

/* In the order of repr(Context()). */
void signals_repr(Ctx *ctx, StrBuilder *sb, uint32_t bits) {
  static const int order[SIGNAL_COUNT] = {CLAMPED_, INVALID, BY_ZERO, INEXACT_, FLOATS, OVER, ROUNDED_, SUB, UNDER};
  UNUSED(ctx);
  bool first = true;
  sb_char(sb, '[');
  for (int i = 0; i < SIGNAL_COUNT; i++) {
    if (!(bits & SIGNALS[order[i]].bits)) continue;
    if (!first) sb_ascii(sb, ", ");
    sb_ascii(sb, SIGNALS[order[i]].name);
    first = false;
  }
  sb_char(sb, ']');
}
