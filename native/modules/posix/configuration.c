/* What the system says about itself by name: sysconf, pathconf, confstr. A name may be given as its number. */
#define _GNU_SOURCE
#include "modules/posix/posix.h"
#include <string.h>
#include <unistd.h>

typedef struct Name {
  const char *name;
  int number;
} Name;
#define SC(name) {"SC_" #name, _SC_##name}
static const Name sysconf_names[] = {
    SC(ARG_MAX),          SC(CHILD_MAX),
    SC(CLK_TCK),          SC(IOV_MAX),
    SC(NGROUPS_MAX),      SC(NPROCESSORS_CONF),
    SC(NPROCESSORS_ONLN), SC(OPEN_MAX),
    SC(PAGESIZE),         {"SC_PAGE_SIZE", _SC_PAGESIZE},
    SC(PHYS_PAGES),       SC(AVPHYS_PAGES),
    SC(STREAM_MAX),       SC(SYMLOOP_MAX),
    SC(SEM_NSEMS_MAX),    SC(TTY_NAME_MAX),
    SC(VERSION),          {0},
};
#undef SC
#define PC(name) {"PC_" #name, _PC_##name}
static const Name pathconf_names[] = {
    PC(LINK_MAX),          PC(MAX_CANON),         PC(MAX_INPUT),
    PC(NAME_MAX),          PC(PATH_MAX),          PC(PIPE_BUF),
    PC(CHOWN_RESTRICTED),  PC(NO_TRUNC),          PC(VDISABLE),
    PC(SYNC_IO),           PC(ASYNC_IO),          PC(PRIO_IO),
    PC(SOCK_MAXBUF),       PC(FILESIZEBITS),      PC(REC_INCR_XFER_SIZE),
    PC(REC_MAX_XFER_SIZE), PC(REC_MIN_XFER_SIZE), PC(REC_XFER_ALIGN),
    PC(ALLOC_SIZE_MIN),    PC(SYMLINK_MAX),       {0},
};
#undef PC
#define CS(name) {"CS_" #name, _CS_##name}
static const Name confstr_names[] = {
    CS(PATH),
    CS(GNU_LIBC_VERSION),
    CS(GNU_LIBPTHREAD_VERSION),
    {0},
};
#undef CS

static bool number_of(Ctx *ctx, Value value, const Name *names, int *out) {
  if (is_str(ctx, value)) {
    for (; names->name; names++)
      if (str_equal_c(value, names->name)) return *out = names->number, true;
    return raise_format(ctx, EXC_ValueError, "unrecognized configuration name"), false;
  }
  if (is_int_value(ctx, value) || class_of(ctx, value)->ops.index) return object_c_int(ctx, value, out);
  return raise_format(ctx, EXC_TypeError, "configuration names must be strings or integers"), false;
}
static Value answer(Ctx *ctx, long value, Value path) {
  return value == -1 && errno ? raise_os_error(ctx, path, V_NULL) : int_from_i64(ctx, value);
}

FUNCTION(f_sysconf) {
  int number;
  if (!number_of(ctx, args[0], sysconf_names, &number)) return V_NULL;
  errno = 0;
  return answer(ctx, sysconf(number), V_NULL);
}
FUNCTION(f_pathconf) {
  PATH(path);
  int number;
  if (!path_argument(ctx, &path, "pathconf", "path", args[0], PATH_FD) ||
      !number_of(ctx, args[1], pathconf_names, &number))
    return V_NULL;
  if (path.is_fd) {
    int fd = file_system_fd(ctx, path.fd);
    if (fd < 0) return path_error(ctx, &path);
    errno = 0;
    return answer(ctx, fpathconf(fd, number), path.object);
  }
  const char *real = path_ask(ctx, &path, HOST_ASK_READ, V_NULL);
  if (!real) return V_NULL;
  errno = 0;
  return answer(ctx, pathconf(real, number), path.object);
}
FUNCTION(f_fpathconf) {
  int number, fd;
  if (!file_fd_argument(ctx, args[0], &fd) || !number_of(ctx, args[1], pathconf_names, &number)) return V_NULL;
  if ((fd = file_system_fd(ctx, fd)) < 0) return raise_os_error(ctx, V_NULL, V_NULL);
  errno = 0;
  return answer(ctx, fpathconf(fd, number), V_NULL);
}
FUNCTION(f_confstr) {
  int number;
  char text[1024];
  if (!number_of(ctx, args[0], confstr_names, &number)) return V_NULL;
  errno = 0;
  size_t n = confstr(number, text, sizeof text);
  if (n == 0) return errno ? raise_os_error(ctx, V_NULL, V_NULL) : V_NONE;
  return file_name_decode(ctx, text, strnlen(text, sizeof text));
}

static bool add_names(Ctx *ctx, Value module, const char *attribute, const Name *names) {
  Value dict = dict_new(ctx);
  for (; dict && names->name; names++) {
    Value key = str_intern_c(ctx, names->name);
    if (!key || !dict_set(ctx, dict, key, int_tag(names->number))) return false;
  }
  return dict && module_add(ctx, module, attribute, dict);
}
bool add_configuration_names(Ctx *ctx, Value module) {
  return add_names(ctx, module, "sysconf_names", sysconf_names) &&
         add_names(ctx, module, "pathconf_names", pathconf_names) &&
         add_names(ctx, module, "confstr_names", confstr_names);
}

const CFuncDef configuration_functions[] = {
    FUNCTION_ROW("sysconf", f_sysconf, 1, 1, "Return an integer-valued system configuration variable."),
    FUNCTION_ROW_NAMED("pathconf", f_pathconf, 2, 2, "path name",
                       "Return the configuration limit name for the file or directory path."),
    FUNCTION_ROW("fpathconf", f_fpathconf, 2, 2, "Return the configuration limit name for the file descriptor fd."),
    FUNCTION_ROW("confstr", f_confstr, 1, 1, "Return a string-valued system configuration variable."),
    {0},
};
