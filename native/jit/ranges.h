/* Which parts of a space of numbers are free: bytes of code memory, numbers of exits. First fit over a sorted list,
 * adjacent ranges merged: what is taken are traces, which are few and live long. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

typedef struct FreeRange {
  size_t start, size;
} FreeRange;
typedef struct Ranges {
  FreeRange *free;
  size_t n, cap;
} Ranges;

#define NO_RANGE ((size_t)-1)

size_t ranges_take(Ranges *ranges, size_t size); /* the start, or NO_RANGE */
/* Makes it free. Returns the free range that it is part of now; size 0: it is lost, there is no memory for the list. */
FreeRange ranges_give(Ranges *ranges, size_t start, size_t size);
size_t ranges_largest(const Ranges *ranges);
