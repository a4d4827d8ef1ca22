/* What the methods of re.Pattern share: reading their arguments. */
#pragma once
#include "modules/_sre/sre.h"

bool sre_bind(Ctx *ctx, const char *name, const char *params, uint32_t n, uint32_t required, const Value *args,
              uint32_t nargs, Value kwnames, Value *out);
/* string, pos=0, endpos=sys.maxsize */
bool sre_bind_text(Ctx *ctx, const char *name, Value self, const Value *args, uint32_t nargs, Value kwnames,
                   Subject *subject);
