/* What the files of module itertools share. Most of its iterators are cells of KIND_ITER with `op` 0; each file says
 * what the fields of its own mean. Those that need more room have a struct and trace it themselves.
 *
 * Reading from an iterator may run any code: it may come back to the very iterator that is being advanced, so fields
 * are read again after each item. */
#pragma once
#include "modules/module.h"

typedef struct ItertoolsState {
  Class *count, *cycle, *repeat;
  Class *compress, *dropwhile, *takewhile, *filterfalse, *islice;
  Class *chain, *zip_longest, *accumulate, *starmap, *pairwise, *batched;
  Class *product, *permutations, *combinations, *combinations_with_replacement;
  Class *groupby, *grouper;
  Class *tee, *tee_data;
} ItertoolsState;

#define NEW(name) static Value name(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames)

ItertoolsState *itertools_state(Ctx *ctx);
/* A class whose instances are iterators: "itertools.count". `doc` is its documentation. */
Class *itertools_class(Ctx *ctx, const char *name, const char *doc, size_t size, const TypeOps *ops,
                       const CFuncDef *methods, uint32_t flags);
/* The next item; V_NULL without exception: it ended, also by a StopIteration out of the code that makes its items. */
Value itertools_next(Ctx *ctx, Value it);
/* The arguments of a constructor without keywords. Subclasses with an __init__ of their own may have some. */
bool itertools_positional(Ctx *ctx, Class *cls, uint32_t nargs, Value kwnames, Class *own, const char *name, int min,
                          int max);

Class *make_count(Ctx *ctx), *make_cycle(Ctx *ctx), *make_repeat(Ctx *ctx);
Class *make_compress(Ctx *ctx), *make_dropwhile(Ctx *ctx), *make_takewhile(Ctx *ctx), *make_filterfalse(Ctx *ctx),
    *make_islice(Ctx *ctx);
Class *make_chain(Ctx *ctx), *make_zip_longest(Ctx *ctx), *make_accumulate(Ctx *ctx), *make_starmap(Ctx *ctx),
    *make_pairwise(Ctx *ctx), *make_batched(Ctx *ctx);
Class *make_product(Ctx *ctx), *make_permutations(Ctx *ctx), *make_combinations(Ctx *ctx),
    *make_combinations_with_replacement(Ctx *ctx);
Class *make_groupby(Ctx *ctx), *make_grouper(Ctx *ctx);
Class *make_tee(Ctx *ctx), *make_tee_data(Ctx *ctx);
extern const CFuncDef ITERTOOLS_TEE_FUNCTIONS[];
