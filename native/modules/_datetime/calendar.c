/* Module _datetime: the proleptic Gregorian calendar. Day 1 is 0001-01-01. Years need not be in 1..9999 where nothing
 * else is said: those of pickled states may be anything up to 65535. */
#include "modules/_datetime/datetime.h"

static const uint16_t DAYS_BEFORE[] = {0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};

static bool is_leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int days_in_month(int year, int month) {
  if (month == 2) return 28 + is_leap(year);
  return 30 + ((month ^ month >> 3) & 1);
}
static int days_before_month(int year, int month) { return DAYS_BEFORE[month] + (month > 2 && is_leap(year)); }
int day_of_year(int year, int month, int day) { return days_before_month(year, month) + day; }

int64_t ordinal_of(int year, int month, int day) {
  int before = year - 1;
  return (int64_t)before * 365 + before / 4 - before / 100 + before / 400 + day_of_year(year, month, day);
}

/* Counted from the first of March of year 0, a century ends with its leap day, and so do four years: days divide into
 * centuries, years and months by multiplication alone. 153 days are five months from March on. */
void date_of_ordinal(int64_t ordinal, Civil *out) {
  uint32_t days = (uint32_t)ordinal + 305; /* since 0000-03-01 */
  uint32_t quarter_days = 4 * days + 3, century = quarter_days / 146097;
  uint32_t in_century = quarter_days % 146097 / 4;
  uint32_t year_of_century = (4 * in_century + 3) / 1461, day = (4 * in_century + 3) % 1461 / 4;
  uint32_t month = (5 * day + 2) / 153;
  bool next_year = month >= 10;
  out->year = (int)(100 * century + year_of_century + next_year);
  out->month = (int)(next_year ? month - 9 : month + 3);
  out->day = (int)(day - (153 * month + 2) / 5 + 1);
}

int weekday_of(int year, int month, int day) { return (int)((ordinal_of(year, month, day) + 6) % 7); }

int64_t civil_seconds(const Civil *c) {
  int64_t in_day = (int64_t)c->hour * 3600 + c->minute * 60 + c->second;
  return ordinal_of(c->year, c->month, c->day) * DAY_SECONDS + in_day;
}
/* Most days have another one near them in their month. */
bool civil_add_days(Ctx *ctx, Civil *c, int64_t days) {
  int64_t day = c->day + days;
  if (LIKELY(day >= 1 && day <= 28 && c->year >= MIN_YEAR && c->year <= MAX_YEAR)) return c->day = (int)day, true;
  int64_t ordinal = ordinal_of(c->year, c->month, c->day) + days;
  if (LIKELY(ordinal >= 1 && ordinal <= MAX_ORDINAL)) return date_of_ordinal(ordinal, c), true;
  return raise_format(ctx, EXC_OverflowError, "date value out of range"), false;
}

/* ---- weeks of ISO 8601 ---- */

/* The Monday of the first week: the one that has the year's first Thursday in it. */
static int64_t first_monday(int year) {
  int64_t first = ordinal_of(year, 1, 1), weekday = (first + 6) % 7;
  return first - weekday + (weekday > 3 ? 7 : 0);
}

static bool week_exists(int year, int week) {
  if (week > 0 && week < 53) return true;
  if (week != 53) return false;
  int64_t weekday = ordinal_of(year, 1, 1) % 7; /* such years begin on a Thursday, leap years on a Wednesday too */
  return weekday == 4 || (weekday == 3 && is_leap(year));
}
static bool year_exists(int year) { return year >= MIN_YEAR && year <= MAX_YEAR; }
bool iso_week_exists(int year, int week, int day) {
  return year_exists(year) && week_exists(year, week) && day > 0 && day < 8;
}
bool check_iso_week(Ctx *ctx, int year, int week, int day) {
  if (!year_exists(year)) raise_format(ctx, EXC_ValueError, "year must be in %d..%d, not %d", MIN_YEAR, MAX_YEAR, year);
  else if (!week_exists(year, week)) raise_format(ctx, EXC_ValueError, "Invalid week: %d", week);
  else if (day <= 0 || day >= 8) raise_format(ctx, EXC_ValueError, "Invalid weekday: %d (range is [1, 7])", day);
  else return true;
  return false;
}

void date_of_iso_week(int year, int week, int day, Civil *out) {
  date_of_ordinal(first_monday(year) + (week - 1) * 7 + day - 1, out);
}

void iso_week_of(int year, int month, int day, int *iso_year, int *week, int *weekday) {
  int64_t today = ordinal_of(year, month, day), since = today - first_monday(year);
  if (since < 0) since = today - first_monday(--year);
  *weekday = (int)(since - floor_divide(since, 7) * 7) + 1;
  *week = (int)floor_divide(since, 7) + 1;
  if (*week > 52 && today >= first_monday(year + 1)) year++, *week = 1;
  *iso_year = year;
}
