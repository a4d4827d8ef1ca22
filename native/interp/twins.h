/* Twins of built-in functions: see twins.c. */
#pragma once
#include "core/ctx.h"

typedef struct Twins Twins;

/* Cheap, and often false: whether it is worth asking interp_twin. `total` arguments, keyword values included. */
bool interp_may_have_twin(Ctx *ctx, Value callable, const Value *args, uint32_t total);
/* The function that does what this call of a built-in function does; NULL without an exception: C does it. */
Function *interp_twin(Ctx *ctx, Value callable, const Value *args, uint32_t nargs, Value kwnames);
Frame *interp_twin_frame(Ctx *ctx, Function *twin, const Value *args, uint32_t nargs,
                         Value kwnames); /* NULL: ctx->exc */
