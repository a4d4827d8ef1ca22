/* What the files of module unicodedata share. */
#pragma once
#include "modules/module.h"

typedef struct UnicodedataState {
  Class *ucd;
} UnicodedataState;

/* ---- normalize.c ---- */
/* Functions of the module, and methods of UCD objects, which answer for Unicode 3.2.0. */
SHARED_METHOD(unicodedata_normalize);
SHARED_METHOD(unicodedata_is_normalized);

/* ---- unicodedata.c ---- */
bool unicodedata_is_old(Ctx *ctx, Value self);
