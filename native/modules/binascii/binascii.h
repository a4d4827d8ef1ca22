/* What the files of module binascii share. */
#pragma once
#include "modules/module.h"

enum { CRC_SLICES = 8 };
typedef struct BinasciiState {
  Class *error, *incomplete;
  uint32_t crc32[CRC_SLICES][256];
  uint16_t crc_hqx[256];
} BinasciiState;

/* An argument that holds text: bytes-like, or a str of ASCII alone. */
typedef struct AsciiArgument {
  const uint8_t *data;
  int64_t n;
  bool held; /* view is to be released */
  Buffer view;
} AsciiArgument;

/* ---- binascii.c ---- */
bool binascii_text(Ctx *ctx, Value v, AsciiArgument *out); /* to be released in any case but false */
void binascii_release(Ctx *ctx, AsciiArgument *argument);
void binascii_error(Ctx *ctx, const char *format, ...);

/* ---- crc.c ---- */
void binascii_make_crc_tables(BinasciiState *state);

/* ---- base64.c, uu.c, quoted_printable.c, crc.c ---- */
extern const CFuncDef BINASCII_BASE64[], BINASCII_UU[], BINASCII_QUOTED_PRINTABLE[], BINASCII_CRC[];

/* ---- inline ---- */
static inline int binascii_hex_digit(uint8_t c) {
  if (c >= '0' && c <= '9') return c - '0';
  c |= 32;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}
