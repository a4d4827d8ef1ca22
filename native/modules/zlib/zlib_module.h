/* Module zlib from inside. The library is the one in Node, which exports its functions to addons; this header declares
 * what of its interface (that of zlib 1.2 and later) is used. They are weak: programs that have the runtime but not
 * Node (native/tests) link without them, and importing the module fails there. */
#pragma once
#include "modules/module.h"

typedef struct ZStream {
  const uint8_t *next_in;
  unsigned avail_in;
  unsigned long total_in;
  uint8_t *next_out;
  unsigned avail_out;
  unsigned long total_out;
  const char *msg;
  void *state;
  void *(*zalloc)(void *opaque, unsigned items, unsigned size);
  void (*zfree)(void *opaque, void *address);
  void *opaque;
  int data_type;
  unsigned long adler, reserved;
} ZStream;

enum {
  Z_NO_FLUSH,
  Z_PARTIAL_FLUSH,
  Z_SYNC_FLUSH,
  Z_FULL_FLUSH,
  Z_FINISH,
  Z_BLOCK,
  Z_TREES,
};
enum {
  Z_OK = 0,
  Z_STREAM_END = 1,
  Z_NEED_DICT = 2,
  Z_STREAM_ERROR = -2,
  Z_DATA_ERROR = -3,
  Z_MEM_ERROR = -4,
  Z_BUF_ERROR = -5,
  Z_VERSION_ERROR = -6,
};
enum { MAX_WBITS = 15, DEFLATED = 8, DEF_MEM_LEVEL = 8, DEF_BUF_SIZE = 16384 };

#define WEAK __attribute__((weak))
WEAK const char *zlibVersion(void);
WEAK int deflateInit2_(ZStream *, int level, int method, int bits, int memory, int strategy, const char *, int size);
WEAK int deflate(ZStream *, int flush);
WEAK int deflateReset(ZStream *);
WEAK int deflateEnd(ZStream *);
WEAK int deflateCopy(ZStream *to, ZStream *from);
WEAK int deflateSetDictionary(ZStream *, const uint8_t *, unsigned);
WEAK int inflateInit2_(ZStream *, int bits, const char *, int size);
WEAK int inflate(ZStream *, int flush);
WEAK int inflateReset2(ZStream *, int bits);
WEAK int inflateEnd(ZStream *);
WEAK int inflateCopy(ZStream *to, ZStream *from);
WEAK int inflateSetDictionary(ZStream *, const uint8_t *, unsigned);
WEAK unsigned long crc32(unsigned long, const uint8_t *, unsigned);
WEAK unsigned long adler32(unsigned long, const uint8_t *, unsigned);
#undef WEAK

/* The stream of compress(), or of decompress(), which stays for the next call: to make one means to ask for 40 to 300
 * KB and to clear them, which takes longer than to compress a short text. It does not move: zlib keeps its address. */
typedef struct KeptStream {
  ZStream z;
  bool open, busy; /* busy: while a call uses it; what a signal's handler compresses meanwhile needs another */
  int level, bits; /* of compress(): what it was opened with */
} KeptStream;

typedef struct ZlibState {
  Class *compress, *decompress, *decompressor;
  Value error;
  KeptStream deflating, inflating;
} ZlibState;
extern const ModuleDef module_zlib;
static inline ZlibState *zlib_state(Ctx *ctx) { return module_state(ctx, &module_zlib); }

/* ---- stream.c ---- */
void zlib_prepare(Ctx *ctx, ZStream *z);                                   /* its memory is the context's */
Value zlib_error(Ctx *ctx, const ZStream *z, int code, const char *doing); /* zlib.error, MemoryError; V_NULL */
bool zlib_int(Ctx *ctx, Value v, int absent, int *out);                    /* an int of C; V_NULL: `absent` */
bool zlib_size(Ctx *ctx, Value v, int64_t absent, int64_t *out);

/* What comes out of a stream. Its memory goes back in zlib_output_bytes or zlib_output_drop. */
typedef struct Output {
  uint8_t *data;
  int64_t size, cap, limit; /* no more than `limit` comes */
} Output;
enum { NO_LIMIT = INT64_MAX / 4 };
Value zlib_output_bytes(Ctx *ctx, Output *out);
void zlib_output_drop(Ctx *ctx, Output *out);

typedef int (*Step)(ZStream *, int flush);
/* Runs `step` (deflate, inflate) over the input until it has been taken, or nothing more comes, or the limit is
 * reached. With `flush` the last of the input is marked so. *in and *n: what was not taken. The code that the last step
 * returned; with ctx->exc: memory ran out, or a stop came. `dictionary` is what inflate asks for, or V_NULL. */
int zlib_run(Ctx *ctx, ZStream *z, Step step, int flush, const uint8_t **in, int64_t *n, Output *out, Value dictionary);
/* inflateSetDictionary; false: an exception */
bool zlib_set_dictionary(Ctx *ctx, ZStream *z, Value dictionary);

/* ---- compress.c, decompress.c ---- */
Class *zlib_compress_make(Ctx *ctx), *zlib_decompress_make(Ctx *ctx), *zlib_decompressor_make(Ctx *ctx);
extern const CFuncDef zlib_compress_functions[], zlib_decompress_functions[];
