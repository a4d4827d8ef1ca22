/* Module _blake2 from inside: BLAKE2 with all of its parameters, which OpenSSL does not have. */
#pragma once
#include "modules/module.h"

/* BLAKE2b or BLAKE2s. Sizes are in bytes. */
typedef struct Variant {
  const char *name, *title;
  uint32_t
      word; /* 16 words are a block, 8 words the longest digest, key and block of parameters, 2 words salt, person */
  uint32_t offset; /* of the node, in the block of parameters */
  uint64_t most_offset;
} Variant;

typedef struct Blake2 {
  Cell h;
  const Variant *variant;
  uint64_t state[8];          /* BLAKE2s: the lower halves */
  uint64_t bytes, bytes_high; /* compressed so far */
  uint32_t filled, digest_size;
  bool last_node;
  uint8_t block[128];
} Blake2;
#define AS_BLAKE2(v) ((Blake2 *)(v))

/* ---- compress.c ---- */
void blake2_start(Blake2 *b, const uint8_t *parameters); /* `variant` is set, all else is zero */
void blake2_feed(Blake2 *b, const uint8_t *data, size_t n);
void blake2_finish(const Blake2 *from, uint8_t digest[64]);
