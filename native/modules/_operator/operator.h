/* What the files of module _operator share. */
#pragma once
#include "modules/module.h"

typedef struct OperatorState {
  Class *attrgetter, *itemgetter, *methodcaller;
} OperatorState;

Class *make_attrgetter(Ctx *ctx), *make_itemgetter(Ctx *ctx), *make_methodcaller(Ctx *ctx);
