/* Unboxed floats: bodies of the uops declared in ts/ops/lowered.ts. */

UOP(_UNBOX_FLOAT) { res = LIKELY(is_flonum(value)) ? flonum_val(value) : ((Float *)value)->value; }
UOP(_BOX_FLOAT) {
  uint64_t bits = double_bits(value);
  if (LIKELY(fits_flonum(bits))) {
    res = flonum_tag(bits);
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
UOP(_F64_NEG) { res = -value; }
UOP(_F64_ABS) { res = __builtin_fabs(value); }
/* The elementwise builtin is the bare instruction: no errno, no library call. */
UOP(_F64_SQRT) {
  EXIT_IF(value < 0);
  res = __builtin_elementwise_sqrt(value);
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
