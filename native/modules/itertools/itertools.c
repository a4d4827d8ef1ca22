/* Module itertools: its declaration, and what all of its classes have in common. */
#include "modules/itertools/itertools.h"

ItertoolsState *itertools_state(Ctx *ctx) { return module_state(ctx, &module_itertools); }

Class *itertools_class(Ctx *ctx, const char *name, const char *doc, size_t size, const TypeOps *ops,
                       const CFuncDef *methods, uint32_t flags) {
  CellKind kind = size == sizeof(Iter) ? KIND_ITER : KIND_OTHER;
  Class *cls = class_new_builtin(ctx, name, NULL, kind, size, ops, methods, CLASS_BUILTIN | flags);
  return !doc || class_set_doc(ctx, cls, doc) ? cls : NULL;
}

Value itertools_next(Ctx *ctx, Value it) {
  Value item = next_item_of(ctx, it);
  if (UNLIKELY(!item && ctx->exc) && exc_matches(ctx, EXC_StopIteration)) exc_clear(ctx);
  return item;
}

bool itertools_positional(Ctx *ctx, Class *cls, uint32_t nargs, Value kwnames, Class *own, const char *name, int min,
                          int max) {
  if (kwcount(kwnames) && cls->ops.init == own->ops.init) return refuse_keywords(ctx, name, kwnames);
  if ((int)nargs >= min && (int)nargs <= max) return true;
  raise_arity(ctx, name, min, max, nargs);
  return false;
}

#define CLASS_ROW(name) {offsetof(ItertoolsState, name), make_##name}
static const ModuleClass classes[] = {
    CLASS_ROW(count),
    CLASS_ROW(cycle),
    CLASS_ROW(repeat),
    CLASS_ROW(compress),
    CLASS_ROW(dropwhile),
    CLASS_ROW(takewhile),
    CLASS_ROW(filterfalse),
    CLASS_ROW(islice),
    CLASS_ROW(chain),
    CLASS_ROW(zip_longest),
    CLASS_ROW(accumulate),
    CLASS_ROW(starmap),
    CLASS_ROW(pairwise),
    CLASS_ROW(batched),
    CLASS_ROW(product),
    CLASS_ROW(permutations),
    CLASS_ROW(combinations),
    CLASS_ROW(combinations_with_replacement),
    CLASS_ROW(groupby),
    CLASS_ROW(grouper),
    CLASS_ROW(tee),
    CLASS_ROW(tee_data),
    {0},
};

MODULE(itertools, .doc = "Building blocks for iterators.", .functions = {ITERTOOLS_TEE_FUNCTIONS}, .classes = classes,
       .state_size = sizeof(ItertoolsState));
