/* Module _datetime: timedelta(days, seconds, …): the exact sum of ints and floats, rounded once, to the nearest
 * microsecond; half of one to the even one. */
#include "modules/_datetime/datetime.h"
#include <math.h>

enum { UNITS = 7 };
static const struct Unit {
  const char *name;
  int64_t us;
} PARAMETERS[UNITS] = {{"days", DAY_US},       {"seconds", SECOND_US},      {"microseconds", 1},
                       {"milliseconds", 1000}, {"minutes", 60 * SECOND_US}, {"hours", 3600 * SECOND_US},
                       {"weeks", 7 * DAY_US}};

/* Microseconds: in `small` while they surely fit, in `big`, a plain int, from the first that might not. `fraction` is
 * what is left of floats, a sum of numbers below 1. */
typedef struct Sum {
  I128 small;
  Value big;
  double fraction;
} Sum;

static bool add_product(Ctx *ctx, Sum *sum, Value n, int64_t us) {
  if (LIKELY(is_int(n) && !sum->big)) return sum->small += (I128)int_val(n) * us, true; /* below 2**102 each */
  Value product = int_mul_slow(ctx, n, int_tag(us));
  if (!product || (!sum->big && !(sum->big = int_of_us(ctx, sum->small)))) return false;
  return (sum->big = int_add_slow(ctx, sum->big, product)) != V_NULL;
}

/* A float is a whole number, which is added exactly, and a fraction; the whole part of their product with the unit
 * again. */
static bool add_float(Ctx *ctx, Sum *sum, double d, int64_t us) {
  double whole, fraction = modf(d, &whole);
  Value n = int_from_double(ctx, whole);
  if (!n || !add_product(ctx, sum, n, us)) return false;
  if (fraction == 0) return true;
  double rest = modf((double)us * fraction, &whole);
  if (!(n = int_from_double(ctx, whole)) || !add_product(ctx, sum, n, 1)) return false;
  sum->fraction += rest;
  return true;
}

static bool add_unit(Ctx *ctx, Sum *sum, Value v, const struct Unit *unit) {
  if (LIKELY(is_int(v))) return add_product(ctx, sum, v, unit->us);
  if (is_float(ctx, v)) return add_float(ctx, sum, float_val(ctx, v), unit->us);
  if (is_int_value(ctx, v)) return add_product(ctx, sum, int_unwrap(ctx, v), unit->us);
  raise_format(ctx, EXC_TypeError, "unsupported type for timedelta %s component: %T", unit->name, v);
  return false;
}

/* Half a microsecond goes to the even sum, not to the even fraction. */
static bool add_fraction(Ctx *ctx, Sum *sum) {
  if (sum->fraction == 0) return true;
  double whole = round(sum->fraction);
  if (fabs(whole - sum->fraction) == 0.5) {
    Value odd = sum->big ? int_binary(ctx, sum->big, int_tag(1), OP_AND) : int_tag((int64_t)(sum->small & 1));
    if (!odd) return false;
    double d = (double)int_val(odd);
    whole = 2 * round((sum->fraction + d) * 0.5) - d;
  }
  return add_product(ctx, sum, int_tag((int64_t)whole), 1);
}

Value delta_construct(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  static const Word words[UNITS] = {WORD_days,    WORD_seconds, WORD_microseconds, WORD_milliseconds,
                                    WORD_minutes, WORD_hours,   WORD_weeks};
  static const NamedParameters parameters = {
      "__new__", "days= seconds= microseconds= milliseconds= minutes= hours= weeks=", words, UNITS, UNITS};
  static const uint8_t order[UNITS] = {2, 3, 1, 4, 5, 0, 6}; /* from the smallest unit to the largest: errors show it */
  Value given[UNITS] = {0};
  Sum sum = {0};
  Span span;
  if (!named_arguments(ctx, &parameters, args, nargs, kwnames, given)) return V_NULL;
  for (int i = 0; i < UNITS; i++)
    if (given[order[i]] && !add_unit(ctx, &sum, given[order[i]], &PARAMETERS[order[i]])) return V_NULL;
  if (!add_fraction(ctx, &sum)) return V_NULL;
  if (sum.big ? !span_of_int_us(ctx, sum.big, &span) : !span_of_us(ctx, sum.small, &span)) return V_NULL;
  return delta_new(ctx, cls, span);
}
