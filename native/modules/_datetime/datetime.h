/* What the files of module _datetime share.
 *
 * The cells are immutable and small: a date is 16 bytes, a time or a datetime 32, a timedelta 16. Functions compute
 * with ordinals of days and with seconds in int64_t; nothing in between is a Python object. Pickled states may hold
 * fields that no calendar has (day 255, year 65535): whatever reads fields has to live with any byte in them. Only a
 * month is always one. */
#pragma once
#include "modules/module.h"
#include <time.h>

typedef __int128 I128;

enum { MIN_YEAR = 1, MAX_YEAR = 9999, MAX_ORDINAL = 3652059, EPOCH_ORDINAL = 719163, DAY_SECONDS = 86400 };
#define SECOND_US INT64_C(1000000)
#define DAY_US (DAY_SECONDS * SECOND_US)
#define MAX_DELTA_DAYS 999999999

/* ---- cells ---- */

/* Numbers of a date and of a time of day; what a class does not have is 0. */
typedef struct Civil {
  int year, month, day, hour, minute, second, microsecond, fold;
} Civil;

/* h.aux is the year. The bytes are month, day, hour, minute, second, and the microsecond in three, highest first: with
 * the year before them they are the pickled state, and as a big-endian number they are in the order of time. */
typedef struct Date {
  Cell h;
  uint8_t field[8];
} Date;
/* A time or a datetime. A time has no year, month and day. h.flags is the fold. */
typedef struct Moment {
  Cell h;
  uint8_t field[8];
  Value zone;    /* None: it is naive */
  uint64_t hash; /* 0: not asked for yet; utcoffset() is called for it, and only once */
} Moment;
/* The microseconds, 20 bits, are in h.flags and h.aux. */
typedef struct Delta {
  Cell h;
  int64_t seconds;
} Delta;
typedef struct Timezone {
  Cell h;
  Value offset; /* Delta */
  Value name;   /* Str, or V_NULL */
} Timezone;
#define AS_DATE(v) ((Date *)(v))
#define AS_MOMENT(v) ((Moment *)(v))
#define AS_DELTA(v) ((Delta *)(v))
#define AS_TIMEZONE(v) ((Timezone *)(v))

/* 0 <= microseconds < 1000000 */
typedef struct Span {
  int64_t seconds;
  int32_t microseconds;
} Span;

/* Interned names that C code asks for. */
#define DATETIME_NAMES(X) \
  X(utcoffset)            \
  X(dst)                  \
  X(tzname)               \
  X(fromutc)              \
  X(isoformat)            \
  X(strftime)             \
  X(timetuple)            \
  X(replace)              \
  X(fromtimestamp)        \
  X(fold)                 \
  X(year)                 \
  X(month)                \
  X(day)                  \
  X(hour)                 \
  X(minute)               \
  X(second)               \
  X(microsecond)          \
  X(tzinfo)               \
  X(as_integer_ratio)     \
  X(days)                 \
  X(seconds)              \
  X(microseconds)         \
  X(milliseconds)         \
  X(minutes)              \
  X(hours)                \
  X(weeks)                \
  X(time)                 \
  X(struct_time)          \
  X(__getinitargs__)      \
  X(__getstate__)
#define X(name) WORD_##name,
typedef enum Word { DATETIME_NAMES(X) WORD_COUNT } Word;
#undef X
#define WORD(id) (datetime_state(ctx)->words[WORD_##id])

typedef struct DatetimeState {
  Class *delta, *date, *tzinfo, *time, *datetime, *timezone, *week;
  Value utc;   /* Timezone */
  Value epoch; /* 1970-01-01 in UTC */
  Value words[WORD_COUNT];
} DatetimeState;
extern const ModuleDef module__datetime;
static inline DatetimeState *datetime_state(Ctx *ctx) { return module_state(ctx, &module__datetime); }

static inline bool is_of(Ctx *ctx, Value v, Class *cls) {
  return is_cell(v) && (CELL(v)->shape == cls->root->id || is_subclass(class_of(ctx, v), cls));
}
static inline bool is_delta(Ctx *ctx, Value v) { return is_of(ctx, v, datetime_state(ctx)->delta); }
static inline bool is_date(Ctx *ctx, Value v) { return is_of(ctx, v, datetime_state(ctx)->date); }
static inline bool is_time(Ctx *ctx, Value v) { return is_of(ctx, v, datetime_state(ctx)->time); }
static inline bool is_datetime(Ctx *ctx, Value v) { return is_of(ctx, v, datetime_state(ctx)->datetime); }
static inline bool is_tzinfo(Ctx *ctx, Value v) { return is_of(ctx, v, datetime_state(ctx)->tzinfo); }

static inline int date_year(Value v) { return CELL(v)->aux; }
static inline int date_month(Value v) { return AS_DATE(v)->field[0]; }
static inline int date_day(Value v) { return AS_DATE(v)->field[1]; }
static inline int moment_hour(Value v) { return AS_DATE(v)->field[2]; }
static inline int moment_minute(Value v) { return AS_DATE(v)->field[3]; }
static inline int moment_second(Value v) { return AS_DATE(v)->field[4]; }
static inline int moment_microsecond(Value v) {
  const uint8_t *field = AS_DATE(v)->field;
  return field[5] << 16 | field[6] << 8 | field[7];
}
static inline int moment_fold(Value v) { return CELL(v)->flags; }
static inline Value moment_zone(Value v) { return AS_MOMENT(v)->zone; }
static inline Civil moment_civil(Value v) {
  return (Civil){date_year(v),     date_month(v),    date_day(v),           moment_hour(v),
                 moment_minute(v), moment_second(v), moment_microsecond(v), moment_fold(v)};
}
static inline Span delta_span(Value v) { return (Span){AS_DELTA(v)->seconds, CELL(v)->flags << 16 | CELL(v)->aux}; }
static inline int64_t floor_divide(int64_t a, int64_t b) { return a / b - (a % b < 0); } /* b > 0 */
/* What two parts of seconds make: microseconds is in (-1000000, 2000000). */
static inline Span span_of(int64_t seconds, int64_t microseconds) {
  if (microseconds >= SECOND_US) return (Span){seconds + 1, (int32_t)(microseconds - SECOND_US)};
  if (microseconds < 0) return (Span){seconds - 1, (int32_t)(microseconds + SECOND_US)};
  return (Span){seconds, (int32_t)microseconds};
}
static inline Span span_add(Span a, Span b) { return span_of(a.seconds + b.seconds, a.microseconds + b.microseconds); }
static inline Span span_subtract(Span a, Span b) {
  return span_of(a.seconds - b.seconds, a.microseconds - b.microseconds);
}
static inline int span_compare(Span a, Span b) {
  if (a.seconds != b.seconds) return a.seconds < b.seconds ? -1 : 1;
  return a.microseconds < b.microseconds ? -1 : a.microseconds > b.microseconds;
}
static inline bool span_is_zero(Span s) { return s.seconds == 0 && s.microseconds == 0; }

/* ---- calendar.c ---- */
int days_in_month(int year, int month);
int day_of_year(int year, int month, int day);
int64_t ordinal_of(int year, int month, int day);
void date_of_ordinal(int64_t ordinal, Civil *out); /* 1 <= ordinal <= MAX_ORDINAL; the time of day stays as it is */
int weekday_of(int year, int month, int day);      /* 0: Monday */
/* Year, week and day as ISO 8601 counts them. */
bool iso_week_exists(int year, int week, int day);
bool check_iso_week(Ctx *ctx, int year, int week, int day);     /* ValueError */
void date_of_iso_week(int year, int week, int day, Civil *out); /* it exists; may be in year 10000 */
void iso_week_of(int year, int month, int day, int *iso_year, int *week, int *weekday);
int64_t civil_seconds(const Civil *c);                 /* since the day before 0001-01-01 */
bool civil_add_days(Ctx *ctx, Civil *c, int64_t days); /* false: OverflowError */

/* ---- arguments.c ---- */
bool c_int_argument(Ctx *ctx, Value v, int *out); /* OverflowError in the words of argument parsing */
/* The arguments of a constructor, of which there are `count`: the first `required` must be there, those from
 * `positional` on are given by name. Parameter number `zone` is an object, the others are ints; what is not given stays
 * as it is. */
typedef struct ConstructorParameters {
  const char *const *names;
  uint32_t count, required, positional, zone;
} ConstructorParameters;
bool constructor_arguments(Ctx *ctx, const ConstructorParameters *p, const Value *args, uint32_t nargs, Value kwnames,
                           int *ints, Value *zone);
bool check_date(Ctx *ctx, const Civil *c); /* ValueError */
bool check_time(Ctx *ctx, const Civil *c);
bool check_zone(Ctx *ctx, Value zone); /* None or a tzinfo; TypeError */
/* Of a method that is given exactly n arguments, none by name. */
bool exact_arguments(Ctx *ctx, const char *name, uint32_t n, uint32_t nargs, Value kwnames);
/* The arguments of a function all of whose parameters are optional: one value for each, V_NULL where none is given. It
 * is quick where names are interned, as nearly all in calls are; `params` is what bind_params takes. */
typedef struct NamedParameters {
  const char *function, *params;
  const Word *words;
  uint32_t count, positional;
} NamedParameters;
bool named_arguments(Ctx *ctx, const NamedParameters *p, const Value *args, uint32_t nargs, Value kwnames,
                     Value *given);
bool replaced(Ctx *ctx, Value given, int *field); /* one argument of replace(); V_NULL: it stays */
Value call_time(Ctx *ctx, Word function, const Value *args, uint32_t nargs); /* a function of module time */
bool str_argument(Ctx *ctx, const char *function, int position, Value v);
/* The first argument of a constructor if it is a pickled state of n bytes: its bytes, in `state`. `check`: which byte
 * must be at most `limit`, and at least `least`, without the bits of `mask`. 1, 0: it is none, -1: an exception. */
typedef struct PickledState {
  const char *kind;
  uint32_t n, check, least, limit, mask;
} PickledState;
int pickled_state(Ctx *ctx, const PickledState *p, Value v, uint8_t *state);
bool pickled_zone(Ctx *ctx, Value zone); /* TypeError "bad tzinfo state arg" */

/* ---- delta_type.c ---- */
Class *make_delta(Ctx *ctx);
Value delta_new(Ctx *ctx, Class *cls, Span span); /* OverflowError */
static inline Value delta_of(Ctx *ctx, Span span) { return delta_new(ctx, datetime_state(ctx)->delta, span); }
Value delta_total_seconds(Ctx *ctx, Span span);
bool delta_hash(Ctx *ctx, Value self, uint64_t *out);
void span_hash(Span span, uint64_t *out);
int64_t span_days(Span span, int64_t *seconds);

/* ---- delta_new.c ---- */
Value delta_construct(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames);

/* ---- delta_arithmetic.c ---- */
Value delta_binary(Ctx *ctx, Value left, Value right, BinOp op);
SHARED_METHOD(delta_divmod);
SHARED_METHOD(delta_reflected_divmod);
static inline I128 span_us(Span span) { return (I128)span.seconds * SECOND_US + span.microseconds; }
bool span_of_us(Ctx *ctx, I128 us, Span *out);      /* OverflowError */
bool span_of_int_us(Ctx *ctx, Value us, Span *out); /* the same of a plain int of any size */
Value int_of_us(Ctx *ctx, I128 us);

/* ---- date_type.c, date_methods.c ---- */
Class *make_date(Ctx *ctx);
extern const CFuncDef DATE_METHODS[];
Value date_alloc(Ctx *ctx, Class *cls, const Civil *c); /* no checks */
/* What a class method of date returns: cls(year, month, day). */
Value date_make(Ctx *ctx, Class *cls, const Civil *c);
Value date_isoformat_text(Ctx *ctx, Value self);
SHARED_METHOD(date_format);

/* ---- moment.c: what time and datetime have in common ---- */
Value moment_alloc(Ctx *ctx, Class *cls, const Civil *c, Value zone); /* no checks */
/* cls(…), with fold= if it is not 0 */
Value moment_call(Ctx *ctx, Class *cls, const int *fields, uint32_t n, Value zone, int fold);
void moment_trace(Ctx *ctx, Value self);
int moment_order(Value a, Value b);
Value order_result(int order, CmpOp op);
Value moment_set_state(Ctx *ctx, Class *cls, const uint8_t *state, bool has_date, Value zone);
Value moment_reduce(Ctx *ctx, Value self, bool has_date, int protocol);
bool moment_hash_bytes(Ctx *ctx, Value self, bool has_date, uint64_t *out);
extern const GetSetDef MOMENT_GETSET[];

/* ---- time_type.c ---- */
Class *make_time(Ctx *ctx);
Value time_make(Ctx *ctx, Class *cls, const Civil *c, Value zone); /* of a datetime's numbers, too */

/* ---- datetime_type.c, datetime_operators.c ---- */
Class *make_datetime(Ctx *ctx);
Value datetime_make(Ctx *ctx, Class *cls, const Civil *c, Value zone); /* cls(…), which may be a subclass */
Value datetime_binary(Ctx *ctx, Value left, Value right, BinOp op);
Value datetime_compare(Ctx *ctx, Value left, Value right, CmpOp op);
bool datetime_hash(Ctx *ctx, Value self, uint64_t *out);
Value datetime_shift(Ctx *ctx, Value self, Span by); /* of self's class; OverflowError */
bool datetime_difference(Ctx *ctx, Value left, Value right, Span *out);

/* ---- datetime_create.c ---- */
SHARED_METHOD(datetime_now);
SHARED_METHOD(datetime_utcnow);
SHARED_METHOD(datetime_fromtimestamp);
SHARED_METHOD(datetime_utcfromtimestamp);
SHARED_METHOD(datetime_combine);

/* ---- local_time.c ---- */
bool local_time(Ctx *ctx, int64_t timestamp, struct tm *out); /* OSError */
bool utc_time(Ctx *ctx, int64_t timestamp, struct tm *out);
Civil civil_of_tm(const struct tm *tm); /* no leap seconds; a year that is no C int wraps around, as in CPython */
bool local_fold(Ctx *ctx, int64_t timestamp, Civil *c); /* sets c->fold */
bool local_timestamp(Ctx *ctx, const Civil *c, int fold, int64_t *out);
/* A timezone with the offset that holds at that moment. */
Value local_zone_at(Ctx *ctx, int64_t timestamp);
Value local_zone_of(Ctx *ctx, Value datetime);             /* naive */
bool whole_timestamp(Ctx *ctx, Value v, int64_t *seconds); /* rounded down */
bool exact_timestamp(Ctx *ctx, Value v, int64_t *seconds, int *microseconds);

/* ---- datetime_zone.c ---- */
SHARED_METHOD(datetime_astimezone);
SHARED_METHOD(datetime_timestamp);
SHARED_METHOD(datetime_timetuple);
SHARED_METHOD(datetime_utctimetuple);
Value struct_time_of(Ctx *ctx, const Civil *c, int dst);

/* ---- tzinfo_type.c ---- */
Class *make_tzinfo(Ctx *ctx);
/* zone.utcoffset(argument), zone.dst(argument): None or a Delta of less than a day. V_NULL: an exception. */
Value zone_utcoffset(Ctx *ctx, Value zone, Value argument);
Value zone_dst(Ctx *ctx, Value zone, Value argument);
Value zone_name(Ctx *ctx, Value zone, Value argument); /* None or a Str */
static inline Value datetime_utcoffset(Ctx *ctx, Value v) { return zone_utcoffset(ctx, moment_zone(v), v); }
static inline Value time_utcoffset(Ctx *ctx, Value v) { return zone_utcoffset(ctx, moment_zone(v), V_NONE); }
bool offset_in_range(Ctx *ctx, Value delta); /* ValueError */
/* None or equal deltas */
bool offsets_equal(Value a, Value b);

/* ---- timezone_type.c ---- */
Class *make_timezone(Ctx *ctx);
Value timezone_of(Ctx *ctx, Span offset, Value name); /* name V_NULL: none; UTC itself when it can be */
Value timezone_alloc(Ctx *ctx, Value offset, Value name);

/* ---- iso_format.c ---- */
char *put_number(char *p, int value, int width); /* in decimal digits, with zeros before it */
char *put_date(char *p, Value v);
enum { MOMENT_TEXT = 96 }; /* bytes for the text of any moment */
typedef enum TimeSpec {
  SPEC_AUTO,
  SPEC_HOURS,
  SPEC_MINUTES,
  SPEC_SECONDS,
  SPEC_MILLISECONDS,
  SPEC_MICROSECONDS
} TimeSpec;
bool timespec_argument(Ctx *ctx, int position, Value v, TimeSpec *out);
char *put_time(char *p, Value v, TimeSpec spec);
char *put_offset(char *p, Span offset, const char *separator);
Value ctime_text(Ctx *ctx, const Civil *c);
Value datetime_text(Ctx *ctx, Value self, uint32_t separator, TimeSpec spec);
/* ---- iso_parse.c ---- */
SHARED_METHOD(date_fromisoformat);
SHARED_METHOD(time_fromisoformat);
SHARED_METHOD(datetime_fromisoformat);

/* ---- strftime.c ---- */
SHARED_METHOD(date_strftime);
SHARED_METHOD(time_strftime);
SHARED_METHOD(date_strptime);
SHARED_METHOD(time_strptime);
SHARED_METHOD(datetime_strptime);

/* ---- week_type.c ---- */
Class *make_week(Ctx *ctx);
Value week_new(Ctx *ctx, int year, int week, int weekday);
