/* What the files of module _json share. */
#pragma once
#include "modules/module.h"
#include "text/str.h"

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
