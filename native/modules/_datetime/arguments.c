/* Module _datetime: arguments: numbers in a C int, those of constructors, states that were pickled; what a date and a
 * time may be. The words of errors are CPython's. */
#include "modules/_datetime/datetime.h"

bool c_int_argument(Ctx *ctx, Value v, int *out) {
  int64_t i;
  if (LIKELY(is_int(v))) i = int_val(v);
  else if (!(v = object_index(ctx, v))) return false;
  else if (!int_to_i64(ctx, v, &i))
    return raise_format(ctx, EXC_OverflowError, "Python int too large to convert to C long"), false;
  if (LIKELY(i >= INT32_MIN && i <= INT32_MAX)) return *out = (int)i, true;
  raise_format(ctx, EXC_OverflowError,
               i < 0 ? "signed integer is less than minimum" : "signed integer is greater than maximum");
  return false;
}

/* ---- constructors ---- */

static bool too_many(Ctx *ctx, uint32_t limit, const char *kind, uint32_t given) {
  raise_format(ctx, EXC_TypeError, "function takes at most %u %sargument%s (%u given)", limit, kind,
               limit == 1 ? "" : "s", given);
  return false;
}

/* The value that is given by this name, V_NULL if none is. */
static Value by_name(const char *name, const Value *values, Value kwnames) {
  for (uint32_t k = 0; k < kwnames_count(kwnames); k++)
    if (str_equal_c(tuple_item(kwnames, k), name)) return values[k];
  return V_NULL;
}

static bool raise_superfluous(Ctx *ctx, const ConstructorParameters *p, uint32_t nargs, const Value *values,
                              Value kwnames) {
  for (uint32_t i = 0; i < nargs; i++)
    if (by_name(p->names[i], values, kwnames))
      return raise_format(ctx, EXC_TypeError, "argument for function given by name ('%s') and position (%u)",
                          p->names[i], i + 1),
             false;
  for (uint32_t k = 0; k < kwnames_count(kwnames); k++) {
    uint32_t i = 0;
    while (i < p->count && !str_equal_c(tuple_item(kwnames, k), p->names[i])) i++;
    if (i < p->count) continue;
    raise_format(ctx, EXC_TypeError, "this function got an unexpected keyword argument '%U'", tuple_item(kwnames, k));
    return false;
  }
  return true;
}

/* Each argument is converted before the next one is looked for, which errors show. */
bool constructor_arguments(Ctx *ctx, const ConstructorParameters *p, const Value *args, uint32_t nargs, Value kwnames,
                           int *ints, Value *zone) {
  uint32_t named = kwnames_count(kwnames), used = 0;
  if (UNLIKELY(nargs + named > p->count)) return too_many(ctx, p->count, nargs ? "" : "keyword ", nargs + named);
  for (uint32_t i = 0; i < p->count; i++) {
    if (UNLIKELY(i == p->positional && nargs > i)) return too_many(ctx, i, "positional ", nargs);
    Value v = i < nargs ? args[i] : used < named ? by_name(p->names[i], args + nargs, kwnames) : V_NULL;
    if (!v) {
      if (i >= p->required) {
        if (used == named) break;
        continue;
      }
      raise_format(ctx, EXC_TypeError, "function missing required argument '%s' (pos %u)", p->names[i], i + 1);
      return false;
    }
    used += i >= nargs;
    if (i == p->zone) *zone = v;
    else if (!c_int_argument(ctx, v, &ints[i])) return false;
  }
  return LIKELY(used == named) || raise_superfluous(ctx, p, nargs, args + nargs, kwnames);
}

bool check_date(Ctx *ctx, const Civil *c) {
  if (UNLIKELY(c->year < MIN_YEAR || c->year > MAX_YEAR))
    return raise_format(ctx, EXC_ValueError, "year must be in %d..%d, not %d", MIN_YEAR, MAX_YEAR, c->year), false;
  if (UNLIKELY(c->month < 1 || c->month > 12))
    return raise_format(ctx, EXC_ValueError, "month must be in 1..12, not %d", c->month), false;
  int days = days_in_month(c->year, c->month);
  if (LIKELY(c->day >= 1 && c->day <= days)) return true;
  raise_format(ctx, EXC_ValueError, "day %d must be in range 1..%d for month %d in year %d", c->day, days, c->month,
               c->year);
  return false;
}

static bool check_field(Ctx *ctx, const char *name, int value, int limit) {
  if (LIKELY(value >= 0 && value <= limit)) return true;
  return raise_format(ctx, EXC_ValueError, "%s must be in 0..%d, not %d", name, limit, value), false;
}
bool check_time(Ctx *ctx, const Civil *c) {
  if (!check_field(ctx, "hour", c->hour, 23) || !check_field(ctx, "minute", c->minute, 59) ||
      !check_field(ctx, "second", c->second, 59) || !check_field(ctx, "microsecond", c->microsecond, 999999))
    return false;
  if (LIKELY(c->fold == 0 || c->fold == 1)) return true;
  return raise_format(ctx, EXC_ValueError, "fold must be either 0 or 1, not %d", c->fold), false;
}

bool check_zone(Ctx *ctx, Value zone) {
  if (zone == V_NONE || is_tzinfo(ctx, zone)) return true;
  raise_format(ctx, EXC_TypeError, "tzinfo argument must be None or of a tzinfo subclass, not type '%T'", zone);
  return false;
}

/* ---- methods ---- */

bool exact_arguments(Ctx *ctx, const char *name, uint32_t n, uint32_t nargs, Value kwnames) {
  if (!refuse_keywords(ctx, name, kwnames)) return false;
  if (LIKELY(nargs == n)) return true;
  raise_format(ctx, EXC_TypeError, "%s() takes exactly %u argument%s (%u given)", name, n, n == 1 ? "" : "s", nargs);
  return false;
}
bool named_arguments(Ctx *ctx, const NamedParameters *p, const Value *args, uint32_t nargs, Value kwnames,
                     Value *given) {
  bool simple = nargs <= p->positional;
  for (uint32_t i = 0; i < p->count; i++) given[i] = simple && i < nargs ? args[i] : V_NULL;
  for (uint32_t k = 0; simple && k < kwnames_count(kwnames); k++) {
    uint32_t i = 0;
    while (i < p->count && tuple_item(kwnames, k) != datetime_state(ctx)->words[p->words[i]]) i++;
    simple = i < p->count && !given[i];
    if (simple) given[i] = args[nargs + k];
  }
  return LIKELY(simple) || bind_params(ctx, p->function, p->params, args, nargs, kwnames, given);
}
bool replaced(Ctx *ctx, Value given, int *field) { return !given || object_c_int(ctx, given, field); }
bool str_argument(Ctx *ctx, const char *function, int position, Value v) {
  if (LIKELY(is_str(ctx, v))) return true;
  raise_format(ctx, EXC_TypeError, "%s() argument %d must be str, not %A", function, position, v);
  return false;
}

/* By way of sys.modules, as an import statement finds it; what is not there is imported. */
Value call_time(Ctx *ctx, Word function, const Value *args, uint32_t nargs) {
  Value name = datetime_state(ctx)->words[function], module = V_NULL;
  if (exact_dict(ctx, ctx->sys_modules)) module = dict_get_str(ctx, ctx->sys_modules, WORD(time));
  if (!module || module == V_NONE) module = import_name(ctx, WORD(time), V_NULL, V_NULL, int_tag(0));
  Value callable = module ? get_attr(ctx, module, name) : V_NULL;
  return callable ? py_call(ctx, callable, args, nargs, V_NULL) : V_NULL;
}

/* ---- pickled states ---- */

static bool is_state(const PickledState *p, uint32_t byte) {
  byte &= ~p->mask;
  return byte >= p->least && byte <= p->limit;
}

int pickled_state(Ctx *ctx, const PickledState *p, Value v, uint8_t *state) {
  if (has_kind(ctx, v, KIND_BYTES)) {
    if (AS_BYTES(v)->length != p->n || !is_state(p, AS_BYTES(v)->data[p->check])) return 0;
    return memcpy(state, AS_BYTES(v)->data, p->n), 1;
  }
  /* From Python 2, by way of Latin-1. */
  if (!is_str(ctx, v) || str_length(v) != p->n || !is_state(p, str_at(v, p->check))) return 0;
  for (uint32_t i = 0; i < p->n; i++) {
    uint32_t c = str_at(v, i);
    if (c < 256) state[i] = (uint8_t)c;
    else
      return raise_format(ctx, EXC_ValueError,
                          "Failed to encode latin1 string when unpickling a %s object. pickle.load(data, "
                          "encoding='latin1') is assumed.",
                          p->kind),
             -1;
  }
  return 1;
}
bool pickled_zone(Ctx *ctx, Value zone) {
  if (zone == V_NONE || is_tzinfo(ctx, zone)) return true;
  return raise_format(ctx, EXC_TypeError, "bad tzinfo state arg"), false;
}
