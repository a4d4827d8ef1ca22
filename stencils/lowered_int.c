/* Unboxed ints: bodies of the uops declared in ts/ops/lowered-int.ts. See ts/ops/types.ts for the form of a body. */

UOP(_UNBOX_INT) { res = int_val(value); }
UOP(_BOX_INT) {
  int64_t twice;
  EXIT_IF(__builtin_add_overflow(value, value, &twice));
  res = (Value)twice | 1;
}
UOP(_MAKE_INT) {
  int64_t twice;
  if (LIKELY(!__builtin_add_overflow(value, value, &twice))) {
    res = (Value)twice | 1;
  } else {
    res = int_box_slow(ctx, value);
    RAISE_IF(res == V_NULL);
  }
}
UOP(_TAG_INT) { res = int_tag(value); }
UOP(_UNBOX_BOOL) { res = value == V_TRUE; }
UOP(_BOX_BOOL) { res = bool_tag(value); }

UOP(_I64_ADD) { EXIT_IF(__builtin_add_overflow(left, right, &res)); }
UOP(_I64_SUB) { EXIT_IF(__builtin_sub_overflow(left, right, &res)); }
UOP(_I64_MUL) { EXIT_IF(__builtin_mul_overflow(left, right, &res)); }
UOP(_I64_POW) { EXIT_IF(!power_of_i64(left, right, &res)); }
UOP(_I64_ADD_UNCHECKED) { res = (int64_t)((uint64_t)left + (uint64_t)right); }
UOP(_I64_SUB_UNCHECKED) { res = (int64_t)((uint64_t)left - (uint64_t)right); }
UOP(_I64_MUL_UNCHECKED) { res = (int64_t)((uint64_t)left * (uint64_t)right); }
UOP(_I64_ADD_IMM) { EXIT_IF(__builtin_add_overflow(left, (int64_t)imm, &res)); }
UOP(_I64_SUB_IMM) { EXIT_IF(__builtin_sub_overflow(left, (int64_t)imm, &res)); }
UOP(_I64_MUL_IMM) { EXIT_IF(__builtin_mul_overflow(left, (int64_t)imm, &res)); }
UOP(_I64_ADD_IMM_UNCHECKED) { res = (int64_t)((uint64_t)left + (uint64_t)(int64_t)imm); }
UOP(_I64_SUB_IMM_UNCHECKED) { res = (int64_t)((uint64_t)left - (uint64_t)(int64_t)imm); }
UOP(_I64_MUL_IMM_UNCHECKED) { res = (int64_t)((uint64_t)left * (uint64_t)(int64_t)imm); }

UOP(_I64_AND) { res = left & right; }
UOP(_I64_OR) { res = left | right; }
UOP(_I64_XOR) { res = left ^ right; }
UOP(_I64_AND_IMM) { res = left & (int64_t)imm; }
UOP(_I64_OR_IMM) { res = left | (int64_t)imm; }
UOP(_I64_XOR_IMM) { res = left ^ (int64_t)imm; }

/* C truncates, Python floors: correct by one when the remainder is not 0 and its sign differs from the divisor's. */
UOP(_I64_FLOORDIV) {
  EXIT_IF(right == 0 || (right == -1 && left == INT64_MIN));
  int64_t quotient = left / right, rest = left % right;
  res = quotient - ((rest != 0) & ((rest ^ right) < 0));
}
UOP(_I64_MOD) {
  EXIT_IF(right == 0 || (right == -1 && left == INT64_MIN));
  int64_t rest = left % right;
  res = rest + ((rest != 0) & ((rest ^ right) < 0) ? right : 0);
}
UOP(_I64_FLOORDIV_IMM) {
  int64_t divisor = imm, quotient = left / divisor, rest = left % divisor;
  res = quotient - (rest < 0);
}
UOP(_I64_MOD_IMM) {
  int64_t divisor = imm, rest = left % divisor;
  res = rest + (rest < 0 ? divisor : 0);
}

UOP(_I64_SHL) {
  EXIT_IF((uint64_t)right > 62);
  int64_t shifted = (int64_t)((uint64_t)left << right);
  EXIT_IF(shifted >> right != left);
  res = shifted;
}
UOP(_I64_SHL_IMM) {
  int64_t shifted = (int64_t)((uint64_t)left << (imm & 63));
  EXIT_IF(shifted >> (imm & 63) != left);
  res = shifted;
}
UOP(_I64_SHR) {
  EXIT_IF(right < 0);
  res = left >> (right > 63 ? 63 : right);
}
UOP(_I64_SHR_IMM) { res = left >> (imm & 63); }
UOP(_I64_NEG) { EXIT_IF(__builtin_sub_overflow((int64_t)0, value, &res)); }
UOP(_I64_INVERT) { res = ~value; }
UOP(_I64_ABS) {
  EXIT_IF(value == INT64_MIN);
  res = value < 0 ? -value : value;
}

UOP(_I64_MIN) { res = right < left ? right : left; }
UOP(_I64_MAX) { res = right > left ? right : left; }
UOP(_I64_BIT_LENGTH) { res = bit_length_i64(value); }
UOP(_I64_BIT_COUNT) { res = bit_count_i64(value); }
UOP(_I64_OF_BOOL) { res = value; }

/* Of fixnums: the difference fits. */
UOP(_I64_DISTANCE) {
  int64_t distance = (int64_t)((uint64_t)right - (uint64_t)left);
  res = left < right ? distance : 0;
}

UOP(_I64_LT) { res = left < right; }
UOP(_I64_LE) { res = left <= right; }
UOP(_I64_EQ) { res = left == right; }
UOP(_I64_NE) { res = left != right; }
UOP(_GUARD_I64_LT) { EXIT_IF(!(left < right)); }
UOP(_GUARD_I64_LE) { EXIT_IF(!(left <= right)); }
UOP(_GUARD_I64_EQ) { EXIT_IF(left != right); }
UOP(_GUARD_I64_NE) { EXIT_IF(left == right); }
UOP(_GUARD_I64_LT_IMM) { EXIT_IF(!(left < (int64_t)imm)); }
UOP(_GUARD_I64_LE_IMM) { EXIT_IF(!(left <= (int64_t)imm)); }
UOP(_GUARD_I64_GT_IMM) { EXIT_IF(!(left > (int64_t)imm)); }
UOP(_GUARD_I64_GE_IMM) { EXIT_IF(!(left >= (int64_t)imm)); }
UOP(_GUARD_I64_EQ_IMM) { EXIT_IF(left != (int64_t)imm); }
UOP(_GUARD_I64_NE_IMM) { EXIT_IF(left == (int64_t)imm); }

UOP(_BOOL_NOT) { res = !value; }
UOP(_GUARD_TRUE) { EXIT_IF(!value); }
UOP(_GUARD_FALSE) { EXIT_IF(value); }
UOP(_GUARD_INT) { EXIT_IF(!is_int(value)); }
UOP(_GUARD_BOOL) { EXIT_IF(!is_bool(value)); }
UOP(_GUARD_INDEX) { EXIT_IF((uint64_t)index >= (uint64_t)length); }
UOP(_GUARD_I64_EXACT) { EXIT_IF((uint64_t)value + (1ull << 53) > 1ull << 54); }
UOP(_NORMALIZE_INDEX) { res = index + ((index >> 63) & length); }
