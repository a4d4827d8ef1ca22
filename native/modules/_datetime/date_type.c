/* Module _datetime: class date: making one, operators, comparison, hash. Methods are in date_methods.c. */
#include "modules/_datetime/datetime.h"

Value date_alloc(Ctx *ctx, Class *cls, const Civil *c) {
  Value date = instance_new(ctx, cls);
  if (!date) return V_NULL;
  CELL(date)->aux = (uint16_t)c->year;
  AS_DATE(date)->field[0] = (uint8_t)c->month, AS_DATE(date)->field[1] = (uint8_t)c->day;
  return date;
}

Value date_make(Ctx *ctx, Class *cls, const Civil *c) {
  DatetimeState *state = datetime_state(ctx);
  if (LIKELY(cls == state->date)) return check_date(ctx, c) ? date_alloc(ctx, cls, c) : V_NULL;
  if (cls == state->datetime) {
    Civil midnight = {c->year, c->month, c->day, 0, 0, 0, 0, 0};
    return datetime_make(ctx, cls, &midnight, V_NONE);
  }
  Value args[] = {int_tag(c->year), int_tag(c->month), int_tag(c->day)};
  return py_call(ctx, VAL(cls), args, 3, V_NULL);
}

static Value date_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  static const char *const names[] = {"year", "month", "day"};
  static const ConstructorParameters parameters = {names, 3, 3, 3, UINT32_MAX};
  static const PickledState pickled = {"date", 4, 2, 1, 12, 0};
  if (UNLIKELY(nargs == 1)) {
    uint8_t state[4];
    int found = pickled_state(ctx, &pickled, args[0], state);
    Civil c = {.year = state[0] << 8 | state[1], .month = state[2], .day = state[3]};
    if (found) return found > 0 ? date_alloc(ctx, cls, &c) : V_NULL;
  }
  int given[3];
  Value zone;
  if (!constructor_arguments(ctx, &parameters, args, nargs, kwnames, given, &zone)) return V_NULL;
  Civil c = {.year = given[0], .month = given[1], .day = given[2]};
  return check_date(ctx, &c) ? date_alloc(ctx, cls, &c) : V_NULL;
}

/* ---- text ---- */

static Value date_repr(Ctx *ctx, Value self) {
  return str_format_c(ctx, "%T(%d, %d, %d)", self, date_year(self), date_month(self), date_day(self));
}
static Value date_str(Ctx *ctx, Value self) {
  if (class_of(ctx, self) == datetime_state(ctx)->date) return date_isoformat_text(ctx, self);
  return py_call_method(ctx, self, WORD(isoformat), NULL, 0);
}

/* ---- comparison ---- */

static int date_order(Value a, Value b) {
  int x = date_year(a) << 16 | date_month(a) << 8 | date_day(a);
  int y = date_year(b) << 16 | date_month(b) << 8 | date_day(b);
  return x < y ? -1 : x > y;
}
/* What a date is compared with decides: a datetime has more than these three fields. */
static Value date_compare(Ctx *ctx, Value a, Value b, CmpOp op) {
  if (!is_date(ctx, b) || is_datetime(ctx, b)) return V_NOTIMPL;
  return order_result(date_order(a, b), op);
}
static bool date_hash(Ctx *ctx, Value self, uint64_t *out) {
  uint8_t state[] = {(uint8_t)(date_year(self) >> 8), (uint8_t)date_year(self), AS_DATE(self)->field[0],
                     AS_DATE(self)->field[1]};
  *out = hash_bytes(ctx, state, sizeof state);
  return true;
}

/* ---- operators ---- */

static int64_t date_ordinal(Value v) { return ordinal_of(date_year(v), date_month(v), date_day(v)); }

static Value date_shift(Ctx *ctx, Value self, int64_t days) {
  Civil c = {.year = date_year(self), .month = date_month(self), .day = date_day(self)};
  return civil_add_days(ctx, &c, days) ? date_make(ctx, class_of(ctx, self), &c) : V_NULL;
}

static Value date_binary(Ctx *ctx, Value left, Value right, BinOp op) {
  if ((op != OP_ADD && op != OP_SUB) || is_datetime(ctx, left) || is_datetime(ctx, right)) return V_NOTIMPL;
  if (is_date(ctx, left)) {
    if (is_delta(ctx, right)) {
      int64_t days = span_days(delta_span(right), NULL);
      return date_shift(ctx, left, op == OP_ADD ? days : -days);
    }
    if (op == OP_ADD || !is_date(ctx, right)) return V_NOTIMPL;
    return delta_of(ctx, (Span){(date_ordinal(left) - date_ordinal(right)) * DAY_SECONDS, 0});
  }
  if (op == OP_SUB || !is_delta(ctx, left)) return V_NOTIMPL;
  return date_shift(ctx, right, span_days(delta_span(left), NULL));
}

static Value get_year(Ctx *ctx, Value self) { return UNUSED(ctx), int_tag(date_year(self)); }
static Value get_month(Ctx *ctx, Value self) { return UNUSED(ctx), int_tag(date_month(self)); }
static Value get_day(Ctx *ctx, Value self) { return UNUSED(ctx), int_tag(date_day(self)); }
static const GetSetDef getset[] = {
    {"year", get_year, NULL, NULL}, {"month", get_month, NULL, NULL}, {"day", get_day, NULL, NULL}, {0}};

Class *make_date(Ctx *ctx) {
  static const TypeOps ops = {.new_ = date_new,
                              .repr = date_repr,
                              .str = date_str,
                              .hash = date_hash,
                              .compare = date_compare,
                              .binary = date_binary,
                              .operators = 1 << OP_ADD | 1 << OP_SUB};
  Class *cls = class_new_builtin(ctx, "datetime.date", NULL, KIND_OTHER, sizeof(Date), &ops, DATE_METHODS, 0);
  return class_set_doc(ctx, cls, "A day of the Gregorian calendar: date(year, month, day).") &&
                 class_add_getset(ctx, cls, getset)
             ? cls
             : NULL;
}
