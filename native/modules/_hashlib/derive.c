/* pbkdf2_hmac (RFC 8018). The rounds are counted here, not by OpenSSL, since they are what takes time and must hear of
 * a stop. */
#include "modules/_hashlib/hashlib_module.h"
#include <limits.h>

enum { ROUNDS = 1 << 10 }; /* between two looks at the stop word: less than a millisecond */

/* One block of the key: the exclusive or of all rounds. */
static bool block(Ctx *ctx, HmacState *keyed, HmacState *state, const uint8_t *salt, int64_t n, uint32_t number,
                  int64_t iterations, uint8_t *out) {
  uint8_t round[EVP_MAX_MD_SIZE], index[4];
  for (int i = 0; i < 4; i++) index[i] = (uint8_t)(number >> (24 - 8 * i));
  unsigned size;
  bool ok = HMAC_CTX_copy(state, keyed);
  if (ok && !hash_feed(ctx, hmac_take, state, salt, n)) return false;
  ok = ok && HMAC_Update(state, index, sizeof index) && HMAC_Final(state, round, &size);
  if (ok) memcpy(out, round, size);
  for (int64_t i = 1; ok && i < iterations; i++) {
    ok = HMAC_CTX_copy(state, keyed) && HMAC_Update(state, round, size) && HMAC_Final(state, round, &size);
    for (unsigned j = 0; ok && j < size; j++) out[j] ^= round[j];
    if (i % ROUNDS == 0 && !CHECK_STOP(ctx)) return false;
  }
  return ok ? true : (openssl_error(ctx), false);
}

bool pbkdf2(Ctx *ctx, const Algorithm *algorithm, const Buffer *password, const uint8_t *salt, int64_t salt_size,
            int64_t iterations, uint8_t *out, int64_t size) {
  int64_t step = EVP_MD_get_size(algorithm);
  HmacState *keyed = hmac_start(ctx, algorithm, password->data, password->length);
  HmacState *state = keyed ? HMAC_CTX_new() : NULL;
  if (!state && !ctx->exc) raise_no_memory(ctx);
  uint32_t number = 0;
  for (int64_t at = 0; !ctx->exc && at < size; at += step) {
    uint8_t last[EVP_MAX_MD_SIZE];
    if (!CHECK_STOP(ctx) || !block(ctx, keyed, state, salt, salt_size, ++number, iterations, last)) break;
    memcpy(out + at, last, (size_t)(size - at < step ? size - at : step));
  }
  HMAC_CTX_free(state);
  HMAC_CTX_free(keyed);
  return !ctx->exc;
}

static bool c_long(Ctx *ctx, Value v, int64_t *out) {
  Value n = object_index(ctx, v);
  if (!n) return false;
  if (int_to_i64(ctx, n, out)) return true;
  raise_format(ctx, EXC_OverflowError, "Python int too large to convert to C long");
  return false;
}

static Value refuse(Ctx *ctx, ExcId id, const char *words) { return raise_format(ctx, id, "%s", words), V_NULL; }

static Value derive(Ctx *ctx, const Algorithm *algorithm, const Buffer *password, const Buffer *salt,
                    int64_t iterations, Value length) {
  int64_t size = algorithm_digest_size(algorithm);
  if (password->length > INT_MAX) return refuse(ctx, EXC_OverflowError, "password is too long.");
  if (salt->length > INT_MAX) return refuse(ctx, EXC_OverflowError, "salt is too long.");
  if (iterations < 1) return refuse(ctx, EXC_ValueError, "iteration value must be greater than 0.");
  if (iterations > INT_MAX) return refuse(ctx, EXC_OverflowError, "iteration value is too great.");
  if (length && length != V_NONE && !c_long(ctx, length, &size)) return V_NULL;
  if (size < 1) return refuse(ctx, EXC_ValueError, "key length must be greater than 0.");
  if (size > INT_MAX) return refuse(ctx, EXC_OverflowError, "key length is too great.");
  uint8_t *key = memory_new(ctx, (size_t)size);
  if (!key) return raise_no_memory(ctx), V_NULL;
  bool ok = pbkdf2(ctx, algorithm, password, salt->data, salt->length, iterations, key, size);
  Value result = ok ? bytes_new(ctx, key, size) : V_NULL;
  memory_free(ctx, key);
  return result;
}

FUNCTION(f_pbkdf2_hmac) {
  Buffer password, salt;
  int64_t iterations;
  if (!is_str(ctx, args[0]))
    return raise_format(ctx, EXC_TypeError, "pbkdf2_hmac() argument 'hash_name' must be str, not %A", args[0]), V_NULL;
  if (!buffer_get(ctx, args[1], BUFFER_SIMPLE, &password)) return V_NULL;
  Value key = V_NULL;
  if (buffer_get(ctx, args[2], BUFFER_SIMPLE, &salt)) {
    Algorithm *algorithm = c_long(ctx, args[3], &iterations) ? algorithm_get(ctx, args[0], true) : NULL;
    if (algorithm) key = derive(ctx, algorithm, &password, &salt, iterations, args[4]);
    buffer_release(ctx, &salt);
  }
  buffer_release(ctx, &password);
  return ctx->exc ? V_NULL : key;
}

const CFuncDef derive_functions[] = {
    FUNCTION_ROW_NAMED("pbkdf2_hmac", f_pbkdf2_hmac, 4, 5, "hash_name password salt iterations dklen=",
                       "Password based key derivation function 2 (PKCS #5 v2.0) with HMAC as pseudorandom function."),
    {0},
};
