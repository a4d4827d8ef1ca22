/* scrypt (RFC 7914). What takes memory and time is here and not OpenSSL's, whose memory no limit covers and which no
 * stop ends; the ends of it are PBKDF2. */
#include "modules/_hashlib/hashlib_module.h"
#include <limits.h>

typedef struct Cost {
  uint64_t n, r, p;
  int64_t most_memory, size;
} Cost;

enum { WORDS = 16, BLOCK = WORDS * 4 }; /* of Salsa20 */

static void quarter(uint32_t *x, int a, int b, int c, int d) {
  x[b] ^= __builtin_rotateleft32(x[a] + x[d], 7);
  x[c] ^= __builtin_rotateleft32(x[b] + x[a], 9);
  x[d] ^= __builtin_rotateleft32(x[c] + x[b], 13);
  x[a] ^= __builtin_rotateleft32(x[d] + x[c], 18);
}
/* Salsa20/8 of x ^ y, to x. */
static void salsa(uint32_t *x, const uint32_t *y) {
  uint32_t z[WORDS];
  for (int i = 0; i < WORDS; i++) z[i] = x[i] ^= y[i];
  for (int i = 0; i < 4; i++) {
    quarter(z, 0, 4, 8, 12), quarter(z, 5, 9, 13, 1), quarter(z, 10, 14, 2, 6), quarter(z, 15, 3, 7, 11);
    quarter(z, 0, 1, 2, 3), quarter(z, 5, 6, 7, 4), quarter(z, 10, 11, 8, 9), quarter(z, 15, 12, 13, 14);
  }
  for (int i = 0; i < WORDS; i++) x[i] += z[i];
}
/* Blocks of even number come to the first half of `to`, the others behind them. */
static void mix_blocks(const uint32_t *from, uint32_t *to, uint64_t r) {
  uint32_t x[WORDS];
  memcpy(x, from + (2 * r - 1) * WORDS, BLOCK);
  for (uint64_t i = 0; i < 2 * r; i++) {
    salsa(x, from + i * WORDS);
    memcpy(to + (i / 2 + (i & 1 ? r : 0)) * WORDS, x, BLOCK);
  }
}

/* One of the p parts, in place: words in the machine's order, which is the algorithm's. `table` has room for n of its
 * size, `other` for one. */
static bool mix(Ctx *ctx, const Cost *cost, uint32_t *part, uint32_t *table, uint32_t *other) {
  uint64_t words = 2 * cost->r * WORDS, rounds = 1 + (1 << 14) / cost->r;
  for (uint64_t i = 0; i < cost->n; i++) {
    memcpy(table + i * words, part, words * 4);
    mix_blocks(table + i * words, part, cost->r);
    if (i % rounds == 0 && !CHECK_STOP(ctx)) return false;
  }
  for (uint64_t i = 0; i < cost->n; i++) {
    uint64_t last = (2 * cost->r - 1) * WORDS, pick = (part[last] | (uint64_t)part[last + 1] << 32) & (cost->n - 1);
    const uint32_t *from = table + pick * words;
    for (uint64_t k = 0; k < words; k++) other[k] = part[k] ^ from[k];
    mix_blocks(other, part, cost->r);
    if (i % rounds == 0 && !CHECK_STOP(ctx)) return false;
  }
  return true;
}
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "words of scrypt are read as they are");

static Value run(Ctx *ctx, const Cost *cost, const Buffer *password, const Buffer *salt) {
  int64_t part = (int64_t)(128 * cost->r), all = part * (int64_t)cost->p;
  Value key = V_NULL;
  Algorithm *sha256 = algorithm_get_c(ctx, "sha256", true);
  if (!sha256) return V_NULL;
  uint8_t *parts = memory_new(ctx, (size_t)all), *out = memory_new(ctx, (size_t)cost->size);
  uint32_t *table = memory_new(ctx, (size_t)part * (cost->n + 1));
  if (!parts || !out || !table) raise_no_memory(ctx);
  bool ok = !ctx->exc && pbkdf2(ctx, sha256, password, salt->data, salt->length, 1, parts, all);
  for (uint64_t i = 0; ok && i < cost->p; i++)
    ok = mix(ctx, cost, (uint32_t *)(parts + (int64_t)i * part), table, table + (uint64_t)part / 4 * cost->n);
  if (ok && pbkdf2(ctx, sha256, password, parts, all, 1, out, cost->size)) key = bytes_new(ctx, out, cost->size);
  memory_free(ctx, table);
  memory_free(ctx, out);
  memory_free(ctx, parts);
  return key;
}

/* ---- arguments ---- */

static bool c_unsigned(Ctx *ctx, Value v, uint64_t *out) {
  Value n = object_index(ctx, v);
  if (!n) return false;
  if (int_sign(ctx, n) < 0) return raise_format(ctx, EXC_ValueError, "Cannot convert negative int"), false;
  if (int_to_u64(ctx, n, out)) return true;
  raise_format(ctx, EXC_OverflowError, "Python int too large for C unsigned long");
  return false;
}
static bool c_long(Ctx *ctx, Value v, int64_t absent, int64_t *out) {
  Value n = v ? object_index(ctx, v) : V_NULL;
  if (!v) *out = absent;
  if (!v || (n && int_to_i64(ctx, n, out))) return true;
  if (n) raise_format(ctx, EXC_OverflowError, "Python int too large to convert to C long");
  return false;
}

static bool check(Ctx *ctx, const Cost *cost) {
  enum { MEMORY = 32 << 20, MOST_BLOCKS = (1 << 30) - 1 };
  static const char no_memory[] = "[digital envelope routines] memory limit exceeded";
  const char *wrong = NULL;
  uint64_t n = cost->n, r = cost->r, p = cost->p, most = cost->most_memory ? (uint64_t)cost->most_memory : MEMORY;
  if (n < 2 || n & (n - 1)) wrong = "n must be a power of 2.";
  else if (cost->most_memory < 0 || cost->most_memory > INT_MAX)
    wrong = "maxmem must be positive and smaller than 2147483647";
  else if (cost->size < 1 || cost->size > INT_MAX) wrong = "dklen must be greater than 0 and smaller than 2147483647";
  else if (!r || !p) wrong = "Invalid parameter combination for n, r, p, maxmem.";
  else if (p > MOST_BLOCKS / r || (r < 4 && n >= (uint64_t)1 << 16 * r)) wrong = no_memory;
  /* r and p are small now; the memory of n + 2 blocks and of the parts, as OpenSSL counts it */
  else if (128 * r > most || n + 2 > most / (128 * r) || 128 * r * (n + 2 + p) > most) wrong = no_memory;
  if (wrong) raise_format(ctx, EXC_ValueError, "%s", wrong);
  return !wrong;
}

FUNCTION(f_scrypt) {
  Cost cost;
  Buffer password, salt;
  if (!buffer_get(ctx, args[0], BUFFER_SIMPLE, &password)) return V_NULL;
  Value key = V_NULL;
  if (buffer_get(ctx, args[1], BUFFER_SIMPLE, &salt)) {
    bool read = c_unsigned(ctx, args[2], &cost.n) && c_unsigned(ctx, args[3], &cost.r) &&
                c_unsigned(ctx, args[4], &cost.p) && c_long(ctx, args[5], 0, &cost.most_memory) &&
                c_long(ctx, args[6], 64, &cost.size);
    if (read && password.length > INT_MAX) raise_format(ctx, EXC_OverflowError, "password is too long.");
    else if (read && salt.length > INT_MAX) raise_format(ctx, EXC_OverflowError, "salt is too long.");
    else if (read && check(ctx, &cost)) key = run(ctx, &cost, &password, &salt);
    buffer_release(ctx, &salt);
  }
  buffer_release(ctx, &password);
  return ctx->exc ? V_NULL : key;
}

const CFuncDef scrypt_functions[] = {
    FUNCTION_ROW_NAMED("scrypt", f_scrypt, 5, 7,
                       "password * salt n r p maxmem= dklen=", "scrypt password-based key derivation function."),
    {0},
};
