/* What the files of module builtins share: their tables of functions, by subject. */
#pragma once
#include "modules/module.h"

extern const CFuncDef BUILTIN_OBJECT_FUNCTIONS[], BUILTIN_INPUT_OUTPUT_FUNCTIONS[], BUILTIN_NUMBER_FUNCTIONS[],
    BUILTIN_ITERATION_FUNCTIONS[], BUILTIN_CODE_FUNCTIONS[];
SHARED_METHOD(builtin_breakpoint);
bool site_builtins_add(Ctx *ctx, Value module);
