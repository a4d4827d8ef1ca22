/* What the files of module _json share. */
#pragma once
#include "modules/module.h"
#include <string.h>

typedef struct JsonState {
  Class *scanner, *encoder;
  Value decode_error; /* json.decoder.JSONDecodeError, once it was needed */
} JsonState;
extern const ModuleDef module__json;

/* ---- strings.c ---- */
/* Adds text as JSON has it, in quotes. */
bool json_write_string(StrBuilder *out, Text t, bool ascii);
/* The string after the quote at text[begin - 1]; *end is after the closing one. V_NULL + JSONDecodeError. */
Value json_read_string(Ctx *ctx, Value document, int64_t begin, bool strict, int64_t *end);
/* The same for plain text without escapes: where its closing quote is, or -1: it is not plain. */
int64_t json_plain_string(Ctx *ctx, Text t, int64_t begin);
Value json_raise(Ctx *ctx, const char *message, Value document, int64_t at); /* JSONDecodeError; V_NULL */
SHARED_METHOD(json_encode_ascii);
SHARED_METHOD(json_encode);
SHARED_METHOD(json_scanstring);

/* ---- scanner.c, encoder.c ---- */
Class *json_make_scanner_class(Ctx *ctx);
Class *json_make_encoder_class(Ctx *ctx);

/* ---- inline ---- */
/* Adds ASCII or Latin-1. Most of what is written is that, and short. */
static inline void json_put(StrBuilder *out, const void *bytes, int64_t n) {
  if (LIKELY(out->kind == 1 && out->length + n <= out->cap && n < 1 << 16)) {
    memcpy(out->data + out->length, bytes, (size_t)n);
    out->length += n;
  } else {
    sb_bytes(out, bytes, (size_t)n);
  }
}
static inline void json_put_char(StrBuilder *out, char c) { json_put(out, &c, 1); }
static inline void json_put_str(StrBuilder *out, Value text) {
  if (LIKELY(str_kind(text) == 1)) json_put(out, AS_STR(text)->data, str_length(text));
  else sb_str(out, text);
}
