/* What the files of import share: finding and making modules. Names are absolute. */
#pragma once
#include "import/import.h"

/* ---- spec.c ---- */
/* ModuleSpec(name, loader=None, origin=origin); path: a package's search locations, or None */
Value spec_new(Ctx *ctx, Value name, Value origin, Value path);
bool spec_set_initializing(Ctx *ctx, Value spec, bool initializing);
Value parent_of(Ctx *ctx, Value name); /* of a.b.c: a.b; of a: "" */
bool spec_startup(Ctx *ctx);

/* ---- set_up.c ---- */
/* May importlib find the module `tail` of the package (V_NULL: on sys.path), which the host has not found? It opens
 * archives, and a folder without __init__.py is a namespace package. */
bool only_importlib_finds(Ctx *ctx, Value package, Value tail);

/* ---- builtin_modules.c ---- */
bool builtin_modules_startup(Ctx *ctx);

/* ---- source_module.c ---- */
/* From the host, registered in sys.modules, its body run; V_NULL without exception: there is none */
Value load_source(Ctx *ctx, Value name);
