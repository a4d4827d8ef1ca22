/* import: modules by name, from wherever they come.
 *
 * Modules written in C come from the table of built-in modules, which scripts/generate/modules.ts makes from the MODULE
 * declarations in native/modules; modules/module.h says how one is written. All others come from the host, which finds
 * and compiles source (Host.load_module). Nothing here knows a module by name except `builtins` and `sys`, which every
 * context has from the start. */
#pragma once
#include "core/ctx.h"
#include "generated/modules.h"

/* A class of a module: made when the module is first imported. The collector sees it through the module's state. */
typedef struct ModuleClass {
  size_t place; /* offset in the state of a Class * for C code to find it */
  Class *(*make)(Ctx *ctx);
} ModuleClass;

/* A module written in C; MODULE of modules/module.h declares one. Everything but name and index may be left out. */
typedef struct ModuleDef {
  const char *name;
  uint32_t index; /* in the table of built-in modules */
  bool once;      /* C code keeps the module: an import after `del sys.modules[name]` returns the same object */
  const char *doc;
  const CFuncDef *functions[16]; /* tables, NULL after the last */
  const ModuleClass *classes;    /* added under their own names; ends with {0}, as does the next */
  const ModuleClass *hidden;     /* more classes, which are not attributes of the module */
  size_t state_size;
  void (*trace)(Ctx *ctx, void *state); /* while collecting: heap_mark what the state refers to, classes excepted */
  void (*free)(Ctx *ctx, void *state);  /* the context ends: what the state owns outside of the heap */
  bool (*init)(Ctx *ctx, Value module); /* what is not data; false: a Python exception is set */
  bool (*at_exit)(Ctx *ctx);            /* the program is over; false: it is to stop */
} ModuleDef;

#define X(name) MODULE_##name,
enum { BUILTIN_MODULES(X) MODULE_COUNT };
#undef X
#define X(name) extern const ModuleDef module_##name;
BUILTIN_MODULES(X)
#undef X

struct LibraryImage;
struct KeptCode;
typedef struct Importer {
  struct LibraryImage *library; /* import/library_image.c; NULL: there is none */
  struct KeptCode *kept_code;   /* import/kept_code.c; NULL: nothing is kept */
  Class *spec_class;
  void *state[MODULE_COUNT];       /* of the modules imported so far; NULL where a module has none */
  Value kept[MODULE_COUNT];        /* modules that are made once */
  Value find_and_load, gcd_import; /* importlib's, once it is the system of import: set_up.c */
  bool setting_up;
} Importer;

/* ---- builtin_modules.c ---- */
Value builtin_module_names(Ctx *ctx); /* sys.builtin_module_names */

/* The program is over: calls at_exit of the modules imported so far. false: it is to stop. */
bool builtin_modules_at_exit(Ctx *ctx);

bool import_is_builtin(Value name);         /* name: Str */
Value import_builtin(Ctx *ctx, Value name); /* made, in sys.modules; V_NULL without exception: there is none */

/* ---- set_up.c ---- */
/* From now on modules are found as importlib does it, whose objects programs may change (sys.meta_path, sys.path_hooks,
 * …); modules that exist get their loaders. Until then they are found without it, which is faster. */
bool import_set_up(Ctx *ctx);
/* The code of a module along sys.path, as far as the host grants that, or in the standard library alone; NULL without
 * exception: there is none. */
Code *import_host_code(Ctx *ctx, Value name, bool library, Value *filename, bool *is_package);
Value import_by_importlib(Ctx *ctx, Value name); /* after import_set_up */

/* ---- kept_code.c ---- */
/* A module's code that the host keeps compiled, if the program may read the file; NULL without exception: there is
 * none. Then the next compilation for import may be kept for the file as it is now. */
Code *import_kept_code(Ctx *ctx, Value filename);
void import_forget_kept(Ctx *ctx); /* there is no such compilation */

/* ---- library_image.c ---- */
uint32_t library_checksum(const uint8_t *bytes, size_t n); /* as in ts/library/checksum.ts */
uint32_t library_identity(void);                           /* of the bytecode: ts/library/identity.ts */
/* Where the sources are, and the image beside them. `unoptimized`: compile() does not optimize, unless it is told to.
 */
bool library_open(Ctx *ctx, const char *folder, bool unoptimized);
bool library_is_folder(Ctx *ctx, Value folder); /* Str: is it the library's entry of sys.path? */
/* The code of a module, whose file name is what `__file__` says; NULL without exception: there is none; ImportError
 * when the image is missing, damaged or of another build. */
Code *library_module(Ctx *ctx, Value name, bool *is_package);
/* Of a text that modules of the library compile while they are imported; NULL without exception: it is none of these.
 */
Code *library_text(Ctx *ctx, Value source, char mode, int64_t flags, int64_t optimize);

/* ---- import.c ---- */
/* ImportError or ModuleNotFoundError with its attributes; message V_NULL: an exception is set already */
void raise_import(Ctx *ctx, ExcId id, Value message, Value name, Value path, Value name_from);
Value import_name(Ctx *ctx, Value name, Value globals, Value fromlist, Value level); /* IMPORT_NAME */
Value import_from(Ctx *ctx, Value module, Value name);
/* module.attribute, and module.function(*args), for C code whose other half is in a module of the library */
Value import_attribute(Ctx *ctx, const char *module, const char *attribute);
bool import_is_running(Ctx *ctx);                     /* a module runs for the first time, other than __main__ */
bool import_is_importlib(Ctx *ctx, const Code *code); /* code of its two modules that load others */
Value import_call(Ctx *ctx, const char *module, const char *function, const Value *args, uint32_t nargs);
bool import_star(Ctx *ctx, Value module, Value namespace_);
bool import_startup(Ctx *ctx); /* sys.modules, the modules builtins and sys */

/* ---- inline ---- */
/* The state of a module that has been imported: zeroed when it was made, one per context. */
static inline void *module_state(Ctx *ctx, const ModuleDef *def) { return ctx->importer->state[def->index]; }
