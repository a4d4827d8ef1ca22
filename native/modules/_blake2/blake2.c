/* Module _blake2: the classes blake2b and blake2s. */
#include "modules/_blake2/blake2.h"

typedef struct Blake2State {
  Class *blake2b, *blake2s;
} Blake2State;

static const Variant B = {"blake2b", "Blake2b", 8, 8, UINT64_MAX}, S = {"blake2s", "Blake2s", 4, 6, (1ull << 48) - 1};

/* ---- parameters ---- */

enum {
  DATA,
  DIGEST_SIZE,
  KEY,
  SALT,
  PERSON,
  FANOUT,
  DEPTH,
  LEAF_SIZE,
  NODE_OFFSET,
  NODE_DEPTH,
  INNER_SIZE,
  LAST_NODE,
  SECURITY,
  STRING,
  PARAMETERS
};
static const char parameters[] = "data= * digest_size= key= salt= person= fanout= depth= leaf_size= node_offset= "
                                 "node_depth= inner_size= last_node= usedforsecurity= string=";

static bool c_unsigned(Ctx *ctx, Value v, const char *type, uint64_t *out) {
  *out = 0;
  if (!v) return true;
  Value n = object_index(ctx, v);
  if (!n) return false;
  if (int_sign(ctx, n) < 0) return raise_format(ctx, EXC_ValueError, "Cannot convert negative int"), false;
  if (int_to_u64(ctx, n, out)) return true;
  raise_format(ctx, EXC_OverflowError, "Python int too large for C %s", type);
  return false;
}
static bool c_int(Ctx *ctx, Value v, int absent, int *out) {
  *out = absent;
  return !v || object_c_int(ctx, v, out);
}
static bool refuse(Ctx *ctx, ExcId id, const char *words) { return raise_format(ctx, id, "%s", words), false; }

/* Copies at most `most` bytes; *n: how many. */
static bool short_bytes(Ctx *ctx, Value v, const char *name, uint32_t most, uint8_t *to, uint32_t *n) {
  Buffer view;
  *n = 0;
  if (!v) return true;
  if (!buffer_get(ctx, v, BUFFER_SIMPLE, &view)) return false;
  bool fits = view.length <= most;
  if (fits && view.length) memcpy(to, view.data, (size_t)(*n = (uint32_t)view.length));
  buffer_release(ctx, &view);
  if (!fits) raise_format(ctx, EXC_ValueError, "maximum %s length is %d bytes", name, (int)most);
  return fits && !ctx->exc;
}

/* Fills the block of parameters and the first block, which is the key. */
static bool read_parameters(Ctx *ctx, const Variant *variant, const Value *given, uint8_t *block, uint8_t *key,
                            uint32_t *key_size, uint32_t *digest_size) {
  int most = (int)variant->word * 8, size, fanout, depth, node_depth, inner;
  uint64_t leaf, offset;
  uint32_t n;
  uint8_t *salt = block + variant->word * 4, *person = salt + variant->word * 2;
  if (!c_int(ctx, given[DIGEST_SIZE], most, &size) || !c_int(ctx, given[FANOUT], 1, &fanout) ||
      !c_int(ctx, given[DEPTH], 1, &depth) || !c_int(ctx, given[NODE_DEPTH], 0, &node_depth) ||
      !c_int(ctx, given[INNER_SIZE], 0, &inner))
    return false;
  if (size < 1 || size > most) {
    raise_format(ctx, EXC_ValueError, "digest_size for %s must be between 1 and %d bytes, here it is %d",
                 variant->title, most, size);
    return false;
  }
  if (!short_bytes(ctx, given[SALT], "salt", variant->word * 2, salt, &n) ||
      !short_bytes(ctx, given[PERSON], "person", variant->word * 2, person, &n))
    return false;
  if (fanout < 0 || fanout > 255) return refuse(ctx, EXC_ValueError, "fanout must be between 0 and 255");
  if (depth < 1 || depth > 255) return refuse(ctx, EXC_ValueError, "depth must be between 1 and 255");
  if (!c_unsigned(ctx, given[LEAF_SIZE], "unsigned long", &leaf)) return false;
  if (leaf > UINT32_MAX) return refuse(ctx, EXC_OverflowError, "leaf_size is too large");
  if (!c_unsigned(ctx, given[NODE_OFFSET], "unsigned long long", &offset)) return false;
  if (offset > variant->most_offset) return refuse(ctx, EXC_OverflowError, "node_offset is too large");
  if (node_depth < 0 || node_depth > 255) return refuse(ctx, EXC_ValueError, "node_depth must be between 0 and 255");
  if (inner < 0 || inner > most) {
    raise_format(ctx, EXC_ValueError, "inner_size must be between 0 and is %d", most);
    return false;
  }
  if (!short_bytes(ctx, given[KEY], "key", (uint32_t)most, key, key_size)) return false;
  *digest_size = (uint32_t)size;
  block[0] = (uint8_t)size, block[1] = (uint8_t)*key_size, block[2] = (uint8_t)fanout, block[3] = (uint8_t)depth;
  for (int i = 0; i < 4; i++) block[4 + i] = (uint8_t)(leaf >> 8 * i);
  for (uint32_t i = 0; i < variant->offset; i++) block[8 + i] = (uint8_t)(offset >> 8 * i);
  block[8 + variant->offset] = (uint8_t)node_depth, block[9 + variant->offset] = (uint8_t)inner;
  return true;
}

/* ---- objects ---- */

static bool update(Ctx *ctx, Value self, Value data) {
  enum { PIECE = 1 << 20 }; /* between two looks at the stop word */
  Buffer view;
  if (!buffer_get_hashed(ctx, data, &view)) return false;
  bool ok = true;
  for (int64_t at = 0; ok && at < view.length; at += PIECE) {
    blake2_feed(AS_BLAKE2(self), view.data + at, (size_t)(view.length - at < PIECE ? view.length - at : PIECE));
    ok = CHECK_STOP(ctx);
  }
  buffer_release(ctx, &view);
  return ok && !ctx->exc;
}

static Value make(Ctx *ctx, Class *cls, const Variant *variant, const Value *args, uint32_t nargs, Value kwnames) {
  Value given[PARAMETERS] = {0}, data;
  uint8_t block[64] = {0}, key[128] = {0};
  uint32_t key_size, digest_size;
  if (!bind_params(ctx, variant->name, parameters, args, nargs, kwnames, given) ||
      !hashed_argument(ctx, given[DATA], given[STRING], &data))
    return V_NULL;
  int last = given[LAST_NODE] ? object_truth(ctx, given[LAST_NODE]) : 0;
  if (last < 0 || (given[SECURITY] && object_truth(ctx, given[SECURITY]) < 0) ||
      !read_parameters(ctx, variant, given, block, key, &key_size, &digest_size))
    return V_NULL;
  Blake2 *b = (Blake2 *)instance_new(ctx, cls);
  if (!b) return V_NULL;
  b->variant = variant;
  b->last_node = last;
  b->digest_size = digest_size;
  blake2_start(b, block);
  if (key_size) blake2_feed(b, key, variant->word * 16);
  return !data || update(ctx, VAL(b), data) ? VAL(b) : V_NULL;
}
static Value new_b(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  return make(ctx, cls, &B, args, nargs, kwnames);
}
static Value new_s(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  return make(ctx, cls, &S, args, nargs, kwnames);
}

METHOD(m_update) { return update(ctx, self, args[0]) ? V_NONE : V_NULL; }
METHOD(m_copy) {
  Blake2 *copy = (Blake2 *)instance_new(ctx, class_of(ctx, self));
  if (!copy) return V_NULL;
  memcpy((char *)copy + sizeof(Cell), (char *)self + sizeof(Cell), sizeof(Blake2) - sizeof(Cell));
  return VAL(copy);
}
METHOD(m_digest) {
  uint8_t digest[64];
  blake2_finish(AS_BLAKE2(self), digest);
  return bytes_new(ctx, digest, AS_BLAKE2(self)->digest_size);
}
METHOD(m_hexdigest) {
  Value digest = m_digest(ctx, self, NULL, 0, V_NULL);
  return digest ? py_call_method(ctx, digest, str_intern_c(ctx, "hex"), NULL, 0) : V_NULL;
}

static Value get_name(Ctx *ctx, Value self) { return str_from_ascii(ctx, AS_BLAKE2(self)->variant->name); }
static Value get_block_size(Ctx *ctx, Value self) {
  UNUSED(ctx);
  return int_tag(16 * AS_BLAKE2(self)->variant->word);
}
static Value get_digest_size(Ctx *ctx, Value self) {
  UNUSED(ctx);
  return int_tag(AS_BLAKE2(self)->digest_size);
}

static void trace(Ctx *ctx, Value self) { UNUSED(ctx), UNUSED(self); }

static bool add_size(Ctx *ctx, Class *cls, const char *name, uint32_t size) {
  Value key = str_intern_c(ctx, name);
  return key && dict_set(ctx, cls->dict, key, int_tag(size));
}

static Class *make_class(Ctx *ctx, const Variant *variant, const char *name, const TypeOps *ops) {
  static const CFuncDef methods[] = {
      METHOD_ROW("update", m_update, 1, 1, "Update this hash object's state with the provided bytes-like object."),
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
  Class *cls = class_new_builtin(ctx, name, NULL, KIND_OTHER, sizeof(Blake2), ops, methods,
                                 CLASS_BUILTIN | CLASS_FINAL);
  if (!class_set_doc(ctx, cls, "Return a new BLAKE2 hash object.") || !class_add_getset(ctx, cls, getset)) return NULL;
  bool ok = add_size(ctx, cls, "SALT_SIZE", 2 * variant->word) &&
            add_size(ctx, cls, "PERSON_SIZE", 2 * variant->word) &&
            add_size(ctx, cls, "MAX_KEY_SIZE", 8 * variant->word) &&
            add_size(ctx, cls, "MAX_DIGEST_SIZE", 8 * variant->word);
  return ok ? cls : NULL;
}
static Class *make_b(Ctx *ctx) {
  static const TypeOps ops = {.trace = trace, .new_ = new_b};
  return make_class(ctx, &B, "_blake2.blake2b", &ops);
}
static Class *make_s(Ctx *ctx) {
  static const TypeOps ops = {.trace = trace, .new_ = new_s};
  return make_class(ctx, &S, "_blake2.blake2s", &ops);
}

static bool init(Ctx *ctx, Value module) {
  static const struct {
    const char *name;
    int size;
  } sizes[] = {
      {"BLAKE2B_SALT_SIZE", 16},       {"BLAKE2B_PERSON_SIZE", 16},     {"BLAKE2B_MAX_KEY_SIZE", 64},
      {"BLAKE2B_MAX_DIGEST_SIZE", 64}, {"BLAKE2S_SALT_SIZE", 8},        {"BLAKE2S_PERSON_SIZE", 8},
      {"BLAKE2S_MAX_KEY_SIZE", 32},    {"BLAKE2S_MAX_DIGEST_SIZE", 32}, {"_GIL_MINSIZE", 2048},
  };
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
    if (!module_add(ctx, module, sizes[i].name, int_tag(sizes[i].size))) return false;
  return true;
}

static const ModuleClass classes[] = {
    {offsetof(Blake2State, blake2b), make_b},
    {offsetof(Blake2State, blake2s), make_s},
    {0},
};
MODULE(_blake2, .doc = "The hash functions BLAKE2b and BLAKE2s.", .classes = classes, .state_size = sizeof(Blake2State),
       .init = init);
