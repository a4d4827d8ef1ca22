/* What the files of module math share. */
#pragma once
#include "api.h"

bool math_double(Ctx *ctx, Value v, double *out); /* float(v) as math's functions take it; TypeError "must be real number, not X" */
extern const CFuncDef MATH_INTEGER_FUNCTIONS[], MATH_SUM_FUNCTIONS[];
