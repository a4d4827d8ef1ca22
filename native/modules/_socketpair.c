/* Module _socketpair: two connected descriptors within the process, for lib/_socket.py. Nothing leaves the process, so
 * there is nothing for the host to grant. */
#define _GNU_SOURCE /* SOCK_CLOEXEC */
#include "modules/module.h"
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

FUNCTION(f_pair) {
  int numbers[2], fds[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, numbers) < 0) return raise_os_error(ctx, V_NULL, V_NULL);
  if ((fds[0] = file_adopt(ctx, numbers[0])) < 0) {
    int error = errno;
    close(numbers[1]);
    errno = error;
    return raise_os_error(ctx, V_NULL, V_NULL);
  }
  if ((fds[1] = file_adopt(ctx, numbers[1])) < 0) {
    int error = errno;
    file_close(ctx, fds[0]);
    errno = error;
    return raise_os_error(ctx, V_NULL, V_NULL);
  }
  return tuple_from(ctx, (Value[]){int_tag(fds[0]), int_tag(fds[1])}, 2);
}
static const CFuncDef functions[] = {FUNCTION_ROW("pair", f_pair, 0, 0, "Two connected descriptors."), {0}};

MODULE(_socketpair, .doc = "Connected descriptors.", .functions = {functions});
