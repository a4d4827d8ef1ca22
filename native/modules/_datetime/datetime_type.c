/* Module _datetime: class datetime: making one, its texts and methods. Operators are in datetime_operators.c, other
 * class methods in datetime_create.c, what has to do with time zones and timestamps in datetime_zone.c. */
#include "modules/_datetime/datetime.h"

Value datetime_make(Ctx *ctx, Class *cls, const Civil *c, Value zone) {
  if (LIKELY(cls == datetime_state(ctx)->datetime))
    return check_date(ctx, c) && check_time(ctx, c) && check_zone(ctx, zone) ? moment_alloc(ctx, cls, c, zone) : V_NULL;
  int fields[] = {c->year, c->month, c->day, c->hour, c->minute, c->second, c->microsecond};
  return moment_call(ctx, cls, fields, 7, zone, c->fold);
}

static Value datetime_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  static const char *const names[] = {"year",   "month",       "day",    "hour", "minute",
                                      "second", "microsecond", "tzinfo", "fold"};
  static const ConstructorParameters parameters = {names, 9, 3, 8, 7};
  static const PickledState pickled = {"datetime", 10, 2, 1, 12, 0x80};
  Value zone = V_NONE;
  if (UNLIKELY(nargs == 1 || nargs == 2)) {
    uint8_t state[10];
    int found = pickled_state(ctx, &pickled, args[0], state);
    if (nargs == 2) zone = args[1];
    if (found) return found > 0 && pickled_zone(ctx, zone) ? moment_set_state(ctx, cls, state, true, zone) : V_NULL;
    zone = V_NONE;
  }
  int given[9] = {0};
  if (!constructor_arguments(ctx, &parameters, args, nargs, kwnames, given, &zone)) return V_NULL;
  Civil c = {given[0], given[1], given[2], given[3], given[4], given[5], given[6], given[8]};
  return check_date(ctx, &c) && check_time(ctx, &c) && check_zone(ctx, zone) ? moment_alloc(ctx, cls, &c, zone)
                                                                             : V_NULL;
}

/* ---- text ---- */

static Value datetime_repr(Ctx *ctx, Value self) {
  Value name = str_format_c(ctx, "%T", self);
  if (!name) return V_NULL;
  int numbers[] = {date_year(self),     date_month(self),    date_day(self),          moment_hour(self),
                   moment_minute(self), moment_second(self), moment_microsecond(self)};
  int n = numbers[6] ? 7 : numbers[5] ? 6 : 5;
  StrBuilder sb;
  sb_init(&sb, ctx);
  sb_str(&sb, name);
  for (int i = 0; i < n; i++) sb_ascii(&sb, i ? ", " : "("), sb_int(&sb, numbers[i]);
  if (moment_fold(self)) sb_ascii(&sb, ", fold=1");
  if (moment_zone(self) != V_NONE) {
    sb_ascii(&sb, ", tzinfo=");
    if (!sb_repr(&sb, moment_zone(self))) return sb_discard(&sb), V_NULL;
  }
  sb_char(&sb, ')');
  return sb_finish(&sb);
}

static Value datetime_str(Ctx *ctx, Value self) {
  if (class_of(ctx, self) == datetime_state(ctx)->datetime) return datetime_text(ctx, self, ' ', SPEC_AUTO);
  return py_call_method(ctx, self, WORD(isoformat), &ctx->chars[' '], 1);
}

static bool separator_argument(Ctx *ctx, Value v, uint32_t *out) {
  const char *complaint = "isoformat() argument 1 must be a unicode character, not ";
  *out = 'T';
  if (!v) return true;
  if (!is_str(ctx, v)) return raise_format(ctx, EXC_TypeError, "%s%A", complaint, v), false;
  if (str_length(v) == 1) return *out = str_at(v, 0), true;
  raise_format(ctx, EXC_TypeError, "%sa string of length %lld", complaint, (long long)str_length(v));
  return false;
}
METHOD(method_isoformat) {
  uint32_t separator;
  TimeSpec spec;
  if (!separator_argument(ctx, args[0], &separator) || !timespec_argument(ctx, 2, args[1], &spec)) return V_NULL;
  return datetime_text(ctx, self, separator, spec);
}
METHOD(method_ctime) {
  Civil c = moment_civil(self);
  return ctime_text(ctx, &c);
}

/* ---- parts, copies ---- */

METHOD(method_date) {
  Civil c = moment_civil(self);
  return date_make(ctx, datetime_state(ctx)->date, &c);
}
METHOD(method_time) {
  Civil c = moment_civil(self);
  return time_make(ctx, datetime_state(ctx)->time, &c, V_NONE);
}
METHOD(method_timetz) {
  Civil c = moment_civil(self);
  return time_make(ctx, datetime_state(ctx)->time, &c, moment_zone(self));
}
METHOD(method_replace) {
  static const Word words[] = {WORD_year,   WORD_month,       WORD_day,    WORD_hour, WORD_minute,
                               WORD_second, WORD_microsecond, WORD_tzinfo, WORD_fold};
  static const NamedParameters parameters = {
      "replace", "year= month= day= hour= minute= second= microsecond= tzinfo= * fold=", words, 9, 8};
  Civil c = moment_civil(self);
  int *fields[] = {&c.year, &c.month, &c.day, &c.hour, &c.minute, &c.second, &c.microsecond, NULL, &c.fold};
  Value given[9];
  if (!named_arguments(ctx, &parameters, args, nargs, kwnames, given)) return V_NULL;
  for (int i = 0; i < 9; i++)
    if (fields[i] && !replaced(ctx, given[i], fields[i])) return V_NULL;
  return datetime_make(ctx, class_of(ctx, self), &c, given[7] ? given[7] : moment_zone(self));
}
METHOD(method_reduce) { return moment_reduce(ctx, self, true, 2); }
METHOD(method_reduce_ex) {
  int protocol;
  if (!exact_arguments(ctx, "__reduce_ex__", 1, nargs, kwnames) || !c_int_argument(ctx, args[0], &protocol))
    return V_NULL;
  return moment_reduce(ctx, self, true, protocol);
}
METHOD(method_sizeof) { return int_tag(48); } /* as in CPython */

/* ---- the zone ---- */

METHOD(method_utcoffset) { return datetime_utcoffset(ctx, self); }
METHOD(method_dst) { return zone_dst(ctx, moment_zone(self), self); }
METHOD(method_tzname) { return zone_name(ctx, moment_zone(self), self); }

static const CFuncDef methods[] = {
    CLASS_METHOD_ROW_NAMED("now", datetime_now, 0, 1, "tz=", "What it is now in that time zone, or locally."),
    CLASS_METHOD_ROW("utcnow", datetime_utcnow, 0, 0, "What it is now in UTC, as a naive datetime."),
    CLASS_METHOD_ROW_NAMED("fromtimestamp", datetime_fromtimestamp, 1, 2,
                           "timestamp tz=", "A POSIX timestamp in that time zone, or locally."),
    CLASS_METHOD_ROW_KW("utcfromtimestamp", datetime_utcfromtimestamp, 0, -1,
                        "A POSIX timestamp in UTC, as a naive datetime."),
    CLASS_METHOD_ROW_KW("strptime", datetime_strptime, 0, -1, "The datetime that a text in a given format names."),
    CLASS_METHOD_ROW_NAMED("combine", datetime_combine, 0, 3, "date= time= tzinfo=", "A date and a time."),
    CLASS_METHOD_ROW("fromisoformat", datetime_fromisoformat, 1, 1,
                     "The datetime that a text in ISO 8601 format names."),
    METHOD_ROW("date", method_date, 0, 0, "The date."),
    METHOD_ROW("time", method_time, 0, 0, "The time, without its time zone."),
    METHOD_ROW("timetz", method_timetz, 0, 0, "The time, with its time zone."),
    METHOD_ROW("ctime", method_ctime, 0, 0, "As ctime() of C writes it."),
    METHOD_ROW("timetuple", datetime_timetuple, 0, 0, "A time.struct_time."),
    METHOD_ROW("timestamp", datetime_timestamp, 0, 0, "The POSIX timestamp, a float."),
    METHOD_ROW("utctimetuple", datetime_utctimetuple, 0, 0, "A time.struct_time in UTC."),
    METHOD_ROW_NAMED("isoformat", method_isoformat, 0, 2, "sep= timespec=",
                     "YYYY-MM-DDTHH:MM:SS[.ffffff][+HH:MM]. sep is between date and time; timespec is the last part of "
                     "the time: 'hours', 'minutes', 'seconds', 'milliseconds', 'microseconds', or 'auto'."),
    METHOD_ROW("utcoffset", method_utcoffset, 0, 0, "tzinfo.utcoffset(self)."),
    METHOD_ROW("tzname", method_tzname, 0, 0, "tzinfo.tzname(self)."),
    METHOD_ROW("dst", method_dst, 0, 0, "tzinfo.dst(self)."),
    METHOD_ROW_KW("replace", method_replace, 0, -1, "The same with other fields."),
    METHOD_ROW_KW("__replace__", method_replace, 0, -1, "The same as replace()."),
    METHOD_ROW_NAMED("astimezone", datetime_astimezone, 0, 1, "tz=", "The same moment in another time zone."),
    METHOD_ROW("__reduce__", method_reduce, 0, 0, NULL),
    METHOD_ROW_KW("__reduce_ex__", method_reduce_ex, 0, -1, NULL),
    METHOD_ROW("__sizeof__", method_sizeof, 0, 0, NULL),
    {0},
};

Class *make_datetime(Ctx *ctx) {
  static const TypeOps ops = {.new_ = datetime_new,
                              .repr = datetime_repr,
                              .str = datetime_str,
                              .hash = datetime_hash,
                              .compare = datetime_compare,
                              .binary = datetime_binary,
                              .operators = 1 << OP_ADD | 1 << OP_SUB,
                              .trace = moment_trace};
  Class *cls = class_new_builtin(ctx, "datetime.datetime", datetime_state(ctx)->date, KIND_OTHER, sizeof(Moment), &ops,
                                 methods, 0);
  bool ok = class_set_doc(ctx, cls,
                          "A date and a time of day: datetime(year, month, day, hour=0, minute=0, second=0, "
                          "microsecond=0, tzinfo=None).") &&
            class_add_getset(ctx, cls, MOMENT_GETSET);
  return ok ? cls : NULL;
}
