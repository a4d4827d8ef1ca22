/* TextIOWrapper: text on top of a buffered stream. UTF-8, ASCII and Latin-1 are decoded and encoded here; other
 * encodings by the incremental codecs that the registry has. */
#include "modules/_io/text_io.h"
#include <string.h>

static void trace(Ctx *ctx, Value self) {
  TextIO *t = TEXT;
  Value refers[] = {t->buffer,    t->encoding, t->errors,         t->decoder,        t->encoder,
                    t->undecoded, t->decoded,  t->snapshot_flags, t->snapshot_bytes, VAL(t->out)};
  for (size_t i = 0; i < sizeof refers / sizeof *refers; i++)
    if (refers[i]) heap_mark(ctx, refers[i]);
}

bool text_usable(Ctx *ctx, TextIO *t) {
  if (LIKELY(t->ok)) return true;
  if (t->buffer == V_NONE) raise_format(ctx, EXC_ValueError, "underlying buffer has been detached");
  else raise_format(ctx, EXC_ValueError, "I/O operation on uninitialized object");
  return false;
}
static int is_closed(Ctx *ctx, TextIO *t) {
  if (exact_buffered(ctx, t->buffer)) {
    Buffered *b = (Buffered *)t->buffer;
    if (b->ok && exact_file_io(ctx, b->raw)) return ((FileIO *)b->raw)->fd < 0;
  }
  return io_truth(ctx, io_closed(ctx, t->buffer));
}
bool text_open(Ctx *ctx, TextIO *t) {
  if (!text_usable(ctx, t)) return false;
  int closed = is_closed(ctx, t);
  if (closed > 0) raise_format(ctx, EXC_ValueError, "I/O operation on closed file.");
  return closed == 0;
}

/* ---- codecs ---- */

static bool is_fast(CodecId codec) { return codec == CODEC_UTF8 || codec == CODEC_ASCII || codec == CODEC_LATIN1; }

/* There is none if the stream was made anew by the code that a codec runs. */
static Value call_decoder(Ctx *ctx, TextIO *t, const char *method, const Value *args, uint32_t nargs) {
  return t->decoder ? io_call(ctx, t->decoder, method, args, nargs) : io_unsupported(ctx, "not readable");
}

Value text_decode(Ctx *ctx, TextIO *t, Value bytes, bool final) {
  Value text;
  if (t->codec == CODEC_OTHER) {
    Value args[2] = {bytes, bool_tag(final)};
    text = call_decoder(ctx, t, "decode", args, 2);
    if (text && !is_str(ctx, text))
      return raise_format(ctx, EXC_TypeError, "decoder should return a string result, not '%T'", text), V_NULL;
  } else {
    Value input = bytes;
    int64_t consumed = 0;
    if (t->undecoded && !(input = io_joined(ctx, t->undecoded, bytes))) return V_NULL;
    Bytes *b = (Bytes *)input;
    text = codec_decode_as(ctx, input, b->data, b->length, t->codec, t->errors, final, &consumed, NULL);
    if (!text) return V_NULL;
    t->undecoded = V_NULL;
    if (consumed < b->length && !(t->undecoded = bytes_new(ctx, b->data + consumed, b->length - consumed)))
      return V_NULL;
  }
  return text && t->universal ? newlines_translate(ctx, &t->newlines, text, final) : text;
}

bool text_decoder_state(Ctx *ctx, TextIO *t, Value *bytes, Value *flags) {
  *flags = int_tag(0);
  *bytes = t->undecoded ? t->undecoded : ctx->empty_bytes;
  if (t->codec == CODEC_OTHER) {
    Value state = call_decoder(ctx, t, "getstate", NULL, 0);
    if (!state) return false;
    if (!is_tuple(ctx, state) || tuple_length(state) != 2 || !is_int_value(ctx, tuple_item(state, 1)))
      return raise_format(ctx, EXC_TypeError, "illegal decoder state"), false;
    *bytes = tuple_item(state, 0), *flags = tuple_item(state, 1);
    if (!has_kind(ctx, *bytes, KIND_BYTES)) {
      raise_format(ctx, EXC_TypeError, "illegal decoder state: the first item should be a bytes object, not '%T'",
                   *bytes);
      return false;
    }
  }
  if (!t->universal) return true;
  Value shifted = object_binary(ctx, *flags, int_tag(1), OP_LSHIFT);
  *flags = shifted ? object_binary(ctx, shifted, int_tag(t->newlines.pending_cr), OP_OR) : V_NULL;
  return *flags != V_NULL;
}

bool text_decoder_set(Ctx *ctx, TextIO *t, Value bytes, Value flags) {
  t->undecoded = bytes && ((Bytes *)bytes)->length ? bytes : V_NULL;
  if (t->universal) {
    int odd = io_truth(ctx, object_binary(ctx, flags, int_tag(1), OP_AND));
    if (odd < 0 || !(flags = object_binary(ctx, flags, int_tag(1), OP_RSHIFT))) return false;
    t->newlines.pending_cr = odd;
  }
  if (t->codec != CODEC_OTHER) return true;
  Value items[2] = {bytes ? bytes : ctx->empty_bytes, flags}, state = tuple_from(ctx, items, 2);
  return state && call_decoder(ctx, t, "setstate", &state, 1);
}

bool text_decoder_reset(Ctx *ctx, TextIO *t) {
  t->undecoded = V_NULL;
  t->newlines.pending_cr = false;
  if (t->universal) t->newlines.seen = 0;
  return t->codec != CODEC_OTHER || call_decoder(ctx, t, "reset", NULL, 0);
}

bool text_encoder_reset(Ctx *ctx, TextIO *t, bool at_start) {
  if (!t->encoder) return true;
  Value zero = int_tag(0);
  return (at_start ? io_call0(ctx, t->encoder, "reset") : io_call(ctx, t->encoder, "setstate", &zero, 1)) != V_NULL;
}

/* What a stream encodes and decodes with. */
typedef struct Codecs {
  CodecId id;
  Value decoder, encoder;
} Codecs;
static void set_codecs(TextIO *t, const Codecs *codecs) {
  t->codec = codecs->id;
  t->decoder = codecs->decoder, t->encoder = codecs->encoder;
}

static Value make_codec(Ctx *ctx, Value info, const char *name, Value errors) {
  Value make = get_attr(ctx, info, str_intern_c(ctx, name));
  return make ? py_call1(ctx, make, errors) : V_NULL;
}
/* The incremental codecs of an encoding that is none of ours. The stream may be used meanwhile, by the code that makes
 * them. */
static bool find_codecs(Ctx *ctx, TextIO *t, Value encoding, Value errors, Codecs *out) {
  *out = (Codecs){.id = codec_find(encoding)};
  if (is_fast(out->id)) return true;
  out->id = CODEC_OTHER;
  Value name = str_intern_c(ctx, "_codecs");
  Value module = name ? import_name(ctx, name, V_NULL, V_NONE, int_tag(0)) : V_NULL;
  Value info = module ? io_call(ctx, module, "lookup", &encoding, 1) : V_NULL;
  if (!info) return false;
  Value flag = get_attr_optional(ctx, info, str_intern_c(ctx, "_is_text_encoding"));
  int is_text = flag ? object_truth(ctx, flag) : ctx->exc ? -1 : 1;
  if (is_text < 0) return false;
  if (!is_text) return raise_format(ctx, EXC_LookupError, "'%U' is not a text encoding", encoding), false;
  return (!t->readable || (out->decoder = make_codec(ctx, info, "incrementaldecoder", errors))) &&
         (!t->writable || (out->encoder = make_codec(ctx, info, "incrementalencoder", errors)));
}

/* ---- making ---- */

static void set_newline(TextIO *t, Value newline) {
  char text[3] = "";
  for (int64_t i = 0; newline != V_NONE && i < str_length(newline); i++) text[i] = (char)str_at(newline, i);
  strcpy(t->read_newline, text);
  strcpy(t->write_newline, text[0] == '\r' ? text : "");
  t->universal = newline == V_NONE || !*text;
  t->newlines.translate = newline == V_NONE;
}

/* An encoder at the start of a file writes a signature, elsewhere it does not. */
static bool fix_encoder(Ctx *ctx, TextIO *t) {
  if (!t->seekable || !t->encoder) return true;
  Value at = io_call0(ctx, t->buffer, "tell");
  int start = at ? object_compare_bool(ctx, at, int_tag(0), CMP_EQ) : -1;
  return start >= 0 && (start || text_encoder_reset(ctx, t, false));
}

/* Names of codecs and error handlers go through C strings. */
static bool good_text(Ctx *ctx, Value name) {
  return str_is_ascii(name) || codec_encode_as(ctx, name, CODEC_UTF8, NAME(strict));
}
static bool good_name(Ctx *ctx, Value name) { return codec_no_null(ctx, name) && good_text(ctx, name); }

static bool optional_str(Ctx *ctx, Value *v, const char *name) {
  if (!*v || *v == V_NONE) return *v = V_NULL, true;
  if (is_str(ctx, *v)) return true;
  raise_format(ctx, EXC_TypeError, "TextIOWrapper() argument '%s' must be str or None, not %T", name, *v);
  return false;
}

static void leave_buffer(Ctx *ctx, TextIO *t) {
  if (!t->buffer || !exact_buffered(ctx, t->buffer)) return;
  Buffered *b = (Buffered *)t->buffer;
  if (b->text == t) b->text = NULL;
}
void text_leave_host(TextIO *t) { t->stream = 0; }

static int ask(Ctx *ctx, Value buffer, const char *method) { return io_truth(ctx, io_call0(ctx, buffer, method)); }

static bool init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  TextIO *t = TEXT;
  Value v[6];
  t->ok = false;
  leave_buffer(ctx, t);
  if (!bind_params(ctx, "TextIOWrapper", "buffer encoding= errors= newline= line_buffering= write_through=", args,
                   nargs, kwnames, v) ||
      !optional_str(ctx, &v[1], "encoding") || !optional_str(ctx, &v[2], "errors"))
    return false;
  Value newline = v[3] ? v[3] : V_NONE;
  if (newline != V_NONE && !is_str(ctx, newline)) {
    raise_format(ctx, EXC_TypeError, "TextIOWrapper() argument 'newline' must be str or None, not %T", newline);
    return false;
  }
  int line_buffering = v[4] ? object_truth(ctx, v[4]) : 0, write_through = v[5] ? object_truth(ctx, v[5]) : 0;
  if (line_buffering < 0 || write_through < 0 || !newline_argument(ctx, "TextIOWrapper", newline)) return false;
  t->encoding = v[1] && !str_equal_c(v[1], "locale") ? v[1] : str_from_ascii(ctx, "UTF-8");
  t->errors = v[2] ? v[2] : NAME(strict);
  if (!t->encoding || !good_name(ctx, t->errors) || !good_name(ctx, t->encoding)) return false;
  int readable = ask(ctx, v[0], "readable"), writable = readable < 0 ? -1 : ask(ctx, v[0], "writable");
  if (writable < 0) return false;
  t->buffer = v[0];
  t->readable = readable, t->writable = writable;
  t->line_buffering = line_buffering, t->write_through = write_through;
  t->newlines = (Newlines){0};
  t->undecoded = V_NULL;
  t->out = NULL;
  t->pending = 0;
  t->chunk_size = TEXT_CHUNK;
  t->stream = 0;
  text_forget(t);
  set_newline(t, newline);
  Codecs codecs;
  if (!find_codecs(ctx, t, t->encoding, t->errors, &codecs)) return false;
  set_codecs(t, &codecs);
  int seekable = ask(ctx, v[0], "seekable");
  if (seekable < 0) return false;
  t->seekable = t->telling = seekable;
  if (!fix_encoder(ctx, t)) return false;
  if (exact_buffered(ctx, v[0]) && t->writable) ((Buffered *)v[0])->text = t;
  t->ok = true;
  return io_opened(ctx, self);
}

/* Another one lives on below it. */
static void died(Ctx *ctx, void *cell) {
  TextIO *t = cell;
  if (!ctx->importer || !t->ok || !t->writable || !exact_buffered(ctx, t->buffer)) return;
  Buffered *b = (Buffered *)t->buffer;
  if (b->text != t) return;
  if (b->ok && exact_file_io(ctx, b->raw) && ((FileIO *)b->raw)->fd >= 0) buffered_abandon(ctx, b, (FileIO *)b->raw);
  b->text = NULL;
}
void text_abandon(Ctx *ctx, TextIO *t, FileIO *f) {
  Buffered *b = (Buffered *)t->buffer;
  b->text = NULL; /* what is below goes first */
  buffered_abandon(ctx, b, f);
  for (int64_t done = 0; t->out && done < t->pending;) {
    ssize_t n = file_write(ctx, f->fd, t->out->data + done, (size_t)(t->pending - done));
    if (n <= 0) break;
    done += n;
  }
  t->pending = 0;
  ctx->exc = V_NULL;
}

static Value new_(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(args), UNUSED(nargs), UNUSED(kwnames);
  TextIO *t = (TextIO *)instance_new(ctx, cls);
  if (!t || !heap_add_finalizer(ctx, t, died)) return V_NULL;
  return io_instance(ctx, cls, io_state(ctx)->text, VAL(t));
}

/* ---- writing ---- */

void text_forget(TextIO *t) {
  t->decoded = V_NULL;
  t->used = 0;
  t->snapshot_flags = t->snapshot_bytes = V_NULL;
}

bool text_flush_pending(Ctx *ctx, TextIO *t) {
  if (!t->pending) return true;
  if (exact_buffered(ctx, t->buffer) && ((Buffered *)t->buffer)->ok) {
    int64_t n = t->pending;
    t->pending = 0;
    return buffered_write_all(ctx, (Buffered *)t->buffer, t->out->data, n);
  }
  Value bytes = bytes_new(ctx, t->out->data, t->pending);
  if (!bytes) return false;
  t->pending = 0;
  return io_call(ctx, t->buffer, "write", &bytes, 1) != V_NULL;
}

/* false: exception */
static bool has(Ctx *ctx, Text text, const char *newline, bool *found) {
  int64_t end = line_end(ctx, text, 0, newline, true);
  *found = end >= 0;
  return end != -2;
}

static Value with_newlines(Ctx *ctx, TextIO *t, Value text) {
  StrBuilder sb;
  sb_init(&sb, ctx);
  Text from = text_of(text);
  for (int64_t at = 0, end;; at = end) {
    end = line_end(ctx, from, at, "\n", true);
    if (end == -2) return sb_discard(&sb), V_NULL;
    sb_text(&sb, text_slice(from, at, end < 0 ? from.length : end - 1));
    if (end < 0) return sb_finish(&sb);
    sb_ascii(&sb, t->write_newline);
    if (!CHECK_STOP(ctx)) return sb_discard(&sb), V_NULL;
  }
}

/* The same as an instance of a subclass of str does it, which may do anything with the stream. */
static Value replaced_newlines(Ctx *ctx, TextIO *t, Value text) {
  Value args[2] = {ctx->chars['\n'], str_from_ascii(ctx, t->write_newline)};
  Value replaced = args[1] ? io_call(ctx, text, "replace", args, 2) : V_NULL;
  if (!replaced || is_str(ctx, replaced)) return replaced;
  return raise_format(ctx, EXC_TypeError, "replace() should return a str, not %T", replaced), V_NULL;
}
static bool may_write(Ctx *ctx, TextIO *t) {
  return text_open(ctx, t) && (t->writable || (io_unsupported(ctx, "not writable"), false));
}

static bool add_pending(Ctx *ctx, TextIO *t, const uint8_t *data, int64_t n) {
  /* writing it may bring more */
  while (t->pending && t->pending + n > t->chunk_size)
    if (!text_flush_pending(ctx, t) || !text_usable(ctx, t) || !CHECK_STOP(ctx)) return false;
  int64_t need = t->pending + n;
  if (!t->out || t->out->cap < need) {
    Raw *grown = raw_new(ctx, t->chunk_size < TEXT_CHUNK && need <= t->chunk_size ? t->chunk_size
                                                                                  : need + need / 2 + TEXT_CHUNK);
    if (!grown) return false;
    if (t->out && t->pending && !stop_copy(ctx, grown->data, t->out->data, (size_t)t->pending)) return false;
    t->out = grown;
  }
  if (n && !stop_copy(ctx, t->out->data + t->pending, data, (size_t)n)) return false;
  t->pending += n;
  return true;
}

/* Text for the host: what waits in the layer below goes first. */
static bool write_to_host(Ctx *ctx, TextIO *t, Value text) {
  Buffered *b = (Buffered *)t->buffer;
  return (!b->pending || buffered_flush(ctx, b)) && io_write_checked(ctx, t->stream, text);
}

static bool write_text(Ctx *ctx, TextIO *t, Value text) {
  if (t->stream == 1 || t->stream == 2) return write_to_host(ctx, t, text);
  Text given = text_of(text);
  bool line = false, flush = false;
  if ((*t->write_newline || t->line_buffering) && !has(ctx, given, "\n", &line)) return false;
  if (t->line_buffering && !(flush = line) && !has(ctx, given, "\r", &flush)) return false;
  if (line && *t->write_newline) {
    bool plain = has_shape(text, ctx->shape.str);
    text = plain ? with_newlines(ctx, t, text) : replaced_newlines(ctx, t, text);
    if (!text || (!plain && !may_write(ctx, t))) return false;
  }
  if (t->codec != CODEC_OTHER && str_is_ascii(text)) {
    given = text_of(text);
    if (!add_pending(ctx, t, given.data, given.length)) return false;
  } else {
    Value bytes = t->codec != CODEC_OTHER ? codec_encode_as(ctx, text, t->codec, t->errors)
                  : t->encoder            ? io_call(ctx, t->encoder, "encode", &text, 1)
                                          : io_unsupported(ctx, "not writable");
    if (!bytes) return false;
    if (!has_kind(ctx, bytes, KIND_BYTES))
      return raise_format(ctx, EXC_TypeError, "encoder should return a bytes object, not '%T'", bytes), false;
    if (!add_pending(ctx, t, ((Bytes *)bytes)->data, ((Bytes *)bytes)->length)) return false;
  }
  if ((t->pending >= t->chunk_size || flush || t->write_through) && !text_flush_pending(ctx, t)) return false;
  if (flush && (!text_usable(ctx, t) || !io_call0(ctx, t->buffer, "flush"))) return false;
  if (t->snapshot_bytes) text_forget(t);
  return !t->decoder || io_call0(ctx, t->decoder, "reset");
}
METHOD(t_write) {
  TextIO *t = TEXT;
  if (!is_str(ctx, args[0]))
    return raise_format(ctx, EXC_TypeError, "write() argument must be str, not %A", args[0]), V_NULL;
  if (!may_write(ctx, t)) return V_NULL;
  return write_text(ctx, t, args[0]) ? int_tag(str_length(args[0])) : V_NULL;
}
METHOD(t_flush) {
  TextIO *t = TEXT;
  if (!text_open(ctx, t)) return V_NULL;
  t->telling = t->seekable;
  if (t->stream && t->stream < 3 && !io_flush(ctx)) return V_NULL;
  return text_flush_pending(ctx, t) && text_usable(ctx, t) ? io_call0(ctx, t->buffer, "flush") : V_NULL;
}

/* ---- reading ---- */

static Value rest(Ctx *ctx, TextIO *t, int64_t n) {
  if (!t->decoded) return ctx->empty_str;
  int64_t left = str_length(t->decoded) - t->used, from = t->used;
  if (n < 0 || n > left) n = left;
  t->used += n;
  return str_substring(ctx, t->decoded, from, from + n);
}

static Value more_bytes(Ctx *ctx, TextIO *t) {
  Value size = int_tag(t->chunk_size);
  if (exact_buffered(ctx, t->buffer)) {
    Value bytes = buffered_read1(ctx, (Buffered *)t->buffer, t->chunk_size);
    return bytes == V_NONE ? bytes_new(ctx, NULL, 0) : bytes;
  }
  Value read1 = get_attr_optional(ctx, t->buffer, str_intern_c(ctx, "read1"));
  if (ctx->exc) return V_NULL;
  Value bytes = read1 ? py_call1(ctx, read1, size) : io_call(ctx, t->buffer, "read", &size, 1);
  if (!bytes || has_kind(ctx, bytes, KIND_BYTES)) return bytes;
  if (buffer_offered(ctx, bytes)) return buffer_to_bytes(ctx, bytes);
  raise_format(ctx, EXC_TypeError, "underlying %s() should have returned a bytes-like object, not '%T'",
               read1 ? "read1" : "read", bytes);
  return V_NULL;
}

/* 1: there is more in `decoded`, 0: the end, -1 */
static int read_chunk(Ctx *ctx, TextIO *t) {
  if (!t->readable) return io_unsupported(ctx, "not readable"), -1;
  Value held = V_NULL, flags = V_NULL;
  if (t->stream == 3 && !((Buffered *)t->buffer)->end) { /* nobody has read from the layers below */
    Value text = io_read_line(ctx);
    if (text) text = newlines_translate(ctx, &t->newlines, text, true);
    if (!text) return -1;
    t->decoded = text;
    t->used = 0;
    t->snapshot_bytes = V_NULL;
    return str_length(text) > 0;
  }
  if (t->telling && !text_decoder_state(ctx, t, &held, &flags)) return -1;
  Value input = more_bytes(ctx, t);
  if (!input) return -1;
  bool end = ((Bytes *)input)->length == 0;
  Value text = text_decode(ctx, t, input, end);
  if (!text) return -1;
  t->decoded = text;
  t->used = 0;
  if (t->telling && held) {
    t->snapshot_bytes = ((Bytes *)held)->length ? io_joined(ctx, held, input) : input;
    t->snapshot_flags = flags;
    if (!t->snapshot_bytes) return -1;
  }
  return !end || str_length(text) > 0;
}

METHOD(t_read) {
  TextIO *t = TEXT;
  int64_t n;
  if (!io_size(ctx, args, nargs, &n) || !text_open(ctx, t)) return V_NULL;
  if (!t->readable) return io_unsupported(ctx, "not readable");
  if (!text_flush_pending(ctx, t) || !text_usable(ctx, t)) return V_NULL;
  if (n < 0 && t->stream == 3) n = INT64_MAX;
  if (n < 0) {
    Value bytes = io_call0(ctx, t->buffer, "read");
    if (bytes && bytes != V_NONE && !has_kind(ctx, bytes, KIND_BYTES)) bytes = buffer_to_bytes(ctx, bytes);
    if (!bytes) return V_NULL;
    if (bytes == V_NONE) {
      Value parts[2] = {int_tag(11), str_from_ascii(ctx, "Read returned None.")};
      Value exc = parts[1] ? exception_new(ctx, ctx->exc_class[EXC_BlockingIOError], parts, 2) : V_NULL;
      if (exc) raise_exc(ctx, exc);
      return V_NULL;
    }
    Value text = text_decode(ctx, t, bytes, true), first = text ? rest(ctx, t, -1) : V_NULL;
    if (!first) return V_NULL;
    text_forget(t);
    return str_length(first) ? str_concat(ctx, first, text) : text;
  }
  Value text = rest(ctx, t, n);
  while (text && str_length(text) < n) {
    int got = read_chunk(ctx, t);
    if (got < 0 || !CHECK_STOP(ctx)) return V_NULL;
    if (!got) break;
    Value part = rest(ctx, t, n == INT64_MAX ? -1 : n - str_length(text));
    text = part ? str_concat(ctx, text, part) : V_NULL;
  }
  return text;
}

static Value line(Ctx *ctx, TextIO *t, int64_t limit) {
  const char *newline = t->universal ? NULL : t->read_newline;
  if (!text_flush_pending(ctx, t) || !text_usable(ctx, t)) return V_NULL;
  Value text = V_NULL; /* of the chunks before the last one */
  int64_t before = 0;
  if (LIKELY(t->decoded != V_NULL)) {
    Text last = text_of(t->decoded);
    int64_t end = line_end(ctx, last, t->used, newline, t->newlines.translate);
    if (end == -2) return V_NULL;
    if (LIKELY(end >= 0 && limit < 0)) {
      int64_t from = t->used;
      t->used = end;
      return str_substring(ctx, t->decoded, from, end);
    }
    int64_t most = end >= 0 ? end - t->used : last.length - t->used;
    if (limit >= 0 && most >= limit) return rest(ctx, t, limit);
    if (end >= 0) return rest(ctx, t, most);
    text = rest(ctx, t, -1);
    if (!text) return V_NULL;
    before = str_length(text);
  }
  for (;;) {
    int got = read_chunk(ctx, t);
    if (got < 0 || !CHECK_STOP(ctx)) return V_NULL;
    if (!got) {
      t->decoded = t->snapshot_bytes = V_NULL;
      t->used = 0;
      return text ? text : ctx->empty_str;
    }
    Value all = before ? str_concat(ctx, text, t->decoded) : t->decoded;
    if (!all) return V_NULL;
    int64_t end = line_end(ctx, text_of(all), before ? before - 1 : 0, newline, t->newlines.translate);
    int64_t n = end >= 0 ? end : str_length(all);
    if (end == -2) return V_NULL;
    if (limit >= 0 && n > limit) n = limit;
    if (end >= 0 || n == limit) {
      t->used = n - before;
      return str_substring(ctx, all, 0, n);
    }
    text = all;
    before = n;
    t->used = str_length(t->decoded);
  }
}
METHOD(t_readline) {
  int64_t n;
  return io_size(ctx, args, nargs, &n) && text_open(ctx, TEXT) ? line(ctx, TEXT, n) : V_NULL;
}
static Value next(Ctx *ctx, Value self) {
  TextIO *t = TEXT;
  Value text;
  if (!text_usable(ctx, t)) return V_NULL;
  t->telling = false;
  if (class_of(ctx, self) == io_state(ctx)->text) {
    text = text_open(ctx, t) ? line(ctx, t, -1) : V_NULL;
  } else {
    text = io_call0(ctx, self, "readline");
    if (text && !is_str(ctx, text))
      return raise_format(ctx, EXC_OSError, "readline() should have returned a str object, not '%T'", text), V_NULL;
  }
  if (!text) return V_NULL;
  if (LIKELY(str_length(text) > 0)) return text;
  t->snapshot_flags = t->snapshot_bytes = V_NULL;
  t->telling = t->seekable;
  return V_NULL;
}
static Value iter(Ctx *ctx, Value self) { return text_open(ctx, TEXT) ? self : V_NULL; }

/* ---- the rest ---- */

static Value forward(Ctx *ctx, TextIO *t, const char *method) {
  return text_usable(ctx, t) ? io_call0(ctx, t->buffer, method) : V_NULL;
}
METHOD(t_fileno) { return forward(ctx, TEXT, "fileno"); }
METHOD(t_seekable) { return forward(ctx, TEXT, "seekable"); }
METHOD(t_readable) { return forward(ctx, TEXT, "readable"); }
METHOD(t_writable) { return forward(ctx, TEXT, "writable"); }
METHOD(t_isatty) { return forward(ctx, TEXT, "isatty"); }
METHOD(t_truncate) {
  if (!text_usable(ctx, TEXT) || !io_call0(ctx, self, "flush") || !text_usable(ctx, TEXT)) return V_NULL;
  return io_call(ctx, TEXT->buffer, "truncate", args, nargs);
}
METHOD(t_close) {
  TextIO *t = TEXT;
  if (!text_usable(ctx, t)) return V_NULL;
  Value buffer = t->buffer;
  int closed = is_closed(ctx, t);
  if (closed) return closed < 0 ? V_NULL : V_NONE;
  if (buffer != t->buffer) return V_NONE; /* looking has detached it */
  if (t->finalizing) io_warn_unclosed(ctx, buffer, self);
  Value flushed = ctx->exc ? V_NULL : io_call0(ctx, self, "flush"), exc = flushed ? V_NULL : exc_take(ctx);
  if (flushed && !text_usable(ctx, t)) return V_NULL;
  Value result = io_call0(ctx, buffer, "close");
  if (!exc) return result;
  if (result) return ctx->exc = exc, V_NULL;
  if (ctx->exc && ctx->exc != exc) ((Exception *)ctx->exc)->context = exc;
  return V_NULL;
}
METHOD(t_detach) {
  TextIO *t = TEXT;
  if (!text_usable(ctx, t) || !io_call0(ctx, self, "flush") || !text_usable(ctx, t)) return V_NULL;
  Value buffer = t->buffer;
  leave_buffer(ctx, t);
  t->buffer = V_NONE;
  t->ok = false;
  return buffer;
}

/* A flag given as an integer, None: as it was; -1: an exception */
static int flag(Ctx *ctx, Value v, bool now) {
  int64_t n;
  if (!v || v == V_NONE) return now;
  if (!(v = object_index(ctx, v))) return -1;
  if (int_to_i64(ctx, v, &n)) return n != 0;
  raise_format(ctx, EXC_OverflowError, "Python int too large to convert to C long");
  return -1;
}

METHOD(t_reconfigure) {
  TextIO *t = TEXT;
  Value v[5];
  static const char *const names[] = {"encoding", "errors", "newline"};
  if (!text_usable(ctx, t) ||
      !bind_params(ctx, "reconfigure", "* encoding= errors= newline= line_buffering= write_through=", args, nargs,
                   kwnames, v))
    return V_NULL;
  for (int i = 0; i < 3; i++) {
    if (!v[i] || v[i] == V_NONE || is_str(ctx, v[i])) continue;
    raise_format(ctx, EXC_TypeError, "reconfigure() argument '%s' must be str or None, not %T", names[i], v[i]);
    return V_NULL;
  }
  Value encoding = v[0] && v[0] != V_NONE ? v[0] : V_NULL, errors = v[1] && v[1] != V_NONE ? v[1] : V_NULL;
  if (t->decoded && (encoding || errors || v[2]))
    return io_unsupported(ctx, "It is not possible to set the encoding or newline of stream after the first read");
  if (v[2] && !newline_argument(ctx, "reconfigure", v[2])) return V_NULL;
  int line_buffering = flag(ctx, v[3], t->line_buffering);
  int write_through = line_buffering < 0 ? -1 : flag(ctx, v[4], t->write_through);
  if (write_through < 0 || !text_usable(ctx, t) || !io_call0(ctx, self, "flush") || !text_usable(ctx, t)) return V_NULL;
  if (t->stream == 1 && v[3] && v[3] != V_NONE && !io_set_line_buffering(ctx, line_buffering))
    return raise_no_memory(ctx), V_NULL;
  if (write_through || v[2] || encoding || errors) t->stream = 0; /* from now on through the layers below */
  if (v[2]) set_newline(t, v[2]);
  if (encoding || errors) {
    Codecs before = {t->codec, t->decoder, t->encoder}, codecs;
    if (!errors) errors = encoding ? NAME(strict) : t->errors;
    if (encoding && str_equal_c(encoding, "locale")) encoding = str_from_ascii(ctx, "UTF-8");
    if (!encoding && !(encoding = ctx->exc ? V_NULL : t->encoding)) return V_NULL;
    if (!good_name(ctx, errors) || !good_text(ctx, encoding) || !find_codecs(ctx, t, encoding, errors, &codecs))
      return V_NULL;
    set_codecs(t, &codecs);
    if (!fix_encoder(ctx, t)) return set_codecs(t, &before), V_NULL;
    t->encoding = encoding, t->errors = errors;
  }
  t->line_buffering = line_buffering, t->write_through = write_through;
  return V_NONE;
}

#define GETTER(name, ...)                                                                                   \
  static Value get_##name(Ctx *ctx, Value self) { return text_usable(ctx, TEXT) ? (__VA_ARGS__) : V_NULL; }
/* These stay when the buffer is detached. */
static Value get_encoding(Ctx *ctx, Value self) {
  return TEXT->encoding ? TEXT->encoding : (text_usable(ctx, TEXT), V_NULL);
}
static Value get_errors(Ctx *ctx, Value self) { return TEXT->errors ? TEXT->errors : (text_usable(ctx, TEXT), V_NULL); }
GETTER(newlines, TEXT->universal ? newlines_seen(ctx, &TEXT->newlines) : V_NONE)
static Value get_line_buffering(Ctx *ctx, Value self) { return UNUSED(ctx), bool_tag(TEXT->line_buffering); }
static Value get_write_through(Ctx *ctx, Value self) { return UNUSED(ctx), bool_tag(TEXT->write_through); }
static Value get_finalizing(Ctx *ctx, Value self) { return UNUSED(ctx), bool_tag(TEXT->finalizing); }
static bool set_finalizing(Ctx *ctx, Value self, Value v) { return io_set_flag(ctx, &TEXT->finalizing, v); }
GETTER(name, get_attr(ctx, TEXT->buffer, NAME(name)))
GETTER(closed, io_closed(ctx, TEXT->buffer))
GETTER(chunk_size, int_tag(TEXT->chunk_size))
GETTER(buffer, TEXT->buffer)
static bool set_chunk_size(Ctx *ctx, Value self, Value v) {
  int64_t n;
  if (!text_usable(ctx, TEXT)) return false;
  if (!v) {
    Value type = io_type_name(ctx, self);
    if (type) raise_format(ctx, EXC_AttributeError, "attribute '_CHUNK_SIZE' of '%U' objects cannot be deleted", type);
    return false;
  }
  if (!(v = object_index(ctx, v))) return false;
  if (!int_to_i64(ctx, v, &n))
    return raise_format(ctx, EXC_ValueError, "cannot fit 'int' into an index-sized integer"), false;
  if (n <= 0) return raise_format(ctx, EXC_ValueError, "a strictly positive integer is required"), false;
  TEXT->chunk_size = n;
  return true;
}

static bool repr_part(Ctx *ctx, Value self, const char *attribute, StrBuilder *sb) {
  Value v = get_attr_optional(ctx, self, str_intern_c(ctx, attribute));
  if (ctx->exc) {
    if (!exc_matches(ctx, EXC_ValueError)) return false;
    exc_clear(ctx);
  }
  if (!v) return true;
  sb_char(sb, ' '), sb_ascii(sb, attribute), sb_char(sb, '=');
  return sb_repr(sb, v);
}
static Value repr(Ctx *ctx, Value self) {
  if (!TEXT->encoding) return raise_format(ctx, EXC_ValueError, "I/O operation on uninitialized object"), V_NULL;
  Value type = io_type_name(ctx, self);
  if (!type) return V_NULL;
  int entered = repr_enter(ctx, self);
  if (entered < 0) return V_NULL;
  if (entered) return raise_format(ctx, EXC_RuntimeError, "reentrant call inside %U.__repr__", type), V_NULL;
  StrBuilder sb;
  sb_init(&sb, ctx);
  sb_char(&sb, '<'), sb_str(&sb, type);
  bool ok = repr_part(ctx, self, "name", &sb) && repr_part(ctx, self, "mode", &sb);
  sb_ascii(&sb, " encoding=");
  ok = ok && sb_repr(&sb, TEXT->encoding);
  sb_char(&sb, '>');
  repr_leave(ctx, self);
  if (ok) return sb_finish(&sb);
  sb_discard(&sb);
  return V_NULL;
}
METHOD(t_refuse) { return io_refuse_pickle(ctx, self); }

Class *text_io_make(Ctx *ctx) {
  static const TypeOps ops = {.new_ = new_, .init = init, .repr = repr, .iter = iter, .next = next, .trace = trace};
  static const GetSetDef getset[] = {{"encoding", get_encoding, readonly_member, NULL},
                                     {"errors", get_errors, NULL, NULL},
                                     {"newlines", get_newlines, NULL, NULL},
                                     {"buffer", get_buffer, NULL, NULL},
                                     {"line_buffering", get_line_buffering, readonly_member, NULL},
                                     {"write_through", get_write_through, readonly_member, NULL},
                                     {"name", get_name, NULL, NULL},
                                     {"closed", get_closed, NULL, NULL},
                                     {"_CHUNK_SIZE", get_chunk_size, set_chunk_size, NULL},
                                     {"_finalizing", get_finalizing, set_finalizing, NULL},
                                     {0}};
  static const CFuncDef methods[] = {
      METHOD_ROW("detach", t_detach, 0, 0, NULL),
      METHOD_ROW_KW("reconfigure", t_reconfigure, 0, -1, "Reconfigure the text stream with new parameters."),
      METHOD_ROW("write", t_write, 1, 1, NULL),
      METHOD_ROW("read", t_read, 0, 1, NULL),
      METHOD_ROW("readline", t_readline, 0, 1, NULL),
      METHOD_ROW("flush", t_flush, 0, 0, NULL),
      METHOD_ROW("close", t_close, 0, 0, NULL),
      METHOD_ROW("fileno", t_fileno, 0, 0, NULL),
      METHOD_ROW("seekable", t_seekable, 0, 0, NULL),
      METHOD_ROW("readable", t_readable, 0, 0, NULL),
      METHOD_ROW("writable", t_writable, 0, 0, NULL),
      METHOD_ROW("isatty", t_isatty, 0, 0, NULL),
      METHOD_ROW("seek", text_seek, 1, 2, NULL),
      METHOD_ROW("tell", text_tell, 0, 0, NULL),
      METHOD_ROW("truncate", t_truncate, 0, 1, NULL),
      METHOD_ROW("__getstate__", t_refuse, 0, 0, NULL),
      {0},
  };
  Class *cls = class_new_builtin(ctx, "_io.TextIOWrapper", io_state(ctx)->text_base, KIND_OTHER, sizeof(TextIO), &ops,
                                 methods, CLASS_HAS_DICT);
  return cls && class_add_getset(ctx, cls, getset) ? cls : NULL;
}
