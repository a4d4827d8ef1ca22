/* What is used of OpenSSL 3, the one in Node, which exports its functions to addons. They are weak: programs that have
 * the runtime but not Node (native/tests) link without them, and so does a Node that was built without OpenSSL;
 * importing the module fails there. */
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef struct evp_md_st Algorithm;
typedef struct evp_md_ctx_st DigestState;
typedef struct hmac_ctx_st HmacState;

enum { EVP_MAX_MD_SIZE = 64, EVP_MD_FLAG_XOF = 2 };

#define WEAK __attribute__((weak))
WEAK Algorithm *EVP_MD_fetch(void *library, const char *name, const char *properties);
WEAK void EVP_MD_free(Algorithm *);
WEAK int EVP_MD_get_size(const Algorithm *);
WEAK int EVP_MD_get_block_size(const Algorithm *);
WEAK int EVP_MD_get_type(const Algorithm *);
WEAK unsigned long EVP_MD_get_flags(const Algorithm *);
WEAK DigestState *EVP_MD_CTX_new(void);
WEAK void EVP_MD_CTX_free(DigestState *);
WEAK int EVP_MD_CTX_copy_ex(DigestState *to, const DigestState *from);
WEAK int EVP_DigestInit_ex(DigestState *, const Algorithm *, void *engine);
WEAK int EVP_DigestUpdate(DigestState *, const void *, size_t);
WEAK int EVP_DigestFinal_ex(DigestState *, uint8_t *, unsigned *size);
WEAK int EVP_DigestFinalXOF(DigestState *, uint8_t *, size_t);
WEAK HmacState *HMAC_CTX_new(void);
WEAK void HMAC_CTX_free(HmacState *);
WEAK int HMAC_CTX_copy(HmacState *to, HmacState *from);
WEAK int HMAC_Init_ex(HmacState *, const void *key, int n, const Algorithm *, void *engine);
WEAK int HMAC_Update(HmacState *, const uint8_t *, size_t);
WEAK int HMAC_Final(HmacState *, uint8_t *, unsigned *size);
WEAK const char *OBJ_nid2ln(int);
WEAK int EVP_default_properties_is_fips_enabled(void *library);
WEAK unsigned long ERR_peek_last_error(void);
WEAK void ERR_clear_error(void);
WEAK const char *ERR_lib_error_string(unsigned long);
WEAK const char *ERR_reason_error_string(unsigned long);
#undef WEAK
