/* Arithmetic on ints of any size with GMP's mpn layer. It works on limbs that the caller provides, so results are
 * computed in place in BigInt cells, and running out of memory stays our MemoryError. Only limb_work.c, where the
 * operations are that may take long, includes gmp.h too.
 *
 * Operands are plain ints (fixnum or BigInt cell); results are normalized: no leading zero limb, a fixnum when it fits.
 * Inside, ints are sign and magnitude; the bitwise operators simulate two's complement limb by limb. */
#include "exception/exception.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "number/limb_work.h"
#include "number/limbs.h"
#include "number/number.h"
#include <gmp.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(sizeof(mp_limb_t) == 8 && GMP_NAIL_BITS == 0, "limbs are 64-bit words");

#define MAX_LIMBS ((int64_t)1 << 36)
#define LIMBS(p) ((mp_limb_t *)(p))
#define CLIMBS(p) ((const mp_limb_t *)(p))

static BigInt *big_alloc(Ctx *ctx, int64_t n) {
  if (UNLIKELY(n > MAX_LIMBS)) {
    raise_no_memory(ctx);
    return NULL;
  }
  BigInt *b = heap_alloc(ctx, ctx->shape.bigint, sizeof(BigInt) + (size_t)n * 8);
  if (b) b->nlimbs = (uint64_t)n;
  return b;
}

static void *scratch(Ctx *ctx, int64_t n) {
  void *p = n > MAX_LIMBS ? NULL : memory_new(ctx, (size_t)n * 8 + 8);
  if (!p) raise_no_memory(ctx);
  return p;
}

static Value normalize(BigInt *b, bool negative) {
  while (b->nlimbs && b->limbs[b->nlimbs - 1] == 0) b->nlimbs--;
  if (b->nlimbs == 0) return int_tag(0);
  if (b->nlimbs == 1) {
    uint64_t m = b->limbs[0];
    if (m < (uint64_t)1 << 62) return int_tag(negative ? -(int64_t)m : (int64_t)m);
    if (negative && m == (uint64_t)1 << 62) return int_tag(FIXNUM_MIN);
  }
  b->h.flags = negative ? BIG_NEGATIVE : 0;
  return VAL(b);
}

Value big_from_limbs(Ctx *ctx, const uint64_t *limbs, int64_t n, bool negative) {
  while (n && limbs[n - 1] == 0) n--;
  if (n == 0) return int_tag(0);
  if (n == 1 && limbs[0] <= (uint64_t)FIXNUM_MAX) return int_tag(negative ? -(int64_t)limbs[0] : (int64_t)limbs[0]);
  BigInt *b = big_alloc(ctx, n);
  if (!b) return V_NULL;
  return limbs_copy(ctx, b->limbs, limbs, n) ? normalize(b, negative) : V_NULL;
}

/* ---- ints of two limbs: most that are large are below 2**126, and the processor's own arithmetic is enough ---- */

/* false: it is larger */
static inline bool two_limbs(const IntView *v, __int128 *out) {
  if (UNLIKELY(v->n > 2) || (v->n == 2 && v->limbs[1] >> 62)) return false;
  __int128 magnitude = v->n == 2 ? (__int128)v->limbs[1] << 64 | v->limbs[0] : v->n ? v->limbs[0] : 0;
  *out = v->negative ? -magnitude : magnitude;
  return true;
}
static inline bool both_two_limbs(const IntView *a, const IntView *b, __int128 *x, __int128 *y) {
  return two_limbs(a, x) && two_limbs(b, y);
}

Value big_from_magnitude(Ctx *ctx, unsigned __int128 magnitude, bool negative) {
  int64_t n = magnitude >> 64 ? 2 : 1;
  if (n == 1 && (uint64_t)magnitude <= (uint64_t)FIXNUM_MAX)
    return int_tag(negative ? -(int64_t)magnitude : (int64_t)magnitude);
  BigInt *r = big_alloc(ctx, n);
  if (!r) return V_NULL;
  r->limbs[0] = (uint64_t)magnitude;
  if (n == 2) r->limbs[1] = (uint64_t)(magnitude >> 64);
  return normalize(r, negative);
}
static inline Value from_int128(Ctx *ctx, __int128 v) {
  return big_from_magnitude(ctx, v < 0 ? -(unsigned __int128)v : (unsigned __int128)v, v < 0);
}

bool big_magnitude(Value v, unsigned __int128 *magnitude) {
  IntView view;
  __int128 x;
  int_view(v, &view);
  if (!two_limbs(&view, &x)) return false;
  *magnitude = (unsigned __int128)(x < 0 ? -x : x);
  return true;
}

static int cmp_magnitude(const IntView *a, const IntView *b) {
  if (a->n != b->n) return a->n < b->n ? -1 : 1;
  return a->n ? mpn_cmp(CLIMBS(a->limbs), CLIMBS(b->limbs), a->n) : 0;
}

int big_cmp(Value av, Value bv) {
  IntView a, b;
  int_view(av, &a), int_view(bv, &b);
  if (a.negative != b.negative) return a.negative ? -1 : 1;
  int c = cmp_magnitude(&a, &b);
  return a.negative ? -c : c;
}

/* The same, and as big_cmp, of any length: false = exception */
static bool order_magnitude(Ctx *ctx, const IntView *a, const IntView *b, int *order) {
  enum { AT_ONCE = 65536 }; /* limbs */
  *order = 0;
  if (a->n != b->n) return *order = a->n < b->n ? -1 : 1, true;
  for (int64_t at = a->n; at > 0 && !*order;) { /* from the highest limbs on */
    int64_t n = at < AT_ONCE ? at : AT_ONCE;
    at -= n;
    *order = mpn_cmp(CLIMBS(a->limbs + at), CLIMBS(b->limbs + at), n);
    if (n == AT_ONCE && !CHECK_STOP(ctx)) return false;
  }
  return true;
}
bool big_order(Ctx *ctx, Value av, Value bv, int *order) {
  IntView a, b;
  int_view(av, &a), int_view(bv, &b);
  if (a.negative != b.negative) return *order = a.negative ? -1 : 1, true;
  if (!order_magnitude(ctx, &a, &b, order)) return false;
  if (a.negative) *order = -*order;
  return true;
}

/* ---- addition, multiplication ---- */

static Value add_views(Ctx *ctx, const IntView *a, const IntView *b, bool b_negative) {
  __int128 x, y;
  if (LIKELY(both_two_limbs(a, b, &x, &y))) return from_int128(ctx, b_negative == b->negative ? x + y : x - y);
  bool negative = a->negative;
  int order = a->n < b->n ? -1 : 1;
  if (a->n == b->n && negative != b_negative && !order_magnitude(ctx, a, b, &order)) return V_NULL;
  if (order < 0) { /* the larger one first */
    const IntView *t = a;
    a = b, b = t;
    bool sign = negative;
    negative = b_negative, b_negative = sign;
  }
  if (a->n == 0) return int_tag(0);
  BigInt *r = big_alloc(ctx, a->n + 1);
  if (!r) return V_NULL;
  if (b->n == 0 ? !limbs_copy(ctx, r->limbs, a->limbs, a->n)
                : !limbs_add(ctx, r->limbs, a->limbs, a->n, b->limbs, b->n, negative != b_negative))
    return V_NULL;
  return normalize(r, negative);
}

Value big_add(Ctx *ctx, Value av, Value bv) {
  IntView a, b;
  int_view(av, &a), int_view(bv, &b);
  return add_views(ctx, &a, &b, b.negative);
}

Value big_sub(Ctx *ctx, Value av, Value bv) {
  IntView a, b;
  int_view(av, &a), int_view(bv, &b);
  return add_views(ctx, &a, &b, !b.negative);
}

Value big_mul(Ctx *ctx, Value av, Value bv) {
  IntView a, b;
  int_view(av, &a), int_view(bv, &b);
  if (a.n == 0 || b.n == 0) return int_tag(0);
  if (a.n == 1 && b.n == 1)
    return big_from_magnitude(ctx, (unsigned __int128)a.limbs[0] * b.limbs[0], a.negative != b.negative);
  BigInt *r = big_alloc(ctx, a.n + b.n);
  if (!r) return V_NULL;
  if (!limbs_mul(ctx, r->limbs, a.limbs, a.n, b.limbs, b.n)) return V_NULL;
  return normalize(r, a.negative != b.negative);
}

/* ---- division ---- */

bool big_divmod(Ctx *ctx, Value av, Value bv, Value *quotient, Value *remainder) {
  IntView a, b;
  int_view(av, &a), int_view(bv, &b);
  __int128 x, y;
  if (LIKELY(both_two_limbs(&a, &b, &x, &y))) {
    __int128 whole = x / y, rest = x - whole * y;
    if (rest && (rest < 0) != (y < 0)) whole--, rest += y;
    if (quotient && !(*quotient = from_int128(ctx, whole))) return false;
    return !remainder || (*remainder = from_int128(ctx, rest));
  }
  if (cmp_magnitude(&a, &b) < 0) { /* truncated: 0, remainder a */
    bool adjust = a.n && a.negative != b.negative;
    if (quotient) *quotient = int_tag(adjust ? -1 : 0);
    if (remainder && !(*remainder = adjust ? big_add(ctx, av, bv) : av)) return false;
    return true;
  }
  BigInt *q = big_alloc(ctx, a.n - b.n + 2), *r = q ? big_alloc(ctx, b.n) : NULL;
  if (!r) return false;
  if (!limbs_div(ctx, q->limbs, r->limbs, a.limbs, a.n, b.limbs, b.n)) return false;
  bool exact = mpn_zero_p(LIMBS(r->limbs), b.n);
  if (!exact && a.negative != b.negative) { /* floor: one further from zero */
    if (remainder && !limbs_add(ctx, r->limbs, b.limbs, b.n, r->limbs, b.n, true)) return false;
    int64_t nq = a.n - b.n + 1;
    q->limbs[nq] = mpn_add_1(LIMBS(q->limbs), LIMBS(q->limbs), nq, 1);
  }
  if (quotient) *quotient = normalize(q, a.negative != b.negative);
  if (remainder) *remainder = normalize(r, b.negative);
  return true;
}

/* ---- shifts and bits ---- */

Value big_lshift(Ctx *ctx, Value av, uint64_t bits) {
  IntView a;
  int_view(av, &a);
  if (a.n == 0) return int_tag(0);
  if (bits / 64 > (uint64_t)MAX_LIMBS) return raise_no_memory(ctx), V_NULL;
  if (a.n == 1 && bits < 64) return big_from_magnitude(ctx, (unsigned __int128)a.limbs[0] << bits, a.negative);
  int64_t words = (int64_t)(bits / 64);
  unsigned rest = bits % 64;
  BigInt *r = big_alloc(ctx, a.n + words + 1);
  if (!r) return V_NULL;
  if (!limbs_lshift(ctx, r->limbs + words, a.limbs, a.n, rest)) return V_NULL;
  return normalize(r, a.negative);
}

Value big_rshift(Ctx *ctx, Value av, uint64_t bits) {
  IntView a;
  int_view(av, &a);
  if (bits / 64 >= (uint64_t)a.n) return int_tag(a.negative ? -1 : 0);
  __int128 x;
  if (LIKELY(two_limbs(&a, &x))) return from_int128(ctx, x >> bits); /* fewer than 128 */
  int64_t words = (int64_t)(bits / 64), n = a.n - words;
  unsigned rest = bits % 64;
  BigInt *r = big_alloc(ctx, n + 1);
  if (!r) return V_NULL;
  bool lost = false;
  if (a.negative)
    for (int64_t i = 0; i < words && !lost; i++) lost = a.limbs[i] != 0;
  if (rest) lost |= (a.limbs[words] << (64 - rest)) != 0;
  if (!limbs_rshift(ctx, r->limbs, a.limbs + words, n, rest)) return V_NULL;
  if (a.negative && lost) r->limbs[n] = mpn_add_1(LIMBS(r->limbs), LIMBS(r->limbs), n, 1);
  return normalize(r, a.negative);
}

/* Limb i of an int's infinite two's complement; `borrow` is 1 before limb 0 and carried along from there. */
static inline uint64_t complement_limb(const IntView *v, int64_t i, uint64_t *carry) {
  uint64_t limb = i < v->n ? v->limbs[i] : 0;
  if (!v->negative) return limb;
  uint64_t out = ~limb + *carry;
  *carry = *carry && out == 0;
  return out;
}

Value big_bitwise(Ctx *ctx, Value av, Value bv, BinOp op) {
  IntView a, b;
  int_view(av, &a), int_view(bv, &b);
  __int128 p, q;
  if (LIKELY(both_two_limbs(&a, &b, &p, &q)))
    return from_int128(ctx, op == OP_AND ? p & q : op == OP_OR ? p | q : p ^ q);
  int64_t n = (a.n > b.n ? a.n : b.n) + 1;
  BigInt *r = big_alloc(ctx, n);
  if (!r) return V_NULL;
  uint64_t ca = 1, cb = 1;
  for (int64_t i = 0; i < n; i++) {
    uint64_t x = complement_limb(&a, i, &ca), y = complement_limb(&b, i, &cb);
    r->limbs[i] = op == OP_AND ? x & y : op == OP_OR ? x | y : x ^ y;
    if ((i & 0xffff) == 0xffff && !CHECK_STOP(ctx)) return V_NULL;
  }
  bool negative = op == OP_AND  ? a.negative & b.negative
                  : op == OP_OR ? a.negative | b.negative
                                : a.negative ^ b.negative;
  return negative && !limbs_negate(ctx, r->limbs, n) ? V_NULL : normalize(r, negative);
}

uint64_t int_bit_length(Value v) {
  IntView a;
  int_view(v, &a);
  return a.n ? (uint64_t)a.n * 64 - __builtin_clzll(a.limbs[a.n - 1]) : 0;
}

bool int_bit_count(Ctx *ctx, Value v, uint64_t *out) {
  IntView a;
  int_view(v, &a);
  enum { AT_ONCE = 65536 }; /* limbs */
  *out = 0;
  for (int64_t i = 0; i < a.n; i += AT_ONCE) {
    *out += mpn_popcount(CLIMBS(a.limbs + i), a.n - i < AT_ONCE ? a.n - i : AT_ONCE);
    if (!CHECK_STOP(ctx)) return false;
  }
  return true;
}

uint64_t int_trailing_zeros(Value v) {
  IntView a;
  int_view(v, &a);
  return mpn_scan1(CLIMBS(a.limbs), 0);
}

bool big_mod_mersenne61(Ctx *ctx, Value v, uint64_t *out) {
  const uint64_t p = ((uint64_t)1 << 61) - 1;
  IntView a;
  int_view(v, &a);
  uint64_t r = 0;
  for (int64_t i = a.n; i-- > 0;) { /* 2**64 = 8 mod p */
    __uint128_t t = (__uint128_t)r * 8 + a.limbs[i];
    r = (uint64_t)(t & p) + (uint64_t)(t >> 61);
    r = (r & p) + (r >> 61);
    if (r >= p) r -= p;
    if (!CHECK_STOP_AT(ctx, i)) return false;
  }
  return *out = r, true;
}

double int_frexp(Value v, int64_t *exponent) {
  IntView a;
  int_view(v, &a);
  uint64_t bits = int_bit_length(v);
  /* the 64 highest bits */
  uint64_t top = a.limbs[a.n - 1];
  unsigned lead = __builtin_clzll(top);
  if (lead) {
    top <<= lead;
    if (a.n > 1) top |= a.limbs[a.n - 2] >> (64 - lead);
  }
  uint64_t m = top >> 11, low = top & 0x7ff;
  bool up = low > 0x400 || (low == 0x400 && (m & 1));
  if (low == 0x400 && !up) { /* halfway, if all the rest is 0 */
    up = lead && a.n > 1 && a.limbs[a.n - 2] << lead;
    for (int64_t i = a.n - (lead ? 3 : 2); i >= 0 && !up; i--) up = a.limbs[i] != 0;
  }
  if (up) m++;
  *exponent = (int64_t)bits;
  double d = ldexp((double)m, -53);
  if (d == 1.0) d = 0.5, ++*exponent;
  return a.negative ? -d : d;
}

/* ---- powers, roots, gcd ---- */

Value big_pow(Ctx *ctx, Value base, uint64_t exponent) {
  if (exponent == 0) return int_tag(1);
  if (base == int_tag(0) || base == int_tag(1)) return base;
  if (base == int_tag(-1)) return int_tag(exponent & 1 ? -1 : 1);
  uint64_t zeros = int_trailing_zeros(base);
  IntView b;
  int_view(base, &b);
  uint64_t total;
  if (__builtin_mul_overflow(int_bit_length(base), exponent, &total) || total / 64 > (uint64_t)MAX_LIMBS)
    return raise_no_memory(ctx), V_NULL;
  if (b.n == 1 && (b.small & (b.small - 1)) == 0 && is_int(base)) { /* a power of two */
    Value r = big_lshift(ctx, int_tag(1), zeros * exponent);
    return r && b.negative && (exponent & 1) ? int_negative(ctx, r) : r;
  }
  Value result = base;
  for (int bit = 62 - __builtin_clzll(exponent); bit >= 0 && result; bit--) {
    result = both_int(result, result) ? int_mul_slow(ctx, result, result) : big_mul(ctx, result, result);
    if (result && exponent >> bit & 1) result = big_mul(ctx, result, base);
  }
  return result;
}

/* r = a * b mod m, all of n limbs; t has room for 3n + 1. */
static bool mul_mod(Ctx *ctx, uint64_t *r, const uint64_t *a, const uint64_t *b, const uint64_t *m, int64_t n,
                    uint64_t *t) {
  return CHECK_STOP(ctx) && limbs_mul(ctx, t, a, n, b, n) && limbs_div(ctx, t + 2 * n, r, t, 2 * n, m, n);
}

Value big_powmod(Ctx *ctx, Value base, Value exponent, Value mod) {
  if (mod == int_tag(1)) return int_tag(0);
  IntView m, e, b;
  if (!big_divmod(ctx, base, mod, NULL, &base)) return V_NULL;
  int_view(mod, &m), int_view(exponent, &e), int_view(base, &b);
  if (e.n == 0) return int_tag(1);
  if (b.n == 0) return int_tag(0);
  enum { WINDOW = 4, TABLE = 1 << WINDOW };
  int64_t n = m.n;
  uint64_t *memory = scratch(ctx, n * (TABLE + 1) + 3 * n + 1);
  BigInt *out = memory ? big_alloc(ctx, n) : NULL;
  if (!out) {
    memory_free(ctx, memory);
    return V_NULL;
  }
  uint64_t *acc = memory, *powers = acc + n, *t = powers + n * TABLE;
  uint64_t bits = int_bit_length(exponent);
  bool done = stop_repeat(ctx, memory, "", 1, (size_t)(n * (TABLE + 1)) * 8);
  done = done && limbs_copy(ctx, powers + n, b.limbs, b.n);
  int table = bits > 2 * WINDOW ? TABLE : 2;
  for (int i = 2; i < table && done; i++)
    done = mul_mod(ctx, powers + i * n, powers + (i - 1) * n, powers + n, m.limbs, n, t);
  int step = table == TABLE ? WINDOW : 1;
  bool started = false;
  for (uint64_t chunk = (bits + step - 1) / step; done && chunk-- > 0;) {
    uint64_t at = chunk * step, digit = e.limbs[at / 64] >> (at % 64);
    if (at % 64 + step > 64 && (int64_t)(at / 64) + 1 < e.n) digit |= e.limbs[at / 64 + 1] << (64 - at % 64);
    digit &= (1u << step) - 1;
    for (int i = 0; started && done && i < step; i++) done = mul_mod(ctx, acc, acc, acc, m.limbs, n, t);
    if (!digit || !done) continue;
    if (started) done = mul_mod(ctx, acc, acc, powers + digit * n, m.limbs, n, t);
    else done = limbs_copy(ctx, acc, powers + digit * n, n);
    started = true;
  }
  done = done && limbs_copy(ctx, out->limbs, acc, n);
  memory_free(ctx, memory);
  return done ? normalize(out, false) : V_NULL;
}

static bool shifted(Ctx *ctx, mp_limb_t *r, const uint64_t *a, int64_t n, unsigned bits) {
  return bits ? limbs_rshift(ctx, (uint64_t *)r, a, n, bits) : limbs_copy(ctx, (uint64_t *)r, a, n);
}

Value big_gcd(Ctx *ctx, Value av, Value bv) {
  IntView a, b;
  int_view(av, &a), int_view(bv, &b);
  if (a.n == 0 || b.n == 0) {
    IntView *v = a.n ? &a : &b;
    return big_from_limbs(ctx, v->limbs, v->n, false);
  }
  uint64_t za = mpn_scan1(CLIMBS(a.limbs), 0), zb = mpn_scan1(CLIMBS(b.limbs), 0), z = za < zb ? za : zb;
  mp_limb_t *memory = scratch(ctx, a.n + b.n + (a.n < b.n ? a.n : b.n) + 1);
  if (!memory) return V_NULL;
  mp_limb_t *x = memory, *y = x + a.n, *r = y + b.n;
  mp_size_t nx = a.n - (mp_size_t)(za / 64), ny = b.n - (mp_size_t)(zb / 64);
  if (!shifted(ctx, x, a.limbs + za / 64, nx, za % 64) || !shifted(ctx, y, b.limbs + zb / 64, ny, zb % 64))
    return memory_free(ctx, memory), V_NULL;
  while (x[nx - 1] == 0) nx--;
  while (y[ny - 1] == 0) ny--;
  /* mpn_gcd wants both odd and the first operand at least as long */
  bool swap = nx < ny;
  int64_t n = swap ? limbs_gcd(ctx, (uint64_t *)r, (uint64_t *)y, ny, (uint64_t *)x, nx)
                   : limbs_gcd(ctx, (uint64_t *)r, (uint64_t *)x, nx, (uint64_t *)y, ny);
  Value g = n < 0 ? V_NULL : big_from_limbs(ctx, (uint64_t *)r, n, false);
  memory_free(ctx, memory);
  return g && z ? big_lshift(ctx, g, z) : g;
}

Value big_isqrt(Ctx *ctx, Value av) {
  IntView a;
  int_view(av, &a);
  if (a.n == 0) return int_tag(0);
  BigInt *r = big_alloc(ctx, (a.n + 1) / 2);
  if (!r) return V_NULL;
  uint64_t *rest = scratch(ctx, a.n);
  if (!rest) return V_NULL;
  bool done = limbs_sqrt(ctx, r->limbs, rest, a.limbs, a.n);
  memory_free(ctx, rest);
  return done ? normalize(r, false) : V_NULL;
}

/* ---- text and bytes ---- */

char *big_to_digits(Ctx *ctx, Value v, int base, size_t *count) {
  static const char symbols[] = "0123456789abcdefghijklmnopqrstuvwxyz";
  IntView a;
  int_view(v, &a);
  size_t room = mpn_sizeinbase(CLIMBS(a.limbs), a.n, base) + 2;
  uint8_t *digits = scratch(ctx, (int64_t)(room / 8 + 1));
  uint64_t *copy = digits ? scratch(ctx, a.n + 1) : NULL; /* it is destroyed */
  int64_t found = copy && limbs_copy(ctx, copy, a.limbs, a.n) ? limbs_to_digits(ctx, digits, room, base, copy, a.n)
                                                              : -1;
  memory_free(ctx, copy);
  if (found < 0) {
    memory_free(ctx, digits);
    return NULL;
  }
  size_t n = (size_t)found, zeros = 0;
  for (; zeros + 1 < n && digits[zeros] == 0; zeros++)
    if (!CHECK_STOP_AT(ctx, zeros)) return memory_free(ctx, digits), NULL;
  n -= zeros;
  for (size_t i = 0; i < n; i++) {
    digits[i] = (uint8_t)symbols[digits[i + zeros]];
    if (!CHECK_STOP_AT(ctx, i)) return memory_free(ctx, digits), NULL;
  }
  *count = n;
  return (char *)digits;
}

Value big_from_digits(Ctx *ctx, const uint8_t *digits, size_t n, int base, bool negative) {
  for (; n && *digits == 0; digits++, n--)
    if (!CHECK_STOP_AT(ctx, n)) return V_NULL;
  if (n == 0) return int_tag(0);
  int bits = 64 - __builtin_clzll((uint64_t)base - ((base & (base - 1)) == 0)); /* per digit, rounded up */
  BigInt *r = big_alloc(ctx, (int64_t)(n * (size_t)bits / 64) + 2);
  if (!r) return V_NULL;
  int64_t used = limbs_from_digits(ctx, r->limbs, (int64_t)r->nlimbs, digits, n, base);
  if (used < 0) return V_NULL;
  r->nlimbs = (uint64_t)used;
  return normalize(r, negative);
}

int int_to_bytes_le(Ctx *ctx, Value v, uint8_t *out, size_t n, bool is_signed) {
  IntView a;
  int_view(v, &a);
  if (a.negative && !is_signed) return 0;
  uint64_t carry = 1;
  for (size_t i = 0; i < n; i += 8) {
    uint64_t limb = complement_limb(&a, (int64_t)(i / 8), &carry);
    memcpy(out + i, &limb, n - i < 8 ? n - i : 8);
    if (!CHECK_STOP_AT(ctx, i / 8)) return -1;
  }
  uint64_t bits = int_bit_length(v);
  if (is_signed) { /* -2**k needs no more bits than 2**k - 1 */
    if (!(a.negative && int_trailing_zeros(v) == bits - 1)) bits++;
    if (a.n == 0) bits = 0;
  }
  return bits <= (uint64_t)n * 8;
}

Value int_from_bytes_le(Ctx *ctx, const uint8_t *bytes, size_t n, bool is_signed) {
  bool negative = is_signed && n && bytes[n - 1] & 0x80;
  for (; n && bytes[n - 1] == (negative ? 0xff : 0); n--)
    if (!CHECK_STOP_AT(ctx, n)) return V_NULL;
  int64_t limbs = (int64_t)(n / 8) + 1;
  BigInt *r = big_alloc(ctx, limbs);
  if (!r) return V_NULL;
  if (negative && !stop_repeat(ctx, r->limbs, "\xff", 1, (size_t)limbs * 8)) return V_NULL;
  if (!stop_copy(ctx, r->limbs, bytes, n)) return V_NULL;
  return negative && !limbs_negate(ctx, r->limbs, limbs) ? V_NULL : normalize(r, negative);
}
