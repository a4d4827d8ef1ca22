/* Shared by the files of module _weakref: references and proxies. Both are WeakRef cells (object/weakref.h). Cell.aux
 * tells the plain ones, which are shared among all who ask for one. */
#pragma once
#include "modules/module.h"

enum { WEAK_OTHER = 0, WEAK_PLAIN_PROXY = 1, WEAK_PLAIN_REF = 2 };

typedef struct WeakrefState {
  Class *ref, *proxy, *callable_proxy;
} WeakrefState;
WeakrefState *weakref_state(Ctx *ctx);

/* A new one, or the plain one that is there already; callback V_NULL: none. */
Value weak_new(Ctx *ctx, Class *cls, Value referent, Value callback, int plain);

/* ---- proxy.c ---- */
Class *make_proxy_class(Ctx *ctx);
Class *make_callable_proxy_class(Ctx *ctx);
