/* Decompressing: decompress() and the classes Decompress and _ZlibDecompressor. */
#include "modules/zlib/zlib_module.h"

static int init(ZStream *z, int bits) { return inflateInit2_(z, bits, zlibVersion(), (int)sizeof *z); }

/* For a new text, with this option. */
static int reopen(Ctx *ctx, KeptStream *kept, int bits) {
  kept->z.msg = NULL; /* a reset that is refused leaves it */
  if (kept->open) return inflateReset2(&kept->z, bits);
  zlib_prepare(ctx, &kept->z);
  int code = init(&kept->z, bits);
  kept->open = code == Z_OK;
  return code;
}

FUNCTION(f_decompress) {
  Buffer view;
  int bits;
  int64_t size;
  if (!zlib_int(ctx, args[1], MAX_WBITS, &bits) || !zlib_size(ctx, args[2], DEF_BUF_SIZE, &size)) return V_NULL;
  if (size < 0) return raise_format(ctx, EXC_ValueError, "bufsize must be non-negative"), V_NULL;
  if (!buffer_get(ctx, args[0], BUFFER_SIMPLE, &view)) return V_NULL;
  Output out = {.limit = NO_LIMIT};
  KeptStream own = {0}, *kept = &zlib_state(ctx)->inflating, *stream = kept->busy ? &own : kept;
  int code = reopen(ctx, stream, bits);
  if (code == Z_OK) {
    const uint8_t *in = view.data;
    int64_t n = view.length;
    stream->busy = true;
    code = zlib_run(ctx, &stream->z, inflate, Z_SYNC_FLUSH, &in, &n, &out, V_NULL);
    stream->busy = false;
    if (code == Z_OK) code = Z_BUF_ERROR; /* it has not ended */
    if (code != Z_STREAM_END) zlib_error(ctx, &stream->z, code, "while decompressing data");
    if (stream == &own) inflateEnd(&own.z);
  } else {
    zlib_error(ctx, &stream->z, code, "while preparing to decompress data");
  }
  buffer_release(ctx, &view);
  if (!ctx->exc) return zlib_output_bytes(ctx, &out);
  return zlib_output_drop(ctx, &out), V_NULL;
}

/* ---- Decompress, and _ZlibDecompressor, which keeps its input ---- */

typedef struct Decompress {
  Cell h;
  Value unused;     /* Bytes: what came after the end */
  Value unconsumed; /* Bytes: what is still to be decompressed */
  Value dictionary; /* V_NULL: none */
  bool open;        /* inflateEnd is to be called */
  bool eof;
  ZStream z;
} Decompress;
#define SELF ((Decompress *)self)

static void died(Ctx *ctx, void *cell) {
  UNUSED(ctx);
  Decompress *d = cell;
  if (d->open) inflateEnd(&d->z);
  d->open = false;
}
static void trace(Ctx *ctx, Value self) {
  const Value held[] = {SELF->unused, SELF->unconsumed, SELF->dictionary};
  for (int i = 0; i < 3; i++)
    if (held[i]) heap_mark(ctx, held[i]);
}
static Decompress *blank(Ctx *ctx, Class *cls, Value dictionary) {
  Decompress *d = (Decompress *)instance_new(ctx, cls);
  if (!d || !heap_add_finalizer(ctx, d, died)) return NULL;
  zlib_prepare(ctx, &d->z);
  d->unused = d->unconsumed = ctx->empty_bytes;
  d->dictionary = dictionary;
  return d;
}
/* Raw streams do not ask for their dictionary. */
static Value open_stream(Ctx *ctx, Decompress *d, int bits) {
  if (!d) return V_NULL;
  int code = init(&d->z, bits);
  if (code == Z_STREAM_ERROR) return raise_format(ctx, EXC_ValueError, "Invalid initialization option"), V_NULL;
  if (code != Z_OK) return zlib_error(ctx, &d->z, code, "while creating decompression object");
  d->open = true;
  if (d->dictionary && bits < 0 && !zlib_set_dictionary(ctx, &d->z, d->dictionary)) return V_NULL;
  return VAL(d);
}
FUNCTION(f_decompressobj) {
  int bits;
  if (!zlib_int(ctx, args[0], MAX_WBITS, &bits)) return V_NULL;
  if (args[1] && !buffer_offered(ctx, args[1]))
    return raise_format(ctx, EXC_TypeError, "zdict argument must support the buffer protocol"), V_NULL;
  return open_stream(ctx, blank(ctx, zlib_state(ctx)->decompress, args[1]), bits);
}

/* What was not taken: after the end it is `unused`. */
static bool save_rest(Ctx *ctx, Decompress *d, int code, const uint8_t *in, int64_t n) {
  if (code == Z_STREAM_END && n > 0) {
    int64_t old = AS_BYTES(d->unused)->length;
    Value both = bytes_new(ctx, NULL, old + n);
    if (!both || !stop_copy(ctx, AS_BYTES(both)->data, AS_BYTES(d->unused)->data, (size_t)old) ||
        !stop_copy(ctx, AS_BYTES(both)->data + old, in, (size_t)n))
      return false;
    d->unused = both;
    n = 0;
  }
  if (n == 0 && AS_BYTES(d->unconsumed)->length == 0) return true;
  Value rest = n ? bytes_new(ctx, in, n) : ctx->empty_bytes;
  if (!rest) return false;
  d->unconsumed = rest;
  return true;
}

/* The limit of a call, of which 0 means that there is none. */
static Value inflate_some(Ctx *ctx, Decompress *d, const uint8_t *in, int64_t n, int64_t limit, int flush) {
  Output out = {.limit = limit};
  int code = zlib_run(ctx, &d->z, inflate, flush, &in, &n, &out, d->dictionary);
  if (ctx->exc || !save_rest(ctx, d, code, in, n)) return zlib_output_drop(ctx, &out), V_NULL;
  bool finishing = flush == Z_FINISH;
  if (code == Z_STREAM_END) d->eof = true;
  if (code == Z_STREAM_END && finishing && d->open) {
    d->open = false;
    if ((code = inflateEnd(&d->z)) != Z_OK) zlib_error(ctx, &d->z, code, "while finishing decompression");
  } else if (code != Z_STREAM_END && code != Z_OK && code != Z_BUF_ERROR && !(finishing && !d->open)) {
    zlib_error(ctx, &d->z, code, finishing ? "while flushing" : "while decompressing data");
  }
  if (!ctx->exc) return zlib_output_bytes(ctx, &out);
  return zlib_output_drop(ctx, &out), V_NULL;
}

METHOD(d_decompress) {
  Buffer view;
  int64_t limit;
  if (!zlib_size(ctx, args[1], 0, &limit)) return V_NULL;
  if (limit < 0) return raise_format(ctx, EXC_ValueError, "max_length must be non-negative"), V_NULL;
  if (!buffer_get(ctx, args[0], BUFFER_SIMPLE, &view)) return V_NULL;
  Value bytes = inflate_some(ctx, SELF, view.data, view.length, limit ? limit : NO_LIMIT, Z_SYNC_FLUSH);
  buffer_release(ctx, &view);
  return bytes;
}
METHOD(d_flush) {
  int64_t length;
  if (!zlib_size(ctx, nargs ? args[0] : V_NULL, DEF_BUF_SIZE, &length)) return V_NULL;
  if (length <= 0) return raise_format(ctx, EXC_ValueError, "length must be greater than zero"), V_NULL;
  Value rest = SELF->unconsumed; /* it lives while it is read */
  return inflate_some(ctx, SELF, AS_BYTES(rest)->data, AS_BYTES(rest)->length, NO_LIMIT, Z_FINISH);
}
METHOD(d_copy) {
  Decompress *copy = blank(ctx, zlib_state(ctx)->decompress, SELF->dictionary);
  if (!copy) return V_NULL;
  int code = inflateCopy(&copy->z, &SELF->z);
  if (code == Z_STREAM_ERROR) return raise_format(ctx, EXC_ValueError, "Inconsistent stream state"), V_NULL;
  if (code != Z_OK) return zlib_error(ctx, &SELF->z, code, "while copying decompression object");
  copy->open = true;
  copy->unused = SELF->unused, copy->unconsumed = SELF->unconsumed;
  copy->eof = SELF->eof;
  return VAL(copy);
}
static Value refuse_pickle(Ctx *ctx, Value self) {
  return raise_format(ctx, EXC_TypeError, "cannot pickle '%T' object", self), V_NULL;
}
METHOD(d_refuse) { return refuse_pickle(ctx, self); }
static Value get_unused(Ctx *ctx, Value self) { return UNUSED(ctx), SELF->unused; }
static Value get_unconsumed(Ctx *ctx, Value self) { return UNUSED(ctx), SELF->unconsumed; }
static Value get_eof(Ctx *ctx, Value self) { return UNUSED(ctx), bool_tag(SELF->eof); }

Class *zlib_decompress_make(Ctx *ctx) {
  static const TypeOps ops = {.trace = trace};
  static const CFuncDef methods[] = {
      METHOD_ROW_NAMED("decompress", d_decompress, 1, 2,
                       "data / max_length=", "Return a bytes object containing the decompressed version of the data."),
      METHOD_ROW("flush", d_flush, 0, 1, "Return a bytes object containing any remaining decompressed data."),
      METHOD_ROW("copy", d_copy, 0, 0, "Return a copy of the decompression object."),
      METHOD_ROW("__copy__", d_copy, 0, 0, NULL),
      METHOD_ROW("__deepcopy__", d_copy, 1, 1, NULL),
      METHOD_ROW("__reduce__", d_refuse, 0, 0, NULL),
      {0},
  };
  static const GetSetDef getset[] = {{"unused_data", get_unused, NULL, NULL},
                                     {"unconsumed_tail", get_unconsumed, NULL, NULL},
                                     {"eof", get_eof, NULL, NULL},
                                     {0}};
  Class *cls = class_new_builtin(ctx, "zlib.Decompress", NULL, KIND_OTHER, sizeof(Decompress), &ops, methods,
                                 CLASS_BUILTIN | CLASS_FINAL);
  return cls && class_add_getset(ctx, cls, getset) ? cls : NULL;
}

/* ---- _ZlibDecompressor ---- */

static Value decompressor_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  Value v[2];
  int bits;
  if (!bind_params(ctx, "_ZlibDecompressor", "wbits= zdict=", args, nargs, kwnames, v) ||
      !zlib_int(ctx, v[0], MAX_WBITS, &bits))
    return V_NULL;
  return open_stream(ctx, blank(ctx, cls, v[1]), bits);
}
METHOD(z_decompress) {
  Buffer view;
  int64_t limit;
  if (!zlib_size(ctx, args[1], -1, &limit)) return V_NULL;
  if (!buffer_get(ctx, args[0], BUFFER_SIMPLE, &view)) return V_NULL;
  if (SELF->eof) {
    buffer_release(ctx, &view);
    return raise_format(ctx, EXC_EOFError, "End of stream already reached"), V_NULL;
  }
  Value input = bytes_new(ctx, view.data, view.length), before = SELF->unconsumed;
  buffer_release(ctx, &view);
  if (input && AS_BYTES(before)->length) {
    int64_t n = AS_BYTES(before)->length, m = AS_BYTES(input)->length;
    Value both = bytes_new(ctx, NULL, n + m);
    if (!both || !stop_copy(ctx, AS_BYTES(both)->data, AS_BYTES(before)->data, (size_t)n) ||
        !stop_copy(ctx, AS_BYTES(both)->data + n, AS_BYTES(input)->data, (size_t)m))
      return V_NULL;
    input = both;
  }
  if (!input) return V_NULL;
  if (limit == 0) return SELF->unconsumed = input, ctx->empty_bytes;
  return inflate_some(ctx, SELF, AS_BYTES(input)->data, AS_BYTES(input)->length, limit < 0 ? NO_LIMIT : limit,
                      Z_SYNC_FLUSH);
}
/* What is held back may also be in the library, whose output had no room: then it asks for none either. */
static Value get_needs_input(Ctx *ctx, Value self) {
  return UNUSED(ctx), bool_tag(!SELF->eof && AS_BYTES(SELF->unconsumed)->length == 0);
}

Class *zlib_decompressor_make(Ctx *ctx) {
  static const TypeOps ops = {.new_ = decompressor_new, .trace = trace};
  static const CFuncDef methods[] = {
      METHOD_ROW_NAMED("decompress", z_decompress, 1, 2,
                       "data max_length=", "Decompress *data*, returning uncompressed data as bytes."),
      METHOD_ROW("__reduce__", d_refuse, 0, 0, NULL),
      {0},
  };
  static const GetSetDef getset[] = {{"unused_data", get_unused, NULL, "Data found after the end of the stream."},
                                     {"needs_input", get_needs_input, NULL, "True if more input is needed."},
                                     {"eof", get_eof, NULL, "True if the end-of-stream marker has been reached."},
                                     {0}};
  Class *cls = class_new_builtin(ctx, "zlib._ZlibDecompressor", NULL, KIND_OTHER, sizeof(Decompress), &ops, methods,
                                 CLASS_BUILTIN | CLASS_FINAL);
  return cls && class_add_getset(ctx, cls, getset) ? cls : NULL;
}

const CFuncDef zlib_decompress_functions[] = {
    FUNCTION_ROW_NAMED("decompress", f_decompress, 1, 3,
                       "data / wbits= bufsize=", "Returns a bytes object containing the uncompressed data."),
    FUNCTION_ROW_NAMED("decompressobj", f_decompressobj, 0, 2, "wbits= zdict=", "Return a decompressor object."),
    {0},
};
