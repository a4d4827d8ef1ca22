/* What generic_alias.c and union_type.c share: type parameters, and names of types as their reprs spell them. */
#pragma once
#include "core/ctx.h"
#include "text/text.h"

/* ---- type_parameters.c ---- */
Value type_parameters(Ctx *ctx, Value args); /* of a tuple of arguments: a tuple, each of them once */
/* `args` of `self` with what `item` says in place of `parameters`: a tuple; TypeErrors of self[item] */
Value type_parameters_replaced(Ctx *ctx, Value self, Value args, Value parameters, Value item);

/* ---- generic_alias.c ---- */
bool is_generic_alias(Ctx *ctx, Value v); /* of a subclass too */
bool write_type(Ctx *ctx, StrBuilder *sb, Value v);

/* ---- union_type.c ---- */
bool is_union_type(Ctx *ctx, Value v);
bool union_type_startup(Ctx *ctx);
