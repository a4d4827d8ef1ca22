/* Folders: listdir, scandir and its DirEntry, the current one. */
#include "modules/posix/posix.h"
#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* The folder's stream; its path is asked about. NULL: an exception. */
static DIR *open_folder(Ctx *ctx, Path *path) {
  DIR *dir;
  if (path->is_fd) {
    int number = file_system_fd(ctx, path->fd), copy = number < 0 ? -1 : fcntl(number, F_DUPFD_CLOEXEC, 3);
    if ((dir = copy < 0 ? NULL : fdopendir(copy))) return rewinddir(dir), dir;
    int error = errno;
    if (copy >= 0) close(copy);
    errno = error;
    raise_os_error(ctx, V_NULL, V_NULL);
    return NULL;
  }
  const char *real = path_ask(ctx, path, HOST_ASK_READ, V_NULL);
  if (real && !(dir = opendir(real))) path_error(ctx, path);
  return real ? dir : NULL;
}

/* The next entry but for . and ..; NULL with errno 0: the end. */
static struct dirent *next_entry(DIR *dir) {
  struct dirent *entry;
  do {
    errno = 0;
    entry = readdir(dir);
  } while (entry && (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")));
  return entry;
}

typedef Value (*MakeEntry)(Ctx *ctx, const Path *path, const struct dirent *found);

/* A list of what `make` makes of the folder's entries. */
static Value folder_entries(Ctx *ctx, const char *function, Value folder, MakeEntry make) {
  PATH(path);
  if (!path_argument(ctx, &path, function, "path", folder, PATH_FD | PATH_NONE)) return V_NULL;
  Value list = list_new(ctx, 0);
  DIR *dir = list ? open_folder(ctx, &path) : NULL;
  if (!dir) return V_NULL;
  struct dirent *found;
  bool ok = true;
  while (ok && (found = next_entry(dir))) {
    Value entry = make(ctx, &path, found);
    ok = entry && list_append(ctx, list, entry) && CHECK_STOP(ctx);
  }
  if (ok && errno) ok = false, path_error(ctx, &path);
  closedir(dir);
  return ok ? list : V_NULL;
}

static Value entry_text(Ctx *ctx, const Path *path, const struct dirent *found) {
  return name_like(ctx, path, found->d_name, strlen(found->d_name));
}
FUNCTION(f_listdir) { return folder_entries(ctx, "listdir", args[0], entry_text); }

/* ---- DirEntry ---- */

typedef struct DirEntry {
  Cell h;
  Value name, path; /* both str or both bytes */
  Value folder;     /* an int: the folder's descriptor, which names are relative to; V_NULL: path says it all */
  Value stat, lstat;
  uint64_t inode;
  int type; /* DT_… */
} DirEntry;
#define ENTRY ((DirEntry *)self)

static void entry_trace(Ctx *ctx, Value self) {
  const Value held[] = {ENTRY->name, ENTRY->path, ENTRY->folder, ENTRY->stat, ENTRY->lstat};
  for (size_t i = 0; i < sizeof held / sizeof *held; i++)
    if (held[i]) heap_mark(ctx, held[i]);
}

/* false: an exception; *missing: the file is gone, no exception. */
static bool fetch(Ctx *ctx, Value self, bool follow, struct stat *st, bool *missing) {
  PATH(path);
  *missing = false;
  Value named = ENTRY->folder ? ENTRY->name : ENTRY->path;
  if (!path_argument(ctx, &path, "DirEntry", "path", named, 0)) return false;
  path.object = ENTRY->path;
  const char *real = path_ask(ctx, &path, follow ? HOST_ASK_READ : HOST_ASK_READ_ENTRY, ENTRY->folder);
  if (!real) return false;
  if ((follow ? stat(real, st) : lstat(real, st)) == 0) return true;
  if (errno == ENOENT) return *missing = true;
  return path_error(ctx, &path), false;
}

static Value status_of(Ctx *ctx, Value self, bool follow) {
  Value *kept = follow && ENTRY->type == DT_LNK ? &ENTRY->stat : &ENTRY->lstat;
  struct stat st;
  bool missing;
  if (*kept) return *kept;
  if (!fetch(ctx, self, kept == &ENTRY->stat, &st, &missing)) return V_NULL;
  if (missing) return errno = ENOENT, raise_os_error(ctx, ENTRY->path, V_NULL);
  return *kept = stat_result_of(ctx, &st);
}

/* The type may be unknown to the folder: then the file is asked. -1: an exception. */
static int has_type(Ctx *ctx, Value self, int type, bool follow) {
  if (ENTRY->type == DT_UNKNOWN) {
    struct stat st;
    bool missing;
    if (!fetch(ctx, self, false, &st, &missing)) return -1;
    if (missing) return 0;
    ENTRY->type = IFTODT(st.st_mode);
  }
  if (ENTRY->type != DT_LNK || !follow || type == DT_LNK) return ENTRY->type == type;
  struct stat st;
  bool missing;
  Value known = ENTRY->stat;
  if (known) return (int_val(AS_TUPLE(known)->items[0]) & S_IFMT) == DTTOIF(type);
  if (!fetch(ctx, self, true, &st, &missing)) return -1;
  return !missing && IFTODT(st.st_mode) == type;
}

static Value answer(int is) { return is < 0 ? V_NULL : bool_tag(is); }
METHOD(entry_is_dir) {
  bool follow;
  return flag_argument(ctx, args[0], true, &follow) ? answer(has_type(ctx, self, DT_DIR, follow)) : V_NULL;
}
METHOD(entry_is_file) {
  bool follow;
  return flag_argument(ctx, args[0], true, &follow) ? answer(has_type(ctx, self, DT_REG, follow)) : V_NULL;
}
METHOD(entry_is_symlink) { return answer(has_type(ctx, self, DT_LNK, false)); }
METHOD(entry_is_junction) { return V_FALSE; }
METHOD(entry_stat) {
  bool follow;
  if (!flag_argument(ctx, args[0], true, &follow) || has_type(ctx, self, DT_LNK, false) < 0) return V_NULL;
  return status_of(ctx, self, follow);
}
METHOD(entry_inode) { return int_from_i64(ctx, (int64_t)ENTRY->inode); }
METHOD(entry_fspath) { return ENTRY->path; }
METHOD(entry_reduce) { return raise_format(ctx, EXC_TypeError, "cannot pickle 'posix.DirEntry' object"), V_NULL; }
static Value entry_repr(Ctx *ctx, Value self) { return str_format_c(ctx, "<DirEntry %R>", ENTRY->name); }
static Value entry_name(Ctx *ctx, Value self) { return UNUSED(ctx), ENTRY->name; }
static Value entry_path(Ctx *ctx, Value self) { return UNUSED(ctx), ENTRY->path; }

Class *make_dir_entry(Ctx *ctx) {
  static const TypeOps ops = {.repr = entry_repr, .trace = entry_trace};
  static const CFuncDef methods[] = {
      METHOD_ROW_NAMED("is_dir", entry_is_dir, 0, 0,
                       "* follow_symlinks=", "Return True if the entry is a directory; cached per entry."),
      METHOD_ROW_NAMED("is_file", entry_is_file, 0, 0,
                       "* follow_symlinks=", "Return True if the entry is a file; cached per entry."),
      METHOD_ROW("is_symlink", entry_is_symlink, 0, 0,
                 "Return True if the entry is a symbolic link; cached per entry."),
      METHOD_ROW("is_junction", entry_is_junction, 0, 0, "Return True if the entry is a junction; cached per entry."),
      METHOD_ROW_NAMED("stat", entry_stat, 0, 0,
                       "* follow_symlinks=", "Return stat_result object for the entry; cached per entry."),
      METHOD_ROW("inode", entry_inode, 0, 0, "Return inode of the entry; cached per entry."),
      METHOD_ROW("__fspath__", entry_fspath, 0, 0, "Returns the path for the entry."),
      METHOD_ROW("__reduce__", entry_reduce, 0, 0, NULL),
      CLASS_METHOD_ROW("__class_getitem__", class_getitem, 1, 1, "See PEP 585"),
      {0},
  };
  static const GetSetDef getset[] = {
      {"name", entry_name, readonly_member, "the entry's base filename, relative to scandir() \"path\" argument"},
      {"path", entry_path, readonly_member,
       "the entry's full path name; equivalent to os.path.join(scandir_path, entry.name)"},
      {0},
  };
  Class *cls = class_new_builtin(ctx, "posix.DirEntry", ctx->cls.object, KIND_OTHER, sizeof(DirEntry), &ops, methods,
                                 CLASS_BUILTIN);
  return cls && class_add_getset(ctx, cls, getset) ? cls : NULL;
}

/* ---- scandir ---- */

/* All entries are read at once: no stream stays open. Who leaves some of them and does not say so is warned, as in
 * CPython, where the stream does. */
typedef struct Scan {
  Cell h;
  Value entries; /* a list; V_NULL: closed */
  int64_t next;
} Scan;
#define SCAN ((Scan *)self)

static void scan_trace(Ctx *ctx, Value self) {
  if (SCAN->entries) heap_mark(ctx, SCAN->entries);
}
static Value scan_next(Ctx *ctx, Value self) {
  UNUSED(ctx);
  if (SCAN->entries && SCAN->next < AS_LIST(SCAN->entries)->length)
    return AS_LIST(SCAN->entries)->items->items[SCAN->next++];
  SCAN->entries = V_NULL;
  return V_NULL;
}
METHOD(scan_close) { return SCAN->entries = V_NULL, V_NONE; }
METHOD(scan_enter) { return self; }
METHOD(scan_del) {
  if (SCAN->entries && !warn(ctx, EXC_ResourceWarning, 1, "unclosed scandir iterator %R", self) &&
      exc_matches(ctx, EXC_Warning) && !unraisable(ctx, "Exception ignored while finalizing scandir iterator", self))
    return V_NULL;
  SCAN->entries = V_NULL;
  return ctx->exc ? V_NULL : V_NONE;
}

Class *make_scandir_iterator(Ctx *ctx) {
  static const TypeOps ops = {.iter = iter_self, .next = scan_next, .trace = scan_trace};
  static const CFuncDef methods[] = {
      METHOD_ROW("close", scan_close, 0, 0, NULL),        METHOD_ROW("__enter__", scan_enter, 0, 0, NULL),
      METHOD_ROW("__exit__", scan_close, 0, -1, NULL),    METHOD_ROW("__del__", scan_del, 0, 0, NULL),
      METHOD_ROW("__reduce__", entry_reduce, 0, 0, NULL), {0},
  };
  return class_new_builtin(ctx, "posix.ScandirIterator", ctx->cls.object, KIND_OTHER, sizeof(Scan), &ops, methods,
                           CLASS_BUILTIN | CLASS_HAS_FINALIZER);
}

/* path/name, as os.path.join makes it. */
static Value joined(Ctx *ctx, const Path *path, const char *name) {
  const char *folder = path->bytes ? path->bytes : ".";
  size_t n = strlen(folder), m = strlen(name);
  bool slash = n && folder[n - 1] != '/';
  char *text = memory_new(ctx, n + m + 2);
  if (!text) return raise_no_memory(ctx), V_NULL;
  memcpy(text, folder, n);
  if (slash) text[n] = '/';
  memcpy(text + n + slash, name, m);
  Value result = name_like(ctx, path, text, n + slash + m);
  memory_free(ctx, text);
  return result;
}

static Value new_entry(Ctx *ctx, const Path *path, const struct dirent *found) {
  DirEntry *entry = (DirEntry *)instance_new(ctx, posix_state(ctx)->dir_entry);
  if (!entry) return V_NULL;
  Value self = VAL(entry);
  entry->inode = found->d_ino;
  entry->type = found->d_type;
  if (path->is_fd) entry->folder = int_tag(path->fd);
  entry->name = entry_text(ctx, path, found);
  if (entry->name) entry->path = path->is_fd ? entry->name : joined(ctx, path, found->d_name);
  return entry->name && entry->path ? self : V_NULL;
}

FUNCTION(f_scandir) {
  Value entries = folder_entries(ctx, "scandir", args[0], new_entry);
  Scan *scan = entries ? (Scan *)instance_new(ctx, posix_state(ctx)->scandir_iterator) : NULL;
  if (!scan) return V_NULL;
  scan->entries = entries;
  return finalization_register(ctx, VAL(scan)) ? VAL(scan) : V_NULL;
}

/* ---- the current folder ---- */

FUNCTION(f_chdir) {
  PATH(path);
  if (!path_argument(ctx, &path, "chdir", "path", args[0], PATH_FD)) return V_NULL;
  if (!path.is_fd) return path_ask(ctx, &path, HOST_ASK_CHANGE_FOLDER, V_NULL) ? V_NONE : V_NULL;
  /* a path without bytes is ".": the folder that is open */
  return path_ask(ctx, &path, HOST_ASK_CHANGE_FOLDER, int_tag(path.fd)) ? V_NONE : V_NULL;
}
FUNCTION(f_fchdir) {
  int fd;
  Value number = file_fd_argument(ctx, args[0], &fd) ? int_tag(fd) : V_NULL;
  return number ? f_chdir(ctx, self, &number, 1, V_NULL) : V_NULL;
}

static Value current_folder(Ctx *ctx, bool bytes) {
  char *text;
  size_t n;
  if (!file_ask_text(ctx, HOST_ASK_FOLDER, "", 0, &text, &n)) return raise_os_error(ctx, V_NULL, V_NULL);
  Value folder = bytes ? bytes_new(ctx, text, (int64_t)n) : file_name_decode(ctx, text, n);
  memory_free(ctx, text);
  return folder;
}
FUNCTION(f_getcwd) { return current_folder(ctx, false); }
FUNCTION(f_getcwdb) { return current_folder(ctx, true); }

const CFuncDef folder_functions[] = {
    FUNCTION_ROW_NAMED("listdir", f_listdir, 0, 1,
                       "path=", "Return a list containing the names of the files in the directory."),
    FUNCTION_ROW_NAMED("scandir", f_scandir, 0, 1, "path=", "Return an iterator of DirEntry objects for given path."),
    FUNCTION_ROW_NAMED("chdir", f_chdir, 1, 1, "path", "Change the current working directory to the specified path."),
    FUNCTION_ROW_NAMED("fchdir", f_fchdir, 1, 1, "fd", "Change to the directory of the given file descriptor."),
    FUNCTION_ROW("getcwd", f_getcwd, 0, 0, "Return a unicode string representing the current working directory."),
    FUNCTION_ROW("getcwdb", f_getcwdb, 0, 0, "Return a bytes string representing the current working directory."),
    {0},
};
