/* Shared by the files of module gc. */
#pragma once
#include "modules/module.h"

/* What an object refers to, as a program could find out by itself: items, attributes, the parts of functions and
 * classes. Of built-in objects of other kinds only the class. false: an exception, or `each` returned false. */
bool gc_referents(Ctx *ctx, Value object, bool (*each)(Ctx *ctx, Value referent, void *data), void *data);
bool gc_is_tracked(Ctx *ctx, Value object);
/* A List of the tracked objects that the program can reach from its modules and from the frames that run. */
Value gc_reachable(Ctx *ctx);

/* ---- debug.c: false: an exception ---- */
bool gc_print_start(Ctx *ctx, int64_t generation, int64_t frozen);
bool gc_print_end(Ctx *ctx, int64_t found, double seconds);
bool gc_print_collectable(Ctx *ctx, Value object);
