/* Extended attributes of files, as Linux has them. */
#define _GNU_SOURCE
#include "modules/posix/posix.h"
#include <limits.h>
#include <string.h>
#include <sys/xattr.h>

/* A file whose attributes are meant: a path as it was granted, or a descriptor. */
typedef struct Target {
  const char *path; /* NULL: a descriptor */
  int number;
  bool follow;
} Target;
static bool target_of(Ctx *ctx, Path *path, const char *function, Value value, Value follow, bool write, Target *out) {
  bool optional = !strcmp(function, "listxattr");
  if (!path_argument(ctx, path, function, "path", value, PATH_FD | (optional ? PATH_NONE : 0)) ||
      !flag_argument(ctx, follow, true, &out->follow) || !check_path_options(ctx, path, function, V_NULL, out->follow))
    return false;
  out->path = NULL;
  if (path->is_fd) {
    if ((out->number = file_system_fd(ctx, path->fd)) >= 0) return true;
    return path_error(ctx, path), false;
  }
  int question = write         ? out->follow ? HOST_ASK_WRITE : HOST_ASK_WRITE_ENTRY
                 : out->follow ? HOST_ASK_READ
                               : HOST_ASK_READ_ENTRY;
  return (out->path = path_ask(ctx, path, question, V_NULL)) != NULL;
}

typedef ssize_t (*Ask)(const Target *t, const char *name, void *to, size_t room);
static ssize_t ask_value(const Target *t, const char *name, void *to, size_t room) {
  if (!t->path) return fgetxattr(t->number, name, to, room);
  return t->follow ? getxattr(t->path, name, to, room) : lgetxattr(t->path, name, to, room);
}
static ssize_t ask_names(const Target *t, const char *name, void *to, size_t room) {
  UNUSED(name);
  if (!t->path) return flistxattr(t->number, to, room);
  return t->follow ? listxattr(t->path, to, room) : llistxattr(t->path, to, room);
}
/* What the system says, in memory that memory_free takes back; NULL: errno, or MemoryError. It may grow meanwhile. */
static char *answer(Ctx *ctx, const Target *t, const char *name, Ask ask, ssize_t *n) {
  for (size_t room = 256;; room = XATTR_SIZE_MAX) {
    char *to = memory_new(ctx, room);
    if (!to) return raise_no_memory(ctx), NULL;
    if ((*n = ask(t, name, to, room)) >= 0) return to;
    int error = errno;
    memory_free(ctx, to);
    errno = error;
    if (error != ERANGE || room == XATTR_SIZE_MAX) return NULL;
  }
}

FUNCTION(f_getxattr) {
  PATH(path);
  PATH(name);
  Target t;
  ssize_t n;
  if (!target_of(ctx, &path, "getxattr", args[0], args[2], false, &t) ||
      !path_argument(ctx, &name, "getxattr", "attribute", args[1], 0))
    return V_NULL;
  char *value = answer(ctx, &t, name.bytes, ask_value, &n);
  Value bytes = value ? bytes_new(ctx, value, n) : path_error(ctx, &path);
  memory_free(ctx, value);
  return bytes;
}
FUNCTION(f_setxattr) {
  PATH(path);
  PATH(name);
  Target t;
  Buffer value;
  int flags = 0;
  if (!target_of(ctx, &path, "setxattr", args[0], args[4], true, &t) ||
      !path_argument(ctx, &name, "setxattr", "attribute", args[1], 0) ||
      (args[3] && !object_c_int(ctx, args[3], &flags)) || !buffer_get(ctx, args[2], BUFFER_SIMPLE, &value))
    return V_NULL;
  size_t n = (size_t)value.length;
  int done = !t.path    ? fsetxattr(t.number, name.bytes, value.data, n, flags)
             : t.follow ? setxattr(t.path, name.bytes, value.data, n, flags)
                        : lsetxattr(t.path, name.bytes, value.data, n, flags);
  Value result = done < 0 ? path_error(ctx, &path) : V_NONE;
  buffer_release(ctx, &value);
  return result;
}
FUNCTION(f_removexattr) {
  PATH(path);
  PATH(name);
  Target t;
  if (!target_of(ctx, &path, "removexattr", args[0], args[2], true, &t) ||
      !path_argument(ctx, &name, "removexattr", "attribute", args[1], 0))
    return V_NULL;
  int done = !t.path    ? fremovexattr(t.number, name.bytes)
             : t.follow ? removexattr(t.path, name.bytes)
                        : lremovexattr(t.path, name.bytes);
  return done < 0 ? path_error(ctx, &path) : V_NONE;
}
FUNCTION(f_listxattr) {
  PATH(path);
  Target t;
  ssize_t n;
  if (!target_of(ctx, &path, "listxattr", args[0], args[1], false, &t)) return V_NULL;
  char *names = answer(ctx, &t, NULL, ask_names, &n);
  if (!names) return path_error(ctx, &path);
  Value list = list_new(ctx, 0);
  for (ssize_t at = 0; list && at < n;) { /* each ends with a zero */
    size_t length = strlen(names + at);
    Value name = file_name_decode(ctx, names + at, length);
    if (!name || !list_append(ctx, list, name)) list = V_NULL;
    at += (ssize_t)length + 1;
  }
  memory_free(ctx, names);
  return list;
}

const CFuncDef attribute_functions[] = {
    FUNCTION_ROW_NAMED("getxattr", f_getxattr, 2, 2, "path attribute * follow_symlinks=",
                       "Return the value of extended attribute attribute on path."),
    FUNCTION_ROW_NAMED("setxattr", f_setxattr, 3, 4, "path attribute value flags= * follow_symlinks=",
                       "Set extended attribute attribute on path to value."),
    FUNCTION_ROW_NAMED("removexattr", f_removexattr, 2, 2,
                       "path attribute * follow_symlinks=", "Remove extended attribute attribute on path."),
    FUNCTION_ROW_NAMED("listxattr", f_listxattr, 0, 1,
                       "path= * follow_symlinks=", "Return a list of extended attributes on path."),
    {0},
};
