/* Who owns files and who the process is: chown and its relatives; users and groups, priorities and processors, which
 * belong to the process as a whole. */
#define _GNU_SOURCE
#include "modules/posix/posix.h"
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

/* ---- files ---- */

static Value change_owner(Ctx *ctx, const char *function, const Value *args, Value dir_fd, bool follow, int allowed) {
  PATH(path);
  uint32_t user, group;
  if (!path_argument(ctx, &path, function, "path", args[0], allowed) ||
      !file_owner_argument(ctx, args[1], "uid", &user) || !file_owner_argument(ctx, args[2], "gid", &group) ||
      !check_path_options(ctx, &path, function, dir_fd, follow))
    return V_NULL;
  if (path.is_fd) {
    int number = file_system_fd(ctx, path.fd);
    return number < 0 || fchown(number, user, group) < 0 ? path_error(ctx, &path) : V_NONE;
  }
  const char *real = path_ask(ctx, &path, follow ? HOST_ASK_WRITE : HOST_ASK_WRITE_ENTRY, dir_fd);
  if (!real) return V_NULL;
  return (follow ? chown : lchown)(real, user, group) < 0 ? path_error(ctx, &path) : V_NONE;
}
FUNCTION(f_chown) {
  bool follow;
  if (!flag_argument(ctx, args[4], true, &follow)) return V_NULL;
  return change_owner(ctx, "chown", args, args[3], follow, PATH_FD);
}
FUNCTION(f_lchown) { return change_owner(ctx, "lchown", args, V_NULL, false, 0); }
FUNCTION(f_fchown) {
  int fd, number;
  uint32_t user, group;
  if (!object_c_int(ctx, args[0], &fd) || !file_owner_argument(ctx, args[1], "uid", &user) ||
      !file_owner_argument(ctx, args[2], "gid", &group))
    return V_NULL;
  return none_or_error(ctx, (number = file_system_fd(ctx, fd)) < 0 ? -1 : fchown(number, user, group));
}

/* ---- users and groups of the process ---- */

static Value change_id(Ctx *ctx, Value value, const char *what, int (*change)(uint32_t)) {
  uint32_t id;
  if (!file_owner_argument(ctx, value, what, &id) || !process_granted(ctx)) return V_NULL;
  return none_or_error(ctx, change(id));
}
FUNCTION(f_setuid) { return change_id(ctx, args[0], "uid", setuid); }
FUNCTION(f_seteuid) { return change_id(ctx, args[0], "uid", seteuid); }
FUNCTION(f_setgid) { return change_id(ctx, args[0], "gid", setgid); }
FUNCTION(f_setegid) { return change_id(ctx, args[0], "gid", setegid); }

/* The first n: real, effective, saved. */
static Value change_ids(Ctx *ctx, const Value *args, int n, const char *what, int (*two)(uint32_t, uint32_t),
                        int (*three)(uint32_t, uint32_t, uint32_t)) {
  uint32_t ids[3] = {0};
  for (int i = 0; i < n; i++)
    if (!file_owner_argument(ctx, args[i], what, &ids[i])) return V_NULL;
  if (!process_granted(ctx)) return V_NULL;
  return none_or_error(ctx, n == 2 ? two(ids[0], ids[1]) : three(ids[0], ids[1], ids[2]));
}
FUNCTION(f_setreuid) { return change_ids(ctx, args, 2, "uid", setreuid, NULL); }
FUNCTION(f_setregid) { return change_ids(ctx, args, 2, "gid", setregid, NULL); }
FUNCTION(f_setresuid) { return change_ids(ctx, args, 3, "uid", NULL, setresuid); }
FUNCTION(f_setresgid) { return change_ids(ctx, args, 3, "gid", NULL, setresgid); }

static Value three_ids(Ctx *ctx, int failed, const uint32_t *ids) {
  if (failed) return raise_os_error(ctx, V_NULL, V_NULL);
  return tuple_from(ctx, (Value[]){int_tag(ids[0]), int_tag(ids[1]), int_tag(ids[2])}, 3);
}
FUNCTION(f_getresuid) {
  uint32_t ids[3];
  return three_ids(ctx, getresuid(&ids[0], &ids[1], &ids[2]), ids);
}
FUNCTION(f_getresgid) {
  uint32_t ids[3];
  return three_ids(ctx, getresgid(&ids[0], &ids[1], &ids[2]), ids);
}

enum { GROUPS_MAX = 65536 };
FUNCTION(f_setgroups) {
  Value given = tuple_from_iterable(ctx, args[0]);
  if (!given) return V_NULL;
  int64_t n = tuple_length(given);
  if (n > GROUPS_MAX) return raise_format(ctx, EXC_ValueError, "too many groups"), V_NULL;
  gid_t *groups = memory_new(ctx, (size_t)(n ? n : 1) * sizeof *groups);
  if (!groups) return raise_no_memory(ctx), V_NULL;
  bool ok = true;
  for (int64_t i = 0; ok && i < n; i++) ok = file_owner_argument(ctx, tuple_item(given, i), "gid", &groups[i]);
  Value result = ok && process_granted(ctx) ? none_or_error(ctx, setgroups((size_t)n, groups)) : V_NULL;
  memory_free(ctx, groups);
  return result;
}

/* ---- priorities and processors ---- */

FUNCTION(f_getpriority) {
  int which, who;
  if (!object_c_int(ctx, args[0], &which) || !object_c_int(ctx, args[1], &who)) return V_NULL;
  errno = 0;
  int priority = getpriority((__priority_which_t)which, (id_t)who);
  return errno ? raise_os_error(ctx, V_NULL, V_NULL) : int_tag(priority);
}
FUNCTION(f_setpriority) {
  int which, who, priority;
  if (!object_c_int(ctx, args[0], &which) || !object_c_int(ctx, args[1], &who) ||
      !object_c_int(ctx, args[2], &priority) || !process_granted(ctx))
    return V_NULL;
  return none_or_error(ctx, setpriority((__priority_which_t)which, (id_t)who, priority));
}

static bool add_processor(Ctx *ctx, Value item, void *data) {
  int64_t n;
  if (!is_int_value(ctx, item)) {
    Value cls = VAL(class_of(ctx, item));
    raise_format(ctx, EXC_TypeError, "expected an iterator of ints, but iterator yielded %R", cls);
    return false;
  }
  if (!int_to_i64(ctx, int_unwrap(ctx, item), &n)) n = INT64_MAX;
  if (n < 0) return raise_format(ctx, EXC_ValueError, "negative CPU number"), false;
  if (n > INT32_MAX - 1) return raise_format(ctx, EXC_OverflowError, "CPU number too large"), false;
  if (n < CPU_SETSIZE) CPU_SET((int)n, (cpu_set_t *)data); /* the system has no more */
  return true;
}
FUNCTION(f_sched_setaffinity) {
  int pid;
  cpu_set_t set;
  CPU_ZERO(&set);
  if (!object_c_int(ctx, args[0], &pid) || !iterate(ctx, args[1], add_processor, &set) || !process_granted(ctx))
    return V_NULL;
  return none_or_error(ctx, sched_setaffinity(pid, sizeof set, &set));
}
static Value priority_bound(Ctx *ctx, Value value, int (*bound)(int)) {
  int policy, found;
  if (!object_c_int(ctx, value, &policy)) return V_NULL;
  return (found = bound(policy)) < 0 ? raise_os_error(ctx, V_NULL, V_NULL) : int_tag(found);
}
FUNCTION(f_sched_get_priority_max) { return priority_bound(ctx, args[0], sched_get_priority_max); }
FUNCTION(f_sched_get_priority_min) { return priority_bound(ctx, args[0], sched_get_priority_min); }
FUNCTION(f_sched_getscheduler) { return priority_bound(ctx, args[0], sched_getscheduler); }

const CFuncDef owner_functions[] = {
    FUNCTION_ROW_NAMED("chown", f_chown, 3, 3, "path uid gid * dir_fd= follow_symlinks=",
                       "Change the owner and group id of path to the numeric uid and gid."),
    FUNCTION_ROW_NAMED("lchown", f_lchown, 3, 3, "path uid gid",
                       "Change the owner and group id of path to the numeric uid and gid; links are not followed."),
    FUNCTION_ROW_NAMED("fchown", f_fchown, 3, 3, "fd uid gid",
                       "Change the owner and group id of the file specified by file descriptor."),
    FUNCTION_ROW("setuid", f_setuid, 1, 1, "Set the current process's user id."),
    FUNCTION_ROW("seteuid", f_seteuid, 1, 1, "Set the current process's effective user id."),
    FUNCTION_ROW("setgid", f_setgid, 1, 1, "Set the current process's group id."),
    FUNCTION_ROW("setegid", f_setegid, 1, 1, "Set the current process's effective group id."),
    FUNCTION_ROW("setreuid", f_setreuid, 2, 2, "Set the current process's real and effective user ids."),
    FUNCTION_ROW("setregid", f_setregid, 2, 2, "Set the current process's real and effective group ids."),
    FUNCTION_ROW("setresuid", f_setresuid, 3, 3, "Set the current process's real, effective, and saved user ids."),
    FUNCTION_ROW("setresgid", f_setresgid, 3, 3, "Set the current process's real, effective, and saved group ids."),
    FUNCTION_ROW("getresuid", f_getresuid, 0, 0,
                 "Return a tuple of the current process's real, effective, and saved user ids."),
    FUNCTION_ROW("getresgid", f_getresgid, 0, 0,
                 "Return a tuple of the current process's real, effective, and saved group ids."),
    FUNCTION_ROW("setgroups", f_setgroups, 1, 1, "Set the groups of the current process to list."),
    FUNCTION_ROW_NAMED("getpriority", f_getpriority, 2, 2, "which who", "Return program scheduling priority."),
    FUNCTION_ROW_NAMED("setpriority", f_setpriority, 3, 3, "which who priority", "Set program scheduling priority."),
    FUNCTION_ROW("sched_setaffinity", f_sched_setaffinity, 2, 2,
                 "Set the CPU affinity of the process identified by pid to mask."),
    FUNCTION_ROW_NAMED("sched_get_priority_max", f_sched_get_priority_max, 1, 1, "policy",
                       "Get the maximum scheduling priority for policy."),
    FUNCTION_ROW_NAMED("sched_get_priority_min", f_sched_get_priority_min, 1, 1, "policy",
                       "Get the minimum scheduling priority for policy."),
    FUNCTION_ROW("sched_getscheduler", f_sched_getscheduler, 1, 1,
                 "Get the scheduling policy for the process identified by pid."),
    {0},
};
