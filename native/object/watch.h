/* Watchers: what compiled code assumed to be constant, and whom to tell when it no longer is.
 *
 * A dependant is a number that the JIT chooses (a trace id). It registers for one key of a dict, or for a class. The
 * first change tells it, through the function given to watch_set_callback, and removes the registration: invalidation
 * is final. Watched dicts have DICT_WATCHED and watched classes CLASS_WATCHED set, so unwatched objects pay for one
 * test of a flag. The registry does not keep watched objects alive: the dependant does. */
#pragma once
#include "core/ctx.h"

typedef void (*WatchBroken)(Ctx *ctx, void *data, uint32_t dependant);

bool watch_set_callback(Ctx *ctx, WatchBroken broken, void *data);
/* key V_NULL: any change of the dict. false = out of memory, without exception: do not rely on the watch. */
bool watch_dict_key(Ctx *ctx, Value dict, Value key, uint32_t dependant);
bool watch_class(Ctx *ctx, Class *cls, uint32_t dependant);
/* Forgets all registrations of a dependant whose trace is gone. */
void watch_forget(Ctx *ctx, uint32_t dependant);
uint32_t watch_count(Ctx *ctx);
