/* See ranges.h. */
#include "jit/ranges.h"
#include <stdlib.h>
#include <string.h>

static void remove_at(Ranges *ranges, size_t i) {
  memmove(&ranges->free[i], &ranges->free[i + 1], (--ranges->n - i) * sizeof(FreeRange));
}

size_t ranges_take(Ranges *ranges, size_t size) {
  for (size_t i = 0; i < ranges->n; i++) {
    FreeRange *range = &ranges->free[i];
    if (range->size < size) continue;
    size_t start = range->start;
    range->start += size;
    range->size -= size;
    if (range->size == 0) remove_at(ranges, i);
    return start;
  }
  return NO_RANGE;
}

FreeRange ranges_give(Ranges *ranges, size_t start, size_t size) {
  size_t i = 0;
  while (i < ranges->n && ranges->free[i].start < start) i++;
  FreeRange *before = i > 0 ? &ranges->free[i - 1] : NULL, *after = i < ranges->n ? &ranges->free[i] : NULL;
  bool joins_before = before && before->start + before->size == start;
  bool joins_after = after && start + size == after->start;
  if (joins_before) {
    before->size += size;
    if (joins_after) {
      before->size += after->size;
      remove_at(ranges, i);
    }
    return *before;
  }
  if (joins_after) {
    after->start = start;
    after->size += size;
    return *after;
  }
  if (ranges->n == ranges->cap) {
    size_t cap = ranges->cap ? ranges->cap * 2 : 64;
    FreeRange *grown = realloc(ranges->free, cap * sizeof(FreeRange));
    if (!grown) return (FreeRange){start, 0};
    ranges->free = grown;
    ranges->cap = cap;
  }
  memmove(&ranges->free[i + 1], &ranges->free[i], (ranges->n - i) * sizeof(FreeRange));
  ranges->n++;
  return ranges->free[i] = (FreeRange){start, size};
}

size_t ranges_largest(const Ranges *ranges) {
  size_t largest = 0;
  for (size_t i = 0; i < ranges->n; i++)
    if (ranges->free[i].size > largest) largest = ranges->free[i].size;
  return largest;
}
