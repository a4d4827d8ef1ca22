/* Algorithms of OpenSSL by the names that Python has for them, and its errors. */
#include "modules/_hashlib/hashlib_module.h"
#include <ctype.h>
#include <strings.h>

/* Where the two differ; the second is the long name that OpenSSL tells. */
static const struct {
  const char *python, *openssl;
} names[] = {
    {"sha512_224", "sha512-224"}, {"sha512_256", "sha512-256"}, {"sha3_224", "sha3-224"},  {"sha3_256", "sha3-256"},
    {"sha3_384", "sha3-384"},     {"sha3_512", "sha3-512"},     {"shake_128", "shake128"}, {"shake_256", "shake256"},
    {"blake2b", "blake2b512"},    {"blake2s", "blake2s256"},
};
enum { NAMES = sizeof names / sizeof *names };

static Algorithm *fetch(const char *name, bool for_security) {
  for (int i = 0; i < NAMES; i++)
    if (!strcmp(name, names[i].python)) name = names[i].openssl;
  return EVP_MD_fetch(NULL, name, for_security ? NULL : "-fips");
}

static const char *error_words(unsigned long code, const char **library) {
  *library = code ? ERR_lib_error_string(code) : NULL;
  const char *reason = code ? ERR_reason_error_string(code) : NULL;
  return reason ? reason : "no reason supplied";
}

Value openssl_error(Ctx *ctx) {
  if (ctx->exc) return V_NULL;
  const char *library, *reason = error_words(ERR_peek_last_error(), &library);
  if (library) raise_format(ctx, EXC_ValueError, "[%s] %s", library, reason);
  else raise_format(ctx, EXC_ValueError, "%s", reason);
  ERR_clear_error(); /* Node's own crypto must not find it */
  return V_NULL;
}

static void raise_unsupported_algorithm(Ctx *ctx) {
  const char *library, *reason = error_words(ERR_peek_last_error(), &library);
  Value text = library ? str_format_c(ctx, "[%s] %s", library, reason) : str_from_ascii(ctx, reason);
  ERR_clear_error();
  Value exc = text ? py_call1(ctx, hashlib_state(ctx)->unsupported, text) : V_NULL;
  if (exc) raise_exc(ctx, exc);
}

/* There are as many as OpenSSL has names for: it takes them in letters of either case. */
static bool remember(Ctx *ctx, const char *name, bool for_security, Algorithm *algorithm) {
  HashlibState *state = hashlib_state(ctx);
  size_t n = strlen(name);
  char *copy = memory_new(ctx, n + 1);
  KnownAlgorithm *known = copy ? memory_resize(ctx, state->known, (state->known_count + 1) * sizeof *known) : NULL;
  if (!known) return memory_free(ctx, copy), raise_no_memory(ctx), false;
  for (size_t i = 0; i <= n; i++) copy[i] = (char)tolower(name[i]);
  state->known = known;
  known[state->known_count++] = (KnownAlgorithm){copy, for_security, algorithm};
  return true;
}

Algorithm *algorithm_get_c(Ctx *ctx, const char *name, bool for_security) {
  HashlibState *state = hashlib_state(ctx);
  for (const KnownAlgorithm *k = state->known, *end = k + state->known_count; k < end; k++)
    if (k->for_security == for_security && !strcasecmp(k->name, name)) return k->algorithm;
  Algorithm *algorithm = fetch(name, for_security);
  if (!algorithm) return raise_unsupported_algorithm(ctx), NULL;
  if (remember(ctx, name, for_security, algorithm)) return algorithm;
  EVP_MD_free(algorithm);
  return NULL;
}

Algorithm *algorithm_get(Ctx *ctx, Value name, bool for_security) {
  size_t n;
  char *text = str_to_utf8(ctx, name, &n);
  if (!text) return ctx->exc ? NULL : (raise_no_memory(ctx), NULL);
  bool whole = strlen(text) == n;
  Algorithm *algorithm = whole ? algorithm_get_c(ctx, text, for_security) : NULL;
  memory_free(ctx, text);
  if (!whole) raise_format(ctx, EXC_ValueError, "embedded null character");
  return algorithm;
}

void algorithms_free(Ctx *ctx, HashlibState *state) {
  for (uint32_t i = 0; i < state->known_count; i++) {
    memory_free(ctx, state->known[i].name);
    EVP_MD_free(state->known[i].algorithm);
  }
  memory_free(ctx, state->known);
}

bool algorithm_exists(const char *name) {
  Algorithm *algorithm = fetch(name, true);
  if (!algorithm) ERR_clear_error();
  EVP_MD_free(algorithm);
  return algorithm;
}

const char *algorithm_name(const Algorithm *algorithm) {
  const char *name = OBJ_nid2ln(EVP_MD_get_type(algorithm));
  for (int i = 0; name && i < NAMES; i++)
    if (!strcmp(name, names[i].openssl)) return names[i].python;
  return name ? name : "undefined";
}

bool algorithm_is_xof(const Algorithm *algorithm) { return EVP_MD_get_flags(algorithm) & EVP_MD_FLAG_XOF; }

int algorithm_digest_size(const Algorithm *algorithm) {
  return algorithm_is_xof(algorithm) ? 0 : EVP_MD_get_size(algorithm);
}

Value hex_text(Ctx *ctx, Value bytes) {
  Value digits = bytes ? hex_of_bytes(ctx, AS_BYTES(bytes)->data, AS_BYTES(bytes)->length, (HexGroups){0}) : V_NULL;
  return digits ? str_latin1(ctx, AS_BYTES(digits)->data, AS_BYTES(digits)->length) : V_NULL;
}
