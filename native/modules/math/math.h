/* What the files of module math share. */
#pragma once
#include "modules/module.h"

/* float(v), as math's functions convert; TypeError "must be real number, not X" */
bool math_double(Ctx *ctx, Value v, double *out);
extern const CFuncDef MATH_INTEGER_FUNCTIONS[], MATH_SUM_FUNCTIONS[];
