/* Entries of folders: made, renamed, linked, removed. */
#define _GNU_SOURCE /* what Linux has beyond POSIX */
#include "modules/posix/posix.h"
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A function of a path whose entry itself is meant, and perhaps a mode. */
static Value change_entry(Ctx *ctx, const char *function, Value value, Value dir_fd,
                          int (*change)(const char *, mode_t), mode_t mode) {
  PATH(path);
  if (!path_argument(ctx, &path, function, "path", value, 0)) return V_NULL;
  const char *real = path_ask(ctx, &path, HOST_ASK_WRITE_ENTRY, dir_fd);
  if (!real) return V_NULL;
  return change(real, mode) < 0 ? path_error(ctx, &path) : V_NONE;
}

static int call_rmdir(const char *path, mode_t mode) { return UNUSED(mode), rmdir(path); }
static int call_unlink(const char *path, mode_t mode) { return UNUSED(mode), unlink(path); }

FUNCTION(f_mkdir) {
  int mode = 0777;
  if (args[1] && !object_c_int(ctx, args[1], &mode)) return V_NULL;
  return change_entry(ctx, "mkdir", args[0], args[2], mkdir, (mode_t)mode);
}
FUNCTION(f_mkfifo) {
  int mode = 0666;
  if (args[1] && !object_c_int(ctx, args[1], &mode)) return V_NULL;
  return change_entry(ctx, "mkfifo", args[0], args[2], mkfifo, (mode_t)mode);
}
FUNCTION(f_rmdir) { return change_entry(ctx, "rmdir", args[0], args[1], call_rmdir, 0); }
FUNCTION(f_unlink) { return change_entry(ctx, "unlink", args[0], args[1], call_unlink, 0); }
FUNCTION(f_remove) { return change_entry(ctx, "remove", args[0], args[1], call_unlink, 0); }

/* ---- two paths ---- */

/* The granted forms of both; false: an exception that shows both. */
static bool ask_both(Ctx *ctx, Path *from, int question, Value from_dir, Path *to, Value to_dir) {
  if (path_ask(ctx, from, question, from_dir) && path_ask(ctx, to, HOST_ASK_WRITE_ENTRY, to_dir)) return true;
  if (!exc_matches(ctx, EXC_OSError)) return false;
  Exception *exc = AS_EXC(ctx->exc); /* made for one path */
  exc->extra[2] = from->object;
  exc->extra[3] = to->object;
  return false;
}

static Value rename_paths(Ctx *ctx, const char *function, const Value *args) {
  PATH(from);
  PATH(to);
  if (!path_argument(ctx, &from, function, "src", args[0], 0) || !path_argument(ctx, &to, function, "dst", args[1], 0))
    return V_NULL;
  if (!ask_both(ctx, &from, HOST_ASK_WRITE_ENTRY, args[2], &to, args[3])) return V_NULL;
  return rename(from.granted, to.granted) < 0 ? raise_os_error(ctx, from.object, to.object) : V_NONE;
}
FUNCTION(f_rename) { return rename_paths(ctx, "rename", args); }
FUNCTION(f_replace) { return rename_paths(ctx, "replace", args); }

/* What may be read only must not get a second name under which it may be written. */
FUNCTION(f_link) {
  PATH(from);
  PATH(to);
  bool follow;
  if (!path_argument(ctx, &from, "link", "src", args[0], 0) || !path_argument(ctx, &to, "link", "dst", args[1], 0) ||
      !flag_argument(ctx, args[4], true, &follow))
    return V_NULL;
  if (!ask_both(ctx, &from, follow && args[4] ? HOST_ASK_WRITE : HOST_ASK_WRITE_ENTRY, args[2], &to, args[3]))
    return V_NULL;
  int flags = follow && args[4] ? AT_SYMLINK_FOLLOW : 0;
  return linkat(AT_FDCWD, from.granted, AT_FDCWD, to.granted, flags) < 0 ? raise_os_error(ctx, from.object, to.object)
                                                                         : V_NONE;
}

/* The text of a link is any text: whoever follows it is asked then. */
FUNCTION(f_symlink) {
  PATH(text);
  PATH(path);
  if (!path_argument(ctx, &text, "symlink", "src", args[0], 0) ||
      !path_argument(ctx, &path, "symlink", "dst", args[1], 0))
    return V_NULL;
  if (!path_ask(ctx, &path, HOST_ASK_WRITE_ENTRY, args[3])) {
    if (exc_matches(ctx, EXC_OSError)) {
      AS_EXC(ctx->exc)->extra[2] = text.object;
      AS_EXC(ctx->exc)->extra[3] = path.object;
    }
    return V_NULL;
  }
  return symlink(text.bytes, path.granted) < 0 ? raise_os_error(ctx, text.object, path.object) : V_NONE;
}

FUNCTION(f_readlink) {
  PATH(path);
  char text[PATH_MAX + 1];
  if (!path_argument(ctx, &path, "readlink", "path", args[0], 0)) return V_NULL;
  const char *real = path_ask(ctx, &path, HOST_ASK_READ_ENTRY, args[1]);
  if (!real) return V_NULL;
  ssize_t n = readlink(real, text, sizeof text);
  return n < 0 ? path_error(ctx, &path) : name_like(ctx, &path, text, (size_t)n);
}

FUNCTION(f_truncate) {
  PATH(path);
  int64_t length;
  if (!path_argument(ctx, &path, "truncate", "path", args[0], PATH_FD) || !size_argument(ctx, args[1], &length))
    return V_NULL;
  if (path.is_fd) return file_truncate(ctx, path.fd, length) < 0 ? path_error(ctx, &path) : V_NONE;
  const char *real = path_ask(ctx, &path, HOST_ASK_WRITE, V_NULL);
  if (!real) return V_NULL;
  return truncate(real, length) < 0 ? path_error(ctx, &path) : V_NONE;
}

const CFuncDef entry_functions[] = {
    FUNCTION_ROW_NAMED("mkdir", f_mkdir, 1, 2, "path mode= * dir_fd=", "Create a directory."),
    FUNCTION_ROW_NAMED("mkfifo", f_mkfifo, 1, 2, "path mode= * dir_fd=", "Create a \"fifo\" (a POSIX named pipe)."),
    FUNCTION_ROW_NAMED("rmdir", f_rmdir, 1, 1, "path * dir_fd=", "Remove a directory."),
    FUNCTION_ROW_NAMED("unlink", f_unlink, 1, 1, "path * dir_fd=", "Remove a file (same as remove())."),
    FUNCTION_ROW_NAMED("remove", f_remove, 1, 1, "path * dir_fd=", "Remove a file (same as unlink())."),
    FUNCTION_ROW_NAMED("rename", f_rename, 2, 2, "src dst * src_dir_fd= dst_dir_fd=", "Rename a file or directory."),
    FUNCTION_ROW_NAMED("replace", f_replace, 2, 2,
                       "src dst * src_dir_fd= dst_dir_fd=", "Rename a file or directory, overwriting the destination."),
    FUNCTION_ROW_NAMED("link", f_link, 2, 2,
                       "src dst * src_dir_fd= dst_dir_fd= follow_symlinks=", "Create a hard link to a file."),
    FUNCTION_ROW_NAMED("symlink", f_symlink, 2, 3,
                       "src dst target_is_directory= * dir_fd=", "Create a symbolic link pointing to src named dst."),
    FUNCTION_ROW_NAMED("readlink", f_readlink, 1, 1,
                       "path * dir_fd=", "Return a string representing the path to which the symbolic link points."),
    FUNCTION_ROW_NAMED("truncate", f_truncate, 2, 2, "path length", "Truncate a file to a length."),
    {0},
};
