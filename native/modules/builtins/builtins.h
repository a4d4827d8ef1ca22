/* Tables of the built-in functions, by the file that defines them. */
#pragma once
#include "core/ctx.h"

/* ---- sys.c ---- */
Value sys_module_create(Ctx *ctx); /* create functions for import.c's table */

/* ---- math/math.c ---- */
Value math_module_create(Ctx *ctx);

/* ---- time.c ---- */
Value time_module_create(Ctx *ctx);

/* ---- builtins/functions.c ---- */
bool builtins_startup(Ctx *ctx);

/* ---- types ---- */
extern const CFuncDef BUILTIN_CODE_FUNCTIONS[], BUILTIN_NUMBER_FUNCTIONS[], BUILTIN_ITERATION_FUNCTIONS[];
