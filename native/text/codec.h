/* Encodings: bytes to text and back. The codecs that are in C are in text/codec; any other name is looked up in the
 * registry of module _codecs. */
#pragma once
#include "text/str.h"

typedef enum CodecId {
  CODEC_UTF8,
  CODEC_UTF8_SIG,
  CODEC_ASCII,
  CODEC_LATIN1,
  CODEC_UTF16, /* these three in this order, and likewise those of UTF-32 */
  CODEC_UTF16_LE,
  CODEC_UTF16_BE,
  CODEC_UTF32,
  CODEC_UTF32_LE,
  CODEC_UTF32_BE,
  CODEC_OTHER
} CodecId;

/* ---- codec/names.c ---- */
/* encoding and errors: Str or V_NULL (utf-8, strict). LookupError, UnicodeEncodeError, UnicodeDecodeError, or what a
 * codec written in Python raises. */
Value codec_encode(Ctx *ctx, Value str, Value encoding, Value errors);
/* `object` is what errors carry (bytes or bytearray); data may be in it. */
Value codec_decode(Ctx *ctx, Value object, const uint8_t *data, int64_t n, Value encoding, Value errors);
CodecId codec_find(Value name);           /* CODEC_OTHER: none of ours */
bool codec_no_null(Ctx *ctx, Value name); /* of a codec or a handler, or V_NULL; else ValueError */

/* ---- codec/encode.c ---- */
Value codec_encode_as(Ctx *ctx, Value str, CodecId codec, Value errors); /* not CODEC_OTHER */

/* ---- codec/decode.c ---- */
/* final false: an incomplete sequence at the end is left for later, and *consumed says how many bytes were read. Of
 * CODEC_UTF16 and CODEC_UTF32, *order is -1 (little-endian), 1 or 0 (a signature decides) and is set when one was
 * found. Both pointers may be NULL. */
Value codec_decode_as(Ctx *ctx, Value object, const uint8_t *data, int64_t n, CodecId codec, Value errors, bool final,
                      int64_t *consumed, int *order);

/* ---- codec/utf7.c ---- */
Value utf7_encode(Ctx *ctx, Value str);
Value utf7_decode(Ctx *ctx, Value object, const uint8_t *data, int64_t n, Value errors, bool final, int64_t *consumed);

/* ---- codec/charmap.c ---- */
/* mapping: a str (or, to encode, an EncodingMap), any object with __getitem__, or V_NULL for Latin-1 */
Value charmap_encode(Ctx *ctx, Value str, Value errors, Value mapping);
Value charmap_decode(Ctx *ctx, Value object, const uint8_t *data, int64_t n, Value errors, Value mapping);

/* ---- codec/escape.c ---- */
Value unicode_escape_encode(Ctx *ctx, Value str, bool raw);
Value unicode_escape_decode(Ctx *ctx, Value object, const uint8_t *data, int64_t n, Value errors, bool raw, bool final,
                            int64_t *consumed);
Value bytes_escape_encode(Ctx *ctx, Value bytes);
Value bytes_escape_decode(Ctx *ctx, const uint8_t *data, int64_t n, Value errors);

/* ---- codec/handlers.c ---- */
/* The built-in error handlers as functions of an exception: strict_errors and so on; ends with {0}. The name of a
 * handler is that of its function without "_errors", or as codec_handler_name says. */
extern const CFuncDef CODEC_HANDLERS[];
const char *codec_handler_name(int i);
