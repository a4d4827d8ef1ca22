/* Module time: clocks, sleep, and calendar conversions through the C library. */
#include "modules/module.h"
#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int64_t clock_ns(clockid_t id) {
  struct timespec t;
  clock_gettime(id, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}
static Value seconds(Ctx *ctx, clockid_t id) { return float_new(ctx, (double)clock_ns(id) / 1e9); }
static Value nanoseconds(Ctx *ctx, clockid_t id) { return int_from_i64(ctx, clock_ns(id)); }

FUNCTION(f_time) { return seconds(ctx, CLOCK_REALTIME); }
FUNCTION(f_time_ns) { return nanoseconds(ctx, CLOCK_REALTIME); }
FUNCTION(f_monotonic) { return seconds(ctx, CLOCK_MONOTONIC); }
FUNCTION(f_monotonic_ns) { return nanoseconds(ctx, CLOCK_MONOTONIC); }
FUNCTION(f_process_time) { return seconds(ctx, CLOCK_PROCESS_CPUTIME_ID); }
FUNCTION(f_process_time_ns) { return nanoseconds(ctx, CLOCK_PROCESS_CPUTIME_ID); }
FUNCTION(f_thread_time) { return seconds(ctx, CLOCK_THREAD_CPUTIME_ID); }
FUNCTION(f_thread_time_ns) { return nanoseconds(ctx, CLOCK_THREAD_CPUTIME_ID); }

typedef int (*ReadClock)(clockid_t, struct timespec *);
static Value read_clock(Ctx *ctx, Value clock, ReadClock read, bool ns) {
  int id; /* a clockid_t */
  struct timespec t;
  if (!object_c_int(ctx, clock, &id)) return V_NULL;
  if (read(id, &t) < 0) return raise_os_error(ctx, V_NULL, V_NULL);
  if (ns) return int_from_i64(ctx, (int64_t)t.tv_sec * 1000000000 + t.tv_nsec);
  return float_new(ctx, (double)t.tv_sec + (double)t.tv_nsec * 1e-9);
}
FUNCTION(f_clock_gettime) { return read_clock(ctx, args[0], clock_gettime, false); }
FUNCTION(f_clock_gettime_ns) { return read_clock(ctx, args[0], clock_gettime, true); }
FUNCTION(f_clock_getres) { return read_clock(ctx, args[0], clock_getres, false); }

/* The module _strptime knows how. */
FUNCTION(f_strptime) {
  Value name = str_intern_c(ctx, "_strptime"), key = str_intern_c(ctx, "_strptime_time");
  Value module = name && key ? import_name(ctx, name, V_NULL, V_NULL, int_tag(0)) : V_NULL;
  return module ? py_call_method(ctx, module, key, args, nargs) : V_NULL;
}

FUNCTION(f_sleep) {
  double s;
  if (!object_seconds(ctx, args[0], &s)) return V_NULL;
  if (s < 0) return raise_format(ctx, EXC_ValueError, "sleep length must be non-negative"), V_NULL;
  return io_flush(ctx) && stop_sleep(ctx, s) ? V_NONE : V_NULL;
}

/* ---- struct_time ---- */

static bool c_int(Ctx *ctx, Value v, int64_t *out) {
  if (!(v = object_index(ctx, v))) return false;
  if (!int_to_i64(ctx, v, out))
    return raise_format(ctx, EXC_OverflowError, "Python int too large to convert to C long"), false;
  if (*out >= INT32_MIN && *out <= INT32_MAX) return true;
  raise_format(ctx, EXC_OverflowError,
               *out < 0 ? "signed integer is less than minimum" : "signed integer is greater than maximum");
  return false;
}
static bool to_tm(Ctx *ctx, Value v, struct tm *tm, const char *function) {
  Value t = is_tuple(ctx, v) ? v : V_NULL;
  if (!t) return raise_format(ctx, EXC_TypeError, "Tuple or struct_time argument required"), false;
  if (AS_TUPLE(t)->length != 9)
    return raise_format(ctx, EXC_TypeError, "%s(): illegal time tuple argument", function), false;
  int64_t n[9];
  for (int i = 0; i < 9; i++)
    if (!c_int(ctx, AS_TUPLE(t)->items[i], &n[i])) return false;
  if (n[0] - 1900 > INT32_MAX || n[0] - 1900 < INT32_MIN)
    return raise_format(ctx, EXC_OverflowError, "year out of range"), false;
  *tm = (struct tm){.tm_year = (int)(n[0] - 1900),
                    .tm_mon = (int)n[1] - 1,
                    .tm_mday = (int)n[2],
                    .tm_hour = (int)n[3],
                    .tm_min = (int)n[4],
                    .tm_sec = (int)n[5],
                    .tm_wday = (int)((n[6] + 1) % 7),
                    .tm_yday = (int)n[7] - 1,
                    .tm_isdst = (int)n[8]};
  return true;
}

#define S STRUCTSEQ_FIELD
static const GetSetDef fields[] = {S(0, "tm_year"),  S(1, "tm_mon"),  S(2, "tm_mday"),    S(3, "tm_hour"),
                                   S(4, "tm_min"),   S(5, "tm_sec"),  S(6, "tm_wday"),    S(7, "tm_yday"),
                                   S(8, "tm_isdst"), S(9, "tm_zone"), S(10, "tm_gmtoff"), {0}};
#undef S

typedef struct TimeState {
  Class *struct_time;
} TimeState;

static Class *make_struct_time(Ctx *ctx) { return structseq_class_hiding(ctx, "time.struct_time", fields, 9, 0); }
static const ModuleClass classes[] = {{offsetof(TimeState, struct_time), make_struct_time}, {0}};

static Value from_tm(Ctx *ctx, const struct tm *tm) {
  TimeState *state = module_state(ctx, &module_time);
  Value items[11] = {int_tag((int64_t)tm->tm_year + 1900),
                     int_tag(tm->tm_mon + 1),
                     int_tag(tm->tm_mday),
                     int_tag(tm->tm_hour),
                     int_tag(tm->tm_min),
                     int_tag(tm->tm_sec),
                     int_tag((tm->tm_wday + 6) % 7),
                     int_tag(tm->tm_yday + 1),
                     int_tag(tm->tm_isdst),
                     str_from_utf8(ctx, tm->tm_zone, strlen(tm->tm_zone)),
                     int_tag(tm->tm_gmtoff)};
  return items[9] ? structseq_new(ctx, state->struct_time, items) : V_NULL;
}

/* The argument of gmtime and localtime: seconds since the epoch, rounded down; None or nothing = now. */
static bool timestamp(Ctx *ctx, const Value *args, uint32_t nargs, time_t *out) {
  if (nargs == 0 || args[0] == V_NONE) return *out = time(NULL), true;
  if (is_float(ctx, args[0])) {
    double d = floor(float_val(ctx, args[0]));
    if (isnan(d)) return raise_format(ctx, EXC_ValueError, "Invalid value NaN (not a number)"), false;
    if (!(fabs(d) < 9e18))
      return raise_format(ctx, EXC_OverflowError, "timestamp out of range for platform time_t"), false;
    return *out = (time_t)d, true;
  }
  Value n = object_index(ctx, args[0]);
  int64_t i;
  if (!n) return false;
  if (!int_to_i64(ctx, n, &i))
    return raise_format(ctx, EXC_OverflowError, "timestamp out of range for platform time_t"), false;
  return *out = (time_t)i, true;
}

static Value raise_errno(Ctx *ctx) {
  int code = errno;
  Value parts[2] = {int_tag(code), str_from_ascii(ctx, strerror(code))};
  Value exc = parts[1]
                  ? exception_new(ctx, ctx->exc_class[code == EOVERFLOW ? EXC_OverflowError : EXC_OSError], parts, 2)
                  : V_NULL;
  if (exc) raise_exc(ctx, exc);
  return V_NULL;
}
FUNCTION(f_gmtime) {
  time_t t;
  struct tm tm;
  if (!timestamp(ctx, args, nargs, &t)) return V_NULL;
  return gmtime_r(&t, &tm) ? from_tm(ctx, &tm) : raise_errno(ctx);
}
FUNCTION(f_localtime) {
  time_t t;
  struct tm tm;
  if (!timestamp(ctx, args, nargs, &t)) return V_NULL;
  return localtime_r(&t, &tm) ? from_tm(ctx, &tm) : raise_errno(ctx);
}
FUNCTION(f_mktime) {
  struct tm tm;
  if (!to_tm(ctx, args[0], &tm, "mktime")) return V_NULL;
  tm.tm_wday = -1; /* mktime sets it, unless it fails */
  time_t t = mktime(&tm);
  if (t == (time_t)-1 && tm.tm_wday == -1)
    return raise_format(ctx, EXC_OverflowError, "mktime argument out of range"), V_NULL;
  return float_new(ctx, (double)t);
}

static const char *const day_names[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
static const char *const month_names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

static bool check_ranges(Ctx *ctx, struct tm *tm) {
  if (tm->tm_mon == -1) tm->tm_mon = 0;
  else if (tm->tm_mon < 0 || tm->tm_mon > 11) return raise_format(ctx, EXC_ValueError, "month out of range"), false;
  if (tm->tm_mday == 0) tm->tm_mday = 1;
  else if (tm->tm_mday < 0 || tm->tm_mday > 31)
    return raise_format(ctx, EXC_ValueError, "day of month out of range"), false;
  if (tm->tm_hour < 0 || tm->tm_hour > 23) return raise_format(ctx, EXC_ValueError, "hour out of range"), false;
  if (tm->tm_min < 0 || tm->tm_min > 59) return raise_format(ctx, EXC_ValueError, "minute out of range"), false;
  if (tm->tm_sec < 0 || tm->tm_sec > 61) return raise_format(ctx, EXC_ValueError, "seconds out of range"), false;
  if (tm->tm_wday < 0) return raise_format(ctx, EXC_ValueError, "day of week out of range"), false;
  if (tm->tm_yday == -1) tm->tm_yday = 0;
  else if (tm->tm_yday < 0 || tm->tm_yday > 365)
    return raise_format(ctx, EXC_ValueError, "day of year out of range"), false;
  return true;
}

static Value asctime_of(Ctx *ctx, const struct tm *tm) {
  char text[64];
  snprintf(text, sizeof text, "%s %s%3d %.2d:%.2d:%.2d %d", day_names[tm->tm_wday], month_names[tm->tm_mon],
           tm->tm_mday, tm->tm_hour, tm->tm_min, tm->tm_sec, 1900 + tm->tm_year);
  return str_from_ascii(ctx, text);
}
FUNCTION(f_asctime) {
  struct tm tm;
  if (nargs == 0) {
    time_t t = time(NULL);
    localtime_r(&t, &tm);
  } else if (!to_tm(ctx, args[0], &tm, "asctime") || !check_ranges(ctx, &tm)) {
    return V_NULL;
  }
  return asctime_of(ctx, &tm);
}
FUNCTION(f_ctime) {
  time_t t;
  struct tm tm;
  if (!timestamp(ctx, args, nargs, &t)) return V_NULL;
  return localtime_r(&t, &tm) ? asctime_of(ctx, &tm) : raise_errno(ctx);
}

/* Whether a format may ask for the zone, which is not known without asking the C library for the moment. */
static bool names_zone(Text format) {
  for (int64_t i = 0; i < format.length; i++) {
    uint32_t c = text_at(format, i);
    if (i >= 256 || (c < 128 && c && strchr("zZs+cxXrE", (int)c))) return true;
  }
  return false;
}

/* A struct_time says what its zone is; *name is to be freed. Else it is the local one, whose name comes from the C
 * library's own struct. */
static bool zone_of(Ctx *ctx, Value t, struct tm *tm, char **name) {
  const Value *hidden = AS_TUPLE(t)->items + AS_TUPLE(t)->length;
  if (CELL(t)->aux == 2 && is_str(ctx, hidden[0])) {
    size_t n;
    int64_t offset = 0;
    if (is_int_value(ctx, hidden[1]) && !object_index_i64(ctx, hidden[1], &offset, true)) return false;
    if (!(*name = str_to_utf8(ctx, hidden[0], &n))) return false;
    tm->tm_zone = *name;
    tm->tm_gmtoff = offset;
    return true;
  }
  struct tm local = *tm;
  mktime(&local);
  tm->tm_zone = local.tm_zone;
  tm->tm_gmtoff = local.tm_gmtoff;
  return true;
}

/* What strftime makes of a format that is not empty: memory that memory_free takes back, or NULL. */
static char *formatted(Ctx *ctx, const char *format, size_t n, const struct tm *tm, size_t *length) {
  /* 0 may also mean an empty result: the buffer grows a few times before it is believed. */
  for (size_t cap = 256 + n;; cap *= 2) {
    char *out = memory_new(ctx, cap);
    if (!out) return raise_no_memory(ctx), NULL;
    *length = strftime(out, cap, format, tm);
    if (*length > 0 || cap >= (256 + n) * 256) return out;
    memory_free(ctx, out);
  }
}
enum { FORMATTED_AT_ONCE = 16384 }; /* characters of a format, between two checks */

static bool is_ascii_text(Text text, int64_t i) {
  uint32_t c = i < text.length ? text_at(text, i) : 0;
  return c && c < 128;
}
/* The place after the character or directive at i, where a format may be cut in two. */
static int64_t directive_end(Ctx *ctx, Text text, int64_t i) {
  if (text_at(text, i++) != '%') return i;
  for (; is_ascii_text(text, i) && strchr("EO_-^#+0123456789", (int)text_at(text, i)); i++)
    if (!CHECK_STOP_AT(ctx, i)) return i;
  return i + is_ascii_text(text, i);
}
/* The characters from `from` to `to`, all of them ASCII, without a zero. */
static bool add_formatted(Ctx *ctx, StrBuilder *sb, Text text, int64_t from, int64_t to, const struct tm *tm) {
  if (from == to) return true;
  size_t n = (size_t)(to - from), length;
  char short_format[256], short_out[512]; /* for most of them, these do */
  char *format = n < sizeof short_format ? short_format : memory_new(ctx, n + 1), *out = short_out;
  if (!format) return raise_no_memory(ctx), false;
  for (size_t i = 0; i < n; i++) format[i] = (char)text_at(text, from + (int64_t)i);
  format[n] = 0;
  if (!(length = strftime(short_out, sizeof short_out, format, tm))) out = formatted(ctx, format, n, tm, &length);
  if (format != short_format) memory_free(ctx, format);
  Value made = out ? str_from_utf8(ctx, out, length) : V_NULL; /* names of zones may be anything */
  if (out != short_out) memory_free(ctx, out);
  return made && (sb_str(sb, made), CHECK_STOP(ctx));
}

/* Only what is ASCII goes through the C library: the rest stays as it is. */
FUNCTION(f_strftime) {
  if (!is_str(ctx, args[0]))
    return raise_format(ctx, EXC_TypeError, "strftime() argument 1 must be str, not %A", args[0]), V_NULL;
  struct tm tm;
  char *zone = NULL;
  if (nargs < 2) {
    time_t t = time(NULL);
    localtime_r(&t, &tm);
  } else {
    if (!to_tm(ctx, args[1], &tm, "strftime") || !check_ranges(ctx, &tm)) return V_NULL;
    if (names_zone(text_of(args[0])) && !zone_of(ctx, args[1], &tm, &zone)) return V_NULL;
  }
  Text text = text_of(args[0]);
  StrBuilder sb;
  sb_init(&sb, ctx);
  bool ok = true;
  for (int64_t i = 0; ok && i < text.length;) {
    int64_t from = i;
    while (is_ascii_text(text, i) && i - from < FORMATTED_AT_ONCE) i = directive_end(ctx, text, i);
    ok = !ctx->exc && add_formatted(ctx, &sb, text, from, i, &tm);
    for (; ok && i < text.length && !is_ascii_text(text, i); i++) {
      sb_char(&sb, text_at(text, i));
      ok = CHECK_STOP_AT(ctx, i);
    }
  }
  memory_free(ctx, zone);
  if (ok) return sb_finish(&sb);
  return sb_discard(&sb), V_NULL;
}

/* ---- setting clocks; clocks of threads ---- */

/* The system's clock is everybody's. */
static Value set_clock(Ctx *ctx, Value clock, struct timespec t) {
  int64_t id;
  if (!c_int(ctx, clock, &id) || !process_granted(ctx)) return V_NULL;
  return clock_settime((clockid_t)id, &t) == 0 ? V_NONE : raise_os_error(ctx, V_NULL, V_NULL);
}
FUNCTION(f_clock_settime) {
  struct timespec t = {0, 0};
  if (is_float(ctx, args[1])) {
    double seconds = float_val(ctx, args[1]), whole = floor(seconds);
    if (isnan(seconds)) return raise_format(ctx, EXC_ValueError, "Invalid value NaN (not a number)"), V_NULL;
    if (!(fabs(seconds) < 9e18))
      return raise_format(ctx, EXC_OverflowError, "timestamp out of range for platform time_t"), V_NULL;
    t = (struct timespec){(time_t)whole, (long)((seconds - whole) * 1e9)};
  } else {
    int64_t seconds;
    if (!is_int_value(ctx, args[1]) && !class_of(ctx, args[1])->ops.index) {
      raise_format(ctx, EXC_TypeError, "'%T' object cannot be interpreted as an integer or float", args[1]);
      return V_NULL;
    }
    if (!object_ssize(ctx, args[1], &seconds)) return V_NULL;
    t.tv_sec = seconds;
  }
  return set_clock(ctx, args[0], t);
}
FUNCTION(f_clock_settime_ns) {
  int64_t ns;
  if (!object_ssize(ctx, args[1], &ns)) return V_NULL;
  struct timespec t = {ns / 1000000000, ns % 1000000000};
  if (t.tv_nsec < 0) t.tv_nsec += 1000000000, t.tv_sec--;
  return set_clock(ctx, args[0], t);
}
/* There is one thread, whatever number it goes by. */
FUNCTION(f_pthread_getcpuclockid) {
  clockid_t id;
  if (!is_int_value(ctx, args[0]))
    return raise_format(ctx, EXC_TypeError, "pthread_getcpuclockid() argument 1 must be int, not %A", args[0]), V_NULL;
  if ((errno = pthread_getcpuclockid(pthread_self(), &id))) return raise_os_error(ctx, V_NULL, V_NULL);
  return int_tag(id);
}

FUNCTION(f_get_clock_info) {
  if (!is_str(ctx, args[0]))
    return raise_format(ctx, EXC_TypeError, "get_clock_info() argument 1 must be str, not %A", args[0]), V_NULL;
  static const struct {
    const char *name, *call;
    bool monotonic, adjustable;
  } clocks[] = {{"monotonic", "clock_gettime(CLOCK_MONOTONIC)", true, false},
                {"perf_counter", "clock_gettime(CLOCK_MONOTONIC)", true, false},
                {"process_time", "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", true, false},
                {"thread_time", "clock_gettime(CLOCK_THREAD_CPUTIME_ID)", true, false},
                {"time", "clock_gettime(CLOCK_REALTIME)", false, true}};
  for (size_t i = 0; i < sizeof clocks / sizeof *clocks; i++) {
    if (!str_equal_c(args[0], clocks[i].name)) continue;
    Class *cls = simple_namespace_class(ctx);
    Value ns = cls ? instance_new(ctx, cls) : V_NULL;
    Value implementation = str_from_ascii(ctx, clocks[i].call), resolution = float_new(ctx, 1e-9);
    bool ok = ns && implementation && resolution &&
              set_attr(ctx, ns, str_intern_c(ctx, "implementation"), implementation) &&
              set_attr(ctx, ns, str_intern_c(ctx, "monotonic"), bool_tag(clocks[i].monotonic)) &&
              set_attr(ctx, ns, str_intern_c(ctx, "adjustable"), bool_tag(clocks[i].adjustable)) &&
              set_attr(ctx, ns, str_intern_c(ctx, "resolution"), resolution);
    return ok ? ns : V_NULL;
  }
  return raise_format(ctx, EXC_ValueError, "unknown clock"), V_NULL;
}

/* tzname, timezone, altzone, daylight: of the zone as it is in January and in July of this year. */
static bool add_zone(Ctx *ctx, Value module) {
  tzset();
  time_t year = 365 * 24 * 3600 + 6 * 3600, january = time(NULL) / year * year, july = january + year / 2;
  struct tm winter, summer;
  if (!localtime_r(&january, &winter) || !localtime_r(&july, &summer)) return raise_errno(ctx), false;
  if (winter.tm_gmtoff > summer.tm_gmtoff) { /* south of the equator */
    struct tm other = winter;
    winter = summer;
    summer = other;
  }
  Value names[2] = {str_from_utf8(ctx, winter.tm_zone, strlen(winter.tm_zone)),
                    str_from_utf8(ctx, summer.tm_zone, strlen(summer.tm_zone))};
  return names[0] && names[1] && module_add(ctx, module, "tzname", tuple_from(ctx, names, 2)) &&
         module_add(ctx, module, "timezone", int_tag(-winter.tm_gmtoff)) &&
         module_add(ctx, module, "altzone", int_tag(-summer.tm_gmtoff)) &&
         module_add(ctx, module, "daylight", int_tag(winter.tm_gmtoff != summer.tm_gmtoff));
}
FUNCTION(f_tzset) { return add_zone(ctx, self) ? V_NONE : V_NULL; }

static const CFuncDef functions[] = {
    FUNCTION_ROW("time", f_time, 0, 0, "Seconds since the epoch."),
    FUNCTION_ROW("time_ns", f_time_ns, 0, 0, "Nanoseconds since the epoch."),
    FUNCTION_ROW("perf_counter", f_monotonic, 0, 0, "Performance counter in seconds."),
    FUNCTION_ROW("perf_counter_ns", f_monotonic_ns, 0, 0, "Performance counter in nanoseconds."),
    FUNCTION_ROW("monotonic", f_monotonic, 0, 0, "Monotonic clock in seconds."),
    FUNCTION_ROW("monotonic_ns", f_monotonic_ns, 0, 0, "Monotonic clock in nanoseconds."),
    FUNCTION_ROW("process_time", f_process_time, 0, 0, "CPU time of the process in seconds."),
    FUNCTION_ROW("process_time_ns", f_process_time_ns, 0, 0, "CPU time of the process in nanoseconds."),
    FUNCTION_ROW("thread_time", f_thread_time, 0, 0, "CPU time of the thread in seconds."),
    FUNCTION_ROW("thread_time_ns", f_thread_time_ns, 0, 0, "CPU time of the thread in nanoseconds."),
    FUNCTION_ROW("clock_gettime", f_clock_gettime, 1, 1, "Return the time of the specified clock clk_id as a float."),
    FUNCTION_ROW("clock_gettime_ns", f_clock_gettime_ns, 1, 1,
                 "Return the time of the specified clock clk_id as nanoseconds (int)."),
    FUNCTION_ROW("clock_getres", f_clock_getres, 1, 1,
                 "Return the resolution (precision) of the specified clock clk_id."),
    FUNCTION_ROW("strptime", f_strptime, 1, 2, "Parse a string to a time tuple according to a format specification."),
    FUNCTION_ROW("tzset", f_tzset, 0, 0, "Initialize, or reinitialize, the local timezone."),
    FUNCTION_ROW("sleep", f_sleep, 1, 1, "Delay execution for that many seconds."),
    FUNCTION_ROW("gmtime", f_gmtime, 0, 1, "Seconds since the epoch to UTC."),
    FUNCTION_ROW("localtime", f_localtime, 0, 1, "Seconds since the epoch to local time."),
    FUNCTION_ROW("mktime", f_mktime, 1, 1, "Local time to seconds since the epoch."),
    FUNCTION_ROW("asctime", f_asctime, 0, 1, "A time tuple as text."),
    FUNCTION_ROW("ctime", f_ctime, 0, 1, "Seconds since the epoch as text in local time."),
    FUNCTION_ROW("strftime", f_strftime, 1, 2, "Format a time tuple."),
    FUNCTION_ROW("clock_settime", f_clock_settime, 2, 2, "Set the time of the specified clock clk_id."),
    FUNCTION_ROW("clock_settime_ns", f_clock_settime_ns, 2, 2,
                 "Set the time of the specified clock clk_id with nanoseconds."),
    FUNCTION_ROW("pthread_getcpuclockid", f_pthread_getcpuclockid, 1, 1,
                 "Return the clk_id of a thread's CPU time clock."),
    FUNCTION_ROW("get_clock_info", f_get_clock_info, 1, 1, "Facts about a clock."),
    {0},
};

#define N(name) {#name, name}
static const struct {
  const char *name;
  int id;
} clock_ids[] = {
    N(CLOCK_REALTIME),          N(CLOCK_MONOTONIC),     N(CLOCK_PROCESS_CPUTIME_ID),
    N(CLOCK_THREAD_CPUTIME_ID),
#ifdef CLOCK_BOOTTIME
    N(CLOCK_BOOTTIME),          N(CLOCK_MONOTONIC_RAW), N(CLOCK_TAI),
#endif
};
#undef N

static bool init(Ctx *ctx, Value module) {
  for (size_t i = 0; i < sizeof clock_ids / sizeof *clock_ids; i++)
    if (!module_add(ctx, module, clock_ids[i].name, int_tag(clock_ids[i].id))) return false;
  return add_zone(ctx, module) && module_add(ctx, module, "_STRUCT_TM_ITEMS", int_tag(11));
}

MODULE(time, .doc = "Time access and conversions.", .functions = {functions}, .classes = classes,
       .state_size = sizeof(TimeState), .init = init);
