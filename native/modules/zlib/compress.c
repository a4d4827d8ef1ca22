/* Compressing: compress() and the class Compress. */
#include "modules/zlib/zlib_module.h"
#include <limits.h>

static int init(ZStream *z, int level, int method, int bits, int memory, int strategy) {
  return deflateInit2_(z, level, method, bits, memory, strategy, zlibVersion(), (int)sizeof *z);
}

/* For a new text, with these options. */
static int reopen(Ctx *ctx, KeptStream *kept, int level, int bits) {
  if (kept->open && kept->level == level && kept->bits == bits) return deflateReset(&kept->z);
  if (kept->open) deflateEnd(&kept->z);
  zlib_prepare(ctx, &kept->z);
  int code = init(&kept->z, level, DEFLATED, bits, DEF_MEM_LEVEL, 0);
  kept->open = code == Z_OK;
  kept->level = level, kept->bits = bits;
  return code;
}

FUNCTION(f_compress) {
  Buffer view;
  int level, bits;
  if (!zlib_int(ctx, args[1], -1, &level) || !zlib_int(ctx, args[2], MAX_WBITS, &bits) ||
      !buffer_get(ctx, args[0], BUFFER_SIMPLE, &view))
    return V_NULL;
  Output out = {.limit = NO_LIMIT};
  KeptStream own = {0}, *kept = &zlib_state(ctx)->deflating, *stream = kept->busy ? &own : kept;
  int code = reopen(ctx, stream, level, bits);
  if (code == Z_OK) {
    const uint8_t *in = view.data;
    int64_t n = view.length;
    stream->busy = true;
    code = zlib_run(ctx, &stream->z, deflate, Z_FINISH, &in, &n, &out, V_NULL);
    stream->busy = false;
    if (code != Z_STREAM_END) zlib_error(ctx, &stream->z, code, "while compressing data");
    if (stream == &own) deflateEnd(&own.z);
  } else if (code == Z_STREAM_ERROR) {
    Value text = str_from_ascii(ctx, "Bad compression level");
    Value exc = text ? py_call1(ctx, zlib_state(ctx)->error, text) : V_NULL;
    if (exc) raise_exc(ctx, exc);
  } else {
    zlib_error(ctx, &stream->z, code, "while compressing data");
  }
  buffer_release(ctx, &view);
  if (!ctx->exc) return zlib_output_bytes(ctx, &out);
  return zlib_output_drop(ctx, &out), V_NULL;
}

/* ---- Compress ---- */

typedef struct Compress {
  Cell h;
  bool open; /* deflateEnd is to be called */
  ZStream z;
} Compress;
#define SELF ((Compress *)self)

static void died(Ctx *ctx, void *cell) {
  UNUSED(ctx);
  Compress *c = cell;
  if (c->open) deflateEnd(&c->z);
  c->open = false;
}
static Compress *compress_new(Ctx *ctx) {
  Compress *c = (Compress *)instance_new(ctx, zlib_state(ctx)->compress);
  if (!c || !heap_add_finalizer(ctx, c, died)) return NULL;
  zlib_prepare(ctx, &c->z);
  return c;
}

/* The stream's memory is not in cells. */
static void trace(Ctx *ctx, Value self) { UNUSED(ctx), UNUSED(self); }

FUNCTION(f_compressobj) {
  int level, method, bits, memory, strategy;
  Buffer dictionary = {0};
  if (!zlib_int(ctx, args[0], -1, &level) || !zlib_int(ctx, args[1], DEFLATED, &method) ||
      !zlib_int(ctx, args[2], MAX_WBITS, &bits) || !zlib_int(ctx, args[3], DEF_MEM_LEVEL, &memory) ||
      !zlib_int(ctx, args[4], 0, &strategy) ||
      (args[5] && args[5] != V_NONE && !buffer_get(ctx, args[5], BUFFER_SIMPLE, &dictionary)))
    return V_NULL;
  Compress *c = compress_new(ctx);
  int code = !c ? Z_MEM_ERROR : init(&c->z, level, method, bits, memory, strategy);
  if (c && code == Z_OK) {
    c->open = true;
    if (dictionary.object && dictionary.length > UINT_MAX)
      raise_format(ctx, EXC_OverflowError, "zdict length does not fit in an unsigned int");
    else if (dictionary.object &&
             deflateSetDictionary(&c->z, dictionary.data, (unsigned)dictionary.length) == Z_STREAM_ERROR)
      raise_format(ctx, EXC_ValueError, "Invalid dictionary");
  } else if (code == Z_STREAM_ERROR) {
    raise_format(ctx, EXC_ValueError, "Invalid initialization option");
  } else if (c) {
    zlib_error(ctx, &c->z, code, "while creating compression object");
  }
  buffer_release(ctx, &dictionary);
  return ctx->exc ? V_NULL : VAL(c);
}

METHOD(c_compress) {
  Buffer view;
  Output out = {.limit = NO_LIMIT};
  if (!buffer_get(ctx, args[0], BUFFER_SIMPLE, &view)) return V_NULL;
  const uint8_t *in = view.data;
  int64_t n = view.length;
  int code = zlib_run(ctx, &SELF->z, deflate, Z_NO_FLUSH, &in, &n, &out, V_NULL);
  if (code == Z_STREAM_ERROR) zlib_error(ctx, &SELF->z, code, "while compressing data");
  buffer_release(ctx, &view);
  if (!ctx->exc) return zlib_output_bytes(ctx, &out);
  return zlib_output_drop(ctx, &out), V_NULL;
}

METHOD(c_flush) {
  int mode;
  Output out = {.limit = NO_LIMIT};
  const uint8_t *in = NULL;
  int64_t n = 0;
  if (!zlib_int(ctx, nargs ? args[0] : V_NULL, Z_FINISH, &mode)) return V_NULL;
  if (mode == Z_NO_FLUSH) return ctx->empty_bytes;
  int code = zlib_run(ctx, &SELF->z, deflate, mode, &in, &n, &out, V_NULL);
  if (!ctx->exc && code == Z_STREAM_END && mode == Z_FINISH) {
    SELF->open = false;
    if ((code = deflateEnd(&SELF->z)) != Z_OK) zlib_error(ctx, &SELF->z, code, "while finishing compression");
  } else if (code != Z_OK && code != Z_BUF_ERROR) {
    zlib_error(ctx, &SELF->z, code, "while flushing");
  }
  if (!ctx->exc) return zlib_output_bytes(ctx, &out);
  return zlib_output_drop(ctx, &out), V_NULL;
}

METHOD(c_copy) {
  Compress *copy = compress_new(ctx);
  if (!copy) return V_NULL;
  int code = deflateCopy(&copy->z, &SELF->z);
  if (code == Z_OK) return copy->open = true, VAL(copy);
  if (code == Z_STREAM_ERROR) return raise_format(ctx, EXC_ValueError, "Inconsistent stream state"), V_NULL;
  return zlib_error(ctx, &SELF->z, code, "while copying compression object");
}
METHOD(c_refuse) { return raise_format(ctx, EXC_TypeError, "cannot pickle 'zlib.Compress' object"), V_NULL; }

Class *zlib_compress_make(Ctx *ctx) {
  static const TypeOps ops = {.trace = trace};
  static const CFuncDef methods[] = {
      METHOD_ROW("compress", c_compress, 1, 1, "Returns a bytes object containing compressed data."),
      METHOD_ROW("flush", c_flush, 0, 1, "Return a bytes object containing any remaining compressed data."),
      METHOD_ROW("copy", c_copy, 0, 0, "Return a copy of the compression object."),
      METHOD_ROW("__copy__", c_copy, 0, 0, NULL),
      METHOD_ROW("__deepcopy__", c_copy, 1, 1, NULL),
      METHOD_ROW("__reduce__", c_refuse, 0, 0, NULL),
      {0},
  };
  return class_new_builtin(ctx, "zlib.Compress", NULL, KIND_OTHER, sizeof(Compress), &ops, methods,
                           CLASS_BUILTIN | CLASS_FINAL);
}

const CFuncDef zlib_compress_functions[] = {
    FUNCTION_ROW_NAMED("compress", f_compress, 1, 3,
                       "data / level= wbits=", "Returns a bytes object containing compressed data."),
    FUNCTION_ROW_NAMED("compressobj", f_compressobj, 0, 6,
                       "level= method= wbits= memLevel= strategy= zdict=", "Return a compressor object."),
    {0},
};
