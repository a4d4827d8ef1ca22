/* Watchers: what compiled code assumed constant, and whom to tell when it stops being so.
 *
 * A dependant is a number the JIT chooses (a trace id). It registers interest in one key of a dict, or in a class; the
 * first change tells it through the function given to watch_set_callback and removes the registration (invalidation is
 * one-way). Watched dicts carry DICT_WATCHED and watched classes CLASS_WATCHED, so unwatched objects pay one flag test.
 * The registry keeps watched objects alive. */
#pragma once
#include "core/ctx.h"

typedef void (*WatchBroken)(Ctx *ctx, void *data, uint32_t dependant);

void watch_set_callback(Ctx *ctx, WatchBroken broken, void *data);
/* key V_NULL: any change of the dict. false = out of memory (no exception set): do not rely on the watch. */
bool watch_dict_key(Ctx *ctx, Value dict, Value key, uint32_t dependant);
bool watch_class(Ctx *ctx, Class *cls, uint32_t dependant);
/* Forgets every registration of a dependant (its trace is gone). */
void watch_forget(Ctx *ctx, uint32_t dependant);
