/* The callbacks of a runtime (core/ctx.h: Host) as JavaScript functions. */
#pragma once
#include "addon/addon.h"

/* The Host of a context. Where the options have no function: output goes to the process's descriptors and lines come
 * from its standard input; no module is found, nothing is compiled, no source text is known. */
Host HostOf(Context *context);
/* What a JavaScript compiler returned: { blob, loaded? }, { syntaxError }, or null. NULL: there is none, or a Python
 * exception is set. */
Code *LoadResult(Context *self, Napi::Env env, Napi::Value result);
/* The same of what a compiler answers, who has to answer something. */
Code *CompiledResult(Context *self, Napi::Env env, Napi::Value result);
