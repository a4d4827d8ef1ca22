/* Line ends: where a line stops, how they are translated to \n, and IncrementalNewlineDecoder, which does it on top of
 * another decoder. */
#include "modules/_io/io.h"
#include <string.h>

/* ---- finding ---- */

#define AT_ONCE ((int64_t)1 << 20) /* bytes that the C library may look at between two checks */

/* -1: there is none; -2: an exception, a stop */
static int64_t find_char(Ctx *ctx, Text t, int64_t from, uint32_t c) {
  if (t.kind == 1) {
    const uint8_t *data = t.data;
    for (; from < t.length; from += AT_ONCE) {
      const uint8_t *at = memchr(data + from, (int)c, (size_t)(t.length - from < AT_ONCE ? t.length - from : AT_ONCE));
      if (at) return at - data;
      if (t.length - from > AT_ONCE && !CHECK_STOP(ctx)) return -2;
    }
    return -1;
  }
  for (int64_t i = from; i < t.length; i++) {
    if (text_at(t, i) == c) return i;
    if (!CHECK_STOP_AT(ctx, i)) return -2;
  }
  return -1;
}

/* Characters in which both line ends are looked for at once: a text may have only one kind of them. */
#define WINDOW 4096

/* The first \r or \n. */
static int64_t find_line_end(Ctx *ctx, Text t, int64_t from) {
  for (int64_t at = from; at < t.length; at += WINDOW) {
    Text window = t;
    if (at + WINDOW < t.length) window.length = at + WINDOW;
    int64_t lf = find_char(ctx, window, at, '\n');
    if (lf >= 0) window.length = lf;
    int64_t cr = lf == -2 ? -2 : find_char(ctx, window, at, '\r');
    if (cr == -2 || !CHECK_STOP(ctx)) return -2;
    if (cr >= 0) return cr;
    if (lf >= 0) return lf;
  }
  return -1;
}

int64_t line_end(Ctx *ctx, Text t, int64_t from, const char *newline, bool translated) {
  if (translated || (newline && strcmp(newline, "\n") == 0)) {
    int64_t at = find_char(ctx, t, from, '\n');
    return at < 0 ? at : at + 1;
  }
  if (newline && *newline) {
    size_t n = strlen(newline);
    int64_t at = from;
    for (; (at = find_char(ctx, t, at, (uint8_t)newline[0])) >= 0; at++) {
      if (n == 1 || (at + 1 < t.length && text_at(t, at + 1) == (uint8_t)newline[1])) return at + (int64_t)n;
      if (!CHECK_STOP(ctx)) return -2;
    }
    return at;
  }
  int64_t at = find_line_end(ctx, t, from);
  if (at < 0) return at;
  return text_at(t, at) == '\r' && at + 1 < t.length && text_at(t, at + 1) == '\n' ? at + 2 : at + 1;
}

/* ---- translating ---- */

/* Which line ends are in t; false = exception */
static bool note_line_ends(Ctx *ctx, Newlines *state, Text t) {
  for (int64_t i = 0; i < t.length && state->seen != 7; i++) {
    uint32_t c = text_at(t, i);
    if (c == '\n' && !(i && text_at(t, i - 1) == '\r')) state->seen |= NEWLINE_LF;
    else if (c == '\r') state->seen |= i + 1 < t.length && text_at(t, i + 1) == '\n' ? NEWLINE_CRLF : NEWLINE_CR;
    if (!CHECK_STOP_AT(ctx, i)) return false;
  }
  return true;
}

Value newlines_translate(Ctx *ctx, Newlines *state, Value text, bool final) {
  int64_t n = str_length(text);
  if (state->pending_cr && (final || n > 0)) {
    text = str_concat(ctx, ctx->chars['\r'], text);
    if (!text) return V_NULL;
    state->pending_cr = false;
    n++;
  }
  if (!final && n > 0 && str_at(text, n - 1) == '\r') { /* the next text may begin with \n */
    text = str_substring(ctx, text, 0, n - 1);
    if (!text) return V_NULL;
    state->pending_cr = true;
    n--;
  }
  Text t = text_of(text);
  int64_t cr = find_char(ctx, t, 0, '\r');
  if (cr == -1) {
    int64_t lf = state->seen & NEWLINE_LF ? -1 : find_char(ctx, t, 0, '\n');
    if (lf >= 0) state->seen |= NEWLINE_LF;
    return lf == -2 ? V_NULL : text;
  }
  if (cr < 0 || !note_line_ends(ctx, state, t)) return V_NULL;
  if (!state->translate) return text;
  StrBuilder sb;
  sb_init(&sb, ctx);
  int64_t from = 0;
  for (; cr >= 0; cr = find_char(ctx, t, from, '\r')) {
    sb_text(&sb, text_slice(t, from, cr));
    sb_char(&sb, '\n');
    from = cr + 1 < n && text_at(t, cr + 1) == '\n' ? cr + 2 : cr + 1;
    if (!CHECK_STOP(ctx)) return sb_discard(&sb), V_NULL;
  }
  if (cr == -2) return sb_discard(&sb), V_NULL;
  sb_text(&sb, text_slice(t, from, n));
  return sb_finish(&sb);
}

Value newlines_seen(Ctx *ctx, const Newlines *state) {
  static const char *const ends[] = {"\r", "\n", "\r\n"};
  Value found[3];
  int n = 0;
  for (int i = 0; i < 3; i++)
    if (state->seen >> i & 1 && !(found[n++] = str_from_ascii(ctx, ends[i]))) return V_NULL;
  return n == 0 ? V_NONE : n == 1 ? found[0] : tuple_from(ctx, found, n);
}

/* ---- the decoder ---- */

typedef struct NewlineDecoder {
  Cell h;
  Value decoder; /* V_NULL: not initialized; V_NONE: it gets text */
  Value errors;
  Newlines newlines;
} NewlineDecoder;
#define DECODER ((NewlineDecoder *)self)

static void trace(Ctx *ctx, Value self) {
  if (DECODER->decoder) heap_mark(ctx, DECODER->decoder);
  if (DECODER->errors) heap_mark(ctx, DECODER->errors);
}
static Value new_(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(args), UNUSED(nargs), UNUSED(kwnames);
  return instance_new(ctx, cls);
}
static bool init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  Value v[3];
  if (!bind_params(ctx, "IncrementalNewlineDecoder", "decoder translate errors=", args, nargs, kwnames, v))
    return false;
  int translate = object_truth(ctx, v[1]);
  if (translate < 0) return false;
  DECODER->decoder = v[0];
  DECODER->errors = v[2] ? v[2] : NAME(strict);
  DECODER->newlines = (Newlines){.translate = translate};
  return true;
}
static bool ready(Ctx *ctx, Value self) {
  if (DECODER->decoder) return true;
  raise_format(ctx, EXC_ValueError, "IncrementalNewlineDecoder.__init__() not called");
  return false;
}
METHOD(d_decode) {
  if (!ready(ctx, self)) return V_NULL;
  int final = args[1] ? object_truth(ctx, args[1]) : 0;
  if (final < 0) return V_NULL;
  Value text = args[0];
  if (DECODER->decoder != V_NONE) {
    Value given[2] = {args[0], bool_tag(final)};
    text = io_call(ctx, DECODER->decoder, "decode", given, 2);
  }
  if (!text) return V_NULL;
  if (!is_str(ctx, text))
    return raise_format(ctx, EXC_TypeError, "decoder should return a string result, not '%T'", text), V_NULL;
  return newlines_translate(ctx, &DECODER->newlines, text, final);
}
METHOD(d_getstate) {
  if (!ready(ctx, self)) return V_NULL;
  Value pair[2] = {bytes_new(ctx, NULL, 0), int_tag(0)};
  if (DECODER->decoder != V_NONE) {
    Value state = io_call0(ctx, DECODER->decoder, "getstate");
    if (!state) return V_NULL;
    if (!is_tuple(ctx, state) || tuple_length(state) != 2)
      return raise_format(ctx, EXC_TypeError, "illegal decoder state"), V_NULL;
    pair[0] = tuple_item(state, 0), pair[1] = tuple_item(state, 1);
    if (!is_int_value(ctx, pair[1])) return raise_format(ctx, EXC_TypeError, "illegal decoder state"), V_NULL;
  }
  Value flag = object_binary(ctx, pair[1], int_tag(1), OP_LSHIFT);
  pair[1] = flag ? object_binary(ctx, flag, int_tag(DECODER->newlines.pending_cr), OP_OR) : V_NULL;
  return pair[0] && pair[1] ? tuple_from(ctx, pair, 2) : V_NULL;
}
METHOD(d_setstate) {
  if (!ready(ctx, self)) return V_NULL;
  if (!is_tuple(ctx, args[0])) return raise_format(ctx, EXC_TypeError, "state argument must be a tuple"), V_NULL;
  if (tuple_length(args[0]) != 2 || !is_int_value(ctx, tuple_item(args[0], 1)))
    return raise_format(ctx, EXC_TypeError, "setstate(): illegal state argument"), V_NULL;
  Value flag = tuple_item(args[0], 1);
  int odd = io_truth(ctx, object_binary(ctx, flag, int_tag(1), OP_AND));
  if (odd < 0) return V_NULL;
  DECODER->newlines.pending_cr = odd;
  if (DECODER->decoder == V_NONE) return V_NONE;
  Value pair[2] = {tuple_item(args[0], 0), object_binary(ctx, flag, int_tag(1), OP_RSHIFT)};
  Value state = pair[1] ? tuple_from(ctx, pair, 2) : V_NULL;
  return state ? io_call(ctx, DECODER->decoder, "setstate", &state, 1) : V_NULL;
}
METHOD(d_reset) {
  if (!ready(ctx, self)) return V_NULL;
  DECODER->newlines.pending_cr = false;
  DECODER->newlines.seen = 0;
  return DECODER->decoder == V_NONE ? V_NONE : io_call0(ctx, DECODER->decoder, "reset");
}
static Value get_newlines(Ctx *ctx, Value self) {
  return ready(ctx, self) ? newlines_seen(ctx, &DECODER->newlines) : V_NULL;
}
Class *newline_decoder_make(Ctx *ctx) {
  static const TypeOps ops = {.new_ = new_, .init = init, .trace = trace};
  static const GetSetDef getset[] = {{"newlines", get_newlines, NULL, NULL}, {0}};
  static const CFuncDef methods[] = {
      METHOD_ROW_NAMED("decode", d_decode, 1, 2, "input final=", NULL),
      METHOD_ROW("getstate", d_getstate, 0, 0, NULL),
      METHOD_ROW("setstate", d_setstate, 1, 1, NULL),
      METHOD_ROW("reset", d_reset, 0, 0, NULL),
      {0},
  };
  Class *cls = class_new_builtin(ctx, "_io.IncrementalNewlineDecoder", NULL, KIND_OTHER, sizeof(NewlineDecoder), &ops,
                                 methods, 0);
  return cls && class_add_getset(ctx, cls, getset) ? cls : NULL;
}
