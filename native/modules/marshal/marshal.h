/* The format of marshal, version 5: a letter for the type, then what it needs, little-endian. An object that comes
 * again is a reference to its number; the letters of objects that have one carry FLAG_REF. */
#pragma once
#include "modules/module.h"

enum { MARSHAL_VERSION = 5, FLAG_REF = 0x80, MAX_DEPTH = 2000 };

/* V_NULL: an exception. */
Value marshal_dumps(Ctx *ctx, Value v, int version, bool allow_code);
/* Reads one object; *used: its bytes. */
Value marshal_loads(Ctx *ctx, const uint8_t *bytes, size_t n, size_t *used, bool allow_code);
