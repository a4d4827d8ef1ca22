/* repr() of str and bytes: Python literals with the fewest escapes. */
#include "text/str.h"
#include "text/text.h"
#include "text/unicode.h"

static const char hex[] = "0123456789abcdef";

static void add_escape(StrBuilder *sb, char letter, uint32_t c, int digits) {
  sb_char(sb, '\\');
  sb_char(sb, (uint8_t)letter);
  for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) sb_char(sb, (uint8_t)hex[c >> shift & 15]);
}

/* What both types escape alike; false: this character is not one of those. */
static bool add_common(StrBuilder *sb, uint32_t c, uint32_t quote) {
  const char *text = c == '\n' ? "\\n" : c == '\r' ? "\\r" : c == '\t' ? "\\t" : c == '\\' ? "\\\\" : NULL;
  if (text) return sb_ascii(sb, text), true;
  if (c == quote) return sb_char(sb, '\\'), sb_char(sb, c), true;
  if (c < ' ' || c == 0x7f) return add_escape(sb, 'x', c, 2), true;
  return false;
}

/* Single quotes unless that costs a backslash that double quotes save; 0 = exception, a stop. */
static uint32_t choose_quote(Ctx *ctx, Text t) {
  bool single = false, twice = false;
  for (int64_t i = 0; i < t.length; i++) {
    uint32_t c = text_at(t, i);
    single |= c == '\'', twice |= c == '"';
    if (!CHECK_STOP_AT(ctx, i)) return 0;
  }
  return single && !twice ? '"' : '\'';
}

enum { RUN_AT_ONCE = 65536 }; /* characters, between two checks */

/* Characters that are in the literal as they are, whatever the quotes. */
static inline bool is_plain(uint32_t c) { return c >= ' ' && c < 0x7f && c != '\'' && c != '"' && c != '\\'; }

Value str_repr(Ctx *ctx, Value s) {
  Text t = text_of(s);
  uint32_t quote = choose_quote(ctx, t);
  if (!quote) return V_NULL;
  StrBuilder sb;
  sb_init(&sb, ctx);
  sb_char(&sb, quote);
  for (int64_t i = 0; i < t.length; i++) {
    int64_t from = i, stop = t.length - i < RUN_AT_ONCE ? t.length : i + RUN_AT_ONCE;
    while (i < stop && is_plain(text_at(t, i))) i++;
    if (i > from) sb_text(&sb, text_slice(t, from, i));
    if (i == t.length) break;
    if (!CHECK_STOP(ctx)) return sb_discard(&sb), V_NULL;
    uint32_t c = text_at(t, i);
    if (is_plain(c)) {
      sb_char(&sb, c);
      continue;
    }
    if (add_common(&sb, c, quote)) continue;
    if (c < 0x7f || uni_is(c, UNI_PRINTABLE)) sb_char(&sb, c);
    else if (c < 0x100) add_escape(&sb, 'x', c, 2);
    else if (c < 0x10000) add_escape(&sb, 'u', c, 4);
    else add_escape(&sb, 'U', c, 8);
  }
  sb_char(&sb, quote);
  return sb_finish(&sb);
}

/* b'…', with `before` and `after` around it (bytearray(…)). */
Value bytes_text(Ctx *ctx, const uint8_t *data, int64_t n, const char *before, const char *after) {
  Text t = {data, n, 1};
  uint32_t quote = choose_quote(ctx, t);
  if (!quote) return V_NULL;
  StrBuilder sb;
  sb_init(&sb, ctx);
  sb_ascii(&sb, before);
  sb_char(&sb, 'b');
  sb_char(&sb, quote);
  for (int64_t i = 0; i < n; i++) {
    if (!CHECK_STOP_AT(ctx, i)) return sb_discard(&sb), V_NULL;
    if (add_common(&sb, data[i], quote)) continue;
    if (data[i] == '\'' && *before) sb_ascii(&sb, "\\'"); /* CPython's bytearray escapes it in either kind of quotes */
    else if (data[i] < 0x7f) sb_char(&sb, data[i]);
    else add_escape(&sb, 'x', data[i], 2);
  }
  sb_char(&sb, quote);
  sb_ascii(&sb, after);
  return sb_finish(&sb);
}
