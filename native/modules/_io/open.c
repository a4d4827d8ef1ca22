/* Module _io: open() and its relatives, and the module's classes. */
#include "modules/_io/io.h"
#include <string.h>

bool newline_argument(Ctx *ctx, const char *function, Value newline) {
  if (newline == V_NONE) return true;
  if (!is_str(ctx, newline)) {
    raise_format(ctx, EXC_TypeError, "%s() argument 'newline' must be str or None, not %T", function, newline);
    return false;
  }
  static const char *const known[] = {"", "\n", "\r", "\r\n"};
  for (int i = 0; i < 4; i++)
    if (str_equal_c(newline, known[i])) return true;
  raise_format(ctx, EXC_ValueError, "illegal newline value: %R", newline);
  return false;
}

typedef struct Mode {
  bool creating, reading, writing, appending, updating, text, binary;
  char raw[8];
} Mode;

static bool read_mode(Ctx *ctx, Value text, Mode *m) {
  bool bad = false;
  size_t n = 0;
  for (int64_t i = 0; i < str_length(text) && !bad; i++) {
    uint32_t c = str_at(text, i);
    bool *flag = c == 'x'   ? &m->creating
                 : c == 'r' ? &m->reading
                 : c == 'w' ? &m->writing
                 : c == 'a' ? &m->appending
                 : c == '+' ? &m->updating
                 : c == 't' ? &m->text
                 : c == 'b' ? &m->binary
                            : NULL;
    bad = !flag || *flag;
    if (!bad && c != 't' && c != 'b') m->raw[n++] = (char)c;
    if (!bad) *flag = true;
  }
  if (bad) return raise_format(ctx, EXC_ValueError, "invalid mode: '%U'", text), false;
  m->raw[n] = 0;
  const char *words = NULL;
  if (m->text && m->binary) words = "can't have text and binary mode at once";
  else if (m->creating + m->reading + m->writing + m->appending > 1)
    words = "must have exactly one of create/read/write/append mode";
  else if (m->creating + m->reading + m->writing + m->appending == 0)
    words = "Must have exactly one of create/read/write/append mode and at most one plus";
  if (words) raise_format(ctx, EXC_ValueError, "%s", words);
  return !words;
}

static bool only_for_text(Ctx *ctx, Value encoding, Value errors, Value newline) {
  const char *what = encoding != V_NONE  ? "an encoding"
                     : errors != V_NONE  ? "an errors"
                     : newline != V_NONE ? "a newline"
                                         : NULL;
  if (what) raise_format(ctx, EXC_ValueError, "binary mode doesn't take %s argument", what);
  return !what;
}

/* What was made goes away again; the exception stays. */
static Value give_up(Ctx *ctx, Value stream) {
  Value exc = exc_take(ctx);
  if (!io_call0(ctx, stream, "close")) {
    if (ctx->exc && is_exception(ctx, ctx->exc)) ((Exception *)ctx->exc)->context = exc;
    return V_NULL;
  }
  ctx->exc = exc;
  return V_NULL;
}

FUNCTION(f_open) {
  IoState *state = io_state(ctx);
  Value file = args[0], text_mode = args[1] ? args[1] : ctx->chars['r'], encoding = or_none(args[3]),
        errors = or_none(args[4]), newline = or_none(args[5]);
  int64_t buffering = -1;
  Mode m = {0};
  if (!is_str(ctx, text_mode))
    return raise_format(ctx, EXC_TypeError, "open() argument 'mode' must be str, not %A", text_mode), V_NULL;
  if (args[2] && !object_ssize(ctx, args[2], &buffering)) return V_NULL;
  for (int i = 3; i < 6; i++) {
    static const char *const names[] = {"encoding", "errors", "newline"};
    if (!args[i] || args[i] == V_NONE || is_str(ctx, args[i])) continue;
    raise_format(ctx, EXC_TypeError, "open() argument '%s' must be str or None, not %T", names[i - 3], args[i]);
    return V_NULL;
  }
  if (!is_int_value(ctx, file) && !(file = file_fspath(ctx, file))) return V_NULL;
  if (!read_mode(ctx, text_mode, &m)) return V_NULL;
  if (m.binary && !only_for_text(ctx, encoding, errors, newline)) return V_NULL;
  if (m.binary && buffering == 1) buffering = -1;
  Value raw_mode = str_from_ascii(ctx, m.raw);
  Value raw = raw_mode ? file_io_new(ctx, file, raw_mode, args[6] ? args[6] : V_TRUE, or_none(args[7])) : V_NULL;
  if (!raw) return V_NULL;
  FileIO *f = (FileIO *)raw;
  bool lines = buffering == 1;
  if (buffering < 0 || lines) {
    lines |= buffering < 0 && file_isatty(ctx, f->fd);
    buffering = f->block_size > DEFAULT_BUFFER_SIZE ? f->block_size < 8 << 20 ? f->block_size : 8 << 20
                                                    : DEFAULT_BUFFER_SIZE;
  }
  if (buffering == 0 && m.binary) return raw;
  if (buffering == 0) {
    raise_format(ctx, EXC_ValueError, "can't have unbuffered text I/O");
    return give_up(ctx, raw);
  }
  Class *cls = m.updating ? state->random : m.reading ? state->reader : state->writer;
  Value buffered = py_call2(ctx, VAL(cls), raw, int_tag(buffering));
  if (!buffered) return give_up(ctx, raw);
  if (m.binary) return buffered;
  Value given[5] = {buffered, encoding, errors, newline, bool_tag(lines)};
  Value text = py_call(ctx, VAL(state->text), given, 5, V_NULL);
  if (!text || !set_attr(ctx, text, str_intern_c(ctx, "mode"), text_mode)) return give_up(ctx, buffered);
  return text;
}
FUNCTION(f_open_code) {
  if (!is_str(ctx, args[0]))
    return raise_format(ctx, EXC_TypeError, "open_code() argument 'path' must be str, not %A", args[0]), V_NULL;
  Value given[8] = {args[0], str_from_ascii(ctx, "rb")};
  return given[1] ? f_open(ctx, self, given, 8, V_NULL) : V_NULL;
}
FUNCTION(f_text_encoding) { return args[0] != V_NONE ? args[0] : str_from_ascii(ctx, "locale"); }

static const CFuncDef functions[] = {
    FUNCTION_ROW_NAMED("open", f_open, 1, 8, "file mode= buffering= encoding= errors= newline= closefd= opener=",
                       "Open file and return a stream.  Raise OSError upon failure."),
    FUNCTION_ROW_NAMED("open_code", f_open_code, 1, 1, "path",
                       "Opens the provided file with the intent to import the "
                       "contents."),
    FUNCTION_ROW("text_encoding", f_text_encoding, 1, 2, "A helper function to choose the text encoding."),
    {0},
};

static const ModuleClass classes[] = {
    {offsetof(IoState, io_base), io_base_make},
    {offsetof(IoState, raw_base), raw_base_make},
    {offsetof(IoState, buffered_base), buffered_base_make},
    {offsetof(IoState, text_base), text_base_make},
    {offsetof(IoState, file_io), file_io_make},
    {offsetof(IoState, bytes_io), bytes_io_make},
    {offsetof(IoState, bytes_io_buffer), bytes_io_buffer_make},
    {offsetof(IoState, string_io), string_io_make},
    {offsetof(IoState, reader), reader_make},
    {offsetof(IoState, writer), writer_make},
    {offsetof(IoState, random), random_make},
    {offsetof(IoState, pair), pair_make},
    {offsetof(IoState, newline_decoder), newline_decoder_make},
    {offsetof(IoState, text), text_io_make},
    {0},
};

static void trace(Ctx *ctx, void *data) {
  if (((IoState *)data)->unsupported) heap_mark(ctx, ((IoState *)data)->unsupported);
}

static bool at_exit(Ctx *ctx) { return io_state(ctx)->ending = true; }

static bool init(Ctx *ctx, Value module) {
  IoState *state = io_state(ctx);
  if (!state->unsupported) {
    Value bases[2] = {VAL(ctx->exc_class[EXC_OSError]), VAL(ctx->exc_class[EXC_ValueError])};
    Value given[3] = {str_from_ascii(ctx, "UnsupportedOperation"), tuple_from(ctx, bases, 2), dict_new(ctx)};
    if (!given[0] || !given[1] || !given[2] || !dict_set(ctx, given[2], NAME(__module__), str_from_ascii(ctx, "io")))
      return false;
    if (!(state->unsupported = py_call(ctx, VAL(ctx->cls.type), given, 3, V_NULL))) return false;
    struct stat status;
    file_stat(ctx, 0, &status); /* the table of descriptors is there, so that it is freed after the files */
    ctx->exc = V_NULL;
    if (!ctx_at_destroy(ctx, close_leftovers, state)) return raise_no_memory(ctx), false;
    if (!stdio_adopt(ctx)) return false;
  }
  /* the built-in function of this name only stands in for ours */
  Value name = str_intern_c(ctx, "open");
  if (!name) return false;
  Value own = dict_get_str(ctx, AS_MODULE(module)->dict, name), other = dict_get_str(ctx, ctx->builtins, name);
  if (other && has_kind(ctx, other, KIND_CFUNCTION) && !dict_set(ctx, ctx->builtins, name, own)) return false;
  return module_add(ctx, module, "DEFAULT_BUFFER_SIZE", int_tag(DEFAULT_BUFFER_SIZE)) &&
         module_add(ctx, module, "UnsupportedOperation", state->unsupported) &&
         module_add(ctx, module, "BlockingIOError", VAL(ctx->exc_class[EXC_BlockingIOError]));
}

MODULE(_io, .doc = "Streams.", .functions = {functions}, .classes = classes, .state_size = sizeof(IoState),
       .trace = trace, .init = init, .at_exit = at_exit);
