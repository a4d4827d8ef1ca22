/* What module unicodedata answers from, for Unicode 16.0 and 3.2.0: generated tables
 * (scripts/unicode/database-tables.ts). */
#pragma once
#include <stdbool.h>
#include <stdint.h>

/* Whether a normalization form changes a character by itself (…_NO) or with those before it (…_MAYBE). */
enum {
  QUICK_NFC_NO = 1,
  QUICK_NFC_MAYBE = 2,
  QUICK_NFKC_NO = 4,
  QUICK_NFKC_MAYBE = 8,
  QUICK_NFD_NO = 16,
  QUICK_NFKD_NO = 32
};

typedef struct UnicodeRecord {
  uint8_t category, bidirectional, width; /* numbers of texts */
  uint8_t combining, mirrored, quick;
  int8_t decimal, digit; /* -1: none */
  uint8_t numeric;       /* number of a value; 0: none */
} UnicodeRecord;

/* One step: a canonical one has one or two code points, another kind a prefix. */
typedef struct UnicodeDecomposition {
  uint16_t at;
  uint8_t n, prefix;
} UnicodeDecomposition;

/* Hangul syllables decompose and compose by arithmetic: Unicode, chapter 3.12. */
enum {
  HANGUL_S = 0xac00,
  HANGUL_L = 0x1100,
  HANGUL_V = 0x1161,
  HANGUL_T = 0x11a7,
  HANGUL_L_COUNT = 19,
  HANGUL_V_COUNT = 21,
  HANGUL_T_COUNT = 28,
  HANGUL_S_COUNT = HANGUL_L_COUNT * HANGUL_V_COUNT * HANGUL_T_COUNT
};
static inline bool is_hangul_syllable(uint32_t cp) { return cp - HANGUL_S < HANGUL_S_COUNT; }

const UnicodeRecord *unicode_record(uint32_t cp); /* of 16.0 */
const UnicodeRecord *unicode_record_3_2(uint32_t cp);
bool unicode_assigned(const UnicodeRecord *record);
const char *unicode_category(const UnicodeRecord *record);
const char *unicode_bidirectional(const UnicodeRecord *record);
const char *unicode_width(const UnicodeRecord *record);
double unicode_numeric(const UnicodeRecord *record); /* it has one */
const char *unicode_version(void);

/* NULL: it has none. Hangul syllables are not in the table. */
const UnicodeDecomposition *unicode_decomposition(uint32_t cp);
const uint32_t *unicode_decomposition_points(const UnicodeDecomposition *d);
const char *unicode_decomposition_prefix(const UnicodeDecomposition *d);
/* The character that two compose into, Hangul included; 0: none. */
uint32_t unicode_compose(uint32_t first, uint32_t second);
/* What 3.2.0 decomposed a character into where that was a mistake; 0: it did as 16.0 does. */
uint32_t unicode_correction_3_2(uint32_t cp);
