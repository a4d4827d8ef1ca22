/* Module _datetime: methods of datetime that have to do with the time zone: astimezone(), timestamp(), and the tuples
 * of module time. */
#include "modules/_datetime/datetime.h"

/* The offset that this zone has; the local one when it answers None, or there is none. */
static Value zone_and_offset(Ctx *ctx, Value self, Value *zone) {
  *zone = moment_zone(self);
  Value offset = zone_utcoffset(ctx, *zone, self);
  if (offset != V_NONE) return offset;
  return (*zone = local_zone_of(ctx, self)) ? zone_utcoffset(ctx, *zone, self) : V_NULL;
}

/* The zone of the process at a moment in UTC. */
static Value local_zone_when(Ctx *ctx, Value utc) {
  Civil c = moment_civil(utc);
  return local_zone_at(ctx, civil_seconds(&c) - (int64_t)EPOCH_ORDINAL * DAY_SECONDS);
}

SHARED_METHOD(datetime_astimezone) {
  Value wanted = or_none(args[0]), zone = moment_zone(self);
  if (!check_zone(ctx, wanted)) return V_NULL;
  if (zone == wanted && zone != V_NONE) return self;
  Value offset = zone_and_offset(ctx, self, &zone);
  if (!offset) return V_NULL;
  if (zone == wanted) return self;
  Value utc = datetime_shift(ctx, self, span_subtract((Span){0, 0}, delta_span(offset)));
  if (!utc) return V_NULL;
  if (!is_datetime(ctx, utc))
    return raise_format(ctx, EXC_TypeError, "astimezone: subclass made a %T instead of a datetime", utc), V_NULL;
  if (wanted == V_NONE && !(wanted = local_zone_when(ctx, utc))) return V_NULL;
  /* A subclass has made it for us, without knowing for which zone. */
  AS_MOMENT(utc)->zone = wanted, AS_MOMENT(utc)->hash = 0;
  return py_call_method(ctx, wanted, WORD(fromutc), &utc, 1);
}

SHARED_METHOD(datetime_timestamp) {
  if (moment_zone(self) != V_NONE) {
    Span span;
    return datetime_difference(ctx, self, datetime_state(ctx)->epoch, &span) ? delta_total_seconds(ctx, span) : V_NULL;
  }
  Civil c = moment_civil(self);
  int64_t seconds;
  if (!local_timestamp(ctx, &c, c.fold, &seconds)) return V_NULL;
  return float_new(ctx, (double)seconds + c.microsecond / 1e6);
}

/* ---- time.struct_time ---- */

Value struct_time_of(Ctx *ctx, const Civil *c, int dst) {
  Value parts[] = {int_tag(c->year),
                   int_tag(c->month),
                   int_tag(c->day),
                   int_tag(c->hour),
                   int_tag(c->minute),
                   int_tag(c->second),
                   int_tag(weekday_of(c->year, c->month, c->day)),
                   int_tag(day_of_year(c->year, c->month, c->day)),
                   int_tag(dst)};
  Value tuple = tuple_from(ctx, parts, 9);
  return tuple ? call_time(ctx, WORD_struct_time, &tuple, 1) : V_NULL;
}

SHARED_METHOD(datetime_timetuple) {
  Civil c = moment_civil(self);
  Value dst = zone_dst(ctx, moment_zone(self), self);
  if (!dst) return V_NULL;
  return struct_time_of(ctx, &c, dst == V_NONE ? -1 : !span_is_zero(delta_span(dst)));
}
SHARED_METHOD(datetime_utctimetuple) {
  Civil c = moment_civil(self);
  Value offset = datetime_utcoffset(ctx, self);
  if (!offset) return V_NULL;
  if (offset != V_NONE) {
    Value utc = datetime_shift(ctx, self, span_subtract((Span){0, 0}, delta_span(offset)));
    if (!utc) return V_NULL;
    if (!is_datetime(ctx, utc))
      return raise_format(ctx, EXC_TypeError, "utctimetuple: subclass made a %T instead of a datetime", utc), V_NULL;
    c = moment_civil(utc);
  }
  return struct_time_of(ctx, &c, 0);
}
