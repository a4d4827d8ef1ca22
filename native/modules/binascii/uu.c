/* Lines of uuencoded text: a character for the number of bytes, then one for each six bits. */
#include "modules/binascii/binascii.h"

enum { LONGEST = 45 };

static Value encode(Ctx *ctx, const uint8_t *data, int64_t n, bool backtick) {
  if (n > LONGEST) return binascii_error(ctx, "At most 45 bytes at once"), V_NULL;
  uint8_t line[2 + (LONGEST + 2) / 3 * 4], *p = line;
  uint8_t zero = backtick ? '`' : ' ';
  *p++ = n ? (uint8_t)(' ' + n) : zero;
  for (int64_t i = 0; i < n; i += 3) {
    uint32_t bits = (uint32_t)data[i] << 16 | (i + 1 < n ? (uint32_t)data[i + 1] << 8 : 0) |
                    (i + 2 < n ? (uint32_t)data[i + 2] : 0);
    for (int shift = 18; shift >= 0; shift -= 6) {
      uint32_t six = bits >> shift & 63;
      *p++ = six ? (uint8_t)(' ' + six) : zero;
    }
  }
  *p++ = '\n';
  return bytes_new(ctx, line, p - line);
}

FUNCTION(f_b2a) {
  int backtick = args[1] ? object_truth(ctx, args[1]) : 0;
  Buffer view;
  if (backtick < 0 || !buffer_get(ctx, args[0], BUFFER_SIMPLE, &view)) return V_NULL;
  Value line = encode(ctx, view.data, view.length, backtick);
  buffer_release(ctx, &view);
  return line;
}

static bool is_blank(uint8_t c) { return c == ' ' || c == '`' || c == '\n' || c == '\r'; }

/* Lines may have lost blanks at their end: what is missing is zero. */
static Value decode(Ctx *ctx, const uint8_t *text, int64_t n) {
  if (n == 0) return binascii_error(ctx, "Missing length byte"), V_NULL;
  uint8_t bytes[64];
  int length = (text[0] - ' ') & 63, done = 0, have = 0;
  uint32_t bits = 0;
  int64_t i = 1;
  while (done < length) {
    uint8_t c = i < n ? text[i] : '\n';
    uint32_t six = 0;
    if (c != '\n' && c != '\r') {
      if (c < ' ' || c > ' ' + 64) return binascii_error(ctx, "Illegal char"), V_NULL;
      six = (c - ' ') & 63u;
    }
    i++;
    bits = bits << 6 | six;
    have += 6;
    if (have < 8) continue;
    have -= 8;
    bytes[done++] = (uint8_t)(bits >> have);
  }
  for (; i < n; i++) {
    /* An encoder may have filled the last group. */
    if (!is_blank(text[i])) return binascii_error(ctx, "Trailing garbage"), V_NULL;
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
  }
  return bytes_new(ctx, bytes, length);
}

FUNCTION(f_a2b) {
  AsciiArgument text;
  if (!binascii_text(ctx, args[0], &text)) return V_NULL;
  Value out = decode(ctx, text.data, text.n);
  binascii_release(ctx, &text);
  return out;
}

const CFuncDef BINASCII_UU[] = {
    FUNCTION_ROW("a2b_uu", f_a2b, 1, 1, "The bytes of a line of uuencoded text."),
    FUNCTION_ROW_NAMED("b2a_uu", f_b2a, 1, 1, "data / * backtick=", "A line of uuencoded text."),
    {0},
};
