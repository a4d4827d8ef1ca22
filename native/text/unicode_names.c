/* Three kinds of names: of Hangul syllables, which are computed; of characters whose names end in their own number;
 * lists of words. How the latter are packed: scripts/unicode/name-tables.ts. */
#include "text/unicode_names.h"
#include <string.h>

typedef struct NameWords {
  uint32_t number, length, at; /* words from this number on have this length; where in name_words */
} NameWords;
typedef struct NameRun {
  uint32_t first, last, number; /* characters, and the number of the first one's name */
} NameRun;
typedef struct NumberedNames {
  uint32_t first, last;
  const char *prefix;
} NumberedNames;
typedef struct NameSequence {
  uint32_t n, points[UNICODE_SEQUENCE_MAX];
} NameSequence;
#include "generated/unicode_name_tables.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
_Static_assert(LONGEST_NAME < UNICODE_NAME_MAX, "room for every name");

/* CPython looks these up, but has no names for them. */
static const NumberedNames looked_up_only[] = {{0x17000, 0x187f7, "TANGUT IDEOGRAPH-"},
                                               {0x18d00, 0x18d08, "TANGUT IDEOGRAPH-"}};

/* ---- Hangul ---- */

enum { SYLLABLES = 0xac00, MEDIALS = 21, FINALS = 28, SYLLABLE_COUNT = 11172 };
static const char hangul[] = "HANGUL SYLLABLE ";
static const char *const initials[] = {"G",  "GG", "N", "D",  "DD", "R", "M", "B", "BB", "S",
                                       "SS", "",   "J", "JJ", "C",  "K", "T", "P", "H"};
static const char *const medials[MEDIALS] = {"A",  "AE", "YA", "YAE", "EO", "E",  "YEO", "YE", "O",  "WA", "WAE",
                                             "OE", "YO", "U",  "WEO", "WE", "WI", "YU",  "EU", "YI", "I"};
static const char *const finals[FINALS] = {"",   "G",  "GG", "GS", "N",  "NJ", "NH", "D", "L",  "LG",
                                           "LM", "LB", "LS", "LT", "LP", "LH", "M",  "B", "BS", "S",
                                           "SS", "NG", "J",  "C",  "K",  "T",  "P",  "H"};

/* The longest of `parts` that the name goes on with; NULL: none. Its number goes to *which. */
static size_t longest_part(const char *name, size_t n, const char *const *parts, size_t count, int *which) {
  size_t best = 0;
  *which = -1;
  for (size_t i = 0; i < count; i++) {
    size_t length = strlen(parts[i]);
    if (length > n || memcmp(name, parts[i], length) != 0 || (*which >= 0 && length <= best)) continue;
    best = length;
    *which = (int)i;
  }
  return best;
}

/* Syllables are read greedily: a vowel begins with no letter that ends a longer consonant. */
static int64_t syllable(const char *name, size_t n) {
  int initial, medial, final;
  size_t at = longest_part(name, n, initials, COUNT(initials), &initial);
  at += longest_part(name + at, n - at, medials, MEDIALS, &medial);
  at += longest_part(name + at, n - at, finals, FINALS, &final);
  return medial >= 0 && at == n ? SYLLABLES + (initial * MEDIALS + medial) * FINALS + final : -1;
}

/* ---- names with numbers ---- */

static int numbered_name(const NumberedNames *range, uint32_t cp, char *out) {
  size_t n = strlen(range->prefix);
  memcpy(out, range->prefix, n);
  for (int shift = cp > 0xffff ? 16 : 12; shift >= 0; shift -= 4) out[n++] = "0123456789ABCDEF"[cp >> shift & 15];
  return (int)n;
}

static int64_t by_number(const NumberedNames *ranges, size_t count, const char *name, size_t n) {
  for (size_t i = 0; i < count; i++) {
    size_t prefix = strlen(ranges[i].prefix);
    if (n < prefix + 4 || n > prefix + 5 || memcmp(name, ranges[i].prefix, prefix) != 0) continue;
    uint32_t cp = 0;
    for (size_t k = prefix; k < n; k++) {
      uint32_t digit = (uint32_t)(name[k] <= '9' ? name[k] - '0' : name[k] - 'A' + 10);
      if (digit > 15 || (name[k] > '9' && name[k] < 'A')) return -1;
      cp = cp << 4 | digit;
    }
    /* The number is written in four digits where they suffice. */
    if (cp >= ranges[i].first && cp <= ranges[i].last && (cp > 0xffff) == (n == prefix + 5)) return cp;
  }
  return -1;
}

/* ---- names of words ---- */

static int add_word(uint32_t word, char *out) {
  size_t low = 0, high = COUNT(name_groups) - 1;
  while (high - low > 1) {
    size_t middle = (low + high) / 2;
    if (name_groups[middle].number <= word) low = middle;
    else high = middle;
  }
  const NameWords *group = &name_groups[low];
  memcpy(out, name_words + group->at + (word - group->number) * group->length, group->length);
  return (int)group->length;
}

static int name_of_number(uint32_t number, char *out) {
  const uint8_t *p = name_bytes + name_offsets[number / NAME_STRIDE];
  for (uint32_t skip = number % NAME_STRIDE; skip > 0; skip--) p += *p + 1;
  const uint8_t *end = p + 1 + *p;
  int n = 0;
  for (p++; p < end; p++) {
    uint32_t word = *p;
    if (word >= SHORT_WORDS) word = SHORT_WORDS + ((word - SHORT_WORDS) << 8) + *++p;
    if (n) out[n++] = ' ';
    n += add_word(word, out + n);
  }
  return n;
}

static const NameRun *run_of_character(uint32_t cp) {
  size_t low = 0, high = COUNT(name_runs);
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (name_runs[middle].last < cp) low = middle + 1;
    else high = middle;
  }
  return low < COUNT(name_runs) && name_runs[low].first <= cp ? &name_runs[low] : NULL;
}

static uint32_t character_of_number(uint32_t number) {
  size_t low = 0, high = COUNT(name_runs);
  while (high - low > 1) {
    size_t middle = (low + high) / 2;
    if (name_runs[middle].number <= number) low = middle;
    else high = middle;
  }
  return name_runs[low].first + (number - name_runs[low].number);
}

/* As in name-tables.ts. */
static uint32_t hash_of(const char *name, size_t n) {
  uint32_t hash = 2166136261u;
  for (size_t i = 0; i < n; i++) hash = (hash ^ (uint8_t)name[i]) * 16777619u;
  return (hash ^ hash >> NAME_HASH_BITS) & ((1u << NAME_HASH_BITS) - 1);
}

static int64_t number_of_name(const char *name, size_t n) {
  char other[UNICODE_NAME_MAX];
  for (uint32_t at = hash_of(name, n); name_hash[at]; at = (at + 1) & ((1u << NAME_HASH_BITS) - 1)) {
    uint32_t number = name_hash[at] - 1u;
    if ((size_t)name_of_number(number, other) == n && memcmp(name, other, n) == 0) return number;
  }
  return -1;
}

/* ---- both ways ---- */

int unicode_name(uint32_t cp, char out[UNICODE_NAME_MAX]) {
  if (cp >= SYLLABLES && cp < SYLLABLES + SYLLABLE_COUNT) {
    uint32_t i = cp - SYLLABLES;
    char *end = stpcpy(out, hangul);
    end = stpcpy(end, initials[i / (MEDIALS * FINALS)]);
    end = stpcpy(end, medials[i / FINALS % MEDIALS]);
    return (int)(stpcpy(end, finals[i % FINALS]) - out);
  }
  const NameRun *run = run_of_character(cp);
  if (run) return name_of_number(run->number + (cp - run->first), out);
  for (size_t i = 0; i < COUNT(numbered_names); i++)
    if (cp >= numbered_names[i].first && cp <= numbered_names[i].last)
      return numbered_name(&numbered_names[i], cp, out);
  return 0;
}

int unicode_lookup(const char *name, size_t n, bool others, uint32_t out[UNICODE_SEQUENCE_MAX]) {
  char upper[UNICODE_NAME_MAX];
  if (n == 0 || n >= sizeof upper) return 0;
  for (size_t i = 0; i < n; i++) upper[i] = name[i] >= 'a' && name[i] <= 'z' ? (char)(name[i] - 32) : name[i];
  int64_t found = number_of_name(upper, n);
  if (found < 0) {
    size_t prefix = sizeof hangul - 1;
    if (n > prefix && memcmp(upper, hangul, prefix) == 0) found = syllable(upper + prefix, n - prefix);
    if (found < 0) found = by_number(numbered_names, COUNT(numbered_names), upper, n);
    if (found < 0) found = by_number(looked_up_only, COUNT(looked_up_only), upper, n);
    if (found < 0) return 0;
    return out[0] = (uint32_t)found, 1;
  }
  if (found < NAMES_OF_CHARACTERS) return out[0] = character_of_number((uint32_t)found), 1;
  if (!others) return 0;
  found -= NAMES_OF_CHARACTERS;
  if (found < ALIASES) return out[0] = alias_points[found], 1;
  const NameSequence *sequence = &name_sequences[found - ALIASES];
  memcpy(out, sequence->points, sizeof sequence->points);
  return (int)sequence->n;
}

int64_t unicode_named(const char *name, size_t n) {
  uint32_t points[UNICODE_SEQUENCE_MAX];
  return unicode_lookup(name, n, true, points) == 1 ? (int64_t)points[0] : -1;
}
