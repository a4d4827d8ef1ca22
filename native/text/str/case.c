/* Case mappings and the is… predicates, by the Unicode tables; ASCII text takes short cuts. */
#include "text/str/methods.h"
#include "text/text.h"

/* ---- mappings ---- */

static Value ascii_result(Ctx *ctx, Value self, uint8_t **out) {
  Value v = str_new(ctx, 1, str_length(self));
  if (!v) return V_NULL;
  AS_STR(v)->h.flags = STR_ASCII;
  *out = AS_STR(v)->data;
  return v;
}

static inline uint8_t ascii_upper(uint8_t c) { return c >= 'a' && c <= 'z' ? c - 32 : c; }
static inline uint8_t ascii_lower(uint8_t c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; }

/* Sigma is ς at the end of a word: after a cased letter and before none, case-ignorable characters not counted. */
static bool final_sigma(StrBuilder *sb, Text t, int64_t i) {
  int64_t j = i - 1;
  for (; j >= 0 && uni_is(text_at(t, j), UNI_CASE_IGNORABLE); j--)
    if (!CHECK_STOP_AT(sb->ctx, j)) return sb->failed = true;
  if (j < 0 || !uni_is(text_at(t, j), UNI_CASED)) return false;
  for (j = i + 1; j < t.length && uni_is(text_at(t, j), UNI_CASE_IGNORABLE); j++)
    if (!CHECK_STOP_AT(sb->ctx, j)) return sb->failed = true;
  return j == t.length || !uni_is(text_at(t, j), UNI_CASED);
}

static void add_mapped(StrBuilder *sb, Text t, int64_t i, UniCase to) {
  uint32_t out[3], cp = text_at(t, i);
  if (to == UNI_TO_LOWER && cp == 0x3a3) {
    sb_char(sb, final_sigma(sb, t, i) ? 0x3c2 : 0x3c3);
    return;
  }
  int n = uni_map(cp, to, out);
  for (int k = 0; k < n; k++) sb_char(sb, out[k]);
}

static Value map_all(Ctx *ctx, Value self, UniCase to) {
  Text t = text_of(self);
  if (t.length == 0) return ctx->empty_str;
  if (str_is_ascii(self) && t.length > 1) {
    const uint8_t *p = AS_STR(self)->data;
    uint8_t *out;
    Value v = ascii_result(ctx, self, &out);
    if (!v) return V_NULL;
    for (int64_t i = 0; i < t.length; i++) {
      out[i] = to == UNI_TO_UPPER ? ascii_upper(p[i]) : ascii_lower(p[i]);
      if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
    }
    return v;
  }
  StrBuilder sb;
  sb_init(&sb, ctx);
  for (int64_t i = 0; i < t.length; i++) {
    add_mapped(&sb, t, i, to);
    if (!CHECK_STOP_AT(ctx, i)) return sb_discard(&sb), V_NULL;
  }
  return sb_finish(&sb);
}

SHARED_METHOD(str_m_upper) { return map_all(ctx, self, UNI_TO_UPPER); }
SHARED_METHOD(str_m_lower) { return map_all(ctx, self, UNI_TO_LOWER); }
SHARED_METHOD(str_m_casefold) { return map_all(ctx, self, UNI_TO_FOLD); }

/* title, capitalize and swapcase of ASCII text: whether letter i becomes a capital depends on what comes before it. */
typedef enum AsciiMapping { ASCII_TITLE, ASCII_CAPITALIZE, ASCII_SWAP } AsciiMapping;
static Value map_ascii(Ctx *ctx, Value self, AsciiMapping to) {
  const uint8_t *p = AS_STR(self)->data;
  uint8_t *out;
  int64_t n = str_length(self);
  Value v = ascii_result(ctx, self, &out);
  if (!v) return V_NULL;
  bool in_word = false;
  for (int64_t i = 0; i < n; i++) {
    uint8_t c = p[i], small = ascii_lower(c), large = ascii_upper(c);
    bool wants_large = to == ASCII_TITLE ? !in_word : to == ASCII_CAPITALIZE ? i == 0 : c == small;
    out[i] = wants_large ? large : small;
    in_word = small != large;
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
  }
  return v;
}

SHARED_METHOD(str_m_capitalize) {
  Text t = text_of(self);
  if (str_is_ascii(self) && t.length > 1) return map_ascii(ctx, self, ASCII_CAPITALIZE);
  StrBuilder sb;
  sb_init(&sb, ctx);
  for (int64_t i = 0; i < t.length; i++) {
    add_mapped(&sb, t, i, i ? UNI_TO_LOWER : UNI_TO_TITLE);
    if (!CHECK_STOP_AT(ctx, i)) return sb_discard(&sb), V_NULL;
  }
  return sb_finish(&sb);
}

SHARED_METHOD(str_m_title) {
  Text t = text_of(self);
  if (str_is_ascii(self) && t.length > 1) return map_ascii(ctx, self, ASCII_TITLE);
  StrBuilder sb;
  sb_init(&sb, ctx);
  bool in_word = false;
  for (int64_t i = 0; i < t.length; i++) {
    add_mapped(&sb, t, i, in_word ? UNI_TO_LOWER : UNI_TO_TITLE);
    in_word = uni_is(text_at(t, i), UNI_CASED);
    if (!CHECK_STOP_AT(ctx, i)) return sb_discard(&sb), V_NULL;
  }
  return sb_finish(&sb);
}

SHARED_METHOD(str_m_swapcase) {
  Text t = text_of(self);
  if (str_is_ascii(self) && t.length > 1) return map_ascii(ctx, self, ASCII_SWAP);
  StrBuilder sb;
  sb_init(&sb, ctx);
  for (int64_t i = 0; i < t.length; i++) {
    unsigned flags = uni_record(text_at(t, i))->flags;
    if (flags & UNI_UPPER) add_mapped(&sb, t, i, UNI_TO_LOWER);
    else if (flags & UNI_LOWER) add_mapped(&sb, t, i, UNI_TO_UPPER);
    else sb_char(&sb, text_at(t, i));
    if (!CHECK_STOP_AT(ctx, i)) return sb_discard(&sb), V_NULL;
  }
  return sb_finish(&sb);
}

/* ---- predicates ---- */

static Value all_are(Ctx *ctx, Value self, unsigned flags, bool empty) {
  Text t = text_of(self);
  for (int64_t i = 0; i < t.length; i++) {
    if (!uni_is(text_at(t, i), flags)) return V_FALSE;
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
  }
  return bool_tag(t.length > 0 || empty);
}

SHARED_METHOD(str_m_isalpha) { return all_are(ctx, self, UNI_ALPHA, false); }
SHARED_METHOD(str_m_isdecimal) { return all_are(ctx, self, UNI_DECIMAL, false); }
SHARED_METHOD(str_m_isdigit) { return all_are(ctx, self, UNI_DIGIT, false); }
SHARED_METHOD(str_m_isnumeric) { return all_are(ctx, self, UNI_NUMERIC, false); }
SHARED_METHOD(str_m_isalnum) { return all_are(ctx, self, UNI_ALPHA | UNI_DECIMAL | UNI_DIGIT | UNI_NUMERIC, false); }
SHARED_METHOD(str_m_isspace) { return all_are(ctx, self, UNI_SPACE, false); }
SHARED_METHOD(str_m_isprintable) { return all_are(ctx, self, UNI_PRINTABLE, true); }
SHARED_METHOD(str_m_isascii) { return bool_tag(str_is_ascii(self)); }

/* Is at least one letter of the wanted case, and none of the other? */
static Value one_case(Ctx *ctx, Value self, unsigned wanted, unsigned other) {
  Text t = text_of(self);
  bool seen = false;
  for (int64_t i = 0; i < t.length; i++) {
    unsigned flags = uni_record(text_at(t, i))->flags;
    if (flags & (other | UNI_TITLE)) return V_FALSE;
    seen |= (flags & wanted) != 0;
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
  }
  return bool_tag(seen);
}
SHARED_METHOD(str_m_islower) { return one_case(ctx, self, UNI_LOWER, UNI_UPPER); }
SHARED_METHOD(str_m_isupper) { return one_case(ctx, self, UNI_UPPER, UNI_LOWER); }

SHARED_METHOD(str_m_istitle) {
  Text t = text_of(self);
  bool in_word = false, seen = false;
  for (int64_t i = 0; i < t.length; i++) {
    unsigned flags = uni_record(text_at(t, i))->flags;
    if (flags & (UNI_UPPER | UNI_TITLE)) {
      if (in_word) return V_FALSE;
      in_word = seen = true;
    } else if (flags & UNI_LOWER) {
      if (!in_word) return V_FALSE;
      seen = true;
    } else {
      in_word = false;
    }
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
  }
  return bool_tag(seen);
}

SHARED_METHOD(str_m_isidentifier) {
  Text t = text_of(self);
  for (int64_t i = 0; i < t.length; i++) {
    uint32_t c = text_at(t, i);
    if (!uni_is(c, i ? UNI_XID_CONTINUE : UNI_XID_START) && c != '_') return V_FALSE;
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
  }
  return bool_tag(t.length > 0);
}
