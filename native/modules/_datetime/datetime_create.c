/* Module _datetime: class methods that make datetimes: of clocks, of timestamps, of dates and times. A subclass is
 * called for its instance. */
#include "modules/_datetime/datetime.h"

typedef bool (*Convert)(Ctx *ctx, int64_t timestamp, struct tm *out);

static Value of_timestamp(Ctx *ctx, Class *cls, Convert convert, int64_t seconds, int microsecond, Value zone) {
  struct tm tm;
  if (!convert(ctx, seconds, &tm)) return V_NULL;
  Civil c = civil_of_tm(&tm);
  c.microsecond = microsecond;
  if (zone == V_NONE && convert == local_time && !local_fold(ctx, seconds, &c)) return V_NULL;
  return datetime_make(ctx, cls, &c, zone);
}

static Value in_zone(Ctx *ctx, Value cls, int64_t seconds, int microsecond, Value zone) {
  Value made = of_timestamp(ctx, AS_CLASS(cls), zone == V_NONE ? local_time : utc_time, seconds, microsecond, zone);
  return made && zone != V_NONE ? py_call_method(ctx, zone, WORD(fromutc), &made, 1) : made;
}

static void now(int64_t *seconds, int *microsecond) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  *seconds = t.tv_sec, *microsecond = (int)(t.tv_nsec / 1000);
}
static Value now_in_utc(Ctx *ctx, Value cls, Value zone) {
  int64_t seconds;
  int microsecond;
  now(&seconds, &microsecond);
  return of_timestamp(ctx, AS_CLASS(cls), utc_time, seconds, microsecond, zone);
}

SHARED_METHOD(datetime_now) {
  Value zone = or_none(args[0]);
  int64_t seconds;
  int microsecond;
  if (!check_zone(ctx, zone)) return V_NULL;
  now(&seconds, &microsecond);
  return in_zone(ctx, self, seconds, microsecond, zone);
}
SHARED_METHOD(datetime_fromtimestamp) {
  Value zone = or_none(args[1]);
  int64_t seconds;
  int microsecond;
  if (!check_zone(ctx, zone) || !exact_timestamp(ctx, args[0], &seconds, &microsecond)) return V_NULL;
  return in_zone(ctx, self, seconds, microsecond, zone);
}

static bool warn_of_naive(Ctx *ctx, const char *function, const char *instead) {
  return warn(ctx, EXC_DeprecationWarning, 1,
              "datetime.datetime.%s() is deprecated and scheduled for removal in a future version. Use timezone-aware "
              "objects to represent datetimes in UTC: datetime.datetime.%s.",
              function, instead);
}
SHARED_METHOD(datetime_utcnow) {
  return warn_of_naive(ctx, "utcnow", "now(datetime.UTC)") ? now_in_utc(ctx, self, V_NONE) : V_NULL;
}
SHARED_METHOD(datetime_utcfromtimestamp) {
  int64_t seconds;
  int microsecond;
  if (!warn_of_naive(ctx, "utcfromtimestamp", "fromtimestamp(timestamp, datetime.UTC)") ||
      !exact_arguments(ctx, "utcfromtimestamp", 1, nargs, kwnames) ||
      !exact_timestamp(ctx, args[0], &seconds, &microsecond))
    return V_NULL;
  return of_timestamp(ctx, AS_CLASS(self), utc_time, seconds, microsecond, V_NONE);
}

/* What is there is looked at before what is missing comes up. */
static bool combine_argument(Ctx *ctx, int position, Class *cls, Value v) {
  if (!v) raise_format(ctx, EXC_TypeError, "combine() missing required argument '%U' (pos %d)", cls->name, position);
  else if (is_of(ctx, v, cls)) return true;
  else raise_format(ctx, EXC_TypeError, "combine() argument %d must be datetime.%U, not %A", position, cls->name, v);
  return false;
}
SHARED_METHOD(datetime_combine) {
  const DatetimeState *state = datetime_state(ctx);
  if (!combine_argument(ctx, 1, state->date, args[0]) || !combine_argument(ctx, 2, state->time, args[1])) return V_NULL;
  Civil c = moment_civil(args[1]);
  c.year = date_year(args[0]), c.month = date_month(args[0]), c.day = date_day(args[0]);
  return datetime_make(ctx, AS_CLASS(self), &c, args[2] ? args[2] : moment_zone(args[1]));
}
