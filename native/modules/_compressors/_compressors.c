/* Module _compressors: streams of liblzma and libbz2, for the modules _lzma and _bz2 (lib/), which check arguments,
 * keep what of the input is left over, and raise their own errors. The libraries' memory is the context's. */
#include "modules/_compressors/block_compressor.h"
#include <bzlib.h>
#include <lzma.h>

typedef struct CompressorsState {
  Class *stream;
} CompressorsState;
extern const ModuleDef module__compressors;

typedef enum Library { CLOSED, LZMA, BZ2_COMPRESS, BZ2_DECOMPRESS } Library;
typedef struct Stream {
  Cell h;
  Library library; /* whose stream is open */
  int check;       /* which integrity check a stream of liblzma has, when its head has been read */
  lzma_allocator allocator;
  lzma_stream lzma;
  bz_stream bz2; /* that decompresses */
  BlockCompressor *blocks;
} Stream;
#define SELF ((Stream *)self)

static void *lzma_room(void *ctx, size_t n, size_t size) { return memory_new(ctx, n * size); }
static void *bz2_room(void *ctx, int n, int size) { return memory_new(ctx, (size_t)n * (size_t)size); }
static void give_back(void *ctx, void *address) { memory_free(ctx, address); }

static void close_stream(Ctx *ctx, Stream *s) {
  if (s->library == LZMA) lzma_end(&s->lzma);
  if (s->library == BZ2_COMPRESS) block_compressor_free(ctx, s->blocks);
  if (s->library == BZ2_DECOMPRESS) BZ2_bzDecompressEnd(&s->bz2);
  s->library = CLOSED;
}
static void died(Ctx *ctx, void *cell) { close_stream(ctx, cell); }
enum { CHECK_UNKNOWN = LZMA_CHECK_ID_MAX + 1 };

/* The libraries' memory is not in cells. */
static void trace(Ctx *ctx, Value self) { UNUSED(ctx), UNUSED(self); }

static Stream *stream_new(Ctx *ctx) {
  CompressorsState *state = module_state(ctx, &module__compressors);
  Stream *s = (Stream *)instance_new(ctx, state->stream);
  if (!s || !heap_add_finalizer(ctx, s, died)) return NULL;
  s->allocator = (lzma_allocator){.alloc = lzma_room, .free = give_back, .opaque = ctx};
  s->check = CHECK_UNKNOWN;
  s->lzma = (lzma_stream)LZMA_STREAM_INIT;
  s->lzma.allocator = &s->allocator;
  s->bz2 = (bz_stream){.bzalloc = bz2_room, .bzfree = give_back, .opaque = ctx};
  return s;
}

/* A stream, or the number by which the library refused. */
static Value opened(Ctx *ctx, Stream *s, Library library, int code) {
  if (ctx->exc) return V_NULL;
  if (library == LZMA ? code == LZMA_MEM_ERROR : code == BZ_MEM_ERROR) return raise_no_memory(ctx), V_NULL;
  if (library == LZMA ? code != LZMA_OK : code != BZ_OK) return int_tag(code);
  s->library = library;
  return VAL(s);
}

/* ---- opening ---- */

FUNCTION(f_bz2_compressor) {
  int64_t level;
  Stream *s = stream_new(ctx);
  int code;
  if (!s || !object_index_i64(ctx, args[0], &level, true)) return V_NULL;
  s->blocks = block_compressor_new(ctx, (int)level, &code);
  return opened(ctx, s, BZ2_COMPRESS, code);
}
FUNCTION(f_bz2_decompressor) {
  UNUSED(args);
  Stream *s = stream_new(ctx);
  return s ? opened(ctx, s, BZ2_DECOMPRESS, BZ2_bzDecompressInit(&s->bz2, 0, 0)) : V_NULL;
}

/* A filter is a tuple: its id; then the preset and options of LZMA, the distance of delta, or the offset of the others;
 * -1: not given. */
enum { OPTIONS = 9 };
typedef struct Filters {
  lzma_filter list[LZMA_FILTERS_MAX + 1];
  union {
    lzma_options_lzma lzma;
    lzma_options_delta delta;
    lzma_options_bcj bcj;
  } options[LZMA_FILTERS_MAX];
} Filters;

static bool is_lzma(lzma_vli id) { return id == LZMA_FILTER_LZMA1 || id == LZMA_FILTER_LZMA2; }

static bool read_filter(Ctx *ctx, Filters *filters, int64_t at, Value spec) {
  int64_t n[1 + OPTIONS] = {0};
  for (int64_t i = 0; i <= OPTIONS && i < tuple_length(spec); i++)
    if (!object_index_i64(ctx, tuple_item(spec, i), &n[i], true)) return false;
  filters->list[at] = (lzma_filter){.id = (lzma_vli)n[0], .options = &filters->options[at]};
  if (n[0] == LZMA_FILTER_DELTA) {
    filters->options[at].delta = (lzma_options_delta){.type = LZMA_DELTA_TYPE_BYTE, .dist = (uint32_t)n[1]};
  } else if (is_lzma((lzma_vli)n[0])) {
    lzma_options_lzma *options = &filters->options[at].lzma;
    if (lzma_lzma_preset(options, (uint32_t)n[1]))
      return raise_format(ctx, EXC_ValueError, "Invalid compression preset: %lld", (long long)n[1]), false;
    uint32_t *const given[] = {&options->dict_size, &options->lc, &options->lp, &options->pb};
    for (int i = 0; i < 4; i++)
      if (n[2 + i] >= 0) *given[i] = (uint32_t)n[2 + i];
    if (n[6] >= 0) options->mode = (lzma_mode)n[6];
    if (n[7] >= 0) options->nice_len = (uint32_t)n[7];
    if (n[8] >= 0) options->mf = (lzma_match_finder)n[8];
    if (n[9] >= 0) options->depth = (uint32_t)n[9];
  } else {
    filters->options[at].bcj = (lzma_options_bcj){.start_offset = (uint32_t)n[1]};
  }
  return true;
}
static bool read_filters(Ctx *ctx, Filters *filters, Value specs) {
  int64_t n = tuple_length(specs);
  for (int64_t i = 0; i < n && i < LZMA_FILTERS_MAX; i++)
    if (!read_filter(ctx, filters, i, tuple_item(specs, i))) return false;
  filters->list[n] = (lzma_filter){.id = LZMA_VLI_UNKNOWN};
  return true;
}
static bool are_filters(Ctx *ctx, Value specs) {
  bool tuples = has_shape(specs, ctx->shape.tuple) && tuple_length(specs) <= LZMA_FILTERS_MAX;
  for (int64_t i = 0; tuples && i < tuple_length(specs); i++)
    tuples = has_shape(tuple_item(specs, i), ctx->shape.tuple) && tuple_length(tuple_item(specs, i)) > 0;
  if (!tuples) raise_format(ctx, EXC_TypeError, "filters must be tuples");
  return tuples;
}

enum { FORMAT_AUTO, FORMAT_XZ, FORMAT_ALONE, FORMAT_RAW };

/* encoder(format, check, filters); a stream of FORMAT_ALONE has one filter. */
FUNCTION(f_lzma_encoder) {
  int64_t format, check;
  Filters filters;
  Stream *s = stream_new(ctx);
  if (!s || !object_index_i64(ctx, args[0], &format, true) || !object_index_i64(ctx, args[1], &check, true) ||
      !are_filters(ctx, args[2]) || !read_filters(ctx, &filters, args[2]))
    return V_NULL;
  lzma_ret code = LZMA_OPTIONS_ERROR;
  if (format == FORMAT_XZ) code = lzma_stream_encoder(&s->lzma, filters.list, (lzma_check)check);
  if (format == FORMAT_ALONE && filters.list[0].id == LZMA_FILTER_LZMA1)
    code = lzma_alone_encoder(&s->lzma, &filters.options[0].lzma);
  if (format == FORMAT_RAW) code = lzma_raw_encoder(&s->lzma, filters.list);
  return opened(ctx, s, LZMA, (int)code);
}
/* decoder(format, memory, filters): the filters of a raw stream. */
FUNCTION(f_lzma_decoder) {
  enum { FLAGS = LZMA_TELL_ANY_CHECK | LZMA_TELL_NO_CHECK };
  int64_t format, memory;
  Filters filters;
  Stream *s = stream_new(ctx);
  if (!s || !object_index_i64(ctx, args[0], &format, true) || !object_index_i64(ctx, args[1], &memory, true) ||
      !are_filters(ctx, args[2]) || !read_filters(ctx, &filters, args[2]))
    return V_NULL;
  uint64_t most = memory < 0 ? UINT64_MAX : (uint64_t)memory;
  lzma_ret code = LZMA_OPTIONS_ERROR;
  if (format == FORMAT_AUTO) code = lzma_auto_decoder(&s->lzma, most, FLAGS);
  if (format == FORMAT_XZ) code = lzma_stream_decoder(&s->lzma, most, FLAGS);
  if (format == FORMAT_ALONE) code = lzma_alone_decoder(&s->lzma, most);
  if (format == FORMAT_RAW) code = lzma_raw_decoder(&s->lzma, filters.list);
  return opened(ctx, s, LZMA, (int)code);
}

/* ---- running ---- */

/* Between two looks at the stop word. */
enum { PIECE = BLOCK_COMPRESSOR_PIECE, FIRST_ROOM = 1 << 14 };

typedef struct Run {
  const uint8_t *in;
  int64_t n;
  uint8_t *out;
  int64_t size, cap, limit;
  int code;
} Run;

static bool grow(Ctx *ctx, Run *run) {
  if (run->size < run->cap) return true;
  if (run->cap >= run->limit) return false;
  int64_t cap = run->cap ? run->cap * 2 : FIRST_ROOM;
  if (cap > run->limit) cap = run->limit;
  uint8_t *out = memory_resize(ctx, run->out, (size_t)cap);
  if (!out) return raise_no_memory(ctx), false;
  run->out = out;
  run->cap = cap;
  return true;
}

/* One call of the library; false: there is no use in another. */
static bool step(Ctx *ctx, Stream *s, Run *run, bool finish) {
  size_t piece = (size_t)(run->n < PIECE ? run->n : PIECE), left = run->cap - run->size;
  size_t room = left < PIECE ? left : PIECE, taken, made;
  bool last = finish && piece == (size_t)run->n, going, full;
  if (s->library == LZMA) {
    s->lzma.next_in = run->in, s->lzma.avail_in = piece;
    s->lzma.next_out = run->out + run->size, s->lzma.avail_out = room;
    run->code = (int)lzma_code(&s->lzma, last ? LZMA_FINISH : LZMA_RUN);
    taken = piece - s->lzma.avail_in, made = room - s->lzma.avail_out;
    going = run->code == LZMA_OK || run->code == LZMA_GET_CHECK || run->code == LZMA_NO_CHECK;
    if (run->code == LZMA_GET_CHECK || run->code == LZMA_NO_CHECK) s->check = (int)lzma_get_check(&s->lzma);
    if (run->code == LZMA_BUF_ERROR) run->code = LZMA_OK;
  } else {
    if (s->library == BZ2_COMPRESS) {
      bool abandoned;
      run->code = block_compressor_run(ctx, s->blocks, run->in, piece, last, run->out + run->size, room, &taken, &made,
                                       &abandoned);
      if (abandoned) s->library = CLOSED;
      if (abandoned) return false;
    } else {
      s->bz2.next_in = (char *)(uintptr_t)run->in, s->bz2.avail_in = (unsigned)piece;
      s->bz2.next_out = (char *)run->out + run->size, s->bz2.avail_out = (unsigned)room;
      run->code = BZ2_bzDecompress(&s->bz2);
      taken = piece - s->bz2.avail_in, made = room - s->bz2.avail_out;
    }
    going = run->code == BZ_OK || run->code == BZ_RUN_OK || run->code == BZ_FINISH_OK;
  }
  run->in += taken, run->n -= (int64_t)taken, run->size += (int64_t)made;
  full = made == room;
  bool told = s->library == LZMA && run->code != LZMA_OK; /* what check there is; nothing has been done yet */
  return going && (full || told || (run->n > 0 && taken > 0) || (last && made > 0));
}

/* run(data, most, finish): (what came out, how much of the data was taken, the library's code). `most`: bytes; -1: no
 * limit. */
METHOD(s_run) {
  Buffer view;
  int64_t most;
  int finish = object_truth(ctx, args[2]);
  if (finish < 0 || !object_index_i64(ctx, args[1], &most, true)) return V_NULL;
  if (SELF->library == CLOSED) return raise_format(ctx, EXC_ValueError, "the stream is closed"), V_NULL;
  if (!buffer_get(ctx, args[0], BUFFER_SIMPLE, &view)) return V_NULL;
  Run run = {.in = view.data, .n = view.length, .limit = most < 0 ? INT64_MAX / 4 : most};
  while (CHECK_STOP(ctx) && grow(ctx, &run) && step(ctx, SELF, &run, finish)) {}
  int64_t taken = view.length - run.n;
  buffer_release(ctx, &view);
  bool no_memory = SELF->library == LZMA ? run.code == LZMA_MEM_ERROR : run.code == BZ_MEM_ERROR;
  if (!ctx->exc && no_memory) raise_no_memory(ctx);
  Value parts[3] = {ctx->exc ? V_NULL : bytes_new(ctx, run.out, run.size), int_tag(taken), int_tag(run.code)};
  memory_free(ctx, run.out);
  return parts[0] ? tuple_from(ctx, parts, 3) : V_NULL;
}
METHOD(s_check) { return UNUSED(ctx), int_tag(SELF->check); }
METHOD(s_close) { return close_stream(ctx, SELF), V_NONE; }
METHOD(s_refuse) { return raise_format(ctx, EXC_TypeError, "cannot pickle '%T' object", self), V_NULL; }

static Class *make_stream(Ctx *ctx) {
  static const TypeOps ops = {.trace = trace};
  static const CFuncDef methods[] = {
      METHOD_ROW("run", s_run, 3, 3, "Compress or decompress some data."),
      METHOD_ROW("check", s_check, 0, 0, "The kind of integrity check of a stream of LZMA."),
      METHOD_ROW("close", s_close, 0, 0, "Give back the memory."),
      METHOD_ROW("__reduce__", s_refuse, 0, 0, NULL),
      {0},
  };
  return class_new_builtin(ctx, "_compressors.Stream", NULL, KIND_OTHER, sizeof(Stream), &ops, methods,
                           CLASS_BUILTIN | CLASS_FINAL);
}

/* ---- properties of filters, as raw formats store them ---- */

FUNCTION(f_encode_properties) {
  Filters filters;
  uint32_t size;
  uint8_t bytes[64];
  if (!are_filters(ctx, args[0]) || !read_filters(ctx, &filters, args[0])) return V_NULL;
  lzma_ret code = lzma_properties_size(&size, filters.list);
  if (code == LZMA_OK && size <= sizeof bytes) code = lzma_properties_encode(filters.list, bytes);
  return code == LZMA_OK ? bytes_new(ctx, bytes, size) : int_tag((int)code);
}
/* The options of a filter, in the order of its tuple without id and preset. */
FUNCTION(f_decode_properties) {
  int64_t id;
  Buffer view;
  if (!object_index_i64(ctx, args[0], &id, true) || !buffer_get(ctx, args[1], BUFFER_SIMPLE, &view)) return V_NULL;
  lzma_allocator allocator = {.alloc = lzma_room, .free = give_back, .opaque = ctx};
  lzma_filter filter = {.id = (lzma_vli)id};
  lzma_ret code = lzma_properties_decode(&filter, &allocator, view.data, (size_t)view.length);
  buffer_release(ctx, &view);
  if (code != LZMA_OK) return int_tag((int)code);
  Value parts[4] = {int_tag(0)};
  int64_t n = 1;
  if (is_lzma(filter.id)) {
    lzma_options_lzma *options = filter.options;
    parts[0] = int_tag(options->dict_size), parts[1] = int_tag(options->lc);
    parts[2] = int_tag(options->lp), parts[3] = int_tag(options->pb);
    n = 4;
  } else if (filter.id == LZMA_FILTER_DELTA) {
    parts[0] = int_tag(((lzma_options_delta *)filter.options)->dist);
  } else if (filter.options) {
    parts[0] = int_tag(((lzma_options_bcj *)filter.options)->start_offset);
  }
  memory_free(ctx, filter.options);
  return tuple_from(ctx, parts, n);
}
FUNCTION(f_check_supported) {
  int64_t check;
  if (!object_index_i64(ctx, args[0], &check, true)) return V_NULL;
  return bool_tag(lzma_check_is_supported((lzma_check)check));
}

static const CFuncDef functions[] = {
    FUNCTION_ROW("bz2_compressor", f_bz2_compressor, 1, 1, NULL),
    FUNCTION_ROW("bz2_decompressor", f_bz2_decompressor, 0, 0, NULL),
    FUNCTION_ROW("lzma_encoder", f_lzma_encoder, 3, 3, NULL),
    FUNCTION_ROW("lzma_decoder", f_lzma_decoder, 3, 3, NULL),
    FUNCTION_ROW("encode_properties", f_encode_properties, 1, 1, NULL),
    FUNCTION_ROW("decode_properties", f_decode_properties, 2, 2, NULL),
    FUNCTION_ROW("check_is_supported", f_check_supported, 1, 1, NULL),
    {0},
};
static const ModuleClass classes[] = {{offsetof(CompressorsState, stream), make_stream}, {0}};
MODULE(_compressors, .doc = "Streams of liblzma and libbz2.", .functions = {functions}, .classes = classes,
       .state_size = sizeof(CompressorsState));
