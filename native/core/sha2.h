/* SHA-224, SHA-256, SHA-384 and SHA-512 (FIPS 180-4), for module _sha2 and for what is kept under a digest. */
#pragma once
#include <stddef.h>
#include <stdint.h>

enum { SHA224, SHA256, SHA384, SHA512, SHA2_COUNT };
enum { SHA256_BYTES = 32, SHA2_MAX_BYTES = 64 };

typedef struct Sha2Variant {
  const char *name;
  uint32_t block, digest; /* bytes */
  uint64_t start[8];
} Sha2Variant;
extern const Sha2Variant SHA2_VARIANTS[SHA2_COUNT];

typedef struct Sha2 {
  uint64_t bytes;    /* hashed so far, those in `block` included */
  uint64_t state[8]; /* of the 32-bit functions, the lower halves */
  uint8_t block[128];
} Sha2;

void sha2_start(const Sha2Variant *variant, Sha2 *s);
void sha2_feed(const Sha2Variant *variant, Sha2 *s, const void *data, size_t n);
void sha2_finish(const Sha2Variant *variant, const Sha2 *s, uint8_t *digest); /* s may be fed on */
