/* Module _decimal: class Context: its attributes. Its operations are in context_operations.c; which one is the current
 * one is the business of current.c. */
#include "modules/_decimal/decimal.h"

static const char *const ROUNDING_NAMES[ROUNDING_COUNT] = {"ROUND_CEILING",   "ROUND_FLOOR",   "ROUND_UP",
                                                           "ROUND_DOWN",      "ROUND_HALF_UP", "ROUND_HALF_DOWN",
                                                           "ROUND_HALF_EVEN", "ROUND_05UP"};
bool rounding_names(Ctx *ctx, Value module) {
  DecimalState *state = decimal_state(ctx);
  for (int i = 0; i < ROUNDING_COUNT; i++) {
    state->rounding[i] = str_intern_c(ctx, ROUNDING_NAMES[i]);
    if (!module_add(ctx, module, ROUNDING_NAMES[i], state->rounding[i])) return false;
  }
  return true;
}
bool rounding_from(Ctx *ctx, Value v, Rounding *out) {
  const DecimalState *state = decimal_state(ctx);
  for (int i = 0; i < ROUNDING_COUNT; i++) {
    if (v != state->rounding[i] && !(is_str(ctx, v) && str_equal(v, state->rounding[i]))) continue;
    *out = (Rounding)i;
    return true;
  }
  raise_format(ctx, EXC_TypeError,
               "valid values for rounding are:\n"
               "  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n"
               "   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n"
               "   ROUND_05UP]");
  return false;
}

bool is_context(Ctx *ctx, Value v) { return is_cell(v) && is_instance(ctx, v, decimal_state(ctx)->context); }

bool context_argument(Ctx *ctx, Value v, Context **out) {
  if (!v || v == V_NONE) {
    Value current = current_context(ctx);
    *out = AS_CONTEXT(current);
    return current;
  }
  if (!is_context(ctx, v)) return raise_format(ctx, EXC_TypeError, "optional argument must be a context"), false;
  *out = AS_CONTEXT(v);
  return true;
}

/* ---- making ---- */

/* As the template for new ones says, which programs may change. */
Value context_new(Ctx *ctx, Class *cls) {
  Value self = instance_new(ctx, cls);
  if (!self) return V_NULL;
  Context *c = AS_CONTEXT(self);
  const DecimalState *state = decimal_state(ctx);
  if (state->default_context) {
    const Context *like = AS_CONTEXT(state->default_context);
    c->s = like->s;
    c->traps = like->traps;
    c->capitals = like->capitals;
  } else {
    c->s = (Settings){28, 999999, -999999, ROUND_HALF_EVEN, false};
    c->traps = ANY_INVALID | DIVISION_BY_ZERO | OVERFLOW;
    c->capitals = 1;
  }
  c->traps_dict = signal_dict_new(ctx, self, true);
  c->flags_dict = c->traps_dict ? signal_dict_new(ctx, self, false) : V_NULL;
  return c->flags_dict ? self : V_NULL;
}
static Value new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(args), UNUSED(nargs), UNUSED(kwnames);
  return context_new(ctx, cls);
}

Value context_copy(Ctx *ctx, Value context) {
  Value copy = context_new(ctx, decimal_state(ctx)->context);
  if (!copy) return V_NULL;
  Context *to = AS_CONTEXT(copy);
  const Context *from = AS_CONTEXT(context);
  to->s = from->s;
  to->status = from->status, to->traps = from->traps, to->capitals = from->capitals;
  return copy;
}

/* ---- attributes ---- */

static bool set_number(Ctx *ctx, Value v, int64_t least, int64_t most, const char *complaint, int64_t *out) {
  if (!is_int_value(ctx, v)) return raise_format(ctx, EXC_TypeError, "an integer is required"), false;
  int64_t i;
  if (!int_to_i64(ctx, int_unwrap(ctx, v), &i))
    return raise_format(ctx, EXC_OverflowError, "Python int too large to convert to C ssize_t"), false;
  if (i < least || i > most) return raise_format(ctx, EXC_ValueError, "%s", complaint), false;
  *out = i;
  return true;
}
static bool set_prec(Ctx *ctx, Value self, Value v) {
  return set_number(ctx, v, 1, MAX_PREC, "valid range for prec is [1, MAX_PREC]", &AS_CONTEXT(self)->s.prec);
}
static bool set_emin(Ctx *ctx, Value self, Value v) {
  return set_number(ctx, v, MIN_EMIN, 0, "valid range for Emin is [MIN_EMIN, 0]", &AS_CONTEXT(self)->s.emin);
}
static bool set_emax(Ctx *ctx, Value self, Value v) {
  return set_number(ctx, v, 0, MAX_EMAX, "valid range for Emax is [0, MAX_EMAX]", &AS_CONTEXT(self)->s.emax);
}
static bool set_capitals(Ctx *ctx, Value self, Value v) {
  int64_t i;
  if (!set_number(ctx, v, 0, 1, "valid values for capitals are 0 or 1", &i)) return false;
  AS_CONTEXT(self)->capitals = (uint32_t)i;
  return true;
}
static bool set_clamp(Ctx *ctx, Value self, Value v) {
  int64_t i;
  if (!set_number(ctx, v, 0, 1, "valid values for clamp are 0 or 1", &i)) return false;
  AS_CONTEXT(self)->s.clamp = i;
  return true;
}
static bool set_rounding(Ctx *ctx, Value self, Value v) { return rounding_from(ctx, v, &AS_CONTEXT(self)->s.rounding); }
static bool set_flags(Ctx *ctx, Value self, Value v) {
  return signals_from_value(ctx, v, &AS_CONTEXT(self)->status, "argument must be a signal dict");
}
static bool set_traps(Ctx *ctx, Value self, Value v) {
  return signals_from_value(ctx, v, &AS_CONTEXT(self)->traps, "argument must be a signal dict");
}

static Value get_prec(Ctx *ctx, Value self) { return int_from_i64(ctx, AS_CONTEXT(self)->s.prec); }
static Value get_emin(Ctx *ctx, Value self) { return int_from_i64(ctx, AS_CONTEXT(self)->s.emin); }
static Value get_emax(Ctx *ctx, Value self) { return int_from_i64(ctx, AS_CONTEXT(self)->s.emax); }
static Value get_capitals(Ctx *ctx, Value self) { return UNUSED(ctx), int_tag(AS_CONTEXT(self)->capitals); }
static Value get_clamp(Ctx *ctx, Value self) { return UNUSED(ctx), int_tag(AS_CONTEXT(self)->s.clamp); }
static Value get_rounding(Ctx *ctx, Value self) { return decimal_state(ctx)->rounding[AS_CONTEXT(self)->s.rounding]; }

static const GetSetDef getset[] = {{"prec", get_prec, set_prec, NULL},
                                   {"Emax", get_emax, set_emax, NULL},
                                   {"Emin", get_emin, set_emin, NULL},
                                   {"rounding", get_rounding, set_rounding, NULL},
                                   {"capitals", get_capitals, set_capitals, NULL},
                                   {"clamp", get_clamp, set_clamp, NULL},
                                   {0}};

/* flags and traps are not among the descriptors, as in CPython. */
static Value context_getattr(Ctx *ctx, Value self, Value name) {
  if (str_equal_c(name, "traps")) return AS_CONTEXT(self)->traps_dict;
  if (str_equal_c(name, "flags")) return AS_CONTEXT(self)->flags_dict;
  return object_getattr(ctx, self, name);
}
static bool context_setattr(Ctx *ctx, Value self, Value name, Value value) {
  if (!value) return raise_format(ctx, EXC_AttributeError, "context attributes cannot be deleted"), false;
  if (str_equal_c(name, "traps")) return set_traps(ctx, self, value);
  if (str_equal_c(name, "flags")) return set_flags(ctx, self, value);
  return object_setattr(ctx, self, name, value);
}

/* In the order of the constructor's parameters; V_NULL or None: stays as it is. */
bool context_set(Ctx *ctx, Value context, const Value *given) {
  static bool (*const set[CONTEXT_PARAMETERS])(Ctx *, Value, Value) = {
      set_prec, set_rounding, set_emin, set_emax, set_capitals, set_clamp, set_flags, set_traps};
  for (int i = 0; i < CONTEXT_PARAMETERS; i++) {
    Value v = given[i];
    if (!v || v == V_NONE) continue;
    if (i >= 6 && is_list(ctx, v)) {
      uint32_t bits;
      if (!signals_from_list(ctx, v, &bits)) return false;
      if (i == 6) AS_CONTEXT(context)->status = bits;
      else AS_CONTEXT(context)->traps = bits;
    } else if (!set[i](ctx, context, v)) return false;
  }
  return true;
}
static bool context_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  Value given[CONTEXT_PARAMETERS];
  return bind_params(ctx, "Context", "prec= rounding= Emin= Emax= capitals= clamp= flags= traps=", args, nargs, kwnames,
                     given) &&
         context_set(ctx, self, given);
}

/* ---- the rest ---- */

static Value context_repr(Ctx *ctx, Value self) {
  const Context *c = AS_CONTEXT(self);
  Value head = str_format_c(
      ctx, "Context(prec=%lld, rounding=%s, Emin=%lld, Emax=%lld, capitals=%d, clamp=%d, flags=", (long long)c->s.prec,
      ROUNDING_NAMES[c->s.rounding], (long long)c->s.emin, (long long)c->s.emax, (int)c->capitals, (int)c->s.clamp);
  if (!head) return V_NULL;
  StrBuilder sb;
  sb_init(&sb, ctx);
  sb_str(&sb, head);
  signals_repr(ctx, &sb, c->status);
  sb_ascii(&sb, ", traps=");
  signals_repr(ctx, &sb, c->traps);
  sb_char(&sb, ')');
  return sb_finish(&sb);
}
SHARED_METHOD(context_reduce) {
  const Context *c = AS_CONTEXT(self);
  Value parts[] = {int_from_i64(ctx, c->s.prec),    get_rounding(ctx, self),       int_from_i64(ctx, c->s.emin),
                   int_from_i64(ctx, c->s.emax),    int_tag(c->capitals),          int_tag(c->s.clamp),
                   signals_as_list(ctx, c->status), signals_as_list(ctx, c->traps)};
  for (int i = 0; i < CONTEXT_PARAMETERS; i++)
    if (!parts[i]) return V_NULL;
  Value pair[] = {VAL(class_of(ctx, self)), tuple_from(ctx, parts, CONTEXT_PARAMETERS)};
  return pair[1] ? tuple_from(ctx, pair, 2) : V_NULL;
}
SHARED_METHOD(context_method_copy) { return context_copy(ctx, self); }
SHARED_METHOD(context_clear_flags) { return AS_CONTEXT(self)->status = 0, V_NONE; }
SHARED_METHOD(context_clear_traps) { return AS_CONTEXT(self)->traps = 0, V_NONE; }
SHARED_METHOD(context_etiny) { return int_from_i64(ctx, etiny(&AS_CONTEXT(self)->s)); }
SHARED_METHOD(context_etop) { return int_from_i64(ctx, etop(&AS_CONTEXT(self)->s)); }

static void context_trace(Ctx *ctx, Value self) {
  heap_mark(ctx, AS_CONTEXT(self)->flags_dict), heap_mark(ctx, AS_CONTEXT(self)->traps_dict);
}

Class *make_context(Ctx *ctx) {
  static const TypeOps ops = {.new_ = new,
                              .init = context_init,
                              .repr = context_repr,
                              .getattr = context_getattr,
                              .setattr = context_setattr,
                              .trace = context_trace};
  Class *cls = class_new_builtin(ctx, "decimal.Context", NULL, KIND_OTHER, sizeof(Context), &ops, CONTEXT_OPERATIONS,
                                 0);
  return cls && class_add_getset(ctx, cls, getset) ? cls : NULL;
}
