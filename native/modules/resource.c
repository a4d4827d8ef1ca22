/* Module resource: what the process has used, and its limits. Anybody may ask; changing a limit acts on the whole
 * process, which the host decides about. */
#define _GNU_SOURCE /* prlimit, RUSAGE_THREAD and Linux's limits */
#include "modules/module.h"
#include <errno.h>
#include <sys/resource.h>
#include <unistd.h>

typedef struct ResourceState {
  Class *usage;
} ResourceState;

#define S STRUCTSEQ_FIELD
static const GetSetDef usage_fields[] = {S(0, "ru_utime"),
                                         S(1, "ru_stime"),
                                         S(2, "ru_maxrss"),
                                         S(3, "ru_ixrss"),
                                         S(4, "ru_idrss"),
                                         S(5, "ru_isrss"),
                                         S(6, "ru_minflt"),
                                         S(7, "ru_majflt"),
                                         S(8, "ru_nswap"),
                                         S(9, "ru_inblock"),
                                         S(10, "ru_oublock"),
                                         S(11, "ru_msgsnd"),
                                         S(12, "ru_msgrcv"),
                                         S(13, "ru_nsignals"),
                                         S(14, "ru_nvcsw"),
                                         S(15, "ru_nivcsw"),
                                         {0}};
#undef S
static Class *make_usage(Ctx *ctx) { return structseq_class(ctx, "resource.struct_rusage", usage_fields); }
static const ModuleClass classes[] = {{offsetof(ResourceState, usage), make_usage}, {0}};

static bool c_int(Ctx *ctx, Value v, int *out) {
  int64_t n;
  if (!object_index_i64(ctx, v, &n, true)) return false;
  if (n > INT32_MAX || n < INT32_MIN)
    return raise_format(ctx, EXC_OverflowError, "Python int too large to convert to C int"), false;
  *out = (int)n;
  return true;
}

/* ---- usage ---- */

static Value seconds(Ctx *ctx, struct timeval t) { return float_new(ctx, (double)t.tv_sec + (double)t.tv_usec * 1e-6); }

FUNCTION(f_getrusage) {
  int who;
  struct rusage u;
  if (!c_int(ctx, args[0], &who)) return V_NULL;
  if (getrusage(who, &u) < 0) {
    if (errno == EINVAL) return raise_format(ctx, EXC_ValueError, "invalid who parameter"), V_NULL;
    return raise_os_error(ctx, V_NULL, V_NULL);
  }
  Value items[16] = {seconds(ctx, u.ru_utime), seconds(ctx, u.ru_stime)};
  if (!items[0] || !items[1]) return V_NULL;
  const long counts[] = {u.ru_maxrss,  u.ru_ixrss,   u.ru_idrss,  u.ru_isrss,  u.ru_minflt,   u.ru_majflt, u.ru_nswap,
                         u.ru_inblock, u.ru_oublock, u.ru_msgsnd, u.ru_msgrcv, u.ru_nsignals, u.ru_nvcsw,  u.ru_nivcsw};
  for (int i = 0; i < 14; i++) items[i + 2] = int_tag(counts[i]);
  return structseq_new(ctx, ((ResourceState *)module_state(ctx, &module_resource))->usage, items);
}
FUNCTION(f_getpagesize) { return int_tag(getpagesize()); }

/* ---- limits ---- */

static bool resource_number(Ctx *ctx, Value v, int *out) {
  if (!c_int(ctx, v, out)) return false;
  if (*out >= 0 && *out < (int)RLIM_NLIMITS) return true;
  return raise_format(ctx, EXC_ValueError, "invalid resource specified"), false;
}
static Value limit_value(Ctx *ctx, rlim_t n) {
  return n == RLIM_INFINITY ? int_tag(-1) : int_from_i64(ctx, (int64_t)n);
}
static Value limit_pair(Ctx *ctx, const struct rlimit *limit) {
  Value pair[2] = {limit_value(ctx, limit->rlim_cur), limit_value(ctx, limit->rlim_max)};
  return pair[0] && pair[1] ? tuple_from(ctx, pair, 2) : V_NULL;
}
static bool to_limit(Ctx *ctx, Value v, rlim_t *out) {
  int64_t n;
  Value index = object_index(ctx, v);
  if (!index) return false;
  if (!int_to_i64(ctx, index, &n))
    return raise_format(ctx, EXC_OverflowError, "Python int too large to convert to C rlim_t"), false;
  if (n < -1) return raise_format(ctx, EXC_ValueError, "Cannot convert negative int"), false;
  *out = n == -1 ? RLIM_INFINITY : (rlim_t)n;
  return true;
}
static bool to_limits(Ctx *ctx, Value v, struct rlimit *out) {
  Value pair = tuple_from_iterable(ctx, v);
  if (!pair) return false;
  if (tuple_length(pair) != 2) return raise_format(ctx, EXC_ValueError, "expected a tuple of 2 integers"), false;
  return to_limit(ctx, tuple_item(pair, 0), &out->rlim_cur) && to_limit(ctx, tuple_item(pair, 1), &out->rlim_max);
}
static Value limit_error(Ctx *ctx) {
  if (errno == EINVAL) return raise_format(ctx, EXC_ValueError, "current limit exceeds maximum limit"), V_NULL;
  if (errno == EPERM) return raise_format(ctx, EXC_ValueError, "not allowed to raise maximum limit"), V_NULL;
  return raise_os_error(ctx, V_NULL, V_NULL);
}
static bool may_change(Ctx *ctx) {
  if (file_ask(ctx, HOST_ASK_PROCESS, "", NULL)) return true;
  return raise_os_error(ctx, V_NULL, V_NULL), false;
}

FUNCTION(f_getrlimit) {
  int resource;
  struct rlimit limit;
  if (!resource_number(ctx, args[0], &resource)) return V_NULL;
  return getrlimit(resource, &limit) < 0 ? raise_os_error(ctx, V_NULL, V_NULL) : limit_pair(ctx, &limit);
}
FUNCTION(f_setrlimit) {
  int resource;
  struct rlimit limit;
  if (!resource_number(ctx, args[0], &resource) || !to_limits(ctx, args[1], &limit) || !may_change(ctx)) return V_NULL;
  return setrlimit(resource, &limit) < 0 ? limit_error(ctx) : V_NONE;
}
FUNCTION(f_prlimit) {
  int pid, resource;
  struct rlimit wanted, was;
  if (!c_int(ctx, args[0], &pid) || !resource_number(ctx, args[1], &resource)) return V_NULL;
  bool change = nargs > 2 && args[2] != V_NONE;
  if ((change && !to_limits(ctx, args[2], &wanted)) || !may_change(ctx)) return V_NULL;
  return prlimit(pid, resource, change ? &wanted : NULL, &was) < 0 ? limit_error(ctx) : limit_pair(ctx, &was);
}

static const CFuncDef functions[] = {
    FUNCTION_ROW("getrusage", f_getrusage, 1, 1, "What a process, its children or a thread have used."),
    FUNCTION_ROW("getpagesize", f_getpagesize, 0, 0, "The size of a page of memory."),
    FUNCTION_ROW("getrlimit", f_getrlimit, 1, 1, "The soft and the hard limit of a resource."),
    FUNCTION_ROW("setrlimit", f_setrlimit, 2, 2, "Sets the soft and the hard limit of a resource."),
    FUNCTION_ROW("prlimit", f_prlimit, 2, 3, "The limits of a process, which may be changed."),
    {0},
};

static bool init(Ctx *ctx, Value m) {
#define N(name) {#name, name}
  static const struct {
    const char *name;
    int value;
  } constants[] = {N(RLIMIT_CPU),        N(RLIMIT_FSIZE),    N(RLIMIT_DATA),     N(RLIMIT_STACK),  N(RLIMIT_CORE),
                   N(RLIMIT_NOFILE),     N(RLIMIT_OFILE),    N(RLIMIT_AS),       N(RLIMIT_RSS),    N(RLIMIT_NPROC),
                   N(RLIMIT_MEMLOCK),    N(RLIMIT_MSGQUEUE), N(RLIMIT_NICE),     N(RLIMIT_RTPRIO), N(RLIMIT_RTTIME),
                   N(RLIMIT_SIGPENDING), N(RUSAGE_SELF),     N(RUSAGE_CHILDREN), N(RUSAGE_THREAD)};
#undef N
  for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
    if (!module_add(ctx, m, constants[i].name, int_tag(constants[i].value))) return false;
  ResourceState *state = module_state(ctx, &module_resource);
  return module_add(ctx, m, "RLIM_INFINITY", int_tag(-1)) && module_add(ctx, m, "struct_rusage", VAL(state->usage)) &&
         module_add(ctx, m, "error", VAL(ctx->exc_class[EXC_OSError]));
}

MODULE(resource, .doc = "Resource usage and limits of the process.", .functions = {functions}, .classes = classes,
       .state_size = sizeof(ResourceState), .init = init);
