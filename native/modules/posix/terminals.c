/* Terminals, and pseudo-terminals, which are pairs of descriptors like pipes. Making one opens a device: that is asked
 * about. */
#define _GNU_SOURCE
#include "modules/posix/posix.h"
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char PTY_DEVICE[] = "/dev/ptmx";

/* The system's number of a descriptor; a stream that the host has taken is no terminal. -1: an exception. */
static int number_of(Ctx *ctx, Value value) {
  int fd, number;
  if (!object_c_int(ctx, value, &fd)) return -1;
  number = file_system_fd(ctx, fd);
  if (number < 0 && !ctx->exc && errno == EINVAL) errno = ENOTTY;
  if (number < 0) raise_os_error(ctx, V_NULL, V_NULL);
  return number;
}

static Value named(Ctx *ctx, int error, const char *name) {
  errno = error;
  return error ? raise_os_error(ctx, V_NULL, V_NULL) : file_name_decode(ctx, name, strlen(name));
}
FUNCTION(f_ttyname) {
  char name[PATH_MAX + 1];
  int number = number_of(ctx, args[0]);
  return number < 0 ? V_NULL : named(ctx, ttyname_r(number, name, sizeof name), name);
}
FUNCTION(f_ptsname) {
  char name[PATH_MAX + 1];
  int number = number_of(ctx, args[0]);
  return number < 0 ? V_NULL : named(ctx, ptsname_r(number, name, sizeof name), name);
}
FUNCTION(f_ctermid) { return str_from_ascii(ctx, "/dev/tty"); }

/* The system's number of a new main side; -1: errno. */
static int open_main(Ctx *ctx, int flags) {
  if (!file_ask(ctx, HOST_ASK_WRITE, PTY_DEVICE, NULL)) return -1;
  return posix_openpt(flags | O_CLOEXEC);
}
FUNCTION(f_posix_openpt) {
  int flags;
  if (!object_c_int(ctx, args[0], &flags)) return V_NULL;
  int number = open_main(ctx, flags), fd = number < 0 ? -1 : file_adopt(ctx, number);
  return fd < 0 ? raise_os_error(ctx, V_NULL, V_NULL) : int_tag(fd);
}
FUNCTION(f_grantpt) {
  int number = number_of(ctx, args[0]);
  return number < 0 ? V_NULL : none_or_error(ctx, grantpt(number));
}
FUNCTION(f_unlockpt) {
  int number = number_of(ctx, args[0]);
  return number < 0 ? V_NULL : none_or_error(ctx, unlockpt(number));
}
FUNCTION(f_openpty) {
  char name[PATH_MAX + 1];
  int main_side = open_main(ctx, O_RDWR | O_NOCTTY), other = -1, error;
  if (main_side < 0) return raise_os_error(ctx, V_NULL, V_NULL);
  if (grantpt(main_side) < 0 || unlockpt(main_side) < 0 || (errno = ptsname_r(main_side, name, sizeof name)) ||
      (other = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC)) < 0) {
    error = errno;
    close(main_side);
    errno = error;
    return raise_os_error(ctx, V_NULL, V_NULL);
  }
  int fds[2] = {file_adopt(ctx, main_side), -1};
  if (fds[0] < 0) close(other);
  else if ((fds[1] = file_adopt(ctx, other)) < 0) error = errno, file_close(ctx, fds[0]), errno = error;
  if (fds[1] < 0) return raise_os_error(ctx, V_NULL, V_NULL);
  return tuple_from(ctx, (Value[]){int_tag(fds[0]), int_tag(fds[1])}, 2);
}

FUNCTION(f_tcgetpgrp) {
  int number = number_of(ctx, args[0]);
  pid_t group = number < 0 ? -1 : tcgetpgrp(number);
  return number < 0 ? V_NULL : group < 0 ? raise_os_error(ctx, V_NULL, V_NULL) : int_tag(group);
}
FUNCTION(f_tcsetpgrp) {
  int group, number = number_of(ctx, args[0]);
  if (number < 0 || !object_c_int(ctx, args[1], &group) || !process_granted(ctx)) return V_NULL;
  return none_or_error(ctx, tcsetpgrp(number, group));
}

const CFuncDef terminal_functions[] = {
    FUNCTION_ROW("ttyname", f_ttyname, 1, 1, "Return the name of the terminal device connected to 'fd'."),
    FUNCTION_ROW("ptsname", f_ptsname, 1, 1, "Return the name of the slave pseudo-terminal device."),
    FUNCTION_ROW("ctermid", f_ctermid, 0, 0, "Return the name of the controlling terminal for this process."),
    FUNCTION_ROW("posix_openpt", f_posix_openpt, 1, 1,
                 "Open and return a file descriptor for a master pseudo-terminal device."),
    FUNCTION_ROW("grantpt", f_grantpt, 1, 1, "Grant access to the slave pseudo-terminal device."),
    FUNCTION_ROW("unlockpt", f_unlockpt, 1, 1, "Unlock a pseudo-terminal master/slave pair."),
    FUNCTION_ROW("openpty", f_openpty, 0, 0, "Open a pseudo-terminal."),
    FUNCTION_ROW("tcgetpgrp", f_tcgetpgrp, 1, 1, "Return the process group associated with the terminal."),
    FUNCTION_ROW("tcsetpgrp", f_tcsetpgrp, 2, 2, "Set the process group associated with the terminal."),
    {0},
};
