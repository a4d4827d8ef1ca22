/* Lookup in the generated tables of the Unicode database. */
#include "text/unicode_database.h"
#include <stddef.h>

typedef struct UnicodeComposition {
  uint32_t first, second, composed;
} UnicodeComposition;
typedef struct UnicodeCorrection {
  uint32_t cp, into;
} UnicodeCorrection;
#include "generated/unicode_database.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static uint32_t number_in(const uint16_t *index, uint32_t cp) {
  if (cp > 0x10ffff) cp = 0x10ffff;
  return unicode_blocks[((uint32_t)index[cp >> UNICODE_BLOCK_BITS] << UNICODE_BLOCK_BITS) +
                        (cp & ((1u << UNICODE_BLOCK_BITS) - 1))];
}

const UnicodeRecord *unicode_record(uint32_t cp) { return &unicode_records[number_in(unicode_now, cp)]; }
const UnicodeRecord *unicode_record_3_2(uint32_t cp) { return &unicode_records[number_in(unicode_old, cp)]; }

const char *unicode_category(const UnicodeRecord *record) { return unicode_categories[record->category]; }
const char *unicode_bidirectional(const UnicodeRecord *record) { return unicode_bidirectionals[record->bidirectional]; }
const char *unicode_width(const UnicodeRecord *record) { return unicode_widths[record->width]; }
double unicode_numeric(const UnicodeRecord *record) { return unicode_numerics[record->numeric]; }
const char *unicode_version(void) { return UNICODE_VERSION; }

bool unicode_assigned(const UnicodeRecord *record) {
  const char *category = unicode_category(record);
  return category[0] != 'C' || category[1] != 'n';
}

const UnicodeDecomposition *unicode_decomposition(uint32_t cp) {
  uint32_t number = number_in(unicode_decomposition_index, cp);
  return number ? &unicode_decompositions[number] : NULL;
}
const uint32_t *unicode_decomposition_points(const UnicodeDecomposition *d) {
  return &unicode_decomposed_points[d->at];
}
const char *unicode_decomposition_prefix(const UnicodeDecomposition *d) { return unicode_prefixes[d->prefix]; }

uint32_t unicode_compose(uint32_t first, uint32_t second) {
  if (first - HANGUL_L < HANGUL_L_COUNT && second - HANGUL_V < HANGUL_V_COUNT)
    return HANGUL_S + ((first - HANGUL_L) * HANGUL_V_COUNT + (second - HANGUL_V)) * HANGUL_T_COUNT;
  if (is_hangul_syllable(first) && (first - HANGUL_S) % HANGUL_T_COUNT == 0 && second - HANGUL_T < HANGUL_T_COUNT &&
      second != HANGUL_T)
    return first + (second - HANGUL_T);
  size_t low = 0, high = COUNT(unicode_compositions);
  while (low < high) {
    size_t middle = (low + high) / 2;
    const UnicodeComposition *c = &unicode_compositions[middle];
    if (c->first < first || (c->first == first && c->second < second)) low = middle + 1;
    else high = middle;
  }
  const UnicodeComposition *c = &unicode_compositions[low];
  return low < COUNT(unicode_compositions) && c->first == first && c->second == second ? c->composed : 0;
}

uint32_t unicode_correction_3_2(uint32_t cp) {
  for (size_t i = 0; i < COUNT(unicode_corrections); i++)
    if (unicode_corrections[i].cp == cp) return unicode_corrections[i].into;
  return 0;
}
