/* Numbers: ints in as few bytes as the protocol allows, floats. */
#include "modules/_pickle/pickle.h"

static bool save_line(Writer *w, int64_t i) {
  char line[32];
  int n = snprintf(line, sizeof line, "%c%lld\n", P_INT, (long long)i);
  return output_bytes(w, line, (size_t)n);
}

static bool save_digits(Writer *w, Value v) {
  Value text = int_to_str(w->ctx, v, 10);
  return text && output_op(w, P_LONG) && output_bytes(w, AS_STR(text)->data, (size_t)str_length(text)) &&
         output_bytes(w, "L\n", 2);
}

/* Two's complement of a magnitude, little-endian, in n bytes. */
static bool put_magnitude(Ctx *ctx, uint8_t *to, size_t n, const uint8_t *magnitude, size_t have, bool negative) {
  uint32_t carry = negative;
  for (size_t i = 0; i < n; i++) {
    uint32_t byte = i < have ? magnitude[i] : 0;
    if (negative) byte = (uint8_t)~byte + carry;
    to[i] = (uint8_t)byte;
    carry = negative && byte >> 8;
    if (!CHECK_STOP_AT(ctx, i)) return false;
  }
  return true;
}

bool save_int(Writer *w, Value v) {
  uint64_t word;
  const uint8_t *magnitude;
  size_t bits, have;
  bool negative;
  if (is_int(v)) {
    int64_t i = int_val(v);
    if (LIKELY(i >= INT32_MIN && i <= INT32_MAX)) return w->bin ? save_int32(w, i) : save_line(w, i);
    if (w->protocol < 2) return save_digits(w, v);
    negative = i < 0;
    word = (uint64_t)(negative ? -i : i);
    magnitude = (const uint8_t *)&word;
    have = 8;
    bits = 64 - (size_t)__builtin_clzll(word);
  } else {
    if (w->protocol < 2) return save_digits(w, v);
    BigInt *big = (BigInt *)v;
    negative = big->h.flags & 1;
    magnitude = (const uint8_t *)big->limbs;
    have = big->nlimbs * 8;
    bits = have * 8 - (size_t)__builtin_clzll(big->limbs[big->nlimbs - 1]);
  }
  size_t n = bits / 8 + 1;
  if (n > INT32_MAX) return raise_format(w->ctx, EXC_OverflowError, "int too large to pickle"), false;
  size_t header = n < 256 ? 2 : 5;
  uint8_t *p = output_room(w, header + n);
  if (!p || !put_magnitude(w->ctx, p + header, n, magnitude, have, negative)) return false;
  /* -(2 ** (8 * j - 1)) has its sign in the byte before. */
  if (negative && n > 1 && p[header + n - 1] == 0xff && p[header + n - 2] & 0x80) {
    n--;
    w->length--;
    if (n == 255) { /* the shorter header is enough now */
      memmove(p + 2, p + header, n);
      w->length -= header - 2;
      header = 2;
    }
  }
  *p = header == 2 ? P_LONG1 : P_LONG4;
  put_little(p + 1, n, header == 2 ? 1 : 4);
  return true;
}

bool save_float(Writer *w, double d) {
  if (w->bin) {
    uint8_t *p = output_room(w, 9);
    if (!p) return false;
    *p = P_BINFLOAT;
    put_little(p + 1, __builtin_bswap64(double_bits(d)), 8);
    return true;
  }
  Value text = float_repr(w->ctx, d);
  return text && output_op(w, P_FLOAT) && output_bytes(w, AS_STR(text)->data, (size_t)str_length(text)) &&
         output_op(w, '\n');
}
