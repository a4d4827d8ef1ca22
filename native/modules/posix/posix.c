/* Module posix: the calls of the operating system, as far as the host grants them. What is missing, is missing because
 * a runtime cannot do it: starting processes (fork, exec, spawn, wait). os and its users look for that. */
#include "modules/posix/posix.h"

static const ModuleClass classes[] = {
    {offsetof(PosixState, stat_result), make_stat_result},
    {offsetof(PosixState, statvfs_result), make_statvfs_result},
    {offsetof(PosixState, terminal_size), make_terminal_size},
    {offsetof(PosixState, uname_result), make_uname_result},
    {offsetof(PosixState, times_result), make_times_result},
    {offsetof(PosixState, dir_entry), make_dir_entry},
    {0},
};
static const ModuleClass hidden[] = {{offsetof(PosixState, scandir_iterator), make_scandir_iterator}, {0}};

/* For os: which functions take a descriptor or dir_fd. */
static const char *const have[] = {
    "HAVE_FACCESSAT",  "HAVE_FCHDIR",    "HAVE_FCHMOD",    "HAVE_FCHMODAT", "HAVE_FCHOWN",
    "HAVE_FCHOWNAT",   "HAVE_FDOPENDIR", "HAVE_FPATHCONF", "HAVE_FSTATAT",  "HAVE_FSTATVFS",
    "HAVE_FTRUNCATE",  "HAVE_FUTIMENS",  "HAVE_FUTIMES",   "HAVE_LCHOWN",   "HAVE_LINKAT",
    "HAVE_LSTAT",      "HAVE_LUTIMES",   "HAVE_MKDIRAT",   "HAVE_MKFIFOAT", "HAVE_OPENAT",
    "HAVE_READLINKAT", "HAVE_RENAMEAT",  "HAVE_SYMLINKAT", "HAVE_UNLINKAT", "HAVE_UTIMENSAT",
};

static bool init(Ctx *ctx, Value module) {
  Value names = list_new(ctx, 0);
  for (size_t i = 0; names && i < sizeof have / sizeof *have; i++) {
    Value name = str_from_ascii(ctx, have[i]);
    if (!name || !list_append(ctx, names, name)) return false;
  }
  return names && module_add(ctx, module, "_have_functions", names) &&
         module_add(ctx, module, "error", VAL(ctx->exc_class[EXC_OSError])) &&
         module_add(ctx, module, "environ", environment_dict(ctx)) && add_constants(ctx, module);
}

MODULE(posix,
       .doc = "This module provides access to operating system functionality that is\nstandardized by the C Standard "
              "and the POSIX standard (a thinly\ndisguised Unix interface).",
       .functions = {path_text_functions, descriptor_functions, status_functions, entry_functions, folder_functions,
                     process_functions, environment_functions, transfer_functions, attribute_functions, event_functions,
                     terminal_functions, owner_functions, configuration_functions},
       .classes = classes, .hidden = hidden, .state_size = sizeof(PosixState), .init = init);
