/* What runs because objects have died: __del__, the ends of generators, callbacks of weak references.
 *
 * Nothing of it runs in a collection, nor while C code works: a collection sets PENDING_FINALIZERS, and the interpreter
 * calls finalizers_run at the next loop or function entry (interp_handle_pending). An exception that such code raises
 * goes to sys.unraisablehook; a stop (core/stop.h) goes on. */
#pragma once
#include "core/ctx.h"
#include "heap/finalization.h"
#include "object/object.h"

/* false: the program is to stop. *ran, unless it is NULL: how many calls there were. */
bool finalizers_run(Ctx *ctx, size_t *ran);
/* `top`: see heap_forget_stale_slots. Collects until nobody has anything to say about it any more. false: the program
 * is to stop. */
bool finalizers_collect(Ctx *ctx, const Value *top, size_t *ran);
/* Words that earlier calls have left on the C stack, below the caller's frame, keep objects alive when the frames of
 * the collector come to lie there. */
void finalizers_clean_stack(void);
/* The program is over: what is registered is finalized, though it may be reachable. As in CPython, callbacks of weak
 * references are not promised then, and what finalizers go on making is left. false: the program is to stop. */
bool finalizers_end(Ctx *ctx);
/* What makes an instance passes it through here. V_NULL: MemoryError, if it was not V_NULL before. */
static inline Value finalizers_watch(Ctx *ctx, const Class *cls, Value instance) {
  if (LIKELY(!(cls->flags & CLASS_HAS_FINALIZER)) || !instance) return instance;
  return finalization_register(ctx, instance) ? instance : V_NULL;
}
/* `cls` has got a finalizer: so have its instances. false: MemoryError */
bool finalizers_watch_instances(Ctx *ctx, Class *cls);
