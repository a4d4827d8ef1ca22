/* Base64 (RFC 4648). */
#include "modules/binascii/binascii.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* What characters stand for, plus 1; 0: they are not in the alphabet. */
static const uint8_t values[256] = {
    ['A'] = 1,  ['B'] = 2,  ['C'] = 3,  ['D'] = 4,  ['E'] = 5,  ['F'] = 6,  ['G'] = 7,  ['H'] = 8,  ['I'] = 9,
    ['J'] = 10, ['K'] = 11, ['L'] = 12, ['M'] = 13, ['N'] = 14, ['O'] = 15, ['P'] = 16, ['Q'] = 17, ['R'] = 18,
    ['S'] = 19, ['T'] = 20, ['U'] = 21, ['V'] = 22, ['W'] = 23, ['X'] = 24, ['Y'] = 25, ['Z'] = 26, ['a'] = 27,
    ['b'] = 28, ['c'] = 29, ['d'] = 30, ['e'] = 31, ['f'] = 32, ['g'] = 33, ['h'] = 34, ['i'] = 35, ['j'] = 36,
    ['k'] = 37, ['l'] = 38, ['m'] = 39, ['n'] = 40, ['o'] = 41, ['p'] = 42, ['q'] = 43, ['r'] = 44, ['s'] = 45,
    ['t'] = 46, ['u'] = 47, ['v'] = 48, ['w'] = 49, ['x'] = 50, ['y'] = 51, ['z'] = 52, ['0'] = 53, ['1'] = 54,
    ['2'] = 55, ['3'] = 56, ['4'] = 57, ['5'] = 58, ['6'] = 59, ['7'] = 60, ['8'] = 61, ['9'] = 62, ['+'] = 63,
    ['/'] = 64,
};

static int flag(Ctx *ctx, Value v, bool otherwise) { return v ? object_truth(ctx, v) : otherwise; }

static Value encode(Ctx *ctx, const uint8_t *data, int64_t n, bool newline) {
  Value out = bytes_new(ctx, NULL, (n + 2) / 3 * 4 + newline);
  if (!out) return V_NULL;
  uint8_t *p = AS_BYTES(out)->data;
  int64_t i = 0;
  for (; n - i >= 3; i += 3) {
    uint32_t bits = (uint32_t)data[i] << 16 | (uint32_t)data[i + 1] << 8 | data[i + 2];
    *p++ = (uint8_t)alphabet[bits >> 18];
    *p++ = (uint8_t)alphabet[bits >> 12 & 63];
    *p++ = (uint8_t)alphabet[bits >> 6 & 63];
    *p++ = (uint8_t)alphabet[bits & 63];
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
  }
  if (i < n) {
    uint32_t bits = (uint32_t)data[i] << 16 | (i + 1 < n ? (uint32_t)data[i + 1] << 8 : 0);
    *p++ = (uint8_t)alphabet[bits >> 18];
    *p++ = (uint8_t)alphabet[bits >> 12 & 63];
    *p++ = i + 1 < n ? (uint8_t)alphabet[bits >> 6 & 63] : '=';
    *p++ = '=';
  }
  if (newline) *p = '\n';
  return out;
}

FUNCTION(f_b2a) {
  int newline = flag(ctx, args[1], true);
  Buffer view;
  if (newline < 0 || !buffer_get(ctx, args[0], BUFFER_SIMPLE, &view)) return V_NULL;
  Value out = encode(ctx, view.data, view.length, newline);
  buffer_release(ctx, &view);
  return out;
}

static void one_more(Ctx *ctx, int64_t bytes) {
  binascii_error(ctx,
                 "Invalid base64-encoded string: number of data characters (%lld) cannot be 1 more than a multiple of 4",
                 (long long)(bytes / 3 * 4 + 1));
}

/* Writes the bytes to `out`, which has room for three of them for each four characters begun, and returns how many; -1:
 * exception. `place` counts the characters of a group, `pads` the signs of padding since the last of them. */
static int64_t decode(Ctx *ctx, const uint8_t *text, int64_t n, bool strict, uint8_t *out) {
  uint8_t *p = out;
  uint32_t left = 0;
  int place = 0;
  int64_t pads = 0;
  if (strict && n && text[0] == '=') return binascii_error(ctx, "Leading padding not allowed"), -1;
  for (int64_t i = 0; i < n; i++) {
    if (!CHECK_STOP_AT(ctx, i)) return -1;
    if (place == 0 && pads == 0) {
      for (; n - i >= 4; i += 4) {
        uint32_t a = values[text[i]], b = values[text[i + 1]], c = values[text[i + 2]], d = values[text[i + 3]];
        if (!a || !b || !c || !d) break;
        uint32_t bits = (a - 1) << 18 | (b - 1) << 12 | (c - 1) << 6 | (d - 1);
        *p++ = (uint8_t)(bits >> 16);
        *p++ = (uint8_t)(bits >> 8);
        *p++ = (uint8_t)bits;
        if (stop_wanted(ctx)) break; /* seen by the next round */
      }
      if (i == n) break;
    }
    if (text[i] == '=') {
      pads++;
      if (strict && (place == 0 || place + pads > 4)) return binascii_error(ctx, "Excess padding not allowed"), -1;
      if (strict && place == 1) return one_more(ctx, p - out), -1;
      continue;
    }
    uint32_t value = values[text[i]];
    if (!value) {
      if (strict) return binascii_error(ctx, "Only base64 data is allowed"), -1;
      continue;
    }
    if (strict && pads) {
      binascii_error(ctx, place + pads == 4 ? "Excess data after padding" : "Discontinuous padding not allowed");
      return -1;
    }
    pads = 0;
    left = left << 6 | (value - 1);
    if (place > 0) *p++ = (uint8_t)(left >> (6 - 2 * place));
    place = (place + 1) & 3;
  }
  if (place == 1) return one_more(ctx, p - out), -1;
  if (place && place + pads < 4) return binascii_error(ctx, "Incorrect padding"), -1;
  return p - out;
}

static Value decode_new(Ctx *ctx, const uint8_t *text, int64_t n, bool strict) {
  uint8_t *bytes = memory_new(ctx, (size_t)(n + 3) / 4 * 3 + 1);
  if (!bytes) return raise_no_memory(ctx), V_NULL;
  int64_t length = decode(ctx, text, n, strict, bytes);
  Value out = length >= 0 ? bytes_new(ctx, bytes, length) : V_NULL;
  memory_free(ctx, bytes);
  return out;
}

FUNCTION(f_a2b) {
  AsciiArgument text;
  if (!binascii_text(ctx, args[0], &text)) return V_NULL;
  int strict = flag(ctx, args[1], false);
  Value out = strict < 0 ? V_NULL : decode_new(ctx, text.data, text.n, strict);
  binascii_release(ctx, &text);
  return out;
}

const CFuncDef BINASCII_BASE64[] = {
    FUNCTION_ROW_NAMED("a2b_base64", f_a2b, 1, 1, "data / * strict_mode=", "The bytes of base64 text."),
    FUNCTION_ROW_NAMED("b2a_base64", f_b2a, 1, 1, "data / * newline=", "Base64 text of bytes."),
    {0},
};
