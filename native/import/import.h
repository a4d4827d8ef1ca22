/* The import statement. */
#pragma once
#include "core/ctx.h"

typedef struct BuiltinModule {
  const char *name;
  Value (*create)(Ctx *ctx);
} BuiltinModule; /* table in import.c */

/* ---- import.c ---- */
Value import_name(Ctx *ctx, Value name, Value globals, Value fromlist, Value level); /* IMPORT_NAME */
Value import_from(Ctx *ctx, Value module, Value name);
bool import_star(Ctx *ctx, Value module, Value namespace_);
bool import_startup(Ctx *ctx);
