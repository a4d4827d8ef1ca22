/* Module _stat: bits of a file's mode, and the mode as text. */
#include "modules/module.h"
#include <sys/stat.h>

static bool mode_argument(Ctx *ctx, Value v, mode_t *out) {
  Value n = object_index(ctx, v);
  int64_t mode;
  if (!n) return false;
  if (!int_to_i64(ctx, n, &mode))
    return raise_format(ctx, EXC_OverflowError, "Python int too large to convert to C unsigned long"), false;
  if (mode < 0) return raise_format(ctx, EXC_OverflowError, "can't convert negative value to unsigned int"), false;
  if (mode > UINT32_MAX) return raise_format(ctx, EXC_OverflowError, "mode out of range"), false;
  *out = (mode_t)mode;
  return true;
}

#define KIND(name, test)                                                        \
  FUNCTION(f_##name) {                                                          \
    mode_t mode;                                                                \
    return mode_argument(ctx, args[0], &mode) ? bool_tag((test) != 0) : V_NULL; \
  }
KIND(S_ISDIR, S_ISDIR(mode))
KIND(S_ISCHR, S_ISCHR(mode))
KIND(S_ISBLK, S_ISBLK(mode))
KIND(S_ISREG, S_ISREG(mode))
KIND(S_ISFIFO, S_ISFIFO(mode))
KIND(S_ISLNK, S_ISLNK(mode))
KIND(S_ISSOCK, S_ISSOCK(mode))
KIND(NOWHERE, ((void)mode, 0)) /* kinds of files that other systems have */

FUNCTION(f_S_IMODE) {
  mode_t mode;
  return mode_argument(ctx, args[0], &mode) ? int_tag(mode & 07777) : V_NULL;
}
FUNCTION(f_S_IFMT) {
  mode_t mode;
  return mode_argument(ctx, args[0], &mode) ? int_tag(mode & S_IFMT) : V_NULL;
}

FUNCTION(f_filemode) {
  mode_t mode;
  if (!mode_argument(ctx, args[0], &mode)) return V_NULL;
  char text[11] = "?rwxrwxrwx";
  static const struct {
    mode_t kind;
    char letter;
  } kinds[] = {{S_IFREG, '-'}, {S_IFDIR, 'd'}, {S_IFLNK, 'l'}, {S_IFBLK, 'b'},
               {S_IFCHR, 'c'}, {S_IFIFO, 'p'}, {S_IFSOCK, 's'}};
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if ((mode & S_IFMT) == kinds[i].kind) text[0] = kinds[i].letter;
  for (int i = 0; i < 9; i++)
    if (!(mode & (0400u >> i))) text[1 + i] = '-';
  if (mode & S_ISUID) text[3] = mode & S_IXUSR ? 's' : 'S';
  if (mode & S_ISGID) text[6] = mode & S_IXGRP ? 's' : 'S';
  if (mode & S_ISVTX) text[9] = mode & S_IXOTH ? 't' : 'T';
  return str_from_ascii(ctx, text);
}

#define TEST(name, doc) FUNCTION_ROW(#name, f_##name, 1, 1, doc)
static const CFuncDef functions[] = {
    TEST(S_ISDIR, "Return True if mode is from a directory."),
    TEST(S_ISCHR, "Return True if mode is from a character special device file."),
    TEST(S_ISBLK, "Return True if mode is from a block special device file."),
    TEST(S_ISREG, "Return True if mode is from a regular file."),
    TEST(S_ISFIFO, "Return True if mode is from a FIFO (named pipe)."),
    TEST(S_ISLNK, "Return True if mode is from a symbolic link."),
    TEST(S_ISSOCK, "Return True if mode is from a socket."),
    FUNCTION_ROW("S_ISDOOR", f_NOWHERE, 1, 1, "Return True if mode is from a door."),
    FUNCTION_ROW("S_ISPORT", f_NOWHERE, 1, 1, "Return True if mode is from an event port."),
    FUNCTION_ROW("S_ISWHT", f_NOWHERE, 1, 1, "Return True if mode is from a whiteout."),
    TEST(S_IMODE, "Return the portion of the file's mode that can be set by os.chmod()."),
    TEST(S_IFMT, "Return the portion of the file's mode that describes the file type."),
    TEST(filemode, "Convert a file's mode to a string of the form '-rwxrwxrwx'"),
    {0},
};

/* What Linux has not is a number here too, as in CPython. */
static const struct {
  const char *name;
  int64_t value;
} constants[] = {
    {"SF_APPEND", 0x40000},
    {"SF_ARCHIVED", 0x10000},
    {"SF_DATALESS", 0x40000000},
    {"SF_FIRMLINK", 0x800000},
    {"SF_IMMUTABLE", 0x20000},
    {"SF_NOUNLINK", 0x100000},
    {"SF_SETTABLE", 0xffff0000},
    {"SF_SNAPSHOT", 0x200000},
    {"ST_ATIME", 7},
    {"ST_CTIME", 9},
    {"ST_DEV", 2},
    {"ST_GID", 5},
    {"ST_INO", 1},
    {"ST_MODE", 0},
    {"ST_MTIME", 8},
    {"ST_NLINK", 3},
    {"ST_SIZE", 6},
    {"ST_UID", 4},
    {"S_ENFMT", 02000},
    {"S_IEXEC", 0100},
    {"S_IFBLK", 060000},
    {"S_IFCHR", 020000},
    {"S_IFDIR", 040000},
    {"S_IFDOOR", 00},
    {"S_IFIFO", 010000},
    {"S_IFLNK", 0120000},
    {"S_IFPORT", 00},
    {"S_IFREG", 0100000},
    {"S_IFSOCK", 0140000},
    {"S_IFWHT", 00},
    {"S_IREAD", 0400},
    {"S_IRGRP", 040},
    {"S_IROTH", 04},
    {"S_IRUSR", 0400},
    {"S_IRWXG", 070},
    {"S_IRWXO", 07},
    {"S_IRWXU", 0700},
    {"S_ISGID", 02000},
    {"S_ISUID", 04000},
    {"S_ISVTX", 01000},
    {"S_IWGRP", 020},
    {"S_IWOTH", 02},
    {"S_IWRITE", 0200},
    {"S_IWUSR", 0200},
    {"S_IXGRP", 010},
    {"S_IXOTH", 01},
    {"S_IXUSR", 0100},
    {"UF_APPEND", 4},
    {"UF_COMPRESSED", 0x20},
    {"UF_DATAVAULT", 0x80},
    {"UF_HIDDEN", 0x8000},
    {"UF_IMMUTABLE", 2},
    {"UF_NODUMP", 1},
    {"UF_NOUNLINK", 0x10},
    {"UF_OPAQUE", 8},
    {"UF_SETTABLE", 0xffff},
    {"UF_TRACKED", 0x40},
};

static bool init(Ctx *ctx, Value module) {
  for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
    if (!module_add(ctx, module, constants[i].name, int_from_i64(ctx, constants[i].value))) return false;
  return true;
}

MODULE(_stat, .doc = "Constants and functions for interpreting results of os.stat() and os.lstat().",
       .functions = {functions}, .init = init);
