/* What a file is: stat and its results, access, and what changes it (chmod, utime). */
#define _GNU_SOURCE /* what Linux has beyond POSIX */
#include "modules/posix/posix.h"
#include <fcntl.h>
#include <math.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* ---- stat_result ---- */

enum { FIRST_INT_TIME = 7, FIRST_TIME = 10, FIRST_NS = 13, BLKSIZE = 16, BLOCKS, RDEV, STAT_ITEMS };
#define S STRUCTSEQ_FIELD
static const GetSetDef stat_fields[] = {S(0, "st_mode"),
                                        S(1, "st_ino"),
                                        S(2, "st_dev"),
                                        S(3, "st_nlink"),
                                        S(4, "st_uid"),
                                        S(5, "st_gid"),
                                        S(6, "st_size"),
                                        S(10, "st_atime"),
                                        S(11, "st_mtime"),
                                        S(12, "st_ctime"),
                                        S(13, "st_atime_ns"),
                                        S(14, "st_mtime_ns"),
                                        S(15, "st_ctime_ns"),
                                        S(16, "st_blksize"),
                                        S(17, "st_blocks"),
                                        S(18, "st_rdev"),
                                        {0}};
static const GetSetDef statvfs_fields[] = {S(0, "f_bsize"),  S(1, "f_frsize"),  S(2, "f_blocks"), S(3, "f_bfree"),
                                           S(4, "f_bavail"), S(5, "f_files"),   S(6, "f_ffree"),  S(7, "f_favail"),
                                           S(8, "f_flag"),   S(9, "f_namemax"), S(10, "f_fsid"),  {0}};
#undef S

/* Times of which only the whole seconds are there. */
static void fill_times(Ctx *ctx, Value *items) {
  UNUSED(ctx);
  for (int i = 0; i < 3; i++)
    if (!items[FIRST_TIME + i] || items[FIRST_TIME + i] == V_NONE) items[FIRST_TIME + i] = items[FIRST_INT_TIME + i];
}
static Value stat_result_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  return structseq_from(ctx, cls, args, nargs, kwnames, fill_times);
}

Class *make_stat_result(Ctx *ctx) {
  Class *cls = structseq_class_hiding(ctx, "os.stat_result", stat_fields, 10, 3);
  if (!cls) return NULL;
  cls->ops.new_ = stat_result_new;
  return class_modified(ctx, cls) ? cls : NULL;
}
Class *make_statvfs_result(Ctx *ctx) { return structseq_class_hiding(ctx, "os.statvfs_result", statvfs_fields, 10, 0); }

Value stat_result_of(Ctx *ctx, const struct stat *st) {
  const struct timespec times[] = {st->st_atim, st->st_mtim, st->st_ctim};
  Value items[STAT_ITEMS] = {
      int_tag(st->st_mode),
      int_from_u64(ctx, st->st_ino),
      int_from_u64(ctx, st->st_dev),
      int_from_i64(ctx, (int64_t)st->st_nlink),
      int_tag(st->st_uid),
      int_tag(st->st_gid),
      int_from_i64(ctx, st->st_size),
  };
  for (int i = 0; i < 3; i++) {
    int64_t seconds = times[i].tv_sec, ns = times[i].tv_nsec;
    items[FIRST_INT_TIME + i] = int_from_i64(ctx, seconds);
    items[FIRST_TIME + i] = float_new(ctx, (double)seconds + 1e-9 * (double)ns);
    items[FIRST_NS + i] = int_from_i64(ctx, seconds * 1000000000 + ns);
  }
  items[BLKSIZE] = int_tag(st->st_blksize);
  items[BLOCKS] = int_from_i64(ctx, st->st_blocks);
  items[RDEV] = int_from_u64(ctx, st->st_rdev);
  for (int i = 0; i < STAT_ITEMS; i++)
    if (!items[i]) return V_NULL;
  return structseq_new(ctx, posix_state(ctx)->stat_result, items);
}

/* ---- stat ---- */

static Value stat_path(Ctx *ctx, const char *function, Value value, Value dir_fd, bool follow, int allowed) {
  PATH(path);
  struct stat st;
  if (!path_argument(ctx, &path, function, "path", value, allowed) ||
      !check_path_options(ctx, &path, function, dir_fd, follow))
    return V_NULL;
  if (path.is_fd) return file_stat(ctx, path.fd, &st) < 0 ? path_error(ctx, &path) : stat_result_of(ctx, &st);
  const char *real = path_ask(ctx, &path, follow ? HOST_ASK_READ : HOST_ASK_READ_ENTRY, dir_fd);
  if (!real) return V_NULL;
  if ((follow ? stat(real, &st) : lstat(real, &st)) < 0) return path_error(ctx, &path);
  return stat_result_of(ctx, &st);
}
FUNCTION(f_stat) {
  bool follow;
  if (!flag_argument(ctx, args[2], true, &follow)) return V_NULL;
  return stat_path(ctx, "stat", args[0], args[1], follow, PATH_FD);
}
FUNCTION(f_lstat) { return stat_path(ctx, "lstat", args[0], args[1], false, 0); }
FUNCTION(f_fstat) {
  int fd;
  struct stat st;
  if (!object_c_int(ctx, args[0], &fd)) return V_NULL;
  return file_stat(ctx, fd, &st) < 0 ? raise_os_error(ctx, V_NULL, V_NULL) : stat_result_of(ctx, &st);
}

FUNCTION(f_access) {
  PATH(path);
  int mode;
  bool effective, follow;
  if (!path_argument(ctx, &path, "access", "path", args[0], 0) || !object_c_int(ctx, args[1], &mode) ||
      !flag_argument(ctx, args[3], false, &effective) || !flag_argument(ctx, args[4], true, &follow))
    return V_NULL;
  int question = mode & W_OK ? follow ? HOST_ASK_WRITE : HOST_ASK_WRITE_ENTRY
                 : follow    ? HOST_ASK_READ
                             : HOST_ASK_READ_ENTRY;
  const char *real = path_ask(ctx, &path, question, args[2]);
  if (!real) {
    if (!exc_matches(ctx, EXC_OSError)) return V_NULL;
    return exc_clear(ctx), V_FALSE;
  }
  int flags = (effective ? AT_EACCESS : 0) | (follow ? 0 : AT_SYMLINK_NOFOLLOW);
  return bool_tag(faccessat(AT_FDCWD, real, mode, flags) == 0);
}

static Value statvfs_result_of(Ctx *ctx, const struct statvfs *st) {
  Value items[] = {int_from_u64(ctx, st->f_bsize),   int_from_u64(ctx, st->f_frsize), int_from_u64(ctx, st->f_blocks),
                   int_from_u64(ctx, st->f_bfree),   int_from_u64(ctx, st->f_bavail), int_from_u64(ctx, st->f_files),
                   int_from_u64(ctx, st->f_ffree),   int_from_u64(ctx, st->f_favail), int_from_u64(ctx, st->f_flag),
                   int_from_u64(ctx, st->f_namemax), int_from_u64(ctx, st->f_fsid)};
  for (size_t i = 0; i < sizeof items / sizeof *items; i++)
    if (!items[i]) return V_NULL;
  return structseq_new(ctx, posix_state(ctx)->statvfs_result, items);
}
FUNCTION(f_statvfs) {
  PATH(path);
  struct statvfs st;
  if (!path_argument(ctx, &path, "statvfs", "path", args[0], PATH_FD)) return V_NULL;
  if (path.is_fd) {
    int number = file_system_fd(ctx, path.fd);
    return number < 0 || fstatvfs(number, &st) < 0 ? path_error(ctx, &path) : statvfs_result_of(ctx, &st);
  }
  const char *real = path_ask(ctx, &path, HOST_ASK_READ, V_NULL);
  if (!real) return V_NULL;
  return statvfs(real, &st) < 0 ? path_error(ctx, &path) : statvfs_result_of(ctx, &st);
}
FUNCTION(f_fstatvfs) {
  int fd, number;
  struct statvfs st;
  if (!object_c_int(ctx, args[0], &fd)) return V_NULL;
  number = file_system_fd(ctx, fd);
  return number < 0 || fstatvfs(number, &st) < 0 ? raise_os_error(ctx, V_NULL, V_NULL) : statvfs_result_of(ctx, &st);
}

/* ---- changing it ---- */

FUNCTION(f_chmod) {
  PATH(path);
  int mode;
  bool follow;
  if (!path_argument(ctx, &path, "chmod", "path", args[0], PATH_FD) || !object_c_int(ctx, args[1], &mode) ||
      !flag_argument(ctx, args[3], true, &follow) || !check_path_options(ctx, &path, "chmod", args[2], true))
    return V_NULL;
  if (path.is_fd) {
    int number = file_system_fd(ctx, path.fd);
    return number < 0 || fchmod(number, (mode_t)mode) < 0 ? path_error(ctx, &path) : V_NONE;
  }
  const char *real = path_ask(ctx, &path, follow ? HOST_ASK_WRITE : HOST_ASK_WRITE_ENTRY, args[2]);
  if (!real) return V_NULL;
  if (fchmodat(AT_FDCWD, real, (mode_t)mode, follow ? 0 : AT_SYMLINK_NOFOLLOW) == 0) return V_NONE;
  if (follow || (errno != ENOTSUP && errno != EOPNOTSUPP)) return path_error(ctx, &path);
  return raise_format(ctx, EXC_NotImplementedError, "chmod: follow_symlinks unavailable on this platform"), V_NULL;
}
FUNCTION(f_fchmod) {
  int fd, mode, number;
  if (!object_c_int(ctx, args[0], &fd) || !object_c_int(ctx, args[1], &mode)) return V_NULL;
  return none_or_error(ctx, (number = file_system_fd(ctx, fd)) < 0 ? -1 : fchmod(number, (mode_t)mode));
}

/* Seconds, as a number, to a time, rounded down. */
static bool seconds_of(Ctx *ctx, Value v, struct timespec *out) {
  if (is_float(ctx, v)) {
    double d = float_val(ctx, v), whole = floor(d);
    if (isnan(d)) return raise_format(ctx, EXC_ValueError, "Invalid value NaN (not a number)"), false;
    if (!(fabs(d) < 9.2e18))
      return raise_format(ctx, EXC_OverflowError, "timestamp out of range for platform time_t"), false;
    out->tv_sec = (time_t)whole;
    out->tv_nsec = (long)floor((d - whole) * 1e9);
    return true;
  }
  int64_t n;
  if (!size_argument(ctx, v, &n)) {
    if (!exc_matches(ctx, EXC_OverflowError)) return false;
    exc_clear(ctx);
    return raise_format(ctx, EXC_OverflowError, "timestamp out of range for platform time_t"), false;
  }
  *out = (struct timespec){n, 0};
  return true;
}
static bool nanoseconds_of(Ctx *ctx, Value v, struct timespec *out) {
  Value thousand = int_tag(1000000000), seconds = object_binary(ctx, v, thousand, OP_FLOORDIV);
  Value rest = seconds ? object_binary(ctx, v, thousand, OP_MOD) : V_NULL;
  int64_t whole, part;
  if (!rest || !size_argument(ctx, seconds, &whole) || !size_argument(ctx, rest, &part)) return false;
  *out = (struct timespec){whole, part};
  return true;
}

FUNCTION(f_utime) {
  PATH(path);
  bool follow;
  struct timespec times[2] = {{0, UTIME_NOW}, {0, UTIME_NOW}};
  Value both = args[1] && args[1] != V_NONE ? args[1] : V_NULL, ns = args[2];
  if (!path_argument(ctx, &path, "utime", "path", args[0], PATH_FD) || !flag_argument(ctx, args[4], true, &follow))
    return V_NULL;
  if (both && ns)
    return raise_format(ctx, EXC_ValueError, "utime: you may specify either 'times' or 'ns' but not both"), V_NULL;
  Value pair = both ? both : ns;
  if (pair && (!is_tuple(ctx, pair) || AS_TUPLE(pair)->length != 2)) {
    raise_format(ctx, EXC_TypeError,
                 both ? "utime: 'times' must be either a tuple of two ints or None"
                      : "utime: 'ns' must be a tuple of two ints");
    return V_NULL;
  }
  for (int i = 0; pair && i < 2; i++)
    if (!(both ? seconds_of : nanoseconds_of)(ctx, AS_TUPLE(pair)->items[i], &times[i])) return V_NULL;
  if (!check_path_options(ctx, &path, "utime", args[3], follow)) return V_NULL;
  if (path.is_fd) {
    int number = file_system_fd(ctx, path.fd);
    return number < 0 || futimens(number, times) < 0 ? raise_os_error(ctx, V_NULL, V_NULL) : V_NONE;
  }
  const char *real = path_ask(ctx, &path, follow ? HOST_ASK_WRITE : HOST_ASK_WRITE_ENTRY, args[3]);
  if (!real) return V_NULL;
  return utimensat(AT_FDCWD, real, times, follow ? 0 : AT_SYMLINK_NOFOLLOW) < 0 ? path_error(ctx, &path) : V_NONE;
}

FUNCTION(f_major) {
  int64_t device;
  return size_argument(ctx, args[0], &device) ? int_from_i64(ctx, major((dev_t)device)) : V_NULL;
}
FUNCTION(f_minor) {
  int64_t device;
  return size_argument(ctx, args[0], &device) ? int_from_i64(ctx, minor((dev_t)device)) : V_NULL;
}
FUNCTION(f_makedev) {
  int64_t high, low;
  if (!size_argument(ctx, args[0], &high) || !size_argument(ctx, args[1], &low)) return V_NULL;
  return int_from_u64(ctx, makedev((unsigned)high, (unsigned)low));
}

const CFuncDef status_functions[] = {
    FUNCTION_ROW_NAMED("stat", f_stat, 1, 1,
                       "path * dir_fd= follow_symlinks=", "Perform a stat system call on the given path."),
    FUNCTION_ROW_NAMED("lstat", f_lstat, 1, 1, "path * dir_fd=",
                       "Perform a stat system call on the given path, without following symbolic links."),
    FUNCTION_ROW_NAMED("fstat", f_fstat, 1, 1, "fd", "Perform a stat system call on the given file descriptor."),
    FUNCTION_ROW_NAMED("access", f_access, 2, 2, "path mode * dir_fd= effective_ids= follow_symlinks=",
                       "Use the real uid/gid to test for access to a path."),
    FUNCTION_ROW_NAMED("statvfs", f_statvfs, 1, 1, "path", "Perform a statvfs system call on the given path."),
    FUNCTION_ROW("fstatvfs", f_fstatvfs, 1, 1, "Perform an fstatvfs system call on the given fd."),
    FUNCTION_ROW_NAMED("chmod", f_chmod, 2, 2,
                       "path mode * dir_fd= follow_symlinks=", "Change the access permissions of a file."),
    FUNCTION_ROW_NAMED("fchmod", f_fchmod, 2, 2, "fd mode",
                       "Change the access permissions of the file given by file descriptor fd."),
    FUNCTION_ROW_NAMED("utime", f_utime, 1, 2,
                       "path times= * ns= dir_fd= follow_symlinks=", "Set the access and modified time of path."),
    FUNCTION_ROW("major", f_major, 1, 1, "Extracts a device major number from a raw device number."),
    FUNCTION_ROW("minor", f_minor, 1, 1, "Extracts a device minor number from a raw device number."),
    FUNCTION_ROW("makedev", f_makedev, 2, 2, "Composes a raw device number from major and minor device numbers."),
    {0},
};
