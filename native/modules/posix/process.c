/* The process and the machine. What acts on the process as a whole is asked about first. */
#define _GNU_SOURCE /* what Linux has beyond POSIX */
#include "modules/posix/posix.h"
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/times.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#define S STRUCTSEQ_FIELD
static const GetSetDef terminal_fields[] = {S(0, "columns"), S(1, "lines"), {0}};
static const GetSetDef uname_fields[] = {S(0, "sysname"), S(1, "nodename"), S(2, "release"),
                                         S(3, "version"), S(4, "machine"),  {0}};
static const GetSetDef times_fields[] = {
    S(0, "user"), S(1, "system"), S(2, "children_user"), S(3, "children_system"), S(4, "elapsed"), {0}};
#undef S
Class *make_terminal_size(Ctx *ctx) { return structseq_class(ctx, "os.terminal_size", terminal_fields); }
Class *make_uname_result(Ctx *ctx) { return structseq_class(ctx, "posix.uname_result", uname_fields); }
Class *make_times_result(Ctx *ctx) { return structseq_class(ctx, "posix.times_result", times_fields); }

/* ---- who we are ---- */

FUNCTION(f_getpid) { return int_tag(getpid()); }
FUNCTION(f_getppid) { return int_tag(getppid()); }
FUNCTION(f_getuid) { return int_tag(getuid()); }
FUNCTION(f_geteuid) { return int_tag(geteuid()); }
FUNCTION(f_getgid) { return int_tag(getgid()); }
FUNCTION(f_getegid) { return int_tag(getegid()); }
FUNCTION(f_getpgrp) { return int_tag(getpgrp()); }
FUNCTION(f_getsid) {
  int pid;
  if (!object_c_int(ctx, args[0], &pid)) return V_NULL;
  pid_t sid = getsid(pid);
  return sid < 0 ? raise_os_error(ctx, V_NULL, V_NULL) : int_tag(sid);
}
FUNCTION(f_getpgid) {
  int pid;
  if (!object_c_int(ctx, args[0], &pid)) return V_NULL;
  pid_t group = getpgid(pid);
  return group < 0 ? raise_os_error(ctx, V_NULL, V_NULL) : int_tag(group);
}
FUNCTION(f_getgroups) {
  gid_t groups[1024];
  int n = getgroups(1024, groups);
  Value list = n < 0 ? raise_os_error(ctx, V_NULL, V_NULL) : list_new(ctx, n);
  for (int i = 0; list && i < n; i++)
    if (!list_append(ctx, list, int_tag(groups[i]))) return V_NULL;
  return list;
}
FUNCTION(f_getlogin) {
  char name[256];
  if ((errno = getlogin_r(name, sizeof name))) return raise_os_error(ctx, V_NULL, V_NULL);
  return file_name_decode(ctx, name, strlen(name));
}

FUNCTION(f_uname) {
  struct utsname u;
  if (uname(&u) < 0) return raise_os_error(ctx, V_NULL, V_NULL);
  const char *const texts[] = {u.sysname, u.nodename, u.release, u.version, u.machine};
  Value items[5];
  for (int i = 0; i < 5; i++)
    if (!(items[i] = file_name_decode(ctx, texts[i], strlen(texts[i])))) return V_NULL;
  return structseq_new(ctx, posix_state(ctx)->uname_result, items);
}

FUNCTION(f_cpu_count) {
  long n = sysconf(_SC_NPROCESSORS_ONLN);
  return n > 0 ? int_tag(n) : V_NONE;
}
FUNCTION(f_sched_getaffinity) {
  int pid;
  cpu_set_t set;
  if (!object_c_int(ctx, args[0], &pid)) return V_NULL;
  if (sched_getaffinity(pid, sizeof set, &set) < 0) return raise_os_error(ctx, V_NULL, V_NULL);
  Value cpus = set_new(ctx, false);
  for (int i = 0; cpus && i < CPU_SETSIZE; i++)
    if (CPU_ISSET(i, &set) && set_add(ctx, cpus, int_tag(i)) < 0) return V_NULL;
  return cpus;
}
FUNCTION(f_getloadavg) {
  double load[3];
  if (getloadavg(load, 3) != 3) return raise_format(ctx, EXC_OSError, "Load averages are unobtainable"), V_NULL;
  Value items[3];
  for (int i = 0; i < 3; i++)
    if (!(items[i] = float_new(ctx, load[i]))) return V_NULL;
  return tuple_from(ctx, items, 3);
}
FUNCTION(f_times) {
  struct tms t;
  clock_t elapsed = times(&t);
  if (elapsed == (clock_t)-1) return raise_os_error(ctx, V_NULL, V_NULL);
  double ticks = (double)sysconf(_SC_CLK_TCK);
  const clock_t counts[] = {t.tms_utime, t.tms_stime, t.tms_cutime, t.tms_cstime, elapsed};
  Value items[5];
  for (int i = 0; i < 5; i++)
    if (!(items[i] = float_new(ctx, (double)counts[i] / ticks))) return V_NULL;
  return structseq_new(ctx, posix_state(ctx)->times_result, items);
}

/* ---- acting on it ---- */

FUNCTION(f_umask) {
  int mask;
  return object_c_int(ctx, args[0], &mask) && process_granted(ctx) ? int_tag(umask((mode_t)mask)) : V_NULL;
}
FUNCTION(f_kill) {
  int64_t pid;
  int signal;
  if (!size_argument(ctx, args[0], &pid) || !object_c_int(ctx, args[1], &signal) || !process_granted(ctx))
    return V_NULL;
  if (!io_flush(ctx)) return V_NULL;
  return none_or_error(ctx, kill((pid_t)pid, signal)) && CHECK_STOP(ctx) && !ctx->exc ? V_NONE : V_NULL;
}
/* No process is started here, so there are none to wait for. */
FUNCTION(f_waitpid) {
  int64_t pid;
  int options;
  if (!size_argument(ctx, args[0], &pid) || !object_c_int(ctx, args[1], &options)) return V_NULL;
  errno = ECHILD;
  return raise_os_error(ctx, V_NULL, V_NULL);
}

FUNCTION(f_killpg) {
  int group, signal;
  if (!object_c_int(ctx, args[0], &group) || !object_c_int(ctx, args[1], &signal) || !process_granted(ctx))
    return V_NULL;
  return none_or_error(ctx, killpg(group, signal));
}
FUNCTION(f_exit) {
  int status;
  if (!object_c_int(ctx, args[0], &status) || !process_granted(ctx)) return V_NULL;
  _exit(status);
}
FUNCTION(f_abort) {
  if (!process_granted(ctx)) return V_NULL;
  signal(SIGABRT, SIG_DFL);
  abort();
}
FUNCTION(f_nice) {
  int step;
  if (!object_c_int(ctx, args[0], &step) || (step && !process_granted(ctx))) return V_NULL;
  errno = 0;
  int level = nice(step);
  return level == -1 && errno ? raise_os_error(ctx, V_NULL, V_NULL) : int_tag(level);
}
FUNCTION(f_sched_yield) { return none_or_error(ctx, sched_yield()); }
FUNCTION(f_sync) { return sync(), V_NONE; }
FUNCTION(f_nothing) { return V_NONE; } /* nobody forks */
FUNCTION(f_false) { return V_FALSE; }
FUNCTION(f_inputhook) { return raise_format(ctx, EXC_RuntimeError, "there is no input hook"), V_NULL; }

/* ---- texts and randomness ---- */

FUNCTION(f_strerror) {
  int code;
  if (!object_c_int(ctx, args[0], &code)) return V_NULL;
  const char *text = strerror(code);
  return file_name_decode(ctx, text, strlen(text));
}

static Value random_bytes(Ctx *ctx, Value size, int flags) {
  int64_t n;
  if (!size_argument(ctx, size, &n)) return V_NULL;
  if (n < 0) return raise_format(ctx, EXC_ValueError, "negative argument not allowed"), V_NULL;
  uint8_t *bytes = memory_new(ctx, n ? (size_t)n : 1);
  if (!bytes) return raise_no_memory(ctx), V_NULL;
  Value result = host_random(ctx, bytes, (size_t)n, (unsigned)flags) ? bytes_new(ctx, bytes, n)
                                                                     : raise_os_error(ctx, V_NULL, V_NULL);
  memory_free(ctx, bytes);
  return result;
}
FUNCTION(f_urandom) { return random_bytes(ctx, args[0], 0); }
FUNCTION(f_getrandom) {
  int flags = 0;
  return !args[1] || object_c_int(ctx, args[1], &flags) ? random_bytes(ctx, args[0], flags) : V_NULL;
}

FUNCTION(f_get_terminal_size) {
  int fd = 1;
  struct winsize size;
  if (nargs && !object_c_int(ctx, args[0], &fd)) return V_NULL;
  int number = file_system_fd(ctx, fd);
  if (number < 0 && errno == EINVAL) errno = ENOTTY;
  if (number < 0 || ioctl(number, TIOCGWINSZ, &size) < 0) return raise_os_error(ctx, V_NULL, V_NULL);
  Value items[] = {int_tag(size.ws_col), int_tag(size.ws_row)};
  return structseq_new(ctx, posix_state(ctx)->terminal_size, items);
}

/* ---- statuses of children, as numbers ---- */

#define STATUS(name, make, result)                           \
  FUNCTION(f_##name) {                                       \
    int status;                                              \
    if (!object_c_int(ctx, args[0], &status)) return V_NULL; \
    return make(result(status));                             \
  }
STATUS(WCOREDUMP, bool_tag, WCOREDUMP)
STATUS(WIFCONTINUED, bool_tag, WIFCONTINUED)
STATUS(WIFSTOPPED, bool_tag, WIFSTOPPED)
STATUS(WIFSIGNALED, bool_tag, WIFSIGNALED)
STATUS(WIFEXITED, bool_tag, WIFEXITED)
STATUS(WEXITSTATUS, int_tag, WEXITSTATUS)
STATUS(WTERMSIG, int_tag, WTERMSIG)
STATUS(WSTOPSIG, int_tag, WSTOPSIG)
FUNCTION(f_waitstatus_to_exitcode) {
  int status;
  if (!object_c_int(ctx, args[0], &status)) return V_NULL;
  if (WIFEXITED(status)) return int_tag(WEXITSTATUS(status));
  if (WIFSIGNALED(status)) return int_tag(-WTERMSIG(status));
  if (WIFSTOPPED(status))
    raise_format(ctx, EXC_ValueError, "process stopped by delivery of signal %d", WSTOPSIG(status));
  else raise_format(ctx, EXC_ValueError, "invalid wait status: %d", status);
  return V_NULL;
}

const CFuncDef process_functions[] = {
    FUNCTION_ROW("getpid", f_getpid, 0, 0, "Return the current process id."),
    FUNCTION_ROW("getppid", f_getppid, 0, 0, "Return the parent's process id."),
    FUNCTION_ROW("getuid", f_getuid, 0, 0, "Return the current process's user id."),
    FUNCTION_ROW("geteuid", f_geteuid, 0, 0, "Return the current process's effective user id."),
    FUNCTION_ROW("getgid", f_getgid, 0, 0, "Return the current process's group id."),
    FUNCTION_ROW("getegid", f_getegid, 0, 0, "Return the current process's effective group id."),
    FUNCTION_ROW("getpgrp", f_getpgrp, 0, 0, "Return the current process group id."),
    FUNCTION_ROW_NAMED("getpgid", f_getpgid, 1, 1, "pid", "Call the system call getpgid(), and return the result."),
    FUNCTION_ROW("getsid", f_getsid, 1, 1, "Call the system call getsid(pid) and return the result."),
    FUNCTION_ROW("getgroups", f_getgroups, 0, 0, "Return list of supplemental group IDs for the process."),
    FUNCTION_ROW("getlogin", f_getlogin, 0, 0, "Return the actual login name."),
    FUNCTION_ROW("uname", f_uname, 0, 0, "Return an object identifying the current operating system."),
    FUNCTION_ROW("cpu_count", f_cpu_count, 0, 0, "Return the number of logical CPUs in the system."),
    FUNCTION_ROW("sched_getaffinity", f_sched_getaffinity, 1, 1,
                 "Return the affinity of the process identified by pid."),
    FUNCTION_ROW("sched_yield", f_sched_yield, 0, 0, "Voluntarily relinquish the CPU."),
    FUNCTION_ROW("getloadavg", f_getloadavg, 0, 0, "Return average recent system load information."),
    FUNCTION_ROW("times", f_times, 0, 0, "Return a collection containing process timing information."),
    FUNCTION_ROW("umask", f_umask, 1, 1, "Set the current numeric umask and return the previous umask."),
    FUNCTION_ROW("kill", f_kill, 2, 2, "Kill a process with a signal."),
    FUNCTION_ROW("waitpid", f_waitpid, 2, 2, "Wait for completion of a given child process: there are none."),
    FUNCTION_ROW("killpg", f_killpg, 2, 2, "Kill a process group with a signal."),
    FUNCTION_ROW_NAMED("_exit", f_exit, 1, 1, "status",
                       "Exit to the system with specified status, without normal exit processing."),
    FUNCTION_ROW("abort", f_abort, 0, 0, "Abort the interpreter immediately."),
    FUNCTION_ROW("nice", f_nice, 1, 1, "Add increment to the priority of process and return the new priority."),
    FUNCTION_ROW("sync", f_sync, 0, 0, "Force write of everything to disk."),
    FUNCTION_ROW_NAMED("register_at_fork", f_nothing, 0, 0, "* before= after_in_child= after_in_parent=",
                       "Register callables to be called when forking a new process."),
    FUNCTION_ROW("_is_inputhook_installed", f_false, 0, 0, "Checks if PyOS_InputHook is set."),
    FUNCTION_ROW("_inputhook", f_inputhook, 0, 0, "Calls PyOS_CallInputHook droppping the GIL first"),
    FUNCTION_ROW("strerror", f_strerror, 1, 1, "Translate an error code to a message string."),
    FUNCTION_ROW("urandom", f_urandom, 1, 1,
                 "Return a bytes object containing random bytes suitable for cryptographic use."),
    FUNCTION_ROW_NAMED("getrandom", f_getrandom, 1, 2, "size flags=", "Obtain a series of random bytes."),
    FUNCTION_ROW("get_terminal_size", f_get_terminal_size, 0, 1,
                 "Return the size of the terminal window as (columns, lines)."),
    FUNCTION_ROW("WCOREDUMP", f_WCOREDUMP, 1, 1,
                 "Return True if the process returning status was dumped to a core file."),
    FUNCTION_ROW_NAMED("WIFCONTINUED", f_WIFCONTINUED, 1, 1, "status",
                       "Return True if a particular process was continued from a job control stop."),
    FUNCTION_ROW_NAMED("WIFSTOPPED", f_WIFSTOPPED, 1, 1, "status",
                       "Return True if the process returning status was stopped."),
    FUNCTION_ROW_NAMED("WIFSIGNALED", f_WIFSIGNALED, 1, 1, "status",
                       "Return True if the process returning status was terminated by a signal."),
    FUNCTION_ROW_NAMED("WIFEXITED", f_WIFEXITED, 1, 1, "status",
                       "Return True if the process returning status exited via the exit() system call."),
    FUNCTION_ROW_NAMED("WEXITSTATUS", f_WEXITSTATUS, 1, 1, "status", "Return the process return code from status."),
    FUNCTION_ROW_NAMED("WTERMSIG", f_WTERMSIG, 1, 1, "status",
                       "Return the signal that terminated the process that provided the status value."),
    FUNCTION_ROW_NAMED("WSTOPSIG", f_WSTOPSIG, 1, 1, "status",
                       "Return the signal that stopped the process that provided the status value."),
    FUNCTION_ROW_NAMED("waitstatus_to_exitcode", f_waitstatus_to_exitcode, 1, 1, "status",
                       "Convert a wait status to an exit code."),
    {0},
};
