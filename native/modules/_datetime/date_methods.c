/* Module _datetime: methods of class date, most of which datetime inherits. */
#include "modules/_datetime/datetime.h"

/* ---- class methods ---- */

METHOD(class_fromtimestamp) {
  int64_t seconds;
  struct tm tm;
  if (!whole_timestamp(ctx, args[0], &seconds) || !local_time(ctx, seconds, &tm)) return V_NULL;
  Civil c = civil_of_tm(&tm);
  return date_make(ctx, AS_CLASS(self), &c);
}
/* By way of fromtimestamp(), which a subclass may have replaced. */
METHOD(class_today) {
  Value now = call_time(ctx, WORD_time, NULL, 0);
  return now ? py_call_method(ctx, self, WORD(fromtimestamp), &now, 1) : V_NULL;
}
METHOD(class_fromordinal) {
  int ordinal;
  Civil c;
  if (!exact_arguments(ctx, "fromordinal", 1, nargs, kwnames) || !c_int_argument(ctx, args[0], &ordinal)) return V_NULL;
  if (ordinal < 1) return raise_format(ctx, EXC_ValueError, "ordinal must be >= 1"), V_NULL;
  date_of_ordinal(ordinal, &c);
  return date_make(ctx, AS_CLASS(self), &c);
}
METHOD(class_fromisocalendar) {
  int given[3];
  Civil c;
  for (int i = 0; i < 3; i++) {
    if (c_int_argument(ctx, args[i], &given[i])) continue;
    if (exc_matches(ctx, EXC_OverflowError)) {
      exc_clear(ctx);
      raise_format(ctx, EXC_ValueError, "ISO calendar component out of range");
    }
    return V_NULL;
  }
  if (!check_iso_week(ctx, given[0], given[1], given[2])) return V_NULL;
  date_of_iso_week(given[0], given[1], given[2], &c);
  return date_make(ctx, AS_CLASS(self), &c);
}

/* ---- text ---- */

Value date_isoformat_text(Ctx *ctx, Value self) {
  char text[MOMENT_TEXT];
  return str_latin1(ctx, (const uint8_t *)text, put_date(text, self) - text);
}
METHOD(method_isoformat) { return date_isoformat_text(ctx, self); }
METHOD(method_ctime) {
  Civil c = {.year = date_year(self), .month = date_month(self), .day = date_day(self)};
  return ctime_text(ctx, &c);
}
SHARED_METHOD(date_format) {
  if (!exact_arguments(ctx, "__format__", 1, nargs, kwnames) || !str_argument(ctx, "__format__", 1, args[0]))
    return V_NULL;
  if (str_length(args[0]) == 0) return object_str(ctx, self);
  return py_call_method(ctx, self, WORD(strftime), args, 1);
}

/* ---- numbers ---- */

static int weekday(Value self) { return weekday_of(date_year(self), date_month(self), date_day(self)); }
METHOD(method_weekday) { return int_tag(weekday(self)); }
METHOD(method_isoweekday) { return int_tag(weekday(self) + 1); }
METHOD(method_toordinal) { return int_tag(ordinal_of(date_year(self), date_month(self), date_day(self))); }
METHOD(method_isocalendar) {
  int year, week, day;
  iso_week_of(date_year(self), date_month(self), date_day(self), &year, &week, &day);
  return week_new(ctx, year, week, day);
}
METHOD(method_timetuple) {
  Civil c = {.year = date_year(self), .month = date_month(self), .day = date_day(self)};
  return struct_time_of(ctx, &c, -1);
}

/* ---- copies ---- */

METHOD(method_replace) {
  static const Word words[] = {WORD_year, WORD_month, WORD_day};
  static const NamedParameters parameters = {"replace", "year= month= day=", words, 3, 3};
  Civil c = {.year = date_year(self), .month = date_month(self), .day = date_day(self)};
  Value given[3];
  if (!named_arguments(ctx, &parameters, args, nargs, kwnames, given) || !replaced(ctx, given[0], &c.year) ||
      !replaced(ctx, given[1], &c.month) || !replaced(ctx, given[2], &c.day))
    return V_NULL;
  return date_make(ctx, class_of(ctx, self), &c);
}
METHOD(method_reduce) {
  uint8_t state[] = {(uint8_t)(date_year(self) >> 8), (uint8_t)date_year(self), AS_DATE(self)->field[0],
                     AS_DATE(self)->field[1]};
  Value bytes = bytes_new(ctx, state, sizeof state);
  Value pair[] = {VAL(class_of(ctx, self)), bytes ? tuple_from(ctx, &bytes, 1) : V_NULL};
  return pair[1] ? tuple_from(ctx, pair, 2) : V_NULL;
}
METHOD(method_sizeof) { return int_tag(32); } /* as in CPython */

const CFuncDef DATE_METHODS[] = {
    CLASS_METHOD_ROW("fromtimestamp", class_fromtimestamp, 1, 1, "The local day of a POSIX timestamp."),
    CLASS_METHOD_ROW("today", class_today, 0, 0, "The day that it is now: fromtimestamp(time.time())."),
    CLASS_METHOD_ROW_KW("fromordinal", class_fromordinal, 0, -1, "The day with that ordinal; 1 is 0001-01-01."),
    CLASS_METHOD_ROW("fromisoformat", date_fromisoformat, 1, 1, "The day that a text in ISO 8601 format names."),
    CLASS_METHOD_ROW_NAMED("fromisocalendar", class_fromisocalendar, 3, 3, "year week day",
                           "The day with that year, week and weekday of ISO 8601."),
    CLASS_METHOD_ROW_KW("strptime", date_strptime, 0, -1, "The day that a text in a given format names."),
    METHOD_ROW("isoformat", method_isoformat, 0, 0, "YYYY-MM-DD."),
    METHOD_ROW("ctime", method_ctime, 0, 0, "As ctime() of C writes it."),
    METHOD_ROW_NAMED("strftime", date_strftime, 1, 1, "format", "As strftime() of C writes it."),
    METHOD_ROW_KW("__format__", date_format, 0, -1, "strftime(), or str() when there is no format."),
    METHOD_ROW("weekday", method_weekday, 0, 0, "Day of the week; Monday is 0."),
    METHOD_ROW("isoweekday", method_isoweekday, 0, 0, "Day of the week; Monday is 1."),
    METHOD_ROW("toordinal", method_toordinal, 0, 0, "Number of the day; that of 0001-01-01 is 1."),
    METHOD_ROW("isocalendar", method_isocalendar, 0, 0, "Year, week and weekday of ISO 8601, a named tuple."),
    METHOD_ROW("timetuple", method_timetuple, 0, 0, "A time.struct_time."),
    METHOD_ROW_KW("replace", method_replace, 0, -1, "The same with other fields."),
    METHOD_ROW_KW("__replace__", method_replace, 0, -1, "The same as replace()."),
    METHOD_ROW("__reduce__", method_reduce, 0, 0, NULL),
    METHOD_ROW("__sizeof__", method_sizeof, 0, 0, NULL),
    {0},
};
