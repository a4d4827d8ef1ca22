/* Strings of JSON: escapes written and read. */
#include "modules/_json/json.h"

Value json_raise(Ctx *ctx, const char *message, Value document, int64_t at) {
  JsonState *state = module_state(ctx, &module__json);
  if (!state->decode_error) {
    Value name = str_intern_c(ctx, "JSONDecodeError"), from = name ? tuple_from(ctx, &name, 1) : V_NULL;
    Value module = from ? import_name(ctx, str_intern_c(ctx, "json.decoder"), V_NULL, from, int_tag(0)) : V_NULL;
    if (!module || !(state->decode_error = get_attr(ctx, module, name))) return V_NULL;
  }
  Value args[3] = {str_from_ascii(ctx, message), document, int_tag(at)};
  Value exc = args[0] ? py_call(ctx, state->decode_error, args, 3, V_NULL) : V_NULL;
  if (exc) do_raise(ctx, exc, V_NULL);
  return V_NULL;
}

/* ---- writing ---- */

/* Characters below 256 that need no escape: in any text, and in ASCII-only text. */
static const uint64_t plain_any[4] = {0xfffffffbull << 32, ~(1ull << ('\\' - 64)), ~0ull, ~0ull};
static const uint64_t plain_ascii[4] = {0xfffffffbull << 32, ~(1ull << ('\\' - 64) | 1ull << 63), 0, 0};

static char *put_unit(char *p, uint32_t unit) {
  static const char digits[] = "0123456789abcdef";
  *p++ = '\\', *p++ = 'u';
  for (int shift = 12; shift >= 0; shift -= 4) *p++ = digits[unit >> shift & 15];
  return p;
}
static void write_escape(StrBuilder *out, uint32_t c) {
  static const char names[] = "\b\f\n\r\t\"\\", letters[] = "bfnrt\"\\";
  char escape[12] = {'\\'}, *p = escape;
  if (c < 0x80 && c != 0x7f) {
    for (int i = 0; names[i]; i++)
      if (c == (uint8_t)names[i]) {
        escape[1] = letters[i];
        json_put(out, escape, 2);
        return;
      }
  }
  if (c >= 0x10000) {
    p = put_unit(p, 0xd800 | (c - 0x10000) >> 10);
    c = 0xdc00 | ((c - 0x10000) & 0x3ff);
  }
  p = put_unit(p, c);
  json_put(out, escape, p - escape);
}

/* Adds ASCII from a wider text. */
static void put_narrow(StrBuilder *out, Text t, int64_t from, int64_t to) {
  if (out->kind != 1 || out->length + (to - from) > out->cap) {
    sb_text(out, text_slice(t, from, to));
    return;
  }
  uint8_t *p = out->data + out->length;
  if (t.kind == 2)
    for (const uint16_t *s = t.data; from < to; from++) *p++ = (uint8_t)s[from];
  else
    for (const uint32_t *s = t.data; from < to; from++) *p++ = (uint8_t)s[from];
  out->length = p - out->data;
}

bool json_write_string(StrBuilder *out, Text t, bool ascii) {
  const uint64_t *plain = ascii ? plain_ascii : plain_any;
  json_put_char(out, '"');
  for (int64_t i = 0; i < t.length;) {
    int64_t from = i;
    uint32_t c = 0;
    if (t.kind == 1) {
      const uint8_t *s = t.data;
      for (; i < t.length && (c = s[i], plain[c >> 6] >> (c & 63) & 1); i++)
        if (!CHECK_STOP_AT(out->ctx, i)) return false;
      if (i > from) json_put(out, s + from, i - from);
    } else {
      for (; i < t.length && (c = text_at(t, i), c < 256 ? plain[c >> 6] >> (c & 63) & 1 : !ascii); i++)
        if (!CHECK_STOP_AT(out->ctx, i)) return false;
      if (ascii) put_narrow(out, t, from, i);
      else if (i > from) sb_text(out, text_slice(t, from, i));
    }
    if (i < t.length) write_escape(out, c), i++;
    if (!CHECK_STOP(out->ctx)) return false;
  }
  json_put_char(out, '"');
  return true;
}

static Value encode(Ctx *ctx, Value v, bool ascii) {
  if (!is_str(ctx, v)) return raise_format(ctx, EXC_TypeError, "first argument must be a string, not %T", v), V_NULL;
  StrBuilder out;
  sb_init(&out, ctx);
  if (json_write_string(&out, text_of(v), ascii)) return sb_finish(&out);
  sb_discard(&out);
  return V_NULL;
}
SHARED_METHOD(json_encode_ascii) { return encode(ctx, args[0], true); }
SHARED_METHOD(json_encode) { return encode(ctx, args[0], false); }

/* ---- reading ---- */

int64_t json_plain_string(Ctx *ctx, Text t, int64_t begin) {
  if (t.kind != 1) return -1;
  const uint8_t *s = t.data;
  for (int64_t i = begin; i < t.length; i++) {
    if (s[i] == '"') return i;
    if (s[i] < ' ' || s[i] == '\\' || !CHECK_STOP_AT(ctx, i)) return -1;
  }
  return -1;
}

/* Four hexadecimal digits at `at`; -1: they are not. */
static int32_t hex4(Text t, int64_t at) {
  int32_t value = 0;
  for (int64_t i = at; i < at + 4; i++) {
    uint32_t c = text_at(t, i);
    int digit = c - '0' < 10 ? (int)(c - '0') : (c | 32) - 'a' < 6 ? (int)((c | 32) - 'a' + 10) : -1;
    if (digit < 0) return -1;
    value = value << 4 | digit;
  }
  return value;
}

/* The escape whose backslash is before *at. false: exception. */
static bool read_escape(Ctx *ctx, Value document, Text t, int64_t *at, StrBuilder *out) {
  static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
  int64_t i = *at;
  uint32_t c = text_at(t, i++);
  if (c != 'u') {
    for (int k = 0; letters[k]; k++)
      if (c == (uint8_t)letters[k]) return sb_char(out, (uint8_t)meanings[k]), *at = i, true;
    return json_raise(ctx, "Invalid \\escape", document, i - 2), false;
  }
  int32_t unit = i + 4 <= t.length ? hex4(t, i) : -1;
  if (unit < 0) return json_raise(ctx, "Invalid \\uXXXX escape", document, i - 1), false;
  i += 4;
  if ((unit & 0xfc00) == 0xd800 && i + 6 <= t.length && text_at(t, i) == '\\' && text_at(t, i + 1) == 'u') {
    int32_t low = hex4(t, i + 2);
    if (low < 0) return json_raise(ctx, "Invalid \\uXXXX escape", document, i + 1), false;
    if ((low & 0xfc00) == 0xdc00) {
      unit = 0x10000 + ((unit & 0x3ff) << 10 | (low & 0x3ff));
      i += 6;
    }
  }
  sb_char(out, (uint32_t)unit);
  *at = i;
  return true;
}

Value json_read_string(Ctx *ctx, Value document, int64_t begin, bool strict, int64_t *end) {
  Text t = text_of(document);
  int64_t close = json_plain_string(ctx, t, begin), i = begin;
  if (close >= 0) return *end = close + 1, str_of_text(ctx, text_slice(t, begin, close));
  if (ctx->exc) return V_NULL;
  StrBuilder out;
  sb_init(&out, ctx);
  for (;;) {
    int64_t from = i;
    uint32_t c = 0;
    for (; i < t.length; i++) {
      c = text_at(t, i);
      if (c == '"' || c == '\\') break;
      if (c < ' ' && strict) {
        json_raise(ctx, "Invalid control character at", document, i);
        break;
      }
      if (!CHECK_STOP_AT(ctx, i)) break;
    }
    if (i > from) sb_text(&out, text_slice(t, from, i));
    if (ctx->exc || !CHECK_STOP(ctx)) break;
    if (i < t.length && c == '"') return *end = i + 1, sb_finish(&out);
    if (i + 1 >= t.length) {
      json_raise(ctx, "Unterminated string starting at", document, begin - 1);
      break;
    }
    i++;
    if (!read_escape(ctx, document, t, &i, &out)) break;
  }
  sb_discard(&out);
  return V_NULL;
}

SHARED_METHOD(json_scanstring) {
  Value given[3], pair[2];
  int64_t at;
  int strict = 1;
  if (!bind_params(ctx, "scanstring", "/ string end strict=", args, nargs, kwnames, given) ||
      !object_ssize(ctx, given[1], &at) || (given[2] && (strict = object_truth(ctx, given[2])) < 0))
    return V_NULL;
  if (!is_str(ctx, given[0]))
    return raise_format(ctx, EXC_TypeError, "first argument must be a string, not %T", given[0]), V_NULL;
  if (at < 0 || at > str_length(given[0])) return raise_format(ctx, EXC_ValueError, "end is out of bounds"), V_NULL;
  pair[0] = json_read_string(ctx, given[0], at, strict, &at);
  pair[1] = int_tag(at);
  return pair[0] ? tuple_from(ctx, pair, 2) : V_NULL;
}
