/* Module _datetime: class tzinfo, from which programs derive their time zones, and how the zone of a time or a datetime
 * is asked. What it answers may be anything: here it is checked. */
#include "modules/_datetime/datetime.h"

/* ---- asking ---- */

bool offset_in_range(Ctx *ctx, Value delta) {
  Span span = delta_span(delta);
  bool fits = span.seconds < DAY_SECONDS &&
              (span.seconds >= -DAY_SECONDS + 1 || (span.seconds == -DAY_SECONDS && span.microseconds));
  if (LIKELY(fits)) return true;
  raise_format(ctx, EXC_ValueError,
               "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not %R",
               delta);
  return false;
}

static Value ask(Ctx *ctx, Value zone, Value method, Value argument) {
  Value answer = py_call_method(ctx, zone, method, &argument, 1);
  if (!answer || answer == V_NONE) return answer;
  if (is_delta(ctx, answer)) return offset_in_range(ctx, answer) ? answer : V_NULL;
  raise_format(ctx, EXC_TypeError, "tzinfo.%U() must return None or timedelta, not '%T'", method, answer);
  return V_NULL;
}
/* A timezone, which has no subclasses, need not be called. */
static bool is_timezone(Ctx *ctx, Value zone) { return class_of(ctx, zone) == datetime_state(ctx)->timezone; }

Value zone_utcoffset(Ctx *ctx, Value zone, Value argument) {
  if (zone == V_NONE) return V_NONE;
  return is_timezone(ctx, zone) ? AS_TIMEZONE(zone)->offset : ask(ctx, zone, WORD(utcoffset), argument);
}
Value zone_dst(Ctx *ctx, Value zone, Value argument) {
  if (zone == V_NONE || is_timezone(ctx, zone)) return V_NONE;
  return ask(ctx, zone, WORD(dst), argument);
}
Value zone_name(Ctx *ctx, Value zone, Value argument) {
  if (zone == V_NONE) return V_NONE;
  Value name = py_call_method(ctx, zone, WORD(tzname), &argument, 1);
  if (!name || name == V_NONE || is_str(ctx, name)) return name;
  raise_format(ctx, EXC_TypeError, "tzinfo.tzname() must return None or a string, not '%T'", name);
  return V_NULL;
}

bool offsets_equal(Value a, Value b) {
  return a == b || (a != V_NONE && b != V_NONE && span_compare(delta_span(a), delta_span(b)) == 0);
}

/* ---- the class ---- */

/* Its instances are plain: a class may derive from it and from a built-in type. */

static Value tzinfo_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(args), UNUSED(nargs), UNUSED(kwnames);
  return instance_new(ctx, cls);
}

static Value missing(Ctx *ctx, const char *method) {
  raise_format(ctx, EXC_NotImplementedError, "a tzinfo subclass must implement %s()", method);
  return V_NULL;
}
METHOD(method_utcoffset) { return missing(ctx, "utcoffset"); }
METHOD(method_dst) { return missing(ctx, "dst"); }
METHOD(method_tzname) { return missing(ctx, "tzname"); }

static Value refuse(Ctx *ctx, const char *why) { return raise_format(ctx, EXC_ValueError, "fromutc: %s", why), V_NULL; }

/* A datetime that is in UTC, though it has this zone: shifted by the standard offset, which is the same all the time,
 * then by the daylight saving time that holds there. */
METHOD(method_fromutc) {
  Value dt = args[0];
  if (!is_datetime(ctx, dt)) return raise_format(ctx, EXC_TypeError, "fromutc: argument must be a datetime"), V_NULL;
  if (moment_zone(dt) != self) return refuse(ctx, "dt.tzinfo is not self");
  Value offset = datetime_utcoffset(ctx, dt);
  if (!offset) return V_NULL;
  if (offset == V_NONE) return refuse(ctx, "non-None utcoffset() result required");
  Value dst = zone_dst(ctx, self, dt);
  if (!dst) return V_NULL;
  if (dst == V_NONE) return refuse(ctx, "non-None dst() result required");
  Value result = datetime_shift(ctx, dt, span_subtract(delta_span(offset), delta_span(dst)));
  if (!result || !(dst = zone_dst(ctx, self, result))) return V_NULL;
  if (dst == V_NONE) return refuse(ctx, "tz.dst() gave inconsistent results; cannot convert");
  if (span_is_zero(delta_span(dst))) return result;
  if (!is_datetime(ctx, result)) return raise_format(ctx, EXC_TypeError, "fromutc: result must be a datetime"), V_NULL;
  return datetime_shift(ctx, result, delta_span(dst));
}

METHOD(method_reduce) {
  Value arguments = ctx->empty_tuple, initial = get_attr_optional(ctx, self, WORD(__getinitargs__));
  if (ctx->exc || (initial && !(arguments = py_call0(ctx, initial)))) return V_NULL;
  Value state = py_call_method(ctx, self, WORD(__getstate__), NULL, 0);
  Value parts[] = {VAL(class_of(ctx, self)), arguments, state};
  return state ? tuple_from(ctx, parts, 3) : V_NULL;
}

static const CFuncDef methods[] = {
    METHOD_ROW("utcoffset", method_utcoffset, 1, 1,
               "The offset from UTC at a datetime: a timedelta, positive in the east."),
    METHOD_ROW("dst", method_dst, 1, 1, "The part of that offset that is daylight saving time."),
    METHOD_ROW("tzname", method_tzname, 1, 1, "The name of the zone at a datetime."),
    METHOD_ROW("fromutc", method_fromutc, 1, 1, "A datetime in UTC as a local one."),
    METHOD_ROW("__reduce__", method_reduce, 0, 0, NULL),
    {0},
};

Class *make_tzinfo(Ctx *ctx) {
  static const TypeOps ops = {.new_ = tzinfo_new};
  Class *cls = class_new_builtin(ctx, "datetime.tzinfo", NULL, KIND_INSTANCE, sizeof(Instance), &ops, methods, 0);
  return class_set_doc(ctx, cls, "Base class of time zones.") ? cls : NULL;
}
