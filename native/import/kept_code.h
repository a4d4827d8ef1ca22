/* Compiled modules that a folder of the host keeps from one run to the next: ts/contract/kept-code.ts. */
#pragma once
#include "core/sha2.h"
#include "generated/contract.h"
#include "import/import.h"

typedef struct Stamp {
  int64_t size, modified, changed; /* nanoseconds; zeros: there is none */
} Stamp;

/* From now on there is such a folder. `how`: with what compiler, and how it compiles modules. false: no memory. */
bool kept_code_open(Ctx *ctx, const char *folder, const char *how);
/* The module's code out of a good entry for the file, whose body is read when it runs; NULL without exception: there is
 * none. `ask`: may the program read the file? Else the host has found it. */
Code *kept_code_find(Ctx *ctx, Value filename, bool ask);
/* Of the file for which there was no good entry the last time; false: that was another one, or it has no stamp. It is
 * said once. */
bool kept_code_take_stamp(Ctx *ctx, const uint8_t name[KEPT_DIGEST_BYTES], Stamp *stamp);
/* Is there code of such a file that was kept? */
bool kept_code_has(Ctx *ctx, const char *filename);
