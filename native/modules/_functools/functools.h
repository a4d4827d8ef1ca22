/* What the files of module _functools share. */
#pragma once
#include "modules/module.h"

typedef struct FunctoolsState {
  Class *partial, *placeholder_type, *lru_cache, *key_wrapper;
  Value placeholder;
  Value keyword_mark; /* parts positional arguments from keywords in keys of a cache */
} FunctoolsState;

FunctoolsState *functools_state(Ctx *ctx);
Class *functools_class(Ctx *ctx, const char *name, const char *doc, CellKind kind, size_t size, const TypeOps *ops,
                       const CFuncDef *methods, uint32_t flags);
/* TypeOps.descr_get of what becomes a method in a class, as functions do. */
Value functools_bind(Ctx *ctx, Value self, Value obj, Class *owner);

Class *make_partial(Ctx *ctx), *make_placeholder_type(Ctx *ctx);
Class *make_lru_cache(Ctx *ctx);
Class *make_key_wrapper(Ctx *ctx);
