/* Module grp: the groups that /etc/group names. The host is asked for that file; what it does not grant is an empty
 * database. Other databases than the file are not looked at. */
#define _GNU_SOURCE
#include "modules/module.h"
#include <errno.h>
#include <grp.h>
#include <stdio.h>

typedef struct GrpState {
  Class *entry;
} GrpState;

#define S STRUCTSEQ_FIELD
static const GetSetDef entry_fields[] = {S(0, "gr_name"), S(1, "gr_passwd"), S(2, "gr_gid"), S(3, "gr_mem"), {0}};
#undef S
static Class *make_entry(Ctx *ctx) { return structseq_class(ctx, "grp.struct_group", entry_fields); }
static const ModuleClass classes[] = {{offsetof(GrpState, entry), make_entry}, {0}};

static Value text(Ctx *ctx, const char *bytes) { return bytes ? file_name_decode(ctx, bytes, strlen(bytes)) : V_NONE; }
static Value id(Ctx *ctx, uint32_t n) { return n == UINT32_MAX ? int_tag(-1) : int_from_u64(ctx, n); }

static Value members(Ctx *ctx, char *const *names) {
  Value list = list_new(ctx, 0);
  for (; list && *names; names++) {
    Value name = text(ctx, *names);
    if (!name || !list_append(ctx, list, name)) return V_NULL;
  }
  return list;
}
static Value entry_of(Ctx *ctx, const struct group *g) {
  GrpState *state = module_state(ctx, &module_grp);
  Value items[] = {text(ctx, g->gr_name), text(ctx, g->gr_passwd), id(ctx, g->gr_gid), members(ctx, g->gr_mem)};
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
  if (!file_ask(ctx, HOST_ASK_READ, "/etc/group", &real)) return wanted->all;
  FILE *file = fopen(real, "re");
  memory_free(ctx, real);
  if (!file) return wanted->all;
  size_t size = 1024;
  char *room = memory_new(ctx, size);
  Value found = V_NULL;
  while (room && !found) {
    struct group entry, *got;
    long at = ftell(file);
    int error = fgetgrent_r(file, &entry, room, size, &got);
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
    } else if (wanted->by_number ? got->gr_gid == wanted->number : !strcmp(got->gr_name, wanted->name)) {
      found = entry_of(ctx, got);
      break;
    }
  }
  if (!room) raise_no_memory(ctx);
  memory_free(ctx, room);
  fclose(file);
  return found;
}

FUNCTION(f_getgrgid) {
  uint32_t number;
  if (!file_owner_argument(ctx, args[0], "gid", &number)) return V_NULL;
  Value found = search(ctx, &(Search){.number = number, .by_number = true});
  if (!found && !ctx->exc) {
    Value shown = id(ctx, number);
    if (shown) raise_format(ctx, EXC_KeyError, "getgrgid(): gid not found: %S", shown);
  }
  return found;
}
FUNCTION(f_getgrnam) {
  size_t n;
  if (!is_str(ctx, args[0]))
    return raise_format(ctx, EXC_TypeError, "getgrnam() argument 'name' must be str, not %T", args[0]), V_NULL;
  char *name = file_path_bytes(ctx, args[0], NULL, NULL, &n);
  if (!name) return V_NULL;
  Value found = search(ctx, &(Search){.name = name});
  memory_free(ctx, name);
  if (!found && !ctx->exc) raise_format(ctx, EXC_KeyError, "getgrnam(): name not found: %R", args[0]);
  return found;
}
FUNCTION(f_getgrall) {
  Value list = list_new(ctx, 0);
  return list ? search(ctx, &(Search){.all = list}) : V_NULL;
}

static const CFuncDef functions[] = {
    FUNCTION_ROW_NAMED("getgrgid", f_getgrgid, 1, 1, "id",
                       "Return the group database entry for the given numeric group ID."),
    FUNCTION_ROW_NAMED("getgrnam", f_getgrnam, 1, 1, "name",
                       "Return the group database entry for the given group name."),
    FUNCTION_ROW("getgrall", f_getgrall, 0, 0, "Return a list of all available group entries, in arbitrary order."),
    {0},
};
MODULE(grp, .doc = "The groups of the system, as the group database has them.", .functions = {functions},
       .classes = classes, .state_size = sizeof(GrpState));
