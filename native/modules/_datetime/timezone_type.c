/* Module _datetime: class timezone: a fixed offset from UTC, with a name or without. */
#include "modules/_datetime/datetime.h"

Value timezone_alloc(Ctx *ctx, Value offset, Value name) {
  Value zone = instance_new(ctx, datetime_state(ctx)->timezone);
  if (!zone) return V_NULL;
  AS_TIMEZONE(zone)->offset = offset, AS_TIMEZONE(zone)->name = name;
  return zone;
}
static Value make(Ctx *ctx, Value offset, Value name) {
  if (!name && span_is_zero(delta_span(offset))) return datetime_state(ctx)->utc;
  return offset_in_range(ctx, offset) ? timezone_alloc(ctx, offset, name) : V_NULL;
}
Value timezone_of(Ctx *ctx, Span offset, Value name) {
  Value delta = delta_of(ctx, offset);
  return delta ? make(ctx, delta, name) : V_NULL;
}

static Value timezone_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(cls);
  Value given[2];
  if (!bind_params(ctx, "timezone", "offset name=", args, nargs, kwnames, given)) return V_NULL;
  if (!is_delta(ctx, given[0])) {
    raise_format(ctx, EXC_TypeError, "timezone() argument 1 must be datetime.timedelta, not %A", given[0]);
    return V_NULL;
  }
  if (given[1] && !str_argument(ctx, "timezone", 2, given[1])) return V_NULL;
  return make(ctx, given[0], given[1]);
}

/* ---- text ---- */

static Value timezone_repr(Ctx *ctx, Value self) {
  if (self == datetime_state(ctx)->utc) return str_from_ascii(ctx, "datetime.timezone.utc");
  const Timezone *zone = AS_TIMEZONE(self);
  if (!zone->name) return str_format_c(ctx, "datetime.timezone(%R)", zone->offset);
  return str_format_c(ctx, "datetime.timezone(%R, %R)", zone->offset, zone->name);
}
static Value timezone_str(Ctx *ctx, Value self) {
  if (AS_TIMEZONE(self)->name) return AS_TIMEZONE(self)->name;
  Span span = delta_span(AS_TIMEZONE(self)->offset);
  if (span_is_zero(span)) return str_from_ascii(ctx, "UTC");
  char text[MOMENT_TEXT] = "UTC";
  return str_latin1(ctx, (const uint8_t *)text, put_offset(text + 3, span, ":") - text);
}

/* ---- comparison ---- */

static Value timezone_compare(Ctx *ctx, Value a, Value b, CmpOp op) {
  if ((op != CMP_EQ && op != CMP_NE) || class_of(ctx, b) != datetime_state(ctx)->timezone) return V_NOTIMPL;
  return order_result(span_compare(delta_span(AS_TIMEZONE(a)->offset), delta_span(AS_TIMEZONE(b)->offset)), op);
}
static bool timezone_hash(Ctx *ctx, Value self, uint64_t *out) {
  return delta_hash(ctx, AS_TIMEZONE(self)->offset, out);
}

/* ---- methods ---- */

static bool datetime_or_none(Ctx *ctx, const char *method, Value v) {
  if (v == V_NONE || is_datetime(ctx, v)) return true;
  raise_format(ctx, EXC_TypeError, "%s(dt) argument must be a datetime instance or None, not %T", method, v);
  return false;
}
METHOD(method_utcoffset) { return datetime_or_none(ctx, "utcoffset", args[0]) ? AS_TIMEZONE(self)->offset : V_NULL; }
METHOD(method_dst) { return datetime_or_none(ctx, "dst", args[0]) ? V_NONE : V_NULL; }
METHOD(method_tzname) { return datetime_or_none(ctx, "tzname", args[0]) ? timezone_str(ctx, self) : V_NULL; }
METHOD(method_fromutc) {
  if (!is_datetime(ctx, args[0]))
    return raise_format(ctx, EXC_TypeError, "fromutc: argument must be a datetime"), V_NULL;
  if (moment_zone(args[0]) != self) return raise_format(ctx, EXC_ValueError, "fromutc: dt.tzinfo is not self"), V_NULL;
  return datetime_shift(ctx, args[0], delta_span(AS_TIMEZONE(self)->offset));
}
METHOD(method_getinitargs) {
  Value parts[] = {AS_TIMEZONE(self)->offset, AS_TIMEZONE(self)->name};
  return tuple_from(ctx, parts, parts[1] ? 2 : 1);
}

static const CFuncDef methods[] = {
    METHOD_ROW("utcoffset", method_utcoffset, 1, 1, "The offset from UTC."),
    METHOD_ROW("dst", method_dst, 1, 1, "None."),
    METHOD_ROW("tzname", method_tzname, 1, 1, "The name, or the offset as UTC(+|-)HH:MM."),
    METHOD_ROW("fromutc", method_fromutc, 1, 1, "A datetime in UTC as a local one."),
    METHOD_ROW("__getinitargs__", method_getinitargs, 0, 0, NULL),
    {0},
};

static void timezone_trace(Ctx *ctx, Value self) {
  heap_mark(ctx, AS_TIMEZONE(self)->offset), heap_mark(ctx, AS_TIMEZONE(self)->name);
}

Class *make_timezone(Ctx *ctx) {
  static const TypeOps ops = {.new_ = timezone_new,
                              .repr = timezone_repr,
                              .str = timezone_str,
                              .hash = timezone_hash,
                              .compare = timezone_compare,
                              .trace = timezone_trace};
  Class *cls = class_new_builtin(ctx, "datetime.timezone", datetime_state(ctx)->tzinfo, KIND_OTHER, sizeof(Timezone),
                                 &ops, methods, CLASS_FINAL);
  return class_set_doc(ctx, cls, "A time zone that is a fixed offset from UTC.") ? cls : NULL;
}
