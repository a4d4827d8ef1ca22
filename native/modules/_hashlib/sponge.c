/* SHAKE128 and SHAKE256 (FIPS 202): OpenSSL 3.0 squeezes a digest out in one call, however long it is, and that could
 * not be stopped. */
#include "modules/_hashlib/hashlib_module.h"
#include <string.h>

enum { ROUNDS = 24, SUFFIX = 0x1f, LAST_BIT = 0x80 };

static const uint64_t ROUND_CONSTANTS[ROUNDS] = {
    0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000, 0x000000000000808b,
    0x0000000080000001, 0x8000000080008081, 0x8000000000008009, 0x000000000000008a, 0x0000000000000088,
    0x0000000080008009, 0x000000008000000a, 0x000000008000808b, 0x800000000000008b, 0x8000000000008089,
    0x8000000000008003, 0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
};
/* Rho and pi walk through all lanes but the first: where each goes, and by how much it is rotated. */
static const uint8_t PLACES[24] = {10, 7,  11, 17, 18, 3, 5,  16, 8,  21, 24, 4,
                                   15, 23, 19, 13, 12, 2, 20, 14, 22, 9,  6,  1};
static const uint8_t ROTATIONS[24] = {1,  3,  6,  10, 15, 21, 28, 36, 45, 55, 2,  14,
                                      27, 41, 56, 8,  25, 43, 62, 18, 39, 61, 20, 44};

static inline uint64_t rotated(uint64_t lane, int by) { return lane << by | lane >> (64 - by); }

static void permute(uint64_t a[25]) {
  for (int round = 0; round < ROUNDS; round++) {
    uint64_t columns[5];
    for (int x = 0; x < 5; x++) columns[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
    for (int x = 0; x < 5; x++) {
      uint64_t change = columns[(x + 4) % 5] ^ rotated(columns[(x + 1) % 5], 1);
      for (int y = 0; y < 25; y += 5) a[x + y] ^= change;
    }
    uint64_t moving = a[1];
    for (int i = 0; i < 24; i++) {
      uint64_t next = a[PLACES[i]];
      a[PLACES[i]] = rotated(moving, ROTATIONS[i]);
      moving = next;
    }
    for (int y = 0; y < 25; y += 5) {
      uint64_t row[5];
      memcpy(row, a + y, sizeof row);
      for (int x = 0; x < 5; x++) a[x + y] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
    }
    a[0] ^= ROUND_CONSTANTS[round];
  }
}

bool sponge_take(void *sponge, const uint8_t *data, size_t n) {
  Sponge *s = sponge;
  uint8_t *bytes = (uint8_t *)s->lanes;
  for (size_t i = 0; i < n; i++) {
    bytes[s->at++] ^= data[i];
    if (s->at < s->rate) continue;
    permute(s->lanes);
    s->at = 0;
  }
  return true;
}

void sponge_finish(Sponge *s) {
  uint8_t *bytes = (uint8_t *)s->lanes;
  bytes[s->at] ^= SUFFIX;
  bytes[s->rate - 1] ^= LAST_BIT;
  permute(s->lanes);
  s->at = 0;
}

void sponge_give(Sponge *s, uint8_t *out, size_t n) {
  while (n) {
    if (s->at == s->rate) permute(s->lanes), s->at = 0;
    size_t part = n < s->rate - s->at ? n : s->rate - s->at;
    memcpy(out, (uint8_t *)s->lanes + s->at, part);
    s->at += (uint32_t)part;
    out += part;
    n -= part;
  }
}
