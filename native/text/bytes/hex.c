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

/* Without a table and without branches: the compiler does sixteen bytes at once. */
static void digits_of(uint8_t *restrict out, const uint8_t *restrict data, int64_t n) {
  for (int64_t i = 0; i < n; i++) {
    uint8_t high = data[i] >> 4, low = data[i] & 15;
    out[2 * i] = (uint8_t)(high + (high > 9 ? 'a' - 10 : '0'));
    out[2 * i + 1] = (uint8_t)(low + (low > 9 ? 'a' - 10 : '0'));
  }
}

enum { PIECE = 1 << 16 }; /* bytes between two looks at the stop word */

Value hex_of_bytes(Ctx *ctx, const uint8_t *data, int64_t n, HexGroups groups) {
  int64_t every = groups.every < 0 ? -groups.every : groups.every;
  int64_t separators = every && n ? (n - 1) / every : 0;
  Value out = bytes_new(ctx, NULL, 2 * n + separators);
  if (!out) return V_NULL;
  uint8_t *p = AS_BYTES(out)->data;
  /* How many bytes until the next separator: groups are counted from the right unless `every` is negative. */
  int64_t left = every == 0 ? n : groups.every < 0 ? every : n - separators * every;
  for (int64_t i = 0; i < n;) {
    if (left == 0) {
      *p++ = groups.separator;
      left = every;
    }
    int64_t run = left < n - i ? left : n - i;
    if (run > PIECE) run = PIECE;
    digits_of(p, data + i, run);
    i += run, left -= run, p += 2 * run;
    if (!CHECK_STOP(ctx)) return V_NULL;
  }
  return out;
}
