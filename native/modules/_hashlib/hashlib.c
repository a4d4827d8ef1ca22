/* Module _hashlib: its declaration. */
#include "modules/_hashlib/hashlib_module.h"

FUNCTION(f_get_fips_mode) { return int_tag(EVP_default_properties_is_fips_enabled(NULL)); }
FUNCTION(f_compare_digest) { return import_call(ctx, "_operator", "_compare_digest", args, nargs); }
static const CFuncDef functions[] = {
    FUNCTION_ROW("get_fips_mode", f_get_fips_mode, 0, 0, "Determine the OpenSSL FIPS mode of operation."),
    FUNCTION_ROW("compare_digest", f_compare_digest, 2, 2, "Return 'a == b'."),
    {0},
};

static void trace(Ctx *ctx, void *data) {
  if (((HashlibState *)data)->unsupported) heap_mark(ctx, ((HashlibState *)data)->unsupported);
}

static void state_free(Ctx *ctx, void *data) {
  algorithms_free(ctx, data);
  if (((HashlibState *)data)->scratch) EVP_MD_CTX_free(((HashlibState *)data)->scratch);
}

static bool make_exception(Ctx *ctx, HashlibState *state) {
  if (state->unsupported) return true;
  Value base = VAL(ctx->exc_class[EXC_ValueError]), module = str_from_ascii(ctx, "_hashlib");
  Value given[3] = {str_from_ascii(ctx, "UnsupportedDigestmodError"), tuple_from(ctx, &base, 1), dict_new(ctx)};
  if (!module || !given[0] || !given[1] || !given[2] || !dict_set(ctx, given[2], NAME(__module__), module))
    return false;
  return (state->unsupported = py_call(ctx, VAL(ctx->cls.type), given, 3, V_NULL));
}

static bool init(Ctx *ctx, Value module) {
  if (!EVP_MD_fetch || !EVP_MD_get_flags || !EVP_DigestFinalXOF || !HMAC_Init_ex || !HMAC_CTX_copy ||
      !EVP_default_properties_is_fips_enabled)
    return raise_format(ctx, EXC_ImportError, "_hashlib: this Node has no OpenSSL 3 for addons"), false;
  HashlibState *state = hashlib_state(ctx);
  if (!make_exception(ctx, state) || !module_add(ctx, module, "UnsupportedDigestmodError", state->unsupported))
    return false;
  return module_add(ctx, module, "_GIL_MINSIZE", int_tag(2048)) && constructors_add(ctx, module);
}

static const ModuleClass classes[] = {
    {offsetof(HashlibState, hash), hash_make},
    {offsetof(HashlibState, hash_xof), hash_xof_make},
    {offsetof(HashlibState, hmac), hmac_make},
    {0},
};

MODULE(_hashlib, .doc = "Hash functions, HMAC and derived keys of OpenSSL.",
       .functions = {functions, hash_constructors, hmac_functions, derive_functions, scrypt_functions},
       .classes = classes, .state_size = sizeof(HashlibState), .trace = trace, .free = state_free, .init = init);
