/* GMP's mpn functions, as operations that a stop can end (core/stop.h): those that may take longer than a few
 * milliseconds run on a thread of their own. They return false (or -1) with an exception set when the program is
 * stopped or memory is short. Operands as for the mpn functions of these names. */
#pragma once
#include "core/ctx.h"

bool limbs_mul(Ctx *ctx, uint64_t *r, const uint64_t *a, int64_t an, const uint64_t *b, int64_t bn); /* any lengths */
bool limbs_div(Ctx *ctx, uint64_t *q, uint64_t *r, const uint64_t *a, int64_t an, const uint64_t *b, int64_t bn);
/* r has room for the shorter one; the operands, both odd, are destroyed. The number of limbs. */
int64_t limbs_gcd(Ctx *ctx, uint64_t *r, uint64_t *a, int64_t an, uint64_t *b, int64_t bn);
bool limbs_sqrt(Ctx *ctx, uint64_t *r, uint64_t *rest, const uint64_t *a, int64_t an);
/* a is destroyed; the number of digits */
int64_t limbs_to_digits(Ctx *ctx, uint8_t *digits, size_t room, int base, uint64_t *a, int64_t an);
/* the number of limbs */
int64_t limbs_from_digits(Ctx *ctx, uint64_t *r, int64_t room, const uint8_t *digits, size_t n, int base);

/* Linear work in pieces, with a check after each. */
/* |a| >= |b|; r has one limb more than a for a sum */
bool limbs_add(Ctx *ctx, uint64_t *r, const uint64_t *a, int64_t an, const uint64_t *b, int64_t bn, bool subtract);
/* bits < 64; r has one limb more than a */
bool limbs_lshift(Ctx *ctx, uint64_t *r, const uint64_t *a, int64_t n, unsigned bits);
bool limbs_rshift(Ctx *ctx, uint64_t *r, const uint64_t *a, int64_t n, unsigned bits);
bool limbs_negate(Ctx *ctx, uint64_t *r, int64_t n); /* two's complement, in place */
bool limbs_copy(Ctx *ctx, uint64_t *r, const uint64_t *a, int64_t n);
