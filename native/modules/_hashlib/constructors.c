/* openssl_md5 and the others: one constructor for each algorithm that hashlib promises. hmac takes them as names. */
#include "modules/_hashlib/hashlib_module.h"

/* By `name`, or by a str that the program gave. */
static Value construct(Ctx *ctx, const char *name, Value given, const Value *args) {
  Value data;
  int security = args[1] ? object_truth(ctx, args[1]) : 1;
  if (security < 0 || !hashed_argument(ctx, args[0], args[2], &data)) return V_NULL;
  Algorithm *algorithm = name ? algorithm_get_c(ctx, name, security) : algorithm_get(ctx, given, security);
  return algorithm ? hash_new(ctx, algorithm, data) : V_NULL;
}

#define ALGORITHMS(X)                                                                                               \
  X(md5)                                                                                                            \
  X(sha1)                                                                                                           \
  X(sha224) X(sha256) X(sha384) X(sha512) X(sha3_224) X(sha3_256) X(sha3_384) X(sha3_512) X(shake_128) X(shake_256)
#define X(name)                                                      \
  FUNCTION(f_##name) { return construct(ctx, #name, V_NULL, args); }
ALGORITHMS(X)
#undef X

FUNCTION(f_new) {
  if (!is_str(ctx, args[0]))
    return raise_format(ctx, EXC_TypeError, "new() argument 'name' must be str, not %A", args[0]), V_NULL;
  return construct(ctx, NULL, args[0], args + 1);
}

#define PARAMETERS "data= * usedforsecurity= string="
#define X(name) FUNCTION_ROW_NAMED("openssl_" #name, f_##name, 0, 3, PARAMETERS, "Returns a " #name " hash object."),
const CFuncDef hash_constructors[] = {
    ALGORITHMS(X) FUNCTION_ROW_NAMED("new", f_new, 1, 4, "name " PARAMETERS,
                                     "Return a new hash object using the named algorithm."),
    {0},
};
#undef X
static const char PREFIX[] = "openssl_";

Algorithm *algorithm_of(Ctx *ctx, Value digestmod) {
  if (digestmod && is_str(ctx, digestmod)) return algorithm_get(ctx, digestmod, true);
  if (digestmod && has_kind(ctx, digestmod, KIND_CFUNCTION)) {
    const CFuncDef *def = ((CFunction *)digestmod)->def;
    for (const CFuncDef *row = hash_constructors; row->name; row++) {
      if (row != def || row->fn == f_new) continue;
      return algorithm_get_c(ctx, row->name + strlen(PREFIX), true);
    }
  }
  Value text = str_format_c(ctx, "Unsupported digestmod %R", digestmod ? digestmod : V_NONE);
  Value exc = text ? py_call1(ctx, hashlib_state(ctx)->unsupported, text) : V_NULL;
  if (exc) raise_exc(ctx, exc);
  return NULL;
}

static bool add_constructors(Ctx *ctx, Value module) {
  Value map = dict_new(ctx);
  if (!map) return false;
  for (const CFuncDef *row = hash_constructors; row->name; row++) {
    if (row->fn == f_new) continue;
    Value function = get_attr(ctx, module, str_intern_c(ctx, row->name));
    Value name = function ? str_intern_c(ctx, row->name + strlen(PREFIX)) : V_NULL;
    if (!name || !dict_set(ctx, map, function, name)) return false;
  }
  Value proxy = proxy_new(ctx, map);
  return proxy && module_add(ctx, module, "_constructors", proxy);
}

bool constructors_add(Ctx *ctx, Value module) {
#define X(name) #name,
  static const char *const known[] = {
      ALGORITHMS(X) "sha512_224", "sha512_256", "blake2b", "blake2s", "md5-sha1", "ripemd160", "sm3", "md4"};
#undef X
  Value names = set_new(ctx, true);
  for (size_t i = 0; names && i < sizeof known / sizeof *known; i++) {
    if (!algorithm_exists(known[i])) continue;
    Value name = str_from_ascii(ctx, known[i]);
    if (!name || set_add(ctx, names, name) < 0) return false;
  }
  return names && module_add(ctx, module, "openssl_md_meth_names", names) && add_constructors(ctx, module);
}
