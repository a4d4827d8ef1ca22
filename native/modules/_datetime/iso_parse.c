/* Module _datetime: texts in the formats of ISO 8601 that fromisoformat() takes. The grammar is CPython's to the last
 * byte, with its oddities: what comes after a null character may be cut off, and one character between a time and the
 * sign of its offset is not looked at. Positions count bytes of UTF-8. */
#include "modules/_datetime/datetime.h"

typedef struct Reader {
  const char *text;
  int64_t n;
  char *owned; /* memory to be freed, or NULL */
} Reader;
static char at(const Reader *r, int64_t i) { return i < r->n ? r->text[i] : 0; }
static bool digit_at(const Reader *r, int64_t i) { return at(r, i) >= '0' && at(r, i) <= '9'; }

/* ---- the text ---- */

/* Where a date may end: any character may be there, a surrogate too. */
static int64_t surrogate_separator(Text text) {
  static const int64_t places[] = {7, 8, 10};
  for (int i = 0; i < 3; i++)
    if (places[i] < text.length && (text_at(text, places[i]) & ~0x7ffu) == 0xd800) return places[i];
  return -1;
}
/* 1, 0: it has surrogates, -1: an exception. */
static int open_wide(Ctx *ctx, Text text, bool separated, Reader *r) {
  int64_t separator = separated ? surrogate_separator(text) : -1, n = 0;
  char *out = memory_new(ctx, (size_t)text.length * 4 + 1);
  if (!out) return raise_no_memory(ctx), -1;
  r->text = r->owned = out;
  for (int64_t i = 0; i < text.length; i++) {
    uint32_t c = text_at(text, i);
    if ((c & ~0x7ffu) == 0xd800) {
      if (i != separator) return 0;
      c = 'T';
    }
    if (c < 0x80) out[n++] = (char)c;
    else {
      int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
      out[n++] = (char)(0xff << (7 - more) | c >> 6 * more);
      while (more--) out[n++] = (char)(0x80 | (c >> 6 * more & 0x3f));
    }
    if (!CHECK_STOP_AT(ctx, i)) return -1;
  }
  r->n = n;
  return 1;
}
static int reader_open(Ctx *ctx, Value s, bool separated, Reader *r) {
  *r = (Reader){(const char *)AS_STR(s)->data, str_length(s), NULL};
  return LIKELY(str_is_ascii(s)) ? 1 : open_wide(ctx, text_of(s), separated, r);
}

/* n digits from *i on, which is moved behind them. */
static bool digits(const Reader *r, int64_t *i, int n, int *out) {
  *out = 0;
  for (; n > 0; n--, ++*i) {
    if (!digit_at(r, *i)) return false;
    *out = *out * 10 + (at(r, *i) - '0');
  }
  return true;
}

/* ---- dates ---- */

static bool dash(const Reader *r, int64_t *i) { return at(r, (*i)++) == '-'; }

/* A date in the first n bytes. */
static bool parse_date(const Reader *r, int64_t n, Civil *c) {
  int64_t i = 0;
  if (!digits(r, &i, 4, &c->year)) return false;
  bool dashes = at(r, i) == '-';
  i += dashes;
  if (at(r, i) == 'W') {
    int week, day = 1;
    i++;
    if (!digits(r, &i, 2, &week)) return false;
    if (i < n) {
      if (dashes && !dash(r, &i)) return false;
      if (!digits(r, &i, 1, &day)) return false;
    }
    if (!iso_week_exists(c->year, week, day)) return false;
    return date_of_iso_week(c->year, week, day, c), true;
  }
  if (!digits(r, &i, 2, &c->month)) return false;
  if (dashes && !dash(r, &i)) return false;
  return digits(r, &i, 2, &c->day); /* of YYYYMMDD two bytes may be left, which are not looked at */
}

/* How many bytes the date has before the separator; -1: there is none; -2: an exception. */
static int64_t date_length(Ctx *ctx, const Reader *r) {
  if (r->n == 7) return 7;
  if (at(r, 4) == '-') {
    if (at(r, 5) != 'W') return 10;
    if (r->n < 8) return -1;
    if (r->n == 8 || at(r, 8) != '-') return 8;
    if (r->n == 9) return -1;
    return r->n > 10 && digit_at(r, 10) ? 8 : 10; /* a dash that separates, or one before the day */
  }
  if (at(r, 4) != 'W') return 8;
  int64_t i = 7;
  for (; digit_at(r, i); i++)
    if (!CHECK_STOP_AT(ctx, i)) return -2;
  if (i < 9) return i;
  return i % 2 == 0 ? 7 : 8;
}

/* ---- times ---- */

/* HH[:?MM[:?SS[{.,}ffffff]]] from `i` to `end`. 1, 0: there is something after it, -1: it is none, -2: an exception. */
static int parse_clock(Ctx *ctx, const Reader *r, int64_t i, int64_t end, int *hour, int *minute, int *second,
                       int *microsecond) {
  int *fields[] = {hour, minute, second};
  bool colons = false;
  *hour = *minute = *second = *microsecond = 0;
  for (int field = 0; field < 3; field++) {
    if (!digits(r, &i, 2, fields[field])) return -1;
    char next = at(r, i++);
    if (field == 0) colons = next == ':';
    if ((next == '.' || next == ',') && i <= end) {
      if (field < 2) return -1;
      break;
    }
    if (i >= end) return next == 0;
    if (colons && next == ':') {
      if (field == 2) return -1;
    } else if (colons) {
      return -1;
    } else {
      i--;
    }
  }
  int64_t rest = end - i;
  int n = rest > 6 ? 6 : (int)rest;
  if (n <= 0 || !digits(r, &i, n, microsecond)) return -1;
  for (; n < 6; n++) *microsecond *= 10;
  for (; digit_at(r, i); i++)
    if (!CHECK_STOP_AT(ctx, i)) return -2;
  return at(r, i) == 0;
}

typedef struct ParsedTime {
  bool has_offset;
  Span offset;
} ParsedTime;

/* A time and perhaps an offset, from `i` to the end of the text. 1, 0: it is none, -1: an exception. */
static int parse_time(Ctx *ctx, const Reader *r, int64_t i, Civil *c, ParsedTime *out) {
  int64_t sign = i;
  while (sign < r->n && r->text[sign] != '+' && r->text[sign] != '-' && r->text[sign] != 'Z') {
    if (!CHECK_STOP_AT(ctx, sign)) return -1;
    sign++;
  }
  *out = (ParsedTime){false, {0, 0}};
  int whole = parse_clock(ctx, r, i, sign, &c->hour, &c->minute, &c->second, &c->microsecond);
  if (whole < 0) return whole == -1 ? 0 : -1;
  if (sign == r->n) return whole;
  out->has_offset = true;
  if (r->text[sign] == 'Z') return at(r, sign + 1) == 0;
  int hour, minute, second, microsecond;
  whole = parse_clock(ctx, r, sign + 1, r->n, &hour, &minute, &second, &microsecond);
  if (whole < 0) return whole == -1 ? 0 : -1;
  out->offset = (Span){hour * 3600 + minute * 60 + second, microsecond};
  if (r->text[sign] == '-') out->offset = span_subtract((Span){0, 0}, out->offset);
  return whole;
}

/* ---- the class methods ---- */

static bool text_argument(Ctx *ctx, Value v) {
  if (LIKELY(is_str(ctx, v))) return true;
  return raise_format(ctx, EXC_TypeError, "fromisoformat: argument must be str"), false;
}
static Value refuse(Ctx *ctx, Value text) {
  return raise_format(ctx, EXC_ValueError, "Invalid isoformat string: %R", text), V_NULL;
}
static Value zone_of(Ctx *ctx, const ParsedTime *time) {
  return time->has_offset ? timezone_of(ctx, time->offset, V_NULL) : V_NONE;
}
/* 24:00 becomes 00:00: *next tells. */
static bool midnight(Ctx *ctx, Civil *c, bool *next) {
  *next = c->hour == 24;
  if (!*next) return true;
  c->hour = 0;
  if (!c->minute && !c->second && !c->microsecond) return true;
  raise_format(ctx, EXC_ValueError, "minute, second, and microsecond must be 0 when hour is 24");
  return false;
}

SHARED_METHOD(date_fromisoformat) {
  if (!text_argument(ctx, args[0])) return V_NULL;
  Reader r;
  Civil c = {0};
  int found = reader_open(ctx, args[0], false, &r);
  if (found > 0) found = (r.n == 7 || r.n == 8 || r.n == 10) && parse_date(&r, r.n, &c);
  memory_free(ctx, r.owned);
  if (found <= 0) return found < 0 ? V_NULL : refuse(ctx, args[0]);
  return date_make(ctx, AS_CLASS(self), &c);
}

SHARED_METHOD(time_fromisoformat) {
  if (!text_argument(ctx, args[0])) return V_NULL;
  Reader r;
  Civil c = {0};
  ParsedTime time;
  bool ignored;
  int found = reader_open(ctx, args[0], false, &r);
  if (found > 0) found = parse_time(ctx, &r, at(&r, 0) == 'T', &c, &time);
  memory_free(ctx, r.owned);
  if (found <= 0) return found < 0 ? V_NULL : refuse(ctx, args[0]);
  if (!midnight(ctx, &c, &ignored)) return V_NULL;
  Value zone = zone_of(ctx, &time);
  return zone ? time_make(ctx, AS_CLASS(self), &c, zone) : V_NULL;
}

static void next_day(Civil *c) {
  if (++c->day <= days_in_month(c->year, c->month)) return;
  c->day = 1;
  if (++c->month <= 12) return;
  c->month = 1, c->year++;
}

static int parse_datetime(Ctx *ctx, const Reader *r, Civil *c, ParsedTime *time) {
  int64_t n = r->n < 7 ? -1 : date_length(ctx, r);
  *time = (ParsedTime){false, {0, 0}};
  if (n < 0 || !parse_date(r, n, c)) return n == -2 ? -1 : 0;
  if (n >= r->n) return 1;
  uint8_t separator = (uint8_t)r->text[n];
  int64_t width = separator < 0x80 ? 1 : separator >= 0xf0 ? 4 : separator >= 0xe0 ? 3 : 2;
  return parse_time(ctx, r, n + width, c, time);
}

SHARED_METHOD(datetime_fromisoformat) {
  if (!text_argument(ctx, args[0])) return V_NULL;
  Reader r;
  Civil c = {0};
  ParsedTime time;
  bool next = false;
  int found = reader_open(ctx, args[0], true, &r);
  if (found > 0) found = parse_datetime(ctx, &r, &c, &time);
  memory_free(ctx, r.owned);
  if (found <= 0) return found < 0 ? V_NULL : refuse(ctx, args[0]);
  Value zone = zone_of(ctx, &time);
  if (!zone) return V_NULL;
  /* A day that does not exist is what is complained of. */
  bool day_exists = c.month >= 1 && c.month <= 12 && c.day <= days_in_month(c.year, c.month);
  if (day_exists && !midnight(ctx, &c, &next)) return V_NULL;
  if (next) next_day(&c);
  return datetime_make(ctx, AS_CLASS(self), &c, zone);
}
