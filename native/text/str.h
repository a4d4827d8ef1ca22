/* What the files of str, bytes and formatting share: access to text and bytes, whatever holds them. */
#pragma once
#include "text/text.h"
#include <string.h>

#define AS_STR(v) ((Str *)(v))
#define AS_BYTES(v) ((Bytes *)(v))
enum { STR_CHAINED = 4 /* flag: result of a concatenation; the next one gets room to grow */ };

#define AS_BYTEARRAY(v) ((ByteArray *)(v))

/* The code points of a Str, or a part of them. This does not keep the Str alive: hold its Value too. Two words, which
 * are passed in registers: a larger one would be stored and read again by each call that takes it. */
typedef struct Text {
  const void *data;
  int64_t length : 56;
  int64_t kind : 8;
} Text;

static inline int str_kind(Value s) { return AS_STR(s)->h.aux; }
static inline int64_t str_length(Value s) { return AS_STR(s)->length; }
static inline bool str_is_ascii(Value s) { return AS_STR(s)->h.flags & STR_ASCII; }
static inline Text text_of(Value s) { return (Text){AS_STR(s)->data, AS_STR(s)->length, AS_STR(s)->h.aux}; }
static inline uint32_t char_at(int kind, const void *data, int64_t i) {
  return kind == 1 ? ((const uint8_t *)data)[i] : kind == 2 ? ((const uint16_t *)data)[i] : ((const uint32_t *)data)[i];
}
static inline void char_put(int kind, void *data, int64_t i, uint32_t cp) {
  if (kind == 1) ((uint8_t *)data)[i] = (uint8_t)cp;
  else if (kind == 2) ((uint16_t *)data)[i] = (uint16_t)cp;
  else ((uint32_t *)data)[i] = cp;
}
static inline uint32_t text_at(Text t, int64_t i) { return char_at(t.kind, t.data, i); }
static inline Text text_slice(Text t, int64_t start, int64_t stop) {
  return (Text){(const uint8_t *)t.data + start * t.kind, stop - start, t.kind};
}
static inline int kind_for(uint32_t max) { return max < 0x100 ? 1 : max < 0x10000 ? 2 : 4; }
static inline Value char_str(Ctx *ctx, uint32_t cp) {
  return LIKELY(cp < 256) ? ctx->chars[cp] : str_from_codepoint(ctx, cp);
}

/* ---- str/core.c ---- */
Str *str_alloc(Ctx *ctx, int kind, int64_t length); /* uninitialised text; NULL + MemoryError */
Value str_single(Ctx *ctx, uint32_t cp);
Value str_empty(Ctx *ctx);
Value str_of_text(Ctx *ctx, Text t); /* new exact str, smallest kind */
Value str_latin1(Ctx *ctx, const uint8_t *s, int64_t n);
void text_copy(int to_kind, void *to, int64_t at, Text from); /* to_kind >= what the text needs */
bool text_copy_long(Ctx *ctx, int to_kind, void *to, int64_t at, Text from);
static inline void copy_short(void *to, const void *from, size_t n);
/* text_copy for a text of any length, which may be copied in part: false = exception, a stop. */
static inline bool text_copy_all(Ctx *ctx, int to_kind, void *to, int64_t at, Text from) {
  if (UNLIKELY(to_kind != from.kind || from.length > 256)) return text_copy_long(ctx, to_kind, to, at, from);
  copy_short((uint8_t *)to + at * to_kind, from.data, (size_t)(from.length * to_kind));
  return true;
}
uint32_t text_max(Text t);                /* an upper bound of its code points: 0x7f, 0xff, 0xffff or 0x10ffff */
uint32_t text_max_long(Ctx *ctx, Text t); /* the same; 0 = exception, a stop */
bool text_equal(Text a, Text b);

/* ---- str/builder.c ---- */
bool sb_text_long(StrBuilder *sb, Text t);
static inline bool sb_text(StrBuilder *sb, Text t) {
  if (UNLIKELY(t.kind != sb->kind || t.length > 256 || sb->length + t.length > sb->cap)) return sb_text_long(sb, t);
  copy_short(sb->data + sb->length * sb->kind, t.data, (size_t)(t.length * t.kind));
  sb->length += t.length;
  return true;
}
void sb_int(StrBuilder *sb, int64_t i); /* in decimal digits */
void sb_repeat(StrBuilder *sb, uint32_t cp, int64_t n);
void sb_bytes(StrBuilder *sb, const char *ascii, size_t n);

/* ---- str/search.c ---- */
/* Methods of str and bytes take optional start and end arguments. False: exception. */
bool range_arguments(Ctx *ctx, Value start, Value end, int64_t length, int64_t *from, int64_t *to);

/* These three: -2 = exception, a stop. */
int64_t text_find(Ctx *ctx, Text t, Text sub); /* first, or -1 */
int64_t text_rfind(Ctx *ctx, Text t, Text sub);
/* Does t end with sub; end false: begin with it. -1: exception */
int text_at_end(Ctx *ctx, Text t, Text sub, bool end);
int64_t text_count(Ctx *ctx, Text t, Text sub, int64_t max);

/* ---- str/format.c ---- */
int64_t format_index(Ctx *ctx, Text name); /* the number that the digits of a field name are; -1: none; -2: exception */

/* ---- str/repr.c ---- */
/* repr of bytes between the two texts */
Value bytes_text(Ctx *ctx, const uint8_t *data, int64_t n, const char *before, const char *after);

/* ---- bytes/bytes.c ---- */
bool bytes_view(Ctx *ctx, Value v, const uint8_t **data, int64_t *n); /* false (no exception): not bytes-like */
Value bytearray_new(Ctx *ctx, const void *data, int64_t n);           /* data NULL: zeros */
/* bytes of a bytes-like, an iterable of ints or an object with __bytes__ */
Value bytes_from_object(Ctx *ctx, Value v);

/* ---- bytes/hex.c ---- */
/* Separators between groups of `every` bytes, counted from the right, or from the left when it is negative; 0: none. */
typedef struct HexGroups {
  int64_t every;
  uint8_t separator;
} HexGroups;
/* Of the arguments sep and bytes_per_sep, either V_NULL when absent. `ascii`: what separates has to be. */
bool hex_groups(Ctx *ctx, Value separator, Value every, bool ascii, HexGroups *out);
Value hex_of_bytes(Ctx *ctx, const uint8_t *data, int64_t n, HexGroups groups); /* bytes */

/* ---- format/percent.c ---- */
Value bytes_percent(Ctx *ctx, const uint8_t *format, int64_t n, Value args); /* bytes % args */

/* ---- inline ---- */
/* bytes or bytearray, subclasses too */
static inline bool is_bytes_like(Ctx *ctx, Value v) {
  return has_kind(ctx, v, KIND_BYTES) || has_kind(ctx, v, KIND_BYTEARRAY);
}

/* memcpy of what is mostly a word of a text: for 16 bytes at most it calls nothing. */
static inline void copy_short(void *to, const void *from, size_t n) {
  if (n > 16) {
    memcpy(to, from, n);
  } else if (n >= 8) {
    uint64_t first, last;
    memcpy(&first, from, 8), memcpy(&last, (const char *)from + n - 8, 8);
    memcpy(to, &first, 8), memcpy((char *)to + n - 8, &last, 8);
  } else if (n >= 4) {
    uint32_t first, last;
    memcpy(&first, from, 4), memcpy(&last, (const char *)from + n - 4, 4);
    memcpy(to, &first, 4), memcpy((char *)to + n - 4, &last, 4);
  } else {
    for (size_t i = 0; i < n; i++) ((char *)to)[i] = ((const char *)from)[i];
  }
}
