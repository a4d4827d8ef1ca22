/* HMAC: the class, hmac_new, and hmac_digest in one go. */
#include "modules/_hashlib/hashlib_module.h"
#include <limits.h>

typedef struct Hmac {
  Cell h;
  Algorithm *algorithm; /* OpenSSL's state does not hold it */
  HmacState *state;     /* NULL: nothing is charged */
} Hmac;
#define SELF ((Hmac *)self)

static void died(Ctx *ctx, void *cell) {
  Hmac *hmac = cell;
  if (hmac->state) {
    HMAC_CTX_free(hmac->state);
    memory_discharge(ctx, FOREIGN_BYTES);
  }
}

static Hmac *blank(Ctx *ctx, Algorithm *algorithm) {
  Hmac *hmac = (Hmac *)instance_new(ctx, hashlib_state(ctx)->hmac);
  if (!hmac || !heap_add_finalizer(ctx, hmac, died)) return NULL;
  hmac->algorithm = algorithm;
  return hmac;
}
/* Takes over the state, which may be NULL with an exception set. */
static Value finished(Ctx *ctx, Hmac *hmac, HmacState *state) {
  if (!state) return V_NULL;
  if (!memory_charge(ctx, FOREIGN_BYTES)) {
    HMAC_CTX_free(state);
    return raise_no_memory(ctx), V_NULL;
  }
  hmac->state = state;
  return VAL(hmac);
}

HmacState *hmac_start(Ctx *ctx, const Algorithm *algorithm, const uint8_t *key, int64_t n) {
  uint8_t digest[EVP_MAX_MD_SIZE];
  unsigned size;
  /* HMAC takes the digest of a key that is longer than a block; a long one is hashed in pieces here. */
  if (n > PIECE) {
    if (!digest_of(ctx, algorithm, key, n, digest, &size)) return NULL;
    key = digest;
    n = size;
  }
  HmacState *state = HMAC_CTX_new();
  if (!state) return raise_no_memory(ctx), NULL;
  if (HMAC_Init_ex(state, n ? (const void *)key : "", (int)n, algorithm, NULL)) return state;
  HMAC_CTX_free(state);
  return openssl_error(ctx), NULL;
}

bool hmac_take(void *state, const uint8_t *data, size_t n) { return HMAC_Update(state, data, n); }

static bool update(Ctx *ctx, Value self, Value data) { return hash_feed_object(ctx, hmac_take, SELF->state, data); }

static bool key_fits(Ctx *ctx, const Buffer *key) {
  if (key->length > INT_MAX) raise_format(ctx, EXC_OverflowError, "key is too long.");
  return !ctx->exc;
}

FUNCTION(f_hmac_new) {
  Buffer key;
  if (!buffer_get(ctx, args[0], BUFFER_SIMPLE, &key)) return V_NULL;
  if (key_fits(ctx, &key) && !args[2]) raise_format(ctx, EXC_TypeError, "Missing required parameter 'digestmod'.");
  Algorithm *algorithm = ctx->exc ? NULL : algorithm_of(ctx, args[2]);
  Hmac *hmac = algorithm ? blank(ctx, algorithm) : NULL;
  Value result = hmac ? finished(ctx, hmac, hmac_start(ctx, hmac->algorithm, key.data, key.length)) : V_NULL;
  buffer_release(ctx, &key);
  if (!result || (args[1] && args[1] != V_NONE && !update(ctx, result, args[1]))) return V_NULL;
  return ctx->exc ? V_NULL : result;
}

/* Of a state that is not needed any more. */
static Value digest_and_free(Ctx *ctx, HmacState *state) {
  uint8_t digest[EVP_MAX_MD_SIZE];
  unsigned size;
  bool ok = HMAC_Final(state, digest, &size);
  HMAC_CTX_free(state);
  return ok ? bytes_new(ctx, digest, size) : openssl_error(ctx);
}

FUNCTION(f_hmac_digest) {
  Buffer key, message;
  if (!buffer_get(ctx, args[0], BUFFER_SIMPLE, &key)) return V_NULL;
  Value result = V_NULL;
  if (buffer_get(ctx, args[1], BUFFER_SIMPLE, &message)) {
    Algorithm *algorithm = algorithm_of(ctx, args[2]);
    if (algorithm && key_fits(ctx, &key) && message.length > INT_MAX)
      raise_format(ctx, EXC_OverflowError, "msg is too long.");
    HmacState *state = ctx->exc ? NULL : hmac_start(ctx, algorithm, key.data, key.length);
    if (state && hash_feed(ctx, hmac_take, state, message.data, message.length)) result = digest_and_free(ctx, state);
    else HMAC_CTX_free(state);
    buffer_release(ctx, &message);
  }
  buffer_release(ctx, &key);
  return ctx->exc ? V_NULL : result;
}

static HmacState *copied(Ctx *ctx, Value self) {
  HmacState *copy = HMAC_CTX_new();
  if (!copy) return raise_no_memory(ctx), NULL;
  if (HMAC_CTX_copy(copy, SELF->state)) return copy;
  HMAC_CTX_free(copy);
  return openssl_error(ctx), NULL;
}

METHOD(m_update) { return update(ctx, self, args[0]) ? V_NONE : V_NULL; }
METHOD(m_copy) {
  Hmac *copy = blank(ctx, SELF->algorithm);
  return copy ? finished(ctx, copy, copied(ctx, self)) : V_NULL;
}
METHOD(m_digest) {
  HmacState *copy = copied(ctx, self);
  return copy ? digest_and_free(ctx, copy) : V_NULL;
}
METHOD(m_hexdigest) { return hex_text(ctx, m_digest(ctx, self, NULL, 0, V_NULL)); }

static Value get_name(Ctx *ctx, Value self) { return str_format_c(ctx, "hmac-%s", algorithm_name(SELF->algorithm)); }
static Value get_block_size(Ctx *ctx, Value self) {
  UNUSED(ctx);
  return int_tag(EVP_MD_get_block_size(SELF->algorithm));
}
static Value get_digest_size(Ctx *ctx, Value self) {
  UNUSED(ctx);
  return int_tag(EVP_MD_get_size(SELF->algorithm));
}
static Value repr(Ctx *ctx, Value self) {
  return str_format_c(ctx, "<%s HMAC object @ 0x%llx>", algorithm_name(SELF->algorithm), (unsigned long long)self);
}
static void trace(Ctx *ctx, Value self) { UNUSED(ctx), UNUSED(self); }

Class *hmac_make(Ctx *ctx) {
  static const TypeOps ops = {.trace = trace, .repr = repr};
  static const CFuncDef methods[] = {
      METHOD_ROW_NAMED("update", m_update, 1, 1, "msg", "Update the HMAC object with msg."),
      METHOD_ROW("copy", m_copy, 0, 0, "Return a copy (\"clone\") of the HMAC object."),
      METHOD_ROW("digest", m_digest, 0, 0, "Return the digest of the bytes passed to the update() method so far."),
      METHOD_ROW("hexdigest", m_hexdigest, 0, 0, "Return hexadecimal digest of the bytes passed to update() so far."),
      {0},
  };
  static const GetSetDef getset[] = {
      {"name", get_name, NULL, "The name of the function: hmac- and the hash function's."},
      {"block_size", get_block_size, NULL, "Bytes that are hashed at once."},
      {"digest_size", get_digest_size, NULL, "Bytes of a digest."},
      {0},
  };
  Class *cls = class_new_builtin(ctx, "_hashlib.HMAC", NULL, KIND_OTHER, sizeof(Hmac), &ops, methods,
                                 CLASS_BUILTIN | CLASS_FINAL);
  if (!class_set_doc(ctx, cls, "The object used to calculate HMAC of a message.")) return NULL;
  return class_add_getset(ctx, cls, getset) ? cls : NULL;
}

const CFuncDef hmac_functions[] = {
    FUNCTION_ROW_NAMED("hmac_new", f_hmac_new, 1, 3, "key msg= digestmod=", "Return a new hmac object."),
    FUNCTION_ROW_NAMED("hmac_digest", f_hmac_digest, 3, 3, "key msg digest", "Single-shot HMAC."),
    {0},
};
