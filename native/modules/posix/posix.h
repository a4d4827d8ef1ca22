/* What the files of module posix share: arguments that are paths or numbers of C, and the module's state. */
#pragma once
#include "modules/module.h"
#include <errno.h>

typedef struct PosixState {
  Class *stat_result, *statvfs_result, *terminal_size, *uname_result, *times_result;
  Class *dir_entry, *scandir_iterator;
} PosixState;
extern const ModuleDef module_posix;
static inline PosixState *posix_state(Ctx *ctx) { return module_state(ctx, &module_posix); }

/* ---- arguments.c ---- */
/* An argument that is a path, or a descriptor where that is allowed. Declared with PATH, filled by path_argument. */
typedef struct Path {
  Ctx *ctx;
  Value object;  /* as errors show it; V_NULL: a descriptor, which they do not show */
  char *bytes;   /* NULL: a descriptor, or absent */
  char *joined;  /* what path_from made */
  char *granted; /* what path_ask returned last */
  int fd;
  bool is_fd, is_bytes;
} Path;
void path_done(Path *path);
#define PATH(name) Path name __attribute__((cleanup(path_done))) = {0}

enum { PATH_FD = 1 /* may be a descriptor */, PATH_NONE = 2 /* may be absent or None: the current folder */ };
bool path_argument(Ctx *ctx, Path *path, const char *function, const char *argument, Value value, int allowed);
/* The path, or one of the system from the folder dir_fd (V_NULL or None: the current one); path_ask asks HOST_ASK_*
 * about that. What they return goes with `path`. NULL: the exception is set. */
const char *path_from(Ctx *ctx, Path *path, Value dir_fd);
const char *path_ask(Ctx *ctx, Path *path, int question, Value dir_fd);
Value path_error(Ctx *ctx, const Path *path); /* of errno; returns V_NULL */
/* false and ValueError: "stat: can't specify dir_fd without matching path" and its like */
bool check_path_options(Ctx *ctx, const Path *path, const char *function, Value dir_fd, bool follow);

bool size_argument(Ctx *ctx, Value value, int64_t *out);
bool flag_argument(Ctx *ctx, Value value, bool absent, bool *out);
Value none_or_error(Ctx *ctx, int result);                                /* None; for -1 the OSError of errno */
Value name_like(Ctx *ctx, const Path *path, const char *bytes, size_t n); /* bytes where the path is bytes, else str */

/* ---- status.c ---- */
Class *make_stat_result(Ctx *ctx);
Class *make_statvfs_result(Ctx *ctx);
Value stat_result_of(Ctx *ctx, const struct stat *status);

/* ---- folders.c ---- */
Class *make_dir_entry(Ctx *ctx);
Class *make_scandir_iterator(Ctx *ctx);

/* ---- process.c ---- */
Class *make_terminal_size(Ctx *ctx);
Class *make_uname_result(Ctx *ctx);
Class *make_times_result(Ctx *ctx);

/* ---- configuration.c ---- */
bool add_configuration_names(Ctx *ctx, Value module);

/* ---- environment.c ---- */
Value environment_dict(Ctx *ctx);

/* ---- constants.c ---- */
bool add_constants(Ctx *ctx, Value module);

/* The tables of functions, one a file. */
extern const CFuncDef descriptor_functions[], status_functions[], entry_functions[], folder_functions[],
    path_text_functions[], process_functions[], environment_functions[], transfer_functions[], attribute_functions[],
    event_functions[], terminal_functions[], owner_functions[], configuration_functions[];
