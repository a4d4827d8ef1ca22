/* Module _datetime: class time: a time of day, which may have a time zone. */
#include "modules/_datetime/datetime.h"

Value time_make(Ctx *ctx, Class *cls, const Civil *c, Value zone) {
  if (LIKELY(cls == datetime_state(ctx)->time)) {
    Civil time = {0, 0, 0, c->hour, c->minute, c->second, c->microsecond, c->fold};
    return check_time(ctx, c) && check_zone(ctx, zone) ? moment_alloc(ctx, cls, &time, zone) : V_NULL;
  }
  return moment_call(ctx, cls, (int[]){c->hour, c->minute, c->second, c->microsecond}, 4, zone, c->fold);
}

static Value time_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  static const char *const names[] = {"hour", "minute", "second", "microsecond", "tzinfo", "fold"};
  static const ConstructorParameters parameters = {names, 6, 0, 5, 4};
  static const PickledState pickled = {"time", 6, 0, 0, 23, 0x80};
  Value zone = V_NONE;
  if (nargs == 1 || nargs == 2) {
    uint8_t state[6];
    int found = pickled_state(ctx, &pickled, args[0], state);
    if (nargs == 2) zone = args[1];
    if (found) return found > 0 && pickled_zone(ctx, zone) ? moment_set_state(ctx, cls, state, false, zone) : V_NULL;
    zone = V_NONE;
  }
  int given[6] = {0};
  if (!constructor_arguments(ctx, &parameters, args, nargs, kwnames, given, &zone)) return V_NULL;
  Civil c = {.hour = given[0], .minute = given[1], .second = given[2], .microsecond = given[3], .fold = given[5]};
  return check_time(ctx, &c) && check_zone(ctx, zone) ? moment_alloc(ctx, cls, &c, zone) : V_NULL;
}

/* ---- text ---- */

static Value time_repr(Ctx *ctx, Value self) {
  Value name = str_format_c(ctx, "%T", self);
  if (!name) return V_NULL;
  StrBuilder sb;
  sb_init(&sb, ctx);
  sb_str(&sb, name);
  sb_char(&sb, '(');
  sb_int(&sb, moment_hour(self)), sb_ascii(&sb, ", "), sb_int(&sb, moment_minute(self));
  if (moment_second(self) || moment_microsecond(self)) sb_ascii(&sb, ", "), sb_int(&sb, moment_second(self));
  if (moment_microsecond(self)) sb_ascii(&sb, ", "), sb_int(&sb, moment_microsecond(self));
  if (moment_zone(self) != V_NONE) {
    sb_ascii(&sb, ", tzinfo=");
    if (!sb_repr(&sb, moment_zone(self))) return sb_discard(&sb), V_NULL;
  }
  sb_ascii(&sb, moment_fold(self) ? ", fold=1)" : ")");
  return sb_finish(&sb);
}

static Value time_text(Ctx *ctx, Value self, TimeSpec spec) {
  char text[MOMENT_TEXT], *p = put_time(text, self, spec);
  if (moment_zone(self) != V_NONE) {
    Value offset = time_utcoffset(ctx, self);
    if (!offset) return V_NULL;
    if (offset != V_NONE) p = put_offset(p, delta_span(offset), ":");
  }
  return str_latin1(ctx, (const uint8_t *)text, p - text);
}
static Value time_str(Ctx *ctx, Value self) {
  if (class_of(ctx, self) == datetime_state(ctx)->time) return time_text(ctx, self, SPEC_AUTO);
  return py_call_method(ctx, self, WORD(isoformat), NULL, 0);
}
METHOD(method_isoformat) {
  TimeSpec spec;
  return timespec_argument(ctx, 1, args[0], &spec) ? time_text(ctx, self, spec) : V_NULL;
}

/* ---- comparison ---- */

static int64_t seconds_of(Value v) { return moment_hour(v) * 3600 + moment_minute(v) * 60 + moment_second(v); }

static Value time_compare(Ctx *ctx, Value a, Value b, CmpOp op) {
  if (!is_time(ctx, b)) return V_NOTIMPL;
  if (moment_zone(a) == moment_zone(b)) return order_result(moment_order(a, b), op);
  Value x = time_utcoffset(ctx, a), y = x ? time_utcoffset(ctx, b) : V_NULL;
  if (!y) return V_NULL;
  if (offsets_equal(x, y)) return order_result(moment_order(a, b), op);
  if (x != V_NONE && y != V_NONE) { /* the microseconds of offsets do not count */
    int64_t first = seconds_of(a) - delta_span(x).seconds, second = seconds_of(b) - delta_span(y).seconds;
    if (first == second) first = moment_microsecond(a), second = moment_microsecond(b);
    return order_result(first < second ? -1 : first > second, op);
  }
  if (op == CMP_EQ || op == CMP_NE) return bool_tag(op == CMP_NE);
  return raise_format(ctx, EXC_TypeError, "can't compare offset-naive and offset-aware times"), V_NULL;
}

static bool time_hash(Ctx *ctx, Value self, uint64_t *out) {
  if ((*out = AS_MOMENT(self)->hash)) return true;
  Value offset = time_utcoffset(ctx, self);
  if (!offset) return false;
  if (offset == V_NONE) moment_hash_bytes(ctx, self, false, out);
  else {
    Span span = {seconds_of(self) + moment_microsecond(self) / SECOND_US,
                 (int32_t)(moment_microsecond(self) % SECOND_US)};
    span_hash(span_subtract(span, delta_span(offset)), out);
  }
  AS_MOMENT(self)->hash = *out;
  return true;
}

/* ---- methods ---- */

METHOD(method_utcoffset) { return time_utcoffset(ctx, self); }
METHOD(method_dst) { return zone_dst(ctx, moment_zone(self), V_NONE); }
METHOD(method_tzname) { return zone_name(ctx, moment_zone(self), V_NONE); }
METHOD(method_replace) {
  static const Word words[] = {WORD_hour, WORD_minute, WORD_second, WORD_microsecond, WORD_tzinfo, WORD_fold};
  static const NamedParameters parameters = {"replace", "hour= minute= second= microsecond= tzinfo= * fold=", words, 6,
                                             5};
  Civil c = moment_civil(self);
  int *fields[] = {&c.hour, &c.minute, &c.second, &c.microsecond, NULL, &c.fold};
  Value given[6];
  if (!named_arguments(ctx, &parameters, args, nargs, kwnames, given)) return V_NULL;
  for (int i = 0; i < 6; i++)
    if (fields[i] && !replaced(ctx, given[i], fields[i])) return V_NULL;
  return time_make(ctx, class_of(ctx, self), &c, given[4] ? given[4] : moment_zone(self));
}
METHOD(method_reduce) { return moment_reduce(ctx, self, false, 2); }
METHOD(method_reduce_ex) {
  int protocol;
  if (!exact_arguments(ctx, "__reduce_ex__", 1, nargs, kwnames) || !c_int_argument(ctx, args[0], &protocol))
    return V_NULL;
  return moment_reduce(ctx, self, false, protocol);
}
METHOD(method_sizeof) { return int_tag(40); } /* as in CPython */

static const CFuncDef methods[] = {
    CLASS_METHOD_ROW("fromisoformat", time_fromisoformat, 1, 1, "The time that a text in ISO 8601 format names."),
    CLASS_METHOD_ROW_KW("strptime", time_strptime, 0, -1, "The time that a text in a given format names."),
    METHOD_ROW_NAMED("isoformat", method_isoformat, 0, 1, "timespec=",
                     "HH:MM:SS[.ffffff][+HH:MM]. timespec is the last part: 'hours', 'minutes', 'seconds', "
                     "'milliseconds', 'microseconds', or 'auto'."),
    METHOD_ROW_NAMED("strftime", time_strftime, 1, 1, "format", "As strftime() of C writes it."),
    METHOD_ROW_KW("__format__", date_format, 0, -1, "strftime(), or str() when there is no format."),
    METHOD_ROW("utcoffset", method_utcoffset, 0, 0, "tzinfo.utcoffset(None)."),
    METHOD_ROW("dst", method_dst, 0, 0, "tzinfo.dst(None)."),
    METHOD_ROW("tzname", method_tzname, 0, 0, "tzinfo.tzname(None)."),
    METHOD_ROW_KW("replace", method_replace, 0, -1, "The same with other fields."),
    METHOD_ROW_KW("__replace__", method_replace, 0, -1, "The same as replace()."),
    METHOD_ROW("__reduce__", method_reduce, 0, 0, NULL),
    METHOD_ROW_KW("__reduce_ex__", method_reduce_ex, 0, -1, NULL),
    METHOD_ROW("__sizeof__", method_sizeof, 0, 0, NULL),
    {0},
};

Class *make_time(Ctx *ctx) {
  static const TypeOps ops = {.new_ = time_new,
                              .repr = time_repr,
                              .str = time_str,
                              .hash = time_hash,
                              .compare = time_compare,
                              .trace = moment_trace};
  Class *cls = class_new_builtin(ctx, "datetime.time", NULL, KIND_OTHER, sizeof(Moment), &ops, methods, 0);
  return class_set_doc(ctx, cls, "A time of day: time(hour=0, minute=0, second=0, microsecond=0, tzinfo=None).") &&
                 class_add_getset(ctx, cls, MOMENT_GETSET)
             ? cls
             : NULL;
}
