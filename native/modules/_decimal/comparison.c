/* Module _decimal: order: by value, and the total order, in which 1.0 < 1.00 and NaNs have their places. */
#include "modules/_decimal/decimal.h"

static int sign_of(bool less) { return less ? -1 : 1; }

static int compare_coefficients(const Num *a, const Num *b) {
  if (a->big && b->big) return big_cmp(a->big, b->big);
  if (a->big || b->big) return a->big ? 1 : -1;
  return a->small < b->small ? -1 : a->small > b->small;
}

/* |a| and |b|, no NaNs. */
static bool compare_magnitudes(Ctx *ctx, const Num *a, const Num *b, int *out) {
  if (a->kind != b->kind) return *out = sign_of(b->kind == INFINITE), true;
  if (a->kind == INFINITE) return *out = 0, true;
  bool a_zero = num_is_zero(a), b_zero = num_is_zero(b);
  if (a_zero || b_zero) return *out = (int)b_zero - (int)a_zero, true;
  int64_t x = num_adjusted(a), y = num_adjusted(b);
  if (x != y) return *out = sign_of(x < y), true;
  Num p = *a, q = *b;
  if (p.exp > q.exp ? !num_shift(ctx, &p, p.exp - q.exp) : !num_shift(ctx, &q, q.exp - p.exp)) return false;
  return *out = compare_coefficients(&p, &q), true;
}

bool num_compare(Ctx *ctx, const Num *a, const Num *b, int *out) {
  bool zeros = num_is_zero(a) && num_is_zero(b);
  if (zeros) return *out = 0, true;
  if (a->negative != b->negative) {
    if (num_is_zero(a)) *out = b->negative ? 1 : -1;
    else *out = a->negative ? -1 : 1;
    return true;
  }
  if (!compare_magnitudes(ctx, a, b, out)) return false;
  if (a->negative) *out = -*out;
  return true;
}

static bool total_magnitudes(Ctx *ctx, const Num *a, const Num *b, int *out) {
  if (num_is_nan(a) || num_is_nan(b)) {
    if (!num_is_nan(a) || !num_is_nan(b)) return *out = sign_of(num_is_nan(b)), true;
    if (a->kind != b->kind) return *out = sign_of(a->kind == SIGNALING_NAN), true;
    return *out = compare_coefficients(a, b), true;
  }
  if (!compare_magnitudes(ctx, a, b, out)) return false;
  if (*out == 0 && a->kind == FINITE && a->exp != b->exp) *out = sign_of(a->exp < b->exp);
  return true;
}

bool num_compare_total(Ctx *ctx, const Num *a, const Num *b, int *out) {
  if (a->negative != b->negative) return *out = a->negative ? -1 : 1, true;
  if (!total_magnitudes(ctx, a, b, out)) return false;
  if (a->negative) *out = -*out;
  return true;
}

static void set_order(Num *r, int order) { num_set_small(r, order < 0, order != 0, 0); }

BINARY_OPERATION(op_compare) {
  if (nan_result(r, a, b, s, status)) return num_finalize(ctx, r, s, status);
  int order;
  if (!num_compare(ctx, a, b, &order)) return false;
  return set_order(r, order), true;
}
BINARY_OPERATION(op_compare_signal) {
  if (num_is_nan(a) || num_is_nan(b)) *status |= INVALID_OPERATION;
  return op_compare(ctx, r, a, b, s, status);
}
BINARY_OPERATION(op_compare_total) {
  UNUSED(s), UNUSED(status);
  int order;
  if (!num_compare_total(ctx, a, b, &order)) return false;
  return set_order(r, order), true;
}
BINARY_OPERATION(op_compare_total_magnitude) {
  UNUSED(s), UNUSED(status);
  int order;
  if (!total_magnitudes(ctx, a, b, &order)) return false;
  return set_order(r, order), true;
}

/* The larger operand, or the smaller; a number beats a quiet NaN. Those that are equal are told apart by the total
 * order. */
static bool choose(Ctx *ctx, Num *r, const Num *a, const Num *b, const Settings *s, uint32_t *status, bool magnitude,
                   bool larger) {
  if (a->kind == QUIET_NAN && !num_is_nan(b)) *r = *b;
  else if (b->kind == QUIET_NAN && !num_is_nan(a)) *r = *a;
  else if (!nan_result(r, a, b, s, status)) {
    int order;
    if (magnitude ? !compare_magnitudes(ctx, a, b, &order) : !num_compare(ctx, a, b, &order)) return false;
    if (order == 0 && !num_compare_total(ctx, a, b, &order)) return false;
    *r = (larger ? order < 0 : order > 0) ? *b : *a;
  }
  return num_finalize(ctx, r, s, status);
}
BINARY_OPERATION(num_max) { return choose(ctx, r, a, b, s, status, false, true); }
BINARY_OPERATION(num_min) { return choose(ctx, r, a, b, s, status, false, false); }
BINARY_OPERATION(num_max_magnitude) { return choose(ctx, r, a, b, s, status, true, true); }
BINARY_OPERATION(num_min_magnitude) { return choose(ctx, r, a, b, s, status, true, false); }

bool num_same_quantum(const Num *a, const Num *b) {
  if (a->kind == FINITE && b->kind == FINITE) return a->exp == b->exp;
  return (num_is_nan(a) && num_is_nan(b)) || (a->kind == INFINITE && b->kind == INFINITE);
}
