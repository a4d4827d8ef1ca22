/* Compressing with libbz2 (block_compressor.h). */
#include "modules/_compressors/block_compressor.h"
#include <bzlib.h>

struct BlockCompressor {
  LongCall call;
  bz_stream stream;
  int action, code;
  int64_t block; /* bytes that fill a block at the soonest */
  int64_t fed;   /* since a block was compressed, at most */
  uint8_t in[BLOCK_COMPRESSOR_PIECE], out[BLOCK_COMPRESSOR_PIECE];
};

static void compress(LongCall *call) {
  BlockCompressor *c = (BlockCompressor *)call;
  c->code = BZ2_bzCompress(&c->stream, c->action);
}

static void end(LongCall *call) { BZ2_bzCompressEnd(&((BlockCompressor *)call)->stream); }

BlockCompressor *block_compressor_new(Ctx *ctx, int level, int *code) {
  *code = BZ_OK;
  /* What the library's manual says of its own memory. */
  size_t bytes = 400 * 1000 + 8 * 100 * 1000 * (size_t)(level > 0 && level < 10 ? level : 0);
  BlockCompressor *c = long_call_new(ctx, sizeof *c, bytes, compress, end);
  if (!c) return NULL;
  c->stream = (bz_stream){0};
  c->block = (int64_t)level * 100 * 1000 / 5 * 4; /* four equal bytes become five */
  c->fed = 0;
  *code = BZ2_bzCompressInit(&c->stream, level, 0, 0);
  if (*code == BZ_OK) return c;
  if (*code == BZ_MEM_ERROR) raise_no_memory(ctx);
  block_compressor_free(ctx, c);
  return NULL;
}

void block_compressor_free(Ctx *ctx, BlockCompressor *c) { long_call_free(ctx, &c->call); }

int block_compressor_run(Ctx *ctx, BlockCompressor *c, const uint8_t *in, size_t n, bool finish, uint8_t *out,
                         size_t room, size_t *taken, size_t *made, bool *abandoned) {
  *taken = *made = 0, *abandoned = false;
  if (!n && !finish) return BZ_RUN_OK;
  memcpy(c->in, in, n);
  c->stream.next_in = (char *)c->in, c->stream.avail_in = (unsigned)n;
  c->stream.next_out = (char *)c->out, c->stream.avail_out = (unsigned)room;
  c->action = finish ? BZ_FINISH : BZ_RUN;
  unsigned before = c->stream.total_out_lo32;
  c->fed += (int64_t)n;
  bool is_long = c->fed >= c->block || (finish && c->fed >= BLOCK_COMPRESSOR_PIECE);
  if (!is_long) compress(&c->call);
  else if (!long_call_run(ctx, &c->call)) return *abandoned = true, BZ_RUN_OK;
  if (c->stream.total_out_lo32 != before) c->fed = 0;
  *taken = n - c->stream.avail_in, *made = room - c->stream.avail_out;
  memcpy(out, c->out, *made);
  return c->code;
}
