/* Module _datetime: timestamps and the local time zone, which the C library knows: from a timestamp to local time, and
 * back, which may have two answers or none: then the fold chooses. Seconds are counted from the day before 0001-01-01,
 * where they are not called timestamps. */
#include "modules/_datetime/datetime.h"
#include <errno.h>
#include <math.h>

#define EPOCH ((int64_t)EPOCH_ORDINAL * DAY_SECONDS)

bool local_time(Ctx *ctx, int64_t timestamp, struct tm *out) {
  time_t t = timestamp;
  errno = 0;
  if (localtime_r(&t, out)) return true;
  if (errno == 0) errno = EINVAL;
  return raise_os_error(ctx, V_NULL, V_NULL), false;
}
bool utc_time(Ctx *ctx, int64_t timestamp, struct tm *out) {
  time_t t = timestamp;
  errno = 0;
  if (gmtime_r(&t, out)) return true;
  if (errno == 0) errno = EINVAL;
  return raise_os_error(ctx, V_NULL, V_NULL), false;
}

Civil civil_of_tm(const struct tm *tm) {
  return (Civil){.year = (int)((unsigned)tm->tm_year + 1900),
                 .month = tm->tm_mon + 1,
                 .day = tm->tm_mday,
                 .hour = tm->tm_hour,
                 .minute = tm->tm_min,
                 .second = tm->tm_sec > 59 ? 59 : tm->tm_sec};
}

/* ---- from local time to timestamps ---- */

static bool checked_seconds(Ctx *ctx, const Civil *c, int64_t *out) {
  if (c->year < MIN_YEAR || c->year > MAX_YEAR)
    return raise_format(ctx, EXC_ValueError, "year must be in %d..%d, not %d", MIN_YEAR, MAX_YEAR, c->year), false;
  return *out = civil_seconds(c), true;
}
/* What clocks show at a moment, both in seconds. */
static bool shown(Ctx *ctx, int64_t seconds, int64_t *out) {
  struct tm tm;
  if (!local_time(ctx, seconds - EPOCH, &tm)) return false;
  Civil c = civil_of_tm(&tm);
  return checked_seconds(ctx, &c, out);
}

bool local_fold(Ctx *ctx, int64_t timestamp, Civil *c) {
  int64_t now, before, again, moment = EPOCH + timestamp;
  if (!checked_seconds(ctx, c, &now) || !shown(ctx, moment - DAY_SECONDS, &before)) return false;
  int64_t transition = now - before - DAY_SECONDS; /* clocks were set back within the last day by so much */
  if (transition >= 0) return true;
  if (!shown(ctx, moment + transition, &again)) return false;
  c->fold = again == now;
  return true;
}

/* The offset of a time that is near is tried; then the one a day away, on the side that the fold tells; in a gap
 * neither leads to a moment at which clocks show this. */
bool local_timestamp(Ctx *ctx, const Civil *c, int fold, int64_t *out) {
  int64_t wanted, there, first, second, offset;
  if (!checked_seconds(ctx, c, &wanted) || !shown(ctx, wanted, &there)) return false;
  int64_t near = there - wanted;
  first = wanted - near;
  if (!shown(ctx, first, &there)) return false;
  bool first_fits = there == wanted;
  if (first_fits) {
    int64_t probe = first + (fold ? DAY_SECONDS : -DAY_SECONDS);
    if (!shown(ctx, probe, &offset)) return false;
    offset -= probe;
    if (offset == near) return *out = first - EPOCH, true;
  } else {
    offset = there - first;
  }
  second = wanted - offset;
  if (!shown(ctx, second, &there)) return false;
  int64_t later = first > second ? first : second, earlier = first > second ? second : first;
  if (there == wanted) *out = second - EPOCH;
  else if (first_fits) *out = first - EPOCH;
  else *out = (fold ? earlier : later) - EPOCH;
  return true;
}

/* ---- the zone ---- */

Value local_zone_at(Ctx *ctx, int64_t timestamp) {
  struct tm tm;
  if (!local_time(ctx, timestamp, &tm)) return V_NULL;
  Value name = tm.tm_zone ? str_from_utf8(ctx, tm.tm_zone, strlen(tm.tm_zone)) : V_NULL;
  if (tm.tm_zone && !name) return V_NULL;
  return timezone_of(ctx, (Span){tm.tm_gmtoff, 0}, name);
}
Value local_zone_of(Ctx *ctx, Value datetime) {
  Civil c = moment_civil(datetime);
  int64_t timestamp, other;
  if (!local_timestamp(ctx, &c, c.fold, &timestamp) || !local_timestamp(ctx, &c, !c.fold, &other)) return V_NULL;
  if (other != timestamp && (other > timestamp) == c.fold) timestamp = other; /* it is in a gap */
  return local_zone_at(ctx, timestamp);
}

/* ---- timestamps of a program ---- */

static bool raise_out_of_range(Ctx *ctx) {
  return raise_format(ctx, EXC_OverflowError, "timestamp out of range for platform time_t"), false;
}
static bool seconds_of_float(Ctx *ctx, double d, int64_t *out) {
  if (!(d >= -0x1p63 && d < 0x1p63)) return raise_out_of_range(ctx);
  return *out = (int64_t)d, true;
}
static bool is_number(Ctx *ctx, double d) {
  return !isnan(d) || (raise_format(ctx, EXC_ValueError, "Invalid value NaN (not a number)"), false);
}
static bool seconds_of_int(Ctx *ctx, Value v, int64_t *out) {
  return (v = object_index(ctx, v)) && (int_to_i64(ctx, v, out) || raise_out_of_range(ctx));
}

bool whole_timestamp(Ctx *ctx, Value v, int64_t *seconds) {
  if (!is_float(ctx, v)) return seconds_of_int(ctx, v, seconds);
  double d = float_val(ctx, v);
  return is_number(ctx, d) && seconds_of_float(ctx, floor(d), seconds);
}
/* Half a microsecond goes to the even one. */
bool exact_timestamp(Ctx *ctx, Value v, int64_t *seconds, int *microsecond) {
  *microsecond = 0;
  if (!is_float(ctx, v)) {
    if (seconds_of_int(ctx, v, seconds)) return true;
    if (!exc_matches(ctx, EXC_TypeError)) return false;
    exc_clear(ctx);
    return raise_format(ctx, EXC_TypeError, "argument must be int or float, not %F", v), false;
  }
  double d = float_val(ctx, v), whole;
  if (!is_number(ctx, d)) return false;
  double us = nearbyint(modf(d, &whole) * 1e6);
  if (us >= 1e6) us -= 1e6, whole += 1;
  else if (us < 0) us += 1e6, whole -= 1;
  *microsecond = (int)us;
  return seconds_of_float(ctx, whole, seconds);
}
