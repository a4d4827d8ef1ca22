/* Opcodes whose argument is a line of text. */
#include "modules/_pickle/pickle.h"

/* The line without its end; false: it is empty, or there is none. */
static bool take_line(Reader *r, const uint8_t **line, size_t *n) {
  if (!(*line = input_line(r, n))) return false;
  return --*n > 0 || input_truncated(r);
}

bool load_int(Reader *r) {
  Ctx *ctx = r->ctx;
  const uint8_t *line;
  size_t n;
  if (!take_line(r, &line, &n)) return false;
  if (n == 2 && line[0] == '0' && (line[1] == '0' || line[1] == '1')) return push(r, bool_tag(line[1] == '1'));
  Value v = int_parse(ctx, (const char *)line, n, 10);
  if (!v && exc_matches(ctx, EXC_ValueError)) {
    exc_clear(ctx);
    raise_format(ctx, EXC_ValueError, "could not convert string to int");
  }
  return push(r, v);
}
bool load_long(Reader *r) {
  const uint8_t *line;
  size_t n;
  if (!take_line(r, &line, &n)) return false;
  if (line[n - 1] == 'L') n--;
  return push(r, int_parse(r->ctx, (const char *)line, n, 10));
}

static size_t skip_digits(Ctx *ctx, const uint8_t *s, size_t n, size_t i) {
  while (i < n && s[i] - '0' < 10u && CHECK_STOP_AT(ctx, i)) i++;
  return i;
}
/* How many bytes at the beginning are the text of a float, without blanks and underscores; *word: it is inf or nan. */
static size_t float_length(Ctx *ctx, const uint8_t *s, size_t n, bool *word) {
  static const char *const words[] = {"infinity", "inf", "nan"};
  size_t i = n && (s[0] == '+' || s[0] == '-'), from = i;
  *word = false;
  for (int k = 0; k < 3; k++) {
    size_t length = strlen(words[k]), j = 0;
    while (j < length && i + j < n && (s[i + j] | 32) == (uint8_t)words[k][j]) j++;
    if (j == length) return *word = true, i + length;
  }
  i = skip_digits(ctx, s, n, i);
  size_t digits = i - from;
  if (i < n && s[i] == '.') {
    size_t end = skip_digits(ctx, s, n, i + 1);
    digits += end - i - 1;
    i = end;
  }
  if (!digits || i == n || (s[i] | 32) != 'e') return digits ? i : 0;
  size_t e = i + 1;
  e += e < n && (s[e] == '+' || s[e] == '-');
  size_t end = skip_digits(ctx, s, n, e);
  return end > e ? end : i;
}
enum { SHOWN = 200 }; /* bytes of a line in a message, its end included */
bool load_float(Reader *r) {
  Ctx *ctx = r->ctx;
  const uint8_t *line;
  size_t n;
  bool word;
  if (!take_line(r, &line, &n)) return false;
  size_t good = float_length(ctx, line, n, &word);
  if (ctx->exc) return false;
  if (good && good < n) return raise_format(ctx, EXC_ValueError, "could not convert string to float"), false;
  Value v = good ? float_parse(ctx, (const char *)line, n) : V_NULL;
  if (good && (!v || word || is_flonum(v) || !__builtin_isinf(float_val(ctx, v)))) return push(r, v);
  Value shown = str_from_utf8(ctx, (const char *)line, n + 1 < SHOWN ? n + 1 : SHOWN);
  if (shown && !good) raise_format(ctx, EXC_ValueError, "could not convert string to float: '%U'", shown);
  else if (shown) raise_format(ctx, EXC_OverflowError, "value too large to convert to float: '%U'", shown);
  return false;
}

bool load_string(Reader *r) {
  Ctx *ctx = r->ctx;
  size_t n;
  const uint8_t *line = input_line(r, &n);
  if (!line) return false;
  n--;
  if (n < 2 || line[0] != line[n - 1] || (line[0] != '"' && line[0] != '\''))
    return unpickling_error(ctx, "the STRING opcode argument must be quoted");
  Value bytes = bytes_escape_decode(ctx, line + 1, (int64_t)n - 2, V_NULL);
  return bytes && load_decoded(r, AS_BYTES(bytes)->data, AS_BYTES(bytes)->length);
}
bool load_unicode(Reader *r) {
  size_t n;
  const uint8_t *line = input_line(r, &n);
  Value bytes = line ? bytes_new(r->ctx, line, (int64_t)n - 1) : V_NULL;
  if (!bytes) return false;
  return push(r, unicode_escape_decode(r->ctx, bytes, AS_BYTES(bytes)->data, AS_BYTES(bytes)->length, V_NULL, true,
                                       true, NULL));
}

/* The number of an object; false: exception. */
static bool take_number(Reader *r, int64_t *out) {
  const uint8_t *line;
  size_t n;
  if (!take_line(r, &line, &n)) return false;
  Value v = int_parse(r->ctx, (const char *)line, n + 1, 10); /* with its end, which is blank */
  if (!v) return false;
  if (int_to_i64(r->ctx, v, out)) return true;
  return raise_format(r->ctx, EXC_OverflowError, "Python int too large to convert to C ssize_t"), false;
}
bool load_get(Reader *r) {
  int64_t number;
  if (!take_number(r, &number)) return false;
  Value v = number < 0 ? V_NULL : unpickle_memo_get(r->ctx, &r->self->memo, (uint64_t)number);
  if (!v && !r->ctx->exc) unpickling_error(r->ctx, "Memo value not found at index %lld", (long long)number);
  return push(r, v);
}
bool load_put(Reader *r) {
  int64_t number;
  if (!take_number(r, &number)) return false;
  if (r->depth <= r->fence) return stack_underflow(r);
  if (number < 0) return raise_format(r->ctx, EXC_ValueError, "negative PUT argument"), false;
  return unpickle_memo_put(r->ctx, &r->self->memo, (uint64_t)number, r->stack[r->depth - 1]);
}

bool load_persid(Reader *r) {
  Ctx *ctx = r->ctx;
  size_t n;
  const uint8_t *line = input_line(r, &n);
  if (!line) return false;
  for (size_t i = 0; i + 1 < n; i++) {
    if (line[i] >= 0x80) return unpickling_error(ctx, "persistent IDs in protocol 0 must be ASCII strings");
    if (!CHECK_STOP_AT(ctx, i)) return false;
  }
  Value id = str_latin1(ctx, line, (int64_t)n - 1);
  return id && load_persistent(r, id);
}
