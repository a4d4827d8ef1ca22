/* Sets of characters: categories, the ways of ignoring case, and the charsets that re._compiler emits. What a charset
 * says about characters below 256 becomes a bitmap; about the others as much as can be known beforehand. */
#include "modules/_sre/sre.h"
#include "text/unicode.h"
#include <ctype.h>

/* Characters beyond the bitmap, by what categories tell apart. No space is a letter or a digit. */
enum { CLASS_DIGIT = 1, CLASS_WORD = 2, CLASS_SPACE = 4, CLASS_OTHER = 8, CLASS_ALL = 15 };
#define UNI_ALNUM (UNI_ALPHA | UNI_DECIMAL | UNI_DIGIT | UNI_NUMERIC)

uint8_t sre_class_of(uint32_t c) {
  unsigned flags = uni_record(c)->flags;
  if (flags & UNI_DECIMAL) return CLASS_DIGIT;
  if (flags & UNI_ALNUM) return CLASS_WORD;
  return flags & UNI_SPACE ? CLASS_SPACE : CLASS_OTHER;
}

/* ---- case ---- */

uint32_t sre_lower_ascii(uint32_t c) { return c - 'A' < 26 ? c + 32 : c; }
uint32_t sre_lower_locale(uint32_t c) { return c < 256 ? (uint32_t)tolower((int)c) : c; }
static uint32_t upper_locale(uint32_t c) { return c < 256 ? (uint32_t)toupper((int)c) : c; }
/* Where a character becomes several, the first of them. */
static uint32_t map_first(uint32_t c, UniCase to) {
  uint32_t out[3];
  uni_map(c, to, out);
  return out[0];
}
uint32_t sre_lower_unicode(uint32_t c) {
  if (c > 0x10ffff) return c;
  const UniRecord *record = uni_record(c);
  return UNLIKELY(record->special) ? map_first(c, UNI_TO_LOWER) : c + (uint32_t)record->lower;
}
uint32_t sre_upper_unicode(uint32_t c) { return c > 0x10ffff ? c : map_first(c, UNI_TO_UPPER); }

/* ---- categories ---- */

static bool ascii_word(uint32_t c) { return c - '0' < 10 || (c | 32) - 'a' < 26 || c == '_'; }

bool sre_in_category(uint32_t category, uint32_t c) {
  bool in;
  switch ((Category)(category & ~1u)) { /* the odd ones are the others' complements; but see below */
  case CATEGORY_DIGIT: in = c - '0' < 10; break;
  case CATEGORY_SPACE: in = c == ' ' || c - 9 < 5; break;
  case CATEGORY_WORD: in = ascii_word(c); break;
  case CATEGORY_LINEBREAK: in = c == '\n'; break;
  case CATEGORY_LOC_WORD: in = c < 256 && (isalnum((int)c) || c == '_'); break;
  case CATEGORY_UNI_DIGIT: in = uni_is(c, UNI_DECIMAL); break;
  case CATEGORY_UNI_SPACE: in = uni_is(c, UNI_SPACE); break;
  case CATEGORY_UNI_WORD: in = c == '_' || uni_is(c, UNI_ALNUM); break;
  case CATEGORY_UNI_LINEBREAK: in = uni_is(c, UNI_LINE_BREAK); break;
  default: return false;
  }
  return in != (category & 1);
}

/* ---- charsets ---- */

#define BITMAP_WORDS 8 /* of 256 characters */
#define BIG_BLOCKS 64  /* words with the 256 numbers of blocks */

uint32_t sre_charset_length(const uint32_t *words, uint32_t at, uint32_t end, bool folded) {
  uint32_t from = at;
  while (at < end) {
    uint32_t left = end - at - 1;
    switch (words[at++]) {
    case SRE_FAILURE: return at - from;
    case SRE_NEGATE: break;
    case SRE_LITERAL:
      if (left < 1) return 0;
      at += 1;
      break;
    case SRE_RANGE_UNI_IGNORE:
      if (!folded) return 0;
      __attribute__((fallthrough));
    case SRE_RANGE:
      if (left < 2) return 0;
      at += 2;
      break;
    case SRE_CHARSET:
      if (left < BITMAP_WORDS) return 0;
      at += BITMAP_WORDS;
      break;
    case SRE_BIGCHARSET: {
      if (left < 1 + BIG_BLOCKS) return 0;
      uint64_t blocks = words[at];
      const uint8_t *numbers = (const uint8_t *)&words[at + 1];
      for (int i = 0; i < 256; i++)
        if (numbers[i] >= blocks) return 0;
      if (left < 1 + BIG_BLOCKS + blocks * BITMAP_WORDS) return 0;
      at += (uint32_t)(1 + BIG_BLOCKS + blocks * BITMAP_WORDS);
      break;
    }
    case SRE_CATEGORY:
      if (left < 1 || words[at] >= CATEGORY_COUNT) return 0;
      at += 1;
      break;
    default: return 0;
    }
  }
  return 0;
}

static bool bit(const uint32_t *bitmap, uint32_t c) { return bitmap[c >> 5] >> (c & 31) & 1; }

/* Is c in the charset? The first member that has it decides. */
static bool in_words(const uint32_t *w, uint32_t c) {
  bool in = true;
  for (;;) {
    switch (*w++) {
    case SRE_NEGATE: in = !in; break;
    case SRE_LITERAL:
      if (c == w[0]) return in;
      w += 1;
      break;
    case SRE_RANGE:
      if (w[0] <= c && c <= w[1]) return in;
      w += 2;
      break;
    case SRE_RANGE_UNI_IGNORE: { /* c is in lower case */
      uint32_t upper = sre_upper_unicode(c);
      if ((w[0] <= c && c <= w[1]) || (w[0] <= upper && upper <= w[1])) return in;
      w += 2;
      break;
    }
    case SRE_CHARSET:
      if (c < 256 && bit(w, c)) return in;
      w += BITMAP_WORDS;
      break;
    case SRE_BIGCHARSET: {
      const uint8_t *numbers = (const uint8_t *)&w[1];
      const uint32_t *blocks = w + 1 + BIG_BLOCKS;
      if (c < 0x10000 && bit(blocks + (size_t)numbers[c >> 8] * BITMAP_WORDS, c & 255)) return in;
      w = blocks + (size_t)w[0] * BITMAP_WORDS;
      break;
    }
    case SRE_CATEGORY:
      if (sre_in_category(w[0], c)) return in;
      w += 1;
      break;
    default: return !in; /* SRE_FAILURE */
    }
  }
}

bool sre_set_ask(const Program *program, const Charset *set, uint32_t c) {
  if (set->kind != SET_WORDS) {
    bool same;
    switch ((Fold)set->fold) {
    case FOLD_ASCII: same = sre_lower_ascii(c) == set->at; break;
    case FOLD_UNICODE: same = sre_lower_unicode(c) == set->at; break;
    case FOLD_LOCALE: same = c == set->at || sre_lower_locale(c) == set->at || upper_locale(c) == set->at; break;
    default: same = c == set->at; break;
    }
    return same == (set->kind == SET_CHAR);
  }
  const uint32_t *w = program->words + set->at;
  switch ((Fold)set->fold) {
  case FOLD_ASCII: return in_words(w, sre_lower_ascii(c));
  case FOLD_UNICODE: return in_words(w, sre_lower_unicode(c));
  case FOLD_LOCALE: {
    uint32_t lower = sre_lower_locale(c), upper = upper_locale(c);
    return in_words(w, lower) || (upper != lower && in_words(w, upper));
  }
  default: return in_words(w, c);
  }
}

/* ---- what is known beforehand ---- */

/* Classes of characters beyond the bitmap of which some, and of which all, are in a member of a charset. */
typedef struct Reach {
  uint8_t some, all;
} Reach;

#define LOOKED_AT 2048 /* a longer range may hold anything */

static Reach reach_of_range(uint32_t low, uint32_t high) {
  if (high < 256 || high < low) return (Reach){0, 0};
  if (low <= 256 && high >= 0x10ffff) return (Reach){CLASS_ALL, CLASS_ALL};
  if (low < 256) low = 256;
  if (high > 0x10ffff || high - low > LOOKED_AT) return (Reach){CLASS_ALL, 0};
  Reach reach = {0, 0};
  for (uint32_t c = low; c <= high; c++) reach.some |= sre_class_of(c);
  return reach;
}

static Reach reach_of_category(uint32_t category) {
  uint8_t all = 0;
  switch ((Category)(category & ~1u)) {
  case CATEGORY_UNI_DIGIT: all = CLASS_DIGIT; break;
  case CATEGORY_UNI_WORD: all = CLASS_DIGIT | CLASS_WORD; break;
  case CATEGORY_UNI_SPACE: all = CLASS_SPACE; break;
  case CATEGORY_UNI_LINEBREAK: return (Reach){CLASS_ALL, 0};
  default: break; /* ASCII and the locale know none of them */
  }
  if (category & 1) all = CLASS_ALL & ~all;
  return (Reach){all, all};
}

static Reach reach_of_words(const uint32_t *w, bool *locale) {
  Reach reach = {0, 0};
  bool negated = *w == SRE_NEGATE, unknown = false;
  if (negated) w++;
  for (;;) {
    Reach one = {0, 0};
    switch (*w++) {
    case SRE_LITERAL: one = reach_of_range(w[0], w[0]), w += 1; break;
    case SRE_RANGE: one = reach_of_range(w[0], w[1]), w += 2; break;
    case SRE_CHARSET: w += BITMAP_WORDS; break;
    case SRE_BIGCHARSET: one.some = CLASS_ALL, w += 1 + BIG_BLOCKS + (size_t)w[0] * BITMAP_WORDS; break;
    case SRE_CATEGORY:
      *locale |= (w[0] & ~1u) == CATEGORY_LOC_WORD;
      one = reach_of_category(w[0]), w += 1;
      break;
    case SRE_FAILURE:
      if (unknown) return (Reach){CLASS_ALL, 0};
      if (negated) return (Reach){CLASS_ALL & ~reach.all, CLASS_ALL & ~reach.some};
      return reach;
    case SRE_RANGE_UNI_IGNORE: w += 2, unknown = true; break;
    default: unknown = true; break; /* SRE_NEGATE, but not as the first */
    }
    reach.some |= one.some;
    reach.all |= one.all;
  }
}

void sre_set_prepare(const Program *program, Charset *set) {
  Reach reach = {CLASS_ALL, 0};
  bool locale = set->fold == FOLD_LOCALE;
  if (set->kind == SET_WORDS) {
    Reach plain = reach_of_words(program->words + set->at, &locale);
    if (set->fold != FOLD_UNICODE) reach = plain; /* else some of them are below 256 in lower case, as the kelvin sign */
  } else if (set->fold != FOLD_UNICODE) {
    reach = reach_of_range(set->at, set->at);
    if (set->kind == SET_NOT_CHAR) reach = (Reach){CLASS_ALL & ~reach.all, CLASS_ALL & ~reach.some};
  }
  set->locale = locale;
  set->may = locale ? CLASS_ALL : reach.some;
  set->beyond = locale ? BEYOND_ASK : reach.all == CLASS_ALL ? BEYOND_IN : !reach.some ? BEYOND_OUT : BEYOND_ASK;
  for (uint32_t c = 0; c < 256; c++)
    if (locale || sre_set_ask(program, set, c)) set->bits[c >> 6] |= (uint64_t)1 << (c & 63);
}
