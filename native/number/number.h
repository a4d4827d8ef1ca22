/* int, float and complex, as other rooms use them. Each number has one representation: an int is a fixnum if it fits
 * and a BigInt cell otherwise, a float a flonum or else a Float cell. A *plain* int is one of those two: no bool and no
 * instance of a subclass; int_unwrap turns these into one. */
#pragma once
#include "core/ctx.h"

/* ---- int.c ---- */
Value int_from_i64(Ctx *ctx, int64_t i);
COLD_CALL Value int_box_slow(Ctx *ctx, int64_t i); /* i does not fit a fixnum; V_NULL on MemoryError */
Value int_from_u64(Ctx *ctx, uint64_t u);
Value int_from_double(Ctx *ctx, double d); /* truncates; OverflowError / ValueError for inf / nan */
bool is_bigint(Ctx *ctx, Value v);
bool is_int_value(Ctx *ctx, Value v);              /* fixnum, bool, bigint or instance of an int subclass */
Value int_unwrap(Ctx *ctx, Value v);               /* bool and int subclasses -> plain fixnum/bigint */
bool int_to_i64(Ctx *ctx, Value v, int64_t *out);  /* false (no exception set) when out of range */
bool int_to_u64(Ctx *ctx, Value v, uint64_t *out); /* the same */
double int_to_double(Ctx *ctx, Value v);           /* OverflowError: check ctx->exc when it returns -1.0 */
/* TypeOps.binary of int: NotImplemented unless both are ints */
Value int_binary(Ctx *ctx, Value left, Value right, BinOp op);
Value int_compare(Ctx *ctx, Value left, Value right, CmpOp op);
Value int_negative(Ctx *ctx, Value v);
Value int_absolute(Ctx *ctx, Value v);
Value int_invert(Ctx *ctx, Value v);
/* both plain and >= 0; the result too */
Value int_gcd(Ctx *ctx, Value a, Value b);
Value int_isqrt(Ctx *ctx, Value n); /* plain, >= 0 */
int int_sign(Ctx *ctx, Value v);
bool int_hash(Ctx *ctx, Value v, uint64_t *out);
Value int_divmod(Ctx *ctx, Value a, Value b);
Value int_pow(Ctx *ctx, Value base, Value exp, Value mod); /* mod V_NULL */
/* Slow paths of the fixnum bytecodes: exact result whatever its size. */
Value int_add_slow(Ctx *ctx, Value a, Value b);
Value int_sub_slow(Ctx *ctx, Value a, Value b);
Value int_mul_slow(Ctx *ctx, Value a, Value b);

/* ---- bigint.c ---- */
Value int_from_bytes_le(Ctx *ctx, const uint8_t *bytes, size_t n, bool is_signed);
/* |v| = mantissa * 2**exponent with 0.5 <= mantissa < 1, rounded half to even; v != 0. */
double int_frexp(Value v, int64_t *exponent);

/* ---- int_text.c ---- */
Value int_parse(Ctx *ctx, const char *digits, size_t n, int base); /* int('…', base) rules; ValueError */
Value int_from_hex(Ctx *ctx, const char *digits, size_t n); /* optional '-', lower-case hex: code blobs, host bigints */
Value int_to_str(Ctx *ctx, Value v, int base);              /* no prefix; base 10 obeys int_max_str_digits */

/* ---- float.c ---- */
Value float_new(Ctx *ctx, double d);                /* flonum or Float cell */
COLD_CALL Value float_box_slow(Ctx *ctx, double d); /* d does not fit a flonum; V_NULL on MemoryError */
bool is_float(Ctx *ctx, Value v);                   /* flonum, Float cell, float subclass */
double float_val(Ctx *ctx, Value v);                /* v is_float */
/* float, int, __float__, __index__; TypeError "must be real number, not X" */
bool float_coerce(Ctx *ctx, Value v, double *out);
bool object_seconds(Ctx *ctx, Value v, double *out); /* a float that is a number, int, __index__ */
Value float_binary(Ctx *ctx, Value left, Value right, BinOp op);
Value float_repr(Ctx *ctx, double d);
uint64_t double_hash(double d, Value self);
double float_mod(double a, double b); /* Python's %: sign of b; b != 0 */
double float_floordiv(double a, double b);
/* v > 0; infinite where Python raises OverflowError, or when v is infinite */
double float_positive_power(double v, double w);
/* IEEE 754 binary16: 5 bits of exponent, 10 of mantissa, rounded half to even. false: too large */
bool float_to_half(double d, uint16_t *out);
double float_from_half(uint16_t half);
Value float_divmod(Ctx *ctx, Value left, Value right); /* the pair; NotImplemented when one is not a number */

/* ---- float_methods.c ---- */
Value float_parse(Ctx *ctx, const char *s, size_t n); /* float('…') rules */

/* ---- complex.c ---- */
Value complex_new(Ctx *ctx, double re, double im);
/* complex, __complex__, or what float_coerce takes; TypeError "must be real number, not X" */
bool complex_coerce(Ctx *ctx, Value v, double *re, double *im);
void complex_quotient(double *re, double *im, double by_re, double by_im); /* the divisor is not 0 */

/* ---- int_methods.c ---- */
bool number_startup(Ctx *ctx);

/* ---- inline ---- */
/* A float, but of no subclass; and its value. */
static inline bool exact_float(Ctx *ctx, Value v) { return is_flonum(v) || has_shape(v, ctx->shape.float_); }
static inline double exact_float_val(Value v) { return is_flonum(v) ? flonum_val(v) : ((Float *)v)->value; }
