/* Module math: functions on ints: comb, factorial, gcd, isqrt, lcm, perm. Products are balanced trees, so that large
 * factors meet large factors and multiplication is subquadratic. */
#include "modules/math/math.h"

/* low * (low + 1) * … * (high - 1); 0 <= low < high */
static Value product(Ctx *ctx, uint64_t low, uint64_t high) {
  if (high - low <= 16) {
    Value total = int_tag(1);
    uint64_t part = 1;
    for (uint64_t i = low; i < high; i++) {
      uint64_t next;
      if (!__builtin_mul_overflow(part, i, &next)) {
        part = next;
        continue;
      }
      Value p = int_from_u64(ctx, part);
      if (!p || !(total = int_binary(ctx, total, p, OP_MUL))) return V_NULL;
      part = i;
    }
    Value p = int_from_u64(ctx, part);
    return p ? int_binary(ctx, total, p, OP_MUL) : V_NULL;
  }
  if (!CHECK_STOP(ctx)) return V_NULL;
  uint64_t mid = low + (high - low) / 2;
  Value a = product(ctx, low, mid), b = a ? product(ctx, mid, high) : V_NULL;
  return b ? int_binary(ctx, a, b, OP_MUL) : V_NULL;
}

static Value factorial(Ctx *ctx, Value arg) {
  Value n = object_index(ctx, arg);
  int64_t i;
  if (!n) return V_NULL;
  if (int_sign(ctx, n) < 0)
    return raise_format(ctx, EXC_ValueError, "factorial() not defined for negative values"), V_NULL;
  if (!int_to_i64(ctx, n, &i)) {
    raise_format(ctx, EXC_OverflowError, "factorial() argument should not exceed %lld", (long long)INT64_MAX);
    return V_NULL;
  }
  return i < 2 ? int_tag(1) : product(ctx, 2, (uint64_t)i + 1);
}
FUNCTION(f_factorial) { return factorial(ctx, args[0]); }

/* n * (n - 1) * … , k factors, n any int >= k */
static Value falling(Ctx *ctx, Value n, uint64_t k) {
  if (k == 0) return int_tag(1);
  if (k == 1) return n;
  if (is_int(n)) return product(ctx, (uint64_t)int_val(n) - k + 1, (uint64_t)int_val(n) + 1);
  uint64_t half = k / 2;
  Value h = int_from_u64(ctx, half), rest = h ? int_binary(ctx, n, h, OP_SUB) : V_NULL;
  Value a = rest ? falling(ctx, n, half) : V_NULL, b = a ? falling(ctx, rest, k - half) : V_NULL;
  return b ? int_binary(ctx, a, b, OP_MUL) : V_NULL;
}

/* Both arguments as ints >= 0; false = exception. */
static bool two_counts(Ctx *ctx, const Value *args, Value *n, Value *k) {
  if (!(*n = object_index(ctx, args[0])) || !(*k = object_index(ctx, args[1]))) return false;
  if (int_sign(ctx, *n) < 0) return raise_format(ctx, EXC_ValueError, "n must be a non-negative integer"), false;
  if (int_sign(ctx, *k) < 0) return raise_format(ctx, EXC_ValueError, "k must be a non-negative integer"), false;
  return true;
}

FUNCTION(f_perm) {
  Value n, k;
  if (nargs == 1 || args[1] == V_NONE) return factorial(ctx, args[0]);
  if (!two_counts(ctx, args, &n, &k)) return V_NULL;
  if (int_compare(ctx, n, k, CMP_LT) == V_TRUE) return int_tag(0);
  int64_t count;
  if (!int_to_i64(ctx, k, &count)) {
    raise_format(ctx, EXC_OverflowError, "k must not exceed %lld", (long long)INT64_MAX);
    return V_NULL;
  }
  return falling(ctx, n, (uint64_t)count);
}

FUNCTION(f_comb) {
  Value n, k;
  if (!two_counts(ctx, args, &n, &k)) return V_NULL;
  Value other = int_binary(ctx, n, k, OP_SUB);
  if (!other) return V_NULL;
  if (int_sign(ctx, other) < 0) return int_tag(0);
  if (int_compare(ctx, other, k, CMP_LT) == V_TRUE) k = other;
  int64_t count;
  if (!int_to_i64(ctx, k, &count)) {
    raise_format(ctx, EXC_OverflowError, "min(n - k, k) must not exceed %lld", (long long)INT64_MAX);
    return V_NULL;
  }
  if (count == 0) return int_tag(1);
  if (is_int(n)) { /* small: C(n, i) = C(n, i - 1) * (n - i + 1) / i stays exact in 128 bits while it fits 64 */
    uint64_t r = 1, top = (uint64_t)int_val(n);
    int64_t i = 1;
    for (; i <= count; i++) {
      unsigned __int128 wide = (unsigned __int128)r * (top - (uint64_t)i + 1);
      wide /= (uint64_t)i;
      if (wide > UINT64_MAX) break;
      r = (uint64_t)wide;
    }
    if (i > count) return int_from_u64(ctx, r);
  }
  Value num = falling(ctx, n, (uint64_t)count),
        den = num ? (count < 2 ? int_tag(1) : product(ctx, 2, (uint64_t)count + 1)) : V_NULL;
  return den ? int_binary(ctx, num, den, OP_FLOORDIV) : V_NULL;
}

static Value magnitude(Ctx *ctx, Value arg) {
  Value v = object_index(ctx, arg);
  return v && int_sign(ctx, v) < 0 ? int_negative(ctx, v) : v;
}
FUNCTION(f_gcd) {
  Value total = int_tag(0);
  for (uint32_t i = 0; i < nargs; i++) {
    Value v = magnitude(ctx, args[i]);
    if (!v || !(total = int_gcd(ctx, total, v))) return V_NULL;
  }
  return total;
}
FUNCTION(f_lcm) {
  Value total = int_tag(1);
  for (uint32_t i = 0; i < nargs; i++) {
    Value v = magnitude(ctx, args[i]);
    if (!v) return V_NULL;
    if (total == int_tag(0)) continue; /* later arguments are still checked */
    if (v == int_tag(0)) {
      total = v;
      continue;
    }
    Value g = int_gcd(ctx, total, v), part = g ? int_binary(ctx, total, g, OP_FLOORDIV) : V_NULL;
    if (!part || !(total = int_binary(ctx, part, v, OP_MUL))) return V_NULL;
  }
  return total;
}

FUNCTION(f_isqrt) {
  Value n = object_index(ctx, args[0]);
  if (!n) return V_NULL;
  if (int_sign(ctx, n) < 0) return raise_format(ctx, EXC_ValueError, "isqrt() argument must be nonnegative"), V_NULL;
  return int_isqrt(ctx, n);
}

const CFuncDef MATH_INTEGER_FUNCTIONS[] = {
    FUNCTION_ROW("comb", f_comb, 2, 2,
                 "Number of ways to choose k items from n items without repetition and without order."),
    FUNCTION_ROW("factorial", f_factorial, 1, 1, "n!."),
    FUNCTION_ROW("gcd", f_gcd, 0, -1, "Greatest common divisor."),
    FUNCTION_ROW("isqrt", f_isqrt, 1, 1, "Integer part of the square root."),
    FUNCTION_ROW("lcm", f_lcm, 0, -1, "Least common multiple."),
    FUNCTION_ROW("perm", f_perm, 1, 2,
                 "Number of ways to choose k items from n items without repetition and with order."),
    {0},
};
