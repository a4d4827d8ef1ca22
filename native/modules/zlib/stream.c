/* Streams of zlib: their memory, their errors, and the loop that feeds them. */
#include "modules/zlib/zlib_module.h"
#include <limits.h>

static void *stream_alloc(void *ctx, unsigned items, unsigned size) {
  return memory_zeroed((Ctx *)ctx, (size_t)items * size);
}
static void stream_free(void *ctx, void *address) { memory_free((Ctx *)ctx, address); }

void zlib_prepare(Ctx *ctx, ZStream *z) { *z = (ZStream){.zalloc = stream_alloc, .zfree = stream_free, .opaque = ctx}; }

Value zlib_error(Ctx *ctx, const ZStream *z, int code, const char *doing) {
  if (ctx->exc) return V_NULL;
  if (code == Z_MEM_ERROR) return raise_no_memory(ctx), V_NULL;
  const char *why = code == Z_VERSION_ERROR ? "library version mismatch" : z->msg;
  if (!why && code == Z_BUF_ERROR) why = "incomplete or truncated stream";
  if (!why && code == Z_STREAM_ERROR) why = "inconsistent stream state";
  if (!why && code == Z_DATA_ERROR) why = "invalid input data";
  Value text = why ? str_format_c(ctx, "Error %d %s: %s", code, doing, why)
                   : str_format_c(ctx, "Error %d %s", code, doing);
  Value exc = text ? py_call1(ctx, zlib_state(ctx)->error, text) : V_NULL;
  if (exc) raise_exc(ctx, exc);
  return V_NULL;
}

bool zlib_int(Ctx *ctx, Value v, int absent, int *out) { return v ? object_c_int(ctx, v, out) : (*out = absent, true); }
bool zlib_size(Ctx *ctx, Value v, int64_t absent, int64_t *out) {
  return v ? object_ssize(ctx, v, out) : (*out = absent, true);
}

/* ---- output ---- */

void zlib_output_drop(Ctx *ctx, Output *out) {
  memory_free(ctx, out->data);
  *out = (Output){0};
}
Value zlib_output_bytes(Ctx *ctx, Output *out) {
  Value bytes = bytes_new(ctx, out->data, out->size);
  zlib_output_drop(ctx, out);
  return bytes;
}
/* Room for one byte at least; false: MemoryError, or the limit is reached. */
static bool grow(Ctx *ctx, Output *out) {
  if (out->size < out->cap) return true;
  if (out->cap >= out->limit) return false;
  int64_t cap = out->cap ? out->cap * 2 : DEF_BUF_SIZE;
  if (cap > out->limit) cap = out->limit;
  uint8_t *data = memory_resize(ctx, out->data, (size_t)cap);
  if (!data) return raise_no_memory(ctx), false;
  out->data = data;
  out->cap = cap;
  return true;
}

/* ---- the loop ---- */

bool zlib_set_dictionary(Ctx *ctx, ZStream *z, Value dictionary) {
  Buffer view;
  if (!buffer_get(ctx, dictionary, BUFFER_SIMPLE, &view)) return false;
  bool fits = view.length <= UINT_MAX;
  int code = fits ? inflateSetDictionary(z, view.data, (unsigned)view.length) : Z_STREAM_ERROR;
  buffer_release(ctx, &view);
  if (!fits) raise_format(ctx, EXC_OverflowError, "zdict length does not fit in an unsigned int");
  else if (code != Z_OK) zlib_error(ctx, z, code, "while setting zdict");
  return !ctx->exc;
}

/* Between two looks at the stop word: some milliseconds. */
enum { PIECE = 1 << 18 };

int zlib_run(Ctx *ctx, ZStream *z, Step step, int flush, const uint8_t **in, int64_t *n, Output *out,
             Value dictionary) {
  int code = Z_OK;
  for (;;) {
    if (!CHECK_STOP(ctx) || !grow(ctx, out)) break;
    int64_t piece = *n < PIECE ? *n : PIECE, room = out->cap - out->size < PIECE ? out->cap - out->size : PIECE;
    z->next_in = *in, z->avail_in = (unsigned)piece;
    z->next_out = out->data + out->size, z->avail_out = (unsigned)room;
    code = step(z, piece == *n ? flush : Z_NO_FLUSH);
    int64_t taken = piece - z->avail_in;
    if (taken) *in += taken, *n -= taken; /* a flush has no input, not even its address */
    out->size += room - z->avail_out;
    if (code == Z_NEED_DICT && dictionary) {
      if (!zlib_set_dictionary(ctx, z, dictionary)) break;
      continue;
    }
    bool full = z->avail_out == 0, more = *n > 0 && z->avail_in < (unsigned)piece;
    if (code != Z_OK && code != Z_BUF_ERROR) break;
    if (!full && !more) break;
  }
  z->next_in = NULL, z->next_out = NULL;
  z->avail_in = z->avail_out = 0;
  return code;
}
