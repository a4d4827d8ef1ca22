/* Unboxed floats: bodies of the uops declared in ts/ops/lowered-float.ts. */

UOP(_UNBOX_FLOAT) {
  uint64_t untagged = flonum_untag(value);
  res = LIKELY(!(untagged & 3)) ? flonum_decode(untagged) : ((Float *)value)->value;
}
UOP(_GUARD_UNBOX_FLOAT) {
  uint64_t untagged = flonum_untag(value);
  if (LIKELY(!(untagged & 3))) {
    res = flonum_decode(untagged);
  } else {
    EXIT_IF(!has_shape(value, ctx->shape.float_));
    res = ((Float *)value)->value;
  }
}
UOP(_BOX_FLOAT) {
  uint64_t bits = double_bits(value);
  uint64_t distance = flonum_distance(bits);
  if (LIKELY(distance >> 62 == 0 && distance != 0)) {
    res = distance << 2 | 2;
  } else if (bits == 0) {
    res = FLONUM_ZERO;
  } else {
    res = float_box_slow(ctx, value);
    RAISE_IF(res == V_NULL);
  }
}
UOP(_I64_TO_F64) { res = (double)value; }

UOP(_F64_ADD) { res = left + right; }
UOP(_F64_SUB) { res = left - right; }
UOP(_F64_MUL) { res = left * right; }
UOP(_F64_DIV) {
  EXIT_IF(right == 0);
  res = left / right;
}
UOP(_F64_FLOORDIV) {
  EXIT_IF(right == 0);
  res = float_floordiv(left, right);
}
UOP(_F64_MOD) {
  EXIT_IF(right == 0);
  res = float_mod(left, right);
}
UOP(_F64_POW) {
  EXIT_IF(!(left > 0));
  res = float_positive_power(left, right);
  EXIT_IF(!(res < __builtin_inf()));
}
UOP(_F64_NEG) { res = -value; }
UOP(_F64_ABS) { res = __builtin_fabs(value); }
/* The elementwise builtin is just the instruction: no errno, no library call. */
UOP(_F64_SQRT) {
  EXIT_IF(value < 0);
  res = __builtin_elementwise_sqrt(value);
}

/* The C library's functions are those that module math calls. Where a result is not finite it may have to raise. */
UOP(_F64_SIN) {
  res = __builtin_sin(value);
  EXIT_IF(!__builtin_isfinite(res));
}
UOP(_F64_COS) {
  res = __builtin_cos(value);
  EXIT_IF(!__builtin_isfinite(res));
}
UOP(_F64_TAN) {
  res = __builtin_tan(value);
  EXIT_IF(!__builtin_isfinite(res));
}
UOP(_F64_ASIN) {
  res = __builtin_asin(value);
  EXIT_IF(!__builtin_isfinite(res));
}
UOP(_F64_ACOS) {
  res = __builtin_acos(value);
  EXIT_IF(!__builtin_isfinite(res));
}
UOP(_F64_ATAN) {
  res = __builtin_atan(value);
  EXIT_IF(!__builtin_isfinite(res));
}
UOP(_F64_EXP) {
  res = __builtin_exp(value);
  EXIT_IF(!__builtin_isfinite(res));
}
UOP(_F64_LOG) {
  res = __builtin_log(value);
  EXIT_IF(!__builtin_isfinite(res));
}
UOP(_F64_LOG2) {
  res = __builtin_log2(value);
  EXIT_IF(!__builtin_isfinite(res));
}
UOP(_F64_LOG10) {
  res = __builtin_log10(value);
  EXIT_IF(!__builtin_isfinite(res));
}
UOP(_F64_ATAN2) {
  res = __builtin_atan2(left, right);
  EXIT_IF(!__builtin_isfinite(res));
}
UOP(_F64_FMOD) {
  res = __builtin_fmod(left, right);
  EXIT_IF(!__builtin_isfinite(res));
}

UOP(_F64_MIN) { res = right < left ? right : left; }
UOP(_F64_MAX) { res = right > left ? right : left; }
UOP(_F64_TRUNC) {
  EXIT_IF(!converts_to_i64(value));
  res = (int64_t)value;
}
UOP(_F64_FLOOR) {
  EXIT_IF(!converts_to_i64(value));
  res = floor_to_i64(value);
}
UOP(_F64_CEIL) {
  EXIT_IF(!converts_to_i64(value));
  res = -floor_to_i64(-value);
}
UOP(_F64_ROUND) {
  EXIT_IF(!converts_to_i64(value));
  res = round_to_i64(value);
}

UOP(_F64_LT) { res = left < right; }
UOP(_F64_LE) { res = left <= right; }
UOP(_F64_EQ) { res = left == right; }
UOP(_F64_NE) { res = left != right; }
UOP(_GUARD_F64_LT) { EXIT_IF(!(left < right)); }
UOP(_GUARD_F64_LE) { EXIT_IF(!(left <= right)); }
UOP(_GUARD_F64_EQ) { EXIT_IF(!(left == right)); }
UOP(_GUARD_F64_NE) { EXIT_IF(!(left != right)); }
UOP(_GUARD_F64_NOT_LT) { EXIT_IF(left < right); }
UOP(_GUARD_F64_NOT_LE) { EXIT_IF(left <= right); }
UOP(_GUARD_FLOAT) { EXIT_IF(!(is_flonum(value) || has_shape(value, ctx->shape.float_))); }
