/* Module pwd: the users that /etc/passwd names. The host is asked for that file; what it does not grant is an empty
 * database. Other databases than the file are not looked at. */
#define _GNU_SOURCE
#include "modules/module.h"
#include <errno.h>
#include <pwd.h>
#include <stdio.h>

typedef struct PwdState {
  Class *entry;
} PwdState;

#define S STRUCTSEQ_FIELD
static const GetSetDef entry_fields[] = {S(0, "pw_name"),  S(1, "pw_passwd"), S(2, "pw_uid"),   S(3, "pw_gid"),
                                         S(4, "pw_gecos"), S(5, "pw_dir"),    S(6, "pw_shell"), {0}};
#undef S
static Class *make_entry(Ctx *ctx) { return structseq_class(ctx, "pwd.struct_passwd", entry_fields); }
static const ModuleClass classes[] = {{offsetof(PwdState, entry), make_entry}, {0}};

static Value text(Ctx *ctx, const char *bytes) { return bytes ? file_name_decode(ctx, bytes, strlen(bytes)) : V_NONE; }
static Value id(Ctx *ctx, uint32_t n) { return n == UINT32_MAX ? int_tag(-1) : int_from_u64(ctx, n); }

static Value entry_of(Ctx *ctx, const struct passwd *p) {
  PwdState *state = module_state(ctx, &module_pwd);
  Value items[] = {text(ctx, p->pw_name),  text(ctx, p->pw_passwd), id(ctx, p->pw_uid),    id(ctx, p->pw_gid),
                   text(ctx, p->pw_gecos), text(ctx, p->pw_dir),    text(ctx, p->pw_shell)};
  for (size_t i = 0; i < sizeof items / sizeof *items; i++)
    if (!items[i]) return V_NULL;
  return structseq_new(ctx, state->entry, items);
}

/* What is looked for: a name, a number, or with `all` every entry, in a list. */
typedef struct Search {
  const char *name;
  uint32_t number;
  bool by_number;
  Value all;
} Search;

enum { LINE_MAX_BYTES = 1 << 20 };

/* The entry, the list, or V_NULL: an exception, or there is none. */
static Value search(Ctx *ctx, const Search *wanted) {
  char *real;
  if (!file_ask(ctx, HOST_ASK_READ, "/etc/passwd", &real)) return wanted->all;
  FILE *file = fopen(real, "re");
  memory_free(ctx, real);
  if (!file) return wanted->all;
  size_t size = 1024;
  char *room = memory_new(ctx, size);
  Value found = V_NULL;
  while (room && !found) {
    struct passwd entry, *got;
    long at = ftell(file);
    int error = fgetpwent_r(file, &entry, room, size, &got);
    if (error == ERANGE && size < LINE_MAX_BYTES) { /* the line once more */
      char *grown = memory_resize(ctx, room, size *= 2);
      if (!grown) break;
      room = grown;
      fseek(file, at, SEEK_SET);
      continue;
    }
    if (error || !got || !CHECK_STOP(ctx)) {
      found = ctx->exc ? V_NULL : wanted->all;
      break;
    }
    if (wanted->all) {
      Value made = entry_of(ctx, got);
      if (!made || !list_append(ctx, wanted->all, made)) break;
    } else if (wanted->by_number ? got->pw_uid == wanted->number : !strcmp(got->pw_name, wanted->name)) {
      found = entry_of(ctx, got);
      break;
    }
  }
  if (!room) raise_no_memory(ctx);
  memory_free(ctx, room);
  fclose(file);
  return found;
}

FUNCTION(f_getpwuid) {
  uint32_t number;
  if (!file_owner_argument(ctx, args[0], "uid", &number)) {
    if (!exc_matches(ctx, EXC_OverflowError)) return V_NULL;
    exc_clear(ctx);
    return raise_format(ctx, EXC_KeyError, "getpwuid(): uid not found"), V_NULL;
  }
  Value found = search(ctx, &(Search){.number = number, .by_number = true});
  if (!found && !ctx->exc) {
    Value shown = id(ctx, number);
    if (shown) raise_format(ctx, EXC_KeyError, "getpwuid(): uid not found: %S", shown);
  }
  return found;
}
FUNCTION(f_getpwnam) {
  size_t n;
  if (!is_str(ctx, args[0]))
    return raise_format(ctx, EXC_TypeError, "getpwnam() argument must be str, not %T", args[0]), V_NULL;
  char *name = file_path_bytes(ctx, args[0], NULL, NULL, &n);
  if (!name) return V_NULL;
  Value found = search(ctx, &(Search){.name = name});
  memory_free(ctx, name);
  if (!found && !ctx->exc) raise_format(ctx, EXC_KeyError, "getpwnam(): name not found: %R", args[0]);
  return found;
}
FUNCTION(f_getpwall) {
  Value list = list_new(ctx, 0);
  return list ? search(ctx, &(Search){.all = list}) : V_NULL;
}

static const CFuncDef functions[] = {
    FUNCTION_ROW("getpwuid", f_getpwuid, 1, 1, "Return the password database entry for the given numeric user ID."),
    FUNCTION_ROW("getpwnam", f_getpwnam, 1, 1, "Return the password database entry for the given user name."),
    FUNCTION_ROW("getpwall", f_getpwall, 0, 0, "Return a list of all available password database entries."),
    {0},
};
MODULE(pwd, .doc = "The users of the system, as the password database has them.", .functions = {functions},
       .classes = classes, .state_size = sizeof(PwdState));
