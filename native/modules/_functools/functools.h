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
static inline bool functools_callable(Ctx *ctx, Value v) { return class_of(ctx, v)->ops.call != NULL; }

Class *make_partial(Ctx *ctx), *make_placeholder_type(Ctx *ctx);
Class *make_lru_cache(Ctx *ctx);
Class *make_key_wrapper(Ctx *ctx);
extern const CFuncDef FUNCTOOLS_FUNCTIONS[];
