/* HASH and HASHXOF: a hash function and its state. What is short is kept as it is, until a digest is asked for: a state
 * of OpenSSL takes longer to make than to use. What OpenSSL holds for one is charged, and goes with the object. Of
 * SHAKE OpenSSL knows name and sizes; the state is ours (sponge.c). */
#include "modules/_hashlib/hashlib_module.h"
#include <string.h>

enum { SHORT = 128 };
typedef struct Hash {
  Cell h;
  Algorithm *algorithm; /* NULL: nobody initialized it */
  DigestState *state;   /* NULL: nothing is charged; what was taken is here, or in the sponge */
  uint32_t taken;
  bool is_shake;
  uint8_t data[SHORT];
} Hash;
#define SELF ((Hash *)self)
typedef struct HashXof {
  Hash hash;
  Sponge sponge;
} HashXof;

static void died(Ctx *ctx, void *cell) {
  Hash *hash = cell;
  if (!hash->state) return;
  EVP_MD_CTX_free(hash->state);
  memory_discharge(ctx, FOREIGN_BYTES);
}

static Hash *blank(Ctx *ctx, Algorithm *algorithm) {
  HashlibState *module = hashlib_state(ctx);
  Hash *hash = (Hash *)instance_new(ctx, algorithm_is_xof(algorithm) ? module->hash_xof : module->hash);
  if (hash) hash->algorithm = algorithm;
  return hash;
}

/* A state of OpenSSL, which has taken nothing. */
static bool add_state(Ctx *ctx, Hash *hash) {
  if (!heap_add_finalizer(ctx, hash, died)) return false;
  if (!memory_charge(ctx, FOREIGN_BYTES)) return raise_no_memory(ctx), false;
  if ((hash->state = EVP_MD_CTX_new())) return true;
  memory_discharge(ctx, FOREIGN_BYTES);
  return raise_no_memory(ctx), false;
}

/* For more than is kept as it is. */
static bool need_state(Ctx *ctx, Hash *hash) {
  if (hash->state) return true;
  if (!add_state(ctx, hash)) return false;
  if (EVP_DigestInit_ex(hash->state, hash->algorithm, NULL) && EVP_DigestUpdate(hash->state, hash->data, hash->taken))
    return true;
  return openssl_error(ctx), false;
}

/* Objects that nobody initialized: a subclass is made with object.__new__. */
static bool usable(Ctx *ctx, Value self) {
  if (SELF->algorithm) return true;
  raise_format(ctx, EXC_ValueError, "the hash object has no state");
  return false;
}

bool hash_feed(Ctx *ctx, Take take, void *state, const uint8_t *data, int64_t n) {
  for (int64_t at = 0; at < n; at += PIECE) {
    if (!take(state, data + at, (size_t)(n - at < PIECE ? n - at : PIECE))) return openssl_error(ctx), false;
    if (!CHECK_STOP(ctx)) return false;
  }
  return true;
}

bool hash_feed_object(Ctx *ctx, Take take, void *state, Value data) {
  Buffer view;
  if (!buffer_get_hashed(ctx, data, &view)) return false;
  bool ok = hash_feed(ctx, take, state, view.data, view.length);
  buffer_release(ctx, &view);
  return ok && !ctx->exc;
}

static bool take(void *state, const uint8_t *data, size_t n) { return EVP_DigestUpdate(state, data, n); }

static bool update(Ctx *ctx, Hash *hash, Value data) {
  if (hash->is_shake) return hash_feed_object(ctx, sponge_take, &((HashXof *)hash)->sponge, data);
  Buffer view;
  if (!buffer_get_hashed(ctx, data, &view)) return false;
  if (!hash->state && view.length <= SHORT - hash->taken) {
    memcpy(hash->data + hash->taken, view.data, (size_t)view.length);
    hash->taken += (uint32_t)view.length;
  } else if (need_state(ctx, hash)) {
    hash_feed(ctx, take, hash->state, view.data, view.length);
  }
  buffer_release(ctx, &view);
  return !ctx->exc;
}

Value hash_new(Ctx *ctx, Algorithm *algorithm, Value data) {
  Hash *hash = blank(ctx, algorithm);
  if (!hash) return V_NULL;
  /* Others that have digests of any length (KECCAK-KMAC-128) are rare, and OpenSSL's. */
  hash->is_shake = algorithm_is_xof(algorithm) && strncmp(algorithm_name(algorithm), "shake_", 6) == 0;
  if (hash->is_shake) ((HashXof *)hash)->sponge.rate = (uint32_t)EVP_MD_get_block_size(algorithm);
  return !data || update(ctx, hash, data) ? VAL(hash) : V_NULL;
}

bool digest_of(Ctx *ctx, const Algorithm *algorithm, const uint8_t *data, int64_t n, uint8_t digest[EVP_MAX_MD_SIZE],
               unsigned *size) {
  DigestState *state = EVP_MD_CTX_new();
  if (!state) return raise_no_memory(ctx), false;
  bool ok = EVP_DigestInit_ex(state, algorithm, NULL);
  if (!ok) openssl_error(ctx);
  ok = ok && hash_feed(ctx, take, state, data, n);
  if (ok && !EVP_DigestFinal_ex(state, digest, size)) ok = false, openssl_error(ctx);
  EVP_MD_CTX_free(state);
  return ok;
}

/* A copy to be finished, so that the object goes on. */
static DigestState *copied(Ctx *ctx, Hash *hash) {
  DigestState *copy = need_state(ctx, hash) ? EVP_MD_CTX_new() : NULL;
  if (!copy) return ctx->exc ? NULL : (raise_no_memory(ctx), NULL);
  if (EVP_MD_CTX_copy_ex(copy, hash->state)) return copy;
  EVP_MD_CTX_free(copy);
  return openssl_error(ctx), NULL;
}

/* Of what is kept as it is. */
static bool short_digest(Ctx *ctx, const Hash *hash, uint8_t *digest, unsigned *size) {
  HashlibState *module = hashlib_state(ctx);
  if (!module->scratch && !(module->scratch = EVP_MD_CTX_new())) return raise_no_memory(ctx), false;
  if (EVP_DigestInit_ex(module->scratch, hash->algorithm, NULL) &&
      EVP_DigestUpdate(module->scratch, hash->data, hash->taken) && EVP_DigestFinal_ex(module->scratch, digest, size))
    return true;
  return openssl_error(ctx), false;
}

static bool digest(Ctx *ctx, Hash *hash, uint8_t *digest, unsigned *size) {
  if (!hash->state) return short_digest(ctx, hash, digest, size);
  DigestState *copy = copied(ctx, hash);
  if (!copy) return false;
  bool ok = EVP_DigestFinal_ex(copy, digest, size);
  EVP_MD_CTX_free(copy);
  return ok ? true : (openssl_error(ctx), false);
}

METHOD(m_update) { return usable(ctx, self) && update(ctx, SELF, args[0]) ? V_NONE : V_NULL; }
METHOD(m_copy) {
  Hash *copy = usable(ctx, self) ? blank(ctx, SELF->algorithm) : NULL;
  if (!copy) return V_NULL;
  if (SELF->is_shake) ((HashXof *)copy)->sponge = ((HashXof *)self)->sponge;
  copy->is_shake = SELF->is_shake;
  copy->taken = SELF->taken;
  memcpy(copy->data, SELF->data, SELF->taken);
  if (!SELF->state) return VAL(copy);
  if (!add_state(ctx, copy)) return V_NULL;
  return EVP_MD_CTX_copy_ex(copy->state, SELF->state) ? VAL(copy) : openssl_error(ctx);
}
METHOD(m_digest) {
  uint8_t bytes[EVP_MAX_MD_SIZE];
  unsigned size;
  return usable(ctx, self) && digest(ctx, SELF, bytes, &size) ? bytes_new(ctx, bytes, size) : V_NULL;
}
METHOD(m_hexdigest) { return hex_text(ctx, m_digest(ctx, self, NULL, 0, V_NULL)); }
static bool squeeze(Ctx *ctx, Value self, uint8_t *out, int64_t n) {
  if (!SELF->is_shake) {
    DigestState *copy = copied(ctx, SELF);
    bool ok = copy && EVP_DigestFinalXOF(copy, out, (size_t)n);
    EVP_MD_CTX_free(copy);
    if (!ok && !ctx->exc) openssl_error(ctx);
    return ok;
  }
  Sponge copy = ((HashXof *)self)->sponge;
  sponge_finish(&copy);
  for (int64_t at = 0; at < n; at += PIECE) {
    sponge_give(&copy, out + at, (size_t)(n - at < PIECE ? n - at : PIECE));
    if (!CHECK_STOP(ctx)) return false;
  }
  return true;
}
METHOD(x_digest) {
  int64_t n;
  if (!usable(ctx, self) || !object_ssize(ctx, args[0], &n)) return V_NULL;
  if (n < 0) return raise_format(ctx, EXC_SystemError, "Negative size passed to PyBytes_FromStringAndSize"), V_NULL;
  if (!n) return ctx->empty_bytes;
  uint8_t *out = memory_new(ctx, (size_t)n);
  if (!out) return raise_no_memory(ctx), V_NULL;
  Value result = squeeze(ctx, self, out, n) ? bytes_new(ctx, out, n) : V_NULL;
  memory_free(ctx, out);
  return result;
}
METHOD(x_hexdigest) { return hex_text(ctx, x_digest(ctx, self, args, nargs, kwnames)); }

static Value get_name(Ctx *ctx, Value self) {
  return usable(ctx, self) ? str_from_ascii(ctx, algorithm_name(SELF->algorithm)) : V_NULL;
}
static Value get_block_size(Ctx *ctx, Value self) {
  return usable(ctx, self) ? int_tag(EVP_MD_get_block_size(SELF->algorithm)) : V_NULL;
}
static Value get_digest_size(Ctx *ctx, Value self) {
  return usable(ctx, self) ? int_tag(algorithm_digest_size(SELF->algorithm)) : V_NULL;
}

static Value repr(Ctx *ctx, Value self) {
  if (!usable(ctx, self)) return V_NULL;
  Value cls = VAL(class_of(ctx, self)), name = get_attr(ctx, cls, NAME(__name__));
  Value module = name ? get_attr(ctx, cls, NAME(__module__)) : V_NULL;
  return module ? str_format_c(ctx, "<%s %S.%S object @ 0x%llx>", algorithm_name(SELF->algorithm), module, name,
                               (unsigned long long)self)
                : V_NULL;
}

/* What OpenSSL has is not in cells. */
static void trace(Ctx *ctx, Value self) { UNUSED(ctx), UNUSED(self); }

Class *hash_make(Ctx *ctx) {
  static const TypeOps ops = {.trace = trace, .repr = repr};
  static const CFuncDef methods[] = {
      METHOD_ROW("update", m_update, 1, 1, "Update this hash object's state with the provided string."),
      METHOD_ROW("copy", m_copy, 0, 0, "Return a copy of the hash object."),
      METHOD_ROW("digest", m_digest, 0, 0, "Return the digest value as a bytes object."),
      METHOD_ROW("hexdigest", m_hexdigest, 0, 0, "Return the digest value as a string of hexadecimal digits."),
      {0},
  };
  static const GetSetDef getset[] = {
      {"name", get_name, NULL, "The name of the hash function."},
      {"block_size", get_block_size, NULL, "Bytes that are hashed at once."},
      {"digest_size", get_digest_size, NULL, "Bytes of a digest."},
      {0},
  };
  Class *cls = class_new_builtin(ctx, "_hashlib.HASH", NULL, KIND_OTHER, sizeof(Hash), &ops, methods, CLASS_BUILTIN);
  if (!class_set_doc(ctx, cls, "A hash is an object used to calculate a checksum of a string of information."))
    return NULL;
  return class_add_getset(ctx, cls, getset) ? cls : NULL;
}

Class *hash_xof_make(Ctx *ctx) {
  static const TypeOps ops = {.trace = trace, .repr = repr};
  static const CFuncDef methods[] = {
      METHOD_ROW_NAMED("digest", x_digest, 1, 1, "length", "Return the digest value as a bytes object."),
      METHOD_ROW_NAMED("hexdigest", x_hexdigest, 1, 1, "length",
                       "Return the digest value as a string of hexadecimal digits."),
      {0},
  };
  static const GetSetDef getset[] = {{"digest_size", get_digest_size, NULL, "Bytes of a digest."}, {0}};
  Class *cls = class_new_builtin(ctx, "_hashlib.HASHXOF", hashlib_state(ctx)->hash, KIND_OTHER, sizeof(HashXof), &ops,
                                 methods, CLASS_BUILTIN);
  if (!class_set_doc(ctx, cls, "A hash whose digest is as long as is asked for.")) return NULL;
  return class_add_getset(ctx, cls, getset) ? cls : NULL;
}
