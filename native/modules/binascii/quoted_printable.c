/* Quoted-printable text (RFC 1521). */
#include "modules/binascii/binascii.h"

typedef struct Output {
  Ctx *ctx;
  uint8_t *data; /* malloc'ed */
  size_t n, cap;
} Output;

static bool put(Output *out, uint8_t c) {
  if (out->n == out->cap) {
    size_t cap = out->cap ? out->cap * 2 : 128;
    uint8_t *grown = memory_resize(out->ctx, out->data, cap);
    if (!grown) return raise_no_memory(out->ctx), false;
    out->data = grown;
    out->cap = cap;
  }
  out->data[out->n++] = c;
  return true;
}
static bool put_quoted(Output *out, uint8_t c) {
  static const char digits[] = "0123456789ABCDEF";
  return put(out, '=') && put(out, (uint8_t)digits[c >> 4]) && put(out, (uint8_t)digits[c & 15]);
}
static Value finish(Output *out, bool ok) {
  Value bytes = ok ? bytes_new(out->ctx, out->data, (int64_t)out->n) : V_NULL;
  memory_free(out->ctx, out->data);
  return bytes;
}

/* ---- encoding ---- */

typedef struct Encoding {
  bool quote_tabs, text, header;
  bool crlf; /* line ends are those of the first line */
  const uint8_t *data;
  int64_t n;
} Encoding;

enum { LONGEST_LINE = 76 };

static bool is_line_end(uint8_t c) { return c == '\n' || c == '\r'; }

static bool needs_quoting(const Encoding *e, int64_t i, int column) {
  uint8_t c = e->data[i];
  bool last = i + 1 == e->n, blank = c == ' ' || c == '\t';
  if (c > 126 || c == '=' || (e->header && c == '_')) return true;
  /* A full stop alone on a line ends a message. */
  if (c == '.' && column == 0 && (last || is_line_end(e->data[i + 1]) || e->data[i + 1] == 0)) return true;
  if (is_line_end(c)) return !e->text;
  if (blank && last) return true;
  return c < 33 && (e->quote_tabs || !blank);
}

static bool soft_line_break(Output *out, const Encoding *e) {
  return put(out, '=') && (!e->crlf || put(out, '\r')) && put(out, '\n');
}

/* A line may not end in blanks, which are lost on the way: the last one is quoted. */
static bool hard_line_break(Output *out, const Encoding *e) {
  uint8_t before = out->n ? out->data[out->n - 1] : 0;
  if (before == ' ' || before == '\t') {
    out->n--;
    if (!put_quoted(out, before)) return false;
  }
  return (!e->crlf || put(out, '\r')) && put(out, '\n');
}

static Value encode(Ctx *ctx, Encoding *e) {
  Output out = {.ctx = ctx};
  const uint8_t *newline = NULL;
  if (e->n && !stop_find(ctx, e->data, '\n', (size_t)e->n, &newline)) return V_NULL;
  e->crlf = newline && newline > e->data && newline[-1] == '\r';
  bool ok = true;
  int column = 0;
  for (int64_t i = 0; ok && i < e->n;) {
    uint8_t c = e->data[i];
    bool next_is_newline = i + 1 < e->n && e->data[i + 1] == '\n';
    if (!CHECK_STOP_AT(ctx, i)) {
      ok = false;
    } else if (needs_quoting(e, i, column)) {
      if (column + 3 >= LONGEST_LINE) ok = soft_line_break(&out, e), column = 0;
      ok = ok && put_quoted(&out, c);
      column += 3;
      i++;
    } else if (e->text && (c == '\n' || (c == '\r' && next_is_newline))) {
      ok = hard_line_break(&out, e);
      column = 0;
      i += c == '\r' ? 2 : 1;
    } else {
      if (i + 1 < e->n && !next_is_newline && column + 1 >= LONGEST_LINE) ok = soft_line_break(&out, e), column = 0;
      ok = ok && put(&out, e->header && c == ' ' ? '_' : c);
      column++;
      i++;
    }
  }
  return finish(&out, ok);
}

FUNCTION(f_b2a) {
  int flags[3] = {false, true, false};
  Buffer view;
  if (!buffer_get(ctx, args[0], BUFFER_SIMPLE, &view)) return V_NULL;
  bool ok = true;
  for (int i = 0; ok && i < 3; i++) ok = !args[i + 1] || (flags[i] = object_truth(ctx, args[i + 1])) >= 0;
  Encoding e = {.quote_tabs = flags[0], .text = flags[1], .header = flags[2], .data = view.data, .n = view.length};
  Value out = ok ? encode(ctx, &e) : V_NULL;
  buffer_release(ctx, &view);
  return out;
}

/* ---- decoding ---- */

static Value decode(Ctx *ctx, const uint8_t *text, int64_t n, bool header) {
  Output out = {.ctx = ctx};
  bool ok = true;
  for (int64_t i = 0; ok && i < n; i++) {
    if (!CHECK_STOP_AT(ctx, i)) {
      ok = false;
      break;
    }
    if (text[i] != '=') {
      ok = put(&out, header && text[i] == '_' ? ' ' : text[i]);
      continue;
    }
    if (++i >= n) break;
    if (is_line_end(text[i])) { /* the line goes on after its end */
      for (; i < n && text[i] != '\n' && ok; i++) ok = CHECK_STOP_AT(ctx, i);
    } else if (text[i] == '=') {
      ok = put(&out, '=');
    } else if (i + 1 < n && binascii_hex_digit(text[i]) >= 0 && binascii_hex_digit(text[i + 1]) >= 0) {
      ok = put(&out, (uint8_t)(binascii_hex_digit(text[i]) << 4 | binascii_hex_digit(text[i + 1])));
      i++;
    } else { /* not quoted at all */
      ok = put(&out, '=');
      i--;
    }
  }
  return finish(&out, ok);
}

FUNCTION(f_a2b) {
  AsciiArgument text;
  if (!binascii_text(ctx, args[0], &text)) return V_NULL;
  int header = args[1] ? object_truth(ctx, args[1]) : 0;
  Value out = header < 0 ? V_NULL : decode(ctx, text.data, text.n, header);
  binascii_release(ctx, &text);
  return out;
}

const CFuncDef BINASCII_QUOTED_PRINTABLE[] = {
    FUNCTION_ROW_NAMED("a2b_qp", f_a2b, 1, 2, "data header=", "The bytes of quoted-printable text."),
    FUNCTION_ROW_NAMED("b2a_qp", f_b2a, 1, 4, "data quotetabs= istext= header=", "Quoted-printable text of bytes."),
    {0},
};
