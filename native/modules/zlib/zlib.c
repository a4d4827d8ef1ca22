/* Module zlib: checksums, and the module's declaration. */
#include "modules/zlib/zlib_module.h"

/* The low 32 bits of any int. */
static bool start_value(Ctx *ctx, Value v, unsigned long absent, unsigned long *out) {
  if (!v) return *out = absent, true;
  int64_t n;
  Value index = object_index(ctx, v), mask = index ? int_from_u64(ctx, UINT32_MAX) : V_NULL;
  Value low = mask ? object_binary(ctx, index, mask, OP_AND) : V_NULL;
  if (!low || !int_to_i64(ctx, low, &n)) return false;
  *out = (unsigned long)n;
  return true;
}

typedef unsigned long (*Sum)(unsigned long, const uint8_t *, unsigned);
static Value checksum(Ctx *ctx, const Value *args, uint32_t nargs, unsigned long absent, Sum sum) {
  enum { PIECE = 1 << 22 }; /* less than a millisecond */
  unsigned long value;
  Buffer view;
  if (!start_value(ctx, nargs > 1 ? args[1] : V_NULL, absent, &value) ||
      !buffer_get(ctx, args[0], BUFFER_SIMPLE, &view))
    return V_NULL;
  for (int64_t at = 0; at < view.length && CHECK_STOP(ctx); at += PIECE)
    value = sum(value, view.data + at, (unsigned)(view.length - at < PIECE ? view.length - at : PIECE));
  buffer_release(ctx, &view);
  return ctx->exc ? V_NULL : int_from_u64(ctx, value & UINT32_MAX);
}
FUNCTION(f_crc32) { return checksum(ctx, args, nargs, 0, crc32); }
FUNCTION(f_adler32) { return checksum(ctx, args, nargs, 1, adler32); }

static const CFuncDef functions[] = {
    FUNCTION_ROW("crc32", f_crc32, 1, 2, "Compute a CRC-32 checksum of data."),
    FUNCTION_ROW("adler32", f_adler32, 1, 2, "Compute an Adler-32 checksum of data."),
    {0},
};

#define N(name) {#name, name}
static const struct {
  const char *name;
  int value;
} constants[] = {
    N(MAX_WBITS),
    N(DEFLATED),
    N(DEF_MEM_LEVEL),
    N(DEF_BUF_SIZE),
    N(Z_NO_FLUSH),
    N(Z_PARTIAL_FLUSH),
    N(Z_SYNC_FLUSH),
    N(Z_FULL_FLUSH),
    N(Z_FINISH),
    N(Z_BLOCK),
    N(Z_TREES),
    {"Z_NO_COMPRESSION", 0},
    {"Z_BEST_SPEED", 1},
    {"Z_BEST_COMPRESSION", 9},
    {"Z_DEFAULT_COMPRESSION", -1},
    {"Z_DEFAULT_STRATEGY", 0},
    {"Z_FILTERED", 1},
    {"Z_HUFFMAN_ONLY", 2},
    {"Z_RLE", 3},
    {"Z_FIXED", 4},
};

static void trace(Ctx *ctx, void *data) {
  if (((ZlibState *)data)->error) heap_mark(ctx, ((ZlibState *)data)->error);
}
static void state_free(Ctx *ctx, void *data) {
  UNUSED(ctx);
  ZlibState *state = data;
  if (state->deflating.open) deflateEnd(&state->deflating.z);
  if (state->inflating.open) inflateEnd(&state->inflating.z);
}
static bool init(Ctx *ctx, Value module) {
  ZlibState *state = zlib_state(ctx);
  if (!zlibVersion || !deflate || !inflate)
    return raise_format(ctx, EXC_ImportError, "zlib: this Node has no zlib for addons"), false;
  if (!state->error) {
    Value base = VAL(ctx->exc_class[EXC_Exception]);
    Value given[3] = {str_from_ascii(ctx, "error"), tuple_from(ctx, &base, 1), dict_new(ctx)};
    if (!given[0] || !given[1] || !given[2] || !dict_set(ctx, given[2], NAME(__module__), str_from_ascii(ctx, "zlib")))
      return false;
    if (!(state->error = py_call(ctx, VAL(ctx->cls.type), given, 3, V_NULL))) return false;
  }
  for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
    if (!module_add(ctx, module, constants[i].name, int_tag(constants[i].value))) return false;
  Value version = str_from_ascii(ctx, zlibVersion());
  return version && module_add(ctx, module, "ZLIB_VERSION", version) &&
         module_add(ctx, module, "ZLIB_RUNTIME_VERSION", version) &&
         module_add(ctx, module, "__version__", str_from_ascii(ctx, "1.0")) &&
         module_add(ctx, module, "error", state->error);
}

static const ModuleClass classes[] = {{offsetof(ZlibState, decompressor), zlib_decompressor_make}, {0}};
static const ModuleClass hidden[] = {
    {offsetof(ZlibState, compress), zlib_compress_make}, {offsetof(ZlibState, decompress), zlib_decompress_make}, {0}};
MODULE(zlib, .doc = "Compression and decompression with the library zlib.",
       .functions = {functions, zlib_compress_functions, zlib_decompress_functions}, .classes = classes,
       .hidden = hidden, .state_size = sizeof(ZlibState), .trace = trace, .free = state_free, .init = init);
