/* Keyed hashing of text and bytes: SipHash-1-3 (Aumasson and Bernstein's SipHash with one compression and three
 * finalization rounds, the variant that CPython uses), so that nobody without the key can make a program's input
 * collide. */
#include "text/text.h"
#include <string.h>

#define ROUND(a, b, c, d)                                                                                \
  (a += b, b = __builtin_rotateleft64(b, 13), b ^= a, a = __builtin_rotateleft64(a, 32), c += d,         \
   d = __builtin_rotateleft64(d, 16), d ^= c, a += d, d = __builtin_rotateleft64(d, 21), d ^= a, c += b, \
   b = __builtin_rotateleft64(b, 17), b ^= c, c = __builtin_rotateleft64(c, 32))

#define AT_ONCE ((size_t)1 << 20) /* bytes, between two checks */

/* ctx NULL: it cannot be stopped. */
static bool siphash13(Ctx *ctx, uint64_t k0, uint64_t k1, const uint8_t *p, size_t n, uint64_t *out) {
  uint64_t v0 = k0 ^ 0x736f6d6570736575ull, v1 = k1 ^ 0x646f72616e646f6dull;
  uint64_t v2 = k0 ^ 0x6c7967656e657261ull, v3 = k1 ^ 0x7465646279746573ull;
  uint64_t last = (uint64_t)n << 56;
  while (n >= 8) {
    const uint8_t *end = p + (ctx && n > AT_ONCE ? AT_ONCE : n & ~(size_t)7);
    n -= (size_t)(end - p);
    for (; p < end; p += 8) {
      uint64_t m;
      memcpy(&m, p, 8);
      v3 ^= m;
      ROUND(v0, v1, v2, v3);
      v0 ^= m;
    }
    if (ctx && n >= 8 && !CHECK_STOP(ctx)) return false;
  }
  for (size_t i = 0; i < n; i++) last |= (uint64_t)p[i] << (8 * i);
  v3 ^= last;
  ROUND(v0, v1, v2, v3);
  v0 ^= last;
  v2 ^= 0xff;
  ROUND(v0, v1, v2, v3);
  ROUND(v0, v1, v2, v3);
  ROUND(v0, v1, v2, v3);
  *out = v0 ^ v1 ^ v2 ^ v3;
  return true;
}

uint64_t hash_bytes_keyed(uint64_t key0, uint64_t key1, const void *data, size_t n) {
  uint64_t h;
  siphash13(NULL, key0, key1, data, n, &h);
  return h;
}

/* Avoids the reserved values: 0 means "not computed" in cells, -1 "error" in CPython. Empty data hash to 0. */
static uint64_t unreserved(uint64_t h) {
  if (UNLIKELY(h == 0)) h = 1;
  return UNLIKELY(h == UINT64_MAX) ? UINT64_MAX - 1 : h;
}

uint64_t hash_bytes(Ctx *ctx, const void *data, size_t n) {
  uint64_t h;
  if (n == 0) return 0;
  siphash13(NULL, ctx->options.hash_seed[0], ctx->options.hash_seed[1], data, n, &h);
  return unreserved(h);
}

bool hash_long(Ctx *ctx, const void *data, size_t n, uint64_t *out) {
  if (n == 0) return *out = 0, true;
  if (!siphash13(ctx, ctx->options.hash_seed[0], ctx->options.hash_seed[1], data, n, out)) return false;
  return *out = unreserved(*out), true;
}
