/* Module _decimal: operations on the digits of a coefficient: logical ones, whose operands have no digits but 0 and 1,
 * shift and rotate. */
#include "modules/_decimal/decimal.h"

/* The last `prec` digits. */
static bool cap(Ctx *ctx, Num *n, int64_t prec) {
  if (n->digits <= prec) return true;
  Value coefficient = num_coefficient(ctx, n), unit = power_of_ten(ctx, prec), rest;
  return coefficient && unit && big_divmod(ctx, coefficient, unit, NULL, &rest) && num_set_coefficient(ctx, n, rest);
}

/* ---- logical operations ---- */

static bool is_logical(const Num *n) { return n->kind == FINITE && !n->negative && n->exp == 0; }

/* The digits of a coefficient as text, malloc'ed; NULL + exception. */
static char *digits_of(Ctx *ctx, const Num *n, size_t *count) {
  Value coefficient = num_coefficient(ctx, n);
  if (!coefficient) return NULL;
  if (coefficient != int_tag(0)) return big_to_digits(ctx, coefficient, 10, count);
  char *zero = memory_new(ctx, 1);
  if (!zero) return raise_no_memory(ctx), NULL;
  *zero = '0';
  *count = 1;
  return zero;
}

/* table[a][b] for each pair of digits, least significant first; what an operand does not have is 0. *logical: all its
 * digits are 0 or 1. */
static bool combine(Ctx *ctx, Num *r, const Num *a, const Num *b, int64_t least, const uint8_t table[2][2],
                    bool *logical) {
  size_t an, bn;
  char *x = digits_of(ctx, a, &an), *y = x ? digits_of(ctx, b, &bn) : NULL;
  size_t n = y ? an > bn ? an : bn : 0;
  if (n < (size_t)least) n = (size_t)least;
  uint8_t *out = y ? memory_new(ctx, n) : NULL;
  if (y && !out) raise_no_memory(ctx);
  bool done = out != NULL;
  *logical = true;
  for (size_t i = 0; done && i < n && *logical; i++) {
    unsigned p = i < an ? (unsigned)(x[an - 1 - i] - '0') : 0, q = i < bn ? (unsigned)(y[bn - 1 - i] - '0') : 0;
    *logical = p < 2 && q < 2;
    if (*logical) out[n - 1 - i] = table[p][q];
    done = CHECK_STOP_AT(ctx, i);
  }
  if (done && *logical) {
    *r = (Num){.kind = FINITE};
    done = num_set_coefficient(ctx, r, big_from_digits(ctx, out, n, 10, false));
  }
  memory_free(ctx, x), memory_free(ctx, y), memory_free(ctx, out);
  return done;
}

static bool logical(Ctx *ctx, Num *r, const Num *a, const Num *b, const Settings *s, uint32_t *status, int64_t least,
                    const uint8_t table[2][2]) {
  bool fits = is_logical(a) && is_logical(b);
  if (fits && !combine(ctx, r, a, b, least, table, &fits)) return false;
  if (!fits) return num_invalid(r, INVALID_OPERATION, status), true;
  return cap(ctx, r, s->prec);
}
static const uint8_t AND[2][2] = {{0, 0}, {0, 1}}, OR[2][2] = {{0, 1}, {1, 1}}, XOR[2][2] = {{0, 1}, {1, 0}},
                     NOT[2][2] = {{1, 1}, {0, 0}};
BINARY_OPERATION(num_logical_and) { return logical(ctx, r, a, b, s, status, 0, AND); }
BINARY_OPERATION(num_logical_or) { return logical(ctx, r, a, b, s, status, 0, OR); }
BINARY_OPERATION(num_logical_xor) { return logical(ctx, r, a, b, s, status, 0, XOR); }
UNARY_OPERATION(num_logical_invert) {
  Num zero;
  num_set_small(&zero, false, 0, 0);
  if (is_logical(a) && s->prec > INT64_C(1) << 40) return raise_no_memory(ctx), false;
  return logical(ctx, r, a, &zero, s, status, s->prec, NOT);
}

/* ---- shift and rotate ---- */

/* What both check, and NaNs. */
static bool count_argument(Ctx *ctx, Num *r, const Num *a, const Num *b, const Settings *s, uint32_t *status,
                           int64_t *count, bool *done) {
  uint32_t ignored = 0;
  *done = true;
  if (nan_result(r, a, b, s, status)) return num_finalize(ctx, r, s, &ignored);
  if (b->kind != FINITE || b->exp != 0 || b->big || b->small > (U128)s->prec)
    return num_invalid(r, INVALID_OPERATION, status), true;
  *count = b->negative ? -(int64_t)b->small : (int64_t)b->small;
  *r = *a;
  *done = a->kind == INFINITE;
  return true;
}

/* Moves the digits of a finite n by k places within `prec`; the exponent stays. */
static bool move(Ctx *ctx, Num *n, int64_t k, int64_t prec) {
  int64_t exp = n->exp;
  bool inexact, done;
  if (k >= 0) {
    /* digits that would be moved out need not be there */
    done = k >= prec ? num_set_coefficient(ctx, n, int_tag(0)) : cap(ctx, n, prec - k) && num_shift(ctx, n, k);
  } else done = cap(ctx, n, prec) && num_drop(ctx, n, -k, ROUND_DOWN, &inexact);
  n->exp = exp;
  return done;
}

BINARY_OPERATION(num_shift_digits) {
  int64_t k;
  bool done;
  if (!count_argument(ctx, r, a, b, s, status, &k, &done)) return false;
  return done || move(ctx, r, k, s->prec);
}
BINARY_OPERATION(num_rotate_digits) {
  int64_t k;
  bool done;
  if (!count_argument(ctx, r, a, b, s, status, &k, &done)) return false;
  if (done) return true;
  if (k < 0) k += s->prec;
  Num high = *r, low = *r;
  if (!move(ctx, &high, k, s->prec) || !move(ctx, &low, k - s->prec, s->prec)) return false;
  return num_add_exact(ctx, r, &high, &low);
}
