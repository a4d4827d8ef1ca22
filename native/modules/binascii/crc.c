/* Cyclic redundancy checks: crc32 (IEEE 802.3, low bit first) and crc_hqx (CCITT, high bit first). */
#include "modules/binascii/binascii.h"

void binascii_make_crc_tables(BinasciiState *state) {
  for (uint32_t i = 0; i < 256; i++) {
    uint32_t low = i, high = i << 8;
    for (int bit = 0; bit < 8; bit++) {
      low = low >> 1 ^ (low & 1 ? 0xedb88320u : 0);
      high = high << 1 ^ (high & 0x8000 ? 0x1021 : 0);
    }
    state->crc32[0][i] = low;
    state->crc_hqx[i] = (uint16_t)high;
  }
  /* Table k: a byte that k zero bytes follow. */
  for (int k = 1; k < CRC_SLICES; k++)
    for (int i = 0; i < 256; i++) {
      uint32_t before = state->crc32[k - 1][i];
      state->crc32[k][i] = before >> 8 ^ state->crc32[0][before & 255];
    }
}

static bool argument(Ctx *ctx, Value v, int64_t mask, uint32_t *out) {
  Value index = object_index(ctx, v), low = index ? int_binary(ctx, index, int_tag(mask), OP_AND) : V_NULL;
  return low && (*out = (uint32_t)int_val(low), true);
}

/* Eight bytes at a time: each through the table for its distance from the end. false: a stop. */
static bool crc32_of(Ctx *ctx, const uint8_t *p, int64_t n, uint32_t *crc) {
  uint32_t(*table)[256] = ((BinasciiState *)module_state(ctx, &module_binascii))->crc32;
  uint32_t c = ~*crc;
  for (int64_t i = 0; n >= CRC_SLICES; i++, p += CRC_SLICES, n -= CRC_SLICES) {
    if (!CHECK_STOP_AT(ctx, i)) return false;
    uint32_t low, high;
    memcpy(&low, p, 4), memcpy(&high, p + 4, 4); /* both machines are little-endian */
    low ^= c;
    c = table[7][low & 255] ^ table[6][low >> 8 & 255] ^ table[5][low >> 16 & 255] ^ table[4][low >> 24] ^
        table[3][high & 255] ^ table[2][high >> 8 & 255] ^ table[1][high >> 16 & 255] ^ table[0][high >> 24];
  }
  for (; n > 0; n--) c = c >> 8 ^ table[0][(c ^ *p++) & 255];
  return *crc = ~c, true;
}

FUNCTION(f_crc32) {
  Buffer view;
  uint32_t crc = 0;
  if (!buffer_get(ctx, args[0], BUFFER_SIMPLE, &view)) return V_NULL;
  bool ok = (nargs < 2 || argument(ctx, args[1], 0xffffffff, &crc)) && crc32_of(ctx, view.data, view.length, &crc);
  buffer_release(ctx, &view);
  return ok ? int_tag(crc) : V_NULL;
}

FUNCTION(f_crc_hqx) {
  Buffer view;
  uint32_t crc;
  const uint16_t *table = ((BinasciiState *)module_state(ctx, &module_binascii))->crc_hqx;
  if (!buffer_get(ctx, args[0], BUFFER_SIMPLE, &view)) return V_NULL;
  bool ok = argument(ctx, args[1], 0xffff, &crc);
  for (int64_t i = 0; ok && i < view.length; i++) {
    crc = (crc << 8 & 0xff00) ^ table[crc >> 8 ^ view.data[i]];
    ok = CHECK_STOP_AT(ctx, i);
  }
  buffer_release(ctx, &view);
  return ok ? int_tag(crc) : V_NULL;
}

const CFuncDef BINASCII_CRC[] = {
    FUNCTION_ROW("crc32", f_crc32, 1, 2, "The CRC-32 of bytes, going on from another one."),
    FUNCTION_ROW("crc_hqx", f_crc_hqx, 2, 2, "The CRC-CCITT of bytes, going on from another one."),
    {0},
};
