/* Module _hashlib from inside: hash functions, HMAC and derived keys, as Node's OpenSSL computes them. */
#pragma once
#include "modules/_hashlib/openssl.h"
#include "modules/module.h"

/* An algorithm that was asked for: OpenSSL takes a microsecond to find one. It stays until the context ends, so nobody
 * else counts references. */
typedef struct KnownAlgorithm {
  char *name; /* in small letters */
  bool for_security;
  Algorithm *algorithm;
} KnownAlgorithm;

typedef struct HashlibState {
  Class *hash, *hash_xof, *hmac;
  Value unsupported; /* UnsupportedDigestmodError */
  KnownAlgorithm *known;
  uint32_t known_count;
  DigestState *scratch; /* for digests of what is short */
} HashlibState;
extern const ModuleDef module__hashlib;
static inline HashlibState *hashlib_state(Ctx *ctx) { return module_state(ctx, &module__hashlib); }

/* What an object of OpenSSL is charged with: it allocates with malloc, a few hundred bytes. */
enum { FOREIGN_BYTES = 1024 };
/* Bytes that are hashed between two looks at the stop word: some milliseconds. */
enum { PIECE = 1 << 20 };
/* Of OpenSSL: takes bytes into a state of its; false when that fails. */
typedef bool (*Take)(void *state, const uint8_t *data, size_t n);

/* ---- algorithm.c ---- */
/* By a name of Python's or of OpenSSL's; NULL: UnsupportedDigestmodError. */
Algorithm *algorithm_get(Ctx *ctx, Value name, bool for_security);
Algorithm *algorithm_get_c(Ctx *ctx, const char *name, bool for_security);
void algorithms_free(Ctx *ctx, HashlibState *);
bool algorithm_exists(const char *name); /* a name of Python's */
const char *algorithm_name(const Algorithm *);
bool algorithm_is_xof(const Algorithm *);
int algorithm_digest_size(const Algorithm *); /* 0: as long as is asked for */
/* ValueError with what OpenSSL says went wrong last; V_NULL. */
Value openssl_error(Ctx *ctx);
Value hex_text(Ctx *ctx, Value bytes); /* V_NULL gives V_NULL */

/* ---- hash.c ---- */
/* Of any length, in pieces; false: an exception. */
bool hash_feed(Ctx *ctx, Take take, void *state, const uint8_t *data, int64_t n);
bool hash_feed_object(Ctx *ctx, Take take, void *state, Value data);
Value hash_new(Ctx *ctx, Algorithm *, Value data);
Class *hash_make(Ctx *ctx), *hash_xof_make(Ctx *ctx);
/* The digest of data, however long; false: an exception. */
bool digest_of(Ctx *ctx, const Algorithm *, const uint8_t *data, int64_t n, uint8_t digest[EVP_MAX_MD_SIZE],
               unsigned *size);

/* ---- sponge.c ---- */
/* A function whose digest is as long as is asked for. `rate`: bytes of the state that are taken or given at once. */
typedef struct Sponge {
  uint64_t lanes[25];
  uint32_t rate, at;
} Sponge;
bool sponge_take(void *sponge, const uint8_t *data, size_t n); /* a Take */
void sponge_finish(Sponge *);                                  /* nothing is taken any more */
void sponge_give(Sponge *, uint8_t *out, size_t n);

/* ---- constructors.c ---- */
extern const CFuncDef hash_constructors[];
/* The algorithm that a name or one of the constructors stands for; NULL: an exception. */
Algorithm *algorithm_of(Ctx *ctx, Value digestmod);
bool constructors_add(Ctx *ctx, Value module); /* _constructors, openssl_md_meth_names */

/* ---- hmac.c ---- */
Class *hmac_make(Ctx *ctx);
extern const CFuncDef hmac_functions[];
bool hmac_take(void *state, const uint8_t *data, size_t n);
/* A new state with its key; NULL: an exception. */
HmacState *hmac_start(Ctx *ctx, const Algorithm *, const uint8_t *key, int64_t n);

/* ---- derive.c ---- */
extern const CFuncDef derive_functions[];
/* PBKDF2 with HMAC; false: an exception. */
bool pbkdf2(Ctx *ctx, const Algorithm *, const Buffer *password, const uint8_t *salt, int64_t salt_size,
            int64_t iterations, uint8_t *out, int64_t size);

/* ---- scrypt.c ---- */
extern const CFuncDef scrypt_functions[];
