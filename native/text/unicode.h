/* Properties and case mappings of code points, from generated tables (scripts/generate/unicode.ts). */
#pragma once
#include <stdbool.h>
#include <stdint.h>

enum {
  UNI_ALPHA = 1,       /* general category L* */
  UNI_DECIMAL = 2,     /* Nd */
  UNI_DIGIT = 4,       /* Numeric_Type Digit or Decimal */
  UNI_NUMERIC = 8,     /* Numeric_Type set */
  UNI_LOWER = 16,      /* Lowercase */
  UNI_UPPER = 32,      /* Uppercase */
  UNI_TITLE = 64,      /* Lt */
  UNI_SPACE = 128,     /* Zs, or bidirectional class WS, B, S */
  UNI_PRINTABLE = 256, /* shown as it is by repr() */
  UNI_XID_START = 512,
  UNI_XID_CONTINUE = 1024,
  UNI_CASED = 2048,
  UNI_CASE_IGNORABLE = 4096,
  UNI_LINE_BREAK = 8192 /* ends a line for splitlines() */
};

/* One record serves all code points with the same properties and the same distances to their mappings. `expand` other
 * than 0: a mapping to several code points, or a fold that differs from lower (see unicode.c). */
typedef struct UniRecord {
  uint16_t flags;
  uint8_t decimal;                   /* digit value when UNI_DECIMAL */
  uint8_t special;                   /* 1 = some mapping is in the table of special mappings */
  int32_t upper, lower, title, fold; /* mapping minus code point */
} UniRecord;

const UniRecord *uni_record(uint32_t cp);
static inline bool uni_is(uint32_t cp, unsigned flag) { return uni_record(cp)->flags & flag; }
typedef enum UniCase { UNI_TO_UPPER, UNI_TO_LOWER, UNI_TO_TITLE, UNI_TO_FOLD } UniCase;
/* The full mapping of one code point, context-free: up to 3 code points into out; returns their number. */
int uni_map(uint32_t cp, UniCase to, uint32_t out[3]);
