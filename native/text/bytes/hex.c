/* Bytes as hexadecimal digits: bytes.hex, memoryview.hex's kin, binascii.hexlify. */
#include "exception/exception.h"
#include "number/number.h"
#include "object/object.h"
#include "text/bytes/bytes.h"
#include "text/str.h"

bool hex_groups(Ctx *ctx, Value separator, Value every, bool ascii, HexGroups *out) {
  *out = (HexGroups){.every = 1};
  if (separator) {
    int64_t length = object_len(ctx, separator);
    if (length < 0) return false;
    if (length != 1) return raise_format(ctx, EXC_ValueError, "sep must be length 1."), false;
    uint32_t c;
    if (is_str(ctx, separator)) c = str_at(separator, 0);
    else if (has_kind(ctx, separator, KIND_BYTES)) c = AS_BYTES(separator)->data[0];
    else return raise_format(ctx, EXC_TypeError, "sep must be str or bytes."), false;
    if (c > (ascii ? 127 : 255)) return raise_format(ctx, EXC_ValueError, "sep must be ASCII."), false;
    out->separator = (uint8_t)c;
  }
  if (every) {
    if (!object_index_i64(ctx, every, &out->every, true)) return false;
    if (out->every != (int32_t)out->every)
      return raise_format(ctx, EXC_OverflowError, "Python int too large to convert to C int"), false;
  }
  if (!separator) out->every = 0;
  return true;
}

Value hex_of_bytes(Ctx *ctx, const uint8_t *data, int64_t n, HexGroups groups) {
  static const char digits[] = "0123456789abcdef";
  int64_t every = groups.every < 0 ? -groups.every : groups.every;
  int64_t separators = every && n ? (n - 1) / every : 0;
  Value out = bytes_new(ctx, NULL, 2 * n + separators);
  if (!out) return V_NULL;
  uint8_t *p = AS_BYTES(out)->data;
  /* How many bytes until the next separator: groups are counted from the right unless `every` is negative. */
  int64_t left = every == 0 ? n : groups.every < 0 ? every : n - separators * every;
  for (int64_t i = 0; i < n; i++) {
    if (!CHECK_STOP_AT(ctx, i)) return V_NULL;
    if (left == 0) {
      *p++ = groups.separator;
      left = every;
    }
    left--;
    *p++ = (uint8_t)digits[data[i] >> 4];
    *p++ = (uint8_t)digits[data[i] & 15];
  }
  return out;
}
