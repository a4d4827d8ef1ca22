/* Module _sha2: SHA-224, SHA-256, SHA-384 and SHA-512 (FIPS 180-4). */
#include "core/sha2.h"
#include "modules/module.h"
#include <string.h>

typedef struct Sha2State {
  Class *classes[SHA2_COUNT];
} Sha2State;

typedef struct Sha2Object {
  Cell h;
  Sha2 hash;
} Sha2Object;
#define HASH(v) (&((Sha2Object *)(v))->hash)

static const Sha2Variant *variant_of(Ctx *ctx, Value self) {
  const Sha2State *state = module_state(ctx, &module__sha2);
  int i = 0;
  while (state->classes[i] != class_of(ctx, self)) i++;
  return &SHA2_VARIANTS[i];
}

/* ---- objects ---- */

/* Hashes a bytes-like object; false: an exception. */
static bool update(Ctx *ctx, Value self, Value data) {
  Buffer view;
  if (!buffer_get_hashed(ctx, data, &view)) return false;
  const Sha2Variant *variant = variant_of(ctx, self);
  const uint8_t *bytes = view.data;
  size_t left = (size_t)view.length;
  bool ok = true;
  while (ok && left) { /* a megabyte between two looks */
    size_t part = left < (size_t)1 << 20 ? left : (size_t)1 << 20;
    sha2_feed(variant, HASH(self), bytes, part);
    bytes += part;
    left -= part;
    ok = CHECK_STOP(ctx);
  }
  buffer_release(ctx, &view);
  return ok && !ctx->exc;
}

static Value make(Ctx *ctx, int which) {
  const Sha2State *state = module_state(ctx, &module__sha2);
  Value self = instance_new(ctx, state->classes[which]);
  if (self) sha2_start(&SHA2_VARIANTS[which], HASH(self));
  return self;
}

static Value construct(Ctx *ctx, int which, const Value *args) {
  Value data;
  if (!hashed_argument(ctx, args[0], args[2], &data)) return V_NULL;
  if (args[1] && object_truth(ctx, args[1]) < 0) return V_NULL;
  Value self = make(ctx, which);
  return self && (!data || update(ctx, self, data)) ? self : V_NULL;
}
FUNCTION(f_sha224) { return construct(ctx, SHA224, args); }
FUNCTION(f_sha256) { return construct(ctx, SHA256, args); }
FUNCTION(f_sha384) { return construct(ctx, SHA384, args); }
FUNCTION(f_sha512) { return construct(ctx, SHA512, args); }

METHOD(m_update) { return update(ctx, self, args[0]) ? V_NONE : V_NULL; }
METHOD(m_copy) {
  Value copy = instance_new(ctx, class_of(ctx, self));
  if (copy) *HASH(copy) = *HASH(self);
  return copy;
}
METHOD(m_digest) {
  uint8_t digest[SHA2_MAX_BYTES];
  sha2_finish(variant_of(ctx, self), HASH(self), digest);
  return bytes_new(ctx, digest, variant_of(ctx, self)->digest);
}
METHOD(m_hexdigest) {
  Value digest = m_digest(ctx, self, NULL, 0, V_NULL);
  return digest ? py_call_method(ctx, digest, str_intern_c(ctx, "hex"), NULL, 0) : V_NULL;
}
static const CFuncDef methods[] = {
    METHOD_ROW("update", m_update, 1, 1, "Hashes more data."),
    METHOD_ROW("copy", m_copy, 0, 0, "A copy of the hash object."),
    METHOD_ROW("digest", m_digest, 0, 0, "The digest of the data so far, as bytes."),
    METHOD_ROW("hexdigest", m_hexdigest, 0, 0, "The digest of the data so far, in hexadecimal digits."),
    {0},
};

static Value get_name(Ctx *ctx, Value self) { return str_from_ascii(ctx, variant_of(ctx, self)->name); }
static Value get_block_size(Ctx *ctx, Value self) { return int_tag(variant_of(ctx, self)->block); }
static Value get_digest_size(Ctx *ctx, Value self) { return int_tag(variant_of(ctx, self)->digest); }
static const GetSetDef getset[] = {
    {"name", get_name, NULL, "The name of the hash function."},
    {"block_size", get_block_size, NULL, "Bytes that are hashed at once."},
    {"digest_size", get_digest_size, NULL, "Bytes of a digest."},
    {0},
};

static void trace(Ctx *ctx, Value self) { UNUSED(ctx), UNUSED(self); }

static Class *make_class(Ctx *ctx, const char *name) {
  static const TypeOps ops = {.trace = trace};
  Class *cls = class_new_builtin(ctx, name, NULL, KIND_OTHER, sizeof(Sha2Object), &ops, methods,
                                 CLASS_BUILTIN | CLASS_FINAL);
  return cls && class_add_getset(ctx, cls, getset) ? cls : NULL;
}
static Class *make_224(Ctx *ctx) { return make_class(ctx, "_sha2.SHA224Type"); }
static Class *make_256(Ctx *ctx) { return make_class(ctx, "_sha2.SHA256Type"); }
static Class *make_384(Ctx *ctx) { return make_class(ctx, "_sha2.SHA384Type"); }
static Class *make_512(Ctx *ctx) { return make_class(ctx, "_sha2.SHA512Type"); }
static const ModuleClass classes[] = {
    {offsetof(Sha2State, classes[SHA224]), make_224},
    {offsetof(Sha2State, classes[SHA256]), make_256},
    {offsetof(Sha2State, classes[SHA384]), make_384},
    {offsetof(Sha2State, classes[SHA512]), make_512},
    {0},
};

#define PARAMETERS "data= * usedforsecurity= string="
static const CFuncDef functions[] = {
    FUNCTION_ROW_NAMED("sha224", f_sha224, 0, 3, PARAMETERS, "A new SHA-224 hash object."),
    FUNCTION_ROW_NAMED("sha256", f_sha256, 0, 3, PARAMETERS, "A new SHA-256 hash object."),
    FUNCTION_ROW_NAMED("sha384", f_sha384, 0, 3, PARAMETERS, "A new SHA-384 hash object."),
    FUNCTION_ROW_NAMED("sha512", f_sha512, 0, 3, PARAMETERS, "A new SHA-512 hash object."),
    {0},
};

static bool init(Ctx *ctx, Value module) { return module_add(ctx, module, "_GIL_MINSIZE", int_tag(2048)); }

MODULE(_sha2, .doc = "The hash functions of the SHA-2 family.", .functions = {functions}, .classes = classes,
       .state_size = sizeof(Sha2State), .init = init);
