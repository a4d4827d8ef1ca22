/* Descriptors that are no files: counters, timers, memory. They belong to the runtime alone, as pipes do. */
#define _GNU_SOURCE
#include "modules/posix/posix.h"
#include <math.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/timerfd.h>
#include <unistd.h>

static Value adopted(Ctx *ctx, int number) {
  int fd = number < 0 ? -1 : file_adopt(ctx, number);
  return fd < 0 ? raise_os_error(ctx, V_NULL, V_NULL) : int_tag(fd);
}

/* ---- eventfd ---- */

/* An integer of n bits without a sign. */
static bool unsigned_argument(Ctx *ctx, Value value, int bits, uint64_t *out) {
  if (!is_int_value(ctx, value)) {
    Value index = object_index(ctx, value);
    if (!index) return false;
    value = index;
  }
  int64_t small;
  value = int_unwrap(ctx, value);
  if (int_to_i64(ctx, value, &small)) {
    if (small < 0) return raise_format(ctx, EXC_ValueError, "Cannot convert negative int"), false;
    *out = (uint64_t)small;
  } else if (!int_to_u64(ctx, value, out)) {
    if (!ctx->exc) raise_format(ctx, EXC_OverflowError, "Python int too large for C unsigned long long");
    return false;
  }
  if (bits == 64 || *out >> bits == 0) return true;
  return raise_format(ctx, EXC_OverflowError, "Python int too large for C unsigned int"), false;
}

FUNCTION(f_eventfd) {
  uint64_t initial;
  int flags = EFD_CLOEXEC;
  if (!unsigned_argument(ctx, args[0], 32, &initial) || (args[1] && !object_c_int(ctx, args[1], &flags))) return V_NULL;
  return adopted(ctx, eventfd((unsigned)initial, flags));
}
FUNCTION(f_eventfd_read) {
  int fd;
  uint64_t value;
  if (!object_c_int(ctx, args[0], &fd)) return V_NULL;
  ssize_t n = file_read(ctx, fd, &value, sizeof value);
  if (n >= 0 && n != sizeof value) n = -1, errno = EINVAL;
  return n < 0 ? raise_os_error(ctx, V_NULL, V_NULL) : int_from_u64(ctx, value);
}
FUNCTION(f_eventfd_write) {
  int fd;
  uint64_t value;
  if (!object_c_int(ctx, args[0], &fd) || !unsigned_argument(ctx, args[1], 64, &value)) return V_NULL;
  return file_write(ctx, fd, &value, sizeof value) < 0 ? raise_os_error(ctx, V_NULL, V_NULL) : V_NONE;
}

/* No limit of the runtime counts the memory of such a file. */
FUNCTION(f_memfd_create) {
  PATH(name);
  int64_t flags = MFD_CLOEXEC;
  if (!process_granted(ctx)) return V_NULL;
  if (!path_argument(ctx, &name, "memfd_create", "name", args[0], 0) ||
      (args[1] && !size_argument(ctx, args[1], &flags)))
    return V_NULL;
  return adopted(ctx, memfd_create(name.bytes, (unsigned)flags));
}

/* ---- timers ---- */

FUNCTION(f_timerfd_create) {
  int clock, flags = TFD_CLOEXEC;
  if (!object_c_int(ctx, args[0], &clock) || (args[1] && !object_c_int(ctx, args[1], &flags))) return V_NULL;
  return adopted(ctx, timerfd_create(clock, flags | TFD_CLOEXEC));
}

/* A time in seconds (a number), or in nanoseconds; absent: none. */
static bool time_argument(Ctx *ctx, Value value, bool ns, struct timespec *out) {
  enum { SECOND = 1000000000 };
  *out = (struct timespec){0, 0};
  if (!value) return true;
  if (!ns && is_float(ctx, value)) {
    double seconds = float_val(ctx, value), whole = floor(seconds);
    if (isnan(seconds)) return raise_format(ctx, EXC_ValueError, "Invalid value NaN (not a number)"), false;
    if (!(fabs(seconds) < 9.2e18))
      return raise_format(ctx, EXC_OverflowError, "timestamp out of range for platform time_t"), false;
    *out = (struct timespec){(time_t)whole, (long)floor((seconds - whole) * 1e9)};
    return true;
  }
  int64_t n;
  if (!ns && !is_int_value(ctx, value) && !class_of(ctx, value)->ops.index)
    return raise_format(ctx, EXC_TypeError, "must be real number, not %T", value), false;
  if (!size_argument(ctx, value, &n)) return false;
  *out = ns ? (struct timespec){n / SECOND, n % SECOND} : (struct timespec){n, 0};
  if (out->tv_nsec < 0) out->tv_nsec += SECOND, out->tv_sec--;
  return true;
}
static Value time_value(Ctx *ctx, struct timespec t, bool ns) {
  if (ns) return int_from_i64(ctx, (int64_t)t.tv_sec * 1000000000 + t.tv_nsec);
  return float_new(ctx, (double)t.tv_sec + 1e-9 * (double)t.tv_nsec);
}
static Value timer_pair(Ctx *ctx, const struct itimerspec *timer, bool ns) {
  Value items[2] = {time_value(ctx, timer->it_value, ns), time_value(ctx, timer->it_interval, ns)};
  return items[0] && items[1] ? tuple_from(ctx, items, 2) : V_NULL;
}

static Value set_timer(Ctx *ctx, const Value *args, bool ns) {
  int fd, number, flags = 0;
  struct itimerspec timer, before;
  if (!object_c_int(ctx, args[0], &fd) || (args[1] && !object_c_int(ctx, args[1], &flags)) ||
      !time_argument(ctx, args[2], ns, &timer.it_value) || !time_argument(ctx, args[3], ns, &timer.it_interval))
    return V_NULL;
  if ((number = file_system_fd(ctx, fd)) < 0 || timerfd_settime(number, flags, &timer, &before) < 0)
    return raise_os_error(ctx, V_NULL, V_NULL);
  return timer_pair(ctx, &before, ns);
}
FUNCTION(f_timerfd_settime) { return set_timer(ctx, args, false); }
FUNCTION(f_timerfd_settime_ns) { return set_timer(ctx, args, true); }

static Value get_timer(Ctx *ctx, Value value, bool ns) {
  int fd, number;
  struct itimerspec timer;
  if (!object_c_int(ctx, value, &fd)) return V_NULL;
  if ((number = file_system_fd(ctx, fd)) < 0 || timerfd_gettime(number, &timer) < 0)
    return raise_os_error(ctx, V_NULL, V_NULL);
  return timer_pair(ctx, &timer, ns);
}
FUNCTION(f_timerfd_gettime) { return get_timer(ctx, args[0], false); }
FUNCTION(f_timerfd_gettime_ns) { return get_timer(ctx, args[0], true); }

const CFuncDef event_functions[] = {
    FUNCTION_ROW_NAMED("eventfd", f_eventfd, 1, 2,
                       "initval flags=", "Creates and returns an event notification file descriptor."),
    FUNCTION_ROW_NAMED("eventfd_read", f_eventfd_read, 1, 1, "fd", "Read eventfd value"),
    FUNCTION_ROW_NAMED("eventfd_write", f_eventfd_write, 2, 2, "fd value", "Write eventfd value."),
    FUNCTION_ROW_NAMED("memfd_create", f_memfd_create, 1, 2, "name flags=", "Create an anonymous file in memory."),
    FUNCTION_ROW_NAMED("timerfd_create", f_timerfd_create, 1, 1,
                       "clockid * flags=", "Create and return a timer file descriptor."),
    FUNCTION_ROW_NAMED("timerfd_settime", f_timerfd_settime, 1, 1,
                       "fd * flags= initial= interval=", "Alter a timer file descriptor's internal timer in seconds."),
    FUNCTION_ROW_NAMED("timerfd_settime_ns", f_timerfd_settime_ns, 1, 1, "fd * flags= initial= interval=",
                       "Alter a timer file descriptor's internal timer in nanoseconds."),
    FUNCTION_ROW("timerfd_gettime", f_timerfd_gettime, 1, 1,
                 "Return a tuple of a timer file descriptor's (interval, next expiration) in float seconds."),
    FUNCTION_ROW("timerfd_gettime_ns", f_timerfd_gettime_ns, 1, 1,
                 "Return a tuple of a timer file descriptor's (interval, next expiration) in nanoseconds."),
    {0},
};
