/* Module _signal: signals that the process gets while Python runs. Their handlers run between bytecodes
 * (Ctx.on_signal). Signals belong to the process, so only a host that gave its process away (option `process`) lets
 * Python touch them. */
#define _GNU_SOURCE /* names of signals */
#include "modules/module.h"
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

enum { COUNT = 65 };       /* 1 to 64 */
enum { DEFAULT, IGNORED }; /* SIG_DFL and SIG_IGN as Python has them */

typedef struct SignalState {
  Value handlers[COUNT]; /* V_NULL: as the process has it */
  Value interrupt;       /* default_int_handler */
  Value timer_error;
  int wakeup; /* a descriptor, or -1 */
} SignalState;
extern const ModuleDef module__signal;
static SignalState *state_of(Ctx *ctx) { return module_state(ctx, &module__signal); }
static void trace(Ctx *ctx, void *data) {
  SignalState *state = data;
  for (int i = 0; i < COUNT; i++)
    if (state->handlers[i]) heap_mark(ctx, state->handlers[i]);
  if (state->interrupt) heap_mark(ctx, state->interrupt);
  if (state->timer_error) heap_mark(ctx, state->timer_error);
}

static bool number_argument(Ctx *ctx, Value v, int *out) {
  if (!object_c_int(ctx, v, out)) return false;
  if (*out >= 1 && *out < COUNT) return true;
  return raise_format(ctx, EXC_ValueError, "signal number out of range"), false;
}

/* What happens at a signal that nobody has set. */
static Value found(Ctx *ctx, int number) {
  struct sigaction action;
  if (number == SIGINT) return state_of(ctx)->interrupt;
  if (sigaction(number, NULL, &action) < 0) return V_NONE;
  return int_tag(action.sa_handler == SIG_IGN ? IGNORED : DEFAULT);
}
static Value handler_of(Ctx *ctx, int number) {
  Value handler = state_of(ctx)->handlers[number];
  return handler ? handler : found(ctx, number);
}

static bool run_handlers(Ctx *ctx) {
  SignalState *state = state_of(ctx);
  uint64_t came = __atomic_exchange_n(&ctx->signals, 0, __ATOMIC_SEQ_CST);
  for (int number = 1; number < COUNT; number++) {
    uint64_t bit = (uint64_t)1 << (number - 1);
    if (!(came & bit)) continue;
    came &= ~bit;
    if (state->wakeup >= 0 && file_write(ctx, state->wakeup, &(uint8_t){(uint8_t)number}, 1) < 0) exc_clear(ctx);
    Value handler = state->handlers[number];
    if (!handler && number == SIGINT) stop_set_pending(ctx, PENDING_INTERRUPT);
    if (!handler || !is_cell(handler)) continue;
    Value frame = frame_object_at(ctx, 0);
    if (!frame) exc_clear(ctx), frame = V_NONE;
    if (py_call2(ctx, handler, int_tag(number), frame)) continue;
    if (came) { /* the others have their turn later */
      __atomic_or_fetch(&ctx->signals, came, __ATOMIC_SEQ_CST);
      stop_set_pending(ctx, PENDING_SIGNAL);
    }
    return false;
  }
  return true;
}

FUNCTION(f_signal) {
  int number, action = SIGNAL_CATCH;
  int64_t constant = -1;
  if (!number_argument(ctx, args[0], &number)) return V_NULL;
  Value handler = args[1], call = str_intern_c(ctx, "__call__");
  bool is_constant = is_int_value(ctx, handler) && int_to_i64(ctx, int_unwrap(ctx, handler), &constant) &&
                     (constant == DEFAULT || constant == IGNORED);
  if (is_constant) {
    action = constant == DEFAULT ? SIGNAL_DEFAULT : SIGNAL_IGNORE;
    handler = int_tag(constant);
  } else if (!call || !class_lookup(ctx, class_of(ctx, handler), call)) {
    raise_format(ctx, EXC_TypeError, "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object");
    return V_NULL;
  }
  if (!process_granted(ctx)) return V_NULL;
  SignalState *state = state_of(ctx);
  if (handler == state->interrupt && number == SIGINT) action = SIGNAL_INTERRUPTS;
  Value before = handler_of(ctx, number);
  errno = ctx->host.signal ? ctx->host.signal(ctx->host.data, number, action) : EPERM;
  if (errno) return raise_os_error(ctx, V_NULL, V_NULL);
  state->handlers[number] = handler;
  ctx->on_signal = run_handlers;
  return before;
}
FUNCTION(f_getsignal) {
  int number;
  return number_argument(ctx, args[0], &number) ? handler_of(ctx, number) : V_NULL;
}
FUNCTION(f_default_int_handler) {
  int number;
  if (!object_c_int(ctx, args[0], &number)) return V_NULL;
  Value exc = exception_new(ctx, ctx->exc_class[EXC_KeyboardInterrupt], NULL, 0);
  if (exc) raise_exc(ctx, exc);
  return V_NULL;
}

static Value after_signal(Ctx *ctx) { return stop_signals(ctx) && CHECK_STOP(ctx) ? V_NONE : V_NULL; }
FUNCTION(f_raise_signal) {
  int number;
  if (!number_argument(ctx, args[0], &number) || !process_granted(ctx) || !io_flush(ctx)) return V_NULL;
  if (raise(number) != 0) return raise_os_error(ctx, V_NULL, V_NULL);
  return after_signal(ctx);
}
FUNCTION(f_pause) {
  if (!io_flush(ctx)) return V_NULL;
  while (!(ctx->pending & (PENDING_SIGNAL | PENDING_STOP))) stop_wait(ctx, stop_now() + 1000000000);
  return after_signal(ctx);
}

FUNCTION(f_alarm) {
  int seconds;
  if (!object_c_int(ctx, args[0], &seconds) || !process_granted(ctx)) return V_NULL;
  return int_tag(alarm((unsigned)seconds));
}
static void set_time(struct timeval *t, double seconds) {
  t->tv_sec = (time_t)seconds;
  t->tv_usec = (suseconds_t)((seconds - floor(seconds)) * 1e6);
  if (seconds > 0 && !t->tv_sec && !t->tv_usec) t->tv_usec = 1;
}
static Value timer_value(Ctx *ctx, const struct itimerval *t) {
  Value parts[2] = {float_new(ctx, (double)t->it_value.tv_sec + (double)t->it_value.tv_usec * 1e-6),
                    float_new(ctx, (double)t->it_interval.tv_sec + (double)t->it_interval.tv_usec * 1e-6)};
  return parts[0] && parts[1] ? tuple_from(ctx, parts, 2) : V_NULL;
}
static Value timer_failed(Ctx *ctx) {
  Value parts[2] = {int_tag(errno), str_from_ascii(ctx, strerror(errno))};
  Value exc = parts[1] ? exception_new(ctx, AS_CLASS(state_of(ctx)->timer_error), parts, 2) : V_NULL;
  if (exc) raise_exc(ctx, exc);
  return V_NULL;
}
FUNCTION(f_setitimer) {
  int which;
  double value, interval = 0;
  struct itimerval timer, before;
  if (!object_c_int(ctx, args[0], &which) || !object_seconds(ctx, args[1], &value) ||
      (nargs > 2 && !object_seconds(ctx, args[2], &interval)) || !process_granted(ctx))
    return V_NULL;
  if (value < 0 || interval < 0) return errno = EINVAL, timer_failed(ctx);
  set_time(&timer.it_value, value);
  set_time(&timer.it_interval, interval);
  return setitimer(which, &timer, &before) < 0 ? timer_failed(ctx) : timer_value(ctx, &before);
}
FUNCTION(f_getitimer) {
  int which;
  struct itimerval timer;
  if (!object_c_int(ctx, args[0], &which)) return V_NULL;
  return getitimer(which, &timer) < 0 ? timer_failed(ctx) : timer_value(ctx, &timer);
}

FUNCTION(f_set_wakeup_fd) {
  int fd;
  SignalState *state = state_of(ctx);
  if (!object_c_int(ctx, args[0], &fd)) return V_NULL;
  if (fd != -1) { /* handlers must not wait for whoever reads it */
    int number = file_system_fd(ctx, fd), flags = number < 0 ? -1 : fcntl(number, F_GETFL);
    if (flags < 0) return raise_os_error(ctx, V_NULL, V_NULL);
    if (!(flags & O_NONBLOCK))
      return raise_format(ctx, EXC_ValueError, "the fd %d must be in non-blocking mode", fd), V_NULL;
  }
  int before = state->wakeup;
  state->wakeup = fd;
  return int_tag(before);
}
FUNCTION(f_siginterrupt) {
  int number, on; /* calls are interrupted, and go on */
  return number_argument(ctx, args[0], &number) && object_c_int(ctx, args[1], &on) ? V_NONE : V_NULL;
}
FUNCTION(f_strsignal) {
  int number;
  if (!number_argument(ctx, args[0], &number)) return V_NULL;
  const char *text = strsignal(number);
  if (!text || !strncmp(text, "Unknown", 7)) return V_NONE;
  return str_from_utf8(ctx, text, strlen(text));
}
FUNCTION(f_valid_signals) {
  Value set = set_new(ctx, false);
  for (int number = 1; set && number < COUNT; number++)
    if ((number < __SIGRTMIN || number >= SIGRTMIN) && set_add(ctx, set, int_tag(number)) < 0) return V_NULL;
  return set;
}

static const CFuncDef functions[] = {
    FUNCTION_ROW("signal", f_signal, 2, 2, "Set the action for the given signal."),
    FUNCTION_ROW("getsignal", f_getsignal, 1, 1, "Return the current action for the given signal."),
    FUNCTION_ROW("default_int_handler", f_default_int_handler, 2, 2,
                 "The default handler for SIGINT installed by Python."),
    FUNCTION_ROW("raise_signal", f_raise_signal, 1, 1, "Send a signal to the executing process."),
    FUNCTION_ROW("pause", f_pause, 0, 0, "Wait until a signal arrives."),
    FUNCTION_ROW("alarm", f_alarm, 1, 1, "Arrange for SIGALRM to arrive after the given number of seconds."),
    FUNCTION_ROW("setitimer", f_setitimer, 2, 3,
                 "Sets given itimer (one of ITIMER_REAL, ITIMER_VIRTUAL or ITIMER_PROF)."),
    FUNCTION_ROW("getitimer", f_getitimer, 1, 1, "Returns current value of given itimer."),
    FUNCTION_ROW_NAMED("set_wakeup_fd", f_set_wakeup_fd, 1, 1, "fd / * warn_on_full_buffer=",
                       "Sets the fd to be written to (with the signal number) when a signal comes in."),
    FUNCTION_ROW("siginterrupt", f_siginterrupt, 2, 2, "Change system call restart behaviour."),
    FUNCTION_ROW("strsignal", f_strsignal, 1, 1, "Return the system description of the given signal."),
    FUNCTION_ROW("valid_signals", f_valid_signals, 0, 0, "Return a set of valid signal numbers on this platform."),
    {0},
};

#define N(name) {#name, name}
static const struct {
  const char *name;
  int number;
} constants[] = {
    N(ITIMER_PROF), N(ITIMER_REAL), N(ITIMER_VIRTUAL), N(SIGABRT),     N(SIGALRM),     N(SIGBUS),    N(SIGCHLD),
    N(SIGCLD),      N(SIGCONT),     N(SIGFPE),         N(SIGHUP),      N(SIGILL),      N(SIGINT),    N(SIGIO),
    N(SIGIOT),      N(SIGKILL),     N(SIGPIPE),        N(SIGPOLL),     N(SIGPROF),     N(SIGPWR),    N(SIGQUIT),
    N(SIGSEGV),     N(SIGSTKFLT),   N(SIGSTOP),        N(SIGSYS),      N(SIGTERM),     N(SIGTRAP),   N(SIGTSTP),
    N(SIGTTIN),     N(SIGTTOU),     N(SIGURG),         N(SIGUSR1),     N(SIGUSR2),     N(SIGVTALRM), N(SIGWINCH),
    N(SIGXCPU),     N(SIGXFSZ),     N(SIG_BLOCK),      N(SIG_SETMASK), N(SIG_UNBLOCK),
};
#undef N

static bool init(Ctx *ctx, Value module) {
  SignalState *state = state_of(ctx);
  state->wakeup = -1;
  for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
    if (!module_add(ctx, module, constants[i].name, int_tag(constants[i].number))) return false;
  if (!module_add(ctx, module, "SIGRTMIN", int_tag(SIGRTMIN)) ||
      !module_add(ctx, module, "SIGRTMAX", int_tag(SIGRTMAX)))
    return false;
  Value name = str_intern_c(ctx, "default_int_handler");
  state->interrupt = name ? dict_get(ctx, AS_MODULE(module)->dict, name) : V_NULL;
  if (!state->timer_error) {
    Value parts[3] = {str_intern_c(ctx, "ItimerError"), V_NULL, dict_new(ctx)};
    Value base = VAL(ctx->exc_class[EXC_OSError]), where = str_intern_c(ctx, "signal");
    parts[1] = tuple_from(ctx, &base, 1);
    if (!parts[0] || !parts[1] || !parts[2] || !where || !dict_set(ctx, parts[2], NAME(__module__), where))
      return false;
    if (!(state->timer_error = py_call(ctx, VAL(ctx->cls.type), parts, 3, V_NULL))) return false;
  }
  return state->interrupt && module_add(ctx, module, "SIG_DFL", int_tag(DEFAULT)) &&
         module_add(ctx, module, "SIG_IGN", int_tag(IGNORED)) && module_add(ctx, module, "NSIG", int_tag(COUNT)) &&
         module_add(ctx, module, "ItimerError", state->timer_error);
}

MODULE(_signal, .doc = "This module provides mechanisms to use signal handlers in Python.", .functions = {functions},
       .state_size = sizeof(SignalState), .trace = trace, .init = init);
