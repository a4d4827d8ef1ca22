/* SHA-2: core/sha2.h. */
#include "core/sha2.h"
#include <string.h>

const Sha2Variant SHA2_VARIANTS[SHA2_COUNT] = {
    {"sha224",
     64,
     28,
     {0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939, 0xffc00b31, 0x68581511, 0x64f98fa7, 0xbefa4fa4}},
    {"sha256",
     64,
     32,
     {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19}},
    {"sha384",
     128,
     48,
     {0xcbbb9d5dc1059ed8, 0x629a292a367cd507, 0x9159015a3070dd17, 0x152fecd8f70e5939, 0x67332667ffc00b31,
      0x8eb44a8768581511, 0xdb0c2e0d64f98fa7, 0x47b5481dbefa4fa4}},
    {"sha512",
     128,
     64,
     {0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1, 0x510e527fade682d1,
      0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179}},
};

/* The fractional parts of the cube roots of the first 80 primes; the upper halves serve the 32-bit functions. */
static const uint64_t K[80] = {
    0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc, 0x3956c25bf348b538,
    0x59f111f1b605d019, 0x923f82a4af194f9b, 0xab1c5ed5da6d8118, 0xd807aa98a3030242, 0x12835b0145706fbe,
    0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2, 0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235,
    0xc19bf174cf692694, 0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65,
    0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5, 0x983e5152ee66dfab,
    0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4, 0xc6e00bf33da88fc2, 0xd5a79147930aa725,
    0x06ca6351e003826f, 0x142929670a0e6e70, 0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed,
    0x53380d139d95b3df, 0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b,
    0xa2bfe8a14cf10364, 0xa81a664bbc423001, 0xc24b8b70d0f89791, 0xc76c51a30654be30, 0xd192e819d6ef5218,
    0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8, 0x19a4c116b8d2d0c8, 0x1e376c085141ab53,
    0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8, 0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb, 0x5b9cca4f7763e373,
    0x682e6ff3d6b2b8a3, 0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
    0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b, 0xca273eceea26619c,
    0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178, 0x06f067aa72176fba, 0x0a637dc5a2c898a6,
    0x113f9804bef90dae, 0x1b710b35131c471b, 0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc,
    0x431d67c49c100d4c, 0x4cc5d4becb3e42b6, 0x597f299cfc657e2a, 0x5fcb6fab3ad6faec, 0x6c44198c4a475817};

#define ROTATE64(x, n) __builtin_rotateright64(x, n)
#define ROTATE32(x, n) __builtin_rotateright32(x, n)

/* One block: WORD is the word of the function, ROUNDS how many, KEY(i) its constant, the rest its rotations. */
#define COMPRESS(name, WORD, BYTES, ROUNDS, ROTATE, KEY, A1, A2, A3, E1, E2, E3, S1, S2, S3, T1, T2, T3)        \
  static void name(uint64_t *state, const uint8_t *block) {                                                     \
    WORD w[ROUNDS], a[8];                                                                                       \
    for (int i = 0; i < 16; i++) {                                                                              \
      w[i] = 0;                                                                                                 \
      for (int j = 0; j < (BYTES); j++) w[i] = (WORD)(w[i] << 8) | block[i * (BYTES) + j];                      \
    }                                                                                                           \
    for (int i = 16; i < (ROUNDS); i++) {                                                                       \
      WORD s = ROTATE(w[i - 15], S1) ^ ROTATE(w[i - 15], S2) ^ w[i - 15] >> (S3);                               \
      WORD t = ROTATE(w[i - 2], T1) ^ ROTATE(w[i - 2], T2) ^ w[i - 2] >> (T3);                                  \
      w[i] = w[i - 16] + s + w[i - 7] + t;                                                                      \
    }                                                                                                           \
    for (int i = 0; i < 8; i++) a[i] = (WORD)state[i];                                                          \
    for (int i = 0; i < (ROUNDS); i++) {                                                                        \
      WORD e = ROTATE(a[4], E1) ^ ROTATE(a[4], E2) ^ ROTATE(a[4], E3), choice = (a[4] & a[5]) ^ (~a[4] & a[6]); \
      WORD one = a[7] + e + choice + (WORD)(KEY) + w[i];                                                        \
      WORD s = ROTATE(a[0], A1) ^ ROTATE(a[0], A2) ^ ROTATE(a[0], A3);                                          \
      WORD two = s + ((a[0] & a[1]) ^ (a[0] & a[2]) ^ (a[1] & a[2]));                                           \
      memmove(a + 1, a, 7 * sizeof *a);                                                                         \
      a[4] += one;                                                                                              \
      a[0] = one + two;                                                                                         \
    }                                                                                                           \
    for (int i = 0; i < 8; i++) state[i] = (WORD)(state[i] + a[i]);                                             \
  }
COMPRESS(compress32, uint32_t, 4, 64, ROTATE32, K[i] >> 32, 2, 13, 22, 6, 11, 25, 7, 18, 3, 17, 19, 10)
COMPRESS(compress64, uint64_t, 8, 80, ROTATE64, K[i], 28, 34, 39, 14, 18, 41, 1, 8, 7, 19, 61, 6)

void sha2_start(const Sha2Variant *variant, Sha2 *s) {
  memset(s, 0, sizeof *s);
  memcpy(s->state, variant->start, sizeof s->state);
}

void sha2_feed(const Sha2Variant *variant, Sha2 *s, const void *from, size_t n) {
  const uint8_t *data = from;
  void (*compress)(uint64_t *, const uint8_t *) = variant->block == 64 ? compress32 : compress64;
  size_t filled = s->bytes % variant->block;
  s->bytes += n;
  if (filled) {
    size_t room = variant->block - filled, part = n < room ? n : room;
    memcpy(s->block + filled, data, part);
    data += part;
    n -= part;
    if (part < room) return;
    compress(s->state, s->block);
  }
  for (; n >= variant->block; n -= variant->block, data += variant->block) compress(s->state, data);
  memcpy(s->block, data, n);
}

void sha2_finish(const Sha2Variant *variant, const Sha2 *from, uint8_t *digest) {
  Sha2 s = *from;
  uint8_t padding[256] = {0x80};
  uint64_t bits = s.bytes * 8;
  size_t length = variant->block / 8, filled = s.bytes % variant->block;
  size_t n = (filled < variant->block - length ? variant->block : 2 * (size_t)variant->block) - filled;
  for (int i = 0; i < 8; i++) padding[n - 1 - (size_t)i] = (uint8_t)(bits >> 8 * i);
  if (variant->block == 128) padding[n - 9] = (uint8_t)(s.bytes >> 61);
  sha2_feed(variant, &s, padding, n);
  size_t word = variant->block / 16;
  for (size_t i = 0; i < variant->digest; i++) digest[i] = (uint8_t)(s.state[i / word] >> 8 * (word - 1 - i % word));
}
