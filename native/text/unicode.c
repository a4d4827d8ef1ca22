/* Lookup in the generated Unicode tables. */
#include "text/unicode.h"
#include <stddef.h>

typedef struct UniSpecial {
  uint32_t cp;
  uint8_t which, n;
  uint32_t out[3];
} UniSpecial;
#include "generated/unicode_tables.h"

const UniRecord *uni_record(uint32_t cp) {
  if (cp > 0x10ffff) cp = 0x10ffff;
  uint32_t block = uni_index[cp >> UNI_INDEX_BITS];
  return &uni_records[uni_blocks[(block << UNI_INDEX_BITS) + (cp & ((1u << UNI_INDEX_BITS) - 1))]];
}

int uni_map(uint32_t cp, UniCase to, uint32_t out[3]) {
  const UniRecord *r = uni_record(cp);
  if (r->special) {
    size_t low = 0, high = sizeof uni_specials / sizeof *uni_specials;
    while (low < high) { /* by code point, then mapping */
      size_t middle = (low + high) / 2;
      const UniSpecial *s = &uni_specials[middle];
      if (s->cp < cp || (s->cp == cp && s->which < to)) low = middle + 1;
      else high = middle;
    }
    const UniSpecial *s = &uni_specials[low];
    if (low < sizeof uni_specials / sizeof *uni_specials && s->cp == cp && s->which == to) {
      for (int i = 0; i < s->n; i++) out[i] = s->out[i];
      return s->n;
    }
  }
  const int32_t delta = to == UNI_TO_UPPER   ? r->upper
                        : to == UNI_TO_LOWER ? r->lower
                        : to == UNI_TO_TITLE ? r->title
                                             : r->fold;
  out[0] = cp + (uint32_t)delta;
  return 1;
}
