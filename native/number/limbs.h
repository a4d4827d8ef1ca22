/* What the files of int, float and complex share: the insides of ints of any size, numbers as text. */
#pragma once
#include "core/ctx.h"
#include "number/float_text.h"

#define AS_BIGINT(v) ((BigInt *)(v))
enum { BIG_NEGATIVE = 1 };
static inline bool big_negative(Value v) { return AS_BIGINT(v)->h.flags & BIG_NEGATIVE; }

/* A plain int (fixnum or BigInt cell) as sign and magnitude; the limb of a fixnum is `small`. */
typedef struct IntView {
  const uint64_t *limbs;
  int64_t n;
  bool negative;
  uint64_t small;
} IntView;
static inline void int_view(Value v, IntView *view) {
  if (is_int(v)) {
    int64_t i = int_val(v);
    view->negative = i < 0;
    view->small = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
    view->limbs = &view->small;
    view->n = i != 0;
  } else {
    view->negative = big_negative(v);
    view->limbs = AS_BIGINT(v)->limbs;
    view->n = (int64_t)AS_BIGINT(v)->nlimbs;
  }
}

/* ---- bigint.c ---- */
/* Operands are plain ints of any size, results are normalized (fixnum when it fits). */
Value big_from_magnitude(Ctx *ctx, unsigned __int128 magnitude, bool negative);
bool big_magnitude(Value v, unsigned __int128 *magnitude); /* below 2**126; false: it is not */
Value big_from_limbs(Ctx *ctx, const uint64_t *limbs, int64_t n, bool negative);
Value big_add(Ctx *ctx, Value a, Value b);
Value big_sub(Ctx *ctx, Value a, Value b);
Value big_mul(Ctx *ctx, Value a, Value b);
/* floor; b != 0; either result may be NULL */
bool big_divmod(Ctx *ctx, Value a, Value b, Value *quotient, Value *remainder);
Value big_lshift(Ctx *ctx, Value a, uint64_t bits);
Value big_rshift(Ctx *ctx, Value a, uint64_t bits);
Value big_bitwise(Ctx *ctx, Value a, Value b, BinOp op); /* OP_AND, OP_OR, OP_XOR */
int big_cmp(Value a, Value b);
bool big_order(Ctx *ctx, Value a, Value b, int *order); /* the same; false: exception */
Value big_pow(Ctx *ctx, Value base, uint64_t exponent);
Value big_powmod(Ctx *ctx, Value base, Value exponent, Value mod); /* exponent >= 0, mod > 0; result in [0, mod) */
Value big_gcd(Ctx *ctx, Value a, Value b);
Value big_isqrt(Ctx *ctx, Value a); /* a >= 0 */
uint64_t int_bit_length(Value v);
bool int_bit_count(Ctx *ctx, Value v, uint64_t *out);      /* false = exception */
uint64_t int_trailing_zeros(Value v);                      /* v != 0 */
bool big_mod_mersenne61(Ctx *ctx, Value v, uint64_t *out); /* |v| mod 2**61 - 1; false: exception */
/* Digits of |v|, most significant first, malloc'ed; base 2 … 36. NULL + exception. */
char *big_to_digits(Ctx *ctx, Value v, int base, size_t *n);
/* Digit values (0 … base - 1), most significant first. */
Value big_from_digits(Ctx *ctx, const uint8_t *digits, size_t n, int base, bool negative);
/* 1: done, 0: it does not fit, -1: exception */
int int_to_bytes_le(Ctx *ctx, Value v, uint8_t *out, size_t n, bool is_signed);

/* ---- float.c ---- */
Value float_compare(Ctx *ctx, Value self, Value other, CmpOp op);
void raise_range_error(Ctx *ctx); /* OverflowError(34, 'Numerical result out of range') */
/* repr digits of a finite double into buf (>= 32): '1.0', '1e+16', …; returns their number */
int double_repr(double d, char *buf);
/* round(d, ndigits), correctly rounded half to even */
bool double_round(Ctx *ctx, double d, int64_t ndigits, double *out);

/* ---- float_methods.c ---- */
/* float('…') rules. false: not a float, or MemoryError is set */
/* Takes blanks off both ends. false: exception */
bool number_trim(Ctx *ctx, const char **from, const char **to);
bool double_from_text(Ctx *ctx, const char *s, size_t n, double *out);
bool float_startup(Ctx *ctx);

/* ---- complex.c ---- */
Value complex_pow(Ctx *ctx, double ar, double ai, double br, double bi);
bool complex_startup(Ctx *ctx);
bool float_from_method(Ctx *ctx, Value v, double *out); /* its class's __float__, which there is */

/* ---- int_text.c ---- */
/* Numeric text of a str as ASCII, malloc'ed, NUL-terminated: Unicode digits become ASCII ones, blanks of any kind ' '.
 * NULL without exception: a character that no number can have. */
char *number_text(Ctx *ctx, Value str, size_t *n);
Value int_from_text(Ctx *ctx, Value text, int base); /* str, bytes or bytearray; ValueError */

/* ---- int_methods.c ---- */
bool int_startup(Ctx *ctx);
