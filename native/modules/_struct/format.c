/* Formats: text to fields. */
#include "modules/_struct/struct.h"
#include <string.h>

/* Bytes of an item; 0: no such code. Standard sizes are without alignment. */
static uint32_t native_size(char code) {
  switch (code) {
  case 'x':
  case 'b':
  case 'B':
  case 'c':
  case 's':
  case 'p':
  case '?': return 1;
  case 'h':
  case 'H':
  case 'e': return 2;
  case 'i':
  case 'I':
  case 'f': return 4;
  case 'l':
  case 'L':
  case 'q':
  case 'Q':
  case 'n':
  case 'N':
  case 'P':
  case 'd':
  case 'F': return 8;
  case 'D': return 16;
  default: return 0;
  }
}
static uint32_t standard_size(char code) {
  if (code == 'l' || code == 'L') return 4;
  return code == 'n' || code == 'N' || code == 'P' ? 0 : native_size(code);
}
static uint32_t alignment(char code) {
  uint32_t size = native_size(code);
  return code == 'F' ? 4 : size > 8 ? 8 : size;
}

typedef struct Reader {
  const char *at;
  bool native, big;
} Reader;

static void read_order(Reader *r) {
  char order = *r->at;
  r->big = order == '>' || order == '!';
  r->native = !r->big && order != '<' && order != '=';
  if (!r->native || order == '@') r->at++;
}

/* The next code and its count; 0: the end; -1: an exception. `counted`: a number was before it. */
static int read_code(Ctx *ctx, Reader *r, char *code, int64_t *count) {
  for (; *r->at == ' ' || (*r->at >= '\t' && *r->at <= '\r'); r->at++)
    if (!CHECK_STOP_AT(ctx, (uintptr_t)r->at)) return -1;
  if (!*r->at) return 0;
  *count = 1;
  if (*r->at >= '0' && *r->at <= '9') {
    *count = 0;
    for (; *r->at >= '0' && *r->at <= '9'; r->at++) {
      if (!CHECK_STOP_AT(ctx, (uintptr_t)r->at)) return -1;
      if (__builtin_mul_overflow(*count, 10, count) || __builtin_add_overflow(*count, *r->at - '0', count))
        return struct_error(ctx, "total struct size too long"), -1;
    }
    if (!*r->at) return struct_error(ctx, "repeat count given without format specifier"), -1;
  }
  *code = *r->at++;
  if (r->native ? native_size(*code) : standard_size(*code)) return 1;
  return struct_error(ctx, "bad char in struct format"), -1;
}

static bool advance(Ctx *ctx, int64_t *size, int64_t by) {
  if (!__builtin_add_overflow(*size, by, size)) return true;
  struct_error(ctx, "total struct size too long");
  return false;
}

/* Two passes over the text: the first counts fields, `fields` being NULL. */
static bool parse(Ctx *ctx, const char *text, StructObject *s, Field *fields) {
  Reader r = {.at = text};
  char code;
  int64_t count, n = 0, size = 0, values = 0;
  int found;
  read_order(&r);
  while ((found = read_code(ctx, &r, &code, &count)) > 0) {
    uint32_t item = r.native ? native_size(code) : standard_size(code), to = r.native ? alignment(code) : 1;
    int64_t bytes;
    if (!advance(ctx, &size, (to - size % to) % to)) return false;
    bool text_code = code == 's' || code == 'p';
    if (text_code && count > UINT32_MAX) return struct_error(ctx, "total struct size too long"), false;
    if (__builtin_mul_overflow(count, item, &bytes)) return struct_error(ctx, "total struct size too long"), false;
    if (code != 'x' && (count || text_code)) {
      if (fields)
        fields[n] = (Field){.code = code,
                            .native = r.native,
                            .big = r.big,
                            .size = text_code ? (uint32_t)count : item,
                            .offset = size,
                            .count = text_code ? 1 : count};
      n++;
      values += text_code ? 1 : count;
    }
    if (!advance(ctx, &size, bytes)) return false;
    if (!CHECK_STOP(ctx)) return false;
  }
  if (found < 0) return false;
  s->nfields = n;
  s->size = size;
  s->values = values;
  return true;
}

bool struct_parse(Ctx *ctx, StructObject *s, Value format) {
  Value text = format;
  if (is_str(ctx, format)) {
    if (!(((Str *)format)->h.flags & STR_ASCII)) { /* for the words of its UnicodeEncodeError */
      Value ascii = str_from_ascii(ctx, "ascii");
      if (ascii) py_call_method(ctx, format, str_intern_c(ctx, "encode"), &ascii, 1);
      return false;
    }
    text = str_plain(ctx, format);
  } else if (has_kind(ctx, format, KIND_BYTES)) {
    text = str_from_utf8(ctx, (const char *)((Bytes *)format)->data, (size_t)((Bytes *)format)->length);
  } else {
    return raise_format(ctx, EXC_TypeError, "Struct() argument 1 must be a str or bytes object, not %T", format), false;
  }
  size_t n;
  char *utf8 = text ? str_to_utf8(ctx, text, &n) : NULL;
  if (!utf8) {
    if (!ctx->exc) raise_no_memory(ctx);
    return false;
  }
  StructObject parsed = {0};
  bool ok = false;
  Raw *fields = NULL;
  if (strlen(utf8) != n) struct_error(ctx, "embedded null character");
  else
    ok = parse(ctx, utf8, &parsed, NULL) && (fields = raw_new(ctx, parsed.nfields * (int64_t)sizeof(Field))) &&
         parse(ctx, utf8, &parsed, (Field *)fields->data);
  memory_free(ctx, utf8);
  if (!ok) return false;
  s->fields = fields;
  s->nfields = parsed.nfields;
  s->size = parsed.size;
  s->values = parsed.values;
  s->format = text;
  return true;
}
