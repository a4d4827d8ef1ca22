/* Methods that bytes and bytearray share, second part: case and classes (of ASCII), padding, translation, hexadecimal;
 * and the table. */
#include "call/call.h"
#include "exception/exception.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "object/buffer.h"
#include "object/object.h"
#include "text/bytes/bytes.h"
#include "text/text.h"
#include <stdlib.h>

/* ---- case and classes ---- */

static bool lower(uint8_t c) { return c >= 'a' && c <= 'z'; }
static bool upper(uint8_t c) { return c >= 'A' && c <= 'Z'; }
static bool letter(uint8_t c) { return lower(c) || upper(c); }
static bool digit(uint8_t c) { return c >= '0' && c <= '9'; }
static bool alnum(uint8_t c) { return letter(c) || digit(c); }
static bool space(uint8_t c) { return c == ' ' || (c >= 9 && c <= 13); }

typedef enum Mapping { TO_UPPER, TO_LOWER, SWAP, TITLE, CAPITALIZE } Mapping;
static Value map_bytes(Ctx *ctx, Value self, Mapping to) {
  Text t = bytes_text_of(self);
  Value out = bytes_like(ctx, self, t.data, t.length);
  if (!out) return V_NULL;
  uint8_t *p = (uint8_t *)bytes_text_of(out).data;
  bool in_word = false;
  for (int64_t i = 0; i < t.length; i++) {
    uint8_t c = p[i];
    bool large = to == TO_UPPER || (to == SWAP && lower(c)) || (to == TITLE && !in_word) ||
                 (to == CAPITALIZE && i == 0);
    in_word = letter(c);
    p[i] = large ? (lower(c) ? c - 32 : c) : upper(c) ? c + 32 : c;
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
  }
  return out;
}
METHOD(b_upper) { return map_bytes(ctx, self, TO_UPPER); }
METHOD(b_lower) { return map_bytes(ctx, self, TO_LOWER); }
METHOD(b_swapcase) { return map_bytes(ctx, self, SWAP); }
METHOD(b_title) { return map_bytes(ctx, self, TITLE); }
METHOD(b_capitalize) { return map_bytes(ctx, self, CAPITALIZE); }

static Value all_bytes(Ctx *ctx, Value self, bool (*test)(uint8_t)) {
  Text t = bytes_text_of(self);
  for (int64_t i = 0; i < t.length; i++) {
    if (!test((uint8_t)text_at(t, i))) return V_FALSE;
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
  }
  return bool_tag(t.length > 0);
}
METHOD(b_isalpha) { return all_bytes(ctx, self, letter); }
METHOD(b_isdigit) { return all_bytes(ctx, self, digit); }
METHOD(b_isalnum) { return all_bytes(ctx, self, alnum); }
METHOD(b_isspace) { return all_bytes(ctx, self, space); }
METHOD(b_isascii) {
  uint32_t max = text_max_long(ctx, bytes_text_of(self));
  return max ? bool_tag(max == 0x7f) : V_NULL;
}
static Value one_case(Ctx *ctx, Value self, bool (*wanted)(uint8_t), bool (*other)(uint8_t)) {
  Text t = bytes_text_of(self);
  bool seen = false;
  for (int64_t i = 0; i < t.length; i++) {
    if (other((uint8_t)text_at(t, i))) return V_FALSE;
    seen |= wanted((uint8_t)text_at(t, i));
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
  }
  return bool_tag(seen);
}
METHOD(b_islower) { return one_case(ctx, self, lower, upper); }
METHOD(b_isupper) { return one_case(ctx, self, upper, lower); }
METHOD(b_istitle) {
  Text t = bytes_text_of(self);
  bool in_word = false, seen = false;
  for (int64_t i = 0; i < t.length; i++) {
    uint8_t c = (uint8_t)text_at(t, i);
    if ((upper(c) && in_word) || (lower(c) && !in_word)) return V_FALSE;
    in_word = letter(c);
    seen |= in_word;
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
  }
  return bool_tag(seen);
}

/* ---- layout ---- */

static Value pad(Ctx *ctx, Value self, int64_t left, int64_t right, uint8_t fill) {
  Text t = bytes_text_of(self);
  if (left + right == 0) return bytes_slice(ctx, self, 0, t.length);
  Value out = bytes_like(ctx, self, NULL, left + t.length + right);
  if (!out) return V_NULL;
  uint8_t *p = (uint8_t *)bytes_text_of(out).data;
  bool done = stop_repeat(ctx, p, &fill, 1, (size_t)left) && stop_copy(ctx, p + left, t.data, (size_t)t.length) &&
              stop_repeat(ctx, p + left + t.length, &fill, 1, (size_t)right);
  return done ? out : V_NULL;
}
static bool pad_arguments(Ctx *ctx, Value self, const Value *args, uint32_t nargs, const char *name, int64_t *missing,
                          uint8_t *fill) {
  int64_t width;
  if (!object_ssize(ctx, args[0], &width)) return false;
  *fill = ' ';
  if (nargs > 1) {
    if (!is_bytes_like(ctx, args[1])) {
      raise_format(ctx, EXC_TypeError, "%s() argument 2 must be a byte string of length 1, not %A", name, args[1]);
      return false;
    }
    Text t = bytes_text_of(args[1]);
    if (t.length != 1) {
      raise_format(ctx, EXC_TypeError,
                   "%s(): argument 2 must be a byte string of length 1, not a %T object of length %lld", name, args[1],
                   (long long)t.length);
      return false;
    }
    *fill = *(const uint8_t *)t.data;
  }
  int64_t n = bytes_text_of(self).length;
  *missing = width > n ? width - n : 0;
  return true;
}
METHOD(b_center) {
  int64_t n;
  uint8_t fill;
  if (!pad_arguments(ctx, self, args, nargs, "center", &n, &fill)) return V_NULL;
  int64_t left = n / 2 + (n & (n + bytes_text_of(self).length) & 1);
  return pad(ctx, self, left, n - left, fill);
}
METHOD(b_ljust) {
  int64_t n;
  uint8_t fill;
  return pad_arguments(ctx, self, args, nargs, "ljust", &n, &fill) ? pad(ctx, self, 0, n, fill) : V_NULL;
}
METHOD(b_rjust) {
  int64_t n;
  uint8_t fill;
  return pad_arguments(ctx, self, args, nargs, "rjust", &n, &fill) ? pad(ctx, self, n, 0, fill) : V_NULL;
}
METHOD(b_zfill) {
  int64_t n;
  uint8_t fill;
  if (!pad_arguments(ctx, self, args, nargs, "zfill", &n, &fill)) return V_NULL;
  Value out = pad(ctx, self, n, 0, '0');
  if (!out || n == 0) return out;
  uint8_t *p = (uint8_t *)bytes_text_of(out).data;
  if (bytes_text_of(out).length > n && (p[n] == '+' || p[n] == '-')) p[0] = p[n], p[n] = '0';
  return out;
}
METHOD(b_expandtabs) {
  int64_t size = 8, column = 0;
  if (args[0] && !object_ssize(ctx, args[0], &size)) return V_NULL;
  Text t = bytes_text_of(self);
  StrBuilder sb;
  sb_init(&sb, ctx);
  for (int64_t i = 0; i < t.length; i++) {
    uint32_t c = text_at(t, i);
    if (c == '\t') {
      int64_t n = size > 0 ? size - column % size : 0;
      sb_repeat(&sb, ' ', n);
      column += n;
    } else {
      sb_char(&sb, c);
      column = c == '\n' || c == '\r' ? 0 : column + 1;
    }
    if (!CHECK_STOP_AT(ctx, i)) return sb_discard(&sb), V_NULL;
  }
  Value text = sb_finish(&sb);
  return text ? bytes_like(ctx, self, AS_STR(text)->data, str_length(text)) : V_NULL;
}

/* ---- translation ---- */

METHOD(b_translate) {
  Text t = bytes_text_of(self), table = {NULL, 0, 1}, removed = {"", 0, 1};
  if (args[0] != V_NONE) {
    if (!bytes_need(ctx, args[0], &table)) return V_NULL;
    if (table.length != 256)
      return raise_format(ctx, EXC_ValueError, "translation table must be 256 characters long"), V_NULL;
  }
  if (args[1] && !bytes_need(ctx, args[1], &removed)) return V_NULL;
  bool drop[256] = {false};
  for (int64_t i = 0; i < removed.length; i++) {
    drop[text_at(removed, i)] = true;
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
  }
  int64_t kept = 0;
  for (int64_t i = 0; i < t.length; i++) {
    kept += !drop[text_at(t, i)];
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
  }
  Value out = bytes_like(ctx, self, NULL, kept);
  if (!out) return V_NULL;
  uint8_t *p = (uint8_t *)bytes_text_of(out).data;
  for (int64_t i = 0; i < t.length; i++) {
    uint32_t c = text_at(t, i);
    if (!drop[c]) *p++ = (uint8_t)(table.data ? text_at(table, c) : c);
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
  }
  return out;
}

METHOD(b_maketrans) {
  Text from, to;
  if (!bytes_need(ctx, args[0], &from) || !bytes_need(ctx, args[1], &to)) return V_NULL;
  if (from.length != to.length)
    return raise_format(ctx, EXC_ValueError, "maketrans arguments must have same length"), V_NULL;
  uint8_t table[256];
  for (int i = 0; i < 256; i++) table[i] = (uint8_t)i;
  for (int64_t i = 0; i < from.length; i++) table[text_at(from, i)] = (uint8_t)text_at(to, i);
  return bytes_new(ctx, table, 256);
}

/* ---- hex, decode ---- */

METHOD(b_hex) {
  HexGroups groups;
  bytes_hold(self);
  bool ok = hex_groups(ctx, args[0], args[1], true, &groups);
  bytes_let_go(self);
  if (!ok) return V_NULL;
  Text t = bytes_text_of(self);
  Value digits = hex_of_bytes(ctx, t.data, t.length, groups);
  return digits ? str_latin1(ctx, AS_BYTES(digits)->data, AS_BYTES(digits)->length) : V_NULL;
}

static int hex_value(uint32_t c) {
  if (c >= '0' && c <= '9') return (int)c - '0';
  c |= 0x20;
  return c >= 'a' && c <= 'f' ? (int)c - 'a' + 10 : -1;
}

METHOD(b_fromhex) {
  if (!is_str(ctx, args[0]) && !buffer_offered(ctx, args[0])) {
    raise_format(ctx, EXC_TypeError, "fromhex() argument must be str or bytes-like, not %F", args[0]);
    return V_NULL;
  }
  Text t;
  if (is_str(ctx, args[0])) t = text_of(args[0]);
  else if (!bytes_need(ctx, args[0], &t)) return V_NULL;
  uint8_t *out = memory_new(ctx, (size_t)t.length / 2 + 1);
  if (!out) return raise_no_memory(ctx), V_NULL;
  int64_t n = 0, i = 0, wrong = -1;
  bool odd = false;
  while (i < t.length) {
    if (space((uint8_t)text_at(t, i))) {
      i++;
      continue;
    }
    int high = hex_value(text_at(t, i)), low = i + 1 < t.length ? hex_value(text_at(t, i + 1)) : -1;
    if (high < 0 || low < 0) {
      odd = high >= 0 && i + 1 == t.length;
      wrong = high < 0 ? i : i + 1;
      break;
    }
    out[n++] = (uint8_t)(high << 4 | low);
    i += 2;
    if (!CHECK_STOP_AT(ctx, n)) return memory_free(ctx, out), V_NULL;
  }
  Value v = V_NULL;
  if (odd) raise_format(ctx, EXC_ValueError, "fromhex() arg must contain an even number of hexadecimal digits");
  else if (wrong >= 0)
    raise_format(ctx, EXC_ValueError, "non-hexadecimal number found in fromhex() arg at position %lld",
                 (long long)wrong);
  else v = bytes_new(ctx, out, n);
  memory_free(ctx, out);
  return v && self != VAL(ctx->cls.bytes) ? py_call1(ctx, self, v) : v;
}

METHOD(b_decode) {
  for (int i = 0; i < 2; i++) {
    if (!args[i] || is_str(ctx, args[i])) continue;
    raise_format(ctx, EXC_TypeError, "decode() argument '%s' must be str, not %A", i ? "errors" : "encoding", args[i]);
    return V_NULL;
  }
  Text t = bytes_text_of(self);
  return codec_decode(ctx, self, t.data, t.length, args[0], args[1]);
}

#define PURE0(name) METHOD_ROW(#name, b_##name, 0, 0, NULL)
const CFuncDef bytes_shared_methods[] = {
    METHOD_ROW("find", b_find, 1, 3, "Lowest index of sub, or -1."),
    METHOD_ROW("rfind", b_rfind, 1, 3, "Highest index of sub, or -1."),
    METHOD_ROW("index", b_index, 1, 3, "Like find, but ValueError when sub is not there."),
    METHOD_ROW("rindex", b_rindex, 1, 3, "Like rfind, but ValueError when sub is not there."),
    METHOD_ROW("count", b_count, 1, 3, "Occurrences of sub that do not overlap."),
    METHOD_ROW("startswith", b_startswith, 1, 3, "Does it begin with the prefix, or one of a tuple's?"),
    METHOD_ROW("endswith", b_endswith, 1, 3, "Does it end with the suffix, or one of a tuple's?"),
    METHOD_ROW("removeprefix", b_removeprefix, 1, 1, "Without the prefix, if it is there."),
    METHOD_ROW("removesuffix", b_removesuffix, 1, 1, "Without the suffix, if it is there."),
    METHOD_ROW("replace", b_replace, 2, 3, "With occurrences of old replaced by new, count at most."),
    METHOD_ROW_NAMED("split", b_split, 0, 2, "sep= maxsplit=", "List of pieces between separators, from the left."),
    METHOD_ROW_NAMED("rsplit", b_rsplit, 0, 2, "sep= maxsplit=", "List of pieces between separators, from the right."),
    METHOD_ROW_NAMED("splitlines", b_splitlines, 0, 1, "keepends=", "List of lines."),
    METHOD_ROW("partition", b_partition, 1, 1, "(before, sep, after) at the first sep."),
    METHOD_ROW("rpartition", b_rpartition, 1, 1, "(before, sep, after) at the last sep."),
    METHOD_ROW("join", b_join, 1, 1, "The pieces with self between them."),
    METHOD_ROW("strip", b_strip, 0, 1, "Without blanks, or the given bytes, at both ends."),
    METHOD_ROW("lstrip", b_lstrip, 0, 1, "The same at the left end."),
    METHOD_ROW("rstrip", b_rstrip, 0, 1, "The same at the right end."),
    PURE0(upper),
    PURE0(lower),
    PURE0(swapcase),
    PURE0(title),
    PURE0(capitalize),
    PURE0(isalpha),
    PURE0(isdigit),
    PURE0(isalnum),
    PURE0(isspace),
    PURE0(isascii),
    PURE0(islower),
    PURE0(isupper),
    PURE0(istitle),
    METHOD_ROW("center", b_center, 1, 2, "Padded on both sides."),
    METHOD_ROW("ljust", b_ljust, 1, 2, "Padded at the right."),
    METHOD_ROW("rjust", b_rjust, 1, 2, "Padded at the left."),
    METHOD_ROW("zfill", b_zfill, 1, 1, "Padded with zeros after the sign."),
    METHOD_ROW_NAMED("expandtabs", b_expandtabs, 0, 1, "tabsize=", "Tabs replaced by blanks up to the next stop."),
    METHOD_ROW_NAMED("translate", b_translate, 1, 2, "table / delete=", "Bytes replaced by the table, some deleted."),
    STATIC_METHOD_ROW("maketrans", b_maketrans, 2, 2, "Table for translate."),
    METHOD_ROW_NAMED(
        "hex", b_hex, 0, 2, "sep= bytes_per_sep=",
        "Two hexadecimal digits a byte.\n\n>>> b'\\x01\\xab'.hex(), b'abcde'.hex(':', 2)\n('01ab', '61:6263:6465')\n"),
    CLASS_METHOD_ROW("fromhex", b_fromhex, 1, 1, "The bytes that hexadecimal text spells."),
    METHOD_ROW_NAMED("decode", b_decode, 0, 2, "encoding= errors=", "Text in that encoding."),
    {0},
};
