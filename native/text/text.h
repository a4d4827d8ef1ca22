/* str and bytes, as other rooms use them: making, comparing, searching, formatting; the builder of strings.
 *
 * A Str holds code points of 1, 2 or 4 bytes, the smallest that all of them fit, so that equal strings have equal bytes
 * and indexing takes constant time. Text from outside is UTF-8 with lone surrogates in three bytes, which survive both
 * ways. */
#pragma once
#include "core/ctx.h"
#include <stdarg.h>

/* A growing string. Short text stays in the builder itself (so it must not be moved), longer text in malloc'ed memory,
 * widened as needed. */
typedef struct StrBuilder {
  Ctx *ctx;
  uint8_t *data;
  int64_t length, cap;
  int kind;
  bool failed;
  uint8_t small[160] __attribute__((aligned(8)));
} StrBuilder;

/* ---- str/core.c ---- */
Value str_from_utf8(Ctx *ctx, const char *s, size_t n); /* lone surrogates in three bytes are accepted (blobs, host) */
Value str_from_ascii(Ctx *ctx, const char *s);          /* NUL-terminated ASCII */
Value str_from_codepoint(Ctx *ctx, uint32_t cp);
/* uninitialised code points, fill before anything else; not for length 0 */
Value str_new(Ctx *ctx, int kind, int64_t length);
Value str_substring(Ctx *ctx, Value s, int64_t start, int64_t stop);
Value str_plain(Ctx *ctx, Value s); /* exact str: s itself, or a copy of a subclass instance's text */
bool str_equal(Value a, Value b);   /* both are Str (or subclasses) */
/* 1, 0; -1: both are so long that a stop has to be looked for meanwhile, as str_equal_long does (false = exception) */
int str_equal_soon(Value a, Value b);
bool str_equal_long(Ctx *ctx, Value a, Value b, bool *equal);
bool str_equal_c(Value s, const char *ascii);
/* Negative, 0 or positive; false = exception, a stop */
bool str_order(Ctx *ctx, Value a, Value b, int *out);
uint64_t str_hash(Ctx *ctx, Value s);
bool str_hash_long(Ctx *ctx, Value s, uint64_t *out);                               /* false: the program is to stop */
static inline bool is_str(Ctx *ctx, Value v) { return has_kind(ctx, v, KIND_STR); } /* subclasses included */
bool is_str_exact(Ctx *ctx, Value v);
uint32_t str_at(Value s, int64_t i); /* code point */
/* malloc'ed, NUL-terminated; surrogates in three bytes; caller frees */
char *str_to_utf8(Ctx *ctx, Value s, size_t *n);
/* makes ctx->chars, empty_str and names; may be called as soon as ctx->shape.str exists; str_startup does if nobody has
 */
bool str_bootstrap(Ctx *ctx);

/* ---- str/builder.c ---- */
/* printf-like: %s char*, %d int, %lld, %zu, %c, %U Str, %R repr of a Value, %S str() of a Value, %T type name of a
 * Value, %A the same, but None for None, as messages about arguments have it, %F the full name, with its module */
Value str_format_c(Ctx *ctx, const char *format, ...);
Value str_vformat_c(Ctx *ctx, const char *format, va_list args);
void sb_init(StrBuilder *sb, Ctx *ctx);
void sb_char_any(StrBuilder *sb, uint32_t cp);
static inline void sb_char(StrBuilder *sb, uint32_t cp) {
  if (LIKELY(cp < 0x100 && sb->kind == 1 && sb->length < sb->cap)) sb->data[sb->length++] = (uint8_t)cp;
  else sb_char_any(sb, cp);
}
void sb_ascii(StrBuilder *sb, const char *s);
void sb_str(StrBuilder *sb, Value s);
bool sb_repr(StrBuilder *sb, Value v); /* false: exception */
Value sb_finish(StrBuilder *sb);       /* frees the builder */
void sb_discard(StrBuilder *sb);

/* ---- str/concat.c ---- */
/* amortized linear for s = s + x: appends into spare room of s's buffer */
Value str_concat(Ctx *ctx, Value a, Value b);
Value str_repeat(Ctx *ctx, Value s, int64_t n);
/* TypeError "sequence item 0: expected str instance, int found" */
Value str_join(Ctx *ctx, Value sep, const Value *items, int64_t n);
Value str_concat_n(Ctx *ctx, const Value *items, int64_t n); /* BUILD_STRING: all are str */

/* ---- str/intern.c ---- */
Value str_intern(Ctx *ctx, Value s);
Value str_intern_c(Ctx *ctx, const char *ascii);
size_t str_interned_count(Ctx *ctx);

/* ---- str/search.c ---- */
int64_t str_find(Ctx *ctx, Value s, Value sub, int64_t start, int64_t end, int direction);

/* ---- str/repr.c ---- */
Value str_repr(Ctx *ctx, Value s);

/* ---- format/spec.c ---- */
Value str_format_spec(Ctx *ctx, Value s, Value spec); /* format(str, spec) */

/* ---- format/number.c ---- */
Value int_format_spec(Ctx *ctx, Value v, Value spec);
Value float_format_spec(Ctx *ctx, Value v, Value spec);
Value complex_format_spec(Ctx *ctx, Value v, Value spec);

/* ---- format/percent.c ---- */
Value str_percent(Ctx *ctx, Value format, Value args); /* str % args */

/* ---- bytes/bytes.c ---- */
Value bytes_new(Ctx *ctx, const void *data, int64_t n);

/* ---- hash.c ---- */
uint64_t hash_bytes(Ctx *ctx, const void *data, size_t n);           /* keyed SipHash-1-3 */
bool hash_long(Ctx *ctx, const void *data, size_t n, uint64_t *out); /* the same; false: the program is to stop */
uint64_t hash_bytes_keyed(uint64_t key0, uint64_t key1, const void *data, size_t n); /* the same under that key */

/* ---- str/type.c ---- */
bool str_startup(Ctx *ctx);

/* ---- inline ---- */
/* Exact types only. */
static inline bool exact_str(Ctx *ctx, Value v) { return has_shape(v, ctx->shape.str); }
