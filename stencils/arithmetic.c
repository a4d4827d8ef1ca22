/* Operators on tagged values. Declared in ts/ops/uops-arithmetic.ts. A fixnum n is the word 2n + 1: sums and
 * comparisons work on the words themselves. */
#include "interp/uop.h"

UOP(_GUARD_TOS_INT) { EXIT_IF(!is_int(value)); }

UOP(_GUARD_TOS_EXACT) { EXIT_IF((uint64_t)int_val(value) + (1ull << 53) > 1ull << 54); }

UOP(_GUARD_NOS_EXACT) {
  (void)unused;
  EXIT_IF((uint64_t)int_val(left) + (1ull << 53) > 1ull << 54);
}

UOP(_GUARD_NOS_INT) { EXIT_IF(!is_int(left)); }

UOP(_GUARD_BOTH_INT) { EXIT_IF(!both_int(left, right)); }

UOP(_GUARD_TOS_FLOAT) { EXIT_IF(!is_float_exact(ctx, value)); }

UOP(_GUARD_NOS_FLOAT) { EXIT_IF(!is_float_exact(ctx, left)); }

UOP(_GUARD_BOTH_FLOAT) {
  EXIT_IF(!is_float_exact(ctx, left));
  EXIT_IF(!is_float_exact(ctx, right));
}

UOP(_GUARD_TOS_STR) { EXIT_IF(!has_shape(value, ctx->shape.str)); }

UOP(_GUARD_NOS_STR) { EXIT_IF(!has_shape(left, ctx->shape.str)); }

UOP(_GUARD_BOTH_STR) {
  EXIT_IF(!has_shape(left, ctx->shape.str));
  EXIT_IF(!has_shape(right, ctx->shape.str));
}

UOP(_GUARD_TOS_LIST) { EXIT_IF(!has_shape(value, ctx->shape.list)); }

UOP(_GUARD_NOS_LIST) { EXIT_IF(!has_shape(left, ctx->shape.list)); }

UOP(_GUARD_TOS_TUPLE) { EXIT_IF(!has_shape(value, ctx->shape.tuple)); }

UOP(_GUARD_NOS_TUPLE) { EXIT_IF(!has_shape(left, ctx->shape.tuple)); }

UOP(_GUARD_TOS_DICT) { EXIT_IF(!has_shape(value, ctx->shape.dict)); }

UOP(_GUARD_NOS_DICT) { EXIT_IF(!has_shape(left, ctx->shape.dict)); }

UOP(_GUARD_TOS_SET) { EXIT_IF(!has_shape(value, ctx->shape.set) && !has_shape(value, ctx->shape.frozenset)); }

UOP(_UNARY_NEGATIVE) {
  if (LIKELY(is_int(value) && value != int_tag(FIXNUM_MIN))) {
    res = 2 - value; /* -(2n + 1) + 2 */
  } else {
    res = object_negative(ctx, value);
    RAISE_IF(!res);
  }
}

UOP(_UNARY_INVERT) {
  if (LIKELY(is_int(value))) {
    res = value ^ ~(Value)1;
  } else {
    res = object_invert(ctx, value);
    RAISE_IF(!res);
  }
}

UOP(_UNARY_NOT) { res = value ^ (V_TRUE ^ V_FALSE); }

UOP(_BOOL_AS_INT) { res = int_tag(value == V_TRUE); }

UOP(_ABS_INT) {
  EXIT_IF(value == int_tag(FIXNUM_MIN));
  res = int_tag(int_val(value) < 0 ? -int_val(value) : int_val(value));
}

UOP(_BIT_LENGTH_INT) { res = int_tag(bit_length_i64(int_val(value))); }

UOP(_BIT_COUNT_INT) { res = int_tag(bit_count_i64(int_val(value))); }

UOP(_MIN_INT) { res = (int64_t)right < (int64_t)left ? right : left; }

UOP(_MAX_INT) { res = (int64_t)right > (int64_t)left ? right : left; }

UOP(_ABS_FLOAT) {
  res = float_box(ctx, __builtin_fabs(float_unbox(value)));
  RAISE_IF(!res);
}

UOP(_SQRT_FLOAT) {
  double d = float_unbox(value);
  EXIT_IF(d < 0);
  res = float_box(ctx, __builtin_elementwise_sqrt(d));
  RAISE_IF(!res);
}

UOP(_SIN_FLOAT) {
  double d = __builtin_sin(float_unbox(value));
  EXIT_IF(!__builtin_isfinite(d));
  res = float_box(ctx, d);
  RAISE_IF(!res);
}

UOP(_COS_FLOAT) {
  double d = __builtin_cos(float_unbox(value));
  EXIT_IF(!__builtin_isfinite(d));
  res = float_box(ctx, d);
  RAISE_IF(!res);
}

UOP(_TAN_FLOAT) {
  double d = __builtin_tan(float_unbox(value));
  EXIT_IF(!__builtin_isfinite(d));
  res = float_box(ctx, d);
  RAISE_IF(!res);
}

UOP(_ASIN_FLOAT) {
  double d = __builtin_asin(float_unbox(value));
  EXIT_IF(!__builtin_isfinite(d));
  res = float_box(ctx, d);
  RAISE_IF(!res);
}

UOP(_ACOS_FLOAT) {
  double d = __builtin_acos(float_unbox(value));
  EXIT_IF(!__builtin_isfinite(d));
  res = float_box(ctx, d);
  RAISE_IF(!res);
}

UOP(_ATAN_FLOAT) {
  double d = __builtin_atan(float_unbox(value));
  EXIT_IF(!__builtin_isfinite(d));
  res = float_box(ctx, d);
  RAISE_IF(!res);
}

UOP(_EXP_FLOAT) {
  double d = __builtin_exp(float_unbox(value));
  EXIT_IF(!__builtin_isfinite(d));
  res = float_box(ctx, d);
  RAISE_IF(!res);
}

UOP(_LOG_FLOAT) {
  double d = __builtin_log(float_unbox(value));
  EXIT_IF(!__builtin_isfinite(d));
  res = float_box(ctx, d);
  RAISE_IF(!res);
}

UOP(_LOG2_FLOAT) {
  double d = __builtin_log2(float_unbox(value));
  EXIT_IF(!__builtin_isfinite(d));
  res = float_box(ctx, d);
  RAISE_IF(!res);
}

UOP(_LOG10_FLOAT) {
  double d = __builtin_log10(float_unbox(value));
  EXIT_IF(!__builtin_isfinite(d));
  res = float_box(ctx, d);
  RAISE_IF(!res);
}

UOP(_ATAN2_FLOAT) {
  double d = __builtin_atan2(float_unbox(left), float_unbox(right));
  EXIT_IF(!__builtin_isfinite(d));
  res = float_box(ctx, d);
  RAISE_IF(!res);
}

UOP(_FMOD_FLOAT) {
  double d = __builtin_fmod(float_unbox(left), float_unbox(right));
  EXIT_IF(!__builtin_isfinite(d));
  res = float_box(ctx, d);
  RAISE_IF(!res);
}

UOP(_MIN_FLOAT) { res = float_unbox(right) < float_unbox(left) ? right : left; }

UOP(_MAX_FLOAT) { res = float_unbox(right) > float_unbox(left) ? right : left; }

UOP(_TRUNC_FLOAT) {
  double d = float_unbox(value);
  EXIT_IF(!converts_to_i64(d));
  res = int_tag((int64_t)d);
}

UOP(_FLOOR_FLOAT) {
  double d = float_unbox(value);
  EXIT_IF(!converts_to_i64(d));
  res = int_tag(floor_to_i64(d));
}

UOP(_CEIL_FLOAT) {
  double d = float_unbox(value);
  EXIT_IF(!converts_to_i64(d));
  res = int_tag(-floor_to_i64(-d));
}

UOP(_ROUND_FLOAT) {
  double d = float_unbox(value);
  EXIT_IF(!converts_to_i64(d));
  res = int_tag(round_to_i64(d));
}

UOP(_ORD) {
  EXIT_IF(((Str *)value)->length != 1);
  res = int_tag(str_at(value, 0));
}

UOP(_CHR) {
  EXIT_IF((uint64_t)int_val(value) > UINT8_MAX);
  res = ctx->chars[int_val(value)];
}

UOP(_TO_BOOL) {
  int truth = object_truth(ctx, value);
  RAISE_IF(truth < 0);
  res = bool_tag(truth);
}

UOP(_TO_BOOL_METHOD) {
  uint32_t finish;
  Value method = interp_truth_method(ctx, value, &finish);
  EXIT_IF(!method);
  new_frame = interp_special_frame(ctx, frame, method, &value, 1, FRAME_FINISHES(finish, 0, 0));
  RAISE_IF(!new_frame);
}

UOP(_TO_BOOL_BOOL) {
  EXIT_IF(!is_bool(value));
  res = value;
}

UOP(_TO_BOOL_INT) {
  EXIT_IF(!is_int(value));
  res = bool_tag(value != int_tag(0));
}

UOP(_TO_BOOL_LIST) {
  EXIT_IF(!has_shape(value, ctx->shape.list));
  res = bool_tag(((List *)value)->length != 0);
}

UOP(_TO_BOOL_NONE) {
  EXIT_IF(value != V_NONE);
  res = V_FALSE;
}

UOP(_TO_BOOL_STR) {
  EXIT_IF(!has_shape(value, ctx->shape.str));
  res = bool_tag(((Str *)value)->length != 0);
}

UOP(_REPLACE_WITH_TRUE) {
  (void)value;
  res = V_TRUE;
}

UOP(_BINARY_OP) {
  res = object_binary(ctx, left, right, oparg);
  RAISE_IF(!res);
}

UOP(_BINARY_OP_PURE) {
  res = object_binary(ctx, left, right, oparg);
  RAISE_IF(!res);
}

UOP(_BINARY_OP_COMPLEX) {
  res = object_binary(ctx, left, right, oparg);
  RAISE_IF(!res);
}

UOP(_POWER_INT) {
  int64_t power;
  EXIT_IF(!power_of_i64(int_val(left), int_val(right), &power) || !fits_fixnum(power));
  res = int_tag(power);
}

UOP(_BINARY_OP_ADD_INT) {
  int64_t sum;
  EXIT_IF(__builtin_add_overflow((int64_t)left, (int64_t)(right - 1), &sum));
  res = (Value)sum;
}

UOP(_BINARY_OP_SUBTRACT_INT) {
  int64_t difference;
  EXIT_IF(__builtin_sub_overflow((int64_t)left, (int64_t)(right - 1), &difference));
  res = (Value)difference;
}

UOP(_BINARY_OP_MULTIPLY_INT) {
  int64_t product; /* 2a * b */
  EXIT_IF(__builtin_mul_overflow((int64_t)(left - 1), int_val(right), &product));
  res = (Value)product + 1;
}

UOP(_BINARY_OP_FLOOR_DIVIDE_INT) {
  int64_t a = int_val(left), b = int_val(right);
  EXIT_IF(b == 0);
  int64_t quotient = a / b;
  if (quotient * b != a && (a ^ b) < 0) quotient--;
  EXIT_IF(quotient > FIXNUM_MAX); /* FIXNUM_MIN // -1 */
  res = int_tag(quotient);
}

UOP(_BINARY_OP_REMAINDER_INT) {
  int64_t a = int_val(left), b = int_val(right);
  EXIT_IF(b == 0);
  int64_t remainder = a % b;
  if (remainder != 0 && (remainder ^ b) < 0) remainder += b;
  res = int_tag(remainder);
}

UOP(_BINARY_OP_LSHIFT_INT) {
  int64_t a = int_val(left);
  uint64_t count = (uint64_t)int_val(right);
  EXIT_IF(count > 62);
  int64_t shifted = (int64_t)((uint64_t)a << count);
  EXIT_IF(shifted >> count != a || !fits_fixnum(shifted));
  res = int_tag(shifted);
}

UOP(_BINARY_OP_RSHIFT_INT) {
  int64_t count = int_val(right);
  EXIT_IF(count < 0);
  res = int_tag(int_val(left) >> (count > 63 ? 63 : count));
}

UOP(_BINARY_OP_AND_INT) { res = left & right; }

UOP(_BINARY_OP_OR_INT) { res = left | right; }

UOP(_BINARY_OP_XOR_INT) { res = (left ^ right) | 1; }

UOP(_BINARY_OP_TRUE_DIVIDE_INT) {
  int64_t a = int_val(left), b = int_val(right);
  const uint64_t exact = (uint64_t)1 << 53; /* |a|, |b| <= 2^53 convert exactly, so one rounding remains */
  EXIT_IF(b == 0 || (uint64_t)a + exact > 2 * exact || (uint64_t)b + exact > 2 * exact);
  res = float_box(ctx, (double)a / (double)b);
  RAISE_IF(!res);
}

UOP(_BINARY_OP_ADD_FLOAT) {
  res = float_box(ctx, float_unbox(left) + float_unbox(right));
  RAISE_IF(!res);
}

UOP(_BINARY_OP_SUBTRACT_FLOAT) {
  res = float_box(ctx, float_unbox(left) - float_unbox(right));
  RAISE_IF(!res);
}

UOP(_BINARY_OP_MULTIPLY_FLOAT) {
  res = float_box(ctx, float_unbox(left) * float_unbox(right));
  RAISE_IF(!res);
}

UOP(_BINARY_OP_TRUE_DIVIDE_FLOAT) {
  double divisor = float_unbox(right);
  EXIT_IF(divisor == 0);
  res = float_box(ctx, float_unbox(left) / divisor);
  RAISE_IF(!res);
}

UOP(_BINARY_OP_POWER_FLOAT_INT) {
  EXIT_IF(right != int_tag(2));
  double base = float_unbox(left), square = base * base;
  EXIT_IF(__builtin_isinf(square)); /* OverflowError is the generic instruction's */
  res = float_box(ctx, square);
  RAISE_IF(!res);
}

UOP(_INT_TO_FLOAT) { res = float_from_fixnum(value); }

UOP(_NOS_INT_TO_FLOAT) {
  res = float_from_fixnum(left);
  kept = right;
}

UOP(_BINARY_OP_ADD_UNICODE) {
  res = str_concat(ctx, left, right);
  RAISE_IF(!res);
}

UOP(_COMPARE_OP) {
  res = object_compare(ctx, left, right, oparg >> COMPARE_SHIFT);
  RAISE_IF(!res);
  if ((oparg & COMPARE_TO_BOOL) && !is_bool(res)) {
    int truth = object_truth(ctx, res);
    RAISE_IF(truth < 0);
    res = bool_tag(truth);
  }
}

/* The operands stay where they are until the frame ends. */
UOP(_COMPARE_OP_PURE) {
  res = object_compare(ctx, left, right, oparg >> COMPARE_SHIFT);
  RAISE_IF(!res);
}

UOP(_COMPARE_OP_METHOD) {
  bool inverted;
  Value method = interp_compare_method(ctx, left, right, oparg >> COMPARE_SHIFT, &inverted);
  EXIT_IF(!method);
  new_frame = interp_special_frame(ctx, frame, method, (Value[]){left, right}, 2,
                                   FRAME_FINISHES(FINISH_COMPARE, oparg, inverted));
  RAISE_IF(!new_frame);
}

UOP(_COMPARE_OP_INT) {
  int64_t a = (int64_t)left, b = (int64_t)right;
  res = bool_tag(oparg & (a < b ? 2 : a > b ? 4 : 8));
}

UOP(_COMPARE_OP_FLOAT) {
  double a = float_unbox(left), b = float_unbox(right);
  res = bool_tag(oparg & (a < b ? 2 : a > b ? 4 : a == b ? 8 : 1));
}

UOP(_COMPARE_OP_STR) {
  int equal = left == right ? 1 : str_equal_soon(left, right);
  EXIT_IF(equal < 0);
  res = bool_tag(equal == ((oparg & COMPARE_EQUAL) != 0));
}

UOP(_IS_OP) { res = bool_tag((left == right) ^ oparg); }

UOP(_CONTAINS_OP) {
  int found = object_contains(ctx, right, left);
  RAISE_IF(found < 0);
  res = bool_tag(found ^ (int)oparg);
}

UOP(_CONTAINS_OP_PURE) {
  int found = object_contains(ctx, right, left);
  RAISE_IF(found < 0);
  res = bool_tag(found ^ (int)oparg);
}

UOP(_CONTAINS_OP_METHOD) {
  Value method = interp_special_method(ctx, right, N___contains__, 2);
  EXIT_IF(!method);
  new_frame = interp_special_frame(ctx, frame, method, (Value[]){right, left}, 2,
                                   FRAME_FINISHES(FINISH_CONTAINS, oparg, 0));
  RAISE_IF(!new_frame);
}

UOP(_CONTAINS_OP_SET) {
  int found = set_contains(ctx, right, left);
  RAISE_IF(found < 0);
  res = bool_tag(found ^ (int)oparg);
}

UOP(_CONTAINS_OP_DICT) {
  Value value = dict_get(ctx, right, left);
  RAISE_IF(!value && ctx->exc);
  res = bool_tag((value != V_NULL) ^ (int)oparg);
}

UOP(_CONTAINS_OP_LIST) {
  int found = interp_list_contains(ctx, right, left);
  RAISE_IF(found < 0);
  res = bool_tag(found ^ (int)oparg);
}
