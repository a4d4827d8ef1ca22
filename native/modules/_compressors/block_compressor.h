/* A compressor of libbz2 that a stop can leave: the library sorts a whole block, up to 900 KB, in one call that takes a
 * third of a second (core/long_call.h). */
#pragma once
#include "modules/module.h"

/* What goes into and comes out of one call at most, in bytes. */
enum { BLOCK_COMPRESSOR_PIECE = 1 << 14 };
typedef struct BlockCompressor BlockCompressor;

/* `level` as for BZ2_bzCompressInit. NULL: MemoryError, or `*code` is the number by which the library refused. */
BlockCompressor *block_compressor_new(Ctx *ctx, int level, int *code);
/* One call of the library: `taken` bytes of `n` were taken, `made` written to `out`, which has room for `room`. Returns
 * the library's code. `abandoned`: a stop came first, ctx->exc is set, and the compressor is gone. */
int block_compressor_run(Ctx *ctx, BlockCompressor *c, const uint8_t *in, size_t n, bool finish, uint8_t *out,
                         size_t room, size_t *taken, size_t *made, bool *abandoned);
void block_compressor_free(Ctx *ctx, BlockCompressor *c);
