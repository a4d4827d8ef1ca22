/* Names of characters, from generated tables (scripts/unicode/name-tables.ts). Nothing here allocates or knows a
 * context. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { UNICODE_NAME_MAX = 128, UNICODE_SEQUENCE_MAX = 4 };

/* The name of a character, in ASCII without a NUL. Returns its length; 0: it has none. */
int unicode_name(uint32_t cp, char out[UNICODE_NAME_MAX]);
/* The character of a name in any case: its own, with `others` also an alias, or the sequence of a named one. Returns
 * how many code points; 0: nothing has this name. */
int unicode_lookup(const char *name, size_t n, bool others, uint32_t out[UNICODE_SEQUENCE_MAX]);
/* What \N{name} means: a character, also by an alias; -1: no character. */
int64_t unicode_named(const char *name, size_t n);
