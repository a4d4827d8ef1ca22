/* Large blocks of memory outside cells, for memory.c alone. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LARGE_BLOCK ((size_t)1 << 20) /* bytes: from here on */

typedef struct LargeBlock LargeBlock;

/* NULL: the system has no more. Zeroed. */
void *large_block_new(LargeBlock **list, size_t bytes);
void *large_block_resize(LargeBlock **list, void *p, size_t bytes); /* as realloc: p stays when it fails */
void large_block_free(LargeBlock **list, void *p);
/* Is it one of the list's? Any pointer may be asked about. */
bool large_block_is(LargeBlock *list, const void *p);
size_t large_block_size(void *p); /* bytes that it takes */
