/* Numbers of the system that belong to functions of this module. */
#define _GNU_SOURCE
#include "modules/posix/posix.h"
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
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
#ifdef SEEK_DATA
    N(SEEK_DATA),
    N(SEEK_HOLE),
#endif
};

bool add_constants(Ctx *ctx, Value module) {
  for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
    if (!module_add(ctx, module, constants[i].name, int_from_i64(ctx, constants[i].value))) return false;
  return add_sysconf_names(ctx, module);
}
