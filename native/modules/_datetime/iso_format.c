/* Module _datetime: moments as text. Fields of pickled states may have more digits than usual, which MOMENT_TEXT leaves
 * room for. */
#include "modules/_datetime/datetime.h"

char *put_number(char *p, int value, int width) {
  if (LIKELY(width == 2 && (unsigned)value < 100)) {
    p[0] = (char)('0' + value / 10), p[1] = (char)('0' + value % 10);
    return p + 2;
  }
  char digits[12];
  int n = 0;
  for (unsigned rest = (unsigned)value; rest || n < width; rest /= 10) digits[n++] = (char)('0' + rest % 10);
  while (n) *p++ = digits[--n];
  return p;
}

char *put_date(char *p, Value v) {
  p = put_number(p, date_year(v), 4);
  *p++ = '-';
  p = put_number(p, date_month(v), 2);
  *p++ = '-';
  return put_number(p, date_day(v), 2);
}

/* ---- times ---- */

bool timespec_argument(Ctx *ctx, int position, Value v, TimeSpec *out) {
  static const char *const names[] = {"auto", "hours", "minutes", "seconds", "milliseconds", "microseconds"};
  *out = SPEC_AUTO;
  if (!v) return true;
  if (!str_argument(ctx, "isoformat", position, v)) return false;
  for (int i = 0; i <= SPEC_MICROSECONDS; i++)
    if (str_equal_c(v, names[i])) return *out = (TimeSpec)i, true;
  if (!codec_encode_as(ctx, v, CODEC_UTF8, V_NULL) || !codec_no_null(ctx, v)) return false;
  return raise_format(ctx, EXC_ValueError, "Unknown timespec value"), false;
}

char *put_time(char *p, Value v, TimeSpec spec) {
  int microsecond = moment_microsecond(v);
  if (spec == SPEC_AUTO) spec = microsecond ? SPEC_MICROSECONDS : SPEC_SECONDS;
  p = put_number(p, moment_hour(v), 2);
  if (spec == SPEC_HOURS) return p;
  *p++ = ':';
  p = put_number(p, moment_minute(v), 2);
  if (spec == SPEC_MINUTES) return p;
  *p++ = ':';
  p = put_number(p, moment_second(v), 2);
  if (spec == SPEC_SECONDS) return p;
  *p++ = '.';
  return spec == SPEC_MILLISECONDS ? put_number(p, microsecond / 1000, 3) : put_number(p, microsecond, 6);
}

static char *put_part(char *p, const char *separator, int value) {
  if (*separator) *p++ = *separator;
  return put_number(p, value, 2);
}
char *put_offset(char *p, Span offset, const char *separator) {
  *p++ = offset.seconds < 0 ? '-' : '+';
  if (offset.seconds < 0) offset = span_subtract((Span){0, 0}, offset);
  int seconds = (int)offset.seconds;
  p = put_number(p, seconds / 3600, 2);
  p = put_part(p, separator, seconds / 60 % 60);
  if (seconds % 60 || offset.microseconds) p = put_part(p, separator, seconds % 60);
  if (offset.microseconds) *p++ = '.', p = put_number(p, offset.microseconds, 6);
  return p;
}

/* ---- datetimes ---- */

Value datetime_text(Ctx *ctx, Value self, uint32_t separator, TimeSpec spec) {
  char text[MOMENT_TEXT], *middle = put_date(text, self), *p = put_time(middle + 1, self, spec);
  *middle = (char)separator;
  if (moment_zone(self) != V_NONE) {
    Value offset = datetime_utcoffset(ctx, self);
    if (!offset) return V_NULL;
    if (offset != V_NONE) p = put_offset(p, delta_span(offset), ":");
  }
  if (LIKELY(separator < 256)) return str_latin1(ctx, (const uint8_t *)text, p - text);
  StrBuilder sb;
  sb_init(&sb, ctx);
  sb_bytes(&sb, text, (size_t)(middle - text));
  sb_char(&sb, separator);
  sb_bytes(&sb, middle + 1, (size_t)(p - middle - 1));
  return sb_finish(&sb);
}

Value ctime_text(Ctx *ctx, const Civil *c) {
  static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  int weekday = (weekday_of(c->year, c->month, c->day) + 7) % 7;
  return str_format_c(ctx, "%s %s %2d %02d:%02d:%02d %04d", days[weekday], months[c->month - 1], c->day, c->hour,
                      c->minute, c->second, c->year);
}
