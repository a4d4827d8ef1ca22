/* BLAKE2b and BLAKE2s themselves (RFC 7693): one compression function over words of 64 or of 32 bits. */
#include "modules/_blake2/blake2.h"

static const uint64_t START_B[8] = {0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
                                    0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179};

/* Which words of the message a round takes; BLAKE2b's last two rounds are the first two again. */
static const uint8_t SCHEDULE[10][16] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4}, {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13}, {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11}, {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5}, {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
};

#define MIX(ROTATE, A, B, C, D, x, y, R1, R2, R3, R4)                          \
  v[A] += v[B] + (x), v[D] = ROTATE(v[D] ^ v[A], R1), v[C] += v[D];            \
  v[B] = ROTATE(v[B] ^ v[C], R2), v[A] += v[B] + (y);                          \
  v[D] = ROTATE(v[D] ^ v[A], R3), v[C] += v[D], v[B] = ROTATE(v[B] ^ v[C], R4)

/* WORD is the word of the function, BITS its size. The state is kept in words of 64 bits for both. */
#define COMPRESS(name, WORD, BITS, ROUNDS, ROTATE, R1, R2, R3, R4)                                        \
  static void name(Blake2 *b, const uint8_t *block, bool last) {                                          \
    WORD m[16], v[16];                                                                                    \
    memcpy(m, block, sizeof m);                                                                           \
    for (int i = 0; i < 8; i++) v[i] = (WORD)b->state[i], v[i + 8] = (WORD)(START_B[i] >> (64 - (BITS))); \
    v[12] ^= (WORD)b->bytes, v[13] ^= (WORD)((BITS) == 64 ? b->bytes_high : b->bytes >> 32);              \
    if (last) v[14] = (WORD)~v[14];                                                                       \
    if (last && b->last_node) v[15] = (WORD)~v[15];                                                       \
    for (int i = 0; i < (ROUNDS); i++) {                                                                  \
      const uint8_t *s = SCHEDULE[i % 10];                                                                \
      MIX(ROTATE, 0, 4, 8, 12, m[s[0]], m[s[1]], R1, R2, R3, R4);                                         \
      MIX(ROTATE, 1, 5, 9, 13, m[s[2]], m[s[3]], R1, R2, R3, R4);                                         \
      MIX(ROTATE, 2, 6, 10, 14, m[s[4]], m[s[5]], R1, R2, R3, R4);                                        \
      MIX(ROTATE, 3, 7, 11, 15, m[s[6]], m[s[7]], R1, R2, R3, R4);                                        \
      MIX(ROTATE, 0, 5, 10, 15, m[s[8]], m[s[9]], R1, R2, R3, R4);                                        \
      MIX(ROTATE, 1, 6, 11, 12, m[s[10]], m[s[11]], R1, R2, R3, R4);                                      \
      MIX(ROTATE, 2, 7, 8, 13, m[s[12]], m[s[13]], R1, R2, R3, R4);                                       \
      MIX(ROTATE, 3, 4, 9, 14, m[s[14]], m[s[15]], R1, R2, R3, R4);                                       \
    }                                                                                                     \
    for (int i = 0; i < 8; i++) b->state[i] ^= (WORD)(v[i] ^ v[i + 8]);                                   \
  }
COMPRESS(compress_b, uint64_t, 64, 12, __builtin_rotateright64, 32, 24, 16, 63)
COMPRESS(compress_s, uint32_t, 32, 10, __builtin_rotateright32, 16, 12, 8, 7)
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "words of a block are read as they are");

static void compress(Blake2 *b, const uint8_t *block, uint32_t n, bool last) {
  b->bytes += n;
  if (b->bytes < n) b->bytes_high++;
  if (b->variant->word == 8) compress_b(b, block, last);
  else compress_s(b, block, last);
}

void blake2_start(Blake2 *b, const uint8_t *parameters) {
  for (uint32_t i = 0; i < 8; i++) {
    uint64_t word = 0;
    memcpy(&word, parameters + i * b->variant->word, b->variant->word);
    b->state[i] = word ^ START_B[i] >> (64 - 8 * b->variant->word);
  }
}

/* The last block is compressed otherwise, so a full one waits until more comes. */
void blake2_feed(Blake2 *b, const uint8_t *data, size_t n) {
  uint32_t size = 16 * b->variant->word;
  if (!n) return;
  if (b->filled) {
    size_t room = size - b->filled, part = n < room ? n : room;
    memcpy(b->block + b->filled, data, part);
    b->filled += (uint32_t)part;
    data += part;
    n -= part;
    if (!n) return;
    compress(b, b->block, size, false);
    b->filled = 0;
  }
  for (; n > size; n -= size, data += size) compress(b, data, size, false);
  memcpy(b->block, data, n);
  b->filled = (uint32_t)n;
}

void blake2_finish(const Blake2 *from, uint8_t digest[64]) {
  Blake2 b = *from;
  memset(b.block + b.filled, 0, sizeof b.block - b.filled);
  compress(&b, b.block, b.filled, true);
  for (uint32_t i = 0; i < 8; i++) memcpy(digest + i * b.variant->word, &b.state[i], b.variant->word);
}
