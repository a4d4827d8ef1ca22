/* Module math: sums, products and norms with the accuracy that CPython promises.
 *
 *   fsum         Shewchuk's non-overlapping partial sums (1997), rounded half to even at the end
 *   sumprod      triple-length accumulation with fma (Ogita, Rump and Oishi 2005, "Accurate sum and dot
 *                product", algorithm 5.10)
 *   hypot, dist  power-of-two scaling, compensated sum of squares, one corrective Newton step */
#include "modules/math/math.h"
#include <math.h>
#include <stdlib.h>

typedef struct Pair {
  double hi, lo;
} Pair;
static inline Pair fast_two_sum(double a, double b) { /* |a| >= |b| */
  double x = a + b;
  return (Pair){x, (a - x) + b};
}
static inline Pair two_sum(double a, double b) {
  double x = a + b, z = x - a;
  return (Pair){x, (a - (x - z)) + (b - z)};
}
static inline Pair two_product(double a, double b) {
  double z = a * b;
  return (Pair){z, fma(a, b, -z)};
}

/* ---- fsum ---- */

typedef struct Partials {
  double *p;
  size_t n, cap;
  double special, infinities;
} Partials;

static bool fsum_each(Ctx *ctx, Value item, void *data) {
  Partials *s = data;
  double x, start;
  if (!math_double(ctx, item, &x)) return false;
  start = x;
  size_t kept = 0;
  for (size_t j = 0; j < s->n; j++) {
    double y = s->p[j];
    Pair r = fabs(x) < fabs(y) ? fast_two_sum(y, x) : fast_two_sum(x, y);
    if (r.lo != 0) s->p[kept++] = r.lo;
    x = r.hi;
  }
  s->n = kept;
  if (x == 0) return true;
  if (!isfinite(x)) {
    if (isfinite(start)) return raise_format(ctx, EXC_OverflowError, "intermediate overflow in fsum"), false;
    if (isinf(start)) s->infinities += start;
    s->special += start;
    s->n = 0;
    return true;
  }
  if (s->n == s->cap) {
    size_t cap = s->cap ? s->cap * 2 : 32;
    double *p = memory_resize(ctx, s->p, cap * sizeof(double));
    if (!p) return raise_no_memory(ctx), false;
    s->p = p;
    s->cap = cap;
  }
  s->p[s->n++] = x;
  return true;
}

static double round_partials(const Partials *s) {
  if (s->n == 0) return 0.0;
  size_t n = s->n;
  double hi = s->p[--n], lo = 0;
  while (n > 0) {
    Pair r = fast_two_sum(hi, s->p[--n]);
    hi = r.hi;
    lo = r.lo;
    if (lo != 0) break;
  }
  /* Half to even across partials: when lo is exactly half a unit and the next partial pulls the same way, hi must move.
   */
  if (n > 0 && ((lo < 0 && s->p[n - 1] < 0) || (lo > 0 && s->p[n - 1] > 0))) {
    double y = lo * 2, x = hi + y;
    if (y == x - hi) hi = x;
  }
  return hi;
}

FUNCTION(f_fsum) {
  Partials s = {0};
  bool ok = iterate(ctx, args[0], fsum_each, &s);
  Value v = V_NULL;
  if (ok && s.special != 0) {
    if (isnan(s.infinities)) raise_format(ctx, EXC_ValueError, "-inf + inf in fsum");
    else v = float_new(ctx, s.special);
  } else if (ok) {
    v = float_new(ctx, round_partials(&s));
  }
  memory_free(ctx, s.p);
  return v;
}

/* ---- hypot, dist ---- */

/* NAN after a stop, too */
static double norm(Ctx *ctx, double *v, size_t n, double max, bool found_nan) {
  if (isinf(max)) return max;
  if (found_nan) return NAN;
  if (max == 0 || n <= 1) return max;
  int e;
  frexp(max, &e);
  if (e < -1023) { /* subnormal: 1 / 2**e would overflow */
    for (size_t i = 0; i < n; i++) {
      v[i] /= 0x1p-1022;
      if (!CHECK_STOP_AT(ctx, i)) return NAN;
    }
    return 0x1p-1022 * norm(ctx, v, n, max / 0x1p-1022, found_nan);
  }
  double scale = ldexp(1.0, -e), sum = 1.0, frac1 = 0, frac2 = 0;
  for (size_t i = 0; i < n; i++) {
    double x = v[i] * scale;
    if (!CHECK_STOP_AT(ctx, i)) return NAN;
    Pair square = two_product(x, x), s = fast_two_sum(sum, square.hi);
    sum = s.hi;
    frac1 += square.lo;
    frac2 += s.lo;
  }
  double h = sqrt(sum - 1.0 + (frac1 + frac2));
  Pair square = two_product(-h, h), s = fast_two_sum(sum, square.hi);
  sum = s.hi;
  frac1 += square.lo;
  frac2 += s.lo;
  h += (sum - 1.0 + (frac1 + frac2)) / (2.0 * h);
  return h / scale;
}

static Value norm_of(Ctx *ctx, const Value *a, const Value *b, size_t n) {
  double few[16], *v = n <= 16 ? few : memory_new(ctx, n * sizeof(double));
  if (!v) return raise_no_memory(ctx), V_NULL;
  double max = 0;
  bool found_nan = false, ok = true;
  for (size_t i = 0; ok && i < n; i++) {
    double x, y = 0;
    ok = math_double(ctx, a[i], &x) && (!b || math_double(ctx, b[i], &y));
    if (!ok || !(ok = CHECK_STOP(ctx))) break;
    v[i] = fabs(x - y);
    if (isnan(v[i])) found_nan = true;
    if (v[i] > max) max = v[i];
  }
  double result = ok ? norm(ctx, v, n, max, found_nan) : 0;
  Value r = ctx->exc ? V_NULL : float_new(ctx, result);
  if (v != few) memory_free(ctx, v);
  return r;
}
FUNCTION(f_hypot) { return norm_of(ctx, args, NULL, nargs); }
FUNCTION(f_dist) {
  Value p = tuple_from_iterable(ctx, args[0]), q = p ? tuple_from_iterable(ctx, args[1]) : V_NULL;
  if (!q) return V_NULL;
  if (AS_TUPLE(p)->length != AS_TUPLE(q)->length)
    return raise_format(ctx, EXC_ValueError, "both points must have the same number of dimensions"), V_NULL;
  return norm_of(ctx, AS_TUPLE(p)->items, AS_TUPLE(q)->items, (size_t)AS_TUPLE(p)->length);
}

/* ---- prod ---- */

typedef struct Product {
  Value total;
  enum { PROD_INT, PROD_FLOAT, PROD_ANY } gear;
  int64_t i;
  double d;
} Product;
static Value product_total(Ctx *ctx, const Product *p) {
  return p->gear == PROD_INT ? int_from_i64(ctx, p->i) : p->gear == PROD_FLOAT ? float_new(ctx, p->d) : p->total;
}
static bool multiply_each(Ctx *ctx, Value item, void *data) {
  Product *p = data;
  int64_t next;
  if (p->gear == PROD_INT && (is_int(item) || is_bool(item)) &&
      !__builtin_mul_overflow(p->i, is_int(item) ? int_val(item) : item == V_TRUE, &next))
    return p->i = next, true;
  if (p->gear == PROD_FLOAT) {
    if (exact_float(ctx, item)) return p->d *= exact_float_val(item), true;
    if (is_int(item)) return p->d *= (double)int_val(item), true;
  }
  Value total = product_total(ctx, p);
  if (!total || !(p->total = object_binary(ctx, total, item, OP_MUL))) return false;
  if (p->gear == PROD_INT && exact_float(ctx, p->total)) p->gear = PROD_FLOAT, p->d = exact_float_val(p->total);
  else p->gear = PROD_ANY;
  return true;
}
FUNCTION(f_prod) {
  Product p = {args[1] ? args[1] : int_tag(1), PROD_ANY, 0, 0};
  if (is_int(p.total)) p.gear = PROD_INT, p.i = int_val(p.total);
  else if (exact_float(ctx, p.total)) p.gear = PROD_FLOAT, p.d = exact_float_val(p.total);
  return iterate(ctx, args[0], multiply_each, &p) ? product_total(ctx, &p) : V_NULL;
}

/* ---- sumprod ---- */

typedef struct Triple {
  double hi, lo, tiny;
} Triple;
static inline Triple add_product(double x, double y, Triple t) {
  Pair product = two_product(x, y), sum = two_sum(t.hi, product.hi);
  Pair r1 = two_sum(t.lo, product.lo), r2 = two_sum(r1.hi, sum.lo);
  return (Triple){sum.hi, r2.hi, t.tiny + r1.lo + r2.lo};
}
static inline double triple_value(Triple t) {
  Pair last = two_sum(t.lo, t.hi);
  return t.tiny + last.lo + last.hi;
}
static bool as_factor(Ctx *ctx, Value v, double *out, bool *is_float_) {
  if (exact_float(ctx, v)) return *is_float_ = true, *out = exact_float_val(v), true;
  if (is_int(v) || is_bool(v)) return *out = is_int(v) ? (double)int_val(v) : v == V_TRUE, true;
  if (!is_bigint(ctx, v)) return false;
  *out = int_to_double(ctx, v);
  if (!ctx->exc) return true;
  exc_clear(ctx);
  return false;
}
static bool add_total(Ctx *ctx, Value *total, Value v) { return v && (*total = object_binary(ctx, *total, v, OP_ADD)); }

FUNCTION(f_sumprod) {
  Value p = object_iter(ctx, args[0]), q = p ? object_iter(ctx, args[1]) : V_NULL, total = int_tag(0);
  if (!q) return V_NULL;
  int64_t ints = 0;
  bool ints_used = false, floats_used = false;
  Triple floats = {0};
  for (;;) {
    Value a = next_item_of(ctx, p);
    if (!a && ctx->exc) return V_NULL;
    Value b = next_item_of(ctx, q);
    if (!b && ctx->exc) return V_NULL;
    if (!a != !b) return raise_format(ctx, EXC_ValueError, "Inputs are not the same length"), V_NULL;
    if (!a) break;
    if (!CHECK_STOP(ctx)) return V_NULL;
    int64_t product, sum;
    if (both_int(a, b) && !__builtin_mul_overflow(int_val(a), int_val(b), &product) &&
        !__builtin_add_overflow(ints, product, &sum)) {
      ints = sum;
      ints_used = true;
      continue;
    }
    double x, y;
    bool any_float = false;
    if (as_factor(ctx, a, &x, &any_float) && as_factor(ctx, b, &y, &any_float) && any_float) {
      Triple next = add_product(x, y, floats);
      if (isfinite(next.hi)) {
        floats = next;
        floats_used = true;
        continue;
      }
    }
    if (ints_used && !add_total(ctx, &total, int_from_i64(ctx, ints))) return V_NULL;
    if (floats_used && !add_total(ctx, &total, float_new(ctx, triple_value(floats)))) return V_NULL;
    ints = 0;
    floats = (Triple){0};
    ints_used = floats_used = false;
    if (!add_total(ctx, &total, object_binary(ctx, a, b, OP_MUL))) return V_NULL;
  }
  if (ints_used && !add_total(ctx, &total, int_from_i64(ctx, ints))) return V_NULL;
  if (floats_used && !add_total(ctx, &total, float_new(ctx, triple_value(floats)))) return V_NULL;
  return total;
}

const CFuncDef MATH_SUM_FUNCTIONS[] = {
    FUNCTION_ROW("dist", f_dist, 2, 2, "Euclidean distance between two points given as sequences of coordinates."),
    FUNCTION_ROW("fsum", f_fsum, 1, 1, "Accurate floating-point sum of the values of an iterable."),
    FUNCTION_ROW("hypot", f_hypot, 0, -1, "Euclidean norm of the coordinates."),
    FUNCTION_ROW_NAMED("prod", f_prod, 1, 1, "iterable / * start=", "Product of the items of an iterable."),
    FUNCTION_ROW("sumprod", f_sumprod, 2, 2, "Sum of products of values from two iterables."),
    {0},
};
