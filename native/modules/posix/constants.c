/* Numbers of the system that belong to functions of this module. */
#define _GNU_SOURCE
#include "modules/posix/posix.h"
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <sysexits.h>
#include <unistd.h>

#define N(name) {#name, name}
static const struct {
  const char *name;
  int64_t value;
} constants[] = {
    N(F_OK),
    N(R_OK),
    N(W_OK),
    N(X_OK),
    N(F_LOCK),
    N(F_TLOCK),
    N(F_ULOCK),
    N(F_TEST),
    N(TMP_MAX),
    N(O_RDONLY),
    N(O_WRONLY),
    N(O_RDWR),
    N(O_ACCMODE),
    N(O_APPEND),
    N(O_CREAT),
    N(O_EXCL),
    N(O_TRUNC),
    N(O_NONBLOCK),
    {"O_NDELAY", O_NONBLOCK},
    N(O_NOCTTY),
    N(O_SYNC),
    N(O_DSYNC),
    N(O_RSYNC),
    {"O_FSYNC", O_SYNC},
    N(O_ASYNC),
    N(O_CLOEXEC),
    N(O_DIRECTORY),
    N(O_NOFOLLOW),
#ifdef O_DIRECT
    N(O_DIRECT),
    N(O_NOATIME),
    N(O_PATH),
    N(O_TMPFILE),
    N(O_LARGEFILE),
#endif
    {"EX_OK", 0},
    N(EX_USAGE),
    N(EX_DATAERR),
    N(EX_NOINPUT),
    N(EX_NOUSER),
    N(EX_NOHOST),
    N(EX_UNAVAILABLE),
    N(EX_SOFTWARE),
    N(EX_OSERR),
    N(EX_OSFILE),
    N(EX_CANTCREAT),
    N(EX_IOERR),
    N(EX_TEMPFAIL),
    N(EX_PROTOCOL),
    N(EX_NOPERM),
    N(EX_CONFIG),
    N(WNOHANG),
    N(WUNTRACED),
    N(WCONTINUED),
    N(NGROUPS_MAX),
    N(PRIO_PROCESS),
    N(PRIO_PGRP),
    N(PRIO_USER),
    N(GRND_RANDOM),
    N(GRND_NONBLOCK),
    N(ST_RDONLY),
    N(ST_NOSUID),
    N(EFD_CLOEXEC),
    N(EFD_NONBLOCK),
    N(EFD_SEMAPHORE),
    N(TFD_CLOEXEC),
    N(TFD_NONBLOCK),
    N(TFD_TIMER_ABSTIME),
    N(TFD_TIMER_CANCEL_ON_SET),
    N(MFD_CLOEXEC),
    N(MFD_ALLOW_SEALING),
    N(MFD_HUGETLB),
    N(SPLICE_F_MOVE),
    N(SPLICE_F_NONBLOCK),
    N(SPLICE_F_MORE),
    N(XATTR_CREATE),
    N(XATTR_REPLACE),
    {"XATTR_SIZE_MAX", 65536},
    N(RWF_APPEND),
    N(RWF_DSYNC),
    N(RWF_HIPRI),
    N(RWF_NOWAIT),
    N(RWF_SYNC),
    N(POSIX_FADV_NORMAL),
    N(POSIX_FADV_SEQUENTIAL),
    N(POSIX_FADV_RANDOM),
    N(POSIX_FADV_NOREUSE),
    N(POSIX_FADV_WILLNEED),
    N(POSIX_FADV_DONTNEED),
    N(SCHED_OTHER),
    {"SCHED_NORMAL", SCHED_OTHER},
    N(SCHED_FIFO),
    N(SCHED_RR),
    N(SCHED_BATCH),
    N(SCHED_IDLE),
    N(SCHED_RESET_ON_FORK),
#ifdef SEEK_DATA
    N(SEEK_DATA),
    N(SEEK_HOLE),
#endif
};

bool add_constants(Ctx *ctx, Value module) {
  for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
    if (!module_add(ctx, module, constants[i].name, int_from_i64(ctx, constants[i].value))) return false;
  return add_configuration_names(ctx, module);
}
