/* Arguments of posix's functions. */
#include "modules/posix/posix.h"
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void path_done(Path *path) {
  if (!path->ctx) return;
  memory_free(path->ctx, path->bytes);
  memory_free(path->ctx, path->joined);
  memory_free(path->ctx, path->granted);
}

static bool is_index(Ctx *ctx, Value v) { return is_int_value(ctx, v) || class_of(ctx, v)->ops.index; }

bool path_argument(Ctx *ctx, Path *path, const char *function, const char *argument, Value value, int allowed) {
  path->ctx = ctx;
  path->fd = -1;
  if (!value || (value == V_NONE && allowed & PATH_NONE)) return true;
  bool text = is_str(ctx, value) || has_kind(ctx, value, KIND_BYTES);
  if (!text && allowed & PATH_FD && is_index(ctx, value)) {
    path->is_fd = true;
    path->object = value;
    if (is_bool(value) && !warn(ctx, EXC_RuntimeWarning, 1, "bool is used as a file descriptor")) return false;
    return object_c_int(ctx, value, &path->fd);
  }
  static const char *const wanted[] = {"string, bytes or os.PathLike", "string, bytes, os.PathLike or integer",
                                       "string, bytes, os.PathLike or None",
                                       "string, bytes, os.PathLike, integer or None"};
  if (!(value = file_path_text(ctx, value, function, argument, wanted[allowed]))) return false;
  size_t n;
  path->object = value;
  path->is_bytes = has_kind(ctx, value, KIND_BYTES);
  return (path->bytes = file_path_bytes(ctx, value, function, argument, &n)) != NULL;
}

/* `relative` as a path of the system, seen from the folder that a descriptor has open; NULL: errno or an exception. */
static char *seen_from(Ctx *ctx, int fd, const char *relative) {
  char link[64], folder[PATH_MAX + 1];
  struct stat status;
  int number = file_system_fd(ctx, fd);
  if (number < 0 || fstat(number, &status) < 0) return NULL;
  if (!S_ISDIR(status.st_mode)) return errno = ENOTDIR, NULL;
  snprintf(link, sizeof link, "/proc/self/fd/%d", number);
  ssize_t n = readlink(link, folder, sizeof folder);
  if (n < 0 || n > PATH_MAX) return errno = n < 0 ? errno : ENAMETOOLONG, NULL;
  char *path = memory_new(ctx, (size_t)n + strlen(relative) + 2);
  if (!path) return raise_no_memory(ctx), NULL;
  memcpy(path, folder, (size_t)n);
  path[n] = '/';
  strcpy(path + n + 1, relative);
  return path;
}

const char *path_from(Ctx *ctx, Path *path, Value dir_fd) {
  const char *text = path->bytes ? path->bytes : ".";
  int fd;
  if (!dir_fd || dir_fd == V_NONE) return text;
  if (!is_index(ctx, dir_fd))
    return raise_format(ctx, EXC_TypeError, "argument should be integer or None, not %T", dir_fd), NULL;
  if (!object_c_int(ctx, dir_fd, &fd)) return NULL;
  if (*text == '/' || !*text) return text;
  memory_free(ctx, path->joined);
  return (path->joined = seen_from(ctx, fd, text)) ? path->joined : (path_error(ctx, path), NULL);
}

const char *path_ask(Ctx *ctx, Path *path, int question, Value dir_fd) {
  const char *text = path_from(ctx, path, dir_fd);
  if (!text) return NULL;
  memory_free(ctx, path->granted);
  path->granted = NULL;
  return file_ask(ctx, question, text, &path->granted) ? path->granted : (path_error(ctx, path), NULL);
}

Value path_error(Ctx *ctx, const Path *path) { return raise_os_error(ctx, path->object, V_NULL); }

bool check_path_options(Ctx *ctx, const Path *path, const char *function, Value dir_fd, bool follow) {
  if (path->is_fd && dir_fd && dir_fd != V_NONE)
    return raise_format(ctx, EXC_ValueError, "%s: can't specify dir_fd without matching path", function), false;
  if (path->is_fd && !follow)
    return raise_format(ctx, EXC_ValueError, "%s: cannot use fd and follow_symlinks together", function), false;
  return true;
}

bool size_argument(Ctx *ctx, Value value, int64_t *out) {
  Value n = object_index(ctx, value);
  if (!n) return false;
  if (int_to_i64(ctx, n, out)) return true;
  if (!ctx->exc) raise_format(ctx, EXC_OverflowError, "Python int too large to convert to C long");
  return false;
}

bool flag_argument(Ctx *ctx, Value value, bool absent, bool *out) {
  int truth = value ? object_truth(ctx, value) : absent;
  *out = truth > 0;
  return truth >= 0;
}

Value none_or_error(Ctx *ctx, int result) { return result < 0 ? raise_os_error(ctx, V_NULL, V_NULL) : V_NONE; }

Value name_like(Ctx *ctx, const Path *path, const char *bytes, size_t n) {
  return path->is_bytes ? bytes_new(ctx, bytes, (int64_t)n) : file_name_decode(ctx, bytes, n);
}
